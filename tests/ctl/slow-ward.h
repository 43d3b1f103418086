/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once
#include "tn-program.h"
G_BEGIN_DECLS

/* A ward whose laptops reconcile over a bad line: the real programs, and how far each copy has come. */
#define SLOW_WARD_PAGE 500u      /* lines of a first page or batch */
#define SLOW_WARD_RECORDS 3u     /* records of one household */
typedef struct { char *dir, *list, *copies[3]; TnServer *server; guint households; } SlowWard;
/* `host`: a further address that the server may be reached at, NULL = none. All three laptops are enrolled. */
void slow_ward_init (SlowWard *ward, const char *host);
void slow_ward_clear (SlowWard *ward);
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (SlowWard, slow_ward_clear)
/* All laptops reconcile at this address from now on. */
void slow_ward_go_by (SlowWard *ward, const char *url);
/* So many more households come to the first laptop. Their texts hardly compress (g_test's random numbers), so that a page is much more than what a
 * connection costs by itself. */
void slow_ward_import (SlowWard *ward, guint households);

/* Edits that have their receipt (up) or rows that came (down), and the cursor; they only ever grow. */
typedef struct { gint64 done, cursor; } SlowProgress;
SlowProgress slow_progress (const char *copy, gboolean up);
/* After a last sync of each: the same records with the same hashes in all three copies and at the district, every household once, nothing held, displaced or in conflict,
 * and another sync has nothing to do. */
void slow_ward_assert_equal (SlowWard *ward);
G_END_DECLS
