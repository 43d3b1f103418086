/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Backup and restore of a district.
 *
 * A backup is the database alone, in one file: everybody's records, in clear. The keys are not in it, as they never change and whoever has them is the
 * district; they are copied on request, once, to a folder of their own. What was erased is kept in a list outside the database (ward and
 * id, nothing else), which grows with every erasure and is laid beside every backup: a restore erases it all again. Laptops need no word of a restore:
 * their cursors do not fit, and they hand in what the backup lacks (README.md, Repair). */
#include "tn-district-private.h"
#include "tn-ca.h"
#include "tn-db.h"
#include "tn-erase.h"
#include "tn-push.h"
#include <errno.h>
#include <fcntl.h>
#include <glib/gi18n.h>
#include <glib/gstdio.h>
#include <sys/file.h>
#include <unistd.h>

#define ERASED_LIST "erased.list"
#define LOCK_FILE "lock"

static const char *const key_files[] = { TN_CA_CERTIFICATE, TN_CA_KEY, TN_DISTRICT_SIGN_KEY, TN_TLS_CERTIFICATE, TN_TLS_KEY };

/* ---- one server or one restore ---- */

int
tn_district_lock (const char *dir, gboolean alone, GError **error)
{
  g_autofree char *path = g_build_filename (dir, LOCK_FILE, NULL);
  int fd = g_open (path, O_RDWR | O_CREAT | O_CLOEXEC, 0600);
  if (fd < 0) {
    g_set_error (error, TN_ERROR, TN_ERROR_READ_ONLY, _("“%s” can’t be written (%s). Nothing was changed. Run this as the owner of the folder."), path, g_strerror (errno));
    return -1;
  }
  if (flock (fd, (alone ? LOCK_EX : LOCK_SH) | LOCK_NB) == 0) return fd;
  close (fd);
  g_set_error (error, TN_ERROR, TN_ERROR_BUSY, alone ? _("The server of “%s” is running. Nothing was changed. End it, then restore.") : _("“%s” is being restored. Start the server when that is done."), dir);
  return -1;
}

/* ---- the list of what was erased ---- */

typedef struct { GHashTable *wards; /* char* → GArray of TnId */ } Erased;

static void
clear_erased (Erased *erased)
{
  g_clear_pointer (&erased->wards, g_hash_table_unref);
}
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Erased, clear_erased)

static void
init_erased (Erased *erased)
{
  erased->wards = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, (GDestroyNotify) g_array_unref);
}

static void
add_erased_cb (const char *ward, const TnId *id, gpointer user_data)
{
  Erased *erased = user_data;
  GArray *ids = g_hash_table_lookup (erased->wards, ward);
  if (!ids) g_hash_table_insert (erased->wards, g_strdup (ward), ids = g_array_new (FALSE, FALSE, sizeof (TnId)));
  for (guint i = 0; i < ids->len; i++)
    if (tn_id_equal (&g_array_index (ids, TnId, i), id)) return;
  g_array_append_vals (ids, id, 1);
}

/* A list that is not there is empty; one that cannot be read must not pass for it. */
static gboolean
read_list (Erased *erased, const char *path, gboolean must, GError **error)
{
  g_autofree char *text = NULL;
  g_autoptr (GError) local = NULL;
  if (!g_file_get_contents (path, &text, NULL, &local)) {
    if (!must && g_error_matches (local, G_FILE_ERROR, G_FILE_ERROR_NOENT)) return TRUE;
    g_set_error (error, TN_ERROR, TN_ERROR_FAILED, _("The list of erased records “%s” could not be read (%s). Nothing was changed."), path, local->message);
    return FALSE;
  }
  g_auto (GStrv) lines = g_strsplit (text, "\n", -1);
  for (char **line = lines; *line; line++) {
    g_auto (GStrv) words = g_strsplit (*line, " ", 2);
    TnId id;
    if (!**line) continue;
    if (!words[1] || !tn_id_parse (words[1], -1, &id)) {
      g_set_error (error, TN_ERROR, TN_ERROR_CORRUPT, _("The list of erased records “%s” is damaged. Nothing was changed. Look at its lines: a ward and an id each."), path);
      return FALSE;
    }
    add_erased_cb (words[0], &id, erased);
  }
  return TRUE;
}

static gboolean
write_list (const Erased *erased, const char *path, GError **error)
{
  g_autoptr (GString) text = g_string_new (NULL);
  GHashTableIter it;
  gpointer ward, value;
  g_hash_table_iter_init (&it, erased->wards);
  while (g_hash_table_iter_next (&it, &ward, &value)) {
    const GArray *ids = value;
    for (guint i = 0; i < ids->len; i++) {
      TnIdStr id;
      tn_id_format (&g_array_index (ids, TnId, i), id);
      g_string_append_printf (text, "%s %s\n", (const char *) ward, id);
    }
  }
  return g_file_set_contents_full (path, text->str, (gssize) text->len, G_FILE_SET_CONTENTS_CONSISTENT | G_FILE_SET_CONTENTS_DURABLE, 0600, error);
}

/* The list knows what the database knows, and what an earlier database did. */
gboolean
tn_district_keep_erased (TnDistrict *d, GError **error)
{
  g_autofree char *path = g_build_filename (d->dir, ERASED_LIST, NULL);
  g_auto (Erased) erased = { 0 };
  init_erased (&erased);
  return read_list (&erased, path, FALSE, error) && d->depot->driver->each_erased (d->depot, add_erased_cb, &erased, error) && write_list (&erased, path, error);
}

/* ---- backup ---- */

static gboolean
copy_file (const char *from, const char *to, mode_t mode, GError **error)
{
  g_autofree char *data = NULL;
  gsize len;
  gboolean done = g_file_get_contents (from, &data, &len, error)
                  && g_file_set_contents_full (to, data, (gssize) len, G_FILE_SET_CONTENTS_CONSISTENT | G_FILE_SET_CONTENTS_DURABLE, (int) mode, error);
  if (data) memset (data, 0, len);
  return done;
}

/* Only what is missing: keys are never overwritten. */
static gboolean
copy_keys (const char *from, const char *to, GError **error)
{
  if (g_mkdir_with_parents (to, 0700) != 0) {
    g_set_error (error, TN_ERROR, TN_ERROR_READ_ONLY, _("The folder “%s” could not be made (%s). Nothing was changed. Choose another place."), to, g_strerror (errno));
    return FALSE;
  }
  for (guint i = 0; i < G_N_ELEMENTS (key_files); i++) {
    g_autofree char *source = g_build_filename (from, key_files[i], NULL), *target = g_build_filename (to, key_files[i], NULL);
    if (!g_file_test (target, G_FILE_TEST_EXISTS) && !copy_file (source, target, 0600, error)) return FALSE;
  }
  return TRUE;
}

gboolean
tn_district_backup (TnDistrict *d, const char *file, const char *keys, GError **error)
{
  g_autofree char *list = g_build_filename (d->dir, ERASED_LIST, NULL), *beside = g_strconcat (file, ".erased", NULL);
  if (!d->depot->driver->backup) {
    g_set_error_literal (error, TN_ERROR, TN_ERROR_UNSUPPORTED, _("This district’s database is backed up with its own tools (pg_dump). Nothing was done."));
    return FALSE;
  }
  if (!d->depot->driver->backup (d->depot, file, NULL, error)) return FALSE;
  return tn_district_keep_erased (d, error) && copy_file (list, beside, 0600, error) && (!keys || copy_keys (d->dir, keys, error));
}

/* ---- restore ---- */

typedef struct {
  const char *dir, *file;
  char *path, *fresh, *kept;       /* the database, the new one beside it until it is whole, and where the old one goes */
  Erased erased;
  TnRestored *result;
} Restore;

static void
clear_restore (Restore *r)
{
  g_clear_pointer (&r->path, g_free);
  g_clear_pointer (&r->fresh, g_free);
  g_clear_pointer (&r->kept, g_free);
  clear_erased (&r->erased);
}
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Restore, clear_restore)

static gboolean
is_there (const char *dir, const char *name)
{
  g_autofree char *path = g_build_filename (dir, name, NULL);
  return g_file_test (path, G_FILE_TEST_EXISTS);
}

static gboolean
need_keys (const Restore *r, const char *keys, GError **error)
{
  if (keys && !copy_keys (keys, r->dir, error)) return FALSE;
  for (guint i = 0; i < G_N_ELEMENTS (key_files); i++) {
    if (is_there (r->dir, key_files[i])) continue;
    g_set_error (error, TN_ERROR, TN_ERROR_NOT_FOUND, _("“%s” lacks the district’s key %s, and backups do not hold keys. Nothing was restored. Give the folder with the keys: --keys FOLDER."), r->dir, key_files[i]);
    return FALSE;
  }
  return TRUE;
}

/* The damaged database that a restore is for must not stand in its way: what it can't say, the list knows. */
static void
read_old (Restore *r)
{
  g_autoptr (GError) local = NULL;
  g_autoptr (TnDepot) depot = g_file_test (r->path, G_FILE_TEST_EXISTS) ? tn_depot_sqlite_open (r->path, FALSE, NULL, &local) : NULL;
  if (depot && !depot->driver->each_erased (depot, add_erased_cb, &r->erased, &local)) g_debug ("erased: %s", local->message);
}

static gboolean
make_fresh (Restore *r, GError **error)
{
  g_autoptr (TnDb) db = tn_db_open (r->file, TN_DB_READ_ONLY, NULL, error);
  return db && tn_db_check_integrity (db, NULL, error) && tn_db_backup (db, r->fresh, NULL, error);
}

static gboolean
erase_ward (Restore *r, TnDepot *depot, const char *ward, const GArray *ids, GError **error)
{
  guint n;
  if (!tn_erase_again (depot, ward, (const TnId *) (gconstpointer) ids->data, ids->len, &n, error)) return FALSE;
  r->result->erased_again += n;
  return TRUE;
}

static gboolean
finish_fresh (Restore *r, GError **error)
{
  GHashTableIter it;
  gpointer ward, ids;
  g_autofree char *name = NULL, *now = g_strdup_printf ("%" G_GINT64_FORMAT, g_get_real_time () / 1000);
  g_autoptr (TnDepot) depot = tn_depot_sqlite_open (r->fresh, FALSE, NULL, error);
  if (!depot || !depot->driver->get_meta (depot, TN_META_NAME, &name, error)) return FALSE;
  if (!name) {
    g_set_error (error, TN_ERROR, TN_ERROR_CORRUPT, _("“%s” is no backup of a finished district. Nothing was restored."), r->file);
    return FALSE;
  }
  g_hash_table_iter_init (&it, r->erased.wards);
  while (g_hash_table_iter_next (&it, &ward, &ids))
    if (!erase_ward (r, depot, ward, ids, error)) return FALSE;
  return depot->driver->set_meta (depot, TN_META_RESTORED_AT, now, error);
}

static gboolean
move (const char *from, const char *to, const char *suffix, GError **error)
{
  g_autofree char *a = g_strconcat (from, suffix, NULL), *b = g_strconcat (to, suffix, NULL);
  if (g_rename (a, b) == 0 || errno == ENOENT) return TRUE;
  g_set_error (error, TN_ERROR, TN_ERROR_READ_ONLY, _("“%s” could not be put aside (%s). Nothing was restored. Look at the permissions of the folder."), a, g_strerror (errno));
  return FALSE;
}

static gboolean
swap (Restore *r, GError **error)
{
  if (g_file_test (r->path, G_FILE_TEST_EXISTS)) r->result->kept = g_strdup (r->kept);
  if (!move (r->path, r->kept, "-wal", error) || !move (r->path, r->kept, "-shm", error) || !move (r->path, r->kept, "", error)) return FALSE;
  if (g_rename (r->fresh, r->path) == 0) return TRUE;
  g_set_error (error, TN_ERROR, TN_ERROR_READ_ONLY, _("The backup could not be put in place (%s). What was there stands under “%s”."), g_strerror (errno), r->kept);
  return FALSE;
}

static void
remove_fresh (const Restore *r)
{
  static const char *const suffixes[] = { "", "-wal", "-shm" };
  for (guint i = 0; i < G_N_ELEMENTS (suffixes); i++) {
    g_autofree char *path = g_strconcat (r->fresh, suffixes[i], NULL);
    g_unlink (path);
  }
}

static void
init_restore (Restore *r, const char *dir, const char *file, TnRestored *result)
{
  g_autoptr (GDateTime) now = g_date_time_new_now_local ();
  g_autofree char *when = g_date_time_format (now, "%Y%m%d-%H%M%S");
  *result = (TnRestored) { 0 };
  *r = (Restore) { .dir = dir, .file = file, .path = g_build_filename (dir, TN_DISTRICT_DEPOT, NULL), .result = result };
  r->fresh = g_strconcat (r->path, ".restoring", NULL);
  r->kept = g_strconcat (r->path, ".before-", when, NULL);
  init_erased (&r->erased);
}

static gboolean
read_lists (Restore *r, const char *const *lists, GError **error)
{
  g_autofree char *own = g_build_filename (r->dir, ERASED_LIST, NULL), *beside = g_strconcat (r->file, ".erased", NULL);
  for (guint i = 0; lists && lists[i]; i++)
    if (!read_list (&r->erased, lists[i], TRUE, error)) return FALSE;
  if (!read_list (&r->erased, own, FALSE, error) || !read_list (&r->erased, beside, FALSE, error)) return FALSE;
  read_old (r);
  return write_list (&r->erased, own, error);
}

gboolean
tn_district_restore (const char *dir, const char *file, const char *const *lists, const char *keys, TnRestored *result, GError **error)
{
  g_auto (Restore) r = { 0 };
  init_restore (&r, dir, file, result);
  if (g_mkdir_with_parents (dir, 0700) != 0) {
    g_set_error (error, TN_ERROR, TN_ERROR_READ_ONLY, _("The folder “%s” could not be made (%s). Nothing was changed. Choose another place."), dir, g_strerror (errno));
    return FALSE;
  }
  int lock = tn_district_lock (dir, TRUE, error);
  if (lock < 0) return FALSE;
  remove_fresh (&r);
  gboolean done = need_keys (&r, keys, error) && make_fresh (&r, error) && read_lists (&r, lists, error) && finish_fresh (&r, error) && swap (&r, error);
  if (!done) remove_fresh (&r);
  close (lock);
  return done;
}
