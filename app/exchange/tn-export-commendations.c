/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "tn-export-commendations.h"
#include <glib/gi18n.h>
#include "tn-listed.h"
#include "tn-movement.h"

enum { DAY, TO, FORM, REASON, LEVEL, DOCUMENT, N_COLUMNS };

typedef struct { GPtrArray *lines; guint next; char *day; } Rows;

static const char *
get_choice (const char *field, const char *key)
{
  return *key ? tn_choice_label (tn_kind_field (tn_schema_kind ("commendation"), field), key) : "";
}

static gboolean
next_row (const char **cells, gpointer user_data, GError **error)
{
  Rows *rows = user_data;
  if (rows->next >= rows->lines->len)
    return FALSE;
  const TnCommendationLine *line = rows->lines->pdata[rows->next++];
  g_free (rows->day);
  rows->day = tn_listed_date_show (line->at);
  cells[DAY] = rows->day;
  cells[TO] = line->to;
  cells[FORM] = get_choice ("form", line->form);
  cells[REASON] = line->reason;
  cells[LEVEL] = get_choice ("level", line->level);
  cells[DOCUMENT] = line->document;
  return TRUE;
}

gboolean
tn_export_commendations (TnCopy *copy, gint64 from, gint64 to, const char *path, TnExportFormat format, guint *n_rows, GCancellable *cancellable, GError **error)
{
  g_autoptr (GPtrArray) lines = tn_commendation_list (copy, from, to, NULL, 0, NULL, error);
  Rows rows = { .lines = lines };
  const char *const columns[N_COLUMNS] = { _("Commended on"), _("Who is commended"), _("Form"), _("What for"), _("Commended by"), _("Document") };
  TnExportList list = { .title = _("Commendations"), .columns = columns, .n_columns = N_COLUMNS, .next = next_row, .user_data = &rows };
  gboolean done = lines && tn_export_write (&list, path, format, n_rows, cancellable, error);
  g_free (rows.day);
  return done;
}
