/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Petitions without a name and survey sheets: of who wrote them and when nothing may be left but the laptop (its replica) and the day (store/tn-edit.h). They are
 * taken down by the programs' own rules (work/), answered and deleted by others, and go every way that edits go. Every request and answer, and the disks of
 * author, hubs and district, are searched for the moment at which each was written, in every form in which the programs write moments; every place that
 * names a user, for one beside it. */
#include "sim-world.h"
#include "tn-db.h"
#include "tn-edit-private.h"
#include "tn-limits.h"
#include "tn-meta-keys.h"
#include "tn-page.h"
#include "tn-petition.h"
#include "tn-survey.h"
#include <string.h>

#define OFFSET_USED_MS 60000          /* sync.md 2.2 */
#define APART_MS 8                    /* a clone's clock is 7 ms ahead: no other clock may show this moment */

void
sim_untimed_free (SimUntimed *u)
{
  g_strfreev (u->words);
  g_free (u);
}

static const SimUntimed *
find (const SimWorld *w, const TnId *id)
{
  for (guint i = 0; i < w->untimed->len; i++) {
    const SimUntimed *u = w->untimed->pdata[i];
    if (tn_id_equal (&u->id, id)) return u;
  }
  return NULL;
}

/* ---- writing ---- */

/* On the first day, so that there is something to fill in. */
void
sim_untimed_survey (SimLaptop *l, TnEdit *edit)
{
  SimWorld *w = l->m.world;
  TnId question = tn_id_new (&l->m.env);
  w->survey = tn_id_new (&l->m.env);
  tn_edit_create (edit, "survey", &w->survey);
  tn_edit_set_text (edit, &w->survey, "title", "Khảo sát");
  tn_edit_set_text (edit, &w->survey, "state", "open");
  tn_edit_create (edit, "survey_question", &question);
  tn_edit_set_ref (edit, &question, "survey", &w->survey);
  tn_edit_set_int (edit, &question, "place", 1);
  tn_edit_set_text (edit, &question, "text", "Mấy người?");
  tn_edit_set_text (edit, &question, "type", "number");
}

static gint64
read_wall (SimLaptop *l, TnCopy *copy)
{
  g_autofree char *text = tn_copy_get_meta (copy, TN_META_CLOCK_OFFSET);
  gint64 offset = text ? g_ascii_strtoll (text, NULL, 10) : 0, now = l->m.env.now_ms (&l->m);
  return ABS (offset) > OFFSET_USED_MS ? now + offset : now;
}

static gint64
find_day (gint64 ms)
{
  g_autoptr (GDateTime) time = g_date_time_new_from_unix_local (ms / 1000);
  g_autoptr (GDateTime) day = g_date_time_new_local (g_date_time_get_year (time), g_date_time_get_month (time), g_date_time_get_day_of_month (time), 0, 0, 0);
  return g_date_time_to_unix (day) * 1000;
}

/* As a stamp, as the id of a record that tells its time, as a number. */
static void
add_words (GStrvBuilder *words, gint64 ms)
{
  g_autofree char *hex = g_strdup_printf ("%012" G_GINT64_MODIFIER "x", (guint64) ms), *dashed = g_strdup_printf ("%.8s-%s", hex, hex + 8);
  g_autofree char *number = g_strdup_printf ("%" G_GINT64_FORMAT, ms);
  const char *all[] = { hex, dashed, number, NULL };
  g_strv_builder_addv (words, all);
}

/* Its own clock, the same set right, and the true time. */
static void
note (SimLaptop *l, TnCopy *copy, const TnId *id)
{
  SimWorld *w = l->m.world;
  SimUntimed *u = g_new0 (SimUntimed, 1);
  g_autoptr (GStrvBuilder) words = g_strv_builder_new ();
  *u = (SimUntimed) { .id = *id, .of = l, .times = { l->m.env.now_ms (&l->m), read_wall (l, copy), w->now } };
  for (guint i = 0; i < G_N_ELEMENTS (u->times); i++) add_words (words, u->times[i]);
  u->words = g_strv_builder_end (words);
  g_snprintf (u->day, sizeof u->day, "%012" G_GINT64_MODIFIER "x", (guint64) find_day (u->times[1]));
  g_strlcpy (u->moment, u->day, sizeof u->moment);
  g_ptr_array_add (w->untimed, u);
}

static TnEdit *
take_petition (SimLaptop *l, TnCopy *copy)
{
  SimWorld *w = l->m.world;
  TnId none = { 0 };
  g_autoptr (TnValues) values = tn_values_new ();
  const char *word = sim_oracle_marker (&w->oracle, &none);
  tn_values_set_text (values, "topic", sim_chance (w->rand, 0.5) ? "food" : "service");
  tn_values_set_text (values, "text", word);
  tn_values_set (values, "anonymous", "true");
  if (sim_chance (w->rand, 0.7)) tn_values_set_ref (values, "area", w->areas->pdata[sim_below (w->rand, w->areas->len)]);
  TnEdit *edit = tn_petition_take (copy, sim_chance (w->rand, 0.2) ? "complaint" : "petition", values, NULL);
  if (edit) g_hash_table_insert (w->oracle.markers, g_strdup (word), tn_id_copy (&((TnEditItem *) edit->items->pdata[0])->id));
  return edit;
}

static TnEdit *
fill_sheet (SimLaptop *l, TnCopy *copy)
{
  SimWorld *w = l->m.world;
  TnSurveyAnswer answer = { 0, (int) sim_below (w->rand, 20) };
  const TnId *area = sim_chance (w->rand, 0.7) ? w->areas->pdata[sim_below (w->rand, w->areas->len)] : NULL;
  return tn_survey_fill (copy, &w->survey, area, NULL, &answer, 1, NULL);
}

/* Nothing else falls into the same moment, anywhere. */
static TnEdit *
write_new (SimLaptop *l, TnCopy *copy)
{
  SimWorld *w = l->m.world;
  w->now += APART_MS + sim_below (w->rand, 60000);
  TnEdit *edit = sim_chance (w->rand, 0.6) ? take_petition (l, copy) : fill_sheet (l, copy);
  if (edit) note (l, copy, &((TnEditItem *) edit->items->pdata[0])->id);
  return edit;
}

static TnEdit *
delete_one (const TnId *id)
{
  TnEdit *edit = tn_edit_new ("mô phỏng");
  tn_edit_delete (edit, id);
  return edit;
}

/* By whoever has it: an edit like any other, with its author. */
static TnEdit *
go_on_with (SimLaptop *l, TnCopy *copy, SimSeen *seen)
{
  SimWorld *w = l->m.world;
  TnId id;
  double dice = sim_unit (w->rand);
  if (!sim_pick_record (w, copy, sim_chance (w->rand, 0.8) ? "petition" : "complaint", &id) || !sim_look_at (seen, copy, &id)) return NULL;
  if (dice < 0.2) return delete_one (&id);
  if (dice < 0.4) return tn_petition_satisfied (copy, &id, sim_chance (w->rand, 0.5) ? "yes" : "no", NULL);
  if (dice < 0.75) return tn_petition_answer (copy, &id, NULL, sim_oracle_marker (&w->oracle, &id), NULL, NULL);
  g_autoptr (TnValues) values = tn_values_new ();
  tn_values_set_text (values, "text", sim_oracle_marker (&w->oracle, &id));
  return tn_petition_change (copy, &id, values, NULL);
}

TnEdit *
sim_untimed_edit (SimLaptop *l, TnCopy *copy, SimSeen *seen)
{
  return sim_chance (l->m.world->rand, 0.6) ? write_new (l, copy) : go_on_with (l, copy, seen);
}

/* ---- moments ---- */

static gboolean
disk_tells (SimDisk *disk, const SimUntimed *u, const char **where)
{
  for (guint i = 0; i < G_N_ELEMENTS (u->times); i++) {      /* as SQLite writes such a number, and as the first bytes of an id */
    guint64 big = GUINT64_TO_BE ((guint64) u->times[i]);
    if (sim_disk_finds_bytes (disk, (const char *) &big + 2, 6, where)) return TRUE;
  }
  for (guint i = 0; u->words[i]; i++)
    if (sim_disk_finds (disk, u->words[i], where)) return TRUE;
  return FALSE;
}

static void
search_disk (SimWorld *w, SimDisk *disk, const char *whose)
{
  const char *where;
  for (guint i = 0; i < w->untimed->len; i++)
    if (disk_tells (disk, w->untimed->pdata[i], &where)) {
      sim_wrong (w, "privacy: %s's file %s tells when an edit without a time was made", whose, where);
      return;
    }
}

/* Of what was just written here. */
static void
read_moment (SimLaptop *l, SimUntimed *u)
{
  g_autoptr (TnStmt) stmt = tn_db_prepare (tn_copy_db (sim_laptop_window (l)), "SELECT substr(stamp, 1, 16) FROM outbox WHERE id=?1 AND unit='*'", NULL);
  if (!stmt) return;
  tn_stmt_bind_blob (stmt, 1, u->id.b, sizeof u->id.b);
  if (tn_stmt_step (stmt, NULL) == TN_STEP_ROW) g_strlcpy (u->moment, tn_stmt_text (stmt, 0), sizeof u->moment);
}

void
sim_untimed_saved (SimLaptop *l)
{
  SimWorld *w = l->m.world;
  SimUntimed *u = w->untimed->len ? w->untimed->pdata[w->untimed->len - 1] : NULL;
  const char *where;
  if (!u || u->times[2] != w->now) return;
  read_moment (l, u);
  if (disk_tells (l->m.disk, u, &where)) sim_wrong (w, "privacy: %s's file %s tells at once when an edit without a time was made", l->m.name, where);
  w->now += APART_MS;
}

/* ---- lines ---- */

static gboolean
names_author (const SimWorld *w, TnSlice raw)
{
  g_autoptr (TnEntry) entry = raw.len && raw.p[0] == '{' ? tn_entry_parse (raw, NULL) : NULL;
  return entry && entry->creation && find (w, &entry->id) && *entry->by;
}

static gboolean
lines_name_author (const SimWorld *w, const char *text, gsize len)
{
  for (const char *p = text, *end = text + len, *stop; p < end; p = stop + 1) {
    stop = memchr (p, '\n', (gsize) (end - p));
    if (!stop) stop = end;
    if (names_author (w, (TnSlice) { p, (gsize) (stop - p) })) return TRUE;
  }
  return FALSE;
}

void
sim_untimed_wire (SimWorld *w, const char *path, GBytes *body, const char *media)
{
  if (!w->untimed->len || !body) return;
  gboolean page = media && strcmp (media, TN_MEDIA_NDJSON_ZSTD) == 0;
  g_autoptr (GBytes) plain = page ? tn_page_inflate (body, TN_LIMIT_INFLATED, NULL) : g_bytes_ref (body);    /* one that was cut off tells nothing more than whole */
  gsize len = 0;
  const char *text = plain ? g_bytes_get_data (plain, &len) : NULL;
  if (!len) return;
  for (guint i = 0; i < w->untimed->len; i++) {
    const SimUntimed *u = w->untimed->pdata[i];
    for (guint k = 0; u->words[k]; k++)
      if (memmem (text, len, u->words[k], strlen (u->words[k]))) sim_wrong (w, "privacy: %s tells when an edit without a time was made: %s", path, u->words[k]);
  }
  if (page && lines_name_author (w, text, len)) sim_wrong (w, "privacy: %s names the author of an edit without a time", path);
}

/* ---- names ---- */

static gint64
ask (TnDb *db, const char *sql, const SimUntimed *u, const char *begin /* of a stamp */)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (TnStmt) stmt = tn_db_prepare (db, sql, &error);
  if (!stmt) sim_fatal ("%s: %s", sql, error->message);
  tn_stmt_bind_blob (stmt, 1, u->id.b, sizeof u->id.b);
  tn_stmt_bind_text (stmt, 2, begin);
  return tn_stmt_step (stmt, &error) == TN_STEP_ROW ? tn_stmt_int (stmt, 0) : 0;
}

static void
search_raw (SimWorld *w, TnDb *db, const char *sql, const char *whose)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (TnStmt) stmt = tn_db_prepare (db, sql, &error);
  if (!stmt) sim_fatal ("%s: %s", sql, error->message);
  while (tn_stmt_step (stmt, &error) == TN_STEP_ROW) {
    gsize len = 0;
    const char *raw = tn_stmt_blob (stmt, 0, &len);
    if (lines_name_author (w, raw, len)) sim_wrong (w, "privacy: %s keeps a line that names the author of an edit without a time", whose);
  }
}

static void
check_laptop (SimLaptop *l, const SimUntimed *u)
{
  SimWorld *w = l->m.world;
  TnDb *db = tn_copy_db (sim_laptop_window (l));
  if (ask (db, "SELECT count(*) FROM outbox WHERE id=?1 AND unit='*' AND (by_user<>'' OR substr(stamp, 1, 12)<>?2)", u, u->day))
    sim_wrong (w, "privacy: %s's outbox tells who or when of an edit without a time", l->m.name);
  if (ask (db, "SELECT count(*) FROM action WHERE instr(created, ?1) AND (by_user<>'' OR substr(stamp, 1, 12)<>?2)", u, u->day))
    sim_wrong (w, "privacy: %s's undo tells who or when of an edit without a time", l->m.name);
  if (ask (db, "SELECT count(*) FROM history WHERE id=?1 AND substr(stamp, 1, length(?2))=?2 AND ifnull(by_user, '')<>''", u, u->moment))
    sim_wrong (w, "privacy: %s's history names the author of an edit without a time", l->m.name);
}

static void
check_flag (SimWorld *w, const TnRow *row)
{
  TnId record;
  const SimUntimed *u = tn_row_ref (row, "record", &record) ? find (w, &record) : NULL;
  static const char *const sides[][2] = { { "stamp", "by" }, { "against", "against_by" } };
  for (guint i = 0; u && i < G_N_ELEMENTS (sides); i++) {
    g_autofree char *stamp = tn_row_dup_text (row, sides[i][0]), *by = tn_row_dup_text (row, sides[i][1]);
    if (stamp && g_str_has_prefix (stamp, u->moment) && by && *by) sim_wrong (w, "privacy: a conflict names %s as the author of an edit without a time", by);
  }
}

static void
check_root (SimWorld *w, TnDb *root, const SimRootView *view)
{
  GHashTableIter it;
  gpointer row;
  for (guint i = 0; i < w->untimed->len; i++)
    if (ask (root, "SELECT count(*) FROM history WHERE id=?1 AND substr(stamp, 1, length(?2))=?2 AND ifnull(by_user, '')<>''", w->untimed->pdata[i],
             ((const SimUntimed *) w->untimed->pdata[i])->moment))
      sim_wrong (w, "privacy: the root's history names the author of an edit without a time");
  g_hash_table_iter_init (&it, view->rows);
  while (g_hash_table_iter_next (&it, NULL, &row))
    if (strcmp (((TnRow *) row)->kind_key, "conflict") == 0) check_flag (w, row);
  search_raw (w, root, "SELECT raw FROM quarantine", "the root");
  search_disk (w, w->root.disk, "the root");
}

static gboolean
has_author_here (const SimLaptop *l)
{
  const SimWorld *w = l->m.world;
  for (guint i = 0; i < w->untimed->len; i++)
    if (((SimUntimed *) w->untimed->pdata[i])->of == l) return TRUE;
  return FALSE;
}

void
sim_untimed_verdict (SimWorld *w, TnDb *root, const SimRootView *view)
{
  if (!w->untimed->len) return;
  for (guint i = 0; i < w->laptops->len; i++) {
    SimLaptop *l = w->laptops->pdata[i];
    if (l->gone) continue;
    for (guint k = 0; k < w->untimed->len; k++) check_laptop (l, w->untimed->pdata[k]);
    g_autofree char *hub = tn_copy_get_meta (sim_laptop_window (l), TN_META_HUB_VERSION);
    if (hub) search_raw (w, tn_copy_db (l->window), "SELECT raw FROM hub_relay", l->m.name);
    if (hub || has_author_here (l)) search_disk (w, l->m.disk, l->m.name);
  }
  check_root (w, root, view);
}
