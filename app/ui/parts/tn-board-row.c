/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "tn-board-row.h"
#include <glib/gi18n.h>
#include "tn-list-keyboard.h"
#include "tn-text.h"
#include "tn-tip.h"

struct _TnBoardItem
{
  GObject parent_instance;

  TnBoardRow *row;
  gboolean first;
};

G_DEFINE_FINAL_TYPE (TnBoardItem, tn_board_item, G_TYPE_OBJECT)

void
tn_board_row_free (TnBoardRow *row)
{
  if (!row)
    return;
  g_free (row->title);
  g_free (row->detail);
  g_free (row->end);
  g_free (row->heading);
  g_free (row);
}

TnBoardRow *
tn_board_row_new (const TnId *id, char *title, char *detail, char *end, const char *mark)
{
  TnBoardRow *row = g_new0 (TnBoardRow, 1);

  *row = (TnBoardRow) { .id = *id, .title = title, .detail = detail, .end = end, .mark = mark };
  return row;
}

static char *
dup_more (guint n, const char *search, gboolean quarters)
{
  if (*search)
    return g_strdup_printf (ngettext ("%u more is like that and is not listed. Add a word to find it.", "%u more are like that and are not listed. Add a word to find them.", n), n);
  if (quarters)
    return g_strdup_printf (ngettext ("%u more is not listed. Search, or choose a quarter, to find it.", "%u more are not listed. Search, or choose a quarter, to find them.", n), n);
  return g_strdup_printf (ngettext ("%u more is not listed. Search to find it.", "%u more are not listed. Search to find them.", n), n);
}

static char *
dup_many (guint n, const char *search, gboolean quarters)
{
  if (*search)
    return g_strdup_printf (_("At least %u more are like that and are not listed. Add a word to find them."), n);
  if (quarters)
    return g_strdup_printf (_("At least %u more are not listed. Search, or choose a quarter, to find them."), n);
  return g_strdup_printf (_("At least %u more are not listed. Search to find them."), n);
}

/* Takes the text. */
static void
add_note (GPtrArray *rows, char *text)
{
  TnBoardRow *note = g_new0 (TnBoardRow, 1);

  note->note = TRUE;
  note->title = text;
  g_ptr_array_add (rows, note);
}

void
tn_board_add_more (GPtrArray *rows, guint n, const char *search, gboolean quarters)
{
  if (n)
    add_note (rows, dup_more (n, search, quarters));
}

void
tn_board_add_many (GPtrArray *rows, guint n, const char *search, gboolean quarters)
{
  add_note (rows, dup_many (n, search, quarters));
}

gboolean
tn_board_text_matches (const char *text, const char *search)
{
  g_autofree char *folded = tn_text_fold (text, -1), *wanted = tn_text_fold (search, -1);
  g_auto (GStrv) words = g_strsplit (wanted, " ", -1);

  for (char **word = words; *word; word++)
    if (!strstr (folded, *word))
      return FALSE;
  return TRUE;
}

static void
tn_board_item_finalize (GObject *object)
{
  tn_board_row_free (TN_BOARD_ITEM (object)->row);
  G_OBJECT_CLASS (tn_board_item_parent_class)->finalize (object);
}

static void
tn_board_item_class_init (TnBoardItemClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = tn_board_item_finalize;
}

static void
tn_board_item_init (TnBoardItem *self)
{
}

TnBoardItem *
tn_board_item_new (TnBoardRow *row, gboolean first)
{
  TnBoardItem *self = g_object_new (TN_TYPE_BOARD_ITEM, NULL);

  self->row = row;
  self->first = first;
  return self;
}

const TnBoardRow *
tn_board_item_get_row (TnBoardItem *self)
{
  return self->row;
}

gboolean
tn_board_item_is_same (TnBoardItem *a, TnBoardItem *b)
{
  return tn_id_equal (&a->row->id, &b->row->id) && a->first == b->first && g_strcmp0 (a->row->title, b->row->title) == 0 &&
         g_strcmp0 (a->row->detail, b->row->detail) == 0 && g_strcmp0 (a->row->end, b->row->end) == 0 &&
         g_strcmp0 (a->row->mark, b->row->mark) == 0 && g_strcmp0 (a->row->heading, b->row->heading) == 0;
}

/* --- the widget --- */

typedef struct
{
  GtkWidget *heading, *title, *detail, *end;
  const char *mark;
} Line;

static GtkWidget *
add_label (GtkWidget *box, const char *css)
{
  GtkWidget *label = gtk_label_new (NULL);

  gtk_label_set_xalign (GTK_LABEL (label), 0);
  gtk_label_set_ellipsize (GTK_LABEL (label), PANGO_ELLIPSIZE_END);
  if (css)
    gtk_widget_add_css_class (label, css);
  gtk_box_append (GTK_BOX (box), label);
  return label;
}

static void
setup_cb (GtkSignalListItemFactory *factory, GtkListItem *item, gpointer user_data)
{
  GtkWidget *outer = gtk_box_new (GTK_ORIENTATION_VERTICAL, 2), *across = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 8);
  GtkWidget *texts = gtk_box_new (GTK_ORIENTATION_VERTICAL, 0);
  Line *line = g_new0 (Line, 1);

  line->heading = add_label (outer, "tn-heading");
  line->title = add_label (texts, NULL);
  tn_tip_whole_text (GTK_LABEL (line->title));
  line->detail = add_label (texts, "caption");
  gtk_widget_add_css_class (line->detail, "dim-label");
  gtk_widget_set_hexpand (texts, TRUE);
  gtk_box_append (GTK_BOX (across), texts);
  line->end = add_label (across, "numeric");
  gtk_widget_set_valign (line->end, GTK_ALIGN_CENTER);
  gtk_label_set_ellipsize (GTK_LABEL (line->end), PANGO_ELLIPSIZE_NONE);
  gtk_box_append (GTK_BOX (outer), across);
  g_object_set_data_full (G_OBJECT (outer), "tn-line", line, g_free);
  gtk_list_item_set_child (item, outer);
  tn_list_name_line (item, outer);
}

static void
set_text (GtkWidget *label, const char *text)
{
  gtk_label_set_text (GTK_LABEL (label), text ? text : "");
  gtk_widget_set_visible (label, text && *text);
}

static void
bind_cb (GtkSignalListItemFactory *factory, GtkListItem *item, gpointer user_data)
{
  TnBoardItem *board_item = gtk_list_item_get_item (item);
  const TnBoardRow *row = board_item->row;
  Line *line = g_object_get_data (G_OBJECT (gtk_list_item_get_child (item)), "tn-line");

  set_text (line->heading, board_item->first ? row->heading : NULL);
  set_text (line->title, row->title);
  set_text (line->detail, row->detail);
  set_text (line->end, row->end);
  if (line->mark)
    gtk_widget_remove_css_class (line->end, line->mark);
  line->mark = row->mark;
  if (line->mark)
    gtk_widget_add_css_class (line->end, line->mark);
}

GtkListItemFactory *
tn_board_item_factory_new (void)
{
  GtkListItemFactory *factory = gtk_signal_list_item_factory_new ();

  g_signal_connect (factory, "setup", G_CALLBACK (setup_cb), NULL);
  g_signal_connect (factory, "bind", G_CALLBACK (bind_cb), NULL);
  return factory;
}
