/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A replica id belongs to one file's life (sync.md 2.2): two files that both go on as the same replica would give out the same stamps for
 * different values. A file that finds itself elsewhere (copied disk, restored backup, moved to another machine) therefore takes a new id.
 * Its unsent edits keep their stamps here: until now both files hold the very same edits, and sending them twice is harmless. */
#include "tn-copy-private.h"
#include "tn-mutant.h"
#include <errno.h>
#include <sys/stat.h>

#define MACHINE_ID_FILE "/etc/machine-id"

void
tn_copy_mint_replica (TnCopy *copy, char out[TN_REPLICA_LEN + 1])
{
  guint8 bytes[TN_REPLICA_LEN / 2];
  tn_env_random (copy->env, bytes, sizeof bytes);
  tn_hex (bytes, sizeof bytes, out);
}

/* "inode:device:machine". NULL for a database without a file. */
static char *
read_identity (TnCopy *copy)
{
  struct stat st;
  if (copy->env->file_identity) return copy->env->file_identity (copy->env->user_data, copy->path);
  if (stat (copy->path, &st) != 0) return NULL;
  g_autofree char *machine = NULL;
  if (!g_file_get_contents (MACHINE_ID_FILE, &machine, NULL, NULL)) machine = g_strdup ("");
  return g_strdup_printf ("%" G_GUINT64_FORMAT ":%" G_GUINT64_FORMAT ":%s",
                          (guint64) st.st_ino, (guint64) st.st_dev, g_strstrip (machine));
}

static gboolean
adopt_identity (TnCopy *copy, const char *identity, GError **error)
{
  char replica[TN_REPLICA_LEN + 1];
  tn_copy_mint_replica (copy, replica);
  return tn_copy_set_meta (copy, TN_META_REPLICA, replica, error) && tn_copy_set_meta (copy, TN_META_FILE_IDENTITY, identity, error);
}

gboolean
tn_copy_check_identity (TnCopy *copy, GError **error)
{
  g_autofree char *identity = read_identity (copy);
  g_autofree char *stored = NULL;
  if (!identity || TN_MUTANT (DEVICE_EXEMPTION)) return TRUE;
  if (!tn_copy_read_meta (copy, TN_META_FILE_IDENTITY, &stored, error)) return FALSE;
  if (g_strcmp0 (identity, stored) == 0) return TRUE;
  g_autoptr (TnTx) tx = tn_tx_begin (copy->db, TRUE, error);
  return tx && adopt_identity (copy, identity, error) && tn_tx_commit (g_steal_pointer (&tx), error);
}
