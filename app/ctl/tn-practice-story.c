/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Two people of one ward work apart and meet again: the spine of the program, told with figures. */
#include "tn-practice.h"
#include <glib/gi18n.h>
#include "tn-date.h"

#define CTL(p, i, ...) tn_practice_run ((p), error, "tungnha-ctl", "--copy", (p)->laptop[i], __VA_ARGS__, NULL)

static gboolean
expect (gboolean condition, const char *what, GError **error)
{
  if (!condition)
    g_set_error (error, TN_ERROR, TN_ERROR_FAILED, _("Not as it must be: %s"), what);
  return condition;
}

static gboolean
change (TnPractice *p, guint laptop, const char *id, const char *word, GError **error)
{
  g_autoptr (cJSON) done = CTL (p, laptop, "set", id, word);
  return done && expect (tn_practice_number (done, "action") > 0, word, error);
}

/* A household to meet over: the first that the list gives. */
static char *
choose_household (TnPractice *p, GError **error)
{
  g_autoptr (cJSON) list = CTL (p, 0, "list", "household", "--limit", "1");
  const cJSON *records = list ? cJSON_GetObjectItemCaseSensitive (list, "records") : NULL;
  const char *id = tn_practice_text (cJSON_GetArrayItem (records, 0), "id");
  if (!list || !expect (id != NULL, "list household", error))
    return NULL;
  tn_ctl_say (p->ctl, _("5. The network is gone. Both look at “%s”."), tn_practice_text (cJSON_GetArrayItem (records, 0), "title"));
  return g_strdup (id);
}

static gboolean
edit_apart (TnPractice *p, const char *id, GError **error)
{
  g_autoptr (GDateTime) time = g_date_time_new_now_local ();
  g_autofree char *clock = g_date_time_format (time, "%H:%M:%S");
  g_autofree char *note1 = g_strdup_printf ("note=%s Lan: nhà có người già ở một mình", clock);
  g_autofree char *note2 = g_strdup_printf ("note=%s Minh: gia đình xin thuốc hạ sốt", clock);
  /* another number at each telling: the same would be no edit */
  g_autofree char *phone = g_strdup_printf ("phone=0280%07u", (guint) (g_get_real_time () / 1000 % 10000000));
  g_autofree char *parent = g_strconcat ("household=", id, NULL), *now = tn_date_format_time (g_get_real_time () / 1000), *at = g_strconcat ("at=", now, NULL);
  if (!change (p, 0, id, note1, error) || !change (p, 0, id, phone, error) || !change (p, 1, id, note2, error))
    return FALSE;
  g_autoptr (cJSON) visit = CTL (p, 1, "new", "visit", parent, at, "result=met");
  g_autoptr (cJSON) waiting = visit ? CTL (p, 0, "status") : NULL;
  if (!waiting)
    return FALSE;
  tn_ctl_say (p->ctl, _("6. Lan changes the note and the telephone, Minh changes the same note and writes down a visit. Laptop 1 has %.0f edits that are not sent yet."),
              tn_practice_number (waiting, "waiting"));
  return expect (tn_practice_number (waiting, "waiting") >= 2, "outbox", error);
}

static gboolean
sync_laptop (TnPractice *p, guint i, GError **error)
{
  g_autoptr (cJSON) done = CTL (p, i, "sync");
  if (!done)
    return FALSE;
  tn_ctl_say (p->ctl, _("   Laptop %u: %.0f sent, %.0f received, %.0f ms."), i + 1, tn_practice_number (done, "session.sent"),
              tn_practice_number (done, "session.received"), tn_practice_number (done, "session.took_ms"));
  return TRUE;
}

static const cJSON *
find_conflict (const cJSON *doc, const char *record)
{
  const cJSON *item;
  cJSON_ArrayForEach (item, cJSON_GetObjectItemCaseSensitive (doc, "conflicts"))
    if (g_strcmp0 (tn_practice_text (item, "record"), record) == 0 && g_strcmp0 (tn_practice_text (item, "unit"), "note") == 0)
      return item;
  return NULL;
}

static gboolean
settle (TnPractice *p, const char *id, GError **error)
{
  g_autoptr (cJSON) doc = CTL (p, 0, "conflicts");
  const cJSON *conflict = doc ? find_conflict (doc, id) : NULL;
  if (!doc || !expect (conflict != NULL, "conflicts", error))
    return FALSE;
  const char *stands = tn_practice_text (conflict, "standing.words"), *other = tn_practice_text (conflict, "other.words");
  tn_ctl_say (p->ctl, _("8. The conflict shows both: “%s” stands; “%s” was typed by %s on %s."), stands, other, tn_practice_text (conflict, "other.by"), tn_practice_text (conflict, "other.device"));
  g_autofree char *value = g_strdup_printf ("value=%s; %s", stands, other);
  g_autoptr (cJSON) done = CTL (p, 0, "resolve", tn_practice_text (conflict, "id"), "--keep", value);
  if (!done)
    return FALSE;
  tn_ctl_say (p->ctl, _("9. Lan keeps both in a third text, and everybody reconciles."));
  return TRUE;
}

/* Both laptops and the district must hold the same numbers of the same kinds. */
static gboolean
compare_counts (TnPractice *p, GError **error)
{
  g_autoptr (cJSON) one = CTL (p, 0, "count"), two = one ? CTL (p, 1, "count") : NULL;
  g_autoptr (cJSON) district = two ? tn_practice_run (p, error, "tungnha-district", "status", p->district, NULL) : NULL;
  if (!district)
    return FALSE;
  const cJSON *ward = cJSON_GetArrayItem (cJSON_GetObjectItemCaseSensitive (district, "wards"), 0);
  const cJSON *there = cJSON_GetObjectItemCaseSensitive (ward, "counts"), *here = cJSON_GetObjectItemCaseSensitive (one, "counts");
  if (!expect (cJSON_Compare (here, cJSON_GetObjectItemCaseSensitive (two, "counts"), TRUE), "count", error))
    return FALSE;
  const cJSON *item;
  cJSON_ArrayForEach (item, here)
    if (!expect (item->valuedouble == tn_practice_number (there, item->string), item->string, error))
      return FALSE;
  tn_ctl_say (p->ctl, _("10. Laptop 1, laptop 2 and the district hold the same: %.0f households, %.0f people, %.0f visits."), tn_practice_number (here, "household"),
              tn_practice_number (here, "person"), tn_practice_number (here, "visit"));
  return TRUE;
}

gboolean
tn_practice_story (TnPractice *p, GError **error)
{
  tn_practice_stop (p);
  g_autofree char *id = choose_household (p, error);
  if (!id || !edit_apart (p, id, error) || !tn_practice_serve (p, error))
    return FALSE;
  tn_ctl_say (p->ctl, _("7. The network is back."));
  return sync_laptop (p, 0, error) && sync_laptop (p, 1, error) && sync_laptop (p, 0, error)
      && settle (p, id, error)
      && sync_laptop (p, 0, error) && sync_laptop (p, 1, error)
      && compare_counts (p, error);
}
