/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "tn-check-sheet.h"
#include <glib/gi18n.h>
#include "tn-case.h"
#include "tn-dialog.h"
#include "tn-today.h"

#define COLUMNS 3

/* In the order of the keyboard; the second SpO2 comes last, for half a minute must pass before it. */
static const char *const measures[] = { "spo2", "breathing", "pulse", "temperature", "systolic", "diastolic", "spo2_again" };
static const char *const symptoms[] = { "tired", "cough", "phlegm", "chills", "red_eyes", "no_taste", "diarrhoea" };
static const char *const rest[] = { "part", "at", "by", "note", NULL };
enum { SPO2 = 0, SPO2_AGAIN = 6 };

typedef struct
{
  TnDialog *dialog;
  TnId home_case, check;            /* check: null = a new one */
  TnRow *before;                    /* NULL = a new one */
  TnThresholds *thresholds;
  TnAgeSpan age;
  char *call;                       /* whom to call */
  GtkEditable *entries[G_N_ELEMENTS (measures)];
  GtkWidget *again_box;
  GPtrArray *ticks;                 /* GtkCheckButton, named by their field */
  GtkWidget *danger_box, *danger, *hints;
  TnForm *form;
  gboolean asked_again;             /* the second SpO2 was asked for at saving */
} Sheet;

static void
free_sheet (gpointer data)
{
  Sheet *self = data;

  g_clear_pointer (&self->before, tn_row_free);
  tn_thresholds_free (self->thresholds);
  g_ptr_array_unref (self->ticks);
  g_free (self->call);
  g_free (self);
}

static const TnField *
get_field (const char *key)
{
  return tn_kind_field (tn_schema_kind ("health_check"), key);
}

/* --- what is typed --- */

/* Token of a measure; NULL with error when it is none. */
static char *
dup_measure (Sheet *self, guint i, GError **error)
{
  return tn_field_parse (get_field (measures[i]), gtk_editable_get_text (self->entries[i]), error);
}

static const char *
get_tick (GtkWidget *tick)
{
  return gtk_check_button_get_active (GTK_CHECK_BUTTON (tick)) ? "true" : "null";
}

/* A number that is still being typed ("9" of "97") is no danger yet. */
static void
take_measure (Sheet *self, guint i, TnCheck *check)
{
  g_autofree char *token = dup_measure (self, i, NULL);
  TnCheck one = { 0 };

  if (!token)
    return;
  tn_check_set (&one, measures[i], tn_slice (token, -1));
  for (guint s = 0; s < TN_SIGN_N; s++)
    if (one.has[s] && !tn_sign_is_possible ((TnSign) s, one.value[s]))
      return;
  if (one.has_again && !tn_sign_is_possible (TN_SIGN_SPO2, one.again))
    return;
  tn_check_set (check, measures[i], tn_slice (token, -1));
}

static TnVerdict *
judge (Sheet *self)
{
  TnCheck check = { 0 };
  g_autofree char *at = tn_form_dup_token (self->form, "at");

  for (guint i = 0; i < G_N_ELEMENTS (measures); i++)
    take_measure (self, i, &check);
  for (guint i = 0; i < self->ticks->len; i++)
    tn_check_set (&check, gtk_widget_get_name (self->ticks->pdata[i]), tn_slice (get_tick (self->ticks->pdata[i]), -1));
  if (at)
    tn_check_set (&check, "at", tn_slice (at, -1));
  return tn_watch_judge (self->thresholds, &check, tn_day_of (g_get_real_time () / 1000), self->age);
}

/* --- said at once --- */

static char *
dup_reasons (const TnVerdict *verdict)
{
  g_autoptr (GPtrArray) lines = tn_verdict_lines (verdict);

  g_ptr_array_add (lines, NULL);
  return g_strjoinv ("\n", (char **) lines->pdata);
}

static void
show_verdict (Sheet *self)
{
  g_autoptr (TnVerdict) verdict = judge (self);
  g_autofree char *reasons = dup_reasons (verdict), *hints = tn_verdict_dup_hints (verdict);
  gboolean danger = tn_verdict_is_danger (verdict), second = *gtk_editable_get_text (self->entries[SPO2_AGAIN]);
  /* Translators: the reasons of an alert, each on a line, and whom to call */
  g_autofree char *text = danger ? g_strdup_printf (_("Danger\n%s\n%s."), reasons, self->call) : g_strdup ("");

  if (g_strcmp0 (gtk_label_get_text (GTK_LABEL (self->danger)), text) != 0)
    gtk_label_set_text (GTK_LABEL (self->danger), text);
  gtk_label_set_text (GTK_LABEL (self->hints), hints);
  gtk_widget_set_visible (self->danger, danger);
  gtk_widget_set_visible (self->hints, *hints);
  gtk_widget_set_visible (self->danger_box, danger || *hints);
  gtk_widget_set_visible (self->again_box, verdict->measure_again || second);
}

static void
changed_cb (Sheet *self)
{
  tn_dialog_set_dirty (self->dialog);
  show_verdict (self);
}

/* --- saving --- */

typedef struct
{
  TnId home_case, check;
  TnValues *values;
} Job;

static void
free_job (gpointer data)
{
  tn_values_free (((Job *) data)->values);
  g_free (data);
}

static TnEdit *
write_check (TnCopy *copy, gpointer data, GError **error)
{
  Job *job = data;

  if (tn_id_is_null (&job->check))
    return tn_work_add_check (copy, &job->home_case, job->values, NULL, error);
  return tn_work_change_check (copy, &job->check, job->values, error);
}

/* Only what differs from what stands, and only if nobody wrote it meanwhile. */
static void
put_value (Sheet *self, TnValues *values, const char *key, const char *token)
{
  TnSlice stands = self->before ? tn_row_field (self->before, key) : (TnSlice) { NULL, 0 };
  const TnField *field = get_field (key);
  TnUnit *unit = self->before ? tn_row_unit (self->before, tn_field_unit (field)) : NULL;

  if (stands.len ? tn_slice_is (stands, token) : g_str_equal (token, "null"))
    return;
  tn_values_set (values, key, token);
  if (unit)
    tn_values_expect (values, tn_field_unit (field), &unit->stamp);
}

static gboolean
put_measures (Sheet *self, TnValues *values)
{
  for (guint i = 0; i < G_N_ELEMENTS (measures); i++)
    {
      g_autoptr (GError) error = NULL;
      g_autofree char *token = dup_measure (self, i, &error);

      gtk_widget_remove_css_class (GTK_WIDGET (self->entries[i]), "error");
      if (token)
        put_value (self, values, measures[i], token);
      else
        {
          gtk_widget_add_css_class (GTK_WIDGET (self->entries[i]), "error");
          gtk_widget_grab_focus (GTK_WIDGET (self->entries[i]));
          tn_dialog_show_message (self->dialog, error->message);
          return FALSE;
        }
    }
  return TRUE;
}

/* Once: whoever has no second value may save without, and the alert stays. */
static gboolean
ask_again (Sheet *self)
{
  g_autoptr (TnVerdict) verdict = judge (self);

  if (!verdict->measure_again || self->asked_again)
    return FALSE;
  self->asked_again = TRUE;
  gtk_widget_grab_focus (GTK_WIDGET (self->entries[SPO2_AGAIN]));
  tn_dialog_show_message (self->dialog, _("SpO2 is low. Measure again after 30 to 60 seconds and write the second value here. If that is not possible, save once more: the alert stays until somebody acts."));
  return TRUE;
}

static TnValues *
dup_values (Sheet *self)
{
  g_autoptr (TnValues) values = tn_values_new (), others = NULL;

  if (!tn_form_validate (self->form) || !put_measures (self, values))
    return NULL;
  for (guint i = 0; i < self->ticks->len; i++)
    put_value (self, values, gtk_widget_get_name (self->ticks->pdata[i]), get_tick (self->ticks->pdata[i]));
  others = tn_form_dup_values (self->form);
  tn_values_merge (values, others);
  return g_steal_pointer (&values);
}

static gboolean
prepare_cb (TnDialog *dialog, TnWorkFunc *func, gpointer *data, GDestroyNotify *data_free, gpointer user_data)
{
  Sheet *self = user_data;
  g_autoptr (TnValues) values = dup_values (self);
  Job *job;

  if (!values || ask_again (self))
    return FALSE;
  job = g_new0 (Job, 1);
  *job = (Job) { self->home_case, self->check, g_steal_pointer (&values) };
  *func = write_check;
  *data = job;
  *data_free = free_job;
  return TRUE;
}

/* --- making it --- */

/* Enter goes on to the next measure that is asked for, then to the danger signs. */
static void
next_cb (GtkWidget *entry, Sheet *self)
{
  guint i = 0;

  while (GTK_WIDGET (self->entries[i]) != entry)
    i++;
  for (i++; i < G_N_ELEMENTS (measures); i++)
    if (gtk_widget_is_visible (GTK_WIDGET (self->entries[i])) && gtk_widget_grab_focus (GTK_WIDGET (self->entries[i])))
      return;
  gtk_widget_grab_focus (self->ticks->pdata[0]);
}

static GtkWidget *
make_measure (Sheet *self, guint i)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 2), *label = gtk_label_new (_(get_field (measures[i])->label)), *entry = gtk_entry_new ();
  g_autofree char *shown = self->before ? tn_field_show (get_field (measures[i]), tn_row_field (self->before, measures[i])) : NULL;

  gtk_label_set_xalign (GTK_LABEL (label), 0);
  gtk_label_set_wrap (GTK_LABEL (label), TRUE);
  gtk_label_set_mnemonic_widget (GTK_LABEL (label), entry);
  gtk_widget_add_css_class (label, "caption");
  gtk_widget_set_name (entry, measures[i]);
  gtk_entry_set_input_purpose (GTK_ENTRY (entry), GTK_INPUT_PURPOSE_NUMBER);
  gtk_editable_set_width_chars (GTK_EDITABLE (entry), 6);
  gtk_editable_set_text (GTK_EDITABLE (entry), shown ? shown : "");
  gtk_widget_set_hexpand (entry, TRUE);
  gtk_accessible_update_property (GTK_ACCESSIBLE (entry), GTK_ACCESSIBLE_PROPERTY_LABEL, _(get_field (measures[i])->label), -1);
  gtk_box_append (GTK_BOX (box), label);
  gtk_box_append (GTK_BOX (box), entry);
  gtk_widget_set_valign (box, GTK_ALIGN_END);
  self->entries[i] = GTK_EDITABLE (entry);
  g_signal_connect (entry, "activate", G_CALLBACK (next_cb), self);
  return box;
}

static GtkWidget *
make_grid (void)
{
  GtkWidget *grid = gtk_grid_new ();

  gtk_grid_set_column_homogeneous (GTK_GRID (grid), TRUE);
  gtk_grid_set_column_spacing (GTK_GRID (grid), 12);
  gtk_grid_set_row_spacing (GTK_GRID (grid), 6);
  return grid;
}

/* The second SpO2 is there only when it is asked for. */
static GtkWidget *
make_measures (Sheet *self)
{
  GtkWidget *grid = make_grid ();

  for (int i = 0; i < (int) G_N_ELEMENTS (measures); i++)
    {
      GtkWidget *box = make_measure (self, (guint) i);

      if (i == SPO2_AGAIN)
        self->again_box = box;
      gtk_grid_attach (GTK_GRID (grid), box, i % COLUMNS, i / COLUMNS, 1, 1);
    }
  return grid;
}

/* shortcut: digit of the danger sign; 0 = none. */
static GtkWidget *
make_tick (Sheet *self, const char *key, int shortcut)
{
  /* Translators: a digit and a danger sign: Alt and the digit ticks it */
  g_autofree char *text = shortcut ? g_strdup_printf (_("%d  %s"), shortcut % 10, _(get_field (key)->label)) : g_strdup (_(get_field (key)->label));
  GtkWidget *tick = gtk_check_button_new (), *label = gtk_label_new (text);

  gtk_label_set_wrap (GTK_LABEL (label), TRUE);
  gtk_label_set_natural_wrap_mode (GTK_LABEL (label), GTK_NATURAL_WRAP_NONE);
  gtk_label_set_xalign (GTK_LABEL (label), 0);
  gtk_widget_set_name (tick, key);
  gtk_check_button_set_child (GTK_CHECK_BUTTON (tick), label);
  gtk_accessible_update_property (GTK_ACCESSIBLE (tick), GTK_ACCESSIBLE_PROPERTY_LABEL, _(get_field (key)->label), -1);
  if (self->before && tn_slice_is (tn_row_field (self->before, key), "true"))
    gtk_check_button_set_active (GTK_CHECK_BUTTON (tick), TRUE);
  g_signal_connect_swapped (tick, "toggled", G_CALLBACK (changed_cb), self);
  g_ptr_array_add (self->ticks, tick);
  return tick;
}

static gboolean
tick_cb (GtkWidget *widget, GVariant *parameter, gpointer user_data)
{
  GtkCheckButton *tick = user_data;

  gtk_check_button_set_active (tick, !gtk_check_button_get_active (tick));
  return TRUE;
}

static GtkWidget *
make_group (const char *title, GtkWidget *child)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 6), *label = gtk_label_new (title);

  gtk_label_set_xalign (GTK_LABEL (label), 0);
  gtk_widget_add_css_class (label, "heading");
  gtk_box_append (GTK_BOX (box), label);
  gtk_box_append (GTK_BOX (box), child);
  return box;
}

static GtkWidget *
make_signs (Sheet *self)
{
  GtkWidget *grid = make_grid ();
  GtkEventController *keys = gtk_shortcut_controller_new ();
  const char *const *signs = tn_watch_danger_signs ();

  gtk_shortcut_controller_set_scope (GTK_SHORTCUT_CONTROLLER (keys), GTK_SHORTCUT_SCOPE_GLOBAL);
  for (int i = 0; signs[i]; i++)
    {
      GtkWidget *tick = make_tick (self, signs[i], i + 1);

      gtk_grid_attach (GTK_GRID (grid), tick, i % COLUMNS, i / COLUMNS, 1, 1);
      if (i < 10)
        gtk_shortcut_controller_add_shortcut (GTK_SHORTCUT_CONTROLLER (keys),
          gtk_shortcut_new (gtk_keyval_trigger_new (GDK_KEY_0 + (guint) (i + 1) % 10, GDK_ALT_MASK), gtk_callback_action_new (tick_cb, tick, NULL)));
    }
  gtk_widget_add_controller (grid, keys);
  return make_group (_("Danger signs (Alt and the digit)"), grid);
}

static GtkWidget *
make_symptoms (Sheet *self)
{
  GtkWidget *grid = make_grid ();

  for (int i = 0; i < (int) G_N_ELEMENTS (symptoms); i++)
    gtk_grid_attach (GTK_GRID (grid), make_tick (self, symptoms[i], 0), i % COLUMNS, i / COLUMNS, 1, 1);
  return make_group (_("Other signs"), grid);
}

static GtkWidget *
make_verdict (Sheet *self)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 4);

  self->danger = g_object_new (GTK_TYPE_LABEL, "xalign", 0.0, "wrap", TRUE, "selectable", TRUE, "name", "danger", "accessible-role", GTK_ACCESSIBLE_ROLE_ALERT, "can-focus", FALSE, NULL);
  self->hints = g_object_new (GTK_TYPE_LABEL, "xalign", 0.0, "wrap", TRUE, "name", "hints", NULL);
  gtk_widget_add_css_class (box, "tn-danger");
  gtk_widget_add_css_class (self->danger, "error");
  gtk_box_append (GTK_BOX (box), self->danger);
  gtk_box_append (GTK_BOX (box), self->hints);
  self->danger_box = box;
  return box;
}

static void
make_form (Sheet *self, const TnPatientDetail *detail)
{
  gint64 now = g_get_real_time () / 1000;
  g_autofree char *at = g_strdup_printf ("%" G_GINT64_FORMAT, now), *part = g_strdup_printf ("\"%s\"", tn_day_part (now)), *watcher = NULL;
  TnId by;

  self->form = tn_form_new (tn_schema_kind ("health_check"), rest, tn_workspace_get_lookups (tn_dialog_get_workspace (self->dialog)));
  tn_form_load (self->form, self->before);
  if (self->before)
    return;
  tn_form_preset (self->form, "at", at);
  tn_form_preset (self->form, "part", part);
  if (tn_row_ref (detail->patient->row, "watcher", &by))
    {
      g_autofree char *id = tn_id_dup_string (&by);
      watcher = g_strdup_printf ("\"%s\"", id);
      tn_form_preset (self->form, "by", watcher);
    }
}

static void
present_sheet (TnWindow *window, const TnPatientDetail *detail, const TnPatientCheck *check)
{
  /* Translators: %s is a patient's name */
  g_autofree char *title = g_strdup_printf (check ? _("Correct a Check: %s") : _("Check: %s"), detail->patient->name);
  Sheet *self = g_new0 (Sheet, 1);

  self->dialog = tn_dialog_new (window, title, _("_Save"));
  self->home_case = detail->patient->id;
  self->age = detail->age;
  self->thresholds = tn_thresholds_ref (detail->thresholds);
  self->call = tn_patient_say_call (detail->patient->row);
  self->ticks = g_ptr_array_new ();
  if (check)
    {
      self->check = check->row->id;
      self->before = tn_row_copy (check->row);
    }
  make_form (self, detail);
  tn_dialog_set_prepare (self->dialog, prepare_cb, self, free_sheet);
  tn_dialog_add (self->dialog, make_verdict (self));
  tn_dialog_add (self->dialog, make_measures (self));
  tn_dialog_add (self->dialog, make_signs (self));
  tn_dialog_add (self->dialog, make_symptoms (self));
  tn_dialog_add_form (self->dialog, self->form);
  show_verdict (self);
  for (guint i = 0; i < G_N_ELEMENTS (measures); i++)
    g_signal_connect_swapped (self->entries[i], "changed", G_CALLBACK (changed_cb), self);
  g_signal_connect_swapped (self->form, "changed", G_CALLBACK (changed_cb), self);
  gtk_window_set_default_size (GTK_WINDOW (self->dialog), 660, 700);
  gtk_window_present (GTK_WINDOW (self->dialog));
  gtk_widget_grab_focus (GTK_WIDGET (self->entries[SPO2]));
}

void
tn_check_sheet_new (TnWindow *window, const TnPatientDetail *detail)
{
  present_sheet (window, detail, NULL);
}

void
tn_check_sheet_edit (TnWindow *window, const TnPatientDetail *detail, const TnPatientCheck *check)
{
  present_sheet (window, detail, check);
}
