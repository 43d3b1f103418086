/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "tn-cccd-qr.h"
#include "tn-date.h"
#include "tn-text.h"
#include <glib/gi18n.h>
#include <string.h>

enum { F_NUMBER, F_OLD, F_NAME, F_BIRTH, F_SEX, F_ADDRESS, F_ISSUED, F_LEAST };

static gboolean
is_digits (const char *text, gsize n)
{
  return strlen (text) == n && strspn (text, "0123456789") == n;
}

/* "24121960" → "1960-12-24"; NULL when there is no such day. */
static char *
parse_day (const char *text)
{
  if (!is_digits (text, 8))
    return NULL;
  g_autofree char *stored = g_strdup_printf ("%.4s-%.2s-%.2s", text + 4, text + 2, text);
  return tn_date_valid (stored) ? g_steal_pointer (&stored) : NULL;
}

static const char *
parse_sex (const char *text)
{
  g_autofree char *fold = tn_text_fold (text, -1);
  return strcmp (fold, "nam") == 0 ? "male" : strcmp (fold, "nu") == 0 ? "female" : NULL;
}

static TnCccdQr *
fill (char **f)
{
  g_autoptr (TnCccdQr) qr = g_new0 (TnCccdQr, 1);
  const char *sex = parse_sex (f[F_SEX]);
  qr->birth = parse_day (f[F_BIRTH]);
  qr->issued = parse_day (f[F_ISSUED]);
  qr->name = tn_text_tidy (f[F_NAME], -1);
  if (!is_digits (f[F_NUMBER], 12) || (*f[F_OLD] && !is_digits (f[F_OLD], 9) && !is_digits (f[F_OLD], 12)) || *qr->name == '\0' || sex == NULL ||
      qr->birth == NULL || qr->issued == NULL)
    return NULL;
  qr->number = g_strdup (f[F_NUMBER]);
  qr->old_number = g_strdup (f[F_OLD]);
  qr->sex = g_strdup (sex);
  qr->address = tn_text_tidy (f[F_ADDRESS], -1);
  qr->tail = g_strjoinv ("|", f + F_LEAST);
  return g_steal_pointer (&qr);
}

TnCccdQr *
tn_cccd_qr_parse (const char *text, GError **error)
{
  g_autofree char *bare = g_utf8_make_valid (text, -1);
  g_auto (GStrv) f = g_strsplit (g_strstrip (bare), "|", -1);
  guint n = g_strv_length (f);
  TnCccdQr *qr = NULL;
  if (n < 3 || !is_digits (f[F_NUMBER], 12))
    g_set_error_literal (error, TN_ERROR, TN_ERROR_UNSUPPORTED,
                         _("This is the QR code of something else, not of a citizen card. Nothing was filled in. Scan the code on the card’s front."));
  else if (n < F_LEAST || (qr = fill (f)) == NULL)
    g_set_error_literal (error, TN_ERROR, TN_ERROR_INVALID,
                         _("The card’s code did not arrive whole. Nothing was filled in. Scan it once more, or type the card in."));
  return qr;
}

void
tn_cccd_qr_free (TnCccdQr *qr)
{
  if (qr == NULL)
    return;
  g_free (qr->number);
  g_free (qr->old_number);
  g_free (qr->name);
  g_free (qr->birth);
  g_free (qr->issued);
  g_free (qr->sex);
  g_free (qr->address);
  g_free (qr->tail);
  g_free (qr);
}
