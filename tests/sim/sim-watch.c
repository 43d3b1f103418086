/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Where one edit is, whenever that has changed: the first question about an edit that was lost. */
#include "sim-run.h"
#include "sim-world.h"
#include "tn-db.h"
#include <string.h>

guint sim_watched;

static SimWorld *of;
static char *last;

static void
add_laptop (const SimNote *note, SimLaptop *l, GString *text)
{
  g_autoptr (GError) error = NULL;
  TnCopy *copy = l->gone || sim_laptop_is_off (l) || sim_disk_is_dead (l->m.disk) ? NULL : l->window;
  g_autoptr (TnStmt) outbox = copy ? tn_db_prepare (tn_copy_db (copy), "SELECT n, state, ifnull(sent_to, '-') FROM outbox WHERE id=?1 AND unit IN (?2, '*') AND substr(stamp, 1, 16)=?3", &error) : NULL;
  if (!outbox) return;
  tn_stmt_bind_id (outbox, 1, &note->id);
  tn_stmt_bind_text (outbox, 2, note->unit);
  g_autofree char *moment = g_strndup (note->moment, 16);
  tn_stmt_bind_text (outbox, 3, moment);
  while (tn_stmt_step (outbox, &error) == TN_STEP_ROW)
    g_string_append_printf (text, "; %s: row %" G_GINT64_FORMAT " %s, sent to %.8s", l->m.name, tn_stmt_int (outbox, 0), tn_stmt_text (outbox, 1), tn_stmt_text (outbox, 2));
  g_autoptr (TnRow) row = tn_copy_get (copy, &note->id, NULL);
  if (row && sim_oracle_find_shown (&l->m.world->oracle, row, note->unit) == note->uid) g_string_append_printf (text, "; %s shows it", l->m.name);
}

void
sim_watch (SimWorld *w)
{
  static gboolean busy;
  if (busy || !sim_watched || sim_watched >= w->oracle.notes->len || !w->trace || sim_disk_is_dead (w->root.disk)) return;
  busy = TRUE;
  const SimNote *note = sim_oracle_note (&w->oracle, sim_watched);
  g_autoptr (GString) text = g_string_new (NULL);
  SimRootView view;
  sim_root_view (w, &view);
  g_string_append_printf (text, "root %s", !sim_set_has (&view.held, note->uid) ? "does not have it" : sim_set_has (&view.aside, note->uid) ? "holds it" : "has it");
  sim_root_view_clear (&view);
  for (guint i = 0; i < w->laptops->len; i++) add_laptop (note, w->laptops->pdata[i], text);
  if (of != w || g_strcmp0 (last, text->str) != 0) sim_say (w, "EDIT", "%u: %s", note->uid, text->str);
  of = w;
  g_free (last);
  last = g_strdup (text->str);
  busy = FALSE;
}

/* The beginning of a body that is text. */
static char *
dup_text (GBytes *body, const char *type)
{
  gsize len = 0;
  const char *text = body ? g_bytes_get_data (body, &len) : NULL;
  return text && type && strstr (type, "json") && !strstr (type, "zstd") ? g_strndup (text, MIN (len, 600)) : g_strdup_printf ("%u bytes", (guint) len);
}

void
sim_watch_exchange (SimLaptop *l, const TnRequest *request, const TnResponse *response)
{
  if (!sim_watched) return;
  g_autofree char *asked = dup_text (request->body, request->content_type), *answered = dup_text (response->body, response->content_type);
  sim_say (l->m.world, l->m.name, "%s %s → %u %s", request->path, asked, response->status, answered);
}
