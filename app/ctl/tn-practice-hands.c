/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Orphans of the practice ward, of whom some have a sponsor and one waits for what was promised; pairs who help, and households that wait for one. */
#include "tn-practice-work.h"
#include "tn-date.h"

#define N_ORPHANS 9
#define CHILD_YEARS 15

/* orphan: number; donor: number in the list of donors; came: so many times, the first on the first day and then every so many days. */
static const struct { guint orphan, donor; const char *every, *goods; int amount, from, came, apart; gboolean ended; } sponsorships[] = {
  { 0, 0, "month", NULL, 1000000, 92, 3, 30, FALSE },
  { 1, 1, "month", NULL, 500000, 100, 1, 30, FALSE },                       /* two months are overdue */
  { 2, 2, "year", "Sách vở, đồng phục", 3000000, 60, 1, 0, FALSE },
  { 3, 3, "once", "Máy tính bảng học trực tuyến", 0, 20, 1, 0, FALSE },
  { 4, 2, "month", NULL, 300000, 150, 2, 31, TRUE },
};

static const struct { const char *state, *type, *helper, *what; int from; } pairs[] = {
  { "waiting", NULL, NULL, "Đi chợ hộ, mang thuốc" , 0 }, { "waiting", NULL, NULL, "Cụ bà ở một mình, cần người qua lại", 0 }, { "waiting", NULL, NULL, "Chở con đi tiêm", 0 },
  { "running", "party", "Chi bộ khu phố 2: Đinh Công Thành", "Gạo và tiền điện hằng tháng", 45 }, { "running", "youth", "Đoàn viên Ngô Gia Hân", "Dạy học cho hai cháu", 30 },
  { "running", "neighbour", "Nhà cô Sáu đối diện", "Nấu ăn khi ốm", 20 }, { "running", "better_off", "Tiệm vàng Hoàng Yến", "500.000 đồng mỗi tháng", 60 },
  { "running", "association", "Hội Phụ nữ khu phố 4", "Thăm mỗi tuần", 14 }, { "ended", "youth", "Đoàn viên Lý Minh Khoa", "Đi chợ hộ lúc cách ly", 90 },
};

typedef struct { TnPracticeWork *work; TnEdit *edit; GArray *orphans, *donors; } Maker;

static gboolean
is_child (Maker *m, const TnRow *person)
{
  g_autofree char *birth = tn_row_dup_text (person, "birth"), *today = tn_date_today (m->work->now);
  int age = birth ? tn_date_age (birth, today) : -1;
  return age >= 1 && age <= CHILD_YEARS;
}

/* Children of homes all over the ward, one of each. */
static gboolean
pick_orphans (Maker *m, GError **error)
{
  GArray *households = m->work->households;
  for (guint i = 7; i < households->len && m->orphans->len < N_ORPHANS; i += MAX (households->len / 120, 1)) {
    g_autoptr (GPtrArray) people = tn_query_children (m->work->copy, "person", &g_array_index (households, TnId, i), error);
    if (!people)
      return FALSE;
    for (guint j = 0; j < people->len; j++)
      if (is_child (m, people->pdata[j])) {
        g_array_append_val (m->orphans, ((TnRow *) people->pdata[j])->id);
        break;
      }
  }
  return TRUE;
}

static void
add_orphan (Maker *m, guint i)
{
  TnId id = tn_edit_create (m->edit, "membership", NULL);
  tn_edit_set_ref (m->edit, &id, "subject", &g_array_index (m->orphans, TnId, i));
  tn_edit_set_text (m->edit, &id, "category", "orphan_covid");
  tn_practice_set_day (m->work, m->edit, &id, "from", 110 - (int) i * 5);
  if (i == N_ORPHANS - 1)
    tn_edit_set_bool (m->edit, &id, "unconfirmed", TRUE);
}

static void
add_sponsorship (Maker *m, guint i)
{
  TnId id = tn_edit_create (m->edit, "sponsorship", NULL);
  tn_edit_set_ref (m->edit, &id, "person", &g_array_index (m->orphans, TnId, sponsorships[i].orphan));
  tn_edit_set_ref (m->edit, &id, "sponsor", &g_array_index (m->donors, TnId, sponsorships[i].donor));
  tn_edit_set_text (m->edit, &id, "every", sponsorships[i].every);
  tn_edit_set_text (m->edit, &id, "goods", sponsorships[i].goods);
  if (sponsorships[i].amount)
    tn_edit_set_int (m->edit, &id, "amount", sponsorships[i].amount);
  tn_practice_set_day (m->work, m->edit, &id, "from", sponsorships[i].from);
  tn_edit_set_text (m->edit, &id, "state", sponsorships[i].ended ? "ended" : "running");
  if (sponsorships[i].ended)
    tn_practice_set_day (m->work, m->edit, &id, "to", 80);
  for (int n = 0; n < sponsorships[i].came; n++) {
    TnId gift = tn_edit_create (m->edit, "sponsorship_gift", NULL);
    tn_edit_set_ref (m->edit, &gift, "sponsorship", &id);
    tn_practice_set_day (m->work, m->edit, &gift, "at", sponsorships[i].from - n * sponsorships[i].apart);
    if (sponsorships[i].amount)
      tn_edit_set_int (m->edit, &gift, "amount", sponsorships[i].amount);
    tn_edit_set_text (m->edit, &gift, "goods", sponsorships[i].goods);
    tn_edit_set_text (m->edit, &gift, "by", "Chị Thu Nga");
  }
}

static void
add_pair (Maker *m, guint i)
{
  GArray *households = m->work->households;
  TnId id = tn_edit_create (m->edit, "helping_pair", NULL);
  tn_edit_set_ref (m->edit, &id, "household", &g_array_index (households, TnId, (i * 131 + 29) % households->len));
  tn_edit_set_text (m->edit, &id, "state", pairs[i].state);
  tn_edit_set_text (m->edit, &id, "what", pairs[i].what);
  tn_edit_set_text (m->edit, &id, "type", pairs[i].type);
  tn_edit_set_text (m->edit, &id, "helper", pairs[i].helper);
  if (pairs[i].from)
    tn_practice_set_day (m->work, m->edit, &id, "from", pairs[i].from);
  if (g_str_equal (pairs[i].state, "ended"))
    tn_practice_set_day (m->work, m->edit, &id, "to", 50);
}

gboolean
tn_practice_hands (TnPracticeWork *work, GError **error)
{
  g_autoptr (GArray) orphans = g_array_new (FALSE, FALSE, sizeof (TnId)), donors = tn_query_ids (work->copy, "donor", error);
  g_autoptr (TnEdit) edit = tn_edit_new ("Đỡ đầu, cặp giúp đỡ");
  Maker m = { work, edit, orphans, donors };
  if (!donors || !pick_orphans (&m, error))
    return FALSE;
  for (guint i = 0; i < orphans->len; i++)
    add_orphan (&m, i);
  for (guint i = 0; i < G_N_ELEMENTS (sponsorships); i++)
    if (sponsorships[i].orphan < orphans->len && sponsorships[i].donor < donors->len)
      add_sponsorship (&m, i);
  for (guint i = 0; work->households->len && i < G_N_ELEMENTS (pairs); i++)
    add_pair (&m, i);
  return tn_practice_write (work, g_steal_pointer (&edit), error);
}
