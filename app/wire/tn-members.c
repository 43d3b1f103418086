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

void
tn_wire_sort_members (GArray *members)
{
  g_array_sort (members, compare_members);
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
  if (!sorted) tn_wire_sort_members (members);
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
