/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once
#include "tn-copy.h"
G_BEGIN_DECLS

/* The one door for writes. An edit gathers everything that one action of a person changes; tn_copy_edit() writes row, projection, outbox,
 * clock and the undo record in one durable transaction, or nothing. Building an edit touches no disk and may happen on any thread. */
typedef struct _TnEdit TnEdit;
TnEdit *tn_edit_new (const char *label);   /* what the person did, translated: "Moved household 45/2" (shown by undo and history) */
void tn_edit_free (TnEdit *edit);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (TnEdit, tn_edit_free)
/* A new record. id NULL = a fresh UUIDv7 (of an untimed kind a random one). Returns its id. Records of an untimed kind stand in an edit of their own: it is
 * stamped with the beginning of its day, in outbox and undo too, and names no user; nor is one named for it in histories and conflicts, here or at the district, by
 * whose laptop its replica is (tn_stamp_is_untimed()). What cannot be kept out: the order in which a laptop sent its edits. */
TnId tn_edit_create (TnEdit *edit, const char *kind, const TnId *id);
/* The same for one record that needs it, as a petition without a name: everything in the edit must be new. Give such a record a tn_id_new_random(). */
void tn_edit_set_untimed (TnEdit *edit);
/* token is JSON ("\"Lê A\"", "12", "null" or NULL to clear) and is copied. */
void tn_edit_set (TnEdit *edit, const TnId *id, const char *field, const char *token);
void tn_edit_set_text (TnEdit *edit, const TnId *id, const char *field, const char *text /* NULL or "" clears */);
void tn_edit_set_int (TnEdit *edit, const TnId *id, const char *field, gint64 value);
void tn_edit_set_bool (TnEdit *edit, const TnId *id, const char *field, gboolean value);
void tn_edit_set_ref (TnEdit *edit, const TnId *id, const char *field, const TnId *ref /* NULL clears */);
void tn_edit_delete (TnEdit *edit, const TnId *id);
/* A deleted record lives again, with the fields that are set beside it: what an undo took back after others had it, and is wanted once more. */
void tn_edit_revive (TnEdit *edit, const TnId *id);
/* Only for units whose current stamp is still this one, else the whole edit fails with TN_ERROR_CONFLICT (used by undo and by forms
 * that were open while a reconciliation came in). */
void tn_edit_expect (TnEdit *edit, const TnId *id, const char *unit, const TnStamp *stamp);
/* Settles a conflict record: keeps what stands, takes the other value, or writes `value` (JSON of the unit). The written value names both as seen. */
typedef enum { TN_KEEP_STANDING, TN_KEEP_OTHER, TN_KEEP_WRITE } TnKeep;
void tn_edit_resolve (TnEdit *edit, const TnId *conflict, TnKeep keep, const char *value);
gboolean tn_edit_is_empty (const TnEdit *edit);
guint tn_edit_n_records (const TnEdit *edit);

/* Validates (tn_field_validate, required fields of new records), stamps, writes. Unchanged values are no edit. action gets the undo number
 * (0 when nothing changed). progress may be NULL: called on this thread with records done. */
typedef void (*TnEditProgress) (guint done, guint total, gpointer user_data);
gboolean tn_copy_edit (TnCopy *copy, TnEdit *edit, gint64 *action, GError **error);
gboolean tn_copy_edit_full (TnCopy *copy, TnEdit *edit, gint64 *action, TnEditProgress progress, gpointer user_data,
                            GCancellable *cancellable, GError **error);

/* Undo is a new edit that puts back what the action displaced. TN_ERROR_CONFLICT, with nothing changed, if somebody changed it since. */
gboolean tn_copy_undo (TnCopy *copy, gint64 action, GError **error);
typedef struct { gint64 action; char *label; char *by; gint64 at; gboolean undone; } TnAction;
void tn_action_free (TnAction *action);
GPtrArray *tn_copy_actions (TnCopy *copy, guint limit, GError **error);   /* TnAction*, newest first */
G_END_DECLS
