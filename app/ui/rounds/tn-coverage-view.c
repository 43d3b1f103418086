/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "tn-coverage-view.h"
#include "tn-date.h"
#include <glib/gi18n.h>
#include "tn-house-squares.h"
#include "tn-option-drop-down.h"
#include "tn-round-coverage.h"
#include "tn-today.h"
#include "tn-window.h"

#define PERIOD_WIDTH 190

struct _TnCoverageView
{
  AdwBin parent_instance;

  GtkWidget *period, *legend;
  GtkLabel *summary;
  GtkStack *stack;
  GtkListView *view;
  GListStore *alleys;          /* TnCoverageRow */
  TnWorkspace *workspace;
  GCancellable *cancellable;
  TnId round, area;
  char *street, *alley;
  gint64 evening;              /* ms: the start of its day */
  gboolean stale;              /* to be read when it is shown */
};

G_DEFINE_FINAL_TYPE (TnCoverageView, tn_coverage_view, ADW_TYPE_BIN)

/* --- an alley in the list --- */

#define TN_TYPE_COVERAGE_ROW (tn_coverage_row_get_type ())
G_DECLARE_FINAL_TYPE (TnCoverageRow, tn_coverage_row, TN, COVERAGE_ROW, GObject)

struct _TnCoverageRow
{
  GObject parent_instance;

  char *name, *counts;
  GArray *houses;
};

G_DEFINE_FINAL_TYPE (TnCoverageRow, tn_coverage_row, G_TYPE_OBJECT)

static void
tn_coverage_row_finalize (GObject *object)
{
  TnCoverageRow *self = TN_COVERAGE_ROW (object);

  g_free (self->name);
  g_free (self->counts);
  g_clear_pointer (&self->houses, g_array_unref);
  G_OBJECT_CLASS (tn_coverage_row_parent_class)->finalize (object);
}

static void
tn_coverage_row_class_init (TnCoverageRowClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = tn_coverage_row_finalize;
}

static void
tn_coverage_row_init (TnCoverageRow *self)
{
}

static TnCoverageRow *
new_row (const TnCoverageAlley *alley)
{
  TnCoverageRow *row = g_object_new (TN_TYPE_COVERAGE_ROW, NULL);

  row->name = g_strdup (alley->name);
  row->houses = g_array_ref (alley->houses);
  /* Translators: houses reached, of how many; then those where nobody was at home. */
  row->counts = alley->counts[TN_COVERAGE_ABSENT]
    ? g_strdup_printf (_("%u of %u, nobody at home: %u"), alley->counts[TN_COVERAGE_REACHED], alley->houses->len, alley->counts[TN_COVERAGE_ABSENT])
    : g_strdup_printf (_("%u of %u"), alley->counts[TN_COVERAGE_REACHED], alley->houses->len);
  return row;
}

static void
house_cb (GtkWidget *squares, const char *household)
{
  TnId id;

  if (tn_id_parse (household, -1, &id) && tn_window_of (squares))
    tn_window_show_household (tn_window_of (squares), &id);
}

static void
setup_cb (GtkSignalListItemFactory *factory, GtkListItem *item)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 4), *across = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 12);
  GtkWidget *name = gtk_label_new (NULL), *counts = gtk_label_new (NULL), *squares = g_object_new (TN_TYPE_HOUSE_SQUARES, NULL);

  gtk_label_set_xalign (GTK_LABEL (name), 0);
  gtk_label_set_ellipsize (GTK_LABEL (name), PANGO_ELLIPSIZE_END);
  gtk_widget_set_hexpand (name, TRUE);
  gtk_widget_add_css_class (counts, "numeric");
  gtk_widget_add_css_class (counts, "caption");
  gtk_box_append (GTK_BOX (across), name);
  gtk_box_append (GTK_BOX (across), counts);
  gtk_box_append (GTK_BOX (box), across);
  gtk_box_append (GTK_BOX (box), squares);
  g_signal_connect (squares, "house", G_CALLBACK (house_cb), NULL);
  gtk_list_item_set_child (item, box);
}

static void
bind_cb (GtkSignalListItemFactory *factory, GtkListItem *item)
{
  TnCoverageRow *row = gtk_list_item_get_item (item);
  GtkWidget *across = gtk_widget_get_first_child (gtk_list_item_get_child (item)), *name = gtk_widget_get_first_child (across);
  GtkWidget *squares = gtk_widget_get_next_sibling (across);
  g_autofree char *spoken = g_strdup_printf ("%s: %s", row->name, row->counts);

  gtk_label_set_text (GTK_LABEL (name), row->name);
  gtk_label_set_text (GTK_LABEL (gtk_widget_get_next_sibling (name)), row->counts);
  tn_house_squares_set (TN_HOUSE_SQUARES (squares), row->houses);
  gtk_accessible_update_property (GTK_ACCESSIBLE (squares), GTK_ACCESSIBLE_PROPERTY_LABEL, spoken, -1);
}

/* --- reading --- */

typedef struct
{
  TnId round, area;
  char *street, *alley;
  gint64 from, to;
} Question;

static void
free_question (gpointer data)
{
  g_free (((Question *) data)->street);
  g_free (((Question *) data)->alley);
  g_free (data);
}

static gpointer
read_coverage (TnCopy *copy, gpointer data, GCancellable *cancellable, GError **error)
{
  Question *question = data;
  TnCoverageQuery query = { .area = tn_id_is_null (&question->area) ? NULL : &question->area, .street = question->street, .alley = question->alley,
                            .round = &question->round, .from = question->from, .to = question->to };

  return tn_coverage_read (copy, &query, error);
}

static void
show (TnCoverageView *self, const TnCoverage *coverage)
{
  g_autoptr (GPtrArray) rows = g_ptr_array_new_with_free_func (g_object_unref);
  const guint *n = coverage->counts;
  /* Translators: how many houses of a quarter have been reached, of how many, in per cent; then the others */
  g_autofree char *text = g_strdup_printf (_("%u of %u houses reached (%u %%). Nobody at home: %u. Not yet: %u."), n[TN_COVERAGE_REACHED], coverage->n,
                                           coverage->n ? n[TN_COVERAGE_REACHED] * 100 / coverage->n : 0, n[TN_COVERAGE_ABSENT], n[TN_COVERAGE_NOT_YET]);

  for (guint i = 0; i < coverage->alleys->len; i++)
    g_ptr_array_add (rows, new_row (coverage->alleys->pdata[i]));
  g_list_store_splice (self->alleys, 0, g_list_model_get_n_items (G_LIST_MODEL (self->alleys)), rows->pdata, rows->len);
  gtk_label_set_text (self->summary, text);
  gtk_stack_set_visible_child_name (self->stack, "list");
}

static void
read_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (TnCoverageView) self = user_data;
  g_autoptr (GError) error = NULL;
  g_autoptr (TnCoverage) coverage = tn_store_finish (TN_STORE (source), result, &error);

  if (!self->workspace || g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return;
  if (coverage)
    show (self, coverage);
  else
    gtk_label_set_text (self->summary, error->message);
}

/* "0" = the evening of the round alone, else so many days up to it. */
static void
start_reading (TnCoverageView *self)
{
  int days = (int) g_ascii_strtoll (tn_option_drop_down_get_key (GTK_DROP_DOWN (self->period)), NULL, 10);
  Question *question;

  if (!self->workspace)
    return;
  self->stale = !gtk_widget_get_mapped (GTK_WIDGET (self));
  if (self->stale)
    return;
  g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->cancellable);
  self->cancellable = g_cancellable_new ();
  question = g_new0 (Question, 1);
  *question = (Question) { self->round, self->area, g_strdup (self->street), g_strdup (self->alley), tn_day_start (self->evening, days ? 1 - days : 0),
                           tn_day_start (self->evening, 1) };
  tn_store_read_async (tn_workspace_get_store (self->workspace), read_coverage, question, free_question, (GDestroyNotify) tn_coverage_free,
                       self->cancellable, read_cb, g_object_ref (self));
}

/* ms of noon: any time of that day will do. */
static gint64
get_noon (const char *evening)
{
  int year = 0, month = 1, day = 1;
  g_autoptr (GDateTime) noon = NULL;

  if (sscanf (evening, "%d-%d-%d", &year, &month, &day) >= 1)
    noon = g_date_time_new (tn_date_zone (), year, month, day, 12, 0, 0);
  return noon ? g_date_time_to_unix (noon) * 1000 : 0;
}

void
tn_coverage_view_show (TnCoverageView *self, TnWorkspace *workspace, const TnRound *round)
{
  g_set_object (&self->workspace, workspace);
  self->round = round->id;
  self->area = round->area;
  g_free (self->street);
  g_free (self->alley);
  self->street = g_strdup (round->street);
  self->alley = g_strdup (round->alley);
  self->evening = get_noon (round->evening);
  start_reading (self);
}

static void
map_cb (TnCoverageView *self)
{
  if (self->stale)
    start_reading (self);
}

/* --- the widget --- */

static GtkWidget *
make_period (TnCoverageView *self)
{
  const char *labels[] = { _("On this evening"), _("In 7 days"), _("In 30 days"), _("In 90 days") }, *keys[] = { "0", "7", "30", "90" };
  g_autoptr (GListStore) options = g_list_store_new (TN_TYPE_OPTION);

  for (guint i = 0; i < G_N_ELEMENTS (keys); i++)
    {
      g_autoptr (TnOption) option = tn_option_new (keys[i], labels[i], 0);

      g_list_store_append (options, option);
    }
  self->period = tn_option_drop_down_new (NULL, G_LIST_MODEL (options));
  tn_option_drop_down_set_key (GTK_DROP_DOWN (self->period), "30");
  gtk_widget_set_name (self->period, "period");
  gtk_widget_set_size_request (self->period, PERIOD_WIDTH, -1);   /* its text would give way to the summary, which can wrap */
  gtk_widget_set_valign (self->period, GTK_ALIGN_CENTER);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->period), GTK_ACCESSIBLE_PROPERTY_LABEL, _("Period"), -1);
  g_signal_connect_swapped (self->period, "notify::selected", G_CALLBACK (start_reading), self);
  return self->period;
}

static void
add_to_legend (GtkWidget *box, TnCoverageState state, gboolean in_round, const char *text)
{
  GArray *houses = g_array_new (FALSE, FALSE, sizeof (TnCoverageHouse));
  TnCoverageHouse house = { .door = (char *) text, .state = state, .in_round = in_round };
  GtkWidget *squares = g_object_new (TN_TYPE_HOUSE_SQUARES, "valign", GTK_ALIGN_CENTER, "has-tooltip", FALSE, "can-target", FALSE, NULL);
  GtkWidget *pair = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 4), *label = gtk_label_new (text);

  g_array_append_val (houses, house);
  tn_house_squares_set (TN_HOUSE_SQUARES (squares), houses);
  g_array_unref (houses);
  gtk_widget_add_css_class (label, "caption");
  gtk_box_append (GTK_BOX (pair), squares);
  gtk_box_append (GTK_BOX (pair), label);
  gtk_box_append (GTK_BOX (box), pair);
}

static GtkWidget *
make_legend (void)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 14);

  for (TnCoverageState state = 0; state < TN_COVERAGE_N; state++)
    add_to_legend (box, TN_COVERAGE_N - 1 - state, FALSE, tn_coverage_state_name (TN_COVERAGE_N - 1 - state));
  add_to_legend (box, TN_COVERAGE_NOT_YET, TRUE, _("Of this round"));
  return box;
}

static GtkWidget *
make_head (TnCoverageView *self)
{
  GtkWidget *head = gtk_box_new (GTK_ORIENTATION_VERTICAL, 8), *across = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 12);

  self->summary = GTK_LABEL (gtk_label_new (NULL));
  gtk_label_set_wrap (self->summary, TRUE);
  gtk_label_set_xalign (self->summary, 0);
  gtk_widget_set_hexpand (GTK_WIDGET (self->summary), TRUE);
  gtk_widget_set_name (GTK_WIDGET (self->summary), "coverage_summary");
  gtk_box_append (GTK_BOX (across), GTK_WIDGET (self->summary));
  gtk_box_append (GTK_BOX (across), make_period (self));
  gtk_box_append (GTK_BOX (head), across);
  gtk_box_append (GTK_BOX (head), make_legend ());
  gtk_widget_set_margin_start (head, 12);
  gtk_widget_set_margin_end (head, 12);
  return head;
}

static void
tn_coverage_view_dispose (GObject *object)
{
  TnCoverageView *self = TN_COVERAGE_VIEW (object);

  g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->workspace);
  G_OBJECT_CLASS (tn_coverage_view_parent_class)->dispose (object);
}

static void
tn_coverage_view_finalize (GObject *object)
{
  TnCoverageView *self = TN_COVERAGE_VIEW (object);

  g_clear_object (&self->cancellable);
  g_object_unref (self->alleys);
  g_free (self->street);
  g_free (self->alley);
  G_OBJECT_CLASS (tn_coverage_view_parent_class)->finalize (object);
}

static void
tn_coverage_view_class_init (TnCoverageViewClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = tn_coverage_view_dispose;
  G_OBJECT_CLASS (klass)->finalize = tn_coverage_view_finalize;
}

static void
tn_coverage_view_init (TnCoverageView *self)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 8), *scrolled = gtk_scrolled_window_new ();
  GtkListItemFactory *factory = gtk_signal_list_item_factory_new ();

  g_signal_connect (factory, "setup", G_CALLBACK (setup_cb), NULL);
  g_signal_connect (factory, "bind", G_CALLBACK (bind_cb), NULL);
  self->alleys = g_list_store_new (TN_TYPE_COVERAGE_ROW);
  self->view = GTK_LIST_VIEW (gtk_list_view_new (GTK_SELECTION_MODEL (gtk_no_selection_new (G_LIST_MODEL (g_object_ref (self->alleys)))), factory));
  gtk_widget_add_css_class (GTK_WIDGET (self->view), "tn-board");
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->view), GTK_ACCESSIBLE_PROPERTY_LABEL, _("Houses by alley"), -1);
  gtk_scrolled_window_set_policy (GTK_SCROLLED_WINDOW (scrolled), GTK_POLICY_NEVER, GTK_POLICY_AUTOMATIC);
  gtk_scrolled_window_set_child (GTK_SCROLLED_WINDOW (scrolled), GTK_WIDGET (self->view));
  gtk_widget_set_vexpand (scrolled, TRUE);
  self->stack = GTK_STACK (gtk_stack_new ());
  gtk_stack_add_named (self->stack, gtk_spinner_new (), "reading");
  gtk_stack_add_named (self->stack, scrolled, "list");
  gtk_box_append (GTK_BOX (box), make_head (self));
  gtk_box_append (GTK_BOX (box), GTK_WIDGET (self->stack));
  adw_bin_set_child (ADW_BIN (self), box);
  g_signal_connect_swapped (self, "map", G_CALLBACK (map_cb), self);
}
