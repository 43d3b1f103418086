/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once
#include "tn-record-page.h"
#include "tn-row.h"
G_BEGIN_DECLS

/* What a record holds, on its page: each field under the name that the schema gives it. Where the field holds nothing, nothing is added. Main thread. */

/* "Telephone   028 …" */
void tn_record_field_add (AdwPreferencesGroup *group, const TnRow *row, const char *field);
/* A text of many lines in a row of its own, under its name. */
void tn_record_field_add_text (AdwPreferencesGroup *group, const TnRow *row, const char *field);
/* Each in the way of its type. `fields` ends with NULL. */
void tn_record_fields_add (AdwPreferencesGroup *group, const TnRow *row, const char *const *fields);
G_END_DECLS
