/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once
#include "fake-laptop.h"
G_BEGIN_DECLS

/* The workload of the district's figures: a ward's first upload and later edits, packed already, so that only the server is measured. */
#define UPLOAD_WARD "26734"
#define UPLOAD_PER_BATCH 1000
double seconds_since (gint64 start);
/* Bodies of pushes (GBytes): households with four people each. */
GPtrArray *make_upload (Laptop *laptop, guint records);
/* Of random households of that upload: a telephone number each. Reads the stamps at the desk. */
GPtrArray *make_edits (Laptop *laptop, guint edits, guint records);
/* Seconds until all are taken, whole. */
double send_all (Laptop *laptop, const char *ward, GPtrArray *bodies);
G_END_DECLS
