/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "tungnha-sync"
#include <glib/gi18n.h>
#include "tn-page.h"
#include "tn-repair.h"
#include "tn-client-private.h"

/* Bringing a copy and its upstream together again (sync.md 2.9). What is compared twice is compared on purpose: first to hand in all that the
 * upstream lacks, so that parents and children are both there and stand in their streams; then to take over what still differs. */
#define BATCH_BYTES (TN_LIMIT_BODY - TN_LIMIT_LINE - 4096u)   /* below TN_LIMIT_BODY even when nothing can be compressed */
#define FETCH_IDS 1000u
#define LEVEL 1
#define AHEAD_MS (30 * 24 * 3600 * G_GINT64_CONSTANT (1000))   /* a hub that nobody has heard of for so long is lost (sync.md 2.16) */
#define MAX_ANSWER (4u * 1024 * 1024)

typedef struct {
  TnClient *c;
  gboolean (*write_line) (TnCopy *copy, const TnId *id, GString *line, gboolean *any, GError **error);
  gboolean ahead;                 /* the batch being gathered holds what only hubs have said: the root judges it otherwise, so none of it goes with the rest */
  gboolean held_stays;            /* what the root holds of it never was the root's word: nothing changes here, unless it is out of our scope */
  GString *lines;
  guint n_lines;
  guint handed_in, held, erased, moved, taken;
  guint64 done, total;
} Repair;

static void
clear_repair (Repair *r)
{
  if (r->lines != NULL)
    g_string_free (r->lines, TRUE);
}
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Repair, clear_repair)

/* ---- handing in ---- */

static gboolean
read_answer (Repair *r, const cJSON *item, GArray *settles)
{
  TnRepairSettle settle;
  const char *id = cJSON_GetStringValue (cJSON_GetObjectItemCaseSensitive (item, "i"));
  const char *code = cJSON_GetStringValue (cJSON_GetObjectItemCaseSensitive (item, "code"));
  if (id == NULL || code == NULL || !tn_id_parse (id, -1, &settle.id))
    return FALSE;
  /* an unknown word of a newer server is "held": no word but `erased` and `moved` may take a record away here */
  settle.code = strcmp (code, "erased") == 0 ? TN_REPAIR_ERASED : strcmp (code, "moved") == 0 ? TN_REPAIR_MOVED : TN_REPAIR_HELD;
  r->erased += settle.code == TN_REPAIR_ERASED;
  r->moved += settle.code == TN_REPAIR_MOVED;
  r->held += settle.code == TN_REPAIR_HELD;
  /* what never came from the root, and by its word is none of ours: it lies there for a reviewer, and has been kept here for long enough */
  if (r->held_stays && settle.code == TN_REPAIR_HELD && g_strcmp0 (cJSON_GetStringValue (cJSON_GetObjectItemCaseSensitive (item, "why")), "scope") == 0)
    settle.code = TN_REPAIR_MOVED;
  if (settle.code != TN_REPAIR_HELD || !r->held_stays)
    g_array_append_val (settles, settle);
  return TRUE;
}

static void
note_receipt (TnClient *c, const cJSON *json)
{
  const char *cursor = cJSON_GetStringValue (cJSON_GetObjectItemCaseSensitive (json, "cur"));
  if (cursor == NULL)
    return;
  g_free (c->repaired);
  c->repaired = g_strdup (cursor);
}

static gboolean
settle_answer (Repair *r, const TnResponse *response, GError **error)
{
  g_autoptr (GArray) settles = g_array_new (FALSE, FALSE, sizeof (TnRepairSettle));
  cJSON *json = tn_client_parse (response, error);
  const cJSON *item;
  note_receipt (r->c, json);
  gboolean ok = json != NULL;
  cJSON_ArrayForEach (item, cJSON_GetObjectItemCaseSensitive (json, "res"))
    ok = ok && (read_answer (r, item, settles) || tn_client_bad_answer ("repair", error));
  cJSON_Delete (json);
  return ok && tn_repair_settle (r->c->copy, (const TnRepairSettle *) (gpointer) settles->data, settles->len, error);
}

static gboolean
send_lines (Repair *r, GError **error)
{
  g_auto (TnResponse) response = { 0 };
  const char *problem = NULL;
  if (r->n_lines == 0)
    return TRUE;
  g_autofree char *path = tn_client_path (r->c, "repair");
  g_autofree char *head = g_strdup_printf ("{\"repair\":{\"count\":%u,\"schema\":%d%s}}\n", r->n_lines, TN_SCHEMA_VERSION, r->ahead ? ",\"ahead\":true" : "");
  g_string_prepend (r->lines, head);
  g_autoptr (GBytes) body = tn_page_deflate (r->lines->str, r->lines->len, LEVEL, error);
  if (body == NULL)
    return FALSE;
  TnClientCall call = { .method = "POST", .path = path, .content_type = TN_MEDIA_NDJSON_ZSTD, .body = body, .token = TRUE, .max_body = MAX_ANSWER, .known = r->c->repaired };
  if (!tn_client_ask (r->c, &call, &response, &problem, error) || !settle_answer (r, &response, error))
    return FALSE;
  r->handed_in += r->n_lines;
  r->done += r->n_lines;
  tn_client_progress (r->c, TN_SYNC_REPAIR, MIN (r->done, r->total), r->total);
  g_string_truncate (r->lines, 0);
  r->n_lines = 0;
  return TRUE;
}

static gboolean
hand_in (Repair *r, const GArray *ids, GError **error)
{
  for (guint i = 0; i < ids->len; i++) {
    gboolean any, ahead = FALSE;
    if (!tn_repair_is_ahead (r->c->copy, &g_array_index (ids, TnId, i), &ahead, error))
      return FALSE;
    if (r->n_lines >= TN_LIMIT_CHANGES || r->lines->len >= BATCH_BYTES - TN_LIMIT_LINE || ahead != r->ahead) {
      if (g_cancellable_set_error_if_cancelled (r->c->cancellable, error) || !send_lines (r, error))
        return FALSE;
    }
    r->ahead = ahead;
    if (!r->write_line (r->c->copy, &g_array_index (ids, TnId, i), r->lines, &any, error))
      return FALSE;
    if (any)
      g_string_append_c (r->lines, '\n');
    r->n_lines += any;
  }
  return send_lines (r, error);
}

/* ---- taking over ---- */

static GBytes *
make_fetch (const TnId *ids, guint n)
{
  GString *text = g_string_new ("{\"ids\":[");
  for (guint i = 0; i < n; i++) {
    TnIdStr id;
    tn_id_format (&ids[i], id);
    g_string_append_printf (text, "%s\"%s\"", i > 0 ? "," : "", id);
  }
  g_string_append (text, "]}");
  return g_string_free_to_bytes (text);
}

static gboolean
apply (Repair *r, GBytes *page, GError **error)
{
  TnApplyResult result = { 0 };
  if (!tn_repair_apply (r->c->copy, page, r->c->options->allow_removal, &result, error))
    return FALSE;
  r->taken += result.rows;
  r->c->log->received += result.rows;
  r->c->log->conflicts += result.conflicts;
  tn_apply_result_clear (&result);
  return TRUE;
}

/* Records that are too long for one answer together come in two. */
static gboolean
take (Repair *r, const TnId *ids, guint n, GError **error)
{
  g_auto (TnResponse) response = { 0 };
  g_autoptr (GError) local = NULL;
  const char *problem = NULL;
  g_autofree char *path = tn_client_path (r->c, "fetch");
  g_autoptr (GBytes) body = make_fetch (ids, n);
  TnClientCall call = { .method = "POST", .path = path, .body = body, .token = TRUE, .max_body = TN_LIMIT_INFLATED };
  if (!tn_client_ask (r->c, &call, &response, &problem, &local)) {
    if (g_strcmp0 (problem, "too-large") == 0 && n > 1)
      return take (r, ids, n / 2, error) && take (r, ids + n / 2, n - n / 2, error);
    g_propagate_error (error, g_steal_pointer (&local));
    return FALSE;
  }
  g_autoptr (GBytes) page = tn_page_inflate (response.body, TN_LIMIT_INFLATED, error);
  return page != NULL && apply (r, page, error);
}

static gboolean
take_all (Repair *r, const GArray *ids, GError **error)
{
  for (guint i = 0; i < ids->len; i += FETCH_IDS) {
    guint n = MIN (ids->len - i, FETCH_IDS);
    if (g_cancellable_set_error_if_cancelled (r->c->cancellable, error) || !take (r, &g_array_index (ids, TnId, i), n, error))
      return FALSE;
    r->done += n;
    tn_client_progress (r->c, TN_SYNC_REPAIR, MIN (r->done, r->total), r->total);
  }
  return TRUE;
}

/* ---- the three steps ---- */

static gboolean
hand_in_differing (Repair *r, GError **error)
{
  g_auto (TnCompare) compare = { 0 };
  gboolean more = TRUE;
  if (!tn_compare_begin (&compare, r->c, error))
    return FALSE;
  r->total = compare.total;
  while (more) {
    if (!tn_compare_next (&compare, r->c, &more, error) || (more && !hand_in (r, compare.hand_in, error)))
      return FALSE;
  }
  return TRUE;
}

/* What is here and not there was handed in a moment ago, so it went elsewhere there, say with a parent that moved: handing it in again tells. */
static gboolean
take_differing (Repair *r, char **cursor, GError **error)
{
  g_auto (TnCompare) compare = { 0 };
  gboolean more = TRUE;
  if (!tn_compare_begin (&compare, r->c, error))
    return FALSE;
  r->total += compare.total;
  while (more) {
    if (!tn_compare_next (&compare, r->c, &more, error))
      return FALSE;
    if (more && (!hand_in (r, compare.hand_in, error) || !take_all (r, compare.take, error)))
      return FALSE;
  }
  *cursor = g_steal_pointer (&compare.cursor);
  return TRUE;
}

/* A first copy that was under way is simply read anew: it is the quicker way, and everything that was here has been handed in. */
static gboolean
is_first_copy (TnClient *c, gboolean *first, GError **error)
{
  g_autoptr (GPtrArray) pulls = tn_pull_list (c->copy, error);
  *first = FALSE;
  for (guint i = 0; pulls != NULL && i < pulls->len; i++)
    *first |= !((const TnPull *) pulls->pdata[i])->ready;
  return pulls != NULL;
}

static void
tell_if (Repair *r, guint n, const char *format)
{
  g_autofree char *number = g_strdup_printf ("%u", n);
  g_auto (GStrv) parts = g_strsplit (format, "%u", 2);
  g_autofree char *text = g_strjoinv (number, parts);
  if (n > 0)
    tn_client_note (r->c, text);
}

/* In words for a person, whole sentences, each only if it says something. */
static void
tell (Repair *r, const char *why, guint again)
{
  tn_client_note (r->c, why);
  tell_if (r, again, ngettext ("%u edit was sent again.", "%u edits were sent again.", again));
  tell_if (r, r->handed_in, ngettext ("%u record was handed in again.", "%u records were handed in again.", r->handed_in));
  tell_if (r, r->held, ngettext ("%u of them is kept at the district for review.", "%u of them are kept at the district for review.", r->held));
  tell_if (r, r->taken, ngettext ("%u record was taken over from the district.", "%u records were taken over from the district.", r->taken));
  tn_client_note (r->c, _("All copies are together again, and nothing that was typed here is lost."));
}

/* Put back once more in the meantime? Then what the root was given is not there, and what is known is not forgotten: all begins anew. */
static gboolean
still_has (TnClient *c, GError **error)
{
  gboolean held = TRUE;
  if (c->repaired != NULL && strchr (c->repaired, '.') != NULL && !tn_sync_has_commit (c, c->repaired, &held, error))
    return FALSE;
  if (held)
    return TRUE;
  c->stale = TRUE;
  return tn_client_set_rewound (error);
}

gboolean
tn_sync_repair (TnClient *c, const char *why, GError **error)
{
  g_auto (Repair) r = { .c = c, .write_line = tn_repair_line, .lines = g_string_sized_new (256 * 1024) };
  g_autofree char *cursor = NULL;
  gboolean first = FALSE;
  guint sent = c->log->sent;
  g_clear_pointer (&c->repaired, g_free);
  g_debug ("repair: %s", why);
  tn_client_progress (c, TN_SYNC_REPAIR, 0, 0);
  if (!tn_sync_push_again (c, error))
    return FALSE;
  sent = c->log->sent - sent;
  if (!hand_in_differing (&r, error))
    return FALSE;
  /* only now: what is no longer in scope goes with this, and it too may be something that the upstream has lost */
  if (!tn_pull_set_scope (c->copy, (const char *const *) c->streams, error) || !is_first_copy (c, &first, error))
    return FALSE;
  if (!first && !take_differing (&r, &cursor, error))
    return FALSE;
  if (!still_has (c, error) || !tn_repair_finish (c->copy, cursor != NULL ? cursor : "0", error))
    return FALSE;
  tell (&r, why, sent);
  return TRUE;
}

gboolean
tn_sync_hand_in_ahead (TnClient *c, GError **error)
{
  g_auto (Repair) r = { .c = c, .write_line = tn_repair_ahead_line, .held_stays = TRUE };
  g_clear_pointer (&c->repaired, g_free);   /* of a repair in this run */
  for (;;) {
    g_autoptr (GArray) ids = tn_repair_list_ahead (c->copy, AHEAD_MS, TN_LIMIT_CHANGES, error);
    if (ids == NULL)
      return FALSE;
    if (ids->len == 0)
      break;
    if (r.lines == NULL)
      r.lines = g_string_sized_new (64 * 1024);
    if (!hand_in (&r, ids, error) || !tn_repair_ahead_sent (c->copy, ids, error))
      return FALSE;
  }
  tell_if (&r, r.handed_in, ngettext ("%u record that a ward’s laptop had not handed on was handed in.", "%u records that a ward’s laptop had not handed on were handed in.", r.handed_in));
  tell_if (&r, r.held, ngettext ("%u of them is kept at the district for review.", "%u of them are kept at the district for review.", r.held));
  return TRUE;
}
