/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What happens, one event after the other, and sometimes one within another's waiting. */
#include "sim-home.h"
#include "sim-world.h"
#include "tn-db.h"
#include "tn-district-private.h"
#include "tn-hub-copy.h"
#include "tn-meta-keys.h"
#include "tn-erase.h"
#include "tn-outbox.h"

#define YEAR_MS G_GINT64_CONSTANT (31557600000)
#define CLOCK_OF_A_DEAD_BATTERY G_GINT64_CONSTANT (1230768000000)   /* 2009 */
#define ROOT_IMAGES 5
#define DAY_MS G_GINT64_CONSTANT (86400000)
#define LOG_KEPT (395 * DAY_MS)
#define BACKUP_KEPT (35 * DAY_MS)      /* sync.md 2.14: no backup is older */

/* ---- a session ---- */

void
sim_laptop_trouble (SimLaptop *l, guint operations, gboolean exactly)
{
  SimWorld *w = l->m.world;
  gboolean killed = sim_strikes (w, SIM_LAPTOP_KILLED), power = !killed && sim_strikes (w, SIM_LAPTOP_POWER);
  if (!killed && !power && !sim_strikes (w, SIM_LAPTOP_FULL)) return;
  guint n = exactly ? operations : sim_below (w->rand, operations);
  if (killed || power) sim_disk_plan_crash (l->m.disk, power ? SIM_CRASH_POWER : SIM_CRASH_KILL, n, w->rand);
  else sim_disk_plan_full (l->m.disk, n);
}

/* Seldom late in a long session, mostly early. */
static guint
draw_session_operations (SimWorld *w)
{
  return sim_below (w->rand, 1u << (1 + sim_below (w->rand, 9)));
}

static TnTransport *
find_line (SimLaptop *l, SimLaptop *hub)
{
  if (!hub) return l->line ? l->line : (l->line = sim_line_new (l, NULL));
  if (l->at_hub != hub) g_clear_pointer (&l->hub_line, tn_transport_free);
  l->at_hub = hub;
  return l->hub_line ? l->hub_line : (l->hub_line = sim_line_new (l, hub));
}

static gboolean
run_session (SimLaptop *l, SimLaptop *hub, gboolean allow, TnSessionLog *log, GError **error)
{
  SimWorld *w = l->m.world;
  TnSyncOptions options = { .allow_removal = allow, .one_thread = TRUE, .page_lines = w->plan->page_lines, .batch_lines = w->plan->batch_lines, .through_hub = hub != NULL };
  TnCopy *copy = sim_laptop_reconciler (l);
  if (!copy) {
    g_set_error_literal (error, TN_ERROR, TN_ERROR_FAILED, "the copy does not open");
    return FALSE;
  }
  TnTransport *line = find_line (l, hub);
  l->busy = TRUE;
  w->sessions++;
  gboolean done = tn_sync_run (copy, line, &options, log, NULL, error);
  l->busy = FALSE;
  g_clear_pointer (&log->error, g_free);
  if (log->note) sim_say (w, l->m.name, "repair: %s", log->note);
  /* Without a server that was put back, or a cursor older than its log, there is nothing to repair; what hubs have not handed on is none. */
  if (log->note && strstr (log->note, "together again") && !w->rewinds && w->now - w->began < LOG_KEPT) sim_wrong (w, "drift: %s: %s", l->m.name, log->note);
  w->repairs += log->note != NULL;
  g_clear_pointer (&log->note, g_free);
  return done;
}

/* For who reads the trace. */
static void
say_held (SimLaptop *l)
{
  g_autoptr (GError) error = NULL;
  TnCopy *copy = l->m.world->trace && !sim_laptop_is_off (l) ? sim_laptop_window (l) : NULL;
  g_autoptr (TnStmt) stmt = copy ? tn_db_prepare (tn_copy_db (copy), "SELECT unit, value, lower(hex(id)), why FROM outbox WHERE state='held' ORDER BY n", &error) : NULL;
  while (stmt && tn_stmt_step (stmt, &error) == TN_STEP_ROW)
    sim_say (l->m.world, l->m.name, "(held: %s of …%s is %.20s: %s)", tn_stmt_text (stmt, 0), tn_stmt_text (stmt, 2) + 24, tn_stmt_is_null (stmt, 1) ? "nothing" : tn_stmt_text (stmt, 1), tn_stmt_text (stmt, 3));
}

gboolean
sim_visit (SimLaptop *l, SimLaptop *hub, TnSessionLog *log, GError **error)
{
  SimWorld *w = l->m.world;
  g_autoptr (GError) local = NULL;
  guint full = sim_disk_full_hits (l->m.disk);
  if (!l->enrolled && !sim_laptop_enrol (l)) {
    sim_laptop_settle (l);
    g_set_error_literal (error, TN_ERROR, TN_ERROR_FAILED, "not enrolled");
    return FALSE;
  }
  if (hub) sim_say (w, l->m.name, "reconciles through %s", hub->m.name);
  else sim_say (w, l->m.name, "reconciles");
  sim_laptop_trouble (l, draw_session_operations (w), TRUE);
  gboolean done = run_session (l, hub, FALSE, log, &local);
  if (g_error_matches (local, TN_ERROR, TN_ERROR_CONFLICT) && !sim_disk_is_dead (l->m.disk) && (w->quiet || sim_chance (w->rand, 0.5))) {
    sim_say (w, l->m.name, "is asked about a large removal, and allows it");
    g_clear_error (&local);
    done = run_session (l, hub, TRUE, log, &local);
  }
  if (done) sim_say (w, l->m.name, "done: sent %u, received %u, held %u", log->sent, log->received, log->held);
  else sim_say (w, l->m.name, "broken off: %s", local->message);
  if (log->held) say_held (l);
  if (sim_disk_full_hits (l->m.disk) != full) sim_fire (w, SIM_LAPTOP_FULL);
  if (!sim_laptop_settle (l)) sim_disk_forget_plan (l->m.disk);
  if (local) g_propagate_error (error, g_steal_pointer (&local));
  return done;
}

gboolean
sim_sync (SimLaptop *l, TnSessionLog *log, GError **error)
{
  return sim_visit (l, NULL, log, error);
}

static void
sync_event (SimLaptop *l)
{
  SimWorld *w = l->m.world;
  TnSessionLog log = { 0 };
  if (w->plan->rate[SIM_LAPTOP_RESTORED] > 0 && sim_chance (w->rand, 0.2)) sim_laptop_image (l);
  if (sim_chance (w->rand, 0.1)) sim_laptop_stop (l);       /* the program was closed in between */
  sim_sync (l, &log, NULL);
}

/* ---- laptops come and change ---- */

static char *
run_text (SimWorld *w, const char *sql, const char *a, const char *b, gint64 n)
{
  g_autofree char *folder = sim_home_path ("root"), *path = g_build_filename (folder, TN_DISTRICT_DEPOT, NULL);
  g_autoptr (GError) error = NULL;
  g_autoptr (TnDb) db = tn_db_open (path, 0, SIM_VFS, &error);
  g_autoptr (TnStmt) stmt = db ? tn_db_prepare (db, sql, &error) : NULL;
  char *answer = NULL;
  if (!stmt) sim_fatal ("%s: %s", sql, error->message);
  if (a) tn_stmt_bind_text (stmt, 1, a);
  if (b) tn_stmt_bind_text (stmt, 2, b);
  if (n) tn_stmt_bind_int (stmt, 3, n);
  if (tn_stmt_step (stmt, &error) == TN_STEP_ROW) answer = g_strdup (tn_stmt_text (stmt, 0));
  if (error) sim_fatal ("%s: %s", sql, error->message);
  return answer;
}

static char *
device_of (SimLaptop *l)
{
  TnCopy *copy = sim_laptop_window (l);
  return copy ? tn_copy_get_meta (copy, TN_META_DEVICE) : NULL;
}

static void
copy_laptop (SimWorld *w, SimLaptop *from, SimFault fault)
{
  if (from->busy || from->gone || !from->enrolled || w->laptops->len >= SIM_SLOTS) return;
  sim_laptop_stop (from);
  g_autoptr (GHashTable) image = sim_disk_image (from->m.disk);
  g_autofree char *name = g_strdup_printf ("%s'", from->m.name);
  SimLaptop *l = sim_laptop_add (w, name, from->key, from->role, image);
  l->enrolled = l->named = TRUE;
  l->serves = from->serves;
  l->revoked = from->revoked;
  l->last_n = from->last_n;
  l->code = g_strdup (from->code);
  l->streams = g_strdupv (from->streams);
  l->m.offset = from->m.offset + 7;
  if (fault == SIM_DISK_CLONED) {
    l->m.inode = from->m.inode;
    l->m.board = from->m.board;
  }
  sim_fire (w, from->serves ? SIM_HUB_CLONED : fault);
  sim_say (w, from->m.name, "%s: %s is there now", sim_fault_name (fault), name);
}

static void
restore_laptop (SimWorld *w, SimLaptop *l)
{
  SimSet before;
  if (l->busy || l->gone || !l->images->len) return;
  guint k = sim_below (w->rand, l->images->len);
  sim_set_init (&before, &w->oracle);
  sim_outbox_set (l, &before);
  sim_ahead_set (l, &before);
  sim_laptop_stop (l);
  sim_disk_set_image (l->m.disk, l->images->pdata[k]);
  l->last_n = *(gint64 *) l->images_n->pdata[k];
  if (sim_chance (w->rand, 0.5)) l->m.inode += 1000;
  l->enrolled = sim_laptop_window (l) && tn_is_enrolled (l->window);
  sim_fire (w, l->serves ? SIM_HUB_RESTORED : SIM_LAPTOP_RESTORED);
  l->serves = l->serves && tn_hub_is_enabled (l->window);
  sim_say (w, l->m.name, "is put back to an image of its disk (%u of %u)", k + 1, l->images->len);
  sim_excuse_lost (w, &before);
  sim_set_clear (&before);
}

static void
change_clock (SimWorld *w, SimLaptop *l, SimFault fault)
{
  gint64 years = 1 + (gint64) sim_below (w->rand, 9);
  gboolean mended = (l->m.offset || l->m.drift_ppm) && sim_chance (w->rand, 0.4);
  if (mended) l->m.offset = l->m.drift_ppm = 0;
  else if (fault == SIM_CLOCK_JUMP) l->m.offset += (sim_chance (w->rand, 0.5) ? years : -years) * YEAR_MS;
  else if (fault == SIM_CLOCK_BACK) l->m.offset = CLOCK_OF_A_DEAD_BATTERY - w->now;
  else {
    l->m.drift_since = w->now;
    l->m.drift_ppm = (gint64) sim_below (w->rand, 4000) - 2000;
  }
  if (!mended) sim_fire (w, fault);
  sim_say (w, l->m.name, "its clock %s; it is off by %.1f days", mended ? "is set right" : sim_fault_name (fault) + 6, (double) (l->m.env.now_ms (&l->m) - w->now) / 86400000.0);
}

/* ---- rights ---- */

static void
give_scope (SimWorld *w, SimLaptop *l)
{
  g_autofree char *device = device_of (l), *stream = NULL, *has = NULL;
  if (!device || l->revoked) return;
  stream = tn_stream_for_area (tn_schema_kind ("household"), w->areas->pdata[sim_below (w->rand, w->areas->len)]);
  has = run_text (w, "SELECT 1 FROM grant_ WHERE device=?1 AND t_to=0 AND (stream=?2 OR stream='*')", device, stream, 0);
  if (has) return;
  g_free (run_text (w, "INSERT INTO grant_(device, ward, stream, role, t_from) VALUES(?1, '" SIM_WARD "', ?2, 'team_leader', ?3)", device, stream, w->root.env.now_ms (&w->root)));
  sim_fire (w, SIM_SCOPE_GIVEN);
  sim_say (w, "server", "gives %s the stream %s", l->m.name, stream);
}

/* One of its streams; or, of the whole ward, all but the open part of one area. */
static void
take_scope (SimWorld *w, SimLaptop *l)
{
  g_autofree char *device = device_of (l), *stream = NULL;
  gint64 now = w->root.env.now_ms (&w->root);
  if (!device || l->revoked || l->key == 0) return;
  stream = run_text (w, "SELECT stream FROM grant_ WHERE device=?1 AND t_to=0 AND stream<>'0' ORDER BY stream LIMIT 1", device, NULL, 0);
  if (!stream) return;
  g_free (run_text (w, "UPDATE grant_ SET t_to=?3 WHERE device=?1 AND stream=?2 AND t_to=0", device, stream, now));
  sim_fire (w, SIM_SCOPE_TAKEN);
  sim_say (w, "server", "takes the stream %s from %s", stream, l->m.name);
  if (strcmp (stream, "*") != 0) return;
  g_free (run_text (w, "INSERT INTO grant_(device, ward, stream, role, t_from) VALUES(?1, '" SIM_WARD "', ?2, 'team_leader', ?3)", device, "0", now));
  give_scope (w, l);
}

static void
enrol_again (SimWorld *w, SimLaptop *l)
{
  SimLaptop *other = w->laptops->pdata[sim_below (w->rand, w->laptops->len)];
  if (l->busy || other->busy || !l->enrolled || !l->code) return;
  if (other->key == l->key || other->enrolled) {
    if (!l->revoked) sim_laptop_enrol (l);
  } else {
    /* A server that was put back to before it was used cannot know: the code is good until it runs out. */
    g_autofree char *own = g_steal_pointer (&other->code), *device = device_of (l), *known = device ? run_text (w, "SELECT 1 FROM device WHERE device=?1", device, NULL, 0) : NULL;
    other->code = g_strdup (l->code);
    if (sim_laptop_enrol (other) && known) sim_wrong (w, "%s was enrolled with the code that %s had used", other->m.name, l->m.name);
    g_free (other->code);
    other->code = g_steal_pointer (&own);
  }
  sim_laptop_settle (l);
  sim_laptop_settle (other);
  sim_fire (w, SIM_ENROL_AGAIN);
}

static void
revoke_laptop (SimWorld *w, SimLaptop *l)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *device = device_of (l);
  if (!device || l->key == 0) return;
  if (!tn_district_revoke (w->district, device, &error)) {
    if (!w->rewinds) sim_wrong (w, "revoking %s: %s", l->m.name, error->message);
    return;
  }
  for (guint i = 0; i < w->laptops->len; i++) {
    SimLaptop *other = w->laptops->pdata[i];
    if (other->key == l->key) other->revoked = TRUE;
  }
  sim_fire (w, SIM_REVOKED);
  sim_say (w, "server", "withdraws the right of %s", l->m.name);
}

/* ---- programs of another age ---- */

static void
queue_strange (SimWorld *w, SimLaptop *l, SimFault fault)
{
  static const char *const poison[][2] = { { "sex", "{\"a\":1}" }, { "birth", "[1,2]" }, { "name", "17" } };
  g_autoptr (GError) error = NULL;
  TnCopy *copy = sim_laptop_window (l);
  g_autofree char *replica = copy ? tn_copy_replica (copy) : NULL;
  if (!replica) return;
  guint k = sim_below (w->rand, G_N_ELEMENTS (poison));
  const char *unit = fault == SIM_POISON ? poison[k][0] : "oxygen_sat";
  g_autofree char *value = fault == SIM_POISON ? g_strdup (poison[k][1]) : g_strdup_printf ("\"%u\"", sim_below (w->rand, 100000));
  TnStamp stamp = tn_stamp_make (w->now, sim_below (w->rand, 65536), replica);
  g_autoptr (TnStmt) stmt = tn_db_prepare (tn_copy_db (copy),
    "INSERT INTO outbox(id, unit, value, stamp, over, by_user, at, save) SELECT id, ?1, ?2, ?3, '', 'mai', ?4, 1000000 + (SELECT ifnull(max(n), 0) FROM outbox)"
    " FROM record WHERE kind='person' AND del=0 ORDER BY id LIMIT 1", &error);
  if (!stmt) sim_fatal ("%s", error->message);
  tn_stmt_bind_text (stmt, 1, unit);
  tn_stmt_bind_text (stmt, 2, value);
  tn_stmt_bind_text (stmt, 3, stamp.s);
  tn_stmt_bind_int (stmt, 4, w->now);
  if (!tn_stmt_run (stmt, &error) || tn_db_changes (tn_copy_db (copy)) == 0) return;
  sim_fire (w, fault);
  sim_say (w, l->m.name, "%s", sim_fault_name (fault));
  sim_laptop_adopt (l, NULL);
}

static void
add_strange_record (SimWorld *w)
{
  const TnDepotDriver *driver = w->depot->driver;
  g_autoptr (GError) error = NULL;
  gboolean found;
  TnCursor head;
  TnIdStr text;
  TnSum none = { 0 }, sum = { 0 };
  TnId id = tn_id_new (&w->root.env);
  TnStamp stamp = tn_stamp_make (w->root.env.now_ms (&w->root), 0, "fffffffffff0");
  tn_id_format (&id, text);
  g_autofree char *line = g_strdup_printf ("{\"k\":\"gadget\",\"i\":\"%s\",\"g\":\"0\",\"t\":\"%s\",\"x\":{},\"d\":0,\"b\":{\"kept\":\"verbatim\",\"n\":1.50}}", text, stamp.s);
  TnWardTx *tx = driver->tx_begin (w->depot, SIM_WARD, &found, &error);
  if (!tx) return;
  gint64 last = tx->last + 1;
  TnStored record = { .id = id, .kind = tn_slice ("gadget", -1), .stream = tn_slice ("0", -1), .line = tn_slice (line, -1), .seq = last, .newest = stamp, .h = tn_hash (line, strlen (line)) };
  tn_sum_add (&sum, &record.h);
  if (!driver->tx_insert (tx, &record, &error) || !driver->tx_stream (tx, "0", 1, &sum, &none, &error)) tn_ward_tx_abort (tx);
  else driver->tx_commit (tx, last, &head, &error);
  if (error) sim_fatal ("%s", error->message);
  sim_fire (w, SIM_NEWER_SERVER);
  sim_say (w, "server", "a newer one has written a record of a kind that nobody here knows");
}

static void
erase (SimWorld *w)
{
  g_autoptr (GError) error = NULL;
  TnId id;
  guint n = 0;
  g_autofree char *text = run_text (w, "SELECT lower(hex(id)) FROM record WHERE ward='" SIM_WARD "' AND kind IN ('household', 'person', 'identity') ORDER BY id LIMIT 1 OFFSET"
    " (?3 % (SELECT max(1, count(*)) FROM record WHERE ward='" SIM_WARD "' AND kind IN ('household', 'person', 'identity')))", NULL, NULL, 1 + sim_below (w->rand, 1000));
  if (!text || !tn_unhex (text, 32, id.b)) return;
  if (!tn_district_erase (w->district, SIM_WARD, &id, &n, &error)) sim_wrong (w, "erasing: %s", error->message);
  sim_fire (w, SIM_ERASED);
  sim_say (w, "server", "erases …%s and what hangs on it, %u records", text + 24, n);
  sim_root_look (w);
}

/* ---- the server goes back ---- */

void
sim_image_free (SimImage *image)
{
  if (!image) return;
  g_hash_table_unref (image->files);
  g_free (image);
}

SimImage *
sim_image_root (SimWorld *w)
{
  SimImage *image = g_new0 (SimImage, 1);
  *image = (SimImage) { sim_disk_image (w->root.disk), w->now };
  return image;
}

static void
keep_image_of_root (SimWorld *w)
{
  if (!w->root_images) w->root_images = g_ptr_array_new_with_free_func ((GDestroyNotify) sim_image_free);
  if (w->root_images->len == ROOT_IMAGES) g_ptr_array_remove_index (w->root_images, 0);
  g_ptr_array_add (w->root_images, sim_image_root (w));
}

static void
note_erased (const char *ward, const TnId *id, gpointer ids)
{
  g_array_append_vals (ids, id, 1);
}

/* The district knows a laptop again as it did then, or not at all: then it is invited anew. */
void
sim_laptop_ask (SimLaptop *l)
{
  g_autofree char *device = l->busy || sim_disk_is_dead (l->m.disk) ? NULL : device_of (l);
  if (!device) return;
  g_autofree char *state = run_text (l->m.world, "SELECT state FROM device WHERE device=?1", device, NULL, 0);
  l->enrolled = state != NULL;
  l->revoked = g_strcmp0 (state, "revoked") == 0;
}

/* What was erased meanwhile stands in a list beside the database, and is erased again. */
static void
put_root_back (SimWorld *w, GHashTable *files)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GArray) erased = g_array_new (FALSE, FALSE, sizeof (TnId));
  guint n;
  if (!w->depot->driver->each_erased (w->depot, note_erased, erased, &error)) sim_fatal ("%s", error->message);
  sim_root_stop (w);
  sim_disk_set_image (w->root.disk, files);
  sim_root_start (w);
  if (erased->len && !tn_erase_again (w->depot, SIM_WARD, (TnId *) (gpointer) erased->data, erased->len, &n, &error)) sim_fatal ("%s", error->message);
}

void
sim_restore_root (SimWorld *w, const SimImage *image, SimFault fault)
{
  SimRootView before;
  sim_root_view (w, &before);
  put_root_back (w, image->files);
  g_hash_table_remove_all (w->tops);
  w->seen_seq = 0;
  w->rewinds++;
  sim_fire (w, fault);
  sim_say (w, "server", "%s: it is as it was %.1f days ago", sim_fault_name (fault), (double) (w->now - image->at) / (double) DAY_MS);
  sim_root_look (w);
  for (guint i = 0; i < w->laptops->len; i++) sim_laptop_ask (w->laptops->pdata[i]);
  sim_excuse_at_root (w, &before.held);
  sim_root_view_clear (&before);
}

static void
restore_root (SimWorld *w, SimFault fault)
{
  guint n = w->root_images ? w->root_images->len : 0, k = fault == SIM_STANDBY && n ? n - 1 : sim_below (w->rand, n);
  const SimImage *image = n ? w->root_images->pdata[k] : NULL;
  if (image && w->now - image->at <= BACKUP_KEPT) sim_restore_root (w, image, fault);
}

static void
restore_hub (SimWorld *w)
{
  SimLaptop *hub = sim_pick_hub (w, NULL);
  if (hub) restore_laptop (w, hub);
}

static void
clone_hub (SimWorld *w)
{
  SimLaptop *hub = sim_pick_hub (w, NULL);
  if (hub) copy_laptop (w, hub, sim_chance (w->rand, 0.5) ? SIM_FILE_COPIED : SIM_DISK_CLONED);
}

void
sim_happen (SimWorld *w, SimLaptop *l, SimFault fault)
{
  switch (fault) {
    case SIM_CLOCK_JUMP: case SIM_CLOCK_BACK: case SIM_CLOCK_DRIFT: change_clock (w, l, fault); break;
    case SIM_FILE_COPIED: case SIM_DISK_CLONED: copy_laptop (w, l, fault); break;
    case SIM_LAPTOP_RESTORED: restore_laptop (w, l); break;
    case SIM_SERVER_RESTORED: case SIM_STANDBY: restore_root (w, fault); break;
    case SIM_SCOPE_GIVEN: give_scope (w, l); break;
    case SIM_SCOPE_TAKEN: take_scope (w, l); break;
    case SIM_ENROL_AGAIN: enrol_again (w, l); break;
    case SIM_REVOKED: revoke_laptop (w, l); break;
    case SIM_POISON: case SIM_NEWER_PROGRAM: queue_strange (w, l, fault); break;
    case SIM_NEWER_SERVER: add_strange_record (w); break;
    case SIM_ERASED: erase (w); break;
    case SIM_HUB_RESTORED: restore_hub (w); break;
    case SIM_HUB_CLONED: clone_hub (w); break;
    case SIM_HUB_ENDED: sim_end_hub (w); break;
    case SIM_HUB_LOST: sim_lose_hub (w); break;
    default: break;
  }
}

/* ---- events ---- */

void
sim_run_event (SimWorld *w, const SimEvent *event)
{
  SimRand r = { event->seed };
  SimRand *outer = w->rand;
  const SimEvent *above = w->event;
  gboolean asking = w->asking;
  SimLaptop *l = w->laptops->pdata[event->who % w->laptops->len];
  w->rand = &r;
  w->event = event;
  w->asking = FALSE;
  w->now = MAX (w->now, w->began + event->at);
  if (!w->depth) sim_deliver_late (w);
  if (w->root_wanted && !w->depth && sim_chance (&r, 0.15)) keep_image_of_root (w);
  if (event->type == SIM_HAPPENING) sim_happen (w, l, event->fault);
  else if (l->gone) sim_say (w, l->m.name, "is no more");
  else if (event->type == SIM_EDIT) sim_edit (l);
  else if (event->type == SIM_CARRY) sim_carry (w, l);
  else if (event->type == SIM_VISIT) sim_go_to_hub (w, l);
  else if (event->type == SIM_MAKE_HUB) sim_make_hub (w, l);
  else if (!l->busy) sync_event (l);
  w->rand = outer;
  w->event = above;
  w->asking = asking;
}

void
sim_run_next (SimWorld *w)
{
  if (w->next_event >= w->plan->events->len) return;
  const SimEvent *event = &g_array_index (w->plan->events, SimEvent, w->next_event++);
  w->depth++;
  sim_run_event (w, event);
  w->depth--;
}
