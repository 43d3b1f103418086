/* SPDX-License-Identifier: GPL-3.0-or-later */
/* One contact with all that is known about the person. */
#include "tn-tracing-private.h"
#include "tn-case-join.h"
#include <glib/gi18n.h>
#include "tn-date.h"
#include "tn-watch.h"

TnRow *
tn_tracing_try_get (TnCopy *copy, const char *kind, const TnId *id)
{
  g_autoptr (TnRow) row = tn_id_is_null (id) ? NULL : tn_copy_get (copy, id, NULL);
  return row && !row->deleted && g_str_equal (row->kind_key, kind) ? g_steal_pointer (&row) : NULL;
}

char *
tn_tracing_person_name (TnCopy *copy, const TnId *person)
{
  g_autoptr (TnRow) row = tn_tracing_try_get (copy, "person", person);
  char *name = row ? tn_row_dup_text (row, "name") : NULL;
  return name ? name : g_strdup ("");
}

char *
tn_tracing_case_name (TnCopy *copy, const TnId *home_case)
{
  g_autoptr (TnRow) row = tn_tracing_try_get (copy, "home_case", home_case);
  TnId person = { { 0 } };
  if (row) tn_row_ref (row, "person", &person);
  return tn_tracing_person_name (copy, &person);
}

GArray *
tn_tracing_watched (TnCopy *copy, const TnId *person, GError **error)
{
  TnListedQuery query = { .kind = "contact", .ref = person, .state = "watching" };
  return tn_query_listed (copy, &query, error);
}

static int
compare_rows_cb (gconstpointer a, gconstpointer b)
{
  return tn_id_compare (&(*(TnRow *const *) a)->id, &(*(TnRow *const *) b)->id);
}

GPtrArray *
tn_tracing_siblings (TnCopy *copy, const TnId *contact, GError **error)
{
  TnId person;
  TnRow *row = tn_work_get (copy, "contact", contact, error);
  if (!row) return NULL;
  g_autoptr (GPtrArray) rows = g_ptr_array_new_with_free_func ((GDestroyNotify) tn_row_free);
  g_ptr_array_add (rows, row);
  if (!tn_row_ref (row, "person", &person)) return g_steal_pointer (&rows);
  g_autoptr (GArray) watched = tn_tracing_watched (copy, &person, error);
  if (!watched) return NULL;
  for (guint i = 0; i < watched->len; i++) {
    const TnId *id = &g_array_index (watched, TnListed, i).id;
    TnRow *other = tn_id_equal (id, contact) ? NULL : tn_tracing_try_get (copy, "contact", id);
    if (other) g_ptr_array_add (rows, other);
  }
  g_ptr_array_sort (rows, compare_rows_cb);
  return g_steal_pointer (&rows);
}

/* ---- until when ---- */

static gboolean
is_vaccinated (TnCopy *copy, const TnRow *contact, const char *on)
{
  TnId person;
  g_autoptr (GPtrArray) rows = tn_row_ref (contact, "person", &person) ? tn_query_children (copy, "vaccination", &person, NULL) : NULL;
  for (guint i = 0; rows && i < rows->len; i++) {
    gint64 doses = 0;
    g_autofree char *last = tn_row_dup_text (rows->pdata[i], "last");
    tn_json_get_int (tn_row_field (rows->pdata[i], "doses"), &doses);
    if (tn_tracing_vaccinated (doses, last, on)) return TRUE;
  }
  return FALSE;
}

gint64
tn_tracing_until (TnCopy *copy, const TnRow *contact, int *days, const char **document)
{
  gint64 own = 0;
  g_autofree char *last_met = tn_row_dup_text (contact, "last_met");
  const TnTracingPeriod *period = tn_tracing_period (last_met);
  gboolean by_hand = tn_json_get_int (tn_row_field (contact, "watch_days"), &own) && own > 0 && own <= 365;
  int n = by_hand ? (int) own : period->days != period->vaccinated && is_vaccinated (copy, contact, last_met) ? period->vaccinated : period->days;
  g_autofree char *until = last_met ? tn_tracing_add_days (last_met, n) : NULL;
  if (days) *days = n;
  if (document) *document = by_hand ? NULL : period->document;
  return tn_listed_date (until);
}

/* ---- a contact ---- */

void
tn_tracing_contact_free (TnTracingContact *contact)
{
  if (!contact) return;
  char *texts[] = { contact->name, contact->phone, contact->address, contact->last_met, contact->until, contact->next_call };
  for (guint i = 0; i < G_N_ELEMENTS (texts); i++) g_free (texts[i]);
  g_clear_pointer (&contact->contacts, g_array_unref);
  g_clear_pointer (&contact->cases, g_array_unref);
  g_clear_pointer (&contact->patients, g_ptr_array_unref);
  g_free (contact);
}

static char *
text_or_empty (char *text)
{
  return text ? text : g_strdup ("");
}

/* What the register knows stands before what was written down. */
static void
read_who (TnCopy *copy, const TnRow *row, TnTracingContact *contact)
{
  g_autoptr (TnRow) person = NULL, home = NULL;
  TnId household;
  if (tn_row_ref (row, "person", &contact->person)) person = tn_tracing_try_get (copy, "person", &contact->person);
  if (person && tn_row_ref (person, "household", &household)) home = tn_tracing_try_get (copy, "household", &household);
  contact->name = person ? tn_row_dup_text (person, "name") : NULL;
  contact->phone = tn_row_dup_text (row, "phone");   /* given for this watch */
  if (!contact->name) contact->name = text_or_empty (tn_row_dup_text (row, "name"));
  if (!contact->phone && person) contact->phone = tn_row_dup_text (person, "phone");
  if (!contact->phone && home) contact->phone = tn_row_dup_text (home, "phone");
  contact->phone = text_or_empty (contact->phone);
  contact->address = home ? tn_query_title (copy, &household) : text_or_empty (tn_row_dup_text (row, "address"));
}

/* Of several contacts: the watch lasts as long as the longest, and a call is due as soon as the first asks for it. */
typedef struct { gint64 until, next; gboolean unknown; } Span;

char *
tn_tracing_patient_names (const TnTracingContact *contact)
{
  g_autoptr (GPtrArray) names = g_ptr_array_new ();
  for (guint i = 0; i < contact->patients->len; i++)
    if (!g_ptr_array_find_with_equal_func (names, contact->patients->pdata[i], g_str_equal, NULL)) g_ptr_array_add (names, contact->patients->pdata[i]);
  g_ptr_array_add (names, NULL);
  return g_strjoinv (", ", (char **) names->pdata);
}

/* Each case once: two that were joined since are one. */
static void
add_case (TnCopy *copy, const TnId *home_case, TnTracingContact *contact)
{
  g_autoptr (TnRow) root = contact->cases->len ? tn_case_get_root (copy, home_case, NULL) : NULL;
  const TnId id = root ? root->id : *home_case;
  for (guint i = 0; i < contact->cases->len; i++) {
    g_autoptr (TnRow) other = tn_case_get_root (copy, &g_array_index (contact->cases, TnId, i), NULL);
    if (tn_id_equal (other ? &other->id : &g_array_index (contact->cases, TnId, i), &id)) return;
  }
  g_array_append_val (contact->cases, id);
  g_ptr_array_add (contact->patients, tn_tracing_case_name (copy, &id));
}

static void
add_row (TnCopy *copy, const TnRow *row, TnTracingContact *contact, Span *span)
{
  int days;
  const char *document;
  TnId home_case = { { 0 } };
  g_autofree char *next_text = tn_row_dup_text (row, "next_call");
  gint64 until = tn_tracing_until (copy, row, &days, &document), next = tn_listed_date (next_text);
  tn_row_ref (row, "home_case", &home_case);
  g_array_append_val (contact->contacts, row->id);
  add_case (copy, &home_case, contact);
  if (contact->contacts->len == 1 || next < span->next) {
    span->next = next;
    g_free (contact->next_call);
    contact->next_call = g_steal_pointer (&next_text);
  }
  span->unknown |= !until;
  if (contact->last_met && until <= span->until) return;
  span->until = until;
  g_free (contact->last_met);
  contact->last_met = tn_row_dup_text (row, "last_met");
  contact->days = days;
  contact->document = document;
}

static gboolean
read_last_call (TnCopy *copy, TnTracingContact *contact, GError **error)
{
  for (guint i = 0; i < contact->contacts->len; i++) {
    TnListed call;
    gboolean found;
    if (!tn_query_last_listed (copy, "call", &g_array_index (contact->contacts, TnId, i), &call, &found, error)) return FALSE;
    if (!found || call.at <= contact->called) continue;
    contact->called = call.at;
    contact->result = call.state;
  }
  return TRUE;
}

static TnTracingContact *
read_contact (TnCopy *copy, GPtrArray *rows, gint64 now, GError **error)
{
  g_autoptr (TnTracingContact) contact = g_new0 (TnTracingContact, 1);
  g_autofree char *today = tn_date_today (now), *state = tn_row_dup_text (rows->pdata[0], "state");
  Span span = { 0 };
  *contact = (TnTracingContact) { .id = ((TnRow *) rows->pdata[0])->id, .state = g_intern_string (state ? state : ""), .result = "" };
  contact->contacts = g_array_new (FALSE, FALSE, sizeof (TnId));
  contact->cases = g_array_new (FALSE, FALSE, sizeof (TnId));
  contact->patients = g_ptr_array_new_with_free_func (g_free);
  read_who (copy, rows->pdata[0], contact);
  for (guint i = 0; i < rows->len; i++) add_row (copy, rows->pdata[i], contact, &span);
  contact->until = span.unknown ? NULL : tn_listed_date_text (span.until);
  if (!read_last_call (copy, contact, error)) return NULL;
  contact->need = tn_tracing_need (tn_listed_date (today), span.unknown ? 0 : span.until, span.next, contact->result,
                                   contact->called >= tn_day_start (now, 0));
  return g_steal_pointer (&contact);
}

TnTracingContact *
tn_tracing_contact (TnCopy *copy, const TnId *id, gint64 now, GError **error)
{
  g_autoptr (GPtrArray) rows = tn_tracing_siblings (copy, id, error);
  if (!rows) return NULL;
  TnTracingContact *contact = read_contact (copy, rows, now, error);
  return contact;
}

static int
compare_calls_cb (gconstpointer a, gconstpointer b)
{
  gint64 x = 0, y = 0;
  tn_json_get_int (tn_row_field (*(TnRow *const *) a, "at"), &x);
  tn_json_get_int (tn_row_field (*(TnRow *const *) b, "at"), &y);
  return x > y ? -1 : x < y;
}

GPtrArray *
tn_tracing_calls (TnCopy *copy, const TnTracingContact *contact, GError **error)
{
  g_autoptr (GPtrArray) all = g_ptr_array_new_with_free_func ((GDestroyNotify) tn_row_free);
  for (guint i = 0; i < contact->contacts->len; i++) {
    GPtrArray *calls = tn_query_children (copy, "call", &g_array_index (contact->contacts, TnId, i), error);
    if (!calls) return NULL;
    g_ptr_array_extend_and_steal (all, calls);
  }
  g_ptr_array_sort (all, compare_calls_cb);
  return g_steal_pointer (&all);
}

GPtrArray *
tn_tracing_household (TnCopy *copy, const TnId *home_case, GError **error)
{
  TnId patient, household;
  g_autoptr (TnRow) row = tn_work_get (copy, "home_case", home_case, error);
  g_autoptr (TnRow) person = row && tn_row_ref (row, "person", &patient) ? tn_work_get (copy, "person", &patient, error) : NULL;
  g_autoptr (GPtrArray) contacts = person ? tn_case_children (copy, "contact", home_case, error) : NULL;
  if (!contacts || !tn_row_ref (person, "household", &household))
    return contacts ? g_ptr_array_new_with_free_func ((GDestroyNotify) tn_row_free) : NULL;
  g_autoptr (GPtrArray) people = tn_work_people (copy, &household, error);
  for (guint i = people ? people->len : 0; i-- > 0;) {
    const TnId *id = &((TnRow *) people->pdata[i])->id;
    TnId other;
    gboolean taken = tn_id_equal (id, &patient);
    for (guint j = 0; j < contacts->len && !taken; j++) taken = tn_row_ref (contacts->pdata[j], "person", &other) && tn_id_equal (&other, id);
    if (!taken && !tn_patient_find_open (copy, id, &other, &taken, error)) return NULL;
    if (taken) g_ptr_array_remove_index (people, i);
  }
  return g_steal_pointer (&people);
}
