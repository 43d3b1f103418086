/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Who looks for work, as the copy has it: names and doors come along in one statement, for there may be thousands. */
#include "tn-job.h"
#include <string.h>
#include "tn-date.h"
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
dup_member (TnSlice body, const char *key)
{
  char *text = tn_json_get_string (tn_json_member (body, key));

  return text ? text : g_strdup ("");
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

#define WISH_COLUMNS "SELECT i.id, i.parent, i.ref, i.state, i.at, p.name, h.house_no, h.alley, h.street, h.room, r.body" \
  " FROM item i JOIN record r ON r.id = i.id LEFT JOIN person p ON p.id = i.parent LEFT JOIN household h ON h.row = p.home" \
  " WHERE i.kind = 'job_wish'"
/* Who died or moved away looks for nothing here, whatever stands in the wish; a person that has not arrived yet may. */
#define STILL_HERE " AND (p.gone IS NULL OR p.gone = 0)"

static TnJobLine *
read_line (TnStmt *stmt)
{
  const TnField *state = tn_kind_field (tn_schema_kind ("job_wish"), "state");
  TnSlice body = tn_stmt_slice (stmt, 10);
  TnJobLine *line = g_new0 (TnJobLine, 1);

  tn_stmt_id (stmt, 0, &line->id);
  tn_stmt_id (stmt, 1, &line->person);
  tn_stmt_id (stmt, 2, &line->business);
  line->state = tn_work_choice (state, tn_stmt_text (stmt, 3));
  line->since = tn_stmt_int (stmt, 4);
  line->name = dup_column (stmt, 5);
  line->address = dup_address (stmt, 6);
  line->wants = dup_member (body, "wants");
  line->skills = dup_member (body, "skills");
  return line;
}

static gboolean
matches (const TnJobLine *line, const char *search)
{
  g_autofree char *text = *search ? g_strconcat (line->name, "\n", line->wants, "\n", line->skills, NULL) : NULL, *folded = text ? tn_text_fold (text, -1) : NULL;

  return !folded || strstr (folded, search);
}

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

GPtrArray *
tn_job_list (TnCopy *copy, const char *state, const char *search, guint limit, GError **error)
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

GPtrArray *
tn_job_list_at (TnCopy *copy, const TnId *business, GError **error)
{
  g_autoptr (TnStmt) stmt = tn_db_prepare (tn_copy_db (copy), WISH_COLUMNS " AND i.ref = ?1 AND i.state = 'placed' ORDER BY i.id", error);

  if (!stmt)
    return NULL;
  tn_stmt_bind_id (stmt, 1, business);
  return read_lines (stmt, NULL, 0, error);
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
  g_autoptr (GPtrArray) lines = row ? tn_job_list (copy, "looking", NULL, 0, error) : NULL;
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
  return g_steal_pointer (&lines);
}

/* ---- who lost their work ---- */

/* A wish that runs, or was closed since they lost it. */
static gboolean
has_wish (TnCopy *copy, const TnId *person, gint64 from, gboolean *has, GError **error)
{
  TnListedQuery query = { .kind = "job_wish", .parent = person };
  g_autoptr (GArray) wishes = tn_query_listed (copy, &query, error);

  *has = FALSE;
  for (guint i = 0; wishes && i < wishes->len && !*has; i++)
    {
      const TnListed *wish = &g_array_index (wishes, TnListed, i);

      if (!*wish->state || g_str_equal (wish->state, "looking") || wish->at >= from)
        *has = TRUE;
      else
        {
          g_autoptr (TnRow) row = tn_copy_get (copy, &wish->id, error);
          g_autofree char *placed = row ? tn_row_dup_text (row, "placed") : NULL;

          if (!row)
            return FALSE;
          *has = tn_listed_date (placed) >= from;
        }
    }
  return wishes != NULL;
}

static GPtrArray *
read_jobless (TnCopy *copy, const char *search, gint64 day, GError **error)
{
  g_autoptr (GPtrArray) lines = g_ptr_array_new_with_free_func (tn_jobless_line_free);
  g_autofree char *today = tn_listed_date_text (day), *folded = tn_text_fold (search ? search : "", -1);
  g_autoptr (TnStmt) stmt = tn_db_prepare (tn_copy_db (copy),
    "SELECT m.id, p.id, m.from_date, p.name, h.house_no, h.alley, h.street, h.room FROM membership m JOIN person p ON p.id = m.subject"
    " JOIN household h ON h.row = p.home WHERE m.category = 'lost_job' AND (m.to_date IS NULL OR m.to_date >= substr(?1, 1, length(m.to_date))) AND coalesce(m.from_date, '') <= ?1 AND p.gone = 0 AND h.gone = 0"
    " ORDER BY m.from_date", error);
  TnStep step;

  if (!stmt)
    return NULL;
  tn_stmt_bind_text (stmt, 1, today);
  while ((step = tn_stmt_step (stmt, error)) == TN_STEP_ROW)
    {
      g_autofree char *name = dup_column (stmt, 3), *plain = *folded ? tn_text_fold (name, -1) : NULL;
      TnJoblessLine *line;

      if (plain && !strstr (plain, folded))
        continue;
      line = g_new0 (TnJoblessLine, 1);
      tn_stmt_id (stmt, 0, &line->membership);
      tn_stmt_id (stmt, 1, &line->person);
      line->from = tn_listed_date (tn_stmt_text (stmt, 2));
      line->name = g_steal_pointer (&name);
      line->address = dup_address (stmt, 4);
      g_ptr_array_add (lines, line);
    }
  return step == TN_STEP_DONE ? g_steal_pointer (&lines) : NULL;
}

GPtrArray *
tn_jobless_list (TnCopy *copy, const char *search, guint limit, gint64 day, GError **error)
{
  g_autoptr (GPtrArray) lost = read_jobless (copy, search, day, error), lines = NULL;
  g_autoptr (GHashTable) seen = g_hash_table_new (tn_id_hash, tn_id_equal);

  if (!lost)
    return NULL;
  lines = g_ptr_array_new_with_free_func (tn_jobless_line_free);
  for (guint i = 0; i < lost->len && (!limit || lines->len < limit); i++)
    {
      TnJoblessLine *line = lost->pdata[i];
      gboolean has;

      if (!has_wish (copy, &line->person, line->from, &has, error))
        return NULL;
      if (has || !g_hash_table_add (seen, &line->person))
        continue;
      lost->pdata[i] = g_new0 (TnJoblessLine, 1);   /* goes with the others */
      g_ptr_array_add (lines, line);
    }
  return g_steal_pointer (&lines);
}
