/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "tn-situation.h"
#include <glib/gi18n.h>
#include <string.h>
#include "tn-date.h"
#include "tn-listed.h"
#include "tn-today.h"

#define WEEK_MS (G_GINT64_CONSTANT (7) * 86400000)
#define SOME_ROWS 4096   /* between two looks at the cancellable */

void
tn_situation_free (gpointer data)
{
  TnSituation *situation = data;

  if (!situation)
    return;
  g_clear_pointer (&situation->topics, g_ptr_array_unref);
  g_clear_pointer (&situation->quarters, g_ptr_array_unref);
  g_free (situation);
}

static void
free_quarter (gpointer data)
{
  g_free (((TnSituationQuarter *) data)->name);
  g_free (data);
}

/* ---- where ---- */

typedef struct {
  TnCopy *copy;
  TnSituation *situation;
  const TnId *quarter;      /* NULL = all */
  const char *topic;        /* NULL = all */
  GHashTable *quarter_of;   /* TnId of a unit -> TnSituationQuarter, borrowed */
} Read;

static const TnId nowhere = { { 0 } };

/* Made when it is first met; index 0 is "not known". */
static TnSituationQuarter *
get_quarter (Read *read, const TnId *id)
{
  GPtrArray *quarters = read->situation->quarters;
  TnSituationQuarter *quarter;

  for (guint i = 0; i < quarters->len; i++)
    if (tn_id_equal (&((TnSituationQuarter *) quarters->pdata[i])->id, id))
      return quarters->pdata[i];
  quarter = g_new0 (TnSituationQuarter, 1);
  quarter->id = *id;
  quarter->name = tn_id_is_null (id) ? g_strdup (_("Place not known")) : tn_query_title (read->copy, id);
  g_ptr_array_add (quarters, quarter);
  return quarter;
}

/* The quarter above a group, or the unit itself. */
static TnSituationQuarter *
find_quarter (Read *read, const TnId *area)
{
  TnSituationQuarter *quarter = g_hash_table_lookup (read->quarter_of, area);
  TnId at = *area, parent;

  for (guint depth = 0; !quarter && depth < 8; depth++)
    {
      g_autoptr (TnRow) row = tn_id_is_null (&at) ? NULL : tn_copy_get (read->copy, &at, NULL);
      g_autofree char *level = row ? tn_row_dup_text (row, "level") : NULL;

      if (g_strcmp0 (level, "group") == 0 && tn_row_ref (row, "parent", &parent))
        at = parent;
      else
        quarter = get_quarter (read, row ? &at : &nowhere);
    }
  if (!quarter)
    quarter = get_quarter (read, &nowhere);
  g_hash_table_insert (read->quarter_of, tn_id_copy (area), quarter);
  return quarter;
}

/* ---- counting ---- */

static TnSituationTopic *
get_topic (Read *read, const char *key, const char *label, gboolean need)
{
  GPtrArray *topics = read->situation->topics;
  TnSituationTopic *topic;

  for (guint i = 0; i < topics->len; i++)
    if (g_str_equal (((TnSituationTopic *) topics->pdata[i])->key, key))
      return topics->pdata[i];
  topic = g_new0 (TnSituationTopic, 1);
  *topic = (TnSituationTopic) { .key = key, .label = label, .need = need };
  g_ptr_array_add (topics, topic);
  return topic;
}

static void
count (Read *read, const char *key, const char *label, gboolean need, gint64 at, const TnId *area)
{
  gint64 week = (at - read->situation->from) / WEEK_MS;
  TnSituationQuarter *quarter;

  if (at < read->situation->from || week >= TN_SITUATION_WEEKS)
    return;
  quarter = find_quarter (read, area);
  if (!read->topic || g_str_equal (read->topic, key))
    quarter->total++;
  if (read->quarter && !tn_id_equal (read->quarter, &quarter->id))
    return;
  TnSituationTopic *topic = get_topic (read, key, label, need);
  topic->weeks[week]++;
  topic->total++;
}

static void
count_petition (Read *read, TnSlice body)
{
  const TnField *field = tn_kind_field (tn_schema_kind ("petition"), "topic");
  g_autofree char *topic = tn_json_get_string (tn_json_member (body, "topic")), *where = tn_json_get_string (tn_json_member (body, "area"));
  TnId area = nowhere;
  gint64 at;

  if (!topic || !tn_json_get_int (tn_json_member (body, "at"), &at))
    return;
  if (where)
    tn_id_parse (where, -1, &area);
  for (const TnChoice *choice = field->choices; choice->key; choice++)
    if (g_str_equal (choice->key, topic))
      count (read, choice->key, _(choice->label), FALSE, at, &area);
}

/* The needs are the fields of a visit that are named so. */
static void
count_needs (Read *read, TnSlice body, gint64 at, const TnId *area)
{
  const TnKind *kind = tn_schema_kind ("visit");

  for (guint i = 0; i < kind->n_fields; i++)
    {
      const TnField *field = &kind->fields[i];

      if (g_str_has_prefix (field->key, "need_") && field->type == TN_TYPE_BOOL && tn_slice_is (tn_json_member (body, field->key), "true"))
        count (read, field->key, _(field->label), TRUE, at, area);
    }
}

static gboolean
read_petitions (Read *read, GError **error)
{
  g_autoptr (TnStmt) stmt = tn_db_prepare (tn_copy_db (read->copy), "SELECT r.body FROM item i JOIN record r ON r.id = i.id WHERE i.kind = 'petition' AND i.state IS NOT NULL", error);
  TnStep step;

  if (!stmt)
    return FALSE;
  while ((step = tn_stmt_step (stmt, error)) == TN_STEP_ROW)
    count_petition (read, tn_stmt_slice (stmt, 0));
  return step == TN_STEP_DONE;
}

static gboolean
read_visits (Read *read, GCancellable *cancellable, GError **error)
{
  g_autoptr (TnStmt) stmt = tn_db_prepare (tn_copy_db (read->copy),
    "SELECT i.at, h.area, r.body FROM item i JOIN record r ON r.id = i.id LEFT JOIN household h ON h.id = i.parent"
    " WHERE i.kind = 'visit' AND i.at IS NOT NULL AND i.at >= ?1 AND instr(r.body, '\"need_')", error);
  TnStep step;
  guint n = 0;

  if (!stmt)
    return FALSE;
  tn_stmt_bind_int (stmt, 1, read->situation->from);
  while ((step = tn_stmt_step (stmt, error)) == TN_STEP_ROW)
    {
      TnId area = nowhere;

      if (++n % SOME_ROWS == 0 && g_cancellable_set_error_if_cancelled (cancellable, error))
        return FALSE;
      tn_stmt_id (stmt, 1, &area);
      count_needs (read, tn_stmt_slice (stmt, 2), tn_stmt_int (stmt, 0), &area);
    }
  return step == TN_STEP_DONE;
}

static int
compare_topics_cb (gconstpointer a, gconstpointer b)
{
  const TnSituationTopic *x = *(const TnSituationTopic *const *) a, *y = *(const TnSituationTopic *const *) b;

  return x->total != y->total ? (x->total > y->total ? -1 : 1) : strcmp (x->key, y->key);
}

static int
compare_quarters_cb (gconstpointer a, gconstpointer b)
{
  const TnSituationQuarter *x = *(const TnSituationQuarter *const *) a, *y = *(const TnSituationQuarter *const *) b;

  return x->total != y->total ? (x->total > y->total ? -1 : 1) : tn_id_compare (&x->id, &y->id);
}

/* Monday of this week, and so many weeks before. */
static gint64
find_first_week (gint64 now)
{
  g_autoptr (GDateTime) time = tn_date_local (now);

  return tn_day_start (now, 1 - g_date_time_get_day_of_week (time) - 7 * (TN_SITUATION_WEEKS - 1));
}

TnSituation *
tn_situation_read (TnCopy *copy, gint64 now, const TnId *quarter, const char *topic, GCancellable *cancellable, GError **error)
{
  g_autoptr (TnSituation) situation = g_new0 (TnSituation, 1);
  g_autoptr (GHashTable) quarter_of = g_hash_table_new_full (tn_id_hash, tn_id_equal, g_free, NULL);
  Read read = { copy, situation, quarter, topic, quarter_of };

  situation->topics = g_ptr_array_new_with_free_func (g_free);
  situation->quarters = g_ptr_array_new_with_free_func (free_quarter);
  situation->from = find_first_week (now);
  if (!read_petitions (&read, error) || !read_visits (&read, cancellable, error))
    return NULL;
  g_ptr_array_sort (situation->topics, compare_topics_cb);
  g_ptr_array_sort (situation->quarters, compare_quarters_cb);
  return g_steal_pointer (&situation);
}

/* ---- in words ---- */

char *
tn_situation_count_text (guint n)
{
  return n == 0 || n >= TN_SITUATION_LEAST ? g_strdup_printf ("%u", n) : g_strdup_printf (_("under %u"), (guint) TN_SITUATION_LEAST);
}

char *
tn_situation_sum_text (const guint *parts, guint n, guint total)
{
  gboolean small = FALSE;

  for (guint i = 0; i < n; i++)
    small |= parts[i] > 0 && parts[i] < TN_SITUATION_LEAST;
  if (!small || total < TN_SITUATION_LEAST)
    return tn_situation_count_text (total);
  return g_strdup_printf (_("about %u"), MAX ((total + 2) / 5 * 5, 5));
}

char *
tn_situation_total_text (const TnSituationTopic *topic)
{
  return tn_situation_sum_text (topic->weeks, TN_SITUATION_WEEKS, topic->total);
}
