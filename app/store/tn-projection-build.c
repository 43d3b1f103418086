/* SPDX-License-Identifier: GPL-3.0-or-later */
/* All projections from all records, within the caller's transaction: a rebuild, and what a check compares with. A first copy does the same in
 * many short transactions (tn-apply-first.c). */
#include "tn-build-private.h"

#define SOME_RECORDS 4096   /* between two looks at the cancellable */

static gboolean
prepare (TnBuild *build, GError **error)
{
  guint at = 0;
  gboolean more = build->fresh;
  if (build->fresh && !tn_build_drop_indexes (build->copy->db, FALSE, error)) return FALSE;
  while (more)
    if (!tn_build_empty (build->copy->db, &at, &more, error)) return FALSE;
  return tn_feed_register (build->copy->db, error) && tn_build_read_cards (build, error);
}

static gboolean
read_all (TnBuild *build, GCancellable *cancellable, GError **error)
{
  gint64 after = 0;
  gboolean more = TRUE;
  while (more)
    if (g_cancellable_set_error_if_cancelled (cancellable, error) || !tn_build_read (build, &after, SOME_RECORDS, &more, error)) return FALSE;
  return tn_build_end_reading (build, error);
}

gboolean
tn_projection_build (TnCopy *copy, const char *schema, GCancellable *cancellable, GError **error)
{
  g_auto (TnBuild) build = { 0 };
  gboolean done = FALSE;
  tn_build_init (&build, copy, schema, !copy->one_thread);
  if (!prepare (&build, error) || !read_all (&build, cancellable, error)) return FALSE;
  while (!done)
    if (g_cancellable_set_error_if_cancelled (cancellable, error) || !tn_build_step (&build, &done, error)) return FALSE;
  return TRUE;
}
