/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once
#include "tn-fields.h"
#include "tn-query.h"
G_BEGIN_DECLS

/* The order of the household list, kept per connection: 60,000 numbers for each order asked for. It is thrown away when anybody wrote. */
typedef struct _TnQueryCache TnQueryCache;
void tn_query_cache_free (TnQueryCache *cache);
/* All live households in this order, as guint32 row * 2 + gone. Borrowed until the next query. max_row is set too. */
const GArray *tn_query_order (TnCopy *copy, TnHouseholdSort sort, gsize *max_row, GError **error);

/* The fields of a live or deleted record. FALSE without error when it is not here; *body owns the text they point into. */
gboolean tn_query_fields (TnCopy *copy, const TnId *id, TnFields *fields, char **body, gboolean *deleted, GError **error);
/* Words of a living or deleted record from its fields alone. Owned. */
char *tn_query_title_of (TnCopy *copy, const TnFields *fields);
/* "45/2 Hẻm 45 Nguyễn Thông, room 3, Building"; any may be NULL. Owned. */
char *tn_query_address (const char *house_no, const char *alley, const char *street, const char *room, const char *building);
/* One prepared statement with an id bound as its first value. */
TnStmt *tn_query_prepare_id (TnCopy *copy, const char *sql, const TnId *id, GError **error);
/* A unit's name for a person, also for "_del" and "*". Translated, borrowed. */

/* Who wrote a value and where, as far as this laptop knows. */
typedef struct { TnCopy *copy; char *replica, *devices; } TnAuthors;
void tn_authors_init (TnAuthors *authors, TnCopy *copy);
void tn_authors_clear (TnAuthors *authors);
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (TnAuthors, tn_authors_clear)
/* Owned, "" when it is not known. */
char *tn_authors_device (TnAuthors *authors, const TnStamp *stamp);
char *tn_authors_user (TnAuthors *authors, const TnId *id, const TnStamp *stamp);
G_END_DECLS
