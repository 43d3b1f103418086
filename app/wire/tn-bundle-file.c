/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "tn-bundle-file.h"
#include <errno.h>
#include <fcntl.h>
#include <gio/gunixoutputstream.h>
#include <glib/gi18n.h>
#include <glib/gstdio.h>
#include <sys/stat.h>
#include <unistd.h>

#define BUFFER (256u * 1024)
#define KEY_DIGITS 8

typedef struct {
  TnErrorCode code;
  const char *text;
} Trouble;

/* What went wrong with the stick, for a person. */
static Trouble
name_trouble (int err)
{
  switch (err) {
    case ENOSPC: case EDQUOT: case EFBIG:
      return (Trouble) { TN_ERROR_FULL, N_("There is not enough room for “%s” (%s). No file was written, and nothing counts as handed in. Make room or take another stick.") };
    case EROFS: case EACCES: case EPERM:
      return (Trouble) { TN_ERROR_READ_ONLY, N_("“%s” may not be written (%s). No file was written, and nothing counts as handed in. If the stick has a lock, open it, or take another.") };
    case ENOENT: case ENOTDIR: case ENODEV: case ENXIO:
      return (Trouble) { TN_ERROR_NOT_FOUND, N_("“%s” is not there (%s). No file was written, and nothing counts as handed in. Put the stick in again and choose its folder.") };
    default:
      return (Trouble) { TN_ERROR_FAILED, N_("“%s” could not be written (%s). No file was written, and nothing counts as handed in. Put the stick in again, or take another.") };
  }
}

static gboolean
set_write_error (const char *path, int err, GError **error)
{
  Trouble trouble = name_trouble (err);
  g_autofree char *shown = g_filename_display_name (path);
#pragma GCC diagnostic push
#pragma GCC diagnostic ignored "-Wformat-nonliteral"
  g_set_error (error, TN_ERROR, trouble.code, _(trouble.text), shown, g_strerror (err));
#pragma GCC diagnostic pop
  return FALSE;
}

/* GIO's error of a stream over the stick; what the filling itself reported passes through. */
static gboolean
translate_write_error (const char *path, GError *local, GError **error)
{
  static const struct { GIOErrorEnum io; int err; } table[] = {
    { G_IO_ERROR_NO_SPACE, ENOSPC }, { G_IO_ERROR_READ_ONLY, EROFS }, { G_IO_ERROR_PERMISSION_DENIED, EACCES }, { G_IO_ERROR_NOT_FOUND, ENOENT },
    { G_IO_ERROR_FAILED, EIO },
  };
  for (guint i = 0; local->domain == G_IO_ERROR && i < G_N_ELEMENTS (table); i++) {
    if (local->code != (int) table[i].io) continue;
    g_error_free (local);
    return set_write_error (path, table[i].err, error);
  }
  g_propagate_error (error, local);
  return FALSE;
}

static gboolean
sync_folder (const char *folder, GError **error)
{
  int fd = open (folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
  /* Some file systems of sticks know no fsync of a folder: EINVAL there says only that. */
  gboolean ok = fd >= 0 && (fsync (fd) == 0 || errno == EINVAL);
  int err = errno;
  if (fd >= 0) close (fd);
  return ok || set_write_error (folder, err, error);
}

static gboolean
fill_file (int fd, const char *shown, TnBundleFill fill, gpointer user_data, GCancellable *cancellable, GError **error)
{
  GError *local = NULL;
  g_autoptr (GOutputStream) plain = g_unix_output_stream_new (fd, FALSE);
  g_autoptr (GOutputStream) out = g_buffered_output_stream_new_sized (plain, BUFFER);
  if (!fill (out, user_data, &local) || !g_output_stream_flush (out, cancellable, &local)) return translate_write_error (shown, local, error);
  return fsync (fd) == 0 || set_write_error (shown, errno, error);
}

static gboolean
write_beside (const char *part, const char *path, TnBundleFill fill, gpointer user_data, GCancellable *cancellable, GError **error)
{
  g_unlink (part);   /* of a stick that was pulled out last time */
  int fd = open (part, O_CREAT | O_EXCL | O_WRONLY | O_NOFOLLOW | O_CLOEXEC, 0600);
  if (fd < 0) return set_write_error (path, errno, error);
  gboolean ok = fill_file (fd, path, fill, user_data, cancellable, error);
  if (close (fd) != 0 && ok) ok = set_write_error (path, errno, error);
  if (ok && g_rename (part, path) != 0) ok = set_write_error (path, errno, error);
  if (!ok) g_unlink (part);
  return ok;
}

char *
tn_bundle_file_write (const char *path, const char *name, TnBundleFill fill, gpointer user_data, GCancellable *cancellable, GError **error)
{
  g_autofree char *whole = g_file_test (path, G_FILE_TEST_IS_DIR) ? g_build_filename (path, name, NULL) : g_strdup (path);
  g_autofree char *folder = g_path_get_dirname (whole), *base = g_path_get_basename (whole);
  g_autofree char *hidden = g_strconcat (".", base, ".part", NULL), *part = g_build_filename (folder, hidden, NULL);
  if (!write_beside (part, whole, fill, user_data, cancellable, error) || !sync_folder (folder, error)) return NULL;
  return g_steal_pointer (&whole);
}

/* ---- reading ---- */

static gboolean
set_read_error (const char *path, int err, GError **error)
{
  g_autofree char *shown = g_filename_display_name (path);
  g_set_error (error, TN_ERROR, err == ENOENT || err == ENOTDIR ? TN_ERROR_NOT_FOUND : TN_ERROR_FAILED,
               _("“%s” could not be read (%s). Nothing was changed. Put the stick in again and choose the file."), shown, g_strerror (err));
  return FALSE;
}

/* A regular file only: a pipe or a device would never end. */
static int
open_file (const char *path, GError **error)
{
  struct stat st;
  int fd = open (path, O_RDONLY | O_NONBLOCK | O_CLOEXEC);
  int err = fd < 0 || fstat (fd, &st) != 0 ? errno : !S_ISREG (st.st_mode) ? EINVAL : 0;
  if (!err && st.st_size > (off_t) TN_BUNDLE_MAX) {
    g_set_error_literal (error, TN_ERROR, TN_ERROR_TOO_LARGE, _("This USB file is larger than this program takes. Nothing of it was used. Tell your district office."));
    close (fd);
    return -1;
  }
  if (!err) return fd;
  if (fd >= 0) close (fd);
  set_read_error (path, err, error);
  return -1;
}

static gboolean
set_spool_error (int err, GError **error)
{
  g_set_error (error, TN_ERROR, err == ENOSPC || err == EDQUOT ? TN_ERROR_FULL : TN_ERROR_FAILED,
               _("The USB file could not be copied to this computer’s disk (%s). Nothing was changed. Make room on the disk and read it again."), g_strerror (err));
  return FALSE;
}

/* A file that has no name: it is gone with the program. */
static int
open_spool (const char *dir, GError **error)
{
  int fd = open (dir, O_TMPFILE | O_RDWR | O_CLOEXEC, 0600);
  if (fd < 0) {
    g_autofree char *pattern = g_build_filename (dir, ".tungnha-XXXXXX", NULL);
    fd = g_mkstemp_full (pattern, O_RDWR | O_CLOEXEC, 0600);
    if (fd >= 0) g_unlink (pattern);
  }
  if (fd < 0) set_spool_error (errno, error);
  return fd;
}

static gboolean
copy_to_spool (int from, int to, const char *path, GCancellable *cancellable, GError **error)
{
  g_autofree char *buffer = g_malloc (BUFFER);
  gsize total = 0;
  for (;;) {
    if (g_cancellable_set_error_if_cancelled (cancellable, error)) return FALSE;
    ssize_t n = read (from, buffer, BUFFER);
    if (n < 0 && errno == EINTR) continue;
    if (n < 0) return set_read_error (path, errno, error);
    if (n == 0) return TRUE;
    total += (gsize) n;
    if (total > TN_BUNDLE_MAX) return set_read_error (path, EFBIG, error);
    for (ssize_t done = 0; done < n;) {
      ssize_t written = write (to, buffer + done, (gsize) (n - done));
      if (written < 0 && errno == EINTR) continue;
      if (written <= 0) return set_spool_error (errno, error);
      done += written;
    }
  }
}

static GBytes *
map_spool (int fd, const char *path, GError **error)
{
  g_autoptr (GMappedFile) map = g_mapped_file_new_from_fd (fd, FALSE, NULL);
  if (map) return g_mapped_file_get_bytes (map);
  set_read_error (path, ENOMEM, error);
  return NULL;
}

GBytes *
tn_bundle_file_read (const char *path, const char *spool_dir, GCancellable *cancellable, GError **error)
{
  GBytes *bytes = NULL;
  int from = open_file (path, error);
  int to = from >= 0 ? open_spool (spool_dir, error) : -1;
  if (to >= 0 && copy_to_spool (from, to, path, cancellable, error)) bytes = map_spool (to, path, error);
  if (from >= 0) close (from);
  if (to >= 0) close (to);
  return bytes;
}

/* ---- choosing ---- */

static gboolean
is_wanted (const char *path, TnBundleWanted wanted, gpointer user_data)
{
  g_auto (TnBundleHeader) header = { 0 };
  g_autofree char *start = g_malloc (TN_BUNDLE_HEADER_MAX + 8);
  int fd = open_file (path, NULL);
  ssize_t n = fd >= 0 ? read (fd, start, TN_BUNDLE_HEADER_MAX + 8) : -1;
  if (fd >= 0) close (fd);
  return n > 0 && tn_bundle_peek (start, (gsize) n, &header, NULL) && wanted (&header, user_data);
}

static int
compare_paths_cb (gconstpointer a, gconstpointer b)
{
  return strcmp (*(const char *const *) a, *(const char *const *) b);
}

GPtrArray *
tn_bundle_file_list (const char *path, TnBundleWanted wanted, gpointer user_data, GError **error)
{
  g_autoptr (GPtrArray) paths = g_ptr_array_new_with_free_func (g_free);
  if (!g_file_test (path, G_FILE_TEST_IS_DIR)) {
    g_ptr_array_add (paths, g_strdup (path));
    return g_steal_pointer (&paths);
  }
  g_autoptr (GDir) dir = g_dir_open (path, 0, NULL);
  if (!dir) {
    set_read_error (path, errno, error);
    return NULL;
  }
  for (const char *name; (name = g_dir_read_name (dir));) {
    g_autofree char *file = g_build_filename (path, name, NULL);
    if (g_str_has_suffix (name, TN_BUNDLE_SUFFIX) && name[0] != '.' && is_wanted (file, wanted, user_data)) g_ptr_array_add (paths, g_steal_pointer (&file));
  }
  g_ptr_array_sort (paths, compare_paths_cb);
  return g_steal_pointer (&paths);
}

char *
tn_bundle_file_name (TnBundleType type, const char *ward, const char *key_hex)
{
  return g_strdup_printf ("tungnha-%s%s%s-%.*s" TN_BUNDLE_SUFFIX, tn_bundle_type_name (type), ward ? "-" : "", ward ? ward : "", KEY_DIGITS, key_hex);
}
