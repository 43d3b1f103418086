/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once
#include "tn-schema.h"

/* Sets TN_ERROR_INVALID with the field's name and what is wrong, so that one line of a form or an import list says
 * enough. Always FALSE. */
gboolean tn_field_refuse (const TnField *field, GError **error, const char *why);
/* Could it be the code of a choice that a district added? Only of a field with TN_FIELD_MORE. */
gboolean tn_field_is_code (const TnField *field, const char *text);
