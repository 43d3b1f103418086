/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Professionals and referrals as they stand in the copy. */
#include "tn-care.h"
#include <glib/gi18n.h>
#include "tn-work-private.h"

/* Title of the record that a field names; "" when it names none. Owned. */
static char *
dup_named (TnCopy *copy, const TnRow *row, const char *field)
{
  TnId id;
  return tn_row_ref (row, field, &id) ? tn_query_title (copy, &id) : g_strdup ("");
}

/* ---- professionals ---- */

static TnProfessional *
read_professional (TnCopy *copy, const TnRow *row, GError **error)
{
  TnListedQuery query = { .kind = "referral", .ref = &row->id, .state = "taken" };
  guint n_taken;
  if (!tn_query_count_listed (copy, &query, &n_taken, error)) return NULL;
  TnProfessional *professional = g_new0 (TnProfessional, 1);
  TnSlice limit = tn_row_field (row, "limit");
  professional->id = row->id;
  tn_row_ref (row, "area", &professional->area);
  professional->name = tn_row_dup_or_empty (row, "name");
  professional->phone = tn_row_dup_or_empty (row, "phone");
  professional->hours = tn_row_dup_or_empty (row, "hours");
  professional->area_name = dup_named (copy, row, "area");
  professional->note = tn_row_dup_or_empty (row, "note");
  professional->skill = tn_row_dup_or_empty (row, "skill");
  professional->practice = tn_row_dup_or_empty (row, "practice");
  professional->limit = limit.len ? (guint) CLAMP (g_ascii_strtoll (limit.p, NULL, 10), 0, 10000) : 0;
  professional->n_taken = n_taken;
  return professional;
}

TnProfessional *
tn_care_professional (TnCopy *copy, const TnId *id, GError **error)
{
  g_autoptr (TnRow) row = tn_work_get (copy, "professional", id, error);
  return row ? read_professional (copy, row, error) : NULL;
}

static int
compare_cb (gconstpointer a, gconstpointer b)
{
  return tn_care_compare (*(const TnProfessional *const *) a, *(const TnProfessional *const *) b);
}

GPtrArray *
tn_care_professionals (TnCopy *copy, const char *group, GError **error)
{
  g_autoptr (GPtrArray) found = g_ptr_array_new_with_free_func ((GDestroyNotify) tn_professional_free);
  g_autoptr (GArray) ids = tn_query_ids (copy, "professional", error);
  if (!ids) return NULL;
  for (guint i = 0; i < ids->len; i++) {
    TnProfessional *professional = tn_care_professional (copy, &g_array_index (ids, TnId, i), error);
    if (!professional) return NULL;
    professional->rank = tn_care_rank (group, professional->skill);
    g_ptr_array_add (found, professional);
  }
  if (group) g_ptr_array_sort (found, compare_cb);
  return g_steal_pointer (&found);
}

/* ---- referrals ---- */

/* Where the person lives, and the telephone there. What is not on this laptop is left out. */
static void
read_person (TnCopy *copy, TnReferral *referral)
{
  g_autoptr (TnRow) person = tn_copy_get (copy, &referral->person, NULL);
  g_autoptr (TnRow) household = NULL;
  g_autofree char *own = person ? tn_row_dup_text (person, "phone") : NULL;
  referral->name = tn_query_title (copy, &referral->person);
  if (person && tn_row_parent (person, &referral->household)) household = tn_copy_get (copy, &referral->household, NULL);
  referral->address = household ? tn_query_title (copy, &referral->household) : g_strdup ("");
  referral->phone = own ? g_steal_pointer (&own) : household ? tn_row_dup_or_empty (household, "phone") : g_strdup ("");
}

TnReferral *
tn_care_referral (TnCopy *copy, const TnId *id, GError **error)
{
  g_autoptr (TnRow) row = tn_work_get (copy, "referral", id, error);
  if (!row) return NULL;
  TnReferral *referral = g_new0 (TnReferral, 1);
  g_autofree char *due = tn_row_dup_text (row, "due");
  TnId taker;
  referral->id = *id;
  tn_row_ref (row, "person", &referral->person);
  read_person (copy, referral);
  referral->state = tn_row_dup_or_empty (row, "state");
  referral->by = dup_named (copy, row, "by");
  referral->taken_by = dup_named (copy, row, "taken_by");
  g_autoptr (TnRow) professional = tn_row_ref (row, "taken_by", &taker) ? tn_copy_get (copy, &taker, NULL) : NULL;
  referral->taken_phone = professional ? tn_row_dup_or_empty (professional, "phone") : g_strdup ("");
  referral->taken_hours = professional ? tn_row_dup_or_empty (professional, "hours") : g_strdup ("");
  referral->due = tn_listed_date (due);
  referral->row = g_steal_pointer (&row);
  return referral;
}
