/* SPDX-License-Identifier: GPL-3.0-or-later */
/* As in tn-household-model.c a line is made when a view asks for it and read with those asked for in the same turn, and a wholesale change is told in two steps:
 * GtkListView would else ask for every line of it. */
#include "tn-support-model.h"
#include <glib/gi18n.h>
#include "tn-support-item-private.h"

struct _TnSupportModel
{
  GObject parent_instance;

  TnStore *store;
  TnId programme;             /* null = none */
  TnPeople which;
  char *search;
  TnJudged *judged;           /* NULL = not read yet */
  GHashTable *found;          /* of the search; NULL = nothing is searched for */
  GArray *rows;               /* guint: indexes of judged->found->lines */
  GHashTable *live;           /* index -> TnSupportItem, not owned */
  GHashTable *ticked;         /* TnId* */
  GPtrArray *wanted;          /* TnSupportItem asked for since the last read */
  GCancellable *judging, *searching, *reading;
  guint fetch_id, n_fetched;
};

static void tn_support_model_list_init (GListModelInterface *iface);
G_DEFINE_FINAL_TYPE_WITH_CODE (TnSupportModel, tn_support_model, G_TYPE_OBJECT, G_IMPLEMENT_INTERFACE (G_TYPE_LIST_MODEL, tn_support_model_list_init))

enum { LOADED, TICKED, FAILED, N_SIGNALS };
static guint signals[N_SIGNALS];

/* --- names of the lists --- */

static const struct { const char *key, *name; } people[TN_PEOPLE_N] = {
  [TN_PEOPLE_NOTHING] = { "nothing", N_("Entitled, nothing yet") }, [TN_PEOPLE_ENTITLED] = { "entitled", N_("All who are entitled") },
  [TN_PEOPLE_PROPOSED] = { "proposed", N_("Proposed") }, [TN_PEOPLE_APPROVED] = { "approved", N_("Approved, not handed over yet") },
  [TN_PEOPLE_DELIVERED] = { "delivered", N_("Handed over") }, [TN_PEOPLE_REFUSED] = { "refused", N_("Refused") },
  [TN_PEOPLE_DECLINED] = { "declined", N_("Declined by choice") }, [TN_PEOPLE_OUT] = { "out", N_("Not entitled") },
  [TN_PEOPLE_DOUBLE] = { "double", N_("Handed over twice: to settle") },
};

const char *
tn_people_key (TnPeople which)
{
  g_return_val_if_fail ((guint) which < TN_PEOPLE_N, "");
  return people[which].key;
}

const char *
tn_people_name (TnPeople which)
{
  g_return_val_if_fail ((guint) which < TN_PEOPLE_N, "");
  return _(people[which].name);
}

gboolean
tn_people_from_key (const char *key, TnPeople *which)
{
  for (guint i = 0; i < TN_PEOPLE_N; i++)
    if (g_str_equal (people[i].key, key))
      {
        *which = i;
        return TRUE;
      }
  return FALSE;
}

/* --- lines --- */

static const TnSupportLine *
line_at (TnSupportModel *self, guint index)
{
  return &g_array_index (self->judged->found->lines, TnSupportLine, index);
}

/* The list may go before its lines. */
typedef struct { GHashTable *live; guint index; } Gone;

static void
item_gone_cb (gpointer data, GObject *where)
{
  g_autofree Gone *gone = data;

  g_hash_table_remove (gone->live, GUINT_TO_POINTER (gone->index));
  g_hash_table_unref (gone->live);
}

/* Those that views hold of the list before stand for nothing in this one. */
static void
forget_items (TnSupportModel *self)
{
  g_ptr_array_set_size (self->wanted, 0);
  g_cancellable_cancel (self->reading);
  g_object_unref (self->reading);
  self->reading = g_cancellable_new ();
  g_hash_table_unref (self->live);
  self->live = g_hash_table_new (NULL, NULL);
}

static void
fail (TnSupportModel *self, const GError *error)
{
  if (!g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    g_signal_emit (self, signals[FAILED], 0, error);
}

typedef struct { TnSupportModel *model; GPtrArray *items; } Fetch;

static void
words_read_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autofree Fetch *fetch = user_data;
  g_autoptr (TnSupportModel) self = fetch->model;
  g_autoptr (GPtrArray) items = fetch->items;
  g_autoptr (GError) error = NULL;
  g_autoptr (GArray) words = tn_store_finish (TN_STORE (source), result, &error);

  if (!words)
    {
      fail (self, error);
      return;
    }
  for (guint i = 0; i < items->len; i++)
    tn_support_item_fill (items->pdata[i], &g_array_index (words, TnSupportWords, i));
  self->n_fetched += items->len;
}

static gboolean
fetch_cb (gpointer user_data)
{
  TnSupportModel *self = user_data;
  TnSupportAsked *asked;
  Fetch *fetch;

  self->fetch_id = 0;
  if (!self->wanted->len || !self->judged)
    return G_SOURCE_REMOVE;
  asked = tn_support_asked_new (self->judged);
  for (guint i = 0; i < self->wanted->len; i++)
    {
      TnSupportWords words = { .line = *tn_support_item_get_line (self->wanted->pdata[i]) };

      g_array_append_val (asked->words, words);
    }
  fetch = g_new (Fetch, 1);
  *fetch = (Fetch) { g_object_ref (self), g_steal_pointer (&self->wanted) };
  self->wanted = g_ptr_array_new_with_free_func (g_object_unref);
  tn_store_read_async (self->store, tn_support_asked_read, asked, tn_support_asked_free, (GDestroyNotify) g_array_unref, self->reading, words_read_cb, fetch);
  return G_SOURCE_REMOVE;
}

static TnSupportItem *
make_item (TnSupportModel *self, guint index)
{
  const TnSupportLine *line = line_at (self, index);
  TnSupportItem *item = tn_support_item_new (line, g_hash_table_contains (self->ticked, &line->whom));

  Gone *gone = g_new (Gone, 1);

  *gone = (Gone) { g_hash_table_ref (self->live), index };
  g_object_weak_ref (G_OBJECT (item), item_gone_cb, gone);
  g_hash_table_insert (self->live, GUINT_TO_POINTER (index), item);
  g_ptr_array_add (self->wanted, g_object_ref (item));
  if (!self->fetch_id)
    self->fetch_id = g_idle_add_full (G_PRIORITY_DEFAULT, fetch_cb, self, NULL);
  return item;
}

static gpointer
get_item (GListModel *model, guint position)
{
  TnSupportModel *self = TN_SUPPORT_MODEL (model);
  TnSupportItem *item;
  guint index;

  if (position >= self->rows->len)
    return NULL;
  index = g_array_index (self->rows, guint, position);
  item = g_hash_table_lookup (self->live, GUINT_TO_POINTER (index));
  return item ? g_object_ref (item) : make_item (self, index);
}

/* --- which lines --- */

static gboolean
is_found (TnSupportModel *self, const TnSupportLine *line)
{
  int itself, home;

  if (!self->found)
    return TRUE;
  itself = GPOINTER_TO_INT (g_hash_table_lookup (self->found, &line->whom));
  home = GPOINTER_TO_INT (g_hash_table_lookup (self->found, &line->household));
  return itself == TN_FOUND_ITSELF || home == TN_FOUND_ITSELF || (itself && tn_id_equal (&line->whom, &line->household));
}

static void
pick_rows (TnSupportModel *self)
{
  guint before = self->rows->len, n = self->judged ? self->judged->found->lines->len : 0;
  g_autoptr (GArray) rows = g_array_new (FALSE, FALSE, sizeof (guint));

  for (guint i = 0; i < n; i++)
    if (tn_judged_is_in (self->judged, line_at (self, i), self->which) && is_found (self, line_at (self, i)))
      g_array_append_val (rows, i);
  g_array_set_size (self->rows, 0);
  if (before)
    g_list_model_items_changed (G_LIST_MODEL (self), 0, before, 0);
  forget_items (self);
  g_array_unref (self->rows);
  self->rows = g_steal_pointer (&rows);
  if (self->rows->len)
    g_list_model_items_changed (G_LIST_MODEL (self), 0, 0, self->rows->len);
}

/* Who is no longer in this list is not ticked either. */
static void
drop_ticks (TnSupportModel *self)
{
  g_autoptr (GHashTable) kept = g_hash_table_new_full (tn_id_hash, tn_id_equal, g_free, NULL);
  const GArray *lines = self->judged->found->lines;

  for (guint i = 0; g_hash_table_size (self->ticked) && i < lines->len; i++)
    if (g_hash_table_contains (self->ticked, &line_at (self, i)->whom) && tn_judged_is_in (self->judged, line_at (self, i), self->which))
      g_hash_table_add (kept, tn_id_copy (&line_at (self, i)->whom));
  g_hash_table_unref (self->ticked);
  self->ticked = g_steal_pointer (&kept);
}

static void
clear_ticks (TnSupportModel *self)
{
  gboolean any = g_hash_table_size (self->ticked) > 0;

  g_hash_table_remove_all (self->ticked);
  if (any)
    g_signal_emit (self, signals[TICKED], 0);
}

static void
judged_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (TnSupportModel) self = user_data;
  g_autoptr (GError) error = NULL;
  TnJudged *judged = tn_store_finish (TN_STORE (source), result, &error);

  if (!judged)
    {
      fail (self, error);
      return;
    }
  if (!tn_id_equal (&judged->found->programme->id, &self->programme))
    {
      tn_judged_unref (judged);
      return;
    }
  tn_judged_unref (self->judged);
  self->judged = judged;
  drop_ticks (self);
  pick_rows (self);
  g_signal_emit (self, signals[LOADED], 0);
  g_signal_emit (self, signals[TICKED], 0);
}

static GCancellable *
renew (GCancellable **cancellable)
{
  g_cancellable_cancel (*cancellable);
  g_clear_object (cancellable);
  return *cancellable = g_cancellable_new ();
}

void
tn_support_model_reload (TnSupportModel *self)
{
  GCancellable *cancellable = renew (&self->judging);

  if (!tn_id_is_null (&self->programme))
    tn_store_read_async (self->store, tn_judged_read, tn_id_copy (&self->programme), g_free, tn_judged_unref, cancellable, judged_cb, g_object_ref (self));
}

void
tn_support_model_set_programme (TnSupportModel *self, const TnId *id)
{
  TnId none = { { 0 } };

  if (!tn_id_equal (id ? id : &none, &self->programme))
    {
      self->programme = id ? *id : none;
      g_clear_pointer (&self->judged, tn_judged_unref);
      clear_ticks (self);
      pick_rows (self);
    }
  tn_support_model_reload (self);
}

void
tn_support_model_set_which (TnSupportModel *self, TnPeople which)
{
  if (self->which == which)
    return;
  self->which = which;
  clear_ticks (self);
  pick_rows (self);
}

/* --- searching --- */

static void
found_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (TnSupportModel) self = user_data;
  g_autoptr (GError) error = NULL;
  GHashTable *found = tn_store_finish (TN_STORE (source), result, &error);

  if (!found)
    {
      fail (self, error);
      return;
    }
  g_clear_pointer (&self->found, g_hash_table_unref);
  self->found = found;
  pick_rows (self);
}

void
tn_support_model_set_search (TnSupportModel *self, const char *text)
{
  GCancellable *cancellable;

  if (g_strcmp0 (text, self->search) == 0)
    return;
  g_free (self->search);
  self->search = g_strdup (text);
  cancellable = renew (&self->searching);
  if (*text)
    {
      tn_store_read_async (self->store, tn_support_search, g_strdup (text), g_free, (GDestroyNotify) g_hash_table_unref, cancellable, found_cb, g_object_ref (self));
      return;
    }
  g_clear_pointer (&self->found, g_hash_table_unref);
  pick_rows (self);
}

/* --- ticks --- */

static void
set_ticked (TnSupportModel *self, guint index, gboolean ticked)
{
  const TnId *whom = &line_at (self, index)->whom;
  TnSupportItem *item = g_hash_table_lookup (self->live, GUINT_TO_POINTER (index));

  if (ticked)
    g_hash_table_add (self->ticked, tn_id_copy (whom));
  else
    g_hash_table_remove (self->ticked, whom);
  if (item)
    tn_support_item_set_ticked (item, ticked);
}

void
tn_support_model_toggle (TnSupportModel *self, TnSupportItem *item)
{
  gboolean ticked = !tn_support_item_is_ticked (item);
  const TnId *whom = &tn_support_item_get_line (item)->whom;

  if (ticked)
    g_hash_table_add (self->ticked, tn_id_copy (whom));
  else
    g_hash_table_remove (self->ticked, whom);
  tn_support_item_set_ticked (item, ticked);
  g_signal_emit (self, signals[TICKED], 0);
}

void
tn_support_model_tick_all (TnSupportModel *self, gboolean ticked)
{
  guint n = self->judged ? self->judged->found->lines->len : 0;

  for (guint i = 0; !ticked && g_hash_table_size (self->ticked) && i < n; i++)
    if (g_hash_table_contains (self->ticked, &line_at (self, i)->whom))
      set_ticked (self, i, FALSE);
  for (guint i = 0; ticked && i < self->rows->len; i++)
    set_ticked (self, g_array_index (self->rows, guint, i), TRUE);
  g_signal_emit (self, signals[TICKED], 0);
}

GArray *
tn_support_model_dup_ticked (TnSupportModel *self)
{
  GArray *lines = g_array_new (FALSE, FALSE, sizeof (TnSupportLine));
  guint n = self->judged ? self->judged->found->lines->len : 0;

  for (guint i = 0; g_hash_table_size (self->ticked) && i < n; i++)
    if (g_hash_table_contains (self->ticked, &line_at (self, i)->whom))
      g_array_append_vals (lines, line_at (self, i), 1);
  return lines;
}

guint
tn_support_model_n_ticked (TnSupportModel *self)
{
  return g_hash_table_size (self->ticked);
}

/* --- what is known --- */

TnPeople
tn_support_model_get_which (TnSupportModel *self)
{
  return self->which;
}

gboolean
tn_support_model_is_loaded (TnSupportModel *self)
{
  return self->judged != NULL;
}

guint
tn_support_model_count (TnSupportModel *self, TnPeople which)
{
  return self->judged ? self->judged->n[which] : 0;
}

const TnProgramme *
tn_support_model_get_programme (TnSupportModel *self)
{
  return self->judged ? self->judged->found->programme : NULL;
}

const TnProgrammeSums *
tn_support_model_get_sums (TnSupportModel *self)
{
  return self->judged ? &self->judged->sums : NULL;
}

guint
tn_support_model_get_n_fetched (TnSupportModel *self)
{
  return self->n_fetched;
}

/* --- GObject --- */

static GType
get_item_type (GListModel *model)
{
  return TN_TYPE_SUPPORT_ITEM;
}

static guint
get_n_items (GListModel *model)
{
  return TN_SUPPORT_MODEL (model)->rows->len;
}

static void
tn_support_model_list_init (GListModelInterface *iface)
{
  iface->get_item_type = get_item_type;
  iface->get_n_items = get_n_items;
  iface->get_item = get_item;
}

static void
tn_support_model_dispose (GObject *object)
{
  TnSupportModel *self = TN_SUPPORT_MODEL (object);

  g_cancellable_cancel (self->judging);
  g_cancellable_cancel (self->searching);
  g_cancellable_cancel (self->reading);
  g_clear_handle_id (&self->fetch_id, g_source_remove);
  G_OBJECT_CLASS (tn_support_model_parent_class)->dispose (object);
}

static void
tn_support_model_finalize (GObject *object)
{
  TnSupportModel *self = TN_SUPPORT_MODEL (object);

  g_clear_object (&self->judging);
  g_clear_object (&self->searching);
  g_clear_object (&self->reading);
  g_ptr_array_unref (self->wanted);
  g_hash_table_unref (self->live);
  g_hash_table_unref (self->ticked);
  g_clear_pointer (&self->found, g_hash_table_unref);
  g_array_unref (self->rows);
  tn_judged_unref (self->judged);
  g_free (self->search);
  g_object_unref (self->store);
  G_OBJECT_CLASS (tn_support_model_parent_class)->finalize (object);
}

static void
tn_support_model_class_init (TnSupportModelClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = tn_support_model_dispose;
  G_OBJECT_CLASS (klass)->finalize = tn_support_model_finalize;
  signals[LOADED] = g_signal_new ("loaded", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);
  signals[TICKED] = g_signal_new ("ticked", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);
  signals[FAILED] = g_signal_new ("failed", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 1, G_TYPE_ERROR);
}

static void
tn_support_model_init (TnSupportModel *self)
{
  self->rows = g_array_new (FALSE, FALSE, sizeof (guint));
  self->live = g_hash_table_new (NULL, NULL);
  self->ticked = g_hash_table_new_full (tn_id_hash, tn_id_equal, g_free, NULL);
  self->wanted = g_ptr_array_new_with_free_func (g_object_unref);
  self->reading = g_cancellable_new ();
}

TnSupportModel *
tn_support_model_new (TnStore *store)
{
  TnSupportModel *self = g_object_new (TN_TYPE_SUPPORT_MODEL, NULL);

  self->store = g_object_ref (store);
  return self;
}
