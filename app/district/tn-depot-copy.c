/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "tn-depot-copy.h"
#include <glib/gi18n.h>
#include <string.h>

#define META_NAME "name"            /* written last: it says that the rest is there */
#define META_CLOCK "root_hlc"       /* SQLite's is the district's, PostgreSQL's a ward's: it goes with the wards (ward_meta) */

static const TnTable tables[] = {
  { "meta", 2, { { "k", TN_COLUMN_TEXT }, { "v", TN_COLUMN_TEXT } } },
  { "ward", 3, { { "ward", TN_COLUMN_TEXT }, { "name", TN_COLUMN_TEXT }, { "seq", TN_COLUMN_INT } } },
  { "ward_meta", 3, { { "ward", TN_COLUMN_TEXT }, { "k", TN_COLUMN_TEXT }, { "v", TN_COLUMN_TEXT } } },
  { "ward_log", 4, { { "ward", TN_COLUMN_TEXT }, { "seq", TN_COLUMN_INT }, { "tok", TN_COLUMN_TEXT }, { "at", TN_COLUMN_INT } } },
  { "record", 9, { { "ward", TN_COLUMN_TEXT }, { "id", TN_COLUMN_ID }, { "kind", TN_COLUMN_TEXT }, { "stream", TN_COLUMN_TEXT }, { "parent", TN_COLUMN_ID },
                   { "seq", TN_COLUMN_INT }, { "rmax", TN_COLUMN_TEXT }, { "h", TN_COLUMN_BYTES }, { "line", TN_COLUMN_TEXT } } },
  { "moved", 4, { { "ward", TN_COLUMN_TEXT }, { "stream", TN_COLUMN_TEXT }, { "id", TN_COLUMN_ID }, { "seq", TN_COLUMN_INT } } },
  { "stream", 4, { { "ward", TN_COLUMN_TEXT }, { "stream", TN_COLUMN_TEXT }, { "n", TN_COLUMN_INT }, { "sum", TN_COLUMN_SUM } } },
  { "history", 8, { { "ward", TN_COLUMN_TEXT }, { "id", TN_COLUMN_ID }, { "unit", TN_COLUMN_TEXT }, { "stamp", TN_COLUMN_TEXT }, { "value", TN_COLUMN_TEXT },
                    { "why", TN_COLUMN_TEXT }, { "by_user", TN_COLUMN_TEXT }, { "at", TN_COLUMN_INT } } },
  { "quarantine", 8, { { "qid", TN_COLUMN_BYTES }, { "ward", TN_COLUMN_TEXT }, { "device", TN_COLUMN_TEXT }, { "at", TN_COLUMN_INT }, { "why", TN_COLUMN_TEXT },
                       { "raw", TN_COLUMN_BYTES }, { "state", TN_COLUMN_TEXT }, { "record", TN_COLUMN_ID } } },
  { "erased", 4, { { "ward", TN_COLUMN_TEXT }, { "id", TN_COLUMN_ID }, { "at", TN_COLUMN_INT }, { "seq", TN_COLUMN_INT } } },
  { "device", 9, { { "device", TN_COLUMN_TEXT }, { "pub", TN_COLUMN_BYTES }, { "\"user\"", TN_COLUMN_TEXT }, { "name", TN_COLUMN_TEXT }, { "state", TN_COLUMN_TEXT },
                   { "session_no", TN_COLUMN_INT }, { "enrolled_at", TN_COLUMN_INT }, { "seen_at", TN_COLUMN_INT }, { "revoked_at", TN_COLUMN_INT } } },
  { "replica", 5, { { "replica", TN_COLUMN_TEXT }, { "device", TN_COLUMN_TEXT }, { "since", TN_COLUMN_INT }, { "nonce", TN_COLUMN_TEXT }, { "prev_nonce", TN_COLUMN_TEXT } } },
  { "grant_", 6, { { "device", TN_COLUMN_TEXT }, { "ward", TN_COLUMN_TEXT }, { "stream", TN_COLUMN_TEXT }, { "role", TN_COLUMN_TEXT }, { "t_from", TN_COLUMN_INT }, { "t_to", TN_COLUMN_INT } } },
  { "enrol", 9, { { "code_hash", TN_COLUMN_BYTES }, { "role", TN_COLUMN_TEXT }, { "ward", TN_COLUMN_TEXT }, { "streams", TN_COLUMN_TEXT }, { "\"user\"", TN_COLUMN_TEXT },
                  { "expires", TN_COLUMN_INT }, { "used_pub", TN_COLUMN_BYTES }, { "used_device", TN_COLUMN_TEXT }, { "tries", TN_COLUMN_INT } } },
  { "alarm", 3, { { "at", TN_COLUMN_INT }, { "device", TN_COLUMN_TEXT }, { "what", TN_COLUMN_TEXT } } },
};

const TnTable *
tn_depot_tables (guint *n)
{
  *n = G_N_ELEMENTS (tables);
  return tables;
}

/* ---- a table's set hash ---- */

typedef struct { guint64 rows; TnSum sum; } Tally;

static void
add_number (GByteArray *bytes, guint64 n)
{
  guint64 little = GUINT64_TO_LE (n);
  g_byte_array_append (bytes, (const guint8 *) &little, sizeof little);
}

/* Every value with its length, so that two rows never look the same that are not. */
static void
tally_row (Tally *tally, const TnTable *table, const TnValue *values)
{
  g_autoptr (GByteArray) bytes = g_byte_array_new ();
  for (guint i = 0; i < table->n; i++) {
    add_number (bytes, values[i].null ? G_MAXUINT64 : table->columns[i].type == TN_COLUMN_INT ? (guint64) values[i].number : values[i].bytes.len);
    if (!values[i].null && table->columns[i].type != TN_COLUMN_INT) g_byte_array_append (bytes, (const guint8 *) values[i].bytes.p, (guint) values[i].bytes.len);
  }
  TnHash h = tn_hash (bytes->data, bytes->len);
  tn_sum_add (&tally->sum, &h);
  tally->rows++;
}

static gboolean
is_key (const TnValue *value, const char *key)
{
  return value->bytes.len == strlen (key) && memcmp (value->bytes.p, key, value->bytes.len) == 0;
}

static gboolean
stays (const TnTable *table, const TnValue *values)
{
  return table == &tables[0] && (is_key (values, META_NAME) || is_key (values, TN_DEPOT_META_MOVED) || is_key (values, META_CLOCK));
}

/* ---- there ---- */

typedef struct { const TnTable *table; TnDepotCopy *to; Tally tally; } Way;

static gboolean
carry_cb (const TnValue *values, gpointer user_data, GError **error)
{
  Way *way = user_data;
  if (stays (way->table, values)) return TRUE;
  tally_row (&way->tally, way->table, values);
  return way->to->depot->driver->copy_write (way->to, way->table, values, error);
}

static gboolean
carry_all (TnDepotCopy *from, TnDepotCopy *to, Tally tallies[], GError **error)
{
  for (guint i = 0; i < G_N_ELEMENTS (tables); i++) {
    Way way = { &tables[i], to, { 0 } };
    if (!from->depot->driver->copy_read (from, &tables[i], carry_cb, &way, error) || !to->depot->driver->copy_write (to, &tables[i], NULL, error)) return FALSE;
    tallies[i] = way.tally;
  }
  return TRUE;
}

/* ---- and looked at again ---- */

static gboolean
tally_cb (const TnValue *values, gpointer user_data, GError **error)
{
  Way *way = user_data;
  if (!stays (way->table, values)) tally_row (&way->tally, way->table, values);
  return TRUE;
}

static gboolean
compare (const TnTable *table, const Tally *there, const Tally *back, GError **error)
{
  if (strcmp (table->name, "ward_meta") == 0) return TRUE;   /* the clocks of wards become one, or one becomes theirs */
  if (there->rows == back->rows && there->sum.lo == back->sum.lo && there->sum.hi == back->sum.hi) return TRUE;
  g_set_error (error, TN_ERROR, TN_ERROR_CORRUPT, _("What was read back of the table “%s” is not what was written. The district stays where it is. Look at the disks of both databases, and try again."), table->name);
  return FALSE;
}

static gboolean
verify (TnDepot *to, const Tally tallies[], GError **error)
{
  TnDepotCopy *copy = to->driver->copy_begin (to, TN_DEPOT_COPY_SOURCE, error);
  gboolean good = copy != NULL;
  for (guint i = 0; good && i < G_N_ELEMENTS (tables); i++) {
    Way way = { &tables[i], NULL, { 0 } };
    good = to->driver->copy_read (copy, &tables[i], tally_cb, &way, error) && compare (&tables[i], &tallies[i], &way.tally, error);
  }
  return (!copy || to->driver->copy_end (copy, FALSE, good ? error : NULL)) && good;
}

/* ---- the whole ---- */

gboolean
tn_depot_is_district (TnDepot *depot, gboolean *is, GError **error)
{
  g_autofree char *name = NULL, *moved = NULL;
  if (!depot->driver->get_meta (depot, META_NAME, &name, error) || !depot->driver->get_meta (depot, TN_DEPOT_META_MOVED, &moved, error)) return FALSE;
  *is = name && !moved;
  return TRUE;
}

static gboolean
check_ends (TnDepot *from, TnDepot *to, GError **error)
{
  gboolean is_from = FALSE, is_to = FALSE;
  if (!tn_depot_is_district (from, &is_from, error) || !tn_depot_is_district (to, &is_to, error)) return FALSE;
  if (!is_from) g_set_error_literal (error, TN_ERROR, TN_ERROR_NOT_FOUND, _("There is no finished district to copy, or it has been moved already. Nothing was changed."));
  else if (is_to) g_set_error_literal (error, TN_ERROR, TN_ERROR_CONFLICT, _("There is a district already where this one should go. Nothing was changed. Choose an empty database."));
  return is_from && !is_to;
}

static gboolean
fill (TnDepotCopy *from, TnDepot *to, Tally tallies[], GError **error)
{
  TnDepotCopy *target = to->driver->copy_begin (to, TN_DEPOT_COPY_TARGET, error);
  if (!target) return FALSE;
  gboolean filled = carry_all (from, target, tallies, error);
  return to->driver->copy_end (target, filled, filled ? error : NULL) && filled;
}

static gboolean
name_it (TnDepot *from, TnDepot *to, GError **error)
{
  g_autofree char *name = NULL;
  return from->driver->get_meta (from, META_NAME, &name, error) && to->driver->set_meta (to, META_NAME, name, error);
}

static gboolean
mark (TnDepotCopy *from, GError **error)
{
  const TnValue values[] = { { .bytes = tn_slice (TN_DEPOT_META_MOVED, -1) }, { .bytes = tn_slice ("1", -1) } };
  return from->depot->driver->copy_write (from, &tables[0], values, error) && from->depot->driver->copy_write (from, &tables[0], NULL, error);
}

gboolean
tn_depot_copy (TnDepot *from, TnDepot *to, TnDepotSwitch switch_over, gpointer user_data, TnDepotCopied *copied, GError **error)
{
  Tally tallies[G_N_ELEMENTS (tables)] = { { 0 } };
  *copied = (TnDepotCopied) { 0 };
  if (!check_ends (from, to, error)) return FALSE;
  TnDepotCopy *source = from->driver->copy_begin (from, TN_DEPOT_COPY_SOURCE, error);
  if (!source) return FALSE;
  gboolean done = fill (source, to, tallies, error) && verify (to, tallies, error) && name_it (from, to, error) && switch_over (user_data, error) && mark (source, error);
  if (!from->driver->copy_end (source, done, done ? error : NULL)) done = FALSE;
  for (guint i = 0; i < G_N_ELEMENTS (tables); i++) {
    copied->rows += tallies[i].rows;
    if (strcmp (tables[i].name, "record") == 0) copied->records = tallies[i].rows;
  }
  return done;
}
