/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A laptop whose district says anything at all: the input, cut at bytes 0xFF, is one answer after another. The first byte of an answer chooses its
 * status, and whether it is compressed on the way. The laptop may fail in words; it keeps what was typed until a push is answered well, and its file
 * stays sound. Each run begins with the same file. */
#include <glib/gstdio.h>
#include "tn-edit.h"
#include "tn-limits.h"
#include "tn-meta-keys.h"
#include "tn-outbox.h"
#include "tn-page.h"
#include "tn-sync.h"

#define WARD "26734"
#define CUT 0xFF
#define DEVICE "019b0000-0000-7000-8000-00000000d001"

int LLVMFuzzerTestOneInput (const guint8 *data, gsize size);

typedef struct { TnTransport base; const guint8 *p, *end; gboolean pushed; } Script;

static const guint statuses[] = { 200, 200, 200, 200, 204, 400, 401, 403, 409, 410, 413, 422, 426, 429, 503, 302 };

static gboolean
send_cb (TnTransport *base, const TnRequest *request, gsize max_body, TnResponse *response, GCancellable *cancellable, GError **error)
{
  Script *s = (Script *) base;
  *response = (TnResponse) { 0 };
  if (s->p >= s->end) {
    g_set_error_literal (error, TN_ERROR, TN_ERROR_NETWORK, "nobody there");
    return FALSE;
  }
  guint8 head = *s->p++;
  const guint8 *stop = memchr (s->p, CUT, (gsize) (s->end - s->p));
  gsize len = (gsize) ((stop ? stop : s->end) - s->p);
  response->status = statuses[head % G_N_ELEMENTS (statuses)];
  response->body = head & 0x80 ? tn_page_deflate (s->p, len, 1, error) : g_bytes_new (s->p, len);
  s->p += len + (stop ? 1 : 0);
  s->pushed |= response->status == 200 && g_str_has_suffix (request->path, "/push");
  return TRUE;
}

static void
free_cb (TnTransport *base)
{
}

/* ---- the file that each run begins with ---- */

static void
set_meta (TnCopy *copy, const char *key, const char *value)
{
  g_assert (tn_copy_set_meta (copy, key, value, NULL));
}

static void
type_something (TnCopy *copy)
{
  g_autoptr (TnEdit) edit = tn_edit_new ("typed");
  TnId id = tn_edit_create (edit, "household", NULL);
  tn_edit_set_text (edit, &id, "house_no", "45/2");
  g_assert (tn_copy_edit (copy, edit, NULL, NULL));
}

static char *
make_image (const char *path, gsize *len)
{
  g_autofree char *ref = NULL;
  char *image = NULL;
  guint8 pub[32];
  g_autoptr (TnCopy) copy = tn_copy_open (path, TN_COPY_CREATE, NULL, NULL);
  g_assert (copy && tn_keys_create (path, pub, &ref, NULL));
  set_meta (copy, TN_META_SERVER_URL, "https://127.0.0.1:1");
  set_meta (copy, TN_META_DEVICE, DEVICE);
  set_meta (copy, TN_META_KEY_REF, ref);
  set_meta (copy, TN_META_WARD, WARD);
  type_something (copy);
  g_assert (tn_db_exec (tn_copy_db (copy), "PRAGMA wal_checkpoint(TRUNCATE)", NULL));
  g_clear_pointer (&copy, tn_copy_close);
  g_assert (g_file_get_contents (path, &image, len, NULL));
  return image;
}

/* Everything lies in memory if the system has such a place: a run then costs no disk. */
static const char *
make_folder (void)
{
  static char in_memory[] = "/dev/shm/tn-fuzz-XXXXXX";
  if (g_mkdtemp (in_memory)) return in_memory;
  return g_dir_make_tmp ("tn-fuzz-XXXXXX", NULL);
}

static void
put_back (const char *path)
{
  static char *image;
  static gsize len;
  if (!image) image = make_image (path, &len);
  for (const char *const *suffix = (const char *const[]) { "-wal", "-shm", NULL }; *suffix; suffix++) {
    g_autofree char *beside = g_strconcat (path, *suffix, NULL);
    g_unlink (beside);
  }
  g_assert (g_file_set_contents_full (path, image, (gssize) len, G_FILE_SET_CONTENTS_NONE, 0600, NULL));
}

int
LLVMFuzzerTestOneInput (const guint8 *data, gsize size)
{
  static char *path;
  TnSessionLog log = { 0 };
  TnDoctorReport report = { 0 };
  TnOutboxSummary outbox = { 0 };
  g_autoptr (GError) error = NULL;
  Script script = { .base = { .send = send_cb, .free = free_cb }, .p = data, .end = data + size };
  if (!path) path = g_build_filename (make_folder (), "copy.tungnha", NULL);
  put_back (path);
  g_autoptr (TnCopy) copy = tn_copy_open (path, 0, NULL, NULL);
  g_assert (copy);
  gboolean ok = tn_sync_run (copy, &script.base, NULL, &log, NULL, &error);
  g_assert (ok == (error == NULL) && (ok || error->message[0]));
  g_assert (tn_outbox_summary (copy, &outbox, NULL));
  g_assert (script.pushed || outbox.waiting + outbox.held == 1);
  g_assert (tn_copy_doctor (copy, FALSE, &report, NULL, NULL) && !report.problem);
  tn_doctor_report_clear (&report);
  tn_transport_free (&script.base);
  g_free (log.error);
  return 0;
}
