/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A cell's text into every field of every kind: what parses is valid, and what is shown of it parses again. */
#include "tn-schema.h"

#include <string.h>

int LLVMFuzzerTestOneInput (const guint8 *data, gsize size);

static void
try_field (const TnField *field, const char *written)
{
  g_autofree char *token = tn_field_parse (field, written, NULL), *shown = NULL, *again = NULL;

  if (!token)
    return;
  g_assert (tn_field_accepts (field, tn_slice (token, -1)));
  shown = tn_field_show (field, tn_slice (token, -1));
  again = tn_field_parse (field, shown, NULL);
  g_assert_cmpstr (again, ==, token);
}

int
LLVMFuzzerTestOneInput (const guint8 *data, gsize size)
{
  g_autofree char *text = g_strndup ((const char *) data, size);
  TnSlice raw = { (const char *) data, size };
  guint n;
  const TnKind *const *kinds = tn_schema_kinds (&n);
  gboolean json = tn_json_check (raw) != TN_JSON_BAD;

  for (guint k = 0; k < n; k++)
    for (guint f = 0; f < kinds[k]->n_fields; f++)
      {
        try_field (&kinds[k]->fields[f], text);
        tn_field_validate (&kinds[k]->fields[f], raw, NULL);
        if (json)
          tn_kind_unit_accepts (kinds[k], tn_field_unit (&kinds[k]->fields[f]), raw);
      }
  return 0;
}
