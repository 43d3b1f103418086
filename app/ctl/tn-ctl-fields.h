/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once
#include "tn-ctl.h"
#include "tn-edit.h"
/* Puts KEY=VALUE words into an edit; FALSE with a message naming the first that does not fit. */
gboolean tn_ctl_set_fields (TnEdit *edit, const TnKind *kind, const TnId *id, char **words, GError **error);
/* Writes the edit and says so. */
gboolean tn_ctl_commit (TnCtl *ctl, TnCopy *copy, TnEdit *edit, const TnId *id, GError **error);
