/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A batch from a laptop of the team (sync.md 2.16). Every line goes into the relay's outbox as it came. What its author may write, and the root would judge,
 * goes by greatest stamp into the rows too, so that the team sees it at once; the rest waits unseen for the root's word. No flags, no merging: the
 * root judges each edit exactly once. */
#include "tn-hub-depot-private.h"
#include "tn-hub-copy.h"
#include "tn-merge.h"
#include "tn-meta-keys.h"
#include "tn-relay.h"
#include <glib/gi18n.h>

typedef struct {
  const TnPushContext *context;
  TnCopy *copy;
  TnScope *scope;
  TnScope *own;               /* what this hub itself may hold; NULL = it does not know */
  TnPushResult *result;
  gint64 count;
  guint at;                   /* of the line at work, in the batch */
} Relay;

static gboolean
refuse (Relay *r, TnProblem problem, GError **error, const char *message)
{
  r->result->problem = problem;
  g_set_error_literal (error, TN_ERROR, tn_problem_info (problem)->error, message);
  return FALSE;
}

/* A hub hands on what it may not open itself, but does not show it; nor what hangs on a record that is not here, which may be one of those. */
static gboolean
is_ours_to_hold (const Relay *r, const char *stream)
{
  return r->own && stream[0] != TN_STREAM_ORPHAN[0] && tn_scope_allows (r->own, stream);
}

/* By the rights held now, or when the edit was made; orphans as ward-common: as the root does it (tn-push-merge.c). */
static gboolean
is_in_scope (const Relay *r, const char *stream, const TnStamp *stamp)
{
  g_autofree char *place = stream[0] == TN_STREAM_ORPHAN[0] ? g_strconcat ("0", stream + 1, NULL) : g_strdup (stream);
  return tn_scope_allows (r->scope, place) || tn_grants_allowed (r->context->grants, r->context->ward, place, tn_stamp_ms (stamp));
}

static gboolean
is_newer (const TnRow *row, const TnChange *change)
{
  const TnUnit *unit = tn_row_unit (row, change->unit);
  const TnStamp *held = strcmp (change->unit, TN_UNIT_DEL) == 0 ? &row->del_stamp : unit ? &unit->stamp : NULL;
  return !held || !tn_stamp_is_set (held) || tn_stamp_cmp (&change->stamp, held) > 0;
}

static gboolean
change_row (TnRow *row, const TnEntry *entry)
{
  gboolean changed = FALSE;
  for (guint i = 0; i < entry->changes->len; i++) {
    const TnChange *change = entry->changes->pdata[i];
    if (!is_newer (row, change) || tn_merge_why_held (row, entry, change)) continue;
    tn_row_set_unit (row, change->unit, change->value, &change->stamp);
    changed = TRUE;
  }
  return changed;
}

static gboolean
show_to_team (Relay *r, const TnEntry *entry, GError **error)
{
  gboolean exists = FALSE;
  if (entry->changes->len == 0) return TRUE;
  g_autoptr (TnRow) row = tn_relay_row (r->copy, entry, &exists, error);
  if (!row) return FALSE;
  if (!row->kind || strcmp (row->kind_key, entry->kind_key) != 0 || (!exists && row->kind->flags & TN_KIND_SERVER_MADE)) return TRUE;
  /* A change of what this hub does not have yet: alone it would make a part of the record, and without its references in the wrong stream. */
  if (!exists && !entry->creation) return TRUE;
  if (!is_ours_to_hold (r, row->stream)) return TRUE;
  if (!is_in_scope (r, row->stream, &((TnChange *) entry->changes->pdata[0])->stamp)) return TRUE;
  g_autoptr (TnRow) before = exists ? tn_row_copy (row) : NULL;
  return !change_row (row, entry) || tn_relay_store (r->copy, before, row, error);
}

static gboolean
is_erased (Relay *r, const TnId *id, gboolean *erased, GError **error)
{
  g_autoptr (TnStmt) stmt = tn_db_prepare (tn_copy_db (r->copy), "SELECT 1 FROM hub_erased WHERE id=?1", error);
  if (!stmt) return FALSE;
  tn_stmt_bind_id (stmt, 1, id);
  TnStep step = tn_stmt_step (stmt, error);
  *erased = step == TN_STEP_ROW;
  return step != TN_STEP_ERROR;
}

static gboolean
take_line (Relay *r, TnSlice line, GError **error)
{
  gint64 n;
  gboolean erased = FALSE, added = FALSE;
  if (tn_json_check (line) != TN_JSON_OBJECT || !tn_json_get_int (tn_json_member (line, "n"), &n))
    return refuse (r, TN_PROBLEM_MALFORMED, error, _("The batch has a line that cannot be read. Nothing was taken. Reconcile again with a newer program."));
  g_autoptr (TnEntry) entry = tn_entry_parse (line, NULL);
  if (entry && !is_erased (r, &entry->id, &erased, error)) return FALSE;
  if (erased) {
    TnPushAnswer answer = { n, "erased", NULL, r->at };
    g_array_append_val (r->result->answers, answer);
    return TRUE;
  }
  if (!tn_relay_add (r->copy, r->context->device, line, entry ? &entry->id : NULL, &added, error)) return FALSE;
  return !added || !entry || show_to_team (r, entry, error);
}

static gboolean
take_lines (Relay *r, TnSlice lines, GError **error)
{
  const char *p = lines.p, *end = lines.p + lines.len;
  gint64 n = 0;
  for (; p < end; n++, r->at++) {
    const char *stop = memchr (p, '\n', (gsize) (end - p));
    TnSlice line = { p, (gsize) ((stop ? stop : end) - p) };
    if (n == r->count) return refuse (r, TN_PROBLEM_COUNT_MISMATCH, error, _("The batch has more lines than it says. Nothing was taken. Reconcile again."));
    if (!take_line (r, line, error)) return FALSE;
    p += line.len + 1;
  }
  if (n == r->count) return TRUE;
  return refuse (r, TN_PROBLEM_COUNT_MISMATCH, error, _("The batch does not have as many lines as it says. Nothing was taken. Reconcile again."));
}

static gboolean
take_batch (Relay *r, GBytes *batch, GError **error)
{
  g_auto (TnBatchHead) head = { 0 };
  if (!tn_batch_head_parse (batch, "push", &head, &r->result->problem, error)) return FALSE;
  if (strcmp (r->context->ward, tn_copy_ward (r->copy)) != 0) return refuse (r, TN_PROBLEM_WARD_GONE, error, _("This laptop serves another ward. Nothing was taken."));
  r->count = head.count;
  g_autoptr (TnTx) tx = tn_tx_begin (tn_copy_db (r->copy), TRUE, error);
  return tx && take_lines (r, head.rest, error) && tn_tx_commit (g_steal_pointer (&tx), error);
}

static gboolean
run (Relay *r, GBytes *batch, GError **error)
{
  gint64 before = 0, after = 0;
  TnDb *db = tn_copy_db (r->copy);
  if (!tn_hub_settle (r->copy, &before, error) || !take_batch (r, batch, error) || !tn_hub_settle (r->copy, &after, error)) return FALSE;
  r->result->moved = after > before;
  return hub_read_head (db, &r->result->head, error);
}

/* From the records that the district streams to its hubs, as everybody's. */
static gboolean
read_own_scope (TnDepot *depot, const char *ward, TnScope **own, GError **error)
{
  g_autoptr (TnDevice) device = NULL;
  g_autoptr (GPtrArray) grants = NULL;
  g_autoptr (HubRead) read = hub_read_begin (depot, error);
  g_autofree char *name = read ? tn_copy_get_meta (read->copy, TN_META_DEVICE) : NULL;
  if (!read || (name && !hub_read_auth (read, name, &device, &grants, error))) return FALSE;
  *own = grants ? tn_scope_new (grants, ward) : NULL;
  return TRUE;
}

gboolean
hub_relay (TnDepot *base, const TnPushContext *context, GBytes *batch, TnPushResult *result, GError **error)
{
  HubDepot *depot = (HubDepot *) base;
  *result = (TnPushResult) { .answers = g_array_new (FALSE, FALSE, sizeof (TnPushAnswer)), .problem = TN_PROBLEM_INTERNAL };
  g_autoptr (TnScope) scope = tn_scope_new (context->grants, context->ward), own = NULL;
  if (!read_own_scope (base, context->ward, &own, error)) return FALSE;
  g_mutex_lock (&depot->write_lock);
  Relay r = { .context = context, .copy = depot->writer, .scope = scope, .own = own, .result = result };
  gboolean done = run (&r, batch, error);
  g_mutex_unlock (&depot->write_lock);
  return done;
}
