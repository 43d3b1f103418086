/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "slow-ward.h"
#include "tn-db.h"

#define NOISE 12u                /* words of 4 bytes for two of three records */

void
slow_ward_init (SlowWard *w, const char *host)
{
  static const char *const names[] = { "an.tn", "binh.tn", "chi.tn" };
  w->dir = tn_temp_dir ();
  w->list = g_build_filename (w->dir, "list.csv", NULL);
  w->server = g_new0 (TnServer, 1);
  g_autofree char *folder = g_build_filename (w->dir, "district", NULL);
  g_auto (TnRun) init = tn_run_ok ("TN_DISTRICT", NULL, "init", folder, host ? "--host" : NULL, host, NULL);
  g_auto (TnRun) ward = tn_run_ok ("TN_DISTRICT", NULL, "ward", folder, "add", "99901", "Phường Thử", NULL);
  tn_server_start_in (w->server, w->dir, "127.0.0.1:0");
  for (guint i = 0; i < G_N_ELEMENTS (w->copies); i++) {
    w->copies[i] = g_build_filename (w->dir, names[i], NULL);
    tn_server_enrol (w->server, w->copies[i], names[i]);
  }
}

void
slow_ward_clear (SlowWard *w)
{
  tn_server_free (w->server);
  for (guint i = 0; i < G_N_ELEMENTS (w->copies); i++) g_free (w->copies[i]);
  tn_remove_dir (w->dir);
  g_free (w->dir);
  g_free (w->list);
}

void
slow_ward_go_by (SlowWard *w, const char *url)
{
  for (guint i = 0; i < G_N_ELEMENTS (w->copies); i++) {
    g_auto (TnRun) moved = tn_run_ok ("TN_CTL", w->copies[i], "server", url, NULL);
  }
}

static void
append_noise (GString *text)
{
  for (guint i = 0; i < NOISE; i++) g_string_append_printf (text, " %08x", (guint) g_test_rand_int ());
}

void
slow_ward_import (SlowWard *w, guint households)
{
  g_autoptr (GString) text = g_string_new ("Họ và tên chủ hộ,Họ và tên,Năm sinh,Số nhà,Đường\n");
  for (guint i = w->households; i < w->households + households; i++) {
    g_string_append_printf (text, "Lê Văn Số %u,Lê Văn Số %u,1970,%u,Đường", i, i, i);
    append_noise (text);
    g_string_append (text, "\n,Trần Thị");
    append_noise (text);
    g_string_append (text, ",1975,,\n");
  }
  w->households += households;
  g_assert_true (g_file_set_contents (w->list, text->str, -1, NULL));
  g_auto (TnRun) imported = tn_run_ok ("TN_CTL", w->copies[0], "import", "households", w->list, NULL);
}

/* Every row's first column, a line each. Owned. */
static char *
list_rows (const char *path, const char *sql)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (TnDb) db = tn_db_open (path, TN_DB_READ_ONLY, NULL, &error);
  g_assert_no_error (error);
  g_autoptr (TnStmt) stmt = tn_db_prepare (db, sql, &error);
  g_assert_no_error (error);
  GString *text = g_string_new (NULL);
  while (tn_stmt_step (stmt, &error) == TN_STEP_ROW) g_string_append_printf (text, "%s\n", tn_stmt_text (stmt, 0));
  g_assert_no_error (error);
  return g_string_free (text, FALSE);
}

static gint64
ask (const char *path, const char *sql)
{
  g_autofree char *rows = list_rows (path, sql);
  g_assert_cmpstr (rows, !=, "");
  return g_ascii_strtoll (rows, NULL, 10);
}

SlowProgress
slow_progress (const char *copy, gboolean up)
{
  return (SlowProgress) {
    ask (copy, up ? "SELECT count(*) FROM outbox WHERE state NOT IN ('new','held')" : "SELECT count(*) FROM record WHERE h NOT NULL"),
    ask (copy, "SELECT coalesce(max(CAST(cursor AS INTEGER)),0) FROM pull"),
  };
}

void
slow_ward_assert_equal (SlowWard *w)
{
  static const char records[] = "SELECT hex(id) || stream || hex(h) FROM record ORDER BY id";
  g_autofree char *folder = g_build_filename (w->dir, "district", NULL), *depot = g_build_filename (folder, "district.db", NULL);
  g_autofree char *root = list_rows (depot, records);
  for (guint i = 0; i < G_N_ELEMENTS (w->copies); i++) {
    g_auto (TnRun) last = tn_run_ok ("TN_CTL", w->copies[i], "sync", NULL);
    g_auto (TnRun) quiet = tn_run_ok ("TN_CTL", w->copies[i], "sync", NULL);
    g_assert_cmpfloat (tn_number (&quiet, "session.sent") + tn_number (&quiet, "session.received"), ==, 0);
    g_autofree char *copy = list_rows (w->copies[i], records);
    g_assert_cmpstr (copy, ==, root);
    g_auto (TnRun) doctor = tn_run_ok ("TN_CTL", w->copies[i], "doctor", NULL);
    g_assert_true (cJSON_IsTrue (cJSON_GetObjectItem (doctor.doc, "sound")));
  }
  g_assert_cmpint (ask (depot, "SELECT count(*) FROM record WHERE kind='household'"), ==, w->households);
  g_assert_cmpint (ask (depot, "SELECT count(*) FROM record WHERE kind='person'"), ==, (SLOW_WARD_RECORDS - 1) * w->households);
  g_assert_cmpint (ask (depot, "SELECT (SELECT count(*) FROM history) + (SELECT count(*) FROM quarantine) + (SELECT count(*) FROM record WHERE kind='conflict')"), ==, 0);
  g_auto (TnRun) status = tn_run_ok ("TN_DISTRICT", NULL, "status", folder, "--check", NULL);
}
