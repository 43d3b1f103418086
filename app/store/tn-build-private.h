/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once
#include "tn-projection-private.h"
#include "tn-search.h"
#include "tn-words.h"
G_BEGIN_DECLS

/* What a build of all projections holds in memory (tn-projection-build.c). */
typedef struct { TnHome home; char *body; guint32 first, n; } TnBuildHome;   /* members: TnBuild.order[first] to first + n */
typedef struct { TnMember member; guint32 home; } TnBuildMember;             /* home = index in TnBuild.homes */

typedef struct { TnId id, parent; const char *kind; } TnBuildItem;           /* a row of table item that hangs on another record */

typedef struct {
  TnCopy *copy;
  TnMaker *maker;
  gboolean fresh;          /* numbers are given here, and not taken from main */
  GArray *homes;           /* TnBuildHome, as their records stand; then those that only their people speak of */
  GArray *members;         /* TnBuildMember */
  GArray *items;           /* TnBuildItem */
  GStringChunk *texts;     /* all texts of homes and members, and the keys of the tables: given back at once */
  GHashTable *home_by_id;  /* TnId -> index + 1 */
  GHashTable *cards;       /* person -> words */
  GHashTable *tally;       /* TnKind -> count */
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
/* Reads all records: homes as bodies, members whole, all else into its table (tn-build-read.c). */
gboolean tn_build_read (TnBuild *build, GCancellable *cancellable, GError **error);
/* Members to their households, rows and slots to both (tn-build-join.c). */
gboolean tn_build_join (TnBuild *build, GError **error);
/* Starts what needs no database: households' columns, then the search. After joining `finisher` the columns are there and `sorter` runs. */
void tn_build_start (TnBuild *build);
G_END_DECLS
