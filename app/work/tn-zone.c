/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "tn-zone.h"
#include <glib/gi18n.h>
#include <string.h>
#include "tn-date.h"
#include "tn-listed.h"
#include "tn-same-id.h"
#include "tn-text.h"
#include "tn-work-private.h"

int
tn_zone_rank (const char *level)
{
  static const char *const levels[] = { "green", "near_green", "yellow", "orange", "red" };

  for (int i = 0; i < (int) G_N_ELEMENTS (levels); i++)
    if (g_strcmp0 (level, levels[i]) == 0)
      return i;
  return -1;
}

/* ---- what is said ---- */

typedef struct
{
  TnId area;
  char *alley, *key, *level, *from;   /* key: the alley folded */
} Said;

static void
clear_said (Said *said)
{
  g_free (said->alley);
  g_free (said->key);
  g_free (said->level);
  g_free (said->from);
}
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Said, clear_said)

static gboolean
check_area (TnCopy *copy, const TnId *area, GError **error)
{
  g_autoptr (TnRow) row = tn_work_get (copy, "unit", area, error);
  g_autofree char *level = row ? tn_row_dup_text (row, "level") : NULL;

  if (!row)
    return FALSE;
  if (g_strcmp0 (level, "quarter") == 0 || g_strcmp0 (level, "group") == 0)
    return TRUE;
  return tn_work_refuse (error, _("A level is set for a quarter or a group. Choose one of them; nothing was written."));
}

static gboolean
read_said (TnCopy *copy, const TnValues *values, Said *said, GError **error)
{
  g_autofree char *area = tn_values_dup_text (values, "area"), *alley = tn_values_dup_text (values, "alley"), *from = tn_values_dup_text (values, "from");

  if (!area || !tn_id_parse (area, -1, &said->area))
    return tn_work_refuse (error, _("Which quarter or group it is about is missing. Choose it and save again."));
  said->alley = tn_text_tidy (alley ? alley : "", -1);
  said->key = tn_text_fold (said->alley, -1);
  said->level = tn_values_dup_text (values, "level");
  said->from = tn_work_today (copy, from);
  if (tn_zone_rank (said->level) < 0)
    return tn_work_refuse (error, _("The level is missing. Choose it and save again."));
  if (!tn_date_valid (said->from) || strlen (said->from) != 10)
    return tn_work_refuse (error, _("Since which day it is so must be a whole date, such as 24/12/2021."));
  return check_area (copy, &said->area, error);
}

/* ---- setting ---- */

typedef struct
{
  TnCopy *copy;
  const Said *said;
  const TnId *keep;
  TnEdit *edit;
} Replacing;

/* What was set for the same place and day gives way. */
static gboolean
replace_one (const TnListed *listed, TnSlice body, gpointer data)
{
  Replacing *r = data;
  g_autofree char *alley = tn_json_get_string (tn_json_member (body, "alley")), *key = tn_text_fold (alley ? alley : "", -1);

  if (listed->at == tn_listed_date (r->said->from) && g_str_equal (key, r->said->key) && !tn_id_equal (&listed->id, r->keep))
    tn_edit_delete (r->edit, &listed->id);
  return TRUE;
}

static char *
dup_label (TnCopy *copy, const Said *said)
{
  g_autofree char *area = tn_query_title (copy, &said->area);
  const char *level = tn_choice_label (tn_kind_field (tn_schema_kind ("zone"), "level"), said->level);

  /* Translators: a quarter, group or alley, and the level of its zone */
  return g_strdup_printf (_("Set %s: %s"), *said->alley ? said->alley : area, level);
}

TnEdit *
tn_zone_set (TnCopy *copy, const TnValues *values, GError **error)
{
  g_auto (Said) said = { 0 };
  g_autoptr (TnRow) there = NULL;
  g_autoptr (TnEdit) edit = NULL;
  g_autofree char *name = NULL, *label = NULL;
  TnIdStr area;
  TnId id;

  if (!read_said (copy, values, &said, error))
    return NULL;
  tn_id_format (&said.area, area);
  name = g_strdup_printf ("zone:%s:%s:%s:%s", area, said.key, said.from, said.level);
  if (!tn_same_id (copy, name, &id, &there, error))
    return NULL;
  label = dup_label (copy, &said);
  edit = tn_edit_new (label);
  if (!there)
    tn_edit_create (edit, "zone", &id);
  tn_values_apply (values, edit, &id);
  tn_edit_set_text (edit, &id, "alley", said.alley);
  tn_edit_set_text (edit, &id, "from", said.from);
  TnListedQuery query = { .kind = "zone", .ref = &said.area };
  Replacing replacing = { copy, &said, &id, edit };
  return tn_query_listed_each (copy, &query, replace_one, &replacing, error) ? g_steal_pointer (&edit) : NULL;
}
