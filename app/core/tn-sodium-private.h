/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once
#include <glib.h>

/* Starts libsodium once; without it the random bytes are not safe in threads and the hash takes its slowest code.
 * Any thread; cheap after the first call. */
void tn_sodium_ensure (void);
