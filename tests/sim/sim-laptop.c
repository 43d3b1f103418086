/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "sim-home.h"
#include "sim-world.h"
#include "tn-db.h"
#include "tn-invite.h"

#define IMAGES_KEPT 6

SimSeen *
sim_seen_new (void)
{
  SimSeen *seen = g_new0 (SimSeen, 1);
  seen->before = g_hash_table_new_full (tn_id_hash, tn_id_equal, g_free, (GDestroyNotify) tn_row_free);
  seen->also = g_array_new (FALSE, FALSE, sizeof (guint));
  return seen;
}

void
sim_seen_free (SimSeen *seen)
{
  if (!seen) return;
  g_hash_table_unref (seen->before);
  g_array_unref (seen->also);
  g_free (seen);
}

static void
free_image (gpointer image)
{
  g_hash_table_unref (image);
}

SimLaptop *
sim_laptop_add (SimWorld *w, const char *name, guint key, const char *role, GHashTable *image)
{
  guint slot = w->laptops->len;
  if (slot >= SIM_SLOTS) return NULL;
  SimLaptop *l = g_new0 (SimLaptop, 1);
  g_autofree char *folder_name = g_strdup_printf ("l%u", slot), *folder = sim_home_path (folder_name);
  sim_machine_init (&l->m, w, name, sim_disk_new (folder));
  l->m.inode = 100 + slot;
  l->m.board = slot;
  l->slot = slot;
  l->key = key;
  l->role = role;
  l->path = g_build_filename (folder, SIM_COPY, NULL);
  l->images = g_ptr_array_new_with_free_func (free_image);
  l->images_n = g_ptr_array_new_with_free_func (g_free);
  sim_home_place_key (slot, key);
  sim_disk_set_image (l->m.disk, image);
  g_ptr_array_add (w->laptops, l);
  return l;
}

void
sim_laptop_free (SimLaptop *l)
{
  sim_laptop_stop (l);
  sim_disk_free (l->m.disk);
  g_ptr_array_unref (l->images);
  g_ptr_array_unref (l->images_n);
  sim_seen_free (l->unsettled);
  sim_set_clear (&l->undoing);
  g_free (l->m.name);
  g_free (l->path);
  g_free (l->code);
  g_free (l->last_error);
  g_strfreev (l->streams);
  g_free (l);
}

static TnCopy *
open_copy (SimLaptop *l, TnCopy **copy)
{
  g_autoptr (GError) error = NULL;
  if (*copy || l->gone) return *copy;
  *copy = tn_copy_open (l->path, 0, &l->m.env, &error);
  if (*copy) {
    tn_copy_set_one_thread (*copy, TRUE);
    tn_db_set_patience (tn_copy_db (*copy), 0);     /* who holds the lock is further up on this thread */
  }
  /* every copy begins as one image here */
  if (*copy && !l->named) l->named = tn_copy_renew_replica (*copy, NULL);
  if (!*copy && !sim_disk_is_dead (l->m.disk) && !sim_disk_full_hits (l->m.disk))
    sim_wrong (l->m.world, "%s: its copy does not open: %s", l->m.name, error->message);
  return *copy;
}

TnCopy *
sim_laptop_window (SimLaptop *l)
{
  return open_copy (l, &l->window);
}

TnCopy *
sim_laptop_reconciler (SimLaptop *l)
{
  return open_copy (l, &l->reconciler);
}

gboolean
sim_laptop_is_off (const SimLaptop *l)
{
  return l->gone || sim_disk_is_dead (l->m.disk);
}

TnHub *
sim_laptop_hub (SimLaptop *l)
{
  g_autoptr (GError) error = NULL;
  if (!l->serves || l->hub || sim_laptop_is_off (l)) return l->hub;
  l->hub = tn_hub_new (l->path, &l->m.env, &error);
  if (!l->hub && !sim_disk_is_dead (l->m.disk) && !sim_disk_full_hits (l->m.disk)) sim_wrong (l->m.world, "%s: its hub does not open: %s", l->m.name, error->message);
  return l->hub;
}

void
sim_laptop_stop (SimLaptop *l)
{
  g_clear_pointer (&l->hub, tn_hub_free);
  g_clear_pointer (&l->hub_line, tn_transport_free);
  g_clear_pointer (&l->line, tn_transport_free);
  g_clear_pointer (&l->reconciler, tn_copy_close);
  g_clear_pointer (&l->window, tn_copy_close);
}

gboolean
sim_laptop_settle (SimLaptop *l)
{
  if (!sim_disk_is_dead (l->m.disk)) return FALSE;
  sim_laptop_stop (l);
  SimFault fault = sim_disk_crash_of (l->m.disk) == SIM_CRASH_POWER ? SIM_LAPTOP_POWER : SIM_LAPTOP_KILLED;
  sim_fire (l->m.world, fault);
  sim_disk_reboot (l->m.disk, l->m.world->rand);
  sim_say (l->m.world, l->m.name, "%s, and is started again", sim_fault_name (fault));
  gint64 top = sim_laptop_outbox_top (l);
  if (top < l->last_n) sim_wrong (l->m.world, "I2: %s had saved edits up to number %" G_GINT64_FORMAT "; after it %s only %" G_GINT64_FORMAT " are there", l->m.name, l->last_n, fault == SIM_LAPTOP_POWER ? "lost power" : "was killed", top);
  sim_laptop_adopt (l, l->unsettled);
  g_clear_pointer (&l->unsettled, sim_seen_free);
  sim_excuse_withdrawn (l);
  sim_set_clear (&l->undoing);
  return TRUE;
}

/* ---- enrolment ---- */

void
sim_laptop_set_role (SimLaptop *l, const char *role, GStrv streams)
{
  g_autoptr (GError) error = NULL;
  l->role = role;
  g_free (l->code);
  if (streams != l->streams) {
    g_strfreev (l->streams);
    l->streams = g_strdupv (streams);
  }
  g_autofree char *user = l->m.world->plan->untimed ? g_strdup_printf ("Cán bộ %s", l->m.name) : NULL;
  TnInvitee invitee = { .ward = SIM_WARD, .role = role, .streams = (const char *const *) streams, .user = user, .days = 300 };
  l->code = tn_district_invite_full (l->m.world->district, &invitee, &error);
  if (!l->code) sim_fatal ("invitation: %s", error->message);
}

gboolean
sim_laptop_enrol (SimLaptop *l)
{
  SimWorld *w = l->m.world;
  g_autoptr (GError) error = NULL;
  TnCopy *copy = sim_laptop_reconciler (l);
  if (!copy || !l->code || l->busy) return FALSE;
  if (!l->line) l->line = sim_line_new (l, NULL);
  l->busy = TRUE;
  gboolean done = tn_enrol_over (copy, l->line, "https://district.invalid", l->code, sim_home_ca (), l->m.name, NULL, &error);
  l->busy = FALSE;
  sim_say (w, l->m.name, "enrols as %s: %s", l->role, done ? "done" : error->message);
  l->enrolled |= done;
  return done;
}

/* ---- what the oracle is told ---- */

gint64
sim_laptop_outbox_top (SimLaptop *l)
{
  g_autoptr (GError) error = NULL;
  TnCopy *copy = sim_laptop_window (l);
  if (!copy) return l->last_n;
  g_autoptr (TnStmt) stmt = tn_db_prepare (tn_copy_db (copy), "SELECT seq FROM sqlite_sequence WHERE name='outbox'", &error);
  return stmt && tn_stmt_step (stmt, &error) == TN_STEP_ROW ? tn_stmt_int (stmt, 0) : 0;
}

static void
note_change (SimLaptop *l, const SimSeen *seen, const TnId *id, const char *unit, const char *value, const TnStamp *stamp, gboolean creation)
{
  SimWorld *w = l->m.world;
  const TnRow *before = seen && !creation ? g_hash_table_lookup (seen->before, id) : NULL;
  TnIdStr text;
  guint uid = sim_oracle_add (&w->oracle, id, unit, value, stamp, before, seen ? seen->also : NULL, l->m.name, w->now);
  guint parent = before ? sim_oracle_find_shown (&w->oracle, before, unit) : 0;
  tn_id_format (id, text);
  w->edits++;
  if (!parent) sim_say (w, l->m.name, "edit %u: %s of …%s is %s%s", uid, unit, text + 28, value ? value : "nothing", creation ? " (new)" : "");
  else sim_say (w, l->m.name, "edit %u: %s of …%s is %s, seeing edit %u", uid, unit, text + 28, value ? value : "nothing", parent);
}

static void
note_creation (SimLaptop *l, const SimSeen *seen, TnCopy *copy, const TnId *id, const TnStamp *stamp)
{
  g_autoptr (TnRow) row = tn_copy_get (copy, id, NULL);
  for (guint i = 0; row && i < row->units->len; i++) {
    const TnUnit *unit = &g_array_index (row->units, TnUnit, i);
    if (tn_stamp_cmp (&unit->stamp, stamp) == 0) note_change (l, seen, id, unit->unit, unit->value, stamp, TRUE);
  }
}

typedef struct { TnId id; char *unit, *value; TnStamp stamp; } Fresh;

static void
clear_fresh (gpointer data)
{
  Fresh *f = data;
  g_free (f->unit);
  g_free (f->value);
}

void
sim_laptop_adopt (SimLaptop *l, const SimSeen *seen)
{
  g_autoptr (GError) error = NULL;
  TnCopy *copy = sim_laptop_window (l);
  if (!copy) return;
  g_autoptr (GArray) rows = g_array_new (FALSE, TRUE, sizeof (Fresh));
  g_array_set_clear_func (rows, clear_fresh);
  {
    g_autoptr (TnStmt) stmt = tn_db_prepare (tn_copy_db (copy), "SELECT id, unit, value, stamp, n FROM outbox WHERE n>? ORDER BY n", &error);
    if (!stmt) return;
    tn_stmt_bind_int (stmt, 1, l->last_n);
    while (tn_stmt_step (stmt, &error) == TN_STEP_ROW) {
      Fresh f = { .unit = g_strdup (tn_stmt_text (stmt, 1)), .value = g_strdup (tn_stmt_text (stmt, 2)) };
      tn_stmt_id (stmt, 0, &f.id);
      tn_stamp_parse (tn_stmt_slice (stmt, 3), &f.stamp);
      g_array_append_val (rows, f);
    }
  }
  for (guint i = 0; i < rows->len; i++) {
    const Fresh *f = &g_array_index (rows, Fresh, i);
    if (!f->unit) sim_wrong (l->m.world, "%s: its outbox holds an entry without a field", l->m.name);
    else if (strcmp (f->unit, "*") == 0) note_creation (l, seen, copy, &f->id, &f->stamp);
    else note_change (l, seen, &f->id, f->unit, f->value, &f->stamp, FALSE);
  }
  l->last_n = sim_laptop_outbox_top (l);
}

static void
add_row (SimLaptop *l, SimSet *set, TnStmt *stmt)
{
  TnId id;
  TnStamp stamp;
  if (!tn_stmt_id (stmt, 0, &id) || tn_stmt_is_null (stmt, 1) || !tn_stamp_parse (tn_stmt_slice (stmt, 3), &stamp)) return;
  const SimOracle *o = &l->m.world->oracle;
  if (strcmp (tn_stmt_text (stmt, 1), "*") != 0) {
    sim_set_add (set, sim_oracle_find (o, &id, tn_stmt_text (stmt, 1), tn_stmt_text (stmt, 2), &stamp));
    return;
  }
  for (guint uid = 1; uid < o->notes->len; uid++) {      /* a new record: every unit of that moment */
    const SimNote *note = sim_oracle_note (o, uid);
    if (tn_id_equal (&note->id, &id) && memcmp (note->moment, stamp.s, 16) == 0) sim_set_add (set, uid);
  }
}

/* Open and closed ones: all that this laptop could still hand in. */
void
sim_outbox_set (SimLaptop *l, SimSet *set)
{
  g_autoptr (GError) error = NULL;
  TnCopy *copy = sim_laptop_window (l);
  g_autoptr (TnStmt) stmt = copy ? tn_db_prepare (tn_copy_db (copy), "SELECT id, unit, value, stamp FROM outbox", &error) : NULL;
  while (stmt && tn_stmt_step (stmt, &error) == TN_STEP_ROW) add_row (l, set, stmt);
  sim_relay_set (l, set);
}

void
sim_laptop_image (SimLaptop *l)
{
  sim_laptop_stop (l);
  if (l->images->len == IMAGES_KEPT) {
    g_ptr_array_remove_index (l->images, 0);
    g_ptr_array_remove_index (l->images_n, 0);
  }
  gint64 n = l->last_n;
  g_ptr_array_add (l->images, sim_disk_image (l->m.disk));
  g_ptr_array_add (l->images_n, g_memdup2 (&n, sizeof n));
}
