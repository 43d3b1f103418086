/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Test rounds: planned, typed, counted. Whose result is what is masked unless --reveal, which is written down first. */
#include "tn-ctl-commands.h"
#include <glib/gi18n.h>
#include "tn-opened.h"
#include "tn-testing.h"

#define USAGE "test list | plan NAME DATE [--area ID] [--category KEY] [--method rapid|pcr|pooled] | show ROUND [--reveal]" \
  " | key ROUND PERSON negative|positive|invalid [--replace] | add ROUND PERSON | drop ROUND PERSON | close ROUND"

typedef struct { char *area, *category, *method; gboolean replace; } Options;

static void
add_counts (TnCtl *ctl, cJSON *object, const guint counts[TN_TEST_N])
{
  double positivity = tn_test_positivity (counts);
  for (guint i = 0; i < TN_TEST_N; i++)
    cJSON_AddNumberToObject (object, tn_test_result_key ((TnTestResult) i), counts[i]);
  if (positivity >= 0)
    cJSON_AddNumberToObject (object, "positivity", positivity);
}

/* Takes the edit. */
static gboolean
commit (TnCtl *ctl, TnCopy *copy, TnEdit *edit, const TnId *id, GError **error)
{
  gint64 action;
  TnIdStr text;
  g_autoptr (TnEdit) owned = edit;
  if (!owned || !tn_copy_edit (copy, owned, &action, error))
    return FALSE;
  tn_id_format (id, text);
  tn_ctl_add_id (ctl->out, "id", id);
  cJSON_AddNumberToObject (ctl->out, "action", (double) action);
  tn_ctl_say (ctl, _("%s saved (action %u)."), text, (guint) action);
  return TRUE;
}

static gboolean
list_rounds (TnCtl *ctl, TnCopy *copy, GError **error)
{
  TnListedQuery query = { .kind = "test_round", .newest_first = TRUE };
  g_autoptr (GArray) rounds = tn_query_listed (copy, &query, error);
  if (!rounds)
    return FALSE;
  cJSON *out = cJSON_AddArrayToObject (ctl->out, "rounds");
  for (guint i = 0; i < rounds->len; i++) {
    const TnListed *round = &g_array_index (rounds, TnListed, i);
    guint counts[TN_TEST_N];
    TnIdStr id;
    if (!tn_testing_count (copy, &round->id, counts, error))
      return FALSE;
    g_autofree char *name = tn_query_title (copy, &round->id), *date = tn_listed_date_text (round->at);
    tn_id_format (&round->id, id);
    tn_ctl_say (ctl, "%s  %s  %s  − %u  + %u  x %u  ? %u", id, date ? date : "–", name, counts[TN_TEST_NEGATIVE], counts[TN_TEST_POSITIVE],
                counts[TN_TEST_INVALID], counts[TN_TEST_PENDING]);
    cJSON *item = cJSON_CreateObject ();
    tn_ctl_add_id (item, "id", &round->id);
    cJSON_AddStringToObject (item, "name", name);
    cJSON_AddStringToObject (item, "date", date ? date : "");
    cJSON_AddStringToObject (item, "state", round->state);
    add_counts (ctl, item, counts);
    cJSON_AddItemToArray (out, item);
  }
  if (!rounds->len)
    tn_ctl_say (ctl, _("No test round has been planned."));
  return TRUE;
}

static gboolean
plan (TnCtl *ctl, TnCopy *copy, const char *name, const char *date, const Options *options, GError **error)
{
  const TnKind *kind = tn_schema_kind ("test_round");
  g_autoptr (TnValues) values = tn_values_new ();
  g_autofree char *day = tn_field_parse (tn_kind_field (kind, "date"), date, error);
  g_autofree char *method = day ? tn_field_parse (tn_kind_field (kind, "method"), options->method ? options->method : "rapid", error) : NULL;
  g_autofree char *area = method ? tn_field_parse (tn_kind_field (kind, "area"), options->area ? options->area : "", error) : NULL;
  TnId id = tn_id_new (tn_copy_env (copy));
  guint n = 0;
  if (!area)
    return FALSE;
  tn_values_set_text (values, "name", name);
  tn_values_set (values, "date", day);
  tn_values_set (values, "method", method);
  tn_values_set (values, "area", area);
  TnEdit *edit = tn_testing_plan (copy, values, options->category, &id, &n, error);
  if (!commit (ctl, copy, edit, &id, error))
    return FALSE;
  cJSON_AddNumberToObject (ctl->out, "people", n);
  tn_ctl_say (ctl, ngettext ("%u person is to be tested.", "%u people are to be tested.", n), n);
  return TRUE;
}

/* ---- a round ---- */

static void
say_line (TnCtl *ctl, const TnTestLine *line, cJSON *out)
{
  const TnKind *kind = tn_schema_kind ("test");
  const char *key = tn_test_result_key (line->result);
  g_autofree char *result = ctl->reveal ? g_strdup (key) : tn_kind_mask (kind, key);
  TnIdStr id;
  tn_id_format (&line->person, id);
  tn_ctl_say (ctl, "%s  %-9s  %s, %s%s", id, result, line->name, line->address, line->n > 1 ? _(" (written down twice)") : "");
  cJSON *item = cJSON_CreateObject ();
  tn_ctl_add_id (item, "person", &line->person);
  tn_ctl_add_id (item, "test", &line->test);
  cJSON_AddStringToObject (item, "name", line->name);
  cJSON_AddStringToObject (item, "result", result);
  cJSON_AddNumberToObject (item, "times", line->n);
  cJSON_AddItemToArray (out, item);
}

static void
say_areas (TnCtl *ctl, GPtrArray *areas)
{
  cJSON *out = cJSON_AddArrayToObject (ctl->out, "areas");
  for (guint i = 0; i < areas->len; i++) {
    const TnTestArea *area = areas->pdata[i];
    double positivity = tn_test_positivity (area->counts);
    tn_ctl_say (ctl, "%s: − %u  + %u  x %u  ? %u  %.1f %%", area->name, area->counts[TN_TEST_NEGATIVE], area->counts[TN_TEST_POSITIVE],
                area->counts[TN_TEST_INVALID], area->counts[TN_TEST_PENDING], MAX (positivity, 0));
    cJSON *item = cJSON_CreateObject ();
    cJSON_AddStringToObject (item, "name", area->name);
    add_counts (ctl, item, area->counts);
    cJSON_AddItemToArray (out, item);
  }
}

static gboolean
show_round (TnCtl *ctl, TnCopy *copy, const TnId *round, GError **error)
{
  g_autoptr (TnTestSheet) sheet = tn_testing_read (copy, round, error);
  if (!sheet || (ctl->reveal && !tn_opened_add (copy, round, 1, TN_OPENED_WHOLE, error)))
    return FALSE;
  cJSON *out = cJSON_AddArrayToObject (ctl->out, "lines");
  for (guint i = 0; i < sheet->lines->len; i++)
    say_line (ctl, sheet->lines->pdata[i], out);
  cJSON_AddNumberToObject (ctl->out, "twice", sheet->twice);
  add_counts (ctl, cJSON_AddObjectToObject (ctl->out, "counts"), sheet->counts);
  say_areas (ctl, sheet->areas);
  return TRUE;
}

static gboolean
key (TnCtl *ctl, TnCopy *copy, const TnId *round, const TnId *person, const char *word, gboolean replace, GError **error)
{
  TnTestResult result = tn_test_result_from (word);
  if (result == TN_TEST_PENDING) {
    g_set_error (error, TN_ERROR, TN_ERROR_INVALID, _("“%s” is no result. Say negative, positive or invalid."), word);
    return FALSE;
  }
  return commit (ctl, copy, tn_testing_key (copy, round, person, result, replace, error), person, error);
}

static const struct { const char *verb; int words; } verbs[] = {
  { "list", 1 }, { "plan", 3 }, { "show", 2 }, { "close", 2 }, { "key", 4 }, { "add", 3 }, { "drop", 3 },
};

static gboolean
check_words (int argc, char **argv, GError **error)
{
  for (gsize i = 0; i < G_N_ELEMENTS (verbs); i++)
    if (g_str_equal (verbs[i].verb, argv[1]) && argc - 1 == verbs[i].words)
      return TRUE;
  return tn_ctl_misused (USAGE, error);
}

static gboolean
run (TnCtl *ctl, TnCopy *copy, int argc, char **argv, const Options *options, GError **error)
{
  const char *verb = argv[1];
  TnId round, person;
  if (g_str_equal (verb, "list"))
    return list_rounds (ctl, copy, error);
  if (g_str_equal (verb, "plan"))
    return plan (ctl, copy, argv[2], argv[3], options, error);
  if (!tn_ctl_parse_id (argv[2], &round, error) || (argc > 3 && !tn_ctl_parse_id (argv[3], &person, error)))
    return FALSE;
  if (g_str_equal (verb, "show"))
    return show_round (ctl, copy, &round, error);
  if (g_str_equal (verb, "close"))
    return commit (ctl, copy, tn_testing_set_state (copy, &round, "closed", error), &round, error);
  if (g_str_equal (verb, "key"))
    return key (ctl, copy, &round, &person, argv[4], options->replace, error);
  return commit (ctl, copy, g_str_equal (verb, "add") ? tn_testing_add (copy, &round, &person, error) : tn_testing_drop (copy, &round, &person, error), &person, error);
}

gboolean
tn_ctl_test (TnCtl *ctl, int argc, char **argv, GError **error)
{
  Options options = { NULL };
  const GOptionEntry entries[] = {
    { "area", 0, 0, G_OPTION_ARG_STRING, &options.area, NULL, NULL }, { "category", 0, 0, G_OPTION_ARG_STRING, &options.category, NULL, NULL },
    { "method", 0, 0, G_OPTION_ARG_STRING, &options.method, NULL, NULL }, { "replace", 0, 0, G_OPTION_ARG_NONE, &options.replace, NULL, NULL },
    { "reveal", 0, 0, G_OPTION_ARG_NONE, &ctl->reveal, NULL, NULL }, { NULL },
  };
  gboolean done = FALSE;
  if (tn_ctl_options (&argc, &argv, entries, 1, 4, USAGE, error) && check_words (argc, argv, error)) {
    gboolean reads = g_str_equal (argv[1], "list") || g_str_equal (argv[1], "show");
    g_autoptr (TnCopy) copy = tn_ctl_open (ctl, reads && !ctl->reveal ? TN_COPY_READ_ONLY : 0, error);
    done = copy && run (ctl, copy, argc, argv, &options, error);
  }
  g_free (options.area);
  g_free (options.category);
  g_free (options.method);
  return done;
}
