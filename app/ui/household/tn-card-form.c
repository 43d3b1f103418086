/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "tn-card-form.h"
#include <glib/gi18n.h>
#include "tn-cccd-qr.h"
#include "tn-text.h"

#define DATA "tn-card-form"
#define QR_BARS 6   /* separators in the shortest card text */

typedef struct
{
  TnForm *person, *card;
  GtkWidget *scan;
  char *qr;            /* text of the scanned code; NULL = none */
} CardForm;

static CardForm *
get_data (GtkWidget *widget)
{
  return g_object_get_data (G_OBJECT (widget), DATA);
}

static void
free_data (gpointer data)
{
  CardForm *self = data;

  g_free (self->qr);
  g_free (self);
}

static void
preset (TnForm *form, const char *field, const char *text)
{
  g_autofree char *token = text && *text ? tn_json_string (text) : NULL;

  if (token)
    tn_form_preset (form, field, token);
}

static const char *
doubt_text (TnCccdDoubt doubt)
{
  switch (doubt)
    {
    case TN_CCCD_SHAPE:
      return _("A card number has 12 digits (an old one 9). Please compare with the card.");
    case TN_CCCD_PLACE:
      return _("The first three digits are no province that we know. Please compare with the card.");
    case TN_CCCD_SEX:
      return _("The fourth digit does not fit the sex. Please compare with the card.");
    case TN_CCCD_YEAR:
      return _("The fifth and sixth digits do not fit the year of birth. Please compare with the card.");
    case TN_CCCD_OK:
    default:
      return NULL;
    }
}

static void
check_number (CardForm *self)
{
  g_autofree char *number = tn_form_dup_text (self->card, "number");
  g_autofree char *sex = tn_form_dup_text (self->person, "sex"), *birth = tn_form_dup_text (self->person, "birth");

  tn_form_set_hint (self->card, "number", number ? doubt_text (tn_text_check_cccd (number, sex, birth)) : NULL);
}

static void
changed_cb (CardForm *self)
{
  check_number (self);
}

/* A card in the hand is right about what it says; what the form asks beyond it stays as typed. */
static void
fill (CardForm *self, const TnCccdQr *qr)
{
  preset (self->person, "name", qr->name);
  preset (self->person, "birth", qr->birth);
  preset (self->person, "sex", qr->sex);
  preset (self->card, "number", qr->number);
  preset (self->card, "old_number", qr->old_number);
  preset (self->card, "issued", qr->issued);
  preset (self->card, "registered", qr->address);
  check_number (self);
  g_signal_emit_by_name (self->card, "changed", "number");
}

static guint
count_bars (const char *text)
{
  guint n = 0;

  for (; *text; text++)
    n += *text == '|';
  return n;
}

static void
read_scan (CardForm *self, gboolean whole)
{
  g_autofree char *text = g_strdup (gtk_editable_get_text (GTK_EDITABLE (self->scan)));
  g_autoptr (GError) error = NULL;
  g_autoptr (TnCccdQr) qr = NULL;

  if (!*text || (!whole && count_bars (text) < QR_BARS))
    return;
  if (!(qr = tn_cccd_qr_parse (text, &error)))
    {
      /* Half of a card's text while it is still being typed is no fault yet. */
      if (whole)
        tn_form_set_hint (self->card, "number", error->message);
      return;
    }
  g_free (self->qr);
  self->qr = g_strstrip (g_strdup (text));
  fill (self, qr);
  if (whole)
    gtk_editable_set_text (GTK_EDITABLE (self->scan), "");
}

static void
scan_changed_cb (CardForm *self)
{
  read_scan (self, FALSE);
}

static void
scan_activated_cb (CardForm *self)
{
  read_scan (self, TRUE);
  tn_form_focus (self->person, "relation");
}

static GtkWidget *
make_scan (CardForm *self)
{
  GtkWidget *group = adw_preferences_group_new ();

  self->scan = adw_entry_row_new ();
  gtk_widget_set_name (self->scan, "scan");
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (self->scan), _("Scan or paste the QR code of the citizen card here"));
  g_signal_connect_swapped (self->scan, "changed", G_CALLBACK (scan_changed_cb), self);
  g_signal_connect_swapped (self->scan, "entry-activated", G_CALLBACK (scan_activated_cb), self);
  adw_preferences_group_add (ADW_PREFERENCES_GROUP (group), self->scan);
  return group;
}

GtkWidget *
tn_card_form_new (TnForm *person, const TnRow *card, TnLookups *lookups)
{
  static const char *const fields[] = { "number", "old_number", "issued", "registered", "insurance", NULL };
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 12);
  CardForm *self = g_new0 (CardForm, 1);

  g_object_set_data_full (G_OBJECT (box), DATA, self, free_data);
  self->person = person;
  self->card = tn_form_new (tn_schema_kind ("identity"), fields, lookups);
  adw_preferences_group_set_title (ADW_PREFERENCES_GROUP (self->card), _("Citizen card and insurance"));
  tn_form_load (self->card, card);
  gtk_box_append (GTK_BOX (box), make_scan (self));
  gtk_box_append (GTK_BOX (box), GTK_WIDGET (self->card));
  g_signal_connect_swapped (self->card, "changed", G_CALLBACK (changed_cb), self);
  g_signal_connect_data (person, "changed", G_CALLBACK (changed_cb), self, NULL, G_CONNECT_SWAPPED);
  check_number (self);
  return box;
}

gboolean
tn_card_form_validate (GtkWidget *widget)
{
  return tn_form_validate (get_data (widget)->card);
}

TnValues *
tn_card_form_dup_values (GtkWidget *widget)
{
  CardForm *self = get_data (widget);
  TnValues *values = tn_form_dup_values (self->card);

  if (self->qr)
    tn_values_set_text (values, "qr", self->qr);
  return values;
}

TnForm *
tn_card_form_get_form (GtkWidget *widget)
{
  return get_data (widget)->card;
}
