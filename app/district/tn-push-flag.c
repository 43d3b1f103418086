/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A value that nobody had seen and that does not stand becomes a conflict: a record like any other, in the stream of what it is about,
 * under an id that the same flag gets everywhere. */
#include "tn-push-private.h"
#include "tn-mutant.h"

TnStamp
push_root_stamp (Push *push, const TnStamp *above)
{
  push->hlc_used = TRUE;
  return tn_stamp_tick (&push->hlc, push->now, push->context->root_replica, above, above ? 1 : 0);
}

/* Who stands behind a stamp: the laptop that the replica belongs to. "" when nobody knows, or nobody may. */
gboolean
push_author (Push *push, const TnStamp *stamp, const char **name, const char **user, GError **error)
{
  char replica[TN_REPLICA_LEN + 1];
  *name = *user = "";
  if (tn_stamp_is_untimed (stamp) && !TN_MUTANT (TELLS_OWNER)) return TRUE;
  tn_stamp_replica (stamp, replica);
  char **author = g_hash_table_lookup (push->authors, replica);
  if (!author) {
    g_autofree char *found_name = NULL, *found_user = NULL;
    if (!push->driver->tx_device_of (push->tx, replica, &found_name, &found_user, error)) return FALSE;
    author = g_new0 (char *, 3);
    author[0] = g_strdup (found_name ? found_name : "");
    author[1] = g_strdup (found_user ? found_user : "");
    g_hash_table_insert (push->authors, g_strdup (replica), author);
  }
  *name = author[0];
  *user = author[1];
  return TRUE;
}

/* Everything that comes to light after one restore carries one id, whichever laptop brings it: the reviewer gets one batch of it. It is made when
 * the first value is flagged, and of UUID version 7, so it says when that was. Which restore it belongs to nobody tells us; so a batch
 * takes in what comes within BATCH_DAYS, unless the administrator has restored the district since. */
#define BATCH_DAYS 30
#define DAY_MS (G_GINT64_CONSTANT (24) * 3600 * 1000)

static gboolean
is_batch_over (Push *push, const char *batch, gboolean *over, GError **error)
{
  TnId id;
  g_autofree char *restored = NULL;
  if (!push->driver->tx_get_meta (push->tx, TN_META_RESTORED_AT, &restored, error)) return FALSE;
  gint64 since = batch && tn_id_parse (batch, -1, &id) ? tn_id_time_ms (&id) : 0, put_back = restored ? g_ascii_strtoll (restored, NULL, 10) : 0;
  *over = since == 0 || push->now > since + BATCH_DAYS * DAY_MS || since < put_back;
  return TRUE;
}

static gboolean
need_batch (Push *push, GError **error)
{
  gboolean over;
  TnIdStr fresh;
  if (!push->repair || push->batch) return TRUE;
  g_autofree char *key = g_strconcat (TN_META_REPAIR_BATCH, push->context->ward, NULL), *batch = NULL;
  if (!push->driver->tx_get_meta (push->tx, key, &batch, error) || !is_batch_over (push, batch, &over, error)) return FALSE;
  if (!over) {
    push->batch = g_steal_pointer (&batch);
    return TRUE;
  }
  TnId id = tn_id_new (push->context->env);
  tn_id_format (&id, fresh);
  push->batch = g_strdup (fresh);
  return push->driver->tx_set_meta (push->tx, key, fresh, error);
}

typedef struct { const char *name, *by; } Side;

static gboolean
find_side (Push *push, const TnStamp *stamp, const TnEntry *entry, gboolean is_entry, Side *side, GError **error)
{
  if (!push_author (push, stamp, &side->name, &side->by, error)) return FALSE;
  if (!is_entry || !entry || tn_stamp_is_untimed (stamp)) return TRUE;   /* a line handed in says nothing of who wrote what is in it; the stamps do */
  if (!*side->name) side->name = push->context->device_name;
  if (*entry->by) side->by = entry->by;
  return TRUE;
}

static void
set_text (TnRow *row, const char *field, const char *text, const TnStamp *stamp)
{
  g_autofree char *token = text && *text ? tn_json_string (text) : NULL;
  if (token) tn_row_set_unit (row, field, token, stamp);
}

static TnRow *
make_row (Push *push, const TnId *id, const Work *work, const Flag *flag, const Side *loser, const Side *winner)
{
  TnIdStr record;
  TnRow *row = tn_row_new ("conflict", id);
  TnStamp stamp = push_root_stamp (push, NULL);
  tn_id_format (&work->id, record);
  set_text (row, "record", record, &stamp);
  set_text (row, "unit", flag->unit, &stamp);
  set_text (row, "type", flag->type, &stamp);
  set_text (row, "value", flag->value ? flag->value : "null", &stamp);
  set_text (row, "stamp", flag->loser.s, &stamp);
  set_text (row, "by", loser->by, &stamp);
  set_text (row, "device", loser->name, &stamp);
  set_text (row, "against", flag->winner.s, &stamp);
  set_text (row, "against_by", winner->by, &stamp);
  set_text (row, "against_device", winner->name, &stamp);
  set_text (row, "batch", push->batch, &stamp);
  set_text (row, "state", "open", &stamp);
  return row;
}

gboolean
push_flag (Push *push, const Work *work, const TnEntry *entry, const Flag *flag, GError **error)
{
  Work *conflict = NULL;
  Side loser, winner;
  TnId id = tn_merge_conflict_id (push->context->ward, &work->id, flag->unit, &flag->loser, flag->type);
  if (!push_find_work (push, &id, &conflict, error)) return FALSE;
  if (conflict) return TRUE;
  if (!need_batch (push, error)) return FALSE;
  if (!find_side (push, &flag->loser, entry, flag->loser_is_entry, &loser, error)
      || !find_side (push, &flag->winner, entry, flag->winner_is_entry, &winner, error)) return FALSE;
  conflict = push_add_work (push, &id, tn_schema_kind ("conflict"));
  conflict->parent = work->id;
  conflict->row = make_row (push, &id, work, flag, &loser, &winner);
  return push_compute_stream (push, conflict, &conflict->stream, error);
}
