/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once
#include <adwaita.h>
#include "tn-id.h"
G_BEGIN_DECLS

/* The page of one record beside a board: a heading with buttons over groups of rows, written anew whenever what it shows has changed. The keyboard
 * stays where it was, told by the name of the widget that had it; the place on the page too. Main thread. */
#define TN_TYPE_RECORD_PAGE (tn_record_page_get_type ())
G_DECLARE_FINAL_TYPE (TnRecordPage, tn_record_page, TN, RECORD_PAGE, AdwBin)

TnRecordPage *tn_record_page_new (void);
/* Between these two the page is written. subtitle may be NULL. */
void tn_record_page_begin (TnRecordPage *self, const char *title, const char *subtitle);
void tn_record_page_end (TnRecordPage *self);
/* Instead of a page: what is wrong, or that it is not here any more. */
void tn_record_page_show_message (TnRecordPage *self, const char *title, const char *text);
/* TRUE while a page is shown, and no message. */
gboolean tn_record_page_is_written (TnRecordPage *self);

/* Before it is written: the page of another record begins at its top, and what lies below comes in the frames after the first. */
void tn_record_page_go_to_top (TnRecordPage *self);
/* TRUE: all that was written is shown. */
gboolean tn_record_page_is_whole (TnRecordPage *self);

/* Puts the keyboard on the row or button that has this action and target. */
void tn_record_page_focus (TnRecordPage *self, const char *action, const TnId *target);

/* In the heading, from the end. */
void tn_record_page_add_button (TnRecordPage *self, GtkWidget *button);
/* The same for what comes next with this record: a word in the colour of what is suggested. tooltip NULL = none; target NULL = no parameter. */
void tn_record_page_add_main_button (TnRecordPage *self, const char *label, const char *tooltip, const char *action, const TnId *target);
/* title and description may be NULL; both plain text. */
AdwPreferencesGroup *tn_record_page_add_group (TnRecordPage *self, const char *title, const char *description);
/* A paragraph under a group's title, or what stands alone. */
void tn_record_page_add_widget (TnRecordPage *self, GtkWidget *widget);

/* ---- lists that may be long ---- */

/* Every line of a page is a widget: some thousand would hold the window up. Such a list writes its first lines, and a row behind them that writes more; then "more" is
 * emitted, and whoever wrote the page writes it again. `list`: a word for the list, static. */
/* How many of n lines are to be written. */
guint tn_record_page_count (TnRecordPage *self, const char *list, guint n);
/* After the lines: the row that says how many more there are. Nothing when all are written. */
void tn_record_page_add_more (TnRecordPage *self, AdwPreferencesGroup *group, const char *list, guint n);
/* Another record comes: its lists are short again. */
void tn_record_page_forget_more (TnRecordPage *self);

/* ---- pieces ---- */

/* A row of two lines, plain text; detail may be NULL. In `group`. */
GtkWidget *tn_record_page_row (AdwPreferencesGroup *group, const char *title, const char *detail);
/* "Telephone   028 …": nothing when the value is NULL or "". */
void tn_record_page_fact (AdwPreferencesGroup *group, const char *name, const char *value);
/* Text that stands at the end of a row; css: a style class or NULL. */
void tn_record_page_row_end (GtkWidget *row, const char *text, const char *css);
/* The row does this on Enter or a click. target NULL = no parameter; else an id. */
void tn_record_page_row_action (GtkWidget *row, const char *action, const TnId *target);
/* A button: icon NULL = of text. label is also its accessible name and, of an icon, its tooltip; a mnemonic is allowed. Named by its action. */
GtkWidget *tn_record_page_button (const char *icon, const char *label, const char *action, const TnId *target);
G_END_DECLS
