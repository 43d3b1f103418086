/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Reductions of rent, electricity and water, and whom they reach. */
#include "tn-ctl-commands.h"
#include <glib/gi18n.h>
#include "tn-ctl-fields.h"
#include "tn-reduction.h"

#define USAGE "reduction [list [--search TEXT]] | reduction show ID | reduction new KEY=VALUE… [whole-building] | reduction building ID | reduction home ID HOUSEHOLD… | reduction remove HOME"

static cJSON *
to_json (const TnReduction *reduction)
{
  cJSON *object = cJSON_CreateObject ();
  tn_ctl_add_id (object, "id", &reduction->id);
  cJSON_AddStringToObject (object, "owner", reduction->owner);
  cJSON_AddStringToObject (object, "building", reduction->building_name);
  cJSON_AddStringToObject (object, "what", reduction->what);
  cJSON_AddNumberToObject (object, "percent", (double) reduction->percent);
  cJSON_AddNumberToObject (object, "amount", (double) reduction->amount);
  cJSON_AddBoolToObject (object, "running", reduction->running);
  cJSON_AddNumberToObject (object, "households", reduction->n_homes);
  return object;
}

static void
say (TnCtl *ctl, const TnReduction *reduction)
{
  g_autofree char *what = tn_reduction_say (reduction);
  TnIdStr id;
  tn_id_format (&reduction->id, id);
  tn_ctl_say (ctl, ngettext ("%s  %s%s%s: %s, %u household%s", "%s  %s%s%s: %s, %u households%s", reduction->n_homes), id, reduction->owner, *reduction->building_name ? ", " : "",
              reduction->building_name, what, reduction->n_homes, reduction->running ? "" : _("  (not running)"));
}

static gboolean
list_reductions (TnCtl *ctl, const char *search, GError **error)
{
  g_autoptr (TnCopy) copy = tn_ctl_open (ctl, TN_COPY_READ_ONLY, error);
  g_autoptr (GPtrArray) list = copy ? tn_reduction_list (copy, search, tn_listed_today (copy), error) : NULL;
  TnReductionSums sums;
  if (!list || !tn_reduction_sum (copy, &sums, error))
    return FALSE;
  cJSON *out = cJSON_AddArrayToObject (ctl->out, "reductions"), *all = cJSON_AddObjectToObject (ctl->out, "households");
  for (guint i = 0; i < list->len; i++) {
    say (ctl, list->pdata[i]);
    cJSON_AddItemToArray (out, to_json (list->pdata[i]));
  }
  cJSON_AddNumberToObject (all, "all", sums.n_homes);
  cJSON_AddNumberToObject (all, "rent", sums.rent);
  cJSON_AddNumberToObject (all, "electricity", sums.electricity);
  cJSON_AddNumberToObject (all, "water", sums.water);
  tn_ctl_say (ctl, _("Households reached, each once: %u (rent %u, electricity %u, water %u)."), sums.n_homes, sums.rent, sums.electricity, sums.water);
  return TRUE;
}

static gboolean
show (TnCtl *ctl, const char *word, GError **error)
{
  TnId id;
  g_autoptr (TnCopy) copy = tn_ctl_parse_id (word, &id, error) ? tn_ctl_open (ctl, TN_COPY_READ_ONLY, error) : NULL;
  TnReductionView *view = copy ? tn_reduction_read (copy, &id, tn_listed_today (copy), error) : NULL;
  if (!view)
    return FALSE;
  cJSON *object = to_json (view->reduction), *homes = cJSON_AddArrayToObject (object, "homes");
  say (ctl, view->reduction);
  for (guint i = 0; i < view->homes->len; i++) {
    const TnReductionHome *home = view->homes->pdata[i];
    cJSON *item = cJSON_CreateObject ();
    TnIdStr text;
    tn_ctl_add_id (item, "id", &home->record);
    tn_ctl_add_id (item, "household", &home->household);
    cJSON_AddStringToObject (item, "title", home->title);
    cJSON_AddItemToArray (homes, item);
    tn_id_format (&home->record, text);
    tn_ctl_say (ctl, "    %s  %s  %s", text, home->title, home->head);
  }
  cJSON_AddItemToObject (ctl->out, "reduction", object);
  tn_reduction_view_free (view);
  return TRUE;
}

/* ---- doing ---- */

static TnEdit *
add (TnCopy *copy, int argc, char **argv, TnId *id, GError **error)
{
  g_autoptr (GPtrArray) words = g_ptr_array_new ();
  gboolean whole = FALSE;
  for (char **word = argv; *word; word++)
    if (g_str_equal (*word, "whole-building"))
      whole = TRUE;
    else
      g_ptr_array_add (words, *word);
  g_ptr_array_add (words, NULL);
  g_autoptr (TnValues) values = tn_ctl_dup_values (tn_schema_kind ("reduction"), (char **) words->pdata, error);
  return values ? tn_reduction_add (copy, values, whole, id, error) : NULL;
}

static TnEdit *
add_building (TnCopy *copy, int argc, char **argv, TnId *id, GError **error)
{
  TnId reduction;
  return tn_ctl_parse_id (argv[0], &reduction, error) ? tn_reduction_add_building (copy, &reduction, NULL, error) : NULL;
}

static TnEdit *
add_homes (TnCopy *copy, int argc, char **argv, TnId *id, GError **error)
{
  g_autofree TnId *homes = g_new (TnId, (gsize) argc);
  TnId reduction;
  if (!tn_ctl_parse_id (argv[0], &reduction, error))
    return NULL;
  for (int i = 1; i < argc; i++)
    if (!tn_ctl_parse_id (argv[i], &homes[i - 1], error))
      return NULL;
  return tn_reduction_add_homes (copy, &reduction, homes, (guint) argc - 1, error);
}

static TnEdit *
remove_home (TnCopy *copy, int argc, char **argv, TnId *id, GError **error)
{
  TnId home;
  return tn_ctl_parse_id (argv[0], &home, error) ? tn_reduction_remove_home (copy, &home, error) : NULL;
}

static const TnCtlDoing doings[] = { { "new", 1, -1, add }, { "building", 1, 1, add_building }, { "home", 2, -1, add_homes }, { "remove", 1, 1, remove_home } };

gboolean
tn_ctl_reduction (TnCtl *ctl, int argc, char **argv, GError **error)
{
  g_autofree char *search = NULL;
  const GOptionEntry entries[] = { { "search", 0, 0, G_OPTION_ARG_STRING, &search, NULL, NULL }, { NULL } };
  if (!tn_ctl_options (&argc, &argv, entries, 0, -1, USAGE, error))
    return FALSE;
  if (argc == 1 || (argc == 2 && g_str_equal (argv[1], "list")))
    return list_reductions (ctl, search ? search : "", error);
  if (argc == 3 && g_str_equal (argv[1], "show"))
    return show (ctl, argv[2], error);
  return tn_ctl_run_doing (ctl, doings, G_N_ELEMENTS (doings), argc, argv, USAGE, error);
}
