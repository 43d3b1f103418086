/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once
#include <glib.h>
G_BEGIN_DECLS

/* Text of the years before Unicode: TCVN3 (fonts .Vn…) and VNI (fonts VNI-…) put Vietnamese letters on the code points of Latin-1 (facts.md). */
typedef enum { TN_LEGACY_NONE, TN_LEGACY_TCVN3, TN_LEGACY_TCVN3_CAPS /* a font that shows small letters as capitals */, TN_LEGACY_VNI } TnLegacy;

/* What a font's name says about the text written in it. */
TnLegacy tn_legacy_of_font (const char *font);
/* The text in Unicode, NFC; NULL when there is nothing to convert or the text is no such text (letters beyond Latin-1). Takes UTF-8 that holds
 * the legacy bytes as code points U+0000 to U+00FF. Soft hyphens are letters here (TCVN3 ư). Owned. */
char *tn_legacy_decode (const char *text, TnLegacy legacy);

/* How Vietnamese a text looks: words with a non-ASCII letter, and how many of them could be Vietnamese syllables. */
typedef struct { guint words, good; } TnVietScore;
void tn_viet_score_add (TnVietScore *score, const char *text);
/* good of words in percent; 0 when there are no such words. */
guint tn_viet_score_percent (const TnVietScore *score);
G_END_DECLS
