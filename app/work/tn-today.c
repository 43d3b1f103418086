/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "tungnha-work"
#include "tn-today.h"
#include <glib/gi18n.h>
#include "tn-date.h"

/* One function a theme, in any order: urgency is the theme's number. A new theme is a line here. */
static const TnTodaySource sources[] = {
  tn_today_add_rounds,
  tn_today_add_care,
  tn_today_add_teams,
  tn_today_add_patients,
  tn_today_add_sync,
  tn_today_add_tracing,
  tn_today_add_petitions,
  tn_today_add_support,
  tn_today_add_stock,
  tn_today_add_hands,
  tn_today_add_jobs,
  tn_today_add_information,
};

const char *
tn_today_theme_name (TnTodayTheme theme)
{
  static const char *const names[TN_TODAY_N] = {
    [TN_TODAY_DANGER] = N_("Danger"),
    [TN_TODAY_CHECK] = N_("Checks due"),
    [TN_TODAY_TWICE] = N_("Watched in two cases"),
    [TN_TODAY_STOP] = N_("Tonight’s doors"),
    [TN_TODAY_CALL] = N_("Calls due"),
    [TN_TODAY_TEST] = N_("Results awaited"),
    [TN_TODAY_REFERRAL] = N_("Referrals nobody took"),
    [TN_TODAY_PETITION] = N_("Petitions to be answered"),
    [TN_TODAY_SUPPORT] = N_("Support to hand over"),
    [TN_TODAY_WORK] = N_("Needs of businesses"),
    [TN_TODAY_INFORMATION] = N_("Information and surveys"),
    [TN_TODAY_ESSENTIALS] = N_("Essentials to bring"),
    [TN_TODAY_STOCK] = N_("Stock that is low or below zero"),
    [TN_TODAY_HANDS] = N_("Promises of sponsors overdue"),
    [TN_TODAY_TEAM] = N_("Gaps in the teams"),
    [TN_TODAY_CONFLICT] = N_("Changed by two people"),
    [TN_TODAY_UNSENT] = N_("Not sent yet"),
  };

  g_return_val_if_fail ((guint) theme < TN_TODAY_N, "");
  return _(names[theme]);
}

/* ---- what is read ---- */

void
tn_today_item_free (TnTodayItem *item)
{
  if (!item) return;
  g_free (item->title);
  g_free (item->detail);
  g_free (item);
}

static void
free_group (gpointer data)
{
  TnTodayGroup *group = data;
  g_ptr_array_unref (group->items);
  g_free (group);
}

static void
free_figure (gpointer data)
{
  TnTodayFigure *figure = data;
  g_free (figure->label);
  g_free (figure);
}

void
tn_today_free (TnToday *today)
{
  if (!today) return;
  g_ptr_array_unref (today->groups);
  g_ptr_array_unref (today->figures);
  g_free (today);
}

static TnTodayGroup *
get_group (TnTodayRead *read, TnTodayTheme theme)
{
  GPtrArray *groups = read->today->groups;
  guint at = 0;
  for (; at < groups->len && ((TnTodayGroup *) groups->pdata[at])->theme <= theme; at++)
    if (((TnTodayGroup *) groups->pdata[at])->theme == theme) return groups->pdata[at];
  TnTodayGroup *group = g_new0 (TnTodayGroup, 1);
  group->theme = theme;
  group->items = g_ptr_array_new_with_free_func ((GDestroyNotify) tn_today_item_free);
  g_ptr_array_insert (groups, (int) at, group);
  return group;
}

void
tn_today_add (TnTodayRead *read, TnTodayTheme theme, const char *screen, const TnId *record, char *title, char *detail, gint64 due)
{
  TnTodayGroup *group = get_group (read, theme);
  TnTodayItem *item = g_new0 (TnTodayItem, 1);
  *item = (TnTodayItem) { .theme = theme, .screen = screen, .title = title ? title : g_strdup (""), .detail = detail ? detail : g_strdup (""), .due = due };
  if (record) item->record = *record;
  group->n++;
  if (group->items->len < read->limit) g_ptr_array_add (group->items, item);
  else tn_today_item_free (item);
}

void
tn_today_count (TnTodayRead *read, TnTodayTheme theme, guint n)
{
  if (n) get_group (read, theme)->n += n;
}

void
tn_today_add_figure (TnTodayRead *read, char *label, guint value, guint of)
{
  TnTodayFigure *figure = g_new0 (TnTodayFigure, 1);
  *figure = (TnTodayFigure) { label, value, of };
  g_ptr_array_add (read->today->figures, figure);
}

/* ---- reading ---- */

static int
compare_due_cb (gconstpointer a, gconstpointer b)
{
  const TnTodayItem *x = *(const TnTodayItem *const *) a, *y = *(const TnTodayItem *const *) b;
  gint64 due_x = x->due ? x->due : G_MAXINT64, due_y = y->due ? y->due : G_MAXINT64;
  return due_x < due_y ? -1 : due_x > due_y;
}

static gboolean
count_visits (TnTodayRead *read, GError **error)
{
  for (int i = 0; i < (int) G_N_ELEMENTS (read->today->visits); i++) {
    int day = i - (int) G_N_ELEMENTS (read->today->visits) + 1;
    TnListedQuery query = { .kind = "visit", .from = tn_day_start (read->now, day), .to = tn_day_start (read->now, day + 1) };
    if (!tn_query_count_listed (read->copy, &query, &read->today->visits[i], error)) return FALSE;
  }
  return TRUE;
}

static gboolean
read_sources (TnTodayRead *read, GError **error)
{
  for (guint i = 0; i < G_N_ELEMENTS (sources); i++) {
    gint64 start = g_get_monotonic_time ();
    if (!sources[i] (read, error)) return FALSE;
    g_debug ("today: part %u took %.1f ms", i, (double) (g_get_monotonic_time () - start) / 1000);
  }
  return count_visits (read, error);
}

TnToday *
tn_today_read (TnCopy *copy, gint64 now, guint limit, GError **error)
{
  g_autoptr (TnToday) today = g_new0 (TnToday, 1);
  TnTodayRead read = { copy, now, limit, today };
  gboolean own;
  today->groups = g_ptr_array_new_with_free_func (free_group);
  today->figures = g_ptr_array_new_with_free_func (free_figure);
  if (!tn_query_begin (copy, &own, error)) return NULL;
  gboolean done = read_sources (&read, error);
  tn_query_end (copy, own);
  for (guint i = 0; i < today->groups->len; i++) g_ptr_array_sort (((TnTodayGroup *) today->groups->pdata[i])->items, compare_due_cb);
  return done ? g_steal_pointer (&today) : NULL;
}

/* ---- days ---- */

gint64
tn_day_start (gint64 ms, int days)
{
  g_autoptr (GDateTime) time = tn_date_local (ms);
  g_autoptr (GDateTime) day = g_date_time_add_days (time, days);
  g_autoptr (GDateTime) start = tn_date_midnight (g_date_time_get_year (day), g_date_time_get_month (day), g_date_time_get_day_of_month (day));
  return g_date_time_to_unix (start) * 1000;
}

const char *
tn_day_part (gint64 ms)
{
  g_autoptr (GDateTime) time = tn_date_local (ms);
  return g_date_time_get_hour (time) < 13 ? "morning" : "afternoon";
}
