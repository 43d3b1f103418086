/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once
#include "tn-window.h"
G_BEGIN_DECLS

/* From a spreadsheet to households: the file, what its columns mean, what would come of it and every doubtful cell, and then all of it or
 * nothing, with one undo. Nothing is written before the last button. */
#define TN_TYPE_IMPORT_ASSISTANT (tn_import_assistant_get_type ())
G_DECLARE_FINAL_TYPE (TnImportAssistant, tn_import_assistant, TN, IMPORT_ASSISTANT, AdwWindow)

TnImportAssistant *tn_import_assistant_new (TnWindow *window);
/* Reads a file as if the person had chosen it. */
void tn_import_assistant_read (TnImportAssistant *self, const char *path);
/* Adds "win.import". */
void tn_import_install_actions (TnWindow *window);
G_END_DECLS
