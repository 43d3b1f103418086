/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The import assistant over lists that openpyxl wrote: read, correct, look, import, undo. */
#include "ui-fixture.h"
#include <glib/gstdio.h>
#include "files.h"
#include "tn-import-assistant.h"
#include "tn-option-drop-down.h"

typedef struct { Ui ui; TnImportAssistant *assistant; } Desk;

static const char *
page (Desk *desk)
{
  return gtk_stack_get_visible_child_name (GTK_STACK (ui_get (desk->assistant, "stack")));
}

static const char *
message (Desk *desk)
{
  return gtk_revealer_get_reveal_child (GTK_REVEALER (ui_get (desk->assistant, "revealer")))
         ? gtk_label_get_text (GTK_LABEL (ui_get (desk->assistant, "message"))) : "";
}

static void
set_up (Desk *desk, gconstpointer data)
{
  ui_set_up (&desk->ui, GUINT_TO_POINTER (3));
  g_assert_true (gtk_widget_activate_action (GTK_WIDGET (desk->ui.window), "win.import", NULL));
  WAIT (ui_dialog (TN_TYPE_IMPORT_ASSISTANT));
  desk->assistant = TN_IMPORT_ASSISTANT (ui_dialog (TN_TYPE_IMPORT_ASSISTANT));
}

static void
tear_down (Desk *desk, gconstpointer data)
{
  if (ui_dialog (TN_TYPE_IMPORT_ASSISTANT))
    gtk_window_close (GTK_WINDOW (desk->assistant));
  WAIT (!ui_dialog (TN_TYPE_IMPORT_ASSISTANT));
  ui_tear_down (&desk->ui, NULL);
}

static void
read_list (Desk *desk, const char *name, const char *expected_page)
{
  g_autofree char *path = files_path (name);

  tn_import_assistant_read (desk->assistant, path);
  g_assert_cmpstr (page (desk), ==, "busy");
  WAIT (g_strcmp0 (page (desk), "busy") != 0);
  g_assert_cmpstr (page (desk), ==, expected_page);
}

static void
preview (Desk *desk)
{
  g_assert_true (gtk_widget_activate_action (GTK_WIDGET (desk->assistant), "import.next", NULL));
  WAIT (g_strcmp0 (page (desk), "review") == 0);
}

static void
import (Desk *desk)
{
  g_assert_true (gtk_widget_activate_action (GTK_WIDGET (desk->assistant), "import.next", NULL));
  WAIT (!ui_dialog (TN_TYPE_IMPORT_ASSISTANT));
}

/* The drop-down over the column with this header. */
static GtkDropDown *
column (Desk *desk, const char *header)
{
  GtkWidget *row = ui_find_containing (ui_get (desk->assistant, "columns"), header);

  g_assert_nonnull (row);
  row = gtk_widget_get_ancestor (row, ADW_TYPE_ACTION_ROW);
  return GTK_DROP_DOWN (ui_find_type (row, GTK_TYPE_DROP_DOWN));
}

static void
assert_label_contains (Desk *desk, const char *part)
{
  if (!ui_find_containing (desk->assistant, part))
    g_error ("nothing says “%s”", part);
}

static void
test_whole (Desk *desk, gconstpointer data)
{
  guint before = ui_count (&desk->ui);

  read_list (desk, "list.xlsx", "columns");
  g_assert_cmpstr (tn_option_drop_down_get_key (column (desk, "Họ và tên")), ==, "person.name");
  gtk_test_accessible_assert_property (GTK_ACCESSIBLE (column (desk, "Họ và tên")), GTK_ACCESSIBLE_PROPERTY_LABEL, "Meaning of column B  Họ và tên");
  assert_label_contains (desk, "Nguyễn Văn Thử · Trần Thị Ẩn");   /* what the column holds */
  ui_shot (desk->assistant, "import-columns");
  preview (desk);
  assert_label_contains (desk, "New: 3 households, 6 people, 4 cards");
  ui_shot (desk->assistant, "import-review");
  import (desk);
  WAIT (ui_count (&desk->ui) == before + 3);
  WAIT (ui_find_text (desk->ui.window, "Imported 3 households with 6 people"));
  ui_search (&desk->ui, "vu ngoc mau");
  g_assert_cmpuint (ui_count (&desk->ui), ==, 1);
  ui_search (&desk->ui, "");
  g_assert_true (gtk_widget_activate_action (GTK_WIDGET (desk->ui.window), "win.undo", NULL));
  WAIT (ui_count (&desk->ui) == before);
}

static void
test_twice (Desk *desk, gconstpointer data)
{
  guint before = ui_count (&desk->ui);

  read_list (desk, "list.xlsx", "columns");
  preview (desk);
  import (desk);
  WAIT (ui_count (&desk->ui) == before + 3);
  g_assert_true (gtk_widget_activate_action (GTK_WIDGET (desk->ui.window), "win.import", NULL));
  WAIT (ui_dialog (TN_TYPE_IMPORT_ASSISTANT));
  desk->assistant = TN_IMPORT_ASSISTANT (ui_dialog (TN_TYPE_IMPORT_ASSISTANT));
  read_list (desk, "list.xlsx", "columns");
  preview (desk);
  g_assert_cmpstr (message (desk), ==, "Everything of this list is here already: there is nothing to import.");
  g_assert_false (gtk_widget_get_sensitive (ui_get (desk->assistant, "next_button")));
  ui_shot (desk->assistant, "import-nothing-new");
}

/* The person takes the names away, is told so, and gives them back. */
static void
test_corrected (Desk *desk, gconstpointer data)
{
  GtkDropDown *names;

  read_list (desk, "list.xlsx", "columns");
  names = column (desk, "Họ và tên");
  gtk_drop_down_set_selected (names, 0);
  g_assert_false (gtk_widget_get_sensitive (ui_get (desk->assistant, "next_button")));
  tn_option_drop_down_set_key (names, "person.name");
  g_assert_true (gtk_widget_get_sensitive (ui_get (desk->assistant, "next_button")));
  gtk_drop_down_set_selected (column (desk, "Đường"), 0);
  preview (desk);
  import (desk);
  WAIT (ui_count (&desk->ui) == 6);
  ui_search (&desk->ui, "nguyen thong");   /* the column that was left out */
  g_assert_cmpuint (ui_count (&desk->ui), ==, 0);
}

static void
test_first_row (Desk *desk, gconstpointer data)
{
  read_list (desk, "list.xlsx", "columns");
  g_assert_cmpint (gtk_spin_button_get_value_as_int (GTK_SPIN_BUTTON (ui_get (desk->assistant, "first_row"))), ==, 5);
  gtk_spin_button_set_value (GTK_SPIN_BUTTON (ui_get (desk->assistant, "first_row")), 8);
  gtk_spin_button_set_value (GTK_SPIN_BUTTON (ui_get (desk->assistant, "first_row")), 5);
  g_assert_cmpstr (tn_option_drop_down_get_key (column (desk, "Họ và tên")), ==, "person.name");
  preview (desk);
  assert_label_contains (desk, "New: 3 households, 6 people");
}

static void
test_doubts (Desk *desk, gconstpointer data)
{
  static const char text[] = "Họ và tên,Quan hệ với chủ hộ,Ngày sinh,Số nhà,Đường\nLê Văn Thử,Chủ hộ,31/02/1990,1/2,Hoa Mai\n";
  g_autofree char *path = g_build_filename (files_dir (), "doubt.csv", NULL);

  g_assert_true (g_file_set_contents (path, text, -1, NULL));
  read_list (desk, "doubt.csv", "columns");
  preview (desk);
  assert_label_contains (desk, "C2: “31/02/1990”");
  assert_label_contains (desk, "To look at again (1)");
  ui_shot (desk->assistant, "import-doubts");
  g_assert_true (gtk_widget_activate_action (GTK_WIDGET (desk->assistant), "import.back", NULL));
  g_assert_cmpstr (page (desk), ==, "columns");
}

static void
test_bad (Desk *desk, gconstpointer data)
{
  static const char *const bad[] = { "picture.xlsx", "encrypted.xlsx", "cut.xlsx", "empty.csv", "archive.xlsx" };

  for (gsize i = 0; i < G_N_ELEMENTS (bad); i++)
    {
      read_list (desk, bad[i], "file");
      g_assert_cmpuint (strlen (message (desk)), >, 20);
      g_assert_false (gtk_widget_get_visible (ui_get (desk->assistant, "next_button")));
    }
  read_list (desk, "encrypted.xlsx", "file");
  ui_shot (desk->assistant, "import-bad");
  read_list (desk, "list.xlsx", "columns");   /* and then the right one */
  g_assert_cmpstr (message (desk), ==, "");
}

static void
test_letters (Desk *desk, gconstpointer data)
{
  read_list (desk, "list-tcvn3.csv", "columns");
  assert_label_contains (desk, "Nguyễn Văn Thử · Trần Thị Ẩn");
  gtk_drop_down_set_selected (GTK_DROP_DOWN (ui_get (desk->assistant, "encoding")), 3);   /* VNI: wrong */
  g_assert_cmpstr (page (desk), ==, "busy");
  WAIT (g_strcmp0 (page (desk), "columns") == 0);
  g_assert_null (ui_find_containing (desk->assistant, "Nguyễn Văn Thử"));
  gtk_drop_down_set_selected (GTK_DROP_DOWN (ui_get (desk->assistant, "encoding")), 2);   /* TCVN3 */
  WAIT (g_strcmp0 (page (desk), "columns") == 0);
  assert_label_contains (desk, "Nguyễn Văn Thử · Trần Thị Ẩn");
}

static void
test_sheets (Desk *desk, gconstpointer data)
{
  GtkDropDown *sheet;

  read_list (desk, "sheets.xlsx", "columns");
  sheet = GTK_DROP_DOWN (ui_get (desk->assistant, "sheet"));
  g_assert_true (gtk_widget_get_visible (ui_get (desk->assistant, "sheet_row")));
  gtk_drop_down_set_selected (sheet, 1);
  g_assert_nonnull (strstr (message (desk), "names"));
  g_assert_false (gtk_widget_get_sensitive (ui_get (desk->assistant, "next_button")));
  gtk_drop_down_set_selected (sheet, 0);
  g_assert_cmpstr (message (desk), ==, "");
}

/* Closed while it reads, while it plans, while it writes: nothing of the list is here. */
static void
test_closed (Desk *desk, gconstpointer data)
{
  g_autofree char *path = files_path ("list.xlsx");
  guint step = GPOINTER_TO_UINT (data);

  tn_import_assistant_read (desk->assistant, path);
  if (step > 0)
    {
      WAIT (g_strcmp0 (page (desk), "columns") == 0);
      g_assert_true (gtk_widget_activate_action (GTK_WIDGET (desk->assistant), "import.next", NULL));
      g_assert_cmpstr (page (desk), ==, "busy");
    }
  gtk_window_close (GTK_WINDOW (desk->assistant));
  WAIT (!ui_dialog (TN_TYPE_IMPORT_ASSISTANT));
  ui_search (&desk->ui, "vu ngoc mau");
  g_assert_cmpuint (ui_count (&desk->ui), ==, 0);
}

static void
test_stopped (Desk *desk, gconstpointer data)
{
  read_list (desk, "list.xlsx", "columns");
  preview (desk);
  g_assert_true (gtk_widget_activate_action (GTK_WIDGET (desk->assistant), "import.next", NULL));
  gtk_window_close (GTK_WINDOW (desk->assistant));   /* the writing is on its way to the thread */
  /* a writing that was done in time has closed it: look for it before looking into it */
  WAIT (!ui_dialog (TN_TYPE_IMPORT_ASSISTANT) || g_strcmp0 (page (desk), "busy") != 0);
  ui_search (&desk->ui, "vu ngoc mau");
  if (!ui_dialog (TN_TYPE_IMPORT_ASSISTANT))
    {
      g_assert_cmpuint (ui_count (&desk->ui), ==, 1);   /* it was too late: all of it is here */
      return;
    }
  g_assert_cmpstr (message (desk), ==, "Stopped. Nothing of the list was saved.");
  g_assert_cmpuint (ui_count (&desk->ui), ==, 0);
}

#define ADD(name, data, func) g_test_add ("/ui/import/" name, Desk, data, set_up, func, tear_down)

int
main (int argc, char **argv)
{
  int status;

  ui_init (&argc, &argv);
  files_make ("texts workbooks old_workbooks bad_files");
  ADD ("a list is read, looked at, imported and undone", NULL, test_whole);
  ADD ("the same list again adds nothing", NULL, test_twice);
  ADD ("columns are corrected", NULL, test_corrected);
  ADD ("the first row is corrected", NULL, test_first_row);
  ADD ("a doubtful cell is shown with why", NULL, test_doubts);
  ADD ("bad files are refused in words", NULL, test_bad);
  ADD ("other letters are read anew", NULL, test_letters);
  ADD ("another sheet", NULL, test_sheets);
  ADD ("closed while reading", GUINT_TO_POINTER (0), test_closed);
  ADD ("closed while planning", GUINT_TO_POINTER (1), test_closed);
  ADD ("stopped while writing: all or nothing", NULL, test_stopped);
  status = g_test_run ();
  files_clear ();
  return status;
}
