/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "tn-tracing-screen.h"
#include <glib/gi18n.h>
#include "tn-board.h"
#include "tn-chain-page.h"
#include "tn-contact-page.h"
#include "tn-opened.h"
#include "tn-test-page.h"
#include "tn-tracing-dialogs.h"

struct _TnTracingScreen
{
  TnScreen parent_instance;

  TnBoard *board;
  GtkStack *pages;
  TnContactPage *contact;
  TnChainPage *chain;
  TnTestPage *test;
  GtkLabel *problem;

  GCancellable *cancellable;   /* of the page's reading */
  GCancellable *counting;      /* of the badge's; NULL = none yet */
  TnId id;                     /* what is to be shown; null = nothing */
  TnId opened, opening;        /* what was written down as opened last; what is being written */
  gboolean focus;              /* the keyboard goes to the page when it has been read */
  TnTracingDetail *detail;
};

G_DEFINE_FINAL_TYPE (TnTracingScreen, tn_tracing_screen, TN_TYPE_SCREEN)

static TnStore *
get_store (TnTracingScreen *self)
{
  return tn_workspace_get_store (tn_screen_get_workspace (TN_SCREEN (self)));
}

/* --- showing a page --- */

static void
focus_page (TnTracingScreen *self)
{
  self->focus = FALSE;
  if (!self->detail)
    return;
  if (self->detail->contact)
    tn_contact_page_focus (self->contact);
  else if (self->detail->chain)
    tn_chain_page_focus (self->chain);
  else
    tn_test_page_focus (self->test);
}

static void
set_detail (TnTracingScreen *self, TnTracingDetail *detail)
{
  TnTracingDetail *old = self->detail;

  self->detail = detail;
  tn_contact_page_show (self->contact, detail && detail->contact ? detail : NULL);
  tn_chain_page_show (self->chain, detail && detail->chain ? detail : NULL);
  tn_test_page_show (self->test, detail && detail->sheet ? detail : NULL);
  tn_tracing_detail_free (old);   /* no page looks at it any more */
  if (detail)
    gtk_stack_set_visible_child_name (self->pages, detail->contact ? "contact" : detail->chain ? "chain" : "test");
  if (detail && self->focus)
    focus_page (self);
}

static void
show_problem (TnTracingScreen *self, const char *text)
{
  set_detail (self, NULL);
  gtk_label_set_text (self->problem, text);
  gtk_stack_set_visible_child_name (self->pages, "problem");
}

static void
detail_read_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (TnTracingScreen) self = user_data;
  g_autoptr (GError) error = NULL;
  g_autoptr (TnTracingDetail) detail = tn_store_finish (TN_STORE (source), result, &error);

  if (!self->cancellable || g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return;
  if (!detail)
    show_problem (self, error->message);
  else if (tn_id_equal (&detail->id, &self->id))
    set_detail (self, g_steal_pointer (&detail));
}

static void
load (TnTracingScreen *self)
{
  if (tn_id_is_null (&self->id) || !self->cancellable || !tn_id_equal (&self->opened, &self->id))
    return;   /* not before it is written down who looks */
  g_cancellable_cancel (self->cancellable);
  g_object_unref (self->cancellable);
  self->cancellable = g_cancellable_new ();
  tn_store_read_async (get_store (self), tn_tracing_detail_read, tn_id_copy (&self->id), g_free, tn_tracing_detail_free, self->cancellable, detail_read_cb,
                       g_object_ref (self));
}

/* --- these are matters of health: who looks is written down first, once each time somebody comes to a page --- */

static gpointer
write_opened (TnCopy *copy, gpointer data, GCancellable *cancellable, GError **error)
{
  return tn_opened_add (copy, data, 1, TN_OPENED_WHOLE, error) ? tn_id_copy (data) : NULL;
}

static void
opened_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (TnTracingScreen) self = user_data;
  g_autoptr (GError) error = NULL;

  g_autofree TnId *id = tn_store_finish (TN_STORE (source), result, &error);

  if (!id || tn_id_equal (&self->opening, id))
    memset (&self->opening, 0, sizeof self->opening);
  if (!self->cancellable)
    return;
  if (!id)
    {
      show_problem (self, error->message);
      return;
    }
  self->opened = *id;
  load (self);
}

static void
show_id (TnTracingScreen *self, const char *text)
{
  TnId id = { { 0 } };

  if (*text && !tn_id_parse (text, -1, &id))
    return;
  self->id = id;
  if (tn_id_is_null (&id))
    return;
  if (tn_id_equal (&self->opened, &id))
    {
      load (self);
      return;
    }
  if (tn_id_equal (&self->opening, &id))
    return;
  self->opening = id;
  tn_store_write_async (get_store (self), write_opened, tn_id_copy (&id), g_free, g_free, NULL, opened_cb, g_object_ref (self));
}

static void
activated_cb (TnTracingScreen *self, const char *id)
{
  self->focus = TRUE;
  if (self->detail && tn_id_equal (&self->detail->id, &self->id))
    focus_page (self);
}

/* --- how many are to be called stands beside the screen's name --- */

static gpointer
count_due (TnCopy *copy, gpointer data, GCancellable *cancellable, GError **error)
{
  guint n = 0;
  g_autoptr (GPtrArray) first = tn_tracing_contacts (copy, tn_env_now_ms (tn_copy_env (copy)), TRUE, 1, &n, error);

  return first ? g_memdup2 (&n, sizeof n) : NULL;
}

static void
counted_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (TnTracingScreen) self = user_data;
  g_autofree guint *n = tn_store_finish (TN_STORE (source), result, NULL);   /* the list says what is wrong */

  if (self->cancellable && n)
    tn_screen_set_badge (TN_SCREEN (self), *n);
}

static void
count (TnTracingScreen *self)
{
  g_cancellable_cancel (self->counting);
  g_clear_object (&self->counting);
  self->counting = g_cancellable_new ();
  tn_store_read_async (get_store (self), count_due, NULL, NULL, g_free, self->counting, counted_cb, g_object_ref (self));
}

static void
store_changed_cb (TnTracingScreen *self)
{
  load (self);
  count (self);
}

/* --- after a call: the next one --- */

static gpointer
read_next (TnCopy *copy, gpointer data, GCancellable *cancellable, GError **error)
{
  g_autoptr (GPtrArray) contacts = tn_tracing_contacts (copy, tn_env_now_ms (tn_copy_env (copy)), TRUE, 0, NULL, error);
  TnId none = { { 0 } };

  for (guint i = 0; contacts && i < contacts->len; i++)
    {
      const TnTracingContact *contact = contacts->pdata[i];

      if (contact->need == TN_TRACING_SYMPTOMS && tn_id_equal (&contact->id, data))
        break;   /* stays before the eyes: there is more to do */
      if (contact->need == TN_TRACING_DUE && !tn_id_equal (&contact->id, data))
        return tn_id_copy (&contact->id);
    }
  return contacts ? tn_id_copy (&none) : NULL;
}

static void
next_read_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (TnTracingScreen) self = user_data;
  g_autofree TnId *next = tn_store_finish (TN_STORE (source), result, NULL);   /* then the list stays where it is */

  if (!self->cancellable || !next || tn_id_is_null (next))
    return;
  self->focus = TRUE;
  tn_board_show (self->board, next);
}

static void
called_cb (TnTracingScreen *self)
{
  tn_store_read_async (get_store (self), read_next, tn_id_copy (&self->id), g_free, g_free, NULL, next_read_cb, g_object_ref (self));
}

/* --- from elsewhere --- */

static gpointer
read_filter (TnCopy *copy, gpointer data, GCancellable *cancellable, GError **error)
{
  g_autoptr (TnRow) row = tn_copy_get (copy, data, error);
  const char *filter = row ? tn_tracing_filter_of (row->kind_key) : NULL;

  return row ? g_strdup (filter ? filter : "calls") : NULL;
}

static void
filter_read_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (TnTracingScreen) self = user_data;
  g_autofree char *filter = tn_store_finish (TN_STORE (source), result, NULL);   /* the page says what is wrong */

  if (self->cancellable && filter && !(g_str_equal (filter, "contacts") && self->detail && self->detail->contact))
    tn_board_set_filter (self->board, filter);
}

static void
tn_tracing_screen_show_record (TnScreen *screen, const TnId *id)
{
  TnTracingScreen *self = TN_TRACING_SCREEN (screen);

  tn_store_read_async (get_store (self), read_filter, tn_id_copy (id), g_free, g_free, NULL, filter_read_cb, g_object_ref (self));
  tn_board_show (self->board, id);
}

static void
tn_tracing_screen_find (TnScreen *screen)
{
  TnTracingScreen *self = TN_TRACING_SCREEN (screen);
  GtkWidget *focus = gtk_root_get_focus (gtk_widget_get_root (GTK_WIDGET (self)));

  if (focus && gtk_widget_is_ancestor (focus, GTK_WIDGET (self->test)))
    tn_test_page_find (self->test);
  else
    tn_board_find (self->board);
}

static GtkWidget *
make_menu (void)
{
  g_autoptr (GMenu) menu = g_menu_new ();
  GtkWidget *button = gtk_menu_button_new ();

  g_menu_append (menu, _("_Plan a Test Round…"), "win.new-test-round");
  g_menu_append (menu, _("_End Watches Whose Time Is Over"), "win.end-watches");
  gtk_menu_button_set_menu_model (GTK_MENU_BUTTON (button), G_MENU_MODEL (menu));
  gtk_menu_button_set_icon_name (GTK_MENU_BUTTON (button), "view-more-symbolic");
  gtk_widget_set_tooltip_text (button, _("Test rounds and watches"));
  gtk_accessible_update_property (GTK_ACCESSIBLE (button), GTK_ACCESSIBLE_PROPERTY_LABEL, _("Test rounds and watches"), -1);
  return button;
}

static void
tn_tracing_screen_attach (TnScreen *screen, TnWorkspace *workspace)
{
  TnTracingScreen *self = TN_TRACING_SCREEN (screen);

  tn_contact_page_attach (self->contact, workspace);
  tn_test_page_attach (self->test, workspace);
  g_signal_connect_object (tn_workspace_get_store (workspace), "changed", G_CALLBACK (store_changed_cb), self, G_CONNECT_SWAPPED);
  tn_board_attach (self->board, workspace, tn_tracing_rows_read, NULL);
  count (self);
}

/* --- GObject --- */

static void
tn_tracing_screen_dispose (GObject *object)
{
  TnTracingScreen *self = TN_TRACING_SCREEN (object);

  if (self->cancellable)
    g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->cancellable);
  g_clear_object (&self->counting);
  G_OBJECT_CLASS (tn_tracing_screen_parent_class)->dispose (object);
}

static void
tn_tracing_screen_finalize (GObject *object)
{
  tn_tracing_detail_free (TN_TRACING_SCREEN (object)->detail);
  G_OBJECT_CLASS (tn_tracing_screen_parent_class)->finalize (object);
}

static void
tn_tracing_screen_class_init (TnTracingScreenClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = tn_tracing_screen_dispose;
  G_OBJECT_CLASS (klass)->finalize = tn_tracing_screen_finalize;
  TN_SCREEN_CLASS (klass)->attach = tn_tracing_screen_attach;
  TN_SCREEN_CLASS (klass)->find = tn_tracing_screen_find;
  TN_SCREEN_CLASS (klass)->show_record = tn_tracing_screen_show_record;
}

static void
make_pages (TnTracingScreen *self)
{
  self->pages = GTK_STACK (gtk_stack_new ());
  self->contact = g_object_new (TN_TYPE_CONTACT_PAGE, NULL);
  self->chain = g_object_new (TN_TYPE_CHAIN_PAGE, NULL);
  self->test = g_object_new (TN_TYPE_TEST_PAGE, NULL);
  self->problem = GTK_LABEL (gtk_label_new (NULL));
  gtk_label_set_wrap (self->problem, TRUE);
  gtk_widget_set_margin_start (GTK_WIDGET (self->problem), 18);
  gtk_widget_set_margin_end (GTK_WIDGET (self->problem), 18);
  gtk_stack_set_hhomogeneous (self->pages, FALSE);
  gtk_stack_set_vhomogeneous (self->pages, FALSE);
  gtk_stack_add_named (self->pages, gtk_label_new (NULL), "reading");
  gtk_stack_add_named (self->pages, GTK_WIDGET (self->contact), "contact");
  gtk_stack_add_named (self->pages, GTK_WIDGET (self->chain), "chain");
  gtk_stack_add_named (self->pages, GTK_WIDGET (self->test), "test");
  gtk_stack_add_named (self->pages, GTK_WIDGET (self->problem), "problem");
  g_signal_connect_swapped (self->contact, "called", G_CALLBACK (called_cb), self);
}

static void
tn_tracing_screen_init (TnTracingScreen *self)
{
  self->cancellable = g_cancellable_new ();
  self->board = tn_board_new ();
  make_pages (self);
  tn_board_set_searchable (self->board, _("Name, telephone or address"));
  tn_board_add_filter (self->board, "calls", _("Calls due"));
  tn_board_add_filter (self->board, "contacts", _("Contacts"));
  tn_board_add_filter (self->board, "unknown", _("Unknown source"));
  tn_board_add_filter (self->board, "rounds", _("Test rounds"));
  tn_board_add_button (self->board, make_menu ());
  tn_board_set_empty (self->board, "call-start-symbolic", _("Nobody to Call"),
                      _("Contacts of patients at home are listed here while they are watched. Add them on the patient’s page."), NULL, NULL);
  tn_board_set_page (self->board, GTK_WIDGET (self->pages));
  g_signal_connect_swapped (self->board, "chosen", G_CALLBACK (show_id), self);
  g_signal_connect_swapped (self->board, "activated", G_CALLBACK (activated_cb), self);
  adw_bin_set_child (ADW_BIN (self), GTK_WIDGET (self->board));
}

/* --- the window's actions --- */

static TnEdit *
write_end (TnCopy *copy, gpointer data, GError **error)
{
  guint n;
  g_autoptr (TnEdit) edit = tn_tracing_end_over (copy, tn_env_now_ms (tn_copy_env (copy)), &n, error);

  if (edit && n == 0)
    g_set_error (error, TN_ERROR, TN_ERROR_INVALID, _("No watch is over today. Nothing was changed."));
  return edit && n ? g_steal_pointer (&edit) : NULL;
}

static void
ended_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (TnWindow) window = user_data;
  g_autoptr (GError) error = NULL;

  if (!tn_workspace_run_finish (TN_WORKSPACE (source), result, &error))
    tn_window_toast (window, error->message);
}

static void
window_action_cb (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  TnWindow *window = user_data;
  TnWorkspace *workspace = tn_window_get_workspace (window);
  const char *name = g_action_get_name (G_ACTION (action));
  TnId id;

  if (!workspace)
    return;
  if (g_str_equal (name, "new-test-round"))
    tn_tracing_dialog_round (window);
  else if (g_str_equal (name, "end-watches"))
    tn_workspace_run_async (workspace, write_end, NULL, NULL, NULL, ended_cb, g_object_ref (window));
  else if (tn_id_parse (g_variant_get_string (parameter, NULL), -1, &id))
    tn_tracing_dialog_contacts (window, &id);
}

void
tn_tracing_screen_install_actions (TnWindow *window)
{
  static const GActionEntry entries[] = {
    { .name = "new-contact", .activate = window_action_cb, .parameter_type = "s" },
    { .name = "new-test-round", .activate = window_action_cb },
    { .name = "end-watches", .activate = window_action_cb },
  };

  g_action_map_add_action_entries (G_ACTION_MAP (window), entries, G_N_ELEMENTS (entries), window);
}
