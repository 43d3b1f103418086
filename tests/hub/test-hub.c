/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A hub with its team, over real HTTPS: what reaches whom, and when it counts as safe (sync.md 2.16; faults 30, 31, 36). */
#include "hub-fixture.h"
#include "tn-hub-copy.h"
#include "tn-meta-keys.h"
#include <glib/gstdio.h>

typedef struct { World w; HubLaptop hub; Laptop a, b; } Team;

static void
team_init (Team *t)
{
  world_init (&t->w);
  hub_init (&t->hub, &t->w);
  laptop_init (&t->a, &t->w, "an");
  laptop_init (&t->b, &t->w, "binh");
  hub_sync (&t->hub);   /* learns of the two */
}

static void
team_clear (Team *t)
{
  laptop_clear (&t->a);
  laptop_clear (&t->b);
  hub_clear (&t->hub);
  world_clear (&t->w);
}
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Team, team_clear)

/* At rest with the root, all hold the same and nothing is open. The records of kind auth are the hub's alone. */
static void
assert_all_equal (Team *t)
{
  Laptop *all[] = { &t->a, &t->b };
  hub_sync (&t->hub);
  for (guint i = 0; i < 2; i++) {
    laptop_sync_root (&t->a);
    laptop_sync_root (&t->b);
  }
  hub_sync (&t->hub);
  for (guint i = 0; i < 2; i++) {
    g_autoptr (GPtrArray) mine = tn_apply_digests (all[i]->copy, NULL), theirs = tn_apply_digests (t->hub.laptop.copy, NULL);
    for (guint j = 0; j < theirs->len; j++) {
      const TnDigest *other = theirs->pdata[j];
      gboolean found = strcmp (other->stream, TN_STREAM_AUTH) == 0;
      for (guint k = 0; k < mine->len; k++) {
        const TnDigest *own = mine->pdata[k];
        found |= strcmp (own->stream, other->stream) == 0 && own->n == other->n && own->sum.lo == other->sum.lo && own->sum.hi == other->sum.hi;
      }
      g_assert_true (found || other->n == 0);
    }
    g_assert_cmpuint (root_count (&t->w, "SELECT count(*) FROM quarantine"), ==, 0);
  }
}

static guint64
count_rows (Laptop *l, const char *sql)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (TnStmt) stmt = tn_db_prepare (tn_copy_db (l->copy), sql, &error);
  g_assert_no_error (error);
  g_assert_cmpint (tn_stmt_step (stmt, &error), ==, TN_STEP_ROW);
  return (guint64) tn_stmt_int (stmt, 0);
}

static void
test_team_without_district (void)
{
  g_auto (Team) t = { 0 };
  team_init (&t);
  TnId home = laptop_add_household (&t.a, "12/3");
  TnId person = laptop_add_person (&t.a, &home, "Lê Thị Gió");
  laptop_sync_hub (&t.a, &t.hub);
  /* it lies at the hub: not safe, not forgotten, and not sent there again */
  g_assert_cmpuint (laptop_waiting (&t.a), ==, 2);
  g_assert_cmpuint (hub_waiting (&t.hub), ==, 2);
  laptop_sync_hub (&t.a, &t.hub);
  g_assert_cmpuint (hub_waiting (&t.hub), ==, 2);
  /* the team and the officer at the hub see it */
  laptop_sync_hub (&t.b, &t.hub);
  g_autofree char *at_b = laptop_get (&t.b, &person, "name"), *at_hub = laptop_get (&t.hub.laptop, &person, "name");
  g_assert_cmpstr (at_b, ==, "Lê Thị Gió");
  g_assert_cmpstr (at_hub, ==, "Lê Thị Gió");
  g_assert_cmpuint (root_count (&t.w, "SELECT count(*) FROM record WHERE kind='person'"), ==, 0);
  /* the hub comes online: the root has it, and only then it is closed at its author's */
  hub_sync (&t.hub);
  g_assert_cmpuint (root_count (&t.w, "SELECT count(*) FROM record WHERE kind='person'"), ==, 1);
  g_assert_cmpuint (laptop_waiting (&t.a), ==, 2);
  laptop_sync_hub (&t.a, &t.hub);
  g_assert_cmpuint (laptop_waiting (&t.a), ==, 0);
  assert_all_equal (&t);
  g_assert_cmpuint (count_rows (&t.b, "SELECT count(*) FROM record WHERE ahead<>0"), ==, 0);
}

typedef struct { guint64 done, total; guint calls, told; } Seen;

static void
seen_cb (TnSyncStep step, guint64 done, guint64 total, gpointer user_data)
{
  Seen *seen = user_data;
  if (step != TN_SYNC_PULL) return;
  if (seen->told && total) g_assert_cmpuint (total, <=, seen->total);   /* what was said to be near is not put off again */
  if (total) seen->total = total;
  seen->told += total > 0;
  seen->done = done;
  seen->calls++;
}

/* A page says how many lines are still to come, and the last one leaves none. */
static void
test_how_much_is_left (void)
{
  g_auto (Team) t = { 0 };
  g_autoptr (GError) error = NULL;
  team_init (&t);
  for (guint i = 0; i < 40; i++) {
    g_autofree char *house = g_strdup_printf ("%u", i);
    laptop_add_household (&t.a, house);
  }
  laptop_sync_hub (&t.a, &t.hub);
  tn_sync_set_hub (t.b.copy, tn_hub_url (t.hub.hub), &error);
  Seen seen = { 0 };
  TnSyncOptions options = { .progress = seen_cb, .user_data = &seen, .page_lines = 10 };
  g_assert_true (tn_sync_run (t.b.copy, NULL, &options, NULL, NULL, &error));
  g_assert_no_error (error);
  g_assert_cmpuint (seen.told, >=, 3);
  g_assert_cmpuint (seen.done, >=, 40);
  g_assert_cmpuint (seen.total, ==, seen.done);   /* said at the first page, and true at the last */
}

static void
cancel_at_pull_cb (TnSyncStep step, guint64 done, guint64 total, gpointer user_data)
{
  if (step == TN_SYNC_PULL) g_cancellable_cancel (user_data);
}

/* The receipt of what a hub handed on is known like one of its own: should the root be put back before the hub has read on, it finds out by it. */
static void
test_receipt_of_the_team_is_known (void)
{
  g_auto (Team) t = { 0 };
  g_autoptr (GError) error = NULL;
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  team_init (&t);
  world_save (&t.w, "monday");
  laptop_add_household (&t.a, "12/3");
  laptop_sync_hub (&t.a, &t.hub);
  TnSyncOptions options = { .progress = cancel_at_pull_cb, .user_data = cancellable };
  g_autofree char *before = tn_known_cursor (t.hub.laptop.copy);
  g_assert_false (tn_sync_run (t.hub.laptop.copy, NULL, &options, NULL, cancellable, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
  g_assert_cmpuint (root_count (&t.w, "SELECT count(*) FROM record WHERE kind='household'"), ==, 1);
  g_autofree char *after = tn_known_cursor (t.hub.laptop.copy);
  g_assert_cmpstr (before, !=, after);
  world_put_back (&t.w, "monday");
  hub_sync (&t.hub);
  g_assert_cmpuint (root_count (&t.w, "SELECT count(*) FROM record WHERE kind='household'"), ==, 1);
}

static void
test_no_echo (void)
{
  g_auto (Team) t = { 0 };
  team_init (&t);
  laptop_add_household (&t.a, "1");
  laptop_add_household (&t.hub.laptop, "2");
  laptop_sync_hub (&t.a, &t.hub);
  gint64 head = hub_head (&t.hub);
  g_assert_cmpint (head, >=, 2);
  hub_sync (&t.hub);   /* up, and the same lines come down again */
  g_assert_cmpint (hub_head (&t.hub), ==, head);
  TnSessionLog log = { 0 };
  g_autoptr (GError) error = NULL;
  laptop_sync_hub (&t.a, &t.hub);
  tn_sync_run (t.a.copy, NULL, NULL, &log, NULL, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (log.received, ==, 0);
}

static void
test_own_edits_of_the_hub (void)
{
  g_auto (Team) t = { 0 };
  team_init (&t);
  TnId home = laptop_add_household (&t.hub.laptop, "5");
  laptop_sync_hub (&t.a, &t.hub);
  g_assert_true (laptop_holds (&t.a, &home));
  /* what the team may have seen is not replaced unseen: the hub's second edit of it is a second entry */
  laptop_set (&t.hub.laptop, &home, "note", "một");
  laptop_sync_hub (&t.a, &t.hub);
  laptop_set (&t.hub.laptop, &home, "note", "hai");
  g_assert_cmpuint (count_rows (&t.hub.laptop, "SELECT count(*) FROM outbox WHERE unit='note'"), ==, 2);
  /* a leader changes what the officer typed, and the officer what a leader typed; nobody did so unseeing, so nobody is asked */
  laptop_sync_hub (&t.a, &t.hub);
  laptop_set (&t.a, &home, "note", "ba");
  laptop_sync_hub (&t.a, &t.hub);
  laptop_set (&t.hub.laptop, &home, "note", "bốn");
  hub_sync (&t.hub);
  g_assert_cmpuint (root_count (&t.w, "SELECT count(*) FROM record WHERE kind='conflict'"), ==, 0);
  assert_all_equal (&t);
  g_autofree char *note = laptop_get (&t.a, &home, "note");
  g_assert_cmpstr (note, ==, "bốn");
}

static void
test_conflict_is_judged_once (void)
{
  g_auto (Team) t = { 0 };
  team_init (&t);
  TnId home = laptop_add_household (&t.a, "7");
  laptop_sync_root (&t.a);
  laptop_sync_root (&t.b);
  hub_sync (&t.hub);
  laptop_set (&t.a, &home, "note", "cửa đóng");
  laptop_set (&t.b, &home, "note", "có chó dữ");
  laptop_sync_hub (&t.a, &t.hub);
  laptop_sync_hub (&t.b, &t.hub);
  laptop_sync_hub (&t.a, &t.hub);
  g_assert_cmpuint (laptop_conflicts (&t.a, NULL, NULL), ==, 0);   /* no hub judges */
  hub_sync (&t.hub);
  g_assert_cmpuint (root_count (&t.w, "SELECT count(*) FROM record WHERE kind='conflict'"), ==, 1);
  /* and it comes to both authors through the hub, with who it was */
  laptop_sync_hub (&t.a, &t.hub);
  laptop_sync_hub (&t.b, &t.hub);
  TnId conflict;
  g_assert_cmpuint (laptop_conflicts (&t.a, &home, &conflict), ==, 1);
  g_assert_cmpuint (laptop_conflicts (&t.b, &home, NULL), ==, 1);
  g_autofree char *loser = laptop_get (&t.a, &conflict, "device"), *winner = laptop_get (&t.a, &conflict, "against_device");
  g_assert_cmpstr (loser, ==, "an");
  g_assert_cmpstr (winner, ==, "binh");
  assert_not_lost (&t.w, "cửa đóng");
  /* both push it again to the root by themselves: it is known there */
  assert_all_equal (&t);
  g_assert_cmpuint (root_count (&t.w, "SELECT count(*) FROM record WHERE kind='conflict'"), ==, 1);
}

static void
test_lagging_hub_does_not_regress (void)
{
  g_auto (Team) t = { 0 };
  team_init (&t);
  TnId home = laptop_add_household (&t.a, "9");
  laptop_set (&t.a, &home, "note", "cũ");
  laptop_sync_root (&t.a);
  laptop_sync_root (&t.b);
  hub_sync (&t.hub);                       /* the last that the hub hears */
  laptop_set (&t.a, &home, "note", "mới");
  laptop_sync_root (&t.a);
  laptop_sync_root (&t.b);
  laptop_sync_hub (&t.b, &t.hub);          /* reads all of the old from its beginning */
  g_autofree char *note = laptop_get (&t.b, &home, "note");
  g_assert_cmpstr (note, ==, "mới");
  laptop_set (&t.b, &home, "room", "2");   /* goes on from there, through the hub */
  laptop_sync_hub (&t.b, &t.hub);
  g_autofree char *stale = laptop_get (&t.hub.laptop, &home, "note"), *room = laptop_get (&t.hub.laptop, &home, "room");
  g_assert_cmpstr (stale, ==, "cũ");
  g_assert_cmpstr (room, ==, "2");
  assert_all_equal (&t);
  g_autofree char *end = laptop_get (&t.hub.laptop, &home, "note");
  g_assert_cmpstr (end, ==, "mới");
  g_assert_cmpuint (root_count (&t.w, "SELECT count(*) FROM record WHERE kind='conflict'"), ==, 0);
}

/* What came from the hub stays in sight, and on this laptop, when the root does not have it yet. */
static void
test_root_behind_the_hub (void)
{
  g_auto (Team) t = { 0 };
  team_init (&t);
  TnId home = laptop_add_household (&t.a, "11");
  laptop_sync_root (&t.a);
  laptop_sync_root (&t.b);
  hub_sync (&t.hub);
  laptop_set (&t.a, &home, "note", "ghi ở xóm");
  laptop_sync_hub (&t.a, &t.hub);
  laptop_sync_hub (&t.b, &t.hub);
  /* meanwhile the root gets another line of the same record */
  laptop_set (&t.b, &home, "room", "3");
  laptop_sync_root (&t.b);
  g_autofree char *note = laptop_get (&t.b, &home, "note"), *room = laptop_get (&t.b, &home, "room");
  g_assert_cmpstr (note, ==, "ghi ở xóm");
  g_assert_cmpstr (room, ==, "3");
  g_assert_cmpuint (count_rows (&t.b, "SELECT count(*) FROM record WHERE ahead<>0"), ==, 1);
  assert_all_equal (&t);
  g_assert_cmpuint (count_rows (&t.b, "SELECT count(*) FROM record WHERE ahead<>0"), ==, 0);
}

static void
test_hub_lost_for_ever (void)
{
  g_auto (Team) t = { 0 };
  team_init (&t);
  TnId home = laptop_add_household (&t.a, "13");
  laptop_sync_hub (&t.a, &t.hub);
  hub_stop (&t.hub);                       /* stolen, before it ever went online */
  g_autoptr (GError) error = NULL;
  g_assert_false (tn_sync_run (t.a.copy, NULL, NULL, NULL, NULL, &error));
  g_assert_error (error, TN_ERROR, TN_ERROR_NETWORK);
  laptop_sync_root (&t.a);
  laptop_sync_root (&t.b);
  g_assert_true (laptop_holds (&t.b, &home));
}

/* As if 31 days had gone by since a hub said it. */
static void
age_ahead (Laptop *l, const char *also)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *sql = g_strdup_printf ("UPDATE record SET ahead=ahead-31*24*3600*1000%s WHERE ahead<>0", also);
  tn_db_exec (tn_copy_db (l->copy), sql, &error);
  g_assert_no_error (error);
}

/* The hub and the author's laptop burn. Whoever has seen the edit is the last who has it. */
static void
test_hub_and_author_lost (void)
{
  g_auto (Team) t = { 0 };
  team_init (&t);
  TnId home = laptop_add_household (&t.a, "14"), known = laptop_add_household (&t.a, "14A");
  laptop_sync_hub (&t.a, &t.hub);
  hub_sync (&t.hub);
  laptop_sync_root (&t.b);
  laptop_set (&t.a, &known, "note", "chỉ máy phường biết");
  TnId lost = laptop_add_household (&t.a, "14B");
  laptop_sync_hub (&t.a, &t.hub);
  laptop_sync_hub (&t.b, &t.hub);
  hub_stop (&t.hub);
  laptop_sync_root (&t.b);                 /* the hub may still come */
  g_assert_cmpuint (count_rows (&t.b, "SELECT count(*) FROM record WHERE ahead<>0"), ==, 2);
  g_assert_cmpuint (root_count (&t.w, "SELECT count(*) FROM record WHERE kind='household'"), ==, 2);
  age_ahead (&t.b, "");
  laptop_sync_root (&t.b);
  g_assert_cmpuint (count_rows (&t.b, "SELECT count(*) FROM record WHERE ahead<>0"), ==, 0);
  g_assert_cmpuint (root_count (&t.w, "SELECT count(*) FROM record WHERE kind='household'"), ==, 3);
  g_assert_cmpuint (root_count (&t.w, "SELECT count(*) FROM quarantine"), ==, 0);
  assert_not_lost (&t.w, "chỉ máy phường biết");
  hub_start (&t.hub);                      /* and it comes after all: everything is known already */
  assert_all_equal (&t);
  g_assert_cmpuint (root_count (&t.w, "SELECT count(*) FROM record WHERE kind='conflict'"), ==, 0);
  g_assert_true (laptop_holds (&t.hub.laptop, &lost) && laptop_holds (&t.hub.laptop, &home));
}

/* Who has seen it takes the lost hub's place, and still is the last who has it. */
static void
test_last_copy_is_at_the_next_hub (void)
{
  g_auto (Team) t = { 0 };
  g_autoptr (GError) error = NULL;
  team_init (&t);
  laptop_add_household (&t.a, "15");
  laptop_sync_hub (&t.a, &t.hub);
  laptop_sync_hub (&t.b, &t.hub);
  hub_stop (&t.hub);
  g_assert_true (tn_hub_enable (t.b.copy, &error));
  laptop_sync_root (&t.b);
  g_assert_cmpuint (root_count (&t.w, "SELECT count(*) FROM record WHERE kind='household'"), ==, 0);
  age_ahead (&t.b, "");
  laptop_sync_root (&t.b);
  g_assert_cmpuint (count_rows (&t.b, "SELECT count(*) FROM record WHERE ahead<>0"), ==, 0);
  g_assert_cmpuint (root_count (&t.w, "SELECT count(*) FROM record WHERE kind='household'"), ==, 1);
}

/* His clock has jumped by years, and only the root would tell: what he sent in the last 90 days is kept for the day that the root is put back. */
static void
test_nothing_is_forgotten_by_a_wrong_clock (void)
{
  g_auto (Team) t = { 0 };
  g_autoptr (GError) error = NULL;
  team_init (&t);
  laptop_add_household (&t.a, "17");
  laptop_sync_root (&t.a);
  g_assert_cmpuint (count_rows (&t.a, "SELECT count(*) FROM outbox"), ==, 1);
  g_assert_true (tn_db_exec (tn_copy_db (t.a.copy), "UPDATE outbox SET at=at-91*24*3600*1000", &error));
  laptop_sync_hub (&t.a, &t.hub);
  g_assert_cmpuint (count_rows (&t.a, "SELECT count(*) FROM outbox"), ==, 1);
  laptop_sync_root (&t.a);
  g_assert_cmpuint (count_rows (&t.a, "SELECT count(*) FROM outbox"), ==, 0);
}

/* What the root holds for review stays in sight here, and is handed in once, not at every reconciliation. */
static void
test_ahead_that_is_held (void)
{
  g_auto (Team) t = { 0 };
  team_init (&t);
  TnId home = laptop_add_household (&t.a, "16");
  laptop_sync_hub (&t.a, &t.hub);
  laptop_sync_hub (&t.b, &t.hub);
  age_ahead (&t.b, ", body=json_set(body, '$.zzz', 1)");   /* the hub's program knew a field that the district does not */
  laptop_sync_root (&t.b);
  g_assert_cmpuint (root_count (&t.w, "SELECT count(*) FROM quarantine"), ==, 1);
  for (guint i = 0; i < 2; i++) {
    g_assert_true (laptop_holds (&t.b, &home));
    g_assert_cmpuint (count_rows (&t.b, "SELECT count(*) FROM record WHERE ahead > unixepoch()*1000-3600000"), ==, 1);
    g_assert_cmpuint (count_rows (&t.b, "SELECT count(*) FROM session_log WHERE note IS NOT NULL"), ==, 1);
    laptop_sync_root (&t.b);
  }
}

static void
test_both_paths_at_once (void)
{
  g_auto (Team) t = { 0 };
  team_init (&t);
  TnId home = laptop_add_household (&t.a, "15");
  laptop_sync_hub (&t.a, &t.hub);
  laptop_set (&t.a, &home, "note", "qua quận");
  laptop_sync_root (&t.a);                 /* both go up by this way too */
  hub_sync (&t.hub);                       /* and the first once more by the hub */
  g_assert_cmpuint (root_count (&t.w, "SELECT count(*) FROM record WHERE kind='conflict'"), ==, 0);
  g_assert_cmpuint (root_count (&t.w, "SELECT count(*) FROM record WHERE kind='household'"), ==, 1);
  assert_all_equal (&t);
}

static void
copy_file (const char *from, const char *to)
{
  g_autofree char *data = NULL;
  gsize len;
  g_assert_true (g_file_get_contents (from, &data, &len, NULL));
  g_assert_true (g_file_set_contents (to, data, (gssize) len, NULL));
}

/* The disk of a leader's laptop was copied: both go on through the hub. */
static void
test_clone_through_the_hub (void)
{
  g_auto (Team) t = { 0 };
  g_auto (Laptop) c = { 0 };
  g_autoptr (GError) error = NULL;
  team_init (&t);
  TnId home = laptop_add_household (&t.a, "17");
  laptop_sync_hub (&t.a, &t.hub);
  tn_copy_backup (t.a.copy, t.b.path, NULL, NULL);
  c.world = &t.w;
  c.name = g_strdup ("nhân bản");
  c.path = g_build_filename (t.w.dir, "clone.db", NULL);
  g_assert_true (tn_copy_backup (t.a.copy, c.path, NULL, &error));
  g_autofree char *from = g_strconcat (t.a.path, ".key", NULL), *to = g_strconcat (c.path, ".key", NULL);
  copy_file (from, to);
  c.copy = tn_copy_open (c.path, 0, NULL, &error);
  g_assert_no_error (error);
  laptop_set (&t.a, &home, "note", "bản gốc");
  laptop_set (&c, &home, "room", "bản sao");
  laptop_sync_hub (&t.a, &t.hub);
  laptop_sync_hub (&c, &t.hub);
  laptop_sync_hub (&t.a, &t.hub);
  hub_sync (&t.hub);
  laptop_sync_root (&c);
  assert_all_equal (&t);
  g_autofree char *note = laptop_get (&t.b, &home, "note"), *room = laptop_get (&t.b, &home, "room");
  g_assert_cmpstr (note, ==, "bản gốc");
  g_assert_cmpstr (room, ==, "bản sao");
}

/* The hub's file was put back to an earlier state: what its team had left there comes again, and what it hands out counts from anew. */
static void
test_hub_restored_from_a_backup (void)
{
  g_auto (Team) t = { 0 };
  g_autoptr (GError) error = NULL;
  team_init (&t);
  g_autofree char *backup = g_build_filename (t.w.dir, "hub.backup", NULL);
  g_assert_true (tn_copy_backup (t.hub.laptop.copy, backup, NULL, &error));
  TnId home = laptop_add_household (&t.a, "19");
  laptop_sync_hub (&t.a, &t.hub);
  laptop_sync_hub (&t.b, &t.hub);
  hub_stop (&t.hub);
  g_clear_pointer (&t.hub.laptop.copy, tn_copy_close);
  g_assert_true (tn_copy_restore (backup, t.hub.laptop.path, NULL, &error));
  t.hub.laptop.copy = tn_copy_open (t.hub.laptop.path, 0, NULL, &error);
  g_assert_no_error (error);
  hub_start (&t.hub);
  g_assert_false (laptop_holds (&t.hub.laptop, &home));
  laptop_sync_hub (&t.b, &t.hub);          /* its cursor there is unknown: read again, nothing lost */
  g_assert_true (laptop_holds (&t.b, &home));
  laptop_sync_hub (&t.a, &t.hub);          /* learns that it is gone there, and sends it again */
  g_assert_true (laptop_holds (&t.hub.laptop, &home));
  g_assert_cmpuint (hub_waiting (&t.hub), ==, 1);
  assert_all_equal (&t);
}

static void
test_erased_at_the_root (void)
{
  g_auto (Team) t = { 0 };
  g_autoptr (GError) error = NULL;
  guint n = 0;
  team_init (&t);
  TnId home = laptop_add_household (&t.a, "21"), other = laptop_add_household (&t.a, "23");
  laptop_sync_root (&t.a);
  hub_sync (&t.hub);
  laptop_sync_hub (&t.b, &t.hub);
  g_assert_true (laptop_holds (&t.b, &home));
  laptop_set (&t.a, &home, "note", "viết sau khi xóa");
  g_assert_true (tn_district_erase (t.w.district, WARD, &home, &n, &error));
  hub_sync (&t.hub);
  laptop_sync_hub (&t.b, &t.hub);
  g_assert_false (laptop_holds (&t.b, &home));
  laptop_sync_hub (&t.a, &t.hub);          /* the push is answered with "erased" */
  g_assert_false (laptop_holds (&t.a, &home));
  g_assert_true (laptop_holds (&t.a, &other));
  g_assert_cmpuint (laptop_waiting (&t.a), ==, 0);
  g_assert_cmpuint (hub_waiting (&t.hub), ==, 0);
  assert_all_equal (&t);
}

/* A hub that lags cannot show a change of a record that it does not have: alone it would be a part of one, in the wrong stream. It hands it on all the same. */
static void
test_change_of_what_the_hub_lacks (void)
{
  g_auto (Team) t = { 0 };
  team_init (&t);
  TnId home = laptop_add_household (&t.b, "18");
  laptop_sync_root (&t.b);
  laptop_sync_root (&t.a);
  laptop_set (&t.a, &home, "note", "máy phường chưa có hộ này");
  laptop_sync_hub (&t.a, &t.hub);
  g_assert_cmpuint (hub_waiting (&t.hub), ==, 1);
  g_assert_false (laptop_holds (&t.hub.laptop, &home));
  assert_all_equal (&t);
  g_autofree char *note = laptop_get (&t.b, &home, "note");
  g_assert_cmpstr (note, ==, "máy phường chưa có hộ này");
}

/* Neither what was handed on before the erasure nor what comes up against it stays in the hub's outbox. */
static void
test_erased_is_not_kept_to_hand_on (void)
{
  g_auto (Team) t = { 0 };
  g_autoptr (GError) error = NULL;
  guint n = 0;
  team_init (&t);
  TnId before = laptop_add_household (&t.a, "19"), after = laptop_add_household (&t.a, "20");
  laptop_sync_hub (&t.a, &t.hub);
  hub_sync (&t.hub);
  g_assert_cmpuint (count_rows (&t.hub.laptop, "SELECT count(*) FROM hub_relay"), ==, 2);
  g_assert_true (tn_district_erase (t.w.district, WARD, &before, &n, &error));
  hub_sync (&t.hub);
  g_assert_cmpuint (count_rows (&t.hub.laptop, "SELECT count(*) FROM hub_relay"), ==, 1);
  laptop_set (&t.a, &after, "note", "sẽ bị xóa");
  laptop_sync_hub (&t.a, &t.hub);
  g_assert_true (tn_district_erase (t.w.district, WARD, &after, &n, &error));
  hub_sync (&t.hub);
  g_assert_cmpuint (count_rows (&t.hub.laptop, "SELECT count(*) FROM hub_relay"), ==, 0);
  laptop_sync_hub (&t.a, &t.hub);
  g_assert_cmpuint (count_rows (&t.a, "SELECT count(*) FROM outbox"), ==, 0);
}

static void
test_wait_is_woken (void)
{
  g_auto (Team) t = { 0 };
  g_autoptr (GError) error = NULL;
  gboolean moved = FALSE;
  team_init (&t);
  laptop_sync_hub (&t.b, &t.hub);
  laptop_add_household (&t.a, "25");
  laptop_sync_hub (&t.a, &t.hub);
  g_assert_true (tn_sync_wait (t.b.copy, NULL, &moved, NULL, &error));
  g_assert_true (moved);
}

static void
test_not_a_hub (void)
{
  g_auto (Team) t = { 0 };
  g_autoptr (GError) error = NULL;
  team_init (&t);
  laptop_sync_root (&t.a);
  laptop_add_household (&t.a, "27");
  tn_sync_set_hub (t.a.copy, tn_district_server_url (t.w.server), &error);
  g_assert_no_error (error);
  g_assert_false (tn_sync_run (t.a.copy, NULL, NULL, NULL, NULL, &error));
  g_assert_error (error, TN_ERROR, TN_ERROR_INVALID);
  g_assert_cmpuint (laptop_waiting (&t.a), ==, 1);
  g_clear_error (&error);
  /* and a hub goes to the district itself */
  g_assert_false (tn_sync_set_hub (t.hub.laptop.copy, tn_hub_url (t.hub.hub), &error));
  g_assert_error (error, TN_ERROR, TN_ERROR_CONFLICT);
}

static void
test_turned_off_and_on (void)
{
  g_auto (Team) t = { 0 };
  g_autoptr (GError) error = NULL;
  team_init (&t);
  laptop_add_household (&t.a, "29");
  laptop_sync_hub (&t.a, &t.hub);
  gint64 head = hub_head (&t.hub);
  hub_stop (&t.hub);
  g_assert_true (tn_hub_end (t.hub.laptop.copy, &error));
  g_assert_null (tn_hub_new (t.hub.laptop.path, NULL, &error));
  g_assert_error (error, TN_ERROR, TN_ERROR_INVALID);
  g_clear_error (&error);
  hub_sync (&t.hub);                       /* it hands on all the same */
  TnId home = laptop_add_household (&t.hub.laptop, "31");
  g_assert_true (tn_hub_prepare (t.hub.laptop.copy, NULL, NULL, &error));
  hub_start (&t.hub);
  g_assert_cmpint (hub_head (&t.hub), ==, head + 1);   /* only what changed meanwhile has a new number */
  laptop_sync_hub (&t.b, &t.hub);
  g_assert_true (laptop_holds (&t.b, &home));
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/hub/team-without-district", test_team_without_district);
  g_test_add_func ("/hub/how-much-is-left", test_how_much_is_left);
  g_test_add_func ("/hub/receipt-of-the-team-is-known", test_receipt_of_the_team_is_known);
  g_test_add_func ("/hub/no-echo", test_no_echo);
  g_test_add_func ("/hub/own-edits-of-the-hub", test_own_edits_of_the_hub);
  g_test_add_func ("/hub/conflict-is-judged-once", test_conflict_is_judged_once);
  g_test_add_func ("/hub/lagging-hub-does-not-regress", test_lagging_hub_does_not_regress);
  g_test_add_func ("/hub/root-behind-the-hub", test_root_behind_the_hub);
  g_test_add_func ("/hub/hub-lost-for-ever", test_hub_lost_for_ever);
  g_test_add_func ("/hub/hub-and-author-lost", test_hub_and_author_lost);
  g_test_add_func ("/hub/last-copy-is-at-the-next-hub", test_last_copy_is_at_the_next_hub);
  g_test_add_func ("/hub/nothing-is-forgotten-by-a-wrong-clock", test_nothing_is_forgotten_by_a_wrong_clock);
  g_test_add_func ("/hub/ahead-that-is-held", test_ahead_that_is_held);
  g_test_add_func ("/hub/both-paths-at-once", test_both_paths_at_once);
  g_test_add_func ("/hub/clone-through-the-hub", test_clone_through_the_hub);
  g_test_add_func ("/hub/hub-restored-from-a-backup", test_hub_restored_from_a_backup);
  g_test_add_func ("/hub/erased-at-the-root", test_erased_at_the_root);
  g_test_add_func ("/hub/change-of-what-the-hub-lacks", test_change_of_what_the_hub_lacks);
  g_test_add_func ("/hub/erased-is-not-kept-to-hand-on", test_erased_is_not_kept_to_hand_on);
  g_test_add_func ("/hub/wait-is-woken", test_wait_is_woken);
  g_test_add_func ("/hub/not-a-hub", test_not_a_hub);
  g_test_add_func ("/hub/turned-off-and-on", test_turned_off_and_on);
  return g_test_run ();
}
