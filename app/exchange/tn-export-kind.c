/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Records as rows: every field of the kind by its label, and what a reader needs besides (the head's name, the household of a person), under
 * headers that our own import understands. */
#include "tn-export.h"
#include "tn-opened.h"
#include "tn-query.h"
#include <glib/gi18n.h>
#include <string.h>

typedef struct {
  TnCopy *copy;
  const TnKind *kind;
  GArray *ids;
  guint next;
  GPtrArray *columns;       /* const char *titles */
  GPtrArray *values;        /* char *, of the current row */
  GArray *fields;           /* const TnField * */
  TnRow *household;         /* of the person before: members come together */
  gboolean of_person, of_card, reveal;
} KindExport;

/* Titles that tn-import-words.c reads back, where the label of the field alone would be taken for another. */
static const struct { const char *kind, *field, *title; } titles[] = {
  { "household", "head", N_("Name of the head") }, { "household", "area", N_("Group and quarter together") }, { "household", "phone", N_("Telephone of the household") },
  { "household", "note", N_("Notes on the household") }, { "household", "residence", N_("Residence of the household") },
};

static const char *
get_title (const TnKind *kind, const TnField *field)
{
  for (gsize i = 0; i < G_N_ELEMENTS (titles); i++)
    if (strcmp (kind->key, titles[i].kind) == 0 && strcmp (field->key, titles[i].field) == 0)
      return _(titles[i].title);
  return _(field->label);
}

static void
add_columns (KindExport *x)
{
  if (x->of_person || x->of_card)
    {
      g_ptr_array_add (x->columns, (gpointer) _("Household code"));
      g_ptr_array_add (x->columns, (gpointer) (x->of_card ? _("Full name") : _("Name of the head")));
    }
  for (guint i = 0; i < x->kind->n_fields; i++)
    {
      const TnField *field = &x->kind->fields[i];
      gboolean said = (x->of_person && strcmp (field->key, "household") == 0) || (x->of_card && strcmp (field->key, "person") == 0);
      if (field->flags & TN_FIELD_SYSTEM || said)
        continue;
      g_array_append_val (x->fields, field);
      g_ptr_array_add (x->columns, (gpointer) get_title (x->kind, field));
    }
  if (x->of_person)
    {
      g_ptr_array_add (x->columns, (gpointer) _("House number"));
      g_ptr_array_add (x->columns, (gpointer) _("Alley"));
      g_ptr_array_add (x->columns, (gpointer) _("Street"));
    }
}

/* "Tổ 28, Khu phố 1": a group alone would be another one in every quarter. */
static char *
show_area (KindExport *x, const TnId *id)
{
  TnId parent;
  g_autofree char *title = tn_query_title (x->copy, id);
  g_autoptr (TnRow) unit = tn_copy_get (x->copy, id, NULL), above = unit && tn_row_ref (unit, "parent", &parent) ? tn_copy_get (x->copy, &parent, NULL) : NULL;
  g_autofree char *level = above ? tn_row_dup_text (above, "level") : NULL, *name = above ? tn_row_dup_text (above, "name") : NULL;
  return g_strcmp0 (level, "quarter") == 0 && name ? g_strdup_printf ("%s, %s", title, name) : g_steal_pointer (&title);
}

/* That somebody has a card is no secret; that somebody is ill is one. */
static gboolean
is_hidden (KindExport *x, const TnRow *row, const TnField *field)
{
  if (x->reveal)
    return FALSE;
  if (strcmp (x->kind->key, "conflict") == 0)
    return strcmp (field->key, "value") == 0 && tn_query_is_protected (x->copy, row);
  return tn_kind_is_protected (x->kind) && (field->type != TN_TYPE_REF || x->kind->cls != TN_CLASS_IDENTITY);
}

static char *
show_plain (KindExport *x, const TnRow *row, const TnField *field)
{
  TnId ref;
  if (strcmp (field->key, "area") == 0 && tn_row_ref (row, "area", &ref))
    return show_area (x, &ref);
  if (field->type == TN_TYPE_REF)
    return tn_row_ref (row, field->key, &ref) ? tn_query_title (x->copy, &ref) : g_strdup ("");
  return tn_field_show (field, tn_row_field (row, field->key));
}

static char *
show_field (KindExport *x, const TnRow *row, const TnField *field)
{
  g_autofree char *shown = show_plain (x, row, field);
  if (!*shown || !is_hidden (x, row, field))
    return g_steal_pointer (&shown);
  return x->of_card ? tn_kind_mask (x->kind, shown) : g_strdup ("••••");
}

static void
load_household (KindExport *x, const TnRow *person)
{
  TnId id;
  if (person == NULL || !tn_row_ref (person, "household", &id))
    g_clear_pointer (&x->household, tn_row_free);
  else if (x->household == NULL || !tn_id_equal (&x->household->id, &id))
    {
      g_clear_pointer (&x->household, tn_row_free);
      x->household = tn_copy_get (x->copy, &id, NULL);   /* not here yet, or not ours to see: its columns stay empty */
    }
}

static void
add_context (KindExport *x, const TnRow *row)
{
  TnId id;
  g_autoptr (TnRow) person = x->of_card && tn_row_ref (row, "person", &id) ? tn_copy_get (x->copy, &id, NULL) : NULL;
  if (!x->of_person && !x->of_card)
    return;
  load_household (x, x->of_card ? person : row);
  g_ptr_array_add (x->values, tn_row_dup_or_empty (x->household, "code"));
  if (x->of_card)
    g_ptr_array_add (x->values, tn_row_dup_or_empty (person, "name"));
  else
    g_ptr_array_add (x->values, x->household && tn_row_ref (x->household, "head", &id) ? tn_query_title (x->copy, &id) : g_strdup (""));
}

static void
add_address (KindExport *x)
{
  static const char *const parts[] = { "house_no", "alley", "street" };
  for (guint i = 0; x->of_person && i < G_N_ELEMENTS (parts); i++)
    g_ptr_array_add (x->values, tn_row_dup_or_empty (x->household, parts[i]));
}

static gboolean
next_record (const char **cells, gpointer user_data, GError **error)
{
  KindExport *x = user_data;
  if (x->next >= x->ids->len)
    return FALSE;
  g_autoptr (TnRow) row = tn_copy_get (x->copy, &g_array_index (x->ids, TnId, x->next++), error);
  if (row == NULL)
    return FALSE;
  g_ptr_array_set_size (x->values, 0);
  add_context (x, row);
  for (guint i = 0; i < x->fields->len; i++)
    g_ptr_array_add (x->values, show_field (x, row, g_array_index (x->fields, const TnField *, i)));
  add_address (x);
  memcpy (cells, x->values->pdata, x->values->len * sizeof *cells);
  return TRUE;
}

/* People household by household, the head first, as a list is read; those whose household is not here come last. */
static GArray *
list_people (TnCopy *copy, GError **error)
{
  g_autoptr (GArray) households = tn_query_ids (copy, "household", error), all = households ? tn_query_ids (copy, "person", error) : NULL;
  g_autoptr (GHashTable) done = g_hash_table_new (tn_id_hash, tn_id_equal);
  g_autoptr (GArray) ids = all ? g_array_sized_new (FALSE, FALSE, sizeof (TnId), all->len) : NULL;
  for (guint i = 0; all != NULL && i < households->len; i++)
    {
      g_autoptr (GPtrArray) people = tn_query_children (copy, "person", &g_array_index (households, TnId, i), error);
      if (people == NULL)
        return NULL;
      for (guint p = 0; p < people->len && ids->len < all->len; p++)
        {
          g_array_append_val (ids, ((TnRow *) people->pdata[p])->id);
          g_hash_table_add (done, &g_array_index (ids, TnId, ids->len - 1));
        }
    }
  for (guint i = 0; all != NULL && i < all->len && ids->len < all->len; i++)
    if (!g_hash_table_contains (done, &g_array_index (all, TnId, i)))
      g_array_append_val (ids, g_array_index (all, TnId, i));
  return g_steal_pointer (&ids);
}

/* Before anything of them leaves the copy. Of conflicts those whose value is protected. */
static gboolean
log_opened (KindExport *x, GError **error)
{
  gboolean conflicts = strcmp (x->kind->key, "conflict") == 0;
  if (!x->reveal || !(conflicts || tn_kind_is_protected (x->kind)))
    return TRUE;
  g_autoptr (GArray) ids = g_array_new (FALSE, FALSE, sizeof (TnId));
  for (guint i = 0; i < x->ids->len; i++)
    {
      const TnId *id = &g_array_index (x->ids, TnId, i);
      g_autoptr (TnRow) row = conflicts ? tn_copy_get (x->copy, id, error) : NULL;
      if (conflicts && row == NULL)
        return FALSE;
      if (!conflicts || tn_query_is_protected (x->copy, row))
        g_array_append_val (ids, *id);
    }
  return ids->len == 0 || tn_opened_add (x->copy, &g_array_index (ids, TnId, 0), ids->len, TN_OPENED_WHOLE, error);
}

static gboolean
export_ids (KindExport *x, const char *path, TnExportFormat format, guint *n_rows, GCancellable *cancellable, GError **error)
{
  add_columns (x);
  TnExportList list = { .title = _(x->kind->label_plural), .columns = (const char *const *) x->columns->pdata, .n_columns = x->columns->len,
                        .next = next_record, .user_data = x };
  return tn_export_write (&list, path, format, n_rows, cancellable, error);
}

/* Takes the ids. */
static gboolean
export_taken (KindExport *x, GArray *ids, const char *path, TnExportFormat format, guint *n_rows, GCancellable *cancellable, GError **error)
{
  if (ids == NULL)
    return FALSE;
  x->ids = ids;
  x->columns = g_ptr_array_new ();
  x->values = g_ptr_array_new_with_free_func (g_free);
  x->fields = g_array_new (FALSE, FALSE, sizeof (const TnField *));
  gboolean ok = log_opened (x, error) && export_ids (x, path, format, n_rows, cancellable, error);
  g_array_unref (x->fields);
  g_ptr_array_unref (x->values);
  g_ptr_array_unref (x->columns);
  g_array_unref (x->ids);
  g_clear_pointer (&x->household, tn_row_free);
  return ok;
}

gboolean
tn_export_kind (TnCopy *copy, const char *kind, const char *path, TnExportFormat format, gboolean reveal, guint *n_rows, GCancellable *cancellable,
                GError **error)
{
  KindExport x = { .copy = copy, .kind = tn_schema_kind (kind), .reveal = reveal };
  if (x.kind == NULL)
    {
      g_set_error (error, TN_ERROR, TN_ERROR_NOT_FOUND, _("There are no records called “%s”. Nothing was written."), kind);
      return FALSE;
    }
  if (x.kind->flags & TN_KIND_UNTIMED)
    {
      g_set_error_literal (error, TN_ERROR, TN_ERROR_INVALID, _("Sheets of a survey are counted, never told one by one. Export the survey’s counts. Nothing was written."));
      return FALSE;
    }
  x.of_person = strcmp (kind, "person") == 0;
  x.of_card = strcmp (kind, "identity") == 0;
  return export_taken (&x, x.of_person ? list_people (copy, error) : tn_query_ids (copy, kind, error), path, format, n_rows, cancellable, error);
}

static GArray *
list_people_of (TnCopy *copy, const GArray *households, GError **error)
{
  g_autoptr (GArray) ids = g_array_new (FALSE, FALSE, sizeof (TnId));
  for (guint i = 0; i < households->len; i++)
    {
      g_autoptr (GPtrArray) people = tn_query_children (copy, "person", &g_array_index (households, TnId, i), error);
      if (people == NULL)
        return NULL;
      for (guint p = 0; p < people->len; p++)
        g_array_append_val (ids, ((TnRow *) people->pdata[p])->id);
    }
  return g_steal_pointer (&ids);
}

gboolean
tn_export_households (TnCopy *copy, const char *kind, const GArray *households, const char *path, TnExportFormat format, guint *n_rows,
                      GCancellable *cancellable, GError **error)
{
  KindExport x = { .copy = copy, .kind = tn_schema_kind (kind), .of_person = strcmp (kind, "person") == 0 };
  g_return_val_if_fail (x.of_person || strcmp (kind, "household") == 0, FALSE);
  return export_taken (&x, x.of_person ? list_people_of (copy, households, error) : g_array_copy ((GArray *) households), path, format, n_rows, cancellable, error);
}
