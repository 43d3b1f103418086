/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "tungnha-sync"
#include <glib/gi18n.h>
#include <string.h>
#include "tn-meta-keys.h"
#include "tn-mutant.h"
#include "tn-page.h"
#include "tn-relay.h"
#include "tn-client-private.h"

/* Sending (sync.md 2.7 step 2). A batch is built from the outbox, sent, and only then closed, edit by edit, by (n, stamp): an answer that was
 * lost leaves the rows open, and sending them again changes nothing at the root. The same lines go to /custody when access was withdrawn.
 *
 * While one of several batches is on its way, a helper thread closes the one before it and makes the one after it; the copy is never touched by both
 * threads, since this one, which owns the transport, does nothing else meanwhile. */
#define BATCH_BYTES (4u * 1024 * 1024)           /* of text: some 9,000 records */
#define MANY 500u   /* edits: from here on a push is worth to be bounded in memory */
#define PUSH_LEVEL 1
#define SMALL_BYTES (16u * 1024)

typedef struct {
  GArray *acks;       /* TnAck */
  GArray *rows;       /* TnSentRow */
  guint lines;
  gboolean full;      /* there may be more after it */
  GBytes *body;       /* compressed, with its first line */
  gint64 took_us;     /* the exchange */
  TnResponse response;
  cJSON *json;        /* the answer, once it is here */
} Batch;

typedef struct {
  TnClient *c;
  const char *extra;  /* further members of the first line, with a leading comma, or "" */
  const char *upstream;  /* as in outbox.sent_to */
  gboolean again;     /* everything that was ever sent, for a server that was put back */
  gboolean repairs;   /* what is known of it says so until the repair is done: one that is cut off is begun anew for it alone */
  guint limit;        /* entries of the next batch, as the line allows (tn-sync-pace.c) */
  guint tried;        /* entries of the one that was sent last */
  guint most;         /* … and what the server takes at most */
  gsize max_bytes;
  char *known;        /* cursor of the last receipt, of this run or before, that the root must still have; NULL = none, or not the root. The sending thread's */
  gint64 after;       /* n of the last entry that a batch was made of */
  gint64 upto;        /* n of the last entry that is wanted */
  guint64 sent, total;
  GArray *rows;       /* TnSentRow that the root has not confirmed yet; NULL = not asked */
  GHashTable *passing;  /* TnId → TnHash: confirmed, while edits of it were still to be sent. A later batch may have been made before that was known */
  gboolean disagreed;
} Pusher;

static void
free_batch (Batch *batch)
{
  g_clear_pointer (&batch->acks, g_array_unref);
  g_clear_pointer (&batch->rows, g_array_unref);
  g_clear_pointer (&batch->body, g_bytes_unref);
  tn_response_clear (&batch->response);
  cJSON_Delete (batch->json);
  g_free (batch);
}
G_DEFINE_AUTOPTR_CLEANUP_FUNC (Batch, free_batch)

static guint
count_lines (const GString *lines)
{
  guint n = 0;
  for (const char *p = lines->str; (p = memchr (p, '\n', (gsize) (lines->str + lines->len - p))) != NULL; p++)
    n++;
  return n;
}

GBytes *
tn_sync_pack (TnClient *c, const GString *lines, const char *extra, GError **error)
{
  g_autoptr (GString) text = g_string_sized_new (lines->len + 256);
  g_string_append_printf (text, "{\"push\":{\"count\":%u,\"schema\":%d%s}}\n", count_lines (lines), TN_SCHEMA_VERSION, extra);
  g_string_append_len (text, lines->str, (gssize) lines->len);
  const TnTicket *ticket = c->transport->ticket;
  if (ticket != NULL && ticket->dict && text->len <= SMALL_BYTES)
    return tn_page_deflate_small (text->str, text->len, error);
  return tn_page_deflate (text->str, text->len, PUSH_LEVEL, error);
}

/* A hub is sent once what it does not have; the root always gets all that is open. */
static gboolean
read_lines (Pusher *p, Batch *batch, GString *lines, GError **error)
{
  TnCopy *copy = p->c->copy;
  TnOutboxRange range = { p->after, p->upto, p->c->hub != NULL ? p->upstream : NULL };
  return p->again && !TN_MUTANT (REPUSH_STATE) ? tn_outbox_batch_again (copy, p->after, p->limit, p->max_bytes, p->upstream, lines, batch->acks, error)
                  : tn_outbox_batch_range (copy, &range, p->limit, p->max_bytes, p->upstream, lines, batch->acks, p->rows != NULL ? batch->rows : NULL, error);
}

/* Text that hardly compresses is tried again as half a batch. A batch without entries is the end. */
static Batch *
make_batch (Pusher *p, GError **error)
{
  for (;;) {
    g_autoptr (GString) lines = g_string_sized_new (4096);
    g_autoptr (Batch) batch = g_new0 (Batch, 1);
    batch->acks = g_array_new (FALSE, FALSE, sizeof (TnAck));
    batch->rows = g_array_new (FALSE, FALSE, sizeof (TnSentRow));
    if (!read_lines (p, batch, lines, error))
      return NULL;
    if (batch->acks->len == 0)
      return g_steal_pointer (&batch);
    batch->lines = count_lines (lines);
    batch->full = batch->lines >= p->limit || lines->len > p->max_bytes / 2;
    batch->body = tn_sync_pack (p->c, lines, p->extra, error);
    if (batch->body == NULL)
      return NULL;
    if (g_bytes_get_size (batch->body) > TN_LIMIT_BODY && batch->lines > 1) {
      p->max_bytes /= 2;
      continue;
    }
    p->after = g_array_index (batch->acks, TnAck, batch->acks->len - 1).n;
    return g_steal_pointer (&batch);
  }
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

/* What the root holds of our scope after the commit; FALSE when it does not say. */
static gboolean
read_sum (const cJSON *sum, TnRootSum *root)
{
  guint8 bytes[16];
  const cJSON *n = cJSON_GetArrayItem (sum, 0);
  const char *hex = cJSON_GetStringValue (cJSON_GetArrayItem (sum, 1));
  if (!cJSON_IsNumber (n) || hex == NULL || strlen (hex) != 2 * sizeof bytes || !tn_unhex (hex, strlen (hex), bytes))
    return FALSE;
  root->n = (gint64) n->valuedouble;
  tn_sum_from_bytes (&root->sum, bytes);
  return TRUE;
}

static void
add_rows (Pusher *p, const GArray *rows)
{
  for (guint i = 0; i < rows->len; i++) {
    TnSentRow row = g_array_index (rows, TnSentRow, i);
    const TnHash *noted = g_hash_table_size (p->passing) > 0 ? g_hash_table_lookup (p->passing, &row.id) : NULL;
    if (noted != NULL) {
      row.old = *noted;
      row.has_old = TRUE;
    }
    g_array_append_val (p->rows, row);
  }
}

static void
note_rows (Pusher *p)
{
  for (guint i = 0; i < p->rows->len; i++) {
    const TnSentRow *row = &g_array_index (p->rows, TnSentRow, i);
    if (row->passing || g_hash_table_contains (p->passing, &row->id))
      g_hash_table_insert (p->passing, tn_id_copy (&row->id), g_memdup2 (&row->h, sizeof row->h));
  }
  g_array_set_size (p->rows, 0);
}

/* One sum that does not agree is not tried again before the last batch: another laptop wrote, a record was typed in while its batch was on the way, or the history does
 * not know what the root has (tn-outbox-passing.c). */
static gboolean
close_acks (Pusher *p, const Batch *batch, const TnRootReceipt *receipt, GError **error)
{
  gboolean look = p->rows != NULL && (!p->disagreed || !batch->full), same = FALSE;
  if (p->rows != NULL)
    add_rows (p, batch->rows);
  if (!tn_outbox_close (p->c->copy, batch->acks, receipt, look ? p->rows : NULL, &same, error))
    return FALSE;
  p->c->caught_up = same;
  p->disagreed |= look && !same;
  if (same)
    note_rows (p);
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

/* ---- how far a repair's sending came (sync.md 2.9) ---- */

/* Whoever was cut off goes on behind the last batch that was answered, if the root still has the commit that took it: then it has all before it too. A root
 * that was put back once more does not have it, and is sent everything. What is typed meanwhile is sent when the repair is done, or ends this. */
static gboolean
forget_resent (TnClient *c, GError **error)
{
  return tn_copy_set_meta (c->copy, TN_META_RESENT, NULL, error);
}

static gboolean
note_resent (Pusher *p, const Batch *batch, const char *cursor, GError **error)
{
  g_autofree char *text = g_strdup_printf ("%" G_GINT64_FORMAT " %s", g_array_index (batch->acks, TnAck, batch->acks->len - 1).n, cursor);
  return !p->again || p->c->hub != NULL || tn_copy_set_meta (p->c->copy, TN_META_RESENT, text, error);
}

/* By a pull of one line: a cursor that the root does not have is refused there. */
gboolean
tn_sync_has_commit (TnClient *c, const char *cursor, gboolean *held, GError **error)
{
  g_auto (TnResponse) response = { 0 };
  g_autoptr (GError) local = NULL;
  const char *problem = NULL;
  g_autofree char *path = tn_client_path (c, "pull");
  GString *text = g_string_new ("{\"want\":[{\"s\":");
  tn_json_append_string (text, c->streams[0], -1);
  g_string_append (text, ",\"cur\":");
  tn_json_append_string (text, cursor, -1);
  g_string_append (text, "}],\"limit\":1}");
  g_autoptr (GBytes) body = g_string_free_to_bytes (text);
  TnClientCall call = { .method = "POST", .path = path, .body = body, .token = TRUE, .max_body = TN_LIMIT_INFLATED };
  *held = tn_client_ask (c, &call, &response, &problem, &local);
  if (*held || g_strcmp0 (problem, "cursor-unknown") == 0)
    return TRUE;
  g_propagate_error (error, g_steal_pointer (&local));
  return FALSE;
}

static gboolean
find_resent (TnClient *c, gint64 *after, GError **error)
{
  g_autofree char *text = c->hub == NULL ? tn_copy_get_meta (c->copy, TN_META_RESENT) : NULL;
  const char *space = text != NULL ? strchr (text, ' ') : NULL;
  gboolean held = FALSE;
  *after = 0;
  if (space == NULL || c->streams == NULL || c->streams[0] == NULL)
    return TRUE;
  if (c->transport->ticket != NULL && c->transport->ticket->upgrade)
    return TRUE;   /* a program that may only push may not ask: it sends everything */
  if (!tn_sync_has_commit (c, space + 1, &held, error))
    return FALSE;
  if (held)
    *after = g_ascii_strtoll (text, NULL, 10);
  return held || forget_resent (c, error);
}

static gboolean
take_answer (Pusher *p, const Batch *batch, GError **error)
{
  TnClient *c = p->c;
  const cJSON *json = batch->json;
  TnRootSum root = { 0 };
  g_autoptr (GArray) exceptions = g_array_new (FALSE, TRUE, sizeof (TnAckException));
  g_autofree char *tok = NULL;
  gint64 seq = 0;
  const char *cursor = cJSON_GetStringValue (cJSON_GetObjectItemCaseSensitive (json, "cur"));
  tn_cursor_split (cursor, &seq, &tok);   /* a hub that has nothing to show yet says "0", and where it stands is no receipt anyway */
  if (!read_exceptions (c, cJSON_GetObjectItemCaseSensitive (json, "res"), exceptions, error))
    return FALSE;
  gboolean said = read_sum (cJSON_GetObjectItemCaseSensitive (json, "sum"), &root);
  TnRootReceipt receipt = { (const TnAckException *) (void *) exceptions->data, exceptions->len, seq, p->repairs ? NULL : tok, said ? &root : NULL };
  if (!(c->hub != NULL && !TN_MUTANT (HUB_ACKS) ? close_erased (c, batch, exceptions, error) : close_acks (p, batch, &receipt, error)))
    return FALSE;
  if (!note_resent (p, batch, cursor, error))
    return FALSE;
  c->log->sent += batch->lines - MIN (batch->lines, exceptions->len);
  return TRUE;
}

/* The next batch is made already, before this receipt is in the copy; it goes only to a root that still has what this one says. */
static gboolean
read_answer (Pusher *p, Batch *batch, GError **error)
{
  gint64 seq;
  g_autofree char *tok = NULL;
  batch->json = tn_client_parse (&batch->response, error);
  if (batch->json == NULL || p->c->hub != NULL)
    return batch->json != NULL;
  const char *cursor = cJSON_GetStringValue (cJSON_GetObjectItemCaseSensitive (batch->json, "cur"));
  if (!tn_cursor_split (cursor, &seq, &tok))
    return tn_client_bad_answer ("push", error);
  g_free (p->known);
  p->known = g_strdup (cursor);
  return TRUE;
}

/* `beside` = the helper has the copy meanwhile: then no session may be opened. */
static gboolean
send_batch (Pusher *p, Batch *batch, gboolean beside, const char **problem, GError **error)
{
  g_autofree char *path = tn_client_path (p->c, "push");
  TnClientCall call = { .method = "POST", .path = path, .content_type = TN_MEDIA_NDJSON_ZSTD, .body = batch->body, .token = TRUE, .known = p->known };
  const TnEnv *env = tn_copy_env (p->c->copy);
  gint64 started = tn_env_mono_us (env);
  gboolean sent = (beside ? tn_client_send : tn_client_ask) (p->c, &call, &batch->response, problem, error);
  batch->took_us = tn_env_mono_us (env) - started;
  return sent && read_answer (p, batch, error);
}

typedef struct {
  Pusher *p;
  Batch *before, *next;          /* to be closed, or NULL; made, or NULL on error */
  GError *error;
} Job;

static gpointer
run_job (gpointer data)
{
  Job *job = data;
  if (job->before == NULL || take_answer (job->p, job->before, &job->error))
    job->next = make_batch (job->p, &job->error);
  return NULL;
}

/* Sends `batch` while the one before it, if any, is closed and *next made. */
static gboolean
send_beside (Pusher *p, Batch *before, Batch *batch, Batch **next, const char **problem, GError **error)
{
  g_autoptr (GError) send_error = NULL;
  Job job = { .p = p, .before = before };
  GThread *thread = p->c->options->one_thread ? NULL : g_thread_new ("tn-batch", run_job, &job);
  gboolean sent = send_batch (p, batch, TRUE, problem, &send_error);
  if (thread != NULL)
    g_thread_join (thread);
  else
    run_job (&job);
  *next = job.next;
  if (job.next == NULL) {
    *problem = NULL;
    g_propagate_error (error, job.error);
    return FALSE;
  }
  if (!sent && g_strcmp0 (*problem, "session-expired") == 0) {
    g_clear_error (&send_error);
    g_clear_pointer (&p->c->transport->ticket, tn_ticket_free);   /* or the batch would go once more with what has run out */
    sent = send_batch (p, batch, FALSE, problem, &send_error);
  }
  if (!sent)
    g_propagate_error (error, g_steal_pointer (&send_error));
  return sent;
}

/* Nothing is to be done beside. */
static gboolean
send_alone (Pusher *p, Batch *batch, Batch **next, const char **problem, GError **error)
{
  if (!send_batch (p, batch, FALSE, problem, error))
    return FALSE;
  *next = make_batch (p, error);   /* what was typed meanwhile */
  return *next != NULL;
}

static gboolean
is_too_large (const Batch *batch, const char *problem)
{
  return g_strcmp0 (problem, "too-large") == 0 && batch->lines > TN_LIMIT_CHANGES_LEAST;
}

/* The server's limit is lower than ours: what was made is made again, smaller. Its rows are marked as sent, which harms none of them. */
static Batch *
remake_smaller (Pusher *p, const Batch *batch, GError **error)
{
  p->most = p->limit = TN_LIMIT_CHANGES_LEAST;
  p->after = g_array_index (batch->acks, TnAck, 0).n - 1;
  return make_batch (p, error);
}

/* Either way `before` is closed afterwards, or there is an error. */
static Batch *
send_one (Pusher *p, Batch *before, const Batch **sent, Batch *batch, GError **error)
{
  g_autoptr (GError) local = NULL;
  g_autoptr (Batch) next = NULL;
  const char *problem = NULL;
  if (g_cancellable_set_error_if_cancelled (p->c->cancellable, error))
    return NULL;
  p->tried = batch->lines;
  tn_client_progress (p->c, p->again ? TN_SYNC_REPAIR : TN_SYNC_PUSH, p->sent, p->again ? 0 : MAX (p->total, p->sent));
  if (batch->full || before != NULL ? send_beside (p, before, batch, &next, &problem, &local) : send_alone (p, batch, &next, &problem, &local)) {
    if (p->c->options->batch_lines == 0)
      p->limit = tn_pace_adapt (p->limit, batch->lines, batch->took_us, p->most);
    p->sent += batch->acks->len;
    *sent = batch;
    return g_steal_pointer (&next);
  }
  if (is_too_large (batch, problem))
    return remake_smaller (p, batch, error);
  g_propagate_error (error, g_steal_pointer (&local));
  return NULL;
}

static gboolean
push_batches (Pusher *p, GError **error)
{
  g_autoptr (Batch) before = NULL, batch = make_batch (p, error);
  while (batch != NULL && batch->acks->len > 0) {
    const Batch *sent = NULL;
    Batch *next = send_one (p, before, &sent, batch, error);
    g_clear_pointer (&before, free_batch);
    if (sent != NULL)
      before = g_steal_pointer (&batch);
    g_clear_pointer (&batch, free_batch);
    batch = next;
  }
  return batch != NULL && (before == NULL || take_answer (p, before, error));
}

/* With what it learned of the line kept for the next session. */
static gboolean
push_paced (Pusher *p, GError **error)
{
  g_autoptr (GError) local = NULL;
  gboolean ok = push_batches (p, &local);
  if (p->tried > 0 && p->c->options->batch_lines == 0)
    tn_pace_ended (p->c, TN_META_PACE_UP, ok ? p->limit : p->tried, local);
  if (!ok)
    g_propagate_error (error, g_steal_pointer (&local));
  return ok;
}

static Pusher
make_pusher (TnClient *c, const char *extra)
{
  guint limit = c->options->batch_lines > 0 ? c->options->batch_lines : tn_pace_first (c, TN_META_PACE_UP);
  return (Pusher) { .c = c, .extra = extra, .upstream = TN_UPSTREAM_ROOT, .limit = limit, .most = TN_LIMIT_CHANGES, .max_bytes = BATCH_BYTES, .upto = G_MAXINT64 };
}

/* What was read for a hub counts as sent there and is not read again, so its batches are made such that they are never too large. */
static void
aim_at_hub (Pusher *p, const char *upstream)
{
  p->upstream = upstream;
  p->most = TN_LIMIT_CHANGES_LEAST;
  p->limit = MIN (p->limit, p->most);
  p->max_bytes = TN_LIMIT_BODY / 2;
}

gboolean
tn_sync_push_own (TnClient *c, gint64 *after, gint64 upto, GError **error)
{
  TnOutboxSummary summary = { 0 };
  if (*after >= upto)
    return TRUE;
  if (!tn_outbox_summary (c->copy, &summary, error))
    return FALSE;
  Pusher p = make_pusher (c, "");
  g_autofree char *upstream = c->hub != NULL ? g_strconcat (TN_SENT_TO_HUB, c->hub, NULL) : NULL;
  g_autoptr (GArray) rows = c->hub == NULL && !c->rewound ? g_array_new (FALSE, FALSE, sizeof (TnSentRow)) : NULL;
  g_autoptr (GHashTable) passing = g_hash_table_new_full (tn_id_hash, tn_id_equal, g_free, g_free);
  if (upstream != NULL)
    aim_at_hub (&p, upstream);
  p.after = *after;
  p.upto = upto;
  p.total = summary.waiting;
  if (summary.waiting > MANY)
    tn_copy_bound_heaps ();
  p.rows = rows;
  p.passing = passing;
  p.known = tn_client_known (c);
  p.repairs = c->rewound;
  gboolean ok = push_paced (&p, error);
  *after = p.after;
  g_free (p.known);
  return ok;
}

gboolean
tn_sync_push (TnClient *c, GError **error)
{
  TnOutboxSummary summary = { 0 };
  gint64 after = 0;
  c->caught_up = FALSE;
  if (!tn_outbox_summary (c->copy, &summary, error))
    return FALSE;
  g_autofree char *resent = tn_copy_get_meta (c->copy, TN_META_RESENT);   /* what is sent now is none of what a repair that was cut off has sent */
  if (resent != NULL && c->hub == NULL && !forget_resent (c, error))
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
  Pusher p = make_pusher (c, ",\"repair\":true");
  p.again = p.repairs = TRUE;
  gboolean ok = find_resent (c, &p.after, error) && push_paced (&p, error);
  if (p.known != NULL) {
    g_free (c->repaired);
    c->repaired = p.known;
  }
  return ok && forget_resent (c, error) && tn_relay_resend (c->copy, error);   /* and what a team sent through this laptop */
}

static gboolean
give_in_custody (TnClient *c, gboolean again, guint *n, GError **error)
{
  g_autoptr (GString) extra = g_string_new (",\"device\":");
  tn_json_append_string (extra, c->device, -1);
  g_string_append (extra, ",\"ward\":");
  tn_json_append_string (extra, c->ward, -1);
  Pusher p = make_pusher (c, extra->str);
  p.limit = TN_LIMIT_CHANGES_LEAST;
  p.again = again;
  for (*n = 0;;) {
    const char *problem = NULL;
    g_autoptr (Batch) batch = make_batch (&p, error);
    if (batch == NULL || batch->acks->len == 0)
      return batch != NULL;
    TnClientCall call = { .method = "POST", .path = "/v1/custody", .content_type = TN_MEDIA_NDJSON_ZSTD, .body = batch->body, .sign = TRUE };
    if (!tn_client_send (c, &call, &batch->response, &problem, error))
      return FALSE;
    *n += batch->acks->len;
  }
}

/* Custody is no receipt of the root: the rows stay open here (sync.md I2). A root that was put back may have lost what it acknowledged before, and of a
 * laptop that may no longer repair it nobody else hands that in; the same batch again is no second one. */
gboolean
tn_sync_custody (TnClient *c, guint *n, GError **error)
{
  guint sent;
  if (c->rewound && (!give_in_custody (c, TRUE, &sent, error) || !tn_relay_resend (c->copy, error)))
    return FALSE;
  return give_in_custody (c, FALSE, n, error);
}
