/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "tn-ctl-commands.h"
#include <glib/gi18n.h>
#include "tn-query.h"

#define USAGE "visit HOUSEHOLD RESULT [TICKS] [--stop ID] [--volunteer ID] [--met TEXT] [--food TEXT] [--need TEXT] [--next DATE] [--note TEXT] " \
  "[--noticed CATEGORY[=PERSON]]… [--vaccinated PERSON=STATUS[/REASON]]… [--gone]"

static gboolean
press_all (TnVisit *visit, const char *keys, GError **error)
{
  for (const char *p = keys; p && *p; p = g_utf8_next_char (p))
    if (!tn_visit_press (visit, g_utf8_get_char (p))) {
      g_set_error (error, TN_ERROR, TN_ERROR_INVALID,
                   _("“%s” is not made of the keys of a visit: 1 to 4, Q W E R T, A S D F G and V. Nothing was written."), keys);
      return FALSE;
    }
  return TRUE;
}

gboolean
tn_ctl_press_keys (TnVisit *visit, const char *result, const char *ticks, GError **error)
{
  visit->result = tn_visit_find_result (result);
  return (visit->result >= 0 || press_all (visit, result, error)) && press_all (visit, ticks, error);
}

/* "poor" is the household, "elderly=<person>" somebody in it. */
static gboolean
add_noticed (TnVisit *visit, char **words, GError **error)
{
  for (; words && *words; words++) {
    g_auto (GStrv) parts = g_strsplit (*words, "=", 2);
    TnId subject = visit->household;
    if (parts[1] && !tn_ctl_parse_id (parts[1], &subject, error))
      return FALSE;
    tn_visit_notice (visit, &subject, parts[0] ? parts[0] : "");
  }
  return TRUE;
}

static gboolean
add_vaccinated (TnVisit *visit, char **words, GError **error)
{
  for (; words && *words; words++) {
    g_auto (GStrv) parts = g_strsplit (*words, "=", 2);
    g_auto (GStrv) what = g_strsplit (parts[0] && parts[1] ? parts[1] : "", "/", 2);
    TnId person;
    if (!tn_ctl_parse_id (parts[0] ? parts[0] : "", &person, error))
      return FALSE;
    tn_visit_vaccinate (visit, &person, what[0], what[0] ? what[1] : NULL);
  }
  return TRUE;
}

static gboolean
write_visit (TnCtl *ctl, TnVisit *visit, GError **error)
{
  g_autoptr (TnCopy) copy = tn_ctl_open (ctl, 0, error);
  if (!copy)
    return FALSE;
  visit->at = tn_env_now_ms (tn_copy_env (copy));
  g_autoptr (TnEdit) edit = tn_visit_edit (copy, visit, error);
  gint64 action = 0;
  if (!edit || !tn_copy_edit (copy, edit, &action, error))
    return FALSE;
  g_autofree char *words = tn_visit_words (visit), *title = tn_query_title (copy, &visit->household);
  cJSON_AddNumberToObject (ctl->out, "action", (double) action);
  cJSON_AddStringToObject (ctl->out, "words", words);
  tn_ctl_say (ctl, "%s: %s", title, words);
  return TRUE;
}

static gboolean
read_ref (const char *text, TnId *id, GError **error)
{
  return !text || tn_ctl_parse_id (text, id, error);
}

gboolean
tn_ctl_visit (TnCtl *ctl, int argc, char **argv, GError **error)
{
  g_autofree char *stop = NULL, *volunteer = NULL, *met = NULL, *food = NULL, *need = NULL, *next = NULL, *note = NULL;
  g_auto (GStrv) noticed = NULL, vaccinated = NULL;
  gboolean gone = FALSE;
  const GOptionEntry entries[] = {
    { "stop", 0, 0, G_OPTION_ARG_STRING, &stop, NULL, NULL },
    { "volunteer", 0, 0, G_OPTION_ARG_STRING, &volunteer, NULL, NULL },
    { "met", 0, 0, G_OPTION_ARG_STRING, &met, NULL, NULL },
    { "food", 0, 0, G_OPTION_ARG_STRING, &food, NULL, NULL },
    { "need", 0, 0, G_OPTION_ARG_STRING, &need, NULL, NULL },
    { "next", 0, 0, G_OPTION_ARG_STRING, &next, NULL, NULL },
    { "note", 0, 0, G_OPTION_ARG_STRING, &note, NULL, NULL },
    { "noticed", 0, 0, G_OPTION_ARG_STRING_ARRAY, &noticed, NULL, NULL },
    { "vaccinated", 0, 0, G_OPTION_ARG_STRING_ARRAY, &vaccinated, NULL, NULL },
    { "gone", 0, 0, G_OPTION_ARG_NONE, &gone, NULL, NULL },
    { NULL },
  };
  TnId household;
  if (!tn_ctl_options (&argc, &argv, entries, 2, 3, USAGE, error) || !tn_ctl_parse_id (argv[1], &household, error))
    return FALSE;
  g_autoptr (TnVisit) visit = tn_visit_new (&household);
  if (!tn_ctl_press_keys (visit, argv[2], argc > 3 ? argv[3] : NULL, error) || !read_ref (stop, &visit->stop, error)
      || !read_ref (volunteer, &visit->volunteer, error) || !add_noticed (visit, noticed, error) || !add_vaccinated (visit, vaccinated, error))
    return FALSE;
  visit->met = g_steal_pointer (&met);
  visit->food = g_steal_pointer (&food);
  if (visit->food)
    visit->ticks |= 1u << TN_VISIT_FOOD;
  visit->need_other = g_steal_pointer (&need);
  visit->next = g_steal_pointer (&next);
  visit->note = g_steal_pointer (&note);
  visit->gone = gone;
  return write_visit (ctl, visit, error);
}
