/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A district, a ward laptop that serves its team, and two leaders: the real programs, each in a process of its own (sync.md 2.16). */
#include "tn-program.h"
#include <string.h>

#define PATIENCE_US (30 * G_USEC_PER_SEC)
#define LOOK_US (50 * 1000)

typedef struct { GSubprocess *process; char *url; } HubProcess;

static void
hub_start (HubProcess *hub, const char *copy)
{
  g_autoptr (GError) error = NULL;
  hub->process = tn_program_start ((const char *const[]) { g_getenv ("TN_CTL"), "--copy", copy, "hub", "--listen", "127.0.0.1:0", NULL });
  g_autoptr (GDataInputStream) lines = g_data_input_stream_new (g_subprocess_get_stdout_pipe (hub->process));
  g_autofree char *line = g_data_input_stream_read_line (lines, NULL, NULL, &error);
  g_assert_no_error (error);
  g_assert_nonnull (line);
  const char *url = strstr (line, "https://127.0.0.1:");
  g_assert_nonnull (url);
  hub->url = g_strdup (url);
}

static void
hub_stop (HubProcess *hub)
{
  g_subprocess_send_signal (hub->process, 15);
  g_assert_true (g_subprocess_wait (hub->process, NULL, NULL));
  g_assert_cmpint (g_subprocess_get_exit_status (hub->process), ==, 0);
  g_clear_object (&hub->process);
  g_clear_pointer (&hub->url, g_free);
}

static char *
find_device (const char *dir, const char *name)
{
  g_autofree char *folder = g_build_filename (dir, "district", NULL);
  g_auto (TnRun) run = tn_run_ok ("TN_DISTRICT", NULL, "devices", folder, NULL);
  const cJSON *item;
  cJSON_ArrayForEach (item, cJSON_GetObjectItem (run.doc, "devices")) {
    if (g_strcmp0 (cJSON_GetStringValue (cJSON_GetObjectItem (item, "name")), name) == 0)
      return g_strdup (cJSON_GetStringValue (cJSON_GetObjectItem (item, "device")));
  }
  g_assert_not_reached ();
}

static void
sync_hub (const char *copy, const HubProcess *hub)
{
  g_auto (TnRun) run = tn_run_ok ("TN_CTL", copy, "sync", "--hub", hub->url, NULL);
}

static double
waiting (const char *copy)
{
  g_auto (TnRun) run = tn_run_ok ("TN_CTL", copy, "status", NULL);
  return tn_number (&run, "waiting");
}

static double
root_conflicts (const char *dir)
{
  g_autofree char *folder = g_build_filename (dir, "district", NULL);
  g_auto (TnRun) run = tn_run_ok ("TN_DISTRICT", NULL, "status", folder, "--check", NULL);
  return tn_number (&run, "wards.0.conflicts");
}

static double
relay_waiting (const char *copy)
{
  g_auto (TnRun) run = tn_run_ok ("TN_CTL", copy, "hub", "status", NULL);
  return tn_number (&run, "waiting");
}

/* The hub hands on by itself once the district answers again; how soon is its own matter (it doubles its pauses). */
static void
await_handed_on (const char *copy)
{
  for (gint64 end = g_get_monotonic_time () + PATIENCE_US; relay_waiting (copy) > 0; g_usleep (LOOK_US))
    g_assert_cmpint (g_get_monotonic_time (), <, end);
}

static void
set_note (const char *copy, const char *id, const char *note)
{
  g_autofree char *word = g_strconcat ("note=", note, NULL);
  g_auto (TnRun) run = tn_run_ok ("TN_CTL", copy, "set", id, word, NULL);
}

static void
test_team_at_work (void)
{
  g_autofree char *dir = tn_temp_dir ();
  g_autofree char *hub_copy = g_build_filename (dir, "hub.db", NULL), *one = g_build_filename (dir, "one.db", NULL), *two = g_build_filename (dir, "two.db", NULL);
  g_autofree char *folder = g_build_filename (dir, "district", NULL);
  HubProcess hub = { 0 };
  TnServer *server = tn_server_start (dir);
  tn_server_enrol (server, hub_copy, "may-phuong");
  tn_server_enrol (server, one, "to-truong-1");
  tn_server_enrol (server, two, "to-truong-2");

  /* nobody becomes a hub by himself */
  g_auto (TnRun) refused = tn_run ("TN_CTL", hub_copy, "hub", "--listen", "127.0.0.1:0", NULL);
  g_assert_cmpint (refused.code, ==, 1);
  g_autofree char *device = find_device (dir, "may-phuong");
  g_auto (TnRun) granted = tn_run_ok ("TN_DISTRICT", NULL, "hub", folder, device, NULL);

  g_auto (TnRun) made = tn_run_ok ("TN_CTL", hub_copy, "new", "household", "house_no=12/3", NULL);
  g_autofree char *home = g_strdup (tn_text (&made, "id"));
  g_auto (TnRun) first = tn_run_ok ("TN_CTL", hub_copy, "sync", NULL);
  hub_start (&hub, hub_copy);
  sync_hub (one, &hub);
  sync_hub (two, &hub);

  /* the line to the district is cut; two leaders write on the same door */
  tn_server_kill (server);
  set_note (one, home, "gõ cửa không ai");
  set_note (two, home, "đi vắng đến thứ hai");
  g_auto (TnRun) new_home = tn_run_ok ("TN_CTL", one, "new", "household", "house_no=12/5", NULL);
  g_autofree char *second = g_strdup (tn_text (&new_home, "id"));
  sync_hub (one, &hub);
  sync_hub (two, &hub);
  sync_hub (one, &hub);
  g_assert_cmpfloat (waiting (one), ==, 2);     /* at the hub is not at the district */
  g_assert_cmpfloat (waiting (two), ==, 1);
  g_auto (TnRun) seen = tn_run_ok ("TN_CTL", two, "show", second, NULL);
  g_auto (TnRun) status = tn_run_ok ("TN_CTL", hub_copy, "hub", "status", NULL);
  g_assert_cmpfloat (tn_number (&status, "waiting"), ==, 3);
  g_assert_true (cJSON_IsTrue (cJSON_GetObjectItem (status.doc, "on")));

  /* it comes back: all goes up by itself, once, and the conflict is judged once */
  tn_server_again (server);
  await_handed_on (hub_copy);
  g_assert_cmpfloat (root_conflicts (dir), ==, 1);
  g_auto (TnRun) root = tn_run_ok ("TN_DISTRICT", NULL, "status", folder, NULL);
  g_assert_cmpfloat (tn_number (&root, "wards.0.counts.household"), ==, 2);
  g_assert_cmpfloat (tn_number (&root, "wards.0.held"), ==, 0);

  /* the authors hear through the hub that it is safe, and see both values */
  sync_hub (one, &hub);
  sync_hub (two, &hub);
  for (gint64 end = g_get_monotonic_time () + PATIENCE_US; ; g_usleep (LOOK_US)) {
    g_auto (TnRun) conflicts = tn_run_ok ("TN_CTL", one, "conflicts", NULL);
    if (strstr (conflicts.out, "gõ cửa không ai") && strstr (conflicts.out, "đi vắng đến thứ hai")) break;
    g_assert_cmpint (g_get_monotonic_time (), <, end);
    sync_hub (one, &hub);
  }
  g_assert_cmpfloat (waiting (one), ==, 0);
  g_assert_cmpfloat (waiting (two), ==, 0);

  /* and straight to the district at any time */
  g_auto (TnRun) direct = tn_run_ok ("TN_CTL", two, "sync", "--district", NULL);
  g_assert_cmpfloat (root_conflicts (dir), ==, 1);
  hub_stop (&hub);
  g_auto (TnRun) off = tn_run_ok ("TN_CTL", hub_copy, "hub", "off", NULL);
  g_auto (TnRun) doctor = tn_run_ok ("TN_CTL", hub_copy, "doctor", NULL);
  g_auto (TnRun) doctor_two = tn_run_ok ("TN_CTL", two, "doctor", NULL);
  tn_server_free (server);
  tn_remove_dir (dir);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/team/at-work", test_team_at_work);
  return g_test_run ();
}
