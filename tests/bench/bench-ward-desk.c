/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A laptop as its window runs it, all but the widgets: store, model of the list with the lines of a screen held, reconciler with its waiter. Says
 * when an edit was made, and when the model showed one. */
#include <stdio.h>
#include <string.h>
#include "bench-ward.h"
#include "tn-household-model.h"
#include "tn-reconciler.h"

#define SCREEN_LINES 30

typedef struct {
  TnId household;
  gint64 row;
  char *shown;
  GMainLoop *loop;
  TnStore *store;
  TnHouseholdModel *model;
  GPtrArray *lines;         /* TnHousehold of the screen */
  TnReconciler *reconciler;
} Desk;

static void
say (const char *what, const char *text)
{
  printf ("{\"%s\":%" G_GINT64_FORMAT ",\"text\":\"%s\"}\n", what, g_get_monotonic_time (), text);
  fflush (stdout);
}

static void
line_filled_cb (TnHousehold *line, GParamSpec *pspec, gpointer user_data)
{
  Desk *desk = user_data;
  const TnHouseholdItem *item = tn_household_get_item (line);
  if (tn_household_get_row (line) != desk->row || item == NULL || g_strcmp0 (item->phone, desk->shown) == 0)
    return;
  g_free (desk->shown);
  desk->shown = g_strdup (item->phone);
  say ("seen", item->phone != NULL ? item->phone : "");
}

static void
hold_screen (Desk *desk)
{
  guint at = tn_household_model_find_row (desk->model, desk->row), n = g_list_model_get_n_items (G_LIST_MODEL (desk->model));
  if (desk->lines->len > 0 || at == G_MAXUINT)
    return;
  for (guint i = at; i < MIN (at + SCREEN_LINES, n); i++) {
    TnHousehold *line = g_list_model_get_item (G_LIST_MODEL (desk->model), i);
    g_signal_connect (line, "notify::revision", G_CALLBACK (line_filled_cb), desk);
    g_ptr_array_add (desk->lines, line);
  }
}

static void
failed_cb (TnHouseholdModel *model, GError *error, gpointer user_data)
{
  g_error ("%s", error->message);
}

static void
session_cb (TnReconciler *reconciler, const TnSessionLog *log, gpointer user_data)
{
  if (log->error != NULL)
    g_error ("%s", log->error);
  say ("session", "");
}

typedef struct { TnId household; char *phone; } Save;

static gpointer
write_phone (TnCopy *copy, gpointer data, GCancellable *cancellable, GError **error)
{
  Save *save = data;
  g_autoptr (TnEdit) edit = tn_edit_new ("phone");
  tn_edit_set_text (edit, &save->household, "phone", save->phone);
  return GINT_TO_POINTER (tn_copy_edit (copy, edit, NULL, error));
}

static void
free_save (gpointer data)
{
  g_free (((Save *) data)->phone);
  g_free (data);
}

static void
written_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GError) error = NULL;
  if (tn_store_finish (TN_STORE (source), result, &error) == NULL)
    g_error ("%s", error->message);
}

static gboolean
command_cb (GIOChannel *channel, GIOCondition condition, gpointer user_data)
{
  Desk *desk = user_data;
  g_autofree char *line = NULL;
  if (g_io_channel_read_line (channel, &line, NULL, NULL, NULL) != G_IO_STATUS_NORMAL || g_str_has_prefix (line, "quit")) {
    g_main_loop_quit (desk->loop);
    return G_SOURCE_REMOVE;
  }
  Save *save = g_new (Save, 1);
  *save = (Save) { desk->household, g_strdup (g_strchomp (line)) };
  say ("made", save->phone);
  tn_store_write_async (desk->store, write_phone, save, free_save, NULL, NULL, written_cb, desk);
  return G_SOURCE_CONTINUE;
}

static gpointer
read_row (TnCopy *copy, gpointer data, GCancellable *cancellable, GError **error)
{
  return GINT_TO_POINTER (tn_query_household_row (copy, data));
}

static void
row_read_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  Desk *desk = user_data;
  desk->row = GPOINTER_TO_INT (tn_store_finish (TN_STORE (source), result, NULL));
  desk->model = tn_household_model_new (desk->store);
  g_signal_connect_swapped (desk->model, "loaded", G_CALLBACK (hold_screen), desk);
  g_signal_connect (desk->model, "failed", G_CALLBACK (failed_cb), desk);
  desk->reconciler = tn_reconciler_new (desk->store, 15);
  g_signal_connect (desk->reconciler, "session-done", G_CALLBACK (session_cb), desk);
  tn_reconciler_start (desk->reconciler);
  tn_reconciler_request (desk->reconciler);
}

static void
opened_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  Desk *desk = user_data;
  g_autoptr (GError) error = NULL;
  desk->store = tn_store_open_finish (result, &error);
  if (desk->store == NULL)
    g_error ("%s", error->message);
  tn_store_read_async (desk->store, read_row, &desk->household, NULL, NULL, NULL, row_read_cb, desk);
}

static void
stopped_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  tn_reconciler_stop_finish (TN_RECONCILER (source), result, NULL);
  g_main_loop_quit (user_data);
}

int
ward_desk_main (const char *path, const TnId *household)
{
  Desk desk = { .household = *household, .loop = g_main_loop_new (NULL, FALSE), .lines = g_ptr_array_new_with_free_func (g_object_unref) };
  g_autoptr (GIOChannel) channel = g_io_channel_unix_new (0);
  g_io_add_watch (channel, G_IO_IN | G_IO_HUP, command_cb, &desk);
  tn_store_open_async (path, 0, NULL, opened_cb, &desk);
  g_main_loop_run (desk.loop);
  tn_reconciler_stop_async (desk.reconciler, stopped_cb, desk.loop);
  g_main_loop_run (desk.loop);
  g_ptr_array_unref (desk.lines);
  g_object_unref (desk.model);
  g_object_unref (desk.reconciler);
  g_object_unref (desk.store);
  g_main_loop_unref (desk.loop);
  g_free (desk.shown);
  return 0;
}
