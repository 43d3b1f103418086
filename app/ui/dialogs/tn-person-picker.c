/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "tn-person-picker.h"
#include <glib/gi18n.h>
#include "tn-query.h"

#define FOUND_MAX 40   /* who is not among them is found by one more word */
#define LIST_HEIGHT 150

struct _TnPersonPicker
{
  AdwBin parent_instance;

  GtkWidget *search, *scroller;
  GtkListBox *list;
  TnWorkspace *workspace;
  GCancellable *cancellable;
};

G_DEFINE_FINAL_TYPE (TnPersonPicker, tn_person_picker, ADW_TYPE_BIN)

enum { PROP_0, PROP_CHOSEN, N_PROPS };
static GParamSpec *props[N_PROPS];

static gpointer
find_people (TnCopy *copy, gpointer data, GCancellable *cancellable, GError **error)
{
  g_autoptr (GPtrArray) hits = tn_query_find (copy, data, FOUND_MAX * 3, error);

  for (guint i = hits ? hits->len : 0; i-- > 0;)
    if (!g_str_equal (((TnHit *) hits->pdata[i])->kind, "person"))
      g_ptr_array_remove_index (hits, i);
  return g_steal_pointer (&hits);
}

static void
add_hit (TnPersonPicker *self, const TnHit *hit)
{
  GtkWidget *row = adw_action_row_new ();

  adw_preferences_row_set_use_markup (ADW_PREFERENCES_ROW (row), FALSE);
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (row), hit->title);
  adw_action_row_set_subtitle (ADW_ACTION_ROW (row), hit->detail ? hit->detail : "");
  g_object_set_data_full (G_OBJECT (row), "tn-id", tn_id_copy (&hit->id), g_free);
  gtk_list_box_append (self->list, row);
}

static void
found_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (TnPersonPicker) self = user_data;
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) hits = tn_store_finish (TN_STORE (source), result, &error);
  GtkWidget *row;

  if (!self->workspace || g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return;
  while ((row = GTK_WIDGET (gtk_list_box_get_row_at_index (self->list, 0))))
    gtk_list_box_remove (self->list, row);
  for (guint i = 0; hits && i < MIN (hits->len, FOUND_MAX); i++)
    add_hit (self, hits->pdata[i]);
  gtk_widget_set_visible (self->scroller, hits && hits->len > 0);
  g_object_notify_by_pspec (G_OBJECT (self), props[PROP_CHOSEN]);
}

static void
search_changed_cb (TnPersonPicker *self)
{
  const char *text = gtk_editable_get_text (GTK_EDITABLE (self->search));

  g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->cancellable);
  self->cancellable = g_cancellable_new ();
  tn_store_read_async (tn_workspace_get_store (self->workspace), find_people, g_strdup (text), g_free, (GDestroyNotify) g_ptr_array_unref,
                       self->cancellable, found_cb, g_object_ref (self));
}

/* Enter in the search line takes the first who was found. */
static void
search_activate_cb (TnPersonPicker *self)
{
  GtkListBoxRow *first = gtk_list_box_get_row_at_index (self->list, 0);

  if (!first)
    return;
  if (!gtk_list_box_get_selected_row (self->list))
    gtk_list_box_select_row (self->list, first);
  gtk_widget_grab_focus (GTK_WIDGET (gtk_list_box_get_selected_row (self->list)));
}

static void
selected_cb (TnPersonPicker *self)
{
  g_object_notify_by_pspec (G_OBJECT (self), props[PROP_CHOSEN]);
}

static void
tn_person_picker_get_property (GObject *object, guint id, GValue *value, GParamSpec *pspec)
{
  TnId chosen;

  if (id == PROP_CHOSEN)
    g_value_set_boolean (value, tn_person_picker_get (TN_PERSON_PICKER (object), &chosen));
  else
    G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
}

static void
tn_person_picker_dispose (GObject *object)
{
  TnPersonPicker *self = TN_PERSON_PICKER (object);

  g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->cancellable);
  g_clear_object (&self->workspace);
  G_OBJECT_CLASS (tn_person_picker_parent_class)->dispose (object);
}

static void
tn_person_picker_class_init (TnPersonPickerClass *klass)
{
  G_OBJECT_CLASS (klass)->get_property = tn_person_picker_get_property;
  G_OBJECT_CLASS (klass)->dispose = tn_person_picker_dispose;
  props[PROP_CHOSEN] = g_param_spec_boolean ("chosen", NULL, NULL, FALSE, G_PARAM_READABLE | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (G_OBJECT_CLASS (klass), N_PROPS, props);
}

static void
tn_person_picker_init (TnPersonPicker *self)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 6);

  self->search = gtk_search_entry_new ();
  g_object_set (self->search, "placeholder-text", _("Name, telephone, address, card or code"), "search-delay", 120, "name", "person_search", NULL);
  g_signal_connect_swapped (self->search, "search-changed", G_CALLBACK (search_changed_cb), self);
  g_signal_connect_swapped (self->search, "activate", G_CALLBACK (search_activate_cb), self);
  self->list = GTK_LIST_BOX (gtk_list_box_new ());
  gtk_widget_set_name (GTK_WIDGET (self->list), "people_found");
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->list), GTK_ACCESSIBLE_PROPERTY_LABEL, _("People found"), -1);
  g_signal_connect_swapped (self->list, "row-selected", G_CALLBACK (selected_cb), self);
  self->scroller = gtk_scrolled_window_new ();
  gtk_scrolled_window_set_child (GTK_SCROLLED_WINDOW (self->scroller), GTK_WIDGET (self->list));
  gtk_scrolled_window_set_min_content_height (GTK_SCROLLED_WINDOW (self->scroller), LIST_HEIGHT);
  gtk_widget_add_css_class (self->scroller, "card");
  gtk_widget_hide (self->scroller);
  gtk_box_append (GTK_BOX (box), self->search);
  gtk_box_append (GTK_BOX (box), self->scroller);
  adw_bin_set_child (ADW_BIN (self), box);
}

GtkWidget *
tn_person_picker_new (TnWorkspace *workspace, const char *label)
{
  TnPersonPicker *self = g_object_new (TN_TYPE_PERSON_PICKER, NULL);

  self->workspace = g_object_ref (workspace);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->search), GTK_ACCESSIBLE_PROPERTY_LABEL, label, -1);
  return GTK_WIDGET (self);
}

gboolean
tn_person_picker_get (TnPersonPicker *self, TnId *id)
{
  GtkListBoxRow *row = gtk_list_box_get_selected_row (self->list);

  if (!row)
    return FALSE;
  *id = *(const TnId *) g_object_get_data (G_OBJECT (row), "tn-id");
  return TRUE;
}

void
tn_person_picker_focus (TnPersonPicker *self)
{
  gtk_widget_grab_focus (self->search);
}
