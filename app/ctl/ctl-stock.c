/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What is in stock, where, and the ledger behind it. */
#include "tn-ctl-commands.h"
#include <glib/gi18n.h>
#include "tn-ctl-fields.h"
#include "tn-date.h"
#include "tn-stock.h"

#define USAGE "stock [list [--search TEXT]] | stock show ITEM|PLACE | stock item KEY=VALUE… | stock place KEY=VALUE… | stock in ITEM PLACE QUANTITY why=… [KEY=VALUE…] | " \
  "stock out ITEM PLACE QUANTITY why=… [KEY=VALUE…] | stock transfer ITEM FROM TO QUANTITY [KEY=VALUE…] | stock count ITEM PLACE COUNTED [KEY=VALUE…] | stock reverse ENTRY [NOTE]"
#define SHOWN 200   /* entries, the newest */

/* ---- looking ---- */

/* As a JSON number that keeps its thousandths. */
static void
add_quantity (cJSON *object, const char *name, gint64 quantity)
{
  g_autofree char *token = tn_decimal_token (quantity);
  cJSON_AddItemToObject (object, name, cJSON_CreateRaw (token));
}

static cJSON *
item_to_json (const TnStockItem *item)
{
  static const char *const states[] = { "fine", "low", "negative" };
  cJSON *object = cJSON_CreateObject (), *places = cJSON_AddArrayToObject (object, "places");
  tn_ctl_add_id (object, "id", &item->id);
  cJSON_AddStringToObject (object, "name", item->name);
  cJSON_AddStringToObject (object, "measure", item->measure);
  cJSON_AddStringToObject (object, "type", item->type);
  cJSON_AddStringToObject (object, "state", states[item->state]);
  add_quantity (object, "total", item->total);
  for (guint i = 0; i < item->places->len; i++) {
    const TnStockAt *at = item->places->pdata[i];
    cJSON *place = cJSON_CreateObject ();
    tn_ctl_add_id (place, "id", &at->id);
    cJSON_AddStringToObject (place, "name", at->name);
    add_quantity (place, "quantity", at->quantity);
    cJSON_AddItemToArray (places, place);
  }
  return object;
}

static void
say_item (TnCtl *ctl, const TnStockItem *item)
{
  g_autofree char *total = tn_stock_show_in (item->total, item->measure);
  TnIdStr id;
  tn_id_format (&item->id, id);
  tn_ctl_say (ctl, "%s  %s: %s%s", id, item->name, total, item->state == TN_STOCK_NEGATIVE ? _("  (below zero)") : item->state == TN_STOCK_LOW ? _("  (low)") : "");
  for (guint i = 0; i < item->places->len; i++) {
    const TnStockAt *at = item->places->pdata[i];
    g_autofree char *quantity = tn_stock_show_in (at->quantity, item->measure);
    tn_ctl_say (ctl, "    %s: %s", at->name, quantity);
  }
}

static void
say_places (TnCtl *ctl, TnCopy *copy, const GArray *ids)
{
  cJSON *out = cJSON_AddArrayToObject (ctl->out, "places");
  for (guint i = 0; i < ids->len; i++) {
    const TnId *id = &g_array_index (ids, TnId, i);
    g_autofree char *name = tn_query_title (copy, id);
    cJSON *place = cJSON_CreateObject ();
    TnIdStr text;
    tn_ctl_add_id (place, "id", id);
    cJSON_AddStringToObject (place, "name", name);
    cJSON_AddItemToArray (out, place);
    tn_id_format (id, text);
    tn_ctl_say (ctl, "%s  %s", text, name);
  }
}

static gboolean
list_stock (TnCtl *ctl, const char *search, GError **error)
{
  g_autoptr (TnCopy) copy = tn_ctl_open (ctl, TN_COPY_READ_ONLY, error);
  g_autoptr (GPtrArray) items = copy ? tn_stock_list (copy, search, error) : NULL;
  g_autoptr (GArray) places = items ? tn_query_ids (copy, "stock_place", error) : NULL;
  if (!places)
    return FALSE;
  cJSON *out = cJSON_AddArrayToObject (ctl->out, "items");
  for (guint i = 0; i < items->len; i++) {
    say_item (ctl, items->pdata[i]);
    cJSON_AddItemToArray (out, item_to_json (items->pdata[i]));
  }
  say_places (ctl, copy, places);
  return TRUE;
}

static cJSON *
entry_to_json (const TnStockEntry *entry)
{
  cJSON *object = cJSON_CreateObject ();
  g_autofree char *at = tn_listed_date_text (entry->at);
  tn_ctl_add_id (object, "id", &entry->id);
  cJSON_AddStringToObject (object, "at", at ? at : "");
  cJSON_AddStringToObject (object, "why", entry->why);
  add_quantity (object, "quantity", entry->quantity);
  cJSON_AddStringToObject (object, "from", entry->from_name);
  cJSON_AddStringToObject (object, "to", entry->to_name);
  cJSON_AddStringToObject (object, "by", entry->by);
  cJSON_AddStringToObject (object, "note", entry->note);
  cJSON_AddBoolToObject (object, "counts", entry->counts && entry->understood);
  cJSON_AddBoolToObject (object, "reversed", entry->reversed);
  return object;
}

static void
say_entry (TnCtl *ctl, const TnStockEntry *entry, const char *measure)
{
  const char *why = tn_choice_label (tn_kind_field (tn_schema_kind ("stock_entry"), "why"), entry->why);
  g_autofree char *quantity = tn_stock_show_in (entry->quantity, measure), *stored = tn_listed_date_text (entry->at), *day = stored ? tn_date_format (stored) : NULL;
  TnIdStr id;
  tn_id_format (&entry->id, id);
  tn_ctl_say (ctl, "    %s  %s  %s: %s  %s → %s%s%s", id, day ? day : "–", why, quantity, *entry->from_name ? entry->from_name : "–", *entry->to_name ? entry->to_name : "–",
              entry->reversed ? _("  (put right)") : "", entry->counts ? "" : _("  (does not count)"));
}

static gboolean
show_item (TnCtl *ctl, TnCopy *copy, const TnId *id, GError **error)
{
  TnStockView *view = tn_stock_read (copy, id, SHOWN, error);
  if (!view)
    return FALSE;
  cJSON *object = item_to_json (view->item), *entries = cJSON_AddArrayToObject (object, "entries"), *problems = cJSON_AddArrayToObject (object, "problems");
  say_item (ctl, view->item);
  for (guint i = 0; i < view->problems->len; i++) {
    tn_ctl_say (ctl, "! %s", (const char *) view->problems->pdata[i]);
    cJSON_AddItemToArray (problems, cJSON_CreateString (view->problems->pdata[i]));
  }
  for (guint i = 0; i < view->entries->len; i++) {
    say_entry (ctl, view->entries->pdata[i], view->item->measure);
    cJSON_AddItemToArray (entries, entry_to_json (view->entries->pdata[i]));
  }
  cJSON_AddNumberToObject (object, "n_entries", view->n_entries);
  cJSON_AddItemToObject (ctl->out, "item", object);
  tn_stock_view_free (view);
  return TRUE;
}

static gboolean
show_place (TnCtl *ctl, TnCopy *copy, const TnId *id, GError **error)
{
  TnStockPlace *place = tn_stock_read_place (copy, id, error);
  if (!place)
    return FALSE;
  cJSON *object = cJSON_CreateObject (), *items = cJSON_AddArrayToObject (object, "items");
  tn_ctl_add_id (object, "id", id);
  cJSON_AddStringToObject (object, "name", place->name);
  tn_ctl_say (ctl, "%s", place->name);
  for (guint i = 0; i < place->items->len; i++) {
    say_item (ctl, place->items->pdata[i]);
    cJSON_AddItemToArray (items, item_to_json (place->items->pdata[i]));
  }
  cJSON_AddItemToObject (ctl->out, "place", object);
  tn_stock_place_free (place);
  return TRUE;
}

static gboolean
show (TnCtl *ctl, const char *word, GError **error)
{
  TnId id;
  g_autoptr (TnCopy) copy = tn_ctl_parse_id (word, &id, error) ? tn_ctl_open (ctl, TN_COPY_READ_ONLY, error) : NULL;
  g_autoptr (TnRow) row = copy ? tn_copy_get (copy, &id, error) : NULL;
  if (!row)
    return FALSE;
  return g_str_equal (row->kind_key, "stock_place") ? show_place (ctl, copy, &id, error) : show_item (ctl, copy, &id, error);
}

/* ---- doing ---- */

static TnEdit *
add_item (TnCopy *copy, int argc, char **argv, TnId *id, GError **error)
{
  g_autoptr (TnValues) values = tn_ctl_dup_values (tn_schema_kind ("stock_item"), argv, error);
  return values ? tn_stock_add_item (copy, values, id, error) : NULL;
}

static TnEdit *
add_place (TnCopy *copy, int argc, char **argv, TnId *id, GError **error)
{
  g_autoptr (TnValues) values = tn_ctl_dup_values (tn_schema_kind ("stock_place"), argv, error);
  return values ? tn_stock_add_place (copy, values, id, error) : NULL;
}

/* from and to: words, NULL = none. rest: KEY=VALUE. */
static TnEdit *
enter (TnCopy *copy, const char *item, const char *from, const char *to, const char *quantity, const char *why, char **rest, GError **error)
{
  g_autoptr (TnValues) values = tn_ctl_dup_values (tn_schema_kind ("stock_entry"), rest, error);
  g_autofree char *token = values ? tn_field_parse (tn_kind_field (tn_schema_kind ("stock_entry"), "quantity"), quantity, error) : NULL;
  TnId id, place;
  if (!token || !tn_ctl_parse_id (item, &id, error) || (from && !tn_ctl_parse_id (from, &place, error)) || (to && !tn_ctl_parse_id (to, &place, error)))
    return NULL;
  tn_values_set (values, "quantity", token);
  tn_values_set_text (values, "from", from);
  tn_values_set_text (values, "to", to);
  if (why)
    tn_values_set_text (values, "why", why);
  return tn_stock_enter (copy, &id, values, error);
}

static TnEdit *
put_in (TnCopy *copy, int argc, char **argv, TnId *id, GError **error)
{
  return enter (copy, argv[0], NULL, argv[1], argv[2], NULL, argv + 3, error);
}

static TnEdit *
take_out (TnCopy *copy, int argc, char **argv, TnId *id, GError **error)
{
  return enter (copy, argv[0], argv[1], NULL, argv[2], NULL, argv + 3, error);
}

static TnEdit *
transfer (TnCopy *copy, int argc, char **argv, TnId *id, GError **error)
{
  return enter (copy, argv[0], argv[1], argv[2], argv[3], "transfer", argv + 4, error);
}

static TnEdit *
count (TnCopy *copy, int argc, char **argv, TnId *id, GError **error)
{
  const TnKind *kind = tn_schema_kind ("stock_entry");
  g_autoptr (TnValues) values = tn_ctl_dup_values (kind, argv + 3, error);
  g_autofree char *token = values ? tn_field_parse (tn_kind_field (kind, "counted"), argv[2], error) : NULL;
  TnId item, place;
  if (!token || !tn_ctl_parse_id (argv[0], &item, error) || !tn_ctl_parse_id (argv[1], &place, error))
    return NULL;
  tn_values_set (values, "counted", token);
  return tn_stock_count (copy, &item, &place, values, NULL, error);
}

static TnEdit *
reverse (TnCopy *copy, int argc, char **argv, TnId *id, GError **error)
{
  TnId entry;
  return tn_ctl_parse_id (argv[0], &entry, error) ? tn_stock_reverse (copy, &entry, argc > 1 ? argv[1] : NULL, error) : NULL;
}

static const TnCtlDoing doings[] = {
  { "item", 1, -1, add_item }, { "place", 1, -1, add_place }, { "in", 3, -1, put_in }, { "out", 3, -1, take_out }, { "transfer", 4, -1, transfer },
  { "count", 3, -1, count }, { "reverse", 1, 2, reverse },
};

gboolean
tn_ctl_stock (TnCtl *ctl, int argc, char **argv, GError **error)
{
  g_autofree char *search = NULL;
  const GOptionEntry entries[] = { { "search", 0, 0, G_OPTION_ARG_STRING, &search, NULL, NULL }, { NULL } };
  if (!tn_ctl_options (&argc, &argv, entries, 0, -1, USAGE, error))
    return FALSE;
  if (argc == 1 || (argc == 2 && g_str_equal (argv[1], "list")))
    return list_stock (ctl, search ? search : "", error);
  if (argc == 3 && g_str_equal (argv[1], "show"))
    return show (ctl, argv[2], error);
  return tn_ctl_run_doing (ctl, doings, G_N_ELEMENTS (doings), argc, argv, USAGE, error);
}
