/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "sim-oracle.h"

static void
free_note (gpointer data)
{
  SimNote *note = data;
  if (!note) return;
  g_free (note->unit);
  g_free (note->value);
  g_free (note->seen);
  g_free (note->whole);
  g_free (note->who);
  g_free (note);
}

void
sim_oracle_init (SimOracle *o)
{
  *o = (SimOracle) { .notes = g_ptr_array_new_with_free_func (free_note), .by_key = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL),
                     .markers = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free) };
  g_ptr_array_add (o->notes, NULL);
}

void
sim_oracle_clear (SimOracle *o)
{
  g_ptr_array_unref (o->notes);
  g_hash_table_unref (o->by_key);
  g_hash_table_unref (o->markers);
}

/* A word that folding and searching leave as it is. */
const char *
sim_oracle_marker (SimOracle *o, const TnId *id)
{
  char *word = g_strdup_printf ("zq%05uk", ++o->n_markers);
  g_hash_table_insert (o->markers, word, tn_id_copy (id));
  return word;
}

static char *
make_key (const TnId *id, const char *unit, const char *value, const char *moment)
{
  TnIdStr text;
  tn_id_format (id, text);
  return g_strdup_printf ("%s %s %.16s %s", text, unit, moment, value ? value : "null");
}

guint
sim_oracle_find (const SimOracle *o, const TnId *id, const char *unit, const char *value, const TnStamp *stamp)
{
  if (!tn_stamp_is_set (stamp)) return 0;
  g_autofree char *key = make_key (id, unit, value, stamp->s);
  return GPOINTER_TO_UINT (g_hash_table_lookup (o->by_key, key));
}

guint
sim_oracle_find_shown (const SimOracle *o, const TnRow *row, const char *unit)
{
  if (strcmp (unit, TN_UNIT_DEL) == 0) return sim_oracle_find (o, &row->id, unit, row->deleted ? "true" : "false", &row->del_stamp);
  const TnUnit *held = tn_row_unit (row, unit);
  return held ? sim_oracle_find (o, &row->id, unit, held->value, &held->stamp) : 0;
}

SimNote *
sim_oracle_note (const SimOracle *o, guint uid)
{
  return o->notes->pdata[uid];
}

static void
add_to (guint64 *bits, const SimNote *note, const SimOracle *o, guint uid)
{
  if (!uid || uid == note->uid) return;
  const SimNote *parent = sim_oracle_note (o, uid);
  bits[uid / 64] |= G_GUINT64_CONSTANT (1) << uid % 64;
  for (guint i = 0; i < parent->words; i++) bits[i] |= parent->seen[i];
}

/* What he changed in the same save he has before him too. */
static void
note_own (SimNote *note, const SimOracle *o)
{
  for (guint uid = note->uid - 1; uid > 0; uid--) {
    const SimNote *other = sim_oracle_note (o, uid);
    if (other->at != note->at || strcmp (other->who, note->who) != 0) return;
    if (tn_id_equal (&other->id, &note->id)) add_to (note->whole, note, o, uid);
  }
}

/* Who deletes has the whole record before him. */
static void
note_parents (SimNote *note, const SimOracle *o, const TnRow *before)
{
  add_to (note->seen, note, o, sim_oracle_find_shown (o, before, note->unit));
  if (strcmp (note->unit, TN_UNIT_DEL) != 0) return;
  note->saw_root_alive = tn_stamp_is_set (&before->del_stamp) && !before->deleted && !sim_oracle_find_shown (o, before, TN_UNIT_DEL);
  note->whole = g_new0 (guint64, note->words);
  for (guint i = 0; i < before->units->len; i++) add_to (note->whole, note, o, sim_oracle_find_shown (o, before, g_array_index (before->units, TnUnit, i).unit));
  note_own (note, o);
}

guint
sim_oracle_add (SimOracle *o, const TnId *id, const char *unit, const char *value, const TnStamp *stamp, const TnRow *before, const GArray *also, const char *who, gint64 at)
{
  char *key = make_key (id, unit, value, stamp->s);
  guint known = GPOINTER_TO_UINT (g_hash_table_lookup (o->by_key, key));
  if (known) {
    g_free (key);
    return known;
  }
  SimNote *note = g_new0 (SimNote, 1);
  *note = (SimNote) { .uid = o->notes->len, .id = *id, .unit = g_strdup (unit), .value = g_strdup (value), .who = g_strdup (who), .at = at };
  memcpy (note->moment, stamp->s, 16);
  note->words = note->uid / 64 + 1;
  note->seen = g_new0 (guint64, note->words);
  if (before) note_parents (note, o, before);
  for (guint i = 0; also && i < also->len; i++) add_to (note->seen, note, o, g_array_index (also, guint, i));
  g_ptr_array_add (o->notes, note);
  g_hash_table_insert (o->by_key, key, GUINT_TO_POINTER (note->uid));
  return note->uid;
}

void
sim_set_init (SimSet *set, const SimOracle *o)
{
  set->words = o->notes->len / 64 + 1;
  set->bits = g_new0 (guint64, set->words);
}

void
sim_set_clear (SimSet *set)
{
  g_clear_pointer (&set->bits, g_free);
  set->words = 0;
}

gboolean
sim_set_has (const SimSet *set, guint uid)
{
  return set->bits[uid / 64] >> uid % 64 & 1;
}

void
sim_set_add (SimSet *set, guint uid)
{
  if (uid) set->bits[uid / 64] |= G_GUINT64_CONSTANT (1) << uid % 64;
}

void
sim_set_add_with_seen (SimSet *set, const SimOracle *o, guint uid)
{
  if (!uid) return;
  const SimNote *note = sim_oracle_note (o, uid);
  sim_set_add (set, uid);
  for (guint i = 0; i < note->words; i++) set->bits[i] |= note->seen[i];
}

void
sim_set_add_whole (SimSet *set, const SimOracle *o, guint uid)
{
  if (!uid) return;
  const SimNote *note = sim_oracle_note (o, uid);
  for (guint i = 0; note->whole && i < note->words; i++) set->bits[i] |= note->whole[i];
}

gboolean
sim_note_saw (const SimNote *note, guint uid)
{
  return uid / 64 < note->words && note->seen[uid / 64] >> uid % 64 & 1;
}
