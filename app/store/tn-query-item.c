/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "tn-copy-private.h"
#include "tn-query-private.h"
#include <glib/gi18n.h>

void
tn_household_item_free (TnHouseholdItem *item)
{
  if (!item) return;
  char *texts[] = { item->code, item->head, item->address, item->alley, item->street, item->area, item->phone, item->status };
  for (guint i = 0; i < G_N_ELEMENTS (texts); i++) g_free (texts[i]);
  g_free (item);
}

static void
append (GString *text, const char *separator, const char *part)
{
  if (!part || !*part) return;
  if (text->len) g_string_append (text, separator);
  g_string_append (text, part);
}

char *
tn_query_address (const char *house_no, const char *alley, const char *street, const char *room, const char *building)
{
  GString *text = g_string_new (NULL);
  append (text, " ", house_no);
  append (text, " ", alley);
  append (text, " ", street);
  if (room && g_ascii_isdigit (*room)) {
    /* Translators: part of an address; the number of a room or flat */
    g_autofree char *with_word = g_strdup_printf (_("room %s"), room);
    append (text, ", ", with_word);
  } else append (text, ", ", room);
  append (text, ", ", building);
  return g_string_free (text, FALSE);
}

static char *
dup_text (TnStmt *stmt, int column)
{
  const char *text = tn_stmt_text (stmt, column);
  return g_strdup (text ? text : "");
}

/* Edits that wait and open conflicts count wherever they are: at the household, its people or what hangs on these. CROSS keeps the few ids
 * outside: the planner would else walk the whole outbox for every line of a list. */
static const char item_sql[] =
  "WITH part(id) AS (SELECT id FROM household WHERE row = ?1 UNION ALL SELECT id FROM person WHERE home = ?1),"
  " whole(id) AS (SELECT id FROM part UNION ALL SELECT r.id FROM part JOIN record r ON r.parent = part.id)"
  " SELECT h.id, h.code, h.head_name, h.house_no, h.alley, h.street, h.room, h.building_name, u.name, h.phone, h.status, h.n_people,"
  " EXISTS(SELECT 1 FROM whole CROSS JOIN outbox o ON o.id = whole.id AND o.state IN ('new', 'held')),"
  " EXISTS(SELECT 1 FROM whole CROSS JOIN conflict c ON c.record = whole.id AND c.open = 1)"
  " FROM household h LEFT JOIN unit u ON u.id = h.area WHERE h.row = ?1 AND h.live = 1";

static TnHouseholdItem *
read_item (TnStmt *stmt, gint64 row)
{
  TnHouseholdItem *item = g_new0 (TnHouseholdItem, 1);
  item->row = row;
  tn_stmt_id (stmt, 0, &item->id);
  item->code = dup_text (stmt, 1);
  item->head = dup_text (stmt, 2);
  item->address = tn_query_address (tn_stmt_text (stmt, 3), tn_stmt_text (stmt, 4), tn_stmt_text (stmt, 5), tn_stmt_text (stmt, 6),
                                    tn_stmt_text (stmt, 7));
  item->alley = dup_text (stmt, 4);
  item->street = dup_text (stmt, 5);
  item->area = dup_text (stmt, 8);
  item->phone = dup_text (stmt, 9);
  item->status = dup_text (stmt, 10);
  item->n_people = (guint) tn_stmt_int (stmt, 11);
  item->waiting = tn_stmt_int (stmt, 12) != 0;
  item->conflict = tn_stmt_int (stmt, 13) != 0;
  return item;
}

TnHouseholdItem *
tn_query_household_item (TnCopy *copy, gint64 row, GError **error)
{
  g_autoptr (TnStmt) stmt = tn_db_prepare (copy->db, item_sql, error);
  if (!stmt) return NULL;
  tn_stmt_bind_int (stmt, 1, row);
  TnStep step = tn_stmt_step (stmt, error);
  if (step == TN_STEP_ROW) return read_item (stmt, row);
  if (step == TN_STEP_DONE)
    g_set_error_literal (error, TN_ERROR, TN_ERROR_NOT_FOUND, _("This household is no longer here. Go back to the list."));
  return NULL;
}
