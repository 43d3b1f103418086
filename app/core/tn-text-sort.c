/* SPDX-License-Identifier: GPL-3.0-or-later */
/* ICU's Vietnamese order. A collator may not be shared by threads that use it at once, so each thread opens its own. */
#include "tn-text.h"
#include "tn-text-private.h"

#include <string.h>
#include <unicode/ucol.h>
#include <unicode/ustring.h>

typedef struct {
  UCollator *full;    /* every difference counts */
  UCollator *names;   /* case does not: BÌNH and Bình are one given name */
} Collators;

static void
free_collators (gpointer data)
{
  Collators *both = data;

  ucol_close (both->full);
  ucol_close (both->names);
  g_free (both);
}

static UCollator *
open_collator (UCollationStrength strength)
{
  UErrorCode code = U_ZERO_ERROR;
  UCollator *collator = ucol_open ("vi", &code);

  if (U_SUCCESS (code))
    {
      ucol_setAttribute (collator, UCOL_NUMERIC_COLLATION, UCOL_ON, &code);
      ucol_setStrength (collator, strength);
    }
  if (U_FAILURE (code))
    g_error ("ICU has no Vietnamese order: %s", u_errorName (code));
  return collator;
}

static const Collators *
get_collators (void)
{
  static GPrivate own = G_PRIVATE_INIT (free_collators);
  Collators *both = g_private_get (&own);

  if (!both)
    {
      both = g_new (Collators, 1);
      both->full = open_collator (UCOL_TERTIARY);
      both->names = open_collator (UCOL_SECONDARY);
      g_private_set (&own, both);
    }
  return both;
}

#define STACK_UNITS 256

/* UTF-16 of text in `stack` or, when it is long, in *heap. A UTF-8 text never has more units than bytes. */
static const UChar *
to_utf16 (const char *text, gsize len, UChar stack[STACK_UNITS], UChar **heap, int32_t *n)
{
  UErrorCode code = U_ZERO_ERROR;
  UChar *units = len < STACK_UNITS ? stack : (*heap = g_new (UChar, len + 1));

  u_strFromUTF8WithSub (units, (int32_t) len + 1, n, text, (int32_t) len, 0xfffd, NULL, &code);
  if (U_FAILURE (code))
    g_error ("ICU could not read a text: %s", u_errorName (code));
  return units;
}

/* Appends the sort key without ICU's closing zero. */
static void
append_key (GByteArray *out, const UCollator *collator, const char *text, gsize len)
{
  UChar stack[STACK_UNITS];
  g_autofree UChar *heap = NULL;
  int32_t n, need;
  const UChar *units = to_utf16 (text, len, stack, &heap, &n);
  guint at = out->len;

  g_byte_array_set_size (out, at + 128);
  need = ucol_getSortKey (collator, units, n, out->data + at, 128);
  if (need > 128)
    {
      g_byte_array_set_size (out, at + (guint) need);
      ucol_getSortKey (collator, units, n, out->data + at, need);
    }
  g_byte_array_set_size (out, at + (guint) need - 1);
}

guint8 *
tn_text_finish_key (GByteArray *key, gsize *len)
{
  *len = key->len;
  if (!key->len)
    g_byte_array_append (key, (const guint8 *) "", 1);
  return g_byte_array_free (key, FALSE);
}

guint8 *
tn_text_sort_key (const char *text, gsize *len)
{
  GByteArray *out = g_byte_array_new ();

  append_key (out, get_collators ()->full, text, strlen (text));
  return tn_text_finish_key (out, len);
}

guint8 *
tn_text_person_key (const char *name, gsize *len)
{
  g_autofree char *plain = tn_text_tone_last (name, TRUE);
  GByteArray *out = g_byte_array_new ();
  const char *given = strrchr (plain, ' ');

  /* Two whole keys, not one: all of one given name stand together, tones included, before families are looked at.
   * No byte of a key is zero, so zero ends the first. */
  append_key (out, get_collators ()->names, given ? given + 1 : plain, strlen (given ? given + 1 : plain));
  g_byte_array_append (out, (const guint8 *) "", 1);
  if (given)
    append_key (out, get_collators ()->names, plain, (gsize) (given - plain));
  return tn_text_finish_key (out, len);
}

int
tn_text_compare (const char *a, const char *b)
{
  UErrorCode code = U_ZERO_ERROR;
  UCollationResult result = ucol_strcollUTF8 (get_collators ()->full, a, -1, b, -1, &code);

  if (U_FAILURE (code))
    return strcmp (a, b);
  return result == UCOL_LESS ? -1 : result == UCOL_GREATER;
}
