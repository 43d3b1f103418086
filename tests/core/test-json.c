/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "tn-json.h"

#include <string.h>

static TnJsonType
check (const char *text)
{
  /* An exact copy on the heap, so that a read past the end is seen by the address sanitizer. */
  gsize len = strlen (text);
  g_autofree char *copy = g_memdup2 (text, MAX (len, 1));

  return tn_json_check ((TnSlice) { copy, len });
}

static void
test_accepts_what_rfc_8259_allows (void)
{
  static const struct { const char *text; TnJsonType type; } good[] = {
    { "null", TN_JSON_NULL }, { "true", TN_JSON_TRUE }, { "false", TN_JSON_FALSE },
    { "0", TN_JSON_NUMBER }, { "-0", TN_JSON_NUMBER }, { "-12.50e+3", TN_JSON_NUMBER }, { "1E9", TN_JSON_NUMBER },
    { "123456789012345678901234567890", TN_JSON_NUMBER },
    { "\"\"", TN_JSON_STRING }, { "\"Nguyễn Thị Ánh\"", TN_JSON_STRING }, { "\"\\\"\\\\\\/\\b\\f\\n\\r\\t\\u00e9\"", TN_JSON_STRING },
    { "\"\\ud83c\\udfe0\"", TN_JSON_STRING }, { "\"\\uFFFF\"", TN_JSON_STRING }, { "\"\x7f\"", TN_JSON_STRING },
    { "\"\xf4\x8f\xbf\xbf\"", TN_JSON_STRING }, { "\"\xef\xbf\xbf\"", TN_JSON_STRING }, { "\"\xee\x80\x80\"", TN_JSON_STRING },
    { "[]", TN_JSON_ARRAY }, { "{}", TN_JSON_OBJECT }, { "[ 1 ,\t[ ] , {\"a\" : null} ]", TN_JSON_ARRAY },
    { "{\"a\":1,\"a\":2}", TN_JSON_OBJECT },
    { "[[[[[[[[]]]]]]]]", TN_JSON_ARRAY }, { "{\"a\":[{\"b\":[{\"c\":[{\"d\":[1]}]}]}]}", TN_JSON_OBJECT },
  };

  for (guint i = 0; i < G_N_ELEMENTS (good); i++)
    {
      if (check (good[i].text) != good[i].type)
        g_error ("refused: %s", good[i].text);
    }
}

static void
test_refuses_everything_else (void)
{
  static const char *const bad[] = {
    "", " ", " 1", "1 ", "nul", "nulll", "True", "01", "-", "+1", ".5", "1.", "1.e3", "1e", "1e+", "0x10", "NaN", "--1",
    "\"", "\"a", "\"\\\"", "\"\\x\"", "\"\\u12\"", "\"\\u12g4\"", "\"\\", "\"\\u", "'a'",
    "\"\\ud800\"", "\"\\udc00\"", "\"\\ud800\\u0041\"", "\"\\ud800\\ud800\"", "\"\\ud83c\\udfe\"",
    "\"\n\"", "\"\t\"", "\"\x01\"", "\"12345678\x1f\"",
    "\"\x80\"", "\"\xc0\xaf\"", "\"\xc1\x81\"", "\"\xe0\x80\xaf\"", "\"\xed\xa0\x80\"", "\"\xf0\x80\x80\xaf\"", "\"\xf4\x90\x80\x80\"",
    "\"\xf5\x80\x80\x80\"", "\"\xff\"", "\"\xe1\xba\"", "\"\xc3\"", "\"\xe1\xba\" ", "\"\xf0\x9f\x8f\"",
    "[", "]", "[1", "[1,", "[1,]", "[,1]", "[1 2]", "{", "}", "{\"a\"}", "{\"a\":}", "{\"a\":1,}", "{a:1}", "{1:1}", "{\"a\":1 \"b\":2}",
    "{\"a\":1]", "[1}", "[]]", "{}{}", "[[[[[[[[[]]]]]]]]]", "{\"a\":[{\"b\":[{\"c\":[{\"d\":[[1]]}]}]}]}", "\xef\xbb\xbf{}", "\xc2\xa0" "1",
    "/**/1",
  };

  for (guint i = 0; i < G_N_ELEMENTS (bad); i++)
    {
      if (check (bad[i]) != TN_JSON_BAD)
        g_error ("accepted: %s", bad[i]);
    }
  g_assert_cmpint (tn_json_check ((TnSlice) { "\"\0\"", 3 }), ==, TN_JSON_BAD);
}

/* The scanner steps eight bytes at a time: what stops it must be seen at every place of a step. */
static void
test_stops_at_every_place_of_a_word (void)
{
  static const struct { const char *text; gboolean ok; } odd[] = {
    { "\\n", TRUE }, { "đ", TRUE }, { "ễ", TRUE }, { "\xf0\x9f\x8f\xa0", TRUE }, { "\\q", FALSE }, { "\x1f", FALSE }, { "\x80", FALSE },
    { "\"", FALSE }, { "\x7f", TRUE }, { " ", TRUE }, { "!", TRUE }, { "#", TRUE }, { "[", TRUE }, { "]", TRUE },
  };

  for (guint before = 0; before < 20; before++)
    for (guint after = 0; after < 20; after++)
      for (guint i = 0; i < G_N_ELEMENTS (odd); i++)
        {
          g_autoptr (GString) s = g_string_new ("\"");

          for (guint j = 0; j < before; j++)
            g_string_append_c (s, 'a');
          g_string_append (s, odd[i].text);
          for (guint j = 0; j < after; j++)
            g_string_append_c (s, '~');
          g_string_append_c (s, '"');
          g_assert_cmpint (check (s->str) == TN_JSON_STRING, ==, odd[i].ok);
        }
}

static void
test_walks_an_object_and_keeps_tokens_as_received (void)
{
  TnSlice s = tn_slice ("{ \"k\\u0061\" : 1.50 ,\"b\":{\"c\":[1,\"x,}\"]}, \"\":\"\\u00e9\" }", -1), key, value;
  TnJsonIter it;

  tn_json_iter_init (&it, s);
  g_assert_true (tn_json_iter_next (&it, &key, &value));
  g_assert_true (tn_slice_is (key, "k\\u0061"));
  g_assert_true (tn_slice_is (value, "1.50"));
  g_assert_true (tn_json_iter_next (&it, &key, &value));
  g_assert_true (tn_slice_is (value, "{\"c\":[1,\"x,}\"]}"));
  g_assert_true (tn_json_iter_next (&it, &key, &value));
  g_assert_true (tn_slice_is (key, ""));
  g_assert_true (tn_slice_is (value, "\"\\u00e9\""));
  g_assert_false (it.ok);
  g_assert_false (tn_json_iter_next (&it, &key, &value));
  g_assert_true (it.ok);
  g_assert_false (tn_json_iter_next (&it, &key, &value));
  g_assert_true (it.ok);
}

static gboolean
walks_well (const char *text)
{
  TnJsonIter it;
  TnSlice key, value;

  tn_json_iter_init (&it, tn_slice (text, -1));
  while (tn_json_iter_next (&it, &key, &value))
    g_assert_cmpint (tn_json_check (value), !=, TN_JSON_BAD);
  return it.ok;
}

static void
test_says_when_a_walk_ended_badly (void)
{
  g_assert_true (walks_well ("[]"));
  g_assert_true (walks_well ("[1,2]"));
  g_assert_true (walks_well ("{}"));
  g_assert_false (walks_well ("[1,2"));
  g_assert_false (walks_well ("[1,,2]"));
  g_assert_false (walks_well ("[1]x"));
  g_assert_false (walks_well ("[1,]"));
  g_assert_false (walks_well ("{\"a\":1,}"));
  g_assert_false (walks_well ("{\"a\":tru}"));
  g_assert_false (walks_well ("3"));
  g_assert_false (walks_well (""));
  g_assert_false (walks_well ("{"));
  /* The walk adds no level: nine are refused from outside and from inside. */
  g_assert_true (walks_well ("[[[[[[[[]]]]]]]]"));
  g_assert_false (walks_well ("[[[[[[[[[]]]]]]]]]"));
}

static void
test_finds_members (void)
{
  TnSlice s = tn_slice ("{\"ab\":1,\"a\":2,\"b\":{\"c\":3}}", -1);

  g_assert_true (tn_slice_is (tn_json_member (s, "a"), "2"));
  g_assert_true (tn_slice_is (tn_json_member (tn_json_member (s, "b"), "c"), "3"));
  g_assert_cmpuint (tn_json_member (s, "c").len, ==, 0);
  g_assert_cmpuint (tn_json_member (tn_slice ("[1]", -1), "").len, ==, 0);
}

static void
test_reads_values_one_after_another (void)
{
  const char *text = " {\"a\":1}  true\n-3]", *p = text, *end = text + strlen (text);
  TnSlice value;

  g_assert_cmpint (tn_json_next (&p, end, &value), ==, TN_JSON_OBJECT);
  g_assert_true (tn_slice_is (value, "{\"a\":1}"));
  g_assert_cmpint (tn_json_next (&p, end, &value), ==, TN_JSON_TRUE);
  g_assert_cmpint (tn_json_next (&p, end, &value), ==, TN_JSON_NUMBER);
  g_assert_true (tn_slice_is (value, "-3"));
  g_assert_cmpint (tn_json_next (&p, end, &value), ==, TN_JSON_BAD);
  g_assert_cmpstr (p, ==, "]");
}

static void
assert_decodes (const char *token, const char *want)
{
  g_autofree char *text = tn_json_get_string (tn_slice (token, -1));

  g_assert_cmpstr (text, ==, want);
}

static void
test_decodes_strings (void)
{
  assert_decodes ("\"Hòa\"", "Hòa");
  assert_decodes ("\"\\u0110\\u1eb7ng \\\"x\\\" \\\\ \\/ \\b\\f\\n\\r\\t\"", "Đặng \"x\" \\ / \b\f\n\r\t");
  assert_decodes ("\"\\ud83c\\udfe0!\"", "🏠!");
  assert_decodes ("\"\"", "");
  assert_decodes ("\"a\\u0000b\"", NULL);
  assert_decodes ("12", NULL);
  assert_decodes ("null", NULL);
  assert_decodes ("\"open", NULL);
}

static void
assert_token (const char *text, gssize len, const char *want)
{
  g_autoptr (GString) out = g_string_new (NULL);

  tn_json_append_string (out, text, len);
  g_assert_cmpstr (out->str, ==, want);
  g_assert_cmpint (check (out->str), ==, TN_JSON_STRING);
}

static void
test_writes_the_shortest_escapes (void)
{
  assert_token ("Đặng", -1, "\"Đặng\"");
  assert_token ("a/b", -1, "\"a/b\"");
  assert_token ("\"\\\b\f\n\r\t\x01\x1f\x7f", -1, "\"\\\"\\\\\\b\\f\\n\\r\\t\\u0001\\u001f\x7f\"");
  assert_token ("a\0b", 3, "\"a\\u0000b\"");
  assert_token ("x\xffy\xe1\xba", -1, "\"x\xef\xbf\xbdy\xef\xbf\xbd\xef\xbf\xbd\"");
  assert_token ("", -1, "\"\"");
}

static void
test_reads_whole_numbers_of_up_to_18_digits (void)
{
  gint64 value;

  g_assert_true (tn_json_get_int (tn_slice ("-999999999999999999", -1), &value));
  g_assert_cmpint (value, ==, G_GINT64_CONSTANT (-999999999999999999));
  g_assert_true (tn_json_get_int (tn_slice ("0", -1), &value));
  g_assert_cmpint (value, ==, 0);
  for (const char *const *bad = (const char *const[]) { "1000000000000000000", "1.0", "1e3", "\"1\"", "-", "", "01", "null", NULL }; *bad; bad++)
    g_assert_false (tn_json_get_int (tn_slice (*bad, -1), &value));
}

/* Whatever stands in a text, its token is read back the same: half of the rounds build the text of awkward letters. */
static void
test_text_survives_the_round_trip (void)
{
  static const char *const bits[] = { "a", "\"", "\\", "\n", "ễ", "đ", "🏠", "\x7f", "\x02", "/", " ", "u0041", "ư", "̉" };

  for (int round = 0; round < 3000; round++)
    {
      g_autoptr (GString) text = g_string_new (NULL);
      g_autofree char *token = NULL, *back = NULL;

      for (int n = g_test_rand_int_range (0, 30); n > 0; n--)
        g_string_append (text, bits[g_test_rand_int_range (0, G_N_ELEMENTS (bits))]);
      token = tn_json_string (text->str);
      g_assert_cmpint (check (token), ==, TN_JSON_STRING);
      back = tn_json_get_string (tn_slice (token, -1));
      g_assert_cmpstr (back, ==, text->str);
    }
}

/* Cut and scrambled documents never read past their end (the address sanitizer watches) nor pass when they are short. */
static void
test_every_cut_of_a_document_is_refused (void)
{
  const char *doc = "{\"k\":\"person\",\"b\":{\"name\":\"Nguyễn \\u0110\\ud83c\\udfe0\",\"n\":-1.5e3,\"l\":[true,false,null]}}";

  for (gsize len = 0; len < strlen (doc); len++)
    {
      g_autofree char *cut = g_memdup2 (doc, MAX (len, 1));

      g_assert_cmpint (tn_json_check ((TnSlice) { cut, len }), ==, TN_JSON_BAD);
    }
  g_assert_cmpint (check (doc), ==, TN_JSON_OBJECT);
}

static void
test_a_document_names_each_member_once (void)
{
  static const char *const good[] = { "{}", "[{\"a\":1},{\"a\":2}]", "{\"a\":{\"a\":{\"b\":[]}}}", "7", "{\"a\":1,\"A\":2}" };
  static const char *const bad[] = { "{\"a\":1,\"a\":1}", "{\"a\":1,\"b\":2,\"\\u0061\":3}", "[[{\"x\":[{\"y\":0,\"y\":0}]}]]", "{\"a\":1", "{\"\\u0000\":1}" };

  for (guint i = 0; i < G_N_ELEMENTS (good); i++)
    g_assert_cmpint (tn_json_check_document (tn_slice (good[i], -1)), ==, tn_json_check (tn_slice (good[i], -1)));
  for (guint i = 0; i < G_N_ELEMENTS (bad); i++)
    g_assert_cmpint (tn_json_check_document (tn_slice (bad[i], -1)), ==, TN_JSON_BAD);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/json/accepts-what-rfc-8259-allows", test_accepts_what_rfc_8259_allows);
  g_test_add_func ("/json/refuses-everything-else", test_refuses_everything_else);
  g_test_add_func ("/json/stops-at-every-place-of-a-word", test_stops_at_every_place_of_a_word);
  g_test_add_func ("/json/walks-an-object-and-keeps-tokens-as-received", test_walks_an_object_and_keeps_tokens_as_received);
  g_test_add_func ("/json/says-when-a-walk-ended-badly", test_says_when_a_walk_ended_badly);
  g_test_add_func ("/json/finds-members", test_finds_members);
  g_test_add_func ("/json/reads-values-one-after-another", test_reads_values_one_after_another);
  g_test_add_func ("/json/decodes-strings", test_decodes_strings);
  g_test_add_func ("/json/writes-the-shortest-escapes", test_writes_the_shortest_escapes);
  g_test_add_func ("/json/reads-whole-numbers-of-up-to-18-digits", test_reads_whole_numbers_of_up_to_18_digits);
  g_test_add_func ("/json/text-survives-the-round-trip", test_text_survives_the_round_trip);
  g_test_add_func ("/json/a-document-names-each-member-once", test_a_document_names_each_member_once);
  g_test_add_func ("/json/every-cut-of-a-document-is-refused", test_every_cut_of_a_document_is_refused);
  return g_test_run ();
}
