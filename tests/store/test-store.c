/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The copy behind a main loop: order, draining, signals, other writers. */
#include "store-fixture.h"
#include "tn-opened.h"
#include "tn-store.h"

#define LIMIT_S 20

typedef struct {
  Fixture base;
  TnStore *store;
  GAsyncResult *result;
  guint changed, outbox_changed;
} Held;

static gboolean
time_out_cb (gpointer data)
{
  g_assert_not_reached ();   /* waited too long */
  return G_SOURCE_REMOVE;
}

/* Runs the main loop until the condition holds. */
#define wait_until(condition) G_STMT_START { \
  guint source_ = g_timeout_add_seconds (LIMIT_S, time_out_cb, NULL); \
  while (!(condition)) g_main_context_iteration (NULL, TRUE); \
  g_source_remove (source_); } G_STMT_END

static void
take_result_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  ((Held *) data)->result = g_object_ref (result);
}

static void
count_cb (TnStore *store, guint *n)
{
  (*n)++;
}

static void
open_store (Held *h)
{
  g_autoptr (GError) error = NULL;
  tn_store_open_async (h->base.path, TN_COPY_CREATE, NULL, take_result_cb, h);
  wait_until (h->result);
  h->store = tn_store_open_finish (h->result, &error);
  g_assert_no_error (error);
  g_clear_object (&h->result);
  g_signal_connect (h->store, "changed", G_CALLBACK (count_cb), &h->changed);
  g_signal_connect (h->store, "outbox-changed", G_CALLBACK (count_cb), &h->outbox_changed);
}

static void
close_store (Held *h)
{
  tn_store_close_async (h->store, take_result_cb, h);
  wait_until (h->result);
  g_assert_true (tn_store_close_finish (h->store, h->result, NULL));
  g_clear_object (&h->result);
  g_clear_object (&h->store);
}

static gpointer
add_one (TnCopy *copy, gpointer data, GCancellable *cancellable, GError **error)
{
  g_autoptr (TnEdit) edit = tn_edit_new ("New");
  TnId id = tn_edit_create (edit, "household", NULL);
  tn_edit_set_text (edit, &id, "code", data);
  return tn_copy_edit (copy, edit, NULL, error) ? tn_id_copy (&id) : NULL;
}

static gpointer
count_records (TnCopy *copy, gpointer data, GCancellable *cancellable, GError **error)
{
  g_autoptr (TnStmt) stmt = tn_db_prepare (tn_copy_db (copy), "SELECT count(*) FROM record", error);
  if (!stmt || tn_stmt_step (stmt, error) != TN_STEP_ROW) return NULL;
  return g_strdup_printf ("%" G_GINT64_FORMAT, tn_stmt_int (stmt, 0));
}

static gpointer
read_codes (TnCopy *copy, gpointer data, GCancellable *cancellable, GError **error)
{
  g_autoptr (TnStmt) stmt = tn_db_prepare (tn_copy_db (copy),
    "SELECT group_concat(code, '') FROM (SELECT json_extract(r.body, '$.code') code FROM outbox o JOIN record r ON r.id=o.id ORDER BY o.n)", error);
  if (!stmt || tn_stmt_step (stmt, error) != TN_STEP_ROW) return NULL;
  return g_strdup (tn_stmt_text (stmt, 0));
}

static char *
read_text (Held *h, TnStoreFunc func)
{
  g_autoptr (GError) error = NULL;
  tn_store_read_async (h->store, func, NULL, NULL, g_free, NULL, take_result_cb, h);
  wait_until (h->result);
  char *text = tn_store_finish (h->store, h->result, &error);
  g_assert_no_error (error);
  g_clear_object (&h->result);
  return text;
}

static void
add (Held *h, const char *code)
{
  tn_store_write_async (h->store, add_one, g_strdup (code), g_free, g_free, NULL, NULL, NULL);
}

static void
test_writes_keep_their_order_and_are_drained (Held *h, gconstpointer data)
{
  open_store (h);
  static const char *const codes[] = { "a", "b", "c", "d", "e", "f" };
  for (gsize i = 0; i < G_N_ELEMENTS (codes); i++) add (h, codes[i]);
  close_store (h);
  open_store (h);
  g_autofree char *text = read_text (h, read_codes);
  g_assert_cmpstr (text, ==, "abcdef");
  close_store (h);
}

static gpointer
set_phone (TnCopy *copy, gpointer id, GCancellable *cancellable, GError **error)
{
  g_autoptr (TnEdit) edit = tn_edit_new ("Phone");
  tn_edit_set_text (edit, id, "phone", "02800000001");
  return GINT_TO_POINTER (tn_copy_edit (copy, edit, NULL, error));
}

static gpointer
read_sent_to (TnCopy *copy, gpointer data, GCancellable *cancellable, GError **error)
{
  g_autoptr (TnStmt) stmt = tn_db_prepare (tn_copy_db (copy), "SELECT group_concat(unit || '=' || ifnull(sent_to, '-'), ' ') FROM (SELECT * FROM outbox ORDER BY n)", error);
  if (!stmt || tn_stmt_step (stmt, error) != TN_STEP_ROW) return NULL;
  return g_strdup (tn_stmt_text (stmt, 0));
}

/* While online a change may have been sent as soon as it is written; a new record not before it is. */
static void
test_a_change_made_online_may_have_been_sent (Held *h, gconstpointer data)
{
  open_store (h);
  g_autofree TnId *a = tn_store_write_wait (h->store, add_one, (gpointer) "a", NULL);
  tn_store_set_online (h->store, TRUE);
  g_autofree TnId *b = tn_store_write_wait (h->store, add_one, (gpointer) "b", NULL);
  g_assert_nonnull (tn_store_write_wait (h->store, set_phone, a, NULL));
  tn_store_set_online (h->store, FALSE);
  g_assert_nonnull (tn_store_write_wait (h->store, set_phone, b, NULL));
  g_autofree char *text = read_text (h, read_sent_to);
  g_assert_cmpstr (text, ==, "*=- *=- phone=root phone=-");
  close_store (h);
}

static void
test_many_writes_are_told_as_few_changes (Held *h, gconstpointer data)
{
  open_store (h);
  for (int i = 0; i < 20; i++) {
    g_autofree TnId *id = tn_store_write_wait (h->store, add_one, (gpointer) "x", NULL);
    g_assert_nonnull (id);
  }
  wait_until (h->changed > 0 && h->outbox_changed > 0);
  g_assert_cmpuint (h->changed, <, 3);
  close_store (h);
}

static void
test_reading_says_nothing (Held *h, gconstpointer data)
{
  open_store (h);
  g_autofree char *text = read_text (h, count_records);
  g_assert_cmpstr (text, ==, "0");
  close_store (h);
  g_assert_cmpuint (h->changed, ==, 0);
}

static gpointer
open_one (TnCopy *copy, gpointer data, GCancellable *cancellable, GError **error)
{
  TnId id = { { 1 } };
  return tn_opened_add (copy, &id, 1, "number", error) ? g_strdup ("done") : NULL;
}

/* Looking at a card's number makes no list be read again, nor hides the number by that; an edit after it is told all the same. */
static void
test_opening_says_nothing (Held *h, gconstpointer data)
{
  open_store (h);
  g_autoptr (GError) error = NULL;
  tn_store_write_async (h->store, open_one, NULL, NULL, g_free, NULL, take_result_cb, h);
  wait_until (h->result);
  g_autofree char *done = tn_store_finish (h->store, h->result, &error);
  g_assert_cmpstr (done, ==, "done");
  g_clear_object (&h->result);
  g_autofree char *text = read_text (h, count_records);
  g_assert_cmpuint (h->changed, ==, 0);
  add (h, "a");
  wait_until (h->changed);
  close_store (h);
}

static void
test_another_programs_write_is_noticed (Held *h, gconstpointer data)
{
  open_store (h);
  g_autoptr (TnCopy) other = tn_copy_open (h->base.path, 0, NULL, NULL);
  g_autofree TnId *id = add_one (other, (gpointer) "x", NULL, NULL);
  wait_until (h->changed > 0 && h->outbox_changed > 0);
  g_autofree char *text = read_text (h, count_records);
  g_assert_cmpstr (text, ==, "1");
  close_store (h);
}

static gpointer
fail (TnCopy *copy, gpointer data, GCancellable *cancellable, GError **error)
{
  g_set_error_literal (error, TN_ERROR, TN_ERROR_INVALID, "no");
  return NULL;
}

static gpointer
run_for_ever (TnCopy *copy, gpointer data, GCancellable *cancellable, GError **error)
{
  g_cancellable_cancel (cancellable);   /* as the window would, once we are at it */
  return tn_db_exec (tn_copy_db (copy), "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i+1 FROM n) SELECT max(i) FROM n", error) ? g_strdup ("") : NULL;
}

static void
test_errors_and_cancelling_reach_the_caller (Held *h, gconstpointer data)
{
  open_store (h);
  g_autoptr (GError) error = NULL;
  tn_store_write_async (h->store, fail, NULL, NULL, NULL, NULL, take_result_cb, h);
  wait_until (h->result);
  g_assert_null (tn_store_finish (h->store, h->result, &error));
  g_assert_error (error, TN_ERROR, TN_ERROR_INVALID);
  g_clear_object (&h->result);
  g_clear_error (&error);
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  tn_store_read_async (h->store, run_for_ever, NULL, NULL, g_free, cancellable, take_result_cb, h);
  wait_until (h->result);
  g_assert_null (tn_store_finish (h->store, h->result, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
  g_clear_object (&h->result);
  g_autofree char *text = read_text (h, count_records);
  g_assert_cmpstr (text, ==, "0");
  close_store (h);
}

static gpointer
end_too_late (TnCopy *copy, gpointer data, GCancellable *cancellable, GError **error)
{
  g_cancellable_cancel (cancellable);
  return g_strdup ("done");
}

/* A list that was asked with another filter since must not be overwritten by the answer to the first. */
static void
test_a_cancelled_reading_never_answers (Held *h, gconstpointer data)
{
  g_autoptr (GCancellable) reading = g_cancellable_new (), writing = g_cancellable_new ();
  g_autoptr (GError) error = NULL;
  g_autofree char *text = NULL;
  open_store (h);
  tn_store_read_async (h->store, end_too_late, NULL, NULL, g_free, reading, take_result_cb, h);
  wait_until (h->result);
  g_assert_null (tn_store_finish (h->store, h->result, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
  g_clear_object (&h->result);
  g_clear_error (&error);
  tn_store_write_async (h->store, end_too_late, NULL, NULL, g_free, writing, take_result_cb, h);
  wait_until (h->result);
  text = tn_store_finish (h->store, h->result, &error);
  g_assert_no_error (error);
  g_assert_cmpstr (text, ==, "done");
  g_clear_object (&h->result);
  close_store (h);
}

static void
take_opened_cb (GObject *source, GAsyncResult *result, gpointer opened)
{
  *(GAsyncResult **) opened = g_object_ref (result);
}

static void
test_unopenable_file_is_told (Held *h, gconstpointer data)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *path = g_build_filename (h->base.dir, "nowhere", "ward.tn", NULL);
  tn_store_open_async (path, 0, NULL, take_result_cb, h);
  wait_until (h->result);
  g_assert_null (tn_store_open_finish (h->result, &error));
  g_assert_error (error, TN_ERROR, TN_ERROR_NOT_FOUND);
  g_clear_object (&h->result);
}

/* What is asked while the copy is being opened is answered after it, with what the opening found or with why there is nothing. */
static void
test_reads_wait_for_the_opening (Held *h, gconstpointer data)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GAsyncResult) opened = NULL;
  open_store (h);
  add (h, "a");
  close_store (h);
  TnStore *store = tn_store_open_async (h->base.path, 0, NULL, take_opened_cb, &opened);
  tn_store_read_async (store, count_records, NULL, NULL, g_free, NULL, take_result_cb, h);
  wait_until (h->result && opened);
  g_autofree char *text = tn_store_finish (store, h->result, &error);
  g_assert_no_error (error);
  g_assert_cmpstr (text, ==, "1");
  g_clear_object (&h->result);
  h->store = tn_store_open_finish (opened, &error);
  g_assert_no_error (error);
  close_store (h);
}

static void
test_reads_of_a_failed_opening (Held *h, gconstpointer data)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GAsyncResult) opened = NULL;
  g_autofree char *path = g_build_filename (h->base.dir, "nowhere", "ward.tn", NULL);
  g_autoptr (TnStore) store = g_object_ref (tn_store_open_async (path, 0, NULL, take_opened_cb, &opened));
  tn_store_read_async (store, count_records, NULL, NULL, g_free, NULL, take_result_cb, h);
  wait_until (h->result && opened);
  g_assert_null (tn_store_finish (store, h->result, &error));
  g_assert_error (error, TN_ERROR, TN_ERROR_NOT_FOUND);
  g_clear_error (&error);
  g_assert_null (tn_store_open_finish (opened, &error));
  g_assert_error (error, TN_ERROR, TN_ERROR_NOT_FOUND);
  g_clear_object (&h->result);
}

static void
test_dropped_store_saves_what_was_given (Held *h, gconstpointer data)
{
  open_store (h);
  add (h, "a");
  g_object_add_weak_pointer (G_OBJECT (h->store), (gpointer *) &h->store);
  g_object_unref (h->store);
  wait_until (!h->store);               /* the task kept it until the write was answered */
  open_store (h);
  g_autofree char *text = read_text (h, count_records);
  g_assert_cmpstr (text, ==, "1");
  close_store (h);
  open_store (h);
  TnStore *store = g_object_ref (h->store);
  close_store (h);
  h->store = store;
  g_autoptr (GError) error = NULL;
  tn_store_write_async (store, add_one, (gpointer) "late", NULL, g_free, NULL, take_result_cb, h);
  wait_until (h->result);
  g_assert_null (tn_store_finish (store, h->result, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CLOSED);
  g_clear_object (&h->result);
  g_clear_object (&h->store);
}

static void
set_up_held (Held *h, gconstpointer data)
{
  set_up (&h->base, data);
}

static void
tear_down_held (Held *h, gconstpointer data)
{
  tear_down (&h->base, data);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
#define ADD(name, func) g_test_add ("/store/store/" name, Held, NULL, set_up_held, func, tear_down_held)
  ADD ("writes-keep-their-order-and-are-drained", test_writes_keep_their_order_and_are_drained);
  ADD ("a-change-made-online-may-have-been-sent", test_a_change_made_online_may_have_been_sent);
  ADD ("many-writes-are-told-as-few-changes", test_many_writes_are_told_as_few_changes);
  ADD ("reading-says-nothing", test_reading_says_nothing);
  ADD ("opening-says-nothing", test_opening_says_nothing);
  ADD ("another-programs-write-is-noticed", test_another_programs_write_is_noticed);
  ADD ("errors-and-cancelling-reach-the-caller", test_errors_and_cancelling_reach_the_caller);
  ADD ("a-cancelled-reading-never-answers", test_a_cancelled_reading_never_answers);
  ADD ("unopenable-file-is-told", test_unopenable_file_is_told);
  ADD ("reads-wait-for-the-opening", test_reads_wait_for_the_opening);
  ADD ("reads-of-a-failed-opening", test_reads_of_a_failed_opening);
  ADD ("dropped-store-saves-what-was-given", test_dropped_store_saves_what_was_given);
  return g_test_run ();
}
