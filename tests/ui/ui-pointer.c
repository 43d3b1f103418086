/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ui-pointer.h"
#include "ui-fixture.h"

#ifdef TN_HAVE_XTEST
#include <X11/extensions/XTest.h>
#include <gdk/x11/gdkx.h>

static Display *
get_display (void)
{
  GdkDisplay *display = gdk_display_get_default ();

  return GDK_IS_X11_DISPLAY (display) ? gdk_x11_display_get_xdisplay (display) : NULL;
}

static Window
get_window (GtkNative *native)
{
  return gdk_x11_surface_get_xid (gtk_native_get_surface (native));
}

gboolean
ui_pointer_can (void)
{
  int event, error, major, minor;

  if (get_display () && XTestQueryExtension (get_display (), &event, &error, &major, &minor))
    return TRUE;
  g_test_skip ("this display has no XTest: the pointer cannot be driven");
  return FALSE;
}

static void
wait_frame (GtkWidget *widget)
{
  GdkFrameClock *clock = gtk_widget_get_frame_clock (widget);
  gint64 counter = gdk_frame_clock_get_frame_counter (clock);

  gdk_frame_clock_request_phase (clock, GDK_FRAME_CLOCK_PHASE_PAINT);
  WAIT (gdk_frame_clock_get_frame_counter (clock) > counter);
}

/* Where that place of the widget is on the screen now. */
static void
find_now (GtkWidget *widget, double x, double y, int *screen_x, int *screen_y)
{
  GtkNative *native = gtk_widget_get_native (widget);
  double native_x, native_y, surface_x, surface_y;
  Display *display = get_display ();
  Window child;

  g_assert_true (gtk_widget_translate_coordinates (widget, GTK_WIDGET (native), x, y, &native_x, &native_y));
  gtk_native_get_surface_transform (native, &surface_x, &surface_y);
  XTranslateCoordinates (display, get_window (native), DefaultRootWindow (display), (int) (native_x + surface_x), (int) (native_y + surface_y), screen_x,
                         screen_y, &child);
}

/* What has just been put into a window is laid out at the next frame, and may move at the one after. */
static void
find_on_screen (GtkWidget *widget, double x, double y, int *screen_x, int *screen_y)
{
  int old_x, old_y;

  find_now (widget, x, y, screen_x, screen_y);
  do
    {
      old_x = *screen_x;
      old_y = *screen_y;
      wait_frame (widget);
      find_now (widget, x, y, screen_x, screen_y);
    }
  while (old_x != *screen_x || old_y != *screen_y);
}

static void
move_to (int x, int y)
{
  XTestFakeMotionEvent (get_display (), -1, x, y, CurrentTime);
  XFlush (get_display ());
  ui_turn ();
}

static void
press (Bool down)
{
  XTestFakeButtonEvent (get_display (), 1, down, CurrentTime);
  XFlush (get_display ());
  ui_turn ();
}

void
ui_pointer_move (gpointer widget, double x, double y)
{
  int screen_x, screen_y;

  find_on_screen (widget, x, y, &screen_x, &screen_y);
  move_to (screen_x, screen_y);
}

void
ui_pointer_press (void)
{
  press (True);
}

void
ui_pointer_release (void)
{
  press (False);
}

GdkDrag *
ui_pointer_start_drag (GtkWidget *from, GtkDragSource *source, double x, double y)
{
  int screen_x, screen_y, moved = 0;

  find_on_screen (from, x, y, &screen_x, &screen_y);
  move_to (screen_x, screen_y);
  ui_pointer_press ();
  while (!gtk_drag_source_get_drag (source))
    {
      g_assert_cmpint (moved, <, 200);   /* far beyond where a drag begins */
      move_to (screen_x + ++moved, screen_y);
      wait_frame (from);
    }
  return g_object_ref (gtk_drag_source_get_drag (source));
}

void
ui_pointer_drag_over (GdkDrag *drag, GtkWidget *onto, GtkDropTarget *target, double x, double y)
{
  int i = 0;

  do
    {
      g_assert_cmpint (i, <, 200);
      ui_pointer_move (onto, x + i++ % 2, y);
    }
  while (i < 2 || !gtk_drop_target_get_current_drop (target) || !gdk_drag_get_selected_action (drag));
}

typedef enum { PENDING, TAKEN, GONE_BACK } Outcome;

static void
finished_cb (GdkDrag *drag, Outcome *outcome)
{
  *outcome = TAKEN;
}

static void
cancel_cb (GdkDrag *drag, GdkDragCancelReason reason, Outcome *outcome)
{
  *outcome = GONE_BACK;
}

gboolean
ui_pointer_drop (GdkDrag *drag)
{
  Outcome outcome = PENDING;
  gulong finished = g_signal_connect (drag, "dnd-finished", G_CALLBACK (finished_cb), &outcome);
  gulong cancelled = g_signal_connect (drag, "cancel", G_CALLBACK (cancel_cb), &outcome);

  ui_pointer_release ();
  WAIT (outcome != PENDING);
  g_signal_handler_disconnect (drag, finished);
  g_signal_handler_disconnect (drag, cancelled);
  g_object_unref (drag);
  return outcome == TAKEN;
}

#else

gboolean
ui_pointer_can (void)
{
  g_test_skip ("built without libXtst (app/packages.sh): the pointer cannot be driven");
  return FALSE;
}

void
ui_pointer_move (gpointer widget, double x, double y)
{
}

void
ui_pointer_press (void)
{
}

void
ui_pointer_release (void)
{
}

GdkDrag *
ui_pointer_start_drag (GtkWidget *from, GtkDragSource *source, double x, double y)
{
  return NULL;
}

void
ui_pointer_drag_over (GdkDrag *drag, GtkWidget *onto, GtkDropTarget *target, double x, double y)
{
}

gboolean
ui_pointer_drop (GdkDrag *drag)
{
  return FALSE;
}

#endif
