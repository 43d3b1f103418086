/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The lists of the Tracing screen, and the words that they share with its pages. */
#include "tn-tracing-detail.h"
#include <glib/gi18n.h>
#include "tn-board.h"
#include "tn-date.h"
#include "tn-text.h"

/* --- words --- */

const char *
tn_tracing_need_mark (TnTracingNeed need, gboolean overdue)
{
  static const char *const marks[] = {
    [TN_TRACING_SYMPTOMS] = "error", [TN_TRACING_DUE] = "accent", [TN_TRACING_AGAIN] = NULL, [TN_TRACING_OVER] = NULL, [TN_TRACING_REACHED] = "success",
  };

  return need == TN_TRACING_DUE && overdue ? "warning" : marks[need];
}

const char *
tn_tracing_result_mark (TnTestResult result)
{
  static const char *const marks[TN_TEST_N] = { [TN_TEST_POSITIVE] = "error", [TN_TEST_NEGATIVE] = "success", [TN_TEST_INVALID] = "warning" };

  return marks[result];
}

static char *
dup_clock (gint64 ms)
{
  g_autoptr (GDateTime) time = tn_date_local (ms);

  return g_date_time_format (time, "%H:%M");
}

char *
tn_tracing_need_words (const TnTracingContact *contact)
{
  g_autofree char *clock = contact->called ? dup_clock (contact->called) : NULL, *day = contact->next_call ? tn_date_format (contact->next_call) : NULL;

  switch (contact->need)
    {
    case TN_TRACING_SYMPTOMS:
      return g_strdup (_("Symptoms"));
    case TN_TRACING_AGAIN:
      return g_strdup (clock);
    case TN_TRACING_OVER:
      return contact->until ? tn_date_format (contact->until) : NULL;
    case TN_TRACING_REACHED:
      return clock ? g_steal_pointer (&clock) : g_steal_pointer (&day);
    default:
      return g_steal_pointer (&day);
    }
}

static void
append_count (GString *text, const char *format, guint n)
{
  if (!n)
    return;
#pragma GCC diagnostic push
#pragma GCC diagnostic ignored "-Wformat-nonliteral"
  g_string_append (text, text->len ? " · " : "");
  g_string_append_printf (text, format, n);
#pragma GCC diagnostic pop
}

char *
tn_tracing_counts_words (const guint counts[TN_TEST_N])
{
  g_autoptr (GString) text = g_string_new (NULL);
  double positivity = tn_test_positivity (counts);

  append_count (text, ngettext ("%u positive", "%u positive", counts[TN_TEST_POSITIVE]), counts[TN_TEST_POSITIVE]);
  append_count (text, ngettext ("%u negative", "%u negative", counts[TN_TEST_NEGATIVE]), counts[TN_TEST_NEGATIVE]);
  append_count (text, ngettext ("%u not valid", "%u not valid", counts[TN_TEST_INVALID]), counts[TN_TEST_INVALID]);
  append_count (text, ngettext ("%u not known yet", "%u not known yet", counts[TN_TEST_PENDING]), counts[TN_TEST_PENDING]);
  if (positivity >= 0)
    /* Translators: positive in 100 of the tests with a result */
    g_string_append_printf (text, _(" · positivity %.1f %%"), positivity);
  return g_string_free (g_steal_pointer (&text), FALSE);
}

/* --- contacts --- */

static const char *
need_heading (TnTracingNeed need)
{
  static const char *const headings[] = {
    [TN_TRACING_SYMPTOMS] = N_("Has symptoms"), [TN_TRACING_DUE] = N_("To call"), [TN_TRACING_AGAIN] = N_("Did not answer: again this evening"),
    [TN_TRACING_OVER] = N_("Time is over"), [TN_TRACING_REACHED] = N_("Nothing to do today"),
  };

  return _(headings[need]);
}

static gboolean
is_wanted (const char *search, const char *const *texts)
{
  g_autofree char *wanted = search && *search ? tn_text_fold (search, -1) : NULL;

  for (; wanted && *texts; texts++)
    {
      g_autofree char *text = tn_text_fold (*texts, -1);

      if (strstr (text, wanted))
        return TRUE;
    }
  return wanted == NULL;
}

static TnBoardRow *
make_contact (const TnTracingContact *contact, const char *today)
{
  gboolean overdue = contact->next_call && strcmp (contact->next_call, today) < 0;
  g_autofree char *patients = tn_tracing_patient_names (contact);
  /* Translators: a telephone number, and of whose case the person is a contact */
  char *detail = g_strdup_printf (_("%s · contact of %s"), *contact->phone ? contact->phone : _("no telephone"), patients);
  TnBoardRow *row = tn_board_row_new (&contact->id, g_strdup (contact->name), detail, tn_tracing_need_words (contact), tn_tracing_need_mark (contact->need, overdue));

  row->heading = g_strdup (need_heading (contact->need));
  return row;
}

static gboolean
add_contacts (TnCopy *copy, gboolean due_only, const char *search, GPtrArray *rows, GError **error)
{
  gint64 now = tn_env_now_ms (tn_copy_env (copy));
  g_autoptr (GPtrArray) contacts = tn_tracing_contacts (copy, now, due_only, 0, NULL, error);
  g_autofree char *today = tn_date_today (now);

  for (guint i = 0; contacts && i < contacts->len; i++)
    {
      const TnTracingContact *contact = contacts->pdata[i];
      g_autofree char *patients = tn_tracing_patient_names (contact);
      const char *texts[] = { contact->name, contact->phone, contact->address, patients, NULL };

      if (is_wanted (search, texts))
        g_ptr_array_add (rows, make_contact (contact, today));
    }
  return contacts != NULL;
}

/* --- cases --- */

static gboolean
add_unknown (TnCopy *copy, const char *search, GPtrArray *rows, GError **error)
{
  g_autoptr (GPtrArray) cases = tn_tracing_unknown (copy, tn_env_now_ms (tn_copy_env (copy)), error);

  for (guint i = 0; cases && i < cases->len; i++)
    {
      const TnTracingCase *node = cases->pdata[i];
      const char *texts[] = { node->name, NULL };
      g_autofree char *opened = node->opened ? tn_date_format (node->opened) : NULL;
      const char *how = *node->how ? _("Unknown source") : _("Nobody has asked yet");

      if (is_wanted (search, texts))
        g_ptr_array_add (rows, tn_board_row_new (&node->id, g_strdup (node->name), g_strdup (how), g_steal_pointer (&opened), NULL));
    }
  return cases != NULL;
}

/* --- rounds --- */

static gboolean
add_round (TnCopy *copy, const TnListed *listed, const char *search, GPtrArray *rows, GError **error)
{
  guint counts[TN_TEST_N], all = 0;
  g_autoptr (TnRow) round = tn_copy_get (copy, &listed->id, error);
  g_autofree char *name = round ? tn_row_dup_text (round, "name") : NULL, *date = round ? tn_row_dup_text (round, "date") : NULL;
  g_autofree char *shown = date ? tn_date_format (date) : g_strdup ("–"), *area = NULL;
  const char *texts[] = { name ? name : "", NULL };
  TnBoardRow *row;
  TnId unit;

  if (!round || !tn_testing_count (copy, &listed->id, counts, error))
    return FALSE;
  if (!is_wanted (search, texts))
    return TRUE;
  area = tn_row_ref (round, "area", &unit) ? tn_query_title (copy, &unit) : g_strdup (_("Whole ward"));
  for (guint i = 0; i < TN_TEST_N; i++)
    all += counts[i];
  row = tn_board_row_new (&listed->id, g_strdup (name ? name : ""), g_strdup_printf ("%s · %s", shown, area),
                          g_strdup_printf ("%u/%u", all - counts[TN_TEST_PENDING], all), counts[TN_TEST_PENDING] ? "accent" : NULL);
  row->heading = g_strdup (g_str_equal (listed->state, "closed") ? _("Closed") : _("Under way"));
  g_ptr_array_add (rows, row);
  return TRUE;
}

/* Those under way first, each newest first. */
static gboolean
add_rounds (TnCopy *copy, const char *search, GPtrArray *rows, GError **error)
{
  TnListedQuery query = { .kind = "test_round", .newest_first = TRUE };
  g_autoptr (GArray) rounds = tn_query_listed (copy, &query, error);

  for (guint pass = 0; rounds && pass < 2; pass++)
    for (guint i = 0; i < rounds->len; i++)
      {
        const TnListed *listed = &g_array_index (rounds, TnListed, i);

        if (g_str_equal (listed->state, "closed") == (pass == 1) && !add_round (copy, listed, search, rows, error))
          return FALSE;
      }
  return rounds != NULL;
}

GPtrArray *
tn_tracing_rows_read (TnCopy *copy, const char *filter, const char *search, gpointer data, GCancellable *cancellable, GError **error)
{
  g_autoptr (GPtrArray) rows = g_ptr_array_new_with_free_func ((GDestroyNotify) tn_board_row_free);
  gboolean read = g_str_equal (filter, "unknown") ? add_unknown (copy, search, rows, error)
                  : g_str_equal (filter, "rounds") ? add_rounds (copy, search, rows, error)
                  : add_contacts (copy, g_str_equal (filter, "calls"), search, rows, error);

  return read ? g_steal_pointer (&rows) : NULL;
}
