/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "wire-gen.h"

TnId
gen_id (GRand *rand)
{
  TnId id;
  for (guint i = 0; i < sizeof id.b; i++) id.b[i] = (guint8) g_rand_int (rand);
  return id;
}

TnStamp
gen_stamp (GRand *rand)
{
  static const char *const replicas[] = { "0123456789ab", "ffffffffffff", "00000000000a" };
  return tn_stamp_make (1700000000000 + g_rand_int_range (rand, 0, 4), (guint) g_rand_int_range (rand, 0, 2),
                        replicas[g_rand_int_range (rand, 0, 3)]);
}

static char *
gen_text (GRand *rand)
{
  static const char *const texts[] = {
    "\"\"", "\"Nguyễn Văn Á\"", "\"a\\\"b\\\\c\"", "\"\\u00e9\"", "\"Đặng\"", "\"45/2\"", "\"\\n\"", "\"x\"",
  };
  return g_strdup (texts[g_rand_int_range (rand, 0, G_N_ELEMENTS (texts))]);
}

static char *
gen_number (GRand *rand)
{
  static const char *const numbers[] = { "0", "-1", "12", "1.50", "1e3", "20211224", "-0" };
  return g_strdup (numbers[g_rand_int_range (rand, 0, G_N_ELEMENTS (numbers))]);
}

char *
gen_token (GRand *rand)
{
  switch (g_rand_int_range (rand, 0, 6)) {
    case 0: return gen_number (rand);
    case 1: return g_strdup (g_rand_boolean (rand) ? "true" : "false");
    case 2: return g_strdup ("[1,[2],{\"a\":null}]");
    case 3: return g_strdup ("{\"z\":1,\"a\":\"ễ\"}");
    default: return gen_text (rand);
  }
}

char *
gen_field_token (GRand *rand, const TnField *field)
{
  switch (field->type) {
    case TN_TYPE_TIME: case TN_TYPE_INT: return g_strdup_printf ("%d", g_rand_int_range (rand, -3, 3));
    case TN_TYPE_DECIMAL: return gen_number (rand);
    case TN_TYPE_BOOL: return g_strdup (g_rand_boolean (rand) ? "true" : "false");
    case TN_TYPE_REF: {
      TnIdStr text;
      TnId id = gen_id (rand);
      tn_id_format (&id, text);
      return g_strdup_printf ("\"%s\"", text);
    }
    default: return gen_text (rand);
  }
}

const char *
gen_unit (GRand *rand, const TnKind *kind, char **value)
{
  const char *unit = tn_field_unit (&kind->fields[g_rand_int_range (rand, 0, (gint32) kind->n_fields)]);
  g_autoptr (GString) object = g_string_new ("{");
  for (guint i = 0; i < kind->n_fields; i++) {
    const TnField *field = &kind->fields[i];
    if (!g_str_equal (tn_field_unit (field), unit) || g_rand_int_range (rand, 0, 4) == 0) continue;
    g_autofree char *token = gen_field_token (rand, field);
    if (tn_kind_unit_is_single (kind, unit)) {
      *value = g_steal_pointer (&token);
      return unit;
    }
    g_string_append_printf (object, "%s\"%s\":%s", object->len > 1 ? "," : "", field->key, token);
  }
  g_string_append_c (object, '}');
  /* through a row, for the canonical order */
  TnId id = { { 1 } };
  TnStamp stamp = tn_stamp_make (1, 0, GEN_REPLICA);
  g_autoptr (TnRow) row = tn_row_new (kind->key, &id);
  tn_row_set_unit (row, unit, object->len > 2 ? object->str : NULL, &stamp);
  *value = g_strdup (tn_row_unit (row, unit)->value);
  return unit;
}

static void
add_foreign (GRand *rand, TnRow *row)
{
  for (int i = g_rand_int_range (rand, 0, 4); i > 0; i--) {
    static const char *const names[] = { "oxygen_sat", "zz", "a", "ghế", "esc\\\"aped", "__x", "^" };
    TnStamp stamp = gen_stamp (rand);
    g_autofree char *token = g_rand_boolean (rand) ? gen_token (rand) : NULL;
    tn_row_set_unit (row, names[g_rand_int_range (rand, 0, G_N_ELEMENTS (names))], token, &stamp);
  }
}

TnRow *
gen_row (GRand *rand, const char *kind_key, gboolean foreign)
{
  TnId id = gen_id (rand);
  TnRow *row = tn_row_new (kind_key, &id);
  g_free (row->stream);
  row->stream = g_strdup (g_rand_boolean (rand) ? "g0123456789ab+identity" : "0");
  for (int i = g_rand_int_range (rand, 0, 12); row->kind && i > 0; i--) {
    g_autofree char *value = NULL;
    const char *unit = gen_unit (rand, row->kind, &value);
    TnStamp stamp = gen_stamp (rand);
    tn_row_set_unit (row, unit, value, &stamp);
  }
  if (foreign) add_foreign (rand, row);
  if (g_rand_int_range (rand, 0, 3) == 0) {
    row->del_stamp = gen_stamp (rand);
    row->deleted = g_rand_boolean (rand);
  }
  return row;
}

char *
gen_line (const TnRow *row)
{
  GString *line = g_string_new (NULL);
  tn_row_to_line (row, line);
  return g_string_free (line, FALSE);
}

int
gen_cases (void)
{
  const char *wanted = g_getenv ("TN_PROPERTY_CASES");
  return wanted ? atoi (wanted) : 20000;
}
