/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once
#include "tn-screen.h"
#include "tn-window.h"
G_BEGIN_DECLS

/* The one place where a screen is registered: its folder, its name, its row in the sidebar. Order is the sidebar's order, under the heading of its
 * section; the shortcuts of the first nine are Alt+1 to Alt+9. */
typedef struct
{
  const char *name;        /* of the page; also what "win.screen" takes */
  const char *title;       /* N_() */
  const char *icon;
  const char *section;     /* N_() heading over it and those that follow with the same one; NULL = those above all headings */
  GType (*get_type) (void);
} TnScreenEntry;

const TnScreenEntry *tn_screens (guint *n);

/* Adds the actions ("win.…") that a screen's folder brings along to a new window; they stand in the same table file. */
void tn_screens_install_actions (TnWindow *window);
G_END_DECLS
