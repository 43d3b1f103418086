/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Who looks for work, as the copy has it: names and doors come along in one statement, for there may be thousands. */
#include "tn-job.h"
#include <string.h>
#include "tn-job-match.h"
#include "tn-listed.h"
#include "tn-text.h"
#include "tn-work-private.h"

void
tn_job_line_free (gpointer data)
{
  TnJobLine *line = data;

  g_free (line->name);
  g_free (line->address);
  g_free (line->wants);
  g_free (line->skills);
  g_free (line->common);
  g_free (line);
}

void
tn_jobless_line_free (gpointer data)
{
  TnJoblessLine *line = data;

  g_free (line->name);
  g_free (line->address);
  g_free (line);
}

static char *
dup_column (TnStmt *stmt, int column)
{
  const char *text = tn_stmt_text (stmt, column);

  return g_strdup (text ? text : "");
}

/* "12/3 Hẻm 45", from columns that hold house number, alley, street and room. */
static char *
dup_address (TnStmt *stmt, int column)
{
  g_autoptr (GString) address = g_string_new (NULL);

  for (int i = 0; i < 4; i++)
    {
      const char *part = tn_stmt_text (stmt, column + i);

      if (part && *part)
        g_string_append_printf (address, "%s%s", address->len ? " " : "", part);
    }
  return g_string_free (g_steal_pointer (&address), FALSE);
}

/* ---- wishes ---- */

#define WISH_COLUMNS "SELECT i.id, i.parent, i.ref, i.state, i.at, p.name, r.body" \
  " FROM item i JOIN record r ON r.id = i.id LEFT JOIN person p ON p.id = i.parent WHERE i.kind = 'job_wish'"
/* Who died or moved away looks for nothing here, whatever stands in the wish; a person that has not arrived yet may. */
#define STILL_HERE " AND (p.gone IS NULL OR p.gone = 0)"

static TnJobLine *
read_line (TnStmt *stmt)
{
  const TnField *state = tn_kind_field (tn_schema_kind ("job_wish"), "state");
  TnSlice body = tn_stmt_slice (stmt, 6);
  TnJobLine *line = g_new0 (TnJobLine, 1);

  tn_stmt_id (stmt, 0, &line->id);
  tn_stmt_id (stmt, 1, &line->person);
  tn_stmt_id (stmt, 2, &line->business);
  line->state = tn_work_choice (state, tn_stmt_text (stmt, 3));
  line->since = tn_stmt_int (stmt, 4);
  line->name = dup_column (stmt, 5);
  line->wants = tn_json_dup_or_empty (body, "wants");
  line->skills = tn_json_dup_or_empty (body, "skills");
  return line;
}

static gboolean
matches (const TnJobLine *line, const char *search)
{
  g_autofree char *text = *search ? g_strconcat (line->name, "\n", line->wants, "\n", line->skills, NULL) : NULL, *folded = text ? tn_text_fold (text, -1) : NULL;

  return !folded || strstr (folded, search);
}

/* Only of those that are listed: a door is two steps away from each wish. */
static gboolean
fill_address (TnCopy *copy, TnJobLine *line, GError **error)
{
  g_autoptr (TnStmt) stmt = tn_db_prepare (tn_copy_db (copy), "SELECT h.house_no, h.alley, h.street, h.room FROM person p JOIN household h ON h.row = p.home WHERE p.id = ?1", error);
  TnStep step;

  if (!stmt)
    return FALSE;
  tn_stmt_bind_id (stmt, 1, &line->person);
  step = tn_stmt_step (stmt, error);
  line->address = step == TN_STEP_ROW ? dup_address (stmt, 0) : g_strdup ("");
  return step != TN_STEP_ERROR;
}

static gboolean
fill_addresses (TnCopy *copy, const GPtrArray *lines, GError **error)
{
  for (guint i = 0; i < lines->len; i++)
    if (!fill_address (copy, lines->pdata[i], error))
      return FALSE;
  return TRUE;
}

/* Without their addresses. */
static GPtrArray *
read_lines (TnStmt *stmt, const char *search, guint limit, GError **error)
{
  g_autoptr (GPtrArray) lines = g_ptr_array_new_with_free_func (tn_job_line_free);
  g_autofree char *folded = tn_text_fold (search ? search : "", -1);
  TnStep step = TN_STEP_DONE;

  while ((!limit || lines->len < limit) && (step = tn_stmt_step (stmt, error)) == TN_STEP_ROW)
    {
      TnJobLine *line = read_line (stmt);

      if (matches (line, folded))
        g_ptr_array_add (lines, line);
      else
        tn_job_line_free (line);
    }
  return step == TN_STEP_ERROR ? NULL : g_steal_pointer (&lines);
}

static GPtrArray *
list_wishes (TnCopy *copy, const char *state, const char *search, guint limit, GError **error)
{
  gboolean looking = g_strcmp0 (state, "looking") == 0;
  g_autoptr (TnStmt) stmt = looking ? tn_db_prepare (tn_copy_db (copy), WISH_COLUMNS " AND i.state = ?1" STILL_HERE " ORDER BY i.at", error)
                          : state ? tn_db_prepare (tn_copy_db (copy), WISH_COLUMNS " AND i.state = ?1 ORDER BY i.at", error)
                                  : tn_db_prepare (tn_copy_db (copy), WISH_COLUMNS " AND i.at IS NOT NULL ORDER BY i.at", error);

  if (!stmt)
    return NULL;
  if (state)
    tn_stmt_bind_text (stmt, 1, state);
  return read_lines (stmt, search, limit, error);
}

static gboolean
count_wishes (TnCopy *copy, const char *state, guint *n, GError **error)
{
  gboolean looking = g_strcmp0 (state, "looking") == 0;
  g_autoptr (TnStmt) stmt = tn_db_prepare (tn_copy_db (copy), looking ? "SELECT count(*) FROM item i LEFT JOIN person p ON p.id = i.parent WHERE i.kind = 'job_wish' AND i.state = ?1" STILL_HERE
                                           : state ? "SELECT count(*) FROM item WHERE kind = 'job_wish' AND state = ?1" : "SELECT count(*) FROM item WHERE kind = 'job_wish' AND at IS NOT NULL", error);

  if (!stmt)
    return FALSE;
  if (state)
    tn_stmt_bind_text (stmt, 1, state);
  if (tn_stmt_step (stmt, error) != TN_STEP_ROW)
    return FALSE;
  *n = (guint) tn_stmt_int (stmt, 0);
  return TRUE;
}

GPtrArray *
tn_job_list (TnCopy *copy, const char *state, const char *search, guint limit, guint *n_more, GError **error)
{
  gboolean sought = search && *search;
  g_autoptr (GPtrArray) lines = list_wishes (copy, state, search, n_more && sought ? 0 : limit, error);
  guint n = lines ? lines->len : 0;

  if (!lines || (n_more && limit && !sought && n >= limit && !count_wishes (copy, state, &n, error)))
    return NULL;
  if (limit && lines->len > limit)
    g_ptr_array_set_size (lines, (int) limit);
  if (n_more)
    *n_more = n - MIN (n, lines->len);
  return fill_addresses (copy, lines, error) ? g_steal_pointer (&lines) : NULL;
}

GPtrArray *
tn_job_list_at (TnCopy *copy, const TnId *business, GError **error)
{
  g_autoptr (TnStmt) stmt = tn_db_prepare (tn_copy_db (copy), WISH_COLUMNS " AND i.ref = ?1 AND i.state = 'placed' ORDER BY i.id", error);
  g_autoptr (GPtrArray) lines = NULL;

  if (!stmt)
    return NULL;
  tn_stmt_bind_id (stmt, 1, business);
  lines = read_lines (stmt, NULL, 0, error);
  return lines && fill_addresses (copy, lines, error) ? g_steal_pointer (&lines) : NULL;
}

static int
compare_points_cb (gconstpointer a, gconstpointer b)
{
  const TnJobLine *x = *(const TnJobLine *const *) a, *y = *(const TnJobLine *const *) b;

  if (x->points != y->points)
    return x->points > y->points ? -1 : 1;
  return x->since != y->since ? (x->since < y->since ? -1 : 1) : tn_id_compare (&x->id, &y->id);
}

GPtrArray *
tn_job_list_for (TnCopy *copy, const TnId *need, guint limit, GError **error)
{
  g_autoptr (TnRow) row = tn_work_get (copy, "business_need", need, error);
  g_autoptr (GPtrArray) lines = row ? list_wishes (copy, "looking", NULL, 0, error) : NULL;
  g_autofree char *offer = row ? tn_row_dup_text (row, "text") : NULL;
  TnId business;
  g_autoptr (TnRow) owner = row && tn_row_ref (row, "business", &business) ? tn_copy_get (copy, &business, NULL) : NULL;
  g_autofree char *trade = owner ? tn_row_dup_text (owner, "trade") : NULL;

  if (!lines)
    return NULL;
  for (guint i = 0; i < lines->len; i++)
    {
      TnJobLine *line = lines->pdata[i];

      line->points = tn_job_match (line->wants, line->skills, offer, trade, &line->common);
    }
  g_ptr_array_sort (lines, compare_points_cb);
  if (limit && lines->len > limit)
    g_ptr_array_set_size (lines, (int) limit);
  return fill_addresses (copy, lines, error) ? g_steal_pointer (&lines) : NULL;
}

/* ---- who lost their work ---- */

typedef struct { TnId person, membership; char *from; } Lost;

static void
clear_lost (gpointer data)
{
  g_free (((Lost *) data)->from);
}

static int
compare_lost_cb (gconstpointer a, gconstpointer b)
{
  const Lost *x = a, *y = b;
  int order = strcmp (x->from, y->from);

  return order ? order : tn_id_compare (&x->membership, &y->membership);
}

/* Who is of the category on that day; of whom the day is not known, first. */
static GArray *
read_lost (TnCopy *copy, gint64 day, GError **error)
{
  g_autoptr (GArray) lost = g_array_new (FALSE, FALSE, sizeof (Lost));
  g_autofree char *today = tn_listed_date_text (day);
  g_autoptr (TnStmt) stmt = tn_db_prepare (tn_copy_db (copy),
    "SELECT id, subject, from_date FROM membership WHERE category = 'lost_job' AND (to_date IS NULL OR to_date >= substr(?1, 1, length(to_date))) AND coalesce(from_date, '') <= ?1", error);
  TnStep step;

  g_array_set_clear_func (lost, clear_lost);
  if (!stmt)
    return NULL;
  tn_stmt_bind_text (stmt, 1, today);
  while ((step = tn_stmt_step (stmt, error)) == TN_STEP_ROW)
    {
      Lost one = { .from = dup_column (stmt, 2) };

      tn_stmt_id (stmt, 0, &one.membership);
      tn_stmt_id (stmt, 1, &one.person);
      g_array_append_val (lost, one);
    }
  return step == TN_STEP_DONE ? g_steal_pointer (&lost) : NULL;
}

/* Wishes by person: GArray of TnListed. One reading of an index instead of a question for everybody. */
static GHashTable *
read_wishes (TnCopy *copy, GError **error)
{
  TnListedQuery query = { .kind = "job_wish" };
  g_autoptr (GArray) wishes = tn_query_listed (copy, &query, error);
  g_autoptr (GHashTable) by_person = g_hash_table_new_full (tn_id_hash, tn_id_equal, g_free, (GDestroyNotify) g_array_unref);

  for (guint i = 0; wishes && i < wishes->len; i++)
    {
      const TnListed *wish = &g_array_index (wishes, TnListed, i);
      GArray *own = g_hash_table_lookup (by_person, &wish->parent);

      if (!own)
        g_hash_table_insert (by_person, tn_id_copy (&wish->parent), own = g_array_new (FALSE, FALSE, sizeof (TnListed)));
      g_array_append_val (own, *wish);
    }
  return wishes ? g_steal_pointer (&by_person) : NULL;
}

/* A wish that runs, or was closed since they lost it. */
static gboolean
has_wish (TnCopy *copy, GHashTable *wishes, const Lost *lost, gboolean *has, GError **error)
{
  const GArray *own = g_hash_table_lookup (wishes, &lost->person);
  gint64 from = tn_listed_date (lost->from);

  *has = FALSE;
  for (guint i = 0; own && i < own->len && !*has; i++)
    {
      const TnListed *wish = &g_array_index (own, TnListed, i);

      *has = !*wish->state || g_str_equal (wish->state, "looking") || wish->at >= from;
    }
  for (guint i = 0; own && i < own->len && !*has; i++)
    {
      g_autoptr (TnRow) row = tn_copy_get (copy, &g_array_index (own, TnListed, i).id, error);
      g_autofree char *placed = row ? tn_row_dup_text (row, "placed") : NULL;

      if (!row)
        return FALSE;
      *has = tn_listed_date (placed) >= from;
    }
  return TRUE;
}

/* *line NULL: no longer here, or not who is looked for. */
static gboolean
read_jobless (TnCopy *copy, const Lost *lost, const char *search, TnJoblessLine **line, GError **error)
{
  g_autoptr (TnStmt) stmt = tn_db_prepare (tn_copy_db (copy),
    "SELECT p.name, h.house_no, h.alley, h.street, h.room FROM person p JOIN household h ON h.row = p.home WHERE p.id = ?1 AND p.gone = 0 AND h.gone = 0", error);
  g_autofree char *name = NULL, *plain = NULL;
  TnStep step;

  *line = NULL;
  if (!stmt)
    return FALSE;
  tn_stmt_bind_id (stmt, 1, &lost->person);
  if ((step = tn_stmt_step (stmt, error)) != TN_STEP_ROW)
    return step == TN_STEP_DONE;
  name = dup_column (stmt, 0);
  plain = *search ? tn_text_fold (name, -1) : NULL;
  if (plain && !strstr (plain, search))
    return TRUE;
  *line = g_new0 (TnJoblessLine, 1);
  **line = (TnJoblessLine) { lost->person, lost->membership, g_steal_pointer (&name), dup_address (stmt, 1), tn_listed_date (lost->from) };
  return TRUE;
}

GPtrArray *
tn_jobless_list (TnCopy *copy, const char *search, guint limit, gint64 day, guint *n_more, GError **error)
{
  g_autoptr (GArray) lost = read_lost (copy, day, error);
  g_autoptr (GHashTable) wishes = lost ? read_wishes (copy, error) : NULL, seen = g_hash_table_new (tn_id_hash, tn_id_equal);
  g_autoptr (GPtrArray) lines = g_ptr_array_new_with_free_func (tn_jobless_line_free);
  g_autofree char *folded = tn_text_fold (search ? search : "", -1);
  guint n_behind = 0;

  if (!wishes)
    return NULL;
  g_array_sort (lost, compare_lost_cb);
  for (guint i = 0; i < lost->len && (n_more || !limit || lines->len < limit); i++)
    {
      const Lost *one = &g_array_index (lost, Lost, i);
      TnJoblessLine *line;
      gboolean has;

      if (g_hash_table_contains (seen, &one->person))
        continue;
      if (!has_wish (copy, wishes, one, &has, error) || (!has && !read_jobless (copy, one, folded, &line, error)))
        return NULL;
      if (has || !line)
        continue;
      g_hash_table_add (seen, (gpointer) &one->person);
      if (!limit || lines->len < limit)
        g_ptr_array_add (lines, line);
      else
        {
          n_behind++;
          tn_jobless_line_free (line);
        }
    }
  if (n_more)
    *n_more = n_behind;
  return g_steal_pointer (&lines);
}
