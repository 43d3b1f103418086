/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "tungnha-sync"
#include <glib/gi18n.h>
#include "tn-page.h"
#include "tn-sync-bundle-private.h"

/* The lines of a down-bundle: first {"down":{…}}, then pages as /pull gives them, each with its end line, one behind the other. Here it is read without
 * touching the copy, and it is judged whether it leads on from where this copy stands.
 *
 * A stick is old when it comes: the server may have been put back to a backup since, and this copy may have gone on by network. So a cursor of this
 * copy counts only if the bundle vouches that the district's log holds it (`log`); else this laptop has to hand in a stick of its own first, whose
 * cursors the district then looks up. */

void
down_clear (Down *d)
{
  cJSON_Delete (d->json);
  g_free (d->to);
  g_clear_pointer (&d->log, g_hash_table_unref);
  *d = (Down) { 0 };
}

static gint64
cursor_seq (const char *cursor)
{
  return g_ascii_strtoll (cursor, NULL, 10);
}

static gboolean
is_cursor (const char *text)
{
  gint64 seq;
  g_autofree char *tok = NULL;
  return text != NULL && (strcmp (text, "0") == 0 || tn_cursor_split (text, &seq, &tok));
}

/* ---- the first line ---- */

static gboolean
check_wants (const cJSON *wants)
{
  const cJSON *want;
  if (wants != NULL && !cJSON_IsArray (wants))
    return FALSE;
  cJSON_ArrayForEach (want, wants)
    if (!cJSON_IsString (cJSON_GetObjectItemCaseSensitive (want, "s")) || !is_cursor (cJSON_GetStringValue (cJSON_GetObjectItemCaseSensitive (want, "cur"))))
      return FALSE;
  return TRUE;
}

static gboolean
check_acks (const cJSON *acks)
{
  const cJSON *ack;
  if (acks != NULL && !cJSON_IsArray (acks))
    return FALSE;
  cJSON_ArrayForEach (ack, acks)
    if (!cJSON_IsString (cJSON_GetObjectItemCaseSensitive (ack, "b")) || !is_cursor (cJSON_GetStringValue (cJSON_GetObjectItemCaseSensitive (ack, "cur"))))
      return FALSE;
  return TRUE;
}

static void
add_log (Down *d)
{
  const cJSON *item;
  cJSON_ArrayForEach (item, cJSON_GetObjectItemCaseSensitive (d->json, "log"))
    if (cJSON_IsString (item))
      g_hash_table_add (d->log, g_strdup (item->valuestring));
}

static gboolean
read_head (TnBundleReader *r, Down *d, GError **error)
{
  TnSlice line;
  if (!tn_bundle_reader_next (r, &line, error))
    return (error == NULL || *error == NULL) && tn_bundle_set_corrupt (error);
  cJSON *json = tn_json_check (line) == TN_JSON_OBJECT ? cJSON_ParseWithLength (line.p, line.len) : NULL;
  d->json = cJSON_DetachItemFromObjectCaseSensitive (json, "down");
  cJSON_Delete (json);
  d->log = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  if (!cJSON_IsObject (d->json) || !check_wants (cJSON_GetObjectItemCaseSensitive (d->json, "want")) || !check_acks (cJSON_GetObjectItemCaseSensitive (d->json, "acks")))
    return tn_bundle_set_corrupt (error);
  d->enrolled = cJSON_GetObjectItemCaseSensitive (d->json, "enrolled");
  add_log (d);
  return TRUE;
}

/* ---- the pages ---- */

static gboolean
is_end (TnSlice line)
{
  return line.len > 7 && memcmp (line.p, "{\"end\":", 7) == 0;
}

/* One page's end: its cursor is in the log, and its count is that of the lines before it. */
static gboolean
note_end (Down *d, TnSlice line, guint lines, gboolean *more)
{
  gint64 count;
  TnSlice end = tn_json_check (line) == TN_JSON_OBJECT ? tn_json_member (line, "end") : (TnSlice) { NULL, 0 };
  g_autofree char *cursor = tn_json_get_string (tn_json_member (end, "cur"));
  if (!is_cursor (cursor) || !tn_json_get_int (tn_json_member (end, "count"), &count) || count != lines || (d->to != NULL && cursor_seq (cursor) < cursor_seq (d->to)))
    return FALSE;
  *more = tn_slice_is (tn_json_member (end, "more"), "true");
  g_hash_table_add (d->log, g_strdup (cursor));
  g_free (d->to);
  d->to = g_steal_pointer (&cursor);
  return TRUE;
}

static gboolean
check_pages (TnBundleReader *r, Down *d, GError **error)
{
  g_autoptr (GError) local = NULL;
  TnSlice line;
  TnLine parsed;
  gboolean more = FALSE;
  guint lines = 0;
  gsize bytes = 0;
  while (tn_bundle_reader_next (r, &line, &local)) {
    bytes += line.len + 1;
    if (bytes > TN_LIMIT_INFLATED || lines > TN_LIMIT_PAGE_LINES)
      return tn_bundle_set_corrupt (error);
    if (!is_end (line)) {
      if (!tn_line_parse (line, &parsed, NULL))
        return tn_bundle_set_corrupt (error);
      lines++;
      continue;
    }
    if ((d->to != NULL && !more) || !note_end (d, line, lines, &more))
      return tn_bundle_set_corrupt (error);
    lines = 0;
    bytes = 0;
  }
  if (local != NULL) {
    g_propagate_error (error, g_steal_pointer (&local));
    return FALSE;
  }
  return (lines == 0 && !more) || tn_bundle_set_corrupt (error);
}

gboolean
down_check (TnBundleReader *r, Down *d, GError **error)
{
  g_autoptr (GError) local = NULL;
  gboolean ok = read_head (r, d, &local) && check_pages (r, d, &local) && tn_bundle_reader_rewind (r, &local);
  if (!ok)
    g_propagate_error (error, g_steal_pointer (&local));
  return ok;
}

/* ---- where this copy stands ---- */

static gboolean
set_gap (const char *mine, const char *from, GError **error)
{
  g_autofree char *have = g_strdup_printf ("%" G_GINT64_FORMAT, cursor_seq (mine)), *begins = g_strdup_printf ("%" G_GINT64_FORMAT, cursor_seq (from));
  /* Translators: both are numbers of changes. */
  g_set_error (error, TN_ERROR, TN_ERROR_INVALID,
               _("A stick between is missing: this laptop has the ward’s changes up to number %s, and this one begins after number %s. Nothing was changed. Read the earlier stick first, or take a stick of this laptop to the district and ask for a new one."),
               have, begins);
  return FALSE;
}

static gboolean
set_unknown (GError **error)
{
  g_set_error_literal (error, TN_ERROR, TN_ERROR_INVALID,
                       _("Since this stick was asked for, this laptop has reconciled in another way. Nothing was changed. Reconcile over the network, or take a new stick of this laptop to the district and ask for a new one."));
  return FALSE;
}

static gboolean
set_rewound (GError **error)
{
  g_set_error_literal (error, TN_ERROR, TN_ERROR_REWOUND,
                       _("The district’s server was put back to an earlier state. Nothing was changed here, and everything you typed is safe. Tell the district, and reconcile over the network once, which repairs it."));
  return FALSE;
}

/* Another token at the same number: not the same history. */
static gboolean
check_vouched (const Down *d, const char *cursor, GError **error)
{
  GHashTableIter it;
  gpointer key;
  if (cursor_seq (cursor) == 0 || g_hash_table_contains (d->log, cursor))
    return TRUE;
  g_hash_table_iter_init (&it, d->log);
  while (g_hash_table_iter_next (&it, &key, NULL))
    if (cursor_seq (key) == cursor_seq (cursor))
      return set_rewound (error);
  return set_unknown (error);
}

static const char *
find_mine (const GPtrArray *pulls, const char *stream)
{
  for (guint i = 0; i < pulls->len; i++)
    if (strcmp (((TnPull *) pulls->pdata[i])->stream, stream) == 0)
      return ((TnPull *) pulls->pdata[i])->cursor;
  return "0";
}

static gboolean
place_stream (const Down *d, const char *mine, const char *from, DownPlace *place, GError **error)
{
  if (cursor_seq (mine) > cursor_seq (d->to))
    *place = DOWN_OLD;
  else if (cursor_seq (mine) < cursor_seq (from))
    return set_gap (mine, from, error);
  else if (!check_vouched (d, mine, error))
    return FALSE;
  else if (cursor_seq (mine) < cursor_seq (d->to) && *place != DOWN_OLD)
    *place = DOWN_APPLIES;
  return TRUE;
}

gboolean
down_place (TnCopy *copy, const Down *d, DownPlace *place, GError **error)
{
  const cJSON *want;
  g_autofree char *known = tn_known_cursor (copy);
  g_autoptr (GPtrArray) pulls = tn_pull_list (copy, error);
  *place = DOWN_SAME;
  if (pulls == NULL)
    return FALSE;
  if (cJSON_IsTrue (cJSON_GetObjectItemCaseSensitive (d->json, "rewound")))
    return set_rewound (error);
  if (d->to == NULL)
    return TRUE;
  cJSON_ArrayForEach (want, cJSON_GetObjectItemCaseSensitive (d->json, "want")) {
    const char *stream = cJSON_GetObjectItemCaseSensitive (want, "s")->valuestring;
    if (!place_stream (d, find_mine (pulls, stream), cJSON_GetObjectItemCaseSensitive (want, "cur")->valuestring, place, error))
      return FALSE;
  }
  /* What this copy was told last and would now be told over must not be lost unseen: it is how a restored server is found out. And what it sent over the network
   * since the stick was written, and has its receipt for, is not on the stick: its records would be put back to before that. */
  if (known == NULL)
    return TRUE;
  if (cursor_seq (known) > cursor_seq (d->to)) {
    *place = DOWN_OLD;
    return TRUE;
  }
  return check_vouched (d, known, error);
}
