/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Checking values: softly what others send, since a laptop's work may not be refused for its shape's sake alone
 * (sync.md 2.12), and hard what a person types here and can still put right. */
#include "tn-schema-private.h"

#include "tn-date.h"

#include <glib/gi18n.h>
#include <string.h>

/* Characters. A value may have 16 KiB on the way (TN_LIMIT_VALUE), and an escape makes six bytes of one. */
#define LONGEST_TEXT 500
#define LONGEST_NOTE 4000
#define LONGEST_CODE 64

static gboolean
is_whole_number (TnSlice token)
{
  gint64 value;

  return tn_json_get_int (token, &value);
}

static gboolean
is_id (TnSlice token)
{
  TnId id;

  return token.len == TN_ID_STR_LEN + 2 && tn_id_parse (token.p + 1, TN_ID_STR_LEN, &id);
}

gboolean
tn_field_accepts (const TnField *field, TnSlice token)
{
  TnJsonType type = tn_json_type (token);

  if (type == TN_JSON_NULL)
    return TRUE;
  switch (field->type)
    {
    case TN_TYPE_TEXT:
    case TN_TYPE_NOTE:
    case TN_TYPE_PHONE:
    case TN_TYPE_DATE:
    case TN_TYPE_CHOICE: return type == TN_JSON_STRING;
    case TN_TYPE_REF: return type == TN_JSON_STRING && is_id (token);
    case TN_TYPE_TIME:
    case TN_TYPE_INT: return type == TN_JSON_NUMBER && is_whole_number (token);
    case TN_TYPE_DECIMAL: return type == TN_JSON_NUMBER;
    case TN_TYPE_BOOL: return type == TN_JSON_TRUE || type == TN_JSON_FALSE;
    default: g_return_val_if_reached (FALSE);
    }
}

gboolean
tn_kind_unit_accepts (const TnKind *kind, const char *unit, TnSlice value)
{
  TnJsonIter it;
  TnSlice key, token;

  if (tn_json_type (value) == TN_JSON_NULL)
    return tn_kind_has_unit (kind, unit);
  if (tn_kind_unit_is_single (kind, unit))
    return tn_field_accepts (tn_kind_field (kind, unit), value);
  if (tn_json_type (value) != TN_JSON_OBJECT)
    return FALSE;
  tn_json_iter_init (&it, value);
  while (tn_json_iter_next (&it, &key, &token))
    {
      const TnField *field = tn_kind_field_slice (kind, key);

      if (!field || strcmp (tn_field_unit (field), unit) != 0 || !tn_field_accepts (field, token))
        return FALSE;
    }
  return it.ok;
}

gboolean
tn_field_refuse (const TnField *field, GError **error, const char *why)
{
  /* Translators: first the name of a field, then what is wrong with its value */
  g_set_error (error, TN_ERROR, TN_ERROR_INVALID, _("%s: %s"), _(field->label), why);
  return FALSE;
}

static gboolean
check_length (const TnField *field, const char *text, glong longest, GError **error)
{
  g_autofree char *why = NULL;

  if (g_utf8_strlen (text, -1) <= longest)
    return TRUE;
  why = g_strdup_printf (ngettext ("the text is longer than %ld character; shorten it",
                                   "the text is longer than %ld characters; shorten it", (gulong) longest), longest);
  return tn_field_refuse (field, error, why);
}

gboolean
tn_field_is_code (const TnField *field, const char *text)
{
  gsize len = strspn (text, "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_-.");

  return (field->flags & TN_FIELD_MORE) && len > 0 && len <= LONGEST_CODE && text[len] == 0;
}

static gboolean
is_choice (const TnField *field, const char *key)
{
  for (const TnChoice *choice = field->choices; choice && choice->key; choice++)
    if (strcmp (choice->key, key) == 0)
      return TRUE;
  return FALSE;
}

static gboolean
check_text (const TnField *field, const char *text, GError **error)
{
  if (field->type == TN_TYPE_DATE && !tn_date_valid (text))
    return tn_field_refuse (field, error, _("there is no such date; write it as 24/12/2021, 12/2021 or 2021"));
  if (field->type == TN_TYPE_CHOICE && field->choices && !is_choice (field, text) && !tn_field_is_code (field, text))
    return tn_field_refuse (field, error, _("the value is not one of the choices; pick one from the list"));
  if (field->type != TN_TYPE_NOTE && strpbrk (text, "\r\n"))
    return tn_field_refuse (field, error, _("the text must stand on one line"));
  return check_length (field, text, field->type == TN_TYPE_NOTE ? LONGEST_NOTE : LONGEST_TEXT, error);
}

static gboolean
refuse_type (const TnField *field, GError **error)
{
  switch (field->type)
    {
    case TN_TYPE_INT:
    case TN_TYPE_TIME: return tn_field_refuse (field, error, _("a whole number is expected"));
    case TN_TYPE_DECIMAL: return tn_field_refuse (field, error, _("a number is expected"));
    case TN_TYPE_BOOL: return tn_field_refuse (field, error, _("yes or no is expected"));
    case TN_TYPE_REF: return tn_field_refuse (field, error, _("the identifier of a record is expected"));
    case TN_TYPE_TEXT:
    case TN_TYPE_NOTE:
    case TN_TYPE_PHONE:
    case TN_TYPE_DATE:
    case TN_TYPE_CHOICE:
    default: return tn_field_refuse (field, error, _("text is expected"));
    }
}

gboolean
tn_field_validate (const TnField *field, TnSlice token, GError **error)
{
  g_autofree char *text = NULL;
  TnJsonType type = tn_json_check (token);

  if (type == TN_JSON_NULL)
    return TRUE;
  if (type == TN_JSON_BAD || !tn_field_accepts (field, token))
    return refuse_type (field, error);
  if (type != TN_JSON_STRING)
    return TRUE;
  text = tn_json_get_string (token);
  return text ? check_text (field, text, error) : refuse_type (field, error);
}
