/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "desk-ward-private.h"
#include "tn-duplicates.h"

static const char *const trades[] = { "Thợ may", "Phụ bếp", "Giao hàng", "Bảo vệ", "Thợ điện", "Thợ hồ", "Bán hàng",
                                      "Giúp việc nhà", "Lái xe tải", "Kế toán", "Thợ hàn", "Đóng gói hàng", "Thợ cơ khí", "Tạp vụ", "Nhân viên kho" };

/* A tenth of those of the last weeks is not answered yet. */
static void
put_petitions (DeskMaker *m)
{
  static const char *const topics[] = { "health", "food", "support", "support", "vaccination", "quarantine", "housing", "environment", "service", "other" };
  static const char *const texts[] = { "Đề nghị xem lại danh sách hỗ trợ của hẻm", "Nhà tôi chưa được nhận gói hỗ trợ", "Rác không được thu gom ba ngày nay", "Xin được tiêm tại nhà cho người già",
                                       "Đèn đường trong hẻm hỏng", "Chủ trọ tăng tiền điện", "Nước yếu vào buổi tối", "Cần xe đưa đi lọc thận" };
  guint n = desk_share (m, 40);
  for (guint i = 0; i < n; i++) {
    int back = (int) ((guint64) (n - i) * DESK_DAYS / n);
    const char *state = i % 10 == 0 && back < 60 ? "open" : i % 7 ? "answered" : "passed_on";
    g_autofree char *due = ward_maker_day (m->w, back - 5);
    TnIdStr area;
    tn_id_format (ward_maker_any (m->w, m->w->units), area);
    m->first->petition = ward_maker_put (m->w, "petition", NULL, "{\"area\":\"%s\",\"at\":%" G_GINT64_FORMAT ",\"channel\":\"door\",\"due\":\"%s\",\"name\":\"Trần Văn %u\",\"state\":\"%s\",\"text\":\"%s, số %u\",\"topic\":\"%s\"}",
                                         area, m->w->now - (gint64) back * 86400000, due, i, state, WARD_PICK (m->w, texts), i, WARD_PICK (m->w, topics));
  }
  for (guint i = 0; i < desk_share (m, 1); i++)
    m->first->report = ward_maker_put (m->w, "complaint", NULL, "{\"at\":%" G_GINT64_FORMAT ",\"state\":\"%s\",\"text\":\"Việc cần xác minh %u\",\"topic\":\"other\"}", m->w->now - (gint64) i * 86400000,
                                       i % 3 ? "answered" : "open", i);
}

static void
put_praised (DeskMaker *m)
{
  static const char *const forms[] = { "thanks", "merit", "praise", "title" };
  for (guint i = 0; i < desk_share (m, 90); i++) {
    const TnId *household = ward_maker_any (m->w, m->w->households);
    g_autofree char *from = desk_some_day (m), *to = i % 5 ? g_strdup ("") : ward_maker_day (m->w, -30), *end = *to ? g_strdup_printf (",\"to\":\"%s\"", to) : g_strdup ("");
    TnIdStr h;
    tn_id_format (household, h);
    m->first->safe_family = ward_maker_put (m->w, "safe_family", household, "{\"from\":\"%s\",\"household\":\"%s\"%s}", from, h, end);
  }
  for (guint i = 0; i < desk_share (m, 15); i++) {
    const TnId *person = ward_maker_any (m->w, m->w->people);
    g_autofree char *day = desk_some_day (m);
    TnIdStr p;
    tn_id_format (person, p);
    m->first->commendation = ward_maker_put (m->w, "commendation", NULL, "{\"at\":\"%s\",\"document\":\"QĐ %u\",\"form\":\"%s\",\"level\":\"ward\",\"person\":\"%s\",\"reason\":\"Chăm lo cho người bệnh trong hẻm\",\"to\":\"Trần Thị %u\"}", day, i, WARD_PICK (m->w, forms),
                                             p, i);
  }
}

static GArray *
put_businesses (DeskMaker *m)
{
  static const char *const what[] = { "workers", "workers", "workers", "capital", "market", "papers", "lodging" };
  GArray *businesses = desk_ids_new ();
  for (guint i = 0; i < desk_share (m, 8); i++) {
    TnIdStr area;
    tn_id_format (ward_maker_any (m->w, m->w->units), area);
    TnId id = ward_maker_put (m->w, "business", NULL, "{\"area\":\"%s\",\"name\":\"Cơ sở %u\",\"phone\":\"0280%07u\",\"state\":\"%s\",\"trade\":\"%s\",\"workers\":%u}", area, i, i, i % 4 ? "working" : "partly",
                              WARD_PICK (m->w, trades), i % 40);
    g_array_append_val (businesses, id);
  }
  for (guint i = 0; i < desk_share (m, 12); i++) {
    const TnId *business = desk_mostly_first (m, businesses);
    g_autofree char *day = desk_some_day (m);
    TnIdStr b;
    tn_id_format (business, b);
    TnId id = ward_maker_put (m->w, "business_need", business, "{\"business\":\"%s\",\"number\":%u,\"since\":\"%s\",\"state\":\"%s\",\"text\":\"%s\",\"what\":\"%s\"}", b, 1 + i % 9, day, i % 5 < 2 ? "open" : "met",
                              WARD_PICK (m->w, trades), what[i % G_N_ELEMENTS (what)]);
    if (i % 35 == 0) m->first->need = id;   /* an open one, for workers */
  }
  m->first->business = g_array_index (businesses, TnId, 0);
  return businesses;
}

/* Who lost work: some have not been asked, some look, some were placed. */
static void
put_work (DeskMaker *m)
{
  g_autoptr (GArray) businesses = put_businesses (m);
  guint n = MIN (desk_share (m, 55), m->w->people->len), step = m->w->people->len / n;
  for (guint i = 0; i < n; i++) {
    const TnId *person = &g_array_index (m->w->people, TnId, i * step);
    g_autofree char *day = desk_some_day (m), *placed = NULL;
    TnIdStr p, b;
    tn_id_format (person, p);
    tn_id_format (desk_mostly_first (m, businesses), b);
    ward_maker_put (m->w, "membership", person, "{\"category\":\"lost_job\",\"from\":\"%s\",\"subject\":\"%s\"}", day, p);
    if (i % 5 == 0) {
      m->first->jobless = *person;
      continue;
    }
    placed = i % 5 < 3 ? g_strdup ("") : g_strdup_printf ("\"business\":\"%s\",", b);
    TnId id = ward_maker_put (m->w, "job_wish", person, "{%s\"person\":\"%s\",\"since\":\"%s\",\"skills\":\"%s\",\"state\":\"%s\",\"wants\":\"%s\"}", placed, p, day, WARD_PICK (m->w, trades), *placed ? "placed" : "looking",
                              WARD_PICK (m->w, trades));
    if (!*placed) m->first->wish = id;
  }
}

/* Pairs that were looked at: four of five are not the same, of the others one was merged into the one that is kept. */
static void
put_looked_at (DeskMaker *m)
{
  for (guint i = 0; i < desk_share (m, 5); i++) {
    gboolean merged = i % 5 == 0;
    TnId kept = *ward_maker_any (m->w, m->w->people), home = *ward_maker_any (m->w, m->w->households), other = *ward_maker_any (m->w, m->w->people);
    TnIdStr k, h, o;
    tn_id_format (&kept, k);
    tn_id_format (&home, h);
    if (merged) other = ward_maker_put (m->w, "person", &home, "{\"household\":\"%s\",\"merged_into\":\"%s\",\"name\":\"Trần Văn %u\"}", h, k, i);
    tn_id_format (&other, o);
    TnId id = tn_duplicate_id (&kept, &other);
    g_autofree char *body = g_strdup_printf ("{\"at\":%" G_GINT64_FORMAT ",\"kept\":\"%s\",\"other\":\"%s\",\"state\":\"%s\"}", m->w->now - (gint64) i * 3600000, k, o, merged ? "merged" : "different");
    ward_maker_put_as (m->w, "duplicate", &id, &kept, body);
  }
}

void
desk_ward_put_people (DeskMaker *m)
{
  put_petitions (m);
  put_praised (m);
  put_work (m);
  put_looked_at (m);
}
