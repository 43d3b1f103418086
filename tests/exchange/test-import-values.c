/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "tn-cccd-qr.h"
#include "tn-import-private.h"
#include "tn-import-words.h"

typedef struct { const char *text, *house_no, *alley, *street, *room, *quarter, *group, *rest; } AddressCase;
static const AddressCase addresses[] = {
  { "45/12/3A Hẻm 45, Nguyễn Thông, KP1, Tổ 28", "45/12/3A", "Hẻm 45", "Nguyễn Thông", NULL, "KP 1", "28", NULL },
  { "45/12/3A Nguyễn Thông, Phường 7, Quận 3, TP. Hồ Chí Minh", "45/12/3A", NULL, "Nguyễn Thông", NULL, NULL, NULL, NULL },
  { "Số 10, Ngách 43/3, Ngõ 43, đường Láng", "10", "Ngách 43/3, Ngõ 43", "Láng", NULL, NULL, NULL, NULL },
  { "285 B/1A Cách Mạng Tháng 8", "285 B/1A", NULL, "Cách Mạng Tháng 8", NULL, NULL, NULL, NULL },
  { "284DBis Điện Biên Phủ P.7 Q.3", "284DBis", NULL, "Điện Biên Phủ", NULL, NULL, NULL, NULL },
  { "L10C12 Hẻm 90 Đường Số 11B", "L10C12", "Hẻm 90", "Số 11B", NULL, NULL, NULL, NULL },
  { "12 đường 3 Tháng 2, tổ dân phố 5, khu phố 2", "12", NULL, "3 Tháng 2", NULL, "khu phố 2", "5", NULL },
  { "k448 h20/2 Trưng Nữ Vương", "k448", NULL, "h20/2 Trưng Nữ Vương", NULL, NULL, NULL, NULL },
  { "Phòng 302, 7 Lê Lợi", "7", NULL, "Lê Lợi", "302", NULL, NULL, NULL },
  { "Ấp 3, xã Bình Khánh", NULL, NULL, NULL, NULL, "Ấp 3", NULL, NULL },
  { "Nguyễn Thông, gần chợ", NULL, NULL, "Nguyễn Thông", NULL, NULL, NULL, "gần chợ" },
  { "", NULL, NULL, NULL, NULL, NULL, NULL, NULL },
};

static void
test_address (gconstpointer data)
{
  const AddressCase *it = data;
  g_auto (TnImportAddress) got = { 0 };
  tn_import_address_parse (it->text, &got);
  g_assert_cmpstr (got.house_no, ==, it->house_no);
  g_assert_cmpstr (got.alley, ==, it->alley);
  g_assert_cmpstr (got.street, ==, it->street);
  g_assert_cmpstr (got.room, ==, it->room);
  g_assert_cmpstr (got.quarter, ==, it->quarter);
  g_assert_cmpstr (got.group, ==, it->group);
  g_assert_cmpstr (got.rest, ==, it->rest);
}

static void
test_unit_names (void)
{
  static const struct { const char *text, *quarter, *group; } names[] = {
    { "1", "Khu phố 1", "Tổ 1" }, { "01", "Khu phố 1", "Tổ 1" }, { "KP1", "Khu phố 1", "KP1" }, { "khu phố 1", "Khu phố 1", "khu phố 1" },
    { "KP. 01", "Khu phố 1", "KP. 01" }, { "Ấp 3", "Ấp 3", "Ấp 3" }, { "ấp Bình An", "Ấp Bình An", "ấp Bình An" }, { "Tổ 28", "Tổ 28", "Tổ 28" },
    { "TDP số 5", "TDP số 5", "Tổ số 5" }, { "", NULL, NULL }, { "Thôn Đông", "Thôn Đông", "Thôn Đông" }, { "T28", "T28", "Tổ 28" },
  };
  for (gsize i = 0; i < G_N_ELEMENTS (names); i++)
    {
      g_autofree char *quarter = tn_import_quarter_name (names[i].text), *group = tn_import_group_name (names[i].text);
      g_assert_cmpstr (quarter, ==, names[i].quarter);
      g_assert_cmpstr (group, ==, names[i].group);
    }
}

typedef char *(*ParseText) (const char *text, TnValueContext *context);
typedef struct { TnDoubts doubts; char *note; TnValueContext context; } Bench;

static void
start (Bench *b)
{
  *b = (Bench) { 0 };
  b->doubts.doubts = g_array_new (FALSE, FALSE, sizeof (TnImportDoubt));
  b->context = (TnValueContext) { .doubts = &b->doubts, .row = 7, .column = 2, .note = &b->note };
}

static void
stop (Bench *b)
{
  for (guint i = 0; i < b->doubts.doubts->len; i++)
    {
      g_free (g_array_index (b->doubts.doubts, TnImportDoubt, i).value);
      g_free (g_array_index (b->doubts.doubts, TnImportDoubt, i).why);
    }
  g_array_unref (b->doubts.doubts);
  g_free (b->note);
}

static void
check_text (ParseText parse, const char *text, const char *want, const char *note)
{
  Bench b;
  start (&b);
  g_autofree char *got = parse (text, &b.context);
  g_assert_cmpstr (got, ==, want);
  g_assert_cmpstr (b.note, ==, note);
  g_assert_cmpuint (b.doubts.doubts->len, ==, note != NULL);
  stop (&b);
}

static void
test_choices (void)
{
  check_text (tn_import_sex, "NAM", "male", NULL);
  check_text (tn_import_sex, "Nữ", "female", NULL);
  check_text (tn_import_sex, "nu", "female", NULL);
  check_text (tn_import_sex, "?", NULL, "Sex: ?");
  check_text (tn_import_relation, "Con dâu", "child_in_law", NULL);
  check_text (tn_import_relation, "Ba", "parent", NULL);      /* a father */
  check_text (tn_import_relation, "Bà", "grandparent", NULL);
  check_text (tn_import_relation, "vo", "spouse", NULL);
  check_text (tn_import_relation, "bạn của chủ hộ", NULL, "Relation to the head: bạn của chủ hộ");
  check_text (tn_import_residence, "KT3", "temporary", NULL);
  check_text (tn_import_residence, "Thường trú", "permanent", NULL);
  check_text (tn_import_residence, "", NULL, NULL);
}

static void
check_birth (TnCell cell, const char *want, guint n_doubts)
{
  Bench b;
  g_autoptr (GBytes) bytes = g_bytes_new_static ("a,b\n", 4);
  g_autoptr (TnTable) table = tn_table_read_bytes (bytes, NULL, NULL, NULL);
  start (&b);
  g_autofree char *got = tn_import_birth (table, &cell, &b.context);
  g_assert_cmpstr (got, ==, want);
  g_assert_cmpuint (b.doubts.doubts->len, ==, n_doubts);
  stop (&b);
}

static void
test_births (void)
{
  check_birth ((TnCell) { .text = "24/12/1960", .type = TN_CELL_TEXT }, "1960-12-24", 0);
  check_birth ((TnCell) { .text = "1960", .type = TN_CELL_TEXT }, "1960", 0);
  check_birth ((TnCell) { .number = 1960, .type = TN_CELL_NUMBER }, "1960", 0);
  check_birth ((TnCell) { .number = 22274, .type = TN_CELL_DATE }, "1960-12-24", 0);
  check_birth ((TnCell) { .number = 22274, .type = TN_CELL_NUMBER }, "1960-12-24", 0);
  check_birth ((TnCell) { .text = "12/24/1960", .type = TN_CELL_TEXT }, "1960-12-24", 1);
  check_birth ((TnCell) { .text = "khoảng 1960", .type = TN_CELL_TEXT }, "1960", 1);
  check_birth ((TnCell) { .text = "31/02/1960", .type = TN_CELL_TEXT }, "1960", 1);
  check_birth ((TnCell) { .text = "không rõ", .type = TN_CELL_TEXT }, NULL, 1);
  check_birth ((TnCell) { .text = "2099", .type = TN_CELL_TEXT }, "2099", 1);
}

static void
check_card (const char *text, gboolean number, const char *want, const char *want_old, guint n_doubts)
{
  Bench b;
  start (&b);
  g_autofree char *old = NULL;
  g_autofree char *got = tn_import_card (text, number, &old, &b.context);
  g_assert_cmpstr (got, ==, want);
  g_assert_cmpstr (old, ==, want_old);
  g_assert_cmpuint (b.doubts.doubts->len, ==, n_doubts);
  stop (&b);
}

static void
test_cards (void)
{
  check_card ("079060000001", FALSE, "079060000001", NULL, 0);
  check_card ("079 060 000 001", FALSE, "079060000001", NULL, 0);
  check_card ("79060000001", TRUE, "079060000001", NULL, 1);
  check_card ("020000001", FALSE, NULL, "020000001", 0);
  check_card ("20000001", TRUE, NULL, "020000001", 1);
  check_card ("7.9060E+10", FALSE, NULL, NULL, 1);
}

static void
check_phone (const char *text, gboolean number, const char *want, guint n_doubts)
{
  Bench b;
  start (&b);
  g_autofree char *got = tn_import_phone (text, number, &b.context);
  g_assert_cmpstr (got, ==, want);
  g_assert_cmpuint (b.doubts.doubts->len, ==, n_doubts);
  stop (&b);
}

static void
test_phones (void)
{
  check_phone ("0540000001", FALSE, "0540000001", 0);
  check_phone ("540000001", TRUE, "0540000001", 0);
  check_phone ("+84 540 000 001", FALSE, "0540000001", 0);
  check_phone ("0540000001, 0540000002", FALSE, "0540000001", 1);
  check_phone ("chưa có", FALSE, "chưa có", 1);
}

static void
test_category_words (void)
{
  g_assert_cmpstr (tn_import_category_target ("Hộ nghèo")->key, ==, "membership.poor");
  g_assert_cmpstr (tn_import_category_target ("hộ cận nghèo")->key, ==, "membership.near_poor");
  g_assert_cmpstr (tn_import_category_target ("Người cao tuổi")->key, ==, "membership.elderly");
  g_assert_null (tn_import_category_target ("gì đó"));
}

static void
test_cccd_qr (void)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (TnCccdQr) qr = tn_cccd_qr_parse (" 079060000001|020000001|Nguyễn Văn Thử|24121960|Nam|45/2 Nguyễn Thông, Phường 7|01052021\r\n", &error);
  g_assert_no_error (error);
  g_assert_cmpstr (qr->number, ==, "079060000001");
  g_assert_cmpstr (qr->old_number, ==, "020000001");
  g_assert_cmpstr (qr->name, ==, "Nguyễn Văn Thử");
  g_assert_cmpstr (qr->birth, ==, "1960-12-24");
  g_assert_cmpstr (qr->sex, ==, "male");
  g_assert_cmpstr (qr->issued, ==, "2021-05-01");
  g_assert_cmpstr (qr->tail, ==, "");
  g_autoptr (TnCccdQr) newer = tn_cccd_qr_parse ("079162000002||Trần Thị Ẩn|05021962|Nữ|1 Lê Lợi|02072024|a|b||c", &error);
  g_assert_no_error (error);
  g_assert_cmpstr (newer->old_number, ==, "");
  g_assert_cmpstr (newer->tail, ==, "a|b||c");
}

static void
test_other_qr (void)
{
  static const struct { const char *text; int code; } bad[] = {
    { "https://example.org", TN_ERROR_UNSUPPORTED }, { "", TN_ERROR_UNSUPPORTED }, { "\xff\xfe|", TN_ERROR_UNSUPPORTED },
    { "0b7c|Nguyễn Văn Thử|1960|khai báo y tế", TN_ERROR_UNSUPPORTED },
    { "079060000001||Nguyễn Văn Thử|24121960|Nam", TN_ERROR_INVALID },
    { "079060000001||Nguyễn Văn Thử|31021960|Nam|1 Lê Lợi|01052021", TN_ERROR_INVALID },
    { "079060000001||Nguyễn Văn Thử|24121960|?|1 Lê Lợi|01052021", TN_ERROR_INVALID },
  };
  for (gsize i = 0; i < G_N_ELEMENTS (bad); i++)
    {
      g_autoptr (GError) error = NULL;
      g_assert_null (tn_cccd_qr_parse (bad[i].text, &error));
      g_assert_error (error, TN_ERROR, bad[i].code);
    }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  for (gsize i = 0; i < G_N_ELEMENTS (addresses); i++)
    {
      g_autofree char *name = g_strdup_printf ("/exchange/address/%" G_GSIZE_FORMAT, i);
      g_test_add_data_func (name, &addresses[i], test_address);
    }
  g_test_add_func ("/exchange/values/names-of-quarters-and-groups", test_unit_names);
  g_test_add_func ("/exchange/values/choices", test_choices);
  g_test_add_func ("/exchange/values/births", test_births);
  g_test_add_func ("/exchange/values/cards", test_cards);
  g_test_add_func ("/exchange/values/telephones", test_phones);
  g_test_add_func ("/exchange/values/categories", test_category_words);
  g_test_add_func ("/exchange/cccd-qr/card", test_cccd_qr);
  g_test_add_func ("/exchange/cccd-qr/anything-else-is-refused", test_other_qr);
  return g_test_run ();
}
