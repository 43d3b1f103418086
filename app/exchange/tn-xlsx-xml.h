/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once
#include <expat.h>
#include <gio/gio.h>
#include <zip.h>
G_BEGIN_DECLS

/* Streams one XML part of a workbook through expat. The part comes from a stranger: what it inflates to, and what expat may keep of it, is bounded;
 * a document type is refused. */
typedef struct _TnXml TnXml;
typedef void (*TnXmlStart) (TnXml *xml, const char *name, const char **attributes);   /* names without prefix; attributes as they stand */
typedef void (*TnXmlEnd) (TnXml *xml, const char *name);
struct _TnXml {
  TnXmlStart start;
  TnXmlEnd end;
  gpointer data;
  GString *text;         /* character data while `collect`; the handlers empty it */
  gboolean collect;
  GError *error;         /* set by a handler: stops the parse */
  XML_Parser parser;
};

/* The entry's text through the handlers. Missing entry: FALSE with TN_ERROR_NOT_FOUND. budget: bytes that may still be inflated in all. */
gboolean tn_xml_parse_entry (TnXml *xml, zip_t *zip, const char *entry, guint64 *budget, GCancellable *cancellable, GError **error);
/* Value of an attribute by its name without prefix, or NULL. */
const char *tn_xml_attribute (const char **attributes, const char *name);
G_END_DECLS
