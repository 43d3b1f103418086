/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What a laptop does all day, for test-kill.c to kill at any moment: edits, imports, pushes, acknowledgements, pages. After each step that
 * was reported as done, one line on stdout. */
#include "tn-apply.h"
#include "tn-edit.h"
#include "tn-outbox.h"
#include "tn-page.h"
#include <stdio.h>
#include <unistd.h>

#define IMPORT 300

static TnCopy *copy;
static GArray *ids;
static guint counter;

static void
report (const char *format, ...)
{
  va_list args;
  va_start (args, format);
  g_autofree char *line = g_strdup_vprintf (format, args);
  va_end (args);
  if (write (STDOUT_FILENO, line, strlen (line)) != (gssize) strlen (line)) _exit (3);
}

static void
require (gboolean ok, GError *error)
{
  if (ok) return;
  fprintf (stderr, "%s\n", error ? error->message : "failed");
  _exit (2);
}

static void
add (void)
{
  GError *error = NULL;
  g_autoptr (TnEdit) edit = tn_edit_new ("New");
  TnId id = tn_edit_create (edit, "household", NULL);
  TnIdStr text;
  g_autofree char *code = g_strdup_printf ("%d-%u", (int) getpid (), counter++);
  tn_edit_set_text (edit, &id, "code", code);
  require (tn_copy_edit (copy, edit, NULL, &error), error);
  tn_id_format (&id, text);
  report ("E %s %s\n", text, code);
  g_array_append_val (ids, id);
}

static void
change (GRand *rand)
{
  if (ids->len == 0) {
    add ();
    return;
  }
  GError *error = NULL;
  TnId id = g_array_index (ids, TnId, (guint) g_rand_int_range (rand, 0, (gint) ids->len));
  TnIdStr text;
  g_autoptr (TnEdit) edit = tn_edit_new ("Change");
  g_autofree char *code = g_strdup_printf ("%d-%u", (int) getpid (), counter++);
  tn_id_format (&id, text);
  report ("T %s %s\n", text, code);          /* tried: it may be there, or not */
  tn_edit_set_text (edit, &id, "code", code);
  require (tn_copy_edit (copy, edit, NULL, &error), error);
  report ("E %s %s\n", text, code);
}

static void
import (void)
{
  GError *error = NULL;
  g_autoptr (TnEdit) edit = tn_edit_new ("Import");
  TnId home = tn_edit_create (edit, "household", NULL);
  TnIdStr text;
  g_autofree char *code = g_strdup_printf ("%d-%u", (int) getpid (), counter++);
  tn_edit_set_text (edit, &home, "code", code);
  for (guint i = 0; i < IMPORT; i++) {
    TnId id = tn_edit_create (edit, "person", NULL);
    tn_edit_set_text (edit, &id, "name", "Lê Văn Mẫu");
    tn_edit_set_ref (edit, &id, "household", &home);
  }
  require (tn_copy_edit (copy, edit, NULL, &error), error);
  tn_id_format (&home, text);
  report ("E %s %s\nI %s\n", text, code, text);
}

static void
push (void)
{
  GError *error = NULL;
  g_autoptr (GString) lines = g_string_new (NULL);
  g_autoptr (GArray) acks = g_array_new (FALSE, FALSE, sizeof (TnAck));
  require (tn_outbox_batch (copy, 0, 50, 1 << 20, "root", lines, acks, &error), error);
  require (tn_outbox_ack (copy, acks, NULL, 0, counter, "a", &error), error);
  for (guint i = 0; i < acks->len; i++) report ("A %" G_GINT64_FORMAT "\n", g_array_index (acks, TnAck, i).n);
}

static void
pull (void)
{
  static const char *const whole[] = { "*", NULL };
  GError *error = NULL;
  g_autoptr (TnPageWriter) w = tn_page_writer_new (1);
  TnStamp stamp = tn_stamp_make (1640000000000, 0, "bbbbbbbbbbbb");
  for (guint i = 0; i < 100; i++) {
    TnId id = tn_id_new (tn_env_system ());
    g_autoptr (TnRow) row = tn_row_new ("household", &id);
    g_autoptr (GString) line = g_string_new (NULL);
    tn_row_set_unit (row, "code", "\"page\"", &stamp);
    tn_row_to_line (row, line);
    tn_page_writer_record (w, i + 1, line->str, line->len);
  }
  g_autoptr (GBytes) packed = tn_page_writer_end (w, "\"count\":100", &error);
  g_autoptr (GBytes) page = packed ? tn_page_inflate (packed, TN_LIMIT_INFLATED, &error) : NULL;
  g_autofree char *cursor = g_strdup_printf ("%d.%d", (int) counter + 1, (int) getpid ());
  TnApplyResult result = { 0 };
  require (page && tn_apply_page (copy, page, whole, cursor, counter % 3 == 0 ? TN_APPLY_READY : 0, &result, &error), error);
  tn_apply_result_clear (&result);
  report ("P %s\n", cursor);
}

int
main (int argc, char **argv)
{
  static const char *const whole[] = { "*", NULL };
  GError *error = NULL;
  if (argc != 3) return 1;
  g_autoptr (GRand) rand = g_rand_new_with_seed ((guint32) g_ascii_strtoull (argv[2], NULL, 10));
  ids = g_array_new (FALSE, FALSE, sizeof (TnId));
  copy = tn_copy_open (argv[1], TN_COPY_CREATE, NULL, &error);
  require (copy != NULL, error);
  require (tn_copy_set_ward (copy, "27301", &error) && tn_pull_set_scope (copy, whole, &error), error);
  report ("R\n");
  for (;;) {
    switch (g_rand_int_range (rand, 0, 10)) {
      case 0: import (); break;
      case 1: push (); break;
      case 2: pull (); break;
      case 3: case 4: case 5: add (); break;
      default: change (rand); break;
    }
  }
}
