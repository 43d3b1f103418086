/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once
#include <gio/gio.h>
G_BEGIN_DECLS

/* The program's settings, one object for the process; NULL when the schema is not installed (a bare build folder): the
 * program then runs with its defaults and remembers nothing. Borrowed. Main thread. */
GSettings *tn_settings_get (void);
G_END_DECLS
