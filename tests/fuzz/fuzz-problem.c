/* SPDX-License-Identifier: GPL-3.0-or-later */
/* An answer that is no success, from a district, a proxy or anybody: two bytes of status, then the body. It always ends in an error with words. */
#include "tn-problem.h"

int LLVMFuzzerTestOneInput (const guint8 *data, gsize size);

int
LLVMFuzzerTestOneInput (const guint8 *data, gsize size)
{
  g_autoptr (GError) error = NULL;
  if (size < 2) return 0;
  guint status = (guint) data[0] << 8 | data[1];
  const char *body = (const char *) data + 2;
  TnProblem problem = tn_problem_read (status, body, size - 2);
  g_assert (problem < TN_PROBLEM_N);
  g_assert (!tn_problem_to_error (status, body, size - 2, &error));
  g_assert (error && error->message[0]);
  return 0;
}
