/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "tn-schema.h"

#include <string.h>

static void
test_finds_every_kind_and_field_by_its_key (void)
{
  guint n;
  const TnKind *const *kinds = tn_schema_kinds (&n);

  g_assert_cmpuint (n, ==, 57);
  for (guint i = 0; i < n; i++)
    {
      const TnKind *kind = kinds[i];

      g_assert_true (tn_schema_kind (kind->key) == kind);
      for (guint f = 0; f < kind->n_fields; f++)
        g_assert_true (tn_kind_field (kind, kind->fields[f].key) == &kind->fields[f]);
    }
}

/* Keys come out of the middle of a line: neither what follows nor a beginning of a key may match. */
static void
test_unknown_keys_are_not_found (void)
{
  const TnKind *person = tn_schema_kind ("person");

  g_assert_null (tn_schema_kind ("persons"));
  g_assert_null (tn_schema_kind ("perso"));
  g_assert_null (tn_schema_kind (""));
  g_assert_true (tn_schema_kind_slice ((TnSlice) { "person\",\"i\"", 6 }) == person);
  g_assert_null (tn_kind_field (person, "nam"));
  g_assert_null (tn_kind_field (person, "names"));
  g_assert_null (tn_kind_field_slice (person, (TnSlice) { "", 0 }));
  g_assert_null (tn_kind_field_slice (person, (TnSlice) { NULL, 0 }));
  g_assert_null (tn_kind_field_slice (person, (TnSlice) { "na\0me", 5 }));
  g_assert_nonnull (tn_kind_field_slice (person, (TnSlice) { "name\":", 4 }));
}

/* What is counted and added up: a unit of which all are BOOL and no more than bits of a number, an INT, a DECIMAL. */
static void
check_sums (const TnKind *kind)
{
  const TnField *amount = kind->list_amount ? tn_kind_field (kind, kind->list_amount) : NULL, *quantity = kind->list_quantity ? tn_kind_field (kind, kind->list_quantity) : NULL;
  guint n_marks = 0;

  for (guint i = 0; kind->list_marks && i < kind->n_fields; i++)
    if (g_str_equal (tn_field_unit (&kind->fields[i]), kind->list_marks))
      {
        g_assert_cmpint (kind->fields[i].type, ==, TN_TYPE_BOOL);
        n_marks++;
      }
  g_assert_true (!kind->list_marks || (n_marks > 0 && n_marks <= 62));
  g_assert_true (!kind->list_amount || (amount && amount->type == TN_TYPE_INT));
  g_assert_true (!kind->list_quantity || (quantity && quantity->type == TN_TYPE_DECIMAL));
}

/* What lists of a kind are read by (store/tn-listed.h): fields that are there, of the types that lists know. */
static void
test_lists_go_by_fields_of_the_kind (void)
{
  guint n, n_listed = 0;
  const TnKind *const *kinds = tn_schema_kinds (&n);

  for (guint i = 0; i < n; i++)
    {
      const TnField *ref = kinds[i]->list_ref ? tn_kind_field (kinds[i], kinds[i]->list_ref) : NULL;
      const TnField *state = kinds[i]->list_state ? tn_kind_field (kinds[i], kinds[i]->list_state) : NULL;
      const TnField *time = kinds[i]->list_time ? tn_kind_field (kinds[i], kinds[i]->list_time) : NULL;

      g_assert_true (!kinds[i]->list_ref || (ref && ref->type == TN_TYPE_REF));
      g_assert_true (!kinds[i]->list_state || (state && state->type == TN_TYPE_CHOICE));
      g_assert_true (!kinds[i]->list_time || (time && (time->type == TN_TYPE_TIME || time->type == TN_TYPE_DATE)));
      check_sums (kinds[i]);
      n_listed += ref || state || time;
    }
  g_assert_cmpuint (n_listed, >=, 15);
}

static gboolean
is_good_key (const char *key)
{
  return key && g_ascii_islower (*key) && strspn (key, "abcdefghijklmnopqrstuvwxyz0123456789_") == strlen (key);
}

static void
check_field (const TnKind *kind, const TnField *field)
{
  g_assert_true (is_good_key (field->key));
  g_assert_nonnull (field->label);
  g_assert_true (is_good_key (tn_field_unit (field)));
  g_assert_cmpint (field->type == TN_TYPE_CHOICE, ==, field->choices != NULL);
  if (field->type != TN_TYPE_REF)
    g_assert_null (field->ref_kind);
  if (field->ref_kind)
    g_assert_nonnull (tn_schema_kind (field->ref_kind));
  for (const TnChoice *choice = field->choices; choice && choice->key; choice++)
    {
      g_assert_true (is_good_key (choice->key));
      g_assert_nonnull (choice->label);
    }
  /* A unit name that is another field's key, but not that field's unit, would let two things travel under one name. */
  if (tn_kind_field (kind, tn_field_unit (field)))
    g_assert_cmpstr (tn_field_unit (tn_kind_field (kind, tn_field_unit (field))), ==, tn_field_unit (field));
}

static void
test_the_tables_hold_together (void)
{
  guint n;
  const TnKind *const *kinds = tn_schema_kinds (&n);

  for (guint i = 0; i < n; i++)
    {
      const TnKind *kind = kinds[i];
      g_autoptr (GHashTable) keys = g_hash_table_new (g_str_hash, g_str_equal);

      g_assert_true (is_good_key (kind->key));
      g_assert_nonnull (kind->label);
      g_assert_nonnull (kind->label_plural);
      for (guint f = 0; f < kind->n_fields; f++)
        {
          check_field (kind, &kind->fields[f]);
          g_assert_true (g_hash_table_add (keys, (gpointer) kind->fields[f].key));
        }
      for (const char *const *ref = (const char *const[]) { kind->parent_field, kind->area_field }, *const *end = ref + 2; ref < end; ref++)
        if (*ref)
          g_assert_cmpint (tn_kind_field (kind, *ref)->type, ==, TN_TYPE_REF);
    }
}

/* product.md: none of these is stored, and none may be added. */
static void
test_no_field_for_belief_origin_or_opinion (void)
{
  static const char *const never[] = { "religion", "ethnic", "opinion", "attitude", "politic", "belief" };
  guint n;
  const TnKind *const *kinds = tn_schema_kinds (&n);

  for (guint i = 0; i < n; i++)
    for (guint f = 0; f < kinds[i]->n_fields; f++)
      for (guint w = 0; w < G_N_ELEMENTS (never); w++)
        g_assert_null (strstr (kinds[i]->fields[f].key, never[w]));
}

static void
test_units_group_fields_that_change_together (void)
{
  const TnKind *household = tn_schema_kind ("household");

  g_assert_cmpstr (tn_field_unit (tn_kind_field (household, "house_no")), ==, "address");
  g_assert_cmpstr (tn_field_unit (tn_kind_field (household, "code")), ==, "code");
  g_assert_true (tn_kind_has_unit (household, "address"));
  g_assert_true (tn_kind_has_unit (household, "code"));
  g_assert_false (tn_kind_has_unit (household, "house_no"));
  g_assert_false (tn_kind_has_unit (household, "_del"));
  g_assert_true (tn_kind_unit_is_single (household, "code"));
  g_assert_false (tn_kind_unit_is_single (household, "address"));
  g_assert_false (tn_kind_unit_is_single (household, "status"));   /* a field's name, but three fields */
  g_assert_false (tn_kind_unit_is_single (household, "nothing"));
}

/* A kind of our own, since no kind of the first release has a quiet unit or a unit of one field under another name. */
static void
test_a_unit_is_quiet_when_all_of_it_is (void)
{
  static const TnField fields[] = {
    { .key = "a", .type = TN_TYPE_TEXT, .unit = "u", .flags = TN_FIELD_QUIET, .label = "a" },
    { .key = "b", .type = TN_TYPE_TEXT, .unit = "u", .label = "b" },
    { .key = "c", .type = TN_TYPE_TEXT, .flags = TN_FIELD_QUIET, .label = "c" },
    { .key = "d", .type = TN_TYPE_TEXT, .unit = "e", .label = "d" },
  };
  const TnKind kind = { .key = "k", .fields = fields, .n_fields = G_N_ELEMENTS (fields) };

  g_assert_false (tn_kind_unit_is_quiet (&kind, "u"));
  g_assert_true (tn_kind_unit_is_quiet (&kind, "c"));
  g_assert_false (tn_kind_unit_is_quiet (&kind, "x"));
  g_assert_false (tn_kind_unit_is_single (&kind, "e"));
}

static void
take_equal (char *got, const char *want)
{
  g_autofree char *owned = got;

  g_assert_cmpstr (owned, ==, want);
}

static void
test_streams_carry_area_and_class (void)
{
  const TnKind *household = tn_schema_kind ("household"), *identity = tn_schema_kind ("identity"), *conflict = tn_schema_kind ("conflict");
  TnId area;

  g_assert_true (tn_id_parse ("017dee2a-4f00-70f1-b2f3-f4f5f6f7f8f9", -1, &area));
  take_equal (tn_stream_for_area (household, NULL), "0");
  take_equal (tn_stream_for_area (household, &area), "gf4f5f6f7f8f9");
  take_equal (tn_stream_for_area (identity, &area), "gf4f5f6f7f8f9+identity");
  take_equal (tn_stream_for_child (identity, "gf4f5f6f7f8f9"), "gf4f5f6f7f8f9+identity");
  take_equal (tn_stream_for_child (identity, "0"), "0+identity");
  take_equal (tn_stream_for_child (identity, TN_STREAM_ORPHAN), "o+identity");
  take_equal (tn_stream_for_child (household, "g1+health"), "g1");
  take_equal (tn_stream_for_child (conflict, "gf4f5f6f7f8f9+identity"), "gf4f5f6f7f8f9+identity");
  g_assert_cmpstr (tn_class_name (TN_CLASS_CONFIDENTIAL), ==, "confidential");
  g_assert_cmpstr (tn_class_suffix (TN_CLASS_OPEN), ==, "");
  g_assert_cmpstr (tn_class_suffix (TN_CLASS_HEALTH), ==, "+health");
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/schema/lists", test_lists_go_by_fields_of_the_kind);
  g_test_add_func ("/schema/finds-every-kind-and-field-by-its-key", test_finds_every_kind_and_field_by_its_key);
  g_test_add_func ("/schema/unknown-keys-are-not-found", test_unknown_keys_are_not_found);
  g_test_add_func ("/schema/the-tables-hold-together", test_the_tables_hold_together);
  g_test_add_func ("/schema/no-field-for-belief-origin-or-opinion", test_no_field_for_belief_origin_or_opinion);
  g_test_add_func ("/schema/units-group-fields-that-change-together", test_units_group_fields_that_change_together);
  g_test_add_func ("/schema/a-unit-is-quiet-when-all-of-it-is", test_a_unit_is_quiet_when_all_of_it_is);
  g_test_add_func ("/schema/streams-carry-area-and-class", test_streams_carry_area_and_class);
  return g_test_run ();
}
