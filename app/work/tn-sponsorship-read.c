/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Sponsorships as they stand in the copy, and what came of each promise. */
#include "tn-hands-private.h"
#include <glib/gi18n.h>
#include <string.h>
#include "tn-fields.h"
#include "tn-stock.h"
#include "tn-text.h"
#include "tn-work-private.h"

void
tn_sponsorship_free (gpointer data)
{
  TnSponsorship *s = data;

  if (!s)
    return;
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

/* Newest first; what was put right does not count, nor what puts it right. */
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

/* ---- how much came, without the receipts' words ---- */

typedef struct { TnId id; gint64 amount; } Came;
typedef struct { GArray *came; GHashTable *cancelled; } Counting;

static gboolean
count_receipt (const TnListed *listed, TnSlice body, gpointer data)
{
  Counting *counting = data;
  Came came = { listed->id, 0 };

  if (!tn_id_is_null (&listed->ref))
    {
      g_hash_table_add (counting->cancelled, tn_id_copy (&listed->ref));
      return TRUE;
    }
  if (tn_json_get_int (tn_json_member (body, "amount"), &came.amount))
    came.amount = CLAMP (came.amount, 0, TN_PROMISE_MAX);
  g_array_append_val (counting->came, came);
  return TRUE;
}

gboolean
tn_sponsorship_count_receipts (TnCopy *copy, const TnId *sponsorship, guint *n, gint64 *amount, GError **error)
{
  g_autoptr (GArray) came = g_array_new (FALSE, FALSE, sizeof (Came));
  g_autoptr (GHashTable) cancelled = g_hash_table_new_full (tn_id_hash, tn_id_equal, g_free, NULL);
  TnListedQuery query = { .kind = "sponsorship_gift", .parent = sponsorship };
  Counting counting = { came, cancelled };

  if (!tn_query_listed_each (copy, &query, count_receipt, &counting, error))
    return FALSE;
  for (guint i = 0; i < came->len; i++)
    if (!g_hash_table_contains (cancelled, &g_array_index (came, Came, i).id))
      {
        *n += 1;
        *amount += g_array_index (came, Came, i).amount;
      }
  return TRUE;
}

/* ---- sponsorships ---- */

static void
judge (TnSponsorship *s, gint64 today)
{
  TnPromise promise = { s->every, s->amount, s->from, s->to };

  s->running = !g_str_equal (s->state, "ended") && (!s->to || s->to >= today);
  if (!g_str_equal (s->state, "ended"))
    s->promise = tn_promise_judge (&promise, s->n_came, s->amount_came, today);
}

static const char *
intern_field (const TnFields *fields, const char *key)
{
  g_autofree char *text = tn_fields_text (fields, key);

  return text ? g_intern_string (text) : "";
}

/* As the record says; names and what came are left out. */
static TnSponsorship *
make_sponsorship (const TnFields *fields)
{
  TnSponsorship *s = g_new0 (TnSponsorship, 1);

  s->id = fields->id;
  tn_fields_ref (fields, "person", &s->person);
  tn_fields_ref (fields, "sponsor", &s->sponsor);
  if (!(s->goods = tn_fields_text (fields, "goods")))
    s->goods = g_strdup ("");
  s->every = intern_field (fields, "every");
  s->state = intern_field (fields, "state");
  s->amount = CLAMP (tn_fields_int (fields, "amount"), 0, TN_PROMISE_MAX);
  s->from = tn_listed_field_date (fields, "from");
  s->to = tn_listed_field_date (fields, "to");
  return s;
}

static void
name_sponsorship (TnCopy *copy, TnSponsorship *s)
{
  s->person_name = tn_query_title (copy, &s->person);
  s->sponsor_name = tn_id_is_null (&s->sponsor) ? g_strdup ("") : tn_query_title (copy, &s->sponsor);
}

TnSponsorshipView *
tn_sponsorship_read (TnCopy *copy, const TnId *id, gint64 today, GError **error)
{
  g_autoptr (TnRow) row = tn_work_get (copy, "sponsorship", id, error), donor = NULL, person = NULL;
  g_autoptr (TnSponsorshipView) view = row ? g_new0 (TnSponsorshipView, 1) : NULL;
  TnSponsorship *s;
  TnFields fields;

  if (!row || !(view->gifts = read_receipts (copy, id, error)))
    return NULL;
  tn_fields_from_row (&fields, row);
  s = view->sponsorship = make_sponsorship (&fields);
  name_sponsorship (copy, s);
  if ((person = tn_copy_get (copy, &s->person, NULL)))
    tn_row_ref (person, "household", &s->household);
  donor = tn_copy_get (copy, &s->sponsor, NULL);
  view->phone = donor ? tn_row_dup_or_empty (donor, "phone") : g_strdup ("");
  view->address = tn_id_is_null (&s->household) ? g_strdup ("") : tn_query_title (copy, &s->household);
  view->note = tn_row_dup_or_empty (row, "note");
  for (guint i = 0; i < view->gifts->len; i++)
    {
      const TnSponsorGift *gift = view->gifts->pdata[i];

      s->n_came += gift->counts;
      s->amount_came += gift->counts ? gift->amount : 0;
    }
  judge (s, today);
  return g_steal_pointer (&view);
}

TnSponsorship *
tn_sponsorship_read_one (TnCopy *copy, const TnId *id, gint64 today, GError **error)
{
  g_autoptr (TnSponsorshipView) view = tn_sponsorship_read (copy, id, today, error);

  return view ? g_steal_pointer (&view->sponsorship) : NULL;
}

gboolean
tn_hands_match (const char *a, const char *b, const char *folded)
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

typedef struct { GPtrArray *list; const TnKind *kind; } Gathering;

static gboolean
gather (const TnListed *listed, TnSlice body, gpointer data)
{
  Gathering *gathering = data;
  TnFields fields;

  tn_fields_from_body (&fields, gathering->kind, &listed->id, body);
  g_ptr_array_add (gathering->list, make_sponsorship (&fields));
  return TRUE;
}

GPtrArray *
tn_sponsorship_read_states (TnCopy *copy, const char *const *states, gint64 today, GError **error)
{
  g_autoptr (GPtrArray) list = g_ptr_array_new_with_free_func (tn_sponsorship_free);
  Gathering gathering = { list, tn_schema_kind ("sponsorship") };

  for (; *states; states++)
    {
      TnListedQuery query = { .kind = "sponsorship", .state = *states, .newest_first = TRUE };

      if (!tn_query_listed_each (copy, &query, gather, &gathering, error))
        return NULL;
    }
  for (guint i = 0; i < list->len; i++)
    {
      TnSponsorship *s = list->pdata[i];

      if (!tn_sponsorship_count_receipts (copy, &s->id, &s->n_came, &s->amount_came, error))
        return NULL;
      judge (s, today);
    }
  return g_steal_pointer (&list);
}

const char *const tn_sponsorship_open[] = { "running", "", NULL };
static const char *const all_states[] = { "running", "", "ended", NULL };

GPtrArray *
tn_sponsorship_list (TnCopy *copy, gboolean running, const char *search, guint limit, gint64 today, guint *n_more, GError **error)
{
  g_autoptr (GPtrArray) all = tn_sponsorship_read_states (copy, running ? tn_sponsorship_open : all_states, today, error), list = g_ptr_array_new_with_free_func (tn_sponsorship_free);
  g_autofree char *folded = tn_text_fold (search ? search : "", -1);
  guint n_behind = 0;

  if (!all)
    return NULL;
  for (guint i = 0; i < all->len; i++)
    {
      TnSponsorship *s = all->pdata[i];

      if (!belongs (s, running))
        continue;
      name_sponsorship (copy, s);
      if (!tn_hands_match (s->person_name, s->sponsor_name, folded))
        continue;
      if (!running && limit && list->len >= limit)
        {
          n_behind++;
          continue;
        }
      g_ptr_array_add (list, s);
      all->pdata[i] = NULL;
    }
  if (running)
    g_ptr_array_sort (list, compare_cb);
  if (n_more)
    *n_more = n_behind;
  return g_steal_pointer (&list);
}

static int
compare_since_cb (gconstpointer a, gconstpointer b)
{
  const TnSponsorship *x = *(const TnSponsorship *const *) a, *y = *(const TnSponsorship *const *) b;

  return x->promise.since != y->promise.since ? (x->promise.since < y->promise.since ? -1 : 1) : tn_id_compare (&x->id, &y->id);
}

GPtrArray *
tn_sponsorship_overdue (TnCopy *copy, gint64 today, guint limit, guint *n, GError **error)
{
  g_autoptr (GPtrArray) list = tn_sponsorship_read_states (copy, tn_sponsorship_open, today, error);

  if (!list)
    return NULL;
  for (guint i = list->len; i-- > 0;)
    if (!((TnSponsorship *) list->pdata[i])->promise.n_overdue)
      g_ptr_array_remove_index_fast (list, i);
  *n = list->len;
  g_ptr_array_sort (list, compare_since_cb);
  g_ptr_array_set_size (list, (int) MIN (list->len, limit));
  for (guint i = 0; i < list->len; i++)
    name_sponsorship (copy, list->pdata[i]);
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
