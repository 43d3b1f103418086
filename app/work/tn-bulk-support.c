/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Many proposed for a programme: who may be is for tn-support.h to say; here it is who is meant. */
#include "tn-bulk-private.h"
#include <glib/gi18n.h>
#include "tn-support.h"
#include "tn-work-private.h"

#define SOME 200   /* households between two looks at the cancellable */

/* Those who live in the household and are meant; the others are skipped with their reason. */
static gboolean
add_people (TnBulkRun *run, const TnId *household, GArray *whom, GError **error)
{
  g_autoptr (GPtrArray) people = tn_work_people (run->copy, household, error);

  for (guint i = 0; people && i < people->len; i++)
    {
      const TnRow *person = people->pdata[i];
      const char *why = tn_bulk_why_not_person (run, person);

      run->bulk->n++;
      if (why)
        tn_bulk_skip (run, why);
      else
        g_array_append_val (whom, person->id);
    }
  return people != NULL;
}

/* Does somebody live there who is meant? *why: why not; static. */
static gboolean
look_for_meant (TnBulkRun *run, const TnId *household, const char **why, GError **error)
{
  g_autoptr (GPtrArray) people = tn_work_people (run->copy, household, error);

  *why = _("Not of this category");
  for (guint i = 0; people && *why && i < people->len; i++)
    *why = tn_bulk_why_not_person (run, people->pdata[i]);
  return people != NULL;
}

static gboolean
add_household (TnBulkRun *run, const TnId *household, GArray *whom, GError **error)
{
  const char *why = NULL;

  if ((run->sought || run->wish->age_from || run->wish->age_to) && !look_for_meant (run, household, &why, error))
    return FALSE;
  run->bulk->n++;
  if (why)
    tn_bulk_skip (run, why);
  else
    g_array_append_val (whom, *household);
  return TRUE;
}

static gboolean
find_whom (TnBulkRun *run, const TnId *ids, guint n, gboolean per_household, GArray *whom, GCancellable *cancellable, GError **error)
{
  for (guint i = 0; i < n; i++)
    if ((i % SOME == 0 && g_cancellable_set_error_if_cancelled (cancellable, error)) || !(per_household ? add_household : add_people) (run, &ids[i], whom, error))
      return FALSE;
  return TRUE;
}

static void
tell (TnBulkRun *run, const TnProgramme *programme, const GArray *whom, GPtrArray *left)
{
  g_autoptr (GHashTable) out = g_hash_table_new (tn_id_hash, tn_id_equal);

  for (guint i = 0; left && i < left->len; i++)
    {
      TnSupportLeft *one = left->pdata[i];

      g_hash_table_add (out, &one->id);
      tn_bulk_skip (run, one->why);
    }
  for (guint i = 0; i < whom->len; i++)
    if (!g_hash_table_contains (out, &g_array_index (whom, TnId, i)))
      tn_bulk_change (run, &g_array_index (whom, TnId, i), "", programme->name ? programme->name : "");
}

gboolean
tn_bulk_plan_propose (TnBulkRun *run, const TnId *ids, guint n, GCancellable *cancellable, GError **error)
{
  g_autoptr (TnProgramme) programme = tn_programme_read (run->copy, &run->wish->to, error);
  g_autoptr (GArray) whom = g_array_new (FALSE, FALSE, sizeof (TnId));
  g_autoptr (GPtrArray) left = NULL;
  g_autoptr (GError) refused = NULL;
  g_autoptr (TnEdit) edit = NULL;

  if (!programme || !find_whom (run, ids, n, programme->per_household, whom, cancellable, error))
    return FALSE;
  if (!whom->len)
    return TRUE;
  edit = tn_support_propose (run->copy, &programme->id, (const TnId *) (gpointer) whom->data, whom->len, &left, &refused);
  if (!edit && whom->len == 1 && g_error_matches (refused, TN_ERROR, TN_ERROR_INVALID))
    {
      tn_bulk_skip (run, refused->message);   /* of one alone the reason comes as the refusal */
      return TRUE;
    }
  if (!edit)
    {
      g_propagate_error (error, g_steal_pointer (&refused));
      return FALSE;
    }
  tell (run, programme, whom, left);
  g_clear_pointer (&run->bulk->edit, tn_edit_free);
  run->bulk->edit = g_steal_pointer (&edit);
  return TRUE;
}
