/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "desk-ward-private.h"
#include "tn-support.h"

/* Packages of money and goods that follow one another; the first is the large one, the last two are over. */
static TnId
put_programme (DeskMaker *m, guint i, guint n)
{
  static const char *const rules[] = { "", "age: 60..", "not supported: any\\npresence: present", "category: lost_job" };
  g_autofree char *from = ward_maker_day (m->w, (int) (10 + i * 20));
  return ward_maker_put (m->w, "programme", NULL, "{\"amount\":1000000,\"basis\":\"NQ %u/NQ-HĐND\",\"from\":\"%s\",\"gives\":\"money\",\"name\":\"Gói hỗ trợ %u\",\"per\":\"person\",\"rule\":\"%s\","
                         "\"state\":\"%s\",\"to\":\"2099-12-31\"}", 60 + i, from, i + 1, rules[i % G_N_ELEMENTS (rules)], i + 2 < n ? "open" : "closed");
}

static void
put_delivery (DeskMaker *m, const TnId *programme, const TnId *entitlement, const TnId *whom)
{
  TnIdStr p, e, w;
  tn_id_format (programme, p);
  tn_id_format (entitlement, e);
  tn_id_format (whom, w);
  TnId delivery = ward_maker_put (m->w, "delivery", entitlement, "{\"amount\":1000000,\"at\":%" G_GINT64_FORMAT ",\"by\":\"Lan\",\"entitlement\":\"%s\",\"programme\":\"%s\",\"whom\":\"%s\"}",
                                  m->w->now - (gint64) g_rand_int_range (m->w->rand, 0, DESK_DAYS * 86400) * 1000, e, p, w);
  if (g_rand_int_range (m->w->rand, 0, 200)) return;
  tn_id_format (&delivery, e);
  ward_maker_put (m->w, "settlement", &delivery, "{\"delivery\":\"%s\",\"programme\":\"%s\",\"what\":\"returned\"}", e, p);
}

/* Of eight one is proposed, one refused, one waits for what was approved, and five have it. */
static void
put_entitlement (DeskMaker *m, const TnId *programme, const TnId *whom, guint i)
{
  static const char *const states[] = { "", "\"state\":\"refused\",", "\"state\":\"approved\",", "\"state\":\"approved\",", "\"state\":\"approved\",", "\"state\":\"approved\",", "\"state\":\"approved\",", "\"state\":\"approved\"," };
  g_autofree char *day = desk_some_day (m);
  TnIdStr p, w;
  TnId id = tn_entitlement_id (programme, whom);
  tn_id_format (programme, p);
  tn_id_format (whom, w);
  g_autofree char *body = g_strdup_printf ("{\"amount\":1000000,\"decided\":\"%s\",\"decided_by\":\"Lan\",\"programme\":\"%s\",\"proposed\":\"%s\",\"proposed_by\":\"Lan\",%s\"whom\":\"%s\","
                                           "\"why\":\"Lives here\"}", day, p, day, states[i % 8], w);
  ward_maker_put_as (m->w, "entitlement", &id, whom, body);
  for (guint n = 0; i % 8 > 2 && n < (i % 800 == 3 ? 2 : 1); n++)
    put_delivery (m, programme, &id, whom);
}

void
desk_ward_put_support (DeskMaker *m)
{
  guint n_programmes = 8, n = MIN (desk_share (m, 340), m->w->people->len), step = MAX (1, m->w->people->len / n);
  g_autoptr (GArray) programmes = desk_ids_new ();
  for (guint i = 0; i < n_programmes; i++) {
    TnId id = put_programme (m, i, n_programmes);
    g_array_append_val (programmes, id);
  }
  m->first->programme = g_array_index (programmes, TnId, 0);
  for (guint i = 0; i < n; i++)
    put_entitlement (m, i % 2 ? &m->first->programme : &g_array_index (programmes, TnId, 1 + i / 2 % (n_programmes - 1)), &g_array_index (m->w->people, TnId, i * step), i / 2);
}
