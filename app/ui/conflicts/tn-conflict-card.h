/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once
#include <adwaita.h>
#include "tn-query.h"
#include "tn-workspace.h"
G_BEGIN_DECLS

/* What two people changed at once, both values side by side with who, when and on which laptop; one may be kept or a third written. Used by
 * the page of conflicts and by a household's page. */
#define TN_TYPE_CONFLICT_CARD (tn_conflict_card_get_type ())
G_DECLARE_FINAL_TYPE (TnConflictCard, tn_conflict_card, TN, CONFLICT_CARD, AdwBin)

/* item is copied from. with_link: offer to open the household that it is about. */
GtkWidget *tn_conflict_card_new (TnWorkspace *workspace, const TnConflictItem *item, gboolean with_link);
/* A card in `box` for each of the first `max` items (TnConflictItem). Cards that say the same as before stay, with the keyboard where it is and
 * the button that is being pressed. */
void tn_conflict_cards_show (GtkBox *box, TnWorkspace *workspace, GPtrArray *items, guint max, gboolean with_link);
G_END_DECLS
