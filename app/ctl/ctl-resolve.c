/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "tn-ctl-commands.h"
#include <glib/gi18n.h>
#include <string.h>
#include "tn-ctl-fields.h"
#include "tn-query.h"
#include "tn-stamp.h"

/* "mine" is the value typed at this laptop: told by the replica in the stamp. Where neither side is ours, what stands counts as mine. */
static gboolean
other_is_mine (TnCopy *copy, const TnRow *conflict)
{
  g_autofree char *text = tn_row_dup_text (conflict, "stamp");
  g_autofree char *ours = tn_copy_replica (copy);
  TnStamp stamp;
  char replica[TN_REPLICA_LEN + 1];
  if (!text || !ours || !tn_stamp_parse (tn_slice (text, -1), &stamp))
    return FALSE;
  tn_stamp_replica (&stamp, replica);
  return g_str_equal (replica, ours);
}

/* Turns "value=…" into the JSON of the conflict's unit: a bare token, or for several fields a JSON object as written. */
static char *
parse_value (TnCopy *copy, const TnRow *conflict, const char *written, GError **error)
{
  TnId id;
  g_autofree char *unit = tn_row_dup_text (conflict, "unit");
  g_autoptr (TnRow) row = tn_row_ref (conflict, "record", &id) ? tn_copy_get (copy, &id, error) : NULL;
  if (!row || !unit)
    return NULL;
  if (row->kind && tn_kind_unit_is_single (row->kind, unit))
    return tn_field_parse (tn_kind_field (row->kind, unit), written, error);
  if (row->kind && tn_kind_unit_accepts (row->kind, unit, tn_slice (written, -1)))
    return g_strdup (written);
  g_set_error (error, TN_ERROR, TN_ERROR_INVALID, _("“%s” has several fields: write them as a JSON object."), unit);
  return NULL;
}

/* All that one restore brought to light, as it stands: in one edit, which one undo takes back. */
static gboolean
resolve_batch (TnCtl *ctl, const char *batch, GError **error)
{
  guint n = 0;
  g_autoptr (TnCopy) copy = tn_ctl_open (ctl, 0, error);
  g_autoptr (GPtrArray) items = copy ? tn_query_conflicts (copy, NULL, error) : NULL;
  if (!items)
    return FALSE;
  g_autoptr (TnEdit) edit = tn_edit_new (_("Settled the conflicts of a restore"));
  for (guint i = 0; i < items->len; i++) {
    const TnConflictItem *item = items->pdata[i];
    if (!g_str_equal (item->batch, batch))
      continue;
    tn_edit_resolve (edit, &item->id, TN_KEEP_STANDING, NULL);
    n++;
  }
  if (n == 0) {
    g_set_error (error, TN_ERROR, TN_ERROR_NOT_FOUND, _("There is no open conflict of batch “%s”. Nothing was changed. “conflicts” names the batches."), batch);
    return FALSE;
  }
  if (!tn_copy_edit (copy, edit, NULL, error))
    return FALSE;
  cJSON_AddNumberToObject (ctl->out, "settled", n);
  tn_ctl_say (ctl, ngettext ("Settled %u conflict as it stands.", "Settled %u conflicts as they stand.", n), n);
  return TRUE;
}

gboolean
tn_ctl_resolve (TnCtl *ctl, int argc, char **argv, GError **error)
{
  static const char usage[] = "resolve ID --keep mine|theirs|value=TEXT | resolve --batch BATCH";
  g_autofree char *keep = NULL, *value = NULL, *batch = NULL;
  const GOptionEntry entries[] = { { "keep", 0, 0, G_OPTION_ARG_STRING, &keep, NULL, NULL }, { "batch", 0, 0, G_OPTION_ARG_STRING, &batch, NULL, NULL }, { NULL } };
  TnId id;
  if (!tn_ctl_options (&argc, &argv, entries, 0, 1, usage, error))
    return FALSE;
  if (batch && argc == 1 && !keep)
    return resolve_batch (ctl, batch, error);
  if (batch || argc != 2)
    return tn_ctl_misused (usage, error);
  if (!tn_ctl_parse_id (argv[1], &id, error))
    return FALSE;
  g_autoptr (TnCopy) copy = tn_ctl_open (ctl, 0, error);
  g_autoptr (TnRow) conflict = copy ? tn_copy_get (copy, &id, error) : NULL;
  if (!conflict)
    return FALSE;
  gboolean mine = g_strcmp0 (keep, "mine") == 0, theirs = g_strcmp0 (keep, "theirs") == 0;
  TnKeep what = mine == other_is_mine (copy, conflict) ? TN_KEEP_OTHER : TN_KEEP_STANDING;
  if (!mine && !theirs) {
    if (!keep || !g_str_has_prefix (keep, "value=") || !g_str_equal (conflict->kind_key, "conflict"))
      return tn_ctl_misused (usage, error);
    value = parse_value (copy, conflict, keep + strlen ("value="), error);
    if (!value)
      return FALSE;
    what = TN_KEEP_WRITE;
  }
  g_autoptr (TnEdit) edit = tn_edit_new (_("Settled a conflict"));
  tn_edit_resolve (edit, &id, what, value);
  return tn_ctl_commit (ctl, copy, edit, &id, error);
}
