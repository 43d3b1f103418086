/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "tn-bulk-preview.h"
#include <glib/gi18n.h>
#include "tn-dialog-parts.h"
#include "tn-rows.h"

#define GROUPS_SHOWN 8   /* of each sort: what is more is counted */
#define LINES_SHOWN 20

struct _TnBulkPreview
{
  AdwBin parent_instance;

  GtkBox *box;
  AdwPreferencesGroup *summary, *skipped;
  GtkProgressBar *progress;
  GPtrArray *rows, *skipped_rows;   /* borrowed from their groups */
};

G_DEFINE_FINAL_TYPE (TnBulkPreview, tn_bulk_preview, ADW_TYPE_BIN)

static void
add_row (AdwPreferencesGroup *group, GPtrArray *rows, GtkWidget *row)
{
  adw_preferences_group_add (group, row);
  g_ptr_array_add (rows, row);
}

static GtkWidget *
make_row (const char *text, guint n)
{
  GtkWidget *row = tn_dialog_parts_row (text, NULL);
  g_autofree char *number = g_strdup_printf ("%u", n);
  GtkWidget *label = gtk_label_new (number);

  gtk_widget_add_css_class (label, "numeric");
  gtk_widget_add_css_class (label, "dim-label");
  adw_action_row_add_suffix (ADW_ACTION_ROW (row), label);
  return row;
}

static void
add_groups (AdwPreferencesGroup *group, GPtrArray *rows, const GPtrArray *groups)
{
  guint rest = 0;

  for (guint i = 0; i < groups->len; i++)
    {
      const TnBulkGroup *one = groups->pdata[i];

      if (i < GROUPS_SHOWN)
        add_row (group, rows, make_row (one->text, one->n));
      else
        rest += one->n;
    }
  if (rest)
    add_row (group, rows, make_row (_("Others"), rest));
}

static void
add_lines (TnBulkPreview *self, const TnBulk *bulk)
{
  GtkWidget *expander;

  if (!bulk->lines->len)
    return;
  expander = g_object_new (ADW_TYPE_EXPANDER_ROW, "use-markup", FALSE, "title", _("The first of them by name"), NULL);
  for (guint i = 0; i < MIN (bulk->lines->len, LINES_SHOWN); i++)
    {
      const TnBulkLine *line = bulk->lines->pdata[i];
      g_autofree char *change = g_strdup_printf ("%s → %s", *line->before ? line->before : _("(empty)"), *line->after ? line->after : _("(empty)"));

      adw_expander_row_add_row (ADW_EXPANDER_ROW (expander), tn_dialog_parts_row (line->title, change));
    }
  add_row (self->summary, self->rows, expander);
}

static char *
dup_summary (const TnBulk *bulk)
{
  g_autofree char *same = bulk->n_same ? g_strdup_printf (ngettext ("%u is so already.", "%u are so already.", bulk->n_same), bulk->n_same) : NULL;
  g_autofree char *change = bulk->n_changes ? g_strdup_printf (ngettext ("%u changes.", "%u change.", bulk->n_changes), bulk->n_changes) : g_strdup (_("Nothing changes."));

  return g_strjoin (" ", change, same ? same : bulk->note, same ? bulk->note : NULL, NULL);
}

void
tn_bulk_preview_show (TnBulkPreview *self, const TnBulk *bulk)
{
  g_autofree char *summary = dup_summary (bulk), *skipped = g_strdup_printf (ngettext ("%u is skipped", "%u are skipped", bulk->n_skipped), bulk->n_skipped);

  tn_rows_clear_group (self->summary, self->rows);
  tn_rows_clear_group (self->skipped, self->skipped_rows);
  adw_preferences_group_set_description (self->summary, summary);
  add_groups (self->summary, self->rows, bulk->changes);
  add_lines (self, bulk);
  adw_preferences_group_set_title (self->skipped, skipped);
  add_groups (self->skipped, self->skipped_rows, bulk->skipped);
  gtk_widget_set_visible (GTK_WIDGET (self->skipped), bulk->n_skipped > 0);
}

void
tn_bulk_preview_show_text (TnBulkPreview *self, const char *text)
{
  g_autofree char *escaped = g_markup_escape_text (text, -1);

  tn_rows_clear_group (self->summary, self->rows);
  tn_rows_clear_group (self->skipped, self->skipped_rows);
  adw_preferences_group_set_description (self->summary, escaped);
  gtk_widget_hide (GTK_WIDGET (self->skipped));
}

GtkProgressBar *
tn_bulk_preview_get_progress (TnBulkPreview *self)
{
  return self->progress;
}

static void
tn_bulk_preview_finalize (GObject *object)
{
  TnBulkPreview *self = TN_BULK_PREVIEW (object);

  g_ptr_array_unref (self->rows);
  g_ptr_array_unref (self->skipped_rows);
  G_OBJECT_CLASS (tn_bulk_preview_parent_class)->finalize (object);
}

static void
tn_bulk_preview_class_init (TnBulkPreviewClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = tn_bulk_preview_finalize;
}

static void
tn_bulk_preview_init (TnBulkPreview *self)
{
  self->rows = g_ptr_array_new ();
  self->skipped_rows = g_ptr_array_new ();
  self->box = GTK_BOX (gtk_box_new (GTK_ORIENTATION_VERTICAL, 12));
  self->summary = ADW_PREFERENCES_GROUP (adw_preferences_group_new ());
  self->skipped = ADW_PREFERENCES_GROUP (adw_preferences_group_new ());
  self->progress = GTK_PROGRESS_BAR (gtk_progress_bar_new ());
  adw_preferences_group_set_title (self->summary, _("What will happen"));
  gtk_widget_set_name (GTK_WIDGET (self->progress), "progress");
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->progress), GTK_ACCESSIBLE_PROPERTY_LABEL, _("How far it is"), -1);
  gtk_widget_hide (GTK_WIDGET (self->progress));
  gtk_widget_hide (GTK_WIDGET (self->skipped));
  gtk_box_append (self->box, GTK_WIDGET (self->progress));
  gtk_box_append (self->box, GTK_WIDGET (self->summary));
  gtk_box_append (self->box, GTK_WIDGET (self->skipped));
  adw_bin_set_child (ADW_BIN (self), GTK_WIDGET (self->box));
}

TnBulkPreview *
tn_bulk_preview_new (void)
{
  return g_object_new (TN_TYPE_BULK_PREVIEW, NULL);
}
