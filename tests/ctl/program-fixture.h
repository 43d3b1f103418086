/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once
#include "tn-program.h"
G_BEGIN_DECLS

/* A folder of its own and the path of a copy in it, whose user has a name. */
typedef struct { char *dir, *copy; } ProgramFixture;
void program_set_up (ProgramFixture *f, gconstpointer user);   /* the user's name */
void program_tear_down (ProgramFixture *f, gconstpointer unused);
/* A district with its server, and two laptops that it has enrolled; nothing is carried yet. */
typedef struct { char *dir, *copies[2]; TnServer *server; } ProgramPair;
void program_pair_set_up (ProgramPair *pair, gconstpointer unused);
void program_pair_tear_down (ProgramPair *pair, gconstpointer unused);
/* `new KIND WORD…`: the id of what was made. Words after the first that is NULL are left out. Owned. */
char *program_make (const char *copy, const char *kind, const char *a, const char *b, const char *c, const char *d);
G_END_DECLS
