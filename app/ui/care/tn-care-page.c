/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "tn-care-page.h"
#include <glib/gi18n.h>
#include "tn-board.h"
#include "tn-opened.h"
#include "tn-record-fields.h"

#define ASKED 5   /* professionals that are offered at once: the others stand in their list */

void
tn_care_view_free (TnCareView *view)
{
  g_clear_pointer (&view->referral, tn_referral_free);
  g_clear_pointer (&view->ask, g_ptr_array_unref);
  g_clear_pointer (&view->professional, tn_professional_free);
  g_clear_pointer (&view->cases, g_ptr_array_unref);
  g_free (view);
}

/* --- reading --- */

static gboolean
read_cases (TnCopy *copy, TnCareView *view, GError **error)
{
  TnListedQuery query = { .kind = "referral", .ref = &view->professional->id, .state = "taken" };
  g_autoptr (GArray) found = tn_query_listed (copy, &query, error);

  if (!found)
    return FALSE;
  view->cases = g_ptr_array_new_with_free_func ((GDestroyNotify) tn_board_row_free);
  for (guint i = 0; i < found->len; i++)
    {
      const TnListed *listed = &g_array_index (found, TnListed, i);

      g_ptr_array_add (view->cases, tn_board_row_new (&listed->id, tn_query_title (copy, &listed->parent), NULL, NULL, NULL));
    }
  return TRUE;
}

static gboolean
read_referral (TnCopy *copy, const TnId *id, gboolean log, TnCareView *view, GError **error)
{
  g_autofree char *group = NULL;

  if (log && !tn_opened_add (copy, id, 1, TN_OPENED_WHOLE, error))
    return FALSE;
  if (!(view->referral = tn_care_referral (copy, id, error)))
    return FALSE;
  if (g_str_equal (view->referral->state, "closed"))
    return TRUE;
  group = tn_row_dup_text (view->referral->row, "group");
  return (view->ask = tn_care_professionals (copy, group ? group : "", error)) != NULL;
}

TnCareView *
tn_care_view_read (TnCopy *copy, const TnId *id, gboolean log, GError **error)
{
  g_autoptr (TnCareView) view = g_new0 (TnCareView, 1);
  g_autoptr (TnRow) row = tn_copy_get (copy, id, error);

  if (!row)
    return NULL;
  if (!row->deleted && g_str_equal (row->kind_key, "referral"))
    return read_referral (copy, id, log, view, error) ? g_steal_pointer (&view) : NULL;
  view->professional = tn_care_professional (copy, id, error);
  return view->professional && read_cases (copy, view, error) ? g_steal_pointer (&view) : NULL;
}

/* --- a referral --- */

static char *
dup_state (const TnReferral *referral, gint64 today)
{
  g_autofree char *state = tn_row_show (referral->row, "state"), *due = tn_row_show (referral->row, "due");

  if (!g_str_equal (referral->state, "open") || !*due)
    return g_steal_pointer (&state);
  if (tn_care_is_overdue (referral->state, referral->due, today))
    /* Translators: %s is a date that is past */
    return g_strdup_printf (_("Nobody has taken it. Somebody should have by %s."), due);
  /* Translators: %s is a date */
  return g_strdup_printf (_("Nobody has taken it. Somebody must by %s."), due);
}

static void
write_person (TnRecordPage *page, const TnReferral *referral)
{
  AdwPreferencesGroup *group = tn_record_page_add_group (page, NULL, NULL);
  GtkWidget *row = tn_record_page_row (group, *referral->address ? referral->address : _("not on this laptop"), _("Household"));

  if (*referral->address)
    tn_record_page_row_action (row, "care.household", &referral->household);
  tn_record_page_fact (group, _("Telephone"), referral->phone);
}

static void
write_intake (TnRecordPage *page, const TnReferral *referral)
{
  AdwPreferencesGroup *group = tn_record_page_add_group (page, _("What it is about"), NULL);

  tn_record_field_add (group, referral->row, "group");
  tn_record_field_add (group, referral->row, "urgency");
  tn_record_field_add_text (group, referral->row, "need");
  tn_record_field_add (group, referral->row, "intake");
  tn_record_page_fact (group, _("Taken down by"), referral->by);
  tn_record_field_add_text (group, referral->row, "note");
}

static void
write_taken (TnRecordPage *page, const TnReferral *referral)
{
  AdwPreferencesGroup *group;
  TnId professional;

  if (!tn_row_ref (referral->row, "taken_by", &professional))
    return;
  group = tn_record_page_add_group (page, _("Taken by"), NULL);
  tn_record_page_row_action (tn_record_page_row (group, referral->taken_by, NULL), "care.show", &professional);
  tn_record_page_fact (group, _("Telephone"), referral->taken_phone);
  tn_record_page_fact (group, _("Hours"), referral->taken_hours);
  tn_record_field_add (group, referral->row, "taken_on");
}

static void
write_outcome (TnRecordPage *page, const TnReferral *referral)
{
  AdwPreferencesGroup *group;

  if (!g_str_equal (referral->state, "closed"))
    return;
  group = tn_record_page_add_group (page, _("What came of it"), NULL);
  tn_record_field_add (group, referral->row, "outcome");
  tn_record_field_add (group, referral->row, "closed");
}

static char *
dup_offer (const TnProfessional *who)
{
  const char *skill = tn_choice_label (tn_kind_field (tn_schema_kind ("professional"), "skill"), who->skill);
  g_autoptr (GString) text = g_string_new (skill);

  if (*who->phone)
    g_string_append_printf (text, " · %s", who->phone);
  if (*who->hours)
    g_string_append_printf (text, "\n%s", who->hours);
  return g_string_free (g_steal_pointer (&text), FALSE);
}

static void
write_offers (TnRecordPage *page, const TnCareView *view)
{
  gboolean taken = g_str_equal (view->referral->state, "taken");
  AdwPreferencesGroup *group;
  TnId taker = { { 0 } };
  guint n = 0;

  tn_row_ref (view->referral->row, "taken_by", &taker);
  group = tn_record_page_add_group (page, taken ? _("Hand it on to") : _("Whom to ask"),
                                    view->ask->len ? _("The one who fits best and has room stands first. Call, then choose who takes it (F7).")
                                                   : _("No professionals are known yet. Add those who give some of their hours."));
  for (guint i = 0; i < view->ask->len && n < ASKED; i++)
    {
      const TnProfessional *who = view->ask->pdata[i];
      g_autofree char *offer = dup_offer (who), *load = tn_professional_load_text (who);
      GtkWidget *row;

      /* those who are full, or of another profession, only where there is nobody else */
      if (tn_id_equal (&who->id, &taker) || (n && (tn_professional_is_full (who) || who->rank == TN_CARE_NO_FIT)))
        continue;
      row = tn_record_page_row (group, who->name, offer);
      tn_record_page_row_end (row, load, tn_professional_is_full (who) ? "error" : "dim-label");
      tn_record_page_row_action (row, "care.take", &who->id);
      n++;
    }
  /* the one who has taken it is the only one: nobody to hand it on to */
  gtk_widget_set_visible (GTK_WIDGET (group), n || !view->ask->len);
  if (!view->ask->len)
    adw_preferences_group_set_header_suffix (group, tn_record_page_button ("contact-new-symbolic", _("New professional"), "win.new-professional", NULL));
}

static void
write_referral (TnRecordPage *page, const TnCareView *view, gint64 today)
{
  const TnReferral *referral = view->referral;
  g_autofree char *state = dup_state (referral, today);
  gboolean closed = g_str_equal (referral->state, "closed");

  tn_record_page_begin (page, referral->name, state);
  if (!closed)
    tn_record_page_add_button (page, tn_record_page_button (NULL, _("_Close It…"), "care.close", NULL));
  if (g_str_equal (referral->state, "taken"))
    tn_record_page_add_button (page, tn_record_page_button (NULL, _("_Open Again"), "care.give-back", NULL));
  tn_record_page_add_button (page, tn_record_page_button ("document-edit-symbolic", _("Edit the referral (F2)"), "care.edit", NULL));
  write_outcome (page, referral);
  write_intake (page, referral);
  write_taken (page, referral);
  if (view->ask)
    write_offers (page, view);
  write_person (page, referral);
  tn_record_page_end (page);
}

/* --- a professional --- */

static void
write_professional (TnRecordPage *page, const TnCareView *view)
{
  const TnProfessional *who = view->professional;
  const TnKind *kind = tn_schema_kind ("professional");
  const char *skill = tn_choice_label (tn_kind_field (kind, "skill"), who->skill);
  const char *practice = *who->practice ? tn_choice_label (tn_kind_field (kind, "practice"), who->practice) : "";
  g_autofree char *subtitle = g_strdup_printf ("%s%s%s", skill, *practice ? " · " : "", practice), *load = tn_professional_load_text (who);
  AdwPreferencesGroup *group;

  tn_record_page_begin (page, who->name, subtitle);
  tn_record_page_add_button (page, tn_record_page_button ("document-edit-symbolic", _("Edit the professional (F2)"), "care.edit", NULL));
  tn_record_page_add_button (page, tn_record_page_button ("user-trash-symbolic", _("Delete the professional"), "care.delete", NULL));
  group = tn_record_page_add_group (page, NULL, NULL);
  tn_record_page_fact (group, _("Telephone"), who->phone);
  tn_record_page_fact (group, _("Hours"), who->hours);
  tn_record_page_fact (group, _("Quarter or group"), who->area_name);
  tn_record_page_fact (group, _("Notes"), who->note);
  group = tn_record_page_add_group (page, load, view->cases->len ? NULL : _("No case is with them now."));
  for (guint i = 0; i < view->cases->len; i++)
    {
      const TnBoardRow *one = view->cases->pdata[i];

      tn_record_page_row_action (tn_record_page_row (group, one->title, NULL), "care.show", &one->id);
    }
  tn_record_page_end (page);
}

void
tn_care_page_write (TnRecordPage *page, const TnCareView *view, gint64 today)
{
  if (view->referral)
    write_referral (page, view, today);
  else
    write_professional (page, view);
}
