/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "tn-lookups.h"
#include <glib/gi18n.h>
#include "tn-query.h"

/* After a burst of changes (an import, a reconciliation) the lists are read once. */
#define RELOAD_DELAY_MS 1500

/* Areas are a tree and categories come from two places; the others are records by name. */
enum { AREAS, CATEGORIES, BUILDINGS, VOLUNTEERS, TEAMS, PROFESSIONALS, STOCK_ITEMS, STOCK_PLACES, DONORS, BUSINESSES, N_LISTS };
static const char *const kinds[N_LISTS] = { "unit", NULL, "building", "volunteer", "team", "professional", "stock_item", "stock_place", "donor", "business" };

struct _TnLookups
{
  GObject parent_instance;

  TnStore *store;
  GListStore *lists[N_LISTS];
  GCancellable *cancellable;
  gulong changed_id;
  guint reload_id;
};

G_DEFINE_FINAL_TYPE (TnLookups, tn_lookups, G_TYPE_OBJECT)

enum { LOADED, N_SIGNALS };
static guint signals[N_SIGNALS];

/* What the store's thread reads: arrays of TnOption, handed over whole. */
typedef struct
{
  GPtrArray *options[N_LISTS];
} Lists;

static void
free_lists (gpointer data)
{
  Lists *lists = data;

  for (guint i = 0; i < N_LISTS; i++)
    g_clear_pointer (&lists->options[i], g_ptr_array_unref);
  g_free (lists);
}

static GPtrArray *
read_areas (TnCopy *copy, GError **error)
{
  g_autoptr (GPtrArray) areas = tn_query_areas (copy, error);
  GPtrArray *options;

  if (!areas)
    return NULL;
  options = g_ptr_array_new_with_free_func (g_object_unref);
  for (guint i = 0; i < areas->len; i++)
    {
      const TnAreaItem *area = areas->pdata[i];
      TnIdStr id;

      tn_id_format (&area->id, id);
      g_ptr_array_add (options, tn_option_new (id, area->name, area->depth));
    }
  return options;
}

static GPtrArray *
read_records (TnCopy *copy, const char *kind, GError **error)
{
  g_autoptr (GArray) ids = tn_query_ids (copy, kind, error);
  GPtrArray *options;

  if (!ids)
    return NULL;
  options = g_ptr_array_new_with_free_func (g_object_unref);
  for (guint i = 0; i < ids->len; i++)
    {
      const TnId *id = &g_array_index (ids, TnId, i);
      g_autofree char *title = tn_query_title (copy, id);
      TnIdStr text;

      tn_id_format (id, text);
      g_ptr_array_add (options, tn_option_new (text, title, 0));
    }
  return options;
}

/* The built-in categories, then those that the district added as records. */
static GPtrArray *
read_categories (TnCopy *copy, GError **error)
{
  const TnField *field = tn_kind_field (tn_schema_kind ("membership"), "category");
  g_autoptr (GPtrArray) options = g_ptr_array_new_with_free_func (g_object_unref);
  g_autoptr (GArray) ids = tn_query_ids (copy, "category", error);

  if (!ids)
    return NULL;
  for (const TnChoice *choice = field->choices; choice->key; choice++)
    g_ptr_array_add (options, tn_option_new (choice->key, _(choice->label), 0));
  for (guint i = 0; i < ids->len; i++)
    {
      g_autoptr (TnRow) row = tn_copy_get (copy, &g_array_index (ids, TnId, i), error);
      g_autofree char *code = row ? tn_row_dup_text (row, "code") : NULL;
      g_autofree char *name = row ? tn_row_dup_text (row, "name") : NULL;

      if (!row)
        return NULL;
      if (code)
        g_ptr_array_add (options, tn_option_new (code, name ? name : code, 0));
    }
  return g_steal_pointer (&options);
}

static gpointer
read_lists (TnCopy *copy, gpointer data, GCancellable *cancellable, GError **error)
{
  Lists *lists = g_new0 (Lists, 1);

  for (guint i = 0; i < N_LISTS; i++)
    {
      lists->options[i] = i == AREAS ? read_areas (copy, error) : i == CATEGORIES ? read_categories (copy, error) : read_records (copy, kinds[i], error);
      if (!lists->options[i])
        {
          free_lists (lists);
          return NULL;
        }
    }
  return lists;
}

/* A list that did not change is left alone, so that an open pick list does not lose its place. */
static void
replace (GListStore *store, GPtrArray *options)
{
  guint n = g_list_model_get_n_items (G_LIST_MODEL (store));
  gboolean same = n == options->len;

  for (guint i = 0; same && i < n; i++)
    {
      g_autoptr (TnOption) old = g_list_model_get_item (G_LIST_MODEL (store), i);

      same = g_str_equal (tn_option_get_key (old), tn_option_get_key (options->pdata[i])) &&
             g_str_equal (tn_option_get_label (old), tn_option_get_label (options->pdata[i]));
    }
  if (!same)
    g_list_store_splice (store, 0, n, options->pdata, options->len);
}

static void
lists_read_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (TnLookups) self = user_data;
  g_autoptr (GError) error = NULL;
  Lists *lists = tn_store_finish (TN_STORE (source), result, &error);

  if (!lists)
    {
      /* The lists keep what they had; the list of households shows the same fault to the person. */
      if (!g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
        g_message ("The pick lists could not be read: %s", error->message);
      return;
    }
  for (guint i = 0; i < N_LISTS; i++)
    replace (self->lists[i], lists->options[i]);
  free_lists (lists);
  g_signal_emit (self, signals[LOADED], 0);
}

static void
load (TnLookups *self)
{
  g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->cancellable);
  self->cancellable = g_cancellable_new ();
  tn_store_read_async (self->store, read_lists, NULL, NULL, free_lists, self->cancellable, lists_read_cb, g_object_ref (self));
}

static gboolean
reload_cb (gpointer user_data)
{
  TnLookups *self = user_data;

  self->reload_id = 0;
  load (self);
  return G_SOURCE_REMOVE;
}

static void
store_changed_cb (TnLookups *self)
{
  if (!self->reload_id)
    self->reload_id = g_timeout_add (RELOAD_DELAY_MS, reload_cb, self);
}

void
tn_lookups_stop (TnLookups *self)
{
  g_cancellable_cancel (self->cancellable);
  g_clear_handle_id (&self->reload_id, g_source_remove);
  if (self->store)
    g_clear_signal_handler (&self->changed_id, self->store);
  g_clear_object (&self->store);
}

static void
tn_lookups_dispose (GObject *object)
{
  tn_lookups_stop (TN_LOOKUPS (object));
  G_OBJECT_CLASS (tn_lookups_parent_class)->dispose (object);
}

static void
tn_lookups_finalize (GObject *object)
{
  TnLookups *self = TN_LOOKUPS (object);

  for (guint i = 0; i < N_LISTS; i++)
    g_object_unref (self->lists[i]);
  g_object_unref (self->cancellable);
  G_OBJECT_CLASS (tn_lookups_parent_class)->finalize (object);
}

static void
tn_lookups_class_init (TnLookupsClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = tn_lookups_dispose;
  G_OBJECT_CLASS (klass)->finalize = tn_lookups_finalize;
  signals[LOADED] = g_signal_new ("loaded", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);
}

static void
tn_lookups_init (TnLookups *self)
{
  for (guint i = 0; i < N_LISTS; i++)
    self->lists[i] = g_list_store_new (TN_TYPE_OPTION);
  self->cancellable = g_cancellable_new ();
}

TnLookups *
tn_lookups_new (TnStore *store)
{
  TnLookups *self = g_object_new (TN_TYPE_LOOKUPS, NULL);

  self->store = g_object_ref (store);
  self->changed_id = g_signal_connect_swapped (store, "changed", G_CALLBACK (store_changed_cb), self);
  /* Not what a person waits for first: after the first frame of a window that is just opened. */
  self->reload_id = g_idle_add_full (G_PRIORITY_LOW, reload_cb, self, NULL);
  return self;
}

GListModel *
tn_lookups_get_areas (TnLookups *self)
{
  return G_LIST_MODEL (self->lists[AREAS]);
}

GListModel *
tn_lookups_get_volunteers (TnLookups *self)
{
  return G_LIST_MODEL (self->lists[VOLUNTEERS]);
}

GListModel *
tn_lookups_get_categories (TnLookups *self)
{
  return G_LIST_MODEL (self->lists[CATEGORIES]);
}

GListModel *
tn_lookups_get_for_kind (TnLookups *self, const char *kind)
{
  for (guint i = 0; i < N_LISTS; i++)
    if (kinds[i] && g_strcmp0 (kind, kinds[i]) == 0)
      return G_LIST_MODEL (self->lists[i]);
  return NULL;
}

const char *
tn_lookups_label (GListModel *options, const char *key)
{
  guint position = tn_option_find (options, key);
  g_autoptr (TnOption) option = position == G_MAXUINT ? NULL : g_list_model_get_item (options, position);

  /* The list holds a reference of its own. */
  return option ? tn_option_get_label (option) : NULL;
}
