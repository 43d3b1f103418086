/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once
#include <glib.h>
G_BEGIN_DECLS

/* The program tungnha-district: a table of subcommands. Returns the exit code: 0 only when done, 1 with a message on standard error, 2 when
 * it was called wrongly. With --json one JSON document stands on standard output, also when it failed (member `error`). */
int tn_district_main (int argc, char **argv);
G_END_DECLS
