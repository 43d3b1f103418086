/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Many households given to a team or to a round. A team looks after alleys (tn-team.h), so it is given those in which they live. */
#include "tn-bulk-private.h"
#include <glib/gi18n.h>
#include "tn-doors.h"
#include "tn-listed.h"
#include "tn-round-plan.h"
#include "tn-work-private.h"

/* ---- a team ---- */

typedef struct { TnId area; const char *alley; } Place;

static guint
hash_place (gconstpointer data)
{
  const Place *place = data;

  return tn_id_hash (&place->area) * 31 + g_str_hash (place->alley);
}

static gboolean
is_place (gconstpointer a, gconstpointer b)
{
  const Place *x = a, *y = b;

  return tn_id_equal (&x->area, &y->area) && g_str_equal (x->alley, y->alley);
}

static void
free_place (gpointer data)
{
  g_free ((char *) ((Place *) data)->alley);
  g_free (data);
}

static GHashTable *
new_places (void)
{
  return g_hash_table_new_full (hash_place, is_place, free_place, NULL);
}

static void
add_place (GHashTable *places, const TnId *area, const char *alley, guint n)
{
  Place key = { *area, alley }, *place;
  gpointer known = g_hash_table_lookup (places, &key);

  place = g_new (Place, 1);
  *place = (Place) { *area, g_strdup (alley) };
  g_hash_table_replace (places, place, GUINT_TO_POINTER (GPOINTER_TO_UINT (known) + n));
}

/* What the team has: whole areas under the alley "". */
static gboolean
read_has (TnBulkRun *run, GHashTable *has, GError **error)
{
  TnListedQuery query = { .kind = "team_area", .ref = &run->wish->to };
  g_autoptr (GArray) parts = tn_query_listed (run->copy, &query, error);

  for (guint i = 0; parts && i < parts->len; i++)
    {
      g_autoptr (TnRow) part = tn_copy_get (run->copy, &g_array_index (parts, TnListed, i).id, error);
      g_autofree char *alley = part ? tn_row_dup_text (part, "alley") : NULL;
      TnId area;

      if (!part)
        return FALSE;
      if (tn_row_ref (part, "area", &area))
        add_place (has, &area, alley ? alley : "", 1);
    }
  return parts != NULL;
}

static gboolean
has_place (GHashTable *has, const TnId *area, const char *alley)
{
  return g_hash_table_contains (has, &(Place) { *area, "" }) || g_hash_table_contains (has, &(Place) { *area, alley });
}

static gboolean
sort_door (TnBulkRun *run, const TnId *id, GHashTable *has, GHashTable *wanted, const char *team, GError **error)
{
  g_auto (TnDoor) door = { 0 };
  g_autofree char *place = NULL, *area = NULL;
  gboolean found;

  if (!tn_query_door_of (run->copy, id, &door, &found, error))
    return FALSE;
  run->bulk->n++;
  if (!found)
    tn_bulk_skip (run, _("Deleted meanwhile"));
  else if (tn_id_is_null (&door.area))
    tn_bulk_skip (run, _("No quarter or group"));
  else if (has_place (has, &door.area, door.alley ? door.alley : ""))
    run->bulk->n_same++;
  else if (!door.alley || !*door.alley)
    tn_bulk_skip (run, _("Not in an alley: give the team their whole quarter or group"));
  else
    {
      add_place (wanted, &door.area, door.alley, 1);
      area = tn_query_title (run->copy, &door.area);
      place = g_strdup_printf ("%s, %s", door.alley, area);
      tn_bulk_change (run, id, place, team);
    }
  return TRUE;
}

/* Who lives in these alleys besides those chosen comes along, and is told. */
static gboolean
note_others (TnBulkRun *run, GHashTable *wanted, GError **error)
{
  g_autoptr (GPtrArray) counts = tn_query_alley_counts (run->copy, error);
  guint others = 0;

  for (guint i = 0; counts && i < counts->len; i++)
    {
      const TnAlleyCount *count = counts->pdata[i];
      guint chosen = GPOINTER_TO_UINT (g_hash_table_lookup (wanted, &(Place) { count->area, count->alley ? count->alley : "" }));

      others += chosen && count->n > chosen ? count->n - chosen : 0;
    }
  if (others)
    run->bulk->note = g_strdup_printf (ngettext ("A team looks after whole alleys: %u other household of these alleys comes along.",
                                                 "A team looks after whole alleys: %u other households of these alleys come along.", others), others);
  return counts != NULL;
}

static void
write_places (TnBulkRun *run, GHashTable *wanted)
{
  GHashTableIter it;
  gpointer key;

  g_hash_table_iter_init (&it, wanted);
  while (g_hash_table_iter_next (&it, &key, NULL))
    {
      const Place *place = key;
      TnId id = tn_edit_create (run->bulk->edit, "team_area", NULL);

      tn_edit_set_ref (run->bulk->edit, &id, "team", &run->wish->to);
      tn_edit_set_ref (run->bulk->edit, &id, "area", &place->area);
      tn_edit_set_text (run->bulk->edit, &id, "alley", place->alley);
    }
}

gboolean
tn_bulk_plan_team (TnBulkRun *run, const TnId *ids, guint n, GError **error)
{
  g_autoptr (TnRow) team = tn_work_get (run->copy, "team", &run->wish->to, error);
  g_autoptr (GHashTable) has = new_places (), wanted = new_places ();
  g_autofree char *name = team ? tn_row_dup_text (team, "name") : NULL;

  if (!team || !read_has (run, has, error))
    return FALSE;
  for (guint i = 0; i < n; i++)
    if (!sort_door (run, &ids[i], has, wanted, name ? name : "", error))
      return FALSE;
  write_places (run, wanted);
  return note_others (run, wanted, error);
}

/* ---- a round ---- */

gboolean
tn_bulk_plan_round (TnBulkRun *run, const TnId *ids, guint n, GCancellable *cancellable, GError **error)
{
  g_autofree char *name = tn_query_title (run->copy, &run->wish->to);
  g_autoptr (TnRoundFound) found = NULL;
  g_autoptr (TnEdit) edit = tn_round_add (run->copy, &run->wish->to, ids, n, &found, cancellable, error);

  if (!edit)
    return FALSE;
  run->bulk->n = n;
  for (guint i = 0; i < found->doors->len; i++)
    {
      const TnDoor *door = found->doors->pdata[i];

      tn_bulk_change (run, &door->id, "", name);
    }
  for (guint i = 0; i < found->left_out->len; i++)
    tn_bulk_skip (run, tn_round_left_name (g_array_index (found->left_out, TnRoundLeftOut, i).why));
  run->bulk->n_same = n - MIN (n, run->bulk->n_changes + run->bulk->n_skipped);
  g_clear_pointer (&run->bulk->edit, tn_edit_free);
  run->bulk->edit = g_steal_pointer (&edit);
  return TRUE;
}
