/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Who looks for work, and what businesses need, from a terminal. */
#include "tn-ctl-commands.h"
#include <glib/gi18n.h>
#include "tn-business.h"
#include "tn-ctl-fields.h"
#include "tn-date.h"
#include "tn-job.h"
#include "tn-listed.h"

#define USAGE "job [list [looking|placed|stopped|all] [--search TEXT]] | job without | job match NEED | job new PERSON KEY=VALUE… | job place ID BUSINESS|- [NOTE] [--on DATE] | job stop ID [NOTE]"
#define BUSINESS_USAGE "business [list] [--search TEXT] | business show ID | business needs [--all] | business new KEY=VALUE… | business need ID KEY=VALUE… | business met|dropped NEED ANSWER"

/* ---- people ---- */

static void
tell_line (TnCtl *ctl, const TnJobLine *line, cJSON *out)
{
  cJSON *object = cJSON_CreateObject ();
  TnIdStr id;
  tn_ctl_add_id (object, "id", &line->id);
  tn_ctl_add_id (object, "person", &line->person);
  tn_ctl_add_id (object, "business", &line->business);
  cJSON_AddStringToObject (object, "name", line->name);
  cJSON_AddStringToObject (object, "address", line->address);
  cJSON_AddStringToObject (object, "wants", line->wants);
  cJSON_AddStringToObject (object, "skills", line->skills);
  cJSON_AddStringToObject (object, "state", line->state);
  tn_ctl_add_day (object, "since", line->since);
  cJSON_AddNumberToObject (object, "points", line->points);
  cJSON_AddStringToObject (object, "common", line->common ? line->common : "");
  cJSON_AddItemToArray (out, object);
  tn_id_format (&line->id, id);
  tn_ctl_say (ctl, "%s  %s, %s: %s%s%s%s%s", id, line->name, line->address, line->wants, *line->skills ? " · " : "", line->skills, line->common ? "  ← " : "", line->common ? line->common : "");
}

static void
tell_lines (TnCtl *ctl, GPtrArray *lines)
{
  cJSON *out = cJSON_AddArrayToObject (ctl->out, "wishes");
  for (guint i = 0; i < lines->len; i++)
    tell_line (ctl, lines->pdata[i], out);
}

static gboolean
list_wishes (TnCtl *ctl, int argc, char **argv, const char *search, GError **error)
{
  const char *word = argc > 2 ? argv[2] : "looking";
  gboolean all = g_str_equal (word, "all");
  g_autofree char *token = all ? NULL : tn_field_parse (tn_kind_field (tn_schema_kind ("job_wish"), "state"), word, error);
  g_autofree char *state = token ? tn_json_get_string (tn_slice (token, -1)) : NULL;
  g_autoptr (TnCopy) copy = all || state ? tn_ctl_open (ctl, TN_COPY_READ_ONLY, error) : NULL;
  g_autoptr (GPtrArray) lines = copy ? tn_job_list (copy, state, search, 0, NULL, error) : NULL;
  if (lines)
    tell_lines (ctl, lines);
  return lines != NULL;
}

static gboolean
list_without (TnCtl *ctl, const char *search, GError **error)
{
  g_autoptr (TnCopy) copy = tn_ctl_open (ctl, TN_COPY_READ_ONLY, error);
  g_autoptr (GPtrArray) lines = copy ? tn_jobless_list (copy, search, 0, tn_listed_today (copy), NULL, error) : NULL;
  cJSON *out = cJSON_AddArrayToObject (ctl->out, "people");
  for (guint i = 0; lines && i < lines->len; i++) {
    const TnJoblessLine *line = lines->pdata[i];
    cJSON *object = cJSON_CreateObject ();
    TnIdStr id;
    tn_ctl_add_id (object, "person", &line->person);
    cJSON_AddStringToObject (object, "name", line->name);
    cJSON_AddStringToObject (object, "address", line->address);
    tn_ctl_add_day (object, "since", line->from);
    cJSON_AddItemToArray (out, object);
    tn_id_format (&line->person, id);
    tn_ctl_say (ctl, "%s  %s, %s", id, line->name, line->address);
  }
  return lines != NULL;
}

static gboolean
match (TnCtl *ctl, const char *text, GError **error)
{
  TnId need;
  g_autoptr (TnCopy) copy = tn_ctl_parse_id (text, &need, error) ? tn_ctl_open (ctl, TN_COPY_READ_ONLY, error) : NULL;
  g_autoptr (GPtrArray) lines = copy ? tn_job_list_for (copy, &need, 50, error) : NULL;
  if (lines)
    tell_lines (ctl, lines);
  return lines != NULL;
}

static gboolean
note_wish (TnCtl *ctl, char **argv, GError **error)
{
  TnId person;
  g_autoptr (TnValues) values = tn_ctl_parse_id (argv[2], &person, error) ? tn_ctl_dup_values (tn_schema_kind ("job_wish"), argv + 3, error) : NULL;
  g_autoptr (TnCopy) copy = values ? tn_ctl_open (ctl, 0, error) : NULL;
  return copy && tn_ctl_do (ctl, copy, tn_job_wish_note (copy, &person, values, error), error);
}

static gboolean
place (TnCtl *ctl, char **argv, const char *note, const char *on, GError **error)
{
  gboolean known = !g_str_equal (argv[3], "-");
  g_autofree char *date = on ? tn_date_parse (on) : NULL;
  TnId wish, business;
  if (on && !date) {
    g_set_error (error, TN_ERROR, TN_ERROR_INVALID, _("“%s” is no date. Write it as 24/12/2021."), on);
    return FALSE;
  }
  if (!tn_ctl_parse_id (argv[2], &wish, error) || (known && !tn_ctl_parse_id (argv[3], &business, error)))
    return FALSE;
  g_autoptr (TnCopy) copy = tn_ctl_open (ctl, 0, error);
  return copy && tn_ctl_do (ctl, copy, tn_job_wish_place (copy, &wish, known ? &business : NULL, date, note, error), error);
}

static gboolean
stop (TnCtl *ctl, const char *text, const char *note, GError **error)
{
  TnId wish;
  g_autoptr (TnCopy) copy = tn_ctl_parse_id (text, &wish, error) ? tn_ctl_open (ctl, 0, error) : NULL;
  return copy && tn_ctl_do (ctl, copy, tn_job_wish_stop (copy, &wish, note, error), error);
}

gboolean
tn_ctl_job (TnCtl *ctl, int argc, char **argv, GError **error)
{
  g_autofree char *search = NULL, *on = NULL;
  const GOptionEntry entries[] = { { "search", 0, 0, G_OPTION_ARG_STRING, &search, NULL, NULL }, { "on", 0, 0, G_OPTION_ARG_STRING, &on, NULL, NULL }, { NULL } };
  if (!tn_ctl_options (&argc, &argv, entries, 0, -1, USAGE, error))
    return FALSE;
  const char *word = argc > 1 ? argv[1] : "list";
  if (g_str_equal (word, "list") && argc <= 3)
    return list_wishes (ctl, argc, argv, search, error);
  if (g_str_equal (word, "without") && argc == 2)
    return list_without (ctl, search, error);
  if (g_str_equal (word, "match") && argc == 3)
    return match (ctl, argv[2], error);
  if (g_str_equal (word, "new") && argc >= 4)
    return note_wish (ctl, argv, error);
  if (g_str_equal (word, "place") && (argc == 4 || argc == 5))
    return place (ctl, argv, argc > 4 ? argv[4] : NULL, on, error);
  if (g_str_equal (word, "stop") && (argc == 3 || argc == 4))
    return stop (ctl, argv[2], argc > 3 ? argv[3] : NULL, error);
  return tn_ctl_misused (USAGE, error);
}

/* ---- businesses ---- */

static gboolean
list_businesses (TnCtl *ctl, const char *search, GError **error)
{
  g_autoptr (TnCopy) copy = tn_ctl_open (ctl, TN_COPY_READ_ONLY, error);
  g_autoptr (GPtrArray) lines = copy ? tn_business_list (copy, search, 0, error) : NULL;
  cJSON *out = cJSON_AddArrayToObject (ctl->out, "businesses");
  for (guint i = 0; lines && i < lines->len; i++) {
    const TnBusinessLine *line = lines->pdata[i];
    cJSON *object = cJSON_CreateObject ();
    TnIdStr id;
    tn_ctl_add_id (object, "id", &line->id);
    cJSON_AddStringToObject (object, "name", line->name);
    cJSON_AddStringToObject (object, "trade", line->trade);
    cJSON_AddStringToObject (object, "state", line->state);
    cJSON_AddNumberToObject (object, "open", line->open);
    cJSON_AddItemToArray (out, object);
    tn_id_format (&line->id, id);
    /* Translators: a record's id, a business, its trade, and how many of its needs are open */
    tn_ctl_say (ctl, ngettext ("%s  %s (%s): %u open need", "%s  %s (%s): %u open needs", line->open), id, line->name, line->trade, line->open);
  }
  return lines != NULL;
}

static gboolean
tell_needs (TnCtl *ctl, TnCopy *copy, const TnId *business, gboolean all, const char *search, GError **error)
{
  const TnKind *kind = tn_schema_kind ("business_need");
  g_autoptr (GPtrArray) lines = tn_need_list (copy, business, all, search, 0, tn_listed_today (copy), NULL, error);
  cJSON *out = cJSON_AddArrayToObject (ctl->out, "needs");
  for (guint i = 0; lines && i < lines->len; i++) {
    const TnNeedLine *line = lines->pdata[i];
    cJSON *object = cJSON_CreateObject ();
    TnIdStr id;
    tn_ctl_add_id (object, "id", &line->id);
    tn_ctl_add_id (object, "business", &line->business);
    cJSON_AddStringToObject (object, "name", line->name);
    cJSON_AddStringToObject (object, "what", line->what);
    cJSON_AddStringToObject (object, "text", line->text);
    cJSON_AddStringToObject (object, "state", line->state);
    tn_ctl_add_day (object, "since", line->since);
    tn_ctl_add_day (object, "due", line->due);
    cJSON_AddBoolToObject (object, "late", line->late);
    cJSON_AddNumberToObject (object, "number", line->number);
    cJSON_AddNumberToObject (object, "placed", line->placed);
    cJSON_AddItemToArray (out, object);
    tn_id_format (&line->id, id);
    tn_ctl_say (ctl, "%s  %s: %s. %s (%s)%s", id, line->name, tn_choice_label (tn_kind_field (kind, "what"), line->what), line->text,
                tn_choice_label (tn_kind_field (kind, "state"), line->state), line->late ? _("  (overdue)") : "");
  }
  return lines != NULL;
}

static gboolean
tell_lodging (TnCtl *ctl, TnCopy *copy, const TnRow *row, GError **error)
{
  TnLodging lodging;
  gboolean known;
  if (!tn_business_lodging (copy, row, &lodging, &known, error))
    return FALSE;
  g_autofree char *title = known ? lodging.title : NULL;
  if (!known)
    return TRUE;
  cJSON *object = cJSON_AddObjectToObject (ctl->out, "lodging");
  tn_ctl_add_id (object, "id", &lodging.id);
  cJSON_AddStringToObject (object, "title", title);
  cJSON_AddNumberToObject (object, "rooms", lodging.rooms);
  cJSON_AddNumberToObject (object, "lived_in", lodging.lived_in);
  cJSON_AddNumberToObject (object, "households", lodging.households);
  cJSON_AddNumberToObject (object, "people", lodging.people);
  /* Translators: a building, then its rooms that are lived in, all its rooms, its households, its people */
  tn_ctl_say (ctl, _("Lodging: %s, %u of %u rooms, %u households, %u people"), title, lodging.lived_in, lodging.rooms, lodging.households, lodging.people);
  return TRUE;
}

static gboolean
show (TnCtl *ctl, const char *text, GError **error)
{
  TnId id;
  g_autoptr (TnCopy) copy = tn_ctl_parse_id (text, &id, error) ? tn_ctl_open (ctl, TN_COPY_READ_ONLY, error) : NULL;
  g_autoptr (TnRow) row = copy ? tn_copy_get (copy, &id, error) : NULL;
  if (!row)
    return FALSE;
  if (!g_str_equal (row->kind_key, "business")) {
    g_set_error (error, TN_ERROR, TN_ERROR_NOT_FOUND, _("This is no business. “tungnha-ctl business list” tells their ids."));
    return FALSE;
  }
  tn_ctl_say_row (ctl, copy, row);
  cJSON_AddItemToObject (ctl->out, "business", tn_ctl_row_to_json (ctl, copy, row));
  g_autoptr (GPtrArray) workers = tell_lodging (ctl, copy, row, error) && tell_needs (ctl, copy, &id, TRUE, NULL, error) ? tn_job_list_at (copy, &id, error) : NULL;
  if (workers)
    tell_lines (ctl, workers);
  return workers != NULL;
}

static gboolean
list_needs (TnCtl *ctl, gboolean all, const char *search, GError **error)
{
  g_autoptr (TnCopy) copy = tn_ctl_open (ctl, TN_COPY_READ_ONLY, error);
  return copy && tell_needs (ctl, copy, NULL, all, search, error);
}

static gboolean
add_business (TnCtl *ctl, char **argv, GError **error)
{
  g_autoptr (TnValues) values = tn_ctl_dup_values (tn_schema_kind ("business"), argv + 2, error);
  g_autoptr (TnCopy) copy = values ? tn_ctl_open (ctl, 0, error) : NULL;
  return copy && tn_ctl_do (ctl, copy, tn_business_add (copy, values, error), error);
}

static gboolean
add_need (TnCtl *ctl, char **argv, GError **error)
{
  TnId id;
  g_autoptr (TnValues) values = tn_ctl_parse_id (argv[2], &id, error) ? tn_ctl_dup_values (tn_schema_kind ("business_need"), argv + 3, error) : NULL;
  g_autoptr (TnCopy) copy = values ? tn_ctl_open (ctl, 0, error) : NULL;
  return copy && tn_ctl_do (ctl, copy, tn_business_need (copy, &id, values, error), error);
}

static gboolean
close_need (TnCtl *ctl, char **argv, GError **error)
{
  TnId id;
  g_autoptr (TnCopy) copy = tn_ctl_parse_id (argv[2], &id, error) ? tn_ctl_open (ctl, 0, error) : NULL;
  return copy && tn_ctl_do (ctl, copy, tn_business_need_close (copy, &id, argv[1], argv[3], error), error);
}

gboolean
tn_ctl_business (TnCtl *ctl, int argc, char **argv, GError **error)
{
  g_autofree char *search = NULL;
  gboolean all = FALSE;
  const GOptionEntry entries[] = { { "search", 0, 0, G_OPTION_ARG_STRING, &search, NULL, NULL }, { "all", 0, 0, G_OPTION_ARG_NONE, &all, NULL, NULL }, { NULL } };
  if (!tn_ctl_options (&argc, &argv, entries, 0, -1, BUSINESS_USAGE, error))
    return FALSE;
  const char *word = argc > 1 ? argv[1] : "list";
  if (g_str_equal (word, "list") && argc <= 2)
    return list_businesses (ctl, search, error);
  if (g_str_equal (word, "needs") && argc == 2)
    return list_needs (ctl, all, search, error);
  if (g_str_equal (word, "show") && argc == 3)
    return show (ctl, argv[2], error);
  if (g_str_equal (word, "new") && argc >= 3)
    return add_business (ctl, argv, error);
  if (g_str_equal (word, "need") && argc >= 4)
    return add_need (ctl, argv, error);
  if ((g_str_equal (word, "met") || g_str_equal (word, "dropped")) && argc == 4)
    return close_need (ctl, argv, error);
  return tn_ctl_misused (BUSINESS_USAGE, error);
}
