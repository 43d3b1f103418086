/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once
#include <gio/gio.h>
G_BEGIN_DECLS

/* A line between a laptop and a district on this machine that is slow, far and breaks: a relay of bytes in a thread of its own. What it lets through it counts. */
typedef struct {
  guint rate;                    /* bytes a second, each way; 0 = the near line is as slow as it is by itself */
  guint latency_ms;              /* one way */
  guint cut_min, cut_max;        /* a connection is reset after so many bytes of both ways, at random; cut_max 0 = never */
  guint32 seed;
} SlowLineRules;
/* Bytes of TCP that arrived. */
typedef struct { guint64 up, down; guint connections, cuts; } SlowLineCount;
typedef struct _SlowLine SlowLine;
/* Listens on a free port of this address, and hands on to this port of 127.0.0.1. */
SlowLine *slow_line_new (const char *at, guint16 to_port);
void slow_line_free (SlowLine *line);
char *slow_line_url (SlowLine *line);                       /* owned */
/* Of connections from now on; the seed begins anew. */
void slow_line_set (SlowLine *line, const SlowLineRules *rules);
/* What went over it since the last call. No connection may be under way. */
SlowLineCount slow_line_take (SlowLine *line);
G_END_DECLS
