/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The key of a laptop in a real key ring: gnome-keyring's daemon on a bus and in folders of the test's own. */
#include <glib/gstdio.h>
#include <libsecret/secret.h>
#include <sodium.h>
#include "tn-sync.h"

#define PASSWORD "a password of this test\n"
#define LIMIT_US (20 * G_USEC_PER_SEC)

typedef struct { char *dir, *copy, *key; GSubprocess *daemon; } Fixture;

static gboolean
has_owner (const char *name)
{
  g_autoptr (GDBusConnection) bus = g_bus_get_sync (G_BUS_TYPE_SESSION, NULL, NULL);
  g_autoptr (GVariant) answer = bus == NULL ? NULL
    : g_dbus_connection_call_sync (bus, "org.freedesktop.DBus", "/org/freedesktop/DBus", "org.freedesktop.DBus", "NameHasOwner",
                                   g_variant_new ("(s)", name), G_VARIANT_TYPE ("(b)"), G_DBUS_CALL_FLAGS_NONE, -1, NULL, NULL);
  gboolean owned = FALSE;
  if (answer != NULL)
    g_variant_get (answer, "(b)", &owned);
  return owned;
}

static void
wait_for_ring (gboolean there)
{
  gint64 limit = g_get_monotonic_time () + LIMIT_US;
  while (has_owner ("org.freedesktop.secrets") != there) {
    g_assert_cmpint (g_get_monotonic_time (), <, limit);
    g_usleep (5000);
  }
}

/* Unlocks, and at its first start makes, the ring of the password. */
static void
start_daemon (Fixture *f)
{
  g_autoptr (GSubprocessLauncher) launcher = g_subprocess_launcher_new (G_SUBPROCESS_FLAGS_STDIN_PIPE | G_SUBPROCESS_FLAGS_STDOUT_SILENCE | G_SUBPROCESS_FLAGS_STDERR_SILENCE);
  g_autoptr (GError) error = NULL;
  g_subprocess_launcher_setenv (launcher, "XDG_DATA_HOME", f->dir, TRUE);
  g_subprocess_launcher_setenv (launcher, "XDG_RUNTIME_DIR", f->dir, TRUE);
  g_subprocess_launcher_setenv (launcher, "HOME", f->dir, TRUE);
  g_subprocess_launcher_unsetenv (launcher, "DISPLAY");
  /* What is asked of our own program: gnome-keyring 42 dies of a freed thing that it reads when a ring is locked. */
  g_subprocess_launcher_unsetenv (launcher, "MALLOC_PERTURB_");
  g_subprocess_launcher_unsetenv (launcher, "G_DEBUG");
  f->daemon = g_subprocess_launcher_spawn (launcher, &error, "gnome-keyring-daemon", "--foreground", "--unlock", "--components=secrets", NULL);
  g_assert_no_error (error);
  GOutputStream *in = g_subprocess_get_stdin_pipe (f->daemon);
  g_assert_true (g_output_stream_write_all (in, PASSWORD, strlen (PASSWORD) - 1, NULL, NULL, NULL));
  g_output_stream_close (in, NULL, NULL);
  wait_for_ring (TRUE);
}

static void
stop_daemon (Fixture *f)
{
  if (f->daemon == NULL)
    return;
  g_subprocess_send_signal (f->daemon, SIGTERM);
  g_subprocess_wait (f->daemon, NULL, NULL);
  g_clear_object (&f->daemon);
  secret_service_disconnect ();
}

static void
set_up (Fixture *f, gconstpointer data)
{
  f->dir = g_dir_make_tmp ("tn-ring-XXXXXX", NULL);
  f->copy = g_build_filename (f->dir, "ward.db", NULL);
  f->key = g_strconcat (f->copy, ".key", NULL);
  start_daemon (f);
}

static void
remove_folder (const char *path)
{
  g_autoptr (GDir) dir = g_dir_open (path, 0, NULL);
  const char *name;
  while (dir != NULL && (name = g_dir_read_name (dir)) != NULL) {
    g_autofree char *file = g_build_filename (path, name, NULL);
    if (g_file_test (file, G_FILE_TEST_IS_DIR))
      remove_folder (file);
    else
      g_unlink (file);
  }
  g_rmdir (path);
}

static void
tear_down (Fixture *f, gconstpointer data)
{
  stop_daemon (f);
  wait_for_ring (FALSE);
  remove_folder (f->dir);
  g_free (f->dir);
  g_free (f->copy);
  g_free (f->key);
}

static char *
create (Fixture *f, guint8 public_key[32])
{
  char *ref = NULL;
  g_autoptr (GError) error = NULL;
  g_assert_true (tn_keys_create (f->copy, public_key, &ref, &error));
  g_assert_no_error (error);
  g_assert_true (g_str_has_prefix (ref, "keyring:"));
  return ref;
}

static void
assert_signs (Fixture *f, const char *ref, const guint8 public_key[32])
{
  guint8 signature[64];
  g_autoptr (GError) error = NULL;
  tn_keys_sign (f->copy, ref, "abc", 3, signature, &error);
  g_assert_no_error (error);
  g_assert_cmpint (crypto_sign_verify_detached (signature, (const guint8 *) "abc", 3, public_key), ==, 0);
}

/* In words, at once, and without a new key that the district would not know. */
static void
assert_told (Fixture *f, const char *ref)
{
  guint8 signature[64];
  g_autoptr (GError) error = NULL;
  gint64 started = g_get_monotonic_time ();
  g_assert_false (tn_keys_sign (f->copy, ref, "abc", 3, signature, &error));
  g_assert_error (error, TN_ERROR, TN_ERROR_NOT_FOUND);
  g_assert_nonnull (strstr (error->message, "Unlock the key ring"));
  g_assert_cmpint (g_get_monotonic_time () - started, <, LIMIT_US);
  g_assert_false (g_file_test (f->key, G_FILE_TEST_EXISTS));
}

static void
test_key_is_in_the_ring (Fixture *f, gconstpointer data)
{
  guint8 public_key[32], again[32];
  g_autofree char *ref = create (f, public_key);
  g_assert_false (g_file_test (f->key, G_FILE_TEST_EXISTS));   /* nor beside the copy */
  g_assert_true (tn_keys_public (f->copy, ref, again, NULL));
  g_assert_cmpmem (public_key, 32, again, 32);
  assert_signs (f, ref, public_key);
}

static void
test_key_outlives_the_session (Fixture *f, gconstpointer data)
{
  guint8 public_key[32];
  g_autofree char *ref = create (f, public_key);
  stop_daemon (f);
  wait_for_ring (FALSE);
  start_daemon (f);
  assert_signs (f, ref, public_key);
}

static void
test_lost_key_is_told (Fixture *f, gconstpointer data)
{
  static const SecretSchema any = { .name = "vn.tungnha.TungNha.Device", .attributes = { { "id", SECRET_SCHEMA_ATTRIBUTE_STRING }, { NULL, 0 } } };
  guint8 public_key[32];
  g_autofree char *ref = create (f, public_key);
  g_autoptr (GError) error = NULL;
  g_assert_true (secret_password_clear_sync (&any, NULL, &error, "id", ref + strlen ("keyring:"), NULL));
  g_assert_no_error (error);
  assert_told (f, ref);
}

static void
test_locked_ring_is_told (Fixture *f, gconstpointer data)
{
  guint8 public_key[32];
  g_autofree char *ref = create (f, public_key);
  g_autoptr (GError) error = NULL;
  g_autoptr (SecretService) service = secret_service_get_sync (SECRET_SERVICE_LOAD_COLLECTIONS, NULL, &error);
  g_assert_no_error (error);
  GList *collections = secret_service_get_collections (service);
  int locked = secret_service_lock_sync (service, collections, NULL, NULL, &error);
  g_assert_no_error (error);
  g_assert_cmpint (locked, >, 0);
  g_list_free_full (collections, g_object_unref);
  assert_told (f, ref);   /* nobody is here to be asked for the password */
}

static void
test_ring_that_went_is_told (Fixture *f, gconstpointer data)
{
  guint8 public_key[32];
  g_autofree char *ref = create (f, public_key);
  stop_daemon (f);
  wait_for_ring (FALSE);
  assert_told (f, ref);
}

int
main (int argc, char **argv)
{
  static GTestDBus *bus;
  g_autofree char *daemon = g_find_program_in_path ("gnome-keyring-daemon");
  g_test_init (&argc, &argv, NULL);
  if (daemon == NULL) {
    g_print ("1..0 # SKIP gnome-keyring-daemon is not installed (package gnome-keyring)\n");
    return 0;
  }
  /* Nothing of the machine is activated on this bus. It is not taken down: libsecret keeps its connection, and GLib's watcher ends it with us. */
  bus = g_test_dbus_new (G_TEST_DBUS_NONE);
  g_test_dbus_up (bus);
#define ADD(name, func) g_test_add ("/ring/" name, Fixture, NULL, set_up, func, tear_down)
  ADD ("the-key-is-in-the-ring", test_key_is_in_the_ring);
  ADD ("the-key-outlives-the-session", test_key_outlives_the_session);
  ADD ("a-lost-key-is-told", test_lost_key_is_told);
  ADD ("a-locked-ring-is-told", test_locked_ring_is_told);
  ADD ("a-ring-that-went-is-told", test_ring_that_went_is_told);
  return g_test_run ();
}
