/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once
#include "tn-apply.h"
#include "tn-edit.h"
#include "tn-meta-keys.h"
#include "tn-outbox.h"
#include <glib/gstdio.h>

/* A folder of its own, a clock that the test turns, and seeded ids. */
typedef struct {
  char *dir, *path;
  TnEnv env;
  gint64 now;
  GRand *rand;
  TnCopy *copy;
} Fixture;

static inline gint64
read_clock (gpointer user_data)
{
  return ((Fixture *) user_data)->now;
}

static inline void
make_random (gpointer user_data, guint8 *buf, gsize len)
{
  for (gsize i = 0; i < len; i++) buf[i] = (guint8) g_rand_int (((Fixture *) user_data)->rand);
}

static inline void
remove_folder (const char *path)
{
  g_autoptr (GDir) dir = g_dir_open (path, 0, NULL);
  const char *name;
  while (dir && (name = g_dir_read_name (dir))) {
    g_autofree char *file = g_build_filename (path, name, NULL);
    if (g_file_test (file, G_FILE_TEST_IS_DIR)) remove_folder (file);
    else g_unlink (file);
  }
  g_rmdir (path);
}

static inline void
set_up (Fixture *f, gconstpointer data)
{
  f->dir = g_dir_make_tmp ("tn-store-XXXXXX", NULL);
  f->path = g_build_filename (f->dir, "ward.tn", NULL);
  f->now = G_GINT64_CONSTANT (1640000000000);
  f->rand = g_rand_new_with_seed (7);
  f->env = (TnEnv) { .now_ms = read_clock, .random = make_random, .user_data = f };
}

static inline void
set_up_copy (Fixture *f, gconstpointer data)
{
  set_up (f, data);
  g_autoptr (GError) error = NULL;
  f->copy = tn_copy_open (f->path, TN_COPY_CREATE, &f->env, &error);
  g_assert_no_error (error);
  g_assert_true (tn_copy_set_ward (f->copy, "27301", &error));
  g_assert_true (tn_copy_set_user (f->copy, "Lan", &error));
}

static inline void
tear_down (Fixture *f, gconstpointer data)
{
  g_clear_pointer (&f->copy, tn_copy_close);
  remove_folder (f->dir);
  g_rand_free (f->rand);
  g_free (f->dir);
  g_free (f->path);
}

/* One number of an SQL question. */
static inline gint64
ask (Fixture *f, const char *sql)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (TnStmt) stmt = tn_db_prepare (tn_copy_db (f->copy), sql, &error);
  g_assert_no_error (error);
  g_assert_cmpint (tn_stmt_step (stmt, &error), ==, TN_STEP_ROW);
  return tn_stmt_int (stmt, 0);
}

static inline void
write_edit (Fixture *f, TnEdit *edit, gint64 *action)
{
  g_autoptr (GError) error = NULL;
  gboolean ok = tn_copy_edit (f->copy, edit, action, &error);
  g_assert_no_error (error);
  g_assert_true (ok);
}

static inline TnId
add_household (Fixture *f, const char *code, gint64 *action)
{
  g_autoptr (TnEdit) edit = tn_edit_new ("New household");
  TnId id = tn_id_new (&f->env);
  tn_edit_create (edit, "household", &id);
  tn_edit_set_text (edit, &id, "code", code);
  tn_edit_set_text (edit, &id, "house_no", "45/2");
  tn_edit_set_text (edit, &id, "street", "Nguyễn Thông");
  write_edit (f, edit, action);
  return id;
}

static inline void
set_text (Fixture *f, const TnId *id, const char *field, const char *text, gint64 *action)
{
  g_autoptr (TnEdit) edit = tn_edit_new ("Change");
  tn_edit_set_text (edit, id, field, text);
  write_edit (f, edit, action);
}

static inline char *
get_text (Fixture *f, const TnId *id, const char *field)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (TnRow) row = tn_copy_get (f->copy, id, &error);
  g_assert_no_error (error);
  return tn_row_dup_text (row, field);
}

#define assert_text(f, id, field, expected) \
  G_STMT_START { g_autofree char *text_ = get_text (f, id, field); g_assert_cmpstr (text_, ==, expected); } G_STMT_END

/* What would be pushed now, as text; acks for it. */
static inline char *
push_text (Fixture *f, guint limit, GArray **acks)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GString) lines = g_string_new (NULL);
  g_autoptr (GArray) named = g_array_new (FALSE, FALSE, sizeof (TnAck));
  gboolean ok = tn_outbox_batch (f->copy, 0, limit, 1 << 20, "root", lines, named, &error);
  g_assert_no_error (error);
  g_assert_true (ok);
  if (acks) *acks = g_steal_pointer (&named);
  return g_string_free (g_steal_pointer (&lines), FALSE);
}

static inline void
ack_all (Fixture *f)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GArray) acks = NULL;
  g_autofree char *text = push_text (f, 1000, &acks);
  g_assert_true (tn_outbox_ack (f->copy, acks, NULL, 0, 1, "aa", &error));
  g_assert_no_error (error);
}
