/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Card numbers in the views that show any record: masked, and written down when somebody asks for them. */
#include <string.h>
#include "tn-program.h"

typedef struct { char *dir, *lan, *minh, *card; TnServer *server; } Fixture;

static void
sync_copy (const char *copy)
{
  g_auto (TnRun) run = tn_run_ok ("TN_CTL", copy, "sync", NULL);
}

static void
set_number (const char *copy, const char *card, const char *number)
{
  g_autofree char *word = g_strconcat ("number=", number, NULL);
  g_auto (TnRun) run = tn_run_ok ("TN_CTL", copy, "set", card, word, NULL);
}

/* Two laptops that type two numbers of one card. */
static void
set_up (Fixture *f, gconstpointer unused)
{
  (void) unused;
  f->dir = tn_temp_dir ();
  f->lan = g_build_filename (f->dir, "lan.db", NULL);
  f->minh = g_build_filename (f->dir, "minh.db", NULL);
  f->server = tn_server_start (f->dir);
  tn_server_enrol (f->server, f->lan, "lan");
  tn_server_enrol (f->server, f->minh, "minh");
  g_auto (TnRun) home = tn_run_ok ("TN_CTL", f->lan, "new", "household", "house_no=9", NULL);
  g_autofree char *household = g_strconcat ("household=", tn_text (&home, "id"), NULL);
  g_auto (TnRun) person = tn_run_ok ("TN_CTL", f->lan, "new", "person", household, "name=Phan Thị Thử", NULL);
  g_autofree char *owner = g_strconcat ("person=", tn_text (&person, "id"), NULL);
  g_auto (TnRun) card = tn_run_ok ("TN_CTL", f->lan, "new", "identity", owner, "number=079060000100", NULL);
  f->card = g_strdup (tn_text (&card, "id"));
  sync_copy (f->lan);
  sync_copy (f->minh);
  set_number (f->lan, f->card, "079060000111");
  set_number (f->minh, f->card, "079060000222");
  sync_copy (f->minh);
  sync_copy (f->lan);
}

static void
tear_down (Fixture *f, gconstpointer unused)
{
  (void) unused;
  tn_server_free (f->server);
  tn_remove_dir (f->dir);
  g_free (f->dir);
  g_free (f->lan);
  g_free (f->minh);
  g_free (f->card);
}

static gboolean
tells_a_number (const TnRun *run)
{
  return strstr (run->out, "079060000111") || strstr (run->out, "079060000222");
}

static gboolean
was_opened (Fixture *f)
{
  g_auto (TnRun) opened = tn_run_ok ("TN_CTL", f->lan, "opened", NULL);
  return tn_text (&opened, "opened.0.id") != NULL;
}

static void
test_conflicts (Fixture *f, gconstpointer unused)
{
  (void) unused;
  g_auto (TnRun) masked = tn_run_ok ("TN_CTL", f->lan, "conflicts", NULL);
  g_assert_cmpstr (tn_text (&masked, "conflicts.0.record"), ==, f->card);
  g_assert_cmpstr (tn_text (&masked, "conflicts.0.standing.words"), ==, "•••••••• 0222");
  g_assert_cmpstr (tn_text (&masked, "conflicts.0.other.value"), ==, "•••••••• 0111");
  g_assert_false (tells_a_number (&masked));
  /* the conflict is a record too, and holds the value that lost */
  g_auto (TnRun) record = tn_run_ok ("TN_CTL", f->lan, "show", tn_text (&masked, "conflicts.0.id"), NULL);
  g_auto (TnRun) list = tn_run_ok ("TN_CTL", f->lan, "list", "conflict", NULL);
  g_assert_false (tells_a_number (&record) || tells_a_number (&list));
  g_assert_false (was_opened (f));
  g_auto (TnRun) shown = tn_run_ok ("TN_CTL", f->lan, "conflicts", "--reveal", NULL);
  g_assert_cmpstr (tn_text (&shown, "conflicts.0.standing.words"), ==, "079060000222");
  g_auto (TnRun) opened = tn_run_ok ("TN_CTL", f->lan, "opened", NULL);
  g_assert_cmpstr (tn_text (&opened, "opened.0.id"), ==, f->card);
  g_auto (TnRun) full = tn_run_ok ("TN_CTL", f->lan, "show", tn_text (&masked, "conflicts.0.id"), "--reveal", NULL);
  g_assert_true (tells_a_number (&full));
  g_auto (TnRun) settled = tn_run_ok ("TN_CTL", f->lan, "resolve", tn_text (&masked, "conflicts.0.id"), "--keep", "theirs", NULL);
}

static gboolean
file_has (const char *path, const char *text)
{
  g_autofree char *content = NULL;
  g_assert_true (g_file_get_contents (path, &content, NULL, NULL));
  return strstr (content, text) != NULL;
}

static void
test_exports (Fixture *f, gconstpointer unused)
{
  (void) unused;
  g_autofree char *cards = g_build_filename (f->dir, "cards.csv", NULL), *conflicts = g_build_filename (f->dir, "conflicts.csv", NULL);
  g_auto (TnRun) masked = tn_run_ok ("TN_CTL", f->lan, "export", "identity", cards, NULL);
  g_auto (TnRun) lost = tn_run_ok ("TN_CTL", f->lan, "export", "conflict", conflicts, NULL);
  g_assert_true (file_has (cards, "•••••••• 0222"));
  g_assert_false (file_has (cards, "079060000222") || file_has (conflicts, "079060000111"));
  g_assert_false (was_opened (f));
  g_auto (TnRun) full = tn_run_ok ("TN_CTL", f->lan, "export", "identity", cards, "--reveal", NULL);
  g_auto (TnRun) full_lost = tn_run_ok ("TN_CTL", f->lan, "export", "conflict", conflicts, "--reveal", NULL);
  g_assert_true (file_has (cards, "079060000222"));
  g_auto (TnRun) opened = tn_run_ok ("TN_CTL", f->lan, "opened", NULL);
  g_assert_cmpstr (tn_text (&opened, "opened.1.id"), ==, f->card);
}

#define ADD(path, func) g_test_add (path, Fixture, NULL, set_up, func, tear_down)

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  ADD ("/ctl/masks/conflicts", test_conflicts);
  ADD ("/ctl/masks/exports", test_exports);
  return g_test_run ();
}
