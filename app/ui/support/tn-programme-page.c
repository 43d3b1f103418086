/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "tn-programme-page.h"
#include <glib/gi18n.h>
#include "tn-money.h"
#include "tn-record-fields.h"

void
tn_programme_view_free (TnProgrammeView *view)
{
  g_clear_pointer (&view->row, tn_row_free);
  g_clear_pointer (&view->programme, tn_programme_free);
  tn_programme_sums_clear (&view->sums);
  g_free (view->goods);
  g_free (view->rule);
  g_free (view->not_understood);
  g_free (view);
}

TnProgrammeView *
tn_programme_view_read (TnCopy *copy, const TnId *id, GError **error)
{
  g_autoptr (TnProgrammeView) view = g_new0 (TnProgrammeView, 1);

  view->row = tn_copy_get (copy, id, error);
  view->programme = view->row ? tn_programme_read (copy, id, error) : NULL;
  if (!view->programme || !tn_programme_sums (copy, id, &view->sums, error))
    return NULL;
  view->goods = tn_programme_dup_goods (copy, view->programme);
  view->rule = tn_rule_words (copy, view->programme->rule);
  view->not_understood = g_strdup (tn_rule_not_understood (view->programme->rule));
  return g_steal_pointer (&view);
}

/* --- words --- */

static char *
dup_gives (const TnProgrammeView *view)
{
  const TnProgramme *programme = view->programme;
  g_autofree char *what = NULL;

  if (g_str_equal (programme->gives, "goods"))
    what = g_strdup (view->goods);
  else
    what = tn_money_show (programme->amount);
  /* Translators: what is given: "1.000.000 đ" */
  return programme->per_household ? g_strdup_printf (_("%s to each household"), what) : g_strdup_printf (_("%s to each person"), what);
}

static char *
dup_period (const TnProgrammeView *view)
{
  g_autofree char *from = tn_row_show (view->row, "from"), *to = tn_row_show (view->row, "to");

  if (*from && *to)
    return g_strdup_printf ("%s – %s", from, to);
  return *from ? g_strdup_printf (_("From %s"), from) : *to ? g_strdup_printf (_("Until %s"), to) : NULL;
}

/* --- groups --- */

static void
write_facts (TnRecordPage *page, const TnProgrammeView *view)
{
  AdwPreferencesGroup *group = tn_record_page_add_group (page, NULL, NULL);
  g_autofree char *gives = dup_gives (view), *period = dup_period (view), *basis = tn_row_show (view->row, "basis"), *note = tn_row_show (view->row, "note");

  tn_record_page_fact (group, _("Gives"), gives);
  if (*basis)
    tn_record_page_row (group, _("Legal basis"), basis);
  tn_record_field_add (group, view->row, "source");
  tn_record_page_fact (group, _("Period"), period);
  if (*note)
    tn_record_page_row (group, _("Notes"), note);
}

static void
write_rule (TnRecordPage *page, const TnProgrammeView *view)
{
  AdwPreferencesGroup *group = tn_record_page_add_group (page, _("Who Is Entitled"), NULL);
  g_auto (GStrv) lines = g_strsplit (view->rule, "\n", -1);

  if (view->not_understood)
    {
      GtkWidget *row = tn_record_page_row (group, _("A condition is not understood, so nobody is entitled"), view->not_understood);

      gtk_widget_add_css_class (row, "error");
    }
  for (guint i = 0; lines[i]; i++)
    if (*lines[i])
      tn_record_page_row_action (tn_record_page_row (group, lines[i], NULL), "support.rule", NULL);
}

/* From receipts, each counted once. */
static void
write_sums (TnRecordPage *page, const TnProgrammeView *view)
{
  AdwPreferencesGroup *group = tn_record_page_add_group (page, _("Handed Over"), _("Counted from receipts."));
  const TnProgrammeSums *sums = &view->sums;
  g_autofree char *money = tn_money_show (sums->amount), *n = g_strdup_printf ("%u", sums->n_subjects), *receipts = g_strdup_printf ("%u", sums->n_receipts);
  g_autofree char *returned = sums->n_returned ? g_strdup_printf ("%u", sums->n_returned) : NULL, *left = NULL;

  if (sums->quota)
    /* Translators: how many are left, out of how many */
    left = g_strdup_printf (_("%u of %u"), sums->quota > sums->n_approved ? sums->quota - sums->n_approved : 0, sums->quota);
  if (!g_str_equal (view->programme->gives, "goods"))
    tn_record_page_fact (group, _("Money"), money);
  else
    tn_record_page_fact (group, _("Quantity"), sums->quantity);
  tn_record_page_fact (group, view->programme->per_household ? _("Households") : _("People"), n);
  tn_record_page_fact (group, _("Receipts"), receipts);
  tn_record_page_fact (group, _("Given back"), returned);
  tn_record_page_fact (group, _("Left of the quota"), left);
}

static guint
count_from_sums (const TnProgrammeSums *sums, TnPeople which)
{
  switch (which)
    {
    case TN_PEOPLE_PROPOSED: return sums->n_proposed;
    case TN_PEOPLE_APPROVED: return sums->n_waiting;
    case TN_PEOPLE_DELIVERED: return sums->n_subjects;
    case TN_PEOPLE_REFUSED: return sums->n_refused;
    case TN_PEOPLE_DECLINED: return sums->n_declined;
    case TN_PEOPLE_DOUBLE: return sums->n_to_settle;
    default: return 0;
    }
}

static gboolean
is_judged (TnPeople which)
{
  return which == TN_PEOPLE_NOTHING || which == TN_PEOPLE_ENTITLED || which == TN_PEOPLE_OUT;
}

/* What only judging the whole ward tells comes a moment later. */
static void
write_people (TnRecordPage *page, const TnProgrammeView *view, TnSupportModel *people)
{
  AdwPreferencesGroup *group = tn_record_page_add_group (page, view->programme->per_household ? _("Households by Where They Stand") : _("People by Where They Stand"), NULL);
  const TnProgramme *read = tn_support_model_get_programme (people);
  gboolean loaded = read && tn_id_equal (&read->id, &view->programme->id);

  for (TnPeople i = 0; i < TN_PEOPLE_N; i++)
    {
      TnPeople which = i == 0 ? TN_PEOPLE_DOUBLE : i - 1;   /* what must be settled comes first */
      guint n = is_judged (which) ? tn_support_model_count (people, which) : count_from_sums (&view->sums, which);
      g_autofree char *shown = is_judged (which) && !loaded ? g_strdup ("…") : g_strdup_printf ("%u", n), *action = g_strdup_printf ("support.people-%s", tn_people_key (which));
      GtkWidget *row;

      if (which == TN_PEOPLE_DOUBLE && !n)
        continue;
      row = tn_record_page_row (group, tn_people_name (which), NULL);
      tn_record_page_row_end (row, shown, which == TN_PEOPLE_DOUBLE ? "error" : "numeric");
      tn_record_page_row_action (row, action, NULL);
    }
}

static void
write_lists (TnRecordPage *page)
{
  AdwPreferencesGroup *group = tn_record_page_add_group (page, _("Lists on Paper"), NULL);

  tn_record_page_row_action (tn_record_page_row (group, _("Signature sheet…"), _("For the table where it is handed over (Ctrl+P)")), "support.sheet", NULL);
  tn_record_page_row_action (tn_record_page_row (group, _("List for public posting…"), _("Without year of birth and house number (Ctrl+Shift+L)")), "support.posting", NULL);
}

static void
write_buttons (TnRecordPage *page, const TnProgrammeView *view)
{
  gboolean open = g_str_equal (view->programme->state, "open"), closed = g_str_equal (view->programme->state, "closed");
  GtkWidget *button;

  if (open)
    button = tn_record_page_button (NULL, _("_People (F6)"), "support.people-nothing", NULL);
  else
    button = tn_record_page_button (NULL, closed ? _("_Open Again") : _("_Open"), "support.open", NULL);
  gtk_widget_add_css_class (button, "suggested-action");
  tn_record_page_add_button (page, button);
  if (open)
    tn_record_page_add_button (page, tn_record_page_button (NULL, _("_Close"), "support.close", NULL));
  tn_record_page_add_button (page, tn_record_page_button ("document-edit-symbolic", _("Edit (F2)"), "support.edit", NULL));
}

void
tn_programme_page_write (TnRecordPage *page, const TnProgrammeView *view, TnSupportModel *people)
{
  const TnField *state = tn_kind_field (view->row->kind, "state");

  tn_record_page_begin (page, view->programme->name ? view->programme->name : _("Programme"),
                        tn_choice_label (state, *view->programme->state ? view->programme->state : "draft"));
  write_buttons (page, view);
  write_facts (page, view);
  write_people (page, view, people);
  write_sums (page, view);
  write_rule (page, view);
  write_lists (page);
  tn_record_page_end (page);
}
