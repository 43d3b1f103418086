/* SPDX-License-Identifier: GPL-3.0-or-later */
/* XLS (BIFF5 and BIFF8): libgsf opens the container, the records inside are read here. freexl 1.0.6 crashes on about one in a thousand damaged
 * files and does not tell fonts, without which .VnTimeH capitals are lost. Every length is checked against its record; nothing is trusted. */
#include "tn-table-private.h"
#include <gsf/gsf.h>
#include <glib/gi18n.h>
#include <math.h>
#include <string.h>

G_DEFINE_AUTOPTR_CLEANUP_FUNC (GsfInput, g_object_unref)
G_DEFINE_AUTOPTR_CLEANUP_FUNC (GsfInfile, g_object_unref)

#define MAX_STYLES 100000
#define MAX_SHARED 1048576
#define MAX_STRING 32767

enum { REC_FORMULA = 0x06, REC_EOF = 0x0a, REC_DATEMODE = 0x22, REC_FILEPASS = 0x2f, REC_FONT = 0x31, REC_CONTINUE = 0x3c, REC_BOUNDSHEET = 0x85,
       REC_MULRK = 0xbd, REC_RSTRING = 0xd6, REC_XF = 0xe0, REC_MERGED = 0xe5, REC_SST = 0xfc, REC_LABELSST = 0xfd, REC_NUMBER = 0x203,
       REC_LABEL = 0x204, REC_BOOLERR = 0x205, REC_STRING = 0x207, REC_RK = 0x27e, REC_FORMAT = 0x41e, REC_BOF = 0x809 };

typedef struct { guint16 font, format; } Style;
typedef struct { char *name; guint32 position; gboolean skip; } SheetRef;
typedef struct {
  TnTableBuilder *b;
  GsfInput *stream;
  gboolean biff8;
  guint16 type, len;            /* of the current record */
  guint8 data[G_MAXUINT16 + 1];
  GPtrArray *sheets;
  GArray *fonts, *styles;       /* guint8, Style */
  GHashTable *date_formats;
  GArray *shared;               /* const char * */
  /* a formula whose text follows in a STRING record */
  gboolean waiting;
  guint16 waiting_row, waiting_column, waiting_style;
} Xls;

static guint
u16 (const guint8 *p)
{
  return p[0] | (guint) p[1] << 8;
}

static guint32
u32 (const guint8 *p)
{
  return u16 (p) | (guint32) u16 (p + 2) << 16;
}

static double
f64 (const guint8 *p)
{
  guint64 bits = u32 (p) | (guint64) u32 (p + 4) << 32;
  double number;
  memcpy (&number, &bits, sizeof number);
  return number;
}

static void
free_sheet_ref (gpointer data)
{
  SheetRef *ref = data;
  g_free (ref->name);
  g_free (ref);
}

/* FALSE with error at the stream's end: every substream closes with EOF, so an end inside one means that the file was cut. */
static gboolean
read_record (Xls *x, GError **error)
{
  guint8 head[4];
  if (gsf_input_read (x->stream, 4, head) == NULL)
    {
      tn_table_error_damaged (error);
      return FALSE;
    }
  x->type = (guint16) u16 (head);
  x->len = (guint16) u16 (head + 2);
  if (x->len > 0 && gsf_input_read (x->stream, x->len, x->data) == NULL)
    {
      tn_table_error_damaged (error);
      return FALSE;
    }
  return TRUE;
}

static void
append_units (GString *out, const guint8 *p, guint n, gboolean wide)
{
  for (guint i = 0; i < n; i++)
    {
      gunichar c = wide ? u16 (p + 2 * i) : p[i];
      if (c >= 0xd800 && c < 0xdc00 && wide && i + 1 < n && (u16 (p + 2 * i + 2) & 0xfc00) == 0xdc00)
        c = 0x10000 + ((c & 0x3ff) << 10) + (u16 (p + 2 * ++i) & 0x3ff);
      if (c != 0)
        g_string_append_unichar (out, c >= 0xd800 && c < 0xe000 ? 0xfffd : c);
    }
}

/* A string with a count of `width` bytes at p, as both versions write it: NULL when it does not fit into the record. Owned. */
static char *
get_string (const Xls *x, const guint8 *p, guint width)
{
  const guint8 *end = x->data + x->len;
  if (end - p < (gssize) width + (x->biff8 ? 1 : 0))
    return NULL;
  guint n = width == 1 ? p[0] : u16 (p);
  gboolean wide = x->biff8 && (p[width] & 1);
  p += width;
  if (x->biff8)
    p += 1 + ((p[0] & 8) ? 2 : 0) + ((p[0] & 4) ? 4 : 0);
  if (n > MAX_STRING || end - p < (gssize) (wide ? 2 * n : n))
    return NULL;
  GString *out = g_string_sized_new (n + 1);
  append_units (out, p, n, wide);
  return g_string_free (out, FALSE);
}

/* ---- shared texts: one record and its continuations, cut anywhere ---- */

typedef struct { Xls *x; const guint8 *p, *end; gboolean failed; } Run;

static gboolean
next_piece (Run *run, GError **error)
{
  if (!read_record (run->x, error))
    return FALSE;
  if (run->x->type != REC_CONTINUE || run->x->len == 0)
    {
      tn_table_error_damaged (error);
      return FALSE;
    }
  run->p = run->x->data;
  run->end = run->p + run->x->len;
  return TRUE;
}

static gboolean
run_bytes (Run *run, guint8 *out, guint n, GError **error)
{
  for (guint i = 0; i < n; i++)
    {
      if (run->p == run->end && !next_piece (run, error))
        return FALSE;
      out[i] = *run->p++;
    }
  return TRUE;
}

static gboolean
run_skip (Run *run, guint64 n, GError **error)
{
  while (n > 0)
    {
      if (run->p == run->end && !next_piece (run, error))
        return FALSE;
      guint64 step = MIN (n, (guint64) (run->end - run->p));
      run->p += step;
      n -= step;
    }
  return TRUE;
}

/* Characters; where a continuation cuts them, it says anew whether they are wide. */
static gboolean
run_characters (Run *run, GString *out, guint n, gboolean wide, GError **error)
{
  while (n > 0)
    {
      if (run->end - run->p < (wide ? 2 : 1))
        {
          if (!next_piece (run, error))
            return FALSE;
          wide = *run->p++ & 1;
          continue;
        }
      guint here = (guint) (run->end - run->p) / (wide ? 2 : 1), take = MIN (here, n);
      append_units (out, run->p, take, wide);
      run->p += take * (wide ? 2 : 1);
      n -= take;
    }
  return TRUE;
}

static gboolean
read_shared_text (Run *run, GString *out, GError **error)
{
  guint8 head[3], more[4];
  guint runs = 0;
  guint32 extra = 0;
  g_string_truncate (out, 0);
  if (!run_bytes (run, head, 3, error))
    return FALSE;
  if ((head[2] & 8) && run_bytes (run, more, 2, error))
    runs = u16 (more);
  if ((head[2] & 4) && run_bytes (run, more, 4, error))
    extra = u32 (more);
  return (error == NULL || *error == NULL) && run_characters (run, out, u16 (head), head[2] & 1, error) &&
         run_skip (run, runs * G_GUINT64_CONSTANT (4) + extra, error);
}

static gboolean
read_shared (Xls *x, GError **error)
{
  g_autoptr (GString) text = g_string_new (NULL);
  if (x->len < 8)
    {
      tn_table_error_damaged (error);
      return FALSE;
    }
  guint32 n = u32 (x->data + 4);
  Run run = { .x = x, .p = x->data + 8, .end = x->data + x->len };
  if (n > MAX_SHARED)
    {
      tn_table_error_too_large (error, _("too many different texts"));
      return FALSE;
    }
  for (guint32 i = 0; i < n; i++)
    {
      if (!read_shared_text (&run, text, error))
        return FALSE;
      const char *kept = tn_table_builder_text (x->b, text->str, (gssize) text->len, error);
      if (kept == NULL)
        return FALSE;
      g_array_append_val (x->shared, kept);
    }
  return TRUE;
}

/* ---- the workbook's globals ---- */

static void
add_font (Xls *x)
{
  g_autofree char *name = x->len > 14 ? get_string (x, x->data + 14, 1) : NULL;
  guint8 legacy = name ? (guint8) tn_legacy_of_font (name) : TN_LEGACY_NONE;
  if (x->fonts->len == 4)
    g_array_append_val (x->fonts, legacy);   /* number 4 is never used: Excel counts past it */
  if (x->fonts->len < MAX_STYLES)
    g_array_append_val (x->fonts, legacy);
}

static void
add_format (Xls *x)
{
  g_autofree char *code = x->len > 2 ? get_string (x, x->data + 2, x->biff8 ? 2 : 1) : NULL;
  if (code != NULL && tn_format_code_is_date (code) && g_hash_table_size (x->date_formats) < MAX_STYLES)
    g_hash_table_add (x->date_formats, GUINT_TO_POINTER (u16 (x->data)));
}

static void
add_style (Xls *x)
{
  Style style = { 0, 0 };
  if (x->len >= 4)
    style = (Style) { (guint16) u16 (x->data), (guint16) u16 (x->data + 2) };
  if (x->styles->len < MAX_STYLES)
    g_array_append_val (x->styles, style);
}

static void
add_sheet (Xls *x)
{
  g_autofree char *name = x->len > 6 ? get_string (x, x->data + 6, 1) : NULL;
  if (name == NULL || x->data[5] != 0 || x->sheets->len >= 4 * TN_TABLE_MAX_SHEETS)
    return;
  SheetRef *ref = g_new0 (SheetRef, 1);
  *ref = (SheetRef) { .name = g_steal_pointer (&name), .position = u32 (x->data), .skip = (x->data[4] & 3) != 0 && x->b->only == NULL };
  g_ptr_array_add (x->sheets, ref);
}

static gboolean
read_global (Xls *x, GError **error)
{
  switch (x->type)
    {
    case REC_FILEPASS: tn_table_error_encrypted (error); return FALSE;
    case REC_DATEMODE: x->b->table->date1904 = x->len >= 2 && u16 (x->data) == 1; break;
    case REC_FONT: add_font (x); break;
    case REC_FORMAT: add_format (x); break;
    case REC_XF: add_style (x); break;
    case REC_BOUNDSHEET: add_sheet (x); break;
    case REC_SST: return read_shared (x, error);
    default: break;
    }
  return TRUE;
}

static gboolean
read_globals (Xls *x, GError **error)
{
  if (!read_record (x, error))
    return FALSE;
  guint version = x->len >= 2 ? u16 (x->data) : 0;
  if (x->type != REC_BOF || (version != 0x500 && version != 0x600))
    {
      tn_table_error_damaged (error);
      return FALSE;
    }
  x->biff8 = version == 0x600;
  while (read_record (x, error))
    {
      if (x->type == REC_EOF)
        return TRUE;
      if (!read_global (x, error))
        return FALSE;
    }
  return FALSE;
}

/* ---- cells ---- */

static guint8
get_font (const Xls *x, guint style)
{
  guint font = style < x->styles->len ? g_array_index (x->styles, Style, style).font : 0;
  return font < x->fonts->len ? g_array_index (x->fonts, guint8, font) : TN_LEGACY_NONE;
}

static gboolean
put_number (Xls *x, guint row, guint column, guint style, double number, GError **error)
{
  guint format = style < x->styles->len ? g_array_index (x->styles, Style, style).format : 0;
  gboolean date = tn_format_id_is_date (format) || g_hash_table_contains (x->date_formats, GUINT_TO_POINTER (format));
  if (!isfinite (number))
    return TRUE;
  return tn_table_builder_put (x->b, row + 1, column, (TnCell) { .number = number, .type = date ? TN_CELL_DATE : TN_CELL_NUMBER }, error);
}

static gboolean
put_text (Xls *x, guint row, guint column, guint style, const char *text, GError **error)
{
  return tn_table_builder_put (x->b, row + 1, column, (TnCell) { .text = text, .type = TN_CELL_TEXT, .font = get_font (x, style) }, error);
}

static gboolean
put_own_text (Xls *x, guint row, guint column, guint style, const guint8 *p, GError **error)
{
  g_autofree char *text = get_string (x, p, 2);
  const char *kept = text ? tn_table_builder_text (x->b, text, -1, error) : NULL;
  if (text == NULL)
    tn_table_error_damaged (error);
  return kept != NULL && put_text (x, row, column, style, kept, error);
}

static double
decode_rk (guint32 rk)
{
  double number;
  if (rk & 2)
    number = (double) ((gint32) rk >> 2);
  else
    {
      guint64 bits = (guint64) (rk & ~3u) << 32;
      memcpy (&number, &bits, sizeof number);
    }
  return rk & 1 ? number / 100 : number;
}

static gboolean
put_rks (Xls *x, GError **error)
{
  guint row = u16 (x->data), column = u16 (x->data + 2);
  for (guint at = 4; at + 6 + 2 <= x->len; at += 6, column++)
    if (!put_number (x, row, column, u16 (x->data + at), decode_rk (u32 (x->data + at + 2)), error))
      return FALSE;
  return TRUE;
}

static gboolean
put_shared (Xls *x, guint row, guint column, guint style, GError **error)
{
  guint32 i = u32 (x->data + 6);
  if (i >= x->shared->len)
    {
      tn_table_error_damaged (error);
      return FALSE;
    }
  return put_text (x, row, column, style, g_array_index (x->shared, const char *, i), error);
}

static gboolean
put_bool (Xls *x, guint row, guint column, gboolean value, GError **error)
{
  return tn_table_builder_put (x->b, row + 1, column, (TnCell) { .number = value, .type = TN_CELL_BOOL }, error);
}

static gboolean
put_formula (Xls *x, guint row, guint column, guint style, GError **error)
{
  const guint8 *result = x->data + 6;
  if (u16 (result + 6) != 0xffff)
    return put_number (x, row, column, style, f64 (result), error);
  if (result[0] == 1)
    return put_bool (x, row, column, result[2] != 0, error);
  x->waiting = result[0] == 0;
  x->waiting_row = (guint16) row;
  x->waiting_column = (guint16) column;
  x->waiting_style = (guint16) style;
  return TRUE;
}

static gboolean
put_waiting (Xls *x, GError **error)
{
  gboolean waiting = x->waiting;
  x->waiting = FALSE;
  return !waiting || put_own_text (x, x->waiting_row, x->waiting_column, x->waiting_style, x->data, error);
}

static gboolean
add_merges (Xls *x, GError **error)
{
  for (guint i = 0, at = 2; x->len >= 2 && i < u16 (x->data) && at + 8 <= x->len; i++, at += 8)
    {
      const guint8 *p = x->data + at;
      TnMerge merge = { u16 (p) + 1, u16 (p + 2) + 1, (guint16) u16 (p + 4), (guint16) u16 (p + 6) };
      if (!tn_table_builder_merge (x->b, merge, error))
        return FALSE;
    }
  return TRUE;
}

static gboolean
read_cell (Xls *x, GError **error)
{
  static const struct { guint16 type, least; } sizes[] = { { REC_LABELSST, 10 }, { REC_LABEL, 8 }, { REC_RSTRING, 8 }, { REC_NUMBER, 14 },
                                                           { REC_RK, 10 }, { REC_MULRK, 12 }, { REC_FORMULA, 14 }, { REC_BOOLERR, 8 } };
  guint least = G_MAXUINT, row = u16 (x->data), column = u16 (x->data + 2), style = u16 (x->data + 4);
  for (gsize i = 0; i < G_N_ELEMENTS (sizes); i++)
    if (sizes[i].type == x->type)
      least = sizes[i].least;
  if (x->len < least)
    return TRUE;   /* another record, or one too short to hold a cell */
  switch (x->type)
    {
    case REC_LABELSST: return put_shared (x, row, column, style, error);
    case REC_LABEL:
    case REC_RSTRING: return put_own_text (x, row, column, style, x->data + 6, error);
    case REC_NUMBER: return put_number (x, row, column, style, f64 (x->data + 6), error);
    case REC_RK: return put_number (x, row, column, style, decode_rk (u32 (x->data + 6)), error);
    case REC_MULRK: return put_rks (x, error);
    case REC_FORMULA: return put_formula (x, row, column, style, error);
    default: return x->data[7] ? TRUE : put_bool (x, row, column, x->data[6] != 0, error);
    }
}

static gboolean
read_sheet (Xls *x, const SheetRef *ref, GError **error)
{
  guint depth = 0;
  if (gsf_input_seek (x->stream, ref->position, G_SEEK_SET))
    {
      tn_table_error_damaged (error);
      return FALSE;
    }
  x->waiting = FALSE;
  while (read_record (x, error))
    {
      gboolean ok = TRUE;
      if (x->type == REC_BOF)
        depth++;   /* a chart inside a sheet is a substream of its own */
      else if (x->type == REC_EOF && --depth == 0)
        return TRUE;
      else if (depth == 0 || depth > 16)
        {
          tn_table_error_damaged (error);
          return FALSE;
        }
      else if (depth == 1)
        ok = x->type == REC_MERGED ? add_merges (x, error) : x->type == REC_STRING ? put_waiting (x, error) : read_cell (x, error);
      if (!ok)
        return FALSE;
    }
  return FALSE;
}

static gboolean
read_sheets (Xls *x, GError **error)
{
  for (guint i = 0; i < x->sheets->len; i++)
    {
      const SheetRef *ref = g_ptr_array_index (x->sheets, i);
      g_autoptr (GError) local = NULL;
      if (ref->skip)
        continue;
      if (tn_table_builder_sheet (x->b, ref->name, &local) && !read_sheet (x, ref, &local))
        g_assert (local != NULL);
      if (local != NULL)
        {
          g_propagate_error (error, g_steal_pointer (&local));
          return FALSE;
        }
    }
  return TRUE;
}

static gboolean
read_stream (TnTableBuilder *b, GsfInput *stream, GError **error)
{
  g_autofree Xls *x = g_new0 (Xls, 1);
  *x = (Xls) { .b = b, .stream = stream };
  x->sheets = g_ptr_array_new_with_free_func (free_sheet_ref);
  x->fonts = g_array_new (FALSE, FALSE, sizeof (guint8));
  x->styles = g_array_new (FALSE, FALSE, sizeof (Style));
  x->date_formats = g_hash_table_new (NULL, NULL);
  x->shared = g_array_new (FALSE, FALSE, sizeof (const char *));
  gboolean ok = read_globals (x, error) && read_sheets (x, error);
  g_array_unref (x->shared);
  g_hash_table_unref (x->date_formats);
  g_array_unref (x->styles);
  g_array_unref (x->fonts);
  g_ptr_array_unref (x->sheets);
  return ok;
}

static gboolean
has_child (GsfInfile *ole, const char *name)
{
  g_autoptr (GsfInput) child = gsf_infile_child_by_name (ole, name);
  return child != NULL;
}

gboolean
tn_xls_read (TnTableBuilder *b, GBytes *data, GError **error)
{
  gsize n;
  const guint8 *p = g_bytes_get_data (data, &n);
  g_autoptr (GsfInput) input = gsf_input_memory_new (p, (gsf_off_t) n, FALSE);
  g_autoptr (GsfInfile) ole = gsf_infile_msole_new (input, NULL);
  if (ole == NULL)
    {
      tn_table_error_damaged (error);
      return FALSE;
    }
  if (has_child (ole, "EncryptedPackage"))
    {
      tn_table_error_encrypted (error);
      return FALSE;
    }
  g_autoptr (GsfInput) stream = gsf_infile_child_by_name (ole, "Workbook");
  if (stream == NULL)
    stream = gsf_infile_child_by_name (ole, "Book");
  if (stream != NULL)
    return read_stream (b, stream, error);
  g_set_error_literal (error, TN_ERROR, TN_ERROR_UNSUPPORTED,
                       _("The file is an archive or a document, not a spreadsheet. Nothing was imported. Choose an .xlsx, .xls or .csv file."));
  return FALSE;
}
