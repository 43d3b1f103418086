/* SPDX-License-Identifier: GPL-3.0-or-later */
/* How a list of 60,000 stays cheap.
 *
 * A query gives row numbers only. get_item() makes an empty TnHousehold and notes its position; one idle later everything noted
 * since is read in one go, together with the lines just above and below (BLOCK), because that is where a person scrolls next. Lines
 * read ahead are held in a ring of KEPT; lines that a view holds are found through `live`, which does not own them.
 *
 * GtkListView asks for EVERY line of a large addition when it replaces a large removal in the same signal (it looks for widgets to
 * use again). So a wholesale change is told in two steps, all gone and then all there, and a small one as the smallest splice. */
#include "tn-household-model-private.h"

#define FIRST 40        /* lines that come with the first answer: a screenful */
#define SMALL_SPLICE 64 /* changed lines up to which the list is patched rather than replaced */

static void tn_household_model_list_init (GListModelInterface *iface);
G_DEFINE_FINAL_TYPE_WITH_CODE (TnHouseholdModel, tn_household_model, G_TYPE_OBJECT,
                               G_IMPLEMENT_INTERFACE (G_TYPE_LIST_MODEL, tn_household_model_list_init))

enum { PROP_0, PROP_LOADING, N_PROPS };
static GParamSpec *props[N_PROPS];
enum { LOADED, FAILED, N_SIGNALS };
static guint signals[N_SIGNALS];

static void
set_loading (TnHouseholdModel *self, gboolean loading)
{
  if (self->loading == loading)
    return;
  self->loading = loading;
  g_object_notify_by_pspec (G_OBJECT (self), props[PROP_LOADING]);
}

void
tn_household_model_fail (TnHouseholdModel *self, GError *error)
{
  if (!g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    g_signal_emit (self, signals[FAILED], 0, error);
}

/* --- the query --- */

static void
splice (TnHouseholdModel *self, GArray *rows)
{
  g_autoptr (GArray) old = self->rows;
  guint prefix = 0, suffix = 0, shorter = MIN (old->len, rows->len);

  while (prefix < shorter && g_array_index (old, gint64, prefix) == g_array_index (rows, gint64, prefix))
    prefix++;
  while (suffix < shorter - prefix &&
         g_array_index (old, gint64, old->len - 1 - suffix) == g_array_index (rows, gint64, rows->len - 1 - suffix))
    suffix++;
  guint removed = old->len - prefix - suffix, added = rows->len - prefix - suffix;
  if (removed + added == 0)
    {
      self->rows = rows;
      return;
    }
  if (removed <= SMALL_SPLICE && added <= SMALL_SPLICE)
    {
      tn_household_lines_moved (self);
      self->rows = rows;
      g_list_model_items_changed (G_LIST_MODEL (self), prefix, removed, added);
      return;
    }
  self->rows = g_array_new (FALSE, FALSE, sizeof (gint64));
  if (old->len)
    g_list_model_items_changed (G_LIST_MODEL (self), 0, old->len, 0);
  tn_household_lines_moved (self);   /* now that the views have let go of the old lines */
  g_array_unref (self->rows);
  self->rows = rows;
  if (rows->len)
    g_list_model_items_changed (G_LIST_MODEL (self), 0, 0, rows->len);
}

static void
rows_read_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (TnHouseholdModel) self = user_data;
  g_autoptr (GError) error = NULL;
  TnHouseholdAnswer *answer = tn_store_finish (TN_STORE (source), result, &error);

  if (!answer && g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return;   /* a newer question is under way, or the list is closed */
  if (self->query_idle)
    {
      g_clear_pointer (&answer, tn_household_answer_free);   /* a newer question is about to be asked: this answers an older one */
      return;
    }
  set_loading (self, FALSE);
  if (!answer)
    {
      tn_household_model_fail (self, error);
      return;
    }
  tn_household_lines_take (self, answer->first);
  splice (self, g_steal_pointer (&answer->rows));
  tn_household_answer_free (answer);
  self->answered = TRUE;
  if (self->refresh)
    {
      self->refresh = FALSE;
      tn_household_lines_refresh (self);
    }
  g_signal_emit (self, signals[LOADED], 0);
}

static gboolean
query_cb (gpointer user_data)
{
  TnHouseholdModel *self = user_data;
  TnHouseholdQuestion *q = g_new0 (TnHouseholdQuestion, 1);

  self->query_idle = 0;
  q->n_first = self->answered ? 0 : FIRST;
  q->query.search = g_strdup (self->search);
  q->query.alley = g_strdup (self->alley);
  q->query.category = g_strdup (self->category);
  q->query.include_gone = self->include_gone;
  q->query.sort = self->sort;
  q->query.descending = self->descending;
  if (self->area && tn_id_parse (self->area, -1, &q->area))
    q->query.area = &q->area;
  g_cancellable_cancel (self->query_cancellable);
  g_set_object (&self->query_cancellable, NULL);
  self->query_cancellable = g_cancellable_new ();
  tn_store_read_async (self->store, tn_household_jobs_read_rows, q, tn_household_question_free, tn_household_answer_free, self->query_cancellable, rows_read_cb,
                       g_object_ref (self));
  return G_SOURCE_REMOVE;
}

/* Several changes of the question in one turn of the main loop are one query. */
static void
ask (TnHouseholdModel *self)
{
  set_loading (self, TRUE);
  if (!self->query_idle)
    self->query_idle = g_idle_add_full (G_PRIORITY_DEFAULT, query_cb, self, NULL);
}

static void
store_changed_cb (TnHouseholdModel *self)
{
  self->refresh = TRUE;
  ask (self);
}

/* --- GListModel and GObject --- */

static GType
tn_household_model_get_item_type (GListModel *list)
{
  return TN_TYPE_HOUSEHOLD;
}

static guint
tn_household_model_get_n_items (GListModel *list)
{
  return TN_HOUSEHOLD_MODEL (list)->rows->len;
}

static gpointer
tn_household_model_get_item (GListModel *list, guint position)
{
  TnHouseholdModel *self = TN_HOUSEHOLD_MODEL (list);

  return position < self->rows->len ? tn_household_lines_get (self, position) : NULL;
}

static void
tn_household_model_list_init (GListModelInterface *iface)
{
  iface->get_item_type = tn_household_model_get_item_type;
  iface->get_n_items = tn_household_model_get_n_items;
  iface->get_item = tn_household_model_get_item;
}

static void
tn_household_model_get_property (GObject *object, guint id, GValue *value, GParamSpec *pspec)
{
  if (id == PROP_LOADING)
    g_value_set_boolean (value, TN_HOUSEHOLD_MODEL (object)->loading);
  else
    G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
}

static void
tn_household_model_dispose (GObject *object)
{
  TnHouseholdModel *self = TN_HOUSEHOLD_MODEL (object);

  g_cancellable_cancel (self->cancellable);
  g_cancellable_cancel (self->query_cancellable);
  g_clear_handle_id (&self->query_idle, g_source_remove);
  g_clear_handle_id (&self->fetch_idle, g_source_remove);
  if (self->store)
    g_clear_signal_handler (&self->changed_id, self->store);
  g_clear_object (&self->store);
  g_queue_clear_full (&self->kept, g_object_unref);
  tn_household_lines_forget (self);
  G_OBJECT_CLASS (tn_household_model_parent_class)->dispose (object);
}

static void
tn_household_model_finalize (GObject *object)
{
  TnHouseholdModel *self = TN_HOUSEHOLD_MODEL (object);

  g_object_unref (self->cancellable);
  g_clear_object (&self->query_cancellable);
  g_array_unref (self->rows);
  g_array_unref (self->wanted);
  g_hash_table_unref (self->live);
  g_free (self->search);
  g_free (self->area);
  g_free (self->alley);
  g_free (self->category);
  G_OBJECT_CLASS (tn_household_model_parent_class)->finalize (object);
}

static void
tn_household_model_class_init (TnHouseholdModelClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->get_property = tn_household_model_get_property;
  object_class->dispose = tn_household_model_dispose;
  object_class->finalize = tn_household_model_finalize;
  props[PROP_LOADING] = g_param_spec_boolean ("loading", NULL, NULL, FALSE, G_PARAM_READABLE | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, N_PROPS, props);
  signals[LOADED] = g_signal_new ("loaded", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);
  signals[FAILED] = g_signal_new ("failed", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 1, G_TYPE_ERROR);
}

static void
tn_household_model_init (TnHouseholdModel *self)
{
  self->rows = g_array_new (FALSE, FALSE, sizeof (gint64));
  self->wanted = g_array_new (FALSE, FALSE, sizeof (guint));
  self->live = g_hash_table_new_full (g_int64_hash, g_int64_equal, NULL, g_free);
  self->cancellable = g_cancellable_new ();
  g_queue_init (&self->kept);
}

TnHouseholdModel *
tn_household_model_new (TnStore *store)
{
  TnHouseholdModel *self = g_object_new (TN_TYPE_HOUSEHOLD_MODEL, NULL);

  self->store = g_object_ref (store);
  self->changed_id = g_signal_connect_swapped (store, "changed", G_CALLBACK (store_changed_cb), self);
  /* At once: a thread reads while the window still puts its page together. */
  set_loading (self, TRUE);
  query_cb (self);
  return self;
}

static void
set_text (TnHouseholdModel *self, char **slot, const char *text)
{
  if (text && !*text)
    text = NULL;
  if (g_strcmp0 (*slot, text) == 0)
    return;
  g_free (*slot);
  *slot = g_strdup (text);
  ask (self);
}

void
tn_household_model_set_search (TnHouseholdModel *self, const char *text)
{
  set_text (self, &self->search, text);
}

void
tn_household_model_set_area (TnHouseholdModel *self, const char *area_id)
{
  set_text (self, &self->area, area_id);
}

void
tn_household_model_set_alley (TnHouseholdModel *self, const char *alley)
{
  set_text (self, &self->alley, alley);
}

void
tn_household_model_set_category (TnHouseholdModel *self, const char *category)
{
  set_text (self, &self->category, category);
}

void
tn_household_model_set_include_gone (TnHouseholdModel *self, gboolean include_gone)
{
  if (self->include_gone == include_gone)
    return;
  self->include_gone = include_gone;
  ask (self);
}

void
tn_household_model_set_sort (TnHouseholdModel *self, TnHouseholdSort sort, gboolean descending)
{
  if (self->sort == sort && self->descending == descending)
    return;
  self->sort = sort;
  self->descending = descending;
  ask (self);
}

gboolean
tn_household_model_is_filtered (TnHouseholdModel *self)
{
  return self->search || self->area || self->alley || self->category;
}

gboolean
tn_household_model_is_loading (TnHouseholdModel *self)
{
  return self->loading;
}

guint
tn_household_model_find_row (TnHouseholdModel *self, gint64 row)
{
  for (guint i = 0; i < self->rows->len; i++)
    if (g_array_index (self->rows, gint64, i) == row)
      return i;
  return G_MAXUINT;
}

gint64
tn_household_model_get_row (TnHouseholdModel *self, guint position)
{
  return position < self->rows->len ? g_array_index (self->rows, gint64, position) : 0;
}

guint
tn_household_model_get_n_fetched (TnHouseholdModel *self)
{
  return self->n_fetched;
}
