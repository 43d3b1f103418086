/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "tungnha-sync"
#include <glib/gi18n.h>
#include "tn-meta-keys.h"
#include "tn-upstream.h"
#include "tn-client-private.h"

/* Receiving (sync.md 2.7 steps 3 to 5). While a page is applied on a helper thread, this thread, which owns the transport, fetches exactly one
 * more; the copy is never touched by both, since the cursor of the next page stands in the last line of this one. Page and cursor are stored
 * in one transaction, so a cut at any byte costs at most the page under way.
 *
 * Afterwards the set hash of every stream must be the root's. If one is not, single records are repaired (tn-sync-repair.c); if they still
 * differ, the session fails and says so, and tries no more for a day. */
#define PULL_MAX_BODY (2 * TN_LIMIT_PAGE_BYTES)   /* a page of incompressible text and its last line */
#define META_DIFFER "sync_differ"                /* when a repair was of no use: for a day none is tried */
#define DIFFER_MS (24 * 60 * 60 * G_GINT64_CONSTANT (1000))

typedef struct {
  TnPageLines *read;             /* being taken apart, while the page before is applied */
  guint lines;
  char *cursor;
  gboolean more;
  guint64 left;                  /* lines after it at most; 0 = the server does not say, or none */
  cJSON *digests;                /* of the last page */
  GPtrArray *streams;            /* borrowed names for which the cursor holds, NULL at the end */
  gboolean index;                /* the first reading of a stream ends here */
} Page;

typedef struct {
  TnClient *c;
  GPtrArray *pulls;              /* TnPull: where each stream will be once all fetched pages are applied */
  char *known;                   /* as tn_client_known(): each page comes from a root that has it */
  guint limit;
  guint64 received, lines, total; /* rows; lines of applied pages, and of all as far as is known, 0 = it is not */
} Puller;

static void
clear_puller (Puller *p)
{
  g_clear_pointer (&p->pulls, g_ptr_array_unref);
  g_clear_pointer (&p->known, g_free);
}
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Puller, clear_puller)

static void
free_page (Page *page)
{
  g_clear_pointer (&page->read, tn_page_lines_free);
  g_clear_pointer (&page->cursor, g_free);
  g_clear_pointer (&page->digests, cJSON_Delete);
  g_clear_pointer (&page->streams, g_ptr_array_unref);
  g_free (page);
}
G_DEFINE_AUTOPTR_CLEANUP_FUNC (Page, free_page)

static gint64
cursor_seq (const char *cursor)
{
  return g_ascii_strtoll (cursor, NULL, 10);
}

/* Each cursor is looked for in the log anyway. */
static gboolean
is_among (const GPtrArray *pulls, const char *cursor)
{
  for (guint i = 0; i < pulls->len; i++)
    if (strcmp (((const TnPull *) pulls->pdata[i])->cursor, cursor) == 0)
      return TRUE;
  return FALSE;
}

void
tn_sync_append_want (GString *text, const GPtrArray *pulls, const char *known)
{
  g_string_append (text, "\"want\":[");
  for (guint i = 0; i < pulls->len; i++) {
    const TnPull *pull = pulls->pdata[i];
    g_string_append (text, i > 0 ? ",{\"s\":" : "{\"s\":");
    tn_json_append_string (text, pull->stream, -1);
    g_string_append (text, ",\"cur\":");
    tn_json_append_string (text, pull->cursor, -1);
    g_string_append_c (text, '}');
  }
  g_string_append_c (text, ']');
  if (known == NULL || is_among (pulls, known))
    return;
  g_string_append (text, ",\"known\":");
  tn_json_append_string (text, known, -1);
}

static GBytes *
make_request (Puller *p)
{
  GString *text = g_string_new ("{");
  tn_sync_append_want (text, p->pulls, p->known);
  g_string_append_printf (text, ",\"limit\":%u}", p->limit);
  return g_string_free_to_bytes (text);
}

/* The end line says how far this page reaches; a stream that was further already keeps its own cursor. */
static gboolean
read_end (Puller *p, Page *page, const TnPageReader *reader, GError **error)
{
  cJSON *end = cJSON_ParseWithLength (reader->end.p, reader->end.len);
  page->cursor = g_strdup (cJSON_GetStringValue (cJSON_GetObjectItemCaseSensitive (end, "cur")));
  page->more = cJSON_IsTrue (cJSON_GetObjectItemCaseSensitive (end, "more"));
  const cJSON *left = cJSON_GetObjectItemCaseSensitive (end, "left");
  page->left = page->more && cJSON_IsNumber (left) && left->valuedouble > 0 ? (guint64) left->valuedouble : 0;
  page->digests = cJSON_DetachItemFromObjectCaseSensitive (end, "dig");
  cJSON_Delete (end);
  if (page->cursor == NULL)
    return tn_client_bad_answer ("pull", error);
  page->streams = g_ptr_array_new ();
  for (guint i = 0; i < p->pulls->len; i++) {
    TnPull *pull = p->pulls->pdata[i];
    if (cursor_seq (pull->cursor) > cursor_seq (page->cursor))
      continue;
    g_ptr_array_add (page->streams, pull->stream);
    g_free (pull->cursor);
    pull->cursor = g_strdup (page->cursor);
    page->index |= !page->more && !pull->ready;
    pull->ready |= !page->more;
  }
  g_ptr_array_add (page->streams, NULL);
  return TRUE;
}

/* `beside` = a page is being applied meanwhile: then the copy may not be touched, and so no session opened. */
static Page *
fetch_page (Puller *p, gboolean beside, const char **problem, GError **error)
{
  g_auto (TnResponse) response = { 0 };
  g_autoptr (GBytes) body = make_request (p);
  g_autofree char *path = tn_client_path (p->c, "pull");
  TnClientCall call = { .method = "POST", .path = path, .body = body, .token = TRUE, .max_body = PULL_MAX_BODY };
  const TnEnv *env = tn_copy_env (p->c->copy);
  gint64 started = tn_env_mono_us (env);
  if (!(beside ? tn_client_send : tn_client_ask) (p->c, &call, &response, problem, error))
    return NULL;
  gint64 took = tn_env_mono_us (env) - started;
  g_autoptr (Page) page = g_new0 (Page, 1);
  g_autoptr (GBytes) inflated = tn_page_inflate (response.body, TN_LIMIT_INFLATED, error);
  page->read = inflated != NULL ? tn_page_lines_new (inflated, p->c->options->one_thread, error) : NULL;
  if (page->read == NULL || !read_end (p, page, tn_page_lines_reader (page->read), error))
    return NULL;
  page->lines = tn_page_lines_reader (page->read)->count;
  if (p->c->options->page_lines == 0)
    p->limit = tn_pace_adapt (p->limit, page->lines, took, TN_LIMIT_PAGE_LINES);
  return g_steal_pointer (&page);
}

typedef struct {
  TnClient *c;
  Page *page;
  TnApplyResult result;
  gboolean ok;
  GError *error;
} Job;

static gpointer
apply_job (gpointer data)
{
  Job *job = data;
  TnDb *db = tn_copy_db (job->c->copy);
  /* Only here, where a statement can be long; a page that is broken off is not there at all. */
  tn_db_set_cancellable (db, job->c->cancellable);
  TnApplyFlags flags = (job->c->hub == NULL && !job->page->more ? TN_APPLY_READY : 0) | (job->c->options->allow_removal ? TN_APPLY_REMOVAL : 0);
  job->ok = tn_apply_lines (job->c->copy, job->c->hub, job->page->read, (const char *const *) job->page->streams->pdata, job->page->cursor, flags,
                            &job->result, &job->error);
  tn_db_set_cancellable (db, NULL);
  return NULL;
}

/* What the server says is a bound that comes down from page to page: what was once said to be near is not put off again. */
static void
tell_progress (Puller *p, const Page *page)
{
  p->lines += page->lines;
  guint64 total = page->left > 0 ? p->lines + page->left : 0;
  p->total = total > 0 && p->total > p->lines ? MIN (p->total, total) : total;
  tn_client_progress (p->c, TN_SYNC_PULL, p->lines, p->total);
}

static gboolean
finish_job (Puller *p, Job *job, GError **error)
{
  if (!job->ok) {
    g_propagate_error (error, g_steal_pointer (&job->error));
    return FALSE;
  }
  p->received += job->result.rows;
  p->c->log->received += job->result.rows;
  p->c->log->conflicts += job->result.conflicts;
  tn_apply_result_clear (&job->result);
  tell_progress (p, job->page);
  return TRUE;
}

static gboolean
apply_and_fetch (Puller *p, Page *page, Page **next, GError **error)
{
  g_autoptr (GError) fetch_error = NULL;
  const char *problem = NULL;
  Job job = { .c = p->c, .page = page };
  if (page->index)
    tn_client_progress (p->c, TN_SYNC_INDEX, p->received, 0);
  if (!page->more) {
    apply_job (&job);
    return finish_job (p, &job, error);
  }
  GThread *thread = p->c->options->one_thread ? NULL : g_thread_new ("tn-apply", apply_job, &job);
  *next = fetch_page (p, TRUE, &problem, &fetch_error);
  if (thread != NULL)
    g_thread_join (thread);
  else
    apply_job (&job);
  if (!finish_job (p, &job, error))
    return FALSE;
  if (*next == NULL && g_strcmp0 (problem, "session-expired") == 0) {
    g_clear_error (&fetch_error);
    *next = fetch_page (p, FALSE, &problem, &fetch_error);
  }
  if (*next == NULL)
    g_propagate_error (error, g_steal_pointer (&fetch_error));
  return *next != NULL;
}

static gboolean
is_wanted (const GPtrArray *pulls, const char *stream)
{
  for (guint i = 0; i < pulls->len; i++) {
    const TnPull *pull = pulls->pdata[i];
    if (strcmp (pull->stream, "*") == 0 || strcmp (pull->stream, stream) == 0)
      return TRUE;
  }
  return FALSE;
}

static gboolean
same_digest (const cJSON *theirs, const TnDigest *mine)
{
  guint8 bytes[16];
  char hex[2 * sizeof bytes + 1];
  const cJSON *n = cJSON_GetArrayItem (theirs, 0), *sum = cJSON_GetArrayItem (theirs, 1);
  TnSum zero = { 0, 0 };
  tn_sum_to_bytes (mine != NULL ? &mine->sum : &zero, bytes);
  tn_hex (bytes, sizeof bytes, hex);
  return cJSON_IsNumber (n) && (guint64) n->valuedouble == (mine != NULL ? mine->n : 0) && g_strcmp0 (cJSON_GetStringValue (sum), hex) == 0;
}

static const TnDigest *
find_digest (const GPtrArray *mine, const char *stream)
{
  for (guint i = 0; i < mine->len; i++)
    if (strcmp (((TnDigest *) mine->pdata[i])->stream, stream) == 0)
      return mine->pdata[i];
  return NULL;
}

GPtrArray *
tn_sync_list_differing (TnCopy *copy, const GPtrArray *pulls, const cJSON *theirs, GError **error)
{
  g_autoptr (GPtrArray) mine = tn_apply_digests (copy, error);
  if (mine == NULL)
    return NULL;
  GPtrArray *differing = g_ptr_array_new_with_free_func (g_free);
  const cJSON *item;
  cJSON_ArrayForEach (item, theirs)
    if (!same_digest (item, find_digest (mine, item->string)))
      g_ptr_array_add (differing, g_strdup (item->string));
  for (guint i = 0; i < mine->len; i++) {
    const TnDigest *digest = mine->pdata[i];
    if (digest->n > 0 && is_wanted (pulls, digest->stream) && !cJSON_HasObjectItem (theirs, digest->stream))
      g_ptr_array_add (differing, g_strdup (digest->stream));
  }
  return differing;
}

static gboolean
set_differ (const GPtrArray *differing, GError **error)
{
  g_set_error (error, TN_ERROR, TN_ERROR_CORRUPT,
               ngettext ("This laptop’s copy and the district’s differ in %u part (%s …), and repairing it did not help. Everything you typed is safe here and was sent. Tell the district.",
                         "This laptop’s copy and the district’s differ in %u parts (%s …), and repairing them did not help. Everything you typed is safe here and was sent. Tell the district.", differing->len),
               differing->len, (const char *) differing->pdata[0]);
  return FALSE;
}

static gboolean
may_repair (TnClient *c)
{
  g_autofree char *last = tn_copy_get_meta (c->copy, META_DIFFER);
  gint64 age = tn_env_now_ms (tn_copy_env (c->copy)) - (last != NULL ? g_ascii_strtoll (last, NULL, 10) : 0);
  return last == NULL || age > DIFFER_MS || age < 0;
}

/* Pulls to the end; *differing gets the streams that then are not equal (NULL = not compared). */
static gboolean
pull_all (TnClient *c, Puller *p, GPtrArray **differing, GError **error)
{
  const char *problem = NULL;
  g_clear_pointer (&p->pulls, g_ptr_array_unref);
  p->pulls = c->hub != NULL ? tn_upstream_pulls (c->copy, c->hub, error) : tn_pull_list (c->copy, error);
  if (p->pulls == NULL)
    return FALSE;
  g_free (p->known);
  p->known = tn_client_known (c);
  if (p->pulls->len == 0)
    return TRUE;
  g_autoptr (Page) page = fetch_page (p, FALSE, &problem, error);
  while (page != NULL) {
    g_autoptr (Page) next = NULL;
    if (!apply_and_fetch (p, page, &next, error))
      return FALSE;
    if (!page->more)
      break;
    free_page (page);
    page = g_steal_pointer (&next);
  }
  if (page == NULL)
    return FALSE;
  /* Comparing reads an index of the whole copy, so a quick run within one session leaves it to the next session. */
  if (c->hub != NULL)
    return TRUE;   /* its state is not the root's, and only the root's is compared */
  if (c->fresh && page->digests != NULL)
    *differing = tn_sync_list_differing (c->copy, p->pulls, page->digests, error);
  return !c->fresh || page->digests == NULL || *differing != NULL;
}

/* Whether it helped is remembered. */
static gboolean
note_outcome (TnClient *c, const GPtrArray *again, GError **error)
{
  gboolean differs = again != NULL && again->len > 0;
  g_autofree char *now = g_strdup_printf ("%" G_GINT64_FORMAT, tn_env_now_ms (tn_copy_env (c->copy)));
  return tn_copy_set_meta (c->copy, META_DIFFER, differs ? now : NULL, error) && (!differs || set_differ (again, error));
}

static gboolean
repair_drift (TnClient *c, Puller *p, GError **error)
{
  g_autoptr (GPtrArray) again = NULL;
  return tn_sync_repair (c, _("This laptop’s copy and the district’s had come to differ."), error) && pull_all (c, p, &again, error)
         && note_outcome (c, again, error);
}

gboolean
tn_sync_told_by_root (TnCopy *copy, GError **error)
{
  g_autofree char *told = tn_copy_get_meta (copy, TN_META_TOLD_BY_HUB);
  return told == NULL || tn_copy_set_meta (copy, TN_META_TOLD_BY_HUB, NULL, error);
}

gboolean
tn_sync_pull (TnClient *c, GError **error)
{
  g_auto (Puller) p = { .c = c, .limit = c->options->page_lines > 0 ? c->options->page_lines : tn_pace_first (c, TN_META_PACE_DOWN) };
  g_autoptr (GPtrArray) differing = NULL;
  g_autoptr (GError) local = NULL;
  tn_client_progress (c, TN_SYNC_PULL, 0, 0);
  if (c->fresh && c->hub != NULL && !tn_upstream_set_streams (c->copy, c->hub, (const char *const *) c->streams, error))
    return FALSE;
  if (c->fresh && c->hub == NULL && !tn_pull_set_scope (c->copy, (const char *const *) c->streams, error))
    return FALSE;
  gboolean ok = pull_all (c, &p, &differing, &local);
  if (c->options->page_lines == 0)
    tn_pace_ended (c, TN_META_PACE_DOWN, p.limit, local);
  /* put back between the session and now, or older than what stands here although its log fits */
  gboolean rewound = !ok && c->fresh && c->hub == NULL && g_error_matches (local, TN_ERROR, TN_ERROR_REWOUND);
  if (!ok && !rewound) {
    c->stale |= !c->fresh && g_error_matches (local, TN_ERROR, TN_ERROR_REWOUND);
    g_propagate_error (error, g_steal_pointer (&local));
    return FALSE;
  }
  if (!rewound && differing == NULL)
    return TRUE;
  if (!rewound && differing->len == 0)
    return tn_sync_told_by_root (c->copy, error) && tn_pull_drop_strays (c->copy, error);
  if (!rewound && !may_repair (c))
    return set_differ (differing, error);
  return repair_drift (c, &p, error);
}
