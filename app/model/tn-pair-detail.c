/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "tn-pair-detail.h"
#include <glib/gi18n.h>

/* Relation and state belong to the household that each stands in, and are not chosen between; who heads a household goes with its people. */
static const char *const person_fields[] = { "name", "sex", "birth", "phone", "residence", "occupation", "workplace", "note", NULL };
static const char *const household_fields[] = { "address", "area", "code", "phone", "housing", "residence", "note", NULL };

const char *const *
tn_pair_fields (const TnKind *kind)
{
  return g_str_equal (kind->key, "household") ? household_fields : person_fields;
}

const char *
tn_pair_label (const TnKind *kind, const char *key)
{
  const TnField *field = tn_kind_field (kind, key);

  return field ? _(field->label) : tn_query_unit_label (kind, key);
}

void
tn_pair_detail_free (gpointer data)
{
  TnPairDetail *detail = data;

  if (!detail)
    return;
  for (guint i = 0; i < 2; i++)
    {
      g_clear_pointer (&detail->rows[i], tn_row_free);
      g_free (detail->doors[i]);
      g_free (detail->cards[i]);
      g_free (detail->heads[i]);
      for (guint j = 0; j < TN_PAIR_MAX; j++)
        g_free (detail->texts[i][j]);
    }
  g_clear_pointer (&detail->decision, tn_row_free);
  g_clear_pointer (&detail->late, g_ptr_array_unref);
  g_clear_pointer (&detail->members, g_array_unref);
  g_clear_pointer (&detail->names, g_ptr_array_unref);
  g_free (detail->state);
  g_free (detail);
}

/* --- one side --- */

/* A unit of several fields is an address: its words are the household's own. */
static char *
dup_text (TnCopy *copy, const TnRow *row, const char *key)
{
  const TnField *field = tn_kind_field (row->kind, key);
  TnId ref;

  if (!field)
    return tn_query_title (copy, &row->id);
  if (field->type != TN_TYPE_REF)
    return tn_field_show (field, tn_row_field (row, key));
  return tn_row_ref (row, key, &ref) ? tn_query_title (copy, &ref) : g_strdup ("");
}

static gboolean
read_card (TnCopy *copy, TnPairDetail *detail, guint side, GError **error)
{
  g_autoptr (GPtrArray) cards = tn_query_children (copy, "identity", &detail->rows[side]->id, error);
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
  g_autoptr (TnHangingFinder) finder = tn_hanging_finder_new (copy);
  g_autoptr (GArray) hanging = tn_hanging_find (finder, detail->rows[side], error);

  if (hanging)
    detail->n_hanging[side] = hanging->len;
  return hanging != NULL;
}

static gboolean
read_person (TnCopy *copy, TnPairDetail *detail, guint side, GError **error)
{
  TnId household;

  detail->doors[side] = tn_row_ref (detail->rows[side], "household", &household) ? tn_query_title (copy, &household) : g_strdup ("");
  return read_card (copy, detail, side, error);
}

static gboolean
read_household (TnCopy *copy, TnPairDetail *detail, guint side, GError **error)
{
  TnId head;
  g_autoptr (GPtrArray) people = tn_query_children (copy, "person", &detail->rows[side]->id, error);

  if (!people)
    return FALSE;
  detail->n_people[side] = people->len;
  detail->heads[side] = tn_row_ref (detail->rows[side], "head", &head) ? tn_query_title (copy, &head) : g_strdup ("");
  return TRUE;
}

static gboolean
read_side (TnCopy *copy, TnPairDetail *detail, guint side, const TnId *id, GError **error)
{
  const char *const *fields;

  if (!(detail->rows[side] = tn_copy_get (copy, id, error)))
    return FALSE;
  detail->kind = tn_schema_kind (g_str_equal (detail->rows[side]->kind_key, "household") ? "household" : "person");
  fields = tn_pair_fields (detail->kind);
  for (guint i = 0; fields[i]; i++)
    detail->texts[side][i] = dup_text (copy, detail->rows[side], fields[i]);
  return (g_str_equal (detail->kind->key, "household") ? read_household : read_person) (copy, detail, side, error) && count_hanging (copy, detail, side, error);
}

/* --- both --- */

static void
read_why_of_people (TnCopy *copy, TnPairDetail *detail)
{
  TnMatchPerson a, b;

  if (!tn_duplicates_read_person (copy, &detail->rows[0]->id, &a, NULL))
    return;   /* merged already: what spoke for it is told by the decision */
  if (tn_duplicates_read_person (copy, &detail->rows[1]->id, &b, NULL))
    {
      tn_match_score (&a, &b, &detail->why);
      tn_match_person_clear (&b);
    }
  tn_match_person_clear (&a);
}

static void
read_why_of_homes (TnCopy *copy, TnPairDetail *detail)
{
  TnMatchHome a, b;

  if (!tn_duplicates_read_home (copy, &detail->rows[0]->id, &a, NULL))
    return;
  if (tn_duplicates_read_home (copy, &detail->rows[1]->id, &b, NULL))
    {
      tn_match_home_score (&a, &b, detail->members->len, &detail->why);
      tn_match_home_clear (&b);
    }
  tn_match_home_clear (&a);
}

static void
add_names (TnCopy *copy, TnPairDetail *detail)
{
  for (guint i = 0; i < detail->members->len; i++)
    {
      const TnDuplicate *pair = &g_array_index (detail->members, TnDuplicate, i);
      g_autofree char *a = tn_query_title (copy, &pair->a), *b = tn_query_title (copy, &pair->b), *why = tn_match_words (pair->why);

      g_ptr_array_add (detail->names, g_str_equal (a, b) ? g_strdup_printf ("%s (%s)", a, why) : g_strdup_printf ("%s – %s (%s)", a, b, why));
    }
}

static gboolean
read_members (TnCopy *copy, TnPairDetail *detail, GError **error)
{
  detail->names = g_ptr_array_new_with_free_func (g_free);
  if (!g_str_equal (detail->kind->key, "household"))
    {
      detail->members = g_array_new (FALSE, FALSE, sizeof (TnDuplicate));
      read_why_of_people (copy, detail);
      return TRUE;
    }
  if (!(detail->members = tn_duplicates_between (copy, &detail->rows[0]->id, &detail->rows[1]->id, error)))
    return FALSE;
  add_names (copy, detail);
  read_why_of_homes (copy, detail);
  return TRUE;
}

static gboolean
read_late (TnCopy *copy, TnPairDetail *detail, GError **error)
{
  guint n_to_gather;

  if (!(detail->late = tn_work_merged_late (copy, &n_to_gather, error)))
    return FALSE;
  for (guint i = detail->late->len; i > 0; i--)
    if (!tn_id_equal (&((TnMergedLate *) detail->late->pdata[i - 1])->other, &detail->rows[1]->id))
      g_ptr_array_remove_index (detail->late, i - 1);
  return TRUE;
}

static guint
count_known (const TnPairDetail *detail, guint side)
{
  guint n = detail->n_hanging[side] + (detail->cards[side] != NULL);

  for (guint i = 0; i < TN_PAIR_MAX; i++)
    n += detail->texts[side][i] && *detail->texts[side][i];
  return n;
}

#define SWAP(array) G_STMT_START { gpointer first_ = (gpointer) array[0]; array[0] = array[1]; array[1] = first_; } G_STMT_END

static void
order_sides (TnPairDetail *detail)
{
  TnId kept;
  gboolean decided = detail->decision && tn_row_ref (detail->decision, "kept", &kept);
  guint n = detail->n_hanging[0];

  if (decided ? tn_id_equal (&kept, &detail->rows[0]->id) : count_known (detail, 0) >= count_known (detail, 1))
    return;
  SWAP (detail->rows);
  SWAP (detail->heads);
  for (guint i = 0; i < TN_PAIR_MAX; i++)
    {
      char *text = detail->texts[0][i];

      detail->texts[0][i] = detail->texts[1][i];
      detail->texts[1][i] = text;
    }
  SWAP (detail->doors);
  SWAP (detail->cards);
  detail->n_hanging[0] = detail->n_hanging[1];
  detail->n_hanging[1] = n;
  n = detail->n_people[0];
  detail->n_people[0] = detail->n_people[1];
  detail->n_people[1] = n;
}

static gboolean
check_kinds (const TnPairDetail *detail, GError **error)
{
  if (g_str_equal (detail->rows[0]->kind_key, detail->rows[1]->kind_key) && g_str_equal (detail->rows[0]->kind_key, detail->kind->key))
    return TRUE;
  g_set_error (error, TN_ERROR, TN_ERROR_INVALID, _("These two records are not of one kind, and cannot be one."));
  return FALSE;
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
  if (read_side (copy, detail, 0, &pair->a, error) && read_side (copy, detail, 1, &pair->b, error) && check_kinds (detail, error))
    {
      order_sides (detail);
      if (read_members (copy, detail, error) && read_late (copy, detail, error))
        return detail;
    }
  tn_pair_detail_free (detail);
  return NULL;
}
