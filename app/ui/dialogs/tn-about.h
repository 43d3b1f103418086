/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once
#include "tn-window.h"
G_BEGIN_DECLS

/* What a dialog is about, read in the background before it is presented: the record, its title, and a yes or no that the rule of the dialog turns on. */
typedef struct
{
  TnRow *row;
  char *title;
  gboolean flag;
} TnAbout;

/* On a thread of the store; sets flag. FALSE with error: the dialog is not presented and the error is shown. */
typedef gboolean (*TnAboutMore) (TnCopy *copy, TnAbout *about, GError **error);
/* On the main thread, while the copy is still open. about: until it returns. */
typedef void (*TnAboutPresent) (TnWindow *window, const TnAbout *about);
/* more may be NULL. */
void tn_about_open (TnWindow *window, const TnId *id, TnAboutMore more, TnAboutPresent present);
G_END_DECLS
