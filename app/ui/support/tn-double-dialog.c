/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "tn-double-dialog.h"
#include <glib/gi18n.h>
#include "tn-date.h"
#include "tn-dialog.h"
#include "tn-money.h"
#include "tn-support.h"

#define MAX_SHOWN 4u   /* receipts side by side */

/* What is shown: the receipts that count, with who wrote each down and where. */
typedef struct
{
  TnId programme, subject;
  char *title, *address, *programme_name;
  GPtrArray *receipts;     /* TnReceipt*, oldest first */
  GPtrArray *written;      /* char*, one each: "Laptop 2, cô Ba" */
  GPtrArray *whose;        /* char*, one each: the household that this one was split off from; "" = its own */
} Pair;

static void
free_pair (gpointer data)
{
  Pair *pair = data;

  g_free (pair->title);
  g_free (pair->address);
  g_free (pair->programme_name);
  g_clear_pointer (&pair->receipts, g_ptr_array_unref);
  g_clear_pointer (&pair->written, g_ptr_array_unref);
  g_clear_pointer (&pair->whose, g_ptr_array_unref);
  g_free (pair);
}

/* Who wrote the record first, and on which laptop. */
static char *
read_written (TnCopy *copy, const TnId *receipt, GError **error)
{
  g_autoptr (GPtrArray) history = tn_query_history (copy, receipt, FALSE, error);
  const TnHistoryItem *first;

  if (!history)
    return NULL;
  if (!history->len)
    return g_strdup ("");
  first = history->pdata[history->len - 1];
  return g_strdup_printf ("%s%s%s", first->device ? first->device : "", first->device && *first->device && first->by && *first->by ? ", " : "", first->by ? first->by : "");
}

/* Whose it is, where it is another one's: of the household that this one was split off from. */
static char *
dup_whose (TnCopy *copy, const Pair *pair, const TnReceipt *receipt)
{
  return tn_id_equal (&receipt->subject, &pair->subject) ? g_strdup ("") : tn_query_title (copy, &receipt->subject);
}

static gboolean
take_receipts (TnCopy *copy, Pair *pair, GPtrArray *all, GError **error)
{
  g_ptr_array_set_free_func (all, NULL);
  for (guint i = 0; i < all->len; i++)
    {
      TnReceipt *receipt = all->pdata[i];

      if (receipt->counts)
        g_ptr_array_add (pair->receipts, receipt);
      else
        tn_receipt_free (receipt);
    }
  for (guint i = 0; i < pair->receipts->len; i++)
    {
      char *written = read_written (copy, &((TnReceipt *) pair->receipts->pdata[i])->id, error);

      if (!written)
        return FALSE;
      g_ptr_array_add (pair->written, written);
      g_ptr_array_add (pair->whose, dup_whose (copy, pair, pair->receipts->pdata[i]));
    }
  return TRUE;
}

static gpointer
read_pair (TnCopy *copy, gpointer data, GCancellable *cancellable, GError **error)
{
  const TnId *ids = data;
  g_autoptr (TnProgramme) programme = tn_programme_read (copy, &ids[0], error);
  g_autoptr (GPtrArray) all = programme ? tn_support_receipts_beside (copy, &ids[0], &ids[1], error) : NULL;
  Pair *pair;

  if (!all)
    return NULL;
  pair = g_new0 (Pair, 1);
  pair->programme = ids[0];
  pair->subject = ids[1];
  pair->title = tn_query_title (copy, &ids[1]);
  pair->programme_name = g_strdup (programme->name);
  pair->receipts = g_ptr_array_new_with_free_func ((GDestroyNotify) tn_receipt_free);
  pair->written = g_ptr_array_new_with_free_func (g_free);
  pair->whose = g_ptr_array_new_with_free_func (g_free);
  if (take_receipts (copy, pair, all, error))
    return pair;
  free_pair (pair);
  return NULL;
}

/* --- the receipts side by side --- */

typedef struct
{
  Pair *pair;
  GtkWidget *which[MAX_SHOWN], *what[4], *reason;
} Asked;

static const char *const choices[] = { "same", "error", "returned", "stands" };

static void
free_asked (gpointer data)
{
  free_pair (((Asked *) data)->pair);
  g_free (data);
}

static void
add_fact (GtkWidget *card, const char *name, const char *value)
{
  GtkWidget *label;
  g_autofree char *text = NULL;

  if (!value || !*value)
    return;
  /* Translators: what it is, and its value */
  text = g_strdup_printf (_("%s: %s"), name, value);
  label = gtk_label_new (text);
  gtk_label_set_xalign (GTK_LABEL (label), 0);
  gtk_label_set_wrap (GTK_LABEL (label), TRUE);
  gtk_label_set_wrap_mode (GTK_LABEL (label), PANGO_WRAP_WORD_CHAR);
  gtk_label_set_width_chars (GTK_LABEL (label), 22);
  gtk_box_append (GTK_BOX (card), label);
}

static char *
dup_what (const TnReceipt *receipt)
{
  if (receipt->amount)
    return tn_money_show (receipt->amount);
  return g_strdup_printf ("%s %s", receipt->quantity ? receipt->quantity : "", receipt->goods ? receipt->goods : "");
}

static GtkWidget *
make_card (Asked *asked, guint i)
{
  const TnReceipt *receipt = asked->pair->receipts->pdata[i];
  GtkWidget *card = gtk_box_new (GTK_ORIENTATION_VERTICAL, 4);
  g_autofree char *title = g_strdup_printf (_("Receipt _%u"), i + 1), *at = tn_date_format_time (receipt->at), *what = dup_what (receipt);

  asked->which[i] = gtk_check_button_new_with_mnemonic (title);
  if (i > 0)
    gtk_check_button_set_group (GTK_CHECK_BUTTON (asked->which[i]), GTK_CHECK_BUTTON (asked->which[0]));
  gtk_widget_add_css_class (asked->which[i], "heading");
  gtk_box_append (GTK_BOX (card), asked->which[i]);
  add_fact (card, _("Where they lived before"), asked->pair->whose->pdata[i]);
  add_fact (card, _("When"), at);
  add_fact (card, _("What"), what);
  add_fact (card, _("Handed over by"), receipt->by);
  add_fact (card, _("Signed by"), receipt->receiver);
  add_fact (card, _("Signature sheet"), receipt->sheet);
  add_fact (card, _("Written on"), asked->pair->written->pdata[i]);
  add_fact (card, _("Notes"), receipt->note);
  gtk_widget_add_css_class (card, "card");
  gtk_widget_add_css_class (card, "tn-receipt");
  gtk_widget_set_hexpand (card, TRUE);
  return card;
}

static GtkWidget *
make_label (const char *text)
{
  GtkWidget *label = gtk_label_new (text);

  gtk_label_set_xalign (GTK_LABEL (label), 0);
  gtk_label_set_wrap (GTK_LABEL (label), TRUE);
  return label;
}

static void
add_choices (TnDialog *dialog, Asked *asked)
{
  const TnField *field = tn_kind_field (tn_schema_kind ("settlement"), "what");
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 2);

  for (guint i = 0; i < G_N_ELEMENTS (choices); i++)
    {
      asked->what[i] = gtk_check_button_new_with_label (tn_choice_label (field, choices[i]));
      gtk_widget_set_name (asked->what[i], choices[i]);
      if (i > 0)
        gtk_check_button_set_group (GTK_CHECK_BUTTON (asked->what[i]), GTK_CHECK_BUTTON (asked->what[0]));
      gtk_box_append (GTK_BOX (box), asked->what[i]);
    }
  gtk_check_button_set_active (GTK_CHECK_BUTTON (asked->what[0]), TRUE);
  tn_dialog_add (dialog, box);
}

static void
fill (TnDialog *dialog, Asked *asked)
{
  GtkWidget *cards = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 12);
  guint n = MIN (asked->pair->receipts->len, MAX_SHOWN);
  g_autofree char *who = g_strdup_printf ("%s · %s", asked->pair->title, asked->pair->programme_name ? asked->pair->programme_name : "");
  GtkWidget *heading = make_label (who);

  gtk_widget_add_css_class (heading, "title-4");
  tn_dialog_add (dialog, heading);
  tn_dialog_add (dialog, make_label (_("More than one receipt counts. Nothing is taken away by itself: say what one of them was.")));
  gtk_box_set_homogeneous (GTK_BOX (cards), TRUE);
  for (guint i = 0; i < n; i++)
    gtk_box_append (GTK_BOX (cards), make_card (asked, i));
  gtk_check_button_set_active (GTK_CHECK_BUTTON (asked->which[n - 1]), TRUE);   /* the last one is most often the one too many */
  tn_dialog_add (dialog, cards);
  tn_dialog_add (dialog, make_label (_("The receipt that is chosen above was")));
  add_choices (dialog, asked);
  asked->reason = gtk_entry_new ();
  gtk_widget_set_name (asked->reason, "reason");
  gtk_entry_set_placeholder_text (GTK_ENTRY (asked->reason), _("Why, and whom you asked"));
  gtk_accessible_update_property (GTK_ACCESSIBLE (asked->reason), GTK_ACCESSIBLE_PROPERTY_LABEL, _("Reason"), -1);
  g_signal_connect_object (asked->reason, "changed", G_CALLBACK (tn_dialog_set_dirty), dialog, G_CONNECT_SWAPPED);
  tn_dialog_add (dialog, asked->reason);
}

/* --- saving --- */

typedef struct
{
  TnId delivery, kept;
  const char *what;
  char *reason;
} Job;

static void
free_job (gpointer data)
{
  g_free (((Job *) data)->reason);
  g_free (data);
}

static TnEdit *
settle (TnCopy *copy, gpointer data, GError **error)
{
  Job *job = data;

  return tn_support_settle (copy, &job->delivery, job->what, g_str_equal (job->what, "same") ? &job->kept : NULL, job->reason, error);
}

static guint
find_active (GtkWidget *const *buttons, guint n)
{
  for (guint i = 0; i < n; i++)
    if (gtk_check_button_get_active (GTK_CHECK_BUTTON (buttons[i])))
      return i;
  return 0;
}

/* Of two the other one is kept; of more the oldest that is not this one. */
static gboolean
prepare_cb (TnDialog *dialog, TnWorkFunc *func, gpointer *data, GDestroyNotify *data_free, gpointer user_data)
{
  Asked *asked = user_data;
  GPtrArray *receipts = asked->pair->receipts;
  guint which = find_active (asked->which, MIN (receipts->len, MAX_SHOWN)), what = find_active (asked->what, G_N_ELEMENTS (choices));
  const char *reason = gtk_editable_get_text (GTK_EDITABLE (asked->reason));
  Job *job;

  if (!*reason && what != 0)
    {
      tn_dialog_show_message (dialog, _("Say why, so that it can be answered for."));
      gtk_widget_grab_focus (asked->reason);
      return FALSE;
    }
  job = g_new0 (Job, 1);
  *job = (Job) { ((TnReceipt *) receipts->pdata[which])->id, ((TnReceipt *) receipts->pdata[which == 0 ? 1 : 0])->id, choices[what], g_strdup (reason) };
  *func = settle;
  *data = job;
  *data_free = free_job;
  return TRUE;
}

/* --- opening --- */

static void
read_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (TnWindow) window = user_data;
  g_autoptr (GError) error = NULL;
  Pair *pair = tn_store_finish (TN_STORE (source), result, &error);
  TnDialog *dialog;
  Asked *asked;

  if (!pair)
    {
      tn_window_show_error (window, NULL, error);
      return;
    }
  if (!tn_window_get_workspace (window) || pair->receipts->len < 2)
    {
      if (tn_window_get_workspace (window))
        tn_window_toast (window, _("This has been settled already."));
      free_pair (pair);
      return;
    }
  dialog = tn_dialog_new (window, _("Handed Over Twice"), _("_Settle"));
  asked = g_new0 (Asked, 1);
  asked->pair = pair;
  fill (dialog, asked);
  g_object_set_data_full (G_OBJECT (dialog), "tn-double", asked, free_asked);
  tn_dialog_set_prepare (dialog, prepare_cb, asked, NULL);
  gtk_window_set_default_size (GTK_WINDOW (dialog), 760, -1);
  gtk_window_present (GTK_WINDOW (dialog));
}

void
tn_double_dialog (TnWindow *window, const TnId *programme, const TnId *subject)
{
  TnId *ids = g_new (TnId, 2);

  ids[0] = *programme;
  ids[1] = *subject;
  tn_store_read_async (tn_workspace_get_store (tn_window_get_workspace (window)), read_pair, ids, g_free, free_pair, NULL, read_cb, g_object_ref (window));
}
