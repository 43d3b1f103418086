/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "tn-invite.h"
#include <string.h>

static TnInvite
make_invite (void)
{
  TnInvite invite;
  for (guint i = 0; i < 10; i++) {
    invite.secret[i] = (guint8) (i * 37 + 5);
    invite.fingerprint[i] = (guint8) (255 - i * 11);
  }
  return invite;
}

static void
test_comes_back_as_typed (void)
{
  TnInvite in = make_invite (), out = { 0 };
  g_autofree char *code = tn_invite_encode (&in);
  g_assert_cmpuint (strlen (code), ==, 39);
  g_autofree char *lower = g_ascii_strdown (code, -1);
  g_autofree char *spaced = g_strdelimit (g_strdup (lower), "-", ' ');
  const char *ways[] = { code, lower, spaced };
  for (guint i = 0; i < G_N_ELEMENTS (ways); i++) {
    memset (&out, 0, sizeof out);
    g_assert_true (tn_invite_decode (ways[i], &out, NULL));
    g_assert_cmpmem (&out, sizeof out, &in, sizeof in);
  }
}

static void
test_lookalikes_are_one (void)
{
  TnInvite a, b;
  g_assert_true (tn_invite_decode ("0O0o-1IiL-l111-0000-0000-0000-0000-0000", &a, NULL));
  g_assert_true (tn_invite_decode ("00001111111100000000000000000000", &b, NULL));
  g_assert_cmpmem (&a, sizeof a, &b, sizeof b);
}

static void
test_other_text_is_refused (void)
{
  const char *bad[] = { "", "abc", "0000-0000-0000-0000-0000-0000-0000-000", "0000-0000-0000-0000-0000-0000-0000-00000",
                        "U000-0000-0000-0000-0000-0000-0000-0000", "0000-0000-0000-0000-0000-0000-0000-000\xc3\xa9", NULL };
  TnInvite out;
  for (guint i = 0; i < G_N_ELEMENTS (bad); i++) {
    g_autoptr (GError) error = NULL;
    g_assert_false (tn_invite_decode (bad[i], &out, &error));
    g_assert_error (error, TN_ERROR, TN_ERROR_INVALID);
  }
}

static void
test_names_its_ca_only (void)
{
  TnInvite invite = make_invite ();
  tn_invite_fingerprint ("the district", 12, invite.fingerprint);
  const guint8 start[4] = { invite.fingerprint[0], invite.fingerprint[1], invite.fingerprint[2], invite.fingerprint[3] };
  g_autofree char *sha = g_compute_checksum_for_string (G_CHECKSUM_SHA256, "the district", -1);
  g_autofree char *hex = g_strdup_printf ("%02x%02x%02x%02x", start[0], start[1], start[2], start[3]);
  g_assert_true (g_str_has_prefix (sha, hex));
  g_assert_true (tn_invite_names_ca (&invite, "the district", 12));
  g_assert_false (tn_invite_names_ca (&invite, "the districT", 12));
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/invite/comes-back-as-typed", test_comes_back_as_typed);
  g_test_add_func ("/invite/lookalikes-are-one", test_lookalikes_are_one);
  g_test_add_func ("/invite/other-text-is-refused", test_other_text_is_refused);
  g_test_add_func ("/invite/names-its-ca-only", test_names_its_ca_only);
  return g_test_run ();
}
