/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What the root holds of a record between two batches. A record that was edited twice may have its edits in two of them; after the first the root has a state
 * that is no longer here. It is put together again from the local history, or the sums of what both hold would agree only after the last batch
 * (tn-outbox-confirm.c), and the hashes of all that was sent would be noted in one go while the district waits, instead of along the way. Should the history not
 * know it, the sums say so, and nothing is noted: so it is with a new record that went without a field typed over before, once its receipt is here, and with what
 * was sent more than 90 days ago. */
#include "tn-outbox-private.h"
#include "tn-outbox.h"

/* A unit's name that is as long as a stamp costs a look at the outbox, no more. */
gboolean
tn_outbox_may_have_later (TnSlice stamps, const TnStamp *stamp)
{
  const char *end = stamps.p + stamps.len;
  for (const char *p = stamps.p; (p = memchr (p, '"', (gsize) (end - p))) && end - p > TN_STAMP_LEN + 1; p++)
    if (p[TN_STAMP_LEN + 1] == '"' && memcmp (p + 1, stamp->s, TN_STAMP_LEN) > 0) return TRUE;
  return FALSE;
}

typedef struct { char *unit; TnStamp stamp; } Later;

static void
clear_later (gpointer later)
{
  g_free (((Later *) later)->unit);
}

/* Edits of the record that are sent in a later line than this, newest first. Each plus keeps SQLite on the index by record: it has few, and there may be thousands that are
 * new. */
static GArray *
list_later (TnCopy *copy, const TnOutboxPlace *place, GError **error)
{
  g_autoptr (GArray) all = g_array_new (FALSE, FALSE, sizeof (Later));
  g_array_set_clear_func (all, clear_later);
  g_autoptr (TnStmt) stmt = tn_db_prepare (copy->db, "SELECT unit, stamp FROM outbox WHERE id=?1 AND +n>?2 AND save<>?3 AND +state='new' ORDER BY +n DESC", error);
  if (!stmt) return NULL;
  tn_stmt_bind_id (stmt, 1, &place->id);
  tn_stmt_bind_int (stmt, 2, place->n);
  tn_stmt_bind_int (stmt, 3, place->save);
  TnStep step;
  while ((step = tn_stmt_step (stmt, error)) == TN_STEP_ROW) {
    const char *unit = tn_stmt_text_needed (stmt, 0, error);
    if (!unit) return NULL;
    Later later = { g_strdup (unit), { "" } };
    tn_stamp_parse (tn_stmt_slice (stmt, 1), &later.stamp);
    g_array_append_val (all, later);
  }
  return step == TN_STEP_DONE ? g_steal_pointer (&all) : NULL;
}

gboolean
tn_outbox_hash_passing (TnCopy *copy, const TnOutboxPlace *place, const TnRecordParts *now, TnHash *h, gboolean *passing, GError **error)
{
  g_autoptr (GArray) later = list_later (copy, place, error);
  *passing = later && later->len > 0;
  if (!*passing) return later != NULL;
  g_autoptr (TnRow) row = tn_row_from_parts (now->kind, &place->id, now->stream, now->stamps, now->body, error);
  if (!row) return FALSE;
  for (guint i = 0; i < later->len; i++) {
    const Later *one = &g_array_index (later, Later, i);
    gboolean changed;
    if (!tn_outbox_put_before (copy, row, one->unit, &one->stamp, TRUE, &changed, error)) return FALSE;
  }
  g_autoptr (GString) line = g_string_sized_new (1024);
  tn_row_to_line (row, line);
  *h = tn_hash (line->str, line->len);
  return TRUE;
}
