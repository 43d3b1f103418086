/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "tn-import-words.h"
#include "tn-import-header.h"
#include "tn-text.h"
#include <glib/gi18n.h>
#include <string.h>

typedef struct { char *title; const TnImportTarget *target; guint confidence; gboolean by_person; } Column;
struct _TnImportMap {
  TnTable *table;
  guint sheet, first, n;    /* header rows */
  guint n_columns;
  Column *columns;
};

typedef struct { guint column; const TnImportTarget *target; guint score; } Candidate;

static int
compare_candidates (gconstpointer a, gconstpointer b)
{
  const Candidate *x = a, *y = b;
  if (x->score != y->score)
    return x->score > y->score ? -1 : 1;
  return x->column < y->column ? -1 : x->column > y->column;
}

static void
add_candidates (GArray *candidates, guint column, const char *text, guint discount)
{
  g_autofree char *folded = tn_import_words_fold (text);
  g_autoptr (GArray) matches = tn_import_words_match (folded);
  for (guint i = 0; i < matches->len; i++)
    {
      const TnImportMatch *match = &g_array_index (matches, TnImportMatch, i);
      Candidate candidate = { column, match->target, match->score > discount ? match->score - discount : 0 };
      g_array_append_val (candidates, candidate);
    }
}

static gboolean
is_taken (const TnImportMap *map, const TnImportTarget *target)
{
  for (guint c = 0; c < map->n_columns; c++)
    if (map->columns[c].target == target)
      return !tn_import_target_is_shared (target);
  return FALSE;
}

static void
move_target (TnImportMap *map, const char *from, const char *to)
{
  int column = tn_import_map_column (map, from);
  if (column >= 0 && tn_import_map_column (map, to) < 0)
    map->columns[column].target = tn_import_target (to);
}

/* Headers mean different things in different company. */
static void
settle_context (TnImportMap *map)
{
  gboolean has_name = tn_import_map_column (map, "person.name") >= 0, has_head = tn_import_map_column (map, "household.head_name") >= 0;
  if (has_head && !has_name && tn_import_map_column (map, "person.relation") < 0)
    move_target (map, "person.note", "household.note");   /* one row a household: its notes are about the household */
  if (tn_import_map_column (map, "identity.number") < 0)
    move_target (map, "identity.old_number", "identity.number");   /* "CMND" alone holds both kinds nowadays */
  if (tn_import_map_column (map, "person.birth") < 0 && tn_import_map_column (map, "person.birth_day") < 0)
    move_target (map, "person.birth_year", "person.birth");
}

static void
guess_columns (TnImportMap *map)
{
  g_autoptr (GArray) candidates = g_array_new (FALSE, FALSE, sizeof (Candidate));
  for (guint c = 0; c < map->n_columns; c++)
    {
      Column *column = &map->columns[c];
      g_autofree char *lower = tn_import_header_lower (map->table, map->sheet, map->first, map->n, c);
      column->target = NULL;
      column->confidence = 0;
      column->by_person = FALSE;
      add_candidates (candidates, c, column->title, 0);
      if (*lower)
        add_candidates (candidates, c, lower, 3);   /* "Địa chỉ / Số nhà": the lower cell says it alone */
    }
  g_array_sort (candidates, compare_candidates);
  for (guint i = 0; i < candidates->len; i++)
    {
      const Candidate *candidate = &g_array_index (candidates, Candidate, i);
      Column *column = &map->columns[candidate->column];
      if (column->target != NULL || is_taken (map, candidate->target))
        continue;
      column->target = candidate->target;
      column->confidence = candidate->score;
    }
  settle_context (map);
}

static void
read_titles (TnImportMap *map)
{
  for (guint c = 0; c < map->n_columns; c++)
    {
      g_free (map->columns[c].title);
      map->columns[c].title = tn_import_header_title (map->table, map->sheet, map->first, map->n, c);
    }
}

TnImportMap *
tn_import_map_guess (TnTable *table, guint sheet)
{
  g_return_val_if_fail (sheet < tn_table_n_sheets (table), NULL);
  TnImportMap *map = g_new0 (TnImportMap, 1);
  map->table = tn_table_ref (table);
  map->sheet = sheet;
  map->n_columns = tn_table_n_columns (table, sheet);
  map->columns = g_new0 (Column, map->n_columns);
  tn_import_header_find (table, sheet, &map->first, &map->n);
  read_titles (map);
  guess_columns (map);
  return map;
}

void
tn_import_map_free (TnImportMap *map)
{
  if (map == NULL)
    return;
  for (guint c = 0; c < map->n_columns; c++)
    g_free (map->columns[c].title);
  g_free (map->columns);
  tn_table_unref (map->table);
  g_free (map);
}

TnImportMap *
tn_import_map_copy (const TnImportMap *map)
{
  TnImportMap *copy = g_new0 (TnImportMap, 1);
  *copy = *map;
  copy->table = tn_table_ref (map->table);
  copy->columns = g_new0 (Column, map->n_columns);
  for (guint c = 0; c < map->n_columns; c++)
    {
      copy->columns[c] = map->columns[c];
      copy->columns[c].title = g_strdup (map->columns[c].title);
    }
  return copy;
}

TnTable *
tn_import_map_table (TnImportMap *map)
{
  return map->table;
}

guint
tn_import_map_sheet (const TnImportMap *map)
{
  return map->sheet;
}

void
tn_import_map_header (const TnImportMap *map, guint *first, guint *n)
{
  *first = map->first;
  *n = map->n;
}

void
tn_import_map_set_header (TnImportMap *map, guint first, guint n)
{
  guint rows = tn_table_n_rows (map->table, map->sheet);
  map->first = MIN (first, rows);
  map->n = MIN (n, MIN (2, rows - map->first));
  read_titles (map);
  guess_columns (map);
}

guint
tn_import_map_first_data (const TnImportMap *map)
{
  guint at = map->first + map->n;
  if (at < tn_table_n_rows (map->table, map->sheet) && tn_import_header_is_numbering (map->table, map->sheet, at))
    at++;
  return at;
}

guint
tn_import_map_n_columns (const TnImportMap *map)
{
  return map->n_columns;
}

const char *
tn_import_map_title (const TnImportMap *map, guint column)
{
  g_return_val_if_fail (column < map->n_columns, "");
  return map->columns[column].title;
}

const char *
tn_import_map_field (const TnImportMap *map, guint column)
{
  g_return_val_if_fail (column < map->n_columns, NULL);
  return map->columns[column].target ? map->columns[column].target->key : NULL;
}

int
tn_import_map_column (const TnImportMap *map, const char *field)
{
  for (guint c = 0; c < map->n_columns; c++)
    if (map->columns[c].target != NULL && strcmp (map->columns[c].target->key, field) == 0)
      return (int) c;
  return -1;
}

guint
tn_import_map_confidence (const TnImportMap *map, guint column)
{
  g_return_val_if_fail (column < map->n_columns, 0);
  return map->columns[column].by_person ? 100 : map->columns[column].confidence;
}

static gboolean
check_assignment (const TnImportMap *map, guint column, const char *field, GError **error)
{
  if (column >= map->n_columns)
    g_set_error_literal (error, TN_ERROR, TN_ERROR_INVALID, _("The list has no such column."));
  else if (field != NULL && tn_import_target (field) == NULL)
    g_set_error (error, TN_ERROR, TN_ERROR_INVALID, _("There is no field “%s” that a column could be imported into."), field);
  else
    return TRUE;
  return FALSE;
}

gboolean
tn_import_map_set (TnImportMap *map, guint column, const char *field, GError **error)
{
  if (!check_assignment (map, column, field, error))
    return FALSE;
  const TnImportTarget *target = field ? tn_import_target (field) : NULL;
  for (guint c = 0; target != NULL && c < map->n_columns; c++)
    if (map->columns[c].target == target && !tn_import_target_is_shared (target))
      map->columns[c].target = NULL;   /* the person moved it here */
  map->columns[column].target = target;
  map->columns[column].by_person = TRUE;
  return TRUE;
}

static gboolean
parse_item (const TnImportMap *map, const char *item, guint *column, const char **field, GError **error)
{
  const char *equals = strchr (item, '=');
  int c = equals ? tn_table_column_from_name (item, equals - item) : -1;
  if (c < 0)
    {
      g_set_error (error, TN_ERROR, TN_ERROR_INVALID, _("“%s” is not of the form COLUMN=FIELD, such as B=person.name."), item);
      return FALSE;
    }
  *column = (guint) c;
  *field = equals[1] ? equals + 1 : NULL;
  return check_assignment (map, *column, *field, error);
}

gboolean
tn_import_map_parse (TnImportMap *map, const char *spec, GError **error)
{
  g_auto (GStrv) items = g_strsplit (spec, ",", -1);
  for (guint pass = 0; pass < 2; pass++)   /* all are checked before the first is set */
    for (char **item = items; *item != NULL; item++)
      {
        guint column;
        const char *field;
        g_strstrip (*item);
        if (**item == '\0')
          continue;
        if (!parse_item (map, *item, &column, &field, error) || (pass == 1 && !tn_import_map_set (map, column, field, error)))
          return FALSE;
      }
  return TRUE;
}

char *
tn_import_map_to_spec (const TnImportMap *map)
{
  GString *out = g_string_new (NULL);
  for (guint c = 0; c < map->n_columns; c++)
    {
      g_autofree char *name = tn_table_column_name (c);
      g_string_append_printf (out, "%s%s=%s", c ? "," : "", name, map->columns[c].target ? map->columns[c].target->key : "");
    }
  return g_string_free (out, FALSE);
}

gboolean
tn_import_map_is_usable (const TnImportMap *map)
{
  return tn_import_map_column (map, "person.name") >= 0 || tn_import_map_column (map, "household.head_name") >= 0;
}
