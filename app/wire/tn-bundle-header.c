/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The part of a bundle that stands in clear. */
#include "tn-bundle-private.h"
#include <glib/gi18n.h>

#define VERSION 1
#define KEY_HEX 64
#define ID_HEX 32
#define WORD_MAX 64        /* ward codes and cursors are shorter */

static const char *const type_names[] = { [TN_BUNDLE_UP] = "up", [TN_BUNDLE_DOWN] = "down", [TN_BUNDLE_ENROL] = "enrol" };

const char *
tn_bundle_type_name (TnBundleType type)
{
  return type_names[type];
}

void
tn_bundle_header_clear (TnBundleHeader *header)
{
  g_free (header->from);
  g_strfreev (header->to);
  g_free (header->bundle);
  g_free (header->ward);
  g_free (header->from_cur);
  g_free (header->to_cur);
  g_strfreev (header->acks);
  g_free (header->code);
  *header = (TnBundleHeader) { 0 };
}

gboolean
tn_bundle_header_is_for (const TnBundleHeader *header, const char *key_hex)
{
  return header->to && key_hex && g_strv_contains ((const char *const *) header->to, key_hex);
}

gboolean
tn_bundle_set_corrupt (GError **error)
{
  g_set_error_literal (error, TN_ERROR, TN_ERROR_CORRUPT,
    _("This USB file is cut off or damaged. Nothing of it was used, and nothing is lost. Have it written to the stick again, and take the stick out only when the computer says so."));
  return FALSE;
}

/* ---- to text ---- */

static void
append_text (GString *text, const char *key, const char *value)
{
  if (!value) return;
  g_string_append_printf (text, ",\"%s\":", key);
  tn_json_append_string (text, value, -1);
}

static void
append_list (GString *text, const char *key, char **list)
{
  if (!list) return;
  g_string_append_printf (text, ",\"%s\":[", key);
  for (gsize i = 0; list[i]; i++) {
    if (i) g_string_append_c (text, ',');
    tn_json_append_string (text, list[i], -1);
  }
  g_string_append_c (text, ']');
}

void
bundle_header_to_text (const TnBundleHeader *header, GString *text)
{
  static char *nobody[] = { NULL };
  g_string_append_printf (text, "{\"v\":%d", VERSION);
  append_text (text, "type", type_names[header->type]);
  append_text (text, "from", header->from);
  append_list (text, "to", header->to ? header->to : nobody);
  append_text (text, "bundle", header->bundle);
  g_string_append_printf (text, ",\"made\":%" G_GINT64_FORMAT, header->made);
  append_text (text, "ward", header->ward);
  append_text (text, "from_cur", header->from_cur);
  append_text (text, "to_cur", header->to_cur);
  append_list (text, "acks", header->acks);
  append_text (text, "code", header->code);
  g_string_append_c (text, '}');
}

/* ---- from text ---- */

static gboolean
is_hex (const char *text, gsize len)
{
  return text && strlen (text) == len && strspn (text, "0123456789abcdef") == len;
}

/* FALSE = there, but no such text. */
static gboolean
read_word (TnSlice object, const char *key, char **word)
{
  TnSlice token = tn_json_member (object, key);
  if (!token.len) return TRUE;
  *word = tn_json_get_string (token);
  return *word && strlen (*word) <= WORD_MAX;
}

static gboolean
read_list (TnSlice object, const char *key, gsize hex_len, guint max, char ***list)
{
  TnJsonIter it;
  TnSlice name, value, token = tn_json_member (object, key);
  if (!token.len) return TRUE;
  if (tn_json_type (token) != TN_JSON_ARRAY) return FALSE;
  g_autoptr (GStrvBuilder) builder = g_strv_builder_new ();
  guint n = 0;
  tn_json_iter_init (&it, token);
  while (tn_json_iter_next (&it, &name, &value)) {
    g_autofree char *text = tn_json_get_string (value);
    if (n++ == max || !is_hex (text, hex_len)) return FALSE;
    g_strv_builder_add (builder, text);
  }
  *list = g_strv_builder_end (builder);
  return it.ok;
}

static gboolean
read_type (TnSlice object, TnBundleType *type)
{
  g_autofree char *name = tn_json_get_string (tn_json_member (object, "type"));
  for (guint i = 0; i < G_N_ELEMENTS (type_names); i++) {
    if (g_strcmp0 (name, type_names[i]) != 0) continue;
    *type = (TnBundleType) i;
    return TRUE;
  }
  return FALSE;
}

static gboolean
read_members (TnSlice object, TnBundleHeader *header)
{
  return read_type (object, &header->type) && read_word (object, "from", &header->from) && is_hex (header->from, KEY_HEX)
         && read_list (object, "to", KEY_HEX, TN_BUNDLE_TO_MAX, &header->to) && header->to
         && read_word (object, "bundle", &header->bundle) && is_hex (header->bundle, ID_HEX)
         && tn_json_get_int (tn_json_member (object, "made"), &header->made)
         && read_word (object, "ward", &header->ward) && read_word (object, "from_cur", &header->from_cur) && read_word (object, "to_cur", &header->to_cur)
         && read_list (object, "acks", ID_HEX, TN_BUNDLE_TO_MAX, &header->acks)
         && read_word (object, "code", &header->code) && (!header->code || is_hex (header->code, KEY_HEX));
}

/* Each type has what it needs, and only an enrolment may be without recipients. */
static gboolean
fits_type (const TnBundleHeader *header)
{
  gboolean sealed = header->to[0] != NULL;
  if (header->type == TN_BUNDLE_ENROL) return !sealed && header->code;
  return sealed && header->ward && *header->ward;
}

gboolean
bundle_header_from_text (TnSlice text, TnBundleHeader *header, GError **error)
{
  gint64 version;
  if (tn_json_check (text) != TN_JSON_OBJECT || !tn_json_get_int (tn_json_member (text, "v"), &version)) return tn_bundle_set_corrupt (error);
  if (version > VERSION) {
    g_set_error_literal (error, TN_ERROR, TN_ERROR_TOO_NEW, _("This USB file was written by a newer program. Nothing of it was used. Install the newest version here, then read it again."));
    return FALSE;
  }
  return (read_members (text, header) && fits_type (header)) || tn_bundle_set_corrupt (error);
}

gsize
bundle_read_prefix (const guint8 *data, gsize len, GError **error)
{
  gsize same = MIN (len, BUNDLE_MAGIC_LEN);
  if (len == 0 || memcmp (data, BUNDLE_MAGIC, same) != 0) {
    g_set_error_literal (error, TN_ERROR, TN_ERROR_UNSUPPORTED, _("This is not a USB file of Từng Nhà. Nothing was changed. Choose a file whose name ends in .ntb."));
    return 0;
  }
  gsize header = len >= BUNDLE_PREFIX_LEN ? (gsize) data[4] << 24 | (gsize) data[5] << 16 | (gsize) data[6] << 8 | data[7] : 0;
  if (header >= 2 && header <= TN_BUNDLE_HEADER_MAX && header <= len - BUNDLE_PREFIX_LEN) return header;
  tn_bundle_set_corrupt (error);
  return 0;
}

gboolean
tn_bundle_peek (const void *data, gsize len, TnBundleHeader *header, GError **error)
{
  const guint8 *bytes = data;
  gsize header_len = bundle_read_prefix (bytes, len, error);
  *header = (TnBundleHeader) { 0 };
  if (header_len && bundle_header_from_text ((TnSlice) { (const char *) bytes + BUNDLE_PREFIX_LEN, header_len }, header, error)) return TRUE;
  tn_bundle_header_clear (header);
  return FALSE;
}
