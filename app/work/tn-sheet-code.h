/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once
#include "tn-round.h"
G_BEGIN_DECLS

/* What stands on paper for one home of a round, and is keyed back: eight digits made from the round's id, the stop's number, two check digits
 * (ISO/IEC 7064, MOD 97-10, over all of it). It says nothing about the home. Digits alone, because a scanner types like a keyboard and Vietnamese
 * input methods make other letters of the letters that they get.
 *
 * Whole (in the QR code): "482109371231 2" without the blank. Short (to be typed, where the round is known): "123-12", with the same check digits,
 * so that a sheet of another round is noticed. */
#define TN_SHEET_MAX_NUMBER 99999u

typedef struct {
  gint32 round;          /* -1: the short form, which names no round */
  guint number, check;
} TnSheetCode;

/* The eight digits as a number. */
gint32 tn_sheet_code_round (const TnId *round);
/* number: 1 to TN_SHEET_MAX_NUMBER. Owned. */
char *tn_sheet_code_whole (const TnId *round, guint number);
char *tn_sheet_code_short (const TnId *round, guint number);
/* What was scanned or typed: blanks, dots and dashes are passed over. FALSE with TN_ERROR_INVALID when it is no code, or a whole one was misread. */
gboolean tn_sheet_code_parse (const char *text, TnSheetCode *code, GError **error);
/* FALSE with a message when the code is another round's, or was mistyped. */
gboolean tn_sheet_code_check (const TnSheetCode *code, const TnId *round, GError **error);
/* The round that a whole code names. FALSE when no round here or more than one has it. Reads all rounds. */
gboolean tn_sheet_code_find_round (TnCopy *copy, const TnSheetCode *code, TnId *round, GError **error);
/* The stop that a checked code means, borrowed from `stops` (tn_round_stops). NULL with TN_ERROR_NOT_FOUND, or TN_ERROR_CONFLICT when two homes got
 * the number on two laptops. */
TnRoundStop *tn_sheet_code_find_stop (GPtrArray *stops, const TnSheetCode *code, GError **error);
G_END_DECLS
