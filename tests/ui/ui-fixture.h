/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once
#include <adwaita.h>
#include "practice-ward.h"
#include "tn-household-list.h"
#include "tn-window.h"
G_BEGIN_DECLS

/* Spins the main loop until the condition holds; fails the test after half a minute: machines may be busy. */
#define WAIT(condition) G_STMT_START { gint64 end_ = g_get_monotonic_time () + 30 * G_USEC_PER_SEC; \
  while (!(condition)) { if (g_get_monotonic_time () > end_) g_error ("%s:%d: waited in vain for %s", __FILE__, __LINE__, #condition); \
    ui_turn (); } } G_STMT_END

/* A practice ward and a window over it. */
typedef struct { PracticeWard ward; TnWindow *window; } Ui;
void ui_init (int *argc, char ***argv);
void ui_set_up (Ui *ui, gconstpointer n_households);
/* Closes the window and proves that nothing keeps it alive. */
void ui_tear_down (Ui *ui, gconstpointer data);
void ui_turn (void);                                              /* one turn of the main loop */

/* Any widget in the tree by its id of the .ui file or its name; NULL = none. */
GtkWidget *ui_find (gpointer root, const char *id);
GtkWidget *ui_get (gpointer root, const char *id);                /* the same, must be there */
GtkWidget *ui_find_type (gpointer root, GType type);
/* A visible label, button or entry with exactly this text. */
GtkWidget *ui_find_text (gpointer root, const char *text);
/* The same, text anywhere in it. */
GtkWidget *ui_find_containing (gpointer root, const char *text);
GtkWidget *ui_list (Ui *ui);                                      /* the TnHouseholdList */
GtkWidget *ui_page (Ui *ui);                                      /* the TnHouseholdPage; NULL while no copy is open */
GtkWidget *ui_dialog (GType type);                                /* a mapped toplevel of this type; NULL = none */
void ui_act (Ui *ui, const char *action, const char *target);     /* "household.edit"; target NULL or a string */
void ui_type (gpointer root, const char *id, const char *text);
/* A key as the window hears it before its widgets do; FALSE = nobody took it. */
gboolean ui_press (GtkWidget *window, guint keyval);
/* One after the other, slowly enough to be a hand and no scanner. */
void ui_press_all (GtkWidget *window, const char *keys);
void ui_save_dialog (void);                                       /* Save of the open TnDialog; waits until it is gone */
/* --- a screen with a board, by its name in the sidebar --- */
GtkWidget *ui_screen (Ui *ui, const char *name);                  /* shown, if it was not */
GtkWidget *ui_record (Ui *ui, const char *screen);                /* its TnRecordPage; NULL = none yet */
void ui_filter (Ui *ui, const char *screen, const char *key);
/* An action of the screen; target NULL or a record. */
void ui_act_on (Ui *ui, const char *screen, const char *action, const TnId *target);

/* --- a TnDialog: `root` is the dialog, or its form when an id stands elsewhere too --- */
GtkWidget *ui_wait_dialog (void);
void ui_try_save (GtkWidget *dialog);                             /* presses Save, and does not wait: it may be refused */
void ui_write_note (gpointer root, const char *field, const char *text);   /* into a text view */
void ui_choose (gpointer root, const char *field, const char *key);        /* the key must be in the list */
/* The same for a list that is read in the background: waits for the key. */
void ui_wait_choose (gpointer root, const char *field, const char *key);
void ui_choose_record (gpointer root, const char *field, const TnId *id);

/* --- records of a kind that has lists (tn-listed.h), as the store holds them now --- */
guint ui_count_kind (Ui *ui, const char *kind);
TnId ui_find_only (Ui *ui, const char *kind);                     /* there must be one */
TnId ui_find_newest (Ui *ui, const char *kind);                   /* by id; there must be some */
/* Writes it behind the window's back, as another laptop would. Takes the edit. */
void ui_write_behind (Ui *ui, TnEdit *made);

/* Shows the first household's page and waits for it. */
void ui_open_first (Ui *ui);
guint ui_count (Ui *ui);                                          /* lines in the list */
void ui_search (Ui *ui, const char *text);                        /* and waits for the answer */
char *ui_text (Ui *ui, const TnId *id, const char *field);        /* what the store holds now. Owned */
/* Waits until the store holds this. */
void ui_wait_text (Ui *ui, const TnId *id, const char *field, const char *expected);
/* The text of a PDF; NULL when this machine has no pdftotext: then the test is skipped, and says so. Owned. */
char *ui_read_pdf (const char *pdf);
/* When TN_SHOTS names a folder: the widget as it looks, as PNG. */
void ui_shot (gpointer widget, const char *name);
G_END_DECLS
