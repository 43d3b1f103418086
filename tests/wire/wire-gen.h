/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once
#include "tn-row.h"
G_BEGIN_DECLS

/* Seeded records for property tests: every shape that a row may have, unknown keys and kinds, escapes and non-ASCII text included. */
#define GEN_REPLICA "0123456789ab"
TnId gen_id (GRand *rand);
TnStamp gen_stamp (GRand *rand);          /* few distinct ones, so that ties are common */
char *gen_token (GRand *rand);            /* any JSON value, never null */
/* A value that the schema accepts for this field of `kind`. */
char *gen_field_token (GRand *rand, const TnField *field);
/* A unit of a known kind, chosen at random, with a fitting value (NULL = cleared) in canonical form. */
const char *gen_unit (GRand *rand, const TnKind *kind, char **value);
/* with unknown keys when `foreign`. */
TnRow *gen_row (GRand *rand, const char *kind_key, gboolean foreign);
char *gen_line (const TnRow *row);
/* How many cases a property is tried on: 20,000, or what TN_PROPERTY_CASES says (tests/sim/soak: a million). */
int gen_cases (void);
G_END_DECLS
