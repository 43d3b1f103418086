/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "tn-twice-hint.h"
#include <glib/gi18n.h>
#include "tn-duplicates.h"

#define REST_MS 250   /* nobody reads a hint between two letters */
#define KEY "tn-twice-hint"

typedef struct
{
  TnForm *form;             /* owns this */
  TnStore *store;
  TnId self;
  GCancellable *cancellable;
  guint rest_id;
} Hint;

static void
free_hint (gpointer data)
{
  Hint *hint = data;

  g_cancellable_cancel (hint->cancellable);
  g_object_unref (hint->cancellable);
  g_object_unref (hint->store);
  g_clear_handle_id (&hint->rest_id, g_source_remove);
  g_free (hint);
}

static void
free_typed (gpointer data)
{
  tn_match_person_clear (data);
  g_free (data);
}

/* The surest one in words; "" = nobody. */
static gpointer
find (TnCopy *copy, gpointer data, GCancellable *cancellable, GError **error)
{
  const TnMatchPerson *typed = data;
  g_autoptr (GArray) found = tn_duplicates_of (copy, typed, 1, error);
  const TnDuplicate *pair = found && found->len ? &g_array_index (found, TnDuplicate, 0) : NULL;
  g_autoptr (TnRow) row = NULL;
  g_autofree char *name = NULL, *door = NULL, *why = NULL;
  TnId household;

  if (!pair)
    return found ? g_strdup ("") : NULL;
  if (!(row = tn_copy_get (copy, tn_id_equal (&pair->a, &typed->id) ? &pair->b : &pair->a, error)))
    return NULL;
  name = tn_row_dup_text (row, "name");
  door = tn_row_ref (row, "household", &household) ? tn_query_title (copy, &household) : g_strdup ("");
  why = tn_match_words (pair->why);
  /* Translators: a name, an address, the reasons */
  return g_strdup_printf (_("Perhaps in the register already: %s, %s (%s)."), name ? name : "", door, why);
}

static void
found_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (TnForm) form = user_data;
  g_autoptr (GError) error = NULL;
  g_autofree char *text = tn_store_finish (TN_STORE (source), result, &error);

  /* a hint that could not be read is none, as the same fault is told where it matters; and the dialog may be gone */
  if (text && gtk_widget_get_root (GTK_WIDGET (form)))
    tn_form_set_hint (form, "name", *text ? text : NULL);
}

static gboolean
rest_cb (gpointer user_data)
{
  Hint *hint = user_data;
  g_autofree char *name = tn_form_dup_text (hint->form, "name"), *birth = tn_form_dup_text (hint->form, "birth"), *sex = tn_form_dup_text (hint->form, "sex");
  g_autofree char *phone = tn_form_dup_text (hint->form, "phone");
  TnMatchPerson *typed = g_new0 (TnMatchPerson, 1);

  hint->rest_id = 0;
  g_cancellable_cancel (hint->cancellable);
  g_object_unref (hint->cancellable);
  hint->cancellable = g_cancellable_new ();
  tn_match_person_init (typed, name, birth, sex, phone, NULL, NULL);
  typed->id = hint->self;
  tn_store_read_async (hint->store, find, typed, free_typed, g_free, hint->cancellable, found_cb, g_object_ref (hint->form));
  return G_SOURCE_REMOVE;
}

static void
changed_cb (TnForm *form, const char *field, Hint *hint)
{
  static const char *const asked[] = { "name", "birth", "sex", "phone", NULL };

  if (!g_strv_contains (asked, field))
    return;
  g_clear_handle_id (&hint->rest_id, g_source_remove);
  hint->rest_id = g_timeout_add (REST_MS, rest_cb, hint);
}

void
tn_twice_hint_watch (TnForm *person, TnWorkspace *workspace, const TnId *self)
{
  Hint *hint = g_new0 (Hint, 1);

  hint->form = person;
  hint->store = g_object_ref (tn_workspace_get_store (workspace));
  hint->cancellable = g_cancellable_new ();
  if (self)
    hint->self = *self;
  g_object_set_data_full (G_OBJECT (person), KEY, hint, free_hint);
  g_signal_connect (person, "changed", G_CALLBACK (changed_cb), hint);
}
