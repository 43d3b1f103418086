/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "tn-scope.h"
#include <glib/gi18n.h>

#define CLASS(name) (1u << TN_CLASS_ ## name)

static const TnRole roles[] = {
  { "ward_officer", CLASS (OPEN) | CLASS (IDENTITY) | CLASS (HEALTH) | CLASS (CONFIDENTIAL), TRUE },
  { "health_worker", CLASS (OPEN) | CLASS (HEALTH), TRUE },
  { "team_leader", CLASS (OPEN), FALSE },
};
/* Held beside one of those, and given with “tungnha-district hub”, never by an invitation. */
static const TnRole hub_role = { TN_ROLE_HUB, CLASS (AUTH), FALSE };

const TnRole *
tn_role_list (guint *n)
{
  *n = G_N_ELEMENTS (roles);
  return roles;
}

const TnRole *
tn_role_find (const char *key)
{
  for (guint i = 0; i < G_N_ELEMENTS (roles); i++)
    if (g_strcmp0 (roles[i].key, key) == 0) return &roles[i];
  return g_strcmp0 (TN_ROLE_HUB, key) == 0 ? &hub_role : NULL;
}

TnClass
tn_stream_class (const char *stream)
{
  const char *suffix = strchr (stream, '+');
  if (!suffix) return TN_CLASS_OPEN;
  for (TnClass cls = TN_CLASS_IDENTITY; cls <= TN_CLASS_AUTH; cls++)
    if (strcmp (suffix, tn_class_suffix (cls)) == 0) return cls;
  return TN_CLASS_INHERIT;
}

static gboolean
is_area_stream (const char *text)
{
  return text[0] == 'g' && strlen (text) == 13 && strspn (text + 1, "0123456789abcdef") == 12;
}

/* The open stream of an area, or NULL. Any kind of class open gives the same name. */
static char *
read_area (const char *area, GError **error)
{
  TnId id;
  if (is_area_stream (area)) return g_strdup (area);
  if (tn_id_parse (area, -1, &id)) return tn_stream_for_area (tn_schema_kind ("household"), &id);
  g_set_error (error, TN_ERROR, TN_ERROR_INVALID,
    _("“%s” is no area. Nothing was changed. Give the id of a quarter or group, or its stream such as g0123456789ab."), area);
  return NULL;
}

static void
add_in_every_class (GStrvBuilder *streams, const char *base, guint classes)
{
  for (TnClass cls = TN_CLASS_OPEN; cls <= TN_CLASS_CONFIDENTIAL; cls++) {
    if (!(classes & (1u << cls))) continue;
    g_autofree char *name = g_strconcat (base, tn_class_suffix (cls), NULL);
    g_strv_builder_add (streams, name);
  }
}

char **
tn_role_streams (const TnRole *role, const char *const *areas, GError **error)
{
  g_autoptr (GStrvBuilder) streams = g_strv_builder_new ();
  if (!areas || !areas[0]) {
    if (!role->whole_ward) {
      g_set_error (error, TN_ERROR, TN_ERROR_INVALID,
        _("The role “%s” is for some areas only. Nothing was changed. Say which with --stream."), role->key);
      return NULL;
    }
    g_strv_builder_add (streams, "*");
    return g_strv_builder_end (streams);
  }
  add_in_every_class (streams, "0", role->classes);
  for (guint i = 0; areas[i]; i++) {
    g_autofree char *base = read_area (areas[i], error);
    if (!base) return NULL;
    add_in_every_class (streams, base, role->classes);
  }
  return g_strv_builder_end (streams);
}

TnGrant *
tn_grant_new (const char *ward, const char *stream, const char *role, gint64 from, gint64 to)
{
  TnGrant *grant = g_new0 (TnGrant, 1);
  grant->ward = g_strdup (ward);
  grant->stream = g_strdup (stream);
  grant->role = g_strdup (role);
  grant->from = from;
  grant->to = to;
  return grant;
}

void
tn_grant_free (TnGrant *grant)
{
  if (!grant) return;
  g_free (grant->ward);
  g_free (grant->stream);
  g_free (grant->role);
  g_free (grant);
}

static guint
get_classes (const TnGrant *grant)
{
  const TnRole *role = tn_role_find (grant->role);
  return role ? role->classes : 0;   /* a role that this program does not know gives nothing */
}

TnScope *
tn_scope_new (GPtrArray *grants, const char *ward)
{
  TnScope *scope = g_new0 (TnScope, 1);
  scope->names = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  for (guint i = 0; i < grants->len; i++) {
    const TnGrant *grant = grants->pdata[i];
    if (grant->to != 0 || strcmp (grant->ward, ward) != 0) continue;
    if (strcmp (grant->stream, "*") == 0) scope->star_classes |= get_classes (grant);
    else if (get_classes (grant) & (1u << tn_stream_class (grant->stream))) g_hash_table_add (scope->names, g_strdup (grant->stream));
  }
  return scope;
}

void
tn_scope_free (TnScope *scope)
{
  if (!scope) return;
  g_hash_table_unref (scope->names);
  g_free (scope);
}

gboolean
tn_scope_is_empty (const TnScope *scope)
{
  return !scope->star_classes && g_hash_table_size (scope->names) == 0;
}

gboolean
tn_scope_allows (const TnScope *scope, const char *stream)
{
  return (scope->star_classes & (1u << tn_stream_class (stream))) || g_hash_table_contains (scope->names, stream);
}

gboolean
tn_grants_allowed (GPtrArray *grants, const char *ward, const char *stream, gint64 at)
{
  for (guint i = 0; i < grants->len; i++) {
    const TnGrant *grant = grants->pdata[i];
    if (strcmp (grant->ward, ward) != 0 || at < grant->from || (grant->to != 0 && at >= grant->to)) continue;
    if (!(get_classes (grant) & (1u << tn_stream_class (stream)))) continue;
    if (strcmp (grant->stream, "*") == 0 || strcmp (grant->stream, stream) == 0) return TRUE;
  }
  return FALSE;
}
