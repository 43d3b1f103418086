/* SPDX-License-Identifier: GPL-3.0-or-later */
/* One cell with a whole address. Words are read in turn: some open a part ("Hẻm", "KP", "Phường"), a comma closes it, and what nothing opens is the
 * house number at the beginning and the street after it. */
#include "tn-import-private.h"
#include "tn-text.h"
#include <string.h>

typedef enum { PART_NONE, PART_HOUSE, PART_ALLEY, PART_STREET, PART_ROOM, PART_QUARTER, PART_GROUP, PART_ABOVE } Part;
typedef struct { const char *words; Part part; gboolean keep; /* the word belongs to the text */ gboolean number; /* only with a number behind */ } Opener;
static const Opener openers[] = {
  { "to dan pho", PART_GROUP, FALSE, TRUE }, { "to nhan dan", PART_GROUP, FALSE, TRUE }, { "tdp", PART_GROUP, FALSE, TRUE }, { "to", PART_GROUP, FALSE, TRUE },
  { "khu pho", PART_QUARTER, TRUE, FALSE }, { "kp", PART_QUARTER, TRUE, TRUE }, { "ap", PART_QUARTER, TRUE, FALSE }, { "thon", PART_QUARTER, TRUE, FALSE },
  { "xom", PART_QUARTER, TRUE, FALSE }, { "khom", PART_QUARTER, TRUE, FALSE },
  { "hem", PART_ALLEY, TRUE, FALSE }, { "ngo", PART_ALLEY, TRUE, TRUE }, { "ngach", PART_ALLEY, TRUE, TRUE }, { "kiet", PART_ALLEY, TRUE, TRUE },
  { "duong", PART_STREET, FALSE, FALSE }, { "pho", PART_STREET, TRUE, FALSE },
  { "phong", PART_ROOM, FALSE, TRUE }, { "can ho", PART_ROOM, FALSE, TRUE },
  { "so nha", PART_HOUSE, FALSE, TRUE }, { "nha so", PART_HOUSE, FALSE, TRUE }, { "so", PART_HOUSE, FALSE, TRUE }, { "sn", PART_HOUSE, FALSE, TRUE },
  { "phuong", PART_ABOVE, TRUE, FALSE }, { "p", PART_ABOVE, TRUE, TRUE }, { "xa", PART_ABOVE, TRUE, FALSE }, { "thi tran", PART_ABOVE, TRUE, FALSE },
  { "quan", PART_ABOVE, TRUE, FALSE }, { "q", PART_ABOVE, TRUE, TRUE }, { "huyen", PART_ABOVE, TRUE, FALSE }, { "thanh pho", PART_ABOVE, TRUE, FALSE },
  { "tp", PART_ABOVE, TRUE, FALSE }, { "tphcm", PART_ABOVE, TRUE, FALSE }, { "tinh", PART_ABOVE, TRUE, FALSE }, { "viet nam", PART_ABOVE, TRUE, FALSE },
};

typedef struct { const char *text; gsize len; char *fold; gboolean after_comma; } Word;

static void
clear_word (gpointer data)
{
  g_free (((Word *) data)->fold);
}

static gboolean
is_separator (char c)
{
  return c == ' ' || c == ',' || c == ';' || c == '\n' || c == '\t';
}

/* "KP1", "P.14", "tổ28": the opener glued to its number is cut in two. */
static gsize
glued_prefix (const char *text, gsize len)
{
  gsize n = 0;
  while (n < len && !g_ascii_isdigit (text[n]) && text[n] != '.')
    n++;
  if (n == 0 || n == len || (text[n] == '.' && n + 1 == len))
    return 0;
  g_autofree char *fold = tn_text_fold (text, (gssize) n);
  for (gsize i = 0; i < G_N_ELEMENTS (openers); i++)
    if (strcmp (openers[i].words, fold) == 0)
      return n + (text[n] == '.');
  return 0;
}

static void
add_word (GArray *words, const char *text, gsize len, gboolean after_comma)
{
  Word word = { text, len, NULL, after_comma };
  gsize bare = len;
  while (bare > 0 && (text[bare - 1] == '.' || text[bare - 1] == ':'))
    bare--;
  word.fold = tn_text_fold (text, (gssize) bare);
  g_array_append_val (words, word);
}

static GArray *
split_words (const char *text)
{
  GArray *words = g_array_new (FALSE, FALSE, sizeof (Word));
  gboolean comma = TRUE;
  g_array_set_clear_func (words, clear_word);
  while (*text)
    {
      if (is_separator (*text))
        {
          comma |= *text == ',' || *text == ';' || *text == '\n';
          text++;
          continue;
        }
      gsize len = 0;
      while (text[len] && !is_separator (text[len]))
        len++;
      if (len == 1 && (*text == '-' || *text == '.'))
        comma = TRUE;
      else
        {
          gsize cut = glued_prefix (text, len);
          if (cut > 0)
            add_word (words, text, cut, comma);
          add_word (words, text + cut, len - cut, comma && cut == 0);
          comma = FALSE;
        }
      text += len;
    }
  return words;
}

static gboolean
has_digit (const Word *word)
{
  for (gsize i = 0; i < word->len; i++)
    if (g_ascii_isdigit (word->text[i]))
      return TRUE;
  return FALSE;
}

/* The opener that starts at word i, and how many words it takes. */
static const Opener *
find_opener (const GArray *words, guint i, guint *n)
{
  for (gsize o = 0; o < G_N_ELEMENTS (openers); o++)
    {
      g_auto (GStrv) parts = g_strsplit (openers[o].words, " ", -1);
      guint len = g_strv_length (parts), same = 0;
      while (same < len && i + same < words->len && strcmp (g_array_index (words, Word, i + same).fold, parts[same]) == 0 &&
             (same == 0 || !g_array_index (words, Word, i + same).after_comma))
        same++;
      if (same < len)
        continue;
      const Word *next = i + len < words->len ? &g_array_index (words, Word, i + len) : NULL;
      if (openers[o].number && (next == NULL || next->after_comma || !has_digit (next)))
        continue;
      *n = len;
      return &openers[o];
    }
  return NULL;
}

static void
append_words (GString *out, const GArray *words, guint from, guint to)
{
  for (guint i = from; i < to; i++)
    {
      const Word *word = &g_array_index (words, Word, i);
      g_string_append_printf (out, "%s%.*s", out->len && i > from ? " " : "", (int) word->len, word->text);
    }
}

static void
join_part (char **slot, const char *text)
{
  if (*text == '\0')
    return;
  char *joined = *slot ? g_strconcat (*slot, ", ", text, NULL) : g_strdup (text);
  g_free (*slot);
  *slot = joined;
}

static void
store_part (TnImportAddress *out, Part part, const char *text)
{
  char **slots[] = { [PART_NONE] = &out->rest, [PART_HOUSE] = &out->house_no, [PART_ALLEY] = &out->alley, [PART_STREET] = &out->street,
                     [PART_ROOM] = &out->room, [PART_QUARTER] = &out->quarter, [PART_GROUP] = &out->group, [PART_ABOVE] = NULL };
  if (part == PART_ABOVE)
    return;   /* the ward is known, and what lies above it */
  if (part == PART_NONE && out->street == NULL)
    part = PART_STREET;
  if ((part == PART_QUARTER && out->quarter) || (part == PART_GROUP && out->group) || (part == PART_STREET && out->street))
    part = PART_NONE;
  join_part (slots[part], text);
}

/* "B/1A" or "Bis" behind a first number is still the house. */
static gboolean
goes_on_as_house (const Word *word)
{
  return !word->after_comma && ((word->len > 1 && word->len < 8 && strchr ("ABCDEFabcdef", word->text[0]) && word->text[1] == '/') || strcmp (word->fold, "bis") == 0);
}

/* The house number at word i, if one can stand there: first of all, or first behind a comma while there is none. Returns the word after it. */
static guint
read_house (const GArray *words, guint i, TnImportAddress *out)
{
  guint n = i + 1, opener;
  g_autoptr (GString) text = g_string_new (NULL);
  if (i >= words->len || out->house_no != NULL || out->street != NULL || find_opener (words, i, &opener) != NULL)
    return i;
  const Word *word = &g_array_index (words, Word, i);
  if (!word->after_comma || !has_digit (word) || (i > 0 && !g_ascii_isdigit (*word->text)))
    return i;
  while (n < words->len && goes_on_as_house (&g_array_index (words, Word, n)))
    n++;
  append_words (text, words, i, n);
  join_part (&out->house_no, text->str);
  return n;
}

static guint
read_part (const GArray *words, guint i, TnImportAddress *out)
{
  g_autoptr (GString) text = g_string_new (NULL);
  guint n = 0, other;
  const Opener *opener = find_opener (words, i, &n), *next;
  guint end = i + MAX (n, 1);
  while (end < words->len && !g_array_index (words, Word, end).after_comma &&
         ((next = find_opener (words, end, &other)) == NULL || next->part == PART_HOUSE))   /* "Đường Số 11B" is one name */
    end++;
  if (opener != NULL && opener->part == PART_HOUSE)
    end = MIN (end, i + n + 1);   /* "Số 10 Nguyễn Thông" */
  append_words (text, words, opener && !opener->keep ? i + n : i, end);
  store_part (out, opener ? opener->part : PART_NONE, text->str);
  return end;
}

void
tn_import_address_parse (const char *text, TnImportAddress *out)
{
  *out = (TnImportAddress) { 0 };
  g_autoptr (GArray) words = split_words (text);
  for (guint i = 0; (i = read_house (words, i, out)) < words->len;)
    i = read_part (words, i, out);
}

void
tn_import_address_clear (TnImportAddress *address)
{
  g_free (address->house_no);
  g_free (address->alley);
  g_free (address->street);
  g_free (address->room);
  g_free (address->quarter);
  g_free (address->group);
  g_free (address->rest);
}

/* ---- names of quarters and groups ---- */

static const char *
skip_zeros (const char *text)
{
  while (text[0] == '0' && g_ascii_isdigit (text[1]))
    text++;
  return text;
}

static char *
name_unit (const char *text, const char *const *prefixes, const char *name)
{
  g_autofree char *tidy = tn_text_tidy (text, -1);
  g_autofree char *fold = tn_text_fold (tidy, -1);
  if (*tidy == '\0')
    return NULL;
  if (g_ascii_isdigit (*tidy))
    return g_strdup_printf ("%s %s", name, skip_zeros (tidy));
  for (guint i = 0; prefixes[i] != NULL; i++)
    {
      gsize n = strlen (prefixes[i]);
      /* Words of the prefix in the original have the same number of blanks: the rest begins after as many letters. */
      if (strncmp (fold, prefixes[i], n) != 0 || (fold[n] != '\0' && !strchr (" .:0123456789", fold[n])))
        continue;
      const char *rest = g_utf8_offset_to_pointer (tidy, g_utf8_strlen (prefixes[i], -1));
      rest += strspn (rest, " .:");
      return *rest ? g_strdup_printf ("%s %s", name, skip_zeros (rest)) : NULL;
    }
  return g_steal_pointer (&tidy);
}

char *
tn_import_quarter_name (const char *text)
{
  static const char *const quarter[] = { "khu pho so", "khu pho", "kpho", "kp", NULL };
  static const char *const hamlet[] = { "ap so", "ap", NULL };
  static const char *const village[] = { "thon", NULL };
  g_autofree char *fold = tn_text_fold (text, -1);
  if (g_str_has_prefix (g_strchug (fold), "ap"))
    return name_unit (text, hamlet, "Ấp");
  if (g_str_has_prefix (fold, "thon"))
    return name_unit (text, village, "Thôn");
  return name_unit (text, quarter, "Khu phố");
}

char *
tn_import_group_name (const char *text)
{
  static const char *const group[] = { "to dan pho so", "to dan pho", "to nhan dan", "to so", "tdp", "tnd", "to", "t", NULL };
  return name_unit (text, group, "Tổ");
}
