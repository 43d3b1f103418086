/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "tn-import-private.h"
#include "tn-import-words.h"
#include "tn-text.h"
#include <glib/gi18n.h>
#include <string.h>

const char *const tn_import_person_keys[P_N] = { "name", "sex", "birth", "relation", "phone", "residence", "occupation", "workplace", "note" };
const char *const tn_import_card_keys[I_N] = { "number", "old_number", "issued", "insurance", "registered" };
const char *const tn_import_household_keys[H_N] = { "code", "house_no", "alley", "street", "room", "phone", "housing", "residence", "note" };

struct _TnImportReader {
  TnTable *table;
  TnDoubts *doubts;
  guint n_columns;
  const char **fields;      /* target key by column, NULL = left out */
  GHashTable *columns;      /* target key → column + 1 */
};

void
tn_doubts_add (TnDoubts *doubts, guint row, int column, TnDoubtLevel level, const char *value, const char *why)
{
  TnImportDoubt doubt = { row, column, level, g_strdup (value), g_strdup (why) };
  g_array_append_val (doubts->doubts, doubt);
  doubts->errors += level == TN_DOUBT_ERROR;
  doubts->warnings += level == TN_DOUBT_WARNING;
}

TnImportHousehold *
tn_import_household_new (guint row)
{
  TnImportHousehold *household = g_new0 (TnImportHousehold, 1);
  household->row = row;
  household->people = g_ptr_array_new_with_free_func ((GDestroyNotify) tn_import_person_free);
  household->categories = g_ptr_array_new ();
  return household;
}

void
tn_import_household_free (TnImportHousehold *household)
{
  for (guint i = 0; i < H_N; i++)
    g_free (household->v[i]);
  g_free (household->head_name);
  g_free (household->quarter);
  g_free (household->group);
  g_ptr_array_unref (household->categories);
  g_ptr_array_unref (household->people);
  g_free (household);
}

TnImportPerson *
tn_import_person_new (guint row)
{
  TnImportPerson *person = g_new0 (TnImportPerson, 1);
  person->row = row;
  person->categories = g_ptr_array_new ();
  return person;
}

void
tn_import_person_free (TnImportPerson *person)
{
  for (guint i = 0; i < P_N; i++)
    g_free (person->v[i]);
  for (guint i = 0; i < I_N; i++)
    g_free (person->card[i]);
  g_ptr_array_unref (person->categories);
  g_free (person);
}

void
tn_import_note (char **note, const char *text)
{
  if (*text == '\0')
    return;
  char *joined = *note ? g_strconcat (*note, "; ", text, NULL) : g_strdup (text);
  g_free (*note);
  *note = joined;
}

void
tn_import_take (char **slot, char *text)
{
  if (text == NULL || *text == '\0' || *slot != NULL)
    g_free (text);
  else
    *slot = text;
}

TnImportReader *
tn_import_reader_new (TnImportMap *map, TnDoubts *doubts)
{
  TnImportReader *reader = g_new0 (TnImportReader, 1);
  reader->table = tn_import_map_table (map);
  reader->doubts = doubts;
  reader->n_columns = tn_import_map_n_columns (map);
  reader->fields = g_new0 (const char *, reader->n_columns);
  reader->columns = g_hash_table_new (g_str_hash, g_str_equal);
  for (guint c = 0; c < reader->n_columns; c++)
    {
      reader->fields[c] = tn_import_map_field (map, c);
      if (reader->fields[c] != NULL && !g_hash_table_contains (reader->columns, reader->fields[c]))
        g_hash_table_insert (reader->columns, (gpointer) reader->fields[c], GUINT_TO_POINTER (c + 1));
    }
  return reader;
}

void
tn_import_reader_free (TnImportReader *reader)
{
  if (reader == NULL)
    return;
  g_hash_table_unref (reader->columns);
  g_free (reader->fields);
  g_free (reader);
}

gboolean
tn_import_reader_has (TnImportReader *reader, const char *target)
{
  return g_hash_table_contains (reader->columns, target);
}

/* Most cells need no tidying, and a list has a million of them. Table text is NFC; the first bytes asked for here begin whatever blank, mark or
 * unseen sign tn_text_tidy() would look at. */
static gboolean
is_tidy (const char *text)
{
  for (const char *p = text; *p; p++)
    {
      guchar c = (guchar) *p;
      if (c < 0x20 || c == 0x7f || c == 0xc2 || c == 0xcc || c == 0xcd || c == 0xe2 || c >= 0xe3 || (c == ' ' && (p == text || p[1] == ' ' || p[1] == '\0')))
        return FALSE;
    }
  return TRUE;
}

static char *
get_tidy (TnImportReader *reader, const TnTableRow *row, guint column)
{
  g_autofree char *text = tn_table_dup_text (reader->table, tn_table_cell (row, column));
  return is_tidy (text) ? g_steal_pointer (&text) : tn_text_tidy (text, -1);
}

char *
tn_import_reader_text (TnImportReader *reader, const TnTableRow *row, const char *target)
{
  guint column = GPOINTER_TO_UINT (g_hash_table_lookup (reader->columns, target));
  return column ? get_tidy (reader, row, column - 1) : g_strdup ("");
}

/* ---- one cell at a time ---- */

typedef struct {
  TnImportReader *reader;
  const TnCell *cell;
  char *text;                  /* tidied, never empty */
  TnImportHousehold *household;
  TnImportPerson *person;
  TnValueContext context;
  char *day, *month, *year;
} Reading;

static gboolean
is_number (const Reading *r)
{
  return r->cell->type == TN_CELL_NUMBER;
}

static void
take_plain (char **slot, const char *text)
{
  tn_import_take (slot, g_strdup (text));
}

static void
read_sex_column (Reading *r, const char *sex)
{
  TnImportPerson *p = r->person;
  take_plain (&p->v[P_SEX], sex);
  if (is_number (r) || r->cell->type == TN_CELL_DATE || strpbrk (r->text, "0123456789") != NULL)
    tn_import_take (&p->v[P_BIRTH], tn_import_birth (r->reader->table, r->cell, &r->context));
}

static gboolean
read_person (Reading *r, const char *field)
{
  TnImportPerson *p = r->person;
  const TnTable *table = r->reader->table;
  if (strcmp (field, "name") == 0)
    take_plain (&p->v[P_NAME], r->text);
  else if (strcmp (field, "relation") == 0)
    tn_import_take (&p->v[P_RELATION], tn_import_relation (r->text, &r->context));
  else if (strcmp (field, "sex") == 0)
    tn_import_take (&p->v[P_SEX], tn_import_sex (r->text, &r->context));
  else if (strcmp (field, "birth") == 0)
    tn_import_take (&p->v[P_BIRTH], tn_import_birth (table, r->cell, &r->context));
  else if (strcmp (field, "male") == 0 || strcmp (field, "female") == 0)
    read_sex_column (r, field);
  else if (strcmp (field, "phone") == 0)
    tn_import_take (&p->v[P_PHONE], tn_import_phone (r->text, is_number (r), &r->context));
  else if (strcmp (field, "residence") == 0)
    tn_import_take (&p->v[P_RESIDENCE], tn_import_residence (r->text, &r->context));
  else if (strcmp (field, "permanent") == 0 || strcmp (field, "temporary") == 0)
    take_plain (&p->v[P_RESIDENCE], tn_import_is_mark (r->text) ? field : NULL);
  else if (strcmp (field, "occupation") == 0)
    take_plain (&p->v[P_OCCUPATION], r->text);
  else if (strcmp (field, "workplace") == 0)
    take_plain (&p->v[P_WORKPLACE], r->text);
  else if (strcmp (field, "note") == 0)
    tn_import_note (&p->v[P_NOTE], r->text);
  else
    return FALSE;
  return TRUE;
}

static void
read_birth_part (Reading *r, const char *field)
{
  char **slot = strcmp (field, "birth_day") == 0 ? &r->day : strcmp (field, "birth_month") == 0 ? &r->month : &r->year;
  tn_import_take (slot, g_strdup (r->text));
}

static void
read_card (Reading *r, const char *field)
{
  char **card = r->person->card;
  if (strcmp (field, "number") == 0)
    tn_import_take (&card[I_NUMBER], tn_import_card (r->text, is_number (r), &card[I_OLD_NUMBER], &r->context));
  else if (strcmp (field, "old_number") == 0)
    {
      char *number = tn_import_card (r->text, is_number (r), &card[I_OLD_NUMBER], &r->context);
      tn_import_take (number && strlen (number) == 12 ? &card[I_NUMBER] : &card[I_OLD_NUMBER], number);
    }
  else if (strcmp (field, "issued") == 0)
    tn_import_take (&card[I_ISSUED], tn_import_date (r->reader->table, r->cell, &r->context));
  else if (strcmp (field, "insurance") == 0)
    take_plain (&card[I_INSURANCE], r->text);
  else if (strcmp (field, "registered") == 0)
    take_plain (&card[I_REGISTERED], r->text);
}

static void
take_address (Reading *r, TnImportAddress *a)
{
  TnImportHousehold *h = r->household;
  tn_import_take (&h->v[H_HOUSE_NO], g_steal_pointer (&a->house_no));
  tn_import_take (&h->v[H_ALLEY], g_steal_pointer (&a->alley));
  tn_import_take (&h->v[H_STREET], g_steal_pointer (&a->street));
  tn_import_take (&h->v[H_ROOM], g_steal_pointer (&a->room));
  tn_import_take (&h->quarter, a->quarter ? tn_import_quarter_name (a->quarter) : NULL);
  tn_import_take (&h->group, a->group ? tn_import_group_name (a->group) : NULL);
}

static void
read_address (Reading *r)
{
  g_auto (TnImportAddress) address = { 0 };
  tn_import_address_parse (r->text, &address);
  take_address (r, &address);
  if (address.rest == NULL)
    return;
  g_autofree char *kept = g_strdup_printf ("%s: %s", _("Address"), r->text);
  tn_doubts_add (r->context.doubts, r->context.row, r->context.column, TN_DOUBT_HINT, r->text,
                 _("Not every part of this address has its own field; the whole of it is in the notes."));
  tn_import_note (&r->household->v[H_NOTE], kept);
}

static void
read_area (Reading *r)
{
  g_auto (TnImportAddress) address = { 0 };
  tn_import_address_parse (r->text, &address);
  tn_import_take (&r->household->quarter, address.quarter ? tn_import_quarter_name (address.quarter) : NULL);
  tn_import_take (&r->household->group, address.group ? tn_import_group_name (address.group) : NULL);
  if (r->household->quarter == NULL && r->household->group == NULL)
    r->household->quarter = tn_import_quarter_name (r->text);
}

static void
read_household (Reading *r, const char *field)
{
  static const struct { const char *field; int slot; } plain[] = { { "code", H_CODE }, { "alley", H_ALLEY }, { "street", H_STREET }, { "room", H_ROOM } };
  TnImportHousehold *h = r->household;
  TnValueContext context = r->context;
  context.note = &h->v[H_NOTE];
  for (gsize i = 0; i < G_N_ELEMENTS (plain); i++)
    if (strcmp (field, plain[i].field) == 0)
      take_plain (&h->v[plain[i].slot], r->text);
  if (strcmp (field, "head_name") == 0)
    take_plain (&h->head_name, r->text);
  else if (strcmp (field, "house_no") == 0)
    {
      /* "45/2 Nguyễn Thông" under "Số nhà" is more than a number. */
      strchr (r->text, ' ') != NULL ? read_address (r) : take_plain (&h->v[H_HOUSE_NO], r->text);
    }
  else if (strcmp (field, "address") == 0)
    read_address (r);
  else if (strcmp (field, "area") == 0)
    read_area (r);
  else if (strcmp (field, "quarter") == 0)
    tn_import_take (&h->quarter, tn_import_quarter_name (r->text));
  else if (strcmp (field, "group") == 0)
    tn_import_take (&h->group, tn_import_group_name (r->text));
  else if (strcmp (field, "phone") == 0)
    tn_import_take (&h->v[H_PHONE], tn_import_phone (r->text, is_number (r), &context));
  else if (strcmp (field, "residence") == 0)
    tn_import_take (&h->v[H_RESIDENCE], tn_import_residence (r->text, &context));
  else if (strcmp (field, "housing") == 0)
    tn_import_take (&h->v[H_HOUSING], tn_import_housing (r->text, &context));
  else if (strcmp (field, "note") == 0)
    tn_import_note (&h->v[H_NOTE], r->text);
}

static void
add_category (Reading *r, const char *category)
{
  static const char *const of_households[] = { "poor", "near_poor", "policy_family", "bereaved", NULL };
  GPtrArray *set = g_strv_contains (of_households, category) ? r->household->categories : r->person->categories;
  if (!g_ptr_array_find_with_equal_func (set, category, g_str_equal, NULL))
    g_ptr_array_add (set, (gpointer) category);
}

/* "Hộ nghèo, người cao tuổi": each by the words of the headers. */
static void
read_categories (Reading *r)
{
  g_auto (GStrv) parts = g_strsplit_set (r->text, ",;\n", -1);
  for (char **part = parts; *part != NULL; part++)
    {
      const TnImportTarget *target = tn_import_category_target (*part);
      if (target != NULL)
        add_category (r, target->key + strlen ("membership."));
      else if (*g_strstrip (*part) != '\0')
        {
          g_autofree char *kept = g_strdup_printf ("%s: %s", _("Category"), *part);
          tn_doubts_add (r->context.doubts, r->context.row, r->context.column, TN_DOUBT_WARNING, *part,
                         _("This category is not known; it was put into the notes."));
          tn_import_note (&r->person->v[P_NOTE], kept);
        }
    }
}

static void
read_cell (Reading *r, const char *field)
{
  if (g_str_has_prefix (field, "person.birth_"))
    read_birth_part (r, field + 7);
  else if (g_str_has_prefix (field, "person."))
    read_person (r, field + 7);
  else if (g_str_has_prefix (field, "identity."))
    read_card (r, field + 9);
  else if (g_str_has_prefix (field, "household."))
    read_household (r, field + 10);
  else if (strcmp (field, "membership.category") == 0)
    read_categories (r);
  else if (g_str_has_prefix (field, "membership.") && tn_import_is_mark (r->text))
    add_category (r, field + 11);
}

/* Three columns of one date. */
static void
join_birth (Reading *r)
{
  g_autofree char *day = r->day, *month = r->month, *year = r->year;
  if (year == NULL)
    return;
  g_autofree char *written = day && month ? g_strdup_printf ("%s/%s/%s", day, month, year) : month ? g_strdup_printf ("%s/%s", month, year) : g_strdup (year);
  TnCell cell = { .text = written, .type = TN_CELL_TEXT };
  r->context.column = -1;
  tn_import_take (&r->person->v[P_BIRTH], tn_import_birth (r->reader->table, &cell, &r->context));
}

static void
check_card (Reading *r)
{
  static const char *const why[] = { NULL,
    N_("A citizen card number has 12 digits; it was taken as written."),
    N_("No place has the number that this card number begins with; it was taken as written."),
    N_("By this card number the person would be of the other sex; it was taken as written."),
    N_("By this card number the person would be born in another year; it was taken as written.") };
  TnImportPerson *p = r->person;
  TnCccdDoubt doubt = p->card[I_NUMBER] ? tn_text_check_cccd (p->card[I_NUMBER], p->v[P_SEX], p->v[P_BIRTH]) : TN_CCCD_OK;
  guint column = GPOINTER_TO_UINT (g_hash_table_lookup (r->reader->columns, "identity.number"));
  if (doubt != TN_CCCD_OK)
    tn_doubts_add (r->context.doubts, p->row, (int) column - 1, TN_DOUBT_WARNING, p->card[I_NUMBER], _(why[doubt]));
}

void
tn_import_reader_read (TnImportReader *reader, const TnTableRow *row, TnImportHousehold *household, TnImportPerson *person)
{
  Reading r = { .reader = reader, .household = household, .person = person,
                .context = { .doubts = reader->doubts, .row = row->number, .note = &person->v[P_NOTE] } };
  for (guint c = 0; c < MIN (reader->n_columns, row->n_cells); c++)
    {
      r.cell = tn_table_cell (row, c);
      if (reader->fields[c] == NULL || r.cell->type == TN_CELL_EMPTY)
        continue;
      g_autofree char *text = get_tidy (reader, row, c);
      r.text = text;
      r.context.column = (int) c;
      if (*text != '\0')
        read_cell (&r, reader->fields[c]);
    }
  join_birth (&r);
  check_card (&r);
}
