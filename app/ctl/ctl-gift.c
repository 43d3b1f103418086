/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Donors and what they gave. */
#include "tn-ctl-commands.h"
#include <glib/gi18n.h>
#include "tn-ctl-fields.h"
#include "tn-date.h"
#include "tn-donor.h"

#define DONOR_USAGE "donor [list [--search TEXT]] | donor show ID | donor new KEY=VALUE…"
#define GIFT_USAGE "gift [list [--search TEXT]] | gift show ID | gift new DONOR [KEY=VALUE…] [came=ITEM/PLACE/QUANTITY…] | gift add GIFT ITEM PLACE QUANTITY | gift thank GIFT [DATE]"
#define MAX_LINES 50

static const char *
type_label (const char *type)
{
  return *type ? tn_choice_label (tn_kind_field (tn_schema_kind ("donor"), "type"), type) : "–";
}

static char *
show_day (gint64 at)
{
  g_autofree char *stored = tn_listed_date_text (at);
  return stored ? tn_date_format (stored) : g_strdup ("–");
}

static void
add_quantity (cJSON *object, gint64 quantity)
{
  g_autofree char *token = tn_decimal_token (quantity);
  cJSON_AddItemToObject (object, "quantity", cJSON_CreateRaw (token));
}

/* ---- looking ---- */

static void
say_gift (TnCtl *ctl, const TnGift *gift, cJSON *out)
{
  g_autofree char *day = show_day (gift->at), *said = tn_gift_say (gift);
  cJSON *object = cJSON_CreateObject (), *entries = cJSON_AddArrayToObject (object, "came");
  TnIdStr id;
  tn_ctl_add_id (object, "id", &gift->id);
  tn_ctl_add_id (object, "donor", &gift->donor);
  cJSON_AddStringToObject (object, "donor_name", gift->donor_name);
  cJSON_AddStringToObject (object, "purpose", gift->purpose);
  tn_ctl_add_day (object, "at", gift->at);
  tn_ctl_add_day (object, "thanked", gift->thanked);
  for (guint i = 0; i < gift->entries->len; i++) {
    const TnStockEntry *entry = gift->entries->pdata[i];
    cJSON *line = cJSON_CreateObject ();
    tn_ctl_add_id (line, "id", &entry->id);
    cJSON_AddStringToObject (line, "item", entry->item_name);
    cJSON_AddStringToObject (line, "measure", entry->measure);
    add_quantity (line, entry->quantity);
    cJSON_AddBoolToObject (line, "reversed", entry->reversed);
    cJSON_AddItemToArray (entries, line);
  }
  cJSON_AddItemToArray (out, object);
  tn_id_format (&gift->id, id);
  tn_ctl_say (ctl, "%s  %s  %s: %s%s", id, day, gift->donor_name, *said ? said : "–", gift->thanked ? "" : _("  (not thanked yet)"));
}

static gboolean
list_gifts (TnCtl *ctl, const char *search, GError **error)
{
  g_autoptr (TnCopy) copy = tn_ctl_open (ctl, TN_COPY_READ_ONLY, error);
  g_autoptr (GPtrArray) gifts = copy ? tn_gift_list (copy, NULL, search, 0, NULL, error) : NULL;
  if (!gifts)
    return FALSE;
  cJSON *out = cJSON_AddArrayToObject (ctl->out, "gifts");
  for (guint i = 0; i < gifts->len; i++)
    say_gift (ctl, gifts->pdata[i], out);
  return TRUE;
}

static gboolean
show_gift (TnCtl *ctl, const char *word, GError **error)
{
  TnId id;
  g_autoptr (TnCopy) copy = tn_ctl_parse_id (word, &id, error) ? tn_ctl_open (ctl, TN_COPY_READ_ONLY, error) : NULL;
  TnGift *gift = copy ? tn_gift_read (copy, &id, error) : NULL;
  if (!gift)
    return FALSE;
  say_gift (ctl, gift, cJSON_AddArrayToObject (ctl->out, "gifts"));
  tn_gift_free (gift);
  return TRUE;
}

static gboolean
list_donors (TnCtl *ctl, const char *search, GError **error)
{
  g_autoptr (TnCopy) copy = tn_ctl_open (ctl, TN_COPY_READ_ONLY, error);
  g_autoptr (GPtrArray) donors = copy ? tn_donor_list (copy, search, error) : NULL;
  if (!donors)
    return FALSE;
  cJSON *out = cJSON_AddArrayToObject (ctl->out, "donors");
  for (guint i = 0; i < donors->len; i++) {
    const TnDonorLine *line = donors->pdata[i];
    cJSON *object = cJSON_CreateObject ();
    TnIdStr id;
    tn_ctl_add_id (object, "id", &line->id);
    cJSON_AddStringToObject (object, "name", line->name);
    cJSON_AddStringToObject (object, "type", line->type);
    cJSON_AddNumberToObject (object, "gifts", line->n_gifts);
    tn_ctl_add_day (object, "last", line->last);
    cJSON_AddItemToArray (out, object);
    tn_id_format (&line->id, id);
    tn_ctl_say (ctl, ngettext ("%s  %s (%s): %u gift", "%s  %s (%s): %u gifts", line->n_gifts), id, line->name, type_label (line->type), line->n_gifts);
  }
  return TRUE;
}

static gboolean
show_donor (TnCtl *ctl, const char *word, GError **error)
{
  TnId id;
  g_autoptr (TnCopy) copy = tn_ctl_parse_id (word, &id, error) ? tn_ctl_open (ctl, TN_COPY_READ_ONLY, error) : NULL;
  g_autoptr (TnRow) row = copy ? tn_copy_get (copy, &id, error) : NULL;
  g_autoptr (GPtrArray) gifts = row ? tn_gift_list (copy, &id, "", 0, NULL, error) : NULL;
  if (!gifts)
    return FALSE;
  g_autoptr (GPtrArray) sums = tn_donor_sums (gifts);
  tn_ctl_say_row (ctl, copy, row);
  cJSON_AddItemToObject (ctl->out, "donor", tn_ctl_row_to_json (ctl, copy, row));
  cJSON *out = cJSON_AddArrayToObject (ctl->out, "gifts"), *all = cJSON_AddArrayToObject (ctl->out, "sums");
  for (guint i = 0; i < gifts->len; i++)
    say_gift (ctl, gifts->pdata[i], out);
  for (guint i = 0; i < sums->len; i++) {
    const TnDonorSum *sum = sums->pdata[i];
    g_autofree char *quantity = tn_stock_show_in (sum->quantity, sum->measure);
    cJSON *object = cJSON_CreateObject ();
    cJSON_AddStringToObject (object, "item", sum->name);
    add_quantity (object, sum->quantity);
    cJSON_AddItemToArray (all, object);
    tn_ctl_say (ctl, "= %s %s", quantity, sum->name);
  }
  return TRUE;
}

/* ---- doing ---- */

static TnEdit *
new_donor (TnCopy *copy, int argc, char **argv, TnId *id, GError **error)
{
  g_autoptr (TnValues) values = tn_ctl_dup_values (tn_schema_kind ("donor"), argv, error);
  return values ? tn_donor_add (copy, values, id, error) : NULL;
}

static gboolean
parse_line (const char *item, const char *place, const char *quantity, TnGiftLine *line, GError **error)
{
  g_autofree char *token = tn_field_parse (tn_kind_field (tn_schema_kind ("stock_entry"), "quantity"), quantity, error);
  if (!token || !tn_ctl_parse_id (item, &line->item, error) || !tn_ctl_parse_id (place, &line->place, error))
    return FALSE;
  if (!tn_decimal_parse (tn_slice (token, -1), &line->quantity))
    line->quantity = 0;   /* the rule says what a quantity is */
  return TRUE;
}

/* "came=ITEM/PLACE/QUANTITY" */
static gboolean
parse_came (const char *word, TnGiftLine *line, GError **error)
{
  g_auto (GStrv) parts = g_strsplit (word, "/", 3);
  if (g_strv_length (parts) == 3)
    return parse_line (parts[0], parts[1], parts[2], line, error);
  return tn_ctl_misused (GIFT_USAGE, error);
}

static TnEdit *
new_gift (TnCopy *copy, int argc, char **argv, TnId *id, GError **error)
{
  g_autoptr (GPtrArray) rest = g_ptr_array_new ();
  TnGiftLine lines[MAX_LINES];
  guint n = 0;
  TnId donor;
  if (!tn_ctl_parse_id (argv[0], &donor, error))
    return NULL;
  for (char **word = argv + 1; *word; word++)
    if (!g_str_has_prefix (*word, "came=") || n == MAX_LINES)
      g_ptr_array_add (rest, *word);
    else if (!parse_came (*word + strlen ("came="), &lines[n++], error))
      return NULL;
  g_ptr_array_add (rest, NULL);
  g_autoptr (TnValues) values = tn_ctl_dup_values (tn_schema_kind ("gift"), (char **) rest->pdata, error);
  return values ? tn_gift_take (copy, &donor, values, lines, n, id, error) : NULL;
}

static TnEdit *
add_to_gift (TnCopy *copy, int argc, char **argv, TnId *id, GError **error)
{
  TnGiftLine line;
  TnId gift;
  return tn_ctl_parse_id (argv[0], &gift, error) && parse_line (argv[1], argv[2], argv[3], &line, error) ? tn_gift_add (copy, &gift, &line, error) : NULL;
}

static TnEdit *
thank (TnCopy *copy, int argc, char **argv, TnId *id, GError **error)
{
  g_autofree char *day = argc > 1 ? tn_date_parse (argv[1]) : NULL;
  TnId gift;
  if (!tn_ctl_parse_id (argv[0], &gift, error))
    return NULL;
  return tn_gift_thank (copy, &gift, argc > 1 && !day ? argv[1] : day, error);
}

static const TnCtlDoing donor_doings[] = { { "new", 1, -1, new_donor } };
static const TnCtlDoing gift_doings[] = { { "new", 1, -1, new_gift }, { "add", 4, 4, add_to_gift }, { "thank", 1, 2, thank } };

gboolean
tn_ctl_donor (TnCtl *ctl, int argc, char **argv, GError **error)
{
  g_autofree char *search = NULL;
  if (!tn_ctl_options_search (&argc, &argv, &search, DONOR_USAGE, error))
    return FALSE;
  if (argc == 1 || (argc == 2 && g_str_equal (argv[1], "list")))
    return list_donors (ctl, search ? search : "", error);
  if (argc == 3 && g_str_equal (argv[1], "show"))
    return show_donor (ctl, argv[2], error);
  return tn_ctl_run_doing (ctl, donor_doings, G_N_ELEMENTS (donor_doings), argc, argv, DONOR_USAGE, error);
}

gboolean
tn_ctl_gift (TnCtl *ctl, int argc, char **argv, GError **error)
{
  g_autofree char *search = NULL;
  if (!tn_ctl_options_search (&argc, &argv, &search, GIFT_USAGE, error))
    return FALSE;
  if (argc == 1 || (argc == 2 && g_str_equal (argv[1], "list")))
    return list_gifts (ctl, search ? search : "", error);
  if (argc == 3 && g_str_equal (argv[1], "show"))
    return show_gift (ctl, argv[2], error);
  return tn_ctl_run_doing (ctl, gift_doings, G_N_ELEMENTS (gift_doings), argc, argv, GIFT_USAGE, error);
}
