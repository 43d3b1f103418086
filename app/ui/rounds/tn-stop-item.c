/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "tn-stop-item.h"
#include <glib/gi18n.h>
#include "tn-list-keyboard.h"
#include "tn-schema.h"
#include "tn-tip.h"

struct _TnStopItem
{
  GObject parent_instance;

  TnRoundStop *stop;
  char *heading;
};

G_DEFINE_FINAL_TYPE (TnStopItem, tn_stop_item, G_TYPE_OBJECT)

static void
tn_stop_item_finalize (GObject *object)
{
  tn_round_stop_free (TN_STOP_ITEM (object)->stop);
  g_free (TN_STOP_ITEM (object)->heading);
  G_OBJECT_CLASS (tn_stop_item_parent_class)->finalize (object);
}

static void
tn_stop_item_class_init (TnStopItemClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = tn_stop_item_finalize;
}

static void
tn_stop_item_init (TnStopItem *self)
{
}

TnStopItem *
tn_stop_item_new (TnRoundStop *stop, char *heading)
{
  TnStopItem *self = g_object_new (TN_TYPE_STOP_ITEM, NULL);

  self->stop = stop;
  self->heading = heading;
  return self;
}

const TnRoundStop *
tn_stop_item_get_stop (TnStopItem *self)
{
  return self->stop;
}

gboolean
tn_stop_item_is_same (TnStopItem *a, TnStopItem *b)
{
  const TnRoundStop *x = a->stop, *y = b->stop;

  return tn_id_equal (&x->id, &y->id) && tn_id_equal (&x->volunteer, &y->volunteer) && x->number == y->number && g_str_equal (x->state, y->state) &&
         x->fixed == y->fixed && x->n_people == y->n_people && g_str_equal (x->address, y->address) && g_str_equal (x->head, y->head) &&
         g_str_equal (x->why, y->why) && g_strcmp0 (a->heading, b->heading) == 0;
}

/* ---- a line ---- */

typedef struct
{
  TnStopDropped dropped;
  gpointer user_data;
} Handler;

typedef struct
{
  GtkListItem *item;     /* not owned: it owns the line */
  Handler *handler;
  GtkWidget *heading, *number, *address, *detail, *pin, *icon, *state;
} Line;

static GtkWidget *
add_label (GtkWidget *box, const char *css, gboolean fills)
{
  GtkWidget *label = gtk_label_new (NULL);

  gtk_label_set_xalign (GTK_LABEL (label), 0);
  if (fills)
    gtk_label_set_ellipsize (GTK_LABEL (label), PANGO_ELLIPSIZE_END);
  if (css)
    gtk_widget_add_css_class (label, css);
  gtk_box_append (GTK_BOX (box), label);
  return label;
}

static GtkWidget *
add_image (GtkWidget *box, const char *icon)
{
  GtkWidget *image = gtk_image_new_from_icon_name (icon);

  gtk_box_append (GTK_BOX (box), image);
  return image;
}

/* As the object that it is and not as text: a search entry must not take it. */
static GdkContentProvider *
prepare_cb (GtkDragSource *source, double x, double y, Line *line)
{
  TnStopItem *item = gtk_list_item_get_item (line->item);

  return item && g_str_equal (item->stop->state, "open") ? gdk_content_provider_new_typed (TN_TYPE_STOP_ITEM, item) : NULL;
}

/* What hangs on the pointer. */
static void
begin_cb (GtkDragSource *source, GdkDrag *drag, Line *line)
{
  TnStopItem *item = gtk_list_item_get_item (line->item);
  GtkWidget *label = gtk_label_new (item ? item->stop->address : NULL);

  gtk_widget_add_css_class (label, "tn-dragged");
  gtk_drag_icon_set_child (GTK_DRAG_ICON (gtk_drag_icon_get_for_drag (drag)), label);
}

static gboolean
drop (Line *line, const GValue *value, TnStopPlace place)
{
  TnStopItem *item = gtk_list_item_get_item (line->item);

  if (item)
    line->handler->dropped (g_value_get_object (value), item, place, line->handler->user_data);
  return item != NULL;
}

static gboolean
drop_on_heading_cb (GtkDropTarget *target, const GValue *value, double x, double y, Line *line)
{
  return drop (line, value, TN_STOP_HEADING);
}

static gboolean
is_behind (GtkDropTarget *target, double y)
{
  return y > gtk_widget_get_allocated_height (gtk_event_controller_get_widget (GTK_EVENT_CONTROLLER (target))) / 2.0;
}

static gboolean
drop_on_door_cb (GtkDropTarget *target, const GValue *value, double x, double y, Line *line)
{
  return drop (line, value, is_behind (target, y) ? TN_STOP_BEHIND : TN_STOP_BEFORE);
}

/* The edge where it would come is drawn. */
static GdkDragAction
motion_cb (GtkDropTarget *target, double x, double y, gpointer user_data)
{
  GtkWidget *widget = gtk_event_controller_get_widget (GTK_EVENT_CONTROLLER (target));

  if (is_behind (target, y))
    gtk_widget_add_css_class (widget, "tn-behind");
  else
    gtk_widget_remove_css_class (widget, "tn-behind");
  return GDK_ACTION_MOVE;
}

/* The menu that opens then is about this door. */
static void
pressed_cb (GtkGestureClick *gesture, int n, double x, double y, Line *line)
{
  gtk_widget_activate_action (gtk_list_item_get_child (line->item), "stops.choose", "u", gtk_list_item_get_position (line->item));
}

static void
add_menu_click (GtkWidget *widget, Line *line)
{
  GtkGesture *click = gtk_gesture_click_new ();

  gtk_gesture_single_set_button (GTK_GESTURE_SINGLE (click), GDK_BUTTON_SECONDARY);
  g_signal_connect (click, "pressed", G_CALLBACK (pressed_cb), line);
  gtk_widget_add_controller (widget, GTK_EVENT_CONTROLLER (click));
}

static void
add_drag (GtkWidget *widget, Line *line)
{
  GtkDragSource *source = gtk_drag_source_new ();

  gtk_drag_source_set_actions (source, GDK_ACTION_MOVE);
  g_signal_connect (source, "prepare", G_CALLBACK (prepare_cb), line);
  g_signal_connect (source, "drag-begin", G_CALLBACK (begin_cb), line);
  gtk_widget_add_controller (widget, GTK_EVENT_CONTROLLER (source));
}

static GtkDropTarget *
add_drop (GtkWidget *widget, Line *line, GCallback callback)
{
  GtkDropTarget *target = gtk_drop_target_new (TN_TYPE_STOP_ITEM, GDK_ACTION_MOVE);

  g_signal_connect (target, "drop", callback, line);
  gtk_widget_add_controller (widget, GTK_EVENT_CONTROLLER (target));
  return target;
}

static void
setup_cb (GtkSignalListItemFactory *factory, GtkListItem *item, Handler *handler)
{
  GtkWidget *outer = gtk_box_new (GTK_ORIENTATION_VERTICAL, 0), *across = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 8);
  GtkWidget *texts = gtk_box_new (GTK_ORIENTATION_VERTICAL, 0);
  Line *line = g_new0 (Line, 1);

  line->item = item;
  line->handler = handler;
  line->heading = add_label (outer, "tn-heading", TRUE);
  line->number = add_label (across, "numeric", FALSE);
  gtk_label_set_xalign (GTK_LABEL (line->number), 1);
  gtk_label_set_width_chars (GTK_LABEL (line->number), 4);
  gtk_widget_add_css_class (line->number, "dim-label");
  line->address = add_label (texts, NULL, TRUE);
  tn_tip_whole_text (GTK_LABEL (line->address));
  line->detail = add_label (texts, "caption", TRUE);
  gtk_widget_add_css_class (line->detail, "dim-label");
  gtk_widget_set_hexpand (texts, TRUE);
  gtk_box_append (GTK_BOX (across), texts);
  line->pin = add_image (across, "view-pin-symbolic");
  gtk_widget_set_tooltip_text (line->pin, _("Given out by hand"));
  line->icon = add_image (across, NULL);
  line->state = add_label (across, "caption", FALSE);
  gtk_label_set_width_chars (GTK_LABEL (line->state), 17);
  gtk_box_append (GTK_BOX (outer), across);
  gtk_widget_add_css_class (across, "tn-stop");
  add_drag (across, line);
  add_drop (line->heading, line, G_CALLBACK (drop_on_heading_cb));
  g_signal_connect (add_drop (across, line, G_CALLBACK (drop_on_door_cb)), "motion", G_CALLBACK (motion_cb), NULL);
  add_menu_click (outer, line);
  g_object_set_data_full (G_OBJECT (outer), "tn-line", line, g_free);
  gtk_list_item_set_child (item, outer);
  tn_list_name_line (item, outer);
}

/* A mark beside the word, so that the eye finds what colour alone would not tell everybody. */
static const char *
get_icon (const char *state)
{
  static const struct { const char *state, *icon; } icons[] = {
    { "done", "emblem-ok-symbolic" }, { "absent", "user-away-symbolic" }, { "refused", "action-unavailable-symbolic" }, { "moved", "go-next-symbolic" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (icons); i++)
    if (g_str_equal (icons[i].state, state))
      return icons[i].icon;
  return "radio-symbolic";
}

static char *
make_detail (const TnRoundStop *stop)
{
  /* Translators: how many people live in a household */
  g_autofree char *people = g_strdup_printf (ngettext ("%u person", "%u people", stop->n_people), stop->n_people);
  const char *parts[] = { stop->head, people, stop->why };
  g_autoptr (GString) text = g_string_new (NULL);

  for (guint i = 0; i < G_N_ELEMENTS (parts); i++)
    if (*parts[i])
      g_string_append_printf (text, "%s%s", text->len ? " · " : "", parts[i]);
  return g_string_free (g_steal_pointer (&text), FALSE);
}

static void
bind_cb (GtkSignalListItemFactory *factory, GtkListItem *list_item, Handler *handler)
{
  TnStopItem *item = gtk_list_item_get_item (list_item);
  const TnRoundStop *stop = item->stop;
  Line *line = g_object_get_data (G_OBJECT (gtk_list_item_get_child (list_item)), "tn-line");
  g_autofree char *number = g_strdup_printf ("%u", stop->number), *detail = make_detail (stop);

  gtk_label_set_text (GTK_LABEL (line->heading), item->heading ? item->heading : "");
  gtk_widget_set_visible (line->heading, item->heading != NULL);
  gtk_label_set_text (GTK_LABEL (line->number), number);
  gtk_label_set_text (GTK_LABEL (line->address), stop->address);
  gtk_label_set_text (GTK_LABEL (line->detail), detail);
  gtk_widget_set_visible (line->pin, stop->fixed);
  gtk_image_set_from_icon_name (GTK_IMAGE (line->icon), get_icon (stop->state));
  gtk_label_set_text (GTK_LABEL (line->state), tn_choice_label (tn_kind_field (tn_schema_kind ("stop"), "state"), stop->state));
}

GtkListItemFactory *
tn_stop_item_factory_new (TnStopDropped dropped, gpointer user_data)
{
  GtkListItemFactory *factory = gtk_signal_list_item_factory_new ();
  Handler *handler = g_new (Handler, 1);

  *handler = (Handler) { dropped, user_data };
  g_object_set_data_full (G_OBJECT (factory), "tn-handler", handler, g_free);
  g_signal_connect (factory, "setup", G_CALLBACK (setup_cb), handler);
  g_signal_connect (factory, "bind", G_CALLBACK (bind_cb), handler);
  return factory;
}
