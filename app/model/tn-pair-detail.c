/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "tn-pair-detail.h"

/* Relation and state belong to the household that each stands in, and are not chosen between. */
const char *const tn_pair_fields[] = { "name", "sex", "birth", "phone", "residence", "occupation", "workplace", "note", NULL };

void
tn_pair_detail_free (gpointer data)
{
  TnPairDetail *detail = data;

  if (!detail)
    return;
  for (guint i = 0; i < 2; i++)
    {
      g_clear_pointer (&detail->people[i], tn_row_free);
      g_free (detail->doors[i]);
      g_free (detail->cards[i]);
    }
  g_clear_pointer (&detail->decision, tn_row_free);
  g_clear_pointer (&detail->late, g_ptr_array_unref);
  g_free (detail->state);
  g_free (detail);
}

char *
tn_pair_detail_dup_text (const TnPairDetail *detail, guint side, const char *field)
{
  const TnRow *row = detail->people[side];

  return tn_field_show (tn_kind_field (row->kind, field), tn_row_field (row, field));
}

static gboolean
read_card (TnCopy *copy, TnPairDetail *detail, guint side, GError **error)
{
  g_autoptr (GPtrArray) cards = tn_query_children (copy, "identity", &detail->people[side]->id, error);
  g_autofree char *number = NULL;

  if (!cards)
    return FALSE;
  number = cards->len ? tn_row_dup_text (cards->pdata[0], "number") : NULL;
  if (number && *number)
    detail->cards[side] = tn_kind_mask (tn_schema_kind ("identity"), number);
  return TRUE;
}

static gboolean
count_hanging (TnCopy *copy, TnPairDetail *detail, guint side, GError **error)
{
  g_autoptr (TnStmt) stmt = tn_db_prepare (tn_copy_db (copy), "SELECT count(*) FROM record WHERE parent = ?1 AND del = 0 AND kind NOT IN ('conflict', 'duplicate')", error);

  if (!stmt)
    return FALSE;
  tn_stmt_bind_id (stmt, 1, &detail->people[side]->id);
  if (tn_stmt_step (stmt, error) != TN_STEP_ROW)
    return FALSE;
  detail->n_hanging[side] = (guint) tn_stmt_int (stmt, 0);
  return TRUE;
}

static gboolean
read_side (TnCopy *copy, TnPairDetail *detail, guint side, const TnId *id, GError **error)
{
  TnId household;

  if (!(detail->people[side] = tn_copy_get (copy, id, error)))
    return FALSE;
  detail->doors[side] = tn_row_ref (detail->people[side], "household", &household) ? tn_query_title (copy, &household) : g_strdup ("");
  return read_card (copy, detail, side, error) && count_hanging (copy, detail, side, error);
}

static gboolean
read_why (TnCopy *copy, TnPairDetail *detail, GError **error)
{
  TnMatchPerson a, b;
  g_autoptr (GError) gone = NULL;

  if (!tn_duplicates_read_person (copy, &detail->people[0]->id, &a, &gone))
    return TRUE;   /* merged already: what spoke for it is told by the decision */
  if (tn_duplicates_read_person (copy, &detail->people[1]->id, &b, &gone))
    {
      tn_match_score (&a, &b, &detail->why);
      tn_match_person_clear (&b);
    }
  tn_match_person_clear (&a);
  return TRUE;
}

static gboolean
read_late (TnCopy *copy, TnPairDetail *detail, GError **error)
{
  guint n_to_gather;

  if (!(detail->late = tn_work_merged_late (copy, &n_to_gather, error)))
    return FALSE;
  for (guint i = detail->late->len; i > 0; i--)
    if (!tn_id_equal (&((TnMergedLate *) detail->late->pdata[i - 1])->other, &detail->people[1]->id))
      g_ptr_array_remove_index (detail->late, i - 1);
  return TRUE;
}

static guint
count_known (const TnPairDetail *detail, guint side)
{
  guint n = detail->n_hanging[side] + (detail->cards[side] != NULL);

  for (const char *const *field = tn_pair_fields; *field; field++)
    {
      g_autofree char *text = tn_pair_detail_dup_text (detail, side, *field);

      n += *text != 0;
    }
  return n;
}

#define SWAP(array) G_STMT_START { gpointer first_ = (gpointer) array[0]; array[0] = array[1]; array[1] = first_; } G_STMT_END

static void
order_sides (TnPairDetail *detail)
{
  TnId kept;
  gboolean decided = detail->decision && tn_row_ref (detail->decision, "kept", &kept);
  guint n = detail->n_hanging[0];

  if (decided ? tn_id_equal (&kept, &detail->people[0]->id) : count_known (detail, 0) >= count_known (detail, 1))
    return;
  SWAP (detail->people);
  SWAP (detail->doors);
  SWAP (detail->cards);
  detail->n_hanging[0] = detail->n_hanging[1];
  detail->n_hanging[1] = n;
}

gpointer
tn_pair_detail_read (TnCopy *copy, gpointer data, GCancellable *cancellable, GError **error)
{
  const TnPair *pair = data;
  TnPairDetail *detail = g_new0 (TnPairDetail, 1);
  TnId id = tn_duplicate_id (&pair->a, &pair->b);

  detail->decision = tn_copy_get (copy, &id, NULL);
  detail->state = detail->decision ? tn_row_dup_text (detail->decision, "state") : NULL;
  if (!detail->state)
    detail->state = g_strdup ("");
  if (read_side (copy, detail, 0, &pair->a, error) && read_side (copy, detail, 1, &pair->b, error))
    {
      order_sides (detail);
      if (read_why (copy, detail, error) && read_late (copy, detail, error))
        return detail;
    }
  tn_pair_detail_free (detail);
  return NULL;
}
