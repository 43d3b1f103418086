/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once
#include "tn-copy.h"
#include "tn-change-name.h"
#include "tn-entry.h"
G_BEGIN_DECLS

/* A hub's other outbox: its team's edits, verbatim, on their way to the root (sync.md 2.16). They are never replaced, merged or judged here. */

/* Notes one push line of `device`. `id` NULL = the line cannot be read here. The same line again is not noted again (*added FALSE). Inside the caller's transaction.
 * The line must be a JSON object with a whole number "n". */
gboolean tn_relay_add (TnCopy *copy, const char *device, TnSlice line, const TnId *id, gboolean *added, GError **error);
/* The record that an entry is about, as it stands here, or a new one in the stream that its references say. NULL on error. */
TnRow *tn_relay_row (TnCopy *copy, const TnEntry *entry, gboolean *exists, GError **error);
/* Stores what the entry made of it, so that the whole team sees it: a record ahead of the root. `before` NULL = new. In the caller's transaction. */
gboolean tn_relay_store (TnCopy *copy, const TnRow *before, const TnRow *now, GError **error);

/* The next lines to hand on, of one laptop, in the order they came: those after n = `after` that belong before the same edits of our own. Appended as
 * push lines that carry the relay's numbers, which go to `ns` (gint64). *device is owned; NULL = there is nothing. *own_n = this laptop's own edits up to
 * that number go before. */
typedef struct { char *device; gint64 own_n; GString *lines; GArray *ns; } TnRelayBatch;
void tn_relay_batch_clear (TnRelayBatch *batch);
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (TnRelayBatch, tn_relay_batch_clear)
gboolean tn_relay_next (TnCopy *copy, gint64 after, guint limit, gsize max_bytes, TnRelayBatch *batch, GError **error);
/* The root has these, or holds or refuses them: `except` by n, as tn-outbox.h's. In one transaction. cursor = of the commit that took them, which this copy then has been told of; NULL =
 * it was not said. */
struct _TnRelayException { gint64 n; const char *state, *why; };
typedef struct _TnRelayException TnRelayException;      /* state: "held", "rejected", "acked", or "erased": then nothing of it stays here */
gboolean tn_relay_ack (TnCopy *copy, const GArray *ns, const TnRelayException *except, gsize n_except, const char *cursor, GError **error);

/* What became of a change that a laptop of the team asks for. */
typedef struct { gboolean here, acked, rejected; } TnRelayFate;
gboolean tn_relay_find (TnCopy *copy, const TnChangeName *change, TnRelayFate *fate, GError **error);
/* Those that the root holds: TnChangeName of each one's first change, and their n (gint64) to `ns`. Their units live in `units` (char*). */
typedef struct { GArray *names, *ns; GPtrArray *units; } TnRelayHeld;
void tn_relay_held_free (TnRelayHeld *held);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (TnRelayHeld, tn_relay_held_free)
TnRelayHeld *tn_relay_held (TnCopy *copy, GError **error);

typedef struct { guint64 waiting, held; gint64 oldest_ms; } TnRelaySummary;
/* All 0 in a copy that never was a hub. */
gboolean tn_relay_summary (TnCopy *copy, TnRelaySummary *out, GError **error);
/* The root lost what it had: everything that is still here goes again (sync.md 2.9). */
gboolean tn_relay_resend (TnCopy *copy, GError **error);
/* Forgets closed rows older than 90 days. */
gboolean tn_relay_prune (TnCopy *copy, GError **error);
G_END_DECLS
