/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once
#include <glib.h>

/* NFC of text that may hold broken bytes (they become U+FFFD). Owned. */
char *tn_text_compose (const char *text, gssize len);
/* Tidied, lower case, decomposed, each syllable's tone behind its last letter; blanks dropped unless keep_blanks. Owned. */
char *tn_text_tone_last (const char *text, gboolean keep_blanks);
/* Takes a key out of the array. Never NULL, as a key of no bytes is a key (it sorts first) and SQL must not read NULL. */
guint8 *tn_text_finish_key (GByteArray *key, gsize *len);
