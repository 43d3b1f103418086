/* SPDX-License-Identifier: GPL-3.0-or-later */
/* All projections from all records. Records are read once, in the order of their ids, which is about the order in which they were made;
 * households and people are held in memory, because a household needs its head's name and the search wants them household by household;
 * everything else goes straight into its table. Indexes are made last. */
#include "tn-projection-private.h"
#include "tn-search.h"
#include <gio/gio.h>

#define LOOK_EVERY 4096   /* records between two looks at the cancellable */

typedef struct { TnHome home; char *body; guint32 first, n; } Home;         /* members: first to first + n, in Build.order */
typedef struct { TnMember member; guint32 home; } Member;                   /* home = index in Build.homes */

typedef struct {
  TnCopy *copy;
  TnMaker *maker;
  gboolean fresh;          /* numbers are given here, and not taken from main */
  GArray *homes;           /* Home */
  GArray *members;         /* Member */
  GStringChunk *texts;     /* all texts of homes and members, and the keys of the tables: given back at once */
  GHashTable *home_by_id;  /* TnId -> index + 1 */
  GHashTable *cards;       /* person -> words */
  GHashTable *tally;       /* kind -> count */
  guint32 *order;          /* members household by household */
  GThread *sorter;
  TnSearchBuild *search;
} Build;

static void
clear_home_cb (gpointer data)
{
  TnHome *home = &((Home *) data)->home;
  g_free (((Home *) data)->body);
  g_clear_pointer (&home->address_key, g_bytes_unref);
  g_clear_pointer (&home->head_key, g_bytes_unref);
  g_clear_pointer (&home->code_key, g_bytes_unref);
}

static TnId *
keep_id (Build *build, const TnId *id)
{
  return (TnId *) (gpointer) g_string_chunk_insert_len (build->texts, (const char *) id->b, sizeof id->b);
}

/* Hundreds of thousands of small blocks take longer to free than to make. */
static void
keep_text (Build *build, char **text)
{
  char *own = *text;
  if (!own) return;
  *text = g_string_chunk_insert (build->texts, own);
  g_free (own);
}

static void
build_init (Build *build, TnCopy *copy, const char *schema)
{
  *build = (Build) { .copy = copy, .maker = tn_maker_new (copy->db, schema), .fresh = g_str_equal (schema, "main") };
  build->homes = g_array_new (FALSE, TRUE, sizeof (Home));
  build->members = g_array_new (FALSE, TRUE, sizeof (Member));
  g_array_set_clear_func (build->homes, clear_home_cb);
  build->texts = g_string_chunk_new (1 << 16);
  build->home_by_id = g_hash_table_new (tn_id_hash, tn_id_equal);
  build->cards = g_hash_table_new (tn_id_hash, tn_id_equal);
  build->tally = g_hash_table_new (NULL, NULL);
  build->search = tn_search_build_new ();
}

static void
build_clear (Build *build)
{
  if (build->sorter) g_thread_join (build->sorter);
  g_array_unref (build->homes);
  g_array_unref (build->members);
  g_hash_table_unref (build->home_by_id);
  g_hash_table_unref (build->cards);
  g_hash_table_unref (build->tally);
  g_string_chunk_free (build->texts);
  tn_search_build_free (build->search);
  tn_maker_free (build->maker);
  g_free (build->order);
}
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Build, build_clear)

static Home *
home_at (Build *build, guint32 i)
{
  return &g_array_index (build->homes, Home, i);
}

static Member *
member_at (Build *build, guint32 i)
{
  return &g_array_index (build->members, Member, i);
}

static Home *
add_home (Build *build, const TnId *id)
{
  g_array_set_size (build->homes, build->homes->len + 1);
  Home *home = home_at (build, build->homes->len - 1);
  home->home.id = *id;
  g_hash_table_insert (build->home_by_id, keep_id (build, id), GUINT_TO_POINTER (build->homes->len));
  return home;
}

static void
add_card (Build *build, const TnFields *fields)
{
  TnId person;
  if (!tn_fields_ref (fields, "person", &person)) return;
  const char *known = g_hash_table_lookup (build->cards, &person);
  g_autoptr (GString) words = g_string_new (known);
  tn_words_add_searched (words, fields);
  g_hash_table_insert (build->cards, keep_id (build, &person), g_string_chunk_insert_len (build->texts, words->str, (gssize) words->len));
}

static void
add_member (Build *build, const TnFields *fields)
{
  g_array_set_size (build->members, build->members->len + 1);
  TnMember *member = &member_at (build, build->members->len - 1)->member;
  tn_maker_read_member (fields, NULL, member);
  keep_text (build, &member->name);
  keep_text (build, &member->words);
}

/* Households wait for areas and buildings, which may come behind them. */
static gboolean
take_record (Build *build, const TnKind *kind, const TnId *id, TnSlice body, GError **error)
{
  TnFields fields;
  gpointer n = g_hash_table_lookup (build->tally, kind);
  g_hash_table_insert (build->tally, (gpointer) kind, GSIZE_TO_POINTER (GPOINTER_TO_SIZE (n) + 1));
  if (g_str_equal (kind->key, "household")) {
    Home *home = add_home (build, id);
    home->body = tn_slice_dup (body);
    return TRUE;
  }
  tn_fields_from_body (&fields, kind, id, body);
  if (g_str_equal (kind->key, "person")) {
    add_member (build, &fields);
    return TRUE;
  }
  if (g_str_equal (kind->key, "identity")) add_card (build, &fields);
  return tn_maker_put_item (build->maker, &fields, TRUE, error);
}

static gboolean
read_records (Build *build, GCancellable *cancellable, GError **error)
{
  g_autoptr (TnStmt) stmt = tn_db_prepare (build->copy->db, "SELECT id, kind, body FROM record WHERE del = 0", error);
  if (!stmt) return FALSE;
  TnStep step;
  for (guint i = 1; (step = tn_stmt_step (stmt, error)) == TN_STEP_ROW; i++) {
    TnId id;
    const TnKind *kind = tn_schema_kind_slice (tn_stmt_slice (stmt, 1));
    if (i % LOOK_EVERY == 0 && g_cancellable_set_error_if_cancelled (cancellable, error)) return FALSE;
    if (kind && tn_stmt_id (stmt, 0, &id) && !take_record (build, kind, &id, tn_stmt_slice (stmt, 2), error)) return FALSE;
  }
  return step == TN_STEP_DONE;
}

static void
keep_home (Build *build, TnHome *home)
{
  char **texts[] = { &home->code, &home->house_no, &home->alley, &home->street, &home->room, &home->building_name, &home->phone, &home->status,
                     &home->words };
  for (guint i = 0; i < G_N_ELEMENTS (texts); i++) keep_text (build, texts[i]);
}

static gboolean
read_homes (Build *build, GError **error)
{
  TnFields fields;
  const TnKind *kind = tn_schema_kind ("household");
  for (guint32 i = 0; i < build->homes->len; i++) {
    Home *home = home_at (build, i);
    tn_fields_from_body (&fields, kind, &home->home.id, tn_slice (home->body, -1));
    gboolean done = tn_maker_read_home (build->maker, &fields, &home->home, error);
    keep_home (build, &home->home);
    g_clear_pointer (&home->body, g_free);
    if (!done) return FALSE;
  }
  return TRUE;
}

static void
add_card_words (Build *build)
{
  for (guint32 i = 0; i < build->members->len && g_hash_table_size (build->cards); i++) {
    TnMember *member = &member_at (build, i)->member;
    const char *cards = g_hash_table_lookup (build->cards, &member->id);
    if (!cards) continue;
    member->words = g_strconcat (member->words, cards, NULL);
    keep_text (build, &member->words);
  }
}

/* Finds each person's household, made up where it is not here. */
static void
join_members (Build *build)
{
  for (guint32 i = 0; i < build->members->len; i++) {
    Member *member = member_at (build, i);
    guint n = GPOINTER_TO_UINT (g_hash_table_lookup (build->home_by_id, &member->member.household));
    if (!n) {
      add_home (build, &member->member.household);
      n = build->homes->len;
    }
    member->home = n - 1;
    home_at (build, n - 1)->n++;
  }
  guint32 at = 0;
  for (guint32 i = 0; i < build->homes->len; i++) {
    Home *home = home_at (build, i);
    home->first = at;
    at += home->n;
    home->n = 0;
  }
  build->order = g_new (guint32, MAX (at, 1));
  for (guint32 i = 0; i < build->members->len; i++) {
    Home *home = home_at (build, member_at (build, i)->home);
    build->order[home->first + home->n++] = i;
  }
}

/* The same choice as in tn-projection-home.c: whom the record names, else the first head by relation, those who are here first. */
static const TnMember *
choose_head (Build *build, const Home *home)
{
  const TnMember *best = NULL;
  for (guint32 i = 0; i < home->n; i++) {
    const TnMember *member = &member_at (build, build->order[home->first + i])->member;
    if (tn_id_equal (&member->id, &home->home.head)) return member;
    if (!member->other && (!best || (best->gone && !member->gone))) best = member;
  }
  return best;
}

static void
finish_homes (Build *build)
{
  for (guint32 i = 0; i < build->homes->len; i++) {
    Home *home = home_at (build, i);
    const TnMember *head = choose_head (build, home);
    for (guint32 k = 0; k < home->n; k++) home->home.n_people += !member_at (build, build->order[home->first + k])->member.gone;
    tn_maker_set_head (build->maker, &home->home, head ? head->name : NULL);
    keep_text (build, &home->home.head_name);
  }
}

static int
compare_homes_cb (const void *a, const void *b, void *data)
{
  const Home *x = home_at (data, *(const guint32 *) a), *y = home_at (data, *(const guint32 *) b);
  if (!x->home.address_key || !y->home.address_key) return (x->home.address_key == NULL) - (y->home.address_key == NULL);
  int order = g_bytes_compare (x->home.address_key, y->home.address_key);
  return order ? order : tn_id_compare (&x->home.id, &y->home.id);
}

/* Numbers in walking order: neighbours in the list are neighbours on the disk and in the search's blocks. */
static void
number_homes (Build *build, guint32 *sorted)
{
  for (guint32 i = 0; i < build->homes->len; i++) {
    Home *home = home_at (build, sorted[i]);
    home->home.row = i + 1;
    for (guint32 k = 0; k < home->n; k++) {
      Member *member = member_at (build, build->order[home->first + k]);
      member->member.home = i + 1;
      member->member.slot = MIN (k + 1, TN_SEARCH_LAST_SLOT);
    }
  }
}

static gboolean
take_numbers (Build *build, GError **error)
{
  for (guint32 i = 0; i < build->homes->len; i++) {
    Home *home = home_at (build, i);
    g_autoptr (TnStmt) stmt = tn_db_prepare (build->copy->db, "SELECT row FROM main.household WHERE id = ?", error);
    if (!stmt) return FALSE;
    tn_stmt_bind_id (stmt, 1, &home->home.id);
    TnStep step = tn_stmt_step (stmt, error);
    if (step == TN_STEP_ERROR) return FALSE;
    home->home.row = step == TN_STEP_ROW ? tn_stmt_int (stmt, 0) : 0;
  }
  for (guint32 i = 0; i < build->members->len; i++) {
    Member *member = member_at (build, i);
    g_autoptr (TnStmt) stmt = tn_db_prepare (build->copy->db, "SELECT slot FROM main.person WHERE id = ?", error);
    if (!stmt) return FALSE;
    tn_stmt_bind_id (stmt, 1, &member->member.id);
    TnStep step = tn_stmt_step (stmt, error);
    if (step == TN_STEP_ERROR) return FALSE;
    member->member.home = home_at (build, member->home)->home.row;
    member->member.slot = step == TN_STEP_ROW ? (guint) tn_stmt_int (stmt, 0) : 0;
  }
  return TRUE;
}

static int
compare_rows_cb (const void *a, const void *b, void *data)
{
  gint64 x = home_at (data, *(const guint32 *) a)->home.row, y = home_at (data, *(const guint32 *) b)->home.row;
  return x < y ? -1 : x > y;
}

static gpointer
sort_search_cb (gpointer data)
{
  tn_search_build_sort (data);
  return NULL;
}

static gboolean
insert_home (Build *build, const Home *home, GError **error)
{
  g_autoptr (TnStmt) stmt = tn_maker_prepare (build->maker, "INSERT INTO main.household(" TN_HOME_COLUMNS ", row)"
    " VALUES(?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)", error);
  if (!stmt) return FALSE;
  tn_home_bind (&home->home, stmt);
  if (home->home.row) tn_stmt_bind_int (stmt, TN_HOME_PARAMETERS + 1, home->home.row);
  if (!tn_stmt_run (stmt, error)) return FALSE;
  for (guint32 k = 0; k < home->n; k++) {
    stmt = tn_maker_prepare (build->maker, "INSERT INTO main.person(" TN_MEMBER_COLUMNS ") VALUES(?, ?, ?, ?, ?, ?, ?)", error);
    if (!stmt) return FALSE;
    tn_member_bind (&member_at (build, build->order[home->first + k])->member, stmt);
    if (!tn_stmt_run (stmt, error)) return FALSE;
  }
  return TRUE;
}

static void
add_to_search (Build *build, const Home *home)
{
  if (home->home.words) tn_search_build_add (build->search, (guint32) home->home.row, 0, home->home.words);
  for (guint32 k = 0; k < home->n; k++) {
    const TnMember *member = &member_at (build, build->order[home->first + k])->member;
    tn_search_build_add (build->search, (guint32) home->home.row, member->slot, member->words);
  }
}

static gboolean
insert_homes (Build *build, const guint32 *sorted, GError **error)
{
  for (guint32 i = 0; i < build->homes->len; i++)
    if (!insert_home (build, home_at (build, sorted[i]), error)) return FALSE;
  return TRUE;
}

/* The words are sorted beside the inserts: they touch no database, and nothing is written to homes and members from here on. */
static gboolean
write_homes (Build *build, GError **error)
{
  g_autofree guint32 *sorted = g_new (guint32, build->homes->len + 1);
  for (guint32 i = 0; i < build->homes->len; i++) sorted[i] = i;
  if (!build->fresh && !take_numbers (build, error)) return FALSE;
  qsort_r (sorted, build->homes->len, sizeof *sorted, build->fresh ? compare_homes_cb : compare_rows_cb, build);
  if (build->fresh) number_homes (build, sorted);
  for (guint32 i = 0; i < build->homes->len; i++) add_to_search (build, home_at (build, sorted[i]));
  build->sorter = g_thread_new ("tn-search", sort_search_cb, build->search);
  return insert_homes (build, sorted, error);
}

static gboolean
write_search (Build *build, GError **error)
{
  g_thread_join (g_steal_pointer (&build->sorter));
  g_autoptr (TnStmt) stmt = tn_maker_prepare (build->maker, "INSERT INTO main.search(key, block, docs) VALUES(?, ?, ?)", error);
  return stmt && tn_search_build_write (build->search, stmt, error);
}

static gboolean
write_tally (Build *build, GError **error)
{
  GHashTableIter it;
  gpointer kind, n;
  g_hash_table_iter_init (&it, build->tally);
  while (g_hash_table_iter_next (&it, &kind, &n))
    if (!tn_maker_count (build->maker, ((const TnKind *) kind)->key, (gint64) GPOINTER_TO_SIZE (n), error)) return FALSE;
  return TRUE;
}

/* The indexes' own SQL, taken from the database, so that it stands in one place only. */
static gboolean
take_indexes (TnDb *db, GPtrArray *create, GPtrArray *drop, GError **error)
{
  g_autoptr (TnStmt) stmt = tn_db_prepare (db,
    "SELECT sql, 'DROP INDEX \"' || name || '\"' FROM sqlite_schema WHERE type = 'index' AND sql IS NOT NULL AND tbl_name IN"
    " ('household', 'person', 'item', 'unit', 'building', 'membership', 'conflict')", error);
  if (!stmt) return FALSE;
  TnStep step;
  while ((step = tn_stmt_step (stmt, error)) == TN_STEP_ROW) {
    g_ptr_array_add (create, g_strdup (tn_stmt_text (stmt, 0)));
    g_ptr_array_add (drop, g_strdup (tn_stmt_text (stmt, 1)));
  }
  return step == TN_STEP_DONE;
}

static gboolean
run_all (TnDb *db, GPtrArray *sql, GError **error)
{
  for (guint i = 0; i < sql->len; i++)
    if (!tn_db_exec (db, g_ptr_array_index (sql, i), error)) return FALSE;
  return TRUE;
}

static gboolean
empty_tables (TnDb *db, GPtrArray *drop, GError **error)
{
  return run_all (db, drop, error)
    && tn_db_exec (db, "DELETE FROM household; DELETE FROM person; DELETE FROM item; DELETE FROM unit; DELETE FROM building;"
                       "DELETE FROM membership; DELETE FROM conflict; DELETE FROM tally; DELETE FROM search", error);
}

static gboolean
fill_tables (Build *build, GCancellable *cancellable, GError **error)
{
  if (!read_records (build, cancellable, error) || !read_homes (build, error)) return FALSE;
  add_card_words (build);
  join_members (build);
  finish_homes (build);
  return write_homes (build, error) && write_tally (build, error);
}

gboolean
tn_projection_build (TnCopy *copy, const char *schema, GCancellable *cancellable, GError **error)
{
  g_auto (Build) build = { 0 };
  g_autoptr (GPtrArray) create = g_ptr_array_new_with_free_func (g_free), drop = g_ptr_array_new_with_free_func (g_free);
  build_init (&build, copy, schema);
  if (build.fresh && (!take_indexes (copy->db, create, drop, error) || !empty_tables (copy->db, drop, error))) return FALSE;
  return fill_tables (&build, cancellable, error) && run_all (copy->db, create, error) && write_search (&build, error);
}
