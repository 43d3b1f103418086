/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "tn-lines.h"

#define LINE_KEY "tungnha-line"

struct _TnLines {
  GMainContext *context;
  GQueue idle;                  /* TnLine*; longest first */
  guint idle_most, idle_s, most, count;
  GSource *due;                 /* when the longest has idled for too long; NULL when none does */
};

struct _TnLine {
  TnLines *lines;               /* a reference; NULL once it has ended */
  GSocket *socket;
  GList *link;                  /* in lines->idle, or NULL */
  gint64 since_us;
  gboolean shut;
};

static void
clear_due (TnLines *lines)
{
  if (lines->due) g_source_destroy (lines->due);
  g_clear_pointer (&lines->due, g_source_unref);
}

static gboolean
due_cb (gpointer user_data)
{
  TnLines *lines = user_data;
  gint64 before_us = g_get_monotonic_time () - (gint64) lines->idle_s * G_USEC_PER_SEC;
  for (TnLine *line; (line = g_queue_peek_head (&lines->idle)) && line->since_us <= before_us;) tn_line_shut (line);
  if (lines->idle.length) return G_SOURCE_CONTINUE;
  clear_due (lines);
  return G_SOURCE_REMOVE;
}

/* Once a second is enough, and costs nothing while none idles. */
static void
watch (TnLines *lines)
{
  if (lines->due) return;
  lines->due = g_timeout_source_new_seconds (1);
  g_source_set_callback (lines->due, due_cb, lines, NULL);
  g_source_attach (lines->due, lines->context);
}

TnLines *
tn_lines_new (guint idle_most, guint idle_s, guint most)
{
  TnLines *lines = g_rc_box_new0 (TnLines);
  lines->context = g_main_context_ref_thread_default ();
  lines->idle_most = idle_most;
  lines->idle_s = idle_s;
  lines->most = most;
  return lines;
}

void
tn_lines_free (TnLines *lines)
{
  if (!lines) return;
  while (lines->idle.head) tn_line_set_busy (lines->idle.head->data);
  clear_due (lines);
  g_clear_pointer (&lines->context, g_main_context_unref);
  g_rc_box_release (lines);
}

static void
clear_line (gpointer data)
{
  TnLine *line = data;
  g_clear_object (&line->socket);
}

void
tn_line_unref (TnLine *line)
{
  g_rc_box_release_full (line, clear_line);
}

static void
line_ended (gpointer data)
{
  TnLine *line = data;
  tn_line_set_busy (line);
  line->lines->count--;
  g_clear_pointer (&line->lines, g_rc_box_release);
  g_clear_object (&line->socket);
  tn_line_unref (line);
}

void
tn_lines_add (TnLines *lines, GSocketAddress *remote, GSocket *socket)
{
  TnLine *line = g_rc_box_new0 (TnLine);
  line->lines = g_rc_box_acquire (lines);
  line->socket = g_object_ref (socket);
  lines->count++;
  g_object_set_data_full (G_OBJECT (remote), LINE_KEY, line, line_ended);
  tn_line_set_idle (line);
  if (tn_lines_are_too_many (lines)) tn_lines_shut_longest_idle (lines, line);
}

gboolean
tn_lines_are_too_many (TnLines *lines)
{
  return lines->count > lines->most;
}

guint
tn_lines_count_idle (TnLines *lines)
{
  return lines->idle.length;
}

gboolean
tn_lines_shut_longest_idle (TnLines *lines, const TnLine *but)
{
  TnLine *line = g_queue_peek_head (&lines->idle);
  if (!line || line == but) return FALSE;
  tn_line_shut (line);
  return TRUE;
}

TnLine *
tn_line_of_address (GSocketAddress *remote)
{
  TnLine *line = g_object_get_data (G_OBJECT (remote), LINE_KEY);
  return line ? g_rc_box_acquire (line) : NULL;
}

TnLine *
tn_line_of (SoupServerMessage *message)
{
  GSocketAddress *remote = soup_server_message_get_remote_address (message);
  return remote ? tn_line_of_address (remote) : NULL;
}

void
tn_line_set_busy (TnLine *line)
{
  if (line->link) g_queue_delete_link (&line->lines->idle, g_steal_pointer (&line->link));
}

void
tn_line_set_idle (TnLine *line)
{
  TnLines *lines = line->lines;
  tn_line_set_busy (line);
  if (!lines || !lines->context || line->shut) return;
  line->since_us = g_get_monotonic_time ();
  g_queue_push_tail (&lines->idle, line);
  line->link = lines->idle.tail;
  watch (lines);
  if (lines->idle.length > lines->idle_most) tn_lines_shut_longest_idle (lines, NULL);
}

void
tn_line_shut (TnLine *line)
{
  tn_line_set_busy (line);
  line->shut = TRUE;
  if (line->socket) g_socket_shutdown (line->socket, TRUE, TRUE, NULL);   /* fails only if it is shut already */
}
