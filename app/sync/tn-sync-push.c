/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "tungnha-sync"
#include <glib/gi18n.h>
#include "tn-meta-keys.h"
#include "tn-page.h"
#include "tn-relay.h"
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

/* A hub is named, so that each is sent once what it does not have; the root always gets all that is open. */
static char *
name_upstream (const TnClient *c)
{
  return c->hub != NULL ? g_strconcat (TN_SENT_TO_HUB, c->hub, NULL) : g_strdup (UPSTREAM_ROOT);
}

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
read_batch (TnClient *c, gboolean again, gint64 after, gint64 upto, Batch *batch, GError **error)
{
  g_autofree char *upstream = name_upstream (c);
  TnOutboxRange range = { after, upto, c->hub != NULL ? upstream : NULL };
  batch->lines = g_string_sized_new (256 * 1024);
  batch->acks = g_array_new (FALSE, FALSE, sizeof (TnAck));
  if (again)
    return tn_outbox_batch_again (c->copy, after, TN_LIMIT_CHANGES, BATCH_BYTES, upstream, batch->lines, batch->acks, error);
  return tn_outbox_batch_range (c->copy, &range, TN_LIMIT_CHANGES, BATCH_BYTES, upstream, batch->lines, batch->acks, error);
}

GBytes *
tn_sync_pack (const GString *lines, const char *extra, GError **error)
{
  g_autofree char *id = g_uuid_string_random ();
  g_autoptr (GString) text = g_string_sized_new (lines->len + 256);
  g_string_append_printf (text, "{\"push\":{\"batch\":\"%s\",\"count\":%u,\"schema\":%d%s}}\n", id, count_lines (lines), TN_SCHEMA_VERSION, extra);
  g_string_append_len (text, lines->str, (gssize) lines->len);
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

/* What a hub has is not safe yet (sync.md fault 30): the edits stay open until the root has them. Only what the root has erased is told by a hub too. */
static gboolean
close_erased (TnClient *c, const Batch *batch, const GArray *exceptions, GError **error)
{
  g_autoptr (GArray) acks = g_array_new (FALSE, FALSE, sizeof (TnAck)), erased = g_array_new (FALSE, FALSE, sizeof (TnAckException));
  for (guint i = 0; i < exceptions->len; i++) {
    const TnAckException *e = &g_array_index (exceptions, TnAckException, i);
    for (guint j = 0; e->code == TN_ACK_ERASED && j < batch->acks->len; j++) {
      if (g_array_index (batch->acks, TnAck, j).n != e->n)
        continue;
      g_array_append_val (acks, g_array_index (batch->acks, TnAck, j));
      g_array_append_vals (erased, e, 1);
    }
  }
  return acks->len == 0 || tn_outbox_ack (c->copy, acks, (const TnAckException *) (void *) erased->data, erased->len, 0, NULL, error);
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
  if (!(c->hub != NULL ? close_erased (c, batch, exceptions, error)
                       : tn_outbox_ack (c->copy, batch->acks, (const TnAckException *) (void *) exceptions->data, exceptions->len, seq, tok, error)))
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
  g_autoptr (GBytes) body = tn_sync_pack (batch->lines, extra, error);
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
tn_sync_push_own (TnClient *c, gint64 *after, gint64 upto, GError **error)
{
  TnOutboxSummary summary = { 0 };
  if (*after >= upto)
    return TRUE;
  if (!tn_outbox_summary (c->copy, &summary, error))
    return FALSE;
  for (guint64 sent = 0;;) {
    g_auto (Batch) batch = { 0 };
    if (!read_batch (c, FALSE, *after, upto, &batch, error))
      return FALSE;
    if (batch.acks->len == 0)
      return TRUE;
    tn_client_progress (c, TN_SYNC_PUSH, sent, MAX (summary.waiting, sent));
    if (!send_batch (c, &batch, "", error))
      return FALSE;
    *after = last_n (&batch);
    sent += batch.acks->len;
  }
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
  if (!(c->hub != NULL ? tn_sync_ask_hub (c, error) : tn_sync_relay (c, &after, error)))
    return FALSE;
  return tn_sync_push_own (c, &after, G_MAXINT64, error);
}

gboolean
tn_sync_push_again (TnClient *c, GError **error)
{
  gint64 after = 0;
  for (guint64 sent = 0;;) {
    g_auto (Batch) batch = { 0 };
    if (g_cancellable_set_error_if_cancelled (c->cancellable, error) || !read_batch (c, TRUE, after, G_MAXINT64, &batch, error))
      return FALSE;
    if (batch.acks->len == 0)
      return tn_relay_resend (c->copy, error);   /* and what a team sent through this laptop */
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
  g_autoptr (GBytes) body = tn_sync_pack (batch->lines, extra->str, error);
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
    if (!read_batch (c, FALSE, after, G_MAXINT64, &batch, error))
      return FALSE;
    if (batch.acks->len == 0)
      return TRUE;
    if (!send_custody (c, &batch, error))
      return FALSE;
    after = last_n (&batch);
    *n += batch.acks->len;
  }
}
