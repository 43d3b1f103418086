/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The numbered SQL files of sql/, embedded in the program. */
#include "tn-copy-private.h"
#include "tn-store-resource.h"

#define PREFIX "/vn/tungnha/TungNha/store/"

/* file i takes user_version i to i + 1; never edit or reorder a released one */
static const char *const files[] = {
  PREFIX "001-shared.sql",
  PREFIX "002-projection.sql",
  PREFIX "003-opened.sql",
  PREFIX "004-repair.sql",
  PREFIX "005-bundle.sql",
  PREFIX "006-late.sql",
  PREFIX "007-upstream.sql",
  PREFIX "008-listed.sql",
  PREFIX "009-alley.sql",
  PREFIX "010-support.sql",
  PREFIX "011-stock.sql",
  PREFIX "012-search.sql",
  PREFIX "013-order.sql",
  PREFIX "014-sums.sql",
};

static const char *
load (const char *path)
{
  g_autoptr (GBytes) bytes = g_resource_lookup_data (tn_store_sql_get_resource (), path, G_RESOURCE_LOOKUP_FLAGS_NONE, NULL);
  g_assert (bytes);   /* linked in: only a wrong name above can lead here */
  return g_strndup (g_bytes_get_data (bytes, NULL), g_bytes_get_size (bytes));
}

const char *
tn_copy_hub_schema (void)
{
  static const char *sql;
  static gsize ready = 0;
  if (g_once_init_enter (&ready)) {
    sql = load (PREFIX "hub-1.sql");
    g_once_init_leave (&ready, 1);
  }
  return sql;
}

const TnMigrations *
tn_copy_migrations (void)
{
  static const char *sql[G_N_ELEMENTS (files)];
  static TnMigrations migrations = { TN_COPY_APPLICATION_ID, sql, G_N_ELEMENTS (files) };
  static gsize ready = 0;
  if (g_once_init_enter (&ready)) {
    for (gsize i = 0; i < G_N_ELEMENTS (files); i++) sql[i] = load (files[i]);
    g_once_init_leave (&ready, 1);
  }
  return &migrations;
}
