/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Saying afterwards what a receipt was; goods of one that does not count go back to their place. */
#include <glib/gi18n.h>
#include "tn-support-private.h"
#include "tn-work-private.h"

static gboolean
is_before (TnCopy *copy, const TnWhom *whom, const TnId *programme, const TnId *household, const TnId *delivery)
{
  g_autoptr (GPtrArray) before = tn_support_before (copy, whom, programme, household, NULL);

  for (guint i = 0; before && i < before->len; i++)
    if (tn_id_equal (&((const TnReceipt *) before->pdata[i])->id, delivery))
      return TRUE;
  return FALSE;
}

/* The receipt that counts is of the same programme and the same one, and counts. */
static gboolean
check_kept (TnCopy *copy, const TnRow *delivery, const TnId *kept_id, GError **error)
{
  g_autoptr (TnRow) kept = kept_id ? tn_work_get (copy, "delivery", kept_id, error) : NULL;
  g_auto (TnSettlements) settlements = { 0 };
  g_auto (TnWhom) whom = { 0 };
  TnId of_a, of_b, a, b;

  if (!kept_id)
    return tn_work_refuse (error, _("Say which receipt of the two counts. Nothing was changed."));
  if (!kept || !tn_whom_load (copy, &whom, error))
    return FALSE;
  if (!tn_row_ref (delivery, "programme", &of_a) || !tn_row_ref (kept, "programme", &of_b) || !tn_row_ref (delivery, "whom", &a) || !tn_row_ref (kept, "whom", &b))
    return tn_work_refuse (error, _("A receipt does not say whom it is for. Nothing was changed."));
  a = tn_whom_now (&whom, &a);
  b = tn_whom_now (&whom, &b);
  if (tn_id_equal (kept_id, &delivery->id) || !tn_id_equal (&of_a, &of_b) ||
      (!tn_id_equal (&a, &b) && !is_before (copy, &whom, &of_a, &a, kept_id) && !is_before (copy, &whom, &of_a, &b, &delivery->id)))
    return tn_work_refuse (error, _("The receipt that counts must be another one of the same programme and for the same one. Nothing was changed."));
  tn_settlements_init (&settlements, copy);
  const TnSettled *settled = tn_settlements_get (&settlements, kept_id);
  return !settled || tn_settlements_counts (&settlements, kept_id) || tn_work_refuse (error, _("The receipt that you keep does not count itself. Settle the other way round. Nothing was changed."));
}

static gboolean
check_settling (TnCopy *copy, const TnRow *delivery, const char *what, const TnId *kept, const char *reason, GError **error)
{
  const TnChoice *choice = tn_kind_field (tn_schema_kind ("settlement"), "what")->choices;

  while (choice->key && !g_str_equal (choice->key, what))
    choice++;
  if (!choice->key)
    return tn_work_refuse (error, _("Say what the receipt was: the same, an error, given back, or one that stands. Nothing was changed."));
  if (g_str_equal (what, "same"))
    return check_kept (copy, delivery, kept, error);
  return *reason || tn_work_refuse (error, _("Write the reason: others must be able to understand it later. Nothing was changed."));
}

/* An entry of the ledger that names `source`, by id the first. FALSE = none. */
static gboolean
find_entry (TnCopy *copy, const TnId *source, TnId *entry, GError **error)
{
  TnListedQuery query = { .kind = "stock_entry", .ref = source };
  g_autoptr (GArray) rows = tn_query_listed (copy, &query, error);

  for (guint i = 0; rows && i < rows->len; i++)
    if (i == 0 || tn_id_compare (&g_array_index (rows, TnListed, i).id, entry) < 0)
      *entry = g_array_index (rows, TnListed, i).id;
  return rows && rows->len;
}

static void
copy_ref (TnEdit *edit, const TnId *id, const char *to, const TnRow *row, const char *from)
{
  TnId ref;

  if (tn_row_ref (row, from, &ref))
    tn_edit_set_ref (edit, id, to, &ref);
}

/* The entry that is put right, the other way round: the ledger is only added to (work/tn-stock.h). */
static void
reverse_entry (TnCopy *copy, TnEdit *edit, const TnRow *entry)
{
  TnId id = tn_edit_create (edit, "stock_entry", NULL);
  g_autofree char *day = tn_work_today (copy, NULL), *quantity = tn_slice_dup (tn_row_field (entry, "quantity"));

  copy_ref (edit, &id, "item", entry, "item");
  copy_ref (edit, &id, "to", entry, "from");
  copy_ref (edit, &id, "from", entry, "to");
  tn_edit_set (edit, &id, "quantity", quantity);
  tn_edit_set_text (edit, &id, "at", day);
  tn_edit_set_text (edit, &id, "why", "reverse");
  tn_edit_set_ref (edit, &id, "source", &entry->id);
  tn_edit_set_text (edit, &id, "by", tn_copy_user (copy));
}

/* Goods of a receipt that does not count are back in their place, and those of one that counts are not: whatever was settled before. */
static gboolean
settle_stock (TnCopy *copy, TnEdit *edit, const TnId *delivery, gboolean back, GError **error)
{
  g_autoptr (GError) local = NULL;
  gboolean is_back = FALSE;
  TnId last, next;

  if (!find_entry (copy, delivery, &last, &local))
    {
      if (local)
        g_propagate_error (error, g_steal_pointer (&local));
      return local == NULL;
    }
  for (; find_entry (copy, &last, &next, &local); last = next)
    is_back = !is_back;
  g_autoptr (TnRow) entry = local ? NULL : tn_copy_get (copy, &last, &local);
  if (!entry)
    {
      g_propagate_error (error, g_steal_pointer (&local));
      return FALSE;
    }
  if (is_back != back)
    reverse_entry (copy, edit, entry);
  return TRUE;
}

static void
write_settlement (TnCopy *copy, TnEdit *edit, const TnRow *delivery, const char *what, const TnId *kept, const char *reason)
{
  TnId id = tn_settlement_id (&delivery->id);
  g_autoptr (TnRow) before = tn_copy_get (copy, &id, NULL);
  g_autofree char *day = tn_work_today (copy, NULL);

  if (!before)
    {
      tn_edit_create (edit, "settlement", &id);
      tn_edit_set_ref (edit, &id, "delivery", &delivery->id);
      copy_ref (edit, &id, "programme", delivery, "programme");
    }
  else if (before->deleted)   /* settled, sent, and taken back */
    tn_edit_revive (edit, &id);
  tn_edit_set_text (edit, &id, "what", what);
  tn_edit_set_ref (edit, &id, "kept", g_str_equal (what, "same") ? kept : NULL);
  tn_edit_set_text (edit, &id, "at", day);
  tn_edit_set_text (edit, &id, "by", tn_copy_user (copy));
  tn_edit_set_text (edit, &id, "reason", *reason ? reason : NULL);
}

TnEdit *
tn_support_settle (TnCopy *copy, const TnId *delivery, const char *what, const TnId *kept, const char *reason, GError **error)
{
  g_autoptr (TnRow) row = tn_work_get (copy, "delivery", delivery, error);
  g_autofree char *tidy = g_strstrip (g_strdup (reason ? reason : "")), *name = NULL, *label = NULL;
  g_autoptr (TnEdit) edit = NULL;
  TnId whom = { { 0 } };

  if (!row || !check_settling (copy, row, what, kept, tidy, error))
    return NULL;
  tn_row_ref (row, "whom", &whom);
  name = tn_support_name (copy, &whom);
  label = g_strdup_printf ("%s: %s", _("Settled a receipt"), name);
  edit = tn_edit_new (label);
  write_settlement (copy, edit, row, what, kept, tidy);
  if (!settle_stock (copy, edit, delivery, !g_str_equal (what, "stands"), error))
    return NULL;
  return g_steal_pointer (&edit);
}
