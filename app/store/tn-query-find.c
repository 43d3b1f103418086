/* SPDX-License-Identifier: GPL-3.0-or-later */
/* People and households at once. The search says which households and which bits; names are read for as many as may be shown. */
#include "tn-copy-private.h"
#include "tn-query-private.h"
#include "tn-search.h"
#include "tn-text.h"

#define MOST_CANDIDATES 1000   /* looked at for the best; who types so little that more are found will type on */

void
tn_hit_free (TnHit *hit)
{
  if (!hit) return;
  g_free (hit->kind);
  g_free (hit->title);
  g_free (hit->detail);
  g_free (hit);
}

typedef struct {
  TnCopy *copy;
  GArray *words;
  char *typed;          /* words as typed, folded, one blank between */
  GPtrArray *hits;
  GArray *ranks;        /* guint by hit: less is better */
} Find;

/* The name itself, then names that begin so, then names that have every word whole; then the rest, as the list has them. */
static guint
rank_title (const Find *find, const char *title)
{
  g_autoptr (GString) words = g_string_new (NULL);
  tn_words_add (words, title);
  g_autofree char *padded = g_strconcat (" ", words->str, NULL);
  if (g_str_equal (words->str, find->typed)) return 0;
  if (g_str_has_prefix (words->str, find->typed)) return 1;
  for (guint i = 0; i < find->words->len; i++) {
    g_autofree char *whole = g_strconcat (" ", g_array_index (find->words, TnWanted, i).begin[0], " ", NULL);
    if (!strstr (padded, whole)) return 3;
  }
  return 2;
}

static void
add_hit (Find *find, const char *kind, const TnId *id, const TnId *household, const char *title, const char *detail)
{
  TnHit *hit = g_new0 (TnHit, 1);
  *hit = (TnHit) { *id, *household, g_strdup (kind), g_strdup (title), g_strdup (detail) };
  guint rank = rank_title (find, title) << 20 | find->hits->len;
  g_ptr_array_add (find->hits, hit);
  g_array_append_val (find->ranks, rank);
}

typedef struct { TnId id; char *words, *address, *head; } Home;

static void
home_clear (Home *home)
{
  g_free (home->words);
  g_free (home->address);
  g_free (home->head);
}
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Home, home_clear)

static gboolean
read_home (Find *find, gint64 row, Home *home, GError **error)
{
  g_autoptr (TnStmt) stmt = tn_db_prepare (find->copy->db,
    "SELECT id, words, house_no, alley, street, room, building_name, coalesce(head_name, ''), coalesce(code, '') FROM household WHERE row = ?", error);
  if (!stmt) return FALSE;
  tn_stmt_bind_int (stmt, 1, row);
  TnStep step = tn_stmt_step (stmt, error);
  if (step != TN_STEP_ROW) return FALSE;
  tn_stmt_id (stmt, 0, &home->id);
  home->words = g_strdup (tn_stmt_text (stmt, 1));
  home->address = tn_query_address (tn_stmt_text (stmt, 2), tn_stmt_text (stmt, 3), tn_stmt_text (stmt, 4), tn_stmt_text (stmt, 5),
                                    tn_stmt_text (stmt, 6));
  home->head = g_strdup (tn_stmt_text (stmt, 7));
  if (!*home->address) {
    g_free (home->address);
    home->address = g_strdup (tn_stmt_text (stmt, 8));
  }
  return TRUE;
}

static gboolean
is_meant (const Find *find, const Home *home, guint slot, guint64 bits, const char *words)
{
  if (!(bits >> slot & 1)) return FALSE;
  if (slot != TN_SEARCH_LAST_SLOT) return TRUE;
  g_autofree char *whole = g_strconcat (home->words, words, NULL);
  return tn_search_words_have (whole, find->words);
}

static gboolean
add_members (Find *find, gint64 row, const Home *home, guint64 bits, GError **error)
{
  g_autoptr (TnStmt) stmt = tn_db_prepare (find->copy->db, "SELECT id, slot, name, words FROM person WHERE home = ? ORDER BY ord, id", error);
  if (!stmt) return FALSE;
  tn_stmt_bind_int (stmt, 1, row);
  TnStep step;
  while ((step = tn_stmt_step (stmt, error)) == TN_STEP_ROW) {
    TnId id;
    if (tn_stmt_id (stmt, 0, &id) && is_meant (find, home, (guint) tn_stmt_int (stmt, 1), bits, tn_stmt_text (stmt, 3)))
      add_hit (find, "person", &id, &home->id, tn_stmt_text (stmt, 2), home->address);
  }
  return step == TN_STEP_DONE;
}

/* A person counts where a word was the person's own: an address alone means the household. */
static gboolean
add_home (Find *find, const TnSearchHits *found, gint64 row, GError **error)
{
  g_auto (Home) home = { 0 };
  guint64 bits = found->all[row] & found->own[row] & ~G_GUINT64_CONSTANT (1);
  if (!read_home (find, row, &home, error)) return FALSE;
  if (bits && !add_members (find, row, &home, bits, error)) return FALSE;
  if (found->all[row] & 1) add_hit (find, "household", &home.id, &home.id, home.address, home.head);
  return TRUE;
}

static gboolean
collect (Find *find, GError **error)
{
  gsize max_row;
  g_auto (TnSearchHits) found = { 0 };
  const GArray *order = tn_query_order (find->copy, TN_SORT_ADDRESS, &max_row, error);
  if (!order || !tn_search_run (find->copy->db, find->words, max_row + 1, &found, error)) return FALSE;
  for (guint i = 0; i < order->len && find->hits->len < MOST_CANDIDATES; i++) {
    gint64 row = g_array_index (order, guint32, i) / 2;
    if (found.all[row] && !add_home (find, &found, row, error)) return FALSE;
  }
  return TRUE;
}

static int
compare_ranks_cb (gconstpointer a, gconstpointer b)
{
  guint x = *(const guint *) a, y = *(const guint *) b;
  return x < y ? -1 : x > y;
}

/* Takes the best of the hits, in order. */
static GPtrArray *
pick_best (Find *find, guint limit)
{
  GPtrArray *best = g_ptr_array_new_with_free_func ((GDestroyNotify) tn_hit_free);
  g_array_sort (find->ranks, compare_ranks_cb);
  for (guint i = 0; i < find->ranks->len && best->len < limit; i++) {
    guint at = g_array_index (find->ranks, guint, i) & ((1 << 20) - 1);
    g_ptr_array_add (best, g_steal_pointer (&find->hits->pdata[at]));
  }
  return best;
}

GPtrArray *
tn_query_find (TnCopy *copy, const char *text, guint limit, GError **error)
{
  gboolean own;
  g_autoptr (GArray) words = tn_words_wanted (text), ranks = g_array_new (FALSE, FALSE, sizeof (guint));
  g_autoptr (GPtrArray) hits = g_ptr_array_new_with_free_func ((GDestroyNotify) tn_hit_free);
  g_autoptr (GString) typed = g_string_new (NULL);
  tn_words_add (typed, text);
  Find find = { copy, words, typed->str, hits, ranks };
  if (!words->len) return pick_best (&find, 0);
  if (!tn_query_begin (copy, &own, error)) return NULL;
  gboolean done = collect (&find, error);
  tn_query_end (copy, own);
  return done ? pick_best (&find, limit) : NULL;
}
