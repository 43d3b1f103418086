/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "tn-ctl-commands.h"
#include <glib/gi18n.h>
#include "tn-duplicates.h"
#include "tn-merging.h"

#define LIMIT 50

static void
tell_pair (TnCtl *ctl, TnCopy *copy, cJSON *list, const TnDuplicate *pair)
{
  g_autofree char *a = tn_query_title (copy, &pair->a), *b = tn_query_title (copy, &pair->b), *why = tn_match_words (pair->why);
  cJSON *object = cJSON_CreateObject ();
  TnIdStr x, y;
  tn_ctl_add_id (object, "a", &pair->a);
  tn_ctl_add_id (object, "b", &pair->b);
  cJSON_AddStringToObject (object, "kind", pair->of == TN_DUPLICATES_HOUSEHOLDS ? "household" : "person");
  cJSON_AddNumberToObject (object, "score", pair->score);
  cJSON_AddBoolToObject (object, "sure", pair->score >= TN_MATCH_SURE);
  cJSON_AddStringToObject (object, "why", why);
  cJSON_AddItemToArray (list, object);
  tn_id_format (&pair->a, x);
  tn_id_format (&pair->b, y);
  tn_ctl_say (ctl, "%s  %s\n%s  %s\n  %d: %s", x, a, y, b, pair->score, why);
}

static gboolean
tell_late (TnCtl *ctl, TnCopy *copy, GError **error)
{
  guint n_to_gather;
  g_autoptr (GPtrArray) late = tn_work_merged_late (copy, &n_to_gather, error);
  if (!late)
    return FALSE;
  cJSON *list = cJSON_AddArrayToObject (ctl->out, "late");
  cJSON_AddNumberToObject (ctl->out, "to_gather", n_to_gather);
  for (guint i = 0; i < late->len; i++) {
    const TnMergedLate *one = late->pdata[i];
    cJSON *object = cJSON_CreateObject ();
    tn_ctl_add_id (object, "duplicate", &one->duplicate);
    tn_ctl_add_id (object, "kept", &one->kept);
    tn_ctl_add_id (object, "other", &one->other);
    cJSON_AddStringToObject (object, "kind", one->kind->key);
    cJSON_AddStringToObject (object, "field", one->field);
    cJSON_AddRawToObject (object, "value", one->token);
    cJSON_AddItemToArray (list, object);
  }
  if (late->len)
    tn_ctl_say (ctl, ngettext ("%u field of a record that was merged was changed by somebody who did not know.", "%u fields of records that were merged were changed by somebody who did not know.", late->len), late->len);
  if (n_to_gather)
    tn_ctl_say (ctl, ngettext ("%u record hangs on what was merged: gather it.", "%u records hang on what was merged: gather them.", n_to_gather), n_to_gather);
  return TRUE;
}

static gboolean
list_pairs (TnCtl *ctl, TnCopy *copy, const char *of, guint limit, GError **error)
{
  TnDuplicatesOf what = !of ? TN_DUPLICATES_ALL : g_str_equal (of, "people") ? TN_DUPLICATES_PEOPLE : g_str_equal (of, "households") ? TN_DUPLICATES_HOUSEHOLDS : 0;
  g_autoptr (GArray) pairs = what ? tn_duplicates_find (copy, what, limit, NULL, error) : NULL;
  if (!what)
    g_set_error (error, TN_ERROR, TN_ERROR_INVALID, _("“%s” cannot stand twice: --of takes people or households."), of);
  if (!pairs)
    return FALSE;
  cJSON *list = cJSON_AddArrayToObject (ctl->out, "pairs");
  for (guint i = 0; i < pairs->len; i++)
    tell_pair (ctl, copy, list, &g_array_index (pairs, TnDuplicate, i));
  if (!pairs->len)
    tn_ctl_say (ctl, "%s", _("Nobody, and no household, seems to stand in the register twice."));
  return tell_late (ctl, copy, error);
}

/* Writes what was built; an empty edit is said to be one. */
static gboolean
write_edit (TnCtl *ctl, TnCopy *copy, TnEdit *made, const char *said, GError **error)
{
  g_autoptr (TnEdit) edit = made;
  gint64 action = 0;
  if (!edit || !tn_copy_edit (copy, edit, &action, error))
    return FALSE;
  cJSON_AddNumberToObject (ctl->out, "action", (double) action);
  tn_ctl_say (ctl, "%s", action ? said : _("There was nothing to change."));
  return TRUE;
}

static gboolean
part (TnCtl *ctl, TnCopy *copy, const TnId *a, const TnId *b, GError **error)
{
  TnId duplicate = tn_duplicate_id (a, b);
  guint n_left = 0;
  TnEdit *edit = tn_work_part (copy, &duplicate, &n_left, error);
  cJSON_AddNumberToObject (ctl->out, "left", n_left);
  if (edit && n_left)
    tn_ctl_say (ctl, ngettext ("%u thing stays where it is, as somebody changed it since.", "%u things stay where they are, as somebody changed them since.", n_left), n_left);
  return write_edit (ctl, copy, edit, _("Taken apart again."), error);
}

/* Who stands in both of two households is merged along; of two people that is nobody. */
static gboolean
merge (TnCtl *ctl, TnCopy *copy, const TnId *kept, const TnId *other, char **fields, GError **error)
{
  g_autoptr (GArray) pairs = tn_duplicates_between (copy, kept, other, error), people = g_array_new (FALSE, FALSE, sizeof (TnMergePair));
  if (!pairs)
    return FALSE;
  for (guint i = 0; i < pairs->len; i++) {
    const TnDuplicate *pair = &g_array_index (pairs, TnDuplicate, i);
    TnMergePair one = { pair->a, pair->b };
    g_array_append_val (people, one);
  }
  cJSON_AddNumberToObject (ctl->out, "people", people->len);
  return write_edit (ctl, copy, tn_work_merge (copy, kept, other, (const char *const *) fields, people, error), _("Merged. It can be taken apart again at any time."), error);
}

static gboolean
act (TnCtl *ctl, TnCopy *copy, int argc, char **argv, const char *take, GError **error)
{
  g_auto (GStrv) fields = take ? g_strsplit (take, ",", 0) : NULL;
  TnId a, b;
  if (g_str_equal (argv[1], "gather") && argc == 2)
    return write_edit (ctl, copy, tn_work_gather_merged (copy, error), _("Gathered."), error);
  if (argc != 4) {
    g_set_error (error, TN_ERROR, TN_ERROR_INVALID, _("Name two people, or two households, by their ids."));
    return FALSE;
  }
  if (!tn_ctl_parse_id (argv[2], &a, error) || !tn_ctl_parse_id (argv[3], &b, error))
    return FALSE;
  if (g_str_equal (argv[1], "merge"))
    return merge (ctl, copy, &a, &b, fields, error);
  if (g_str_equal (argv[1], "part"))
    return part (ctl, copy, &a, &b, error);
  if (g_str_equal (argv[1], "different"))
    return write_edit (ctl, copy, tn_work_keep_apart (copy, &a, &b, error), _("They are two, and are not shown again."), error);
  g_set_error (error, TN_ERROR, TN_ERROR_INVALID, _("“%s” is not something to do with duplicates: merge, part, different or gather."), argv[1]);
  return FALSE;
}

gboolean
tn_ctl_duplicates (TnCtl *ctl, int argc, char **argv, GError **error)
{
  int limit = LIMIT;
  g_autofree char *take = NULL, *of = NULL;
  const GOptionEntry entries[] = {
    { "limit", 0, 0, G_OPTION_ARG_INT, &limit, NULL, NULL },
    { "of", 0, 0, G_OPTION_ARG_STRING, &of, NULL, NULL },
    { "take", 0, 0, G_OPTION_ARG_STRING, &take, NULL, NULL },
    { NULL } };
  if (!tn_ctl_options (&argc, &argv, entries, 0, 3, "duplicates [--of people|households] [--limit N] | duplicates merge KEPT OTHER [--take FIELD,…] | part A B | different A B | gather", error))
    return FALSE;
  g_autoptr (TnCopy) copy = tn_ctl_open (ctl, argc > 1 ? 0 : TN_COPY_READ_ONLY, error);
  if (!copy)
    return FALSE;
  return argc > 1 ? act (ctl, copy, argc, argv, take, error) : list_pairs (ctl, copy, of, (guint) MAX (limit, 0), error);
}
