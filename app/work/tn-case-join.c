/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "tn-case-join.h"
#include <glib/gi18n.h>
#include "tn-case.h"
#include "tn-tracing.h"
#include "tn-work-private.h"

/* A joined case: whose it is, what it names (null = nothing), and what it counts with in the end. */
typedef struct { TnListed listed; TnId into, root; } Joined;

struct _TnCaseJoins { GHashTable *by_id; };   /* of Joined, by its id */

void
tn_case_joins_free (TnCaseJoins *joins)
{
  if (!joins) return;
  g_hash_table_unref (joins->by_id);
  g_free (joins);
}

/* ---- what counts with what ---- */

static gboolean
names_live (TnCopy *copy, const Joined *joined)
{
  TnId person;
  g_autoptr (TnRow) row = tn_id_is_null (&joined->into) ? NULL : tn_copy_get (copy, &joined->into, NULL);
  return row && !row->deleted && g_str_equal (row->kind_key, "home_case") && tn_row_ref (row, "person", &person) && tn_id_equal (&person, &joined->listed.parent);
}

/* The smallest id of those that point to each other, `in` being one of them. */
static TnId
find_smallest (const TnCaseJoins *joins, const Joined *in)
{
  TnId smallest = in->listed.id;
  for (const Joined *at = g_hash_table_lookup (joins->by_id, &in->into); at != in; at = g_hash_table_lookup (joins->by_id, &at->into))
    if (tn_id_compare (&at->listed.id, &smallest) < 0) smallest = at->listed.id;
  return smallest;
}

/* Follows what they name until one stays: it is no joined case, it names nothing that is there, or the way comes back to where it was. */
static TnId
find_root (TnCopy *copy, const TnCaseJoins *joins, const Joined *from)
{
  g_autoptr (GHashTable) seen = g_hash_table_new (NULL, NULL);
  const Joined *at = from;
  while (g_hash_table_add (seen, (gpointer) at)) {
    const Joined *next = g_hash_table_lookup (joins->by_id, &at->into);
    if (!next) return names_live (copy, at) ? at->into : at->listed.id;
    if (!tn_id_equal (&next->listed.parent, &at->listed.parent)) return at->listed.id;
    at = next;
  }
  return find_smallest (joins, at);
}

TnCaseJoins *
tn_case_joins_read (TnCopy *copy, const TnId *person, GError **error)
{
  g_autoptr (GArray) listed = tn_query_listed (copy, &(TnListedQuery) { .kind = "home_case", .parent = person, .state = "joined" }, error);
  if (!listed) return NULL;
  g_autoptr (TnCaseJoins) joins = g_new0 (TnCaseJoins, 1);
  joins->by_id = g_hash_table_new_full (tn_id_hash, tn_id_equal, NULL, g_free);
  for (guint i = 0; i < listed->len; i++) {
    Joined *joined = g_new0 (Joined, 1);
    joined->listed = g_array_index (listed, TnListed, i);
    g_hash_table_insert (joins->by_id, &joined->listed.id, joined);
    g_autoptr (TnRow) row = tn_copy_get (copy, &joined->listed.id, error);
    if (!row) return NULL;
    tn_row_ref (row, "joined_into", &joined->into);
  }
  GHashTableIter iter;
  gpointer value;
  g_hash_table_iter_init (&iter, joins->by_id);
  while (g_hash_table_iter_next (&iter, NULL, &value)) ((Joined *) value)->root = find_root (copy, joins, value);
  return g_steal_pointer (&joins);
}

TnId
tn_case_joins_root (const TnCaseJoins *joins, const TnId *home_case)
{
  const Joined *joined = g_hash_table_lookup (joins->by_id, home_case);
  return joined ? joined->root : *home_case;
}

static int
compare_ids_cb (gconstpointer a, gconstpointer b)
{
  return tn_id_compare (a, b);
}

GArray *
tn_case_joins_parts (const TnCaseJoins *joins, const TnId *root)
{
  GArray *parts = g_array_new (FALSE, FALSE, sizeof (TnId));
  GHashTableIter iter;
  gpointer value;
  g_hash_table_iter_init (&iter, joins->by_id);
  while (g_hash_table_iter_next (&iter, NULL, &value)) {
    const Joined *joined = value;
    if (tn_id_equal (&joined->root, root) && !tn_id_equal (&joined->listed.id, root)) g_array_append_val (parts, joined->listed.id);
  }
  g_array_sort (parts, compare_ids_cb);
  g_array_prepend_vals (parts, root, 1);
  return parts;
}

static int
compare_listed_cb (gconstpointer a, gconstpointer b)
{
  const TnListed *x = a, *y = b;
  return x->at != y->at ? (x->at < y->at ? -1 : 1) : tn_id_compare (&x->id, &y->id);
}

static int
compare_newest_cb (gconstpointer a, gconstpointer b)
{
  return compare_listed_cb (b, a);
}

GArray *
tn_case_joins_open (const TnCaseJoins *joins, TnCopy *copy, const TnId *person, GError **error)
{
  GArray *open = tn_query_listed (copy, &(TnListedQuery) { .kind = "home_case", .parent = person, .state = "open" }, error);
  GHashTableIter iter;
  gpointer value;
  if (!open) return NULL;
  g_hash_table_iter_init (&iter, joins->by_id);
  while (g_hash_table_iter_next (&iter, NULL, &value)) {
    const Joined *joined = value;
    if (tn_id_equal (&joined->root, &joined->listed.id)) g_array_append_val (open, joined->listed);
  }
  g_array_sort (open, compare_listed_cb);
  return open;
}

/* ---- of one case ---- */

static TnRow *
read_root (TnCopy *copy, const TnId *home_case, TnCaseJoins **joins, GError **error)
{
  TnId person = { { 0 } };
  g_autoptr (TnRow) row = tn_work_get (copy, "home_case", home_case, error);
  if (!row) return NULL;
  tn_row_ref (row, "person", &person);
  if (!(*joins = tn_case_joins_read (copy, &person, error))) return NULL;
  TnId root = tn_case_joins_root (*joins, home_case);
  return tn_id_equal (&root, home_case) ? g_steal_pointer (&row) : tn_work_get (copy, "home_case", &root, error);
}

TnRow *
tn_case_get_root (TnCopy *copy, const TnId *home_case, GError **error)
{
  g_autoptr (TnCaseJoins) joins = NULL;
  return read_root (copy, home_case, &joins, error);
}

GArray *
tn_case_parts (TnCopy *copy, const TnId *home_case, GError **error)
{
  g_autoptr (TnCaseJoins) joins = NULL;
  g_autoptr (TnRow) root = read_root (copy, home_case, &joins, error);
  return root ? tn_case_joins_parts (joins, &root->id) : NULL;
}

GArray *
tn_case_together (TnCopy *copy, const TnId *home_case, GError **error)
{
  TnId person = { { 0 } };
  g_autoptr (TnCaseJoins) joins = NULL;
  g_autoptr (TnRow) root = read_root (copy, home_case, &joins, error);
  if (!root) return NULL;
  GArray *parts = tn_case_joins_parts (joins, &root->id);
  g_autoptr (GArray) open = tn_row_ref (root, "person", &person) ? tn_case_joins_open (joins, copy, &person, error) : g_array_new (FALSE, FALSE, sizeof (TnListed));
  for (guint i = 0; open && i < open->len; i++) {
    const TnId *id = &g_array_index (open, TnListed, i).id;
    g_autoptr (GArray) more = tn_id_equal (id, &root->id) ? NULL : tn_case_joins_parts (joins, id);
    if (more) g_array_append_vals (parts, more->data, more->len);
  }
  if (!open) g_clear_pointer (&parts, g_array_unref);
  return parts;
}

GArray *
tn_case_listed (TnCopy *copy, const GArray *parts, const TnListedQuery *query, GError **error)
{
  g_autoptr (GArray) all = g_array_new (FALSE, FALSE, sizeof (TnListed));
  for (guint i = 0; i < parts->len; i++) {
    TnListedQuery one = *query;
    one.parent = &g_array_index (parts, TnId, i);
    g_autoptr (GArray) listed = tn_query_listed (copy, &one, error);
    if (!listed) return NULL;
    g_array_append_vals (all, listed->data, listed->len);
  }
  if (parts->len > 1) g_array_sort (all, query->newest_first ? compare_newest_cb : compare_listed_cb);
  return g_steal_pointer (&all);
}

GPtrArray *
tn_case_children (TnCopy *copy, const char *kind, const TnId *home_case, GError **error)
{
  g_autoptr (GArray) parts = tn_case_parts (copy, home_case, error);
  g_autoptr (GPtrArray) all = g_ptr_array_new_with_free_func ((GDestroyNotify) tn_row_free);
  for (guint i = 0; parts && i < parts->len; i++) {
    GPtrArray *rows = tn_query_children (copy, kind, &g_array_index (parts, TnId, i), error);
    if (!rows) return NULL;
    g_ptr_array_extend_and_steal (all, rows);
  }
  return parts ? g_steal_pointer (&all) : NULL;
}

/* ---- joining ---- */

typedef struct { TnCopy *copy; const TnCaseJoins *joins; GPtrArray *rows; } Joining;   /* rows: TnRow, the one that stays first */

/* Whose the case is, since when and how it stands are not taken over; a source that was caught from one of the cases themselves would close a circle. */
static gboolean
is_taken_over (const Joining *joining, const TnField *field, const TnRow *other)
{
  const char *unit = tn_field_unit (field);
  TnId source;
  if (g_str_equal (unit, "person") || g_str_equal (unit, "opened") || g_str_equal (unit, "state") || g_str_equal (unit, "risk")) return FALSE;
  if (!g_str_equal (unit, "source") || !tn_row_ref (other, "source_case", &source)) return TRUE;
  for (guint i = 0; i < joining->rows->len; i++)
    if (tn_tracing_comes_from (joining->copy, joining->joins, &source, &((TnRow *) joining->rows->pdata[i])->id)) return FALSE;
  return TRUE;
}

/* A unit that says nothing: half of one telephone and half of another would call nobody. */
static gboolean
is_blank (const TnRow *row, const char *unit)
{
  for (guint i = 0; i < row->kind->n_fields; i++)
    if (g_str_equal (tn_field_unit (&row->kind->fields[i]), unit) && tn_row_field (row, row->kind->fields[i].key).len) return FALSE;
  return TRUE;
}

/* Fills what no earlier one of the cases says. filled: units that the edit has filled already. */
static void
take_over (TnEdit *edit, const Joining *joining, const TnRow *other, GHashTable *filled)
{
  const TnRow *kept = joining->rows->pdata[0];
  g_autoptr (GHashTable) now = g_hash_table_new (g_str_hash, g_str_equal);
  for (guint i = 0; i < other->kind->n_fields; i++) {
    const TnField *field = &other->kind->fields[i];
    const char *unit = tn_field_unit (field);
    TnSlice token = tn_row_field (other, field->key);
    if (!token.len || g_hash_table_contains (filled, unit) || !is_taken_over (joining, field, other) || !is_blank (kept, unit)) continue;
    g_autofree char *value = tn_slice_dup (token);
    tn_edit_set (edit, &kept->id, field->key, value);
    g_hash_table_add (now, (gpointer) unit);
  }
  GHashTableIter iter;
  gpointer unit;
  g_hash_table_iter_init (&iter, now);
  while (g_hash_table_iter_next (&iter, &unit, NULL)) g_hash_table_add (filled, unit);
}

/* Choices of risk stand from low to high; -1 = none. */
static int
find_risk (const TnRow *row)
{
  const TnField *field = tn_kind_field (row->kind, "risk");
  g_autofree char *key = tn_row_dup_text (row, "risk");
  for (int i = 0; key && field->choices[i].key; i++)
    if (g_str_equal (field->choices[i].key, key)) return i;
  return -1;
}

static void
take_gravest_risk (TnEdit *edit, GPtrArray *rows)
{
  const TnRow *kept = rows->pdata[0];
  int before = find_risk (kept), gravest = before;
  for (guint i = 1; i < rows->len; i++) gravest = MAX (gravest, find_risk (rows->pdata[i]));
  if (gravest > before) tn_edit_set_text (edit, &kept->id, "risk", tn_kind_field (kept->kind, "risk")->choices[gravest].key);
}

static void
write_state (TnEdit *edit, const TnId *id, const char *state, const TnId *into)
{
  tn_edit_set_text (edit, id, "state", state);
  tn_edit_set_text (edit, id, "closed", NULL);
  tn_edit_set_text (edit, id, "result", NULL);
  tn_edit_set_ref (edit, id, "joined_into", into);
}

static TnEdit *
new_edit (TnCopy *copy, const TnRow *row, const char *format)
{
  g_autofree char *name = tn_case_dup_name (copy, row);

  return tn_work_new_edit_about (format, name);
}

static TnEdit *
build_join (const Joining *joining)
{
  GPtrArray *rows = joining->rows;
  const TnRow *kept = rows->pdata[0];
  g_autoptr (GHashTable) filled = g_hash_table_new (g_str_hash, g_str_equal);
  g_autofree char *state = tn_row_dup_text (kept, "state");
  /* Translators: %s is a person's name */
  TnEdit *edit = new_edit (joining->copy, kept, _("Joined the home cases of %s"));
  if (g_strcmp0 (state, "joined") == 0) write_state (edit, &kept->id, "open", NULL);   /* it pointed to nothing */
  for (guint i = 1; i < rows->len; i++) {
    const TnRow *other = rows->pdata[i];
    take_over (edit, joining, other, filled);
    write_state (edit, &other->id, "joined", &kept->id);
  }
  take_gravest_risk (edit, rows);
  return edit;
}

TnEdit *
tn_work_join_cases (TnCopy *copy, const TnId *person, GError **error)
{
  g_autoptr (TnRow) who = tn_work_get (copy, "person", person, error);
  g_autoptr (TnCaseJoins) joins = who ? tn_case_joins_read (copy, person, error) : NULL;
  g_autoptr (GArray) open = joins ? tn_case_joins_open (joins, copy, person, error) : NULL;
  g_autoptr (GPtrArray) rows = g_ptr_array_new_with_free_func ((GDestroyNotify) tn_row_free);
  if (!open) return NULL;
  for (guint i = 0; i < open->len; i++) {
    TnRow *row = tn_work_get (copy, "home_case", &g_array_index (open, TnListed, i).id, error);
    if (!row) return NULL;
    g_ptr_array_add (rows, row);
  }
  if (rows->len > 1) return build_join (&(Joining) { copy, joins, rows });
  g_set_error_literal (error, TN_ERROR, TN_ERROR_INVALID, _("This person has no second open case. There is nothing to join."));
  return NULL;
}

TnEdit *
tn_work_part_case (TnCopy *copy, const TnId *home_case, GError **error)
{
  g_autoptr (TnRow) row = tn_work_get (copy, "home_case", home_case, error);
  g_autofree char *state = row ? tn_row_dup_text (row, "state") : NULL;
  if (!row) return NULL;
  if (g_strcmp0 (state, "joined") != 0) {
    g_set_error_literal (error, TN_ERROR, TN_ERROR_INVALID, _("This case was not joined with another one. Nothing was changed."));
    return NULL;
  }
  TnId person;
  if (tn_row_ref (row, "person", &person) && !tn_case_may_be_watched (copy, &person, error)) return NULL;
  /* Translators: %s is a person's name */
  TnEdit *edit = new_edit (copy, row, _("Took apart the home cases of %s"));
  write_state (edit, home_case, "open", NULL);
  return edit;
}
