/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "tn-id.h"
#include "tn-hash.h"

#include <string.h>

static void
set_version (TnId *id, guint8 version)
{
  id->b[6] = (guint8) ((id->b[6] & 0x0f) | version << 4);
  id->b[8] = (guint8) ((id->b[8] & 0x3f) | 0x80);
}

TnId
tn_id_new (const TnEnv *env)
{
  TnId id;
  guint64 ms = (guint64) tn_env_now_ms (env);

  tn_env_random (env, id.b + 6, 10);
  for (int i = 5; i >= 0; i--, ms >>= 8)
    id.b[i] = (guint8) ms;
  set_version (&id, 7);
  return id;
}

TnId
tn_id_new_random (const TnEnv *env)
{
  TnId id;

  tn_env_random (env, id.b, sizeof id.b);
  set_version (&id, 4);
  return id;
}

TnId
tn_id_from_hash (const guint8 hash[16])
{
  TnId id;

  memcpy (id.b, hash, sizeof id.b);
  set_version (&id, 8);
  return id;
}

TnId
tn_id_from_name (const char *name)
{
  TnHash hash = tn_hash (name, strlen (name));

  return tn_id_from_hash (hash.b);
}

/* Where the 16 bytes stand in the 36 characters. */
static const guint8 byte_at[16] = { 0, 2, 4, 6, 9, 11, 14, 16, 19, 21, 24, 26, 28, 30, 32, 34 };

gboolean
tn_id_parse (const char *text, gssize len, TnId *out)
{
  if ((len < 0 ? strlen (text) : (gsize) len) != TN_ID_STR_LEN)
    return FALSE;
  if (text[8] != '-' || text[13] != '-' || text[18] != '-' || text[23] != '-')
    return FALSE;
  for (guint i = 0; i < 16; i++)
    if (!tn_unhex (text + byte_at[i], 2, &out->b[i]))
      return FALSE;
  return TRUE;
}

void
tn_id_format (const TnId *id, TnIdStr out)
{
  static const char digits[] = "0123456789abcdef";

  out[8] = out[13] = out[18] = out[23] = '-';
  for (guint i = 0; i < 16; i++)
    {
      out[byte_at[i]] = digits[id->b[i] >> 4];
      out[byte_at[i] + 1] = digits[id->b[i] & 15];
    }
  out[TN_ID_STR_LEN] = 0;
}

char *
tn_id_dup_string (const TnId *id)
{
  char *text = g_malloc (TN_ID_STR_LEN + 1);

  tn_id_format (id, text);
  return text;
}

gboolean
tn_id_is_null (const TnId *id)
{
  static const TnId null_id;

  return memcmp (id, &null_id, sizeof null_id) == 0;
}

gboolean
tn_id_equal (gconstpointer a, gconstpointer b)
{
  return memcmp (a, b, sizeof (TnId)) == 0;
}

guint
tn_id_hash (gconstpointer id)
{
  guint32 w[4];

  /* The tail of both versions is random; the head of version 7 is the clock and would crowd the buckets. */
  memcpy (w, id, sizeof w);
  return w[3] ^ w[2] ^ w[1] * 31 ^ w[0];
}

int
tn_id_compare (gconstpointer a, gconstpointer b)
{
  return memcmp (a, b, sizeof (TnId));
}

TnId *
tn_id_copy (const TnId *id)
{
  return g_memdup2 (id, sizeof *id);
}

gint64
tn_id_time_ms (const TnId *id)
{
  gint64 ms = 0;
  if (id->b[6] >> 4 != 7) return 0;
  for (guint i = 0; i < 6; i++) ms = ms << 8 | id->b[i];
  return ms;
}
