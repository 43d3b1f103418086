/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Rounds from a terminal: what ui/rounds does, by the same rules. */
#include "tn-ctl-commands.h"
#include <glib/gi18n.h>
#include "tn-ctl-fields.h"
#include "tn-date.h"
#include "tn-listed.h"
#include "tn-round-coverage.h"
#include "tn-round-plan.h"
#include "tn-round-share.h"
#include "tn-today.h"

static const char usage[] = "round plan|list|show|share|again|move|close|open|delete|coverage …";

/* NULL or "" = a null id. */
static gboolean
parse_optional (const char *text, TnId *id, GError **error)
{
  memset (id, 0, sizeof *id);
  return !text || !*text || tn_ctl_parse_id (text, id, error);
}

/* Those named, or else all of the team. */
static GArray *
list_volunteers (TnCopy *copy, char **named, const TnId *team, GError **error)
{
  g_autoptr (GArray) ids = g_array_new (FALSE, FALSE, sizeof (TnId));
  TnListedQuery query = { .kind = "volunteer", .ref = team };
  g_autoptr (GArray) members = !named && !tn_id_is_null (team) ? tn_query_listed (copy, &query, error) : NULL;
  if (!named && !tn_id_is_null (team) && !members)
    return NULL;
  for (guint i = 0; members && i < members->len; i++)
    g_array_append_val (ids, g_array_index (members, TnListed, i).id);
  for (guint i = 0; named && named[i]; i++) {
    TnId id;
    if (!tn_ctl_parse_id (named[i], &id, error))
      return NULL;
    g_array_append_val (ids, id);
  }
  return g_steal_pointer (&ids);
}

/* ---- a round in words ---- */

static cJSON *
round_to_json (const TnRound *round)
{
  cJSON *object = cJSON_CreateObject ();
  tn_ctl_add_id (object, "id", &round->id);
  cJSON_AddStringToObject (object, "name", round->name);
  cJSON_AddStringToObject (object, "evening", round->evening);
  cJSON_AddStringToObject (object, "purpose", round->purpose);
  cJSON_AddStringToObject (object, "look_for", round->look_for);
  cJSON_AddBoolToObject (object, "closed", tn_round_is_closed (round));
  tn_ctl_add_id (object, "area", &round->area);
  tn_ctl_add_id (object, "team", &round->team);
  tn_ctl_add_id (object, "campaign", &round->campaign);
  cJSON_AddNumberToObject (object, "stops", round->n);
  cJSON_AddNumberToObject (object, "open", round->open);
  cJSON_AddNumberToObject (object, "done", round->done);
  cJSON_AddNumberToObject (object, "absent", round->absent);
  cJSON_AddNumberToObject (object, "refused", round->refused);
  cJSON_AddNumberToObject (object, "moved", round->moved);
  return object;
}

static void
say_round (TnCtl *ctl, const TnRound *round)
{
  TnIdStr id;
  g_autofree char *evening = tn_date_format (round->evening);
  tn_id_format (&round->id, id);
  /* Translators: a record's id, an evening, a round's name, then how many doors it has and how many are still to be visited. */
  tn_ctl_say (ctl, ngettext ("%s  %s  %s: %u door, %u still to visit", "%s  %s  %s: %u doors, %u still to visit", round->n), id, evening, round->name, round->n,
              round->open + round->absent);
}

static cJSON *
stop_to_json (const TnRoundStop *stop)
{
  cJSON *object = cJSON_CreateObject ();
  tn_ctl_add_id (object, "id", &stop->id);
  tn_ctl_add_id (object, "household", &stop->household);
  tn_ctl_add_id (object, "volunteer", &stop->volunteer);
  cJSON_AddNumberToObject (object, "number", stop->number);
  cJSON_AddStringToObject (object, "state", stop->state);
  cJSON_AddStringToObject (object, "address", stop->address);
  cJSON_AddStringToObject (object, "head", stop->head);
  cJSON_AddNumberToObject (object, "people", stop->n_people);
  cJSON_AddBoolToObject (object, "by_hand", stop->fixed);
  cJSON_AddStringToObject (object, "why", stop->why);
  return object;
}

static void
say_walker (TnCtl *ctl, GPtrArray *stops, const TnRoundWalker *walker)
{
  tn_ctl_say (ctl, ngettext ("%s: %u door, %u still to visit", "%s: %u doors, %u still to visit", walker->n), *walker->name ? walker->name : _("Nobody yet"),
              walker->n, walker->open);
  for (guint i = 0; i < stops->len; i++) {
    const TnRoundStop *stop = stops->pdata[i];
    if (tn_id_equal (&stop->volunteer, &walker->id))
      tn_ctl_say (ctl, "  %4u  %s  %s%s%s  %s", stop->number, stop->address, stop->head, *stop->why ? " · " : "", stop->why,
                  tn_choice_label (tn_kind_field (tn_schema_kind ("stop"), "state"), stop->state));
  }
}

static gboolean
show_round (TnCtl *ctl, TnCopy *copy, const TnId *id, GError **error)
{
  g_autoptr (TnRound) round = tn_round_read (copy, id, error);
  g_autoptr (GPtrArray) stops = round ? tn_round_stops (copy, id, error) : NULL;
  if (!stops)
    return FALSE;
  g_autoptr (GPtrArray) walkers = tn_round_walkers (copy, stops);
  cJSON_AddItemToObject (ctl->out, "round", round_to_json (round));
  cJSON *out = cJSON_AddArrayToObject (ctl->out, "stops"), *walks = cJSON_AddArrayToObject (ctl->out, "walkers");
  say_round (ctl, round);
  for (guint i = 0; i < stops->len; i++)
    cJSON_AddItemToArray (out, stop_to_json (stops->pdata[i]));
  for (guint i = 0; i < walkers->len; i++) {
    const TnRoundWalker *walker = walkers->pdata[i];
    cJSON *object = cJSON_CreateObject ();
    tn_ctl_add_id (object, "volunteer", &walker->id);
    cJSON_AddStringToObject (object, "name", walker->name);
    cJSON_AddNumberToObject (object, "stops", walker->n);
    cJSON_AddItemToArray (walks, object);
    say_walker (ctl, stops, walker);
  }
  return TRUE;
}

/* ---- planning ---- */

typedef struct {
  char *area, *street, *alley, *look_for, *category, *campaign, *evening, *purpose, *team, *name, **volunteers;
  int days;
  gboolean dry_run;
} Wish;

static void
clear_wish (Wish *w)
{
  char *texts[] = { w->area, w->street, w->alley, w->look_for, w->category, w->campaign, w->evening, w->purpose, w->team, w->name };
  for (guint i = 0; i < G_N_ELEMENTS (texts); i++)
    g_free (texts[i]);
  g_strfreev (w->volunteers);
}
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Wish, clear_wish)

static gboolean
parse_wish (Wish *w, int *argc, char ***argv, GError **error)
{
  const GOptionEntry entries[] = {
    { "area", 0, 0, G_OPTION_ARG_STRING, &w->area, NULL, NULL }, { "street", 0, 0, G_OPTION_ARG_STRING, &w->street, NULL, NULL },
    { "alley", 0, 0, G_OPTION_ARG_STRING, &w->alley, NULL, NULL }, { "look-for", 0, 0, G_OPTION_ARG_STRING, &w->look_for, NULL, NULL },
    { "category", 0, 0, G_OPTION_ARG_STRING, &w->category, NULL, NULL }, { "days", 0, 0, G_OPTION_ARG_INT, &w->days, NULL, NULL },
    { "campaign", 0, 0, G_OPTION_ARG_STRING, &w->campaign, NULL, NULL },
    { "evening", 0, 0, G_OPTION_ARG_STRING, &w->evening, NULL, NULL }, { "purpose", 0, 0, G_OPTION_ARG_STRING, &w->purpose, NULL, NULL },
    { "team", 0, 0, G_OPTION_ARG_STRING, &w->team, NULL, NULL }, { "name", 0, 0, G_OPTION_ARG_STRING, &w->name, NULL, NULL },
    { "volunteer", 0, 0, G_OPTION_ARG_STRING_ARRAY, &w->volunteers, NULL, NULL }, { "dry-run", 0, 0, G_OPTION_ARG_NONE, &w->dry_run, NULL, NULL }, { NULL } };
  return tn_ctl_options (argc, argv, entries, 0, 0,
    "round plan [--area ID] [--street TEXT] [--alley TEXT] [--look-for all|category|not_visited|unvaccinated|not_reached] [--category KEY] [--days N] [--campaign ID]"
    " [--evening DATE] [--purpose KEY] [--team ID] [--volunteer ID]… [--name TEXT] [--dry-run]", error);
}

/* "24/12/2021" as people write it. */
static gboolean
check_words (Wish *w, GError **error)
{
  const TnKind *kind = tn_schema_kind ("round");
  const struct { const char *field, *text; } choices[] = { { "look_for", w->look_for }, { "purpose", w->purpose } };
  for (guint i = 0; i < G_N_ELEMENTS (choices); i++) {
    g_autofree char *token = choices[i].text ? tn_json_string (choices[i].text) : NULL;
    if (token && !tn_field_validate (tn_kind_field (kind, choices[i].field), tn_slice (token, -1), error))
      return FALSE;
  }
  if (!w->evening)
    return TRUE;
  char *stored = tn_date_parse (w->evening);
  if (!stored) {
    g_set_error (error, TN_ERROR, TN_ERROR_INVALID, _("“%s” is no date. Write it as 24/12/2021."), w->evening);
    return FALSE;
  }
  g_free (w->evening);
  w->evening = stored;
  return TRUE;
}

static void
report_found (TnCtl *ctl, const TnRoundFound *found)
{
  static const char *const keys[TN_LEFT_N] = { "gone", "away", "empty", "other_round", "refused", "moved", "not_sought" };
  cJSON *left = cJSON_AddObjectToObject (ctl->out, "left_out");
  guint n = found->doors->len;
  cJSON_AddNumberToObject (ctl->out, "households", n);
  cJSON_AddNumberToObject (ctl->out, "carried", g_hash_table_size (found->carried));
  tn_ctl_say (ctl, ngettext ("%u household found.", "%u households found.", n), n);
  for (TnRoundLeft why = 0; why < TN_LEFT_N; why++) {
    cJSON_AddNumberToObject (left, keys[why], found->left[why]);
    if (found->left[why])
      tn_ctl_say (ctl, "  %s: %u", tn_round_left_name (why), found->left[why]);
  }
}

static gboolean
plan_wish (TnCtl *ctl, TnCopy *copy, const Wish *w, TnRoundWish *wish, GError **error)
{
  g_autoptr (TnRoundFound) found = tn_round_find (copy, wish, NULL, NULL, error);
  if (!found)
    return FALSE;
  report_found (ctl, found);
  if (w->dry_run)
    return TRUE;
  TnId id;
  g_autoptr (TnEdit) edit = tn_round_plan (copy, wish, &id, NULL, error);
  return edit && tn_ctl_commit (ctl, copy, edit, &id, error);
}

static gboolean
plan (TnCtl *ctl, int argc, char **argv, GError **error)
{
  g_auto (Wish) w = { 0 };
  TnRoundWish wish = { 0 };
  if (!parse_wish (&w, &argc, &argv, error) || !check_words (&w, error) || !parse_optional (w.area, &wish.area, error)
      || !parse_optional (w.team, &wish.team, error) || !parse_optional (w.campaign, &wish.campaign, error))
    return FALSE;
  g_autoptr (TnCopy) copy = tn_ctl_open (ctl, w.dry_run ? TN_COPY_READ_ONLY : 0, error);
  g_autoptr (GArray) volunteers = copy ? list_volunteers (copy, w.volunteers, &wish.team, error) : NULL;
  if (!volunteers)
    return FALSE;
  wish.street = w.street;
  wish.alley = w.alley;
  wish.look_for = w.look_for;
  wish.category = w.category;
  wish.days = (guint) MAX (0, w.days);
  wish.evening = w.evening;
  wish.purpose = w.purpose;
  wish.name = w.name;
  wish.volunteers = (const TnId *) (gpointer) volunteers->data;
  wish.n_volunteers = volunteers->len;
  return plan_wish (ctl, copy, &w, &wish, error);
}

/* ---- the others ---- */

static gboolean
list (TnCtl *ctl, int argc, char **argv, GError **error)
{
  int limit = 0;
  const GOptionEntry entries[] = { { "limit", 0, 0, G_OPTION_ARG_INT, &limit, NULL, NULL }, { NULL } };
  if (!tn_ctl_options (&argc, &argv, entries, 0, 0, "round list [--limit N]", error))
    return FALSE;
  g_autoptr (TnCopy) copy = tn_ctl_open (ctl, TN_COPY_READ_ONLY, error);
  TnListedQuery query = { .kind = "round", .newest_first = TRUE, .limit = (guint) MAX (0, limit) };
  g_autoptr (GArray) rounds = copy ? tn_query_listed (copy, &query, error) : NULL;
  cJSON *out = cJSON_AddArrayToObject (ctl->out, "rounds");
  for (guint i = 0; rounds && i < rounds->len; i++) {
    g_autoptr (TnRound) round = tn_round_read (copy, &g_array_index (rounds, TnListed, i).id, error);
    if (!round)
      return FALSE;
    cJSON_AddItemToArray (out, round_to_json (round));
    say_round (ctl, round);
  }
  if (rounds && !rounds->len)
    tn_ctl_say (ctl, _("There is no round yet."));
  return rounds != NULL;
}

static gboolean
show (TnCtl *ctl, int argc, char **argv, GError **error)
{
  TnId id;
  if (!tn_ctl_options (&argc, &argv, NULL, 1, 1, "round show ID", error) || !tn_ctl_parse_id (argv[1], &id, error))
    return FALSE;
  g_autoptr (TnCopy) copy = tn_ctl_open (ctl, TN_COPY_READ_ONLY, error);
  return copy && show_round (ctl, copy, &id, error);
}

static gboolean
share (TnCtl *ctl, int argc, char **argv, GError **error)
{
  g_auto (GStrv) named = NULL;
  gboolean anew = FALSE;
  TnId id;
  const GOptionEntry entries[] = {
    { "volunteer", 0, 0, G_OPTION_ARG_STRING_ARRAY, &named, NULL, NULL }, { "anew", 0, 0, G_OPTION_ARG_NONE, &anew, NULL, NULL }, { NULL } };
  if (!tn_ctl_options (&argc, &argv, entries, 1, 1, "round share ID [--volunteer ID]… [--anew]", error) || !tn_ctl_parse_id (argv[1], &id, error))
    return FALSE;
  g_autoptr (TnCopy) copy = tn_ctl_open (ctl, 0, error);
  g_autoptr (TnRound) round = copy ? tn_round_read (copy, &id, error) : NULL;
  g_autoptr (GArray) volunteers = round ? list_volunteers (copy, named, &round->team, error) : NULL;
  if (!volunteers)
    return FALSE;
  g_autoptr (TnEdit) edit = tn_round_share (copy, &id, (const TnId *) (gpointer) volunteers->data, volunteers->len, !anew, error);
  return edit && tn_ctl_commit (ctl, copy, edit, &id, error);
}

static gboolean
again (TnCtl *ctl, int argc, char **argv, GError **error)
{
  TnId id;
  if (!tn_ctl_options (&argc, &argv, NULL, 1, 1, "round again ID", error) || !tn_ctl_parse_id (argv[1], &id, error))
    return FALSE;
  g_autoptr (TnCopy) copy = tn_ctl_open (ctl, 0, error);
  g_autoptr (TnEdit) edit = copy ? tn_round_plan_again (copy, &id, NULL, error) : NULL;
  return edit && tn_ctl_commit (ctl, copy, edit, &id, error);
}

static gboolean
move (TnCtl *ctl, int argc, char **argv, GError **error)
{
  g_autofree char *behind = NULL;
  TnId stop, volunteer, before;
  const GOptionEntry entries[] = { { "before", 0, 0, G_OPTION_ARG_STRING, &behind, NULL, NULL }, { NULL } };
  if (!tn_ctl_options (&argc, &argv, entries, 2, 2, "round move STOP VOLUNTEER [--before STOP]", error) || !tn_ctl_parse_id (argv[1], &stop, error)
      || !tn_ctl_parse_id (argv[2], &volunteer, error) || !parse_optional (behind, &before, error))
    return FALSE;
  g_autoptr (TnCopy) copy = tn_ctl_open (ctl, 0, error);
  g_autoptr (TnEdit) edit = copy ? tn_round_move (copy, &stop, &volunteer, behind ? &before : NULL, error) : NULL;
  return edit && tn_ctl_commit (ctl, copy, edit, &stop, error);
}

static gboolean
set_closed (TnCtl *ctl, int argc, char **argv, GError **error)
{
  TnId id;
  gboolean closed = g_str_equal (argv[0], "close");
  if (!tn_ctl_options (&argc, &argv, NULL, 1, 1, "round close|open ID", error) || !tn_ctl_parse_id (argv[1], &id, error))
    return FALSE;
  g_autoptr (TnCopy) copy = tn_ctl_open (ctl, 0, error);
  g_autoptr (TnEdit) edit = copy ? tn_round_set_closed (copy, &id, closed, error) : NULL;
  return edit && tn_ctl_commit (ctl, copy, edit, &id, error);
}

static gboolean
delete (TnCtl *ctl, int argc, char **argv, GError **error)
{
  TnId id;
  if (!tn_ctl_options (&argc, &argv, NULL, 1, 1, "round delete ID", error) || !tn_ctl_parse_id (argv[1], &id, error))
    return FALSE;
  g_autoptr (TnCopy) copy = tn_ctl_open (ctl, 0, error);
  g_autoptr (TnEdit) edit = copy ? tn_round_delete (copy, &id, error) : NULL;
  return edit && tn_ctl_commit (ctl, copy, edit, &id, error);
}

/* ---- coverage ---- */

static void
report_coverage (TnCtl *ctl, const TnCoverage *coverage)
{
  cJSON *out = cJSON_AddArrayToObject (ctl->out, "alleys");
  cJSON_AddNumberToObject (ctl->out, "houses", coverage->n);
  cJSON_AddNumberToObject (ctl->out, "reached", coverage->counts[TN_COVERAGE_REACHED]);
  cJSON_AddNumberToObject (ctl->out, "absent", coverage->counts[TN_COVERAGE_ABSENT]);
  cJSON_AddNumberToObject (ctl->out, "not_yet", coverage->counts[TN_COVERAGE_NOT_YET]);
  tn_ctl_say (ctl, _("%u of %u houses reached (%u %%). Nobody at home: %u. Not yet: %u."), coverage->counts[TN_COVERAGE_REACHED], coverage->n,
              coverage->n ? coverage->counts[TN_COVERAGE_REACHED] * 100 / coverage->n : 0, coverage->counts[TN_COVERAGE_ABSENT],
              coverage->counts[TN_COVERAGE_NOT_YET]);
  for (guint i = 0; i < coverage->alleys->len; i++) {
    const TnCoverageAlley *alley = coverage->alleys->pdata[i];
    cJSON *object = cJSON_CreateObject ();
    cJSON_AddStringToObject (object, "alley", alley->name);
    cJSON_AddNumberToObject (object, "houses", alley->houses->len);
    cJSON_AddNumberToObject (object, "reached", alley->counts[TN_COVERAGE_REACHED]);
    cJSON_AddNumberToObject (object, "absent", alley->counts[TN_COVERAGE_ABSENT]);
    cJSON_AddItemToArray (out, object);
    tn_ctl_say (ctl, _("  %s: %u of %u, nobody at home: %u"), alley->name, alley->counts[TN_COVERAGE_REACHED], alley->houses->len,
                alley->counts[TN_COVERAGE_ABSENT]);
  }
}

static gboolean
coverage (TnCtl *ctl, int argc, char **argv, GError **error)
{
  g_autofree char *area_text = NULL, *street = NULL, *alley = NULL;
  int days = 30;
  TnId area;
  const GOptionEntry entries[] = {
    { "area", 0, 0, G_OPTION_ARG_STRING, &area_text, NULL, NULL }, { "street", 0, 0, G_OPTION_ARG_STRING, &street, NULL, NULL },
    { "alley", 0, 0, G_OPTION_ARG_STRING, &alley, NULL, NULL }, { "days", 0, 0, G_OPTION_ARG_INT, &days, NULL, NULL }, { NULL } };
  if (!tn_ctl_options (&argc, &argv, entries, 0, 0, "round coverage [--area ID] [--street TEXT] [--alley TEXT] [--days N]", error)
      || !parse_optional (area_text, &area, error))
    return FALSE;
  g_autoptr (TnCopy) copy = tn_ctl_open (ctl, TN_COPY_READ_ONLY, error);
  if (!copy)
    return FALSE;
  gint64 now = tn_env_now_ms (tn_copy_env (copy));
  TnCoverageQuery query = { .area = tn_id_is_null (&area) ? NULL : &area, .street = street, .alley = alley,
                            .from = tn_day_start (now, 1 - CLAMP (days, 1, 36500)), .to = tn_day_start (now, 1) };
  g_autoptr (TnCoverage) found = tn_coverage_read (copy, &query, error);
  if (found)
    report_coverage (ctl, found);
  return found != NULL;
}

gboolean
tn_ctl_round (TnCtl *ctl, int argc, char **argv, GError **error)
{
  static const struct { const char *word; TnCtlRun run; } words[] = {
    { "plan", plan }, { "list", list }, { "show", show }, { "share", share }, { "again", again }, { "move", move }, { "close", set_closed },
    { "open", set_closed }, { "delete", delete }, { "coverage", coverage },
  };
  for (guint i = 0; argc > 1 && i < G_N_ELEMENTS (words); i++)
    if (g_str_equal (argv[1], words[i].word))
      return words[i].run (ctl, argc - 1, argv + 1, error);
  return tn_ctl_misused (usage, error);
}
