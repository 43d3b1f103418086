/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "tn-build-private.h"

#define SEARCH_BYTES (1024 * 1024)   /* of the search in one step */

void
tn_build_init (TnBuild *build, TnCopy *copy, const char *schema, gboolean beside)
{
  *build = (TnBuild) { .copy = copy, .maker = tn_maker_new (copy->db, schema), .fresh = g_str_equal (schema, "main") };
  build->beside = beside && build->fresh;   /* numbers are looked up in the database, which is this thread's */
  build->items = g_array_new (FALSE, FALSE, sizeof (TnBuildItem));
  build->tally = g_hash_table_new (g_str_hash, g_str_equal);
  build->homes = g_array_new (FALSE, TRUE, sizeof (TnBuildHome));
  build->mask = (1 << 10) - 1;
  build->table = g_new0 (guint32, build->mask + 1);
  build->cards = g_hash_table_new_full (tn_id_hash, tn_id_equal, g_free, g_free);
  build->late = g_array_new (FALSE, FALSE, sizeof (TnId));
  build->search = tn_search_build_new ();
  build->ready = g_async_queue_new_full ((GDestroyNotify) tn_build_people_free);
  tn_build_parse_begin (build);
}

void
tn_build_clear (TnBuild *build)
{
  if (!build->copy) return;
  if (build->parser) tn_build_parse_end (build);
  if (build->sorter) g_thread_join (build->sorter);
  g_clear_pointer (&build->families, tn_build_families_free);
  g_clear_error (&build->error);
  g_array_unref (build->items);
  g_array_unref (build->homes);
  g_array_unref (build->late);
  g_hash_table_unref (build->tally);
  g_hash_table_unref (build->cards);
  g_clear_pointer (&build->people, tn_build_people_free);
  g_async_queue_unref (build->ready);
  g_clear_pointer (&build->indexes, g_ptr_array_unref);
  tn_search_build_free (build->search);
  tn_maker_free (build->maker);
  g_free (build->table);
  g_free (build->sorted);
  build->copy = NULL;
}

gboolean
tn_build_feed (TnBuild *build, const char *insert, TnFeedNext next, gpointer data, GError **error)
{
  g_autoptr (TnStmt) stmt = tn_maker_prepare (build->maker, insert, error);
  return stmt && tn_feed_run (stmt, next, data, error);
}

/* ---- the numbers of households ---- */

static void
grow_table (TnBuild *build)
{
  build->mask = build->mask * 2 + 1;
  g_free (build->table);
  build->table = g_new0 (guint32, build->mask + 1);
  for (guint32 i = 0; i < build->homes->len; i++) {
    guint32 place = tn_id_hash (&tn_build_home (build, i)->id) & build->mask;
    while (build->table[place]) place = (place + 1) & build->mask;
    build->table[place] = i + 1;
  }
}

/* That main has given; 0 = none, which is a difference that a check tells. */
static gint64
take_number (TnBuild *build, const TnId *id)
{
  g_autoptr (TnStmt) stmt = tn_db_prepare (build->copy->db, "SELECT row FROM main.household WHERE id = ?", build->error ? NULL : &build->error);
  if (!stmt) return 0;
  tn_stmt_bind_id (stmt, 1, id);
  return tn_stmt_step (stmt, build->error ? NULL : &build->error) == TN_STEP_ROW ? tn_stmt_int (stmt, 0) : 0;
}

guint32
tn_build_find_home (TnBuild *build, const TnId *id)
{
  guint32 place = tn_id_hash (id) & build->mask, i;
  for (; (i = build->table[place]); place = (place + 1) & build->mask)
    if (memcmp (&tn_build_home (build, i - 1)->id, id, sizeof *id) == 0) return i - 1;
  i = build->homes->len;
  TnBuildHome home = { .id = *id, .row = build->fresh ? i + 1 : take_number (build, id) };
  g_array_append_val (build->homes, home);
  build->table[place] = i + 1;
  if (build->homes->len * 2 > build->mask) grow_table (build);
  return i;
}

/* ---- adding ---- */

static void
count (TnBuild *build, const TnKind *kind)
{
  gpointer n = g_hash_table_lookup (build->tally, kind->key);
  g_hash_table_insert (build->tally, (gpointer) kind->key, GSIZE_TO_POINTER (GPOINTER_TO_SIZE (n) + 1));
}

/* A row of item that hangs on another record, or the whole of a record that hangs on none. */
static gboolean
add_item (TnBuild *build, const TnKind *kind, const TnId *id, const TnId *parent, TnSlice body, GError **error)
{
  TnFields fields;
  TnBuildItem item = { .listed = { .id = *id }, .kind = kind };
  if (!g_str_equal (kind->key, "identity")) {
    tn_fields_from_body (&fields, kind, id, body);
    tn_listed_read (&fields, &item.listed);
    tn_listed_read_sums (&fields, &item.sums);
  }
  item.listed.parent = *parent;
  if (kind->parent_field) g_array_append_val (build->items, item);
  if (g_str_equal (kind->key, "identity")) return TRUE;
  return kind->parent_field ? tn_maker_put_typed (build->maker, &fields, error) : tn_maker_put_item (build->maker, &fields, error);
}

gboolean
tn_build_add (TnBuild *build, const TnKind *kind, const TnId *id, const TnId *parent, TnSlice body, GError **error)
{
  gboolean home = g_str_equal (kind->key, "household"), person = g_str_equal (kind->key, "person"), card = g_str_equal (kind->key, "identity");
  if (!home) count (build, kind);
  if (home || person || (card && !build->cards_known)) tn_build_parse (build, kind, id, parent, home ? (TnSlice) { "", 0 } : body);
  return home || person || add_item (build, kind, id, parent, body, error);
}

/* ---- writing ---- */

typedef struct { gpointer of; guint at; } Place;

static TnFeedValue
feed_sum (gint64 sum)
{
  return sum ? tn_feed_int (sum) : tn_feed_text (NULL);
}

static gboolean
next_item_cb (gpointer data, TnFeedValue *values)
{
  Place *place = data;
  GArray *items = place->of;
  if (place->at == items->len) return FALSE;
  const TnBuildItem *item = &g_array_index (items, TnBuildItem, place->at++);
  values[0] = tn_feed_id (&item->listed.id);
  values[1] = tn_feed_text (item->kind->key);
  values[2] = tn_feed_id (&item->listed.parent);
  values[3] = tn_feed_id (&item->listed.ref);
  values[4] = tn_feed_text (item->listed.state);
  values[5] = item->kind->list_time ? tn_feed_int (item->listed.at) : tn_feed_text (NULL);
  values[6] = feed_sum (item->sums.marks);
  values[7] = feed_sum (item->sums.amount);
  values[8] = feed_sum (item->sums.quantity);
  return TRUE;
}

static gboolean
next_member_cb (gpointer data, TnFeedValue *values)
{
  Place *place = data;
  TnBuildPeople *people = place->of;
  if (place->at == people->members->len) return FALSE;
  const TnBuildMember *member = &g_array_index (people->members, TnBuildMember, place->at++);
  const char *texts = (const char *) people->texts->data;
  values[0] = tn_feed_int (member->home);
  values[1] = tn_feed_int (member->slot);
  values[2] = tn_feed_id (&member->id);
  values[3] = tn_feed_int (member->other);
  values[4] = tn_feed_int (member->gone);
  values[5] = tn_feed_text (texts + member->name);
  values[6] = tn_feed_text (texts + member->words);
  return TRUE;
}

static gboolean
write_people (TnBuild *build, TnBuildPeople *people, GError **error)
{
  Place first = { people, 0 };
  gboolean done = tn_build_feed (build,
    "INSERT INTO main.person(" TN_MEMBER_COLUMNS ") SELECT c0, c1, c2, c3, c4, c5, c6 FROM tn_feed(?1)", next_member_cb, &first, error);
  tn_build_people_free (people);
  return done;
}

static gboolean
write_items (TnBuild *build, GError **error)
{
  Place first = { build->items, 0 };
  if (!build->items->len) return TRUE;
  gboolean done = tn_build_feed (build, "INSERT INTO main.item(id, kind, parent, ref, state, at, marks, amount, quantity) SELECT c0, c1, c2, c3, c4, c5, c6, c7, c8 FROM tn_feed(?1)", next_item_cb, &first, error);
  g_array_set_size (build->items, 0);
  return done;
}

gboolean
tn_build_write (TnBuild *build, GError **error)
{
  TnBuildPeople *people;
  while ((people = g_async_queue_try_pop (build->ready)))
    if (!write_people (build, people, error)) return FALSE;
  return write_items (build, error);
}

/* ---- the end ---- */

static int
compare_rows_cb (const void *a, const void *b, void *data)
{
  gint64 x = tn_build_home (data, *(const guint32 *) a)->row, y = tn_build_home (data, *(const guint32 *) b)->row;
  return x < y ? -1 : x > y;
}

gboolean
tn_build_end_reading (TnBuild *build, GError **error)
{
  tn_build_parse_end (build);
  if (build->error) {
    g_propagate_error (error, g_steal_pointer (&build->error));
    return FALSE;
  }
  build->sorted = g_new (guint32, build->homes->len + 1);
  for (guint32 i = 0; i < build->homes->len; i++) build->sorted[i] = i;
  if (!build->fresh) qsort_r (build->sorted, build->homes->len, sizeof *build->sorted, compare_rows_cb, build);
  return TRUE;
}

static gpointer
sort_search_cb (gpointer data)
{
  tn_search_build_sort (((TnBuild *) data)->search);
  return NULL;
}

static void
sort_search (TnBuild *build)
{
  if (build->beside) build->sorter = g_thread_new ("tn-search", sort_search_cb, build);
  else sort_search_cb (build);
}

static gboolean
step_people (TnBuild *build, gboolean *more, GError **error)
{
  TnBuildPeople *people = g_async_queue_try_pop (build->ready);
  *more = people != NULL;
  if (people) return write_people (build, people, error);
  return write_items (build, error) && tn_maker_preload (build->maker, error);
}

/* Nothing for a check, which compares rows. */
static gboolean
list_indexes (TnBuild *build, GError **error)
{
  return !build->fresh || build->indexes || (build->indexes = tn_build_missing_indexes (build->copy->db, error)) != NULL;
}

/* Of records, before there are households to look at: what hangs on them is read by it. */
static gboolean
step_parents (TnBuild *build, gboolean *more, GError **error)
{
  *more = FALSE;
  if (!list_indexes (build, error)) return FALSE;
  for (guint i = 0; build->indexes && i < build->indexes->len; i++) {
    if (!strstr (build->indexes->pdata[i], " ON record(")) continue;
    g_autofree char *sql = g_ptr_array_steal_index (build->indexes, i--);
    if (!tn_db_exec (build->copy->db, sql, error)) return FALSE;
  }
  return TRUE;
}

/* One index. */
static gboolean
step_indexes (TnBuild *build, gboolean *more, GError **error)
{
  if (!list_indexes (build, error)) return FALSE;
  *more = build->indexes && build->indexes->len;
  if (!*more) return TRUE;
  g_autofree char *sql = g_ptr_array_steal_index (build->indexes, 0);
  return tn_db_exec (build->copy->db, sql, error);
}

typedef struct { TnSearchBuild *search; gsize left; gboolean more; } Slice;

static gboolean
next_row_cb (gpointer data, TnFeedValue *values)
{
  Slice *slice = data;
  slice->more = slice->left > 0 ? tn_search_build_next (slice->search, values) : TRUE;
  if (!slice->left || !slice->more) return FALSE;
  slice->left -= MIN (slice->left, values[0].len + values[2].len + 16);
  return TRUE;
}

static gboolean
step_search (TnBuild *build, gboolean *more, GError **error)
{
  Slice slice = { build->search, SEARCH_BYTES, TRUE };
  if (build->sorter) g_thread_join (g_steal_pointer (&build->sorter));
  gboolean done = tn_build_feed (build, "INSERT INTO main.search(key, block, docs) SELECT c0, c1, c2 FROM tn_feed(?1)", next_row_cb, &slice, error);
  *more = slice.more;
  return done;
}

static gboolean
step_tally (TnBuild *build, gboolean *more, GError **error)
{
  GHashTableIter it;
  gpointer kind, n;
  *more = FALSE;
  g_hash_table_iter_init (&it, build->tally);
  while (g_hash_table_iter_next (&it, &kind, &n))
    if (!tn_maker_count (build->maker, kind, (gint64) GPOINTER_TO_SIZE (n), error)) return FALSE;
  return TRUE;
}

gboolean
tn_build_step (TnBuild *build, gboolean *done, GError **error)
{
  static gboolean (*const steps[]) (TnBuild *, gboolean *, GError **) = {
    [TN_BUILD_PEOPLE] = step_people, [TN_BUILD_PARENTS] = step_parents, [TN_BUILD_HOMES] = tn_build_homes_step, [TN_BUILD_INDEXES] = step_indexes,
    [TN_BUILD_SEARCH] = step_search, [TN_BUILD_TALLY] = step_tally,
  };
  gboolean more;
  if (!steps[build->stage] (build, &more, error)) return FALSE;
  if (!more && build->stage++ == TN_BUILD_HOMES) sort_search (build);
  *done = build->stage == TN_BUILD_DONE;
  return TRUE;
}

const char *
tn_build_stage_name (const TnBuild *build)
{
  static const char *const names[] = { "people", "parents", "households", "indexes", "search", "tally", "done" };
  return names[build->stage];
}
