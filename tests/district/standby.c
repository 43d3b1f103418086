/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "standby.h"
#include "fake-laptop.h"
#include "tn-pg.h"
#include <string.h>

static void
cluster (const char *command, const char *folder, const char *primary)
{
  g_autoptr (GError) error = NULL;
  const char *argv[] = { g_getenv ("TN_PG_CLUSTER"), command, folder, primary, NULL };
  g_autoptr (GSubprocess) process = g_subprocess_newv (argv, G_SUBPROCESS_FLAGS_STDOUT_SILENCE, &error);
  g_assert_no_error (error);
  g_subprocess_wait_check (process, NULL, &error);
  g_assert_no_error (error);
}

void
pair_init (Pair *pair)
{
  g_autoptr (GError) error = NULL;
  pair->primary = g_strdup (g_getenv ("TN_TEST_PG"));
  pair->standby = g_dir_make_tmp ("tungnha-pg-standby.XXXXXX", &error);
  g_assert_no_error (error);
  g_autofree char *made = database_new ();
  const char *name = strstr (made, "@/") + 2;
  pair->depot = g_strdup_printf ("postgresql://postgres@/%.*s?host=%s,%s&target_session_attrs=read-write", (int) strcspn (name, "?"), name, pair->primary, pair->standby);
}

void
pair_follow (Pair *pair)
{
  cluster ("standby", pair->standby, pair->primary);
  cluster ("start", pair->standby, NULL);
}

static void
remove_cluster (const char *folder)
{
  g_autoptr (GError) error = NULL;
  const char *argv[] = { "rm", "-rf", folder, NULL };
  g_spawn_sync (NULL, (char **) argv, NULL, G_SPAWN_SEARCH_PATH, NULL, NULL, NULL, NULL, NULL, &error);
  g_assert_no_error (error);
}

void
pair_clear (Pair *pair)
{
  cluster ("stop", pair->standby, NULL);
  remove_cluster (pair->standby);
  g_free (pair->primary);
  g_free (pair->standby);
  g_free (pair->depot);
}

void
pair_kill_primary (Pair *pair)
{
  cluster ("kill", pair->primary, NULL);
}

void
pair_promote (Pair *pair)
{
  cluster ("promote", pair->standby, NULL);
}

static TnPg *
ask_cluster (const char *folder, const char *database)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *url = g_strdup_printf ("postgresql://postgres@/%s?host=%s", database, folder);
  TnPg *pg = tn_pg_open (url, &error);
  g_assert_no_error (error);
  return pg;
}

char *
pair_ask (Pair *pair, const char *machine, const char *sql)
{
  const char *name = strstr (pair->depot, "@/") + 2;
  g_autofree char *database = g_strndup (name, strcspn (name, "?"));
  g_autoptr (TnPg) pg = ask_cluster (machine, database);
  g_autoptr (PGresult) rows = PQexec (tn_pg_handle (pg), sql);
  GString *text = g_string_new (NULL);
  g_assert_cmpint (PQresultStatus (rows), ==, PGRES_TUPLES_OK);
  for (int i = 0; i < PQntuples (rows); i++) g_string_append_printf (text, "%s\n", PQgetvalue (rows, i, 0));
  return g_string_free (text, FALSE);
}

void
pair_await_standby (Pair *pair)
{
  g_autoptr (TnPg) primary = ask_cluster (pair->primary, "postgres"), standby = ask_cluster (pair->standby, "postgres");
  g_autoptr (PGresult) now = PQexec (tn_pg_handle (primary), "SELECT pg_current_wal_lsn()");
  g_autofree char *sql = g_strdup_printf ("SELECT pg_last_wal_replay_lsn() >= '%s'", PQgetvalue (now, 0, 0));
  for (guint i = 0; i < 6000; i++) {
    g_autoptr (PGresult) there = PQexec (tn_pg_handle (standby), sql);
    if (PQntuples (there) && strcmp (PQgetvalue (there, 0, 0), "t") == 0) return;
    g_usleep (5000);
  }
  g_assert_not_reached ();
}

void
pair_cut (Pair *pair)
{
  g_autoptr (TnPg) standby = ask_cluster (pair->standby, "postgres");
  g_assert_true (tn_pg_exec (standby, "ALTER SYSTEM SET primary_conninfo=''", NULL));
  g_assert_true (tn_pg_exec (standby, "SELECT pg_reload_conf()", NULL));
  for (guint i = 0; i < 6000; i++) {
    g_autoptr (PGresult) receivers = PQexec (tn_pg_handle (standby), "SELECT count(*) FROM pg_stat_wal_receiver");
    if (strcmp (PQgetvalue (receivers, 0, 0), "0") == 0) return;
    g_usleep (5000);
  }
  g_assert_not_reached ();
}
