/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What the copy holds already, by the keys under which a list can name it again. Made once for an import in one pass over the records. */
#include "tn-import-private.h"
#include "tn-db.h"
#include "tn-text.h"
#include <string.h>

struct _TnKnownIndex {
  GPtrArray *all;                 /* TnKnown, owned */
  GHashTable *by_id;              /* TnId → TnKnown of households and people */
  GHashTable *by_code;            /* code key → household */
  GHashTable *by_address;         /* head + address → GPtrArray of households */
  GHashTable *by_head_birth;      /* head + full date of birth → household */
  GHashTable *people;             /* household id → GPtrArray of people */
  GHashTable *names;              /* TnKnown person → name key (owned) */
  GHashTable *by_card;            /* number → person */
  GHashTable *cards;              /* person id → card */
  GHashTable *memberships;        /* "id category" */
  GPtrArray *units, *households;
};

static void
free_known (gpointer data)
{
  g_free (((TnKnown *) data)->body);
  g_free (data);
}

char *
tn_known_text (const TnKnown *known, const char *field)
{
  TnSlice token = tn_json_member (tn_slice (known->body, -1), field);
  return token.len > 2 && *token.p == '"' ? tn_json_get_string (token) : NULL;
}

static gboolean
get_ref (const TnKnown *known, const char *field, TnId *out)
{
  TnSlice token = tn_json_member (tn_slice (known->body, -1), field);
  return token.len == TN_ID_STR_LEN + 2 && tn_id_parse (token.p + 1, TN_ID_STR_LEN, out);
}

static void
append_key (GString *key, char *text)
{
  g_autofree char *same = text ? tn_text_same_key (text) : NULL;
  g_string_append_printf (key, "|%s", same ? same : "");
}

static void
add_to_list (GHashTable *table, gpointer key, GDestroyNotify free_key, TnKnown *known)
{
  GPtrArray *list = g_hash_table_lookup (table, key);
  if (list == NULL)
    g_hash_table_insert (table, key, list = g_ptr_array_new ());
  else if (free_key != NULL)
    free_key (key);
  g_ptr_array_add (list, known);
}

/* ---- loading ---- */

static void
take_membership (TnKnownIndex *index, const TnKnown *known)
{
  TnId subject;
  TnIdStr text;
  g_autofree char *category = tn_known_text (known, "category");
  if (category == NULL || !get_ref (known, "subject", &subject))
    return;
  tn_id_format (&subject, text);
  g_hash_table_add (index->memberships, g_strconcat (text, category, NULL));
}

static void
take_person (TnKnownIndex *index, TnKnown *known)
{
  g_autofree char *name = tn_known_text (known, "name");
  g_hash_table_insert (index->by_id, &known->id, known);
  if (get_ref (known, "household", &known->parent))
    add_to_list (index->people, &known->parent, NULL, known);
  if (name != NULL)
    g_hash_table_insert (index->names, known, tn_text_same_key (name));
}

static void
take_card (TnKnownIndex *index, TnKnown *known)
{
  if (get_ref (known, "person", &known->parent))
    g_hash_table_insert (index->cards, &known->parent, known);
}

static void
take_record (TnKnownIndex *index, const char *kind, TnKnown *known)
{
  if (strcmp (kind, "person") == 0)
    take_person (index, known);
  else if (strcmp (kind, "identity") == 0)
    take_card (index, known);
  else if (strcmp (kind, "membership") == 0)
    take_membership (index, known);
  else if (strcmp (kind, "unit") == 0)
    g_ptr_array_add (index->units, known);
  else
    {
      g_hash_table_insert (index->by_id, &known->id, known);
      g_ptr_array_add (index->households, known);
    }
}

static gboolean
load_records (TnKnownIndex *index, TnCopy *copy, GCancellable *cancellable, GError **error)
{
  TnStep step;
  g_autoptr (TnStmt) stmt = tn_db_prepare (tn_copy_db (copy), "SELECT id, kind, body FROM record WHERE del = 0 AND kind IN ('household', 'person', 'identity', "
                                           "'membership', 'unit')", error);
  while (stmt != NULL && (step = tn_stmt_step (stmt, error)) == TN_STEP_ROW)
    {
      TnKnown *known = g_new0 (TnKnown, 1);
      tn_stmt_id (stmt, 0, &known->id);
      known->body = g_strdup (tn_stmt_text (stmt, 2));
      g_ptr_array_add (index->all, known);
      take_record (index, tn_stmt_text (stmt, 1), known);
      if (g_cancellable_set_error_if_cancelled (cancellable, error))
        return FALSE;
    }
  return stmt != NULL && step == TN_STEP_DONE;
}

static char *
make_address_key (const char *head, const char *const address[4])
{
  GString *key = g_string_new (NULL);
  append_key (key, (char *) head);
  for (guint i = 0; i < 4; i++)
    append_key (key, (char *) address[i]);
  return g_string_free (key, FALSE);
}

static char *
make_birth_key (const char *name, const char *birth)
{
  GString *key = g_string_new (birth);
  append_key (key, (char *) name);
  return g_string_free (key, FALSE);
}

static void
index_household (TnKnownIndex *index, TnKnown *known)
{
  TnId head_id;
  TnKnown *head = get_ref (known, "head", &head_id) ? g_hash_table_lookup (index->by_id, &head_id) : NULL;
  g_autofree char *code = tn_known_text (known, "code"), *name = head ? tn_known_text (head, "name") : NULL, *birth = head ? tn_known_text (head, "birth") : NULL;
  g_autofree char *house_no = tn_known_text (known, "house_no"), *alley = tn_known_text (known, "alley");
  g_autofree char *street = tn_known_text (known, "street"), *room = tn_known_text (known, "room");
  if (code != NULL)
    g_hash_table_insert (index->by_code, tn_text_same_key (code), known);
  if (name == NULL)
    return;
  const char *address[4] = { house_no, alley, street, room };
  add_to_list (index->by_address, make_address_key (name, address), g_free, known);
  if (birth != NULL && strlen (birth) == 10)
    g_hash_table_insert (index->by_head_birth, make_birth_key (name, birth), known);
}

static void
index_cards (TnKnownIndex *index)
{
  GHashTableIter iter;
  gpointer value;
  g_hash_table_iter_init (&iter, index->cards);
  while (g_hash_table_iter_next (&iter, NULL, &value))
    {
      TnKnown *card = value, *person = g_hash_table_lookup (index->by_id, &card->parent);
      char *number = tn_known_text (card, "number");
      if (number != NULL && person != NULL)
        g_hash_table_insert (index->by_card, number, person);
      else
        g_free (number);
    }
}

TnKnownIndex *
tn_known_index_new (TnCopy *copy, GCancellable *cancellable, GError **error)
{
  g_autoptr (TnKnownIndex) index = g_new0 (TnKnownIndex, 1);
  index->all = g_ptr_array_new_with_free_func (free_known);
  index->units = g_ptr_array_new ();
  index->households = g_ptr_array_new ();
  index->by_id = g_hash_table_new (tn_id_hash, tn_id_equal);
  index->by_code = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  index->by_address = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, (GDestroyNotify) g_ptr_array_unref);
  index->by_head_birth = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  index->people = g_hash_table_new_full (tn_id_hash, tn_id_equal, NULL, (GDestroyNotify) g_ptr_array_unref);
  index->names = g_hash_table_new_full (NULL, NULL, NULL, g_free);
  index->by_card = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  index->cards = g_hash_table_new (tn_id_hash, tn_id_equal);
  index->memberships = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  if (!load_records (index, copy, cancellable, error))
    return NULL;
  index_cards (index);
  for (guint i = 0; i < index->households->len; i++)
    index_household (index, index->households->pdata[i]);
  return g_steal_pointer (&index);
}

void
tn_known_index_free (TnKnownIndex *index)
{
  if (index == NULL)
    return;
  g_hash_table_unref (index->memberships);
  g_hash_table_unref (index->cards);
  g_hash_table_unref (index->by_card);
  g_hash_table_unref (index->names);
  g_hash_table_unref (index->people);
  g_hash_table_unref (index->by_head_birth);
  g_hash_table_unref (index->by_address);
  g_hash_table_unref (index->by_code);
  g_hash_table_unref (index->by_id);
  g_ptr_array_unref (index->households);
  g_ptr_array_unref (index->units);
  g_ptr_array_unref (index->all);
  g_free (index);
}

/* ---- finding ---- */

/* Two codes that differ are two households, whatever else is alike. */
static gboolean
may_be (const TnKnown *known, const TnImportHousehold *household)
{
  g_autofree char *code = tn_known_text (known, "code");
  return !known->taken && (code == NULL || household->v[H_CODE] == NULL || tn_text_same (code, household->v[H_CODE]));
}

static TnKnown *
find_by_code (TnKnownIndex *index, const TnImportHousehold *household)
{
  if (household->v[H_CODE] == NULL)
    return NULL;
  g_autofree char *key = tn_text_same_key (household->v[H_CODE]);
  return g_hash_table_lookup (index->by_code, key);
}

static TnKnown *
find_by_card (TnKnownIndex *index, const TnImportPerson *head)
{
  TnKnown *person = head->card[I_NUMBER] ? g_hash_table_lookup (index->by_card, head->card[I_NUMBER]) : NULL;
  g_autofree char *name = person ? tn_known_text (person, "name") : NULL;
  return name != NULL && tn_text_same (name, head->v[P_NAME]) ? g_hash_table_lookup (index->by_id, &person->parent) : NULL;
}

static TnKnown *
find_by_address (TnKnownIndex *index, const TnImportHousehold *household, const TnImportPerson *head)
{
  const char *address[4] = { household->v[H_HOUSE_NO], household->v[H_ALLEY], household->v[H_STREET], household->v[H_ROOM] };
  g_autofree char *key = make_address_key (head->v[P_NAME], address);
  GPtrArray *list = g_hash_table_lookup (index->by_address, key);
  for (guint i = 0; list != NULL && i < list->len; i++)
    if (may_be (list->pdata[i], household))
      return list->pdata[i];
  return NULL;
}

static TnKnown *
find_by_birth (TnKnownIndex *index, const TnImportPerson *head)
{
  if (head->v[P_BIRTH] == NULL || strlen (head->v[P_BIRTH]) != 10)
    return NULL;
  g_autofree char *key = make_birth_key (head->v[P_NAME], head->v[P_BIRTH]);
  return g_hash_table_lookup (index->by_head_birth, key);
}

TnKnown *
tn_known_index_household (TnKnownIndex *index, const TnImportHousehold *household)
{
  const TnImportPerson *head = household->people->pdata[household->head];
  TnKnown *known = find_by_code (index, household);
  if (known == NULL || !may_be (known, household))
    known = find_by_card (index, head);
  if (known == NULL || !may_be (known, household))
    known = find_by_address (index, household, head);
  if (known == NULL || !may_be (known, household))
    known = find_by_birth (index, head);
  if (known == NULL || !may_be (known, household))
    return NULL;
  known->taken = TRUE;
  return known;
}

/* Equal as far as both say something: 1960 and 1960-12-24 go together. */
static gboolean
births_agree (const char *a, const char *b)
{
  return a == NULL || b == NULL || strncmp (a, b, MIN (strlen (a), strlen (b))) == 0;
}

static gboolean
is_person (TnKnownIndex *index, TnKnown *known, const TnImportPerson *person, const char *name, gboolean by_card)
{
  if (known->taken)
    return FALSE;
  if (by_card)
    return person->card[I_NUMBER] != NULL && g_hash_table_lookup (index->by_card, person->card[I_NUMBER]) == known;
  g_autofree char *birth = tn_known_text (known, "birth");
  return g_strcmp0 (g_hash_table_lookup (index->names, known), name) == 0 && births_agree (birth, person->v[P_BIRTH]);
}

TnKnown *
tn_known_index_person (TnKnownIndex *index, const TnId *household, const TnImportPerson *person)
{
  GPtrArray *people = g_hash_table_lookup (index->people, household);
  g_autofree char *name = tn_text_same_key (person->v[P_NAME]);
  for (guint pass = 0; people != NULL && pass < 2; pass++)
    for (guint i = 0; i < people->len; i++)
      if (is_person (index, people->pdata[i], person, name, pass == 0))
        {
          ((TnKnown *) people->pdata[i])->taken = TRUE;
          return people->pdata[i];
        }
  return NULL;
}

TnKnown *
tn_known_index_card_holder (TnKnownIndex *index, const char *number)
{
  return number ? g_hash_table_lookup (index->by_card, number) : NULL;
}

TnKnown *
tn_known_index_card (TnKnownIndex *index, const TnId *person)
{
  return g_hash_table_lookup (index->cards, person);
}

gboolean
tn_known_index_is_member (TnKnownIndex *index, const TnId *subject, const char *category)
{
  TnIdStr text;
  tn_id_format (subject, text);
  g_autofree char *key = g_strconcat (text, category, NULL);
  return g_hash_table_contains (index->memberships, key);
}

GPtrArray *
tn_known_index_units (TnKnownIndex *index)
{
  return index->units;
}
