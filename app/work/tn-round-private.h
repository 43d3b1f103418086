/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once
#include "tn-round-plan.h"
G_BEGIN_DECLS

/* Shared by the files of rounds. */
/* "Khu phố 1, Hẻm 45, Nguyễn Thông"; any may be NULL. "" when all are empty. Owned. */
char *tn_round_make_name (const char *area, const char *street, const char *alley);
/* A whole number of a record; 0 when absent or negative. */
guint tn_round_read_uint (const TnRow *row, const char *field);
/* tn_round_read(), and a message for the person when the round is closed. */
TnRound *tn_round_read_open (TnCopy *copy, const TnId *id, GError **error);

/* TnId of the volunteers in the order in which their runs lie in the walk (rows: TnStopRow, in walking order), newcomers last. Owned. */
GArray *tn_round_order_walkers (const GArray *rows, const TnId *volunteers, guint n);
/* Shares rows out in place; see tn_round_share(). */
void tn_round_share_rows (GArray *rows, const GArray *walkers, gboolean keep_fixed);
/* Writes what differs of volunteer, position and fixed. */
void tn_round_write_share (TnEdit *edit, const TnStopRow *before, const TnStopRow *row);

/* The id of a stop comes from its round and household, so that two leaders who plan one round again at once make the same stop. again > 0: there
 * was one that was undone. */
TnId tn_round_make_stop_id (const TnId *round, const TnId *household, guint again);
void tn_round_create_stop (TnEdit *edit, const TnStopRow *row);
/* TnStopRow, one a door, in walking order, of no place and number yet. Owned. */
GArray *tn_round_make_rows (const TnRoundFound *found, const TnId *round);
G_END_DECLS
