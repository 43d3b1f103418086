/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Lists of what was proposed, decided and handed over, in walking order. */
#include <glib/gi18n.h>
#include <string.h>
#include "tn-doors.h"
#include "tn-date.h"
#include "tn-support-private.h"
#include "tn-text.h"

void
tn_support_entry_free (gpointer data)
{
  TnSupportEntry *entry = data;

  if (!entry)
    return;
  g_free (entry->name);
  g_free (entry->address);
  g_free (entry->why);
  g_free (entry->reason);
  g_free (entry);
}

typedef struct {
  TnCopy *copy;
  const TnProgramme *programme;
  TnProgrammeState *state;
  TnSupportList which;
  char *search;                /* folded */
} Listing;

static gboolean
is_listed (TnSupportList which, const TnStands *stands)
{
  TnStanding standing = tn_state_standing (stands->state, stands->n_counted);

  switch (which)
    {
    case TN_SUPPORT_PROPOSED:
      return standing == TN_STANDS_PROPOSED;
    case TN_SUPPORT_APPROVED:
      return standing == TN_STANDS_APPROVED;
    case TN_SUPPORT_DELIVERED:
      return standing == TN_STANDS_DELIVERED;
    case TN_SUPPORT_REFUSED:
      return standing == TN_STANDS_REFUSED;
    case TN_SUPPORT_DECLINED:
      return standing == TN_STANDS_DECLINED;
    case TN_SUPPORT_WITHDRAWN:
      return standing == TN_STANDS_NOTHING;
    case TN_SUPPORT_ALL:
    default:
      return TRUE;
    }
}

static void
read_body (TnSupportEntry *entry, const TnProgramme *programme, TnSlice body)
{
  TnFields fields;
  g_autofree char *decided = NULL;

  tn_fields_from_body (&fields, tn_schema_kind ("entitlement"), &entry->entitlement, body);
  decided = tn_fields_text (&fields, "decided");
  entry->decided = tn_listed_date (decided);
  entry->why = tn_fields_text (&fields, "why");
  entry->reason = tn_fields_text (&fields, "reason");
  entry->amount = tn_fields_int (&fields, "amount");
  if (!entry->amount && !g_str_equal (programme->gives, "goods"))
    entry->amount = programme->amount;
}

static gboolean
matches (const Listing *listing, const TnSupportEntry *entry)
{
  g_autofree char *text = *listing->search ? g_strdup_printf ("%s %s", entry->name, entry->address) : NULL, *folded = text ? tn_text_fold (text, -1) : NULL;

  return !folded || strstr (folded, listing->search);
}

/* ---- in walking order ---- */

typedef struct { const TnStands *stands; gint64 row; guint rank; guint slot; } Place;

/* By the household's row: its place in the walk. */
static GArray *
read_ranks (TnCopy *copy, GError **error)
{
  g_autoptr (GArray) ranks = g_array_new (FALSE, TRUE, sizeof (guint));
  g_autoptr (TnStmt) stmt = tn_db_prepare (tn_copy_db (copy), "SELECT row FROM household ORDER BY address_key, row", error);
  TnStep step = stmt ? TN_STEP_ROW : TN_STEP_ERROR;

  for (guint rank = 0; step == TN_STEP_ROW && (step = tn_stmt_step (stmt, error)) == TN_STEP_ROW; rank++)
    {
      gint64 row = tn_stmt_int (stmt, 0);

      if (row >= (gint64) ranks->len)
        g_array_set_size (ranks, (guint) row + 1);
      g_array_index (ranks, guint, row) = rank;
    }
  return step == TN_STEP_DONE ? g_steal_pointer (&ranks) : NULL;
}

/* FALSE on error; who is not here has no place. */
static gboolean
find_place (TnCopy *copy, gboolean households, Place *place, GError **error)
{
  g_autoptr (TnStmt) stmt = tn_db_prepare (tn_copy_db (copy), households ? "SELECT row, 0 FROM household WHERE id = ?1 AND live = 1" : "SELECT home, slot FROM person WHERE id = ?1", error);
  TnStep step;

  if (!stmt)
    return FALSE;
  tn_stmt_bind_id (stmt, 1, &place->stands->subject);
  if ((step = tn_stmt_step (stmt, error)) == TN_STEP_ROW)
    {
      place->row = tn_stmt_int (stmt, 0);
      place->slot = (guint) tn_stmt_int (stmt, 1);
    }
  return step != TN_STEP_ERROR;
}

static int
compare_places_cb (gconstpointer a, gconstpointer b)
{
  const Place *x = a, *y = b;

  if (x->rank != y->rank)
    return x->rank < y->rank ? -1 : 1;
  return x->slot != y->slot ? (x->slot < y->slot ? -1 : 1) : tn_id_compare (&x->stands->subject, &y->stands->subject);
}

static GArray *
list_places (const Listing *listing, GError **error)
{
  g_autoptr (GArray) ranks = read_ranks (listing->copy, error), places = g_array_new (FALSE, FALSE, sizeof (Place));

  for (guint i = 0; ranks && i < listing->state->all->len; i++)
    {
      Place place = { .stands = listing->state->all->pdata[i] };

      if (tn_id_is_null (&place.stands->entitlement) || !is_listed (listing->which, place.stands))
        continue;
      if (!find_place (listing->copy, listing->programme->per_household, &place, error))
        return NULL;
      place.rank = place.row && place.row < (gint64) ranks->len ? g_array_index (ranks, guint, place.row) : G_MAXUINT;
      g_array_append_val (places, place);
    }
  if (ranks)
    g_array_sort (places, compare_places_cb);
  return ranks ? g_steal_pointer (&places) : NULL;
}

/* ---- one entry ---- */

static gboolean
read_names (const Listing *listing, const Place *place, TnSupportEntry *entry, GError **error)
{
  g_autoptr (TnStmt) stmt = tn_db_prepare (tn_copy_db (listing->copy),
    "SELECT p.name, h.id, h.live, h.head_name, h.house_no, h.alley, h.street, h.room, h.building_name FROM household h LEFT JOIN person p ON p.id = ?2 WHERE h.row = ?1", error);
  TnStep step;

  if (!stmt)
    return FALSE;
  tn_stmt_bind_int (stmt, 1, place->row);
  tn_stmt_bind_id (stmt, 2, &entry->whom);
  if ((step = tn_stmt_step (stmt, error)) == TN_STEP_ROW)
    {
      const char *name = tn_stmt_text (stmt, 0), *head = tn_stmt_text (stmt, 3);
      TnDoor door = { .house_no = (char *) tn_stmt_text (stmt, 4), .alley = (char *) tn_stmt_text (stmt, 5), .street = (char *) tn_stmt_text (stmt, 6),
                      .room = (char *) tn_stmt_text (stmt, 7), .building_name = (char *) tn_stmt_text (stmt, 8) };   /* borrowed, for the call */

      if (tn_stmt_int (stmt, 2))
        tn_stmt_id (stmt, 1, &entry->household);
      entry->name = g_strdup (name ? name : head);
      entry->address = tn_door_address (&door);
    }
  return step != TN_STEP_ERROR;
}

static gboolean
read_record (const Listing *listing, TnSupportEntry *entry, GError **error)
{
  g_autoptr (TnStmt) stmt = tn_db_prepare (tn_copy_db (listing->copy), "SELECT body FROM record WHERE id = ?1", error);
  TnStep step;

  if (!stmt)
    return FALSE;
  tn_stmt_bind_id (stmt, 1, &entry->entitlement);
  if ((step = tn_stmt_step (stmt, error)) == TN_STEP_ROW)
    read_body (entry, listing->programme, tn_stmt_slice (stmt, 0));
  return step != TN_STEP_ERROR;
}

static TnSupportEntry *
read_entry (const Listing *listing, const Place *place, GError **error)
{
  const TnStands *stands = place->stands;
  TnSupportEntry *entry = g_new0 (TnSupportEntry, 1);

  *entry = (TnSupportEntry) { .entitlement = stands->entitlement, .whom = stands->subject, .standing = tn_state_standing (stands->state, stands->n_counted),
                              .proposed = stands->proposed, .delivered = stands->delivered, .n_receipts = stands->n_counted, .to_settle = stands->n_open > 1 };
  if (read_names (listing, place, entry, error) && read_record (listing, entry, error))
    {
      entry->name = entry->name ? entry->name : g_strdup ("");
      entry->address = entry->address ? entry->address : g_strdup ("");
      return entry;
    }
  tn_support_entry_free (entry);
  return NULL;
}

GPtrArray *
tn_support_list (TnCopy *copy, const TnId *programme_id, TnSupportList which, const char *search, guint limit, GError **error)
{
  g_autoptr (TnProgramme) programme = tn_programme_read (copy, programme_id, error);
  g_autoptr (TnProgrammeState) state = programme ? tn_programme_state_read (copy, programme_id, error) : NULL;
  g_autoptr (GPtrArray) entries = g_ptr_array_new_with_free_func (tn_support_entry_free);
  g_autofree char *folded = tn_text_fold (search ? search : "", -1);
  Listing listing = { copy, programme, state, which, folded };
  g_autoptr (GArray) places = state ? list_places (&listing, error) : NULL;

  for (guint i = 0; places && i < places->len && (!limit || entries->len < limit); i++)
    {
      TnSupportEntry *entry = read_entry (&listing, &g_array_index (places, Place, i), error);

      if (!entry)
        return NULL;
      if (matches (&listing, entry))
        g_ptr_array_add (entries, entry);
      else
        tn_support_entry_free (entry);
    }
  return places ? g_steal_pointer (&entries) : NULL;
}

/* ---- receipts ---- */

static gboolean
add_all (GPtrArray *to, GPtrArray *from)
{
  if (!from)
    return FALSE;
  g_ptr_array_extend_and_steal (to, from);
  return TRUE;
}

typedef struct { GPtrArray *receipts; const TnWhom *whom; TnSettlements *settlements; } Reading;

static gboolean
add_delivery_cb (const TnListed *listed, TnSlice body, gpointer data)
{
  Reading *reading = data;

  g_ptr_array_add (reading->receipts, tn_receipt_read (&listed->id, body, reading->whom, reading->settlements));
  return TRUE;
}

static GPtrArray *
read_all_receipts (TnCopy *copy, const TnWhom *whom, const TnId *programme, GError **error)
{
  g_autoptr (GPtrArray) receipts = g_ptr_array_new_with_free_func (tn_receipt_free);
  g_auto (TnSettlements) settlements = { 0 };
  TnListedQuery query = { .kind = "delivery", .ref = programme };
  Reading reading = { receipts, whom, &settlements };

  if (!tn_settlements_load (&settlements, copy, programme, error) || !tn_query_listed_each (copy, &query, add_delivery_cb, &reading, error))
    return NULL;
  return g_steal_pointer (&receipts);
}

/* What a person got, the household lived in got; what a household got, those who live there got. */
static GPtrArray *
list_near (TnCopy *copy, const TnId *subject, GError **error)
{
  g_autoptr (GPtrArray) near = g_ptr_array_new_with_free_func (g_free), people = tn_query_children (copy, "person", subject, error);
  TnId household;

  if (!people)
    return NULL;
  g_ptr_array_add (near, tn_id_copy (subject));
  if (tn_support_home_of (copy, subject, &household))
    g_ptr_array_add (near, tn_id_copy (&household));
  for (guint i = 0; i < people->len; i++)
    g_ptr_array_add (near, tn_id_copy (&((const TnRow *) people->pdata[i])->id));
  return g_steal_pointer (&near);
}

/* In a programme for households a person is the household lived in. */
static GPtrArray *
read_receipts_in (TnCopy *copy, const TnWhom *whom, const TnId *programme_id, const TnId *subject, GError **error)
{
  g_autoptr (TnProgramme) programme = tn_programme_read (copy, programme_id, error);
  TnId household, now = *subject;

  if (!programme)
    return NULL;
  if (programme->per_household && tn_support_home_of (copy, subject, &household))
    now = tn_whom_now (whom, &household);
  return tn_support_receipts_of (copy, whom, programme_id, &now, error);
}

GPtrArray *
tn_support_receipts (TnCopy *copy, const TnId *programme, const TnId *whom_id, GError **error)
{
  g_autoptr (GPtrArray) receipts = g_ptr_array_new_with_free_func (tn_receipt_free), near = NULL;
  g_auto (TnWhom) whom = { 0 };
  TnId subject;

  if (!tn_whom_load (copy, &whom, error))
    return NULL;
  if (!whom_id)
    {
      if (!add_all (receipts, read_all_receipts (copy, &whom, programme, error)))
        return NULL;
      tn_receipts_sort (receipts);
      return g_steal_pointer (&receipts);
    }
  subject = tn_whom_now (&whom, whom_id);
  if (programme)
    return read_receipts_in (copy, &whom, programme, &subject, error);
  if (!(near = list_near (copy, &subject, error)))
    return NULL;
  for (guint i = 0; i < near->len; i++)
    if (!add_all (receipts, tn_support_receipts_of (copy, &whom, NULL, near->pdata[i], error)))
      return NULL;
  tn_receipts_sort (receipts);
  return g_steal_pointer (&receipts);
}

/* ---- where one stands in all programmes ---- */

void
tn_support_of_free (gpointer data)
{
  TnSupportOf *of = data;

  if (!of)
    return;
  g_free (of->programme_name);
  g_free (of);
}

static TnSupportOf *
read_of (const TnProgrammeLine *line, const TnStands *stands, GPtrArray *receipts)
{
  TnSupportOf *of = g_new0 (TnSupportOf, 1);
  g_autofree char *day = stands->delivered ? tn_date_today (stands->delivered) : NULL;

  *of = (TnSupportOf) { line->id, stands->entitlement, g_strdup (line->name), line->state, tn_state_standing (stands->state, stands->n_counted),
                        day ? tn_listed_date (day) : stands->proposed, stands->n_counted, 0 };
  for (guint i = 0; i < receipts->len; i++)
    of->amount += ((const TnReceipt *) receipts->pdata[i])->counts ? ((const TnReceipt *) receipts->pdata[i])->amount : 0;
  return of;
}

static gboolean
add_of (TnCopy *copy, const TnWhom *whom, const TnProgrammeLine *line, const TnId *subject, GPtrArray *ofs, GError **error)
{
  TnStands stands;
  g_autoptr (GPtrArray) receipts = NULL;

  if (!tn_stands_read (copy, whom, &line->id, subject, &stands, error))
    return FALSE;
  if (tn_id_is_null (&stands.entitlement) && !stands.n_receipts)
    return TRUE;
  if (!(receipts = tn_support_receipts_of (copy, whom, &line->id, subject, error)))
    return FALSE;
  g_ptr_array_add (ofs, read_of (line, &stands, receipts));
  return TRUE;
}

GPtrArray *
tn_support_of (TnCopy *copy, const TnId *whom_id, GError **error)
{
  g_autoptr (GPtrArray) lines = tn_programme_lines_read (copy, NULL, "", error), ofs = g_ptr_array_new_with_free_func (tn_support_of_free);
  g_auto (TnWhom) whom = { 0 };
  TnId subject, household;
  gboolean lives;

  if (!lines || !tn_whom_load (copy, &whom, error))
    return NULL;
  subject = tn_whom_now (&whom, whom_id);
  lives = tn_support_home_of (copy, &subject, &household);
  for (guint i = 0; i < lines->len; i++)
    if (!add_of (copy, &whom, lines->pdata[i], &subject, ofs, error) || (lives && !add_of (copy, &whom, lines->pdata[i], &household, ofs, error)))
      return NULL;
  return g_steal_pointer (&ofs);
}
