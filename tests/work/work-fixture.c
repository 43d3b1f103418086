/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "work-fixture.h"
#include "tn-outbox.h"
#include "tn-projection.h"

TnCopy *
work_make (PracticeWard *ward, guint n_households)
{
  practice_ward_make (ward, n_households);
  return practice_ward_open (ward);
}

void
work_clear (PracticeWard *ward, TnCopy **copy)
{
  g_clear_pointer (copy, tn_copy_close);
  practice_ward_clear (ward);
}

void
work_set_up (WorkFixture *f, gconstpointer n_households)
{
  f->copy = work_make (&f->ward, GPOINTER_TO_UINT (n_households));
}

void
work_tear_down (WorkFixture *f, gconstpointer data)
{
  work_clear (&f->ward, &f->copy);
}

TnValues *
work_values (const char *first, ...)
{
  TnValues *values = tn_values_new ();
  va_list args;

  va_start (args, first);
  for (const char *field = first; field; field = va_arg (args, const char *))
    tn_values_set_text (values, field, va_arg (args, const char *));
  va_end (args);
  return values;
}

void
work_write (TnCopy *copy, TnEdit *made, const GError *built)
{
  g_autoptr (TnEdit) edit = made;
  g_autoptr (GError) error = NULL;
  gint64 action;
  gboolean written;

  g_assert_no_error (built);
  g_assert_nonnull (edit);
  written = tn_copy_edit (copy, edit, &action, &error);
  g_assert_no_error (error);
  g_assert_true (written);
}

void
work_assert_refused (TnEdit *edit, GError **error)
{
  g_assert_null (edit);
  g_assert_error (*error, TN_ERROR, TN_ERROR_INVALID);
  g_clear_error (error);
}

char *
work_dup_text (TnCopy *copy, const TnId *id, const char *field)
{
  g_autoptr (TnRow) row = tn_copy_get (copy, id, NULL);

  return tn_row_dup_text (row, field);
}

void
work_assert_text (TnCopy *copy, const TnId *id, const char *field, const char *expected)
{
  g_autofree char *text = work_dup_text (copy, id, field);

  g_assert_cmpstr (text, ==, expected);
}

void
work_assert_ref (TnCopy *copy, const TnId *id, const char *field, const TnId *expected)
{
  g_autoptr (TnRow) row = tn_copy_get (copy, id, NULL);
  TnId ref;
  gboolean given = tn_row_ref (row, field, &ref);

  g_assert_cmpint (given, ==, expected != NULL);
  g_assert_true (!expected || tn_id_equal (&ref, expected));
}

void
work_assert_projection (TnCopy *copy)
{
  g_autoptr (GError) error = NULL;

  tn_projection_check (copy, NULL, &error);
  g_assert_no_error (error);
}

guint
work_count_today (TnCopy *copy, TnTodayTheme theme, gint64 now_ms)
{
  g_autoptr (TnToday) today = tn_today_read (copy, now_ms, 10, NULL);

  for (guint i = 0; i < today->groups->len; i++)
    if (((TnTodayGroup *) today->groups->pdata[i])->theme == theme)
      return ((TnTodayGroup *) today->groups->pdata[i])->n;
  return 0;
}

char *
work_dup_wire (TnCopy *copy)
{
  g_autoptr (GString) lines = g_string_new (NULL);
  g_autoptr (GArray) acks = g_array_new (FALSE, FALSE, sizeof (TnAck));
  g_autoptr (GError) error = NULL;

  g_assert_true (tn_outbox_batch (copy, 0, 10000, 64 << 20, TN_UPSTREAM_ROOT, lines, acks, &error));
  return g_string_free (g_steal_pointer (&lines), FALSE);
}

gint64
work_ask (TnCopy *copy, const char *sql, const TnId *id)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (TnStmt) stmt = tn_db_prepare (tn_copy_db (copy), sql, &error);

  g_assert_no_error (error);
  tn_stmt_bind_id (stmt, 1, id);
  g_assert_cmpint (tn_stmt_step (stmt, &error), ==, TN_STEP_ROW);
  return tn_stmt_int (stmt, 0);
}
