/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A district moves from SQLite to PostgreSQL and back. */
#include "fake-laptop.h"
#include "tn-pg.h"
#include <string.h>

#define WARD "26734"
#define STAR "[{\"s\":\"*\",\"cur\":\"%s\"}]"

typedef struct { District *district; Laptop *laptop; char *url; } Fixture;

static void
set_up (Fixture *f, gconstpointer data)
{
  g_autoptr (GError) error = NULL;
  f->url = database_new ();
  f->district = district_new_at (NULL);
  g_autofree char *code = tn_district_invite (f->district->d, WARD, "ward_officer", NULL, 3, &error);
  f->laptop = laptop_new (f->district, code, "Máy 1");
}

static void
tear_down (Fixture *f, gconstpointer data)
{
  laptop_free (f->laptop);
  g_clear_pointer (&f->district->depot, g_free);
  district_free (f->district);
  database_drop (f->url);
  g_free (f->url);
}

/* Something in every table: records, a history, a conflict, a move, an orphan, a held entry, an erased record, an alarm, a used and an open code. */
static void
live (Fixture *f)
{
  g_autoptr (Batch) batch = batch_new ();
  g_autoptr (GError) error = NULL;
  TnId house = make_id (1), person = make_id (2), orphan = make_id (3), gone = make_id (4), absent = make_id (99);
  TnIdStr text;
  guint n;
  tn_id_format (&house, text);
  g_autofree char *body = g_strdup_printf ("{\"household\":\"%s\",\"name\":\"Lê Thị Đào\"}", text);
  TnStamp made = batch_create (batch, f->laptop, "household", &house, "{\"area\":\"019b0000-0000-7000-8000-00000000aaaa\",\"code\":\"H1\",\"phone\":\"02838000001\"}");
  batch_create (batch, f->laptop, "person", &person, body);
  tn_id_format (&absent, text);
  g_autofree char *waiting = g_strdup_printf ("{\"household\":\"%s\",\"name\":\"Trần Văn B\"}", text);
  batch_create (batch, f->laptop, "person", &orphan, waiting);
  batch_create (batch, f->laptop, "household", &gone, "{\"code\":\"H4\"}");
  laptop_push_ok (f->laptop, WARD, batch);
  g_string_truncate (batch->lines, 0);
  batch->count = 0;
  batch_set (batch, f->laptop, "household", &house, "phone", "\"02838000002\"", &made);
  batch_set (batch, f->laptop, "household", &house, "phone", "\"02838000003\"", NULL);
  batch_set (batch, f->laptop, "household", &house, "area", "\"019b0000-0000-7000-8000-00000000bbbb\"", &made);
  batch_set (batch, f->laptop, "household", &house, "no_such_unit", "1", NULL);
  cJSON_Delete (laptop_push (f->laptop, WARD, batch, 200));
  g_assert_true (tn_district_erase (f->district->d, WARD, &gone, &n, &error));
  g_autofree char *code = tn_district_invite (f->district->d, WARD, "ward_officer", NULL, 3, &error), *unused = tn_district_invite (f->district->d, WARD, "ward_officer", NULL, 3, &error);
  g_autoptr (Laptop) thief = laptop_bare (f->district), second = laptop_new (f->district, code, "Máy 2");
  cJSON_Delete (laptop_enrol (thief, code, "Máy 3", 409));
  g_assert_true (tn_district_revoke (f->district->d, second->device, &error));
}

static char *
pull_all (Laptop *laptop)
{
  GString *all = g_string_new (NULL);
  g_autofree char *want = g_strdup_printf (STAR, "0");
  g_autoptr (Page) page = laptop_pull (laptop, WARD, want, 5000);
  for (guint i = 0; i < page->lines->len; i++) g_string_append_printf (all, "%s\n", (char *) page->lines->pdata[i]);
  g_autofree char *end = cJSON_PrintUnformatted (page->end);
  g_string_append (all, end);
  return g_string_free (all, FALSE);
}

/* The ward's laptop becomes its hub: what it reads of the others' rights are records, and what was noted of them a setting. */
static void
serve_team (Fixture *f, gboolean on)
{
  g_autoptr (GError) error = NULL;
  if (on) tn_district_hub_grant (f->district->d, f->laptop->device, WARD, 30, &error);
  else tn_district_hub_end (f->district->d, f->laptop->device, WARD, &error);
  g_assert_no_error (error);
  g_autofree char *n = district_ask (f->district, "SELECT count(*) FROM record WHERE kind='auth' AND stream='0+auth'");
  g_assert_cmpstr (n, ==, "2");
}

static void
open_again (Fixture *f)
{
  g_autoptr (GError) error = NULL;
  tn_district_free (f->district->d);
  f->district->d = tn_district_new (f->district->dir, &f->district->env, &error);
  g_assert_no_error (error);
  f->laptop->d = f->district->d;
}

static void
copy_to (Fixture *f, const char *to)
{
  g_autoptr (GError) error = NULL;
  guint64 records = 0, rows = 0;
  tn_district_copy (f->district->dir, NULL, to, &f->district->env, &records, &rows, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (records, >, 3);
  g_assert_cmpuint (rows, >, records + 10);
  g_free (f->district->depot);
  f->district->depot = g_strdup (to);
}

static void
assert_whole (Fixture *f)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *bad = NULL;
  g_assert_true (tn_district_check_sums (f->district->d, WARD, &bad, &error));
  g_assert_cmpstr (bad, ==, NULL);
}

static const char counts_sql[] =
  "SELECT (SELECT count(*) FROM record), (SELECT count(*) FROM ward_log), (SELECT count(*) FROM moved), (SELECT count(*) FROM history), (SELECT count(*) FROM quarantine),"
  " (SELECT count(*) FROM erased), (SELECT count(*) FROM device), (SELECT count(*) FROM replica), (SELECT count(*) FROM grant_), (SELECT count(*) FROM enrol), (SELECT count(*) FROM alarm)";

static void
push_one (Fixture *f, guint n, guint status)
{
  g_autoptr (Batch) batch = batch_new ();
  TnId id = make_id (n);
  batch_create (batch, f->laptop, "household", &id, "{\"code\":\"H\"}");
  cJSON_Delete (laptop_push (f->laptop, WARD, batch, status));
}

/* The session, its nonce and its cursors go on as if nothing had been. */
static void
test_there_and_back (Fixture *f, gconstpointer data)
{
  live (f);
  serve_team (f, TRUE);
  g_autofree char *before = pull_all (f->laptop), *counts = district_ask (f->district, counts_sql);
  g_assert_null (strstr (counts, "|0"));
  copy_to (f, f->url);
  open_again (f);
  g_autofree char *there = pull_all (f->laptop), *counts_there = district_ask (f->district, counts_sql);
  g_assert_cmpstr (there, ==, before);
  g_assert_cmpstr (counts_there, ==, counts);
  assert_whole (f);
  serve_team (f, FALSE);
  serve_team (f, TRUE);
  push_one (f, 50, 200);
  cJSON_Delete (laptop_session (f->laptop, NULL, 200));
  g_autofree char *later = pull_all (f->laptop);
  copy_to (f, NULL);
  open_again (f);
  g_autofree char *back = pull_all (f->laptop);
  g_assert_cmpstr (back, ==, later);
  assert_whole (f);
  serve_team (f, FALSE);
  push_one (f, 51, 200);
  cJSON_Delete (laptop_session (f->laptop, NULL, 200));
  copy_to (f, f->url);   /* over what was moved away from there */
  open_again (f);
  assert_whole (f);
}

static gboolean
is_fatal_cb (const char *domain, GLogLevelFlags level, const char *message, gpointer user_data)
{
  return g_strcmp0 (domain, "tungnha-district") != 0;
}

static void
drop_log_cb (const char *domain, GLogLevelFlags level, const char *message, gpointer user_data)
{
}

/* A server that runs on with the old database takes nothing any more: what it took would be lost. Both ways. */
static void
test_the_old_takes_no_more (Fixture *f, gconstpointer data)
{
  live (f);
  g_test_log_set_fatal_handler (is_fatal_cb, NULL);
  guint handler = g_log_set_handler ("tungnha-district", G_LOG_LEVEL_WARNING | G_LOG_FLAG_FATAL, drop_log_cb, NULL);
  for (guint i = 0; i < 2; i++) {
    copy_to (f, i ? NULL : f->url);
    push_one (f, 60, 503);
    cJSON_Delete (laptop_session (f->laptop, NULL, 503));
    open_again (f);
    push_one (f, 60 + i, 200);
  }
  g_log_remove_handler ("tungnha-district", handler);
}

static void
test_a_district_is_never_written_over (Fixture *f, gconstpointer data)
{
  g_autoptr (GError) error = NULL;
  guint64 records, rows;
  g_autoptr (District) other = district_new ();
  live (f);
  g_assert_false (tn_district_copy (f->district->dir, NULL, other->depot, &f->district->env, &records, &rows, &error));
  g_assert_error (error, TN_ERROR, TN_ERROR_CONFLICT);
  push_one (f, 70, 200);   /* and the source goes on */
}

/* What has been damaged on its way does not become the district: a trigger of the target's plays the bad disk. */
static void
test_what_differs_is_not_taken (Fixture *f, gconstpointer data)
{
  g_autoptr (GError) error = NULL;
  guint64 records, rows;
  live (f);
  g_autoptr (TnDepot) made = tn_depot_pg_open (f->url, TRUE, NULL, &error);
  g_assert_no_error (error);
  g_clear_pointer (&made, tn_depot_free);
  g_autoptr (TnPg) pg = tn_pg_open (f->url, &error);
  g_assert_true (tn_pg_exec (pg, "CREATE FUNCTION spoil() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN NEW.value := 'x'; RETURN NEW; END $$;"
                                 "CREATE TRIGGER spoil BEFORE INSERT ON history FOR EACH ROW EXECUTE FUNCTION spoil()", &error));
  g_assert_false (tn_district_copy (f->district->dir, NULL, f->url, &f->district->env, &records, &rows, &error));
  g_assert_error (error, TN_ERROR, TN_ERROR_CORRUPT);
  push_one (f, 80, 200);
  g_autoptr (GError) why = NULL;
  g_assert_null (tn_district_open (f->district->dir, f->url, NULL, &why));
  g_assert_error (why, TN_ERROR, TN_ERROR_NOT_FOUND);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
#define ADD(path, function) g_test_add (path, Fixture, NULL, set_up, function, tear_down)
  ADD ("/copy/there-and-back", test_there_and_back);
  ADD ("/copy/the-old-takes-no-more", test_the_old_takes_no_more);
  ADD ("/copy/a-district-is-never-written-over", test_a_district_is_never_written_over);
  ADD ("/copy/what-differs-is-not-taken", test_what_differs_is_not_taken);
  return g_test_run ();
}
