/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Who looks for work, what businesses need, and the words that bring them together. */
#include <string.h>
#include "work-fixture.h"
#include "tn-business.h"
#include "tn-date.h"
#include "tn-job.h"
#include "tn-job-match.h"
#include "tn-listed.h"
#include "tn-today.h"

/* ---- words ---- */

static void
test_words_in_common (void)
{
  static const struct { const char *wants, *skills, *offer, *trade, *common; } table[] = {
    { "May công nghiệp", NULL, "Cần 5 thợ may công nghiệp", NULL, "may công, công nghiệp" },
    { "bán hàng", "vi tính", "Tuyển nhân viên bán hàng", "Tạp hóa", "bán hàng" },
    { "phụ bếp", NULL, "Cần 2 người phụ bếp", "Quán cơm", "phụ bếp" },
    { "việc gì cũng được", NULL, "Cần người làm việc", NULL, NULL },     /* words that say nothing */
    { "giao hàng", "có xe máy", "8 thợ may công nghiệp", NULL, NULL },   /* another word with its marks */
    { "phu bep", NULL, "Cần 2 người phụ bếp", NULL, "phu bep" }, { "Phụ bếp", NULL, "can phu bep gap", NULL, "phụ bếp" },   /* typed without marks */
    { "xưởng hòa", NULL, "Xưởng hoà", NULL, "xưởng hòa" },               /* the tone in another place */
    { "lái xe tải", "bằng C", "may áo", "Xưởng may", NULL },
    { "hàn", NULL, "thợ hàn, thợ tiện", NULL, "hàn" },
    { "may", NULL, NULL, "Xưởng may gia công", "may" },                 /* the trade alone */
    { NULL, NULL, NULL, NULL, NULL }, { "", "", "", "", NULL },
  };

  for (guint i = 0; i < G_N_ELEMENTS (table); i++)
    {
      g_autofree char *common = NULL;
      guint points = tn_job_match (table[i].wants, table[i].skills, table[i].offer, table[i].trade, &common);

      g_assert_cmpstr (common, ==, table[i].common);
      g_assert_cmpint (points > 0, ==, table[i].common != NULL);
    }
}

static void
test_what_is_wanted_counts_more (void)
{
  guint wanted = tn_job_match ("bán hàng", NULL, "bán hàng", NULL, NULL), able = tn_job_match ("may", "bán hàng", "bán hàng", NULL, NULL);
  guint pair = tn_job_match ("bán hàng", NULL, "bán hàng", NULL, NULL), word = tn_job_match ("bán cơm", NULL, "bán hàng", NULL, NULL);

  g_assert_cmpuint (wanted, >, able);
  g_assert_cmpuint (able, >, 0);
  g_assert_cmpuint (pair, >, word);
}

/* ---- wishes ---- */

static TnId
find_wish (WorkFixture *f, const TnId *person)
{
  TnListed listed;
  gboolean found;

  g_assert_true (tn_query_last_listed (f->copy, "job_wish", person, &listed, &found, NULL) && found);
  return listed.id;
}

static TnId
note_wish (WorkFixture *f, guint person, const char *wants, const char *skills, const char *since)
{
  g_autoptr (TnValues) values = work_values ("wants", wants, "skills", skills, "since", since, NULL);
  g_autoptr (GError) error = NULL;
  TnEdit *edit = tn_job_wish_note (f->copy, &f->ward.first_people[person], values, &error);

  work_write (f->copy, edit, error);
  return find_wish (f, &f->ward.first_people[person]);
}

static TnId
add_business (WorkFixture *f, const char *name, const char *trade)
{
  g_autoptr (TnValues) values = work_values ("name", name, "trade", trade, "address", "12 Hoa Mai", NULL);
  g_autoptr (GError) error = NULL;
  TnEdit *edit = tn_business_add (f->copy, values, &error);

  work_write (f->copy, edit, error);
  g_autoptr (GPtrArray) lines = tn_business_list (f->copy, name, 0, NULL);
  g_assert_cmpuint (lines->len, ==, 1);
  return ((TnBusinessLine *) lines->pdata[0])->id;
}

static void
test_one_wish_at_a_time (WorkFixture *f, gconstpointer data)
{
  g_autoptr (TnValues) values = work_values ("wants", "bán hàng", NULL), blank = work_values ("skills", "may", NULL);
  g_autofree char *person = tn_id_dup_string (&f->ward.first_people[2]), *name = g_strdup_printf ("job_wish:%s:0", person);
  GError *error = NULL;
  TnEdit *edit = tn_job_wish_note (f->copy, &f->ward.first_people[2], blank, &error);
  TnId wish, same = tn_id_from_name (name);

  work_assert_refused (edit, &error);
  wish = note_wish (f, 2, "may", NULL, "2021-11-01");
  g_assert_true (tn_id_equal (&wish, &same));   /* another laptop would make this one */
  edit = tn_job_wish_note (f->copy, &f->ward.first_people[2], values, &error);
  work_assert_refused (edit, &error);
  edit = tn_job_wish_stop (f->copy, &wish, "Về quê", &error);
  work_write (f->copy, edit, error);
  edit = tn_job_wish_note (f->copy, &f->ward.first_people[2], values, &error);   /* and looks again */
  work_write (f->copy, edit, error);
  g_autoptr (GPtrArray) looking = tn_job_list (f->copy, "looking", NULL, 0, NULL, NULL), all = tn_job_list (f->copy, NULL, NULL, 0, NULL, NULL);
  g_assert_true (looking->len == 1 && all->len == 2);
}

static void
test_placing_closes_the_wish_and_says_where (WorkFixture *f, gconstpointer data)
{
  TnId wish = note_wish (f, 2, "may", NULL, "2021-11-01"), business = add_business (f, "Xưởng may Thử", "may mặc");
  GError *error = NULL;
  TnEdit *edit = tn_job_wish_place (f->copy, &wish, NULL, NULL, " ", &error);

  work_assert_refused (edit, &error);
  edit = tn_job_wish_place (f->copy, &wish, NULL, NULL, "", &error);
  work_assert_refused (edit, &error);
  edit = tn_job_wish_place (f->copy, &wish, &business, "2021-12-20", NULL, &error);
  work_write (f->copy, edit, error);
  edit = tn_job_wish_place (f->copy, &wish, &business, NULL, NULL, &error);
  work_assert_refused (edit, &error);
  g_autofree char *title = tn_query_title (f->copy, &wish);
  g_assert_cmpstr (title, ==, "Nguyễn Văn Cường, may");   /* in conflicts and histories */
  g_autoptr (GPtrArray) at = tn_job_list_at (f->copy, &business, NULL), looking = tn_job_list (f->copy, "looking", NULL, 0, NULL, NULL);
  g_autoptr (TnRow) person = tn_copy_get (f->copy, &f->ward.first_people[2], NULL);
  g_autofree char *workplace = tn_row_dup_text (person, "workplace");
  g_assert_true (at->len == 1 && looking->len == 0);
  g_assert_cmpstr (((TnJobLine *) at->pdata[0])->name, ==, "Nguyễn Văn Cường");
  g_assert_cmpstr (workplace, ==, "Xưởng may Thử");
}

static void
test_found_by_themselves (WorkFixture *f, gconstpointer data)
{
  TnId wish = note_wish (f, 1, "giúp việc nhà", NULL, "2021-11-01");
  g_autoptr (GError) error = NULL;
  TnEdit *edit = tn_job_wish_place (f->copy, &wish, NULL, "2021-12-01", "Nhà hàng xóm", &error);

  work_write (f->copy, edit, error);
  g_autoptr (TnRow) row = tn_copy_get (f->copy, &wish, NULL), person = tn_copy_get (f->copy, &f->ward.first_people[1], NULL);
  g_autofree char *state = tn_row_dup_text (row, "state"), *note = tn_row_dup_text (row, "note"), *workplace = tn_row_dup_text (person, "workplace");
  g_assert_cmpstr (state, ==, "placed");
  g_assert_cmpstr (note, ==, "Nhà hàng xóm");
  g_assert_null (workplace);
}

static void
test_the_list_of_wishes (WorkFixture *f, gconstpointer data)
{
  note_wish (f, 0, "bảo vệ", NULL, "2021-10-01");
  note_wish (f, 2, "may", "vắt sổ", "2021-09-01");
  g_autoptr (GPtrArray) all = tn_job_list (f->copy, "looking", NULL, 0, NULL, NULL), by_name = tn_job_list (f->copy, "looking", "nguyen van a", 0, NULL, NULL);
  g_autoptr (GPtrArray) by_skill = tn_job_list (f->copy, "looking", "VAT SO", 0, NULL, NULL), one = tn_job_list (f->copy, "looking", NULL, 1, NULL, NULL);
  const TnJobLine *first = all->pdata[0];
  g_assert_true (all->len == 2 && by_name->len == 1 && by_skill->len == 1 && one->len == 1);
  g_assert_cmpstr (first->name, ==, "Nguyễn Văn Cường");   /* has waited longest */
  g_assert_cmpstr (first->address, ==, "12/1 Hẻm 12 Hoa Mai");
  TnEdit *edit = tn_edit_new ("Moved away");
  tn_edit_set_text (edit, &f->ward.first_people[2], "status", "moved_away");
  work_write (f->copy, edit, NULL);
  g_autoptr (GPtrArray) left = tn_job_list (f->copy, "looking", NULL, 0, NULL, NULL), still = tn_job_list (f->copy, NULL, NULL, 0, NULL, NULL);
  g_assert_true (left->len == 1 && still->len == 2);   /* looks for nothing here; what was noted stays */
}

static void
add_lost_job (WorkFixture *f, const TnId *subject, const char *from, const char *to)
{
  TnEdit *edit = tn_edit_new ("Mất việc");
  TnId id = tn_edit_create (edit, "membership", NULL);

  tn_edit_set_ref (edit, &id, "subject", subject);
  tn_edit_set_text (edit, &id, "category", "lost_job");
  tn_edit_set_text (edit, &id, "from", from);
  tn_edit_set_text (edit, &id, "to", to);
  work_write (f->copy, edit, NULL);
}

static guint
count_jobless (WorkFixture *f, const char *search)
{
  g_autoptr (GPtrArray) lines = tn_jobless_list (f->copy, search, 0, 20211224, NULL, NULL);

  return lines->len;
}

static void
test_who_lost_work_and_has_no_wish (WorkFixture *f, gconstpointer data)
{
  guint before = count_jobless (f, NULL);
  g_autoptr (GError) error = NULL;
  TnEdit *edit;
  TnId wish;

  add_lost_job (f, &f->ward.first_people[0], "2021-07-01", "2021-09-01");   /* has work again */
  g_assert_cmpuint (count_jobless (f, NULL), ==, before);
  add_lost_job (f, &f->ward.first_people[2], "2021-07-01", NULL);
  add_lost_job (f, &f->ward.first_people[2], "2021-08-01", NULL);           /* said twice: one line */
  g_assert_cmpuint (count_jobless (f, NULL), ==, before + 1);
  g_assert_cmpuint (count_jobless (f, "van cuong"), ==, 1);
  wish = note_wish (f, 2, "may", NULL, "2021-07-15");
  g_assert_cmpuint (count_jobless (f, "van cuong"), ==, 0);
  edit = tn_job_wish_place (f->copy, &wish, NULL, "2021-09-01", "Xưởng nhỏ", &error);
  work_write (f->copy, edit, error);
  g_assert_cmpuint (count_jobless (f, "van cuong"), ==, 0);
  add_lost_job (f, &f->ward.first_people[2], "2021-12-01", NULL);           /* lost it again since */
  g_assert_cmpuint (count_jobless (f, "van cuong"), ==, 1);
}

/* ---- businesses ---- */

static TnId
add_need (WorkFixture *f, const TnId *business, const char *what, const char *text, const char *number, const char *since)
{
  g_autoptr (TnValues) values = work_values ("what", what, "text", text, "since", since, NULL);
  g_autoptr (GError) error = NULL;
  TnEdit *edit;

  if (number)
    tn_values_set (values, "number", number);
  edit = tn_business_need (f->copy, business, values, &error);
  work_write (f->copy, edit, error);
  g_autoptr (GPtrArray) needs = tn_need_list (f->copy, business, TRUE, text, 0, 20211224, NULL, NULL);
  g_assert_cmpuint (needs->len, ==, 1);
  return ((TnNeedLine *) needs->pdata[0])->id;
}

static void
test_what_must_be_refused (WorkFixture *f, gconstpointer data)
{
  g_autoptr (TnValues) blank = work_values ("trade", "may", NULL), again = work_values ("name", "Xưởng  may thử", "address", "12 Hoa mai", NULL);
  g_autoptr (TnValues) other = work_values ("name", "Xưởng may Thử", "address", "14 Hoa Mai", NULL), nothing = work_values ("text", "Cần người", NULL), none = work_values ("what", "workers", NULL);
  TnId business = add_business (f, "Xưởng may Thử", "may");
  GError *error = NULL;
  TnEdit *edit = tn_business_add (f->copy, blank, &error);

  work_assert_refused (edit, &error);
  edit = tn_business_add (f->copy, again, &error);
  work_assert_refused (edit, &error);
  edit = tn_business_add (f->copy, other, &error);   /* a branch at another door */
  work_write (f->copy, edit, error);
  edit = tn_business_need (f->copy, &business, nothing, &error);
  work_assert_refused (edit, &error);
  tn_values_set (none, "number", "0");
  edit = tn_business_need (f->copy, &business, none, &error);
  work_assert_refused (edit, &error);
  TnId need = add_need (f, &business, "capital", "Vay 50 triệu", NULL, "2021-12-01");
  edit = tn_business_need_close (f->copy, &need, "met", "", &error);
  work_assert_refused (edit, &error);
  edit = tn_business_need_close (f->copy, &need, "open", "x", &error);
  work_assert_refused (edit, &error);
}

static guint
count_today (WorkFixture *f, int year, int month, int day)
{
  g_autoptr (GDateTime) now = g_date_time_new_local (year, month, day, 8, 0, 0);

  return work_count_today (f->copy, TN_TODAY_WORK, g_date_time_to_unix (now) * 1000);
}

static void
test_a_need_open_longer_than_its_time (WorkFixture *f, gconstpointer data)
{
  TnId business = add_business (f, "Quán cơm Thử", "ăn uống"), need;
  g_autoptr (GError) error = NULL;
  TnEdit *edit;

  need = add_need (f, &business, "workers", "2 phụ bếp", "2", "2021-12-01");   /* 14 days */
  g_assert_cmpuint (count_today (f, 2021, 12, 15), ==, 0);
  g_assert_cmpuint (count_today (f, 2021, 12, 16), ==, 1);
  edit = tn_business_need_close (f->copy, &need, "met", "Đã giới thiệu 2 người", &error);
  work_write (f->copy, edit, error);
  g_assert_cmpuint (count_today (f, 2021, 12, 16), ==, 0);
  for (guint n = 0, i = 0; i < (tn_need_times (&n), n); i++)
    g_assert_cmpuint (tn_need_times (&n)[i].days, >, 0);
  g_assert_cmpuint (tn_need_days ("other"), ==, 14);
}

/* However many needs and people there are, each need counts who came since it was said, at its own business. */
static void
test_every_need_counts_for_itself (WorkFixture *f, gconstpointer data)
{
  static const struct { guint person, at; const char *on; } placed[] = { { 0, 1, "2021-12-06" }, { 1, 0, "2021-11-05" }, { 2, 0, "2021-12-05" }, { 3, 0, "2021-12-05" } };
  static const struct { guint of; const char *what, *text, *since; guint placed; } table[] = {
    { 0, "workers", "rửa chén", "2021-11-01", 3 }, { 0, "workers", "phụ bếp", "2021-11-05", 3 }, { 0, "workers", "bưng bê", "2021-11-06", 2 }, { 0, "workers", "nấu ăn", "2021-12-05", 2 },
    { 0, "workers", "giữ xe", "2021-12-06", 0 }, { 0, "capital", "vay vốn", "2021-11-01", 0 }, { 1, "workers", "thợ may", "2021-12-01", 1 },
  };
  TnId businesses[] = { add_business (f, "Quán cơm Thử", "ăn uống"), add_business (f, "Xưởng may Thử", "may mặc") };

  for (guint i = 0; i < G_N_ELEMENTS (placed); i++)
    {
      TnId wish = note_wish (f, placed[i].person, "việc", NULL, "2021-10-01");
      g_autoptr (GError) error = NULL;
      TnEdit *edit = tn_job_wish_place (f->copy, &wish, &businesses[placed[i].at], placed[i].on, NULL, &error);

      work_write (f->copy, edit, error);
    }
  for (guint i = 0; i < G_N_ELEMENTS (table); i++)
    add_need (f, &businesses[table[i].of], table[i].what, table[i].text, g_str_equal (table[i].what, "workers") ? "2" : NULL, table[i].since);
  for (guint i = 0; i < G_N_ELEMENTS (table); i++)
    {
      g_autoptr (GPtrArray) ward = tn_need_list (f->copy, NULL, TRUE, table[i].text, 0, 20211224, NULL, NULL), own = tn_need_list (f->copy, &businesses[table[i].of], TRUE, table[i].text, 0, 20211224, NULL, NULL);
      const TnNeedLine *line = ward->pdata[0];

      g_assert_true (ward->len == 1 && own->len == 1);
      g_assert_cmpuint (line->placed, ==, table[i].placed);
      g_assert_cmpuint (((const TnNeedLine *) own->pdata[0])->placed, ==, table[i].placed);
      g_assert_cmpstr (line->trade, ==, table[i].of ? "may mặc" : "ăn uống");
    }
}

/* What Today reads: the same as the list says, in its order, and how many there are beyond those it shows. */
static void
test_late_needs_are_those_of_the_list (WorkFixture *f, gconstpointer data)
{
  static const struct { const char *what, *text, *since; } table[] = {
    { "workers", "phụ bếp", "2021-12-01" }, { "capital", "vay vốn", "2021-10-01" }, { "papers", "giấy phép", "2021-12-20" }, { "workers", "rửa chén", "2021-11-01" }, { "other", "hỏi", "2021-12-24" },
    { "workers", "giữ xe", "2021" }, { "lodging", "chỗ ở", "2021-11" },
  };
  TnId business = add_business (f, "Quán cơm Thử", "ăn uống");

  for (guint i = 0; i < G_N_ELEMENTS (table); i++)
    add_need (f, &business, table[i].what, table[i].text, g_str_equal (table[i].what, "workers") ? "2" : NULL, table[i].since);
  g_autoptr (GPtrArray) all = tn_need_list (f->copy, NULL, FALSE, NULL, 0, 20211224, NULL, NULL);
  for (guint limit = 0; limit < 4; limit++)
    {
      guint n, said = 0;
      g_autoptr (GPtrArray) late = tn_need_list_late (f->copy, limit, 20211224, &n, NULL);

      for (guint i = 0; i < all->len; i++)
        {
          const TnNeedLine *line = all->pdata[i], *same = line->late && said < late->len ? late->pdata[said] : NULL;

          said += line->late;
          if (same)
            g_assert_true (tn_id_equal (&same->id, &line->id) && same->due == line->due && g_str_equal (same->name, line->name));
        }
      g_assert_cmpuint (n, ==, said);
      g_assert_cmpuint (late->len, ==, limit ? MIN (limit, said) : said);
      g_assert_cmpuint (said, >, 3);
    }
}

static void
test_needs_and_who_was_placed (WorkFixture *f, gconstpointer data)
{
  TnId business = add_business (f, "Quán cơm Thử", "ăn uống"), wish = note_wish (f, 2, "phụ bếp", NULL, "2021-11-01"), earlier = note_wish (f, 1, "rửa chén", NULL, "2021-10-01");
  g_autoptr (GError) error = NULL;
  TnEdit *edit;

  add_need (f, &business, "workers", "2 phụ bếp", "2", "2021-12-01");
  add_need (f, &business, "papers", "Giấy phép", NULL, "2021-12-20");
  edit = tn_job_wish_place (f->copy, &wish, &business, "2021-12-05", NULL, &error);
  work_write (f->copy, edit, error);
  edit = tn_job_wish_place (f->copy, &earlier, &business, "2021-11-05", NULL, &error);   /* before it was asked for */
  work_write (f->copy, edit, error);
  g_autoptr (GPtrArray) needs = tn_need_list (f->copy, NULL, FALSE, NULL, 0, 20211224, NULL, NULL);
  const TnNeedLine *workers = needs->pdata[0], *papers = needs->pdata[1];
  g_assert_cmpuint (needs->len, ==, 2);
  g_assert_true (g_str_equal (workers->what, "workers") && workers->number == 2 && workers->placed == 1 && workers->late && workers->due == 20211215);
  g_assert_true (!papers->late && papers->due == 20211227);
  g_autoptr (GPtrArray) lines = tn_business_list (f->copy, "an uong", 0, NULL);
  g_assert_true (lines->len == 1 && ((TnBusinessLine *) lines->pdata[0])->open == 2);
}

static void
test_who_asks_for_such_work_stands_first_and_nobody_is_left_out (WorkFixture *f, gconstpointer data)
{
  TnId business = add_business (f, "Xưởng may Thử", NULL), need = add_need (f, &business, "workers", "5 thợ may công nghiệp", "5", "2021-12-01");

  note_wish (f, 0, "bảo vệ", NULL, "2021-01-01");
  note_wish (f, 1, "may công nghiệp", NULL, "2021-11-01");
  note_wish (f, 2, "việc gì cũng được", "may", "2021-10-01");
  g_autoptr (GPtrArray) lines = tn_job_list_for (f->copy, &need, 0, NULL);
  const TnJobLine *first = lines->pdata[0], *second = lines->pdata[1], *last = lines->pdata[2];
  g_assert_cmpuint (lines->len, ==, 3);
  g_assert_true (first->points > second->points && second->points > last->points && last->points == 0);
  g_assert_cmpstr (first->name, ==, "Trần Thị Bé");
  g_assert_cmpstr (second->common, ==, "may");
  g_assert_null (last->common);
}

static void
test_lodging_of_the_workers (WorkFixture *f, gconstpointer data)
{
  TnId business = add_business (f, "Xưởng may Thử", NULL);
  TnEdit *edit = tn_edit_new ("Nhà trọ");
  TnId building = tn_edit_create (edit, "building", NULL);
  g_autoptr (TnRow) before = tn_copy_get (f->copy, &business, NULL);
  TnLodging lodging;
  gboolean known;

  g_assert_true (tn_business_lodging (f->copy, before, &lodging, &known, NULL) && !known);
  tn_edit_set_text (edit, &building, "name", "Nhà trọ Thử");
  tn_edit_set_int (edit, &building, "rooms", 12);
  tn_edit_set_ref (edit, &business, "lodging", &building);
  for (guint i = 0; i < 3; i++)
    {
      TnId home = tn_edit_create (edit, "household", NULL), person = tn_edit_create (edit, "person", NULL);

      tn_edit_set_ref (edit, &home, "building", &building);
      tn_edit_set_text (edit, &home, "room", i ? "P2" : "P1");
      tn_edit_set_ref (edit, &person, "household", &home);
      tn_edit_set_text (edit, &person, "name", "Người Trọ");
    }
  work_write (f->copy, edit, NULL);
  g_autoptr (TnRow) row = tn_copy_get (f->copy, &business, NULL);
  g_assert_true (tn_business_lodging (f->copy, row, &lodging, &known, NULL) && known);
  g_autofree char *title = lodging.title;
  g_assert_nonnull (strstr (title, "Nhà trọ Thử"));
  g_assert_true (lodging.rooms == 12 && lodging.lived_in == 2 && lodging.households == 3 && lodging.people == 3);
}

#define ADD(name) g_test_add ("/job/" #name, WorkFixture, GUINT_TO_POINTER (20), work_set_up, test_##name, work_tear_down)

int
main (int argc, char **argv)
{
  g_setenv ("TZ", "Asia/Ho_Chi_Minh", TRUE);
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/job/words-in-common", test_words_in_common);
  g_test_add_func ("/job/what-is-wanted-counts-more", test_what_is_wanted_counts_more);
  ADD (one_wish_at_a_time);
  ADD (placing_closes_the_wish_and_says_where);
  ADD (found_by_themselves);
  ADD (the_list_of_wishes);
  ADD (who_lost_work_and_has_no_wish);
  ADD (what_must_be_refused);
  ADD (a_need_open_longer_than_its_time);
  ADD (needs_and_who_was_placed);
  ADD (every_need_counts_for_itself);
  ADD (late_needs_are_those_of_the_list);
  ADD (who_asks_for_such_work_stands_first_and_nobody_is_left_out);
  ADD (lodging_of_the_workers);
  return g_test_run ();
}
