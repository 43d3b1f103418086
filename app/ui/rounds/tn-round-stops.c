/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "tn-round-stops.h"
#include <glib/gi18n.h>
#include "tn-list-keyboard.h"
#include "tn-round-dialogs.h"
#include "tn-round-share.h"
#include "tn-stop-item.h"
#include "tn-window.h"

/* So many lines fill the list's height, and are made in a few milliseconds; the view keeps up to two hundred beyond what is seen. */
#define PIECE 24
#define MADE 240   /* behind so many the view makes no lines: the others cost nothing */

struct _TnRoundStops
{
  AdwBin parent_instance;

  GtkWidget *view, *menu;
  GListStore *items;            /* TnStopItem */
  GtkSingleSelection *selection;
  TnWorkspace *workspace;
  GPtrArray *walkers;           /* TnRoundWalker */
  GArray *walk;                 /* TnId of all stops in walking order */
  gboolean closed;
  GPtrArray *rest;              /* TnStopItem that are not in the list yet, from `rest_from` on; NULL = none */
  guint rest_from, rest_at;     /* rest_at: where in the list the next one goes */
  guint rest_id;
};

G_DEFINE_FINAL_TYPE (TnRoundStops, tn_round_stops, ADW_TYPE_BIN)

static TnStopItem *
get_at (TnRoundStops *self, guint position)
{
  g_autoptr (TnStopItem) item = g_list_model_get_item (G_LIST_MODEL (self->items), position);

  return item;   /* the store keeps it */
}

static const TnRoundStop *
get_chosen (TnRoundStops *self, guint *position)
{
  *position = gtk_single_selection_get_selected (self->selection);
  return *position == GTK_INVALID_LIST_POSITION ? NULL : tn_stop_item_get_stop (get_at (self, *position));
}

/* --- moving --- */

typedef struct
{
  TnId stop, volunteer, before;
  gboolean has_before;
} Move;

static TnEdit *
move (TnCopy *copy, gpointer data, GError **error)
{
  Move *m = data;

  return tn_round_move (copy, &m->stop, &m->volunteer, m->has_before ? &m->before : NULL, error);
}

static void
moved_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (TnRoundStops) self = user_data;
  g_autoptr (GError) error = NULL;
  TnWindow *window = tn_window_of (self);

  if (!tn_workspace_run_finish (TN_WORKSPACE (source), result, &error) && window)
    tn_window_show_error (window, _("The door stays where it is"), error);
}

/* before NULL = the place that it has; among doors that nobody has yet the place alone changes. */
static void
start_move (TnRoundStops *self, const TnId *stop, const TnId *volunteer, const TnId *before)
{
  Move m = { .stop = *stop, .volunteer = *volunteer, .has_before = before != NULL };

  if (self->closed || (tn_id_is_null (volunteer) && !before))
    return;
  if (before)
    m.before = *before;
  tn_workspace_run_async (self->workspace, move, g_memdup2 (&m, sizeof m), g_free, NULL, moved_cb, g_object_ref (self));
}

/* The door that comes behind this one in the whole walk; a null id at its end. */
static TnId
find_behind (TnRoundStops *self, const TnId *stop)
{
  for (guint i = 0; i + 1 < self->walk->len; i++)
    if (tn_id_equal (&g_array_index (self->walk, TnId, i), stop))
      return g_array_index (self->walk, TnId, i + 1);
  return (TnId) { { 0 } };
}

/* Where it is, with whom it is: beside itself, or onto the heading of whoever has it. */
static gboolean
stays (TnRoundStops *self, const TnRoundStop *moved, const TnId *volunteer, const TnId *before)
{
  TnId behind = find_behind (self, &moved->id);

  return tn_id_equal (&moved->volunteer, volunteer) && (!before || tn_id_equal (before, &moved->id) || tn_id_equal (before, &behind));
}

static void
dropped_cb (TnStopItem *dragged, TnStopItem *onto, TnStopPlace place, gpointer user_data)
{
  const TnRoundStop *moved = tn_stop_item_get_stop (dragged), *stop = tn_stop_item_get_stop (onto);
  TnId beside = place == TN_STOP_BEHIND ? find_behind (user_data, &stop->id) : stop->id;
  const TnId *before = place == TN_STOP_HEADING ? NULL : &beside;

  if (!stays (user_data, moved, &stop->volunteer, before))
    start_move (user_data, &moved->id, &stop->volunteer, before);
}

static guint
find_walker (TnRoundStops *self, const TnId *id)
{
  for (guint i = 0; i < self->walkers->len; i++)
    if (tn_id_equal (&((TnRoundWalker *) self->walkers->pdata[i])->id, id))
      return i;
  return self->walkers->len;
}

static void
give_by (TnRoundStops *self, int by)
{
  guint position;
  const TnRoundStop *stop = get_chosen (self, &position);
  gint64 to = stop ? (gint64) find_walker (self, &stop->volunteer) + by : -1;

  if (to >= 0 && to < (gint64) self->walkers->len)
    start_move (self, &stop->id, &((TnRoundWalker *) self->walkers->pdata[to])->id, NULL);
}

/* Within the volunteer's own doors one place up or down; at their end over to whoever walks next. */
static void
move_by (TnRoundStops *self, int by)
{
  guint position;
  const TnRoundStop *stop = get_chosen (self, &position), *other;
  gint64 to = stop ? (gint64) position + by : -1;
  TnId behind;

  if (to < 0 || to >= g_list_model_get_n_items (G_LIST_MODEL (self->items)))
    return;
  other = tn_stop_item_get_stop (get_at (self, (guint) to));
  if (!tn_id_equal (&other->volunteer, &stop->volunteer))
    {
      give_by (self, by);
      return;
    }
  behind = by > 0 ? find_behind (self, &other->id) : other->id;
  start_move (self, &stop->id, &stop->volunteer, &behind);
}

static void
up_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  move_by (TN_ROUND_STOPS (widget), -1);
}

static void
down_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  move_by (TN_ROUND_STOPS (widget), 1);
}

static void
previous_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  give_by (TN_ROUND_STOPS (widget), -1);
}

static void
next_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  give_by (TN_ROUND_STOPS (widget), 1);
}

static void
give_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  TnRoundStops *self = TN_ROUND_STOPS (widget);
  guint position;
  const TnRoundStop *stop = get_chosen (self, &position);

  if (stop && !self->closed && tn_window_of (self))
    tn_round_dialog_give (tn_window_of (self), stop);
}

/* --- going elsewhere --- */

static void
visit_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  guint position;
  const TnRoundStop *stop = get_chosen (TN_ROUND_STOPS (widget), &position);
  TnIdStr household, id;

  if (!stop)
    return;
  tn_id_format (&stop->household, household);
  tn_id_format (&stop->id, id);
  gtk_widget_activate_action (widget, "win.visit", "(ss)", household, id);
}

static void
household_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  guint position;
  const TnRoundStop *stop = get_chosen (TN_ROUND_STOPS (widget), &position);

  if (stop && tn_window_of (widget))
    tn_window_show_household (tn_window_of (widget), &stop->household);
}

static void
activate_cb (TnRoundStops *self, guint position)
{
  gtk_single_selection_set_selected (self->selection, position);
  visit_action (GTK_WIDGET (self), NULL, NULL);
}

/* --- the menu --- */

static void
choose_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  gtk_single_selection_set_selected (TN_ROUND_STOPS (widget)->selection, g_variant_get_uint32 (parameter));
}

static void
menu_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  TnRoundStops *self = TN_ROUND_STOPS (widget);
  guint position;

  if (get_chosen (self, &position))
    gtk_popover_popup (GTK_POPOVER (self->menu));
}

static void
pressed_cb (GtkGestureClick *gesture, int n, double x, double y, TnRoundStops *self)
{
  GdkRectangle at = { (int) x, (int) y, 1, 1 };

  gtk_popover_set_pointing_to (GTK_POPOVER (self->menu), &at);
  menu_action (GTK_WIDGET (self), NULL, NULL);
}

static GMenuModel *
make_menu (void)
{
  GMenu *menu = g_menu_new (), *moving = g_menu_new ();

  g_menu_append (menu, _("_Visit"), "stops.visit");
  g_menu_append (menu, _("_Household"), "stops.household");
  g_menu_append (moving, _("_Give to…"), "stops.give");
  g_menu_append (moving, _("To the _Volunteer Before"), "stops.previous");
  g_menu_append (moving, _("To the Volunteer _Behind"), "stops.next");
  g_menu_append (moving, _("Earlier in the Walk"), "stops.up");
  g_menu_append (moving, _("Later in the Walk"), "stops.down");
  g_menu_append_section (menu, NULL, G_MENU_MODEL (moving));
  g_object_unref (moving);
  return G_MENU_MODEL (menu);
}

/* --- filling --- */

static char *
make_heading (const TnRoundWalker *walker)
{
  const char *name = *walker->name ? walker->name : _("Nobody yet");

  /* Translators: a volunteer's name, how many doors the volunteer has, and how many of them are still to be visited. */
  return g_strdup_printf (ngettext ("%s: %u door, %u still to visit", "%s: %u doors, %u still to visit", walker->n), name, walker->n, walker->open);
}

/* By volunteer, each in walking order. Takes the stops out of the array. */
static GPtrArray *
make_items (GPtrArray *stops, GPtrArray *walkers)
{
  GPtrArray *items = g_ptr_array_new_with_free_func (g_object_unref);

  g_ptr_array_set_free_func (stops, NULL);
  for (guint w = 0; w < walkers->len; w++)
    {
      const TnRoundWalker *walker = walkers->pdata[w];
      gboolean first = TRUE;

      for (guint i = 0; i < stops->len; i++)
        {
          TnRoundStop *stop = stops->pdata[i];

          if (!tn_id_equal (&stop->volunteer, &walker->id))
            continue;
          g_ptr_array_add (items, tn_stop_item_new (stop, first ? make_heading (walker) : NULL));
          first = FALSE;
        }
    }
  return items;
}

static gboolean
is_same_at (TnRoundStops *self, guint position, GPtrArray *items, guint i)
{
  return tn_stop_item_is_same (get_at (self, position), items->pdata[i]);
}

static void
choose_at (TnRoundStops *self, guint position)
{
  gtk_single_selection_set_selected (self->selection, position);
  if (position != GTK_INVALID_LIST_POSITION)
    gtk_widget_activate_action (self->view, "list.scroll-to-item", "u", position);
}

/* ---- a long round comes in pieces: a key must not wait for hundreds of lines that nobody sees ---- */

static void
put_rest (TnRoundStops *self, guint n)
{
  n = MIN (n, self->rest->len - self->rest_from);
  g_list_store_splice (self->items, self->rest_at, 0, self->rest->pdata + self->rest_from, n);
  self->rest_from += n;
  self->rest_at += n;
  if (self->rest_from < self->rest->len)
    return;
  g_clear_pointer (&self->rest, g_ptr_array_unref);
  g_clear_handle_id (&self->rest_id, g_source_remove);
}

static gboolean
put_rest_cb (gpointer user_data)
{
  TnRoundStops *self = user_data;

  guint n = self->rest_at < MADE ? PIECE : G_MAXUINT;

  if (n >= self->rest->len - self->rest_from)
    self->rest_id = 0;
  put_rest (self, n);
  return self->rest ? G_SOURCE_CONTINUE : G_SOURCE_REMOVE;
}

/* All at once: somebody asks for one that may not be there yet. */
static void
finish_filling (TnRoundStops *self)
{
  if (self->rest)
    put_rest (self, G_MAXUINT);
}

/* The person went on. */
static void
drop_rest (TnRoundStops *self)
{
  g_clear_handle_id (&self->rest_id, g_source_remove);
  g_clear_pointer (&self->rest, g_ptr_array_unref);
}

/* Items from `from` up to `to` go into the list at `at`: those that are seen now, the others a little later. */
static void
put_items (TnRoundStops *self, guint at, guint n_removals, GPtrArray *items, guint from, guint to)
{
  guint first = MIN (to - from, PIECE);

  g_list_store_splice (self->items, at, n_removals, items->pdata + from, first);
  if (from + first == to)
    return;
  self->rest = g_ptr_array_new_with_free_func (g_object_unref);
  for (guint i = from + first; i < to; i++)
    g_ptr_array_add (self->rest, g_object_ref (items->pdata[i]));
  self->rest_from = 0;
  self->rest_at = at + first;
  self->rest_id = g_idle_add (put_rest_cb, self);
}

static gboolean
has_from (GPtrArray *items, guint from, const TnId *stop)
{
  for (guint i = from; i < items->len; i++)
    if (tn_id_equal (&tn_stop_item_get_stop (items->pdata[i])->id, stop))
      return TRUE;
  return FALSE;
}

static void
choose_again (TnRoundStops *self, GPtrArray *items, const TnId *chosen)
{
  if (self->rest && !has_from (items, 0, chosen))
    choose_at (self, GTK_INVALID_LIST_POSITION);   /* another round */
  else
    tn_round_stops_choose (self, chosen);
}

/* Only what differs is replaced, so that the list keeps its place; what was chosen stays so, wherever it went, and so does the keyboard. */
static void
replace_items (TnRoundStops *self, GPtrArray *items)
{
  guint n = g_list_model_get_n_items (G_LIST_MODEL (self->items)), head = 0, tail = 0;
  TnId chosen;
  gboolean has = tn_round_stops_get_chosen (self, &chosen), had_keyboard;
  guint keyboard = tn_list_get_keyboard (GTK_LIST_VIEW (self->view));

  while (head < MIN (n, items->len) && is_same_at (self, head, items, head))
    head++;
  while (tail < MIN (n, items->len) - head && is_same_at (self, n - 1 - tail, items, items->len - 1 - tail))
    tail++;
  if (n == head + tail && items->len == head + tail)
    return;
  had_keyboard = keyboard >= head && keyboard < n - tail;
  put_items (self, head, n - head - tail, items, head, items->len - tail);
  if (has)
    choose_again (self, items, &chosen);
  if (had_keyboard)
    tn_list_take_keyboard (GTK_LIST_VIEW (self->view), has && get_chosen (self, &n) ? n : head);
}

static void
update_actions (TnRoundStops *self)
{
  static const char *const moving[] = { "stops.up", "stops.down", "stops.previous", "stops.next", "stops.give" };

  for (guint i = 0; i < G_N_ELEMENTS (moving); i++)
    gtk_widget_action_set_enabled (GTK_WIDGET (self), moving[i], !self->closed);
}

void
tn_round_stops_fill (TnRoundStops *self, TnWorkspace *workspace, GPtrArray *stops, GPtrArray *walkers, gboolean closed)
{
  g_autoptr (GPtrArray) owned = stops, items = NULL;

  drop_rest (self);
  g_set_object (&self->workspace, workspace);
  g_array_set_size (self->walk, 0);
  for (guint i = 0; i < stops->len; i++)
    g_array_append_val (self->walk, ((TnRoundStop *) stops->pdata[i])->id);
  g_clear_pointer (&self->walkers, g_ptr_array_unref);
  self->walkers = walkers;
  self->closed = closed;
  items = make_items (stops, walkers);
  replace_items (self, items);
  update_actions (self);
}

void
tn_round_stops_focus (TnRoundStops *self)
{
  gtk_widget_grab_focus (self->view);
}

gboolean
tn_round_stops_get_chosen (TnRoundStops *self, TnId *stop)
{
  guint position;
  const TnRoundStop *chosen = get_chosen (self, &position);

  if (chosen)
    *stop = chosen->id;
  return chosen != NULL;
}

void
tn_round_stops_choose (TnRoundStops *self, const TnId *stop)
{
  guint n, position = 0;

  finish_filling (self);
  n = g_list_model_get_n_items (G_LIST_MODEL (self->items));
  while (position < n && !tn_id_equal (&tn_stop_item_get_stop (get_at (self, position))->id, stop))
    position++;
  choose_at (self, position < n ? position : GTK_INVALID_LIST_POSITION);
}

/* --- the widget --- */

static void
tn_round_stops_dispose (GObject *object)
{
  TnRoundStops *self = TN_ROUND_STOPS (object);

  drop_rest (self);
  g_clear_pointer (&self->menu, gtk_widget_unparent);
  g_clear_object (&self->workspace);
  G_OBJECT_CLASS (tn_round_stops_parent_class)->dispose (object);
}

static void
tn_round_stops_finalize (GObject *object)
{
  TnRoundStops *self = TN_ROUND_STOPS (object);

  g_clear_pointer (&self->walkers, g_ptr_array_unref);
  g_array_unref (self->walk);
  g_object_unref (self->items);
  G_OBJECT_CLASS (tn_round_stops_parent_class)->finalize (object);
}

static void
tn_round_stops_class_init (TnRoundStopsClass *klass)
{
  static const struct { guint key; GdkModifierType modifiers; const char *action; } keys[] = {
    { GDK_KEY_Up, GDK_ALT_MASK, "stops.up" }, { GDK_KEY_Down, GDK_ALT_MASK, "stops.down" },
    { GDK_KEY_Page_Up, GDK_ALT_MASK, "stops.previous" }, { GDK_KEY_Page_Down, GDK_ALT_MASK, "stops.next" },
    { GDK_KEY_m, GDK_CONTROL_MASK, "stops.give" }, { GDK_KEY_Menu, 0, "stops.menu" }, { GDK_KEY_F10, GDK_SHIFT_MASK, "stops.menu" },
  };
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = tn_round_stops_dispose;
  G_OBJECT_CLASS (klass)->finalize = tn_round_stops_finalize;
  gtk_widget_class_install_action (widget_class, "stops.up", NULL, up_action);
  gtk_widget_class_install_action (widget_class, "stops.down", NULL, down_action);
  gtk_widget_class_install_action (widget_class, "stops.previous", NULL, previous_action);
  gtk_widget_class_install_action (widget_class, "stops.next", NULL, next_action);
  gtk_widget_class_install_action (widget_class, "stops.give", NULL, give_action);
  gtk_widget_class_install_action (widget_class, "stops.visit", NULL, visit_action);
  gtk_widget_class_install_action (widget_class, "stops.household", NULL, household_action);
  gtk_widget_class_install_action (widget_class, "stops.menu", NULL, menu_action);
  gtk_widget_class_install_action (widget_class, "stops.choose", "u", choose_action);
  for (guint i = 0; i < G_N_ELEMENTS (keys); i++)
    gtk_widget_class_add_binding_action (widget_class, keys[i].key, keys[i].modifiers, keys[i].action, NULL);
}

static void
add_menu (TnRoundStops *self)
{
  g_autoptr (GMenuModel) menu = make_menu ();
  GtkGesture *click = gtk_gesture_click_new ();

  self->menu = gtk_popover_menu_new_from_model (menu);
  gtk_popover_set_has_arrow (GTK_POPOVER (self->menu), FALSE);
  gtk_widget_set_halign (self->menu, GTK_ALIGN_START);
  gtk_widget_set_parent (self->menu, GTK_WIDGET (self));
  gtk_gesture_single_set_button (GTK_GESTURE_SINGLE (click), GDK_BUTTON_SECONDARY);
  g_signal_connect (click, "pressed", G_CALLBACK (pressed_cb), self);
  gtk_widget_add_controller (GTK_WIDGET (self), GTK_EVENT_CONTROLLER (click));
}

static void
tn_round_stops_init (TnRoundStops *self)
{
  GtkWidget *scrolled = gtk_scrolled_window_new ();

  self->walk = g_array_new (FALSE, FALSE, sizeof (TnId));
  self->items = g_list_store_new (TN_TYPE_STOP_ITEM);
  self->selection = gtk_single_selection_new (G_LIST_MODEL (g_object_ref (self->items)));
  self->view = gtk_list_view_new (GTK_SELECTION_MODEL (self->selection), tn_stop_item_factory_new (dropped_cb, self));
  gtk_widget_set_name (self->view, "stop_list");
  gtk_widget_add_css_class (self->view, "tn-board");
  gtk_widget_add_css_class (self->view, "tn-stops");
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->view), GTK_ACCESSIBLE_PROPERTY_LABEL, _("Doors in walking order"), -1);
  g_signal_connect_swapped (self->view, "activate", G_CALLBACK (activate_cb), self);
  gtk_scrolled_window_set_policy (GTK_SCROLLED_WINDOW (scrolled), GTK_POLICY_NEVER, GTK_POLICY_AUTOMATIC);
  gtk_scrolled_window_set_child (GTK_SCROLLED_WINDOW (scrolled), self->view);
  gtk_widget_set_vexpand (scrolled, TRUE);
  adw_bin_set_child (ADW_BIN (self), scrolled);
  add_menu (self);
}
