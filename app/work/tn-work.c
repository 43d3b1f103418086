/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "tn-work-private.h"
#include <glib/gi18n.h>
#include "tn-date.h"
#include "tn-listed.h"

char *
tn_work_today (TnCopy *copy, const char *date)
{
  return date && *date ? g_strdup (date) : tn_date_today (tn_env_now_ms (tn_copy_env (copy)));
}

const char *
tn_work_choice (const TnField *field, const char *key)
{
  for (const TnChoice *choice = field->choices; key && choice->key; choice++)
    if (g_str_equal (choice->key, key))
      return choice->key;
  return "";
}

gboolean
tn_work_refuse (GError **error, const char *message)
{
  g_set_error_literal (error, TN_ERROR, TN_ERROR_INVALID, message);
  return FALSE;
}

TnEdit *
tn_work_refuse_edit (GError **error, const char *message)
{
  tn_work_refuse (error, message);
  return NULL;
}

TnEdit *
tn_work_new_edit (const char *what, const char *name)
{
  g_autofree char *label = g_strdup_printf ("%s: %s", what, name ? name : "");

  return tn_edit_new (label);
}

TnEdit *
tn_work_new_edit_about (const char *format, const char *about)
{
#pragma GCC diagnostic push
#pragma GCC diagnostic ignored "-Wformat-nonliteral"
  g_autofree char *label = g_strdup_printf (format, about);
#pragma GCC diagnostic pop

  return tn_edit_new (label);
}

gboolean
tn_work_check_happened (TnCopy *copy, const char *at, GError **error)
{
  g_autofree char *whole = tn_listed_date_text (tn_listed_date (at));

  if (!whole)
    return tn_work_refuse (error, _("The whole date is needed: day, month and year."));
  return tn_listed_date (at) <= tn_listed_today (copy) || tn_work_refuse (error, _("This day is still to come. Write an entry when it has happened."));
}

TnRow *
tn_work_get (TnCopy *copy, const char *kind, const TnId *id, GError **error)
{
  g_autoptr (TnRow) row = tn_copy_get (copy, id, error);

  if (!row)
    return NULL;
  if (row->deleted || !g_str_equal (row->kind_key, kind))
    {
      g_set_error (error, TN_ERROR, TN_ERROR_NOT_FOUND,
                   /* Translators: %s is a kind of record such as "Household". */
                   _("%s: this record has been deleted meanwhile. Nothing was changed; choose again in the list."),
                   _(tn_schema_kind (kind)->label));
      return NULL;
    }
  return g_steal_pointer (&row);
}

gboolean
tn_work_lives_there (const TnRow *person)
{
  g_autofree char *status = tn_row_dup_text (person, "status");

  return !status || g_str_equal (status, "present") || g_str_equal (status, "absent");
}

GPtrArray *
tn_work_people (TnCopy *copy, const TnId *household, GError **error)
{
  g_autoptr (GPtrArray) people = tn_query_children (copy, "person", household, error);

  if (!people)
    return NULL;
  for (guint i = people->len; i > 0; i--)
    if (!tn_work_lives_there (people->pdata[i - 1]))
      g_ptr_array_remove_index (people, i - 1);
  return g_steal_pointer (&people);
}

TnRow *
tn_work_find_person (GPtrArray *people, const TnId *id)
{
  for (guint i = 0; id && i < people->len; i++)
    if (tn_id_equal (&((TnRow *) people->pdata[i])->id, id))
      return people->pdata[i];
  return NULL;
}

char *
tn_work_dup_head (TnCopy *copy, const TnId *household)
{
  g_autoptr (TnRow) row = tn_copy_get (copy, household, NULL);
  TnId head;

  return row && tn_row_ref (row, "head", &head) ? tn_query_title (copy, &head) : g_strdup ("");
}

gboolean
tn_work_is_head (const TnRow *household, const TnId *person)
{
  TnId head;

  return tn_row_ref (household, "head", &head) && tn_id_equal (&head, person);
}

void
tn_work_write_status (TnEdit *edit, const TnId *id, const char *status, const char *date, const char *note)
{
  tn_edit_set_text (edit, id, "status", status);
  tn_edit_set_text (edit, id, "status_date", date);
  tn_edit_set_text (edit, id, "status_note", note);
}

void
tn_work_write_head (TnEdit *edit, const TnId *household, GPtrArray *people, const TnId *head, const char *old_relation)
{
  tn_edit_set_ref (edit, household, "head", head);
  for (guint i = 0; i < people->len; i++)
    {
      const TnRow *person = people->pdata[i];
      g_autofree char *relation = tn_row_dup_text (person, "relation");

      if (tn_id_equal (&person->id, head))
        tn_edit_set_text (edit, &person->id, "relation", "head");
      else if (g_strcmp0 (relation, "head") == 0)
        tn_edit_set_text (edit, &person->id, "relation", old_relation);
    }
}

void
tn_work_find_quarter (TnCopy *copy, TnId *area)
{
  for (guint i = 0; i < 8; i++)
    {
      g_autoptr (TnRow) row = tn_copy_get (copy, area, NULL);
      g_autofree char *level = row ? tn_row_dup_text (row, "level") : NULL;
      TnId parent;

      if (g_strcmp0 (level, "group") != 0 || !tn_row_ref (row, "parent", &parent))
        return;
      *area = parent;
    }
}

gint64
tn_work_last_day (gint64 date)
{
  return date % 10000 == 0 ? date + 9999 : date % 100 == 0 ? date + 99 : date;
}

char *
tn_work_dup_after (const TnValues *values, const TnRow *row, const char *field)
{
  return tn_values_get (values, field) ? tn_values_dup_text (values, field) : row ? tn_row_dup_text (row, field) : NULL;
}

gint64
tn_work_due (gint64 day)
{
  int month = (int) (day / 100 % 100), of_month = (int) (day % 100);
  g_autoptr (GDateTime) start = day ? tn_date_midnight ((int) (day / 10000), CLAMP (month, 1, 12), of_month > 31 ? 28 : MAX (1, of_month)) : NULL;

  return start ? g_date_time_to_unix (start) * 1000 : 0;
}

gboolean
tn_work_ref (const TnRow *row, const char *field, TnId *id, GError **error)
{
  if (tn_row_ref (row, field, id))
    return TRUE;
  g_set_error (error, TN_ERROR, TN_ERROR_INVALID, _("This record lacks “%s”: it is damaged, or of a newer program. Nothing was changed."),
               row->kind && tn_kind_field (row->kind, field) ? _(tn_kind_field (row->kind, field)->label) : field);
  return FALSE;
}
