/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What people do in the window: through the one door for writes, at what they have before them. */
#include "sim-world.h"
#include "tn-db.h"
#include "tn-edit.h"

#define EDIT_OPERATIONS 24          /* an edit's transaction writes about so often */

typedef struct {
  SimLaptop *l;
  SimWorld *w;
  TnCopy *copy;
  TnEdit *edit;
  SimSeen *seen;
  gboolean moves, deletes, twin;
} Work;

/* ---- choosing ---- */

static gint64
ask (TnCopy *copy, const char *sql)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (TnStmt) stmt = tn_db_prepare (tn_copy_db (copy), sql, &error);
  return stmt && tn_stmt_step (stmt, &error) == TN_STEP_ROW ? tn_stmt_int (stmt, 0) : 0;
}

gboolean
sim_pick_record (SimWorld *w, TnCopy *copy, const char *kind, TnId *id)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *count = g_strdup_printf ("SELECT count(*) FROM record WHERE del=0 AND kind='%s'", kind);
  guint n = (guint) ask (copy, count);
  if (!n) return FALSE;
  guint at = sim_chance (w->rand, 0.6) ? sim_below (w->rand, MIN (n, 2)) : sim_below (w->rand, n);     /* some records are everybody's concern */
  g_autoptr (TnStmt) stmt = tn_db_prepare (tn_copy_db (copy), "SELECT id FROM record WHERE del=0 AND kind=?1 ORDER BY id LIMIT 1 OFFSET ?2", &error);
  if (!stmt) return FALSE;
  tn_stmt_bind_text (stmt, 1, kind);
  tn_stmt_bind_int (stmt, 2, at);
  return tn_stmt_step (stmt, &error) == TN_STEP_ROW && tn_stmt_id (stmt, 0, id);
}

const TnRow *
sim_look_at (SimSeen *seen, TnCopy *copy, const TnId *id)
{
  TnRow *row = g_hash_table_lookup (seen->before, id);
  if (row) return row;
  row = tn_copy_get (copy, id, NULL);
  if (row) g_hash_table_insert (seen->before, tn_id_copy (id), row);
  return row;
}

static gboolean
pick (Work *work, const char *kind, TnId *id)
{
  return sim_pick_record (work->w, work->copy, kind, id);
}

static const TnRow *
look_at (Work *work, const TnId *id)
{
  return sim_look_at (work->seen, work->copy, id);
}

/* ---- doing ---- */

static void
set_marker (Work *work, const TnId *id, const char *field)
{
  tn_edit_set_text (work->edit, id, field, sim_oracle_marker (&work->w->oracle, id));
}

static void
set_long_marker (Work *work, const TnId *id, const char *field)
{
  g_autofree char *blank = g_strnfill (sim_below (work->w->rand, 900), 'x');
  g_autofree char *text = g_strconcat (sim_oracle_marker (&work->w->oracle, id), " nhà ở cuối hẻm ", blank, NULL);
  tn_edit_set_text (work->edit, id, field, text);
}

static void
change_text (Work *work)
{
  static const char *const fields[][4] = { { "household", "note", "code", "note" }, { "person", "note", "name", "name" }, { "identity", "insurance", "registered", "insurance" } };
  guint k = sim_below (work->w->rand, G_N_ELEMENTS (fields));
  const char *field = fields[k][1 + sim_below (work->w->rand, 3)];
  TnId id;
  if (!pick (work, fields[k][0], &id) || !look_at (work, &id)) return;
  if (strcmp (field, "note") == 0) set_long_marker (work, &id, field);
  else set_marker (work, &id, field);
}

static void
change_group (Work *work)
{
  TnId id;
  gboolean address = sim_chance (work->w->rand, 0.5);
  if (!pick (work, address ? "household" : "person", &id) || !look_at (work, &id)) return;
  set_marker (work, &id, address ? "house_no" : "status_note");
  if (sim_chance (work->w->rand, 0.5)) set_marker (work, &id, address ? "street" : "occupation");
}

static void
change_choice (Work *work)
{
  static const char *const choices[] = { "\"permanent\"", "\"temporary\"", NULL };
  TnId id;
  if (pick (work, sim_chance (work->w->rand, 0.5) ? "household" : "person", &id) && look_at (work, &id))
    tn_edit_set (work->edit, &id, "residence", choices[sim_below (work->w->rand, G_N_ELEMENTS (choices))]);
}

static void
move_household (Work *work)
{
  TnId id;
  if (!pick (work, "household", &id) || !look_at (work, &id)) return;
  const TnId *area = work->w->areas->pdata[sim_below (work->w->rand, work->w->areas->len)];
  tn_edit_set_ref (work->edit, &id, "area", sim_chance (work->w->rand, 0.1) ? NULL : area);
  work->moves = TRUE;
}

static void
move_person (Work *work)
{
  TnId id, to;
  if (pick (work, "person", &id) && look_at (work, &id) && pick (work, "household", &to)) tn_edit_set_ref (work->edit, &id, "household", &to);
}

static void
delete_record (Work *work)
{
  static const char *const kinds[] = { "household", "person", "identity" };
  TnId id;
  if (!pick (work, kinds[sim_below (work->w->rand, G_N_ELEMENTS (kinds))], &id) || !look_at (work, &id)) return;
  tn_edit_delete (work->edit, &id);
  work->deletes = TRUE;
}

static void
create_person (Work *work, const TnId *household)
{
  TnId id = tn_id_new (&work->l->m.env);
  tn_edit_create (work->edit, "person", &id);
  tn_edit_set_ref (work->edit, &id, "household", household);
  set_marker (work, &id, "name");
  if (!sim_chance (work->w->rand, 0.4) || strcmp (work->l->role, "ward_officer") != 0) return;
  TnId card = tn_id_new (&work->l->m.env);
  tn_edit_create (work->edit, "identity", &card);
  tn_edit_set_ref (work->edit, &card, "person", &id);
  set_marker (work, &card, "number");
}

static void
create_household (Work *work)
{
  TnId id = tn_id_new (&work->l->m.env);
  tn_edit_create (work->edit, "household", &id);
  tn_edit_set_ref (work->edit, &id, "area", work->w->areas->pdata[sim_below (work->w->rand, work->w->areas->len)]);
  set_marker (work, &id, "house_no");
  for (guint n = sim_below (work->w->rand, 3); n > 0; n--) create_person (work, &id);
}

static void
create_more (Work *work)
{
  TnId home;
  if (sim_chance (work->w->rand, 0.5) && pick (work, "household", &home)) create_person (work, &home);
  else create_household (work);
}

/* Registered at two laptops: no unique index may stop either of them. */
static void
create_twin (Work *work)
{
  TnId home, id = tn_id_new (&work->l->m.env);
  if (!pick (work, "household", &home)) return;
  tn_edit_create (work->edit, "person", &id);
  tn_edit_set_ref (work->edit, &id, "household", &home);
  tn_edit_set_text (work->edit, &id, "name", "Trần Thị Hai Lần");
  tn_edit_set_text (work->edit, &id, "birth", "1960-02-03");
  work->twin = TRUE;
}

static void
settle_conflict (Work *work)
{
  TnId id, record;
  TnStamp other;
  if (!tn_edit_is_empty (work->edit) || !pick (work, "conflict", &id)) return;
  const TnRow *row = look_at (work, &id);
  g_autofree char *state = row ? tn_row_dup_text (row, "state") : NULL, *unit = row ? tn_row_dup_text (row, "unit") : NULL;
  g_autofree char *value = row ? tn_row_dup_text (row, "value") : NULL, *stamp = row ? tn_row_dup_text (row, "stamp") : NULL;
  if (g_strcmp0 (state, "open") != 0 || !unit || !tn_row_ref (row, "record", &record) || !look_at (work, &record)) return;
  if (stamp && tn_stamp_parse (tn_slice (stamp, -1), &other)) {
    guint uid = sim_oracle_find (&work->w->oracle, &record, unit, g_strcmp0 (value, "null") == 0 ? NULL : value, &other);
    if (uid) g_array_append_val (work->seen->also, uid);
  }
  tn_edit_resolve (work->edit, &id, sim_chance (work->w->rand, 0.5) ? TN_KEEP_OTHER : TN_KEEP_STANDING, NULL);
}

static void
do_one (Work *work)
{
  guint dice = sim_below (work->w->rand, 100);
  if (sim_strikes (work->w, SIM_HOUSEHOLD_MOVED)) move_household (work);
  else if (sim_strikes (work->w, SIM_DELETED)) delete_record (work);
  else if (sim_strikes (work->w, SIM_SAME_CITIZEN)) create_twin (work);
  else if (dice < 48) change_text (work);
  else if (dice < 68) change_group (work);
  else if (dice < 76) change_choice (work);
  else if (dice < 82) move_person (work);
  else if (dice < 90) settle_conflict (work);
  else create_more (work);
}

/* ---- saving ---- */

static gboolean
undo (Work *work, GError **error)
{
  gint64 action = ask (work->copy, "SELECT ifnull(max(action), 0) FROM action WHERE undone=0");
  if (!action) return TRUE;
  g_autoptr (GArray) ids = g_array_new (FALSE, FALSE, sizeof (TnId));
  {
    g_autoptr (TnStmt) stmt = tn_db_prepare (tn_copy_db (work->copy), "SELECT DISTINCT id FROM action_unit WHERE action=?1", error);
    if (!stmt) return FALSE;
    tn_stmt_bind_int (stmt, 1, action);
    TnId id;
    while (tn_stmt_step (stmt, error) == TN_STEP_ROW)
      if (tn_stmt_id (stmt, 0, &id)) g_array_append_val (ids, id);
  }
  {
    g_autoptr (TnStmt) stmt = tn_db_prepare (tn_copy_db (work->copy), "SELECT created FROM action WHERE action=?1", error);
    gsize len = 0;
    if (!stmt) return FALSE;
    tn_stmt_bind_int (stmt, 1, action);
    const guint8 *created = tn_stmt_step (stmt, error) == TN_STEP_ROW ? tn_stmt_blob (stmt, 0, &len) : NULL;
    for (gsize at = 0; created && at + sizeof (TnId) <= len; at += sizeof (TnId)) g_array_append_vals (ids, created + at, 1);
  }
  for (guint i = 0; i < ids->len; i++) look_at (work, &g_array_index (ids, TnId, i));
  sim_say (work->w, work->l->m.name, "takes its last action back");
  return tn_copy_undo (work->copy, action, error);
}

static void
count (Work *work)
{
  if (work->moves) sim_fire (work->w, SIM_HOUSEHOLD_MOVED);
  if (work->deletes) sim_fire (work->w, SIM_DELETED);
  if (work->twin) sim_fire (work->w, SIM_SAME_CITIZEN);
}

void
sim_excuse_withdrawn (SimLaptop *l)
{
  SimOracle *oracle = &l->m.world->oracle;
  SimSet after, *before = &l->undoing;
  sim_set_init (&after, oracle);
  sim_outbox_set (l, &after);
  for (guint uid = 1; uid < before->words * 64 && uid < oracle->notes->len; uid++)
    if (sim_set_has (before, uid) && !sim_set_has (&after, uid)) sim_oracle_note (oracle, uid)->excused = TRUE;
  sim_set_clear (&after);
}

static gboolean
undo_and_excuse (Work *work, GError **error)
{
  sim_set_clear (&work->l->undoing);
  sim_set_init (&work->l->undoing, &work->w->oracle);
  sim_outbox_set (work->l, &work->l->undoing);
  gboolean done = undo (work, error);
  if (sim_disk_is_dead (work->l->m.disk)) return done;   /* whether it was taken back is only known afterwards */
  if (done) sim_excuse_withdrawn (work->l);
  sim_set_clear (&work->l->undoing);
  return done;
}

static void
save (Work *work)
{
  g_autoptr (GError) error = NULL;
  SimLaptop *l = work->l;
  guint full = sim_disk_full_hits (l->m.disk);
  if (!l->busy) sim_laptop_trouble (l, EDIT_OPERATIONS, FALSE);
  gboolean undoes = tn_edit_is_empty (work->edit);
  gboolean done = undoes ? undo_and_excuse (work, &error) : tn_copy_edit (work->copy, work->edit, NULL, &error);
  if (!done) sim_say (work->w, l->m.name, "an edit was not saved: %s", error->message);
  if (sim_disk_full_hits (l->m.disk) != full) sim_fire (work->w, SIM_LAPTOP_FULL);
  if (!l->busy && !sim_disk_is_dead (l->m.disk)) sim_disk_forget_plan (l->m.disk);
  if (done) count (work);
  if (sim_disk_is_dead (l->m.disk)) {
    /* whether it was saved is only known afterwards */
    g_clear_pointer (&l->unsettled, sim_seen_free);
    l->unsettled = g_steal_pointer (&work->seen);
    if (!l->busy) sim_laptop_settle (l);
    return;
  }
  if (done) sim_laptop_adopt (l, work->seen);
}

void
sim_edit (SimLaptop *l)
{
  SimWorld *w = l->m.world;
  Work work = { .l = l, .w = w, .copy = sim_disk_is_dead (l->m.disk) ? NULL : sim_laptop_window (l) };
  if (!work.copy) return;
  work.seen = sim_seen_new ();
  if (w->plan->untimed && sim_chance (w->rand, 0.2)) work.edit = sim_untimed_edit (l, work.copy, work.seen);
  gboolean other = !work.edit;
  if (other) work.edit = tn_edit_new ("mô phỏng");
  if (other && !sim_chance (w->rand, 0.06))
    for (guint n = 1 + sim_below (w->rand, 3); n > 0; n--) do_one (&work);
  save (&work);
  sim_untimed_saved (l);
  tn_edit_free (work.edit);
  sim_seen_free (work.seen);
}

/* The ward's list, as an officer brings it in on the first day. */
void
sim_first_list (SimWorld *w, SimLaptop *l)
{
  g_autoptr (GError) error = NULL;
  Work work = { .l = l, .w = w, .copy = sim_laptop_window (l), .edit = tn_edit_new ("mô phỏng"), .seen = sim_seen_new () };
  for (guint i = 0; i < w->plan->n_areas; i++) {
    TnId id = tn_id_new (&l->m.env);
    g_autofree char *code = g_strdup_printf ("KP%u", i + 1);
    g_ptr_array_add (w->areas, tn_id_copy (&id));
    tn_edit_create (work.edit, "unit", &id);
    tn_edit_set_text (work.edit, &id, "code", code);
    tn_edit_set_text (work.edit, &id, "name", code);
    tn_edit_set_text (work.edit, &id, "level", "quarter");
  }
  for (guint i = 0; i < w->plan->n_households; i++) create_household (&work);
  if (w->plan->untimed) sim_untimed_survey (l, work.edit);
  if (!tn_copy_edit (work.copy, work.edit, NULL, &error)) sim_fatal ("the first list: %s", error->message);
  sim_laptop_adopt (l, work.seen);
  tn_edit_free (work.edit);
  sim_seen_free (work.seen);
}
