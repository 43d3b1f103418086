/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "tn-resources-dialogs.h"
#include <glib/gi18n.h>
#include "tn-dialog-parts.h"
#include "tn-donor.h"
#include "tn-household-actions.h"
#include "tn-household-picker.h"
#include "tn-option-drop-down.h"
#include "tn-reduction.h"

#define MEASURE_KEY "tn-measure"

static const char *const item_fields[] = { "name", "measure", "type", "low", "note", NULL };
static const char *const place_fields[] = { "name", "area", "address", "keeper", "phone", "note", NULL };
static const char *const donor_fields[] = { "name", "type", "contact", "phone", "address", "note", NULL };
static const char *const gift_fields[] = { "at", "purpose", "document", "thanked", "note", NULL };
static const char *const reduction_fields[] = { "building", "owner", "owner_phone", "what", "percent", "amount", "from", "to", "area", "note", NULL };

/* --- what a quantity was understood as --- */

static void
show_quantity (TnForm *form, const char *field)
{
  const char *measure = g_object_get_data (G_OBJECT (form), MEASURE_KEY);
  g_autofree char *token = tn_form_dup_token (form, field), *shown = NULL, *hint = NULL;
  gint64 quantity;

  if (token && tn_decimal_parse (tn_slice (token, -1), &quantity) && quantity >= 1000 * TN_DECIMAL_ONE)
    shown = tn_stock_show_in (quantity, measure ? measure : "");
  if (shown)
    hint = g_strdup_printf ("= %s", shown);
  tn_form_set_hint (form, field, hint);
}

static void
quantity_changed_cb (TnForm *form, const char *field)
{
  if (g_str_equal (field, "quantity") || g_str_equal (field, "counted"))
    show_quantity (form, field);
}

/* A nought too many is seen before it is saved. */
static void
follow_quantity (TnForm *form, const char *measure)
{
  g_object_set_data_full (G_OBJECT (form), MEASURE_KEY, g_strdup (measure ? measure : ""), g_free);
  g_signal_connect (form, "changed", G_CALLBACK (quantity_changed_cb), NULL);
}

/* --- new records --- */

static TnEdit *
add_item (TnCopy *copy, const TnId *about, const TnValues *values, GError **error)
{
  return tn_stock_add_item (copy, values, NULL, error);
}

static TnEdit *
add_place (TnCopy *copy, const TnId *about, const TnValues *values, GError **error)
{
  return tn_stock_add_place (copy, values, NULL, error);
}

static TnEdit *
add_donor (TnCopy *copy, const TnId *about, const TnValues *values, GError **error)
{
  return tn_donor_add (copy, values, NULL, error);
}

static TnEdit *
add_reduction (TnCopy *copy, const TnId *about, const TnValues *values, GError **error)
{
  return tn_reduction_add (copy, values, FALSE, NULL, error);
}

void
tn_resources_dialog_new_item (TnWindow *window)
{
  tn_form_dialog_present (tn_form_dialog_new (window, _("New Item in Stock"), _("_Save"), "stock_item", item_fields, NULL, NULL, add_item), "name");
}

void
tn_resources_dialog_new_place (TnWindow *window)
{
  tn_form_dialog_present (tn_form_dialog_new (window, _("New Place of Stock"), _("_Save"), "stock_place", place_fields, NULL, NULL, add_place), "name");
}

void
tn_resources_dialog_new_donor (TnWindow *window)
{
  tn_form_dialog_present (tn_form_dialog_new (window, _("New Donor"), _("_Save"), "donor", donor_fields, NULL, NULL, add_donor), "name");
}

void
tn_resources_dialog_new_reduction (TnWindow *window)
{
  TnDialog *dialog = tn_form_dialog_new (window, _("New Reduction"), _("_Save"), "reduction", reduction_fields, NULL, NULL, add_reduction);
  TnForm *form = tn_form_dialog_get_form (dialog);

  adw_preferences_group_set_description (ADW_PREFERENCES_GROUP (form), _("The owner of a building is taken from it unless you write another. The households are added afterwards."));
  tn_form_preset_today (form, "from");
  tn_form_dialog_present (dialog, "building");
}

/* --- editing --- */

void
tn_resources_dialog_edit (TnWindow *window, const TnRow *row)
{
  static const struct { const char *kind, *title; const char *const *fields; TnFormWork work; } kinds[] = {
    { "stock_item", N_("Edit the Item"), item_fields, tn_stock_change_item }, { "stock_place", N_("Edit the Place"), place_fields, tn_work_change },
    { "donor", N_("Edit the Donor"), donor_fields, tn_donor_change }, { "gift", N_("Edit the Gift"), gift_fields, tn_gift_change },
    { "reduction", N_("Edit the Reduction"), reduction_fields, tn_reduction_change },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (kinds); i++)
    if (g_str_equal (kinds[i].kind, row->kind_key))
      tn_form_dialog_present (tn_form_dialog_new (window, _(kinds[i].title), _("_Save"), row->kind_key, kinds[i].fields, row, &row->id, kinds[i].work), kinds[i].fields[0]);
}

/* --- gifts --- */

/* FALSE: nothing is said of what came. What is missing of it the rule says. */
static gboolean
read_line (const TnValues *values, TnGiftLine *line)
{
  const char *quantity = tn_values_get (values, "quantity");

  memset (line, 0, sizeof *line);
  tn_values_ref (values, "item", &line->item);
  tn_values_ref (values, "to", &line->place);
  if (!quantity || !tn_decimal_parse (tn_slice (quantity, -1), &line->quantity))
    line->quantity = 0;
  return line->quantity || !tn_id_is_null (&line->item) || !tn_id_is_null (&line->place);
}

static TnEdit *
take_gift (TnCopy *copy, const TnId *donor, const TnValues *values, GError **error)
{
  static const char *const fields[] = { "donor", "at", "purpose", "document", "note", NULL };
  g_autoptr (TnValues) gift = tn_values_pick (values, fields);
  TnGiftLine line;
  gboolean came = read_line (values, &line);

  return tn_gift_take (copy, donor, gift, &line, came, NULL, error);
}

static const char *const line_fields[] = { "item", "to", "quantity", NULL };

void
tn_resources_dialog_new_gift (TnWindow *window, const TnId *donor)
{
  static const char *const asked[] = { "donor", "at", "purpose", "document", "note", NULL }, *const known[] = { "at", "purpose", "document", "note", NULL };
  TnDialog *dialog = tn_form_dialog_new (window, _("New Gift"), _("_Save"), "gift", donor ? known : asked, NULL, donor, take_gift);
  TnForm *line;

  tn_form_preset_today (tn_form_dialog_get_form (dialog), "at");
  line = tn_form_dialog_add (dialog, _("What Came"), "stock_entry", line_fields);
  adw_preferences_group_set_description (ADW_PREFERENCES_GROUP (line), _("More than one kind? The others are added on the gift’s page."));
  follow_quantity (line, NULL);
  tn_form_dialog_present (dialog, donor ? "purpose" : "donor");
}

static TnEdit *
add_came (TnCopy *copy, const TnId *gift, const TnValues *values, GError **error)
{
  TnGiftLine line;

  read_line (values, &line);
  return tn_gift_add (copy, gift, &line, error);
}

void
tn_resources_dialog_came (TnWindow *window, const TnId *gift)
{
  TnDialog *dialog = tn_form_dialog_new (window, _("What Came"), _("_Save"), "stock_entry", line_fields, NULL, gift, add_came);

  follow_quantity (tn_form_dialog_get_form (dialog), NULL);
  tn_form_dialog_present (dialog, "item");
}

/* --- in, out, to another place --- */

static TnEdit *
enter (TnCopy *copy, const TnId *item, const TnValues *values, GError **error)
{
  return tn_stock_enter (copy, item, values, error);
}

static TnEdit *
transfer (TnCopy *copy, const TnId *item, const TnValues *values, GError **error)
{
  g_autoptr (TnValues) all = tn_values_new ();

  tn_values_merge (all, values);
  tn_values_set_text (all, "why", "transfer");
  return tn_stock_enter (copy, item, all, error);
}

/* Where there is only one place that holds it, it leaves that one. */
static void
preset_from (TnForm *form, const TnStockItem *item)
{
  const TnStockAt *only = NULL;
  TnIdStr text;

  for (guint i = 0; i < item->places->len; i++)
    {
      const TnStockAt *at = item->places->pdata[i];

      if (at->quantity > 0 && only)
        return;
      if (at->quantity > 0)
        only = at;
    }
  if (!only)
    return;
  tn_id_format (&only->id, text);
  g_autofree char *token = tn_json_string (text);
  tn_form_preset (form, "from", token);
}

void
tn_resources_dialog_move (TnWindow *window, const TnStockItem *item, TnStockWay way)
{
  static const char *const in[] = { "quantity", "to", "why", "at", "by", "document", "note", NULL }, *const out[] = { "quantity", "from", "why", "at", "by", "document", "note", NULL };
  static const char *const over[] = { "quantity", "from", "to", "at", "by", "note", NULL };
  static const char *const titles[] = { N_("In: %s"), N_("Out: %s"), N_("To Another Place: %s") };
  static const char *const *const fields[] = { in, out, over };
#pragma GCC diagnostic push
#pragma GCC diagnostic ignored "-Wformat-nonliteral"
  g_autofree char *title = g_strdup_printf (_(titles[way]), item->name);
#pragma GCC diagnostic pop
  TnDialog *dialog = tn_form_dialog_new (window, title, _("_Save"), "stock_entry", fields[way], NULL, &item->id, way == TN_STOCK_TRANSFER ? transfer : enter);
  TnForm *form = tn_form_dialog_get_form (dialog);

  follow_quantity (form, item->measure);
  tn_form_preset_today (form, "at");
  if (way == TN_STOCK_IN)
    tn_form_preset (form, "why", "\"purchase\"");
  else
    preset_from (form, item);
  if (way == TN_STOCK_OUT)
    tn_form_preset (form, "why", "\"delivery\"");
  tn_form_dialog_present (dialog, "quantity");
}

/* --- counting --- */

typedef struct
{
  TnId item;
  GtkWidget *place;
  TnForm *form;
} Counting;

typedef struct
{
  TnId item, place;
  TnValues *values;
} CountJob;

static void
free_count_job (gpointer data)
{
  tn_values_free (((CountJob *) data)->values);
  g_free (data);
}

static TnEdit *
count (TnCopy *copy, gpointer data, GError **error)
{
  CountJob *job = data;
  gint64 difference = 0;
  g_autoptr (TnEdit) edit = tn_stock_count (copy, &job->item, &job->place, job->values, &difference, error);

  if (edit && difference == 0)
    {
      g_set_error (error, TN_ERROR, TN_ERROR_INVALID, _("That is what the entries say: there is nothing to write."));
      return NULL;
    }
  return g_steal_pointer (&edit);
}

static gboolean
prepare_count_cb (TnDialog *dialog, TnWorkFunc *func, gpointer *data, GDestroyNotify *data_free, gpointer user_data)
{
  Counting *self = user_data;
  CountJob *job;
  TnId place;

  if (!tn_form_validate (self->form) || !tn_form_require (self->form, "counted", _("Write how much was found there; 0 if nothing.")))
    return FALSE;
  if (!tn_dialog_parts_chosen_id (self->place, &place))
    {
      tn_dialog_show_message (dialog, _("Choose the place that was counted."));
      return FALSE;
    }
  job = g_new0 (CountJob, 1);
  *job = (CountJob) { self->item, place, tn_form_dup_values (self->form) };
  *func = count;
  *data = job;
  *data_free = free_count_job;
  return TRUE;
}

void
tn_resources_dialog_count (TnWindow *window, const TnStockItem *item)
{
  static const char *const fields[] = { "counted", "at", "by", "note", NULL };
  /* Translators: %s is an item in stock */
  g_autofree char *title = g_strdup_printf (_("Count: %s"), item->name);
  TnDialog *dialog = tn_dialog_new (window, title, _("_Save"));
  TnLookups *lookups = tn_workspace_get_lookups (tn_dialog_get_workspace (dialog));
  Counting *self = g_new0 (Counting, 1);
  GtkWidget *group = adw_preferences_group_new (), *row;

  self->item = item->id;
  self->place = tn_dialog_parts_choice (_("Place of stock"), "place", "—", g_object_ref (tn_lookups_get_for_kind (lookups, "stock_place")), &row);
  if (item->places->len == 1)
    {
      TnIdStr text;

      tn_id_format (&((TnStockAt *) item->places->pdata[0])->id, text);
      tn_option_drop_down_set_key (GTK_DROP_DOWN (self->place), text);
    }
  adw_preferences_group_add (ADW_PREFERENCES_GROUP (group), row);
  tn_dialog_add (dialog, group);
  self->form = tn_form_new (tn_schema_kind ("stock_entry"), fields, lookups);
  tn_form_load (self->form, NULL);
  tn_form_preset_today (self->form, "at");
  follow_quantity (self->form, item->measure);
  adw_preferences_group_set_description (ADW_PREFERENCES_GROUP (self->form), _("The difference to the entries is written as one more entry."));
  tn_dialog_add_form (dialog, self->form);
  tn_dialog_set_prepare (dialog, prepare_count_cb, self, g_free);
  gtk_window_set_default_size (GTK_WINDOW (dialog), 540, -1);
  gtk_window_present (GTK_WINDOW (dialog));
  if (item->places->len == 1)
    tn_form_focus (self->form, "counted");
  else
    gtk_widget_grab_focus (self->place);
}

/* --- putting right --- */

static TnEdit *
reverse (TnCopy *copy, const TnId *entry, const TnValues *values, GError **error)
{
  g_autofree char *note = tn_values_dup_text (values, "note");

  return tn_stock_reverse (copy, entry, note, error);
}

void
tn_resources_dialog_reverse (TnWindow *window, const TnId *entry)
{
  static const char *const fields[] = { "note", NULL };
  TnDialog *dialog = tn_form_dialog_new (window, _("Put This Entry Right"), _("_Put Right"), "stock_entry", fields, NULL, entry, reverse);

  adw_preferences_group_set_description (ADW_PREFERENCES_GROUP (tn_form_dialog_get_form (dialog)),
                                         _("The same is written once more, the other way round; both stay in the list. If something else is right, write it afterwards. "
                                           "Say here what was wrong."));
  tn_form_dialog_present (dialog, "note");
}

/* --- a household of a reduction --- */

typedef struct
{
  TnId reduction;
  GtkWidget *picker;
} Adding;

typedef struct
{
  TnId reduction, household;
} AddJob;

static TnEdit *
add_household (TnCopy *copy, gpointer data, GError **error)
{
  AddJob *job = data;

  return tn_reduction_add_homes (copy, &job->reduction, &job->household, 1, error);
}

static gboolean
prepare_household_cb (TnDialog *dialog, TnWorkFunc *func, gpointer *data, GDestroyNotify *data_free, gpointer user_data)
{
  Adding *self = user_data;
  AddJob *job;
  TnId household;

  if (!tn_household_picker_get (TN_HOUSEHOLD_PICKER (self->picker), &household))
    {
      tn_dialog_show_message (dialog, _("Choose the household."));
      return FALSE;
    }
  job = g_new (AddJob, 1);
  *job = (AddJob) { self->reduction, household };
  *func = add_household;
  *data = job;
  *data_free = g_free;
  return TRUE;
}

void
tn_resources_dialog_add_household (TnWindow *window, const TnId *reduction)
{
  static const TnId none = { { 0 } };
  TnDialog *dialog = tn_dialog_new (window, _("Household of the Reduction"), _("_Add"));
  Adding *self = g_new0 (Adding, 1);

  self->reduction = *reduction;
  self->picker = tn_household_picker_new (tn_dialog_get_workspace (dialog), &none);
  tn_dialog_add (dialog, self->picker);
  tn_dialog_set_prepare (dialog, prepare_household_cb, self, g_free);
  gtk_window_set_default_size (GTK_WINDOW (dialog), 540, -1);
  gtk_window_present (GTK_WINDOW (dialog));
  tn_household_picker_focus (TN_HOUSEHOLD_PICKER (self->picker));
}
