/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Lists that stop at a number: the first ones are the same as of the whole list, and how many there are behind the limit is told, whether it is searched or not. */
#include "work-fixture.h"
#include "tn-business.h"
#include "tn-donor.h"
#include "tn-hands.h"
#include "tn-job.h"
#include "tn-listed.h"
#include "tn-movement.h"
#include "tn-petition.h"
#include "tn-zone.h"

#define TODAY 20211224
#define HOMES 14
#define AT G_GINT64_CONSTANT (1638000000000)

/* ---- what is there: of each kind a few that are found by "mot" and a few that are not ---- */

typedef struct { WorkFixture *f; TnEdit *edit; GArray *households, *people; TnId donor, business; } Maker;

static TnId
create (Maker *m, const char *kind, const char *const *texts)
{
  TnId id = tn_edit_create (m->edit, kind, NULL);

  for (; *texts; texts += 2)
    tn_edit_set_text (m->edit, &id, texts[0], texts[1]);
  return id;
}
#define CREATE(m, kind, ...) create (m, kind, (const char *const[]) { __VA_ARGS__, NULL })

static void
put_about_people (Maker *m, guint i, const char *day, const char *said)
{
  const TnId *person = &g_array_index (m->people, TnId, i), *home = &g_array_index (m->households, TnId, i);
  TnId id = CREATE (m, "safe_family", "from", day);

  tn_edit_set_ref (m->edit, &id, "household", home);
  if (i % 7 == 6)
    tn_edit_set_text (m->edit, &id, "to", "2021-12-20");   /* not any more */
  id = CREATE (m, "helping_pair", "state", "ended", "type", "youth", "from", day, "helper", said);
  tn_edit_set_ref (m->edit, &id, "household", home);
  id = CREATE (m, "sponsorship", "state", "ended", "every", "once", "from", day);
  tn_edit_set_ref (m->edit, &id, "person", person);
  tn_edit_set_ref (m->edit, &id, "sponsor", &m->donor);
  if (i % 2)
    {
      id = CREATE (m, "job_wish", "state", "looking", "since", day, "wants", said);
      tn_edit_set_ref (m->edit, &id, "person", person);
      return;
    }
  id = CREATE (m, "membership", "category", "lost_job", "from", day);
  tn_edit_set_ref (m->edit, &id, "subject", person);
}

static void
put_others (Maker *m, guint i, const char *day, const char *said)
{
  TnId id = CREATE (m, "gift", "at", day, "purpose", said);

  tn_edit_set_ref (m->edit, &id, "donor", &m->donor);
  id = CREATE (m, "petition", "topic", "food", "channel", "door", "state", i % 3 ? "answered" : "open", "due", day, "text", said);
  tn_edit_set_int (m->edit, &id, "at", AT + i);
  id = CREATE (m, "complaint", "topic", "money", "state", "open", "due", day, "text", said);
  tn_edit_set_int (m->edit, &id, "at", AT + i);
  CREATE (m, "commendation", "form", "thanks", "at", day, "to", said, "reason", "Giúp dân");
  id = CREATE (m, "business_need", "what", "papers", "state", i % 3 ? "met" : "open", "since", day, "text", said);
  tn_edit_set_ref (m->edit, &id, "business", &m->business);
}

static void
set_up (WorkFixture *f, gconstpointer data)
{
  work_set_up (f, GUINT_TO_POINTER (HOMES + 2));
  Maker m = { .f = f, .edit = tn_edit_new ("Practice"), .households = tn_query_ids (f->copy, "household", NULL), .people = tn_query_ids (f->copy, "person", NULL) };
  m.donor = CREATE (&m, "donor", "name", "Ông Một", "type", "person");
  m.business = CREATE (&m, "business", "name", "Xưởng Thử", "state", "working");
  for (guint i = 0; i < HOMES; i++)
    {
      g_autofree char *day = g_strdup_printf ("2021-11-%02u", i + 1), *said = g_strdup_printf ("%s %u", i % 2 ? "Một" : "Hai", i);

      put_about_people (&m, i, day, said);
      put_others (&m, i, day, said);
    }
  work_write (f->copy, m.edit, NULL);
  g_array_unref (m.households);
  g_array_unref (m.people);
}

/* ---- the lists ---- */

typedef GPtrArray *(*ReadFunc) (WorkFixture *f, const char *search, guint limit, guint *n_more);

static GPtrArray *
read_answered (WorkFixture *f, const char *search, guint limit, guint *n_more)
{
  return tn_petition_list (f->copy, TN_PETITIONS_ANSWERED, search, limit, TODAY, n_more, NULL);
}

static GPtrArray *
read_petitions (WorkFixture *f, const char *search, guint limit, guint *n_more)
{
  return tn_petition_list (f->copy, TN_PETITIONS_ALL, search, limit, TODAY, n_more, NULL);
}

static GPtrArray *
read_reports (WorkFixture *f, const char *search, guint limit, guint *n_more)
{
  return tn_petition_list (f->copy, TN_PETITIONS_REPORTS, search, limit, TODAY, n_more, NULL);
}

static GPtrArray *
read_safe (WorkFixture *f, const char *search, guint limit, guint *n_more)
{
  return tn_safe_family_list (f->copy, NULL, search, limit, TODAY, n_more, NULL);
}

static GPtrArray *
read_safe_of_quarter (WorkFixture *f, const char *search, guint limit, guint *n_more)
{
  return tn_safe_family_list (f->copy, &f->ward.quarters[1], search, limit, TODAY, n_more, NULL);
}

static GPtrArray *
read_commendations (WorkFixture *f, const char *search, guint limit, guint *n_more)
{
  return tn_commendation_list (f->copy, 0, 0, search, limit, n_more, NULL);
}

static GPtrArray *
read_gifts (WorkFixture *f, const char *search, guint limit, guint *n_more)
{
  return tn_gift_list (f->copy, NULL, search, limit, n_more, NULL);
}

static GPtrArray *
read_wishes (WorkFixture *f, const char *search, guint limit, guint *n_more)
{
  return tn_job_list (f->copy, "looking", search, limit, n_more, NULL);
}

static GPtrArray *
read_jobless (WorkFixture *f, const char *search, guint limit, guint *n_more)
{
  return tn_jobless_list (f->copy, search, limit, TODAY, n_more, NULL);
}

static GPtrArray *
read_sponsorships (WorkFixture *f, const char *search, guint limit, guint *n_more)
{
  return tn_sponsorship_list (f->copy, FALSE, search, limit, TODAY, n_more, NULL);
}

static GPtrArray *
read_pairs (WorkFixture *f, const char *search, guint limit, guint *n_more)
{
  return tn_pair_list (f->copy, "ended", search, limit, n_more, NULL);
}

static GPtrArray *
read_needs (WorkFixture *f, const char *search, guint limit, guint *n_more)
{
  return tn_need_list (f->copy, NULL, TRUE, search, limit, TODAY, n_more, NULL);
}

/* n, found: how many there are, and by `search`. beside: stand in the list whatever the limit (open needs). whole: a search knows no limit. All lines begin with their id. */
static const struct { const char *name; ReadFunc read; guint n; const char *search; guint found, beside; gboolean whole; } lists[] = {
  { "petitions answered", read_answered, 9, "mot", 5, 0, FALSE },
  { "petitions", read_petitions, 14, "mot", 7, 0, FALSE },
  { "reports, which no search finds", read_reports, 14, "mot", 14, 0, FALSE },
  { "safe families", read_safe, 12, "hem", 12, 0, FALSE },
  { "safe families of a quarter", read_safe_of_quarter, 4, "hem", 4, 0, FALSE },
  { "commendations", read_commendations, 14, "mot", 7, 0, FALSE },
  { "gifts", read_gifts, 14, "hai", 7, 0, FALSE },
  { "gifts by their donor", read_gifts, 14, "ong mot", 14, 0, FALSE },
  { "who looks for work", read_wishes, 7, "mot 1", 3, 0, FALSE },
  { "who lost work", read_jobless, 7, NULL, 0, 0, FALSE },
  { "sponsorships", read_sponsorships, 14, "ong mot", 14, 0, FALSE },
  { "pairs", read_pairs, 14, "mot", 7, 0, TRUE },
  { "needs", read_needs, 14, "mot", 7, 5, TRUE },
};

static void
check_limit (WorkFixture *f, gsize i, const char *search, guint n, guint limit, gboolean limited)
{
  guint more = 77, beside = limited ? lists[i].beside : 0, expected = limited && limit ? MIN (n, beside + limit) : n;
  g_autoptr (GPtrArray) some = lists[i].read (f, search, limit, &more), whole = lists[i].read (f, search, 0, NULL), unasked = lists[i].read (f, search, limit, NULL);

  g_assert_nonnull (some);
  g_assert_cmpuint (whole->len, ==, n);
  g_assert_cmpuint (some->len, ==, expected);
  g_assert_cmpuint (more, ==, n - expected);
  g_assert_cmpuint (unasked->len, ==, expected);
  for (guint k = 0; k < some->len; k++)
    g_assert_true (tn_id_equal (some->pdata[k], whole->pdata[k]) && tn_id_equal (unasked->pdata[k], whole->pdata[k]));
}

static void
test_what_is_behind_a_limit_is_counted (WorkFixture *f, gconstpointer data)
{
  for (gsize i = 0; i < G_N_ELEMENTS (lists); i++)
    for (guint limit = 0; limit <= lists[i].n + 1; limit++)
      {
        g_test_message ("%s, %u", lists[i].name, limit);
        check_limit (f, i, "", lists[i].n, limit, TRUE);
        if (lists[i].search)
          check_limit (f, i, lists[i].search, lists[i].found, limit, !lists[i].whole);
      }
}

/* Each safe family stands in the list of its own quarter, and in no other one. */
static void
test_quarters_are_parts_of_the_ward (WorkFixture *f, gconstpointer data)
{
  guint sum = 0;

  for (guint q = 0; q < G_N_ELEMENTS (f->ward.quarters); q++)
    {
      g_autoptr (GPtrArray) lines = tn_safe_family_list (f->copy, &f->ward.quarters[q], "", 0, TODAY, NULL, NULL);
      g_autofree char *name = tn_query_title (f->copy, &f->ward.quarters[q]);

      for (guint i = 0; i < lines->len; i++)
        g_assert_cmpstr (((TnSafeLine *) lines->pdata[i])->area, ==, name);
      sum += lines->len;
    }
  g_assert_cmpuint (sum, ==, 12);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add ("/behind/what_is_behind_a_limit_is_counted", WorkFixture, NULL, set_up, test_what_is_behind_a_limit_is_counted, work_tear_down);
  g_test_add ("/behind/quarters_are_parts_of_the_ward", WorkFixture, NULL, set_up, test_quarters_are_parts_of_the_ward, work_tear_down);
  return g_test_run ();
}
