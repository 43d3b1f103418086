/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What tracing asks of a person today: contacts to call, and test results that nobody has heard of for more than a day. */
#include "tn-today.h"
#include <glib/gi18n.h>
#include "tn-date.h"
#include "tn-tracing-private.h"

#define DAY_MS 86400000

static char *
dup_detail (const TnTracingContact *contact)
{
  g_autofree char *patients = tn_tracing_patient_names (contact);
  if (contact->need == TN_TRACING_SYMPTOMS) return g_strdup_printf (_("Has symptoms: open a case. Contact of %s"), patients);
  if (contact->need == TN_TRACING_AGAIN) return g_strdup_printf (_("Did not answer; call again this evening. Contact of %s"), patients);
  if (!*contact->phone) return g_strdup_printf (_("No telephone number. Contact of %s"), patients);
  /* Translators: a telephone number; the patients' names */
  return g_strdup_printf (_("Call %s. Contact of %s"), contact->phone, patients);
}

/* Who has symptoms stands first; then whoever has waited longest; who was tried today comes last. */
static gint64
due_of (const TnTracingContact *contact, gint64 now)
{
  if (contact->need == TN_TRACING_SYMPTOMS) return 1;
  if (contact->need == TN_TRACING_AGAIN) return contact->called;
  g_autoptr (GDateTime) day = NULL;
  gint64 at = tn_listed_date (contact->next_call);
  if (at) day = tn_date_midnight ((int) (at / 10000), (int) (at / 100 % 100), (int) (at % 100));
  return day ? g_date_time_to_unix (day) * 1000 : tn_day_start (now, 0);
}

static gboolean
add_calls (TnTodayRead *read, guint *due, GError **error)
{
  g_autoptr (GPtrArray) contacts = tn_tracing_contacts (read->copy, read->now, TRUE, read->limit, due, error);
  if (!contacts) return FALSE;
  for (guint i = 0; i < contacts->len; i++) {
    const TnTracingContact *contact = contacts->pdata[i];
    tn_today_add (read, TN_TODAY_CALL, "tracing", &contact->id, g_strdup (contact->name), dup_detail (contact), due_of (contact, read->now));
  }
  tn_today_count (read, TN_TODAY_CALL, *due - contacts->len);
  return TRUE;
}

/* ---- results that are waited for ---- */

typedef struct { TnId round; gint64 oldest; guint n; } Waiting;

static void
add_waiting (TnTodayRead *read, const Waiting *waiting)
{
  g_autofree char *day = tn_listed_date_text (waiting->oldest), *shown = day ? tn_date_format (day) : g_strdup ("–");
  char *title = tn_id_is_null (&waiting->round) ? g_strdup (_("Tests outside of rounds")) : tn_query_title (read->copy, &waiting->round);
  /* Translators: how many; a date */
  char *detail = g_strdup_printf (ngettext ("%u result is not known yet, since %s", "%u results are not known yet, since %s", waiting->n), waiting->n, shown);
  g_autoptr (GDateTime) since = day ? tn_date_midnight ((int) (waiting->oldest / 10000), (int) (waiting->oldest / 100 % 100), (int) (waiting->oldest % 100)) : NULL;
  tn_today_add (read, TN_TODAY_TEST, "tracing", &waiting->round, title, detail, since ? g_date_time_to_unix (since) * 1000 : 0);
}

/* By round: who was tested yesterday or before and has no result. */
static gboolean
add_results (TnTodayRead *read, GError **error)
{
  g_autofree char *yesterday = tn_date_today (read->now - DAY_MS);
  TnListedQuery query = { .kind = "test", .state = "pending", .from = 1, .to = tn_listed_date (yesterday) };
  g_autoptr (GArray) tests = tn_query_listed (read->copy, &query, error);
  g_autoptr (GHashTable) by_round = g_hash_table_new (tn_id_hash, tn_id_equal);
  g_autoptr (GPtrArray) rounds = g_ptr_array_new_with_free_func (g_free);
  for (guint i = 0; tests && i < tests->len; i++) {
    const TnListed *test = &g_array_index (tests, TnListed, i);
    Waiting *waiting = g_hash_table_lookup (by_round, &test->ref);
    if (!waiting) {
      waiting = g_new0 (Waiting, 1);
      *waiting = (Waiting) { test->ref, test->at, 0 };
      g_ptr_array_add (rounds, waiting);
      g_hash_table_insert (by_round, &waiting->round, waiting);
    }
    waiting->n++;
  }
  for (guint i = 0; i < rounds->len; i++) add_waiting (read, rounds->pdata[i]);
  return tests != NULL;
}

/* ---- the figure ---- */

static gboolean
count_reached (TnTodayRead *read, guint due, GError **error)
{
  TnListedQuery query = { .kind = "call", .from = tn_day_start (read->now, 0), .to = tn_day_start (read->now, 1) };
  g_autoptr (GArray) calls = tn_query_listed (read->copy, &query, error);
  g_autoptr (GHashTable) reached = g_hash_table_new (tn_id_hash, tn_id_equal);
  for (guint i = 0; calls && i < calls->len; i++) {
    TnListed *call = &g_array_index (calls, TnListed, i);
    if (!g_str_equal (call->state, "no_answer") && !g_str_equal (call->state, "wrong_number")) g_hash_table_add (reached, &call->parent);
  }
  guint n = g_hash_table_size (reached);
  if (calls && n + due) tn_today_add_figure (read, g_strdup (_("Contacts reached today")), n, n + due);
  return calls != NULL;
}

gboolean
tn_today_add_tracing (TnTodayRead *read, GError **error)
{
  guint due = 0;
  return add_calls (read, &due, error) && add_results (read, error) && count_reached (read, due, error);
}
