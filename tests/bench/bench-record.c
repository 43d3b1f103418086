/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "bench-record.h"

void
bench_check (gboolean done, const GError *error)
{
  if (!done) g_error ("%s", error ? error->message : "no answer");
}

TnId
bench_record_id (guint32 n, guint32 noise)
{
  TnId id = { { 0x01, 0x7e } };
  guint32 big = GUINT32_TO_BE (n);
  memcpy (id.b + 2, &big, 4);
  id.b[6] = 0x70;
  id.b[8] = 0x80;
  memcpy (id.b + 12, &noise, 4);
  return id;
}

void
bench_record_put (TnCopy *copy, const char *kind, const TnId *id, const TnId *parent, const char *body)
{
  g_autoptr (GError) error = NULL;
  TnStmt *stmt = tn_db_prepare (tn_copy_db (copy),
    "INSERT INTO record(id, kind, stream, parent, stamps, del, body) VALUES(?, ?, 'g0123456789ab', ?,"
    " '\"017d4f9d740000000123456789ab\",\"x\":{},\"d\":0', 0, ?)", &error);
  bench_check (stmt != NULL, error);
  tn_stmt_bind_id (stmt, 1, id);
  tn_stmt_bind_text (stmt, 2, kind);
  if (parent) tn_stmt_bind_id (stmt, 3, parent);
  tn_stmt_bind_text (stmt, 4, body);
  bench_check (tn_stmt_run (stmt, &error), error);
}
