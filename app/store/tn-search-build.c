/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The whole search table in one go, for a first copy. Every word is kept once; what was found where is one array of (word, household and
 * slot), which is put into the order of the words by counting. As words are sorted, the words of one beginning stand side by side. Rows are
 * made some at a time, as they are asked for: all of them together would be as large as the table. */
#include "tn-search.h"

typedef struct { guint32 at, hash; guint8 len; gboolean digit; } Word;
typedef struct { guint32 word, place; } Found;          /* place = household row * 64 + slot */

struct _TnSearchBuild {
  GByteArray *text;      /* the words' bytes */
  GArray *words;         /* Word */
  guint32 *table;        /* open hash of word number + 1 */
  guint32 mask;
  GArray *found;         /* Found */
  guint32 *order;        /* sorted position -> word */
  guint32 *start;        /* sorted position -> where its places begin */
  guint32 *places;
  guint32 n_homes;
  guint64 *dense;        /* bits of one beginning, for those that are everywhere */
  GByteArray *rows;      /* made and not yet given: key length, key, block, docs length, docs */
  guint read;            /* of rows: the next one begins here */
  guint level;           /* bytes of the beginnings that are being made; then groups, then words */
  guint32 next;          /* sorted position of the word that is next at this level */
};

TnSearchBuild *
tn_search_build_new (void)
{
  TnSearchBuild *build = g_new0 (TnSearchBuild, 1);
  build->text = g_byte_array_new ();
  build->words = g_array_new (FALSE, FALSE, sizeof (Word));
  build->found = g_array_new (FALSE, FALSE, sizeof (Found));
  build->mask = (1 << 12) - 1;
  build->table = g_new0 (guint32, build->mask + 1);
  build->rows = g_byte_array_new ();
  return build;
}

void
tn_search_build_free (TnSearchBuild *build)
{
  if (!build) return;
  g_byte_array_unref (build->text);
  g_array_unref (build->words);
  g_clear_pointer (&build->found, g_array_unref);
  g_byte_array_unref (build->rows);
  g_free (build->table);
  g_free (build->order);
  g_free (build->start);
  g_free (build->places);
  g_free (build->dense);
  g_free (build);
}

static Word *
word_at (TnSearchBuild *build, guint32 i)
{
  return &g_array_index (build->words, Word, i);
}

static void
grow_table (TnSearchBuild *build)
{
  build->mask = build->mask * 2 + 1;
  g_free (build->table);
  build->table = g_new0 (guint32, build->mask + 1);
  for (guint32 i = 0; i < build->words->len; i++) {
    guint32 slot = word_at (build, i)->hash & build->mask;
    while (build->table[slot]) slot = (slot + 1) & build->mask;
    build->table[slot] = i + 1;
  }
}

static guint32
hash_word (const char *word, gsize len)
{
  guint32 h = 2166136261u;
  for (gsize i = 0; i < len; i++) h = (h ^ (guint8) word[i]) * 16777619u;
  return h ^ h >> 15;
}

static guint32
intern_word (TnSearchBuild *build, const char *word, gsize len)
{
  guint32 hash = hash_word (word, len), slot = hash & build->mask, i;
  for (; (i = build->table[slot]); slot = (slot + 1) & build->mask) {
    Word *known = word_at (build, i - 1);
    if (known->hash == hash && known->len == len && memcmp (build->text->data + known->at, word, len) == 0) return i - 1;
  }
  Word fresh = { build->text->len, hash, (guint8) len, tn_word_has_digit (word, len) };
  g_byte_array_append (build->text, (const guint8 *) word, (guint) len);
  g_array_append_val (build->words, fresh);
  build->table[slot] = build->words->len;
  if (build->words->len * 2 > build->mask) grow_table (build);
  return build->words->len - 1;
}

void
tn_search_build_add (TnSearchBuild *build, guint32 home, guint slot, const char *words)
{
  const char *word;
  gsize len;
  while (tn_words_next (&words, &word, &len)) {
    Found found = { intern_word (build, word, MIN (len, TN_WORD_MAX)), home << 6 | slot };
    g_array_append_val (build->found, found);
  }
  build->n_homes = MAX (build->n_homes, home + 1);
}

static gint
compare_words_cb (gconstpointer a, gconstpointer b, gpointer data)
{
  TnSearchBuild *build = data;
  const Word *x = word_at (build, *(const guint32 *) a), *y = word_at (build, *(const guint32 *) b);
  gint order = memcmp (build->text->data + x->at, build->text->data + y->at, MIN (x->len, y->len));
  return order ? order : (gint) x->len - (gint) y->len;
}

static int
compare_places_cb (const void *a, const void *b)
{
  guint32 x = *(const guint32 *) a, y = *(const guint32 *) b;
  return x < y ? -1 : x > y;
}

/* Most words come household by household as it is. */
static void
sort_rising (guint32 *places, guint32 n)
{
  for (guint32 i = 1; i < n; i++)
    if (places[i] < places[i - 1]) {
      qsort (places, n, sizeof *places, compare_places_cb);
      return;
    }
}

/* Places in the order of the sorted words; within a word they rise. */
static void
sort_places (TnSearchBuild *build)
{
  guint32 n = build->words->len;
  g_autofree guint32 *rank = g_new (guint32, n);
  build->order = g_new (guint32, n);
  for (guint32 i = 0; i < n; i++) build->order[i] = i;
  g_qsort_with_data (build->order, (gint) n, sizeof (guint32), compare_words_cb, build);
  build->start = g_new0 (guint32, n + 2);
  for (guint32 i = 0; i < n; i++) rank[build->order[i]] = i;
  Found *found = (Found *) (gpointer) build->found->data;
  for (guint32 i = 0; i < build->found->len; i++) build->start[rank[found[i].word] + 2]++;
  for (guint32 i = 2; i < n + 2; i++) build->start[i] += build->start[i - 1];
  build->places = g_new (guint32, build->found->len);
  for (guint32 i = 0; i < build->found->len; i++) build->places[build->start[rank[found[i].word] + 1]++] = found[i].place;
  g_clear_pointer (&build->found, g_array_unref);
  for (guint32 i = 0; i < n; i++) sort_rising (build->places + build->start[i], build->start[i + 1] - build->start[i]);
}

static const char *
text_at (TnSearchBuild *build, guint32 i)
{
  return (const char *) build->text->data + word_at (build, build->order[i])->at;
}

/* The rows of one key. */
typedef struct { TnSearchBuild *build; TnKey key; guint32 block, last; guint docs_at; } Run;

static void
end_block (Run *run)
{
  if (!run->docs_at) return;
  guint32 len = run->build->rows->len - run->docs_at;
  memcpy (run->build->rows->data + run->docs_at - sizeof len, &len, sizeof len);
  run->docs_at = 0;
}

static void
begin_block (Run *run, guint32 block)
{
  GByteArray *rows = run->build->rows;
  guint32 len = 0;
  end_block (run);
  g_byte_array_append (rows, &run->key.len, 1);
  g_byte_array_append (rows, (const guint8 *) run->key.b, run->key.len);
  g_byte_array_append (rows, (const guint8 *) &block, sizeof block);
  g_byte_array_append (rows, (const guint8 *) &len, sizeof len);
  run->docs_at = rows->len;
  run->block = block;
  run->last = 0;
}

/* The gap to write for a household, which may begin a block. */
static guint
step_to (Run *run, guint32 home)
{
  guint32 block = home / TN_SEARCH_BLOCK, in = home % TN_SEARCH_BLOCK;
  if (!run->docs_at || block != run->block) begin_block (run, block);
  guint gap = in - run->last;
  run->last = in;
  return gap;
}

static void
put_home (Run *run, guint32 home, guint64 bits)
{
  guint gap = step_to (run, home);
  tn_search_block_append (run->build->rows, gap, bits);
}

static void
put_rising (Run *run, const guint32 *places, guint32 n)
{
  for (guint32 i = 0; i < n;) {
    guint32 home = places[i] >> 6;
    guint64 bits = 0;
    for (; i < n && places[i] >> 6 == home; i++) bits |= G_GUINT64_CONSTANT (1) << (places[i] & 63);
    put_home (run, home, bits);
  }
}

static void
put_dense (Run *run, const guint32 *places, guint32 n)
{
  guint64 *dense = run->build->dense;
  for (guint32 i = 0; i < n; i++) dense[places[i] >> 6] |= G_GUINT64_CONSTANT (1) << (places[i] & 63);
  for (guint32 home = 0; home < run->build->n_homes; home++) {
    if (!dense[home]) continue;
    put_home (run, home, dense[home]);
    dense[home] = 0;
  }
}

/* Sorted words first to last (excluded) share this beginning. */
static void
put_beginning (TnSearchBuild *build, char level, gsize len, guint32 first, guint32 last)
{
  Run run = { .build = build };
  guint32 *places = build->places + build->start[first], n = build->start[last] - build->start[first];
  run.key.b[0] = level;
  run.key.len = (guint8) (len + 1);
  memcpy (run.key.b + 1, text_at (build, first), len);
  if (last == first + 1) put_rising (&run, places, n);
  else if (n > build->n_homes / 16) put_dense (&run, places, n);
  else {
    g_autofree guint32 *sorted = g_memdup2 (places, n * sizeof *places);
    qsort (sorted, n, sizeof *sorted, compare_places_cb);
    put_rising (&run, sorted, n);
  }
  end_block (&run);
}

static int
compare_found_cb (const void *a, const void *b)
{
  guint64 x = *(const guint64 *) a, y = *(const guint64 *) b;
  return x < y ? -1 : x > y;
}

/* Household, word by its place in the order, slot: sorted as one number. */
#define FOUND_HOME(found) ((guint32) ((found) >> 38))
#define FOUND_WORD(found) ((guint32) ((found) >> 6))

static void
put_group_entries (Run *run, const guint64 *found, guint32 n)
{
  for (guint32 i = 0; i < n;) {
    guint64 entry = found[i] >> 6, bits = 0;
    guint32 word = FOUND_WORD (found[i]), home = FOUND_HOME (found[i]);
    for (; i < n && found[i] >> 6 == entry; i++) bits |= G_GUINT64_CONSTANT (1) << (found[i] & 63);
    guint gap = step_to (run, home);
    tn_search_group_append (run->build->rows, gap, bits, text_at (run->build, word) + TN_WORD_GROUP,
                            word_at (run->build, run->build->order[word])->len - TN_WORD_GROUP);
  }
}

/* Those of the words first to last that have a digit: words of letters may stand between them. */
static void
put_group (TnSearchBuild *build, guint32 first, guint32 last)
{
  Run run = { .build = build };
  g_autofree guint64 *found = g_new (guint64, build->start[last] - build->start[first] + 1);
  guint32 n = 0;
  for (guint32 word = first; word < last; word++) {
    if (!word_at (build, build->order[word])->digit) continue;
    for (guint32 i = build->start[word]; i < build->start[word + 1]; i++)
      found[n++] = (guint64) (build->places[i] >> 6) << 38 | (guint64) word << 6 | (build->places[i] & 63);
  }
  qsort (found, n, sizeof *found, compare_found_cb);
  run.key.b[0] = 'g';
  run.key.len = 1 + TN_WORD_GROUP;
  memcpy (run.key.b + 1, text_at (build, first), TN_WORD_GROUP);
  put_group_entries (&run, found, n);
  end_block (&run);
}

/* The words first to *last (excluded) begin with the same len bytes; FALSE when the word is shorter. */
static gboolean
find_run (TnSearchBuild *build, guint32 first, gsize len, guint32 *last)
{
  const char *text = text_at (build, first);
  *last = first + 1;
  if (word_at (build, build->order[first])->len < len) return FALSE;
  while (*last < build->words->len && word_at (build, build->order[*last])->len >= len && memcmp (text_at (build, *last), text, len) == 0) (*last)++;
  return TRUE;
}

void
tn_search_build_sort (TnSearchBuild *build)
{
  sort_places (build);
  build->dense = g_new0 (guint64, build->n_homes);
  build->level = 1;
}

/* One key's rows, or none; moves on. Keys rise: '1', '2', '3', 'g', 'w'. */
static void
make_next (TnSearchBuild *build)
{
  guint32 first = build->next, last = first + 1;
  const Word *word = word_at (build, build->order[first]);
  if (build->level < TN_WORD_GROUP) {
    if (find_run (build, first, build->level, &last)) put_beginning (build, (char) ('0' + build->level), build->level, first, last);
  } else if (build->level == TN_WORD_GROUP) {
    if (find_run (build, first, TN_WORD_GROUP, &last)) put_group (build, first, last);
  } else if (!word->digit && word->len >= TN_WORD_GROUP) put_beginning (build, 'w', word->len, first, last);
  build->next = last;
}

/* FALSE at the end. */
static gboolean
make_rows (TnSearchBuild *build)
{
  g_byte_array_set_size (build->rows, 0);
  build->read = 0;
  while (!build->rows->len && build->level <= TN_WORD_GROUP + 1) {
    if (build->next < build->words->len) make_next (build);
    else {
      build->next = 0;
      build->level++;
    }
  }
  return build->rows->len > 0;
}

gboolean
tn_search_build_next (gpointer data, TnFeedValue *values)
{
  TnSearchBuild *build = data;
  if (build->read >= build->rows->len && !make_rows (build)) return FALSE;
  const guint8 *p = build->rows->data + build->read;
  guint32 block, len;
  guint8 key_len = *p++;
  memcpy (&block, p + key_len, sizeof block);
  memcpy (&len, p + key_len + sizeof block, sizeof len);
  values[0] = tn_feed_blob (p, key_len);
  values[1] = tn_feed_int (block);
  values[2] = tn_feed_blob (p + key_len + sizeof block + sizeof len, len);
  build->read += 1 + key_len + (guint) (sizeof block + sizeof len) + len;
  return TRUE;
}
