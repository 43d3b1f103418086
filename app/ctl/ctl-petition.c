/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Petitions and reports of wrongdoing. Of a report a list says only that it is there; what it says is shown by `petition show --reveal`, which is logged. */
#include "tn-ctl-commands.h"
#include <glib/gi18n.h>
#include "tn-ctl-fields.h"
#include "tn-date.h"
#include "tn-opened.h"
#include "tn-petition.h"

#define USAGE "petition [list [open|answered|all|reports] [--search TEXT]] | petition new KEY=VALUE… | petition report KEY=VALUE… | petition show ID [--reveal] | petition answer ID ANSWER [--passed-on] | petition satisfied ID yes|no|unknown"

/* ---- looking ---- */

static void
say_line (TnCtl *ctl, const TnPetitionLine *line, cJSON *out)
{
  const TnKind *kind = tn_schema_kind (line->report ? "complaint" : "petition");
  g_autofree char *stored = line->due ? tn_listed_date_text (line->due) : NULL, *due = stored ? tn_date_format (stored) : NULL;
  cJSON *item = cJSON_CreateObject ();
  TnIdStr id;
  tn_ctl_add_id (item, "id", &line->id);
  cJSON_AddStringToObject (item, "kind", kind->key);
  cJSON_AddStringToObject (item, "topic", line->topic);
  cJSON_AddStringToObject (item, "text", line->text);
  cJSON_AddStringToObject (item, "state", line->state);
  cJSON_AddStringToObject (item, "due", stored ? stored : "");
  cJSON_AddBoolToObject (item, "overdue", line->overdue);
  cJSON_AddItemToArray (out, item);
  tn_id_format (&line->id, id);
  tn_ctl_say (ctl, "%s  %s  %s  %s%s%s%s", id, due ? due : "–", *line->state ? tn_choice_label (tn_kind_field (kind, "state"), line->state) : "–",
              line->report ? _(kind->label) : line->topic, *line->text ? ": " : "", line->text, line->overdue ? _("  (overdue)") : "");
}

static gboolean
list_petitions (TnCtl *ctl, TnPetitionList which, const char *search, GError **error)
{
  g_autoptr (TnCopy) copy = tn_ctl_open (ctl, TN_COPY_READ_ONLY, error);
  g_autofree char *day = copy ? tn_date_today (tn_env_now_ms (tn_copy_env (copy))) : NULL;
  g_autoptr (GPtrArray) found = copy ? tn_petition_list (copy, which, search ? search : "", 0, tn_listed_date (day), NULL, error) : NULL;
  if (!found)
    return FALSE;
  cJSON *out = cJSON_AddArrayToObject (ctl->out, "petitions");
  for (guint i = 0; i < found->len; i++)
    say_line (ctl, found->pdata[i], out);
  return TRUE;
}

static gboolean
show_petition (TnCtl *ctl, const char *text, GError **error)
{
  TnId id;
  g_autoptr (TnCopy) copy = tn_ctl_parse_id (text, &id, error) ? tn_ctl_open (ctl, ctl->reveal ? 0 : TN_COPY_READ_ONLY, error) : NULL;
  g_autoptr (TnRow) row = copy ? tn_copy_get (copy, &id, error) : NULL;
  if (!row)
    return FALSE;
  if (!g_str_equal (row->kind_key, "petition") && !g_str_equal (row->kind_key, "complaint")) {
    g_set_error (error, TN_ERROR, TN_ERROR_NOT_FOUND, _("This is no petition. “tungnha-ctl petition list all” tells their ids."));
    return FALSE;
  }
  if (ctl->reveal && tn_kind_is_protected (row->kind) && !tn_opened_add (copy, &id, 1, TN_OPENED_WHOLE, error))
    return FALSE;
  tn_ctl_say_row (ctl, copy, row);
  cJSON_AddItemToObject (ctl->out, "petition", tn_ctl_row_to_json (ctl, copy, row));
  return TRUE;
}

/* ---- doing ---- */

static TnEdit *
make_new (TnCopy *copy, char **argv, gboolean passed_on, GError **error)
{
  const char *kind = g_str_equal (argv[1], "report") ? "complaint" : "petition";
  g_autoptr (TnValues) values = tn_ctl_dup_values (tn_schema_kind (kind), argv + 2, error);
  return values ? tn_petition_take (copy, kind, values, error) : NULL;
}

static TnEdit *
make_answer (TnCopy *copy, char **argv, gboolean passed_on, GError **error)
{
  TnId id;
  return tn_ctl_parse_id (argv[2], &id, error) ? tn_petition_answer (copy, &id, passed_on ? "passed_on" : "answered", argv[3], NULL, error) : NULL;
}

/* By key or label, as everywhere. */
static TnEdit *
make_satisfied (TnCopy *copy, char **argv, gboolean passed_on, GError **error)
{
  TnId id;
  g_autofree char *token = tn_field_parse (tn_kind_field (tn_schema_kind ("petition"), "satisfied"), argv[3], error);
  g_autofree char *key = token ? tn_json_get_string (tn_slice (token, -1)) : NULL;
  return token && tn_ctl_parse_id (argv[2], &id, error) ? tn_petition_satisfied (copy, &id, key, error) : NULL;
}

static const struct { const char *name; int min, max; TnEdit *(*make) (TnCopy *copy, char **argv, gboolean passed_on, GError **error); } doings[] = {
  { "new", 1, -1, make_new }, { "report", 1, -1, make_new }, { "answer", 2, 2, make_answer }, { "satisfied", 2, 2, make_satisfied },
};

static const struct { const char *name; TnPetitionList which; } lists[] = {
  { "open", TN_PETITIONS_OPEN }, { "answered", TN_PETITIONS_ANSWERED }, { "all", TN_PETITIONS_ALL }, { "reports", TN_PETITIONS_REPORTS },
};

gboolean
tn_ctl_petition (TnCtl *ctl, int argc, char **argv, GError **error)
{
  g_autofree char *search = NULL;
  gboolean passed_on = FALSE;
  const GOptionEntry entries[] = { { "search", 0, 0, G_OPTION_ARG_STRING, &search, NULL, NULL },
                                   { "reveal", 0, 0, G_OPTION_ARG_NONE, &ctl->reveal, NULL, NULL },
                                   { "passed-on", 0, 0, G_OPTION_ARG_NONE, &passed_on, NULL, NULL },
                                   { NULL } };
  if (!tn_ctl_options (&argc, &argv, entries, 0, -1, USAGE, error))
    return FALSE;
  if (argc == 1 || (argc == 2 && g_str_equal (argv[1], "list")))
    return list_petitions (ctl, TN_PETITIONS_OPEN, search, error);
  for (guint i = 0; argc == 3 && g_str_equal (argv[1], "list") && i < G_N_ELEMENTS (lists); i++)
    if (g_str_equal (lists[i].name, argv[2]))
      return list_petitions (ctl, lists[i].which, search, error);
  if (argc == 3 && g_str_equal (argv[1], "show"))
    return show_petition (ctl, argv[2], error);
  for (guint i = 0; i < G_N_ELEMENTS (doings); i++) {
    if (!g_str_equal (doings[i].name, argv[1]) || argc - 2 < doings[i].min || (doings[i].max >= 0 && argc - 2 > doings[i].max))
      continue;
    g_autoptr (TnCopy) copy = tn_ctl_open (ctl, 0, error);
    return copy && tn_ctl_do (ctl, copy, doings[i].make (copy, argv, passed_on, error), error);
  }
  return tn_ctl_misused (USAGE, error);
}
