/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "tn-support-do.h"
#include <glib/gi18n.h>
#include "tn-dialog.h"
#include "tn-dialog-parts.h"
#include "tn-form.h"
#include "tn-money.h"
#include "tn-option-drop-down.h"
#include "tn-support-files.h"
#include "tn-support-job.h"

/* --- steps --- */

static const struct { const char *key, *label, *title, *verb; } steps[TN_DO_N] = {
  [TN_DO_PROPOSE] = { "propose", N_("_Propose…"), N_("Propose"), N_("_Propose") },
  [TN_DO_AMOUNT] = { "amount", N_("A_mount…"), N_("An Amount of Their Own"), N_("_Set") },
  [TN_DO_APPROVE] = { "approve", N_("_Approve…"), N_("Approve"), N_("_Approve") },
  [TN_DO_DELIVER] = { "deliver", N_("_Hand Over…"), N_("Hand Over"), N_("_Hand Over") },
  [TN_DO_REFUSE] = { "refuse", N_("_Refuse…"), N_("Refuse"), N_("_Refuse") },
  [TN_DO_DECLINE] = { "decline", N_("They _Decline…"), N_("Declined by Choice"), N_("_Save") },
  [TN_DO_WITHDRAW] = { "withdraw", N_("_Withdraw…"), N_("Withdraw the Proposal"), N_("_Withdraw") },
};

const char *
tn_support_do_key (TnSupportDo what)
{
  return steps[what].key;
}

const char *
tn_support_do_label (TnSupportDo what)
{
  return _(steps[what].label);
}

gboolean
tn_support_do_fits (TnSupportDo what, const TnSupportLine *line)
{
  TnStanding standing = line->standing;

  switch (what)
    {
    case TN_DO_PROPOSE: return line->out == TN_OUT_NOT && standing == TN_STANDS_NOTHING;
    case TN_DO_AMOUNT: return standing == TN_STANDS_PROPOSED;
    case TN_DO_APPROVE: return standing == TN_STANDS_PROPOSED || standing == TN_STANDS_APPROVED /* an amount that was changed meanwhile */ || standing == TN_STANDS_REFUSED || standing == TN_STANDS_DECLINED;
    case TN_DO_DELIVER: return standing == TN_STANDS_APPROVED;
    case TN_DO_REFUSE: return standing == TN_STANDS_PROPOSED || standing == TN_STANDS_APPROVED;
    case TN_DO_DECLINE: return standing == TN_STANDS_PROPOSED || standing == TN_STANDS_APPROVED;
    case TN_DO_WITHDRAW: return standing == TN_STANDS_PROPOSED || standing == TN_STANDS_REFUSED || standing == TN_STANDS_DECLINED;
    case TN_DO_N: break;
    }
  g_return_val_if_reached (FALSE);
}

/* --- the dialog --- */

typedef struct
{
  TnSupportJob *job;
  TnForm *form;            /* NULL = nothing is asked */
  GtkWidget *place;        /* NULL = nothing is taken from stock */
} Asked;

static void
free_asked (gpointer data)
{
  tn_support_job_unref (((Asked *) data)->job);
  g_free (data);
}

static void
take_text (char **text, TnForm *form, const char *field)
{
  g_free (*text);
  *text = tn_form_get_input (form, field) ? tn_form_dup_text (form, field) : NULL;
}

static void
take_time (TnSupportJob *job, TnForm *form)
{
  g_autofree char *token = tn_form_dup_token (form, "at");

  job->at = token ? g_ascii_strtoll (token, NULL, 10) : 0;
}

/* Nothing typed = what the programme gives; what is no amount the rule refuses. */
static gboolean
take_amount (TnSupportJob *job, TnForm *form)
{
  const char *typed = tn_form_get_input (form, "amount") ? gtk_editable_get_text (GTK_EDITABLE (tn_form_get_input (form, "amount"))) : "";
  g_autofree char *token = tn_form_dup_token (form, "amount");

  if (!tn_form_validate (form))
    return FALSE;
  job->amount = !*typed ? 0 : token ? g_ascii_strtoll (token, NULL, 10) : -1;
  if (*typed && job->amount == 0)
    job->amount = -1;
  if (job->amount && !tn_form_require (form, "amount_reason", _("Say why, so that it can be answered for.")))
    return FALSE;
  take_text (&job->reason, form, "amount_reason");
  return TRUE;
}

static gboolean
take_place (Asked *asked, TnDialog *dialog)
{
  if (!asked->place || tn_dialog_parts_chosen_id (asked->place, &asked->job->place))
    return TRUE;
  tn_dialog_show_message (dialog, _("Choose from which place the goods are taken."));
  gtk_widget_grab_focus (asked->place);
  return FALSE;
}

static gboolean
take_form (Asked *asked)
{
  TnSupportJob *job = asked->job;

  if (!asked->form)
    return TRUE;
  if (job->what == TN_DO_AMOUNT)
    return take_amount (job, asked->form);
  if (!tn_form_validate (asked->form) || (job->what == TN_DO_REFUSE && !tn_form_require (asked->form, "reason", _("Say why, so that it can be answered for."))))
    return FALSE;
  if (job->what != TN_DO_DELIVER)
    {
      take_text (&job->reason, asked->form, "reason");
      return TRUE;
    }
  take_text (&job->receiver, asked->form, "receiver");
  take_text (&job->sheet, asked->form, "sheet");
  take_text (&job->note, asked->form, "note");
  take_time (job, asked->form);
  return TRUE;
}

static gboolean
prepare_cb (TnDialog *dialog, TnWorkFunc *func, gpointer *data, GDestroyNotify *data_free, gpointer user_data)
{
  Asked *asked = user_data;

  if (!take_form (asked) || !take_place (asked, dialog))
    return FALSE;
  *func = tn_support_job_run;
  *data = tn_support_job_ref (asked->job);
  *data_free = tn_support_job_unref;
  return TRUE;
}

/* Nobody is passed over in silence. */
static void
saved_cb (TnDialog *dialog, Asked *asked)
{
  const TnSupportJob *job = asked->job;
  g_autofree char *heading = NULL, *text = NULL;
  GtkWidget *message;

  if (!job->left || !job->left->len)
    return;
  heading = g_strdup_printf (ngettext ("%u was left out", "%u were left out", job->left->len), job->left->len);
  text = tn_support_job_dup_left (job);
  message = adw_message_dialog_new (GTK_WINDOW (tn_dialog_get_window (dialog)), heading, text);
  adw_message_dialog_add_response (ADW_MESSAGE_DIALOG (message), "close", _("_Close"));
  adw_message_dialog_set_default_response (ADW_MESSAGE_DIALOG (message), "close");
  gtk_window_present (GTK_WINDOW (message));
}

/* --- what it says beforehand --- */

static char *
dup_count (const TnProgramme *programme, guint n)
{
  return programme->per_household ? g_strdup_printf (ngettext ("%u household", "%u households", n), n) : g_strdup_printf (ngettext ("%u person", "%u people", n), n);
}

/* What they get together where some have an amount of their own. n_own 0 = nobody has. */
typedef struct { gint64 total; guint n_own; } Amounts;

static char *
dup_each (const TnProgramme *programme, const Amounts *amounts, guint n)
{
  g_autofree char *each = NULL, *all = NULL;

  if (programme->amount <= 0 || g_str_equal (programme->gives, "goods"))
    return g_strdup (programme->goods ? programme->goods : "");
  if (amounts && amounts->n_own)
    {
      all = tn_money_show (amounts->total);
      /* Translators: how many have an amount of their own; money to all together */
      return g_strdup_printf (ngettext ("%u has an amount of their own; %s altogether", "%u have an amount of their own; %s altogether", amounts->n_own), amounts->n_own, all);
    }
  each = tn_money_show (programme->amount);
  all = tn_money_show (programme->amount * n);
  /* Translators: money to each, and to all together */
  return n == 1 ? g_strdup (each) : g_strdup_printf (_("%s each, %s altogether"), each, all);
}

static char *
dup_quota (TnSupportDo what, const TnProgrammeSums *sums)
{
  guint used = sums ? sums->n_approved : 0;

  if (!sums || !sums->quota || (what != TN_DO_PROPOSE && what != TN_DO_APPROVE))
    return NULL;
  return g_strdup_printf (_("Of %u in all, %u are approved and %u are left."), sums->quota, used, sums->quota > used ? sums->quota - used : 0);
}

static void
append_line (GString *text, const char *line)
{
  if (line && *line)
    g_string_append_printf (text, "%s%s", text->len ? "\n" : "", line);
}

static GtkWidget *
make_preview (TnSupportDo what, const TnProgramme *programme, const TnProgrammeSums *sums, const Amounts *amounts, guint n, guint left)
{
  gboolean gives = what == TN_DO_PROPOSE || what == TN_DO_AMOUNT || what == TN_DO_APPROVE || what == TN_DO_DELIVER;
  g_autofree char *count = dup_count (programme, n), *each = gives ? dup_each (programme, amounts, n) : NULL;
  g_autofree char *quota = dup_quota (what, sums), *others = NULL, *escaped = g_markup_escape_text (programme->name ? programme->name : "", -1);
  g_autoptr (GString) text = g_string_new (NULL);
  GtkWidget *group = adw_preferences_group_new (), *row = adw_action_row_new ();

  if (left)
    others = g_strdup_printf (ngettext ("%u of those ticked stands otherwise and is left as it is.", "%u of those ticked stand otherwise and are left as they are.", left), left);
  append_line (text, each);
  append_line (text, quota);
  append_line (text, others);
  adw_preferences_group_set_description (ADW_PREFERENCES_GROUP (group), escaped);
  adw_preferences_row_set_use_markup (ADW_PREFERENCES_ROW (row), FALSE);
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (row), count);
  adw_action_row_set_subtitle (ADW_ACTION_ROW (row), text->str);
  gtk_widget_set_name (row, "preview");
  adw_preferences_group_add (ADW_PREFERENCES_GROUP (group), row);
  return group;
}

/* --- what it asks --- */

static void
add_form (TnDialog *dialog, Asked *asked, gboolean several)
{
  static const char *const decision[] = { "reason", NULL }, *const one[] = { "receiver", "sheet", "at", "note", NULL }, *const many[] = { "sheet", "at", "note", NULL },
                    *const amount[] = { "amount", "amount_reason", NULL };
  gboolean deliver = asked->job->what == TN_DO_DELIVER;
  const char *sheet = tn_support_files_get_sheet (tn_dialog_get_window (dialog), &asked->job->programme);
  g_autofree char *token = sheet ? tn_json_string (sheet) : NULL, *now = g_strdup_printf ("%" G_GINT64_FORMAT, g_get_real_time () / 1000);

  if (asked->job->what == TN_DO_PROPOSE || asked->job->what == TN_DO_APPROVE || asked->job->what == TN_DO_WITHDRAW)
    return;
  asked->form = tn_form_new (tn_schema_kind (deliver ? "delivery" : "entitlement"), deliver ? (several ? many : one) : asked->job->what == TN_DO_AMOUNT ? amount : decision,
                             tn_workspace_get_lookups (tn_dialog_get_workspace (dialog)));
  tn_form_load (asked->form, NULL);
  if (deliver)
    tn_form_preset (asked->form, "at", now);
  if (deliver && token)
    tn_form_preset (asked->form, "sheet", token);
  if (deliver && !several)
    tn_form_set_hint (asked->form, "receiver", _("Only when somebody else signs."));
  if (asked->job->what == TN_DO_AMOUNT)
    tn_form_set_hint (asked->form, "amount", _("Empty: what the programme gives."));
  tn_dialog_add_form (dialog, asked->form);
}

static void
add_place (TnDialog *dialog, Asked *asked, GListModel *places)
{
  GtkWidget *row, *group;

  if (!places)
    return;
  group = adw_preferences_group_new ();
  asked->place = tn_dialog_parts_choice (_("Taken from"), "place", _("Choose …"), places, &row);
  if (g_list_model_get_n_items (places) == 1)
    gtk_drop_down_set_selected (GTK_DROP_DOWN (asked->place), 1);
  adw_preferences_group_add (ADW_PREFERENCES_GROUP (group), row);
  tn_dialog_add (dialog, group);
}

typedef struct
{
  TnWindow *window;
  TnSupportJob *job;
  TnProgramme *programme;  /* what is told of it; the dialog is opened when the list may have gone on to another one */
  TnProgrammeSums sums;    /* the quota alone */
  guint n_left;
} Opening;

/* What a thread of the store reads for it. */
typedef struct { TnSupportDo what; TnId programme; GArray *ids; gboolean places, money; } Question;
typedef struct { GListModel *places; Amounts amounts; GArray *ids; /* who it concerns; NULL = all that were asked for */ } Answer;

static void
present (Opening *opening, const Answer *answer)
{
  guint n = opening->job->ids->len;
  TnSupportDo what = opening->job->what;
  TnDialog *dialog = tn_dialog_new (opening->window, _(steps[what].title), _(steps[what].verb));
  Asked *asked = g_new0 (Asked, 1);

  asked->job = tn_support_job_ref (opening->job);
  tn_dialog_add (dialog, make_preview (what, opening->programme, &opening->sums, &answer->amounts, n, opening->n_left));
  add_place (dialog, asked, answer->places);
  add_form (dialog, asked, n > 1);
  g_object_set_data_full (G_OBJECT (dialog), "tn-support-do", asked, free_asked);
  tn_dialog_set_prepare (dialog, prepare_cb, asked, NULL);
  g_signal_connect (dialog, "saved", G_CALLBACK (saved_cb), asked);
  gtk_window_set_default_size (GTK_WINDOW (dialog), 560, -1);
  gtk_window_present (GTK_WINDOW (dialog));
  if (asked->form)
    tn_form_focus (asked->form, what == TN_DO_AMOUNT ? "amount" : what != TN_DO_DELIVER ? "reason" : n > 1 ? "sheet" : "receiver");
}

static void
free_opening (Opening *opening)
{
  g_object_unref (opening->window);
  tn_support_job_unref (opening->job);
  tn_programme_free (opening->programme);
  g_free (opening);
}

/* --- what is read before it opens: places of the stock, amounts of their own --- */

static void
free_question (gpointer data)
{
  g_array_unref (((Question *) data)->ids);
  g_free (data);
}

static void
free_answer (gpointer data)
{
  g_clear_object (&((Answer *) data)->places);
  g_clear_pointer (&((Answer *) data)->ids, g_array_unref);
  g_free (data);
}

static GListModel *
read_places (TnCopy *copy, GError **error)
{
  g_autoptr (GArray) ids = tn_query_ids (copy, "stock_place", error);
  GListStore *places;

  if (!ids)
    return NULL;
  places = g_list_store_new (TN_TYPE_OPTION);
  for (guint i = 0; i < ids->len; i++)
    {
      const TnId *id = &g_array_index (ids, TnId, i);
      g_autofree char *title = tn_query_title (copy, id);
      g_autoptr (TnOption) option = NULL;
      TnIdStr key;

      tn_id_format (id, key);
      option = tn_option_new (key, title, 0);
      g_list_store_append (places, option);
    }
  return G_LIST_MODEL (places);
}

static gpointer
read_answer (TnCopy *copy, gpointer data, GCancellable *cancellable, GError **error)
{
  const Question *question = data;
  Answer *answer = g_new0 (Answer, 1);
  g_autoptr (TnProgramme) programme = tn_programme_read (copy, &question->programme, error);

  answer->ids = g_array_copy (question->ids);
  if (programme && (!question->places || (answer->places = read_places (copy, error))) && (question->what != TN_DO_APPROVE || tn_support_drop_approved (copy, answer->ids, error))
      && (!question->money || tn_support_amounts (copy, programme, (const TnId *) (gpointer) answer->ids->data, answer->ids->len, &answer->amounts.total, &answer->amounts.n_own, error)))
    return answer;
  free_answer (answer);
  return NULL;
}

/* Of those that stood so by the list, those that stand so. FALSE: nobody, which was said. */
static gboolean
take_ids (Opening *opening, Answer *answer)
{
  GArray *before = opening->job->ids;

  opening->n_left += before->len - answer->ids->len;
  opening->job->ids = g_steal_pointer (&answer->ids);
  g_array_unref (before);
  if (!opening->job->ids->len)
    tn_window_toast (opening->window, _("Nobody of those ticked stands where this can be done."));
  return opening->job->ids->len > 0;
}

static void
answer_read_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  Opening *opening = user_data;
  g_autoptr (GError) error = NULL;
  Answer *answer = tn_store_finish (TN_STORE (source), result, &error);

  if (!answer)
    tn_window_show_error (opening->window, NULL, error);
  else if (tn_window_get_workspace (opening->window) && take_ids (opening, answer))
    present (opening, answer);
  if (answer)
    free_answer (answer);
  free_opening (opening);
}

static void
read_and_present (Opening *opening, gboolean places, gboolean money)
{
  Question *question = g_new (Question, 1);

  *question = (Question) { opening->job->what, opening->programme->id, g_array_ref (opening->job->ids), places, money };
  tn_store_read_async (tn_workspace_get_store (tn_window_get_workspace (opening->window)), read_answer, question, free_question, free_answer, NULL, answer_read_cb,
                       opening);
}

/* --- opening --- */

/* What the dialog says of a programme; its rule is not asked. */
static TnProgramme *
copy_programme (const TnProgramme *programme)
{
  TnProgramme *made = g_new0 (TnProgramme, 1);

  *made = (TnProgramme) { .id = programme->id, .name = g_strdup (programme->name), .goods = g_strdup (programme->goods), .gives = programme->gives,
                          .per_household = programme->per_household, .amount = programme->amount, .item = programme->item };
  return made;
}

void
tn_support_do (TnWindow *window, TnSupportDo what, const TnProgramme *programme, const TnProgrammeSums *sums, const GArray *lines)
{
  TnSupportJob *job = tn_support_job_new (what, &programme->id, lines);
  gboolean money = !g_str_equal (programme->gives, "goods"), places = what == TN_DO_DELIVER && !tn_id_is_null (&programme->item);
  static const Answer nothing;
  Opening *opening;

  if (!job->ids->len)
    {
      tn_window_toast (window, lines->len ? _("Nobody of those ticked stands where this can be done.") : _("Tick somebody first."));
      tn_support_job_unref (job);
      return;
    }
  opening = g_new0 (Opening, 1);
  *opening = (Opening) { .window = g_object_ref (window), .job = job, .programme = copy_programme (programme), .n_left = lines->len - job->ids->len };
  if (sums)
    opening->sums = (TnProgrammeSums) { .n_approved = sums->n_approved, .quota = sums->quota };
  if (places || what == TN_DO_APPROVE || (money && (what == TN_DO_DELIVER || what == TN_DO_AMOUNT)))
    {
      read_and_present (opening, places, money);
      return;
    }
  present (opening, &nothing);
  free_opening (opening);
}
