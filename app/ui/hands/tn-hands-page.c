/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "tn-hands-view.h"
#include <glib/gi18n.h>
#include "tn-date.h"
#include "tn-stock.h"
#include "tn-record-fields.h"

void
tn_hands_view_free (TnHandsView *view)
{
  g_clear_pointer (&view->row, tn_row_free);
  g_clear_pointer (&view->orphan, tn_orphan_view_free);
  g_clear_pointer (&view->sponsorship, tn_sponsorship_view_free);
  g_clear_pointer (&view->pair, tn_pair_free);
  g_free (view);
}

static gboolean
read_kind (TnCopy *copy, TnHandsView *view, GError **error)
{
  g_autofree char *day = tn_date_today (tn_env_now_ms (tn_copy_env (copy)));
  const char *kind = view->row->kind_key;
  const TnId *id = &view->row->id;

  if (g_str_equal (kind, "person"))
    return (view->orphan = tn_orphan_read (copy, id, tn_listed_date (day), error)) != NULL;
  if (g_str_equal (kind, "sponsorship"))
    return (view->sponsorship = tn_sponsorship_read (copy, id, tn_listed_date (day), error)) != NULL;
  if (g_str_equal (kind, "helping_pair"))
    return (view->pair = tn_pair_read (copy, id, error)) != NULL;
  g_set_error (error, TN_ERROR, TN_ERROR_NOT_FOUND, _("This record is not shown here."));
  return FALSE;
}

TnHandsView *
tn_hands_view_read (TnCopy *copy, const TnId *id, GError **error)
{
  g_autoptr (TnHandsView) view = g_new0 (TnHandsView, 1);

  view->row = tn_copy_get_live (copy, id, error);
  return view->row && read_kind (copy, view, error) ? g_steal_pointer (&view) : NULL;
}

/* --- pieces --- */

static char *
say_money (gint64 amount)
{
  g_autofree char *shown = tn_stock_show (amount * TN_DECIMAL_ONE);

  return g_strdup_printf (_("%s đồng"), shown);
}

static void
add_household (AdwPreferencesGroup *group, const char *title, const char *detail, const TnId *household)
{
  if (!tn_id_is_null (household))
    tn_record_page_row_action (tn_record_page_row (group, title, detail), "hands.household", household);
}

/* --- an orphan --- */

static void
write_orphan (TnRecordPage *page, const TnHandsView *view, gint64 today)
{
  const TnOrphan *orphan = view->orphan->orphan;
  AdwPreferencesGroup *facts, *group;

  tn_record_page_begin (page, orphan->name, view->orphan->is_orphan ? _("Orphan because of COVID-19") : NULL);
  if (view->orphan->lives)
    tn_record_page_add_main_button (page, _("New _Sponsorship"), NULL, "hands.sponsor", NULL);
  facts = tn_record_page_add_group (page, NULL, NULL);
  tn_record_field_add (facts, view->row, "birth");
  add_household (facts, orphan->address, _("Household"), &orphan->household);
  if (orphan->unconfirmed)
    tn_record_page_row (facts, _("Noticed at the door, not yet confirmed"), NULL);
  group = tn_record_page_add_group (page, _("Sponsorships"), NULL);
  for (guint i = 0; i < view->orphan->sponsorships->len; i++)
    {
      const TnSponsorship *s = view->orphan->sponsorships->pdata[i];
      g_autofree char *said = tn_sponsorship_say (s);
      GtkWidget *row = tn_record_page_row (group, s->sponsor_name, said);

      if (s->promise.n_overdue || !s->running)
        tn_record_page_row_end (row, s->promise.n_overdue ? _("overdue") : _("ended"), s->promise.n_overdue ? "error" : "dim-label");
      tn_record_page_row_action (row, "hands.show", &s->id);
    }
  if (!view->orphan->sponsorships->len)
    tn_record_page_row (group, _("Nobody yet"), NULL);
}

/* --- a sponsorship --- */

static char *
say_state (const TnSponsorship *s)
{
  g_autofree char *since = tn_listed_date_show (s->promise.since), *next = tn_listed_date_show (s->promise.next), *amount = say_money (s->promise.amount_overdue);

  if (g_str_equal (s->state, "ended"))
    return g_strdup (_("Ended"));
  if (s->promise.n_overdue && s->promise.amount_overdue)
    /* Translators: an amount, and a date */
    return g_strdup_printf (_("Overdue: %s, since %s"), amount, since);
  if (s->promise.n_overdue)
    /* Translators: %s is a date */
    return g_strdup_printf (_("Overdue since %s"), since);
  /* Translators: %s is a date */
  return *next ? g_strdup_printf (_("The next is due by %s"), next) : g_strdup (_("Nothing more is due"));
}

static void
write_receipt (AdwPreferencesGroup *group, const TnSponsorGift *gift)
{
  g_autofree char *day = tn_listed_date_show (gift->at), *money = gift->amount ? say_money (gift->amount) : NULL;
  g_autoptr (GString) title = g_string_new (money), detail = g_string_new (day);
  GtkWidget *row;

  if (gift->goods && *gift->goods)
    g_string_append_printf (title, "%s%s", title->len ? " + " : "", gift->goods);
  if (gift->by && *gift->by)
    g_string_append_printf (detail, " · %s", gift->by);
  if (gift->note && *gift->note)
    g_string_append_printf (detail, " · %s", gift->note);
  row = tn_record_page_row (group, gift->cancels ? _("Put right") : title->str, detail->str);
  if (gift->counts)
    adw_action_row_add_suffix (ADW_ACTION_ROW (row), tn_record_page_button ("edit-undo-symbolic", _("Put this receipt right"), "hands.cancel", &gift->id));
  else if (!gift->cancels)
    tn_record_page_row_end (row, _("does not count"), "dim-label");
}

static void
write_sponsorship (TnRecordPage *page, const TnHandsView *view)
{
  const TnSponsorship *s = view->sponsorship->sponsorship;
  g_autofree char *said = tn_sponsorship_say (s), *state = say_state (s), *came = s->amount_came ? say_money (s->amount_came) : NULL, *sponsor = NULL;
  AdwPreferencesGroup *facts, *group;

  tn_record_page_begin (page, s->person_name, state);
  if (!g_str_equal (s->state, "ended"))
    tn_record_page_add_main_button (page, _("What _Came (F7)"), NULL, "hands.came", NULL);
  tn_record_page_add_button (page, tn_record_page_button ("document-edit-symbolic", _("Edit (F2)"), "hands.edit", NULL));
  facts = tn_record_page_add_group (page, NULL, NULL);
  sponsor = g_strdup_printf ("%s%s%s", _("Sponsor"), *view->sponsorship->phone ? " · " : "", view->sponsorship->phone);
  tn_record_page_row_action (tn_record_page_row (facts, s->sponsor_name, sponsor), "hands.donor", &s->sponsor);
  tn_record_page_fact (facts, _("Promised"), said);
  tn_record_field_add (facts, view->row, "from");
  tn_record_field_add (facts, view->row, "to");
  tn_record_page_fact (facts, _("Came altogether"), came);
  add_household (facts, view->sponsorship->address, _("Household"), &s->household);
  tn_record_field_add_text (facts, view->row, "note");
  group = tn_record_page_add_group (page, _("What Came"), NULL);
  for (guint i = 0; i < view->sponsorship->gifts->len; i++)
    write_receipt (group, view->sponsorship->gifts->pdata[i]);
  if (!view->sponsorship->gifts->len)
    tn_record_page_row (group, _("Nothing yet"), NULL);
  if (!g_str_equal (s->state, "ended"))
    tn_record_page_row_action (tn_record_page_row (tn_record_page_add_group (page, NULL, NULL), _("End this sponsorship (F8)"), NULL), "hands.end", NULL);
}

/* --- a pair --- */

static void
write_pair (TnRecordPage *page, const TnHandsView *view)
{
  const TnPair *pair = view->pair;
  gboolean waits = g_str_equal (pair->state, "waiting"), ended = g_str_equal (pair->state, "ended");
  AdwPreferencesGroup *facts;

  tn_record_page_begin (page, *pair->head ? pair->head : pair->title, *pair->state ? tn_choice_label (tn_kind_field (view->row->kind, "state"), pair->state) : NULL);
  if (waits)
    tn_record_page_add_main_button (page, _("Somebody _Helps (F7)"), NULL, "hands.edit", NULL);
  else
    tn_record_page_add_button (page, tn_record_page_button ("document-edit-symbolic", _("Edit (F2)"), "hands.edit", NULL));
  facts = tn_record_page_add_group (page, NULL, NULL);
  add_household (facts, pair->title, _("Who is helped"), &pair->household);
  tn_record_field_add (facts, view->row, "what");
  tn_record_page_fact (facts, _("Who helps"), pair->helper);
  tn_record_field_add (facts, view->row, "type");
  tn_record_field_add (facts, view->row, "helper_phone");
  if (!tn_id_is_null (&pair->helper_household))
    add_household (facts, _("Household of the helper"), NULL, &pair->helper_household);
  tn_record_field_add (facts, view->row, "from");
  tn_record_field_add (facts, view->row, "to");
  tn_record_field_add_text (facts, view->row, "note");
  if (!ended)
    tn_record_page_row_action (tn_record_page_row (tn_record_page_add_group (page, NULL, NULL), waits ? _("Help is not needed any more (F8)") : _("End this pair (F8)"), NULL),
                               "hands.end", NULL);
}

void
tn_hands_page_write (TnRecordPage *page, const TnHandsView *view, gint64 today)
{
  if (view->orphan)
    write_orphan (page, view, today);
  else if (view->sponsorship)
    write_sponsorship (page, view);
  else
    write_pair (page, view);
  tn_record_page_end (page);
}
