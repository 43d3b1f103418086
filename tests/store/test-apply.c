/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Pages from the root: what they leave here, under edits of ours, out of scope, and from a restored server. */
#include "store-fixture.h"
#include "tn-entry.h"
#include "tn-page.h"
#include "tn-projection.h"

#define REPLICA "bbbbbbbbbbbb"
static const char *const whole[] = { "*", NULL }, *const g1[] = { "g1", NULL };

/* ---- a root of a few lines ---- */

typedef struct {
  TnPageWriter *w;
  gint64 seq;
} Page;

static Page
begin_page (gint64 seq)
{
  return (Page) { tn_page_writer_new (1), seq };
}

static void
add_row (Page *page, const TnRow *row)
{
  g_autoptr (GString) line = g_string_new (NULL);
  tn_row_to_line (row, line);
  tn_page_writer_record (page->w, page->seq++, line->str, line->len);
}

static void
add_moved (Page *page, const TnId *id, const char *stream)
{
  TnIdStr text;
  tn_id_format (id, text);
  g_autofree char *line = g_strdup_printf ("{\"q\":%" G_GINT64_FORMAT ",\"i\":\"%s\",\"m\":\"%s\"}", page->seq++, text, stream);
  tn_page_writer_line (page->w, line, strlen (line));
}

static void
add_erased (Page *page, const TnId *id)
{
  TnIdStr text;
  tn_id_format (id, text);
  g_autofree char *line = g_strdup_printf ("{\"q\":%" G_GINT64_FORMAT ",\"i\":\"%s\",\"e\":1}", page->seq++, text);
  tn_page_writer_line (page->w, line, strlen (line));
}

static GBytes *
end_page (Page *page)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *members = g_strdup_printf ("\"count\":%u,\"cur\":\"9.x\",\"more\":false", tn_page_writer_count (page->w));
  g_autoptr (GBytes) packed = tn_page_writer_end (page->w, members, &error);
  g_assert_no_error (error);
  g_clear_pointer (&page->w, tn_page_writer_free);
  GBytes *bytes = tn_page_inflate (packed, TN_LIMIT_INFLATED, &error);
  g_assert_no_error (error);
  return bytes;
}

static gboolean
try_page (Fixture *f, Page *page, const char *const *streams, gboolean ready, gboolean allow, TnApplyResult *result, GError **error)
{
  g_autoptr (GBytes) bytes = end_page (page);
  g_autofree char *cursor = g_strdup_printf ("%" G_GINT64_FORMAT ".t%" G_GINT64_FORMAT, page->seq, page->seq);
  return tn_apply_page (f->copy, bytes, streams, cursor, (ready ? TN_APPLY_READY : 0) | (allow ? TN_APPLY_REMOVAL : 0), result, error);
}

static void
apply_page (Fixture *f, Page *page, const char *const *streams, TnApplyResult *out)
{
  g_autoptr (GError) error = NULL;
  TnApplyResult result;
  gboolean ok = try_page (f, page, streams, TRUE, FALSE, &result, &error);
  g_assert_no_error (error);
  g_assert_true (ok);
  if (out) *out = result;
  else tn_apply_result_clear (&result);
}

static TnRow *
make_row (const TnId *id, const char *stream, const char *code, guint tick)
{
  TnRow *row = tn_row_new ("household", id);
  g_free (row->stream);
  row->stream = g_strdup (stream);
  TnStamp stamp = tn_stamp_make (1640000000000 + tick, 0, REPLICA);
  g_autofree char *token = tn_json_string (code);
  tn_row_set_unit (row, "code", token, &stamp);
  return row;
}

static void
set_scope (Fixture *f, const char *const *streams)
{
  g_autoptr (GError) error = NULL;
  g_assert_true (tn_pull_set_scope (f->copy, streams, &error));
  g_assert_no_error (error);
}

/* n and sum here are those of these rows, and what was kept along is what the rows add up to. */
static void
assert_digest (Fixture *f, const char *stream, TnRow **rows, guint n)
{
  TnDoctorReport report;
  g_assert_true (tn_copy_doctor (f->copy, FALSE, &report, NULL, NULL));
  g_assert_cmpstr (report.problem, ==, NULL);
  TnSum sum = { 0, 0 };
  for (guint i = 0; i < n; i++) {
    g_autoptr (GString) line = g_string_new (NULL);
    tn_row_to_line (rows[i], line);
    TnHash h = tn_hash (line->str, line->len);
    tn_sum_add (&sum, &h);
  }
  g_autoptr (GPtrArray) digests = tn_apply_digests (f->copy, NULL);
  for (guint i = 0; i < digests->len; i++) {
    const TnDigest *d = digests->pdata[i];
    if (strcmp (d->stream, stream) != 0) continue;
    g_assert_cmpuint (d->n, ==, n);
    g_assert_true (d->sum.lo == sum.lo && d->sum.hi == sum.hi);
    return;
  }
  g_assert_cmpuint (n, ==, 0);
}

/* ---- tests ---- */

static void
test_page_and_cursor_arrive_together (Fixture *f, gconstpointer data)
{
  set_scope (f, whole);
  TnId a = tn_id_new (&f->env), b = tn_id_new (&f->env);
  g_autoptr (TnRow) ra = make_row (&a, "0", "A", 1), rb = make_row (&b, "g1", "B", 1);
  Page page = begin_page (5);
  add_row (&page, ra);
  add_row (&page, rb);
  TnApplyResult result;
  apply_page (f, &page, whole, &result);
  g_assert_cmpuint (result.rows, ==, 2);
  g_assert_null (result.ids);
  tn_apply_result_clear (&result);
  assert_text (f, &a, "code", "A");
  assert_digest (f, "0", &ra, 1);
  assert_digest (f, "g1", &rb, 1);
  gint64 seq;
  g_autofree char *tok = NULL;
  g_assert_true (tn_known_get (f->copy, &seq, &tok));
  g_assert_cmpint (seq, ==, 7);
  g_assert_cmpstr (tok, ==, "t7");
  g_autoptr (GPtrArray) pulls = tn_pull_list (f->copy, NULL);
  g_assert_cmpuint (pulls->len, ==, 1);
  g_assert_cmpstr (((TnPull *) pulls->pdata[0])->cursor, ==, "7.t7");
  g_assert_true (((TnPull *) pulls->pdata[0])->ready);
  /* the same page again changes nothing; a newer line does, and is named */
  Page again = begin_page (5);
  add_row (&again, ra);
  g_autoptr (TnRow) newer = make_row (&b, "g1", "B2", 9);
  add_row (&again, newer);
  apply_page (f, &again, whole, &result);
  g_assert_cmpuint (result.rows, ==, 1);
  g_assert_cmpuint (result.ids->len, ==, 1);
  g_assert_true (tn_id_equal (&g_array_index (result.ids, TnId, 0), &b));
  tn_apply_result_clear (&result);
  g_assert_cmpint (ask (f, "SELECT count(*) FROM history WHERE value='\"B\"'"), ==, 1);
}

static void
test_row_that_went_missing_is_found_within_a_day (Fixture *f, gconstpointer data)
{
  set_scope (f, whole);
  TnId a = tn_id_new (&f->env), b = tn_id_new (&f->env);
  g_autoptr (TnRow) ra = make_row (&a, "0", "A", 1), rb = make_row (&b, "0", "B", 1);
  Page page = begin_page (1);
  add_row (&page, ra);
  add_row (&page, rb);
  apply_page (f, &page, whole, NULL);
  g_autoptr (GPtrArray) before = tn_apply_digests (f->copy, NULL);
  g_assert_cmpuint (((TnDigest *) before->pdata[0])->n, ==, 2);
  g_assert_true (tn_db_exec (tn_copy_db (f->copy), "DELETE FROM record WHERE id=(SELECT min(id) FROM record)", NULL));
  f->now += G_GINT64_CONSTANT (25) * 3600 * 1000;
  g_autoptr (GPtrArray) after = tn_apply_digests (f->copy, NULL);
  g_assert_cmpuint (((TnDigest *) after->pdata[0])->n, ==, 1);
}

static void
test_damaged_page_leaves_nothing (Fixture *f, gconstpointer data)
{
  set_scope (f, whole);
  TnId a = tn_id_new (&f->env);
  g_autoptr (TnRow) ra = make_row (&a, "0", "A", 1);
  static const char *const wrong[] = { "{\"q\":1,\"k\":\"household\"}", "{", "{\"q\":1,\"i\":\"x\",\"e\":1}" };
  for (gsize i = 0; i < G_N_ELEMENTS (wrong); i++) {
    g_autoptr (GError) error = NULL;
    TnApplyResult result;
    Page page = begin_page (1);
    add_row (&page, ra);
    tn_page_writer_line (page.w, wrong[i], strlen (wrong[i]));
    g_assert_false (try_page (f, &page, whole, TRUE, FALSE, &result, &error));
    g_assert_error (error, TN_ERROR, TN_ERROR_CORRUPT);
    g_assert_cmpint (ask (f, "SELECT count(*) FROM record"), ==, 0);
    g_assert_cmpint (ask (f, "SELECT count(*) FROM pull WHERE cursor='0'"), ==, 1);
  }
}

static void
test_own_edit_stays_on_top_until_the_root_is_newer (Fixture *f, gconstpointer data)
{
  set_scope (f, whole);
  TnId a = tn_id_new (&f->env);
  g_autoptr (TnRow) first = make_row (&a, "0", "A", 1), second = make_row (&a, "0", "B", 2), third = make_row (&a, "0", "C", 999999);
  Page page = begin_page (1);
  add_row (&page, first);
  apply_page (f, &page, whole, NULL);
  f->now += 5000;
  set_text (f, &a, "code", "mine", NULL);
  page = begin_page (2);
  add_row (&page, second);
  apply_page (f, &page, whole, NULL);
  assert_text (f, &a, "code", "mine");
  assert_digest (f, "0", &second, 1);          /* the digest is the root's all the same */
  page = begin_page (3);
  add_row (&page, third);
  apply_page (f, &page, whole, NULL);
  assert_text (f, &a, "code", "C");
  g_assert_cmpint (ask (f, "SELECT count(*) FROM outbox WHERE state='new'"), ==, 1);   /* the root has yet to judge mine */
  g_assert_cmpint (ask (f, "SELECT count(*) FROM history WHERE value='\"mine\"' AND by_user='Lan'"), ==, 1);
}

static void
test_returning_stamp_closes_the_edit (Fixture *f, gconstpointer data)
{
  set_scope (f, whole);
  TnId id = add_household (f, "HK1", NULL);
  set_text (f, &id, "phone", "02801234567", NULL);
  g_autofree char *lost = push_text (f, 10, NULL);      /* the answer never came */
  g_autoptr (TnRow) row = tn_copy_get (f->copy, &id, NULL);
  Page page = begin_page (1);
  add_row (&page, row);
  apply_page (f, &page, whole, NULL);
  g_assert_cmpint (ask (f, "SELECT count(*) FROM outbox WHERE state='acked'"), ==, 2);
  assert_text (f, &id, "phone", "02801234567");
  assert_digest (f, row->stream, &row, 1);
}

static void
test_restored_server_is_noticed (Fixture *f, gconstpointer data)
{
  set_scope (f, whole);
  TnId a = tn_id_new (&f->env), b = tn_id_new (&f->env);
  g_autoptr (TnRow) newer = make_row (&a, "0", "new", 9), older = make_row (&a, "0", "old", 3), other = make_row (&b, "0", "B", 1);
  Page page = begin_page (9);
  add_row (&page, newer);
  apply_page (f, &page, whole, NULL);
  page = begin_page (3);
  add_row (&page, other);
  add_row (&page, older);
  g_autoptr (GError) error = NULL;
  TnApplyResult result;
  g_assert_false (try_page (f, &page, whole, TRUE, FALSE, &result, &error));
  g_assert_error (error, TN_ERROR, TN_ERROR_REWOUND);
  assert_text (f, &a, "code", "new");
  g_assert_cmpint (ask (f, "SELECT count(*) FROM record"), ==, 1);
}

static void
test_moved_record_leaves_unless_its_new_stream_is_ours (Fixture *f, gconstpointer data)
{
  static const char *const scope[] = { "g1", "g2", NULL };
  set_scope (f, scope);
  TnId a = tn_id_new (&f->env), b = tn_id_new (&f->env), c = tn_id_new (&f->env);
  g_autoptr (TnRow) ra = make_row (&a, "g1", "A", 1), rb = make_row (&b, "g1", "B", 1), rc = make_row (&c, "g1", "C", 1);
  g_autoptr (TnRow) rb2 = make_row (&b, "g2", "B", 1);
  Page page = begin_page (1);
  add_row (&page, ra);
  add_row (&page, rb);
  add_row (&page, rc);
  apply_page (f, &page, scope, NULL);
  set_text (f, &c, "code", "mine", NULL);
  page = begin_page (4);
  add_moved (&page, &a, "g1");
  add_row (&page, rb2);
  add_moved (&page, &b, "g1");
  add_moved (&page, &c, "g1");
  TnApplyResult result;
  apply_page (f, &page, scope, &result);
  g_assert_cmpuint (result.removed, ==, 1);
  tn_apply_result_clear (&result);
  g_assert_cmpint (ask (f, "SELECT count(*) FROM record"), ==, 2);
  assert_text (f, &b, "code", "B");
  assert_text (f, &c, "code", "mine");          /* kept while my edit is under way */
  assert_digest (f, "g1", NULL, 0);
  assert_digest (f, "g2", &rb2, 1);
  ack_all (f);
  g_assert_cmpint (ask (f, "SELECT count(*) FROM record"), ==, 1);
  g_assert_cmpint (ask (f, "SELECT count(*) FROM outbox WHERE state='acked'"), ==, 1);
}

static void
test_erased_record_leaves_nothing_behind (Fixture *f, gconstpointer data)
{
  set_scope (f, whole);
  TnId a = tn_id_new (&f->env);
  g_autoptr (TnRow) ra = make_row (&a, "0", "A", 1);
  Page page = begin_page (1);
  add_row (&page, ra);
  apply_page (f, &page, whole, NULL);
  set_text (f, &a, "code", "mine", NULL);
  page = begin_page (2);
  add_erased (&page, &a);
  apply_page (f, &page, whole, NULL);
  g_assert_cmpint (ask (f, "SELECT (SELECT count(*) FROM record)+(SELECT count(*) FROM outbox)+(SELECT count(*) FROM history)"
                           "+(SELECT count(*) FROM action_unit)"), ==, 0);
}

static gboolean
files_hold (Fixture *f, const char *text)
{
  g_autofree char *log = g_strconcat (f->path, "-wal", NULL);
  const char *const paths[] = { f->path, log };
  for (guint i = 0; i < G_N_ELEMENTS (paths); i++) {
    g_autofree char *bytes = NULL;
    gsize len = 0;
    if (g_file_get_contents (paths[i], &bytes, &len, NULL) && memmem (bytes, len, text, strlen (text))) return TRUE;
  }
  return FALSE;
}

/* While the program runs on, and not only when its last connection has been closed. */
static void
test_erased_record_cannot_be_read_from_the_files (Fixture *f, gconstpointer data)
{
  set_scope (f, whole);
  TnId a = tn_id_new (&f->env);
  g_autoptr (TnRow) ra = make_row (&a, "0", "A", 1);
  Page page = begin_page (1);
  add_row (&page, ra);
  apply_page (f, &page, whole, NULL);
  set_text (f, &a, "code", "zqsecretone", NULL);
  set_text (f, &a, "code", "zqsecrettwo", NULL);
  g_assert_true (files_hold (f, "zqsecretone"));
  page = begin_page (2);
  add_erased (&page, &a);
  apply_page (f, &page, whole, NULL);
  g_assert_false (files_hold (f, "zqsecretone") || files_hold (f, "zqsecrettwo"));
}

/* The district says "erased" to an edit of it: the same, undo included. */
static void
test_receipt_of_an_erased_record_forgets_it (Fixture *f, gconstpointer data)
{
  set_scope (f, whole);
  TnId a = tn_id_new (&f->env);
  g_autoptr (TnRow) ra = make_row (&a, "0", "A", 1);
  g_autoptr (GArray) acks = NULL;
  g_autoptr (GError) error = NULL;
  Page page = begin_page (1);
  add_row (&page, ra);
  apply_page (f, &page, whole, NULL);
  set_text (f, &a, "code", "zqsecretone", NULL);
  set_text (f, &a, "code", "zqsecrettwo", NULL);
  g_autofree char *text = push_text (f, 1000, &acks);
  TnAckException erased = { g_array_index (acks, TnAck, 0).n, TN_ACK_ERASED, NULL };
  g_assert_true (tn_outbox_ack (f->copy, acks, &erased, 1, 2, "b", &error));
  g_assert_cmpint (ask (f, "SELECT (SELECT count(*) FROM record)+(SELECT count(*) FROM outbox)+(SELECT count(*) FROM history)"
                           "+(SELECT count(*) FROM action_unit)"), ==, 0);
  g_assert_false (files_hold (f, "zqsecretone") || files_hold (f, "zqsecrettwo"));
}

static void
fill (Fixture *f, TnId *ids, guint n, const char *stream, const char *const *scope)
{
  Page page = begin_page (1);
  for (guint i = 0; i < n; i++) {
    ids[i] = tn_id_new (&f->env);
    g_autoptr (TnRow) row = make_row (&ids[i], stream, "A", 1);
    add_row (&page, row);
  }
  apply_page (f, &page, scope, NULL);
}

static void
test_mass_removal_waits_for_a_person (Fixture *f, gconstpointer data)
{
  static const char *const scope[] = { "g1", NULL };
  TnId ids[100];
  set_scope (f, scope);
  fill (f, ids, 100, "g1", scope);
  TnApplyResult result;
  for (int half = 0; half < 2; half++) {          /* two pages of 15: together more than a fifth */
    g_autoptr (GError) error = NULL;
    Page page = begin_page (200);
    for (guint i = 0; i < 15; i++) add_moved (&page, &ids[half * 15 + i], "g1");
    gboolean ok = try_page (f, &page, scope, TRUE, FALSE, &result, &error);
    g_assert_cmpint (ok, ==, half == 0);
    if (!ok) g_assert_error (error, TN_ERROR, TN_ERROR_CONFLICT);
    tn_apply_result_clear (&result);
  }
  g_assert_cmpint (ask (f, "SELECT count(*) FROM record"), ==, 85);
  Page page = begin_page (200);
  for (guint i = 15; i < 30; i++) add_moved (&page, &ids[i], "g1");
  g_assert_true (try_page (f, &page, scope, TRUE, TRUE, &result, NULL));
  g_assert_cmpuint (result.removed, ==, 15);
  tn_apply_result_clear (&result);
}

static void
test_lost_stream_waits_for_its_edits (Fixture *f, gconstpointer data)
{
  static const char *const both[] = { "g1", "g2", NULL }, *const one[] = { "g1", NULL };
  TnId one_id, two_id;
  set_scope (f, both);
  fill (f, &one_id, 1, "g1", both);
  fill (f, &two_id, 1, "g2", both);
  set_text (f, &two_id, "code", "mine", NULL);
  set_scope (f, one);
  g_autoptr (GPtrArray) pulls = tn_pull_list (f->copy, NULL);
  g_assert_cmpuint (pulls->len, ==, 1);
  g_assert_cmpint (ask (f, "SELECT count(*) FROM record"), ==, 2);
  ack_all (f);
  g_assert_cmpint (ask (f, "SELECT count(*) FROM record"), ==, 1);
  assert_text (f, &one_id, "code", "A");
  /* what went may not be read from the file */
  set_scope (f, both);
  g_autoptr (GPtrArray) gained = tn_pull_list (f->copy, NULL);
  g_assert_cmpstr (((TnPull *) gained->pdata[1])->cursor, ==, "0");
  g_assert_false (((TnPull *) gained->pdata[1])->ready);
}

static void
test_lost_stream_cannot_be_read_from_the_file (Fixture *f, gconstpointer data)
{
  static const char *const both[] = { "g1", "g2", NULL }, *const one[] = { "g1", NULL };
  set_scope (f, both);
  TnId id = tn_id_new (&f->env);
  g_autoptr (TnRow) row = make_row (&id, "g2", "SECRETWORD", 1);
  Page page = begin_page (1);
  add_row (&page, row);
  apply_page (f, &page, both, NULL);
  set_scope (f, one);
  static const char *const suffixes[] = { "", "-wal" };
  for (gsize i = 0; i < G_N_ELEMENTS (suffixes); i++) {
    g_autofree char *path = g_strconcat (f->path, suffixes[i], NULL), *bytes = NULL;
    gsize len = 0;
    g_file_get_contents (path, &bytes, &len, NULL);
    g_assert_null (len ? memmem (bytes, len, "SECRETWORD", 10) : NULL);
  }
}

static void
test_whole_ward_narrows_and_widens (Fixture *f, gconstpointer data)
{
  static const char *const one[] = { "g1", NULL };
  TnId a, b;
  set_scope (f, whole);
  fill (f, &a, 1, "g1", whole);
  fill (f, &b, 1, "g2", whole);
  set_scope (f, one);
  g_assert_cmpint (ask (f, "SELECT count(*) FROM record"), ==, 1);
  g_autoptr (GPtrArray) pulls = tn_pull_list (f->copy, NULL);
  g_assert_cmpuint (pulls->len, ==, 1);
  g_assert_true (((TnPull *) pulls->pdata[0])->ready);   /* it has been read already */
  set_scope (f, whole);
  g_assert_cmpint (ask (f, "SELECT count(*) FROM record"), ==, 1);
  g_autoptr (GPtrArray) again = tn_pull_list (f->copy, NULL);
  g_assert_cmpuint (again->len, ==, 1);
  g_assert_cmpstr (((TnPull *) again->pdata[0])->cursor, ==, "0");
}

static void
test_first_copy_makes_its_lists_at_the_end (Fixture *f, gconstpointer data)
{
  set_scope (f, whole);
  TnApplyResult result;
  for (int last = 0; last < 2; last++) {
    Page page = begin_page (1 + last * 10);
    for (guint i = 0; i < 10; i++) {
      TnId id = tn_id_new (&f->env);
      g_autoptr (TnRow) row = make_row (&id, "0", "A", 1);
      add_row (&page, row);
    }
    g_assert_true (try_page (f, &page, whole, last, FALSE, &result, NULL));
    tn_apply_result_clear (&result);
    g_assert_cmpint (ask (f, "SELECT count(*) FROM household"), ==, last ? 20 : 0);
    if (last) break;
    /* the lid is closed here */
    g_clear_pointer (&f->copy, tn_copy_close);
    f->copy = tn_copy_open (f->path, 0, &f->env, NULL);
  }
  g_autoptr (GPtrArray) digests = tn_apply_digests (f->copy, NULL);
  g_assert_cmpuint (((TnDigest *) digests->pdata[0])->n, ==, 20);
}

/* Many changes at once go another way into the lists than few; both ways lead to the same lists. */
static void
test_many_changes_at_once_reach_the_lists (Fixture *f, gconstpointer data)
{
  enum { N = 700 };
  g_autofree TnId *ids = g_new (TnId, N);
  set_scope (f, whole);
  fill (f, ids, N, "0", whole);
  for (guint round = 1; round < 3; round++) {
    Page page = begin_page (1000 * round);
    guint n = round == 1 ? N : 3;
    for (guint i = 0; i < n; i++) {
      g_autoptr (TnRow) row = make_row (&ids[i], "0", round == 1 ? "many" : "few", 10 * round);
      add_row (&page, row);
    }
    apply_page (f, &page, whole, NULL);
    g_assert_cmpint (ask (f, "SELECT count(*) FROM household WHERE code='many'"), ==, round == 1 ? N : N - 3);
    TnDoctorReport report;
    g_assert_true (tn_copy_doctor (f->copy, FALSE, &report, NULL, NULL));
    g_assert_cmpstr (report.problem, ==, NULL);
  }
}

/* ---- lists look at what they read, and at nothing else ---- */

/* One of two values. */
static const char *
sample (const TnField *field, gboolean second)
{
  switch (field->type) {
    case TN_TYPE_PHONE: return second ? "\"02803123456\"" : "\"02807654321\"";
    case TN_TYPE_DATE: return second ? "\"2021-09-02\"" : "\"2021-08-23\"";
    case TN_TYPE_TIME: return second ? "1630000000000" : "1630500000000";
    case TN_TYPE_INT: return second ? "3" : "4";
    case TN_TYPE_DECIMAL: return second ? "2.5" : "7";
    case TN_TYPE_BOOL: return second ? "true" : "false";
    case TN_TYPE_REF: return second ? "\"0190163d-8694-7000-8000-000000000001\"" : "\"0190163d-8694-7000-8000-000000000002\"";
    default: return second ? "\"Hoà\"" : "\"Ấm\"";
  }
}

/* The nth value: two, or as many as there are choices; NULL behind the last. */
static char *
sample_token (const TnField *field, guint n)
{
  guint n_choices = 0;
  while (field->type == TN_TYPE_CHOICE && field->choices && field->choices[n_choices].key) n_choices++;
  if (n_choices) return n < n_choices ? tn_json_string (field->choices[n].key) : NULL;
  return n < 2 ? g_strdup (sample (field, n == 1)) : NULL;
}

static int
compare_fields (gconstpointer a, gconstpointer b)
{
  return strcmp ((*(const TnField *const *) a)->key, (*(const TnField *const *) b)->key);
}

/* The unit's JSON with only this field in it. NULL token = empty. */
static char *
bare_unit (const TnKind *kind, const TnField *field, const char *token)
{
  if (!token) return NULL;
  return tn_kind_unit_is_single (kind, tn_field_unit (field)) ? g_strdup (token) : g_strdup_printf ("{\"%s\":%s}", field->key, token);
}

/* Of all its fields the first value, of `changed` the second. */
static char *
sample_unit (const TnKind *kind, const char *unit, const TnField *changed)
{
  g_autoptr (GPtrArray) fields = g_ptr_array_new ();
  for (guint i = 0; i < kind->n_fields; i++)
    if (strcmp (tn_field_unit (&kind->fields[i]), unit) == 0) g_ptr_array_add (fields, (gpointer) &kind->fields[i]);
  g_ptr_array_sort (fields, compare_fields);
  if (tn_kind_unit_is_single (kind, unit)) return sample_token (fields->pdata[0], changed != NULL);
  GString *value = g_string_new ("{");
  for (guint i = 0; i < fields->len; i++) {
    const TnField *field = fields->pdata[i];
    g_autofree char *token = sample_token (field, field == changed);
    g_string_append_printf (value, "%s\"%s\":%s", i ? "," : "", field->key, token);
  }
  return g_string_free (g_string_append_c (value, '}'), FALSE);
}

static void
set_sample (TnRow *row, const TnField *field, gboolean change, guint tick)
{
  TnStamp stamp = tn_stamp_make (1640000000000 + tick, 0, REPLICA);
  g_autofree char *value = sample_unit (row->kind, tn_field_unit (field), change ? field : NULL);
  tn_row_set_unit (row, tn_field_unit (field), value, &stamp);
}

static void
apply_row (Fixture *f, const TnRow *row, gint64 seq)
{
  Page page = begin_page (seq);
  add_row (&page, row);
  apply_page (f, &page, whole, NULL);
}

static void
assert_lists (Fixture *f, const TnField *field, const TnRow *row, guint *tick)
{
  g_autoptr (GError) error = NULL;
  apply_row (f, row, ++*tick);
  if (!tn_projection_check (f->copy, NULL, &error)) g_error ("%s, %s: %s", row->kind_key, field->key, error->message);
}

/* A record of nothing but this field: each of its values, and between them none. */
static void
change_bare_field (Fixture *f, TnRow *row, const TnField *field, guint *tick)
{
  char *token;
  for (guint n = 0; (token = sample_token (field, n)); n++) {
    g_autofree char *owned = token, *value = bare_unit (row->kind, field, token);
    TnStamp set = tn_stamp_make (1640000000000 + ++*tick, 0, REPLICA), cleared = tn_stamp_make (1640000000000 + ++*tick, 0, REPLICA);
    tn_row_set_unit (row, tn_field_unit (field), value, &set);
    assert_lists (f, field, row, tick);
    if (n % 2) continue;   /* from one value to another, too */
    tn_row_set_unit (row, tn_field_unit (field), NULL, &cleared);
    assert_lists (f, field, row, tick);
  }
}

static void
change_every_field (Fixture *f, const TnKind *kind, guint *tick)
{
  TnId bare_id = tn_id_new (&f->env);
  g_autoptr (TnRow) bare = tn_row_new (kind->key, &bare_id);
  for (guint i = 0; i < kind->n_fields; i++) change_bare_field (f, bare, &kind->fields[i], tick);
  TnId id = tn_id_new (&f->env);
  g_autoptr (TnRow) row = tn_row_new (kind->key, &id);
  for (guint i = 0; i < kind->n_fields; i++) set_sample (row, &kind->fields[i], FALSE, ++*tick);
  apply_row (f, row, ++*tick);
  for (guint i = 0; i < kind->n_fields; i++) {
    set_sample (row, &kind->fields[i], TRUE, ++*tick);
    assert_lists (f, &kind->fields[i], row, tick);
  }
}

static void
test_lists_follow_every_field (Fixture *f, gconstpointer data)
{
  guint n, tick = 0;
  const TnKind *const *kinds = tn_schema_kinds (&n);
  set_scope (f, whole);
  for (guint i = 0; i < n; i++) change_every_field (f, kinds[i], &tick);
}

/* ---- the order of a large page ---- */

/* By the table's order, but what the page says twice of one record stays as it came: it left our scope and came back, or the other way round. */
static void
test_large_page_keeps_the_order_of_one_record (Fixture *f, gconstpointer data)
{
  set_scope (f, g1);
  TnId back = tn_id_new (&f->env), gone = tn_id_new (&f->env);
  g_autoptr (TnRow) rb = make_row (&back, "g1", "B", 1), rg = make_row (&gone, "g1", "G", 1);
  Page page = begin_page (1);
  add_row (&page, rb);
  add_row (&page, rg);
  apply_page (f, &page, g1, NULL);
  page = begin_page (10);
  add_moved (&page, &back, "g1");
  add_row (&page, rg);
  for (guint i = 0; i < 400; i++) {
    TnId id = tn_id_new (&f->env);
    g_autoptr (TnRow) row = make_row (&id, "g1", "N", 1);
    add_row (&page, row);
  }
  add_row (&page, rb);
  add_moved (&page, &gone, "g1");
  apply_page (f, &page, g1, NULL);
  g_assert_cmpint (ask (f, "SELECT count(*) FROM record"), ==, 401);
  assert_text (f, &back, "code", "B");
  g_assert_null (tn_copy_get (f->copy, &gone, NULL));
}

/* ---- what waits for the disk ---- */

static gint64
read_still (gpointer user_data)
{
  return G_USEC_PER_SEC;
}

static int
note_hasty (unsigned type, void *user_data, void *stmt, void *sql)
{
  *(guint *) user_data += strstr (sql, "synchronous=NORMAL") != NULL;
  return 0;
}

/* Of many pages in a second one waits, and the last; what else is written by this connection always does. */
static void
test_only_one_page_a_second_waits_for_the_disk (Fixture *f, gconstpointer data)
{
  static const struct { gboolean ready, damaged; guint hasty; } pages[] = { { FALSE, FALSE, 1 }, { FALSE, TRUE, 2 }, { TRUE, FALSE, 2 } };
  guint hasty = 0;
  set_scope (f, g1);
  f->env.mono_us = read_still;
  Page first = begin_page (1);
  apply_page (f, &first, g1, NULL);
  sqlite3_trace_v2 (tn_db_handle (tn_copy_db (f->copy)), SQLITE_TRACE_STMT, note_hasty, &hasty);
  for (guint i = 0; i < G_N_ELEMENTS (pages); i++) {
    g_autoptr (GError) error = NULL;
    TnApplyResult result;
    TnId id = tn_id_new (&f->env);
    g_autoptr (TnRow) row = make_row (&id, "g1", "A", i + 1);
    Page page = begin_page (10 * (i + 1));
    add_row (&page, row);
    if (pages[i].damaged) tn_page_writer_line (page.w, "{\"q\":1,\"k\":", 11);
    g_assert_cmpint (try_page (f, &page, g1, pages[i].ready, FALSE, &result, &error), ==, !pages[i].damaged);
    tn_apply_result_clear (&result);
    g_assert_cmpuint (hasty, ==, pages[i].hasty);
    g_assert_cmpint (ask (f, "PRAGMA synchronous"), ==, 2);
  }
  sqlite3_trace_v2 (tn_db_handle (tn_copy_db (f->copy)), 0, NULL, NULL);
}

static void
test_conflict_is_settled_by_an_edit (Fixture *f, gconstpointer data)
{
  set_scope (f, whole);
  TnId a = tn_id_new (&f->env), c = tn_id_new (&f->env);
  g_autoptr (TnRow) ra = make_row (&a, "0", "theirs", 9), rc = tn_row_new ("conflict", &c);
  TnStamp stamp = tn_stamp_make (1640000000000 + 10, 0, "cccccccccccc"), mine = tn_stamp_make (1640000000000 + 5, 0, REPLICA);
  g_free (rc->stream);
  rc->stream = g_strdup ("0");
  TnIdStr text;
  tn_id_format (&a, text);
  g_autofree char *ref = g_strdup_printf ("\"%s\"", text), *loser = tn_json_string (mine.s);
  tn_row_set_unit (rc, "record", ref, &stamp);
  tn_row_set_unit (rc, "unit", "\"code\"", &stamp);
  tn_row_set_unit (rc, "type", "\"field\"", &stamp);
  tn_row_set_unit (rc, "value", "\"\\\"mine\\\"\"", &stamp);
  tn_row_set_unit (rc, "stamp", loser, &stamp);
  tn_row_set_unit (rc, "state", "\"open\"", &stamp);
  Page page = begin_page (1);
  add_row (&page, ra);
  add_row (&page, rc);
  TnApplyResult result;
  apply_page (f, &page, whole, &result);
  g_assert_cmpuint (result.conflicts, ==, 1);
  tn_apply_result_clear (&result);
  g_autoptr (TnEdit) edit = tn_edit_new ("Settled");
  tn_edit_resolve (edit, &c, TN_KEEP_OTHER, NULL);
  write_edit (f, edit, NULL);
  assert_text (f, &a, "code", "mine");
  assert_text (f, &c, "state", "closed");
  g_assert_cmpint (ask (f, "SELECT length(over)/28 FROM outbox WHERE unit='code'"), ==, 2);
}

static void
test_session_log_keeps_the_newest (Fixture *f, gconstpointer data)
{
  for (gint64 i = 1; i <= 205; i++) {
    TnSessionLog log = { .at = i, .sent = 1, .error = i == 205 ? (char *) "offline" : NULL };
    g_assert_true (tn_session_log_add (f->copy, &log, NULL));
  }
  g_autoptr (GPtrArray) logs = tn_session_log_list (f->copy, 2, NULL);
  g_assert_cmpuint (logs->len, ==, 2);
  g_assert_cmpint (((TnSessionLog *) logs->pdata[0])->at, ==, 205);
  g_assert_cmpstr (((TnSessionLog *) logs->pdata[0])->error, ==, "offline");
  g_assert_cmpint (ask (f, "SELECT count(*) FROM session_log"), ==, 200);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
#define ADD(name, func) g_test_add ("/store/apply/" name, Fixture, NULL, set_up_copy, func, tear_down)
  ADD ("page-and-cursor-arrive-together", test_page_and_cursor_arrive_together);
  ADD ("row-that-went-missing-is-found-within-a-day", test_row_that_went_missing_is_found_within_a_day);
  ADD ("damaged-page-leaves-nothing", test_damaged_page_leaves_nothing);
  ADD ("own-edit-stays-on-top-until-the-root-is-newer", test_own_edit_stays_on_top_until_the_root_is_newer);
  ADD ("returning-stamp-closes-the-edit", test_returning_stamp_closes_the_edit);
  ADD ("restored-server-is-noticed", test_restored_server_is_noticed);
  ADD ("moved-record-leaves-unless-its-new-stream-is-ours", test_moved_record_leaves_unless_its_new_stream_is_ours);
  ADD ("erased-record-leaves-nothing-behind", test_erased_record_leaves_nothing_behind);
  ADD ("erased-record-cannot-be-read-from-the-files", test_erased_record_cannot_be_read_from_the_files);
  ADD ("receipt-of-an-erased-record-forgets-it", test_receipt_of_an_erased_record_forgets_it);
  ADD ("mass-removal-waits-for-a-person", test_mass_removal_waits_for_a_person);
  ADD ("lost-stream-waits-for-its-edits", test_lost_stream_waits_for_its_edits);
  ADD ("lost-stream-cannot-be-read-from-the-file", test_lost_stream_cannot_be_read_from_the_file);
  ADD ("whole-ward-narrows-and-widens", test_whole_ward_narrows_and_widens);
  ADD ("first-copy-makes-its-lists-at-the-end", test_first_copy_makes_its_lists_at_the_end);
  ADD ("many-changes-at-once-reach-the-lists", test_many_changes_at_once_reach_the_lists);
  ADD ("lists-follow-every-field", test_lists_follow_every_field);
  ADD ("large-page-keeps-the-order-of-one-record", test_large_page_keeps_the_order_of_one_record);
  ADD ("only-one-page-a-second-waits-for-the-disk", test_only_one_page_a_second_waits_for_the_disk);
  ADD ("conflict-is-settled-by-an-edit", test_conflict_is_settled_by_an_edit);
  ADD ("session-log-keeps-the-newest", test_session_log_keeps_the_newest);
  return g_test_run ();
}
