/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "tn-petition-page.h"
#include <glib/gi18n.h>
#include <string.h>
#include "tn-opened.h"
#include "tn-record-fields.h"

void
tn_petition_view_free (TnPetitionView *view)
{
  g_clear_pointer (&view->row, tn_row_free);
  g_free (view->place);
  g_free (view->person);
  g_free (view->area);
  g_free (view);
}

/* --- reading --- */

TnPetitionView *
tn_petition_view_read (TnCopy *copy, const TnId *id, gboolean log, GError **error)
{
  g_autoptr (TnPetitionView) view = g_new0 (TnPetitionView, 1);

  if (!(view->row = tn_copy_get (copy, id, error)))
    return NULL;
  view->report = g_str_equal (view->row->kind_key, "complaint");
  if (view->row->deleted || !(view->report || g_str_equal (view->row->kind_key, "petition")))
    {
      g_set_error (error, TN_ERROR, TN_ERROR_NOT_FOUND, _("This petition has been deleted meanwhile."));
      return NULL;
    }
  if (view->report && log && !tn_opened_add (copy, id, 1, TN_OPENED_WHOLE, error))
    return NULL;
  view->place = tn_query_title_named (copy, view->row, "household", &view->household);
  view->person = tn_query_title_named (copy, view->row, "person", NULL);
  view->area = tn_query_title_named (copy, view->row, "area", NULL);
  return g_steal_pointer (&view);
}

/* --- writing --- */

static gboolean
is_open (const TnPetitionView *view)
{
  g_autofree char *state = tn_row_dup_text (view->row, "state");

  return g_strcmp0 (state, "answered") != 0 && g_strcmp0 (state, "passed_on") != 0;
}

static char *
dup_state (const TnPetitionView *view, gint64 today)
{
  g_autofree char *state = tn_row_show (view->row, "state"), *due = tn_row_show (view->row, "due"), *stored = tn_row_dup_text (view->row, "due");

  if (!is_open (view) || !stored)
    return g_steal_pointer (&state);
  if (tn_listed_date (stored) < today)
    /* Translators: %s is a date that is past */
    return g_strdup_printf (_("Not answered. It should have been by %s."), due);
  /* Translators: %s is a date */
  return g_strdup_printf (_("To be answered by %s"), due);
}

static void
write_author (TnRecordPage *page, const TnPetitionView *view)
{
  AdwPreferencesGroup *group = tn_record_page_add_group (page, _("Who asks"), NULL);
  g_autofree char *name = tn_row_show (view->row, "name");
  gboolean without = tn_slice_is (tn_row_field (view->row, "anonymous"), "true");

  if (without)
    tn_record_page_row (group, _("Without a name"), _("Nothing of the person was kept."));
  if (*name || *view->person)
    tn_record_page_row (group, *name ? name : view->person, NULL);
  if (!tn_id_is_null (&view->household))
    tn_record_page_row_action (tn_record_page_row (group, view->place, _("Household")), "petition.household", &view->household);
  tn_record_field_add (group, view->row, "phone");
  if (!without && !*name && !*view->person && tn_id_is_null (&view->household))
    tn_record_page_row (group, _("Not known"), NULL);
}

static void
write_intake (TnRecordPage *page, const TnPetitionView *view)
{
  AdwPreferencesGroup *group = tn_record_page_add_group (page, NULL, NULL);

  tn_record_field_add_text (group, view->row, "text");
  if (tn_slice_is (tn_row_field (view->row, "anonymous"), "true"))
    {
      g_autofree char *at = tn_row_show (view->row, "at");
      char **parts = g_strsplit (at, " ", 2);   /* the time of day was never kept */

      tn_record_page_fact (group, _("Taken down"), parts[0] && strchr (parts[0], '/') ? parts[0] : at);
      g_strfreev (parts);
    }
  else
    tn_record_field_add (group, view->row, "at");
  tn_record_field_add (group, view->row, "channel");
  tn_record_page_fact (group, _("Quarter or group"), view->area);
  tn_record_field_add (group, view->row, "owner");
  tn_record_field_add (group, view->row, "due");
  tn_record_field_add_text (group, view->row, "note");
}

static void
write_answer (TnRecordPage *page, const TnPetitionView *view)
{
  AdwPreferencesGroup *group;

  if (is_open (view))
    return;
  group = tn_record_page_add_group (page, _("Answer"), NULL);
  tn_record_field_add_text (group, view->row, "answer");
  tn_record_field_add (group, view->row, "answered");
  if (view->report)
    return;
  tn_record_field_add (group, view->row, "satisfied");
  tn_record_page_row_action (tn_record_page_row (group, _("They are satisfied (F7)"), NULL), "petition.satisfied", NULL);
  tn_record_page_row_action (tn_record_page_row (group, _("They are not satisfied (Shift+F7)"), NULL), "petition.not-satisfied", NULL);
}

void
tn_petition_page_write (TnRecordPage *page, const TnPetitionView *view, gint64 today)
{
  g_autofree char *topic = tn_row_show (view->row, "topic"), *state = dup_state (view, today);

  tn_record_page_begin (page, *topic ? topic : _("Petition"), state);
  if (is_open (view))
    {
      GtkWidget *button = tn_record_page_button (NULL, _("_Answer"), "petition.answer", NULL);

      gtk_widget_add_css_class (button, "suggested-action");
      gtk_widget_set_tooltip_text (button, _("Answer (F8)"));
      tn_record_page_add_button (page, button);
    }
  else
    tn_record_page_add_button (page, tn_record_page_button ("mail-reply-sender-symbolic", _("Change the answer (F8)"), "petition.answer", NULL));
  tn_record_page_add_button (page, tn_record_page_button ("document-edit-symbolic", _("Edit (F2)"), "petition.edit", NULL));
  write_intake (page, view);
  write_author (page, view);
  write_answer (page, view);
  tn_record_page_end (page);
}
