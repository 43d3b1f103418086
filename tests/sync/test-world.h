/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once
#include <gio/gio.h>

/* The two things of the world around the program that a test must turn by itself: whether there is a network, through GLib's own extension
 * point for network monitors, and the time of day. */
void net_install (void);                 /* before the first use of a monitor; the network is there */
void net_change (gboolean available);    /* as a cable or a wireless network does */
void turn_clock (gint64 ms);             /* forward; g_get_monotonic_time() stays: it does not go on while a lid is closed */
