/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "tn-projection-private.h"
#include "tn-search.h"
#include "tn-words.h"

/* *home 0 when the person is not in the table. */
static gboolean
look_up (TnMaker *maker, const TnId *id, TnMember *member, GError **error)
{
  g_autoptr (TnStmt) stmt = tn_maker_prepare (maker,
    "SELECT home, slot, ord, gone, name, words FROM main.person WHERE id = ?", error);
  if (!stmt) return FALSE;
  tn_stmt_bind_id (stmt, 1, id);
  TnStep step = tn_stmt_step (stmt, error);
  if (step != TN_STEP_ROW) return step == TN_STEP_DONE;
  member->id = *id;
  member->home = tn_stmt_int (stmt, 0);
  member->slot = (guint) tn_stmt_int (stmt, 1);
  member->other = tn_stmt_int (stmt, 2) != 0;
  member->gone = tn_stmt_int (stmt, 3) != 0;
  member->name = g_strdup (tn_stmt_text (stmt, 4));
  member->words = g_strdup (tn_stmt_text (stmt, 5));
  return TRUE;
}

/* The lowest slot that nobody of the household has; the last is shared. 0 on error. */
static guint
find_slot (TnMaker *maker, gint64 home, GError **error)
{
  g_autoptr (TnStmt) stmt = tn_maker_prepare (maker, "SELECT DISTINCT slot FROM main.person WHERE home = ? ORDER BY slot", error);
  if (!stmt) return 0;
  tn_stmt_bind_int (stmt, 1, home);
  guint slot = 1;
  TnStep step;
  while ((step = tn_stmt_step (stmt, error)) == TN_STEP_ROW && tn_stmt_int (stmt, 0) == slot) slot++;
  return step == TN_STEP_ERROR ? 0 : MIN (slot, TN_SEARCH_LAST_SLOT);
}

static gboolean
insert_row (TnMaker *maker, const TnMember *member, GError **error)
{
  g_autoptr (TnStmt) stmt = tn_maker_prepare (maker, "REPLACE INTO main.person(" TN_MEMBER_COLUMNS ") VALUES(?, ?, ?, ?, ?, ?, ?)", error);
  if (!stmt) return FALSE;
  TnFeedValue values[TN_MEMBER_N_COLUMNS];
  tn_member_values (member, values);
  tn_feed_bind (stmt, values, TN_MEMBER_N_COLUMNS);
  return tn_stmt_run (stmt, error);
}

static gboolean
delete_row (TnMaker *maker, const TnId *id, GError **error)
{
  g_autoptr (TnStmt) stmt = tn_maker_prepare (maker, "DELETE FROM main.person WHERE id = ?", error);
  if (!stmt) return FALSE;
  tn_stmt_bind_id (stmt, 1, id);
  return tn_stmt_run (stmt, error);
}

/* The person's row comes (member given) or goes, and the search follows what the slot as a whole says. */
static gboolean
change_slot (TnMaker *maker, const TnId *id, gint64 home, guint slot, const TnMember *member, GError **error)
{
  g_autofree char *before = NULL, *after = NULL;
  if (!tn_projection_words (maker, home, slot, &before, error)) return FALSE;
  if (!(member ? insert_row (maker, member, error) : delete_row (maker, id, error))) return FALSE;
  return tn_projection_words (maker, home, slot, &after, error)
         && tn_search_change (tn_maker_db (maker), home, slot, before, after, error);
}

static gboolean
is_same (const TnMember *a, const TnMember *b)
{
  return a->home == b->home && a->other == b->other && a->gone == b->gone && g_strcmp0 (a->name, b->name) == 0
         && g_strcmp0 (a->words, b->words) == 0;
}

static gboolean
replace (TnMaker *maker, const TnMember *old, TnMember *member, GError **error)
{
  if (old->home == member->home)
    member->slot = old->slot;
  else {
    if (old->home && !change_slot (maker, &old->id, old->home, old->slot, NULL, error)) return FALSE;
    if (!(member->slot = find_slot (maker, member->home, error))) return FALSE;
  }
  if (!change_slot (maker, &member->id, member->home, member->slot, member, error)) return FALSE;
  if (old->home && old->home != member->home && !tn_projection_refresh_head (maker, old->home, error)) return FALSE;
  return tn_projection_refresh_head (maker, member->home, error);
}

/* A card that is being taken away may still be in record, but no more in item. */
static gboolean
read_card_words (TnMaker *maker, const TnId *person, GString *words, GError **error)
{
  g_autoptr (TnStmt) stmt = tn_maker_prepare (maker,
    "SELECT r.id, r.body FROM record r JOIN main.item i ON i.id = r.id WHERE r.parent = ? AND r.kind = 'identity' AND r.del = 0 ORDER BY r.id",
    error);
  if (!stmt) return FALSE;
  tn_stmt_bind_id (stmt, 1, person);
  TnId id;
  TnStep step;
  while ((step = tn_stmt_step (stmt, error)) == TN_STEP_ROW) {
    TnFields card;
    tn_stmt_id (stmt, 0, &id);
    tn_fields_from_body (&card, tn_schema_kind ("identity"), &id, tn_stmt_slice (stmt, 1));
    tn_words_add_searched (words, &card);
  }
  return step == TN_STEP_DONE;
}

gboolean
tn_projection_put_member (TnMaker *maker, const TnFields *fields, GError **error)
{
  g_auto (TnMember) old = { 0 }, member = { 0 };
  g_autoptr (GString) cards = g_string_new (NULL);
  if (!look_up (maker, &fields->id, &old, error) || !read_card_words (maker, &fields->id, cards, error)) return FALSE;
  TnId household;
  tn_fields_ref (fields, "household", &household);
  tn_maker_read_member (fields, &household, cards->str, &member);
  if (!(member.home = tn_projection_find_home (maker, &member.household, error))) return FALSE;
  if (!old.home && !tn_maker_count (maker, "person", 1, error)) return FALSE;
  return is_same (&old, &member) || replace (maker, &old, &member, error);
}

gboolean
tn_projection_remove_member (TnMaker *maker, const TnId *id, GError **error)
{
  g_auto (TnMember) old = { 0 };
  if (!look_up (maker, id, &old, error)) return FALSE;
  if (!old.home) return TRUE;
  return tn_maker_count (maker, "person", -1, error) && change_slot (maker, id, old.home, old.slot, NULL, error)
         && tn_projection_refresh_head (maker, old.home, error);
}

gboolean
tn_projection_refresh_member (TnMaker *maker, const TnId *person, GError **error)
{
  TnFields fields;
  g_autoptr (TnStmt) stmt = tn_maker_prepare (maker, "SELECT body FROM record WHERE id = ? AND del = 0 AND kind = 'person'", error);
  if (!stmt) return FALSE;
  tn_stmt_bind_id (stmt, 1, person);
  TnStep step = tn_stmt_step (stmt, error);
  if (step != TN_STEP_ROW) return step == TN_STEP_DONE;
  tn_fields_from_body (&fields, tn_schema_kind ("person"), person, tn_stmt_slice (stmt, 0));
  return tn_projection_put_member (maker, &fields, error);
}
