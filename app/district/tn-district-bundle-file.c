/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "tn-bundle-file.h"
#include "tn-district-bundle-private.h"
#include "tn-hash.h"
#include <glib/gi18n.h>

/* ---- reading ---- */

static gboolean
is_for_us_cb (const TnBundleHeader *header, gpointer user_data)
{
  TnDistrict *d = user_data;
  return header->type == TN_BUNDLE_ENROL || (header->type == TN_BUNDLE_UP && tn_bundle_header_is_for (header, d->server_pub));
}

static gboolean
read_one (TnDistrict *d, const char *path, TnStickEach each, gpointer user_data, GError **error)
{
  g_auto (TnStickRead) read = { 0 };
  g_autoptr (GError) local = NULL;
  g_autoptr (GBytes) file = tn_bundle_file_read (path, d->dir, NULL, &local);
  gboolean done = file && tn_district_bundle_read (d, file, &read, &local);
  each (path, &read, local, user_data);
  if (!done && error && !*error) g_propagate_error (error, g_steal_pointer (&local));
  return done;
}

gboolean
tn_district_bundle_read_path (TnDistrict *d, const char *path, TnStickEach each, gpointer user_data, GError **error)
{
  gboolean all = TRUE;
  g_autoptr (GPtrArray) paths = tn_bundle_file_list (path, is_for_us_cb, d, error);
  if (!paths) return FALSE;
  if (!paths->len) {
    g_set_error (error, TN_ERROR, TN_ERROR_NOT_FOUND, _("There is no file of a laptop for this district in “%s”. Nothing was changed."), path);
    return FALSE;
  }
  for (guint i = 0; i < paths->len; i++) all = read_one (d, paths->pdata[i], each, user_data, error) && all;
  return all;
}

/* ---- writing ---- */

typedef struct { TnDistrict *d; const char *device, *ward; gboolean full; TnStickWritten *written; } Job;

static gboolean
fill_cb (GOutputStream *out, gpointer user_data, GError **error)
{
  Job *job = user_data;
  return tn_district_bundle_write (job->d, job->device, job->ward, job->full, out, job->written, NULL, error);
}

static gboolean
set_answered (TnDistrict *d, const char *device, const char *ward, GError **error)
{
  cJSON *state = bundle_state_read (d, device, ward, error);
  if (!state) return FALSE;
  bundle_state_set (state, "waiting", cJSON_CreateFalse ());
  gboolean done = bundle_state_write (d, device, ward, state, error);
  cJSON_Delete (state);
  return done;
}

gboolean
tn_district_bundle_write_path (TnDistrict *d, const char *device, const char *ward, gboolean full, const char *path, TnStickWritten *written, GError **error)
{
  char key[65];
  g_autoptr (TnDevice) found = NULL;
  Job job = { d, device, ward, full, written };
  *written = (TnStickWritten) { 0 };
  if (!d->depot->driver->device (d->depot, device, &found, error)) return FALSE;
  if (!found) {
    g_set_error (error, TN_ERROR, TN_ERROR_NOT_FOUND, _("This district has no laptop %s. Nothing was changed."), device);
    return FALSE;
  }
  tn_hex (found->pub, sizeof found->pub, key);
  g_autofree char *name = tn_bundle_file_name (TN_BUNDLE_DOWN, ward, key), *made = tn_bundle_file_write (path, name, fill_cb, &job, NULL, error);
  written->path = g_steal_pointer (&made);
  return written->path && set_answered (d, device, ward, error);
}

/* ---- who waits ---- */

void
tn_stick_target_free (TnStickTarget *target)
{
  if (!target) return;
  g_free (target->device);
  g_free (target->ward);
  g_free (target);
}

static gboolean
has_ward (const GPtrArray *targets, const char *ward)
{
  for (guint i = 0; i < targets->len; i++)
    if (strcmp (((TnStickTarget *) targets->pdata[i])->ward, ward) == 0) return TRUE;
  return FALSE;
}

static GPtrArray *
list_wards (TnDistrict *d, const char *device, gboolean ended_too, GError **error)
{
  g_autoptr (GPtrArray) grants = d->depot->driver->grants (d->depot, device, error);
  if (!grants) return NULL;
  GPtrArray *targets = g_ptr_array_new_with_free_func ((GDestroyNotify) tn_stick_target_free);
  for (guint i = 0; i < grants->len; i++) {
    const TnGrant *grant = grants->pdata[i];
    if ((grant->to && !ended_too) || has_ward (targets, grant->ward)) continue;
    TnStickTarget *target = g_new0 (TnStickTarget, 1);
    *target = (TnStickTarget) { g_strdup (device), g_strdup (grant->ward) };
    g_ptr_array_add (targets, target);
  }
  return targets;
}

GPtrArray *
tn_district_bundle_wards (TnDistrict *d, const char *device, GError **error)
{
  return list_wards (d, device, FALSE, error);
}

static gboolean
add_waiting (TnDistrict *d, const char *device, GPtrArray *waiting, GError **error)
{
  g_autoptr (GPtrArray) targets = list_wards (d, device, TRUE, error);
  for (guint i = 0; targets && i < targets->len; i++) {
    TnStickTarget *target = targets->pdata[i];
    cJSON *state = bundle_state_read (d, device, target->ward, error);
    if (!state) return FALSE;
    if (cJSON_IsTrue (cJSON_GetObjectItemCaseSensitive (state, "waiting"))) {
      TnStickTarget *copy = g_new0 (TnStickTarget, 1);
      *copy = (TnStickTarget) { g_strdup (device), g_strdup (target->ward) };
      g_ptr_array_add (waiting, copy);
    }
    cJSON_Delete (state);
  }
  return targets != NULL;
}

GPtrArray *
tn_district_bundle_waiting (TnDistrict *d, GError **error)
{
  g_autoptr (GPtrArray) devices = d->depot->driver->devices (d->depot, error);
  g_autoptr (GPtrArray) waiting = g_ptr_array_new_with_free_func ((GDestroyNotify) tn_stick_target_free);
  if (!devices) return NULL;
  for (guint i = 0; i < devices->len; i++)
    if (!add_waiting (d, ((TnDevice *) devices->pdata[i])->device, waiting, error)) return NULL;
  return g_steal_pointer (&waiting);
}
