/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Up-bundles: read once to see that every line has its shape, and only then handed to the push, batch by batch, each its own transaction. A
 * cut between two batches is no harm: the laptop hands in again what it has no receipt for, and the push knows what it has. */
#include "tn-district-bundle-private.h"
#include "tn-hash.h"
#include "tn-push.h"
#include <glib/gi18n.h>

#define ACKS_MAX 8
#define CURSORS_MAX 500

typedef struct {
  TnDistrict *d;
  TnBundleReader *r;
  const TnBundleHeader *header;
  cJSON *up;                /* the first line's member */
  TnDevice *device;
  GPtrArray *grants;
  TnStickRead *read;
  cJSON *res;               /* [[n,code,why]]: owned until it goes into the state */
  TnCursor head;
} Up;

static void
clear_up (Up *up)
{
  cJSON_Delete (up->up);
  cJSON_Delete (up->res);
  g_clear_pointer (&up->device, tn_device_free);
  g_clear_pointer (&up->grants, g_ptr_array_unref);
  g_clear_pointer (&up->r, tn_bundle_reader_free);
}
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Up, clear_up)

void
tn_stick_read_clear (TnStickRead *read)
{
  g_free (read->device);
  g_free (read->name);
  g_free (read->ward);
  g_free (read->bundle);
  *read = (TnStickRead) { 0 };
}

/* ---- whose it is ---- */

static gboolean
set_refused (GError **error, const char *message)
{
  g_set_error_literal (error, TN_ERROR, TN_ERROR_REFUSED, message);
  return FALSE;
}

/* Before anything is opened: only what a laptop of ours has signed costs us more than its signature. */
static gboolean
check_known (Up *up, GError **error)
{
  guint8 pub[32];
  g_autoptr (GPtrArray) devices = up->d->depot->driver->devices (up->d->depot, error);
  if (!devices) return FALSE;
  tn_unhex (up->header->from, 64, pub);
  for (guint i = 0; i < devices->len; i++)
    if (memcmp (((TnDevice *) devices->pdata[i])->pub, pub, sizeof pub) == 0) return TRUE;
  return set_refused (error, _("This USB file is from a laptop that this district does not know. Nothing was taken. Enrol the laptop first."));
}

static gboolean
find_device (Up *up, GError **error)
{
  guint8 pub[32];
  const TnDepotDriver *driver = up->d->depot->driver;
  if (!driver->device (up->d->depot, bundle_text (up->up, "device"), &up->device, error)) return FALSE;
  tn_unhex (up->header->from, 64, pub);
  if (!up->device || memcmp (up->device->pub, pub, sizeof pub) != 0)
    return set_refused (error, _("This USB file is from a laptop that this district does not know. Nothing was taken. Enrol the laptop first."));
  up->grants = driver->grants (up->d->depot, up->device->device, error);
  if (!up->grants) return FALSE;
  return district_ever_held (up->grants, up->header->ward)
         || set_refused (error, _("This USB file is of a ward that its laptop never had a right to. Nothing was taken. Look at the list of laptops."));
}

/* ---- the lines ---- */

static gboolean
read_head (Up *up, GError **error)
{
  TnSlice line;
  g_autoptr (GError) local = NULL;
  if (!tn_bundle_reader_next (up->r, &line, &local)) return tn_bundle_set_corrupt (error);
  cJSON *json = tn_json_check (line) == TN_JSON_OBJECT ? cJSON_ParseWithLength (line.p, line.len) : NULL;
  cJSON_Delete (up->up);
  up->up = cJSON_DetachItemFromObjectCaseSensitive (json, "up");
  cJSON_Delete (json);
  const cJSON *cursors = cJSON_GetObjectItemCaseSensitive (up->up, "cur"), *item;
  TnCursor cursor;
  gboolean ok = cJSON_IsObject (up->up) && cJSON_IsArray (cursors) && cJSON_GetArraySize (cursors) <= CURSORS_MAX;
  if (ok) cJSON_ArrayForEach (item, cursors) ok = ok && *bundle_text (item, "s") && tn_cursor_parse (bundle_text (item, "cur"), &cursor);
  return ok || tn_bundle_set_corrupt (error);
}

/* The next batch, whole; NULL without an error = no more. */
static GBytes *
next_batch (Up *up, GError **error)
{
  g_auto (TnBatchHead) head = { 0 };
  TnProblem problem;
  TnSlice line;
  g_autoptr (GError) local = NULL;
  if (!tn_bundle_reader_next (up->r, &line, &local)) {
    if (local) g_propagate_error (error, g_steal_pointer (&local));
    return NULL;
  }
  g_autoptr (GString) text = g_string_new_len (line.p, (gssize) line.len);
  g_autoptr (GBytes) first = g_bytes_new (line.p, line.len);
  gboolean ok = tn_batch_head_parse (first, "push", &head, &problem, NULL) && g_strcmp0 (head.ward, up->header->ward) == 0;
  g_string_append_c (text, '\n');
  for (gint64 i = 0; ok && i < head.count; i++) {
    ok = tn_bundle_reader_next (up->r, &line, &local) && text->len + line.len < TN_LIMIT_INFLATED;
    if (ok) g_string_append_len (text, line.p, (gssize) line.len);
    g_string_append_c (text, '\n');
  }
  if (ok) return g_string_free_to_bytes (g_steal_pointer (&text));
  tn_bundle_set_corrupt (error);
  return NULL;
}

static gboolean
walk (Up *up, gboolean (*each) (Up *up, GBytes *batch, GError **error), GError **error)
{
  g_autoptr (GError) local = NULL;
  if (!read_head (up, error)) return FALSE;
  for (;;) {
    g_autoptr (GBytes) batch = next_batch (up, &local);
    if (!batch) break;
    if (each && !each (up, batch, error)) return FALSE;
  }
  if (!local) return tn_bundle_reader_rewind (up->r, error);
  g_propagate_error (error, g_steal_pointer (&local));
  return FALSE;
}

/* ---- what is done with a batch ---- */

static void
note_answers (Up *up, const GArray *answers)
{
  for (guint i = 0; i < answers->len; i++) {
    const TnPushAnswer *answer = &g_array_index (answers, TnPushAnswer, i);
    cJSON *item = cJSON_CreateArray ();
    cJSON_AddItemToArray (item, cJSON_CreateNumber ((double) answer->n));
    cJSON_AddItemToArray (item, cJSON_CreateString (answer->code));
    if (answer->why) cJSON_AddItemToArray (item, cJSON_CreateString (answer->why));
    cJSON_AddItemToArray (up->res, item);
    if (strcmp (answer->code, "erased") == 0) up->read->erased++;
    else up->read->held++;
  }
}

static guint
count_lines (GBytes *batch)
{
  gsize len;
  guint n = 0;
  const char *text = g_bytes_get_data (batch, &len);
  for (gsize i = 0; i < len; i++) n += text[i] == '\n';
  return n - 1;
}

static gboolean
push_batch (Up *up, GBytes *batch, GError **error)
{
  g_auto (TnPushResult) result = { 0 };
  TnDistrict *d = up->d;
  TnPushContext context = { .depot = d->depot, .env = d->env, .ward = up->header->ward, .device = up->device->device, .device_name = up->device->name,
                            .grants = up->grants, .root_replica = d->root_replica };
  if (!tn_push_run (&context, batch, &result, error)) return FALSE;
  if (result.moved) district_tell_moved (d, up->header->ward, result.head.seq);
  up->head = result.head;
  up->read->edits += count_lines (batch);
  note_answers (up, result.answers);
  return !result.erased || tn_district_keep_erased (d, error);
}

static gboolean
keep_batch (Up *up, GBytes *batch, GError **error)
{
  g_auto (TnBatchHead) head = { 0 };
  TnProblem problem;
  gsize len;
  const char *raw = g_bytes_get_data (batch, &len);
  if (!tn_batch_head_parse (batch, "push", &head, &problem, error)) return FALSE;
  TnHeld held = { .qid = tn_hash (head.rest.p, head.rest.len), .ward = up->header->ward, .device = up->device->device, .why = "custody", .raw = { raw, len } };
  up->read->edits += count_lines (batch);
  return up->d->depot->driver->hold (up->d->depot, &held, error);
}

/* ---- what is remembered ---- */

static gint64
get_number (const cJSON *json, const char *key)
{
  const cJSON *item = cJSON_GetObjectItemCaseSensitive (json, key);
  return cJSON_IsNumber (item) ? (gint64) item->valuedouble : 0;
}

static cJSON *
find_cursor (cJSON *list, const char *stream)
{
  cJSON *item;
  cJSON_ArrayForEach (item, list)
    if (strcmp (bundle_text (item, "s"), stream) == 0) return item;
  return NULL;
}

/* A stick that was read late says less than the laptop has by now: that makes its next answer longer and never wrong. So of older ones only what says
 * less counts. */
static void
lower_cursors (cJSON *kept, const cJSON *stated)
{
  const cJSON *item;
  cJSON_ArrayForEach (item, stated) {
    cJSON *mine = find_cursor (kept, bundle_text (item, "s"));
    TnCursor a, b;
    if (!mine) cJSON_AddItemToArray (kept, cJSON_Duplicate (item, TRUE));
    else if (tn_cursor_parse (bundle_text (mine, "cur"), &a) && tn_cursor_parse (bundle_text (item, "cur"), &b) && b.seq < a.seq)
      bundle_state_set (mine, "cur", cJSON_CreateString (bundle_text (item, "cur")));
  }
}

static void
note_cursors (Up *up, cJSON *state)
{
  const cJSON *stated = cJSON_GetObjectItemCaseSensitive (up->up, "cur"), *item;
  cJSON *kept = cJSON_GetObjectItemCaseSensitive (state, "cur");
  cJSON_ArrayForEach (item, stated) bundle_state_add_log (state, bundle_text (item, "cur"));
  bundle_state_add_log (state, bundle_text (up->up, "known"));
  if (kept && up->header->made < get_number (state, "made")) {
    lower_cursors (kept, stated);
    return;
  }
  bundle_state_set (state, "cur", cJSON_Duplicate (stated, TRUE));
  bundle_state_set (state, "known", cJSON_CreateString (bundle_text (up->up, "known")));
  bundle_state_set (state, "schema", cJSON_CreateNumber ((double) get_number (up->up, "schema")));
  bundle_state_set (state, "made", cJSON_CreateNumber ((double) up->header->made));
}

static void
note_receipt (Up *up, cJSON *state)
{
  char cursor[TN_CURSOR_TEXT];
  const cJSON *item;
  int i = 0;
  cJSON *receipt = cJSON_CreateObject ();
  cJSON_ArrayForEach (item, cJSON_GetObjectItemCaseSensitive (state, "acks")) {
    if (strcmp (bundle_text (item, "b"), up->header->bundle) == 0) {
      cJSON_DeleteItemFromArray (cJSON_GetObjectItemCaseSensitive (state, "acks"), i);
      break;
    }
    i++;
  }
  tn_cursor_format (&up->head, cursor);
  cJSON_AddStringToObject (receipt, "b", up->header->bundle);
  cJSON_AddStringToObject (receipt, "cur", cursor);
  cJSON_AddItemToObject (receipt, "res", g_steal_pointer (&up->res));
  bundle_state_add (state, "acks", receipt, ACKS_MAX);
  bundle_state_add_log (state, cursor);
}

static gboolean
remember (Up *up, gboolean receipt, GError **error)
{
  cJSON *state = bundle_state_read (up->d, up->device->device, up->header->ward, error);
  if (!state) return FALSE;
  note_cursors (up, state);
  cJSON_DeleteItemFromObjectCaseSensitive (state, "enrol");   /* it has its answer: else it could not have written this */
  if (receipt) note_receipt (up, state);
  bundle_state_set (state, "waiting", cJSON_CreateTrue ());
  gboolean done = bundle_state_write (up->d, up->device->device, up->header->ward, state, error);
  cJSON_Delete (state);
  return done;
}

/* ---- one bundle ---- */

/* The receipt names where the ward then stood, also when no batch moved it. */
static gboolean
read_ward_head (Up *up, GError **error)
{
  gboolean found = FALSE;
  if (!up->d->depot->driver->ward_head (up->d->depot, up->header->ward, &found, &up->head, error)) return FALSE;
  return found || set_refused (error, _("This USB file is of a ward that this district does not have. Nothing was taken."));
}

static gboolean
take_up (Up *up, GError **error)
{
  TnBundleOpener opener = bundle_opener (up->d);
  if (!tn_bundle_header_is_for (up->header, up->d->server_pub))
    return set_refused (error, _("This USB file is for another district. Nothing was taken. Take it to the one whose laptop wrote it."));
  if (!check_known (up, error) || !tn_bundle_reader_unseal (up->r, &opener, error) || !walk (up, NULL, error) || !find_device (up, error) || !read_ward_head (up, error)) return FALSE;
  up->res = cJSON_CreateArray ();
  up->read->outcome = up->device->revoked ? TN_STICK_CUSTODY : TN_STICK_TAKEN;
  up->read->device = g_strdup (up->device->device);
  up->read->name = g_strdup (up->device->name);
  up->read->ward = g_strdup (up->header->ward);
  return walk (up, up->device->revoked ? keep_batch : push_batch, error) && remember (up, !up->device->revoked, error);
}

gboolean
tn_district_bundle_read (TnDistrict *d, GBytes *file, TnStickRead *read, GError **error)
{
  *read = (TnStickRead) { 0 };
  g_auto (Up) up = { .d = d, .read = read };
  up.r = tn_bundle_reader_open (file, error);
  if (!up.r) return FALSE;
  up.header = tn_bundle_reader_header (up.r);
  read->bundle = g_strdup (up.header->bundle);
  switch (up.header->type) {
    case TN_BUNDLE_UP: return take_up (&up, error);
    case TN_BUNDLE_ENROL: return bundle_enrol (d, up.r, read, error);
    case TN_BUNDLE_DOWN: break;
  }
  g_set_error_literal (error, TN_ERROR, TN_ERROR_UNSUPPORTED, _("This is a USB file of a district, on its way to a laptop. Nothing was taken."));
  return FALSE;
}
