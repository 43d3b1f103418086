/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include "bench-ward.h"

#define DAY_MS (G_GINT64_CONSTANT (24) * 3600 * 1000)
#define EPOCH_2026_MS (G_GINT64_CONSTANT (1767225600) * 1000)

struct _WardMap {
  GHashTable *home;         /* TnId of a person → TnId of the household */
  GHashTable *halves; /* "<id> <field>" of the week's edits of class diff */
};

void
ward_each_line (const char *dir, const char *file, WardEachLine each, gpointer user_data)
{
  g_autofree char *path = g_build_filename (dir, file, NULL);
  g_autoptr (GError) error = NULL;
  g_autoptr (GMappedFile) map = g_mapped_file_new (path, FALSE, &error);
  if (map == NULL)
    g_error ("%s", error->message);
  const char *p = g_mapped_file_get_contents (map), *end = p + g_mapped_file_get_length (map);
  for (const char *stop; p < end; p = stop + 1) {
    stop = memchr (p, '\n', (gsize) (end - p));
    if (stop == NULL)
      g_error ("%s: the last line is cut off", path);
    each ((TnSlice) { p, (gsize) (stop - p) }, user_data);
  }
}

/* ---- values ---- */

typedef char *(*Convert) (TnSlice value, const TnId *id, const char *const *words);

static char *
as_text (TnSlice value, const TnId *id, const char *const *words)
{
  if (value.len == 2 && value.p[0] == '"')
    return NULL;
  return value.p[0] == '"' ? tn_slice_dup (value) : g_strdup_printf ("\"%.*s\"", (int) value.len, value.p);
}

/* words: theirs, ours, theirs, ours, …, NULL, and what all others become. */
static char *
as_choice (TnSlice value, const TnId *id, const char *const *words)
{
  g_autofree char *text = tn_json_get_string (value);
  guint i = 0;
  for (; words[i] != NULL; i += 2)
    if (g_strcmp0 (text, words[i]) == 0)
      return tn_json_string (words[i + 1]);
  return words[i + 1] != NULL ? tn_json_string (words[i + 1]) : NULL;
}

static char *
as_members (TnSlice value, const TnId *id, const char *const *words)
{
  return g_strdup_printf ("\"H%02x%02x%02x/%.*s\"", id->b[0], id->b[1], id->b[2], (int) value.len, value.p);
}

static char *
as_area (TnSlice value, const TnId *id, const char *const *words)
{
  return g_strdup_printf ("\"%.*s m²\"", (int) value.len, value.p);
}

static char *
as_moment (TnSlice value, const TnId *id, const char *const *words)
{
  return g_strdup_printf ("%" G_GINT64_FORMAT, EPOCH_2026_MS + (gint64) (g_ascii_strtod (value.p, NULL) * 600) * 1000);
}

static char *
as_day_of_time (TnSlice value, const TnId *id, const char *const *words)
{
  int y = 0, m = 0, d = 0;
  if (sscanf (value.p, "\"%4d-%2d-%2d\"", &y, &m, &d) != 3)
    return NULL;
  g_autoptr (GDateTime) date = g_date_time_new_utc (y, m, d, 8, 0, 0);
  return g_strdup_printf ("%" G_GINT64_FORMAT, g_date_time_to_unix (date) * 1000);
}

static char *
as_number_of_day (TnSlice value, const TnId *id, const char *const *words)
{
  int n = atoi (value.p);
  return g_strdup_printf ("\"2026-%02d-%02d\"", 1 + n / 28, 1 + n % 28);
}

static char *
as_ref (TnSlice value, const TnId *id, const char *const *words)
{
  g_autofree char *name = tn_slice_dup (value);
  TnId ref = tn_id_from_name (name);
  TnIdStr text;
  tn_id_format (&ref, text);
  return g_strdup_printf ("\"%s\"", text);
}

static char *
as_yes (TnSlice value, const TnId *id, const char *const *words)
{
  return g_strdup (value.p[0] == 't' ? "\"2026-01-02\"" : "\"2026-01-01\"");
}

/* ---- fields ---- */

typedef enum { MADE = 1, EDITED = 2, BOTH = 3 } When;
typedef struct { const char *kind, *theirs, *ours; When when; Convert convert; const char *const *words; } Rule;

static const char *const poverty[] = { "không", "permanent", "cận nghèo", "temporary", "nghèo", "staying", NULL, "permanent" };
static const char *const water[] = { "nước máy", "house", "giếng khoan", "flat", "bồn chung", "rented_room", NULL, "other" };
static const char *const sexes[] = { "nam", "male", "nữ", "female", NULL, NULL };
static const char *const relations[] = { "chủ hộ", "head", "vợ", "spouse", "chồng", "spouse", "con", "child", "con dâu", "child_in_law", "con rể", "child_in_law",
  "cháu", "grandchild", "cha", "parent", "mẹ", "parent", "anh em", "sibling", NULL, "lodger" };
/* A residence that is edited becomes a relation that no record starts with: there are four of each. */
static const char *const residences[] = { "thường trú", "relative", "tạm trú", "other", "vắng", "grandparent", NULL, "parent_in_law" };
static const char *const first_residences[] = { "thường trú", "permanent", "tạm trú", "temporary", NULL, "staying" };
static const char *const risks[] = { "thấp", "met", "vừa", "absent", "cao", "refused", NULL, "moved" };
static const char *const programmes[] = { "gạo cứu trợ", "poor", "sữa người già", "elderly", "tiền điện", "near_poor", "quà Tết", "policy_family", "thuốc mạn tính", "disabled",
  "bảo hiểm y tế", "merit", "học bổng", "orphan", NULL, "social_allowance" };
static const char *const states[] = { "đã giao", "pregnant", "vắng nhà", "lost_job", "trả lại", "front_line", NULL, "recovered" };

static const Rule rules[] = {
  { "household", "members", "code", BOTH, as_members, NULL }, { "household", "house_no", "house_no", MADE, as_text, NULL },
  { "household", "block", "alley", MADE, as_text, NULL }, { "household", "street", "street", MADE, as_text, NULL },
  { "household", "phone", "phone", BOTH, as_text, NULL }, { "household", "poverty", "residence", BOTH, as_choice, poverty },
  { "household", "water", "housing", BOTH, as_choice, water }, { "household", "area_m2", "room", BOTH, as_area, NULL },
  { "household", "housing", "status_note", BOTH, as_text, NULL }, { "household", "surveyed", "note", EDITED, as_text, NULL },
  { "person", "household", "household", MADE, as_text, NULL }, { "person", "name", "name", MADE, as_text, NULL },
  { "person", "sex", "sex", MADE, as_choice, sexes }, { "person", "born", "birth", MADE, as_text, NULL },
  { "person", "relation", "relation", MADE, as_choice, relations }, { "person", "phone", "phone", BOTH, as_text, NULL },
  { "person", "residence", "residence", MADE, as_choice, first_residences }, { "person", "residence", "relation", EDITED, as_choice, residences },
  { "person", "job", "occupation", BOTH, as_text, NULL }, { "person", "bhyt", "status_note", BOTH, as_text, NULL },
  { "person", "chronic", "note", EDITED, as_text, NULL }, { "person", "updated", "birth", EDITED, as_text, NULL },
  { "visit", "person", "person", MADE, as_text, NULL }, { "visit", "date", "at", MADE, as_day_of_time, NULL },
  { "visit", "risk", "result", BOTH, as_choice, risks }, { "visit", "dia", "volunteer", BOTH, as_ref, NULL },
  { "visit", "sys", "at", EDITED, as_moment, NULL }, { "visit", "weight", "at", EDITED, as_moment, NULL },
  { "visit", "follow_up", "person", EDITED, as_ref, NULL }, { "visit", "note", "note", EDITED, as_text, NULL },
  { "delivery", "household", "subject", MADE, as_text, NULL }, { "delivery", "programme", "category", MADE, as_choice, programmes },
  { "delivery", "status", "category", EDITED, as_choice, states }, { "delivery", "date", "from", MADE, as_text, NULL },
  { "delivery", "qty", "from", EDITED, as_number_of_day, NULL }, { "delivery", "signed", "to", EDITED, as_yes, NULL },
  { "delivery", "receiver", "document", BOTH, as_text, NULL }, { "delivery", "note", "note", EDITED, as_text, NULL },
};

/* Theirs that have no field here, joined in the notes. */
static const struct { const char *kind, *fields[12]; } notes[] = {
  { "household", { "surveyed", "code", "address", "quarter", "lat", "lon", NULL } },
  { "person", { "chronic", "cccd", "updated", "disabled", NULL } },
  { "visit", { "note", "type", "worker", "sys", "pulse", "temp", "weight", "follow_up", NULL } },
  { "delivery", { "note", "qty", "unit", "value_vnd", "relation", "officer", "source", "batch", "signed", "status", NULL } },
};

static const char *
name_kind (TnSlice kind)
{
  return tn_slice_is (kind, "delivery") ? "membership" : tn_slice_is (kind, "household") ? "household" : tn_slice_is (kind, "person") ? "person" : "visit";
}

static TnSlice
read_text (TnSlice line, const char *key)
{
  TnSlice token = tn_json_member (line, key);
  return token.len >= 2 && token.p[0] == '"' ? (TnSlice) { token.p + 1, token.len - 2 } : (TnSlice) { NULL, 0 };
}

static void
set_fields (TnEdit *edit, const TnId *id, TnSlice kind, TnSlice fields)
{
  for (guint i = 0; i < G_N_ELEMENTS (rules); i++) {
    if (!(rules[i].when & MADE) || !tn_slice_is (kind, rules[i].kind))
      continue;
    TnSlice value = tn_json_member (fields, rules[i].theirs);
    g_autofree char *token = value.len > 0 ? rules[i].convert (value, id, rules[i].words) : NULL;
    if (token != NULL)
      tn_edit_set (edit, id, rules[i].ours, token);
  }
}

static void
set_note (TnEdit *edit, const TnId *id, TnSlice kind, TnSlice fields)
{
  g_autoptr (GString) text = g_string_new (NULL);
  guint k = 0;
  while (!tn_slice_is (kind, notes[k].kind))
    k++;
  for (guint i = 0; notes[k].fields[i] != NULL; i++) {
    TnSlice value = tn_json_member (fields, notes[k].fields[i]);
    g_autofree char *part = value.len > 0 && value.p[0] == '"' ? tn_json_get_string (value) : tn_slice_dup (value);
    if (part != NULL && *part != 0)
      g_string_append_printf (text, "%s%s", text->len > 0 ? "; " : "", part);
  }
  tn_edit_set_text (edit, id, "note", text->str);
}

static void
note_half_cb (TnSlice line, gpointer user_data)
{
  WardMap *map = user_data;
  TnSlice id = read_text (line, "id"), field = read_text (line, "field");
  if (tn_slice_is (read_text (line, "class"), "diff"))
    g_hash_table_add (map->halves, g_strdup_printf ("%.*s %.*s", (int) id.len, id.p, (int) field.len, field.p));
}

WardMap *
ward_map_new (const char *dir)
{
  WardMap *map = g_new0 (WardMap, 1);
  map->home = g_hash_table_new_full (tn_id_hash, tn_id_equal, g_free, g_free);
  map->halves = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  ward_each_line (dir, WEEK_FILE, note_half_cb, map);
  return map;
}

void
ward_map_free (WardMap *map)
{
  g_hash_table_unref (map->home);
  g_hash_table_unref (map->halves);
  g_free (map);
}

/* Two of theirs share a unit of ours twice. Where two laptops edit one of each, that would be another case than the week means: then the
 * second goes to the notes. */
static gboolean
shares_unit (WardMap *map, const WardEdit *edit, TnSlice id)
{
  const char *other = tn_slice_is (edit->field, "weight") ? "sys" : tn_slice_is (edit->field, "signed") ? "qty" : NULL;
  if (other == NULL || !tn_slice_is (edit->cls, "diff"))
    return FALSE;
  g_autofree char *key = g_strdup_printf ("%.*s %s", (int) id.len, id.p, other);
  return g_hash_table_contains (map->halves, key);
}

/* A visit says only whom it was with. */
static void
set_home (WardMap *map, TnEdit *edit, const TnId *id, TnSlice kind, TnSlice fields)
{
  TnSlice ref = read_text (fields, tn_slice_is (kind, "visit") ? "person" : "household");
  TnId other;
  if (!tn_id_parse (ref.p, (gssize) ref.len, &other))
    return;
  if (tn_slice_is (kind, "person"))
    g_hash_table_insert (map->home, tn_id_copy (id), tn_id_copy (&other));
  else if (tn_slice_is (kind, "visit"))
    tn_edit_set_ref (edit, id, "household", g_hash_table_lookup (map->home, &other));
}

void
ward_map_record (WardMap *map, TnEdit *edit, TnSlice line)
{
  TnSlice kind = read_text (line, "kind"), text = read_text (line, "id"), fields = tn_json_member (line, "fields");
  TnId id;
  if (!tn_id_parse (text.p, (gssize) text.len, &id))
    g_error ("a record without an id");
  tn_edit_create (edit, name_kind (kind), &id);
  set_home (map, edit, &id, kind, fields);
  set_fields (edit, &id, kind, fields);
  set_note (edit, &id, kind, fields);
}

static const Rule *
find_rule (TnSlice kind, TnSlice field)
{
  for (guint i = 0; i < G_N_ELEMENTS (rules); i++)
    if (rules[i].when & EDITED && tn_slice_is (kind, rules[i].kind) && tn_slice_is (field, rules[i].theirs))
      return &rules[i];
  g_error ("no field of ours for %.*s.%.*s", (int) kind.len, kind.p, (int) field.len, field.p);
}

gboolean
ward_map_read_edit (WardMap *map, TnSlice line, WardEdit *edit)
{
  TnSlice id = read_text (line, "id");
  *edit = (WardEdit) { .device = read_text (line, "device"), .kind = read_text (line, "kind"), .field = read_text (line, "field"), .cls = read_text (line, "class"),
                       .value = tn_json_member (line, "value") };
  edit->to_note = shares_unit (map, edit, id);
  return tn_id_parse (id.p, (gssize) id.len, &edit->id);
}

const char *
ward_map_edit (const WardEdit *edit, char **token)
{
  const Rule *rule = find_rule (edit->kind, edit->field);
  *token = (edit->to_note ? as_text : rule->convert) (edit->value, &edit->id, rule->words);
  return edit->to_note ? "note" : rule->ours;
}
