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
  build->ids = g_string_chunk_new (1 << 16);
  build->texts = g_string_chunk_new (1 << 16);
  build->home_by_id = g_hash_table_new (tn_id_hash, tn_id_equal);
  build->cards = g_hash_table_new (tn_id_hash, tn_id_equal);
  build->tally = g_hash_table_new (g_str_hash, g_str_equal);
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
  g_string_chunk_free (build->ids);
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
  gpointer key = g_string_chunk_insert_len (build->ids, (const char *) id->b, sizeof id->b);
  g_hash_table_insert (build->home_by_id, key, GUINT_TO_POINTER (build->homes->len));
  return home;
}

/* A row of item that hangs on another record, or the whole of a record that hangs on none. */
static gboolean
add_item (TnBuild *build, const TnKind *kind, const TnId *id, const TnId *parent, TnSlice body, GError **error)
{
  TnFields fields;
  tn_fields_from_body (&fields, kind, id, body);
  if (!kind->parent_field) return tn_maker_put_item (build->maker, &fields, error);
  TnBuildItem item = { *id, *parent, kind->key };
  g_array_append_val (build->items, item);
  return tn_maker_put_typed (build->maker, &fields, error);
}

static void
count (TnBuild *build, const TnKind *kind)
{
  gpointer n = g_hash_table_lookup (build->tally, kind->key);
  g_hash_table_insert (build->tally, (gpointer) kind->key, GSIZE_TO_POINTER (GPOINTER_TO_SIZE (n) + 1));
}

static void
add_card_item (TnBuild *build, const TnId *id, const TnId *parent)
{
  TnBuildItem item = { *id, *parent, "identity" };
  g_array_append_val (build->items, item);
}

/* Households wait for areas and buildings, which may come behind them; people and cards, which are most of a ward, are taken apart on
 * another thread. */
static gboolean
take_record (TnBuild *build, const TnKind *kind, const TnId *id, const TnId *parent, TnSlice body, GError **error)
{
  count (build, kind);
  if (g_str_equal (kind->key, "household")) {
    tn_build_add_home (build, id)->body = tn_slice_dup (body);
    return TRUE;
  }
  gboolean card = g_str_equal (kind->key, "identity");
  if (!card && !g_str_equal (kind->key, "person")) return add_item (build, kind, id, parent, body, error);
  if (card) add_card_item (build, id, parent);
  tn_build_parse (build, kind, id, parent, body);
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

gboolean
tn_build_read (TnBuild *build, GCancellable *cancellable, GError **error)
{
  tn_build_parse_begin (build);
  gboolean done = read_records (build, cancellable, error);
  tn_build_parse_end (build);
  return done && tn_maker_preload (build->maker, error);
}
