/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "tn-pair-page.h"
#include <glib/gi18n.h>
#include "tn-dialog-parts.h"
#include "tn-rows.h"
#include "tn-window.h"

#define MAX_FIELDS TN_PAIR_MAX
#define LEAST_CHARS 9   /* a column is not squeezed to letters by a long text beside it */

struct _TnPairPage
{
  AdwBin parent_instance;

  GtkLabel *title, *why, *moves;
  GtkGrid *grid;
  AdwPreferencesGroup *members, *late;
  GtkWidget *merge_button, *different_button, *part_button;
  GPtrArray *member_rows, *late_rows;     /* borrowed from their groups */
  GPtrArray *along;                       /* GtkCheckButton by place in the detail's members; borrowed */

  TnWorkspace *workspace;
  TnPair pair;
  TnPairDetail *detail;                   /* what is shown; NULL = nothing yet */
  GtkCheckButton *keep[2];
  GtkCheckButton *choice[MAX_FIELDS][2];  /* by place in tn_pair_fields; NULL = nothing to choose */
  gboolean touched;                       /* the person has chosen something: what others change does not take it away */
  GCancellable *cancellable;
};

G_DEFINE_FINAL_TYPE (TnPairPage, tn_pair_page, ADW_TYPE_BIN)

/* --- the grid --- */

static GtkWidget *
attach_label (TnPairPage *self, const char *text, const char *css, int column, int row)
{
  GtkWidget *label = gtk_label_new (text);

  gtk_label_set_xalign (GTK_LABEL (label), 0);
  gtk_label_set_wrap (GTK_LABEL (label), TRUE);
  gtk_label_set_wrap_mode (GTK_LABEL (label), PANGO_WRAP_WORD_CHAR);
  if (css)
    gtk_widget_add_css_class (label, css);
  gtk_widget_set_hexpand (label, column > 0);
  gtk_grid_attach (self->grid, label, column, row, 1, 1);
  return label;
}

static void
touched_cb (TnPairPage *self)
{
  self->touched = TRUE;
}

/* Two buttons of which one is on. label: what a screen reader says before the value. */
static void
attach_choice (TnPairPage *self, GtkCheckButton *pair[2], const char *const texts[2], const char *label, guint on, int row)
{
  for (guint side = 0; side < 2; side++)
    {
      GtkWidget *button = gtk_check_button_new (), *text = gtk_label_new (texts[side]);
      g_autofree char *name = g_strdup_printf ("%s: %s", label, texts[side]);

      gtk_label_set_wrap (GTK_LABEL (text), TRUE);
      gtk_label_set_width_chars (GTK_LABEL (text), LEAST_CHARS);
      gtk_label_set_wrap_mode (GTK_LABEL (text), PANGO_WRAP_WORD_CHAR);
      gtk_label_set_xalign (GTK_LABEL (text), 0);
      gtk_check_button_set_child (GTK_CHECK_BUTTON (button), text);
      gtk_widget_set_hexpand (button, TRUE);
      gtk_accessible_update_property (GTK_ACCESSIBLE (button), GTK_ACCESSIBLE_PROPERTY_LABEL, name, -1);
      gtk_grid_attach (self->grid, button, (int) side + 1, row, 1, 1);
      pair[side] = GTK_CHECK_BUTTON (button);
    }
  gtk_check_button_set_group (pair[1], pair[0]);
  gtk_check_button_set_active (pair[on], TRUE);
  g_signal_connect_object (pair[0], "toggled", G_CALLBACK (touched_cb), self, G_CONNECT_SWAPPED);
}

static void
show_fact (TnPairPage *self, const char *label, const char *left, const char *right, int *row)
{
  if (!*left && !*right)
    return;
  attach_label (self, label, "dim-label", 0, *row);
  attach_label (self, *left ? left : "–", NULL, 1, *row);
  attach_label (self, *right ? right : "–", NULL, 2, (*row)++);
}

static void
show_field (TnPairPage *self, guint at, gboolean choose, int *row)
{
  const TnPairDetail *d = self->detail;
  const char *label = tn_pair_label (d->kind, tn_pair_fields (d->kind)[at]), *left = d->texts[0][at], *right = d->texts[1][at];

  if (!choose || g_str_equal (left, right))
    {
      show_fact (self, label, left, right, row);
      return;
    }
  attach_label (self, label, "dim-label", 0, *row);
  attach_choice (self, self->choice[at], (const char *const[]) { *left ? left : _("(empty)"), *right ? right : _("(empty)") }, label, *left ? 0 : 1, (*row)++);
}

static void
clear_grid (TnPairPage *self)
{
  GtkWidget *child;

  while ((child = gtk_widget_get_first_child (GTK_WIDGET (self->grid))))
    gtk_grid_remove (self->grid, child);
  memset (self->choice, 0, sizeof self->choice);
  memset (self->keep, 0, sizeof self->keep);
}

static gboolean
of_households (TnPairPage *self)
{
  return g_str_equal (self->detail->kind->key, "household");
}

static void
show_households (TnPairPage *self, int *row)
{
  const TnPairDetail *d = self->detail;
  g_autofree char *left = g_strdup_printf ("%u", d->n_people[0]), *right = g_strdup_printf ("%u", d->n_people[1]);

  show_fact (self, _("Head"), d->heads[0], d->heads[1], row);
  show_fact (self, _("People"), left, right, row);
}

static void
show_grid (TnPairPage *self, gboolean choose)
{
  const TnPairDetail *d = self->detail;
  int row = 0;

  clear_grid (self);
  if (choose)
    {
      attach_label (self, _("Which record stays"), "dim-label", 0, row);
      attach_choice (self, self->keep, (const char *const[]) { _("This one"), _("This one") }, _("Which record stays"), 0, row++);
    }
  else if (g_str_equal (d->state, "merged"))
    show_fact (self, "", _("Kept"), _("Merged into it"), &row);
  if (of_households (self))
    show_households (self, &row);
  else
    show_fact (self, _("Lives at"), d->doors[0], d->doors[1], &row);
  for (guint i = 0; tn_pair_fields (d->kind)[i]; i++)
    show_field (self, i, choose, &row);
  show_fact (self, _("Citizen card number"), d->cards[0] ? d->cards[0] : "", d->cards[1] ? d->cards[1] : "", &row);
}

/* --- what is merged --- */

static void show_detail (TnPairPage *self);

static void
done_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (TnPairPage) self = user_data;
  g_autoptr (GError) error = NULL;

  gtk_widget_set_sensitive (GTK_WIDGET (self), TRUE);
  if (!tn_workspace_run_finish (TN_WORKSPACE (source), result, &error) && tn_window_of (self))
    tn_window_show_error (tn_window_of (self), _("The two records were left as they are"), error);
}

typedef struct
{
  TnId kept, other;
  const char *take[MAX_FIELDS + 1];
  GArray *people;    /* TnMergePair, of households */
  char *one_field;   /* of a late change; NULL = none */
  gboolean take_it;  /* else it is left */
} Job;

static void
free_job (gpointer data)
{
  Job *job = data;

  g_array_unref (job->people);
  g_free (job->one_field);
  g_free (job);
}

static void
run (TnPairPage *self, TnWorkFunc func, Job *job)
{
  self->touched = FALSE;
  gtk_widget_set_sensitive (GTK_WIDGET (self), FALSE);
  tn_workspace_run_async (self->workspace, func, job, free_job, NULL, done_cb, g_object_ref (self));
}

static Job *
new_job (TnPairPage *self, guint kept)
{
  Job *job = g_new0 (Job, 1);

  job->kept = self->detail->rows[kept]->id;
  job->other = self->detail->rows[!kept]->id;
  job->people = g_array_new (FALSE, FALSE, sizeof (TnMergePair));
  return job;
}

static TnEdit *
build_merge (TnCopy *copy, gpointer data, GError **error)
{
  Job *job = data;

  return tn_work_merge (copy, &job->kept, &job->other, job->take, job->people, error);
}

static void
add_people (TnPairPage *self, Job *job, guint kept)
{
  for (guint i = 0; i < self->along->len; i++)
    {
      const TnDuplicate *pair = &g_array_index (self->detail->members, TnDuplicate, i);
      TnMergePair people = kept ? (TnMergePair) { pair->b, pair->a } : (TnMergePair) { pair->a, pair->b };

      if (gtk_check_button_get_active (self->along->pdata[i]))
        g_array_append_val (job->people, people);
    }
}

static void
merge (GtkWidget *widget, const char *name, GVariant *parameter)
{
  TnPairPage *self = TN_PAIR_PAGE (widget);
  guint kept = self->keep[1] && gtk_check_button_get_active (self->keep[1]), n = 0;
  Job *job = new_job (self, kept);

  for (guint i = 0; tn_pair_fields (self->detail->kind)[i]; i++)
    if (self->choice[i][0] && gtk_check_button_get_active (self->choice[i][!kept]))
      job->take[n++] = tn_pair_fields (self->detail->kind)[i];
  add_people (self, job, kept);
  run (self, build_merge, job);
}

static TnEdit *
build_apart (TnCopy *copy, gpointer data, GError **error)
{
  Job *job = data;

  return tn_work_keep_apart (copy, &job->kept, &job->other, error);
}

static void
keep_apart (GtkWidget *widget, const char *name, GVariant *parameter)
{
  run (TN_PAIR_PAGE (widget), build_apart, new_job (TN_PAIR_PAGE (widget), 0));
}

static TnEdit *
build_part (TnCopy *copy, gpointer data, GError **error)
{
  Job *job = data;
  TnId duplicate = tn_duplicate_id (&job->kept, &job->other);
  guint n_left;

  return tn_work_part (copy, &duplicate, &n_left, error);
}

static void
part (GtkWidget *widget, const char *name, GVariant *parameter)
{
  run (TN_PAIR_PAGE (widget), build_part, new_job (TN_PAIR_PAGE (widget), 0));
}

/* One late change is taken over, or left. */
static TnEdit *
build_settle (TnCopy *copy, gpointer data, GError **error)
{
  Job *job = data;
  TnId duplicate = tn_duplicate_id (&job->kept, &job->other);

  return tn_work_settle_merged (copy, &duplicate, job->one_field, job->take_it, error);
}

static void
take_cb (TnPairPage *self, GtkWidget *button)
{
  Job *job = new_job (self, 0);

  job->one_field = g_strdup (g_object_get_data (G_OBJECT (button), "tn-field"));
  job->take_it = g_object_get_data (G_OBJECT (button), "tn-take") != NULL;
  run (self, build_settle, job);
}

static GtkWidget *
make_late_button (TnPairPage *self, const char *label, const char *field, gboolean take_it)
{
  GtkWidget *button = gtk_button_new_with_mnemonic (label);

  gtk_widget_set_valign (button, GTK_ALIGN_CENTER);
  g_object_set_data_full (G_OBJECT (button), "tn-field", g_strdup (field), g_free);
  g_object_set_data (G_OBJECT (button), "tn-take", GINT_TO_POINTER (take_it));
  g_signal_connect_object (button, "clicked", G_CALLBACK (take_cb), self, G_CONNECT_SWAPPED);
  return button;
}

/* Who of two households stands in both is merged along, unless the person says that they are two. */
static void
show_members (TnPairPage *self, gboolean choose)
{
  tn_rows_clear_group (self->members, self->member_rows);
  g_ptr_array_set_size (self->along, 0);
  for (guint i = 0; choose && i < self->detail->names->len; i++)
    {
      GtkWidget *check = gtk_check_button_new ();
      GtkWidget *row = tn_dialog_parts_row (self->detail->names->pdata[i], NULL);

      adw_action_row_set_activatable_widget (ADW_ACTION_ROW (row), check);
      gtk_check_button_set_active (GTK_CHECK_BUTTON (check), TRUE);
      gtk_accessible_update_property (GTK_ACCESSIBLE (check), GTK_ACCESSIBLE_PROPERTY_LABEL, self->detail->names->pdata[i], -1);
      g_signal_connect_object (check, "toggled", G_CALLBACK (touched_cb), self, G_CONNECT_SWAPPED);
      adw_action_row_add_prefix (ADW_ACTION_ROW (row), check);
      adw_preferences_group_add (self->members, row);
      g_ptr_array_add (self->member_rows, row);
      g_ptr_array_add (self->along, check);
    }
  gtk_widget_set_visible (GTK_WIDGET (self->members), self->along->len > 0);
}

static void
show_late (TnPairPage *self)
{
  tn_rows_clear_group (self->late, self->late_rows);
  for (guint i = 0; i < self->detail->late->len; i++)
    {
      const TnMergedLate *late = self->detail->late->pdata[i];
      const TnField *field = tn_kind_field (late->kind, late->field);
      g_autofree char *text = tn_field_show (field, tn_slice (late->token, -1));
      GtkWidget *row = tn_dialog_parts_row (_(field->label), *text ? text : _("(empty)"));

      adw_action_row_add_suffix (ADW_ACTION_ROW (row), make_late_button (self, _("Take _Over"), late->field, TRUE));
      adw_action_row_add_suffix (ADW_ACTION_ROW (row), make_late_button (self, _("_Leave It"), late->field, FALSE));
      adw_preferences_group_add (self->late, row);
      g_ptr_array_add (self->late_rows, row);
    }
  gtk_widget_set_visible (GTK_WIDGET (self->late), self->detail->late->len > 0);
}

static void
show_words (TnPairPage *self, gboolean merged, gboolean different)
{
  const TnPairDetail *d = self->detail;
  g_autofree char *why = tn_match_words (d->why), *moves = NULL;
  guint n = d->n_hanging[1];

  gtk_label_set_text (self->title, merged ? _("These were one and the same") : different ? of_households (self) ? _("These are two households") : _("These are two people") : _("Are these one and the same?"));
  gtk_label_set_text (self->why, merged ? _("Merged. What hung on the other record was moved; it can be taken apart again at any time.") : why);
  moves = n ? g_strdup_printf (ngettext ("%u record hangs on the right one: visits, categories, cards and the like. It moves along.",
                                         "%u records hang on the right one: visits, categories, cards and the like. They move along.", n), n) : g_strdup ("");
  gtk_label_set_text (self->moves, moves);
  gtk_widget_set_visible (GTK_WIDGET (self->moves), !merged && *moves);
}

static void
show_detail (TnPairPage *self)
{
  gboolean merged = g_str_equal (self->detail->state, "merged"), different = g_str_equal (self->detail->state, "different");

  show_words (self, merged, different);
  show_grid (self, !merged);
  show_members (self, !merged);
  show_late (self);
  gtk_button_set_label (GTK_BUTTON (self->different_button), of_households (self) ? _("_Two Households") : _("_Two People"));
  gtk_widget_set_visible (self->merge_button, !merged);
  gtk_widget_set_visible (self->different_button, !merged && !different);
  gtk_widget_set_visible (self->part_button, merged);
}

/* --- reading --- */

static void
read_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (TnPairPage) self = user_data;
  g_autoptr (GError) error = NULL;
  TnPairDetail *detail = tn_store_finish (TN_STORE (source), result, &error);

  if (!detail)
    {
      if (!g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED) && tn_window_of (self))
        tn_window_show_error (tn_window_of (self), _("The two records could not be read"), error);
      return;
    }
  g_clear_pointer (&self->detail, tn_pair_detail_free);
  self->detail = detail;
  show_detail (self);
}

static void
read_pair (TnPairPage *self)
{
  if (tn_id_is_null (&self->pair.a) || self->touched)
    return;
  g_cancellable_cancel (self->cancellable);
  g_object_unref (self->cancellable);
  self->cancellable = g_cancellable_new ();
  tn_store_read_async (tn_workspace_get_store (self->workspace), tn_pair_detail_read, g_memdup2 (&self->pair, sizeof self->pair), g_free, tn_pair_detail_free,
                       self->cancellable, read_cb, g_object_ref (self));
}

void
tn_pair_page_show (TnPairPage *self, const TnPair *pair)
{
  self->pair = *pair;
  self->touched = FALSE;
  read_pair (self);
}

void
tn_pair_page_attach (TnPairPage *self, TnWorkspace *workspace)
{
  self->workspace = g_object_ref (workspace);
  g_signal_connect_object (tn_workspace_get_store (workspace), "changed", G_CALLBACK (read_pair), self, G_CONNECT_SWAPPED);
}

static void
tn_pair_page_dispose (GObject *object)
{
  TnPairPage *self = TN_PAIR_PAGE (object);

  g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->workspace);
  G_OBJECT_CLASS (tn_pair_page_parent_class)->dispose (object);
}

static void
tn_pair_page_finalize (GObject *object)
{
  TnPairPage *self = TN_PAIR_PAGE (object);

  g_object_unref (self->cancellable);
  g_clear_pointer (&self->detail, tn_pair_detail_free);
  g_ptr_array_unref (self->late_rows);
  g_ptr_array_unref (self->member_rows);
  g_ptr_array_unref (self->along);
  G_OBJECT_CLASS (tn_pair_page_parent_class)->finalize (object);
}

static void
tn_pair_page_class_init (TnPairPageClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = tn_pair_page_dispose;
  G_OBJECT_CLASS (klass)->finalize = tn_pair_page_finalize;
  gtk_widget_class_install_action (widget_class, "pair.merge", NULL, merge);
  gtk_widget_class_install_action (widget_class, "pair.different", NULL, keep_apart);
  gtk_widget_class_install_action (widget_class, "pair.part", NULL, part);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_Return, GDK_CONTROL_MASK, "pair.merge", NULL);
  gtk_widget_class_set_template_from_resource (widget_class, "/vn/tungnha/TungNha/ui/duplicates/tn-pair-page.ui");
  gtk_widget_class_bind_template_child (widget_class, TnPairPage, title);
  gtk_widget_class_bind_template_child (widget_class, TnPairPage, why);
  gtk_widget_class_bind_template_child (widget_class, TnPairPage, moves);
  gtk_widget_class_bind_template_child (widget_class, TnPairPage, grid);
  gtk_widget_class_bind_template_child (widget_class, TnPairPage, members);
  gtk_widget_class_bind_template_child (widget_class, TnPairPage, late);
  gtk_widget_class_bind_template_child (widget_class, TnPairPage, merge_button);
  gtk_widget_class_bind_template_child (widget_class, TnPairPage, different_button);
  gtk_widget_class_bind_template_child (widget_class, TnPairPage, part_button);
}

static void
tn_pair_page_init (TnPairPage *self)
{
  self->cancellable = g_cancellable_new ();
  self->late_rows = g_ptr_array_new ();
  self->member_rows = g_ptr_array_new ();
  self->along = g_ptr_array_new ();
  gtk_widget_init_template (GTK_WIDGET (self));
}

TnPairPage *
tn_pair_page_new (void)
{
  return g_object_new (TN_TYPE_PAIR_PAGE, NULL);
}
