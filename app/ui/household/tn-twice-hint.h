/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once
#include "tn-form.h"
#include "tn-workspace.h"
G_BEGIN_DECLS

/* Says under the name, while somebody is typed in, that the register may hold this person already, and where (product.md H3). Never stops saving.
 * `person` is a form of kind person; self = its record, NULL = a new one. */
void tn_twice_hint_watch (TnForm *person, TnWorkspace *workspace, const TnId *self);
G_END_DECLS
