/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "desk-ward-private.h"

#define ITEMS 40
#define PLACES 15

typedef struct { GArray *items, *places, *donors, *gifts; } Stock;

static void
put_names (DeskMaker *m, Stock *stock)
{
  static const char *const items[] = { "Gạo", "Mì gói", "Dầu ăn", "Khẩu trang", "Kit xét nghiệm", "Sữa", "Nước mắm", "Thuốc hạ sốt" }, *const measures[] = { "kg", "thùng", "chai", "hộp" };
  static const char *const types[] = { "person", "business", "association", "state" };
  for (guint i = 0; i < ITEMS; i++) {
    TnId id = ward_maker_put (m->w, "stock_item", NULL, "{\"low\":100,\"measure\":\"%s\",\"name\":\"%s %u\",\"type\":\"food\"}", measures[i % 4], items[i % G_N_ELEMENTS (items)], i);
    g_array_append_val (stock->items, id);
  }
  for (guint i = 0; i < PLACES; i++) {
    TnId id = ward_maker_put (m->w, "stock_place", NULL, "{\"address\":\"%u/1 Hoa Mai\",\"name\":\"Kho %u\"}", i + 10, i + 1);
    g_array_append_val (stock->places, id);
  }
  for (guint i = 0; i < desk_share (m, 3); i++) {
    TnId id = ward_maker_put (m->w, "donor", NULL, "{\"name\":\"Nhà hảo tâm %u\",\"phone\":\"0280%07u\",\"type\":\"%s\"}", i, i, WARD_PICK (m->w, types));
    g_array_append_val (stock->donors, id);
  }
  for (guint i = 0; i < desk_share (m, 10); i++) {
    const TnId *donor = desk_mostly_first (m, stock->donors);
    g_autofree char *day = desk_some_day (m), *thanked = i % 4 ? g_strdup_printf (",\"thanked\":\"%s\"", day) : g_strdup ("");
    TnIdStr text;
    tn_id_format (donor, text);
    TnId id = ward_maker_put (m->w, "gift", donor, "{\"at\":\"%s\",\"donor\":\"%s\",\"purpose\":\"Cho hộ khó khăn\"%s}", day, text, thanked);
    g_array_append_val (stock->gifts, id);
  }
}

/* One in five comes in with a gift, one in twenty goes from place to place, the others are handed out. */
static void
put_entries (DeskMaker *m, Stock *stock)
{
  for (guint i = 0; i < desk_share (m, 60); i++) {
    gboolean in = i % 5 == 0, over = i % 20 == 1;
    const TnId *item = desk_mostly_first (m, stock->items), *place = ward_maker_any (m->w, stock->places), *other = ward_maker_any (m->w, stock->places);
    const TnId *gift = &g_array_index (stock->gifts, TnId, i / 5 % stock->gifts->len);
    g_autofree char *day = desk_some_day (m);
    TnIdStr item_text, place_text, other_text, gift_text;
    tn_id_format (item, item_text);
    tn_id_format (place, place_text);
    tn_id_format (other, other_text);
    tn_id_format (gift, gift_text);
    g_autofree char *from = in ? g_strdup ("") : g_strdup_printf ("\"from\":\"%s\",", place_text), *to = in || over ? g_strdup_printf (",\"to\":\"%s\"", in ? place_text : other_text) : g_strdup ("");
    g_autofree char *source = in ? g_strdup_printf (",\"source\":\"%s\"", gift_text) : g_strdup ("");
    ward_maker_put (m->w, "stock_entry", item, "{\"at\":\"%s\",\"by\":\"Lan\",%s\"item\":\"%s\",\"quantity\":%d%s%s,\"why\":\"%s\"}", day, from, item_text,
                    in ? g_rand_int_range (m->w->rand, 500, 2000) : g_rand_int_range (m->w->rand, 1, 100), source, to, in ? "gift" : over ? "transfer" : "delivery");
  }
}

static void
put_reductions (DeskMaker *m)
{
  static const char *const what[] = { "rent", "electricity", "water" };
  g_autoptr (GArray) ids = desk_ids_new ();
  for (guint i = 0; i < desk_share (m, 2); i++) {
    g_autofree char *from = desk_some_day (m), *to = ward_maker_day (m->w, g_rand_int_range (m->w->rand, -60, 60));
    TnId id = ward_maker_put (m->w, "reduction", NULL, "{\"from\":\"%s\",\"owner\":\"Chủ nhà %u\",\"percent\":30,\"to\":\"%s\",\"what\":\"%s\"}", from, i, to, WARD_PICK (m->w, what));
    g_array_append_val (ids, id);
  }
  m->first->reduction = g_array_index (ids, TnId, 0);
  for (guint i = 0; i < desk_share (m, 50); i++) {
    const TnId *reduction = desk_mostly_first (m, ids), *household = ward_maker_any (m->w, m->w->households);
    g_autofree char *day = desk_some_day (m);
    TnIdStr r, h;
    tn_id_format (reduction, r);
    tn_id_format (household, h);
    ward_maker_put (m->w, "reduction_home", reduction, "{\"at\":\"%s\",\"household\":\"%s\",\"reduction\":\"%s\"}", day, h, r);
  }
}

/* Every second orphan has a sponsor, who gives every month. */
static void
put_sponsors (DeskMaker *m, Stock *stock)
{
  for (guint i = 0; i < desk_share (m, 4); i++) {
    const TnId *person = &g_array_index (m->w->people, TnId, i * (m->w->people->len / desk_share (m, 4))), *donor = desk_mostly_first (m, stock->donors);
    TnIdStr p, d, s;
    tn_id_format (person, p);
    tn_id_format (donor, d);
    if (i % 2 == 0) m->first->orphan = *person;
    ward_maker_put (m->w, "membership", person, "{\"category\":\"orphan_covid\",\"from\":\"2021-09-01\",\"subject\":\"%s\"}", p);
    if (i % 2 == 0) continue;
    TnId id = ward_maker_put (m->w, "sponsorship", person, "{\"amount\":500000,\"every\":\"month\",\"from\":\"2021-10-01\",\"person\":\"%s\",\"sponsor\":\"%s\",\"state\":\"%s\"}", p, d, i % 9 ? "running" : "ended");
    tn_id_format (&id, s);
    m->first->sponsorship = id;
    for (int k = 0; k < 6; k++) {
      g_autofree char *day = ward_maker_day (m->w, k * 30);
      ward_maker_put (m->w, "sponsorship_gift", &id, "{\"amount\":500000,\"at\":\"%s\",\"sponsorship\":\"%s\"}", day, s);
    }
  }
}

static void
put_pairs (DeskMaker *m)
{
  static const char *const states[] = { "waiting", "running", "running", "running", "running", "ended", "ended" }, *const types[] = { "party", "youth", "better_off", "neighbour", "association" };
  for (guint i = 0; i < desk_share (m, 12); i++) {
    const TnId *household = ward_maker_any (m->w, m->w->households);
    const char *state = states[i % G_N_ELEMENTS (states)];
    g_autofree char *day = desk_some_day (m), *helper = i % G_N_ELEMENTS (states) ? g_strdup_printf ("\"helper\":\"Lê Văn %u\",", i) : g_strdup ("");
    TnIdStr h;
    tn_id_format (household, h);
    m->first->pair = ward_maker_put (m->w, "helping_pair", household, "{\"from\":\"%s\",%s\"household\":\"%s\",\"state\":\"%s\",\"type\":\"%s\",\"what\":\"Đi chợ, đưa đi khám\"}", day, helper, h, state,
                                     WARD_PICK (m->w, types));
  }
}

void
desk_ward_put_resources (DeskMaker *m)
{
  Stock stock = { desk_ids_new (), desk_ids_new (), desk_ids_new (), desk_ids_new () };
  put_names (m, &stock);
  put_entries (m, &stock);
  put_reductions (m);
  put_sponsors (m, &stock);
  put_pairs (m);
  m->first->item = g_array_index (stock.items, TnId, 0);
  m->first->place = g_array_index (stock.places, TnId, 0);
  m->first->donor = g_array_index (stock.donors, TnId, 0);
  m->first->gift = g_array_index (stock.gifts, TnId, 0);
  GArray *all[] = { stock.items, stock.places, stock.donors, stock.gifts };
  for (guint i = 0; i < G_N_ELEMENTS (all); i++) g_array_unref (all[i]);
}
