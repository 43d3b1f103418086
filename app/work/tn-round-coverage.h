/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once
#include "tn-doors.h"
G_BEGIN_DECLS

/* Coverage (product.md R1): has anybody been at every house of the quarter in a period? */
typedef enum {
  TN_COVERAGE_NOT_YET,           /* nobody has been there */
  TN_COVERAGE_ABSENT,            /* somebody was, and found nobody at home each time */
  TN_COVERAGE_REACHED,           /* met, or answered at the door: refused, moved away */
  TN_COVERAGE_N
} TnCoverageState;
/* "Not yet". Translated, borrowed. */
const char *tn_coverage_state_name (TnCoverageState state);

typedef struct { TnId household; char *door; TnCoverageState state; gboolean in_round; } TnCoverageHouse;
typedef struct {
  char *name;                    /* "Hẻm 45, Nguyễn Thông", "Nguyễn Thông", "No address" */
  GArray *houses;                /* TnCoverageHouse, in walking order */
  guint counts[TN_COVERAGE_N];
} TnCoverageAlley;
typedef struct {
  GPtrArray *alleys;             /* TnCoverageAlley*, in the order of the walk */
  guint n, counts[TN_COVERAGE_N];
} TnCoverage;
void tn_coverage_free (TnCoverage *coverage);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (TnCoverage, tn_coverage_free)

typedef struct {
  const TnId *area;              /* NULL = the whole ward */
  const char *street, *alley;    /* NULL or "" = all */
  const TnId *round;             /* marks its houses; NULL = none */
  gint64 from, to;               /* ms: from <= visit < to */
} TnCoverageQuery;
/* Every household that lives there by the register. Any thread that owns the copy. */
TnCoverage *tn_coverage_read (TnCopy *copy, const TnCoverageQuery *query, GError **error);
G_END_DECLS
