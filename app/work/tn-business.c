/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "tn-business.h"
#include <glib/gi18n.h>
#include "tn-same-id.h"
#include "tn-text.h"
#include "tn-work-private.h"

#define OTHER_DAYS 14

static const TnNeedTime times[] = {
  { "prevention", 5 }, { "papers", 7 }, { "lodging", 10 }, { "workers", 14 }, { "capital", 21 }, { "market", 30 },
};

const TnNeedTime *
tn_need_times (guint *n)
{
  *n = G_N_ELEMENTS (times);
  return times;
}

guint
tn_need_days (const char *what)
{
  for (gsize i = 0; i < G_N_ELEMENTS (times); i++)
    if (g_strcmp0 (times[i].what, what) == 0)
      return times[i].days;
  return OTHER_DAYS;
}

static char *
dup_folded (const TnValues *values, const char *field)
{
  g_autofree char *text = tn_values_dup_text (values, field), *tidy = tn_text_tidy (text ? text : "", -1);

  return tn_text_fold (tidy, -1);
}

/* Does this record still bear that name? It may have been renamed, and the name be free again. */
static gboolean
bears (const TnRow *row, const char *folded)
{
  g_autofree char *name = tn_row_dup_text (row, "name"), *tidy = tn_text_tidy (name ? name : "", -1), *plain = tn_text_fold (tidy, -1);

  return g_str_equal (plain, folded);
}

TnEdit *
tn_business_add (TnCopy *copy, const TnValues *values, GError **error)
{
  g_autofree char *name = tn_values_dup_text (values, "name"), *folded = dup_folded (values, "name"), *address = dup_folded (values, "address"), *same = NULL;
  g_autoptr (TnRow) there = NULL;
  TnEdit *edit;
  TnId id;

  if (!*folded)
    return tn_work_refuse_edit (error, _("The business has no name yet. Type one and save again."));
  same = g_strdup_printf ("business:%s:%s", folded, address);
  if (!tn_same_id (copy, same, &id, &there, error))
    return NULL;
  if (there && bears (there, folded))
    return tn_work_refuse_edit (error, _("A business of this name at this address is here already. Search for it in the list; nothing was written."));
  if (there)
    id = tn_id_new (tn_copy_env (copy));
  edit = tn_work_new_edit (_("New business"), name);
  tn_edit_create (edit, "business", &id);
  tn_edit_set_text (edit, &id, "state", "working");
  tn_values_apply (values, edit, &id);
  return edit;
}

/* ---- needs ---- */

static gboolean
check_need (const TnValues *values, const char *what, GError **error)
{
  const char *number = tn_values_get (values, "number");
  gint64 n = 1;

  if (!what || !*what)
    return tn_work_refuse_edit (error, _("What is needed is missing. Choose it and save again.")) != NULL;
  if (!number || g_str_equal (number, "null") || (tn_json_get_int (tn_slice (number, -1), &n) && n >= 1))
    return TRUE;
  return tn_work_refuse_edit (error, _("How many are needed must be 1 or more. Correct it and save again.")) != NULL;
}

static char *
dup_need_name (const TnValues *values, const TnId *business, const char *what, const char *since)
{
  g_autofree char *text = dup_folded (values, "text");
  TnIdStr id;

  tn_id_format (business, id);
  return g_strdup_printf ("business_need:%s:%s:%s:%s", id, what, since, text);
}

TnEdit *
tn_business_need (TnCopy *copy, const TnId *business, const TnValues *values, GError **error)
{
  g_autoptr (TnRow) row = tn_work_get (copy, "business", business, error), there = NULL;
  g_autofree char *what = tn_values_dup_text (values, "what"), *given = tn_values_dup_text (values, "since"), *since = tn_work_today (copy, given);
  g_autofree char *owner = row ? tn_row_dup_text (row, "name") : NULL, *name = NULL;
  TnEdit *edit;
  TnId id;

  if (!row || !check_need (values, what, error))
    return NULL;
  name = dup_need_name (values, business, what, since);
  if (!tn_same_id (copy, name, &id, &there, error))
    return NULL;
  if (there)
    return tn_work_refuse_edit (error, _("The same need of this day is written down already. Nothing was written."));
  edit = tn_work_new_edit (_("Need of a business"), owner);
  tn_edit_create (edit, "business_need", &id);
  tn_values_apply (values, edit, &id);
  tn_edit_set_ref (edit, &id, "business", business);
  tn_edit_set_text (edit, &id, "since", since);
  tn_edit_set_text (edit, &id, "state", "open");
  return edit;
}

TnEdit *
tn_business_need_close (TnCopy *copy, const TnId *need, const char *state, const char *answer, GError **error)
{
  g_autoptr (TnRow) row = tn_work_get (copy, "business_need", need, error);
  gboolean met = g_strcmp0 (state, "met") == 0;
  TnEdit *edit;
  TnId business;

  if (!row)
    return NULL;
  if (!met && g_strcmp0 (state, "dropped") != 0)
    return tn_work_refuse_edit (error, _("A need is closed as met, or as not needed any more. Choose one of them."));
  if (!answer || !*answer)
    return tn_work_refuse_edit (error, _("What was done is missing. Write it in a few words and save again."));
  g_autofree char *owner = tn_row_ref (row, "business", &business) ? tn_query_title (copy, &business) : NULL;
  edit = tn_work_new_edit (met ? _("Need met") : _("Not needed any more"), owner);
  tn_edit_set_text (edit, need, "state", state);
  tn_edit_set_text (edit, need, "answer", answer);
  return edit;
}
