/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once
#include "tn-error.h"
G_BEGIN_DECLS

/* problem+json (RFC 9457): {"type":"urn:tungnha:<code>","title":…,"status":409, …}. */
typedef enum {
  TN_PROBLEM_MALFORMED, TN_PROBLEM_SESSION_EXPIRED, TN_PROBLEM_DEVICE_REVOKED, TN_PROBLEM_SCOPE, TN_PROBLEM_NOT_FOUND, TN_PROBLEM_FORKED,
  TN_PROBLEM_CURSOR_UNKNOWN, TN_PROBLEM_ENROL_USED, TN_PROBLEM_ENROL_UNKNOWN, TN_PROBLEM_ENROL_EXPIRED, TN_PROBLEM_WARD_GONE, TN_PROBLEM_TOO_LARGE,
  TN_PROBLEM_MEDIA_TYPE, TN_PROBLEM_COUNT_MISMATCH, TN_PROBLEM_UPGRADE, TN_PROBLEM_TOO_MANY, TN_PROBLEM_BUSY, TN_PROBLEM_INTERNAL, TN_PROBLEM_METHOD, TN_PROBLEM_N
} TnProblem;
typedef struct { TnProblem problem; const char *code; guint status; const char *title; TnErrorCode error; } TnProblemInfo;
const TnProblemInfo *tn_problem_info (TnProblem problem);
/* The JSON document. `extra` = further members without braces, or NULL. Owned. */
char *tn_problem_to_json (TnProblem problem, const char *extra);
/* Which problem an answer states: by its type, else by its status. For a client that acts on one (session-expired → new session). */
TnProblem tn_problem_read (guint status, const char *body, gsize len);
/* The client's side: sets a GError with the person's message from a status and body. Always FALSE. */
gboolean tn_problem_to_error (guint status, const char *body, gsize len, GError **error);
/* For answers to what could not be read or done; INTERNAL if nothing fits. TN_ERROR_CORRUPT counts as the request's fault: a handler
 * whose own database is damaged answers INTERNAL itself. */
TnProblem tn_problem_from_error (const GError *error);
G_END_DECLS
