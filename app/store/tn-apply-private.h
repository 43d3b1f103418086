/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once
#include "tn-apply.h"
#include "tn-outbox-private.h"
#include "tn-record-private.h"
G_BEGIN_DECLS

/* A line of a page, taken apart (tn-apply-lines.c). h and parent (null = none) are of a record's line only. */
typedef struct {
  TnLine line;
  TnHash h;
  TnId parent;
  gint64 row;               /* of the table, where it stood before the page; 0 = not known, or nowhere */
} TnPageLine;
/* Those of a large page come in the order of the table, where find says they stand (*row 0 = nowhere); the lines of one record as they stand in the page. Before
 * the first is asked for. */
typedef gboolean (*TnPageLineFind) (gpointer data, const TnId *id, gint64 *row, GError **error);
void tn_page_lines_by_row (TnPageLines *lines, TnPageLineFind find, gpointer data);
/* Valid until the next call; NULL = there are no more, or error is set: one is damaged, and the page is worth nothing. */
const TnPageLine *tn_page_lines_next (TnPageLines *lines, GError **error);

/* One page on its way into the copy. */
typedef struct {
  TnCopy *copy;
  TnApplyResult *result;
  gint64 now;
  gint64 right_now;         /* by a clock that was set right: tn_outbox_now() */
  const char *hub;         /* the page is a hub's; NULL = the root's */
  gboolean whole;          /* the scope is the whole ward */
  GHashTable *scope;       /* char* names of the streams in scope */
  gboolean has_open;       /* some edit of ours is open: every line is held against them */
  gboolean has_leaving;
  gboolean bulk;           /* first copy: lists and search are made at its end */
  gboolean repair;         /* the root was put back: a stamp of it may be lower than what stands here */
  gboolean collect;        /* result->ids is wanted */
  GArray *puts;            /* TnPut: records whose lists have to follow */
  GHashTable *gone;        /* TnId* that went out of scope in this page and did not come back */
  gboolean forgets;        /* some record is taken away, or was once: nothing of it may linger */
  guint tombstones;        /* records that were here, and are deleted now */
} TnApply;

/* What stands in the copy now, where that was taken apart anyway; NULL = to be read from there. */
typedef struct {
  TnId id;
  TnRow *row;
} TnPut;

gboolean tn_apply_record (TnApply *a, const TnPageLine *read, GError **error);
/* A line for a record of which edits are open. `open` = TnApplyOpen, not empty. */
typedef struct {
  gint64 n;
  char *unit, *value;
  TnStamp stamp;
} TnApplyOpen;
gboolean tn_apply_record_open (TnApply *a, const TnPageLine *read, GArray *open, GError **error);
/* What the root displaced in `mine` goes to the local history. */
gboolean tn_apply_note_displaced (TnApply *a, const TnRow *mine, const TnRow *now, GError **error);
/* Bookkeeping of a record that is other than it was; its lists will follow. */
gboolean tn_apply_note_changed (TnApply *a, const TnLine *line, GError **error);
void tn_apply_note_conflict (TnApply *a, const TnLine *line);
/* A record's line from a hub: only greater stamps are taken. */
gboolean tn_apply_from_hub (TnApply *a, const TnPageLine *read, GError **error);
/* h NULL = the root does not have it. */
TnRecordParts tn_apply_parts (const TnPageLine *read, const TnHash *h);
gboolean tn_apply_moved (TnApply *a, const TnLine *line, GError **error);
gboolean tn_apply_erased (TnApply *a, const TnLine *line, GError **error);
gboolean tn_apply_list_open (TnApply *a, const TnId *id, GArray **open, GError **error);

/* Lists and search follow what the page changed. */
gboolean tn_apply_project (TnApply *a, GError **error);
/* First copy (tn-apply-first.c). begin, go_on, add and write belong into a page's transaction; end runs in transactions of its own, makes the
 * lists, and marks the streams as ready. A page that failed drops what was gathered. */
gboolean tn_apply_begin_first (TnCopy *copy, GError **error);
gboolean tn_apply_go_on_first (TnCopy *copy, GError **error);
gboolean tn_apply_add_first (TnCopy *copy, const TnLine *line, const TnId *parent, GError **error);
gboolean tn_apply_write_first (TnCopy *copy, GError **error);
gboolean tn_apply_end_first (TnCopy *copy, const char *const *streams, GError **error);
void tn_apply_drop_first (TnCopy *copy);
/* Called between two transactions: now and then another connection gets its turn. */
void tn_apply_leave_gap (TnCopy *copy);
G_END_DECLS
