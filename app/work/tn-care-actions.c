/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What a person does with referrals, as edits. Labels name the person and never the trouble: they stand in the list of undo. */
#include "tn-care.h"
#include <glib/gi18n.h>
#include "tn-work-private.h"

static char *
dup_person (TnCopy *copy, const TnRow *referral)
{
  TnId person;
  return tn_row_parent (referral, &person) ? tn_query_title (copy, &person) : g_strdup ("");
}

/* One that is not closed, of the same group: to be found instead of taken down twice. */
static gboolean
check_new (TnCopy *copy, const TnId *person, const char *group, GError **error)
{
  g_autoptr (GPtrArray) rows = tn_query_children (copy, "referral", person, error);
  for (guint i = 0; rows && i < rows->len; i++) {
    g_autofree char *state = tn_row_dup_text (rows->pdata[i], "state"), *its = tn_row_dup_text (rows->pdata[i], "group");
    if (g_strcmp0 (state, "closed") == 0 || g_strcmp0 (its, group) != 0) continue;
    g_autofree char *name = tn_query_title (copy, person);
    /* Translators: %s is a person’s name */
    g_set_error (error, TN_ERROR, TN_ERROR_INVALID, _("%s has a referral of this kind that is not closed yet. Write what is new on that one; Care lists it."), name);
    return FALSE;
  }
  return rows != NULL;
}

static void
write_due (TnEdit *edit, const TnId *id, const char *urgency, const char *intake)
{
  g_autofree char *due = tn_care_due (urgency, intake);
  tn_edit_set_text (edit, id, "due", due);
}

TnEdit *
tn_care_refer (TnCopy *copy, const TnId *person, const TnValues *values, GError **error)
{
  g_autoptr (TnRow) row = tn_work_get (copy, "person", person, error);
  g_autofree char *group = tn_values_dup_text (values, "group"), *urgency = tn_values_dup_text (values, "urgency"), *said = tn_values_dup_text (values, "intake");
  g_autofree char *intake = tn_work_today (copy, said), *name = row ? tn_row_dup_text (row, "name") : NULL;
  if (!row || !check_new (copy, person, group, error)) return NULL;
  /* Translators: %s is a person’s name */
  TnEdit *edit = tn_work_new_edit_about (_("Referred %s"), name ? name : "");
  TnId id = tn_edit_create (edit, "referral", NULL);
  tn_values_apply (values, edit, &id);
  tn_edit_set_ref (edit, &id, "person", person);
  tn_edit_set_text (edit, &id, "intake", intake);
  tn_edit_set_text (edit, &id, "state", "open");
  if (!urgency) tn_edit_set_text (edit, &id, "urgency", "days");   /* nobody waits for ever because nobody said how urgent it is */
  write_due (edit, &id, urgency ? urgency : "days", intake);
  return edit;
}

TnEdit *
tn_care_change (TnCopy *copy, const TnId *referral, const TnValues *values, GError **error)
{
  g_autoptr (TnRow) row = tn_work_get (copy, "referral", referral, error);
  if (!row) return NULL;
  g_autofree char *name = dup_person (copy, row);
  /* Translators: %s is a person’s name */
  TnEdit *edit = tn_work_new_edit_about (_("Changed the referral of %s"), name);
  tn_values_apply (values, edit, referral);
  if (!tn_values_get (values, "due") && (tn_values_get (values, "urgency") || tn_values_get (values, "intake"))) {
    g_autofree char *urgency = tn_work_dup_after (values, row, "urgency"), *intake = tn_work_dup_after (values, row, "intake");
    write_due (edit, referral, urgency, intake);
  }
  return edit;
}

/* A live referral that is not closed. */
static TnRow *
get_open (TnCopy *copy, const TnId *referral, GError **error)
{
  TnRow *row = tn_work_get (copy, "referral", referral, error);
  g_autofree char *state = row ? tn_row_dup_text (row, "state") : NULL;
  if (g_strcmp0 (state, "closed") != 0) return row;
  g_set_error_literal (error, TN_ERROR, TN_ERROR_INVALID, _("This referral is closed. Make a new one when help is needed again."));
  g_clear_pointer (&row, tn_row_free);
  return NULL;
}

TnEdit *
tn_care_take (TnCopy *copy, const TnId *referral, const TnId *professional, const char *date, GError **error)
{
  g_autoptr (TnRow) row = get_open (copy, referral, error);
  g_autoptr (TnProfessional) who = row ? tn_care_professional (copy, professional, error) : NULL;
  g_autofree char *on = tn_work_today (copy, date);
  TnId before;
  if (!who) return NULL;
  gboolean same = tn_row_ref (row, "taken_by", &before) && tn_id_equal (&before, professional);
  if (!same && tn_professional_is_full (who)) {
    /* Translators: a professional’s name, and a number of cases */
    g_set_error (error, TN_ERROR, TN_ERROR_INVALID, _("%s takes %u cases at once and has them. Choose somebody else, or ask and write down a higher limit."), who->name, who->limit);
    return NULL;
  }
  g_autofree char *name = dup_person (copy, row);
  /* Translators: a professional’s name, and the name of the person who is helped */
  g_autofree char *label = g_strdup_printf (_("%s took the referral of %s"), who->name, name);
  TnEdit *edit = tn_edit_new (label);
  tn_edit_set_ref (edit, referral, "taken_by", professional);
  tn_edit_set_text (edit, referral, "taken_on", on);
  tn_edit_set_text (edit, referral, "state", "taken");
  return edit;
}

TnEdit *
tn_care_give_back (TnCopy *copy, const TnId *referral, const char *date, GError **error)
{
  g_autoptr (TnRow) row = get_open (copy, referral, error);
  if (!row) return NULL;
  g_autofree char *name = dup_person (copy, row), *from = tn_work_today (copy, date), *urgency = tn_row_dup_text (row, "urgency");
  /* Translators: %s is a person’s name */
  TnEdit *edit = tn_work_new_edit_about (_("The referral of %s is open again"), name);
  tn_edit_set_ref (edit, referral, "taken_by", NULL);
  tn_edit_set_text (edit, referral, "taken_on", NULL);
  tn_edit_set_text (edit, referral, "state", "open");
  write_due (edit, referral, urgency ? urgency : "days", from);
  return edit;
}

TnEdit *
tn_care_close (TnCopy *copy, const TnId *referral, const char *outcome, const char *date, const char *note, GError **error)
{
  g_autoptr (TnRow) row = get_open (copy, referral, error);
  if (!row) return NULL;
  if (!outcome || !*outcome) {
    g_set_error_literal (error, TN_ERROR, TN_ERROR_INVALID, _("What came of it is missing. Choose an outcome, then close it."));
    return NULL;
  }
  g_autofree char *name = dup_person (copy, row), *on = tn_work_today (copy, date);
  /* Translators: %s is a person’s name */
  TnEdit *edit = tn_work_new_edit_about (_("Closed the referral of %s"), name);
  tn_edit_set_text (edit, referral, "outcome", outcome);
  tn_edit_set_text (edit, referral, "closed", on);
  tn_edit_set_text (edit, referral, "state", "closed");
  if (note && *note) tn_edit_set_text (edit, referral, "note", note);
  return edit;
}

/* ---- professionals ---- */

TnEdit *
tn_care_add_professional (TnCopy *copy, const TnValues *values, GError **error)
{
  g_autofree char *name = tn_values_dup_text (values, "name"), *skill = tn_values_dup_text (values, "skill");
  if (!name || !*name || !skill) {
    g_set_error_literal (error, TN_ERROR, TN_ERROR_INVALID, _("A professional needs a name and a profession. Fill in both and save again."));
    return NULL;
  }
  TnEdit *edit = tn_work_new_edit_about (_("Added %s"), name);
  TnId id = tn_edit_create (edit, "professional", NULL);
  tn_values_apply (values, edit, &id);
  return edit;
}

TnEdit *
tn_care_delete_professional (TnCopy *copy, const TnId *professional, GError **error)
{
  g_autoptr (TnProfessional) who = tn_care_professional (copy, professional, error);
  if (!who) return NULL;
  if (who->n_taken) {
    g_set_error (error, TN_ERROR, TN_ERROR_INVALID, ngettext ("%u case is with %s. Give it to somebody else first.", "%u cases are with %s. Give them to somebody else first.", who->n_taken),
                 who->n_taken, who->name);
    return NULL;
  }
  TnEdit *edit = tn_work_new_edit_about (_("Deleted %s"), who->name);
  tn_edit_delete (edit, professional);
  return edit;
}
