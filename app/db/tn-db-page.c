/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What a page of a database holds where it says that nothing is. With secure_delete SQLite clears the bytes of a row that goes; but when rows are shared out anew
 * among neighbouring pages, it leaves the old bytes of those that moved away in the room between the page's list of rows and its rows. Deleted in their new place,
 * they would still be read there. */
#include "tn-db-private.h"

#define PAGE_LEAST 512u            /* fileformat2.html 1.3 */
#define PAGE_MOST 65536u
#define FILE_HEADER 100u           /* before the first page's own */
#define TABLE_LEAF 13              /* 1.6: what kind of page of a b-tree … */
#define INDEX_LEAF 10
#define TABLE_INNER 5
#define INDEX_INNER 2
#define LEAF_HEADER 8u
#define INNER_HEADER 12u
#define N_CELLS 3                  /* … and where in its header these are */
#define CELLS_BEGIN 5

static guint
read_2 (const guint8 *at)
{
  return (guint) at[0] << 8 | at[1];
}

/* 0 = the page is none of a b-tree. */
static gsize
header_size (guint8 kind)
{
  if (kind == TABLE_LEAF || kind == INDEX_LEAF) return LEAF_HEADER;
  return kind == TABLE_INNER || kind == INDEX_INNER ? INNER_HEADER : 0;
}

static gboolean
is_page_size (gsize n)
{
  return n >= PAGE_LEAST && n <= PAGE_MOST && (n & (n - 1)) == 0;
}

gboolean
tn_db_page_find_remains (const guint8 *page, gsize n, gboolean first, gsize *from, gsize *len)
{
  const guint8 *header = page + (first ? FILE_HEADER : 0);
  gsize size = is_page_size (n) ? header_size (header[0]) : 0;
  if (!size) return FALSE;
  gsize begin = (gsize) (header - page) + size + 2 * (gsize) read_2 (header + N_CELLS), end = read_2 (header + CELLS_BEGIN);
  if (end == 0) end = PAGE_MOST;
  if (begin >= end || end > n) return FALSE;
  *from = begin;
  *len = end - begin;
  /* the first byte is zero and each is as the one before it */
  return page[begin] || (*len > 1 && memcmp (page + begin, page + begin + 1, *len - 1) != 0);
}
