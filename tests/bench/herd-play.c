/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "herd.h"
#include <math.h>
#include <string.h>

#define PLAYERS 64          /* laptops under way at once; who finds none free waits, and its waiting counts */
#define ERRORS_TOLD 5u

typedef struct { Herd *herd; guint i; gint64 due_us; } Visit;

static gint64
note (Herd *herd, HerdStep step, gint64 since_us)
{
  gint64 now = g_get_monotonic_time ();
  double ms = (double) (now - since_us) / 1000;
  g_mutex_lock (&herd->lock);
  g_array_append_val (herd->ms[step], ms);
  g_mutex_unlock (&herd->lock);
  return now;
}

/* The answer of a call that must be 200. Owned. */
static GBytes *
ask (Herd *herd, HerdLine *line, TnCall *call, GError **error)
{
  TnAnswer answer;
  GBytes *body = NULL;
  call->method = "POST";
  if (!herd_line_call (line, call, &answer, error))
    return NULL;
  if (answer.status == 200)
    body = g_bytes_ref (answer.body);
  else
    g_set_error (error, G_IO_ERROR, G_IO_ERROR_FAILED, "%s: %u %.*s", call->path, answer.status, (int) g_bytes_get_size (answer.body), (const char *) g_bytes_get_data (answer.body, NULL));
  g_mutex_lock (&herd->lock);
  herd->bytes_up += g_bytes_get_size (call->body);
  herd->bytes_down += g_bytes_get_size (answer.body);
  g_mutex_unlock (&herd->lock);
  tn_answer_clear (&answer);
  return body;
}

static cJSON *
ask_json (Herd *herd, HerdLine *line, TnCall *call, GError **error)
{
  g_autoptr (GBytes) body = ask (herd, line, call, error);
  cJSON *json = body != NULL ? cJSON_ParseWithLength (g_bytes_get_data (body, NULL), g_bytes_get_size (body)) : NULL;
  if (body != NULL && json == NULL)
    g_set_error (error, G_IO_ERROR, G_IO_ERROR_FAILED, "%s: no JSON", call->path);
  return json;
}

static gboolean
open_session (Herd *herd, HerdLine *line, guint i, const char *cursor, GError **error)
{
  Laptop *laptop = herd->laptops[i];
  g_autofree char *known = g_strdup_printf ("[{\"ward\":\"%s\",\"cur\":\"%s\"}]", herd->wards[i % HERD_WARDS].code, cursor);
  g_autoptr (GBytes) body = laptop_session_body (laptop, known);
  g_autofree char *signature = laptop_sign (laptop, body);
  cJSON *json = ask_json (herd, line, &(TnCall) { .path = "/v1/session", .content_type = TN_MEDIA_JSON, .body = body, .signature = signature }, error);
  if (json == NULL)
    return FALSE;
  laptop->token = g_strdup (json_text (json, "token"));
  gboolean good = laptop->token != NULL && cJSON_GetArraySize (cJSON_GetObjectItem (json, "rewound")) == 0;
  if (!good)
    g_set_error_literal (error, G_IO_ERROR, G_IO_ERROR_FAILED, "the session says that the district was rewound");
  cJSON_Delete (json);
  return good;
}

static gboolean
push (Herd *herd, HerdLine *line, guint i, GBytes *batch, const char *cursor, GError **error)
{
  HerdWard *ward = &herd->wards[i % HERD_WARDS];
  g_autofree char *path = g_strdup_printf ("/v1/w/%s/push", ward->code);
  cJSON *json = ask_json (herd, line, &(TnCall) { .path = path, .content_type = TN_MEDIA_NDJSON_ZSTD, .body = batch, .token = herd->laptops[i]->token, .known = cursor }, error);
  if (json == NULL)
    return FALSE;
  gboolean good = cJSON_GetArraySize (cJSON_GetObjectItem (json, "res")) == 0;
  if (good)
    herd_note_head (ward, json_text (json, "cur"));
  else
    g_set_error_literal (error, G_IO_ERROR, G_IO_ERROR_FAILED, "an edit was not simply taken");
  cJSON_Delete (json);
  return good;
}

/* What others wrote, and its own edits: the ward is not what it was, so the receipt's sum does not spare the page. */
static gboolean
pull (Herd *herd, HerdLine *line, guint i, const char *cursor, GError **error)
{
  TnPageReader reader;
  g_autofree char *path = g_strdup_printf ("/v1/w/%s/pull", herd->wards[i % HERD_WARDS].code), *text = g_strdup_printf ("{\"want\":[{\"s\":\"*\",\"cur\":\"%s\"}],\"known\":\"%s\",\"limit\":5000}", cursor, cursor);
  g_autoptr (GBytes) body = g_bytes_new (text, strlen (text));
  g_autoptr (GBytes) packed = ask (herd, line, &(TnCall) { .path = path, .content_type = TN_MEDIA_JSON, .body = body, .token = herd->laptops[i]->token }, error);
  g_autoptr (GBytes) page = packed != NULL ? tn_page_inflate (packed, TN_LIMIT_INFLATED, error) : NULL;
  if (page == NULL || !tn_page_reader_init (&reader, page, error))
    return FALSE;
  g_mutex_lock (&herd->lock);
  herd->lines += reader.count;
  g_mutex_unlock (&herd->lock);
  if (reader.count >= HERD_ROWS + HERD_EDITS)
    return TRUE;
  g_set_error (error, G_IO_ERROR, G_IO_ERROR_FAILED, "only %u rows came", reader.count);
  return FALSE;
}

static gboolean
be_served (Herd *herd, HerdLine *line, guint i, gint64 *at, GError **error)
{
  char cursor[TN_CURSOR_TEXT];
  TnCursor behind = herd_cursor_behind (&herd->wards[i % HERD_WARDS]);
  g_autoptr (GBytes) batch = herd_batch (herd, i);
  tn_cursor_format (&behind, cursor);
  *at = g_get_monotonic_time ();
  if (!open_session (herd, line, i, cursor, error))
    return FALSE;
  *at = note (herd, HERD_SESSION, *at);
  if (!push (herd, line, i, batch, cursor, error))
    return FALSE;
  *at = note (herd, HERD_PUSH, *at);
  if (!pull (herd, line, i, cursor, error))
    return FALSE;
  *at = note (herd, HERD_PULL, *at);
  return TRUE;
}

static gboolean
visit (Herd *herd, guint i, GError **error)
{
  gint64 at = g_get_monotonic_time ();
  HerdLine *line = herd_line_open (herd->anchors, herd->port, error);
  if (line == NULL)
    return FALSE;
  at = note (herd, HERD_CONNECT, at);
  if (!be_served (herd, line, i, &at, error))
    {
      herd_line_close (line, NULL);
      return FALSE;
    }
  if (!herd_line_close (line, error))
    return FALSE;
  note (herd, HERD_LEAVE, at);
  return TRUE;
}

static void
visit_cb (gpointer data, gpointer user_data)
{
  g_autofree Visit *v = data;
  g_autoptr (GError) error = NULL;
  gboolean good = visit (v->herd, v->i, &error);
  note (v->herd, HERD_WHOLE, v->due_us);
  if (good)
    return;
  g_mutex_lock (&v->herd->lock);
  if (v->herd->errors++ < ERRORS_TOLD)
    g_print ("laptop %u: %s\n", v->i, error->message);
  g_mutex_unlock (&v->herd->lock);
}

double
herd_play (Herd *herd, double seconds, double per_second)
{
  g_autoptr (GRand) rand = g_rand_new_with_seed (11);
  GThreadPool *players = g_thread_pool_new (visit_cb, NULL, PLAYERS, TRUE, NULL);
  gint64 start = g_get_monotonic_time ();
  double due_s = 0;
  while (herd->played < HERD_LAPTOPS && (due_s += -log (1 - g_rand_double (rand)) / per_second) < seconds)
    {
      gint64 due_us = start + (gint64) (due_s * G_USEC_PER_SEC), now = g_get_monotonic_time ();
      Visit *v = g_new (Visit, 1);
      *v = (Visit) { herd, herd->played++, due_us };
      if (due_us > now)
        g_usleep ((gulong) (due_us - now));
      g_thread_pool_push (players, v, NULL);
    }
  g_thread_pool_free (players, FALSE, TRUE);
  return (double) (g_get_monotonic_time () - start) / G_USEC_PER_SEC;
}
