/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once
#include "tn-copy.h"
G_BEGIN_DECLS

/* The id under which two laptops that write down the same thing offline write one record. name: what makes it that thing ("zone:<area>:…"). *row gets the
 * record that is there already, live, else NULL (owned): then *id is free. Who deleted it and writes it down again gets a fresh id, for a tombstone stays.
 * FALSE with error when the copy could not be read. */
gboolean tn_same_id (TnCopy *copy, const char *name, TnId *id, TnRow **row, GError **error);
G_END_DECLS
