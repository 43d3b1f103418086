/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Planning a round: where, whom, when, who walks; what would be found is counted while one chooses. */
#include "tn-round-dialogs.h"
#include <glib/gi18n.h>
#include "tn-campaign.h"
#include "tn-date.h"
#include "tn-dialog-parts.h"
#include "tn-option-drop-down.h"
#include "tn-round-plan.h"
#include "tn-walker-list.h"

#define COUNT_DELAY_MS 250

typedef struct
{
  TnDialog *dialog;           /* not owned: it owns this */
  GtkWidget *area, *street, *alley, *look_for, *category, *category_row, *days, *days_row, *campaign, *campaign_row;
  GListStore *streets, *alleys, *campaigns;
  TnRow *for_campaign;         /* the one that the round is planned for; NULL = none */
  TnForm *form;
  TnWalkerList *walkers;
  GtkLabel *count;
  GtkSpinner *spinner;
  GCancellable *counting, *planning, *places;
  guint count_id;
  TnId id;
} Planner;

/* --- what is asked for --- */

typedef struct
{
  TnRoundWish wish;           /* its texts are owned here */
  GArray *volunteers;
  GCancellable *cancellable;
} Job;

static void
free_job (gpointer data)
{
  Job *job = data;
  const char *texts[] = { job->wish.street, job->wish.alley, job->wish.look_for, job->wish.category, job->wish.evening, job->wish.purpose, job->wish.name };

  for (guint i = 0; i < G_N_ELEMENTS (texts); i++)
    g_free ((gpointer) texts[i]);
  g_array_unref (job->volunteers);
  g_object_unref (job->cancellable);
  g_free (job);
}

static char *
dup_key (GtkWidget *drop_down)
{
  return g_strdup (tn_option_drop_down_get_key (GTK_DROP_DOWN (drop_down)));
}

static TnId
get_id (const char *text)
{
  TnId id = { { 0 } };

  if (text && *text && !tn_id_parse (text, -1, &id))
    memset (&id, 0, sizeof id);
  return id;
}

static TnId
get_team (Planner *self)
{
  g_autofree char *team = tn_form_dup_text (self->form, "team");

  return get_id (team);
}

static Job *
make_job (Planner *self, GCancellable *cancellable)
{
  Job *job = g_new0 (Job, 1);

  job->volunteers = tn_walker_list_dup_chosen (self->walkers);
  job->cancellable = g_object_ref (cancellable);
  job->wish = (TnRoundWish) {
    .id = self->id, .area = get_id (tn_option_drop_down_get_key (GTK_DROP_DOWN (self->area))), .team = get_team (self), .street = dup_key (self->street),
    .alley = dup_key (self->alley), .look_for = dup_key (self->look_for), .category = dup_key (self->category),
    .days = (guint) gtk_spin_button_get_value_as_int (GTK_SPIN_BUTTON (self->days)), .evening = tn_form_dup_text (self->form, "evening"),
    .campaign = get_id (tn_option_drop_down_get_key (GTK_DROP_DOWN (self->campaign))), .purpose = tn_form_dup_text (self->form, "purpose"), .name = tn_form_dup_text (self->form, "name"),
    .volunteers = (const TnId *) (gpointer) job->volunteers->data, .n_volunteers = job->volunteers->len,
  };
  return job;
}

/* --- the count --- */

static gpointer
find (TnCopy *copy, gpointer data, GCancellable *cancellable, GError **error)
{
  Job *job = data;

  return tn_round_find (copy, &job->wish, NULL, cancellable, error);
}

static void
append_left (GString *text, const TnRoundFound *found)
{
  for (TnRoundLeft why = 0; why < TN_LEFT_N; why++)
    if (found->left[why])
      g_string_append_printf (text, "\n%s: %u", tn_round_left_name (why), found->left[why]);
}

static char *
describe (Planner *self, const TnRoundFound *found)
{
  g_autoptr (GArray) walkers = tn_walker_list_dup_chosen (self->walkers);
  guint n = found->doors->len, n_carried = g_hash_table_size (found->carried);
  GString *text = g_string_new (NULL);

  g_string_append_printf (text, ngettext ("%u household found.", "%u households found.", n), n);
  if (walkers->len && n)
    {
      guint each = (n + walkers->len - 1) / walkers->len;

      g_string_append_c (text, ' ');
      g_string_append_printf (text, ngettext ("At most %u for each who walks.", "At most %u for each who walks.", each), each);
    }
  if (n_carried)
    {
      g_string_append_c (text, '\n');
      g_string_append_printf (text, ngettext ("%u of them comes again from an earlier round.", "%u of them come again from earlier rounds.", n_carried), n_carried);
    }
  if (found->left_out->len)
    {
      g_string_append_c (text, '\n');
      g_string_append_printf (text, ngettext ("%u household is left out:", "%u households are left out:", found->left_out->len), found->left_out->len);
      append_left (text, found);
    }
  return g_string_free (text, FALSE);
}

typedef struct { TnDialog *dialog; Planner *planner; } Answer;   /* the dialog is held, and with it the planner */

static void
found_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autofree Answer *answer = user_data;
  g_autoptr (TnDialog) dialog = answer->dialog;
  g_autoptr (GError) error = NULL;
  g_autoptr (TnRoundFound) found = tn_store_finish (TN_STORE (source), result, &error);
  Planner *self = answer->planner;
  g_autofree char *text = NULL;

  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED) || !tn_dialog_get_workspace (dialog))
    return;   /* another question took this one's place, or the dialog has gone */
  text = found ? describe (self, found) : g_strdup (error->message);
  gtk_label_set_text (self->count, text);
  gtk_spinner_stop (self->spinner);
  tn_dialog_set_can_save (dialog, found && found->doors->len);
}

static gboolean
count_cb (gpointer user_data)
{
  Planner *self = user_data;
  Answer *answer = g_new (Answer, 1);

  self->count_id = 0;
  g_cancellable_cancel (self->counting);
  g_clear_object (&self->counting);
  self->counting = g_cancellable_new ();
  *answer = (Answer) { g_object_ref (self->dialog), self };
  gtk_spinner_start (self->spinner);
  tn_store_read_async (tn_workspace_get_store (tn_dialog_get_workspace (self->dialog)), find, make_job (self, self->counting), free_job,
                       (GDestroyNotify) tn_round_found_free, self->counting, found_cb, answer);
  return G_SOURCE_REMOVE;
}

static void
count (Planner *self)
{
  g_clear_handle_id (&self->count_id, g_source_remove);
  self->count_id = g_timeout_add (COUNT_DELAY_MS, count_cb, self);
}

/* --- streets, alleys and campaigns --- */

typedef struct { GPtrArray *streets, *alleys, *campaigns; } Places;

static void
free_places (gpointer data)
{
  Places *places = data;

  g_clear_pointer (&places->streets, g_ptr_array_unref);
  g_clear_pointer (&places->alleys, g_ptr_array_unref);
  g_clear_pointer (&places->campaigns, g_ptr_array_unref);
  g_free (places);
}

static GPtrArray *
read_campaigns (TnCopy *copy, GError **error)
{
  g_autofree char *today = tn_date_today (tn_env_now_ms (tn_copy_env (copy)));

  return tn_campaign_list (copy, "", tn_listed_date (today), error);
}

static gpointer
read_places (TnCopy *copy, gpointer data, GCancellable *cancellable, GError **error)
{
  Places *places = g_new0 (Places, 1);

  places->streets = tn_query_streets (copy, error);
  places->alleys = places->streets ? tn_query_alleys (copy, tn_id_is_null (data) ? NULL : data, error) : NULL;
  if (places->alleys && (places->campaigns = read_campaigns (copy, error)))
    return places;
  free_places (places);
  return NULL;
}

static void
fill_options (GListStore *store, GPtrArray *texts)
{
  g_autoptr (GPtrArray) options = g_ptr_array_new_with_free_func (g_object_unref);

  for (guint i = 0; i < texts->len; i++)
    g_ptr_array_add (options, tn_option_new (texts->pdata[i], texts->pdata[i], 0));
  g_list_store_splice (store, 0, g_list_model_get_n_items (G_LIST_MODEL (store)), options->pdata, options->len);
}

static void
fill_campaigns (Planner *self, GPtrArray *campaigns)
{
  if (g_list_model_get_n_items (G_LIST_MODEL (self->campaigns)))
    return;   /* read again with the alleys of another place */
  for (guint i = 0; i < campaigns->len; i++)
    {
      const TnCampaignLine *line = campaigns->pdata[i];
      g_autofree char *id = tn_id_dup_string (&line->id);
      g_autoptr (TnOption) option = tn_option_new (id, line->name, 0);

      g_list_store_append (self->campaigns, option);
    }
  if (self->for_campaign)
    {
      g_autofree char *id = tn_id_dup_string (&self->for_campaign->id);

      tn_option_drop_down_set_key (GTK_DROP_DOWN (self->campaign), id);
      tn_option_drop_down_set_key (GTK_DROP_DOWN (self->look_for), "not_reached");
    }
}

static void
places_read_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autofree Answer *answer = user_data;
  g_autoptr (TnDialog) dialog = answer->dialog;
  g_autoptr (GError) error = NULL;
  Places *places = tn_store_finish (TN_STORE (source), result, &error);

  if (!places)
    {
      if (!g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
        tn_dialog_show_message (dialog, error->message);
      return;
    }
  if (tn_dialog_get_workspace (dialog))
    {
      if (g_list_model_get_n_items (G_LIST_MODEL (answer->planner->streets)) == 0)
        fill_options (answer->planner->streets, places->streets);
      fill_options (answer->planner->alleys, places->alleys);
      fill_campaigns (answer->planner, places->campaigns);
    }
  free_places (places);
}

static void
read_alleys (Planner *self)
{
  TnId area = get_id (tn_option_drop_down_get_key (GTK_DROP_DOWN (self->area)));
  Answer *answer = g_new (Answer, 1);

  g_cancellable_cancel (self->places);
  g_clear_object (&self->places);
  self->places = g_cancellable_new ();
  *answer = (Answer) { g_object_ref (self->dialog), self };
  tn_store_read_async (tn_workspace_get_store (tn_dialog_get_workspace (self->dialog)), read_places, tn_id_copy (&area), g_free, free_places,
                       self->places, places_read_cb, answer);
}

static void
area_changed_cb (Planner *self)
{
  read_alleys (self);
  count (self);
}

/* --- the form --- */

static void
look_for_changed_cb (Planner *self)
{
  const char *key = tn_option_drop_down_get_key (GTK_DROP_DOWN (self->look_for));

  gtk_widget_set_visible (self->category_row, g_str_equal (key, "category"));
  gtk_widget_set_visible (self->days_row, g_str_equal (key, "not_visited"));
  gtk_widget_set_visible (self->campaign_row, g_str_equal (key, "not_reached"));
  count (self);
}

static void
form_changed_cb (Planner *self, const char *field)
{
  TnId team = get_team (self);

  if (g_strcmp0 (field, "team") == 0)
    tn_walker_list_read (self->walkers, &team, NULL);
  else if (g_strcmp0 (field, "evening") == 0)
    count (self);
}

static TnEdit *
plan (TnCopy *copy, gpointer data, GError **error)
{
  Job *job = data;

  return tn_round_plan (copy, &job->wish, NULL, job->cancellable, error);
}

static gboolean
prepare_cb (TnDialog *dialog, TnWorkFunc *func, gpointer *data, GDestroyNotify *data_free, gpointer user_data)
{
  Planner *self = user_data;

  if (!tn_form_require (self->form, "evening", _("Say on which evening the round is, with day, month and year.")))
    return FALSE;
  *func = plan;
  *data = make_job (self, self->planning);
  *data_free = free_job;
  return TRUE;
}

static void
saved_cb (TnDialog *dialog, Planner *self)
{
  tn_window_go (tn_dialog_get_window (dialog), "rounds", &self->id);
}

static void
free_planner (gpointer data)
{
  Planner *self = data;
  GCancellable **cancellables[] = { &self->counting, &self->planning, &self->places };

  g_clear_handle_id (&self->count_id, g_source_remove);
  for (guint i = 0; i < G_N_ELEMENTS (cancellables); i++)
    {
      g_cancellable_cancel (*cancellables[i]);
      g_clear_object (cancellables[i]);
    }
  g_object_unref (self->streets);
  g_object_unref (self->alleys);
  g_object_unref (self->campaigns);
  g_clear_pointer (&self->for_campaign, tn_row_free);
  g_free (self);
}

/* --- making --- */

static GtkWidget *
add_choice (Planner *self, GtkWidget *group, const char *title, const char *name, const char *first, GListModel *options, GCallback changed, GtkWidget **row)
{
  GtkWidget *made, *drop_down = tn_dialog_parts_choice (title, name, first, options, &made);

  g_signal_connect_swapped (drop_down, "notify::selected", changed, self);
  adw_preferences_group_add (ADW_PREFERENCES_GROUP (group), made);
  if (row)
    *row = made;
  return drop_down;
}

static GtkWidget *
make_where (Planner *self, TnLookups *lookups)
{
  GtkWidget *group = adw_preferences_group_new ();

  adw_preferences_group_set_title (ADW_PREFERENCES_GROUP (group), _("Where?"));
  self->area = add_choice (self, group, _("Quarter or group"), "area", _("The whole ward"), tn_lookups_get_areas (lookups), G_CALLBACK (area_changed_cb), NULL);
  self->street = add_choice (self, group, _("Street"), "street", _("All streets"), G_LIST_MODEL (self->streets), G_CALLBACK (count), NULL);
  self->alley = add_choice (self, group, _("Alley"), "alley", _("All alleys"), G_LIST_MODEL (self->alleys), G_CALLBACK (count), NULL);
  return group;
}

static void
add_days (Planner *self, GtkWidget *group)
{
  const char *title = _("Days without a visit");

  self->days_row = adw_action_row_new ();
  self->days = gtk_spin_button_new_with_range (1, 3650, 1);
  gtk_spin_button_set_value (GTK_SPIN_BUTTON (self->days), 14);
  gtk_widget_set_valign (self->days, GTK_ALIGN_CENTER);
  gtk_widget_set_name (self->days, "days");
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->days), GTK_ACCESSIBLE_PROPERTY_LABEL, title, -1);
  g_signal_connect_swapped (self->days, "value-changed", G_CALLBACK (count), self);
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (self->days_row), title);
  adw_action_row_add_suffix (ADW_ACTION_ROW (self->days_row), self->days);
  adw_action_row_set_activatable_widget (ADW_ACTION_ROW (self->days_row), self->days);
  gtk_widget_set_focusable (self->days_row, FALSE);
  adw_preferences_group_add (ADW_PREFERENCES_GROUP (group), self->days_row);
}

static GListModel *
make_targets (void)
{
  GListStore *options = g_list_store_new (TN_TYPE_OPTION);

  for (const TnChoice *choice = tn_kind_field (tn_schema_kind ("round"), "look_for")->choices; choice->key; choice++)
    {
      g_autoptr (TnOption) option = tn_option_new (choice->key, _(choice->label), 0);

      g_list_store_append (options, option);
    }
  return G_LIST_MODEL (options);
}

static GtkWidget *
make_whom (Planner *self, TnLookups *lookups)
{
  GtkWidget *group = adw_preferences_group_new ();
  g_autoptr (GListModel) targets = make_targets ();

  adw_preferences_group_set_title (ADW_PREFERENCES_GROUP (group), _("Whom to look for?"));
  self->look_for = add_choice (self, group, _("Whom to look for"), "look_for", NULL, targets, G_CALLBACK (count), NULL);
  self->category = add_choice (self, group, _("Category"), "category", NULL, tn_lookups_get_categories (lookups), G_CALLBACK (count), &self->category_row);
  add_days (self, group);
  self->campaign = add_choice (self, group, _("Campaign"), "campaign", NULL, G_LIST_MODEL (self->campaigns), G_CALLBACK (count), &self->campaign_row);
  return group;
}

static TnForm *
make_form (Planner *self, TnLookups *lookups)
{
  static const char *const fields[] = { "evening", "purpose", "team", "name", NULL };
  TnForm *form = tn_form_new (tn_schema_kind ("round"), fields, lookups);
  g_autofree char *today = tn_date_today (g_get_real_time () / 1000), *token = tn_json_string (today);

  adw_preferences_group_set_title (ADW_PREFERENCES_GROUP (form), _("When, and what for?"));
  tn_form_load (form, NULL);
  tn_form_preset (form, "evening", token);
  tn_form_preset (form, "purpose", "\"check_in\"");
  g_signal_connect_swapped (form, "changed", G_CALLBACK (form_changed_cb), self);
  return form;
}

static GtkWidget *
make_count (Planner *self)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 12);

  self->count = GTK_LABEL (gtk_label_new (NULL));
  self->spinner = GTK_SPINNER (gtk_spinner_new ());
  gtk_widget_set_name (GTK_WIDGET (self->count), "count");
  gtk_label_set_wrap (self->count, TRUE);
  gtk_label_set_xalign (self->count, 0);
  gtk_widget_set_hexpand (GTK_WIDGET (self->count), TRUE);
  gtk_widget_set_valign (GTK_WIDGET (self->spinner), GTK_ALIGN_START);
  gtk_widget_add_css_class (box, "tn-banner");
  gtk_box_append (GTK_BOX (box), GTK_WIDGET (self->count));
  gtk_box_append (GTK_BOX (box), GTK_WIDGET (self->spinner));
  return box;
}

/* The count first: it is what the choices are made by. */
static void
fill_dialog (Planner *self, TnDialog *dialog)
{
  TnLookups *lookups = tn_workspace_get_lookups (tn_dialog_get_workspace (dialog));
  const TnId nothing = { { 0 } };

  tn_dialog_add (dialog, make_count (self));
  self->walkers = tn_walker_list_new (tn_dialog_get_workspace (dialog));
  self->form = make_form (self, lookups);
  tn_dialog_add (dialog, make_where (self, lookups));
  tn_dialog_add (dialog, make_whom (self, lookups));
  tn_dialog_add_form (dialog, self->form);
  tn_dialog_add (dialog, GTK_WIDGET (self->walkers));
  g_signal_connect_swapped (self->walkers, "changed", G_CALLBACK (count), self);
  g_signal_connect_swapped (self->look_for, "notify::selected", G_CALLBACK (look_for_changed_cb), self);
  look_for_changed_cb (self);
  tn_walker_list_read (self->walkers, &nothing, NULL);
  read_alleys (self);
}

static void
preset (Planner *self, const char *field, const char *text)
{
  g_autofree char *token = text && *text ? tn_json_string (text) : NULL;

  if (token)
    tn_form_preset (self->form, field, token);
}

/* Where the campaign is, what for and under which name; whom it has not reached is chosen once the campaigns have been read. */
static void
preset_campaign (Planner *self)
{
  TnId area;
  g_autofree char *name = tn_row_dup_text (self->for_campaign, "name"), *topic = tn_row_dup_text (self->for_campaign, "topic");
  g_autofree char *place = tn_row_ref (self->for_campaign, "area", &area) ? tn_id_dup_string (&area) : NULL;

  if (place)
    tn_option_drop_down_want_key (GTK_DROP_DOWN (self->area), place);   /* the quarters may still be on their way */
  preset (self, "purpose", tn_campaign_purpose (topic));
  preset (self, "name", name);
}

/* Takes the campaign; NULL = none. */
static void
present (TnWindow *window, TnRow *campaign)
{
  TnDialog *dialog = tn_dialog_new (window, _("Plan a Round"), _("_Plan"));
  Planner *self = g_new0 (Planner, 1);

  self->dialog = dialog;
  self->for_campaign = campaign;
  self->id = tn_id_new (tn_env_system ());
  self->streets = g_list_store_new (TN_TYPE_OPTION);
  self->alleys = g_list_store_new (TN_TYPE_OPTION);
  self->campaigns = g_list_store_new (TN_TYPE_OPTION);
  self->planning = g_cancellable_new ();
  fill_dialog (self, dialog);
  if (campaign)
    preset_campaign (self);
  tn_dialog_set_prepare (dialog, prepare_cb, self, free_planner);
  tn_dialog_set_cancellable (dialog, self->planning);
  tn_dialog_set_can_save (dialog, FALSE);
  g_signal_connect (dialog, "saved", G_CALLBACK (saved_cb), self);
  gtk_window_present (GTK_WINDOW (dialog));
}

void
tn_round_dialog_plan (TnWindow *window)
{
  present (window, NULL);
}

/* --- for a campaign --- */

static gpointer
read_campaign (TnCopy *copy, gpointer data, GCancellable *cancellable, GError **error)
{
  return tn_copy_get (copy, data, error);
}

static void
campaign_read_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (TnWindow) window = user_data;
  g_autoptr (GError) error = NULL;
  g_autoptr (TnRow) row = tn_store_finish (TN_STORE (source), result, &error);

  if (!tn_window_get_workspace (window))
    return;   /* the copy was closed meanwhile */
  if (row && !row->deleted && g_str_equal (row->kind_key, "campaign"))
    present (window, g_steal_pointer (&row));
  else if (row)
    present (window, NULL);
  else
    tn_window_show_error (window, NULL, error);
}

void
tn_round_dialog_plan_for (TnWindow *window, const TnId *campaign)
{
  TnStore *store = tn_workspace_get_store (tn_window_get_workspace (window));

  tn_store_read_async (store, read_campaign, tn_id_copy (campaign), g_free, (GDestroyNotify) tn_row_free, NULL, campaign_read_cb, g_object_ref (window));
}
