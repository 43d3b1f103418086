/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Lines that laptops hand in after this root was put back, or was found to lack something (sync.md 2.9). Each is the whole of a record as the root
 * once held it. Its units are merged by the greater stamp, what is known is passed over, and what differs and goes under is flagged for one
 * reviewer as one batch. As in a push, one bad line costs the others nothing, and everything may come again. */
#include "tn-push-private.h"
#include <glib/gi18n.h>

typedef struct {
  TnSlice raw;
  TnId id;
  Work *work;               /* what it was merged into; NULL = it was not */
  gboolean answered;
} RepairItem;

static gboolean
refuse (Push *push, TnProblem problem, GError **error, const char *message)
{
  push->result->problem = problem;
  g_set_error_literal (error, TN_ERROR, tn_problem_info (problem)->error, message);
  return FALSE;
}

/* FALSE when not even the id can be read: then nobody could be told what became of it. */
static gboolean
read_id (TnSlice raw, TnId *id)
{
  TnSlice token = tn_json_check (raw) == TN_JSON_OBJECT ? tn_json_member (raw, "i") : (TnSlice) { NULL, 0 };
  return token.len == TN_ID_STR_LEN + 2 && tn_id_parse (token.p + 1, TN_ID_STR_LEN, id);
}

static gboolean
read_lines (Push *push, TnSlice lines, GArray *items, GError **error)
{
  const char *p = lines.p, *end = lines.p + lines.len;
  while (p < end) {
    const char *stop = memchr (p, '\n', (gsize) (end - p));
    RepairItem item = { .raw = { p, (gsize) ((stop ? stop : end) - p) } };
    if (items->len >= TN_LIMIT_CHANGES)
      return refuse (push, TN_PROBLEM_COUNT_MISMATCH, error, _("The batch has more lines than it says. Nothing was taken. Reconcile again."));
    if (!read_id (item.raw, &item.id))
      return refuse (push, TN_PROBLEM_MALFORMED, error, _("The batch has a line that cannot be read. Nothing was taken. Reconcile again with a newer program."));
    g_array_append_val (items, item);
    p += item.raw.len + 1;
  }
  return TRUE;
}

static gboolean
read_batch (Push *push, GBytes *batch, GArray *items, GError **error)
{
  g_auto (TnBatchHead) head = { 0 };
  if (!tn_batch_head_parse (batch, "repair", &head, &push->result->problem, error) || !read_lines (push, head.rest, items, error)) return FALSE;
  push->ahead = head.ahead;
  if (items->len == (guint64) head.count) return TRUE;
  return refuse (push, TN_PROBLEM_COUNT_MISMATCH, error, _("The batch does not have as many lines as it says. Nothing was taken. Reconcile again."));
}

static void
answer (Push *push, RepairItem *item, const char *code, const char *why)
{
  TnRepairAnswer a = { item->id, code, why };
  if (!item->answered) g_array_append_val (push->result->repairs, a);
  item->answered = TRUE;
}

static gboolean
hold (Push *push, RepairItem *item, const char *why, GError **error)
{
  answer (push, item, "held", why);
  return push_hold (push, item->raw, &item->id, why, error);
}

/* ---- one line ---- */

static gboolean
take_del (Push *push, Work *work, const TnRow *line, const char **held, GError **error)
{
  TnChange change = { (char *) TN_UNIT_DEL, (char *) (line->deleted ? "true" : "false"), line->del_stamp, NULL };
  return !tn_stamp_is_set (&line->del_stamp) || push_take_change (push, work, NULL, line, &change, held, error);
}

/* A delete is judged against all that the line knows, and so after it; a record that lives again wakes before its units come. */
static gboolean
merge_line (Push *push, RepairItem *item, Work *work, const TnRow *line, GError **error)
{
  const char *held = NULL;
  item->work = work;
  if (!push_row (work, error) || (!line->deleted && !take_del (push, work, line, &held, error))) return FALSE;
  for (guint i = 0; i < line->units->len; i++) {
    const TnUnit *unit = &g_array_index (line->units, TnUnit, i);
    TnChange change = { unit->unit, unit->value, unit->stamp, NULL };
    if (!push_take_change (push, work, NULL, line, &change, &held, error)) return FALSE;
  }
  if (line->deleted && !take_del (push, work, line, &held, error)) return FALSE;
  return push_place (push, work, error) && (!held || hold (push, item, held, error));
}

static gboolean
take_new (Push *push, RepairItem *item, const TnRow *line, GError **error)
{
  g_autoptr (TnRow) draft = tn_row_copy (line);
  TnStamp newest = tn_row_newest (line);
  Work probe = { .id = item->id, .kind = line->kind, .row = draft };
  gboolean erased;
  if (!push_place (push, &probe, error) || !push_hangs_on_erased (push, &item->id, line->kind, &probe.parent, &erased, error)) return FALSE;
  if (erased) {
    answer (push, item, "erased", NULL);
    return TRUE;
  }
  if (!push_is_in_scope (push, probe.stream, &newest)) return hold (push, item, "scope", error);
  Work *work = push_add_work (push, &item->id, line->kind);
  work->row = tn_row_new (line->kind_key, &item->id);
  return merge_line (push, item, work, line, error);
}

/* Nothing of it is news: then it does not matter who says it. */
static gboolean
is_all_known (Push *push, Work *work, const TnRow *line, gboolean *known, GError **error)
{
  *known = FALSE;
  if (!push_row (work, error)) return FALSE;
  for (guint i = 0; i < line->units->len; i++) {
    const TnUnit *unit = &g_array_index (line->units, TnUnit, i), *held = tn_row_unit (work->row, unit->unit);
    gboolean found = held && tn_stamp_cmp (&held->stamp, &unit->stamp) == 0 && g_strcmp0 (held->value, unit->value) == 0;
    g_autofree char *value = NULL;
    if (!found && !push->driver->tx_displaced (push->tx, &work->id, unit->unit, &unit->stamp, &value, &found, error)) return FALSE;
    if (!found) return TRUE;
  }
  *known = TRUE;
  return TRUE;
}

static gboolean
take_known (Push *push, RepairItem *item, Work *work, const TnRow *line, GError **error)
{
  TnStamp newest = tn_row_newest (line);
  gboolean known;
  if (!work->kind || work->kind != line->kind) return hold (push, item, "kind", error);
  if (push_is_in_scope (push, work->stream, &newest)) return merge_line (push, item, work, line, error);
  if (!is_all_known (push, work, line, &known, error)) return FALSE;
  if (!known) return hold (push, item, "scope", error);
  answer (push, item, "moved", NULL);
  return TRUE;
}

static gboolean
take_line (Push *push, RepairItem *item, GError **error)
{
  TnLine line;
  Work *work = NULL;
  gboolean erased = FALSE;
  if (push->tx->any_erased && !push->driver->tx_is_erased (push->tx, &item->id, &erased, error)) return FALSE;
  if (erased) {
    answer (push, item, "erased", NULL);
    return TRUE;
  }
  if (item->raw.len > TN_LIMIT_LINE) return hold (push, item, "limit", error);
  g_autoptr (TnRow) row = tn_line_parse (item->raw, &line, NULL) && line.type == TN_LINE_RECORD ? tn_line_to_row (&line, NULL) : NULL;
  if (!row) return hold (push, item, "line", error);
  if (!row->kind) return hold (push, item, "kind", error);
  if (!push_find_work (push, &item->id, &work, error)) return FALSE;
  return work ? take_known (push, item, work, row, error) : take_new (push, item, row, error);
}

/* It may have been put where the laptop does not look: told as a page would tell it. */
static void
tell_moved (Push *push, RepairItem *item)
{
  if (item->work && !tn_scope_allows (push->scope, item->work->stream)) answer (push, item, "moved", NULL);
}

gboolean
tn_repair_run (const TnPushContext *context, GBytes *lines, TnPushResult *result, GError **error)
{
  g_auto (Push) push = { .repair = TRUE };
  g_autoptr (GArray) items = g_array_new (FALSE, FALSE, sizeof (RepairItem));
  push_init (&push, context, result);
  if (!read_batch (&push, lines, items, error) || !push_begin (&push, error)) return FALSE;
  for (guint i = 0; i < items->len; i++)
    if (!take_line (&push, &g_array_index (items, RepairItem, i), error)) return FALSE;
  if (!push_settle (&push, error)) return FALSE;
  for (guint i = 0; i < items->len; i++) tell_moved (&push, &g_array_index (items, RepairItem, i));
  return push_end (&push, error);
}
