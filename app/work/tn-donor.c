/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "tn-donor.h"
#include <glib/gi18n.h>
#include <string.h>
#include "tn-each.h"
#include "tn-text.h"
#include "tn-work-private.h"

/* ---- donors ---- */

static TnId
make_donor_id (const TnValues *values)
{
  g_autofree char *name = tn_values_dup_text (values, "name"), *type = tn_values_dup_text (values, "type"), *phone = tn_values_dup_text (values, "phone");
  g_autofree char *folded = tn_text_fold (name ? name : "", -1), *key = g_strdup_printf ("donor\n%s\n%s\n%s", folded, type ? type : "", phone ? phone : "");

  return tn_id_from_name (key);
}

/* *there: a donor of this name, type and telephone, who is not to be made again. */
static gboolean
choose_id (TnCopy *copy, const TnValues *values, TnId *id, gboolean *there, GError **error)
{
  TnId made = make_donor_id (values);
  g_autoptr (TnRow) row = tn_copy_get (copy, &made, NULL);
  g_autofree char *name = tn_values_dup_text (values, "name"), *known = row ? tn_row_dup_text (row, "name") : NULL;
  g_autofree char *folded = tn_text_fold (name ? name : "", -1), *folded_known = tn_text_fold (known ? known : "", -1);

  if (!tn_values_has_text (values, "name") || !tn_values_has_text (values, "type"))
    return tn_work_refuse (error, _("Write who gives, and choose the type."));
  *there = row && !row->deleted && g_str_equal (folded, folded_known);
  *id = row && !*there ? tn_id_new (tn_copy_env (copy)) : made;
  return TRUE;
}

static void
create (TnEdit *edit, const TnId *id, const TnValues *values)
{
  tn_edit_create (edit, "donor", id);
  tn_values_apply (values, edit, id);
}

gboolean
tn_donor_write (TnCopy *copy, TnEdit *edit, const TnValues *values, TnId *id, GError **error)
{
  gboolean there;

  if (!choose_id (copy, values, id, &there, error))
    return FALSE;
  if (!there)
    create (edit, id, values);
  return TRUE;
}

TnEdit *
tn_donor_add (TnCopy *copy, const TnValues *values, TnId *id, GError **error)
{
  g_autofree char *name = tn_values_dup_text (values, "name"), *label = NULL;
  gboolean there;
  TnEdit *edit;
  TnId chosen;

  if (!choose_id (copy, values, &chosen, &there, error))
    return NULL;
  if (there)
    {
      tn_work_refuse (error, _("This donor is there already. Choose it in the list, or write a telephone that tells them apart."));
      return NULL;
    }
  if (id)
    *id = chosen;
  /* Translators: %s is a name */
  label = g_strdup_printf (_("New donor: %s"), name);
  edit = tn_edit_new (label);
  create (edit, &chosen, values);
  return edit;
}

TnEdit *
tn_donor_change (TnCopy *copy, const TnId *donor, const TnValues *values, GError **error)
{
  g_autoptr (TnRow) row = tn_work_get (copy, "donor", donor, error);

  return row ? tn_work_change (copy, donor, values, error) : NULL;
}

/* ---- gifts ---- */

static gboolean
write_line (TnCopy *copy, TnEdit *edit, const TnId *gift, const char *at, const TnGiftLine *line, GError **error)
{
  TnStockWhat what = { .item = line->item, .to = line->place, .quantity = line->quantity, .why = "gift", .at = at, .source = gift };

  return tn_stock_write (copy, edit, &what, error);
}

TnEdit *
tn_gift_take (TnCopy *copy, const TnId *donor, const TnValues *values, const TnGiftLine *lines, guint n, TnId *id, GError **error)
{
  g_autofree char *given = tn_values_dup_text (values, "at"), *at = tn_work_today (copy, given), *named = tn_values_dup_text (values, "donor"), *name = NULL, *label = NULL;
  TnId whom = { { 0 } }, gift;
  g_autoptr (TnEdit) edit = NULL;
  g_autoptr (TnRow) row = NULL;

  if (donor)
    whom = *donor;
  else if (!named || !tn_id_parse (named, -1, &whom))
    {
      tn_work_refuse (error, _("Choose the donor."));
      return NULL;
    }
  if (!(row = tn_work_get (copy, "donor", &whom, error)) || !tn_work_check_happened (copy, at, error))
    return NULL;
  name = tn_query_title (copy, &whom);
  /* Translators: %s is who gave */
  label = g_strdup_printf (_("Gift of %s"), name);
  edit = tn_edit_new (label);
  gift = tn_edit_create (edit, "gift", NULL);
  tn_values_apply (values, edit, &gift);
  tn_edit_set_ref (edit, &gift, "donor", &whom);
  tn_edit_set_text (edit, &gift, "at", at);
  for (guint i = 0; i < n; i++)
    if (!write_line (copy, edit, &gift, at, &lines[i], error))
      return NULL;
  if (id)
    *id = gift;
  return g_steal_pointer (&edit);
}

static TnEdit *
new_edit_about (TnCopy *copy, const TnRow *gift)
{
  g_autofree char *name = NULL, *label = NULL;
  TnId donor;

  name = tn_row_ref (gift, "donor", &donor) ? tn_query_title (copy, &donor) : g_strdup ("");
  label = g_strdup_printf (_("Gift of %s"), name);
  return tn_edit_new (label);
}

TnEdit *
tn_gift_add (TnCopy *copy, const TnId *gift, const TnGiftLine *line, GError **error)
{
  g_autoptr (TnRow) row = tn_work_get (copy, "gift", gift, error);
  g_autofree char *at = row ? tn_row_dup_text (row, "at") : NULL;
  g_autoptr (TnEdit) edit = row ? new_edit_about (copy, row) : NULL;

  return edit && write_line (copy, edit, gift, at, line, error) ? g_steal_pointer (&edit) : NULL;
}

TnEdit *
tn_gift_change (TnCopy *copy, const TnId *gift, const TnValues *values, GError **error)
{
  g_autoptr (TnRow) row = tn_work_get (copy, "gift", gift, error);
  g_autofree char *at = tn_values_dup_text (values, "at");
  g_autoptr (TnEdit) edit = NULL;

  if (!row || (tn_values_get (values, "at") && !tn_work_check_happened (copy, at, error)))
    return NULL;
  edit = new_edit_about (copy, row);
  tn_values_apply (values, edit, gift);
  return g_steal_pointer (&edit);
}

TnEdit *
tn_gift_thank (TnCopy *copy, const TnId *gift, const char *date, GError **error)
{
  g_autoptr (TnValues) values = tn_values_new ();
  g_autofree char *on = tn_work_today (copy, date);

  if (!tn_work_check_happened (copy, on, error))
    return NULL;
  tn_values_set_text (values, "thanked", on);
  return tn_gift_change (copy, gift, values, error);
}

/* ---- as they stand ---- */

void
tn_donor_line_free (gpointer data)
{
  TnDonorLine *line = data;

  g_free (line->name);
  g_free (line->phone);
  g_free (line);
}

void
tn_gift_free (gpointer data)
{
  TnGift *gift = data;
  char *texts[] = { gift->donor_name, gift->purpose, gift->document, gift->note };

  for (guint i = 0; i < G_N_ELEMENTS (texts); i++)
    g_free (texts[i]);
  g_clear_pointer (&gift->entries, g_ptr_array_unref);
  g_free (gift);
}
G_DEFINE_AUTOPTR_CLEANUP_FUNC (TnGift, tn_gift_free)

static gboolean
matches (const char *text, const char *folded)
{
  g_autofree char *own = tn_text_fold (text ? text : "", -1);

  return !*folded || strstr (own, folded);
}

typedef struct { GPtrArray *lines; GHashTable *by_id; const char *search; } Listing;

static void
add_donor (const TnFields *fields, gpointer data)
{
  Listing *listing = data;
  g_autofree char *name = tn_fields_text (fields, "name"), *phone = tn_fields_text (fields, "phone"), *type = tn_fields_text (fields, "type");
  TnDonorLine *line;

  if (!matches (name, listing->search) && !matches (phone, listing->search))
    return;
  line = g_new0 (TnDonorLine, 1);
  line->id = fields->id;
  line->name = name ? g_steal_pointer (&name) : g_strdup ("");
  line->phone = phone ? g_steal_pointer (&phone) : g_strdup ("");
  line->type = type ? g_intern_string (type) : "";
  g_ptr_array_add (listing->lines, line);
  g_hash_table_insert (listing->by_id, &line->id, line);
}

GPtrArray *
tn_donor_list (TnCopy *copy, const char *search, GError **error)
{
  g_autoptr (GPtrArray) lines = g_ptr_array_new_with_free_func (tn_donor_line_free);
  g_autoptr (GHashTable) by_id = g_hash_table_new (tn_id_hash, tn_id_equal);
  g_autofree char *folded = tn_text_fold (search ? search : "", -1);
  Listing listing = { lines, by_id, folded };
  TnListedQuery query = { .kind = "gift" };
  g_autoptr (GArray) gifts = tn_query_listed (copy, &query, error);

  if (!gifts || !tn_query_each (copy, "donor", add_donor, &listing, error))
    return NULL;
  for (guint i = 0; i < gifts->len; i++)
    {
      const TnListed *gift = &g_array_index (gifts, TnListed, i);
      TnDonorLine *line = g_hash_table_lookup (by_id, &gift->parent);

      if (!line)
        continue;
      line->n_gifts++;
      line->last = MAX (line->last, gift->at);
    }
  return g_steal_pointer (&lines);
}

TnGift *
tn_gift_read (TnCopy *copy, const TnId *id, GError **error)
{
  g_autoptr (TnRow) row = tn_work_get (copy, "gift", id, error);
  g_autoptr (TnGift) gift = row ? g_new0 (TnGift, 1) : NULL;

  if (!row)
    return NULL;
  gift->id = *id;
  gift->donor_name = tn_row_ref (row, "donor", &gift->donor) ? tn_query_title (copy, &gift->donor) : g_strdup ("");
  gift->purpose = tn_row_dup_or_empty (row, "purpose");
  gift->document = tn_row_dup_or_empty (row, "document");
  gift->note = tn_row_dup_or_empty (row, "note");
  gift->at = tn_listed_row_date (row, "at");
  gift->thanked = tn_listed_row_date (row, "thanked");
  gift->entries = tn_stock_of (copy, id, error);
  return gift->entries ? g_steal_pointer (&gift) : NULL;
}

/* ---- the list of gifts ---- */

typedef struct { TnId id, donor; gboolean found; } Sought;   /* found: its own words say so */
typedef struct { GArray *gifts; const char *search; } Seeking;

static gboolean
add_sought (const TnListed *listed, TnSlice body, gpointer data)
{
  Seeking *seeking = data;
  g_autofree char *purpose = *seeking->search ? tn_json_get_string (tn_json_member (body, "purpose")) : NULL;
  Sought one = { listed->id, listed->parent, matches (purpose, seeking->search) };

  g_array_append_val (seeking->gifts, one);
  return TRUE;
}

/* Each donor is looked at once, whatever it gave. */
static gboolean
is_of_sought (TnCopy *copy, GHashTable *known, const TnId *donor, const char *search)
{
  gpointer is = NULL;
  g_autofree char *name = NULL;

  if (g_hash_table_lookup_extended (known, donor, NULL, &is))
    return GPOINTER_TO_INT (is);
  name = tn_id_is_null (donor) ? g_strdup ("") : tn_query_title (copy, donor);
  is = GINT_TO_POINTER (matches (name, search));
  g_hash_table_insert (known, tn_id_copy (donor), is);
  return GPOINTER_TO_INT (is);
}

GPtrArray *
tn_gift_list (TnCopy *copy, const TnId *donor, const char *search, guint limit, guint *n_more, GError **error)
{
  TnListedQuery query = { .kind = "gift", .parent = donor, .newest_first = TRUE, .limit = search && *search ? 0 : limit };
  g_autoptr (GArray) sought = g_array_new (FALSE, FALSE, sizeof (Sought));
  g_autoptr (GPtrArray) gifts = g_ptr_array_new_with_free_func (tn_gift_free);
  g_autoptr (GHashTable) known = g_hash_table_new_full (tn_id_hash, tn_id_equal, g_free, NULL);
  g_autofree char *folded = tn_text_fold (search ? search : "", -1);
  Seeking seeking = { sought, folded };
  guint n_found = 0;

  if (!tn_query_listed_each (copy, &query, add_sought, &seeking, error))
    return NULL;
  for (guint i = 0; i < sought->len; i++)
    {
      const Sought *one = &g_array_index (sought, Sought, i);
      TnGift *gift;

      if (!one->found && !is_of_sought (copy, known, &one->donor, folded))
        continue;
      if (n_found++ >= limit && limit)
        continue;
      if (!(gift = tn_gift_read (copy, &one->id, error)))
        return NULL;
      g_ptr_array_add (gifts, gift);
    }
  if (n_more && query.limit && !tn_query_count_listed (copy, &query, &n_found, error))
    return NULL;
  if (n_more)
    *n_more = n_found - MIN (n_found, gifts->len);
  return g_steal_pointer (&gifts);
}

/* What came in and stands. */
static gboolean
came (const TnStockEntry *entry)
{
  return g_str_equal (entry->why, "gift") && entry->understood && !entry->reversed;
}

char *
tn_gift_say (const TnGift *gift)
{
  g_autoptr (GString) said = g_string_new (NULL);

  for (guint i = 0; i < gift->entries->len; i++)
    {
      const TnStockEntry *entry = gift->entries->pdata[i];
      g_autofree char *quantity = tn_stock_show_in (entry->quantity, entry->measure);

      if (came (entry))
        g_string_append_printf (said, "%s%s %s", said->len ? ", " : "", quantity, entry->item_name);
    }
  return g_string_free (g_steal_pointer (&said), FALSE);
}

static void
free_sum (gpointer data)
{
  g_free (((TnDonorSum *) data)->name);
  g_free (((TnDonorSum *) data)->measure);
  g_free (data);
}

static TnDonorSum *
get_sum (GPtrArray *sums, const TnStockEntry *entry)
{
  TnDonorSum *sum;

  for (guint i = 0; i < sums->len; i++)
    if (tn_id_equal (&((TnDonorSum *) sums->pdata[i])->item, &entry->item))
      return sums->pdata[i];
  sum = g_new0 (TnDonorSum, 1);
  *sum = (TnDonorSum) { entry->item, g_strdup (entry->item_name), g_strdup (entry->measure), 0 };
  g_ptr_array_add (sums, sum);
  return sum;
}

GPtrArray *
tn_donor_sums (GPtrArray *gifts)
{
  GPtrArray *sums = g_ptr_array_new_with_free_func (free_sum);

  for (guint i = 0; i < gifts->len; i++)
    for (guint j = 0; j < ((TnGift *) gifts->pdata[i])->entries->len; j++)
      {
        const TnStockEntry *entry = ((TnGift *) gifts->pdata[i])->entries->pdata[j];

        if (came (entry))
          get_sum (sums, entry)->quantity += entry->quantity;
      }
  return sums;
}
