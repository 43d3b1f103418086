/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "tn-home.h"
#include "tn-text.h"
#include "tn-words.h"

typedef struct { char *name, *house_no, *alley, *street; } Building;

struct _TnMaker {
  TnDb *db;
  const char *schema;
  GHashTable *statements;    /* SQL literal -> SQL of the schema */
  GHashTable *buildings;     /* TnId -> Building, NULL = not here */
  GHashTable *areas;         /* TnId -> words */
  GHashTable *keys[3];       /* text -> GBytes */
  gboolean complete;         /* what is in neither table is not in the database */
};
enum { KEY_TEXT, KEY_PERSON, KEY_HOUSE };
#define KEYS_KEPT 4096         /* of each sort */

static void
free_building_cb (gpointer data)
{
  Building *building = data;
  if (!building) return;
  g_free (building->name);
  g_free (building->house_no);
  g_free (building->alley);
  g_free (building->street);
  g_free (building);
}

TnMaker *
tn_maker_new (TnDb *db, const char *schema)
{
  TnMaker *maker = g_new0 (TnMaker, 1);
  maker->db = db;
  maker->schema = schema;
  maker->statements = g_hash_table_new (NULL, NULL);
  maker->buildings = g_hash_table_new_full (tn_id_hash, tn_id_equal, g_free, free_building_cb);
  maker->areas = g_hash_table_new_full (tn_id_hash, tn_id_equal, g_free, g_free);
  for (guint i = 0; i < G_N_ELEMENTS (maker->keys); i++)
    maker->keys[i] = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, (GDestroyNotify) g_bytes_unref);
  return maker;
}

void
tn_maker_free (TnMaker *maker)
{
  if (!maker) return;
  g_hash_table_unref (maker->statements);
  g_hash_table_unref (maker->buildings);
  g_hash_table_unref (maker->areas);
  for (guint i = 0; i < G_N_ELEMENTS (maker->keys); i++) g_hash_table_unref (maker->keys[i]);
  g_free (maker);
}

TnDb *
tn_maker_db (TnMaker *maker)
{
  return maker->db;
}

/* A table's name cannot be bound; the text of a statement is ours, and only two schemas exist. */
static const char *
move_to_schema (TnMaker *maker, const char *sql)
{
  const char *moved = g_hash_table_lookup (maker->statements, sql);
  if (moved) return moved;
  g_autoptr (GString) text = g_string_new (sql);
  g_string_replace (text, "main.", "temp.", 0);
  moved = g_intern_string (text->str);
  g_hash_table_insert (maker->statements, (gpointer) sql, (gpointer) moved);
  return moved;
}

TnStmt *
tn_maker_prepare (TnMaker *maker, const char *sql, GError **error)
{
  return tn_db_prepare (maker->db, g_str_equal (maker->schema, "main") ? sql : move_to_schema (maker, sql), error);
}

void
tn_home_clear (TnHome *home)
{
  char **texts[] = { &home->code, &home->head_name, &home->house_no, &home->alley, &home->street, &home->room, &home->building_name,
                     &home->phone, &home->status, &home->words };
  for (guint i = 0; i < G_N_ELEMENTS (texts); i++) g_clear_pointer (texts[i], g_free);
  g_clear_pointer (&home->address_key, g_bytes_unref);
  g_clear_pointer (&home->head_key, g_bytes_unref);
  g_clear_pointer (&home->code_key, g_bytes_unref);
}

void
tn_member_clear (TnMember *member)
{
  g_clear_pointer (&member->name, g_free);
  g_clear_pointer (&member->words, g_free);
}

static GBytes *
make_key (guint which, const char *text)
{
  gsize len;
  g_autofree char *same = which == KEY_TEXT ? tn_text_same_key (text) : NULL;
  guint8 *key = which == KEY_TEXT ? tn_text_sort_key (same, &len)
              : which == KEY_PERSON ? tn_text_person_key (text, &len) : tn_text_house_key (text, &len);
  return g_bytes_new_take (key, len);
}

/* ICU takes a microsecond or two for a key, and streets and names come again and again. Borrowed until the next call. Doors and codes hardly
 * ever do, so what is remembered is bounded. */
static GBytes *
get_key (TnMaker *maker, guint which, const char *text)
{
  GBytes *key = g_hash_table_lookup (maker->keys[which], text);
  if (key) return key;
  key = make_key (which, text);
  if (g_hash_table_size (maker->keys[which]) == KEYS_KEPT) g_hash_table_remove_all (maker->keys[which]);
  g_hash_table_insert (maker->keys[which], g_strdup (text), key);
  return key;
}

static void
append_key (GByteArray *out, GBytes *key)
{
  gsize len;
  const guint8 *data = g_bytes_get_data (key, &len);
  g_byte_array_append (out, data, (guint) len);
  g_byte_array_append (out, (const guint8 *) "", 1);   /* no key holds a zero before its end: the shorter comes first */
}

static GBytes *
make_address_key (TnMaker *maker, const TnHome *home)
{
  g_autoptr (GByteArray) out = g_byte_array_new ();
  g_autofree char *path = tn_text_door_path (home->alley, home->house_no);
  append_key (out, get_key (maker, KEY_TEXT, home->street ? home->street : ""));
  if (home->alley && !tn_text_alley_has_number (home->alley)) {
    g_byte_array_append (out, (const guint8 *) "\xfe", 1);   /* alleys with a name only come behind all numbers of the street */
    append_key (out, get_key (maker, KEY_TEXT, home->alley));
  }
  append_key (out, get_key (maker, KEY_HOUSE, path));
  append_key (out, get_key (maker, KEY_TEXT, home->room ? home->room : ""));
  return g_byte_array_free_to_bytes (g_steal_pointer (&out));
}

static Building *
load_building (TnMaker *maker, const TnId *id, GError **error)
{
  Building *building = g_new0 (Building, 1);
  g_hash_table_insert (maker->buildings, tn_id_copy (id), building);
  g_autoptr (TnStmt) stmt = tn_maker_prepare (maker, "SELECT name, house_no, alley, street FROM main.building WHERE id = ?", error);
  if (!stmt) return NULL;
  tn_stmt_bind_id (stmt, 1, id);
  TnStep step = tn_stmt_step (stmt, error);
  if (step == TN_STEP_ERROR) return NULL;
  if (step == TN_STEP_DONE) return building;
  building->name = g_strdup (tn_stmt_text (stmt, 0));
  building->house_no = g_strdup (tn_stmt_text (stmt, 1));
  building->alley = g_strdup (tn_stmt_text (stmt, 2));
  building->street = g_strdup (tn_stmt_text (stmt, 3));
  return building;
}

static gboolean
use_building (TnMaker *maker, TnHome *home, GError **error)
{
  if (tn_id_is_null (&home->building)) return TRUE;
  Building *building = g_hash_table_lookup (maker->buildings, &home->building);
  if (!building && maker->complete) return TRUE;
  if (!building) building = load_building (maker, &home->building, error);
  if (!building) return FALSE;
  home->building_name = g_strdup (building->name);
  if (home->house_no || home->alley || home->street) return TRUE;
  home->house_no = g_strdup (building->house_no);
  home->alley = g_strdup (building->alley);
  home->street = g_strdup (building->street);
  return TRUE;
}

/* Names and codes of the group and the quarter; the ward itself would be found by everybody. */
static gboolean
load_area (TnMaker *maker, const TnId *id, GString *words, GError **error)
{
  g_autoptr (TnStmt) stmt = tn_maker_prepare (maker,
    "WITH RECURSIVE up(id, parent, name, code, n) AS (SELECT id, parent, name, code, 1 FROM main.unit WHERE id = ?1"
    " UNION ALL SELECT u.id, u.parent, u.name, u.code, n + 1 FROM main.unit u JOIN up ON u.id = up.parent"
    "  WHERE n < 8 AND coalesce(u.level, '') NOT IN ('ward', 'district', 'province'))"
    " SELECT name, code FROM up", error);
  if (!stmt) return FALSE;
  tn_stmt_bind_id (stmt, 1, id);
  TnStep step;
  while ((step = tn_stmt_step (stmt, error)) == TN_STEP_ROW) {
    tn_words_add (words, tn_stmt_text (stmt, 0));
    tn_words_add (words, tn_stmt_text (stmt, 1));
  }
  return step == TN_STEP_DONE;
}

/* Borrowed; NULL on error. */
static const char *
get_area (TnMaker *maker, const TnId *id, GError **error)
{
  const char *known = g_hash_table_lookup (maker->areas, id);
  if (known || maker->complete) return known ? known : "";
  g_autoptr (GString) text = g_string_new (NULL);
  if (!load_area (maker, id, text, error)) return NULL;
  char *words = g_string_free (g_steal_pointer (&text), FALSE);
  g_hash_table_insert (maker->areas, tn_id_copy (id), words);
  return words;
}

static gboolean
add_area_words (TnMaker *maker, const TnId *id, GString *words, GError **error)
{
  if (tn_id_is_null (id)) return TRUE;
  const char *area = get_area (maker, id, error);
  if (area) g_string_append (words, area);
  return area != NULL;
}

static GArray *
list_ids (TnMaker *maker, const char *sql, GError **error)
{
  g_autoptr (GArray) ids = g_array_new (FALSE, FALSE, sizeof (TnId));
  g_autoptr (TnStmt) stmt = tn_maker_prepare (maker, sql, error);
  if (!stmt) return NULL;
  TnId id;
  TnStep step;
  while ((step = tn_stmt_step (stmt, error)) == TN_STEP_ROW)
    if (tn_stmt_id (stmt, 0, &id)) g_array_append_val (ids, id);
  return step == TN_STEP_DONE ? g_steal_pointer (&ids) : NULL;
}

gboolean
tn_maker_preload (TnMaker *maker, GError **error)
{
  g_autoptr (GArray) areas = list_ids (maker, "SELECT id FROM main.unit", error);
  g_autoptr (GArray) buildings = areas ? list_ids (maker, "SELECT id FROM main.building", error) : NULL;
  if (!buildings) return FALSE;
  for (guint i = 0; i < areas->len; i++)
    if (!get_area (maker, &g_array_index (areas, TnId, i), error)) return FALSE;
  for (guint i = 0; i < buildings->len; i++)
    if (!load_building (maker, &g_array_index (buildings, TnId, i), error)) return FALSE;
  maker->complete = TRUE;
  return TRUE;
}

static gboolean
make_home_words (TnMaker *maker, const TnFields *fields, TnHome *home, GError **error)
{
  g_autoptr (GString) words = g_string_new (NULL);
  g_autofree char *path = tn_text_door_path (home->alley, home->house_no);
  tn_words_add_searched (words, fields);
  if (g_strcmp0 (path, home->house_no) != 0) tn_words_add (words, path);
  tn_words_add (words, home->building_name);
  if (!tn_fields_get (fields, "street").len) tn_words_add (words, home->street);
  if (!add_area_words (maker, &home->area, words, error)) return FALSE;
  home->words = g_string_free (g_steal_pointer (&words), FALSE);
  return TRUE;
}

static gboolean
is_gone_home (const TnFields *fields)
{
  return tn_fields_is (fields, "status", "moved_away") || tn_fields_is (fields, "status", "joined") || tn_fields_is (fields, "status", "ended");
}

gboolean
tn_maker_read_home (TnMaker *maker, const TnFields *fields, TnHome *home, GError **error)
{
  home->id = fields->id;
  home->live = TRUE;
  home->gone = is_gone_home (fields);
  home->code = tn_fields_text (fields, "code");
  home->house_no = tn_fields_text (fields, "house_no");
  home->alley = tn_fields_text (fields, "alley");
  home->street = tn_fields_text (fields, "street");
  home->room = tn_fields_text (fields, "room");
  home->phone = tn_fields_text (fields, "phone");
  if (!tn_fields_is (fields, "status", "present")) home->status = tn_fields_text (fields, "status");
  tn_fields_ref (fields, "head", &home->head);
  tn_fields_ref (fields, "area", &home->area);
  tn_fields_ref (fields, "building", &home->building);
  if (!use_building (maker, home, error) || !make_home_words (maker, fields, home, error)) return FALSE;
  home->address_key = make_address_key (maker, home);
  home->code_key = home->code ? g_bytes_ref (get_key (maker, KEY_TEXT, home->code)) : NULL;
  return TRUE;
}

void
tn_maker_set_head (TnMaker *maker, TnHome *home, const char *name)
{
  g_clear_pointer (&home->head_key, g_bytes_unref);
  g_free (home->head_name);
  home->head_name = g_strdup (name);
  if (name) home->head_key = g_bytes_ref (get_key (maker, KEY_PERSON, name));
}

void
tn_maker_read_member (const TnFields *fields, const TnId *household, const char *card_words, TnMember *member)
{
  g_autoptr (GString) words = g_string_new (NULL);
  tn_words_add_searched (words, fields);
  if (card_words) g_string_append (words, card_words);
  member->id = fields->id;
  member->household = tn_id_is_null (household) ? fields->id : *household;
  member->other = !tn_fields_is (fields, "relation", "head");
  member->gone = tn_fields_is (fields, "status", "moved_away") || tn_fields_is (fields, "status", "died") || tn_fields_ref (fields, "merged_into", &(TnId) { 0 });
  member->name = tn_fields_text (fields, "name");
  if (!member->name) member->name = g_strdup ("");
  member->words = g_string_free (g_steal_pointer (&words), FALSE);
}

static TnFeedValue
bytes_value (GBytes *bytes)
{
  gsize len = 0;
  const void *data = bytes ? g_bytes_get_data (bytes, &len) : NULL;
  return tn_feed_blob (bytes && !data ? "" : data, len);
}

void
tn_home_values (const TnHome *home, TnFeedValue values[TN_HOME_N_COLUMNS])
{
  const TnFeedValue all[TN_HOME_N_COLUMNS] = {
    tn_feed_id (&home->id), tn_feed_int (home->live), tn_feed_int (home->live ? home->gone : 2), tn_feed_text (home->code), tn_feed_id (&home->head),
    tn_feed_text (home->head_name), tn_feed_id (&home->area), tn_feed_text (home->house_no), tn_feed_text (home->alley), tn_feed_text (home->street),
    tn_feed_text (home->room), tn_feed_id (&home->building), tn_feed_text (home->building_name), tn_feed_text (home->phone),
    tn_feed_text (home->status ? home->status : ""), tn_feed_int (home->n_people), bytes_value (home->address_key), bytes_value (home->head_key),
    bytes_value (home->code_key), tn_feed_text (home->words ? home->words : ""),
  };
  memcpy (values, all, sizeof all);
}

void
tn_member_values (const TnMember *member, TnFeedValue values[TN_MEMBER_N_COLUMNS])
{
  const TnFeedValue all[TN_MEMBER_N_COLUMNS] = {
    tn_feed_int (member->home), tn_feed_int (member->slot), tn_feed_id (&member->id), tn_feed_int (member->other), tn_feed_int (member->gone),
    tn_feed_text (member->name), tn_feed_text (member->words),
  };
  memcpy (values, all, sizeof all);
}
