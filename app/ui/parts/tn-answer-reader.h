/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once
#include <adwaita.h>
#include "tn-workspace.h"
G_BEGIN_DECLS

/* Official answers read aloud at a door: words are typed, Enter opens what was found in large type (question, answer, source, until when it holds, and nothing
 * else), Left and Right go on to its neighbours, Escape goes back. One that was replaced opens the one in its place; one that has expired says so.
 *
 * Signal "told" (): the person pressed Enter on an answer that a visit is waiting for. */
#define TN_TYPE_ANSWER_READER (tn_answer_reader_get_type ())
G_DECLARE_FINAL_TYPE (TnAnswerReader, tn_answer_reader, TN, ANSWER_READER, AdwWindow)

/* Modal over `parent`. for_visit: Enter tells the visit that it was told, and closes. Not yet presented. */
TnAnswerReader *tn_answer_reader_new (GtkWindow *parent, TnWorkspace *workspace, gboolean for_visit);
/* Opens this one at once. */
void tn_answer_reader_show (TnAnswerReader *self, const TnId *id);
G_END_DECLS
