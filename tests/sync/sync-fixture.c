/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <glib/gstdio.h>
#include "sync-fixture.h"
#include "tn-line.h"
#include "tn-meta-keys.h"

static const char *const hosts[] = { "127.0.0.1", "localhost", NULL };

void
world_start (World *w)
{
  g_autoptr (GError) error = NULL;
  w->district = tn_district_new (w->district_dir, NULL, &error);
  g_assert_no_error (error);
  w->server = tn_district_server_start (w->district, w->listen != NULL ? w->listen : "127.0.0.1:0", &error);
  g_assert_no_error (error);
  if (w->listen == NULL)
    w->listen = g_strdup (tn_district_server_url (w->server) + strlen ("https://"));
}

void
world_stop (World *w)
{
  tn_district_server_stop (g_steal_pointer (&w->server));
  tn_district_free (g_steal_pointer (&w->district));
}

void
world_init (World *w)
{
  g_autoptr (GError) error = NULL;
  w->dir = g_dir_make_tmp ("tn-sync-XXXXXX", &error);
  g_assert_no_error (error);
  w->district_dir = g_build_filename (w->dir, "district", NULL);
  tn_district_init (w->district_dir, "Quận thử", hosts, tn_env_system (), &error);
  g_assert_no_error (error);
  world_start (w);
  tn_district_ward_add (w->district, WARD, "Phường thử", &error);
  g_assert_no_error (error);
}

static void
remove_tree (const char *path)
{
  g_autoptr (GDir) dir = g_dir_open (path, 0, NULL);
  for (const char *name; dir != NULL && (name = g_dir_read_name (dir)) != NULL;) {
    g_autofree char *child = g_build_filename (path, name, NULL);
    if (g_file_test (child, G_FILE_TEST_IS_DIR) && !g_file_test (child, G_FILE_TEST_IS_SYMLINK))
      remove_tree (child);
    else
      g_unlink (child);
  }
  g_rmdir (path);
}

void
world_clear (World *w)
{
  world_stop (w);
  remove_tree (w->dir);
  g_clear_pointer (&w->dir, g_free);
  g_clear_pointer (&w->district_dir, g_free);
  g_clear_pointer (&w->listen, g_free);
}

static char *
depot_path (World *w)
{
  return g_build_filename (w->district_dir, "district.db", NULL);
}

static char *
saved_path (World *w, const char *name)
{
  g_autofree char *file = g_strconcat (name, ".saved", NULL);
  return g_build_filename (w->dir, file, NULL);
}

void
world_save (World *w, const char *name)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *from = depot_path (w), *to = saved_path (w, name);
  TnDb *db = tn_db_open (from, TN_DB_READ_ONLY, NULL, &error);
  g_assert_no_error (error);
  tn_db_backup (db, to, NULL, &error);
  g_assert_no_error (error);
  tn_db_close (db);
}

static void
remove_depot (World *w)
{
  static const char *const suffixes[] = { "", "-wal", "-shm" };
  g_autofree char *path = depot_path (w);
  for (guint i = 0; i < G_N_ELEMENTS (suffixes); i++) {
    g_autofree char *file = g_strconcat (path, suffixes[i], NULL);
    g_unlink (file);
  }
}

void
world_put_back (World *w, const char *name)
{
  g_autofree char *from = saved_path (w, name), *to = depot_path (w), *data = NULL;
  gsize len;
  world_stop (w);
  remove_depot (w);
  g_assert_true (g_file_get_contents (from, &data, &len, NULL));
  g_assert_true (g_file_set_contents (to, data, (gssize) len, NULL));
  world_start (w);
}

void
world_set_up_anew (World *w)
{
  g_autoptr (GError) error = NULL;
  world_stop (w);
  remove_depot (w);
  tn_district_init (w->district_dir, "Quận thử", hosts, tn_env_system (), &error);
  g_assert_no_error (error);
  world_start (w);
  tn_district_ward_add (w->district, WARD, "Phường thử", &error);
  g_assert_no_error (error);
}

char *
world_invite (World *w)
{
  g_autoptr (GError) error = NULL;
  char *code = tn_district_invite (w->district, WARD, "ward_officer", NULL, 7, &error);
  g_assert_no_error (error);
  return code;
}

void
laptop_init_bare (Laptop *l, World *w, const char *name)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *file = g_strconcat (name, ".db", NULL);
  l->world = w;
  l->name = g_strdup (name);
  l->path = g_build_filename (w->dir, file, NULL);
  l->copy = tn_copy_open (l->path, TN_COPY_CREATE, NULL, &error);
  g_assert_no_error (error);
  tn_copy_set_user (l->copy, name, &error);
  g_assert_no_error (error);
}

void
laptop_enrol (Laptop *l)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *code = world_invite (l->world);
  tn_enrol (l->copy, tn_district_server_url (l->world->server), code, NULL, l->name, NULL, &error);
  g_assert_no_error (error);
}

void
laptop_init (Laptop *l, World *w, const char *name)
{
  laptop_init_bare (l, w, name);
  laptop_enrol (l);
}

void
laptop_clear (Laptop *l)
{
  g_clear_pointer (&l->line, tn_transport_free);
  g_clear_pointer (&l->copy, tn_copy_close);
  g_clear_pointer (&l->path, g_free);
  g_clear_pointer (&l->name, g_free);
}

guint64
laptop_waiting (Laptop *l)
{
  TnOutboxSummary summary = { 0 };
  g_autoptr (GError) error = NULL;
  tn_outbox_summary (l->copy, &summary, &error);
  g_assert_no_error (error);
  return summary.waiting + summary.held;
}

void
laptop_sync_over (Laptop *l, TnTransport *t)
{
  g_autoptr (GError) error = NULL;
  tn_sync_run (l->copy, t, NULL, NULL, NULL, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (laptop_waiting (l), ==, 0);
}

void
laptop_sync (Laptop *l)
{
  laptop_sync_over (l, NULL);
}

TnTransport *
laptop_connect (Laptop *l)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *url = tn_copy_get_meta (l->copy, TN_META_SERVER_URL), *ca = tn_copy_get_meta (l->copy, TN_META_SERVER_CA);
  TnTransport *t = tn_transport_soup_new (url, ca, &error);
  g_assert_no_error (error);
  return t;
}

void
laptop_sync_kept (Laptop *l)
{
  if (l->line == NULL)
    l->line = laptop_connect (l);
  laptop_sync_over (l, l->line);
}

/* What is typed later must have the greater stamp in a test that counts on it: two laptops may write within one millisecond. */
static void
leave_this_millisecond (void)
{
  gint64 now = tn_env_now_ms (tn_env_system ());
  while (tn_env_now_ms (tn_env_system ()) == now)
    g_thread_yield ();
}

static void
commit (Laptop *l, TnEdit *edit)
{
  g_autoptr (GError) error = NULL;
  leave_this_millisecond ();
  tn_copy_edit (l->copy, edit, NULL, &error);
  g_assert_no_error (error);
}

TnId
laptop_add_household (Laptop *l, const char *house_no)
{
  g_autoptr (TnEdit) edit = tn_edit_new ("add household");
  TnId id = tn_edit_create (edit, "household", NULL);
  tn_edit_set_text (edit, &id, "house_no", house_no);
  commit (l, edit);
  return id;
}

TnId
laptop_add_person (Laptop *l, const TnId *household, const char *name)
{
  g_autoptr (TnEdit) edit = tn_edit_new ("add person");
  TnId id = tn_edit_create (edit, "person", NULL);
  tn_edit_set_ref (edit, &id, "household", household);
  tn_edit_set_text (edit, &id, "name", name);
  commit (l, edit);
  return id;
}

void
laptop_set (Laptop *l, const TnId *id, const char *field, const char *text)
{
  g_autoptr (TnEdit) edit = tn_edit_new ("edit");
  tn_edit_set_text (edit, id, field, text);
  commit (l, edit);
}

void
laptop_delete (Laptop *l, const TnId *id)
{
  g_autoptr (TnEdit) edit = tn_edit_new ("delete");
  tn_edit_delete (edit, id);
  commit (l, edit);
}

char *
laptop_get (Laptop *l, const TnId *id, const char *field)
{
  g_autoptr (TnRow) row = tn_copy_get (l->copy, id, NULL);
  return row == NULL || row->deleted ? NULL : tn_row_dup_text (row, field);
}

gboolean
laptop_holds (Laptop *l, const TnId *id)
{
  g_autoptr (TnRow) row = tn_copy_get (l->copy, id, NULL);
  return row != NULL && !row->deleted;
}

guint
laptop_conflicts (Laptop *l, const TnId *record, TnId *first)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (TnStmt) stmt = tn_db_prepare (tn_copy_db (l->copy), "SELECT id FROM record WHERE kind = 'conflict' AND del = 0 AND json_extract(body, '$.state') = 'open'"
                                                                 " AND (?1 IS NULL OR json_extract(body, '$.record') = ?1)", &error);
  TnIdStr text;
  guint n = 0;
  g_assert_no_error (error);
  if (record != NULL)
    tn_id_format (record, text);
  tn_stmt_bind_text (stmt, 1, record != NULL ? text : NULL);
  for (TnId id; tn_stmt_step (stmt, &error) == TN_STEP_ROW; n++)
    if (tn_stmt_id (stmt, 0, &id) && first != NULL)
      *first = id;
  g_assert_no_error (error);
  return n;
}

sqlite3 *
world_open_depot (World *w)
{
  g_autoptr (GDir) dir = g_dir_open (w->district_dir, 0, NULL);
  sqlite3 *db = NULL;
  for (const char *name; (name = g_dir_read_name (dir)) != NULL;) {
    g_autofree char *path = g_build_filename (w->district_dir, name, NULL);
    if (g_str_has_suffix (name, ".db"))
      g_assert_cmpint (sqlite3_open_v2 (path, &db, SQLITE_OPEN_READONLY, NULL), ==, SQLITE_OK);
  }
  g_assert_nonnull (db);
  return db;
}

/* "stream hash" by id, of the district. */
static GHashTable *
read_district (World *w)
{
  GHashTable *table = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
  sqlite3 *db = world_open_depot (w);
  sqlite3_stmt *stmt = NULL;
  sqlite3_prepare_v2 (db, "SELECT hex(id), stream || ' ' || hex(h) FROM record WHERE ward = ?", -1, &stmt, NULL);
  sqlite3_bind_text (stmt, 1, WARD, -1, SQLITE_STATIC);
  while (sqlite3_step (stmt) == SQLITE_ROW)
    g_hash_table_insert (table, g_strdup ((const char *) sqlite3_column_text (stmt, 0)), g_strdup ((const char *) sqlite3_column_text (stmt, 1)));
  sqlite3_finalize (stmt);
  sqlite3_close (db);
  return table;
}

/* The row's own text hashes to what the district has: so nothing but the district's line stands there. */
static void
assert_row (TnStmt *stmt, GHashTable *district)
{
  g_autoptr (GString) line = g_string_new (NULL);
  char hex[33];
  TnId id;
  g_assert_true (tn_stmt_id (stmt, 0, &id));
  tn_line_from_parts (line, tn_stmt_slice (stmt, 1), &id, tn_stmt_slice (stmt, 2), tn_stmt_slice (stmt, 3), tn_stmt_slice (stmt, 4));
  TnHash hash = tn_hash (line->str, line->len);
  tn_hex (hash.b, sizeof hash.b, hex);
  g_autofree char *upper = g_ascii_strup (hex, -1);
  g_autofree char *mine = g_strdup_printf ("%s %s", tn_stmt_text (stmt, 2), upper);
  g_assert_cmpstr (mine, ==, g_hash_table_lookup (district, tn_stmt_text (stmt, 5)));
}

static void
assert_same (Laptop *l, GHashTable *district)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (TnStmt) stmt = tn_db_prepare (tn_copy_db (l->copy), "SELECT id, kind, stream, stamps, body, hex(id) FROM record", &error);
  g_assert_no_error (error);
  guint n = 0;
  for (; tn_stmt_step (stmt, &error) == TN_STEP_ROW; n++)
    assert_row (stmt, district);
  g_assert_no_error (error);
  g_assert_cmpuint (n, ==, g_hash_table_size (district));
}

void
assert_reconciled (World *w, Laptop *const *laptops, guint n)
{
  g_autoptr (GHashTable) district = read_district (w);
  for (guint i = 0; i < n; i++) {
    assert_same (laptops[i], district);
    g_assert_cmpuint (laptop_waiting (laptops[i]), ==, 0);
  }
}

static gboolean
is_found (sqlite3 *db, const char *sql, const char *like)
{
  sqlite3_stmt *stmt = NULL;
  g_assert_cmpint (sqlite3_prepare_v2 (db, sql, -1, &stmt, NULL), ==, SQLITE_OK);
  sqlite3_bind_text (stmt, 1, like, -1, SQLITE_STATIC);
  gboolean found = sqlite3_step (stmt) == SQLITE_ROW;
  sqlite3_finalize (stmt);
  return found;
}

void
assert_not_lost (World *w, const char *text)
{
  g_autofree char *like = g_strconcat ("%", text, "%", NULL);
  sqlite3 *db = world_open_depot (w);
  gboolean found = is_found (db, "SELECT 1 FROM record WHERE line LIKE ?1", like)
                   || is_found (db, "SELECT 1 FROM history WHERE value LIKE ?1", like)
                   || is_found (db, "SELECT 1 FROM quarantine WHERE CAST(raw AS TEXT) LIKE ?1", like);
  sqlite3_close (db);
  if (!found)
    g_test_message ("“%s” is nowhere", text);
  g_assert_true (found);
}
