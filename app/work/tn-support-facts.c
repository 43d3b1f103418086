/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What the register says of a person and of a household, as far as rules ask for it. */
#include <string.h>
#include "tn-support-private.h"
#include "tn-text.h"

/* ---- one record ---- */

/* 1 + index, 0 = not given, 255 = one that this program does not know. */
static guint8
read_choice (const TnChoice *choices, TnSlice token)
{
  TnSlice text = { token.p + 1, token.len - 2 };

  if (token.len <= 2 || *token.p != '"')
    return 0;
  for (guint8 i = 0; choices[i].key; i++)
    if (tn_slice_is (text, choices[i].key))
      return i + 1;
  return 255;
}

static gint64
read_date (TnSlice token)
{
  char text[16] = "";

  if (token.len < 6 || token.len > sizeof text || *token.p != '"')
    return 0;
  memcpy (text, token.p + 1, token.len - 2);
  return tn_listed_date (text);
}

const TnChoice *
tn_support_choices (const char *kind, const char *field)
{
  return tn_kind_field (tn_schema_kind (kind), field)->choices;
}

static char *
read_work (TnSlice occupation, TnSlice workplace)
{
  g_autofree char *a = occupation.len > 2 ? tn_fields_decode (occupation) : NULL, *b = workplace.len > 2 ? tn_fields_decode (workplace) : NULL;
  g_autofree char *both = a || b ? g_strconcat (a ? a : "", " ", b ? b : "", NULL) : NULL;

  return both ? tn_text_fold (both, -1) : NULL;
}

void
tn_person_facts_read (const TnJudge *judge, TnPersonFacts *person, TnSlice body)
{
  TnJsonIter it;
  TnSlice key, value, occupation = { NULL, 0 }, workplace = { NULL, 0 };

  tn_json_iter_init (&it, body);
  while (tn_json_iter_next (&it, &key, &value))
    {
      if (tn_slice_is (key, "birth"))
        person->birth = read_date (value);
      else if (tn_slice_is (key, "sex"))
        person->sex = read_choice (judge->sexes, value);
      else if (tn_slice_is (key, "relation"))
        person->relation = read_choice (judge->relations, value);
      else if (tn_slice_is (key, "residence"))
        person->residence = read_choice (judge->residences, value);
      else if (tn_slice_is (key, "status"))
        person->status = read_choice (judge->statuses, value);
      else if (tn_slice_is (key, "occupation"))
        occupation = value;
      else if (tn_slice_is (key, "workplace"))
        workplace = value;
    }
  person->work = judge->wants_work ? read_work (occupation, workplace) : NULL;
}

void
tn_person_facts_clear (TnPersonFacts *person)
{
  g_clear_pointer (&person->work, g_free);
}

void
tn_home_facts_read (TnHomeFacts *home, TnSlice body)
{
  home->housing = read_choice (tn_support_choices ("household", "housing"), tn_json_member (body, "housing"));
  home->residence = read_choice (tn_support_choices ("household", "residence"), tn_json_member (body, "residence"));
}

/* As tn_date_age(): who is known by the year only counts from 1 January. */
int
tn_support_age (gint64 birth, gint64 day)
{
  gint64 month = birth / 100 % 100, of_month = birth % 100;
  int age = (int) (day / 10000 - birth / 10000);

  if (!birth)
    return -1;
  if (month && (day / 100 % 100 < month || (day / 100 % 100 == month && of_month && day % 100 < of_month)))
    age--;
  return age < 0 ? -1 : age;
}
