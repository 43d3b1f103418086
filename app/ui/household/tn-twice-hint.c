/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "tn-twice-hint.h"
#include <glib/gi18n.h>
#include "tn-duplicates.h"

#define REST_MS 250   /* nobody reads a hint between two letters */
#define KEY "tn-twice-hint"

typedef struct
{
  TnForm *form;             /* owns this; the hint stands in it */
  TnForm *head;             /* of a household; lives as long, in the same dialog. NULL = of a person */
  const char *under;        /* the field */
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
free_person (gpointer data)
{
  tn_match_person_clear (data);
  g_free (data);
}

static void
free_home (gpointer data)
{
  tn_match_home_clear (data);
  g_free (data);
}

/* --- reading --- */

/* The surest person in words. */
static char *
dup_person_words (TnCopy *copy, const TnId *id, const char *why, GError **error)
{
  g_autoptr (TnRow) row = tn_copy_get (copy, id, error);
  g_autofree char *name = row ? tn_row_dup_text (row, "name") : NULL, *door = NULL;
  TnId household;

  if (!row)
    return NULL;
  door = tn_row_ref (row, "household", &household) ? tn_query_title (copy, &household) : g_strdup ("");
  /* Translators: a name, an address, the reasons */
  return g_strdup_printf (_("Perhaps in the register already: %s, %s (%s)."), name ? name : "", door, why);
}

static char *
dup_home_words (TnCopy *copy, const TnId *id, const char *why, GError **error)
{
  g_autoptr (TnRow) row = tn_copy_get (copy, id, error);
  g_autofree char *door = row ? tn_query_title (copy, id) : NULL, *head_name = NULL;
  TnId head;

  if (!row)
    return NULL;
  head_name = tn_row_ref (row, "head", &head) ? tn_query_title (copy, &head) : g_strdup ("–");
  /* Translators: an address, the head's name, the reasons */
  return g_strdup_printf (_("This household is perhaps in the register already: %s, %s (%s)."), door, head_name, why);
}

/* The surest one in words; "" = nobody. */
static char *
dup_words (TnCopy *copy, GArray *found, const TnId *typed, GError **error)
{
  const TnDuplicate *pair = found && found->len ? &g_array_index (found, TnDuplicate, 0) : NULL;
  const TnId *id = pair ? (tn_id_equal (&pair->a, typed) ? &pair->b : &pair->a) : NULL;
  g_autofree char *why = pair ? tn_match_words (pair->why) : NULL;

  if (!pair)
    return found ? g_strdup ("") : NULL;
  return (pair->of == TN_DUPLICATES_HOUSEHOLDS ? dup_home_words : dup_person_words) (copy, id, why, error);
}

static gpointer
find_person (TnCopy *copy, gpointer data, GCancellable *cancellable, GError **error)
{
  const TnMatchPerson *typed = data;
  g_autoptr (GArray) found = tn_duplicates_of (copy, typed, 1, error);

  return dup_words (copy, found, &typed->id, error);
}

static gpointer
find_home (TnCopy *copy, gpointer data, GCancellable *cancellable, GError **error)
{
  const TnMatchHome *typed = data;
  g_autoptr (GArray) found = tn_duplicates_of_home (copy, typed, 1, error);

  return dup_words (copy, found, &typed->head.id, error);
}

/* --- asking --- */

static void
found_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (TnForm) form = user_data;
  g_autoptr (GError) error = NULL;
  g_autofree char *text = tn_store_finish (TN_STORE (source), result, &error);
  Hint *hint = g_object_get_data (G_OBJECT (form), KEY);

  /* a hint that could not be read is none, as the same fault is told where it matters; and the dialog may be gone */
  if (text && hint && gtk_widget_get_root (GTK_WIDGET (form)))
    tn_form_set_hint (form, hint->under, *text ? text : NULL);
}

static gpointer
take_person (Hint *hint)
{
  TnForm *form = hint->form;
  g_autofree char *name = tn_form_dup_text (form, "name"), *birth = tn_form_dup_text (form, "birth"), *sex = tn_form_dup_text (form, "sex"), *phone = tn_form_dup_text (form, "phone");
  TnMatchPerson *typed = g_new0 (TnMatchPerson, 1);

  tn_match_person_init (typed, name, birth, sex, phone, NULL, NULL);
  typed->id = hint->self;
  return typed;
}

static gpointer
take_home (Hint *hint)
{
  TnForm *place = hint->form;
  g_autofree char *house_no = tn_form_dup_text (place, "house_no"), *alley = tn_form_dup_text (place, "alley"), *street = tn_form_dup_text (place, "street");
  g_autofree char *room = tn_form_dup_text (place, "room"), *phone = tn_form_dup_text (hint->head, "phone"), *name = tn_form_dup_text (hint->head, "name");
  TnMatchHome *typed = g_new0 (TnMatchHome, 1);

  tn_match_home_init (typed, house_no, alley, street, room, phone, name);
  typed->head.id = hint->self;
  return typed;
}

static gboolean
rest_cb (gpointer user_data)
{
  Hint *hint = user_data;

  hint->rest_id = 0;
  if (!gtk_widget_get_root (GTK_WIDGET (hint->form)))
    return G_SOURCE_REMOVE;   /* the dialog is gone, and the other form with it */
  g_cancellable_cancel (hint->cancellable);
  g_object_unref (hint->cancellable);
  hint->cancellable = g_cancellable_new ();
  if (hint->head)
    tn_store_read_async (hint->store, find_home, take_home (hint), free_home, g_free, hint->cancellable, found_cb, g_object_ref (hint->form));
  else
    tn_store_read_async (hint->store, find_person, take_person (hint), free_person, g_free, hint->cancellable, found_cb, g_object_ref (hint->form));
  return G_SOURCE_REMOVE;
}

static void
changed_cb (TnForm *form, const char *field, gpointer user_data)
{
  static const char *const of_person[] = { "name", "birth", "sex", "phone", NULL }, *const of_home[] = { "house_no", "alley", "street", "room", "name", "phone", NULL };
  Hint *hint = g_object_get_data (user_data, KEY);

  if (!g_strv_contains (hint->head ? of_home : of_person, field))
    return;
  g_clear_handle_id (&hint->rest_id, g_source_remove);
  hint->rest_id = g_timeout_add (REST_MS, rest_cb, hint);
}

static Hint *
watch (TnForm *form, TnForm *head, const char *under, TnWorkspace *workspace)
{
  Hint *hint = g_new0 (Hint, 1);

  *hint = (Hint) { .form = form, .head = head, .under = under, .store = g_object_ref (tn_workspace_get_store (workspace)), .cancellable = g_cancellable_new () };
  g_object_set_data_full (G_OBJECT (form), KEY, hint, free_hint);
  g_signal_connect_object (form, "changed", G_CALLBACK (changed_cb), form, 0);
  if (head)
    g_signal_connect_object (head, "changed", G_CALLBACK (changed_cb), form, 0);
  return hint;
}

void
tn_twice_hint_watch (TnForm *person, TnWorkspace *workspace, const TnId *self)
{
  Hint *hint = watch (person, NULL, "name", workspace);

  if (self)
    hint->self = *self;
}

void
tn_twice_hint_watch_home (TnForm *place, TnForm *head, TnWorkspace *workspace)
{
  watch (place, head, "house_no", workspace);
}
