/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "tn-build-private.h"
#include <gio/gio.h>

#define LOOK_EVERY 4096   /* records between two looks at the cancellable */

static void
clear_home_cb (gpointer data)
{
  TnHome *home = &((TnBuildHome *) data)->home;
  g_free (((TnBuildHome *) data)->body);
  g_clear_pointer (&home->address_key, g_bytes_unref);
  g_clear_pointer (&home->head_key, g_bytes_unref);
  g_clear_pointer (&home->code_key, g_bytes_unref);
}

static TnId *
keep_id (TnBuild *build, const TnId *id)
{
  return (TnId *) (gpointer) g_string_chunk_insert_len (build->texts, (const char *) id->b, sizeof id->b);
}

/* Hundreds of thousands of small blocks take longer to free than to make. */
void
tn_build_keep (TnBuild *build, char **text)
{
  char *own = *text;
  if (!own) return;
  *text = g_string_chunk_insert (build->texts, own);
  g_free (own);
}

void
tn_build_init (TnBuild *build, TnCopy *copy, const char *schema)
{
  *build = (TnBuild) { .copy = copy, .maker = tn_maker_new (copy->db, schema), .fresh = g_str_equal (schema, "main") };
  build->homes = g_array_new (FALSE, TRUE, sizeof (TnBuildHome));
  build->members = g_array_new (FALSE, TRUE, sizeof (TnBuildMember));
  g_array_set_clear_func (build->homes, clear_home_cb);
  build->items = g_array_new (FALSE, FALSE, sizeof (TnBuildItem));
  build->texts = g_string_chunk_new (1 << 16);
  build->home_by_id = g_hash_table_new (tn_id_hash, tn_id_equal);
  build->cards = g_hash_table_new (tn_id_hash, tn_id_equal);
  build->tally = g_hash_table_new (NULL, NULL);
  build->search = tn_search_build_new ();
}

void
tn_build_clear (TnBuild *build)
{
  if (build->finisher) g_thread_join (build->finisher);
  if (build->sorter) g_thread_join (build->sorter);
  g_clear_error (&build->error);
  g_array_unref (build->homes);
  g_array_unref (build->members);
  g_array_unref (build->items);
  g_hash_table_unref (build->home_by_id);
  g_hash_table_unref (build->cards);
  g_hash_table_unref (build->tally);
  g_string_chunk_free (build->texts);
  tn_search_build_free (build->search);
  tn_maker_free (build->maker);
  g_free (build->order);
  g_free (build->sorted);
}
TnBuildHome *
tn_build_add_home (TnBuild *build, const TnId *id)
{
  g_array_set_size (build->homes, build->homes->len + 1);
  TnBuildHome *home = tn_build_home (build, build->homes->len - 1);
  home->home.id = *id;
  g_hash_table_insert (build->home_by_id, keep_id (build, id), GUINT_TO_POINTER (build->homes->len));
  return home;
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

static gboolean
add_item (TnBuild *build, const TnId *parent, const TnFields *fields, GError **error)
{
  if (g_str_equal (fields->kind->key, "identity")) add_card (build, parent, fields);
  if (!fields->kind->parent_field) return tn_maker_put_item (build->maker, fields, error);
  TnBuildItem item = { fields->id, *parent, fields->kind->key };
  g_array_append_val (build->items, item);
  return tn_maker_put_typed (build->maker, fields, error);
}

static void
count (TnBuild *build, const TnKind *kind)
{
  gpointer n = g_hash_table_lookup (build->tally, kind);
  g_hash_table_insert (build->tally, (gpointer) kind, GSIZE_TO_POINTER (GPOINTER_TO_SIZE (n) + 1));
}

/* Households wait for areas and buildings, which may come behind them. */
static gboolean
take_record (TnBuild *build, const TnKind *kind, const TnId *id, const TnId *parent, TnSlice body, GError **error)
{
  TnFields fields;
  count (build, kind);
  if (g_str_equal (kind->key, "household")) {
    tn_build_add_home (build, id)->body = tn_slice_dup (body);
    return TRUE;
  }
  tn_fields_from_body (&fields, kind, id, body);
  if (!g_str_equal (kind->key, "person")) return add_item (build, parent, &fields, error);
  add_member (build, parent, &fields);
  return TRUE;
}

/* The column parent is what the kind's parent_field names, and parsed already. */
static gboolean
read_records (TnBuild *build, GCancellable *cancellable, GError **error)
{
  g_autoptr (TnStmt) stmt = tn_db_prepare (build->copy->db, "SELECT id, kind, body, parent FROM record WHERE del = 0", error);
  if (!stmt) return FALSE;
  TnStep step;
  for (guint i = 1; (step = tn_stmt_step (stmt, error)) == TN_STEP_ROW; i++) {
    TnId id, parent;
    const TnKind *kind = tn_schema_kind_slice (tn_stmt_slice (stmt, 1));
    if (i % LOOK_EVERY == 0 && g_cancellable_set_error_if_cancelled (cancellable, error)) return FALSE;
    tn_stmt_id (stmt, 3, &parent);
    if (kind && tn_stmt_id (stmt, 0, &id) && !take_record (build, kind, &id, &parent, tn_stmt_slice (stmt, 2), error)) return FALSE;
  }
  return step == TN_STEP_DONE;
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

gboolean
tn_build_read (TnBuild *build, GCancellable *cancellable, GError **error)
{
  if (!read_records (build, cancellable, error)) return FALSE;
  add_card_words (build);
  return tn_maker_preload (build->maker, error);
}
