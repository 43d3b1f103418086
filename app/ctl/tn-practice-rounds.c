/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Three weeks of rounds: two evenings in three, three groups an evening, walked by the teams; tonight's are half done. */
#include "tn-practice-work.h"
#include <glib/gi18n.h>
#include "tn-date.h"
#include "tn-listed.h"
#include "tn-round-plan.h"
#include "tn-today.h"

#define DAYS 21
#define PER_EVENING 3
#define MINUTE ((gint64) 60000)

typedef struct {
  TnPracticeWork *work;
  GPtrArray *areas;       /* TnAreaItem*, those with households */
  GArray *volunteers;     /* TnId */
  GArray *teams;          /* TnId of each one's team; null = none */
} Rounds;

/* ---- who walks ---- */

/* Only where the ward's teams have not been made: two who walk, of no team. */
static gboolean
make_volunteers (TnPracticeWork *work, GError **error)
{
  static const char *const names[] = { "Nguyễn Thị Thử", "Trần Văn Mẫu", "Lê Thị Ví Dụ" };
  TnEdit *edit = tn_edit_new (_("Added volunteers"));
  for (guint i = 0; i < G_N_ELEMENTS (names); i++) {
    TnId id = tn_edit_create (edit, "volunteer", NULL);
    tn_edit_set_text (edit, &id, "name", names[i]);
  }
  return tn_practice_write (work, edit, error);
}

static gboolean
read_volunteers (Rounds *r, GError **error)
{
  g_autoptr (GArray) ids = tn_query_ids (r->work->copy, "volunteer", error);
  for (guint i = 0; ids && i < ids->len; i++) {
    g_autoptr (TnRow) row = tn_copy_get (r->work->copy, &g_array_index (ids, TnId, i), error);
    TnId team = { { 0 } };
    if (!row)
      return FALSE;
    tn_row_ref (row, "team", &team);
    g_array_append_val (r->volunteers, row->id);
    g_array_append_val (r->teams, team);
  }
  return ids != NULL;
}

/* Some of one team: whose n-th turn it is. */
static GArray *
choose_walkers (const Rounds *r, guint turn, TnId *team)
{
  GArray *walkers = g_array_new (FALSE, FALSE, sizeof (TnId));
  *team = g_array_index (r->teams, TnId, turn * 7 % r->teams->len);
  for (guint i = 0; i < r->volunteers->len && walkers->len < 5; i++)
    if (tn_id_equal (&g_array_index (r->teams, TnId, i), team))
      g_array_append_val (walkers, g_array_index (r->volunteers, TnId, i));
  return walkers;
}

/* ---- an evening ---- */

/* Most are met; the rest as teams tell it. */
static const char *
choose_result (GRand *rand)
{
  gint32 n = g_rand_int_range (rand, 0, 100);
  return n < 78 ? "met" : n < 94 ? "absent" : n < 98 ? "refused" : "moved";
}

static void
visit (Rounds *r, TnEdit *edit, const TnRoundStop *stop, gint64 at)
{
  static const char *const told[] = { "told_prevention", "told_vaccination", "told_care" };
  GRand *rand = r->work->rand;
  const char *result = choose_result (rand);
  gboolean met = g_str_equal (result, "met");
  TnId id = tn_edit_create (edit, "visit", NULL);
  tn_edit_set_ref (edit, &id, "household", &stop->household);
  tn_edit_set_ref (edit, &id, "stop", &stop->id);
  tn_edit_set_ref (edit, &id, "volunteer", &stop->volunteer);
  tn_edit_set_int (edit, &id, "at", at);
  tn_edit_set_text (edit, &id, "result", result);
  if (met)
    tn_edit_set_bool (edit, &id, told[g_rand_int_range (rand, 0, G_N_ELEMENTS (told))], TRUE);
  if (met && g_rand_int_range (rand, 0, 12) == 0)
    tn_edit_set_bool (edit, &id, g_rand_boolean (rand) ? "need_food" : "need_medicine", TRUE);
  tn_edit_set_text (edit, &stop->id, "state", met ? "done" : result);
}

/* share: of a hundred doors so many were reached before it got late. */
static gboolean
walk (Rounds *r, const TnId *round, gint64 evening, gint32 share, gboolean close, GError **error)
{
  g_autoptr (GPtrArray) stops = tn_round_stops (r->work->copy, round, error);
  if (!stops)
    return FALSE;
  TnEdit *edit = tn_edit_new (_("Visits of a round"));
  for (guint i = 0; i < stops->len; i++)
    if (g_rand_int_range (r->work->rand, 0, 100) < share)
      visit (r, edit, stops->pdata[i], evening + (gint64) i * MINUTE);
  if (close)
    tn_edit_set_text (edit, round, "state", "closed");
  return tn_practice_write (r->work, edit, error);
}

static TnEdit *
plan (Rounds *r, guint turn, const char *date, TnId *id, GError **error)
{
  static const char *const purposes[] = { "check_in", "screening", "vaccination", "information" };
  const TnAreaItem *area = r->areas->pdata[turn % r->areas->len];
  TnRoundWish wish = { .area = area->id, .evening = date, .look_for = turn % 4 == 3 ? "category" : "not_visited", .category = "elderly", .days = 14,
                       .purpose = purposes[turn % G_N_ELEMENTS (purposes)] };
  g_autoptr (GArray) walkers = choose_walkers (r, turn, &wish.team);
  wish.volunteers = (const TnId *) (gpointer) walkers->data;
  wish.n_volunteers = walkers->len;
  return tn_round_plan (r->work->copy, &wish, id, NULL, error);
}

/* Where nobody is to be looked for there is no round that evening. */
static gboolean
hold (Rounds *r, guint turn, int day, GError **error)
{
  gint64 evening = tn_day_start (r->work->now, day) + 18 * 60 * MINUTE;
  g_autofree char *date = tn_date_today (evening);
  g_autoptr (GError) local = NULL;
  TnId id;
  TnEdit *edit = plan (r, turn, date, &id, &local);
  if (g_error_matches (local, TN_ERROR, TN_ERROR_INVALID))
    return TRUE;
  if (local)
    g_propagate_error (error, g_steal_pointer (&local));
  if (!edit || !tn_practice_write (r->work, edit, error))
    return FALSE;
  if (day > 0)
    return TRUE;   /* tomorrow's is only planned */
  return walk (r, &id, MIN (evening, r->work->now - 90 * MINUTE), day == 0 ? 45 : 96, day < 0, error);
}

static gboolean
hold_all (Rounds *r, GError **error)
{
  guint turn = 0;
  for (int day = -DAYS; day <= 1; day++)
    for (guint i = 0; (day >= 0 || day % 3 != 0) && i < PER_EVENING; i++)
      if (!hold (r, turn++, day, error))
        return FALSE;
  return TRUE;
}

/* The smallest that hold households: an evening is for a group of the residents, not for a whole quarter. */
static GPtrArray *
read_areas (TnCopy *copy, GError **error)
{
  GPtrArray *areas = tn_query_areas (copy, error);
  guint below = 0;   /* depth of the next one in the tree's order */
  for (guint i = areas ? areas->len : 0; i-- > 0;) {
    const TnAreaItem *area = areas->pdata[i];
    gboolean leaf = below <= area->depth;
    below = area->depth;
    if (!area->n_households || !leaf)
      g_ptr_array_remove_index (areas, i);
  }
  return areas;
}

gboolean
tn_practice_add_rounds (TnPracticeWork *work, GError **error)
{
  g_autoptr (GPtrArray) areas = read_areas (work->copy, error);
  g_autoptr (GArray) volunteers = g_array_new (FALSE, FALSE, sizeof (TnId)), teams = g_array_new (FALSE, FALSE, sizeof (TnId));
  Rounds r = { work, areas, volunteers, teams };
  if (!areas || !read_volunteers (&r, error))
    return FALSE;
  if (!volunteers->len && (!make_volunteers (work, error) || !read_volunteers (&r, error)))
    return FALSE;
  return !areas->len || hold_all (&r, error);
}
