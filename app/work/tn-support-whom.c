/* SPDX-License-Identifier: GPL-3.0-or-later */
/* People who were merged and households that joined another stand for somebody else: what was given to them was given to that one. */
#include "tn-support-private.h"

#define LONGEST_CHAIN 8

static void
add_into (TnWhom *whom, const TnId *id, TnSlice token)
{
  TnId into;

  if (token.len == TN_ID_STR_LEN + 2 && tn_id_parse (token.p + 1, TN_ID_STR_LEN, &into) && !tn_id_equal (&into, id))
    g_hash_table_insert (whom->into, tn_id_copy (id), tn_id_copy (&into));
}

/* The person's own field says it: a decision about a pair may have been turned round (tn-merging.c). */
static gboolean
load_people (TnCopy *copy, TnWhom *whom, GError **error)
{
  g_autoptr (TnStmt) stmt = tn_db_prepare (tn_copy_db (copy),
    "SELECT p.id, p.body FROM item i JOIN record p ON p.id IN (i.ref, i.parent) WHERE i.kind = 'duplicate' AND i.state = 'merged' AND p.kind = 'person' AND p.del = 0", error);
  TnStep step = stmt ? TN_STEP_ROW : TN_STEP_ERROR;

  while (step == TN_STEP_ROW && (step = tn_stmt_step (stmt, error)) == TN_STEP_ROW)
    {
      TnId id;

      tn_stmt_id (stmt, 0, &id);
      add_into (whom, &id, tn_json_member (tn_stmt_slice (stmt, 1), "merged_into"));
    }
  return step == TN_STEP_DONE;
}

static gboolean
load_households (TnCopy *copy, TnWhom *whom, GError **error)
{
  g_autoptr (TnStmt) stmt = tn_db_prepare (tn_copy_db (copy), "SELECT h.id, r.body FROM household h JOIN record r ON r.id = h.id WHERE h.gone = 1 AND h.status = 'joined'", error);
  TnStep step = stmt ? TN_STEP_ROW : TN_STEP_ERROR;

  while (step == TN_STEP_ROW && (step = tn_stmt_step (stmt, error)) == TN_STEP_ROW)
    {
      TnId id;

      tn_stmt_id (stmt, 0, &id);
      add_into (whom, &id, tn_json_member (tn_stmt_slice (stmt, 1), "joined_into"));
    }
  return step == TN_STEP_DONE;
}

/* A ring, which two laptops can make, ends where it began: with the smallest of it, on every laptop the same. */
TnId
tn_whom_now (const TnWhom *whom, const TnId *id)
{
  TnId now = *id, least = *id;

  for (guint i = 0; i < LONGEST_CHAIN; i++)
    {
      const TnId *into = g_hash_table_lookup (whom->into, &now);

      if (!into)
        return now;
      now = *into;
      if (tn_id_compare (&now, &least) < 0)
        least = now;
    }
  return least;
}

static void
turn_round (TnWhom *whom)
{
  GHashTableIter it;
  gpointer id;

  g_hash_table_iter_init (&it, whom->into);
  while (g_hash_table_iter_next (&it, &id, NULL))
    {
      TnId now = tn_whom_now (whom, id);
      GArray *from = g_hash_table_lookup (whom->from, &now);

      if (tn_id_equal (&now, id))
        continue;
      if (!from)
        g_hash_table_insert (whom->from, tn_id_copy (&now), from = g_array_new (FALSE, FALSE, sizeof (TnId)));
      g_array_append_vals (from, id, 1);
    }
}

gboolean
tn_whom_load (TnCopy *copy, TnWhom *whom, GError **error)
{
  whom->into = g_hash_table_new_full (tn_id_hash, tn_id_equal, g_free, g_free);
  whom->from = g_hash_table_new_full (tn_id_hash, tn_id_equal, g_free, (GDestroyNotify) g_array_unref);
  if (!load_people (copy, whom, error) || !load_households (copy, whom, error))
    return FALSE;
  turn_round (whom);
  return TRUE;
}

void
tn_whom_clear (TnWhom *whom)
{
  g_clear_pointer (&whom->into, g_hash_table_unref);
  g_clear_pointer (&whom->from, g_hash_table_unref);
}

GArray *
tn_whom_aliases (const TnWhom *whom, const TnId *subject)
{
  GArray *aliases = g_array_new (FALSE, FALSE, sizeof (TnId)), *from = g_hash_table_lookup (whom->from, subject);

  g_array_append_val (aliases, *subject);
  if (from)
    g_array_append_vals (aliases, from->data, from->len);
  return aliases;
}
