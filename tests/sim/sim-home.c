/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "sim-home.h"
#include "sim-world.h"
#include "tn-ca.h"
#include "tn-district-private.h"
#include <glib/gstdio.h>
#include <sodium.h>

/* A certificate of its own making, that nothing trusts and whose key was thrown away: invitations name it. */
static const char ca_pem[] =
#include "sim-ca.inc"
;

static char *home;
static GHashTable *root_image, *copy_image;
static guint placed[SIM_SLOTS];

char *
sim_home_path (const char *name)
{
  return g_build_filename (home, name, NULL);
}

const char *
sim_home_ca (void)
{
  return ca_pem;
}

GHashTable *
sim_home_root_image (void)
{
  return root_image;
}

GHashTable *
sim_home_copy_image (void)
{
  return copy_image;
}

static void
write_file (const char *folder, const char *name, const char *text)
{
  g_autofree char *path = g_build_filename (home, folder, name, NULL);
  g_autoptr (GError) error = NULL;
  if (!g_file_set_contents_full (path, text, -1, G_FILE_SET_CONTENTS_NONE, 0600, &error)) g_error ("%s", error->message);
}

static void
write_key (const char *folder, const char *name, guint8 first, gboolean whole)
{
  guint8 seed[crypto_sign_SEEDBYTES] = { first, 7 }, pub[crypto_sign_PUBLICKEYBYTES], secret[crypto_sign_SECRETKEYBYTES];
  char hex[2 * sizeof secret + 1];
  crypto_sign_seed_keypair (pub, secret, seed);
  if (whole) tn_hex (secret, sizeof secret, hex);
  else tn_hex (seed, sizeof seed, hex);
  write_file (folder, name, hex);
}

void
sim_home_place_key (guint slot, guint key)
{
  if (placed[slot] == key + 1) return;
  g_autofree char *folder = g_strdup_printf ("l%u", slot);
  placed[slot] = key + 1;
  write_key (folder, SIM_COPY ".key", (guint8) (key + 1), FALSE);
}

static gint64
stand_still (gpointer user_data)
{
  return G_GINT64_CONSTANT (1779990000000);
}

static void
count_up (gpointer user_data, guint8 *out, gsize len)
{
  static guint8 next = 1;
  for (gsize i = 0; i < len; i++) out[i] = next++;
}

static char *
nowhere (gpointer user_data, const char *path)
{
  return g_strdup ("0:0:0");
}

static const TnEnv first_env = { .now_ms = stand_still, .random = count_up, .vfs = SIM_VFS, .file_identity = nowhere };

/* As tungnha-district init leaves it, without certificates for TLS. */
static void
make_root (void)
{
  g_autofree char *folder = sim_home_path ("root"), *path = g_build_filename (folder, TN_DISTRICT_DEPOT, NULL);
  g_autoptr (GError) error = NULL;
  SimDisk *disk = sim_disk_new (folder);
  write_file ("root", TN_CA_CERTIFICATE, ca_pem);
  write_key ("root", TN_DISTRICT_SIGN_KEY, 200, TRUE);
  TnDepot *depot = tn_depot_sqlite_open (path, TRUE, &first_env, &error);
  if (!depot || !depot->driver->set_meta (depot, TN_META_ROOT_REPLICA, "fffffffffff0", &error)
      || !depot->driver->set_meta (depot, TN_META_NAME, "Quận mô phỏng", &error) || !depot->driver->ward_add (depot, SIM_WARD, "Phường mô phỏng", &error))
    g_error ("%s", error->message);
  tn_depot_free (depot);
  root_image = sim_disk_image (disk);
  sim_disk_free (disk);
}

static void
make_copy (void)
{
  g_autofree char *folder = sim_home_path ("l0"), *path = g_build_filename (folder, SIM_COPY, NULL);
  g_autoptr (GError) error = NULL;
  SimDisk *disk = sim_disk_new (folder);
  TnCopy *copy = tn_copy_open (path, TN_COPY_CREATE, &first_env, &error);
  if (!copy || !tn_copy_set_meta (copy, "key_ref", "file", &error)) g_error ("%s", error->message);
  tn_copy_close (copy);
  copy_image = sim_disk_image (disk);
  sim_disk_free (disk);
}

static void
make_folder (const char *name)
{
  g_autofree char *path = sim_home_path (name);
  if (g_mkdir (path, 0700) != 0) g_error ("%s cannot be made", path);
}

void
sim_home_init (void)
{
  g_autoptr (GError) error = NULL;
  if (sodium_init () < 0) g_error ("no sodium");
  home = g_dir_make_tmp ("tn-sim-XXXXXX", &error);
  if (!home) g_error ("%s", error->message);
  make_folder ("root");
  for (guint i = 0; i < SIM_SLOTS; i++) {
    g_autofree char *name = g_strdup_printf ("l%u", i);
    make_folder (name);
  }
  sim_disks_init ();
  make_root ();
  make_copy ();
}

static void
remove_in (const char *folder, const char *name)
{
  g_autofree char *path = g_build_filename (home, folder, name, NULL);
  g_unlink (path);
}

void
sim_home_clear (void)
{
  remove_in ("root", TN_CA_CERTIFICATE);
  remove_in ("root", TN_DISTRICT_SIGN_KEY);
  g_autofree char *root = sim_home_path ("root");
  g_rmdir (root);
  for (guint i = 0; i < SIM_SLOTS; i++) {
    g_autofree char *name = g_strdup_printf ("l%u", i), *path = sim_home_path (name);
    remove_in (name, SIM_COPY ".key");
    g_rmdir (path);
  }
  g_rmdir (home);
  g_hash_table_unref (root_image);
  g_hash_table_unref (copy_image);
  g_clear_pointer (&home, g_free);
}
