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
  guint limit;
  GPtrArray *entries;
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

/* Columns from `col`: house_no, alley, street, room, building_name. Borrowed texts, for the call. */
static char *
read_address (TnStmt *stmt, int col)
{
  TnDoor door = { .house_no = (char *) tn_stmt_text (stmt, col), .alley = (char *) tn_stmt_text (stmt, col + 1), .street = (char *) tn_stmt_text (stmt, col + 2),
                  .room = (char *) tn_stmt_text (stmt, col + 3), .building_name = (char *) tn_stmt_text (stmt, col + 4) };
  char *address = tn_door_address (&door);

  return address ? address : g_strdup ("");
}

static gboolean
matches (const Listing *listing, const TnSupportEntry *entry)
{
  g_autofree char *text = *listing->search ? g_strdup_printf ("%s %s", entry->name, entry->address) : NULL, *folded = text ? tn_text_fold (text, -1) : NULL;

  return !folded || strstr (folded, listing->search);
}

static TnSupportEntry *
read_entry (const Listing *listing, TnStmt *stmt, const TnStands *stands)
{
  TnSupportEntry *entry = g_new0 (TnSupportEntry, 1);
  const char *name = tn_stmt_text (stmt, 2), *head = tn_stmt_text (stmt, 4);

  *entry = (TnSupportEntry) { .entitlement = stands->entitlement, .whom = stands->subject, .standing = tn_state_standing (stands->state, stands->n_counted),
                              .proposed = stands->proposed, .delivered = stands->delivered, .n_receipts = stands->n_counted, .to_settle = stands->n_open > 1 };
  if (tn_stmt_int (stmt, 10))
    tn_stmt_id (stmt, 3, &entry->household);
  entry->name = g_strdup (name ? name : head ? head : "");
  entry->address = read_address (stmt, 5);
  read_body (entry, listing->programme, tn_stmt_slice (stmt, 1));
  return entry;
}

/* Of somebody who was merged the name is that of the one who is kept: looked up once the statement is done with. */
static void
name_anew (TnCopy *copy, TnSupportEntry *entry)
{
  TnId household;

  g_free (entry->name);
  entry->name = tn_query_title (copy, &entry->whom);
  if (!tn_support_home_of (copy, &entry->whom, &household) || tn_id_equal (&household, &entry->household))
    return;
  entry->household = household;
  g_free (entry->address);
  entry->address = tn_query_title (copy, &household);
}

static gboolean
read_entries (Listing *listing, GPtrArray *renamed, GError **error)
{
  g_autoptr (TnStmt) stmt = tn_db_prepare (tn_copy_db (listing->copy),
    "SELECT e.parent, r.body, p.name, h.id, h.head_name, h.house_no, h.alley, h.street, h.room, h.building_name, h.live, e.id FROM item e JOIN record r ON r.id = e.id"
    " LEFT JOIN person p ON p.id = e.parent LEFT JOIN household h ON h.row = coalesce(p.home, (SELECT row FROM household WHERE id = e.parent))"
    " WHERE e.kind = 'entitlement' AND e.ref = ?1 ORDER BY h.address_key, h.row, p.slot, e.id", error);
  TnStep step;

  if (!stmt)
    return FALSE;
  tn_stmt_bind_id (stmt, 1, &listing->programme->id);
  while ((step = tn_stmt_step (stmt, error)) == TN_STEP_ROW)
    {
      TnId whom, id;
      const TnStands *stands;
      TnSupportEntry *entry;

      tn_stmt_id (stmt, 0, &whom);
      tn_stmt_id (stmt, 11, &id);
      TnId subject = tn_whom_now (&listing->state->whom, &whom);
      stands = g_hash_table_lookup (listing->state->by_subject, &subject);
      if (!stands || !tn_id_equal (&stands->entitlement, &id) || !is_listed (listing->which, stands))
        continue;
      entry = read_entry (listing, stmt, stands);
      if (!matches (listing, entry))
        {
          tn_support_entry_free (entry);
          continue;
        }
      g_ptr_array_add (listing->entries, entry);
      if (!tn_id_equal (&subject, &whom))
        g_ptr_array_add (renamed, entry);
      if (listing->limit && listing->entries->len >= listing->limit)
        return TRUE;
    }
  return step == TN_STEP_DONE;
}

GPtrArray *
tn_support_list (TnCopy *copy, const TnId *programme_id, TnSupportList which, const char *search, guint limit, GError **error)
{
  g_autoptr (TnProgramme) programme = tn_programme_read (copy, programme_id, error);
  g_autoptr (TnProgrammeState) state = programme ? tn_programme_state_read (copy, programme_id, error) : NULL;
  g_autoptr (GPtrArray) entries = g_ptr_array_new_with_free_func (tn_support_entry_free), renamed = g_ptr_array_new ();
  g_autofree char *folded = tn_text_fold (search ? search : "", -1);
  Listing listing = { copy, programme, state, which, folded, limit, entries };

  if (!state || !read_entries (&listing, renamed, error))
    return NULL;
  for (guint i = 0; i < renamed->len; i++)
    name_anew (copy, renamed->pdata[i]);
  return g_steal_pointer (&entries);
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
    return tn_support_receipts_of (copy, &whom, programme, &subject, error);
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
