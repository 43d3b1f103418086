/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Programmes as records: what they give to whom and when, and what must hold before they may. */
#include <glib/gi18n.h>
#include <string.h>
#include "tn-date.h"
#include "tn-rule-private.h"
#include "tn-support-private.h"
#include "tn-text.h"
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

static gint64
read_date (const TnFields *fields, const char *key)
{
  g_autofree char *text = tn_fields_text (fields, key);

  return tn_listed_date (text);
}

static TnProgramme *
read_fields (const TnFields *fields)
{
  TnProgramme *programme = g_new0 (TnProgramme, 1);
  TnSlice quantity = tn_fields_get (fields, "quantity");
  g_autofree char *rule = tn_fields_text (fields, "rule");

  *programme = (TnProgramme) {
    .id = fields->id, .name = tn_fields_text (fields, "name"), .basis = tn_fields_text (fields, "basis"), .goods = tn_fields_text (fields, "goods"),
    .state = intern_choice (fields, "state"), .gives = intern_choice (fields, "gives"), .per_household = tn_fields_is (fields, "per", "household"),
    .from = read_date (fields, "from"), .to = read_date (fields, "to"), .amount = tn_fields_int (fields, "amount"),
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
  return read_fields (&fields);
}

/* A bound of which day or month is not known is as wide as can be. */
static gint64
last_day (gint64 to)
{
  return to / 100 % 100 == 0 ? to + 1231 : to % 100 == 0 ? to + 31 : to;
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

static gboolean
set_wrong (GError **error, const char *why)
{
  g_set_error_literal (error, TN_ERROR, TN_ERROR_INVALID, why);
  return FALSE;
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
    return is_positive (amount) || set_wrong (error, _("Say how much is given to each: the amount in đồng. Nothing was changed."));
  if (item && !is_positive (quantity))
    return set_wrong (error, _("Say how much of the item in stock is given to each. Nothing was changed."));
  return item || goods || set_wrong (error, _("Say what is given to each: goods in words, or an item in stock. Nothing was changed."));
}

static gboolean
check_period (const TnValues *values, const TnRow *row, GError **error)
{
  g_autofree char *from = dup_value (values, row, "from"), *to = dup_value (values, row, "to");
  g_autofree char *first = from ? tn_json_get_string (tn_slice (from, -1)) : NULL, *last = to ? tn_json_get_string (tn_slice (to, -1)) : NULL;

  return !first || !last || first_day (tn_listed_date (first)) <= last_day (tn_listed_date (last)) ||
         set_wrong (error, _("The period ends before it begins. Put the dates right. Nothing was changed."));
}

static gboolean
check_numbers (const TnValues *values, GError **error)
{
  static const char *const fields[] = { "amount", "quantity", "quota" };

  for (gsize i = 0; i < G_N_ELEMENTS (fields); i++)
    {
      const char *token = tn_values_get (values, fields[i]);

      if (token && !g_str_equal (token, "null") && !is_positive (token))
        return set_wrong (error, _("Amount, quantity and quota are above 0, or left empty. Nothing was changed."));
    }
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
         (n == 0 || set_wrong (error, _("Somebody has been proposed already: people and households cannot be exchanged any more. Make another programme. Nothing was changed.")));
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
    return set_wrong (error, _("The programme needs a name. Nothing was changed."));
  return per || set_wrong (error, _("Say whether it is given to people or to households. Nothing was changed."));
}

static TnEdit *
new_edit (const char *what, const char *name)
{
  g_autofree char *label = g_strdup_printf ("%s: %s", what, name ? name : "");

  return tn_edit_new (label);
}

TnEdit *
tn_programme_save (TnCopy *copy, const TnId *id, const TnValues *values, GError **error)
{
  g_autoptr (TnRow) row = id ? tn_work_get (copy, "programme", id, error) : NULL;
  g_autofree char *typed = tn_values_dup_text (values, "name"), *old = row ? tn_row_dup_text (row, "name") : NULL, *state = dup_value (values, row, "state");
  TnEdit *edit;
  TnId it;

  if ((id && !row) || !check_name (values, row, error) || !check_numbers (values, error) || !gives_something (values, row, error) || !check_period (values, row, error) ||
      !check_per (copy, values, row, error) || !check_rule (copy, values, row, error))
    return NULL;
  edit = new_edit (id ? _("Changed programme") : _("New programme"), typed ? typed : old);
  it = id ? *id : tn_edit_create (edit, "programme", NULL);
  tn_values_apply (values, edit, &it);
  if (!state)
    tn_edit_set_text (edit, &it, "state", "draft");
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
  edit = new_edit (_("Changed who is entitled"), name);
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
  edit = new_edit (tn_choice_label (tn_kind_field (row->kind, "state"), state), name);
  tn_edit_set_text (edit, id, "state", state);
  return edit;
}

/* ---- the list ---- */

void
tn_programme_line_free (gpointer data)
{
  TnProgrammeLine *line = data;

  if (!line)
    return;
  g_free (line->name);
  g_free (line->basis);
  g_free (line);
}

typedef struct { GPtrArray *lines; const char *state; char *search; } Listing;

static gboolean
matches (const Listing *listing, const TnProgramme *programme)
{
  g_autofree char *text = g_strdup_printf ("%s %s", programme->name ? programme->name : "", programme->basis ? programme->basis : ""), *folded = tn_text_fold (text, -1);

  return (!listing->state || g_str_equal (*programme->state ? programme->state : "draft", listing->state)) && strstr (folded, listing->search);
}

static gboolean
add_programme_cb (const TnListed *listed, TnSlice body, gpointer data)
{
  Listing *listing = data;
  g_autoptr (TnProgramme) programme = NULL;
  TnProgrammeLine *line;
  TnFields fields;

  tn_fields_from_body (&fields, tn_schema_kind ("programme"), &listed->id, body);
  programme = read_fields (&fields);
  if (!matches (listing, programme))
    return TRUE;
  line = g_new0 (TnProgrammeLine, 1);
  *line = (TnProgrammeLine) { programme->id, g_steal_pointer (&programme->name), g_steal_pointer (&programme->basis), *programme->state ? programme->state : "draft", programme->from,
                              programme->to, 0, 0 };
  if (!line->name)
    line->name = g_strdup ("");
  g_ptr_array_add (listing->lines, line);
  return TRUE;
}

static int
rank_of (const char *state)
{
  return g_str_equal (state, "open") ? 0 : g_str_equal (state, "closed") ? 2 : 1;
}

static int
compare_lines_cb (gconstpointer a, gconstpointer b)
{
  const TnProgrammeLine *x = *(const TnProgrammeLine *const *) a, *y = *(const TnProgrammeLine *const *) b;
  int rank = rank_of (x->state) - rank_of (y->state);

  if (rank)
    return rank;
  return x->from != y->from ? (x->from > y->from ? -1 : 1) : tn_id_compare (&y->id, &x->id);
}

/* Of one that is closed nothing waits any more but doubles. */
static gboolean
count_line (TnCopy *copy, TnProgrammeLine *line, GError **error)
{
  g_autoptr (TnProgrammeState) state = tn_programme_state_read (copy, &line->id, error);

  for (guint i = 0; state && i < state->all->len; i++)
    {
      const TnStands *stands = state->all->pdata[i];

      line->n_waiting += stands->state == TN_STATE_APPROVED && !stands->n_counted;
      line->n_doubles += stands->n_open > 1;
    }
  return state != NULL;
}

GPtrArray *
tn_programme_lines_read (TnCopy *copy, const char *state, const char *search, GError **error)
{
  g_autoptr (GPtrArray) lines = g_ptr_array_new_with_free_func (tn_programme_line_free);
  TnListedQuery query = { .kind = "programme" };
  g_autofree char *folded = tn_text_fold (search ? search : "", -1);
  Listing listing = { lines, state, folded };

  if (!tn_query_listed_each (copy, &query, add_programme_cb, &listing, error))
    return NULL;
  g_ptr_array_sort (lines, compare_lines_cb);
  return g_steal_pointer (&lines);
}

GPtrArray *
tn_programme_list (TnCopy *copy, const char *state, const char *search, GError **error)
{
  g_autoptr (GPtrArray) lines = tn_programme_lines_read (copy, state, search, error);

  for (guint i = 0; lines && i < lines->len; i++)
    if (!count_line (copy, lines->pdata[i], error))
      return NULL;
  return g_steal_pointer (&lines);
}
