/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "tn-movement-dialogs.h"
#include <glib/gi18n.h>
#include "tn-about.h"
#include "tn-date.h"
#include "tn-household-actions.h"
#include "tn-listed.h"
#include "tn-movement.h"
#include "tn-zone.h"

/* --- zones --- */

static TnEdit *
set_zone (TnCopy *copy, const TnId *about, const TnValues *values, GError **error)
{
  return tn_zone_set (copy, values, error);
}

static void
present_zone (TnWindow *window, const TnAbout *about)
{
  static const char *const fields[] = { "area", "alley", "level", "from", "document", "note", NULL };
  TnDialog *dialog = tn_form_dialog_new (window, _("Set the Level"), _("_Save"), "zone", fields, NULL, NULL, set_zone);
  TnForm *form = tn_form_dialog_get_form (dialog);
  gboolean known = about != NULL, again = known && g_str_equal (about->row->kind_key, "zone");
  g_autofree char *area = again ? tn_row_dup_text (about->row, "area") : known ? tn_id_dup_string (&about->row->id) : NULL;
  g_autofree char *alley = again ? tn_row_dup_text (about->row, "alley") : NULL;

  tn_form_preset_text (form, "area", area);
  tn_form_preset_text (form, "alley", alley);
  tn_form_preset_today (form, "from");
  tn_form_set_hint (form, "alley", _("As it is written on its households. Left empty, the level is that of the quarter or group."));
  tn_form_dialog_present (dialog, known ? "level" : "area");
}

void
tn_movement_dialog_zone (TnWindow *window, const TnId *about)
{
  if (about)
    tn_about_open (window, about, NULL, present_zone);
  else
    present_zone (window, NULL);
}

/* --- safe families --- */

static TnEdit *
set_safe (TnCopy *copy, const TnId *household, const TnValues *values, GError **error)
{
  return tn_safe_family_set (copy, household, values, error);
}

static TnEdit *
end_safe (TnCopy *copy, const TnId *household, const TnValues *values, GError **error)
{
  g_autofree char *to = tn_values_dup_text (values, "to");

  return tn_safe_family_end (copy, household, to, error);
}

static gboolean
read_safe (TnCopy *copy, TnAbout *about, GError **error)
{
  g_autofree char *today = tn_date_today (tn_env_now_ms (tn_copy_env (copy)));
  TnId id;

  return tn_safe_family_on (copy, &about->row->id, tn_listed_date (today), &id, &about->flag, error);
}

static void
present_safe (TnWindow *window, const TnAbout *about)
{
  static const char *const from[] = { "from", "document", "note", NULL };
  static const char *const to[] = { "to", NULL };
  TnDialog *dialog = tn_form_dialog_new (window, about->flag ? _("Safe Family No More") : _("Safe Family"), _("_Save"), "safe_family", about->flag ? to : from, NULL,
                                         &about->row->id, about->flag ? end_safe : set_safe);
  TnForm *form = tn_form_dialog_get_form (dialog);
  g_autofree char *title = g_markup_escape_text (about->title, -1);

  adw_preferences_group_set_description (ADW_PREFERENCES_GROUP (form), title);
  tn_form_preset_today (form, about->flag ? "to" : "from");
  tn_form_dialog_present (dialog, about->flag ? "to" : "from");
}

void
tn_movement_dialog_safe (TnWindow *window, const TnId *household)
{
  tn_about_open (window, household, read_safe, present_safe);
}

/* --- movements --- */

static TnEdit *
register_movement (TnCopy *copy, const TnId *about, const TnValues *values, GError **error)
{
  return tn_movement_register (copy, values, error);
}

void
tn_movement_dialog_new (TnWindow *window)
{
  static const char *const fields[] = { "name", "type", "area", "lead", "members", "from", "note", NULL };
  TnDialog *dialog = tn_form_dialog_new (window, _("Register a Movement or Model"), _("_Save"), "movement", fields, NULL, NULL, register_movement);

  tn_form_preset_today (tn_form_dialog_get_form (dialog), "from");
  tn_form_dialog_present (dialog, "name");
}

static TnEdit *
recognise (TnCopy *copy, const TnId *movement, const TnValues *values, GError **error)
{
  g_autofree char *document = tn_values_dup_text (values, "document");

  return tn_movement_recognise (copy, movement, document, error);
}

void
tn_movement_dialog_recognise (TnWindow *window, const TnRow *movement)
{
  static const char *const fields[] = { "document", NULL };
  TnDialog *dialog = tn_form_dialog_new (window, _("Recognised"), _("_Save"), "movement", fields, NULL, &movement->id, recognise);

  tn_form_dialog_require (dialog, "document", _("Write by which document it is recognised."));
  tn_form_dialog_present (dialog, "document");
}

static TnEdit *
end_movement (TnCopy *copy, const TnId *movement, const TnValues *values, GError **error)
{
  g_autofree char *to = tn_values_dup_text (values, "to"), *result = tn_values_dup_text (values, "result");

  return tn_movement_end (copy, movement, to, result, error);
}

void
tn_movement_dialog_end (TnWindow *window, const TnRow *movement)
{
  static const char *const fields[] = { "to", "result", NULL };
  TnDialog *dialog = tn_form_dialog_new (window, _("Ended"), _("_Save"), "movement", fields, NULL, &movement->id, end_movement);

  tn_form_preset_today (tn_form_dialog_get_form (dialog), "to");
  tn_form_dialog_present (dialog, "result");
}

/* --- commendations --- */

static TnEdit *
commend (TnCopy *copy, const TnId *about, const TnValues *values, GError **error)
{
  g_autoptr (TnValues) all = tn_values_new ();
  g_autoptr (TnRow) row = about ? tn_copy_get (copy, about, error) : NULL;

  if (about && !row)
    return NULL;
  tn_values_merge (all, values);
  if (row)
    tn_values_set_ref (all, row->kind_key, about);
  return tn_commendation_give (copy, all, error);
}

static void
present_commend (TnWindow *window, const TnAbout *about)
{
  static const char *const fields[] = { "to", "form", "reason", "at", "level", "document", "note", NULL };
  static const char *const with_team[] = { "to", "team", "form", "reason", "at", "level", "document", "note", NULL };
  TnDialog *dialog = tn_form_dialog_new (window, _("New Commendation"), _("_Save"), "commendation", about ? fields : with_team, NULL, about ? &about->row->id : NULL, commend);
  TnForm *form = tn_form_dialog_get_form (dialog);

  tn_form_preset_text (form, "to", about ? about->title : NULL);
  tn_form_preset_text (form, "level", "ward");
  tn_form_preset_today (form, "at");
  tn_form_dialog_present (dialog, about ? "form" : "to");
}

void
tn_movement_dialog_commend (TnWindow *window, const TnId *about)
{
  if (about)
    tn_about_open (window, about, NULL, present_commend);
  else
    present_commend (window, NULL);
}

/* --- corrections --- */

void
tn_movement_dialog_edit (TnWindow *window, const TnRow *row)
{
  static const char *const movement[] = { "name", "type", "area", "lead", "members", "from", "to", "document", "result", "note", NULL };
  static const char *const commendation[] = { "to", "team", "form", "reason", "at", "level", "document", "note", NULL };
  static const char *const safe[] = { "from", "to", "document", "note", NULL };
  gboolean is_movement = g_str_equal (row->kind_key, "movement"), is_safe = g_str_equal (row->kind_key, "safe_family");
  TnDialog *dialog = tn_form_dialog_new (window, is_movement ? _("Edit the Movement") : is_safe ? _("Edit the Safe Family") : _("Edit the Commendation"), _("_Save"), row->kind_key,
                                         is_movement ? movement : is_safe ? safe : commendation, row, &row->id, tn_movement_correct);

  tn_form_dialog_present (dialog, is_movement ? "name" : is_safe ? "from" : "to");
}
