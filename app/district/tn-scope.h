/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once
#include "tn-schema.h"
G_BEGIN_DECLS

/* Who may hold what. A role names classes; a grant names a ward and a stream of it ("*" = all of the role's classes). The class is part
 * of a stream's name, so the right to a record is the right to its stream, and there are no rights per field (sync.md). */
typedef struct {
  const char *key;
  guint classes;            /* 1 << TnClass */
  gboolean whole_ward;      /* given no streams, the role has "*"; else it must be told which */
} TnRole;
#define TN_ROLE_HUB "hub"
const TnRole *tn_role_find (const char *key);          /* NULL = no such role */
const TnRole *tn_role_list (guint *n);                /* those that an invitation may give */

/* The streams that a grant of these areas means: "0" and each area's stream, in every class of the role; or "*". An area is a unit's
 * id or a stream name such as "g0123456789ab". NULL with TN_ERROR_INVALID. Free with g_strfreev. */
char **tn_role_streams (const TnRole *role, const char *const *areas, GError **error);

/* A right held from `from` to `to` (ms; to 0 = still held). Kept for ever: an edit made while the right was held is applied even if it
 * arrives later (sync.md 2.8). */
typedef struct { char *ward, *stream, *role; gint64 from, to; } TnGrant;
TnGrant *tn_grant_new (const char *ward, const char *stream, const char *role, gint64 from, gint64 to);
void tn_grant_free (TnGrant *grant);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (TnGrant, tn_grant_free)

/* What a device may hold of one ward now. */
typedef struct {
  guint star_classes;       /* classes held of the whole ward; 0 = none */
  GHashTable *names;        /* set of stream names */
} TnScope;
TnScope *tn_scope_new (GPtrArray *grants, const char *ward);
void tn_scope_free (TnScope *scope);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (TnScope, tn_scope_free)
gboolean tn_scope_is_empty (const TnScope *scope);
gboolean tn_scope_allows (const TnScope *scope, const char *stream);
/* Was the stream in scope at `at` ms? */
gboolean tn_grants_allowed (GPtrArray *grants, const char *ward, const char *stream, gint64 at);
/* The class of a stream, by its suffix; TN_CLASS_INHERIT for a suffix of a newer program: nobody has it. */
TnClass tn_stream_class (const char *stream);
G_END_DECLS
