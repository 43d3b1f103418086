/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "tn-stamp.h"

#define MS_DIGITS 12
#define COUNTER_DIGITS 4
#define COUNTER_MAX 0xffffu
/* A clock gone mad is held this far below the largest stamp that is read (2^43 ms, the year 2248): whoever edits such a value
 * must still find a greater stamp. */
#define WALL_MAX ((G_GINT64_CONSTANT (1) << 43) - (G_GINT64_CONSTANT (1) << 32))

#define QUARTER_HOUR_MS (15 * 60 * 1000)

static const char hex_digits[] = "0123456789abcdef";

/* One more than the digit's value; 0 = no lower-case hex digit. A table, as every line read has its stamps checked. */
static const guint8 hex_table[256] = {
  ['0'] = 1, ['1'] = 2, ['2'] = 3, ['3'] = 4, ['4'] = 5, ['5'] = 6, ['6'] = 7, ['7'] = 8, ['8'] = 9, ['9'] = 10,
  ['a'] = 11, ['b'] = 12, ['c'] = 13, ['d'] = 14, ['e'] = 15, ['f'] = 16,
};

static inline int
hex_value (char c)
{
  return hex_table[(guint8) c] - 1;
}

gboolean
tn_stamp_parse (TnSlice text, TnStamp *out)
{
  if (text.len != TN_STAMP_LEN || text.p[0] != '0' || text.p[1] > '7') return FALSE;
  for (gsize i = 0; i < TN_STAMP_LEN; i++)
    if (!hex_table[(guint8) text.p[i]]) return FALSE;
  memcpy (out->s, text.p, TN_STAMP_LEN);
  out->s[TN_STAMP_LEN] = 0;
  return TRUE;
}

static void
write_hex (char *out, guint64 value, int digits)
{
  for (int i = digits - 1; i >= 0; i--, value >>= 4) out[i] = hex_digits[value & 15];
}

static guint64
read_hex (const char *in, int digits)
{
  guint64 value = 0;
  for (int i = 0; i < digits; i++) value = value << 4 | (guint64) hex_value (in[i]);
  return value;
}

TnStamp
tn_stamp_make (gint64 ms, guint counter, const char *replica)
{
  TnStamp stamp;
  write_hex (stamp.s, (guint64) ms, MS_DIGITS);
  write_hex (stamp.s + MS_DIGITS, counter, COUNTER_DIGITS);
  memcpy (stamp.s + MS_DIGITS + COUNTER_DIGITS, replica, TN_REPLICA_LEN);
  stamp.s[TN_STAMP_LEN] = 0;
  return stamp;
}

gint64
tn_stamp_ms (const TnStamp *stamp)
{
  return (gint64) read_hex (stamp->s, MS_DIGITS);
}

gboolean
tn_stamp_is_untimed (const TnStamp *stamp)
{
  return tn_stamp_is_set (stamp) && tn_stamp_ms (stamp) % QUARTER_HOUR_MS == 0;
}

void
tn_stamp_replica (const TnStamp *stamp, char out[TN_REPLICA_LEN + 1])
{
  memcpy (out, stamp->s + MS_DIGITS + COUNTER_DIGITS, TN_REPLICA_LEN);
  out[TN_REPLICA_LEN] = 0;
}

/* Raises `at` above the moment (ms, counter). */
static void
rise_above (TnHlc *at, gint64 ms, guint counter)
{
  if (at->ms > ms || (at->ms == ms && at->counter > counter)) return;
  gboolean wrap = counter >= COUNTER_MAX;
  *at = (TnHlc) { .ms = ms + wrap, .counter = wrap ? 0 : counter + 1 };
}

TnStamp
tn_stamp_tick (TnHlc *last, gint64 wall_ms, const char *replica, const TnStamp *over, gsize n_over)
{
  TnHlc at = { .ms = CLAMP (wall_ms, 0, WALL_MAX) };
  rise_above (&at, last->ms, last->counter);
  for (gsize i = 0; i < n_over; i++)
    if (tn_stamp_is_set (&over[i]))
      rise_above (&at, tn_stamp_ms (&over[i]), (guint) read_hex (over[i].s + MS_DIGITS, COUNTER_DIGITS));
  *last = at;
  return tn_stamp_make (at.ms, at.counter, replica);
}
