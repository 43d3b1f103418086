/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Movements and models, and commendations, from a terminal. */
#include "tn-ctl-commands.h"
#include <glib/gi18n.h>
#include "tn-ctl-fields.h"
#include "tn-date.h"
#include "tn-export-commendations.h"
#include "tn-listed.h"
#include "tn-movement.h"

#define USAGE "movement [list [registered|recognised|ended] [--search TEXT]] | movement new KEY=VALUE… | movement recognise ID DOCUMENT | movement end ID [RESULT]"
#define COMMENDATION_USAGE "commendation [list] [--from DATE] [--to DATE] [--search TEXT] | commendation new KEY=VALUE… | commendation export FILE [--from DATE] [--to DATE]"

/* ---- movements ---- */

static void
tell_movement (TnCtl *ctl, const TnMovementLine *line, cJSON *out)
{
  const TnKind *kind = tn_schema_kind ("movement");
  g_autofree char *stored = line->from ? tn_listed_date_text (line->from) : NULL, *day = tn_date_format (stored ? stored : "");
  cJSON *object = cJSON_CreateObject ();
  TnIdStr id;
  tn_ctl_add_id (object, "id", &line->id);
  cJSON_AddStringToObject (object, "name", line->name);
  cJSON_AddStringToObject (object, "type", line->type);
  cJSON_AddStringToObject (object, "area", line->area_name);
  cJSON_AddStringToObject (object, "state", line->state);
  cJSON_AddStringToObject (object, "from", stored ? stored : "");
  cJSON_AddItemToArray (out, object);
  tn_id_format (&line->id, id);
  tn_ctl_say (ctl, "%s  %s: %s, %s (%s)", id, line->name, tn_choice_label (tn_kind_field (kind, "type"), line->type), tn_choice_label (tn_kind_field (kind, "state"), line->state), day);
}

static gboolean
list_movements (TnCtl *ctl, int argc, char **argv, GError **error)
{
  g_autofree char *search = NULL;
  const GOptionEntry entries[] = { { "search", 0, 0, G_OPTION_ARG_STRING, &search, NULL, NULL }, { NULL } };
  if (!tn_ctl_options (&argc, &argv, entries, 0, 1, USAGE, error))
    return FALSE;
  g_autofree char *token = argc > 1 ? tn_field_parse (tn_kind_field (tn_schema_kind ("movement"), "state"), argv[1], error) : NULL;
  g_autofree char *state = token ? tn_json_get_string (tn_slice (token, -1)) : NULL;
  if (argc > 1 && !token)
    return FALSE;
  g_autoptr (TnCopy) copy = tn_ctl_open (ctl, TN_COPY_READ_ONLY, error);
  g_autoptr (GPtrArray) lines = copy ? tn_movement_list (copy, state, search, error) : NULL;
  cJSON *out = cJSON_AddArrayToObject (ctl->out, "movements");
  for (guint i = 0; lines && i < lines->len; i++)
    tell_movement (ctl, lines->pdata[i], out);
  return lines != NULL;
}

static gboolean
change_movement (TnCtl *ctl, int argc, char **argv, GError **error)
{
  gboolean new = g_str_equal (argv[1], "new"), recognise = g_str_equal (argv[1], "recognise");
  TnId id;
  g_autoptr (TnValues) values = new ? tn_ctl_dup_values (tn_schema_kind ("movement"), argv + 2, error) : NULL;
  if ((new && !values) || (!new && !tn_ctl_parse_id (argv[2], &id, error)))
    return FALSE;
  g_autoptr (TnCopy) copy = tn_ctl_open (ctl, 0, error);
  return copy && tn_ctl_do (ctl, copy, new ? tn_movement_register (copy, values, error) : recognise ? tn_movement_recognise (copy, &id, argv[3], error)
                                           : tn_movement_end (copy, &id, NULL, argv[3], error), error);
}

gboolean
tn_ctl_movement (TnCtl *ctl, int argc, char **argv, GError **error)
{
  if (argc >= 3 && g_str_equal (argv[1], "new"))
    return change_movement (ctl, argc, argv, error);
  if ((argc == 4 && g_str_equal (argv[1], "recognise")) || ((argc == 3 || argc == 4) && g_str_equal (argv[1], "end")))
    return change_movement (ctl, argc, argv, error);
  if (argc == 1 || g_str_equal (argv[1], "list"))
    return list_movements (ctl, MAX (1, argc - 1), argc > 1 ? argv + 1 : argv, error);
  return tn_ctl_misused (USAGE, error);
}

/* ---- commendations ---- */

static gboolean
read_days (const char *from, const char *to, gint64 *first, gint64 *end, GError **error)
{
  const struct { const char *written; gint64 *day; } days[] = { { from, first }, { to, end } };
  for (guint i = 0; i < G_N_ELEMENTS (days); i++) {
    g_autofree char *stored = days[i].written ? tn_date_parse (days[i].written) : NULL;
    *days[i].day = stored ? tn_listed_date (stored) : 0;
    if (days[i].written && !stored) {
      g_set_error (error, TN_ERROR, TN_ERROR_INVALID, _("“%s” is no date. Write it as 24/12/2021."), days[i].written);
      return FALSE;
    }
  }
  *end = tn_listed_behind (*end);
  return TRUE;
}

static void
tell_commendation (TnCtl *ctl, const TnCommendationLine *line, cJSON *out)
{
  g_autofree char *stored = tn_listed_date_text (line->at), *day = tn_date_format (stored ? stored : "");
  cJSON *object = cJSON_CreateObject ();
  TnIdStr id;
  tn_ctl_add_id (object, "id", &line->id);
  cJSON_AddStringToObject (object, "to", line->to);
  cJSON_AddStringToObject (object, "form", line->form);
  cJSON_AddStringToObject (object, "reason", line->reason);
  cJSON_AddStringToObject (object, "at", stored ? stored : "");
  cJSON_AddStringToObject (object, "level", line->level);
  cJSON_AddStringToObject (object, "document", line->document);
  cJSON_AddItemToArray (out, object);
  tn_id_format (&line->id, id);
  tn_ctl_say (ctl, "%s  %s  %s: %s. %s", id, day, line->to, tn_choice_label (tn_kind_field (tn_schema_kind ("commendation"), "form"), line->form), line->reason);
}

static gboolean
list_commendations (TnCtl *ctl, gint64 from, gint64 to, const char *search, GError **error)
{
  g_autoptr (TnCopy) copy = tn_ctl_open (ctl, TN_COPY_READ_ONLY, error);
  g_autoptr (GPtrArray) lines = copy ? tn_commendation_list (copy, from, to, search, 0, NULL, error) : NULL;
  cJSON *out = cJSON_AddArrayToObject (ctl->out, "commendations");
  for (guint i = 0; lines && i < lines->len; i++)
    tell_commendation (ctl, lines->pdata[i], out);
  return lines != NULL;
}

static gboolean
export (TnCtl *ctl, gint64 from, gint64 to, const char *path, GError **error)
{
  TnExportFormat format;
  guint rows = 0;
  g_autoptr (TnCopy) copy = tn_export_format_for (path, &format, error) ? tn_ctl_open (ctl, TN_COPY_READ_ONLY, error) : NULL;
  if (!copy || !tn_export_commendations (copy, from, to, path, format, &rows, NULL, error))
    return FALSE;
  cJSON_AddNumberToObject (ctl->out, "rows", rows);
  cJSON_AddStringToObject (ctl->out, "file", path);
  tn_ctl_say (ctl, ngettext ("%u row written to %s.", "%u rows written to %s.", rows), rows, path);
  return TRUE;
}

gboolean
tn_ctl_commendation (TnCtl *ctl, int argc, char **argv, GError **error)
{
  g_autofree char *from_text = NULL, *to_text = NULL, *search = NULL;
  const GOptionEntry entries[] = { { "from", 0, 0, G_OPTION_ARG_STRING, &from_text, NULL, NULL }, { "to", 0, 0, G_OPTION_ARG_STRING, &to_text, NULL, NULL },
                                   { "search", 0, 0, G_OPTION_ARG_STRING, &search, NULL, NULL }, { NULL } };
  gint64 from, to;
  if (!tn_ctl_options (&argc, &argv, entries, 0, -1, COMMENDATION_USAGE, error) || !read_days (from_text, to_text, &from, &to, error))
    return FALSE;
  if (argc == 1 || (argc == 2 && g_str_equal (argv[1], "list")))
    return list_commendations (ctl, from, to, search, error);
  if (argc == 3 && g_str_equal (argv[1], "export"))
    return export (ctl, from, to, argv[2], error);
  if (argc < 3 || !g_str_equal (argv[1], "new"))
    return tn_ctl_misused (COMMENDATION_USAGE, error);
  g_autoptr (TnValues) values = tn_ctl_dup_values (tn_schema_kind ("commendation"), argv + 2, error);
  g_autoptr (TnCopy) copy = values ? tn_ctl_open (ctl, 0, error) : NULL;
  return copy && tn_ctl_do (ctl, copy, tn_commendation_give (copy, values, error), error);
}
