/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <errno.h>
#include <glib/gstdio.h>
#include "desk-ward-private.h"

#define OF(name) G_STRUCT_OFFSET (DeskFirst, name)
const DeskPage desk_pages[] = {
  { "petitions", "a petition", OF (petition) },
  { "petitions", "a report", OF (report) },
  { "support", "a programme", OF (programme) },
  { "resources", "an item", OF (item) },
  { "resources", "a place", OF (place) },
  { "resources", "a donor", OF (donor) },
  { "resources", "a gift", OF (gift) },
  { "resources", "a reduction", OF (reduction) },
  { "hands", "an orphan", OF (orphan) },
  { "hands", "a sponsorship", OF (sponsorship) },
  { "hands", "a pair", OF (pair) },
  { "information", "a campaign", OF (campaign) },
  { "information", "an answer", OF (answer) },
  { "movements", "a quarter", OF (quarter) },
  { "movements", "a safe family", OF (safe_family) },
  { "movements", "a movement", OF (movement) },
  { "movements", "a commendation", OF (commendation) },
  { "work", "a wish", OF (wish) },
  { "work", "a person", OF (jobless) },
  { "work", "a business", OF (business) },
  { "work", "a need", OF (need) },
  { "surveys", "a survey", OF (survey) },
};
const guint n_desk_pages = G_N_ELEMENTS (desk_pages);

const TnId *
desk_page_id (const DeskPage *page, const DeskWard *made)
{
  return &G_STRUCT_MEMBER (TnId, &made->first, page->of);
}

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

static gboolean
use_kept (const char *folder, PracticeWard *ward, DeskWard *made)
{
  g_autofree char *notes = g_build_filename (folder, "made", NULL), *bytes = NULL;
  gsize size;
  if (!g_file_get_contents (notes, &bytes, &size, NULL) || size != sizeof *made) return FALSE;
  memcpy (made, bytes, size);
  ward->path = g_build_filename (folder, "ward.tungnha", NULL);
  return TRUE;
}

void
desk_ward_make (const char *folder, guint households, guint records, PracticeWard *ward, DeskWard *made)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *notes = NULL;
  gboolean stays = folder && *folder;
  *ward = (PracticeWard) { .dir = NULL };
  if (stays && use_kept (folder, ward, made)) return;
  practice_ward_make (ward, households);
  desk_ward_add (ward, records, tn_env_now_ms (tn_env_system ()), made);
  if (!stays) return;
  notes = g_build_filename (ward->dir, "made", NULL);
  if (!g_file_set_contents (notes, (const char *) made, sizeof *made, &error)) g_error ("%s", error->message);
  if (g_rename (ward->dir, folder)) g_error ("%s: %s", folder, g_strerror (errno));
  g_free (ward->path);
  ward->path = g_build_filename (folder, "ward.tungnha", NULL);
  g_clear_pointer (&ward->dir, g_free);
}

void
desk_ward_clear (PracticeWard *ward)
{
  if (ward->dir) practice_ward_clear (ward);
  else g_free (ward->path);
}
