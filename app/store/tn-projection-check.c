/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Are the projections what the records say? All is made anew beside, in temporary tables with the numbers that the real ones have given,
 * and the two are subtracted from each other both ways. Nothing is changed. */
#include "tn-projection-private.h"
#include <glib/gi18n.h>

static const char *const tables[] = { "household", "person", "item", "unit", "building", "membership", "conflict", "stock", "tally", "search" };

static gboolean
create_table (TnDb *db, const char *name, GError **error)
{
  g_autoptr (TnStmt) stmt = tn_db_prepare (db, "SELECT 'CREATE TEMP TABLE ' || substr(sql, 14) FROM main.sqlite_schema WHERE type = 'table' AND name = ?", error);
  if (!stmt) return FALSE;
  tn_stmt_bind_text (stmt, 1, name);
  if (tn_stmt_step (stmt, error) != TN_STEP_ROW) return FALSE;
  g_autofree char *sql = g_strdup (tn_stmt_text (stmt, 0));
  tn_stmt_reset (stmt);
  return tn_db_exec (db, sql, error);
}

static void
drop_tables (TnDb *db)
{
  for (guint i = 0; i < G_N_ELEMENTS (tables); i++) {
    g_autofree char *sql = g_strdup_printf ("DROP TABLE IF EXISTS temp.%s", tables[i]);
    g_autoptr (GError) error = NULL;
    if (!tn_db_exec (db, sql, &error)) g_warning ("%s", error->message);
  }
}

/* Has one a row that the other has not? tally may carry kinds that have come to 0. */
static gboolean
has_more (TnDb *db, const char *table, const char *a, const char *b, gboolean *more, GError **error)
{
  g_autofree char *sql = g_strdup_printf ("SELECT 1 FROM (SELECT * FROM %s.%s EXCEPT SELECT * FROM %s.%s)%s LIMIT 1", a, table, b, table,
                                          g_str_equal (table, "tally") ? " WHERE n <> 0" : "");
  g_autoptr (TnStmt) stmt = tn_db_prepare (db, sql, error);
  TnStep step = stmt ? tn_stmt_step (stmt, error) : TN_STEP_ERROR;
  *more = step == TN_STEP_ROW;
  return step != TN_STEP_ERROR;
}

static gboolean
compare_table (TnDb *db, const char *table, GError **error)
{
  gboolean missing, extra;
  if (!has_more (db, table, "temp", "main", &missing, error) || !has_more (db, table, "main", "temp", &extra, error)) return FALSE;
  if (!missing && !extra) return TRUE;
  /* Translators: the name of an internal table */
  g_set_error (error, TN_ERROR, TN_ERROR_CORRUPT,
    _("The lists and the search do not agree with the records (%s). No record is lost. Let the lists be made anew (doctor with rebuild)."), table);
  return FALSE;
}

static gboolean
check (TnCopy *copy, GCancellable *cancellable, GError **error)
{
  for (guint i = 0; i < G_N_ELEMENTS (tables); i++)
    if (!create_table (copy->db, tables[i], error)) return FALSE;
  if (!tn_projection_build (copy, "temp", cancellable, error)) return FALSE;
  for (guint i = 0; i < G_N_ELEMENTS (tables); i++)
    if (g_cancellable_set_error_if_cancelled (cancellable, error) || !compare_table (copy->db, tables[i], error)) return FALSE;
  return TRUE;
}

gboolean
tn_projection_check (TnCopy *copy, GCancellable *cancellable, GError **error)
{
  gboolean own = sqlite3_get_autocommit (tn_db_handle (copy->db)) != 0;
  if (own && !tn_db_exec (copy->db, "BEGIN", error)) return FALSE;
  drop_tables (copy->db);
  gboolean sound = check (copy, cancellable, error);
  drop_tables (copy->db);
  if (own) tn_db_exec (copy->db, "END", sound ? error : NULL);
  return sound;
}
