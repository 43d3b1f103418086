/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "tn-build-private.h"

/* Finds each person's household, made up where it is not here. */
static void
join_members (TnBuild *build)
{
  for (guint32 i = 0; i < build->members->len; i++) {
    TnBuildMember *member = tn_build_member (build, i);
    guint n = GPOINTER_TO_UINT (g_hash_table_lookup (build->home_by_id, &member->member.household));
    if (!n) {
      tn_build_add_home (build, &member->member.household);
      n = build->homes->len;
    }
    member->home = n - 1;
    tn_build_home (build, n - 1)->n++;
  }
  guint32 at = 0;
  for (guint32 i = 0; i < build->homes->len; i++) {
    TnBuildHome *home = tn_build_home (build, i);
    home->first = at;
    at += home->n;
    home->n = 0;
  }
  build->order = g_new (guint32, MAX (at, 1));
  for (guint32 i = 0; i < build->members->len; i++) {
    TnBuildHome *home = tn_build_home (build, tn_build_member (build, i)->home);
    build->order[home->first + home->n++] = i;
  }
}

/* Households keep the order of their records, which is that of the list they were imported from. */
static void
give_numbers (TnBuild *build)
{
  for (guint32 i = 0; i < build->homes->len; i++) {
    TnBuildHome *home = tn_build_home (build, i);
    home->home.row = i + 1;
    for (guint32 k = 0; k < home->n; k++) {
      TnMember *member = tn_build_member_of (build, home, k);
      member->home = i + 1;
      member->slot = MIN (k + 1, TN_SEARCH_LAST_SLOT);
    }
  }
}

static gboolean
take_numbers (TnBuild *build, GError **error)
{
  for (guint32 i = 0; i < build->homes->len; i++) {
    TnBuildHome *home = tn_build_home (build, i);
    g_autoptr (TnStmt) stmt = tn_db_prepare (build->copy->db, "SELECT row FROM main.household WHERE id = ?", error);
    if (!stmt) return FALSE;
    tn_stmt_bind_id (stmt, 1, &home->home.id);
    TnStep step = tn_stmt_step (stmt, error);
    if (step == TN_STEP_ERROR) return FALSE;
    home->home.row = step == TN_STEP_ROW ? tn_stmt_int (stmt, 0) : 0;
  }
  for (guint32 i = 0; i < build->members->len; i++) {
    TnBuildMember *member = tn_build_member (build, i);
    g_autoptr (TnStmt) stmt = tn_db_prepare (build->copy->db, "SELECT slot FROM main.person WHERE id = ?", error);
    if (!stmt) return FALSE;
    tn_stmt_bind_id (stmt, 1, &member->member.id);
    TnStep step = tn_stmt_step (stmt, error);
    if (step == TN_STEP_ERROR) return FALSE;
    member->member.home = tn_build_home (build, member->home)->home.row;
    member->member.slot = step == TN_STEP_ROW ? (guint) tn_stmt_int (stmt, 0) : 0;
  }
  return TRUE;
}

static int
compare_rows_cb (const void *a, const void *b, void *data)
{
  gint64 x = tn_build_home (data, *(const guint32 *) a)->home.row, y = tn_build_home (data, *(const guint32 *) b)->home.row;
  return x < y ? -1 : x > y;
}

gboolean
tn_build_join (TnBuild *build, GError **error)
{
  join_members (build);
  build->sorted = g_new (guint32, build->homes->len + 1);
  for (guint32 i = 0; i < build->homes->len; i++) build->sorted[i] = i;
  if (build->fresh) give_numbers (build);
  else if (!take_numbers (build, error)) return FALSE;
  else qsort_r (build->sorted, build->homes->len, sizeof *build->sorted, compare_rows_cb, build);
  return TRUE;
}

/* The same choice as in tn-projection-home.c: whom the record names, else the first head by relation, those who are here first. */
static const TnMember *
choose_head (TnBuild *build, const TnBuildHome *home)
{
  const TnMember *best = NULL;
  for (guint32 i = 0; i < home->n; i++) {
    const TnMember *member = tn_build_member_of (build, home, i);
    if (tn_id_equal (&member->id, &home->home.head)) return member;
    if (!member->other && (!best || (best->gone && !member->gone))) best = member;
  }
  return best;
}

static void
finish_home (TnBuild *build, TnBuildHome *home)
{
  const TnMember *head = choose_head (build, home);
  for (guint32 k = 0; k < home->n; k++) home->home.n_people += !tn_build_member_of (build, home, k)->gone;
  tn_maker_set_head (build->maker, &home->home, head ? head->name : NULL);
  tn_build_keep (build, &home->home.head_name);
}

static void
keep_home (TnBuild *build, TnHome *home)
{
  char **texts[] = { &home->code, &home->house_no, &home->alley, &home->street, &home->room, &home->building_name, &home->phone, &home->status,
                     &home->words };
  for (guint i = 0; i < G_N_ELEMENTS (texts); i++) tn_build_keep (build, texts[i]);
}

static gboolean
read_home (TnBuild *build, TnBuildHome *home, GError **error)
{
  TnFields fields;
  if (!home->body) return TRUE;   /* only its people speak of it */
  tn_fields_from_body (&fields, tn_schema_kind ("household"), &home->home.id, tn_slice (home->body, -1));
  gboolean done = tn_maker_read_home (build->maker, &fields, &home->home, error);
  keep_home (build, &home->home);
  g_clear_pointer (&home->body, g_free);
  return done;
}

static void
add_to_search (TnBuild *build, const TnBuildHome *home)
{
  if (home->home.words) tn_search_build_add (build->search, (guint32) home->home.row, 0, home->home.words);
  for (guint32 k = 0; k < home->n; k++) {
    const TnMember *member = tn_build_member_of (build, home, k);
    tn_search_build_add (build->search, (guint32) home->home.row, member->slot, member->words);
  }
}

static gpointer
sort_search_cb (gpointer data)
{
  TnBuild *build = data;
  for (guint32 i = 0; i < build->homes->len; i++) add_to_search (build, tn_build_home (build, build->sorted[i]));
  tn_search_build_sort (build->search);
  return NULL;
}

static gpointer
finish_homes_cb (gpointer data)
{
  TnBuild *build = data;
  for (guint32 i = 0; i < build->homes->len && !build->error; i++)
    if (read_home (build, tn_build_home (build, i), &build->error)) finish_home (build, tn_build_home (build, i));
  build->sorter = g_thread_new ("tn-search", sort_search_cb, build);
  return NULL;
}

void
tn_build_start (TnBuild *build)
{
  build->finisher = g_thread_new ("tn-homes", finish_homes_cb, build);
}
