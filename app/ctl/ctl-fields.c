/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "tn-ctl-commands.h"
#include <glib/gi18n.h>
#include <string.h>
#include "tn-ctl-fields.h"

/* "key=what a person wrote", read as the field's type: dates as 24/12/2021, choices by key or label. The token, owned; *found = its field. */
static char *
parse_one (const TnKind *kind, const char *word, const TnField **found, GError **error)
{
  const char *equals = strchr (word, '=');
  g_autofree char *key = equals ? g_strndup (word, (gsize) (equals - word)) : NULL;
  const TnField *field = key ? tn_kind_field (kind, key) : NULL;
  if (!field) {
    g_set_error (error, TN_ERROR, TN_ERROR_INVALID, _("“%s” is not KEY=VALUE with a field of “%s”."), word, kind->key);
    return NULL;
  }
  *found = field;
  return tn_field_parse (field, equals + 1, error);
}

gboolean
tn_ctl_set_fields (TnEdit *edit, const TnKind *kind, const TnId *id, char **words, GError **error)
{
  for (; *words; words++) {
    const TnField *field;
    g_autofree char *token = parse_one (kind, *words, &field, error);
    if (!token)
      return FALSE;
    tn_edit_set (edit, id, field->key, token);
  }
  return TRUE;
}

TnValues *
tn_ctl_dup_values (const TnKind *kind, char **words, GError **error)
{
  g_autoptr (TnValues) values = tn_values_new ();
  for (; *words; words++) {
    const TnField *field;
    g_autofree char *token = parse_one (kind, *words, &field, error);
    if (!token)
      return NULL;
    tn_values_set (values, field->key, token);
  }
  return g_steal_pointer (&values);
}

/* What is entitled to what, and what was handed over, goes by rules that a bare record would pass by. */
gboolean
tn_ctl_may_write (const TnKind *kind, GError **error)
{
  static const struct { const char *kind, *command; } by_rule[] = {
    { "entitlement", "support" }, { "delivery", "support" }, { "settlement", "support" },
    { "survey", "survey" }, { "survey_question", "survey" }, { "survey_sheet", "survey" },
  };
  for (gsize i = 0; i < G_N_ELEMENTS (by_rule); i++)
    if (g_str_equal (by_rule[i].kind, kind->key)) {
      g_set_error (error, TN_ERROR, TN_ERROR_INVALID, _("Records of kind “%s” are written by “tungnha-ctl %s”, which keeps the rules. Nothing was changed."), _(kind->label),
                   by_rule[i].command);
      return FALSE;
    }
  return TRUE;
}

gboolean
tn_ctl_do (TnCtl *ctl, TnCopy *copy, TnEdit *edit, GError **error)
{
  g_autoptr (TnEdit) owned = edit;
  gint64 action = 0;
  if (!edit || !tn_copy_edit (copy, edit, &action, error))
    return FALSE;
  cJSON_AddNumberToObject (ctl->out, "action", (double) action);
  if (action)
    tn_ctl_say (ctl, _("Done (action %u)."), (guint) action);
  else
    tn_ctl_say (ctl, "%s", _("It was like that already."));
  return TRUE;
}

gboolean
tn_ctl_commit (TnCtl *ctl, TnCopy *copy, TnEdit *edit, const TnId *id, GError **error)
{
  gint64 action = 0;
  if (!tn_copy_edit (copy, edit, &action, error))
    return FALSE;
  TnIdStr text;
  tn_id_format (id, text);
  tn_ctl_add_id (ctl->out, "id", id);
  cJSON_AddNumberToObject (ctl->out, "action", (double) action);
  if (action)
    tn_ctl_say (ctl, _("%s saved (action %u)."), text, (guint) action);
  else
    tn_ctl_say (ctl, _("%s was like that already."), text);
  return TRUE;
}

static gboolean
run_doing (TnCtl *ctl, const TnCtlDoing *doing, int argc, char **argv, GError **error)
{
  g_autoptr (TnCopy) copy = tn_ctl_open (ctl, 0, error);
  TnId id = { { 0 } };
  g_autoptr (TnEdit) edit = copy ? doing->make (copy, argc, argv, &id, error) : NULL;
  if (!edit)
    return FALSE;
  return tn_id_is_null (&id) ? tn_ctl_do (ctl, copy, g_steal_pointer (&edit), error) : tn_ctl_commit (ctl, copy, edit, &id, error);
}

gboolean
tn_ctl_run_doing (TnCtl *ctl, const TnCtlDoing *doings, gsize n, int argc, char **argv, const char *usage, GError **error)
{
  for (gsize i = 0; argc > 1 && i < n; i++)
    if (g_str_equal (doings[i].name, argv[1]) && argc - 2 >= doings[i].min && (doings[i].max < 0 || argc - 2 <= doings[i].max))
      return run_doing (ctl, &doings[i], argc - 2, argv + 2, error);
  return tn_ctl_misused (usage, error);
}
