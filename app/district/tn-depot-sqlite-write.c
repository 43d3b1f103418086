/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The one writer, and one commit for several of its users. A commit waits for the disk and everybody for it; so who is done while others already wait
 * for their turn leaves the transaction open to them, and the last commits for all. None has its answer before that, and no reader sees a row
 * before that. Who comes second or later works under a savepoint: what he takes back is his alone. If the commit fails, or SQLite undoes the
 * transaction by itself (a full disk), it fails for all. Who is alone has a transaction as ever. */
#define G_LOG_DOMAIN "tungnha-district"
#include "tn-depot-sqlite-private.h"

#define TOGETHER_MAX 8u         /* so that the first does not wait for ever */

struct _SqliteGroup {
  guint refs;                   /* group_lock */
  guint members;                /* write_lock; whose work is in it */
  TnTx *tx;                     /* write_lock */
  gboolean ended;               /* group_lock */
  GError *error;                /* group_lock; why nothing of it was written */
};

static void
group_unref (SqliteDepot *depot, SqliteGroup *group)
{
  g_mutex_lock (&depot->group_lock);
  gboolean last = --group->refs == 0;
  g_mutex_unlock (&depot->group_lock);
  if (!last) return;
  g_clear_error (&group->error);
  g_free (group);
}

/* Under write_lock. */
static gboolean
open_group (SqliteDepot *depot, GError **error)
{
  if (depot->group) return tn_db_savepoint (depot->writer, error);
  TnTx *tx = tn_tx_begin (depot->writer, TRUE, error);
  if (!tx) return FALSE;
  depot->group = g_new0 (SqliteGroup, 1);
  *depot->group = (SqliteGroup) { .refs = 1, .tx = tx };
  return TRUE;
}

static gboolean
is_lost (SqliteDepot *depot)
{
  return sqlite3_get_autocommit (tn_db_handle (depot->writer));
}

/* A cache of the other size is no harm; so it is tried again at the next end. */
static void
shrink_cache (SqliteDepot *depot)
{
  g_autoptr (GError) error = NULL;
  depot->enlarged = !tn_db_exec (depot->writer, SQLITE_WRITER_CACHE, &error);
  if (error) g_warning ("%s", error->message);
}

/* Under write_lock. */
static void
end_group (SqliteDepot *depot)
{
  SqliteGroup *group = g_steal_pointer (&depot->group);
  GError *error = NULL;
  gboolean lost = is_lost (depot);
  /* Whose statement it was has been told why; the others lose nothing by coming again. */
  if (lost && group->members) tn_db_set_error (depot->writer, SQLITE_BUSY, &error);
  if (lost || !group->members) tn_tx_rollback (group->tx);
  else tn_tx_commit (group->tx, &error);
  if (depot->enlarged) shrink_cache (depot);
  g_mutex_lock (&depot->group_lock);
  group->ended = TRUE;
  group->error = error;
  g_cond_broadcast (&depot->group_ended);
  g_mutex_unlock (&depot->group_lock);
  group_unref (depot, group);
}

static void
leave_turn (SqliteDepot *depot)
{
  gboolean goes_on = depot->group->members && depot->group->members < TOGETHER_MAX && !is_lost (depot) && g_atomic_int_get (&depot->waiting) > 0;
  if (!goes_on) end_group (depot);
  g_mutex_unlock (&depot->write_lock);
}

static SqliteGroup *
join_group (SqliteDepot *depot)
{
  SqliteGroup *group = depot->group;
  group->members++;
  g_mutex_lock (&depot->group_lock);
  group->refs++;
  g_mutex_unlock (&depot->group_lock);
  return group;
}

/* Until it is on the disk, or is not. */
static gboolean
wait_for_group (SqliteDepot *depot, SqliteGroup *group, GError **error)
{
  g_mutex_lock (&depot->group_lock);
  while (!group->ended) g_cond_wait (&depot->group_ended, &depot->group_lock);
  gboolean done = !group->error;
  if (!done && error) *error = g_error_copy (group->error);
  g_mutex_unlock (&depot->group_lock);
  group_unref (depot, group);
  return done;
}

static gboolean
check_here (TnDb *db, GError **error)
{
  g_autofree char *moved = NULL;
  if (!sqlite_get_meta (db, TN_DEPOT_META_MOVED, &moved, error)) return FALSE;
  return !moved || tn_depot_set_moved_error (error);
}

SqliteWrite *
sqlite_write_begin (TnDepot *base, GError **error)
{
  SqliteDepot *depot = (SqliteDepot *) base;
  g_atomic_int_inc (&depot->waiting);
  g_mutex_lock (&depot->write_lock);
  g_atomic_int_add (&depot->waiting, -1);
  gboolean joins = depot->group != NULL;
  if (!open_group (depot, error)) {
    if (joins) leave_turn (depot);
    else g_mutex_unlock (&depot->write_lock);
    return NULL;
  }
  SqliteWrite *write = g_new0 (SqliteWrite, 1);
  *write = (SqliteWrite) { depot, depot->writer, joins };
  if (check_here (depot->writer, error)) return write;
  sqlite_write_end (write);
  return NULL;
}

gboolean
sqlite_write_commit (SqliteWrite *write, GError **error)
{
  SqliteDepot *depot = write->depot;
  if (write->joins && !tn_db_savepoint_release (write->db, error)) {
    sqlite_write_end (write);
    return FALSE;
  }
  SqliteGroup *group = join_group (depot);
  g_free (write);
  leave_turn (depot);
  return wait_for_group (depot, group, error);
}

gboolean
sqlite_write_enlarge (SqliteWrite *write, GError **error)
{
  write->depot->enlarged = TRUE;
  return tn_db_exec (write->db, SQLITE_WRITER_CACHE_LARGE, error);
}

void
sqlite_write_end (SqliteWrite *write)
{
  if (!write) return;
  SqliteDepot *depot = write->depot;
  if (write->joins) tn_db_savepoint_rollback (write->db);
  g_free (write);
  leave_turn (depot);
}
