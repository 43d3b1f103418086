/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What a reviewer does with quarantine (sync.md 2.5, 2.13). What is let in goes the way of any push, as if its laptop sent it now: the same merge,
 * flags and history. A refusal is told to the laptop by /known, which closes the edit there. */
#include "tn-district-private.h"
#include "tn-push.h"
#include <glib/gi18n.h>

static TnCase *
find_case (TnDistrict *d, const TnHash *qid, GError **error)
{
  TnCase *item = NULL;
  if (!d->depot->driver->get_case (d->depot, qid, &item, error)) return NULL;
  if (!item) g_set_error_literal (error, TN_ERROR, TN_ERROR_NOT_FOUND, _("There is no such case in quarantine. Nothing was changed. “quarantine DIR list” names them."));
  return item;
}

static TnCase *
find_open (TnDistrict *d, const TnHash *qid, GError **error)
{
  g_autoptr (TnCase) item = find_case (d, qid, error);
  if (!item || strcmp (item->state, "open") == 0) return g_steal_pointer (&item);
  g_set_error_literal (error, TN_ERROR, TN_ERROR_CONFLICT, _("This case was settled before. Nothing was changed."));
  return NULL;
}

TnCase *
tn_district_case (TnDistrict *d, const TnHash *qid, GError **error)
{
  return find_case (d, qid, error);
}

/* What is kept is one line of a batch, or a whole one (custody). */
static GBytes *
wrap (const TnCase *item, gboolean *repair)
{
  gsize len;
  const char *raw = g_bytes_get_data (item->raw, &len);
  *repair = g_str_has_prefix (len > 5 ? raw : "", "{\"k\":");
  if (tn_id_is_null (&item->record) && strcmp (item->why, "custody") == 0) return g_bytes_ref (item->raw);
  GString *text = g_string_new (*repair ? "{\"repair\":{\"count\":1}}\n" : "{\"push\":{\"count\":1}}\n");
  g_string_append_len (text, raw, (gssize) len);
  return g_string_free_to_bytes (text);
}

static gboolean
run_case (TnDistrict *d, const TnCase *item, gboolean any_scope, gboolean *held_again, GError **error)
{
  g_auto (TnPushResult) result = { 0 };
  gboolean repair;
  g_autoptr (TnDevice) device = NULL;
  g_autoptr (GBytes) batch = wrap (item, &repair);
  g_autoptr (GPtrArray) grants = d->depot->driver->grants (d->depot, item->device, error);
  if (!grants || !d->depot->driver->device (d->depot, item->device, &device, error)) return FALSE;
  TnPushContext context = { .depot = d->depot, .env = d->env, .ward = item->ward, .device = item->device, .device_name = device ? device->name : "", .grants = grants,
                            .root_replica = d->root_replica, .release = &item->qid, .custody = strcmp (item->why, "custody") == 0, .any_scope = any_scope };
  if (!(repair ? tn_repair_run : tn_push_run) (&context, batch, &result, error)) return FALSE;
  *held_again = result.held_again;
  if (result.moved) district_tell_moved (d, item->ward, result.head.seq);
  return !result.erased || tn_district_keep_erased (d, error);
}

gboolean
tn_district_release (TnDistrict *d, const TnHash *qid, gboolean *held_again, GError **error)
{
  g_autoptr (TnCase) item = find_open (d, qid, error);
  return item && run_case (d, item, TRUE, held_again, error);
}

gboolean
tn_district_reject (TnDistrict *d, const TnHash *qid, GError **error)
{
  gboolean found = FALSE;
  TnCursor head;
  g_autoptr (TnCase) item = find_open (d, qid, error);
  g_autoptr (TnWardTx) tx = item ? d->depot->driver->tx_begin (d->depot, item->ward, &found, error) : NULL;
  if (!tx) {
    if (item && !found && error && !*error) g_set_error (error, TN_ERROR, TN_ERROR_NOT_FOUND, _("This district has no ward %s."), item->ward);
    return FALSE;
  }
  gint64 last = tx->last;
  return d->depot->driver->tx_close_case (tx, qid, "rejected", error) && d->depot->driver->tx_commit (g_steal_pointer (&tx), last, &head, error);
}

/* Only what a newer program may have sent: whether it may be taken is judged by the same rules as then. */
gboolean
tn_district_release_understood (TnDistrict *d, guint *n, GError **error)
{
  *n = 0;
  g_autoptr (GPtrArray) cases = d->depot->driver->cases (d->depot, "open", error);
  for (guint i = 0; cases && i < cases->len; i++) {
    const TnCase *listed = cases->pdata[i];
    gboolean held_again = TRUE;
    if (strcmp (listed->why, "kind") != 0 && strcmp (listed->why, "unit") != 0) continue;
    g_autoptr (TnCase) item = find_case (d, &listed->qid, error);
    if (!item || !run_case (d, item, FALSE, &held_again, error)) return FALSE;
    *n += !held_again;
  }
  return cases != NULL;
}
