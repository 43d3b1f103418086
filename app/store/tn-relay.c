/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "tn-relay.h"
#include "tn-copy-private.h"
#include "tn-hash.h"
#include "tn-hub-copy.h"
#include "tn-outbox-private.h"
#include "tn-record-private.h"

#define KEPT_CLOSED_MS (G_GINT64_CONSTANT (90) * 24 * 3600 * 1000)   /* as one's own (tn-outbox.c) */

/* The line with another number in the place of its own. */
static void
append_numbered (GString *out, TnSlice line, gint64 n)
{
  TnSlice number = tn_json_member (line, "n");
  g_string_append_len (out, line.p, number.p - line.p);
  g_string_append_printf (out, "%" G_GINT64_FORMAT, n);
  const char *rest = number.p + number.len;
  g_string_append_len (out, rest, line.p + line.len - rest);
}

static TnHash
hash_edit (const char *device, TnSlice line)
{
  g_autoptr (GString) text = g_string_new (device);
  g_string_append_c (text, '\n');
  append_numbered (text, line, 0);
  return tn_hash (text->str, text->len);
}

static gboolean
has_table (TnCopy *copy, gboolean *yes, GError **error)
{
  g_autofree char *version = NULL;
  if (!tn_copy_read_meta (copy, TN_META_HUB_VERSION, &version, error)) return FALSE;
  *yes = version != NULL;
  return TRUE;
}

gboolean
tn_relay_add (TnCopy *copy, const char *device, TnSlice line, const TnId *id, gboolean *added, GError **error)
{
  TnHash hash = hash_edit (device, line);
  TnStmt *stmt = tn_db_prepare (copy->db,
    "INSERT INTO hub_relay(device, id, hash, raw, at, own_n) VALUES(?1, ?2, ?3, ?4, ?5,"
    " ifnull((SELECT seq FROM sqlite_sequence WHERE name='outbox'), 0)) ON CONFLICT DO NOTHING", error);
  if (!stmt) return FALSE;
  tn_stmt_bind_text (stmt, 1, device);
  tn_stmt_bind_id (stmt, 2, id);
  tn_stmt_bind_blob (stmt, 3, hash.b, sizeof hash.b);
  tn_stmt_bind_blob (stmt, 4, line.p, line.len);
  tn_stmt_bind_int (stmt, 5, tn_outbox_now (copy));
  if (!tn_stmt_run (stmt, error)) return FALSE;
  *added = tn_db_changes (copy->db) == 1;
  return TRUE;
}

/* ---- on the way up ---- */

void
tn_relay_batch_clear (TnRelayBatch *batch)
{
  g_clear_pointer (&batch->device, g_free);
  g_clear_pointer (&batch->ns, g_array_unref);
  if (batch->lines) g_string_free (batch->lines, TRUE);
  batch->lines = NULL;
}

/* Takes the row unless it belongs to another batch. */
static gboolean
take_row (TnRelayBatch *batch, TnStmt *stmt, const char *device, gsize max_bytes)
{
  gsize len = 0;
  gint64 n = tn_stmt_int (stmt, 0), own_n = tn_stmt_int (stmt, 2);
  const char *raw = tn_stmt_blob (stmt, 3, &len);
  if (batch->device && (strcmp (batch->device, device) != 0 || batch->own_n != own_n || batch->lines->len + len > max_bytes)) return FALSE;
  if (!batch->device) {
    batch->device = g_strdup (device);
    batch->own_n = own_n;
  }
  append_numbered (batch->lines, (TnSlice) { raw, len }, n);
  g_string_append_c (batch->lines, '\n');
  g_array_append_val (batch->ns, n);
  return TRUE;
}

gboolean
tn_relay_next (TnCopy *copy, gint64 after, guint limit, gsize max_bytes, TnRelayBatch *batch, GError **error)
{
  gboolean yes = FALSE;
  *batch = (TnRelayBatch) { .lines = g_string_new (NULL), .ns = g_array_new (FALSE, FALSE, sizeof (gint64)) };
  if (!has_table (copy, &yes, error)) return FALSE;
  if (!yes) return TRUE;
  g_autoptr (TnStmt) stmt = tn_db_prepare (copy->db, "SELECT n, device, own_n, raw FROM hub_relay WHERE state='new' AND n>?1 ORDER BY n LIMIT ?2", error);
  if (!stmt) return FALSE;
  tn_stmt_bind_int (stmt, 1, after);
  tn_stmt_bind_int (stmt, 2, limit);
  TnStep step;
  while ((step = tn_stmt_step (stmt, error)) == TN_STEP_ROW) {
    const char *device = tn_stmt_text_needed (stmt, 1, error);
    if (!device) return FALSE;
    if (!take_row (batch, stmt, device, max_bytes)) break;
  }
  return step != TN_STEP_ERROR;
}

static gboolean
set_state (TnCopy *copy, gint64 n, const char *state, const char *why, GError **error)
{
  TnStmt *stmt = tn_db_prepare (copy->db, "UPDATE hub_relay SET state=?2, why=?3, at=CASE ?2 WHEN 'acked' THEN ?4 ELSE at END WHERE n=?1", error);
  if (!stmt) return FALSE;
  tn_stmt_bind_int (stmt, 1, n);
  tn_stmt_bind_text (stmt, 2, state);
  tn_stmt_bind_text (stmt, 3, why);
  tn_stmt_bind_int (stmt, 4, tn_outbox_now (copy));
  return tn_stmt_run (stmt, error);
}

static const TnRelayException *
find_exception (const TnRelayException *except, gsize n_except, gint64 n)
{
  for (gsize i = 0; i < n_except; i++)
    if (except[i].n == n) return &except[i];
  return NULL;
}

static gboolean
read_id (TnCopy *copy, gint64 n, TnId *id, gboolean *found, GError **error)
{
  g_autoptr (TnStmt) stmt = tn_db_prepare (copy->db, "SELECT id FROM hub_relay WHERE n=?1 AND id IS NOT NULL", error);
  if (!stmt) return FALSE;
  tn_stmt_bind_int (stmt, 1, n);
  TnStep step = tn_stmt_step (stmt, error);
  *found = step == TN_STEP_ROW && tn_stmt_id (stmt, 0, id);
  return step != TN_STEP_ERROR;
}

/* With it goes all that the team ever wrote of that record. Its author hears of it when he asks for it here and hands it in once more. */
static gboolean
forget (TnCopy *copy, gint64 n, GError **error)
{
  TnId id;
  gboolean found;
  return read_id (copy, n, &id, &found, error) && (!found || tn_hub_note_erased (copy, &id, error));
}

gboolean
tn_relay_ack (TnCopy *copy, const GArray *ns, const TnRelayException *except, gsize n_except, const char *cursor, GError **error)
{
  gboolean erased = FALSE;
  g_autoptr (TnTx) tx = tn_tx_begin (copy->db, TRUE, error);
  if (!tx) return FALSE;
  for (guint i = 0; i < ns->len; i++) {
    gint64 n = g_array_index (ns, gint64, i);
    const TnRelayException *e = find_exception (except, n_except, n);
    gboolean gone = e && strcmp (e->state, "erased") == 0;
    erased |= gone;
    if (!(gone ? forget (copy, n, error) : set_state (copy, n, e ? e->state : "acked", e ? e->why : NULL, error))) return FALSE;
  }
  if ((cursor && !tn_known_set_cursor (copy, cursor, error)) || !tn_tx_commit (g_steal_pointer (&tx), error)) return FALSE;
  if (erased) tn_record_empty_log (copy);
  return TRUE;
}

/* ---- what became of one ---- */

static gboolean
has_change (const TnEntry *entry, const TnChangeName *name)
{
  for (guint i = 0; i < entry->changes->len; i++) {
    const TnChange *change = entry->changes->pdata[i];
    if (tn_change_name_is (name, change->unit, &change->stamp, change->value)) return TRUE;
  }
  return FALSE;
}

static void
note_fate (TnRelayFate *fate, const char *state)
{
  fate->here = TRUE;
  if (strcmp (state, "acked") == 0) fate->acked = TRUE;
  if (strcmp (state, "rejected") == 0) fate->rejected = TRUE;
}

gboolean
tn_relay_find (TnCopy *copy, const TnChangeName *change, TnRelayFate *fate, GError **error)
{
  *fate = (TnRelayFate) { 0 };
  g_autoptr (TnStmt) stmt = tn_db_prepare (copy->db, "SELECT raw, state FROM hub_relay WHERE id=?1", error);
  if (!stmt) return FALSE;
  tn_stmt_bind_id (stmt, 1, &change->id);
  TnStep step;
  while ((step = tn_stmt_step (stmt, error)) == TN_STEP_ROW) {
    gsize len = 0;
    const char *raw = tn_stmt_blob (stmt, 0, &len);
    g_autoptr (TnEntry) entry = tn_entry_parse ((TnSlice) { raw, len }, NULL);
    if (entry && has_change (entry, change)) note_fate (fate, tn_stmt_text (stmt, 1));
  }
  return step == TN_STEP_DONE;
}

void
tn_relay_held_free (TnRelayHeld *held)
{
  if (!held) return;
  g_array_unref (held->names);
  g_array_unref (held->ns);
  g_ptr_array_unref (held->units);
  g_free (held);
}

static void
add_held (TnRelayHeld *held, gint64 n, const TnEntry *entry)
{
  const TnChange *first = entry && entry->changes->len ? entry->changes->pdata[0] : NULL;
  if (!first) return;
  char *unit = g_strdup (entry->creation ? "*" : first->unit);
  TnChangeName name = tn_change_name (&entry->id, unit, &first->stamp, first->value);
  g_ptr_array_add (held->units, unit);
  g_array_append_val (held->names, name);
  g_array_append_val (held->ns, n);
}

static TnRelayHeld *
new_held (void)
{
  TnRelayHeld *held = g_new (TnRelayHeld, 1);
  *held = (TnRelayHeld) { g_array_new (FALSE, FALSE, sizeof (TnChangeName)), g_array_new (FALSE, FALSE, sizeof (gint64)), g_ptr_array_new_with_free_func (g_free) };
  return held;
}

TnRelayHeld *
tn_relay_held (TnCopy *copy, GError **error)
{
  gboolean yes = FALSE;
  g_autoptr (TnRelayHeld) list = new_held ();
  if (!has_table (copy, &yes, error)) return NULL;
  if (!yes) return g_steal_pointer (&list);
  g_autoptr (TnStmt) stmt = tn_db_prepare (copy->db, "SELECT n, raw FROM hub_relay WHERE state='held' ORDER BY n", error);
  if (!stmt) return NULL;
  TnStep step;
  while ((step = tn_stmt_step (stmt, error)) == TN_STEP_ROW) {
    gsize len = 0;
    const char *raw = tn_stmt_blob (stmt, 1, &len);
    g_autoptr (TnEntry) entry = tn_entry_parse ((TnSlice) { raw, len }, NULL);
    add_held (list, tn_stmt_int (stmt, 0), entry);
  }
  return step == TN_STEP_DONE ? g_steal_pointer (&list) : NULL;
}

/* ---- all of them ---- */

gboolean
tn_relay_summary (TnCopy *copy, TnRelaySummary *out, GError **error)
{
  gboolean yes = FALSE;
  *out = (TnRelaySummary) { 0 };
  if (!has_table (copy, &yes, error)) return FALSE;
  if (!yes) return TRUE;
  g_autoptr (TnStmt) stmt = tn_db_prepare (copy->db,
    "SELECT (SELECT count(*) FROM hub_relay WHERE state='new'), (SELECT count(*) FROM hub_relay WHERE state='held'),"
    " ifnull((SELECT at FROM hub_relay WHERE state='new' ORDER BY n LIMIT 1), 0)", error);
  if (!stmt || tn_stmt_step (stmt, error) != TN_STEP_ROW) return FALSE;
  *out = (TnRelaySummary) { (guint64) tn_stmt_int (stmt, 0), (guint64) tn_stmt_int (stmt, 1), tn_stmt_int (stmt, 2) };
  return TRUE;
}

gboolean
tn_relay_resend (TnCopy *copy, GError **error)
{
  gboolean yes = FALSE;
  if (!has_table (copy, &yes, error)) return FALSE;
  return !yes || tn_db_exec (copy->db, "UPDATE hub_relay SET state='new' WHERE state='acked'", error);
}

gboolean
tn_relay_prune (TnCopy *copy, GError **error)
{
  gboolean yes = FALSE;
  if (!has_table (copy, &yes, error)) return FALSE;
  if (!yes) return TRUE;
  TnStmt *stmt = tn_db_prepare (copy->db, "DELETE FROM hub_relay WHERE at<?1 AND state<>'new' AND state<>'held'", error);
  if (!stmt) return FALSE;
  tn_stmt_bind_int (stmt, 1, tn_outbox_now (copy) - KEPT_CLOSED_MS);
  if (!tn_stmt_run (stmt, error)) return FALSE;
  if (tn_db_changes (copy->db) > 0) tn_record_empty_log (copy);   /* a hub hands on what it may not open itself */
  return TRUE;
}
