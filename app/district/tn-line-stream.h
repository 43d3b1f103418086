/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once
#include <gio/gio.h>
G_BEGIN_DECLS

/* A stream that closes itself, and lets go of `base`, when reading it has come to its end. libsoup 3.2 (Debian 12; mended in 3.4) forgets a kept line
 * that its client ends: socket and TLS session would stay for ever, 25 KiB a laptop. Pollable as base is. Of one thread. Owned. */
GIOStream *tn_line_stream_new (GIOStream *base);
G_END_DECLS
