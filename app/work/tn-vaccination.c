/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "tn-vaccination.h"

TnId
tn_vaccination_id (const TnId *person)
{
  TnIdStr text;
  g_autofree char *name = NULL;

  tn_id_format (person, text);
  name = g_strconcat ("vaccination:", text, NULL);
  return tn_id_from_name (name);
}

/* NULL when there is none, which is no error. */
static TnRow *
get_record (TnCopy *copy, const TnId *person)
{
  TnId id = tn_vaccination_id (person);
  g_autoptr (GError) none = NULL;

  return tn_copy_get (copy, &id, &none);
}

gboolean
tn_vaccination_write (TnCopy *copy, TnEdit *edit, const TnId *person, const char *status, const char *reason, GError **error)
{
  TnId id = tn_vaccination_id (person);
  g_autoptr (GError) local = NULL;
  g_autoptr (TnRow) row = tn_copy_get (copy, &id, &local);

  if (!row && !g_error_matches (local, TN_ERROR, TN_ERROR_NOT_FOUND))
    {
      g_propagate_error (error, g_steal_pointer (&local));
      return FALSE;
    }
  if (row && row->deleted)   /* what was deleted stays so; the person is asked again another day and gets a record of its own */
    id = tn_edit_create (edit, "vaccination", NULL);
  else if (!row)
    tn_edit_create (edit, "vaccination", &id);
  tn_edit_set_ref (edit, &id, "person", person);
  tn_edit_set_text (edit, &id, "status", status);
  tn_edit_set_text (edit, &id, "reason", reason);
  return TRUE;
}

const char *
tn_vaccination_status (TnCopy *copy, const TnId *person)
{
  g_autoptr (TnRow) row = get_record (copy, person);
  g_autofree char *status = row && !row->deleted ? tn_row_dup_text (row, "status") : NULL;
  const TnField *field = tn_kind_field (tn_schema_kind ("vaccination"), "status");

  for (const TnChoice *choice = field->choices; status && choice->key; choice++)
    if (g_str_equal (choice->key, status))
      return choice->key;
  return "";
}
