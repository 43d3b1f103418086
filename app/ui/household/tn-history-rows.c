/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "tn-history-rows.h"
#include <glib/gi18n.h>
#include "tn-date.h"

#define SHOWN 60   /* older changes stay in the copy and in tungnha-ctl history */
#define ROWS "tn-history-rows"

static char *
dup_change (const TnHistoryItem *item)
{
  const char *before = item->before && *item->before ? item->before : "—", *after = item->after && *item->after ? item->after : "—";

  return g_strdup_printf ("%s: %s → %s", item->label, before, after);
}

static char *
dup_who (const TnHistoryItem *item)
{
  g_autofree char *when = tn_date_format_time (item->at);
  g_autoptr (GString) who = g_string_new (when);

  if (item->by && *item->by)
    g_string_append_printf (who, " · %s", item->by);
  if (item->device && *item->device)
    g_string_append_printf (who, " · %s", item->device);
  if (item->waiting)
    g_string_append_printf (who, " · %s", _("Not sent yet"));
  return g_string_free (g_steal_pointer (&who), FALSE);
}

static GtkWidget *
make_row (const TnHistoryItem *item)
{
  GtkWidget *row = adw_action_row_new ();
  g_autofree char *change = dup_change (item), *who = dup_who (item);

  adw_preferences_row_set_use_markup (ADW_PREFERENCES_ROW (row), FALSE);
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (row), change);
  adw_action_row_set_subtitle (ADW_ACTION_ROW (row), who);
  adw_action_row_set_title_lines (ADW_ACTION_ROW (row), 3);
  return row;
}

/* The expander cannot list its rows: we remember what to take away next time. */
typedef struct
{
  GPtrArray *history;   /* TnHistoryItem */
  GPtrArray *rows;      /* widgets made of it, borrowed; NULL = none yet */
} Filled;

static void
free_filled (gpointer data)
{
  Filled *filled = data;

  g_ptr_array_unref (filled->history);
  g_clear_pointer (&filled->rows, g_ptr_array_unref);
  g_free (filled);
}

/* Most people never look: no key down the list waits for sixty rows that nobody sees. */
static void
make_rows_cb (AdwExpanderRow *expander)
{
  Filled *filled = g_object_get_data (G_OBJECT (expander), ROWS);

  if (!filled || filled->rows || !adw_expander_row_get_expanded (expander))
    return;
  filled->rows = g_ptr_array_new ();
  for (guint i = 0; i < filled->history->len && i < SHOWN; i++)
    {
      GtkWidget *row = make_row (filled->history->pdata[i]);

      adw_expander_row_add_row (expander, row);
      g_ptr_array_add (filled->rows, row);
    }
}

void
tn_history_rows_fill (AdwExpanderRow *expander, GPtrArray *history)
{
  Filled *old = g_object_get_data (G_OBJECT (expander), ROWS), *filled = g_new0 (Filled, 1);
  g_autofree char *count = g_strdup_printf (ngettext ("%u change", "%u changes", history->len), history->len);

  if (!old)
    g_signal_connect (expander, "notify::expanded", G_CALLBACK (make_rows_cb), NULL);
  for (guint i = 0; old && old->rows && i < old->rows->len; i++)
    adw_expander_row_remove (expander, old->rows->pdata[i]);
  filled->history = g_ptr_array_ref (history);
  g_object_set_data_full (G_OBJECT (expander), ROWS, filled, free_filled);
  adw_expander_row_set_subtitle (expander, count);
  gtk_widget_set_sensitive (GTK_WIDGET (expander), history->len > 0);
  make_rows_cb (expander);
}

static void
add_part (GString *text, const char *part)
{
  if (part && *part)
    g_string_append_printf (text, "%s%s", text->len ? " · " : "", part);
}

/* What was told and is needed, by name; one spoke with; when to come again; notes last. */
static char *
dup_visit_details (const TnRow *visit)
{
  g_autoptr (GString) text = g_string_new (NULL);
  g_autofree char *met = tn_row_dup_text (visit, "met"), *other = tn_row_dup_text (visit, "need_other"), *note = tn_row_dup_text (visit, "note");
  g_autofree char *next = tn_field_show (tn_kind_field (visit->kind, "next"), tn_row_field (visit, "next"));
  /* Translators: %s is a date. */
  g_autofree char *again = *next ? g_strdup_printf (_("come again on %s"), next) : NULL;

  add_part (text, met);
  for (guint i = 0; i < visit->kind->n_fields; i++)
    if (visit->kind->fields[i].type == TN_TYPE_BOOL && tn_slice_is (tn_row_field (visit, visit->kind->fields[i].key), "true"))
      add_part (text, _(visit->kind->fields[i].label));
  add_part (text, other);
  add_part (text, again);
  if (note && *note)
    g_string_append_printf (text, "%s%s", text->len ? "\n" : "", note);
  return g_string_free (g_steal_pointer (&text), FALSE);
}

GtkWidget *
tn_visit_row_new (const TnRow *visit)
{
  GtkWidget *row = adw_action_row_new ();
  g_autofree char *at = tn_field_show (tn_kind_field (visit->kind, "at"), tn_row_field (visit, "at"));
  g_autofree char *met = tn_field_show (tn_kind_field (visit->kind, "result"), tn_row_field (visit, "result"));
  g_autofree char *details = dup_visit_details (visit), *title = g_strdup_printf ("%s%s%s", at, *met ? " · " : "", met);
  TnIdStr id;

  tn_id_format (&visit->id, id);
  adw_preferences_row_set_use_markup (ADW_PREFERENCES_ROW (row), FALSE);
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (row), title);
  adw_action_row_set_subtitle (ADW_ACTION_ROW (row), details);
  gtk_list_box_row_set_activatable (GTK_LIST_BOX_ROW (row), TRUE);
  gtk_actionable_set_action_target (GTK_ACTIONABLE (row), "s", id);
  gtk_actionable_set_action_name (GTK_ACTIONABLE (row), "record.edit");
  return row;
}
