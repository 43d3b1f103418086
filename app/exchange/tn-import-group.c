/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Rows into households. Lists say in many ways where a household begins; the surest that this list offers is used for all of it:
 *   a household code (blank or repeated = the same household, also further down);
 *   the head's name in a column of its own (blank or repeated);
 *   a row whose relation is "chủ hộ";
 *   a running number that stands only at the first row of each household, or that begins again at 1;
 *   an address (blank or repeated = the same household);
 *   else every row is a household. */
#include "tn-import-private.h"
#include "tn-import-words.h"
#include "tn-text.h"
#include <glib/gi18n.h>
#include <string.h>

typedef enum { BY_CODE, BY_HEAD, BY_RELATION, BY_NUMBER, BY_RESTART, BY_ADDRESS, BY_ROW } Way;

typedef struct {
  TnImportMap *map;
  TnTable *table;
  guint sheet, first;
  TnImportReader *reader;
  TnDoubts *doubts;
  Way way;
  gboolean has_name;              /* a column for names of people besides the head's */
  const char *name_target;
  int name_column;
  const char *header;             /* of the names, to know it when a page repeats it */
  char *quarter, *group;          /* of the heading above ("KHU PHỐ 2") */
  char *key;                      /* of the current household, by the way */
  gboolean has_head;              /* a row of the current household says that it is the head */
  TnImportHousehold *current;
  GPtrArray *households;
  GHashTable *by_code;
} Grouping;

static const char *const address_targets[] = { "household.address", "household.house_no", "household.alley", "household.street", "household.room" };

/* All the address cells of a row, folded; "" when they are blank. */
static char *
address_key (Grouping *g, const TnTableRow *row)
{
  GString *key = g_string_new (NULL);
  for (gsize i = 0; i < G_N_ELEMENTS (address_targets); i++)
    {
      g_autofree char *text = tn_import_reader_text (g->reader, row, address_targets[i]);
      g_autofree char *same = tn_text_same_key (text);
      if (*same != '\0')
        g_string_append_printf (key, "%s|", same);
    }
  return g_string_free (key, FALSE);
}

typedef struct { guint names, numbers, restarts, addresses; } Survey;

/* A column that is there and empty says nothing. */
static gboolean
has_any (Grouping *g, const char *target)
{
  if (!tn_import_reader_has (g->reader, target))
    return FALSE;
  for (guint i = g->first; i < tn_table_n_rows (g->table, g->sheet); i++)
    {
      g_autofree char *text = tn_import_reader_text (g->reader, tn_table_row (g->table, g->sheet, i), target);
      if (*text != '\0')
        return TRUE;
    }
  return FALSE;
}

static Survey
survey_rows (Grouping *g)
{
  Survey s = { 0 };
  for (guint i = g->first; i < tn_table_n_rows (g->table, g->sheet); i++)
    {
      const TnTableRow *row = tn_table_row (g->table, g->sheet, i);
      g_autofree char *name = tn_import_reader_text (g->reader, row, g->name_target), *number = tn_import_reader_text (g->reader, row, "row.number");
      g_autofree char *address = address_key (g, row);
      if (*name == '\0')
        continue;
      s.names++;
      s.numbers += *number != '\0';
      s.restarts += strcmp (number, "1") == 0;
      s.addresses += *address != '\0';
    }
  return s;
}

static Way
choose_way (Grouping *g)
{
  if (has_any (g, "household.code"))
    return BY_CODE;
  if (!g->has_name)
    return BY_ROW;
  if (has_any (g, "household.head_name"))
    return BY_HEAD;
  if (has_any (g, "person.relation"))
    return BY_RELATION;
  Survey s = survey_rows (g);
  if (s.numbers > 0 && s.numbers < s.names)
    return BY_NUMBER;
  if (s.restarts > 1)
    return BY_RESTART;
  return s.addresses > 0 ? BY_ADDRESS : BY_ROW;
}

static gboolean
is_head (Grouping *g, const TnTableRow *row)
{
  g_autofree char *text = tn_import_reader_text (g->reader, row, "person.relation"), *fold = tn_text_fold (text, -1);
  return strcmp (fold, "chu ho") == 0 || strcmp (fold, "ch") == 0 || strcmp (fold, "ban than") == 0 || strcmp (fold, "head") == 0;
}

/* The row's key by a column: blank or the same as before = the same household. */
static gboolean
begins_by_key (Grouping *g, char *key)
{
  g_autofree char *owned = key;
  if (*key == '\0' ? g->current != NULL : g->key != NULL && strcmp (g->key, key) == 0)
    return FALSE;
  g_free (g->key);
  g->key = g_steal_pointer (&owned);
  return TRUE;
}

static char *
dup_key (Grouping *g, const TnTableRow *row, const char *target)
{
  g_autofree char *text = tn_import_reader_text (g->reader, row, target);
  return tn_text_same_key (text);
}

static gboolean
begins_household (Grouping *g, const TnTableRow *row)
{
  g_autofree char *number = tn_import_reader_text (g->reader, row, "row.number");
  switch (g->way)
    {
    case BY_CODE: return begins_by_key (g, dup_key (g, row, "household.code"));
    case BY_HEAD:   /* a second row that is the head begins a namesake's household */
      return begins_by_key (g, dup_key (g, row, "household.head_name")) || (g->has_head && is_head (g, row));
    case BY_RELATION: return g->current == NULL || is_head (g, row);
    case BY_NUMBER: return g->current == NULL || *number != '\0';
    case BY_RESTART: return g->current == NULL || strcmp (number, "1") == 0;
    case BY_ADDRESS: return begins_by_key (g, address_key (g, row));
    case BY_ROW: default: return TRUE;
    }
}

static void
merge_into (TnImportHousehold *into, TnImportHousehold *from)
{
  for (guint i = 0; i < H_N; i++)
    if (i != H_NOTE)
      tn_import_take (&into->v[i], g_steal_pointer (&from->v[i]));
  if (from->v[H_NOTE] != NULL)
    tn_import_note (&into->v[H_NOTE], from->v[H_NOTE]);
  tn_import_take (&into->head_name, g_steal_pointer (&from->head_name));
  tn_import_take (&into->quarter, g_steal_pointer (&from->quarter));
  tn_import_take (&into->group, g_steal_pointer (&from->group));
  for (guint i = 0; i < from->categories->len; i++)
    if (!g_ptr_array_find_with_equal_func (into->categories, from->categories->pdata[i], g_str_equal, NULL))
      g_ptr_array_add (into->categories, from->categories->pdata[i]);
  tn_import_household_free (from);
}

/* The same code further down is the same household again. */
static TnImportHousehold *
find_by_code (Grouping *g, const TnImportHousehold *household)
{
  return g->way == BY_CODE && household->v[H_CODE] ? g_hash_table_lookup (g->by_code, g->key) : NULL;
}

static void
start_household (Grouping *g, TnImportHousehold *household)
{
  g->current = household;
  g_ptr_array_add (g->households, household);
  if (household->quarter == NULL && household->group == NULL)
    {
      household->quarter = g_strdup (g->quarter);
      household->group = g_strdup (g->group);
    }
  else if (household->quarter == NULL)
    household->quarter = g_strdup (g->quarter);
  if (g->way == BY_CODE && household->v[H_CODE] != NULL)
    g_hash_table_insert (g->by_code, g_strdup (g->key), household);
}

static gboolean
is_same_person (const TnImportPerson *a, const TnImportPerson *b)
{
  if (a->card[I_NUMBER] != NULL && b->card[I_NUMBER] != NULL)
    return strcmp (a->card[I_NUMBER], b->card[I_NUMBER]) == 0;
  return a->v[P_BIRTH] != NULL && g_strcmp0 (a->v[P_BIRTH], b->v[P_BIRTH]) == 0 && tn_text_same (a->v[P_NAME], b->v[P_NAME]);
}

static void
add_person (Grouping *g, TnImportPerson *person)
{
  GPtrArray *people = g->current->people;
  for (guint i = 0; i < people->len; i++)
    if (is_same_person (people->pdata[i], person))
      {
        tn_doubts_add (g->doubts, person->row, g->name_column, TN_DOUBT_WARNING, person->v[P_NAME],
                       _("This person stands in the household twice; the second row was left out."));
        tn_import_person_free (person);
        return;
      }
  g_ptr_array_add (people, person);
}

static void
take_row (Grouping *g, const TnTableRow *row)
{
  TnImportHousehold *household = tn_import_household_new (row->number);
  TnImportPerson *person = tn_import_person_new (row->number);
  gboolean begins = begins_household (g, row);
  g->has_head = is_head (g, row) || (g->has_head && !begins);
  tn_import_reader_read (g->reader, row, household, person);
  TnImportHousehold *known = begins ? find_by_code (g, household) : g->current;
  if (known == NULL)
    start_household (g, household);
  else
    {
      g->current = known;
      merge_into (known, household);
    }
  if (person->v[P_NAME] == NULL)
    person->v[P_NAME] = tn_import_reader_text (g->reader, row, "household.head_name");
  add_person (g, person);
}

/* ---- rows that are no people ---- */

/* Filled cells, as far as 4; the first of them in *only. Owned, NULL if none. */
static guint
count_filled (const TnTableRow *row, const TnTable *table, char **only)
{
  guint n = 0;
  *only = NULL;
  for (guint c = 0; c < row->n_cells && n < 4; c++)
    {
      const TnCell *cell = &row->cells[c];
      if (cell->type == TN_CELL_EMPTY || (cell->type == TN_CELL_TEXT && cell->text[strspn (cell->text, " \t\r\n")] == '\0'))
        continue;
      if (n++ == 0)
        *only = tn_table_dup_text (table, cell);
    }
  return n;
}

/* "KHU PHỐ 2", "Tổ 28 - KP1": where the following rows live. */
static gboolean
read_heading (Grouping *g, const char *text)
{
  g_auto (TnImportAddress) address = { 0 };
  tn_import_address_parse (text, &address);
  if ((address.quarter == NULL && address.group == NULL) || address.house_no || address.street || address.rest || address.alley)
    return FALSE;
  if (address.quarter != NULL)
    {
      g_free (g->quarter);
      g->quarter = tn_import_quarter_name (address.quarter);
    }
  g_free (g->group);
  g->group = address.group ? tn_import_group_name (address.group) : NULL;
  g->current = NULL;
  g_clear_pointer (&g->key, g_free);
  return TRUE;
}

static gboolean
is_foot (const char *text)
{
  static const char *const words[] = { "tong", "cong", "nguoi lap", "chu tich", "pho chu tich", "tm ", "kt ", "xac nhan", "ky ten", "truong ", "to truong",
                                       "can bo", "nguoi kiem tra", "ghi chu", "danh sach nay", "total" };
  g_autofree char *fold = tn_import_words_fold (text);
  for (gsize i = 0; i < G_N_ELEMENTS (words); i++)
    if (g_str_has_prefix (fold, words[i]))
      return TRUE;
  return strstr (fold, "ngay ") != NULL && strstr (fold, "thang ") != NULL && strstr (fold, "year") != NULL;
}

typedef enum { ROW_PERSON, ROW_NOTHING, ROW_BAD } RowKind;

static RowKind
judge_row (Grouping *g, const TnTableRow *row)
{
  g_autofree char *only = NULL, *name = tn_import_reader_text (g->reader, row, g->name_target);
  g_autofree char *head = tn_import_reader_text (g->reader, row, "household.head_name");
  guint filled = count_filled (row, g->table, &only);
  if (filled == 0 || (*name != '\0' && strcmp (name, g->header) == 0))
    return ROW_NOTHING;
  if (filled == 1 && read_heading (g, only))
    return ROW_NOTHING;
  if (filled <= 3 && is_foot (only))
    return ROW_NOTHING;
  if (*name != '\0' || *head != '\0')
    return ROW_PERSON;
  if (filled == 1)
    {
      tn_doubts_add (g->doubts, row->number, -1, TN_DOUBT_HINT, only, _("This row holds no name and was taken for a heading or a signature."));
      return ROW_NOTHING;
    }
  tn_doubts_add (g->doubts, row->number, g->name_column, TN_DOUBT_ERROR, "", _("This row holds no name, so it can not be imported."));
  return ROW_BAD;
}

/* ---- the head ---- */

static int
find_head (Grouping *g, TnImportHousehold *household)
{
  int head = -1;
  for (guint i = 0; i < household->people->len; i++)
    {
      TnImportPerson *person = household->people->pdata[i];
      if (g_strcmp0 (person->v[P_RELATION], "head") != 0)
        continue;
      if (head < 0)
        head = (int) i;
      else
        tn_doubts_add (g->doubts, person->row, g->name_column, TN_DOUBT_WARNING, person->v[P_NAME],
                       _("This household has two heads; the first one stands."));
    }
  for (guint i = 0; head < 0 && household->head_name != NULL && i < household->people->len; i++)
    if (tn_text_same (((TnImportPerson *) household->people->pdata[i])->v[P_NAME], household->head_name))
      head = (int) i;
  return head;
}

static void
add_named_head (Grouping *g, TnImportHousehold *household)
{
  TnImportPerson *person = tn_import_person_new (household->row);
  person->v[P_NAME] = g_strdup (household->head_name);
  tn_doubts_add (g->doubts, household->row, -1, TN_DOUBT_HINT, household->head_name, _("The head is not among the members listed, and was added by name."));
  g_ptr_array_insert (household->people, 0, person);
}

static void
settle_head (Grouping *g, TnImportHousehold *household)
{
  int head = find_head (g, household);
  if (head < 0 && household->head_name != NULL && g->has_name)
    add_named_head (g, household);
  household->head = (guint) MAX (head, 0);
  TnImportPerson *person = household->people->pdata[household->head];
  tn_import_take (&person->v[P_RELATION], g_strdup ("head"));
  tn_import_take (&household->v[H_PHONE], g_strdup (person->v[P_PHONE]));
  tn_import_take (&household->v[H_RESIDENCE], g_strdup (person->v[P_RESIDENCE]));
}

static void
warn_of_shared_cards (Grouping *g)
{
  g_autoptr (GHashTable) seen = g_hash_table_new (g_str_hash, g_str_equal);
  for (guint i = 0; i < g->households->len; i++)
    {
      TnImportHousehold *household = g->households->pdata[i];
      for (guint j = 0; j < household->people->len; j++)
        {
          TnImportPerson *person = household->people->pdata[j], *other;
          if (person->card[I_NUMBER] == NULL)
            continue;
          if ((other = g_hash_table_lookup (seen, person->card[I_NUMBER])) != NULL)
            {
              g_autofree char *why = g_strdup_printf (_("Row %u has the same card number; one of them is wrong."), other->row);
              tn_doubts_add (g->doubts, person->row, tn_import_map_column (g->map, "identity.number"), TN_DOUBT_WARNING, person->card[I_NUMBER], why);
            }
          else
            g_hash_table_insert (seen, person->card[I_NUMBER], person);
        }
    }
}

static gboolean
group_rows (Grouping *g, guint *n_rows, TnImportProgress progress, gpointer user_data, GCancellable *cancellable, GError **error)
{
  guint total = tn_table_n_rows (g->table, g->sheet);
  for (guint i = g->first; i < total; i++)
    {
      const TnTableRow *row = tn_table_row (g->table, g->sheet, i);
      if (g_cancellable_set_error_if_cancelled (cancellable, error))
        return FALSE;
      RowKind kind = judge_row (g, row);
      *n_rows += kind != ROW_NOTHING;
      if (kind == ROW_PERSON)
        take_row (g, row);
      if (progress != NULL && (i & 0xff) == 0)
        progress (i, total, user_data);
    }
  for (guint i = 0; i < g->households->len; i++)
    settle_head (g, g->households->pdata[i]);
  warn_of_shared_cards (g);
  return TRUE;
}

static void
start_grouping (Grouping *g, TnImportMap *map, TnDoubts *doubts)
{
  *g = (Grouping) { .map = map, .table = tn_import_map_table (map), .sheet = tn_import_map_sheet (map), .first = tn_import_map_first_data (map),
                    .reader = tn_import_reader_new (map, doubts), .doubts = doubts };
  g->has_name = tn_import_map_column (map, "person.name") >= 0;
  g->name_target = g->has_name ? "person.name" : "household.head_name";
  g->name_column = tn_import_map_column (map, g->name_target);
  g->header = g->name_column >= 0 ? tn_import_map_title (map, (guint) g->name_column) : "";
  g->households = g_ptr_array_new_with_free_func ((GDestroyNotify) tn_import_household_free);
  g->by_code = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  g->way = choose_way (g);
}

GPtrArray *
tn_import_group (TnImportMap *map, TnDoubts *doubts, guint *n_rows, TnImportProgress progress, gpointer user_data, GCancellable *cancellable, GError **error)
{
  Grouping g;
  start_grouping (&g, map, doubts);
  gboolean ok = group_rows (&g, n_rows, progress, user_data, cancellable, error);
  if (ok && g.way == BY_ADDRESS)
    tn_doubts_add (doubts, 0, -1, TN_DOUBT_HINT, NULL, _("The list says nowhere where a household begins: people of one address were made one household."));
  tn_import_reader_free (g.reader);
  g_hash_table_unref (g.by_code);
  g_free (g.quarter);
  g_free (g.group);
  g_free (g.key);
  if (!ok)
    g_clear_pointer (&g.households, g_ptr_array_unref);
  return g.households;
}
