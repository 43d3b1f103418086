/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "tungnha-sync"
#include <glib/gi18n.h>
#include "tn-client-private.h"

/* POST /known: which of the open edits the root has (they are closed), and which a reviewer refused (sync.md 2.6). */
#define KNOWN_MAX 5000u

GBytes *
tn_sync_known_request (TnClient *c, const GPtrArray *rows, guint from, guint to)
{
  g_autoptr (GArray) names = g_array_sized_new (FALSE, FALSE, sizeof (TnChangeName), to - from);
  for (guint i = from; i < to; i++) {
    TnChangeName name = tn_open_row_name (rows->pdata[i]);
    g_array_append_val (names, name);
  }
  return tn_change_names_ask (c->ward, (const TnChangeName *) (void *) names->data, names->len);
}

/* Adds the rows that `indexes` names to the acknowledgement, each once. */
static gboolean
take_indexes (const cJSON *indexes, const GPtrArray *rows, gboolean *taken, GArray *acks, GArray *exceptions, TnAckCode code)
{
  const cJSON *item;
  cJSON_ArrayForEach (item, indexes) {
    if (!cJSON_IsNumber (item) || item->valuedouble < 0 || item->valuedouble >= rows->len)
      return FALSE;
    guint i = (guint) item->valuedouble;
    const TnOpenRow *row = rows->pdata[i];
    if (taken[i])
      continue;
    taken[i] = TRUE;
    TnAck ack = { row->n, row->stamp };
    g_array_append_val (acks, ack);
    if (code != TN_ACK_OK) {
      TnAckException exception = { row->n, code, "reviewer" };
      g_array_append_val (exceptions, exception);
    }
  }
  return TRUE;
}

static void
tell_refused (TnClient *c, guint n)
{
  g_autofree char *text = g_strdup_printf (ngettext ("The district did not accept %u change that was typed here; what stood before stands again, and the history keeps what was typed.",
                                                     "The district did not accept %u changes that were typed here; what stood before stands again, and the history keeps what was typed.", n), n);
  if (n > 0)
    tn_client_note (c, text);
}

/* A server that was put back may have lost what it held and still fit our cursors, as nothing that is held moves the ward. */
static gboolean
reopen_rows (TnClient *c, const cJSON *have, const GPtrArray *rows, const gboolean *taken, GError **error)
{
  g_autofree gboolean *there = g_new0 (gboolean, rows->len);
  g_autoptr (GArray) gone = g_array_new (FALSE, TRUE, sizeof (TnAck));
  const cJSON *item;
  if (!cJSON_IsArray (have))
    return tn_client_bad_answer ("known", error);
  cJSON_ArrayForEach (item, have)
    if (cJSON_IsNumber (item) && item->valuedouble >= 0 && item->valuedouble < rows->len)
      there[(guint) item->valuedouble] = TRUE;
  for (guint i = 0; i < rows->len; i++) {
    const TnOpenRow *row = rows->pdata[i];
    TnAck ack = { row->n, row->stamp };
    if (row->held && !there[i] && !taken[i])
      g_array_append_val (gone, ack);
  }
  return gone->len == 0 || tn_outbox_reopen (c->copy, gone, error);
}

static gboolean
close_rows (TnClient *c, const cJSON *json, const GPtrArray *rows, GError **error)
{
  g_autoptr (GArray) acks = g_array_new (FALSE, TRUE, sizeof (TnAck));
  g_autoptr (GArray) exceptions = g_array_new (FALSE, TRUE, sizeof (TnAckException));
  g_autofree gboolean *taken = g_new0 (gboolean, rows->len);
  g_autofree char *tok = NULL;
  gint64 seq = 0;
  if (!take_indexes (cJSON_GetObjectItemCaseSensitive (json, "rejected"), rows, taken, acks, exceptions, TN_ACK_REJECTED)
      || !take_indexes (cJSON_GetObjectItemCaseSensitive (json, "root"), rows, taken, acks, exceptions, TN_ACK_OK))
    return tn_client_bad_answer ("known", error);
  if (!reopen_rows (c, cJSON_GetObjectItemCaseSensitive (json, "have"), rows, taken, error))
    return FALSE;
  if (acks->len == 0)
    return TRUE;
  tell_refused (c, exceptions->len);
  if (!tn_known_get (c->copy, &seq, &tok))
    seq = 0;
  return tn_outbox_ack (c->copy, acks, (const TnAckException *) (void *) exceptions->data, exceptions->len, seq, tok, error);
}

static gboolean
ask_rows (TnClient *c, const GPtrArray *rows, GError **error)
{
  g_auto (TnResponse) response = { 0 };
  const char *problem = NULL;
  g_autoptr (GBytes) body = tn_sync_known_request (c, rows, 0, rows->len);
  TnClientCall call = { .method = "POST", .path = "/v1/known", .body = body, .token = TRUE };
  if (!tn_client_send (c, &call, &response, &problem, error))
    return FALSE;
  cJSON *json = tn_client_parse (&response, error);
  gboolean ok = json != NULL && close_rows (c, json, rows, error);
  cJSON_Delete (json);
  return ok;
}

gboolean
tn_sync_ask_known (TnClient *c, gboolean only_held, GError **error)
{
  g_autoptr (GPtrArray) open = tn_outbox_open_rows (c->copy, G_MAXUINT, error);
  if (open == NULL)
    return FALSE;
  g_autoptr (GPtrArray) part = g_ptr_array_new ();
  for (guint i = 0; i < open->len; i++) {
    const TnOpenRow *row = open->pdata[i];
    if (!only_held || row->held)
      g_ptr_array_add (part, open->pdata[i]);
    if (part->len == KNOWN_MAX || (i + 1 == open->len && part->len > 0)) {
      if (!ask_rows (c, part, error))
        return FALSE;
      g_ptr_array_set_size (part, 0);
    }
  }
  return TRUE;
}
