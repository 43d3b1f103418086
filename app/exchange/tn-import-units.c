/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Lists of units as published. What was published has stray blanks, "Thị Trấn" for "Thị trấn", and communes whose level column says otherwise than
 * their name; the name is right each time. Rows without a commune stand for districts that have none (Hoàng Sa, Côn Đảo). */
#include "tn-import-units.h"
#include "tn-db.h"
#include "tn-import-words.h"
#include "tn-text.h"
#include <glib/gi18n.h>
#include <string.h>

#define LAST_DAY_OF_THREE "2025-06-30"
#define FIRST_DAY_OF_TWO "2025-07-01"

typedef struct { int code, name, district_code, district, province_code, province; } Columns;
typedef struct {
  TnTable *table;
  Columns columns;
  const TnUnitsOptions *options;
  const char *valid_from, *valid_to;
  GHashTable *here;      /* TnId → body of a unit that is here */
  GHashTable *seen;      /* TnId of units of this list */
  TnEdit *edit;
  TnUnitsCounts *counts;
} Import;

TnId
tn_import_unit_id (const char *level, const char *code, const char *valid_from)
{
  g_autofree char *name = g_strdup_printf ("unit:%s:%s:%s", level, code, valid_from ? valid_from : "");
  return tn_id_from_name (name);
}

/* ---- the header ---- */

static int
find_column (const TnTable *table, const TnTableRow *row, const char *names)
{
  g_auto (GStrv) list = g_strsplit (names, "|", -1);
  for (guint c = 0; c < row->n_cells; c++)
    {
      g_autofree char *text = tn_table_dup_text (table, &row->cells[c]), *fold = tn_import_words_fold (text);
      if (g_strv_contains ((const char *const *) list, fold))
        return (int) c;
    }
  return -1;
}

static gboolean
read_header (Import *in, guint *first)
{
  guint sheet = tn_table_main_sheet (in->table);
  for (guint i = 0; i < MIN (tn_table_n_rows (in->table, sheet), 20); i++)
    {
      const TnTableRow *row = tn_table_row (in->table, sheet, i);
      Columns c = { .code = find_column (in->table, row, "ma|ma px|ma xa|ma phuong xa|code"),
                    .name = find_column (in->table, row, "ten|phuong xa|ten phuong xa|name"),
                    .district_code = find_column (in->table, row, "ma qh|ma quan huyen|district code"),
                    .district = find_column (in->table, row, "quan huyen|ten quan huyen|district"),
                    .province_code = find_column (in->table, row, "ma tp|ma tinh|ma tinh tp|province code"),
                    .province = find_column (in->table, row, "tinh thanh pho|tinh tp|tinh|ten tinh|province") };
      if (c.code < 0 || c.name < 0 || c.province_code < 0 || c.province < 0 || (c.district < 0) != (c.district_code < 0))
        continue;
      in->columns = c;
      *first = i + 1;
      return TRUE;
    }
  return FALSE;
}

/* ---- one unit ---- */

static const char *const types[] = { "Phường", "Xã", "Thị trấn", "Đặc khu", "Quận", "Huyện", "Thị xã", "Thành phố", "Tỉnh" };

static char *
tidy_name (const char *raw, const char **type)
{
  char *name = tn_text_tidy (raw, -1);
  *type = NULL;
  for (gsize i = 0; i < G_N_ELEMENTS (types); i++)
    {
      gsize n = strlen (types[i]);
      g_autofree char *start = strlen (name) > n ? g_strndup (name, n) : NULL;
      if (start == NULL || !g_utf8_validate (start, -1, NULL) || name[n] != ' ' || !tn_text_same (start, types[i]))
        continue;
      memcpy (name, types[i], n);
      *type = types[i];
    }
  return name;
}

/* A spreadsheet takes the leading zeros of codes away. */
static char *
pad_code (const char *raw, guint width)
{
  g_autofree char *code = tn_text_tidy (raw, -1);
  gsize n = strlen (code);
  if (n == 0 || n >= width || strspn (code, "0123456789") != n)
    return g_steal_pointer (&code);
  return g_strdup_printf ("%0*u", (int) width, (guint) g_ascii_strtoull (code, NULL, 10));
}

static gboolean
has_value (const char *body, const char *field, const char *value)
{
  TnSlice token = tn_json_member (tn_slice (body, -1), field);
  g_autofree char *here = token.len > 0 && *token.p == '"' ? tn_json_get_string (token) : NULL;
  return g_strcmp0 (here, value) == 0;
}

static void
write_unit (Import *in, const TnId *id, const char *const fields[][2], guint n)
{
  const char *body = g_hash_table_lookup (in->here, id);
  gboolean changed = FALSE;
  for (guint i = 0; i < n; i++)
    if (body == NULL || !has_value (body, fields[i][0], fields[i][1]))
      {
        if (body == NULL && !changed)
          tn_edit_create (in->edit, "unit", id);
        tn_edit_set_text (in->edit, id, fields[i][0], fields[i][1]);
        changed = TRUE;
      }
  in->counts->added += body == NULL;
  in->counts->changed += body != NULL && changed;
  in->counts->present += body != NULL && !changed;
}

static TnId
take_unit (Import *in, const char *level, const char *raw_code, guint width, const char *raw_name, const TnId *parent, guint *count)
{
  const char *type;
  TnIdStr parent_text = "";
  g_autofree char *code = pad_code (raw_code, width), *name = tidy_name (raw_name, &type);
  TnId id = tn_import_unit_id (level, code, in->valid_from);
  if (g_hash_table_contains (in->seen, &id))
    return id;
  g_hash_table_add (in->seen, tn_id_copy (&id));
  if (parent != NULL)
    tn_id_format (parent, parent_text);
  const char *const fields[][2] = { { "code", code }, { "name", name }, { "level", level }, { "type", type }, { "parent", parent ? parent_text : NULL },
                                    { "valid_from", in->valid_from }, { "valid_to", in->valid_to } };
  write_unit (in, &id, fields, G_N_ELEMENTS (fields));
  in->counts->tidied += strcmp (name, raw_name) != 0;
  (*count)++;
  return id;
}

static char *
get_text (const Import *in, const TnTableRow *row, int column)
{
  return column < 0 ? g_strdup ("") : tn_table_dup_text (in->table, tn_table_cell (row, (guint) column));
}

static void
take_row (Import *in, const TnTableRow *row)
{
  g_autofree char *province_code = get_text (in, row, in->columns.province_code), *province = get_text (in, row, in->columns.province);
  g_autofree char *district_code = get_text (in, row, in->columns.district_code), *district = get_text (in, row, in->columns.district);
  g_autofree char *code = get_text (in, row, in->columns.code), *name = get_text (in, row, in->columns.name);
  g_autofree char *padded = pad_code (province_code, 2);
  if (*padded == '\0' || *province == '\0' || (in->options && in->options->province && strcmp (in->options->province, padded) != 0))
    return;
  TnId parent = take_unit (in, "province", province_code, 2, province, NULL, &in->counts->provinces);
  if (*district_code != '\0' && *district != '\0')
    parent = take_unit (in, "district", district_code, 3, district, &parent, &in->counts->districts);
  if (*code != '\0' && *name != '\0')
    take_unit (in, "ward", code, 5, name, &parent, &in->counts->wards);
}

/* ---- the list ---- */

static gboolean
load_units (Import *in, TnCopy *copy, GError **error)
{
  TnStep step;
  TnId id;
  g_autoptr (TnStmt) stmt = tn_db_prepare (tn_copy_db (copy), "SELECT id, body FROM record WHERE kind = 'unit' AND del = 0", error);
  while (stmt != NULL && (step = tn_stmt_step (stmt, error)) == TN_STEP_ROW)
    if (tn_stmt_id (stmt, 0, &id))
      g_hash_table_insert (in->here, tn_id_copy (&id), g_strdup (tn_stmt_text (stmt, 1)));
  return stmt != NULL && step == TN_STEP_DONE;
}

static gboolean
take_rows (Import *in, guint first, GCancellable *cancellable, GError **error)
{
  guint sheet = tn_table_main_sheet (in->table);
  for (guint i = first; i < tn_table_n_rows (in->table, sheet); i++)
    {
      if (g_cancellable_set_error_if_cancelled (cancellable, error))
        return FALSE;
      take_row (in, tn_table_row (in->table, sheet, i));
    }
  if (in->counts->provinces == 0)
    g_set_error_literal (error, TN_ERROR, TN_ERROR_INVALID, _("The list holds no unit of this province. Nothing was imported."));
  return in->counts->provinces > 0;
}

static void
set_validity (Import *in)
{
  gboolean three = in->columns.district >= 0;
  in->valid_from = in->options ? in->options->valid_from : NULL;
  in->valid_to = in->options ? in->options->valid_to : NULL;
  if (in->valid_from == NULL && in->valid_to == NULL)
    {
      in->valid_from = three ? NULL : FIRST_DAY_OF_TWO;
      in->valid_to = three ? LAST_DAY_OF_THREE : NULL;
    }
}

gboolean
tn_import_units (TnCopy *copy, TnTable *table, const TnUnitsOptions *options, gboolean dry_run, TnUnitsCounts *counts, gint64 *action,
                 GCancellable *cancellable, GError **error)
{
  guint first;
  g_autoptr (TnEdit) edit = tn_edit_new (_("Imported a list of units"));
  g_autoptr (GHashTable) here = g_hash_table_new_full (tn_id_hash, tn_id_equal, g_free, g_free);
  g_autoptr (GHashTable) seen = g_hash_table_new_full (tn_id_hash, tn_id_equal, g_free, NULL);
  Import in = { .table = table, .options = options, .edit = edit, .here = here, .seen = seen, .counts = counts };
  *counts = (TnUnitsCounts) { 0 };
  if (action != NULL)
    *action = 0;
  if (!read_header (&in, &first))
    {
      g_set_error_literal (error, TN_ERROR, TN_ERROR_INVALID,
                           _("This is no list of units that we know: columns for the code and name of the commune and of the province are needed. "
                             "Nothing was imported."));
      return FALSE;
    }
  set_validity (&in);
  if (!load_units (&in, copy, error) || !take_rows (&in, first, cancellable, error))
    return FALSE;
  return dry_run || tn_edit_is_empty (edit) || tn_copy_edit_full (copy, edit, action, NULL, NULL, cancellable, error);
}
