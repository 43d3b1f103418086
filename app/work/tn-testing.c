/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A test round as it stands: each person once, however often two laptops wrote the person down. */
#include "tn-testing.h"
#include <glib/gi18n.h>
#include "tn-tracing-private.h"

static const char *const result_keys[TN_TEST_N] = {
  [TN_TEST_PENDING] = "pending", [TN_TEST_NEGATIVE] = "negative", [TN_TEST_POSITIVE] = "positive", [TN_TEST_INVALID] = "invalid",
};

const char *
tn_test_result_key (TnTestResult result)
{
  g_return_val_if_fail ((guint) result < TN_TEST_N, "pending");
  return result_keys[result];
}

TnTestResult
tn_test_result_from (const char *key)
{
  for (guint i = 0; key && i < TN_TEST_N; i++)
    if (g_str_equal (result_keys[i], key)) return (TnTestResult) i;
  return TN_TEST_PENDING;
}

TnTestResult
tn_test_weightier (TnTestResult a, TnTestResult b)
{
  static const int weight[TN_TEST_N] = { [TN_TEST_PENDING] = 0, [TN_TEST_INVALID] = 1, [TN_TEST_NEGATIVE] = 2, [TN_TEST_POSITIVE] = 3 };
  return weight[a] >= weight[b] ? a : b;
}

double
tn_test_positivity (const guint counts[TN_TEST_N])
{
  guint known = counts[TN_TEST_POSITIVE] + counts[TN_TEST_NEGATIVE];
  return known ? 100.0 * counts[TN_TEST_POSITIVE] / known : -1;
}

/* ---- a sheet ---- */

static void
free_line (gpointer data)
{
  TnTestLine *line = data;
  g_free (line->name);
  g_free (line->address);
  g_free (line->area);
  g_free (line);
}

static void
free_area (gpointer data)
{
  g_free (((TnTestArea *) data)->name);
  g_free (data);
}

void
tn_test_sheet_free (TnTestSheet *sheet)
{
  if (!sheet) return;
  g_clear_pointer (&sheet->round, tn_row_free);
  g_clear_pointer (&sheet->lines, g_ptr_array_unref);
  g_clear_pointer (&sheet->areas, g_ptr_array_unref);
  g_free (sheet->area);
  g_free (sheet);
}

/* Homes are opened once, and their place in walking order is that of the household list. */
typedef struct {
  TnCopy *copy;
  GHashTable *order;     /* household row → place in walking order */
  GHashTable *quarters;  /* unit id → TnTestArea of its quarter */
  GHashTable *members;   /* person id → place in the home */
  GHashTable *homes;     /* household ids whose people stand in members */
  TnTestSheet *sheet;
} Reader;

static gboolean
read_order (Reader *reader, GError **error)
{
  TnId area;
  gboolean of_area = tn_row_ref (reader->sheet->round, "area", &area);
  TnHouseholdQuery query = { .area = of_area ? &area : NULL, .sort = TN_SORT_ADDRESS, .include_gone = TRUE };
  g_autoptr (GArray) rows = tn_query_households (reader->copy, &query, error);
  for (guint i = 0; rows && i < rows->len; i++)
    g_hash_table_insert (reader->order, GSIZE_TO_POINTER ((gsize) g_array_index (rows, gint64, i)), GUINT_TO_POINTER (i + 1));
  return rows != NULL;
}

/* A group's people are counted with its quarter: the area of the smallest depth on the way up. */
static gboolean
read_quarters (Reader *reader, GError **error)
{
  g_autoptr (GPtrArray) areas = tn_query_areas (reader->copy, error);
  TnTestArea *quarter = NULL;
  for (guint i = 0; areas && i < areas->len; i++) {
    const TnAreaItem *item = areas->pdata[i];
    if (item->depth == 0 || !quarter) {
      quarter = g_new0 (TnTestArea, 1);
      quarter->id = item->id;
      quarter->name = g_strdup (item->name);
      g_ptr_array_add (reader->sheet->areas, quarter);
    }
    g_hash_table_insert (reader->quarters, tn_id_copy (&item->id), quarter);
  }
  return areas != NULL;
}

static TnTestArea *
nowhere (Reader *reader)
{
  static const TnId none = { { 0 } };
  TnTestArea *area = g_hash_table_lookup (reader->quarters, &none);
  if (area) return area;
  area = g_new0 (TnTestArea, 1);
  area->name = g_strdup (_("No quarter"));
  g_ptr_array_add (reader->sheet->areas, area);
  g_hash_table_insert (reader->quarters, tn_id_copy (&none), area);
  return area;
}

typedef struct { TnTestLine *line; guint place, member; TnTestArea *quarter; } Placed;

/* Where a person stands among those of the home; each home is read once. */
static guint
place_member (Reader *reader, const TnId *household, const TnId *person)
{
  if (!g_hash_table_contains (reader->homes, household)) {
    g_autoptr (GPtrArray) people = tn_query_children (reader->copy, "person", household, NULL);
    g_hash_table_add (reader->homes, tn_id_copy (household));
    for (guint i = 0; people && i < people->len; i++)
      g_hash_table_insert (reader->members, tn_id_copy (&((TnRow *) people->pdata[i])->id), GUINT_TO_POINTER (i));
  }
  return GPOINTER_TO_UINT (g_hash_table_lookup (reader->members, person));
}

/* Name, door and quarter of a person; gives the quarter to count in. */
static void
read_person (Reader *reader, Placed *placed)
{
  TnTestLine *line = placed->line;
  TnId household = { { 0 } }, area;
  g_autoptr (TnRow) person = tn_tracing_try_get (reader->copy, "person", &line->person);
  g_autoptr (TnRow) home = person && tn_row_ref (person, "household", &household) ? tn_tracing_try_get (reader->copy, "household", &household) : NULL;
  TnTestArea *quarter = home && tn_row_ref (home, "area", &area) ? g_hash_table_lookup (reader->quarters, &area) : NULL;
  gint64 row = home ? tn_query_household_row (reader->copy, &household) : 0;
  placed->place = GPOINTER_TO_UINT (g_hash_table_lookup (reader->order, GSIZE_TO_POINTER ((gsize) row))) - 1;   /* from elsewhere: last */
  placed->member = home ? place_member (reader, &household, &line->person) : 0;
  line->name = person ? tn_row_dup_text (person, "name") : NULL;
  if (!line->name) line->name = g_strdup (_("not on this laptop"));
  line->address = home ? tn_query_title (reader->copy, &household) : g_strdup ("");
  if (!quarter) quarter = nowhere (reader);
  line->area = g_strdup (quarter->name);
  placed->quarter = quarter;
}

static int
compare_placed_cb (gconstpointer a, gconstpointer b)
{
  const Placed *x = a, *y = b;
  if (x->place != y->place) return x->place < y->place ? -1 : 1;
  if (x->member != y->member) return x->member < y->member ? -1 : 1;
  return tn_id_compare (&x->line->person, &y->line->person);
}

static void
count_line (TnTestSheet *sheet, Placed *placed)
{
  TnTestLine *line = placed->line;
  g_ptr_array_add (sheet->lines, line);
  sheet->counts[line->result]++;
  placed->quarter->counts[line->result]++;
  sheet->twice += line->n > 1;
}

static void
arrange_lines (Reader *reader, GPtrArray *lines)
{
  g_autoptr (GArray) placed = g_array_new (FALSE, TRUE, sizeof (Placed));
  for (guint i = 0; i < lines->len; i++) {
    Placed item = { .line = lines->pdata[i] };
    read_person (reader, &item);
    g_array_append_val (placed, item);
  }
  g_array_sort (placed, compare_placed_cb);
  for (guint i = 0; i < placed->len; i++) count_line (reader->sheet, &g_array_index (placed, Placed, i));
  for (guint i = reader->sheet->areas->len; i-- > 0;) {
    const TnTestArea *area = reader->sheet->areas->pdata[i];
    guint n = 0;
    for (guint r = 0; r < TN_TEST_N; r++) n += area->counts[r];
    if (!n) g_ptr_array_remove_index (reader->sheet->areas, i);
  }
}

/* The test that a result is written to: the one whose result counts, and of equals the first. */
static GPtrArray *
gather_lines (GArray *tests)
{
  g_autoptr (GHashTable) by_person = g_hash_table_new (tn_id_hash, tn_id_equal);
  GPtrArray *lines = g_ptr_array_new ();
  for (guint i = 0; i < tests->len; i++) {
    const TnListed *test = &g_array_index (tests, TnListed, i);
    TnTestResult result = tn_test_result_from (test->state);
    TnTestLine *line = g_hash_table_lookup (by_person, &test->parent);
    if (!line) {
      line = g_new0 (TnTestLine, 1);
      *line = (TnTestLine) { .person = test->parent, .test = test->id, .result = result };
      g_hash_table_insert (by_person, &line->person, line);
      g_ptr_array_add (lines, line);
    }
    if (tn_test_weightier (line->result, result) != line->result) {
      line->test = test->id;
      line->result = result;
    }
    line->counts[result]++;
    line->n++;
  }
  return lines;
}

static void
reader_clear (Reader *reader)
{
  g_clear_pointer (&reader->order, g_hash_table_unref);
  g_clear_pointer (&reader->quarters, g_hash_table_unref);
  g_clear_pointer (&reader->sheet, tn_test_sheet_free);
  g_clear_pointer (&reader->members, g_hash_table_unref);
  g_clear_pointer (&reader->homes, g_hash_table_unref);
}
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Reader, reader_clear)

TnTestSheet *
tn_testing_read (TnCopy *copy, const TnId *round, GError **error)
{
  TnListedQuery query = { .kind = "test", .ref = round };
  TnId area;
  g_auto (Reader) reader = { copy, g_hash_table_new (NULL, NULL), g_hash_table_new_full (tn_id_hash, tn_id_equal, g_free, NULL),
                             g_hash_table_new_full (tn_id_hash, tn_id_equal, g_free, NULL), g_hash_table_new_full (tn_id_hash, tn_id_equal, g_free, NULL),
                             g_new0 (TnTestSheet, 1) };
  reader.sheet->lines = g_ptr_array_new_with_free_func (free_line);
  reader.sheet->areas = g_ptr_array_new_with_free_func (free_area);
  reader.sheet->round = tn_work_get (copy, "test_round", round, error);
  g_autoptr (GArray) tests = reader.sheet->round ? tn_query_listed (copy, &query, error) : NULL;
  if (!tests || !read_order (&reader, error) || !read_quarters (&reader, error)) return NULL;
  reader.sheet->area = tn_row_ref (reader.sheet->round, "area", &area) ? tn_query_title (copy, &area) : g_strdup ("");
  g_autoptr (GPtrArray) lines = gather_lines (tests);
  arrange_lines (&reader, lines);
  return g_steal_pointer (&reader.sheet);
}

gboolean
tn_testing_count (TnCopy *copy, const TnId *round, guint counts[TN_TEST_N], GError **error)
{
  for (guint i = 0; i < TN_TEST_N; i++) {
    TnListedQuery query = { .kind = "test", .ref = round, .state = result_keys[i] };
    if (!tn_query_count_listed (copy, &query, &counts[i], error)) return FALSE;
  }
  return TRUE;
}
