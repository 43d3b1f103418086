/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "tn-problem.h"
#include "tn-json.h"
#include <gio/gio.h>
#include <glib/gi18n.h>

#define URN "urn:tungnha:"

/* `title` goes over the wire to whoever reads logs; `text` is what the person at the laptop reads. */
static const struct {
  TnProblemInfo info;
  const char *text;
} problems[TN_PROBLEM_N] = {
  [TN_PROBLEM_MALFORMED] = { { TN_PROBLEM_MALFORMED, "malformed", 400, "The request cannot be read", TN_ERROR_INVALID },
    N_("The district could not read what this laptop sent. Nothing is lost: your changes are kept here. Tell your district office.") },
  [TN_PROBLEM_SESSION_EXPIRED] = { { TN_PROBLEM_SESSION_EXPIRED, "session-expired", 401, "The session has ended", TN_ERROR_REFUSED },
    N_("The session with the district has ended. Nothing is lost. Reconcile again.") },
  [TN_PROBLEM_DEVICE_REVOKED] = { { TN_PROBLEM_DEVICE_REVOKED, "device-revoked", 403, "The device was revoked", TN_ERROR_REFUSED },
    N_("The district has withdrawn this laptop’s access. What you typed is kept here and can still be handed in. Speak to your district office.") },
  [TN_PROBLEM_SCOPE] = { { TN_PROBLEM_SCOPE, "scope", 403, "Outside of the device’s scope", TN_ERROR_REFUSED },
    N_("This laptop has no right to that part of the ward. Your changes are kept here. Ask your district office for the right.") },
  [TN_PROBLEM_NOT_FOUND] = { { TN_PROBLEM_NOT_FOUND, "not-found", 404, "No such resource", TN_ERROR_NOT_FOUND },
    N_("The district does not know what was asked for. Nothing is lost. Check the address of the district.") },
  [TN_PROBLEM_FORKED] = { { TN_PROBLEM_FORKED, "forked", 409, "Another copy of this database was seen", TN_ERROR_FORKED },
    N_("The district has seen another copy of this laptop’s data. Nothing is lost: this copy takes a new name and reconciles again.") },
  [TN_PROBLEM_CURSOR_UNKNOWN] = { { TN_PROBLEM_CURSOR_UNKNOWN, "cursor-unknown", 409, "The cursor is not in the log", TN_ERROR_REWOUND },
    N_("The district’s data was restored from a backup. Nothing is lost: this laptop sends again what is missing there.") },
  [TN_PROBLEM_ENROL_USED] = { { TN_PROBLEM_ENROL_USED, "enrol-used", 409, "The invitation was used by another device", TN_ERROR_REFUSED },
    N_("This invitation was already used on another laptop. If that was not you, tell your district office at once. Ask for a new invitation.") },
  [TN_PROBLEM_ENROL_UNKNOWN] = { { TN_PROBLEM_ENROL_UNKNOWN, "enrol-unknown", 404, "No such invitation", TN_ERROR_REFUSED },
    N_("The district does not know this invitation. Nothing was changed. Check each letter of the code, or ask for a new one.") },
  [TN_PROBLEM_ENROL_EXPIRED] = { { TN_PROBLEM_ENROL_EXPIRED, "enrol-expired", 410, "The invitation has expired", TN_ERROR_REFUSED },
    N_("This invitation has expired. Nothing was changed. Ask your district office for a new one.") },
  [TN_PROBLEM_WARD_GONE] = { { TN_PROBLEM_WARD_GONE, "ward-gone", 410, "The ward is no longer served here", TN_ERROR_REFUSED },
    N_("The district no longer keeps this ward. Your data is kept here. Speak to your district office before you go on.") },
  [TN_PROBLEM_TOO_LARGE] = { { TN_PROBLEM_TOO_LARGE, "too-large", 413, "Over a limit", TN_ERROR_TOO_LARGE },
    N_("What this laptop sent is larger than the district takes. Nothing is lost: your changes are kept here. Tell your district office.") },
  [TN_PROBLEM_MEDIA_TYPE] = { { TN_PROBLEM_MEDIA_TYPE, "media-type", 415, "Unsupported media type", TN_ERROR_UNSUPPORTED },
    N_("The district does not understand this version’s format. Nothing is lost. Install the newest version of the program.") },
  [TN_PROBLEM_COUNT_MISMATCH] = { { TN_PROBLEM_COUNT_MISMATCH, "count-mismatch", 422, "The batch is not whole", TN_ERROR_CORRUPT },
    N_("What this laptop sent did not arrive whole. Nothing is lost: it is sent again. Reconcile again.") },
  [TN_PROBLEM_UPGRADE] = { { TN_PROBLEM_UPGRADE, "upgrade", 426, "The program is too old to pull", TN_ERROR_UPGRADE },
    N_("This program is too old to receive from the district. What you typed is sent all the same. Install the newest version.") },
  [TN_PROBLEM_TOO_MANY] = { { TN_PROBLEM_TOO_MANY, "too-many", 429, "Too many requests", TN_ERROR_BUSY },
    N_("This laptop has asked the district too often. Nothing is lost. Wait a minute and try again.") },
  [TN_PROBLEM_BUSY] = { { TN_PROBLEM_BUSY, "busy", 503, "The server is busy", TN_ERROR_BUSY },
    N_("The district’s server is busy. Nothing is lost. Try again in a few minutes.") },
  [TN_PROBLEM_INTERNAL] = { { TN_PROBLEM_INTERNAL, "internal", 500, "The server failed", TN_ERROR_FAILED },
    N_("The district’s server has a fault. Nothing is lost: your changes are kept here. Try again later, or tell your district office.") },
  [TN_PROBLEM_METHOD] = { { TN_PROBLEM_METHOD, "method", 405, "The resource has no such method", TN_ERROR_INVALID },
    N_("The district could not read what this laptop sent. Nothing is lost: your changes are kept here. Tell your district office.") },
};

const TnProblemInfo *
tn_problem_info (TnProblem problem)
{
  g_return_val_if_fail ((guint) problem < TN_PROBLEM_N, &problems[TN_PROBLEM_INTERNAL].info);
  return &problems[problem].info;
}

char *
tn_problem_to_json (TnProblem problem, const char *extra)
{
  const TnProblemInfo *info = tn_problem_info (problem);
  g_autofree char *title = tn_json_string (info->title);
  return g_strdup_printf ("{\"type\":\"" URN "%s\",\"title\":%s,\"status\":%u%s%s}", info->code, title, info->status,
                          extra ? "," : "", extra ? extra : "");
}

static TnProblem
by_status (guint status)
{
  for (TnProblem i = 0; i < TN_PROBLEM_N; i++)
    if (problems[i].info.status == status) return i;
  return status / 100 == 4 ? TN_PROBLEM_MALFORMED : TN_PROBLEM_INTERNAL;
}

TnProblem
tn_problem_read (guint status, const char *body, gsize len)
{
  TnSlice text = { body, len };
  gboolean json = body && tn_json_check (text) == TN_JSON_OBJECT;
  TnSlice type = json ? tn_json_member (text, "type") : (TnSlice) { NULL, 0 };
  g_autofree char *urn = type.len ? tn_json_get_string (type) : NULL;
  for (TnProblem i = 0; urn && g_str_has_prefix (urn, URN) && i < TN_PROBLEM_N; i++)
    if (g_str_equal (urn + strlen (URN), problems[i].info.code)) return i;
  return by_status (status);
}

gboolean
tn_problem_to_error (guint status, const char *body, gsize len, GError **error)
{
  /* a proxy speaks here, not the district: whether the request was done is unknown */
  if (status == 502 || status == 504) {
    g_set_error_literal (error, TN_ERROR, TN_ERROR_NETWORK,
      _("The district’s server was not reached. Nothing is lost: your changes are kept here and sent again. Try again later."));
    return FALSE;
  }
  TnProblem problem = tn_problem_read (status, body, len);
  g_set_error_literal (error, TN_ERROR, problems[problem].info.error, _(problems[problem].text));
  return FALSE;
}

static TnProblem
from_code (int code)
{
  switch (code) {
    case TN_ERROR_INVALID: case TN_ERROR_CORRUPT: return TN_PROBLEM_MALFORMED;
    case TN_ERROR_NOT_FOUND: return TN_PROBLEM_NOT_FOUND;
    case TN_ERROR_TOO_LARGE: return TN_PROBLEM_TOO_LARGE;
    case TN_ERROR_UNSUPPORTED: return TN_PROBLEM_MEDIA_TYPE;
    case TN_ERROR_BUSY: return TN_PROBLEM_BUSY;
    case TN_ERROR_REFUSED: return TN_PROBLEM_SCOPE;
    case TN_ERROR_FORKED: return TN_PROBLEM_FORKED;
    case TN_ERROR_REWOUND: return TN_PROBLEM_CURSOR_UNKNOWN;
    case TN_ERROR_UPGRADE: return TN_PROBLEM_UPGRADE;
    default: return TN_PROBLEM_INTERNAL;
  }
}

TnProblem
tn_problem_from_error (const GError *error)
{
  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED)) return TN_PROBLEM_BUSY;
  return error && error->domain == TN_ERROR ? from_code (error->code) : TN_PROBLEM_INTERNAL;
}
