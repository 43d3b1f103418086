/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ui-fixture.h"
#include <libintl.h>
#include <locale.h>
#include "tn-board.h"
#include "tn-config.h"
#include "tn-dialog.h"
#include "tn-household-page.h"
#include "tn-listed.h"
#include "tn-option-drop-down.h"
#include "tn-record-page.h"

void
ui_turn (void)
{
  g_main_context_iteration (NULL, FALSE);
  g_usleep (200);
}

/* The AdwMessageDialog of libadwaita 1.7 (Debian 13) measures its own heading narrower than the heading can be, and GTK warns of it. It is shown
 * right, and nothing of ours is in that measuring; every other warning still ends the test. */
static GLogWriterOutput
write_log (GLogLevelFlags level, const GLogField *fields, gsize n_fields, gpointer user_data)
{
  for (gsize i = 0; i < n_fields && adw_get_minor_version () >= 7; i++)
    if (g_str_equal (fields[i].key, "MESSAGE") && g_str_has_prefix (fields[i].value, "Trying to measure GtkLabel"))
      return g_log_writer_standard_streams (level, fields, n_fields, NULL);
  return g_log_writer_default (level, fields, n_fields, user_data);
}

void
ui_init (int *argc, char ***argv)
{
  const char *locale_dir = g_getenv ("TUNGNHA_LOCALE_DIR");
  GtkCssProvider *css;

  g_test_init (argc, argv, NULL);
  g_log_set_writer_func (write_log, NULL, NULL);
  setlocale (LC_ALL, "");
  bindtextdomain (TN_GETTEXT_DOMAIN, locale_dir ? locale_dir : TN_LOCALE_DIR);
  bind_textdomain_codeset (TN_GETTEXT_DOMAIN, "UTF-8");
  textdomain (TN_GETTEXT_DOMAIN);
  adw_init ();
  /* A blink that falls between losing the keyboard and hearing of it warns, and warnings end a test. */
  g_object_set (gtk_settings_get_default (), "gtk-cursor-blink", FALSE, NULL);
  css = gtk_css_provider_new ();
  gtk_css_provider_load_from_resource (css, "/vn/tungnha/TungNha/style.css");
  gtk_style_context_add_provider_for_display (gdk_display_get_default (), GTK_STYLE_PROVIDER (css), GTK_STYLE_PROVIDER_PRIORITY_APPLICATION);
  g_object_unref (css);
}

void
ui_set_up (Ui *ui, gconstpointer n_households)
{
  practice_ward_make (&ui->ward, GPOINTER_TO_UINT (n_households));
  ui->window = tn_window_new (NULL);
  gtk_window_set_default_size (GTK_WINDOW (ui->window), 1366, 768);
  gtk_window_present (GTK_WINDOW (ui->window));
  tn_window_open_copy (ui->window, ui->ward.path, 0);
  WAIT (tn_window_get_workspace (ui->window));
  tn_window_show_screen (ui->window, "households");
  WAIT (ui_count (ui) > 0 || n_households == NULL);
}

void
ui_tear_down (Ui *ui, gconstpointer data)
{
  gpointer window = ui->window;

  g_object_add_weak_pointer (G_OBJECT (ui->window), &window);
  gtk_window_close (GTK_WINDOW (ui->window));
  WAIT (window == NULL);
  practice_ward_clear (&ui->ward);
}

/* --- finding --- */

typedef gboolean (*Match) (GtkWidget *widget, gconstpointer data);

static GtkWidget *
find (GtkWidget *root, Match match, gconstpointer data)
{
  if (match (root, data))
    return root;
  for (GtkWidget *child = gtk_widget_get_first_child (root); child; child = gtk_widget_get_next_sibling (child))
    {
      GtkWidget *found = find (child, match, data);
      if (found)
        return found;
    }
  return NULL;
}

static gboolean
has_id (GtkWidget *widget, gconstpointer id)
{
  return g_strcmp0 (gtk_buildable_get_buildable_id (GTK_BUILDABLE (widget)), id) == 0 || g_strcmp0 (gtk_widget_get_name (widget), id) == 0;
}

static const char *
get_text (GtkWidget *widget)
{
  if (!gtk_widget_get_mapped (widget))
    return NULL;
  if (GTK_IS_LABEL (widget))
    return gtk_label_get_text (GTK_LABEL (widget));
  if (GTK_IS_INSCRIPTION (widget))
    return gtk_inscription_get_text (GTK_INSCRIPTION (widget));
  return NULL;
}

static gboolean
has_text (GtkWidget *widget, gconstpointer text)
{
  return g_strcmp0 (get_text (widget), text) == 0;
}

static gboolean
contains_text (GtkWidget *widget, gconstpointer text)
{
  return get_text (widget) && strstr (get_text (widget), text);
}

static gboolean
has_type (GtkWidget *widget, gconstpointer type)
{
  return g_type_is_a (G_OBJECT_TYPE (widget), GPOINTER_TO_SIZE (type));
}

GtkWidget *
ui_find (gpointer root, const char *id)
{
  return find (root, has_id, id);
}

GtkWidget *
ui_get (gpointer root, const char *id)
{
  GtkWidget *widget = find (root, has_id, id);

  if (!widget)
    g_error ("no widget %s", id);
  return widget;
}

GtkWidget *
ui_find_type (gpointer root, GType type)
{
  return find (root, has_type, GSIZE_TO_POINTER (type));
}

GtkWidget *
ui_find_text (gpointer root, const char *text)
{
  return find (root, has_text, text);
}

GtkWidget *
ui_find_containing (gpointer root, const char *text)
{
  return find (root, contains_text, text);
}

GtkWidget *
ui_list (Ui *ui)
{
  return ui_find_type (ui->window, TN_TYPE_HOUSEHOLD_LIST);
}

GtkWidget *
ui_page (Ui *ui)
{
  GtkWidget *page;

  WAIT ((page = ui_find_type (ui->window, TN_TYPE_HOUSEHOLD_PAGE)));   /* comes after the list */
  return page;
}

GtkWidget *
ui_dialog (GType type)
{
  GListModel *windows = gtk_window_get_toplevels ();

  for (guint i = 0; i < g_list_model_get_n_items (windows); i++)
    {
      g_autoptr (GtkWidget) window = g_list_model_get_item (windows, i);
      if (g_type_is_a (G_OBJECT_TYPE (window), type) && gtk_widget_get_mapped (window))
        return window;
    }
  return NULL;
}

/* --- doing --- */

void
ui_act (Ui *ui, const char *action, const char *target)
{
  GtkWidget *page = ui_find_type (ui->window, TN_TYPE_HOUSEHOLD_PAGE);
  g_autoptr (GVariant) parameter = target ? g_variant_ref_sink (g_variant_new_string (target)) : NULL;

  if (!gtk_widget_activate_action_variant (page ? page : GTK_WIDGET (ui->window), action, parameter))
    g_error ("no action %s", action);
}

void
ui_type (gpointer root, const char *id, const char *text)
{
  gtk_editable_set_text (GTK_EDITABLE (ui_get (root, id)), text);
}

/* As the window hears it: by the controllers that catch keys before its widgets do. */
gboolean
ui_press (GtkWidget *window, guint keyval)
{
  g_autoptr (GListModel) controllers = gtk_widget_observe_controllers (window);
  gboolean handled = FALSE;

  for (guint i = 0; i < g_list_model_get_n_items (controllers) && !handled; i++)
    {
      g_autoptr (GtkEventController) controller = g_list_model_get_item (controllers, i);

      if (GTK_IS_EVENT_CONTROLLER_KEY (controller) && gtk_event_controller_get_propagation_phase (controller) == GTK_PHASE_CAPTURE)
        g_signal_emit_by_name (controller, "key-pressed", keyval, 0, 0, &handled);
    }
  return handled;
}

void
ui_press_all (GtkWidget *window, const char *keys)
{
  for (; *keys; keys++)
    {
      gint64 until = g_get_monotonic_time () + 80000;

      g_assert_true (ui_press (window, gdk_unicode_to_keyval ((guint32) *keys)));
      while (g_get_monotonic_time () < until)
        ui_turn ();
    }
}

void
ui_save_dialog (void)
{
  GtkWidget *dialog = ui_dialog (TN_TYPE_DIALOG);

  g_assert_nonnull (dialog);
  g_assert_true (gtk_widget_activate_action (dialog, "dialog.save", NULL));
  WAIT (!ui_dialog (TN_TYPE_DIALOG));
}

/* --- screens with a board --- */

GtkWidget *
ui_screen (Ui *ui, const char *name)
{
  return tn_window_show_screen (ui->window, name);
}

GtkWidget *
ui_record (Ui *ui, const char *screen)
{
  GtkWidget *page = ui_find_type (ui_screen (ui, screen), TN_TYPE_RECORD_PAGE);

  WAIT (!page || !gtk_widget_get_mapped (page) || tn_record_page_is_whole (TN_RECORD_PAGE (page)));   /* what lies below comes some frames later */
  return page;
}

void
ui_filter (Ui *ui, const char *screen, const char *key)
{
  tn_board_set_filter (TN_BOARD (ui_find_type (ui_screen (ui, screen), TN_TYPE_BOARD)), key);
}

void
ui_act_on (Ui *ui, const char *screen, const char *action, const TnId *target)
{
  g_autofree char *id = target ? tn_id_dup_string (target) : NULL;

  g_assert_true (gtk_widget_activate_action (ui_screen (ui, screen), action, id ? "s" : NULL, id));
}

/* --- dialogs --- */

GtkWidget *
ui_wait_dialog (void)
{
  GtkWidget *dialog;

  WAIT ((dialog = ui_dialog (TN_TYPE_DIALOG)));
  return dialog;
}

void
ui_try_save (GtkWidget *dialog)
{
  g_assert_true (gtk_widget_activate_action (dialog, "dialog.save", NULL));
}

void
ui_write_note (gpointer root, const char *field, const char *text)
{
  gtk_text_buffer_set_text (gtk_text_view_get_buffer (GTK_TEXT_VIEW (ui_get (root, field))), text, -1);
}

static gboolean
set_key (gpointer root, const char *field, const char *key)
{
  return tn_option_drop_down_set_key (GTK_DROP_DOWN (ui_get (root, field)), key);
}

void
ui_choose (gpointer root, const char *field, const char *key)
{
  g_assert_true (set_key (root, field, key));
}

void
ui_wait_choose (gpointer root, const char *field, const char *key)
{
  WAIT (set_key (root, field, key));
}

void
ui_choose_record (gpointer root, const char *field, const TnId *id)
{
  TnIdStr text;

  tn_id_format (id, text);
  ui_wait_choose (root, field, text);
}

/* --- what the store holds --- */

static GArray *
list_kind (Ui *ui, const char *kind)
{
  g_autoptr (TnCopy) copy = practice_ward_open (&ui->ward);
  g_autoptr (GError) error = NULL;
  TnListedQuery query = { .kind = kind };
  GArray *rows = tn_query_listed (copy, &query, &error);

  g_assert_no_error (error);
  return rows;
}

guint
ui_count_kind (Ui *ui, const char *kind)
{
  g_autoptr (GArray) rows = list_kind (ui, kind);

  return rows->len;
}

TnId
ui_find_only (Ui *ui, const char *kind)
{
  g_autoptr (GArray) rows = list_kind (ui, kind);

  g_assert_cmpuint (rows->len, ==, 1);
  return g_array_index (rows, TnListed, 0).id;
}

TnId
ui_find_newest (Ui *ui, const char *kind)
{
  g_autoptr (GArray) rows = list_kind (ui, kind);
  TnId newest;

  g_assert_cmpuint (rows->len, >, 0);
  newest = g_array_index (rows, TnListed, 0).id;
  for (guint i = 1; i < rows->len; i++)
    if (tn_id_compare (&g_array_index (rows, TnListed, i).id, &newest) > 0)
      newest = g_array_index (rows, TnListed, i).id;
  return newest;
}

void
ui_write_behind (Ui *ui, TnEdit *made)
{
  g_autoptr (TnCopy) copy = practice_ward_open (&ui->ward);
  g_autoptr (TnEdit) edit = made;
  g_autoptr (GError) error = NULL;
  gint64 action;

  tn_copy_edit (copy, edit, &action, &error);
  g_assert_no_error (error);
}

void
ui_open_first (Ui *ui)
{
  GtkWidget *title;

  tn_window_show_household (ui->window, &ui->ward.first);
  title = ui_get (ui_page (ui), "title");
  WAIT (strstr (gtk_label_get_text (GTK_LABEL (title)), "12/1"));
}

/* The list of a copy that has just been opened is made when it is gone to, or a moment later. */
static TnHouseholdModel *
get_model (Ui *ui)
{
  if (!ui_list (ui))
    tn_window_show_screen (ui->window, "households");
  return tn_household_list_get_model (TN_HOUSEHOLD_LIST (ui_list (ui)));
}

guint
ui_count (Ui *ui)
{
  return g_list_model_get_n_items (G_LIST_MODEL (get_model (ui)));
}

/* An entry that is given a new text says first that it is empty. */
typedef struct
{
  const char *text;
  gboolean done;
} Search;

static void
searched_cb (GtkEditable *entry, Search *search)
{
  search->done = g_str_equal (gtk_editable_get_text (entry), search->text);
}

void
ui_search (Ui *ui, const char *text)
{
  GtkWidget *search = ui_get (ui_list (ui), "search");
  Search state = { text, FALSE };
  gulong id = g_signal_connect (search, "search-changed", G_CALLBACK (searched_cb), &state);

  gtk_editable_set_text (GTK_EDITABLE (search), text);
  WAIT (state.done && !tn_household_model_is_loading (get_model (ui)));
  g_signal_handler_disconnect (search, id);
}

char *
ui_text (Ui *ui, const TnId *id, const char *field)
{
  g_autoptr (TnCopy) copy = practice_ward_open (&ui->ward);
  g_autoptr (TnRow) row = tn_copy_get (copy, id, NULL);

  return row ? tn_row_dup_text (row, field) : NULL;
}

static gboolean
has_value (Ui *ui, const TnId *id, const char *field, const char *expected)
{
  g_autofree char *text = ui_text (ui, id, field);

  return g_strcmp0 (text, expected) == 0;
}

void
ui_wait_text (Ui *ui, const TnId *id, const char *field, const char *expected)
{
  gint64 end = g_get_monotonic_time () + 30 * G_USEC_PER_SEC;

  while (!has_value (ui, id, field, expected))
    {
      g_assert_cmpint (g_get_monotonic_time (), <, end);
      for (guint i = 0; i < 60; i++)   /* opening a copy costs more than a turn */
        ui_turn ();
    }
}

char *
ui_read_pdf (const char *pdf)
{
  const char *argv[] = { "pdftotext", "-layout", pdf, "-", NULL };
  g_autofree char *program = g_find_program_in_path ("pdftotext");
  char *out = NULL;

  if (!program)
    {
      g_test_skip ("pdftotext is not installed (app/packages.sh)");
      return NULL;
    }
  g_assert_true (g_spawn_sync (NULL, (char **) argv, NULL, G_SPAWN_SEARCH_PATH, NULL, NULL, &out, NULL, NULL, NULL));
  return out;
}

void
ui_shot (gpointer widget, const char *name)
{
  const char *folder = g_getenv ("TN_SHOTS");
  g_autofree char *file = folder ? g_strdup_printf ("%s/%s.png", folder, name) : NULL;
  g_autoptr (GdkPaintable) paintable = NULL;
  g_autoptr (GskRenderNode) node = NULL;
  g_autoptr (GdkTexture) texture = NULL;
  gint64 end = g_get_monotonic_time () + G_USEC_PER_SEC * 6 / 10;

  if (!folder)
    return;
  paintable = gtk_widget_paintable_new (widget);
  do
    {
      g_autoptr (GtkSnapshot) snapshot = gtk_snapshot_new ();

      ui_turn ();
      g_clear_pointer (&node, gsk_render_node_unref);
      gdk_paintable_snapshot (paintable, snapshot, gdk_paintable_get_intrinsic_width (paintable), gdk_paintable_get_intrinsic_height (paintable));
      node = gtk_snapshot_to_node (snapshot);
    }
  while (!node || g_get_monotonic_time () < end);   /* drawn, and transitions ended */
  texture = gsk_renderer_render_texture (gtk_native_get_renderer (gtk_widget_get_native (widget)), node, NULL);
  g_assert_true (gdk_texture_save_to_png (texture, file));
}
