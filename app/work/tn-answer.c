/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "tn-answer.h"
#include <glib/gi18n.h>
#include "tn-date.h"
#include "tn-each.h"
#include "tn-text.h"
#include "tn-work-private.h"

#define MOST_STEPS 16   /* from one to what took its place; more is a ring, or nobody's work */

const char *
tn_answer_state_name (TnAnswerState state)
{
  static const char *const names[] = {
    [TN_ANSWER_VALID] = N_("In force"), [TN_ANSWER_NOT_YET] = N_("Not in force yet"), [TN_ANSWER_EXPIRED] = N_("Expired"), [TN_ANSWER_REPLACED] = N_("Replaced"),
  };

  g_return_val_if_fail ((guint) state < G_N_ELEMENTS (names), "");
  return _(names[state]);
}

void
tn_answer_free (TnAnswer *answer)
{
  if (!answer)
    return;
  g_free (answer->question);
  g_free (answer->answer);
  g_free (answer->note);
  g_free (answer->source);
  g_free (answer->topic);
  g_free (answer->valid_from);
  g_free (answer->valid_to);
  g_free (answer->replaced_question);
  g_free (answer);
}

/* ---- as they stand ---- */

static TnAnswerState
judge (gint64 from, gint64 to, gboolean replaced, gint64 today)
{
  if (replaced)
    return TN_ANSWER_REPLACED;
  if (to && tn_work_last_day (to) < today)
    return TN_ANSWER_EXPIRED;
  return from > today ? TN_ANSWER_NOT_YET : TN_ANSWER_VALID;
}

static char *
dup_date (const TnFields *fields, const char *key, gint64 *listed)
{
  g_autofree char *stored = tn_fields_text (fields, key);

  *listed = tn_listed_date (stored);
  return *listed ? tn_date_format (stored) : NULL;
}

static TnAnswer *
make_answer (const TnFields *fields, gint64 today)
{
  TnAnswer *answer = g_new0 (TnAnswer, 1);
  g_autofree char *source = tn_fields_dup_or_empty (fields, "source"), *document = tn_fields_dup_or_empty (fields, "document"), *topic = tn_fields_text (fields, "topic");
  gint64 from, to;

  answer->id = fields->id;
  answer->question = tn_fields_dup_or_empty (fields, "question");
  answer->answer = tn_fields_dup_or_empty (fields, "answer");
  answer->note = tn_fields_dup_or_empty (fields, "note");
  answer->source = g_strdup_printf ("%s%s%s", source, *source && *document ? ", " : "", document);
  answer->topic = g_strdup (topic ? tn_choice_label (tn_kind_field (fields->kind, "topic"), topic) : "");
  answer->valid_from = dup_date (fields, "valid_from", &from);
  answer->valid_to = dup_date (fields, "valid_to", &to);
  answer->state = judge (from, to, tn_fields_ref (fields, "replaced_by", &answer->replaced_by), today);
  return answer;
}

static TnRow *
get_live (TnCopy *copy, const TnId *id)
{
  g_autoptr (TnRow) row = tn_copy_get (copy, id, NULL);

  return row && !row->deleted && g_str_equal (row->kind_key, "official_answer") ? g_steal_pointer (&row) : NULL;
}

/* From what it names to the last of them. What was deleted, or is not on this laptop, replaces nothing. */
static void
follow (TnCopy *copy, TnAnswer *answer, gint64 from, gint64 to, gint64 today)
{
  TnId at = answer->replaced_by, next;
  g_autoptr (TnRow) row = tn_id_is_null (&at) ? NULL : get_live (copy, &at);

  for (guint i = 0; row && i < MOST_STEPS && tn_row_ref (row, "replaced_by", &next); i++)
    {
      TnRow *further = get_live (copy, &next);

      if (!further)
        break;
      if (tn_id_equal (&next, &answer->id))   /* two laptops let two answers replace each other: both hold until somebody settles it */
        {
          g_clear_pointer (&row, tn_row_free);
          tn_row_free (further);
          break;
        }
      at = next;
      tn_row_free (row);
      row = further;
    }
  if (row && !tn_id_equal (&at, &answer->id))
    {
      answer->replaced_by = at;
      answer->replaced_question = tn_row_dup_text (row, "question");
      return;
    }
  memset (&answer->replaced_by, 0, sizeof answer->replaced_by);
  answer->state = judge (from, to, FALSE, today);
}

static gint64
get_listed (const TnFields *fields, const char *key)
{
  g_autofree char *stored = tn_fields_text (fields, key);

  return tn_listed_date (stored);
}

TnAnswer *
tn_answer_read (TnCopy *copy, const TnId *id, gint64 today, GError **error)
{
  g_autoptr (TnRow) row = tn_work_get (copy, "official_answer", id, error);
  TnFields fields;
  TnAnswer *answer;

  if (!row)
    return NULL;
  tn_fields_from_row (&fields, row);
  answer = make_answer (&fields, today);
  follow (copy, answer, get_listed (&fields, "valid_from"), get_listed (&fields, "valid_to"), today);
  return answer;
}

/* ---- finding ---- */

typedef struct { GPtrArray *found; GArray *from, *to; gint64 today; } Find;

static void
add_found_cb (const TnFields *fields, gpointer data)
{
  Find *find = data;
  gint64 from = get_listed (fields, "valid_from"), to = get_listed (fields, "valid_to");

  g_ptr_array_add (find->found, make_answer (fields, find->today));
  g_array_append_val (find->from, from);
  g_array_append_val (find->to, to);
}

static gboolean
holds (const TnAnswer *answer)
{
  return answer->state == TN_ANSWER_VALID || answer->state == TN_ANSWER_NOT_YET;
}

static int
compare_cb (gconstpointer a, gconstpointer b)
{
  const TnAnswer *x = *(const TnAnswer *const *) a, *y = *(const TnAnswer *const *) b;

  if (holds (x) != holds (y))
    return holds (x) ? -1 : 1;
  return tn_text_compare (x->question, y->question);
}

GPtrArray *
tn_answer_find (TnCopy *copy, TnAnswerList which, const char *typed, guint limit, gint64 today, GError **error)
{
  g_autoptr (GPtrArray) found = g_ptr_array_new_with_free_func ((GDestroyNotify) tn_answer_free);
  g_autoptr (GArray) from = g_array_new (FALSE, FALSE, sizeof (gint64)), to = g_array_new (FALSE, FALSE, sizeof (gint64));
  Find find = { found, from, to, today };

  if (!tn_query_each_found (copy, "official_answer", typed, add_found_cb, &find, error))
    return NULL;
  for (guint i = found->len; i > 0; i--)
    {
      TnAnswer *answer = found->pdata[i - 1];

      follow (copy, answer, g_array_index (from, gint64, i - 1), g_array_index (to, gint64, i - 1), today);
      if (which != TN_ANSWERS_ALL && holds (answer) != (which == TN_ANSWERS_VALID))
        g_ptr_array_remove_index (found, i - 1);
    }
  g_ptr_array_sort (found, compare_cb);
  if (limit && found->len > limit)
    g_ptr_array_set_size (found, (int) limit);
  return g_steal_pointer (&found);
}

/* ---- writing ---- */

static gboolean
check_texts (const TnValues *values, const TnRow *row, GError **error)
{
  static const char *const needed[] = { "question", "answer", "source" };

  for (gsize i = 0; i < G_N_ELEMENTS (needed); i++)
    {
      g_autofree char *text = tn_work_dup_after (values, row, needed[i]);

      if (text && *text)
        continue;
      g_set_error (error, TN_ERROR, TN_ERROR_INVALID, _("An official answer needs question, answer and source: without a source it is a rumour like any other. Fill them in and save again."));
      return FALSE;
    }
  return TRUE;
}

static gboolean
check_dates (const TnValues *values, const TnRow *row, GError **error)
{
  g_autofree char *from = tn_work_dup_after (values, row, "valid_from"), *to = tn_work_dup_after (values, row, "valid_to");
  gint64 first = tn_listed_date (from), last = tn_listed_date (to);

  if (!first || !last || tn_work_last_day (last) >= first)
    return TRUE;
  g_set_error (error, TN_ERROR, TN_ERROR_INVALID, _("It cannot end before it begins. Look at the two dates and save again."));
  return FALSE;
}

static gboolean
check_ring (TnCopy *copy, const TnId *about, const TnValues *values, GError **error)
{
  g_autofree char *text = tn_values_dup_text (values, "replaced_by");
  TnId at;

  if (!about || !text || !tn_id_parse (text, -1, &at))
    return TRUE;
  for (guint i = 0; i < MOST_STEPS; i++)
    {
      g_autoptr (TnRow) row = tn_id_equal (&at, about) ? NULL : get_live (copy, &at);

      if (tn_id_equal (&at, about))
        break;
      if (!row || !tn_row_ref (row, "replaced_by", &at))
        return TRUE;
    }
  g_set_error (error, TN_ERROR, TN_ERROR_INVALID, _("That answer leads back to this one. Choose the one that holds now."));
  return FALSE;
}

TnEdit *
tn_answer_save (TnCopy *copy, const TnId *about, const TnValues *values, GError **error)
{
  g_autoptr (TnRow) row = about ? tn_work_get (copy, "official_answer", about, error) : NULL;
  TnEdit *edit;
  TnId id;

  if ((about && !row) || !check_texts (values, row, error) || !check_dates (values, row, error) || !check_ring (copy, about, values, error))
    return NULL;
  edit = tn_edit_new (about ? _("Changed an official answer") : _("New official answer"));
  id = about ? *about : tn_edit_create (edit, "official_answer", NULL);
  tn_values_apply (values, edit, &id);
  return edit;
}

TnEdit *
tn_answer_replace (TnCopy *copy, const TnId *old, const TnValues *values, GError **error)
{
  g_autoptr (TnRow) row = tn_work_get (copy, "official_answer", old, error);
  TnEdit *edit;
  TnId id;

  if (!row || !check_texts (values, NULL, error) || !check_dates (values, NULL, error))
    return NULL;
  edit = tn_edit_new (_("Replaced an official answer"));
  id = tn_edit_create (edit, "official_answer", NULL);
  tn_values_apply (values, edit, &id);
  tn_edit_set_ref (edit, old, "replaced_by", &id);
  return edit;
}
