/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Referrals and the professionals who take them. Lists name the person and the day; what it is about is shown by `show --reveal`, which is logged. */
#include "tn-ctl-commands.h"
#include <glib/gi18n.h>
#include "tn-care.h"
#include "tn-ctl-fields.h"
#include "tn-date.h"

#define USAGE "referral [open|taken|closed] | referral new PERSON KEY=VALUE… | referral take ID PROFESSIONAL | referral back ID | referral close ID OUTCOME [NOTE]"
#define PROFESSIONAL_USAGE "professional [for GROUP] | professional new KEY=VALUE…"

/* ---- looking ---- */

static void
say_referral (TnCtl *ctl, TnCopy *copy, const TnListed *listed, gint64 today, cJSON *out)
{
  gboolean overdue = tn_care_is_overdue (listed->state, listed->at, today);
  g_autofree char *title = tn_query_title (copy, &listed->parent), *stored = tn_listed_date_text (listed->at), *due = stored ? tn_date_format (stored) : NULL;
  cJSON *item = cJSON_CreateObject ();
  tn_ctl_add_id (item, "id", &listed->id);
  tn_ctl_add_id (item, "person", &listed->parent);
  cJSON_AddStringToObject (item, "title", title);
  cJSON_AddStringToObject (item, "state", listed->state);
  cJSON_AddStringToObject (item, "due", stored ? stored : "");
  cJSON_AddBoolToObject (item, "overdue", overdue);
  tn_ctl_add_id (item, "taken_by", &listed->ref);
  cJSON_AddItemToArray (out, item);
  TnIdStr id;
  tn_id_format (&listed->id, id);
  tn_ctl_say (ctl, "%s  %s  %s  %s%s", id, due ? due : "–", tn_choice_label (tn_kind_field (tn_schema_kind ("referral"), "state"), listed->state), title,
              overdue ? _("  (overdue)") : "");
}

static gboolean
list_referrals (TnCtl *ctl, const char *state, GError **error)
{
  g_autoptr (TnCopy) copy = tn_ctl_open (ctl, TN_COPY_READ_ONLY, error);
  TnListedQuery query = { .kind = "referral", .state = state };
  g_autoptr (GArray) found = copy ? tn_query_listed (copy, &query, error) : NULL;
  if (!found)
    return FALSE;
  g_autofree char *day = tn_date_today (tn_env_now_ms (tn_copy_env (copy)));
  cJSON *out = cJSON_AddArrayToObject (ctl->out, "referrals");
  for (guint i = 0; i < found->len; i++)
    say_referral (ctl, copy, &g_array_index (found, TnListed, i), tn_listed_date (day), out);
  return TRUE;
}

static gboolean
check_group (const char *group, GError **error)
{
  g_autoptr (GString) known = g_string_new (NULL);
  for (const TnChoice *choice = tn_kind_field (tn_schema_kind ("referral"), "group")->choices; choice->key; choice++) {
    if (g_str_equal (choice->key, group))
      return TRUE;
    g_string_append_printf (known, "%s%s", known->len ? ", " : "", choice->key);
  }
  g_set_error (error, TN_ERROR, TN_ERROR_INVALID, _("There is no group “%s”. The groups are: %s."), group, known->str);
  return FALSE;
}

static gboolean
list_professionals (TnCtl *ctl, const char *group, GError **error)
{
  if (group && !check_group (group, error))
    return FALSE;
  g_autoptr (TnCopy) copy = tn_ctl_open (ctl, TN_COPY_READ_ONLY, error);
  g_autoptr (GPtrArray) found = copy ? tn_care_professionals (copy, group, error) : NULL;
  if (!found)
    return FALSE;
  const TnField *skill = tn_kind_field (tn_schema_kind ("professional"), "skill");
  cJSON *out = cJSON_AddArrayToObject (ctl->out, "professionals");
  for (guint i = 0; i < found->len; i++) {
    const TnProfessional *who = found->pdata[i];
    g_autofree char *load = tn_professional_load_text (who);
    TnIdStr id;
    tn_id_format (&who->id, id);
    cJSON *item = cJSON_CreateObject ();
    tn_ctl_add_id (item, "id", &who->id);
    cJSON_AddStringToObject (item, "name", who->name);
    cJSON_AddStringToObject (item, "skill", who->skill);
    cJSON_AddStringToObject (item, "hours", who->hours);
    cJSON_AddNumberToObject (item, "taken", who->n_taken);
    cJSON_AddNumberToObject (item, "limit", who->limit);
    cJSON_AddBoolToObject (item, "full", tn_professional_is_full (who));
    cJSON_AddItemToArray (out, item);
    tn_ctl_say (ctl, "%s  %s  %s  %s  %s", id, who->name, tn_choice_label (skill, who->skill), load, who->hours);
  }
  return TRUE;
}

/* ---- doing ---- */

static TnEdit *
make_new (TnCopy *copy, int argc, char **argv, GError **error)
{
  TnId person;
  g_autoptr (TnValues) values = tn_ctl_dup_values (tn_schema_kind ("referral"), argv + 3, error);
  return values && tn_ctl_parse_id (argv[2], &person, error) ? tn_care_refer (copy, &person, values, error) : NULL;
}

static TnEdit *
make_take (TnCopy *copy, int argc, char **argv, GError **error)
{
  TnId id, professional;
  return tn_ctl_parse_id (argv[2], &id, error) && tn_ctl_parse_id (argv[3], &professional, error) ? tn_care_take (copy, &id, &professional, NULL, error) : NULL;
}

static TnEdit *
make_back (TnCopy *copy, int argc, char **argv, GError **error)
{
  TnId id;
  return tn_ctl_parse_id (argv[2], &id, error) ? tn_care_give_back (copy, &id, NULL, error) : NULL;
}

/* By key or label, as everywhere. */
static TnEdit *
make_close (TnCopy *copy, int argc, char **argv, GError **error)
{
  TnId id;
  g_autofree char *token = tn_field_parse (tn_kind_field (tn_schema_kind ("referral"), "outcome"), argv[3], error);
  g_autofree char *outcome = token ? tn_json_get_string (tn_slice (token, -1)) : NULL;
  return token && tn_ctl_parse_id (argv[2], &id, error) ? tn_care_close (copy, &id, outcome, NULL, argc > 4 ? argv[4] : NULL, error) : NULL;
}

static const struct { const char *name; int min, max; TnEdit *(*make) (TnCopy *copy, int argc, char **argv, GError **error); } doings[] = {
  { "new", 1, -1, make_new }, { "take", 2, 2, make_take }, { "back", 1, 1, make_back }, { "close", 2, 3, make_close },
};

gboolean
tn_ctl_referral (TnCtl *ctl, int argc, char **argv, GError **error)
{
  if (!tn_ctl_options (&argc, &argv, NULL, 0, -1, USAGE, error))
    return FALSE;
  if (argc == 1)
    return list_referrals (ctl, NULL, error);
  for (const TnChoice *state = tn_kind_field (tn_schema_kind ("referral"), "state")->choices; argc == 2 && state->key; state++)
    if (g_str_equal (state->key, argv[1]))
      return list_referrals (ctl, state->key, error);
  for (guint i = 0; i < G_N_ELEMENTS (doings); i++) {
    if (!g_str_equal (doings[i].name, argv[1]))
      continue;
    if (argc - 2 < doings[i].min || (doings[i].max >= 0 && argc - 2 > doings[i].max))
      break;
    g_autoptr (TnCopy) copy = tn_ctl_open (ctl, 0, error);
    return copy && tn_ctl_do (ctl, copy, doings[i].make (copy, argc, argv, error), error);
  }
  return tn_ctl_misused (USAGE, error);
}

gboolean
tn_ctl_professional (TnCtl *ctl, int argc, char **argv, GError **error)
{
  if (!tn_ctl_options (&argc, &argv, NULL, 0, -1, PROFESSIONAL_USAGE, error))
    return FALSE;
  if (argc == 1 || (argc == 3 && g_str_equal (argv[1], "for")))
    return list_professionals (ctl, argc == 3 ? argv[2] : NULL, error);
  if (argc < 3 || !g_str_equal (argv[1], "new"))
    return tn_ctl_misused (PROFESSIONAL_USAGE, error);
  g_autoptr (TnCopy) copy = tn_ctl_open (ctl, 0, error);
  g_autoptr (TnValues) values = copy ? tn_ctl_dup_values (tn_schema_kind ("professional"), argv + 2, error) : NULL;
  return values && tn_ctl_do (ctl, copy, tn_care_add_professional (copy, values, error), error);
}
