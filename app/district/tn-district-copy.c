/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A district moves to another database, and its folder says where. */
#include "tn-district-private.h"
#include "tn-depot-copy.h"
#include <errno.h>
#include <glib/gi18n.h>
#include <glib/gstdio.h>

#define NEW_SUFFIX ".new"      /* SQLite is written beside, and put in its place when it is whole */
#define OLD_SUFFIX ".moved"

typedef struct { const char *dir, *to; TnDepot *target; } Move;

static char *
get_path (const char *dir, const char *suffix)
{
  g_autofree char *name = g_strconcat (TN_DISTRICT_DEPOT, suffix, NULL);
  return g_build_filename (dir, name, NULL);
}

static void
unlink_database (const char *path)
{
  static const char *const parts[] = { "", "-wal", "-shm" };
  for (guint i = 0; i < G_N_ELEMENTS (parts); i++) {
    g_autofree char *part = g_strconcat (path, parts[i], NULL);
    g_unlink (part);   /* mostly there is none */
  }
}

static gboolean
rename_file (const char *from, const char *to, gboolean must_be, GError **error)
{
  if (g_rename (from, to) == 0 || (!must_be && errno == ENOENT)) return TRUE;
  g_set_error (error, TN_ERROR, TN_ERROR_FAILED, _("“%s” could not be renamed (%s). The district stays where it is."), from, g_strerror (errno));
  return FALSE;
}

/* With its log, which is part of it: a log that lay beside another database would be read as that one's. */
static gboolean
set_aside (const char *dir, GError **error)
{
  static const char *const parts[] = { "-wal", "-shm", "" };
  g_autofree char *path = get_path (dir, ""), *old = get_path (dir, OLD_SUFFIX);
  for (guint i = 0; i < G_N_ELEMENTS (parts); i++) {
    g_autofree char *from = g_strconcat (path, parts[i], NULL), *to = g_strconcat (old, parts[i], NULL);
    if (!rename_file (from, to, FALSE, error)) return FALSE;
  }
  return TRUE;
}

/* A database that lies in the place is put aside if it is an old one of a district that moved away. */
static gboolean
check_place (const char *dir, const TnEnv *env, GError **error)
{
  g_autofree char *path = get_path (dir, ""), *moved = NULL;
  if (!g_file_test (path, G_FILE_TEST_EXISTS)) return TRUE;
  g_autoptr (TnDepot) there = tn_depot_sqlite_open (path, FALSE, env, error);
  if (!there || !there->driver->get_meta (there, TN_DEPOT_META_MOVED, &moved, error)) return FALSE;
  if (!moved) g_set_error_literal (error, TN_ERROR, TN_ERROR_CONFLICT, _("There is a district already where this one should go. Nothing was changed. Choose an empty database."));
  return moved != NULL;
}

static TnDepot *
open_target (const Move *move, const TnEnv *env, GError **error)
{
  if (move->to) return tn_depot_pg_open (move->to, TRUE, env, error);
  g_autofree char *path = get_path (move->dir, NEW_SUFFIX);
  if (!check_place (move->dir, env, error)) return NULL;
  unlink_database (path);
  TnDepot *depot = tn_depot_sqlite_open (path, TRUE, env, error);
  if (depot) g_chmod (path, 0600);
  return depot;
}

static gboolean
switch_over (gpointer user_data, GError **error)
{
  Move *move = user_data;
  g_clear_pointer (&move->target, tn_depot_free);   /* the last to close it empties its log into it */
  if (move->to) return district_write_depot_file (move->dir, move->to, error);
  g_autofree char *made = get_path (move->dir, NEW_SUFFIX), *path = get_path (move->dir, "");
  return set_aside (move->dir, error) && rename_file (made, path, TRUE, error) && district_write_depot_file (move->dir, NULL, error);
}

static void
clear_move (Move *move)
{
  g_clear_pointer (&move->target, tn_depot_free);
}
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Move, clear_move)

gboolean
tn_district_copy (const char *dir, const char *from, const char *to, const TnEnv *env, guint64 *records, guint64 *rows, GError **error)
{
  TnDepotCopied copied = { 0 };
  const TnEnv *used = env ? env : tn_env_system ();
  g_auto (Move) move = { dir, to, NULL };
  g_autoptr (TnDepot) source = district_open_depot (dir, from, FALSE, used, error);
  if (!source || !(move.target = open_target (&move, used, error))) return FALSE;
  if (!tn_depot_copy (source, move.target, switch_over, &move, &copied, error)) return FALSE;
  *records = copied.records;
  *rows = copied.rows;
  return TRUE;
}
