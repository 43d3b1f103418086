/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "merge-model.h"

#define SOUND_RUNS 4000u
#define MUTANT_RUNS 400u

static void
test_no_edit_is_lost_in_silence (void)
{
  ModelCounts c = { 0 };
  for (guint32 seed = 0; seed < SOUND_RUNS; seed++) {
    g_autofree char *fault = model_run (seed, MODEL_SOUND, &c);
    if (fault) g_error ("seed %u: %s", seed, fault);
  }
  g_test_message ("%u runs, %u edits, %u deletes, %u flags (%u false), %u woken, %u lost answers, %u repeats, %u copied disks: 0 lost",
                  SOUND_RUNS, c.edits, c.deletes, c.flags, c.false_flags, c.woken, c.lost_acks, c.repeats, c.clones);
  /* every fault has really been there */
  g_assert_true (c.flags && c.deletes && c.woken && c.lost_acks && c.repeats && c.clones);
}

static void
test_mutant_is_caught (gconstpointer data)
{
  ModelCounts c = { 0 };
  guint caught = 0;
  for (guint32 seed = 0; seed < MUTANT_RUNS; seed++) {
    g_autofree char *fault = model_run (seed, (ModelRule) GPOINTER_TO_INT (data), &c);
    caught += fault != NULL;
  }
  g_test_message ("caught in %u of %u runs", caught, MUTANT_RUNS);
  g_assert_cmpuint (caught, >, 0);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/merge-model/no-edit-is-lost-in-silence", test_no_edit_is_lost_in_silence);
  g_test_add_data_func ("/merge-model/mutant-ignores-over-is-caught", GINT_TO_POINTER (MODEL_IGNORES_OVER), test_mutant_is_caught);
  g_test_add_data_func ("/merge-model/mutant-device-exemption-is-caught", GINT_TO_POINTER (MODEL_DEVICE_EXEMPTION), test_mutant_is_caught);
  g_test_add_data_func ("/merge-model/mutant-ack-by-unit-is-caught", GINT_TO_POINTER (MODEL_ACK_BY_UNIT), test_mutant_is_caught);
  g_test_add_data_func ("/merge-model/mutant-pull-overwrites-is-caught", GINT_TO_POINTER (MODEL_PULL_OVERWRITES), test_mutant_is_caught);
  g_test_add_data_func ("/merge-model/mutant-delete-by-stamp-is-caught", GINT_TO_POINTER (MODEL_DELETE_BY_STAMP), test_mutant_is_caught);
  return g_test_run ();
}
