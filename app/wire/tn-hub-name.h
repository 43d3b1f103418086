/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

/* What a hub's TLS certificate names, printf with the ward's code. A hub stands on a laptop whose address changes from room to room, so its
 * certificate cannot name the address; the district signs this name instead, and a laptop that goes to a hub asks for this name and for the district's
 * CA, whatever address was typed. `.invalid` belongs to nobody (RFC 2606): no hub can pass for a real server, nor for the district. */
#define TN_HUB_IDENTITY "hub-%s.tungnha.invalid"
