/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "tn-text.h"

#include <string.h>

static void
assert_fold (const char *text, const char *want)
{
  g_autofree char *nfd = g_utf8_normalize (text, -1, G_NORMALIZE_NFD);
  g_autofree char *folded = tn_text_fold (text, -1), *folded_nfd = tn_text_fold (nfd, -1);

  g_assert_cmpstr (folded, ==, want);
  g_assert_cmpstr (folded_nfd, ==, want);
}

static void
test_fold_drops_marks_and_case (void)
{
  assert_fold ("Nguyễn Văn Á", "nguyen van a");
  assert_fold ("ĐẶNG THỊ ƯỚC", "dang thi uoc");
  assert_fold ("Hòa", "hoa");
  assert_fold ("Hoà", "hoa");
  assert_fold ("Thuỷ Thủy quý qúy", "thuy thuy quy quy");
  assert_fold ("45/12/3A", "45/12/3a");
  assert_fold ("", "");
  assert_fold ("Số 10, Ngách 43/3", "so 10, ngach 43/3");
}

/* Every Vietnamese letter with every tone, in both cases, composed and not. */
static void
test_fold_knows_the_whole_alphabet (void)
{
  static const struct { const char *letter, *base; } vowels[] = {
    { "a", "a" }, { "ă", "a" }, { "â", "a" }, { "e", "e" }, { "ê", "e" }, { "i", "i" }, { "o", "o" }, { "ô", "o" },
    { "ơ", "o" }, { "u", "u" }, { "ư", "u" }, { "y", "y" },
  };
  static const char *const tones[] = { "", "\u0300", "\u0301", "\u0303", "\u0309", "\u0323" };

  for (guint v = 0; v < G_N_ELEMENTS (vowels); v++)
    for (guint t = 0; t < G_N_ELEMENTS (tones); t++)
      {
        g_autofree char *written = g_strconcat (vowels[v].letter, tones[t], NULL);
        g_autofree char *nfc = g_utf8_normalize (written, -1, G_NORMALIZE_NFC);
        g_autofree char *upper = g_utf8_strup (nfc, -1);

        assert_fold (nfc, vowels[v].base);
        assert_fold (upper, vowels[v].base);
      }
  assert_fold ("đĐ", "dd");
  assert_fold ("Ðð", "dd");   /* eth, as old converters write it */
}

static void
test_fold_survives_other_scripts_and_broken_bytes (void)
{
  g_autofree char *broken = tn_text_fold ("A\xff\xe1\xba" "B", -1), *part = tn_text_fold ("ÁBC", 2);

  assert_fold ("ЖΩ", "жω");
  assert_fold ("家", "家");
  g_assert_cmpstr (broken, ==, "ab");
  g_assert_cmpstr (part, ==, "a");
  {
    g_autofree char *invisible = tn_text_fold ("a\u200b\u00a0b\ufeff", -1);
    g_assert_cmpstr (invisible, ==, "a b");
  }
}

/* The promise of tn_text_fold_into(): len*2+8 bytes are enough for any text, and the table agrees with Unicode. */
static void
test_fold_fits_its_buffer_for_every_character (void)
{
  for (gunichar c = 1; c < 0x30000; c++)
    {
      char text[8], out[32];
      gsize len;

      if (c >= 0xd800 && c < 0xe000)
        continue;
      len = (gsize) g_unichar_to_utf8 (c, text);
      g_assert_cmpuint (tn_text_fold_into (text, len, out), <=, len * 2);
    }
}

static void
assert_tidy (const char *text, const char *want)
{
  g_autofree char *tidy = tn_text_tidy (text, -1);

  g_assert_cmpstr (tidy, ==, want);
}

static void
test_tidy_makes_one_clean_line (void)
{
  assert_tidy ("  Trần\t\u00a0 Văn \r\n Bé  ", "Trần Văn Bé");
  assert_tidy ("Hoa\u0300", "Hoà");
  assert_tidy ("E\u0302\u0301ch", "Ếch");
  assert_tidy ("a\x01\u200b\ufeff" "b\x7f", "ab");
  assert_tidy (" \n ", "");
  assert_tidy ("", "");
  assert_tidy ("x\xff", "x\ufffd");
  {
    g_autofree char *part = tn_text_tidy ("abc def", 4);
    g_assert_cmpstr (part, ==, "abc");
  }
}

static void
test_same_looks_past_tone_placement_case_and_blanks (void)
{
  g_assert_true (tn_text_same ("Hoà", "Hòa"));
  g_assert_true (tn_text_same ("Thuỷ", "Thủy"));
  g_assert_true (tn_text_same ("quý", "qúy"));
  g_assert_true (tn_text_same ("NGUYỄN  VĂN HOÀ ", "nguyễn văn hòa"));
  g_assert_true (tn_text_same ("E\u0302\u0301ch", "Ếch"));
  g_assert_true (tn_text_same ("khoẻ khoắn", "khỏe khoắn"));
  g_assert_true (tn_text_same ("Ðặng", "Đặng"));
  g_assert_true (tn_text_same ("45/2 A", "45/2a"));
}

static void
test_same_keeps_other_letters_and_tones_apart (void)
{
  g_assert_false (tn_text_same ("an", "ân"));
  g_assert_false (tn_text_same ("an", "ăn"));
  g_assert_false (tn_text_same ("Hòa", "Hóa"));
  g_assert_false (tn_text_same ("Hòa", "Hoa"));
  g_assert_false (tn_text_same ("Hà Anh", "Ha Ành"));
  g_assert_false (tn_text_same ("Dung", "Đung"));
  g_assert_false (tn_text_same ("tư", "tu"));
  g_assert_false (tn_text_same ("45/2", "452"));
}

static void
assert_phone (const char *written, const char *want)
{
  g_autofree char *phone = tn_text_phone (written);

  g_assert_cmpstr (phone, ==, want);
  g_assert_cmpint (tn_text_is_phone (written), ==, want != NULL);
}

/* Numbers of tests are nobody's: landlines of 028 0…, and where one must look like a mobile's, 054, which no operator has been given. */
static void
test_phones (void)
{
  assert_phone ("0542 345 678", "0542345678");
  assert_phone ("+84 542.345.678", "0542345678");
  assert_phone ("84542345678", "0542345678");
  assert_phone ("0084542345678", "0542345678");
  assert_phone ("+84 (0)542-345-678", "0542345678");
  assert_phone ("542345678", "0542345678");         /* the spreadsheet ate the zero */
  assert_phone ("(028) 0829 1234", "02808291234");
  assert_phone ("0169 123 4567", "01691234567");    /* before 2018 */
  assert_phone ("0840000000", "0840000000");        /* an operator's 084, not the country */
  assert_phone ("0542345678 / 0547654321", NULL);
  assert_phone ("091234567", NULL);
  assert_phone ("05423456789", NULL);
  assert_phone ("0412345678", NULL);
  assert_phone ("không có", NULL);
  assert_phone ("1022", NULL);
  assert_phone ("", NULL);
  assert_phone ("0", NULL);
  assert_phone ("9999999999999999999999", NULL);
}

static void
test_citizen_card_numbers (void)
{
  g_assert_cmpint (tn_text_check_cccd ("079080000123", "male", "1980-05-01"), ==, TN_CCCD_OK);
  g_assert_cmpint (tn_text_check_cccd ("079180000123", "female", "1980"), ==, TN_CCCD_OK);
  g_assert_cmpint (tn_text_check_cccd ("001205000123", "male", "2005-12"), ==, TN_CCCD_OK);
  g_assert_cmpint (tn_text_check_cccd ("096305000123", "female", NULL), ==, TN_CCCD_OK);
  g_assert_cmpint (tn_text_check_cccd ("295080000123", NULL, NULL), ==, TN_CCCD_OK);
  g_assert_cmpint (tn_text_check_cccd ("101080000123", NULL, NULL), ==, TN_CCCD_OK);
  g_assert_cmpint (tn_text_check_cccd ("023456789", "male", "1950"), ==, TN_CCCD_OK);

  g_assert_cmpint (tn_text_check_cccd ("07908000012", NULL, NULL), ==, TN_CCCD_SHAPE);
  g_assert_cmpint (tn_text_check_cccd ("0790800001234", NULL, NULL), ==, TN_CCCD_SHAPE);
  g_assert_cmpint (tn_text_check_cccd ("07908000012A", NULL, NULL), ==, TN_CCCD_SHAPE);
  g_assert_cmpint (tn_text_check_cccd ("", NULL, NULL), ==, TN_CCCD_SHAPE);

  g_assert_cmpint (tn_text_check_cccd ("003080000123", NULL, NULL), ==, TN_CCCD_PLACE);
  g_assert_cmpint (tn_text_check_cccd ("097080000123", NULL, NULL), ==, TN_CCCD_PLACE);
  g_assert_cmpint (tn_text_check_cccd ("100080000123", NULL, NULL), ==, TN_CCCD_PLACE);
  g_assert_cmpint (tn_text_check_cccd ("296080000123", NULL, NULL), ==, TN_CCCD_PLACE);
  g_assert_cmpint (tn_text_check_cccd ("000080000123", NULL, NULL), ==, TN_CCCD_PLACE);

  g_assert_cmpint (tn_text_check_cccd ("079180000123", "male", "1980"), ==, TN_CCCD_SEX);
  g_assert_cmpint (tn_text_check_cccd ("079205000123", "female", "2005"), ==, TN_CCCD_SEX);
  g_assert_cmpint (tn_text_check_cccd ("079080000123", "male", "1981-05-01"), ==, TN_CCCD_YEAR);
  g_assert_cmpint (tn_text_check_cccd ("079080000123", "male", "2080"), ==, TN_CCCD_YEAR);
  g_assert_cmpint (tn_text_check_cccd ("079480000123", NULL, NULL), ==, TN_CCCD_YEAR);
}

/* 63 provinces and the countries, no more and no fewer. */
static void
test_citizen_card_places_are_counted (void)
{
  guint provinces = 0, countries = 0;

  for (guint code = 0; code < 1000; code++)
    {
      g_autofree char *number = g_strdup_printf ("%03u080000123", code);

      if (tn_text_check_cccd (number, NULL, NULL) == TN_CCCD_OK)
        *(code < 100 ? &provinces : &countries) += 1;
    }
  g_assert_cmpuint (provinces, ==, 63);
  g_assert_cmpuint (countries, ==, 195);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/text/fold/drops-marks-and-case", test_fold_drops_marks_and_case);
  g_test_add_func ("/text/fold/knows-the-whole-alphabet", test_fold_knows_the_whole_alphabet);
  g_test_add_func ("/text/fold/survives-other-scripts-and-broken-bytes", test_fold_survives_other_scripts_and_broken_bytes);
  g_test_add_func ("/text/fold/fits-its-buffer-for-every-character", test_fold_fits_its_buffer_for_every_character);
  g_test_add_func ("/text/tidy/makes-one-clean-line", test_tidy_makes_one_clean_line);
  g_test_add_func ("/text/same/looks-past-tone-placement-case-and-blanks", test_same_looks_past_tone_placement_case_and_blanks);
  g_test_add_func ("/text/same/keeps-other-letters-and-tones-apart", test_same_keeps_other_letters_and_tones_apart);
  g_test_add_func ("/text/phones", test_phones);
  g_test_add_func ("/text/cccd/doubts", test_citizen_card_numbers);
  g_test_add_func ("/text/cccd/places-are-counted", test_citizen_card_places_are_counted);
  return g_test_run ();
}
