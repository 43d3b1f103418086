/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "sim-world.h"
#include "tn-db.h"
#include "tn-district-private.h"
#include "tn-line.h"
#include "sim-home.h"
#include <stdarg.h>

#define BEGAN G_GINT64_CONSTANT (1780000000000)   /* 2026 */
#define HOUR G_GINT64_CONSTANT (3600000)

/* ---- words ---- */

void
sim_say (SimWorld *w, const char *who, const char *format, ...)
{
  if (!w->trace) return;
  va_list args;
  gint64 t = w->now - w->began;
  g_string_append_printf (w->trace, "day %3d %02d:%02d:%02d.%03d  %*s%-10s ", (int) (t / (24 * HOUR)), (int) (t / HOUR % 24), (int) (t / 60000 % 60),
                          (int) (t / 1000 % 60), (int) (t % 1000), (int) w->depth * 2, "", who);
  va_start (args, format);
  g_string_append_vprintf (w->trace, format, args);
  va_end (args);
  g_string_append_c (w->trace, '\n');
  sim_watch (w);
}

void
sim_wrong (SimWorld *w, const char *format, ...)
{
  va_list args;
  va_start (args, format);
  g_autofree char *text = g_strdup_vprintf (format, args);
  va_end (args);
  g_string_append_printf (w->wrong, "%s\n", text);
  sim_say (w, "VIOLATION", "%s", text);
}

gboolean
sim_strikes (SimWorld *w, SimFault fault)
{
  if (w->quiet || !w->event || w->event->calm) return FALSE;
  if (sim_aim_strikes (w, fault)) return TRUE;
  if (w->plan->rate[fault] <= 0) return FALSE;
  return sim_chance (w->rand, w->plan->rate[fault]);
}

void
sim_fire (SimWorld *w, SimFault fault)
{
  w->fired[fault]++;
}

/* ---- a machine ---- */

static gint64
read_clock (gpointer user_data)
{
  const SimMachine *m = user_data;
  gint64 drift = m->drift_ppm ? (m->world->now - m->drift_since) / 1000 * m->drift_ppm / 1000 : 0;
  return m->world->now + m->offset + drift;
}

static gint64
read_duration (gpointer user_data)
{
  return ((const SimMachine *) user_data)->world->now * 1000;
}

static void
fill_random (gpointer user_data, guint8 *out, gsize len)
{
  SimRand *r = ((const SimMachine *) user_data)->world->rand;
  for (gsize i = 0; i < len; i++) out[i] = (guint8) sim_rand (r);
}

static char *
say_identity (gpointer user_data, const char *path)
{
  const SimMachine *m = user_data;
  return g_strdup_printf ("%u:1:%u", m->inode, m->board);
}

void
sim_machine_init (SimMachine *m, SimWorld *w, const char *name, SimDisk *disk)
{
  *m = (SimMachine) { .world = w, .name = g_strdup (name), .disk = disk };
  m->env = (TnEnv) { .now_ms = read_clock, .random = fill_random, .user_data = m, .mono_us = read_duration, .vfs = SIM_VFS, .file_identity = say_identity };
}

/* ---- the server ---- */

void
sim_root_start (SimWorld *w)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *folder = sim_home_path ("root");
  w->district = tn_district_new (folder, &w->root.env, &error);
  if (!w->district) sim_fatal ("the server does not start: %s", error->message);
  w->depot = tn_district_depot (w->district);
}

void
sim_root_stop (SimWorld *w)
{
  g_clear_pointer (&w->district, tn_district_free);
  w->depot = NULL;
}

static void
look_at_unit (SimWorld *w, const char *id, const char *unit, const TnStamp *stamp)
{
  g_autofree char *key = g_strdup_printf ("%s %s", id, unit);
  const char *before = g_hash_table_lookup (w->tops, key);
  if (before && strcmp (before, stamp->s) > 0) sim_wrong (w, "I4: %s fell at the root from %s to %s", key, before, stamp->s);
  g_hash_table_insert (w->tops, g_steal_pointer (&key), g_strdup (stamp->s));
}

static void
look_at_line (SimWorld *w, TnSlice text)
{
  TnLine line;
  TnIdStr id;
  g_autoptr (GError) error = NULL;
  g_autoptr (TnRow) row = tn_line_parse (text, &line, &error) ? tn_line_to_row (&line, &error) : NULL;
  if (!row) {
    sim_wrong (w, "the root wrote a line that it cannot read: %s", error->message);
    return;
  }
  tn_id_format (&row->id, id);
  for (guint i = 0; i < row->units->len; i++) look_at_unit (w, id, g_array_index (row->units, TnUnit, i).unit, &g_array_index (row->units, TnUnit, i).stamp);
  if (tn_stamp_is_set (&row->del_stamp)) look_at_unit (w, id, TN_UNIT_DEL, &row->del_stamp);
}

static TnDb *
open_root (SimWorld *w)
{
  g_autofree char *folder = sim_home_path ("root"), *path = g_build_filename (folder, TN_DISTRICT_DEPOT, NULL);
  g_autoptr (GError) error = NULL;
  TnDb *db = tn_db_open (path, TN_DB_READ_ONLY, SIM_VFS, &error);
  if (!db) sim_fatal ("the root's database: %s", error->message);
  return db;
}

void
sim_root_look (SimWorld *w)
{
  g_autoptr (GError) error = NULL;
  gint64 head = w->seen_seq;
  g_autoptr (TnDb) db = open_root (w);
  g_autoptr (TnStmt) ward = tn_db_prepare (db, "SELECT seq FROM ward WHERE ward='" SIM_WARD "'", &error);
  if (ward && tn_stmt_step (ward, &error) == TN_STEP_ROW) head = tn_stmt_int (ward, 0);
  if (head < w->seen_seq) sim_wrong (w, "I5: the ward's number fell from %" G_GINT64_FORMAT " to %" G_GINT64_FORMAT, w->seen_seq, head);
  if (head != w->seen_seq) {
    g_autoptr (TnStmt) stmt = tn_db_prepare (db, "SELECT line, seq FROM record WHERE ward='" SIM_WARD "' AND seq>? ORDER BY seq", &error);
    if (!stmt) sim_fatal ("%s", error->message);
    tn_stmt_bind_int (stmt, 1, w->seen_seq);
    while (tn_stmt_step (stmt, &error) == TN_STEP_ROW) {
      if (tn_stmt_int (stmt, 1) > head) sim_wrong (w, "I5: a record has number %" G_GINT64_FORMAT " beyond the ward's %" G_GINT64_FORMAT, tn_stmt_int (stmt, 1), head);
      look_at_line (w, tn_stmt_slice (stmt, 0));
    }
  }
  w->seen_seq = head;
}

/* ---- the world ---- */

SimWorld *
sim_world_new (const SimPlan *plan, gboolean trace)
{
  static SimRand birth;
  SimWorld *w = g_new0 (SimWorld, 1);
  birth = sim_rand_for (plan->seed, 1);
  *w = (SimWorld) { .plan = plan, .now = BEGAN, .began = BEGAN, .rand = &birth, .wrong = g_string_new (NULL), .trace = trace ? g_string_new (NULL) : NULL };
  sim_disks_seed (plan->seed);
  sim_oracle_init (&w->oracle);
  w->laptops = g_ptr_array_new_with_free_func ((GDestroyNotify) sim_laptop_free);
  w->areas = g_ptr_array_new_with_free_func (g_free);
  w->untimed = g_ptr_array_new_with_free_func ((GDestroyNotify) sim_untimed_free);
  w->late = g_ptr_array_new_with_free_func ((GDestroyNotify) sim_late_free);
  w->sticks = g_ptr_array_new_with_free_func ((GDestroyNotify) sim_stick_free);
  w->root_wanted = plan->rate[SIM_SERVER_RESTORED] > 0 || plan->rate[SIM_STANDBY] > 0;
  w->tops = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
  g_autofree char *folder = sim_home_path ("root");
  sim_machine_init (&w->root, w, "server", sim_disk_new (folder));
  sim_disk_set_image (w->root.disk, sim_home_root_image ());
  sim_root_start (w);
  return w;
}

void
sim_world_free (SimWorld *w)
{
  if (!w) return;
  g_ptr_array_unref (w->late);
  g_ptr_array_unref (w->untimed);
  g_ptr_array_unref (w->sticks);
  g_ptr_array_unref (w->laptops);
  sim_root_stop (w);
  sim_disk_free (w->root.disk);
  g_free (w->root.name);
  g_ptr_array_unref (w->areas);
  g_clear_pointer (&w->root_images, g_ptr_array_unref);
  sim_aim_clear (w);
  g_hash_table_unref (w->tops);
  sim_oracle_clear (&w->oracle);
  g_string_free (w->wrong, TRUE);
  if (w->trace) g_string_free (w->trace, TRUE);
  g_free (w);
}
