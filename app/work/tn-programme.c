/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Programmes as records: what they give to whom and when, and what must hold before they may. */
#include <glib/gi18n.h>
#include <string.h>
#include "tn-support-private.h"
#include "tn-decimal.h"
#include "tn-work-private.h"

void
tn_programme_free (TnProgramme *programme)
{
  if (!programme)
    return;
  g_free (programme->name);
  g_free (programme->basis);
  g_free (programme->goods);
  g_free (programme->quantity);
  tn_rule_free (programme->rule);
  g_free (programme);
}

static const char *
intern_choice (const TnFields *fields, const char *key)
{
  g_autofree char *text = tn_fields_text (fields, key);

  return text && strlen (text) < 64 ? g_intern_string (text) : "";
}

TnProgramme *
tn_programme_read_fields (const TnFields *fields)
{
  TnProgramme *programme = g_new0 (TnProgramme, 1);
  TnSlice quantity = tn_fields_get (fields, "quantity");
  g_autofree char *rule = tn_fields_text (fields, "rule");

  *programme = (TnProgramme) {
    .id = fields->id, .name = tn_fields_text (fields, "name"), .basis = tn_fields_text (fields, "basis"), .goods = tn_fields_text (fields, "goods"),
    .state = intern_choice (fields, "state"), .gives = intern_choice (fields, "gives"), .per_household = tn_fields_is (fields, "per", "household"),
    .from = tn_listed_field_date (fields, "from"), .to = tn_listed_field_date (fields, "to"), .amount = tn_fields_int (fields, "amount"),
    .quantity = quantity.len ? tn_slice_dup (quantity) : NULL, .quota = (guint) CLAMP (tn_fields_int (fields, "quota"), 0, G_MAXINT), .rule = tn_rule_parse (rule),
  };
  tn_fields_ref (fields, "item", &programme->item);
  return programme;
}

TnProgramme *
tn_programme_read (TnCopy *copy, const TnId *id, GError **error)
{
  g_autoptr (TnRow) row = tn_work_get (copy, "programme", id, error);
  TnFields fields;

  if (!row)
    return NULL;
  tn_fields_from_row (&fields, row);
  return tn_programme_read_fields (&fields);
}

char *
tn_programme_dup_goods (TnCopy *copy, const TnProgramme *programme)
{
  g_autoptr (TnRow) item = tn_id_is_null (&programme->item) ? NULL : tn_copy_get (copy, &programme->item, NULL);   /* not here: the words of the programme do */
  g_autofree char *name = item ? tn_row_dup_text (item, "name") : NULL, *measure = item ? tn_row_dup_text (item, "measure") : NULL;
  g_autoptr (GString) words = g_string_new (NULL);
  const char *const parts[] = { programme->quantity, measure, programme->goods ? programme->goods : name };

  if (!g_str_equal (programme->gives, "goods"))
    return g_strdup ("");
  for (gsize i = 0; i < G_N_ELEMENTS (parts); i++)
    if (parts[i])
      g_string_append_printf (words, "%s%s", words->len ? " " : "", parts[i]);
  return g_string_free (g_steal_pointer (&words), FALSE);
}

/* A bound of which day or month is not known is as wide as can be. */
static gint64
last_day (gint64 to)
{
  if (to / 100 % 100 == 0)
    return to + 1231;
  return to % 100 == 0 ? to + g_date_get_days_in_month ((GDateMonth) (to / 100 % 100), (GDateYear) (to / 10000)) : to;
}

static gint64
first_day (gint64 from)
{
  return from / 100 % 100 == 0 ? from + 101 : from % 100 == 0 ? from + 1 : from;
}

gboolean
tn_programme_is_on (const TnProgramme *programme, gint64 day)
{
  return (!programme->from || day >= first_day (programme->from)) && (!programme->to || day <= last_day (programme->to));
}

gint64
tn_programme_day (TnCopy *copy, const TnProgramme *programme)
{
  g_autofree char *today = tn_work_today (copy, NULL);
  gint64 day = tn_listed_date (today);

  if (programme->from && day < first_day (programme->from))
    return first_day (programme->from);
  return programme->to && day > last_day (programme->to) ? last_day (programme->to) : day;
}

/* ---- writing ---- */

/* A value as the form says, else as the record has it. Owned, NULL = none. */
static char *
dup_value (const TnValues *values, const TnRow *row, const char *field)
{
  g_autofree char *text = NULL;
  const char *token = tn_values_get (values, field);
  TnSlice old = row ? tn_row_field (row, field) : (TnSlice) { NULL, 0 };

  text = token ? g_strdup (token) : old.len ? tn_slice_dup (old) : NULL;
  return text && !g_str_equal (text, "null") && !g_str_equal (text, "\"\"") ? g_steal_pointer (&text) : NULL;
}

/* A number above nothing. */
static gboolean
is_positive (const char *token)
{
  return token && g_ascii_strtod (token, NULL) > 0;
}

static gboolean
gives_something (const TnValues *values, const TnRow *row, GError **error)
{
  g_autofree char *gives = dup_value (values, row, "gives"), *amount = dup_value (values, row, "amount"), *goods = dup_value (values, row, "goods");
  g_autofree char *item = dup_value (values, row, "item"), *quantity = dup_value (values, row, "quantity");

  if (!gives || g_str_equal (gives, "\"money\""))
    return is_positive (amount) || tn_work_refuse (error, _("Say how much is given to each: the amount in đồng. Nothing was changed."));
  if (item && !is_positive (quantity))
    return tn_work_refuse (error, _("Say how much of the item in stock is given to each. Nothing was changed."));
  return item || goods || tn_work_refuse (error, _("Say what is given to each: goods in words, or an item in stock. Nothing was changed."));
}

static gboolean
check_period (const TnValues *values, const TnRow *row, GError **error)
{
  g_autofree char *from = dup_value (values, row, "from"), *to = dup_value (values, row, "to");
  g_autofree char *first = from ? tn_json_get_string (tn_slice (from, -1)) : NULL, *last = to ? tn_json_get_string (tn_slice (to, -1)) : NULL;

  return !first || !last || first_day (tn_listed_date (first)) <= last_day (tn_listed_date (last)) ||
         tn_work_refuse (error, _("The period ends before it begins. Put the dates right. Nothing was changed."));
}

static gboolean
check_numbers (const TnValues *values, GError **error)
{
  static const char *const fields[] = { "amount", "quantity", "quota" };
  const char *quantity = tn_values_get (values, "quantity");
  gint64 thousandths;

  for (gsize i = 0; i < G_N_ELEMENTS (fields); i++)
    {
      const char *token = tn_values_get (values, fields[i]);

      if (token && !g_str_equal (token, "null") && !is_positive (token))
        return tn_work_refuse (error, _("Amount, quantity and quota are above 0, or left empty. Nothing was changed."));
    }
  if (quantity && !g_str_equal (quantity, "null") && !tn_decimal_parse (tn_slice (quantity, -1), &thousandths))   /* stock could not be drawn by it */
    return tn_work_refuse (error, _("Write a quantity: a number with at most three decimals."));
  return TRUE;
}

/* What was handed over was handed over to people, or to households: that does not change by a form. */
static gboolean
check_per (TnCopy *copy, const TnValues *values, const TnRow *row, GError **error)
{
  g_autofree char *before = row ? dup_value (values, NULL, "per") : NULL, *old = NULL;
  TnListedQuery query = { .kind = "entitlement", .ref = row ? &row->id : NULL };
  guint n;

  if (!row || !before)
    return TRUE;
  old = tn_slice_dup (tn_row_field (row, "per"));
  if (g_str_equal (old, before))
    return TRUE;
  return tn_query_count_listed (copy, &query, &n, error) &&
         (n == 0 || tn_work_refuse (error, _("Somebody has been proposed already: people and households cannot be exchanged any more. Make another programme. Nothing was changed.")));
}

static TnRule *
read_old_rule (const TnRow *row)
{
  g_autofree char *text = row ? tn_row_dup_text (row, "rule") : NULL;

  return tn_rule_parse (text);
}

static gboolean
check_rule (TnCopy *copy, const TnValues *values, const TnRow *row, GError **error)
{
  g_autofree char *text = tn_values_dup_text (values, "rule");
  g_autoptr (TnRule) rule = tn_rule_parse (text), before = read_old_rule (row);

  return !text || tn_rule_check (copy, rule, row ? &row->id : NULL, before, error);
}

static gboolean
check_name (const TnValues *values, const TnRow *row, GError **error)
{
  g_autofree char *name = dup_value (values, row, "name"), *per = dup_value (values, row, "per");

  if (!name)
    return tn_work_refuse (error, _("The programme needs a name. Nothing was changed."));
  return per || tn_work_refuse (error, _("Say whether it is given to people or to households. Nothing was changed."));
}

static gboolean
check_values (TnCopy *copy, const TnValues *values, const TnRow *row, GError **error)
{
  return check_name (values, row, error) && check_numbers (values, error) && gives_something (values, row, error) && check_period (values, row, error) &&
         check_per (copy, values, row, error) && check_rule (copy, values, row, error);
}

TnEdit *
tn_programme_add (TnCopy *copy, const TnValues *values, TnId *id, GError **error)
{
  g_autofree char *name = tn_values_dup_text (values, "name"), *state = dup_value (values, NULL, "state");
  TnEdit *edit;
  TnId it;

  if (!check_values (copy, values, NULL, error))
    return NULL;
  edit = tn_work_new_edit (_("New programme"), name);
  it = tn_edit_create (edit, "programme", NULL);
  tn_values_apply (values, edit, &it);
  if (!state)
    tn_edit_set_text (edit, &it, "state", "draft");
  if (id)
    *id = it;
  return edit;
}

TnEdit *
tn_programme_save (TnCopy *copy, const TnId *id, const TnValues *values, GError **error)
{
  g_autoptr (TnRow) row = id ? tn_work_get (copy, "programme", id, error) : NULL;
  g_autofree char *typed = tn_values_dup_text (values, "name"), *old = row ? tn_row_dup_text (row, "name") : NULL;
  TnEdit *edit;

  if (!id)
    return tn_programme_add (copy, values, NULL, error);
  if (!row || !check_values (copy, values, row, error))
    return NULL;
  edit = tn_work_new_edit (_("Changed programme"), typed ? typed : old);
  tn_values_apply (values, edit, id);
  return edit;
}

TnEdit *
tn_programme_set_rule (TnCopy *copy, const TnId *id, const TnRule *rule, GError **error)
{
  g_autoptr (TnRow) row = tn_work_get (copy, "programme", id, error);
  g_autoptr (TnRule) before = row ? read_old_rule (row) : NULL;
  g_autofree char *text = tn_rule_format (rule), *name = row ? tn_row_dup_text (row, "name") : NULL;
  TnEdit *edit;

  if (!row || !tn_rule_check (copy, rule, id, before, error))
    return NULL;
  edit = tn_work_new_edit (_("Changed who is entitled"), name);
  tn_edit_set_text (edit, id, "rule", text);
  return edit;
}

TnEdit *
tn_programme_set_state (TnCopy *copy, const TnId *id, const char *state, GError **error)
{
  g_autoptr (TnRow) row = tn_work_get (copy, "programme", id, error);
  g_autoptr (TnValues) nothing = tn_values_new ();
  g_autoptr (TnRule) rule = row ? read_old_rule (row) : NULL;
  g_autofree char *name = row ? tn_row_dup_text (row, "name") : NULL;
  const char *raw = rule ? tn_rule_not_understood (rule) : NULL;
  TnEdit *edit;

  if (!row)
    return NULL;
  if (g_str_equal (state, "open") && raw)
    {
      g_set_error (error, TN_ERROR, TN_ERROR_INVALID, _("The rule has a condition that this program does not understand: “%s”. Put it right first. Nothing was changed."), raw);
      return NULL;
    }
  if (g_str_equal (state, "open") && !gives_something (nothing, row, error))
    return NULL;
  edit = tn_work_new_edit (tn_choice_label (tn_kind_field (row->kind, "state"), state), name);
  tn_edit_set_text (edit, id, "state", state);
  return edit;
}
