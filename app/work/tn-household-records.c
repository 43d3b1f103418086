/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Adding, correcting and deleting records: what forms do. */
#include "tn-work-private.h"
#include <glib/gi18n.h>

/* The door in words, as far as it was given; the head's name otherwise. Owned. */
static char *
dup_new_title (const TnValues *household, const TnValues *head)
{
  const char *parts[] = { "house_no", "alley", "street", "room" };
  g_autoptr (GString) title = g_string_new (NULL);

  for (gsize i = 0; i < G_N_ELEMENTS (parts); i++)
    {
      g_autofree char *part = tn_values_dup_text (household, parts[i]);

      if (part && *part)
        g_string_append_printf (title, "%s%s", title->len ? " " : "", part);
    }
  if (title->len == 0)
    {
      g_autofree char *name = tn_values_dup_text (head, "name");
      g_string_append (title, name ? name : "");
    }
  return g_string_free (g_steal_pointer (&title), FALSE);
}

static gboolean
check_name (const TnValues *person, GError **error)
{
  g_autofree char *name = tn_values_dup_text (person, "name");

  if (name && *name)
    return TRUE;
  g_set_error (error, TN_ERROR, TN_ERROR_INVALID, _("The full name is missing. Type it and save again."));
  return FALSE;
}

/* A card record only when something of a card is known: class identity travels apart. */
static void
add_card (TnEdit *edit, const TnId *person, const TnValues *card)
{
  TnId id;

  if (!card || tn_values_is_blank (card))
    return;
  id = tn_edit_create (edit, "identity", NULL);
  tn_edit_set_ref (edit, &id, "person", person);
  tn_values_apply (card, edit, &id);
}

TnEdit *
tn_work_add_household (TnCopy *copy, const TnValues *household, const TnValues *head, const TnValues *card, const TnId *id, GError **error)
{
  g_autoptr (TnEdit) edit = NULL;
  g_autofree char *title = NULL, *label = NULL;
  TnId household_id, person_id;

  if (!check_name (head, error))
    return NULL;
  title = dup_new_title (household, head);
  /* Translators: %s is an address or a name. */
  label = g_strdup_printf (_("Added household %s"), title);
  edit = tn_edit_new (label);
  household_id = tn_edit_create (edit, "household", id);
  person_id = tn_edit_create (edit, "person", NULL);
  tn_values_apply (household, edit, &household_id);
  tn_edit_set_ref (edit, &household_id, "head", &person_id);
  tn_values_apply (head, edit, &person_id);
  tn_edit_set_ref (edit, &person_id, "household", &household_id);
  tn_edit_set_text (edit, &person_id, "relation", "head");
  add_card (edit, &person_id, card);
  return g_steal_pointer (&edit);
}

TnEdit *
tn_work_add_person (TnCopy *copy, const TnId *household, const TnValues *person, const TnValues *card, const TnId *id, GError **error)
{
  g_autoptr (TnRow) row = tn_work_get (copy, "household", household, error);
  g_autoptr (GPtrArray) people = row ? tn_work_people (copy, household, error) : NULL;
  g_autofree char *relation = tn_values_dup_text (person, "relation"), *name = NULL, *label = NULL;
  g_autoptr (TnEdit) edit = NULL;
  gboolean says_head = g_strcmp0 (relation, "head") == 0;
  TnId head, person_id;

  if (!people || !check_name (person, error))
    return NULL;
  gboolean has_head = tn_row_ref (row, "head", &head) && tn_work_find_person (people, &head);
  if (says_head && has_head)
    {
      g_set_error (error, TN_ERROR, TN_ERROR_INVALID,
                   _("This household has a head already. Add the person with another relation, then use “Change head”."));
      return NULL;
    }
  name = tn_values_dup_text (person, "name");
  /* Translators: %s is a person's name. */
  label = g_strdup_printf (_("Added %s"), name);
  edit = tn_edit_new (label);
  person_id = tn_edit_create (edit, "person", id);
  tn_values_apply (person, edit, &person_id);
  tn_edit_set_ref (edit, &person_id, "household", household);
  if (says_head || (!has_head && people->len == 0))
    {
      tn_edit_set_ref (edit, household, "head", &person_id);
      tn_edit_set_text (edit, &person_id, "relation", "head");
    }
  add_card (edit, &person_id, card);
  return g_steal_pointer (&edit);
}

static TnEdit *
new_edit_about (TnCopy *copy, const char *format, const TnId *id)
{
  g_autofree char *title = tn_query_title (copy, id);

  return tn_work_new_edit_about (format, title);
}

TnEdit *
tn_work_change (TnCopy *copy, const TnId *id, const TnValues *values, GError **error)
{
  /* Translators: %s is the title of any record: an address, a name, a date. */
  g_autoptr (TnEdit) edit = new_edit_about (copy, _("Changed %s"), id);

  tn_values_apply (values, edit, id);
  return g_steal_pointer (&edit);
}

TnEdit *
tn_work_change_person (TnCopy *copy, const TnId *person, const TnValues *values, const TnId *card_id, const TnValues *card, GError **error)
{
  g_autoptr (TnRow) row = tn_work_get (copy, "person", person, error);
  g_autofree char *before = row ? tn_row_dup_text (row, "relation") : NULL, *relation = tn_values_dup_text (values, "relation");
  g_autoptr (TnEdit) edit = NULL;

  if (!row)
    return NULL;
  if (tn_values_get (values, "relation") && g_strcmp0 (before, relation) != 0 &&
      (g_strcmp0 (relation, "head") == 0 || g_strcmp0 (before, "head") == 0))
    {
      g_set_error (error, TN_ERROR, TN_ERROR_INVALID,
                   _("Who heads a household is changed with “Change head”, so that the others’ relations are put right too. Choose another relation here."));
      return NULL;
    }
  edit = new_edit_about (copy, _("Changed %s"), person);
  tn_values_apply (values, edit, person);
  if (card_id && card)
    tn_values_apply (card, edit, card_id);
  else
    add_card (edit, person, card);
  return g_steal_pointer (&edit);
}

TnEdit *
tn_work_add_child (TnCopy *copy, const char *kind, const TnId *parent, const TnValues *values, GError **error)
{
  const TnKind *k = tn_schema_kind (kind);
  g_autofree char *title = tn_query_title (copy, parent), *label = NULL;
  g_autoptr (TnEdit) edit = NULL;
  TnId id;

  /* Translators: a kind of record ("Visit") and whom it is about. */
  label = g_strdup_printf (_("%s added: %s"), _(k->label), title);
  edit = tn_edit_new (label);
  id = tn_edit_create (edit, kind, NULL);
  tn_values_apply (values, edit, &id);
  tn_edit_set_ref (edit, &id, k->parent_field, parent);
  return g_steal_pointer (&edit);
}

/* Told by the schema, so that a new kind is taken along by itself. Conflicts are the district's. */
static gboolean
may_hang_on (const TnKind *child, const char *kind)
{
  const TnField *field = child->parent_field ? tn_kind_field (child, child->parent_field) : NULL;

  return field && !(child->flags & TN_KIND_SERVER_MADE) && (!field->ref_kind || g_str_equal (field->ref_kind, kind));
}

/* Every kind whose parent may be this one; memberships hang on people and households alike. */
static gboolean
delete_with_children (TnCopy *copy, TnEdit *edit, const char *kind, const TnId *id, GError **error)
{
  guint n;
  const TnKind *const *kinds = tn_schema_kinds (&n);

  for (guint i = 0; i < n; i++)
    {
      g_autoptr (GPtrArray) children = NULL;

      if (!may_hang_on (kinds[i], kind))
        continue;
      if (!(children = tn_query_children (copy, kinds[i]->key, id, error)))
        return FALSE;
      if (children->len && (kinds[i]->flags & TN_KIND_IMMUTABLE))
        {
          g_set_error (error, TN_ERROR, TN_ERROR_INVALID,
                       /* Translators: %s is a kind of record that is never deleted, such as "Stock entries" or "Deliveries" */
                       _("%s hang on it, which are kept for good. So it cannot be deleted. Nothing was changed."), _(kinds[i]->label_plural));
          return FALSE;
        }
      for (guint j = 0; j < children->len; j++)
        if (!delete_with_children (copy, edit, kinds[i]->key, &((TnRow *) children->pdata[j])->id, error))
          return FALSE;
    }
  tn_edit_delete (edit, id);
  return TRUE;
}

TnEdit *
tn_work_delete (TnCopy *copy, const TnId *id, GError **error)
{
  g_autoptr (TnRow) row = tn_copy_get (copy, id, error);
  g_autoptr (TnEdit) edit = NULL;
  g_autoptr (TnRow) household = NULL;
  TnId parent;

  if (!row)
    return NULL;
  if (g_str_equal (row->kind_key, "person") && tn_row_parent (row, &parent) && (household = tn_copy_get (copy, &parent, NULL)) &&
      tn_work_is_head (household, id))
    {
      g_autoptr (GPtrArray) people = tn_work_people (copy, &parent, error);

      if (!people)
        return NULL;
      if (people->len > 1)
        {
          g_set_error (error, TN_ERROR, TN_ERROR_INVALID, _("This person heads the household. Choose another head first."));
          return NULL;
        }
    }
  /* Translators: %s is the title of any record. */
  edit = new_edit_about (copy, _("Deleted %s"), id);
  if (household && tn_work_is_head (household, id))
    tn_edit_set_ref (edit, &household->id, "head", NULL);
  return delete_with_children (copy, edit, row->kind_key, id, error) ? g_steal_pointer (&edit) : NULL;
}
