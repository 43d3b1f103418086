/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once
#include "tn-schema.h"

/* Sets TN_ERROR_INVALID with the field's name and what is wrong, so that one line of a form or an import list says
 * enough. Always FALSE. */
gboolean tn_field_refuse (const TnField *field, GError **error, const char *why);
