/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What several subcommands share: words, options, records as JSON. */
#include "tn-ctl.h"
#include <glib/gi18n.h>
#include <stdio.h>
#include "tn-listed.h"
#include "tn-query.h"

void
tn_ctl_say (TnCtl *ctl, const char *format, ...)
{
  if (ctl->json)
    return;
  va_list args;
  va_start (args, format);
  g_autofree char *text = g_strdup_vprintf (format, args);
  va_end (args);
  puts (text);
  fflush (stdout);
}

TnCopy *
tn_ctl_open (TnCtl *ctl, TnCopyFlags flags, GError **error)
{
  if (!ctl->copy_path) {
    g_set_error_literal (error, TN_ERROR, TN_ERROR_INVALID, _("Say which copy is meant: --copy FILE."));
    return NULL;
  }
  return tn_copy_open (ctl->copy_path, flags, NULL, error);
}

gboolean
tn_ctl_options (int *argc, char ***argv, const GOptionEntry *entries, int min, int max, const char *usage, GError **error)
{
  g_autoptr (GOptionContext) context = g_option_context_new (NULL);
  g_option_context_set_help_enabled (context, FALSE);
  g_option_context_set_strict_posix (context, FALSE);
  if (entries)
    g_option_context_add_main_entries (context, entries, NULL);
  if (!g_option_context_parse (context, argc, argv, error))
    return FALSE;
  if (*argc > 1 && g_str_equal ((*argv)[1], "--")) {
    (*argv)++;
    (*argc)--;
  }
  if (*argc - 1 < min || (max >= 0 && *argc - 1 > max))
    return tn_ctl_misused (usage, error);
  return TRUE;
}

gboolean
tn_ctl_options_search (int *argc, char ***argv, char **search, const char *usage, GError **error)
{
  const GOptionEntry entries[] = { { "search", 0, 0, G_OPTION_ARG_STRING, search, NULL, NULL }, { NULL } };
  return tn_ctl_options (argc, argv, entries, 0, -1, usage, error);
}

gboolean
tn_ctl_misused (const char *usage, GError **error)
{
  g_set_error (error, TN_ERROR, TN_ERROR_INVALID, _("Use it like this: tungnha-ctl %s"), usage);
  return FALSE;
}

gboolean
tn_ctl_parse_id (const char *text, TnId *id, GError **error)
{
  if (tn_id_parse (text, -1, id))
    return TRUE;
  g_set_error (error, TN_ERROR, TN_ERROR_INVALID, _("“%s” is not the id of a record. tungnha-ctl find shows ids."), text);
  return FALSE;
}

cJSON *
tn_ctl_add_id (cJSON *object, const char *name, const TnId *id)
{
  TnIdStr text;
  if (tn_id_is_null (id))
    return cJSON_AddNullToObject (object, name);
  tn_id_format (id, text);
  return cJSON_AddStringToObject (object, name, text);
}

static void
add_field (cJSON *fields, const char *key, TnSlice token)
{
  if (!token.len)
    return;
  g_autofree char *raw = tn_slice_dup (token);
  cJSON_AddRawToObject (fields, key, raw);
}

static gboolean
is_masked (TnCtl *ctl, const TnRow *row)
{
  return !ctl->reveal && tn_kind_is_protected (row->kind);
}

/* Of a conflict only the value that lost is somebody's secret. What was written without a name is counted and never told one by one. */
static gboolean
hides_value (TnCtl *ctl, TnCopy *copy, const TnRow *row, const TnField *field)
{
  if (row->kind && row->kind->flags & TN_KIND_UNTIMED && field->type == TN_TYPE_NOTE) return TRUE;
  return !ctl->reveal && g_str_equal (row->kind_key, "conflict") && g_str_equal (field->key, "value") && tn_query_is_protected (copy, row);
}

/* References say whose the record is, and are needed to find one's way. */
static void
add_shown_field (TnCtl *ctl, TnCopy *copy, cJSON *fields, const TnRow *row, const TnField *field)
{
  TnSlice token = tn_row_field (row, field->key);
  if (token.len && hides_value (ctl, copy, row, field)) {
    cJSON_AddStringToObject (fields, field->key, "••••");
    return;
  }
  if (!token.len || !is_masked (ctl, row) || field->type == TN_TYPE_REF) {
    add_field (fields, field->key, token);
    return;
  }
  g_autofree char *shown = tn_field_show (field, token), *masked = tn_kind_mask (row->kind, shown);
  cJSON_AddStringToObject (fields, field->key, masked);
}

cJSON *
tn_ctl_row_to_json (TnCtl *ctl, TnCopy *copy, const TnRow *row)
{
  cJSON *object = cJSON_CreateObject ();
  g_autofree char *title = tn_query_title (copy, &row->id);
  tn_ctl_add_id (object, "id", &row->id);
  cJSON_AddStringToObject (object, "kind", row->kind_key);
  cJSON_AddStringToObject (object, "title", title);
  cJSON_AddBoolToObject (object, "deleted", row->deleted);
  cJSON *fields = cJSON_AddObjectToObject (object, "fields");
  for (guint i = 0; row->kind && i < row->kind->n_fields; i++)
    add_shown_field (ctl, copy, fields, row, &row->kind->fields[i]);
  /* what a newer program wrote is shown raw (sync.md 2.13) */
  for (guint i = 0; i < row->units->len; i++) {
    const TnUnit *unit = &g_array_index (row->units, TnUnit, i);
    if (unit->value && !is_masked (ctl, row) && !(row->kind && tn_kind_has_unit (row->kind, unit->unit)))
      add_field (fields, unit->unit, tn_slice (unit->value, -1));
  }
  return object;
}

void
tn_ctl_say_row (TnCtl *ctl, TnCopy *copy, const TnRow *row)
{
  TnIdStr id;
  tn_id_format (&row->id, id);
  g_autofree char *title = tn_query_title (copy, &row->id);
  tn_ctl_say (ctl, "%s  %s  %s%s", id, row->kind ? _(row->kind->label) : row->kind_key, title, row->deleted ? _(" (deleted)") : "");
  for (guint i = 0; i < row->units->len; i++) {
    const TnUnit *unit = &g_array_index (row->units, TnUnit, i);
    if (!unit->value)
      continue;
    if (!(row->kind && tn_kind_has_unit (row->kind, unit->unit))) {
      tn_ctl_say (ctl, "    %s: %s", unit->unit, is_masked (ctl, row) ? "••••" : unit->value);
      continue;
    }
    for (guint f = 0; f < row->kind->n_fields; f++) {
      const TnField *field = &row->kind->fields[f];
      TnSlice token = tn_row_field (row, field->key);
      if (!token.len || !g_str_equal (tn_field_unit (field), unit->unit))
        continue;
      TnId ref;
      gboolean is_ref = field->type == TN_TYPE_REF && tn_row_ref (row, field->key, &ref);
      g_autofree char *shown = is_ref ? tn_query_title (copy, &ref) : tn_field_show (field, token);
      g_autofree char *masked = hides_value (ctl, copy, row, field) ? g_strdup ("••••") : is_masked (ctl, row) && !is_ref ? tn_kind_mask (row->kind, shown)
                                                                                        : g_strdup (shown);
      tn_ctl_say (ctl, "    %s: %s", _(field->label), masked);
    }
  }
}

void
tn_ctl_add_day (cJSON *object, const char *name, gint64 day)
{
  g_autofree char *stored = tn_listed_date_text (day);
  cJSON_AddStringToObject (object, name, stored ? stored : "");
}
