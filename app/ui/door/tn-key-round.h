/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once
#include <gio/gio.h>
#include "tn-round.h"
#include "tn-visit.h"
G_BEGIN_DECLS

/* What TnKeyWindow has done on the threads of the store. */

/* A round with its doors, and the line that was being keyed when the window was closed or the program killed. */
typedef struct
{
  TnRound *round;
  GPtrArray *stops;     /* TnRoundStop* */
  TnVisit *draft;       /* NULL = none */
} TnKeyRound;
void tn_key_round_free (gpointer round);
/* A TnStoreFunc: data is the round's TnId. */
gpointer tn_key_round_read (TnCopy *copy, gpointer data, GCancellable *cancellable, GError **error);
char *tn_key_round_draft_key (const TnId *round);

/* One line: a reference-counted job, as both the writer's thread and the window look at it, one after the other. */
typedef struct
{
  TnVisit *visit;
  gboolean replace;
  TnKeyed keyed;        /* what became of it */
  char *standing;       /* what stands, in words */
} TnKeyLine;
TnKeyLine *tn_key_line_new (TnVisit *visit /* taken */, gboolean replace);
TnKeyLine *tn_key_line_ref (TnKeyLine *line);
void tn_key_line_unref (gpointer line);
/* A TnWorkFunc. TN_ERROR_CONFLICT with keyed == TN_KEYED_OTHER: somebody must say which is right. */
TnEdit *tn_key_line_write (TnCopy *copy, gpointer line, GError **error);
G_END_DECLS
