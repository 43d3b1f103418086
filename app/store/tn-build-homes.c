/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Households come last, when their areas, buildings and people are all there. Some thousands at a time: this thread, which has the database,
 * reads their records and people and writes the rows, and meanwhile another makes the next ones' columns, since sort keys are dear. */
#include "tn-build-private.h"

#define FAMILIES 2048

typedef struct { TnHome home; gsize body, body_len; guint32 first, n; } Family;    /* body_len 0 = only its people speak of it */
typedef struct { TnId id; guint32 name; guint8 other, gone; } Somebody;

struct _TnBuildFamilies {
  TnBuild *build;
  GArray *families, *people;
  GByteArray *texts;
  guint32 at;              /* the next one to write */
  GThread *thread;
  GError *error;
};

static void
clear_family_cb (gpointer data)
{
  tn_home_clear (&((Family *) data)->home);
}

void
tn_build_families_free (TnBuildFamilies *f)
{
  if (f->thread) g_thread_join (f->thread);
  g_array_unref (f->families);
  g_array_unref (f->people);
  g_byte_array_unref (f->texts);
  g_clear_error (&f->error);
  g_free (f);
}

static guint
keep (TnBuildFamilies *f, TnSlice text)
{
  guint at = f->texts->len;
  g_byte_array_append (f->texts, (const guint8 *) text.p, (guint) text.len);
  g_byte_array_append (f->texts, (const guint8 *) "", 1);
  return at;
}

/* ---- reading ---- */

static gboolean
read_record (TnBuildFamilies *f, Family *family, GError **error)
{
  g_autoptr (TnStmt) stmt = tn_db_prepare (f->build->copy->db, "SELECT body FROM record WHERE id = ?1 AND del = 0 AND kind = 'household'", error);
  if (!stmt) return FALSE;
  tn_stmt_bind_id (stmt, 1, &family->home.id);
  TnStep step = tn_stmt_step (stmt, error);
  if (step != TN_STEP_ROW) return step == TN_STEP_DONE;
  TnSlice body = tn_stmt_slice (stmt, 0);
  family->body = keep (f, body);
  family->body_len = body.len;
  return TRUE;
}

static Family *
family_at (TnBuildFamilies *f, guint32 i)
{
  return &g_array_index (f->families, Family, i);
}

/* People stand in their table household by household, as families do here. */
static gboolean
read_people (TnBuildFamilies *f, GError **error)
{
  TnStmt *stmt = tn_maker_prepare (f->build->maker,
    "SELECT home, id, ord, gone, name FROM main.person WHERE home BETWEEN ?1 AND ?2 ORDER BY home, slot, id", error);
  if (!stmt || !f->families->len) return stmt != NULL;
  tn_stmt_bind_int (stmt, 1, family_at (f, 0)->home.row);
  tn_stmt_bind_int (stmt, 2, family_at (f, f->families->len - 1)->home.row);
  guint32 at = 0;
  TnStep step;
  while ((step = tn_stmt_step (stmt, error)) == TN_STEP_ROW) {
    gint64 row = tn_stmt_int (stmt, 0);
    while (at < f->families->len && family_at (f, at)->home.row < row) at++;
    if (at == f->families->len || family_at (f, at)->home.row != row) continue;
    Family *family = family_at (f, at);
    if (!family->n++) family->first = f->people->len;
    Somebody somebody = { .name = keep (f, tn_stmt_slice (stmt, 4)), .other = tn_stmt_int (stmt, 2) != 0, .gone = tn_stmt_int (stmt, 3) != 0 };
    tn_stmt_id (stmt, 1, &somebody.id);
    g_array_append_val (f->people, somebody);
  }
  tn_stmt_reset (stmt);
  return step == TN_STEP_DONE;
}

static TnBuildFamilies *
read_families (TnBuild *build, GError **error)
{
  TnBuildFamilies *f = g_new0 (TnBuildFamilies, 1);
  guint32 n = MIN (FAMILIES, build->homes->len - build->at);
  f->build = build;
  f->families = g_array_sized_new (FALSE, TRUE, sizeof (Family), n);
  g_array_set_clear_func (f->families, clear_family_cb);
  f->people = g_array_new (FALSE, FALSE, sizeof (Somebody));
  f->texts = g_byte_array_new ();
  g_array_set_size (f->families, n);
  gboolean done = TRUE;
  for (guint32 i = 0; i < n && done; i++) {
    const TnBuildHome *home = tn_build_home (build, build->sorted[build->at + i]);
    family_at (f, i)->home = (TnHome) { .row = home->row, .id = home->id };
    done = read_record (f, family_at (f, i), error);
  }
  build->at += n;
  if (done && read_people (f, error)) return f;
  tn_build_families_free (f);
  return NULL;
}

/* ---- making: no database ---- */

/* The same choice as in tn-projection-home.c: whom the record names, else the first head by relation, those who are here first. */
static const Somebody *
choose_head (const TnBuildFamilies *f, const Family *family)
{
  const Somebody *best = NULL;
  for (guint32 i = 0; i < family->n; i++) {
    const Somebody *one = &g_array_index (f->people, Somebody, family->first + i);
    if (tn_id_equal (&one->id, &family->home.head)) return one;
    if (one->other) continue;
    gboolean before = best && (one->gone != best->gone ? one->gone < best->gone : tn_id_compare (&one->id, &best->id) < 0);
    if (!best || before) best = one;
  }
  return best;
}

static gboolean
make_family (TnBuildFamilies *f, Family *family)
{
  TnFields fields;
  const char *texts = (const char *) f->texts->data;
  if (family->body_len) {
    tn_fields_from_body (&fields, tn_schema_kind ("household"), &family->home.id, (TnSlice) { texts + family->body, family->body_len });
    if (!tn_maker_read_home (f->build->maker, &fields, &family->home, &f->error)) return FALSE;
  }
  const Somebody *head = choose_head (f, family);
  for (guint32 i = 0; i < family->n; i++) family->home.n_people += !g_array_index (f->people, Somebody, family->first + i).gone;
  tn_maker_set_head (f->build->maker, &family->home, head ? texts + head->name : NULL);
  if (family->home.words) tn_search_build_add (f->build->search, (guint32) family->home.row, 0, family->home.words);
  return TRUE;
}

static gpointer
make_cb (gpointer data)
{
  TnBuildFamilies *f = data;
  for (guint32 i = 0; i < f->families->len; i++)
    if (!make_family (f, family_at (f, i))) break;
  return NULL;
}

static void
make_families (TnBuildFamilies *f)
{
  if (f->build->beside) f->thread = g_thread_new ("tn-homes", make_cb, f);
  else make_cb (f);
}

/* ---- writing ---- */

static gboolean
next_home_cb (gpointer data, TnFeedValue *values)
{
  TnBuildFamilies *f = data;
  /* one that was taken away meanwhile, and of which nobody speaks, is not there */
  while (f->at < f->families->len && !family_at (f, f->at)->body_len && !family_at (f, f->at)->n) f->at++;
  if (f->at == f->families->len) return FALSE;
  const TnHome *home = &family_at (f, f->at++)->home;
  tn_home_values (home, values);
  /* a check may meet a household that main does not have: any number will do, the row is a difference */
  values[TN_HOME_N_COLUMNS] = home->row ? tn_feed_int (home->row) : (TnFeedValue) { .type = TN_FEED_NULL };
  return TRUE;
}

static gboolean
count_homes (TnBuildFamilies *f, GError **error)
{
  gint64 n = 0;
  for (guint32 i = 0; i < f->families->len; i++) n += family_at (f, i)->home.live;
  return !n || tn_maker_count (f->build->maker, "household", n, error);
}

static gboolean
write_families (TnBuildFamilies *f, GError **error)
{
  if (f->thread) g_thread_join (g_steal_pointer (&f->thread));
  if (f->error) {
    g_propagate_error (error, g_steal_pointer (&f->error));
    return FALSE;
  }
  return count_homes (f, error) && (!f->build->fresh || tn_build_note_order (f->build->copy->db, error)) && tn_build_feed (f->build, "INSERT INTO main.household(" TN_HOME_COLUMNS ", row)"
    " SELECT c0, c1, c2, c3, c4, c5, c6, c7, c8, c9, c10, c11, c12, c13, c14, c15, c16, c17, c18, c19, c20 FROM tn_feed(?1)", next_home_cb, f, error);
}

gboolean
tn_build_homes_step (TnBuild *build, gboolean *more, GError **error)
{
  TnBuildFamilies *made = g_steal_pointer (&build->families), *next = NULL;
  gboolean done = build->at == build->homes->len || (next = read_families (build, error));
  /* one thread at a time: the maker and the search are not for two */
  if (made && made->thread) g_thread_join (g_steal_pointer (&made->thread));
  if (next) make_families (build->families = next);
  done = done && (!made || write_families (made, error));
  if (made) tn_build_families_free (made);
  *more = build->families != NULL;
  return done;
}
