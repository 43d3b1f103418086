/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "tn-board-screen.h"
#include <glib/gi18n.h>
#include "tn-date.h"
#include "tn-listed.h"

typedef struct
{
  TnBoard *board;
  TnRecordPage *page;         /* NULL once the screen goes */
  gpointer view;              /* as last read; NULL before */
  TnId id;                    /* whose page is shown; null = none */
  gboolean came;              /* somebody was sent here to the record: the list follows */
  gboolean stale;             /* something changed while nobody looked */
  gboolean opened;            /* it was read once since it was chosen: what follows is not another opening */
  GCancellable *cancellable;  /* of the reading under way */
} TnBoardScreenPrivate;

G_DEFINE_ABSTRACT_TYPE_WITH_PRIVATE (TnBoardScreen, tn_board_screen, TN_TYPE_SCREEN)

static TnBoardScreenPrivate *
get_private (TnBoardScreen *self)
{
  return tn_board_screen_get_instance_private (self);
}

gint64
tn_board_screen_day (gint64 now_ms)
{
  g_autofree char *today = tn_date_today (now_ms);

  return tn_listed_date (today);
}

/* --- the page --- */

typedef struct
{
  TnBoardScreenClass *klass;
  TnId id;
  gboolean log;
} Question;

/* Who asked, and for what. */
typedef struct
{
  TnBoardScreen *screen;
  TnId id;
} Asked;

static void
free_asked (Asked *asked)
{
  g_object_unref (asked->screen);
  g_free (asked);
}
G_DEFINE_AUTOPTR_CLEANUP_FUNC (Asked, free_asked)

static gpointer
read_view (TnCopy *copy, gpointer data, GCancellable *cancellable, GError **error)
{
  Question *question = data;

  return question->klass->read_view (copy, &question->id, question->log, error);
}

static void
set_view (TnBoardScreen *self, gpointer view)
{
  TnBoardScreenPrivate *priv = get_private (self);

  if (priv->view)
    TN_BOARD_SCREEN_GET_CLASS (self)->free_view (priv->view);
  priv->view = view;
}

/* The page is that of the record whatever the list shows; it is looked for there once. */
static void
follow (TnBoardScreen *self, gconstpointer view)
{
  TnBoardScreenPrivate *priv = get_private (self);
  TnBoardScreenClass *klass = TN_BOARD_SCREEN_GET_CLASS (self);
  const char *filter = priv->came && klass->find_filter ? klass->find_filter (view) : NULL;
  TnId id = priv->id;

  priv->came = FALSE;
  if (!filter)
    return;
  tn_board_set_filter (priv->board, filter);
  tn_board_show (priv->board, &id);
}

static void
view_read_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (Asked) asked = user_data;
  TnBoardScreenPrivate *priv = get_private (asked->screen);
  TnBoardScreenClass *klass = TN_BOARD_SCREEN_GET_CLASS (asked->screen);
  g_autoptr (GError) error = NULL;
  gpointer view = tn_store_finish (TN_STORE (source), result, &error);
  gboolean first;

  if (!priv->page || !tn_id_equal (&asked->id, &priv->id))   /* the person went on meanwhile, or away */
    {
      if (view)
        klass->free_view (view);
      return;
    }
  if (!view && g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return;
  set_view (asked->screen, view);
  if (!view)
    {
      priv->came = FALSE;
      tn_record_page_show_message (priv->page, _("This is not shown"), error->message);
      return;
    }
  first = !priv->opened;
  priv->opened = TRUE;   /* before the list follows, which chooses the record once more */
  follow (asked->screen, view);
  if (first)
    tn_record_page_go_to_top (priv->page);
  klass->write_page (asked->screen, priv->page, view, tn_board_screen_day (g_get_real_time () / 1000));
}

/* The first reading of a protected record writes down who opened it, and so is a write. */
static void
load (TnBoardScreen *self)
{
  TnBoardScreenPrivate *priv = get_private (self);
  TnBoardScreenClass *klass = TN_BOARD_SCREEN_GET_CLASS (self);
  TnStore *store = tn_workspace_get_store (tn_screen_get_workspace (TN_SCREEN (self)));
  gboolean log = klass->protected_records && !priv->opened;
  Question *question;
  Asked *asked;

  g_cancellable_cancel (priv->cancellable);
  g_clear_object (&priv->cancellable);
  if (tn_id_is_null (&priv->id))
    return;
  priv->cancellable = g_cancellable_new ();
  question = g_new (Question, 1);
  *question = (Question) { klass, priv->id, log };
  asked = g_new (Asked, 1);
  *asked = (Asked) { g_object_ref (self), priv->id };
  (log ? tn_store_write_async : tn_store_read_async) (store, read_view, question, g_free, klass->free_view, priv->cancellable, view_read_cb, asked);
}

static void
chosen_cb (TnBoardScreen *self, const char *id)
{
  TnBoardScreenPrivate *priv = get_private (self);
  TnId chosen = { { 0 } };

  tn_id_parse (id, -1, &chosen);
  if (!tn_id_equal (&chosen, &priv->id))
    {
      priv->opened = FALSE;
      set_view (self, NULL);
      tn_record_page_forget_more (priv->page);
    }
  priv->id = chosen;
  load (self);
}

/* A first reading that is under way will see the change by itself, or is read again after the next one; a second one would be logged twice. */
static void
store_changed_cb (TnBoardScreen *self)
{
  if (!gtk_widget_get_mapped (GTK_WIDGET (self)))
    get_private (self)->stale = TRUE;   /* a page that nobody looks at is not read again at every save */
  else if (get_private (self)->opened || !TN_BOARD_SCREEN_GET_CLASS (self)->protected_records)
    load (self);
}

static void
mapped_cb (TnBoardScreen *self)
{
  TnBoardScreenPrivate *priv = get_private (self);

  if (!priv->stale)
    return;
  priv->stale = FALSE;
  store_changed_cb (self);
}

/* A long list of the page shows more of itself. */
static void
more_cb (TnBoardScreen *self)
{
  TnBoardScreenPrivate *priv = get_private (self);

  if (priv->view && priv->page)
    TN_BOARD_SCREEN_GET_CLASS (self)->write_page (self, priv->page, priv->view, tn_board_screen_day (g_get_real_time () / 1000));
}

/* --- what subclasses use --- */

TnBoard *
tn_board_screen_get_board (TnBoardScreen *self)
{
  g_return_val_if_fail (TN_IS_BOARD_SCREEN (self), NULL);
  return get_private (self)->board;
}

TnRecordPage *
tn_board_screen_get_page (TnBoardScreen *self)
{
  g_return_val_if_fail (TN_IS_BOARD_SCREEN (self), NULL);
  return get_private (self)->page;
}

gpointer
tn_board_screen_get_view (TnBoardScreen *self)
{
  g_return_val_if_fail (TN_IS_BOARD_SCREEN (self), NULL);
  return get_private (self)->view;
}

const TnId *
tn_board_screen_get_id (TnBoardScreen *self)
{
  g_return_val_if_fail (TN_IS_BOARD_SCREEN (self), NULL);
  return &get_private (self)->id;
}

static void
go_cb (GSimpleAction *action, GVariant *parameter, gpointer self)
{
  TnWindow *window = tn_window_of (self);
  TnId id;

  if (!window || !tn_id_parse (g_variant_get_string (parameter, NULL), -1, &id))
    return;
  if (g_str_equal (g_action_get_name (G_ACTION (action)), "household"))
    tn_window_show_household (window, &id);
  else
    tn_board_show (get_private (self)->board, &id);
}

static void
add_keys (GtkShortcutController *controller, const char *keys, const char *action)
{
  gtk_shortcut_controller_add_shortcut (controller, gtk_shortcut_new (gtk_shortcut_trigger_parse_string (keys), gtk_named_action_new (action)));
}

void
tn_board_screen_install_actions (TnBoardScreen *self, const char *group, const TnBoardScreenAction *actions, gsize n)
{
  g_autoptr (GSimpleActionGroup) map = g_simple_action_group_new ();
  GtkEventController *controller = gtk_shortcut_controller_new ();

  g_return_if_fail (TN_IS_BOARD_SCREEN (self));
  for (gsize i = 0; i < n; i++)
    {
      gboolean own = strchr (actions[i].name, '.') == NULL;
      g_autoptr (GSimpleAction) action = own ? g_simple_action_new (actions[i].name, actions[i].parameter ? G_VARIANT_TYPE (actions[i].parameter) : NULL) : NULL;
      g_autofree char *full = own ? g_strdup_printf ("%s.%s", group, actions[i].name) : g_strdup (actions[i].name);

      if (action)
        {
          g_signal_connect_object (action, "activate", actions[i].callback ? actions[i].callback : G_CALLBACK (go_cb), self, 0);
          g_action_map_add_action (G_ACTION_MAP (map), G_ACTION (action));
        }
      if (actions[i].keys)
        add_keys (GTK_SHORTCUT_CONTROLLER (controller), actions[i].keys, full);
    }
  gtk_widget_insert_action_group (GTK_WIDGET (self), group, G_ACTION_GROUP (map));
  gtk_widget_add_controller (GTK_WIDGET (self), controller);
}

/* What is shown when it does not work; the window may have gone by then. */
typedef struct
{
  TnBoardScreen *screen;
  char *failed;
} Run;

static void
run_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  Run *run = user_data;
  g_autoptr (TnBoardScreen) self = run->screen;
  g_autofree char *failed = run->failed;
  g_autoptr (GError) error = NULL;
  TnWindow *window = get_private (self)->page ? tn_window_of (self) : NULL;

  g_free (run);
  if (!tn_workspace_run_finish (TN_WORKSPACE (source), result, &error) && window)
    tn_window_show_error (window, failed, error);
}

void
tn_board_screen_run (TnBoardScreen *self, TnWorkFunc func, gpointer data, GDestroyNotify free_data, const char *failed)
{
  Run *run;

  g_return_if_fail (TN_IS_BOARD_SCREEN (self));
  run = g_new (Run, 1);
  *run = (Run) { g_object_ref (self), g_strdup (failed) };
  tn_workspace_run_async (tn_screen_get_workspace (TN_SCREEN (self)), func, data, free_data, NULL, run_cb, run);
}

/* --- the screen --- */

static void
tn_board_screen_attach (TnScreen *screen, TnWorkspace *workspace)
{
  TnBoardScreen *self = TN_BOARD_SCREEN (screen);

  g_signal_connect_object (tn_workspace_get_store (workspace), "changed", G_CALLBACK (store_changed_cb), self, G_CONNECT_SWAPPED);
  tn_board_attach (get_private (self)->board, workspace, TN_BOARD_SCREEN_GET_CLASS (self)->read_rows, NULL);
}

static void
tn_board_screen_find (TnScreen *screen)
{
  tn_board_find (get_private (TN_BOARD_SCREEN (screen))->board);
}

static void
tn_board_screen_show_record (TnScreen *screen, const TnId *id)
{
  TnBoardScreenPrivate *priv = get_private (TN_BOARD_SCREEN (screen));

  priv->came = TRUE;
  tn_board_show (priv->board, id);
}

static void
tn_board_screen_dispose (GObject *object)
{
  TnBoardScreenPrivate *priv = get_private (TN_BOARD_SCREEN (object));

  g_cancellable_cancel (priv->cancellable);
  priv->page = NULL;
  G_OBJECT_CLASS (tn_board_screen_parent_class)->dispose (object);
}

static void
tn_board_screen_finalize (GObject *object)
{
  g_clear_object (&get_private (TN_BOARD_SCREEN (object))->cancellable);
  set_view (TN_BOARD_SCREEN (object), NULL);
  G_OBJECT_CLASS (tn_board_screen_parent_class)->finalize (object);
}

static void
tn_board_screen_class_init (TnBoardScreenClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = tn_board_screen_dispose;
  G_OBJECT_CLASS (klass)->finalize = tn_board_screen_finalize;
  TN_SCREEN_CLASS (klass)->attach = tn_board_screen_attach;
  TN_SCREEN_CLASS (klass)->find = tn_board_screen_find;
  TN_SCREEN_CLASS (klass)->show_record = tn_board_screen_show_record;
}

static void
tn_board_screen_init (TnBoardScreen *self)
{
  TnBoardScreenPrivate *priv = get_private (self);

  priv->board = tn_board_new ();
  priv->page = tn_record_page_new ();
  tn_board_set_page (priv->board, GTK_WIDGET (priv->page));
  g_signal_connect_object (priv->board, "chosen", G_CALLBACK (chosen_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (priv->page, "more", G_CALLBACK (more_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect (self, "map", G_CALLBACK (mapped_cb), NULL);
  adw_bin_set_child (ADW_BIN (self), GTK_WIDGET (priv->board));
}
