/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "tungnha-sync"
#include <glib/gi18n.h>
#include "tn-meta-keys.h"
#include "tn-page.h"
#include "tn-sync-bundle-private.h"

/* Taking a down-bundle over: receipts, scope, records, in the order of a session (sync.md 2.7). */

/* ---- receipts ---- */

static gboolean
read_exceptions (const cJSON *res, GArray *exceptions)
{
  const cJSON *item;
  cJSON_ArrayForEach (item, res) {
    const cJSON *n = cJSON_GetArrayItem (item, 0);
    const char *code = cJSON_GetStringValue (cJSON_GetArrayItem (item, 1)), *why = cJSON_GetStringValue (cJSON_GetArrayItem (item, 2));
    if (!cJSON_IsNumber (n) || code == NULL)
      return FALSE;
    /* As over the network: no word but `erased` may ever cost this laptop its only copy. */
    TnAckException exception = { (gint64) n->valuedouble, strcmp (code, "erased") == 0 ? TN_ACK_ERASED : TN_ACK_HELD, why != NULL ? why : code };
    g_array_append_val (exceptions, exception);
  }
  return TRUE;
}

static guint
count_held (const GArray *exceptions)
{
  guint n = 0;
  for (guint i = 0; i < exceptions->len; i++)
    n += g_array_index (exceptions, TnAckException, i).code == TN_ACK_HELD;
  return n;
}

/* A bundle that this file did not write is passed over: a restored laptop is not talked out of its edits. Not vouched: nobody looked whether the district has what this
 * copy was told of, and so it stays what is known. */
static gboolean
take_receipt (Stick *s, const cJSON *receipt, gboolean vouched, GError **error)
{
  const char *bundle = cJSON_GetObjectItemCaseSensitive (receipt, "b")->valuestring;
  const char *cursor = cJSON_GetObjectItemCaseSensitive (receipt, "cur")->valuestring;
  g_autoptr (GArray) exceptions = g_array_new (FALSE, TRUE, sizeof (TnAckException));
  g_autofree char *tok = NULL;
  gint64 seq = 0;
  g_autoptr (GArray) acks = tn_outbox_bundle_acks (s->copy, bundle, error);
  if (acks == NULL)
    return FALSE;
  if (!read_exceptions (cJSON_GetObjectItemCaseSensitive (receipt, "res"), exceptions))
    return tn_bundle_set_corrupt (error);
  tn_cursor_split (cursor, &seq, &tok);
  TnOutboxSummary before = { 0 }, after = { 0 };
  if (!tn_outbox_summary (s->copy, &before, error)
      || (acks->len > 0 && !tn_outbox_ack (s->copy, acks, (const TnAckException *) (void *) exceptions->data, exceptions->len, seq, vouched ? tok : NULL, error))
      || !tn_outbox_summary (s->copy, &after, error) || !tn_outbox_bundle_close (s->copy, bundle, error))
    return FALSE;
  s->report->acked += (guint) ((before.waiting + before.held) - MIN (before.waiting + before.held, after.waiting + after.held));
  s->report->held += acks->len > 0 ? count_held (exceptions) : 0;
  return TRUE;
}

static gboolean
take_receipts (Stick *s, const Down *d, gboolean vouched, GError **error)
{
  const cJSON *receipt;
  cJSON_ArrayForEach (receipt, cJSON_GetObjectItemCaseSensitive (d->json, "acks"))
    if (!take_receipt (s, receipt, vouched, error))
      return FALSE;
  return TRUE;
}

/* ---- scope ---- */

static gboolean
set_json_meta (Stick *s, const char *key, const cJSON *value, GError **error)
{
  if (value == NULL)
    return TRUE;
  char *text = cJSON_PrintUnformatted (value);
  gboolean ok = tn_copy_set_meta (s->copy, key, text, error);
  cJSON_free (text);
  return ok;
}

static GStrv
read_streams (const Down *d)
{
  const cJSON *want;
  g_autoptr (GStrvBuilder) builder = g_strv_builder_new ();
  cJSON_ArrayForEach (want, cJSON_GetObjectItemCaseSensitive (d->json, "want"))
    g_strv_builder_add (builder, cJSON_GetObjectItemCaseSensitive (want, "s")->valuestring);
  return g_strv_builder_end (builder);
}

/* Nothing later is known of what this laptop may hold. A stick that lay in a drawer while the scope was changed in a session would bring the old one back, and
 * pages of streams that are no longer read. */
static gboolean
is_newest (Stick *s, gint64 made)
{
  g_autofree char *last = tn_copy_get_meta (s->copy, TN_META_SCOPE_AT);
  return last == NULL || g_ascii_strtoll (last, NULL, 10) <= made;
}

static gboolean
take_scope (Stick *s, const Down *d, gint64 made, GError **error)
{
  g_autofree char *text = g_strdup_printf ("%" G_GINT64_FORMAT, made);
  g_auto (GStrv) streams = read_streams (d);
  return set_json_meta (s, TN_META_SCOPE, cJSON_GetObjectItemCaseSensitive (d->json, "scope"), error)
         && set_json_meta (s, TN_META_DEVICES, cJSON_GetObjectItemCaseSensitive (d->json, "devices"), error)
         && tn_copy_set_meta (s->copy, TN_META_HUBS_ENDED, NULL, error)
         && set_json_meta (s, TN_META_HUBS_ENDED, cJSON_GetObjectItemCaseSensitive (d->json, "hubs_ended"), error)
         && tn_copy_set_meta (s->copy, TN_META_SCOPE_AT, text, error)
         && tn_pull_set_scope (s->copy, (const char *const *) streams, error);
}

/* Its pages are of the very streams that are read here. */
static gboolean
has_my_streams (Stick *s, const Down *d, gboolean *mine, GError **error)
{
  g_auto (GStrv) streams = read_streams (d);
  g_autoptr (GPtrArray) pulls = tn_pull_list (s->copy, error);
  *mine = pulls != NULL && pulls->len == g_strv_length (streams);
  for (guint i = 0; *mine && i < pulls->len; i++)
    *mine = g_strv_contains ((const char *const *) streams, ((TnPull *) pulls->pdata[i])->stream);
  return pulls != NULL;
}

/* ---- records ---- */

static gint64
cursor_seq (const char *cursor)
{
  return g_ascii_strtoll (cursor, NULL, 10);
}

/* Borrowed names of the streams that stand before the page's cursor, NULL at the end. */
static GPtrArray *
list_behind (const GPtrArray *pulls, const char *cursor, gboolean last)
{
  GPtrArray *streams = g_ptr_array_new ();
  for (guint i = 0; i < pulls->len; i++) {
    const TnPull *pull = pulls->pdata[i];
    if (cursor_seq (pull->cursor) < cursor_seq (cursor) || (last && !pull->ready))
      g_ptr_array_add (streams, pull->stream);
  }
  g_ptr_array_add (streams, NULL);
  return streams;
}

static gboolean
apply_page (Stick *s, GBytes *page, TnSlice end, GError **error)
{
  TnApplyResult result = { 0 };
  gboolean last = !tn_slice_is (tn_json_member (end, "more"), "true");
  g_autofree char *cursor = tn_json_get_string (tn_json_member (end, "cur"));
  g_autoptr (GPtrArray) pulls = tn_pull_list (s->copy, error);
  if (pulls == NULL)
    return FALSE;
  g_autoptr (GPtrArray) streams = list_behind (pulls, cursor, last);
  if (streams->len == 1)
    return TRUE;   /* taken over before a cut */
  if (!tn_apply_page (s->copy, page, (const char *const *) streams->pdata, cursor, (last ? TN_APPLY_READY : 0) | (s->options->allow_removal ? TN_APPLY_REMOVAL : 0), &result, error))
    return FALSE;
  s->report->rows += result.rows;
  s->report->conflicts += result.conflicts;
  tn_apply_result_clear (&result);
  stick_progress (s, TN_SYNC_PULL, s->report->rows, 0);
  return TRUE;
}

static gboolean
rewind_stream (TnCopy *copy, const char *stream, GError **error)
{
  g_autoptr (TnStmt) stmt = tn_db_prepare (tn_copy_db (copy), "UPDATE pull SET cursor='0' WHERE stream IN (?1, '*')", error);
  if (stmt == NULL)
    return FALSE;
  tn_stmt_bind_text (stmt, 1, stream);
  return tn_stmt_run (stmt, error);
}

/* The set hash of every stream must now be the root's. Where it is not, the next stick brings the stream from its beginning, which is always safe. */
static gboolean
compare (Stick *s, TnSlice end, GError **error)
{
  TnSlice token = tn_json_member (end, "dig");
  cJSON *dig = token.len > 0 ? cJSON_ParseWithLength (token.p, token.len) : NULL;
  if (dig == NULL)
    return TRUE;
  g_autoptr (GPtrArray) pulls = tn_pull_list (s->copy, error);
  g_autoptr (GPtrArray) differing = pulls != NULL ? tn_sync_list_differing (s->copy, pulls, dig, error) : NULL;
  cJSON_Delete (dig);
  if (differing == NULL)
    return FALSE;
  if (differing->len == 0)
    return tn_sync_told_by_root (s->copy, error);
  g_autofree char *told = tn_copy_get_meta (s->copy, TN_META_TOLD_BY_HUB);
  if (told != NULL)     /* the stick may be older than what a hub told */
    return TRUE;
  for (guint i = 0; i < differing->len; i++)
    if (!rewind_stream (s->copy, differing->pdata[i], error))
      return FALSE;
  g_set_error (error, TN_ERROR, TN_ERROR_CORRUPT,
               ngettext ("This laptop’s copy and the district’s differ in %u part. Everything you typed is safe here. Take a stick of this laptop to the district: the next one from there brings that part again.",
                         "This laptop’s copy and the district’s differ in %u parts. Everything you typed is safe here. Take a stick of this laptop to the district: the next one from there brings those parts again.", differing->len),
               differing->len);
  return FALSE;
}

static gboolean
finish_page (Stick *s, GString *text, gboolean *last, GError **error)
{
  TnPageReader reader;
  g_autoptr (GBytes) page = g_bytes_new (text->str, text->len);
  g_string_truncate (text, 0);
  if (g_cancellable_set_error_if_cancelled (s->cancellable, error) || !tn_page_reader_init (&reader, page, error) || !apply_page (s, page, reader.end, error))
    return FALSE;
  *last = !tn_slice_is (tn_json_member (reader.end, "more"), "true");
  return !*last || compare (s, reader.end, error);
}

gboolean
down_apply_pages (Stick *s, TnBundleReader *r, const Down *d, GError **error)
{
  g_autoptr (GString) text = g_string_new (NULL);
  g_autoptr (GError) local = NULL;
  TnSlice line;
  gboolean first = TRUE, last = FALSE;
  while (!last && tn_bundle_reader_next (r, &line, &local)) {
    if (first) {
      first = FALSE;
      continue;
    }
    g_string_append_len (text, line.p, (gssize) line.len);
    g_string_append_c (text, '\n');
    if (g_str_has_prefix (text->str + text->len - line.len - 1, "{\"end\":") && !finish_page (s, text, &last, error))
      return FALSE;
  }
  if (local != NULL)
    g_propagate_error (error, g_steal_pointer (&local));
  return local == NULL;
}

/* ---- the whole ---- */

static gboolean
check_kind (const TnBundleHeader *header, GError **error)
{
  if (header->type == TN_BUNDLE_DOWN)
    return TRUE;
  g_set_error_literal (error, TN_ERROR, TN_ERROR_UNSUPPORTED, _("This is a laptop’s own USB file, on its way to the district. Nothing was changed. Take the stick to the district office."));
  return FALSE;
}

/* Before the content is opened: it must come from our district, unless we wait for one to answer. */
static gboolean
check_from (Stick *s, const TnBundleHeader *header, GError **error)
{
  g_autofree char *wait = tn_copy_get_meta (s->copy, TN_META_ENROL_WAIT);
  if (wait != NULL || (s->district != NULL && strcmp (s->district, header->from) == 0))
    return TRUE;
  g_set_error_literal (error, TN_ERROR, TN_ERROR_REFUSED, _("This USB file does not come from the district that this laptop belongs to. Nothing was changed. Ask your district office."));
  return FALSE;
}

static gboolean
check_place (Stick *s, const TnBundleHeader *header, const Down *d, GError **error)
{
  const char *device = cJSON_GetStringValue (cJSON_GetObjectItemCaseSensitive (d->json, "device"));
  if (strcmp (tn_copy_ward (s->copy), header->ward) != 0) {
    g_set_error (error, TN_ERROR, TN_ERROR_REFUSED, _("This USB file is of ward %s, and this copy of ward %s. Nothing was changed. Open the copy of that ward and read it there."), header->ward, tn_copy_ward (s->copy));
    return FALSE;
  }
  if (cJSON_IsTrue (cJSON_GetObjectItemCaseSensitive (d->json, "revoked"))) {
    g_set_error_literal (error, TN_ERROR, TN_ERROR_REFUSED, _("This laptop’s access was withdrawn. What it handed in by stick lies at the district for review, and stays here too. Ask the district for a new invitation."));
    return FALSE;
  }
  if (g_strcmp0 (device, s->device) == 0)
    return TRUE;
  g_set_error_literal (error, TN_ERROR, TN_ERROR_REFUSED, _("This USB file is for another enrolment of this laptop. Nothing was changed. Ask your district office for a new one."));
  return FALSE;
}

static gboolean
take_over (Stick *s, TnBundleReader *r, const Down *d, GError **error)
{
  const TnBundleHeader *header = tn_bundle_reader_header (r);
  DownPlace place = DOWN_OLD;
  gboolean mine;
  if (!stick_take_enrolment (s, header, d, error) || !check_place (s, header, d, error) || !has_my_streams (s, d, &mine, error))
    return FALSE;
  gboolean newest = is_newest (s, header->made), readable = newest || mine || d->to == NULL;
  if ((readable && !down_place (s->copy, d, &place, error)) || !take_receipts (s, d, readable && d->to != NULL, error))
    return FALSE;
  if (cJSON_IsTrue (cJSON_GetObjectItemCaseSensitive (d->json, "upgrade")))
    return tn_client_set_upgrade (error);
  if (place == DOWN_OLD || d->to == NULL || (place == DOWN_SAME && !newest)) {
    s->report->outcome = TN_BUNDLE_OLD;
    return TRUE;
  }
  return (!newest || take_scope (s, d, header->made, error)) && down_apply_pages (s, r, d, error);
}

static gboolean
read_bundle (Stick *s, GBytes *file, GError **error)
{
  g_auto (Down) d = { 0 };
  TnBundleOpener opener = stick_opener (s);
  g_autoptr (TnBundleReader) r = tn_bundle_reader_open (file, error);
  if (r == NULL)
    return FALSE;
  const TnBundleHeader *header = tn_bundle_reader_header (r);
  s->report->bundle = g_strdup (header->bundle);
  s->report->bytes = g_bytes_get_size (file);
  return check_kind (header, error) && check_from (s, header, error) && tn_bundle_reader_unseal (r, &opener, error)
         && down_check (r, &d, error) && take_over (s, r, &d, error);
}

gboolean
tn_bundle_read_down (TnCopy *copy, GBytes *file, const TnSyncOptions *options, TnBundleReport *report, GCancellable *cancellable, GError **error)
{
  g_auto (Stick) s = { 0 };
  g_autoptr (GError) local = NULL;
  if (!stick_init (&s, copy, options, report, cancellable, error))
    return FALSE;
  report->read = TRUE;
  TnSessionLog log = { .at = tn_env_now_ms (tn_copy_env (copy)) };
  gboolean ok = read_bundle (&s, file, &local);
  log.sent = report->acked;
  log.held = report->held;
  log.received = report->rows;
  log.conflicts = report->conflicts;
  log.bytes_down = report->bytes;
  log.error = local != NULL ? local->message : NULL;
  /* In the list of sessions, as what came by network is; but not what a wrong file was. */
  if ((ok || report->rows > 0 || report->acked > 0) && !tn_session_log_add (copy, &log, ok ? &local : NULL))
    ok = FALSE;
  if (!ok)
    g_propagate_error (error, g_steal_pointer (&local));
  return ok;
}
