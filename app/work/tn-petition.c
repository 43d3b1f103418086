/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Labels name the topic and never the author or what was said: they stand in the list of undo. */
#include "tn-petition.h"
#include <glib/gi18n.h>
#include "tn-date.h"
#include "tn-today.h"
#include "tn-work-private.h"

#define OTHER_DAYS 10

/* Within how many days an answer is due, by topic. The ward's own rule (no document names one for all topics): what concerns health at once, what
 * concerns food and support within days. */
static const struct { const char *topic; guint days; } times[] = {
  { "health", 1 }, { "food", 2 }, { "violence", 1 }, { "support", 5 }, { "vaccination", 5 }, { "quarantine", 3 }, { "money", 5 },
};

static char *
add_days (const char *day, guint days)
{
  g_autoptr (GTimeZone) utc = g_time_zone_new_utc ();
  g_autoptr (GDateTime) from = g_date_time_new_from_iso8601 (day, utc), to = NULL;
  g_autofree char *whole = NULL;

  if (!from)
    {
      whole = g_strdup_printf ("%sT00:00:00", day);
      from = g_date_time_new_from_iso8601 (whole, utc);
    }
  to = from ? g_date_time_add_days (from, (int) days) : NULL;
  return to ? g_date_time_format (to, "%Y-%m-%d") : NULL;
}

char *
tn_petition_due (const char *topic, const char *day)
{
  guint days = OTHER_DAYS;

  for (gsize i = 0; i < G_N_ELEMENTS (times); i++)
    if (g_strcmp0 (times[i].topic, topic) == 0)
      days = times[i].days;
  return add_days (day, days);
}

/* ---- who asks ---- */

static const char *const author_fields[] = { "name", "phone", "person", "household", NULL };

static gboolean
has_text (const TnValues *values, const char *field)
{
  const char *token = tn_values_get (values, field);

  return token && !g_str_equal (token, "null") && !g_str_equal (token, "\"\"");
}

static gboolean
is_true (const TnValues *values, const char *field)
{
  return g_strcmp0 (tn_values_get (values, field), "true") == 0;
}

static gboolean
check_author (const TnValues *values, gboolean anonymous, GError **error)
{
  for (const char *const *field = author_fields; anonymous && *field; field++)
    if (has_text (values, *field))
      {
        g_set_error (error, TN_ERROR, TN_ERROR_INVALID, _("Without a name means that nothing of the person is kept. Clear name, telephone and household, or take it down with a name. "
                                                          "Nothing was written."));
        return FALSE;
      }
  return TRUE;
}

/* Of somebody in the register: where they live is known. */
static void
fill_place (TnCopy *copy, TnEdit *edit, const TnId *id, const TnValues *values, gboolean anonymous)
{
  TnId area, person, household;

  if (tn_values_ref (values, "area", &area))
    {
      if (anonymous)
        tn_work_find_quarter (copy, &area);
      tn_edit_set_ref (edit, id, "area", &area);
      return;
    }
  if (anonymous)
    return;
  g_autoptr (TnRow) who = tn_values_ref (values, "person", &person) ? tn_copy_get (copy, &person, NULL) : NULL;
  gboolean known = tn_values_ref (values, "household", &household) || (who && tn_row_ref (who, "household", &household));
  g_autoptr (TnRow) home = known ? tn_copy_get (copy, &household, NULL) : NULL;
  if (home)
    tn_edit_set_ref (edit, id, "household", &household);
  if (home && tn_row_ref (home, "area", &area))
    tn_edit_set_ref (edit, id, "area", &area);
}

/* ---- taking down ---- */

static gboolean
check_whole (const TnValues *values, GError **error)
{
  if (has_text (values, "topic") && has_text (values, "text"))
    return TRUE;
  g_set_error (error, TN_ERROR, TN_ERROR_INVALID, _("Topic and what is asked are needed. Fill them in and save again."));
  return FALSE;
}

static TnEdit *
new_edit (const char *kind, const char *format, const char *topic)
{
  const TnField *field = tn_kind_field (tn_schema_kind (kind), "topic");
  g_autofree char *label = g_strdup_printf ("%s: %s", format, topic ? tn_choice_label (field, topic) : "");

  return tn_edit_new (label);
}

TnEdit *
tn_petition_take (TnCopy *copy, const char *kind, const TnValues *values, GError **error)
{
  gboolean anonymous = is_true (values, "anonymous");
  g_autofree char *topic = tn_values_dup_text (values, "topic"), *given = tn_values_dup_text (values, "due");
  gint64 now = tn_env_now_ms (tn_copy_env (copy));
  g_autofree char *today = tn_date_today (now), *due = given && *given ? g_strdup (given) : tn_petition_due (topic, today);
  TnEdit *edit;
  TnId id, chance;

  if (!check_whole (values, error) || !check_author (values, anonymous, error))
    return NULL;
  edit = new_edit (kind, _("Took down"), topic);
  chance = tn_id_new_random (tn_copy_env (copy));
  id = tn_edit_create (edit, kind, anonymous ? &chance : NULL);
  if (anonymous)
    tn_edit_set_untimed (edit);
  tn_values_apply (values, edit, &id);
  tn_edit_set_int (edit, &id, "at", anonymous ? tn_day_start (now, 0) : now);
  tn_edit_set_text (edit, &id, "due", due);
  tn_edit_set_text (edit, &id, "state", "open");
  fill_place (copy, edit, &id, values, anonymous);
  return edit;
}

/* ---- afterwards ---- */

static TnRow *
get_petition (TnCopy *copy, const TnId *id, GError **error)
{
  g_autoptr (TnRow) row = tn_copy_get (copy, id, error);

  if (!row)
    return NULL;
  if (!row->deleted && (g_str_equal (row->kind_key, "petition") || g_str_equal (row->kind_key, "complaint")))
    return g_steal_pointer (&row);
  g_set_error (error, TN_ERROR, TN_ERROR_NOT_FOUND, _("This petition has been deleted meanwhile. Nothing was changed."));
  return NULL;
}

TnEdit *
tn_petition_change (TnCopy *copy, const TnId *petition, const TnValues *values, GError **error)
{
  g_autoptr (TnRow) row = get_petition (copy, petition, error);
  g_autofree char *topic = row ? tn_row_dup_text (row, "topic") : NULL, *new_topic = tn_values_dup_text (values, "topic"), *due = NULL;
  gboolean was, will = is_true (values, "anonymous");
  TnEdit *edit;
  TnId area;

  if (!row)
    return NULL;
  was = tn_slice_is (tn_row_field (row, "anonymous"), "true");
  if (will && !was)
    {
      g_set_error (error, TN_ERROR, TN_ERROR_INVALID, _("The name has been written already, and what was written is kept. Ask the district to erase this petition and take it down anew "
                                                        "without a name. Nothing was changed."));
      return NULL;
    }
  if (!check_author (values, was && !tn_values_get (values, "anonymous"), error))
    return NULL;
  edit = new_edit (row->kind_key, _("Changed"), new_topic ? new_topic : topic);
  tn_values_apply (values, edit, petition);
  if (was && !tn_values_get (values, "anonymous") && tn_values_ref (values, "area", &area))
    {
      tn_work_find_quarter (copy, &area);
      tn_edit_set_ref (edit, petition, "area", &area);
    }
  if (new_topic && !tn_values_get (values, "due"))
    {
      gint64 at;
      g_autofree char *day = tn_date_today (tn_json_get_int (tn_row_field (row, "at"), &at) ? at : tn_env_now_ms (tn_copy_env (copy)));

      due = tn_petition_due (new_topic, day);
      tn_edit_set_text (edit, petition, "due", due);
    }
  return edit;
}

TnEdit *
tn_petition_answer (TnCopy *copy, const TnId *petition, const char *state, const char *answer, const char *date, GError **error)
{
  g_autoptr (TnRow) row = get_petition (copy, petition, error);
  g_autofree char *topic = row ? tn_row_dup_text (row, "topic") : NULL, *on = tn_work_today (copy, date);
  TnEdit *edit;

  if (!row)
    return NULL;
  if (!answer || !*answer)
    {
      g_set_error (error, TN_ERROR, TN_ERROR_INVALID, _("The answer is missing. Write what was answered, or to whom it was passed on, and save again."));
      return NULL;
    }
  edit = new_edit (row->kind_key, _("Answered"), topic);
  tn_edit_set_text (edit, petition, "state", state ? state : "answered");
  tn_edit_set_text (edit, petition, "answer", answer);
  tn_edit_set_text (edit, petition, "answered", on);
  return edit;
}

TnEdit *
tn_petition_satisfied (TnCopy *copy, const TnId *petition, const char *satisfied, GError **error)
{
  g_autoptr (TnRow) row = get_petition (copy, petition, error);
  g_autofree char *topic = row ? tn_row_dup_text (row, "topic") : NULL;
  TnEdit *edit;

  if (!row)
    return NULL;
  edit = new_edit (row->kind_key, _("Satisfied or not"), topic);
  tn_edit_set_text (edit, petition, "satisfied", satisfied);
  return edit;
}
