/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Sums of a programme, counted from receipts less what settlements take away; and who has two receipts that nobody explained. */
#include <string.h>
#include "tn-support-private.h"

#define MOST_DECIMALS 6
#define UNIT G_GINT64_CONSTANT (1000000)

void
tn_programme_sums_clear (TnProgrammeSums *sums)
{
  g_clear_pointer (&sums->quantity, g_free);
}

/* Millionths: goods are added up as they were written, not as binary fractions. What has more decimals, or an exponent, is rounded. */
gint64
tn_support_read_quantity (const char *number)
{
  gdouble value = number ? g_ascii_strtod (number, NULL) : 0;

  return (gint64) (value * UNIT + (value < 0 ? -0.5 : 0.5));
}

char *
tn_support_show_quantity (gint64 quantity)
{
  g_autofree char *text = g_strdup_printf ("%s%" G_GINT64_FORMAT ".%06" G_GINT64_FORMAT, quantity < 0 ? "-" : "", ABS (quantity) / UNIT, ABS (quantity) % UNIT);
  gsize len = strlen (text);

  while (text[len - 1] == '0')
    len--;
  return g_strndup (text, text[len - 1] == '.' ? len - 1 : len);
}

typedef struct { TnProgrammeSums *sums; TnSettlements *settlements; gint64 quantity; } Adding;

static gboolean
add_receipt_cb (const TnListed *listed, TnSlice body, gpointer data)
{
  Adding *adding = data;
  const TnSettled *settled = tn_settlements_get (adding->settlements, &listed->id);
  TnSlice quantity = tn_json_member (body, "quantity");
  gint64 amount = 0;

  adding->sums->n_receipts++;
  adding->sums->n_returned += settled && g_str_equal (settled->what, "returned");
  if (!tn_settlements_counts (adding->settlements, &listed->id))
    return TRUE;
  adding->sums->n_counted++;
  if (tn_json_get_int (tn_json_member (body, "amount"), &amount))
    adding->sums->amount += amount;
  if (quantity.len)
    {
      g_autofree char *number = tn_slice_dup (quantity);
      adding->quantity += tn_support_read_quantity (number);
    }
  return TRUE;
}

static void
add_stands (TnProgrammeSums *sums, const TnStands *stands)
{
  guint *const counts[] = { [TN_STATE_WITHDRAWN] = &sums->n_withdrawn, [TN_STATE_DECLINED] = &sums->n_declined, [TN_STATE_REFUSED] = &sums->n_refused,
                            [TN_STATE_PROPOSED] = &sums->n_proposed, [TN_STATE_APPROVED] = &sums->n_approved, [TN_STATE_OTHER] = &sums->n_proposed };

  if (!tn_id_is_null (&stands->entitlement))
    ++*counts[stands->state];
  sums->n_waiting += stands->state == TN_STATE_APPROVED && !stands->n_counted;
  sums->n_subjects += stands->n_counted > 0;
  sums->n_to_settle += stands->n_open > 1;
}

gboolean
tn_programme_sums (TnCopy *copy, const TnId *programme_id, TnProgrammeSums *sums, GError **error)
{
  g_autoptr (TnProgramme) programme = tn_programme_read (copy, programme_id, error);
  g_autoptr (TnProgrammeState) state = programme ? tn_programme_state_read (copy, programme_id, error) : NULL;
  TnListedQuery query = { .kind = "delivery", .ref = programme_id };
  Adding adding = { sums, state ? &state->settlements : NULL, 0 };

  *sums = (TnProgrammeSums) { 0 };
  if (!state || !tn_query_listed_each (copy, &query, add_receipt_cb, &adding, error))
    return FALSE;
  for (guint i = 0; i < state->all->len; i++)
    add_stands (sums, state->all->pdata[i]);
  sums->quota = programme->quota;
  sums->quantity = tn_support_show_quantity (adding.quantity);
  return TRUE;
}

/* ---- doubles ---- */

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
  g_autoptr (GPtrArray) receipts = tn_support_receipts_of (copy, whom, programme, subject, error);
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
      TnDouble *pair = stands->n_open > 1 ? read_double (copy, &state->whom, &line->id, line->name, &stands->subject, error) : NULL;

      if (stands->n_open > 1 && !pair)
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

/* Two receipts of one entitlement, two entitlements of one, or one of somebody who stands for another: nothing else can be a double. */
static gboolean
find_suspects (TnCopy *copy, const TnWhom *whom, GHashTable *suspects, GError **error)
{
  GHashTableIter it;
  gpointer id;

  if (!suspect_by (copy, whom, "SELECT d.ref, e.parent FROM (SELECT ref, parent FROM item WHERE kind = 'delivery' AND ref IS NOT NULL GROUP BY ref, parent HAVING count(*) > 1) d"
                               " JOIN item e ON e.id = d.parent", NULL, suspects, error) ||
      !suspect_by (copy, whom, "SELECT ref, parent FROM item WHERE kind = 'entitlement' AND ref IS NOT NULL GROUP BY ref, parent HAVING count(*) > 1", NULL, suspects, error))
    return FALSE;
  g_hash_table_iter_init (&it, whom->into);
  while (g_hash_table_iter_next (&it, &id, NULL))
    if (!suspect_by (copy, whom, "SELECT ref, parent FROM item WHERE parent = ?1 AND kind = 'entitlement' AND at IS NOT NULL", id, suspects, error))
      return FALSE;
  return TRUE;
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
      *n += stands.n_open > 1;
    }
  return TRUE;
}
