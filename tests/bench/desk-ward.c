/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "desk-ward-private.h"

guint
desk_share (const DeskMaker *m, guint per_mille)
{
  return MAX (1, (guint) ((guint64) m->n * per_mille / 1000));
}

const TnId *
desk_mostly_first (DeskMaker *m, GArray *ids)
{
  return g_rand_int_range (m->w->rand, 0, 5) == 0 ? &g_array_index (ids, TnId, 0) : ward_maker_any (m->w, ids);
}

char *
desk_some_day (DeskMaker *m)
{
  return ward_maker_day (m->w, g_rand_int_range (m->w->rand, 0, DESK_DAYS));
}

GArray *
desk_ids_new (void)
{
  return g_array_new (FALSE, FALSE, sizeof (TnId));
}

void
desk_ward_add (PracticeWard *ward, guint n, gint64 now, DeskWard *made)
{
  WardMaker w;
  *made = (DeskWard) { .first.quarter = ward->quarters[0] };
  DeskMaker m = { &w, ward, &made->first, n / 3 };
  ward_maker_begin (&w, ward, now, 6);
  evening_ward_fill (&w, ward, n - n / 3, &made->evening);
  desk_ward_put_support (&m);
  desk_ward_put_resources (&m);
  desk_ward_put_people (&m);
  desk_ward_put_words (&m);
  made->total = w.total;
  made->desk = w.total - made->evening.total;
  ward_maker_end (&w);
}
