/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once
#include <glib.h>
G_BEGIN_DECLS

/* Vietnamese text (facts.md). All take UTF-8, NFC or NFD; all are safe in any thread. */

/* Folds for search: lower case, marks dropped, đ to d; Hòa = Hoà = hoa. Returns owned text. len -1 = to NUL. */
char *tn_text_fold (const char *text, gssize len);
/* The same into `out`, which holds at least len*2+8 bytes; returns bytes written, without NUL. */
gsize tn_text_fold_into (const char *text, gsize len, char *out);
/* NFC, control characters and stray blanks removed at both ends, inner runs of blanks made one. Owned. */
char *tn_text_tidy (const char *text, gssize len);
/* Equal once tone placement (òa/oà, úy/uý), case and blanks are put aside; but an and ân stay apart. */
gboolean tn_text_same (const char *a, const char *b);
/* The form under which tn_text_same() texts are equal. Owned. */
char *tn_text_same_key (const char *text);

/* ICU `vi` sort key with numeric ordering. Owned; *len bytes, memcmp order. */
guint8 *tn_text_sort_key (const char *text, gsize *len);
/* People sort by given name (last word), then the rest. Owned. */
guint8 *tn_text_person_key (const char *name, gsize *len);
/* House numbers in the walking order of an alley: 45/2 before 45/12 before 45/12/3A, any text accepted. Owned. */
guint8 *tn_text_house_key (const char *house_no, gsize *len);
/* The same bytes for every way of writing one door: "45/02" and "Số 2, hẻm 45". Owned. */
guint8 *tn_text_same_door_key (const char *house_no, gsize *len);
/* The same numbers as one walks: up the odd side of a street or an alley, into each alley where its mouth is, and back down the even side:
 * 45, 45/1, 45/12, 45/12/3A, 45/2, 47, 46, 44. A step that begins with letters (lot "F2B") has no side and comes last, counting up. Owned. */
guint8 *tn_text_walk_key (const char *house_no, gsize *len);
/* A door's whole path from the street: "12/3A" in "Hẻm 45" is 45/12/3A, which others write in full. Either may be NULL. Owned. */
char *tn_text_door_path (const char *alley, const char *house_no);
/* FALSE for an alley that only has a name: tn_text_door_path() says nothing of it. NULL allowed. */
gboolean tn_text_alley_has_number (const char *alley);
int tn_text_compare (const char *a, const char *b);             /* ICU vi, numeric */

gboolean tn_text_is_phone (const char *text);                   /* plausible Vietnamese number after tidying */
char *tn_text_phone (const char *text);                         /* digits with leading 0; +84/84 made 0. NULL if none. Owned */
/* Why a citizen card number is doubtful (facts.md): 0 = plausible. */
typedef enum { TN_CCCD_OK, TN_CCCD_SHAPE, TN_CCCD_PLACE, TN_CCCD_SEX, TN_CCCD_YEAR } TnCccdDoubt;
/* sex: "male", "female" or NULL; birth: "YYYY" or "YYYY-MM-DD" or NULL. 9-digit old CMND numbers are TN_CCCD_OK. */
TnCccdDoubt tn_text_check_cccd (const char *number, const char *sex, const char *birth);
G_END_DECLS
