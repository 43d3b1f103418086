/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once
#include "tn-board.h"
#include "tn-screen.h"
#include "tn-window.h"
G_BEGIN_DECLS

/* People and households that seem to stand in the register twice, and those that were merged. */
#define TN_TYPE_DUPLICATES_SCREEN (tn_duplicates_screen_get_type ())
G_DECLARE_FINAL_TYPE (TnDuplicatesScreen, tn_duplicates_screen, TN, DUPLICATES_SCREEN, TnScreen)

/* The list, as a TnBoardRead. data: of a screen, which finds the pair of a row by it later; NULL = nobody will ask. */
GPtrArray *tn_duplicates_screen_read (TnCopy *copy, const char *filter, const char *search, gpointer data, GCancellable *cancellable, GError **error);

/* "win.gather-merged": moves what was hung on what had been merged. */
void tn_duplicates_install_actions (TnWindow *window);
G_END_DECLS
