/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once
#include "tn-table.h"

/* A fresh folder with the files of make-files.py; `steps` are its arguments ("texts workbooks"). Removed by files_clear(). */
void files_make (const char *steps);
void files_clear (void);
const char *files_dir (void);
/* Path of one of them; owned. */
char *files_path (const char *name);
TnTable *files_read (const char *name);
/* All cells of a sheet as text: cells by '|', rows by '\n', each row with its number in front. Owned. */
char *files_dump (TnTable *table, guint sheet);
