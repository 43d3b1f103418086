/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "tn-import-words.h"
#include "tn-schema.h"
#include "tn-text.h"
#include <glib/gi18n.h>
#include <string.h>

/* Headers by target, best known first; weight lowers a whole line where the words are less sure. Written as wards write them; a header without
 * marks matches too, except that "nam" for "năm" must stand here itself. */
typedef struct { const char *key, *label; guint weight; const char *patterns; } Words;
static const Words words[] = {
  { "row.number", N_("Running number"), 100, "STT|số thứ tự|số TT|TT|no" },
  { "household.code", N_("Household code"), 100, "mã hộ|mã số hộ|mã hộ dân|mã hộ gia đình|số hộ|hộ số|household code|mã hộ khẩu|số hộ khẩu|số sổ hộ khẩu|số HK|SHK" },
  { "household.head_name", N_("Name of the head"), 100, "họ và tên chủ hộ|họ tên chủ hộ|tên chủ hộ|chủ hộ|họ tên người đứng đầu|chủ hộ gia đình|head of household|head" },
  { "person.name", N_("Full name"), 100, "họ và tên|họ tên|họ và tên nhân khẩu|tên nhân khẩu|họ tên thành viên|họ và tên thành viên|họ chữ đệm và tên|họ và chữ đệm và tên|họ tên người dân|tên|full name|name" },
  { "person.relation", N_("Relation to the head"), 100, "quan hệ với chủ hộ|quan hệ chủ hộ|mối quan hệ với chủ hộ|quan hệ|QH với chủ hộ|QH chủ hộ|relation" },
  { "person.birth", N_("Born"), 100, "ngày sinh|ngày tháng năm sinh|năm sinh|nam sinh|ngay thang nam sinh|sinh ngày|ngày tháng sinh|NTNS|ngày năm sinh|date of birth|birth|dob" },
  { "person.male", N_("Year of birth if male"), 100, "năm sinh nam|nam sinh nam|ngày sinh nam|ngày tháng năm sinh nam|giới tính nam|nam|male" },
  { "person.female", N_("Year of birth if female"), 100, "năm sinh nữ|nam sinh nu|ngày sinh nữ|ngày tháng năm sinh nữ|giới tính nữ|nữ|female" },
  { "person.birth_day", N_("Day of birth"), 95, "ngày sinh ngày|năm sinh ngày|ngày tháng năm sinh ngày|ngày" },
  { "person.birth_month", N_("Month of birth"), 95, "ngày sinh tháng|năm sinh tháng|ngày tháng năm sinh tháng|tháng|tháng sinh" },
  { "person.birth_year", N_("Year of birth"), 95, "ngày sinh năm|năm sinh năm|ngày tháng năm sinh năm|năm" },
  { "person.sex", N_("Sex"), 100, "giới tính|phái|giới|nam nữ|nam hay nữ|sex|gender" },
  { "person.phone", N_("Telephone"), 100, "SĐT|số điện thoại|điện thoại|số ĐT|ĐT|điện thoại liên hệ|số điện thoại liên hệ|di động|ĐTDĐ|phone|telephone|mobile" },
  { "household.phone", N_("Telephone of the household"), 100, "SĐT chủ hộ|số điện thoại chủ hộ|điện thoại chủ hộ|điện thoại hộ|SĐT hộ gia đình" },
  { "person.occupation", N_("Occupation"), 100, "nghề nghiệp|nghề|công việc|việc làm|occupation|job" },
  { "person.workplace", N_("Workplace"), 100, "nơi làm việc|nơi công tác|nơi học tập làm việc|đơn vị công tác|cơ quan|workplace" },
  { "person.residence", N_("Residence"), 100, "thường trú tạm trú|diện cư trú|cư trú|tình trạng cư trú|loại cư trú|hình thức cư trú|hộ khẩu|TT TT|KT|thường trú hay tạm trú|tạm trú thường trú|residence" },
  { "person.permanent", N_("Permanent (marked)"), 100, "thường trú|có hộ khẩu" },
  { "person.temporary", N_("Temporary (marked)"), 100, "tạm trú|KT3" },
  { "person.note", N_("Notes"), 100, "ghi chú|ghi chu them|lưu ý|note|notes|remarks" },
  { "household.note", N_("Notes on the household"), 100, "ghi chú hộ|ghi chú về hộ|ghi chú của hộ" },
  { "identity.number", N_("Citizen card number"), 100, "CCCD|số CCCD|CMND CCCD|CCCD CMND|số CMND CCCD|số CCCD CMND|căn cước công dân|số căn cước công dân|căn cước|số căn cước|số định danh|số định danh cá nhân|mã định danh|CMTND CCCD|giấy tờ tùy thân|CMND CCCD hộ chiếu|citizen id|id card" },
  { "identity.old_number", N_("Old card number"), 98, "CMND|số CMND|CMND cũ|số CMND cũ|chứng minh nhân dân|CMT|số CMT|CMTND" },
  { "identity.issued", N_("Card issued on"), 100, "ngày cấp|ngày cấp CCCD|ngày cấp CMND|ngày cấp CMND CCCD" },
  { "identity.insurance", N_("Health insurance number"), 100, "BHYT|số BHYT|thẻ BHYT|mã BHYT|số thẻ BHYT|mã thẻ BHYT|bảo hiểm y tế|số thẻ bảo hiểm y tế|health insurance" },
  { "identity.registered", N_("Address on the card"), 85, "nơi đăng ký thường trú|địa chỉ thường trú|nơi thường trú|hộ khẩu thường trú|HKTT|nơi ĐKTT|nơi ĐKHK thường trú|quê quán thường trú" },
  { "household.address", N_("Whole address"), 100, "địa chỉ|địa chỉ nhà|địa chỉ hiện nay|địa chỉ hiện tại|nơi ở hiện nay|nơi ở hiện tại|chỗ ở hiện nay|chỗ ở hiện tại|nơi ở|chỗ ở|nơi cư trú|địa chỉ tạm trú|địa chỉ cư trú|nơi tạm trú|address" },
  { "household.address", N_("Whole address"), 80, "địa chỉ thường trú|nơi thường trú|HKTT|hộ khẩu thường trú" },
  { "household.house_no", N_("House number"), 100, "số nhà|nhà số|địa chỉ số nhà|house number|house no" },
  { "household.alley", N_("Alley"), 100, "hẻm|ngõ|kiệt|ngách|hẻm ngõ|ngõ hẻm|ngõ ngách|số hẻm|alley" },
  { "household.street", N_("Street"), 100, "đường|tên đường|đường phố|phố|street" },
  { "household.room", N_("Room"), 100, "phòng|số phòng|phòng số|căn hộ|số căn hộ|room" },
  { "household.group", N_("Residents’ group"), 100, "tổ|tổ dân phố|tổ nhân dân|tổ DP|TDP|tổ số|số tổ|TND|group" },
  { "household.quarter", N_("Quarter"), 100, "KP|khu phố|ấp|thôn|khu vực|tổ khu phố ấp|xóm|khóm|khu phố ấp|buôn|bản|quarter" },
  { "household.area", N_("Group and quarter together"), 100, "tổ KP|tổ khu phố|tổ và khu phố|tổ dân phố khu phố|KP tổ|khu phố tổ|tổ ấp|địa bàn" },
  { "household.housing", N_("Housing"), 100, "loại nhà|loại nhà ở|loại hình nhà ở|nhà ở|housing" },
  { "household.residence", N_("Residence of the household"), 100, "diện cư trú của hộ|loại hộ|tình trạng cư trú của hộ" },
  { "membership.category", N_("Category"), 100, "đối tượng|diện chính sách|diện|thuộc diện|loại đối tượng|đối tượng chính sách|category" },
  { "membership.poor", N_("Poor household"), 100, "hộ nghèo|nghèo|hộ nghèo thành phố" },
  { "membership.near_poor", N_("Near-poor household"), 100, "hộ cận nghèo|cận nghèo" },
  { "membership.merit", N_("Person of merit"), 100, "người có công|NCC|có công|người có công với cách mạng" },
  { "membership.policy_family", N_("Policy family"), 100, "gia đình chính sách|hộ chính sách|GĐCS" },
  { "membership.elderly", N_("Elderly"), 100, "người cao tuổi|NCT|cao tuổi|người già" },
  { "membership.disabled", N_("Person with a disability"), 100, "người khuyết tật|khuyết tật|NKT" },
  { "membership.orphan", N_("Orphan"), 100, "trẻ mồ côi|mồ côi" },
  { "membership.orphan_covid", N_("Orphan because of COVID-19"), 100, "mồ côi do covid|trẻ mồ côi do covid 19|mồ côi covid" },
  { "membership.pregnant", N_("Pregnant woman"), 100, "phụ nữ mang thai|mang thai|thai phụ|có thai" },
  { "membership.lost_job", N_("Worker who lost the job"), 100, "mất việc|lao động mất việc|thất nghiệp|mất việc làm" },
  { "membership.front_line", N_("Front-line force"), 100, "lực lượng tuyến đầu|tuyến đầu" },
  { "membership.recovered", N_("Recovered from COVID-19"), 100, "F0 khỏi bệnh|đã khỏi covid|khỏi bệnh" },
  { "membership.bereaved", N_("Family with a death"), 100, "gia đình có người mất|có người mất|có người mất do covid" },
  { "membership.social_allowance", N_("Receives social allowance"), 100, "bảo trợ xã hội|BTXH|trợ cấp xã hội|bảo trợ" },
  { "membership.alone", N_("Lives alone"), 100, "neo đơn|sống một mình|người già neo đơn|đơn thân" },
};

char *
tn_import_words_fold (const char *text)
{
  g_autofree char *nfc = g_utf8_normalize (text, -1, G_NORMALIZE_NFC), *lower = nfc ? g_utf8_strdown (nfc, -1) : g_strdup ("");
  g_auto (GStrv) parts = g_strsplit (lower, "năm", -1);
  g_autofree char *years = g_strjoinv (" year ", parts), *folded = tn_text_fold (years, -1);
  GString *out = g_string_new (NULL);
  for (const char *p = folded; *p; p++)
    if (g_ascii_isalnum (*p) || (guchar) *p >= 0x80)
      g_string_append_c (out, *p);
    else if (out->len > 0 && out->str[out->len - 1] != ' ')
      g_string_append_c (out, ' ');
  if (out->len > 0 && out->str[out->len - 1] == ' ')
    g_string_truncate (out, out->len - 1);
  return g_string_free (out, FALSE);
}

/* What our own export writes above a column, in English and in the language of this laptop, so that it can be read back. The labels that household
 * and person share belong to the person; the household's columns have titles of their own (tn-export-kind.c). */
static void
add_own_labels (GPtrArray *patterns, const Words *w)
{
  g_auto (GStrv) parts = g_strsplit (w->key, ".", 2);
  const TnKind *kind = tn_schema_kind (parts[0]);
  const TnField *field = kind && parts[1] ? tn_kind_field (kind, parts[1]) : NULL;
  gboolean shared = strcmp (parts[0], "household") == 0 && tn_kind_field (tn_schema_kind ("person"), parts[1]) != NULL;
  g_ptr_array_add (patterns, tn_import_words_fold (w->label));
  g_ptr_array_add (patterns, tn_import_words_fold (_(w->label)));
  if (field == NULL || shared)
    return;
  g_ptr_array_add (patterns, tn_import_words_fold (field->label));
  g_ptr_array_add (patterns, tn_import_words_fold (_(field->label)));
}

static char **
fold_patterns (const Words *w)
{
  GPtrArray *patterns = g_ptr_array_new ();
  g_auto (GStrv) list = g_strsplit (w->patterns, "|", -1);
  for (char **p = list; *p != NULL; p++)
    g_ptr_array_add (patterns, tn_import_words_fold (*p));
  if (w->weight == 100 && strchr (w->key, '.') != NULL)
    add_own_labels (patterns, w);
  g_ptr_array_add (patterns, NULL);
  return (char **) g_ptr_array_free (patterns, FALSE);
}

/* The patterns folded once: [i] belongs to words[i]. */
static char *const *const *
get_patterns (void)
{
  static gsize once;
  if (g_once_init_enter (&once))
    {
      char ***all = g_new0 (char **, G_N_ELEMENTS (words));
      for (gsize i = 0; i < G_N_ELEMENTS (words); i++)
        all[i] = fold_patterns (&words[i]);
      g_once_init_leave (&once, (gsize) all);
    }
  return (char *const *const *) once;
}

static GArray *
make_targets (void)
{
  GArray *targets = g_array_new (FALSE, FALSE, sizeof (TnImportTarget));
  for (gsize i = 0; i < G_N_ELEMENTS (words); i++)
    if (i == 0 || strcmp (words[i].key, words[i - 1].key) != 0)
      {
        TnImportTarget target = { words[i].key, words[i].label };
        g_array_append_val (targets, target);
      }
  return targets;
}

const TnImportTarget *
tn_import_targets (guint *n)
{
  static gsize once;
  if (g_once_init_enter (&once))
    g_once_init_leave (&once, (gsize) make_targets ());
  const GArray *targets = (const GArray *) once;
  *n = targets->len;
  return (const TnImportTarget *) (void *) targets->data;
}

const TnImportTarget *
tn_import_target (const char *key)
{
  guint n;
  const TnImportTarget *targets = tn_import_targets (&n);
  for (guint i = 0; i < n; i++)
    if (strcmp (targets[i].key, key) == 0)
      return &targets[i];
  return NULL;
}

gboolean
tn_import_target_is_shared (const TnImportTarget *target)
{
  return g_str_has_suffix (target->key, ".note");
}

/* Letters to change to make one of the other, up to 3. */
static guint
edit_distance (const char *a, const char *b)
{
  gsize m = strlen (a), n = strlen (b);
  if (m > 63 || n > 63 || (m > n ? m - n : n - m) > 2)
    return 3;
  guint8 row[64];
  for (gsize j = 0; j <= n; j++)
    row[j] = (guint8) j;
  for (gsize i = 1; i <= m; i++)
    {
      guint8 diagonal = row[0];
      row[0] = (guint8) i;
      for (gsize j = 1; j <= n; j++)
        {
          guint8 above = row[j];
          row[j] = (guint8) MIN (MIN (above, row[j - 1]) + 1, diagonal + (a[i - 1] != b[j - 1]));
          diagonal = above;
        }
    }
  return row[n];
}

static guint
count_words (const char *text)
{
  guint n = *text != '\0';
  for (; *text; text++)
    n += *text == ' ';
  return n;
}

static gboolean
same_without_blanks (const char *a, const char *b)
{
  for (;; a++, b++)
    {
      a += strspn (a, " ");
      b += strspn (b, " ");
      if (*a != *b || *a == '\0')
        return *a == *b;
    }
}

/* The pattern as whole words inside the header. */
static gboolean
contains_words (const char *header, const char *pattern)
{
  gsize n = strlen (pattern);
  for (const char *p = strstr (header, pattern); p != NULL; p = strstr (p + 1, pattern))
    if ((p == header || p[-1] == ' ') && (p[n] == ' ' || p[n] == '\0'))
      return TRUE;
  return FALSE;
}

static guint
score_pattern (const char *header, const char *pattern)
{
  gsize len = strlen (pattern);
  guint distance;
  if (strcmp (header, pattern) == 0)
    return 100;
  if (same_without_blanks (header, pattern))
    return 95;
  if (contains_words (header, pattern))
    {
      guint extra = count_words (header) - count_words (pattern), each = count_words (pattern) > 1 || len > 4 ? 4 : 12;
      return extra * each < 50 ? 88 - extra * each : 0;
    }
  if (len >= 6 && header[0] == pattern[0] && (distance = edit_distance (header, pattern)) <= (len >= 12 ? 2u : 1u))
    return 85 - 8 * distance;
  return 0;
}

static int
compare_matches (gconstpointer a, gconstpointer b)
{
  const TnImportMatch *x = a, *y = b;
  return x->score > y->score ? -1 : x->score < y->score;
}

GArray *
tn_import_words_match (const char *folded)
{
  GArray *matches = g_array_new (FALSE, FALSE, sizeof (TnImportMatch));
  char *const *const *patterns = get_patterns ();
  gboolean too_long = strlen (folded) > 120;   /* nobody writes such a header, and a stranger's file may hold thousands of such cells */
  for (gsize i = 0; *folded && !too_long && i < G_N_ELEMENTS (words); i++)
    {
      guint best = 0;
      for (char *const *p = patterns[i]; *p != NULL; p++)
        best = MAX (best, score_pattern (folded, *p) * words[i].weight / 100);
      TnImportMatch match = { tn_import_target (words[i].key), best };
      if (best >= 50)
        g_array_append_val (matches, match);
    }
  g_array_sort (matches, compare_matches);
  return matches;
}

guint
tn_import_words_best (const char *folded)
{
  g_autoptr (GArray) matches = tn_import_words_match (folded);
  return matches->len ? g_array_index (matches, TnImportMatch, 0).score : 0;
}

const TnImportTarget *
tn_import_category_target (const char *text)
{
  g_autofree char *folded = tn_import_words_fold (text);
  g_autoptr (GArray) matches = tn_import_words_match (folded);
  for (guint i = 0; i < matches->len; i++)
    {
      const TnImportMatch *match = &g_array_index (matches, TnImportMatch, i);
      if (match->score >= 70 && g_str_has_prefix (match->target->key, "membership.") && strcmp (match->target->key, "membership.category") != 0)
        return match->target;
    }
  return NULL;
}
