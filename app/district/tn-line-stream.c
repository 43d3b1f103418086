/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "tn-line-stream.h"

/* ---- what comes in ---- */

G_DECLARE_FINAL_TYPE (TnLineInput, tn_line_input, TN, LINE_INPUT, GFilterInputStream)
typedef struct _TnLineStream TnLineStream;
struct _TnLineInput { GFilterInputStream parent_instance; TnLineStream *line; /* NULL once it is gone */ };
static void line_has_ended (TnLineStream *line);
static void tn_line_input_pollable_init (GPollableInputStreamInterface *iface);
G_DEFINE_FINAL_TYPE_WITH_CODE (TnLineInput, tn_line_input, G_TYPE_FILTER_INPUT_STREAM, G_IMPLEMENT_INTERFACE (G_TYPE_POLLABLE_INPUT_STREAM, tn_line_input_pollable_init))

static GInputStream *
base_of (gpointer stream)
{
  return g_filter_input_stream_get_base_stream (G_FILTER_INPUT_STREAM (stream));
}

static gssize
line_read (GInputStream *stream, void *buffer, gsize len, GCancellable *cancellable, GError **error)
{
  return g_input_stream_read (base_of (stream), buffer, len, cancellable, error);
}

static gboolean
line_is_readable (GPollableInputStream *stream)
{
  return g_pollable_input_stream_is_readable (G_POLLABLE_INPUT_STREAM (base_of (stream)));
}

static GSource *
line_create_source (GPollableInputStream *stream, GCancellable *cancellable)
{
  g_autoptr (GSource) base = g_pollable_input_stream_create_source (G_POLLABLE_INPUT_STREAM (base_of (stream)), cancellable);
  return g_pollable_source_new_full (stream, base, NULL);
}

static gssize
line_read_nonblocking (GPollableInputStream *stream, void *buffer, gsize len, GError **error)
{
  TnLineInput *input = TN_LINE_INPUT (stream);
  GError *local = NULL;
  gssize n = g_pollable_input_stream_read_nonblocking (G_POLLABLE_INPUT_STREAM (base_of (stream)), buffer, len, NULL, &local);
  if (n <= 0 && len && input->line && !g_error_matches (local, G_IO_ERROR, G_IO_ERROR_WOULD_BLOCK)) line_has_ended (input->line);
  if (local) g_propagate_error (error, local);
  return n;
}

static void
tn_line_input_init (TnLineInput *input)
{
}

static void
tn_line_input_class_init (TnLineInputClass *klass)
{
  G_INPUT_STREAM_CLASS (klass)->read_fn = line_read;
}

static void
tn_line_input_pollable_init (GPollableInputStreamInterface *iface)
{
  iface->is_readable = line_is_readable;
  iface->create_source = line_create_source;
  iface->read_nonblocking = line_read_nonblocking;
}

/* ---- both ways ---- */

G_DECLARE_FINAL_TYPE (TnLineStream, tn_line_stream, TN, LINE_STREAM, GIOStream)
struct _TnLineStream { GIOStream parent_instance; GIOStream *base; /* NULL once it has ended */ TnLineInput *input; GOutputStream *output; GSource *end; };
G_DEFINE_FINAL_TYPE (TnLineStream, tn_line_stream, G_TYPE_IO_STREAM)

static GInputStream *
get_input (GIOStream *stream)
{
  return G_INPUT_STREAM (TN_LINE_STREAM (stream)->input);
}

static GOutputStream *
get_output (GIOStream *stream)
{
  return TN_LINE_STREAM (stream)->output;
}

static gboolean
close_both (GIOStream *stream, GCancellable *cancellable, GError **error)
{
  TnLineStream *line = TN_LINE_STREAM (stream);
  return !line->base || g_io_stream_close (line->base, cancellable, error);
}

static gboolean
end_cb (gpointer user_data)
{
  TnLineStream *line = user_data;
  g_clear_pointer (&line->end, g_source_unref);
  if (!g_io_stream_is_closed (G_IO_STREAM (line))) g_io_stream_close (G_IO_STREAM (line), NULL, NULL);   /* there is nobody left to tell */
  g_clear_object (&line->base);
  return G_SOURCE_REMOVE;
}

/* Not at once: who reads is still at work with it. */
static void
line_has_ended (TnLineStream *line)
{
  if (line->end || !line->base) return;
  line->end = g_idle_source_new ();
  g_source_set_callback (line->end, end_cb, g_object_ref (line), g_object_unref);
  g_source_attach (line->end, g_main_context_get_thread_default ());
}

static void
tn_line_stream_finalize (GObject *object)
{
  TnLineStream *stream = TN_LINE_STREAM (object);
  stream->input->line = NULL;
  g_clear_object (&stream->input);
  g_clear_object (&stream->output);
  g_clear_object (&stream->base);
  G_OBJECT_CLASS (tn_line_stream_parent_class)->finalize (object);
}

static void
tn_line_stream_init (TnLineStream *stream)
{
}

static void
tn_line_stream_class_init (TnLineStreamClass *klass)
{
  GIOStreamClass *io = G_IO_STREAM_CLASS (klass);
  G_OBJECT_CLASS (klass)->finalize = tn_line_stream_finalize;
  io->get_input_stream = get_input;
  io->get_output_stream = get_output;
  io->close_fn = close_both;
}

GIOStream *
tn_line_stream_new (GIOStream *base)
{
  TnLineStream *stream = g_object_new (tn_line_stream_get_type (), NULL);
  stream->base = g_object_ref (base);
  stream->output = g_object_ref (g_io_stream_get_output_stream (base));
  stream->input = g_object_new (tn_line_input_get_type (), "base-stream", g_io_stream_get_input_stream (base), "close-base-stream", FALSE, NULL);
  stream->input->line = stream;
  return G_IO_STREAM (stream);
}
