/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What persons said about receipts, and which receipts count after that. */
#include "tn-support-private.h"

#define LONGEST_CHAIN 16

TnId
tn_settlement_id (const TnId *delivery)
{
  g_autofree char *text = tn_id_dup_string (delivery), *name = g_strconcat ("settlement ", text, NULL);

  return tn_id_from_name (name);
}

static void
free_settled_cb (gpointer data)
{
  TnSettled *settled = data;

  if (!settled)
    return;
  g_free (settled->by);
  g_free (settled->reason);
  g_free (settled);
}

void
tn_settlements_init (TnSettlements *self, TnCopy *copy)
{
  *self = (TnSettlements) { copy, g_hash_table_new_full (tn_id_hash, tn_id_equal, g_free, free_settled_cb), FALSE };
}

void
tn_settlements_clear (TnSettlements *self)
{
  g_clear_pointer (&self->by_delivery, g_hash_table_unref);
}

static const char *
intern_what (const char *what)
{
  const TnField *field = tn_kind_field (tn_schema_kind ("settlement"), "what");

  for (const TnChoice *choice = field->choices; what && choice->key; choice++)
    if (g_str_equal (choice->key, what))
      return choice->key;
  return "";
}

static TnSettled *
add_settled (TnSettlements *self, const TnId *id, TnSlice body, const TnId *delivery)
{
  TnSettled *settled = g_new0 (TnSettled, 1);
  TnFields fields;
  g_autofree char *what = NULL;

  tn_fields_from_body (&fields, tn_schema_kind ("settlement"), id, body);
  what = tn_fields_text (&fields, "what");
  *settled = (TnSettled) { .id = *id, .what = intern_what (what), .by = tn_fields_text (&fields, "by"), .reason = tn_fields_text (&fields, "reason") };
  tn_fields_ref (&fields, "kept", &settled->kept);
  g_hash_table_replace (self->by_delivery, tn_id_copy (delivery), settled);
  return settled;
}

static gboolean
add_listed_cb (const TnListed *listed, TnSlice body, gpointer data)
{
  add_settled (data, &listed->id, body, &listed->parent);
  return TRUE;
}

gboolean
tn_settlements_load (TnSettlements *self, TnCopy *copy, const TnId *programme, GError **error)
{
  TnListedQuery query = { .kind = "settlement", .ref = programme };

  tn_settlements_init (self, copy);
  self->whole = TRUE;
  return tn_query_listed_each (copy, &query, add_listed_cb, self, error);
}

/* One that is not there is asked for once. */
static const TnSettled *
look_up (TnSettlements *self, const TnId *delivery)
{
  TnId id = tn_settlement_id (delivery);
  g_autoptr (TnRow) row = tn_copy_get (self->copy, &id, NULL);
  g_autoptr (GString) stamps = g_string_new (NULL), body = g_string_new (NULL);

  if (!row || row->deleted || !g_str_equal (row->kind_key, "settlement"))
    {
      g_hash_table_replace (self->by_delivery, tn_id_copy (delivery), NULL);
      return NULL;
    }
  tn_row_to_parts (row, stamps, body);
  return add_settled (self, &id, tn_slice (body->str, (gssize) body->len), delivery);
}

const TnSettled *
tn_settlements_get (TnSettlements *self, const TnId *delivery)
{
  gpointer settled;

  if (g_hash_table_lookup_extended (self->by_delivery, delivery, NULL, &settled))
    return settled;
  return self->whole ? NULL : look_up (self, delivery);
}

static gboolean
is_same (const TnSettled *settled)
{
  return settled && g_str_equal (settled->what, "same") && !tn_id_is_null (&settled->kept);
}

/* A receipt that is the same as another one counts in that one's place only where two were settled against each other, on two laptops: then one of the
 * ring does, the smallest. */
static gboolean
leads_its_ring (TnSettlements *self, const TnId *delivery)
{
  TnId at = *delivery;

  for (guint i = 0; i < LONGEST_CHAIN; i++)
    {
      const TnSettled *settled = tn_settlements_get (self, &at);

      if (!is_same (settled))
        return FALSE;
      at = settled->kept;
      if (tn_id_equal (&at, delivery))
        return TRUE;
      if (tn_id_compare (&at, delivery) < 0)
        return FALSE;
    }
  return FALSE;
}

gboolean
tn_settlements_counts (TnSettlements *self, const TnId *delivery)
{
  return tn_settled_counts (self, delivery, tn_settlements_get (self, delivery));
}

gboolean
tn_settled_counts (TnSettlements *self, const TnId *delivery, const TnSettled *settled)
{
  if (!settled || (g_str_equal (settled->what, "same") && !is_same (settled)))
    return TRUE;
  if (is_same (settled))
    return leads_its_ring (self, delivery);
  return !g_str_equal (settled->what, "error") && !g_str_equal (settled->what, "returned");
}
