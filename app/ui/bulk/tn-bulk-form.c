/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "tn-bulk-form.h"
#include <glib/gi18n.h>
#include "tn-dialog-parts.h"
#include "tn-form.h"
#include "tn-listed.h"
#include "tn-option-drop-down.h"

#define TARGETS 200   /* rounds or programmes to choose from, newest first */

struct _TnBulkForm
{
  AdwBin parent_instance;

  TnBulkWhat what;
  TnWorkspace *workspace;
  GtkBox *box;
  AdwPreferencesGroup *group, *people;    /* people: which of those who live there */
  GtkWidget *whom, *field, *to, *of_category;   /* pick lists; NULL = not asked */
  GtkWidget *age_from, *age_to;
  GtkCheckButton *empty_it;
  GtkWidget *empty_row;
  GListStore *fields, *targets;           /* TnOption */
  TnForm *form;                           /* of the value; made anew for each field */
  GCancellable *cancellable;
};

G_DEFINE_FINAL_TYPE (TnBulkForm, tn_bulk_form, ADW_TYPE_BIN)

enum { CHANGED, N_SIGNALS };
static guint signals[N_SIGNALS];

static void
changed (TnBulkForm *self)
{
  g_signal_emit (self, signals[CHANGED], 0);
}

static gboolean
of_people (TnBulkForm *self)
{
  return self->whom && g_str_equal (tn_option_drop_down_get_key (GTK_DROP_DOWN (self->whom)), "person");
}

/* --- pick lists --- */

static GtkWidget *
add_choice (TnBulkForm *self, AdwPreferencesGroup *group, const char *title, const char *name, const char *first, GListModel *options, GCallback callback)
{
  GtkWidget *row, *drop_down = tn_dialog_parts_choice (title, name, first, options, &row);

  g_signal_connect_object (drop_down, "notify::selected-item", callback, self, G_CONNECT_SWAPPED);
  adw_preferences_group_add (group, row);
  return drop_down;
}

static void
add_option (GListStore *options, const char *key, const char *label)
{
  g_autoptr (TnOption) option = tn_option_new (key, label, 0);

  g_list_store_append (options, option);
}

/* A person's number of years; 0 = no bound. */
static GtkWidget *
add_age (TnBulkForm *self, const char *title, const char *name)
{
  GtkWidget *row = adw_action_row_new (), *spin = gtk_spin_button_new_with_range (0, 120, 1);

  gtk_widget_set_valign (spin, GTK_ALIGN_CENTER);
  gtk_widget_set_name (spin, name);
  gtk_accessible_update_property (GTK_ACCESSIBLE (spin), GTK_ACCESSIBLE_PROPERTY_LABEL, title, -1);
  g_signal_connect_object (spin, "value-changed", G_CALLBACK (changed), self, G_CONNECT_SWAPPED);
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (row), title);
  adw_action_row_add_suffix (ADW_ACTION_ROW (row), spin);
  adw_action_row_set_activatable_widget (ADW_ACTION_ROW (row), spin);
  gtk_widget_set_focusable (row, FALSE);
  adw_preferences_group_add (self->people, row);
  return spin;
}

static void
make_people (TnBulkForm *self)
{
  TnLookups *lookups = tn_workspace_get_lookups (self->workspace);

  self->people = ADW_PREFERENCES_GROUP (adw_preferences_group_new ());
  adw_preferences_group_set_title (self->people, _("Which of the people who live there"));
  self->of_category = add_choice (self, self->people, _("Category"), "bulk_of", _("All"), tn_lookups_get_categories (lookups), G_CALLBACK (changed));
  self->age_from = add_age (self, _("Years old, from"), "bulk_age_from");
  self->age_to = add_age (self, _("Years old, to (0 = no bound)"), "bulk_age_to");
  gtk_box_append (self->box, GTK_WIDGET (self->people));
}

/* --- the value of a field --- */

static void
empty_cb (TnBulkForm *self)
{
  if (self->form)
    gtk_widget_set_sensitive (GTK_WIDGET (self->form), !gtk_check_button_get_active (self->empty_it));
  changed (self);
}

static void
replace_form (TnBulkForm *self, TnForm *form)
{
  if (self->form)
    gtk_box_remove (self->box, GTK_WIDGET (self->form));
  self->form = form;
  if (form)
    {
      g_signal_connect_object (form, "changed", G_CALLBACK (changed), self, G_CONNECT_SWAPPED);
      gtk_box_insert_child_after (self->box, GTK_WIDGET (form), GTK_WIDGET (self->group));
      tn_form_load (form, NULL);
    }
  changed (self);
}

static void
field_cb (TnBulkForm *self)
{
  const TnKind *kind = tn_schema_kind (of_people (self) ? "person" : "household");
  const TnField *field = tn_kind_field (kind, tn_option_drop_down_get_key (GTK_DROP_DOWN (self->field)));

  gtk_check_button_set_active (self->empty_it, FALSE);
  gtk_widget_set_visible (self->empty_row, field && !(field->flags & TN_FIELD_REQUIRED));
  replace_form (self, field ? tn_form_new (kind, (const char *const[]) { field->key, NULL }, tn_workspace_get_lookups (self->workspace)) : NULL);
}

static gboolean
is_offered (TnBulkForm *self, const TnKind *kind, const TnField *field)
{
  if (!tn_bulk_can_set (kind, field))
    return FALSE;
  return field->type != TN_TYPE_REF || (field->ref_kind && tn_lookups_get_for_kind (tn_workspace_get_lookups (self->workspace), field->ref_kind));
}

static void
fill_fields (TnBulkForm *self)
{
  const TnKind *kind = tn_schema_kind (of_people (self) ? "person" : "household");

  g_list_store_remove_all (self->fields);
  for (guint i = 0; i < kind->n_fields; i++)
    if (is_offered (self, kind, &kind->fields[i]))
      add_option (self->fields, kind->fields[i].key, _(kind->fields[i].label));
}

static void
whom_cb (TnBulkForm *self)
{
  gtk_widget_set_visible (GTK_WIDGET (self->people), of_people (self));
  if (self->field)
    {
      fill_fields (self);
      gtk_drop_down_set_selected (GTK_DROP_DOWN (self->field), 0);
      field_cb (self);
    }
  changed (self);
}

static void
make_whom (TnBulkForm *self)
{
  g_autoptr (GListStore) options = g_list_store_new (TN_TYPE_OPTION);

  add_option (options, "household", _("The households"));
  add_option (options, "person", _("The people who live there"));
  self->whom = add_choice (self, self->group, _("Whose"), "bulk_whom", NULL, G_LIST_MODEL (options), G_CALLBACK (whom_cb));
}

static void
make_set (TnBulkForm *self)
{
  GtkWidget *row = adw_action_row_new (), *check = gtk_check_button_new ();

  make_whom (self);
  self->fields = g_list_store_new (TN_TYPE_OPTION);
  fill_fields (self);
  self->field = add_choice (self, self->group, _("Field"), "bulk_field", _("Choose"), G_LIST_MODEL (self->fields), G_CALLBACK (field_cb));
  self->empty_row = row;
  self->empty_it = GTK_CHECK_BUTTON (check);
  gtk_widget_set_name (check, "bulk_empty");
  gtk_widget_set_valign (check, GTK_ALIGN_CENTER);
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (row), _("Leave it empty"));
  gtk_accessible_update_property (GTK_ACCESSIBLE (check), GTK_ACCESSIBLE_PROPERTY_LABEL, _("Leave it empty"), -1);
  adw_action_row_add_suffix (ADW_ACTION_ROW (row), check);
  adw_action_row_set_activatable_widget (ADW_ACTION_ROW (row), check);
  g_signal_connect_object (check, "toggled", G_CALLBACK (empty_cb), self, G_CONNECT_SWAPPED);
  adw_preferences_group_add (self->group, row);
  gtk_widget_hide (row);
  make_people (self);
}

/* --- categories --- */

static void
make_category (TnBulkForm *self)
{
  static const char *const given[] = { "category", "from", "document", NULL }, *const ended[] = { "category", "to", NULL };

  make_whom (self);
  make_people (self);
  replace_form (self, tn_form_new (tn_schema_kind ("membership"), self->what == TN_BULK_GIVE ? given : ended, tn_workspace_get_lookups (self->workspace)));
}

/* --- teams, rounds, programmes --- */

typedef struct { char *key, *label; } Target;

static void
free_target (gpointer data)
{
  Target *target = data;

  g_free (target->key);
  g_free (target->label);
  g_free (target);
}

/* data: kind. Rounds that are not closed, programmes that are open. */
static gpointer
read_targets (TnCopy *copy, gpointer data, GCancellable *cancellable, GError **error)
{
  gboolean rounds = g_str_equal (data, "round");
  TnListedQuery query = { .kind = data, .state = rounds ? NULL : "open", .newest_first = TRUE, .limit = TARGETS };
  g_autoptr (GArray) rows = tn_query_listed (copy, &query, error);
  g_autoptr (GPtrArray) targets = g_ptr_array_new_with_free_func (free_target);

  for (guint i = 0; rows && i < rows->len; i++)
    {
      const TnListed *listed = &g_array_index (rows, TnListed, i);
      Target *target;

      if (rounds && g_str_equal (listed->state, "closed"))
        continue;
      target = g_new (Target, 1);
      *target = (Target) { tn_id_dup_string (&listed->id), tn_query_title (copy, &listed->id) };
      g_ptr_array_add (targets, target);
    }
  return rows ? g_steal_pointer (&targets) : NULL;
}

static void
targets_read_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (TnBulkForm) self = user_data;
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) targets = tn_store_finish (TN_STORE (source), result, &error);

  if (!targets && !g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED) && tn_window_of (self))
    tn_window_show_error (tn_window_of (self), _("The list could not be read"), error);
  for (guint i = 0; targets && i < targets->len; i++)
    {
      const Target *target = targets->pdata[i];

      add_option (self->targets, target->key, target->label);
    }
}

static void
make_target (TnBulkForm *self)
{
  const char *titles[] = { [TN_BULK_TEAM] = _("Team"), [TN_BULK_ROUND] = _("Round"), [TN_BULK_PROPOSE] = _("Programme") };
  GListModel *options = tn_lookups_get_for_kind (tn_workspace_get_lookups (self->workspace), "team");

  self->targets = g_list_store_new (TN_TYPE_OPTION);
  if (self->what != TN_BULK_TEAM)
    {
      options = G_LIST_MODEL (self->targets);
      tn_store_read_async (tn_workspace_get_store (self->workspace), read_targets, g_strdup (self->what == TN_BULK_ROUND ? "round" : "programme"), g_free,
                           (GDestroyNotify) g_ptr_array_unref, self->cancellable, targets_read_cb, g_object_ref (self));
    }
  self->to = add_choice (self, self->group, titles[self->what], "bulk_to", _("Choose"), options, G_CALLBACK (changed));
  if (self->what == TN_BULK_PROPOSE)
    make_people (self);
}

/* --- what it says --- */

static const char *
take_field (TnBulkForm *self, TnBulkWish *wish, char **owned)
{
  const char *key = tn_option_drop_down_get_key (GTK_DROP_DOWN (self->field));
  gboolean empty_it = gtk_check_button_get_active (self->empty_it);

  if (!*key || !self->form)
    return _("Choose the field.");
  *owned = empty_it ? g_strdup ("null") : tn_form_dup_token (self->form, key);
  wish->field = key;
  wish->token = *owned;
  if (!*owned)
    return _("Write the value so that it can be read.");
  return g_str_equal (*owned, "null") && !empty_it ? _("Write the value that all of them get.") : NULL;
}

static const char *
take_category (TnBulkForm *self, TnBulkWish *wish, char **category, char **date, char **document)
{
  const char *day = self->what == TN_BULK_GIVE ? "from" : "to";
  g_autofree char *written = tn_form_dup_token (self->form, day);   /* NULL = cannot be read */

  *category = tn_form_dup_text (self->form, "category");
  *date = tn_form_dup_text (self->form, day);
  *document = self->what == TN_BULK_GIVE ? tn_form_dup_text (self->form, "document") : NULL;
  if (!*category || !**category)
    return _("Choose the category.");
  if (!written)
    return _("Write the date as day, month and year, or leave it empty for today.");
  wish->category = *category;
  wish->date = *date && **date ? *date : NULL;
  wish->document = *document && **document ? *document : NULL;
  return NULL;
}

static const char *
take_target (TnBulkForm *self, TnBulkWish *wish)
{
  static const char *const missing[] = { [TN_BULK_TEAM] = N_("Choose the team."), [TN_BULK_ROUND] = N_("Choose the round."), [TN_BULK_PROPOSE] = N_("Choose the programme.") };

  return tn_dialog_parts_chosen_id (self->to, &wish->to) ? NULL : _(missing[self->what]);
}

static void
take_people (TnBulkForm *self, TnBulkWish *wish)
{
  wish->people = of_people (self);
  if (!self->people || (self->whom && !wish->people))
    return;
  wish->of_category = tn_option_drop_down_get_key (GTK_DROP_DOWN (self->of_category));
  wish->age_from = (guint) gtk_spin_button_get_value_as_int (GTK_SPIN_BUTTON (self->age_from));
  wish->age_to = (guint) gtk_spin_button_get_value_as_int (GTK_SPIN_BUTTON (self->age_to));
}

TnBulkWish *
tn_bulk_form_dup_wish (TnBulkForm *self, const char **missing)
{
  TnBulkWish wish = { .what = self->what };
  g_autofree char *token = NULL, *category = NULL, *date = NULL, *document = NULL;

  take_people (self, &wish);
  if (self->what == TN_BULK_SET)
    *missing = take_field (self, &wish, &token);
  else if (self->what == TN_BULK_GIVE || self->what == TN_BULK_END)
    *missing = take_category (self, &wish, &category, &date, &document);
  else
    *missing = take_target (self, &wish);
  return *missing ? NULL : tn_bulk_wish_copy (&wish);
}

/* --- the widget --- */

static void
tn_bulk_form_dispose (GObject *object)
{
  TnBulkForm *self = TN_BULK_FORM (object);

  g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->workspace);
  G_OBJECT_CLASS (tn_bulk_form_parent_class)->dispose (object);
}

static void
tn_bulk_form_finalize (GObject *object)
{
  TnBulkForm *self = TN_BULK_FORM (object);

  g_clear_object (&self->fields);
  g_clear_object (&self->targets);
  g_object_unref (self->cancellable);
  G_OBJECT_CLASS (tn_bulk_form_parent_class)->finalize (object);
}

static void
tn_bulk_form_class_init (TnBulkFormClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = tn_bulk_form_dispose;
  G_OBJECT_CLASS (klass)->finalize = tn_bulk_form_finalize;
  signals[CHANGED] = g_signal_new ("changed", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);
}

static void
tn_bulk_form_init (TnBulkForm *self)
{
  self->cancellable = g_cancellable_new ();
  self->box = GTK_BOX (gtk_box_new (GTK_ORIENTATION_VERTICAL, 12));
  self->group = ADW_PREFERENCES_GROUP (adw_preferences_group_new ());
  gtk_box_append (self->box, GTK_WIDGET (self->group));
  adw_bin_set_child (ADW_BIN (self), GTK_WIDGET (self->box));
}

TnBulkForm *
tn_bulk_form_new (TnBulkWhat what, TnWorkspace *workspace)
{
  TnBulkForm *self = g_object_new (TN_TYPE_BULK_FORM, NULL);

  self->what = what;
  self->workspace = g_object_ref (workspace);
  if (what == TN_BULK_SET)
    make_set (self);
  else if (what == TN_BULK_GIVE || what == TN_BULK_END)
    make_category (self);
  else
    make_target (self);
  if (self->whom)
    gtk_widget_hide (GTK_WIDGET (self->people));
  return self;
}
