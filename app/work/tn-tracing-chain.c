/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Who caught it from whom. Two laptops that know nothing of each other can say that A has it from B and B from A, or make a longer circle: whatever the
 * records say, reading them ends, and says so. */
#include "tn-tracing-private.h"
#include <glib/gi18n.h>
#include "tn-date.h"

#define WINDOW_DAYS 90   /* around a case: those of its chain that it does not name itself were opened within these */
#define RECENT_DAYS 60

void
tn_tracing_case_free (TnTracingCase *node)
{
  if (!node) return;
  g_free (node->name);
  g_free (node->opened);
  g_free (node);
}

/* ---- trees ---- */

static int
compare_age_cb (gconstpointer a, gconstpointer b)
{
  const TnTracingCase *x = *(TnTracingCase *const *) a, *y = *(TnTracingCase *const *) b;
  int order = g_strcmp0 (x->opened ? x->opened : "9999", y->opened ? y->opened : "9999");
  return order ? order : tn_id_compare (&x->id, &y->id);
}

static TnTracingCase *
source_of (GHashTable *by_id, const TnTracingCase *node)
{
  return tn_id_is_null (&node->source) ? NULL : g_hash_table_lookup (by_id, &node->source);
}

/* Depth first, without recursion: a chain may be long. Children stand oldest first under their source. */
static void
append_tree (GHashTable *children, TnTracingCase *root, GHashTable *done, GPtrArray *out)
{
  g_autoptr (GPtrArray) stack = g_ptr_array_new ();
  g_ptr_array_add (stack, root);
  while (stack->len) {
    TnTracingCase *node = g_ptr_array_steal_index (stack, stack->len - 1);
    if (!g_hash_table_add (done, node)) continue;   /* the circle closes here */
    g_ptr_array_add (out, node);
    GPtrArray *below = g_hash_table_lookup (children, &node->id);
    for (guint i = below ? below->len : 0; i-- > 0;) {
      TnTracingCase *child = below->pdata[i];
      if (g_hash_table_contains (done, child)) continue;
      child->depth = node->depth + 1;
      g_ptr_array_add (stack, child);
    }
  }
}

static void
index_cases (GPtrArray *cases, GHashTable *by_id, GHashTable *children)
{
  for (guint i = 0; i < cases->len; i++) {
    TnTracingCase *node = cases->pdata[i];
    node->depth = 0;
    node->loop = FALSE;
    g_hash_table_insert (by_id, &node->id, node);
    if (tn_id_is_null (&node->source)) continue;
    GPtrArray *below = g_hash_table_lookup (children, &node->source);
    if (!below) g_hash_table_insert (children, &node->source, below = g_ptr_array_new ());
    g_ptr_array_add (below, node);
  }
}

GPtrArray *
tn_tracing_arrange (GPtrArray *cases)
{
  g_autoptr (GHashTable) by_id = g_hash_table_new (tn_id_hash, tn_id_equal), done = g_hash_table_new (NULL, NULL);
  g_autoptr (GHashTable) children = g_hash_table_new_full (tn_id_hash, tn_id_equal, NULL, (GDestroyNotify) g_ptr_array_unref);
  GPtrArray *out = g_ptr_array_new_with_free_func ((GDestroyNotify) tn_tracing_case_free);
  g_ptr_array_sort (cases, compare_age_cb);
  index_cases (cases, by_id, children);
  for (guint i = 0; i < cases->len; i++)
    if (!source_of (by_id, cases->pdata[i])) append_tree (children, cases->pdata[i], done, out);
  /* What is left stands in circles or hangs on one: each is opened where it is oldest, and the case there says that it cannot be so. */
  for (guint i = 0; i < cases->len; i++) {
    TnTracingCase *node = cases->pdata[i];
    if (g_hash_table_contains (done, node)) continue;
    g_autoptr (GHashTable) seen = g_hash_table_new (NULL, NULL);
    TnTracingCase *in = node, *oldest;
    while (g_hash_table_add (seen, in)) in = source_of (by_id, in);   /* now in the circle */
    oldest = in;
    for (TnTracingCase *next = source_of (by_id, in); next != in; next = source_of (by_id, next))
      if (compare_age_cb (&next, &oldest) < 0) oldest = next;
    oldest->loop = TRUE;
    append_tree (children, oldest, done, out);
  }
  g_ptr_array_set_free_func (cases, NULL);
  g_ptr_array_unref (cases);
  return out;
}

/* ---- reading ---- */

static TnTracingCase *
read_case (const TnCaseJoins *joins, const TnRow *row)
{
  TnTracingCase *node = g_new0 (TnTracingCase, 1);
  g_autofree char *state = tn_row_dup_text (row, "state"), *how = tn_row_dup_text (row, "source");
  *node = (TnTracingCase) { .id = row->id, .state = g_intern_string (state ? state : ""), .how = g_intern_string (how ? how : "") };
  tn_row_ref (row, "person", &node->person);
  if (tn_row_ref (row, "source_case", &node->source)) node->source = tn_case_joins_root (joins, &node->source);
  if (tn_id_equal (&node->source, &node->id)) node->source = (TnId) { { 0 } };   /* joined with the one it names */
  node->opened = tn_row_dup_text (row, "opened");
  return node;
}

/* Adds a case that is here, once; of one that was joined with another the one that stays. NULL = it is not here. Borrowed. */
static TnTracingCase *
add_case (TnCopy *copy, const TnCaseJoins *joins, const TnId *named, GHashTable *by_id)
{
  TnId root = tn_case_joins_root (joins, named), *id = &root;
  TnTracingCase *known = g_hash_table_lookup (by_id, id);
  g_autoptr (TnRow) row = known ? NULL : tn_tracing_try_get (copy, "home_case", id);
  if (known || !row) return known;
  TnTracingCase *node = read_case (joins, row);
  g_hash_table_insert (by_id, &node->id, node);
  return node;
}

static GHashTable *
read_window (TnCopy *copy, const TnCaseJoins *joins, gint64 from, gint64 to, GError **error)
{
  TnListedQuery query = { .kind = "home_case", .from = from, .to = to };
  g_autoptr (GArray) rows = tn_query_listed (copy, &query, error);
  if (!rows) return NULL;
  GHashTable *by_id = g_hash_table_new_full (tn_id_hash, tn_id_equal, NULL, (GDestroyNotify) tn_tracing_case_free);
  for (guint i = 0; i < rows->len; i++) add_case (copy, joins, &g_array_index (rows, TnListed, i).id, by_id);
  return by_id;
}

/* Where its tree begins, as far as the records are here; in a circle any of it. Follows what is older than the window too. */
static TnTracingCase *
climb (TnCopy *copy, const TnCaseJoins *joins, TnTracingCase *node, GHashTable *by_id)
{
  g_autoptr (GHashTable) seen = g_hash_table_new (NULL, NULL);
  while (g_hash_table_add (seen, node)) {
    TnTracingCase *source = tn_id_is_null (&node->source) ? NULL : add_case (copy, joins, &node->source, by_id);
    if (!source) return node;
    node = source;
  }
  return node;
}

/* Keeps what hangs on `root`, down and, in a circle, around. */
static GPtrArray *
take_tree (GHashTable *by_id, TnTracingCase *root)
{
  g_autoptr (GHashTable) keep = g_hash_table_new (tn_id_hash, tn_id_equal);
  GPtrArray *cases = g_ptr_array_new_with_free_func ((GDestroyNotify) tn_tracing_case_free);
  GHashTableIter iter;
  gpointer value;
  guint before;
  g_hash_table_add (keep, &root->id);
  do {
    before = g_hash_table_size (keep);
    g_hash_table_iter_init (&iter, by_id);
    while (g_hash_table_iter_next (&iter, NULL, &value))
      if (g_hash_table_contains (keep, &((TnTracingCase *) value)->source)) g_hash_table_add (keep, &((TnTracingCase *) value)->id);
  } while (g_hash_table_size (keep) > before);
  g_hash_table_iter_init (&iter, by_id);
  while (g_hash_table_iter_next (&iter, NULL, &value))
    if (g_hash_table_contains (keep, &((TnTracingCase *) value)->id)) {
      g_hash_table_iter_steal (&iter);
      g_ptr_array_add (cases, value);
    }
  return cases;
}

static gint64
day_around (const char *opened, int days)
{
  g_autofree char *day = tn_tracing_add_days (opened, days);
  return tn_listed_date (day);
}

GPtrArray *
tn_tracing_chain (TnCopy *copy, const TnId *home_case, GError **error)
{
  g_autoptr (TnRow) row = tn_case_get_root (copy, home_case, error);
  g_autoptr (TnCaseJoins) joins = row ? tn_case_joins_read (copy, NULL, error) : NULL;
  if (!joins) return NULL;
  g_autofree char *opened = tn_row_dup_text (row, "opened"), *today = tn_date_today (tn_env_now_ms (tn_copy_env (copy)));
  const char *around = opened && day_around (opened, 0) ? opened : today;
  g_autoptr (GHashTable) by_id = read_window (copy, joins, day_around (around, -WINDOW_DAYS), day_around (around, WINDOW_DAYS), error);
  if (!by_id) return NULL;
  GPtrArray *cases = take_tree (by_id, climb (copy, joins, add_case (copy, joins, home_case, by_id), by_id));
  for (guint i = 0; i < cases->len; i++) {
    TnTracingCase *node = cases->pdata[i];
    node->name = tn_tracing_person_name (copy, &node->person);
  }
  return tn_tracing_arrange (cases);
}

static int
compare_newest_cb (gconstpointer a, gconstpointer b)
{
  return -compare_age_cb (a, b);
}

/* Open ones, and those opened lately; which are wanted is asked of each. */
static GPtrArray *
list_cases (TnCopy *copy, gint64 now, gboolean open_too, gboolean unknown_only, GError **error)
{
  g_autofree char *today = tn_date_today (now);
  g_autoptr (TnCaseJoins) joins = tn_case_joins_read (copy, NULL, error);
  g_autoptr (GHashTable) by_id = joins ? read_window (copy, joins, day_around (today, -RECENT_DAYS), day_around (today, RECENT_DAYS), error) : NULL;
  g_autoptr (GArray) rows = by_id && open_too ? tn_case_joins_open (joins, copy, NULL, error) : g_array_new (FALSE, FALSE, sizeof (TnListed));
  if (!by_id || !rows) return NULL;
  for (guint i = 0; i < rows->len; i++) add_case (copy, joins, &g_array_index (rows, TnListed, i).id, by_id);
  GPtrArray *cases = g_ptr_array_new_with_free_func ((GDestroyNotify) tn_tracing_case_free);
  GHashTableIter iter;
  gpointer value;
  g_hash_table_iter_init (&iter, by_id);
  while (g_hash_table_iter_next (&iter, NULL, &value)) {
    TnTracingCase *node = value;
    if (unknown_only && (!tn_id_is_null (&node->source) || (*node->how && !g_str_equal (node->how, "unknown")))) continue;
    g_hash_table_iter_steal (&iter);
    node->name = tn_tracing_person_name (copy, &node->person);
    g_ptr_array_add (cases, node);
  }
  g_ptr_array_sort (cases, compare_newest_cb);
  return cases;
}

GPtrArray *
tn_tracing_unknown (TnCopy *copy, gint64 now, GError **error)
{
  return list_cases (copy, now, TRUE, TRUE, error);
}

GPtrArray *
tn_tracing_recent (TnCopy *copy, gint64 now, GError **error)
{
  return list_cases (copy, now, FALSE, FALSE, error);
}

/* ---- saying it ---- */

gboolean
tn_tracing_comes_from (TnCopy *copy, const TnCaseJoins *joins, const TnId *source, const TnId *home_case)
{
  g_autoptr (GHashTable) seen = g_hash_table_new_full (tn_id_hash, tn_id_equal, g_free, NULL);
  TnId at = *source;
  while (g_hash_table_add (seen, tn_id_copy (&at))) {
    at = tn_case_joins_root (joins, &at);
    if (tn_id_equal (&at, home_case)) return TRUE;
    g_autoptr (TnRow) row = tn_tracing_try_get (copy, "home_case", &at);
    if (!row || !tn_row_ref (row, "source_case", &at)) return FALSE;
  }
  return FALSE;
}

TnEdit *
tn_tracing_set_source (TnCopy *copy, const TnId *home_case, const char *how, const TnId *source, GError **error)
{
  const TnField *field = tn_kind_field (tn_schema_kind ("home_case"), "source");
  g_autofree char *token = tn_field_parse (field, how, error);
  g_autoptr (TnRow) row = token ? tn_case_get_root (copy, home_case, error) : NULL;
  g_autoptr (TnRow) from = row && source ? tn_case_get_root (copy, source, error) : NULL;
  g_autoptr (TnCaseJoins) joins = row ? tn_case_joins_read (copy, NULL, error) : NULL;
  if (!joins || (source && !from)) return NULL;
  if (source && tn_tracing_comes_from (copy, joins, &from->id, &row->id)) {
    g_autofree char *name = tn_tracing_case_name (copy, source);
    g_set_error (error, TN_ERROR, TN_ERROR_INVALID, _("%s is said to have caught it from this case. Correct that first: it cannot have gone both ways."), name);
    return NULL;
  }
  g_autofree char *name = tn_tracing_case_name (copy, home_case), *label = g_strdup_printf (_("Source of the case: %s"), name);
  TnEdit *edit = tn_edit_new (label);
  tn_edit_set (edit, &row->id, "source", token);
  tn_edit_set_ref (edit, &row->id, "source_case", from ? &from->id : NULL);
  return edit;
}
