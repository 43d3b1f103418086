/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "tn-table-private.h"
#include <string.h>

/* RFC 4180 as people bend it: , ; tab or |, quotes inside words, any line end, "sep=;" in front as Excel writes it. */
#define SNIFF_BYTES (64u << 10)
#define SNIFF_LINES 50

typedef struct { guint counts[SNIFF_LINES]; guint lines; } Tally;

static void
tally_lines (Tally *tally, const char *p, const char *end, char delimiter)
{
  gboolean quoted = FALSE;
  guint n = 0;
  for (; p < end && tally->lines < SNIFF_LINES; p++)
    {
      quoted ^= *p == '"';
      n += !quoted && *p == delimiter;
      if (!quoted && *p == '\n')
        {
          tally->counts[tally->lines++] = n;
          n = 0;
        }
    }
  if (n > 0 && tally->lines < SNIFF_LINES)
    tally->counts[tally->lines++] = n;
}

/* How many lines agree on the same number of this sign, and on how many: title rows above the list have none. */
static guint
score_delimiter (const char *p, const char *end, char delimiter)
{
  Tally tally = { .lines = 0 };
  guint best = 0;
  tally_lines (&tally, p, end, delimiter);
  for (guint i = 0; i < tally.lines; i++)
    {
      guint agree = 0;
      for (guint j = 0; j < tally.lines; j++)
        agree += tally.counts[i] > 0 && tally.counts[j] == tally.counts[i];
      best = MAX (best, agree == 0 ? 0 : agree * 1000 + MIN (tally.counts[i], 999));
    }
  return best;
}

static char
sniff_delimiter (const char *p, const char *end)
{
  static const char signs[] = ",;\t|";
  char best = ',';
  guint best_score = 0;
  end = MIN (end, p + SNIFF_BYTES);
  for (guint i = 0; signs[i]; i++)
    {
      guint score = score_delimiter (p, end, signs[i]);
      if (score > best_score)
        {
          best = signs[i];
          best_score = score;
        }
    }
  return best;
}

/* "sep=;" and a line end: moves *p behind it. */
static char
read_sep_line (const char **p, const char *end)
{
  const char *s = *p;
  if (end - s < 6 || g_ascii_strncasecmp (s, "sep=", 4) != 0 || (s[5] != '\r' && s[5] != '\n'))
    return 0;
  *p = s + (s[5] == '\r' && end - s > 6 && s[6] == '\n' ? 7 : 6);
  return s[4];
}

/* Takes one field into out; *p stands on the delimiter, the line end or end afterwards. */
static void
read_field (const char **p, const char *end, char delimiter, GString *out)
{
  const char *s = *p;
  gboolean quoted = s < end && *s == '"';
  g_string_truncate (out, 0);
  for (s += quoted; s < end; s++)
    {
      if (quoted && *s == '"')
        {
          if (s + 1 < end && s[1] == '"')
            s++;
          else
            {
              quoted = FALSE;
              continue;
            }
        }
      else if (!quoted && (*s == delimiter || *s == '\n' || *s == '\r'))
        break;
      g_string_append_c (out, *s);
    }
  *p = s;
}

/* Our own export puts an apostrophe before what a spreadsheet would take for a formula; see tn-export.c. */
static gsize
skip_apostrophe (const char *text)
{
  gsize n = strspn (text, "'");
  return n > 0 && text[n] != '\0' && strchr ("=+-@\t\r", text[n]) != NULL ? 1 : 0;
}

static gboolean
put_field (TnTableBuilder *b, guint32 row, guint column, const GString *field, GError **error)
{
  gsize skip = skip_apostrophe (field->str);
  if (field->len == skip)
    return TRUE;
  const char *text = tn_table_builder_text (b, field->str + skip, (gssize) (field->len - skip), error);
  return text != NULL && tn_table_builder_put (b, row, column, (TnCell) { .text = text, .type = TN_CELL_TEXT }, error);
}

static gboolean
read_rows (TnTableBuilder *b, const char *p, const char *end, char delimiter, GError **error)
{
  g_autoptr (GString) field = g_string_new (NULL);
  for (guint32 row = 1; p < end; row++)
    for (guint column = 0;; column++)
      {
        read_field (&p, end, delimiter, field);
        if (!put_field (b, row, column, field, error))
          return FALSE;
        if (p < end && *p == delimiter)
          {
            p++;
            continue;
          }
        if (p < end && *p == '\r')
          p++;
        if (p < end && *p == '\n')
          p++;
        break;
      }
  return TRUE;
}

gboolean
tn_csv_read (TnTableBuilder *b, const char *text, gsize len, GError **error)
{
  const char *p = text, *end = text + len;
  if (!tn_table_builder_sheet (b, "CSV", error))
    return error == NULL || *error == NULL;
  char delimiter = read_sep_line (&p, end);
  return read_rows (b, p, end, delimiter ? delimiter : sniff_delimiter (p, end), error);
}
