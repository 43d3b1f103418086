/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "tn-hub-depot-private.h"
#include "tn-hub-copy.h"
#include "tn-meta-keys.h"
#include <cjson/cJSON.h>
#include <glib/gi18n.h>

static TnCopy *
take_reader (HubDepot *depot, GError **error)
{
  TnCopy *copy = NULL;
  g_mutex_lock (&depot->readers_lock);
  if (depot->readers->len) copy = g_ptr_array_steal_index_fast (depot->readers, depot->readers->len - 1);
  g_mutex_unlock (&depot->readers_lock);
  return copy ? copy : tn_copy_open (depot->path, TN_COPY_READ_ONLY, depot->env, error);
}

HubRead *
hub_read_begin (TnDepot *base, GError **error)
{
  HubDepot *depot = (HubDepot *) base;
  TnCopy *copy = take_reader (depot, error);
  TnTx *tx = copy ? tn_tx_begin (tn_copy_db (copy), FALSE, error) : NULL;
  if (!tx) {
    tn_copy_close (copy);
    return NULL;
  }
  HubRead *read = g_new0 (HubRead, 1);
  *read = (HubRead) { depot, copy, tn_copy_db (copy), tx };
  return read;
}

void
hub_read_end (HubRead *read)
{
  if (!read) return;
  tn_tx_rollback (read->tx);
  g_mutex_lock (&read->depot->readers_lock);
  g_ptr_array_add (read->depot->readers, read->copy);
  g_mutex_unlock (&read->depot->readers_lock);
  g_free (read);
}

gboolean
hub_is_ward (const HubRead *read, const char *ward)
{
  return strcmp (tn_copy_ward (read->copy), ward) == 0;
}

gboolean
hub_read_head (TnDb *db, TnCursor *head, GError **error)
{
  *head = (TnCursor) { 0 };
  g_autoptr (TnStmt) stmt = tn_db_prepare (db, "SELECT seq, tok FROM hub_log ORDER BY seq DESC LIMIT 1", error);
  if (!stmt) return FALSE;
  TnStep step = tn_stmt_step (stmt, error);
  if (step != TN_STEP_ROW) return step == TN_STEP_DONE;
  head->seq = tn_stmt_int (stmt, 0);
  g_strlcpy (head->tok, tn_stmt_text (stmt, 1), sizeof head->tok);
  return TRUE;
}

gboolean
tn_hub_depot_settle (TnDepot *base, gint64 *seq, GError **error)
{
  HubDepot *depot = (HubDepot *) base;
  g_mutex_lock (&depot->write_lock);
  gboolean done = tn_hub_settle (depot->writer, seq, error);
  g_mutex_unlock (&depot->write_lock);
  return done;
}

static gboolean
ward_head (TnDepot *depot, const char *ward, gboolean *found, TnCursor *head, GError **error)
{
  gint64 seq;
  *found = FALSE;
  if (!tn_hub_depot_settle (depot, &seq, error)) return FALSE;
  g_autoptr (HubRead) read = hub_read_begin (depot, error);
  if (!read) return FALSE;
  *found = hub_is_ward (read, ward);
  return hub_read_head (read->db, head, error);
}

/* The ward's name as the district last told it. Owned. */
static char *
read_ward_name (HubRead *read)
{
  g_autofree char *text = tn_copy_get_meta (read->copy, TN_META_SCOPE);
  cJSON *scope = text ? cJSON_Parse (text) : NULL;
  char *name = g_strdup (cJSON_GetStringValue (cJSON_GetObjectItemCaseSensitive (cJSON_GetArrayItem (scope, 0), "name")));
  cJSON_Delete (scope);
  return name ? name : g_strdup ("");
}

static GPtrArray *
list_wards (TnDepot *depot, GError **error)
{
  TnCursor head;
  g_autoptr (HubRead) read = hub_read_begin (depot, error);
  if (!read || !hub_read_head (read->db, &head, error)) return NULL;
  GPtrArray *wards = g_ptr_array_new_with_free_func ((GDestroyNotify) tn_ward_free);
  TnWard *ward = g_new0 (TnWard, 1);
  *ward = (TnWard) { .ward = g_strdup (tn_copy_ward (read->copy)), .name = read_ward_name (read), .seq = head.seq };
  g_ptr_array_add (wards, ward);
  return wards;
}

static void
free_depot (TnDepot *base)
{
  HubDepot *depot = (HubDepot *) base;
  g_clear_pointer (&depot->readers, g_ptr_array_unref);
  g_clear_pointer (&depot->writer, tn_copy_close);
  g_mutex_clear (&depot->write_lock);
  g_mutex_clear (&depot->readers_lock);
  g_free (depot->path);
  g_free (depot);
}

static GPtrArray *
list_wards_of (TnDepot *depot, const char *device, GError **error)
{
  return list_wards (depot, error);   /* it has but one, and whoever it knows is of that */
}

/* No function that a district has for its administration, and none that judges, enrols or erases: the desk asks for none of them here. */
static const TnDepotDriver *
get_driver (void)
{
  static TnDepotDriver driver = { .name = "hub", .caps = TN_DEPOT_RELAYS, .free = free_depot, .wards = list_wards, .wards_of = list_wards_of, .ward_head = ward_head, .relay = hub_relay };
  static gsize filled = 0;
  if (g_once_init_enter (&filled)) {
    hub_fill_device_driver (&driver);
    hub_fill_read_driver (&driver);
    g_once_init_leave (&filled, 1);
  }
  return &driver;
}

TnDepot *
tn_hub_depot_open (const char *copy_path, const TnEnv *env, GError **error)
{
  HubDepot *depot = g_new0 (HubDepot, 1);
  g_autoptr (TnDepot) base = &depot->base;
  depot->base.driver = get_driver ();
  depot->path = g_strdup (copy_path);
  depot->env = env ? env : tn_env_system ();
  depot->readers = g_ptr_array_new_with_free_func ((GDestroyNotify) tn_copy_close);
  g_mutex_init (&depot->write_lock);
  g_mutex_init (&depot->readers_lock);
  depot->writer = tn_copy_open (copy_path, 0, depot->env, error);
  if (!depot->writer) return NULL;
  if (tn_hub_is_enabled (depot->writer)) return g_steal_pointer (&base);
  g_set_error_literal (error, TN_ERROR, TN_ERROR_INVALID, _("This laptop does not serve its team yet. Nothing was started. Turn it on first."));
  return NULL;
}
