/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Everybody who is watched, each person once. Read by index: what is opened is what is due. */
#include "tn-tracing-private.h"
#include "tn-date.h"

#define SYMPTOMS_DAYS 30   /* how far back a call that found symptoms still stands before the others */
#define SPARE 4            /* of a list with a limit so many more are opened: some are not due after all */

/* One person: any of the contacts, the earliest day that a call is due (0 = nobody said), and whether a call found symptoms. */
typedef struct { TnId contact; gint64 next; gboolean symptoms; } Group;
typedef struct { GHashTable *by_person, *by_contact; GPtrArray *groups; } Groups;

static void
groups_clear (Groups *groups)
{
  g_clear_pointer (&groups->by_person, g_hash_table_unref);
  g_clear_pointer (&groups->by_contact, g_hash_table_unref);
  g_clear_pointer (&groups->groups, g_ptr_array_unref);
}
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Groups, groups_clear)

static void
add_listed (Groups *groups, const TnListed *row)
{
  Group *group = tn_id_is_null (&row->ref) ? NULL : g_hash_table_lookup (groups->by_person, &row->ref);
  if (!group) {
    group = g_new0 (Group, 1);
    *group = (Group) { row->id, row->at, FALSE };
    g_ptr_array_add (groups->groups, group);
    if (!tn_id_is_null (&row->ref)) g_hash_table_insert (groups->by_person, tn_id_copy (&row->ref), group);
  }
  group->next = MIN (group->next, row->at);
  g_hash_table_insert (groups->by_contact, tn_id_copy (&row->id), group);
}

static gboolean
mark_symptoms (TnCopy *copy, Groups *groups, gint64 now, GError **error)
{
  TnListedQuery query = { .kind = "call", .state = "symptoms", .from = tn_day_start (now, -SYMPTOMS_DAYS), .to = G_MAXINT64 };
  g_autoptr (GArray) calls = tn_query_listed (copy, &query, error);
  for (guint i = 0; calls && i < calls->len; i++) {
    Group *group = g_hash_table_lookup (groups->by_contact, &g_array_index (calls, TnListed, i).parent);
    if (group) group->symptoms = TRUE;
  }
  return calls != NULL;
}

static int
compare_groups_cb (gconstpointer a, gconstpointer b)
{
  const Group *x = *(Group *const *) a, *y = *(Group *const *) b;
  if (x->symptoms != y->symptoms) return y->symptoms - x->symptoms;
  if (x->next != y->next) return x->next < y->next ? -1 : 1;
  return tn_id_compare (&x->contact, &y->contact);
}

static gboolean
read_groups (TnCopy *copy, Groups *groups, gint64 now, GError **error)
{
  TnListedQuery query = { .kind = "contact", .state = "watching" };
  g_autoptr (GArray) rows = tn_query_listed (copy, &query, error);
  if (!rows) return FALSE;
  *groups = (Groups) { g_hash_table_new_full (tn_id_hash, tn_id_equal, g_free, NULL), g_hash_table_new_full (tn_id_hash, tn_id_equal, g_free, NULL),
                       g_ptr_array_new_with_free_func (g_free) };
  for (guint i = 0; i < rows->len; i++) add_listed (groups, &g_array_index (rows, TnListed, i));
  if (!mark_symptoms (copy, groups, now, error)) return FALSE;
  g_ptr_array_sort (groups->groups, compare_groups_cb);
  return TRUE;
}

static int
compare_contacts_cb (gconstpointer a, gconstpointer b)
{
  const TnTracingContact *x = *(TnTracingContact *const *) a, *y = *(TnTracingContact *const *) b;
  int order = x->need != y->need ? (int) x->need - (int) y->need : g_strcmp0 (x->next_call, y->next_call);
  return order ? order : tn_id_compare (&x->id, &y->id);
}

/* Opens what may be due. With a limit what is left unopened counts as due. */
static gboolean
open_groups (TnCopy *copy, const Groups *groups, gint64 now, gboolean due_only, guint limit, GPtrArray *contacts, guint *n, GError **error)
{
  g_autofree char *today_text = tn_date_today (now);
  gint64 today = tn_listed_date (today_text);
  for (guint i = 0; i < groups->groups->len; i++) {
    const Group *group = groups->groups->pdata[i];
    if (due_only && !group->symptoms && group->next > today) continue;
    if (limit && (contacts->len == limit || i >= limit * SPARE)) { ++*n; continue; }
    g_autoptr (TnTracingContact) contact = tn_tracing_contact (copy, &group->contact, now, error);
    if (!contact) return FALSE;
    if (due_only && (contact->need == TN_TRACING_REACHED || (limit && contact->need == TN_TRACING_OVER))) continue;
    g_ptr_array_add (contacts, g_steal_pointer (&contact));
    ++*n;
  }
  return TRUE;
}

GPtrArray *
tn_tracing_contacts (TnCopy *copy, gint64 now, gboolean due_only, guint limit, guint *n, GError **error)
{
  g_auto (Groups) groups = { 0 };
  guint count = 0;
  g_autoptr (GPtrArray) contacts = g_ptr_array_new_with_free_func ((GDestroyNotify) tn_tracing_contact_free);
  if (!read_groups (copy, &groups, now, error) || !open_groups (copy, &groups, now, due_only, limit, contacts, &count, error)) return NULL;
  g_ptr_array_sort (contacts, compare_contacts_cb);
  if (n) *n = count;
  return g_steal_pointer (&contacts);
}
