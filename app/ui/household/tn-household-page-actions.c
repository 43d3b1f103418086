/* SPDX-License-Identifier: GPL-3.0-or-later */
/* "household.…" about the household that is shown; "person.…" and "record.…" with an id about something on its page. */
#include "tn-household-page-private.h"
#include <glib/gi18n.h>
#include "tn-household-actions.h"
#include "tn-household-dialogs.h"
#include "tn-household-editor.h"
#include "tn-window.h"

/* --- deleting: at once, with an undo --- */

static TnEdit *
delete_record (TnCopy *copy, gpointer data, GError **error)
{
  return tn_work_delete (copy, data, error);
}

static void
deleted_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (TnHouseholdPage) self = user_data;
  g_autoptr (GError) error = NULL;
  TnWindow *window = tn_window_of (self);

  if (!tn_workspace_run_finish (TN_WORKSPACE (source), result, &error) && window)
    tn_window_show_error (window, _("This could not be deleted"), error);
}

static void
delete_id (TnHouseholdPage *self, const TnId *id)
{
  tn_workspace_run_async (self->workspace, delete_record, tn_id_copy (id), g_free, NULL, deleted_cb, g_object_ref (self));
}

/* --- the household --- */

static void
add_visit (TnHouseholdPage *self)
{
  TnIdStr id;

  tn_id_format (&self->id, id);
  gtk_widget_activate_action (GTK_WIDGET (self), "win.visit", "(ss)", id, "");
}

/* What another screen does with this household. */
static void
ask_window (TnHouseholdPage *self, const char *action)
{
  TnIdStr id;

  tn_id_format (&self->id, id);
  gtk_widget_activate_action (GTK_WIDGET (self), action, "s", id);
}

/* What another screen does about this household. FALSE: it is none of these. */
static gboolean
ask_other_screen (TnHouseholdPage *self, const char *name)
{
  static const struct { const char *name, *action; } asked[] = {
    { "petition", "win.new-petition" }, { "propose", "win.propose" }, { "pair", "win.new-pair" }, { "safe-family", "win.safe-family" },
    { "commend", "win.new-commendation" },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (asked); i++)
    if (g_str_equal (name, asked[i].name))
      {
        ask_window (self, asked[i].action);
        return TRUE;
      }
  return FALSE;
}

static gboolean
open_status (TnWindow *window, const TnHouseholdDetail *detail, const char *name)
{
  static const struct { const char *name, *status; } statuses[] = { { "absent", "absent" }, { "back", "present" }, { "moved-away", "moved_away" } };

  for (gsize i = 0; i < G_N_ELEMENTS (statuses); i++)
    if (g_str_equal (name, statuses[i].name))
      {
        tn_dialog_status (window, &detail->household->id, detail->title, statuses[i].status);
        return TRUE;
      }
  return FALSE;
}

static void
household_cb (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  TnHouseholdPage *self = user_data;
  const char *name = g_action_get_name (G_ACTION (action));
  TnWindow *window = tn_window_of (self);
  TnHouseholdDetail *detail = self->detail;

  if (!detail || !window || ask_other_screen (self, name) || open_status (window, detail, name))
    return;
  if (g_str_equal (name, "edit"))
    tn_household_editor_edit (window, detail);
  else if (g_str_equal (name, "add-person"))
    tn_person_editor_new (window, detail);
  else if (g_str_equal (name, "add-visit"))
    add_visit (self);
  else if (g_str_equal (name, "add-category"))
    tn_record_editor_new (window, "membership", &detail->household->id, detail->title);
  else if (g_str_equal (name, "change-head"))
    tn_dialog_change_head (window, detail, NULL);
  else if (g_str_equal (name, "move"))
    tn_dialog_move_household (window, detail);
  else if (g_str_equal (name, "split"))
    tn_dialog_split (window, detail);
  else if (g_str_equal (name, "join"))
    tn_dialog_join (window, detail);
  else if (g_str_equal (name, "delete"))
    delete_id (self, &detail->household->id);
  else if (g_str_equal (name, "conflicts"))
    tn_window_show_screen (window, "conflicts");
}

static const char *const household_actions[] = {
  "edit", "add-person", "add-visit", "petition", "propose", "pair", "safe-family", "commend", "add-category", "change-head", "move", "split", "join", "absent", "back", "moved-away", "delete", "conflicts",
};

/* --- a person --- */

static void
person_cb (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  TnHouseholdPage *self = user_data;
  const char *name = g_action_get_name (G_ACTION (action));
  TnWindow *window = tn_window_of (self);
  TnPersonDetail *person = NULL;
  g_autofree char *title = NULL;
  TnId id;

  if (self->detail && window && tn_id_parse (g_variant_get_string (parameter, NULL), -1, &id))
    person = tn_household_detail_find_person (self->detail, &id);
  if (!person)
    return;
  title = tn_row_dup_text (person->person, "name");
  if (g_str_equal (name, "edit"))
    tn_person_editor_edit (window, person);
  else if (g_str_equal (name, "category"))
    tn_record_editor_new (window, "membership", &id, title ? title : "");
  else if (g_str_equal (name, "move"))
    tn_dialog_move_person (window, self->detail, person);
  else if (g_str_equal (name, "head"))
    tn_dialog_change_head (window, self->detail, &id);
  else if (g_str_equal (name, "death"))
    tn_dialog_death (window, self->detail, person);
  else if (g_str_equal (name, "absent"))
    tn_dialog_status (window, &id, title ? title : "", "absent");
  else if (g_str_equal (name, "back"))
    tn_dialog_status (window, &id, title ? title : "", "present");
  else if (g_str_equal (name, "moved-away"))
    tn_dialog_status (window, &id, title ? title : "", "moved_away");
  else if (g_str_equal (name, "delete"))
    delete_id (self, &id);
}

static const char *const person_actions[] = { "edit", "category", "move", "head", "death", "absent", "back", "moved-away", "delete" };

/* --- a visit or a category --- */

static const TnRow *
find_row (GPtrArray *rows, const TnId *id)
{
  for (guint i = 0; i < rows->len; i++)
    if (tn_id_equal (&((TnRow *) rows->pdata[i])->id, id))
      return rows->pdata[i];
  return NULL;
}

static const TnRow *
find_record (TnHouseholdDetail *detail, const TnId *id)
{
  const TnRow *row = find_row (detail->visits, id);

  if (!row)
    row = find_row (detail->memberships, id);
  for (guint i = 0; !row && i < detail->people->len; i++)
    row = find_row (((TnPersonDetail *) detail->people->pdata[i])->memberships, id);
  return row;
}

static void
record_edit_cb (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  TnHouseholdPage *self = user_data;
  TnWindow *window = tn_window_of (self);
  const TnRow *row = NULL;
  TnId id;

  if (self->detail && tn_id_parse (g_variant_get_string (parameter, NULL), -1, &id))
    row = find_record (self->detail, &id);
  if (row && window)
    tn_record_editor_edit (window, row);
}

/* --- installing --- */

static void
add_action (GActionMap *map, const char *name, const GVariantType *type, GCallback callback, TnHouseholdPage *self)
{
  g_autoptr (GSimpleAction) action = g_simple_action_new (name, type);

  g_signal_connect_object (action, "activate", callback, self, 0);
  g_action_map_add_action (map, G_ACTION (action));
}

void
tn_household_page_install_actions (TnHouseholdPage *self)
{
  g_autoptr (GSimpleActionGroup) people = g_simple_action_group_new (), records = g_simple_action_group_new ();

  for (gsize i = 0; i < G_N_ELEMENTS (household_actions); i++)
    add_action (G_ACTION_MAP (self->actions), household_actions[i], NULL, G_CALLBACK (household_cb), self);
  for (gsize i = 0; i < G_N_ELEMENTS (person_actions); i++)
    add_action (G_ACTION_MAP (people), person_actions[i], G_VARIANT_TYPE_STRING, G_CALLBACK (person_cb), self);
  add_action (G_ACTION_MAP (records), "edit", G_VARIANT_TYPE_STRING, G_CALLBACK (record_edit_cb), self);
  gtk_widget_insert_action_group (GTK_WIDGET (self), "household", G_ACTION_GROUP (self->actions));
  gtk_widget_insert_action_group (GTK_WIDGET (self), "person", G_ACTION_GROUP (people));
  gtk_widget_insert_action_group (GTK_WIDGET (self), "record", G_ACTION_GROUP (records));
}

static void
enable (TnHouseholdPage *self, const char *name, gboolean enabled)
{
  g_simple_action_set_enabled (G_SIMPLE_ACTION (g_action_map_lookup_action (G_ACTION_MAP (self->actions), name)), enabled);
}

static guint
count_living (const TnHouseholdDetail *detail)
{
  guint n = 0;

  for (guint i = 0; i < detail->people->len; i++)
    n += tn_work_lives_there (((TnPersonDetail *) detail->people->pdata[i])->person);
  return n;
}

void
tn_household_page_update_actions (TnHouseholdPage *self)
{
  g_autofree char *status = self->detail ? tn_row_dup_text (self->detail->household, "status") : NULL;
  gboolean shown = self->detail != NULL, present = shown && (!status || g_str_equal (status, "present"));
  gboolean here = present || g_strcmp0 (status, "absent") == 0;
  guint living = shown ? count_living (self->detail) : 0;

  for (gsize i = 0; i < G_N_ELEMENTS (household_actions); i++)
    enable (self, household_actions[i], shown);
  enable (self, "change-head", living > 1);
  enable (self, "safe-family", here);
  enable (self, "split", here && living > 1);
  enable (self, "join", here && living > 0);
  enable (self, "move", here);
  enable (self, "absent", present);
  enable (self, "back", shown && !present);
  enable (self, "moved-away", here);
}
