/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <sodium.h>
#include <glib/gstdio.h>
#include "tn-sync.h"

/* No Secret Service answers in these tests (see main), so the key goes into the file beside the copy. */
typedef struct { char *dir, *copy, *key; } Fixture;

static void
set_up (Fixture *f, gconstpointer data)
{
  f->dir = g_dir_make_tmp ("tn-keys-XXXXXX", NULL);
  f->copy = g_build_filename (f->dir, "ward.db", NULL);
  f->key = g_strconcat (f->copy, ".key", NULL);
}

static void
tear_down (Fixture *f, gconstpointer data)
{
  g_unlink (f->key);
  g_rmdir (f->dir);
  g_free (f->dir);
  g_free (f->copy);
  g_free (f->key);
}

static void
test_signs (Fixture *f, gconstpointer data)
{
  guint8 public_key[32], again[32], signature[64];
  g_autofree char *ref = NULL;
  g_autoptr (GError) error = NULL;
  g_assert_true (tn_keys_create (f->copy, public_key, &ref, &error));
  g_assert_no_error (error);
  g_assert_cmpstr (ref, ==, "file");
  g_assert_true (tn_keys_public (f->copy, ref, again, &error));
  g_assert_cmpmem (public_key, 32, again, 32);
  g_assert_true (tn_keys_sign (f->copy, ref, "abc", 3, signature, &error));
  g_assert_cmpint (crypto_sign_verify_detached (signature, (const guint8 *) "abc", 3, public_key), ==, 0);
  g_assert_cmpint (crypto_sign_verify_detached (signature, (const guint8 *) "abd", 3, public_key), !=, 0);
}

static void
test_only_owner_reads (Fixture *f, gconstpointer data)
{
  guint8 public_key[32];
  GStatBuf st;
  g_autofree char *ref = NULL;
  g_assert_true (tn_keys_create (f->copy, public_key, &ref, NULL));
  g_assert_cmpint (g_stat (f->key, &st), ==, 0);
  g_assert_cmpuint (st.st_mode & 0777, ==, 0600);
}

static void
test_lost_key_is_said (Fixture *f, gconstpointer data)
{
  guint8 public_key[32], signature[64];
  g_autofree char *ref = NULL;
  g_autoptr (GError) error = NULL;
  g_assert_true (tn_keys_create (f->copy, public_key, &ref, NULL));
  g_assert_true (g_file_set_contents (f->key, "short", -1, NULL));
  g_assert_false (tn_keys_sign (f->copy, ref, "abc", 3, signature, &error));
  g_assert_error (error, TN_ERROR, TN_ERROR_NOT_FOUND);
}

static void
test_created_key_is_found_again (Fixture *f, gconstpointer data)
{
  guint8 first[32], second[32];
  g_autofree char *ref = NULL, *other = NULL;
  g_assert_true (tn_keys_create (f->copy, first, &ref, NULL));
  g_assert_true (tn_keys_create (f->copy, second, &other, NULL));
  g_assert_cmpmem (first, 32, second, 32);
}

int
main (int argc, char **argv)
{
  g_setenv ("DBUS_SESSION_BUS_ADDRESS", "unix:path=/nonexistent/tungnha-test", TRUE);
  g_test_init (&argc, &argv, NULL);
  g_test_add ("/keys/signs", Fixture, NULL, set_up, test_signs, tear_down);
  g_test_add ("/keys/only-the-owner-may-read-the-file", Fixture, NULL, set_up, test_only_owner_reads, tear_down);
  g_test_add ("/keys/a-lost-key-is-said", Fixture, NULL, set_up, test_lost_key_is_said, tear_down);
  g_test_add ("/keys/a-key-whose-enrolment-never-began-serves-again", Fixture, NULL, set_up, test_created_key_is_found_again, tear_down);
  return g_test_run ();
}
