/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Tracing by table: how long, what is due, the same person in two cases, who becomes a case, and chains that go round. */
#include "practice-ward.h"
#include "tn-date.h"
#include "tn-household-actions.h"
#include "tn-today.h"
#include "tn-tracing.h"

#define DAY_MS G_GINT64_CONSTANT (86400000)

typedef struct { PracticeWard ward; TnEnv env; gint64 now; TnCopy *copy; TnId home_case; } Fixture;

static gint64
read_clock (gpointer user_data)
{
  return ((Fixture *) user_data)->now;
}

static void
write_edit (Fixture *f, TnEdit *edit, const GError *built)
{
  g_autoptr (GError) error = NULL;
  gint64 action;
  g_assert_no_error (built);
  g_assert_nonnull (edit);
  tn_copy_edit (f->copy, edit, &action, &error);
  g_assert_no_error (error);
}

#define WRITE(f, call) \
  G_STMT_START { g_autoptr (GError) error = NULL; g_autoptr (TnEdit) edit_ = call; write_edit (f, edit_, error); } G_STMT_END
#define REFUSED(call, says) \
  G_STMT_START { g_autoptr (GError) error = NULL; g_autoptr (TnEdit) edit_ = call; g_assert_null (edit_); \
    g_assert_error (error, TN_ERROR, TN_ERROR_INVALID); g_assert_nonnull (strstr (error->message, says)); } G_STMT_END

static TnId
add_case (Fixture *f, const TnId *person, const char *opened, const TnId *source)
{
  TnEdit *edit = tn_edit_new ("Case");
  TnId id = tn_edit_create (edit, "home_case", NULL);
  tn_edit_set_ref (edit, &id, "person", person);
  tn_edit_set_text (edit, &id, "opened", opened);
  tn_edit_set_text (edit, &id, "state", "open");
  if (source) tn_edit_set_ref (edit, &id, "source_case", source);
  WRITE (f, edit);
  return id;
}

/* The evening of 20 December 2021; the head of the first household is ill since then. */
static void
set_up (Fixture *f, gconstpointer data)
{
  practice_ward_make (&f->ward, 30);
  g_autoptr (GError) error = NULL;
  f->now = G_GINT64_CONSTANT (1639994400000) + 3600000;   /* 18:00 */
  f->env = *tn_env_system ();
  f->env.now_ms = read_clock;
  f->env.user_data = f;
  f->copy = tn_copy_open (f->ward.path, 0, &f->env, &error);
  g_assert_no_error (error);
  f->home_case = add_case (f, &f->ward.first_people[0], "2021-12-20", NULL);
}

static void
tear_down (Fixture *f, gconstpointer data)
{
  g_clear_pointer (&f->copy, tn_copy_close);
  practice_ward_clear (&f->ward);
}

static TnId
add_named (Fixture *f, const TnId *home_case, const TnId *person, const char *name, const char *last_met)
{
  g_autoptr (TnValues) values = tn_values_new ();
  f->now += 1000;   /* ids are in the order of their making */
  TnId id = tn_id_new (&f->env);
  if (person) tn_values_set_ref (values, "person", person);
  if (name) tn_values_set_text (values, "name", name);
  if (last_met) tn_values_set_text (values, "last_met", last_met);
  WRITE (f, tn_tracing_add (f->copy, home_case, values, &id, &error));
  return id;
}

static GPtrArray *
list (Fixture *f, gboolean due_only, guint limit, guint *n)
{
  g_autoptr (GError) error = NULL;
  GPtrArray *contacts = tn_tracing_contacts (f->copy, f->now, due_only, limit, n, &error);
  g_assert_no_error (error);
  return contacts;
}

static TnTracingContact *
look (Fixture *f, const TnId *id)
{
  g_autoptr (GError) error = NULL;
  TnTracingContact *contact = tn_tracing_contact (f->copy, id, f->now, &error);
  g_assert_no_error (error);
  return contact;
}

static TnTracingNeed
need_of (Fixture *f, const TnId *id)
{
  g_autoptr (TnTracingContact) contact = look (f, id);
  return contact->need;
}

static void
call (Fixture *f, const TnId *id, const char *result)
{
  WRITE (f, tn_tracing_call (f->copy, id, result, 0, NULL, &error));
}

/* ---- the rules alone ---- */

static void
test_days_by_document (void)
{
  static const struct { const char *met; int days, vaccinated; const char *document; } rows[] = {
    { "2021-06-01", 14, 14, "3638" }, { "2021-12-15", 14, 14, "3638" }, { "2021-12-16", 10, 7, "10696" },
    { "2022-02-20", 10, 7, "10696" }, { "2022-02-21", 7, 5, "762" }, { "2023-01-01", 7, 5, "762" }, { NULL, 7, 5, "762" },
  };
  for (guint i = 0; i < G_N_ELEMENTS (rows); i++) {
    const TnTracingPeriod *period = tn_tracing_period (rows[i].met);
    g_assert_cmpint (period->days, ==, rows[i].days);
    g_assert_cmpint (period->vaccinated, ==, rows[i].vaccinated);
    g_assert_nonnull (strstr (period->document, rows[i].document));
  }
}

static void
test_two_doses_in_time (void)
{
  static const struct { gint64 doses; const char *last, *on; gboolean yes; } rows[] = {
    { 2, "2021-10-01", "2021-12-20", TRUE }, { 3, "2021-12-06", "2021-12-20", TRUE }, { 2, "2021-12-07", "2021-12-20", FALSE },
    { 2, "2021-05-01", "2021-12-20", FALSE }, { 1, "2021-10-01", "2021-12-20", FALSE }, { 2, NULL, "2021-12-20", FALSE },
    { 2, "2021-10", "2021-12-20", FALSE }, { 2, "2022-01-01", "2021-12-20", FALSE }, { 2, "2021-10-01", NULL, FALSE },
  };
  for (guint i = 0; i < G_N_ELEMENTS (rows); i++) g_assert_cmpint (tn_tracing_vaccinated (rows[i].doses, rows[i].last, rows[i].on), ==, rows[i].yes);
}

static void
test_days_are_added (void)
{
  static const struct { const char *date; int days; const char *sum; } rows[] = {
    { "2021-12-24", 14, "2022-01-07" }, { "2024-02-28", 1, "2024-02-29" }, { "2022-01-01", -1, "2021-12-31" },
    { "2021-12", 1, NULL }, { "2021-02-31", 1, NULL }, { "yesterday", 1, NULL }, { NULL, 1, NULL },
  };
  for (guint i = 0; i < G_N_ELEMENTS (rows); i++) {
    g_autofree char *sum = tn_tracing_add_days (rows[i].date, rows[i].days);
    g_assert_cmpstr (sum, ==, rows[i].sum);
  }
}

static void
test_what_is_needed (void)
{
  static const struct { gint64 until, next; const char *result; gboolean today; TnTracingNeed need; } rows[] = {
    { 20220103, 20211220, "", FALSE, TN_TRACING_DUE }, { 20220103, 20211218, "well", FALSE, TN_TRACING_DUE },
    { 20220103, 20211221, "well", TRUE, TN_TRACING_REACHED }, { 20220103, 20211220, "well", TRUE, TN_TRACING_REACHED },
    { 20220103, 20211220, "no_answer", TRUE, TN_TRACING_AGAIN }, { 20220103, 20211220, "no_answer", FALSE, TN_TRACING_DUE },
    { 20220103, 20211220, "wrong_number", TRUE, TN_TRACING_AGAIN }, { 20220103, 20211220, "refused", TRUE, TN_TRACING_REACHED },
    { 20220103, 20211222, "symptoms", FALSE, TN_TRACING_SYMPTOMS }, { 20211219, 20211220, "symptoms", FALSE, TN_TRACING_SYMPTOMS },
    { 20211220, 20211220, "", FALSE, TN_TRACING_DUE }, { 20211219, 20211220, "well", FALSE, TN_TRACING_OVER },
    { 20211219, 20211218, "", FALSE, TN_TRACING_OVER }, { 0, 0, "", FALSE, TN_TRACING_DUE }, { 0, 20211220, "no_answer", TRUE, TN_TRACING_AGAIN },
    { 20220103, 20211225, "", FALSE, TN_TRACING_REACHED },
  };
  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    g_assert_cmpint (tn_tracing_need (20211220, rows[i].until, rows[i].next, rows[i].result, rows[i].today), ==, rows[i].need);
}

/* ---- contacts ---- */

static void
test_household_is_offered_once (Fixture *f, gconstpointer data)
{
  g_autoptr (GError) failed = NULL;
  const TnId *people = f->ward.first_people;
  g_autoptr (GPtrArray) offered = tn_tracing_household (f->copy, &f->home_case, &failed);
  g_assert_no_error (failed);
  g_assert_cmpuint (offered->len, ==, 3);   /* not the patient */
  WRITE (f, tn_tracing_add_people (f->copy, &f->home_case, &people[1], 2, "household", NULL, NULL, &error));
  add_case (f, &people[3], "2021-12-20", NULL);
  g_autoptr (GPtrArray) none = tn_tracing_household (f->copy, &f->home_case, &failed);
  g_assert_cmpuint (none->len, ==, 0);   /* two are contacts, one is ill */
  REFUSED (tn_tracing_add_people (f->copy, &f->home_case, &people[1], 1, NULL, NULL, NULL, &error), "already");
  REFUSED (tn_tracing_add_people (f->copy, &f->home_case, &people[0], 1, NULL, NULL, NULL, &error), "patient");
  REFUSED (tn_tracing_add_people (f->copy, &f->home_case, &people[3], 1, NULL, NULL, NULL, &error), "ill at home");
  g_autoptr (TnValues) nobody = tn_values_new ();
  REFUSED (tn_tracing_add (f->copy, &f->home_case, nobody, NULL, &error), "Who is it");
}

static void
test_a_call_moves_the_next (Fixture *f, gconstpointer data)
{
  TnId id = add_named (f, &f->home_case, NULL, "Người Lạ", NULL);
  g_assert_cmpint (need_of (f, &id), ==, TN_TRACING_DUE);
  call (f, &id, "no_answer");
  g_assert_cmpint (need_of (f, &id), ==, TN_TRACING_AGAIN);
  f->now += 3600000;   /* the same evening */
  call (f, &id, "well");
  g_assert_cmpint (need_of (f, &id), ==, TN_TRACING_REACHED);
  g_autoptr (TnTracingContact) contact = look (f, &id);
  g_assert_cmpstr (contact->next_call, ==, "2021-12-21");
  g_assert_cmpstr (contact->until, ==, "2021-12-30");   /* ten days since 16 December 2021 */
  f->now += DAY_MS;
  g_assert_cmpint (need_of (f, &id), ==, TN_TRACING_DUE);
  f->now += DAY_MS;
  call (f, &id, "no_answer");
  g_autoptr (TnTracingContact) late = look (f, &id);
  g_assert_cmpstr (late->next_call, ==, "2021-12-21");   /* since when it is due stays */
  REFUSED (tn_tracing_call (f->copy, &id, "perhaps", 0, NULL, &error), "");
}

static void
test_by_hand_and_vaccinated (Fixture *f, gconstpointer data)
{
  TnId id = add_named (f, &f->home_case, &f->ward.first_people[1], NULL, NULL);
  TnEdit *dose = tn_edit_new ("Doses");
  TnId vaccination = tn_edit_create (dose, "vaccination", NULL);
  tn_edit_set_ref (dose, &vaccination, "person", &f->ward.first_people[1]);
  tn_edit_set_int (dose, &vaccination, "doses", 2);
  tn_edit_set_text (dose, &vaccination, "last", "2021-10-01");
  WRITE (f, dose);
  g_autoptr (TnTracingContact) vaccinated = look (f, &id);
  g_assert_cmpstr (vaccinated->until, ==, "2021-12-27");
  g_assert_nonnull (vaccinated->document);
  TnEdit *days = tn_edit_new ("By hand");
  tn_edit_set_int (days, &id, "watch_days", 21);
  WRITE (f, days);
  g_autoptr (TnTracingContact) by_hand = look (f, &id);
  g_assert_cmpstr (by_hand->until, ==, "2022-01-10");
  g_assert_null (by_hand->document);
}

static void
test_over_ends_by_one_key (Fixture *f, gconstpointer data)
{
  TnId well = add_named (f, &f->home_case, NULL, "Một", "2021-12-05"), ill = add_named (f, &f->home_case, NULL, "Hai", "2021-12-05");
  TnId still = add_named (f, &f->home_case, NULL, "Ba", "2021-12-06"), unknown = add_named (f, &f->home_case, NULL, "Bốn", "2021");
  guint n;
  call (f, &well, "well");
  call (f, &ill, "symptoms");
  g_assert_cmpint (need_of (f, &well), ==, TN_TRACING_OVER);   /* 14 days after 5 December are over on the 20th */
  g_assert_cmpint (need_of (f, &still), ==, TN_TRACING_DUE);
  g_assert_cmpint (need_of (f, &unknown), ==, TN_TRACING_DUE);
  WRITE (f, tn_tracing_end_over (f->copy, f->now, &n, &error));
  g_assert_cmpuint (n, ==, 1);
  g_autoptr (TnTracingContact) ended = look (f, &well);
  g_assert_cmpstr (ended->state, ==, "ended");
  g_assert_cmpint (need_of (f, &ill), ==, TN_TRACING_SYMPTOMS);
  REFUSED (tn_tracing_call (f->copy, &well, "well", 0, NULL, &error), "not watched");
  WRITE (f, tn_tracing_set_state (f->copy, &well, "watching", &error));
  call (f, &well, "no_answer");
}

/* The last call is on the last day; on the day after it is over and nobody is asked to call. */
static void
test_the_last_day (Fixture *f, gconstpointer data)
{
  TnId id = add_named (f, &f->home_case, NULL, "Cuối", "2021-12-06");
  call (f, &id, "well");
  f->now += DAY_MS;
  g_assert_cmpint (need_of (f, &id), ==, TN_TRACING_OVER);
  guint n;
  g_autoptr (GPtrArray) today = list (f, TRUE, 5, &n), all = list (f, TRUE, 0, NULL);
  g_assert_cmpuint (today->len + n, ==, 0);
  g_assert_cmpuint (all->len, ==, 1);
}

static void
test_two_cases_one_person (Fixture *f, gconstpointer data)
{
  TnId second = add_case (f, &f->ward.first_people[3], "2021-12-19", NULL);
  TnId one = add_named (f, &f->home_case, &f->ward.first_people[1], NULL, "2021-12-18"), two = add_named (f, &second, &f->ward.first_people[1], NULL, "2021-12-10");
  guint n;
  g_autoptr (GPtrArray) contacts = list (f, TRUE, 0, &n);
  g_assert_cmpuint (contacts->len, ==, 1);
  g_assert_cmpuint (n, ==, 1);
  const TnTracingContact *contact = contacts->pdata[0];
  g_assert_true (tn_id_equal (&contact->id, &one));
  g_assert_cmpuint (contact->patients->len, ==, 2);
  g_assert_cmpstr (contact->patients->pdata[0], ==, "Nguyễn Văn Á");
  g_assert_cmpstr (contact->patients->pdata[1], ==, "Lê Thị Đào");
  g_autofree char *names = tn_tracing_patient_names (contact);
  g_assert_cmpstr (names, ==, "Nguyễn Văn Á, Lê Thị Đào");
  g_ptr_array_add (contact->patients, g_strdup ("Nguyễn Văn Á"));   /* whose other case nobody has joined yet */
  g_autofree char *once = tn_tracing_patient_names (contact);
  g_assert_cmpstr (once, ==, "Nguyễn Văn Á, Lê Thị Đào");
  g_assert_cmpstr (contact->until, ==, "2021-12-28");   /* the longest */
  call (f, &two, "well");   /* one call is enough for both */
  g_assert_cmpint (need_of (f, &one), ==, TN_TRACING_REACHED);
  g_autoptr (GPtrArray) none = list (f, TRUE, 0, NULL), calls = tn_tracing_calls (f->copy, contact, NULL);
  g_assert_cmpuint (none->len, ==, 0);
  g_assert_cmpuint (calls->len, ==, 1);
}

static void
test_order_of_the_list (Fixture *f, gconstpointer data)
{
  static const char *const names[] = { "Triệu Chứng", "Lâu Nhất", "Hôm Nay", "Gọi Rồi", "Hết Hạn", "Xong" };
  TnId ids[G_N_ELEMENTS (names)];
  for (guint i = 0; i < G_N_ELEMENTS (names); i++) ids[i] = add_named (f, &f->home_case, NULL, names[i], i == 4 ? "2021-12-01" : NULL);
  call (f, &ids[0], "symptoms");
  TnEdit *old = tn_edit_new ("Older");
  tn_edit_set_text (old, &ids[1], "next_call", "2021-12-18");
  WRITE (f, old);
  call (f, &ids[3], "no_answer");
  call (f, &ids[5], "well");
  g_autoptr (GPtrArray) all = list (f, FALSE, 0, NULL), due = list (f, TRUE, 0, NULL);
  g_assert_cmpuint (due->len, ==, 5);
  for (guint i = 0; i < all->len; i++) g_assert_cmpstr (((TnTracingContact *) all->pdata[i])->name, ==, names[i]);
  guint n;
  g_autoptr (GPtrArray) first = list (f, TRUE, 2, &n);
  g_assert_cmpuint (first->len, ==, 2);
  g_assert_cmpuint (n, >=, 4);
  g_assert_cmpstr (((TnTracingContact *) first->pdata[1])->name, ==, "Lâu Nhất");
}

static void
test_a_contact_becomes_a_case (Fixture *f, gconstpointer data)
{
  const TnId *people = f->ward.first_people;
  TnId second = add_case (f, &people[3], "2021-12-19", NULL), made, stranger = add_named (f, &f->home_case, NULL, "Người Lạ", NULL);
  TnId one = add_named (f, &f->home_case, &people[1], NULL, NULL), two = add_named (f, &second, &people[1], NULL, NULL);
  TnEdit *near = tn_edit_new ("Same house");
  tn_edit_set_text (near, &one, "relation", "household");
  WRITE (f, near);
  REFUSED (tn_tracing_make_case (f->copy, &stranger, NULL, NULL, &made, &error), "register");
  WRITE (f, tn_tracing_make_case (f->copy, &one, "rapid", NULL, &made, &error));
  g_autoptr (TnRow) row = tn_copy_get (f->copy, &made, NULL);
  g_autofree char *how = tn_row_dup_text (row, "source"), *opened = tn_row_dup_text (row, "opened"), *test = tn_row_dup_text (row, "test");
  TnId source, person;
  g_assert_true (tn_row_ref (row, "source_case", &source) && tn_id_equal (&source, &f->home_case));
  g_assert_true (tn_row_ref (row, "person", &person) && tn_id_equal (&person, &people[1]));
  g_assert_cmpstr (how, ==, "household");
  g_assert_cmpstr (opened, ==, "2021-12-20");
  g_assert_cmpstr (test, ==, "rapid");
  g_autoptr (TnTracingContact) a = look (f, &one), b = look (f, &two);
  g_assert_cmpstr (a->state, ==, "positive");
  g_assert_cmpstr (b->state, ==, "positive");   /* of both cases */
  /* a second time finds the case that is open, and leaves its source */
  TnId third = add_named (f, &f->home_case, &people[2], NULL, NULL), again = add_case (f, &people[2], "2021-12-20", NULL);
  WRITE (f, tn_tracing_make_case (f->copy, &third, NULL, NULL, &made, &error));
  g_assert_true (tn_id_equal (&made, &again));
  g_autoptr (TnRow) joined = tn_copy_get (f->copy, &again, NULL);
  g_assert_true (tn_row_ref (joined, "source_case", &source) && tn_id_equal (&source, &f->home_case));
}

/* The rules of patients hold here too. */
static void
test_the_dead_are_no_patients (Fixture *f, gconstpointer data)
{
  TnId id = add_named (f, &f->home_case, &f->ward.first_people[3], NULL, NULL), made;
  WRITE (f, tn_work_death (f->copy, &f->ward.first_people[3], "2021-12-20", NULL, NULL, &error));
  REFUSED (tn_tracing_make_case (f->copy, &id, NULL, NULL, &made, &error), "death");
  g_autoptr (TnTracingContact) contact = look (f, &id);
  g_assert_cmpstr (contact->state, ==, "watching");
}

static void
test_link_to_the_register (Fixture *f, gconstpointer data)
{
  TnId id = add_named (f, &f->home_case, NULL, "Bé hàng xóm", NULL), made;
  gboolean found;
  REFUSED (tn_tracing_link (f->copy, &id, &f->ward.first_people[0], &error), "patient");
  WRITE (f, tn_tracing_link (f->copy, &id, &f->ward.first_people[2], &error));
  g_assert_true (tn_tracing_find_contact (f->copy, &f->ward.first_people[2], &made, &found, NULL));
  g_assert_true (found && tn_id_equal (&made, &id));
  g_assert_true (tn_tracing_find_contact (f->copy, &f->ward.first_people[3], &made, &found, NULL));
  g_assert_false (found);
}

/* Who is taken out of the register takes along what hangs on the person, and comes back with it. */
static void
test_deleted_with_the_person (Fixture *f, gconstpointer data)
{
  g_autoptr (GError) failed = NULL;
  gint64 action;
  TnId contact = add_named (f, &f->home_case, NULL, "Người Lạ", NULL);
  call (f, &contact, "well");
  g_autoptr (TnEdit) edit = tn_work_delete (f->copy, &f->home_case, &failed);
  g_assert_no_error (failed);
  g_assert_true (tn_copy_edit (f->copy, edit, &action, &failed));
  g_autoptr (GPtrArray) none = list (f, FALSE, 0, NULL);
  g_assert_cmpuint (none->len, ==, 0);
  g_autoptr (TnRow) gone = tn_copy_get (f->copy, &contact, NULL);
  g_assert_true (!gone || gone->deleted);
  g_assert_true (tn_copy_undo (f->copy, action, &failed));
  g_autoptr (TnTracingContact) back = look (f, &contact);
  g_assert_cmpstr (back->result, ==, "well");
}

/* ---- chains ---- */

/* Rows name their source by its index; -1 = none. */
static GPtrArray *
make_cases (const int *sources, guint n, TnId *ids)
{
  GPtrArray *cases = g_ptr_array_new_with_free_func ((GDestroyNotify) tn_tracing_case_free);
  for (guint i = 0; i < n; i++) {
    g_autofree char *name = g_strdup_printf ("case %u", i);
    ids[i] = tn_id_from_name (name);
  }
  for (guint i = 0; i < n; i++) {
    TnTracingCase *node = g_new0 (TnTracingCase, 1);
    *node = (TnTracingCase) { .id = ids[i], .name = g_strdup_printf ("%u", i), .opened = g_strdup_printf ("2021-12-%02u", i + 1), .state = "", .how = "" };
    if (sources[i] >= 0) node->source = ids[sources[i]];
    g_ptr_array_add (cases, node);
  }
  return cases;
}

static char *
tell (GPtrArray *cases)
{
  GString *text = g_string_new (NULL);
  for (guint i = 0; i < cases->len; i++) {
    const TnTracingCase *node = cases->pdata[i];
    g_string_append_printf (text, "%s%u:%s%s", i ? " " : "", node->depth, node->name, node->loop ? "!" : "");
  }
  return g_string_free (text, FALSE);
}

static void
test_trees_end_whatever_they_say (void)
{
  static const struct { int sources[6]; guint n; const char *told; } rows[] = {
    { { -1, 0, 0, 1, 1, -1 }, 6, "0:0 1:1 2:3 2:4 1:2 0:5" },
    { { 1, 0 }, 2, "0:0! 1:1" },                         /* each has it from the other */
    { { 0 }, 1, "0:0!" },                                /* from itself */
    { { 2, 0, 1, 1 }, 4, "0:0! 1:1 2:2 2:3" },           /* a circle of three, and one that hangs on it */
    { { 1, 2, 1, -1 }, 4, "0:3 0:1! 1:0 1:2" },          /* the youngest hangs on a circle of two */
    { { 1, 0, 3, 2, -1, 4 }, 6, "0:4 1:5 0:0! 1:1 0:2! 1:3" },
  };
  for (guint i = 0; i < G_N_ELEMENTS (rows); i++) {
    TnId ids[6];
    g_autoptr (GPtrArray) cases = tn_tracing_arrange (make_cases (rows[i].sources, rows[i].n, ids));
    g_autofree char *told = tell (cases);
    g_assert_cmpstr (told, ==, rows[i].told);
  }
}

static void
test_a_source_that_is_not_here_begins_a_tree (void)
{
  static const int sources[] = { -1, 0 };
  TnId ids[2];
  GPtrArray *cases = make_cases (sources, 2, ids);
  ((TnTracingCase *) cases->pdata[0])->source = tn_id_from_name ("elsewhere");
  g_autoptr (GPtrArray) arranged = tn_tracing_arrange (cases);
  g_autofree char *told = tell (arranged);
  g_assert_cmpstr (told, ==, "0:0 1:1");
}

static void
set_source_raw (Fixture *f, const TnId *id, const TnId *source)
{
  TnEdit *edit = tn_edit_new ("As another laptop wrote it");
  tn_edit_set_ref (edit, id, "source_case", source);
  WRITE (f, edit);
}

static void
test_a_chain_is_read_from_its_beginning (Fixture *f, gconstpointer data)
{
  g_autoptr (GError) failed = NULL;
  const TnId *people = f->ward.first_people;
  TnId wife = add_case (f, &people[1], "2021-12-22", &f->home_case), son = add_case (f, &people[2], "2021-12-24", &wife);
  TnId old = add_case (f, &people[3], "2021-02-01", NULL);   /* long before the window, found by name alone */
  set_source_raw (f, &f->home_case, &old);
  g_autoptr (GPtrArray) chain = tn_tracing_chain (f->copy, &son, &failed);
  g_assert_no_error (failed);
  g_autofree char *told = tell (chain);
  g_assert_cmpstr (told, ==, "0:Lê Thị Đào 1:Nguyễn Văn Á 2:Trần Thị Bé 3:Nguyễn Văn Cường");
  /* this laptop refuses the circle; two that were apart have made it */
  REFUSED (tn_tracing_set_source (f->copy, &wife, "case", &son, &error), "caught it from this case");
  REFUSED (tn_tracing_set_source (f->copy, &wife, "case", &wife, &error), "caught it from this case");
  set_source_raw (f, &old, &son);
  g_autoptr (GPtrArray) round = tn_tracing_chain (f->copy, &wife, &failed);
  g_assert_no_error (failed);
  g_autofree char *circle = tell (round);
  g_assert_cmpstr (circle, ==, "0:Lê Thị Đào! 1:Nguyễn Văn Á 2:Trần Thị Bé 3:Nguyễn Văn Cường");
  WRITE (f, tn_tracing_set_source (f->copy, &old, "travel", NULL, &error));
}

static void
test_unknown_sources_are_listed (Fixture *f, gconstpointer data)
{
  g_autoptr (GError) failed = NULL;
  const TnId *people = f->ward.first_people;
  TnId told = add_case (f, &people[1], "2021-12-22", NULL), old = add_case (f, &people[2], "2021-01-22", NULL);
  add_case (f, &people[3], "2021-12-23", &f->home_case);
  WRITE (f, tn_tracing_set_source (f->copy, &told, "travel", NULL, &error));
  g_autoptr (GPtrArray) unknown = tn_tracing_unknown (f->copy, f->now, &failed);
  g_assert_no_error (failed);
  g_assert_cmpuint (unknown->len, ==, 2);   /* the first case, and the old one, which is open still */
  g_assert_true (tn_id_equal (&((TnTracingCase *) unknown->pdata[1])->id, &old));
  g_autoptr (GPtrArray) recent = tn_tracing_recent (f->copy, f->now, &failed);
  g_assert_cmpuint (recent->len, ==, 3);
}

/* ---- today ---- */

static void
test_today (Fixture *f, gconstpointer data)
{
  g_autoptr (GError) failed = NULL;
  TnId late = add_named (f, &f->home_case, NULL, "Trễ", NULL), called = add_named (f, &f->home_case, NULL, "Được", NULL);
  TnId ill = add_named (f, &f->home_case, NULL, "Ho", NULL);
  call (f, &called, "well");
  call (f, &ill, "symptoms");
  TnEdit *test = tn_edit_new ("Tests");
  for (guint i = 0; i < 3; i++) {
    TnId id = tn_edit_create (test, "test", NULL);
    tn_edit_set_ref (test, &id, "person", &f->ward.first_people[i]);
    tn_edit_set_text (test, &id, "date", i == 0 ? "2021-12-19" : "2021-12-17");   /* of yesterday: a day, not more */
    tn_edit_set_text (test, &id, "result", "pending");
  }
  WRITE (f, test);
  g_autoptr (TnToday) today = tn_today_read (f->copy, f->now, 5, &failed);
  g_assert_no_error (failed);
  const TnTodayGroup *calls = NULL, *results = NULL;
  for (guint i = 0; i < today->groups->len; i++) {
    const TnTodayGroup *group = today->groups->pdata[i];
    if (group->theme == TN_TODAY_CALL) calls = group;
    if (group->theme == TN_TODAY_TEST) results = group;
  }
  g_assert_true (calls && results);
  g_assert_cmpuint (calls->n, ==, 2);
  g_assert_cmpstr (((TnTodayItem *) calls->items->pdata[0])->title, ==, "Ho");
  g_assert_true (tn_id_equal (&((TnTodayItem *) calls->items->pdata[1])->record, &late));
  g_assert_nonnull (strstr (((TnTodayItem *) results->items->pdata[0])->detail, "2 results"));
  gboolean figure = FALSE;
  for (guint i = 0; i < today->figures->len; i++) {
    const TnTodayFigure *it = today->figures->pdata[i];
    figure |= it->value == 2 && it->of == 4 && strstr (it->label, "Contacts reached");
  }
  g_assert_true (figure);
}

int
main (int argc, char **argv)
{
  g_setenv ("TZ", "Asia/Ho_Chi_Minh", TRUE);
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/tracing/days by document", test_days_by_document);
  g_test_add_func ("/tracing/two doses in time", test_two_doses_in_time);
  g_test_add_func ("/tracing/days are added", test_days_are_added);
  g_test_add_func ("/tracing/what is needed", test_what_is_needed);
  g_test_add_func ("/tracing/trees end whatever they say", test_trees_end_whatever_they_say);
  g_test_add_func ("/tracing/a source that is not here begins a tree", test_a_source_that_is_not_here_begins_a_tree);
#define ADD(path, func) g_test_add ("/tracing/" path, Fixture, NULL, set_up, func, tear_down)
  ADD ("the household is offered once", test_household_is_offered_once);
  ADD ("a call moves the next", test_a_call_moves_the_next);
  ADD ("days by hand and of the vaccinated", test_by_hand_and_vaccinated);
  ADD ("what is over ends by one key", test_over_ends_by_one_key);
  ADD ("the last day", test_the_last_day);
  ADD ("two cases, one person, one call", test_two_cases_one_person);
  ADD ("most urgent first", test_order_of_the_list);
  ADD ("a contact becomes a case", test_a_contact_becomes_a_case);
  ADD ("the dead are no patients", test_the_dead_are_no_patients);
  ADD ("found in the register", test_link_to_the_register);
  ADD ("deleted with the person", test_deleted_with_the_person);
  ADD ("a chain is read from its beginning", test_a_chain_is_read_from_its_beginning);
  ADD ("unknown sources are listed", test_unknown_sources_are_listed);
  ADD ("today", test_today);
  return g_test_run ();
}
