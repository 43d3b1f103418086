/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "tn-record-fields.h"
#include <glib/gi18n.h>

void
tn_record_field_add (AdwPreferencesGroup *group, const TnRow *row, const char *field)
{
  g_autofree char *shown = tn_row_show (row, field);

  if (*shown)
    tn_record_page_fact (group, _(tn_kind_field (row->kind, field)->label), shown);
}

void
tn_record_field_add_text (AdwPreferencesGroup *group, const TnRow *row, const char *field)
{
  g_autofree char *shown = tn_row_show (row, field);

  if (*shown)
    tn_record_page_row (group, _(tn_kind_field (row->kind, field)->label), shown);
}

void
tn_record_fields_add (AdwPreferencesGroup *group, const TnRow *row, const char *const *fields)
{
  for (; *fields; fields++)
    {
      const TnField *field = tn_kind_field (row->kind, *fields);

      if (field)
        (field->type == TN_TYPE_NOTE ? tn_record_field_add_text : tn_record_field_add) (group, row, *fields);
    }
}
