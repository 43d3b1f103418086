/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What is done about contacts: writing them down, calling, ending the watch. */
#include "tn-tracing-private.h"
#include <glib/gi18n.h>
#include "tn-case.h"
#include "tn-date.h"

static gint64
now_of (TnCopy *copy)
{
  return tn_env_now_ms (tn_copy_env (copy));
}

/* ---- writing down ---- */

/* Refuses whom this case has already, the patient, and who is ill at home: a contact is somebody who may still fall ill. */
static gboolean
check_person (TnCopy *copy, const TnRow *home_case, GPtrArray *contacts, const TnId *person, const char *name, GError **error)
{
  TnId other;
  gboolean ill;
  if (tn_row_ref (home_case, "person", &other) && tn_id_equal (&other, person)) {
    g_set_error (error, TN_ERROR, TN_ERROR_INVALID, _("%s is the patient of this case. Choose somebody else."), name);
    return FALSE;
  }
  for (guint i = 0; i < contacts->len; i++)
    if (tn_row_ref (contacts->pdata[i], "person", &other) && tn_id_equal (&other, person)) {
      g_set_error (error, TN_ERROR, TN_ERROR_INVALID, _("%s is written down as a contact of this case already."), name);
      return FALSE;
    }
  if (!tn_patient_find_open (copy, person, &other, &ill, error)) return FALSE;
  if (ill) g_set_error (error, TN_ERROR, TN_ERROR_INVALID, _("%s is ill at home already, and is watched as a patient."), name);
  return !ill;
}

/* Begins the watch: a call is due today. */
static void
write_contact (TnEdit *edit, const TnId *id, const TnId *home_case, const char *today)
{
  tn_edit_set_ref (edit, id, "home_case", home_case);
  tn_edit_set_text (edit, id, "state", "watching");
  tn_edit_set_text (edit, id, "next_call", today);
}

/* What an edit writes into: the case, and who is a contact of it already. */
typedef struct { TnCopy *copy; TnRow *home_case; GPtrArray *contacts; char *today; TnEdit *edit; } Adding;

static void
adding_clear (Adding *adding)
{
  g_clear_pointer (&adding->home_case, tn_row_free);
  g_clear_pointer (&adding->contacts, g_ptr_array_unref);
  g_clear_pointer (&adding->today, g_free);
  g_clear_pointer (&adding->edit, tn_edit_free);
}
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Adding, adding_clear)

static gboolean
begin_adding (Adding *adding, const TnId *home_case, GError **error)
{
  adding->home_case = tn_case_get_root (adding->copy, home_case, error);
  if (!adding->home_case) return FALSE;
  adding->contacts = tn_case_children (adding->copy, "contact", home_case, error);
  adding->today = tn_date_today (now_of (adding->copy));
  return adding->contacts != NULL;
}

static gboolean
add_person (Adding *adding, const TnId *person, const char *relation, const char *last_met, GError **error)
{
  g_autofree char *name = tn_tracing_person_name (adding->copy, person);
  if (!check_person (adding->copy, adding->home_case, adding->contacts, person, name, error)) return FALSE;
  TnId id = tn_edit_create (adding->edit, "contact", NULL);
  write_contact (adding->edit, &id, &adding->home_case->id, adding->today);
  tn_edit_set_ref (adding->edit, &id, "person", person);
  tn_edit_set_text (adding->edit, &id, "relation", relation);
  tn_edit_set_text (adding->edit, &id, "last_met", last_met && *last_met ? last_met : adding->today);
  return TRUE;
}

/* *name gets whom the form names. */
static gboolean
check_other (Adding *adding, const TnValues *values, char **name, GError **error)
{
  g_autofree char *person_text = tn_values_dup_text (values, "person");
  TnId person;
  gboolean known = person_text && tn_id_parse (person_text, -1, &person);
  *name = known ? tn_tracing_person_name (adding->copy, &person) : tn_values_dup_text (values, "name");
  if (!*name || !**name) {
    g_set_error (error, TN_ERROR, TN_ERROR_INVALID, _("Who is it? Choose a person of the register, or write down the name."));
    return FALSE;
  }
  return !known || check_person (adding->copy, adding->home_case, adding->contacts, &person, *name, error);
}

static void
add_other (Adding *adding, const TnValues *values, const TnId *id)
{
  TnId contact = tn_edit_create (adding->edit, "contact", id);
  tn_edit_set_text (adding->edit, &contact, "last_met", adding->today);   /* unless the form says otherwise */
  write_contact (adding->edit, &contact, &adding->home_case->id, adding->today);
  tn_values_apply (values, adding->edit, &contact);
}

TnEdit *
tn_tracing_add_people (TnCopy *copy, const TnId *home_case, const TnId *people, gsize n, const char *relation, const char *last_met,
                       const TnValues *other, GError **error)
{
  g_auto (Adding) adding = { .copy = copy };
  g_autofree char *name = NULL;
  guint all = (guint) n + (other != NULL);
  if (!begin_adding (&adding, home_case, error) || (other && !check_other (&adding, other, &name, error))) return NULL;
  g_autofree char *patient = tn_tracing_case_name (copy, home_case);
  /* Translators: how many, and the patient's name */
  g_autofree char *label = g_strdup_printf (ngettext ("Added %u contact of %s", "Added %u contacts of %s", all), all, patient);
  adding.edit = tn_edit_new (label);
  for (gsize i = 0; i < n; i++)
    if (!add_person (&adding, &people[i], relation, last_met, error)) return NULL;
  if (other) add_other (&adding, other, NULL);
  return g_steal_pointer (&adding.edit);
}

TnEdit *
tn_tracing_add (TnCopy *copy, const TnId *home_case, const TnValues *values, const TnId *id, GError **error)
{
  g_auto (Adding) adding = { .copy = copy };
  g_autofree char *name = NULL;
  if (!begin_adding (&adding, home_case, error) || !check_other (&adding, values, &name, error)) return NULL;
  g_autofree char *patient = tn_tracing_case_name (copy, home_case);
  /* Translators: two names: a contact, and whose contact it is */
  g_autofree char *label = g_strdup_printf (_("Added %s as a contact of %s"), name, patient);
  adding.edit = tn_edit_new (label);
  add_other (&adding, values, id);
  return g_steal_pointer (&adding.edit);
}

TnEdit *
tn_tracing_link (TnCopy *copy, const TnId *contact, const TnId *person, GError **error)
{
  TnId home_case = { { 0 } };
  g_autoptr (TnRow) row = tn_work_get (copy, "contact", contact, error);
  if (!row) return NULL;
  tn_row_ref (row, "home_case", &home_case);
  g_autoptr (TnRow) of = tn_work_get (copy, "home_case", &home_case, error);
  g_autoptr (GPtrArray) contacts = of ? tn_case_children (copy, "contact", &home_case, error) : NULL;
  g_autofree char *name = tn_tracing_person_name (copy, person);
  if (!contacts || !check_person (copy, of, contacts, person, name, error)) return NULL;
  g_autofree char *label = g_strdup_printf (_("Found %s in the register"), name);
  TnEdit *edit = tn_edit_new (label);
  tn_edit_set_ref (edit, contact, "person", person);
  return edit;
}

/* ---- calling ---- */

static void
set_ended (GError **error)
{
  g_set_error (error, TN_ERROR, TN_ERROR_INVALID, _("This contact is not watched any more. Nothing was written down; watch the contact again first."));
}

static gboolean
is_watched (const TnRow *contact)
{
  g_autofree char *state = tn_row_dup_text (contact, "state");
  return !state || g_str_equal (state, "watching");
}

/* Reached: tomorrow, and on the day after the last at the latest, when the watch can end. Not reached: still due, since when it was. */
static void
move_next_call (TnCopy *copy, TnEdit *edit, const TnRow *contact, gboolean reached, const char *day)
{
  g_autofree char *next = tn_row_dup_text (contact, "next_call"), *tomorrow = tn_tracing_add_days (day, 1);
  g_autofree char *until = tn_listed_date_text (tn_tracing_until (copy, contact, NULL, NULL)), *after = until ? tn_tracing_add_days (until, 1) : NULL;
  if (reached) tn_edit_set_text (edit, &contact->id, "next_call", after && strcmp (after, tomorrow) < 0 ? after : tomorrow);
  else if (!next || strcmp (next, day) > 0) tn_edit_set_text (edit, &contact->id, "next_call", day);
}

TnEdit *
tn_tracing_call (TnCopy *copy, const TnId *contact, const char *result, gint64 at, const char *note, GError **error)
{
  const TnField *field = tn_kind_field (tn_schema_kind ("call"), "result");
  g_autofree char *token = tn_field_parse (field, result, error);   /* refuses what is no result */
  g_autoptr (GPtrArray) rows = token ? tn_tracing_siblings (copy, contact, error) : NULL;
  if (!rows) return NULL;
  g_autoptr (TnTracingContact) who = tn_tracing_contact (copy, contact, now_of (copy), error);
  if (!who) return NULL;
  gint64 when = at ? at : now_of (copy);
  g_autofree char *day = tn_date_today (when);
  gboolean reached = g_str_equal (result, "well") || g_str_equal (result, "refused"), any = FALSE;
  g_autofree char *label = g_strdup_printf (_("Called %s: %s"), who->name, tn_choice_label (field, result));
  g_autoptr (TnEdit) edit = tn_edit_new (label);
  TnId call = tn_edit_create (edit, "call", NULL);
  tn_edit_set_ref (edit, &call, "contact", contact);
  tn_edit_set_int (edit, &call, "at", when);
  tn_edit_set_text (edit, &call, "result", result);
  tn_edit_set_text (edit, &call, "note", note);
  for (guint i = 0; i < rows->len; i++) {
    if (!is_watched (rows->pdata[i])) continue;
    move_next_call (copy, edit, rows->pdata[i], reached, day);
    any = TRUE;
  }
  if (!any) set_ended (error);
  return any ? g_steal_pointer (&edit) : NULL;
}

TnEdit *
tn_tracing_set_state (TnCopy *copy, const TnId *contact, const char *state, GError **error)
{
  const TnField *field = tn_kind_field (tn_schema_kind ("contact"), "state");
  g_autofree char *token = tn_field_parse (field, state, error), *today = tn_date_today (now_of (copy));
  g_autoptr (GPtrArray) rows = token ? tn_tracing_siblings (copy, contact, error) : NULL;
  g_autoptr (TnTracingContact) who = rows ? tn_tracing_contact (copy, contact, now_of (copy), error) : NULL;
  if (!who) return NULL;
  g_autofree char *label = g_strdup_printf ("%s: %s", who->name, tn_choice_label (field, state));
  g_autoptr (TnEdit) edit = tn_edit_new (label);
  for (guint i = 0; i < rows->len; i++) {
    const TnRow *row = rows->pdata[i];
    tn_edit_set_text (edit, &row->id, "state", state);
    tn_edit_set_text (edit, &row->id, "next_call", g_str_equal (state, "watching") ? today : NULL);
  }
  return g_steal_pointer (&edit);
}

/* ---- ending ---- */

static gboolean
has_symptoms (TnCopy *copy, const TnId *contact, gboolean *symptoms, GError **error)
{
  TnListed call;
  gboolean found;
  if (!tn_query_last_listed (copy, "call", contact, &call, &found, error)) return FALSE;
  *symptoms = found && g_str_equal (call.state, "symptoms");
  return TRUE;
}

/* Each contact by its own time; who has symptoms is not let go. */
TnEdit *
tn_tracing_end_over (TnCopy *copy, gint64 now, guint *n, GError **error)
{
  TnListedQuery query = { .kind = "contact", .state = "watching" };
  g_autoptr (GArray) rows = tn_query_listed (copy, &query, error);
  if (!rows) return NULL;
  g_autofree char *today_text = tn_date_today (now);
  gint64 today = tn_listed_date (today_text);
  g_autoptr (TnEdit) edit = tn_edit_new (_("Ended the watch of contacts whose time is over"));
  *n = 0;
  for (guint i = 0; i < rows->len; i++) {
    const TnListed *listed = &g_array_index (rows, TnListed, i);
    g_autoptr (TnRow) row = listed->at > today ? NULL : tn_tracing_try_get (copy, "contact", &listed->id);
    gboolean symptoms;
    gint64 until = row ? tn_tracing_until (copy, row, NULL, NULL) : 0;
    if (!until || until >= today) continue;
    if (!has_symptoms (copy, &listed->id, &symptoms, error)) return NULL;
    if (symptoms) continue;
    tn_edit_set_text (edit, &listed->id, "state", "ended");
    tn_edit_set_text (edit, &listed->id, "next_call", NULL);
    ++*n;
  }
  return g_steal_pointer (&edit);
}

/* ---- a contact who fell ill ---- */

gboolean
tn_tracing_find_contact (TnCopy *copy, const TnId *person, TnId *contact, gboolean *found, GError **error)
{
  g_autoptr (GArray) watched = tn_tracing_watched (copy, person, error);
  *found = watched && watched->len > 0;
  if (*found) *contact = g_array_index (watched, TnListed, 0).id;
  return watched != NULL;
}

/* Where it came from, for a case that says nothing of it. */
static void
write_source (TnEdit *edit, const TnId *id, const TnRow *contact)
{
  TnId source;
  g_autofree char *relation = tn_row_dup_text (contact, "relation");
  tn_edit_set_text (edit, id, "source", g_strcmp0 (relation, "household") == 0 ? "household" : "case");
  if (tn_row_ref (contact, "home_case", &source)) tn_edit_set_ref (edit, id, "source_case", &source);
}

static gboolean
knows_source (const TnRow *home_case)
{
  TnId source;
  g_autofree char *how = tn_row_dup_text (home_case, "source");
  return tn_row_ref (home_case, "source_case", &source) || (how && !g_str_equal (how, "unknown"));
}

/* By the rules of patients (tn-case.h): the dead are refused there. */
static TnEdit *
open_case (TnCopy *copy, const TnRow *contact, const TnId *person, const char *test, const TnId *id, GError **error)
{
  g_autofree char *today = tn_date_today (now_of (copy));
  g_autoptr (TnValues) values = tn_values_new ();
  if (test) {
    tn_values_set_text (values, "test", test);
    tn_values_set_text (values, "test_date", today);
  }
  TnEdit *edit = tn_work_open_case (copy, person, values, id, error);
  if (edit) write_source (edit, id, contact);
  return edit;
}

/* What is known of its source stays. */
static TnEdit *
join_case (TnCopy *copy, const TnRow *contact, const TnId *home_case, GError **error)
{
  g_autoptr (TnRow) row = tn_work_get (copy, "home_case", home_case, error);
  if (!row) return NULL;
  g_autofree char *name = tn_tracing_case_name (copy, home_case), *label = g_strdup_printf (_("%s became a case"), name);
  TnEdit *edit = tn_edit_new (label);
  if (!knows_source (row)) write_source (edit, home_case, contact);
  return edit;
}

static TnEdit *
open_or_join (TnCopy *copy, const TnRow *contact, const char *test, const TnId *id, TnId *home_case, GError **error)
{
  TnId person;
  gboolean open;
  if (!tn_row_ref (contact, "person", &person)) {
    g_set_error (error, TN_ERROR, TN_ERROR_INVALID,
                 _("A home case needs a person of the register. Find the person there first, or add the person to a household; the contact stays as it is."));
    return NULL;
  }
  if (!tn_patient_find_open (copy, &person, home_case, &open, error)) return NULL;
  if (open) return join_case (copy, contact, home_case, error);
  if (id) *home_case = *id;
  else if (!tn_case_find_id (copy, &person, NULL, home_case, error)) return NULL;
  return open_case (copy, contact, &person, test, home_case, error);
}

TnEdit *
tn_tracing_make_case (TnCopy *copy, const TnId *contact, const char *test, const TnId *id, TnId *home_case, GError **error)
{
  g_autoptr (GPtrArray) rows = tn_tracing_siblings (copy, contact, error);
  const TnRow *row = NULL;
  if (!rows) return NULL;
  for (guint i = 0; i < rows->len; i++)
    if (tn_id_equal (&((TnRow *) rows->pdata[i])->id, contact)) row = rows->pdata[i];
  g_autoptr (TnEdit) edit = open_or_join (copy, row, test, id, home_case, error);
  if (!edit) return NULL;
  for (guint i = 0; i < rows->len; i++) {
    const TnRow *sibling = rows->pdata[i];
    tn_edit_set_text (edit, &sibling->id, "state", "positive");
    tn_edit_set_text (edit, &sibling->id, "next_call", NULL);
  }
  return g_steal_pointer (&edit);
}
