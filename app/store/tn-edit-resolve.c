/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Settling a conflict is an ordinary edit: the value that shall stand, naming both old ones as seen so that nobody is asked again, and
 * the conflict's state. */
#include "tn-edit-private.h"
#include <glib/gi18n.h>

typedef struct {
  TnId record;
  char *unit, *value;      /* value: JSON of the unit that lost; NULL = empty */
  TnStamp other;
} Settled;

static void
clear_settled (Settled *s)
{
  g_free (s->unit);
  g_free (s->value);
}
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Settled, clear_settled)

static gboolean
read_conflict (TnCopy *copy, const TnId *id, Settled *out, GError **error)
{
  g_autoptr (TnRow) row = tn_record_load (copy, id, NULL, NULL, error);
  if (!row) return FALSE;
  g_autofree char *stamp = tn_row_dup_text (row, "stamp");
  out->unit = tn_row_dup_text (row, "unit");
  out->value = tn_row_dup_text (row, "value");
  gboolean whole = row->kind && strcmp (row->kind->key, "conflict") == 0 && out->unit && tn_row_ref (row, "record", &out->record);
  if (stamp) tn_stamp_parse (tn_slice (stamp, -1), &out->other);
  if (!whole)
    g_set_error_literal (error, TN_ERROR, TN_ERROR_INVALID, _("This is no conflict that can be settled here. Nothing was changed."));
  return whole;
}

static void
write_value (TnEdit *edit, const Settled *s, const char *value)
{
  if (tn_stamp_is_set (&s->other)) tn_edit_also_seen (edit, &s->record, &s->other);
  if (strcmp (s->unit, TN_UNIT_DEL) == 0) tn_edit_set_deleted (edit, &s->record, g_strcmp0 (value, "true") == 0);
  else tn_edit_set_unit (edit, &s->record, s->unit, value);
}

static gboolean
check_value (TnCopy *copy, const Settled *s, const char *value, GError **error)
{
  g_autoptr (TnRow) row = tn_record_load (copy, &s->record, NULL, NULL, error);
  if (!row) return FALSE;
  TnSlice slice = tn_slice (value ? value : "null", -1);
  if (strcmp (s->unit, TN_UNIT_DEL) == 0 || !row->kind) return TRUE;
  if (tn_json_check (slice) != TN_JSON_BAD && (!value || tn_kind_unit_accepts (row->kind, s->unit, slice))) return TRUE;
  g_set_error_literal (error, TN_ERROR, TN_ERROR_INVALID, _("This value does not fit the field. Nothing was changed."));
  return FALSE;
}

static gboolean
expand (TnCopy *copy, TnEdit *edit, const TnEditResolve *resolve, GError **error)
{
  g_auto (Settled) s = { 0 };
  if (!read_conflict (copy, &resolve->conflict, &s, error)) return FALSE;
  if (resolve->keep != TN_KEEP_STANDING) {
    const char *value = resolve->keep == TN_KEEP_OTHER ? s.value : resolve->value;
    if (!check_value (copy, &s, value, error)) return FALSE;
    write_value (edit, &s, value);
  }
  tn_edit_set (edit, &resolve->conflict, "state", "\"closed\"");
  return TRUE;
}

gboolean
tn_edit_expand_resolves (TnCopy *copy, TnEdit *edit, GError **error)
{
  for (guint i = 0; i < edit->resolves->len; i++)
    if (!expand (copy, edit, &g_array_index (edit->resolves, TnEditResolve, i), error)) return FALSE;
  g_array_set_size (edit->resolves, 0);
  return TRUE;
}
