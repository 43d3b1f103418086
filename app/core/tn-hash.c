/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "tn-hash.h"
#include "tn-sodium-private.h"

#include <sodium.h>
#include <string.h>

void
tn_sodium_ensure (void)
{
  static gsize ready = 0;

  if (g_once_init_enter (&ready))
    {
      if (sodium_init () < 0)
        g_error ("libsodium could not be started: the system gives no random bytes");
      g_once_init_leave (&ready, 1);
    }
}

TnHash
tn_hash (const void *data, gsize len)
{
  TnHash hash;

  tn_sodium_ensure ();
  crypto_generichash (hash.b, sizeof hash.b, data, len, NULL, 0);
  return hash;
}

void
tn_hash256 (const void *data, gsize len, guint8 out[32])
{
  tn_sodium_ensure ();
  crypto_generichash (out, 32, data, len, NULL, 0);
}

static guint64
load_le (const guint8 *b)
{
  guint64 v;

  memcpy (&v, b, sizeof v);
  return GUINT64_FROM_LE (v);
}

static void
save_le (guint8 *b, guint64 v)
{
  v = GUINT64_TO_LE (v);
  memcpy (b, &v, sizeof v);
}

void
tn_sum_add (TnSum *sum, const TnHash *hash)
{
  guint64 lo = load_le (hash->b);

  sum->lo += lo;
  sum->hi += load_le (hash->b + 8) + (sum->lo < lo);
}

void
tn_sum_sub (TnSum *sum, const TnHash *hash)
{
  guint64 lo = load_le (hash->b);
  gboolean borrow = sum->lo < lo;

  sum->lo -= lo;
  sum->hi -= load_le (hash->b + 8) + borrow;
}

void
tn_sum_to_bytes (const TnSum *sum, guint8 out[16])
{
  save_le (out, sum->lo);
  save_le (out + 8, sum->hi);
}

void
tn_sum_from_bytes (TnSum *sum, const guint8 in[16])
{
  sum->lo = load_le (in);
  sum->hi = load_le (in + 8);
}

void
tn_hex (const guint8 *data, gsize len, char *out)
{
  static const char digits[] = "0123456789abcdef";

  for (gsize i = 0; i < len; i++)
    {
      *out++ = digits[data[i] >> 4];
      *out++ = digits[data[i] & 15];
    }
  *out = 0;
}

/* One more than what a digit means; 0 = none. By table, since a million of them are read with a ward. */
static const guint8 hex_values[256] = {
  ['0'] = 1, ['1'] = 2, ['2'] = 3, ['3'] = 4, ['4'] = 5, ['5'] = 6, ['6'] = 7, ['7'] = 8, ['8'] = 9, ['9'] = 10,
  ['a'] = 11, ['b'] = 12, ['c'] = 13, ['d'] = 14, ['e'] = 15, ['f'] = 16,
};

gboolean
tn_unhex (const char *hex, gsize hex_len, guint8 *out)
{
  if (hex_len % 2)
    return FALSE;
  for (gsize i = 0; i < hex_len; i += 2)
    {
      guint high = hex_values[(guchar) hex[i]], low = hex_values[(guchar) hex[i + 1]];

      if (high == 0 || low == 0)
        return FALSE;
      out[i / 2] = (guint8) ((high - 1) << 4 | (low - 1));
    }
  return TRUE;
}
