/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "tn-xlsx-xml.h"
#include "tn-table-private.h"
#include <glib/gi18n.h>
#include <stdlib.h>
#include <string.h>

#define CHUNK (64u << 10)
#define MAX_PARSER_MEMORY (24u << 20)   /* expat keeps every name and unfinished token: neither needs more in a real workbook */
#define MAX_TEXT (1u << 20)

/* expat's allocator has no user data, and a parse never leaves its thread. */
typedef union { gsize size; max_align_t align; } Head;
static _Thread_local gsize parser_memory;

static void *
parser_realloc (void *p, size_t size)
{
  Head *old = p ? (Head *) p - 1 : NULL;
  gsize had = old ? old->size : 0;
  if (size > MAX_PARSER_MEMORY || parser_memory - had + size > MAX_PARSER_MEMORY)
    return NULL;
  Head *head = realloc (old, sizeof (Head) + size);
  if (head == NULL)
    return NULL;
  parser_memory = parser_memory - had + size;
  head->size = size;
  return head + 1;
}

static void *
parser_malloc (size_t size)
{
  return parser_realloc (NULL, size);
}

static void
parser_free (void *p)
{
  if (p == NULL)
    return;
  Head *head = (Head *) p - 1;
  parser_memory -= head->size;
  free (head);
}

static const char *
local_name (const char *name)
{
  const char *colon = strrchr (name, ':');
  return colon ? colon + 1 : name;
}

const char *
tn_xml_attribute (const char **attributes, const char *name)
{
  for (; *attributes != NULL; attributes += 2)
    if (strcmp (local_name (attributes[0]), name) == 0)
      return attributes[1];
  return NULL;
}

static void
stop_on_error (TnXml *xml)
{
  if (xml->error != NULL)
    XML_StopParser (xml->parser, XML_FALSE);
}

static void
start_element_cb (void *data, const XML_Char *name, const XML_Char **attributes)
{
  TnXml *xml = data;
  xml->start (xml, local_name (name), (const char **) attributes);
  stop_on_error (xml);
}

static void
end_element_cb (void *data, const XML_Char *name)
{
  TnXml *xml = data;
  if (xml->end != NULL)
    xml->end (xml, local_name (name));
  stop_on_error (xml);
}

static void
character_data_cb (void *data, const XML_Char *text, int len)
{
  TnXml *xml = data;
  if (!xml->collect)
    return;
  if (xml->text->len + (gsize) len > MAX_TEXT)
    tn_table_error_too_large (&xml->error, _("too much text in one cell"));
  else
    g_string_append_len (xml->text, text, len);
  stop_on_error (xml);
}

static void
doctype_cb (void *data, const XML_Char *name, const XML_Char *sysid, const XML_Char *pubid, int has_internal_subset)
{
  TnXml *xml = data;
  tn_table_error_damaged (&xml->error);   /* no workbook has one; entities live there */
  stop_on_error (xml);
}

static void
set_parse_error (TnXml *xml, GError **error)
{
  if (xml->error != NULL)
    g_propagate_error (error, g_steal_pointer (&xml->error));
  else if (XML_GetErrorCode (xml->parser) == XML_ERROR_NO_MEMORY)
    tn_table_error_too_large (error, _("its structure would take too much memory"));
  else
    tn_table_error_damaged (error);
}

static gboolean
feed_parser (TnXml *xml, zip_file_t *file, guint64 *budget, GCancellable *cancellable, GError **error)
{
  for (;;)
    {
      void *buffer = XML_GetBuffer (xml->parser, CHUNK);
      zip_int64_t n = buffer ? zip_fread (file, buffer, CHUNK) : 0;
      if (g_cancellable_set_error_if_cancelled (cancellable, error))
        return FALSE;
      if (n < 0)
        {
          tn_table_error_damaged (error);
          return FALSE;
        }
      if ((guint64) n > *budget)
        {
          tn_table_error_too_large (error, _("it unpacks to far more than a list can hold"));
          return FALSE;
        }
      *budget -= (guint64) n;
      if (buffer == NULL || XML_ParseBuffer (xml->parser, (int) n, n == 0) != XML_STATUS_OK)
        {
          set_parse_error (xml, error);
          return FALSE;
        }
      if (n == 0)
        return TRUE;
    }
}

static zip_file_t *
open_entry (zip_t *zip, const char *entry, GError **error)
{
  zip_stat_t stat;
  zip_int64_t index = zip_name_locate (zip, entry, ZIP_FL_NOCASE);
  if (index < 0 || zip_stat_index (zip, (zip_uint64_t) index, 0, &stat) != 0)
    {
      g_set_error_literal (error, TN_ERROR, TN_ERROR_NOT_FOUND, entry);
      return NULL;
    }
  if ((stat.valid & ZIP_STAT_ENCRYPTION_METHOD) && stat.encryption_method != ZIP_EM_NONE)
    {
      tn_table_error_encrypted (error);
      return NULL;
    }
  zip_file_t *file = zip_fopen_index (zip, (zip_uint64_t) index, 0);
  if (file == NULL)
    tn_table_error_damaged (error);
  return file;
}

gboolean
tn_xml_parse_entry (TnXml *xml, zip_t *zip, const char *entry, guint64 *budget, GCancellable *cancellable, GError **error)
{
  static const XML_Memory_Handling_Suite suite = { parser_malloc, parser_realloc, parser_free };
  zip_file_t *file = open_entry (zip, entry, error);
  if (file == NULL)
    return FALSE;
  xml->parser = XML_ParserCreate_MM (NULL, &suite, NULL);
  xml->text = g_string_new (NULL);
  XML_SetUserData (xml->parser, xml);
  XML_SetElementHandler (xml->parser, start_element_cb, end_element_cb);
  XML_SetCharacterDataHandler (xml->parser, character_data_cb);
  XML_SetStartDoctypeDeclHandler (xml->parser, doctype_cb);
  gboolean ok = feed_parser (xml, file, budget, cancellable, error);
  g_clear_error (&xml->error);
  g_string_free (g_steal_pointer (&xml->text), TRUE);
  g_clear_pointer (&xml->parser, XML_ParserFree);
  zip_fclose (file);
  return ok;
}
