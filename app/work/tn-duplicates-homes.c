/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Households that stand in the register twice. */
#include "tn-pairs.h"
#include <string.h>

#define SOME_HOMES 4096
#define MAX_HITS 40          /* of the search, while a household is typed in */

static void
clear_home_cb (gpointer home)
{
  tn_match_home_clear (home);
}

static GArray *
new_homes (void)
{
  GArray *homes = g_array_new (FALSE, FALSE, sizeof (TnMatchHome));

  g_array_set_clear_func (homes, clear_home_cb);
  return homes;
}

/* ---- reading ---- */

#define HOME_COLUMNS "SELECT id, house_no, alley, street, room, phone, head_name, n_people, building FROM household WHERE live = 1 AND gone = 0"

static void
read_row (TnStmt *stmt, TnMatchHome *home)
{
  TnId building;

  tn_match_home_init (home, tn_stmt_text (stmt, 1), tn_stmt_text (stmt, 2), tn_stmt_text (stmt, 3), tn_stmt_text (stmt, 4), tn_stmt_text (stmt, 5), tn_stmt_text (stmt, 6));
  tn_stmt_id (stmt, 0, &home->head.id);
  home->n_people = (guint) tn_stmt_int (stmt, 7);
  if (!home->door && tn_stmt_id (stmt, 8, &building))
    home->door = tn_id_hash (&building) | G_GUINT64_CONSTANT (1) << 63;   /* a block of flats without a number */
}

/* Where the household has no telephone, that of the first of its people who has one. */
static void
borrow_phones (GArray *homes, GArray *people)
{
  g_autoptr (GHashTable) without = g_hash_table_new (tn_id_hash, tn_id_equal);

  for (guint i = 0; i < homes->len; i++)
    {
      TnMatchHome *home = &g_array_index (homes, TnMatchHome, i);

      if (!home->head.phone)
        g_hash_table_insert (without, &home->head.id, home);
    }
  for (guint i = 0; i < people->len && g_hash_table_size (without); i++)
    {
      const TnMatchPerson *person = &g_array_index (people, TnMatchPerson, i);
      TnMatchHome *home = person->phone ? g_hash_table_lookup (without, &person->household) : NULL;

      if (home && !home->head.phone)
        home->head.phone = person->phone;
    }
}

GArray *
tn_duplicates_read_homes (TnCopy *copy, GArray *people, GCancellable *cancellable, GError **error)
{
  g_autoptr (GArray) homes = new_homes ();
  g_autoptr (TnStmt) stmt = tn_db_prepare (tn_copy_db (copy), HOME_COLUMNS, error);
  TnStep step = stmt ? TN_STEP_ROW : TN_STEP_ERROR;

  while (step == TN_STEP_ROW && (step = tn_stmt_step (stmt, error)) == TN_STEP_ROW)
    {
      TnMatchHome home;

      if (homes->len % SOME_HOMES == 0 && g_cancellable_set_error_if_cancelled (cancellable, error))
        return NULL;
      read_row (stmt, &home);
      g_array_append_val (homes, home);
    }
  if (step != TN_STEP_DONE)
    return NULL;
  borrow_phones (homes, people);
  return g_steal_pointer (&homes);
}

gboolean
tn_duplicates_read_home (TnCopy *copy, const TnId *id, TnMatchHome *home, GError **error)
{
  g_autoptr (TnStmt) stmt = tn_db_prepare (tn_copy_db (copy), HOME_COLUMNS " AND id = ?1", error);
  TnStep step;

  if (!stmt)
    return FALSE;
  tn_stmt_bind_id (stmt, 1, id);
  step = tn_stmt_step (stmt, error);
  if (step == TN_STEP_ROW)
    read_row (stmt, home);
  else if (step != TN_STEP_ERROR)
    g_set_error_literal (error, TN_ERROR, TN_ERROR_NOT_FOUND, "No such household");
  return step == TN_STEP_ROW;
}

/* ---- who lives in both ---- */

/* By the place of each household in the list, the smaller in the upper half: how many people stand in both. */
typedef struct { GArray *homes, *pairs; GHashTable *shared; } Homes;

static gint64
pair_key (const Homes *h, const TnMatchHome *a, const TnMatchHome *b)
{
  gint64 x = a - (const TnMatchHome *) (gpointer) h->homes->data, y = b - (const TnMatchHome *) (gpointer) h->homes->data;

  return MIN (x, y) << 32 | MAX (x, y);
}

static guint
count_shared (const Homes *h, const TnMatchHome *a, const TnMatchHome *b)
{
  gint64 key = pair_key (h, a, b);

  return MIN (GPOINTER_TO_UINT (g_hash_table_lookup (h->shared, &key)), MIN (MAX (a->n_people, 1), MAX (b->n_people, 1)));
}

static void
try_homes (gconstpointer one, gconstpointer two, gpointer data)
{
  const TnMatchHome *a = one, *b = two;
  Homes *h = data;
  guint why;
  int score = tn_match_home_score (a, b, count_shared (h, a, b), &why);

  tn_pairs_add (h->pairs, TN_DUPLICATES_HOUSEHOLDS, &a->head.id, &b->head.id, score, why);
}

static GHashTable *
index_by_id (GArray *homes, GArray *people)
{
  g_autoptr (GHashTable) by_home = g_hash_table_new (tn_id_hash, tn_id_equal);
  GHashTable *by_person = g_hash_table_new (tn_id_hash, tn_id_equal);

  for (guint i = 0; i < homes->len; i++)
    g_hash_table_insert (by_home, &g_array_index (homes, TnMatchHome, i).head.id, &g_array_index (homes, TnMatchHome, i));
  for (guint i = 0; i < people->len; i++)
    {
      TnMatchPerson *person = &g_array_index (people, TnMatchPerson, i);
      TnMatchHome *home = g_hash_table_lookup (by_home, &person->household);

      if (home)
        g_hash_table_insert (by_person, &person->id, home);
    }
  return by_person;
}

static void
add_shared (Homes *h, GArray *people, GArray *pairs)
{
  g_autoptr (GHashTable) home_of = pairs->len ? index_by_id (h->homes, people) : g_hash_table_new (NULL, NULL);

  for (guint i = 0; i < pairs->len; i++)
    {
      const TnDuplicate *pair = &g_array_index (pairs, TnDuplicate, i);
      const TnMatchHome *a = g_hash_table_lookup (home_of, &pair->a), *b = g_hash_table_lookup (home_of, &pair->b);
      gint64 key;

      if (!a || !b || a == b)
        continue;
      key = pair_key (h, a, b);
      g_hash_table_replace (h->shared, g_memdup2 (&key, sizeof key), GUINT_TO_POINTER (GPOINTER_TO_UINT (g_hash_table_lookup (h->shared, &key)) + 1));
    }
}

static void
try_sharing (Homes *h)
{
  GHashTableIter it;
  gpointer key;

  g_hash_table_iter_init (&it, h->shared);
  while (g_hash_table_iter_next (&it, &key, NULL))
    {
      gint64 at = *(gint64 *) key;

      try_homes (&g_array_index (h->homes, TnMatchHome, at >> 32), &g_array_index (h->homes, TnMatchHome, at & G_MAXUINT32), h);
    }
}

/* ---- pairs ---- */

static guint64
door_key (gconstpointer item)
{
  return ((const TnMatchHome *) item)->door;
}

static guint64
phone_key (gconstpointer item)
{
  return ((const TnMatchHome *) item)->head.phone;
}

static guint64
head_key (gconstpointer item)
{
  const TnMatchPerson *head = &((const TnMatchHome *) item)->head;

  return *head->name ? (guint64) head->name_key | G_GUINT64_CONSTANT (1) << 40 : 0;
}

static void set_door (gpointer home, guint n) { ((TnMatchHome *) home)->at_door = n; }
static void set_phone (gpointer home, guint n) { ((TnMatchHome *) home)->at_phone = n; }
static void set_head (gpointer home, guint n) { ((TnMatchHome *) home)->head.common = n; }

static void
count_homes (GArray *homes)
{
  tn_pairs_count (homes, door_key, set_door);
  tn_pairs_count (homes, phone_key, set_phone);
  tn_pairs_count (homes, head_key, set_head);
}

GArray *
tn_duplicates_among_homes (GArray *homes, GArray *people, GArray *pairs, guint limit, GCancellable *cancellable, GError **error)
{
  g_autoptr (GArray) found = g_array_new (FALSE, FALSE, sizeof (TnDuplicate));
  g_autoptr (GHashTable) shared = g_hash_table_new_full (g_int64_hash, g_int64_equal, g_free, NULL);
  Homes h = { homes, found, shared };

  count_homes (homes);
  add_shared (&h, people, pairs);
  try_sharing (&h);
  if (!tn_pairs_by (homes, door_key, NULL, try_homes, &h, cancellable, error) || !tn_pairs_by (homes, phone_key, NULL, try_homes, &h, cancellable, error) ||
      !tn_pairs_by (homes, head_key, NULL, try_homes, &h, cancellable, error))
    return NULL;
  tn_pairs_sort (found, limit);
  return g_steal_pointer (&found);
}

/* ---- two households ---- */

static gboolean
add_people (TnCopy *copy, const TnId *household, GArray *people, GError **error)
{
  g_autoptr (GPtrArray) rows = tn_query_children (copy, "person", household, error);

  for (guint i = 0; rows && i < rows->len; i++)
    {
      TnMatchPerson person;

      if (tn_duplicates_read_person (copy, &((TnRow *) rows->pdata[i])->id, &person, NULL))
        g_array_append_val (people, person);
    }
  return rows != NULL;
}

static void
clear_person_cb (gpointer person)
{
  tn_match_person_clear (person);
}

/* Pairs across, the surest of each person. */
static void
keep_across (GArray *pairs, GHashTable *first, GHashTable *taken)
{
  guint n = 0;

  for (guint i = 0; i < pairs->len; i++)
    {
      TnDuplicate pair = g_array_index (pairs, TnDuplicate, i);
      gboolean a = g_hash_table_contains (first, &pair.a), b = g_hash_table_contains (first, &pair.b);

      if (a == b || g_hash_table_contains (taken, &pair.a) || g_hash_table_contains (taken, &pair.b))
        continue;
      g_hash_table_add (taken, tn_id_copy (&pair.a));
      g_hash_table_add (taken, tn_id_copy (&pair.b));
      if (b)
        pair = (TnDuplicate) { pair.b, pair.a, pair.score, pair.why, pair.of };
      g_array_index (pairs, TnDuplicate, n++) = pair;
    }
  g_array_set_size (pairs, n);
}

GArray *
tn_duplicates_between (TnCopy *copy, const TnId *household, const TnId *other, GError **error)
{
  g_autoptr (GArray) people = g_array_new (FALSE, FALSE, sizeof (TnMatchPerson)), pairs = NULL;
  g_autoptr (GHashTable) first = g_hash_table_new_full (tn_id_hash, tn_id_equal, g_free, NULL), taken = g_hash_table_new_full (tn_id_hash, tn_id_equal, g_free, NULL), decided = NULL;
  guint n;

  g_array_set_clear_func (people, clear_person_cb);
  if (!add_people (copy, household, people, error))
    return NULL;
  for (n = people->len; n > 0; n--)
    g_hash_table_add (first, tn_id_copy (&g_array_index (people, TnMatchPerson, n - 1).id));
  if (!add_people (copy, other, people, error) || !(pairs = tn_duplicates_among (people, 0, NULL, error)) || !(decided = tn_duplicates_read_decided (copy, error)))
    return NULL;
  tn_duplicates_drop_decided (pairs, decided, 0);
  keep_across (pairs, first, taken);
  return g_steal_pointer (&pairs);
}

/* ---- while a household is typed in ---- */

static gboolean
add_found (TnCopy *copy, const char *words, GHashTable *ids, GError **error)
{
  g_autoptr (GPtrArray) hits = *words ? tn_query_find (copy, words, MAX_HITS, error) : g_ptr_array_new ();

  for (guint i = 0; hits && i < hits->len; i++)
    g_hash_table_add (ids, tn_id_copy (&((TnHit *) hits->pdata[i])->household));
  return hits != NULL;
}

static gboolean
find_near (TnCopy *copy, const TnMatchHome *typed, GArray *homes, GError **error)
{
  g_autoptr (GHashTable) ids = g_hash_table_new_full (tn_id_hash, tn_id_equal, g_free, NULL);
  g_autofree char *phone = typed->head.phone ? g_strdup_printf ("0%" G_GUINT64_FORMAT, typed->head.phone) : g_strdup ("");
  GHashTableIter it;
  gpointer id;

  if (!add_found (copy, typed->head.name, ids, error) || !add_found (copy, phone, ids, error) || !add_found (copy, typed->address ? typed->address : "", ids, error))
    return FALSE;
  g_hash_table_iter_init (&it, ids);
  while (g_hash_table_iter_next (&it, &id, NULL))
    {
      TnMatchHome home;
      g_autoptr (GError) local = NULL;

      if (tn_id_equal (id, &typed->head.id))
        continue;
      if (tn_duplicates_read_home (copy, id, &home, &local))
        g_array_append_val (homes, home);
      else if (!g_error_matches (local, TN_ERROR, TN_ERROR_NOT_FOUND))
        {
          g_propagate_error (error, g_steal_pointer (&local));
          return FALSE;
        }
    }
  return TRUE;
}

GArray *
tn_duplicates_of_home (TnCopy *copy, const TnMatchHome *typed, guint limit, GError **error)
{
  g_autoptr (GArray) homes = new_homes (), pairs = g_array_new (FALSE, FALSE, sizeof (TnDuplicate));

  if (!find_near (copy, typed, homes, error))
    return NULL;
  count_homes (homes);
  for (guint i = 0; i < homes->len; i++)
    {
      const TnMatchHome *home = &g_array_index (homes, TnMatchHome, i);
      guint why;
      int score = tn_match_home_score (typed, home, 0, &why);

      tn_pairs_add (pairs, TN_DUPLICATES_HOUSEHOLDS, &typed->head.id, &home->head.id, score, why);
    }
  tn_pairs_sort (pairs, limit);
  return g_steal_pointer (&pairs);
}
