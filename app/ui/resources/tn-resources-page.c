/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "tn-resources-view.h"
#include "tn-date.h"
#include <glib/gi18n.h>
#include "tn-board.h"
#include "tn-plot.h"
#include "tn-today.h"
#include "tn-wrap-layout.h"
#include "tn-record-fields.h"

#define PLOT_HEIGHT 150

static const char *
label_of (const char *kind, const char *field, const char *key)
{
  return *key ? tn_choice_label (tn_kind_field (tn_schema_kind (kind), field), key) : "";
}

static void
add_part (GString *said, const char *part)
{
  if (part && *part)
    g_string_append_printf (said, "%s%s", said->len ? " · " : "", part);
}

/* Buttons with words, on as many lines as they need. labels end with NULL. */
static void
add_buttons (TnRecordPage *page, const char *const (*buttons)[2])
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 6);
  GtkLayoutManager *layout = g_object_new (TN_TYPE_WRAP_LAYOUT, NULL);

  gtk_widget_set_layout_manager (box, layout);
  for (; (*buttons)[0]; buttons++)
    gtk_widget_set_parent (tn_record_page_button (NULL, _((*buttons)[0]), (*buttons)[1], NULL), box);
  tn_record_page_add_widget (page, box);
}

static void
begin (TnRecordPage *page, const char *title, const char *subtitle)
{
  tn_record_page_begin (page, title, subtitle);
  tn_record_page_add_button (page, tn_record_page_button ("document-edit-symbolic", _("Edit (F2)"), "resources.edit", NULL));
}

/* A group of facts where there are some. fields end with NULL. */
static void
add_facts (TnRecordPage *page, const TnRow *row, const char *const *fields)
{
  AdwPreferencesGroup *group = NULL;

  for (; *fields; fields++)
    {
      if (!tn_row_field (row, *fields).len)
        continue;
      if (!group)
        group = tn_record_page_add_group (page, NULL, NULL);
      if (tn_kind_field (row->kind, *fields)->type == TN_TYPE_NOTE)
        tn_record_field_add_text (group, row, *fields);
      else
        tn_record_field_add (group, row, *fields);
    }
}

/* --- an item --- */

static void
write_problems (TnRecordPage *page, const TnStockView *view)
{
  AdwPreferencesGroup *group = view->problems->len ? tn_record_page_add_group (page, _("Something Is Not Right"), NULL) : NULL;

  for (guint i = 0; i < view->problems->len; i++)
    gtk_widget_add_css_class (tn_record_page_row (group, view->problems->pdata[i], NULL), "error");
}

static void
write_places (TnRecordPage *page, const TnStockItem *item)
{
  AdwPreferencesGroup *group = item->places->len ? tn_record_page_add_group (page, _("By Place"), NULL) : NULL;

  for (guint i = 0; i < item->places->len; i++)
    {
      const TnStockAt *at = item->places->pdata[i];
      g_autofree char *quantity = tn_stock_show_in (at->quantity, item->measure);
      GtkWidget *row = tn_record_page_row (group, at->name, NULL);

      tn_record_page_row_end (row, quantity, at->quantity < 0 ? "error" : NULL);
      tn_record_page_row_action (row, "resources.show", &at->id);
    }
}

static gint64
ms_of (gint64 at)
{
  g_autoptr (GDateTime) day = g_date_time_new (tn_date_zone (), (int) (at / 10000), MAX ((int) (at / 100 % 100), 1), MAX ((int) (at % 100), 1), 12, 0, 0);

  return day ? g_date_time_to_unix (day) * 1000 : 0;
}

static void
free_point (gpointer point)
{
  g_free (((TnPlotPoint *) point)->text);
}

static void
write_plot (TnRecordPage *page, const TnStockView *view)
{
  g_autoptr (GArray) points = g_array_new (FALSE, FALSE, sizeof (TnPlotPoint));
  g_autofree char *low = tn_stock_show (view->item->low);   /* with its measure it is too long for the plot’s edge */
  TnPlotLimit limit = { (double) view->item->low / TN_DECIMAL_ONE, FALSE, low };
  TnPlot *plot;

  if (view->days->len < 2)
    return;
  g_array_set_clear_func (points, free_point);
  for (guint i = 0; i < view->days->len; i++)
    {
      const TnStockDay *day = &g_array_index (view->days, TnStockDay, i);
      g_autofree char *date = tn_listed_date_show (day->at), *total = tn_stock_show_in (day->total, view->item->measure);
      gboolean low_then = day->total < 0 || (view->item->low && day->total < view->item->low);
      TnPlotPoint point = { (double) ms_of (day->at), (double) day->total / TN_DECIMAL_ONE, low_then, g_strdup_printf ("%s: %s", date, total) };

      g_array_append_val (points, point);
    }
  plot = tn_plot_new (_("In stock over time"));
  gtk_widget_set_name (GTK_WIDGET (plot), "plot");
  gtk_widget_set_size_request (GTK_WIDGET (plot), -1, PLOT_HEIGHT);
  tn_plot_set_range (plot, 0, (double) MAX (view->item->low, TN_DECIMAL_ONE) / TN_DECIMAL_ONE);
  tn_plot_set_points (plot, (const TnPlotPoint *) points->data, points->len);
  if (view->item->low)
    tn_plot_set_limits (plot, &limit, 1);
  tn_record_page_add_widget (page, GTK_WIDGET (plot));
}

/* "+120 kg", "−8 kg"; what goes from place to place without a sign. */
static char *
say_quantity (const TnStockEntry *entry, const char *measure)
{
  gboolean from = !tn_id_is_null (&entry->from), to = !tn_id_is_null (&entry->to);
  g_autofree char *quantity = tn_stock_show_in (entry->quantity, measure);

  if (!entry->understood)
    return g_strdup (_("Quantity not understood"));
  return g_strdup_printf ("%s%s", from && to ? "" : to ? "+" : "−", quantity);
}

static char *
say_entry (const TnStockEntry *entry, const char *measure)
{
  g_autofree char *day = tn_listed_date_show (entry->at), *counted = entry->counted >= 0 ? tn_stock_show_in (entry->counted, measure) : NULL;
  g_autoptr (GString) said = g_string_new (NULL);
  g_autofree char *way = NULL, *found = NULL;

  if (*entry->from_name && *entry->to_name)
    way = g_strdup_printf ("%s → %s", entry->from_name, entry->to_name);
  if (counted)
    /* Translators: what was found when the stock was counted */
    found = g_strdup_printf (_("counted: %s"), counted);
  add_part (said, day);
  add_part (said, way ? way : *entry->from_name ? entry->from_name : entry->to_name);
  add_part (said, entry->source_name);
  add_part (said, found);
  add_part (said, entry->by);
  add_part (said, entry->document);
  add_part (said, entry->note);
  return g_string_free (g_steal_pointer (&said), FALSE);
}

static void
write_entry (AdwPreferencesGroup *group, const TnStockEntry *entry, const char *measure)
{
  g_autofree char *quantity = say_quantity (entry, measure), *detail = say_entry (entry, measure);
  g_autofree char *title = g_strdup_printf ("%s%s%s · %s", quantity, *entry->item_name ? " " : "", entry->item_name, label_of ("stock_entry", "why", entry->why));
  GtkWidget *row = tn_record_page_row (group, title, detail);

  if (!entry->counts)
    tn_record_page_row_end (row, _("does not count"), "dim-label");
  else if (entry->reversed)
    tn_record_page_row_end (row, _("put right"), "dim-label");
  else
    adw_action_row_add_suffix (ADW_ACTION_ROW (row), tn_record_page_button ("edit-undo-symbolic", _("Put this entry right"), "resources.reverse", &entry->id));
}

static void
write_ledger (TnRecordPage *page, const TnStockView *view)
{
  guint older = view->n_entries - view->entries->len;
  g_autofree char *more = older ? g_strdup_printf (ngettext ("The newest. %u older entry counts too.", "The newest. %u older entries count too.", older), older) : NULL;
  AdwPreferencesGroup *group = tn_record_page_add_group (page, _("Entries"), more);

  for (guint i = 0; i < tn_record_page_count (page, "entries", view->entries->len); i++)
    write_entry (group, view->entries->pdata[i], view->item->measure);
  tn_record_page_add_more (page, group, "entries", view->entries->len);
  if (!view->entries->len)
    tn_record_page_row (group, _("Nothing has come in yet"), NULL);
}

static char *
say_total (const TnStockItem *item)
{
  g_autofree char *total = tn_stock_show_in (item->total, item->measure), *low = tn_stock_show_in (item->low, item->measure);

  if (item->state == TN_STOCK_LOW)
    return g_strdup_printf (_("%s left, fewer than %s"), total, low);
  if (item->state == TN_STOCK_NEGATIVE)
    /* Translators: %s is a quantity */
    return g_strdup_printf (_("%s, and below zero at a place"), total);
  return g_steal_pointer (&total);
}

static void
write_item (TnRecordPage *page, const TnResourcesView *view)
{
  static const char *const buttons[][2] = { { N_("_In (F7)"), "resources.in" }, { N_("_Out (F8)"), "resources.out" }, { N_("_Transfer (Shift+F8)"), "resources.transfer" },
                                            { N_("_Count (Shift+F7)"), "resources.count" }, { NULL, NULL } };
  g_autofree char *total = say_total (view->stock->item);

  begin (page, view->stock->item->name, total);
  add_buttons (page, buttons);
  write_problems (page, view->stock);
  write_places (page, view->stock->item);
  write_plot (page, view->stock);
  write_ledger (page, view->stock);
  if (*view->stock->note)
    tn_record_field_add_text (tn_record_page_add_group (page, NULL, NULL), view->row, "note");
}

/* --- a place --- */

static void
write_place (TnRecordPage *page, const TnResourcesView *view)
{
  const TnStockPlace *place = view->place;
  static const char *const facts[] = { "address", "keeper", "phone", "note", NULL };
  AdwPreferencesGroup *group;

  begin (page, place->name, *place->area ? place->area : _("Place of stock"));
  add_facts (page, view->row, facts);
  group = tn_record_page_add_group (page, _("What Is There"), NULL);
  for (guint i = 0; i < place->items->len; i++)
    {
      const TnStockItem *item = place->items->pdata[i];
      g_autofree char *quantity = tn_stock_show_in (item->total, item->measure);
      GtkWidget *row = tn_record_page_row (group, item->name, NULL);

      tn_record_page_row_end (row, quantity, item->total < 0 ? "error" : NULL);
      tn_record_page_row_action (row, "resources.show", &item->id);
    }
  if (!place->items->len)
    tn_record_page_row (group, _("Nothing has come in yet"), NULL);
}

/* --- donors and gifts --- */

static void
write_sums (TnRecordPage *page, GPtrArray *sums)
{
  AdwPreferencesGroup *group = sums->len ? tn_record_page_add_group (page, _("Altogether"), NULL) : NULL;

  for (guint i = 0; i < sums->len; i++)
    {
      const TnDonorSum *sum = sums->pdata[i];
      g_autofree char *quantity = tn_stock_show_in (sum->quantity, sum->measure);

      tn_record_page_fact (group, sum->name, quantity);
    }
}

static void
write_gifts (TnRecordPage *page, GPtrArray *gifts)
{
  AdwPreferencesGroup *group = tn_record_page_add_group (page, _("Gifts"), NULL);

  for (guint i = 0; i < tn_record_page_count (page, "gifts", gifts->len); i++)
    {
      const TnGift *gift = gifts->pdata[i];
      g_autofree char *day = tn_listed_date_show (gift->at), *said = tn_gift_say (gift);
      GtkWidget *row = tn_record_page_row (group, *said ? said : _("Nothing written yet"), day);

      if (!gift->thanked)
        tn_record_page_row_end (row, _("not thanked yet"), "warning");
      tn_record_page_row_action (row, "resources.show", &gift->id);
    }
  tn_record_page_add_more (page, group, "gifts", gifts->len);
  if (!gifts->len)
    tn_record_page_row (group, _("None yet"), NULL);
}

static void
write_donor (TnRecordPage *page, const TnResourcesView *view)
{
  static const char *const buttons[][2] = { { N_("New _Gift (F7)"), "resources.new-gift" }, { NULL, NULL } };
  g_autofree char *name = tn_row_dup_text (view->row, "name"), *type = tn_row_dup_text (view->row, "type");
  static const char *const facts[] = { "contact", "phone", "address", "note", NULL };
  AdwPreferencesGroup *group;

  begin (page, name ? name : "", label_of ("donor", "type", type ? type : ""));
  add_buttons (page, buttons);
  add_facts (page, view->row, facts);
  write_sums (page, view->sums);
  write_gifts (page, view->gifts);
  group = view->sponsored->len ? tn_record_page_add_group (page, _("Sponsors"), NULL) : NULL;
  for (guint i = 0; i < tn_record_page_count (page, "sponsored", view->sponsored->len); i++)
    {
      const TnBoardRow *one = view->sponsored->pdata[i];

      tn_record_page_row_action (tn_record_page_row (group, one->title, NULL), "resources.sponsorship", &one->id);
    }
  if (group)
    tn_record_page_add_more (page, group, "sponsored", view->sponsored->len);
}

static void
write_gift (TnRecordPage *page, const TnResourcesView *view)
{
  static const char *const thank[][2] = { { N_("What _Came (F7)"), "resources.came" }, { N_("_Thanked Today (F8)"), "resources.thank" }, { NULL, NULL } };
  static const char *const thanked[][2] = { { N_("What _Came (F7)"), "resources.came" }, { NULL, NULL } };
  const TnGift *gift = view->gift;
  g_autofree char *day = tn_listed_date_show (gift->at), *title = g_strdup_printf (_("Gift of %s"), gift->donor_name);
  AdwPreferencesGroup *facts, *group;

  begin (page, title, day);
  add_buttons (page, gift->thanked ? thanked : thank);
  facts = tn_record_page_add_group (page, NULL, NULL);
  tn_record_page_row_action (tn_record_page_row (facts, gift->donor_name, _("Donor")), "resources.show", &gift->donor);
  tn_record_field_add (facts, view->row, "purpose");
  tn_record_field_add (facts, view->row, "document");
  tn_record_field_add (facts, view->row, "thanked");
  tn_record_field_add_text (facts, view->row, "note");
  group = tn_record_page_add_group (page, _("What Came"), NULL);
  for (guint i = 0; i < gift->entries->len; i++)
    write_entry (group, gift->entries->pdata[i], ((TnStockEntry *) gift->entries->pdata[i])->measure);
  if (!gift->entries->len)
    tn_record_page_row (group, _("Nothing written yet"), _("Write what came, and where it is kept: it then stands in the stock."));
}

/* --- reductions --- */

static void
write_homes (TnRecordPage *page, const TnResourcesView *view)
{
  GPtrArray *homes = view->reduction->homes;
  g_autofree char *title = g_strdup_printf (ngettext ("%u Household", "%u Households", homes->len), homes->len);
  /* Translators: over all reductions of the ward */
  g_autofree char *all = g_strdup_printf (ngettext ("All reductions together reach %u household, each counted once.", "All reductions together reach %u households, each counted once.",
                                                    view->n_reached), view->n_reached);
  AdwPreferencesGroup *group = tn_record_page_add_group (page, title, all);

  for (guint i = 0; i < tn_record_page_count (page, "homes", homes->len); i++)
    {
      const TnReductionHome *home = homes->pdata[i];
      GtkWidget *row = tn_record_page_row (group, home->title, home->head);

      adw_action_row_add_suffix (ADW_ACTION_ROW (row), tn_record_page_button ("edit-delete-symbolic", _("Take off: written in error"), "resources.remove-home", &home->record));
      tn_record_page_row_action (row, "resources.household", &home->household);
    }
  tn_record_page_add_more (page, group, "homes", homes->len);
}

static void
write_reduction (TnRecordPage *page, const TnResourcesView *view)
{
  static const char *const whole[][2] = { { N_("Add the Whole _Building (F7)"), "resources.add-building" }, { N_("Add a _Household (F8)"), "resources.add-household" }, { NULL, NULL } };
  static const char *const single[][2] = { { N_("Add a _Household (F8)"), "resources.add-household" }, { NULL, NULL } };
  const TnReduction *reduction = view->reduction->reduction;
  g_autofree char *said = tn_reduction_say (reduction), *title = g_strdup_printf ("%s: %s", reduction->owner, said);
  AdwPreferencesGroup *facts;

  begin (page, title, reduction->running ? NULL : _("Not running"));
  add_buttons (page, tn_id_is_null (&reduction->building) ? single : whole);
  facts = tn_record_page_add_group (page, NULL, NULL);
  tn_record_page_fact (facts, _("Building"), reduction->building_name);
  tn_record_page_fact (facts, _("Quarter or group"), reduction->area);
  tn_record_field_add (facts, view->row, "owner_phone");
  tn_record_field_add (facts, view->row, "from");
  tn_record_field_add (facts, view->row, "to");
  tn_record_field_add_text (facts, view->row, "note");
  write_homes (page, view);
}

void
tn_resources_page_write (TnRecordPage *page, const TnResourcesView *view)
{
  if (view->stock)
    write_item (page, view);
  else if (view->place)
    write_place (page, view);
  else if (view->gifts)
    write_donor (page, view);
  else if (view->gift)
    write_gift (page, view);
  else
    write_reduction (page, view);
  tn_record_page_end (page);
}
