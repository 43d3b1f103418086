/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once
#include <adwaita.h>
#include "tn-workspace.h"
G_BEGIN_DECLS

/* A screen's list and, beside it, the page of what is chosen there (over it in a narrow window): rounds, patients, contacts, teams, referrals. The
 * screen says how rows are read and gives the page; the board reads in the background, follows the store's changes, keeps the selection by id, shows
 * progress, the empty state and what went wrong. Lines are made as they come into view. Main thread.
 *
 * Signals: "chosen" (char *id): another row was selected ("" = none is); "activated" (char *id): Enter or a double click; "counted" (guint n): the
 * list was read and has so many rows. */
#define TN_TYPE_BOARD (tn_board_get_type ())
G_DECLARE_FINAL_TYPE (TnBoard, tn_board, TN, BOARD, AdwBin)

typedef struct {
  TnId id;
  char *title, *detail;      /* two lines of text; detail NULL or "" = one line */
  char *end;                 /* short, at the end of the line: "12/40", "15:00"; NULL = none */
  const char *mark;          /* a style class for `end`: "error", "warning", "success", "accent"; NULL = none. Static */
  char *heading;             /* rows of one heading stand together under it; NULL = none. Rows come in the order of headings */
  gboolean note;             /* no row: see tn_board_add_more() */
} TnBoardRow;
void tn_board_row_free (TnBoardRow *row);
/* Takes the texts. */
TnBoardRow *tn_board_row_new (const TnId *id, char *title, char *detail, char *end, const char *mark);

/* For `read`, at the end: so many more were found than stand in `rows`. The board says so under the list, and how to find them; a list that stops must not look
 * like a whole one. search: as `read` got it. quarters: a quarter can be chosen in this list. n 0 = nothing is said. */
void tn_board_add_more (GPtrArray *rows, guint n, const char *search, gboolean quarters);
/* The same where only so much is known that there are at least n more. */
void tn_board_add_many (GPtrArray *rows, guint n, const char *search, gboolean quarters);

/* For `read`: every word of `search` stands somewhere in the text, whatever the marks. Any thread. */
gboolean tn_board_text_matches (const char *text, const char *search);

/* Runs on a thread of the store. filter: key of the chosen filter ("" when there are none); search: as typed, "" = all. Result: TnBoardRow* with
 * tn_board_row_free, in the order to be shown. */
typedef GPtrArray *(*TnBoardRead) (TnCopy *copy, const char *filter, const char *search, gpointer data, GCancellable *cancellable, GError **error);

TnBoard *tn_board_new (void);
/* In the screen's attach. data must live as long as the board and be safe to read on another thread. */
void tn_board_attach (TnBoard *self, TnWorkspace *workspace, TnBoardRead read, gpointer data);
/* A list that is dear to read (the whole ward is compared): it is read when the person comes here, and a moment after a change while it is looked at. Before
 * attach. */
void tn_board_set_lazy (TnBoard *self);
/* A filter above the list; the first one is chosen at the start. label is translated. Before attach. */
void tn_board_add_filter (TnBoard *self, const char *key, const char *label);
void tn_board_set_filter (TnBoard *self, const char *key);
/* While this filter is chosen, a quarter can be chosen too, and `read` is asked for both (tn_board_split_filter()). Before attach. */
void tn_board_offer_quarters (TnBoard *self, const char *filter);
/* For `read`: the filter's key, owned, and the quarter; a null id = the whole ward. Any thread. */
char *tn_board_split_filter (const char *filter, TnId *quarter);
/* With a search entry: what is typed goes to `read`. Before attach. */
void tn_board_set_searchable (TnBoard *self, const char *placeholder);
/* What is shown when there are no rows at all (icon, title, text), and the button that makes the first one; action may be NULL. */
void tn_board_set_empty (TnBoard *self, const char *icon, const char *title, const char *text, const char *button, const char *action);
/* The same for one of the filters, whose rows are things of another kind: without it an empty filter says that nothing is like that. All texts are
 * translated and static or copied; button and action may be NULL. After tn_board_set_empty(), before attach. */
void tn_board_set_empty_of (TnBoard *self, const char *filter, const char *icon, const char *title, const char *text, const char *button, const char *action);
/* A button or menu in the bar over the list, from the end. */
void tn_board_add_button (TnBoard *self, GtkWidget *button);
/* The page beside the list. Shown while a row is chosen; else a quiet "Nothing chosen". */
void tn_board_set_page (TnBoard *self, GtkWidget *page);
/* Chooses this row, now or when it has been read, and shows its page. */
void tn_board_show (TnBoard *self, const TnId *id);
/* FALSE when nothing is chosen. */
gboolean tn_board_get_chosen (TnBoard *self, TnId *id);
/* Ctrl+F. */
void tn_board_find (TnBoard *self);
/* Reads again: something that `data` says has changed. */
void tn_board_reload (TnBoard *self);
G_END_DECLS
