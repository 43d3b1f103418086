/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "tn-sync.h"

/* One session over the copy named on the command line, in a process that a test may kill. */
int
main (int argc, char **argv)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (TnCopy) copy = tn_copy_open (argv[1], 0, NULL, &error);
  return copy != NULL && tn_sync_run (copy, NULL, NULL, NULL, NULL, &error) ? 0 : 1;
}
