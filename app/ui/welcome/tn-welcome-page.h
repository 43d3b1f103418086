/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once
#include "tn-window.h"
G_BEGIN_DECLS

/* The first start: no copy is known on this laptop yet. */
#define TN_TYPE_WELCOME_PAGE (tn_welcome_page_get_type ())
G_DECLARE_FINAL_TYPE (TnWelcomePage, tn_welcome_page, TN, WELCOME_PAGE, AdwBin)

/* "win.open-copy", "win.new-copy", "win.enrol". */
void tn_welcome_install_actions (TnWindow *window);
/* Where a ward's copy lives unless the person chose otherwise. Owned. */
char *tn_welcome_default_path (void);
G_END_DECLS
