/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The laptop's program without a window: a process of its own, so that its memory is its own and it runs beside the server as in life. */
#include <stdio.h>
#include <string.h>
#include "bench-ward.h"
#include "tn-meta-keys.h"
#include "tn-sync.h"

#define PER_EDIT 5000u

/* A transport that counts what goes over another one. */
typedef struct { TnTransport base, *inner; guint requests; } Counted;

typedef struct {
  char *path, *dir;
  TnCopy *copy;
  Counted *line;
} Laptop;

static gboolean
send_counted (TnTransport *t, const TnRequest *request, gsize max_body, TnResponse *response, GCancellable *cancellable, GError **error)
{
  Counted *counted = (Counted *) t;
  counted->requests++;
  return counted->inner->send (counted->inner, request, max_body, response, cancellable, error);
}

static void
free_counted (TnTransport *t)
{
  tn_transport_free (((Counted *) t)->inner);
  g_free (t);
}

static void
need (gboolean ok, const GError *error)
{
  if (!ok)
    g_error ("%s", error != NULL ? error->message : "?");
}

static double
seconds_since (gint64 started)
{
  return (double) (g_get_monotonic_time () - started) / G_USEC_PER_SEC;
}

static void
answer (cJSON *json)
{
  char *text = cJSON_PrintUnformatted (json);
  printf ("%s\n", text);
  fflush (stdout);
  cJSON_free (text);
  cJSON_Delete (json);
}

static void
open_copy (Laptop *l, const char *path)
{
  g_autoptr (GError) error = NULL;
  l->path = g_strdup (path);
  l->copy = tn_copy_open (path, TN_COPY_CREATE, NULL, &error);
  need (l->copy != NULL, error);
  answer (cJSON_CreateObject ());
}

static void
enrol (Laptop *l, const char *url, const char *code)
{
  g_autoptr (GError) error = NULL;
  need (tn_enrol (l->copy, url, code, NULL, "bench", NULL, &error), error);
  answer (cJSON_CreateObject ());
}

/* ---- typing in ---- */

typedef struct { Laptop *l; WardMap *map; TnEdit *edit; guint n; const char *device; } Typing;

static void
flush (Typing *t)
{
  g_autoptr (GError) error = NULL;
  need (tn_copy_edit (t->l->copy, t->edit, NULL, &error), error);
  g_clear_pointer (&t->edit, tn_edit_free);
}

static void
load_cb (TnSlice line, gpointer user_data)
{
  Typing *t = user_data;
  if (t->edit == NULL)
    t->edit = tn_edit_new ("import");
  ward_map_record (t->map, t->edit, line);
  if (++t->n % PER_EDIT == 0)
    flush (t);
}

/* Each edit is a save of its own, durable like a person's. */
static void
edit_cb (TnSlice line, gpointer user_data)
{
  Typing *t = user_data;
  WardEdit edit;
  g_autofree char *token = NULL;
  if (!ward_map_read_edit (t->map, line, &edit) || !tn_slice_is (edit.device, t->device))
    return;
  t->edit = tn_edit_new ("edit");
  const char *field = ward_map_edit (&edit, &token);
  tn_edit_set (t->edit, &edit.id, field, token);
  flush (t);
  t->n++;
}

static void
type_in (Laptop *l, const char *file, const char *device)
{
  Typing t = { .l = l, .map = ward_map_new (l->dir), .device = device };
  gint64 started = g_get_monotonic_time ();
  ward_each_line (l->dir, file, device != NULL ? edit_cb : load_cb, &t);
  if (t.edit != NULL)
    flush (&t);
  cJSON *json = cJSON_CreateObject ();
  cJSON_AddNumberToObject (json, "s", seconds_since (started));
  cJSON_AddNumberToObject (json, "n", t.n);
  answer (json);
  ward_map_free (t.map);
}

/* ---- reconciling ---- */

static void
connect_line (Laptop *l)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *url = tn_copy_get_meta (l->copy, TN_META_SERVER_URL), *ca = tn_copy_get_meta (l->copy, TN_META_SERVER_CA);
  l->line = g_new0 (Counted, 1);
  l->line->base.send = send_counted;
  l->line->base.free = free_counted;
  l->line->inner = tn_transport_soup_new (url, ca, &error);
  need (l->line->inner != NULL, error);
}

static void
hang_up (Laptop *l)
{
  if (l->line != NULL)
    tn_transport_free (&l->line->base);
  l->line = NULL;
}

/* kept: over the line and session of the last one, as while online. */
static void
reconcile (Laptop *l, gboolean kept)
{
  g_autoptr (GError) error = NULL;
  TnSessionLog log = { 0 };
  gint64 started = g_get_monotonic_time ();
  if (!kept)
    hang_up (l);
  if (l->line == NULL)
    connect_line (l);
  l->line->requests = 0;
  need (tn_sync_run (l->copy, &l->line->base, NULL, &log, NULL, &error), error);
  cJSON *json = cJSON_CreateObject ();
  cJSON_AddNumberToObject (json, "s", seconds_since (started));
  cJSON_AddNumberToObject (json, "requests", l->line->requests);
  cJSON_AddNumberToObject (json, "sent", log.sent);
  cJSON_AddNumberToObject (json, "received", log.received);
  cJSON_AddNumberToObject (json, "held", log.held);
  cJSON_AddNumberToObject (json, "http_up", (double) log.bytes_up);
  cJSON_AddNumberToObject (json, "http_down", (double) log.bytes_down);
  answer (json);
}

/* ---- how the week came out ---- */

typedef struct { WardMap *map; Laptop *l; GHashTable *last; /* "device id field" → WardEdit */ } Judge;

static void
last_edit_cb (TnSlice line, gpointer user_data)
{
  Judge *judge = user_data;
  WardEdit edit;
  TnIdStr id;
  g_autofree char *token = NULL;
  if (!ward_map_read_edit (judge->map, line, &edit))
    return;
  tn_id_format (&edit.id, id);
  const char *field = ward_map_edit (&edit, &token);
  g_autofree char *cls = tn_slice_dup (edit.cls), *device = tn_slice_dup (edit.device);
  g_hash_table_insert (judge->last, g_strjoin (" ", device, id, field, NULL), g_strjoin (" ", cls, token != NULL ? token : "null", NULL));
}

static gboolean
stands (Laptop *l, const char *id_text, const char *field, const char *token)
{
  TnId id;
  if (!tn_id_parse (id_text, -1, &id))
    return FALSE;
  g_autoptr (TnRow) row = tn_copy_get (l->copy, &id, NULL);
  TnSlice value = row != NULL ? tn_row_field (row, field) : (TnSlice) { NULL, 0 };
  return row != NULL && (value.len == 0 ? g_str_equal (token, "null") : tn_slice_is (value, token));
}

static void
count (cJSON *json, const char *key, int n)
{
  cJSON *item = cJSON_GetObjectItem (json, key);
  if (item == NULL)
    item = cJSON_AddNumberToObject (json, key, 0);
  cJSON_SetNumberValue (item, item->valuedouble + n);
}

/* Ids of the records that an open conflict is about. */
static GHashTable *
list_flagged (Laptop *l)
{
  GHashTable *flagged = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  g_autoptr (GArray) ids = g_array_new (FALSE, FALSE, sizeof (TnId));
  g_autoptr (TnStmt) stmt = tn_db_prepare (tn_copy_db (l->copy), "SELECT id FROM record WHERE kind='conflict'", NULL);
  for (TnId id; tn_stmt_step (stmt, NULL) == TN_STEP_ROW;) {
    tn_stmt_id (stmt, 0, &id);
    g_array_append_val (ids, id);
  }
  for (guint i = 0; i < ids->len; i++) {
    g_autoptr (TnRow) row = tn_copy_get (l->copy, &g_array_index (ids, TnId, i), NULL);
    if (row != NULL && !row->deleted)
      g_hash_table_add (flagged, tn_row_dup_text (row, "record"));
  }
  return flagged;
}

static void
judge_one (Judge *judge, const char *key, const char *said, GHashTable *flagged, GHashTable *same, cJSON *json)
{
  g_auto (GStrv) part = g_strsplit (key, " ", 3);
  const char *token = strchr (said, ' ') + 1;
  gboolean kept = stands (judge->l, part[1], part[2], token), flag = g_hash_table_contains (flagged, part[1]);
  if (g_str_has_prefix (said, "same")) {
    g_hash_table_add (same, g_strdup (part[1]));
    count (json, "same_edits", 1);
    count (json, "same_kept", kept);
    count (json, "same_flagged_edits", flag);
  } else {
    gboolean diff = g_str_has_prefix (said, "diff");
    count (json, diff ? "diff" : "solo", 1);
    count (json, diff ? "diff_lost" : "solo_lost", !kept);
  }
}

static void
judge_week (Laptop *l)
{
  Judge judge = { .l = l, .map = ward_map_new (l->dir), .last = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free) };
  g_autoptr (GHashTable) flagged = list_flagged (l), same = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  cJSON *json = cJSON_CreateObject ();
  GHashTableIter it;
  gpointer key, value;
  ward_each_line (l->dir, WEEK_FILE, last_edit_cb, &judge);
  g_hash_table_iter_init (&it, judge.last);
  while (g_hash_table_iter_next (&it, &key, &value))
    judge_one (&judge, key, value, flagged, same, json);
  count (json, "false_flags", 0);
  g_hash_table_iter_init (&it, flagged);
  while (g_hash_table_iter_next (&it, &key, NULL))
    count (json, "false_flags", !g_hash_table_contains (same, key));
  answer (json);
  g_hash_table_unref (judge.last);
  ward_map_free (judge.map);
}

/* How many edits of a file (of one device) stand. */
static void
verify_cb (gpointer key, gpointer said, gpointer user_data)
{
  Judge *judge = ((gpointer *) user_data)[0];
  g_auto (GStrv) part = g_strsplit (key, " ", 3);
  count (((gpointer *) user_data)[1], "bad", !stands (judge->l, part[1], part[2], strchr (said, ' ') + 1));
}

static void
verify (Laptop *l, const char *file)
{
  Judge judge = { .l = l, .map = ward_map_new (l->dir), .last = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free) };
  cJSON *json = cJSON_CreateObject ();
  ward_each_line (l->dir, file, last_edit_cb, &judge);
  count (json, "bad", 0);
  g_hash_table_foreach (judge.last, verify_cb, (gpointer[]) { &judge, json });
  answer (json);
  g_hash_table_unref (judge.last);
  ward_map_free (judge.map);
}

/* ---- commands ---- */

static void
find_household (Laptop *l)
{
  TnId id;
  TnIdStr text;
  g_autoptr (TnStmt) stmt = tn_db_prepare (tn_copy_db (l->copy), "SELECT id FROM record WHERE kind='household' ORDER BY id LIMIT 1 OFFSET 100", NULL);
  cJSON *json = cJSON_CreateObject ();
  if (tn_stmt_step (stmt, NULL) == TN_STEP_ROW && tn_stmt_id (stmt, 0, &id)) {
    tn_id_format (&id, text);
    cJSON_AddStringToObject (json, "id", text);
  }
  answer (json);
}

static void
hash_copy (Laptop *l)
{
  cJSON *json = cJSON_CreateObject ();
  g_autoptr (TnStmt) stmt = tn_db_prepare (tn_copy_db (l->copy), "SELECT count(*), total(length(body) + length(stamps)), group_concat(hex(h), '') FROM (SELECT body, stamps, h FROM record ORDER BY id)", NULL);
  if (tn_stmt_step (stmt, NULL) == TN_STEP_ROW) {
    TnSlice all = tn_stmt_slice (stmt, 2);
    g_autofree char *sum = g_compute_checksum_for_data (G_CHECKSUM_SHA256, (const guchar *) all.p, all.len);
    cJSON_AddNumberToObject (json, "records", (double) tn_stmt_int (stmt, 0));
    cJSON_AddNumberToObject (json, "bytes", (double) tn_stmt_int (stmt, 1));
    cJSON_AddStringToObject (json, "sum", sum);
  }
  answer (json);
}

static void
obey (Laptop *l, char **word, guint n)
{
  if (g_str_equal (word[0], "dir")) {
    l->dir = g_strdup (word[1]);
    answer (cJSON_CreateObject ());
  } else if (g_str_equal (word[0], "open"))
    open_copy (l, word[1]);
  else if (g_str_equal (word[0], "enrol"))
    enrol (l, word[1], word[2]);
  else if (g_str_equal (word[0], "load"))
    type_in (l, WARD_FILE, NULL);
  else if (g_str_equal (word[0], "edit"))
    type_in (l, word[1], word[2]);
  else if (g_str_equal (word[0], "sync"))
    reconcile (l, n > 1);
  else if (g_str_equal (word[0], "judge"))
    judge_week (l);
  else if (g_str_equal (word[0], "verify"))
    verify (l, word[1]);
  else if (g_str_equal (word[0], "household"))
    find_household (l);
  else if (g_str_equal (word[0], "hash"))
    hash_copy (l);
  else
    g_error ("no such command: %s", word[0]);
}

static void
close_copy (Laptop *l)
{
  hang_up (l);
  g_clear_pointer (&l->copy, tn_copy_close);
}

int
ward_laptop_main (void)
{
  Laptop l = { 0 };
  char line[4096];
  int status = 0;
  while (fgets (line, sizeof line, stdin) != NULL) {
    g_auto (GStrv) word = g_strsplit (g_strchomp (line), " ", -1);
    TnId id;
    if (g_str_equal (word[0], "desk") && tn_id_parse (word[1], -1, &id)) {
      close_copy (&l);
      status = ward_desk_main (l.path, &id);
      break;
    }
    obey (&l, word, g_strv_length (word));
  }
  close_copy (&l);
  g_free (l.path);
  g_free (l.dir);
  return status;
}
