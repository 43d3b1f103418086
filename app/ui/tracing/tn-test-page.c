/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "tn-test-page-private.h"
#include <glib/gi18n.h>
#include "tn-date.h"
#include "tn-text.h"
#include "tn-wrap-layout.h"

G_DEFINE_FINAL_TYPE (TnTestPage, tn_test_page, ADW_TYPE_BIN)

/* --- what is said above the list --- */

void
tn_test_page_say (TnTestPage *self, const char *text, gboolean offer_case)
{
  gtk_label_set_text (self->message, text ? text : "");
  gtk_widget_set_visible (self->message_box, text != NULL);
  gtk_widget_set_visible (self->case_button, offer_case);
}

TnTestItem *
tn_test_page_find_item (TnTestPage *self, const TnId *person, guint *position)
{
  for (guint i = 0; i < g_list_model_get_n_items (G_LIST_MODEL (self->filtered)); i++)
    {
      g_autoptr (TnTestItem) item = g_list_model_get_item (G_LIST_MODEL (self->filtered), i);

      if (!tn_id_equal (tn_test_item_get_person (item), person))
        continue;
      if (position)
        *position = i;
      return item;   /* the model holds it */
    }
  return NULL;
}

/* --- the keyboard's place --- */

void
tn_test_page_select (TnTestPage *self, guint position)
{
  if (position >= g_list_model_get_n_items (G_LIST_MODEL (self->filtered)))
    return;
  gtk_single_selection_set_selected (self->selection, position);
  gtk_widget_activate_action (GTK_WIDGET (self->view), "list.scroll-to-item", "u", position);
}

/* A list gives the keyboard to the line that had it last, whichever is selected: the line is looked for among those that have widgets. */
static GtkWidget *
find_row (TnTestPage *self, gpointer item)
{
  for (GtkWidget *row = gtk_widget_get_first_child (GTK_WIDGET (self->view)); row; row = gtk_widget_get_next_sibling (row))
    if (tn_test_item_of_line (gtk_widget_get_first_child (row)) == item)
      return row;
  return NULL;
}

void
tn_test_page_focus_line (TnTestPage *self, guint position)
{
  GtkWidget *row;

  tn_test_page_select (self, position);
  row = find_row (self, gtk_single_selection_get_selected_item (self->selection));
  gtk_widget_grab_focus (row ? row : GTK_WIDGET (self->view));
}

static guint
first_pending (TnTestPage *self)
{
  for (guint i = 0; i < g_list_model_get_n_items (G_LIST_MODEL (self->filtered)); i++)
    {
      g_autoptr (TnTestItem) item = g_list_model_get_item (G_LIST_MODEL (self->filtered), i);

      if (tn_test_item_get_result (item) == TN_TEST_PENDING)
        return i;
    }
  return 0;
}

void
tn_test_page_focus (TnTestPage *self)
{
  tn_test_page_focus_line (self, first_pending (self));
}

void
tn_test_page_find (TnTestPage *self)
{
  gtk_widget_grab_focus (GTK_WIDGET (self->search));
  gtk_editable_select_region (GTK_EDITABLE (self->search), 0, -1);
}

static void
go_to_list_cb (TnTestPage *self)
{
  tn_test_page_focus_line (self, 0);
}

/* --- showing --- */

static void
fill_cell (GtkGrid *grid, int column, int row, const char *text, gboolean heading)
{
  GtkWidget *label = gtk_label_new (text);

  gtk_label_set_xalign (GTK_LABEL (label), column ? 1 : 0);
  gtk_widget_add_css_class (label, heading ? "dim-label" : "numeric");
  gtk_grid_attach (grid, label, column, row, 1, 1);
}

static void
fill_area (TnTestPage *self, const TnTestArea *area, int row)
{
  static const TnTestResult columns[] = { TN_TEST_POSITIVE, TN_TEST_NEGATIVE, TN_TEST_INVALID, TN_TEST_PENDING };
  double positivity = tn_test_positivity (area->counts);
  g_autofree char *share = positivity < 0 ? g_strdup ("–") : g_strdup_printf ("%.1f %%", positivity);

  fill_cell (self->areas, 0, row, area->name, FALSE);
  for (gsize i = 0; i < G_N_ELEMENTS (columns); i++)
    {
      g_autofree char *text = g_strdup_printf ("%u", area->counts[columns[i]]);

      fill_cell (self->areas, (int) i + 1, row, text, FALSE);
    }
  fill_cell (self->areas, G_N_ELEMENTS (columns) + 1, row, share, FALSE);
}

static void
show_areas (TnTestPage *self, GPtrArray *areas)
{
  const char *const headings[] = { _("Quarter"), _("Positive"), _("Negative"), _("Not valid"), _("Not known yet"), _("Positivity") };
  GtkWidget *child;

  while ((child = gtk_widget_get_first_child (GTK_WIDGET (self->areas))))
    gtk_grid_remove (self->areas, child);
  for (gsize i = 0; i < G_N_ELEMENTS (headings); i++)
    fill_cell (self->areas, (int) i, 0, headings[i], TRUE);
  for (guint i = 0; i < areas->len; i++)
    fill_area (self, areas->pdata[i], (int) i + 1);
  gtk_widget_set_visible (self->areas_expander, areas->len > 0);
}

static gboolean
has_same_people (TnTestPage *self, const TnTracingDetail *detail)
{
  guint n = g_list_model_get_n_items (G_LIST_MODEL (self->items));

  if (n != detail->sheet->lines->len || !tn_id_equal (&self->round, &detail->id))
    return FALSE;
  for (guint i = 0; i < n; i++)
    {
      g_autoptr (TnTestItem) item = g_list_model_get_item (G_LIST_MODEL (self->items), i);

      if (!tn_id_equal (tn_test_item_get_person (item), &((TnTestLine *) detail->sheet->lines->pdata[i])->person))
        return FALSE;
    }
  return TRUE;
}

/* People come and go seldom; results change with every key. */
static void
show_lines (TnTestPage *self, const TnTracingDetail *detail)
{
  g_autoptr (GPtrArray) items = NULL;
  guint selected = gtk_single_selection_get_selected (self->selection);
  gboolean same_round = tn_id_equal (&self->round, &detail->id);

  if (has_same_people (self, detail))
    {
      for (guint i = 0; i < detail->sheet->lines->len; i++)
        {
          g_autoptr (TnTestItem) item = g_list_model_get_item (G_LIST_MODEL (self->items), i);

          tn_test_item_update (item, detail->sheet->lines->pdata[i]);
        }
      return;
    }
  items = g_ptr_array_new_with_free_func (g_object_unref);
  for (guint i = 0; i < detail->sheet->lines->len; i++)
    g_ptr_array_add (items, tn_test_item_new (detail->sheet->lines->pdata[i]));
  g_list_store_splice (self->items, 0, g_list_model_get_n_items (G_LIST_MODEL (self->items)), items->pdata, items->len);
  self->round = detail->id;
  tn_test_page_select (self, same_round && selected != GTK_INVALID_LIST_POSITION ? MIN (selected, items->len ? items->len - 1 : 0) : first_pending (self));
}

static void
show_header (TnTestPage *self, const TnTracingDetail *detail)
{
  g_autofree char *name = tn_row_dup_text (detail->row, "name"), *date = tn_field_show (tn_kind_field (detail->row->kind, "date"), tn_row_field (detail->row, "date"));
  g_autofree char *method = tn_field_show (tn_kind_field (detail->row->kind, "method"), tn_row_field (detail->row, "method"));
  g_autofree char *place = tn_row_dup_text (detail->row, "place"), *state = tn_row_dup_text (detail->row, "state");
  g_autofree char *subtitle = g_strdup_printf ("%s · %s%s%s%s%s", date, *detail->sheet->area ? detail->sheet->area : _("Whole ward"), *method ? " · " : "", method,
                                               place ? " · " : "", place ? place : "");
  g_autofree char *counts = tn_tracing_counts_words (detail->sheet->counts), *twice = NULL;
  guint n = detail->sheet->twice;
  gboolean closed = g_strcmp0 (state, "closed") == 0;

  gtk_label_set_text (self->title, name ? name : "");
  gtk_label_set_text (self->subtitle, subtitle);
  if (n)
    twice = g_strdup_printf (ngettext ("%s\n%u person is written down twice: type the result that is right.", "%s\n%u people are written down twice: type the results that are right.", n),
                             counts, n);
  gtk_label_set_text (self->counts, twice ? twice : counts);
  gtk_widget_set_visible (self->close_button, !closed);
  gtk_widget_set_visible (self->open_button, closed);
}

void
tn_test_page_show (TnTestPage *self, const TnTracingDetail *detail)
{
  self->detail = detail;
  if (!detail)
    return;
  if (!tn_id_equal (&self->round, &detail->id))
    {
      tn_test_page_say (self, NULL, FALSE);
      gtk_editable_set_text (GTK_EDITABLE (self->search), "");
      memset (&self->warned, 0, sizeof self->warned);
    }
  show_header (self, detail);
  show_areas (self, detail->sheet->areas);
  show_lines (self, detail);
}

/* --- searching --- */

static gboolean
matches_cb (gpointer item, gpointer user_data)
{
  return tn_test_item_matches (item, TN_TEST_PAGE (user_data)->folded);
}

static void
search_changed_cb (TnTestPage *self)
{
  const char *text = gtk_editable_get_text (GTK_EDITABLE (self->search));

  g_free (self->folded);
  self->folded = *text ? tn_text_fold (text, -1) : NULL;
  gtk_filter_changed (gtk_filter_list_model_get_filter (self->filtered), GTK_FILTER_CHANGE_DIFFERENT);
}

/* --- GObject --- */

void
tn_test_page_attach (TnTestPage *self, TnWorkspace *workspace)
{
  g_set_object (&self->workspace, workspace);
}

static void
tn_test_page_dispose (GObject *object)
{
  TnTestPage *self = TN_TEST_PAGE (object);

  g_clear_object (&self->workspace);
  self->detail = NULL;
  G_OBJECT_CLASS (tn_test_page_parent_class)->dispose (object);
}

static void
tn_test_page_finalize (GObject *object)
{
  TnTestPage *self = TN_TEST_PAGE (object);

  g_object_unref (self->items);
  g_free (self->folded);
  G_OBJECT_CLASS (tn_test_page_parent_class)->finalize (object);
}

static void
tn_test_page_class_init (TnTestPageClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = tn_test_page_dispose;
  G_OBJECT_CLASS (klass)->finalize = tn_test_page_finalize;
  g_type_ensure (TN_TYPE_WRAP_LAYOUT);
  gtk_widget_class_install_action (widget_class, "test.add", NULL, tn_test_page_act);
  gtk_widget_class_install_action (widget_class, "test.state", "s", tn_test_page_act);
  gtk_widget_class_set_template_from_resource (widget_class, "/vn/tungnha/TungNha/ui/tracing/tn-test-page.ui");
  gtk_widget_class_bind_template_child (widget_class, TnTestPage, title);
  gtk_widget_class_bind_template_child (widget_class, TnTestPage, subtitle);
  gtk_widget_class_bind_template_child (widget_class, TnTestPage, counts);
  gtk_widget_class_bind_template_child (widget_class, TnTestPage, message);
  gtk_widget_class_bind_template_child (widget_class, TnTestPage, message_box);
  gtk_widget_class_bind_template_child (widget_class, TnTestPage, areas);
  gtk_widget_class_bind_template_child (widget_class, TnTestPage, areas_expander);
  gtk_widget_class_bind_template_child (widget_class, TnTestPage, case_button);
  gtk_widget_class_bind_template_child (widget_class, TnTestPage, close_button);
  gtk_widget_class_bind_template_child (widget_class, TnTestPage, open_button);
  gtk_widget_class_bind_template_child (widget_class, TnTestPage, search);
  gtk_widget_class_bind_template_child (widget_class, TnTestPage, view);
  gtk_widget_class_bind_template_callback_full (widget_class, "open_case_cb", G_CALLBACK (tn_test_page_open_case));
  gtk_widget_class_bind_template_callback (widget_class, search_changed_cb);
  gtk_widget_class_bind_template_callback (widget_class, go_to_list_cb);
}

static void
tn_test_page_init (TnTestPage *self)
{
  g_autoptr (GtkListItemFactory) factory = tn_test_item_factory_new ();

  gtk_widget_init_template (GTK_WIDGET (self));
  self->items = g_list_store_new (TN_TYPE_TEST_ITEM);
  self->filtered = gtk_filter_list_model_new (g_object_ref (G_LIST_MODEL (self->items)), GTK_FILTER (gtk_custom_filter_new (matches_cb, self, NULL)));
  self->selection = gtk_single_selection_new (G_LIST_MODEL (self->filtered));
  gtk_list_view_set_factory (self->view, factory);
  gtk_list_view_set_model (self->view, GTK_SELECTION_MODEL (self->selection));
  g_object_unref (self->selection);   /* the view holds it */
  tn_test_page_add_keys (self);
}
