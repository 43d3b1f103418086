/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "tn-stock.h"
#include <glib/gi18n.h>
#include "tn-text.h"
#include "tn-work-private.h"

/* ---- items and places ---- */

static TnId
id_of (const char *what, const char *a, const char *b)
{
  g_autofree char *folded_a = tn_text_fold (a ? a : "", -1), *folded_b = tn_text_fold (b ? b : "", -1), *name = g_strdup_printf ("%s\n%s\n%s", what, folded_a, folded_b);

  return tn_id_from_name (name);
}

TnId
tn_stock_item_id (const char *name, const char *measure)
{
  return id_of ("stock_item", name, measure);
}

TnId
tn_stock_place_id (const char *name)
{
  return id_of ("stock_place", name, NULL);
}

/* The id that a name gives, unless a record has it that bears another name by now or was deleted: then a fresh one. FALSE: it is there already. */
static gboolean
choose_id (TnCopy *copy, const TnId *made, const char *const *named, const TnValues *values, TnId *id)
{
  g_autoptr (TnRow) row = tn_copy_get (copy, made, NULL);
  gboolean same = row && !row->deleted;

  for (; same && *named; named++)
    {
      g_autofree char *there = tn_row_dup_text (row, *named), *wanted = tn_values_dup_text (values, *named);
      g_autofree char *folded_there = tn_text_fold (there ? there : "", -1), *folded_wanted = tn_text_fold (wanted ? wanted : "", -1);

      same = g_str_equal (folded_there, folded_wanted);
    }
  *id = row ? tn_id_new (tn_copy_env (copy)) : *made;
  return !same;
}

static gboolean
check_low (const TnValues *values, GError **error)
{
  const char *token = tn_values_get (values, "low");
  gint64 low = 0;

  if (token && !g_str_equal (token, "null") && (!tn_decimal_parse (tn_slice (token, -1), &low) || low < 0))
    return tn_work_refuse (error, _("“Say so when fewer than” takes a number of 0 or more, with at most three decimals."));
  return TRUE;
}

static TnEdit *
add_named (const char *kind, const TnId *id, const TnValues *values, const char *format)
{
  g_autofree char *name = tn_values_dup_text (values, "name"), *label = g_strdup_printf ("%s: %s", format, name);
  TnEdit *edit = tn_edit_new (label);

  tn_edit_create (edit, kind, id);
  tn_values_apply (values, edit, id);
  return edit;
}

TnEdit *
tn_stock_add_item (TnCopy *copy, const TnValues *values, TnId *id, GError **error)
{
  static const char *const named[] = { "name", "measure", NULL };
  g_autofree char *name = tn_values_dup_text (values, "name"), *measure = tn_values_dup_text (values, "measure");
  TnId made = tn_stock_item_id (name, measure), chosen;

  if (!tn_values_has_text (values, "name") || !tn_values_has_text (values, "measure"))
    {
      tn_work_refuse (error, _("Write what it is and what it is counted in: “Rice”, “kg”."));
      return NULL;
    }
  if (!check_low (values, error))
    return NULL;
  if (!choose_id (copy, &made, named, values, &chosen))
    {
      tn_work_refuse (error, _("There is an item of this name and measure already. Choose it in the list."));
      return NULL;
    }
  if (id)
    *id = chosen;
  return add_named ("stock_item", &chosen, values, _("New item in stock"));
}

TnEdit *
tn_stock_change_item (TnCopy *copy, const TnId *item, const TnValues *values, GError **error)
{
  g_autoptr (TnRow) row = tn_work_get (copy, "stock_item", item, error);

  return row && check_low (values, error) ? tn_work_change (copy, item, values, error) : NULL;
}

TnEdit *
tn_stock_add_place (TnCopy *copy, const TnValues *values, TnId *id, GError **error)
{
  static const char *const named[] = { "name", NULL };
  g_autofree char *name = tn_values_dup_text (values, "name");
  TnId made = tn_stock_place_id (name), chosen;

  if (!tn_values_has_text (values, "name"))
    {
      tn_work_refuse (error, _("Write what the place is called."));
      return NULL;
    }
  if (!choose_id (copy, &made, named, values, &chosen))
    {
      tn_work_refuse (error, _("There is a place of this name already. Choose it in the list."));
      return NULL;
    }
  if (id)
    *id = chosen;
  return add_named ("stock_place", &chosen, values, _("New place of stock"));
}

/* ---- an entry ---- */

typedef enum { IN = 1, OUT = 2, BOTH = 4 } Way;
static const struct { const char *why; guint ways; const char *label /* of undo */; } reasons[] = {
  { "gift", IN, N_("Put in stock") }, { "purchase", IN, N_("Put in stock") }, { "allotted", IN, N_("Put in stock") },
  { "delivery", OUT, N_("Taken from stock") }, { "loss", OUT, N_("Lost or spoilt") }, { "transfer", BOTH, N_("Taken to another place") },
  { "count", IN | OUT, N_("Counted") }, { "reverse", IN | OUT | BOTH, N_("Put right") },
};

static guint
find_reason (const char *why)
{
  guint i = 0;

  while (i < G_N_ELEMENTS (reasons) && g_strcmp0 (reasons[i].why, why) != 0)
    i++;
  return i;
}

static gboolean
check_way (const TnStockWhat *what, GError **error)
{
  gboolean from = !tn_id_is_null (&what->from), to = !tn_id_is_null (&what->to);
  guint reason = find_reason (what->why), way = from && to ? BOTH : from ? OUT : IN;

  if (!from && !to)
    return tn_work_refuse (error, _("Choose the place that it comes from or goes to."));
  if (from && to && tn_id_equal (&what->from, &what->to))
    return tn_work_refuse (error, _("It comes from and goes to the same place. Choose another one."));
  if (reason == G_N_ELEMENTS (reasons))
    return tn_work_refuse (error, _("Choose why: a gift, a purchase, a delivery, a transfer…"));
  if (reasons[reason].ways & way)
    return TRUE;
  if (reasons[reason].ways == BOTH)
    return tn_work_refuse (error, _("A transfer goes from one place to another: choose both."));
  return tn_work_refuse (error, reasons[reason].ways == IN ? _("What is given, bought or allotted comes into a place: choose where to, and not where from.")
                                                            : _("What is handed out or lost leaves a place: choose where from, and not where to."));
}

/* What there was at the end of `day`: what moved later is left out, and so is what puts that right. moves: as they were written. */
static void
keep_until (GArray *moves, gint64 day)
{
  g_autoptr (GHashTable) later = g_hash_table_new_full (tn_id_hash, tn_id_equal, g_free, NULL);
  guint n = 0;

  for (guint i = 0; i < moves->len; i++)
    {
      TnMove move = g_array_index (moves, TnMove, i);
      gboolean puts_right = g_str_equal (move.why, "reverse") && !tn_id_is_null (&move.source);

      if (puts_right ? g_hash_table_contains (later, &move.source) : move.at > day)
        g_hash_table_add (later, tn_id_copy (&move.id));
      else
        g_array_index (moves, TnMove, n++) = move;
    }
  g_array_set_size (moves, n);
}

/* day: yyyymmdd; G_MAXINT64 = with all that is written. */
static gboolean
read_balance (TnCopy *copy, const TnId *item, const TnId *place, gint64 day, gint64 *balance, GError **error)
{
  g_autoptr (GArray) moves = tn_query_moves (copy, item, error);
  g_autoptr (TnStockSums) sums = NULL;

  if (!moves)
    return FALSE;
  keep_until (moves, day);
  sums = tn_stock_sum (moves);
  *balance = tn_stock_sums_get (sums, item, place);
  return TRUE;
}

static char *
dup_shown (const TnRow *item, gint64 quantity)
{
  g_autofree char *measure = tn_row_dup_text (item, "measure");

  return tn_stock_show_in (quantity, measure ? measure : "");
}

static gboolean
check_enough (TnCopy *copy, const TnStockWhat *what, const TnRow *item, GError **error)
{
  g_autofree char *place = NULL, *there = NULL, *wanted = NULL;
  gint64 balance;

  if (tn_id_is_null (&what->from) || g_str_equal (what->why, "count") || g_str_equal (what->why, "reverse"))
    return TRUE;
  if (!read_balance (copy, &what->item, &what->from, G_MAXINT64, &balance, error))
    return FALSE;
  if (what->quantity <= balance)
    return TRUE;
  place = tn_query_title (copy, &what->from);
  there = dup_shown (item, MAX (balance, 0));
  wanted = dup_shown (item, what->quantity);
  /* Translators: a place, what it holds ("12 kg"), what was asked for ("20 kg") */
  g_set_error (error, TN_ERROR, TN_ERROR_INVALID, _("By its entries %s holds %s, so %s cannot leave it. Nothing was written. If more is there, count it first."), place, there, wanted);
  return FALSE;
}

static gboolean
check_place (TnCopy *copy, const TnId *place, GError **error)
{
  g_autoptr (TnRow) row = tn_id_is_null (place) ? NULL : tn_work_get (copy, "stock_place", place, error);

  return row || tn_id_is_null (place);
}

static void
set_entry (TnCopy *copy, TnEdit *edit, const TnStockWhat *what, const char *at)
{
  TnId id = tn_edit_create (edit, "stock_entry", NULL);
  g_autofree char *token = tn_decimal_token (what->quantity);

  tn_edit_set_ref (edit, &id, "item", &what->item);
  if (!tn_id_is_null (&what->from))
    tn_edit_set_ref (edit, &id, "from", &what->from);
  if (!tn_id_is_null (&what->to))
    tn_edit_set_ref (edit, &id, "to", &what->to);
  tn_edit_set (edit, &id, "quantity", token);
  tn_edit_set_text (edit, &id, "at", at);
  tn_edit_set_text (edit, &id, "why", what->why);
  if (what->source)
    tn_edit_set_ref (edit, &id, "source", what->source);
  if (what->counted)
    {
      g_autofree char *counted = tn_decimal_token (*what->counted);
      tn_edit_set (edit, &id, "counted", counted);
    }
  tn_edit_set_text (edit, &id, "by", what->by && *what->by ? what->by : tn_copy_user (copy));
  tn_edit_set_text (edit, &id, "document", what->document);
  tn_edit_set_text (edit, &id, "note", what->note);
}

gboolean
tn_stock_write (TnCopy *copy, TnEdit *edit, const TnStockWhat *what, GError **error)
{
  g_autoptr (TnRow) item = tn_work_get (copy, "stock_item", &what->item, error);
  g_autofree char *at = tn_work_today (copy, what->at);

  if (!item)
    return FALSE;
  if (what->quantity <= 0)
    return tn_work_refuse (error, _("The quantity must be more than 0. To put a mistake right, choose the entry and put it right."));
  if (!check_way (what, error) || !tn_work_check_happened (copy, at, error) || !check_place (copy, &what->from, error) || !check_place (copy, &what->to, error) ||
      !check_enough (copy, what, item, error))
    return FALSE;
  set_entry (copy, edit, what, at);
  return TRUE;
}

/* "Put in stock: 120 kg Rice" */
static TnEdit *
new_edit (TnCopy *copy, const TnStockWhat *what)
{
  g_autoptr (TnRow) item = tn_copy_get (copy, &what->item, NULL);
  g_autofree char *name = tn_query_title (copy, &what->item), *shown = item ? dup_shown (item, what->quantity) : g_strdup ("");
  guint reason = find_reason (what->why);
  g_autofree char *label = g_strdup_printf ("%s: %s %s", reason < G_N_ELEMENTS (reasons) ? _(reasons[reason].label) : "", shown, name);

  return tn_edit_new (label);
}

static TnEdit *
enter (TnCopy *copy, const TnStockWhat *what, GError **error)
{
  g_autoptr (TnEdit) edit = new_edit (copy, what);

  return tn_stock_write (copy, edit, what, error) ? g_steal_pointer (&edit) : NULL;
}

static gboolean
read_quantity (const TnValues *values, const char *field, gint64 *quantity, GError **error)
{
  const char *token = tn_values_get (values, field);

  if (token && tn_decimal_parse (tn_slice (token, -1), quantity))
    return TRUE;
  return tn_work_refuse (error, _("Write a quantity: a number with at most three decimals."));
}

TnEdit *
tn_stock_enter (TnCopy *copy, const TnId *item, const TnValues *values, GError **error)
{
  g_autofree char *why = tn_values_dup_text (values, "why"), *at = tn_values_dup_text (values, "at"), *by = tn_values_dup_text (values, "by");
  g_autofree char *document = tn_values_dup_text (values, "document"), *note = tn_values_dup_text (values, "note");
  TnStockWhat what = { .why = why, .at = at, .by = by, .document = document, .note = note };
  TnId source = { { 0 } };

  tn_values_ref (values, "item", &what.item);
  if (item)
    what.item = *item;
  tn_values_ref (values, "from", &what.from);
  tn_values_ref (values, "to", &what.to);
  tn_values_ref (values, "source", &source);
  if (!tn_id_is_null (&source))
    what.source = &source;
  if (g_strcmp0 (why, "count") == 0 || g_strcmp0 (why, "reverse") == 0)   /* these have ways of their own, which know what is there */
    {
      tn_work_refuse (error, _("Choose why: a gift, a purchase, a delivery, a transfer…"));
      return NULL;
    }
  return read_quantity (values, "quantity", &what.quantity, error) ? enter (copy, &what, error) : NULL;
}

/* ---- counting ---- */

TnEdit *
tn_stock_count (TnCopy *copy, const TnId *item, const TnId *place, const TnValues *values, gint64 *difference, GError **error)
{
  g_autofree char *at = tn_values_dup_text (values, "at"), *by = tn_values_dup_text (values, "by"), *note = tn_values_dup_text (values, "note"), *day = tn_work_today (copy, at);
  TnStockWhat what = { .item = *item, .why = "count", .at = at, .by = by, .note = note };
  gint64 counted, balance, change;
  g_autoptr (TnRow) row = tn_work_get (copy, "stock_item", item, error);

  if (!row || !check_place (copy, place, error) || !read_quantity (values, "counted", &counted, error) || !read_balance (copy, item, place, tn_listed_date (day), &balance, error))
    return NULL;
  if (counted < 0)
    {
      tn_work_refuse (error, _("What is counted is 0 or more."));
      return NULL;
    }
  change = counted - balance;
  if (difference)
    *difference = change;
  if (change == 0)
    return tn_edit_new (_("Counted"));
  *(change > 0 ? &what.to : &what.from) = *place;
  what.quantity = ABS (change);
  what.counted = &counted;
  return enter (copy, &what, error);
}

/* ---- putting right ---- */

static gboolean
check_reversible (const GArray *moves, const TnId *entry, GError **error)
{
  g_autoptr (GArray) counting = tn_stock_counting (moves);

  for (guint i = 0; i < moves->len; i++)
    {
      const TnMove *move = &g_array_index (moves, TnMove, i);

      if (tn_id_equal (&move->id, entry) && !g_array_index (counting, gboolean, i))
        return tn_work_refuse (error, _("This entry does not count: what it puts right had been put right already. Nothing was written."));
      if (tn_id_equal (&move->source, entry) && g_str_equal (move->why, "reverse"))
        return tn_work_refuse (error, _("This entry has been put right already. Nothing was written."));
    }
  return TRUE;
}

TnEdit *
tn_stock_reverse (TnCopy *copy, const TnId *entry, const char *note, GError **error)
{
  g_autoptr (TnRow) row = tn_work_get (copy, "stock_entry", entry, error);
  TnStockWhat what = { .why = "reverse", .source = entry, .note = note };
  g_autoptr (GArray) moves = row && tn_work_ref (row, "item", &what.item, error) ? tn_query_moves (copy, &what.item, error) : NULL;

  if (!moves || !check_reversible (moves, entry, error))
    return NULL;
  if (!tn_decimal_parse (tn_row_field (row, "quantity"), &what.quantity))
    {
      tn_work_refuse (error, _("This program does not understand the quantity of this entry. Put it right on a laptop with the newest version."));
      return NULL;
    }
  if (!tn_row_ref (row, "to", &what.from))
    what.from = (TnId) { { 0 } };
  if (!tn_row_ref (row, "from", &what.to))
    what.to = (TnId) { { 0 } };
  return enter (copy, &what, error);
}
