/* SPDX-License-Identifier: GPL-3.0-or-later */
/* XLSX: a zip of XML parts. The workbook part names the sheets, its relations say which part holds each; texts that cells share stand in one part,
 * fonts and number formats in another. Only what an import needs is read, and nothing of it is trusted. */
#include "tn-xlsx-xml.h"
#include "tn-table-private.h"
#include <glib/gi18n.h>
#include <math.h>
#include <string.h>

#define MAX_INFLATED (G_GUINT64_CONSTANT (384) << 20)
#define MAX_ENTRIES 20000
#define MAX_STYLES 100000
#define MAX_SHARED 1048576

typedef struct { const char *text; guint8 font; gboolean has_font; } Shared;
typedef struct { guint16 format; guint16 font; } Style;
typedef struct { char *name, *id; gboolean hidden; } SheetRef;
typedef struct {
  TnTableBuilder *b;
  zip_t *zip;
  guint64 budget;
  GHashTable *relations;        /* id → part */
  GPtrArray *sheets;            /* SheetRef */
  GArray *shared, *styles;
  GArray *fonts;                /* guint8 TnLegacy by index */
  GHashTable *date_formats;     /* id → TRUE */
  char *base;                   /* folder of the workbook part, with slash */
  char *workbook;
  /* parser state */
  gboolean in_phonetic, in_cell_styles, in_run, in_fonts;
  guint8 run_font;
  gboolean run_has_font;
  guint32 row;
  guint column, style;
  char type;                    /* of the cell: n s t (inline or formula text) b e d */
} Xlsx;

static void
free_sheet_ref (gpointer data)
{
  SheetRef *ref = data;
  g_free (ref->name);
  g_free (ref->id);
  g_free (ref);
}

static gboolean
is_name (const char *a, const char *b)
{
  return strcmp (a, b) == 0;
}

static gboolean
parse_part (Xlsx *x, const char *part, TnXmlStart start, TnXmlEnd end, GError **error)
{
  TnXml xml = { .start = start, .end = end, .data = x };
  return tn_xml_parse_entry (&xml, x->zip, part, &x->budget, x->b->cancellable, error);
}

/* A part that a workbook may lack. */
static gboolean
parse_optional (Xlsx *x, const char *part, TnXmlStart start, TnXmlEnd end, GError **error)
{
  g_autoptr (GError) local = NULL;
  if (part == NULL || parse_part (x, part, start, end, &local) || g_error_matches (local, TN_ERROR, TN_ERROR_NOT_FOUND))
    return TRUE;
  g_propagate_error (error, g_steal_pointer (&local));
  return FALSE;
}

static char *
resolve_part (const char *base, const char *target)
{
  if (*target == '/')
    return g_strdup (target + 1);
  while (g_str_has_prefix (target, "../"))
    {
      target += 3;
      base = "";
    }
  return g_strconcat (base, target, NULL);
}

static void
root_relation_cb (TnXml *xml, const char *name, const char **attributes)
{
  Xlsx *x = xml->data;
  const char *type = tn_xml_attribute (attributes, "Type"), *target = tn_xml_attribute (attributes, "Target");
  if (is_name (name, "Relationship") && type && target && g_str_has_suffix (type, "/officeDocument") && x->workbook == NULL)
    x->workbook = resolve_part ("", target);
}

static void
add_part_by_type (Xlsx *x, const char *type, const char *part)
{
  const char *last = strrchr (type, '/');
  if (last != NULL && (is_name (last, "/sharedStrings") || is_name (last, "/styles")))
    g_hash_table_insert (x->relations, g_strdup (last), g_strdup (part));
}

static void
relation_cb (TnXml *xml, const char *name, const char **attributes)
{
  Xlsx *x = xml->data;
  const char *id = tn_xml_attribute (attributes, "Id"), *target = tn_xml_attribute (attributes, "Target");
  const char *type = tn_xml_attribute (attributes, "Type");
  if (!is_name (name, "Relationship") || !id || !target || !type || g_hash_table_size (x->relations) > 4 * TN_TABLE_MAX_SHEETS)
    return;
  g_autofree char *part = resolve_part (x->base, target);
  add_part_by_type (x, type, part);
  if (g_str_has_suffix (type, "/worksheet"))
    g_hash_table_insert (x->relations, g_strdup (id), g_steal_pointer (&part));
}

static void
workbook_cb (TnXml *xml, const char *name, const char **attributes)
{
  Xlsx *x = xml->data;
  if (is_name (name, "workbookPr"))
    {
      const char *base = tn_xml_attribute (attributes, "date1904");
      x->b->table->date1904 = base && (is_name (base, "1") || is_name (base, "true"));
    }
  if (!is_name (name, "sheet") || x->sheets->len > 4 * TN_TABLE_MAX_SHEETS)
    return;
  const char *title = tn_xml_attribute (attributes, "name"), *id = tn_xml_attribute (attributes, "id"), *state = tn_xml_attribute (attributes, "state");
  if (title == NULL || id == NULL)
    return;
  SheetRef *ref = g_new0 (SheetRef, 1);
  *ref = (SheetRef) { .name = g_strdup (title), .id = g_strdup (id), .hidden = state && !is_name (state, "visible") };
  g_ptr_array_add (x->sheets, ref);
}

static guint
attribute_uint (const char **attributes, const char *name)
{
  const char *text = tn_xml_attribute (attributes, name);
  guint64 n = text ? g_ascii_strtoull (text, NULL, 10) : 0;
  return n > G_MAXINT ? 0 : (guint) n;
}

static void
add_font (Xlsx *x)
{
  guint8 none = TN_LEGACY_NONE;
  if (x->fonts->len < MAX_STYLES)
    g_array_append_val (x->fonts, none);
}

static void
name_font (Xlsx *x, const char **attributes)
{
  const char *font = tn_xml_attribute (attributes, "val");
  if (font != NULL && x->fonts->len > 0)
    g_array_index (x->fonts, guint8, x->fonts->len - 1) = (guint8) tn_legacy_of_font (font);
}

static void
styles_start_cb (TnXml *xml, const char *name, const char **attributes)
{
  Xlsx *x = xml->data;
  if (is_name (name, "fonts"))
    x->in_fonts = TRUE;
  else if (is_name (name, "cellXfs"))
    x->in_cell_styles = TRUE;
  else if (is_name (name, "font") && x->in_fonts)
    add_font (x);
  else if (is_name (name, "name") && x->in_fonts)
    name_font (x, attributes);
  else if (is_name (name, "numFmt") && g_hash_table_size (x->date_formats) < MAX_STYLES)
    {
      const char *code = tn_xml_attribute (attributes, "formatCode");
      if (code != NULL && tn_format_code_is_date (code))
        g_hash_table_add (x->date_formats, GUINT_TO_POINTER (attribute_uint (attributes, "numFmtId")));
    }
  else if (is_name (name, "xf") && x->in_cell_styles && x->styles->len < MAX_STYLES)
    {
      Style style = { (guint16) attribute_uint (attributes, "numFmtId"), (guint16) attribute_uint (attributes, "fontId") };
      g_array_append_val (x->styles, style);
    }
}

static void
styles_end_cb (TnXml *xml, const char *name)
{
  Xlsx *x = xml->data;
  x->in_fonts &= !is_name (name, "fonts");
  x->in_cell_styles &= !is_name (name, "cellXfs");
}

/* Texts are collected inside <t>; the first run that names a legacy font decides for the whole text. */
static void
text_start (TnXml *xml, const char *name, const char **attributes)
{
  Xlsx *x = xml->data;
  if (is_name (name, "rPh"))
    x->in_phonetic = TRUE;
  else if (is_name (name, "t"))
    xml->collect = !x->in_phonetic;
  else if (is_name (name, "rFont"))
    {
      const char *font = tn_xml_attribute (attributes, "val");
      TnLegacy legacy = font ? tn_legacy_of_font (font) : TN_LEGACY_NONE;
      if (!x->run_has_font || x->run_font == TN_LEGACY_NONE)
        x->run_font = (guint8) legacy;
      x->run_has_font = TRUE;
    }
}

static void
text_end (TnXml *xml, const char *name)
{
  Xlsx *x = xml->data;
  if (is_name (name, "rPh"))
    x->in_phonetic = FALSE;
  else if (is_name (name, "t"))
    xml->collect = FALSE;
}

static const char *
take_text (TnXml *xml)
{
  Xlsx *x = xml->data;
  const char *text = tn_table_builder_text (x->b, xml->text->str, (gssize) xml->text->len, &xml->error);
  g_string_truncate (xml->text, 0);
  return text;
}

static void
shared_start_cb (TnXml *xml, const char *name, const char **attributes)
{
  Xlsx *x = xml->data;
  text_start (xml, name, attributes);
  if (is_name (name, "si"))
    {
      x->run_has_font = FALSE;
      x->run_font = TN_LEGACY_NONE;
      g_string_truncate (xml->text, 0);
    }
}

static void
shared_end_cb (TnXml *xml, const char *name)
{
  Xlsx *x = xml->data;
  text_end (xml, name);
  if (!is_name (name, "si"))
    return;
  Shared shared = { .text = take_text (xml), .font = x->run_font, .has_font = x->run_has_font };
  if (x->shared->len >= MAX_SHARED)
    tn_table_error_too_large (&xml->error, _("too many different texts"));
  else if (shared.text != NULL)
    g_array_append_val (x->shared, shared);
}

/* "C12": moves the reader's place there. FALSE for anything else. */
static gboolean
parse_place (const char *ref, guint *column, guint32 *row)
{
  gsize letters = 0;
  while (g_ascii_isalpha (ref[letters]))
    letters++;
  guint64 n = g_ascii_strtoull (ref + letters, NULL, 10);
  guint64 c = 0;
  for (gsize i = 0; i < MIN (letters, 5); i++)
    c = c * 26 + (guint) (g_ascii_toupper (ref[i]) - 'A') + 1;
  if (c == 0 || letters > 4 || n == 0 || n > G_MAXUINT32)
    return FALSE;
  *column = (guint) c - 1;
  *row = (guint32) n;
  return TRUE;
}

static void
start_cell (Xlsx *x, const char **attributes)
{
  const char *ref = tn_xml_attribute (attributes, "r"), *type = tn_xml_attribute (attributes, "t");
  x->column++;
  if (ref != NULL)
    parse_place (ref, &x->column, &x->row);
  x->style = attribute_uint (attributes, "s");
  x->run_has_font = FALSE;
  x->run_font = TN_LEGACY_NONE;
  x->type = type == NULL || is_name (type, "n") ? 'n' : is_name (type, "s") ? 's' : is_name (type, "b") ? 'b' :
            is_name (type, "e") ? 'e' : is_name (type, "d") ? 'd' : 't';
}

static void
add_merge (TnXml *xml, const char **attributes)
{
  Xlsx *x = xml->data;
  const char *ref = tn_xml_attribute (attributes, "ref"), *colon = ref ? strchr (ref, ':') : NULL;
  guint c1, c2;
  guint32 r1, r2;
  if (colon != NULL && parse_place (ref, &c1, &r1) && parse_place (colon + 1, &c2, &r2) && c1 < TN_TABLE_MAX_COLUMNS)
    tn_table_builder_merge (x->b, (TnMerge) { r1, r2, (guint16) c1, (guint16) MIN (c2, TN_TABLE_MAX_COLUMNS) }, &xml->error);
}

static void
sheet_start_cb (TnXml *xml, const char *name, const char **attributes)
{
  Xlsx *x = xml->data;
  text_start (xml, name, attributes);
  if (is_name (name, "row"))
    {
      guint row = attribute_uint (attributes, "r");
      x->row = row ? row : x->row + 1;
      x->column = G_MAXUINT;
    }
  else if (is_name (name, "c"))
    {
      g_string_truncate (xml->text, 0);
      start_cell (x, attributes);
    }
  else if (is_name (name, "v"))
    xml->collect = TRUE;
  else if (is_name (name, "mergeCell"))
    add_merge (xml, attributes);
}

static Style
get_style (const Xlsx *x)
{
  return x->style < x->styles->len ? g_array_index (x->styles, Style, x->style) : (Style) { 0, 0 };
}

static guint8
get_style_font (const Xlsx *x)
{
  guint font = get_style (x).font;
  return font < x->fonts->len ? g_array_index (x->fonts, guint8, font) : TN_LEGACY_NONE;
}

static gboolean
is_date_style (const Xlsx *x)
{
  guint format = get_style (x).format;
  return tn_format_id_is_date (format) || g_hash_table_contains (x->date_formats, GUINT_TO_POINTER (format));
}

static TnCell
make_number (const Xlsx *x, const char *text)
{
  char *end;
  double number = g_ascii_strtod (text, &end);
  if (end == text || !isfinite (number))
    return (TnCell) { .text = "", .type = TN_CELL_EMPTY };
  return (TnCell) { .number = number, .type = is_date_style (x) ? TN_CELL_DATE : TN_CELL_NUMBER };
}

static TnCell
make_shared (TnXml *xml)
{
  Xlsx *x = xml->data;
  guint64 i = g_ascii_strtoull (xml->text->str, NULL, 10);
  if (i >= x->shared->len)
    {
      tn_table_error_damaged (&xml->error);
      return (TnCell) { .text = "", .type = TN_CELL_EMPTY };
    }
  const Shared *shared = &g_array_index (x->shared, Shared, i);
  return (TnCell) { .text = shared->text, .type = TN_CELL_TEXT, .font = shared->has_font && shared->font ? shared->font : get_style_font (x) };
}

static TnCell
make_text (TnXml *xml)
{
  Xlsx *x = xml->data;
  if (x->type == 'd' && xml->text->len > 10 && xml->text->str[10] == 'T')
    g_string_truncate (xml->text, 10);
  const char *text = take_text (xml);
  return (TnCell) { .text = text ? text : "", .type = TN_CELL_TEXT, .font = x->run_font ? x->run_font : get_style_font (x) };
}

static void
end_cell (TnXml *xml)
{
  Xlsx *x = xml->data;
  TnCell cell = { .text = "", .type = TN_CELL_EMPTY };
  if (xml->text->len == 0 || x->type == 'e')
    return;
  if (x->type == 's')
    cell = make_shared (xml);
  else if (x->type == 'n')
    cell = make_number (x, xml->text->str);
  else if (x->type == 'b')
    cell = (TnCell) { .number = *xml->text->str == '1', .type = TN_CELL_BOOL };
  else
    cell = make_text (xml);
  if (xml->error == NULL)
    tn_table_builder_put (x->b, x->row, x->column, cell, &xml->error);
}

static void
sheet_end_cb (TnXml *xml, const char *name)
{
  text_end (xml, name);
  if (is_name (name, "v"))
    xml->collect = FALSE;
  else if (is_name (name, "c"))
    end_cell (xml);
}

static gboolean
read_sheet (Xlsx *x, const SheetRef *ref, GError **error)
{
  const char *part = g_hash_table_lookup (x->relations, ref->id);
  g_autoptr (GError) local = NULL;
  if (part == NULL || (ref->hidden && x->b->only == NULL))
    return TRUE;
  if (!tn_table_builder_sheet (x->b, ref->name, &local))
    {
      if (local != NULL)
        g_propagate_error (error, g_steal_pointer (&local));
      return local == NULL && (error == NULL || *error == NULL);
    }
  x->row = 0;
  x->column = G_MAXUINT;
  if (parse_part (x, part, sheet_start_cb, sheet_end_cb, &local))
    return TRUE;
  if (g_error_matches (local, TN_ERROR, TN_ERROR_NOT_FOUND))
    tn_table_error_damaged (error);
  else
    g_propagate_error (error, g_steal_pointer (&local));
  return FALSE;
}

static gboolean
read_workbook (Xlsx *x, GError **error)
{
  g_autoptr (GError) local = NULL;
  if (!parse_optional (x, "_rels/.rels", root_relation_cb, NULL, error))
    return FALSE;
  if (x->workbook == NULL)
    x->workbook = g_strdup ("xl/workbook.xml");
  const char *slash = strrchr (x->workbook, '/');
  x->base = g_strndup (x->workbook, slash ? (gsize) (slash - x->workbook) + 1 : 0);
  g_autofree char *relations = g_strdup_printf ("%s_rels/%s.rels", x->base, slash ? slash + 1 : x->workbook);
  if (parse_part (x, x->workbook, workbook_cb, NULL, &local))
    return parse_optional (x, relations, relation_cb, NULL, error);
  if (g_error_matches (local, TN_ERROR, TN_ERROR_NOT_FOUND))
    g_set_error_literal (error, TN_ERROR, TN_ERROR_UNSUPPORTED,
                         _("The file is an archive or a document, not a spreadsheet. Nothing was imported. Choose an .xlsx, .xls or .csv file."));
  else
    g_propagate_error (error, g_steal_pointer (&local));
  return FALSE;
}

static gboolean
read_parts (Xlsx *x, GError **error)
{
  if (!read_workbook (x, error) || !parse_optional (x, g_hash_table_lookup (x->relations, "/styles"), styles_start_cb, styles_end_cb, error) ||
      !parse_optional (x, g_hash_table_lookup (x->relations, "/sharedStrings"), shared_start_cb, shared_end_cb, error))
    return FALSE;
  for (guint i = 0; i < x->sheets->len; i++)
    if (!read_sheet (x, g_ptr_array_index (x->sheets, i), error))
      return FALSE;
  return TRUE;
}

/* libzip reads the whole directory of entries at once: ask its end record first how many there are. */
static gboolean
has_too_many_entries (GBytes *data)
{
  gsize n;
  const guint8 *p = g_bytes_get_data (data, &n);
  for (gsize back = 22; back <= MIN (n, 66000); back++)
    {
      const guint8 *e = p + n - back;
      if (e[0] == 'P' && e[1] == 'K' && e[2] == 5 && e[3] == 6)
        return (e[10] | e[11] << 8) > MAX_ENTRIES;
    }
  return FALSE;
}

static zip_t *
open_zip (GBytes *data, GError **error)
{
  gsize n;
  const void *p = g_bytes_get_data (data, &n);
  zip_error_t why;
  if (has_too_many_entries (data))
    {
      tn_table_error_too_large (error, _("too many parts"));
      return NULL;
    }
  zip_error_init (&why);
  zip_source_t *source = zip_source_buffer_create (p, n, 0, &why);
  zip_t *zip = source ? zip_open_from_source (source, ZIP_RDONLY, &why) : NULL;
  if (zip == NULL)
    {
      if (source != NULL)
        zip_source_free (source);
      tn_table_error_damaged (error);
    }
  zip_error_fini (&why);
  return zip;
}

gboolean
tn_xlsx_read (TnTableBuilder *b, GBytes *data, GError **error)
{
  Xlsx x = { .b = b, .budget = MAX_INFLATED };
  x.zip = open_zip (data, error);
  if (x.zip == NULL)
    return FALSE;
  x.relations = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
  x.sheets = g_ptr_array_new_with_free_func (free_sheet_ref);
  x.shared = g_array_new (FALSE, FALSE, sizeof (Shared));
  x.styles = g_array_new (FALSE, FALSE, sizeof (Style));
  x.fonts = g_array_new (FALSE, FALSE, sizeof (guint8));
  x.date_formats = g_hash_table_new (NULL, NULL);
  gboolean ok = read_parts (&x, error);
  g_hash_table_unref (x.date_formats);
  g_array_unref (x.fonts);
  g_array_unref (x.styles);
  g_array_unref (x.shared);
  g_ptr_array_unref (x.sheets);
  g_hash_table_unref (x.relations);
  g_free (x.base);
  g_free (x.workbook);
  zip_discard (x.zip);
  return ok;
}
