/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What stands on a patient's page. */
#include "tn-patient-page-private.h"
#include <glib/gi18n.h>
#include "tn-date.h"
#include "tn-rows.h"

static const struct { TnSign sign; const char *title; double min, max; } plots[TN_PATIENT_PLOTS] = {
  { TN_SIGN_SPO2, N_("SpO2 (%)"), 88, 100 },
  { TN_SIGN_TEMPERATURE, N_("Temperature (°C)"), 36, 39 },
  { TN_SIGN_BREATHING, N_("Breaths per minute"), 12, 26 },
  { TN_SIGN_PULSE, N_("Pulse per minute"), 50, 120 },
};

/* --- the top --- */

static void
fill_header (TnPatientPage *self)
{
  const TnPatientDetail *d = self->detail;
  g_autofree char *age = tn_age_say (d->age), *opened = tn_listed_date_show (d->patient->opened), *since = NULL;
  g_autoptr (GString) text = g_string_new (age);

  /* Translators: %s is a date */
  since = d->patient->opened ? g_strdup_printf (_("watched since %s"), opened) : NULL;
  if (since)
    g_string_append_printf (text, " · %s", since);
  if (d->address)
    g_string_append_printf (text, " · %s", d->address);
  if (d->patient->closed)
    {
      g_autofree char *result = tn_row_show (d->patient->row, "result"), *closed = tn_row_show (d->patient->row, "closed");
      g_string_append_printf (text, " · %s %s", result, closed);
    }
  gtk_label_set_text (self->title, d->patient->name);
  gtk_label_set_text (self->subtitle, text->str);
}

static void
append_alert (GString *text, const TnAlert *alert)
{
  g_autofree char *at = tn_date_format_time (alert->at), *hints = tn_verdict_dup_hints (alert->verdict);
  g_autoptr (GPtrArray) lines = tn_verdict_lines (alert->verdict);

  /* Translators: %s is a date and time */
  g_string_append_printf (text, "%s", text->len ? "\n" : "");
  g_string_append_printf (text, _("Danger at the check of %s:"), at);
  for (guint i = 0; i < lines->len; i++)
    g_string_append_printf (text, "\n• %s", (char *) lines->pdata[i]);
  if (*hints)
    g_string_append_printf (text, "\n%s", hints);
}

static void
fill_alert (TnPatientPage *self)
{
  const TnPatient *patient = self->detail->patient;
  g_autoptr (GString) text = g_string_new (NULL);
  g_autofree char *call = tn_patient_say_call (patient->row);

  for (guint i = patient->alerts->len; i > 0; i--)
    append_alert (text, patient->alerts->pdata[i - 1]);
  g_string_append_printf (text, "\n%s.", call);
  gtk_label_set_text (self->alert_text, text->str);
  gtk_widget_set_visible (self->alert, patient->alerts->len > 0);
}

/* Never done by itself: a person reads it and decides. */
static void
fill_reminder (TnPatientPage *self)
{
  g_autofree char *day = tn_listed_date_show (self->detail->isolation_day), *text = NULL;
  gboolean open = !self->detail->patient->closed;

  if (open && self->detail->isolation == TN_ISOLATION_TEST_NEEDED)
    text = g_strdup_printf (_("Isolation may end since %s once a rapid test is negative."), day);
  else if (open && self->detail->isolation == TN_ISOLATION_MAY_END)
    text = g_strdup_printf (_("Isolation may end since %s: close the case when the person is well."), day);
  gtk_label_set_text (self->reminder, text ? text : "");
  gtk_widget_set_visible (GTK_WIDGET (self->reminder), text != NULL);
}

static void
fill_twice (TnPatientPage *self)
{
  guint n_open = self->detail->patient->n_open;
  g_autofree char *said = n_open > 1 ? tn_patient_say_twice (n_open) : NULL;
  g_autofree char *text = said ? g_strdup_printf ("%s. %s", said, _("The one that began first stays, the others are kept with it, and all checks stand together.")) : NULL;

  gtk_label_set_text (self->twice_text, text ? text : "");
  gtk_widget_set_visible (self->twice, text != NULL);
}

/* --- plots --- */

void
tn_patient_page_make_plots (TnPatientPage *self)
{
  for (int i = 0; i < TN_PATIENT_PLOTS; i++)
    {
      self->plot[i] = tn_plot_new (_(plots[i].title));
      tn_plot_set_range (self->plot[i], plots[i].min, plots[i].max);
      gtk_widget_set_name (GTK_WIDGET (self->plot[i]), tn_sign_key (plots[i].sign));
      gtk_widget_set_hexpand (GTK_WIDGET (self->plot[i]), TRUE);
      gtk_grid_attach (self->plots, GTK_WIDGET (self->plot[i]), i % 2, i / 2, 1, 1);
    }
}

static gboolean
is_danger (const TnPatientCheck *check, TnSign sign)
{
  for (guint i = 0; i < check->verdict->reasons->len; i++)
    if (((TnReason *) check->verdict->reasons->pdata[i])->sign == (int) sign)
      return TRUE;
  return FALSE;
}

static void
free_point_text (gpointer point)
{
  g_free (((TnPlotPoint *) point)->text);
}

static GArray *
make_points (const TnPatientDetail *detail, TnSign sign)
{
  GArray *points = g_array_new (FALSE, FALSE, sizeof (TnPlotPoint));

  g_array_set_clear_func (points, free_point_text);
  for (guint i = detail->checks->len; i > 0; i--)
    {
      const TnPatientCheck *check = detail->checks->pdata[i - 1];
      double value = sign == TN_SIGN_SPO2 && check->check.has_again ? check->check.again : check->check.value[sign];
      gboolean danger = is_danger (check, sign);
      g_autofree char *at = NULL, *said = NULL;
      TnPlotPoint point;

      if (!check->check.has[sign] || !check->check.at)
        continue;
      at = tn_date_format_time (check->check.at);
      said = tn_sign_say (sign, value);
      /* Translators: a point of a plot: date and time, what was measured */
      point = (TnPlotPoint) { (double) check->check.at, value, danger, danger ? g_strdup_printf (_("%s: %s, danger"), at, said) : g_strdup_printf ("%s: %s", at, said) };
      g_array_append_val (points, point);
    }
  return points;
}

/* Of each side the limit that is reached first. */
static guint
find_limits (const TnPatientDetail *detail, TnSign sign, TnPlotLimit *limits)
{
  g_autoptr (GPtrArray) applying = tn_thresholds_applying (detail->thresholds, sign, tn_day_of (detail->now), detail->age, NULL);
  guint n = 0;

  for (int upper = 0; upper < 2; upper++)
    {
      const TnThreshold *first = NULL;

      for (guint i = 0; i < applying->len; i++)
        {
          const TnThreshold *t = applying->pdata[i];
          if (tn_threshold_is_upper (t) == upper && (!first || (upper ? t->value < first->value : t->value > first->value)))
            first = t;
        }
      if (first)
        limits[n++] = (TnPlotLimit) { first->value, upper, g_strdup_printf ("%g", first->value) };
    }
  return n;
}

static void
fill_plot (TnPatientPage *self, int i)
{
  g_autoptr (GArray) points = make_points (self->detail, plots[i].sign);
  TnPlotLimit limits[2];
  guint n = find_limits (self->detail, plots[i].sign, limits);
  GPtrArray *checks = self->detail->checks;
  double to = (double) self->detail->now, from = to - 86400000;   /* before the first check there is nothing to draw but the limits */

  if (checks->len)
    from = (double) ((TnPatientCheck *) checks->pdata[checks->len - 1])->check.at;
  if (checks->len && self->detail->patient->closed)
    to = (double) ((TnPatientCheck *) checks->pdata[0])->check.at;
  tn_plot_set_points (self->plot[i], (const TnPlotPoint *) points->data, points->len);
  tn_plot_set_limits (self->plot[i], limits, n);
  tn_plot_set_span (self->plot[i], from, to);
  while (n > 0)
    g_free (limits[--n].text);
}

/* --- lists --- */

static GtkWidget *
add_row (GtkListBox *list, const char *title, const char *subtitle)
{
  GtkWidget *row = adw_action_row_new ();

  adw_preferences_row_set_use_markup (ADW_PREFERENCES_ROW (row), FALSE);
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (row), title);
  adw_action_row_set_subtitle (ADW_ACTION_ROW (row), subtitle ? subtitle : "");
  adw_action_row_set_title_lines (ADW_ACTION_ROW (row), 3);
  adw_action_row_set_subtitle_lines (ADW_ACTION_ROW (row), 4);
  gtk_list_box_append (list, row);
  return row;
}

static void
hide_empty (GtkListBox *list, guint n)
{
  gtk_widget_set_visible (GTK_WIDGET (list), n > 0);
}

static void
add_call (GtkListBox *list, const char *who, const char *name, const char *phone)
{
  g_autofree char *subtitle = name && *name ? g_strdup_printf ("%s · %s", who, name) : g_strdup (who);
  GtkWidget *row;

  if (!phone || !*phone)
    return;
  row = add_row (list, phone, subtitle);
  gtk_widget_add_css_class (row, "numeric");
}

static void
fill_calls (TnPatientPage *self)
{
  const TnRow *row = self->detail->patient->row;
  g_autofree char *station = tn_row_dup_text (row, "station"), *station_phone = tn_row_dup_text (row, "station_phone");
  g_autofree char *carer = tn_row_dup_text (row, "carer"), *carer_phone = tn_row_dup_text (row, "carer_phone");
  g_autofree char *phone = self->detail->person ? tn_row_dup_text (self->detail->person, "phone") : NULL;

  tn_rows_clear_list (self->calls);
  add_call (self->calls, _("Ambulance"), NULL, "115");
  add_call (self->calls, _("Station to call"), station, station_phone);
  add_call (self->calls, _("Carer at home"), carer, carer_phone);
  add_call (self->calls, _("The patient"), NULL, phone);
  add_call (self->calls, _("Watched by"), self->detail->watcher, self->detail->watcher_phone);
}

static char *
dup_check_subtitle (const TnPatientCheck *check)
{
  g_autofree char *note = tn_row_dup_text (check->row, "note"), *hints = tn_verdict_dup_hints (check->verdict);
  g_autoptr (GPtrArray) lines = tn_verdict_lines (check->verdict);
  g_autoptr (GString) text = g_string_new (NULL);

  for (guint i = 0; i < lines->len; i++)
    g_string_append_printf (text, "%s%s", text->len ? "\n" : "", (char *) lines->pdata[i]);
  if (*hints && !check->answered)
    g_string_append_printf (text, "%s%s", text->len ? "\n" : "", hints);
  if (note && *note)
    g_string_append_printf (text, "%s%s", text->len ? "\n" : "", note);
  return g_string_free (g_steal_pointer (&text), FALSE);
}

/* Danger has a mark with a name besides its colour. */
static void
add_mark (GtkWidget *row, const TnPatientCheck *check)
{
  GtkWidget *label;

  if (!tn_verdict_is_danger (check->verdict))
    return;
  label = gtk_label_new (check->answered ? _("Danger, answered") : _("Danger"));
  gtk_widget_add_css_class (label, check->answered ? "dim-label" : "error");
  adw_action_row_add_suffix (ADW_ACTION_ROW (row), label);
}

static void
add_check (GtkListBox *list, const TnPatientCheck *check)
{
  g_autofree char *at = tn_row_show (check->row, "at"), *part = tn_row_show (check->row, "part"), *said = tn_check_say (&check->check);
  g_autofree char *title = g_strdup_printf ("%s · %s · %s", at, part, said), *subtitle = dup_check_subtitle (check);
  GtkWidget *row = add_row (list, title, subtitle);
  TnIdStr id;

  tn_id_format (&check->row->id, id);
  add_mark (row, check);
  gtk_list_box_row_set_activatable (GTK_LIST_BOX_ROW (row), TRUE);
  gtk_actionable_set_action_target (GTK_ACTIONABLE (row), "s", id);
  gtk_actionable_set_action_name (GTK_ACTIONABLE (row), "patient.edit-check");
}

static void
add_older (GtkListBox *list, guint n)
{
  g_autofree char *title = g_strdup_printf (ngettext ("Show %u older check", "Show %u older checks", n), n);
  GtkWidget *row = add_row (list, title, NULL);

  gtk_widget_set_name (row, "older");
  gtk_list_box_row_set_activatable (GTK_LIST_BOX_ROW (row), TRUE);
  gtk_actionable_set_action_name (GTK_ACTIONABLE (row), "patient.all-checks");
}

/* Text takes long to lay out, and a key that goes down the list of patients waits for it: what is older is in the plots above. */
static void
fill_checks (TnPatientPage *self)
{
  GPtrArray *checks = self->detail->checks;
  guint n = self->all_checks || checks->len <= TN_PATIENT_CHECKS + 1 ? checks->len : TN_PATIENT_CHECKS;

  tn_rows_clear_list (self->checks);
  for (guint i = 0; i < n; i++)
    add_check (self->checks, checks->pdata[i]);
  if (n < checks->len)
    add_older (self->checks, checks->len - n);
  hide_empty (self->checks, checks->len);
}

void
tn_patient_page_show_all_checks (TnPatientPage *self)
{
  GtkListBoxRow *row;

  self->all_checks = TRUE;
  fill_checks (self);
  row = gtk_list_box_get_row_at_index (self->checks, TN_PATIENT_CHECKS);
  if (row)
    gtk_widget_grab_focus (GTK_WIDGET (row));
}

static void
fill_responses (TnPatientPage *self)
{
  tn_rows_clear_list (self->responses);
  for (guint i = 0; i < self->detail->responses->len; i++)
    {
      const TnRow *response = self->detail->responses->pdata[i];
      g_autofree char *at = tn_row_show (response, "at"), *done = tn_row_show (response, "done"), *note = tn_row_dup_text (response, "note");
      g_autofree char *title = g_strdup_printf ("%s · %s", at, done);

      add_row (self->responses, title, note);
    }
  hide_empty (self->responses, self->detail->responses->len);
  gtk_widget_set_visible (self->responses_group, self->detail->responses->len > 0);
}

static void
fill_kits (TnPatientPage *self)
{
  tn_rows_clear_list (self->kits);
  for (guint i = 0; i < self->detail->kits->len; i++)
    {
      const TnRow *kit = self->detail->kits->pdata[i];
      g_autofree char *bag = tn_row_show (kit, "bag"), *given = tn_row_show (kit, "given"), *doctor = tn_row_dup_text (kit, "doctor"), *title = NULL;
      gint64 days = 0;

      tn_json_get_int (tn_row_field (kit, "days"), &days);
      /* Translators: a bag, the day on which it was given, for how many days */
      title = g_strdup_printf (ngettext ("%s · %s · for %d day", "%s · %s · for %d days", (gulong) days), bag, given, (int) days);
      add_row (self->kits, title, doctor);
    }
  hide_empty (self->kits, self->detail->kits->len);
}

static void
add_brought_button (GtkWidget *row, const TnRow *essentials)
{
  GtkWidget *button = gtk_button_new_with_mnemonic (_("B_rought"));
  TnIdStr id;

  tn_id_format (&essentials->id, id);
  gtk_widget_set_valign (button, GTK_ALIGN_CENTER);
  gtk_actionable_set_action_target (GTK_ACTIONABLE (button), "s", id);
  gtk_actionable_set_action_name (GTK_ACTIONABLE (button), "patient.brought");
  adw_action_row_add_suffix (ADW_ACTION_ROW (row), button);
}

static void
fill_essentials (TnPatientPage *self)
{
  tn_rows_clear_list (self->essentials);
  for (guint i = 0; i < self->detail->essentials->len; i++)
    {
      const TnRow *row = self->detail->essentials->pdata[i];
      g_autofree char *what = tn_row_dup_text (row, "what"), *state = tn_row_dup_text (row, "state"), *shown = tn_row_show (row, "state");
      g_autofree char *asked = tn_row_show (row, "asked"), *given = tn_row_show (row, "given");
      g_autofree char *subtitle = g_strdup_printf ("%s %s", shown, *given ? given : asked);
      GtkWidget *line = add_row (self->essentials, what ? what : "", subtitle);

      if (g_strcmp0 (state, "asked") == 0)
        add_brought_button (line, row);
    }
  hide_empty (self->essentials, self->detail->essentials->len);
}

/* --- cases that were joined into this one --- */

/* What it says otherwise than the one that stays: a person reads it and corrects that one, if need be. */
static char *
dup_differences (const TnRow *kept, const TnRow *other)
{
  static const char *const fields[] = { "test", "test_date", "onset", "source", "risk", "illness", "station", "station_phone", "carer", "carer_phone", "note" };
  g_autoptr (GString) text = g_string_new (NULL);

  for (gsize i = 0; i < G_N_ELEMENTS (fields); i++)
    {
      g_autofree char *here = tn_row_show (kept, fields[i]), *there = tn_row_show (other, fields[i]);

      if (*there && !g_str_equal (here, there))
        g_string_append_printf (text, "%s%s: %s", text->len ? " · " : "", _(tn_kind_field (other->kind, fields[i])->label), there);
    }
  return g_string_free (g_steal_pointer (&text), FALSE);
}

static void
add_part_button (GtkWidget *row, const TnRow *joined)
{
  GtkWidget *button = gtk_button_new_with_mnemonic (_("Take A_part"));
  TnIdStr id;

  tn_id_format (&joined->id, id);
  gtk_widget_set_name (button, "part_button");
  gtk_widget_set_valign (button, GTK_ALIGN_CENTER);
  gtk_actionable_set_action_target (GTK_ACTIONABLE (button), "s", id);
  gtk_actionable_set_action_name (GTK_ACTIONABLE (button), "patient.part");
  adw_action_row_add_suffix (ADW_ACTION_ROW (row), button);
}

static void
fill_joined (TnPatientPage *self)
{
  tn_rows_clear_list (self->joined);
  for (guint i = 0; i < self->detail->joined->len; i++)
    {
      const TnRow *row = self->detail->joined->pdata[i];
      /* Translators: %s is a date */
      g_autofree char *opened = tn_row_show (row, "opened"), *title = g_strdup_printf (_("A case watched since %s"), opened);
      g_autofree char *subtitle = dup_differences (self->detail->patient->row, row);

      add_part_button (add_row (self->joined, title, subtitle), row);
    }
  gtk_widget_set_visible (self->joined_group, self->detail->joined->len > 0);
}

/* --- what is known of the case --- */

static void
fill_facts (TnPatientPage *self)
{
  static const char *const fields[] = { "test", "test_date", "onset", "source", "risk", "illness", "note" };
  const TnRow *row = self->detail->patient->row;
  GtkWidget *child;
  int line = 0;

  while ((child = gtk_widget_get_first_child (GTK_WIDGET (self->facts))))
    gtk_grid_remove (self->facts, child);
  for (gsize i = 0; i < G_N_ELEMENTS (fields); i++)
    {
      g_autofree char *shown = tn_row_show (row, fields[i]);
      GtkWidget *name, *value;

      if (!*shown)
        continue;
      name = g_object_new (GTK_TYPE_LABEL, "label", _(tn_kind_field (row->kind, fields[i])->label), "xalign", 0.0, "yalign", 0.0, NULL);
      value = g_object_new (GTK_TYPE_LABEL, "label", shown, "xalign", 0.0, "wrap", TRUE, "hexpand", TRUE, "selectable", TRUE, NULL);
      gtk_widget_add_css_class (name, "dim-label");
      gtk_grid_attach (self->facts, name, 0, line, 1, 1);
      gtk_grid_attach (self->facts, value, 1, line++, 1, 1);
    }
}

void
tn_patient_page_fill (TnPatientPage *self)
{
  fill_header (self);
  fill_alert (self);
  fill_twice (self);
  fill_reminder (self);
  for (int i = 0; i < TN_PATIENT_PLOTS; i++)
    fill_plot (self, i);
  fill_calls (self);
  fill_checks (self);
  fill_responses (self);
  fill_kits (self);
  fill_essentials (self);
  fill_facts (self);
  fill_joined (self);
}
