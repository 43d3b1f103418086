/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once
#include <glib.h>

/* NFC of text that may hold broken bytes (they become U+FFFD). Owned. */
char *tn_text_compose (const char *text, gssize len);
/* Tidied, lower case, decomposed, each syllable's tone behind its last letter; blanks dropped unless keep_blanks. Owned. */
char *tn_text_tone_last (const char *text, gboolean keep_blanks);
