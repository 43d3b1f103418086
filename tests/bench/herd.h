/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once
#include <gio/gio.h>
#include "fake-laptop.h"
G_BEGIN_DECLS

/* herd, in parts. The counts are the issue's. */
#define HERD_WARDS 168u
#define HERD_LAPTOPS 10000u
#define HERD_WINDOW_S (30 * 60)      /* in which all of them return */
#define HERD_SETS 24u                /* of the edits that a laptop brings, on records that are its own to edit … */
#define HERD_CREATIONS 6u            /* … and new households */
#define HERD_EDITS (HERD_SETS + HERD_CREATIONS)
#define HERD_ROWS 300                /* that others have written since the laptop was last here */
#define HERD_RECORDS 2000u           /* a ward, at least: 60 laptops edit 24 each, and what they are behind by is written on others */

typedef struct { char code[8]; GMutex lock; GArray *heads; /* lock; TnCursor of the newest commits, rising */ } HerdWard;

typedef enum { HERD_CONNECT, HERD_SESSION, HERD_PUSH, HERD_PULL, HERD_LEAVE, HERD_WHOLE, HERD_STEPS } HerdStep;

typedef struct {
  District *district;
  guint records;                     /* of each ward before the herd comes */
  HerdWard wards[HERD_WARDS];
  GArray *stamps;                    /* TnStamp each record was made with: the wards are alike */
  Laptop *laptops[HERD_LAPTOPS];     /* laptop i is of ward i % HERD_WARDS */
  guint played;
  GTlsDatabase *anchors;
  guint16 port;
  GMutex lock;
  GArray *ms[HERD_STEPS];            /* lock; double, one a laptop */
  guint64 lines, bytes_up, bytes_down;   /* lock; of pages; of HTTP bodies */
  guint errors;                      /* lock */
} Herd;

/* herd-wards.c: fills the depot through the desk: the wards, the laptops' devices, and what each laptop is behind by. */
void herd_fill (Herd *herd);
/* What laptop i brings. Owned. */
GBytes *herd_batch (Herd *herd, guint i);
/* The newest cursor of the ward that is at least HERD_ROWS behind. */
TnCursor herd_cursor_behind (HerdWard *ward);
void herd_note_head (HerdWard *ward, const char *cursor);
/* Are the records, and the numbers that the wards gave out, exactly what was sent? */
gboolean herd_is_whole (Herd *herd);

/* herd-line.c: one HTTPS connection, blocking. libsoup would cost more here than the server does, on the same cores. */
typedef struct _HerdLine HerdLine;
HerdLine *herd_line_open (GTlsDatabase *anchors, guint16 port, GError **error);      /* after the handshake */
/* FALSE = no answer. */
gboolean herd_line_call (HerdLine *line, const TnCall *call, TnAnswer *answer, GError **error);
gboolean herd_line_close (HerdLine *line, GError **error);                           /* frees it, either way */

/* herd-play.c: laptops come at random moments, so many a second, whether the server is ready for them or not. Returns the seconds until the last had left. */
double herd_play (Herd *herd, double seconds, double per_second);
G_END_DECLS
