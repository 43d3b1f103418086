/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "tn-same-id.h"

gboolean
tn_same_id (TnCopy *copy, const char *name, TnId *id, TnRow **row, GError **error)
{
  g_autoptr (GError) local = NULL;
  g_autoptr (TnRow) found = NULL;

  *id = tn_id_from_name (name);
  *row = NULL;
  found = tn_copy_get (copy, id, &local);
  if (!found && !g_error_matches (local, TN_ERROR, TN_ERROR_NOT_FOUND))
    {
      g_propagate_error (error, g_steal_pointer (&local));
      return FALSE;
    }
  if (found && found->deleted)
    *id = tn_id_new (tn_copy_env (copy));
  else
    *row = g_steal_pointer (&found);
  return TRUE;
}
