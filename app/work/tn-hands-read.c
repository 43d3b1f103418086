/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Orphans and who of them has a sponsor, as they stand in the copy; sums. */
#include "tn-hands-private.h"
#include <glib/gi18n.h>
#include <string.h>
#include "tn-text.h"
#include "tn-work-private.h"

void
tn_orphan_free (gpointer data)
{
  g_free (((TnOrphan *) data)->name);
  g_free (((TnOrphan *) data)->address);
  g_free (data);
}
G_DEFINE_AUTOPTR_CLEANUP_FUNC (TnOrphan, tn_orphan_free)

void
tn_orphan_view_free (gpointer data)
{
  TnOrphanView *view = data;

  g_clear_pointer (&view->orphan, tn_orphan_free);
  g_clear_pointer (&view->sponsorships, g_ptr_array_unref);
  g_free (view);
}
G_DEFINE_AUTOPTR_CLEANUP_FUNC (TnOrphanView, tn_orphan_view_free)

/* ---- orphans ---- */

static GHashTable *
read_sponsored (TnCopy *copy, gint64 today, GError **error)
{
  g_autoptr (GPtrArray) running = tn_sponsorship_read_states (copy, tn_sponsorship_open, today, error);
  GHashTable *sponsored = running ? g_hash_table_new_full (tn_id_hash, tn_id_equal, g_free, NULL) : NULL;

  for (guint i = 0; running && i < running->len; i++)
    if (((TnSponsorship *) running->pdata[i])->running)
      g_hash_table_add (sponsored, tn_id_copy (&((TnSponsorship *) running->pdata[i])->person));
  return sponsored;
}

typedef struct { TnId membership, person; } Membership;

/* Of those who live here; a date may be a year or a month. person NULL = all, by address. */
static GArray *
read_memberships (TnCopy *copy, const TnId *person, gint64 today, GError **error)
{
  g_autoptr (TnStmt) stmt = tn_db_prepare (tn_copy_db (copy),
    "SELECT m.id, m.subject FROM membership m JOIN person p ON p.id = m.subject LEFT JOIN household h ON h.row = p.home WHERE m.category = 'orphan_covid' AND p.gone = 0"
    " AND coalesce(m.from_date, '') <= ?1 AND (m.to_date IS NULL OR m.to_date >= substr(?1, 1, length(m.to_date))) AND (?2 IS NULL OR m.subject = ?2)"
    " ORDER BY h.address_key, p.home, p.slot, m.id", error);
  g_autoptr (GArray) found = g_array_new (FALSE, FALSE, sizeof (Membership));
  g_autofree char *day = tn_listed_date_text (today);
  TnStep step;

  if (!stmt)
    return NULL;
  tn_stmt_bind_text (stmt, 1, day);
  tn_stmt_bind_id (stmt, 2, person);
  while ((step = tn_stmt_step (stmt, error)) == TN_STEP_ROW)
    {
      Membership one;

      tn_stmt_id (stmt, 0, &one.membership);
      tn_stmt_id (stmt, 1, &one.person);
      g_array_append_val (found, one);
    }
  return step == TN_STEP_DONE ? g_steal_pointer (&found) : NULL;
}

static gboolean
is_unconfirmed (TnCopy *copy, const TnId *membership)
{
  g_autoptr (TnRow) row = tn_copy_get (copy, membership, NULL);

  return row && tn_slice_is (tn_row_field (row, "unconfirmed"), "true");
}

/* NULL for who was merged into somebody else. */
static TnOrphan *
read_orphan (TnCopy *copy, const TnId *person)
{
  g_autoptr (TnRow) row = tn_copy_get (copy, person, NULL);
  TnOrphan *orphan;
  TnId into;

  if (!row || row->deleted || tn_row_ref (row, "merged_into", &into))
    return NULL;
  orphan = g_new0 (TnOrphan, 1);
  orphan->person = *person;
  orphan->name = tn_row_dup_or_empty (row, "name");
  orphan->address = tn_row_ref (row, "household", &orphan->household) ? tn_query_title (copy, &orphan->household) : g_strdup ("");
  orphan->birth = tn_listed_row_date (row, "birth");
  return orphan;
}

/* Everybody once, whatever number of documents says so. */
static GPtrArray *
read_orphans (TnCopy *copy, gint64 today, GError **error)
{
  g_autoptr (GArray) memberships = read_memberships (copy, NULL, today, error);
  g_autoptr (GPtrArray) orphans = g_ptr_array_new_with_free_func (tn_orphan_free);
  g_autoptr (GHashTable) seen = g_hash_table_new (tn_id_hash, tn_id_equal);

  for (guint i = 0; memberships && i < memberships->len; i++)
    {
      const Membership *one = &g_array_index (memberships, Membership, i);
      TnOrphan *orphan = g_hash_table_contains (seen, &one->person) ? NULL : read_orphan (copy, &one->person);

      if (!orphan)
        continue;
      orphan->unconfirmed = is_unconfirmed (copy, &one->membership);
      g_hash_table_add (seen, &orphan->person);
      g_ptr_array_add (orphans, orphan);
    }
  return memberships ? g_steal_pointer (&orphans) : NULL;
}

GPtrArray *
tn_orphan_list (TnCopy *copy, const char *search, gint64 today, GError **error)
{
  g_autoptr (GHashTable) sponsored = read_sponsored (copy, today, error);
  g_autoptr (GPtrArray) orphans = sponsored ? read_orphans (copy, today, error) : NULL;
  g_autofree char *folded = tn_text_fold (search ? search : "", -1);

  for (guint i = orphans ? orphans->len : 0; i-- > 0;)
    {
      const TnOrphan *orphan = orphans->pdata[i];

      if (g_hash_table_contains (sponsored, &orphan->person) || !tn_hands_match (orphan->name, orphan->address, folded))
        g_ptr_array_remove_index (orphans, i);
    }
  return g_steal_pointer (&orphans);
}

TnOrphanView *
tn_orphan_read (TnCopy *copy, const TnId *person, gint64 today, GError **error)
{
  g_autoptr (TnRow) row = tn_work_get (copy, "person", person, error);
  g_autoptr (GArray) memberships = row ? read_memberships (copy, person, today, error) : NULL;
  TnListedQuery query = { .kind = "sponsorship", .parent = person, .newest_first = TRUE };
  g_autoptr (GArray) listed = memberships ? tn_query_listed (copy, &query, error) : NULL;
  g_autoptr (TnOrphanView) view = listed ? g_new0 (TnOrphanView, 1) : NULL;

  if (!view)
    return NULL;
  view->sponsorships = g_ptr_array_new_with_free_func (tn_sponsorship_free);
  view->is_orphan = memberships->len > 0;
  view->lives = tn_work_lives_there (row);
  if (!(view->orphan = read_orphan (copy, person)))
    {
      g_set_error (error, TN_ERROR, TN_ERROR_NOT_FOUND, _("This person was merged into somebody else."));
      return NULL;
    }
  view->orphan->unconfirmed = memberships->len && is_unconfirmed (copy, &g_array_index (memberships, Membership, 0).membership);
  for (guint i = 0; i < listed->len; i++)
    {
      TnSponsorship *s = tn_sponsorship_read_one (copy, &g_array_index (listed, TnListed, i).id, today, error);

      if (!s)
        return NULL;
      g_ptr_array_add (view->sponsorships, s);
    }
  return g_steal_pointer (&view);
}

/* ---- sums ---- */

static gboolean
count_pairs (TnCopy *copy, const char *state, guint *n, GError **error)
{
  TnListedQuery query = { .kind = "helping_pair", .state = state };

  return tn_query_count_listed (copy, &query, n, error);
}

gboolean
tn_hands_sum (TnCopy *copy, gint64 today, TnHandsSums *sums, GError **error)
{
  g_autoptr (GPtrArray) orphans = read_orphans (copy, today, error), running = orphans ? tn_sponsorship_read_states (copy, tn_sponsorship_open, today, error) : NULL;
  g_autoptr (GHashTable) sponsored = running ? read_sponsored (copy, today, error) : NULL;
  guint n_receipts = 0;

  memset (sums, 0, sizeof *sums);
  if (!sponsored || !count_pairs (copy, "running", &sums->n_pairs, error) || !count_pairs (copy, "waiting", &sums->n_waiting, error))
    return FALSE;
  sums->n_orphans = orphans->len;
  for (guint i = 0; i < orphans->len; i++)
    sums->n_sponsored += g_hash_table_contains (sponsored, &((TnOrphan *) orphans->pdata[i])->person);
  for (guint i = 0; i < running->len; i++)
    sums->n_overdue += ((TnSponsorship *) running->pdata[i])->promise.n_overdue > 0;
  return tn_sponsorship_count_receipts (copy, NULL, &n_receipts, &sums->amount_came, error);
}
