/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "tn-person-row.h"
#include <glib/gi18n.h>
#include "tn-chips.h"
#include "tn-date.h"
#include "tn-household-actions.h"
#include "tn-wrap-layout.h"

#define SHOWN_DIGITS 4

struct _TnPersonRow
{
  GtkListBoxRow parent_instance;

  GtkLabel *name, *facts, *card;
  GtkWidget *card_box;
  GtkToggleButton *reveal;
  GtkBox *chips;
  GtkMenuButton *menu_button;

  char *id;        /* the person's, as text */
  char *number;    /* of the card; NULL = none known here */
};

G_DEFINE_FINAL_TYPE (TnPersonRow, tn_person_row, GTK_TYPE_LIST_BOX_ROW)

char *
tn_person_row_mask (const char *number)
{
  gsize len = strlen (number);
  g_autoptr (GString) masked = g_string_new (NULL);

  for (gsize i = SHOWN_DIGITS; i < len; i++)
    g_string_append (masked, "•");
  g_string_append_printf (masked, " %s", len > SHOWN_DIGITS ? number + len - SHOWN_DIGITS : "");
  return g_string_free (g_steal_pointer (&masked), FALSE);
}

static void
show_card (TnPersonRow *self)
{
  g_autofree char *masked = tn_person_row_mask (self->number);
  g_autofree char *text = g_strdup_printf (_("Card: %s"), gtk_toggle_button_get_active (self->reveal) ? self->number : masked);

  gtk_label_set_text (self->card, text);
}

static void
reveal_cb (TnPersonRow *self)
{
  const char *label = gtk_toggle_button_get_active (self->reveal) ? _("Hide the card’s number") : _("Show the card’s number");

  gtk_button_set_icon_name (GTK_BUTTON (self->reveal), gtk_toggle_button_get_active (self->reveal) ? "view-conceal-symbolic" : "view-reveal-symbolic");
  gtk_widget_set_tooltip_text (GTK_WIDGET (self->reveal), label);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->reveal), GTK_ACCESSIBLE_PROPERTY_LABEL, label, -1);
  show_card (self);
}

/* --- what is shown --- */

static void
add_fact (GString *facts, const char *fact)
{
  if (fact && *fact)
    g_string_append_printf (facts, "%s%s", facts->len ? " · " : "", fact);
}

static char *
dup_shown (const TnRow *row, const char *key)
{
  return tn_field_show (tn_kind_field (row->kind, key), tn_row_field (row, key));
}

static char *
dup_birth (const TnRow *person, const char *today)
{
  g_autofree char *birth = tn_row_dup_text (person, "birth"), *shown = dup_shown (person, "birth");
  int age = birth ? tn_date_age (birth, today) : -1;

  if (!birth)
    return NULL;
  /* Translators: date of birth and age in years. */
  return age >= 0 ? g_strdup_printf (_("born %s (%d)"), shown, age) : g_strdup_printf (_("born %s"), shown);
}

static char *
dup_status (const TnRow *person)
{
  g_autofree char *key = tn_row_dup_text (person, "status"), *status = dup_shown (person, "status"), *since = dup_shown (person, "status_date");

  if (!key || g_str_equal (key, "present"))
    return NULL;
  return *since ? g_strdup_printf ("%s %s", status, since) : g_steal_pointer (&status);
}

static char *
dup_facts (const TnRow *person, gboolean is_head, const char *today)
{
  g_autoptr (GString) facts = g_string_new (NULL);
  g_autofree char *status = dup_status (person), *relation = dup_shown (person, "relation"), *sex = dup_shown (person, "sex");
  g_autofree char *birth = dup_birth (person, today), *phone = dup_shown (person, "phone"), *work = dup_shown (person, "occupation");
  g_autofree char *residence = dup_shown (person, "residence");

  add_fact (facts, status);
  add_fact (facts, is_head ? _("Head") : relation);
  add_fact (facts, sex);
  add_fact (facts, birth);
  add_fact (facts, phone);
  add_fact (facts, work);
  add_fact (facts, residence);
  return g_string_free (g_steal_pointer (&facts), FALSE);
}

static void
add_item (GMenu *menu, const char *label, const char *action, const char *id)
{
  g_autoptr (GMenuItem) item = g_menu_item_new (label, NULL);

  g_menu_item_set_action_and_target (item, action, "s", id);
  g_menu_append_item (menu, item);
}

static GMenuModel *
make_menu (const char *id, gboolean is_head, gboolean lives, gboolean present)
{
  g_autoptr (GMenu) first = g_menu_new (), second = g_menu_new (), third = g_menu_new ();
  GMenu *menu = g_menu_new ();

  add_item (first, _("_Edit…"), "person.edit", id);
  add_item (first, _("Add _Category…"), "person.category", id);
  if (lives)
    {
      add_item (second, _("_Move to Another Household…"), "person.move", id);
      if (!is_head)
        add_item (second, _("Make _Head…"), "person.head", id);
      if (present)
        add_item (second, _("_Absence…"), "person.absent", id);
      add_item (second, _("Moved A_way…"), "person.moved-away", id);
      add_item (second, _("D_eath…"), "person.death", id);
    }
  if (!present)
    add_item (second, _("_Return…"), "person.back", id);
  add_item (third, _("_Delete"), "person.delete", id);
  g_menu_append_section (menu, NULL, G_MENU_MODEL (first));
  g_menu_append_section (menu, NULL, G_MENU_MODEL (second));
  g_menu_append_section (menu, NULL, G_MENU_MODEL (third));
  return G_MENU_MODEL (menu);
}

static void
fill_menu (TnPersonRow *self, const TnRow *person, gboolean is_head)
{
  g_autofree char *status = tn_row_dup_text (person, "status"), *name = tn_row_dup_text (person, "name"), *label = NULL;
  gboolean present = !status || g_str_equal (status, "present");
  g_autoptr (GMenuModel) menu = make_menu (self->id, is_head, tn_work_lives_there (person), present);

  /* Translators: %s is a person's name; the name of a menu for screen readers. */
  label = g_strdup_printf (_("Actions for %s"), name ? name : "");
  gtk_menu_button_set_menu_model (self->menu_button, menu);
  gtk_widget_set_tooltip_text (GTK_WIDGET (self->menu_button), label);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->menu_button), GTK_ACCESSIBLE_PROPERTY_LABEL, label, -1);
}

static void
fill_card (TnPersonRow *self, GPtrArray *cards)
{
  for (guint i = 0; i < cards->len && !self->number; i++)
    {
      self->number = tn_row_dup_text (cards->pdata[i], "number");
      if (!self->number)
        self->number = tn_row_dup_text (cards->pdata[i], "old_number");
    }
  gtk_widget_set_visible (self->card_box, self->number != NULL);
  if (self->number)
    show_card (self);
}

static void
tn_person_row_finalize (GObject *object)
{
  TnPersonRow *self = TN_PERSON_ROW (object);

  g_free (self->id);
  g_free (self->number);
  G_OBJECT_CLASS (tn_person_row_parent_class)->finalize (object);
}

static void
tn_person_row_class_init (TnPersonRowClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->finalize = tn_person_row_finalize;
  g_type_ensure (TN_TYPE_WRAP_LAYOUT);
  gtk_widget_class_set_template_from_resource (widget_class, "/vn/tungnha/TungNha/ui/household/tn-person-row.ui");
  gtk_widget_class_bind_template_child (widget_class, TnPersonRow, name);
  gtk_widget_class_bind_template_child (widget_class, TnPersonRow, facts);
  gtk_widget_class_bind_template_child (widget_class, TnPersonRow, card);
  gtk_widget_class_bind_template_child (widget_class, TnPersonRow, card_box);
  gtk_widget_class_bind_template_child (widget_class, TnPersonRow, reveal);
  gtk_widget_class_bind_template_child (widget_class, TnPersonRow, chips);
  gtk_widget_class_bind_template_child (widget_class, TnPersonRow, menu_button);
  gtk_widget_class_bind_template_callback (widget_class, reveal_cb);
}

static void
tn_person_row_init (TnPersonRow *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

GtkWidget *
tn_person_row_new (const TnPersonDetail *person, gboolean is_head, TnLookups *lookups, const char *today)
{
  TnPersonRow *self = g_object_new (TN_TYPE_PERSON_ROW, NULL);
  g_autofree char *name = tn_row_dup_text (person->person, "name"), *facts = dup_facts (person->person, is_head, today), *label = NULL;

  self->id = tn_id_dup_string (&person->person->id);
  gtk_label_set_text (self->name, name ? name : "");
  if (is_head)
    gtk_widget_add_css_class (GTK_WIDGET (self->name), "heading");
  if (!tn_work_lives_there (person->person))
    gtk_widget_add_css_class (GTK_WIDGET (self), "tn-gone");
  gtk_label_set_text (self->facts, facts);
  fill_card (self, person->cards);
  tn_chips_fill (self->chips, person->memberships, lookups, today);
  fill_menu (self, person->person, is_head);
  gtk_actionable_set_action_target (GTK_ACTIONABLE (self), "s", self->id);
  label = g_strdup_printf ("%s, %s", name ? name : "", facts);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self), GTK_ACCESSIBLE_PROPERTY_LABEL, label, -1);
  return GTK_WIDGET (self);
}

const char *
tn_person_row_get_id (TnPersonRow *self)
{
  return self->id;
}
