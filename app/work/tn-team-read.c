/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Teams, members and places as they stand in the copy. */
#include "tn-team.h"
#include <glib/gi18n.h>
#include <string.h>
#include "tn-date.h"
#include "tn-each.h"

/* One unit of the ward while it is read, in tree order. */
typedef struct {
  const TnAreaItem *item;
  guint end;              /* the units below it are those up to here */
  guint own;              /* households that name this unit itself */
  gboolean had;           /* by some team, wholly */
  guint in_alleys;        /* of `own`, those in alleys that some team has */
} Area;

typedef struct {
  TnCopy *copy;
  TnTeams *teams;
  const char *today;
  GPtrArray *items;       /* TnAreaItem */
  GArray *areas;          /* Area */
  GHashTable *by_id;      /* TnId → its number + 1 */
  GHashTable *teams_by_id;   /* TnId → TnTeamInfo */
  GHashTable *cores;         /* TnId of an area → TnMemberInfo: the first of its core members */
  GHashTable *by_alley;      /* "number|alley" → households there; NULL until a team has an alley */
  GHashTable *alleys;        /* "number|alley" that some team has */
  guint n_nowhere;        /* households that name no unit */
} Reading;

/* ---- memory ---- */

static void
free_area (gpointer data)
{
  TnTeamArea *area = data;
  g_free (area->alley);
  g_free (area->title);
  g_free (area);
}

static void
free_team (gpointer data)
{
  TnTeamInfo *team = data;
  char *texts[] = { team->name, team->type, team->phone, team->note };
  for (guint i = 0; i < G_N_ELEMENTS (texts); i++) g_free (texts[i]);
  g_ptr_array_unref (team->members);
  g_ptr_array_unref (team->areas);
  g_free (team);
}

static void
free_place (gpointer data)
{
  TnPlace *place = data;
  g_free (place->title);
  g_free (place->detail);
  g_free (place->core_name);
  g_free (place);
}

static gboolean
is_true (const TnFields *fields, const char *key)
{
  TnSlice token = tn_fields_get (fields, key);
  return token.len == 4 && memcmp (token.p, "true", 4) == 0;
}

/* ---- the ward's units ---- */

static gboolean
read_areas (Reading *r, GError **error)
{
  if (!(r->items = tn_query_areas (r->copy, error)) || !tn_query_count_households (r->copy, NULL, &r->n_nowhere, error)) return FALSE;
  g_array_set_size (r->areas, r->items->len);
  for (guint i = r->items->len; i-- > 0;) {
    Area *area = &g_array_index (r->areas, Area, i);
    const TnAreaItem *item = r->items->pdata[i];
    *area = (Area) { .item = item, .end = i + 1, .own = item->n_households };
    /* from child to child: each knows where its own branch ends */
    while (area->end < r->items->len && g_array_index (r->areas, Area, area->end).item->depth > item->depth) {
      const Area *child = &g_array_index (r->areas, Area, area->end);
      area->own -= MIN (area->own, child->item->n_households);
      area->end = child->end;
    }
    g_hash_table_insert (r->by_id, (gpointer) &item->id, GUINT_TO_POINTER (i + 1));
    if (item->depth == 0) r->teams->n_households += item->n_households;
  }
  r->teams->n_households += r->n_nowhere;
  return TRUE;
}

static Area *
find_area (Reading *r, const TnId *id, guint *number)
{
  guint at = GPOINTER_TO_UINT (g_hash_table_lookup (r->by_id, id));
  if (!at) return NULL;
  *number = at - 1;
  return &g_array_index (r->areas, Area, at - 1);
}

/* "Tổ 3, Khu phố 1": groups of several quarters have one name. Owned. */
static char *
name_area (Reading *r, const TnId *id)
{
  guint number, above;
  const Area *area = find_area (r, id, &number);
  if (!area) return g_strdup ("");
  const Area *parent = area->item->depth ? find_area (r, &area->item->parent, &above) : NULL;
  return parent ? g_strdup_printf ("%s, %s", area->item->name, parent->item->name) : g_strdup (area->item->name);
}

/* ---- volunteers ---- */

static void
read_member (const TnFields *fields, gpointer data)
{
  Reading *r = data;
  TnMemberInfo *info = g_new0 (TnMemberInfo, 1);
  info->id = fields->id;
  tn_fields_ref (fields, "team", &info->team);
  tn_fields_ref (fields, "area", &info->area);
  info->name = tn_fields_dup_or_empty (fields, "name");
  info->role = tn_fields_dup_or_empty (fields, "role");
  info->phone = tn_fields_dup_or_empty (fields, "phone");
  info->skills = tn_fields_dup_or_empty (fields, "skills");
  info->hours = tn_fields_dup_or_empty (fields, "hours");
  info->birth = tn_fields_dup_or_empty (fields, "birth");
  info->note = tn_fields_dup_or_empty (fields, "note");
  info->area_name = name_area (r, &info->area);
  info->age = *info->birth ? tn_date_age (info->birth, r->today) : -1;
  info->knows = (is_true (fields, "knows_policy") ? TN_KNOWS_POLICY : 0) | (is_true (fields, "knows_technology") ? TN_KNOWS_TECHNOLOGY : 0)
                | (is_true (fields, "knows_communication") ? TN_KNOWS_COMMUNICATION : 0);
  info->core = is_true (fields, "core_member");
  TnTeamInfo *team = g_hash_table_lookup (r->teams_by_id, &info->team);
  info->team_name = g_strdup (team ? team->name : "");
  info->leader = team && (tn_id_equal (&team->leader, &info->id) || g_str_equal (info->role, "leader"));
  g_ptr_array_add (r->teams->members, info);
  if (info->core && !g_hash_table_contains (r->cores, &info->area)) g_hash_table_insert (r->cores, &info->area, info);
  if (!team) return;
  team->has_leader |= info->leader;
  team->n_age_known += info->age >= 0;
  team->n_old += info->age > TN_TEAM_OLD;
  team->knows |= info->knows;
  g_ptr_array_insert (team->members, info->leader ? 0 : -1, info);
}

/* ---- teams ---- */

static void
read_team (const TnFields *fields, gpointer data)
{
  Reading *r = data;
  TnTeamInfo *team = g_new0 (TnTeamInfo, 1);
  team->id = fields->id;
  tn_fields_ref (fields, "leader", &team->leader);
  team->name = tn_fields_dup_or_empty (fields, "name");
  team->type = tn_fields_dup_or_empty (fields, "type");
  team->phone = tn_fields_dup_or_empty (fields, "phone");
  team->note = tn_fields_dup_or_empty (fields, "note");
  team->members = g_ptr_array_new ();
  team->areas = g_ptr_array_new_with_free_func (free_area);
  g_ptr_array_add (r->teams->teams, team);
  g_hash_table_insert (r->teams_by_id, &team->id, team);
}

static void
read_team_area (const TnFields *fields, gpointer data)
{
  Reading *r = data;
  TnId id;
  TnTeamInfo *team = tn_fields_ref (fields, "team", &id) ? g_hash_table_lookup (r->teams_by_id, &id) : NULL;
  if (!team) return;
  TnTeamArea *area = g_new0 (TnTeamArea, 1);
  area->id = fields->id;
  tn_fields_ref (fields, "area", &area->area);
  area->alley = tn_fields_dup_or_empty (fields, "alley");
  g_autofree char *name = name_area (r, &area->area);
  const char *shown = *name ? name : _("not on this laptop");
  area->title = *area->alley ? g_strdup_printf ("%s, %s", area->alley, shown) : g_strdup (shown);
  g_ptr_array_add (team->areas, area);
}

/* ---- who looks after what ---- */

/* Once, and only for a ward that divides its areas by alley. */
static gboolean
read_alleys (Reading *r, GError **error)
{
  if (r->by_alley) return TRUE;
  g_autoptr (GPtrArray) counts = tn_query_alley_counts (r->copy, error);
  if (!counts) return FALSE;
  r->by_alley = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  for (guint i = 0; i < counts->len; i++) {
    const TnAlleyCount *count = counts->pdata[i];
    guint number;
    if (find_area (r, &count->area, &number)) g_hash_table_insert (r->by_alley, g_strdup_printf ("%u|%s", number, count->alley), GUINT_TO_POINTER (count->n));
  }
  return TRUE;
}

/* An alley of a unit and of those below it. `had`: units that the team has wholly. */
static gboolean
count_alley (Reading *r, TnTeamInfo *team, TnTeamArea *part, const guint8 *had, GHashTable *own_alleys, GError **error)
{
  guint first;
  const Area *area = find_area (r, &part->area, &first);
  if (!read_alleys (r, error)) return FALSE;
  for (guint i = first; area && i < area->end; i++) {
    Area *unit = &g_array_index (r->areas, Area, i);
    if (!unit->own) continue;
    g_autofree char *key = g_strdup_printf ("%u|%s", i, part->alley);
    guint n = GPOINTER_TO_UINT (g_hash_table_lookup (r->by_alley, key));
    part->n_households += n;
    if (g_hash_table_add (own_alleys, g_strdup (key)) && !had[i]) team->n_households += n;
    if (tn_team_goes_to_doors (team->type) && g_hash_table_add (r->alleys, g_steal_pointer (&key))) unit->in_alleys += n;
  }
  return TRUE;
}

static void
take_area (Reading *r, TnTeamInfo *team, TnTeamArea *part, guint8 *had)
{
  guint first;
  const Area *area = find_area (r, &part->area, &first);
  for (guint i = first; area && i < area->end; i++) {
    Area *unit = &g_array_index (r->areas, Area, i);
    part->n_households += unit->own;
    if (!had[i]) team->n_households += unit->own;
    had[i] = TRUE;
    unit->had |= tn_team_goes_to_doors (team->type);
  }
}

static gboolean
count_team (Reading *r, TnTeamInfo *team, GError **error)
{
  g_autofree guint8 *had = g_new0 (guint8, r->areas->len + 1);
  g_autoptr (GHashTable) alleys = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  for (guint i = 0; i < team->areas->len; i++)
    if (!*((TnTeamArea *) team->areas->pdata[i])->alley) take_area (r, team, team->areas->pdata[i], had);
  for (guint i = 0; i < team->areas->len; i++) {
    TnTeamArea *part = team->areas->pdata[i];
    if (*part->alley && !count_alley (r, team, part, had, alleys, error)) return FALSE;
  }
  team->load = tn_team_goes_to_doors (team->type) ? tn_team_load (team->n_households, team->members->len) : TN_LOAD_NONE;
  return TRUE;
}

/* ---- what is missing ---- */

/* Takes the texts. */
static void
add_gap (Reading *r, TnGapType type, const TnId *record, char *title, char *detail, guint weight)
{
  TnGap *gap = g_new0 (TnGap, 1);
  *gap = (TnGap) { .type = type, .title = title, .detail = detail, .weight = weight };
  if (record) gap->record = *record;
  g_ptr_array_add (r->teams->gaps, gap);
}

static void
add_without_team (Reading *r, const TnId *area, guint n)
{
  char *title = area ? name_area (r, area) : g_strdup (_("Without quarter or group"));
  if (n) add_gap (r, TN_GAP_NO_TEAM, area, title, g_strdup_printf (ngettext ("%u household", "%u households", n), n), n);
  else g_free (title);
}

/* A unit below which nobody looks after anything is one gap, else each part of it is. */
static void
add_areas_without_team (Reading *r)
{
  for (guint i = 0; i < r->areas->len;) {
    const Area *area = &g_array_index (r->areas, Area, i);
    guint missing = 0;
    gboolean some = FALSE;
    for (guint j = i; j < area->end; j++) {
      const Area *unit = &g_array_index (r->areas, Area, j);
      missing += unit->had ? 0 : unit->own - MIN (unit->own, unit->in_alleys);
      some |= unit->had || unit->in_alleys;
    }
    gboolean whole = !some && area->end > i + 1;
    guint own = area->had ? 0 : area->own - MIN (area->own, area->in_alleys);
    add_without_team (r, &area->item->id, whole ? missing : own);
    r->teams->n_without_team += whole ? missing : own;
    i = whole ? area->end : i + 1;
  }
  add_without_team (r, NULL, r->n_nowhere);
  r->teams->n_without_team += r->n_nowhere;
}

static void
add_place (Reading *r, TnPlace *place, const TnMemberInfo *core)
{
  place->core_name = g_strdup (core ? core->name : "");
  if (core) place->core = core->id;
  r->teams->n_places++;
  r->teams->n_core += core != NULL;
  if (!core) add_gap (r, TN_GAP_NO_CORE, &place->id, g_strdup (place->title), g_strdup (place->detail), place->n_households);
  g_ptr_array_add (r->teams->places, place);
}

/* Groups; where a quarter has none (they were given up in 2023 and 2024: facts.md), the quarter. */
static void
read_unit_places (Reading *r)
{
  for (guint i = 0; i < r->areas->len; i++) {
    const Area *area = &g_array_index (r->areas, Area, i);
    if (area->end > i + 1) continue;
    TnPlace *place = g_new0 (TnPlace, 1);
    place->id = place->area = area->item->id;
    place->title = name_area (r, &place->id);
    place->n_households = area->item->n_households;
    place->detail = g_strdup_printf (ngettext ("%u household", "%u households", place->n_households), place->n_households);
    add_place (r, place, g_hash_table_lookup (r->cores, &place->id));
  }
}

static void
read_building (const TnFields *fields, gpointer data)
{
  Reading *r = data;
  g_autofree char *type = tn_fields_dup_or_empty (fields, "type");
  gint64 rooms = tn_fields_int (fields, "rooms");
  TnId core;
  if (!tn_building_needs_core (type, rooms)) return;
  TnPlace *place = g_new0 (TnPlace, 1);
  place->id = fields->id;
  place->building = TRUE;
  tn_fields_ref (fields, "area", &place->area);
  place->title = tn_fields_dup_or_empty (fields, "name");
  g_autofree char *area = name_area (r, &place->area);
  g_autofree char *size = rooms > 0 ? g_strdup_printf (ngettext ("%u room", "%u rooms", (gulong) rooms), (guint) rooms) : NULL;
  g_autoptr (GString) detail = g_string_new (tn_choice_label (tn_kind_field (fields->kind, "type"), type));
  if (size) g_string_append_printf (detail, " · %s", size);
  if (*area) g_string_append_printf (detail, " · %s", area);
  place->detail = g_string_free (g_steal_pointer (&detail), FALSE);
  place->n_households = (guint) CLAMP (rooms, 0, G_MAXUINT);   /* how bad a gap is: by those who live there */
  add_place (r, place, tn_fields_ref (fields, "core_member", &core) ? tn_teams_find_member (r->teams, &core) : NULL);
}

static int
compare_gaps_cb (gconstpointer a, gconstpointer b)
{
  const TnGap *x = *(const TnGap *const *) a, *y = *(const TnGap *const *) b;
  if (x->type != y->type) return x->type < y->type ? -1 : 1;
  return x->weight != y->weight ? (x->weight > y->weight ? -1 : 1) : 0;
}

static gboolean
read_teams (Reading *r, GError **error)
{
  TnTeams *teams = r->teams;
  if (!read_areas (r, error) || !tn_query_each (r->copy, "team", read_team, r, error) || !tn_query_each (r->copy, "volunteer", read_member, r, error)
      || !tn_query_each (r->copy, "team_area", read_team_area, r, error)) return FALSE;
  for (guint i = 0; i < teams->teams->len; i++) {
    if (!count_team (r, teams->teams->pdata[i], error)) return FALSE;
    tn_team_add_gaps (teams->teams->pdata[i], teams->gaps);
  }
  add_areas_without_team (r);
  read_unit_places (r);
  if (!tn_query_each (r->copy, "building", read_building, r, error)) return FALSE;
  g_ptr_array_sort (teams->gaps, compare_gaps_cb);   /* stable: of one weight they stay in list order */
  return TRUE;
}

TnTeams *
tn_teams_read (TnCopy *copy, const char *today, GError **error)
{
  g_autoptr (TnTeams) teams = g_new0 (TnTeams, 1);
  g_autoptr (GArray) areas = g_array_new (FALSE, TRUE, sizeof (Area));
  g_autoptr (GHashTable) by_id = g_hash_table_new (tn_id_hash, tn_id_equal), teams_by_id = g_hash_table_new (tn_id_hash, tn_id_equal);
  g_autoptr (GHashTable) cores = g_hash_table_new (tn_id_hash, tn_id_equal), alleys = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  Reading r = { .copy = copy, .teams = teams, .today = today, .areas = areas, .by_id = by_id, .teams_by_id = teams_by_id, .cores = cores, .alleys = alleys };
  teams->teams = g_ptr_array_new_with_free_func (free_team);
  teams->members = g_ptr_array_new_with_free_func ((GDestroyNotify) tn_member_info_free);
  teams->places = g_ptr_array_new_with_free_func (free_place);
  teams->gaps = g_ptr_array_new_with_free_func ((GDestroyNotify) tn_gap_free);
  gboolean done = read_teams (&r, error);
  g_clear_pointer (&r.items, g_ptr_array_unref);
  g_clear_pointer (&r.by_alley, g_hash_table_unref);
  return done ? g_steal_pointer (&teams) : NULL;
}
