/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "tn-duplicates-screen.h"
#include <glib/gi18n.h>
#include "tn-listed.h"
#include "tn-pair-page.h"

#define LIMIT 500   /* pairs; how many more there are is said */

/* Which pair a row of the list stands for: written by the thread that reads the list, asked by the window. */
typedef struct
{
  GMutex lock;
  GHashTable *pairs;   /* TnId of the decision's record -> TnPair */
} Known;

struct _TnDuplicatesScreen
{
  TnScreen parent_instance;

  TnBoard *board;
  TnPairPage *page;
  Known known;
};

G_DEFINE_FINAL_TYPE (TnDuplicatesScreen, tn_duplicates_screen, TN_TYPE_SCREEN)

static void
remember (Known *known, const TnId *id, const TnId *a, const TnId *b)
{
  TnPair *pair;

  if (!known)
    return;
  pair = g_new (TnPair, 1);
  *pair = (TnPair) { *a, *b };
  g_mutex_lock (&known->lock);
  g_hash_table_replace (known->pairs, tn_id_copy (id), pair);
  g_mutex_unlock (&known->lock);
}

/* --- the list --- */

static char *
dup_names (TnCopy *copy, const TnId *a, const TnId *b)
{
  g_autofree char *x = tn_query_title (copy, a), *y = tn_query_title (copy, b);

  return g_str_equal (x, y) ? g_steal_pointer (&x) : g_strdup_printf ("%s – %s", x, y);
}

/* A household's line says that it is one: its title is an address, which a person's line may be taken for in a list of both. */
static char *
dup_why (const TnDuplicate *pair)
{
  g_autofree char *why = tn_match_words (pair->why);

  return pair->of == TN_DUPLICATES_HOUSEHOLDS ? g_strdup_printf ("%s: %s", _("Household"), why) : g_steal_pointer (&why);
}

static GPtrArray *
read_open (TnCopy *copy, TnDuplicatesOf of, const char *search, Known *known, GCancellable *cancellable, GError **error)
{
  g_autoptr (GArray) pairs = tn_duplicates_find (copy, of, 0, cancellable, error);
  g_autoptr (GPtrArray) rows = g_ptr_array_new_with_free_func ((GDestroyNotify) tn_board_row_free);
  guint n_found = 0;

  for (guint i = 0; pairs && i < pairs->len && (!*search ? i < LIMIT : TRUE); i++)
    {
      const TnDuplicate *pair = &g_array_index (pairs, TnDuplicate, i);
      g_autofree char *names = dup_names (copy, &pair->a, &pair->b);
      gboolean sure = pair->score >= TN_MATCH_SURE;
      TnId id = tn_duplicate_id (&pair->a, &pair->b);
      TnBoardRow *row;

      if (!tn_board_text_matches (names, search) || n_found++ >= LIMIT)
        continue;
      row = tn_board_row_new (&id, g_steal_pointer (&names), dup_why (pair), NULL, NULL);
      row->heading = g_strdup (sure ? _("Almost certainly one and the same") : _("Perhaps one and the same"));
      g_ptr_array_add (rows, row);
      remember (known, &id, &pair->a, &pair->b);
    }
  if (pairs)
    tn_board_add_more (rows, (*search ? n_found : pairs->len) - rows->len, search, FALSE);
  return pairs ? g_steal_pointer (&rows) : NULL;
}

static gboolean
has_late (GPtrArray *late, const TnId *duplicate)
{
  for (guint i = 0; i < late->len; i++)
    if (tn_id_equal (&((TnMergedLate *) late->pdata[i])->duplicate, duplicate))
      return TRUE;
  return FALSE;
}

/* Those with something to settle first, however old they are. */
static GPtrArray *
read_decided (TnCopy *copy, const char *state, const char *search, Known *known, GError **error)
{
  TnListedQuery query = { .kind = "duplicate", .state = state, .newest_first = TRUE };
  g_autoptr (GArray) listed = tn_query_listed (copy, &query, error);
  guint n_to_gather, n_late = 0, n_others = 0, n_found = 0;
  g_autoptr (GPtrArray) late = listed ? tn_work_merged_late (copy, &n_to_gather, error) : NULL;
  g_autoptr (GPtrArray) rows = g_ptr_array_new_with_free_func ((GDestroyNotify) tn_board_row_free);

  for (guint i = 0; late && i < listed->len; i++)
    {
      const TnListed *one = &g_array_index (listed, TnListed, i);
      gboolean changed = has_late (late, &one->id), listed_now = changed || n_others < LIMIT;
      g_autofree char *names = *search || listed_now ? dup_names (copy, &one->parent, &one->ref) : NULL;
      TnBoardRow *row;

      if (*search && !tn_board_text_matches (names, search))
        continue;
      n_found++;
      n_others += !changed && listed_now;
      if (!listed_now)
        continue;
      row = tn_board_row_new (&one->id, g_steal_pointer (&names), changed ? g_strdup (_("Changed since by somebody who did not know")) : NULL,
                              changed ? g_strdup ("!") : NULL, "warning");
      g_ptr_array_insert (rows, changed ? (int) n_late++ : -1, row);
      remember (known, &one->id, &one->parent, &one->ref);
    }
  if (late)
    tn_board_add_more (rows, n_found - rows->len, search, FALSE);
  return late ? g_steal_pointer (&rows) : NULL;
}

GPtrArray *
tn_duplicates_screen_read (TnCopy *copy, const char *filter, const char *search, gpointer data, GCancellable *cancellable, GError **error)
{
  if (g_str_equal (filter, "open"))
    return read_open (copy, TN_DUPLICATES_ALL, search, data, cancellable, error);
  if (g_str_equal (filter, "people"))
    return read_open (copy, TN_DUPLICATES_PEOPLE, search, data, cancellable, error);
  if (g_str_equal (filter, "households"))
    return read_open (copy, TN_DUPLICATES_HOUSEHOLDS, search, data, cancellable, error);
  return read_decided (copy, filter, search, data, error);
}

static void
chosen_cb (TnDuplicatesScreen *self, const char *text)
{
  TnPair pair;
  const TnPair *known = NULL;
  TnId id;

  if (!tn_id_parse (text, -1, &id))
    return;
  g_mutex_lock (&self->known.lock);
  if ((known = g_hash_table_lookup (self->known.pairs, &id)))
    pair = *known;
  g_mutex_unlock (&self->known.lock);
  if (known)
    tn_pair_page_show (self->page, &pair);
}

/* --- the screen --- */

static void
tn_duplicates_screen_attach (TnScreen *screen, TnWorkspace *workspace)
{
  TnDuplicatesScreen *self = TN_DUPLICATES_SCREEN (screen);

  tn_pair_page_attach (self->page, workspace);
  tn_board_attach (self->board, workspace, tn_duplicates_screen_read, &self->known);
}

static void
tn_duplicates_screen_find (TnScreen *screen)
{
  tn_board_find (TN_DUPLICATES_SCREEN (screen)->board);
}

static void
tn_duplicates_screen_finalize (GObject *object)
{
  TnDuplicatesScreen *self = TN_DUPLICATES_SCREEN (object);

  g_hash_table_unref (self->known.pairs);
  g_mutex_clear (&self->known.lock);
  G_OBJECT_CLASS (tn_duplicates_screen_parent_class)->finalize (object);
}

static void
tn_duplicates_screen_class_init (TnDuplicatesScreenClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = tn_duplicates_screen_finalize;
  TN_SCREEN_CLASS (klass)->attach = tn_duplicates_screen_attach;
  TN_SCREEN_CLASS (klass)->find = tn_duplicates_screen_find;
}

static void
tn_duplicates_screen_init (TnDuplicatesScreen *self)
{
  GtkWidget *gather = gtk_button_new_from_icon_name ("view-refresh-symbolic");

  g_mutex_init (&self->known.lock);
  self->known.pairs = g_hash_table_new_full (tn_id_hash, tn_id_equal, g_free, g_free);
  self->board = tn_board_new ();
  self->page = tn_pair_page_new ();
  tn_board_set_lazy (self->board);
  tn_board_add_filter (self->board, "open", _("To be looked at"));
  tn_board_add_filter (self->board, "households", _("Households to be looked at"));
  tn_board_add_filter (self->board, "people", _("People to be looked at"));
  tn_board_add_filter (self->board, "merged", _("Merged"));
  tn_board_add_filter (self->board, "different", _("Not the same"));
  tn_board_set_searchable (self->board, _("Search by name or address"));
  tn_board_set_empty (self->board, "emblem-ok-symbolic", _("Nobody twice"), _("Nobody, and no household, seems to stand in the register twice."), NULL, NULL);
  gtk_actionable_set_action_name (GTK_ACTIONABLE (gather), "win.gather-merged");
  gtk_widget_set_tooltip_text (gather, _("Gather what was written on what had been merged"));
  gtk_accessible_update_property (GTK_ACCESSIBLE (gather), GTK_ACCESSIBLE_PROPERTY_LABEL, _("Gather what was written on what had been merged"), -1);
  tn_board_add_button (self->board, gather);
  tn_board_set_page (self->board, GTK_WIDGET (self->page));
  g_signal_connect_object (self->board, "chosen", G_CALLBACK (chosen_cb), self, G_CONNECT_SWAPPED);
  adw_bin_set_child (ADW_BIN (self), GTK_WIDGET (self->board));
}

/* --- gathering --- */

static TnEdit *
build_gather (TnCopy *copy, gpointer data, GError **error)
{
  return tn_work_gather_merged (copy, error);
}

static void
gathered_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (TnWindow) window = user_data;
  g_autoptr (GError) error = NULL;

  if (!tn_workspace_run_finish (TN_WORKSPACE (source), result, &error))
    tn_window_show_error (window, _("Nothing was gathered"), error);
}

static void
gather_cb (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  TnWorkspace *workspace = tn_window_get_workspace (TN_WINDOW (user_data));

  if (workspace)
    tn_workspace_run_async (workspace, build_gather, NULL, NULL, NULL, gathered_cb, g_object_ref (user_data));
}

void
tn_duplicates_install_actions (TnWindow *window)
{
  static const GActionEntry entries[] = { { .name = "gather-merged", .activate = gather_cb } };

  g_action_map_add_action_entries (G_ACTION_MAP (window), entries, G_N_ELEMENTS (entries), window);
}
