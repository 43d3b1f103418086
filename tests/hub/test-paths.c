/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Property: which way an edit takes up does not change what becomes of it (sync.md 3, "hub path = direct path"). The same edits of two leaders, with the same
 * clock, go to one district directly and to another through a hub, in an order of chance; both districts end with the same units at the same values, and no
 * value that somebody typed is lost. No sockets: the desks are called as the simulator calls them. */
#include "hub-fixture.h"
#include "tn-hub-copy.h"
#include "tn-line.h"
#include "tn-meta-keys.h"

#define SEEDS 12
#define STEPS 40
#define FIELDS 3

static const char *const fields[FIELDS] = { "note", "room", "phone" };

/* ---- a transport that calls a desk ---- */

typedef struct { TnTransport base; TnDistrict *desk; } DeskTransport;

static gboolean
send_to_desk (TnTransport *base, const TnRequest *request, gsize max_body, TnResponse *response, GCancellable *cancellable, GError **error)
{
  DeskTransport *t = (DeskTransport *) base;
  TnAnswer answer = { 0 };
  TnCall call = { .method = request->method, .path = request->path, .content_type = request->content_type, .token = request->token, .body = request->body,
                  .peer = "desk", .signature = request->signature };
  tn_district_handle (t->desk, &call, &answer);
  *response = (TnResponse) { .status = answer.status, .content_type = g_strdup (answer.content_type),
                             .body = answer.body ? g_bytes_ref (answer.body) : g_bytes_new (NULL, 0) };
  tn_answer_clear (&answer);
  return TRUE;
}

static void
free_desk_transport (TnTransport *base)
{
  g_free (base);
}

static TnTransport *
desk_transport (TnDistrict *desk)
{
  DeskTransport *t = g_new0 (DeskTransport, 1);
  t->base.send = send_to_desk;
  t->base.free = free_desk_transport;
  t->desk = desk;
  return &t->base;
}

/* ---- a clock that both worlds share ---- */

typedef struct { TnEnv env; gint64 now; GRand *rand; } Clock;

static gint64
read_clock (gpointer data)
{
  return ((Clock *) data)->now;
}

static void
draw (gpointer data, guint8 *buf, gsize len)
{
  for (gsize i = 0; i < len; i++) buf[i] = (guint8) g_rand_int_range (((Clock *) data)->rand, 0, 256);
}

/* ---- one world ---- */

typedef struct {
  World w;
  TnDistrict *root;             /* a second desk over the same folder, by the clock that all share: nobody's offset differs */
  Clock clock;
  Laptop leaders[2];
  Laptop hub_laptop;
  TnHub *hub;
  TnId home;
} Side;

static void
open_leader (Side *s, guint i, guint32 seed)
{
  g_autoptr (GError) error = NULL;
  Laptop *l = &s->leaders[i];
  g_autofree char *name = g_strdup_printf ("leader-%u", i);
  laptop_init (l, &s->w, name);
  tn_copy_close (l->copy);
  l->copy = tn_copy_open (l->path, 0, &s->clock.env, &error);
  g_assert_no_error (error);
  g_autofree char *replica = g_strdup_printf ("%06x%06x", seed & 0xffffff, i + 1);
  tn_copy_set_meta (l->copy, TN_META_REPLICA, replica, &error);
  g_assert_no_error (error);
}

static void
side_init (Side *s, guint32 seed, gboolean with_hub)
{
  g_autoptr (GError) error = NULL;
  world_init (&s->w);
  s->clock = (Clock) { { .now_ms = read_clock, .random = draw, .user_data = &s->clock }, g_get_real_time () / 1000, g_rand_new_with_seed (seed) };
  s->root = tn_district_new (s->w.district_dir, &s->clock.env, &error);
  g_assert_no_error (error);
  laptop_init (&s->hub_laptop, &s->w, "hub");
  s->home = laptop_add_household (&s->hub_laptop, "1");
  for (guint i = 0; i < 2; i++) open_leader (s, i, seed);
  g_autofree char *device = laptop_device (&s->hub_laptop);
  g_assert_true (tn_district_hub_grant (s->w.district, device, WARD, 30, &error));
  laptop_sync (&s->hub_laptop);
  for (guint i = 0; i < 2; i++) laptop_sync_root (&s->leaders[i]);
  if (!with_hub) return;
  g_assert_true (tn_hub_enable (s->hub_laptop.copy, &error));
  s->hub = tn_hub_new (s->hub_laptop.path, NULL, &error);
  g_assert_no_error (error);
}

static void
side_clear (Side *s)
{
  g_clear_pointer (&s->hub, tn_hub_free);
  for (guint i = 0; i < 2; i++) laptop_clear (&s->leaders[i]);
  laptop_clear (&s->hub_laptop);
  tn_district_free (s->root);
  g_rand_free (s->clock.rand);
  world_clear (&s->w);
}

static void
sync_with (Laptop *l, TnDistrict *desk, gboolean through_hub)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (TnTransport) t = desk_transport (desk);
  TnSyncOptions options = { .through_hub = through_hub };
  tn_sync_run (l->copy, t, &options, NULL, NULL, &error);
  g_assert_no_error (error);
}

/* What a leader typed, and the values on his screen then, do not depend on the side: he only ever edits what he typed himself. */
static void
edit (Side *s, guint leader, guint field, guint step)
{
  g_autofree char *value = field == 2 ? g_strdup_printf ("0280000%04u", step) : g_strdup_printf ("v%u-%u", leader, step);
  laptop_set (&s->leaders[leader], &s->home, fields[field], value);
}

static GHashTable *
read_root_units (Side *s, guint32 seed)
{
  g_autofree char *by = g_strdup_printf ("%06x", seed & 0xffffff);
  GHashTable *units = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
  sqlite3 *db = world_open_depot (&s->w);
  sqlite3_stmt *stmt = NULL;
  g_assert_cmpint (sqlite3_prepare_v2 (db, "SELECT line FROM record WHERE kind='household'", -1, &stmt, NULL), ==, SQLITE_OK);
  while (sqlite3_step (stmt) == SQLITE_ROW) {
    TnLine line;
    g_assert_true (tn_line_parse (tn_slice ((const char *) sqlite3_column_text (stmt, 0), -1), &line, NULL));
    g_autoptr (TnRow) row = tn_line_to_row (&line, NULL);
    for (guint i = 0; i < row->units->len; i++) {
      const TnUnit *unit = &g_array_index (row->units, TnUnit, i);
      if (strncmp (unit->stamp.s + TN_STAMP_LEN - TN_REPLICA_LEN, by, 6) == 0)   /* written by a leader */
        g_hash_table_insert (units, g_strdup (unit->unit), g_strconcat (unit->stamp.s, unit->value, NULL));
    }
  }
  sqlite3_finalize (stmt);
  sqlite3_close (db);
  return units;
}

static void
settle (Side *s)
{
  for (guint round = 0; round < 3; round++) {
    if (s->hub)
      for (guint i = 0; i < 2; i++) sync_with (&s->leaders[i], tn_hub_desk (s->hub), TRUE);
    sync_with (&s->hub_laptop, s->root, FALSE);
  }
  /* all of it is at the root by now, and their authors have heard so */
  for (guint i = 0; s->hub && i < 2; i++) g_assert_cmpuint (laptop_waiting (&s->leaders[i]), ==, 0);
  for (guint round = 0; round < 2; round++)
    for (guint i = 0; i < 2; i++) sync_with (&s->leaders[i], s->root, FALSE);
}

/* A value that its author replaced before anybody could see it is nobody's loss. */
static char *pending[2][FIELDS];   /* borrowed from the list of what was typed */

static void
note_typed (GPtrArray *typed, guint leader, guint field, guint step)
{
  char *value = field == 2 ? g_strdup_printf ("0280000%04u", step) : g_strdup_printf ("v%u-%u", leader, step);
  if (pending[leader][field]) *pending[leader][field] = 0;
  pending[leader][field] = value;
  g_ptr_array_add (typed, value);
}

static void
forget_pending (guint leader)
{
  memset (pending[leader], 0, sizeof pending[leader]);
}

static void
step_once (Side *direct, Side *hub, GRand *rand, guint step, GPtrArray *typed)
{
  guint leader = (guint) g_rand_int_range (rand, 0, 2), field = (guint) g_rand_int_range (rand, 0, FIELDS), what = (guint) g_rand_int_range (rand, 0, 10);
  hub->clock.now += g_rand_int_range (rand, 1, 500);
  direct->clock.now = hub->clock.now;
  if (what < 5) {
    edit (direct, leader, field, step);
    edit (hub, leader, field, step);
    note_typed (typed, leader, field, step);
    return;
  }
  if (what < 9) forget_pending (leader);
  if (what < 8) sync_with (&hub->leaders[leader], tn_hub_desk (hub->hub), TRUE);
  else if (what < 9) sync_with (&hub->leaders[leader], hub->root, FALSE);
  else sync_with (&hub->hub_laptop, hub->root, FALSE);
}

static void
assert_equal_units (GHashTable *a, GHashTable *b)
{
  GHashTableIter it;
  gpointer unit, value;
  g_assert_cmpuint (g_hash_table_size (a), ==, g_hash_table_size (b));
  g_hash_table_iter_init (&it, a);
  while (g_hash_table_iter_next (&it, &unit, &value)) g_assert_cmpstr (value, ==, g_hash_table_lookup (b, unit));
}

static void
run_seed (guint32 seed)
{
  Side direct = { 0 }, hub = { 0 };
  g_autoptr (GRand) rand = g_rand_new_with_seed (seed);
  g_autoptr (GPtrArray) typed = g_ptr_array_new_with_free_func (g_free);
  forget_pending (0);
  forget_pending (1);
  side_init (&direct, seed, FALSE);
  side_init (&hub, seed, TRUE);
  hub.clock.now = direct.clock.now;
  for (guint step = 0; step < STEPS; step++) step_once (&direct, &hub, rand, step, typed);
  settle (&direct);
  settle (&hub);
  g_autoptr (GHashTable) one = read_root_units (&direct, seed), other = read_root_units (&hub, seed);
  g_test_message ("seed %u: %u edits, %u units", seed, typed->len, g_hash_table_size (one));
  for (guint i = 0; i < typed->len; i++)
    if (*(char *) typed->pdata[i]) assert_not_lost (&hub.w, typed->pdata[i]);
  assert_equal_units (one, other);
  g_assert_cmpuint (root_count (&hub.w, "SELECT count(*) FROM quarantine"), ==, 0);
  side_clear (&direct);
  side_clear (&hub);
}

static void
test_hub_path_is_direct_path (void)
{
  for (guint32 seed = 1; seed <= SEEDS; seed++) run_seed (seed);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/hub-paths/hub-path-is-direct-path", test_hub_path_is_direct_path);
  return g_test_run ();
}
