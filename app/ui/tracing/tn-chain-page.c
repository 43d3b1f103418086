/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "tn-chain-page.h"
#include <glib/gi18n.h>
#include "tn-date.h"
#include "tn-rows.h"
#include "tn-tracing-dialogs.h"
#include "tn-window.h"
#include "tn-wrap-layout.h"

#define INDENT 24       /* px a step down the tree */
#define INDENT_MAX 10   /* steps that are drawn: a longer chain stays readable in a narrow window */

struct _TnChainPage
{
  AdwBin parent_instance;

  GtkLabel *title, *subtitle, *loop;
  GtkWidget *loop_box, *contact_button, *contacts_group;
  GtkListBox *tree, *contacts;

  const TnTracingDetail *detail;   /* borrowed */
};

G_DEFINE_FINAL_TYPE (TnChainPage, tn_chain_page, ADW_TYPE_BIN)

/* --- showing --- */

static GtkWidget *
add_row (GtkListBox *list, const TnId *id, const char *title, const char *subtitle)
{
  GtkWidget *row = adw_action_row_new ();

  adw_preferences_row_set_use_markup (ADW_PREFERENCES_ROW (row), FALSE);
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (row), title);
  adw_action_row_set_subtitle (ADW_ACTION_ROW (row), subtitle);
  gtk_list_box_row_set_activatable (GTK_LIST_BOX_ROW (row), TRUE);
  g_object_set_data_full (G_OBJECT (row), "tn-id", tn_id_copy (id), g_free);
  gtk_list_box_append (list, row);
  return row;
}

static const TnTracingCase *
find_node (const TnTracingDetail *detail, const TnId *id)
{
  for (guint i = 0; i < detail->chain->len; i++)
    if (tn_id_equal (&((TnTracingCase *) detail->chain->pdata[i])->id, id))
      return detail->chain->pdata[i];
  return NULL;
}

/* "Watched since 20/12/2021 · From the household · Watched at home" */
static char *
dup_facts (const TnTracingCase *node)
{
  const TnKind *kind = tn_schema_kind ("home_case");
  g_autofree char *opened = node->opened ? tn_date_format (node->opened) : g_strdup ("–");
  /* Translators: %s is a date */
  g_autoptr (GString) facts = g_string_new (NULL);

  g_string_append_printf (facts, _("since %s"), opened);
  g_string_append_printf (facts, " · %s", *node->how ? tn_choice_label (tn_kind_field (kind, "source"), node->how) : _("nobody has asked for the source yet"));
  if (*node->state)
    g_string_append_printf (facts, " · %s", tn_choice_label (tn_kind_field (kind, "state"), node->state));
  return g_string_free (g_steal_pointer (&facts), FALSE);
}

static void
add_node (TnChainPage *self, const TnTracingCase *node, gboolean current)
{
  g_autofree char *facts = dup_facts (node), *title = node->loop ? g_strdup_printf (_("%s ↺"), node->name) : g_strdup (node->name);
  GtkWidget *row = add_row (self->tree, &node->id, title, facts);
  const TnTracingCase *source = tn_id_is_null (&node->source) ? NULL : find_node (self->detail, &node->source);
  g_autofree char *label = source ? g_strdup_printf (_("%s, caught from %s, %s"), node->name, source->name, facts) : g_strdup_printf ("%s, %s", node->name, facts);

  if (node->depth)
    {
      GtkWidget *branch = gtk_label_new ("└");

      gtk_widget_set_margin_start (branch, INDENT * (int) (MIN (node->depth, INDENT_MAX) - 1));
      gtk_widget_add_css_class (branch, "dim-label");
      adw_action_row_add_prefix (ADW_ACTION_ROW (row), branch);
    }
  if (current)
    adw_action_row_add_suffix (ADW_ACTION_ROW (row), gtk_image_new_from_icon_name ("object-select-symbolic"));
  gtk_accessible_update_property (GTK_ACCESSIBLE (row), GTK_ACCESSIBLE_PROPERTY_LABEL, label, -1);
}

static void
show_tree (TnChainPage *self, const TnTracingDetail *detail)
{
  const TnTracingCase *loop = NULL;
  g_autofree char *text = NULL;

  tn_rows_clear_list (self->tree);
  for (guint i = 0; i < detail->chain->len; i++)
    {
      const TnTracingCase *node = detail->chain->pdata[i];

      add_node (self, node, tn_id_equal (&node->id, &detail->home_case));
      loop = node->loop ? node : loop;
    }
  gtk_widget_set_visible (self->loop_box, loop != NULL);
  if (!loop)
    return;
  text = g_strdup_printf (_("These cases name each other in a circle: %s is said to have caught it from somebody further down. Choose the source of one of them anew."), loop->name);
  gtk_label_set_text (self->loop, text);
}

static void
show_contacts (TnChainPage *self, GPtrArray *contacts)
{
  const TnField *field = tn_kind_field (tn_schema_kind ("contact"), "state");

  tn_rows_clear_list (self->contacts);
  for (guint i = 0; i < contacts->len; i++)
    {
      const TnTracingContact *contact = contacts->pdata[i];
      g_autofree char *until = contact->until ? tn_date_format (contact->until) : g_strdup ("–");
      /* Translators: the state of a contact; a date */
      g_autofree char *facts = g_strdup_printf (_("%s · until %s"), *contact->state ? tn_choice_label (field, contact->state) : _("Being watched"), until);

      add_row (self->contacts, &contact->id, contact->name, facts);
    }
  gtk_widget_set_visible (self->contacts_group, contacts->len > 0);
}

void
tn_chain_page_show (TnChainPage *self, const TnTracingDetail *detail)
{
  const TnTracingCase *node;
  g_autofree char *facts = NULL;

  self->detail = detail;
  node = detail ? find_node (detail, &detail->home_case) : NULL;
  if (!node)
    return;
  facts = dup_facts (node);
  gtk_label_set_text (self->title, node->name);
  gtk_label_set_text (self->subtitle, facts);
  show_tree (self, detail);
  show_contacts (self, detail->contacts);
}

void
tn_chain_page_focus (TnChainPage *self)
{
  gtk_widget_grab_focus (self->contact_button);
}

/* --- doing --- */

static void
row_activated_cb (TnChainPage *self, GtkListBoxRow *row)
{
  TnWindow *window = tn_window_of (self);

  if (window)
    tn_window_go (window, "tracing", g_object_get_data (G_OBJECT (row), "tn-id"));
}

static void
action_cb (GtkWidget *widget, const char *name, GVariant *parameter)
{
  TnChainPage *self = TN_CHAIN_PAGE (widget);
  TnWindow *window = tn_window_of (self);
  const TnTracingCase *node = self->detail ? find_node (self->detail, &self->detail->home_case) : NULL;
  TnIdStr id;

  if (!window || !node)
    return;
  tn_id_format (g_str_equal (name, "chain.patient") ? &node->person : &node->id, id);
  if (g_str_equal (name, "chain.source"))
    tn_tracing_dialog_source (window, &node->id, node->name);
  else
    gtk_widget_activate_action (widget, g_str_equal (name, "chain.patient") ? "win.open-case" : "win.new-contact", "s", id);
}

static void
tn_chain_page_class_init (TnChainPageClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  g_type_ensure (TN_TYPE_WRAP_LAYOUT);
  gtk_widget_class_install_action (widget_class, "chain.contact", NULL, action_cb);
  gtk_widget_class_install_action (widget_class, "chain.source", NULL, action_cb);
  gtk_widget_class_install_action (widget_class, "chain.patient", NULL, action_cb);
  gtk_widget_class_set_template_from_resource (widget_class, "/vn/tungnha/TungNha/ui/tracing/tn-chain-page.ui");
  gtk_widget_class_bind_template_child (widget_class, TnChainPage, title);
  gtk_widget_class_bind_template_child (widget_class, TnChainPage, subtitle);
  gtk_widget_class_bind_template_child (widget_class, TnChainPage, loop);
  gtk_widget_class_bind_template_child (widget_class, TnChainPage, loop_box);
  gtk_widget_class_bind_template_child (widget_class, TnChainPage, contact_button);
  gtk_widget_class_bind_template_child (widget_class, TnChainPage, tree);
  gtk_widget_class_bind_template_child (widget_class, TnChainPage, contacts_group);
  gtk_widget_class_bind_template_child (widget_class, TnChainPage, contacts);
  gtk_widget_class_bind_template_callback (widget_class, row_activated_cb);
}

static void
tn_chain_page_init (TnChainPage *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}
