/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "tn-digest-private.h"
#include "tn-projection.h"
#include "tn-record-private.h"
#include <glib/gi18n.h>

#define LOOK_EVERY 1024   /* records between two looks at the cancellable */

void
tn_doctor_report_clear (TnDoctorReport *r)
{
  g_clear_pointer (&r->problem, g_free);
  *r = (TnDoctorReport) { 0 };
}

/* What is wrong with the copy is the report; only what kept us from looking is an error. */
static gboolean
to_problem (GError *found, TnDoctorReport *report, GError **error)
{
  if (g_error_matches (found, TN_ERROR, TN_ERROR_CORRUPT)) {
    report->problem = g_strdup (found->message);
    g_error_free (found);
    return TRUE;
  }
  g_propagate_error (error, found);
  return FALSE;
}

static gboolean
set_damaged (const TnId *id, const char *what, GError **error)
{
  TnIdStr text;
  tn_id_format (id, text);
  g_set_error (error, TN_ERROR, TN_ERROR_CORRUPT,
    /* Translators: the first is the record’s number, the second an internal name of what does not fit */
    _("Record %s does not agree with itself (%s). Make a copy of the file, then restore the newest backup or enrol the laptop anew."), text, what);
  return FALSE;
}

/* columns of the record scan */
enum { ID, KIND, STREAM, STAMPS, BODY, DEL, PARENT, H, EDITED };

/* With nothing of ours on top (an edit that was acknowledged may not have come back yet, and to a lost stream that is kept for an edit never will), the row is the root's last line to the byte. */
static gboolean
check_hash (TnStmt *stmt, const TnId *id, GError **error)
{
  gsize len;
  const void *held = tn_stmt_blob (stmt, H, &len);
  if (!held || tn_stmt_int (stmt, EDITED)) return TRUE;
  g_autoptr (GString) line = g_string_sized_new (1024);
  tn_line_from_parts (line, tn_stmt_slice (stmt, KIND), id, tn_stmt_slice (stmt, STREAM), tn_stmt_slice (stmt, STAMPS), tn_stmt_slice (stmt, BODY));
  TnHash now = tn_hash (line->str, line->len);
  return (len == sizeof now && memcmp (&now, held, len) == 0) || set_damaged (id, "h", error);
}

static gboolean
check_record (TnStmt *stmt, GError **error)
{
  TnId id, parent = { { 0 } }, held_parent;
  if (!tn_stmt_id (stmt, ID, &id)) return set_damaged (&parent, "id", error);
  tn_stmt_id (stmt, PARENT, &held_parent);
  g_autoptr (TnRow) row = tn_row_from_parts (tn_stmt_slice (stmt, KIND), &id, tn_stmt_slice (stmt, STREAM), tn_stmt_slice (stmt, STAMPS),
                                             tn_stmt_slice (stmt, BODY), NULL);
  if (!row) return set_damaged (&id, "body", error);
  tn_row_parent (row, &parent);
  if (row->deleted != (tn_stmt_int (stmt, DEL) != 0)) return set_damaged (&id, "del", error);
  /* a kind that a newer program knows has no parent for this one */
  if (row->kind && !tn_id_equal (&parent, &held_parent)) return set_damaged (&id, "parent", error);
  return check_hash (stmt, &id, error);
}

static gboolean
check_records (TnCopy *copy, TnDoctorReport *report, GCancellable *cancellable, GError **error)
{
  g_autoptr (TnStmt) stmt = tn_db_prepare (copy->db,
    "SELECT r.id, r.kind, r.stream, r.stamps, r.body, r.del, r.parent, r.h,"
    " r.ahead<>0 OR EXISTS(SELECT 1 FROM outbox o WHERE o.id=r.id) OR EXISTS(SELECT 1 FROM pull p WHERE p.stream=r.stream AND p.lost=1) FROM record r", error);
  if (!stmt) return FALSE;
  TnStep step;
  while ((step = tn_stmt_step (stmt, error)) == TN_STEP_ROW) {
    if (++report->records % LOOK_EVERY == 0 && g_cancellable_set_error_if_cancelled (cancellable, error)) return FALSE;
    if (!check_record (stmt, error)) return FALSE;
  }
  return step == TN_STEP_DONE;
}

static gboolean
count (TnCopy *copy, const char *sql, guint64 *n, GError **error)
{
  g_autoptr (TnStmt) stmt = tn_db_prepare (copy->db, sql, error);
  if (!stmt || tn_stmt_step (stmt, error) != TN_STEP_ROW) return FALSE;
  *n = (guint64) tn_stmt_int (stmt, 0);
  return TRUE;
}

/* An edit that is to be sent needs its record: the kind stands there, and of a new record all that is sent. One that the district holds for a reviewer is
 * safe there: its record may have left this laptop's scope, as when it was moved away and a restored district then asked again (the simulator's seed
 * 900001005). */
static gboolean
check_outbox (TnCopy *copy, TnDoctorReport *report, GError **error)
{
  guint64 lost;
  if (!count (copy, "SELECT count(*) FROM outbox WHERE (state='new' OR state='held')", &report->outbox, error)
      || !count (copy, "SELECT count(*) FROM outbox o WHERE (state='new' OR (state='held' AND unit='*')) AND NOT EXISTS(SELECT 1 FROM record r WHERE r.id=o.id)",
                 &lost, error)) return FALSE;
  if (lost == 0) return TRUE;
  g_set_error (error, TN_ERROR, TN_ERROR_CORRUPT,
    ngettext ("%u unsent change has lost its record. Make a copy of the file, then restore the newest backup.",
              "%u unsent changes have lost their records. Make a copy of the file, then restore the newest backup.", (gulong) lost), (guint) lost);
  return FALSE;
}

static gboolean
count_orphans (TnCopy *copy, TnDoctorReport *report, GError **error)
{
  return count (copy, "SELECT count(*) FROM record r WHERE r.parent IS NOT NULL AND r.del=0 AND NOT EXISTS(SELECT 1 FROM record p WHERE p.id=r.parent)",
                &report->orphans, error);
}

static gboolean
check_all (TnCopy *copy, gboolean rebuild, TnDoctorReport *report, GCancellable *cancellable, GError **error)
{
  if (!tn_db_check_integrity (copy->db, cancellable, error) || !check_records (copy, report, cancellable, error)
      || !check_outbox (copy, report, error) || !count_orphans (copy, report, error)) return FALSE;
  if (rebuild) return tn_digest_rebuild (copy, error) && tn_projection_rebuild (copy, cancellable, error);
  if (!tn_digest_check (copy, error)) return FALSE;
  /* while a first copy comes in there are no lists to compare */
  return tn_projection_in_bulk (copy) || tn_projection_check (copy, cancellable, error);
}

gboolean
tn_copy_doctor (TnCopy *copy, gboolean rebuild, TnDoctorReport *report, GCancellable *cancellable, GError **error)
{
  *report = (TnDoctorReport) { 0 };
  GError *found = NULL;
  tn_db_set_cancellable (copy->db, cancellable);
  gboolean sound = check_all (copy, rebuild, report, cancellable, &found);
  tn_db_set_cancellable (copy->db, NULL);
  return sound || to_problem (found, report, error);
}
