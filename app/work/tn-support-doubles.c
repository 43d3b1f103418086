/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Who has two receipts that nobody explained. */
#include <string.h>
#include "tn-support-private.h"

void
tn_double_free (gpointer data)
{
  TnDouble *pair = data;

  if (!pair)
    return;
  g_free (pair->programme_name);
  g_free (pair->name);
  g_free (pair->address);
  g_ptr_array_unref (pair->receipts);
  g_free (pair);
}

static TnDouble *
read_double (TnCopy *copy, const TnWhom *whom, const TnId *programme, const char *name, const TnId *subject, GError **error)
{
  g_autoptr (GPtrArray) receipts = tn_support_receipts_beside_of (copy, whom, programme, subject, error);
  TnId household = *subject;
  TnDouble *pair;

  if (!receipts)
    return NULL;
  tn_support_home_of (copy, subject, &household);
  pair = g_new0 (TnDouble, 1);
  *pair = (TnDouble) { *programme, *subject, g_strdup (name), tn_support_name (copy, subject), NULL, g_steal_pointer (&receipts) };
  pair->address = tn_query_title (copy, tn_id_is_null (&household) ? subject : &household);
  return pair;
}

/* A person by name, a household by its head. */
char *
tn_support_name (TnCopy *copy, const TnId *subject)
{
  g_autoptr (TnHouseholdItem) item = tn_query_household_row (copy, subject) ? tn_query_household_item (copy, tn_query_household_row (copy, subject), NULL) : NULL;

  return item && item->head && *item->head ? g_strdup (item->head) : tn_query_title (copy, subject);
}

static gboolean
add_doubles_of (TnCopy *copy, const TnProgrammeLine *line, GPtrArray *doubles, GError **error)
{
  g_autoptr (TnProgrammeState) state = tn_programme_state_read (copy, &line->id, error);

  for (guint i = 0; state && i < state->all->len; i++)
    {
      const TnStands *stands = state->all->pdata[i];
      gboolean twice = TN_STANDS_TWICE (stands);
      TnDouble *pair = twice ? read_double (copy, &state->whom, &line->id, line->name, &stands->subject, error) : NULL;

      if (twice && !pair)
        return FALSE;
      if (pair)
        g_ptr_array_add (doubles, pair);
    }
  return state != NULL;
}

GPtrArray *
tn_support_doubles (TnCopy *copy, const TnId *programme, GError **error)
{
  g_autoptr (GPtrArray) lines = tn_programme_lines_read (copy, NULL, "", error), doubles = g_ptr_array_new_with_free_func (tn_double_free);

  for (guint i = 0; lines && i < lines->len; i++)
    {
      const TnProgrammeLine *line = lines->pdata[i];

      if ((!programme || tn_id_equal (&line->id, programme)) && !add_doubles_of (copy, line, doubles, error))
        return NULL;
    }
  return lines ? g_steal_pointer (&doubles) : NULL;
}

/* ---- how many there are, without looking at everybody ---- */

typedef struct { TnId programme, subject; } Suspect;

static guint
hash_suspect (gconstpointer key)
{
  const Suspect *suspect = key;

  return tn_id_hash (&suspect->programme) * 31 + tn_id_hash (&suspect->subject);
}

static gboolean
equal_suspects (gconstpointer a, gconstpointer b)
{
  return memcmp (a, b, sizeof (Suspect)) == 0;
}

static void
suspect (GHashTable *suspects, const TnWhom *whom, const TnId *programme, const TnId *of)
{
  Suspect one = { *programme, tn_whom_now (whom, of) };

  g_hash_table_add (suspects, g_memdup2 (&one, sizeof one));
}

/* Columns: programme, whom. id NULL = nothing to bind. */
static gboolean
suspect_by (TnCopy *copy, const TnWhom *whom, const char *sql, const TnId *id, GHashTable *suspects, GError **error)
{
  g_autoptr (TnStmt) stmt = tn_db_prepare (tn_copy_db (copy), sql, error);
  TnStep step;

  if (!stmt)
    return FALSE;
  if (id)
    tn_stmt_bind_id (stmt, 1, id);
  while ((step = tn_stmt_step (stmt, error)) == TN_STEP_ROW)
    {
      TnId programme, of;

      if (tn_stmt_id (stmt, 0, &programme) && tn_stmt_id (stmt, 1, &of))
        suspect (suspects, whom, &programme, &of);
    }
  return step == TN_STEP_DONE;
}

/* All that people who were merged, and households that joined another, were proposed for: there one may have two entitlements. */
static gboolean
suspect_merged (TnCopy *copy, const TnWhom *whom, GHashTable *suspects, GError **error)
{
  static const char sql[] = "SELECT ref, parent FROM item WHERE parent = ?1 AND kind = 'entitlement' AND at IS NOT NULL";
  GHashTableIter it;
  gpointer id;

  g_hash_table_iter_init (&it, whom->into);
  while (g_hash_table_iter_next (&it, &id, NULL))
    if (!suspect_by (copy, whom, sql, id, suspects, error))
      return FALSE;
  g_hash_table_iter_init (&it, whom->from);
  while (g_hash_table_iter_next (&it, &id, NULL))
    if (!suspect_by (copy, whom, sql, id, suspects, error))
      return FALSE;
  return TRUE;
}

/* Households that were split off since a programme had begun, and got something of it themselves. */
static gboolean
suspect_split_of (TnCopy *copy, const TnWhom *whom, const TnId *programme, GHashTable *suspects, GError **error)
{
  g_autoptr (TnStmt) first = tn_db_prepare (tn_copy_db (copy), "SELECT min(at) FROM item WHERE kind = 'delivery' AND ref = ?1", error), stmt = NULL, has = NULL;
  TnStep step;

  if (!first)
    return FALSE;
  tn_stmt_bind_id (first, 1, programme);
  if ((step = tn_stmt_step (first, error)) != TN_STEP_ROW || tn_stmt_is_null (first, 0))
    return step != TN_STEP_ERROR;
  if (!(stmt = tn_db_prepare (tn_copy_db (copy), "SELECT e.parent FROM item d JOIN item e ON e.id = d.parent WHERE d.kind = 'delivery' AND d.ref = ?1", error)) ||
      !(has = tn_db_prepare (tn_copy_db (copy), TN_SUPPORT_HAS_ORIGIN, error)))
    return FALSE;
  tn_stmt_bind_id (stmt, 1, programme);
  while ((step = tn_stmt_step (stmt, error)) == TN_STEP_ROW)
    {
      TnId of;

      if (tn_stmt_id (stmt, 0, &of) && tn_split_may_be (&of, tn_stmt_int (first, 0)) && tn_split_has_origin (has, &of))
        suspect (suspects, whom, programme, &of);
    }
  return step == TN_STEP_DONE;
}

static gboolean
suspect_split (TnCopy *copy, const TnWhom *whom, GHashTable *suspects, GError **error)
{
  g_autoptr (GArray) programmes = tn_query_ids (copy, "programme", error);

  for (guint i = 0; programmes && i < programmes->len; i++)
    {
      const TnId *id = &g_array_index (programmes, TnId, i);
      g_autoptr (TnRow) row = tn_copy_get (copy, id, error);
      g_autofree char *per = row ? tn_row_dup_text (row, "per") : NULL;

      if (!row || (g_strcmp0 (per, "household") == 0 && !suspect_split_of (copy, whom, id, suspects, error)))
        return FALSE;
    }
  return programmes != NULL;
}

/* Two receipts of one entitlement, something of somebody who stands for another, or of a household that was split off: nothing else can be a double. */
static gboolean
find_suspects (TnCopy *copy, const TnWhom *whom, GHashTable *suspects, GError **error)
{
  return suspect_by (copy, whom, "SELECT d.ref, e.parent FROM (SELECT ref, parent FROM item WHERE kind = 'delivery' AND ref IS NOT NULL GROUP BY ref, parent HAVING count(*) > 1) d"
                                 " JOIN item e ON e.id = d.parent", NULL, suspects, error) && suspect_merged (copy, whom, suspects, error) &&
         suspect_split (copy, whom, suspects, error);
}

gboolean
tn_support_count_doubles (TnCopy *copy, guint *n, GError **error)
{
  g_autoptr (GHashTable) suspects = g_hash_table_new_full (hash_suspect, equal_suspects, g_free, NULL);
  g_auto (TnWhom) whom = { 0 };
  GHashTableIter it;
  gpointer key;

  *n = 0;
  if (!tn_whom_load (copy, &whom, error) || !find_suspects (copy, &whom, suspects, error))
    return FALSE;
  g_hash_table_iter_init (&it, suspects);
  while (g_hash_table_iter_next (&it, &key, NULL))
    {
      const Suspect *one = key;
      TnStands stands;

      if (!tn_stands_read (copy, &whom, &one->programme, &one->subject, &stands, error))
        return FALSE;
      *n += TN_STANDS_TWICE (&stands);
    }
  return TRUE;
}
