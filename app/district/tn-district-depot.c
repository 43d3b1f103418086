/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Where a district's records are: in DIR/district.db, or in the PostgreSQL database whose address stands in DIR/depot. That file may hold a
 * password, so it is for its owner's eyes; an address on a command line may not (tn_pg_check_public_url). */
#include "tn-district-private.h"
#include "tn-db.h"
#include "tn-pg.h"
#include <errno.h>
#include <glib/gi18n.h>
#include <glib/gstdio.h>

static gboolean
check_mode (const char *path, GError **error)
{
  GStatBuf info;
  if (g_stat (path, &info) == 0 && (info.st_mode & 077) == 0) return TRUE;
  g_set_error (error, TN_ERROR, TN_ERROR_REFUSED, _("“%s” can be read by others than its owner, and may hold a password. Nothing was done. Run “chmod 600” on it."), path);
  return FALSE;
}

gboolean
district_read_depot_file (const char *dir, char **url, GError **error)
{
  g_autofree char *path = g_build_filename (dir, TN_DISTRICT_DEPOT_FILE, NULL);
  *url = NULL;
  if (!g_file_test (path, G_FILE_TEST_EXISTS)) return TRUE;
  if (!check_mode (path, error) || !g_file_get_contents (path, url, NULL, error)) return FALSE;
  g_strstrip (*url);
  if (tn_pg_is_url (*url)) return TRUE;
  g_clear_pointer (url, g_free);
  g_set_error (error, TN_ERROR, TN_ERROR_INVALID, _("“%s” holds no address of a PostgreSQL database. Nothing was done. Write one line into it, as %s."), path, "postgresql://HOST/DATABASE");
  return FALSE;
}

gboolean
district_write_depot_file (const char *dir, const char *url, GError **error)
{
  g_autofree char *path = g_build_filename (dir, TN_DISTRICT_DEPOT_FILE, NULL), *line = url ? g_strconcat (url, "\n", NULL) : NULL;
  if (url) return g_file_set_contents_full (path, line, -1, G_FILE_SET_CONTENTS_CONSISTENT | G_FILE_SET_CONTENTS_DURABLE, 0600, error);
  if (g_unlink (path) == 0 || errno == ENOENT) return TRUE;
  g_set_error (error, TN_ERROR, TN_ERROR_FAILED, _("“%s” could not be removed (%s)."), path, g_strerror (errno));
  return FALSE;
}

static TnDepot *
open_sqlite (const char *dir, gboolean create, const TnEnv *env, GError **error)
{
  g_autofree char *path = g_build_filename (dir, TN_DISTRICT_DEPOT, NULL);
  if (create || tn_db_exists (path, (env ? env : tn_env_system ())->vfs)) return tn_depot_sqlite_open (path, create, env, error);
  g_set_error (error, TN_ERROR, TN_ERROR_NOT_FOUND, _("“%s” holds no district. Nothing was changed. Run “tungnha-district init” first."), dir);
  return NULL;
}

TnDepot *
district_open_depot (const char *dir, const char *url, gboolean create, const TnEnv *env, GError **error)
{
  g_autofree char *named = NULL;
  if (!url && !district_read_depot_file (dir, &named, error)) return NULL;
  if (!url && !named) return open_sqlite (dir, create, env, error);
  return tn_depot_pg_open (url ? url : named, create, env, error);
}
