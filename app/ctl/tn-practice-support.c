/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Programmes of support on the practice ward (facts.md): NQ 68/NQ-CP for those who lost their work, the city's third package for whoever is present, and one in
 * preparation. Partly proposed, approved and handed over, some refused and some declined; one person has two receipts, and one that was written in error is
 * settled. Done by the rules themselves, so that nobody has what the rules would refuse; only the days are put back. */
#include "tn-practice-work.h"
#include "tn-date.h"
#include "tn-listed.h"
#include "tn-support.h"
#include "tn-today.h"

#define HOUR ((gint64) 3600000)
#define LOST_WORK 90           /* people who are given the category */

typedef struct { const char *name, *basis, *source, *per, *state; gint64 amount; int from, to; guint quota; const char *rule; guint n_proposed; } Plan;

/* from, to: days from today. The second names the first: who got the one does not get the other. */
static const Plan plans[] = {
  { "NQ 68: ngừng việc từ 15 ngày đến dưới 1 tháng", "Nghị quyết 68/NQ-CP ngày 01/7/2021", "state", "person", "open", 1855000, -20, 25, 60, "lost_work: any\nage: 15..", 40 },
  { "NQ 68: ngừng việc từ 1 tháng trở lên", "Nghị quyết 68/NQ-CP ngày 01/7/2021", "state", "person", "open", 3710000, -20, 25, 0, "lost_work: any\nage: 15..\nnot supported: %s", 30 },
  { "Gói hỗ trợ đợt 3 của Thành phố", "Gói hỗ trợ đợt 3 của Thành phố, tháng 9/2021", "city", "person", "open", 1000000, -15, 5, 0, "presence: present", 420 },
  { "NQ 68: hộ kinh doanh ngừng hoạt động", "Nghị quyết 68/NQ-CP ngày 01/7/2021", "state", "household", "draft", 3000000, 3, 60, 80, "occupation: buôn bán", 0 },
};

static const char *const reasons[] = { "Đã nhận ở nơi thường trú", "Đang có lương hưu hằng tháng", "Không có mặt khi rà soát lần hai", "Vẫn đi làm, công ty trả đủ lương" };

typedef struct { TnPracticeWork *work; TnId programmes[G_N_ELEMENTS (plans)]; } Maker;

static char *
make_day (Maker *m, int days)
{
  return tn_date_today (tn_day_start (m->work->now, days) + 12 * HOUR);
}

/* Takes the edit. */
static gboolean
put_edit (Maker *m, TnEdit *edit, GError **error)
{
  return edit && tn_practice_write (m->work, edit, error);
}

/* ---- programmes, and who lost the work ---- */

static gboolean
add_programmes (Maker *m, GError **error)
{
  g_autoptr (TnEdit) edit = tn_edit_new ("Gói hỗ trợ");
  TnIdStr first;
  for (guint i = 0; i < G_N_ELEMENTS (plans); i++) {
    const Plan *plan = &plans[i];
    g_autofree char *from = make_day (m, plan->from), *to = make_day (m, plan->to);
    TnId id = m->programmes[i] = tn_edit_create (edit, "programme", NULL);
    tn_id_format (&m->programmes[0], first);
    g_auto (GStrv) parts = g_strsplit (plan->rule, "%s", -1);
    g_autofree char *rule = g_strjoinv (first, parts);
    const char *const texts[] = { "name", plan->name, "basis", plan->basis, "source", plan->source, "per", plan->per, "state", plan->state, "from", from, "to", to, "gives", "money", "rule", rule };
    for (guint k = 0; k < G_N_ELEMENTS (texts); k += 2)
      tn_edit_set_text (edit, &id, texts[k], texts[k + 1]);
    tn_edit_set_int (edit, &id, "amount", plan->amount);
    if (plan->quota)
      tn_edit_set_int (edit, &id, "quota", plan->quota);
  }
  return put_edit (m, g_steal_pointer (&edit), error);
}

static gboolean
lost_work (const TnRow *person)
{
  g_autofree char *job = tn_row_dup_text (person, "occupation");
  return job && (g_str_equal (job, "Thất nghiệp") || g_str_equal (job, "Công nhân") || g_str_equal (job, "Thợ may"));
}

static gboolean
add_lost_work (Maker *m, GError **error)
{
  GArray *households = m->work->households;
  g_autoptr (TnEdit) edit = tn_edit_new ("Lao động mất việc");
  g_autofree char *from = make_day (m, -60);
  for (guint i = 0, n = 0; i < households->len && n < LOST_WORK; i++) {
    g_autoptr (GPtrArray) people = tn_query_children (m->work->copy, "person", &g_array_index (households, TnId, i), error);
    if (!people)
      return FALSE;
    for (guint k = 0; k < people->len && n < LOST_WORK; k++) {
      const TnRow *person = people->pdata[k];
      if (!lost_work (person))
        continue;
      TnId id = tn_edit_create (edit, "membership", NULL);
      tn_edit_set_ref (edit, &id, "subject", &person->id);
      tn_edit_set_text (edit, &id, "category", "lost_job");
      tn_edit_set_text (edit, &id, "from", from);
      tn_edit_set_text (edit, &id, "document", "Đơn đề nghị, công ty xác nhận");
      if (n++ % 15 == 14)
        tn_edit_set_bool (edit, &id, "unconfirmed", TRUE);
    }
  }
  return put_edit (m, g_steal_pointer (&edit), error);
}

/* ---- step by step ---- */

/* Of those entitled who have had nothing, the first so many: entitlements get the ids that the rules will give them. */
static GArray *
choose (Maker *m, guint plan, GArray *ids, GError **error)
{
  const TnId *programme = &m->programmes[plan];
  g_autoptr (TnSupportFound) found = tn_support_find (m->work->copy, programme, NULL, error);
  g_autoptr (GArray) whom = g_array_new (FALSE, FALSE, sizeof (TnId));
  for (guint i = 0; found && i < found->lines->len && whom->len < plans[plan].n_proposed; i++) {
    const TnSupportLine *line = &g_array_index (found->lines, TnSupportLine, i);
    if (line->out != TN_OUT_NOT || line->standing != TN_STANDS_NOTHING)
      continue;
    TnId id = tn_entitlement_id (programme, &line->whom);
    g_array_append_val (whom, line->whom);
    g_array_append_val (ids, id);
  }
  return found ? g_steal_pointer (&whom) : NULL;
}

/* As if it had been done on that day. */
static void
put_back (Maker *m, TnEdit *edit, const TnId *ids, guint n, const char *field, int days)
{
  g_autofree char *day = make_day (m, days);
  for (guint i = 0; edit && i < n; i++)
    tn_edit_set_text (edit, &ids[i], field, day);
}

static gboolean
decide (Maker *m, const TnId *ids, guint n, TnDecide what, const char *reason, GError **error)
{
  TnEdit *edit = n ? tn_support_decide (m->work->copy, ids, n, what, reason, NULL, error) : tn_edit_new ("");
  put_back (m, edit, ids, n, "decided", -8);
  return put_edit (m, edit, error);
}

/* Of a hundred: seven refused, each with its reason, four declined, twenty not decided yet, the rest approved, of whom most have it. */
static gboolean
carry_out (Maker *m, const TnId *ids, guint n, GError **error)
{
  guint n_refused = n * 7 / 100, n_declined = n * 4 / 100, n_open = n / 5, n_approved = n - n_refused - n_declined - n_open, n_given = n_approved * 3 / 5;
  TnDeliver how = { .sheet = "Bảng kê số 1", .at = tn_day_start (m->work->now, -5) + 9 * HOUR };
  const TnId *refused = ids + n_approved, *declined = refused + n_refused;
  for (guint i = 0; i < G_N_ELEMENTS (reasons); i++) {
    guint from = n_refused * i / G_N_ELEMENTS (reasons), to = n_refused * (i + 1) / G_N_ELEMENTS (reasons);
    if (!decide (m, refused + from, to - from, TN_DECIDE_REFUSE, reasons[i], error))
      return FALSE;
  }
  if (!decide (m, declined, n_declined, TN_DECIDE_DECLINE, "Nhường phần cho hộ khó khăn hơn", error) || !decide (m, ids, n_approved, TN_DECIDE_APPROVE, NULL, error))
    return FALSE;
  return n_given == 0 || put_edit (m, tn_support_deliver (m->work->copy, ids, n_given, &how, NULL, error), error);
}

static gboolean
run_plan (Maker *m, guint plan, GError **error)
{
  g_autoptr (GArray) ids = g_array_new (FALSE, FALSE, sizeof (TnId)), whom = choose (m, plan, ids, error);
  const TnId *first = (const TnId *) (gpointer) ids->data;
  if (!whom)
    return FALSE;
  if (!whom->len)
    return TRUE;
  TnEdit *edit = tn_support_propose (m->work->copy, &m->programmes[plan], (const TnId *) (gpointer) whom->data, whom->len, NULL, error);
  put_back (m, edit, first, ids->len, "proposed", -12);
  return put_edit (m, edit, error) && carry_out (m, first, ids->len, error);
}

/* ---- two receipts for one, and one that was none ---- */

/* As the second team’s laptop wrote it in the same hour, with no network. */
static void
write_second (Maker *m, TnEdit *edit, const TnReceipt *first)
{
  TnId id = tn_edit_create (edit, "delivery", NULL);
  tn_edit_set_ref (edit, &id, "entitlement", &first->entitlement);
  tn_edit_set_ref (edit, &id, "programme", &first->programme);
  tn_edit_set_ref (edit, &id, "whom", &first->whom);
  tn_edit_set_int (edit, &id, "at", first->at + HOUR / 2);
  tn_edit_set_int (edit, &id, "amount", first->amount);
  tn_edit_set_text (edit, &id, "by", "Bình");
  tn_edit_set_text (edit, &id, "sheet", "Bảng kê số 2");
}

static gboolean
add_double (Maker *m, GError **error)
{
  g_autoptr (GPtrArray) receipts = tn_support_receipts (m->work->copy, &m->programmes[2], NULL, error);
  g_autoptr (TnEdit) edit = tn_edit_new ("Biên nhận của tổ hai");
  if (!receipts || receipts->len < 8)
    return receipts != NULL;
  write_second (m, edit, receipts->pdata[3]);
  if (!put_edit (m, g_steal_pointer (&edit), error))
    return FALSE;
  return put_edit (m, tn_support_settle (m->work->copy, &((TnReceipt *) receipts->pdata[7])->id, "error", NULL, "Ghi nhầm dòng trên bảng kê, chưa phát", error), error);
}

gboolean
tn_practice_support (TnPracticeWork *work, GError **error)
{
  Maker m = { .work = work };
  if (!work->households->len)
    return TRUE;
  if (!add_programmes (&m, error) || !add_lost_work (&m, error))
    return FALSE;
  for (guint i = 0; i < G_N_ELEMENTS (plans); i++)
    if (plans[i].n_proposed && !run_plan (&m, i, error))
      return FALSE;
  return add_double (&m, error);
}
