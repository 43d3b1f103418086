/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Bringing the write-ahead log into the file. SQLite does it in the commit that finds the log long, and so whoever saves then waits for what all
 * before have written, though all of that is in the log and durable. A connection that is tended has a thread for it, which comes with the first
 * log that is long. Only if the log grows faster than the thread brings it in does a commit do it itself, or the log would grow without end. */
#include "tn-db-private.h"

/* What it grew to beyond this is given back when it begins anew, which a commit does: less, and one of many large commits in a row would cut the file off (13 ms)
 * that the next has to make longer again. */
#define KEPT_BYTES 134217728

struct _TnDbLog {
  TnDb *db;
  guint pages, most;        /* of the log: then it is due, and then a commit does it itself */
  gboolean tended;          /* a thread may be had */
  gboolean to_empty;        /* it was to be emptied and could not: a reader or an open transaction held it. Of the connection's thread */
  GMutex work;              /* held while the log is brought in: who must empty it may not find it busy */
  GMutex lock;
  GCond wake;
  GThread *thread;          /* of the connection's thread alone */
  gboolean due, ends, failed;   /* lock */
};

static int
bring_in (TnDbLog *log, sqlite3 *handle)
{
  g_mutex_lock (&log->work);
  int code = sqlite3_wal_checkpoint_v2 (handle, NULL, SQLITE_CHECKPOINT_PASSIVE, NULL, NULL);
  g_mutex_unlock (&log->work);
  return code;
}

static gboolean
await_due (TnDbLog *log)
{
  g_mutex_lock (&log->lock);
  while (!log->due && !log->ends) g_cond_wait (&log->wake, &log->lock);
  log->due = FALSE;
  gboolean goes_on = !log->ends;
  g_mutex_unlock (&log->lock);
  return goes_on;
}

/* Opening reads the file, and who reads keeps a log from being emptied. */
static TnDb *
open_beside (TnDbLog *log)
{
  g_mutex_lock (&log->work);
  TnDb *db = tn_db_open (sqlite3_db_filename (log->db->handle, "main"), 0, log->db->vfs, NULL);
  g_mutex_unlock (&log->work);
  return db;
}

/* What fails here is no loss: the log is kept, and commits see to it again. */
static gpointer
run_thread (gpointer data)
{
  TnDbLog *log = data;
  g_autoptr (TnDb) db = open_beside (log);
  int code = SQLITE_OK;
  while (db && (code == SQLITE_OK || code == SQLITE_BUSY) && await_due (log)) code = bring_in (log, db->handle);
  g_mutex_lock (&log->lock);
  log->failed = !log->ends;
  g_mutex_unlock (&log->lock);
  return NULL;
}

/* FALSE when no thread sees to it. */
static gboolean
wake_thread (TnDbLog *log)
{
  if (!log->tended) return FALSE;
  g_mutex_lock (&log->lock);
  gboolean works = !log->failed;
  log->due = TRUE;
  g_cond_signal (&log->wake);
  g_mutex_unlock (&log->lock);
  if (!log->thread) log->thread = g_thread_new ("tn-log", run_thread, log);
  return works;
}

void
tn_db_empty_log (TnDb *db)
{
  TnDbLog *log = db->log;
  g_mutex_lock (&log->work);
  sqlite3_busy_handler (db->handle, NULL, NULL);
  log->to_empty = sqlite3_wal_checkpoint_v2 (db->handle, NULL, SQLITE_CHECKPOINT_TRUNCATE, NULL, NULL) != SQLITE_OK;
  sqlite3_db_release_memory (db->handle);   /* pages that it still holds have what the file has lost by now (tn-db-page.c), and would take it into the next log */
  tn_db_set_busy_handler (db);
  g_mutex_unlock (&log->work);
}

static int
committed_cb (void *data, sqlite3 *handle, const char *schema, int pages)
{
  TnDbLog *log = data;
  if (log->to_empty) tn_db_empty_log (log->db);
  if ((guint) pages < log->pages) return SQLITE_OK;
  if (!wake_thread (log) || (guint) pages >= log->most) bring_in (log, handle);
  return SQLITE_OK;
}

TnDbLog *
tn_db_log_new (TnDb *db)
{
  TnDbLog *log = g_new0 (TnDbLog, 1);
  log->db = db;
  g_mutex_init (&log->work);
  g_mutex_init (&log->lock);
  g_cond_init (&log->wake);
  return log;
}

static void
end_thread (TnDbLog *log)
{
  g_mutex_lock (&log->lock);
  log->ends = TRUE;
  g_cond_signal (&log->wake);
  g_mutex_unlock (&log->lock);
  g_thread_join (g_steal_pointer (&log->thread));
  log->ends = log->due = FALSE;
}

void
tn_db_log_free (TnDbLog *log)
{
  if (!log) return;
  if (log->thread) end_thread (log);
  g_mutex_clear (&log->work);
  g_mutex_clear (&log->lock);
  g_cond_clear (&log->wake);
  g_free (log);
}

gboolean
tn_db_set_log (TnDb *db, guint pages, guint most, GError **error)
{
  db->log->pages = pages;
  db->log->most = most;
  sqlite3_wal_hook (db->handle, committed_cb, db->log);
  return tn_db_exec (db, "PRAGMA journal_size_limit=" G_STRINGIFY (KEPT_BYTES), error);
}

void
tn_db_tend_log (TnDb *db, gboolean tended)
{
  if (!tended && db->log->thread) end_thread (db->log);
  db->log->tended = tended;
}

void
tn_db_write_back (TnDb *db)
{
  if (wake_thread (db->log)) return;
  bring_in (db->log, db->handle);
  tn_db_empty_log (db);
}
