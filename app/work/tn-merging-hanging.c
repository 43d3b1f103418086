/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What hangs on a person or a household: by the parent, which has its index; by the reference that lists of the kind go by, which has one too; and by others,
 * which have none and are read once. tests/work/test-merging.c looks through the schema that no reference is forgotten. */
#include "tn-merging-private.h"
#include "tn-fields.h"
#include "tn-listed.h"

static const struct { const char *kind, *field; } loose[] = {
  { "petition", "person" }, { "petition", "household" }, { "commendation", "person" }, { "commendation", "household" },
};

struct _TnHangingFinder
{
  TnCopy *copy;
  GHashTable *by_named;   /* TnId -> GArray of TnHanging; NULL = not read yet */
};

TnHangingFinder *
tn_hanging_finder_new (TnCopy *copy)
{
  TnHangingFinder *finder = g_new0 (TnHangingFinder, 1);

  finder->copy = copy;
  return finder;
}

void
tn_hanging_finder_free (TnHangingFinder *finder)
{
  if (!finder)
    return;
  g_clear_pointer (&finder->by_named, g_hash_table_unref);
  g_free (finder);
}

/* ---- by the parent ---- */

/* A conflict goes with its record, whose stream it shares; a decision about duplicates belongs to those it was made about; what is written once for all
 * stays as it was written. */
static gboolean
is_moved (const TnKind *kind)
{
  return kind && kind->parent_field && kind->cls != TN_CLASS_INHERIT && !(kind->flags & TN_KIND_IMMUTABLE) && !g_str_equal (kind->key, "duplicate");
}

static gboolean
add_children (TnCopy *copy, const TnId *id, GArray *hanging, GError **error)
{
  g_autoptr (TnStmt) stmt = tn_db_prepare (tn_copy_db (copy), "SELECT id, kind FROM record WHERE parent = ?1 AND del = 0 ORDER BY id", error);
  TnStep step;

  if (!stmt)
    return FALSE;
  tn_stmt_bind_id (stmt, 1, id);
  while ((step = tn_stmt_step (stmt, error)) == TN_STEP_ROW)
    {
      const TnKind *kind = tn_schema_kind (tn_stmt_text (stmt, 1));
      TnHanging one = { .field = kind ? kind->parent_field : NULL };

      if (is_moved (kind) && tn_stmt_id (stmt, 0, &one.record))
        g_array_append_val (hanging, one);
    }
  return step == TN_STEP_DONE;
}

/* ---- by the reference of lists ---- */

static gboolean
add_listed (TnCopy *copy, const TnKind *kind, const TnId *id, GArray *hanging, GError **error)
{
  TnListedQuery query = { .kind = kind->key, .ref = id };
  g_autoptr (GArray) rows = tn_query_listed (copy, &query, error);

  for (guint i = 0; rows && i < rows->len; i++)
    {
      TnHanging one = { g_array_index (rows, TnListed, i).id, kind->list_ref };

      g_array_append_val (hanging, one);
    }
  return rows != NULL;
}

static gboolean
add_all_listed (TnCopy *copy, const TnRow *row, GArray *hanging, GError **error)
{
  guint n;
  const TnKind *const *kinds = tn_schema_kinds (&n);

  for (guint i = 0; i < n; i++)
    {
      const TnField *field = kinds[i]->list_ref ? tn_kind_field (kinds[i], kinds[i]->list_ref) : NULL;

      if (field && field->ref_kind && g_str_equal (field->ref_kind, row->kind->key) && !(kinds[i]->flags & TN_KIND_IMMUTABLE) &&
          g_strcmp0 (kinds[i]->parent_field, field->key) != 0 && !add_listed (copy, kinds[i], &row->id, hanging, error))
        return FALSE;
    }
  return TRUE;
}

/* ---- by others ---- */

typedef struct { GHashTable *by_named; const char *kind; } Reading;

static void
note_named (GHashTable *by_named, const TnId *named, const TnHanging *one)
{
  GArray *array = g_hash_table_lookup (by_named, named);

  if (!array)
    g_hash_table_insert (by_named, tn_id_copy (named), array = g_array_new (FALSE, FALSE, sizeof (TnHanging)));
  g_array_append_vals (array, one, 1);
}

static gboolean
read_loose_cb (const TnListed *listed, TnSlice body, gpointer data)
{
  const Reading *reading = data;
  TnFields fields;

  tn_fields_from_body (&fields, tn_schema_kind (reading->kind), &listed->id, body);
  for (gsize i = 0; i < G_N_ELEMENTS (loose); i++)
    {
      TnHanging one = { listed->id, loose[i].field };
      TnId named;

      if (g_str_equal (loose[i].kind, reading->kind) && tn_fields_ref (&fields, one.field, &named))
        note_named (reading->by_named, &named, &one);
    }
  return TRUE;
}

static gboolean
read_loose (TnHangingFinder *finder, GError **error)
{
  GHashTable *by_named = g_hash_table_new_full (tn_id_hash, tn_id_equal, g_free, (GDestroyNotify) g_array_unref);

  finder->by_named = by_named;
  for (gsize i = 0; i < G_N_ELEMENTS (loose); i++)
    {
      TnListedQuery query = { .kind = loose[i].kind };
      Reading reading = { by_named, loose[i].kind };

      if ((i == 0 || !g_str_equal (loose[i].kind, loose[i - 1].kind)) && !tn_query_listed_each (finder->copy, &query, read_loose_cb, &reading, error))
        return FALSE;
    }
  return TRUE;
}

static gboolean
add_loose (TnHangingFinder *finder, const TnId *id, GArray *hanging, GError **error)
{
  GArray *found;

  if (!finder->by_named && !read_loose (finder, error))
    {
      g_clear_pointer (&finder->by_named, g_hash_table_unref);
      return FALSE;
    }
  if ((found = g_hash_table_lookup (finder->by_named, id)))
    g_array_append_vals (hanging, found->data, found->len);
  return TRUE;
}

/* The household's visits name whom they found. */
static gboolean
add_visits (TnCopy *copy, const TnRow *person, GArray *hanging, GError **error)
{
  TnId household, named;
  g_autoptr (GPtrArray) visits = tn_row_ref (person, "household", &household) ? tn_query_children (copy, "visit", &household, error) : g_ptr_array_new ();

  for (guint i = 0; visits && i < visits->len; i++)
    {
      const TnRow *visit = visits->pdata[i];
      TnHanging one = { visit->id, "person" };

      if (tn_row_ref (visit, "person", &named) && tn_id_equal (&named, &person->id))
        g_array_append_val (hanging, one);
    }
  return visits != NULL;
}

GArray *
tn_hanging_find (TnHangingFinder *finder, const TnRow *row, GError **error)
{
  g_autoptr (GArray) hanging = g_array_new (FALSE, FALSE, sizeof (TnHanging));
  gboolean person = g_str_equal (row->kind_key, "person");

  if (!add_children (finder->copy, &row->id, hanging, error) || !add_all_listed (finder->copy, row, hanging, error) ||
      !add_loose (finder, &row->id, hanging, error) || (person && !add_visits (finder->copy, row, hanging, error)))
    return NULL;
  return g_steal_pointer (&hanging);
}
