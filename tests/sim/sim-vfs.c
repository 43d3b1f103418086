/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SQLite's side of the disks: locks and shared memory as between several connections of one machine, all on one thread. */
#include "sim-disk-private.h"
#include <string.h>

#define SYSTEM_VFS "unix"
#define SECTOR_SIZE 4096

typedef struct {
  sqlite3_file base;
  SimFile *file;
  int lock;
  gboolean has_shm, delete_on_close;
  guint16 shm_shared, shm_exclusive;
} Handle;

/* A machine that is dead answers nothing, but lets go of what it held. */
#define DEAD(h) ((h)->file->disk->dead)

/* ---- content ---- */

static int
read_at (sqlite3_file *base, void *out, int len, sqlite3_int64 offset)
{
  Handle *h = (Handle *) base;
  const GByteArray *now = h->file->now;
  if (DEAD (h)) return SQLITE_IOERR_READ;
  sqlite3_int64 there = MAX (0, MIN ((sqlite3_int64) len, (sqlite3_int64) now->len - offset));
  if (there > 0) memcpy (out, now->data + offset, (gsize) there);
  if (there == len) return SQLITE_OK;
  memset ((char *) out + there, 0, (gsize) (len - there));
  return SQLITE_IOERR_SHORT_READ;
}

/* The end of a process falls between two bytes as well as between two calls. */
static int
write_torn (Handle *h, const void *data, int len, sqlite3_int64 offset)
{
  int part = (int) sim_below (&h->file->disk->tear, (guint) len + 1);
  if (part > 0) sim_file_write (h->file, offset, data, (guint) part);
  return SQLITE_IOERR_WRITE;
}

static int
write_at (sqlite3_file *base, const void *data, int len, sqlite3_int64 offset)
{
  Handle *h = (Handle *) base;
  gboolean torn, grows = offset + len > (sqlite3_int64) h->file->now->len;
  if (!sim_disk_begin (h->file->disk, &torn)) return SQLITE_IOERR_WRITE;
  if (torn) return write_torn (h, data, len, offset);
  if (grows && !sim_disk_may_grow (h->file->disk)) return SQLITE_FULL;
  sim_file_write (h->file, offset, data, (guint) len);
  return SQLITE_OK;
}

static int
truncate_to (sqlite3_file *base, sqlite3_int64 size)
{
  Handle *h = (Handle *) base;
  gboolean torn;
  if (!sim_disk_begin (h->file->disk, &torn)) return SQLITE_IOERR_TRUNCATE;
  if (!torn || sim_chance (&h->file->disk->tear, 0.5)) sim_file_truncate (h->file, size);
  return torn ? SQLITE_IOERR_TRUNCATE : SQLITE_OK;
}

static int
flush (sqlite3_file *base, int flags)
{
  Handle *h = (Handle *) base;
  gboolean torn;
  if (!sim_disk_begin (h->file->disk, &torn)) return SQLITE_IOERR_FSYNC;
  if (!torn || sim_chance (&h->file->disk->tear, 0.5)) sim_file_flush (h->file);
  return torn ? SQLITE_IOERR_FSYNC : SQLITE_OK;
}

static int
get_size (sqlite3_file *base, sqlite3_int64 *size)
{
  Handle *h = (Handle *) base;
  *size = h->file->now->len;
  return DEAD (h) ? SQLITE_IOERR_FSTAT : SQLITE_OK;
}

/* ---- locks of the file ---- */

static int
take_lock (sqlite3_file *base, int wanted)
{
  Handle *h = (Handle *) base;
  SimFile *f = h->file;
  if (DEAD (h)) return SQLITE_IOERR_LOCK;
  if (h->lock >= wanted) return SQLITE_OK;
  if (wanted == SQLITE_LOCK_SHARED) {
    if (f->pending || f->exclusive) return SQLITE_BUSY;
    f->shared++;
  } else if (wanted == SQLITE_LOCK_RESERVED) {
    if (f->reserved) return SQLITE_BUSY;
    f->reserved = h;
  } else {
    if ((f->reserved && f->reserved != h) || (f->pending && f->pending != h)) return SQLITE_BUSY;
    f->pending = h;
    if (f->shared > 1) {
      h->lock = SQLITE_LOCK_PENDING;
      return SQLITE_BUSY;
    }
    f->exclusive = h;
  }
  h->lock = wanted;
  return SQLITE_OK;
}

static int
give_lock (sqlite3_file *base, int wanted)
{
  Handle *h = (Handle *) base;
  SimFile *f = h->file;
  if (h->lock <= wanted) return SQLITE_OK;
  if (f->reserved == h) f->reserved = NULL;
  if (f->pending == h) f->pending = NULL;
  if (f->exclusive == h) f->exclusive = NULL;
  if (wanted == SQLITE_LOCK_NONE && f->shared) f->shared--;
  h->lock = wanted;
  return SQLITE_OK;
}

static int
look_at_lock (sqlite3_file *base, int *reserved)
{
  const SimFile *f = ((Handle *) base)->file;
  *reserved = f->reserved || f->pending || f->exclusive;
  return SQLITE_OK;
}

static int
control (sqlite3_file *base, int op, void *arg)
{
  return SQLITE_NOTFOUND;
}

static int
sector_size (sqlite3_file *base)
{
  return SECTOR_SIZE;
}

/* What a person's disk and the system's own VFS promise: bytes beside those that are written stay as they are. */
static int
characteristics (sqlite3_file *base)
{
  return SQLITE_IOCAP_POWERSAFE_OVERWRITE;
}

/* ---- shared memory ---- */

static int
shm_map (sqlite3_file *base, int region, int size, int extend, void volatile **out)
{
  Handle *h = (Handle *) base;
  GPtrArray *regions = h->file->regions;
  *out = NULL;
  if (DEAD (h)) return SQLITE_IOERR_SHMMAP;
  if (!h->has_shm) {
    h->has_shm = TRUE;
    h->file->shm_handles++;
  }
  while (extend && regions->len <= (guint) region) g_ptr_array_add (regions, g_malloc0 ((gsize) size));
  if ((guint) region < regions->len) *out = regions->pdata[region];
  return SQLITE_OK;
}

static int
shm_unlock (Handle *h, guint16 mask, int first, int n)
{
  SimFile *f = h->file;
  for (int i = first; i < first + n; i++) {
    if (h->shm_exclusive & (1u << i) && f->shm_exclusive[i] == h) f->shm_exclusive[i] = NULL;
    if (h->shm_shared & (1u << i) && f->shm_shared[i]) f->shm_shared[i]--;
  }
  h->shm_exclusive &= (guint16) ~mask;
  h->shm_shared &= (guint16) ~mask;
  return SQLITE_OK;
}

static gboolean
is_free (const Handle *h, int slot, gboolean exclusive)
{
  const SimFile *f = h->file;
  gboolean mine = h->shm_shared & (1u << slot);
  if (f->shm_exclusive[slot] && f->shm_exclusive[slot] != h) return FALSE;
  return !exclusive || f->shm_shared[slot] == (mine ? 1u : 0u);
}

static int
shm_lock (sqlite3_file *base, int first, int n, int flags)
{
  Handle *h = (Handle *) base;
  guint16 mask = (guint16) (((1u << n) - 1) << first);
  gboolean exclusive = (flags & SQLITE_SHM_EXCLUSIVE) != 0;
  if (flags & SQLITE_SHM_UNLOCK) return shm_unlock (h, mask, first, n);
  if (DEAD (h)) return SQLITE_IOERR_SHMLOCK;
  for (int i = first; i < first + n; i++)
    if (!is_free (h, i, exclusive)) return SQLITE_BUSY;
  for (int i = first; i < first + n; i++) {
    if (exclusive) h->file->shm_exclusive[i] = h;
    else if (!(h->shm_shared & (1u << i))) h->file->shm_shared[i]++;
  }
  if (exclusive) h->shm_exclusive |= mask;
  else h->shm_shared |= mask;
  return SQLITE_OK;
}

static void
shm_barrier (sqlite3_file *base)
{
}

static int
shm_unmap (sqlite3_file *base, int delete_it)
{
  Handle *h = (Handle *) base;
  if (!h->has_shm) return SQLITE_OK;
  shm_unlock (h, 0xff, 0, SQLITE_SHM_NLOCK);
  h->has_shm = FALSE;
  if (--h->file->shm_handles == 0) g_ptr_array_set_size (h->file->regions, 0);
  return SQLITE_OK;
}

static int
close_handle (sqlite3_file *base)
{
  Handle *h = (Handle *) base;
  give_lock (base, SQLITE_LOCK_NONE);
  shm_unmap (base, 0);
  h->file->handles--;
  if (h->delete_on_close) sim_disk_delete (h->file->disk, h->file->name);
  return SQLITE_OK;
}

static const sqlite3_io_methods methods = {
  .iVersion = 2, .xClose = close_handle, .xRead = read_at, .xWrite = write_at, .xTruncate = truncate_to, .xSync = flush, .xFileSize = get_size,
  .xLock = take_lock, .xUnlock = give_lock, .xCheckReservedLock = look_at_lock, .xFileControl = control, .xSectorSize = sector_size,
  .xDeviceCharacteristics = characteristics, .xShmMap = shm_map, .xShmLock = shm_lock, .xShmBarrier = shm_barrier, .xShmUnmap = shm_unmap,
};

/* ---- the file system ---- */

static int
open_file (sqlite3_vfs *vfs, const char *path, sqlite3_file *base, int flags, int *out_flags)
{
  Handle *h = (Handle *) base;
  const char *name;
  memset (h, 0, sizeof *h);
  SimDisk *disk = path ? sim_disk_of (path, &name) : NULL;
  if (!disk || disk->dead) return SQLITE_CANTOPEN;
  SimFile *file = sim_disk_file (disk, name, (flags & SQLITE_OPEN_CREATE) != 0);
  if (!file) return SQLITE_CANTOPEN;
  file->handles++;
  *h = (Handle) { .base.pMethods = &methods, .file = file, .delete_on_close = (flags & SQLITE_OPEN_DELETEONCLOSE) != 0 };
  if (out_flags) *out_flags = flags;
  return SQLITE_OK;
}

static int
delete_file (sqlite3_vfs *vfs, const char *path, int sync_folder)
{
  const char *name;
  gboolean torn;
  SimDisk *disk = sim_disk_of (path, &name);
  if (!disk || !sim_disk_begin (disk, &torn)) return SQLITE_IOERR_DELETE;
  SimFile *file = sim_disk_file (disk, name, FALSE);
  if (!file) return SQLITE_IOERR_DELETE_NOENT;
  if (!torn || sim_chance (&disk->tear, 0.5)) sim_disk_delete (disk, name);
  return torn ? SQLITE_IOERR_DELETE : SQLITE_OK;
}

static int
access_file (sqlite3_vfs *vfs, const char *path, int flags, int *out)
{
  const char *name;
  SimDisk *disk = sim_disk_of (path, &name);
  const SimFile *file = disk ? sim_disk_file (disk, name, FALSE) : NULL;
  if (disk && disk->dead) return SQLITE_IOERR_ACCESS;
  *out = file && (flags != SQLITE_ACCESS_EXISTS || file->now->len > 0);
  return SQLITE_OK;
}

static int
full_path (sqlite3_vfs *vfs, const char *path, int size, char *out)
{
  g_strlcpy (out, path, (gsize) size);
  return SQLITE_OK;
}

static int
fill_random (sqlite3_vfs *vfs, int len, char *out)
{
  for (int i = 0; i < len; i++) out[i] = (char) sim_disks_random ();
  return len;
}

/* Waiting for a lock takes no time here: who holds it is further up on the same thread and will not let go. */
static int
sleep_us (sqlite3_vfs *vfs, int us)
{
  return us;
}

static int
current_time (sqlite3_vfs *vfs, sqlite3_int64 *now)
{
  *now = G_GINT64_CONSTANT (210866760000000);    /* nothing of ours asks SQLite for the time */
  return SQLITE_OK;
}

static int
get_last_error (sqlite3_vfs *vfs, int len, char *out)
{
  return 0;
}

/* The default, because SQLite takes its randomness from there; the databases of the programs are opened by name. */
void
sim_vfs_register (void)
{
  static sqlite3_vfs vfs;
  vfs = (sqlite3_vfs) { .iVersion = 2, .szOsFile = sizeof (Handle), .mxPathname = 512, .zName = SIM_VFS, .xOpen = open_file, .xDelete = delete_file,
                        .xAccess = access_file, .xFullPathname = full_path, .xRandomness = fill_random, .xSleep = sleep_us,
                        .xCurrentTimeInt64 = current_time, .xGetLastError = get_last_error };
  sqlite3_vfs_register (&vfs, 1);
}
