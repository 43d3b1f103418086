/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "tn-chips.h"
#include <glib/gi18n.h>
#include "tn-schema.h"
#include "tn-tip.h"

static gboolean
has_ended (const TnRow *membership, const char *today)
{
  g_autofree char *to = tn_row_dup_text (membership, "to");

  return to && strcmp (to, today) < 0;
}

static char *
dup_name (const TnRow *membership, TnLookups *lookups)
{
  g_autofree char *key = tn_row_dup_text (membership, "category");
  const char *label = key ? tn_lookups_label (tn_lookups_get_categories (lookups), key) : NULL;

  return g_strdup (label ? label : key ? tn_choice_label (tn_kind_field (membership->kind, "category"), key) : _("Category"));
}

static char *
dup_tip (const TnRow *membership)
{
  const char *keys[] = { "from", "to", "document", "note" };
  g_autoptr (GString) tip = g_string_new (NULL);

  for (gsize i = 0; i < G_N_ELEMENTS (keys); i++)
    {
      const TnField *field = tn_kind_field (membership->kind, keys[i]);
      g_autofree char *shown = tn_field_show (field, tn_row_field (membership, keys[i]));

      if (*shown)
        g_string_append_printf (tip, "%s%s: %s", tip->len ? "\n" : "", _(field->label), shown);
    }
  return g_string_free (g_steal_pointer (&tip), FALSE);
}

void
tn_chips_fill (GtkBox *box, GPtrArray *memberships, TnLookups *lookups, const char *today)
{
  GtkWidget *child;
  guint n = 0;

  while ((child = gtk_widget_get_first_child (GTK_WIDGET (box))))
    gtk_box_remove (box, child);
  for (guint i = 0; i < memberships->len; i++)
    {
      const TnRow *membership = memberships->pdata[i];
      g_autofree char *name = NULL, *tip = NULL;
      GtkWidget *chip;
      TnIdStr id;

      if (has_ended (membership, today))
        continue;
      name = dup_name (membership, lookups);
      tip = dup_tip (membership);
      tn_id_format (&membership->id, id);
      chip = gtk_button_new_with_label (name);
      gtk_widget_add_css_class (chip, "tn-chip");
      gtk_widget_add_css_class (chip, "flat");
      tn_tip_set (chip, tip);
      gtk_accessible_update_property (GTK_ACCESSIBLE (chip), GTK_ACCESSIBLE_PROPERTY_DESCRIPTION, tip, -1);
      gtk_actionable_set_action_target (GTK_ACTIONABLE (chip), "s", id);
      gtk_actionable_set_action_name (GTK_ACTIONABLE (chip), "record.edit");
      gtk_box_append (box, chip);
      n++;
    }
  gtk_widget_set_visible (GTK_WIDGET (box), n > 0);
}
