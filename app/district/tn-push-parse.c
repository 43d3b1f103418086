/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Reading a batch, before the ward is locked. A ward's first upload is creations by the ten thousand, so a creation that is in canonical
 * form already is only checked, not taken apart. */
#include "tn-push-private.h"
#include <glib/gi18n.h>

#define BY_MAX 256
#define LINE_ROOM 256      /* what a line has beside an entry's body, at most */

void
tn_batch_head_clear (TnBatchHead *head)
{
  g_clear_pointer (&head->device, g_free);
  g_clear_pointer (&head->ward, g_free);
  g_clear_pointer (&head->origin, g_free);
}

static gboolean
refuse (TnProblem *problem, TnProblem which, GError **error, const char *message)
{
  *problem = which;
  g_set_error_literal (error, TN_ERROR, tn_problem_info (which)->error, message);
  return FALSE;
}

gboolean
tn_batch_head_parse (GBytes *batch, const char *name, TnBatchHead *head, TnProblem *problem, GError **error)
{
  gsize len;
  const char *text = g_bytes_get_data (batch, &len);
  const char *stop = len ? memchr (text, '\n', len) : NULL;
  *head = (TnBatchHead) { 0 };
  TnSlice first = { text, stop ? (gsize) (stop - text) : len };
  TnSlice push = tn_json_check (first) == TN_JSON_OBJECT ? tn_json_member (first, name) : (TnSlice) { NULL, 0 };
  if (tn_json_type (push) != TN_JSON_OBJECT || !tn_json_get_int (tn_json_member (push, "count"), &head->count) || head->count < 0)
    return refuse (problem, TN_PROBLEM_MALFORMED, error, _("The batch has no readable first line. Nothing was taken. Reconcile again."));
  if (head->count > TN_LIMIT_CHANGES)
    return refuse (problem, TN_PROBLEM_TOO_LARGE, error, _("The batch has too many changes. Nothing was taken. Reconcile again with a newer program."));
  head->repair = tn_slice_is (tn_json_member (push, "repair"), "true");
  head->ahead = tn_slice_is (tn_json_member (push, "ahead"), "true");
  head->device = tn_json_get_string (tn_json_member (push, "device"));
  head->ward = tn_json_get_string (tn_json_member (push, "ward"));
  head->origin = tn_json_get_string (tn_json_member (push, "origin"));
  gsize used = stop ? (gsize) (stop - text) + 1 : len;
  head->rest = (TnSlice) { text + used, len - used };
  return TRUE;
}

void
push_item_clear (PushItem *item)
{
  g_clear_pointer (&item->entry, tn_entry_free);
}

static TnSlice
unquote (TnSlice token)
{
  return token.len >= 2 && token.p[0] == '"' ? (TnSlice) { token.p + 1, token.len - 2 } : (TnSlice) { NULL, 0 };
}

static gboolean
note_ref (PushItem *item, const TnField *field, TnSlice token)
{
  const TnKind *kind = item->kind;
  TnId *slot = kind->parent_field && strcmp (field->key, kind->parent_field) == 0 ? &item->parent
             : kind->area_field && strcmp (field->key, kind->area_field) == 0 ? &item->area : NULL;
  TnSlice id = unquote (token);
  return !slot || tn_id_parse (id.p, (gssize) id.len, slot);
}

/* Canonical: keys rising, no nulls, no blanks; and every value of its field's type. */
static gboolean
is_plain_body (PushItem *item)
{
  TnJsonIter it;
  TnSlice key, value, before = { NULL, 0 };
  gsize expected = 1;
  tn_json_iter_init (&it, item->body);
  while (tn_json_iter_next (&it, &key, &value)) {
    const TnField *field = tn_kind_field_slice (item->kind, key);
    gsize common = MIN (before.len, key.len);
    int order = common ? memcmp (before.p, key.p, common) : 0;
    if (!field || value.len > TN_LIMIT_VALUE || (before.p && (order > 0 || (order == 0 && before.len >= key.len)))) return FALSE;
    if (tn_json_type (value) == TN_JSON_NULL || !tn_field_accepts (field, value)) return FALSE;
    if (field->type == TN_TYPE_REF && !note_ref (item, field, value)) return FALSE;
    expected += key.len + value.len + 4;   /* quotes, colon, and a comma or the closing brace */
    before = key;
  }
  return it.ok && before.p && expected == item->body.len;
}

/* n, k, i, by, t, b in this order and nothing else: what tn_entry_append_creation() writes. */
static gboolean
read_plain (PushItem *item)
{
  static const char *const keys[] = { "n", "k", "i", "by", "t", "b" };
  TnSlice values[G_N_ELEMENTS (keys)], key, value;
  TnJsonIter it;
  guint n = 0;
  tn_json_iter_init (&it, item->raw);
  for (; n < G_N_ELEMENTS (keys); n++)
    if (!tn_json_iter_next (&it, &key, &values[n]) || !tn_slice_is (key, keys[n])) return FALSE;
  if (tn_json_iter_next (&it, &key, &value) || !it.ok) return FALSE;
  TnSlice id = unquote (values[2]), stamp = unquote (values[4]);
  item->kind = tn_schema_kind_slice (unquote (values[1]));
  item->body = values[5];
  return tn_json_get_int (values[0], &item->n) && item->n >= 0 && item->kind && !(item->kind->flags & TN_KIND_SERVER_MADE)
         && id.p && tn_id_parse (id.p, (gssize) id.len, &item->id) && values[3].p[0] == '"' && values[3].len <= BY_MAX
         && stamp.p && tn_stamp_parse (stamp, &item->stamp)
         && item->body.len + LINE_ROOM <= TN_LIMIT_LINE && is_plain_body (item);
}

/* FALSE when not even the number can be read: then nobody could be told what became of it. */
static gboolean
read_item (TnSlice raw, PushItem *item)
{
  *item = (PushItem) { .raw = raw };
  if (read_plain (item)) {
    item->plain = TRUE;
    return TRUE;
  }
  *item = (PushItem) { .raw = raw };
  g_autoptr (GError) why = NULL;
  item->entry = tn_entry_parse (raw, &why);
  if (item->entry) {
    item->n = item->entry->n;
    item->id = item->entry->id;
    return TRUE;
  }
  item->bad = g_error_matches (why, TN_ERROR, TN_ERROR_TOO_LARGE) ? "limit" : "line";
  return tn_json_check (raw) == TN_JSON_OBJECT && tn_json_get_int (tn_json_member (raw, "n"), &item->n);
}

gboolean
push_parse (Push *push, TnSlice lines, GError **error)
{
  const char *p = lines.p, *end = lines.p + lines.len;
  while (p < end) {
    const char *stop = memchr (p, '\n', (gsize) (end - p));
    TnSlice raw = { p, (gsize) ((stop ? stop : end) - p) };
    PushItem item;
    if (push->items->len >= TN_LIMIT_CHANGES)
      return refuse (&push->result->problem, TN_PROBLEM_COUNT_MISMATCH, error, _("The batch has more lines than it says. Nothing was taken. Reconcile again."));
    if (!read_item (raw, &item))
      return refuse (&push->result->problem, TN_PROBLEM_MALFORMED, error, _("The batch has a line that cannot be read. Nothing was taken. Reconcile again with a newer program."));
    g_array_append_val (push->items, item);
    p += raw.len + 1;
  }
  return TRUE;
}
