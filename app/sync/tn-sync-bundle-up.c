/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "tungnha-sync"
#include "tn-sync-bundle-private.h"

/* The lines of an up-bundle: first {"up":{…}}, which says whose it is and how far this copy has read; then batches as they go to /push, each with its
 * first line, and with device and ward in it as /custody wants them: a district may have to keep them unopened for a reviewer. */
#define BATCH_BYTES (TN_LIMIT_BODY - TN_LIMIT_LINE - 4096u)

static void
append_member (GString *text, const char *key, const char *value)
{
  g_string_append_printf (text, ",\"%s\":", key);
  tn_json_append_string (text, value, -1);
}

static gboolean
append_cursors (Stick *s, GString *text, GError **error)
{
  g_autoptr (GPtrArray) pulls = tn_pull_list (s->copy, error);
  if (pulls == NULL)
    return FALSE;
  g_string_append (text, ",\"cur\":[");
  for (guint i = 0; i < pulls->len; i++) {
    const TnPull *pull = pulls->pdata[i];
    g_string_append (text, i > 0 ? ",{\"s\":" : "{\"s\":");
    tn_json_append_string (text, pull->stream, -1);
    append_member (text, "cur", pull->cursor);
    g_string_append_c (text, '}');
  }
  g_string_append_c (text, ']');
  return TRUE;
}

static gboolean
add_head (Stick *s, TnBundleWriter *w, GError **error)
{
  g_autofree char *known = tn_known_cursor (s->copy), *replica = tn_copy_replica (s->copy);
  g_autoptr (GString) text = g_string_new (NULL);
  g_string_printf (text, "{\"up\":{\"schema\":%d", TN_SCHEMA_VERSION);
  append_member (text, "device", s->device);
  append_member (text, "replica", replica);
  if (known != NULL)
    append_member (text, "known", known);
  if (!append_cursors (s, text, error))
    return FALSE;
  g_string_append (text, "}}\n");
  return tn_bundle_writer_add (w, text->str, text->len, error);
}

static guint
count_lines (const GString *lines)
{
  guint n = 0;
  for (gsize i = 0; i < lines->len; i++)
    n += lines->str[i] == '\n';
  return n;
}

static gboolean
add_batch (Stick *s, TnBundleWriter *w, guint number, const GString *lines, GError **error)
{
  g_autoptr (GString) head = g_string_new (NULL);
  g_string_printf (head, "{\"push\":{\"batch\":\"%s-%u\",\"count\":%u,\"schema\":%d", s->report->bundle, number, count_lines (lines), TN_SCHEMA_VERSION);
  append_member (head, "device", s->device);
  append_member (head, "ward", tn_copy_ward (s->copy));
  g_string_append (head, "}}\n");
  return tn_bundle_writer_add (w, head->str, head->len, error) && tn_bundle_writer_add (w, lines->str, lines->len, error);
}

static gboolean
add_edits (Stick *s, TnBundleWriter *w, GError **error)
{
  TnOutboxSummary summary = { 0 };
  gint64 after = 0;
  if (!tn_outbox_summary (s->copy, &summary, error))
    return FALSE;
  for (guint number = 0;; number++) {
    g_autoptr (GString) lines = g_string_sized_new (64 * 1024);
    g_autoptr (GArray) acks = g_array_new (FALSE, FALSE, sizeof (TnAck));
    if (g_cancellable_set_error_if_cancelled (s->cancellable, error)
        || !tn_outbox_batch (s->copy, after, TN_LIMIT_CHANGES, BATCH_BYTES, TN_UPSTREAM_STICK, lines, acks, error))
      return FALSE;
    if (acks->len == 0)
      return TRUE;
    for (guint i = 0; i < acks->len; i++)
      after = MAX (after, g_array_index (acks, TnAck, i).n);
    if (!add_batch (s, w, number, lines, error))
      return FALSE;
    s->report->edits += acks->len;
    stick_progress (s, TN_SYNC_PUSH, s->report->edits, MAX (summary.waiting, s->report->edits));
  }
}

static gboolean
write_content (Stick *s, GOutputStream *out, GError **error)
{
  char *to[] = { s->district, NULL };
  TnBundleHeader header = { .type = TN_BUNDLE_UP, .from = s->key_hex, .to = to, .bundle = s->report->bundle, .made = tn_env_now_ms (tn_copy_env (s->copy)),
                            .ward = (char *) tn_copy_ward (s->copy) };
  TnBundleSigner signer = stick_signer (s);
  g_autoptr (TnBundleWriter) w = tn_bundle_writer_new (out, &header, NULL, &signer, s->cancellable, error);
  gboolean ok = w != NULL && add_head (s, w, error) && add_edits (s, w, error) && tn_bundle_writer_end (w, error);
  s->report->bytes = w != NULL ? tn_bundle_writer_size (w) : 0;
  return ok;
}

gboolean
tn_bundle_forget_up (TnCopy *copy, const TnBundleReport *report, GError **error)
{
  return tn_outbox_bundle_forget (copy, report->bundle, error);
}

/* The bundle is noted before the first byte leaves: what is on a stick and unknown here would only be sent again, what is noted and on no stick
 * would never be acknowledged; neither loses anything. */
gboolean
tn_bundle_write_up (TnCopy *copy, GOutputStream *out, const TnSyncOptions *options, TnBundleReport *report, GCancellable *cancellable, GError **error)
{
  g_auto (Stick) s = { 0 };
  g_autoptr (GError) local = NULL;
  if (!stick_init (&s, copy, options, report, cancellable, error))
    return FALSE;
  if (s.device == NULL || s.district == NULL)
    return tn_client_set_not_enrolled (error);
  report->bundle = stick_new_id (&s);
  if (!tn_outbox_bundle_begin (copy, report->bundle, error))
    return FALSE;
  if (write_content (&s, out, error))
    return TRUE;
  if (!tn_bundle_forget_up (copy, report, &local))
    g_warning ("bundle not forgotten: %s", local->message);
  return FALSE;
}
