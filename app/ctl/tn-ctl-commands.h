/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once
#include "tn-ctl.h"
#include "tn-visit.h"
/* One function per file ctl-*.c; only tn-ctl.c, which holds the table, includes this. */
gboolean tn_ctl_answer (TnCtl *ctl, int argc, char **argv, GError **error);
gboolean tn_ctl_backup (TnCtl *ctl, int argc, char **argv, GError **error);
gboolean tn_ctl_business (TnCtl *ctl, int argc, char **argv, GError **error);   /* ctl-job.c */
gboolean tn_ctl_bundle (TnCtl *ctl, int argc, char **argv, GError **error);
gboolean tn_ctl_campaign (TnCtl *ctl, int argc, char **argv, GError **error);
gboolean tn_ctl_case (TnCtl *ctl, int argc, char **argv, GError **error);
gboolean tn_ctl_check (TnCtl *ctl, int argc, char **argv, GError **error);
gboolean tn_ctl_commendation (TnCtl *ctl, int argc, char **argv, GError **error);   /* ctl-movement.c */
gboolean tn_ctl_conflicts (TnCtl *ctl, int argc, char **argv, GError **error);
gboolean tn_ctl_contact (TnCtl *ctl, int argc, char **argv, GError **error);
gboolean tn_ctl_count (TnCtl *ctl, int argc, char **argv, GError **error);
gboolean tn_ctl_delete (TnCtl *ctl, int argc, char **argv, GError **error);
gboolean tn_ctl_donor (TnCtl *ctl, int argc, char **argv, GError **error);   /* ctl-gift.c */
gboolean tn_ctl_doctor (TnCtl *ctl, int argc, char **argv, GError **error);
gboolean tn_ctl_bulk (TnCtl *ctl, int argc, char **argv, GError **error);
gboolean tn_ctl_duplicates (TnCtl *ctl, int argc, char **argv, GError **error);
gboolean tn_ctl_enrol (TnCtl *ctl, int argc, char **argv, GError **error);
gboolean tn_ctl_export (TnCtl *ctl, int argc, char **argv, GError **error);
gboolean tn_ctl_find (TnCtl *ctl, int argc, char **argv, GError **error);
gboolean tn_ctl_gift (TnCtl *ctl, int argc, char **argv, GError **error);
gboolean tn_ctl_history (TnCtl *ctl, int argc, char **argv, GError **error);
gboolean tn_ctl_hub (TnCtl *ctl, int argc, char **argv, GError **error);
gboolean tn_ctl_import (TnCtl *ctl, int argc, char **argv, GError **error);
gboolean tn_ctl_job (TnCtl *ctl, int argc, char **argv, GError **error);
gboolean tn_ctl_key (TnCtl *ctl, int argc, char **argv, GError **error);
gboolean tn_ctl_list (TnCtl *ctl, int argc, char **argv, GError **error);
gboolean tn_ctl_movement (TnCtl *ctl, int argc, char **argv, GError **error);
gboolean tn_ctl_new (TnCtl *ctl, int argc, char **argv, GError **error);
gboolean tn_ctl_opened (TnCtl *ctl, int argc, char **argv, GError **error);
gboolean tn_ctl_pair (TnCtl *ctl, int argc, char **argv, GError **error);       /* ctl-hands.c */
gboolean tn_ctl_petition (TnCtl *ctl, int argc, char **argv, GError **error);
gboolean tn_ctl_practice (TnCtl *ctl, int argc, char **argv, GError **error);
gboolean tn_ctl_professional (TnCtl *ctl, int argc, char **argv, GError **error);   /* ctl-referral.c */
gboolean tn_ctl_programme (TnCtl *ctl, int argc, char **argv, GError **error);
gboolean tn_ctl_reduction (TnCtl *ctl, int argc, char **argv, GError **error);
gboolean tn_ctl_referral (TnCtl *ctl, int argc, char **argv, GError **error);
gboolean tn_ctl_resolve (TnCtl *ctl, int argc, char **argv, GError **error);
gboolean tn_ctl_restore (TnCtl *ctl, int argc, char **argv, GError **error);
gboolean tn_ctl_support_print (TnCtl *ctl, int argc, char **argv, GError **error);
gboolean tn_ctl_round_print (TnCtl *ctl, int argc, char **argv, GError **error);
gboolean tn_ctl_round (TnCtl *ctl, int argc, char **argv, GError **error);
gboolean tn_ctl_server (TnCtl *ctl, int argc, char **argv, GError **error);
gboolean tn_ctl_set (TnCtl *ctl, int argc, char **argv, GError **error);
gboolean tn_ctl_show (TnCtl *ctl, int argc, char **argv, GError **error);
gboolean tn_ctl_situation (TnCtl *ctl, int argc, char **argv, GError **error);
gboolean tn_ctl_sponsor (TnCtl *ctl, int argc, char **argv, GError **error);    /* ctl-hands.c */
gboolean tn_ctl_status (TnCtl *ctl, int argc, char **argv, GError **error);
gboolean tn_ctl_support (TnCtl *ctl, int argc, char **argv, GError **error);
gboolean tn_ctl_stock (TnCtl *ctl, int argc, char **argv, GError **error);
gboolean tn_ctl_survey (TnCtl *ctl, int argc, char **argv, GError **error);
gboolean tn_ctl_sync (TnCtl *ctl, int argc, char **argv, GError **error);
gboolean tn_ctl_team (TnCtl *ctl, int argc, char **argv, GError **error);
gboolean tn_ctl_today (TnCtl *ctl, int argc, char **argv, GError **error);
gboolean tn_ctl_test (TnCtl *ctl, int argc, char **argv, GError **error);
gboolean tn_ctl_undo (TnCtl *ctl, int argc, char **argv, GError **error);
gboolean tn_ctl_user (TnCtl *ctl, int argc, char **argv, GError **error);
gboolean tn_ctl_visit (TnCtl *ctl, int argc, char **argv, GError **error);
gboolean tn_ctl_zone (TnCtl *ctl, int argc, char **argv, GError **error);
/* ctl-enrol.c: the code as typed; "-" = a line of standard input. Owned. */
char *tn_ctl_read_code (const char *word, GError **error);
/* ctl-visit.c: result and ticks as keys, "2" or "1AS", or the result by its name. */
gboolean tn_ctl_press_keys (TnVisit *visit, const char *result, const char *ticks, GError **error);
