/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "tn-round-walk.h"
#include <string.h>
#include "tn-text.h"

/* ---- floors ---- */

/* The number behind the word, e.g. "lau 3"; FALSE when the word is not there. */
static gboolean
find_floor_word (const char *folded, const char *word, int *floor)
{
  const char *at = strstr (folded, word), *number = at ? at + strlen (word) : NULL;

  if (!at || (at > folded && g_ascii_isalpha (at[-1])))
    return FALSE;
  number += strspn (number, " .:");
  if (!g_ascii_isdigit (*number))
    return FALSE;
  *floor = (int) CLAMP (g_ascii_strtoll (number, NULL, 10), 0, 999) * 2;
  return TRUE;
}

/* "12.04" is the 12th floor, and so is "1204": hotels and blocks count rooms by hundreds. */
static int
read_floor_of_number (const char *folded)
{
  const char *number = strpbrk (folded, "0123456789");
  char *end;
  gint64 n = number ? g_ascii_strtoll (number, &end, 10) : 0;

  if (!number)
    return 2;
  if (*end == '.' && g_ascii_isdigit (end[1]))
    return (int) CLAMP (n, 0, 999) * 2;
  return end - number >= 3 && n >= 100 ? (int) MIN (n / 100, 999) * 2 : 2;
}

int
tn_round_walk_floor (const char *room)
{
  g_autofree char *folded = tn_text_fold (room ? room : "", -1);
  int floor;

  if (strstr (folded, "tang ham") || g_str_has_prefix (folded, "ham"))
    return -2;
  if (strstr (folded, "tret"))
    return 0;
  if (strstr (folded, "lung"))
    return 1;
  if (find_floor_word (folded, "lau", &floor) || find_floor_word (folded, "tang", &floor))
    return floor;
  return read_floor_of_number (folded);
}

/* ---- keys ---- */

typedef struct
{
  TnDoor *door;
  GByteArray *place, *inside;   /* the door from the street; the room from the door */
} Keyed;

typedef struct
{
  GHashTable *texts;       /* text -> GBytes: streets and buildings come again and again */
  GHashTable *buildings;   /* TnId -> the first place that its rooms have, borrowed */
} Sorter;

static void
append_bytes (GByteArray *out, gconstpointer data, gsize len)
{
  g_byte_array_append (out, data, (guint) len);
}

static void
append_text (Sorter *sorter, GByteArray *out, const char *text)
{
  GBytes *key = g_hash_table_lookup (sorter->texts, text ? text : "");
  gsize len;
  gconstpointer data;

  if (!key)
    {
      g_autofree char *same = tn_text_same_key (text ? text : "");
      guint8 *made = tn_text_sort_key (same, &len);

      key = g_bytes_new_take (made, len);
      g_hash_table_insert (sorter->texts, g_strdup (text ? text : ""), key);
    }
  data = g_bytes_get_data (key, &len);
  append_bytes (out, data, len);
  append_bytes (out, "", 1);
}

static GByteArray *
make_place (Sorter *sorter, const TnDoor *door)
{
  GByteArray *out = g_byte_array_new ();
  g_autofree char *path = tn_text_door_path (door->alley, door->house_no);
  g_autofree guint8 *key = NULL;
  gsize len;

  append_text (sorter, out, door->street);
  if (door->alley && *door->alley && !tn_text_alley_has_number (door->alley))
    {
      append_bytes (out, "\xfe", 1);
      append_text (sorter, out, door->alley);
    }
  key = tn_text_walk_key (path, &len);
  append_bytes (out, key, len);
  return out;
}

static GByteArray *
make_inside (Sorter *sorter, const TnDoor *door)
{
  GByteArray *out = g_byte_array_new ();
  guint8 floor = (guint8) CLAMP (tn_round_walk_floor (door->room) + 2, 0, 255), building = !tn_id_is_null (&door->building);

  append_bytes (out, &building, 1);
  if (building)
    {
      append_text (sorter, out, door->building_name);
      append_bytes (out, door->building.b, sizeof door->building.b);
    }
  append_bytes (out, &floor, 1);
  append_text (sorter, out, door->room);
  append_text (sorter, out, door->head);
  append_bytes (out, door->id.b, sizeof door->id.b);
  return out;
}

static int
compare_bytes (const GByteArray *a, const GByteArray *b)
{
  int order = memcmp (a->data, b->data, MIN (a->len, b->len));

  return order ? order : a->len < b->len ? -1 : a->len > b->len;
}

static int
compare_keyed_cb (gconstpointer a, gconstpointer b)
{
  const Keyed *x = a, *y = b;
  int order = compare_bytes (x->place, y->place);

  return order ? order : compare_bytes (x->inside, y->inside);
}

/* One writes 45/12 and another 45/12 (A): the rooms of one building are at the first of its doors. */
static void
gather_buildings (Sorter *sorter, GArray *keyed)
{
  for (guint i = 0; i < keyed->len; i++)
    {
      Keyed *k = &g_array_index (keyed, Keyed, i);
      GByteArray *first = g_hash_table_lookup (sorter->buildings, &k->door->building);

      if (!tn_id_is_null (&k->door->building) && (!first || compare_bytes (k->place, first) < 0))
        g_hash_table_insert (sorter->buildings, &k->door->building, k->place);
    }
  for (guint i = 0; i < keyed->len; i++)
    {
      Keyed *k = &g_array_index (keyed, Keyed, i);
      GByteArray *first = g_hash_table_lookup (sorter->buildings, &k->door->building);

      if (!first || first == k->place)
        continue;
      g_byte_array_ref (first);
      g_byte_array_unref (k->place);
      k->place = first;
    }
}

static void
clear_keyed_cb (gpointer data)
{
  g_byte_array_unref (((Keyed *) data)->place);
  g_byte_array_unref (((Keyed *) data)->inside);
}

void
tn_round_walk_sort (GPtrArray *doors)
{
  g_autoptr (GHashTable) texts = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, (GDestroyNotify) g_bytes_unref);
  g_autoptr (GHashTable) buildings = g_hash_table_new (tn_id_hash, tn_id_equal);
  g_autoptr (GArray) keyed = g_array_sized_new (FALSE, FALSE, sizeof (Keyed), doors->len);
  Sorter sorter = { texts, buildings };

  g_array_set_clear_func (keyed, clear_keyed_cb);
  for (guint i = 0; i < doors->len; i++)
    {
      Keyed k = { doors->pdata[i], make_place (&sorter, doors->pdata[i]), make_inside (&sorter, doors->pdata[i]) };
      g_array_append_val (keyed, k);
    }
  gather_buildings (&sorter, keyed);
  g_array_sort (keyed, compare_keyed_cb);
  for (guint i = 0; i < keyed->len; i++)
    doors->pdata[i] = g_array_index (keyed, Keyed, i).door;
}

/* ---- places ---- */

/* Marks a longest rising run among the old numbers: those keep theirs. */
static void
mark_kept (const gint64 *old, guint n, gboolean *kept)
{
  g_autofree guint *last = g_new (guint, n + 1), *before = g_new (guint, n + 1);   /* ends of runs by length; who stands before whom; n = nobody */
  guint length = 0;

  for (guint i = 0; i < n; i++)
    {
      guint low = 0, high = length;

      if (old[i] <= 0)
        continue;
      while (low < high)
        {
          guint middle = (low + high) / 2;

          if (old[last[middle]] < old[i])
            low = middle + 1;
          else
            high = middle;
        }
      before[i] = low ? last[low - 1] : n;
      last[low] = i;
      length = MAX (length, low + 1);
    }
  for (guint i = length ? last[length - 1] : n; i < n; i = before[i])
    kept[i] = TRUE;
}

/* Places `from` to `to` - 1 lie between two that keep theirs; after the last one the numbers go on. FALSE when there is no room. */
static gboolean
fill_gap (gint64 *out, guint from, guint to, guint n)
{
  gint64 low = from ? out[from - 1] : 0, step = to < n ? (out[to] - low) / (gint64) (to - from + 1) : TN_ROUND_WALK_GAP;

  for (guint i = from; i < to; i++)
    out[i] = low + step * (gint64) (i - from + 1);
  return step > 0;
}

void
tn_round_walk_positions (const gint64 *old, guint n, gint64 *out)
{
  g_autofree gboolean *kept = g_new0 (gboolean, n + 1);
  gboolean room = TRUE;

  mark_kept (old, n, kept);
  for (guint i = 0; i < n; i++)
    out[i] = kept[i] ? old[i] : 0;
  for (guint from = 0; from < n && room;)
    {
      guint to = from;

      while (to < n && !kept[to])
        to++;
      room = to == from || fill_gap (out, from, to, n);
      from = to + 1;
    }
  for (guint i = 0; i < n && !room; i++)
    out[i] = (gint64) (i + 1) * TN_ROUND_WALK_GAP;
}
