/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "tn-round-plan.h"
#include "tn-round-private.h"
#include <glib/gi18n.h>
#include "tn-round-walk.h"
#include "tn-work-private.h"

/* ---- a new round ---- */

TnId
tn_round_make_stop_id (const TnId *round, const TnId *household, guint again)
{
  TnIdStr r, h;
  g_autofree char *name = NULL;

  tn_id_format (round, r);
  tn_id_format (household, h);
  name = g_strdup_printf ("stop/%s/%s/%u", r, h, again);
  return tn_id_from_name (name);
}

void
tn_round_create_stop (TnEdit *edit, const TnStopRow *row)
{
  tn_edit_create (edit, "stop", &row->id);
  tn_edit_set_ref (edit, &row->id, "household", &row->household);
  tn_edit_set_ref (edit, &row->id, "round", &row->round);
  tn_edit_set_ref (edit, &row->id, "volunteer", &row->volunteer);
  tn_edit_set_int (edit, &row->id, "position", row->position);
  tn_edit_set_int (edit, &row->id, "number", row->number);
  tn_edit_set_text (edit, &row->id, "state", "open");
  tn_edit_set_ref (edit, &row->id, "carried_from", &row->carried_from);
}

static TnId
create_round (TnCopy *copy, TnEdit *edit, const TnRoundWish *wish)
{
  TnId id = tn_id_is_null (&wish->id) ? tn_id_new (tn_copy_env (copy)) : wish->id;
  const char *look_for = wish->look_for ? wish->look_for : "all";
  g_autofree char *evening = tn_work_today (copy, wish->evening);

  tn_edit_create (edit, "round", &id);
  tn_edit_set_text (edit, &id, "name", wish->name);
  tn_edit_set_text (edit, &id, "evening", evening);
  tn_edit_set_text (edit, &id, "purpose", wish->purpose);
  tn_edit_set_ref (edit, &id, "area", &wish->area);
  tn_edit_set_text (edit, &id, "street", wish->street);
  tn_edit_set_text (edit, &id, "alley", wish->alley);
  tn_edit_set_text (edit, &id, "look_for", look_for);
  if (g_str_equal (look_for, "category"))
    tn_edit_set_text (edit, &id, "category", wish->category);
  if (g_str_equal (look_for, "not_visited"))
    tn_edit_set_int (edit, &id, "days", wish->days);
  if (g_str_equal (look_for, "not_reached"))
    tn_edit_set_ref (edit, &id, "campaign", &wish->campaign);
  tn_edit_set_ref (edit, &id, "team", &wish->team);
  tn_edit_set_text (edit, &id, "state", "planned");
  tn_edit_set_text (edit, &id, "note", wish->note);
  return id;
}

static const TnId *
look_up_carried (const TnRoundFound *found, const TnId *household)
{
  static const TnId nothing;
  const TnId *from = g_hash_table_lookup (found->carried, household);

  return from ? from : &nothing;
}

GArray *
tn_round_make_rows (const TnRoundFound *found, const TnId *round)
{
  GArray *rows = g_array_sized_new (FALSE, TRUE, sizeof (TnStopRow), found->doors->len);

  for (guint i = 0; i < found->doors->len; i++)
    {
      const TnDoor *door = found->doors->pdata[i];
      TnStopRow row = { .id = tn_round_make_stop_id (round, &door->id, 0), .household = door->id, .round = *round, .state = "open",
                        .carried_from = *look_up_carried (found, &door->id) };

      g_array_append_val (rows, row);
    }
  return rows;
}

static void
set_nobody_found (const TnRoundFound *found, GError **error)
{
  g_autoptr (GString) text = g_string_new (_("No household was found for this round. Nothing was planned."));

  for (TnRoundLeft why = 0; why < TN_LEFT_N; why++)
    if (found->left[why])
      /* Translators: why households are left out of a round, and how many: "Nobody lives there: 12." */
      g_string_append_printf (text, _(" %s: %u."), tn_round_left_name (why), found->left[why]);
  g_set_error_literal (error, TN_ERROR, TN_ERROR_INVALID, text->str);
}

static char *
make_label (TnCopy *copy, const TnRoundWish *wish)
{
  g_autofree char *area = tn_id_is_null (&wish->area) ? NULL : tn_query_title (copy, &wish->area);
  g_autofree char *place = wish->name && *wish->name ? g_strdup (wish->name) : tn_round_make_name (area, wish->street, wish->alley);

  /* Translators: %s is a round's name or place. */
  return g_strdup_printf (_("Planned a round: %s"), *place ? place : _("The whole ward"));
}

TnEdit *
tn_round_plan (TnCopy *copy, const TnRoundWish *wish, TnId *id, GCancellable *cancellable, GError **error)
{
  g_autoptr (TnRoundFound) found = tn_round_find (copy, wish, NULL, cancellable, error);
  g_autofree char *label = NULL;
  g_autoptr (TnEdit) edit = NULL;
  g_autoptr (GArray) rows = NULL, walkers = NULL;
  TnId round;

  if (!found)
    return NULL;
  if (!found->doors->len)
    {
      set_nobody_found (found, error);
      return NULL;
    }
  label = make_label (copy, wish);
  edit = tn_edit_new (label);
  round = create_round (copy, edit, wish);
  rows = tn_round_make_rows (found, &round);
  walkers = tn_round_order_walkers (rows, wish->volunteers, wish->n_volunteers);
  tn_round_share_rows (rows, walkers, FALSE);
  for (guint i = 0; i < rows->len; i++)
    {
      TnStopRow *row = &g_array_index (rows, TnStopRow, i);

      row->position = (gint64) (i + 1) * TN_ROUND_WALK_GAP;
      row->number = i + 1;
      tn_round_create_stop (edit, row);
    }
  if (id)
    *id = round;
  return g_steal_pointer (&edit);
}

/* ---- the end of one ---- */

TnEdit *
tn_round_delete (TnCopy *copy, const TnId *id, GError **error)
{
  g_autoptr (TnRound) round = tn_round_read (copy, id, error);
  g_autoptr (GArray) rows = round ? tn_query_stop_rows (copy, id, error) : NULL;
  g_autofree char *label = NULL;
  TnEdit *edit;

  if (!rows)
    return NULL;
  if (round->n > round->open)
    {
      g_set_error (error, TN_ERROR, TN_ERROR_INVALID, _("“%s” has been walked: its visits stay. Close it instead."), round->name);
      return NULL;
    }
  /* Translators: %s is a round's name. */
  label = g_strdup_printf (_("Deleted the round: %s"), round->name);
  edit = tn_edit_new (label);
  for (guint i = 0; i < rows->len; i++)
    tn_edit_delete (edit, &g_array_index (rows, TnStopRow, i).id);
  tn_edit_delete (edit, id);
  return edit;
}

TnEdit *
tn_round_set_closed (TnCopy *copy, const TnId *id, gboolean closed, GError **error)
{
  g_autoptr (TnRound) round = tn_round_read (copy, id, error);
  g_autofree char *label = NULL;
  TnEdit *edit;

  if (!round)
    return NULL;
  /* Translators: %s is a round's name. */
  label = g_strdup_printf (closed ? _("Closed: %s") : _("Opened again: %s"), round->name);
  edit = tn_edit_new (label);
  tn_edit_set_text (edit, id, "state", closed ? "closed" : "planned");
  return edit;
}
