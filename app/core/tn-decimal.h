/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once
#include "tn-json.h"
G_BEGIN_DECLS

/* Quantities of goods and money as whole thousandths: sums of them are exact, in whatever order they are added. */
#define TN_DECIMAL_ONE G_GINT64_CONSTANT (1000)                    /* thousandths in one */
#define TN_DECIMAL_MAX (G_GINT64_CONSTANT (1000000000000) * TN_DECIMAL_ONE)   /* of one quantity: what is more is a slip of the keyboard */

/* A JSON number, "12", "0.25" or "1.2e3". FALSE when it is none, has more than three decimals, or lies beyond TN_DECIMAL_MAX. */
gboolean tn_decimal_parse (TnSlice token, gint64 *thousandths);
/* The shortest JSON number: "12.5". Owned. */
char *tn_decimal_token (gint64 thousandths);
G_END_DECLS
