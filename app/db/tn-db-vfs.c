/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SQLite writes each page of its write-ahead log with two calls, one of 24 bytes and one that lies across three pages of the system's. This layer between SQLite and the
 * system keeps what one transaction writes there one after the other, up to HELD_MOST bytes, and writes it at once. All calls go to the
 * VFS below, and what this one holds is never more than the frames of a transaction that is not committed. They are written when the next one is elsewhere, when they
 * are read, before a flush, and with the frame that ends the commit, so also before the commit is shown to anybody. When the lock of the log's writer is given
 * back what is still held belongs to a transaction that was taken back: it is dropped, since others may write in its place from then on.
 *
 * And pages go into the database without what rows that moved away left in them (tn-db-page.c): what is erased is then in no page that was written since, in files
 * of less than 2^24 pages. */
#include "tn-db-private.h"

#define HELD_MOST (124u * 1024)    /* SQLite's own layer over Unix writes at most 0x1ffff bytes in one call, and takes more for a full disk */
#define FRAME_HEAD 24              /* fileformat2.html 4.1: page number, size of the database after a commit or 0, … */
#define SIZE_AFTER_COMMIT 4
#define WRITE_LOCK 0               /* fileformat2.html 4.2, WAL_WRITE_LOCK */
#define LARGEST_ROOT 52            /* fileformat2.html 1.3.12: not 0 in a file with a map of pointers */
#define PAGES_PLAIN (1 << 24)      /* 2^25 is where a page's number begins with 2; the log may make the file longer */

/* A database or its log; everything else is the VFS's below from its opening on. */
typedef struct _File File;
struct _File {
  sqlite3_file base;
  File *other;              /* the database's log, the log's database; NULL while that is not open */
  guint8 *held;             /* of a log: not written yet, from `at` on */
  gsize len;
  sqlite3_int64 at;
  gboolean commits;         /* the frame at work ends a commit */
  gboolean pads;            /* commits end with whole sectors, of which SQLite writes parts: nothing is held then */
};

typedef struct { sqlite3_vfs base; sqlite3_vfs *below; char *name; } Layer;

#define REAL_AT ((sizeof (File) + 15) / 16 * 16)

static sqlite3_file *
real (sqlite3_file *file)
{
  return (sqlite3_file *) (gpointer) ((guint8 *) file + REAL_AT);
}

/* ---- a log ---- */

/* What could not be written is held on: SQLite goes on with a transaction in which a page could not be read, and takes it for written. */
static int
write_held (File *log)
{
  int code = log->len ? real (&log->base)->pMethods->xWrite (real (&log->base), log->held, (int) log->len, log->at) : SQLITE_OK;
  if (code == SQLITE_OK) log->len = 0;
  return code;
}

static gboolean
is_behind_held (const File *log, int n, sqlite3_int64 at)
{
  return log->len && at == log->at + (sqlite3_int64) log->len && log->len + (gsize) n <= HELD_MOST;
}

static gboolean
ends_commit (const guint8 *frame_head)
{
  guint32 size;
  memcpy (&size, frame_head + SIZE_AFTER_COMMIT, sizeof size);
  return size != 0;
}

static int
log_write (sqlite3_file *file, const void *data, int n, sqlite3_int64 at)
{
  File *log = (File *) file;
  if (n == FRAME_HEAD) log->commits = log->pads || ends_commit (data);
  if (!is_behind_held (log, n, at)) {
    int code = write_held (log);
    if (code != SQLITE_OK) return code;
    if ((gsize) n > HELD_MOST) return real (file)->pMethods->xWrite (real (file), data, n, at);
    log->at = at;
  }
  if (!log->held) log->held = g_malloc (HELD_MOST);
  memcpy (log->held + log->len, data, (gsize) n);
  log->len += (gsize) n;
  return log->commits ? write_held (log) : SQLITE_OK;
}

static int
log_read (sqlite3_file *file, void *data, int n, sqlite3_int64 at)
{
  File *log = (File *) file;
  gboolean held = log->len && at < log->at + (sqlite3_int64) log->len && at + n > log->at;
  int code = held ? write_held (log) : SQLITE_OK;
  return code == SQLITE_OK ? real (file)->pMethods->xRead (real (file), data, n, at) : code;
}

static int
log_truncate (sqlite3_file *file, sqlite3_int64 size)
{
  int code = write_held ((File *) file);
  return code == SQLITE_OK ? real (file)->pMethods->xTruncate (real (file), size) : code;
}

static int
log_sync (sqlite3_file *file, int flags)
{
  int code = write_held ((File *) file);
  return code == SQLITE_OK ? real (file)->pMethods->xSync (real (file), flags) : code;
}

static int
log_size (sqlite3_file *file, sqlite3_int64 *size)
{
  int code = write_held ((File *) file);
  return code == SQLITE_OK ? real (file)->pMethods->xFileSize (real (file), size) : code;
}

static int
log_close (sqlite3_file *file)
{
  File *log = (File *) file;
  if (log->other) log->other->other = NULL;
  g_clear_pointer (&log->held, g_free);
  return real (file)->pMethods->xClose (real (file));
}

/* ---- a database ---- */

static int
db_close (sqlite3_file *file)
{
  File *db = (File *) file;
  if (db->other) db->other->other = NULL;
  return real (file)->pMethods->xClose (real (file));
}

/* In a file with a map of pointers, or of so many pages that the number of one begins as a page of a b-tree does, another page may look like one. */
static gboolean
is_plain (sqlite3_file *file, int page_size)
{
  guint8 largest_root[4];
  sqlite3_int64 size = 0;
  int code = real (file)->pMethods->xRead (real (file), largest_root, sizeof largest_root, LARGEST_ROOT);
  return code == SQLITE_OK && real (file)->pMethods->xFileSize (real (file), &size) == SQLITE_OK && size / page_size < PAGES_PLAIN
         && !(largest_root[0] | largest_root[1] | largest_root[2] | largest_root[3]);
}

static int
db_write (sqlite3_file *file, const void *data, int n, sqlite3_int64 at)
{
  gsize from, len;
  if (!tn_db_page_find_remains (data, (gsize) n, at == 0, &from, &len) || at % n != 0 || (at > 0 && !is_plain (file, n)))
    return real (file)->pMethods->xWrite (real (file), data, n, at);
  g_autofree guint8 *clean = g_memdup2 (data, (gsize) n);
  memset (clean + from, 0, len);
  return real (file)->pMethods->xWrite (real (file), clean, n, at);
}

static int
db_shm_lock (sqlite3_file *file, int first, int n, int flags)
{
  File *log = ((File *) file)->other;
  if (log && first == WRITE_LOCK && flags & SQLITE_SHM_UNLOCK) log->len = 0;
  return real (file)->pMethods->xShmLock (real (file), first, n, flags);
}

/* ---- straight through ---- */

static int file_read (sqlite3_file *f, void *data, int n, sqlite3_int64 at) { return real (f)->pMethods->xRead (real (f), data, n, at); }
static int file_truncate (sqlite3_file *f, sqlite3_int64 size) { return real (f)->pMethods->xTruncate (real (f), size); }
static int file_sync (sqlite3_file *f, int flags) { return real (f)->pMethods->xSync (real (f), flags); }
static int file_size (sqlite3_file *f, sqlite3_int64 *size) { return real (f)->pMethods->xFileSize (real (f), size); }
static int file_lock (sqlite3_file *f, int lock) { return real (f)->pMethods->xLock (real (f), lock); }
static int file_unlock (sqlite3_file *f, int lock) { return real (f)->pMethods->xUnlock (real (f), lock); }
static int file_check_lock (sqlite3_file *f, int *reserved) { return real (f)->pMethods->xCheckReservedLock (real (f), reserved); }
static int file_control (sqlite3_file *f, int what, void *value) { return real (f)->pMethods->xFileControl (real (f), what, value); }
static int file_sector (sqlite3_file *f) { return real (f)->pMethods->xSectorSize (real (f)); }
static int file_device (sqlite3_file *f) { return real (f)->pMethods->xDeviceCharacteristics (real (f)); }
static int file_shm_map (sqlite3_file *f, int page, int size, int extend, void volatile **map) { return real (f)->pMethods->xShmMap (real (f), page, size, extend, map); }
static void file_shm_barrier (sqlite3_file *f) { real (f)->pMethods->xShmBarrier (real (f)); }
static int file_shm_unmap (sqlite3_file *f, int remove) { return real (f)->pMethods->xShmUnmap (real (f), remove); }

/* Without mapping (version 3): no connection of ours maps its file. */
static const sqlite3_io_methods db_methods = {
  2, db_close, file_read, db_write, file_truncate, file_sync, file_size, file_lock, file_unlock, file_check_lock, file_control, file_sector, file_device,
  file_shm_map, db_shm_lock, file_shm_barrier, file_shm_unmap, NULL, NULL
};
static const sqlite3_io_methods log_methods = {
  1, log_close, log_read, log_write, log_truncate, log_sync, log_size, file_lock, file_unlock, file_check_lock, file_control, file_sector, file_device,
  NULL, NULL, NULL, NULL, NULL, NULL
};

/* ---- the layer ---- */

static sqlite3_vfs *
below (sqlite3_vfs *vfs)
{
  return ((Layer *) vfs)->below;
}

static void
join_log (File *log, const char *name)
{
  File *db = (File *) sqlite3_database_file_object (name);
  log->other = db;
  db->other = log;
  log->commits = log->pads = !(file_device (&log->base) & SQLITE_IOCAP_POWERSAFE_OVERWRITE);
}

static int
layer_open (sqlite3_vfs *vfs, const char *name, sqlite3_file *file, int flags, int *out_flags)
{
  File *f = (File *) file;
  if (!(flags & (SQLITE_OPEN_MAIN_DB | SQLITE_OPEN_WAL))) return below (vfs)->xOpen (below (vfs), name, file, flags, out_flags);
  *f = (File) { 0 };
  int code = below (vfs)->xOpen (below (vfs), name, real (file), flags, out_flags);
  if (!real (file)->pMethods) return code;
  file->pMethods = flags & SQLITE_OPEN_WAL ? &log_methods : &db_methods;
  if (flags & SQLITE_OPEN_WAL) join_log (f, name);
  return code;
}

static int layer_delete (sqlite3_vfs *v, const char *name, int sync) { return below (v)->xDelete (below (v), name, sync); }
static int layer_access (sqlite3_vfs *v, const char *name, int flags, int *out) { return below (v)->xAccess (below (v), name, flags, out); }
static int layer_full_path (sqlite3_vfs *v, const char *name, int n, char *out) { return below (v)->xFullPathname (below (v), name, n, out); }
static int layer_random (sqlite3_vfs *v, int n, char *out) { return below (v)->xRandomness (below (v), n, out); }
static int layer_sleep (sqlite3_vfs *v, int us) { return below (v)->xSleep (below (v), us); }
static int layer_time (sqlite3_vfs *v, double *now) { return below (v)->xCurrentTime (below (v), now); }
static int layer_time64 (sqlite3_vfs *v, sqlite3_int64 *now) { return below (v)->xCurrentTimeInt64 (below (v), now); }
static int layer_error (sqlite3_vfs *v, int n, char *out) { return below (v)->xGetLastError ? below (v)->xGetLastError (below (v), n, out) : 0; }

static Layer *
new_layer (sqlite3_vfs *under)
{
  Layer *layer = g_new0 (Layer, 1);
  layer->below = under;
  layer->name = g_strconcat ("tungnha-", under->zName, NULL);
  layer->base = (sqlite3_vfs) { .iVersion = MIN (under->iVersion, 2), .szOsFile = (int) REAL_AT + under->szOsFile, .mxPathname = under->mxPathname, .zName = layer->name,
    .xOpen = layer_open, .xDelete = layer_delete, .xAccess = layer_access, .xFullPathname = layer_full_path, .xRandomness = layer_random, .xSleep = layer_sleep,
    .xCurrentTime = layer_time, .xCurrentTimeInt64 = under->iVersion >= 2 && under->xCurrentTimeInt64 ? layer_time64 : NULL, .xGetLastError = layer_error };
  return layer;
}

const char *
tn_db_vfs_over (const char *name)
{
  static GMutex lock;
  sqlite3_vfs *under = sqlite3_vfs_find (name);
  if (!under) return name;   /* SQLite says so when it is opened */
  g_autofree char *layered = g_strconcat ("tungnha-", under->zName, NULL);
  g_mutex_lock (&lock);
  sqlite3_vfs *there = sqlite3_vfs_find (layered);
  if (!there) {
    there = &new_layer (under)->base;
    sqlite3_vfs_register (there, 0);
  }
  g_mutex_unlock (&lock);
  return there->zName;
}
