/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once
#include "tn-round.h"
G_BEGIN_DECLS

/* Shared by the files of rounds. */
/* "Khu phố 1, Hẻm 45, Nguyễn Thông"; any may be NULL. "" when all are empty. Owned. */
char *tn_round_make_name (const char *area, const char *street, const char *alley);
/* A whole number of a record; 0 when absent or negative. */
guint tn_round_read_uint (const TnRow *row, const char *field);
G_END_DECLS
