/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "tn-words.h"

static gboolean
is_all_digits (const char *p, gsize len)
{
  for (gsize i = 0; i < len; i++)
    if (!g_ascii_isdigit (p[i])) return FALSE;
  return len > 0;
}

static gboolean
is_word_char (const char *p)
{
  guchar byte = (guchar) *p;
  return byte < 0x80 ? byte == '/' || g_ascii_isalnum (byte) : g_unichar_isalnum (g_utf8_get_char (p));
}

/* Skips to the next word; NULL at the end. */
static const char *
find_start (const char *p)
{
  while (*p && !is_word_char (p)) p = g_utf8_next_char (p);
  return *p ? p : NULL;
}

static const char *
find_end (const char *p)
{
  while (*p && is_word_char (p)) p = g_utf8_next_char (p);
  return p;
}

/* "/" alone or at an end says nothing: "45/" is on its way to 45/12 and must find what 45/12 is. */
static void
trim_slashes (const char **start, const char **end, gboolean keep_last)
{
  while (*start < *end && **start == '/') (*start)++;
  while (!keep_last && *start < *end && (*end)[-1] == '/') (*end)--;
}

static gsize
cut (const char *start, const char *end)
{
  gsize len = (gsize) (end - start);
  if (len <= TN_WORD_MAX - 1) return len;
  return (gsize) (g_utf8_find_prev_char (start, start + TN_WORD_MAX) - start);
}

static void
add_folded (GString *words, const char *folded)
{
  for (const char *p = folded, *end; (p = find_start (p)); p = end) {
    const char *start = p, *stop = end = find_end (p);
    trim_slashes (&start, &stop, FALSE);
    if (start == stop) continue;
    g_string_append_len (words, start, (gssize) cut (start, stop));
    g_string_append_c (words, ' ');
  }
}

static void
add_text (GString *words, const char *text, gsize len)
{
  char stack[512];
  g_autofree char *heap = len * 2 + 8 > sizeof stack ? g_malloc (len * 2 + 8) : NULL;
  char *folded = heap ? heap : stack;
  folded[tn_text_fold_into (text, len, folded)] = 0;
  add_folded (words, folded);
}

void
tn_words_add (GString *words, const char *text)
{
  if (text) add_text (words, text, strlen (text));
}

void
tn_words_add_phone (GString *words, const char *phone)
{
  g_autofree char *digits = phone ? tn_text_phone (phone) : NULL;
  tn_words_add (words, digits ? digits : phone);
}

/* Most tokens hold no escape, and most telephones are digits only: these need no text of their own. */
static void
add_token (GString *words, const TnField *field, TnSlice token)
{
  gboolean plain = token.len >= 2 && *token.p == '"' && !memchr (token.p, '\\', token.len);
  gboolean number = plain && token.p[1] == '0' && is_all_digits (token.p + 1, token.len - 2);
  if (plain && (field->type != TN_TYPE_PHONE || number)) {
    add_text (words, token.p + 1, token.len - 2);
    return;
  }
  g_autofree char *text = tn_fields_decode (token);
  (field->type == TN_TYPE_PHONE ? tn_words_add_phone : tn_words_add) (words, text);
}

void
tn_words_add_searched (GString *words, const TnFields *fields)
{
  for (guint i = 0; i < fields->kind->n_fields; i++) {
    const TnField *field = &fields->kind->fields[i];
    if (field->flags & TN_FIELD_SEARCH && fields->v[i].len) add_token (words, field, fields->v[i]);
  }
}

gboolean
tn_words_next (const char **p, const char **word, gsize *len)
{
  if (!**p) return FALSE;
  const char *blank = strchr (*p, ' ');
  *word = *p;
  *len = blank ? (gsize) (blank - *p) : strlen (*p);
  *p += *len + (blank ? 1 : 0);
  return TRUE;
}

gboolean
tn_word_has_digit (const char *word, gsize len)
{
  for (gsize i = 0; i < len; i++)
    if (g_ascii_isdigit (word[i])) return TRUE;
  return FALSE;
}

static void
set_key (TnKey *key, char level, const char *word, gsize len)
{
  key->b[0] = level;
  memcpy (key->b + 1, word, len);
  key->len = (guint8) (len + 1);
}

guint
tn_word_keys (const char *word, gsize len, TnKey keys[TN_WORDS_MAX_KEYS])
{
  guint n = 0;
  len = MIN (len, TN_WORD_MAX);
  for (gsize level = 1; level < TN_WORD_GROUP && level <= len; level++) set_key (&keys[n++], (char) ('0' + level), word, level);
  if (len >= TN_WORD_GROUP) set_key (&keys[n++], tn_word_has_digit (word, len) ? 'g' : 'w', word, len);
  return n;
}

/* Country code made 0. "84…" alone may also be a house number or a card, so it stays as it is beside. */
static TnWanted
want (GString *word, gboolean plus)
{
  TnWanted wanted = { { NULL, NULL } };
  gboolean country = g_str_has_prefix (word->str, "84") && is_all_digits (word->str, word->len);
  if (country && (plus || word->len > 4)) wanted.begin[plus ? 0 : 1] = g_strconcat ("0", word->str + 2, NULL);
  if (!wanted.begin[0]) wanted.begin[0] = g_strdup (word->str);
  return wanted;
}

static void
clear_wanted_cb (gpointer data)
{
  TnWanted *wanted = data;
  g_free (wanted->begin[0]);
  g_free (wanted->begin[1]);
}

/* "028 0312 3456" was one number before somebody made it easy to read. */
static gboolean
goes_on (const GString *word, gboolean plus, const char *start, gsize len)
{
  gboolean phone = word->len >= 3 && (*word->str == '0' || plus) && is_all_digits (word->str, word->len);
  gboolean code = plus && g_str_equal (word->str, "84");
  return (phone || code) && is_all_digits (start, len);
}

GArray *
tn_words_wanted (const char *typed)
{
  GArray *out = g_array_new (FALSE, FALSE, sizeof (TnWanted));
  g_autofree char *folded = tn_text_fold (typed ? typed : "", -1);
  g_autoptr (GString) word = g_string_new (NULL);
  gboolean plus = FALSE;
  g_array_set_clear_func (out, clear_wanted_cb);
  for (const char *p = folded, *end; (p = find_start (p)); p = end) {
    const char *start = p, *stop = end = find_end (p);
    trim_slashes (&start, &stop, TRUE);
    gsize len = cut (start, stop);
    if (!len) continue;
    if (!goes_on (word, plus, start, len)) {
      if (word->len) g_array_append_vals (out, (TnWanted[]) { want (word, plus) }, 1);
      g_string_truncate (word, 0);
      plus = p > folded && p[-1] == '+';
    }
    g_string_append_len (word, start, (gssize) len);
  }
  if (word->len) g_array_append_vals (out, (TnWanted[]) { want (word, plus) }, 1);
  return out;
}
