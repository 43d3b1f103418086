/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "tn-resources-screen.h"
#include <glib/gi18n.h>
#include "tn-each.h"
#include "tn-resources-dialogs.h"
#include "tn-resources-view.h"
#include "tn-tip.h"

#define SAID_PLACES 3u     /* in a line of the list; how many more there are is said */
#define GIFTS_LISTED 200   /* the newest; how many more there are is said */

struct _TnResourcesScreen
{
  TnBoardScreen parent_instance;
};

G_DEFINE_FINAL_TYPE (TnResourcesScreen, tn_resources_screen, TN_TYPE_BOARD_SCREEN)

/* --- the lists --- */

static void
add_row (GPtrArray *rows, TnBoardRow *row, const char *heading)
{
  row->heading = g_strdup (heading);
  g_ptr_array_add (rows, row);
}

static void
say_place (GString *said, const TnStockItem *item, const TnStockAt *at)
{
  g_autofree char *quantity = tn_stock_show_in (at->quantity, item->measure);

  g_string_append_printf (said, "%s%s: %s", said->len ? "; " : "", at->name, quantity);
}

/* Those with stock, or those below zero, as far as there is room. */
static void
say_some (GString *said, const TnStockItem *item, gboolean negative, guint *n)
{
  for (guint i = 0; i < item->places->len; i++)
    {
      const TnStockAt *at = item->places->pdata[i];

      if (at->quantity && (at->quantity < 0) == negative && (*n)++ < SAID_PLACES)
        say_place (said, item, at);
    }
}

/* "Nhà văn hóa: 120 kg; Trường học: 40 kg", what is below zero first: as much as fits in a line. All of sixty places, of which most would be cut off, made
 * each key wait for their text to be shaped; the item's page has them. */
static char *
say_places (const TnStockItem *item)
{
  g_autoptr (GString) said = g_string_new (NULL);
  guint n = 0;

  say_some (said, item, TRUE, &n);
  say_some (said, item, FALSE, &n);
  if (n > SAID_PLACES)
    g_string_append_printf (said, ngettext ("; %u more place", "; %u more places", n - SAID_PLACES), n - SAID_PLACES);
  return said->len ? g_string_free (g_steal_pointer (&said), FALSE) : g_strdup (_("Nothing left"));
}

static TnBoardRow *
make_item_row (const TnStockItem *item)
{
  g_autofree char *total = tn_stock_show_in (item->total, item->measure);
  g_autofree char *title = g_strdup_printf ("%s: %s", item->name, total);
  gboolean negative = item->state == TN_STOCK_NEGATIVE, low = item->state == TN_STOCK_LOW;

  return tn_board_row_new (&item->id, g_steal_pointer (&title), say_places (item), negative ? g_strdup (_("below zero")) : low ? g_strdup (_("low")) : NULL,
                           negative ? "error" : "warning");
}

typedef struct
{
  GPtrArray *rows;
  const char *search;
} Places;

static void
add_place (const TnFields *fields, gpointer data)
{
  Places *places = data;
  g_autofree char *name = tn_fields_text (fields, "name");

  if (name && tn_board_text_matches (name, places->search))
    add_row (places->rows, tn_board_row_new (&fields->id, g_steal_pointer (&name), tn_fields_text (fields, "address"), NULL, NULL), _("Places"));
}

static gboolean
list_stock (TnCopy *copy, const char *search, GPtrArray *rows, GError **error)
{
  g_autoptr (GPtrArray) items = tn_stock_list (copy, search, error);
  Places places = { rows, search };

  for (guint i = 0; items && i < items->len; i++)
    add_row (rows, make_item_row (items->pdata[i]), _("Items"));
  return items && tn_query_each (copy, "stock_place", add_place, &places, error);
}

static gboolean
list_gifts (TnCopy *copy, const char *search, GPtrArray *rows, GError **error)
{
  guint n_more;
  g_autoptr (GPtrArray) donors = tn_donor_list (copy, search, error), gifts = donors ? tn_gift_list (copy, NULL, search, GIFTS_LISTED, &n_more, error) : NULL;
  const TnField *type = tn_kind_field (tn_schema_kind ("donor"), "type");

  for (guint i = 0; gifts && i < gifts->len; i++)
    {
      const TnGift *gift = gifts->pdata[i];
      g_autofree char *said = tn_gift_say (gift), *day = tn_listed_date_show (gift->at);
      char *detail = g_strdup_printf ("%s%s%s", day, *day && *said ? " · " : "", said);

      add_row (rows, tn_board_row_new (&gift->id, g_strdup (gift->donor_name), detail, gift->thanked ? NULL : g_strdup (_("to thank")), "warning"), _("Gifts"));
    }
  for (guint i = 0; gifts && i < donors->len; i++)
    {
      const TnDonorLine *donor = donors->pdata[i];

      add_row (rows, tn_board_row_new (&donor->id, g_strdup (donor->name), g_strdup (*donor->type ? tn_choice_label (type, donor->type) : ""),
                                       donor->n_gifts ? g_strdup_printf (ngettext ("%u gift", "%u gifts", donor->n_gifts), donor->n_gifts) : NULL, NULL), _("Donors"));
    }
  if (gifts)
    tn_board_add_more (rows, n_more, search, FALSE);
  return gifts != NULL;
}

static gboolean
list_reductions (TnCopy *copy, const char *search, GPtrArray *rows, GError **error)
{
  gint64 today = tn_board_screen_day (tn_env_now_ms (tn_copy_env (copy)));
  g_autoptr (GPtrArray) list = tn_reduction_list (copy, search, today, error);

  for (guint i = 0; list && i < list->len; i++)
    {
      const TnReduction *reduction = list->pdata[i];
      g_autofree char *said = tn_reduction_say (reduction);
      char *detail = g_strdup_printf ("%s%s%s", said, *reduction->building_name ? " · " : "", reduction->building_name);

      add_row (rows, tn_board_row_new (&reduction->id, g_strdup (reduction->owner), detail, g_strdup_printf (ngettext ("%u household", "%u households", reduction->n_homes),
                                       reduction->n_homes), NULL), reduction->running ? _("Running") : _("Not running"));
    }
  return list != NULL;
}

static GPtrArray *
read_rows (TnCopy *copy, const char *filter, const char *search, gpointer data, GCancellable *cancellable, GError **error)
{
  g_autoptr (GPtrArray) rows = g_ptr_array_new_with_free_func ((GDestroyNotify) tn_board_row_free);
  gboolean done = g_str_equal (filter, "gifts") ? list_gifts (copy, search, rows, error)
                : g_str_equal (filter, "reductions") ? list_reductions (copy, search, rows, error) : list_stock (copy, search, rows, error);

  return done ? g_steal_pointer (&rows) : NULL;
}

/* --- the page --- */

static gpointer
read_view (TnCopy *copy, const TnId *id, gboolean log, GError **error)
{
  return tn_resources_view_read (copy, id, error);
}

static const char *
find_filter (gconstpointer view)
{
  const TnResourcesView *shown = view;

  return shown->reduction ? "reductions" : shown->gift || shown->gifts ? "gifts" : "stock";
}

static void
write_page (TnBoardScreen *self, TnRecordPage *page, gpointer view, gint64 today)
{
  tn_resources_page_write (page, view);
}

/* --- doing --- */

static TnEdit *
add_building (TnCopy *copy, const TnId *id, GError **error)
{
  return tn_reduction_add_building (copy, id, NULL, error);
}

static TnEdit *
thank (TnCopy *copy, const TnId *id, GError **error)
{
  return tn_gift_thank (copy, id, NULL, error);
}

/* F7, F8… do what the page's own buttons say. */
static void
act_on_stock (TnWindow *window, const TnStockItem *item, const char *name)
{
  if (g_str_equal (name, "in"))
    tn_resources_dialog_move (window, item, TN_STOCK_IN);
  else if (g_str_equal (name, "out"))
    tn_resources_dialog_move (window, item, TN_STOCK_OUT);
  else if (g_str_equal (name, "transfer"))
    tn_resources_dialog_move (window, item, TN_STOCK_TRANSFER);
  else if (g_str_equal (name, "count"))
    tn_resources_dialog_count (window, item);
}

static void
act (TnWindow *window, const TnResourcesView *view, const char *name)
{
  if (g_str_equal (name, "edit"))
    tn_resources_dialog_edit (window, view->row);
  else if (view->stock)
    act_on_stock (window, view->stock->item, name);
  else if (view->gifts && g_str_equal (name, "new-gift"))
    tn_resources_dialog_new_gift (window, &view->row->id);
  else if (view->gift && g_str_equal (name, "came"))
    tn_resources_dialog_came (window, &view->row->id);
  else if (view->gift && !view->gift->thanked && g_str_equal (name, "thank"))
    tn_window_run (window, thank, &view->row->id, NULL);
  else if (view->reduction && g_str_equal (name, "add-building"))
    tn_window_run (window, add_building, &view->row->id, _("No household was added"));
  else if (view->reduction && g_str_equal (name, "add-household"))
    tn_resources_dialog_add_household (window, &view->row->id);
}

static void
act_cb (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  const TnResourcesView *view = tn_board_screen_get_view (user_data);
  TnWindow *window = tn_window_of (user_data);

  if (window && view)
    act (window, view, g_action_get_name (G_ACTION (action)));
}

/* One key for the first thing that the page offers, one for the second. */
static void
key_cb (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  const TnResourcesView *view = tn_board_screen_get_view (user_data);
  TnWindow *window = tn_window_of (user_data);
  gboolean first = g_str_equal (g_action_get_name (G_ACTION (action)), "first");

  if (!window || !view || view->place)   /* a place offers nothing but Edit */
    return;
  act (window, view, view->stock ? (first ? "in" : "out") : view->gift ? (first ? "came" : "thank") : view->gifts ? (first ? "new-gift" : "")
                     : first && !tn_id_is_null (&view->reduction->reduction->building) ? "add-building" : "add-household");
}

static void
of_record_cb (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  const char *name = g_action_get_name (G_ACTION (action));
  TnWindow *window = tn_window_of (user_data);
  TnId id;

  if (!window || !tn_id_parse (g_variant_get_string (parameter, NULL), -1, &id))
    return;
  if (g_str_equal (name, "reverse"))
    tn_resources_dialog_reverse (window, &id);
  else if (g_str_equal (name, "remove-home"))
    tn_window_run (window, tn_reduction_remove_home, &id, NULL);
  else
    tn_window_go (window, "hands", &id);
}

static const TnBoardScreenAction actions[] = {
  { .name = "edit", .callback = G_CALLBACK (act_cb), .keys = "F2" },
  { .name = "first", .callback = G_CALLBACK (key_cb), .keys = "F7" },
  { .name = "second", .callback = G_CALLBACK (key_cb), .keys = "F8" },
  { .name = "in", .callback = G_CALLBACK (act_cb) },
  { .name = "out", .callback = G_CALLBACK (act_cb) },
  { .name = "transfer", .callback = G_CALLBACK (act_cb), .keys = "<Shift>F8" },
  { .name = "count", .callback = G_CALLBACK (act_cb), .keys = "<Shift>F7" },
  { .name = "new-gift", .callback = G_CALLBACK (act_cb) },
  { .name = "came", .callback = G_CALLBACK (act_cb) },
  { .name = "thank", .callback = G_CALLBACK (act_cb) },
  { .name = "add-building", .callback = G_CALLBACK (act_cb) },
  { .name = "add-household", .callback = G_CALLBACK (act_cb) },
  { .name = "reverse", .parameter = "s", .callback = G_CALLBACK (of_record_cb) },
  { .name = "remove-home", .parameter = "s", .callback = G_CALLBACK (of_record_cb) },
  { .name = "household", .parameter = "s" },
  { .name = "sponsorship", .parameter = "s", .callback = G_CALLBACK (of_record_cb) },
  { .name = "show", .parameter = "s" },
};

/* --- the screen --- */

static void
tn_resources_screen_class_init (TnResourcesScreenClass *klass)
{
  TnBoardScreenClass *board_class = TN_BOARD_SCREEN_CLASS (klass);

  board_class->read_rows = read_rows;
  board_class->read_view = read_view;
  board_class->free_view = (GDestroyNotify) tn_resources_view_free;
  board_class->find_filter = find_filter;
  board_class->write_page = write_page;
}

static GtkWidget *
make_new_button (void)
{
  g_autoptr (GMenu) menu = g_menu_new ();
  GtkWidget *button = gtk_menu_button_new ();

  g_menu_append (menu, _("New _Item in Stock…"), "win.new-stock-item");
  g_menu_append (menu, _("New _Place of Stock…"), "win.new-stock-place");
  g_menu_append (menu, _("New _Donor…"), "win.new-donor");
  g_menu_append (menu, _("New _Gift…"), "win.new-gift");
  g_menu_append (menu, _("New _Reduction…"), "win.new-reduction");
  gtk_menu_button_set_menu_model (GTK_MENU_BUTTON (button), G_MENU_MODEL (menu));
  gtk_menu_button_set_icon_name (GTK_MENU_BUTTON (button), "list-add-symbolic");
  tn_tip_set (button, _("New"));
  gtk_accessible_update_property (GTK_ACCESSIBLE (button), GTK_ACCESSIBLE_PROPERTY_LABEL, _("New"), -1);
  return button;
}

static void
tn_resources_screen_init (TnResourcesScreen *self)
{
  TnBoard *board = tn_board_screen_get_board (TN_BOARD_SCREEN (self));

  tn_board_add_filter (board, "stock", _("Stock"));
  tn_board_add_filter (board, "gifts", _("Gifts and donors"));
  tn_board_add_filter (board, "reductions", _("Reductions"));
  tn_board_set_searchable (board, _("Search by name"));
  tn_board_set_empty (board, "package-x-generic-symbolic", _("Nothing Here Yet"),
                      _("Rice, medicine bags, money: what the ward has to give is kept here, by place, and what comes and goes stays written down. So are donors with their gifts, and the rents that owners have lowered."),
                      _("New _Item in Stock"), "win.new-stock-item");
  tn_board_add_button (board, make_new_button ());
  tn_board_screen_install_actions (TN_BOARD_SCREEN (self), "resources", actions, G_N_ELEMENTS (actions));
}

static void
new_cb (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  const char *name = g_action_get_name (G_ACTION (action));
  TnWindow *window = user_data;

  if (!tn_window_get_workspace (window))
    return;
  if (g_str_equal (name, "new-stock-item"))
    tn_resources_dialog_new_item (window);
  else if (g_str_equal (name, "new-stock-place"))
    tn_resources_dialog_new_place (window);
  else if (g_str_equal (name, "new-donor"))
    tn_resources_dialog_new_donor (window);
  else if (g_str_equal (name, "new-gift"))
    tn_resources_dialog_new_gift (window, NULL);
  else
    tn_resources_dialog_new_reduction (window);
}

void
tn_resources_screen_install_actions (TnWindow *window)
{
  static const GActionEntry entries[] = { { .name = "new-stock-item", .activate = new_cb }, { .name = "new-stock-place", .activate = new_cb }, { .name = "new-donor", .activate = new_cb },
                                          { .name = "new-gift", .activate = new_cb }, { .name = "new-reduction", .activate = new_cb } };

  g_action_map_add_action_entries (G_ACTION_MAP (window), entries, G_N_ELEMENTS (entries), window);
}
