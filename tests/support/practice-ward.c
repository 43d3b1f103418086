/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "practice-ward.h"
#include <string.h>
#include <glib/gstdio.h>

static const char *const families[] = { "Nguyễn", "Trần", "Lê", "Phạm", "Huỳnh", "Phan", "Vũ", "Võ", "Đặng", "Bùi", "Đỗ", "Hồ", "Ngô", "Dương", "Lý" };
static const char *const middles[] = { "Văn", "Thị", "Hữu", "Ngọc", "Minh", "Thanh", "Quốc", "Kim", "Đức", "Hoàng" };
static const char *const givens[] = { "An", "Ánh", "Bình", "Châu", "Dũng", "Đạt", "Giang", "Hà", "Hòa", "Khánh", "Lan", "Mai", "Nam", "Oanh", "Phúc",
                                      "Quân", "Sơn", "Thủy", "Uyên", "Vinh", "Xuân", "Yến", "Ẩn", "Ếch", "Ước" };
static const char *const streets[] = { "Hoa Mai", "Hoa Đào", "Bông Sao", "Lê Văn Thử", "Đường số 7" };
static const char *const relations[] = { "spouse", "child", "child", "parent", "grandchild", "sibling" };

typedef struct
{
  PracticeWard *ward;
  GRand *rand;
  TnEdit *edit;
} Maker;

static const char *
pick (Maker *m, const char *const *words, gsize n)
{
  return words[g_rand_int_range (m->rand, 0, (gint32) n)];
}
#define PICK(m, words) pick (m, words, G_N_ELEMENTS (words))

static void
set_up_areas (Maker *m)
{
  for (guint q = 0; q < G_N_ELEMENTS (m->ward->quarters); q++)
    {
      g_autofree char *name = g_strdup_printf ("Khu phố %u", q + 1), *code = g_strdup_printf ("KP%u", q + 1);
      TnId id = tn_edit_create (m->edit, "unit", NULL);

      m->ward->quarters[q] = id;
      tn_edit_set_text (m->edit, &id, "name", name);
      tn_edit_set_text (m->edit, &id, "code", code);
      tn_edit_set_text (m->edit, &id, "level", "quarter");
      for (guint g = 0; g < 5; g++)
        {
          g_autofree char *group = g_strdup_printf ("Tổ %u", q * 5 + g + 1), *group_code = g_strdup_printf ("T%u", q * 5 + g + 1);
          TnId child = tn_edit_create (m->edit, "unit", NULL);

          tn_edit_set_text (m->edit, &child, "name", group);
          tn_edit_set_text (m->edit, &child, "code", group_code);
          tn_edit_set_text (m->edit, &child, "level", "group");
          tn_edit_set_ref (m->edit, &child, "parent", &id);
        }
    }
}

static TnId
add_person (Maker *m, const TnId *household, const char *name, const char *relation, const char *sex, int born)
{
  TnId id = tn_edit_create (m->edit, "person", NULL);
  g_autofree char *birth = g_strdup_printf ("%d-%02d-%02d", born, g_rand_int_range (m->rand, 1, 13), g_rand_int_range (m->rand, 1, 28));

  tn_edit_set_ref (m->edit, &id, "household", household);
  tn_edit_set_text (m->edit, &id, "name", name);
  tn_edit_set_text (m->edit, &id, "relation", relation);
  tn_edit_set_text (m->edit, &id, "sex", sex);
  tn_edit_set_text (m->edit, &id, "birth", birth);
  return id;
}

static void
add_card (Maker *m, const TnId *person, const char *number)
{
  TnId id = tn_edit_create (m->edit, "identity", NULL);

  tn_edit_set_ref (m->edit, &id, "person", person);
  tn_edit_set_text (m->edit, &id, "number", number);
}

static void
add_membership (Maker *m, const TnId *subject, const char *category)
{
  TnId id = tn_edit_create (m->edit, "membership", NULL);

  tn_edit_set_ref (m->edit, &id, "subject", subject);
  tn_edit_set_text (m->edit, &id, "category", category);
  tn_edit_set_text (m->edit, &id, "from", "2021-06-01");
}

static void
add_visit (Maker *m, const TnId *household, gint64 at, const char *result, const char *note)
{
  TnId id = tn_edit_create (m->edit, "visit", NULL);

  tn_edit_set_ref (m->edit, &id, "household", household);
  tn_edit_set_int (m->edit, &id, "at", at);
  tn_edit_set_text (m->edit, &id, "result", result);
  tn_edit_set_text (m->edit, &id, "note", note);
}

static void
place_household (Maker *m, const TnId *id, guint quarter, const char *house, const char *alley, const char *street)
{
  tn_edit_set_ref (m->edit, id, "area", &m->ward->quarters[quarter]);
  tn_edit_set_text (m->edit, id, "house_no", house);
  tn_edit_set_text (m->edit, id, "alley", alley);
  tn_edit_set_text (m->edit, id, "street", street);
}

static void
add_first (Maker *m)
{
  TnId id = tn_edit_create (m->edit, "household", NULL), *people = m->ward->first_people;

  m->ward->first = id;
  place_household (m, &id, 0, "12/1", "Hẻm 12", "Hoa Mai");
  tn_edit_set_text (m->edit, &id, "code", "H0001");
  tn_edit_set_text (m->edit, &id, "phone", "02800000001");
  tn_edit_set_text (m->edit, &id, "housing", "house");
  tn_edit_set_text (m->edit, &id, "residence", "permanent");
  tn_edit_set_text (m->edit, &id, "note", "Nhà có chó dữ <cẩn thận> & gọi trước khi đến.");
  people[0] = add_person (m, &id, "Nguyễn Văn Á", "head", "male", 1960);
  people[1] = add_person (m, &id, "Trần Thị Bé", "spouse", "female", 1963);
  people[2] = add_person (m, &id, "Nguyễn Văn Cường", "child", "male", 1990);
  people[3] = add_person (m, &id, "Lê Thị Đào", "parent", "female", 1938);
  tn_edit_set_ref (m->edit, &id, "head", &people[0]);
  tn_edit_set_text (m->edit, &people[0], "occupation", "Thợ hồ");
  add_card (m, &people[0], "079060000123");
  add_membership (m, &people[3], "elderly");
  add_membership (m, &people[3], "social_allowance");
  add_membership (m, &id, "near_poor");
  add_visit (m, &id, G_GINT64_CONSTANT (1640000000000), "met", "Đã nhắc tiêm mũi 2 cho bà cụ.");
  add_visit (m, &id, G_GINT64_CONSTANT (1639000000000), "absent", NULL);
}

static void
add_household (Maker *m, guint i)
{
  TnId id = tn_edit_create (m->edit, "household", NULL), head = { 0 };
  guint alley = i / 25 + 10, n = (guint) g_rand_int_range (m->rand, 1, 7);
  g_autofree char *house = g_strdup_printf ("%u/%u%s", alley, i % 25 + 1, i % 11 ? "" : "A"), *name = g_strdup_printf ("Hẻm %u", alley);
  g_autofree char *code = g_strdup_printf ("H%04u", i + 1), *phone = g_strdup_printf ("0280%07u", i + 1);

  place_household (m, &id, i % 4, house, name, streets[alley % G_N_ELEMENTS (streets)]);
  tn_edit_set_text (m->edit, &id, "code", code);
  tn_edit_set_text (m->edit, &id, "phone", i % 3 ? phone : NULL);
  for (guint p = 0; p < n; p++)
    {
      gboolean female = g_rand_boolean (m->rand);
      g_autofree char *full = g_strdup_printf ("%s %s %s", PICK (m, families), PICK (m, middles), PICK (m, givens));
      g_autofree char *card = g_strdup_printf ("079%d%02d%06u", female, 70 + (int) (i % 29), i * 7 + p);
      TnId person = add_person (m, &id, full, p ? PICK (m, relations) : "head", female ? "female" : "male", 1970 + (int) (i % 29));

      if (p == 0)
        head = person;
      add_card (m, &person, card);
      if ((i + p) % 17 == 0)
        add_membership (m, &person, i % 2 ? "elderly" : "poor");
    }
  tn_edit_set_ref (m->edit, &id, "head", &head);
}

void
practice_ward_make (PracticeWard *ward, guint n_households)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (TnCopy) copy = NULL;
  Maker m = { ward, g_rand_new_with_seed (7), tn_edit_new ("Practice") };

  ward->dir = g_dir_make_tmp ("tn-practice-XXXXXX", NULL);
  ward->path = g_build_filename (ward->dir, "ward.tungnha", NULL);
  copy = tn_copy_open (ward->path, TN_COPY_CREATE, NULL, &error);
  g_assert_no_error (error);
  g_assert_true (tn_copy_set_ward (copy, "99901", &error));
  g_assert_true (tn_copy_set_user (copy, "Lan", &error));
  set_up_areas (&m);
  add_first (&m);
  for (guint i = 1; i < n_households; i++)
    add_household (&m, i);
  tn_copy_edit (copy, m.edit, NULL, &error);
  g_assert_no_error (error);
  tn_edit_free (m.edit);
  g_rand_free (m.rand);
}

static void
remove_folder (const char *path)
{
  g_autoptr (GDir) dir = g_dir_open (path, 0, NULL);
  const char *name;

  while (dir && (name = g_dir_read_name (dir)))
    {
      g_autofree char *file = g_build_filename (path, name, NULL);
      if (g_file_test (file, G_FILE_TEST_IS_DIR))
        remove_folder (file);
      else
        g_unlink (file);
    }
  g_rmdir (path);
}

void
practice_ward_clear (PracticeWard *ward)
{
  remove_folder (ward->dir);
  g_clear_pointer (&ward->dir, g_free);
  g_clear_pointer (&ward->path, g_free);
}

TnCopy *
practice_ward_open (const PracticeWard *ward)
{
  g_autoptr (GError) error = NULL;
  TnCopy *copy = tn_copy_open (ward->path, 0, NULL, &error);

  g_assert_no_error (error);
  return copy;
}

static gboolean
file_holds (const char *path, gconstpointer needle, gsize len)
{
  g_autofree char *bytes = NULL;
  gsize size;

  return g_file_get_contents (path, &bytes, &size, NULL) && memmem (bytes, size, needle, len);
}

gboolean
practice_ward_holds (const PracticeWard *ward, gconstpointer needle, gsize len)
{
  g_autoptr (GDir) dir = g_dir_open (ward->dir, 0, NULL);
  gboolean found = FALSE;

  for (const char *name; (name = g_dir_read_name (dir));)
    {
      g_autofree char *path = g_build_filename (ward->dir, name, NULL);
      found |= file_holds (path, needle, len);
    }
  return found;
}
