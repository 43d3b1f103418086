/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "tn-today-screen.h"
#include <glib/gi18n.h>
#include "tn-bars.h"
#include "tn-date.h"
#include "tn-today-rows.h"
#include "tn-window.h"

#define LIMIT 6              /* rows of a group: the page fits a screen; the rest is one row further */
#define MINUTE_MS 60000      /* checks and calls fall due while the page is looked at */

struct _TnTodayScreen
{
  TnScreen parent_instance;

  GtkLabel *date, *visits_text;
  GtkStack *stack;
  AdwStatusPage *problem;
  GtkBox *groups, *figures, *side;
  TnBars *visits;

  GCancellable *cancellable;
  char *said;                  /* what stands on the page: an answer that says the same changes nothing */
  gboolean reading, again;     /* one read at a time; a change meanwhile asks for another */
  gboolean focus;              /* the keyboard goes to the first row when the copy has just been opened */
  guint minute_id;
};

G_DEFINE_FINAL_TYPE (TnTodayScreen, tn_today_screen, TN_TYPE_SCREEN)

static void read_today (TnTodayScreen *self);

static gpointer
query (TnCopy *copy, gpointer data, GCancellable *cancellable, GError **error)
{
  return tn_today_read (copy, tn_env_now_ms (tn_copy_env (copy)), LIMIT, error);
}

/* --- the rows --- */

static void
row_activated_cb (TnTodayScreen *self, GtkWidget *row)
{
  TnWindow *window = tn_window_of (self);
  const TnId *record = tn_today_row_get_record (row);

  if (!window || !record)
    return;
  tn_window_go (window, tn_today_row_get_screen (row), tn_id_is_null (record) ? NULL : record);
}

static void
clear_box (GtkBox *box)
{
  GtkWidget *child;

  while ((child = gtk_widget_get_first_child (GTK_WIDGET (box))))
    gtk_box_remove (box, child);
}

/* The nth row of the page; NULL when there are fewer. */
static GtkWidget *
find_row (TnTodayScreen *self, guint n)
{
  for (GtkWidget *group = gtk_widget_get_first_child (GTK_WIDGET (self->groups)); group; group = gtk_widget_get_next_sibling (group))
    for (GtkWidget *row = gtk_widget_get_first_child (gtk_widget_get_last_child (group)); row; row = gtk_widget_get_next_sibling (row))
      if (n-- == 0)
        return row;
  return NULL;
}

/* Which of them has the keyboard; G_MAXUINT = none. */
static guint
find_focus (TnTodayScreen *self)
{
  GtkWidget *row;

  for (guint i = 0; (row = find_row (self, i)); i++)
    if (gtk_widget_has_focus (row))
      return i;
  return G_MAXUINT;
}

static void
focus_row (TnTodayScreen *self, guint n)
{
  GtkWidget *row = find_row (self, n);

  while (!row && n)
    row = find_row (self, --n);
  if (row)
    gtk_widget_grab_focus (row);
}

static void
show_groups (TnTodayScreen *self, const TnToday *today)
{
  guint focused = find_focus (self);

  clear_box (self->groups);
  for (guint i = 0; i < today->groups->len; i++)
    {
      GtkWidget *group = tn_today_group_new (today->groups->pdata[i]);

      g_signal_connect_object (gtk_widget_get_last_child (group), "row-activated", G_CALLBACK (row_activated_cb), self, G_CONNECT_SWAPPED);
      gtk_box_append (self->groups, group);
    }
  gtk_stack_set_visible_child_name (self->stack, today->groups->len ? "list" : "done");
  if (focused != G_MAXUINT)
    focus_row (self, focused);
}

static void
show_figures (TnTodayScreen *self, const TnToday *today)
{
  guint n = G_N_ELEMENTS (today->visits), total = 0;
  g_autofree char *text = NULL;

  for (guint i = 0; i < n; i++)
    total += today->visits[i];
  /* Translators: %u of them today; the number of visits is that of two weeks */
  text = g_strdup_printf (ngettext ("%u visit, %u of them today", "%u visits, %u of them today", total), total, today->visits[n - 1]);
  tn_bars_set_values (self->visits, today->visits, n, text);
  gtk_label_set_text (self->visits_text, text);
  clear_box (self->figures);
  for (guint i = 0; i < today->figures->len; i++)
    gtk_box_append (self->figures, tn_today_figure_new (today->figures->pdata[i]));
}

/* All that the page would say, to see whether anything is new. */
static char *
spell (const TnToday *today)
{
  g_autoptr (GString) text = g_string_new (NULL);

  for (guint i = 0; i < today->groups->len; i++)
    {
      const TnTodayGroup *group = today->groups->pdata[i];

      g_string_append_printf (text, "%s %u\n", tn_today_theme_name (group->theme), group->n);
      for (guint r = 0; r < group->items->len; r++)
        {
          const TnTodayItem *item = group->items->pdata[r];
          TnIdStr id;

          tn_id_format (&item->record, id);
          g_string_append_printf (text, "%s %s\n%s\n", id, item->title, item->detail);
        }
    }
  for (guint i = 0; i < today->figures->len; i++)
    {
      const TnTodayFigure *figure = today->figures->pdata[i];

      g_string_append_printf (text, "%s %u %u\n", figure->label, figure->value, figure->of);
    }
  for (guint i = 0; i < G_N_ELEMENTS (today->visits); i++)
    g_string_append_printf (text, "%u ", today->visits[i]);
  return g_string_free (g_steal_pointer (&text), FALSE);
}

static guint
count_urgent (const TnToday *today)
{
  guint n = 0;

  for (guint i = 0; i < today->groups->len; i++)
    {
      const TnTodayGroup *group = today->groups->pdata[i];

      if (group->theme == TN_TODAY_DANGER || group->theme == TN_TODAY_CHECK)
        n += group->n;
    }
  return n;
}

static void
show_date (TnTodayScreen *self)
{
  g_autoptr (GDateTime) now = g_date_time_new_now_local ();
  /* Translators: weekday and date of today, strftime */
  g_autofree char *text = g_date_time_format (now, _("%A, %d/%m/%Y"));

  gtk_label_set_text (self->date, text);
}

static void
show_today (TnTodayScreen *self, const TnToday *today)
{
  g_autofree char *text = spell (today);

  show_date (self);
  tn_screen_set_badge (TN_SCREEN (self), count_urgent (today));
  if (g_strcmp0 (text, self->said) != 0)
    {
      g_free (self->said);
      self->said = g_steal_pointer (&text);
      show_groups (self, today);
      show_figures (self, today);
    }
  if (self->focus && gtk_widget_get_mapped (GTK_WIDGET (self)))
    {
      self->focus = FALSE;
      focus_row (self, 0);
    }
}

/* --- reading --- */

static void
read_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (TnTodayScreen) self = user_data;
  g_autoptr (GError) error = NULL;
  g_autoptr (TnToday) today = tn_store_finish (TN_STORE (source), result, &error);

  self->reading = FALSE;
  if (!self->cancellable)   /* the screen has gone */
    return;
  if (today)
    show_today (self, today);
  else
    {
      g_autofree char *markup = g_markup_escape_text (error->message, -1);

      g_clear_pointer (&self->said, g_free);
      adw_status_page_set_description (self->problem, markup);
      gtk_stack_set_visible_child_name (self->stack, "problem");
    }
  tn_screen_set_ready (TN_SCREEN (self));
  if (self->again)
    read_today (self);
}

static void
read_today (TnTodayScreen *self)
{
  TnStore *store = tn_workspace_get_store (tn_screen_get_workspace (TN_SCREEN (self)));

  self->again = self->reading;
  if (self->reading || !self->cancellable)
    return;
  self->reading = TRUE;
  tn_store_read_async (store, query, NULL, NULL, (GDestroyNotify) tn_today_free, self->cancellable, read_cb, g_object_ref (self));
}

static gboolean
minute_cb (gpointer user_data)
{
  if (gtk_widget_get_mapped (user_data))
    read_today (user_data);
  return G_SOURCE_CONTINUE;
}

static void
tn_today_screen_attach (TnScreen *screen, TnWorkspace *workspace)
{
  TnTodayScreen *self = TN_TODAY_SCREEN (screen);

  g_signal_connect_object (tn_workspace_get_store (workspace), "changed", G_CALLBACK (read_today), self, G_CONNECT_SWAPPED);
  self->focus = TRUE;
  self->minute_id = g_timeout_add (MINUTE_MS, minute_cb, self);
  show_date (self);
  read_today (self);
}

static void
tn_today_screen_shown (TnScreen *screen)
{
  read_today (TN_TODAY_SCREEN (screen));
}

/* Ctrl+F looks for a household: there is nothing to search here. */
static void
tn_today_screen_find (TnScreen *screen)
{
  TnWindow *window = tn_window_of (screen);
  GtkWidget *households = window ? tn_window_show_screen (window, "households") : NULL;

  if (households)
    tn_screen_find (TN_SCREEN (households));
}

static void
tn_today_screen_dispose (GObject *object)
{
  TnTodayScreen *self = TN_TODAY_SCREEN (object);

  if (self->cancellable)
    g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->cancellable);
  g_clear_handle_id (&self->minute_id, g_source_remove);
  G_OBJECT_CLASS (tn_today_screen_parent_class)->dispose (object);
}

static void
tn_today_screen_finalize (GObject *object)
{
  g_free (TN_TODAY_SCREEN (object)->said);
  G_OBJECT_CLASS (tn_today_screen_parent_class)->finalize (object);
}

static void
tn_today_screen_class_init (TnTodayScreenClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = tn_today_screen_dispose;
  G_OBJECT_CLASS (klass)->finalize = tn_today_screen_finalize;
  TN_SCREEN_CLASS (klass)->attach = tn_today_screen_attach;
  TN_SCREEN_CLASS (klass)->shown = tn_today_screen_shown;
  TN_SCREEN_CLASS (klass)->find = tn_today_screen_find;
  g_type_ensure (TN_TYPE_BARS);
  gtk_widget_class_set_template_from_resource (widget_class, "/vn/tungnha/TungNha/ui/today/tn-today-screen.ui");
  gtk_widget_class_bind_template_child (widget_class, TnTodayScreen, date);
  gtk_widget_class_bind_template_child (widget_class, TnTodayScreen, stack);
  gtk_widget_class_bind_template_child (widget_class, TnTodayScreen, problem);
  gtk_widget_class_bind_template_child (widget_class, TnTodayScreen, groups);
  gtk_widget_class_bind_template_child (widget_class, TnTodayScreen, side);
  gtk_widget_class_bind_template_child (widget_class, TnTodayScreen, visits);
  gtk_widget_class_bind_template_child (widget_class, TnTodayScreen, visits_text);
  gtk_widget_class_bind_template_child (widget_class, TnTodayScreen, figures);
}

static void
tn_today_screen_init (TnTodayScreen *self)
{
  self->cancellable = g_cancellable_new ();
  gtk_widget_init_template (GTK_WIDGET (self));
}
