/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once
#include <glib/gstdio.h>
#include "tn-db.h"
G_BEGIN_DECLS

/* A directory of the test's own, which an unprivileged user may read, and a database `path` in it that is not made yet. */
typedef struct { char *dir, *path; } Fixture;
void fixture_set_up (Fixture *f, gconstpointer data);
void fixture_tear_down (Fixture *f, gconstpointer data);
TnDb *open_db (const char *path, TnDbFlags flags);                 /* asserts that it opens */
void exec (TnDb *db, const char *sql);
gint64 read_int (TnDb *db, const char *sql);
G_END_DECLS
