/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once
#include "tn-edit.h"
G_BEGIN_DECLS

/* What a form says about one record: fields with their tokens, and the stamps that the person had before the eyes. */
typedef struct _TnValues TnValues;
TnValues *tn_values_new (void);
void tn_values_free (TnValues *values);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (TnValues, tn_values_free)
/* token is JSON and copied; NULL or "null" clears. A second setting replaces the first. */
void tn_values_set (TnValues *values, const char *field, const char *token);
void tn_values_set_text (TnValues *values, const char *field, const char *text);
void tn_values_set_ref (TnValues *values, const char *field, const TnId *id);
const char *tn_values_get (const TnValues *values, const char *field);       /* the token, NULL = not named. Borrowed */
char *tn_values_dup_text (const TnValues *values, const char *field);        /* decoded; NULL when not named or cleared. Owned */
gboolean tn_values_has_text (const TnValues *values, const char *field);     /* and not an empty one */
gboolean tn_values_ref (const TnValues *values, const char *field, TnId *id);   /* FALSE: it names nothing, and `id` is as it was */
/* Those of `fields` (ends with NULL) that it names. Owned. */
TnValues *tn_values_pick (const TnValues *values, const char *const *fields);
/* The write fails with TN_ERROR_CONFLICT when somebody wrote this unit meanwhile. */
void tn_values_expect (TnValues *values, const char *unit, const TnStamp *stamp);
/* Adds what another form about the same record says, with the stamps it saw. */
void tn_values_merge (TnValues *values, const TnValues *other);
gboolean tn_values_is_empty (const TnValues *values);                        /* nothing is named */
gboolean tn_values_is_blank (const TnValues *values);                        /* nothing but clearings is named */
/* Puts all into the edit. */
void tn_values_apply (const TnValues *values, TnEdit *edit, const TnId *id);
G_END_DECLS
