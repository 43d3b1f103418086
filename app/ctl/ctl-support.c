/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Support step by step: who is entitled, proposed, decided, handed over; receipts, and what is said about them afterwards. */
#include "tn-ctl-commands.h"
#include <glib/gi18n.h>
#include <stdlib.h>
#include "tn-ctl-fields.h"
#include "tn-date.h"
#include "tn-listed.h"
#include "tn-money.h"
#include "tn-support.h"

#define USAGE "support eligible PROGRAMME [--nothing-yet] [--out] [--limit N] | support judge PROGRAMME WHOM | support list PROGRAMME [proposed|approved|delivered|refused|declined|withdrawn|all] [--search TEXT]" \
  " | support propose PROGRAMME WHOM…|--all | support amount DONG|- ID… [--reason TEXT] | support approve ID… | support refuse ID… --reason TEXT | support decline|withdraw ID… [--reason TEXT]" \
  " | support deliver ID… [--place ID] [--receiver TEXT] [--sheet TEXT] [--on DATE] | support of WHOM | support receipts PROGRAMME|all [WHOM] | support doubles [PROGRAMME]" \
  " | support settle DELIVERY same|error|returned|stands [--kept ID] [--reason TEXT]"

typedef struct { TnCtl *ctl; TnCopy *copy; char *search, *reason, *place, *receiver, *sheet, *on, *kept; gboolean nothing_yet, out, all; int limit; } Call;

/* ---- who is entitled ---- */

static gboolean
say_line (Call *call, TnSupportWhy *reasons, const TnSupportLine *line, cJSON *out, GError **error)
{
  g_autofree char *why = tn_support_why_of (reasons, line, error), *name = tn_query_title (call->copy, &line->whom);
  cJSON *item;
  TnIdStr id;
  if (!why)
    return FALSE;
  item = out ? cJSON_CreateObject () : call->ctl->out;
  tn_ctl_add_id (item, "id", &line->whom);
  cJSON_AddStringToObject (item, "name", name);
  cJSON_AddBoolToObject (item, "entitled", line->out == TN_OUT_NOT);
  cJSON_AddStringToObject (item, "why", why);
  cJSON_AddStringToObject (item, "standing", tn_standing_key (line->standing));
  if (!tn_id_is_null (&line->entitlement))
    tn_ctl_add_id (item, "entitlement", &line->entitlement);
  if (out)
    cJSON_AddItemToArray (out, item);
  tn_id_format (&line->whom, id);
  tn_ctl_say (call->ctl, "%s  %s  %s  %s", id, name, tn_standing_name (line->standing), why);
  return TRUE;
}

static gboolean
is_wanted (const Call *call, const TnSupportLine *line)
{
  if (call->out)
    return line->out != TN_OUT_NOT;
  return line->out == TN_OUT_NOT && (!call->nothing_yet || line->standing == TN_STANDS_NOTHING);
}

static gboolean
run_eligible (Call *call, char **words, GError **error)
{
  TnId id;
  g_autoptr (TnSupportFound) found = tn_ctl_parse_id (words[0], &id, error) ? tn_support_find (call->copy, &id, NULL, error) : NULL;
  g_autoptr (TnSupportWhy) reasons = found ? tn_support_why_new (call->copy, found->programme, error) : NULL;
  if (!reasons)
    return FALSE;
  cJSON *out = cJSON_AddArrayToObject (call->ctl->out, "lines");
  guint n = 0;
  for (guint i = 0; i < found->lines->len && (!call->limit || n < (guint) call->limit); i++) {
    const TnSupportLine *line = &g_array_index (found->lines, TnSupportLine, i);
    if (is_wanted (call, line) && (n++, !say_line (call, reasons, line, out, error)))
      return FALSE;
  }
  cJSON_AddNumberToObject (call->ctl->out, "entitled", found->n_entitled);
  cJSON_AddNumberToObject (call->ctl->out, "nothing_yet", found->n_nothing);
  cJSON_AddNumberToObject (call->ctl->out, "looked_at", found->lines->len);
  cJSON_AddStringToObject (call->ctl->out, "day", found->day);
  cJSON *outs = cJSON_AddArrayToObject (call->ctl->out, "conditions");
  for (guint i = 0; i < found->programme->rule->conditions->len; i++) {
    g_autofree char *condition = tn_condition_words (call->copy, found->programme->rule->conditions->pdata[i]);
    cJSON *item = cJSON_CreateObject ();
    cJSON_AddStringToObject (item, "condition", condition);
    cJSON_AddNumberToObject (item, "out", found->out_condition[i]);
    cJSON_AddItemToArray (outs, item);
    /* Translators: a condition of a rule, and how many it leaves out */
    tn_ctl_say (call->ctl, _("%s: leaves out %u"), condition, found->out_condition[i]);
  }
  tn_ctl_say (call->ctl, _("%u of %u are entitled; %u of these have had nothing."), found->n_entitled, found->lines->len, found->n_nothing);
  return TRUE;
}

static gboolean
run_judge (Call *call, char **words, GError **error)
{
  TnId id, whom;
  TnSupportLine line;
  if (!tn_ctl_parse_id (words[0], &id, error) || !tn_ctl_parse_id (words[1], &whom, error))
    return FALSE;
  g_autoptr (TnProgramme) programme = tn_programme_read (call->copy, &id, error);
  g_autoptr (TnSupportWhy) reasons = programme ? tn_support_why_new (call->copy, programme, error) : NULL;
  return reasons && tn_support_judge (call->copy, &id, &whom, &line, error) && say_line (call, reasons, &line, NULL, error);
}

/* ---- lists ---- */

static const struct { const char *name; TnSupportList which; } lists[] = {
  { "all", TN_SUPPORT_ALL }, { "proposed", TN_SUPPORT_PROPOSED }, { "approved", TN_SUPPORT_APPROVED }, { "delivered", TN_SUPPORT_DELIVERED },
  { "refused", TN_SUPPORT_REFUSED }, { "declined", TN_SUPPORT_DECLINED }, { "withdrawn", TN_SUPPORT_WITHDRAWN },
};

static void
say_entry (TnCtl *ctl, const TnSupportEntry *entry, cJSON *out)
{
  cJSON *item = cJSON_CreateObject ();
  TnIdStr id;
  tn_ctl_add_id (item, "id", &entry->entitlement);
  tn_ctl_add_id (item, "whom", &entry->whom);
  cJSON_AddStringToObject (item, "name", entry->name);
  cJSON_AddStringToObject (item, "address", entry->address);
  cJSON_AddStringToObject (item, "standing", tn_standing_key (entry->standing));
  cJSON_AddNumberToObject (item, "amount", (double) entry->amount);
  cJSON_AddNumberToObject (item, "receipts", entry->n_receipts);
  cJSON_AddBoolToObject (item, "to_settle", entry->to_settle);
  cJSON_AddStringToObject (item, "why", entry->why ? entry->why : "");
  cJSON_AddStringToObject (item, "reason", entry->reason ? entry->reason : "");
  cJSON_AddStringToObject (item, "own_amount", entry->own ? entry->own : "");
  cJSON_AddBoolToObject (item, "amount_changed", entry->amount_changed);
  cJSON_AddItemToArray (out, item);
  tn_id_format (&entry->entitlement, id);
  tn_ctl_say (ctl, "%s  %s  %s  %s%s%s%s%s%s", id, entry->name, entry->address, tn_standing_name (entry->standing), entry->reason ? ": " : "", entry->reason ? entry->reason : "",
              entry->own ? "  " : "", entry->own ? entry->own : "", entry->to_settle ? _("  (two receipts: to be settled)") : "");
}

static gboolean
run_list (Call *call, char **words, GError **error)
{
  TnId id;
  guint i = 0;
  while (words[1] && i < G_N_ELEMENTS (lists) && !g_str_equal (lists[i].name, words[1]))
    i++;
  if (i == G_N_ELEMENTS (lists))
    return tn_ctl_misused (USAGE, error);
  g_autoptr (GPtrArray) entries = tn_ctl_parse_id (words[0], &id, error) ? tn_support_list (call->copy, &id, lists[i].which, call->search, (guint) call->limit, error) : NULL;
  if (!entries)
    return FALSE;
  cJSON *out = cJSON_AddArrayToObject (call->ctl->out, "entries");
  for (guint k = 0; k < entries->len; k++)
    say_entry (call->ctl, entries->pdata[k], out);
  return TRUE;
}

static void
say_receipt (TnCtl *ctl, const TnReceipt *receipt, cJSON *out)
{
  g_autofree char *at = tn_date_format_time (receipt->at), *amount = tn_money_show (receipt->amount);
  const TnField *what = tn_kind_field (tn_schema_kind ("settlement"), "what");
  cJSON *item = cJSON_CreateObject ();
  TnIdStr id;
  tn_ctl_add_id (item, "id", &receipt->id);
  tn_ctl_add_id (item, "programme", &receipt->programme);
  tn_ctl_add_id (item, "whom", &receipt->subject);
  cJSON_AddNumberToObject (item, "amount", (double) receipt->amount);
  cJSON_AddStringToObject (item, "by", receipt->by ? receipt->by : "");
  cJSON_AddStringToObject (item, "settled", receipt->settled);
  cJSON_AddStringToObject (item, "reason", receipt->reason ? receipt->reason : "");
  cJSON_AddBoolToObject (item, "counts", receipt->counts);
  cJSON_AddItemToArray (out, item);
  tn_id_format (&receipt->id, id);
  tn_ctl_say (ctl, "  %s  %s  %s  %s  %s%s", id, at, receipt->goods ? receipt->goods : amount, receipt->by ? receipt->by : "–",
              *receipt->settled ? tn_choice_label (what, receipt->settled) : "", receipt->counts ? "" : _("  (does not count)"));
}

static gboolean
run_receipts (Call *call, char **words, GError **error)
{
  TnId id, whom;
  gboolean all = g_str_equal (words[0], "all");
  if ((!all && !tn_ctl_parse_id (words[0], &id, error)) || (words[1] && !tn_ctl_parse_id (words[1], &whom, error)))
    return FALSE;
  g_autoptr (GPtrArray) receipts = tn_support_receipts (call->copy, all ? NULL : &id, words[1] ? &whom : NULL, error);
  cJSON *out = receipts ? cJSON_AddArrayToObject (call->ctl->out, "receipts") : NULL;
  for (guint i = 0; receipts && i < receipts->len; i++)
    say_receipt (call->ctl, receipts->pdata[i], out);
  return receipts != NULL;
}

static gboolean
run_doubles (Call *call, char **words, GError **error)
{
  TnId id;
  if (words[0] && !tn_ctl_parse_id (words[0], &id, error))
    return FALSE;
  g_autoptr (GPtrArray) doubles = tn_support_doubles (call->copy, words[0] ? &id : NULL, error);
  if (!doubles)
    return FALSE;
  cJSON *out = cJSON_AddArrayToObject (call->ctl->out, "doubles");
  for (guint i = 0; i < doubles->len; i++) {
    const TnDouble *pair = doubles->pdata[i];
    cJSON *item = cJSON_CreateObject ();
    tn_ctl_add_id (item, "programme", &pair->programme);
    tn_ctl_add_id (item, "whom", &pair->subject);
    cJSON_AddStringToObject (item, "name", pair->name);
    cJSON_AddStringToObject (item, "address", pair->address);
    cJSON *receipts = cJSON_AddArrayToObject (item, "receipts");
    cJSON_AddItemToArray (out, item);
    tn_ctl_say (call->ctl, "%s, %s: %s", pair->name, pair->address, pair->programme_name);
    for (guint k = 0; k < pair->receipts->len; k++)
      say_receipt (call->ctl, pair->receipts->pdata[k], receipts);
  }
  return TRUE;
}

static gboolean
run_of (Call *call, char **words, GError **error)
{
  TnId id;
  g_autoptr (GPtrArray) ofs = tn_ctl_parse_id (words[0], &id, error) ? tn_support_of (call->copy, &id, error) : NULL;
  if (!ofs)
    return FALSE;
  cJSON *out = cJSON_AddArrayToObject (call->ctl->out, "programmes");
  for (guint i = 0; i < ofs->len; i++) {
    const TnSupportOf *of = ofs->pdata[i];
    cJSON *item = cJSON_CreateObject ();
    tn_ctl_add_id (item, "programme", &of->programme);
    cJSON_AddStringToObject (item, "name", of->programme_name);
    cJSON_AddStringToObject (item, "standing", tn_standing_key (of->standing));
    cJSON_AddNumberToObject (item, "amount", (double) of->amount);
    cJSON_AddItemToArray (out, item);
    g_autofree char *amount = of->amount ? tn_money_show (of->amount) : g_strdup ("");
    tn_ctl_say (call->ctl, "%s  %s  %s", of->programme_name, tn_standing_name (of->standing), amount);
  }
  return TRUE;
}

/* ---- doing ---- */

static GArray *
parse_ids (char **words, GError **error)
{
  g_autoptr (GArray) ids = g_array_new (FALSE, FALSE, sizeof (TnId));
  for (; *words; words++) {
    TnId id;
    if (!tn_ctl_parse_id (*words, &id, error))
      return NULL;
    g_array_append_val (ids, id);
  }
  return g_steal_pointer (&ids);
}

/* What was left is said one by one. When nothing at all could be done the program ends with an error, as it does for one. Takes edit and left. */
static gboolean
do_many (Call *call, TnEdit *made, GPtrArray *left_over, GError **error)
{
  g_autoptr (TnEdit) edit = made;
  g_autoptr (GPtrArray) left = left_over;
  cJSON *out = cJSON_AddArrayToObject (call->ctl->out, "left");
  for (guint i = 0; left && i < left->len; i++) {
    const TnSupportLeft *one = left->pdata[i];
    cJSON *item = cJSON_CreateObject ();
    tn_ctl_add_id (item, "id", &one->id);
    cJSON_AddStringToObject (item, "why", one->why);
    cJSON_AddItemToArray (out, item);
    tn_ctl_say (call->ctl, "%s", one->why);
  }
  if (edit && tn_edit_is_empty (edit) && left && left->len) {
    g_set_error (error, TN_ERROR, TN_ERROR_INVALID, _("None of the %u could be done. The first: %s"), left->len, ((const TnSupportLeft *) left->pdata[0])->why);
    return FALSE;
  }
  return tn_ctl_do (call->ctl, call->copy, g_steal_pointer (&edit), error);
}

static GArray *
find_all (Call *call, const TnId *programme, GError **error)
{
  g_autoptr (TnSupportFound) found = tn_support_find (call->copy, programme, NULL, error);
  g_autoptr (GArray) whom = g_array_new (FALSE, FALSE, sizeof (TnId));
  for (guint i = 0; found && i < found->lines->len; i++) {
    const TnSupportLine *line = &g_array_index (found->lines, TnSupportLine, i);
    if (line->out == TN_OUT_NOT && line->standing == TN_STANDS_NOTHING)
      g_array_append_val (whom, line->whom);
  }
  return found ? g_steal_pointer (&whom) : NULL;
}

static gboolean
run_propose (Call *call, char **words, GError **error)
{
  TnId programme;
  GPtrArray *left = NULL;
  if (!tn_ctl_parse_id (words[0], &programme, error))
    return FALSE;
  g_autoptr (GArray) whom = call->all ? find_all (call, &programme, error) : parse_ids (words + 1, error);
  if (!whom)
    return FALSE;
  TnEdit *edit = tn_support_propose (call->copy, &programme, (const TnId *) (gpointer) whom->data, whom->len, &left, error);
  return do_many (call, edit, left, error);
}

static gboolean
decide (Call *call, char **words, TnDecide what, GError **error)
{
  GPtrArray *left = NULL;
  g_autoptr (GArray) ids = parse_ids (words, error);
  TnEdit *edit = ids ? tn_support_decide (call->copy, (const TnId *) (gpointer) ids->data, ids->len, what, call->reason, &left, error) : NULL;
  return do_many (call, edit, left, error);
}

/* "500000" or "500.000", as it is written; "-" = what the programme gives. */
static gboolean
read_amount (const char *typed, gint64 *amount, GError **error)
{
  g_autofree char *token = NULL;
  *amount = 0;
  if (g_str_equal (typed, "-"))
    return TRUE;
  token = tn_field_parse (tn_kind_field (tn_schema_kind ("entitlement"), "amount"), typed, error);
  if (!token)
    return FALSE;
  if (!tn_json_get_int (tn_slice (token, -1), amount) || !*amount)
    *amount = -1;   /* said, and refused by the rule */
  return TRUE;
}

static gboolean
run_amount (Call *call, char **words, GError **error)
{
  gint64 amount;
  GPtrArray *left = NULL;
  g_autoptr (GArray) ids = read_amount (words[0], &amount, error) ? parse_ids (words + 1, error) : NULL;
  TnEdit *edit = ids ? tn_support_set_amount (call->copy, (const TnId *) (gpointer) ids->data, ids->len, amount, call->reason, &left, error) : NULL;
  return do_many (call, edit, left, error);
}

static gboolean
run_approve (Call *call, char **words, GError **error)
{
  return decide (call, words, TN_DECIDE_APPROVE, error);
}

static gboolean
run_refuse (Call *call, char **words, GError **error)
{
  return decide (call, words, TN_DECIDE_REFUSE, error);
}

static gboolean
run_decline (Call *call, char **words, GError **error)
{
  return decide (call, words, TN_DECIDE_DECLINE, error);
}

static gboolean
run_withdraw (Call *call, char **words, GError **error)
{
  return decide (call, words, TN_DECIDE_WITHDRAW, error);
}

/* Noon of a day that was named; now, when it is today. FALSE with a message. */
static gboolean
read_day (Call *call, gint64 *at, GError **error)
{
  g_autofree char *stored = call->on ? tn_date_parse (call->on) : NULL, *today = tn_date_today (tn_env_now_ms (tn_copy_env (call->copy)));
  gint64 day = stored ? tn_listed_date (stored) : 0;
  *at = 0;
  if (!call->on || g_strcmp0 (stored, today) == 0)
    return TRUE;
  if (day % 100 == 0) {
    g_set_error (error, TN_ERROR, TN_ERROR_INVALID, _("“%s” is no day, such as 24/12/2021."), call->on);
    return FALSE;
  }
  g_autoptr (GDateTime) noon = g_date_time_new (tn_date_zone (), (int) (day / 10000), (int) (day / 100 % 100), (int) (day % 100), 12, 0, 0);
  *at = noon ? g_date_time_to_unix (noon) * 1000 : 0;
  return TRUE;
}

static gboolean
run_deliver (Call *call, char **words, GError **error)
{
  TnId place;
  TnDeliver how = { .receiver = call->receiver, .sheet = call->sheet, .place = call->place ? &place : NULL };
  GPtrArray *left = NULL;
  if ((call->place && !tn_ctl_parse_id (call->place, &place, error)) || !read_day (call, &how.at, error))
    return FALSE;
  g_autoptr (GArray) ids = parse_ids (words, error);
  TnEdit *edit = ids ? tn_support_deliver (call->copy, (const TnId *) (gpointer) ids->data, ids->len, &how, &left, error) : NULL;
  return do_many (call, edit, left, error);
}

static gboolean
run_settle (Call *call, char **words, GError **error)
{
  TnId id, kept;
  if (!tn_ctl_parse_id (words[0], &id, error) || (call->kept && !tn_ctl_parse_id (call->kept, &kept, error)))
    return FALSE;
  return tn_ctl_do (call->ctl, call->copy, tn_support_settle (call->copy, &id, words[1], call->kept ? &kept : NULL, call->reason, error), error);
}

static const struct { const char *name; int min, max; gboolean writes; gboolean (*run) (Call *call, char **words, GError **error); } verbs[] = {
  { "eligible", 1, 1, FALSE, run_eligible }, { "judge", 2, 2, FALSE, run_judge }, { "list", 1, 2, FALSE, run_list }, { "of", 1, 1, FALSE, run_of },
  { "receipts", 1, 2, FALSE, run_receipts }, { "doubles", 0, 1, FALSE, run_doubles }, { "propose", 1, -1, TRUE, run_propose }, { "approve", 1, -1, TRUE, run_approve }, { "amount", 2, -1, TRUE, run_amount },
  { "refuse", 1, -1, TRUE, run_refuse }, { "decline", 1, -1, TRUE, run_decline }, { "withdraw", 1, -1, TRUE, run_withdraw }, { "deliver", 1, -1, TRUE, run_deliver },
  { "settle", 2, 2, TRUE, run_settle },
};

static gboolean
run (Call *call, int argc, char **argv, GError **error)
{
  for (guint i = 0; argc > 1 && i < G_N_ELEMENTS (verbs); i++) {
    if (!g_str_equal (verbs[i].name, argv[1]) || argc - 2 < verbs[i].min || (verbs[i].max >= 0 && argc - 2 > verbs[i].max))
      continue;
    g_autoptr (TnCopy) copy = tn_ctl_open (call->ctl, verbs[i].writes ? 0 : TN_COPY_READ_ONLY, error);
    call->copy = copy;
    return copy && verbs[i].run (call, argv + 2, error);
  }
  return tn_ctl_misused (USAGE, error);
}

gboolean
tn_ctl_support (TnCtl *ctl, int argc, char **argv, GError **error)
{
  Call call = { .ctl = ctl };
  const GOptionEntry entries[] = {
    { "search", 0, 0, G_OPTION_ARG_STRING, &call.search, NULL, NULL }, { "reason", 0, 0, G_OPTION_ARG_STRING, &call.reason, NULL, NULL },
    { "place", 0, 0, G_OPTION_ARG_STRING, &call.place, NULL, NULL }, { "receiver", 0, 0, G_OPTION_ARG_STRING, &call.receiver, NULL, NULL },
    { "sheet", 0, 0, G_OPTION_ARG_STRING, &call.sheet, NULL, NULL }, { "on", 0, 0, G_OPTION_ARG_STRING, &call.on, NULL, NULL },
    { "kept", 0, 0, G_OPTION_ARG_STRING, &call.kept, NULL, NULL }, { "nothing-yet", 0, 0, G_OPTION_ARG_NONE, &call.nothing_yet, NULL, NULL },
    { "out", 0, 0, G_OPTION_ARG_NONE, &call.out, NULL, NULL }, { "all", 0, 0, G_OPTION_ARG_NONE, &call.all, NULL, NULL },
    { "limit", 0, 0, G_OPTION_ARG_INT, &call.limit, NULL, NULL }, { NULL },
  };
  gboolean done = tn_ctl_options (&argc, &argv, entries, 1, -1, USAGE, error) && run (&call, argc, argv, error);
  char *texts[] = { call.search, call.reason, call.place, call.receiver, call.sheet, call.on, call.kept };
  for (guint i = 0; i < G_N_ELEMENTS (texts); i++)
    g_free (texts[i]);
  return done;
}
