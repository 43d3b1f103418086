/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "tn-reconciling-screen.h"
#include <glib/gi18n.h>
#include "tn-apply.h"
#include "tn-date.h"
#include "tn-meta-keys.h"
#include "tn-outbox.h"
#include "tn-query.h"
#include "tn-reconciler-words.h"
#include "tn-rows.h"
#include "tn-stick-group.h"
#include "tn-team-group.h"
#include "tn-upstream-group.h"

#define MAX_WAITING 200
#define MAX_SESSIONS 30

struct _TnReconcilingScreen
{
  TnScreen parent_instance;

  AdwActionRow *state_row, *message_row;
  GtkImage *state_icon;
  GtkProgressBar *progress;
  GtkWidget *now_button, *cancel_button, *enrol_button, *allow_button;
  AdwPreferencesGroup *outbox_group, *sessions_group;
  GtkListBox *outbox, *sessions;
  TnUpstreamGroup *upstream_group;
  TnTeamGroup *team_group;
  TnStickGroup *stick_group;

  GCancellable *cancellable;
  gboolean reading, again, through_hub;
};

G_DEFINE_FINAL_TYPE (TnReconcilingScreen, tn_reconciling_screen, TN_TYPE_SCREEN)

static void read_state (TnReconcilingScreen *self);
static void show_reconciler (TnReconcilingScreen *self);

/* What one read brings. While the page is not on the screen only the number for its badge is read: the lists come when the person does. */
typedef struct
{
  TnOutboxSummary summary;
  gboolean through_hub;
  GPtrArray *waiting, *sessions;   /* NULL = not asked for */
} State;

static void
free_state (gpointer data)
{
  State *state = data;

  g_clear_pointer (&state->waiting, g_ptr_array_unref);
  g_clear_pointer (&state->sessions, g_ptr_array_unref);
  g_free (state);
}

static gpointer
query (TnCopy *copy, gpointer data, GCancellable *cancellable, GError **error)
{
  State *state = g_new0 (State, 1);
  gboolean lists = GPOINTER_TO_INT (data);
  g_autofree char *hub = tn_copy_get_meta (copy, TN_META_HUB_URL);

  state->through_hub = hub != NULL;
  if (tn_outbox_summary (copy, &state->summary, error)
      && (!lists || ((state->waiting = tn_outbox_list (copy, MAX_WAITING, error))
                     && (state->sessions = tn_session_log_list (copy, MAX_SESSIONS, error)))))
    return state;
  free_state (state);
  return NULL;
}

static AdwActionRow *
add_row (GtkListBox *list, const char *icon, const char *title, const char *subtitle)
{
  AdwActionRow *row = ADW_ACTION_ROW (adw_action_row_new ());

  adw_preferences_row_set_use_markup (ADW_PREFERENCES_ROW (row), FALSE);
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (row), title);
  adw_action_row_set_subtitle (row, subtitle);
  adw_action_row_set_subtitle_lines (row, 0);
  if (icon)
    adw_action_row_add_prefix (row, gtk_image_new_from_icon_name (icon));
  gtk_list_box_append (list, GTK_WIDGET (row));
  return row;
}

static void
add_waiting (TnReconcilingScreen *self, const TnOutboxItem *item)
{
  const TnKind *kind = tn_schema_kind (item->kind);
  gboolean held = g_strcmp0 (item->state, "held") == 0;
  g_autofree char *when = tn_date_format_time (item->at);
  g_autofree char *title = g_strdup_printf ("%s: %s", kind ? _(kind->label) : item->kind, item->title);
  const char *what = tn_query_unit_label (kind, item->unit);
  /* Translators: field, who, when. */
  g_autofree char *subtitle = held
    ? g_strdup_printf (_("%s · %s · held by the district for a reviewer; it is safe"), what, when)
    : g_strdup_printf ("%s · %s · %s", what, item->by && *item->by ? item->by : "–", when);

  add_row (self->outbox, held ? "changes-prevent-symbolic" : "document-send-symbolic", title, subtitle);
}

static void
show_outbox (TnReconcilingScreen *self, const State *state)
{
  guint64 total = state->summary.waiting + state->summary.held, only = total - state->summary.at_hub;
  g_autofree char *text = g_strdup_printf (ngettext ("%u change is on this laptop only.", "%u changes are on this laptop only.", (gulong) only), (guint) only);

  tn_rows_clear_list (self->outbox);
  for (guint i = 0; i < state->waiting->len; i++)
    add_waiting (self, state->waiting->pdata[i]);
  if (total == 0)
    add_row (self->outbox, "emblem-ok-symbolic", _("Everything that was typed here has been received."), "");
  adw_preferences_group_set_description (self->outbox_group, only ? text : NULL);
}

static void
show_sessions (TnReconcilingScreen *self, GPtrArray *sessions)
{
  tn_rows_clear_list (self->sessions);
  for (guint i = 0; i < sessions->len; i++)
    {
      const TnSessionLog *log = sessions->pdata[i];
      g_autofree char *when = tn_date_format_time (log->at);
      /* Translators: what one reconciliation did. */
      g_autofree char *did = log->error ? g_strdup (log->error)
        : g_strdup_printf (_("Sent %u, received %u, held %u, conflicts %u; %u KB up, %u KB down"), log->sent, log->received, log->held, log->conflicts,
                           (guint) ((log->bytes_up + 1023) / 1024), (guint) ((log->bytes_down + 1023) / 1024));

      g_autofree char *whole = log->note ? g_strjoin ("\n", log->note, did, NULL) : g_steal_pointer (&did);
      add_row (self->sessions, log->error ? "dialog-warning-symbolic" : "emblem-ok-symbolic", when, whole);
    }
  if (sessions->len == 0)
    add_row (self->sessions, NULL, _("Never reconciled yet"), "");
}

static void
read_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (TnReconcilingScreen) self = user_data;
  g_autoptr (GError) error = NULL;
  State *state = tn_store_finish (TN_STORE (source), result, &error);

  self->reading = FALSE;
  if (!self->cancellable)   /* the screen has gone; a read that was done is answered all the same */
    {
      g_clear_pointer (&state, free_state);
      return;
    }
  if (state)
    {
      tn_screen_set_badge (TN_SCREEN (self), (guint) MIN (state->summary.waiting + state->summary.held, G_MAXUINT));
      self->through_hub = state->through_hub;
      show_reconciler (self);
      if (state->waiting)
        {
          show_outbox (self, state);
          show_sessions (self, state->sessions);
        }
      free_state (state);
    }
  else
    {
      tn_rows_clear_list (self->outbox);
      add_row (self->outbox, "dialog-warning-symbolic", _("What has not been sent could not be read"), error->message);
    }
  if (self->again)
    read_state (self);
}

static void
read_state (TnReconcilingScreen *self)
{
  TnStore *store = tn_workspace_get_store (tn_screen_get_workspace (TN_SCREEN (self)));

  self->again = self->reading;
  if (self->reading)
    return;
  self->reading = TRUE;
  tn_store_read_async (store, query, GINT_TO_POINTER (gtk_widget_get_mapped (GTK_WIDGET (self))), NULL, free_state, self->cancellable, read_cb, g_object_ref (self));
}

static void
show_reconciler (TnReconcilingScreen *self)
{
  TnReconciler *reconciler = tn_workspace_get_reconciler (tn_screen_get_workspace (TN_SCREEN (self)));
  TnReconcilerState state = TN_RECONCILER_NOT_ENROLLED;
  gint64 last = 0;
  gboolean stopped = FALSE;
  double fraction = -1;
  guint64 left = 0;
  int step = 0;
  g_autofree char *message = NULL, *text = NULL;

  if (reconciler)
    g_object_get (reconciler, "state", &state, "message", &message, "last-done", &last, "removal-stopped", &stopped, "step", &step, "left", &left, "fraction", &fraction, NULL);
  if (state == TN_RECONCILER_WORKING)
    text = tn_reconciler_dup_left_text (step, left);
  gtk_widget_set_visible (GTK_WIDGET (self->progress), text && fraction >= 0);
  if (!text)
    text = tn_reconciler_dup_last_text (last);
  gtk_progress_bar_set_fraction (self->progress, CLAMP (fraction, 0, 1));
  gtk_image_set_from_icon_name (self->state_icon, tn_reconciler_state_icon (state));
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (self->state_row), state == TN_RECONCILER_IDLE && self->through_hub ? _("Connected to the ward’s laptop") : tn_reconciler_state_text (state));
  adw_action_row_set_subtitle (self->state_row, text);
  adw_preferences_row_set_use_markup (ADW_PREFERENCES_ROW (self->message_row), FALSE);
  adw_action_row_set_subtitle (self->message_row, message ? message : "");
  gtk_widget_set_visible (GTK_WIDGET (self->message_row), message && *message);
  gtk_widget_set_visible (self->allow_button, stopped);
  gtk_widget_set_visible (self->now_button, state != TN_RECONCILER_NOT_ENROLLED && state != TN_RECONCILER_WORKING);
  gtk_widget_set_visible (self->cancel_button, state == TN_RECONCILER_WORKING);
  gtk_widget_set_visible (self->enrol_button, state == TN_RECONCILER_NOT_ENROLLED);
}

static void
allow_cb (TnReconcilingScreen *self)
{
  TnReconciler *reconciler = tn_workspace_get_reconciler (tn_screen_get_workspace (TN_SCREEN (self)));

  tn_reconciler_set_allow_removal (reconciler);
  tn_reconciler_request (reconciler);
}

static void
tn_reconciling_screen_attach (TnScreen *screen, TnWorkspace *workspace)
{
  TnReconciler *reconciler = tn_workspace_get_reconciler (workspace);
  TnStore *store = tn_workspace_get_store (workspace);

  g_signal_connect_object (store, "changed", G_CALLBACK (read_state), screen, G_CONNECT_SWAPPED);
  g_signal_connect_object (store, "outbox-changed", G_CALLBACK (read_state), screen, G_CONNECT_SWAPPED);
  if (reconciler)
    {
      g_signal_connect_object (reconciler, "notify", G_CALLBACK (show_reconciler), screen, G_CONNECT_SWAPPED);
      g_signal_connect_object (reconciler, "session-done", G_CALLBACK (read_state), screen, G_CONNECT_SWAPPED);
    }
  tn_upstream_group_attach (TN_RECONCILING_SCREEN (screen)->upstream_group, workspace);
  tn_team_group_attach (TN_RECONCILING_SCREEN (screen)->team_group, workspace);
  tn_stick_group_set_workspace (TN_RECONCILING_SCREEN (screen)->stick_group, workspace);
  show_reconciler (TN_RECONCILING_SCREEN (screen));
  read_state (TN_RECONCILING_SCREEN (screen));
}

/* The person comes to the page. */
static void
tn_reconciling_screen_map (GtkWidget *widget)
{
  GTK_WIDGET_CLASS (tn_reconciling_screen_parent_class)->map (widget);
  if (tn_screen_get_workspace (TN_SCREEN (widget)))
    read_state (TN_RECONCILING_SCREEN (widget));
}

static void
tn_reconciling_screen_dispose (GObject *object)
{
  TnReconcilingScreen *self = TN_RECONCILING_SCREEN (object);

  if (self->cancellable)
    g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->cancellable);
  G_OBJECT_CLASS (tn_reconciling_screen_parent_class)->dispose (object);
}

static void
tn_reconciling_screen_class_init (TnReconcilingScreenClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  g_type_ensure (TN_TYPE_STICK_GROUP);
  G_OBJECT_CLASS (klass)->dispose = tn_reconciling_screen_dispose;
  widget_class->map = tn_reconciling_screen_map;
  TN_SCREEN_CLASS (klass)->attach = tn_reconciling_screen_attach;
  gtk_widget_class_set_template_from_resource (widget_class, "/vn/tungnha/TungNha/ui/reconciling/tn-reconciling-screen.ui");
  gtk_widget_class_bind_template_child (widget_class, TnReconcilingScreen, state_row);
  gtk_widget_class_bind_template_child (widget_class, TnReconcilingScreen, message_row);
  gtk_widget_class_bind_template_child (widget_class, TnReconcilingScreen, state_icon);
  gtk_widget_class_bind_template_child (widget_class, TnReconcilingScreen, progress);
  gtk_widget_class_bind_template_child (widget_class, TnReconcilingScreen, now_button);
  gtk_widget_class_bind_template_child (widget_class, TnReconcilingScreen, cancel_button);
  gtk_widget_class_bind_template_child (widget_class, TnReconcilingScreen, enrol_button);
  gtk_widget_class_bind_template_child (widget_class, TnReconcilingScreen, allow_button);
  gtk_widget_class_bind_template_child (widget_class, TnReconcilingScreen, outbox_group);
  gtk_widget_class_bind_template_child (widget_class, TnReconcilingScreen, sessions_group);
  gtk_widget_class_bind_template_child (widget_class, TnReconcilingScreen, upstream_group);
  gtk_widget_class_bind_template_child (widget_class, TnReconcilingScreen, team_group);
  gtk_widget_class_bind_template_child (widget_class, TnReconcilingScreen, outbox);
  gtk_widget_class_bind_template_child (widget_class, TnReconcilingScreen, sessions);
  gtk_widget_class_bind_template_child (widget_class, TnReconcilingScreen, stick_group);
  gtk_widget_class_bind_template_callback (widget_class, allow_cb);
}

static void
tn_reconciling_screen_init (TnReconcilingScreen *self)
{
  self->cancellable = g_cancellable_new ();
  g_type_ensure (TN_TYPE_UPSTREAM_GROUP);
  g_type_ensure (TN_TYPE_TEAM_GROUP);
  gtk_widget_init_template (GTK_WIDGET (self));
}
