/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ward-maker.h"
#include "bench-record.h"
#include "tn-projection.h"

#define DAY_MS G_GINT64_CONSTANT (86400000)

const TnId *
ward_maker_any (WardMaker *m, GArray *ids)
{
  return &g_array_index (ids, TnId, g_rand_int_range (m->rand, 0, (gint32) ids->len));
}

const char *
ward_maker_pick (WardMaker *m, const char *const *texts, gsize n)
{
  return texts[g_rand_int_range (m->rand, 0, (gint32) n)];
}

char *
ward_maker_day (WardMaker *m, int back)
{
  g_autoptr (GDateTime) day = g_date_time_new_from_unix_local ((m->now - back * DAY_MS) / 1000);
  return g_date_time_format (day, "%Y-%m-%d");
}

void
ward_maker_put_as (WardMaker *m, const char *kind, const TnId *id, const TnId *parent, const char *body)
{
  bench_record_put (m->copy, kind, id, parent, body);
  m->total++;
}

TnId
ward_maker_put (WardMaker *m, const char *kind, const TnId *parent, const char *format, ...)
{
  va_list args;
  va_start (args, format);
  g_autofree char *body = g_strdup_vprintf (format, args);
  va_end (args);
  TnId id = bench_record_id (++m->n_ids, g_rand_int (m->rand));
  ward_maker_put_as (m, kind, &id, parent, body);
  return id;
}

void
ward_maker_begin (WardMaker *m, PracticeWard *ward, gint64 now, guint32 seed)
{
  g_autoptr (GError) error = NULL;
  TnCopy *copy = practice_ward_open (ward);
  *m = (WardMaker) { .copy = copy, .rand = g_rand_new_with_seed (seed), .now = now, .households = tn_query_ids (copy, "household", &error),
                     .people = tn_query_ids (copy, "person", &error), .units = tn_query_ids (copy, "unit", &error) };
  bench_check (m->households && m->people && m->units && m->households->len && m->people->len, error);
  m->tx = tn_tx_begin (tn_copy_db (copy), TRUE, &error);
  bench_check (m->tx != NULL, error);
}

void
ward_maker_end (WardMaker *m)
{
  g_autoptr (GError) error = NULL;
  bench_check (tn_projection_rebuild (m->copy, NULL, &error) && tn_tx_commit (g_steal_pointer (&m->tx), &error), error);
  g_clear_pointer (&m->copy, tn_copy_close);
  g_clear_pointer (&m->rand, g_rand_free);
  g_clear_pointer (&m->households, g_array_unref);
  g_clear_pointer (&m->people, g_array_unref);
  g_clear_pointer (&m->units, g_array_unref);
}
