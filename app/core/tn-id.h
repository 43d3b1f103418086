/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once
#include "tn-env.h"
G_BEGIN_DECLS

#define TN_ID_STR_LEN 36
/* A UUID: version 7 for what a person makes (4 where not even the time may be told), version 8 for what must come out the same on two machines. */
typedef struct { guint8 b[16]; } TnId;
typedef char TnIdStr[TN_ID_STR_LEN + 1];

TnId tn_id_new (const TnEnv *env);                              /* UUIDv7 */
/* UUIDv4: nothing but chance, not even the time. */
TnId tn_id_new_random (const TnEnv *env);
TnId tn_id_from_hash (const guint8 hash[16]);                   /* UUIDv8 over the hash's bits */
/* UUIDv8 of the BLAKE2b-128 of `name`; the same name gives the same id on every machine. */
TnId tn_id_from_name (const char *name);
gboolean tn_id_parse (const char *text, gssize len, TnId *out); /* lower-case canonical form only */
void tn_id_format (const TnId *id, TnIdStr out);
char *tn_id_dup_string (const TnId *id);
gboolean tn_id_is_null (const TnId *id);                        /* all zero = "no record" */
gboolean tn_id_equal (gconstpointer a, gconstpointer b);        /* GEqualFunc over TnId* */
guint tn_id_hash (gconstpointer id);                            /* GHashFunc over TnId* */
int tn_id_compare (gconstpointer a, gconstpointer b);
TnId *tn_id_copy (const TnId *id);                              /* g_free */
/* When an id of version 7 was made: ms since 1970. 0 for any other. */
gint64 tn_id_time_ms (const TnId *id);
G_END_DECLS
