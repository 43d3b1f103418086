/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "tn-import-private.h"
#include "tn-db.h"
#include <glib/gi18n.h>

static void
clear_doubt (gpointer data)
{
  TnImportDoubt *doubt = data;
  g_free (doubt->value);
  g_free (doubt->why);
}

static void
clear_preview (gpointer data)
{
  TnPreviewRow *preview = data;
  g_free (preview->head);
  g_free (preview->code);
  g_free (preview->address);
  g_free (preview->area);
}

static int
compare_doubts (gconstpointer a, gconstpointer b)
{
  const TnImportDoubt *x = a, *y = b;
  if (x->row != y->row)
    return x->row < y->row ? -1 : 1;
  return x->column - y->column;
}

/* What the copy knew when it was read: own edits, and how far it was pulled. */
static char *
read_fingerprint (TnCopy *copy, GError **error)
{
  g_autoptr (TnStmt) stmt = tn_db_prepare (tn_copy_db (copy), "SELECT (SELECT ifnull(max(n), 0) FROM outbox) || '/' || "
                                           "ifnull((SELECT group_concat(stream || cursor) FROM pull), '')", error);
  return stmt != NULL && tn_stmt_step (stmt, error) == TN_STEP_ROW ? g_strdup (tn_stmt_text (stmt, 0)) : NULL;
}

static void
reset_plan (TnImportPlan *plan)
{
  plan->counts = (TnImportCounts) { 0 };
  plan->doubts.errors = plan->doubts.warnings = 0;
  g_array_set_size (plan->doubts.doubts, 0);
  g_array_set_size (plan->preview, 0);
  g_clear_pointer (&plan->edit, tn_edit_free);
  g_clear_pointer (&plan->fingerprint, g_free);
  plan->edit = tn_edit_new (_("Imported a list"));
}

/* One read transaction, so that the index is of one moment. */
static gboolean
match_households (TnImportPlan *plan, TnCopy *copy, GPtrArray *households, TnImportProgress progress, gpointer user_data, GCancellable *cancellable,
                  GError **error)
{
  g_autoptr (TnTx) tx = tn_tx_begin (tn_copy_db (copy), FALSE, error);
  plan->fingerprint = tx ? read_fingerprint (copy, error) : NULL;
  g_autoptr (TnKnownIndex) index = plan->fingerprint ? tn_known_index_new (copy, cancellable, error) : NULL;
  if (index == NULL || !tn_tx_commit (g_steal_pointer (&tx), error))
    return FALSE;
  return tn_import_build (plan, households, index, copy, progress, user_data, cancellable, error);
}

static gboolean
make_plan (TnImportPlan *plan, TnCopy *copy, TnImportProgress progress, gpointer user_data, GCancellable *cancellable, GError **error)
{
  guint rows = 0;
  reset_plan (plan);
  g_autoptr (GPtrArray) households = tn_import_group (plan->map, &plan->doubts, &rows, progress, user_data, cancellable, error);
  if (households == NULL || !match_households (plan, copy, households, progress, user_data, cancellable, error))
    return FALSE;
  g_array_sort (plan->doubts.doubts, compare_doubts);
  plan->counts.rows = rows;
  plan->counts.errors = plan->doubts.errors;
  plan->counts.warnings = plan->doubts.warnings;
  return TRUE;
}

TnImportPlan *
tn_import_plan_new (TnCopy *copy, TnImportMap *map, const TnImportOptions *options, TnImportProgress progress, gpointer user_data,
                    GCancellable *cancellable, GError **error)
{
  if (!tn_import_map_is_usable (map))
    {
      g_set_error_literal (error, TN_ERROR, TN_ERROR_INVALID,
                           _("No column of the list holds names. Say which column is “Full name” or “Name of the head”, then import it."));
      return NULL;
    }
  g_autoptr (TnImportPlan) plan = g_new0 (TnImportPlan, 1);
  plan->map = tn_import_map_copy (map);
  plan->options = options ? *options : (TnImportOptions) { 0 };
  plan->has_area = plan->options.area != NULL;
  if (plan->has_area)
    plan->area = *plan->options.area;
  plan->options.area = NULL;   /* borrowed: copied above */
  plan->doubts.doubts = g_array_new (FALSE, FALSE, sizeof (TnImportDoubt));
  g_array_set_clear_func (plan->doubts.doubts, clear_doubt);
  plan->preview = g_array_new (FALSE, FALSE, sizeof (TnPreviewRow));
  g_array_set_clear_func (plan->preview, clear_preview);
  return make_plan (plan, copy, progress, user_data, cancellable, error) ? g_steal_pointer (&plan) : NULL;
}

void
tn_import_plan_free (TnImportPlan *plan)
{
  if (plan == NULL)
    return;
  tn_import_map_free (plan->map);
  g_array_unref (plan->doubts.doubts);
  g_array_unref (plan->preview);
  tn_edit_free (plan->edit);
  g_free (plan->fingerprint);
  g_free (plan);
}

const TnImportCounts *
tn_import_plan_counts (const TnImportPlan *plan)
{
  return &plan->counts;
}

const TnImportDoubt *
tn_import_plan_doubts (const TnImportPlan *plan, guint *n)
{
  *n = plan->doubts.doubts->len;
  return (const TnImportDoubt *) (void *) plan->doubts.doubts->data;
}

guint
tn_import_plan_n_households (const TnImportPlan *plan)
{
  return plan->preview->len;
}

TnImportPreview
tn_import_plan_household (const TnImportPlan *plan, guint index)
{
  const TnPreviewRow *row = &g_array_index (plan->preview, TnPreviewRow, index);
  return (TnImportPreview) { row->row, row->n_people, row->n_new, row->state, row->head, row->code ? row->code : "", row->address, row->area };
}

gboolean
tn_import_plan_is_empty (const TnImportPlan *plan)
{
  return tn_edit_is_empty (plan->edit);
}

gboolean
tn_import_plan_apply (TnImportPlan *plan, TnCopy *copy, gint64 *action, TnImportProgress progress, gpointer user_data, GCancellable *cancellable,
                      GError **error)
{
  g_autofree char *now = read_fingerprint (copy, error);
  if (action != NULL)
    *action = 0;
  if (now == NULL || (g_strcmp0 (now, plan->fingerprint) != 0 && !make_plan (plan, copy, NULL, NULL, cancellable, error)))
    return FALSE;
  if (plan->counts.errors > 0 && !plan->options.skip_errors)
    {
      g_set_error (error, TN_ERROR, TN_ERROR_INVALID,
                   ngettext ("%u row can not be imported. Nothing was imported. Repair it in the list, or choose to leave such rows out.",
                             "%u rows can not be imported. Nothing was imported. Repair them in the list, or choose to leave such rows out.",
                             plan->counts.errors), plan->counts.errors);
      return FALSE;
    }
  if (tn_edit_is_empty (plan->edit))
    return TRUE;
  return tn_copy_edit_full (copy, plan->edit, action, progress, user_data, cancellable, error);
}
