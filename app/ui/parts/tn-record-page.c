/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "tn-record-page.h"
#include <glib/gi18n.h>
#include "tn-tip.h"

#define FIRST_LINES 20u   /* of a list that may be long */
#define MORE_LINES 150u   /* each time that more are asked for */

/* Another record's page begins with what a window shows; what lies below comes a frame later each, for styling and measuring a row takes ten times as long as making it. */
#define FIRST_ROWS 10u
#define NEXT_ROWS 8u
#define ROW_LETTERS 40u   /* bytes of a title that count as another row */

struct _TnRecordPage
{
  AdwBin parent_instance;

  GtkStack *stack;
  GtkScrolledWindow *scroller;
  AdwClamp *clamp;
  AdwStatusPage *message;

  GtkWidget *content, *heading;   /* being written */
  char *focus;                    /* name of the widget that had the keyboard */
  GHashTable *more;               /* char *, a list -> how many times more of it were asked for */
  gboolean another;               /* the page that is being written is another record's */
  GPtrArray *later;               /* GtkWidget that are not shown yet, in their order; NULL = all are */
  guint later_at, later_id;
  gboolean laid_out;              /* the first frame since the page was written is over */
  char *said;                     /* what stands on the page: the same again changes nothing, and takes no menu or key press away */
};

G_DEFINE_FINAL_TYPE (TnRecordPage, tn_record_page, ADW_TYPE_BIN)

enum { MORE, N_SIGNALS };
static guint signals[N_SIGNALS];

/* --- the keyboard --- */

/* A widget's name is its type's until somebody gives it one. */
static gboolean
is_named (GtkWidget *widget)
{
  return !g_str_equal (gtk_widget_get_name (widget), G_OBJECT_TYPE_NAME (widget));
}

static void
remember_focus (TnRecordPage *self)
{
  GtkRoot *root = gtk_widget_get_root (GTK_WIDGET (self));
  GtkWidget *focus = root ? gtk_root_get_focus (root) : NULL;

  g_clear_pointer (&self->focus, g_free);
  if (!focus || !gtk_widget_is_ancestor (focus, GTK_WIDGET (self->clamp)))
    return;
  while (focus != GTK_WIDGET (self->clamp) && !is_named (focus))
    focus = gtk_widget_get_parent (focus);
  self->focus = g_strdup (focus == GTK_WIDGET (self->clamp) ? "" : gtk_widget_get_name (focus));
}

static GtkWidget *
find_named (GtkWidget *root, const char *name)
{
  if (g_str_equal (gtk_widget_get_name (root), name))
    return root;
  for (GtkWidget *child = gtk_widget_get_first_child (root); child; child = gtk_widget_get_next_sibling (child))
    {
      GtkWidget *found = find_named (child, name);

      if (found)
        return found;
    }
  return NULL;
}

/* --- what lies below --- */

/* In rows. GTK looks for the width of a wrapped label by trying some hundred: a row that says a paragraph takes as long as ten others. */
static guint
weigh (GtkWidget *widget)
{
  const char *title = ADW_IS_PREFERENCES_ROW (widget) ? adw_preferences_row_get_title (ADW_PREFERENCES_ROW (widget)) : NULL;

  return 1 + (title ? (guint) strlen (title) / ROW_LETTERS : 0);
}

static void
show_later (TnRecordPage *self, guint n)
{
  for (guint shown = 0; self->later && shown < n;)
    {
      shown += weigh (self->later->pdata[self->later_at]);
      gtk_widget_show (self->later->pdata[self->later_at++]);
      if (self->later_at == self->later->len)
        g_clear_pointer (&self->later, g_ptr_array_unref);
    }
}

static void
forget_later (TnRecordPage *self)
{
  g_clear_pointer (&self->later, g_ptr_array_unref);
  if (self->later_id)
    gtk_widget_remove_tick_callback (GTK_WIDGET (self), self->later_id);
  self->later_id = 0;
}

static gboolean
show_next_cb (GtkWidget *widget, GdkFrameClock *clock, gpointer data)
{
  TnRecordPage *self = TN_RECORD_PAGE (widget);

  if (self->laid_out)
    show_later (self, NEXT_ROWS);
  self->laid_out = TRUE;   /* what a window shows has a frame to itself */
  if (self->later)
    return G_SOURCE_CONTINUE;
  self->later_id = 0;
  return G_SOURCE_REMOVE;
}

/* Rows one by one, a group with the first of them that waits, anything else whole. */
static void
put_off (TnRecordPage *self, GtkWidget *widget, guint *n)
{
  gboolean group = ADW_IS_PREFERENCES_GROUP (widget), row = GTK_IS_LIST_BOX_ROW (widget), waits = *n >= FIRST_ROWS && (group || row || gtk_widget_get_parent (widget) == self->content);

  if (!gtk_widget_get_visible (widget))
    return;
  if (waits)
    {
      gtk_widget_hide (widget);
      g_ptr_array_add (self->later, g_object_ref (widget));
    }
  *n += row ? weigh (widget) : 0;
  if (row || (waits && !group))
    return;
  for (GtkWidget *child = gtk_widget_get_first_child (widget); child; child = gtk_widget_get_next_sibling (child))
    put_off (self, child, n);
}

static void
put_off_below (TnRecordPage *self)
{
  guint n = 0;

  self->later = g_ptr_array_new_with_free_func (g_object_unref);
  self->later_at = 0;
  self->laid_out = FALSE;
  for (GtkWidget *child = gtk_widget_get_first_child (self->content); child; child = gtk_widget_get_next_sibling (child))
    if (child != self->heading)
      put_off (self, child, &n);
  if (!self->later->len)
    g_clear_pointer (&self->later, g_ptr_array_unref);
  else
    self->later_id = gtk_widget_add_tick_callback (GTK_WIDGET (self), show_next_cb, NULL, NULL);
}

/* What had the keyboard may be gone with what was done: then the page's first. */
static void
restore_focus (TnRecordPage *self)
{
  GtkWidget *widget = self->focus ? find_named (self->content, self->focus) : NULL;

  if (widget && !gtk_widget_is_visible (widget))
    show_later (self, G_MAXUINT);
  if (self->focus && !(widget && gtk_widget_grab_focus (widget)))
    gtk_widget_child_focus (self->content, GTK_DIR_TAB_FORWARD);
  g_clear_pointer (&self->focus, g_free);
}

/* --- writing --- */

static GtkWidget *
make_label (const char *text, const char *css)
{
  GtkWidget *label = gtk_label_new (text);

  gtk_label_set_xalign (GTK_LABEL (label), 0);
  gtk_label_set_wrap (GTK_LABEL (label), TRUE);
  gtk_label_set_wrap_mode (GTK_LABEL (label), PANGO_WRAP_WORD_CHAR);
  gtk_widget_add_css_class (label, css);
  return label;
}

void
tn_record_page_begin (TnRecordPage *self, const char *title, const char *subtitle)
{
  GtkWidget *names = gtk_box_new (GTK_ORIENTATION_VERTICAL, 0), *label = make_label (title, "title-3");

  remember_focus (self);
  self->content = gtk_box_new (GTK_ORIENTATION_VERTICAL, 18);
  self->heading = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 6);
  gtk_widget_set_name (label, "title");
  gtk_widget_set_hexpand (names, TRUE);
  gtk_box_append (GTK_BOX (names), label);
  if (subtitle && *subtitle)
    {
      label = make_label (subtitle, "dim-label");
      gtk_widget_set_name (label, "subtitle");
      gtk_box_append (GTK_BOX (names), label);
    }
  gtk_box_append (GTK_BOX (self->heading), names);
  gtk_box_append (GTK_BOX (self->content), self->heading);
}

/* All words, and what can be done to which record. */
static void
add_said (GString *said, GtkWidget *widget)
{
  if (GTK_IS_LABEL (widget))
    g_string_append_printf (said, "%s\n", gtk_label_get_text (GTK_LABEL (widget)));
  if (is_named (widget))
    g_string_append_printf (said, "%s\n", gtk_widget_get_name (widget));
  for (GtkWidget *child = gtk_widget_get_first_child (widget); child; child = gtk_widget_get_next_sibling (child))
    add_said (said, child);
}

/* TRUE when the page says already what was written; then that is thrown away. */
static gboolean
is_said (TnRecordPage *self)
{
  GString *said = g_string_new (NULL);
  gboolean same;

  add_said (said, self->content);
  same = adw_clamp_get_child (self->clamp) && g_strcmp0 (said->str, self->said) == 0;
  g_free (self->said);
  self->said = g_string_free (said, FALSE);
  if (!same)
    return FALSE;
  g_object_ref_sink (self->content);
  g_object_unref (self->content);
  self->content = self->heading = NULL;
  return TRUE;
}

void
tn_record_page_end (TnRecordPage *self)
{
  g_return_if_fail (self->content != NULL);
  gboolean another = self->another;

  self->another = FALSE;
  if (is_said (self))
    return;
  forget_later (self);
  if (another)
    put_off_below (self);
  adw_clamp_set_child (self->clamp, self->content);
  gtk_stack_set_visible_child_name (self->stack, "page");
  restore_focus (self);
  self->content = self->heading = NULL;
}

void
tn_record_page_show_message (TnRecordPage *self, const char *title, const char *text)
{
  g_autofree char *escaped = g_markup_escape_text (text, -1);

  forget_later (self);
  adw_clamp_set_child (self->clamp, NULL);
  adw_status_page_set_title (self->message, title);
  adw_status_page_set_description (self->message, escaped);
  gtk_stack_set_visible_child_name (self->stack, "message");
}

void
tn_record_page_go_to_top (TnRecordPage *self)
{
  self->another = TRUE;
  gtk_adjustment_set_value (gtk_scrolled_window_get_vadjustment (self->scroller), 0);
}

gboolean
tn_record_page_is_written (TnRecordPage *self)
{
  return adw_clamp_get_child (self->clamp) != NULL;
}

gboolean
tn_record_page_is_whole (TnRecordPage *self)
{
  return self->later == NULL;
}

void
tn_record_page_add_button (TnRecordPage *self, GtkWidget *button)
{
  gtk_widget_set_valign (button, GTK_ALIGN_CENTER);
  gtk_box_append (GTK_BOX (self->heading), button);
}

void
tn_record_page_add_main_button (TnRecordPage *self, const char *label, const char *tooltip, const char *action, const TnId *target)
{
  GtkWidget *button = tn_record_page_button (NULL, label, action, target);

  gtk_widget_add_css_class (button, "suggested-action");
  if (tooltip)
    tn_tip_set (button, tooltip);
  tn_record_page_add_button (self, button);
}

AdwPreferencesGroup *
tn_record_page_add_group (TnRecordPage *self, const char *title, const char *description)
{
  GtkWidget *group = adw_preferences_group_new ();
  g_autofree char *escaped_title = title ? g_markup_escape_text (title, -1) : NULL;
  g_autofree char *escaped = description ? g_markup_escape_text (description, -1) : NULL;

  if (escaped_title)
    adw_preferences_group_set_title (ADW_PREFERENCES_GROUP (group), escaped_title);
  if (escaped)
    adw_preferences_group_set_description (ADW_PREFERENCES_GROUP (group), escaped);
  gtk_box_append (GTK_BOX (self->content), group);
  return ADW_PREFERENCES_GROUP (group);
}

void
tn_record_page_add_widget (TnRecordPage *self, GtkWidget *widget)
{
  gtk_box_append (GTK_BOX (self->content), widget);
}

/* --- pieces --- */

GtkWidget *
tn_record_page_row (AdwPreferencesGroup *group, const char *title, const char *detail)
{
  GtkWidget *row = adw_action_row_new ();

  adw_preferences_row_set_use_markup (ADW_PREFERENCES_ROW (row), FALSE);
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (row), title);
  adw_action_row_set_title_lines (ADW_ACTION_ROW (row), 0);
  adw_action_row_set_subtitle_lines (ADW_ACTION_ROW (row), 0);
  if (detail && *detail)
    adw_action_row_set_subtitle (ADW_ACTION_ROW (row), detail);
  adw_preferences_group_add (group, row);
  return row;
}

void
tn_record_page_row_end (GtkWidget *row, const char *text, const char *css)
{
  GtkWidget *label = gtk_label_new (text);

  gtk_label_set_wrap (GTK_LABEL (label), TRUE);
  gtk_label_set_wrap_mode (GTK_LABEL (label), PANGO_WRAP_WORD_CHAR);
  gtk_label_set_xalign (GTK_LABEL (label), 1);
  gtk_label_set_natural_wrap_mode (GTK_LABEL (label), GTK_NATURAL_WRAP_NONE);   /* else a short text is broken for no need */
  gtk_label_set_max_width_chars (GTK_LABEL (label), 34);
  if (css)
    gtk_widget_add_css_class (label, css);
  adw_action_row_add_suffix (ADW_ACTION_ROW (row), label);
}

void
tn_record_page_fact (AdwPreferencesGroup *group, const char *name, const char *value)
{
  GtkWidget *row;
  g_autofree char *spoken = NULL;

  if (!value || !*value)
    return;
  row = tn_record_page_row (group, name, NULL);
  tn_record_page_row_end (row, value, NULL);
  spoken = g_strdup_printf ("%s: %s", name, value);
  gtk_accessible_update_property (GTK_ACCESSIBLE (row), GTK_ACCESSIBLE_PROPERTY_LABEL, spoken, -1);
}

/* What a widget is called that does this. Owned. */
static char *
dup_name (const char *action, const TnId *target)
{
  TnIdStr id;

  if (!target)
    return g_strdup (action);
  tn_id_format (target, id);
  return g_strconcat (action, ":", id, NULL);
}

void
tn_record_page_focus (TnRecordPage *self, const char *action, const TnId *target)
{
  g_autofree char *name = dup_name (action, target);
  GtkWidget *content = adw_clamp_get_child (self->clamp), *widget = content ? find_named (content, name) : NULL;

  show_later (self, G_MAXUINT);
  if (widget)
    gtk_widget_grab_focus (widget);
}

static void
set_target (GtkActionable *actionable, const char *action, const TnId *target)
{
  g_autofree char *name = dup_name (action, target);
  TnIdStr id;

  if (target)
    {
      tn_id_format (target, id);
      gtk_actionable_set_action_target (actionable, "s", id);
    }
  gtk_actionable_set_action_name (actionable, action);
  gtk_widget_set_name (GTK_WIDGET (actionable), name);
}

void
tn_record_page_row_action (GtkWidget *row, const char *action, const TnId *target)
{
  gtk_list_box_row_set_activatable (GTK_LIST_BOX_ROW (row), TRUE);
  set_target (GTK_ACTIONABLE (row), action, target);
}

/* Without the underline of its mnemonic. Owned. */
static char *
dup_plain (const char *label)
{
  g_auto (GStrv) parts = g_strsplit (label, "_", -1);

  return g_strjoinv (NULL, parts);
}

GtkWidget *
tn_record_page_button (const char *icon, const char *label, const char *action, const TnId *target)
{
  GtkWidget *button = icon ? gtk_button_new_from_icon_name (icon) : gtk_button_new_with_mnemonic (label);
  g_autofree char *plain = dup_plain (label);

  if (icon)
    {
      tn_tip_set (button, plain);
      gtk_widget_add_css_class (button, "flat");
    }
  gtk_widget_set_valign (button, GTK_ALIGN_CENTER);
  gtk_accessible_update_property (GTK_ACCESSIBLE (button), GTK_ACCESSIBLE_PROPERTY_LABEL, plain, -1);
  set_target (GTK_ACTIONABLE (button), action, target);
  return button;
}

/* --- lists that may be long --- */

guint
tn_record_page_count (TnRecordPage *self, const char *list, guint n)
{
  guint times = GPOINTER_TO_UINT (g_hash_table_lookup (self->more, list));

  return MIN (n, FIRST_LINES + times * MORE_LINES);
}

static void
more_cb (GtkWidget *widget, const char *action, GVariant *parameter)
{
  TnRecordPage *self = TN_RECORD_PAGE (widget);
  const char *list = g_variant_get_string (parameter, NULL);
  guint times = GPOINTER_TO_UINT (g_hash_table_lookup (self->more, list));

  g_hash_table_replace (self->more, g_strdup (list), GUINT_TO_POINTER (times + 1));
  g_signal_emit (self, signals[MORE], 0);
}

void
tn_record_page_add_more (TnRecordPage *self, AdwPreferencesGroup *group, const char *list, guint n)
{
  guint left = n - tn_record_page_count (self, list, n);
  g_autofree char *title = NULL, *name = NULL;
  GtkWidget *row;

  if (!left)
    return;
  title = g_strdup_printf (ngettext ("%u more: show it", "%u more: show them", left), left);
  name = g_strdup_printf ("record-page.more:%s", list);
  row = tn_record_page_row (group, title, NULL);
  gtk_list_box_row_set_activatable (GTK_LIST_BOX_ROW (row), TRUE);
  gtk_actionable_set_action_target (GTK_ACTIONABLE (row), "s", list);
  gtk_actionable_set_action_name (GTK_ACTIONABLE (row), "record-page.more");
  gtk_widget_set_name (row, name);
}

void
tn_record_page_forget_more (TnRecordPage *self)
{
  g_hash_table_remove_all (self->more);
}

/* --- its size --- */

/* A page scrolls: how high all of its lines are together is nobody's business above it, and to find that out at every change takes as long as laying them out. */
#define LOWEST 120

static GtkSizeRequestMode
get_request_mode (GtkWidget *widget)
{
  return GTK_SIZE_REQUEST_CONSTANT_SIZE;
}

static void
measure (GtkWidget *widget, GtkOrientation orientation, int for_size, int *minimum, int *natural, int *minimum_baseline, int *natural_baseline)
{
  GtkWidget *child = gtk_widget_get_first_child (widget);

  *minimum = *natural = LOWEST;
  *minimum_baseline = *natural_baseline = -1;
  if (orientation == GTK_ORIENTATION_HORIZONTAL)
    gtk_widget_measure (child, orientation, -1, minimum, natural, NULL, NULL);
}

static void
allocate (GtkWidget *widget, int width, int height, int baseline)
{
  gtk_widget_allocate (gtk_widget_get_first_child (widget), width, height, baseline, NULL);
}

/* --- GObject --- */

static void
tn_record_page_dispose (GObject *object)
{
  forget_later (TN_RECORD_PAGE (object));
  G_OBJECT_CLASS (tn_record_page_parent_class)->dispose (object);
}

static void
tn_record_page_finalize (GObject *object)
{
  g_free (TN_RECORD_PAGE (object)->focus);
  g_free (TN_RECORD_PAGE (object)->said);
  g_hash_table_unref (TN_RECORD_PAGE (object)->more);
  G_OBJECT_CLASS (tn_record_page_parent_class)->finalize (object);
}

static void
tn_record_page_class_init (TnRecordPageClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = tn_record_page_dispose;
  G_OBJECT_CLASS (klass)->finalize = tn_record_page_finalize;
  gtk_widget_class_install_action (GTK_WIDGET_CLASS (klass), "record-page.more", "s", more_cb);
  signals[MORE] = g_signal_new ("more", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);
}

static void
tn_record_page_init (TnRecordPage *self)
{
  self->more = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  self->stack = GTK_STACK (gtk_stack_new ());
  self->scroller = GTK_SCROLLED_WINDOW (gtk_scrolled_window_new ());
  self->clamp = ADW_CLAMP (adw_clamp_new ());
  self->message = ADW_STATUS_PAGE (adw_status_page_new ());
  gtk_scrolled_window_set_policy (self->scroller, GTK_POLICY_NEVER, GTK_POLICY_AUTOMATIC);
  gtk_scrolled_window_set_child (self->scroller, GTK_WIDGET (self->clamp));
  adw_clamp_set_maximum_size (self->clamp, 820);
  gtk_widget_set_margin_start (GTK_WIDGET (self->clamp), 12);
  gtk_widget_set_margin_end (GTK_WIDGET (self->clamp), 12);
  gtk_widget_set_margin_top (GTK_WIDGET (self->clamp), 8);
  gtk_widget_set_margin_bottom (GTK_WIDGET (self->clamp), 24);
  gtk_widget_add_css_class (GTK_WIDGET (self->message), "compact");
  gtk_stack_set_hhomogeneous (self->stack, FALSE);
  gtk_stack_set_vhomogeneous (self->stack, FALSE);
  gtk_stack_add_named (self->stack, GTK_WIDGET (self->scroller), "page");
  gtk_stack_add_named (self->stack, GTK_WIDGET (self->message), "message");
  adw_bin_set_child (ADW_BIN (self), GTK_WIDGET (self->stack));
  gtk_widget_set_layout_manager (GTK_WIDGET (self), gtk_custom_layout_new (get_request_mode, measure, allocate));
}

TnRecordPage *
tn_record_page_new (void)
{
  return g_object_new (TN_TYPE_RECORD_PAGE, "hexpand", TRUE, "vexpand", TRUE, NULL);
}
