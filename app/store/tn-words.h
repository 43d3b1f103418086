/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once
#include "tn-fields.h"
#include "tn-text.h"
G_BEGIN_DECLS

/* Words as the search knows them: folded (tn_text_fold), made of letters, digits and "/", so that 45/12/3A is one word that begins with
 * 45/12. Of this room alone. */

/* Appends the words of `text`, each followed by a blank. NULL adds nothing. */
void tn_words_add (GString *words, const char *text);
/* A telephone is one word however it was written. */
void tn_words_add_phone (GString *words, const char *phone);
/* Every field that the schema marks TN_FIELD_SEARCH. */
void tn_words_add_searched (GString *words, const TnFields *fields);
/* Steps through what tn_words_add() made: sets *word and *len, moves *p. FALSE at the end. */
gboolean tn_words_next (const char **p, const char **word, gsize *len);

/* The keys of table search under which a word stands: its first one, two and three bytes; then, for words of letters, the word itself, and
 * for words with a digit, of which there are as many as people, a group of all that begin with the same four bytes. */
#define TN_WORDS_MAX_KEYS 4
#define TN_WORD_MAX 64           /* bytes; longer words are cut */
#define TN_WORD_GROUP 4          /* bytes of a group's beginning */
typedef struct { char b[TN_WORD_MAX + 1]; guint8 len; } TnKey;   /* '1', '2', '3' + beginning; 'w' + word; 'g' + word */
guint tn_word_keys (const char *word, gsize len, TnKey keys[TN_WORDS_MAX_KEYS]);
gboolean tn_word_has_digit (const char *word, gsize len);

/* One word of what a person typed: any of the beginnings may match (0280 for +84280). */
typedef struct { char *begin[2]; } TnWanted;
/* Owned. Telephone numbers with blanks or the country code are put together. Empty when nothing was typed that can be looked for. */
GArray *tn_words_wanted (const char *typed);
G_END_DECLS
