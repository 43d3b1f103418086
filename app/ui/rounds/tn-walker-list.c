/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "tn-walker-list.h"
#include <glib/gi18n.h>
#include "tn-listed.h"
#include "tn-query.h"
#include "tn-round.h"
#include "tn-text.h"

struct _TnWalkerList
{
  AdwBin parent_instance;

  AdwPreferencesGroup *group;
  TnWorkspace *workspace;
  GCancellable *cancellable;
  GArray *ids;               /* TnId, in the order of checks */
  GPtrArray *rows, *checks;  /* in the group */
};

G_DEFINE_FINAL_TYPE (TnWalkerList, tn_walker_list, ADW_TYPE_BIN)

enum { CHANGED, N_SIGNALS };
static guint signals[N_SIGNALS];

/* --- reading --- */

typedef struct { TnId id; char *name; gboolean walks; } Member;
typedef struct { TnId team, round; gboolean has_round; } Question;

static void
free_member (gpointer data)
{
  g_free (((Member *) data)->name);
  g_free (data);
}

static Member *
find_member (GPtrArray *members, const TnId *id)
{
  for (guint i = 0; i < members->len; i++)
    if (tn_id_equal (&((Member *) members->pdata[i])->id, id))
      return members->pdata[i];
  return NULL;
}

static Member *
add_member (TnCopy *copy, GPtrArray *members, const TnId *id, gboolean walks)
{
  Member *member = find_member (members, id);

  if (!member)
    {
      member = g_new0 (Member, 1);
      *member = (Member) { .id = *id, .name = tn_query_title (copy, id) };
      g_ptr_array_add (members, member);
    }
  member->walks |= walks;
  return member;
}

static gboolean
read_team (TnCopy *copy, const Question *question, GPtrArray *members, GError **error)
{
  TnListedQuery query = { .kind = "volunteer", .ref = &question->team };
  gboolean team = !tn_id_is_null (&question->team);
  g_autoptr (GArray) listed = team ? tn_query_listed (copy, &query, error) : NULL;
  g_autoptr (GArray) all = team ? NULL : tn_query_ids (copy, "volunteer", error);

  if (!listed && !all)
    return FALSE;
  for (guint i = 0; listed && i < listed->len; i++)
    add_member (copy, members, &g_array_index (listed, TnListed, i).id, !question->has_round);
  for (guint i = 0; all && i < all->len; i++)
    add_member (copy, members, &g_array_index (all, TnId, i), FALSE);
  return TRUE;
}

static gboolean
read_walkers (TnCopy *copy, const Question *question, GPtrArray *members, GError **error)
{
  g_autoptr (GArray) stops = question->has_round ? tn_query_stop_rows (copy, &question->round, error) : NULL;

  for (guint i = 0; stops && i < stops->len; i++)
    {
      const TnStopRow *stop = &g_array_index (stops, TnStopRow, i);

      if (!tn_id_is_null (&stop->volunteer) && !g_str_equal (stop->state, "left_out"))
        add_member (copy, members, &stop->volunteer, TRUE);
    }
  return stops || !question->has_round;
}

/* As people are listed: by given name. */
static int
compare_members_cb (gconstpointer a, gconstpointer b)
{
  gsize n, m;
  g_autofree guint8 *x = tn_text_person_key ((*(const Member *const *) a)->name, &n), *y = tn_text_person_key ((*(const Member *const *) b)->name, &m);
  int order = memcmp (x, y, MIN (n, m));

  return order ? order : (n > m) - (n < m);
}

static gpointer
read_members (TnCopy *copy, gpointer data, GCancellable *cancellable, GError **error)
{
  g_autoptr (GPtrArray) members = g_ptr_array_new_with_free_func (free_member);

  if (!read_team (copy, data, members, error) || !read_walkers (copy, data, members, error))
    return NULL;
  g_ptr_array_sort (members, compare_members_cb);
  return g_steal_pointer (&members);
}

/* --- showing --- */

static void
clear (TnWalkerList *self)
{
  for (guint i = 0; i < self->rows->len; i++)
    adw_preferences_group_remove (self->group, self->rows->pdata[i]);
  g_ptr_array_set_size (self->rows, 0);
  g_ptr_array_set_size (self->checks, 0);
  g_array_set_size (self->ids, 0);
}

static void
toggled_cb (TnWalkerList *self)
{
  g_signal_emit (self, signals[CHANGED], 0);
}

static GtkWidget *
add_row (TnWalkerList *self, const char *title)
{
  GtkWidget *row = adw_action_row_new ();

  adw_preferences_row_set_use_markup (ADW_PREFERENCES_ROW (row), FALSE);
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (row), title);
  adw_preferences_group_add (self->group, row);
  g_ptr_array_add (self->rows, row);
  return row;
}

static void
add_check (TnWalkerList *self, const Member *member)
{
  GtkWidget *row = add_row (self, member->name), *check = gtk_check_button_new ();

  gtk_check_button_set_active (GTK_CHECK_BUTTON (check), member->walks);
  gtk_widget_set_valign (check, GTK_ALIGN_CENTER);
  gtk_accessible_update_property (GTK_ACCESSIBLE (check), GTK_ACCESSIBLE_PROPERTY_LABEL, member->name, -1);
  adw_action_row_add_prefix (ADW_ACTION_ROW (row), check);
  adw_action_row_set_activatable_widget (ADW_ACTION_ROW (row), check);
  gtk_widget_set_focusable (row, FALSE);
  g_signal_connect_swapped (check, "toggled", G_CALLBACK (toggled_cb), self);
  g_ptr_array_add (self->checks, check);
  g_array_append_val (self->ids, member->id);
}

static void
members_read_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (TnWalkerList) self = user_data;
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) members = tn_store_finish (TN_STORE (source), result, &error);

  if (!self->workspace || g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return;
  clear (self);
  for (guint i = 0; members && i < members->len; i++)
    add_check (self, members->pdata[i]);
  if (!members)
    add_row (self, error->message);
  else if (!members->len)
    add_row (self, _("No volunteers here yet. The round can be shared out later."));
  g_signal_emit (self, signals[CHANGED], 0);
}

void
tn_walker_list_read (TnWalkerList *self, const TnId *team, const TnId *round)
{
  Question question = { .team = *team, .has_round = round != NULL };

  if (round)
    question.round = *round;
  g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->cancellable);
  self->cancellable = g_cancellable_new ();
  tn_store_read_async (tn_workspace_get_store (self->workspace), read_members, g_memdup2 (&question, sizeof question), g_free,
                       (GDestroyNotify) g_ptr_array_unref, self->cancellable, members_read_cb, g_object_ref (self));
}

GArray *
tn_walker_list_dup_chosen (TnWalkerList *self)
{
  GArray *chosen = g_array_new (FALSE, FALSE, sizeof (TnId));

  for (guint i = 0; i < self->checks->len; i++)
    if (gtk_check_button_get_active (self->checks->pdata[i]))
      g_array_append_val (chosen, g_array_index (self->ids, TnId, i));
  return chosen;
}

/* --- the widget --- */

static void
tn_walker_list_dispose (GObject *object)
{
  TnWalkerList *self = TN_WALKER_LIST (object);

  g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->workspace);
  G_OBJECT_CLASS (tn_walker_list_parent_class)->dispose (object);
}

static void
tn_walker_list_finalize (GObject *object)
{
  TnWalkerList *self = TN_WALKER_LIST (object);

  g_clear_object (&self->cancellable);
  g_array_unref (self->ids);
  g_ptr_array_unref (self->rows);
  g_ptr_array_unref (self->checks);
  G_OBJECT_CLASS (tn_walker_list_parent_class)->finalize (object);
}

static void
tn_walker_list_class_init (TnWalkerListClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = tn_walker_list_dispose;
  G_OBJECT_CLASS (klass)->finalize = tn_walker_list_finalize;
  signals[CHANGED] = g_signal_new ("changed", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);
}

static void
tn_walker_list_init (TnWalkerList *self)
{
  self->ids = g_array_new (FALSE, FALSE, sizeof (TnId));
  self->rows = g_ptr_array_new ();
  self->checks = g_ptr_array_new ();
  self->group = ADW_PREFERENCES_GROUP (adw_preferences_group_new ());
  adw_preferences_group_set_title (self->group, _("Who walks?"));
  adw_bin_set_child (ADW_BIN (self), GTK_WIDGET (self->group));
}

TnWalkerList *
tn_walker_list_new (TnWorkspace *workspace)
{
  TnWalkerList *self = g_object_new (TN_TYPE_WALKER_LIST, NULL);

  self->workspace = g_object_ref (workspace);
  return self;
}
