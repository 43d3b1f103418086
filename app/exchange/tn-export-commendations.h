/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once
#include "tn-export.h"
G_BEGIN_DECLS

/* The commendations of a period as a list: day, to whom, form, what for, by whom, document. from ≤ day < to, yyyymmdd; 0 = no bound. n_rows may be NULL.
 * Blocks; the copy's thread. */
gboolean tn_export_commendations (TnCopy *copy, gint64 from, gint64 to, const char *path, TnExportFormat format, guint *n_rows, GCancellable *cancellable,
                                  GError **error);
G_END_DECLS
