/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Open conflicts with both values in words: what stands in the record now, and what lost against it. */
#include "tn-copy-private.h"
#include "tn-merge.h"
#include "tn-query-private.h"

void
tn_conflict_item_free (TnConflictItem *item)
{
  if (!item) return;
  char *texts[] = { item->kind, item->title, item->unit, item->unit_label, item->type, item->standing, item->standing_by, item->standing_device,
                    item->other, item->other_by, item->other_device, item->standing_json, item->other_json, item->batch };
  for (guint i = 0; i < G_N_ELEMENTS (texts); i++) g_free (texts[i]);
  g_free (item);
}

static gboolean
read_stamp (const TnRow *row, const char *field, TnStamp *stamp)
{
  g_autofree char *text = tn_row_dup_text (row, field);
  *stamp = (TnStamp) { "" };
  return text && tn_stamp_parse (tn_slice (text, -1), stamp);
}

/* What the conflict record says, else what this laptop can tell from the stamp. Takes `said`. */
static char *
prefer (char *said, char *told)
{
  gboolean known = *said != 0;
  g_free (known ? told : said);
  return known ? said : told;
}

/* Words that may stand where nobody asked for them. Takes them. */
static char *
mask_words (const TnConflictItem *item, const TnKind *kind, char *words)
{
  if (!item->masked) return words;
  /* a record that is not here says by its stream that it is protected, and not of which kind it is */
  char *masked = kind ? tn_kind_mask (kind, words) : g_strdup (*words ? "••••" : "");
  g_free (words);
  return masked;
}

static void
fill_other (TnConflictItem *item, const TnRow *conflict, TnAuthors *authors, const TnKind *kind)
{
  TnStamp stamp;
  g_autofree char *value = tn_row_dup_text (conflict, "value");
  read_stamp (conflict, "stamp", &stamp);
  item->other_json = g_strdup (value ? value : "null");
  item->other = mask_words (item, kind, tn_query_show_unit (authors->copy, kind, item->unit, value));
  item->other_at = tn_stamp_is_set (&stamp) ? tn_stamp_ms (&stamp) : 0;
  item->other_by = prefer (tn_row_dup_or_empty (conflict, "by"), tn_authors_user (authors, &item->record, &stamp));
  item->other_device = prefer (tn_authors_device (authors, &stamp), tn_row_dup_or_empty (conflict, "device"));
}

/* The value that stands may be a later one than the one that won: then it is not the conflict that knows who wrote it. */
static void
fill_standing (TnConflictItem *item, const TnRow *conflict, TnAuthors *authors, const TnRow *about)
{
  TnStamp against, now = { "" };
  const TnUnit *unit = about ? tn_row_unit (about, item->unit) : NULL;
  gboolean deletion = g_str_equal (item->unit, TN_UNIT_DEL);
  read_stamp (conflict, "against", &against);
  if (deletion && about) now = about->del_stamp;
  else if (unit) now = unit->stamp;
  gboolean same = tn_stamp_cmp (&now, &against) == 0;
  const char *value = deletion ? (about && about->deleted ? "true" : "false") : unit ? unit->value : NULL;
  item->standing_json = g_strdup (value ? value : "null");
  const TnKind *kind = about ? about->kind : NULL;
  item->standing = mask_words (item, kind, tn_query_show_unit (authors->copy, kind, item->unit, value));
  item->standing_at = tn_stamp_is_set (&now) ? tn_stamp_ms (&now) : 0;
  item->standing_by = prefer (same ? tn_row_dup_or_empty (conflict, "against_by") : g_strdup (""), tn_authors_user (authors, &item->record, &now));
  item->standing_device = prefer (tn_authors_device (authors, &now), same ? tn_row_dup_or_empty (conflict, "against_device") : g_strdup (""));
}

gboolean
tn_query_is_protected (TnCopy *copy, const TnRow *row)
{
  TnId record;
  if (!g_str_equal (row->kind_key, "conflict")) return tn_kind_is_protected (row->kind);
  g_autoptr (TnRow) about = tn_row_ref (row, "record", &record) ? tn_copy_get (copy, &record, NULL) : NULL;
  return about ? tn_kind_is_protected (about->kind) || strchr (about->stream, '+') : strchr (row->stream, '+') != NULL;
}

static TnConflictItem *
make_item (TnAuthors *authors, const TnRow *conflict)
{
  TnId batch;
  TnConflictItem *item = g_new0 (TnConflictItem, 1);
  item->id = conflict->id;
  tn_row_ref (conflict, "record", &item->record);
  /* what it is about may not be here (yet): then the conflict is shown with what itself says */
  g_autoptr (TnRow) about = tn_copy_get (authors->copy, &item->record, NULL);
  item->kind = g_strdup (about ? about->kind_key : "");
  item->title = tn_query_title (authors->copy, &item->record);
  item->unit = tn_row_dup_or_empty (conflict, "unit");
  item->type = tn_row_dup_or_empty (conflict, "type");
  /* that it was deleted is no secret */
  item->masked = !g_str_equal (item->unit, TN_UNIT_DEL) && tn_query_is_protected (authors->copy, conflict);
  item->batch = tn_row_dup_or_empty (conflict, "batch");
  item->batch_at = tn_id_parse (item->batch, -1, &batch) ? tn_id_time_ms (&batch) : 0;
  item->unit_label = g_strdup (tn_query_unit_label (about ? about->kind : NULL, item->unit));
  fill_other (item, conflict, authors, about ? about->kind : NULL);
  fill_standing (item, conflict, authors, about);
  return item;
}

/* Ids first: making an item runs statements of its own. A household's conflicts are also those of its people and what hangs on them. */
static GArray *
collect_ids (TnCopy *copy, const TnId *record, GError **error)
{
  g_autoptr (GArray) ids = g_array_new (FALSE, FALSE, sizeof (TnId));
  g_autoptr (TnStmt) stmt = tn_query_prepare_id (copy, record
    ? "WITH child(id) AS (SELECT ?1 UNION SELECT id FROM record WHERE parent = ?1), whole(id) AS (SELECT id FROM child UNION"
      " SELECT r.id FROM child JOIN record r ON r.parent = child.id)"
      " SELECT c.id FROM whole JOIN conflict c ON c.record = whole.id AND c.open = 1 ORDER BY c.stamp, c.id"
    : "SELECT id FROM conflict WHERE open = 1 AND ?1 IS NULL ORDER BY stamp, id", record, error);
  if (!stmt) return NULL;
  TnId id;
  TnStep step;
  while ((step = tn_stmt_step (stmt, error)) == TN_STEP_ROW)
    if (tn_stmt_id (stmt, 0, &id)) g_array_append_val (ids, id);
  return step == TN_STEP_DONE ? g_steal_pointer (&ids) : NULL;
}

static GPtrArray *
query_conflicts (TnCopy *copy, const TnId *record, GError **error)
{
  g_autoptr (GPtrArray) items = g_ptr_array_new_with_free_func ((GDestroyNotify) tn_conflict_item_free);
  g_autoptr (GArray) ids = collect_ids (copy, record, error);
  if (!ids) return NULL;
  g_auto (TnAuthors) authors;
  tn_authors_init (&authors, copy);
  for (guint i = 0; i < ids->len; i++) {
    g_autoptr (TnRow) conflict = tn_copy_get (copy, &g_array_index (ids, TnId, i), error);
    if (!conflict) return NULL;
    g_ptr_array_add (items, make_item (&authors, conflict));
  }
  return g_steal_pointer (&items);
}

GPtrArray *
tn_query_conflicts (TnCopy *copy, const TnId *record, GError **error)
{
  gboolean own;
  if (!tn_query_begin (copy, &own, error)) return NULL;
  GPtrArray *items = query_conflicts (copy, record, error);
  tn_query_end (copy, own);
  return items;
}
