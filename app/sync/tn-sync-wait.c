/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "tungnha-sync"
#include "tn-client-private.h"

/* Waiting for what others write. A server that can answers with the page itself: an edit then costs the laptop that receives it one exchange, and one
 * transaction. The page is taken only if this copy has read at least what the wait began from; everything else is left to a session. */
#define WAIT_TIMEOUT_S 75u      /* the server answers after 55 s at the latest */
#define WAIT_MAX_BODY (2 * TN_LIMIT_PAGE_BYTES)

char *
tn_sync_want (TnCopy *copy, GError **error)
{
  g_autofree char *known = tn_known_cursor (copy);
  g_autoptr (GPtrArray) pulls = tn_pull_list (copy, error);
  if (pulls == NULL)
    return NULL;
  g_autoptr (GString) text = g_string_new ("{");
  tn_sync_append_want (text, pulls, known);
  g_string_append_printf (text, ",\"dict\":%d}", TN_PAGE_DICT);
  return g_string_free (g_steal_pointer (&text), FALSE);
}

static gint64
cursor_seq (const char *cursor)
{
  return cursor != NULL ? g_ascii_strtoll (cursor, NULL, 10) : 0;
}

/* The end line's "cur", and whether more follows. FALSE with an error: no page. */
static gboolean
read_end (GBytes *inflated, char **cursor, gboolean *more, GError **error)
{
  TnPageReader reader;
  if (!tn_page_reader_init (&reader, inflated, error))
    return FALSE;
  cJSON *end = cJSON_ParseWithLength (reader.end.p, reader.end.len);
  *cursor = g_strdup (cJSON_GetStringValue (cJSON_GetObjectItemCaseSensitive (end, "cur")));
  *more = cJSON_IsTrue (cJSON_GetObjectItemCaseSensitive (end, "more"));
  cJSON_Delete (end);
  return *cursor != NULL || tn_client_bad_answer ("wait", error);
}

gboolean
tn_sync_wait_page (TnTransport *t, const TnWaitOrder *order, gint64 *seq, GBytes **page, const char **problem, GCancellable *cancellable, GError **error)
{
  g_auto (TnResponse) response = { 0 };
  g_autofree char *cursor = NULL;
  gboolean more;
  TnClient c = { .transport = t, .cancellable = cancellable, .ward = (char *) order->ward };
  g_autofree char *path = tn_client_path (&c, "wait");
  g_autoptr (GBytes) body = g_bytes_new (order->want, strlen (order->want));
  *seq = 0;
  TnClientCall call = { .method = "POST", .path = path, .body = body, .bearer = order->token, .timeout_s = WAIT_TIMEOUT_S, .max_body = WAIT_MAX_BODY };
  if (!tn_client_send (&c, &call, &response, problem, error))
    return FALSE;
  if (response.status == 204)
    return TRUE;
  *page = tn_page_inflate (response.body, TN_LIMIT_INFLATED, error);
  if (*page == NULL || !read_end (*page, &cursor, &more, error)) {
    g_clear_pointer (page, g_bytes_unref);
    return FALSE;
  }
  *seq = cursor_seq (cursor);
  return TRUE;
}

/* Every stream of this copy was asked for, from no later than where it stands now; and the page reaches as far. */
static gboolean
fits (const GPtrArray *pulls, const cJSON *asked_for, gint64 seq)
{
  gboolean ok = pulls->len > 0;
  const cJSON *list = cJSON_GetObjectItemCaseSensitive (asked_for, "want");
  ok &= (guint) cJSON_GetArraySize (list) == pulls->len;
  for (guint i = 0; ok && i < pulls->len; i++) {
    const TnPull *pull = pulls->pdata[i];
    const cJSON *asked = cJSON_GetArrayItem (list, (int) i);
    gint64 from = cursor_seq (cJSON_GetStringValue (cJSON_GetObjectItemCaseSensitive (asked, "cur"))), at = cursor_seq (pull->cursor);
    ok = pull->ready && from <= at && at <= seq && g_strcmp0 (cJSON_GetStringValue (cJSON_GetObjectItemCaseSensitive (asked, "s")), pull->stream) == 0;
  }
  return ok;
}

/* A receipt that has come since is of a commit that the root which gave the page may not have: it may have been put back in between. */
static gboolean
is_vouched (TnCopy *copy, const cJSON *asked_for)
{
  const cJSON *asked;
  g_autofree char *known = tn_known_cursor (copy);
  gboolean vouched = g_strcmp0 (known, cJSON_GetStringValue (cJSON_GetObjectItemCaseSensitive (asked_for, "known"))) == 0;
  cJSON_ArrayForEach (asked, cJSON_GetObjectItemCaseSensitive (asked_for, "want"))
    vouched |= g_strcmp0 (known, cJSON_GetStringValue (cJSON_GetObjectItemCaseSensitive (asked, "cur"))) == 0;
  return vouched;
}

static gboolean
apply (TnCopy *copy, GBytes *page, const GPtrArray *pulls, const char *cursor, TnApplyFlags flags, TnSessionLog *log, GError **error)
{
  g_autoptr (GPtrArray) streams = g_ptr_array_new ();
  TnApplyResult result = { 0 };
  for (guint i = 0; i < pulls->len; i++)
    g_ptr_array_add (streams, ((TnPull *) pulls->pdata[i])->stream);
  g_ptr_array_add (streams, NULL);
  if (!tn_apply_page (copy, page, (const char *const *) streams->pdata, cursor, flags, &result, error))
    return FALSE;
  log->received = result.rows;
  log->conflicts = result.conflicts;
  tn_apply_result_clear (&result);
  return TRUE;
}

gboolean
tn_sync_take_page (TnCopy *copy, GBytes *page, const char *want, TnSessionLog *log, gboolean *taken, GError **error)
{
  g_autofree char *cursor = NULL;
  gboolean more = FALSE;
  gint64 started = g_get_monotonic_time ();
  *taken = FALSE;
  *log = (TnSessionLog) { .at = tn_env_now_ms (tn_copy_env (copy)) };
  g_autoptr (GPtrArray) pulls = tn_pull_list (copy, error);
  if (pulls == NULL || !read_end (page, &cursor, &more, error))
    return FALSE;
  cJSON *asked_for = cJSON_Parse (want);
  gboolean fit = !more && fits (pulls, asked_for, cursor_seq (cursor));
  TnApplyFlags flags = TN_APPLY_READY | (is_vouched (copy, asked_for) ? 0 : TN_APPLY_UNVOUCHED);
  cJSON_Delete (asked_for);
  if (!fit)
    return TRUE;
  if (!apply (copy, page, pulls, cursor, flags, log, error))
    return FALSE;
  log->took_ms = (g_get_monotonic_time () - started) / 1000;
  *taken = TRUE;
  return TRUE;
}
