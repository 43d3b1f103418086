/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once
#include "tn-form.h"
#include "tn-workspace.h"
G_BEGIN_DECLS

/* Says under the name, while somebody is typed in, that the register may hold this person already, and where (product.md H3). Never stops saving.
 * `person` is a form of kind person; self = its record, NULL = a new one. */
void tn_twice_hint_watch (TnForm *person, TnWorkspace *workspace, const TnId *self);
/* The same of a new household, under its house number: `place` is a form of kind household, `head` one of kind person. */
void tn_twice_hint_watch_home (TnForm *place, TnForm *head, TnWorkspace *workspace);
G_END_DECLS
