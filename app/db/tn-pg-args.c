/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Values as PostgreSQL's binary formats have them: numbers in network order, arrays with one dimension. */
#include "tn-pg.h"
#include <string.h>

/* Of catalog/pg_type.dat: fixed for ever, and libpq's headers do not carry them. */
enum { OID_BYTEA = 17, OID_INT8 = 20, OID_TEXT = 25, OID_BYTEA_ARRAY = 1001, OID_TEXT_ARRAY = 1009, OID_INT8_ARRAY = 1016, OID_UUID = 2950, OID_UUID_ARRAY = 2951 };

#define ARRAY_HEAD 20   /* dimensions, null flag, type, length, first index */

void
tn_pg_args_clear (TnPgArgs *args)
{
  for (int i = 0; i < args->n; i++) g_clear_pointer (&args->arrays[i], g_byte_array_unref);
  args->n = 0;
}

static void
bind_value (TnPgArgs *args, Oid type, const void *data, gsize len)
{
  g_assert (args->n < TN_PG_ARGS_MAX && len <= G_MAXINT);
  args->types[args->n] = type;
  args->values[args->n] = data;
  args->lengths[args->n] = (int) len;
  args->formats[args->n] = 1;
  args->n++;
}

void
tn_pg_int (TnPgArgs *args, gint64 value)
{
  guint64 *slot = &args->ints[args->n];
  *slot = GUINT64_TO_BE ((guint64) value);
  bind_value (args, OID_INT8, slot, sizeof *slot);
}

void
tn_pg_text (TnPgArgs *args, const char *text)
{
  bind_value (args, OID_TEXT, text, text ? strlen (text) : 0);
}

void
tn_pg_bytes (TnPgArgs *args, const void *data, gsize len)
{
  bind_value (args, OID_BYTEA, data ? data : "", len);
}

void
tn_pg_id (TnPgArgs *args, const TnId *id)
{
  bind_value (args, OID_UUID, id && !tn_id_is_null (id) ? id->b : NULL, sizeof id->b);
}

/* ---- arrays ---- */

void
tn_pg_array_clear (TnPgArray *array)
{
  g_clear_pointer (&array->bytes, g_byte_array_unref);
  array->n = 0;
}

static void
add_number (GByteArray *bytes, guint32 n)
{
  guint32 big = GUINT32_TO_BE (n);
  g_byte_array_append (bytes, (const guint8 *) &big, sizeof big);
}

void
tn_pg_array_bytes (TnPgArray *array, const void *data, gsize len)
{
  if (!array->bytes) {
    array->bytes = g_byte_array_new ();
    g_byte_array_set_size (array->bytes, ARRAY_HEAD);
  }
  add_number (array->bytes, data ? (guint32) len : G_MAXUINT32);
  if (data) g_byte_array_append (array->bytes, data, (guint) len);
  array->n++;
}

void
tn_pg_array_text (TnPgArray *array, const char *text)
{
  tn_pg_array_bytes (array, text, text ? strlen (text) : 0);
}

void
tn_pg_array_int (TnPgArray *array, gint64 value)
{
  guint64 big = GUINT64_TO_BE ((guint64) value);
  tn_pg_array_bytes (array, &big, sizeof big);
}

void
tn_pg_array_id (TnPgArray *array, const TnId *id)
{
  tn_pg_array_bytes (array, tn_id_is_null (id) ? NULL : id->b, sizeof id->b);
}

static void
bind_array (TnPgArgs *args, TnPgArray *array, Oid type, Oid element)
{
  const guint32 head[ARRAY_HEAD / 4] = { GUINT32_TO_BE (array->n ? 1 : 0), GUINT32_TO_BE (1), GUINT32_TO_BE (element), GUINT32_TO_BE (array->n), GUINT32_TO_BE (1) };
  GByteArray *bytes = array->bytes ? g_steal_pointer (&array->bytes) : g_byte_array_set_size (g_byte_array_new (), ARRAY_HEAD);
  memcpy (bytes->data, head, sizeof head);
  args->arrays[args->n] = bytes;
  bind_value (args, type, bytes->data, array->n ? bytes->len : 12);   /* an empty array has no dimension to describe */
  array->n = 0;
}

void
tn_pg_ints (TnPgArgs *args, TnPgArray *array)
{
  bind_array (args, array, OID_INT8_ARRAY, OID_INT8);
}

void
tn_pg_texts (TnPgArgs *args, TnPgArray *array)
{
  bind_array (args, array, OID_TEXT_ARRAY, OID_TEXT);
}

void
tn_pg_byteses (TnPgArgs *args, TnPgArray *array)
{
  bind_array (args, array, OID_BYTEA_ARRAY, OID_BYTEA);
}

void
tn_pg_ids (TnPgArgs *args, TnPgArray *array)
{
  bind_array (args, array, OID_UUID_ARRAY, OID_UUID);
}

/* ---- results ---- */

gint64
tn_pg_get_int (const PGresult *result, int row, int col)
{
  const char *value = PQgetvalue (result, row, col);
  guint64 n = 0;
  int len = PQgetlength (result, row, col);
  for (int i = 0; i < len; i++) n = n << 8 | (guint8) value[i];
  return len == 4 ? (gint32) n : (gint64) n;
}

const char *
tn_pg_get_text (const PGresult *result, int row, int col)
{
  return PQgetisnull (result, row, col) ? NULL : PQgetvalue (result, row, col);
}

TnSlice
tn_pg_get_slice (const PGresult *result, int row, int col)
{
  return (TnSlice) { PQgetvalue (result, row, col), (gsize) PQgetlength (result, row, col) };
}

gboolean
tn_pg_get_id (const PGresult *result, int row, int col, TnId *id)
{
  *id = (TnId) { 0 };
  if (PQgetlength (result, row, col) != sizeof id->b) return FALSE;
  memcpy (id->b, PQgetvalue (result, row, col), sizeof id->b);
  return TRUE;
}
