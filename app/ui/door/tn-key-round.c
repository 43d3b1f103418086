/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "tn-key-round.h"
#include <glib/gi18n.h>
#include "tn-draft.h"

void
tn_key_round_free (gpointer data)
{
  TnKeyRound *self = data;

  g_clear_pointer (&self->round, tn_round_free);
  g_clear_pointer (&self->stops, g_ptr_array_unref);
  g_clear_pointer (&self->draft, tn_visit_free);
  g_free (self);
}

char *
tn_key_round_draft_key (const TnId *round)
{
  TnIdStr id;

  tn_id_format (round, id);
  return g_strconcat ("key/", id, NULL);
}

gpointer
tn_key_round_read (TnCopy *copy, gpointer data, GCancellable *cancellable, GError **error)
{
  TnKeyRound *self = g_new0 (TnKeyRound, 1);
  g_autofree char *key = tn_key_round_draft_key (data), *draft = tn_draft_get (copy, key);

  if ((self->round = tn_round_read (copy, data, error)) && (self->stops = tn_round_stops (copy, data, error)))
    {
      self->draft = draft ? tn_visit_from_draft (draft) : NULL;
      return self;
    }
  tn_key_round_free (self);
  return NULL;
}

TnKeyLine *
tn_key_line_new (TnVisit *visit, gboolean replace)
{
  TnKeyLine *line = g_atomic_rc_box_new0 (TnKeyLine);

  line->visit = visit;
  line->replace = replace;
  return line;
}

TnKeyLine *
tn_key_line_ref (TnKeyLine *line)
{
  return g_atomic_rc_box_acquire (line);
}

static void
clear_line (gpointer data)
{
  TnKeyLine *line = data;

  tn_visit_free (line->visit);
  g_free (line->standing);
}

void
tn_key_line_unref (gpointer line)
{
  g_atomic_rc_box_release_full (line, clear_line);
}

TnEdit *
tn_key_line_write (TnCopy *copy, gpointer data, GError **error)
{
  TnKeyLine *line = data;
  g_autoptr (TnEdit) edit = tn_visit_key (copy, line->visit, line->replace, &line->keyed, &line->standing, error);

  if (!edit || line->keyed != TN_KEYED_OTHER)
    return g_steal_pointer (&edit);
  g_set_error_literal (error, TN_ERROR, TN_ERROR_CONFLICT, _("Something else was written of this home already."));
  return NULL;
}
