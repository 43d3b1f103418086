/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "tn-visit-people.h"
#include <glib/gi18n.h>
#include "tn-option-drop-down.h"
#include "tn-visit-keys.h"

#define FIRST_KEY '5'
#define N_KEYS 5

typedef struct
{
  TnId id;
  char *name;
  GtkWidget *met, *status, *reason;
} Person;

typedef struct
{
  GtkWidget *row, *category, *who;
} Noticed;

struct _TnVisitPeople
{
  TnId household;
  GArray *people;         /* Person */
  GArray *noticed;        /* Noticed: lines, the last of them empty */
  GListModel *categories, *subjects;
  GtkWidget *met, *other, *group, *shots, *noticed_row;
  GCallback changed;
  gpointer data;
  gboolean stopped;
};

static void
clear_person (gpointer data)
{
  g_free (((Person *) data)->name);
}

static void
emit_changed (TnVisitPeople *self)
{
  ((void (*) (gpointer)) self->changed) (self->data);
}

/* --- spoke with --- */

static void
add_met (TnVisitPeople *self)
{
  GtkBox *box;

  self->met = tn_visit_keys_make_row (_("Spoke with"), &box);
  for (guint i = 0; i < self->people->len; i++)
    {
      Person *person = &g_array_index (self->people, Person, i);
      g_autofree char *name = g_strdup_printf ("met-%u", i);

      person->met = tn_visit_keys_make_toggle (i < N_KEYS ? (char) (FIRST_KEY + i) : 0, person->name, name);
      g_signal_connect_swapped (person->met, "toggled", self->changed, self->data);
      gtk_box_append (box, person->met);
    }
  self->other = gtk_entry_new ();
  gtk_widget_set_name (self->other, "met_other");
  gtk_entry_set_placeholder_text (GTK_ENTRY (self->other), _("Somebody else (M)"));
  gtk_editable_set_width_chars (GTK_EDITABLE (self->other), 18);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->other), GTK_ACCESSIBLE_PROPERTY_LABEL, _("Spoke with somebody else"), -1);
  g_signal_connect_swapped (self->other, "changed", self->changed, self->data);
  gtk_box_append (box, self->other);
}

/* Names of the household are toggled, what is left stands in the entry. */
static void
load_met (TnVisitPeople *self, const char *met)
{
  g_auto (GStrv) parts = g_strsplit (met ? met : "", ", ", -1);
  g_autoptr (GString) rest = g_string_new (NULL);

  for (guint i = 0; i < self->people->len; i++)
    {
      Person *person = &g_array_index (self->people, Person, i);

      gtk_toggle_button_set_active (GTK_TOGGLE_BUTTON (person->met), g_strv_contains ((const char *const *) parts, person->name));
    }
  for (guint p = 0; parts[p]; p++)
    {
      gboolean known = FALSE;

      for (guint i = 0; i < self->people->len; i++)
        known = known || g_str_equal (g_array_index (self->people, Person, i).name, parts[p]);
      if (!known)
        g_string_append_printf (rest, "%s%s", rest->len ? ", " : "", parts[p]);
    }
  gtk_editable_set_text (GTK_EDITABLE (self->other), rest->str);
}

static void
store_met (TnVisitPeople *self, TnVisit *visit)
{
  g_autoptr (GString) met = g_string_new (NULL);
  const char *other = gtk_editable_get_text (GTK_EDITABLE (self->other));
  guint n = 0;

  memset (&visit->person, 0, sizeof visit->person);
  for (guint i = 0; i < self->people->len; i++)
    {
      const Person *person = &g_array_index (self->people, Person, i);

      if (!gtk_toggle_button_get_active (GTK_TOGGLE_BUTTON (person->met)))
        continue;
      g_string_append_printf (met, "%s%s", met->len ? ", " : "", person->name);
      visit->person = person->id;
      n++;
    }
  if (*other)
    g_string_append_printf (met, "%s%s", met->len ? ", " : "", other);
  if (n != 1 || *other)   /* the record has place for one person */
    memset (&visit->person, 0, sizeof visit->person);
  g_free (visit->met);
  visit->met = g_string_free (g_steal_pointer (&met), FALSE);
}

gboolean
tn_visit_people_press (TnVisitPeople *self, gunichar key)
{
  GtkToggleButton *met;

  if (key < FIRST_KEY || key >= FIRST_KEY + MIN (N_KEYS, self->people->len))
    return FALSE;
  met = GTK_TOGGLE_BUTTON (g_array_index (self->people, Person, key - FIRST_KEY).met);
  gtk_toggle_button_set_active (met, !gtk_toggle_button_get_active (met));
  return TRUE;
}

void
tn_visit_people_focus_met (TnVisitPeople *self)
{
  gtk_widget_grab_focus (self->other);
}

/* --- vaccination --- */

static GListModel *
make_choices (const char *kind, const char *key)
{
  const TnField *field = tn_kind_field (tn_schema_kind (kind), key);
  GListStore *options = g_list_store_new (TN_TYPE_OPTION);

  for (const TnChoice *choice = field->choices; choice->key; choice++)
    {
      g_autoptr (TnOption) option = tn_option_new (choice->key, _(choice->label), 0);
      g_list_store_append (options, option);
    }
  return G_LIST_MODEL (options);
}

static const char *
get_key (GtkWidget *drop_down)
{
  return tn_option_drop_down_get_key (GTK_DROP_DOWN (drop_down));
}

/* A reason stands only where somebody is not fully vaccinated. */
static void
shot_changed_cb (TnVisitPeople *self)
{
  guint n = 0;
  g_autofree char *text = NULL;

  if (self->stopped)
    return;
  for (guint i = 0; i < self->people->len; i++)
    {
      const Person *person = &g_array_index (self->people, Person, i);
      const char *status = get_key (person->status);

      gtk_widget_set_sensitive (person->reason, g_str_equal (status, "none") || g_str_equal (status, "partly"));
      n += *status != '\0';
    }
  text = n ? g_strdup_printf (ngettext ("%u person", "%u people", n), n) : g_strdup ("");
  adw_expander_row_set_subtitle (ADW_EXPANDER_ROW (self->shots), text);
  emit_changed (self);
}

static GtkWidget *
make_drop_down (TnVisitPeople *self, const char *first, GListModel *options, const char *label, const char *name, GCallback changed)
{
  GtkWidget *drop_down = tn_option_drop_down_new (first, options);

  gtk_widget_set_valign (drop_down, GTK_ALIGN_CENTER);
  gtk_widget_set_name (drop_down, name);
  gtk_accessible_update_property (GTK_ACCESSIBLE (drop_down), GTK_ACCESSIBLE_PROPERTY_LABEL, label, -1);
  g_signal_connect_swapped (drop_down, "notify::selected-item", changed, self);
  return drop_down;
}

static void
add_shot (TnVisitPeople *self, guint i)
{
  Person *person = &g_array_index (self->people, Person, i);
  GtkWidget *row = adw_action_row_new ();
  g_autoptr (GListModel) statuses = make_choices ("vaccination", "status"), reasons = make_choices ("vaccination", "reason");
  /* Translators: names of pick lists for screen readers; %s is a person's name. */
  g_autofree char *status = g_strdup_printf (_("Vaccination of %s"), person->name), *reason = g_strdup_printf (_("Reason of %s against it"), person->name);
  g_autofree char *status_name = g_strdup_printf ("shot-%u", i), *reason_name = g_strdup_printf ("reason-%u", i);

  adw_preferences_row_set_use_markup (ADW_PREFERENCES_ROW (row), FALSE);
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (row), person->name);
  gtk_widget_set_focusable (row, FALSE);
  person->status = make_drop_down (self, "—", statuses, status, status_name, G_CALLBACK (shot_changed_cb));
  person->reason = make_drop_down (self, _("Reason…"), reasons, reason, reason_name, G_CALLBACK (shot_changed_cb));
  adw_action_row_add_suffix (ADW_ACTION_ROW (row), person->status);
  adw_action_row_add_suffix (ADW_ACTION_ROW (row), person->reason);
  adw_expander_row_add_row (ADW_EXPANDER_ROW (self->shots), row);
}

static void
load_shots (TnVisitPeople *self, const TnVisit *visit)
{
  for (guint i = 0; i < self->people->len; i++)
    {
      const Person *person = &g_array_index (self->people, Person, i);
      const TnVaccinated *found = NULL;

      for (guint v = 0; v < visit->vaccinated->len; v++)
        if (tn_id_equal (&g_array_index (visit->vaccinated, TnVaccinated, v).person, &person->id))
          found = &g_array_index (visit->vaccinated, TnVaccinated, v);
      tn_option_drop_down_set_key (GTK_DROP_DOWN (person->status), found ? found->status : "");
      tn_option_drop_down_set_key (GTK_DROP_DOWN (person->reason), found && found->reason ? found->reason : "");
    }
  if (visit->vaccinated->len)
    adw_expander_row_set_expanded (ADW_EXPANDER_ROW (self->shots), TRUE);
}

static void
store_shots (TnVisitPeople *self, TnVisit *visit)
{
  g_array_set_size (visit->vaccinated, 0);
  for (guint i = 0; i < self->people->len; i++)
    {
      const Person *person = &g_array_index (self->people, Person, i);
      gboolean asked = gtk_widget_get_sensitive (person->reason);

      tn_visit_vaccinate (visit, &person->id, get_key (person->status), asked ? get_key (person->reason) : NULL);
    }
}

/* --- categories noticed --- */

static void
add_category (GListStore *options, const char *key, const char *label)
{
  g_autoptr (TnOption) option = tn_option_new (key, label, 0);

  if (tn_option_find (G_LIST_MODEL (options), key) == G_MAXUINT)
    g_list_store_append (options, option);
}

/* The built-in ones and the district's. A list of our own: a pick list that is read again must not take back what was chosen here, and one that is
 * not read yet must not lose what a draft holds. */
static GListModel *
make_categories (TnLookups *lookups)
{
  GListModel *options = make_choices ("membership", "category"), *known = tn_lookups_get_categories (lookups);

  for (guint i = 0; i < g_list_model_get_n_items (known); i++)
    {
      g_autoptr (TnOption) option = g_list_model_get_item (known, i);
      add_category (G_LIST_STORE (options), tn_option_get_key (option), tn_option_get_label (option));
    }
  return options;
}

static void add_noticed (TnVisitPeople *self);

static void
noticed_changed_cb (TnVisitPeople *self)
{
  if (self->stopped)
    return;
  if (*get_key (g_array_index (self->noticed, Noticed, self->noticed->len - 1).category))
    add_noticed (self);
  emit_changed (self);
}

static void
add_noticed (TnVisitPeople *self)
{
  Noticed line = { adw_action_row_new (), NULL, NULL };
  g_autofree char *category = g_strdup_printf ("category-%u", self->noticed->len), *who = g_strdup_printf ("who-%u", self->noticed->len);

  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (line.row), _("Category"));
  gtk_widget_set_focusable (line.row, FALSE);
  line.category = make_drop_down (self, "—", self->categories, _("Category noticed"), category, G_CALLBACK (noticed_changed_cb));
  line.who = make_drop_down (self, _("The household"), self->subjects, _("Whom the category is about"), who, G_CALLBACK (noticed_changed_cb));
  adw_action_row_add_suffix (ADW_ACTION_ROW (line.row), line.category);
  adw_action_row_add_suffix (ADW_ACTION_ROW (line.row), line.who);
  g_array_append_val (self->noticed, line);
  adw_expander_row_add_row (ADW_EXPANDER_ROW (self->noticed_row), line.row);
}

static void
load_noticed (TnVisitPeople *self, const TnVisit *visit)
{
  for (guint i = 0; i < MAX (self->noticed->len, visit->noticed->len); i++)
    {
      const TnNoticed *noticed = i < visit->noticed->len ? &g_array_index (visit->noticed, TnNoticed, i) : NULL;
      TnIdStr id = "";

      if (noticed)
        add_category (G_LIST_STORE (self->categories), noticed->category, noticed->category);
      if (i == self->noticed->len)
        add_noticed (self);
      if (noticed && !tn_id_equal (&noticed->subject, &self->household))
        tn_id_format (&noticed->subject, id);
      tn_option_drop_down_set_key (GTK_DROP_DOWN (g_array_index (self->noticed, Noticed, i).who), id);
      tn_option_drop_down_set_key (GTK_DROP_DOWN (g_array_index (self->noticed, Noticed, i).category), noticed ? noticed->category : "");
    }
  if (visit->noticed->len)
    adw_expander_row_set_expanded (ADW_EXPANDER_ROW (self->noticed_row), TRUE);
}

static void
store_noticed (TnVisitPeople *self, TnVisit *visit)
{
  g_array_set_size (visit->noticed, 0);
  for (guint i = 0; i < self->noticed->len; i++)
    {
      const Noticed *line = &g_array_index (self->noticed, Noticed, i);
      TnId subject = self->household;

      tn_id_parse (get_key (line->who), -1, &subject);
      if (*get_key (line->category))
        tn_visit_notice (visit, &subject, get_key (line->category));
    }
}

/* --- the whole --- */

static void
take_people (TnVisitPeople *self, GPtrArray *people)
{
  GListStore *subjects = g_list_store_new (TN_TYPE_OPTION);

  self->people = g_array_new (FALSE, TRUE, sizeof (Person));
  g_array_set_clear_func (self->people, clear_person);
  for (guint i = 0; i < people->len; i++)
    {
      const TnRow *row = people->pdata[i];
      Person person = { .id = row->id, .name = tn_row_dup_text (row, "name") };
      TnIdStr id;
      g_autoptr (TnOption) option = NULL;

      if (!person.name)
        person.name = g_strdup ("?");
      tn_id_format (&row->id, id);
      option = tn_option_new (id, person.name, 0);
      g_list_store_append (subjects, option);
      g_array_append_val (self->people, person);
    }
  self->subjects = G_LIST_MODEL (subjects);
}

static GtkWidget *
add_expander (TnVisitPeople *self, const char *title, const char *name)
{
  GtkWidget *row = adw_expander_row_new ();

  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (row), title);
  gtk_widget_set_name (row, name);
  adw_preferences_group_add (ADW_PREFERENCES_GROUP (self->group), row);
  return row;
}

TnVisitPeople *
tn_visit_people_new (const TnId *household, GPtrArray *people, TnLookups *lookups, GCallback changed, gpointer data)
{
  TnVisitPeople *self = g_new0 (TnVisitPeople, 1);

  self->household = *household;
  self->changed = changed;
  self->data = data;
  self->categories = make_categories (lookups);
  self->noticed = g_array_new (FALSE, FALSE, sizeof (Noticed));
  self->group = adw_preferences_group_new ();
  take_people (self, people);
  add_met (self);
  self->shots = add_expander (self, _("Vaccination of each person"), "shots");
  gtk_widget_set_visible (self->shots, self->people->len > 0);
  for (guint i = 0; i < self->people->len; i++)
    add_shot (self, i);
  self->noticed_row = add_expander (self, _("Categories noticed"), "noticed");
  adw_expander_row_set_subtitle (ADW_EXPANDER_ROW (self->noticed_row), _("Written down as not yet confirmed"));
  add_noticed (self);
  return self;
}

void
tn_visit_people_stop (TnVisitPeople *self)
{
  self->stopped = TRUE;
}

void
tn_visit_people_free (TnVisitPeople *self)
{
  g_array_unref (self->people);
  g_array_unref (self->noticed);
  g_object_unref (self->categories);
  g_object_unref (self->subjects);
  g_free (self);
}

GtkWidget *
tn_visit_people_get_met (TnVisitPeople *self)
{
  return self->met;
}

GtkWidget *
tn_visit_people_get_group (TnVisitPeople *self)
{
  return self->group;
}

void
tn_visit_people_load (TnVisitPeople *self, const TnVisit *visit)
{
  load_met (self, visit->met);
  load_shots (self, visit);
  load_noticed (self, visit);
}

void
tn_visit_people_store (TnVisitPeople *self, TnVisit *visit)
{
  store_met (self, visit);
  store_shots (self, visit);
  store_noticed (self, visit);
}
