/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Readers who tail a ward while several push to it miss nothing: the order of seq is the order of commits (sync.md fault 1). Every other
 * laptop comes to a second server of the same records. */
#include "fake-laptop.h"
#include <string.h>

#define WARD "26734"
#define PUSHERS 8
#define READERS 3
#define BATCHES 20
#define PER_BATCH 7

typedef struct { District *district; Laptop *laptop; guint index; gint *left; guint read; } Job;

static Laptop *
enrol (District *district)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *code = tn_district_invite (district->d, WARD, "ward_officer", NULL, 3, &error);
  g_assert_no_error (error);
  return laptop_new (district, code, "Máy");
}

static gpointer
push_all (gpointer data)
{
  Job *job = data;
  for (guint b = 0; b < BATCHES; b++) {
    g_autoptr (Batch) batch = batch_new ();
    for (guint i = 0; i < PER_BATCH; i++) {
      TnId id = make_id (1 + (job->index * BATCHES + b) * PER_BATCH + i);
      batch_create (batch, job->laptop, "household", &id, "{\"code\":\"H\"}");
    }
    laptop_push_ok (job->laptop, WARD, batch);
  }
  g_atomic_int_add (job->left, -1);
  return NULL;
}

static gpointer
tail (gpointer data)
{
  Job *job = data;
  g_autofree char *cursor = g_strdup ("0");
  for (gboolean last = FALSE; !last;) {
    last = g_atomic_int_get (job->left) == 0;   /* looked at before the page: then one more page ends it */
    g_autofree char *want = g_strdup_printf ("[{\"s\":\"*\",\"cur\":\"%s\"}]", cursor);
    g_autoptr (Page) page = laptop_pull (job->laptop, WARD, want, 20);
    for (guint i = 0; i < page->lines->len; i++) {
      g_autofree char *next = g_strdup_printf ("{\"q\":%u,", ++job->read);
      g_assert_true (g_str_has_prefix (page->lines->pdata[i], next));
    }
    g_free (cursor);
    cursor = g_strdup (page_cursor (page));
    last = last && !cJSON_IsTrue (cJSON_GetObjectItem (page->end, "more"));
  }
  return NULL;
}

static void
test_readers_miss_nothing (void)
{
  g_autoptr (District) district = district_new ();
  g_autoptr (GError) error = NULL;
  g_autofree char *bad = NULL;
  g_autoptr (TnDistrict) second = tn_district_new (district->dir, &district->env, &error);
  g_assert_no_error (error);
  gint left = PUSHERS;
  Job jobs[PUSHERS + READERS];
  GThread *threads[PUSHERS + READERS];
  for (guint i = 0; i < G_N_ELEMENTS (jobs); i++) jobs[i] = (Job) { district, enrol (district), i, &left, 0 };
  for (guint i = 1; i < G_N_ELEMENTS (jobs); i += 2) jobs[i].laptop->d = second;
  for (guint i = 0; i < G_N_ELEMENTS (jobs); i++) threads[i] = g_thread_new ("job", i < PUSHERS ? push_all : tail, &jobs[i]);
  for (guint i = 0; i < G_N_ELEMENTS (jobs); i++) g_thread_join (threads[i]);
  for (guint i = PUSHERS; i < G_N_ELEMENTS (jobs); i++) g_assert_cmpuint (jobs[i].read, ==, PUSHERS * BATCHES * PER_BATCH);
  g_assert_true (tn_district_check_sums (district->d, WARD, &bad, &error));
  g_assert_cmpstr (bad, ==, NULL);
  for (guint i = 0; i < G_N_ELEMENTS (jobs); i++) laptop_free (jobs[i].laptop);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/gapless/readers-miss-nothing", test_readers_miss_nothing);
  return g_test_run ();
}
