/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "tn-support-people.h"
#include <glib/gi18n.h>
#include "tn-option-drop-down.h"
#include "tn-support-do.h"
#include "tn-support-lines.h"
#include "tn-tip.h"
#include "tn-window.h"
#include "tn-wrap-layout.h"

#define SPINNER_DELAY_MS 400

struct _TnSupportPeople
{
  AdwBin parent_instance;

  TnSupportModel *model;
  GtkWidget *title, *which, *search, *stack, *view, *ticked, *empty, *problem, *spinner, *buttons[TN_DO_N];
  GListStore *lists;          /* TnOption: key, name with its count */
  gboolean filling;
  guint spinner_id;
};

G_DEFINE_FINAL_TYPE (TnSupportPeople, tn_support_people, ADW_TYPE_BIN)

enum { BACK, SETTLE, N_SIGNALS };
static guint signals[N_SIGNALS];

/* --- what is shown --- */

static void
show_state (TnSupportPeople *self)
{
  gboolean loaded = tn_support_model_is_loaded (self->model), any = g_list_model_get_n_items (G_LIST_MODEL (self->model)) > 0;
  gboolean searched = *gtk_editable_get_text (GTK_EDITABLE (self->search)) != 0;

  adw_status_page_set_title (ADW_STATUS_PAGE (self->empty), searched ? _("Nothing found") : _("Nobody Stands Here"));
  adw_status_page_set_description (ADW_STATUS_PAGE (self->empty), searched ? _("Try fewer words or another list.") : _("Choose another list above: each says how many are in it."));
  gtk_stack_set_visible_child (GTK_STACK (self->stack), !loaded ? self->spinner : any ? gtk_widget_get_parent (self->view) : self->empty);
}

static void
show_lists (TnSupportPeople *self)
{
  g_autoptr (GPtrArray) options = g_ptr_array_new_with_free_func (g_object_unref);
  TnPeople which = tn_support_model_get_which (self->model);

  for (TnPeople i = 0; i < TN_PEOPLE_N; i++)
    {
      /* Translators: how many are in a list of people, and its name; the end of the name may be cut off */
      g_autofree char *label = g_strdup_printf (_("%u · %s"), tn_support_model_count (self->model, i), tn_people_name (i));

      g_ptr_array_add (options, tn_option_new (tn_people_key (i), label, 0));
    }
  self->filling = TRUE;
  g_list_store_splice (self->lists, 0, g_list_model_get_n_items (G_LIST_MODEL (self->lists)), options->pdata, options->len);
  gtk_drop_down_set_selected (GTK_DROP_DOWN (self->which), which);
  self->filling = FALSE;
}

static void
show_ticked (TnSupportPeople *self)
{
  g_autoptr (GArray) lines = tn_support_model_dup_ticked (self->model);
  g_autofree char *text = lines->len ? g_strdup_printf (ngettext ("%u ticked", "%u ticked", lines->len), lines->len) : g_strdup (_("Nobody is ticked"));
  const TnProgramme *programme = tn_support_model_get_programme (self->model);
  guint fits[TN_DO_N] = { 0 };

  for (guint i = 0; i < lines->len; i++)
    for (TnSupportDo what = 0; what < TN_DO_N; what++)
      fits[what] += tn_support_do_fits (what, &g_array_index (lines, TnSupportLine, i));
  gtk_label_set_text (GTK_LABEL (self->ticked), text);
  for (TnSupportDo what = 0; what < TN_DO_N; what++)
    {
      g_autofree char *action = g_strdup_printf ("people.%s", tn_support_do_key (what));

      gtk_widget_action_set_enabled (GTK_WIDGET (self), action, fits[what] > 0 && (what != TN_DO_AMOUNT || (programme && !g_str_equal (programme->gives, "goods"))));
    }
}

static void
loaded_cb (TnSupportPeople *self)
{
  const TnProgramme *programme = tn_support_model_get_programme (self->model);

  g_clear_handle_id (&self->spinner_id, g_source_remove);
  gtk_spinner_stop (GTK_SPINNER (self->spinner));
  gtk_label_set_text (GTK_LABEL (self->title), programme && programme->name ? programme->name : "");
  show_lists (self);
  show_state (self);
}

static void
failed_cb (TnSupportPeople *self, const GError *error)
{
  g_autofree char *escaped = g_markup_escape_text (error->message, -1);

  adw_status_page_set_description (ADW_STATUS_PAGE (self->problem), escaped);
  gtk_stack_set_visible_child (GTK_STACK (self->stack), self->problem);
}

static gboolean
spin_cb (gpointer user_data)
{
  TnSupportPeople *self = user_data;

  self->spinner_id = 0;
  gtk_spinner_start (GTK_SPINNER (self->spinner));
  return G_SOURCE_REMOVE;
}

/* --- what is chosen --- */

static void
which_cb (TnSupportPeople *self)
{
  guint chosen = gtk_drop_down_get_selected (GTK_DROP_DOWN (self->which));

  if (!self->filling && chosen < TN_PEOPLE_N)
    tn_support_model_set_which (self->model, chosen);
}

static void
search_cb (TnSupportPeople *self)
{
  tn_support_model_set_search (self->model, gtk_editable_get_text (GTK_EDITABLE (self->search)));
}

/* A double is no line to tick: what is to be done with it is asked with both receipts in sight. */
static void
activate_cb (TnSupportPeople *self, guint position)
{
  g_autoptr (TnSupportItem) item = g_list_model_get_item (G_LIST_MODEL (self->model), position);
  TnIdStr id;

  if (!item)
    return;
  if (tn_support_model_get_which (self->model) != TN_PEOPLE_DOUBLE)
    {
      tn_support_model_toggle (self->model, item);
      return;
    }
  tn_id_format (&tn_support_item_get_line (item)->whom, id);
  g_signal_emit (self, signals[SETTLE], 0, id);
}

void
tn_support_people_show (TnSupportPeople *self, TnPeople which)
{
  gtk_editable_set_text (GTK_EDITABLE (self->search), "");
  tn_support_model_set_search (self->model, "");
  tn_support_model_set_which (self->model, which);
  loaded_cb (self);
  if (!tn_support_model_is_loaded (self->model))
    self->spinner_id = g_timeout_add (SPINNER_DELAY_MS, spin_cb, self);
  show_ticked (self);
}

void
tn_support_people_find (TnSupportPeople *self)
{
  gtk_widget_grab_focus (self->search);
}

void
tn_support_people_focus (TnSupportPeople *self)
{
  if (g_list_model_get_n_items (G_LIST_MODEL (self->model)))
    gtk_widget_child_focus (self->view, GTK_DIR_TAB_FORWARD);
  else
    gtk_widget_grab_focus (self->which);
}

/* --- what is done --- */

static void
do_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  TnSupportPeople *self = TN_SUPPORT_PEOPLE (widget);
  TnWindow *window = tn_window_of (self);
  g_autoptr (GArray) lines = tn_support_model_dup_ticked (self->model);
  const TnProgramme *programme = tn_support_model_get_programme (self->model);

  for (TnSupportDo what = 0; programme && window && what < TN_DO_N; what++)
    if (g_str_equal (name + strlen ("people."), tn_support_do_key (what)))
      tn_support_do (window, what, programme, tn_support_model_get_sums (self->model), lines);
}

static void
all_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  tn_support_model_tick_all (TN_SUPPORT_PEOPLE (widget)->model, TRUE);
}

/* Escape takes the ticks away first, and then goes back. */
static void
back_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  TnSupportPeople *self = TN_SUPPORT_PEOPLE (widget);

  if (g_str_equal (name, "people.leave") && tn_support_model_n_ticked (self->model))
    tn_support_model_tick_all (self->model, FALSE);
  else
    g_signal_emit (self, signals[BACK], 0);
}

/* --- the frame --- */

static GtkWidget *
make_icon_button (const char *icon, const char *label, const char *action)
{
  GtkWidget *button = gtk_button_new_from_icon_name (icon);

  gtk_widget_add_css_class (button, "flat");
  gtk_widget_set_valign (button, GTK_ALIGN_CENTER);
  tn_tip_set (button, label);
  gtk_accessible_update_property (GTK_ACCESSIBLE (button), GTK_ACCESSIBLE_PROPERTY_LABEL, label, -1);
  gtk_actionable_set_action_name (GTK_ACTIONABLE (button), action);
  return button;
}

static GtkWidget *
make_bar (TnSupportPeople *self)
{
  GtkWidget *bar = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 6);

  gtk_widget_set_margin_start (bar, 12);
  gtk_widget_set_margin_end (bar, 12);
  gtk_widget_set_margin_top (bar, 8);
  gtk_widget_set_margin_bottom (bar, 6);
  gtk_box_append (GTK_BOX (bar), make_icon_button ("go-previous-symbolic", _("Back to the programme (Escape)"), "people.back"));
  self->title = gtk_label_new (NULL);
  gtk_label_set_xalign (GTK_LABEL (self->title), 0);
  gtk_label_set_ellipsize (GTK_LABEL (self->title), PANGO_ELLIPSIZE_END);
  gtk_widget_set_hexpand (self->title, TRUE);
  gtk_widget_add_css_class (self->title, "heading");
  tn_tip_whole_text (GTK_LABEL (self->title));
  gtk_box_append (GTK_BOX (bar), self->title);
  self->lists = g_list_store_new (TN_TYPE_OPTION);
  self->which = tn_option_drop_down_new (NULL, G_LIST_MODEL (self->lists));
  gtk_widget_set_name (self->which, "which");
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->which), GTK_ACCESSIBLE_PROPERTY_LABEL, _("Which people"), -1);
  g_signal_connect_object (self->which, "notify::selected", G_CALLBACK (which_cb), self, G_CONNECT_SWAPPED);
  gtk_box_append (GTK_BOX (bar), self->which);
  self->search = gtk_search_entry_new ();
  g_object_set (self->search, "placeholder-text", _("Search by name or address"), "search-delay", 150, NULL);
  gtk_widget_set_name (self->search, "people-search");
  gtk_widget_set_size_request (self->search, 230, -1);
  g_signal_connect_object (self->search, "search-changed", G_CALLBACK (search_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (self->search, "activate", G_CALLBACK (tn_support_people_focus), self, G_CONNECT_SWAPPED);
  gtk_box_append (GTK_BOX (bar), self->search);
  gtk_box_append (GTK_BOX (bar), make_icon_button ("edit-select-all-symbolic", _("Tick all (Ctrl+A)"), "people.all"));
  return bar;
}

static GtkWidget *
make_status (const char *icon, const char *title)
{
  GtkWidget *page = adw_status_page_new ();

  adw_status_page_set_icon_name (ADW_STATUS_PAGE (page), icon);
  adw_status_page_set_title (ADW_STATUS_PAGE (page), title);
  gtk_widget_add_css_class (page, "compact");
  return page;
}

static GtkWidget *
make_stack (TnSupportPeople *self)
{
  GtkWidget *scroller = gtk_scrolled_window_new ();
  g_autoptr (GtkListItemFactory) factory = tn_support_lines_new ();

  self->stack = gtk_stack_new ();
  self->view = gtk_list_view_new (NULL, g_steal_pointer (&factory));
  gtk_widget_add_css_class (self->view, "tn-board");
  gtk_widget_set_name (self->view, "people");
  gtk_list_view_set_single_click_activate (GTK_LIST_VIEW (self->view), TRUE);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->view), GTK_ACCESSIBLE_PROPERTY_LABEL, _("People of the programme"), -1);
  g_signal_connect_object (self->view, "activate", G_CALLBACK (activate_cb), self, G_CONNECT_SWAPPED);
  gtk_scrolled_window_set_child (GTK_SCROLLED_WINDOW (scroller), self->view);
  gtk_scrolled_window_set_policy (GTK_SCROLLED_WINDOW (scroller), GTK_POLICY_NEVER, GTK_POLICY_AUTOMATIC);
  self->spinner = gtk_spinner_new ();
  gtk_widget_set_halign (self->spinner, GTK_ALIGN_CENTER);
  gtk_widget_set_size_request (self->spinner, 32, 32);
  self->empty = make_status ("system-users-symbolic", _("Nobody Stands Here"));
  self->problem = make_status ("dialog-warning-symbolic", _("The list could not be read"));
  gtk_stack_set_hhomogeneous (GTK_STACK (self->stack), FALSE);
  gtk_stack_set_vhomogeneous (GTK_STACK (self->stack), FALSE);
  gtk_widget_set_vexpand (self->stack, TRUE);
  gtk_stack_add_child (GTK_STACK (self->stack), self->spinner);
  gtk_stack_add_child (GTK_STACK (self->stack), scroller);
  gtk_stack_add_child (GTK_STACK (self->stack), self->empty);
  gtk_stack_add_child (GTK_STACK (self->stack), self->problem);
  return self->stack;
}

/* Large text needs two lines for them. */
static GtkWidget *
make_actions (TnSupportPeople *self)
{
  GtkWidget *bar = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 6);

  gtk_widget_set_layout_manager (bar, g_object_new (TN_TYPE_WRAP_LAYOUT, NULL));
  gtk_widget_set_margin_start (bar, 12);
  gtk_widget_set_margin_end (bar, 12);
  gtk_widget_set_margin_bottom (bar, 8);
  self->ticked = gtk_label_new (NULL);
  gtk_label_set_xalign (GTK_LABEL (self->ticked), 0);
  gtk_label_set_width_chars (GTK_LABEL (self->ticked), 18);
  gtk_widget_set_margin_top (self->ticked, 8);           /* on one line with the words of the buttons */
  gtk_widget_add_css_class (self->ticked, "numeric");
  gtk_widget_set_name (self->ticked, "ticked");
  gtk_widget_insert_before (self->ticked, bar, NULL);
  for (TnSupportDo what = 0; what < TN_DO_N; what++)
    {
      g_autofree char *action = g_strdup_printf ("people.%s", tn_support_do_key (what));

      self->buttons[what] = gtk_button_new_with_mnemonic (tn_support_do_label (what));
      gtk_widget_set_name (self->buttons[what], action);
      gtk_actionable_set_action_name (GTK_ACTIONABLE (self->buttons[what]), action);
      gtk_widget_insert_before (self->buttons[what], bar, NULL);
    }
  return bar;
}

/* --- GObject --- */

static void
tn_support_people_dispose (GObject *object)
{
  TnSupportPeople *self = TN_SUPPORT_PEOPLE (object);

  g_clear_handle_id (&self->spinner_id, g_source_remove);
  G_OBJECT_CLASS (tn_support_people_parent_class)->dispose (object);
}

static void
tn_support_people_finalize (GObject *object)
{
  TnSupportPeople *self = TN_SUPPORT_PEOPLE (object);

  g_clear_object (&self->model);
  g_clear_object (&self->lists);
  G_OBJECT_CLASS (tn_support_people_parent_class)->finalize (object);
}

static void
bind_key (GtkWidgetClass *klass, guint key, GdkModifierType mods, const char *action)
{
  gtk_widget_class_add_binding_action (klass, key, mods, action, NULL);
}

static void
tn_support_people_class_init (TnSupportPeopleClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = tn_support_people_dispose;
  G_OBJECT_CLASS (klass)->finalize = tn_support_people_finalize;
  gtk_widget_class_install_action (widget_class, "people.back", NULL, back_action);
  gtk_widget_class_install_action (widget_class, "people.leave", NULL, back_action);
  gtk_widget_class_install_action (widget_class, "people.all", NULL, all_action);
  gtk_widget_class_install_action (widget_class, "people.propose", NULL, do_action);
  gtk_widget_class_install_action (widget_class, "people.amount", NULL, do_action);
  gtk_widget_class_install_action (widget_class, "people.approve", NULL, do_action);
  gtk_widget_class_install_action (widget_class, "people.deliver", NULL, do_action);
  gtk_widget_class_install_action (widget_class, "people.refuse", NULL, do_action);
  gtk_widget_class_install_action (widget_class, "people.decline", NULL, do_action);
  gtk_widget_class_install_action (widget_class, "people.withdraw", NULL, do_action);
  bind_key (widget_class, GDK_KEY_Escape, 0, "people.leave");
  bind_key (widget_class, GDK_KEY_a, GDK_CONTROL_MASK, "people.all");
  bind_key (widget_class, GDK_KEY_Insert, 0, "people.propose");
  bind_key (widget_class, GDK_KEY_F6, GDK_SHIFT_MASK, "people.amount");
  bind_key (widget_class, GDK_KEY_F7, 0, "people.approve");
  bind_key (widget_class, GDK_KEY_F7, GDK_SHIFT_MASK, "people.refuse");
  bind_key (widget_class, GDK_KEY_F8, 0, "people.deliver");
  bind_key (widget_class, GDK_KEY_F8, GDK_SHIFT_MASK, "people.decline");
  bind_key (widget_class, GDK_KEY_Delete, 0, "people.withdraw");
  signals[BACK] = g_signal_new ("back", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);
  signals[SETTLE] = g_signal_new ("settle", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 1, G_TYPE_STRING);
}

static void
tn_support_people_init (TnSupportPeople *self)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 0);

  gtk_box_append (GTK_BOX (box), make_bar (self));
  gtk_box_append (GTK_BOX (box), make_actions (self));   /* over the list: at the bottom a message with Undo would lie on them */
  gtk_box_append (GTK_BOX (box), gtk_separator_new (GTK_ORIENTATION_HORIZONTAL));
  gtk_box_append (GTK_BOX (box), make_stack (self));
  adw_bin_set_child (ADW_BIN (self), box);
}

GtkWidget *
tn_support_people_new (TnSupportModel *model)
{
  TnSupportPeople *self = g_object_new (TN_TYPE_SUPPORT_PEOPLE, NULL);
  g_autoptr (GtkSelectionModel) all = GTK_SELECTION_MODEL (gtk_no_selection_new (g_object_ref (G_LIST_MODEL (model))));

  self->model = g_object_ref (model);
  gtk_list_view_set_model (GTK_LIST_VIEW (self->view), all);
  g_signal_connect_object (model, "loaded", G_CALLBACK (loaded_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (model, "items-changed", G_CALLBACK (show_state), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (model, "ticked", G_CALLBACK (show_ticked), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (model, "failed", G_CALLBACK (failed_cb), self, G_CONNECT_SWAPPED);
  show_lists (self);
  show_ticked (self);
  return GTK_WIDGET (self);
}
