/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Contacts, calls and test rounds of the practice ward: an evening with calls that wait, a few that were not answered, one with symptoms, a chain of
 * cases, one round that is done and one whose results are awaited. Cases are those that are there; where there are none, some of its own. */
#include "tn-practice-work.h"
#include <glib/gi18n.h>
#include "tn-date.h"
#include "tn-testing.h"
#include "tn-tracing.h"

#define DAY_MS G_GINT64_CONSTANT (86400000)
#define OWN_CASES 12
#define CASES_MAX 40         /* of those that are there: the others have no contacts yet */
#define ROUND_MAX 180        /* people of a practice round */

static const char *const neighbours[] = { "Chị Sáu bán xôi", "Anh Tư sửa xe", "Cô Bảy đầu hẻm", "Chú Năm giữ xe", "Em Hạnh cùng xưởng", "Bác Mười tạp hóa" };

static char *
dup_day (const TnPracticeWork *work, int days)
{
  return tn_date_today (work->now + days * DAY_MS);
}

static gboolean
chance (TnPracticeWork *work, int in_100)
{
  return g_rand_int_range (work->rand, 0, 100) < in_100;
}

/* ---- cases ---- */

static void
write_case (TnPracticeWork *work, TnEdit *edit, const TnId *person, int days, const TnId *source, GArray *cases)
{
  g_autofree char *day = dup_day (work, days);
  TnId id = tn_edit_create (edit, "home_case", NULL);
  tn_edit_set_ref (edit, &id, "person", person);
  tn_edit_set_text (edit, &id, "opened", day);
  tn_edit_set_text (edit, &id, "state", "open");
  if (source) {
    tn_edit_set_text (edit, &id, "source", "case");
    tn_edit_set_ref (edit, &id, "source_case", source);
  } else if (cases->len % 3 == 0)
    tn_edit_set_text (edit, &id, "source", "unknown");
  g_array_append_val (cases, id);
}

/* Chains of four, one having it from the one before. */
static gboolean
make_cases (TnPracticeWork *work, GArray *cases, GError **error)
{
  TnEdit *edit = tn_edit_new (_("Practice: cases"));
  for (guint i = 0; i < OWN_CASES && i < work->households->len; i++) {
    guint at = i * MAX (work->households->len / OWN_CASES, 1);
    g_autoptr (GPtrArray) people = tn_query_children (work->copy, "person", &g_array_index (work->households, TnId, MIN (at, work->households->len - 1)), error);
    TnId before = cases->len ? g_array_index (cases, TnId, cases->len - 1) : (TnId) { { 0 } };
    if (!people) {
      tn_edit_free (edit);
      return FALSE;
    }
    if (people->len)
      write_case (work, edit, &((TnRow *) people->pdata[0])->id, (int) i - OWN_CASES, i % 4 ? &before : NULL, cases);
  }
  return tn_practice_write (work, edit, error);
}

static gboolean
read_cases (TnPracticeWork *work, GArray *cases, GError **error)
{
  TnListedQuery query = { .kind = "home_case", .state = "open", .limit = CASES_MAX, .newest_first = TRUE };
  g_autoptr (GArray) rows = tn_query_listed (work->copy, &query, error);
  for (guint i = 0; rows && i < rows->len; i++)
    g_array_append_val (cases, g_array_index (rows, TnListed, i).id);
  return rows && (rows->len || make_cases (work, cases, error));
}

/* ---- contacts and calls ---- */

static void
write_calls (TnPracticeWork *work, TnEdit *edit, const TnId *contact, int since)
{
  int called = since;
  for (int day = since; day < 0; day++) {
    gboolean reached = chance (work, 85);
    TnId call = tn_edit_create (edit, "call", NULL);
    tn_edit_set_ref (edit, &call, "contact", contact);
    tn_edit_set_int (edit, &call, "at", work->now + day * DAY_MS - g_rand_int_range (work->rand, 0, 3600000));
    tn_edit_set_text (edit, &call, "result", reached ? "well" : "no_answer");
    called = reached ? day + 1 : called;
  }
  g_autofree char *next = dup_day (work, called);
  tn_edit_set_text (edit, contact, "next_call", next);
}

/* How long the case has been open, in days; those who met the patient are called since then at the earliest. */
static int
days_open (TnPracticeWork *work, const TnId *home_case)
{
  g_autoptr (TnRow) row = tn_copy_get (work->copy, home_case, NULL);
  g_autofree char *opened = row ? tn_row_dup_text (row, "opened") : NULL;
  int days = 0;
  for (gboolean older = opened != NULL; older && days < 12; days += older) {
    g_autofree char *day = dup_day (work, -days);
    older = strcmp (opened, day) < 0;
  }
  return days;
}

static void
write_contact (TnPracticeWork *work, TnEdit *edit, const TnId *home_case, const TnId *person, const char *name)
{
  int met = -g_rand_int_range (work->rand, 0, days_open (work, home_case) + 1);
  g_autofree char *last_met = dup_day (work, met), *phone = g_strdup_printf ("0280%07d", g_rand_int_range (work->rand, 0, 10000000));
  TnId id = tn_edit_create (edit, "contact", NULL);
  tn_edit_set_ref (edit, &id, "home_case", home_case);
  if (person)
    tn_edit_set_ref (edit, &id, "person", person);
  else {
    tn_edit_set_text (edit, &id, "name", name);
    tn_edit_set_text (edit, &id, "phone", phone);
  }
  tn_edit_set_text (edit, &id, "relation", person ? "household" : chance (work, 50) ? "neighbour" : "work");
  tn_edit_set_text (edit, &id, "last_met", last_met);
  tn_edit_set_text (edit, &id, "state", "watching");
  write_calls (work, edit, &id, met);
}

static gboolean
make_contacts (TnPracticeWork *work, GArray *cases, GError **error)
{
  g_autoptr (TnEdit) edit = tn_edit_new (_("Practice: contacts"));
  for (guint i = 0; i < cases->len; i++) {
    const TnId *home_case = &g_array_index (cases, TnId, i);
    g_autoptr (GPtrArray) people = tn_tracing_household (work->copy, home_case, error);
    if (!people)
      return FALSE;
    for (guint p = 0; p < people->len; p++)
      write_contact (work, edit, home_case, &((TnRow *) people->pdata[p])->id, NULL);
    if (i % 2 == 0)
      write_contact (work, edit, home_case, NULL, neighbours[i / 2 % G_N_ELEMENTS (neighbours)]);
  }
  return tn_practice_write (work, g_steal_pointer (&edit), error);
}

/* This evening has begun: some were called, one of them coughs. */
static gboolean
make_evening (TnPracticeWork *work, GError **error)
{
  static const char *const results[] = { "well", "no_answer", "symptoms", "well", "wrong_number" };
  guint n;
  g_autoptr (GPtrArray) contacts = tn_tracing_contacts (work->copy, work->now, TRUE, 0, &n, error);
  if (!contacts)
    return FALSE;
  for (guint i = 0; i < G_N_ELEMENTS (results) && i < contacts->len; i++) {
    const TnTracingContact *contact = contacts->pdata[i];
    if (contact->need != TN_TRACING_DUE)
      continue;
    TnEdit *edit = tn_tracing_call (work->copy, &contact->id, results[i], work->now, g_str_equal (results[i], "symptoms") ? "Ho khan, sốt nhẹ từ sáng" : NULL, error);
    if (!edit || !tn_practice_write (work, edit, error))
      return FALSE;
  }
  return TRUE;
}

/* ---- test rounds ---- */

static void
write_round (TnPracticeWork *work, TnEdit *edit, const char *name, int days, gboolean done, GArray *people)
{
  g_autofree char *day = dup_day (work, days);
  TnId round = tn_edit_create (edit, "test_round", NULL);
  tn_edit_set_text (edit, &round, "name", name);
  tn_edit_set_text (edit, &round, "date", day);
  tn_edit_set_text (edit, &round, "method", done ? "rapid" : "pcr");
  tn_edit_set_text (edit, &round, "place", "Sân trường tiểu học");
  tn_edit_set_text (edit, &round, "state", done ? "closed" : "planned");
  for (guint i = 0; i < people->len && i < ROUND_MAX; i++) {
    TnId test = tn_edit_create (edit, "test", NULL);
    tn_edit_set_ref (edit, &test, "person", &g_array_index (people, TnId, i));
    tn_edit_set_ref (edit, &test, "test_round", &round);
    tn_edit_set_text (edit, &test, "date", day);
    tn_edit_set_text (edit, &test, "method", done ? "rapid" : "pcr");
    tn_edit_set_text (edit, &test, "result", !done && chance (work, 60) ? "pending" : chance (work, 4) ? "positive" : chance (work, 2) ? "invalid" : "negative");
  }
}

static gboolean
make_rounds (TnPracticeWork *work, GError **error)
{
  g_autoptr (GPtrArray) areas = tn_query_areas (work->copy, error);
  g_autoptr (TnEdit) edit = tn_edit_new (_("Practice: test rounds"));
  if (!areas)
    return FALSE;
  for (guint i = 0; i < MIN (areas->len, 2); i++) {
    const TnAreaItem *area = areas->pdata[i ? areas->len - 1 : 0];
    g_autoptr (GArray) people = tn_testing_people (work->copy, &area->id, NULL, error);
    g_autofree char *name = g_strdup_printf ("Xét nghiệm %s", area->name);
    if (!people)
      return FALSE;
    write_round (work, edit, name, i ? -3 : -12, i == 0, people);
  }
  return tn_practice_write (work, g_steal_pointer (&edit), error);
}

gboolean
tn_practice_tracing (TnPracticeWork *work, GError **error)
{
  g_autoptr (GArray) cases = g_array_new (FALSE, FALSE, sizeof (TnId));
  return read_cases (work, cases, error) && make_contacts (work, cases, error) && make_evening (work, error) && make_rounds (work, error);
}
