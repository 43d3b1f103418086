/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once
#include "tn-board.h"
#include "tn-record-page.h"
#include "tn-screen.h"
#include "tn-window.h"
G_BEGIN_DECLS

/* A screen that is a board with the page of one record beside it (tn-board.h, tn-record-page.h): it reads what is chosen, reads again when the store has
 * changed, writes down once when a protected record is opened, and forgets an answer that comes after the person went on. A screen of this kind says how
 * rows and pages are read and written, and what its actions do; nothing else. Main thread but for the two that read. */
#define TN_TYPE_BOARD_SCREEN (tn_board_screen_get_type ())
G_DECLARE_DERIVABLE_TYPE (TnBoardScreen, tn_board_screen, TN, BOARD_SCREEN, TnScreen)

struct _TnBoardScreenClass
{
  TnScreenClass parent_class;

  /* Rows of the list, on a thread of the store: a TnBoardRead, whose data is NULL. */
  TnBoardRead read_rows;
  /* The view of one record, on a thread of the store; freed with free_view. NULL with error: the page says so. log: it was opened just now, and a
   * protected record writes that down (store/tn-opened.h); then this runs where writing is allowed. */
  gpointer (*read_view) (TnCopy *copy, const TnId *id, gboolean log, GError **error);
  GDestroyNotify free_view;
  /* TRUE: the first reading of a record is logged. */
  gboolean protected_records;
  /* The filter under which this record stands in the list: where somebody comes from another screen, the list follows. NULL = no filter's; the function may be
   * NULL where records stand under the first one. */
  const char *(*find_filter) (gconstpointer view);
  /* Writes the page of this view: tn_record_page_begin() to _end(), or tn_record_page_show_message(). today: yyyymmdd. */
  void (*write_page) (TnBoardScreen *self, TnRecordPage *page, gpointer view, gint64 today);
};

/* Before attach: filters, the empty state and buttons. Borrowed. */
TnBoard *tn_board_screen_get_board (TnBoardScreen *self);
TnRecordPage *tn_board_screen_get_page (TnBoardScreen *self);
/* As last read; NULL while nothing is shown. Borrowed, until the next turn of the main loop. */
gpointer tn_board_screen_get_view (TnBoardScreen *self);
/* Whose page is shown; a null id = none. Borrowed. */
const TnId *tn_board_screen_get_id (TnBoardScreen *self);
/* A day as lists have it: yyyymmdd. Any thread. */
gint64 tn_board_screen_day (gint64 now_ms);

/* ---- in init ---- */
/* Actions of this screen ("<group>.<name>"), each with its keys. A name with a dot is an action of another group ("win.new-team"): only its keys are set. */
typedef struct
{
  const char *name;
  const char *parameter;   /* "s", or NULL = none */
  GCallback callback;      /* "activate" of a GSimpleAction with the screen as data; the action's name tells those of one callback apart. NULL with a parameter:
                            * "household" goes to that household, any other name to that record of this screen */
  const char *keys;        /* "F2"; NULL = none */
} TnBoardScreenAction;
/* Once for each screen. actions: static. */
void tn_board_screen_install_actions (TnBoardScreen *self, const char *group, const TnBoardScreenAction *actions, gsize n);

/* ---- in callbacks ---- */
/* Builds the edit where writing is allowed and puts it through the one door; what went wrong is shown under `failed` (translated; NULL = a general
 * heading). data is freed with free_data. */
void tn_board_screen_run (TnBoardScreen *self, TnWorkFunc func, gpointer data, GDestroyNotify free_data, const char *failed);
G_END_DECLS
