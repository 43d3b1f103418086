/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "tn-information-page.h"
#include <glib/gi18n.h>
#include <string.h>
#include "tn-bars.h"
#include "tn-record-fields.h"

#define MISSING_SHOWN 20
#define BARS_HEIGHT 72

void
tn_information_view_free (TnInformationView *view)
{
  g_clear_pointer (&view->row, tn_row_free);
  g_clear_pointer (&view->answer, tn_answer_free);
  g_clear_pointer (&view->reach, tn_reach_free);
  g_clear_pointer (&view->missing, g_ptr_array_unref);
  g_free (view->area);
  g_free (view);
}

/* --- reading --- */

static gboolean
read_campaign (TnCopy *copy, TnInformationView *view, GError **error)
{
  TnId area;

  if (!(view->reach = tn_campaign_reach (copy, view->row, NULL, error)))
    return FALSE;
  view->area = tn_row_ref (view->row, "area", &area) ? tn_query_title (copy, &area) : g_strdup ("");
  view->missing = g_ptr_array_new_with_free_func (g_free);
  for (guint i = 0; i < MIN (view->reach->missing->len, MISSING_SHOWN); i++)
    g_ptr_array_add (view->missing, tn_query_title (copy, &g_array_index (view->reach->missing, TnId, i)));
  return TRUE;
}

TnInformationView *
tn_information_view_read (TnCopy *copy, const TnId *id, GError **error)
{
  g_autoptr (TnInformationView) view = g_new0 (TnInformationView, 1);

  if (!(view->row = tn_copy_get_live (copy, id, error)))
    return NULL;
  if (g_str_equal (view->row->kind_key, "campaign") ? !read_campaign (copy, view, error) : !(view->answer = tn_answer_read (copy, id, tn_listed_today (copy), error)))
    return NULL;
  return g_steal_pointer (&view);
}

/* --- writing --- */

/* The words that are to be told: the largest on the page. */
static void
add_words (AdwPreferencesGroup *group, const TnRow *row, const char *field)
{
  g_autofree char *shown = tn_row_show (row, field);

  if (*shown)
    tn_record_page_row (group, shown, _(tn_kind_field (row->kind, field)->label));
}

/* ---- official answers ---- */

static char *
dup_state (const TnAnswer *answer)
{
  if (answer->state == TN_ANSWER_EXPIRED)
    return g_strdup_printf (_("Expired on %s. Nothing is in its place."), answer->valid_to);
  if (answer->state == TN_ANSWER_NOT_YET)
    return g_strdup_printf (_("Holds only from %s on."), answer->valid_from);
  if (answer->state == TN_ANSWER_VALID && answer->valid_to)
    return g_strdup_printf (_("Valid until %s"), answer->valid_to);
  return g_strdup (tn_answer_state_name (answer->state));
}

static void
write_answer (TnRecordPage *page, const TnInformationView *view)
{
  g_autofree char *state = dup_state (view->answer);
  AdwPreferencesGroup *group;

  tn_record_page_begin (page, view->answer->question, state);
  tn_record_page_add_button (page, tn_record_page_button (NULL, _("Read _Aloud (F7)"), "information.read", NULL));
  if (view->answer->state != TN_ANSWER_REPLACED)
    tn_record_page_add_button (page, tn_record_page_button ("edit-redo-symbolic", _("Replace with a new one (F8)"), "information.replace", NULL));
  tn_record_page_add_button (page, tn_record_page_button ("document-edit-symbolic", _("Edit (F2)"), "information.edit", NULL));
  if (view->answer->replaced_question)
    {
      group = tn_record_page_add_group (page, _("In its place now"), NULL);
      tn_record_page_row_action (tn_record_page_row (group, view->answer->replaced_question, _("Go to the one that holds")), "information.go", &view->answer->replaced_by);
    }
  group = tn_record_page_add_group (page, NULL, NULL);
  add_words (group, view->row, "answer");
  tn_record_page_fact (group, _("Source"), view->answer->source);
  tn_record_field_add (group, view->row, "topic");
  tn_record_field_add (group, view->row, "valid_from");
  tn_record_field_add (group, view->row, "valid_to");
  tn_record_field_add_text (group, view->row, "note");
  tn_record_page_end (page);
}

/* ---- campaigns ---- */

static char *
dup_period (const TnRow *row, gint64 today)
{
  g_autofree char *from = tn_row_dup_text (row, "from"), *to = tn_row_dup_text (row, "to"), *first = tn_row_show (row, "from"), *last = tn_row_show (row, "to");
  const char *state = tn_campaign_state_name (tn_campaign_state (tn_listed_date (from), tn_listed_date (to), today));

  return g_strdup_printf ("%s%s%s%s%s", state, *first || *last ? " · " : "", first, *last ? "–" : "", last);
}

static guint
get_percent (guint part, guint of)
{
  return of ? (part * 100 + of / 2) / of : 0;
}

/* In hundredths by quarter, and of all last. */
static GtkWidget *
make_bars (const TnReach *reach)
{
  GtkWidget *bars = tn_bars_new ();
  g_autoptr (GArray) values = g_array_new (FALSE, FALSE, sizeof (guint));
  g_autoptr (GString) spoken = g_string_new (NULL);
  guint all = get_percent (reach->reached, reach->of);

  for (guint i = 0; i < reach->areas->len; i++)
    {
      const TnReachArea *area = reach->areas->pdata[i];
      guint percent = get_percent (area->reached, area->of);

      g_array_append_val (values, percent);
      g_string_append_printf (spoken, "%s %u %%, ", area->name, percent);
    }
  g_array_append_val (values, all);
  g_string_append_printf (spoken, "%s %u %%", _("together"), all);
  tn_bars_set_values (TN_BARS (bars), (const guint *) values->data, values->len, spoken->str);
  gtk_widget_set_name (bars, "reach");
  gtk_drawing_area_set_content_height (GTK_DRAWING_AREA (bars), BARS_HEIGHT);
  return bars;
}

static void
write_reach (TnRecordPage *page, const TnReach *reach)
{
  g_autofree char *said = g_strdup_printf (ngettext ("%u of %u household of the audience was met and told.", "%u of %u households of the audience were met and told.", reach->of),
                                           reach->reached, reach->of);
  AdwPreferencesGroup *group = tn_record_page_add_group (page, _("Reached"), reach->of ? said : _("No household of this audience lives in this area."));

  if (reach->areas->len > 1 && reach->reached)
    tn_record_page_add_widget (page, make_bars (reach));
  if (reach->areas->len)
    group = tn_record_page_add_group (page, NULL, NULL);
  for (guint i = 0; i < reach->areas->len; i++)
    {
      const TnReachArea *area = reach->areas->pdata[i];
      g_autofree char *text = g_strdup_printf ("%u / %u · %u %%", area->reached, area->of, get_percent (area->reached, area->of));

      tn_record_page_fact (group, area->name, text);
    }
}

static void
write_missing (TnRecordPage *page, const TnInformationView *view)
{
  guint n = view->reach->missing->len, more = n - view->missing->len;
  AdwPreferencesGroup *group;
  g_autofree char *rest = more ? g_strdup_printf (ngettext ("and %u more household", "and %u more households", more), more) : NULL;

  if (!n)
    return;
  group = tn_record_page_add_group (page, _("Not reached yet"), _("A round brings somebody to their doors; what is told there is counted by itself."));
  tn_record_page_row_action (tn_record_page_row (group, _("Plan a round to them"), NULL), "win.new-round-for", &view->row->id);
  for (guint i = 0; i < view->missing->len; i++)
    tn_record_page_row_action (tn_record_page_row (group, view->missing->pdata[i], NULL), "information.household", &g_array_index (view->reach->missing, TnId, i));
  if (rest)
    tn_record_page_row (group, rest, NULL);
}

static void
write_campaign (TnRecordPage *page, const TnInformationView *view, gint64 today)
{
  g_autofree char *name = tn_row_show (view->row, "name"), *period = dup_period (view->row, today);
  AdwPreferencesGroup *group;

  tn_record_page_begin (page, name, period);
  tn_record_page_add_button (page, tn_record_page_button ("document-edit-symbolic", _("Edit (F2)"), "information.edit", NULL));
  group = tn_record_page_add_group (page, NULL, NULL);
  add_words (group, view->row, "message");
  tn_record_field_add (group, view->row, "topic");
  tn_record_field_add (group, view->row, "audience");
  tn_record_page_fact (group, _("Where"), *view->area ? view->area : _("Whole ward"));
  tn_record_field_add_text (group, view->row, "material");
  tn_record_field_add (group, view->row, "lead");
  tn_record_field_add_text (group, view->row, "note");
  write_reach (page, view->reach);
  write_missing (page, view);
  tn_record_page_end (page);
}

void
tn_information_page_write (TnRecordPage *page, const TnInformationView *view, gint64 today)
{
  if (view->answer)
    write_answer (page, view);
  else
    write_campaign (page, view, today);
}
