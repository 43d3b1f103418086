/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "tungnha-sync"
#include <glib/gi18n.h>
#include "tn-bundle-file.h"
#include "tn-hash.h"
#include "tn-sync-bundle-private.h"

#define ID_BYTES 16

void
tn_bundle_report_clear (TnBundleReport *report)
{
  g_free (report->bundle);
  g_free (report->path);
  *report = (TnBundleReport) { 0 };
}

void
tn_bundle_report_free (TnBundleReport *report)
{
  if (report == NULL)
    return;
  tn_bundle_report_clear (report);
  g_free (report);
}

gboolean
stick_init (Stick *s, TnCopy *copy, const TnSyncOptions *options, TnBundleReport *report, GCancellable *cancellable, GError **error)
{
  static const TnSyncOptions none = { 0 };
  *report = (TnBundleReport) { 0 };
  s->copy = copy;
  s->options = options != NULL ? options : &none;
  s->report = report;
  s->cancellable = cancellable;
  s->device = tn_copy_get_meta (copy, TN_META_DEVICE);
  s->district = tn_copy_get_meta (copy, TN_META_SERVER_PUB);
  s->key_ref = tn_copy_get_meta (copy, TN_META_KEY_REF);
  if (s->key_ref == NULL)
    return tn_client_set_not_enrolled (error);
  if (!tn_keys_public (tn_copy_path (copy), s->key_ref, s->key, error))
    return FALSE;
  tn_hex (s->key, sizeof s->key, s->key_hex);
  return TRUE;
}

void
stick_clear (Stick *s)
{
  g_free (s->device);
  g_free (s->key_ref);
  g_free (s->district);
}

void
stick_progress (const Stick *s, TnSyncStep step, guint64 done, guint64 total)
{
  if (s->options->progress != NULL)
    s->options->progress (step, done, total, s->options->user_data);
}

char *
stick_new_id (const Stick *s)
{
  guint8 bytes[ID_BYTES];
  char *hex = g_malloc (2 * sizeof bytes + 1);
  tn_env_random (tn_copy_env (s->copy), bytes, sizeof bytes);
  tn_hex (bytes, sizeof bytes, hex);
  return hex;
}

static gboolean
sign_cb (gpointer user_data, const guint8 digest[TN_BUNDLE_DIGEST_LEN], guint8 signature[TN_BUNDLE_SIGNATURE_LEN], GError **error)
{
  Stick *s = user_data;
  return tn_keys_sign (tn_copy_path (s->copy), s->key_ref, digest, TN_BUNDLE_DIGEST_LEN, signature, error);
}

TnBundleSigner
stick_signer (Stick *s)
{
  return (TnBundleSigner) { sign_cb, s };
}

static gboolean
open_cb (gpointer user_data, const TnBundleHeader *header, const guint8 *sealed, guint8 key[TN_BUNDLE_KEY_LEN], GError **error)
{
  Stick *s = user_data;
  return tn_keys_open_sealed (tn_copy_path (s->copy), s->key_ref, sealed, key, error);
}

TnBundleOpener
stick_opener (Stick *s)
{
  return (TnBundleOpener) { s->key_hex, open_cb, s };
}

gboolean
tn_is_stick_only (TnCopy *copy)
{
  g_autofree char *url = tn_copy_get_meta (copy, TN_META_SERVER_URL);
  return tn_is_enrolled (copy) && (url == NULL || *url == 0);
}

/* ---- files ---- */

/* Which of the three is written, and with what. */
typedef struct {
  TnCopy *copy;
  const TnSyncOptions *options;
  TnBundleReport *report;
  GCancellable *cancellable;
  const char *code, *url, *device_name;   /* code NULL = up */
} Writing;

static gboolean
fill_cb (GOutputStream *out, gpointer user_data, GError **error)
{
  Writing *w = user_data;
  if (w->code != NULL)
    return tn_bundle_write_enrol (w->copy, out, w->code, w->url, w->device_name, w->report, w->cancellable, error);
  return tn_bundle_write_up (w->copy, out, w->options, w->report, w->cancellable, error);
}

static char *
make_name (TnCopy *copy, TnBundleType type, GError **error)
{
  guint8 key[32];
  char hex[2 * sizeof key + 1];
  g_autofree char *key_ref = NULL;
  const char *ward = tn_copy_ward (copy);
  if (!tn_enrol_prepare_key (copy, key, &key_ref, error))
    return NULL;
  tn_hex (key, sizeof key, hex);
  return tn_bundle_file_name (type, *ward != 0 && type != TN_BUNDLE_ENROL ? ward : NULL, hex);
}

static gboolean
write_file (Writing *w, TnBundleType type, const char *path, GError **error)
{
  *w->report = (TnBundleReport) { 0 };
  g_autofree char *name = make_name (w->copy, type, error);
  char *written = name != NULL ? tn_bundle_file_write (path, name, fill_cb, w, w->cancellable, error) : NULL;
  w->report->path = written;
  return written != NULL;
}

gboolean
tn_bundle_write_up_file (TnCopy *copy, const char *path, const TnSyncOptions *options, TnBundleReport *report, GCancellable *cancellable, GError **error)
{
  Writing w = { .copy = copy, .options = options, .report = report, .cancellable = cancellable };
  g_autoptr (GError) local = NULL;
  if (!tn_is_enrolled (copy)) {
    *report = (TnBundleReport) { 0 };
    return tn_client_set_not_enrolled (error);
  }
  if (write_file (&w, TN_BUNDLE_UP, path, error))
    return TRUE;
  /* Nothing of it is on the stick, or nobody knows: either way it may be written again. */
  if (report->bundle != NULL && !tn_bundle_forget_up (copy, report, &local))
    g_warning ("bundle not forgotten: %s", local->message);
  tn_bundle_report_clear (report);
  return FALSE;
}

gboolean
tn_bundle_write_enrol_file (TnCopy *copy, const char *path, const char *code, const char *url, const char *device_name, TnBundleReport *report,
                            GCancellable *cancellable, GError **error)
{
  Writing w = { .copy = copy, .report = report, .cancellable = cancellable, .code = code, .url = url, .device_name = device_name };
  return write_file (&w, TN_BUNDLE_ENROL, path, error);
}

static gboolean
is_for_me_cb (const TnBundleHeader *header, gpointer user_data)
{
  return header->type == TN_BUNDLE_DOWN && tn_bundle_header_is_for (header, user_data);
}

static gboolean
read_one (TnCopy *copy, const char *path, const TnSyncOptions *options, TnBundleReport *report, GCancellable *cancellable, GError **error)
{
  g_autofree char *dir = g_path_get_dirname (tn_copy_path (copy));
  g_autoptr (GBytes) file = tn_bundle_file_read (path, dir, cancellable, error);
  if (file == NULL || !tn_bundle_read_down (copy, file, options, report, cancellable, error))
    return FALSE;
  report->path = g_strdup (path);
  return TRUE;
}

static void
add_report (TnBundleReport *sum, TnBundleReport *one)
{
  one->acked += sum->acked;
  one->held += sum->held;
  one->rows += sum->rows;
  one->conflicts += sum->conflicts;
  one->bytes += sum->bytes;
  one->enrolled |= sum->enrolled;
  if (sum->bundle != NULL && sum->outcome == TN_BUNDLE_DONE)
    one->outcome = TN_BUNDLE_DONE;
  tn_bundle_report_clear (sum);
  *sum = *one;
}

gboolean
tn_bundle_read_down_file (TnCopy *copy, const char *path, const TnSyncOptions *options, TnBundleReport *report, GCancellable *cancellable, GError **error)
{
  g_auto (Stick) s = { 0 };
  if (!stick_init (&s, copy, options, report, cancellable, error))
    return FALSE;
  g_autoptr (GPtrArray) paths = tn_bundle_file_list (path, is_for_me_cb, s.key_hex, error);
  if (paths == NULL)
    return FALSE;
  if (paths->len == 0) {
    g_set_error (error, TN_ERROR, TN_ERROR_NOT_FOUND, _("There is no file of the district for this laptop in “%s”. Nothing was changed. Ask the district office to write one to the stick."), path);
    return FALSE;
  }
  for (guint i = 0; i < paths->len; i++) {
    TnBundleReport one = { 0 };
    if (!read_one (copy, paths->pdata[i], options, &one, cancellable, error)) {
      tn_bundle_report_clear (&one);
      return FALSE;
    }
    add_report (report, &one);
  }
  return TRUE;
}

/* ---- in words ---- */

static char *
describe_written (const TnBundleReport *r)
{
  g_autofree char *name = r->path != NULL ? g_path_get_basename (r->path) : g_strdup ("");
  if (r->asked)
    return g_strdup_printf (_("The request was written to the stick as “%s”. Take it to the district office, and read its answer here."), name);
  /* Translators: %s is the name of the file on the stick. */
  return g_strdup_printf (ngettext ("%u unsent edit was written to the stick as “%s”. It counts as sent when the district’s receipt comes back.",
                                    "%u unsent edits were written to the stick as “%s”. They count as sent when the district’s receipt comes back.", r->edits), r->edits, name);
}

char *
tn_bundle_report_to_text (const TnBundleReport *r)
{
  if (!r->read)
    return describe_written (r);
  if (r->outcome == TN_BUNDLE_OLD && r->acked == 0 && r->held == 0)
    return g_strdup (_("This stick is older than what this laptop has already. There was nothing to take over."));
  g_autofree char *rows = g_strdup_printf (ngettext ("%u record was taken over from the stick.", "%u records were taken over from the stick.", r->rows), r->rows);
  g_autofree char *acks = g_strdup_printf (ngettext ("The district confirmed %u edit of this laptop.", "The district confirmed %u edits of this laptop.", r->acked), r->acked);
  g_autofree char *held = r->held > 0 ? g_strdup_printf (ngettext ("It holds %u for a reviewer.", "It holds %u for a reviewer.", r->held), r->held) : NULL;
  return g_strconcat (r->enrolled ? _("This laptop is enrolled. ") : "", rows, " ", acks, held != NULL ? " " : "", held != NULL ? held : "", NULL);
}
