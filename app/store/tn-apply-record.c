/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A record's line from the root (sync.md 2.5 pull_one). Three ways, from fast to slow: a record that is new here is bound into the table
 * as it stands in the page; one that is here is compared first; one that has open edits is merged (tn-apply-open.c). */
#include "tn-apply-private.h"
#include "tn-digest-private.h"
#include "tn-merge.h"
#include "tn-mutant.h"
#include "tn-projection-private.h"
#include <glib/gi18n.h>

TnRecordParts
tn_apply_parts (const TnPageLine *read, const TnHash *h)
{
  const TnLine *line = &read->line;
  return (TnRecordParts) { .id = line->id, .parent = read->parent, .kind = line->kind, .stream = line->stream,
                           .stamps = line->stamps, .body = line->body, .deleted = line->deleted, .h = h };
}

/* lists FALSE: they say the same as before. */
static void
note_row (TnApply *a, const TnLine *line, gboolean lists, TnRow *row /* taken, or NULL */)
{
  TnPut put = { line->id, row };
  a->result->rows++;
  if (a->bulk || !lists) tn_row_free (row);
  else g_array_append_val (a->puts, put);
  if (a->collect) g_array_append_val (a->result->ids, line->id);
  if (g_hash_table_size (a->gone) > 0) g_hash_table_remove (a->gone, &line->id);
}

/* In a first copy: the lists that are being made here do not have this state, or not this record. What a hub says is none of that copy. */
static gboolean
note_late (TnApply *a, const TnLine *line, GError **error)
{
  if (a->hub) return tn_projection_put_new (a->copy, line->kind, &line->id, error);
  return !a->bulk || !a->copy->first || tn_projection_note (a->copy, line->kind, &line->id, error);
}

gboolean
tn_apply_note_changed (TnApply *a, const TnLine *line, GError **error)
{
  note_row (a, line, TRUE, NULL);
  return note_late (a, line, error);
}

void
tn_apply_note_conflict (TnApply *a, const TnLine *line)
{
  if (!line->deleted && tn_slice_is (line->kind, "conflict") && tn_slice_is (tn_json_member (line->body, "state"), "\"open\""))
    a->result->conflicts++;
}

static gboolean
note_new (TnApply *a, const TnLine *line, const TnId *parent, GError **error)
{
  note_row (a, line, TRUE, NULL);
  tn_apply_note_conflict (a, line);
  return !a->bulk || tn_apply_add_first (a->copy, line, parent, error);
}

gboolean
tn_apply_note_displaced (TnApply *a, const TnRow *mine, const TnRow *now, GError **error)
{
  for (guint i = 0; i < mine->units->len; i++) {
    const TnUnit *unit = &g_array_index (mine->units, TnUnit, i), *other = tn_row_unit (now, unit->unit);
    gboolean same = other && (tn_stamp_cmp (&unit->stamp, &other->stamp) == 0 || g_strcmp0 (unit->value, other->value) == 0);
    if (!same && !tn_history_add (a->copy, &mine->id, unit->unit, &unit->stamp, unit->value, a->now, error)) return FALSE;
  }
  if (mine->deleted == now->deleted || !tn_stamp_is_set (&mine->del_stamp)) return TRUE;
  return tn_history_add (a->copy, &mine->id, TN_UNIT_DEL, &mine->del_stamp, mine->deleted ? "true" : "false", a->now, error);
}

/* A stamp of the root never falls; if it does, the root was restored from a backup, and its older state must not wipe out ours. */
static gboolean
check_no_drop (const TnRow *root, const TnRow *mine, GError **error)
{
  if (!tn_merge_would_drop (root, mine)) return TRUE;
  g_set_error_literal (error, TN_ERROR, TN_ERROR_REWOUND,
    _("The district’s server holds an older state than this laptop; it was probably restored from a backup. Nothing was changed here. Reconcile again: this laptop then hands in what the server lost."));
  return FALSE;
}

/* What stands here against a line of the root. */
typedef enum { OTHER, SAME, CONFIRMED } Likeness;
typedef struct {
  gboolean here;
  Likeness like;
  TnHash h;                /* of the root's last line */
  gboolean has_h;
  gint64 ahead, row;       /* row: of the table */
  TnRow *mine;             /* when it is OTHER; owned */
} Held;

static void
clear_held (Held *held)
{
  g_clear_pointer (&held->mine, tn_row_free);
}
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Held, clear_held)

static gboolean
replace (TnApply *a, const TnPageLine *read, const Held *held, GError **error)
{
  const TnLine *line = &read->line;
  const TnRow *mine = held->mine;
  g_autoptr (TnRow) root = tn_line_to_row (line, error);
  if (!root || (!a->repair && !check_no_drop (root, mine, error)) || !tn_apply_note_displaced (a, mine, root, error)) return FALSE;
  TnRecordParts parts = tn_apply_parts (read, &read->h);
  if (!tn_record_replace (a->copy, &parts, held->row, error)) return FALSE;
  if (root->deleted && !mine->deleted) a->tombstones++;
  gboolean lists = !tn_projection_is_same (mine, root);
  note_row (a, line, lists, g_steal_pointer (&root));
  return note_late (a, line, error);
}

/* The row holds a hub's values that the root does not have (yet): those stay, in sight and for the day that this laptop is the only one that has them
 * (sync.md 2.16), until the root's line is at least as new. The hash is the root's all the same, so the digests compare. */
static gboolean
replace_under_ahead (TnApply *a, const TnPageLine *read, const Held *held, GError **error)
{
  const TnLine *line = &read->line;
  const TnRow *mine = held->mine;
  g_autoptr (TnRow) now = tn_line_to_row (line, error);
  if (!now) return FALSE;
  gboolean still = tn_merge_greater (now, mine);
  TnRecordParts parts = tn_apply_parts (read, &read->h);
  if (!tn_apply_note_displaced (a, mine, now, error) || !tn_record_replace (a->copy, &parts, held->row, error)) return FALSE;
  if (still && (!tn_record_store_with_hash (a->copy, now, &read->h, error) || !tn_record_set_ahead (a->copy, &line->id, held->ahead, error))) return FALSE;
  if (now->deleted && !mine->deleted) a->tombstones++;
  return tn_apply_note_changed (a, line, error);
}

static gboolean
is_text (TnStmt *stmt, int col, TnSlice text)
{
  TnSlice held = tn_stmt_slice (stmt, col);
  return held.len == text.len && memcmp (held.p, text.p, text.len) == 0;
}

#define HELD "SELECT h, kind, stream, stamps, body, ahead, rowid FROM record WHERE "

/* Where the page was told that it stands; the page itself may have moved it since, and then by its id. NULL = error. */
static TnStmt *
look_up (TnApply *a, const TnPageLine *read, TnStep *step, GError **error)
{
  TnStmt *stmt = read->row ? tn_db_prepare (a->copy->db, HELD "rowid=?2 AND id=?1", error) : NULL;
  if (stmt) {
    tn_stmt_bind_id (stmt, 1, &read->line.id);
    tn_stmt_bind_int (stmt, 2, read->row);
    if ((*step = tn_stmt_step (stmt, error)) != TN_STEP_DONE) return stmt;
  } else if (read->row) return NULL;
  if (!(stmt = tn_db_prepare (a->copy->db, HELD "id=?1", error))) return NULL;
  tn_stmt_bind_id (stmt, 1, &read->line.id);
  *step = tn_stmt_step (stmt, error);
  return stmt;
}

static void
read_held (TnStmt *stmt, const TnPageLine *read, Held *held)
{
  gsize len;
  const TnLine *line = &read->line;
  const void *own = tn_stmt_blob (stmt, 0, &len);
  held->has_h = own && len == sizeof held->h.b;
  if (held->has_h) memcpy (held->h.b, own, len);
  held->ahead = tn_stmt_int (stmt, 5);
  held->row = tn_stmt_int (stmt, 6);
  gboolean as_it_is = held->ahead == 0 && is_text (stmt, 1, line->kind) && is_text (stmt, 2, line->stream) && is_text (stmt, 3, line->stamps)
                      && is_text (stmt, 4, line->body);
  held->like = held->has_h && memcmp (held->h.b, read->h.b, len) == 0 ? SAME : as_it_is ? CONFIRMED : OTHER;
}

/* A page that comes again (its answer was lost) is mostly SAME; what this laptop sent comes back as it was, and is now CONFIRMED. Nothing is
 * taken apart for either. A row that is ahead is never CONFIRMED; it is SAME only when the root says nothing new, and then what is ahead stays. */
static gboolean
compare (TnApply *a, const TnPageLine *read, Held *held, GError **error)
{
  TnStep step = TN_STEP_ERROR;
  g_autoptr (TnStmt) stmt = look_up (a, read, &step, error);
  held->here = stmt && step == TN_STEP_ROW;
  if (!held->here) return stmt && step == TN_STEP_DONE;
  read_held (stmt, read, held);
  if (held->like != OTHER) return TRUE;
  held->mine = tn_row_from_parts (tn_stmt_slice (stmt, 1), &read->line.id, tn_stmt_slice (stmt, 2), tn_stmt_slice (stmt, 3), tn_stmt_slice (stmt, 4), error);
  return held->mine != NULL;
}

static gboolean
confirm (TnApply *a, const TnLine *line, const TnHash *h, const Held *held, GError **error)
{
  TnStmt *stmt = tn_db_prepare (a->copy->db, "UPDATE record SET h=?2 WHERE rowid=?3 AND id=?1", error);
  if (!stmt) return FALSE;
  tn_stmt_bind_id (stmt, 1, &line->id);
  tn_stmt_bind_blob (stmt, 2, h->b, sizeof h->b);
  tn_stmt_bind_int (stmt, 3, held->row);
  if (held->has_h) tn_digest_remove (a->copy, line->stream, &held->h);
  tn_digest_add (a->copy, line->stream, h);
  a->result->rows++;
  return tn_stmt_run (stmt, error) && note_late (a, line, error);
}

static gboolean
apply_to_existing (TnApply *a, const TnPageLine *read, const Held *held, GError **error)
{
  const TnLine *line = &read->line;
  const TnHash *h = &read->h;
  if (held->like == SAME) return note_late (a, line, error);
  if (held->like == CONFIRMED) return confirm (a, line, h, held, error);
  if (held->has_h) tn_digest_remove (a->copy, tn_slice (held->mine->stream, -1), &held->h);
  tn_digest_add (a->copy, line->stream, h);
  return held->ahead ? replace_under_ahead (a, read, held, error) : replace (a, read, held, error);
}

static void
clear_open (gpointer data)
{
  TnApplyOpen *open = data;
  g_free (open->unit);
  g_free (open->value);
}

gboolean
tn_apply_list_open (TnApply *a, const TnId *id, GArray **open, GError **error)
{
  *open = NULL;
  if (!a->has_open) return TRUE;
  g_autoptr (TnStmt) stmt = tn_db_prepare (a->copy->db,
    "SELECT n, unit, value, stamp FROM outbox WHERE id=?1 AND (state='new' OR state='held')", error);
  if (!stmt) return FALSE;
  tn_stmt_bind_id (stmt, 1, id);
  TnStep step;
  while ((step = tn_stmt_step (stmt, error)) == TN_STEP_ROW) {
    const char *unit = tn_stmt_text_needed (stmt, 1, error);
    if (!unit) return FALSE;
    TnApplyOpen entry = { tn_stmt_int (stmt, 0), g_strdup (unit), g_strdup (tn_stmt_text (stmt, 2)), { "" } };
    tn_stamp_parse (tn_stmt_slice (stmt, 3), &entry.stamp);
    if (!*open) {
      *open = g_array_new (FALSE, FALSE, sizeof (TnApplyOpen));
      g_array_set_clear_func (*open, clear_open);
    }
    g_array_append_val (*open, entry);
  }
  return step == TN_STEP_DONE;
}

static gboolean
come_back (TnApply *a, const TnId *id, GError **error)
{
  return !a->has_leaving || tn_record_run_for_id (a->copy, "DELETE FROM leaving WHERE id=?1", id, error);
}

/* Of a first copy nearly all is new: its rows are put in as if they were, without a look. Of any other page most is here. */
static gboolean
take (TnApply *a, const TnPageLine *read, GError **error)
{
  g_auto (Held) held = { .like = OTHER };
  if (!a->bulk && !compare (a, read, &held, error)) return FALSE;
  if (held.here) return apply_to_existing (a, read, &held, error);
  TnRecordParts parts = tn_apply_parts (read, &read->h);
  gboolean inserted;
  if (!tn_record_insert (a->copy, &parts, &inserted, error)) return FALSE;
  if (inserted) return note_new (a, &read->line, &read->parent, error);
  /* neither new nor here: an index of it is damaged */
  return compare (a, read, &held, error) && (held.here || tn_db_set_error (a->copy->db, SQLITE_CORRUPT, error))
         && apply_to_existing (a, read, &held, error);
}

gboolean
tn_apply_record (TnApply *a, const TnPageLine *read, GError **error)
{
  const TnId *id = &read->line.id;
  g_autoptr (GArray) open = NULL;
  if (!come_back (a, id, error) || !tn_apply_list_open (a, id, &open, error)) return FALSE;
  if (open && TN_MUTANT (PULL_OVERWRITES)) {
    if (!tn_record_run_for_id (a->copy, "DELETE FROM outbox WHERE id=?1", id, error)) return FALSE;
  } else if (open) return tn_apply_record_open (a, read, open, error);
  return take (a, read, error);
}
