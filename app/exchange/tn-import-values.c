/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What people write in a cell, into stored form. What can not be read is kept in the notes and reported: nothing is dropped, nothing stops a list. */
#include "tn-import-private.h"
#include "tn-date.h"
#include "tn-text.h"
#include <glib/gi18n.h>
#include <string.h>

typedef struct { const char *key, *words; } Choice;
static const Choice sexes[] = { { "male", "nam|trai|m|male|đàn ông" }, { "female", "nữ|gái|f|female|phụ nữ|đàn bà" } };
static const Choice relations[] = {
  { "head", "chủ hộ|CH|bản thân|head" }, { "spouse", "vợ|chồng|vợ chồng|wife|husband|spouse" },
  { "child", "con|con trai|con gái|con đẻ|con ruột|con nuôi|con riêng|con cả|con út|con trưởng|con thứ|child|son|daughter" },
  { "child_in_law", "con dâu|dâu|con rể|rể" },
  { "grandchild", "cháu|cháu nội|cháu ngoại|cháu trai|cháu gái|cháu ruột|chắt|grandchild" },
  { "parent", "bố|mẹ|cha|ba|má|bố đẻ|mẹ đẻ|cha đẻ|cha ruột|mẹ ruột|bố ruột|ba ruột|má ruột|thầy|u|tía|father|mother|parent" },
  { "parent_in_law", "bố vợ|mẹ vợ|cha vợ|ba vợ|má vợ|bố chồng|mẹ chồng|cha chồng|ba chồng|má chồng" },
  { "grandparent", "ông|bà|ông nội|ông ngoại|bà nội|bà ngoại|cụ" },
  { "sibling", "anh|chị|em|anh trai|chị gái|em trai|em gái|anh ruột|chị ruột|em ruột|anh chị em|brother|sister" },
  { "relative", "cô|dì|chú|bác|cậu|mợ|thím|dượng|anh họ|chị họ|em họ|cháu họ|họ hàng|em dâu|em rể|chị dâu|anh rể|cháu dâu|cháu rể|em vợ|em chồng|anh vợ|anh chồng|chị vợ|chị chồng" },
  { "lodger", "ở trọ|người ở trọ|thuê trọ|người thuê trọ|ở nhờ|người ở nhờ|tạm trú|ở thuê|lodger" },
  { "other", "khác|người khác|other" },
};
static const Choice residences[] = {
  { "permanent", "thường trú|TT|KT1|KT2|hộ khẩu|có hộ khẩu|permanent" },
  { "temporary", "tạm trú|TTr|KT3|KT4|tạm trú dài hạn|ở trọ|temporary" },
  { "staying", "lưu trú|tạm trú ngắn hạn|KT5" },
};
static const Choice housings[] = {
  { "house", "nhà riêng|nhà|nhà ở riêng lẻ|nhà ở" }, { "flat", "chung cư|căn hộ|căn hộ chung cư" },
  { "rented_room", "nhà trọ|phòng trọ|ở trọ|thuê|nhà thuê" }, { "dormitory_room", "ký túc xá|KTX" }, { "other", "khác" },
};

static void
complain (TnValueContext *context, TnDoubtLevel level, const char *value, const char *why)
{
  tn_doubts_add (context->doubts, context->row, context->column, level, value, why);
}

static void
keep_text (TnValueContext *context, const char *label, const char *value)
{
  g_autofree char *text = g_strdup_printf ("%s: %s", label, value);
  if (context->note != NULL)
    tn_import_note (context->note, text);
}

/* Marks first: "ba" is a father and "bà" a grandmother; only then without them. */
static const char *
find_choice (const Choice *choices, gsize n, const char *text)
{
  g_autofree char *same = tn_text_same_key (text), *fold = tn_text_fold (text, -1);
  for (guint pass = 0; pass < 2; pass++)
    for (gsize i = 0; i < n; i++)
      {
        g_auto (GStrv) words = g_strsplit (choices[i].words, "|", -1);
        for (char **w = words; *w != NULL; w++)
          {
            g_autofree char *key = pass == 0 ? tn_text_same_key (*w) : tn_text_fold (*w, -1);
            if (strcmp (key, pass == 0 ? same : fold) == 0)
              return choices[i].key;
          }
      }
  return NULL;
}

/* The schema's own words, as our export writes them. */
static const char *
find_label (const TnField *field, const char *text)
{
  for (const TnChoice *c = field->choices; c != NULL && c->key != NULL; c++)
    if (tn_text_same (c->label, text) || tn_text_same (_(c->label), text) || strcmp (c->key, text) == 0)
      return c->key;
  return NULL;
}

/* The same few words stand in every row of a list: remember them. */
static const char *
find_choice_cached (const Choice *choices, gsize n, const TnField *field, const char *text)
{
  static GPrivate cache = G_PRIVATE_INIT ((GDestroyNotify) g_hash_table_unref);
  GHashTable *table = g_private_get (&cache);
  if (table == NULL)
    g_private_set (&cache, table = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL));
  g_autofree char *key = g_strdup_printf ("%s/%s", choices[0].key, text);
  gpointer known;
  if (g_hash_table_lookup_extended (table, key, NULL, &known))
    return known;
  const char *found = find_choice (choices, n, text);
  if (found == NULL)
    found = find_label (field, text);
  if (g_hash_table_size (table) < 2000)
    g_hash_table_insert (table, g_steal_pointer (&key), (gpointer) found);
  return found;
}

static char *
parse_choice (const Choice *choices, gsize n, const char *kind, const char *key_of_field, const char *text, const char *why, TnValueContext *context)
{
  const TnField *field = tn_kind_field (tn_schema_kind (kind), key_of_field);
  if (*text == '\0')
    return NULL;
  const char *key = find_choice_cached (choices, n, field, text);
  if (key != NULL)
    return g_strdup (key);
  complain (context, TN_DOUBT_WARNING, text, why);
  keep_text (context, _(field->label), text);
  return NULL;
}

char *
tn_import_sex (const char *text, TnValueContext *context)
{
  return parse_choice (sexes, G_N_ELEMENTS (sexes), "person", "sex", text, _("This is neither “Nam” nor “Nữ”; it was put into the notes."), context);
}

char *
tn_import_relation (const char *text, TnValueContext *context)
{
  return parse_choice (relations, G_N_ELEMENTS (relations), "person", "relation", text,
                       _("This relation to the head is not known; it was put into the notes."), context);
}

char *
tn_import_residence (const char *text, TnValueContext *context)
{
  return parse_choice (residences, G_N_ELEMENTS (residences), "person", "residence", text,
                       _("This is neither permanent nor temporary residence; it was put into the notes."), context);
}

char *
tn_import_housing (const char *text, TnValueContext *context)
{
  return parse_choice (housings, G_N_ELEMENTS (housings), "household", "housing", text,
                       _("This kind of housing is not known; it was put into the notes."), context);
}

gboolean
tn_import_is_mark (const char *text)
{
  static const char *const no[] = { "", "0", "-", "k", "ko", "khong", "no", "n", "false", NULL };
  g_autofree char *fold = tn_text_fold (text, -1);
  return !g_strv_contains (no, g_strstrip (fold));
}

/* ---- telephones ---- */

char *
tn_import_phone (const char *text, gboolean number, TnValueContext *context)
{
  if (*text == '\0')
    return NULL;
  g_autofree char *zero = number && strlen (text) == 9 ? g_strconcat ("0", text, NULL) : g_strdup (text);   /* Excel dropped the zero */
  gsize first = strcspn (zero, ",;/-\n");
  if (zero[first] != '\0' && !tn_text_is_phone (zero))
    {
      g_autofree char *one = g_strndup (zero, first);
      if (tn_text_is_phone (one))
        {
          complain (context, TN_DOUBT_HINT, text, _("Several numbers stand here; the first became the telephone, the others went into the notes."));
          keep_text (context, _("Telephone"), zero + first + 1);
          return tn_text_phone (one);
        }
    }
  if (tn_text_is_phone (zero))
    return tn_text_phone (zero);
  complain (context, TN_DOUBT_WARNING, text, _("This does not look like a telephone number; it was taken as written."));
  return g_steal_pointer (&zero);
}

/* ---- dates ---- */

/* 12/24/1960: the second number can only be a day. */
static char *
parse_american (const char *text)
{
  guint64 month, day, year;
  char *end;
  month = g_ascii_strtoull (text, &end, 10);
  if (end == text || (*end != '/' && *end != '-'))
    return NULL;
  day = g_ascii_strtoull (end + 1, &end, 10);
  if (*end != '/' && *end != '-')
    return NULL;
  year = g_ascii_strtoull (end + 1, &end, 10);
  if (*end != '\0' || month > 12 || day <= 12 || day > 31 || year > 2100)
    return NULL;
  g_autofree char *stored = g_strdup_printf ("%04u-%02u-%02u", (guint) year, (guint) month, (guint) day);
  return tn_date_valid (stored) ? g_steal_pointer (&stored) : NULL;
}

/* "khoảng 1960", "…/…/1960": the only four digits that can be a year. */
static char *
find_year (const char *text)
{
  const char *found = NULL;
  for (const char *p = text; *p; p++)
    {
      gsize n = strspn (p, "0123456789");
      if (n == 4 && (p[0] == '1' ? p[1] == '8' || p[1] == '9' : p[0] == '2' && p[1] == '0'))
        {
          if (found != NULL)
            return NULL;
          found = p;
        }
      p += n > 0 ? n - 1 : 0;
    }
  return found ? g_strndup (found, 4) : NULL;
}

static char *
parse_date_text (const char *text, TnValueContext *context)
{
  char *stored = tn_date_parse (text);
  if (stored != NULL)
    return stored;
  if ((stored = parse_american (text)) != NULL)
    complain (context, TN_DOUBT_HINT, text, _("The month stands before the day here; it was read that way."));
  else if ((stored = find_year (text)) != NULL)
    {
      complain (context, TN_DOUBT_HINT, text, _("Only the year could be read; the whole text is in the notes."));
      keep_text (context, _("Date"), text);
    }
  else
    {
      complain (context, TN_DOUBT_WARNING, text, _("This is no date; it was put into the notes. Dates look like 24/12/1960, 12/1960 or 1960."));
      keep_text (context, _("Date"), text);
    }
  return stored;
}

char *
tn_import_date (const TnTable *table, const TnCell *cell, TnValueContext *context)
{
  g_autofree char *shown = tn_table_dup_text (table, cell), *text = tn_text_tidy (shown, -1), *stored = NULL;
  if (*text == '\0')
    return NULL;
  if (cell->type == TN_CELL_DATE || (cell->type == TN_CELL_NUMBER && cell->number > 3000 && cell->number < 80000))
    stored = tn_date_from_serial (cell->number, tn_table_date1904 (table));
  return stored ? g_steal_pointer (&stored) : parse_date_text (text, context);
}

char *
tn_import_birth (const TnTable *table, const TnCell *cell, TnValueContext *context)
{
  g_autofree char *stored = tn_import_date (table, cell, context);
  g_autofree char *today = tn_date_today (g_get_real_time () / 1000);
  if (stored != NULL && (strncmp (stored, today, strlen (stored)) > 0 || strcmp (stored, "1900") < 0))
    {
      g_autofree char *shown = tn_date_format (stored);
      complain (context, TN_DOUBT_WARNING, shown, _("Nobody in the list can be born then; please check the date."));
    }
  return g_steal_pointer (&stored);
}

/* ---- cards ---- */

static char *
keep_digits (const char *text)
{
  GString *out = g_string_new (NULL);
  for (; *text; text++)
    if (*text != ' ' && *text != '.' && *text != '-' && *text != '\'')
      g_string_append_c (out, *text);
  return g_string_free (out, FALSE);
}

static gboolean
is_digits (const char *text)
{
  return *text != '\0' && text[strspn (text, "0123456789")] == '\0';
}

static gboolean
has_lost_digits (const char *text)
{
  return strstr (text, "E+") != NULL || strstr (text, "e+") != NULL;
}

char *
tn_import_card (const char *text, gboolean number, char **old, TnValueContext *context)
{
  g_autofree char *bare = keep_digits (text);
  gsize n = strlen (bare);
  if (n == 0)
    return NULL;
  if (has_lost_digits (text))
    {
      complain (context, TN_DOUBT_WARNING, text, _("Excel has shortened this number and its last digits are lost; it was put into the notes."));
      keep_text (context, _("Citizen card number"), text);
      return NULL;
    }
  if (is_digits (bare) && (n == 11 || n == 8))
    {
      char *padded = g_strconcat ("0", bare, NULL);   /* numbers lose their leading zero in Excel */
      complain (context, TN_DOUBT_HINT, text, _("A zero was put in front of this card number."));
      g_free (bare);
      bare = padded;
      n++;
    }
  if (is_digits (bare) && n == 9)
    {
      tn_import_take (old, g_steal_pointer (&bare));
      return NULL;
    }
  return g_steal_pointer (&bare);
}
