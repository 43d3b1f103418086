/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once
#include "tn-pg.h"
G_BEGIN_DECLS

struct _TnPg {
  PGconn *conn;
  char *name;               /* for messages */
  GHashTable *prepared;     /* SQL literal → itself; the statement's name is made of its number */
  GArray *flight;           /* gboolean: nobody wants this result (of a prepare, of BEGIN) */
};

gboolean pg_set_open_error (PGconn *conn, const char *name, GError **error);    /* always FALSE */
gboolean pg_set_result_error (TnPg *pg, const PGresult *result, GError **error);
G_END_DECLS
