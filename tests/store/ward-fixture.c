/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ward-fixture.h"
#include <glib/gstdio.h>

void
ward_set_up (Ward *ward, gconstpointer data)
{
  g_autoptr (GError) error = NULL;
  ward->dir = g_dir_make_tmp ("tn-ward-XXXXXX", NULL);
  ward->path = g_build_filename (ward->dir, "ward.tn", NULL);
  ward->copy = tn_copy_open (ward->path, TN_COPY_CREATE, NULL, &error);
  g_assert_no_error (error);
}

void
ward_tear_down (Ward *ward, gconstpointer data)
{
  g_clear_pointer (&ward->copy, tn_copy_close);
  g_autoptr (GDir) dir = g_dir_open (ward->dir, 0, NULL);
  const char *name;
  while ((name = g_dir_read_name (dir))) {
    g_autofree char *path = g_build_filename (ward->dir, name, NULL);
    g_unlink (path);
  }
  g_rmdir (ward->dir);
  g_free (ward->dir);
  g_free (ward->path);
}

TnId
ward_id (const char *name)
{
  return tn_id_from_name (name);
}

char *
ward_ref (const char *name)
{
  TnId id = ward_id (name);
  TnIdStr text;
  tn_id_format (&id, text);
  return g_strdup_printf ("\"%s\"", text);
}

static void
store (Ward *ward, const char *kind, const TnId *id, const char *body, gboolean deleted)
{
  g_autoptr (GError) error = NULL;
  TnStamp stamp = tn_stamp_make (1637700000000 + ward->n_stamps++, 0, "0123456789ab");
  g_autofree char *stamps = g_strdup_printf ("\"%s\",\"x\":{%s%s%s},\"d\":%d", stamp.s, deleted ? "\"_del\":\"" : "", deleted ? stamp.s : "",
                                             deleted ? "\"" : "", deleted);
  g_autoptr (TnRow) row = tn_row_from_parts (tn_slice (kind, -1), id, tn_slice ("0", 1), tn_slice (stamps, -1), tn_slice (body, -1), &error);
  g_assert_no_error (error);
  g_autoptr (TnTx) tx = tn_tx_begin (tn_copy_db (ward->copy), TRUE, &error);
  g_assert_no_error (error);
  TnStmt *stmt = tn_db_prepare (tn_copy_db (ward->copy),
    "REPLACE INTO record(id, kind, stream, stamps, del, body, parent) VALUES(?, ?, '0', ?, ?, ?, ?)", &error);
  tn_stmt_bind_id (stmt, 1, id);
  tn_stmt_bind_text (stmt, 2, kind);
  tn_stmt_bind_text (stmt, 3, stamps);
  tn_stmt_bind_int (stmt, 4, deleted);
  tn_stmt_bind_text (stmt, 5, body);
  TnId parent;
  if (tn_row_parent (row, &parent)) tn_stmt_bind_id (stmt, 6, &parent);
  g_assert_true (tn_stmt_run (stmt, &error));
  tn_projection_put (ward->copy, row, &error);
  g_assert_no_error (error);
  tn_tx_commit (g_steal_pointer (&tx), &error);
  g_assert_no_error (error);
}

void
ward_put (Ward *ward, const char *kind, const char *name, const char *format, ...)
{
  va_list args;
  va_start (args, format);
  g_autofree char *body = g_strdup_vprintf (format, args);
  va_end (args);
  TnId id = ward_id (name);
  store (ward, kind, &id, body, FALSE);
}

void
ward_delete (Ward *ward, const char *kind, const char *name)
{
  TnId id = ward_id (name);
  store (ward, kind, &id, "{}", TRUE);
}

void
ward_assert_sound (Ward *ward)
{
  g_autoptr (GError) error = NULL;
  tn_projection_check (ward->copy, NULL, &error);
  g_assert_no_error (error);
}

char *
ward_search (Ward *ward, const char *text)
{
  g_autoptr (GError) error = NULL;
  TnHouseholdQuery query = { .search = text };
  g_autoptr (GArray) rows = tn_query_households (ward->copy, &query, &error);
  GString *out = g_string_new (NULL);
  g_assert_no_error (error);
  for (guint i = 0; i < rows->len; i++) {
    g_autoptr (TnHouseholdItem) item = tn_query_household_item (ward->copy, g_array_index (rows, gint64, i), &error);
    g_assert_no_error (error);
    g_string_append_printf (out, "%s%s", i ? "|" : "", item->head);
  }
  return g_string_free (out, FALSE);
}
