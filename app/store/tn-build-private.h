/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once
#include "tn-projection-private.h"
#include "tn-search.h"
#include "tn-words.h"
G_BEGIN_DECLS

/* What a build of all projections holds in memory (tn-projection-build.c). */
typedef struct { TnHome home; char *body; guint32 first, n; } TnBuildHome;   /* members: TnBuild.order[first] to first + n */
typedef struct { TnMember member; guint32 home; } TnBuildMember;             /* home = index in TnBuild.homes */

typedef struct _TnBuildParser TnBuildParser;
typedef struct { TnId id, parent; const char *kind; } TnBuildItem;           /* a row of table item that hangs on another record */

typedef struct {
  TnCopy *copy;
  TnMaker *maker;
  gboolean fresh;          /* numbers are given here, and not taken from main */
  GArray *homes;           /* TnBuildHome, as their records stand; then those that only their people speak of */
  GArray *members;         /* TnBuildMember */
  GArray *items;           /* TnBuildItem */
  GStringChunk *ids;       /* keys of home_by_id */
  GStringChunk *texts;     /* all texts of homes and members, and the keys of cards: given back at once */
  TnBuildParser *parser;   /* while records are read: then members, cards and texts are its thread's */
  GHashTable *home_by_id;  /* TnId -> index + 1 */
  GHashTable *cards;       /* person -> words */
  GHashTable *tally;       /* kind key -> count */
  guint32 *order;          /* members household by household */
  guint32 *sorted;         /* homes by row */
  GThread *finisher, *sorter;
  GError *error;           /* of the finisher */
  TnSearchBuild *search;
} TnBuild;

static inline TnBuildHome *
tn_build_home (TnBuild *build, guint32 i)
{
  return &g_array_index (build->homes, TnBuildHome, i);
}

static inline TnBuildMember *
tn_build_member (TnBuild *build, guint32 i)
{
  return &g_array_index (build->members, TnBuildMember, i);
}

/* The k-th of a household. */
static inline TnMember *
tn_build_member_of (TnBuild *build, const TnBuildHome *home, guint32 k)
{
  return &tn_build_member (build, build->order[home->first + k])->member;
}

void tn_build_init (TnBuild *build, TnCopy *copy, const char *schema);
void tn_build_clear (TnBuild *build);
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (TnBuild, tn_build_clear)
TnBuildHome *tn_build_add_home (TnBuild *build, const TnId *id);
/* Moves a text into the build's own store. */
void tn_build_keep (TnBuild *build, char **text);
/* Between begin and end a person or card is handed over to be taken apart; body is copied. At the end all are there, with the words of their
 * cards (tn-build-parse.c). */
void tn_build_parse_begin (TnBuild *build);
void tn_build_parse (TnBuild *build, const TnKind *kind, const TnId *id, const TnId *parent, TnSlice body);
void tn_build_parse_end (TnBuild *build);
/* Reads all records: homes as bodies, members whole, all else into its table (tn-build-read.c). */
gboolean tn_build_read (TnBuild *build, GCancellable *cancellable, GError **error);
/* Members to their households, rows and slots to both (tn-build-join.c). */
gboolean tn_build_join (TnBuild *build, GError **error);
/* Starts what needs no database: households' columns, then the search. After joining `finisher` the columns are there and `sorter` runs. */
void tn_build_start (TnBuild *build);
G_END_DECLS
