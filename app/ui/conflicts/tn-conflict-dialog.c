/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "tn-conflict-dialog.h"
#include <glib/gi18n.h>
#include <string.h>
#include "tn-dialog.h"
#include "tn-form.h"

typedef struct
{
  TnId conflict;
  const TnKind *kind;
  char *unit;
  TnForm *form;      /* not owned: the dialog's */
} Third;

typedef struct { TnId conflict; char *value; } Settle;

static void
free_third (gpointer data)
{
  Third *third = data;

  g_free (third->unit);
  g_free (third);
}

static void
free_settle (gpointer data)
{
  Settle *settle = data;

  g_free (settle->value);
  g_free (settle);
}

static TnEdit *
build_settle (TnCopy *copy, gpointer data, GError **error)
{
  Settle *settle = data;
  TnEdit *edit = tn_edit_new (_("Settled a conflict"));

  tn_edit_resolve (edit, &settle->conflict, TN_KEEP_WRITE, settle->value);
  return edit;
}

/* The keys of a unit's fields, NULL-terminated. */
static GPtrArray *
list_fields (const TnKind *kind, const char *unit)
{
  GPtrArray *keys = g_ptr_array_new ();

  for (guint i = 0; i < kind->n_fields; i++)
    if (g_str_equal (tn_field_unit (&kind->fields[i]), unit))
      g_ptr_array_add (keys, (gpointer) kind->fields[i].key);
  g_ptr_array_add (keys, NULL);
  return keys;
}

static int
compare_keys (gconstpointer a, gconstpointer b)
{
  return strcmp (*(const char *const *) a, *(const char *const *) b);
}

/* The unit's value as it travels: the bare token, or an object of its fields, keys sorted, without those that are empty. */
static char *
build_value (Third *third)
{
  g_autoptr (GPtrArray) keys = list_fields (third->kind, third->unit);
  g_autoptr (GString) body = g_string_new ("{");

  g_ptr_array_set_size (keys, (int) keys->len - 1);
  g_ptr_array_sort (keys, compare_keys);
  for (guint i = 0; i < keys->len; i++)
    {
      g_autofree char *token = tn_form_dup_token (third->form, keys->pdata[i]);

      if (token && !g_str_equal (token, "null"))
        g_string_append_printf (body, "%s\"%s\":%s", body->len > 1 ? "," : "", (const char *) keys->pdata[i], token);
    }
  g_string_append_c (body, '}');
  return tn_unit_value_from_body (third->kind, third->unit, tn_slice (body->str, (gssize) body->len));
}

static gboolean
prepare (TnDialog *dialog, TnWorkFunc *func, gpointer *data, GDestroyNotify *data_free, gpointer user_data)
{
  Third *third = user_data;
  Settle *settle;

  if (!tn_form_validate (third->form))
    return FALSE;
  settle = g_new0 (Settle, 1);
  settle->conflict = third->conflict;
  settle->value = build_value (third);
  *func = build_settle;
  *data = settle;
  *data_free = free_settle;
  return TRUE;
}

static void
preset (Third *third, const char *json)
{
  g_autoptr (GPtrArray) keys = list_fields (third->kind, third->unit);
  gboolean single = tn_kind_unit_is_single (third->kind, third->unit);
  TnSlice value = tn_slice (json ? json : "null", -1);

  for (guint i = 0; i + 1 < keys->len; i++)
    {
      TnSlice token = single ? value : tn_json_type (value) == TN_JSON_OBJECT ? tn_json_member (value, keys->pdata[i]) : tn_slice ("", 0);
      g_autofree char *text = tn_slice_dup (token);

      if (*text && !g_str_equal (text, "null"))
        tn_form_preset (third->form, keys->pdata[i], text);
    }
}

void
tn_conflict_dialog_present (TnWindow *window, const TnId *conflict, const TnKind *kind, const char *unit, const char *json)
{
  TnDialog *dialog = tn_dialog_new (window, _("Write a Third Value"), _("_Save"));
  g_autoptr (GPtrArray) keys = list_fields (kind, unit);
  Third *third = g_new0 (Third, 1);

  *third = (Third) { .conflict = *conflict, .kind = kind, .unit = g_strdup (unit) };
  third->form = tn_form_new (kind, (const char *const *) keys->pdata, tn_workspace_get_lookups (tn_window_get_workspace (window)));
  preset (third, json);
  tn_dialog_add_form (dialog, third->form);
  tn_dialog_set_prepare (dialog, prepare, third, free_third);
  gtk_window_set_default_size (GTK_WINDOW (dialog), 480, MIN (180 + 58 * (int) keys->len, 620));   /* a place has many lines, a telephone one */
  gtk_window_present (GTK_WINDOW (dialog));
  tn_form_focus (third->form, keys->pdata[0]);
}
