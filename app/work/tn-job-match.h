/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once
#include <glib.h>
G_BEGIN_DECLS

/* How well the work that somebody asks for goes with what a business needs, by their words alone (product.md E1). A suggestion for the order of a list from
 * which a person chooses, and nothing more: nobody is left out by it, nothing of it is kept, and nothing of the person but what they asked for goes into it.
 * Pure: no database, any thread.
 *
 * Words are compared with their marks ("may" is not "máy"), or folded when one side is written without any. Two neighbouring words that both have ("bán
 * hàng", "lái xe") say more than one; words that stand in every such text ("cần", "tuyển", "người") say nothing. */

/* wants, skills, trade: any may be NULL. offer: what the business wrote ("cần 5 thợ may"), NULL allowed. 0 = nothing in common. *common, when it is not NULL,
 * gets the words that both have, in small letters, for "why"; owned, NULL when there are none. */
guint tn_job_match (const char *wants, const char *skills, const char *offer, const char *trade, char **common);
G_END_DECLS
