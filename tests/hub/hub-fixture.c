/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "hub-fixture.h"
#include "tn-hub-copy.h"
#include "tn-meta-keys.h"

char *
laptop_device (Laptop *l)
{
  return tn_copy_get_meta (l->copy, TN_META_DEVICE);
}

void
hub_start (HubLaptop *h)
{
  g_autoptr (GError) error = NULL;
  h->hub = tn_hub_new (h->laptop.path, NULL, &error);
  g_assert_no_error (error);
  tn_hub_start (h->hub, "127.0.0.1:0", &error);
  g_assert_no_error (error);
}

void
hub_stop (HubLaptop *h)
{
  g_clear_pointer (&h->hub, tn_hub_free);
}

void
hub_init (HubLaptop *h, World *w)
{
  g_autoptr (GError) error = NULL;
  laptop_init (&h->laptop, w, "hub");
  g_autofree char *device = laptop_device (&h->laptop);
  tn_district_hub_grant (w->district, device, WARD, 365, &error);
  g_assert_no_error (error);
  laptop_sync (&h->laptop);
  tn_hub_prepare (h->laptop.copy, NULL, NULL, &error);
  g_assert_no_error (error);
  hub_start (h);
}

void
hub_clear (HubLaptop *h)
{
  hub_stop (h);
  laptop_clear (&h->laptop);
}

guint64
hub_waiting (HubLaptop *h)
{
  TnRelaySummary summary;
  g_autoptr (GError) error = NULL;
  tn_relay_summary (h->laptop.copy, &summary, &error);
  g_assert_no_error (error);
  return summary.waiting;
}

void
hub_sync (HubLaptop *h)
{
  laptop_sync (&h->laptop);
  g_assert_cmpuint (hub_waiting (h), ==, 0);
}

gint64
hub_head (HubLaptop *h)
{
  g_autoptr (GError) error = NULL;
  gint64 seq = 0;
  g_assert_true (tn_hub_look (h->hub, &error));
  tn_hub_settle (h->laptop.copy, &seq, &error);
  g_assert_no_error (error);
  return seq;
}

void
laptop_init_leader (Laptop *l, World *w, const char *name, const char *const *areas)
{
  g_autoptr (GError) error = NULL;
  laptop_init_bare (l, w, name);
  g_autofree char *code = tn_district_invite (w->district, WARD, "team_leader", areas, 7, &error);
  g_assert_no_error (error);
  tn_enrol (l->copy, tn_district_server_url (w->server), code, NULL, name, NULL, &error);
  g_assert_no_error (error);
}

gboolean
laptop_try_hub (Laptop *l, HubLaptop *h, GError **error)
{
  g_autoptr (GError) local = NULL;
  tn_sync_set_hub (l->copy, tn_hub_url (h->hub), &local);
  g_assert_no_error (local);
  return tn_sync_run (l->copy, NULL, NULL, NULL, NULL, error);
}

void
laptop_sync_hub (Laptop *l, HubLaptop *h)
{
  g_autoptr (GError) error = NULL;
  laptop_try_hub (l, h, &error);
  g_assert_no_error (error);
}

void
laptop_sync_root (Laptop *l)
{
  g_autoptr (GError) error = NULL;
  tn_sync_set_hub (l->copy, NULL, &error);
  g_assert_no_error (error);
  laptop_sync (l);
}

TnId
laptop_add_household_in (Laptop *l, const char *house_no, const TnId *area)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (TnEdit) edit = tn_edit_new ("add household");
  TnId id = tn_edit_create (edit, "household", NULL);
  tn_edit_set_text (edit, &id, "house_no", house_no);
  tn_edit_set_ref (edit, &id, "area", area);
  tn_copy_edit (l->copy, edit, NULL, &error);
  g_assert_no_error (error);
  return id;
}

guint
root_count (World *w, const char *sql)
{
  sqlite3 *db = world_open_depot (w);
  sqlite3_stmt *stmt = NULL;
  g_assert_cmpint (sqlite3_prepare_v2 (db, sql, -1, &stmt, NULL), ==, SQLITE_OK);
  g_assert_cmpint (sqlite3_step (stmt), ==, SQLITE_ROW);
  guint n = (guint) sqlite3_column_int64 (stmt, 0);
  sqlite3_finalize (stmt);
  sqlite3_close (db);
  return n;
}
