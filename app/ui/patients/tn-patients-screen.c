/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "tn-patients-screen.h"
#include <glib/gi18n.h>
#include "tn-board.h"
#include "tn-patient-dialogs.h"
#include "tn-patient-page.h"
#include "tn-patients-rows.h"

#define MINUTE_S 60   /* what is due changes with the clock, too */

struct _TnPatientsScreen
{
  TnScreen parent_instance;

  TnBoard *board;
  TnPatientPage *page;
  TnPatientsTally *tally;        /* the board’s: a reading under way outlives the screen */
  guint minute_id;
};

G_DEFINE_FINAL_TYPE (TnPatientsScreen, tn_patients_screen, TN_TYPE_SCREEN)

static void
chosen_cb (TnPatientsScreen *self, const char *id)
{
  TnId chosen;

  tn_patient_page_show (self->page, tn_id_parse (id, -1, &chosen) ? &chosen : NULL);
}

static void
counted_cb (TnPatientsScreen *self)
{
  tn_screen_set_badge (TN_SCREEN (self), (guint) g_atomic_int_get (&self->tally->n_danger));
}

static gboolean
minute_cb (gpointer user_data)
{
  TnPatientsScreen *self = user_data;

  tn_board_reload (self->board);
  tn_patient_page_reload (self->page);
  return G_SOURCE_CONTINUE;
}

static void
tn_patients_screen_attach (TnScreen *screen, TnWorkspace *workspace)
{
  TnPatientsScreen *self = TN_PATIENTS_SCREEN (screen);

  tn_patient_page_attach (self->page, workspace);
  tn_board_attach (self->board, workspace, tn_patients_rows_read, self->tally);
  self->minute_id = g_timeout_add_seconds (MINUTE_S, minute_cb, self);
}

static void
tn_patients_screen_find (TnScreen *screen)
{
  tn_board_find (TN_PATIENTS_SCREEN (screen)->board);
}

/* Also one that the chosen filter leaves out. */
static void
tn_patients_screen_show_record (TnScreen *screen, const TnId *id)
{
  TnPatientsScreen *self = TN_PATIENTS_SCREEN (screen);

  tn_board_set_filter (self->board, "all");
  tn_board_show (self->board, id);
}

static void
tn_patients_screen_dispose (GObject *object)
{
  g_clear_handle_id (&TN_PATIENTS_SCREEN (object)->minute_id, g_source_remove);
  G_OBJECT_CLASS (tn_patients_screen_parent_class)->dispose (object);
}

static void
tn_patients_screen_class_init (TnPatientsScreenClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = tn_patients_screen_dispose;
  TN_SCREEN_CLASS (klass)->attach = tn_patients_screen_attach;
  TN_SCREEN_CLASS (klass)->find = tn_patients_screen_find;
  TN_SCREEN_CLASS (klass)->show_record = tn_patients_screen_show_record;
}

static void
tn_patients_screen_init (TnPatientsScreen *self)
{
  self->board = tn_board_new ();
  self->page = g_object_new (TN_TYPE_PATIENT_PAGE, NULL);
  self->tally = g_new0 (TnPatientsTally, 1);
  g_object_set_data_full (G_OBJECT (self->board), "tn-tally", self->tally, g_free);
  adw_bin_set_child (ADW_BIN (self), GTK_WIDGET (self->board));
  tn_board_set_searchable (self->board, _("Patient’s name"));
  tn_board_add_filter (self->board, "all", _("All patients"));
  tn_board_add_filter (self->board, "danger", _("Danger"));
  tn_board_add_filter (self->board, "due", _("Check due now"));
  tn_board_add_filter (self->board, "unwatched", _("No check today"));
  tn_board_add_filter (self->board, "twice", _("Watched in two cases"));
  tn_board_add_filter (self->board, "closed", _("Closed"));
  tn_board_set_empty (self->board, "face-sick-symbolic", _("Nobody Is Watched at Home"), _("Open a household and choose “Watch at Home” beside the person who is ill."), _("_Go to the Households"),
                      "win.screen::households");
  tn_board_set_page (self->board, GTK_WIDGET (self->page));
  g_signal_connect_object (self->board, "chosen", G_CALLBACK (chosen_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (self->board, "counted", G_CALLBACK (counted_cb), self, G_CONNECT_SWAPPED);
}

/* --- from anywhere --- */

static void
open_case_cb (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  TnWindow *window = user_data;
  TnId person;

  if (tn_window_get_workspace (window) && tn_id_parse (g_variant_get_string (parameter, NULL), -1, &person))
    tn_patient_dialog_open (window, &person);
}

void
tn_patients_screen_install_actions (TnWindow *window)
{
  static const GActionEntry entries[] = { { .name = "open-case", .activate = open_case_cb, .parameter_type = "s" } };

  g_action_map_add_action_entries (G_ACTION_MAP (window), entries, G_N_ELEMENTS (entries), window);
}
