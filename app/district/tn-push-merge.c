/* SPDX-License-Identifier: GPL-3.0-or-later */
/* One entry after the other against the record it is about. */
#include "tn-push-private.h"
#include "tn-mutant.h"


Work *
push_add_work (Push *push, const TnId *id, const TnKind *kind)
{
  Work *work = g_new0 (Work, 1);
  work->id = *id;
  work->kind = kind;
  g_ptr_array_add (push->works, work);
  g_hash_table_insert (push->by_id, &work->id, work);
  return work;
}

static Work *
add_stored (Push *push, const TnStored *record)
{
  Work *work = push_add_work (push, &record->id, tn_schema_kind_slice (record->kind));
  work->exists = TRUE;
  work->parent = work->old_parent = record->parent;
  work->row_number = record->row_number;
  work->old_h = record->h;
  work->line = tn_slice_dup (record->line);
  work->line_len = record->line.len;
  work->stream = work->old_stream = push_intern (push, tn_slice_dup (record->stream));
  return work;
}

gboolean
push_find_work (Push *push, const TnId *id, Work **work, GError **error)
{
  TnStored record;
  gboolean found = FALSE;
  *work = g_hash_table_lookup (push->by_id, id);
  if (*work) return TRUE;
  if (!push->driver->tx_get (push->tx, id, &record, &found, error)) return FALSE;
  if (found) *work = add_stored (push, &record);
  return TRUE;
}

/* A new record that a later line of the batch touches again: what it consists of so far, as units. */
static gboolean
expand_plain (Work *work, GError **error)
{
  g_autoptr (TnEntry) entry = tn_entry_parse (work->plain->raw, error);
  if (!entry) return FALSE;
  work->row = tn_row_new (entry->kind_key, &work->id);
  for (guint i = 0; i < entry->changes->len; i++) {
    const TnChange *change = entry->changes->pdata[i];
    tn_row_set_unit (work->row, change->unit, change->value, &change->stamp);
  }
  work->plain = NULL;
  return TRUE;
}

static gboolean
expand_stored (Work *work, GError **error)
{
  TnLine line;
  if (!tn_line_parse ((TnSlice) { work->line, work->line_len }, &line, error)) return FALSE;
  work->row = tn_line_to_row (&line, error);
  if (work->row && !tn_row_area (work->row, &work->area)) work->area = (TnId) { 0 };
  return work->row != NULL;
}

gboolean
push_row (Work *work, GError **error)
{
  if (work->row) return TRUE;
  return work->plain ? expand_plain (work, error) : expand_stored (work, error);
}

static void
answer (Push *push, const PushItem *item, const char *code, const char *why)
{
  TnPushAnswer a = { item->n, code, why, (guint) (item - (const PushItem *) (gconstpointer) push->items->data) };
  g_array_append_val (push->result->answers, a);
}

gboolean
push_hold (Push *push, TnSlice raw, const TnId *id, const char *why, GError **error)
{
  TnHeld held = { .qid = tn_hash (raw.p, raw.len), .ward = push->context->ward, .device = push->context->device, .why = why,
                  .record = tn_id_is_null (id) ? NULL : id, .raw = raw };
  if (!push->held) push->held = g_hash_table_new_full (tn_id_hash, tn_id_equal, g_free, NULL);
  g_hash_table_add (push->held, tn_id_copy (id));
  return push->driver->tx_hold (push->tx, &held, error);
}

static gboolean
hold (Push *push, const PushItem *item, const char *why, GError **error)
{
  answer (push, item, "held", why);
  return push_hold (push, item->raw, &item->id, why, error);
}

/* In scope now, or when the edit was made: a right that was lost since does not undo honest work (sync.md 2.8). Orphans are judged as
 * ward-common, as nobody knows yet where they belong. */
gboolean
push_is_in_scope (Push *push, const char *stream, const TnStamp *stamp)
{
  if (stream == push->allowed || push->context->any_scope) return TRUE;
  g_autofree char *place = stream[0] == TN_STREAM_ORPHAN[0] ? g_strconcat ("0", stream + 1, NULL) : g_strdup (stream);
  if (tn_scope_allows (push->scope, place)) {
    push->allowed = stream;
    return TRUE;
  }
  return tn_grants_allowed (push->context->grants, push->context->ward, place, tn_stamp_ms (stamp));
}

/* The record went while this root did not have what the lost days had hung on it: a flag with one of its values, a card, a visit. Erased with it as it would have
 * been, or what was promised to be forgotten is here again. But who lived in an erased household is somebody: he waits as an orphan for a person to look. */
gboolean
push_hangs_on_erased (Push *push, const TnId *id, const TnKind *kind, const TnId *parent, gboolean *erased, GError **error)
{
  *erased = FALSE;
  if (!push->repair || !push->tx->any_erased || tn_id_is_null (parent) || strcmp (kind->key, "person") == 0) return TRUE;
  if (!push->driver->tx_is_erased (push->tx, parent, erased, error)) return FALSE;
  if (!*erased) return TRUE;
  if (!push->orphaned) push->orphaned = g_array_new (FALSE, FALSE, sizeof (TnId));
  g_array_append_vals (push->orphaned, id, 1);
  return TRUE;
}

static gboolean
answer_erased (Push *push, const PushItem *item)
{
  answer (push, item, "erased", NULL);
  return TRUE;
}

static void
note_stamp (Push *push, const TnStamp *stamp)
{
  push->newest_seen = MAX (push->newest_seen, tn_stamp_ms (stamp));
}

/* ---- a new record in canonical form ---- */

static gboolean
take_new_plain (Push *push, PushItem *item, GError **error)
{
  Work probe = { .id = item->id, .kind = item->kind, .parent = item->parent, .area = item->area };
  gboolean erased;
  if (!push_hangs_on_erased (push, &item->id, item->kind, &item->parent, &erased, error)) return FALSE;
  if (erased) return answer_erased (push, item);
  if (!push_compute_stream (push, &probe, &probe.stream, error)) return FALSE;
  if (!push_is_in_scope (push, probe.stream, &item->stamp)) return hold (push, item, "scope", error);
  Work *work = push_add_work (push, &item->id, item->kind);
  work->parent = item->parent;
  work->area = item->area;
  work->stream = probe.stream;
  work->plain = item;
  note_stamp (push, &item->stamp);
  return TRUE;
}

/* ---- anything else ---- */

typedef struct { Push *push; Work *work; } Hook;

static guint
hash_gone (gconstpointer data)
{
  const Gone *gone = data;
  return g_str_hash (gone->stamp.s) ^ g_str_hash (gone->unit);
}

static gboolean
equals_gone (gconstpointer a, gconstpointer b)
{
  const Gone *x = a, *y = b;
  return tn_stamp_cmp (&x->stamp, &y->stamp) == 0 && strcmp (x->unit, y->unit) == 0;
}

static const Gone *
find_gone (const Work *work, const char *unit, const TnStamp *stamp)
{
  Gone gone = { unit, NULL, *stamp };
  return work->displaced ? g_hash_table_lookup (work->displaced, &gone) : NULL;
}

/* The first of a stamp stands, as it does in the depot. */
static void
note_gone (Push *push, Work *work, const TnDisplaced *displaced)
{
  if (!work->exists || find_gone (work, displaced->unit, &displaced->stamp)) return;   /* of what is new nobody asks (known_cb) */
  Gone gone = { g_string_chunk_insert_const (push->names, displaced->unit), displaced->value ? g_string_chunk_insert (push->names, displaced->value) : NULL, displaced->stamp };
  if (!work->displaced) work->displaced = g_hash_table_new_full (hash_gone, equals_gone, g_free, NULL);
  g_hash_table_add (work->displaced, g_memdup2 (&gone, sizeof gone));
}

/* Is `value` of `stamp` among what was displaced, before this batch or by it? */
static gboolean
was_displaced (Push *push, const Work *work, const char *unit, const TnStamp *stamp, const char *value, gboolean *was, GError **error)
{
  gboolean found = FALSE;
  g_autofree char *displaced = NULL;
  if (!push->driver->tx_displaced (push->tx, &work->id, unit, stamp, &displaced, &found, error)) return FALSE;
  const Gone *gone = found ? NULL : find_gone (work, unit, stamp);
  *was = (found && g_strcmp0 (displaced, value) == 0) || (gone && g_strcmp0 (gone->value, value) == 0);
  return TRUE;
}

static gboolean
known_cb (gpointer user_data, const TnRow *row, const char *unit, const TnStamp *stamp, const char *value)
{
  Hook *hook = user_data;
  Push *push = hook->push;
  gboolean was = FALSE;
  if (!hook->work->exists || push->failure) return FALSE;
  return was_displaced (push, hook->work, unit, stamp, value, &was, &push->failure) && was;
}

static TnStamp
root_stamp_cb (gpointer user_data, const TnStamp *above)
{
  return push_root_stamp (((Hook *) user_data)->push, above);
}

static gboolean
keep_displaced (Push *push, Work *work, TnDisplaced *displaced, GError **error)
{
  const char *name, *user;
  if (!push_author (push, &displaced->stamp, &name, &user, error)) return FALSE;
  if (!displaced->by || !*displaced->by) displaced->by = user;
  note_gone (push, work, displaced);
  return push->driver->tx_displace (push->tx, displaced, error);
}

/* The flags that the merge asks for. A winner that the root itself wrote (a delete overruled, a record woken) stands for whoever
 * edited: for an overruled delete nobody in particular, for a woken record the entry. */
static gboolean
make_flags (Push *push, const Work *work, const TnEntry *entry, const TnMergeResult *merged, GError **error)
{
  gboolean about_death = merged->flag && strcmp (merged->flag_unit, TN_UNIT_DEL) == 0;
  gboolean woken = about_death && merged->revived, overruled = about_death && !merged->revived && merged->outcome == TN_MERGE_LOST;
  Flag flag = { merged->flag_type, merged->flag_unit, merged->loser_value, merged->loser_stamp, merged->winner_stamp,
                merged->loser_is_entry, !merged->loser_is_entry && !overruled };
  Flag revive = { push->repair && !entry ? "repair" : "revive", TN_UNIT_DEL, "true", merged->deleted_stamp, merged->revived_stamp, FALSE, TRUE };
  if (merged->flag && !push_flag (push, work, entry, &flag, error)) return FALSE;
  return !merged->revived || woken || push_flag (push, work, entry, &revive, error);
}

static gboolean
keep_history (Push *push, Work *work, const TnEntry *entry, const TnChange *change, const TnMergeResult *merged, GError **error)
{
  gboolean own = tn_stamp_cmp (&merged->displaced_stamp, &change->stamp) == 0;
  TnDisplaced displaced = { .id = work->id, .unit = change->unit, .stamp = merged->displaced_stamp, .value = merged->displaced_value,
                            .why = merged->displaced_why, .by = own && entry ? entry->by : NULL };
  TnDisplaced death = { .id = work->id, .unit = TN_UNIT_DEL, .stamp = merged->deleted_stamp, .value = "true", .why = "lost" };
  TnDisplaced life = { .id = work->id, .unit = TN_UNIT_DEL, .stamp = merged->alive_stamp, .value = "false", .why = "superseded" };
  if (merged->displaced && !keep_displaced (push, work, &displaced, error)) return FALSE;
  if (tn_stamp_is_set (&life.stamp) && !keep_displaced (push, work, &life, error)) return FALSE;
  return !merged->revived || keep_displaced (push, work, &death, error);
}

gboolean
push_take_change (Push *push, Work *work, const TnEntry *entry, const TnRow *line, const TnChange *change, const char **held, GError **error)
{
  if (TN_MUTANT (CLAMPS) && tn_stamp_ms (&change->stamp) > push->now + 10 * 60 * 1000) ((TnChange *) change)->stamp = push_root_stamp (push, NULL);
  Hook hook = { push, work };
  TnMergeHooks hooks = { known_cb, root_stamp_cb, &hook, push->ahead };
  g_auto (TnMergeResult) merged = { 0 };
  if (entry) tn_merge_push (work->row, entry, change, &hooks, &merged);
  else tn_merge_repair (work->row, line, change, &hooks, &merged);
  if (push->failure) {
    g_propagate_error (error, g_steal_pointer (&push->failure));
    return FALSE;
  }
  note_stamp (push, &change->stamp);
  if (merged.outcome == TN_MERGE_HELD && !*held) *held = merged.why;
  return keep_history (push, work, entry, change, &merged, error) && make_flags (push, work, entry, &merged, error);
}

/* Where it belongs now may have changed with its references. What hangs where it hung stays where it is, and nothing need be looked up; if what it hangs on
 * moves in this batch, all are gone through at the end. */
gboolean
push_place (Push *push, Work *work, GError **error)
{
  const char *stream;
  TnId parent = work->parent, area = work->area;
  if (!tn_row_parent (work->row, &work->parent)) work->parent = (TnId) { 0 };
  if (!tn_row_area (work->row, &work->area)) work->area = (TnId) { 0 };
  gboolean stays = work->exists && tn_id_equal (&parent, &work->parent) && tn_id_equal (&area, &work->area) && work->stream[0] != TN_STREAM_ORPHAN[0];
  if (stays) return TRUE;
  if (!push_compute_stream (push, work, &stream, error)) return FALSE;
  if (work->exists && stream != work->old_stream) push->unsettled = TRUE;
  work->stream = stream;
  return TRUE;
}

static gboolean
merge_entry (Push *push, PushItem *item, Work *work, GError **error)
{
  const char *held = NULL;
  if (!push_row (work, error)) return FALSE;
  for (guint i = 0; i < item->entry->changes->len; i++)
    if (!push_take_change (push, work, item->entry, NULL, item->entry->changes->pdata[i], &held, error)) return FALSE;
  if (!push_place (push, work, error)) return FALSE;
  return !held || hold (push, item, held, error);
}

/* A change of what is not here, and whose creation waits for a reviewer: alone it would make a part of the record, without the references that
 * say where it belongs. It waits too. */
static gboolean
belongs_to_held (Push *push, const TnEntry *entry, gboolean *held, GError **error)
{
  *held = FALSE;
  if (push->context->any_scope || entry->creation) return TRUE;
  *held = push->held && g_hash_table_contains (push->held, &entry->id);
  return *held || push->driver->tx_is_held (push->tx, &entry->id, held, error);
}

/* Of a new record only that can be judged for scope which the whole entry says; so it is put together aside first. */
static gboolean
take_new_entry (Push *push, PushItem *item, GError **error)
{
  const TnEntry *entry = item->entry;
  const TnKind *kind = tn_schema_kind (entry->kind_key);
  gboolean held;
  if (!kind || kind->flags & TN_KIND_SERVER_MADE) return hold (push, item, "kind", error);
  if (entry->changes->len == 0) return TRUE;
  if (!belongs_to_held (push, entry, &held, error)) return FALSE;
  if (held) return hold (push, item, "scope", error);
  g_autoptr (TnRow) draft = tn_row_new (entry->kind_key, &entry->id);
  for (guint i = 0; i < entry->changes->len; i++) {
    const TnChange *change = entry->changes->pdata[i];
    tn_row_set_unit (draft, change->unit, change->value, &change->stamp);
  }
  Work probe = { .id = item->id, .kind = kind, .row = draft };
  gboolean erased;
  if (!push_place (push, &probe, error) || !push_hangs_on_erased (push, &item->id, kind, &probe.parent, &erased, error)) return FALSE;
  if (erased) return answer_erased (push, item);
  if (!push_is_in_scope (push, probe.stream, &((TnChange *) entry->changes->pdata[0])->stamp)) return hold (push, item, "scope", error);
  Work *work = push_add_work (push, &item->id, kind);
  work->row = tn_row_new (entry->kind_key, &entry->id);
  return merge_entry (push, item, work, error);
}

static gboolean
take_known_entry (Push *push, PushItem *item, Work *work, GError **error)
{
  const GPtrArray *changes = item->entry->changes;
  if (!work->kind || strcmp (work->kind->key, item->entry->kind_key) != 0) return hold (push, item, "kind", error);
  if (changes->len == 0) return TRUE;
  if (!push_is_in_scope (push, work->stream, &((TnChange *) changes->pdata[0])->stamp)) return hold (push, item, "scope", error);
  if (work->line_len + item->raw.len > TN_LIMIT_LINE) return hold (push, item, "limit", error);
  return merge_entry (push, item, work, error);
}

static gboolean
need_entry (PushItem *item, GError **error)
{
  if (!item->entry) item->entry = tn_entry_parse (item->raw, error);
  return item->entry != NULL;
}

gboolean
push_take_item (Push *push, PushItem *item, GError **error)
{
  Work *work = NULL;
  gboolean erased = FALSE;
  if (item->bad) return hold (push, item, item->bad, error);
  if (push->tx->any_erased && !push->driver->tx_is_erased (push->tx, &item->id, &erased, error)) return FALSE;
  if (erased) return answer_erased (push, item);
  if (!push_find_work (push, &item->id, &work, error)) return FALSE;
  if (!work && item->plain) return take_new_plain (push, item, error);
  if (!need_entry (item, error)) return FALSE;
  return work ? take_known_entry (push, item, work, error) : take_new_entry (push, item, error);
}
