/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "tn-conflict-card.h"
#include <glib/gi18n.h>
#include "tn-conflict-dialog.h"
#include "tn-date.h"
#include "tn-opened.h"
#include "tn-tip.h"
#include "tn-window.h"

struct _TnConflictCard
{
  AdwBin parent_instance;

  GtkLabel *title, *subtitle, *standing, *standing_who, *other, *other_who;
  GtkWidget *open_button, *keep_standing, *keep_other, *write_button;
  GtkToggleButton *reveal;

  TnWorkspace *workspace;   /* NULL when the card is taken down */
  TnId id, record;
  char *kind, *unit, *standing_json, *other_json;
  char *standing_words, *other_words;   /* as they stand where nobody asked: masked when the record is protected */
  gboolean masked;
};

G_DEFINE_FINAL_TYPE (TnConflictCard, tn_conflict_card, ADW_TYPE_BIN)

typedef struct { TnId id; TnKeep keep; } Settle;

static TnEdit *
build_settle (TnCopy *copy, gpointer data, GError **error)
{
  Settle *settle = data;
  TnEdit *edit = tn_edit_new (_("Settled a conflict"));

  tn_edit_resolve (edit, &settle->id, settle->keep, NULL);
  return edit;
}

static void
settled_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (TnConflictCard) self = user_data;
  g_autoptr (GError) error = NULL;

  if (tn_workspace_run_finish (TN_WORKSPACE (source), result, &error))
    return;   /* the list is read again and this card goes */
  gtk_widget_set_sensitive (GTK_WIDGET (self), TRUE);
  if (tn_window_of (self))
    tn_window_show_error (tn_window_of (self), _("The conflict could not be settled"), error);
}

static void
settle (TnConflictCard *self, TnKeep keep)
{
  Settle *data = g_new (Settle, 1);

  *data = (Settle) { self->id, keep };
  gtk_widget_set_sensitive (GTK_WIDGET (self), FALSE);
  tn_workspace_run_async (self->workspace, build_settle, data, g_free, NULL, settled_cb, g_object_ref (self));
}

static void
keep_standing (GtkWidget *widget, const char *name, GVariant *parameter)
{
  settle (TN_CONFLICT_CARD (widget), TN_KEEP_STANDING);
}

static void
keep_other (GtkWidget *widget, const char *name, GVariant *parameter)
{
  settle (TN_CONFLICT_CARD (widget), TN_KEEP_OTHER);
}

/* --- values of a protected record: shown when somebody asks, which is written down first --- */

static void
show_value (GtkLabel *label, const char *words)
{
  /* Translators: shown in place of a value that is empty. */
  gtk_label_set_text (label, words && *words ? words : _("(empty)"));
}

/* What goes to the writer's thread, and what comes back: the values in words. */
typedef struct { TnId record; char *kind, *unit, *standing, *other; } Opening;

static void
free_opening (gpointer data)
{
  Opening *opening = data;

  g_free (opening->kind);
  g_free (opening->unit);
  g_free (opening->standing);
  g_free (opening->other);
  g_free (opening);
}

static gpointer
write_opened (TnCopy *copy, gpointer data, GCancellable *cancellable, GError **error)
{
  const Opening *opening = data;
  Opening *words;

  if (!tn_opened_add (copy, &opening->record, 1, opening->unit, error))
    return NULL;
  words = g_new0 (Opening, 1);
  words->standing = tn_query_show_unit (copy, tn_schema_kind (opening->kind), opening->unit, opening->standing);
  words->other = tn_query_show_unit (copy, tn_schema_kind (opening->kind), opening->unit, opening->other);
  return words;
}

static void
open_values (TnConflictCard *self, GAsyncReadyCallback callback)
{
  Opening *opening = g_new0 (Opening, 1);

  *opening = (Opening) { self->record, g_strdup (self->kind), g_strdup (self->unit), g_strdup (self->standing_json), g_strdup (self->other_json) };
  tn_store_write_async (tn_workspace_get_store (self->workspace), write_opened, opening, free_opening, free_opening, NULL, callback, g_object_ref (self));
}

static void
show_opened (TnConflictCard *self, gboolean open)
{
  const char *label = open ? _("Hide both values") : _("Show both values");

  gtk_button_set_icon_name (GTK_BUTTON (self->reveal), open ? "view-conceal-symbolic" : "view-reveal-symbolic");
  tn_tip_set (GTK_WIDGET (self->reveal), label);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->reveal), GTK_ACCESSIBLE_PROPERTY_LABEL, label, -1);
}

static void
show_masked (TnConflictCard *self)
{
  show_value (self->standing, self->standing_words);
  show_value (self->other, self->other_words);
  show_opened (self, FALSE);
}

static void
opened_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (TnConflictCard) self = user_data;
  g_autoptr (GError) error = NULL;
  Opening *words = tn_store_finish (TN_STORE (source), result, &error);

  if (self->workspace && words && gtk_toggle_button_get_active (self->reveal))   /* it may have been put back meanwhile */
    {
      show_value (self->standing, words->standing);
      show_value (self->other, words->other);
      show_opened (self, TRUE);
    }
  else if (self->workspace && !words)
    {
      gtk_toggle_button_set_active (self->reveal, FALSE);
      tn_window_show_error (tn_window_of (self), _("The number is not shown, as it could not be written down who was shown it"), error);
    }
  g_clear_pointer (&words, free_opening);
}

static void
reveal_cb (TnConflictCard *self)
{
  if (gtk_toggle_button_get_active (self->reveal))
    open_values (self, opened_cb);
  else
    show_masked (self);
}

static void
present_third (TnConflictCard *self)
{
  tn_conflict_dialog_present (tn_window_of (self), &self->id, tn_schema_kind (self->kind), self->unit, self->other_json);
}

static void
opened_for_third_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (TnConflictCard) self = user_data;
  g_autoptr (GError) error = NULL;
  Opening *words = tn_store_finish (TN_STORE (source), result, &error);

  if (self->workspace && words)
    present_third (self);
  else if (self->workspace)
    tn_window_show_error (tn_window_of (self), _("The number is not shown, as it could not be written down who was shown it"), error);
  g_clear_pointer (&words, free_opening);
}

/* The form shows the other value, to be mended. */
static void
write_third (GtkWidget *widget, const char *name, GVariant *parameter)
{
  TnConflictCard *self = TN_CONFLICT_CARD (widget);

  if (self->masked)
    open_values (self, opened_for_third_cb);
  else
    present_third (self);
}

/* What a conflict is about may hang on a household by several steps: a card on a person on a household. */
static gpointer
find_household (TnCopy *copy, gpointer data, GCancellable *cancellable, GError **error)
{
  TnId id = *(TnId *) data;

  for (int depth = 0; depth < 8; depth++)
    {
      g_autoptr (TnRow) row = tn_copy_get (copy, &id, error);

      if (!row)
        return NULL;
      if (g_str_equal (row->kind_key, "household"))
        return tn_id_copy (&id);
      if (!tn_row_parent (row, &id))
        break;
    }
  g_set_error_literal (error, TN_ERROR, TN_ERROR_NOT_FOUND, _("This record does not belong to a household."));
  return NULL;
}

static void
household_found_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (TnConflictCard) self = user_data;
  g_autoptr (GError) error = NULL;
  g_autofree TnId *id = tn_store_finish (TN_STORE (source), result, &error);
  TnWindow *window = tn_window_of (self);

  if (!window)
    return;
  if (id)
    tn_window_show_household (window, id);
  else
    tn_window_show_error (window, _("The household cannot be shown"), error);
}

static void
open_household (GtkWidget *widget, const char *name, GVariant *parameter)
{
  TnConflictCard *self = TN_CONFLICT_CARD (widget);

  tn_store_read_async (tn_workspace_get_store (self->workspace), find_household, tn_id_copy (&self->record), g_free, g_free, NULL,
                       household_found_cb, g_object_ref (self));
}

static void
tn_conflict_card_dispose (GObject *object)
{
  g_clear_object (&TN_CONFLICT_CARD (object)->workspace);
  G_OBJECT_CLASS (tn_conflict_card_parent_class)->dispose (object);
}

static void
tn_conflict_card_finalize (GObject *object)
{
  TnConflictCard *self = TN_CONFLICT_CARD (object);
  char *texts[] = { self->kind, self->unit, self->standing_json, self->other_json, self->standing_words, self->other_words };

  for (gsize i = 0; i < G_N_ELEMENTS (texts); i++)
    g_free (texts[i]);
  G_OBJECT_CLASS (tn_conflict_card_parent_class)->finalize (object);
}

static void
tn_conflict_card_class_init (TnConflictCardClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = tn_conflict_card_dispose;
  G_OBJECT_CLASS (klass)->finalize = tn_conflict_card_finalize;
  gtk_widget_class_set_template_from_resource (widget_class, "/vn/tungnha/TungNha/ui/conflicts/tn-conflict-card.ui");
  gtk_widget_class_bind_template_child (widget_class, TnConflictCard, title);
  gtk_widget_class_bind_template_child (widget_class, TnConflictCard, subtitle);
  gtk_widget_class_bind_template_child (widget_class, TnConflictCard, standing);
  gtk_widget_class_bind_template_child (widget_class, TnConflictCard, standing_who);
  gtk_widget_class_bind_template_child (widget_class, TnConflictCard, other);
  gtk_widget_class_bind_template_child (widget_class, TnConflictCard, other_who);
  gtk_widget_class_bind_template_child (widget_class, TnConflictCard, open_button);
  gtk_widget_class_bind_template_child (widget_class, TnConflictCard, reveal);
  gtk_widget_class_bind_template_callback (widget_class, reveal_cb);
  gtk_widget_class_bind_template_child (widget_class, TnConflictCard, keep_standing);
  gtk_widget_class_bind_template_child (widget_class, TnConflictCard, keep_other);
  gtk_widget_class_bind_template_child (widget_class, TnConflictCard, write_button);
  gtk_widget_class_install_action (widget_class, "conflict.keep-standing", NULL, keep_standing);
  gtk_widget_class_install_action (widget_class, "conflict.keep-other", NULL, keep_other);
  gtk_widget_class_install_action (widget_class, "conflict.write", NULL, write_third);
  gtk_widget_class_install_action (widget_class, "conflict.open", NULL, open_household);
}

static void
tn_conflict_card_init (TnConflictCard *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

static void
show_who (GtkLabel *label, const char *by, const char *device, gint64 at)
{
  g_autofree char *when = at > 0 ? tn_date_format_time (at) : g_strdup ("");
  g_autoptr (GPtrArray) parts = g_ptr_array_new ();

  if (by && *by)
    g_ptr_array_add (parts, (gpointer) by);
  if (device && *device)
    g_ptr_array_add (parts, (gpointer) device);
  if (*when)
    g_ptr_array_add (parts, when);
  g_ptr_array_add (parts, NULL);
  g_autofree char *text = g_strjoinv (" · ", (char **) parts->pdata);
  gtk_label_set_text (label, text);
}

/* Both buttons read "Keep This": what they keep must be in their names for those who hear them. */
static void
name_button (GtkWidget *button, const char *words)
{
  /* Translators: %s is one of two values. */
  g_autofree char *name = g_strdup_printf (_("Keep “%s”"), words && *words ? words : _("(empty)"));

  /* Newer GTK says that a button is labelled by the text it shows, and that would win. */
  gtk_accessible_reset_relation (GTK_ACCESSIBLE (button), GTK_ACCESSIBLE_RELATION_LABELLED_BY);
  gtk_accessible_update_property (GTK_ACCESSIBLE (button), GTK_ACCESSIBLE_PROPERTY_LABEL, name, -1);
}

GtkWidget *
tn_conflict_card_new (TnWorkspace *workspace, const TnConflictItem *item, gboolean with_link)
{
  TnConflictCard *self = g_object_new (TN_TYPE_CONFLICT_CARD, NULL);
  const TnKind *kind = tn_schema_kind (item->kind), *conflict = tn_schema_kind ("conflict");
  const char *type = item->type ? tn_choice_label (tn_kind_field (conflict, "type"), item->type) : "";
  g_autofree char *subtitle = g_strdup_printf ("%s · %s", item->unit_label && *item->unit_label ? item->unit_label : type, type);

  self->workspace = g_object_ref (workspace);
  self->id = item->id;
  self->record = item->record;
  self->kind = g_strdup (item->kind);
  self->unit = g_strdup (item->unit);
  self->standing_json = g_strdup (item->standing_json);
  self->other_json = g_strdup (item->other_json);
  self->standing_words = g_strdup (item->standing);
  self->other_words = g_strdup (item->other);
  self->masked = item->masked;
  gtk_label_set_text (self->title, item->title);
  gtk_label_set_text (self->subtitle, item->unit_label && *item->unit_label ? subtitle : type);
  show_value (self->standing, item->standing);
  show_value (self->other, item->other);
  show_who (self->standing_who, item->standing_by, item->standing_device, item->standing_at);
  show_who (self->other_who, item->other_by, item->other_device, item->other_at);
  name_button (self->keep_standing, item->standing);
  name_button (self->keep_other, item->other);
  gtk_widget_set_visible (self->open_button, with_link);
  gtk_widget_set_visible (GTK_WIDGET (self->reveal), item->masked);
  gtk_widget_set_visible (self->write_button, kind && item->unit && tn_kind_has_unit (kind, item->unit));
  return GTK_WIDGET (self);
}

/* All that the cards show, as one text. */
static char *
describe (GPtrArray *items, guint n)
{
  g_autoptr (GString) text = g_string_new (NULL);

  for (guint i = 0; i < n; i++)
    {
      const TnConflictItem *item = items->pdata[i];
      TnIdStr id;

      tn_id_format (&item->id, id);
      g_string_append_printf (text, "%s\n%s\n%s\n%s %s %s %s\n%s %s %s %s\n", id, item->title, item->unit_label, item->standing, item->standing_json, item->standing_by,
                              item->standing_device, item->other, item->other_json, item->other_by, item->other_device);
    }
  return g_string_free (g_steal_pointer (&text), FALSE);
}

void
tn_conflict_cards_show (GtkBox *box, TnWorkspace *workspace, GPtrArray *items, guint max, gboolean with_link)
{
  guint n = MIN (items->len, max);
  g_autofree char *text = describe (items, n);
  GtkWidget *card;

  if (g_strcmp0 (text, g_object_get_data (G_OBJECT (box), "tn-shown")) == 0)
    return;
  while ((card = gtk_widget_get_first_child (GTK_WIDGET (box))))
    gtk_box_remove (box, card);
  for (guint i = 0; i < n; i++)
    gtk_box_append (box, tn_conflict_card_new (workspace, items->pdata[i], with_link));
  g_object_set_data_full (G_OBJECT (box), "tn-shown", g_steal_pointer (&text), g_free);
}
