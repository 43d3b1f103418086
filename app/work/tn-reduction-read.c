/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Reductions as they stand in the copy. */
#include "tn-reduction.h"
#include <glib/gi18n.h>
#include <string.h>
#include "tn-each.h"
#include "tn-stock.h"
#include "tn-text.h"
#include "tn-work-private.h"

#define JOINS_MAX 16   /* from household to household; longer is a ring */

void
tn_reduction_free (gpointer data)
{
  TnReduction *reduction = data;
  char *texts[] = { reduction->owner, reduction->phone, reduction->building_name, reduction->area, reduction->note };

  for (guint i = 0; i < G_N_ELEMENTS (texts); i++)
    g_free (texts[i]);
  g_free (reduction);
}

static void
free_home (gpointer data)
{
  g_free (((TnReductionHome *) data)->title);
  g_free (((TnReductionHome *) data)->head);
  g_free (data);
}

void
tn_reduction_view_free (gpointer data)
{
  TnReductionView *view = data;

  g_clear_pointer (&view->reduction, tn_reduction_free);
  g_clear_pointer (&view->homes, g_ptr_array_unref);
  g_free (view);
}
G_DEFINE_AUTOPTR_CLEANUP_FUNC (TnReductionView, tn_reduction_view_free)

/* ---- which household stands for which ---- */

typedef struct { TnId record, reduction, household; } Home;

/* Only of those that are no households any more is it asked whom they joined. */
static TnId
follow_joins (TnCopy *copy, TnId id)
{
  for (guint i = 0; i < JOINS_MAX; i++)
    {
      g_autoptr (TnRow) row = tn_copy_get (copy, &id, NULL);
      TnId into;

      if (!row || !tn_row_ref (row, "joined_into", &into))
        break;
      id = into;
    }
  return id;
}

/* Of one reduction in walking order, or (NULL) of all. */
static GArray *
read_homes (TnCopy *copy, const TnId *reduction, GError **error)
{
  g_autoptr (GArray) homes = g_array_new (FALSE, FALSE, sizeof (Home)), gone = g_array_new (FALSE, FALSE, sizeof (guint));
  g_autoptr (TnStmt) stmt = tn_db_prepare (tn_copy_db (copy),
    reduction ? "SELECT i.id, i.parent, i.ref, h.gone FROM item i LEFT JOIN household h ON h.id = i.ref WHERE i.parent = ?1 AND i.kind = 'reduction_home' AND i.at IS NOT NULL"
                " AND i.ref IS NOT NULL ORDER BY h.address_key, i.id"
              : "SELECT i.id, i.parent, i.ref, h.gone FROM item i LEFT JOIN household h ON h.id = i.ref WHERE i.kind = 'reduction_home' AND i.at IS NOT NULL AND i.ref IS NOT NULL",
    error);
  TnStep step;

  if (!stmt)
    return NULL;
  if (reduction)
    tn_stmt_bind_id (stmt, 1, reduction);
  while ((step = tn_stmt_step (stmt, error)) == TN_STEP_ROW)
    {
      Home home;

      tn_stmt_id (stmt, 0, &home.record);
      tn_stmt_id (stmt, 1, &home.reduction);
      tn_stmt_id (stmt, 2, &home.household);
      if (tn_stmt_int (stmt, 3))
        g_array_append_vals (gone, &homes->len, 1);
      g_array_append_val (homes, home);
    }
  if (step != TN_STEP_DONE)
    return NULL;
  for (guint i = 0; i < gone->len; i++)
    {
      Home *home = &g_array_index (homes, Home, g_array_index (gone, guint, i));

      home->household = follow_joins (copy, home->household);
    }
  return g_steal_pointer (&homes);
}

/* ---- lists ---- */

typedef struct { GPtrArray *list; GHashTable *by_id; gint64 today; } Listing;

static TnReduction *
make_reduction (const TnFields *fields, gint64 today)
{
  TnReduction *reduction = g_new0 (TnReduction, 1);
  g_autofree char *what = tn_fields_text (fields, "what");

  reduction->id = fields->id;
  reduction->owner = tn_fields_dup_or_empty (fields, "owner");
  reduction->phone = tn_fields_dup_or_empty (fields, "owner_phone");
  reduction->note = tn_fields_dup_or_empty (fields, "note");
  reduction->what = what ? g_intern_string (what) : "";
  reduction->percent = CLAMP (tn_fields_int (fields, "percent"), 0, 100);
  reduction->amount = CLAMP (tn_fields_int (fields, "amount"), 0, TN_DECIMAL_MAX / TN_DECIMAL_ONE);
  reduction->from = tn_listed_field_date (fields, "from");
  reduction->to = tn_listed_field_date (fields, "to");
  reduction->running = reduction->from <= today && (!reduction->to || reduction->to >= today);
  tn_fields_ref (fields, "building", &reduction->building);
  return reduction;
}

static void
add_reduction (const TnFields *fields, gpointer data)
{
  Listing *listing = data;
  TnReduction *reduction = make_reduction (fields, listing->today);

  g_ptr_array_add (listing->list, reduction);
  g_hash_table_insert (listing->by_id, &reduction->id, reduction);
}

static guint
hash_home (gconstpointer home)
{
  return tn_id_hash (&((const Home *) home)->reduction) * 31 + tn_id_hash (&((const Home *) home)->household);
}

static gboolean
same_home (gconstpointer a, gconstpointer b)
{
  const Home *x = a, *y = b;

  return tn_id_equal (&x->reduction, &y->reduction) && tn_id_equal (&x->household, &y->household);
}

static void
count_homes (GHashTable *by_id, const GArray *homes)
{
  g_autoptr (GHashTable) seen = g_hash_table_new (hash_home, same_home);

  for (guint i = 0; i < homes->len; i++)
    {
      Home *home = &g_array_index (homes, Home, i);
      TnReduction *reduction = g_hash_table_lookup (by_id, &home->reduction);

      if (reduction && g_hash_table_add (seen, home))
        reduction->n_homes++;
    }
}

static int
compare_cb (gconstpointer a, gconstpointer b)
{
  const TnReduction *x = *(const TnReduction *const *) a, *y = *(const TnReduction *const *) b;
  int order = x->running != y->running ? (x->running ? -1 : 1) : tn_text_compare (x->owner, y->owner);

  return order ? order : tn_id_compare (&x->id, &y->id);
}

static gboolean
matches (const TnReduction *reduction, const char *folded)
{
  g_autofree char *owner = tn_text_fold (reduction->owner, -1), *building = tn_text_fold (reduction->building_name, -1);

  return !*folded || strstr (owner, folded) || strstr (building, folded);
}

static GPtrArray *
read_all (TnCopy *copy, gint64 today, GArray **homes, GError **error)
{
  g_autoptr (GPtrArray) list = g_ptr_array_new_with_free_func (tn_reduction_free);
  g_autoptr (GHashTable) by_id = g_hash_table_new (tn_id_hash, tn_id_equal);
  Listing listing = { list, by_id, today };

  if (!tn_query_each (copy, "reduction", add_reduction, &listing, error) || !(*homes = read_homes (copy, NULL, error)))
    return NULL;
  count_homes (by_id, *homes);
  return g_steal_pointer (&list);
}

GPtrArray *
tn_reduction_list (TnCopy *copy, const char *search, gint64 today, GError **error)
{
  g_autoptr (GArray) homes = NULL;
  g_autoptr (GPtrArray) list = read_all (copy, today, &homes, error);
  g_autofree char *folded = tn_text_fold (search ? search : "", -1);

  for (guint i = list ? list->len : 0; i-- > 0;)
    {
      TnReduction *reduction = list->pdata[i];

      reduction->building_name = tn_id_is_null (&reduction->building) ? g_strdup ("") : tn_query_title (copy, &reduction->building);
      reduction->area = g_strdup ("");
      if (!matches (reduction, folded))
        g_ptr_array_remove_index (list, i);
    }
  if (list)
    g_ptr_array_sort (list, compare_cb);
  return g_steal_pointer (&list);
}

char *
tn_reduction_say (const TnReduction *reduction)
{
  const char *what = tn_choice_label (tn_kind_field (tn_schema_kind ("reduction"), "what"), reduction->what);
  g_autofree char *amount = tn_stock_show (reduction->amount * TN_DECIMAL_ONE);

  if (reduction->percent)
    /* Translators: "Rent 30 %" */
    return g_strdup_printf (_("%s %d %%"), what, (int) reduction->percent);
  /* Translators: "Water 50,000 đồng a month" */
  return reduction->amount ? g_strdup_printf (_("%s %s đồng a month"), what, amount) : g_strdup (what);
}

/* ---- one ---- */

TnReductionView *
tn_reduction_read (TnCopy *copy, const TnId *id, gint64 today, GError **error)
{
  g_autoptr (TnRow) row = tn_work_get (copy, "reduction", id, error);
  g_autoptr (GArray) homes = row ? read_homes (copy, id, error) : NULL;
  g_autoptr (GHashTable) seen = g_hash_table_new (tn_id_hash, tn_id_equal);
  TnReductionView *view;
  TnFields fields;
  TnId area;

  if (!homes)
    return NULL;
  tn_fields_from_row (&fields, row);
  view = g_new0 (TnReductionView, 1);
  view->reduction = make_reduction (&fields, today);
  view->reduction->building_name = tn_id_is_null (&view->reduction->building) ? g_strdup ("") : tn_query_title (copy, &view->reduction->building);
  view->reduction->area = tn_row_ref (row, "area", &area) ? tn_query_title (copy, &area) : g_strdup ("");
  view->homes = g_ptr_array_new_with_free_func (free_home);
  for (guint i = 0; i < homes->len; i++)
    {
      const Home *home = &g_array_index (homes, Home, i);
      TnReductionHome *one;

      if (!g_hash_table_add (seen, (gpointer) &home->household))
        continue;
      one = g_new0 (TnReductionHome, 1);
      *one = (TnReductionHome) { home->record, home->household, tn_query_title (copy, &home->household), tn_work_dup_head (copy, &home->household) };
      g_ptr_array_add (view->homes, one);
    }
  view->reduction->n_homes = view->homes->len;
  return view;
}

/* ---- sums ---- */

static guint
count_distinct (const GArray *homes, GHashTable *by_id, const char *what)
{
  g_autoptr (GHashTable) seen = g_hash_table_new (tn_id_hash, tn_id_equal);

  for (guint i = 0; i < homes->len; i++)
    {
      const Home *home = &g_array_index (homes, Home, i);
      const TnReduction *reduction = g_hash_table_lookup (by_id, &home->reduction);

      if (reduction && (!what || g_str_equal (reduction->what, what)))
        g_hash_table_add (seen, (gpointer) &home->household);
    }
  return g_hash_table_size (seen);
}

gboolean
tn_reduction_sum (TnCopy *copy, TnReductionSums *sums, GError **error)
{
  g_autoptr (GArray) homes = NULL;
  g_autoptr (GPtrArray) list = read_all (copy, 0, &homes, error);
  g_autoptr (GHashTable) by_id = g_hash_table_new (tn_id_hash, tn_id_equal);

  for (guint i = 0; list && i < list->len; i++)
    g_hash_table_insert (by_id, &((TnReduction *) list->pdata[i])->id, list->pdata[i]);
  if (list)
    *sums = (TnReductionSums) { list->len, count_distinct (homes, by_id, NULL), count_distinct (homes, by_id, "rent"), count_distinct (homes, by_id, "electricity"),
                                count_distinct (homes, by_id, "water") };
  return list != NULL;
}
