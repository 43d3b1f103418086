/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "tn-import-review.h"
#include <glib/gi18n.h>

struct _TnImportReview
{
  AdwBin parent_instance;

  GtkLabel *numbers, *present;
  GtkStack *stack;
  GtkListView *doubts, *households;
  const TnImportPlan *plan;     /* borrowed */
};

G_DEFINE_FINAL_TYPE (TnImportReview, tn_import_review, ADW_TYPE_BIN)

/* A list view needs a model of objects; ours are the numbers 0 … n-1 of what the plan holds. */
#define TN_TYPE_PLAN_INDEX (tn_plan_index_get_type ())
G_DECLARE_FINAL_TYPE (TnPlanIndex, tn_plan_index, TN, PLAN_INDEX, GObject)
struct _TnPlanIndex { GObject parent_instance; guint n; };

static GType
get_item_type (GListModel *model)
{
  return GTK_TYPE_STRING_OBJECT;
}

static guint
get_n_items (GListModel *model)
{
  return TN_PLAN_INDEX (model)->n;
}

static gpointer
get_item (GListModel *model, guint position)
{
  return position < TN_PLAN_INDEX (model)->n ? gtk_string_object_new ("") : NULL;
}

static void
list_model_init (GListModelInterface *iface)
{
  iface->get_item_type = get_item_type;
  iface->get_n_items = get_n_items;
  iface->get_item = get_item;
}
G_DEFINE_FINAL_TYPE_WITH_CODE (TnPlanIndex, tn_plan_index, G_TYPE_OBJECT, G_IMPLEMENT_INTERFACE (G_TYPE_LIST_MODEL, list_model_init))

static void
tn_plan_index_class_init (TnPlanIndexClass *klass)
{
}

static void
tn_plan_index_init (TnPlanIndex *self)
{
}

static void
setup_cb (GtkSignalListItemFactory *factory, GtkListItem *item, TnImportReview *self)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 2), *title = gtk_label_new (NULL), *detail = gtk_label_new (NULL);

  gtk_label_set_xalign (GTK_LABEL (title), 0);
  gtk_label_set_ellipsize (GTK_LABEL (title), PANGO_ELLIPSIZE_END);
  gtk_label_set_xalign (GTK_LABEL (detail), 0);
  gtk_label_set_wrap (GTK_LABEL (detail), TRUE);
  gtk_widget_add_css_class (detail, "dim-label");
  gtk_widget_add_css_class (detail, "caption");
  gtk_box_append (GTK_BOX (box), title);
  gtk_box_append (GTK_BOX (box), detail);
  gtk_widget_set_margin_start (box, 10);
  gtk_widget_set_margin_end (box, 10);
  gtk_widget_set_margin_top (box, 4);
  gtk_widget_set_margin_bottom (box, 4);
  gtk_list_item_set_child (item, box);
}

static void
set_texts (GtkListItem *item, const char *title, const char *detail)
{
  GtkWidget *first = gtk_widget_get_first_child (gtk_list_item_get_child (item));

  gtk_label_set_text (GTK_LABEL (first), title);
  gtk_label_set_text (GTK_LABEL (gtk_widget_get_next_sibling (first)), detail);
}

static void
bind_doubt_cb (GtkSignalListItemFactory *factory, GtkListItem *item, TnImportReview *self)
{
  guint n = 0, i = gtk_list_item_get_position (item);
  const TnImportDoubt *doubts = self->plan ? tn_import_plan_doubts (self->plan, &n) : NULL;
  g_autofree char *column = NULL, *title = NULL;

  if (i >= n)
    return;
  column = doubts[i].column < 0 ? g_strdup ("") : tn_table_column_name ((guint) doubts[i].column);
  title = doubts[i].value && *doubts[i].value
    /* Translators: a cell of a spreadsheet (column letters, row number) and what stands in it. */
    ? g_strdup_printf (_("%s%u: “%s”"), column, doubts[i].row, doubts[i].value)
    : g_strdup_printf (_("Row %u"), doubts[i].row);
  set_texts (item, title, doubts[i].why);
}

static const char *
state_words (TnImportState state)
{
  return state == TN_IMPORT_NEW ? _("new") : state == TN_IMPORT_CHANGED ? _("here, with other values") : _("here already");
}

static void
bind_household_cb (GtkSignalListItemFactory *factory, GtkListItem *item, TnImportReview *self)
{
  guint i = gtk_list_item_get_position (item);
  TnImportPreview household;
  g_autofree char *title = NULL, *detail = NULL, *people = NULL;

  if (!self->plan || i >= tn_import_plan_n_households (self->plan))
    return;
  household = tn_import_plan_household (self->plan, i);
  people = g_strdup_printf (ngettext ("%u person", "%u people", household.n_people), household.n_people);
  title = g_strdup_printf ("%s · %s", household.head && *household.head ? household.head : "–", household.address ? household.address : "");
  detail = g_strdup_printf ("%s · %s · %s", state_words (household.state), people, household.area && *household.area ? household.area : "–");
  set_texts (item, title, detail);
}

static GtkListView *
make_list (TnImportReview *self, GCallback bind, const char *name)
{
  GtkListItemFactory *factory = gtk_signal_list_item_factory_new ();
  GtkWidget *view;

  g_signal_connect_object (factory, "setup", G_CALLBACK (setup_cb), self, 0);
  g_signal_connect_object (factory, "bind", bind, self, 0);
  view = gtk_list_view_new (NULL, factory);
  gtk_list_view_set_show_separators (GTK_LIST_VIEW (view), TRUE);
  gtk_accessible_update_property (GTK_ACCESSIBLE (view), GTK_ACCESSIBLE_PROPERTY_LABEL, name, -1);
  return GTK_LIST_VIEW (view);
}

static void
add_page (TnImportReview *self, GtkListView *view, const char *name, const char *title)
{
  GtkWidget *scroller = gtk_scrolled_window_new ();

  gtk_scrolled_window_set_child (GTK_SCROLLED_WINDOW (scroller), GTK_WIDGET (view));
  gtk_scrolled_window_set_policy (GTK_SCROLLED_WINDOW (scroller), GTK_POLICY_NEVER, GTK_POLICY_AUTOMATIC);
  gtk_widget_set_vexpand (scroller, TRUE);
  gtk_widget_add_css_class (scroller, "card");
  gtk_widget_set_overflow (scroller, GTK_OVERFLOW_HIDDEN);   /* the card's corners are round */
  gtk_stack_add_titled (self->stack, scroller, name, title);
}

static void
set_count (GtkListView *view, guint n)
{
  g_autoptr (TnPlanIndex) index = g_object_new (TN_TYPE_PLAN_INDEX, NULL);
  GtkNoSelection *selection;

  index->n = n;
  selection = gtk_no_selection_new (G_LIST_MODEL (g_steal_pointer (&index)));
  gtk_list_view_set_model (view, GTK_SELECTION_MODEL (selection));
  g_object_unref (selection);
}

static void
set_titles (TnImportReview *self, guint doubts, guint households)
{
  g_autofree char *doubt_title = g_strdup_printf (_("To look at again (%u)"), doubts);
  g_autofree char *household_title = g_strdup_printf (_("Households (%u)"), households);

  gtk_stack_page_set_title (gtk_stack_get_page (self->stack, gtk_stack_get_child_by_name (self->stack, "doubts")), doubt_title);
  gtk_stack_page_set_title (gtk_stack_get_page (self->stack, gtk_stack_get_child_by_name (self->stack, "households")), household_title);
}

static void
set_numbers (TnImportReview *self, const TnImportCounts *counts)
{
  g_autofree char *text = g_strdup_printf (_("New: %u households, %u people, %u cards, %u category memberships, %u quarters and groups"),
                                           counts->households, counts->people, counts->cards, counts->memberships, counts->units);
  g_autofree char *here = g_strdup_printf (_("Here already: %u households, %u people; %u records have other values in the list"),
                                           counts->households_present, counts->people_present, counts->changed);

  gtk_label_set_text (self->numbers, text);
  gtk_label_set_text (self->present, here);
}

void
tn_import_review_set_plan (TnImportReview *self, const TnImportPlan *plan)
{
  guint doubts = 0, households = plan ? tn_import_plan_n_households (plan) : 0;

  self->plan = NULL;
  set_count (self->doubts, 0);
  set_count (self->households, 0);
  self->plan = plan;
  if (!plan)
    return;
  tn_import_plan_doubts (plan, &doubts);
  set_numbers (self, tn_import_plan_counts (plan));
  set_titles (self, doubts, households);
  set_count (self->doubts, doubts);
  set_count (self->households, households);
  gtk_stack_set_visible_child_name (self->stack, doubts ? "doubts" : "households");
}

static void
tn_import_review_class_init (TnImportReviewClass *klass)
{
}

static GtkLabel *
add_label (GtkBox *box, const char *css)
{
  GtkWidget *label = gtk_label_new (NULL);

  gtk_label_set_xalign (GTK_LABEL (label), 0);
  gtk_label_set_wrap (GTK_LABEL (label), TRUE);
  if (css)
    gtk_widget_add_css_class (label, css);
  gtk_box_append (box, label);
  return GTK_LABEL (label);
}

static void
tn_import_review_init (TnImportReview *self)
{
  GtkBox *box = GTK_BOX (gtk_box_new (GTK_ORIENTATION_VERTICAL, 8));
  GtkWidget *switcher = gtk_stack_switcher_new ();

  self->stack = GTK_STACK (gtk_stack_new ());
  self->numbers = add_label (box, "heading");
  self->present = add_label (box, "dim-label");
  self->doubts = make_list (self, G_CALLBACK (bind_doubt_cb), _("Cells to look at again"));
  self->households = make_list (self, G_CALLBACK (bind_household_cb), _("Households of the list"));
  add_page (self, self->doubts, "doubts", "");
  add_page (self, self->households, "households", "");
  gtk_stack_switcher_set_stack (GTK_STACK_SWITCHER (switcher), self->stack);
  gtk_widget_set_halign (switcher, GTK_ALIGN_START);
  gtk_box_append (box, switcher);
  gtk_box_append (box, GTK_WIDGET (self->stack));
  adw_bin_set_child (ADW_BIN (self), GTK_WIDGET (box));
}
