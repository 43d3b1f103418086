/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "tn-case.h"
#include <glib/gi18n.h>
#include "tn-case-join.h"
#include "tn-today.h"
#include "tn-work-private.h"

static void
set_int (TnValues *values, const char *field, gint64 number)
{
  g_autofree char *token = g_strdup_printf ("%" G_GINT64_FORMAT, number);
  tn_values_set (values, field, token);
}

static gboolean
is_given (const TnValues *values, const char *field)
{
  const char *token = tn_values_get (values, field);
  return token && !g_str_equal (token, "null");
}

char *
tn_case_dup_name (TnCopy *copy, const TnRow *home_case)
{
  TnId person;
  g_autoptr (TnRow) row = tn_row_ref (home_case, "person", &person) ? tn_copy_get (copy, &person, NULL) : NULL;
  char *name = row ? tn_row_dup_text (row, "name") : NULL;
  return name ? name : g_strdup ("");
}

TnRow *
tn_case_get_open (TnCopy *copy, const TnId *home_case, GError **error)
{
  g_autoptr (TnRow) row = tn_case_get_root (copy, home_case, error);
  g_autofree char *state = row ? tn_row_dup_text (row, "state") : NULL;
  if (!row) return NULL;
  if (g_strcmp0 (state, "closed") != 0) return g_steal_pointer (&row);
  g_set_error_literal (error, TN_ERROR, TN_ERROR_INVALID, _("This case has been closed. Watch the person again first."));
  return NULL;
}

/* ---- opening ---- */

static TnId
make_id (const TnId *person, const char *opened, guint again)
{
  TnIdStr text;
  tn_id_format (person, text);
  g_autofree char *name = g_strdup_printf ("home_case/%s/%s/%u", text, opened, again);
  return tn_id_from_name (name);
}

gboolean
tn_case_find_id (TnCopy *copy, const TnId *person, const char *opened, TnId *id, GError **error)
{
  g_autofree char *day = tn_work_today (copy, opened);
  for (guint again = 0;; again++) {
    g_autoptr (GError) local = NULL;
    *id = make_id (person, day, again);
    g_autoptr (TnRow) there = tn_copy_get (copy, id, &local);
    if (g_error_matches (local, TN_ERROR, TN_ERROR_NOT_FOUND)) return TRUE;
    if (local) {
      g_propagate_error (error, g_steal_pointer (&local));
      return FALSE;
    }
  }
}

static TnEdit *
build_case (TnCopy *copy, const TnRow *person, const TnValues *values, const TnId *id, GError **error)
{
  g_autofree char *name = tn_row_dup_text (person, "name"), *opened = is_given (values, "opened") ? tn_values_dup_text (values, "opened") : tn_work_today (copy, NULL);
  TnId new_id;
  if (id) new_id = *id;
  else if (!tn_case_find_id (copy, &person->id, opened, &new_id, error)) return NULL;
  /* Translators: %s is a person's name */
  TnEdit *edit = tn_work_new_edit_about (_("Watching %s at home"), name ? name : "");
  tn_edit_create (edit, "home_case", &new_id);
  tn_edit_set_text (edit, &new_id, "state", "open");
  tn_edit_set_text (edit, &new_id, "opened", opened);
  tn_values_apply (values, edit, &new_id);
  tn_edit_set_ref (edit, &new_id, "person", &person->id);
  return edit;
}

gboolean
tn_case_may_be_watched (TnCopy *copy, const TnId *person, GError **error)
{
  g_autoptr (TnRow) row = tn_copy_get (copy, person, NULL);   /* who has not come to this laptop yet is not known to be dead */
  g_autofree char *status = row ? tn_row_dup_text (row, "status") : NULL;
  return g_strcmp0 (status, "died") != 0 || tn_work_refuse_edit (error, _("This person’s death has been written down. If that is wrong, write down the return first.")) != NULL;
}

TnEdit *
tn_work_open_case (TnCopy *copy, const TnId *person, const TnValues *values, const TnId *id, GError **error)
{
  g_autoptr (TnRow) row = tn_work_get (copy, "person", person, error);
  gboolean found;
  TnId open;
  if (!row || !tn_patient_find_open (copy, person, &open, &found, error)) return NULL;
  if (found) return tn_work_refuse_edit (error, _("This person is being watched at home already. Open the patient’s page instead."));
  if (!tn_case_may_be_watched (copy, person, error)) return NULL;
  return build_case (copy, row, values, id, error);
}

/* ---- checks ---- */

/* What the check would hold: what stands, with what is typed over it. */
static gboolean
validate_check (TnCopy *copy, const TnRow *before, const TnValues *values, GError **error)
{
  const TnKind *kind = tn_schema_kind ("health_check");
  TnCheck check = { 0 };
  if (before) tn_check_read (before, &check);
  for (guint i = 0; i < kind->n_fields; i++) {
    const char *token = tn_values_get (values, kind->fields[i].key);
    if (token) tn_check_set (&check, kind->fields[i].key, tn_slice (token, -1));
  }
  return tn_check_validate (&check, tn_env_now_ms (tn_copy_env (copy)), error);
}

/* Time and part of the day, where they were not typed. */
static TnValues *
complete_check (TnCopy *copy, const TnValues *values)
{
  TnValues *all = tn_values_new ();
  gint64 at = tn_env_now_ms (tn_copy_env (copy));
  tn_values_merge (all, values);
  if (is_given (values, "at")) tn_json_get_int (tn_slice (tn_values_get (values, "at"), -1), &at);
  else set_int (all, "at", at);
  if (!is_given (values, "part")) tn_values_set_text (all, "part", tn_day_part (at));
  return all;
}

TnEdit *
tn_work_add_check (TnCopy *copy, const TnId *home_case, const TnValues *values, const TnId *id, GError **error)
{
  g_autoptr (TnRow) row = tn_case_get_open (copy, home_case, error);
  if (!row || !validate_check (copy, NULL, values, error)) return NULL;
  g_autofree char *name = tn_case_dup_name (copy, row);
  g_autoptr (TnValues) all = complete_check (copy, values);
  /* Translators: %s is a person's name */
  TnEdit *edit = tn_work_new_edit_about (_("Checked %s"), name);
  TnId new_id = tn_edit_create (edit, "health_check", id);
  tn_values_apply (all, edit, &new_id);
  tn_edit_set_ref (edit, &new_id, "home_case", &row->id);
  return edit;
}

TnEdit *
tn_work_change_check (TnCopy *copy, const TnId *check, const TnValues *values, GError **error)
{
  g_autoptr (TnRow) row = tn_work_get (copy, "health_check", check, error);
  TnId id;
  if (!row || !validate_check (copy, row, values, error)) return NULL;
  g_autoptr (TnRow) home_case = tn_row_parent (row, &id) ? tn_copy_get (copy, &id, NULL) : NULL;
  g_autofree char *name = home_case ? tn_case_dup_name (copy, home_case) : g_strdup ("");
  /* Translators: %s is a person's name */
  TnEdit *edit = tn_work_new_edit_about (_("Corrected a check of %s"), name);
  tn_values_apply (values, edit, check);
  return edit;
}

/* ---- what was done ---- */

static gboolean
check_response (const TnValues *values, GError **error)
{
  g_autofree char *done = tn_values_dup_text (values, "done"), *note = tn_values_dup_text (values, "note");
  gboolean says_little = g_strcmp0 (done, "other") == 0 || g_strcmp0 (done, "measured_again") == 0;
  if (!done || !*done) return tn_work_refuse_edit (error, _("Say what was done: an alert ends only when somebody has acted.")) != NULL;
  if (says_little && (!note || !*g_strstrip (note))) return tn_work_refuse_edit (error, _("Write into the notes what was found or done.")) != NULL;
  return TRUE;
}

static void
add_response (TnEdit *edit, const TnId *home_case, const TnId *check, const TnValues *values)
{
  TnId id = tn_edit_create (edit, "response", NULL);
  tn_values_apply (values, edit, &id);
  tn_edit_set_ref (edit, &id, "home_case", home_case);
  if (check) tn_edit_set_ref (edit, &id, "check", check);
}

TnEdit *
tn_work_respond (TnCopy *copy, const TnId *home_case, const TnId *checks, gsize n, const TnValues *values, GError **error)
{
  g_autoptr (TnRow) row = tn_case_get_root (copy, home_case, error);
  if (!row || !check_response (values, error)) return NULL;
  g_autofree char *name = tn_case_dup_name (copy, row);
  g_autoptr (TnValues) all = tn_values_new ();
  tn_values_merge (all, values);
  if (!is_given (values, "at")) set_int (all, "at", tn_env_now_ms (tn_copy_env (copy)));
  /* Translators: %s is a person's name */
  TnEdit *edit = tn_work_new_edit_about (_("Wrote what was done for %s"), name);
  for (gsize i = 0; i < n; i++) add_response (edit, &row->id, &checks[i], all);
  if (n == 0) add_response (edit, &row->id, NULL, all);
  return edit;
}

/* ---- closing ---- */

/* The edit in which the case is closed: of the dead the one that writes down the death, unless that has been done. */
static TnEdit *
begin_closing (TnCopy *copy, const TnRow *home_case, const char *result, const char *date, const char *note, const TnId *new_head, GError **error)
{
  TnId person;
  g_autofree char *name = tn_case_dup_name (copy, home_case);
  g_autoptr (TnRow) row = g_str_equal (result, "died") && tn_row_ref (home_case, "person", &person) ? tn_copy_get (copy, &person, NULL) : NULL;
  g_autofree char *status = row ? tn_row_dup_text (row, "status") : NULL;
  if (row && g_strcmp0 (status, "died") != 0) return tn_work_death (copy, &person, date, note, new_head, error);
  /* Translators: %s is a person's name */
  return tn_work_new_edit_about (_("Closed the home case of %s"), name);
}

static gboolean
check_closing (const TnRow *home_case, const char *result, const char *day, GError **error)
{
  const TnField *field = tn_kind_field (tn_schema_kind ("home_case"), "result");
  g_autofree char *opened = tn_row_dup_text (home_case, "opened");
  gboolean known = FALSE;
  for (const TnChoice *choice = field->choices; result && choice->key; choice++) known |= g_str_equal (choice->key, result);
  if (!known) return tn_work_refuse_edit (error, _("Choose how the case ended.")) != NULL;
  if (opened && tn_listed_date (day) < tn_listed_date (opened)) return tn_work_refuse_edit (error, _("A case cannot end before it began. Correct the date.")) != NULL;
  return TRUE;
}

static void
write_closed (TnEdit *edit, const TnRow *row, const char *day, const char *result)
{
  TnId into;
  tn_edit_set_text (edit, &row->id, "state", "closed");
  tn_edit_set_text (edit, &row->id, "closed", day);
  tn_edit_set_text (edit, &row->id, "result", result);
  if (tn_row_ref (row, "joined_into", &into)) tn_edit_set_ref (edit, &row->id, "joined_into", NULL);
}

/* Every open case of somebody who died ends with it, also one that another laptop opened: nobody is to be checked there any more. */
static gboolean
close_all (TnCopy *copy, TnEdit *edit, const TnId *person, const char *day, const TnId *but, GError **error)
{
  g_autoptr (TnCaseJoins) joins = tn_case_joins_read (copy, person, error);
  g_autoptr (GArray) open = joins ? tn_case_joins_open (joins, copy, person, error) : NULL;
  for (guint i = 0; open && i < open->len; i++) {
    const TnId *id = &g_array_index (open, TnListed, i).id;
    if (but && tn_id_equal (id, but)) continue;
    g_autoptr (TnRow) row = tn_copy_get (copy, id, error);
    g_autofree char *opened = row ? tn_row_dup_text (row, "opened") : NULL;
    if (!row) return FALSE;
    write_closed (edit, row, tn_listed_date (opened) > tn_listed_date (day) ? opened : day, "died");   /* no case ends before it began */
  }
  return open != NULL;
}

TnEdit *
tn_work_close_case (TnCopy *copy, const TnId *home_case, const char *result, const char *date, const char *note, const TnId *new_head, GError **error)
{
  TnId person;
  g_autoptr (TnRow) row = tn_case_get_open (copy, home_case, error);
  g_autofree char *day = tn_work_today (copy, date);
  if (!row || !check_closing (row, result, day, error)) return NULL;
  g_autoptr (TnEdit) edit = begin_closing (copy, row, result, day, NULL, new_head, error);
  if (!edit) return NULL;
  write_closed (edit, row, day, result);
  if (note && *note) tn_edit_set_text (edit, &row->id, "note", note);
  if (g_str_equal (result, "died") && tn_row_ref (row, "person", &person) && !close_all (copy, edit, &person, day, &row->id, error)) return NULL;
  return g_steal_pointer (&edit);
}

TnEdit *
tn_work_death_at_home (TnCopy *copy, const TnId *person, const char *date, const char *note, const TnId *new_head, GError **error)
{
  g_autofree char *day = tn_work_today (copy, date);
  gboolean found;
  TnId open;
  if (!tn_patient_find_open (copy, person, &open, &found, error)) return NULL;
  g_autoptr (TnRow) row = found ? tn_case_get_open (copy, &open, error) : NULL;
  if (found && (!row || !check_closing (row, "died", day, error))) return NULL;
  g_autoptr (TnEdit) edit = tn_work_death (copy, person, date, note, new_head, error);
  return edit && close_all (copy, edit, person, day, NULL, error) ? g_steal_pointer (&edit) : NULL;
}

TnEdit *
tn_work_reopen_case (TnCopy *copy, const TnId *home_case, GError **error)
{
  g_autoptr (TnRow) row = tn_case_get_root (copy, home_case, error);
  TnId person, open;
  gboolean found = FALSE;
  if (!row || (tn_row_ref (row, "person", &person) && !tn_patient_find_open (copy, &person, &open, &found, error))) return NULL;
  if (found) return tn_work_refuse_edit (error, _("This person is being watched at home already. Open the patient’s page instead."));
  if (tn_row_ref (row, "person", &person) && !tn_case_may_be_watched (copy, &person, error)) return NULL;
  g_autofree char *name = tn_case_dup_name (copy, row);
  TnEdit *edit = tn_work_new_edit_about (_("Watching %s at home"), name);
  tn_edit_set_text (edit, &row->id, "state", "open");
  tn_edit_set_text (edit, &row->id, "closed", NULL);
  tn_edit_set_text (edit, &row->id, "result", NULL);
  return edit;
}
