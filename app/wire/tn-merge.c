/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The root's half of the merge: one change against one row (sync.md 2.5, push_one).
 *
 * The winner is the greatest stamp, so the order of arrival never matters. A change that its author made without having seen what
 * stands (the row's stamp is not in `over`), and that says something else, is flagged: whichever of the two loses is shown to a
 * person. There is no exemption for a device's own edits, as a copied disk is two devices. Everything displaced goes to history, and what
 * history knows is not judged again; that makes every push repeatable. */
#include "tn-merge.h"
#include "tn-limits.h"
#include "tn-mutant.h"

typedef struct {
  TnRow *row;
  const TnEntry *entry;
  const TnChange *change;
  const TnMergeHooks *hooks;
  TnMergeResult *result;
  gboolean repair;      /* the change is a unit of a line that the root once held (sync.md 2.9) */
} Push;

void
tn_merge_result_clear (TnMergeResult *r)
{
  g_free (r->loser_value);
  g_free (r->displaced_value);
  memset (r, 0, sizeof *r);
}

static gboolean
is_del (const TnChange *change)
{
  return g_str_equal (change->unit, TN_UNIT_DEL);
}

static gboolean
row_is_empty (const TnRow *row)
{
  return row->units->len == 0 && !tn_stamp_is_set (&row->del_stamp);
}

/* What the row holds of the unit; FALSE when it was never written. */
static gboolean
current_of (const TnRow *row, const char *unit, TnStamp *stamp, const char **value)
{
  const TnUnit *held = tn_row_unit (row, unit);
  if (g_str_equal (unit, TN_UNIT_DEL)) {
    *stamp = row->del_stamp;
    *value = row->deleted ? "true" : "false";
    return tn_stamp_is_set (stamp);
  }
  *stamp = held ? held->stamp : (TnStamp) { "" };
  *value = held ? held->value : NULL;
  return held != NULL;
}

/* Whatever history holds of a unit has gone under in the row, so its stamp is not above the row's: what is newer than that need not be looked
 * up, and that is nearly every edit. */
static gboolean
is_known (const Push *p)
{
  TnStamp stamp;
  const char *value;
  gboolean held = current_of (p->row, p->change->unit, &stamp, &value);
  int newer = held ? tn_stamp_cmp (&p->change->stamp, &stamp) : 0;
  if (held && newer == 0 && g_strcmp0 (value, p->change->value) == 0) return TRUE;
  if (newer > 0) return FALSE;
  return p->hooks->known (p->hooks->user_data, p->row, p->change->unit, &p->change->stamp, p->change->value);
}

static gboolean
value_fits (const TnKind *kind, const TnChange *change)
{
  if (is_del (change)) return g_strcmp0 (change->value, "true") == 0 || g_strcmp0 (change->value, "false") == 0;
  return !change->value || tn_kind_unit_accepts (kind, change->unit, tn_slice (change->value, -1));
}

/* The line that the row would make stays below the limit of a line; 64 bytes hold a unit's name, stamp and punctuation. */
static gboolean
row_has_room (const TnRow *row, const TnChange *change)
{
  gsize size = 512 + (change->value ? strlen (change->value) : 0) + 64;
  for (guint i = 0; i < row->units->len; i++) {
    const TnUnit *unit = &g_array_index (row->units, TnUnit, i);
    if (strcmp (unit->unit, change->unit) != 0) size += 64 + strlen (unit->unit) + (unit->value ? strlen (unit->value) : 0);
  }
  return size <= TN_LIMIT_LINE;
}

static gboolean
is_over_limits (const Push *p)
{
  gsize len = p->change->value ? strlen (p->change->value) : 0;
  if (p->change->over && p->change->over->len > TN_LIMIT_OVER) return TRUE;
  return len > TN_LIMIT_VALUE || !row_has_room (p->row, p->change);
}

static gboolean
breaks_immutable (const Push *p)
{
  TnStamp stamp;
  const char *value;
  if (!(p->row->kind->flags & TN_KIND_IMMUTABLE)) return FALSE;
  if (is_del (p->change)) return TRUE;
  return current_of (p->row, p->change->unit, &stamp, &value) && g_strcmp0 (value, p->change->value) != 0;
}

/* Why the change goes to quarantine, or NULL. Nothing here refuses for good: a newer server or a person lets it in later. */
static const char *
hold_reason (const Push *p)
{
  const TnKind *kind = p->row->kind;
  if (!kind || !g_str_equal (p->row->kind_key, p->entry->kind_key)) return "kind";
  if (!is_del (p->change) && !tn_kind_has_unit (kind, p->change->unit)) return "unit";
  if (is_over_limits (p)) return "limit";
  if (!value_fits (kind, p->change)) return "value";
  if (kind->flags & TN_KIND_SERVER_MADE && row_is_empty (p->row) && !p->repair) return "server-made";
  return breaks_immutable (p) ? "immutable" : NULL;
}

static void
set_flag (const Push *p, const char *type, const char *unit, const char *value, const TnStamp *loser, const TnStamp *winner, gboolean by_entry)
{
  TnMergeResult *r = p->result;
  g_free (r->loser_value);
  r->flag = TRUE;
  r->flag_type = type;
  r->flag_unit = unit;
  r->loser_value = g_strdup (value);
  r->loser_stamp = *loser;
  r->winner_stamp = *winner;
  r->loser_is_entry = by_entry;
}

static void
set_displaced (const Push *p, const char *value, const TnStamp *stamp, const char *why)
{
  TnMergeResult *r = p->result;
  r->displaced = TRUE;
  r->displaced_value = g_strdup (value);
  r->displaced_stamp = *stamp;
  r->displaced_why = why;
}

/* A delete stands only against the very state that its author saw. Two who delete the same record at once agree, and whoever was first
 * had seen it whole; so the second does not wake it. */
static gboolean
delete_saw_row (const Push *p)
{
  if (row_is_empty (p->row) || p->row->deleted || TN_MUTANT (DELETE_BY_STAMP)) return TRUE;
  TnHash now = tn_row_state_hash (p->row);
  return p->entry->has_seen && memcmp (now.b, p->entry->seen.b, sizeof now.b) == 0;
}

static void
overrule_delete (Push *p)
{
  const TnChange *change = p->change;
  const TnStamp *above = tn_stamp_cmp (&p->row->del_stamp, &change->stamp) > 0 ? &p->row->del_stamp : &change->stamp;
  TnStamp alive = p->hooks->root_stamp (p->hooks->user_data, above);
  set_flag (p, p->repair ? "repair" : "delete", TN_UNIT_DEL, change->value, &change->stamp, &alive, TRUE);
  set_displaced (p, change->value, &change->stamp, "lost");
  p->result->alive_stamp = p->row->del_stamp;
  tn_row_set_unit (p->row, TN_UNIT_DEL, "false", &alive);
  p->result->changed = TRUE;
  p->result->outcome = TN_MERGE_LOST;
}

static void
revive (Push *p)
{
  TnStamp dead = p->row->del_stamp;
  TnStamp alive = p->hooks->root_stamp (p->hooks->user_data, &dead);
  tn_row_set_unit (p->row, TN_UNIT_DEL, "false", &alive);
  p->result->changed = p->result->revived = TRUE;
  p->result->deleted_stamp = dead;
  p->result->revived_stamp = alive;
  set_flag (p, p->repair ? "repair" : "revive", TN_UNIT_DEL, "true", &dead, &alive, FALSE);
}

static gboolean
names_in_over (const TnChange *change, const TnStamp *stamp)
{
  if (TN_MUTANT (IGNORES_OVER)) return TRUE;
  if (TN_MUTANT (DEVICE_EXEMPTION) && memcmp (stamp->s + TN_STAMP_LEN - TN_REPLICA_LEN, change->stamp.s + TN_STAMP_LEN - TN_REPLICA_LEN, TN_REPLICA_LEN) == 0) return TRUE;
  for (guint i = 0; change->over && i < change->over->len; i++)
    if (tn_stamp_cmp (&g_array_index (change->over, TnStamp, i), stamp) == 0) return TRUE;
  return FALSE;
}

static void
flag_loser (Push *p, gboolean win, const TnStamp *stamp, const char *value, const char *type)
{
  const TnChange *change = p->change;
  if (win) set_flag (p, type, change->unit, value, stamp, &change->stamp, FALSE);
  else set_flag (p, type, change->unit, change->value, &change->stamp, stamp, TRUE);
}

static void
merge_unit (Push *p)
{
  const TnChange *change = p->change;
  TnStamp stamp;
  const char *held;
  gboolean written = current_of (p->row, change->unit, &stamp, &held);
  g_autofree char *value = g_strdup (held);
  int newer = written ? tn_stamp_cmp (&change->stamp, &stamp) : 1;
  /* one stamp, two values: two copies of a laptop ticked alike; the greater bytes win on every machine */
  gboolean tie = newer == 0, win = tie ? g_strcmp0 (change->value, value) > 0 : newer > 0;
  gboolean saw = !written || names_in_over (change, &stamp);
  gboolean loud = is_del (change) || !tn_kind_unit_is_quiet (p->row->kind, change->unit);
  if (!saw && loud && g_strcmp0 (change->value, value) != 0) flag_loser (p, win, &stamp, value, p->repair ? "repair" : tie ? "tie" : "field");
  p->result->outcome = win ? TN_MERGE_WON : TN_MERGE_LOST;
  if (!win) set_displaced (p, change->value, &change->stamp, "lost");
  else if (written) set_displaced (p, value, &stamp, saw ? "superseded" : "lost");
  if (!win) return;
  tn_row_set_unit (p->row, change->unit, change->value, &change->stamp);
  p->result->changed = TRUE;
}

void
tn_merge_push (TnRow *row, const TnEntry *entry, const TnChange *change, const TnMergeHooks *hooks, TnMergeResult *result)
{
  Push p = { row, entry, change, hooks, result, FALSE };
  *result = (TnMergeResult) { .outcome = TN_MERGE_SAME };
  if (is_known (&p)) return;
  result->why = hold_reason (&p);
  if (result->why) {
    result->outcome = TN_MERGE_HELD;
    return;
  }
  gboolean deletes = is_del (change) && g_str_equal (change->value, "true");
  if (deletes && !delete_saw_row (&p)) {
    overrule_delete (&p);
    return;
  }
  if (row->deleted && !is_del (change)) revive (&p);
  merge_unit (&p);
}

const char *
tn_merge_why_held (TnRow *row, const TnEntry *entry, const TnChange *change)
{
  Push p = { .row = row, .entry = entry, .change = change };
  return hold_reason (&p);
}

/* ---- a line that a laptop hands in after the root was put back (sync.md 2.9) ---- */

/* Something stands in the row that whoever deleted the record, on the time line that is cut off, cannot have seen. */
static gboolean
holds_unseen (const TnRow *row, const TnRow *line)
{
  for (guint i = 0; i < row->units->len; i++) {
    const TnUnit *held = &g_array_index (row->units, TnUnit, i), *seen = tn_row_unit (line, held->unit);
    if (!seen || (tn_stamp_cmp (&held->stamp, &seen->stamp) > 0 && g_strcmp0 (held->value, seen->value) != 0)) return TRUE;
  }
  return FALSE;
}

/* Was judged by the root once already, so only what it cannot have been judged against counts: an edit that it would bury. What only hubs have said was
 * not: its units and its death may be of people who did not see each other's, so a person is asked. */
static void
repair_del (Push *p, const TnRow *line)
{
  int newer = tn_stamp_cmp (&line->del_stamp, &p->row->del_stamp);
  gboolean dies = line->deleted && !p->row->deleted;
  if (dies && newer > 0 && (p->hooks->unjudged || holds_unseen (p->row, line))) {
    overrule_delete (p);
    return;
  }
  merge_unit (p);
  gboolean replayed = dies && newer > 0, late = !line->deleted && newer < 0;   /* nobody's value goes under by these */
  if (replayed || late) p->result->flag = FALSE;
}

static void
repair_unit (Push *p, const TnRow *line)
{
  const TnUnit *held = is_del (p->change) ? NULL : tn_row_unit (p->row, p->change->unit);
  /* only what wins: then it does not matter which of two lines comes first */
  gboolean says_else = !held || (g_strcmp0 (held->value, p->change->value) != 0 && tn_stamp_cmp (&p->change->stamp, &held->stamp) > 0);
  if (is_known (p)) return;
  p->result->why = hold_reason (p);
  if (p->result->why) {
    p->result->outcome = TN_MERGE_HELD;
    return;
  }
  if (is_del (p->change)) {
    repair_del (p, line);
    return;
  }
  if (p->row->deleted && (!line->deleted || p->hooks->unjudged) && says_else) revive (p);
  merge_unit (p);
}

void
tn_merge_repair (TnRow *row, const TnRow *line, const TnChange *change, const TnMergeHooks *hooks, TnMergeResult *result)
{
  TnEntry entry = { .kind_key = line->kind_key, .id = line->id };
  Push p = { row, &entry, change, hooks, result, TRUE };
  *result = (TnMergeResult) { .outcome = TN_MERGE_SAME };
  repair_unit (&p, line);
}

TnId
tn_merge_conflict_id (const char *ward, const TnId *record, const char *unit, const TnStamp *loser, const char *type)
{
  TnIdStr id;
  tn_id_format (record, id);
  g_autofree char *name = g_strjoin ("\n", "conflict", ward, id, unit, loser->s, type, NULL);
  return tn_id_from_name (name);
}
