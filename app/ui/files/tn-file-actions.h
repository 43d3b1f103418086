/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once
#include "tn-window.h"
G_BEGIN_DECLS

/* Adds "win.backup", "win.restore" and "win.export": what the window does with whole files beside importing. All of it on the store's or
 * a task's thread; each says when the file is on disk, or why it is not. */
void tn_file_install_actions (TnWindow *window);
/* The work behind the choosers, for tests too. */
void tn_file_backup (TnWindow *window, const char *path);
void tn_file_restore (TnWindow *window, const char *backup);
/* kind: a schema key; the format follows the name's ending. */
void tn_file_export (TnWindow *window, const char *kind, const char *path);
/* Asks where to save, and calls `use` on the main thread with the path that was chosen. accept: the
 * button, "_Save"; name: proposed. Takes the data. */
typedef void (*TnFileUse) (TnWindow *window, const char *path, gpointer data);
void tn_file_ask_save (TnWindow *window, const char *title, const char *accept, const char *name, TnFileUse use, gpointer data, GDestroyNotify free_data);
G_END_DECLS
