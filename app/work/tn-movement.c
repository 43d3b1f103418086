/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "tn-movement.h"
#include <glib/gi18n.h>
#include <string.h>
#include "tn-household-actions.h"
#include "tn-listed.h"
#include "tn-text.h"
#include "tn-work-private.h"

TnEdit *
tn_movement_register (TnCopy *copy, const TnValues *values, GError **error)
{
  g_autofree char *name = tn_values_dup_text (values, "name"), *type = tn_values_dup_text (values, "type"), *given = tn_values_dup_text (values, "from");
  g_autofree char *from = tn_work_today (copy, given);
  TnEdit *edit;
  TnId id;

  if (!name || !*name || !type || !*type)
    return tn_work_refuse_edit (error, _("Name and type of the movement are needed. Fill them in and save again."));
  edit = tn_work_new_edit (_("Registered"), name);
  id = tn_edit_create (edit, "movement", NULL);
  tn_values_apply (values, edit, &id);
  tn_edit_set_text (edit, &id, "from", from);
  tn_edit_set_text (edit, &id, "state", "registered");
  return edit;
}

TnEdit *
tn_movement_recognise (TnCopy *copy, const TnId *movement, const char *document, GError **error)
{
  g_autoptr (TnRow) row = tn_work_get (copy, "movement", movement, error);
  g_autofree char *state = row ? tn_row_dup_text (row, "state") : NULL, *name = row ? tn_row_dup_text (row, "name") : NULL;
  TnEdit *edit;

  if (!row)
    return NULL;
  if (state && !g_str_equal (state, "registered"))
    return tn_work_refuse_edit (error, _("Only what is registered can be recognised: this one is already, or has ended. Nothing was changed."));
  if (!document || !*document)
    return tn_work_refuse_edit (error, _("By which document it is recognised is missing. Write it and save again."));
  edit = tn_work_new_edit (_("Recognised"), name);
  tn_edit_set_text (edit, movement, "state", "recognised");
  tn_edit_set_text (edit, movement, "document", document);
  return edit;
}

TnEdit *
tn_movement_end (TnCopy *copy, const TnId *movement, const char *to, const char *result, GError **error)
{
  g_autoptr (TnRow) row = tn_work_get (copy, "movement", movement, error);
  g_autofree char *state = row ? tn_row_dup_text (row, "state") : NULL, *name = row ? tn_row_dup_text (row, "name") : NULL;
  g_autofree char *from = row ? tn_row_dup_text (row, "from") : NULL, *day = tn_work_today (copy, to);
  TnEdit *edit;

  if (!row)
    return NULL;
  if (g_strcmp0 (state, "ended") == 0)
    return tn_work_refuse_edit (error, _("This one has ended already. Nothing was changed."));
  if (from && tn_listed_date (day) < tn_listed_date (from))
    return tn_work_refuse_edit (error, _("It cannot end before it began. Nothing was changed; look at the dates."));
  edit = tn_work_new_edit (_("Ended"), name);
  tn_edit_set_text (edit, movement, "state", "ended");
  tn_edit_set_text (edit, movement, "to", day);
  if (result)
    tn_edit_set_text (edit, movement, "result", result);
  return edit;
}

TnEdit *
tn_movement_correct (TnCopy *copy, const TnId *about, const TnValues *values, GError **error)
{
  g_autoptr (TnRow) row = tn_copy_get (copy, about, error);
  g_autofree char *from = row ? tn_work_dup_after (values, row, "from") : NULL, *to = row ? tn_work_dup_after (values, row, "to") : NULL;

  if (!row)
    return NULL;
  if (tn_listed_date (from) && tn_listed_date (to) && tn_work_last_day (tn_listed_date (to)) < tn_listed_date (from))
    return tn_work_refuse_edit (error, _("It cannot end before it begins. Look at the two dates and save again."));
  return tn_work_change (copy, about, values, error);
}

/* ---- the list ---- */

void
tn_movement_line_free (gpointer data)
{
  TnMovementLine *line = data;

  g_free (line->name);
  g_free (line->area_name);
  g_free (line);
}

typedef struct
{
  GPtrArray *lines;
  const TnField *type;
  GHashTable *areas;      /* TnId -> name */
  char *search;           /* folded */
} Read;

static gboolean
matches (const Read *read, const TnMovementLine *line)
{
  g_autofree char *text = g_strdup_printf ("%s\n%s\n%s", line->name, line->area_name, tn_choice_label (read->type, line->type)), *folded = tn_text_fold (text, -1);

  return !*read->search || strstr (folded, read->search);
}

static gboolean
add_line (const TnListed *listed, TnSlice body, gpointer data)
{
  Read *read = data;
  g_autofree char *type = tn_json_get_string (tn_json_member (body, "type"));
  const char *area = g_hash_table_lookup (read->areas, &listed->ref);
  TnMovementLine *line = g_new0 (TnMovementLine, 1);

  *line = (TnMovementLine) { listed->id, listed->ref, tn_json_get_string (tn_json_member (body, "name")), g_strdup (area ? area : ""),
                             tn_work_choice (read->type, type), *listed->state ? listed->state : "registered", listed->at };
  if (!line->name)
    line->name = g_strdup ("");
  if (matches (read, line))
    g_ptr_array_add (read->lines, line);
  else
    tn_movement_line_free (line);
  return TRUE;
}

static int
rank_state (const char *state)
{
  return g_str_equal (state, "ended") ? 2 : g_str_equal (state, "recognised") ? 1 : 0;
}

static int
compare_lines_cb (gconstpointer a, gconstpointer b)
{
  const TnMovementLine *x = *(const TnMovementLine *const *) a, *y = *(const TnMovementLine *const *) b;
  int rank = rank_state (x->state) - rank_state (y->state);

  if (rank)
    return rank;
  return x->from != y->from ? (x->from > y->from ? -1 : 1) : tn_id_compare (&x->id, &y->id);
}

GPtrArray *
tn_movement_list (TnCopy *copy, const char *state, const char *search, GError **error)
{
  g_autoptr (GPtrArray) lines = g_ptr_array_new_with_free_func (tn_movement_line_free), units = tn_query_areas (copy, error);
  g_autoptr (GHashTable) areas = g_hash_table_new (tn_id_hash, tn_id_equal);
  g_autofree char *folded = tn_text_fold (search ? search : "", -1);
  TnListedQuery query = { .kind = "movement", .state = state };
  Read read = { lines, tn_kind_field (tn_schema_kind ("movement"), "type"), areas, folded };

  for (guint i = 0; units && i < units->len; i++)
    g_hash_table_insert (areas, &((TnAreaItem *) units->pdata[i])->id, ((TnAreaItem *) units->pdata[i])->name);
  if (!units || !tn_query_listed_each (copy, &query, add_line, &read, error))
    return NULL;
  g_ptr_array_sort (lines, compare_lines_cb);
  return g_steal_pointer (&lines);
}
