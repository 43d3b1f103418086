/* SPDX-License-Identifier: GPL-3.0-or-later */
/* House numbers in the order of feet: up the odd side, back down the even one, into each alley where its mouth is.
 *
 * Made from the key of tn-text-house.c, which has read the number already: its steps are taken apart and written again so that memcmp walks.
 * A step with an odd number counts up; one with an even number counts down behind all odd ones, and so all its bytes are turned over;
 * one that begins with letters (a lot "F2B") has no side, and comes last. Behind a step as before: the house at the mouth, then its alley. */
#include "tn-text.h"
#include "tn-text-private.h"

#include <string.h>

enum { SIDE_UP = 0x40, SIDE_BACK = 0x60, SIDE_NONE = 0x80 };

static void
append (GByteArray *out, const guint8 *data, gsize n, guint8 turn)
{
  for (gsize i = 0; i < n; i++)
    {
      guint8 byte = data[i] ^ turn;
      g_byte_array_append (out, &byte, 1);
    }
}

static void
append_byte (GByteArray *out, guint8 byte)
{
  g_byte_array_append (out, &byte, 1);
}

/* Where the step that starts at `at` ends: at a sign for the next step or at the end of the path. Bytes that count digits, and what follows them,
 * may look like signs and are stepped over. */
static gsize
find_step_end (const guint8 *key, gsize len, gsize at)
{
  while (at < len && key[at] != TN_HOUSE_STEP && key[at] != TN_HOUSE_END)
    if (key[at] == TN_HOUSE_NUMBER && at + 1 < len)
      at += 2 + (gsize) key[at + 1];
    else
      at += key[at] == TN_HOUSE_BIS ? 2 : 1;
  return MIN (at, len);
}

static void
append_step (GByteArray *out, const guint8 *step, gsize len)
{
  gboolean number = len > 2 && step[0] == TN_HOUSE_NUMBER;
  gboolean back = number && (step[1 + step[1]] - '0') % 2 == 0;
  guint8 turn = back ? 0xff : 0;

  append_byte (out, !number ? SIDE_NONE : back ? SIDE_BACK : SIDE_UP);
  append (out, step, len, turn);
  append_byte (out, turn);
}

guint8 *
tn_text_walk_key (const char *house_no, gsize *len)
{
  gsize n, at = 0;
  g_autofree guint8 *key = tn_text_house_key (house_no, &n);
  GByteArray *out = g_byte_array_new ();

  while (at < n)
    {
      gsize end = find_step_end (key, n, at);

      append_step (out, key + at, end - at);
      if (end == n)
        break;
      append_byte (out, key[end]);
      at = end + 1;
      if (key[end] == TN_HOUSE_END)
        {
          append (out, key + at, n - at, 0);
          break;
        }
    }
  return tn_text_finish_key (out, len);
}

/* The number in "Hẻm 45/12", NULL when the alley only has a name. */
static const char *
find_number (const char *alley)
{
  return alley ? strpbrk (alley, "0123456789") : NULL;
}

gboolean
tn_text_alley_has_number (const char *alley)
{
  return find_number (alley) != NULL;
}

char *
tn_text_door_path (const char *alley, const char *house_no)
{
  const char *number = find_number (alley), *house = house_no ? house_no : "";
  gsize len;
  gboolean full;

  if (!number)
    return g_strdup (house);
  len = strlen (number);
  full = g_str_has_prefix (house, number) && !g_ascii_isalnum (house[len]);
  return full ? g_strdup (house) : g_strconcat (number, *house ? "/" : "", house, NULL);
}
