/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once
#include "tn-feed.h"
#include "tn-words.h"
G_BEGIN_DECLS

/* The search. Of this room alone.
 *
 * A household is 64 bits: bit 0 is what the household itself is found by (address, code, area…), bits 1 to 63 are its people. Table search
 * holds, for each beginning of a word, the bits of the households that have it, in blocks of 1024 households. A question of several words
 * is answered by and-ing bits: a word found in bit 0 holds for everybody who lives there, so "nguyen 45/2" finds a person by name and
 * address, while two words of two people do not meet. Person 63 and those beyond share a bit and are told apart by their words.
 *
 * Why not FTS5: with 280,000 documents its cost of 60 ns a hit makes 8 to 25 ms of "n", "nguyen" or "0790"; here they take below one,
 * since whole blocks are or-ed and hold no positions. The price: an edit rewrites a dozen or two small blobs. */
#define TN_SEARCH_BLOCK 1024
#define TN_SEARCH_LAST_SLOT 63

/* What slot `slot` of household row `home` is found by was `before` and is now `after` (words; NULL = none). */
gboolean tn_search_change (TnDb *db, gint64 home, guint slot, const char *before, const char *after, GError **error);

/* The answer: for each household row below n the bits that have all words; own = bits that a word was found in that is not the household's.
 * words is what tn_words_wanted() gave and may not be empty. */
typedef struct { gsize n; guint64 *all, *own; } TnSearchHits;
void tn_search_hits_clear (TnSearchHits *hits);
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (TnSearchHits, tn_search_hits_clear)
gboolean tn_search_run (TnDb *db, const GArray *words, gsize n_rows, TnSearchHits *hits, GError **error);

/* Has somebody who shares the last slot all words? Asked when the answer of several words hangs on that bit alone. */
gboolean tn_search_ask_crowd (TnDb *db, gint64 home, const GArray *words, gboolean *found, GError **error);
/* Do these words of a document have all that is wanted? */
gboolean tn_search_words_have (const char *document, const GArray *words);

/* The blob of a block (tn-search-block.c): for each household that has the beginning its distance from the one before and its bits, as
 * varints; in a group each household and word, the word's bytes behind the group's beginning following. */
void tn_search_block_append (GByteArray *out, guint gap, guint64 bits);
void tn_search_group_append (GByteArray *out, guint gap, guint64 bits, const char *rest, gsize len);
/* Ors into bits; households at or beyond n are left out. A damaged blob ends early. The second: only words that go on with `rest`. */
void tn_search_block_decode (const guint8 *blob, gsize len, guint64 *bits, gsize n);
void tn_search_group_decode (const guint8 *blob, gsize len, const char *rest, gsize rest_len, guint64 *bits, gsize n);
/* The blob with one bit set or cleared. Owned. */
GByteArray *tn_search_block_change (const guint8 *blob, gsize len, guint in, guint64 bit, gboolean set);
GByteArray *tn_search_group_change (const guint8 *blob, gsize len, guint in, guint64 bit, gboolean set, const char *rest, gsize rest_len);

/* Builds the whole table at once. Words come in any order. */
typedef struct _TnSearchBuild TnSearchBuild;
TnSearchBuild *tn_search_build_new (void);
void tn_search_build_free (TnSearchBuild *build);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (TnSearchBuild, tn_search_build_free)
void tn_search_build_add (TnSearchBuild *build, guint32 home, guint slot, const char *words);
/* Sorts what was added: touches no database, may run on another thread. */
void tn_search_build_sort (TnSearchBuild *build);
/* The rows in the order of their keys, one at a time: key, block, docs. A TnFeedNext. */
gboolean tn_search_build_next (gpointer build, TnFeedValue *values);
G_END_DECLS
