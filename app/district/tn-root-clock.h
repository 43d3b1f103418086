/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once
#include "tn-depot.h"
G_BEGIN_DECLS

/* The root's last stamp lives with the ward's data, so that a restored server never gives one out twice unnoticed. */
gboolean tn_root_clock_read (TnWardTx *tx, TnHlc *hlc, GError **error);
gboolean tn_root_clock_write (TnWardTx *tx, const TnHlc *hlc, GError **error);
G_END_DECLS
