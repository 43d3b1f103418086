/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "merge-model.h"

#define MAX_NOTED 64          /* sets of edits are bits */
#define MAX_EDITS 44          /* the rest is for what the root writes itself */
#define MAX_DEVICES 6
#define BIT(uid) (G_GUINT64_CONSTANT (1) << (uid))
static const char *const units[] = { "name", "status" };       /* a bare value and a group */

typedef struct {
  gint64 n;
  guint uid;
  const char *unit;
  char *value;
  TnStamp stamp;
  GArray *over;
  gboolean sent, has_seen;
  TnHash seen;
} Open;

typedef struct {
  TnRow *row;
  GPtrArray *outbox;           /* Open* */
  TnHlc clock;
  gint64 skew, n;
  char replica[TN_REPLICA_LEN + 1];
} Device;

/* What an edit's author had seen of its unit, and a delete's of all units. */
typedef struct { const char *unit; gboolean delete_, undelete, by_root; TnStamp stamp; guint64 seen, same; } Edit;

typedef struct {
  GRand *rand;
  ModelRule rule;
  ModelCounts *counts;
  gint64 now;
  TnRow *root;
  TnHlc root_clock;
  GHashTable *history;
  Device devices[MAX_DEVICES];
  guint n_devices, n_edits, n_typed;
  Edit edits[MAX_NOTED];
  guint64 flagged;
} Model;

static void
free_open (gpointer data)
{
  Open *o = data;
  g_free (o->value);
  g_array_unref (o->over);
  g_free (o);
}

static Open *
copy_open (const Open *from)
{
  Open *to = g_memdup2 (from, sizeof *from);
  to->value = g_strdup (from->value);
  to->over = g_array_copy (from->over);
  return to;
}

/* ---- the oracle's eyes: which edit a value or a deletion is ---- */
static guint64
bit_of_value (const char *value)
{
  const char *at = value ? strstr (value, "edit") : NULL;
  return at ? BIT (g_ascii_strtoull (at + 4, NULL, 10)) : 0;
}

static guint64
bit_of_deletion (const Model *m, const TnStamp *stamp)
{
  for (guint i = 0; tn_stamp_is_set (stamp) && i < m->n_edits; i++)
    if (g_str_equal (m->edits[i].unit, TN_UNIT_DEL) && tn_stamp_cmp (&m->edits[i].stamp, stamp) == 0) return BIT (i);
  return 0;
}

static guint64
bit_in_row (const Model *m, const TnRow *row, const char *unit)
{
  const TnUnit *held = tn_row_unit (row, unit);
  if (g_str_equal (unit, TN_UNIT_DEL)) return bit_of_deletion (m, &row->del_stamp);
  return held ? bit_of_value (held->value) : 0;
}

/* The edits of `set` with all that their authors had seen. */
static guint64
with_seen (const Model *m, guint64 set)
{
  guint64 all = set;
  for (guint i = 0; i < m->n_edits; i++)
    if (set & BIT (i)) all |= m->edits[i].seen;
  return all;
}

/* ---- a person edits ---- */
static void
current_of (const TnRow *row, const char *unit, TnStamp *stamp)
{
  const TnUnit *held = tn_row_unit (row, unit);
  *stamp = g_str_equal (unit, TN_UNIT_DEL) ? row->del_stamp : held ? held->stamp : (TnStamp) { "" };
}

static Open *
find_pending (const Device *d, const char *unit, const TnStamp *current)
{
  for (guint i = 0; i < d->outbox->len; i++) {
    Open *o = d->outbox->pdata[i];
    if (g_str_equal (o->unit, unit) && tn_stamp_cmp (&o->stamp, current) == 0) return o;
  }
  return NULL;
}

static char *
make_value (const char *unit, guint uid, gboolean deleted)
{
  if (g_str_equal (unit, TN_UNIT_DEL)) return g_strdup (deleted ? "false" : "true");
  return g_strdup_printf (g_str_equal (unit, "status") ? "{\"status\":\"present\",\"status_note\":\"edit%u\"}" : "\"edit%u\"", uid);
}

static void
note_edit (Model *m, const Device *d, const char *unit, const TnStamp *stamp)
{
  Edit *e = &m->edits[m->n_edits];
  gboolean del = g_str_equal (unit, TN_UNIT_DEL);
  *e = (Edit) { .unit = unit, .delete_ = del && !d->row->deleted, .undelete = del && d->row->deleted, .stamp = *stamp };
  e->seen = with_seen (m, bit_in_row (m, d->row, unit));
  for (guint i = 0; e->delete_ && i < G_N_ELEMENTS (units); i++) e->seen |= with_seen (m, bit_in_row (m, d->row, units[i]));
}

static void
edit (Model *m, Device *d)
{
  gboolean whole = d->row->deleted || (d->row->units->len && g_rand_int_range (m->rand, 0, 8) == 0);
  const char *unit = whole ? TN_UNIT_DEL : units[g_rand_int_range (m->rand, 0, G_N_ELEMENTS (units))];
  TnStamp current;
  if (m->n_typed == MAX_EDITS) return;
  m->n_typed++;
  current_of (d->row, unit, &current);
  Open *pending = find_pending (d, unit, &current);
  g_autoptr (GArray) over = tn_merge_over (&current, pending ? pending->over : NULL);
  TnStamp stamp = tn_stamp_tick (&d->clock, m->now + d->skew, d->replica, (TnStamp *) (gpointer) over->data, over->len);
  note_edit (m, d, unit, &stamp);
  m->counts->edits++;
  m->counts->deletes += m->edits[m->n_edits].delete_;
  Open *o = g_new0 (Open, 1);
  *o = (Open) { .n = ++d->n, .uid = m->n_edits, .unit = unit, .stamp = stamp, .over = g_array_ref (over) };
  o->value = make_value (unit, m->n_edits++, d->row->deleted);
  o->has_seen = g_str_equal (o->value, "true");
  if (o->has_seen) o->seen = tn_row_state_hash (d->row);
  if (pending && !pending->sent) g_ptr_array_remove (d->outbox, pending);
  g_ptr_array_add (d->outbox, o);
  tn_row_set_unit (d->row, unit, o->value, &stamp);
}

/* ---- the root ---- */
static char *
history_key (const char *unit, const TnStamp *stamp, const char *value)
{
  return g_strdup_printf ("%s %s %s", unit, stamp->s, value ? value : "null");
}

static gboolean
known_cb (gpointer user_data, const TnRow *row, const char *unit, const TnStamp *stamp, const char *value)
{
  Model *m = user_data;
  g_autofree char *key = history_key (unit, stamp, value);
  return g_hash_table_contains (m->history, key);
}

static TnStamp
root_stamp_cb (gpointer user_data, const TnStamp *above)
{
  Model *m = user_data;
  TnStamp stamp = tn_stamp_tick (&m->root_clock, m->now, "fffffffffff0", above, 1);
  g_assert_cmpuint (m->n_edits, <, MAX_NOTED);
  Edit *e = &m->edits[m->n_edits++];
  *e = (Edit) { .unit = TN_UNIT_DEL, .undelete = TRUE, .by_root = TRUE, .stamp = stamp };
  if (!m->root->deleted) e->same = bit_in_row (m, m->root, TN_UNIT_DEL);      /* says again that the record lives */
  return stamp;
}

static void
break_rule (const Model *m, TnEntry *entry, TnChange *change)
{
  TnStamp stands;
  current_of (m->root, change->unit, &stands);
  gboolean own = tn_stamp_is_set (&stands) && memcmp (stands.s + 16, change->stamp.s + 16, TN_REPLICA_LEN) == 0;
  if (m->rule == MODEL_IGNORES_OVER || (m->rule == MODEL_DEVICE_EXEMPTION && own)) {
    if (!change->over) change->over = g_array_new (FALSE, FALSE, sizeof (TnStamp));
    g_array_set_size (change->over, 0);
    g_array_append_val (change->over, stands);
  }
  if (m->rule == MODEL_DELETE_BY_STAMP && entry->has_seen) entry->seen = tn_row_state_hash (m->root);
}

static void
note_flag (Model *m, const TnMergeResult *r)
{
  if (!r->flag) return;
  m->counts->flags++;
  m->flagged |= g_str_equal (r->flag_unit, TN_UNIT_DEL) ? bit_of_deletion (m, &r->loser_stamp) : bit_of_value (r->loser_value);
}

/* Two who say the same: neither is lost while either counts. */
static void
note_agreement (Model *m, const TnRow *before, const TnChange *change, guint uid, const TnMergeResult *r)
{
  guint64 other = bit_in_row (m, before, change->unit);
  if (r->flag || !other || !r->displaced || !g_str_equal (change->unit, TN_UNIT_DEL)) return;
  if (before->deleted != g_str_equal (change->value, "true")) return;
  m->edits[uid].same |= other;
}

static void
judge (Model *m, const Open *o)
{
  g_autoptr (TnEntry) out = tn_entry_new (o->n, "person", &m->root->id, "u1");
  g_autoptr (GString) line = g_string_new (NULL);
  tn_entry_add (out, o->unit, o->value, &o->stamp, (TnStamp *) (gpointer) o->over->data, o->over->len);
  out->has_seen = o->has_seen;
  out->seen = o->seen;
  tn_entry_to_line (out, line);
  g_autoptr (TnEntry) entry = tn_entry_parse (tn_slice (line->str, (gssize) line->len), NULL);
  g_assert_nonnull (entry);
  TnChange *change = entry->changes->pdata[0];
  break_rule (m, entry, change);
  TnMergeHooks hooks = { known_cb, root_stamp_cb, m, FALSE };
  g_auto (TnMergeResult) r = { 0 };
  g_autoptr (TnRow) before = tn_row_copy (m->root);
  tn_merge_push (m->root, entry, change, &hooks, &r);
  g_assert_cmpint (r.outcome, !=, TN_MERGE_HELD);
  if (r.displaced) g_hash_table_add (m->history, history_key (change->unit, &r.displaced_stamp, r.displaced_value));
  if (r.revived) {
    g_hash_table_add (m->history, history_key (TN_UNIT_DEL, &r.deleted_stamp, "true"));
    m->flagged |= bit_of_deletion (m, &r.deleted_stamp);
    m->counts->woken++;
  }
  if (tn_stamp_is_set (&r.alive_stamp)) g_hash_table_add (m->history, history_key (TN_UNIT_DEL, &r.alive_stamp, "false"));
  note_flag (m, &r);
  note_agreement (m, before, change, o->uid, &r);
}

/* ---- a session ---- */
static void
close_acked (Model *m, Device *d, GArray *sent)
{
  for (guint i = d->outbox->len; i > 0; i--) {
    const Open *o = d->outbox->pdata[i - 1];
    for (guint k = 0; k < sent->len; k++) {
      const Open *ack = &g_array_index (sent, Open, k);
      gboolean named = o->n == ack->n && tn_stamp_cmp (&o->stamp, &ack->stamp) == 0;
      if (named || (m->rule == MODEL_ACK_BY_UNIT && g_str_equal (o->unit, ack->unit))) {
        g_ptr_array_remove_index (d->outbox, i - 1);
        break;
      }
    }
  }
}

static gboolean
push (Model *m, Device *d, gboolean calm)
{
  g_autoptr (GArray) sent = g_array_new (FALSE, FALSE, sizeof (Open));
  gboolean lost = !calm && g_rand_int_range (m->rand, 0, 4) == 0, twice = !calm && g_rand_int_range (m->rand, 0, 5) == 0;
  for (int round = 0; round <= twice; round++)
    for (guint i = 0; i < d->outbox->len; i++) {
      Open *o = d->outbox->pdata[i];
      o->sent = TRUE;
      judge (m, o);
      if (!round) g_array_append_vals (sent, o, 1);
    }
  m->counts->lost_acks += lost;
  m->counts->repeats += twice;
  if (!calm && g_rand_int_range (m->rand, 0, 4) == 0) edit (m, d);      /* typed while the answer was on its way */
  if (!lost) close_acked (m, d, sent);
  return !lost;
}

static void
pull (Model *m, Device *d)
{
  g_autoptr (GString) text = g_string_new (NULL);
  g_autoptr (GArray) open = g_array_new (FALSE, FALSE, sizeof (TnOpenEdit));
  TnLine line;
  if (!m->root->units->len && !tn_stamp_is_set (&m->root->del_stamp)) return;
  tn_row_to_line (m->root, text);
  g_assert_true (tn_line_parse (tn_slice (text->str, (gssize) text->len), &line, NULL));
  g_autoptr (TnRow) root = tn_line_to_row (&line, NULL);
  for (guint i = 0; i < d->outbox->len; i++) {
    const Open *o = d->outbox->pdata[i];
    TnOpenEdit e = { o->unit, o->stamp, o->value };
    g_array_append_val (open, e);
  }
  if (m->rule == MODEL_SOUND && !open->len) g_assert_false (tn_merge_would_drop (root, d->row));
  TnRow *row = tn_merge_pull (root, d->row, (TnOpenEdit *) (gpointer) open->data, m->rule == MODEL_PULL_OVERWRITES ? 0 : open->len);
  if (m->rule == MODEL_PULL_OVERWRITES) g_ptr_array_set_size (d->outbox, 0);
  tn_row_free (d->row);
  d->row = row;
}

static void
reconcile (Model *m, Device *d, gboolean calm)
{
  if (push (m, d, calm) || g_rand_boolean (m->rand)) pull (m, d);
}

/* ---- the laptops ---- */
static void
name_replica (Model *m, Device *d)
{
  g_snprintf (d->replica, sizeof d->replica, "%012x", g_rand_int (m->rand));
}

static void
add_device (Model *m)
{
  static const gint64 skews[] = { 0, 0, -400, 900, G_GINT64_CONSTANT (4000000000000), -1700000000000 };
  Device *d = &m->devices[m->n_devices++];
  *d = (Device) { .row = tn_row_new ("person", &m->root->id), .outbox = g_ptr_array_new_with_free_func (free_open) };
  d->skew = skews[g_rand_int_range (m->rand, 0, G_N_ELEMENTS (skews))];
  name_replica (m, d);
}

static void
clone_device (Model *m, const Device *from)
{
  if (m->n_devices == MAX_DEVICES) return;
  Device *d = &m->devices[m->n_devices++];
  *d = *from;
  d->row = tn_row_copy (from->row);
  d->outbox = g_ptr_array_new_with_free_func (free_open);
  for (guint i = 0; i < from->outbox->len; i++) g_ptr_array_add (d->outbox, copy_open (from->outbox->pdata[i]));
  d->skew += 7;
  if (m->rule != MODEL_DEVICE_EXEMPTION) name_replica (m, d);
  m->counts->clones++;
}

static void
step (Model *m)
{
  static const gint64 pauses[] = { 0, 1, 5, 40 };
  Device *d = &m->devices[g_rand_int_range (m->rand, 0, (gint32) m->n_devices)];
  int dice = g_rand_int_range (m->rand, 0, 100);
  m->now += pauses[g_rand_int_range (m->rand, 0, G_N_ELEMENTS (pauses))];
  if (dice < 50) edit (m, d);
  else if (dice < 54) clone_device (m, d);
  else reconcile (m, d, FALSE);
}

/* ---- the verdict ---- */
static char *
check_replicas (Model *m)
{
  g_autoptr (GString) root = g_string_new (NULL);
  tn_row_to_line (m->root, root);
  for (guint i = 0; i < m->n_devices; i++) {
    g_autoptr (GString) line = g_string_new (NULL);
    tn_row_to_line (m->devices[i].row, line);
    if (m->devices[i].outbox->len) return g_strdup_printf ("laptop %u still has open edits", i);
    if (!g_string_equal (line, root)) return g_strdup_printf ("laptop %u has %s, the root %s", i, line->str, root->str);
  }
  return NULL;
}

static guint64
close_over_agreement (const Model *m, guint64 good)
{
  for (guint pass = 0; pass < m->n_edits; pass++)
    for (guint i = 0; i < m->n_edits; i++) {
      if (good & BIT (i)) good |= m->edits[i].same;
      if (good & m->edits[i].same) good |= BIT (i);
    }
  return good;
}

/* Every edit is the value that stands, or was seen by who wrote that, or by who wrote a flagged one, or is flagged itself. */
static char *
check_silent_loss (const Model *m)
{
  guint64 good = with_seen (m, m->flagged);
  for (guint i = 0; i < G_N_ELEMENTS (units); i++) good |= with_seen (m, bit_in_row (m, m->root, units[i]));
  for (guint i = 0; i < m->n_edits; i++)
    if ((m->root->deleted && m->edits[i].delete_) || (!m->root->deleted && m->edits[i].undelete)) good |= with_seen (m, BIT (i));
  good = close_over_agreement (m, good);
  for (guint i = 0; i < m->n_edits; i++)
    if (!(good & BIT (i)) && !m->edits[i].by_root) return g_strdup_printf ("edit %u of %s was lost in silence", i, m->edits[i].unit);
  return NULL;
}

/* A record that is gone in the end was seen, as it stands, by one who deleted it. */
static char *
check_delete_saw (const Model *m)
{
  guint64 who = close_over_agreement (m, bit_of_deletion (m, &m->root->del_stamp));
  guint64 seen = with_seen (m, who) | m->flagged;
  for (guint i = 0; m->root->deleted && i < G_N_ELEMENTS (units); i++)
    if (bit_in_row (m, m->root, units[i]) & ~seen) return g_strdup_printf ("the %s that was deleted was seen by nobody who deleted", units[i]);
  return NULL;
}

static void
count_false_flags (const Model *m)
{
  guint64 final = 0;
  for (guint i = 0; i < G_N_ELEMENTS (units); i++) final |= with_seen (m, bit_in_row (m, m->root, units[i]));
  for (guint64 set = m->flagged & final; set; set &= set - 1) m->counts->false_flags++;
}

char *
model_run (guint32 seed, ModelRule rule, ModelCounts *counts)
{
  TnId id = { { 7 } };
  Model m = { .rand = g_rand_new_with_seed (seed), .rule = rule, .counts = counts, .now = 1700000000000, .root = tn_row_new ("person", &id),
              .history = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL) };
  for (int i = g_rand_int_range (m.rand, 2, 5); i > 0; i--) add_device (&m);
  for (int i = g_rand_int_range (m.rand, 10, 61); i > 0; i--) step (&m);
  for (guint i = 0; i < 3 * m.n_devices; i++) {
    m.now += 2000;
    reconcile (&m, &m.devices[i % m.n_devices], TRUE);
  }
  count_false_flags (&m);
  char *fault = check_replicas (&m);
  if (!fault) fault = check_silent_loss (&m);
  if (!fault) fault = check_delete_saw (&m);
  for (guint i = 0; i < m.n_devices; i++) {
    tn_row_free (m.devices[i].row);
    g_ptr_array_unref (m.devices[i].outbox);
  }
  g_hash_table_unref (m.history);
  tn_row_free (m.root);
  g_rand_free (m.rand);
  return fault;
}
