/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "tn-screens.h"
#include <glib/gi18n.h>
#include "tn-care-screen.h"
#include "tn-conflicts-screen.h"
#include "tn-door-actions.h"
#include "tn-duplicates-screen.h"
#include "tn-file-actions.h"
#include "tn-hands-screen.h"
#include "tn-households-screen.h"
#include "tn-import-assistant.h"
#include "tn-information-screen.h"
#include "tn-movements-screen.h"
#include "tn-patients-screen.h"
#include "tn-petitions-screen.h"
#include "tn-preferences.h"
#include "tn-reconciling-screen.h"
#include "tn-resources-screen.h"
#include "tn-rounds-screen.h"
#include "tn-situation-screen.h"
#include "tn-support-screen.h"
#include "tn-surveys-screen.h"
#include "tn-teams-screen.h"
#include "tn-today-screen.h"
#include "tn-tracing-screen.h"
#include "tn-welcome-page.h"
#include "tn-work-screen.h"

#define EVENING N_("Evening Work")
#define DESK N_("Office Work")
#define RECORDS N_("Records")

static const TnScreenEntry screens[] = {
  { "today", N_("Today"), "x-office-calendar-symbolic", NULL, tn_today_screen_get_type },
  { "households", N_("Households"), "user-home-symbolic", NULL, tn_households_screen_get_type },
  { "rounds", N_("Rounds"), "mark-location-symbolic", EVENING, tn_rounds_screen_get_type },
  { "patients", N_("Patients"), "face-sick-symbolic", EVENING, tn_patients_screen_get_type },
  { "tracing", N_("Tracing"), "call-start-symbolic", EVENING, tn_tracing_screen_get_type },
  { "teams", N_("Teams"), "system-users-symbolic", EVENING, tn_teams_screen_get_type },
  { "care", N_("Care"), "emblem-favorite-symbolic", EVENING, tn_care_screen_get_type },
  { "petitions", N_("Petitions"), "mail-unread-symbolic", DESK, tn_petitions_screen_get_type },
  { "support", N_("Support"), "emblem-documents-symbolic", DESK, tn_support_screen_get_type },
  { "resources", N_("Resources"), "package-x-generic-symbolic", DESK, tn_resources_screen_get_type },
  { "hands", N_("Helping Hands"), "face-smile-symbolic", DESK, tn_hands_screen_get_type },
  { "information", N_("Information"), "dialog-information-symbolic", DESK, tn_information_screen_get_type },
  { "movements", N_("Movements"), "starred-symbolic", DESK, tn_movements_screen_get_type },
  { "work", N_("Work"), "applications-engineering-symbolic", DESK, tn_work_screen_get_type },
  { "surveys", N_("Surveys"), "view-list-bullet-symbolic", DESK, tn_surveys_screen_get_type },
  { "situation", N_("Situation"), "view-list-symbolic", DESK, tn_situation_screen_get_type },
  { "duplicates", N_("Duplicates"), "edit-copy-symbolic", RECORDS, tn_duplicates_screen_get_type },
  { "conflicts", N_("Conflicts"), "dialog-question-symbolic", RECORDS, tn_conflicts_screen_get_type },
  { "reconciling", N_("Reconciling"), "emblem-synchronizing-symbolic", RECORDS, tn_reconciling_screen_get_type },
};

/* Functions of the screens' folders that add their own actions to a window: void tn_…_install_actions (TnWindow *). */
static void (*const installers[]) (TnWindow *window) = {
  tn_welcome_install_actions,
  tn_import_install_actions,
  tn_file_install_actions,
  tn_preferences_install_actions,
  tn_households_screen_install_actions,
  tn_door_install_actions,
  tn_rounds_install_actions,
  tn_patients_screen_install_actions,
  tn_tracing_screen_install_actions,
  tn_duplicates_install_actions,
  tn_teams_screen_install_actions,
  tn_care_screen_install_actions,
  tn_petitions_screen_install_actions,
  tn_support_screen_install_actions,
  tn_resources_screen_install_actions,
  tn_hands_screen_install_actions,
  tn_movements_screen_install_actions,
  tn_work_screen_install_actions,
  tn_information_screen_install_actions,
  tn_surveys_screen_install_actions,
};

const TnScreenEntry *
tn_screens (guint *n)
{
  *n = G_N_ELEMENTS (screens);
  return screens;
}

void
tn_screens_install_actions (TnWindow *window)
{
  for (gsize i = 0; i < G_N_ELEMENTS (installers); i++)
    installers[i] (window);
}
