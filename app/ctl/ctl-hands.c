/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Sponsors of orphans, pairs who help, and who waits for one. */
#include "tn-ctl-commands.h"
#include <glib/gi18n.h>
#include "tn-ctl-fields.h"
#include "tn-date.h"
#include "tn-hands.h"

#define SPONSOR_USAGE "sponsor [list|ended|waiting [--search TEXT]] | sponsor show ID | sponsor new PERSON KEY=VALUE… | sponsor came ID KEY=VALUE… | sponsor cancel GIFT [NOTE] | sponsor end ID [DATE]"
#define PAIR_USAGE "pair [list|waiting|running|ended [--search TEXT]] | pair new HOUSEHOLD KEY=VALUE… | pair set ID KEY=VALUE… | pair end ID [DATE]"

/* ---- sponsorships ---- */

static cJSON *
sponsorship_to_json (const TnSponsorship *s)
{
  cJSON *object = cJSON_CreateObject ();
  tn_ctl_add_id (object, "id", &s->id);
  tn_ctl_add_id (object, "person", &s->person);
  tn_ctl_add_id (object, "sponsor", &s->sponsor);
  cJSON_AddStringToObject (object, "person_name", s->person_name);
  cJSON_AddStringToObject (object, "sponsor_name", s->sponsor_name);
  cJSON_AddStringToObject (object, "every", s->every);
  cJSON_AddStringToObject (object, "goods", s->goods);
  cJSON_AddNumberToObject (object, "amount", (double) s->amount);
  cJSON_AddNumberToObject (object, "came", (double) s->amount_came);
  cJSON_AddNumberToObject (object, "overdue", s->promise.n_overdue);
  cJSON_AddNumberToObject (object, "overdue_amount", (double) s->promise.amount_overdue);
  tn_ctl_add_day (object, "overdue_since", s->promise.since);
  tn_ctl_add_day (object, "next", s->promise.next);
  cJSON_AddBoolToObject (object, "running", s->running);
  return object;
}

static void
say_sponsorship (TnCtl *ctl, const TnSponsorship *s)
{
  g_autofree char *said = tn_sponsorship_say (s);
  TnIdStr id;
  tn_id_format (&s->id, id);
  tn_ctl_say (ctl, "%s  %s ← %s: %s%s", id, s->person_name, s->sponsor_name, said, s->promise.n_overdue ? _("  (overdue)") : "");
}

static gboolean
list_sponsorships (TnCtl *ctl, gboolean running, const char *search, GError **error)
{
  g_autoptr (TnCopy) copy = tn_ctl_open (ctl, TN_COPY_READ_ONLY, error);
  g_autoptr (GPtrArray) list = copy ? tn_sponsorship_list (copy, running, search, 0, tn_listed_today (copy), NULL, error) : NULL;
  TnHandsSums sums;
  if (!list || !tn_hands_sum (copy, tn_listed_today (copy), &sums, error))
    return FALSE;
  cJSON *out = cJSON_AddArrayToObject (ctl->out, "sponsorships");
  for (guint i = 0; i < list->len; i++) {
    say_sponsorship (ctl, list->pdata[i]);
    cJSON_AddItemToArray (out, sponsorship_to_json (list->pdata[i]));
  }
  cJSON_AddNumberToObject (ctl->out, "orphans", sums.n_orphans);
  cJSON_AddNumberToObject (ctl->out, "sponsored", sums.n_sponsored);
  cJSON_AddNumberToObject (ctl->out, "came", (double) sums.amount_came);
  tn_ctl_say (ctl, _("%u of %u orphans have a sponsor; promises overdue: %u."), sums.n_sponsored, sums.n_orphans, sums.n_overdue);
  return TRUE;
}

static gboolean
list_orphans (TnCtl *ctl, const char *search, GError **error)
{
  g_autoptr (TnCopy) copy = tn_ctl_open (ctl, TN_COPY_READ_ONLY, error);
  g_autoptr (GPtrArray) orphans = copy ? tn_orphan_list (copy, search, tn_listed_today (copy), error) : NULL;
  if (!orphans)
    return FALSE;
  cJSON *out = cJSON_AddArrayToObject (ctl->out, "waiting");
  for (guint i = 0; i < orphans->len; i++) {
    const TnOrphan *orphan = orphans->pdata[i];
    cJSON *object = cJSON_CreateObject ();
    TnIdStr id;
    tn_ctl_add_id (object, "person", &orphan->person);
    cJSON_AddStringToObject (object, "name", orphan->name);
    cJSON_AddStringToObject (object, "address", orphan->address);
    cJSON_AddBoolToObject (object, "unconfirmed", orphan->unconfirmed);
    cJSON_AddItemToArray (out, object);
    tn_id_format (&orphan->person, id);
    tn_ctl_say (ctl, "%s  %s, %s", id, orphan->name, orphan->address);
  }
  return TRUE;
}

static void
say_receipt (TnCtl *ctl, const TnSponsorGift *gift, cJSON *out)
{
  g_autofree char *stored = tn_listed_date_text (gift->at), *day = stored ? tn_date_format (stored) : NULL;
  cJSON *object = cJSON_CreateObject ();
  TnIdStr id;
  tn_ctl_add_id (object, "id", &gift->id);
  cJSON_AddStringToObject (object, "at", stored ? stored : "");
  cJSON_AddNumberToObject (object, "amount", (double) gift->amount);
  cJSON_AddStringToObject (object, "goods", gift->goods ? gift->goods : "");
  cJSON_AddBoolToObject (object, "counts", gift->counts);
  cJSON_AddItemToArray (out, object);
  tn_id_format (&gift->id, id);
  tn_ctl_say (ctl, "    %s  %s  %" G_GINT64_FORMAT " đồng  %s%s", id, day ? day : "–", gift->amount, gift->goods ? gift->goods : "", gift->counts ? "" : _("  (does not count)"));
}

static gboolean
show_sponsorship (TnCtl *ctl, const char *word, GError **error)
{
  TnId id;
  g_autoptr (TnCopy) copy = tn_ctl_parse_id (word, &id, error) ? tn_ctl_open (ctl, TN_COPY_READ_ONLY, error) : NULL;
  TnSponsorshipView *view = copy ? tn_sponsorship_read (copy, &id, tn_listed_today (copy), error) : NULL;
  if (!view)
    return FALSE;
  cJSON *object = sponsorship_to_json (view->sponsorship), *out = cJSON_AddArrayToObject (object, "gifts");
  say_sponsorship (ctl, view->sponsorship);
  for (guint i = 0; i < view->gifts->len; i++)
    say_receipt (ctl, view->gifts->pdata[i], out);
  cJSON_AddItemToObject (ctl->out, "sponsorship", object);
  tn_sponsorship_view_free (view);
  return TRUE;
}

/* The id of a word, and values of what follows it. */
static TnValues *
read_words (const char *kind, char **argv, TnId *about, GError **error)
{
  return tn_ctl_parse_id (argv[0], about, error) ? tn_ctl_dup_values (tn_schema_kind (kind), argv + 1, error) : NULL;
}

static TnEdit *
new_sponsorship (TnCopy *copy, int argc, char **argv, TnId *id, GError **error)
{
  TnId person;
  g_autoptr (TnValues) values = read_words ("sponsorship", argv, &person, error);
  return values ? tn_sponsorship_add (copy, &person, values, id, error) : NULL;
}

static TnEdit *
receive (TnCopy *copy, int argc, char **argv, TnId *id, GError **error)
{
  TnId sponsorship;
  g_autoptr (TnValues) values = read_words ("sponsorship_gift", argv, &sponsorship, error);
  return values ? tn_sponsorship_receive (copy, &sponsorship, values, error) : NULL;
}

static TnEdit *
cancel (TnCopy *copy, int argc, char **argv, TnId *id, GError **error)
{
  TnId gift;
  return tn_ctl_parse_id (argv[0], &gift, error) ? tn_sponsorship_cancel (copy, &gift, argc > 1 ? argv[1] : NULL, error) : NULL;
}

/* As typed where it is no date: the rule says so. */
static char *
dup_date (int argc, char **argv)
{
  char *day = argc > 1 ? tn_date_parse (argv[1]) : NULL;
  return day || argc < 2 ? day : g_strdup (argv[1]);
}

static TnEdit *
end_sponsorship (TnCopy *copy, int argc, char **argv, TnId *id, GError **error)
{
  g_autofree char *day = dup_date (argc, argv);
  TnId sponsorship;
  return tn_ctl_parse_id (argv[0], &sponsorship, error) ? tn_sponsorship_end (copy, &sponsorship, day, error) : NULL;
}

static const TnCtlDoing sponsor_doings[] = { { "new", 2, -1, new_sponsorship }, { "came", 2, -1, receive }, { "cancel", 1, 2, cancel }, { "end", 1, 2, end_sponsorship } };

gboolean
tn_ctl_sponsor (TnCtl *ctl, int argc, char **argv, GError **error)
{
  g_autofree char *search = NULL;
  if (!tn_ctl_options_search (&argc, &argv, &search, SPONSOR_USAGE, error))
    return FALSE;
  const char *what = argc == 1 ? "list" : argc == 2 ? argv[1] : "";
  if (g_str_equal (what, "list") || g_str_equal (what, "ended"))
    return list_sponsorships (ctl, g_str_equal (what, "list"), search ? search : "", error);
  if (g_str_equal (what, "waiting"))
    return list_orphans (ctl, search ? search : "", error);
  if (argc == 3 && g_str_equal (argv[1], "show"))
    return show_sponsorship (ctl, argv[2], error);
  return tn_ctl_run_doing (ctl, sponsor_doings, G_N_ELEMENTS (sponsor_doings), argc, argv, SPONSOR_USAGE, error);
}

/* ---- pairs ---- */

static gboolean
list_pairs (TnCtl *ctl, const char *state, const char *search, GError **error)
{
  g_autoptr (TnCopy) copy = tn_ctl_open (ctl, TN_COPY_READ_ONLY, error);
  g_autoptr (GPtrArray) pairs = copy ? tn_pair_list (copy, state, search, 0, NULL, error) : NULL;
  if (!pairs)
    return FALSE;
  cJSON *out = cJSON_AddArrayToObject (ctl->out, "pairs");
  for (guint i = 0; i < pairs->len; i++) {
    const TnPair *pair = pairs->pdata[i];
    cJSON *object = cJSON_CreateObject ();
    TnIdStr id;
    tn_ctl_add_id (object, "id", &pair->id);
    tn_ctl_add_id (object, "household", &pair->household);
    cJSON_AddStringToObject (object, "title", pair->title);
    cJSON_AddStringToObject (object, "helper", pair->helper);
    cJSON_AddStringToObject (object, "type", pair->type);
    cJSON_AddStringToObject (object, "state", pair->state);
    cJSON_AddItemToArray (out, object);
    tn_id_format (&pair->id, id);
    tn_ctl_say (ctl, "%s  %s (%s) ← %s  %s", id, pair->title, pair->head, *pair->helper ? pair->helper : "–", tn_choice_label (tn_kind_field (tn_schema_kind ("helping_pair"), "state"), pair->state));
  }
  return TRUE;
}

static TnEdit *
new_pair (TnCopy *copy, int argc, char **argv, TnId *id, GError **error)
{
  TnId household;
  g_autoptr (TnValues) values = read_words ("helping_pair", argv, &household, error);
  return values ? tn_pair_add (copy, &household, values, id, error) : NULL;
}

static TnEdit *
set_pair (TnCopy *copy, int argc, char **argv, TnId *id, GError **error)
{
  TnId pair;
  g_autoptr (TnValues) values = read_words ("helping_pair", argv, &pair, error);
  return values ? tn_pair_change (copy, &pair, values, error) : NULL;
}

static TnEdit *
end_pair (TnCopy *copy, int argc, char **argv, TnId *id, GError **error)
{
  g_autofree char *day = dup_date (argc, argv);
  TnId pair;
  return tn_ctl_parse_id (argv[0], &pair, error) ? tn_pair_end (copy, &pair, day, error) : NULL;
}

static const TnCtlDoing pair_doings[] = { { "new", 1, -1, new_pair }, { "set", 2, -1, set_pair }, { "end", 1, 2, end_pair } };

gboolean
tn_ctl_pair (TnCtl *ctl, int argc, char **argv, GError **error)
{
  static const char *const states[] = { "waiting", "running", "ended" };
  g_autofree char *search = NULL;
  if (!tn_ctl_options_search (&argc, &argv, &search, PAIR_USAGE, error))
    return FALSE;
  if (argc == 1 || (argc == 2 && g_str_equal (argv[1], "list")))
    return list_pairs (ctl, NULL, search ? search : "", error);
  for (guint i = 0; argc == 2 && i < G_N_ELEMENTS (states); i++)
    if (g_str_equal (states[i], argv[1]))
      return list_pairs (ctl, states[i], search ? search : "", error);
  return tn_ctl_run_doing (ctl, pair_doings, G_N_ELEMENTS (pair_doings), argc, argv, PAIR_USAGE, error);
}
