/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Contacts of home patients: who is to be called, the calls, who caught it from whom. Names are health's matter here: masked unless --reveal, which is
 * written down first. */
#include "tn-ctl-commands.h"
#include <glib/gi18n.h>
#include "tn-ctl-fields.h"
#include "tn-opened.h"
#include "tn-tracing.h"

#define USAGE "contact list [--due] | add CASE KEY=VALUE… | household CASE | call CONTACT RESULT [NOTE] | case CONTACT [rapid|pcr] | end | chain CASE | unknown [--reveal]"

static const char *const needs[] = {
  [TN_TRACING_SYMPTOMS] = "symptoms", [TN_TRACING_DUE] = "due", [TN_TRACING_AGAIN] = "again", [TN_TRACING_OVER] = "over", [TN_TRACING_REACHED] = "reached",
};

static gint64
now_of (TnCopy *copy)
{
  return tn_env_now_ms (tn_copy_env (copy));
}

static char *
mask (TnCtl *ctl, const char *kind, const char *text)
{
  return ctl->reveal ? g_strdup (text) : tn_kind_mask (tn_schema_kind (kind), text);
}

static gboolean
log_ids (TnCtl *ctl, TnCopy *copy, const GArray *ids, GError **error)
{
  return !ctl->reveal || !ids->len || tn_opened_add (copy, (const TnId *) (gconstpointer) ids->data, ids->len, TN_OPENED_WHOLE, error);
}

/* ---- lists ---- */

static void
say_contact (TnCtl *ctl, const TnTracingContact *contact, cJSON *out)
{
  g_autofree char *name = mask (ctl, "contact", contact->name), *phone = mask (ctl, "contact", contact->phone);
  TnIdStr id;
  tn_id_format (&contact->id, id);
  tn_ctl_say (ctl, "%s  %-8s  %s  %s  %s", id, needs[contact->need], contact->next_call ? contact->next_call : "–", name, phone);
  cJSON *item = cJSON_CreateObject ();
  tn_ctl_add_id (item, "id", &contact->id);
  tn_ctl_add_id (item, "person", &contact->person);
  cJSON_AddStringToObject (item, "name", name);
  cJSON_AddStringToObject (item, "phone", phone);
  cJSON_AddStringToObject (item, "need", needs[contact->need]);
  cJSON_AddStringToObject (item, "next_call", contact->next_call ? contact->next_call : "");
  cJSON_AddStringToObject (item, "until", contact->until ? contact->until : "");
  cJSON *cases = cJSON_AddArrayToObject (item, "cases");
  for (guint i = 0; i < contact->cases->len; i++) {
    tn_id_format (&g_array_index (contact->cases, TnId, i), id);
    cJSON_AddItemToArray (cases, cJSON_CreateString (id));
  }
  cJSON_AddItemToArray (out, item);
}

static gboolean
list_contacts (TnCtl *ctl, TnCopy *copy, gboolean due, GError **error)
{
  g_autoptr (GPtrArray) contacts = tn_tracing_contacts (copy, now_of (copy), due, 0, NULL, error);
  g_autoptr (GArray) ids = g_array_new (FALSE, FALSE, sizeof (TnId));
  for (guint i = 0; contacts && i < contacts->len; i++)
    g_array_append_val (ids, ((TnTracingContact *) contacts->pdata[i])->id);
  if (!contacts || !log_ids (ctl, copy, ids, error))
    return FALSE;
  cJSON *out = cJSON_AddArrayToObject (ctl->out, "contacts");
  for (guint i = 0; i < contacts->len; i++)
    say_contact (ctl, contacts->pdata[i], out);
  if (!contacts->len)
    tn_ctl_say (ctl, due ? _("Nobody is to be called.") : _("Nobody is watched."));
  return TRUE;
}

static void
say_case (TnCtl *ctl, const TnTracingCase *node, cJSON *out)
{
  g_autofree char *name = mask (ctl, "home_case", node->name);
  TnIdStr id;
  tn_id_format (&node->id, id);
  tn_ctl_say (ctl, "%s  %*s%s  %s%s", id, (int) (2 * MIN (node->depth, 30)), "", name, node->opened ? node->opened : "–", node->loop ? "  ↺" : "");
  cJSON *item = cJSON_CreateObject ();
  tn_ctl_add_id (item, "id", &node->id);
  tn_ctl_add_id (item, "person", &node->person);
  tn_ctl_add_id (item, "source_case", &node->source);
  cJSON_AddStringToObject (item, "name", name);
  cJSON_AddStringToObject (item, "opened", node->opened ? node->opened : "");
  cJSON_AddStringToObject (item, "source", node->how);
  cJSON_AddNumberToObject (item, "depth", node->depth);
  cJSON_AddBoolToObject (item, "circle", node->loop);
  cJSON_AddItemToArray (out, item);
}

/* Takes the cases. */
static gboolean
list_cases (TnCtl *ctl, TnCopy *copy, GPtrArray *cases, GError **error)
{
  g_autoptr (GPtrArray) owned = cases;
  g_autoptr (GArray) ids = g_array_new (FALSE, FALSE, sizeof (TnId));
  for (guint i = 0; owned && i < owned->len; i++)
    g_array_append_val (ids, ((TnTracingCase *) owned->pdata[i])->id);
  if (!owned || !log_ids (ctl, copy, ids, error))
    return FALSE;
  cJSON *out = cJSON_AddArrayToObject (ctl->out, "cases");
  for (guint i = 0; i < owned->len; i++)
    say_case (ctl, owned->pdata[i], out);
  if (!owned->len)
    tn_ctl_say (ctl, _("No case is of unknown source."));
  return TRUE;
}

/* ---- doing ---- */

/* Takes the edit. */
static gboolean
commit (TnCtl *ctl, TnCopy *copy, TnEdit *edit, const TnId *id, GError **error)
{
  g_autoptr (TnEdit) owned = edit;
  return owned && tn_ctl_commit (ctl, copy, owned, id, error);
}

static gboolean
read_values (TnValues *values, const TnKind *kind, char **words, GError **error)
{
  for (; *words; words++) {
    const char *equals = strchr (*words, '=');
    g_autofree char *key = equals ? g_strndup (*words, (gsize) (equals - *words)) : NULL;
    const TnField *field = key ? tn_kind_field (kind, key) : NULL;
    g_autofree char *token = field ? tn_field_parse (field, equals + 1, error) : NULL;
    if (!field)
      g_set_error (error, TN_ERROR, TN_ERROR_INVALID, _("“%s” is not KEY=VALUE with a field of “%s”."), *words, kind->key);
    if (!token)
      return FALSE;
    tn_values_set (values, key, token);
  }
  return TRUE;
}

static gboolean
add_contact (TnCtl *ctl, TnCopy *copy, const TnId *home_case, char **words, GError **error)
{
  g_autoptr (TnValues) values = tn_values_new ();
  TnId id = tn_id_new (tn_copy_env (copy));
  return read_values (values, tn_schema_kind ("contact"), words, error) && commit (ctl, copy, tn_tracing_add (copy, home_case, values, &id, error), &id, error);
}

static gboolean
add_household (TnCtl *ctl, TnCopy *copy, const TnId *home_case, GError **error)
{
  g_autoptr (GPtrArray) people = tn_tracing_household (copy, home_case, error);
  g_autoptr (GArray) ids = g_array_new (FALSE, TRUE, sizeof (TnId));
  for (guint i = 0; people && i < people->len; i++)
    g_array_append_val (ids, ((TnRow *) people->pdata[i])->id);
  if (!people)
    return FALSE;
  cJSON_AddNumberToObject (ctl->out, "added", ids->len);
  if (ids->len)
    return commit (ctl, copy, tn_tracing_add_people (copy, home_case, &g_array_index (ids, TnId, 0), ids->len, "household", NULL, NULL, error), home_case, error);
  tn_ctl_say (ctl, _("Nobody else of the household is to be watched."));
  return TRUE;
}

static gboolean
make_case (TnCtl *ctl, TnCopy *copy, const TnId *contact, const char *test, GError **error)
{
  TnId home_case;
  g_autoptr (TnEdit) edit = tn_tracing_make_case (copy, contact, test, NULL, &home_case, error);
  return edit && tn_ctl_commit (ctl, copy, edit, &home_case, error);
}

static gboolean
end_watches (TnCtl *ctl, TnCopy *copy, GError **error)
{
  guint n;
  gint64 action = 0;
  g_autoptr (TnEdit) edit = tn_tracing_end_over (copy, now_of (copy), &n, error);
  if (!edit || (n && !tn_copy_edit (copy, edit, &action, error)))
    return FALSE;
  cJSON_AddNumberToObject (ctl->out, "ended", n);
  cJSON_AddNumberToObject (ctl->out, "action", (double) action);
  tn_ctl_say (ctl, ngettext ("%u watch has ended.", "%u watches have ended.", n), n);
  return TRUE;
}

/* ---- which ---- */

static gboolean
run_with_id (TnCtl *ctl, TnCopy *copy, int argc, char **argv, GError **error)
{
  const char *verb = argv[1];
  TnId id;
  if (!tn_ctl_parse_id (argv[2], &id, error))
    return FALSE;
  if (g_str_equal (verb, "add"))
    return add_contact (ctl, copy, &id, argv + 3, error);
  if (g_str_equal (verb, "household"))
    return add_household (ctl, copy, &id, error);
  if (g_str_equal (verb, "chain"))
    return list_cases (ctl, copy, tn_tracing_chain (copy, &id, error), error);
  if (g_str_equal (verb, "case"))
    return make_case (ctl, copy, &id, argc > 3 ? argv[3] : NULL, error);
  return commit (ctl, copy, tn_tracing_call (copy, &id, argv[3], 0, argc > 4 ? argv[4] : NULL, error), &id, error);
}

static const struct { const char *verb; int min, max; } verbs[] = {
  { "list", 1, 1 }, { "unknown", 1, 1 }, { "end", 1, 1 }, { "add", 3, -1 }, { "household", 2, 2 }, { "chain", 2, 2 }, { "case", 2, 3 }, { "call", 3, 4 },
};

static gboolean
check_words (int argc, char **argv, GError **error)
{
  for (gsize i = 0; i < G_N_ELEMENTS (verbs); i++)
    if (g_str_equal (verbs[i].verb, argv[1]) && argc - 1 >= verbs[i].min && (verbs[i].max < 0 || argc - 1 <= verbs[i].max))
      return TRUE;
  return tn_ctl_misused (USAGE, error);
}

gboolean
tn_ctl_contact (TnCtl *ctl, int argc, char **argv, GError **error)
{
  gboolean due = FALSE;
  const GOptionEntry entries[] = {
    { "due", 0, 0, G_OPTION_ARG_NONE, &due, NULL, NULL }, { "reveal", 0, 0, G_OPTION_ARG_NONE, &ctl->reveal, NULL, NULL }, { NULL },
  };
  if (!tn_ctl_options (&argc, &argv, entries, 1, -1, USAGE, error) || !check_words (argc, argv, error))
    return FALSE;
  gboolean reads = g_str_equal (argv[1], "list") || g_str_equal (argv[1], "chain") || g_str_equal (argv[1], "unknown");
  g_autoptr (TnCopy) copy = tn_ctl_open (ctl, reads && !ctl->reveal ? TN_COPY_READ_ONLY : 0, error);
  if (!copy)
    return FALSE;
  if (g_str_equal (argv[1], "list"))
    return list_contacts (ctl, copy, due, error);
  if (g_str_equal (argv[1], "unknown"))
    return list_cases (ctl, copy, tn_tracing_unknown (copy, now_of (copy), error), error);
  return g_str_equal (argv[1], "end") ? end_watches (ctl, copy, error) : run_with_id (ctl, copy, argc, argv, error);
}
