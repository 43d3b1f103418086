/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "tn-household-page.h"

struct _TnHouseholdPage
{
  AdwBin parent_instance;

  GtkStack *stack;

  TnWorkspace *workspace;
  TnId id;
};

G_DEFINE_FINAL_TYPE (TnHouseholdPage, tn_household_page, ADW_TYPE_BIN)

static void
tn_household_page_dispose (GObject *object)
{
  g_clear_object (&TN_HOUSEHOLD_PAGE (object)->workspace);
  G_OBJECT_CLASS (tn_household_page_parent_class)->dispose (object);
}

static void
tn_household_page_class_init (TnHouseholdPageClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = tn_household_page_dispose;
  gtk_widget_class_set_template_from_resource (widget_class, "/vn/tungnha/TungNha/ui/household/tn-household-page.ui");
  gtk_widget_class_bind_template_child (widget_class, TnHouseholdPage, stack);
}

static void
tn_household_page_init (TnHouseholdPage *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

void
tn_household_page_attach (TnHouseholdPage *self, TnWorkspace *workspace)
{
  g_set_object (&self->workspace, workspace);
}

void
tn_household_page_show (TnHouseholdPage *self, const TnId *id)
{
  self->id = *id;
}

void
tn_household_page_focus (TnHouseholdPage *self)
{
  gtk_widget_child_focus (GTK_WIDGET (self), GTK_DIR_TAB_FORWARD);
}
