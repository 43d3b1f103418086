/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Quarters and groups that a list names: the unit of that name here, or a new one with an id from ward and name, so that two laptops that import
 * the same list offline make the same unit. */
#include "tn-import-private.h"
#include "tn-text.h"
#include <string.h>

struct _TnImportAreas {
  TnEdit *edit;
  char *ward;
  TnId ward_id;
  gboolean has_ward;
  GHashTable *by_name;    /* "level|parent|name key" → TnId (owned) */
  guint n_new;
};

/* The parent is part of the name: "Tổ 3" stands in every quarter. */
static char *
make_key (const char *level, const TnId *parent, const char *name)
{
  TnIdStr text = "";
  g_autofree char *same = tn_text_same_key (name);
  if (parent != NULL)
    tn_id_format (parent, text);
  return g_strdup_printf ("%s|%s|%s", level, text, same);
}

static gboolean
get_parent (const TnKnown *unit, TnId *out)
{
  g_autofree char *text = tn_known_text (unit, "parent");
  return text != NULL && tn_id_parse (text, -1, out);
}

static void
remember (TnImportAreas *areas, const char *level, const TnId *parent, const char *name, const TnId *id)
{
  char *key = make_key (level, parent, name);
  if (g_hash_table_contains (areas->by_name, key))
    g_free (key);
  else
    g_hash_table_insert (areas->by_name, key, tn_id_copy (id));
}

/* The ward's own record, if a list of units was imported: of several validities the latest that still holds. */
static void
find_ward (TnImportAreas *areas, GPtrArray *units)
{
  g_autofree char *best = NULL;
  for (guint i = 0; i < units->len; i++)
    {
      const TnKnown *unit = units->pdata[i];
      g_autofree char *level = tn_known_text (unit, "level"), *code = tn_known_text (unit, "code"), *from = tn_known_text (unit, "valid_from");
      if (*areas->ward == '\0' || g_strcmp0 (level, "ward") != 0 || g_strcmp0 (code, areas->ward) != 0)
        continue;
      if (areas->has_ward && g_strcmp0 (from, best) <= 0)
        continue;
      areas->ward_id = unit->id;
      areas->has_ward = TRUE;
      g_free (best);
      best = g_steal_pointer (&from);
    }
}

static void
take_unit (TnImportAreas *areas, const TnKnown *unit)
{
  TnId parent;
  g_autofree char *level = tn_known_text (unit, "level"), *name = tn_known_text (unit, "name");
  gboolean quarter = g_strcmp0 (level, "quarter") == 0;
  if (name == NULL || (!quarter && g_strcmp0 (level, "group") != 0))
    return;
  g_autofree char *usual = quarter ? tn_import_quarter_name (name) : tn_import_group_name (name);
  gboolean has_parent = !quarter && get_parent (unit, &parent);   /* quarters all belong to the ward of this copy */
  remember (areas, level, has_parent ? &parent : NULL, usual ? usual : name, &unit->id);
}

TnImportAreas *
tn_import_areas_new (TnKnownIndex *index, const char *ward, TnEdit *edit)
{
  TnImportAreas *areas = g_new0 (TnImportAreas, 1);
  GPtrArray *units = tn_known_index_units (index);
  areas->edit = edit;
  areas->ward = g_strdup (ward ? ward : "");
  areas->by_name = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
  find_ward (areas, units);
  for (guint i = 0; i < units->len; i++)
    take_unit (areas, units->pdata[i]);
  return areas;
}

void
tn_import_areas_free (TnImportAreas *areas)
{
  if (areas == NULL)
    return;
  g_hash_table_unref (areas->by_name);
  g_free (areas->ward);
  g_free (areas);
}

/* "Khu phố 1" → "KP1", "Tổ 28" → "T28": initials and the number. */
static char *
make_code (const char *name)
{
  GString *code = g_string_new (NULL);
  g_autofree char *fold = tn_text_fold (name, -1), *upper = g_ascii_strup (fold, -1);
  g_auto (GStrv) words = g_strsplit (upper, " ", -1);
  for (char **w = words; *w != NULL; w++)
    if (strpbrk (*w, "0123456789") != NULL)
      g_string_append (code, *w);
    else if (**w != '\0')
      g_string_append_c (code, **w);
  return g_string_free (code, FALSE);
}

static char *
first_words (const char *name)
{
  gsize n = strcspn (name, "0123456789");
  return g_strchomp (g_strndup (name, n));
}

static TnId
make_unit (TnImportAreas *areas, const char *level, const TnId *parent, const char *key, const char *name)
{
  g_autofree char *whole = g_strdup_printf ("unit:%s:%s", areas->ward, key), *code = make_code (name), *type = first_words (name);
  TnId id = tn_id_from_name (whole);
  tn_edit_create (areas->edit, "unit", &id);
  tn_edit_set_text (areas->edit, &id, "code", code);
  tn_edit_set_text (areas->edit, &id, "name", name);
  tn_edit_set_text (areas->edit, &id, "level", level);
  tn_edit_set_text (areas->edit, &id, "type", type);
  if (parent != NULL || areas->has_ward)
    tn_edit_set_ref (areas->edit, &id, "parent", parent ? parent : &areas->ward_id);
  areas->n_new++;
  return id;
}

static TnId
find_unit (TnImportAreas *areas, const char *level, const TnId *parent, const char *name)
{
  g_autofree char *key = make_key (level, parent, name);
  TnId *known = g_hash_table_lookup (areas->by_name, key);
  if (known == NULL && parent == NULL && areas->has_ward && strcmp (level, "group") == 0)
    {
      g_autofree char *under_ward = make_key (level, &areas->ward_id, name);
      known = g_hash_table_lookup (areas->by_name, under_ward);
    }
  if (known != NULL)
    return *known;
  TnId id = make_unit (areas, level, parent, key, name);
  remember (areas, level, parent, name, &id);
  return id;
}

gboolean
tn_import_areas_find (TnImportAreas *areas, const char *quarter, const char *group, TnId *out)
{
  if (quarter != NULL)
    *out = find_unit (areas, "quarter", NULL, quarter);
  if (group != NULL)
    {
      TnId parent = *out;
      *out = find_unit (areas, "group", quarter ? &parent : NULL, group);
    }
  return quarter != NULL || group != NULL;
}

guint
tn_import_areas_n_new (const TnImportAreas *areas)
{
  return areas->n_new;
}
