/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once
#include <glib.h>

/* NFC of text that may hold broken bytes (they become U+FFFD). Owned. */
char *tn_text_compose (const char *text, gssize len);
/* Tidied, lower case, decomposed, each syllable's tone behind its last letter; blanks dropped unless keep_blanks. Owned. */
char *tn_text_tone_last (const char *text, gboolean keep_blanks);
/* Takes a key out of the array. Never NULL, as a key of no bytes is a key (it sorts first) and SQL must not read NULL. */
guint8 *tn_text_finish_key (GByteArray *key, gsize *len);

/* Signs in the keys of tn_text_house_key(). NUMBER is followed by a count of digits and these, BIS by one byte, LETTERS by letters. END is followed
 * by the number as written. */
enum { TN_HOUSE_END = 0x01, TN_HOUSE_STEP = 0x08, TN_HOUSE_BIS = 0x10, TN_HOUSE_TO = 0x18, TN_HOUSE_NUMBER = 0x20, TN_HOUSE_LETTERS = 0x30 };
