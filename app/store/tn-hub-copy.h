/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once
#include "tn-copy.h"
G_BEGIN_DECLS

/* What makes a copy one that a team can reconcile with (sync.md 2.16): tables of sql/hub-1.sql, and triggers that note each record that changes, whoever
 * changes it. The hub itself is app/hub. */

/* Makes tables and triggers if need be, and marks all records for a look: those that changed meanwhile get a number, others none. */
gboolean tn_hub_enable (TnCopy *copy, GError **error);
/* Takes the triggers away. Numbers, and what is still to be handed on, stay. */
gboolean tn_hub_disable (TnCopy *copy, GError **error);
gboolean tn_hub_is_enabled (TnCopy *copy);
/* Gives the next numbers to what is another than it was when it last had one. Own edits that the team gets to see by that count as sent. *seq = the
 * newest number, 0 = none yet. In transactions of its own; cheap when nothing changed. */
gboolean tn_hub_settle (TnCopy *copy, gint64 *seq, GError **error);
/* The district erased this record: the team is told, and what it wrote of it and is still here goes. In the caller's transaction; nothing when this copy never was a hub. */
gboolean tn_hub_note_erased (TnCopy *copy, const TnId *id, GError **error);
G_END_DECLS
