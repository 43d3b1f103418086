/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "tn-invite.h"
#include <glib/gi18n.h>
#include <string.h>

#define CODE_BYTES (TN_INVITE_SECRET_LEN + TN_INVITE_FINGERPRINT_LEN)
#define CODE_CHARS (CODE_BYTES * 8 / 5)

static const char alphabet[] = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";

/* -1 = no character of a code. */
static int
read_digit (char c)
{
  c = g_ascii_toupper (c);
  if (c == 'O') c = '0';
  if (c == 'I' || c == 'L') c = '1';
  const char *at = c ? strchr (alphabet, c) : NULL;
  return at ? (int) (at - alphabet) : -1;
}

static gboolean
is_ornament (char c)
{
  return g_ascii_isspace (c) || c == '-' || c == '_' || c == '.';
}

char *
tn_invite_encode (const TnInvite *invite)
{
  guint8 bytes[CODE_BYTES];
  memcpy (bytes, invite->secret, TN_INVITE_SECRET_LEN);
  memcpy (bytes + TN_INVITE_SECRET_LEN, invite->fingerprint, TN_INVITE_FINGERPRINT_LEN);
  GString *text = g_string_sized_new (CODE_CHARS * 5 / 4);
  guint bits = 0, held = 0, n = 0;
  for (gsize i = 0; i < CODE_BYTES; i++) {
    held = (held << 8) | bytes[i];
    for (bits += 8; bits >= 5; bits -= 5) {
      if (n && n % 4 == 0) g_string_append_c (text, '-');
      g_string_append_c (text, alphabet[(held >> (bits - 5)) & 31]);
      n++;
    }
    held &= 0xff;
  }
  return g_string_free (text, FALSE);
}

static gboolean
set_unreadable (GError **error)
{
  g_set_error_literal (error, TN_ERROR, TN_ERROR_INVALID,
    _("This is not an invitation code. Nothing was changed. A code has eight groups of four letters and digits; type it again as the district gave it."));
  return FALSE;
}

gboolean
tn_invite_decode (const char *typed, TnInvite *out, GError **error)
{
  guint8 bytes[CODE_BYTES] = { 0 };
  gsize n = 0;
  for (const char *p = typed ? typed : ""; *p; p++) {
    if (is_ornament (*p)) continue;
    int digit = read_digit (*p);
    if (digit < 0 || n == CODE_CHARS) return set_unreadable (error);
    for (guint bit = 0; bit < 5; bit++)
      if (digit & (16 >> bit)) bytes[(n * 5 + bit) / 8] |= (guint8) (128 >> ((n * 5 + bit) % 8));
    n++;
  }
  if (n != CODE_CHARS) return set_unreadable (error);
  memcpy (out->secret, bytes, TN_INVITE_SECRET_LEN);
  memcpy (out->fingerprint, bytes + TN_INVITE_SECRET_LEN, TN_INVITE_FINGERPRINT_LEN);
  return TRUE;
}

void
tn_invite_fingerprint (const void *der, gsize len, guint8 out[TN_INVITE_FINGERPRINT_LEN])
{
  guint8 digest[32];
  gsize size = sizeof digest;
  g_autoptr (GChecksum) sum = g_checksum_new (G_CHECKSUM_SHA256);
  g_checksum_update (sum, der, (gssize) len);
  g_checksum_get_digest (sum, digest, &size);
  memcpy (out, digest, TN_INVITE_FINGERPRINT_LEN);
}

gboolean
tn_invite_names_ca (const TnInvite *invite, const void *der, gsize len)
{
  guint8 own[TN_INVITE_FINGERPRINT_LEN], differ = 0;
  tn_invite_fingerprint (der, len, own);
  for (gsize i = 0; i < sizeof own; i++) differ |= own[i] ^ invite->fingerprint[i];
  return differ == 0;
}
