/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once
#include <libsoup/soup.h>
G_BEGIN_DECLS

/* The lines of a SoupServer, and how long they may idle. libsoup tells of a request and not of a line: one that has had its answer is not heard of again before the
 * first byte of the next request, and nothing ends it. So each is kept account of from its handshake to its end. A line without a request whose headers
 * are here idles; of so many that idle, and after so long, the one that has done so the longest is shut. Of one thread. */
typedef struct _TnLines TnLines;
typedef struct _TnLine TnLine;
/* Of the context that is the thread's default. `most`: lines open at all. */
TnLines *tn_lines_new (guint idle_most, guint idle_s, guint most);
/* Lines that are left go on unwatched. NULL is fine. */
void tn_lines_free (TnLines *lines);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (TnLines, tn_lines_free)
/* A new one, which idles. It ends with `remote`, the address that libsoup is given for it and no other. */
void tn_lines_add (TnLines *lines, GSocketAddress *remote, GSocket *socket);
gboolean tn_lines_are_too_many (TnLines *lines);
/* FALSE = none idles but `but` (NULL = no exception). */
gboolean tn_lines_shut_longest_idle (TnLines *lines, const TnLine *but);
guint tn_lines_count_idle (TnLines *lines);

/* A reference, which may outlive the line. NULL = it was never added. */
TnLine *tn_line_of_address (GSocketAddress *remote);
TnLine *tn_line_of (SoupServerMessage *message);
void tn_line_unref (TnLine *line);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (TnLine, tn_line_unref)
/* From now on; one that ended or was shut does neither. */
void tn_line_set_idle (TnLine *line);
void tn_line_set_busy (TnLine *line);
/* At once, in whatever state it is. */
void tn_line_shut (TnLine *line);
G_END_DECLS
