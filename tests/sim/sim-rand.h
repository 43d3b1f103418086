/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once
#include <glib.h>
G_BEGIN_DECLS

/* SplitMix64: small, and the same everywhere. Each event of a run has a stream of its own, so that leaving one event out changes nothing in
 * the others. */
typedef struct { guint64 s; } SimRand;

static inline guint64
sim_rand (SimRand *r)
{
  guint64 z = (r->s += G_GUINT64_CONSTANT (0x9e3779b97f4a7c15));
  z = (z ^ z >> 30) * G_GUINT64_CONSTANT (0xbf58476d1ce4e5b9);
  z = (z ^ z >> 27) * G_GUINT64_CONSTANT (0x94d049bb133111eb);
  return z ^ z >> 31;
}

static inline SimRand
sim_rand_for (guint64 seed, guint64 stream)
{
  SimRand r = { seed * G_GUINT64_CONSTANT (0xd1342543de82ef95) + stream };
  r.s = sim_rand (&r);
  return r;
}

/* 0 to n - 1; 0 for n = 0. */
static inline guint
sim_below (SimRand *r, guint n)
{
  return n ? (guint) ((sim_rand (r) >> 11) % n) : 0;
}

static inline double
sim_unit (SimRand *r)
{
  return (double) (sim_rand (r) >> 11) / 9007199254740992.0;
}

static inline gboolean
sim_chance (SimRand *r, double p)
{
  return sim_unit (r) < p;
}
G_END_DECLS
