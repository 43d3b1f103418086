/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "tn-ctl-commands.h"
#include <glib/gi18n.h>
#include "tn-sheet-code.h"

typedef struct { const char *code, *result, *ticks, *next; gboolean replace; } Line;

/* Whose sheet it is: as named, or as a whole code says. */
static gboolean
find_round (TnCopy *copy, const TnSheetCode *code, const char *named, TnId *round, GError **error)
{
  if (named)
    return tn_ctl_parse_id (named, round, error) && tn_sheet_code_check (code, round, error);
  if (code->round >= 0)
    return tn_sheet_code_find_round (copy, code, round, error);
  g_set_error_literal (error, TN_ERROR, TN_ERROR_INVALID, _("A short number needs its round: --round ID, or the whole code as scanned."));
  return FALSE;
}

static void
say (TnCtl *ctl, const TnRoundStop *stop, const TnVisit *visit, TnKeyed keyed)
{
  static const char *const names[] = {
    [TN_KEYED_NEW] = "written", [TN_KEYED_SAME] = "same", [TN_KEYED_OTHER] = "other", [TN_KEYED_REPLACED] = "replaced",
  };
  g_autofree char *words = tn_visit_words (visit);
  cJSON_AddStringToObject (ctl->out, "keyed", names[keyed]);
  cJSON_AddStringToObject (ctl->out, "words", words);
  tn_ctl_add_id (ctl->out, "household", &stop->household);
  tn_ctl_add_id (ctl->out, "stop", &stop->id);
  if (keyed == TN_KEYED_SAME)
    tn_ctl_say (ctl, _("%s: was written already: %s. Nothing changed."), stop->address, words);
  else
    tn_ctl_say (ctl, "%s: %s", stop->address, words);
}

static gboolean
write_line (TnCtl *ctl, TnCopy *copy, const TnRoundStop *stop, const TnVisit *visit, gboolean replace, GError **error)
{
  g_autofree char *standing = NULL;
  TnKeyed keyed;
  gint64 action = 0;
  g_autoptr (TnEdit) edit = tn_visit_key (copy, visit, replace, &keyed, &standing, error);
  if (!edit)
    return FALSE;
  if (keyed == TN_KEYED_OTHER) {
    g_set_error (error, TN_ERROR, TN_ERROR_CONFLICT,
                 /* Translators: an address and what was written of a visit. */
                 _("%s: something else was written already: %s. Nothing was changed; with --replace the sheet is taken as right."), stop->address, standing);
    return FALSE;
  }
  if (!tn_copy_edit (copy, edit, &action, error))
    return FALSE;
  cJSON_AddNumberToObject (ctl->out, "action", (double) action);
  say (ctl, stop, visit, keyed);
  return TRUE;
}

static gboolean
key_line (TnCtl *ctl, TnCopy *copy, const TnId *round, const TnSheetCode *code, const Line *line, GError **error)
{
  g_autoptr (TnRound) about = tn_round_read (copy, round, error);
  g_autoptr (GPtrArray) stops = about ? tn_round_stops (copy, round, error) : NULL;
  const TnRoundStop *stop = stops ? tn_sheet_code_find_stop (stops, code, error) : NULL;
  if (!stop)
    return FALSE;
  g_autoptr (TnVisit) visit = tn_visit_new (&stop->household);
  visit->stop = stop->id;
  visit->at = tn_visit_time (about->evening, tn_env_now_ms (tn_copy_env (copy)));
  visit->next = g_strdup (line->next);
  return tn_ctl_press_keys (visit, line->result, line->ticks, error) && write_line (ctl, copy, stop, visit, line->replace, error);
}

gboolean
tn_ctl_key (TnCtl *ctl, int argc, char **argv, GError **error)
{
  g_autofree char *named = NULL, *next = NULL;
  gboolean replace = FALSE;
  const GOptionEntry entries[] = {
    { "round", 0, 0, G_OPTION_ARG_STRING, &named, NULL, NULL },
    { "next", 0, 0, G_OPTION_ARG_STRING, &next, NULL, NULL },
    { "replace", 0, 0, G_OPTION_ARG_NONE, &replace, NULL, NULL },
    { NULL },
  };
  TnSheetCode code;
  TnId round;
  if (!tn_ctl_options (&argc, &argv, entries, 2, 3, "key CODE RESULT [TICKS] [--round ID] [--next DATE] [--replace]", error)
      || !tn_sheet_code_parse (argv[1], &code, error))
    return FALSE;
  g_autoptr (TnCopy) copy = tn_ctl_open (ctl, 0, error);
  Line line = { argv[1], argv[2], argc > 3 ? argv[3] : NULL, next, replace };
  return copy && find_round (copy, &code, named, &round, error) && key_line (ctl, copy, &round, &code, &line, error);
}
