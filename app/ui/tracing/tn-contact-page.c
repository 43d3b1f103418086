/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "tn-contact-page.h"
#include <glib/gi18n.h>
#include "tn-date.h"
#include "tn-rows.h"
#include "tn-tracing-dialogs.h"
#include "tn-window.h"
#include "tn-wrap-layout.h"

struct _TnContactPage
{
  AdwBin parent_instance;

  GtkLabel *title, *subtitle, *facts, *need;
  GtkWidget *need_box, *results, *first_result, *case_button, *lost_button, *again_button, *link_button, *calls_group;
  GtkListBox *calls, *cases;

  TnWorkspace *workspace;
  const TnTracingDetail *detail;   /* borrowed */
};

G_DEFINE_FINAL_TYPE (TnContactPage, tn_contact_page, ADW_TYPE_BIN)

enum { CALLED, N_SIGNALS };
static guint signals[N_SIGNALS];

/* --- doing --- */

typedef struct
{
  TnId contact;
  char *word;        /* result or state */
} Job;

static void
free_job (gpointer data)
{
  g_free (((Job *) data)->word);
  g_free (data);
}

static TnEdit *
write_call (TnCopy *copy, gpointer data, GError **error)
{
  Job *job = data;

  return tn_tracing_call (copy, &job->contact, job->word, 0, NULL, error);
}

static TnEdit *
write_state (TnCopy *copy, gpointer data, GError **error)
{
  Job *job = data;

  return tn_tracing_set_state (copy, &job->contact, job->word, error);
}

static TnEdit *
write_case (TnCopy *copy, gpointer data, GError **error)
{
  Job *job = data;
  TnId home_case;

  return tn_tracing_make_case (copy, &job->contact, NULL, NULL, &home_case, error);
}

static void
run (TnContactPage *self, TnWorkFunc func, const char *word, GAsyncReadyCallback callback)
{
  Job *job;

  if (!self->detail || !self->workspace)
    return;
  job = g_new0 (Job, 1);
  job->contact = self->detail->id;
  job->word = g_strdup (word);
  tn_workspace_run_async (self->workspace, func, job, free_job, NULL, callback, g_object_ref (self));
}

static gboolean
finish (TnContactPage *self, GObject *source, GAsyncResult *result)
{
  g_autoptr (GError) error = NULL;
  TnWindow *window = tn_window_of (self);
  gboolean done = tn_workspace_run_finish (TN_WORKSPACE (source), result, &error);

  if (!done && window)
    tn_window_show_error (window, NULL, error);
  return done;
}

static void
called_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (TnContactPage) self = user_data;

  if (finish (self, source, result))
    g_signal_emit (self, signals[CALLED], 0);
}

static void
done_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (TnContactPage) self = user_data;

  finish (self, source, result);
}

/* The new patient is looked after on another screen: it opens the case that is there now. */
static void
case_made_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (TnContactPage) self = user_data;
  TnIdStr person;

  if (!finish (self, source, result) || !self->detail || !self->detail->contact)
    return;
  tn_id_format (&self->detail->contact->person, person);
  gtk_widget_activate_action (GTK_WIDGET (self), "win.open-case", "s", person);
}

static void
action_cb (GtkWidget *widget, const char *name, GVariant *parameter)
{
  TnContactPage *self = TN_CONTACT_PAGE (widget);
  TnWindow *window = tn_window_of (self);

  if (!self->detail || !window)
    return;
  if (g_str_equal (name, "contact.call"))
    run (self, write_call, g_variant_get_string (parameter, NULL), called_cb);
  else if (g_str_equal (name, "contact.state"))
    run (self, write_state, g_variant_get_string (parameter, NULL), done_cb);
  else if (g_str_equal (name, "contact.case"))
    run (self, write_case, NULL, case_made_cb);
  else if (g_str_equal (name, "contact.note"))
    tn_tracing_dialog_call (window, &self->detail->id, self->detail->contact->name);
  else if (g_str_equal (name, "contact.link"))
    tn_tracing_dialog_link (window, &self->detail->id, self->detail->contact->name);
  else if (g_str_equal (name, "contact.edit"))
    tn_tracing_dialog_edit_contact (window, self->detail->row, self->detail->contact->name);
}

static void
case_activated_cb (TnContactPage *self, GtkListBoxRow *row)
{
  TnWindow *window = tn_window_of (self);

  if (window)
    tn_window_go (window, "tracing", g_object_get_data (G_OBJECT (row), "tn-id"));
}

/* --- showing --- */

static GtkWidget *
add_row (GtkListBox *list, const char *title, const char *subtitle)
{
  GtkWidget *row = adw_action_row_new ();

  adw_preferences_row_set_use_markup (ADW_PREFERENCES_ROW (row), FALSE);
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (row), title);
  adw_action_row_set_subtitle (ADW_ACTION_ROW (row), subtitle ? subtitle : "");
  gtk_list_box_append (list, row);
  return row;
}

static void
show_calls (TnContactPage *self, GPtrArray *calls)
{
  tn_rows_clear_list (self->calls);
  for (guint i = 0; i < calls->len; i++)
    {
      const TnRow *call = calls->pdata[i];
      g_autofree char *at = tn_field_show (tn_kind_field (call->kind, "at"), tn_row_field (call, "at"));
      g_autofree char *result = tn_field_show (tn_kind_field (call->kind, "result"), tn_row_field (call, "result"));
      g_autofree char *note = tn_row_dup_text (call, "note"), *title = g_strdup_printf ("%s · %s", at, result);

      add_row (self->calls, title, note);
    }
  gtk_widget_set_visible (self->calls_group, calls->len > 0);
}

static void
show_cases (TnContactPage *self, const TnTracingContact *contact)
{
  tn_rows_clear_list (self->cases);
  for (guint i = 0; i < contact->cases->len; i++)
    {
      const char *name = contact->patients->pdata[i];
      GtkWidget *row = add_row (self->cases, *name ? name : _("not on this laptop"), _("Who caught it from whom, and the other contacts"));

      gtk_list_box_row_set_activatable (GTK_LIST_BOX_ROW (row), TRUE);
      adw_action_row_add_suffix (ADW_ACTION_ROW (row), gtk_image_new_from_icon_name ("go-next-symbolic"));
      g_object_set_data_full (G_OBJECT (row), "tn-id", tn_id_copy (&g_array_index (contact->cases, TnId, i)), g_free);
    }
}

static char *
dup_facts (const TnTracingDetail *detail)
{
  const TnTracingContact *contact = detail->contact;
  g_autoptr (GString) facts = g_string_new (NULL);
  g_autofree char *relation = tn_field_show (tn_kind_field (detail->row->kind, "relation"), tn_row_field (detail->row, "relation"));
  g_autofree char *met = contact->last_met ? tn_date_format (contact->last_met) : NULL, *until = contact->until ? tn_date_format (contact->until) : NULL;
  g_autofree char *note = tn_row_dup_text (detail->row, "note");

  if (*relation)
    g_string_append_printf (facts, "%s · ", relation);
  if (met)
    g_string_append_printf (facts, _("last met %s"), met);
  else
    g_string_append (facts, _("nobody has said when they last met"));
  if (until)
    /* Translators: a date; days; the document that says so */
    g_string_append_printf (facts, ngettext ("\nWatched until %s: %d day (%s)", "\nWatched until %s: %d days (%s)", contact->days), until, contact->days,
                            contact->document ? contact->document : _("set by hand"));
  if (note)
    g_string_append_printf (facts, "\n%s", note);
  return g_string_free (g_steal_pointer (&facts), FALSE);
}

static char *
dup_need (const TnTracingContact *contact)
{
  if (g_str_equal (contact->state, "positive"))
    return g_strdup (_("Became a case. The watch has ended."));
  if (g_str_equal (contact->state, "ended"))
    return g_strdup (_("The watch has ended."));
  if (g_str_equal (contact->state, "lost"))
    return g_strdup (_("Cannot be reached. Nobody is asked to call."));
  if (contact->need == TN_TRACING_SYMPTOMS)
    return tn_id_is_null (&contact->person) ? g_strdup (_("Has symptoms. Find the person in the register, then open a case."))
                                            : g_strdup (_("Has symptoms: open a case, so that the person is watched at home."));
  if (contact->need == TN_TRACING_AGAIN)
    return g_strdup (_("Not reached today. Call again this evening."));
  if (contact->need == TN_TRACING_OVER)
    return g_strdup (_("The time is over: the watch can end."));
  return NULL;
}

static void
show_header (TnContactPage *self, const TnTracingDetail *detail)
{
  const TnTracingContact *contact = detail->contact;
  g_autofree char *facts = dup_facts (detail), *need = dup_need (contact);
  g_autofree char *subtitle = g_strdup_printf ("%s%s%s", *contact->phone ? contact->phone : _("no telephone"), *contact->address ? " · " : "", contact->address);

  gtk_label_set_text (self->title, contact->name);
  gtk_label_set_text (self->subtitle, subtitle);
  gtk_label_set_text (self->facts, facts);
  gtk_label_set_text (self->need, need ? need : "");
  gtk_widget_set_visible (self->need_box, need != NULL);
}

void
tn_contact_page_show (TnContactPage *self, const TnTracingDetail *detail)
{
  gboolean watched, known;

  self->detail = detail;
  if (!detail)
    return;
  watched = !*detail->contact->state || g_str_equal (detail->contact->state, "watching");
  known = !tn_id_is_null (&detail->contact->person);
  show_header (self, detail);
  show_calls (self, detail->calls);
  show_cases (self, detail->contact);
  gtk_widget_set_visible (self->results, watched);
  gtk_widget_set_visible (self->case_button, watched && known);
  gtk_widget_set_visible (self->lost_button, watched);
  gtk_widget_set_visible (self->again_button, !watched);
  gtk_widget_set_visible (self->link_button, !known);
}

void
tn_contact_page_focus (TnContactPage *self)
{
  gtk_widget_grab_focus (gtk_widget_get_visible (self->results) ? self->first_result : self->again_button);
}

void
tn_contact_page_attach (TnContactPage *self, TnWorkspace *workspace)
{
  g_set_object (&self->workspace, workspace);
}

/* --- GObject --- */

static void
tn_contact_page_dispose (GObject *object)
{
  g_clear_object (&TN_CONTACT_PAGE (object)->workspace);
  G_OBJECT_CLASS (tn_contact_page_parent_class)->dispose (object);
}

static void
add_keys (GtkWidgetClass *widget_class)
{
  static const struct { guint key, keypad; const char *result; } keys[] = {
    { GDK_KEY_1, GDK_KEY_KP_1, "well" }, { GDK_KEY_2, GDK_KEY_KP_2, "symptoms" }, { GDK_KEY_3, GDK_KEY_KP_3, "no_answer" },
    { GDK_KEY_4, GDK_KEY_KP_4, "wrong_number" }, { GDK_KEY_5, GDK_KEY_KP_5, "refused" },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (keys); i++)
    {
      gtk_widget_class_add_binding_action (widget_class, keys[i].key, 0, "contact.call", "s", keys[i].result);
      gtk_widget_class_add_binding_action (widget_class, keys[i].keypad, 0, "contact.call", "s", keys[i].result);
    }
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_6, 0, "contact.note", NULL);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_KP_6, 0, "contact.note", NULL);
}

static void
tn_contact_page_class_init (TnContactPageClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = tn_contact_page_dispose;
  signals[CALLED] = g_signal_new ("called", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);
  g_type_ensure (TN_TYPE_WRAP_LAYOUT);
  gtk_widget_class_install_action (widget_class, "contact.call", "s", action_cb);
  gtk_widget_class_install_action (widget_class, "contact.note", NULL, action_cb);
  gtk_widget_class_install_action (widget_class, "contact.state", "s", action_cb);
  gtk_widget_class_install_action (widget_class, "contact.case", NULL, action_cb);
  gtk_widget_class_install_action (widget_class, "contact.link", NULL, action_cb);
  gtk_widget_class_install_action (widget_class, "contact.edit", NULL, action_cb);
  add_keys (widget_class);
  gtk_widget_class_set_template_from_resource (widget_class, "/vn/tungnha/TungNha/ui/tracing/tn-contact-page.ui");
  gtk_widget_class_bind_template_child (widget_class, TnContactPage, title);
  gtk_widget_class_bind_template_child (widget_class, TnContactPage, subtitle);
  gtk_widget_class_bind_template_child (widget_class, TnContactPage, facts);
  gtk_widget_class_bind_template_child (widget_class, TnContactPage, need);
  gtk_widget_class_bind_template_child (widget_class, TnContactPage, need_box);
  gtk_widget_class_bind_template_child (widget_class, TnContactPage, results);
  gtk_widget_class_bind_template_child (widget_class, TnContactPage, first_result);
  gtk_widget_class_bind_template_child (widget_class, TnContactPage, case_button);
  gtk_widget_class_bind_template_child (widget_class, TnContactPage, lost_button);
  gtk_widget_class_bind_template_child (widget_class, TnContactPage, again_button);
  gtk_widget_class_bind_template_child (widget_class, TnContactPage, link_button);
  gtk_widget_class_bind_template_child (widget_class, TnContactPage, calls_group);
  gtk_widget_class_bind_template_child (widget_class, TnContactPage, calls);
  gtk_widget_class_bind_template_child (widget_class, TnContactPage, cases);
  gtk_widget_class_bind_template_callback (widget_class, case_activated_cb);
}

static void
tn_contact_page_init (TnContactPage *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}
