/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Lists of what was proposed, decided and handed over, in walking order. */
#include <string.h>
#include "tn-doors.h"
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
  g_free (entry->own);
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

/* Of the few that have one, the whole record is read. */
static gboolean
read_own (const Listing *listing, TnSupportEntry *entry, TnSlice body, GError **error)
{
  g_autoptr (TnRow) row = NULL;

  if (!tn_json_member (body, "amount").len && !tn_json_member (body, "approved_amount").len)
    return TRUE;
  if (!(row = tn_copy_get (listing->copy, &entry->entitlement, error)))
    return FALSE;
  entry->own = tn_amount_words (row, listing->programme);
  entry->amount_changed = entry->standing == TN_STANDS_APPROVED && !tn_amount_is_approved (row);
  return TRUE;
}

static gboolean
matches (const Listing *listing, const TnSupportEntry *entry)
{
  g_autofree char *text = *listing->search ? g_strdup_printf ("%s %s", entry->name, entry->address) : NULL, *folded = text ? tn_text_fold (text, -1) : NULL;

  return !folded || strstr (folded, listing->search);
}

/* ---- in walking order ---- */

/* So many are looked up one by one sooner than the ward is walked to the first of them; and so are those of whom most are wanted. */
#define FEW 400u
#define FEW_OF 4u

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

/* Where all of these are, each looked up. */
static gboolean
look_up_places (const Listing *listing, GArray *places, GError **error)
{
  g_autoptr (GArray) ranks = read_ranks (listing->copy, error);

  for (guint i = 0; ranks && i < places->len; i++)
    {
      Place *place = &g_array_index (places, Place, i);

      if (!find_place (listing->copy, listing->programme->per_household, place, error))
        return FALSE;
      place->rank = place->row && place->row < (gint64) ranks->len ? g_array_index (ranks, guint, place->row) : G_MAXUINT;
    }
  if (ranks)
    g_array_sort (places, compare_places_cb);
  return ranks != NULL;
}

/* Every household in walking order, or everybody who lives there. */
#define WALK_HOMES "SELECT id, row, 0 FROM household WHERE live = 1 ORDER BY address_key, row"
#define WALK_PEOPLE "SELECT p.id, h.row, p.slot FROM household h CROSS JOIN person p ON p.home = h.row ORDER BY h.address_key, h.row, p.slot, p.id"

/* The first `limit` of these, in walking order, found by walking: those behind are never looked at. Who is in no household comes last, and then all are
 * looked at. FALSE on error; *places is what was found. */
static gboolean
walk_places (const Listing *listing, const TnIdTable *listed, guint limit, GArray *places, GError **error)
{
  g_autoptr (TnStmt) stmt = tn_db_prepare (tn_copy_db (listing->copy), listing->programme->per_household ? WALK_HOMES : WALK_PEOPLE, error);
  TnStep step = stmt ? TN_STEP_ROW : TN_STEP_ERROR;

  while (places->len < limit && step == TN_STEP_ROW && (step = tn_stmt_step (stmt, error)) == TN_STEP_ROW)
    {
      TnId id;
      Place place = { .rank = places->len };

      if (!tn_stmt_id (stmt, 0, &id) || !(place.stands = tn_id_table_get (listed, &id)))
        continue;
      place.row = tn_stmt_int (stmt, 1);
      place.slot = (guint) tn_stmt_int (stmt, 2);
      g_array_append_val (places, place);
    }
  return step != TN_STEP_ERROR;
}

static GArray *
list_stands (const Listing *listing)
{
  GArray *places = g_array_new (FALSE, FALSE, sizeof (Place));

  for (guint i = 0; i < listing->state->all->len; i++)
    {
      Place place = { .stands = listing->state->all->pdata[i] };

      if (!tn_id_is_null (&place.stands->entitlement) && is_listed (listing->which, place.stands))
        g_array_append_val (places, place);
    }
  return places;
}

/* In walking order; with a limit and no search not more than that. */
static GArray *
list_places (const Listing *listing, guint limit, GError **error)
{
  g_autoptr (GArray) all = list_stands (listing), first = g_array_new (FALSE, FALSE, sizeof (Place));
  g_auto (TnIdTable) listed = { 0 };

  if (limit && all->len > FEW && all->len / FEW_OF >= limit && !*listing->search)
    {
      for (guint i = 0; i < all->len; i++)
        tn_id_table_put (&listed, &g_array_index (all, Place, i).stands->subject, (gpointer) g_array_index (all, Place, i).stands);
      if (!walk_places (listing, &listed, limit, first, error))
        return NULL;
      if (first->len >= limit)
        return g_steal_pointer (&first);
    }
  return look_up_places (listing, all, error) ? g_steal_pointer (&all) : NULL;
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
    {
      read_body (entry, listing->programme, tn_stmt_slice (stmt, 0));
      return read_own (listing, entry, tn_stmt_slice (stmt, 0), error);
    }
  return step != TN_STEP_ERROR;
}

/* What was handed over was handed over, whatever the programme gives today. */
static gboolean
read_given (const Listing *listing, TnSupportEntry *entry, GError **error)
{
  g_autoptr (GPtrArray) receipts = tn_support_receipts_of (listing->copy, &listing->state->whom, &listing->programme->id, &entry->whom, error);

  entry->amount = 0;
  for (guint i = 0; receipts && i < receipts->len; i++)
    {
      const TnReceipt *receipt = receipts->pdata[i];

      entry->amount += receipt->counts ? receipt->amount : 0;
    }
  return receipts != NULL;
}

static TnSupportEntry *
read_entry (const Listing *listing, const Place *place, GError **error)
{
  const TnStands *stands = place->stands;
  TnSupportEntry *entry = g_new0 (TnSupportEntry, 1);

  *entry = (TnSupportEntry) { .entitlement = stands->entitlement, .whom = stands->subject, .standing = tn_state_standing (stands->state, stands->n_counted),
                              .proposed = stands->proposed, .delivered = stands->delivered, .n_receipts = stands->n_counted, .to_settle = TN_STANDS_TWICE (stands) };
  if (read_names (listing, place, entry, error) && read_record (listing, entry, error) && (!stands->n_counted || read_given (listing, entry, error)))
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
  g_autoptr (GArray) places = state ? list_places (&listing, limit, error) : NULL;

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
