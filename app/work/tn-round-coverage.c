/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "tn-round-coverage.h"
#include <glib/gi18n.h>
#include <string.h>
#include "tn-listed.h"
#include "tn-query.h"
#include "tn-round-walk.h"

const char *
tn_coverage_state_name (TnCoverageState state)
{
  static const char *const names[TN_COVERAGE_N] = {
    [TN_COVERAGE_NOT_YET] = N_("Not yet"), [TN_COVERAGE_ABSENT] = N_("Nobody at home"), [TN_COVERAGE_REACHED] = N_("Reached"),
  };

  g_return_val_if_fail ((guint) state < TN_COVERAGE_N, "");
  return _(names[state]);
}

static void
free_alley_cb (gpointer data)
{
  TnCoverageAlley *alley = data;

  g_free (alley->name);
  g_array_unref (alley->houses);
  g_free (alley);
}

static void
clear_house_cb (gpointer data)
{
  g_free (((TnCoverageHouse *) data)->door);
}

void
tn_coverage_free (TnCoverage *coverage)
{
  if (!coverage)
    return;
  g_ptr_array_unref (coverage->alleys);
  g_free (coverage);
}

/* ---- what was found ---- */

/* TnId of a household -> TnCoverageState + 1. */
static GHashTable *
read_visits (TnCopy *copy, const TnCoverageQuery *query, GError **error)
{
  TnListedQuery visits = { .kind = "visit", .from = query->from, .to = query->to };
  g_autoptr (GArray) rows = tn_query_listed (copy, &visits, error);
  GHashTable *best;

  if (!rows)
    return NULL;
  best = g_hash_table_new_full (tn_id_hash, tn_id_equal, g_free, NULL);
  for (guint i = 0; i < rows->len; i++)
    {
      const TnListed *visit = &g_array_index (rows, TnListed, i);
      /* a visit without a result was one all the same */
      guint state = g_str_equal (visit->state, "absent") ? TN_COVERAGE_ABSENT : TN_COVERAGE_REACHED;

      if (GPOINTER_TO_UINT (g_hash_table_lookup (best, &visit->parent)) < state + 1)
        g_hash_table_insert (best, tn_id_copy (&visit->parent), GUINT_TO_POINTER (state + 1));
    }
  return best;
}

static GHashTable *
read_round (TnCopy *copy, const TnId *round, GError **error)
{
  GHashTable *in = g_hash_table_new_full (tn_id_hash, tn_id_equal, g_free, NULL);
  TnListedQuery query = { .kind = "stop", .ref = round };
  g_autoptr (GArray) stops = round ? tn_query_listed (copy, &query, error) : NULL;

  for (guint i = 0; stops && i < stops->len; i++)
    if (!g_str_equal (g_array_index (stops, TnListed, i).state, "left_out"))
      g_hash_table_add (in, tn_id_copy (&g_array_index (stops, TnListed, i).parent));
  if (!round || stops)
    return in;
  g_hash_table_unref (in);
  return NULL;
}

/* ---- houses ---- */

static void
free_door_cb (gpointer data)
{
  tn_door_clear (data);
  g_free (data);
}

static GPtrArray *
read_doors (TnCopy *copy, const TnCoverageQuery *query, GError **error)
{
  TnHouseholdQuery households = { .area = query->area, .street = query->street && *query->street ? query->street : NULL,
                                  .alley = query->alley && *query->alley ? query->alley : NULL };
  g_autoptr (GArray) rows = tn_query_households (copy, &households, error);
  g_autoptr (GPtrArray) doors = g_ptr_array_new_with_free_func (free_door_cb);
  gboolean found;

  if (!rows)
    return NULL;
  for (guint i = 0; i < rows->len; i++)
    {
      TnDoor *door = g_new0 (TnDoor, 1);

      g_ptr_array_add (doors, door);
      if (!tn_query_door (copy, g_array_index (rows, gint64, i), door, &found, error))
        return NULL;
      if (!found || !door->n_people || g_str_equal (door->status, "absent"))
        g_ptr_array_remove_index (doors, doors->len - 1);
    }
  tn_round_walk_sort (doors);
  return g_steal_pointer (&doors);
}

/* The alley that a door is in: as the register has it, or what its number says before the last stroke. Owned. */
static char *
dup_alley (const TnDoor *door)
{
  const char *stroke = door->house_no ? strrchr (door->house_no, '/') : NULL;
  g_autofree char *number = NULL;

  if (door->alley && *door->alley)
    return g_strdup (door->alley);
  if (!stroke || stroke == door->house_no)
    return g_strdup ("");
  number = g_strndup (door->house_no, (gsize) (stroke - door->house_no));
  /* Translators: %s is the number of an alley: "45/12". */
  return g_strdup_printf (_("Alley %s"), number);
}

static char *
make_alley_name (const TnDoor *door)
{
  g_autofree char *alley = dup_alley (door);
  const char *street = door->street ? door->street : "";

  if (!*alley && !*street)
    return g_strdup (door->building_name && *door->building_name ? door->building_name : _("No address"));
  return g_strdup_printf ("%s%s%s", alley, *alley && *street ? ", " : "", street);
}

static TnCoverageAlley *
get_alley (TnCoverage *coverage, GHashTable *by_name, const TnDoor *door)
{
  g_autofree char *name = make_alley_name (door);
  TnCoverageAlley *alley = g_hash_table_lookup (by_name, name);

  if (alley)
    return alley;
  alley = g_new0 (TnCoverageAlley, 1);
  alley->name = g_steal_pointer (&name);
  alley->houses = g_array_new (FALSE, FALSE, sizeof (TnCoverageHouse));
  g_array_set_clear_func (alley->houses, clear_house_cb);
  g_ptr_array_add (coverage->alleys, alley);
  g_hash_table_insert (by_name, alley->name, alley);
  return alley;
}

static void
add_house (TnCoverage *coverage, TnCoverageAlley *alley, const TnDoor *door, guint best, gboolean in_round)
{
  TnCoverageHouse house = { door->id, tn_door_address (door), best ? (TnCoverageState) (best - 1) : TN_COVERAGE_NOT_YET, in_round };

  g_array_append_val (alley->houses, house);
  alley->counts[house.state]++;
  coverage->counts[house.state]++;
  coverage->n++;
}

TnCoverage *
tn_coverage_read (TnCopy *copy, const TnCoverageQuery *query, GError **error)
{
  g_autoptr (GHashTable) best = read_visits (copy, query, error);
  g_autoptr (GHashTable) in = best ? read_round (copy, query->round, error) : NULL;
  g_autoptr (GPtrArray) doors = in ? read_doors (copy, query, error) : NULL;
  g_autoptr (GHashTable) by_name = g_hash_table_new (g_str_hash, g_str_equal);
  TnCoverage *coverage;

  if (!doors)
    return NULL;
  coverage = g_new0 (TnCoverage, 1);
  coverage->alleys = g_ptr_array_new_with_free_func (free_alley_cb);
  for (guint i = 0; i < doors->len; i++)
    {
      const TnDoor *door = doors->pdata[i];

      add_house (coverage, get_alley (coverage, by_name, door), door, GPOINTER_TO_UINT (g_hash_table_lookup (best, &door->id)),
                 g_hash_table_contains (in, &door->id));
    }
  return coverage;
}
