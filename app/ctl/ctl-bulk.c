/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "tn-ctl-commands.h"
#include <glib/gi18n.h>
#include "tn-bulk.h"
#include "tn-date.h"
#include "tn-export.h"

typedef struct {
  char **where, *set, *give, *end, *team, *round, *propose, *export, *of, *age, *date, *document;
  gboolean all, people, dry_run;
} Options;

static void
clear_options (Options *o)
{
  char **texts[] = { &o->set, &o->give, &o->end, &o->team, &o->round, &o->propose, &o->export, &o->of, &o->age, &o->date, &o->document };
  g_strfreev (o->where);
  for (gsize i = 0; i < G_N_ELEMENTS (texts); i++)
    g_free (*texts[i]);
}
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Options, clear_options)

/* ---- which households ---- */

static gboolean
add_where (TnHouseholdQuery *query, TnId *area, const char *key, const char *value, GError **error)
{
  if (g_str_equal (key, "area")) {
    query->area = area;
    return tn_ctl_parse_id (value, area, error);
  }
  if (g_str_equal (key, "search"))
    query->search = value;
  else if (g_str_equal (key, "alley"))
    query->alley = value;
  else if (g_str_equal (key, "street"))
    query->street = value;
  else if (g_str_equal (key, "category"))
    query->category = value;
  else {
    g_set_error (error, TN_ERROR, TN_ERROR_INVALID, _("“%s” is nothing to choose households by: search, area, alley, street or category."), key);
    return FALSE;
  }
  return TRUE;
}

/* Is there anything in it to choose by? A search for nothing finds everything. */
static gboolean
says_something (const char *value)
{
  for (const char *p = value; p && *p; p = g_utf8_next_char (p))
    if (g_unichar_isalnum (g_utf8_get_char (p)))
      return TRUE;
  return FALSE;
}

/* Nobody changes a whole ward by leaving a word out. */
static GArray *
find_households (TnCopy *copy, const Options *o, GError **error)
{
  TnHouseholdQuery query = { 0 };
  TnId area;
  g_autoptr (GPtrArray) keys = g_ptr_array_new_with_free_func (g_free);
  if (!o->all && !(o->where && *o->where)) {
    g_set_error (error, TN_ERROR, TN_ERROR_INVALID, _("Say which households are meant: --where KEY=VALUE, or --all."));
    return NULL;
  }
  for (char **word = o->where; word && *word; word++) {
    const char *equals = strchr (*word, '=');
    char *key = equals ? g_strndup (*word, (gsize) (equals - *word)) : g_strdup (*word);
    g_ptr_array_add (keys, key);
    if (!says_something (equals ? equals + 1 : NULL)) {
      g_set_error (error, TN_ERROR, TN_ERROR_INVALID, _("“%s” is not of the form KEY=VALUE."), *word);
      return NULL;
    }
    if (!add_where (&query, &area, key, equals + 1, error))
      return NULL;
  }
  g_autoptr (GArray) rows = tn_query_households (copy, &query, error);
  return rows ? tn_bulk_ids (copy, rows, error) : NULL;
}

/* ---- what is done ---- */

/* *token is owned by the caller, *field too. */
static gboolean
parse_set (const Options *o, TnBulkWish *wish, char **key, char **token, GError **error)
{
  const char *equals = strchr (o->set, '=');
  *key = g_strndup (o->set, equals ? (gsize) (equals - o->set) : strlen (o->set));
  const TnField *field = tn_kind_field (tn_schema_kind (wish->people ? "person" : "household"), *key);
  wish->what = TN_BULK_SET;
  wish->field = *key;
  if (field && equals && !(*token = tn_field_parse (field, equals + 1, error)))
    return FALSE;
  if (!equals) {
    g_set_error (error, TN_ERROR, TN_ERROR_INVALID, _("“%s” is not of the form KEY=VALUE."), o->set);
    return FALSE;
  }
  wish->token = *token ? *token : "null";
  return TRUE;
}

static gboolean
parse_age (const char *text, TnBulkWish *wish, GError **error)
{
  g_auto (GStrv) parts = text ? g_strsplit (text, "-", 2) : NULL;
  guint64 from = 0, to = 0;
  if (parts && !(parts[0] && parts[1] && g_ascii_string_to_unsigned (parts[0], 10, 0, 150, &from, NULL) && g_ascii_string_to_unsigned (parts[1], 10, 0, 150, &to, NULL))) {
    g_set_error (error, TN_ERROR, TN_ERROR_INVALID, _("“%s” is no age: write it as 18-59, with 0 for no bound."), text);
    return FALSE;
  }
  wish->age_from = (guint) from;
  wish->age_to = (guint) to;
  return TRUE;
}

static gboolean
parse_wish (const Options *o, TnBulkWish *wish, char **key, char **token, char **date, GError **error)
{
  wish->people = o->people;
  wish->of_category = o->of;
  wish->document = o->document;
  if (o->date && !(*date = tn_date_parse (o->date))) {
    g_set_error (error, TN_ERROR, TN_ERROR_INVALID, _("“%s” is no date. Nothing was changed."), o->date);
    return FALSE;
  }
  wish->date = *date;
  wish->category = o->give ? o->give : o->end;
  wish->what = o->give ? TN_BULK_GIVE : o->end ? TN_BULK_END : o->team ? TN_BULK_TEAM : o->round ? TN_BULK_ROUND : TN_BULK_PROPOSE;
  if (!parse_age (o->age, wish, error) || (o->set && !parse_set (o, wish, key, token, error)))
    return FALSE;
  const char *to = o->team ? o->team : o->round ? o->round : o->propose;
  return !to || tn_ctl_parse_id (to, &wish->to, error);
}

/* ---- what is told ---- */

static void
tell_groups (TnCtl *ctl, const char *name, const GPtrArray *groups)
{
  cJSON *list = cJSON_AddArrayToObject (ctl->out, name);
  for (guint i = 0; i < groups->len; i++) {
    const TnBulkGroup *group = groups->pdata[i];
    cJSON *object = cJSON_CreateObject ();
    cJSON_AddStringToObject (object, "text", group->text);
    cJSON_AddNumberToObject (object, "n", group->n);
    cJSON_AddItemToArray (list, object);
    tn_ctl_say (ctl, "%7u  %s", group->n, group->text);
  }
}

static void
tell_lines (TnCtl *ctl, const TnBulk *bulk)
{
  cJSON *list = cJSON_AddArrayToObject (ctl->out, "first");
  for (guint i = 0; i < bulk->lines->len; i++) {
    const TnBulkLine *line = bulk->lines->pdata[i];
    cJSON *object = cJSON_CreateObject ();
    tn_ctl_add_id (object, "id", &line->id);
    cJSON_AddStringToObject (object, "title", line->title);
    cJSON_AddStringToObject (object, "before", line->before);
    cJSON_AddStringToObject (object, "after", line->after);
    cJSON_AddItemToArray (list, object);
  }
}

static void
tell (TnCtl *ctl, const TnBulk *bulk)
{
  cJSON_AddNumberToObject (ctl->out, "n", bulk->n);
  cJSON_AddNumberToObject (ctl->out, "changes", bulk->n_changes);
  cJSON_AddNumberToObject (ctl->out, "same", bulk->n_same);
  cJSON_AddNumberToObject (ctl->out, "skipped", bulk->n_skipped);
  tn_ctl_say (ctl, ngettext ("%u looked at: %u change, %u are so already, %u are skipped.", "%u looked at: %u change, %u are so already, %u are skipped.", bulk->n), bulk->n,
              bulk->n_changes, bulk->n_same, bulk->n_skipped);
  tell_groups (ctl, "groups", bulk->changes);
  if (bulk->n_skipped)
    tn_ctl_say (ctl, "%s", _("Skipped:"));
  tell_groups (ctl, "skipped_for", bulk->skipped);
  tell_lines (ctl, bulk);
  if (bulk->note) {
    cJSON_AddStringToObject (ctl->out, "note", bulk->note);
    tn_ctl_say (ctl, "%s", bulk->note);
  }
}

static gboolean
export (TnCtl *ctl, TnCopy *copy, const Options *o, const GArray *ids, GError **error)
{
  TnExportFormat format;
  guint rows = 0;
  if (!tn_export_format_for (o->export, &format, error) || !tn_export_households (copy, o->people ? "person" : "household", ids, o->export, format, &rows, NULL, error))
    return FALSE;
  cJSON_AddNumberToObject (ctl->out, "rows", rows);
  tn_ctl_say (ctl, ngettext ("%u row written to %s.", "%u rows written to %s.", rows), rows, o->export);
  return TRUE;
}

static gboolean
change (TnCtl *ctl, TnCopy *copy, const Options *o, const GArray *ids, GError **error)
{
  TnBulkWish wish = { 0 };
  g_autofree char *key = NULL, *token = NULL, *date = NULL;
  if (!parse_wish (o, &wish, &key, &token, &date, error))
    return FALSE;
  g_autoptr (TnBulk) bulk = tn_bulk_plan (copy, &wish, (const TnId *) (gpointer) ids->data, ids->len, NULL, NULL, NULL, error);
  if (!bulk)
    return FALSE;
  gint64 action = 0;
  tell (ctl, bulk);
  if (!o->dry_run && !tn_edit_is_empty (bulk->edit) && !tn_copy_edit (copy, bulk->edit, &action, error))
    return FALSE;
  cJSON_AddNumberToObject (ctl->out, "action", (double) action);
  tn_ctl_say (ctl, "%s", o->dry_run ? _("Nothing was written: this was a look.") : action ? _("Done. One undo takes all of it back.") : _("There was nothing to change."));
  return TRUE;
}

static gboolean
check_one (const Options *o, GError **error)
{
  if (!!o->set + !!o->give + !!o->end + !!o->team + !!o->round + !!o->propose + !!o->export != 1)
    g_set_error (error, TN_ERROR, TN_ERROR_INVALID, _("Say one thing to do: --set, --give, --end, --team, --round, --propose or --export."));
  else if ((o->of || o->age) && (o->export || !(o->people || o->propose)))
    g_set_error (error, TN_ERROR, TN_ERROR_INVALID, _("--of and --age choose among people: write --people too. They do not go with --export. Nothing was done."));
  else
    return TRUE;
  return FALSE;
}

gboolean
tn_ctl_bulk (TnCtl *ctl, int argc, char **argv, GError **error)
{
  g_auto (Options) o = { 0 };
  const GOptionEntry entries[] = {
    { "where", 0, 0, G_OPTION_ARG_STRING_ARRAY, &o.where, NULL, NULL },
    { "all", 0, 0, G_OPTION_ARG_NONE, &o.all, NULL, NULL },
    { "set", 0, 0, G_OPTION_ARG_STRING, &o.set, NULL, NULL },
    { "give", 0, 0, G_OPTION_ARG_STRING, &o.give, NULL, NULL },
    { "end", 0, 0, G_OPTION_ARG_STRING, &o.end, NULL, NULL },
    { "team", 0, 0, G_OPTION_ARG_STRING, &o.team, NULL, NULL },
    { "round", 0, 0, G_OPTION_ARG_STRING, &o.round, NULL, NULL },
    { "propose", 0, 0, G_OPTION_ARG_STRING, &o.propose, NULL, NULL },
    { "export", 0, 0, G_OPTION_ARG_FILENAME, &o.export, NULL, NULL },
    { "people", 0, 0, G_OPTION_ARG_NONE, &o.people, NULL, NULL },
    { "of", 0, 0, G_OPTION_ARG_STRING, &o.of, NULL, NULL },
    { "age", 0, 0, G_OPTION_ARG_STRING, &o.age, NULL, NULL },
    { "date", 0, 0, G_OPTION_ARG_STRING, &o.date, NULL, NULL },
    { "document", 0, 0, G_OPTION_ARG_STRING, &o.document, NULL, NULL },
    { "dry-run", 0, 0, G_OPTION_ARG_NONE, &o.dry_run, NULL, NULL },
    { NULL } };
  if (!tn_ctl_options (&argc, &argv, entries, 0, 0,
                       "bulk (--where KEY=VALUE… | --all) (--set FIELD=VALUE | --give CATEGORY | --end CATEGORY | --team ID | --round ID | --propose ID | --export FILE) "
                       "[--people [--of CATEGORY] [--age FROM-TO]] [--date DATE] [--document TEXT] [--dry-run]", error) || !check_one (&o, error))
    return FALSE;
  g_autoptr (TnCopy) copy = tn_ctl_open (ctl, o.dry_run || o.export ? TN_COPY_READ_ONLY : 0, error);
  g_autoptr (GArray) ids = copy ? find_households (copy, &o, error) : NULL;
  if (!ids)
    return FALSE;
  return o.export ? export (ctl, copy, &o, ids, error) : change (ctl, copy, &o, ids, error);
}
