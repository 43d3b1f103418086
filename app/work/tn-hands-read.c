/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Sponsorships and orphans as they stand in the copy. */
#include "tn-hands.h"
#include <glib/gi18n.h>
#include <string.h>
#include "tn-date.h"
#include "tn-stock.h"
#include "tn-text.h"
#include "tn-work-private.h"

#define ENDED_LISTED 500

void
tn_sponsorship_free (gpointer data)
{
  TnSponsorship *s = data;

  g_free (s->person_name);
  g_free (s->sponsor_name);
  g_free (s->goods);
  g_free (s);
}
G_DEFINE_AUTOPTR_CLEANUP_FUNC (TnSponsorship, tn_sponsorship_free)

static void
free_gift (gpointer data)
{
  TnSponsorGift *gift = data;

  g_free (gift->goods);
  g_free (gift->by);
  g_free (gift->note);
  g_free (gift);
}

void
tn_sponsorship_view_free (gpointer data)
{
  TnSponsorshipView *view = data;

  g_clear_pointer (&view->sponsorship, tn_sponsorship_free);
  g_clear_pointer (&view->gifts, g_ptr_array_unref);
  g_free (view->phone);
  g_free (view->address);
  g_free (view->note);
  g_free (view);
}
G_DEFINE_AUTOPTR_CLEANUP_FUNC (TnSponsorshipView, tn_sponsorship_view_free)

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

static char *
dup_text (const TnRow *row, const char *field)
{
  char *text = tn_row_dup_text (row, field);

  return text ? text : g_strdup ("");
}

static gint64
read_day (const TnRow *row, const char *field)
{
  g_autofree char *text = tn_row_dup_text (row, field);

  return tn_listed_date (text);
}

static gint64
read_amount (const TnRow *row)
{
  gint64 amount = 0;

  return tn_json_get_int (tn_row_field (row, "amount"), &amount) ? CLAMP (amount, 0, TN_PROMISE_MAX) : 0;
}

static const char *
intern (const TnRow *row, const char *field)
{
  g_autofree char *text = tn_row_dup_text (row, field);

  return text ? g_intern_string (text) : "";
}

/* ---- receipts ---- */

typedef struct { GPtrArray *gifts; GHashTable *cancelled; } Receipts;

static gboolean
add_receipt (const TnListed *listed, TnSlice body, gpointer data)
{
  Receipts *receipts = data;
  TnSponsorGift *gift = g_new0 (TnSponsorGift, 1);

  gift->id = listed->id;
  gift->at = listed->at;
  if (tn_json_get_int (tn_json_member (body, "amount"), &gift->amount))
    gift->amount = CLAMP (gift->amount, 0, TN_PROMISE_MAX);
  gift->goods = tn_json_get_string (tn_json_member (body, "goods"));
  gift->by = tn_json_get_string (tn_json_member (body, "by"));
  gift->note = tn_json_get_string (tn_json_member (body, "note"));
  gift->cancels = !tn_id_is_null (&listed->ref);
  if (gift->cancels)
    g_hash_table_add (receipts->cancelled, tn_id_copy (&listed->ref));
  g_ptr_array_add (receipts->gifts, gift);
  return TRUE;
}

/* Of one sponsorship, or (NULL) of all. Newest first; what was put right does not count, nor what puts it right. */
static GPtrArray *
read_receipts (TnCopy *copy, const TnId *sponsorship, GError **error)
{
  g_autoptr (GPtrArray) gifts = g_ptr_array_new_with_free_func (free_gift);
  g_autoptr (GHashTable) cancelled = g_hash_table_new_full (tn_id_hash, tn_id_equal, g_free, NULL);
  TnListedQuery query = { .kind = "sponsorship_gift", .parent = sponsorship, .newest_first = TRUE };
  Receipts receipts = { gifts, cancelled };

  if (!tn_query_listed_each (copy, &query, add_receipt, &receipts, error))
    return NULL;
  for (guint i = 0; i < gifts->len; i++)
    {
      TnSponsorGift *gift = gifts->pdata[i];

      gift->counts = !gift->cancels && !g_hash_table_contains (cancelled, &gift->id);
    }
  return g_steal_pointer (&gifts);
}

/* ---- sponsorships ---- */

static void
judge (TnSponsorship *s, GPtrArray *gifts, gint64 today)
{
  TnPromise promise = { s->every, s->amount, s->from, s->to };

  for (guint i = 0; i < gifts->len; i++)
    {
      const TnSponsorGift *gift = gifts->pdata[i];

      s->n_came += gift->counts;
      s->amount_came += gift->counts ? gift->amount : 0;
    }
  s->running = !g_str_equal (s->state, "ended") && (!s->to || s->to >= today);
  if (!g_str_equal (s->state, "ended"))
    s->promise = tn_promise_judge (&promise, s->n_came, s->amount_came, today);
}

static TnSponsorship *
make_sponsorship (TnCopy *copy, const TnRow *row)
{
  TnSponsorship *s = g_new0 (TnSponsorship, 1);
  g_autoptr (TnRow) person = NULL;

  s->id = row->id;
  if (tn_row_ref (row, "person", &s->person) && (person = tn_copy_get (copy, &s->person, NULL)))
    tn_row_ref (person, "household", &s->household);
  s->person_name = tn_query_title (copy, &s->person);
  s->sponsor_name = tn_row_ref (row, "sponsor", &s->sponsor) ? tn_query_title (copy, &s->sponsor) : g_strdup ("");
  s->goods = dup_text (row, "goods");
  s->every = intern (row, "every");
  s->state = intern (row, "state");
  s->amount = read_amount (row);
  s->from = read_day (row, "from");
  s->to = read_day (row, "to");
  return s;
}

TnSponsorshipView *
tn_sponsorship_read (TnCopy *copy, const TnId *id, gint64 today, GError **error)
{
  g_autoptr (TnRow) row = tn_work_get (copy, "sponsorship", id, error), donor = NULL;
  g_autoptr (TnSponsorshipView) view = row ? g_new0 (TnSponsorshipView, 1) : NULL;

  if (!row || !(view->gifts = read_receipts (copy, id, error)))
    return NULL;
  view->sponsorship = make_sponsorship (copy, row);
  donor = tn_copy_get (copy, &view->sponsorship->sponsor, NULL);
  view->phone = donor ? dup_text (donor, "phone") : g_strdup ("");
  view->address = tn_id_is_null (&view->sponsorship->household) ? g_strdup ("") : tn_query_title (copy, &view->sponsorship->household);
  view->note = dup_text (row, "note");
  judge (view->sponsorship, view->gifts, today);
  return g_steal_pointer (&view);
}

static TnSponsorship *
read_one (TnCopy *copy, const TnId *id, gint64 today, GError **error)
{
  g_autoptr (TnSponsorshipView) view = tn_sponsorship_read (copy, id, today, error);

  return view ? g_steal_pointer (&view->sponsorship) : NULL;
}

static gboolean
matches (const char *a, const char *b, const char *folded)
{
  g_autofree char *all = g_strdup_printf ("%s\n%s", a, b), *own = tn_text_fold (all, -1);

  return !*folded || strstr (own, folded);
}

/* What is longest overdue first. */
static int
compare_cb (gconstpointer a, gconstpointer b)
{
  const TnSponsorship *x = *(const TnSponsorship *const *) a, *y = *(const TnSponsorship *const *) b;
  gint64 since_x = x->promise.since ? x->promise.since : G_MAXINT64, since_y = y->promise.since ? y->promise.since : G_MAXINT64;
  int order = since_x < since_y ? -1 : since_x > since_y ? 1 : tn_text_compare (x->person_name, y->person_name);

  return order ? order : tn_id_compare (&x->id, &y->id);
}

/* A promise whose last day has passed stands with those that run while something of it is still due. */
static gboolean
belongs (const TnSponsorship *s, gboolean running)
{
  return running == (s->running || s->promise.n_overdue > 0);
}

static gboolean
list_state (TnCopy *copy, const char *state, gboolean running, const char *folded, gint64 today, GPtrArray *list, GError **error)
{
  TnListedQuery query = { .kind = "sponsorship", .state = state, .newest_first = TRUE };
  g_autoptr (GArray) listed = tn_query_listed (copy, &query, error);

  for (guint i = 0; listed && i < listed->len && (running || list->len < ENDED_LISTED); i++)
    {
      g_autoptr (TnSponsorship) s = read_one (copy, &g_array_index (listed, TnListed, i).id, today, error);

      if (!s)
        return FALSE;
      if (belongs (s, running) && matches (s->person_name, s->sponsor_name, folded))
        g_ptr_array_add (list, g_steal_pointer (&s));
    }
  return listed != NULL;
}

GPtrArray *
tn_sponsorship_list (TnCopy *copy, gboolean running, const char *search, gint64 today, GError **error)
{
  static const char *const states[] = { "running", "", "ended" };
  g_autoptr (GPtrArray) list = g_ptr_array_new_with_free_func (tn_sponsorship_free);
  g_autofree char *folded = tn_text_fold (search ? search : "", -1);

  for (guint i = 0; i < G_N_ELEMENTS (states); i++)
    if ((!running || !g_str_equal (states[i], "ended")) && !list_state (copy, states[i], running, folded, today, list, error))
      return NULL;
  if (running)
    g_ptr_array_sort (list, compare_cb);
  return g_steal_pointer (&list);
}

char *
tn_sponsorship_say (const TnSponsorship *s)
{
  const char *every = *s->every ? tn_choice_label (tn_kind_field (tn_schema_kind ("sponsorship"), "every"), s->every) : "";
  g_autofree char *amount = tn_stock_show (s->amount * TN_DECIMAL_ONE);
  g_autoptr (GString) said = g_string_new (NULL);

  if (s->amount)
    /* Translators: an amount of money */
    g_string_append_printf (said, _("%s đồng"), amount);
  if (*s->goods)
    g_string_append_printf (said, "%s%s", said->len ? " + " : "", s->goods);
  if (*every)
    g_string_append_printf (said, " · %s", every);
  return g_string_free (g_steal_pointer (&said), FALSE);
}

/* ---- orphans ---- */

static GHashTable *
read_sponsored (TnCopy *copy, gint64 today, GError **error)
{
  g_autoptr (GPtrArray) running = tn_sponsorship_list (copy, TRUE, "", today, error);
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
  orphan->name = dup_text (row, "name");
  orphan->address = tn_row_ref (row, "household", &orphan->household) ? tn_query_title (copy, &orphan->household) : g_strdup ("");
  orphan->birth = read_day (row, "birth");
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

      if (g_hash_table_contains (sponsored, &orphan->person) || !matches (orphan->name, orphan->address, folded))
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
      TnSponsorship *s = read_one (copy, &g_array_index (listed, TnListed, i).id, today, error);

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
  g_autoptr (GPtrArray) orphans = read_orphans (copy, today, error), running = orphans ? tn_sponsorship_list (copy, TRUE, "", today, error) : NULL;
  g_autoptr (GPtrArray) receipts = running ? read_receipts (copy, NULL, error) : NULL;
  g_autoptr (GHashTable) sponsored = receipts ? read_sponsored (copy, today, error) : NULL;

  memset (sums, 0, sizeof *sums);
  if (!sponsored || !count_pairs (copy, "running", &sums->n_pairs, error) || !count_pairs (copy, "waiting", &sums->n_waiting, error))
    return FALSE;
  sums->n_orphans = orphans->len;
  for (guint i = 0; i < orphans->len; i++)
    sums->n_sponsored += g_hash_table_contains (sponsored, &((TnOrphan *) orphans->pdata[i])->person);
  for (guint i = 0; i < running->len; i++)
    sums->n_overdue += ((TnSponsorship *) running->pdata[i])->promise.n_overdue > 0;
  for (guint i = 0; i < receipts->len; i++)
    sums->amount_came += ((TnSponsorGift *) receipts->pdata[i])->counts ? ((TnSponsorGift *) receipts->pdata[i])->amount : 0;
  return TRUE;
}
