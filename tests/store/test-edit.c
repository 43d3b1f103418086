/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The one door for writes: what an edit leaves in record, outbox, history and undo. */
#include "store-fixture.h"
#include "tn-entry.h"

static void
test_creation_is_one_row_of_the_outbox (Fixture *f, gconstpointer data)
{
  TnId id = add_household (f, "HK1", NULL);
  g_assert_cmpint (ask (f, "SELECT count(*) FROM outbox"), ==, 1);
  g_assert_cmpint (ask (f, "SELECT count(*) FROM outbox WHERE unit='*' AND value IS NULL AND over='' AND state='new'"), ==, 1);
  g_autofree char *text = push_text (f, 10, NULL);
  g_autoptr (GError) error = NULL;
  g_autoptr (TnEntry) entry = tn_entry_parse (tn_slice (text, (gssize) strlen (text) - 1), &error);
  g_assert_no_error (error);
  g_assert_true (entry->creation);
  g_assert_true (tn_id_equal (&entry->id, &id));
  g_assert_cmpstr (entry->by, ==, "Lan");
  g_assert_cmpuint (entry->changes->len, ==, 2);   /* address is one unit */
  assert_text (f, &id, "street", "Nguyễn Thông");
}

static void
test_unsent_value_is_replaced_and_its_past_named (Fixture *f, gconstpointer data)
{
  TnId id = add_household (f, "HK1", NULL);
  ack_all (f);
  set_text (f, &id, "phone", "02801234567", NULL);
  g_assert_cmpint (ask (f, "SELECT count(*) FROM outbox WHERE state='new'"), ==, 1);
  f->now += 1000;
  set_text (f, &id, "phone", "02807654321", NULL);
  g_assert_cmpint (ask (f, "SELECT count(*) FROM outbox WHERE state='new'"), ==, 1);
  g_assert_cmpint (ask (f, "SELECT length(over)/28 FROM outbox WHERE state='new'"), ==, 1);
  g_autofree char *text = push_text (f, 10, NULL);
  f->now += 1000;
  set_text (f, &id, "phone", "02800000000", NULL);   /* the second may be with the server already: it stays queued */
  g_assert_cmpint (ask (f, "SELECT count(*) FROM outbox WHERE state='new'"), ==, 2);
  g_assert_cmpint (ask (f, "SELECT length(over)/28 FROM outbox WHERE state='new' ORDER BY n DESC LIMIT 1"), ==, 2);
  g_assert_cmpint (ask (f, "SELECT count(*) FROM history WHERE unit='phone'"), ==, 2);
  g_assert_cmpint (ask (f, "SELECT count(*) FROM history WHERE by_user='Lan'"), ==, 2);
}

static void
test_edited_creation_travels_without_the_unit (Fixture *f, gconstpointer data)
{
  TnId id = add_household (f, "HK1", NULL);
  set_text (f, &id, "code", "HK2", NULL);
  g_autofree char *text = push_text (f, 10, NULL);
  g_auto (GStrv) lines = g_strsplit (text, "\n", -1);
  g_assert_cmpuint (g_strv_length (lines), ==, 3);
  g_assert_null (strstr (lines[0], "HK1"));
  g_assert_nonnull (strstr (lines[0], "45/2"));
  g_assert_nonnull (strstr (lines[1], "HK2"));
}

/* ---- what the root holds between two batches ---- */

static TnHash
hash_row (const TnRow *row)
{
  g_autoptr (GString) line = g_string_new (NULL);
  tn_row_to_line (row, line);
  return tn_hash (line->str, line->len);
}

static TnHash
hash_now (Fixture *f, const TnId *id)
{
  g_autoptr (TnRow) row = tn_copy_get (f->copy, id, NULL);
  return hash_row (row);
}

/* As it is now, but for one unit. */
static TnHash
hash_without (Fixture *f, const TnId *id, const char *left_out)
{
  g_autoptr (TnRow) row = tn_copy_get (f->copy, id, NULL), made = tn_row_new ("household", id);
  g_free (made->stream);
  made->stream = g_strdup (row->stream);
  for (guint i = 0; i < row->units->len; i++) {
    const TnUnit *unit = &g_array_index (row->units, TnUnit, i);
    if (strcmp (unit->unit, left_out) != 0) tn_row_set_unit (made, unit->unit, unit->value, &unit->stamp);
  }
  return hash_row (made);
}

/* Of one line behind n = *after, which is moved. */
static void
assert_sent_row (Fixture *f, gint64 *after, const TnHash *h, gboolean passing)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GString) lines = g_string_new (NULL);
  g_autoptr (GArray) acks = g_array_new (FALSE, FALSE, sizeof (TnAck)), rows = g_array_new (FALSE, FALSE, sizeof (TnSentRow));
  TnOutboxRange range = { *after, G_MAXINT64, NULL };
  g_assert_true (tn_outbox_batch_range (f->copy, &range, 1, 1 << 20, TN_UPSTREAM_ROOT, lines, acks, rows, &error));
  g_assert_no_error (error);
  g_assert_cmpuint (rows->len, ==, 1);
  const TnSentRow *row = &g_array_index (rows, TnSentRow, 0);
  g_assert_cmpint (row->passing, ==, passing);
  g_assert_cmpmem (row->h.b, sizeof row->h.b, h->b, sizeof h->b);
  *after = g_array_index (acks, TnAck, acks->len - 1).n;
}

static void
test_between_two_batches_the_root_has_what_stood_before (Fixture *f, gconstpointer data)
{
  TnId id = add_household (f, "HK1", NULL);
  gint64 after = 0;
  ack_all (f);
  g_autoptr (TnEdit) both = tn_edit_new ("Change");
  tn_edit_set_text (both, &id, "note", "x");
  tn_edit_set_text (both, &id, "phone", "02801234567");
  write_edit (f, both, NULL);
  TnHash note = hash_without (f, &id, "phone");   /* the first telephone is never sent: it does not stand under the second, though the note of the same save was */
  f->now += 1000;
  set_text (f, &id, "phone", "02807654321", NULL);
  TnHash phone = hash_now (f, &id);
  f->now += 1000;
  set_text (f, &id, "code", "HK2", NULL);
  TnHash code = hash_now (f, &id);
  assert_sent_row (f, &after, &note, TRUE);
  assert_sent_row (f, &after, &phone, TRUE);
  assert_sent_row (f, &after, &code, FALSE);
}

static void
test_a_new_record_is_without_what_was_typed_over (Fixture *f, gconstpointer data)
{
  TnId id = add_household (f, "HK1", NULL);
  gint64 after = 0;
  f->now += 1000;
  set_text (f, &id, "code", "HK2", NULL);
  TnHash now = hash_now (f, &id), first = hash_without (f, &id, "code");
  assert_sent_row (f, &after, &first, TRUE);
  assert_sent_row (f, &after, &now, FALSE);
}

static void
test_one_save_is_one_line_of_a_batch (Fixture *f, gconstpointer data)
{
  TnId id = add_household (f, "HK1", NULL);
  ack_all (f);
  g_autoptr (TnEdit) edit = tn_edit_new ("Change");
  tn_edit_set_text (edit, &id, "phone", "02801234567");
  tn_edit_set_text (edit, &id, "note", "x");
  tn_edit_set_text (edit, &id, "house_no", "46");
  tn_edit_set_text (edit, &id, "street", NULL);
  write_edit (f, edit, NULL);
  g_assert_cmpint (ask (f, "SELECT count(*) FROM outbox WHERE state='new'"), ==, 3);
  g_autoptr (GArray) acks = NULL;
  g_autofree char *text = push_text (f, 1, &acks);
  g_assert_cmpuint (acks->len, ==, 3);
  g_autoptr (TnEntry) entry = tn_entry_parse (tn_slice (text, (gssize) strlen (text) - 1), NULL);
  g_assert_cmpuint (entry->changes->len, ==, 3);
  g_assert_cmpstr (((TnChange *) entry->changes->pdata[0])->value, ==, "{\"house_no\":\"46\"}");
  assert_text (f, &id, "street", NULL);
  /* a held line holds all its units, and no others */
  TnAckException except = { entry->n, TN_ACK_HELD, "scope" };
  g_assert_true (tn_outbox_ack (f->copy, acks, &except, 1, 2, "bb", NULL));
  g_assert_cmpint (ask (f, "SELECT count(*) FROM outbox WHERE state='held' AND why='scope'"), ==, 3);
}

static void
test_unchanged_value_is_no_edit (Fixture *f, gconstpointer data)
{
  TnId id = add_household (f, "HK1", NULL);
  gint64 action = 77;
  set_text (f, &id, "code", "HK1", &action);
  g_assert_cmpint (action, ==, 0);
  set_text (f, &id, "phone", "", &action);
  g_assert_cmpint (action, ==, 0);
  g_assert_cmpint (ask (f, "SELECT count(*) FROM outbox"), ==, 1);
  g_assert_cmpint (ask (f, "SELECT count(*) FROM action"), ==, 1);
}

static void
test_bad_edit_changes_nothing (Fixture *f, gconstpointer data)
{
  TnId id = add_household (f, "HK1", NULL);
  static const struct { const char *field, *token; } bad[] = {
    { "no_such_field", "\"x\"" }, { "phone", "12" }, { "phone", "\"un" }, { "housing", "\"castle\"" },
  };
  for (gsize i = 0; i < G_N_ELEMENTS (bad); i++) {
    g_autoptr (GError) error = NULL;
    g_autoptr (TnEdit) edit = tn_edit_new ("Bad");
    tn_edit_set_text (edit, &id, "code", "HK9");
    tn_edit_set (edit, &id, bad[i].field, bad[i].token);
    g_assert_false (tn_copy_edit (f->copy, edit, NULL, &error));
    g_assert_error (error, TN_ERROR, TN_ERROR_INVALID);
  }
  g_autoptr (GError) error = NULL;
  g_autoptr (TnEdit) edit = tn_edit_new ("Person without name");
  TnId person = tn_edit_create (edit, "person", NULL);
  tn_edit_set_ref (edit, &person, "household", &id);
  g_assert_false (tn_copy_edit (f->copy, edit, NULL, &error));
  g_assert_error (error, TN_ERROR, TN_ERROR_INVALID);
  assert_text (f, &id, "code", "HK1");
  g_assert_cmpint (ask (f, "SELECT count(*) FROM outbox"), ==, 1);
}

static void
test_child_takes_its_parents_stream (Fixture *f, gconstpointer data)
{
  g_autoptr (TnEdit) edit = tn_edit_new ("Import");
  TnId unit = tn_edit_create (edit, "unit", NULL), home = tn_id_new (&f->env), person = tn_edit_create (edit, "person", NULL);
  tn_edit_set_text (edit, &unit, "code", "G1");
  tn_edit_set_text (edit, &unit, "name", "Tổ 1");
  tn_edit_set_text (edit, &unit, "level", "group");
  tn_edit_set_ref (edit, &person, "household", &home);   /* the child stands before its parent */
  tn_edit_set_text (edit, &person, "name", "Lê Văn A");
  tn_edit_create (edit, "household", &home);
  tn_edit_set_ref (edit, &home, "area", &unit);
  TnId card = tn_edit_create (edit, "identity", NULL);
  tn_edit_set_ref (edit, &card, "person", &person);
  tn_edit_set_text (edit, &card, "number", "079000000001");
  TnId lost = tn_edit_create (edit, "visit", NULL), nobody = tn_id_new (&f->env);
  tn_edit_set_ref (edit, &lost, "household", &nobody);
  tn_edit_set_int (edit, &lost, "at", 1);
  write_edit (f, edit, NULL);
  g_autofree char *group = tn_stream_for_area (tn_schema_kind ("household"), &unit);
  g_autoptr (TnRow) a = tn_copy_get (f->copy, &person, NULL), b = tn_copy_get (f->copy, &card, NULL), c = tn_copy_get (f->copy, &lost, NULL);
  g_autofree char *identity = g_strconcat (group, "+identity", NULL);
  g_assert_cmpstr (a->stream, ==, group);
  g_assert_cmpstr (b->stream, ==, identity);
  g_assert_cmpstr (c->stream, ==, TN_STREAM_ORPHAN);
}

static void
test_clock_never_falls (Fixture *f, gconstpointer data)
{
  TnId id = add_household (f, "HK1", NULL);
  f->now -= G_GINT64_CONSTANT (400000000000);   /* a dead clock battery */
  set_text (f, &id, "code", "HK2", NULL);
  assert_text (f, &id, "code", "HK2");
  g_assert_cmpint (ask (f, "SELECT count(*) FROM history h JOIN outbox o ON o.id=h.id WHERE o.unit='code' AND o.stamp>h.stamp"), ==, 1);
  g_clear_pointer (&f->copy, tn_copy_close);
  f->copy = tn_copy_open (f->path, 0, &f->env, NULL);
  set_text (f, &id, "code", "HK3", NULL);
  g_assert_cmpint (ask (f, "SELECT count(*) FROM history h JOIN outbox o ON o.id=h.id WHERE o.unit='code' AND o.stamp>h.stamp"), ==, 2);
}

static void
test_expectation_guards_the_whole_edit (Fixture *f, gconstpointer data)
{
  TnId a = add_household (f, "HK1", NULL), b = add_household (f, "HK2", NULL);
  g_autoptr (TnRow) row = tn_copy_get (f->copy, &b, NULL);
  TnStamp stamp = tn_row_unit (row, "code")->stamp;
  set_text (f, &b, "code", "HK3", NULL);
  g_autoptr (TnEdit) edit = tn_edit_new ("Form");
  tn_edit_set_text (edit, &a, "code", "HK9");
  tn_edit_expect (edit, &b, "code", &stamp);
  tn_edit_set_text (edit, &b, "code", "HK9");
  g_autoptr (GError) error = NULL;
  g_assert_false (tn_copy_edit (f->copy, edit, NULL, &error));
  g_assert_error (error, TN_ERROR, TN_ERROR_CONFLICT);
  assert_text (f, &a, "code", "HK1");
}

static void
test_delete_names_what_it_saw (Fixture *f, gconstpointer data)
{
  TnId id = add_household (f, "HK1", NULL);
  ack_all (f);
  g_autoptr (TnRow) row = tn_copy_get (f->copy, &id, NULL);
  TnHash seen = tn_row_state_hash (row);
  g_autoptr (TnEdit) edit = tn_edit_new ("Delete");
  tn_edit_delete (edit, &id);
  gint64 action;
  write_edit (f, edit, &action);
  g_autofree char *text = push_text (f, 10, NULL);
  g_autoptr (TnEntry) entry = tn_entry_parse (tn_slice (text, (gssize) strlen (text) - 1), NULL);
  g_assert_true (entry->has_seen);
  g_assert_cmpmem (entry->seen.b, 16, seen.b, 16);
  g_autoptr (GError) error = NULL;
  g_autoptr (TnEdit) late = tn_edit_new ("Change");
  tn_edit_set_text (late, &id, "code", "HK2");
  g_assert_false (tn_copy_edit (f->copy, late, NULL, &error));
  g_assert_error (error, TN_ERROR, TN_ERROR_NOT_FOUND);
  g_assert_true (tn_copy_undo (f->copy, action, NULL));
  g_autoptr (TnRow) again = tn_copy_get (f->copy, &id, NULL);
  g_assert_false (again->deleted);
}

static void
test_undo_puts_back_and_refuses_what_changed (Fixture *f, gconstpointer data)
{
  TnId id = add_household (f, "HK1", NULL);
  ack_all (f);
  gint64 first, second;
  set_text (f, &id, "house_no", "46", &first);
  set_text (f, &id, "street", "Lê Lợi", &second);   /* the same unit */
  g_autoptr (GError) error = NULL;
  g_assert_false (tn_copy_undo (f->copy, first, &error));
  g_assert_error (error, TN_ERROR, TN_ERROR_CONFLICT);
  assert_text (f, &id, "house_no", "46");
  g_assert_true (tn_copy_undo (f->copy, second, NULL));
  assert_text (f, &id, "street", "Nguyễn Thông");
  g_clear_error (&error);
  g_assert_false (tn_copy_undo (f->copy, second, &error));
  g_assert_error (error, TN_ERROR, TN_ERROR_NOT_FOUND);
  g_autoptr (GPtrArray) actions = tn_copy_actions (f->copy, 10, NULL);
  g_assert_cmpuint (actions->len, ==, 3);
  g_assert_cmpint (((TnAction *) actions->pdata[0])->action, ==, second);
  g_assert_true (((TnAction *) actions->pdata[0])->undone);
  g_assert_cmpstr (((TnAction *) actions->pdata[2])->label, ==, "New household");
}

static TnId
import_many (Fixture *f, guint n, gint64 *action)
{
  g_autoptr (TnEdit) edit = tn_edit_new ("Import");
  TnId last = { { 0 } };
  for (guint i = 0; i < n; i++) {
    last = tn_id_new (&f->env);
    tn_edit_create (edit, "household", &last);
    tn_edit_set_text (edit, &last, "code", "HK");
  }
  write_edit (f, edit, action);
  return last;
}

static void
test_undone_import_leaves_no_trace_when_unsent (Fixture *f, gconstpointer data)
{
  gint64 action;
  import_many (f, 6000, &action);
  g_assert_cmpint (ask (f, "SELECT count(*) FROM record"), ==, 6000);
  g_assert_true (tn_copy_undo (f->copy, action, NULL));
  g_assert_cmpint (ask (f, "SELECT count(*) FROM record"), ==, 0);
  g_assert_cmpint (ask (f, "SELECT count(*) FROM outbox"), ==, 0);
}

static void
test_undone_import_is_deleted_when_sent (Fixture *f, gconstpointer data)
{
  gint64 action;
  import_many (f, 30, &action);
  g_autofree char *sent = push_text (f, 10, NULL);   /* ten of them left, answer unknown */
  g_assert_true (tn_copy_undo (f->copy, action, NULL));
  g_assert_cmpint (ask (f, "SELECT count(*) FROM record"), ==, 10);
  g_assert_cmpint (ask (f, "SELECT count(*) FROM record WHERE del=1"), ==, 10);
  g_assert_cmpint (ask (f, "SELECT count(*) FROM outbox WHERE unit='_del'"), ==, 10);
}

static TnId
enter_stock (Fixture *f, gint64 *action)
{
  g_autoptr (TnEdit) edit = tn_edit_new ("Stock");
  TnId item = tn_edit_create (edit, "stock_item", NULL), entry = tn_edit_create (edit, "stock_entry", NULL);
  tn_edit_set_text (edit, &item, "name", "Gạo");
  tn_edit_set_text (edit, &item, "measure", "kg");
  tn_edit_set_ref (edit, &entry, "item", &item);
  tn_edit_set_int (edit, &entry, "quantity", 5);
  tn_edit_set_text (edit, &entry, "at", "2021-12-20");
  tn_edit_set_text (edit, &entry, "why", "gift");
  write_edit (f, edit, action);
  return entry;
}

/* What is written once may be taken back while nobody else can have read it, and is neither changed nor deleted after that. */
static void
test_written_once (Fixture *f, gconstpointer data)
{
  gint64 action;
  g_autoptr (GError) error = NULL;
  enter_stock (f, &action);
  g_assert_true (tn_copy_undo (f->copy, action, NULL));
  g_assert_cmpint (ask (f, "SELECT count(*) FROM record"), ==, 0);
  TnId entry = enter_stock (f, &action);
  g_autoptr (TnEdit) change = tn_edit_new ("Change"), remove = tn_edit_new ("Delete");
  tn_edit_set_int (change, &entry, "quantity", 6);
  g_assert_false (tn_copy_edit (f->copy, change, NULL, &error));
  g_assert_error (error, TN_ERROR, TN_ERROR_INVALID);
  g_clear_error (&error);
  tn_edit_delete (remove, &entry);
  g_assert_false (tn_copy_edit (f->copy, remove, NULL, &error));
  g_assert_error (error, TN_ERROR, TN_ERROR_INVALID);
  g_clear_error (&error);
  g_autofree char *sent = push_text (f, 10, NULL);
  g_assert_false (tn_copy_undo (f->copy, action, &error));
  g_assert_error (error, TN_ERROR, TN_ERROR_INVALID);
  g_assert_cmpint (ask (f, "SELECT count(*) FROM record WHERE del=0"), ==, 2);
}

static void
test_import_with_a_visit_since_is_not_undone (Fixture *f, gconstpointer data)
{
  gint64 action;
  TnId home = import_many (f, 3, &action);
  g_autoptr (TnEdit) edit = tn_edit_new ("Visit");
  TnId visit = tn_edit_create (edit, "visit", NULL);
  tn_edit_set_ref (edit, &visit, "household", &home);
  tn_edit_set_int (edit, &visit, "at", 1);
  write_edit (f, edit, NULL);
  g_autoptr (GError) error = NULL;
  g_assert_false (tn_copy_undo (f->copy, action, &error));
  g_assert_error (error, TN_ERROR, TN_ERROR_CONFLICT);
  g_assert_cmpint (ask (f, "SELECT count(*) FROM record"), ==, 4);
}

/* As the root's line or receipt does: what was typed here is there as it stands. */
static void
confirm_all (Fixture *f)
{
  g_autoptr (GError) error = NULL;
  g_assert_true (tn_db_exec (tn_copy_db (f->copy), "UPDATE record SET h=zeroblob(16)", &error));
  g_assert_no_error (error);
}

static void
test_ack_needs_number_and_stamp (Fixture *f, gconstpointer data)
{
  add_household (f, "HK1", NULL);
  g_autoptr (GArray) acks = g_array_new (FALSE, TRUE, sizeof (TnAck));
  TnAck wrong = { .n = 1, .stamp = tn_stamp_make (5, 0, "aaaaaaaaaaaa") };
  g_array_append_val (acks, wrong);
  g_assert_true (tn_outbox_ack (f->copy, acks, NULL, 0, 9, "cc", NULL));
  TnOutboxSummary sum;
  g_assert_true (tn_outbox_summary (f->copy, &sum, NULL));
  g_assert_cmpuint (sum.waiting, ==, 1);
  g_assert_cmpint (sum.oldest_ms, ==, f->now);
  ack_all (f);
  confirm_all (f);
  g_assert_true (tn_outbox_summary (f->copy, &sum, NULL));
  g_assert_cmpuint (sum.waiting, ==, 0);
  f->now += G_GINT64_CONSTANT (91) * 24 * 3600 * 1000;
  g_assert_true (tn_outbox_prune (f->copy, NULL));
  g_assert_cmpint (ask (f, "SELECT count(*) FROM outbox"), ==, 0);
}

/* Each session prunes: what it costs may not hang on how much was ever sent. */
static void
test_pruning_reads_only_what_is_old (Fixture *f, gconstpointer data)
{
  sqlite3 *handle = tn_db_handle (tn_copy_db (f->copy));
  sqlite3_stmt *stmt = NULL;
  for (guint i = 0; i < 40; i++) {
    g_autofree char *code = g_strdup_printf ("HK%u", i);
    add_household (f, code, NULL);
  }
  ack_all (f);
  g_assert_true (tn_outbox_prune (f->copy, NULL));
  g_assert_cmpint (ask (f, "SELECT count(*) FROM outbox WHERE state='acked'"), ==, 40);
  while ((stmt = sqlite3_next_stmt (handle, stmt)) && !g_str_has_prefix (sqlite3_sql (stmt), "DELETE FROM outbox WHERE at"));
  g_assert_nonnull (stmt);
  g_assert_cmpint (sqlite3_stmt_status (stmt, SQLITE_STMTSTATUS_RUN, FALSE), ==, 1);
  g_assert_cmpint (sqlite3_stmt_status (stmt, SQLITE_STMTSTATUS_FULLSCAN_STEP, FALSE), ==, 0);
  g_assert_cmpint (sqlite3_stmt_status (stmt, SQLITE_STMTSTATUS_VM_STEP, FALSE), <, 40);
}

/* A district that is put back gets again what it had received in the last 90 days: so they count from the receipt, whenever it was typed, and by a clock
 * that does not jump with this laptop's. */
static void
test_sent_edit_is_kept_from_its_receipt_on (Fixture *f, gconstpointer data)
{
  const gint64 day = G_GINT64_CONSTANT (24) * 3600 * 1000;
  add_household (f, "HK1", NULL);
  f->now += 200 * day;
  ack_all (f);
  confirm_all (f);
  g_assert_true (tn_outbox_prune (f->copy, NULL));
  g_assert_cmpint (ask (f, "SELECT count(*) FROM outbox"), ==, 1);
  f->now += 1000 * day;                                /* the clock jumps; the session finds by how much */
  g_autofree char *offset = g_strdup_printf ("%" G_GINT64_FORMAT, -1000 * day);
  g_assert_true (tn_copy_set_meta (f->copy, TN_META_CLOCK_OFFSET, offset, NULL));
  g_assert_true (tn_outbox_prune (f->copy, NULL));
  g_assert_cmpint (ask (f, "SELECT count(*) FROM outbox"), ==, 1);
  f->now += 91 * day;
  g_assert_true (tn_outbox_prune (f->copy, NULL));
  g_assert_cmpint (ask (f, "SELECT count(*) FROM outbox"), ==, 0);
}

/* A person typed into a household that the district holds for months: the root has her and places her where this laptop may not look once the household is
 * let in. Her receipt must outlive the 90 days, or nobody here would know that she came from here and has gone (seed 900001306). */
static void
test_what_has_not_come_back_is_known_for_as_long (Fixture *f, gconstpointer data)
{
  const char *streams[] = { "0", NULL };
  g_autoptr (GError) error = NULL;
  g_assert_true (tn_pull_set_scope (f->copy, streams, &error));
  TnId home = add_household (f, "HK1", NULL);
  g_autoptr (TnEdit) edit = tn_edit_new ("New person");
  TnId person = tn_edit_create (edit, "person", NULL);
  tn_edit_set_ref (edit, &person, "household", &home);
  tn_edit_set_text (edit, &person, "name", "Mẫu Một");
  write_edit (f, edit, NULL);
  g_autoptr (GArray) acks = NULL;
  g_autofree char *text = push_text (f, 10, &acks);
  TnAckException held = { g_array_index (acks, TnAck, 0).n, TN_ACK_HELD, "scope" };
  g_assert_true (tn_outbox_ack (f->copy, acks, &held, 1, 1, "aa", &error));
  f->now += G_GINT64_CONSTANT (91) * 24 * 3600 * 1000;
  g_assert_true (tn_outbox_prune (f->copy, &error) && tn_pull_drop_strays (f->copy, &error));
  g_assert_cmpint (ask (f, "SELECT count(*) FROM record"), ==, 2);
  g_array_set_size (acks, 1);                          /* a reviewer let the household in */
  g_assert_true (tn_outbox_ack (f->copy, acks, NULL, 0, 2, "bb", &error) && tn_pull_drop_strays (f->copy, &error));
  g_assert_cmpint (ask (f, "SELECT count(*) FROM record"), ==, 0);
  f->now += G_GINT64_CONSTANT (91) * 24 * 3600 * 1000;
  g_assert_true (tn_outbox_prune (f->copy, &error));
  g_assert_cmpint (ask (f, "SELECT count(*) FROM outbox"), ==, 0);
  g_assert_no_error (error);
}

static void
test_rejected_change_gives_way_to_what_stood (Fixture *f, gconstpointer data)
{
  TnId id = add_household (f, "HK1", NULL);
  ack_all (f);
  set_text (f, &id, "code", "HK2", NULL);
  set_text (f, &id, "phone", "02801234567", NULL);
  g_autoptr (GArray) acks = NULL;
  g_autofree char *text = push_text (f, 10, &acks);
  /* the other side may name them in any order, by network and on a stick */
  TnAckException except[] = { { g_array_index (acks, TnAck, 1).n, TN_ACK_REJECTED, "no" },
                              { g_array_index (acks, TnAck, 0).n, TN_ACK_REJECTED, "no" } };
  g_assert_true (tn_outbox_ack (f->copy, acks, except, 2, 2, "bb", NULL));
  assert_text (f, &id, "code", "HK1");
  assert_text (f, &id, "phone", NULL);
}

static void
test_renewed_replica_renames_unsent_edits (Fixture *f, gconstpointer data)
{
  TnId id = add_household (f, "HK1", NULL);
  set_text (f, &id, "code", "HK2", NULL);
  g_autofree char *before = tn_copy_replica (f->copy);
  g_autoptr (GError) error = NULL;
  g_assert_true (tn_copy_renew_replica (f->copy, &error));
  g_assert_no_error (error);
  g_autofree char *after = tn_copy_replica (f->copy);
  g_assert_cmpstr (before, !=, after);
  g_autofree char *text = push_text (f, 10, NULL);
  g_assert_null (strstr (text, before));
  g_assert_nonnull (strstr (text, after));
  g_autoptr (TnRow) row = tn_copy_get (f->copy, &id, NULL);
  char replica[TN_REPLICA_LEN + 1];
  tn_stamp_replica (&tn_row_unit (row, "code")->stamp, replica);
  g_assert_cmpstr (replica, ==, after);
  tn_stamp_replica (&tn_row_unit (row, "address")->stamp, replica);
  g_assert_cmpstr (replica, ==, after);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
#define ADD(name, func) g_test_add ("/store/edit/" name, Fixture, NULL, set_up_copy, func, tear_down)
  ADD ("creation-is-one-row-of-the-outbox", test_creation_is_one_row_of_the_outbox);
  ADD ("unsent-value-is-replaced-and-its-past-named", test_unsent_value_is_replaced_and_its_past_named);
  ADD ("edited-creation-travels-without-the-unit", test_edited_creation_travels_without_the_unit);
  ADD ("one-save-is-one-line-of-a-batch", test_one_save_is_one_line_of_a_batch);
  ADD ("between-two-batches-the-root-has-what-stood-before", test_between_two_batches_the_root_has_what_stood_before);
  ADD ("a-new-record-is-without-what-was-typed-over", test_a_new_record_is_without_what_was_typed_over);
  ADD ("unchanged-value-is-no-edit", test_unchanged_value_is_no_edit);
  ADD ("bad-edit-changes-nothing", test_bad_edit_changes_nothing);
  ADD ("child-takes-its-parents-stream", test_child_takes_its_parents_stream);
  ADD ("clock-never-falls", test_clock_never_falls);
  ADD ("expectation-guards-the-whole-edit", test_expectation_guards_the_whole_edit);
  ADD ("delete-names-what-it-saw", test_delete_names_what_it_saw);
  ADD ("undo-puts-back-and-refuses-what-changed", test_undo_puts_back_and_refuses_what_changed);
  ADD ("undone-import-leaves-no-trace-when-unsent", test_undone_import_leaves_no_trace_when_unsent);
  ADD ("undone-import-is-deleted-when-sent", test_undone_import_is_deleted_when_sent);
  ADD ("written-once", test_written_once);
  ADD ("import-with-a-visit-since-is-not-undone", test_import_with_a_visit_since_is_not_undone);
  ADD ("ack-needs-number-and-stamp", test_ack_needs_number_and_stamp);
  ADD ("sent-edit-is-kept-from-its-receipt-on", test_sent_edit_is_kept_from_its_receipt_on);
  ADD ("pruning-reads-only-what-is-old", test_pruning_reads_only_what_is_old);
  ADD ("what-has-not-come-back-is-known-for-as-long", test_what_has_not_come_back_is_known_for_as_long);
  ADD ("rejected-change-gives-way-to-what-stood", test_rejected_change_gives_way_to_what_stood);
  ADD ("renewed-replica-renames-unsent-edits", test_renewed_replica_renames_unsent_edits);
  return g_test_run ();
}
