/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once
#include <adwaita.h>
#include "tn-workspace.h"
G_BEGIN_DECLS

/* One page of the sidebar. A screen lives as long as one copy is open in its window: opening another copy makes new screens. */
#define TN_TYPE_SCREEN (tn_screen_get_type ())
G_DECLARE_DERIVABLE_TYPE (TnScreen, tn_screen, TN, SCREEN, AdwBin)

struct _TnScreenClass
{
  AdwBinClass parent_class;

  /* The copy is open: read what the screen shows. Called once, before the screen is first shown. */
  void (*attach) (TnScreen *self, TnWorkspace *workspace);
  /* The person came to this page. */
  void (*shown) (TnScreen *self);
  /* Ctrl+F: put the cursor into the screen's search, when it has one. */
  void (*find) (TnScreen *self);
  /* Show this record: a patient, a round, a referral. NULL = this screen has no such place. */
  void (*show_record) (TnScreen *self, const TnId *id);
};

void tn_screen_attach (TnScreen *self, TnWorkspace *workspace);
void tn_screen_shown (TnScreen *self);
void tn_screen_find (TnScreen *self);
void tn_screen_show_record (TnScreen *self, const TnId *id);
/* NULL before attach. Borrowed. */
TnWorkspace *tn_screen_get_workspace (TnScreen *self);

/* Property "badge": a count beside the page's name in the sidebar (open conflicts, edits waiting); 0 hides it. */
guint tn_screen_get_badge (TnScreen *self);
void tn_screen_set_badge (TnScreen *self, guint badge);

/* Property "ready": the screen shows what it has read. A window that is just opened waits for this of its first page, so that no empty page flashes up. */
gboolean tn_screen_is_ready (TnScreen *self);
void tn_screen_set_ready (TnScreen *self);
G_END_DECLS
