/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "tn-table-private.h"
#include <errno.h>
#include <fcntl.h>
#include <glib/gi18n.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

/* Built-in number formats of Excel that show a date (ECMA-376 18.8.30; 27 to 36 and 50 to 58 are dates of East Asian systems). */
gboolean
tn_format_id_is_date (guint id)
{
  return (id >= 14 && id <= 17) || id == 22 || (id >= 27 && id <= 36) || (id >= 50 && id <= 58);
}

gboolean
tn_format_code_is_date (const char *code)
{
  gboolean quoted = FALSE, bracket = FALSE;
  for (const char *p = code; *p; p++)
    {
      if (*p == '"')
        quoted = !quoted;
      else if (quoted)
        continue;
      else if (*p == '[')
        bracket = TRUE;
      else if (*p == ']')
        bracket = FALSE;
      else if (*p == ';')
        return FALSE;
      else if ((*p == '\\' || *p == '_' || *p == '*') && p[1] != '\0')
        p++;
      else if (!bracket && strchr ("dDyY", *p) != NULL)
        return TRUE;
    }
  return FALSE;
}

typedef enum { KIND_TEXT, KIND_ZIP, KIND_OLE, KIND_PAGE, KIND_OTHER } Kind;

static gboolean
starts_with (const guint8 *p, gsize n, const char *magic, gsize len)
{
  return n >= len && memcmp (p, magic, len) == 0;
}

/* Systems that "export to Excel" often write a web page or an XML document and call it .xls. */
static gboolean
is_page (const guint8 *p, gsize n)
{
  gsize i = starts_with (p, n, "\xef\xbb\xbf", 3) ? 3 : 0;
  while (i < n && g_ascii_isspace (p[i]))
    i++;
  if (n - i < 5 || p[i] != '<')
    return FALSE;
  return p[i + 1] == '!' || p[i + 1] == '?' || g_ascii_strncasecmp ((const char *) p + i, "<html", 5) == 0 ||
         g_ascii_strncasecmp ((const char *) p + i, "<table", MIN (6, n - i)) == 0;
}

static Kind
sniff_kind (const guint8 *p, gsize n)
{
  static const struct { const char *magic; gsize len; } others[] = { { "%PDF-", 5 }, { "\x89PNG", 4 }, { "\xff\xd8\xff", 3 }, { "GIF8", 4 },
    { "{\\rtf", 5 }, { "Rar!", 4 }, { "7z\xbc\xaf", 4 }, { "\x1f\x8b", 2 }, { "SQLite format 3", 15 }, { "\x7f" "ELF", 4 }, { "MZ", 2 } };
  if (starts_with (p, n, "PK\3\4", 4) || starts_with (p, n, "PK\5\6", 4))
    return KIND_ZIP;
  if (starts_with (p, n, "\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", 8))
    return KIND_OLE;
  for (gsize i = 0; i < G_N_ELEMENTS (others); i++)
    if (starts_with (p, n, others[i].magic, others[i].len))
      return KIND_OTHER;
  return is_page (p, n) ? KIND_PAGE : KIND_TEXT;
}

static TnEncoding
legacy_wanted (TnEncoding wanted, TnEncoding found)
{
  if (wanted == TN_ENCODING_TCVN3 || wanted == TN_ENCODING_VNI)
    return wanted;
  if (found == TN_ENCODING_TCVN3 || found == TN_ENCODING_VNI)
    return found;
  return wanted == TN_ENCODING_AUTO && found <= TN_ENCODING_UTF16BE ? TN_ENCODING_AUTO : TN_ENCODING_UTF8;
}

static TnTable *
read_text (GBytes *data, const TnTableOptions *options, GCancellable *cancellable, GError **error)
{
  TnEncoding wanted = options ? options->encoding : TN_ENCODING_AUTO, found;
  gsize len;
  if (g_bytes_get_size (data) > TN_TABLE_MAX_TEXT_FILE)
    {
      tn_table_error_too_large (error, _("more than 32 MiB of text"));
      return NULL;
    }
  g_autofree char *text = tn_encoding_to_utf8 (data, wanted, &found, &len, error);
  if (text == NULL)
    return NULL;
  g_autoptr (TnTableBuilder) b = tn_table_builder_new ("csv", options, cancellable);
  b->only = NULL;   /* a text file has one sheet, whatever it is called */
  b->table->encoding = found;
  if (!tn_csv_read (b, text, len, error))
    return NULL;
  g_clear_pointer (&text, g_free);
  return tn_table_builder_finish (b, legacy_wanted (wanted, found), error);
}

static TnTable *
read_book (GBytes *data, Kind kind, const TnTableOptions *options, GCancellable *cancellable, GError **error)
{
  TnEncoding wanted = options ? options->encoding : TN_ENCODING_AUTO;
  g_autoptr (TnTableBuilder) b = tn_table_builder_new (kind == KIND_ZIP ? "xlsx" : "xls", options, cancellable);
  b->table->encoding = TN_ENCODING_UTF8;
  if (!(kind == KIND_ZIP ? tn_xlsx_read (b, data, error) : tn_xls_read (b, data, error)))
    return NULL;
  return tn_table_builder_finish (b, wanted, error);
}

TnTable *
tn_table_read_bytes (GBytes *data, const TnTableOptions *options, GCancellable *cancellable, GError **error)
{
  gsize n;
  const guint8 *p = g_bytes_get_data (data, &n);
  Kind kind = sniff_kind (p, n);
  if (n == 0)
    g_set_error_literal (error, TN_ERROR, TN_ERROR_INVALID, _("The file is empty: it has no filled cell. Nothing was imported."));
  else if (kind == KIND_PAGE)
    g_set_error_literal (error, TN_ERROR, TN_ERROR_UNSUPPORTED,
                         _("The file is a web page or XML, whatever its name says. Nothing was imported. Open it in a spreadsheet program, save it as "
                           ".xlsx, and import that."));
  else if (kind == KIND_OTHER)
    g_set_error_literal (error, TN_ERROR, TN_ERROR_UNSUPPORTED,
                         _("The file is an archive or a document, not a spreadsheet. Nothing was imported. Choose an .xlsx, .xls or .csv file."));
  else if (kind == KIND_TEXT)
    return read_text (data, options, cancellable, error);
  else
    return read_book (data, kind, options, cancellable, error);
  return NULL;
}

static int
open_file (const char *path, struct stat *info, GError **error)
{
  /* Not blocking: a pipe without a writer would hold us for ever. */
  int fd = open (path, O_RDONLY | O_CLOEXEC | O_NONBLOCK);
  int why = errno;
  if (fd < 0 && why == ENOENT)
    g_set_error (error, TN_ERROR, TN_ERROR_NOT_FOUND, _("There is no file “%s”."), path);
  else if (fd < 0 || fstat (fd, info) != 0)
    g_set_error (error, TN_ERROR, TN_ERROR_FAILED, _("The file “%s” could not be opened: %s"), path, g_strerror (why));
  else if (!S_ISREG (info->st_mode))
    g_set_error (error, TN_ERROR, TN_ERROR_UNSUPPORTED, _("“%s” is a folder or a device, not a file. Choose a spreadsheet file."), path);
  else if (info->st_size > (off_t) TN_TABLE_MAX_FILE)
    tn_table_error_too_large (error, _("more than 48 MiB"));
  else
    return fd;
  if (fd >= 0)
    close (fd);
  return -1;
}

static GBytes *
read_all (int fd, gsize size, GCancellable *cancellable, GError **error)
{
  g_autofree guint8 *buffer = g_malloc (size + 1);
  gsize n = 0;
  while (n < size)
    {
      gssize got = read (fd, buffer + n, MIN (size - n, 1u << 20));
      if (got < 0 && errno == EINTR)
        continue;
      if (got < 0)
        {
          g_set_error (error, TN_ERROR, TN_ERROR_FAILED, _("The file could not be read: %s"), g_strerror (errno));
          return NULL;
        }
      if (g_cancellable_set_error_if_cancelled (cancellable, error))
        return NULL;
      if (got == 0)
        break;
      n += (gsize) got;
    }
  return g_bytes_new_take (g_steal_pointer (&buffer), n);
}

TnTable *
tn_table_read (const char *path, const TnTableOptions *options, GCancellable *cancellable, GError **error)
{
  struct stat info;
  int fd = open_file (path, &info, error);
  if (fd < 0)
    return NULL;
  g_autoptr (GBytes) data = read_all (fd, (gsize) info.st_size, cancellable, error);
  close (fd);
  return data ? tn_table_read_bytes (data, options, cancellable, error) : NULL;
}
