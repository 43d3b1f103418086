/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <string.h>
#include "tn-business.h"
#include "tn-each.h"
#include "tn-listed.h"
#include "tn-text.h"
#include "tn-work-private.h"

static gboolean
has (const char *text, const char *search)
{
  g_autofree char *folded = *search ? tn_text_fold (text, -1) : NULL;

  return !folded || strstr (folded, search);
}

/* ---- businesses ---- */

void
tn_business_line_free (gpointer data)
{
  TnBusinessLine *line = data;

  g_free (line->name);
  g_free (line->trade);
  g_free (line->area);
  g_free (line);
}

typedef struct
{
  GPtrArray *lines;
  GHashTable *open;     /* TnId of a business -> how many needs */
  GHashTable *areas;    /* TnId of a unit -> its name */
  char *search;
  guint limit;
} Reading;

/* In list order, which is that of the names. */
static void
add_business (const TnFields *fields, gpointer data)
{
  Reading *r = data;
  g_autofree char *name = tn_fields_dup_or_empty (fields, "name"), *trade = tn_fields_dup_or_empty (fields, "trade"), *address = tn_fields_dup_or_empty (fields, "address"), *state = tn_fields_dup_or_empty (fields, "state");
  g_autofree char *all = g_strdup_printf ("%s\n%s\n%s", name, trade, address);
  const char *area_name = NULL;
  TnBusinessLine *line;
  TnId area;

  if ((r->limit && r->lines->len >= r->limit) || !has (all, r->search))
    return;
  if (tn_fields_ref (fields, "area", &area))
    area_name = g_hash_table_lookup (r->areas, &area);
  line = g_new0 (TnBusinessLine, 1);
  *line = (TnBusinessLine) { fields->id, g_steal_pointer (&name), g_steal_pointer (&trade), g_strdup (area_name ? area_name : ""),
                             tn_work_choice (tn_kind_field (fields->kind, "state"), state), GPOINTER_TO_UINT (g_hash_table_lookup (r->open, &fields->id)) };
  g_ptr_array_add (r->lines, line);
}

/* How many open needs each business has. */
static GHashTable *
count_open (TnCopy *copy, GError **error)
{
  TnListedQuery query = { .kind = "business_need", .state = "open" };
  g_autoptr (GArray) needs = tn_query_listed (copy, &query, error);
  GHashTable *open = needs ? g_hash_table_new_full (tn_id_hash, tn_id_equal, g_free, NULL) : NULL;

  for (guint i = 0; open && i < needs->len; i++)
    {
      const TnId *business = &g_array_index (needs, TnListed, i).parent;
      guint n = GPOINTER_TO_UINT (g_hash_table_lookup (open, business));

      g_hash_table_replace (open, tn_id_copy (business), GUINT_TO_POINTER (n + 1));
    }
  return open;
}

GPtrArray *
tn_business_list (TnCopy *copy, const char *search, guint limit, GError **error)
{
  g_autoptr (GPtrArray) lines = g_ptr_array_new_with_free_func (tn_business_line_free), units = tn_query_areas (copy, error);
  g_autoptr (GHashTable) open = units ? count_open (copy, error) : NULL, areas = g_hash_table_new (tn_id_hash, tn_id_equal);
  g_autofree char *folded = tn_text_fold (search ? search : "", -1);
  Reading reading = { lines, open, areas, folded, limit };

  for (guint i = 0; units && i < units->len; i++)
    g_hash_table_insert (areas, &((TnAreaItem *) units->pdata[i])->id, ((TnAreaItem *) units->pdata[i])->name);
  return open && tn_query_each (copy, "business", add_business, &reading, error) ? g_steal_pointer (&lines) : NULL;
}

/* ---- needs ---- */

void
tn_need_line_free (gpointer data)
{
  TnNeedLine *line = data;

  if (!line)
    return;
  g_free (line->name);
  g_free (line->trade);
  g_free (line->text);
  g_free (line);
}

typedef struct
{
  GPtrArray *lines;
  gboolean all;
  gint64 today;
} Needs;

/* yyyymmdd so many days later; a date without its day is its first. */
static gint64
add_days (gint64 day, guint days)
{
  g_autoptr (GDateTime) from = day > 0 ? g_date_time_new_utc ((int) (day / 10000), MAX (1, (int) (day / 100 % 100)), MAX (1, (int) (day % 100)), 0, 0, 0) : NULL;
  g_autoptr (GDateTime) to = from ? g_date_time_add_days (from, (int) days) : NULL;

  return to ? g_date_time_get_year (to) * 10000 + g_date_time_get_month (to) * 100 + g_date_time_get_day_of_month (to) : 0;
}

static gboolean
is_open (const TnListed *listed)
{
  return !*listed->state || g_str_equal (listed->state, "open");
}

static gboolean
add_need (const TnListed *listed, TnSlice body, gpointer data)
{
  Needs *n = data;
  const TnKind *kind = tn_schema_kind ("business_need");
  g_autofree char *what = tn_json_dup_or_empty (body, "what");
  gboolean open = is_open (listed);
  TnNeedLine *line;
  gint64 number = 0;

  if (!open && !n->all)
    return TRUE;
  tn_json_get_int (tn_json_member (body, "number"), &number);
  line = g_new0 (TnNeedLine, 1);
  *line = (TnNeedLine) { .id = listed->id, .business = listed->parent, .text = tn_json_dup_or_empty (body, "text"), .what = tn_work_choice (tn_kind_field (kind, "what"), what),
                         .state = open ? "open" : listed->state, .since = listed->at, .number = (guint) CLAMP (number, 0, G_MAXINT) };
  line->due = open ? add_days (listed->at, tn_need_days (line->what)) : 0;
  line->late = line->due && line->due < n->today;
  g_ptr_array_add (n->lines, line);
  return TRUE;
}

/* What all needs of one business are told with: read once, whatever many there are. */
typedef struct
{
  char *name, *trade;
  GArray *placed;   /* gint64, yyyymmdd: when somebody found work there, the earliest first; NULL = not asked yet */
} Employer;

static void
free_employer (gpointer data)
{
  Employer *employer = data;

  g_free (employer->name);
  g_free (employer->trade);
  g_clear_pointer (&employer->placed, g_array_unref);
  g_free (employer);
}

static gboolean
add_placed (const TnListed *listed, TnSlice body, gpointer data)
{
  g_autofree char *placed = tn_json_get_string (tn_json_member (body, "placed"));
  gint64 day = tn_listed_date (placed);

  g_array_append_val ((GArray *) data, day);
  return TRUE;
}

static int
compare_days_cb (gconstpointer a, gconstpointer b)
{
  gint64 x = *(const gint64 *) a, y = *(const gint64 *) b;

  return x < y ? -1 : x > y;
}

static gboolean
read_placed (TnCopy *copy, const TnId *business, Employer *employer, GError **error)
{
  TnListedQuery query = { .kind = "job_wish", .ref = business, .state = "placed" };

  employer->placed = g_array_new (FALSE, FALSE, sizeof (gint64));
  if (!tn_query_listed_each (copy, &query, add_placed, employer->placed, error))
    return FALSE;
  g_array_sort (employer->placed, compare_days_cb);
  return TRUE;
}

/* People who found work there since that day. */
static guint
count_since (const GArray *placed, gint64 since)
{
  guint low = 0, high = placed->len;

  while (low < high)
    {
      guint middle = low + (high - low) / 2;

      if (g_array_index (placed, gint64, middle) < since)
        low = middle + 1;
      else
        high = middle;
    }
  return placed->len - low;
}

static int
compare_needs_cb (gconstpointer a, gconstpointer b)
{
  const TnNeedLine *x = *(const TnNeedLine *const *) a, *y = *(const TnNeedLine *const *) b;
  gint64 due_x = x->due ? x->due : G_MAXINT64, due_y = y->due ? y->due : G_MAXINT64;

  if (due_x != due_y)
    return due_x < due_y ? -1 : 1;
  return x->since != y->since ? (x->since > y->since ? -1 : 1) : tn_id_compare (&x->id, &y->id);
}

static Employer *
get_employer (TnCopy *copy, GHashTable *employers, const TnId *business)
{
  Employer *employer = g_hash_table_lookup (employers, business);
  g_autoptr (TnRow) row = NULL;

  if (employer)
    return employer;
  row = tn_id_is_null (business) ? NULL : tn_copy_get (copy, business, NULL);
  employer = g_new0 (Employer, 1);
  employer->name = tn_row_dup_or_empty (row, "name");
  employer->trade = tn_row_dup_or_empty (row, "trade");
  g_hash_table_insert (employers, tn_id_copy (business), employer);
  return employer;
}

/* Only of needs for workers is it asked who found work. */
static gboolean
finish_line (TnCopy *copy, GHashTable *employers, TnNeedLine *line, const char *search, gboolean *found, GError **error)
{
  Employer *employer = get_employer (copy, employers, &line->business);

  line->name = g_strdup (employer->name);
  line->trade = g_strdup (employer->trade);
  *found = has (line->name, search) || has (line->text, search);
  if (!*found || !g_str_equal (line->what, "workers") || tn_id_is_null (&line->business))
    return TRUE;
  if (!employer->placed && !read_placed (copy, &line->business, employer, error))
    return FALSE;
  line->placed = count_since (employer->placed, line->since);
  return TRUE;
}

/* All open ones, and of the others the newest `limit` (0 = all); *n_more: those left out. */
static GArray *
choose_needs (TnCopy *copy, const TnId *business, gboolean all, guint limit, guint *n_more, GError **error)
{
  TnListedQuery query = { .kind = "business_need", .parent = business, .newest_first = TRUE };
  g_autoptr (GArray) listed = tn_query_listed (copy, &query, error), chosen = g_array_new (FALSE, FALSE, sizeof (TnListed));
  guint n_closed = 0;

  for (guint i = 0; listed && i < listed->len; i++)
    {
      const TnListed *one = &g_array_index (listed, TnListed, i);

      if (!is_open (one) && (!all || (n_closed++ >= limit && limit)))
        continue;
      g_array_append_val (chosen, *one);
    }
  *n_more = limit ? n_closed - MIN (n_closed, limit) : 0;
  return listed ? g_steal_pointer (&chosen) : NULL;
}

static gboolean
read_need (TnCopy *copy, const TnListed *listed, Needs *needs, GError **error)
{
  g_autoptr (TnStmt) stmt = tn_db_prepare (tn_copy_db (copy), "SELECT body FROM record WHERE id = ?1", error);
  TnStep step;

  if (!stmt)
    return FALSE;
  tn_stmt_bind_id (stmt, 1, &listed->id);
  if ((step = tn_stmt_step (stmt, error)) == TN_STEP_ROW)
    add_need (listed, tn_stmt_slice (stmt, 0), needs);
  return step != TN_STEP_ERROR;
}

static gboolean
read_needs (TnCopy *copy, const GArray *chosen, Needs *needs, GError **error)
{
  for (guint i = 0; i < chosen->len; i++)
    if (!read_need (copy, &g_array_index (chosen, TnListed, i), needs, error))
      return FALSE;
  return TRUE;
}

GPtrArray *
tn_need_list (TnCopy *copy, const TnId *business, gboolean all, const char *search, guint limit, gint64 today, guint *n_more, GError **error)
{
  g_autoptr (GPtrArray) read = g_ptr_array_new_with_free_func (tn_need_line_free), lines = g_ptr_array_new_with_free_func (tn_need_line_free);
  g_autoptr (GHashTable) employers = g_hash_table_new_full (tn_id_hash, tn_id_equal, g_free, free_employer);
  g_autofree char *folded = tn_text_fold (search ? search : "", -1);
  guint n_behind = 0;
  g_autoptr (GArray) chosen = choose_needs (copy, business, all, *folded ? 0 : limit, &n_behind, error);
  Needs needs = { read, all, today };

  if (!chosen || !read_needs (copy, chosen, &needs, error))
    return NULL;
  for (guint i = 0; i < read->len; i++)
    {
      gboolean found;

      if (!finish_line (copy, employers, read->pdata[i], folded, &found, error))
        return NULL;
      if (found)
        g_ptr_array_add (lines, g_steal_pointer (&read->pdata[i]));
    }
  g_ptr_array_sort (lines, compare_needs_cb);
  if (n_more)
    *n_more = n_behind;
  return g_steal_pointer (&lines);
}

GPtrArray *
tn_need_list_late (TnCopy *copy, guint limit, gint64 today, guint *n, GError **error)
{
  g_autoptr (GPtrArray) read = g_ptr_array_new_with_free_func (tn_need_line_free), late = g_ptr_array_new_with_free_func (tn_need_line_free);
  g_autoptr (GHashTable) employers = g_hash_table_new_full (tn_id_hash, tn_id_equal, g_free, free_employer);
  TnListedQuery query = { .kind = "business_need", .state = "open", .to = today };   /* what is asked for today is not late yet */
  Needs needs = { read, FALSE, today };

  if (!tn_query_listed_each (copy, &query, add_need, &needs, error))
    return NULL;
  for (guint i = 0; i < read->len; i++)
    if (((TnNeedLine *) read->pdata[i])->late)
      g_ptr_array_add (late, g_steal_pointer (&read->pdata[i]));
  g_ptr_array_sort (late, compare_needs_cb);
  *n = late->len;
  if (limit && late->len > limit)
    g_ptr_array_set_size (late, (int) limit);
  for (guint i = 0; i < late->len; i++)
    {
      TnNeedLine *line = late->pdata[i];
      const Employer *employer = get_employer (copy, employers, &line->business);

      line->name = g_strdup (employer->name);
      line->trade = g_strdup (employer->trade);
    }
  return g_steal_pointer (&late);
}

/* ---- lodging ---- */

static gboolean
count_homes (TnCopy *copy, TnLodging *lodging, GError **error)
{
  g_autoptr (TnStmt) stmt = tn_db_prepare (tn_copy_db (copy), "SELECT count(*), count(DISTINCT nullif(room, '')), coalesce(sum(n_people), 0) FROM household WHERE building = ?1 AND gone = 0", error);

  if (!stmt)
    return FALSE;
  tn_stmt_bind_id (stmt, 1, &lodging->id);
  if (tn_stmt_step (stmt, error) != TN_STEP_ROW)
    return FALSE;
  lodging->households = (guint) tn_stmt_int (stmt, 0);
  lodging->lived_in = (guint) tn_stmt_int (stmt, 1);
  lodging->people = (guint) tn_stmt_int (stmt, 2);
  return TRUE;
}

gboolean
tn_business_lodging (TnCopy *copy, const TnRow *business, TnLodging *lodging, gboolean *known, GError **error)
{
  g_autoptr (TnRow) building = NULL;
  gint64 rooms = 0;

  memset (lodging, 0, sizeof *lodging);
  *known = tn_row_ref (business, "lodging", &lodging->id);
  if (!*known)
    return TRUE;
  building = tn_copy_get (copy, &lodging->id, NULL);
  if (building)
    tn_json_get_int (tn_row_field (building, "rooms"), &rooms);
  lodging->rooms = (guint) CLAMP (rooms, 0, G_MAXINT);
  if (!count_homes (copy, lodging, error))
    return FALSE;
  lodging->title = tn_query_title (copy, &lodging->id);
  return TRUE;
}
