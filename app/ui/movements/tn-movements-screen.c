/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "tn-movements-screen.h"
#include <glib/gi18n.h>
#include <string.h>
#include "tn-listed.h"
#include "tn-movement-dialogs.h"
#include "tn-movement-page.h"
#include "tn-text.h"

#define LISTED 500   /* of safe families and commendations: the newest; how many more there are is said */

struct _TnMovementsScreen
{
  TnBoardScreen parent_instance;
};

G_DEFINE_FINAL_TYPE (TnMovementsScreen, tn_movements_screen, TN_TYPE_BOARD_SCREEN)

/* --- the lists --- */

static GPtrArray *
new_rows (void)
{
  return g_ptr_array_new_with_free_func ((GDestroyNotify) tn_board_row_free);
}

static char *
dup_quarter_detail (const TnZoneQuarter *quarter)
{
  if (quarter->clash)
    return g_strdup (_("Two levels were set on one day"));
  return g_strdup_printf (_("%u of %u groups and alleys green"), quarter->green, quarter->places->len);
}

static GPtrArray *
read_zones (TnCopy *copy, const char *search, gint64 today, GError **error)
{
  g_autoptr (TnZones) zones = tn_zones_read (copy, error);
  g_autoptr (GPtrArray) quarters = zones ? tn_zones_quarters (zones, NULL, today) : NULL;
  g_autofree char *folded = tn_text_fold (search, -1);
  GPtrArray *rows = quarters ? new_rows () : NULL;

  for (guint i = 0; rows && i < quarters->len; i++)
    {
      const TnZoneQuarter *quarter = quarters->pdata[i];
      g_autofree char *name = tn_text_fold (quarter->name, -1);

      if (strstr (name, folded))
        g_ptr_array_add (rows, tn_board_row_new (&quarter->id, g_strdup (quarter->name), dup_quarter_detail (quarter), g_strdup (tn_movement_level_name (quarter->level.level)),
                                                 tn_movement_level_mark (quarter->level.level)));
    }
  return rows;
}

static GPtrArray *
read_safe (TnCopy *copy, const TnId *quarter, const char *search, gint64 today, GError **error)
{
  guint n_more;
  g_autoptr (GPtrArray) lines = tn_safe_family_list (copy, tn_id_is_null (quarter) ? NULL : quarter, search, LISTED, today, &n_more, error);
  GPtrArray *rows = lines ? new_rows () : NULL;

  for (guint i = 0; rows && i < lines->len; i++)
    {
      const TnSafeLine *line = lines->pdata[i];

      g_ptr_array_add (rows, tn_board_row_new (&line->id, g_strdup (line->address && *line->address ? line->address : line->head), g_strdup (line->head), tn_listed_date_show (line->from), NULL));
    }
  if (rows)
    (n_more < TN_SAFE_COUNTED ? tn_board_add_more : tn_board_add_many) (rows, n_more, search, TRUE);
  return rows;
}

static GPtrArray *
read_movements (TnCopy *copy, const char *search, GError **error)
{
  const TnKind *kind = tn_schema_kind ("movement");
  g_autoptr (GPtrArray) lines = tn_movement_list (copy, NULL, search, error);
  GPtrArray *rows = lines ? new_rows () : NULL;

  for (guint i = 0; rows && i < lines->len; i++)
    {
      const TnMovementLine *line = lines->pdata[i];
      const char *type = tn_choice_label (tn_kind_field (kind, "type"), line->type);
      TnBoardRow *row = tn_board_row_new (&line->id, g_strdup (line->name), *line->area_name ? g_strdup_printf ("%s · %s", type, line->area_name) : g_strdup (type), tn_listed_date_show (line->from), NULL);

      row->heading = g_strdup (tn_choice_label (tn_kind_field (kind, "state"), line->state));
      g_ptr_array_add (rows, row);
    }
  return rows;
}

static GPtrArray *
read_commendations (TnCopy *copy, const char *search, GError **error)
{
  const TnField *form = tn_kind_field (tn_schema_kind ("commendation"), "form");
  guint n_more;
  g_autoptr (GPtrArray) lines = tn_commendation_list (copy, 0, 0, search, LISTED, &n_more, error);
  GPtrArray *rows = lines ? new_rows () : NULL;

  for (guint i = 0; rows && i < lines->len; i++)
    {
      const TnCommendationLine *line = lines->pdata[i];

      g_ptr_array_add (rows, tn_board_row_new (&line->id, g_strdup (line->to), g_strdup (tn_choice_label (form, line->form)), tn_listed_date_show (line->at), NULL));
    }
  if (rows)
    tn_board_add_more (rows, n_more, search, FALSE);
  return rows;
}

static GPtrArray *
read_rows (TnCopy *copy, const char *filter, const char *search, gpointer data, GCancellable *cancellable, GError **error)
{
  gint64 today = tn_board_screen_day (tn_env_now_ms (tn_copy_env (copy)));
  TnId quarter;
  g_autofree char *list = tn_board_split_filter (filter, &quarter);

  if (g_str_equal (list, "safe"))
    return read_safe (copy, &quarter, search, today, error);
  if (g_str_equal (list, "movements"))
    return read_movements (copy, search, error);
  if (g_str_equal (list, "commendations"))
    return read_commendations (copy, search, error);
  return read_zones (copy, search, today, error);
}

/* --- the page --- */

static gpointer
read_view (TnCopy *copy, const TnId *id, gboolean log, GError **error)
{
  return tn_movement_view_read (copy, id, error);
}

static const char *
find_filter (gconstpointer view)
{
  static const struct { const char *kind, *filter; } lists[] = { { "unit", "zones" }, { "safe_family", "safe" }, { "movement", "movements" }, { "commendation", "commendations" } };
  const TnRow *row = ((const TnMovementView *) view)->row;

  for (gsize i = 0; i < G_N_ELEMENTS (lists); i++)
    if (g_str_equal (lists[i].kind, row->kind_key))
      return lists[i].filter;
  return NULL;
}

static void
write_page (TnBoardScreen *self, TnRecordPage *page, gpointer view, gint64 today)
{
  tn_movement_page_write (page, view, today);
}

/* --- doing --- */

static void
go_on (TnWindow *window, const TnMovementView *view)
{
  const char *kind = view->row->kind_key;
  g_autofree char *state = g_str_equal (kind, "movement") ? tn_row_dup_text (view->row, "state") : NULL;

  if (g_str_equal (kind, "unit"))
    tn_movement_dialog_zone (window, &view->row->id);
  else if (g_str_equal (kind, "safe_family"))
    tn_movement_dialog_safe (window, &view->household);
  else if (g_str_equal (kind, "movement") && (!state || g_str_equal (state, "registered")))
    tn_movement_dialog_recognise (window, view->row);
}

static void
movement_cb (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  const TnMovementView *view = tn_board_screen_get_view (user_data);
  const char *name = g_action_get_name (G_ACTION (action));
  TnWindow *window = tn_window_of (user_data);

  if (!window || !view)
    return;
  if (g_str_equal (name, "next"))
    go_on (window, view);
  else if (g_str_equal (name, "end") && g_str_equal (view->row->kind_key, "movement"))
    tn_movement_dialog_end (window, view->row);
  else if (g_str_equal (name, "edit") && !g_str_equal (view->row->kind_key, "unit"))
    tn_movement_dialog_edit (window, view->row);
}

static const TnBoardScreenAction actions[] = {
  { .name = "edit", .callback = G_CALLBACK (movement_cb), .keys = "F2" },
  { .name = "next", .callback = G_CALLBACK (movement_cb), .keys = "F8" },
  { .name = "end", .callback = G_CALLBACK (movement_cb), .keys = "<Shift>F8" },
  { .name = "household", .parameter = "s" },
};

/* --- the screen --- */

static void
tn_movements_screen_class_init (TnMovementsScreenClass *klass)
{
  TnBoardScreenClass *board_class = TN_BOARD_SCREEN_CLASS (klass);

  board_class->read_rows = read_rows;
  board_class->read_view = read_view;
  board_class->free_view = (GDestroyNotify) tn_movement_view_free;
  board_class->find_filter = find_filter;
  board_class->write_page = write_page;
}

static GtkWidget *
make_menu (void)
{
  GtkWidget *button = gtk_menu_button_new ();
  g_autoptr (GMenu) menu = g_menu_new (), make = g_menu_new (), files = g_menu_new ();

  g_menu_append (make, _("_Set a Level…"), "win.set-zone('')");
  g_menu_append (make, _("_Register a Movement…"), "win.new-movement");
  g_menu_append (make, _("New _Commendation…"), "win.new-commendation('')");
  g_menu_append (files, _("_Export the Commendations…"), "win.export-commendations");
  g_menu_append_section (menu, NULL, G_MENU_MODEL (make));
  g_menu_append_section (menu, NULL, G_MENU_MODEL (files));
  gtk_menu_button_set_icon_name (GTK_MENU_BUTTON (button), "list-add-symbolic");
  gtk_menu_button_set_menu_model (GTK_MENU_BUTTON (button), G_MENU_MODEL (menu));
  gtk_widget_set_tooltip_text (button, _("New"));
  gtk_accessible_update_property (GTK_ACCESSIBLE (button), GTK_ACCESSIBLE_PROPERTY_LABEL, _("New"), -1);
  return button;
}

static void
tn_movements_screen_init (TnMovementsScreen *self)
{
  TnBoard *board = tn_board_screen_get_board (TN_BOARD_SCREEN (self));

  tn_board_add_filter (board, "zones", _("Zones"));
  tn_board_add_filter (board, "safe", _("Safe families"));
  tn_board_add_filter (board, "movements", _("Movements and models"));
  tn_board_add_filter (board, "commendations", _("Commendations"));
  tn_board_offer_quarters (board, "safe");
  tn_board_set_searchable (board, _("Search by name or address"));
  tn_board_set_empty (board, "starred-symbolic", _("No Quarters Yet"), _("Zones are set for the quarters and groups of the ward’s list. They come with the list of units from the district, or with the first list of households."), NULL, NULL);
  tn_board_set_empty_of (board, "safe", "starred-symbolic", _("No Safe Family Yet"), _("A household becomes a safe family on its own page: in its menu, choose “Safe Family”."), NULL, NULL);
  tn_board_set_empty_of (board, "movements", "starred-symbolic", _("No Movement Yet"),
                         _("Movements and models of the ward are registered here, recognised by a document, and ended with what came of them."), _("_Register a Movement…"), "win.new-movement");
  tn_board_set_empty_of (board, "commendations", "starred-symbolic", _("No Commendation Yet"),
                         _("Who is commended, for what, in which form and by whom, is written down here; the list of a period can be exported."), _("New _Commendation…"), "win.new-commendation('')");
  tn_board_add_button (board, make_menu ());
  tn_board_screen_install_actions (TN_BOARD_SCREEN (self), "movement", actions, G_N_ELEMENTS (actions));
}

/* --- the window's --- */

static void
window_cb (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  TnWindow *window = TN_WINDOW (user_data);
  const char *name = g_action_get_name (G_ACTION (action));
  TnId id;
  gboolean named = parameter && tn_id_parse (g_variant_get_string (parameter, NULL), -1, &id);

  if (!tn_window_get_workspace (window))
    return;
  if (g_str_equal (name, "new-commendation"))
    tn_movement_dialog_commend (window, named ? &id : NULL);
  else if (g_str_equal (name, "set-zone"))
    tn_movement_dialog_zone (window, named ? &id : NULL);
  else if (g_str_equal (name, "safe-family") && named)
    tn_movement_dialog_safe (window, &id);
  else if (g_str_equal (name, "new-movement"))
    tn_movement_dialog_new (window);
  else if (g_str_equal (name, "export-commendations"))
    tn_movement_dialog_export (window);
}

void
tn_movements_screen_install_actions (TnWindow *window)
{
  static const GActionEntry entries[] = {
    { .name = "new-commendation", .activate = window_cb, .parameter_type = "s" }, { .name = "safe-family", .activate = window_cb, .parameter_type = "s" },
    { .name = "set-zone", .activate = window_cb, .parameter_type = "s" }, { .name = "new-movement", .activate = window_cb },
    { .name = "export-commendations", .activate = window_cb },
  };

  g_action_map_add_action_entries (G_ACTION_MAP (window), entries, G_N_ELEMENTS (entries), window);
}
