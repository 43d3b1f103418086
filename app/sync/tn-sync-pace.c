/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "tungnha-sync"
#include "tn-meta-keys.h"
#include "tn-client-private.h"

/* How many lines a page or a batch has. They follow the line: so many as take 5 to 10 s, at most four times as many as the one before. Where the
 * line broke in one the next session begins with half of it, or a line that never holds for as long as the first page takes would bring
 * nothing ever. That is kept in the copy, for each way (the district, a hub) by itself, since a session may be all that a process runs. */
#define LINES_FIRST 500u
#define LINES_QUICK 2000u       /* of a line that opened the session within QUICK_US, some four trips: what a first page of 500 would find out there */
#define QUICK_US (100 * 1000)
#define LINES_MIN 100u          /* of a line that is only slow */
#define LINES_LEAST 25u         /* of one that breaks: some 3 KiB */
#define GROWTH 4u
#define GROWTH_SMALL 2u         /* of what is small because the line broke: it may break again */
#define TARGET_US (7 * G_USEC_PER_SEC)

static void
keep (TnClient *c, const char *meta_key, guint lines)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *key = tn_sync_key_at (c, meta_key);
  g_autofree char *before = tn_copy_get_meta (c->copy, key);
  g_autofree char *text = lines < LINES_FIRST ? g_strdup_printf ("%u", lines) : NULL;
  if (g_strcmp0 (before, text) != 0 && !tn_copy_set_meta (c->copy, key, text, &error))
    g_warning ("%s: %s", key, error->message);   /* only the next page's size hangs on it */
}

guint
tn_pace_first (TnClient *c, const char *meta_key)
{
  guint64 lines = LINES_FIRST;
  g_autofree char *key = tn_sync_key_at (c, meta_key);
  g_autofree char *kept = tn_copy_get_meta (c->copy, key);
  if (kept != NULL && g_ascii_string_to_unsigned (kept, 10, LINES_LEAST, LINES_FIRST, &lines, NULL))
    return (guint) lines;
  return c->opened_in_us > 0 && c->opened_in_us < QUICK_US ? LINES_QUICK : LINES_FIRST;
}

guint
tn_pace_adapt (guint limit, guint lines, gint64 took_us, guint most)
{
  if (lines == 0)
    return limit;
  gint64 fitting = (gint64) lines * TARGET_US / MAX (took_us, 1), top = MIN ((gint64) limit * (limit < LINES_FIRST ? GROWTH_SMALL : GROWTH), most);
  return (guint) CLAMP (fitting, MIN (LINES_MIN, top), top);
}

void
tn_pace_ended (TnClient *c, const char *meta_key, guint limit, const GError *error)
{
  if (error == NULL)
    keep (c, meta_key, limit);
  else if (g_error_matches (error, TN_ERROR, TN_ERROR_NETWORK))
    keep (c, meta_key, CLAMP (limit / 2, LINES_LEAST, LINES_FIRST - 1));   /* below the first, or the next session would not know */
}
