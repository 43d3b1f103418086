/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "tn-hands-dialogs.h"
#include <glib/gi18n.h>
#include "tn-hands.h"

/* --- new ones: whom it is about stands over the form --- */

typedef void (*Ask) (TnWindow *window, const TnId *id, const char *title);

/* Whom, while the name is read. */
typedef struct
{
  TnWindow *window;
  TnId id;
  Ask ask;
} Asking;

static gpointer
read_title (TnCopy *copy, gpointer data, GCancellable *cancellable, GError **error)
{
  g_autoptr (TnRow) row = tn_copy_get (copy, data, error);

  return row ? tn_query_title (copy, data) : NULL;
}

static void
title_read_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autofree Asking *asking = user_data;
  g_autoptr (TnWindow) window = asking->window;
  g_autoptr (GError) error = NULL;
  g_autofree char *title = tn_store_finish (TN_STORE (source), result, &error);

  if (!title)
    tn_window_show_error (window, NULL, error);
  else if (tn_window_get_workspace (window))
    asking->ask (window, &asking->id, title);
}

static void
ask_about (TnWindow *window, const TnId *id, Ask ask)
{
  Asking *asking = g_new (Asking, 1);

  *asking = (Asking) { g_object_ref (window), *id, ask };
  tn_store_read_async (tn_workspace_get_store (tn_window_get_workspace (window)), read_title, tn_id_copy (id), g_free, g_free, NULL, title_read_cb, asking);
}

static void
describe (TnForm *form, const char *text)
{
  g_autofree char *escaped = g_markup_escape_text (text, -1);

  adw_preferences_group_set_description (ADW_PREFERENCES_GROUP (form), escaped);
}

static const char *const new_donor_fields[] = { "name", "type", "phone", NULL };
static const char *const promise_fields[] = { "sponsor", "amount", "every", "goods", "from", "to", "note", NULL };

/* Somebody of the list, or who is written below it. */
static TnEdit *
add_sponsorship (TnCopy *copy, const TnId *person, const TnValues *values, GError **error)
{
  g_autoptr (TnValues) promise = tn_values_pick (values, promise_fields), donor = tn_values_pick (values, new_donor_fields);
  g_autofree char *listed = tn_values_dup_text (promise, "sponsor");

  return listed || tn_values_is_blank (donor) ? tn_sponsorship_add (copy, person, promise, NULL, error)
                                              : tn_sponsorship_add_with (copy, person, promise, donor, NULL, error);
}

static void
ask_sponsorship (TnWindow *window, const TnId *person, const char *name)
{
  /* Translators: %s is a person’s name */
  g_autofree char *title = g_strdup_printf (_("Sponsor for %s"), name);
  TnDialog *dialog = tn_form_dialog_new (window, title, _("_Save"), "sponsorship", promise_fields, NULL, person, add_sponsorship);
  TnForm *form = tn_form_dialog_get_form (dialog);

  tn_form_dialog_add (dialog, _("A Sponsor Who Is Not in the List"), "donor", new_donor_fields);
  tn_form_preset (form, "every", "\"month\"");
  tn_form_preset_today (form, "from");
  tn_form_dialog_present (dialog, "sponsor");
}

void
tn_hands_dialog_new_sponsorship (TnWindow *window, const TnId *person)
{
  ask_about (window, person, ask_sponsorship);
}

static TnEdit *
add_pair (TnCopy *copy, const TnId *household, const TnValues *values, GError **error)
{
  return tn_pair_add (copy, household, values, NULL, error);
}

static void
ask_pair (TnWindow *window, const TnId *household, const char *address)
{
  static const char *const fields[] = { "what", "helper", "type", "helper_phone", "from", "note", NULL };
  /* Translators: %s is an address */
  g_autofree char *title = g_strdup_printf (_("Help for %s"), address);
  TnDialog *dialog = tn_form_dialog_new (window, title, _("_Save"), "helping_pair", fields, NULL, household, add_pair);

  describe (tn_form_dialog_get_form (dialog), _("As long as nobody is named who helps, the household waits for a helper."));
  tn_form_dialog_present (dialog, "what");
}

void
tn_hands_dialog_new_pair (TnWindow *window, const TnId *household)
{
  ask_about (window, household, ask_pair);
}

/* --- afterwards --- */

void
tn_hands_dialog_edit (TnWindow *window, const TnRow *row)
{
  static const char *const pair[] = { "helper", "type", "helper_phone", "what", "from", "to", "note", NULL };
  gboolean is_pair = g_str_equal (row->kind_key, "helping_pair");

  tn_form_dialog_present (tn_form_dialog_new (window, is_pair ? _("Helping Pair") : _("Edit the Sponsorship"), _("_Save"), row->kind_key, is_pair ? pair : promise_fields, row, &row->id,
                                              is_pair ? tn_pair_change : tn_sponsorship_change), is_pair ? "helper" : "amount");
}

void
tn_hands_dialog_came (TnWindow *window, const TnRow *sponsorship)
{
  static const char *const fields[] = { "amount", "goods", "at", "by", "note", NULL };
  TnDialog *dialog = tn_form_dialog_new (window, _("What Came"), _("_Save"), "sponsorship_gift", fields, NULL, &sponsorship->id, tn_sponsorship_receive);
  TnForm *form = tn_form_dialog_get_form (dialog);
  TnSlice amount = tn_row_field (sponsorship, "amount");
  g_autofree char *token = amount.len ? tn_slice_dup (amount) : NULL;

  if (token)
    tn_form_preset (form, "amount", token);
  tn_form_preset_today (form, "at");
  tn_form_dialog_present (dialog, "amount");
}

static TnEdit *
cancel (TnCopy *copy, const TnId *gift, const TnValues *values, GError **error)
{
  g_autofree char *note = tn_values_dup_text (values, "note");

  return tn_sponsorship_cancel (copy, gift, note, error);
}

void
tn_hands_dialog_cancel (TnWindow *window, const TnId *gift)
{
  static const char *const fields[] = { "note", NULL };
  TnDialog *dialog = tn_form_dialog_new (window, _("Put This Receipt Right"), _("_Put Right"), "sponsorship_gift", fields, NULL, gift, cancel);

  describe (tn_form_dialog_get_form (dialog), _("The receipt stays in the list and does not count any more. If something else came, write it afterwards. Say here what was wrong."));
  tn_form_dialog_present (dialog, "note");
}
