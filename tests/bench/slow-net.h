/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once
#include <gio/gio.h>
G_BEGIN_DECLS

/* A line of packets between two network name spaces of this process's own, the laptop's and the district's: nothing of it is seen outside, and it is gone
 * with the process. By netem where the kernel has it; else each packet goes through this program, over two TUN devices, and is delayed, queued and
 * dropped here as netem would: the TCP on both sides is the kernel's own either way. */
typedef struct {
  guint rate;                    /* bits a second, each way */
  guint delay_ms;                /* one way */
  double loss;                   /* of each way, 0 to 1 */
  guint queue;                   /* packets that a way holds */
  guint32 seed;
} SlowNetRules;
/* One way: packets and bytes of IP that were sent, with those that were lost and sent again; bytes of TCP's streams that were, each byte once (not known with netem: 0). */
typedef struct { guint64 packets, bytes, lost, overflown, payload; } SlowNetCount;
typedef struct _SlowNet SlowNet;
#define SLOW_NET_DISTRICT "10.98.0.1"
#define SLOW_NET_LAPTOP "10.98.0.2"

/* Before any thread is there. NULL = this machine does not allow it; *why (owned) says so. What it uses instead of netem, and why, stands in *how (owned). Afterwards
 * the caller is at the district. */
SlowNet *slow_net_new (const SlowNetRules *rules, char **how, char **why);
void slow_net_free (SlowNet *net);
/* Where the calling thread is, and with it what it opens and starts from now on. */
void slow_net_go_to_laptop (SlowNet *net);
void slow_net_go_to_district (SlowNet *net);
/* What the line carried since it is there. */
void slow_net_count (SlowNet *net, SlowNetCount *up, SlowNetCount *down);
G_END_DECLS
