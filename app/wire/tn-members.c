/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "tn-wire-private.h"
#include <glib/gi18n.h>

int
tn_slice_compare (TnSlice a, TnSlice b)
{
  int order = memcmp (a.p, b.p, MIN (a.len, b.len));
  return order ? order : (a.len > b.len) - (a.len < b.len);
}

static int
compare_members (gconstpointer a, gconstpointer b)
{
  return tn_slice_compare (((const TnMember *) a)->key, ((const TnMember *) b)->key);
}

GArray *
tn_wire_members (TnSlice object)
{
  if (object.len < 2 || object.p[0] != '{') return NULL;
  g_autoptr (GArray) members = g_array_sized_new (FALSE, FALSE, sizeof (TnMember), 24);
  gboolean sorted = TRUE;
  TnMember member;
  TnJsonIter it;
  tn_json_iter_init (&it, object);
  while (tn_json_iter_next (&it, &member.key, &member.value)) {
    if (members->len) sorted &= compare_members (&g_array_index (members, TnMember, members->len - 1), &member) < 0;
    g_array_append_val (members, member);
  }
  if (!it.ok) return NULL;
  if (!sorted) g_array_sort (members, compare_members);
  for (guint i = 1; !sorted && i < members->len; i++)
    if (compare_members (&g_array_index (members, TnMember, i - 1), &g_array_index (members, TnMember, i)) == 0) return NULL;
  return g_steal_pointer (&members);
}

gboolean
tn_wire_is_plain (TnSlice text, gsize max)
{
  if (text.len > max) return FALSE;
  for (gsize i = 0; i < text.len; i++)
    if (text.p[i] <= ' ' || text.p[i] > '~' || text.p[i] == '"' || text.p[i] == '\\') return FALSE;
  return TRUE;
}

gboolean
tn_wire_corrupt (GError **error, const char *what)
{
  g_set_error (error, TN_ERROR, TN_ERROR_CORRUPT,
    _("What was received is damaged (%s). Nothing of it was used. Reconcile again; if it comes back, tell your district office."), what);
  return FALSE;
}

/* ---- which units of a kind are groups ---- */
#define MAX_GROUPS 16
typedef struct { const TnKind *kind; const char *names[MAX_GROUPS + 1]; } Groups;

static gboolean
is_group_by_schema (const TnKind *kind, const char *unit)
{
  return tn_kind_has_unit (kind, unit) && !tn_kind_unit_is_single (kind, unit);
}

static void
gather_groups (const TnKind *kind, Groups *groups)
{
  guint n = 0;
  groups->kind = kind;
  for (guint i = 0; i < kind->n_fields; i++) {
    const char *unit = tn_field_unit (&kind->fields[i]);
    if (!is_group_by_schema (kind, unit) || g_strv_contains (groups->names, unit)) continue;
    g_assert (n < MAX_GROUPS);
    groups->names[n++] = unit;
  }
}

/* The schema is asked once per kind: every unit of every line needs the answer, and a kind has at most a few groups. */
static const Groups *
all_groups (guint *n)
{
  static Groups *all;
  static gsize ready;
  const TnKind *const *kinds = tn_schema_kinds (n);
  if (g_once_init_enter (&ready)) {
    all = g_new0 (Groups, *n);
    for (guint i = 0; i < *n; i++) gather_groups (kinds[i], &all[i]);
    g_once_init_leave (&ready, 1);
  }
  return all;
}

gboolean
tn_wire_is_group (const TnKind *kind, const char *unit)
{
  guint n;
  const Groups *all = all_groups (&n);
  for (guint i = 0; kind && i < n; i++)
    if (all[i].kind == kind) return g_strv_contains (all[i].names, unit);
  return kind && is_group_by_schema (kind, unit);
}
