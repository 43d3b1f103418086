/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once
#include "tn-form-dialog.h"
G_BEGIN_DECLS

/* The forms of zones, safe families, movements and commendations, each over a rule of work/. All present themselves, after what they are about was read. */

/* about: a unit, or a zone whose place is set anew; NULL = to be chosen. */
void tn_movement_dialog_zone (TnWindow *window, const TnId *about);
/* The household becomes a safe family, or, when it is one, is none any more. */
void tn_movement_dialog_safe (TnWindow *window, const TnId *household);
void tn_movement_dialog_new (TnWindow *window);
/* The next step of a movement: recognised, then ended. */
void tn_movement_dialog_recognise (TnWindow *window, const TnRow *movement);
void tn_movement_dialog_end (TnWindow *window, const TnRow *movement);
/* Corrections of a movement, a commendation or a safe family as it was shown. */
void tn_movement_dialog_edit (TnWindow *window, const TnRow *row);
/* about: a person, household or team; NULL = to whom is written. */
void tn_movement_dialog_commend (TnWindow *window, const TnId *about);
/* Asks for the period and the file. */
void tn_movement_dialog_export (TnWindow *window);
/* What it then does, for tests too. from ≤ day < to, yyyymmdd. */
void tn_movement_export (TnWindow *window, gint64 from, gint64 to, const char *path);
G_END_DECLS
