/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Down-bundles: receipts, scope, and the pages that a pull from the stated cursors would give. */
#include "tn-district-bundle-private.h"
#include "tn-hash.h"
#include <glib/gi18n.h>
#include <sodium.h>

typedef struct {
  TnDistrict *d;
  const char *ward;
  gboolean full;
  TnStickWritten *written;
  GCancellable *cancellable;
  TnDevice *device;
  GPtrArray *grants;
  TnScope *scope;
  cJSON *state;
  TnPullRequest request;
  GPtrArray *streams;       /* char*: what is wanted, in the order it is named */
  GPtrArray *cursors;       /* char*: from where */
  TnCursor head;
} Answer;

static void
clear_answer (Answer *a)
{
  g_clear_pointer (&a->device, tn_device_free);
  g_clear_pointer (&a->grants, g_ptr_array_unref);
  g_clear_pointer (&a->scope, tn_scope_free);
  cJSON_Delete (a->state);
  g_clear_pointer (&a->request.names, g_hash_table_unref);
  g_clear_pointer (&a->streams, g_ptr_array_unref);
  g_clear_pointer (&a->cursors, g_ptr_array_unref);
}
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Answer, clear_answer)

void
tn_stick_written_clear (TnStickWritten *written)
{
  g_free (written->bundle);
  g_free (written->path);
  *written = (TnStickWritten) { 0 };
}

/* ---- what it is to hold ---- */

static gboolean
is_held (Answer *a, const char *text, gboolean *held, GError **error)
{
  TnCursor cursor;
  *held = FALSE;
  return !tn_cursor_parse (text, &cursor) || a->d->depot->driver->has_cursor (a->d->depot, a->ward, &cursor, held, error);
}

/* A cursor of the laptop that our log does not hold: we were put back to a backup since. Nothing may be built on it. */
static gboolean
check_rewound (Answer *a, const char *text, GError **error)
{
  gboolean held = TRUE;
  if (*text && !is_held (a, text, &held, error)) return FALSE;
  a->written->rewound |= !held;
  return TRUE;
}

static const char *
stated_cursor (Answer *a, const char *stream)
{
  const cJSON *item;
  cJSON_ArrayForEach (item, cJSON_GetObjectItemCaseSensitive (a->state, "cur"))
    if (strcmp (bundle_text (item, "s"), stream) == 0) return bundle_text (item, "cur");
  return "0";
}

static gboolean
want (Answer *a, const char *stream, GError **error)
{
  TnCursor cursor;
  const char *stated = stated_cursor (a, stream), *from = a->full ? "0" : stated;
  if (!check_rewound (a, stated, error)) return FALSE;
  tn_cursor_parse (from, &cursor);
  g_ptr_array_add (a->streams, g_strdup (stream));
  g_ptr_array_add (a->cursors, g_strdup (from));
  if (strcmp (stream, "*") == 0) a->request.star_seq = cursor.seq;
  else {
    gint64 *seq = g_new (gint64, 1);
    *seq = cursor.seq;
    g_hash_table_insert (a->request.names, g_strdup (stream), seq);
  }
  return TRUE;
}

static gboolean
plan (Answer *a, GError **error)
{
  a->request = (TnPullRequest) { .ward = a->ward, .star_seq = -1, .star_classes = a->scope->star_classes, .max_lines = TN_LIMIT_PAGE_LINES, .max_bytes = TN_LIMIT_PAGE_BYTES };
  a->request.names = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
  a->streams = g_ptr_array_new_with_free_func (g_free);
  a->cursors = g_ptr_array_new_with_free_func (g_free);
  if (a->scope->star_classes && !want (a, "*", error)) return FALSE;
  g_autoptr (GList) names = g_list_sort (g_hash_table_get_keys (a->scope->names), (GCompareFunc) strcmp);
  for (GList *l = names; l; l = l->next)
    if (!want (a, l->data, error)) return FALSE;
  return check_rewound (a, bundle_text (a->state, "known"), error);
}

static gboolean
set_not_found (const char *device, GError **error)
{
  g_set_error (error, TN_ERROR, TN_ERROR_NOT_FOUND, _("This district has no laptop %s. Nothing was changed."), device);
  return FALSE;
}

static gboolean
load (Answer *a, const char *device, GError **error)
{
  const TnDepotDriver *driver = a->d->depot->driver;
  gboolean found = FALSE;
  if (!driver->device (a->d->depot, device, &a->device, error)) return FALSE;
  if (!a->device) return set_not_found (device, error);
  a->grants = driver->grants (a->d->depot, device, error);
  a->state = a->grants ? bundle_state_read (a->d, device, a->ward, error) : NULL;
  if (!a->state || !driver->ward_head (a->d->depot, a->ward, &found, &a->head, error)) return FALSE;
  a->scope = tn_scope_new (a->grants, a->ward);
  a->written->revoked = a->device->revoked;
  if (a->device->revoked || (found && !tn_scope_is_empty (a->scope))) return plan (a, error);
  g_set_error (error, TN_ERROR, TN_ERROR_REFUSED, _("The laptop %s has no right to ward %s. Nothing was written."), device, a->ward);
  return FALSE;
}

static gboolean
is_too_old (const Answer *a)
{
  const cJSON *schema = cJSON_GetObjectItemCaseSensitive (a->state, "schema");
  return cJSON_IsNumber (schema) && schema->valuedouble < TN_SCHEMA_MIN;
}

static gboolean
has_pages (const Answer *a)
{
  return !a->written->revoked && !a->written->rewound && !is_too_old (a);
}

/* ---- the first line ---- */

static gboolean
add_log (Answer *a, cJSON *down, GError **error)
{
  cJSON *log = cJSON_AddArrayToObject (down, "log");
  const cJSON *item;
  cJSON_ArrayForEach (item, cJSON_GetObjectItemCaseSensitive (a->state, "log")) {
    gboolean held = FALSE;
    if (!cJSON_IsString (item) || !is_held (a, item->valuestring, &held, error)) return FALSE;
    if (held) cJSON_AddItemToArray (log, cJSON_CreateString (item->valuestring));
  }
  return TRUE;
}

static void
add_wants (Answer *a, cJSON *down)
{
  cJSON *list = cJSON_AddArrayToObject (down, "want");
  for (guint i = 0; i < a->streams->len; i++) {
    cJSON *item = cJSON_CreateObject ();
    cJSON_AddStringToObject (item, "s", a->streams->pdata[i]);
    cJSON_AddStringToObject (item, "cur", a->cursors->pdata[i]);
    cJSON_AddItemToArray (list, item);
  }
}

static void
add_enrolled (Answer *a, cJSON *down, const cJSON *scope)
{
  guint8 code_hash[32], key[32], district[32], mac[32];
  char hex[65];
  const char *hash = bundle_text (a->state, "enrol");
  if (strlen (hash) != 64 || !tn_unhex (hash, 64, code_hash)) return;
  tn_unhex (a->d->server_pub, 64, district);
  tn_invite_answer_key (code_hash, a->device->pub, key);
  tn_invite_answer_mac (key, district, mac);
  tn_hex (mac, sizeof mac, hex);
  sodium_memzero (key, sizeof key);
  cJSON *enrolled = cJSON_AddObjectToObject (down, "enrolled");
  cJSON_AddStringToObject (enrolled, "device", a->device->device);
  cJSON_AddStringToObject (enrolled, "user", a->device->user);
  cJSON_AddStringToObject (enrolled, "role", bundle_text (cJSON_GetArrayItem (scope, 0), "role"));
  cJSON_AddItemToObject (enrolled, "scope", cJSON_Duplicate (scope, TRUE));
  cJSON_AddStringToObject (enrolled, "ca", a->d->ca_pem);
  cJSON_AddStringToObject (enrolled, "server_pub", a->d->server_pub);
  cJSON_AddStringToObject (enrolled, "mac", hex);
}

static gboolean
add_scope (Answer *a, cJSON *down, GError **error)
{
  Desk desk = { .d = a->d, .device = a->device };
  cJSON *scope = desk_scope_json (&desk, a->grants, error);
  cJSON *devices = scope ? desk_devices_json (&desk, scope, error) : NULL;
  if (scope) cJSON_AddItemToObject (down, "scope", scope);
  if (!devices) return FALSE;
  cJSON_AddItemToObject (down, "devices", devices);
  if (!desk_add_hubs_ended (&desk, scope, down, error)) return FALSE;
  add_enrolled (a, down, scope);
  return TRUE;
}

static gboolean
fill_head (Answer *a, cJSON *down, GError **error)
{
  cJSON_AddStringToObject (down, "device", a->device->device);
  if (a->written->revoked) return cJSON_AddBoolToObject (down, "revoked", TRUE) != NULL;
  if (a->written->rewound) return cJSON_AddBoolToObject (down, "rewound", TRUE) != NULL;
  if (is_too_old (a)) cJSON_AddBoolToObject (down, "upgrade", TRUE);
  const cJSON *acks = cJSON_GetObjectItemCaseSensitive (a->state, "acks");
  if (acks) cJSON_AddItemToObject (down, "acks", cJSON_Duplicate (acks, TRUE));
  add_wants (a, down);
  return add_log (a, down, error) && add_scope (a, down, error);
}

static gboolean
write_head (Answer *a, TnBundleWriter *w, GError **error)
{
  cJSON *json = cJSON_CreateObject (), *down = cJSON_AddObjectToObject (json, "down");
  char *text = fill_head (a, down, error) ? cJSON_PrintUnformatted (json) : NULL;
  g_autofree char *line = text ? g_strconcat (text, "\n", NULL) : NULL;
  cJSON_free (text);
  cJSON_Delete (json);
  return line && tn_bundle_writer_add (w, line, strlen (line), error);
}

/* ---- the pages ---- */

static void
advance (Answer *a, const TnCursor *cursor)
{
  GHashTableIter it;
  gpointer seq;
  if (a->request.star_seq >= 0) a->request.star_seq = MAX (a->request.star_seq, cursor->seq);
  g_hash_table_iter_init (&it, a->request.names);
  while (g_hash_table_iter_next (&it, NULL, &seq)) *(gint64 *) seq = MAX (*(gint64 *) seq, cursor->seq);
}

static gboolean
write_page (Answer *a, TnBundleWriter *w, gboolean *more, GError **error)
{
  g_autoptr (TnPageWriter) page = tn_page_writer_new (1);
  g_autoptr (GString) dig = g_string_new (NULL);
  TnPullResult result = { .dig = dig };
  if (g_cancellable_set_error_if_cancelled (a->cancellable, error)
      || !a->d->depot->driver->pull (a->d->depot, &a->request, page, &result, error)) return FALSE;
  a->written->rows += tn_page_writer_count (page);
  g_autofree char *members = district_end_members (page, &result, TRUE);
  TnSlice text = tn_page_writer_end_text (page, members);
  advance (a, &result.cur);
  a->head = result.cur;
  *more = result.more;
  return tn_bundle_writer_add (w, text.p, text.len, error);
}

static gboolean
write_pages (Answer *a, TnBundleWriter *w, GError **error)
{
  for (gboolean more = has_pages (a); more;)
    if (!write_page (a, w, &more, error)) return FALSE;
  return TRUE;
}

/* ---- the whole ---- */

static char **
list_ack_ids (const cJSON *state)
{
  g_autoptr (GStrvBuilder) builder = g_strv_builder_new ();
  const cJSON *item;
  cJSON_ArrayForEach (item, cJSON_GetObjectItemCaseSensitive (state, "acks")) g_strv_builder_add (builder, bundle_text (item, "b"));
  return g_strv_builder_end (builder);
}

static const char *
find_lowest (const Answer *a)
{
  const char *lowest = NULL;
  for (guint i = 0; i < a->cursors->len; i++)
    if (!lowest || g_ascii_strtoll (a->cursors->pdata[i], NULL, 10) < g_ascii_strtoll (lowest, NULL, 10)) lowest = a->cursors->pdata[i];
  return lowest;
}

static gboolean
write_bundle (Answer *a, GOutputStream *out, GError **error)
{
  char to_cur[TN_CURSOR_TEXT], key[65];
  char *to[] = { key, NULL };
  g_auto (GStrv) acks = list_ack_ids (a->state);
  tn_hex (a->device->pub, sizeof a->device->pub, key);
  tn_cursor_format (&a->head, to_cur);
  TnBundleHeader header = { .type = TN_BUNDLE_DOWN, .from = a->d->server_pub, .to = to, .bundle = a->written->bundle, .made = tn_env_now_ms (a->d->env),
                            .ward = (char *) a->ward };
  if (has_pages (a)) {
    header.from_cur = (char *) find_lowest (a);
    header.to_cur = to_cur;
    header.acks = acks;
  }
  TnBundleSigner signer = bundle_signer (a->d);
  g_autoptr (TnBundleWriter) w = tn_bundle_writer_new (out, &header, NULL, &signer, a->cancellable, error);
  gboolean done = w && write_head (a, w, error) && write_pages (a, w, error) && tn_bundle_writer_end (w, error);
  a->written->bytes = w ? tn_bundle_writer_size (w) : 0;
  return done;
}

/* Where this one leads is where the laptop may stand when the next is written. */
static gboolean
remember (Answer *a, GError **error)
{
  char cursor[TN_CURSOR_TEXT];
  if (!has_pages (a)) return TRUE;
  tn_cursor_format (&a->head, cursor);
  bundle_state_add_log (a->state, cursor);
  return bundle_state_write (a->d, a->device->device, a->ward, a->state, error);
}

gboolean
tn_district_bundle_write (TnDistrict *d, const char *device, const char *ward, gboolean full, GOutputStream *out, TnStickWritten *written,
                          GCancellable *cancellable, GError **error)
{
  char id[33];
  *written = (TnStickWritten) { 0 };
  g_auto (Answer) a = { .d = d, .ward = ward, .full = full, .written = written, .cancellable = cancellable };
  desk_hex_random (d, 16, id);
  written->bundle = g_strdup (id);
  return load (&a, device, error) && write_bundle (&a, out, error) && remember (&a, error);
}
