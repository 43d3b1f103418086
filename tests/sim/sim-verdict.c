/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The end: nothing goes wrong any more, all reconcile until nothing moves, and then everything must be where it belongs (sync.md 2.11). */
#include "sim-home.h"
#include "sim-world.h"
#include "tn-db.h"
#include "tn-district-private.h"
#include "tn-line.h"
#include "tn-meta-keys.h"
#include "tn-outbox.h"

#define ROUNDS 14u
#define DAY_MS G_GINT64_CONSTANT (86400000)

static TnDb *
open_root (void)
{
  g_autofree char *folder = sim_home_path ("root"), *path = g_build_filename (folder, TN_DISTRICT_DEPOT, NULL);
  g_autoptr (GError) error = NULL;
  TnDb *db = tn_db_open (path, TN_DB_READ_ONLY, SIM_VFS, &error);
  if (!db) sim_fatal ("%s", error->message);
  return db;
}

static TnStmt *
prepare (TnDb *db, const char *sql)
{
  g_autoptr (GError) error = NULL;
  TnStmt *stmt = tn_db_prepare (db, sql, &error);
  if (!stmt) sim_fatal ("%s: %s", sql, error->message);
  return stmt;
}

static gboolean
step (TnStmt *stmt)
{
  g_autoptr (GError) error = NULL;
  TnStep step = tn_stmt_step (stmt, &error);
  if (step == TN_STEP_ERROR) sim_fatal ("%s", error->message);
  return step == TN_STEP_ROW;
}

/* ---- what the root has ---- */

static void
view_rows (SimWorld *w, SimRootView *view, TnDb *db)
{
  g_autoptr (TnStmt) stmt = prepare (db, "SELECT line FROM record WHERE ward='" SIM_WARD "'");
  while (step (stmt)) {
    TnLine line;
    TnRow *row = tn_line_parse (tn_stmt_slice (stmt, 0), &line, NULL) ? tn_line_to_row (&line, NULL) : NULL;
    if (!row) continue;
    g_hash_table_insert (view->rows, tn_id_copy (&row->id), row);
    for (guint i = 0; i < row->units->len; i++) sim_set_add (&view->held, sim_oracle_find_shown (&w->oracle, row, g_array_index (row->units, TnUnit, i).unit));
    sim_set_add (&view->held, sim_oracle_find_shown (&w->oracle, row, TN_UNIT_DEL));
  }
}

static void
view_history (SimWorld *w, SimRootView *view, TnDb *db)
{
  g_autoptr (TnStmt) stmt = prepare (db, "SELECT id, unit, stamp, value FROM history WHERE ward='" SIM_WARD "'");
  while (step (stmt)) {
    TnId id;
    TnStamp stamp;
    if (tn_stmt_id (stmt, 0, &id) && tn_stamp_parse (tn_stmt_slice (stmt, 2), &stamp))
      sim_set_add (&view->held, sim_oracle_find (&w->oracle, &id, tn_stmt_text (stmt, 1), tn_stmt_text (stmt, 3), &stamp));
  }
}

static void
view_entry (SimWorld *w, SimRootView *view, TnSlice raw)
{
  g_autoptr (TnEntry) entry = tn_entry_parse (raw, NULL);
  for (guint i = 0; entry && i < entry->changes->len; i++) {
    const TnChange *change = entry->changes->pdata[i];
    guint uid = sim_oracle_find (&w->oracle, &entry->id, change->unit, change->value, &change->stamp);
    sim_set_add (&view->held, uid);
    sim_set_add (&view->aside, uid);
  }
}

static void
view_aside (SimWorld *w, SimRootView *view, TnDb *db)
{
  g_autoptr (TnStmt) stmt = prepare (db, "SELECT raw FROM quarantine WHERE ward='" SIM_WARD "'");
  while (step (stmt)) {
    gsize len = 0;
    const char *raw = tn_stmt_blob (stmt, 0, &len), *end = raw + len;
    for (const char *p = raw, *stop; p < end; p = stop + 1) {      /* a custody batch has many lines */
      stop = memchr (p, '\n', (gsize) (end - p));
      if (!stop) stop = end;
      view_entry (w, view, (TnSlice) { p, (gsize) (stop - p) });
    }
  }
}

/* The edit that a conflict is about. */
static guint
find_loser (SimWorld *w, const TnRow *row)
{
  TnId record;
  TnStamp stamp;
  g_autofree char *unit = tn_row_dup_text (row, "unit"), *loser = tn_row_dup_text (row, "value"), *text = tn_row_dup_text (row, "stamp");
  if (!tn_row_ref (row, "record", &record) || !unit || !text || !tn_stamp_parse (tn_slice (text, -1), &stamp)) return 0;
  return sim_oracle_find (&w->oracle, &record, unit, g_strcmp0 (loser, "null") == 0 ? NULL : loser, &stamp);
}

/* The flags: whichever of two values lost. Settled ones count too. */
static void
view_flags (SimWorld *w, SimRootView *view)
{
  GHashTableIter it;
  gpointer value;
  g_hash_table_iter_init (&it, view->rows);
  while (g_hash_table_iter_next (&it, NULL, &value)) {
    const TnRow *row = value;
    guint uid = strcmp (row->kind_key, "conflict") == 0 ? find_loser (w, row) : 0;
    sim_set_add (&view->flagged, uid);
    sim_set_add (&view->held, uid);
  }
}

static void
view_erased (SimWorld *w, SimRootView *view, TnDb *db)
{
  g_autoptr (TnStmt) stmt = prepare (db, "SELECT id FROM erased WHERE ward='" SIM_WARD "'");
  TnId id;
  while (step (stmt))
    if (tn_stmt_id (stmt, 0, &id)) g_hash_table_add (view->erased, tn_id_copy (&id));
}

void
sim_root_view (SimWorld *w, SimRootView *view)
{
  g_autoptr (TnDb) db = open_root ();
  view->rows = g_hash_table_new_full (tn_id_hash, tn_id_equal, g_free, (GDestroyNotify) tn_row_free);
  view->erased = g_hash_table_new_full (tn_id_hash, tn_id_equal, g_free, NULL);
  sim_set_init (&view->held, &w->oracle);
  sim_set_init (&view->flagged, &w->oracle);
  sim_set_init (&view->aside, &w->oracle);
  view_rows (w, view, db);
  view_history (w, view, db);
  view_aside (w, view, db);
  view_flags (w, view);
  view_erased (w, view, db);
}

void
sim_root_view_clear (SimRootView *view)
{
  g_hash_table_unref (view->rows);
  g_hash_table_unref (view->erased);
  sim_set_clear (&view->held);
  sim_set_clear (&view->flagged);
  sim_set_clear (&view->aside);
}

/* What was only on a disk that was put back, or had only been seen by what was. */
void
sim_excuse_lost (SimWorld *w, SimSet *before)
{
  SimRootView view;
  SimSet gone, left;
  sim_root_view (w, &view);
  sim_set_init (&gone, &w->oracle);
  sim_set_init (&left, &w->oracle);
  for (guint i = 0; i < w->laptops->len; i++) sim_outbox_set (w->laptops->pdata[i], &left);
  for (guint uid = 1; uid < w->oracle.notes->len; uid++)
    if (sim_set_has (before, uid)) {
      sim_set_add_with_seen (&gone, &w->oracle, uid);
      sim_set_add_whole (&gone, &w->oracle, uid);
    }
  for (guint uid = 1; uid < w->oracle.notes->len; uid++)
    if (sim_set_has (&gone, uid) && !sim_set_has (&left, uid) && !sim_set_has (&view.held, uid)) sim_oracle_note (&w->oracle, uid)->excused = TRUE;
  sim_set_clear (&gone);
  sim_set_clear (&left);
  sim_root_view_clear (&view);
}

static void
add_shown (SimLaptop *l, SimSet *set, const char *which)
{
  SimWorld *w = l->m.world;
  TnCopy *copy = sim_laptop_is_off (l) ? NULL : sim_laptop_window (l);
  g_autoptr (GArray) ids = g_array_new (FALSE, FALSE, sizeof (TnId));
  if (!copy) return;
  {
    g_autoptr (TnStmt) stmt = prepare (tn_copy_db (copy), which);
    TnId id;
    while (step (stmt))
      if (tn_stmt_id (stmt, 0, &id)) g_array_append_val (ids, id);
  }
  for (guint i = 0; i < ids->len; i++) {
    g_autoptr (TnRow) row = tn_copy_get (copy, &g_array_index (ids, TnId, i), NULL);
    for (guint k = 0; row && k < row->units->len; k++) sim_set_add (set, sim_oracle_find_shown (&w->oracle, row, g_array_index (row->units, TnUnit, k).unit));
    if (row) sim_set_add (set, sim_oracle_find_shown (&w->oracle, row, TN_UNIT_DEL));
    if (row && strcmp (row->kind_key, "conflict") == 0) sim_set_add (set, find_loser (w, row));
  }
}

void
sim_ahead_set (SimLaptop *l, SimSet *set)
{
  add_shown (l, set, "SELECT id FROM record WHERE ahead<>0 ORDER BY id");
}

void
sim_excuse_at_root (SimWorld *w, const SimSet *before)
{
  SimRootView view;
  SimSet left;
  sim_root_view (w, &view);
  sim_set_init (&left, &w->oracle);
  for (guint i = 0; i < w->laptops->len; i++) {
    sim_outbox_set (w->laptops->pdata[i], &left);
    add_shown (w->laptops->pdata[i], &left, "SELECT id FROM record ORDER BY id");
  }
  for (guint uid = 1; uid < w->oracle.notes->len; uid++)
    if (sim_set_has (before, uid) && !sim_set_has (&left, uid) && !sim_set_has (&view.held, uid)) sim_oracle_note (&w->oracle, uid)->excused = TRUE;
  sim_set_clear (&left);
  sim_root_view_clear (&view);
}

/* ---- quiet ---- */

static gboolean
reconcile_all (SimWorld *w)
{
  gboolean moved = FALSE;
  gint64 head = w->seen_seq;
  for (guint i = 0; i < w->laptops->len; i++) {
    SimLaptop *l = w->laptops->pdata[i];
    TnSessionLog log = { 0 };
    g_autoptr (GError) error = NULL;
    if (l->gone) continue;
    w->now += 60000;
    gboolean done = sim_sync (l, &log, &error);
    moved |= log.sent > 0 || log.received > 0 || (!done && !l->revoked);
    g_clear_pointer (&l->last_error, g_free);
    if (!done) l->last_error = g_strdup (error->message);
    if (l->revoked && done) sim_wrong (w, "%s is revoked, and reconciled all the same", l->m.name);
  }
  return moved || w->seen_seq != head;        /* a hub whose right has run out is told to the others */
}

static void
settle (SimWorld *w)
{
  for (guint round = 0; round < ROUNDS; round++) {
    w->now += 26 * 3600 * G_GINT64_CONSTANT (1000);
    if (!reconcile_all (w)) return;
  }
  for (guint i = 0; i < w->laptops->len; i++) {
    const SimLaptop *l = w->laptops->pdata[i];
    if (l->last_error && !l->revoked) sim_wrong (w, "%s cannot reconcile any more: %s", l->m.name, l->last_error);
  }
  sim_wrong (w, "after %u quiet rounds something still moves", ROUNDS);
}

/* All is the same everywhere by now, so a hub has little to say to anybody (what it may not have any more itself, and what is held); and after some
 * weeks nothing may be left of that. */
static void
visit_hubs (SimWorld *w)
{
  for (guint i = 0; i < w->laptops->len; i++) {
    SimLaptop *l = w->laptops->pdata[i], *hub = sim_pick_hub (w, l);
    TnSessionLog log = { 0 };
    if (l->gone || l->revoked || l->serves || !hub) continue;
    w->now += 60000;
    sim_visit (l, hub, &log, NULL);
  }
}

static void
calm_down (SimWorld *w)
{
  w->quiet = TRUE;
  w->event = NULL;
  for (guint i = 0; i < w->laptops->len; i++) {     /* invitations end; who has none is given one */
    SimLaptop *l = w->laptops->pdata[i];
    if (l->gone) continue;
    sim_laptop_ask (l);
    if (!l->enrolled && !l->revoked) sim_laptop_set_role (l, l->role, l->streams);
  }
  settle (w);
  if (!w->plan->hubs && !w->rewinds) return;
  if (w->plan->hubs) visit_hubs (w);
  w->now += 31 * DAY_MS;         /* what only hubs have said is handed in (sync.md 2.16), and what is held after a restore handed in again */
  settle (w);
}

/* ---- each laptop against the root ---- */

static gboolean
in_scope (SimLaptop *l, TnDb *root, const char *stream)
{
  g_autofree char *device = tn_copy_get_meta (sim_laptop_window (l), TN_META_DEVICE);
  g_autoptr (TnStmt) stmt = prepare (root, "SELECT stream, role FROM grant_ WHERE device=? AND ward='" SIM_WARD "' AND t_to=0");
  tn_stmt_bind_text (stmt, 1, device);
  while (step (stmt)) {
    const TnRole *role = tn_role_find (tn_stmt_text (stmt, 1));
    gboolean named = strcmp (tn_stmt_text (stmt, 0), "*") == 0 || strcmp (tn_stmt_text (stmt, 0), stream) == 0;
    if (named && role && role->classes & (1u << tn_stream_class (stream))) return TRUE;
  }
  return FALSE;
}

/* A lost stream stays whole while an edit of one of its records is open, and a held one is until a reviewer has looked (sync.md 2.8). */
static gboolean
is_kept_for_open_edit (TnDb *mine, const char *stream)
{
  g_autoptr (TnStmt) stmt = prepare (mine, "SELECT 1 FROM pull WHERE lost=1 AND stream=?1 AND EXISTS(SELECT 1 FROM outbox o JOIN record r ON r.id=o.id WHERE o.state IN ('new', 'held') AND r.stream=?1)");
  tn_stmt_bind_text (stmt, 1, stream);
  return step (stmt);
}

static char *
line_at_laptop (TnDb *db, const TnId *id, gboolean *open, gboolean *kept)
{
  g_autoptr (TnStmt) stmt = prepare (db, "SELECT kind, stream, stamps, body, EXISTS(SELECT 1 FROM outbox o WHERE o.id=r.id AND o.state IN ('new', 'held')),"
    " h IS NULL AND EXISTS(SELECT 1 FROM record u WHERE u.id=r.parent AND u.h IS NULL) FROM record r WHERE id=?");
  tn_stmt_bind_id (stmt, 1, id);
  if (!step (stmt)) return NULL;
  GString *line = g_string_new (NULL);
  *open = tn_stmt_int (stmt, 4) != 0;
  *kept = is_kept_for_open_edit (db, tn_stmt_text (stmt, 1)) || tn_stmt_int (stmt, 5);   /* it hangs on what is still open */
  tn_line_from_parts (line, tn_stmt_slice (stmt, 0), id, tn_stmt_slice (stmt, 1), tn_stmt_slice (stmt, 2), tn_stmt_slice (stmt, 3));
  return g_string_free (line, FALSE);
}

/* What a hub said and the root holds for a reviewer stays in sight. */
static gboolean
is_ahead_and_held (TnDb *root, TnDb *mine, const TnId *id)
{
  g_autoptr (TnStmt) ahead = prepare (mine, "SELECT 1 FROM record WHERE id=? AND ahead<>0"), held = prepare (root, "SELECT 1 FROM quarantine WHERE record=?");
  tn_stmt_bind_id (ahead, 1, id);
  tn_stmt_bind_id (held, 1, id);
  return step (ahead) && step (held);
}

static void
compare_records (SimWorld *w, SimLaptop *l, TnDb *root, TnDb *mine)
{
  g_autoptr (TnStmt) stmt = prepare (root, "SELECT id, stream, line FROM record WHERE ward='" SIM_WARD "' ORDER BY id");
  while (step (stmt)) {
    TnId id;
    gboolean open = FALSE, kept = FALSE;
    tn_stmt_id (stmt, 0, &id);
    g_autofree char *stream = g_strdup (tn_stmt_text (stmt, 1)), *theirs = g_strdup (tn_stmt_text (stmt, 2)), *own = line_at_laptop (mine, &id, &open, &kept);
    gboolean scope = in_scope (l, root, stream);
    if (scope && !own) sim_wrong (w, "%s lacks %s", l->m.name, theirs);
    else if (!scope && own && !open && !kept && stream[0] != TN_STREAM_ORPHAN[0]) sim_wrong (w, "I8: %s holds what is out of its scope: %s", l->m.name, own);
    else if (scope && !open && strcmp (own, theirs) != 0 && !is_ahead_and_held (root, mine, &id)) sim_wrong (w, "%s and the root differ:\n    %s\n    %s", l->m.name, own, theirs);
  }
}

static void
compare_rest (SimWorld *w, SimLaptop *l, const SimRootView *view, TnDb *root, TnDb *mine)
{
  g_autoptr (TnStmt) stmt = prepare (mine, "SELECT id, EXISTS(SELECT 1 FROM outbox o WHERE o.id=r.id AND o.state IN ('new', 'held')) FROM record r");
  while (step (stmt)) {
    TnId id;
    TnIdStr text;
    if (!tn_stmt_id (stmt, 0, &id) || g_hash_table_contains (view->rows, &id) || tn_stmt_int (stmt, 1)) continue;
    g_autoptr (TnStmt) aside = prepare (root, "SELECT 1 FROM quarantine WHERE record=?");      /* handed in after a restore, and held */
    tn_stmt_bind_id (aside, 1, &id);
    if (step (aside)) continue;
    tn_id_format (&id, text);
    sim_wrong (w, "%s holds %s, which the root %s", l->m.name, text, g_hash_table_contains (view->erased, &id) ? "has erased" : "does not have");
  }
}

static void
compare_sums (SimWorld *w, SimLaptop *l, TnDb *root, TnDb *mine)
{
  g_autoptr (TnStmt) stmt = prepare (mine, "SELECT stream, n, sum FROM digest WHERE n<>0");
  while (step (stmt)) {
    gsize len = 0, root_len = 0;
    const char *stream = tn_stmt_text (stmt, 0);
    const void *sum = tn_stmt_blob (stmt, 2, &len);
    g_autoptr (TnStmt) theirs = prepare (root, "SELECT n, sum FROM stream WHERE ward='" SIM_WARD "' AND stream=?");
    tn_stmt_bind_text (theirs, 1, stream);
    if (is_kept_for_open_edit (mine, stream)) continue;
    gboolean there = step (theirs);
    const void *root_sum = there ? tn_stmt_blob (theirs, 1, &root_len) : NULL;
    if (!there || tn_stmt_int (theirs, 0) != tn_stmt_int (stmt, 1) || len != root_len || memcmp (sum, root_sum, len) != 0)
      sim_wrong (w, "I3: %s and the root have other set hashes of %s", l->m.name, stream);
  }
}

static gboolean
is_seen (SimWorld *w, guint uid)
{
  for (guint other = uid + 1; other < w->oracle.notes->len; other++)
    if (sim_note_saw (sim_oracle_note (&w->oracle, other), uid)) return TRUE;
  return FALSE;
}

/* Held entries stay open until a reviewer has looked; a revoked laptop keeps everything, and has handed it in. */
static void
check_outbox (SimWorld *w, SimLaptop *l, const SimRootView *view, TnDb *mine)
{
  SimSet open;
  g_autoptr (TnStmt) count = prepare (mine, "SELECT count(*) FROM outbox WHERE state='new'");
  if (step (count) && tn_stmt_int (count, 0) > 0 && !l->revoked) sim_wrong (w, "%s still has %" G_GINT64_FORMAT " edits to send", l->m.name, tn_stmt_int (count, 0));
  tn_stmt_reset (count);
  sim_set_init (&open, &w->oracle);
  sim_outbox_set (l, &open);
  for (guint uid = 1; l->enrolled && uid < w->oracle.notes->len; uid++) {
    const SimNote *note = sim_oracle_note (&w->oracle, uid);
    if (!sim_set_has (&open, uid) || sim_set_has (&view->held, uid) || g_hash_table_contains (view->erased, &note->id)) continue;
    const TnRow *row = g_hash_table_lookup (view->rows, &note->id);
    if (strcmp (note->unit, TN_UNIT_DEL) == 0 && row && row->deleted == (g_strcmp0 (note->value, "true") == 0)) continue;   /* the root has said the same since */
    if (note->excused || is_seen (w, uid)) continue;     /* replaced before it was sent */
    sim_wrong (w, "I1: edit %u of %s is in its outbox and nowhere at the root", uid, l->m.name);
  }
  sim_set_clear (&open);
}

static void
check_again (SimWorld *w, SimLaptop *l)
{
  TnSessionLog log = { 0 };
  g_autoptr (GError) error = NULL;
  if (!sim_sync (l, &log, &error)) sim_wrong (w, "%s: a second session failed: %s", l->m.name, error->message);
  else if (log.sent || log.received) sim_wrong (w, "%s: a second session sent %u and received %u", l->m.name, log.sent, log.received);
}

static void
check_doctor (SimWorld *w, SimLaptop *l)
{
  TnDoctorReport report = { 0 };
  g_autoptr (GError) error = NULL;
  if (!tn_copy_doctor (sim_laptop_window (l), FALSE, &report, NULL, &error)) sim_wrong (w, "%s: the doctor: %s", l->m.name, error->message);
  else if (report.problem) sim_wrong (w, "%s: the doctor says: %s", l->m.name, report.problem);
  tn_doctor_report_clear (&report);
}

/* ---- words that may be nowhere ---- */

static gboolean
is_kept_here (TnDb *mine, const TnId *id)
{
  gboolean open, kept = FALSE;
  g_free (line_at_laptop (mine, id, &open, &kept));
  return kept;
}

/* What a revoked laptop handed in is kept whole until its reviewer decides (tn-erase.h). */
static gboolean
is_in_custody (TnDb *root, const char *word)
{
  g_autoptr (TnStmt) stmt = prepare (root, "SELECT 1 FROM quarantine WHERE record IS NULL AND instr(raw, CAST(? AS BLOB))");
  tn_stmt_bind_text (stmt, 1, word);
  return step (stmt);
}

/* A hub hands on what it may not open itself, and keeps it as long as its own. */
static gboolean
is_relayed (SimLaptop *l, const TnId *id)
{
  g_autofree char *version = tn_copy_get_meta (sim_laptop_window (l), TN_META_HUB_VERSION);
  g_autoptr (TnStmt) stmt = version ? prepare (tn_copy_db (l->window), "SELECT 1 FROM hub_relay WHERE id=?") : NULL;
  if (stmt) tn_stmt_bind_id (stmt, 1, id);
  return stmt && step (stmt);
}

/* Of a conflict about it that is kept here like a record, for an edit of its own that a reviewer has not looked at: the value that lost stands in it. */
static gboolean
is_in_kept_conflict (TnDb *mine, const TnId *id)
{
  g_autoptr (TnStmt) stmt = prepare (mine, "SELECT 1 FROM record r WHERE parent=? AND kind='conflict' AND EXISTS(SELECT 1 FROM outbox o WHERE o.id=r.id AND o.state IN ('new', 'held'))");
  tn_stmt_bind_id (stmt, 1, id);
  return step (stmt);
}

static void
check_words (SimWorld *w, SimLaptop *l, TnDb *root, const SimRootView *view)
{
  GHashTableIter it;
  gpointer word, value;
  guint found = 0;
  SimDisk *disk = l ? l->m.disk : w->root.disk;
  TnDb *mine = l ? tn_copy_db (sim_laptop_window (l)) : NULL;
  g_hash_table_iter_init (&it, w->oracle.markers);
  while (g_hash_table_iter_next (&it, &word, &value)) {
    const TnId *id = value;
    const char *where;
    const TnRow *row = g_hash_table_lookup (view->rows, id);
    gboolean erased = g_hash_table_contains (view->erased, id);
    if (!erased && (!l || !row || row->stream[0] == TN_STREAM_ORPHAN[0] || in_scope (l, root, row->stream))) continue;
    if (mine) {                       /* its own edits are kept: to be sent, and for ninety days after */
      g_autoptr (TnStmt) own = prepare (mine, "SELECT 1 FROM outbox WHERE id=?");
      tn_stmt_bind_id (own, 1, id);
      if (step (own) || is_kept_here (mine, id) || (!erased && (is_relayed (l, id) || is_in_kept_conflict (mine, id)))) continue;
    } else if (is_in_custody (root, word)) continue;
    if (!sim_disk_finds (disk, word, &where) || found++) continue;
    sim_wrong (w, "privacy: %s's file %s still holds “%s” of a record that %s", l ? l->m.name : "the root", where, (char *) word, erased ? "was erased" : "is out of its scope");
  }
}

/* ---- silent loss ---- */

typedef struct { SimSet good; GHashTable *values; /* "id unit value" that stand or are flagged */ } Good;

static char *
value_key (const TnId *id, const char *unit, const char *value)
{
  TnIdStr text;
  tn_id_format (id, text);
  return g_strdup_printf ("%s %s %s", text, unit, value ? value : "null");
}

static void
add_row (SimWorld *w, Good *good, const TnRow *row)
{
  for (guint i = 0; i < row->units->len; i++) {
    const TnUnit *unit = &g_array_index (row->units, TnUnit, i);
    sim_set_add_with_seen (&good->good, &w->oracle, sim_oracle_find_shown (&w->oracle, row, unit->unit));
    g_hash_table_add (good->values, value_key (&row->id, unit->unit, unit->value));
  }
  sim_set_add_with_seen (&good->good, &w->oracle, sim_oracle_find_shown (&w->oracle, row, TN_UNIT_DEL));
  g_hash_table_add (good->values, value_key (&row->id, TN_UNIT_DEL, row->deleted ? "true" : "false"));
}

/* Somebody else wrote the same at the same time: what was meant was taken from him, and what its author had seen was replaced by himself. */
static gboolean
agrees (const SimNote *note, const SimNote *other)
{
  return note != other && g_strcmp0 (note->value, other->value) == 0 && strcmp (note->unit, other->unit) == 0 && tn_id_equal (&note->id, &other->id)
         && !sim_note_saw (note, other->uid) && !sim_note_saw (other, note->uid);
}

static gboolean
agrees_with_good (SimWorld *w, const SimNote *note, const Good *good)
{
  g_autofree char *key = value_key (&note->id, note->unit, note->value);
  if (g_hash_table_contains (good->values, key)) return TRUE;
  for (guint uid = 1; uid < w->oracle.notes->len; uid++)
    if (sim_set_has (&good->good, uid) && agrees (note, sim_oracle_note (&w->oracle, uid))) return TRUE;
  return FALSE;
}

static void
add_agreeing (SimWorld *w, Good *good)
{
  for (gboolean more = TRUE; more;) {
    more = FALSE;
    for (guint uid = 1; uid < w->oracle.notes->len; uid++) {
      if (sim_set_has (&good->good, uid) || !agrees_with_good (w, sim_oracle_note (&w->oracle, uid), good)) continue;
      sim_set_add_with_seen (&good->good, &w->oracle, uid);
      more = TRUE;
    }
  }
}

/* The root has said "alive" above it (a delete overruled, or a repair), and who deleted in the end had that before him. */
static gboolean
is_said_by_root (SimWorld *w, const SimNote *note, const SimRootView *view)
{
  if (strcmp (note->unit, TN_UNIT_DEL) != 0 || g_strcmp0 (note->value, "false") != 0 || !sim_set_has (&view->held, note->uid)) return FALSE;
  for (guint uid = 1; uid < w->oracle.notes->len; uid++) {
    const SimNote *other = sim_oracle_note (&w->oracle, uid);
    if (other->saw_root_alive && tn_id_equal (&other->id, &note->id) && strcmp (other->moment, note->moment) > 0) return TRUE;
  }
  return FALSE;
}

static gboolean
is_accounted_for (const SimNote *note, const Good *good, const SimRootView *view)
{
  return note->excused || sim_set_has (&good->good, note->uid) || g_hash_table_contains (view->erased, &note->id);
}

static void
check_losses (SimWorld *w, const SimRootView *view)
{
  Good good = { .values = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL) };
  GHashTableIter it;
  gpointer row;
  SimSet open;
  sim_set_init (&good.good, &w->oracle);
  sim_set_init (&open, &w->oracle);
  g_hash_table_iter_init (&it, view->rows);
  while (g_hash_table_iter_next (&it, NULL, &row)) add_row (w, &good, row);
  for (guint i = 0; i < w->laptops->len; i++) {      /* a laptop that never was enrolled keeps what it has */
    SimLaptop *l = w->laptops->pdata[i];
    if (!l->enrolled) sim_outbox_set (l, &open);
  }
  for (guint uid = 1; uid < w->oracle.notes->len; uid++)
    if (sim_set_has (&view->flagged, uid) || sim_set_has (&view->aside, uid) || sim_set_has (&open, uid)) sim_set_add_with_seen (&good.good, &w->oracle, uid);
  add_agreeing (w, &good);
  for (guint uid = 1; uid < w->oracle.notes->len; uid++) {
    const SimNote *note = sim_oracle_note (&w->oracle, uid);
    if (!is_accounted_for (note, &good, view) && !is_said_by_root (w, note, view))
      sim_wrong (w, "SILENT LOSS: edit %u of %s (%s is %s): nobody saw it, it does not stand, and it is not flagged%s", uid, note->who, note->unit,
                 note->value ? note->value : "nothing", sim_set_has (&view->held, uid) ? "; the root has it in its history" : "; the root does not have it");
  }
  sim_set_clear (&good.good);
  sim_set_clear (&open);
  g_hash_table_unref (good.values);
}

/* What is gone in the end was seen, as it stood, by one who deleted it. */
static void
check_deletions (SimWorld *w, const SimRootView *view)
{
  GHashTableIter it;
  gpointer value;
  SimSet seen;
  sim_set_init (&seen, &w->oracle);
  for (guint uid = 1; uid < w->oracle.notes->len; uid++) sim_set_add_whole (&seen, &w->oracle, uid);
  g_hash_table_iter_init (&it, view->rows);
  while (g_hash_table_iter_next (&it, NULL, &value)) {
    const TnRow *row = value;
    for (guint i = 0; row->deleted && i < row->units->len; i++) {
      const TnUnit *unit = &g_array_index (row->units, TnUnit, i);
      guint uid = sim_oracle_find_shown (&w->oracle, row, unit->unit);
      if (uid && !sim_set_has (&seen, uid) && !sim_set_has (&view->flagged, uid))
        sim_wrong (w, "edit %u (%s is %s) went with a record that was deleted by one who had not seen it", uid, unit->unit, unit->value ? unit->value : "nothing");
    }
  }
  sim_set_clear (&seen);
}

static void
count_flags (SimWorld *w, const SimRootView *view)
{
  GHashTableIter it;
  gpointer value;
  g_hash_table_iter_init (&it, view->rows);
  while (g_hash_table_iter_next (&it, NULL, &value)) {
    const TnRow *row = value;
    TnId record;
    if (strcmp (row->kind_key, "conflict") != 0 || !tn_row_ref (row, "record", &record)) continue;
    g_autofree char *unit = tn_row_dup_text (row, "unit"), *loser = tn_row_dup_text (row, "value"), *text = tn_row_dup_text (row, "stamp"), *against = tn_row_dup_text (row, "against");
    TnStamp stamp, winner;
    w->flags++;
    if (!unit || !text || !against || !tn_stamp_parse (tn_slice (text, -1), &stamp) || !tn_stamp_parse (tn_slice (against, -1), &winner)) continue;
    guint uid = sim_oracle_find (&w->oracle, &record, unit, g_strcmp0 (loser, "null") == 0 ? NULL : loser, &stamp);
    for (guint other = 1; uid && other < w->oracle.notes->len; other++) {
      const SimNote *note = sim_oracle_note (&w->oracle, other);
      if (tn_id_equal (&note->id, &record) && strcmp (note->unit, unit) == 0 && memcmp (note->moment, winner.s, 16) == 0 && sim_note_saw (note, uid)) {
        w->false_flags++;
        break;
      }
    }
  }
}

static void
count_concurrent (SimWorld *w)
{
  GPtrArray *notes = w->oracle.notes;
  for (guint a = 1; a < notes->len; a++) {
    const SimNote *x = notes->pdata[a];
    for (guint b = 1; b < notes->len; b++) {
      const SimNote *y = notes->pdata[b];
      if (a == b || !tn_id_equal (&x->id, &y->id) || strcmp (x->unit, y->unit) != 0 || sim_note_saw (x, b) || sim_note_saw (y, a)) continue;
      w->concurrent++;
      break;
    }
  }
}

static void
check_root_sums (SimWorld *w)
{
  g_autofree char *bad = NULL;
  g_autoptr (GError) error = NULL;
  if (!tn_district_check_sums (w->district, SIM_WARD, &bad, &error)) sim_wrong (w, "the root's sums: %s", error->message);
  if (bad) sim_wrong (w, "I3: the root's running sum of %s is not what its records add up to", bad);
}

void
sim_verdict (SimWorld *w)
{
  SimRand r = sim_rand_for (w->plan->seed, 2);
  SimRootView view;
  w->rand = &r;
  sim_say (w, "", "--- quiet ---");
  calm_down (w);
  for (guint i = 0; i < w->laptops->len; i++) {
    SimLaptop *l = w->laptops->pdata[i];
    if (!l->revoked && !l->gone) check_again (w, l);
  }
  for (guint i = 0; i < w->laptops->len; i++) {
    SimLaptop *l = w->laptops->pdata[i];
    if (!l->gone && !sim_laptop_window (l)) sim_fatal ("%s has lost its copy", l->m.name);
  }
  sim_root_view (w, &view);
  g_autoptr (TnDb) root = open_root ();
  check_root_sums (w);
  check_losses (w, &view);
  check_deletions (w, &view);
  for (guint i = 0; i < w->laptops->len; i++) {
    SimLaptop *l = w->laptops->pdata[i];
    if (l->gone) continue;
    TnDb *mine = tn_copy_db (sim_laptop_window (l));
    check_outbox (w, l, &view, mine);
    check_doctor (w, l);
    if (l->revoked) continue;
    compare_records (w, l, root, mine);
    compare_rest (w, l, &view, root, mine);
    compare_sums (w, l, root, mine);
    check_words (w, l, root, &view);
  }
  check_words (w, NULL, root, &view);
  sim_untimed_verdict (w, root, &view);
  count_flags (w, &view);
  count_concurrent (w);
  sim_root_view_clear (&view);
}
