/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once
#include <glib.h>
G_BEGIN_DECLS

/* The test's cluster (TN_TEST_PG) and one that follows it, with a database of their own. Both machines stand in the address: a server goes to the one that may be
 * written, and nobody has to tell it which. */
typedef struct { char *primary, *standby, *depot; } Pair;
/* The database, empty; the standby comes with pair_follow(). */
void pair_init (Pair *pair);
void pair_follow (Pair *pair);
void pair_clear (Pair *pair);
/* Until it has everything that the primary has written so far. */
void pair_await_standby (Pair *pair);
/* The line between the two breaks: what is committed from now on, the standby does not get. */
void pair_cut (Pair *pair);
/* As when the machine dies. */
void pair_kill_primary (Pair *pair);
void pair_promote (Pair *pair);
/* The rows' first column, a line each, from the database on this machine. Owned. */
char *pair_ask (Pair *pair, const char *machine, const char *sql);
G_END_DECLS
