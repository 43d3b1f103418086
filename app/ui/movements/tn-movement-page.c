/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "tn-movement-page.h"
#include <glib/gi18n.h>
#include "tn-date.h"
#include "tn-listed.h"
#include "tn-plot.h"
#include "tn-today.h"
#include "tn-record-fields.h"

void
tn_movement_view_free (TnMovementView *view)
{
  g_clear_pointer (&view->row, tn_row_free);
  g_clear_pointer (&view->past, g_ptr_array_unref);
  g_clear_pointer (&view->quarters, g_ptr_array_unref);
  g_clear_pointer (&view->weeks, g_array_unref);
  g_clear_pointer (&view->zones, tn_zones_free);
  g_free (view->place);
  g_free (view->person);
  g_free (view->team);
  g_free (view->area);
  g_free (view);
}

const char *
tn_movement_level_name (const char *level)
{
  return *level ? tn_choice_label (tn_kind_field (tn_schema_kind ("zone"), "level"), level) : _("Not set");
}

const char *
tn_movement_level_mark (const char *level)
{
  static const char *const marks[] = { "success", "success", "warning", "warning", "error" };
  int rank = tn_zone_rank (level);

  return rank < 0 ? "dim-label" : marks[rank];
}

/* --- reading --- */

static gboolean
read_quarter (TnMovementView *view, TnCopy *copy, GError **error)
{
  g_autofree char *today = tn_date_today (view->now);

  if (!(view->zones = tn_zones_read (copy, error)) || !(view->weeks = tn_zones_weeks (view->zones, copy, &view->row->id, view->now, error)))
    return FALSE;
  view->quarters = tn_zones_quarters (view->zones, &view->row->id, tn_listed_date (today));
  view->past = tn_zones_past (view->zones, &view->row->id);
  if (view->quarters->len)
    return TRUE;
  g_set_error_literal (error, TN_ERROR, TN_ERROR_NOT_FOUND, _("This quarter is not in the ward’s list any more."));
  return FALSE;
}

TnMovementView *
tn_movement_view_read (TnCopy *copy, const TnId *id, GError **error)
{
  g_autoptr (TnMovementView) view = g_new0 (TnMovementView, 1);

  view->now = tn_env_now_ms (tn_copy_env (copy));
  if (!(view->row = tn_copy_get_live (copy, id, error)))
    return NULL;
  if (g_str_equal (view->row->kind_key, "unit") && !read_quarter (view, copy, error))
    return NULL;
  view->place = tn_query_title_named (copy, view->row, "household", &view->household);
  view->person = tn_query_title_named (copy, view->row, "person", NULL);
  view->team = tn_query_title_named (copy, view->row, "team", NULL);
  view->area = tn_query_title_named (copy, view->row, "area", NULL);
  return g_steal_pointer (&view);
}

/* --- pieces --- */

static void
add_household (AdwPreferencesGroup *group, const TnMovementView *view)
{
  if (!tn_id_is_null (&view->household))
    tn_record_page_row_action (tn_record_page_row (group, view->place, _("Household")), "movement.household", &view->household);
}

/* --- a quarter --- */

/* "Since 05/12/2021", of the quarter when the place has none of its own; and who set it otherwise. */
static char *
dup_level_detail (const TnZonePlace *place)
{
  g_autofree char *day = tn_listed_date_show (place->level.from);
  gboolean own = *place->alley || tn_id_equal (&place->level.place, &place->area);

  if (!place->level.from)
    return g_strdup ("");
  if (own && place->level.other)
    /* Translators: a date, and the level that was set too on that day */
    return g_strdup_printf (_("Since %s. Set to “%s” too on that day: the graver one counts until it is set anew."), day, tn_movement_level_name (place->level.other));
  return own ? g_strdup_printf (_("Since %s"), day)
             /* Translators: %s is a date */
             : g_strdup_printf (_("As the quarter, since %s"), day);
}

static void
write_places (TnRecordPage *page, const TnZoneQuarter *quarter)
{
  AdwPreferencesGroup *group = tn_record_page_add_group (page, _("Groups and alleys"), NULL);

  for (guint i = 0; i < tn_record_page_count (page, "places", quarter->places->len); i++)
    {
      const TnZonePlace *place = quarter->places->pdata[i];
      g_autofree char *detail = dup_level_detail (place);
      GtkWidget *row = tn_record_page_row (group, place->name, detail);
      const TnId *target = *place->alley ? &place->level.id : &place->area;

      tn_record_page_row_end (row, tn_movement_level_name (place->level.level), tn_movement_level_mark (place->level.level));
      if (!tn_id_is_null (target))
        tn_record_page_row_action (row, "win.set-zone", target);
    }
  tn_record_page_add_more (page, group, "places", quarter->places->len);
}

/* Noon of the day: a point of the plot stands within it. */
static double
get_noon (gint64 day)
{
  g_autoptr (GDateTime) noon = g_date_time_new (tn_date_zone (), (int) (day / 10000), (int) (day / 100 % 100), (int) (day % 100), 12, 0, 0);

  return (double) g_date_time_to_unix (noon) * 1000;
}

static guint
get_share (guint n, guint of)
{
  return of ? (n * 100 + of / 2) / of : 0;
}

static void
write_plot (TnRecordPage *page, const TnMovementView *view, gboolean safe)
{
  g_autoptr (GArray) points = g_array_new (FALSE, FALSE, sizeof (TnPlotPoint));
  TnPlot *plot = tn_plot_new (safe ? _("Safe families (%)") : _("Households in green zones (%)"));

  for (guint i = 0; i < view->weeks->len; i++)
    {
      const TnZoneWeek *week = &g_array_index (view->weeks, TnZoneWeek, i);
      guint n = safe ? week->safe : week->green;
      g_autofree char *day = tn_listed_date_show (week->day);
      /* Translators: a date, a share in per cent, a count, and the count of all households */
      TnPlotPoint point = { .x = get_noon (week->day), .y = get_share (n, week->homes),
                            .text = g_strdup_printf (ngettext ("%s: %u %%, %u of %u household", "%s: %u %%, %u of %u households", week->homes), day, get_share (n, week->homes), n, week->homes) };

      g_array_append_val (points, point);
    }
  tn_plot_set_range (plot, 0, 100);
  tn_plot_set_points (plot, &g_array_index (points, TnPlotPoint, 0), points->len);
  for (guint i = 0; i < points->len; i++)
    g_free (g_array_index (points, TnPlotPoint, i).text);
  gtk_widget_set_name (GTK_WIDGET (plot), safe ? "plot-safe" : "plot-green");
  tn_record_page_add_widget (page, GTK_WIDGET (plot));
}

static void
write_past (TnRecordPage *page, const TnMovementView *view)
{
  AdwPreferencesGroup *group = view->past->len ? tn_record_page_add_group (page, _("What was set"), NULL) : NULL;

  for (guint i = 0; i < tn_record_page_count (page, "past", view->past->len); i++)
    {
      const TnZoneMark *mark = view->past->pdata[i];
      g_autofree char *day = tn_listed_date_show (mark->from), *detail = mark->document && *mark->document ? g_strdup_printf ("%s · %s", day, mark->document) : g_strdup (day);

      tn_record_page_row_end (tn_record_page_row (group, mark->name, detail), tn_movement_level_name (mark->level), tn_movement_level_mark (mark->level));
    }
  if (group)
    tn_record_page_add_more (page, group, "past", view->past->len);
}

static char *
dup_quarter_subtitle (const TnZoneQuarter *quarter)
{
  g_autofree char *day = tn_listed_date_show (quarter->level.from);

  if (!quarter->level.from)
    return g_strdup (_("Its level was never set"));
  if (quarter->level.other)
    return g_strdup_printf (_("%s since %s. Set to “%s” too on that day: the graver one counts until it is set anew."), tn_movement_level_name (quarter->level.level), day,
                            tn_movement_level_name (quarter->level.other));
  /* Translators: a level, and a date */
  return g_strdup_printf (_("%s since %s"), tn_movement_level_name (quarter->level.level), day);
}

static void
write_quarter (TnRecordPage *page, const TnMovementView *view)
{
  const TnZoneQuarter *quarter = view->quarters->pdata[0];
  const TnZoneWeek *now = &g_array_index (view->weeks, TnZoneWeek, view->weeks->len - 1);
  g_autofree char *subtitle = dup_quarter_subtitle (quarter), *places = g_strdup_printf (_("%u of %u"), now->green_places, now->places);
  g_autofree char *homes = g_strdup_printf (_("%u of %u"), now->green, now->homes), *safe = g_strdup_printf (_("%u of %u"), now->safe, now->homes);
  AdwPreferencesGroup *group;

  tn_record_page_begin (page, quarter->name, subtitle);
  tn_record_page_add_main_button (page, _("_Set the Level…"), _("Set the level (F8)"), "movement.next", NULL);
  group = tn_record_page_add_group (page, NULL, NULL);
  tn_record_page_fact (group, _("Green groups and alleys"), places);
  tn_record_page_fact (group, _("Households in green zones"), homes);
  tn_record_page_fact (group, _("Safe families"), safe);
  if (now->homes)
    {
      write_plot (page, view, FALSE);
      write_plot (page, view, TRUE);
    }
  write_places (page, quarter);
  write_past (page, view);
}

/* --- the others --- */

static void
write_safe (TnRecordPage *page, const TnMovementView *view, gint64 today)
{
  static const char *const facts[] = { "from", "to", "document", "note", NULL };
  g_autofree char *to = tn_row_dup_text (view->row, "to");
  AdwPreferencesGroup *group;

  tn_record_page_begin (page, view->place, to && tn_listed_date (to) <= today ? _("Safe family no more") : _("Safe family"));
  if (!to || tn_listed_date (to) > today)
    tn_record_page_add_button (page, tn_record_page_button (NULL, _("_No More…"), "movement.next", NULL));
  tn_record_page_add_button (page, tn_record_page_button ("document-edit-symbolic", _("Edit (F2)"), "movement.edit", NULL));
  group = tn_record_page_add_group (page, NULL, NULL);
  tn_record_fields_add (group, view->row, facts);
  add_household (group, view);
}

static void
write_movement (TnRecordPage *page, const TnMovementView *view)
{
  static const char *const facts[] = { "type", NULL }, *const more[] = { "lead", "members", "from", "to", "document", "result", "note", NULL };
  g_autofree char *name = tn_row_show (view->row, "name"), *state = tn_row_show (view->row, "state"), *key = tn_row_dup_text (view->row, "state");
  AdwPreferencesGroup *group;

  tn_record_page_begin (page, name, state);
  if (!key || g_str_equal (key, "registered"))
    tn_record_page_add_main_button (page, _("_Recognise…"), _("Recognise it by a document (F8)"), "movement.next", NULL);
  if (g_strcmp0 (key, "ended") != 0)
    tn_record_page_add_button (page, tn_record_page_button (NULL, _("E_nd…"), "movement.end", NULL));
  tn_record_page_add_button (page, tn_record_page_button ("document-edit-symbolic", _("Edit (F2)"), "movement.edit", NULL));
  group = tn_record_page_add_group (page, NULL, NULL);
  tn_record_fields_add (group, view->row, facts);
  tn_record_page_fact (group, _("Quarter or group"), view->area);
  tn_record_fields_add (group, view->row, more);
}

static void
write_commendation (TnRecordPage *page, const TnMovementView *view)
{
  static const char *const facts[] = { "reason", "at", "level", "document", "note", NULL };
  g_autofree char *to = tn_row_show (view->row, "to"), *form = tn_row_show (view->row, "form");
  AdwPreferencesGroup *group;

  tn_record_page_begin (page, to, form);
  tn_record_page_add_button (page, tn_record_page_button ("document-edit-symbolic", _("Edit (F2)"), "movement.edit", NULL));
  group = tn_record_page_add_group (page, NULL, NULL);
  tn_record_fields_add (group, view->row, facts);
  tn_record_page_fact (group, _("Person"), view->person);
  tn_record_page_fact (group, _("Team"), view->team);
  add_household (group, view);
}

void
tn_movement_page_write (TnRecordPage *page, const TnMovementView *view, gint64 today)
{
  const char *kind = view->row->kind_key;

  if (g_str_equal (kind, "unit"))
    write_quarter (page, view);
  else if (g_str_equal (kind, "safe_family"))
    write_safe (page, view, today);
  else if (g_str_equal (kind, "movement"))
    write_movement (page, view);
  else if (g_str_equal (kind, "commendation"))
    write_commendation (page, view);
  else
    {
      tn_record_page_show_message (page, _("This is not shown"), _("It is shown on another page."));
      return;
    }
  tn_record_page_end (page);
}
