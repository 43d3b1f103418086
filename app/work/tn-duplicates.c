/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "tn-duplicates.h"
#include "tn-listed.h"
#include "tn-pairs.h"
#include <string.h>

#define SOME_PEOPLE 4096     /* between two looks at the cancellable */
#define MAX_HITS 40          /* of the search, while somebody is typed in */

/* ---- reading people ---- */

static void
clear_person_cb (gpointer person)
{
  tn_match_person_clear (person);
}

static GArray *
new_people (void)
{
  GArray *people = g_array_new (FALSE, FALSE, sizeof (TnMatchPerson));

  g_array_set_clear_func (people, clear_person_cb);
  return people;
}

/* Members of a body by one walk through it: values in the order of `keys`, empty where there is none. */
static void
find_members (TnSlice body, const char *const *keys, guint n, TnSlice *values)
{
  TnJsonIter it;
  TnSlice key, value;

  memset (values, 0, n * sizeof *values);
  tn_json_iter_init (&it, body);
  while (tn_json_iter_next (&it, &key, &value))
    for (guint i = 0; i < n; i++)
      if (tn_slice_is (key, keys[i]))
        values[i] = value;
}

/* Columns: id, household, body, door, body of a card or NULL. FALSE = merged into another: nobody any more. */
static gboolean
read_row (TnStmt *stmt, TnMatchPerson *person)
{
  static const char *const keys[] = { "name", "birth", "sex", "phone", "merged_into" }, *const card_keys[] = { "number", "old_number" };
  TnSlice card = tn_stmt_slice (stmt, 4), door = tn_stmt_slice (stmt, 3), v[G_N_ELEMENTS (keys)], c[G_N_ELEMENTS (card_keys)] = { { 0 } };

  find_members (tn_stmt_slice (stmt, 2), keys, G_N_ELEMENTS (keys), v);
  if (card.len)
    find_members (card, card_keys, G_N_ELEMENTS (card_keys), c);
  if (v[4].len > 4)   /* not null */
    return FALSE;
  g_autofree char *name = tn_json_get_string (v[0]), *birth = tn_json_get_string (v[1]), *sex = tn_json_get_string (v[2]), *phone = tn_json_get_string (v[3]);
  g_autofree char *number = tn_json_get_string (c[0]), *old_number = tn_json_get_string (c[1]);
  tn_match_person_init (person, name, birth, sex, phone, number, old_number);
  tn_stmt_id (stmt, 0, &person->id);
  tn_stmt_id (stmt, 1, &person->household);
  for (gsize i = 0; i < door.len; i++)
    person->place = person->place * 31 + (guint8) door.p[i] + 1;
  return TRUE;
}

#define PERSON_COLUMNS "p.id, h.id, r.body, h.address_key, c.body"
#define PERSON_JOIN " JOIN household h ON h.row = p.home JOIN record r ON r.id = p.id LEFT JOIN record c ON c.parent = p.id AND c.kind = 'identity' AND c.del = 0"

/* Somebody with two cards comes as two rows: pairs of one and the same are no pairs. */
static GArray *
read_people (TnCopy *copy, GCancellable *cancellable, GError **error)
{
  g_autoptr (GArray) people = new_people ();
  g_autoptr (TnStmt) stmt = tn_db_prepare (tn_copy_db (copy), "SELECT " PERSON_COLUMNS " FROM person p" PERSON_JOIN " ORDER BY p.home, p.slot", error);
  TnStep step = stmt ? TN_STEP_ROW : TN_STEP_ERROR;

  while (step == TN_STEP_ROW && (step = tn_stmt_step (stmt, error)) == TN_STEP_ROW)
    {
      TnMatchPerson person;

      if (people->len % SOME_PEOPLE == 0 && g_cancellable_set_error_if_cancelled (cancellable, error))
        return NULL;
      if (read_row (stmt, &person))
        g_array_append_val (people, person);
    }
  return step == TN_STEP_DONE ? g_steal_pointer (&people) : NULL;
}

gboolean
tn_duplicates_read_person (TnCopy *copy, const TnId *id, TnMatchPerson *person, GError **error)
{
  g_autoptr (TnStmt) stmt = tn_db_prepare (tn_copy_db (copy), "SELECT " PERSON_COLUMNS " FROM person p" PERSON_JOIN " WHERE p.id = ?1", error);
  TnStep step;

  if (!stmt)
    return FALSE;
  tn_stmt_bind_id (stmt, 1, id);
  step = tn_stmt_step (stmt, error);
  if (step == TN_STEP_ROW && read_row (stmt, person))
    return TRUE;
  if (step != TN_STEP_ERROR)
    g_set_error_literal (error, TN_ERROR, TN_ERROR_NOT_FOUND, "No such person");
  return FALSE;
}

/* ---- pairs ---- */

static guint64
name_key (gconstpointer item)
{
  const TnMatchPerson *person = item;

  return *person->name ? (guint64) person->name_key | G_GUINT64_CONSTANT (1) << 40 : 0;
}

/* The smaller of day and month first: swapped ones meet. */
static guint64
birth_key (gconstpointer item)
{
  const TnMatchPerson *person = item;

  if (!person->day)
    return 0;
  return (guint64) person->year * 10000 + MIN (person->day, person->month) * 100u + MAX (person->day, person->month);
}

static guint64
phone_key (gconstpointer item)
{
  return ((const TnMatchPerson *) item)->phone;
}

static guint64
card_key (gconstpointer item)
{
  return ((const TnMatchPerson *) item)->card;
}

static guint64
old_card_key (gconstpointer item)
{
  return ((const TnMatchPerson *) item)->old_card;
}

/* Birth dates that are known and far apart rule most pairs of a common name out before anything is spelled. */
static gboolean
may_be_one (const TnMatchPerson *a, const TnMatchPerson *b)
{
  int years = (int) a->year - (int) b->year;

  return !a->year || !b->year || years == 0 || (a->card && a->card == b->card) || (a->day && b->day && a->day == b->day && a->month == b->month) ||
         (a->phone && a->phone == b->phone);
}

static void
try_pair (gconstpointer one, gconstpointer two, gpointer pairs)
{
  const TnMatchPerson *a = one, *b = two;
  guint why;
  int score;

  if (!may_be_one (a, b) || tn_id_equal (&a->id, &b->id) || (a->sex && b->sex && a->sex != b->sex && a->card != b->card))
    return;
  score = tn_match_score (a, b, &why);
  tn_pairs_add (pairs, TN_DUPLICATES_PEOPLE, &a->id, &b->id, score, why);
}

static void
set_common (gpointer person, guint n)
{
  ((TnMatchPerson *) person)->common = n;
}

GArray *
tn_duplicates_among (GArray *people, guint limit, GCancellable *cancellable, GError **error)
{
  g_autoptr (GArray) pairs = g_array_new (FALSE, FALSE, sizeof (TnDuplicate));

  tn_pairs_count (people, name_key, set_common);
  if (!tn_pairs_by (people, name_key, NULL, try_pair, pairs, cancellable, error) || !tn_pairs_by (people, birth_key, NULL, try_pair, pairs, cancellable, error) ||
      !tn_pairs_by (people, phone_key, NULL, try_pair, pairs, cancellable, error) || !tn_pairs_by (people, card_key, old_card_key, try_pair, pairs, cancellable, error))
    return NULL;
  tn_pairs_sort (pairs, limit);
  return g_steal_pointer (&pairs);
}

/* ---- what was decided ---- */

TnId
tn_duplicate_id (const TnId *a, const TnId *b)
{
  gboolean turn = tn_id_compare (a, b) > 0;
  g_autofree char *x = tn_id_dup_string (turn ? b : a), *y = tn_id_dup_string (turn ? a : b), *name = g_strconcat ("duplicate ", x, " ", y, NULL);

  return tn_id_from_name (name);
}

/* A pair that was taken apart again is as if nobody had looked at it. */
GHashTable *
tn_duplicates_read_decided (TnCopy *copy, GError **error)
{
  static const char *const states[] = { "merged", "different" };
  g_autoptr (GHashTable) decided = g_hash_table_new_full (tn_id_hash, tn_id_equal, g_free, NULL);

  for (gsize s = 0; s < G_N_ELEMENTS (states); s++)
    {
      TnListedQuery query = { .kind = "duplicate", .state = states[s] };
      g_autoptr (GArray) rows = tn_query_listed (copy, &query, error);

      if (!rows)
        return NULL;
      for (guint i = 0; i < rows->len; i++)
        g_hash_table_add (decided, tn_id_copy (&g_array_index (rows, TnListed, i).id));
    }
  return g_steal_pointer (&decided);
}

void
tn_duplicates_drop_decided (GArray *pairs, GHashTable *decided, guint limit)
{
  guint n = 0;

  for (guint i = 0; i < pairs->len && (!limit || n < limit); i++)
    {
      TnDuplicate pair = g_array_index (pairs, TnDuplicate, i);
      TnId id = tn_duplicate_id (&pair.a, &pair.b);

      if (!g_hash_table_contains (decided, &id))
        g_array_index (pairs, TnDuplicate, n++) = pair;
    }
  g_array_set_size (pairs, n);
}

/* People are read for households too: that the same ones live in both says most. */
static GArray *
find_all (TnCopy *copy, TnDuplicatesOf of, GHashTable *decided, GCancellable *cancellable, GError **error)
{
  g_autoptr (GArray) people = read_people (copy, cancellable, error), pairs = people ? tn_duplicates_among (people, 0, cancellable, error) : NULL;
  g_autoptr (GArray) homes = NULL, home_pairs = NULL;

  if (pairs)
    tn_duplicates_drop_decided (pairs, decided, 0);   /* and two who are known to be two do not make one household of theirs */
  if (!pairs || of == TN_DUPLICATES_PEOPLE)
    return g_steal_pointer (&pairs);
  homes = tn_duplicates_read_homes (copy, people, cancellable, error);
  home_pairs = homes ? tn_duplicates_among_homes (homes, people, pairs, 0, cancellable, error) : NULL;
  if (!home_pairs || of == TN_DUPLICATES_HOUSEHOLDS)
    return g_steal_pointer (&home_pairs);
  g_array_append_vals (pairs, home_pairs->data, home_pairs->len);
  tn_pairs_sort (pairs, 0);
  return g_steal_pointer (&pairs);
}

GArray *
tn_duplicates_find (TnCopy *copy, TnDuplicatesOf of, guint limit, GCancellable *cancellable, GError **error)
{
  g_autoptr (GHashTable) decided = tn_duplicates_read_decided (copy, error);
  g_autoptr (GArray) pairs = decided ? find_all (copy, of, decided, cancellable, error) : NULL;

  if (!pairs)
    return NULL;
  tn_duplicates_drop_decided (pairs, decided, limit);
  return g_steal_pointer (&pairs);
}

/* ---- while somebody is typed in ---- */

static gboolean
add_found (TnCopy *copy, const char *words, GHashTable *ids, GError **error)
{
  g_autoptr (GPtrArray) hits = *words ? tn_query_find (copy, words, MAX_HITS, error) : g_ptr_array_new ();

  for (guint i = 0; hits && i < hits->len; i++)
    {
      const TnHit *hit = hits->pdata[i];

      if (g_str_equal (hit->kind, "person"))
        g_hash_table_add (ids, tn_id_copy (&hit->id));
    }
  return hits != NULL;
}

/* What the search finds by the name, by its ends (a middle name left out or misspelt), by the card and by the telephone. */
static GHashTable *
find_near (TnCopy *copy, const TnMatchPerson *typed, GError **error)
{
  g_autoptr (GHashTable) ids = g_hash_table_new_full (tn_id_hash, tn_id_equal, g_free, NULL);
  const char *first_end = strchr (typed->name, ' '), *last = strrchr (typed->name, ' ');
  g_autofree char *ends = last ? g_strdup_printf ("%.*s%s", (int) (first_end - typed->name), typed->name, last) : g_strdup ("");
  g_autofree char *card = typed->card ? g_strdup_printf ("%0*" G_GUINT64_FORMAT, typed->card_len, typed->card) : g_strdup ("");
  g_autofree char *phone = typed->phone ? g_strdup_printf ("0%" G_GUINT64_FORMAT, typed->phone) : g_strdup ("");

  if (!add_found (copy, typed->name, ids, error) || !add_found (copy, last && first_end != last ? ends : "", ids, error) ||
      !add_found (copy, card, ids, error) || !add_found (copy, phone, ids, error))
    return NULL;
  return g_steal_pointer (&ids);
}

GArray *
tn_duplicates_of (TnCopy *copy, const TnMatchPerson *typed, guint limit, GError **error)
{
  g_autoptr (GHashTable) ids = find_near (copy, typed, error);
  g_autoptr (GArray) pairs = g_array_new (FALSE, FALSE, sizeof (TnDuplicate));
  GHashTableIter it;
  gpointer id;

  if (!ids)
    return NULL;
  g_hash_table_iter_init (&it, ids);
  while (g_hash_table_iter_next (&it, &id, NULL))
    {
      TnMatchPerson person;
      g_autoptr (GError) local = NULL;

      if (tn_id_equal (id, &typed->id))
        continue;
      if (tn_duplicates_read_person (copy, id, &person, &local))
        {
          try_pair (typed, &person, pairs);
          tn_match_person_clear (&person);
        }
      else if (!g_error_matches (local, TN_ERROR, TN_ERROR_NOT_FOUND))
        {
          g_propagate_error (error, g_steal_pointer (&local));
          return NULL;
        }
    }
  tn_pairs_sort (pairs, limit);
  return g_steal_pointer (&pairs);
}
