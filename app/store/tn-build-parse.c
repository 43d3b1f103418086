/* SPDX-License-Identifier: GPL-3.0-or-later */
/* People and cards are taken apart beside the reading: the reader copies their bodies into batches, of which a few go round between the
 * two threads, so that memory stays bounded whoever is slower. */
#include "tn-build-private.h"

#define BATCHES 6
#define BATCH_RECORDS 1024

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

static TnId *
keep_id (TnBuild *build, const TnId *id)
{
  return (TnId *) (gpointer) g_string_chunk_insert_len (build->texts, (const char *) id->b, sizeof id->b);
}

static void
add_card (TnBuild *build, const TnId *person, const TnFields *fields)
{
  const char *known = g_hash_table_lookup (build->cards, person);
  g_autoptr (GString) words = g_string_new (known);
  if (tn_id_is_null (person)) return;
  tn_words_add_searched (words, fields);
  g_hash_table_insert (build->cards, keep_id (build, person), g_string_chunk_insert_len (build->texts, words->str, (gssize) words->len));
}

static void
add_member (TnBuild *build, const TnId *household, const TnFields *fields)
{
  g_array_set_size (build->members, build->members->len + 1);
  TnMember *member = &tn_build_member (build, build->members->len - 1)->member;
  tn_maker_read_member (fields, household, NULL, member);
  tn_build_keep (build, &member->name);
  tn_build_keep (build, &member->words);
}

static void
parse_batch (TnBuild *build, const Batch *batch)
{
  TnFields fields;
  for (guint i = 0; i < batch->parcels->len; i++) {
    const Parcel *parcel = &g_array_index (batch->parcels, Parcel, i);
    tn_fields_from_body (&fields, parcel->kind, &parcel->id, (TnSlice) { (const char *) batch->bodies->data + parcel->at, parcel->len });
    (g_str_equal (parcel->kind->key, "person") ? add_member : add_card) (build, &parcel->parent, &fields);
  }
}

static void
add_card_words (TnBuild *build)
{
  for (guint32 i = 0; i < build->members->len && g_hash_table_size (build->cards); i++) {
    TnMember *member = &tn_build_member (build, i)->member;
    const char *cards = g_hash_table_lookup (build->cards, &member->id);
    if (!cards) continue;
    member->words = g_strconcat (member->words, cards, NULL);
    tn_build_keep (build, &member->words);
  }
}

static gpointer
parse_cb (gpointer data)
{
  TnBuild *build = data;
  gboolean last = FALSE;
  while (!last) {
    Batch *batch = g_async_queue_pop (build->parser->full);
    parse_batch (build, batch);
    last = batch->last;
    g_array_set_size (batch->parcels, 0);
    g_byte_array_set_size (batch->bodies, 0);
    g_async_queue_push (build->parser->empty, batch);
  }
  add_card_words (build);
  return NULL;
}

void
tn_build_parse_begin (TnBuild *build)
{
  TnBuildParser *parser = build->parser = g_new0 (TnBuildParser, 1);
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
  Parcel parcel = { kind, *id, *parent, parser->filling->bodies->len, body.len };
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
  parser->filling->last = TRUE;
  g_async_queue_push (parser->full, parser->filling);
  g_thread_join (parser->thread);
  g_async_queue_unref (parser->empty);
  g_async_queue_unref (parser->full);
  g_clear_pointer (&build->parser, g_free);
}
