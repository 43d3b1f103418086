/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Households get their numbers, people their places, and people and cards are taken apart, on a thread of its own where threads are allowed:
 * the caller copies what is needed into batches, of which a few go round between the two, so that memory stays bounded whoever is slower.
 * People leave in batches sorted by household, because a list that has all households first and their people in any order would otherwise
 * touch the whole table with every page. */
#include "tn-build-private.h"

#define BATCHES 10              /* some 2 MB: with fewer the caller waits for a thread that two busy cores let wait */
#define BATCH_RECORDS 512
#define PEOPLE 8192             /* in a batch for the table: some 1 MB */
#define NEAR 128                /* people back to whom a card may belong; most cards follow their person */

typedef struct { const TnKind *kind; TnId id, parent; gsize at, len; } Parcel;
typedef struct { GArray *parcels; GByteArray *bodies; gboolean last; } Batch;

struct _TnBuildParser {
  GAsyncQueue *empty, *full;
  Batch *filling;
  GThread *thread;
};

static void
free_batch_cb (gpointer data)
{
  Batch *batch = data;
  g_array_unref (batch->parcels);
  g_byte_array_unref (batch->bodies);
  g_free (batch);
}

void
tn_build_people_free (TnBuildPeople *people)
{
  g_array_unref (people->members);
  g_byte_array_unref (people->texts);
  g_free (people);
}

/* ---- people ---- */

static int
compare_members_cb (const void *a, const void *b)
{
  const TnBuildMember *x = a, *y = b;
  if (x->home != y->home) return x->home < y->home ? -1 : 1;
  return x->slot != y->slot ? (int) x->slot - (int) y->slot : memcmp (&x->id, &y->id, sizeof x->id);
}

static void
hand_over_people (TnBuild *build)
{
  if (!build->people) return;
  GArray *members = build->people->members;
  qsort (members->data, members->len, sizeof (TnBuildMember), compare_members_cb);
  g_async_queue_push (build->ready, g_steal_pointer (&build->people));
}

static TnBuildPeople *
get_people (TnBuild *build)
{
  if (build->people && build->people->members->len == PEOPLE) hand_over_people (build);
  if (build->people) return build->people;
  build->people = g_new0 (TnBuildPeople, 1);
  build->people->members = g_array_new (FALSE, FALSE, sizeof (TnBuildMember));
  build->people->texts = g_byte_array_new ();
  return build->people;
}

static guint32
keep_text (TnBuildPeople *people, const char *text)
{
  guint32 at = people->texts->len;
  g_byte_array_append (people->texts, (const guint8 *) text, (guint) strlen (text) + 1);
  return at;
}

/* That main has given, when everything is made beside. */
static guint8
take_slot (TnBuild *build, const TnId *id)
{
  g_autoptr (TnStmt) stmt = tn_db_prepare (build->copy->db, "SELECT slot FROM main.person WHERE id = ?", build->error ? NULL : &build->error);
  if (!stmt) return 0;
  tn_stmt_bind_id (stmt, 1, id);
  return tn_stmt_step (stmt, build->error ? NULL : &build->error) == TN_STEP_ROW ? (guint8) tn_stmt_int (stmt, 0) : 0;
}

static guint8
give_slot (TnBuild *build, TnBuildHome *home, const TnId *person)
{
  if (!build->fresh) return take_slot (build, person);
  home->slots = (guint8) MIN (home->slots + 1, TN_SEARCH_LAST_SLOT);
  return home->slots;
}

static void
add_member (TnBuild *build, const TnId *household, const TnFields *fields)
{
  g_auto (TnMember) read = { 0 };
  const char *cards = g_hash_table_lookup (build->cards, &fields->id);
  tn_maker_read_member (fields, household, cards, &read);
  TnBuildHome *home = tn_build_home (build, tn_build_find_home (build, &read.household));
  TnBuildPeople *people = get_people (build);
  TnBuildMember member = { .id = read.id, .home = home->row, .slot = give_slot (build, home, &read.id), .other = read.other != 0, .gone = read.gone != 0,
                           .name = keep_text (people, read.name), .words = keep_text (people, read.words), .cards = cards != NULL };
  g_array_append_val (people->members, member);
  tn_search_build_add (build->search, (guint32) member.home, member.slot, read.words);
  if (cards) g_hash_table_remove (build->cards, &fields->id);
}

/* ---- cards ---- */

static TnBuildMember *
find_near (TnBuild *build, const TnId *person)
{
  GArray *members = build->people ? build->people->members : NULL;
  for (guint i = members ? members->len : 0, least = i > NEAR ? i - NEAR : 0; i > least; i--) {
    TnBuildMember *member = &g_array_index (members, TnBuildMember, i - 1);
    if (memcmp (&member->id, person, sizeof *person) == 0) return member;
  }
  return NULL;
}

static void
append_words (TnBuild *build, TnBuildMember *member, const char *words)
{
  GByteArray *texts = build->people->texts;
  g_autofree char *all = g_strconcat ((const char *) texts->data + member->words, words, NULL);
  member->words = keep_text (build->people, all);
  tn_search_build_add (build->search, (guint32) member->home, member->slot, words);
}

/* Words of several cards stand in the order of their ids, whatever order they came in: one that is not the first is put right at the end.
 * Here cards come by rising id only when they are read from the table. */
static void
add_card (TnBuild *build, const TnId *person, const TnFields *fields)
{
  g_autoptr (GString) words = g_string_new (NULL);
  if (tn_id_is_null (person)) return;
  tn_words_add_searched (words, fields);
  TnBuildMember *near = build->cards_known ? NULL : find_near (build, person);
  const char *before = near ? NULL : g_hash_table_lookup (build->cards, person);
  if (near && !near->cards++) append_words (build, near, words->str);
  else if (near) g_array_append_val (build->late, *person);
  else g_hash_table_insert (build->cards, tn_id_copy (person), g_strconcat (before ? before : "", words->str, NULL));
  if (before && !build->cards_known) g_array_append_val (build->late, *person);
}

static void
parse (TnBuild *build, const Parcel *parcel, TnSlice body)
{
  TnFields fields;
  if (g_str_equal (parcel->kind->key, "household")) {
    tn_build_find_home (build, &parcel->id);
    return;
  }
  tn_fields_from_body (&fields, parcel->kind, &parcel->id, body);
  (g_str_equal (parcel->kind->key, "person") ? add_member : add_card) (build, &parcel->parent, &fields);
}

/* ---- the thread ---- */

static gpointer
parse_cb (gpointer data)
{
  TnBuild *build = data;
  gboolean last = FALSE;
  while (!last) {
    Batch *batch = g_async_queue_pop (build->parser->full);
    for (guint i = 0; i < batch->parcels->len; i++) {
      const Parcel *parcel = &g_array_index (batch->parcels, Parcel, i);
      parse (build, parcel, (TnSlice) { (const char *) batch->bodies->data + parcel->at, parcel->len });
    }
    last = batch->last;
    g_array_set_size (batch->parcels, 0);
    g_byte_array_set_size (batch->bodies, 0);
    g_async_queue_push (build->parser->empty, batch);
  }
  return NULL;
}

void
tn_build_parse_begin (TnBuild *build)
{
  TnBuildParser *parser = build->parser = g_new0 (TnBuildParser, 1);
  if (!build->beside) return;
  parser->empty = g_async_queue_new_full (free_batch_cb);
  parser->full = g_async_queue_new_full (free_batch_cb);
  for (guint i = 0; i < BATCHES; i++) {
    Batch *batch = g_new0 (Batch, 1);
    batch->parcels = g_array_sized_new (FALSE, FALSE, sizeof (Parcel), BATCH_RECORDS);
    batch->bodies = g_byte_array_new ();
    g_async_queue_push (parser->empty, batch);
  }
  parser->filling = g_async_queue_pop (parser->empty);
  parser->thread = g_thread_new ("tn-people", parse_cb, build);
}

void
tn_build_parse (TnBuild *build, const TnKind *kind, const TnId *id, const TnId *parent, TnSlice body)
{
  TnBuildParser *parser = build->parser;
  Parcel parcel = { kind, *id, *parent, 0, body.len };
  if (!build->beside) {
    parse (build, &parcel, body);
    return;
  }
  parcel.at = parser->filling->bodies->len;
  g_byte_array_append (parser->filling->bodies, (const guint8 *) body.p, (guint) body.len);
  g_array_append_val (parser->filling->parcels, parcel);
  if (parser->filling->parcels->len < BATCH_RECORDS) return;
  g_async_queue_push (parser->full, parser->filling);
  parser->filling = g_async_queue_pop (parser->empty);
}

void
tn_build_parse_end (TnBuild *build)
{
  TnBuildParser *parser = build->parser;
  if (build->beside) {
    parser->filling->last = TRUE;
    g_async_queue_push (parser->full, parser->filling);
    g_thread_join (parser->thread);
    g_async_queue_unref (parser->empty);
    g_async_queue_unref (parser->full);
  }
  hand_over_people (build);
  g_clear_pointer (&build->parser, g_free);
}
