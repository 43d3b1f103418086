/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Files that strangers send: each ends with its own clear error, and within 256 MiB. Each is read in a process of its own so that its peak is its own. */
#include "files.h"
#include <string.h>

#define MEMORY_KIB (256u << 10)
#if defined(__SANITIZE_ADDRESS__)
#define MEASURED FALSE   /* a sanitizer's own memory is many times ours */
#else
#define MEASURED TRUE
#endif

typedef struct { const char *file; int code; } Bad;
static const Bad bad[] = {
  { "empty.csv", TN_ERROR_INVALID }, { "blank.csv", TN_ERROR_INVALID }, { "folder.xlsx", TN_ERROR_UNSUPPORTED }, { "missing.xlsx", TN_ERROR_NOT_FOUND },
  { "picture.xlsx", TN_ERROR_UNSUPPORTED }, { "page.xls", TN_ERROR_UNSUPPORTED }, { "archive.xlsx", TN_ERROR_UNSUPPORTED },
  { "random.csv", TN_ERROR_INVALID }, { "french.csv", TN_ERROR_INVALID }, { "cut.xlsx", TN_ERROR_CORRUPT }, { "cut.xls", TN_ERROR_CORRUPT },
  { "garbled.xlsx", TN_ERROR_CORRUPT }, { "encrypted.xlsx", TN_ERROR_UNSUPPORTED }, { "encrypted.xls", TN_ERROR_UNSUPPORTED },
  { "bomb-blank.xlsx", TN_ERROR_TOO_LARGE }, { "bomb-cells.xlsx", TN_ERROR_TOO_LARGE }, { "bomb-texts.xlsx", TN_ERROR_TOO_LARGE },
  { "bomb-token.xlsx", TN_ERROR_TOO_LARGE }, { "bomb-depth.xlsx", TN_ERROR_TOO_LARGE }, { "bomb-names.xlsx", TN_ERROR_TOO_LARGE },
  { "bomb-entity.xlsx", TN_ERROR_CORRUPT }, { "wide.xlsx", TN_ERROR_TOO_LARGE }, { "rows.csv", TN_ERROR_TOO_LARGE },
  { "columns.xlsx", -1 }, { "columns.csv", -1 },
};

static guint
peak_kib (void)
{
  g_autofree char *status = NULL;
  g_assert_true (g_file_get_contents ("/proc/self/status", &status, NULL, NULL));
  const char *line = strstr (status, "VmHWM:");
  g_assert_nonnull (line);
  return (guint) g_ascii_strtoull (line + 6 + strspn (line + 6, " \t"), NULL, 10);
}

static void
read_here (const Bad *it)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *path = g_build_filename (g_getenv ("TN_TEST_FILES"), it->file, NULL);
  g_autoptr (TnTable) table = tn_table_read (path, NULL, NULL, &error);
  if (it->code < 0)
    g_assert_no_error (error);
  else
    g_assert_error (error, TN_ERROR, it->code);
  g_assert_true ((table == NULL) == (it->code >= 0));
  if (error != NULL)
    g_printerr ("%s: %s [peak %u KiB]\n", it->file, error->message, peak_kib ());
  if (MEASURED)
    g_assert_cmpuint (peak_kib (), <=, MEMORY_KIB);
}

/* libgsf warns of damaged containers; our error says it to the person. */
static gboolean
is_fatal_cb (const char *domain, GLogLevelFlags level, const char *message, gpointer data)
{
  return domain == NULL || !g_str_has_prefix (domain, "libgsf");
}

static void
test_bad (gconstpointer data)
{
  if (g_test_subprocess ())
    {
      g_test_log_set_fatal_handler (is_fatal_cb, NULL);
      read_here (data);
      return;
    }
  g_test_trap_subprocess (NULL, 60 * G_USEC_PER_SEC, G_TEST_SUBPROCESS_INHERIT_STDERR);
  g_test_trap_assert_passed ();
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  for (gsize i = 0; i < G_N_ELEMENTS (bad); i++)
    {
      g_autofree char *name = g_strdup_printf ("/exchange/bad/%s", bad[i].file);
      g_test_add_data_func (name, &bad[i], test_bad);
    }
  if (!g_test_subprocess ())
    {
      files_make ("workbooks old_workbooks bad_files bombs bombs_small");
      g_setenv ("TN_TEST_FILES", files_dir (), TRUE);
    }
  int status = g_test_run ();
  files_clear ();
  return status;
}
