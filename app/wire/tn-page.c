/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Both ends bound what the other can make them spend: the writer's frames fit a small window, and the reader refuses a larger
 * window, more output than allowed, a cut frame and anything behind it. */
#include "tn-page.h"
#include "tn-wire-private.h"
#include <glib/gi18n.h>
#include <zstd.h>

#define WINDOW_LOG_MAX 23           /* 8 MiB: what level 3 needs for the largest page, and no more */
#define SMALL_LEVEL 3
#define CHUNK (64u * 1024)
#define LONGEST_LINE (TN_LIMIT_LINE + 64)

struct _TnPageWriter {
  GString *text;
  guint count;
  int level;
  gboolean dict;
};

static gboolean
set_corrupt (GError **error)
{
  g_set_error_literal (error, TN_ERROR, TN_ERROR_CORRUPT,
    _("What was received is cut off or damaged. Nothing of it was used, and nothing is lost. Reconcile again."));
  return FALSE;
}

static gboolean
set_too_large (GError **error)
{
  g_set_error_literal (error, TN_ERROR, TN_ERROR_TOO_LARGE,
    _("What was received is larger than this program takes. Nothing of it was used. Tell your district office."));
  return FALSE;
}

TnPageWriter *
tn_page_writer_new (int zstd_level)
{
  TnPageWriter *w = g_new0 (TnPageWriter, 1);
  w->text = g_string_sized_new (CHUNK);
  w->level = zstd_level;
  return w;
}

void
tn_page_writer_free (TnPageWriter *w)
{
  if (!w) return;
  g_string_free (w->text, TRUE);
  g_free (w);
}

void
tn_page_writer_use_dict (TnPageWriter *w)
{
  w->dict = TRUE;
}

void
tn_page_writer_line (TnPageWriter *w, const char *line, gsize len)
{
  g_string_append_len (w->text, line, (gssize) len);
  g_string_append_c (w->text, '\n');
  w->count++;
}

/* Decimal digits without printf: this runs once per record sent. */
static void
append_number (GString *text, gint64 n)
{
  char digits[20];
  gsize at = sizeof digits;
  do digits[--at] = (char) ('0' + n % 10); while (n /= 10);
  g_string_append_len (text, digits + at, (gssize) (sizeof digits - at));
}

void
tn_page_writer_record (TnPageWriter *w, gint64 seq, const char *line, gsize len)
{
  g_return_if_fail (seq >= 0 && len > 2 && line[0] == '{');
  g_string_append_len (w->text, "{\"q\":", 5);
  append_number (w->text, seq);
  g_string_append_c (w->text, ',');
  tn_page_writer_line (w, line + 1, len - 1);
}

gsize
tn_page_writer_size (TnPageWriter *w)
{
  return w->text->len;
}

guint
tn_page_writer_count (TnPageWriter *w)
{
  return w->count;
}

TnSlice
tn_page_writer_end_text (TnPageWriter *w, const char *end_members)
{
  g_string_append_printf (w->text, "{\"end\":{%s}}\n", end_members);
  return (TnSlice) { w->text->str, w->text->len };
}

GBytes *
tn_page_writer_end (TnPageWriter *w, const char *end_members, GError **error)
{
  TnSlice text = tn_page_writer_end_text (w, end_members);
  return w->dict ? tn_page_deflate_small (text.p, text.len, error) : tn_page_deflate (text.p, text.len, w->level, error);
}

static gboolean
set_zstd_error (gsize code, GError **error)
{
  g_set_error (error, TN_ERROR, TN_ERROR_FAILED, _("The data could not be compressed (%s). Nothing was sent, and nothing is lost. Try again."),
               ZSTD_getErrorName (code));
  return FALSE;
}

static GBytes *
deflate (const void *data, gsize len, int level, TnSlice dict, GError **error)
{
  gsize bound = ZSTD_compressBound (len);
  g_autofree guint8 *out = g_malloc (bound);
  ZSTD_CCtx *zstd = ZSTD_createCCtx ();
  gsize n = ZSTD_CCtx_setParameter (zstd, ZSTD_c_compressionLevel, level);
  if (!ZSTD_isError (n)) n = ZSTD_CCtx_setParameter (zstd, ZSTD_c_checksumFlag, 1);
  if (!ZSTD_isError (n)) n = ZSTD_CCtx_setParameter (zstd, ZSTD_c_windowLog, level > 3 ? WINDOW_LOG_MAX : 0);
  if (!ZSTD_isError (n) && dict.len) n = ZSTD_CCtx_refPrefix (zstd, dict.p, dict.len);
  if (!ZSTD_isError (n)) n = ZSTD_compress2 (zstd, out, bound, data, len);
  ZSTD_freeCCtx (zstd);
  if (ZSTD_isError (n)) {
    set_zstd_error (n, error);
    return NULL;
  }
  return g_bytes_new_take (g_realloc (g_steal_pointer (&out), n), n);
}

GBytes *
tn_page_deflate (const void *data, gsize len, int level, GError **error)
{
  return deflate (data, len, level, (TnSlice) { NULL, 0 }, error);
}

GBytes *
tn_page_deflate_small (const void *data, gsize len, GError **error)
{
  return deflate (data, len, SMALL_LEVEL, tn_page_dict (), error);
}

/* Inflates into `out` until the frame ends. TRUE when it ended with the last byte of the input. */
static gboolean
inflate_frame (ZSTD_DStream *zstd, GBytes *body, GByteArray *out, gsize max, GError **error)
{
  gsize size, filled = 0, left;
  const void *data = g_bytes_get_data (body, &size);
  ZSTD_inBuffer in = { .src = data, .size = size };
  do {
    /* one byte over the limit tells a bomb from a page that just fits */
    if (filled == out->len) g_byte_array_set_size (out, (guint) MIN (max + 1, MAX ((gsize) out->len * 2, CHUNK)));
    ZSTD_outBuffer to = { .dst = out->data + filled, .size = out->len - filled };
    left = ZSTD_decompressStream (zstd, &to, &in);
    if (ZSTD_isError (left)) return set_corrupt (error);
    if (to.pos == 0 && left && in.pos == in.size) return set_corrupt (error);
    filled += to.pos;
    if (filled > max) return set_too_large (error);
  } while (left);
  g_byte_array_set_size (out, (guint) filled);
  return in.pos == in.size || set_corrupt (error);
}

GBytes *
tn_page_inflate (GBytes *body, gsize max_inflated, GError **error)
{
  g_return_val_if_fail (max_inflated < G_MAXUINT / 2, NULL);
  gsize size;
  const void *data = g_bytes_get_data (body, &size);
  unsigned long long stated = size ? ZSTD_getFrameContentSize (data, size) : ZSTD_CONTENTSIZE_ERROR;
  if (stated == ZSTD_CONTENTSIZE_ERROR) {
    set_corrupt (error);
    return NULL;
  }
  if (stated != ZSTD_CONTENTSIZE_UNKNOWN && stated > max_inflated) {
    set_too_large (error);
    return NULL;
  }
  /* with room for all of it, zstd inflates in place and keeps no window of its own */
  g_autoptr (GByteArray) out = g_byte_array_new ();
  if (stated != ZSTD_CONTENTSIZE_UNKNOWN) g_byte_array_set_size (out, (guint) stated);
  ZSTD_DStream *zstd = ZSTD_createDStream ();
  ZSTD_DCtx_setParameter (zstd, ZSTD_d_windowLogMax, WINDOW_LOG_MAX);
  ZSTD_DCtx_refPrefix (zstd, tn_page_dict ().p, tn_page_dict ().len);   /* a frame that was made without refers to nothing in it */
  gboolean whole = inflate_frame (zstd, body, out, max_inflated, error);
  ZSTD_freeDStream (zstd);
  return whole ? g_byte_array_free_to_bytes (g_steal_pointer (&out)) : NULL;
}

static gboolean
read_end (TnSlice line, guint count, TnSlice *end)
{
  gint64 said;
  if (tn_json_check (line) != TN_JSON_OBJECT) return FALSE;
  *end = tn_json_member (line, "end");
  return tn_json_type (*end) == TN_JSON_OBJECT && tn_json_get_int (tn_json_member (*end, "count"), &said) && said == count;
}

gboolean
tn_page_reader_init (TnPageReader *r, GBytes *inflated, GError **error)
{
  gsize size;
  const char *p = g_bytes_get_data (inflated, &size);
  *r = (TnPageReader) { .p = p };
  if (size == 0 || p[size - 1] != '\n') return set_corrupt (error);
  const char *stop = p + size;
  for (const char *newline; p < stop; p = newline + 1) {
    newline = memchr (p, '\n', (gsize) (stop - p));
    if (newline + 1 == stop) break;
    if (newline == p) return set_corrupt (error);
    if (newline - p > LONGEST_LINE) return set_too_large (error);
    r->count++;
  }
  r->stop = p;
  return read_end ((TnSlice) { p, (gsize) (stop - p) - 1 }, r->count, &r->end) || set_corrupt (error);
}

gboolean
tn_page_reader_next (TnPageReader *r, TnSlice *line)
{
  if (r->p >= r->stop) return FALSE;
  const char *newline = memchr (r->p, '\n', (gsize) (r->stop - r->p));
  *line = (TnSlice) { r->p, (gsize) (newline - r->p) };
  r->p = newline + 1;
  return TRUE;
}
