/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A round as it stands: its head line, its doors in walking order, who walks. */
#include "tn-round-private.h"
#include <glib/gi18n.h>
#include "tn-date.h"
#include "tn-listed.h"
#include "tn-work-private.h"

void
tn_round_free (TnRound *round)
{
  if (!round)
    return;
  char *texts[] = { round->name, round->evening, round->purpose, round->look_for, round->category, round->state, round->street, round->alley,
                    round->note, round->area_name, round->team_name, round->campaign_name };

  for (guint i = 0; i < G_N_ELEMENTS (texts); i++)
    g_free (texts[i]);
  g_free (round);
}

void
tn_round_stop_free (TnRoundStop *stop)
{
  if (!stop)
    return;
  g_free (stop->address);
  g_free (stop->street);
  g_free (stop->alley);
  g_free (stop->head);
  g_free (stop->why);
  g_free (stop);
}

void
tn_round_walker_free (TnRoundWalker *walker)
{
  if (!walker)
    return;
  g_free (walker->name);
  g_free (walker);
}

gboolean
tn_round_is_closed (const TnRound *round)
{
  return g_str_equal (round->state, "closed");
}

/* ---- head line ---- */

static char *
dup_field (const TnRow *row, const char *field)
{
  char *text = tn_row_dup_text (row, field);
  return text ? text : g_strdup ("");
}

static char *
dup_title (TnCopy *copy, const TnId *id)
{
  return tn_id_is_null (id) ? g_strdup ("") : tn_query_title (copy, id);
}

char *
tn_round_make_name (const char *area, const char *street, const char *alley)
{
  g_autoptr (GString) name = g_string_new (NULL);
  const char *parts[] = { area, alley, street };

  for (guint i = 0; i < G_N_ELEMENTS (parts); i++)
    if (parts[i] && *parts[i])
      g_string_append_printf (name, "%s%s", name->len ? ", " : "", parts[i]);
  return g_string_free (g_steal_pointer (&name), FALSE);
}

static void
read_fields (TnCopy *copy, const TnRow *row, TnRound *round)
{
  round->id = row->id;
  tn_row_ref (row, "area", &round->area);
  tn_row_ref (row, "team", &round->team);
  tn_row_ref (row, "campaign", &round->campaign);
  round->evening = dup_field (row, "evening");
  round->purpose = dup_field (row, "purpose");
  round->look_for = dup_field (row, "look_for");
  round->category = dup_field (row, "category");
  round->state = dup_field (row, "state");
  round->street = dup_field (row, "street");
  round->alley = dup_field (row, "alley");
  round->note = dup_field (row, "note");
  round->days = tn_round_read_uint (row, "days");
  round->area_name = dup_title (copy, &round->area);
  round->team_name = dup_title (copy, &round->team);
  round->campaign_name = dup_title (copy, &round->campaign);
  round->name = dup_field (row, "name");
  if (*round->name)
    return;
  g_free (round->name);
  round->name = tn_round_make_name (round->area_name, round->street, round->alley);
  if (*round->name)
    return;
  g_free (round->name);
  round->name = g_strdup (_("The whole ward"));
}

guint
tn_round_read_uint (const TnRow *row, const char *field)
{
  gint64 value;

  return tn_json_get_int (tn_row_field (row, field), &value) ? (guint) CLAMP (value, 0, G_MAXINT) : 0;
}

/* All states in one walk along the index of the round's stops. */
static gboolean
count_stops (TnCopy *copy, TnRound *round, GError **error)
{
  struct { const char *state; guint *n; } counts[] = {
    { "open", &round->open }, { "done", &round->done }, { "absent", &round->absent }, { "refused", &round->refused }, { "moved", &round->moved },
  };
  g_autoptr (TnStmt) stmt = tn_db_prepare (tn_copy_db (copy), "SELECT state, count(*) FROM item WHERE ref = ?1 AND kind = 'stop' GROUP BY state", error);
  TnStep step;

  if (!stmt)
    return FALSE;
  tn_stmt_bind_id (stmt, 1, &round->id);
  while ((step = tn_stmt_step (stmt, error)) == TN_STEP_ROW)
    for (guint i = 0; i < G_N_ELEMENTS (counts); i++)
      if (g_strcmp0 (tn_stmt_text (stmt, 0), counts[i].state) == 0)
        round->n += *counts[i].n = (guint) tn_stmt_int (stmt, 1);
  return step == TN_STEP_DONE;
}

TnRound *
tn_round_read (TnCopy *copy, const TnId *id, GError **error)
{
  g_autoptr (TnRow) row = tn_work_get (copy, "round", id, error);
  g_autoptr (TnRound) round = g_new0 (TnRound, 1);

  if (!row)
    return NULL;
  read_fields (copy, row, round);
  return count_stops (copy, round, error) ? g_steal_pointer (&round) : NULL;
}

TnRound *
tn_round_read_open (TnCopy *copy, const TnId *id, GError **error)
{
  g_autoptr (TnRound) round = tn_round_read (copy, id, error);

  if (!round || !tn_round_is_closed (round))
    return g_steal_pointer (&round);
  g_set_error (error, TN_ERROR, TN_ERROR_INVALID, _("“%s” is closed. Open it again before you change who walks where."), round->name);
  return NULL;
}

/* ---- doors ---- */

/* What is the same for many stops of one round: the evening of the round that a stop was carried over from. */
typedef struct
{
  TnCopy *copy;
  GHashTable *evenings;   /* TnId of a round -> char * */
} Reader;

static char *
dup_evening (TnCopy *copy, const TnId *round)
{
  g_autoptr (TnRow) row = tn_copy_get (copy, round, NULL);
  g_autofree char *stored = row ? tn_row_dup_text (row, "evening") : NULL;

  return stored ? tn_date_format (stored) : g_strdup ("");
}

static const char *
look_up_evening (Reader *reader, const TnId *round)
{
  char *evening = g_hash_table_lookup (reader->evenings, round);

  if (!evening)
    g_hash_table_insert (reader->evenings, tn_id_copy (round), evening = dup_evening (reader->copy, round));
  return evening;
}

/* Empty when it is there like everybody: the reason of a whole round stands in its head line. */
static gboolean
read_why (Reader *reader, const TnStopRow *row, char **why, GError **error)
{
  TnStopRow from;
  gboolean found = FALSE;
  const char *evening;

  if (!tn_id_is_null (&row->carried_from) && !tn_query_stop_row (reader->copy, &row->carried_from, &from, &found, error))
    return FALSE;
  evening = found ? look_up_evening (reader, &from.round) : "";
  if (tn_id_is_null (&row->carried_from))
    *why = g_strdup ("");
  else if (!*evening)
    *why = g_strdup (_("Carried over from an earlier round"));
  else
    /* Translators: %s is a date: why this door is in tonight's round. */
    *why = g_strdup_printf (g_str_equal (from.state, "open") ? _("Not reached on %s") : _("Nobody at home on %s"), evening);
  return TRUE;
}

static gboolean
read_stop (Reader *reader, const TnStopRow *row, TnRoundStop **stop, GError **error)
{
  g_auto (TnDoor) door = { 0 };
  g_autofree char *why = NULL;
  gboolean found;

  *stop = NULL;
  if (!tn_query_door_of (reader->copy, &row->household, &door, &found, error) || !read_why (reader, row, &why, error))
    return FALSE;
  if (!found)
    return TRUE;
  *stop = g_new0 (TnRoundStop, 1);
  **stop = (TnRoundStop) {
    .id = row->id, .household = row->household, .volunteer = row->volunteer, .carried_from = row->carried_from, .position = row->position,
    .number = row->number, .state = *row->state ? row->state : "open", .fixed = row->fixed, .n_people = door.n_people,
    .address = tn_door_address (&door), .street = g_strdup (door.street ? door.street : ""), .alley = g_strdup (door.alley ? door.alley : ""),
    .head = g_steal_pointer (&door.head), .why = g_steal_pointer (&why),
  };
  return TRUE;
}

static void
init_reader (Reader *reader, TnCopy *copy)
{
  *reader = (Reader) { copy, g_hash_table_new_full (tn_id_hash, tn_id_equal, g_free, g_free) };
}

static gboolean
read_stops (Reader *reader, GArray *rows, GPtrArray *stops, GError **error)
{
  for (guint i = 0; i < rows->len; i++)
    {
      const TnStopRow *row = &g_array_index (rows, TnStopRow, i);
      TnRoundStop *stop;

      if (g_str_equal (row->state, "left_out"))
        continue;
      if (!read_stop (reader, row, &stop, error))
        return FALSE;
      if (stop)
        g_ptr_array_add (stops, stop);
    }
  return TRUE;
}

GPtrArray *
tn_round_stops (TnCopy *copy, const TnId *round, GError **error)
{
  g_autoptr (GPtrArray) stops = g_ptr_array_new_with_free_func ((GDestroyNotify) tn_round_stop_free);
  g_autoptr (GArray) rows = tn_query_stop_rows (copy, round, error);
  Reader reader;
  gboolean done;

  if (!rows)
    return NULL;
  init_reader (&reader, copy);
  done = read_stops (&reader, rows, stops, error);
  g_hash_table_unref (reader.evenings);
  return done ? g_steal_pointer (&stops) : NULL;
}

TnRoundStop *
tn_round_stop (TnCopy *copy, const TnId *id, TnId *round, GError **error)
{
  TnStopRow row;
  Reader reader;
  TnRoundStop *stop = NULL;
  gboolean found, done;

  if (!tn_query_stop_row (copy, id, &row, &found, error))
    return NULL;
  init_reader (&reader, copy);
  done = !found || read_stop (&reader, &row, &stop, error);
  g_hash_table_unref (reader.evenings);
  if (done && !stop)
    g_set_error_literal (error, TN_ERROR, TN_ERROR_NOT_FOUND, _("This stop is no longer here. Look at the round again."));
  if (stop && round)
    *round = row.round;
  return stop;
}

GPtrArray *
tn_round_find_number (GPtrArray *stops, guint number)
{
  GPtrArray *found = g_ptr_array_new ();

  for (guint i = 0; number && i < stops->len; i++)
    if (((TnRoundStop *) stops->pdata[i])->number == number)
      g_ptr_array_add (found, stops->pdata[i]);
  return found;
}

/* ---- who walks ---- */

static TnRoundWalker *
find_walker (GPtrArray *walkers, const TnId *id)
{
  for (guint i = 0; i < walkers->len; i++)
    if (tn_id_equal (&((TnRoundWalker *) walkers->pdata[i])->id, id))
      return walkers->pdata[i];
  return NULL;
}

static TnRoundWalker *
add_walker (TnCopy *copy, GPtrArray *walkers, const TnId *id)
{
  TnRoundWalker *walker = g_new0 (TnRoundWalker, 1);

  walker->id = *id;
  walker->name = dup_title (copy, id);
  g_ptr_array_add (walkers, walker);
  return walker;
}

/* Those nobody walks stand at the end. */
static void
move_nobody_last (GPtrArray *walkers)
{
  const TnId nobody = { { 0 } };
  guint at;

  if (g_ptr_array_find (walkers, find_walker (walkers, &nobody), &at))
    g_ptr_array_insert (walkers, -1, g_ptr_array_steal_index (walkers, at));
}

GPtrArray *
tn_round_walkers (TnCopy *copy, GPtrArray *stops)
{
  GPtrArray *walkers = g_ptr_array_new_with_free_func ((GDestroyNotify) tn_round_walker_free);

  for (guint i = 0; i < stops->len; i++)
    {
      const TnRoundStop *stop = stops->pdata[i];
      TnRoundWalker *walker = find_walker (walkers, &stop->volunteer);

      if (!walker)
        walker = add_walker (copy, walkers, &stop->volunteer);
      walker->n++;
      walker->open += g_str_equal (stop->state, "open");
    }
  move_nobody_last (walkers);
  return walkers;
}
