/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once
#include "tn-projection-private.h"
#include "tn-listed-private.h"
#include "tn-search.h"
#include "tn-words.h"
G_BEGIN_DECLS

/* All projections made in one go (tn-projection-build.c). Records are given one by one in any order, as pages bring them or as they are read
 * from the table. What a record alone says is written along the way; what needs others is kept small: of a household its id, of a person
 * where its words stand. At the end come the steps that need all: households with their heads, indexes, the search. Each step is short, so
 * that between two of them another connection can write. */
typedef struct { TnId id; gint64 row; guint8 slots; } TnBuildHome;
typedef struct { TnId id; gint64 home; guint32 name, words; guint8 slot, other, gone, cards; } TnBuildMember;   /* texts: offsets in TnBuildPeople */
typedef struct { GArray *members; GByteArray *texts; } TnBuildPeople;        /* a batch for table person, by home and slot */
typedef struct { TnListed listed; TnListedSums sums; const TnKind *kind; } TnBuildItem;   /* a row of table item that hangs on another record */
typedef struct _TnBuildParser TnBuildParser;
typedef struct _TnBuildFamilies TnBuildFamilies;
typedef enum { TN_BUILD_PEOPLE, TN_BUILD_PARENTS, TN_BUILD_HOMES, TN_BUILD_INDEXES, TN_BUILD_SEARCH, TN_BUILD_TALLY, TN_BUILD_DONE } TnBuildStage;

typedef struct {
  TnCopy *copy;
  TnMaker *maker;
  gboolean fresh;          /* numbers are given here, and not taken from main */
  gboolean beside;         /* threads may be used */
  gboolean cards_known;    /* `cards` was filled before, from all records (tn_build_read_cards) */
  GArray *items;           /* TnBuildItem that wait to be written */
  GHashTable *tally;       /* kind key -> count */
  TnBuildParser *parser;   /* until tn_build_end_reading(); from here to `search` all is its thread's */
  GArray *homes;           /* TnBuildHome in the order they were first spoken of */
  guint32 *table, mask;    /* open hash: index in homes + 1 */
  GHashTable *cards;       /* person -> words of cards that came before, or long after */
  GArray *late;            /* TnId of people whose words came in an order of their own */
  TnBuildPeople *people;   /* being filled */
  TnSearchBuild *search;
  GError *error;
  GAsyncQueue *ready;      /* TnBuildPeople that wait to be written */
  TnBuildStage stage;
  guint32 *sorted, at;     /* homes by row; the next one */
  TnBuildFamilies *families;   /* being made */
  GThread *sorter;
  GPtrArray *indexes;      /* SQL that is still to be run */
} TnBuild;

static inline TnBuildHome *
tn_build_home (TnBuild *build, guint32 i)
{
  return &g_array_index (build->homes, TnBuildHome, i);
}

/* tn-build.c. schema = "main" (empty tables, or emptied with tn_build_empty) or "temp" for a check. */
void tn_build_init (TnBuild *build, TnCopy *copy, const char *schema, gboolean beside);
void tn_build_clear (TnBuild *build);
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (TnBuild, tn_build_clear)
/* A live record. Households wait for areas and buildings, which may come behind them; people and cards are taken apart beside. */
gboolean tn_build_add (TnBuild *build, const TnKind *kind, const TnId *id, const TnId *parent, TnSlice body, GError **error);
/* Writes what can be written so far. */
gboolean tn_build_write (TnBuild *build, GError **error);
/* Everything was added. */
gboolean tn_build_end_reading (TnBuild *build, GError **error);
/* The next thing to do for the whole; *done once nothing is left. */
gboolean tn_build_step (TnBuild *build, gboolean *done, GError **error);
const char *tn_build_stage_name (const TnBuild *build);     /* for debug output */
/* Index of the household in `homes`, made if it is new. */
guint32 tn_build_find_home (TnBuild *build, const TnId *id);
gboolean tn_build_feed (TnBuild *build, const char *insert, TnFeedNext next, gpointer data, GError **error);

/* tn-build-parse.c: people, cards and the numbers of households. body is copied. */
void tn_build_parse_begin (TnBuild *build);
void tn_build_parse (TnBuild *build, const TnKind *kind, const TnId *id, const TnId *parent, TnSlice body);
void tn_build_parse_end (TnBuild *build);
void tn_build_people_free (TnBuildPeople *people);

/* tn-build-read.c: from table record. */
gboolean tn_build_read_cards (TnBuild *build, GError **error);
/* Up to `limit` records behind row *after (0 = from the beginning), which is moved; *more FALSE at the end. */
gboolean tn_build_read (TnBuild *build, gint64 *after, guint limit, gboolean *more, GError **error);

/* tn-build-homes.c: households with their heads, some at a time. *more FALSE once all are written. */
gboolean tn_build_homes_step (TnBuild *build, gboolean *more, GError **error);
void tn_build_families_free (TnBuildFamilies *families);

/* tn-build-index.c. Indexes and triggers of lists are dropped before and made after; their SQL is what the migrations say, so that none is lost when a
 * build is cut off. records_too: the records are still to come. */
gboolean tn_build_drop_indexes (TnDb *db, gboolean records_too, GError **error);
GPtrArray *tn_build_missing_indexes (TnDb *db, GError **error);
/* What the triggers say of households, while there are none. */
gboolean tn_build_note_order (TnDb *db, GError **error);
/* Empties one of the tables after the other; *more FALSE at the end. */
gboolean tn_build_empty (TnDb *db, guint *at, gboolean *more, GError **error);
G_END_DECLS
