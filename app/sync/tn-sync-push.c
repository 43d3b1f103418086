/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "tungnha-sync"
#include <glib/gi18n.h>
#include "tn-meta-keys.h"
#include "tn-mutant.h"
#include "tn-page.h"
#include "tn-client-private.h"

/* Sending (sync.md 2.7 step 2). A batch is built from the outbox, sent, and only then closed, edit by edit, by (n, stamp): an answer that was
 * lost leaves the rows open, and sending them again changes nothing at the root. The same lines go to /custody when access was withdrawn. */
#define UPSTREAM_ROOT "root"
/* Below TN_LIMIT_BODY even when nothing of it can be compressed. */
#define BATCH_BYTES (TN_LIMIT_BODY - TN_LIMIT_LINE - 4096u)
#define PUSH_LEVEL 1

typedef struct {
  GString *lines;
  GArray *acks;       /* TnAck */
} Batch;

static void
clear_batch (Batch *batch)
{
  if (batch->lines != NULL)
    g_string_free (batch->lines, TRUE);
  g_clear_pointer (&batch->acks, g_array_unref);
}
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Batch, clear_batch)

static gint64
last_n (const Batch *batch)
{
  gint64 n = 0;
  for (guint i = 0; i < batch->acks->len; i++)
    n = MAX (n, g_array_index (batch->acks, TnAck, i).n);
  return n;
}

static guint
count_lines (const GString *lines)
{
  guint n = 0;
  for (const char *p = lines->str; (p = memchr (p, '\n', (gsize) (lines->str + lines->len - p))) != NULL; p++)
    n++;
  return n;
}

static gboolean
read_batch (TnClient *c, gboolean again, gint64 after, Batch *batch, GError **error)
{
  batch->lines = g_string_sized_new (256 * 1024);
  batch->acks = g_array_new (FALSE, FALSE, sizeof (TnAck));
  return (again && !TN_MUTANT (REPUSH_STATE) ? tn_outbox_batch_again : tn_outbox_batch) (c->copy, after, TN_LIMIT_CHANGES, BATCH_BYTES, UPSTREAM_ROOT, batch->lines, batch->acks, error);
}

/* The first line; `extra` = further members with a leading comma, or "". */
static GBytes *
pack_batch (const TnClient *c, const Batch *batch, const char *extra, GError **error)
{
  TnId name = tn_id_new (tn_copy_env (c->copy));
  g_autofree char *id = tn_id_dup_string (&name);
  g_autoptr (GString) text = g_string_sized_new (batch->lines->len + 256);
  g_string_append_printf (text, "{\"push\":{\"batch\":\"%s\",\"count\":%u,\"schema\":%d%s}}\n", id, count_lines (batch->lines), TN_SCHEMA_VERSION, extra);
  g_string_append_len (text, batch->lines->str, (gssize) batch->lines->len);
  return tn_page_deflate (text->str, text->len, PUSH_LEVEL, error);
}

/* An unknown word of a newer server is "held": no word but `erased` may ever cost this laptop its only copy. */
static TnAckCode
read_code (const char *code)
{
  return g_strcmp0 (code, "erased") == 0 ? TN_ACK_ERASED : TN_ACK_HELD;
}

static gboolean
read_exceptions (TnClient *c, const cJSON *res, GArray *exceptions, GError **error)
{
  const cJSON *item;
  cJSON_ArrayForEach (item, res) {
    const cJSON *n = cJSON_GetObjectItemCaseSensitive (item, "n");
    const char *why = cJSON_GetStringValue (cJSON_GetObjectItemCaseSensitive (item, "why"));
    const char *code = cJSON_GetStringValue (cJSON_GetObjectItemCaseSensitive (item, "code"));
    if (!cJSON_IsNumber (n))
      return tn_client_bad_answer ("push", error);
    if (g_strcmp0 (code, "ok") == 0)
      continue;
    TnAckException exception = { (gint64) n->valuedouble, read_code (code), why != NULL ? why : code };
    g_array_append_val (exceptions, exception);
    c->log->held += exception.code == TN_ACK_HELD;
  }
  return TRUE;
}

static gboolean
close_batch (TnClient *c, const Batch *batch, const cJSON *json, GError **error)
{
  g_autoptr (GArray) exceptions = g_array_new (FALSE, TRUE, sizeof (TnAckException));
  g_autofree char *tok = NULL;
  gint64 seq = 0;
  const char *cursor = cJSON_GetStringValue (cJSON_GetObjectItemCaseSensitive (json, "cur"));
  if (!tn_cursor_split (cursor, &seq, &tok))
    return tn_client_bad_answer ("push", error);
  if (!read_exceptions (c, cJSON_GetObjectItemCaseSensitive (json, "res"), exceptions, error))
    return FALSE;
  if (!tn_outbox_ack (c->copy, batch->acks, (const TnAckException *) (void *) exceptions->data, exceptions->len, seq, tok, error))
    return FALSE;
  guint lines = count_lines (batch->lines);
  c->log->sent += lines - MIN (lines, exceptions->len);
  return TRUE;
}

static gboolean
send_batch (TnClient *c, const Batch *batch, const char *extra, GError **error)
{
  g_auto (TnResponse) response = { 0 };
  const char *problem = NULL;
  g_autoptr (GBytes) body = pack_batch (c, batch, extra, error);
  if (body == NULL)
    return FALSE;
  g_autofree char *path = tn_client_path (c, "push");
  TnClientCall call = { .method = "POST", .path = path, .content_type = TN_MEDIA_NDJSON_ZSTD, .body = body, .token = TRUE };
  if (!tn_client_ask (c, &call, &response, &problem, error))
    return FALSE;
  cJSON *json = tn_client_parse (&response, error);
  gboolean ok = json != NULL && close_batch (c, batch, json, error);
  cJSON_Delete (json);
  return ok;
}

gboolean
tn_sync_push (TnClient *c, GError **error)
{
  TnOutboxSummary summary = { 0 };
  gint64 after = 0;
  if (!tn_outbox_summary (c->copy, &summary, error))
    return FALSE;
  if (summary.held > 0 && !tn_sync_ask_known (c, TRUE, error))
    return FALSE;
  for (guint64 sent = 0;;) {
    g_auto (Batch) batch = { 0 };
    if (!read_batch (c, FALSE, after, &batch, error))
      return FALSE;
    if (batch.acks->len == 0)
      return TRUE;
    tn_client_progress (c, TN_SYNC_PUSH, sent, MAX (summary.waiting, sent));
    if (!send_batch (c, &batch, "", error))
      return FALSE;
    after = last_n (&batch);
    sent += batch.acks->len;
  }
}

gboolean
tn_sync_push_again (TnClient *c, GError **error)
{
  gint64 after = 0;
  for (guint64 sent = 0;;) {
    g_auto (Batch) batch = { 0 };
    if (g_cancellable_set_error_if_cancelled (c->cancellable, error) || !read_batch (c, TRUE, after, &batch, error))
      return FALSE;
    if (batch.acks->len == 0)
      return TRUE;
    tn_client_progress (c, TN_SYNC_REPAIR, sent, 0);
    if (!send_batch (c, &batch, ",\"repair\":true", error))
      return FALSE;
    after = last_n (&batch);
    sent += batch.acks->len;
  }
}

static gboolean
send_custody (TnClient *c, const Batch *batch, GError **error)
{
  g_auto (TnResponse) response = { 0 };
  const char *problem = NULL;
  g_autoptr (GString) extra = g_string_new (",\"device\":");
  tn_json_append_string (extra, c->device, -1);
  g_string_append (extra, ",\"ward\":");
  tn_json_append_string (extra, c->ward, -1);
  g_autoptr (GBytes) body = pack_batch (c, batch, extra->str, error);
  TnClientCall call = { .method = "POST", .path = "/v1/custody", .content_type = TN_MEDIA_NDJSON_ZSTD, .body = body, .sign = TRUE };
  return body != NULL && tn_client_send (c, &call, &response, &problem, error);
}

/* Custody is no receipt of the root: the rows stay open here (sync.md I2). */
gboolean
tn_sync_custody (TnClient *c, guint *n, GError **error)
{
  *n = 0;
  for (gint64 after = 0;;) {
    g_auto (Batch) batch = { 0 };
    if (!read_batch (c, FALSE, after, &batch, error))
      return FALSE;
    if (batch.acks->len == 0)
      return TRUE;
    if (!send_custody (c, &batch, error))
      return FALSE;
    after = last_n (&batch);
    *n += batch.acks->len;
  }
}
