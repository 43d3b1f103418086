/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Practice work: some 25 people ill at home over three weeks, most of them well again, one in danger whom nobody has answered, one whom nobody has looked at
 * today, one taken to hospital, one for whom two laptops opened a case. */
#include "tn-practice-work.h"
#include <glib/gi18n.h>
#include "tn-date.h"
#include "tn-listed.h"
#include "tn-today.h"

#define HOUR ((gint64) 3600000)
#define MINUTE ((gint64) 60000)
#define STATION "Trạm y tế phường Thực Hành"
#define STATION_PHONE "02800000115"
#define TWICE 19   /* the story of whom another laptop watches too, since the day after */

typedef enum { RECOVERED, WATCHED, DUE, UNWATCHED, DANGER, HOSPITAL } Course;

/* opened and closed: days before today; closed 0 = still open. */
static const struct { Course course; int opened, closed; const char *risk, *illness, *bag; } stories[] = {
  { RECOVERED, 21, 11, "low", NULL, "a" }, { RECOVERED, 21, 10, "low", NULL, "a" }, { RECOVERED, 20, 9, "medium", "Tăng huyết áp", "a" },
  { RECOVERED, 19, 9, "low", NULL, "a" }, { RECOVERED, 19, 8, "low", NULL, NULL }, { RECOVERED, 18, 8, "low", NULL, "a" },
  { RECOVERED, 17, 6, "high", "Đái tháo đường", "c" }, { RECOVERED, 16, 6, "low", NULL, "a" }, { RECOVERED, 15, 5, "low", NULL, "a" },
  { RECOVERED, 15, 4, "medium", NULL, "a" }, { RECOVERED, 14, 4, "low", NULL, "a" }, { RECOVERED, 13, 3, "low", NULL, NULL },
  { RECOVERED, 12, 2, "low", NULL, "a" }, { RECOVERED, 11, 1, "medium", NULL, "a" }, { HOSPITAL, 13, 7, "very_high", "Suy tim", "b" },
  { WATCHED, 8, 0, "low", NULL, "a" }, { WATCHED, 7, 0, "low", NULL, "a" }, { WATCHED, 6, 0, "medium", "Tăng huyết áp", "a" }, { WATCHED, 5, 0, "low", NULL, "a" },
  { WATCHED, 4, 0, "low", NULL, "a" }, { WATCHED, 3, 0, "low", NULL, NULL }, { WATCHED, 1, 0, "low", NULL, "a" },
  { DUE, 4, 0, "low", NULL, "a" }, { DUE, 2, 0, "high", "Hen phế quản", "a" }, { UNWATCHED, 5, 0, "medium", NULL, "a" }, { DANGER, 6, 0, "high", "Đái tháo đường", "a" },
};
static const char *const wishes[] = { "Gạo 10 kg, mì gói", "Sữa bột cho trẻ 3 tuổi", "Rau củ, trứng", "Tã người lớn", "Thuốc huyết áp theo toa cũ", "Nước uống, khẩu trang" };

typedef struct { TnPracticeWork *work; TnEdit *edit; GArray *volunteers; GHashTable *ill /* TnId of people */; gsize story; TnId home_case, person, household; gint64 last; } Writer;

static int
pick (Writer *w, int from, int to)
{
  return g_rand_int_range (w->work->rand, from, to);
}

static void
set_date (Writer *w, const TnId *id, const char *field, int days_before)
{
  g_autofree char *day = tn_date_today (tn_day_start (w->work->now, -days_before) + HOUR);
  tn_edit_set_text (w->edit, id, field, day);
}

static void
set_volunteer (Writer *w, const TnId *id, const char *field)
{
  if (w->volunteers->len)
    tn_edit_set_ref (w->edit, id, field, &g_array_index (w->volunteers, TnId, w->story % w->volunteers->len));
}

/* ---- whom ---- */

/* Somebody of this household who is in no story yet; FALSE = nobody. */
static gboolean
choose_of_household (Writer *w, gboolean *found, GError **error)
{
  g_autoptr (GPtrArray) people = tn_query_children (w->work->copy, "person", &w->household, error);
  if (!people)
    return FALSE;
  for (guint i = 0; i < people->len && !*found; i++) {
    w->person = ((TnRow *) people->pdata[i])->id;
    *found = g_hash_table_add (w->ill, tn_id_copy (&w->person));
  }
  return TRUE;
}

/* The households lie apart; now and then two of one household are ill. A ward that is too small for all stories has fewer. */
static gboolean
choose_person (Writer *w, gboolean *found, GError **error)
{
  gsize n = w->work->households->len, place = (w->story - (w->story % 5 == 3)) * 37 + 11;
  *found = FALSE;
  for (gsize tries = 0; tries < n && !*found; tries++) {
    w->household = g_array_index (w->work->households, TnId, (place + tries) % n);
    if (!choose_of_household (w, found, error))
      return FALSE;
  }
  return TRUE;
}

static void
open_case (Writer *w)
{
  static const char *const sources[] = { "household", "work", "case", "unknown", "travel" };
  w->home_case = tn_edit_create (w->edit, "home_case", NULL);
  tn_edit_set_ref (w->edit, &w->home_case, "person", &w->person);
  set_date (w, &w->home_case, "opened", stories[w->story].opened);
  tn_edit_set_text (w->edit, &w->home_case, "test", w->story % 4 ? "rapid" : "pcr");
  set_date (w, &w->home_case, "test_date", stories[w->story].opened);
  set_date (w, &w->home_case, "onset", stories[w->story].opened + 2);
  tn_edit_set_text (w->edit, &w->home_case, "source", sources[w->story % G_N_ELEMENTS (sources)]);
  tn_edit_set_text (w->edit, &w->home_case, "risk", stories[w->story].risk);
  tn_edit_set_text (w->edit, &w->home_case, "illness", stories[w->story].illness);
  tn_edit_set_text (w->edit, &w->home_case, "station", STATION);
  tn_edit_set_text (w->edit, &w->home_case, "station_phone", STATION_PHONE);
  set_volunteer (w, &w->home_case, "watcher");
}

static void
close_case (Writer *w)
{
  gboolean closed = stories[w->story].closed > 0;
  tn_edit_set_text (w->edit, &w->home_case, "state", closed ? "closed" : "open");
  if (!closed)
    return;
  set_date (w, &w->home_case, "closed", stories[w->story].closed);
  tn_edit_set_text (w->edit, &w->home_case, "result", stories[w->story].course == HOSPITAL ? "hospital" : "recovered");
}

/* ---- checks ---- */

/* Fever and cough leave within a few days. k: parts of the day since the beginning. */
static void
write_measures (Writer *w, const TnId *id, int k)
{
  g_autofree char *temperature = g_strdup_printf ("%d.%d", k < 6 ? 38 : k < 9 ? 37 : 36, k < 9 ? pick (w, 0, 6) : pick (w, 5, 9));
  tn_edit_set (w->edit, id, "temperature", temperature);
  tn_edit_set_int (w->edit, id, "spo2", pick (w, 97, 100));
  tn_edit_set_int (w->edit, id, "breathing", pick (w, 15, 19));
  tn_edit_set_int (w->edit, id, "pulse", (k < 6 ? 88 : 76) + pick (w, 0, 12));
  if (stories[w->story].illness) {
    tn_edit_set_int (w->edit, id, "systolic", pick (w, 118, 140));
    tn_edit_set_int (w->edit, id, "diastolic", pick (w, 70, 86));
  }
  if (k < 8)
    tn_edit_set_bool (w->edit, id, "cough", TRUE);
  if (k < 5)
    tn_edit_set_bool (w->edit, id, "tired", TRUE);
}

static TnId
write_check (Writer *w, gint64 at, const char *part, int k)
{
  TnId id = tn_edit_create (w->edit, "health_check", NULL);
  tn_edit_set_ref (w->edit, &id, "home_case", &w->home_case);
  tn_edit_set_int (w->edit, &id, "at", at);
  tn_edit_set_text (w->edit, &id, "part", part);
  set_volunteer (w, &id, "by");
  write_measures (w, &id, k);
  if (w->story % 6 == 2 && k == 4) {   /* a slip of the finger clip: the second value is good */
    tn_edit_set_int (w->edit, &id, "spo2", 95);
    tn_edit_set_int (w->edit, &id, "spo2_again", 98);
  }
  w->last = MAX (w->last, at);
  return id;
}

/* SpO2 falls, breathing quickens. */
static void
write_low (Writer *w, const TnId *id, int spo2, int again, int breathing)
{
  tn_edit_set_int (w->edit, id, "spo2", spo2);
  tn_edit_set_int (w->edit, id, "spo2_again", again);
  tn_edit_set_int (w->edit, id, "breathing", breathing);
  tn_edit_set_int (w->edit, id, "pulse", 112);
  tn_edit_set_bool (w->edit, id, "breathless", TRUE);
}

/* Of how many parts of the day, the present one first, there is no check. */
static int
missing_parts (Course course)
{
  return course == DUE ? 1 : course == UNWATCHED ? 2 : 0;
}

/* When the check of a part was made: in the first hours of its time, and never later than now. 0 = that part has not come yet. */
static gint64
check_time (Writer *w, int days_before, int part)
{
  gint64 start = tn_day_start (w->work->now, -days_before) + (part ? 13 : 0) * HOUR;
  gint64 at = start + (part ? 3 : 7) * HOUR + pick (w, 0, 110) * MINUTE;
  if (start > w->work->now)
    return 0;
  return at <= w->work->now ? at : MAX (start, w->work->now - pick (w, 10, 50) * MINUTE);
}

static TnId
write_checks (Writer *w)
{
  gboolean afternoon = g_str_equal (tn_day_part (w->work->now), "afternoon");
  int last = -stories[w->story].closed * 2 + (stories[w->story].closed ? 1 : afternoon), k = 0;
  TnId id = { { 0 } };
  last -= missing_parts (stories[w->story].course);
  for (int part = -stories[w->story].opened * 2; part <= last; part++, k++) {
    int day = part >= 0 ? 0 : (1 - part) / 2, half = part - (-day * 2);
    gint64 at = check_time (w, day, half);
    if (at)
      id = write_check (w, at, half ? "afternoon" : "morning", k);
  }
  return id;
}

/* ---- what else was done ---- */

static void
respond (Writer *w, const TnId *check, const char *done, const char *note)
{
  TnId id = tn_edit_create (w->edit, "response", NULL);
  tn_edit_set_ref (w->edit, &id, "home_case", &w->home_case);
  tn_edit_set_ref (w->edit, &id, "check", check);
  tn_edit_set_int (w->edit, &id, "at", w->last + 12 * MINUTE);
  tn_edit_set_text (w->edit, &id, "done", done);
  tn_edit_set_text (w->edit, &id, "note", note);
  set_volunteer (w, &id, "by");
}

static void
give_bag (Writer *w)
{
  static const struct { const char *bag; int days; } bags[] = { { "a", 7 }, { "b", 3 }, { "c", 5 } };
  const char *bag = stories[w->story].bag;
  if (!bag)
    return;
  TnId id = tn_edit_create (w->edit, "kit", NULL);
  tn_edit_set_ref (w->edit, &id, "home_case", &w->home_case);
  tn_edit_set_text (w->edit, &id, "bag", bag);
  tn_edit_set_int (w->edit, &id, "days", bags[*bag - 'a'].days);
  set_date (w, &id, "given", stories[w->story].opened);
  if (*bag == 'c')
    tn_edit_set_bool (w->edit, &id, "consent", TRUE);
  if (*bag == 'b')
    tn_edit_set_text (w->edit, &id, "doctor", "Bác sĩ trạm y tế");
}

static void
ask_essentials (Writer *w)
{
  gboolean brought = stories[w->story].closed > 0 || w->story % 2;
  if (w->story % 3 != 1 && stories[w->story].course != WATCHED)
    return;
  TnId id = tn_edit_create (w->edit, "essentials", NULL);
  tn_edit_set_ref (w->edit, &id, "household", &w->household);
  tn_edit_set_text (w->edit, &id, "what", wishes[w->story % G_N_ELEMENTS (wishes)]);
  set_date (w, &id, "asked", stories[w->story].opened - 1);
  tn_edit_set_text (w->edit, &id, "state", brought ? "given" : "asked");
  if (brought)
    set_date (w, &id, "given", MAX (stories[w->story].opened - 2, 0));
}

/* Another volunteer began to watch the same person on a laptop that had not reconciled: two checks of his own, and what the first did not know. */
static void
open_again (Writer *w)
{
  TnId id = tn_edit_create (w->edit, "home_case", NULL);
  tn_edit_set_ref (w->edit, &id, "person", &w->person);
  tn_edit_set_text (w->edit, &id, "state", "open");
  set_date (w, &id, "opened", stories[w->story].opened - 1);
  tn_edit_set_text (w->edit, &id, "risk", "medium");
  tn_edit_set_text (w->edit, &id, "illness", "Viêm phế quản mạn");
  tn_edit_set_text (w->edit, &id, "station", STATION);
  tn_edit_set_text (w->edit, &id, "station_phone", STATION_PHONE);
  w->home_case = id;
  for (int day = stories[w->story].opened - 1; day > stories[w->story].opened - 3; day--)
    write_check (w, check_time (w, day, 1), "afternoon", 4);
}

static gboolean
tell_story (Writer *w, GError **error)
{
  gboolean found;
  if (!choose_person (w, &found, error))
    return FALSE;
  if (!found)
    return TRUE;
  w->last = 0;
  open_case (w);
  TnId last = write_checks (w);
  if (stories[w->story].course == HOSPITAL) {
    write_low (w, &last, 92, 91, 26);
    respond (w, &last, "hospital", "Xe cấp cứu 115 đã đón, người nhà đi cùng");
  }
  if (stories[w->story].course == DANGER)
    write_low (w, &last, 93, 92, 23);
  give_bag (w);
  ask_essentials (w);
  close_case (w);
  if (w->story == TWICE)
    open_again (w);
  return TRUE;
}

gboolean
tn_practice_patients (TnPracticeWork *work, GError **error)
{
  g_autoptr (GArray) volunteers = tn_query_ids (work->copy, "volunteer", error);
  g_autoptr (TnEdit) edit = tn_edit_new (_("Practice: patients at home"));
  g_autoptr (GHashTable) ill = g_hash_table_new_full (tn_id_hash, tn_id_equal, g_free, NULL);
  Writer w = { .work = work, .edit = edit, .volunteers = volunteers, .ill = ill };
  if (!volunteers)
    return FALSE;
  for (; w.story < G_N_ELEMENTS (stories); w.story++)
    if (!tell_story (&w, error))
      return FALSE;
  return tn_practice_write (work, g_steal_pointer (&edit), error);
}
