/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once
#include <glib.h>

/* Bytes of the valid UTF-8 sequence of two or more bytes at p, or 0: no overlong forms, no surrogates, nothing over U+10FFFF. */
static inline guint
tn_utf8_span (const guint8 *p, const guint8 *end)
{
  gsize left = (gsize) (end - p);

  if (p[0] < 0xc2)
    return 0;
  if (p[0] < 0xe0)
    return left >= 2 && (p[1] & 0xc0) == 0x80 ? 2 : 0;
  if (p[0] < 0xf0)
    {
      if (left < 3 || (p[1] & 0xc0) != 0x80 || (p[2] & 0xc0) != 0x80)
        return 0;
      return (p[0] == 0xe0 && p[1] < 0xa0) || (p[0] == 0xed && p[1] > 0x9f) ? 0 : 3;
    }
  if (p[0] > 0xf4 || left < 4 || (p[1] & 0xc0) != 0x80 || (p[2] & 0xc0) != 0x80 || (p[3] & 0xc0) != 0x80)
    return 0;
  return (p[0] == 0xf0 && p[1] < 0x90) || (p[0] == 0xf4 && p[1] > 0x8f) ? 0 : 4;
}
