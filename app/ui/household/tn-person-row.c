/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "tn-person-row.h"
#include <glib/gi18n.h>
#include "tn-chips.h"
#include "tn-date.h"
#include "tn-household-actions.h"
#include "tn-opened.h"
#include "tn-tip.h"
#include "tn-window.h"
#include "tn-wrap-layout.h"

struct _TnPersonRow
{
  GtkListBoxRow parent_instance;

  GtkLabel *name, *facts, *card;
  GtkWidget *card_box;
  GtkToggleButton *reveal;
  GtkBox *chips;
  GtkMenuButton *menu_button;
  GtkWidget *home_button;

  char *id;        /* the person's, as text */
  char *number;    /* of the card; NULL = none known here */
  TnId card_id;
  const char *field;        /* which of the card's */
  gboolean open;            /* the number is shown */
  gboolean is_head, lives, present, orphan;   /* what the menu offers */
  TnWorkspace *workspace;   /* NULL when the row is taken down */
};

G_DEFINE_FINAL_TYPE (TnPersonRow, tn_person_row, GTK_TYPE_LIST_BOX_ROW)

static void
show_card (TnPersonRow *self)
{
  g_autofree char *masked = tn_kind_mask (tn_schema_kind ("identity"), self->number);
  g_autofree char *text = g_strdup_printf (_("Card: %s"), self->open ? self->number : masked);
  const char *label = self->open ? _("Hide the card’s number") : _("Show the card’s number");

  gtk_label_set_text (self->card, text);
  gtk_button_set_icon_name (GTK_BUTTON (self->reveal), self->open ? "view-conceal-symbolic" : "view-reveal-symbolic");
  tn_tip_set (GTK_WIDGET (self->reveal), label);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->reveal), GTK_ACCESSIBLE_PROPERTY_LABEL, label, -1);
}

/* --- opening the card's number: written down first --- */

/* What goes to the writer's thread. */
typedef struct
{
  TnId card;
  char *field;
} Opening;

static void
free_opening (gpointer data)
{
  g_free (((Opening *) data)->field);
  g_free (data);
}

static gpointer
write_opened (TnCopy *copy, gpointer data, GCancellable *cancellable, GError **error)
{
  Opening *opening = data;

  return tn_opened_add (copy, &opening->card, 1, opening->field, error) ? GINT_TO_POINTER (TRUE) : NULL;
}

static void
opened_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (TnPersonRow) self = user_data;
  g_autoptr (GError) error = NULL;
  gboolean written = tn_store_finish (TN_STORE (source), result, &error) != NULL;

  if (!self->workspace)   /* the row has gone meanwhile */
    return;
  self->open = written && gtk_toggle_button_get_active (self->reveal);   /* it may have been put back meanwhile */
  show_card (self);
  if (!written)
    {
      gtk_toggle_button_set_active (self->reveal, FALSE);
      tn_window_show_error (tn_window_of (self), _("The number is not shown, as it could not be written down who was shown it"), error);
    }
}

static void
reveal_cb (TnPersonRow *self)
{
  Opening *opening;

  if (!gtk_toggle_button_get_active (self->reveal))
    {
      self->open = FALSE;
      show_card (self);
      return;
    }
  opening = g_new (Opening, 1);
  *opening = (Opening) { self->card_id, g_strdup (self->field) };
  tn_store_write_async (tn_workspace_get_store (self->workspace), write_opened, opening, free_opening, NULL, NULL, opened_cb, g_object_ref (self));
}

/* --- what is shown --- */

static void
add_fact (GString *facts, const char *fact)
{
  if (fact && *fact)
    g_string_append_printf (facts, "%s%s", facts->len ? " · " : "", fact);
}

static char *
dup_birth (const TnRow *person, const char *today)
{
  g_autofree char *birth = tn_row_dup_text (person, "birth"), *shown = tn_row_show (person, "birth");
  int age = birth ? tn_date_age (birth, today) : -1;

  if (!birth)
    return NULL;
  /* Translators: date of birth and age in years. */
  return age >= 0 ? g_strdup_printf (_("born %s (%d)"), shown, age) : g_strdup_printf (_("born %s"), shown);
}

static char *
dup_status (const TnRow *person)
{
  g_autofree char *key = tn_row_dup_text (person, "status"), *status = tn_row_show (person, "status"), *since = tn_row_show (person, "status_date");

  if (!key || g_str_equal (key, "present"))
    return NULL;
  return *since ? g_strdup_printf ("%s %s", status, since) : g_steal_pointer (&status);
}

static char *
dup_facts (const TnRow *person, gboolean is_head, const char *today)
{
  g_autoptr (GString) facts = g_string_new (NULL);
  g_autofree char *status = dup_status (person), *relation = tn_row_show (person, "relation"), *sex = tn_row_show (person, "sex");
  g_autofree char *birth = dup_birth (person, today), *phone = tn_row_show (person, "phone"), *work = tn_row_show (person, "occupation");
  g_autofree char *residence = tn_row_show (person, "residence");

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
make_menu (const char *id, gboolean is_head, gboolean lives, gboolean present, gboolean orphan)
{
  g_autoptr (GMenu) first = g_menu_new (), second = g_menu_new (), third = g_menu_new ();
  GMenu *menu = g_menu_new ();

  add_item (first, _("_Edit…"), "person.edit", id);
  add_item (first, _("Add _Category…"), "person.category", id);
  if (lives)
    {
      add_item (first, _("_Refer…"), "win.new-referral", id);
      add_item (first, _("_Propose for Support…"), "win.propose", id);
      add_item (first, _("_Looks for Work…"), "win.new-job-wish", id);
    }
  if (lives && orphan)
    add_item (first, _("S_ponsor…"), "win.new-sponsorship", id);
  add_item (first, _("Comme_ndation…"), "win.new-commendation", id);
  if (lives)
    {
      add_item (second, _("Watch at Ho_me…"), "win.open-case", id);
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

static gboolean
is_orphan (GPtrArray *memberships)
{
  for (guint i = 0; i < memberships->len; i++)
    {
      g_autofree char *category = tn_row_dup_text (memberships->pdata[i], "category");

      if (g_strcmp0 (category, "orphan_covid") == 0 || g_strcmp0 (category, "orphan") == 0)
        return TRUE;
    }
  return FALSE;
}

/* Only when somebody opens it: the menu of each person of a household costs as much as its row. */
static void
make_menu_cb (GtkMenuButton *button, gpointer user_data)
{
  TnPersonRow *self = user_data;
  g_autoptr (GMenuModel) menu = make_menu (self->id, self->is_head, self->lives, self->present, self->orphan);

  gtk_menu_button_set_menu_model (button, menu);
}

static void
fill_menu (TnPersonRow *self, const TnRow *person, GPtrArray *memberships, gboolean is_head)
{
  g_autofree char *status = tn_row_dup_text (person, "status"), *name = tn_row_dup_text (person, "name"), *label = NULL;

  self->is_head = is_head;
  self->lives = tn_work_lives_there (person);
  self->present = !status || g_str_equal (status, "present");
  self->orphan = is_orphan (memberships);
  /* Translators: %s is a person's name; the name of a menu for screen readers. */
  label = g_strdup_printf (_("Actions for %s"), name ? name : "");
  gtk_menu_button_set_create_popup_func (self->menu_button, make_menu_cb, self, NULL);
  tn_tip_set (GTK_WIDGET (self->menu_button), label);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->menu_button), GTK_ACCESSIBLE_PROPERTY_LABEL, label, -1);
}

/* A person who is ill here is one button away from being watched. */
static void
fill_home_button (TnPersonRow *self, const TnRow *person)
{
  g_autofree char *name = tn_row_dup_text (person, "name"), *label = NULL;

  /* Translators: %s is a person's name */
  label = g_strdup_printf (_("Watch %s at home"), name ? name : "");
  gtk_actionable_set_action_target (GTK_ACTIONABLE (self->home_button), "s", self->id);
  gtk_actionable_set_action_name (GTK_ACTIONABLE (self->home_button), "win.open-case");
  tn_tip_set (self->home_button, label);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->home_button), GTK_ACCESSIBLE_PROPERTY_LABEL, label, -1);
  gtk_widget_set_visible (self->home_button, tn_work_lives_there (person));
}

static void
fill_card (TnPersonRow *self, GPtrArray *cards)
{
  for (guint i = 0; i < cards->len && !self->number; i++)
    {
      const TnRow *card = cards->pdata[i];

      self->field = "number";
      if (!(self->number = tn_row_dup_text (card, "number")))
        self->number = tn_row_dup_text (card, (self->field = "old_number"));
      self->card_id = card->id;
    }
  gtk_widget_set_visible (self->card_box, self->number != NULL);
  if (self->number)
    show_card (self);
}

static void
tn_person_row_dispose (GObject *object)
{
  g_clear_object (&TN_PERSON_ROW (object)->workspace);
  G_OBJECT_CLASS (tn_person_row_parent_class)->dispose (object);
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

  G_OBJECT_CLASS (klass)->dispose = tn_person_row_dispose;
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
  gtk_widget_class_bind_template_child (widget_class, TnPersonRow, home_button);
  gtk_widget_class_bind_template_callback (widget_class, reveal_cb);
}

static void
tn_person_row_init (TnPersonRow *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

GtkWidget *
tn_person_row_new (const TnPersonDetail *person, gboolean is_head, TnWorkspace *workspace, const char *today)
{
  TnPersonRow *self = g_object_new (TN_TYPE_PERSON_ROW, NULL);
  g_autofree char *name = tn_row_dup_text (person->person, "name"), *facts = dup_facts (person->person, is_head, today), *label = NULL;

  self->workspace = g_object_ref (workspace);
  self->id = tn_id_dup_string (&person->person->id);
  gtk_label_set_text (self->name, name ? name : "");
  if (is_head)
    gtk_widget_add_css_class (GTK_WIDGET (self->name), "heading");
  if (!tn_work_lives_there (person->person))
    gtk_widget_add_css_class (GTK_WIDGET (self), "tn-gone");
  gtk_label_set_text (self->facts, facts);
  fill_card (self, person->cards);
  tn_chips_fill (self->chips, person->memberships, tn_workspace_get_lookups (workspace), today);
  fill_home_button (self, person->person);
  fill_menu (self, person->person, person->memberships, is_head);
  gtk_actionable_set_action_target (GTK_ACTIONABLE (self), "s", self->id);
  label = g_strdup_printf ("%s, %s", name ? name : "", facts);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self), GTK_ACCESSIBLE_PROPERTY_LABEL, label, -1);
  return GTK_WIDGET (self);
}
