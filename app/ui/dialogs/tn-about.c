/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "tn-about.h"
#include <glib/gi18n.h>
#include "tn-query.h"

typedef struct
{
  TnId id;
  TnAboutMore more;
} Question;

typedef struct
{
  TnWindow *window;
  TnAboutPresent present;
} Opening;

static void
free_about (gpointer data)
{
  TnAbout *about = data;

  g_clear_pointer (&about->row, tn_row_free);
  g_free (about->title);
  g_free (about);
}
G_DEFINE_AUTOPTR_CLEANUP_FUNC (TnAbout, free_about)

static gpointer
read_about (TnCopy *copy, gpointer data, GCancellable *cancellable, GError **error)
{
  Question *question = data;
  g_autoptr (TnAbout) about = g_new0 (TnAbout, 1);

  if (!(about->row = tn_copy_get (copy, &question->id, error)))
    return NULL;
  if (about->row->deleted)
    {
      g_set_error_literal (error, TN_ERROR, TN_ERROR_NOT_FOUND, _("This has been deleted meanwhile."));
      return NULL;
    }
  about->title = tn_query_title (copy, &question->id);
  return !question->more || question->more (copy, about, error) ? g_steal_pointer (&about) : NULL;
}

static void
about_read_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autofree Opening *opening = user_data;
  g_autoptr (TnWindow) window = opening->window;
  g_autoptr (GError) error = NULL;
  g_autoptr (TnAbout) about = tn_store_finish (TN_STORE (source), result, &error);

  if (!about)
    tn_window_show_error (window, NULL, error);
  else if (tn_window_get_workspace (window))
    opening->present (window, about);
}

void
tn_about_open (TnWindow *window, const TnId *id, TnAboutMore more, TnAboutPresent present)
{
  Question *question = g_new (Question, 1);
  Opening *opening = g_new (Opening, 1);

  *question = (Question) { *id, more };
  *opening = (Opening) { g_object_ref (window), present };
  tn_store_read_async (tn_workspace_get_store (tn_window_get_workspace (window)), read_about, question, g_free, free_about, NULL, about_read_cb, opening);
}
