/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once
#include "slow-net.h"
G_BEGIN_DECLS

/* The packets' way between two TUN devices, in a thread of its own. */
typedef struct _SlowTun SlowTun;
/* Makes the device in the name space where the caller is. -1 = not allowed; errno says why. */
int slow_tun_open (const char *device);
/* Takes both descriptors. */
SlowTun *slow_tun_new (int laptop, int district, const SlowNetRules *rules);
void slow_tun_free (SlowTun *tun);
void slow_tun_count (SlowTun *tun, SlowNetCount *up, SlowNetCount *down);
G_END_DECLS
