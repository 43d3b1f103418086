/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A ward of our own invention in the form and size of the peers' workload, for a machine that does not have it. */
#include <stdio.h>
#include "bench-ward.h"

#define SCATTER 7919u      /* a prime */

typedef enum { HOUSEHOLD, PERSON, VISIT, DELIVERY, N_KINDS } Kind;
static const char *const names[] = { "household", "person", "visit", "delivery" };
static const guint shares[] = { 160, 560, 240, 40 };   /* of a thousand records */

/* Edits go to every step-th record; `first` = what its fields hold before: an edit to the same again would be none. */
typedef struct { GRand *rand; FILE *file; GArray *ids[N_KINDS]; guint step; GHashTable *first; } Gen;
typedef char *(*Make) (Gen *gen);
typedef struct { const char *name; Make make; gboolean edited; } Field;

static guint
any (Gen *gen, guint n)
{
  return (guint) g_rand_int_range (gen->rand, 0, (gint32) n);
}

#define PICK(gen, list) (list)[any (gen, G_N_ELEMENTS (list))]

static char *
text_of (const char *text)
{
  return g_strdup_printf ("\"%s\"", text);
}

static char *
make_name (Gen *gen)
{
  static const char *const first[] = { "Nguyễn", "Trần", "Lê", "Phạm", "Huỳnh", "Võ", "Đặng", "Bùi", "Đỗ", "Hồ" };
  static const char *const middle[] = { "Văn", "Thị", "Hữu", "Thị Ngọc", "Minh", "Thanh", "Quốc", "Thị Kim", "Đình", "Xuân" };
  static const char *const last[] = { "Mẫu", "Thử", "Ví Dụ", "An", "Bình", "Châu", "Dung", "Giang", "Hòa", "Khánh", "Lan", "Mai", "Phúc", "Quỳnh", "Thảo", "Tuấn" };
  return g_strdup_printf ("\"%s %s %s\"", PICK (gen, first), PICK (gen, middle), PICK (gen, last));
}

static const char *const streets[] = { "Đường Mẫu 1", "Đường Mẫu 2", "Đường Hoa Phượng", "Đường Bằng Lăng", "Đường Sao Đêm", "Đường Hải Âu", "Đường Mây Trắng", "Đường Thông Xanh" };

static char *make_street (Gen *gen) { return text_of (PICK (gen, streets)); }
static char *make_door (Gen *gen) { return g_strdup_printf ("\"%u/%u\"", 1 + any (gen, 420), 1 + any (gen, 60)); }
static char *make_address (Gen *gen) { return g_strdup_printf ("\"%u/%u Hẻm %u, %s\"", any (gen, 420), any (gen, 60), any (gen, 420), PICK (gen, streets)); }
static char *make_code (Gen *gen) { return g_strdup_printf ("\"H%06u\"", any (gen, 1000000)); }
static char *make_block (Gen *gen) { return g_strdup_printf ("\"Tổ %u\"", 1 + any (gen, 64)); }
static char *make_quarter (Gen *gen) { return g_strdup_printf ("\"KP%u\"", 1 + any (gen, 8)); }
static char *make_phone (Gen *gen) { return g_strdup_printf ("\"0280%07u\"", any (gen, 10000000)); }
static char *make_number (Gen *gen) { return g_strdup_printf ("%u", 12 + any (gen, 130)); }
static char *make_few (Gen *gen) { return g_strdup_printf ("%u", 1 + any (gen, 12)); }
static char *make_money (Gen *gen) { return g_strdup_printf ("%u", 50000 + any (gen, 300) * 10000); }
static char *make_degree (Gen *gen) { return g_strdup_printf ("%u.%06u", 10 + any (gen, 90), any (gen, 1000000)); }
static char *make_decimal (Gen *gen) { return g_strdup_printf ("%u.%u", 30 + any (gen, 60), 1 + any (gen, 9)); }
static char *make_date (Gen *gen) { return g_strdup_printf ("\"%u-%02u-%02u\"", 1935 + any (gen, 90), 1 + any (gen, 12), 1 + any (gen, 28)); }
static char *make_card (Gen *gen) { return g_strdup_printf ("\"000%09u\"", any (gen, 1000000000)); }
static char *make_insurance (Gen *gen) { return g_strdup_printf ("\"XX000%05u%05u\"", any (gen, 100000), any (gen, 100000)); }
static char *make_bool (Gen *gen) { return g_strdup (any (gen, 2) ? "true" : "false"); }
static char *make_officer (Gen *gen) { return g_strdup_printf ("\"ctv.%02u\"", any (gen, 12)); }
static char *make_lot (Gen *gen) { return g_strdup_printf ("\"DOT-%02u-2025\"", 1 + any (gen, 12)); }

#define WORDS(function, ...) \
  static char *function (Gen *gen) { static const char *const words[] = { __VA_ARGS__ }; return text_of (PICK (gen, words)); }
WORDS (make_housing, "nhà kiên cố", "bán kiên cố", "chung cư", "nhà trọ", "nhà cấp 4")
WORDS (make_poverty, "không", "cận nghèo", "nghèo")
WORDS (make_water, "nước máy", "giếng khoan", "bồn chung")
WORDS (make_sex, "nam", "nữ")
WORDS (make_relation, "chủ hộ", "vợ", "chồng", "con", "cháu", "cha", "mẹ", "anh em", "ở trọ")
WORDS (make_residence, "thường trú", "tạm trú", "vắng")
WORDS (make_job, "buôn bán nhỏ", "nội trợ", "công nhân", "học sinh", "tài xế", "thợ may", "lao động tự do", "nhân viên văn phòng")
WORDS (make_illness, "không rõ", "tăng huyết áp", "đái tháo đường", "hen suyễn", "viêm khớp")
WORDS (make_type, "thăm người cao tuổi", "thai sản", "tiêm chủng", "sau xuất viện", "trẻ dưới 5 tuổi")
WORDS (make_risk, "thấp", "vừa", "cao")
WORDS (make_programme, "gạo cứu trợ", "sữa người già", "tiền điện", "quà Tết", "học bổng")
WORDS (make_unit, "kg", "hộp", "phần", "suất")
WORDS (make_source, "ban vận động", "nhóm thiện nguyện", "nhà hảo tâm")
WORDS (make_state, "đã giao", "vắng nhà", "trả lại")
WORDS (make_remark, "nhận thay", "giao lại lần 2", "thiếu giấy")

static char *
make_note (Gen *gen)
{
  static const char *const said[] = { "Cụ khỏe, ăn được.", "Cần đo lại huyết áp tuần sau.", "Cháu còn ho về đêm, đã dặn mẹ theo dõi.", "Nhà hết thuốc từ hôm qua.",
    "Không có ai ở nhà, sẽ quay lại.", "Đã hướng dẫn cách uống thuốc buổi sáng.", "Gia đình xin thêm sữa và gạo." };
  g_autoptr (GString) note = g_string_new ("\"");
  for (guint i = 0, n = 2 + any (gen, 4); i < n; i++)
    g_string_append_printf (note, "%s%s", i > 0 ? " " : "", PICK (gen, said));
  g_string_append_c (note, '"');
  return g_string_free (g_steal_pointer (&note), FALSE);
}

static char *
make_ref (Gen *gen, Kind kind)
{
  TnIdStr text;
  tn_id_format (&g_array_index (gen->ids[kind], TnId, any (gen, gen->ids[kind]->len)), text);
  return text_of (text);
}

static char *make_household (Gen *gen) { return make_ref (gen, HOUSEHOLD); }
static char *make_person (Gen *gen) { return make_ref (gen, PERSON); }

static const Field fields[N_KINDS][16] = {
  { { "code", make_code, FALSE }, { "house_no", make_door, FALSE }, { "address", make_address, FALSE }, { "street", make_street, FALSE }, { "block", make_block, FALSE },
    { "quarter", make_quarter, FALSE }, { "phone", make_phone, TRUE }, { "housing", make_housing, TRUE }, { "area_m2", make_number, TRUE }, { "poverty", make_poverty, TRUE },
    { "water", make_water, TRUE }, { "members", make_few, TRUE }, { "lat", make_degree, FALSE }, { "lon", make_degree, FALSE }, { "surveyed", make_date, TRUE } },
  { { "household", make_household, FALSE }, { "name", make_name, FALSE }, { "sex", make_sex, FALSE }, { "born", make_date, FALSE }, { "relation", make_relation, FALSE },
    { "phone", make_phone, TRUE }, { "cccd", make_card, FALSE }, { "residence", make_residence, TRUE }, { "job", make_job, TRUE }, { "bhyt", make_insurance, TRUE },
    { "chronic", make_illness, TRUE }, { "disabled", make_bool, FALSE }, { "updated", make_date, TRUE } },
  { { "person", make_person, FALSE }, { "date", make_date, FALSE }, { "type", make_type, FALSE }, { "worker", make_officer, FALSE }, { "sys", make_number, TRUE },
    { "dia", make_number, TRUE }, { "pulse", make_number, FALSE }, { "temp", make_decimal, FALSE }, { "weight", make_decimal, TRUE }, { "risk", make_risk, TRUE },
    { "note", make_note, TRUE }, { "follow_up", make_bool, FALSE } },
  { { "household", make_household, FALSE }, { "date", make_date, FALSE }, { "programme", make_programme, FALSE }, { "qty", make_few, TRUE }, { "unit", make_unit, FALSE },
    { "value_vnd", make_money, FALSE }, { "receiver", make_name, TRUE }, { "relation", make_relation, FALSE }, { "officer", make_officer, FALSE }, { "source", make_source, FALSE },
    { "batch", make_lot, FALSE }, { "signed", make_bool, FALSE }, { "status", make_state, TRUE }, { "note", make_remark, TRUE } },
};

static TnId
make_id (Gen *gen)
{
  TnId id;
  for (guint i = 0; i < sizeof id.b; i++)
    id.b[i] = (guint8) g_rand_int (gen->rand);
  id.b[6] = 0x40 | (id.b[6] & 0x0f);
  id.b[8] = 0x80 | (id.b[8] & 0x3f);
  return id;
}

static char *
name_slot (guint n, const Field *field)
{
  return g_strdup_printf ("%u %s", n, field->name);
}

static void
write_record (Gen *gen, Kind kind, guint n, const TnId *id)
{
  TnIdStr text;
  tn_id_format (id, text);
  fprintf (gen->file, "{\"kind\":\"%s\",\"id\":\"%s\",\"ward\":\"" WARD_CODE "\",\"fields\":{", names[kind], text);
  for (guint i = 0; fields[kind][i].name != NULL; i++) {
    g_autofree char *value = fields[kind][i].make (gen);
    fprintf (gen->file, "%s\"%s\":%s", i > 0 ? "," : "", fields[kind][i].name, value);
    if (fields[kind][i].edited && n % gen->step == 0)
      g_hash_table_insert (gen->first, name_slot (n, &fields[kind][i]), g_steal_pointer (&value));
  }
  fputs ("}}\n", gen->file);
}

static void
open_file (Gen *gen, const char *dir, const char *file)
{
  g_autofree char *path = g_build_filename (dir, file, NULL);
  gen->file = fopen (path, "w");
  if (gen->file == NULL)
    g_error ("%s cannot be written", path);
}

static void
write_ward (Gen *gen, const char *dir, guint records)
{
  guint n = 0;
  open_file (gen, dir, WARD_FILE);
  for (Kind kind = HOUSEHOLD; kind < N_KINDS; kind++) {
    gen->ids[kind] = g_array_new (FALSE, FALSE, sizeof (TnId));
    for (guint i = 0; i < MAX (records * shares[kind] / 1000, 1); i++) {
      TnId id = make_id (gen);
      g_array_append_val (gen->ids[kind], id);
      write_record (gen, kind, n++, &id);
    }
  }
  fclose (gen->file);
}

static void
write_edit (Gen *gen, char device, Kind kind, const TnId *id, const Field *field, const char *value, const char *cls)
{
  TnIdStr text;
  tn_id_format (id, text);
  fprintf (gen->file, "{\"device\":\"%c\",\"kind\":\"%s\",\"id\":\"%s\",\"field\":\"%s\",\"value\":%s,\"class\":\"%s\"}\n", device, names[kind], text, field->name, value, cls);
}

static const Field *
pick_field (Gen *gen, Kind kind, const Field *not_this)
{
  for (;;) {
    const Field *field = &fields[kind][any (gen, 15)];
    if (field->name != NULL && field->edited && field != not_this)
      return field;
  }
}

/* The n-th record of the ward and its kind, so that each edit is of another one. */
static const TnId *
nth_record (Gen *gen, guint n, Kind *kind)
{
  for (*kind = HOUSEHOLD; n >= gen->ids[*kind]->len; (*kind)++)
    n -= gen->ids[*kind]->len;
  return &g_array_index (gen->ids[*kind], TnId, n);
}

/* Another value than the record starts with, and than `other` (or NULL). */
static char *
make_new (Gen *gen, guint n, const Field *field, const char *other)
{
  g_autofree char *slot = name_slot (n, field);
  const char *first = g_hash_table_lookup (gen->first, slot);
  for (;;) {
    g_autofree char *value = field->make (gen);
    if (g_strcmp0 (value, first) != 0 && g_strcmp0 (value, other) != 0)
      return g_steal_pointer (&value);
  }
}

static void
write_pair (Gen *gen, guint n, const TnId *id, Kind kind, gboolean same)
{
  const Field *first = pick_field (gen, kind, NULL), *second = same ? first : pick_field (gen, kind, first);
  g_autofree char *a = make_new (gen, n, first, NULL), *b = make_new (gen, n, second, same ? a : NULL);
  write_edit (gen, 'A', kind, id, first, a, same ? "same" : "diff");
  write_edit (gen, 'B', kind, id, second, b, same ? "same" : "diff");
}

/* Every step-th record of the ward, so that no two edits of another class meet; all over it, so that every kind is edited in every way. */
static void
write_edits (Gen *gen, const char *dir, const char *file, guint records, guint edits, guint diff_pairs, guint same_pairs)
{
  guint slots = (records - 4) / gen->step, k = 0;
  open_file (gen, dir, file);
  for (guint done = 0; done < edits; k++) {
    Kind kind;
    guint n = (guint) ((guint64) k * SCATTER % slots) * gen->step;
    const TnId *id = nth_record (gen, n, &kind);
    guint pair = done / 2;
    if (pair < diff_pairs + same_pairs) {
      write_pair (gen, n, id, kind, pair >= diff_pairs);
      done += 2;
    } else {
      const Field *field = pick_field (gen, kind, NULL);
      g_autofree char *value = make_new (gen, n, field, NULL);
      write_edit (gen, diff_pairs > 0 && done % 2 ? 'B' : 'A', kind, id, field, value, "solo");
      if (diff_pairs == 0)   /* the week begins with what the bulk has left */
        g_hash_table_insert (gen->first, name_slot (n, field), g_steal_pointer (&value));
      done++;
    }
  }
  fclose (gen->file);
}

void
ward_generate (const char *dir, guint records, guint edits)
{
  Gen gen = { .rand = g_rand_new_with_seed (1), .step = MAX (records / MAX (edits, 1), 1), .first = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free) };
  write_ward (&gen, dir, records);
  write_edits (&gen, dir, BULK_FILE, records, edits, 0, 0);
  write_edits (&gen, dir, WEEK_FILE, records, edits, edits / 40, edits / 200);
  for (guint i = 0; i < N_KINDS; i++)
    g_array_unref (gen.ids[i]);
  g_rand_free (gen.rand);
  g_hash_table_unref (gen.first);
}
