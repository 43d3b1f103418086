/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "tn-search.h"

#define ENTRY_MAX (2 + 10 + 1 + 255)   /* bytes of one entry: its gap, its bits, the length and bytes of its word */

static void
append_varint (GByteArray *out, guint64 value)
{
  guint8 bytes[10];
  guint n = 0;
  for (; value >= 0x80; value >>= 7) bytes[n++] = (guint8) (value | 0x80);
  bytes[n++] = (guint8) value;
  g_byte_array_append (out, bytes, n);
}

static inline gboolean
read_varint (const guint8 **p, const guint8 *end, guint64 *value)
{
  *value = 0;
  for (guint shift = 0; *p < end && shift < 64; shift += 7) {
    guint8 byte = *(*p)++;
    *value |= (guint64) (byte & 0x7f) << shift;
    if (!(byte & 0x80)) return TRUE;
  }
  return FALSE;
}

void
tn_search_block_append (GByteArray *out, guint gap, guint64 bits)
{
  append_varint (out, gap);
  append_varint (out, bits);
}

void
tn_search_group_append (GByteArray *out, guint gap, guint64 bits, const char *rest, gsize len)
{
  guint8 length = (guint8) len;
  tn_search_block_append (out, gap, bits);
  g_byte_array_append (out, &length, 1);
  g_byte_array_append (out, (const guint8 *) rest, (guint) len);
}

/* Steps through a blob. */
typedef struct {
  const guint8 *p, *end;
  gboolean group;
  guint64 in, bits;      /* of the entry that was read */
  const char *rest;
  gsize rest_len;
} Entry;

static inline gboolean
read_entry (Entry *entry)
{
  guint64 gap;
  if (entry->p >= entry->end || !read_varint (&entry->p, entry->end, &gap) || !read_varint (&entry->p, entry->end, &entry->bits)) return FALSE;
  entry->in += gap;
  if (gap >= TN_SEARCH_BLOCK || entry->in >= TN_SEARCH_BLOCK) return FALSE;
  if (!entry->group) return TRUE;
  if (entry->p >= entry->end || (gsize) (entry->end - entry->p) <= *entry->p) return FALSE;
  entry->rest_len = *entry->p;
  entry->rest = (const char *) entry->p + 1;
  entry->p += 1 + entry->rest_len;
  return TRUE;
}

void
tn_search_block_decode (const guint8 *blob, gsize len, guint64 *bits, gsize n)
{
  Entry entry = { .p = blob, .end = blob + len };
  while (read_entry (&entry) && entry.in < n) bits[entry.in] |= entry.bits;
}

void
tn_search_group_decode (const guint8 *blob, gsize len, const char *rest, gsize rest_len, guint64 *bits, gsize n)
{
  Entry entry = { .p = blob, .end = blob + len, .group = TRUE };
  while (read_entry (&entry) && entry.in < n)
    if (entry.rest_len >= rest_len && memcmp (entry.rest, rest, rest_len) == 0) bits[entry.in] |= entry.bits;
}

typedef struct { GByteArray *out; gboolean group; guint last; } Writer;

static void
write_entry (Writer *writer, guint in, guint64 bits, const char *rest, gsize rest_len)
{
  if (!bits) return;
  if (writer->group) tn_search_group_append (writer->out, in - writer->last, bits, rest, rest_len);
  else tn_search_block_append (writer->out, in - writer->last, bits);
  writer->last = in;
}

/* Order of entries: household, then the word's bytes, the shorter first. */
static int
compare (const Entry *entry, guint in, const char *rest, gsize rest_len)
{
  if (entry->in != in) return entry->in < in ? -1 : 1;
  if (!entry->group) return 0;
  int order = memcmp (entry->rest, rest, MIN (entry->rest_len, rest_len));
  return order ? order : entry->rest_len < rest_len ? -1 : entry->rest_len > rest_len;
}

/* What stands before the entry is copied, and what stands behind the next one: only that one's distance changes with it. */
static GByteArray *
change (Entry entry, guint in, guint64 bit, gboolean set, const char *rest, gsize rest_len)
{
  const guint8 *blob = entry.p, *at;
  Writer writer = { g_byte_array_sized_new ((guint) (entry.end - blob) + ENTRY_MAX), entry.group, 0 };
  gboolean more;
  int order;
  do {
    at = entry.p;
    writer.last = (guint) entry.in;
    more = read_entry (&entry);
    order = more ? compare (&entry, in, rest, rest_len) : 1;
  } while (order < 0);
  guint64 held = order == 0 ? entry.bits : 0;
  if (at > blob) g_byte_array_append (writer.out, blob, (guint) (at - blob));
  write_entry (&writer, in, set ? held | bit : held & ~bit, rest, rest_len);
  if (order == 0) more = read_entry (&entry);
  while (more && !entry.bits) more = read_entry (&entry);   /* of a damaged row: it is not written, and what follows counts from it */
  if (!more) return writer.out;
  write_entry (&writer, (guint) entry.in, entry.bits, entry.rest, entry.rest_len);
  g_byte_array_append (writer.out, entry.p, (guint) (entry.end - entry.p));
  return writer.out;
}

GByteArray *
tn_search_block_change (const guint8 *blob, gsize len, guint in, guint64 bit, gboolean set)
{
  return change ((Entry) { .p = blob, .end = blob + len }, in, bit, set, NULL, 0);
}

GByteArray *
tn_search_group_change (const guint8 *blob, gsize len, guint in, guint64 bit, gboolean set, const char *rest, gsize rest_len)
{
  return change ((Entry) { .p = blob, .end = blob + len, .group = TRUE }, in, bit, set, rest, rest_len);
}
