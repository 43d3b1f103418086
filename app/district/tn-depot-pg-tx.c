/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What a push reads. READ COMMITTED: every statement behind the lock sees all that was committed before the lock was had. */
#include "tn-depot-pg-tx.h"
#include <glib/gi18n.h>

static void
free_ids (gpointer data)
{
  g_array_unref (data);
}

static void
tx_abort (TnWardTx *base)
{
  PgWardTx *tx = (PgWardTx *) base;
  pg_tx_clear_writes (tx);
  pg_lease_end (tx->lease);
  g_hash_table_unref (tx->records);
  g_hash_table_unref (tx->places);
  g_hash_table_unref (tx->erased);
  g_hash_table_unref (tx->displaced);
  g_hash_table_unref (tx->asked);
  g_hash_table_unref (tx->children);
  g_hash_table_unref (tx->meta);
  g_hash_table_unref (tx->touched);
  g_hash_table_unref (tx->sums);
  g_hash_table_unref (tx->meta_set);
  g_array_unref (tx->foreseen);
  g_ptr_array_unref (tx->results);
  g_free (tx->ward);
  g_free (tx);
}

static PgWardTx *
new_tx (TnDepot *depot, const char *ward)
{
  PgWardTx *tx = g_new0 (PgWardTx, 1);
  tx->ward = g_strdup (ward);
  tx->base.depot = depot;
  tx->base.ward = tx->ward;
  tx->now = tn_env_now_ms (((PgDepot *) depot)->env);
  tx->results = g_ptr_array_new_with_free_func ((GDestroyNotify) PQclear);
  tx->records = g_hash_table_new_full (tn_id_hash, tn_id_equal, g_free, g_free);
  tx->places = g_hash_table_new_full (tn_id_hash, tn_id_equal, g_free, NULL);
  tx->erased = g_hash_table_new_full (tn_id_hash, tn_id_equal, g_free, NULL);
  tx->displaced = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
  tx->asked = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  tx->children = g_hash_table_new_full (tn_id_hash, tn_id_equal, g_free, free_ids);
  tx->meta = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
  tx->touched = g_hash_table_new_full (tn_id_hash, tn_id_equal, g_free, NULL);
  tx->sums = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
  tx->meta_set = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
  tx->foreseen = g_array_new (FALSE, FALSE, sizeof (TnId));
  return tx;
}

/* ---- what was read ---- */

#define RECORD_SQL "SELECT id, kind, stream, line, parent, seq, h FROM record WHERE ward=$1 AND id=ANY($2)"
#define PLACE_SQL "SELECT id, stream FROM record WHERE ward=$1 AND id=ANY($2)"
#define ERASED_SQL "SELECT id FROM erased WHERE ward=$1 AND id=ANY($2)"
#define HELD_SQL "SELECT 1 FROM quarantine WHERE ward=$1 AND record=ANY($2) LIMIT 1"
#define CHILDREN_SQL "SELECT id, parent FROM record WHERE ward=$1 AND parent=ANY($2) ORDER BY id"
#define DISPLACED_SQL \
  "SELECT h.id, h.unit, h.stamp, h.value FROM unnest($2, $3, $4) AS w(id, unit, stamp)" \
  " JOIN history h ON h.ward=$1 AND h.id=w.id AND h.unit=w.unit AND h.stamp=w.stamp"

char *
pg_change_key (const TnId *id, const char *unit, const TnStamp *stamp)
{
  TnIdStr text;
  tn_id_format (id, text);
  return g_strconcat (text, stamp->s, unit, NULL);
}

static void
note_absent (GHashTable *table, const TnId *ids, gsize n)
{
  for (gsize i = 0; i < n; i++)
    if (!g_hash_table_contains (table, &ids[i])) g_hash_table_insert (table, tn_id_copy (&ids[i]), NULL);
}

static void
note_records (PgWardTx *tx, const PGresult *rows, const TnId *ids, gsize n)
{
  TnId id;
  for (int i = 0; i < PQntuples (rows); i++) {
    PgRow *row = g_new (PgRow, 1);
    *row = (PgRow) { rows, i };
    tn_pg_get_id (rows, i, 0, &id);
    g_hash_table_replace (tx->records, tn_id_copy (&id), row);
  }
  note_absent (tx->records, ids, n);
}

static void
note_places (PgWardTx *tx, const PGresult *rows, const TnId *ids, gsize n)
{
  TnId id;
  for (int i = 0; i < PQntuples (rows); i++) {
    tn_pg_get_id (rows, i, 0, &id);
    g_hash_table_replace (tx->places, tn_id_copy (&id), (gpointer) tn_pg_get_text (rows, i, 1));
  }
  note_absent (tx->places, ids, n);
}

static void
note_erased (PgWardTx *tx, const PGresult *rows, const TnId *ids, gsize n)
{
  TnId id;
  for (int i = 0; i < PQntuples (rows); i++) {
    tn_pg_get_id (rows, i, 0, &id);
    g_hash_table_replace (tx->erased, tn_id_copy (&id), GINT_TO_POINTER (TRUE));
  }
  note_absent (tx->erased, ids, n);
}

static void
note_children (PgWardTx *tx, const PGresult *rows, const TnId *parents, gsize n)
{
  TnId id, parent;
  for (gsize i = 0; i < n; i++) g_hash_table_replace (tx->children, tn_id_copy (&parents[i]), g_array_new (FALSE, FALSE, sizeof (TnId)));
  for (int i = 0; i < PQntuples (rows); i++) {
    tn_pg_get_id (rows, i, 0, &id);
    tn_pg_get_id (rows, i, 1, &parent);
    g_array_append_val ((GArray *) g_hash_table_lookup (tx->children, &parent), id);
  }
}

static void
note_displaced (PgWardTx *tx, const PGresult *rows, const GArray *changes)
{
  for (guint i = 0; i < changes->len; i++) {
    const TnChangeRef *change = &g_array_index (changes, TnChangeRef, i);
    g_hash_table_add (tx->asked, pg_change_key (&change->id, change->unit, &change->stamp));
  }
  for (int i = 0; i < PQntuples (rows); i++) {
    TnId id;
    TnStamp stamp;
    tn_pg_get_id (rows, i, 0, &id);
    g_strlcpy (stamp.s, tn_pg_get_text (rows, i, 2), sizeof stamp.s);
    g_hash_table_replace (tx->displaced, pg_change_key (&id, tn_pg_get_text (rows, i, 1), &stamp), g_strdup (tn_pg_get_text (rows, i, 3)));
  }
}

/* ---- asking ---- */

static gboolean
send_ids (PgWardTx *tx, const char *sql, const TnId *ids, gsize n, GError **error)
{
  g_auto (TnPgArgs) args = { 0 };
  TnPgArray array = { 0 };
  for (gsize i = 0; i < n; i++) tn_pg_array_id (&array, &ids[i]);
  tn_pg_text (&args, tx->ward);
  tn_pg_ids (&args, &array);
  return tn_pg_send (tx->lease->pg, sql, &args, error);
}

static gboolean
send_changes (PgWardTx *tx, const GArray *changes, GError **error)
{
  g_auto (TnPgArgs) args = { 0 };
  TnPgArray ids = { 0 }, units = { 0 }, stamps = { 0 };
  for (guint i = 0; i < changes->len; i++) {
    const TnChangeRef *change = &g_array_index (changes, TnChangeRef, i);
    tn_pg_array_id (&ids, &change->id);
    tn_pg_array_text (&units, change->unit);
    tn_pg_array_text (&stamps, change->stamp.s);
  }
  tn_pg_text (&args, tx->ward);
  tn_pg_ids (&args, &ids);
  tn_pg_texts (&args, &units);
  tn_pg_texts (&args, &stamps);
  return tn_pg_send (tx->lease->pg, DISPLACED_SQL, &args, error);
}

/* One trip for what nobody foresaw. NULL on error; the result is the transaction's. */
static const PGresult *
ask_ids (PgWardTx *tx, const char *sql, const TnId *ids, gsize n, GError **error)
{
  PGresult *rows = NULL;
  if (!pg_tx_flush (tx, error) || !send_ids (tx, sql, ids, n, error) || !tn_pg_land (tx->lease->pg, &rows, 1, error)) return NULL;
  g_ptr_array_add (tx->results, rows);
  return rows;
}

/* ---- beginning ---- */

enum { LOCK, STATE, META, RECORDS, ERASED, PLACES, CHANGES, N_READS };

/* Most wards have neither orphans nor erased records: then no new record need be looked up in them. */
static const char state_sql[] =
  "SELECT (SELECT tok FROM ward_log WHERE ward=$1 ORDER BY seq DESC LIMIT 1),"
  " EXISTS(SELECT 1 FROM stream WHERE ward=$1 AND stream>='" TN_STREAM_ORPHAN "' AND stream<'p' AND n>0), EXISTS(SELECT 1 FROM erased WHERE ward=$1), " PG_IS_MOVED_SQL;

static gboolean
send_ward (PgWardTx *tx, GError **error)
{
  g_auto (TnPgArgs) args = { 0 };
  tn_pg_text (&args, tx->ward);
  return tn_pg_send (tx->lease->pg, "SELECT seq FROM ward WHERE ward=$1 FOR UPDATE", &args, error) && tn_pg_send (tx->lease->pg, state_sql, &args, error)
         && tn_pg_send (tx->lease->pg, "SELECT k, v FROM ward_meta WHERE ward=$1", &args, error);
}

#define IDS(array) ((const TnId *) (gpointer) (array)->data), (array)->len

static gboolean
send_foresight (PgWardTx *tx, const TnForesight *f, GError **error)
{
  return send_ids (tx, RECORD_SQL, IDS (f->records), error) && send_ids (tx, ERASED_SQL, IDS (f->records), error)
         && send_ids (tx, PLACE_SQL, IDS (f->places), error) && send_changes (tx, f->changes, error);
}

static void
note_ward (PgWardTx *tx, PGresult *const *results)
{
  const char *tok = tn_pg_get_text (results[STATE], 0, 0);
  tx->head.seq = tx->base.last = tn_pg_get_int (results[LOCK], 0, 0);
  if (tx->head.seq) g_strlcpy (tx->head.tok, tok ? tok : "", sizeof tx->head.tok);
  tx->base.any_orphans = tn_pg_get_int (results[STATE], 0, 1) != 0;
  tx->base.any_erased = tn_pg_get_int (results[STATE], 0, 2) != 0;
  for (int i = 0; i < PQntuples (results[META]); i++)
    g_hash_table_insert (tx->meta, g_strdup (tn_pg_get_text (results[META], i, 0)), g_strdup (tn_pg_get_text (results[META], i, 1)));
}

static void
note_foresight (PgWardTx *tx, const TnForesight *f, PGresult *const *results)
{
  note_records (tx, results[RECORDS], IDS (f->records));
  note_erased (tx, results[ERASED], IDS (f->records));
  note_places (tx, results[PLACES], IDS (f->places));
  note_displaced (tx, results[CHANGES], f->changes);
  g_array_append_vals (tx->foreseen, f->records->data, f->records->len);
}

static TnWardTx *
tx_begin_for (TnDepot *depot, const char *ward, const TnForesight *foresight, gboolean *found, GError **error)
{
  PGresult *results[N_READS] = { NULL };
  guint n = foresight ? N_READS : META + 1;
  PgWardTx *tx = new_tx (depot, ward);
  g_autoptr (TnWardTx) base = &tx->base;
  *found = TRUE;
  tx->lease = pg_begin (depot, error);
  if (!tx->lease || !send_ward (tx, error) || (foresight && !send_foresight (tx, foresight, error)) || !tn_pg_land (tx->lease->pg, results, n, error)) return NULL;
  for (guint i = 0; i < n; i++) g_ptr_array_add (tx->results, results[i]);
  *found = PQntuples (results[LOCK]) == 1;
  if (!*found || (tn_pg_get_int (results[STATE], 0, 3) && !tn_depot_set_moved_error (error))) return NULL;
  note_ward (tx, results);
  if (foresight) note_foresight (tx, foresight, results);
  return g_steal_pointer (&base);
}

static TnWardTx *
tx_begin (TnDepot *depot, const char *ward, gboolean *found, GError **error)
{
  return tx_begin_for (depot, ward, NULL, found, error);
}

/* ---- reading ---- */

static gboolean
find_row (PgWardTx *tx, const TnId *id, const PgRow **row, GError **error)
{
  if (!g_hash_table_lookup_extended (tx->records, id, NULL, (gpointer *) row)) {
    const PGresult *rows = ask_ids (tx, RECORD_SQL, id, 1, error);
    if (!rows) return FALSE;
    note_records (tx, rows, id, 1);
    *row = g_hash_table_lookup (tx->records, id);
  }
  return TRUE;
}

static gboolean
tx_get (TnWardTx *base, const TnId *id, TnStored *record, gboolean *found, GError **error)
{
  const PgRow *at = NULL;
  if (!find_row ((PgWardTx *) base, id, &at, error)) return FALSE;
  *found = at != NULL;
  if (!at) return TRUE;
  *record = (TnStored) { .id = *id, .kind = tn_pg_get_slice (at->rows, at->row, 1), .stream = tn_pg_get_slice (at->rows, at->row, 2),
                         .line = tn_pg_get_slice (at->rows, at->row, 3), .seq = tn_pg_get_int (at->rows, at->row, 5) };
  tn_pg_get_id (at->rows, at->row, 4, &record->parent);
  pg_get_hash (at->rows, at->row, 6, &record->h);
  return TRUE;
}

static gboolean
tx_get_place (TnWardTx *base, const TnId *id, TnSlice *stream, gboolean *found, GError **error)
{
  PgWardTx *tx = (PgWardTx *) base;
  const char *place = NULL;
  const PgRow *at = g_hash_table_lookup (tx->records, id);
  if (at) place = tn_pg_get_text (at->rows, at->row, 2);
  else if (!g_hash_table_contains (tx->records, id) && !g_hash_table_lookup_extended (tx->places, id, NULL, (gpointer *) &place)) {
    const PGresult *rows = ask_ids (tx, PLACE_SQL, id, 1, error);
    if (!rows) return FALSE;
    note_places (tx, rows, id, 1);
    place = g_hash_table_lookup (tx->places, id);
  }
  *found = place != NULL;
  if (place) *stream = tn_slice (place, -1);
  return TRUE;
}

/* Who is asked for one batch's children will ask for the next one's: all of them come at the first question. */
static gboolean
read_children (PgWardTx *tx, const TnId *parent, GError **error)
{
  g_autoptr (GArray) parents = g_array_new (FALSE, FALSE, sizeof (TnId));
  g_array_append_val (parents, *parent);
  g_array_append_vals (parents, tx->foreseen->data, tx->foreseen->len);
  g_array_set_size (tx->foreseen, 0);
  const PGresult *rows = ask_ids (tx, CHILDREN_SQL, IDS (parents), error);
  if (rows) note_children (tx, rows, IDS (parents));
  return rows != NULL;
}

static gboolean
tx_children (TnWardTx *base, const TnId *parent, GArray *ids, GError **error)
{
  PgWardTx *tx = (PgWardTx *) base;
  if (!g_hash_table_contains (tx->children, parent) && !read_children (tx, parent, error)) return FALSE;
  const GArray *children = g_hash_table_lookup (tx->children, parent);
  g_array_append_vals (ids, children->data, children->len);
  return TRUE;
}

static gboolean
tx_is_erased (TnWardTx *base, const TnId *id, gboolean *erased, GError **error)
{
  PgWardTx *tx = (PgWardTx *) base;
  if (!g_hash_table_contains (tx->erased, id)) {
    const PGresult *rows = ask_ids (tx, ERASED_SQL, id, 1, error);
    if (!rows) return FALSE;
    note_erased (tx, rows, id, 1);
  }
  *erased = GPOINTER_TO_INT (g_hash_table_lookup (tx->erased, id));
  return TRUE;
}

static gboolean
tx_is_held (TnWardTx *base, const TnId *id, gboolean *held, GError **error)
{
  const PGresult *rows = ask_ids ((PgWardTx *) base, HELD_SQL, id, 1, error);
  *held = rows && PQntuples (rows) > 0;
  return rows != NULL;
}

static gboolean
read_displaced (PgWardTx *tx, const TnId *id, const char *unit, const TnStamp *stamp, GError **error)
{
  PGresult *rows = NULL;
  TnChangeRef change = { *id, unit, *stamp };
  g_autoptr (GArray) changes = g_array_new (FALSE, FALSE, sizeof change);
  g_array_append_val (changes, change);
  if (!pg_tx_flush (tx, error) || !send_changes (tx, changes, error) || !tn_pg_land (tx->lease->pg, &rows, 1, error)) return FALSE;
  note_displaced (tx, rows, changes);
  PQclear (rows);
  return TRUE;
}

static gboolean
tx_displaced (TnWardTx *base, const TnId *id, const char *unit, const TnStamp *stamp, char **value, gboolean *found, GError **error)
{
  PgWardTx *tx = (PgWardTx *) base;
  g_autofree char *key = pg_change_key (id, unit, stamp);
  *value = NULL;
  if (!g_hash_table_contains (tx->displaced, key) && !g_hash_table_contains (tx->asked, key) && !read_displaced (tx, id, unit, stamp, error)) return FALSE;
  *found = g_hash_table_contains (tx->displaced, key);
  *value = g_strdup (g_hash_table_lookup (tx->displaced, key));
  return TRUE;
}

/* ---- who stands behind a replica ---- */

static char **
find_author (PgDepot *depot, const char *replica)
{
  g_mutex_lock (&depot->lock);
  char **author = g_strdupv (g_hash_table_lookup (depot->authors, replica));
  g_mutex_unlock (&depot->lock);
  return author;
}

static char **
keep_author (PgDepot *depot, const char *replica, const PGresult *row)
{
  char **author = g_new0 (char *, 3);
  author[0] = g_strdup (tn_pg_get_text (row, 0, 0));
  author[1] = g_strdup (tn_pg_get_text (row, 0, 1));
  g_mutex_lock (&depot->lock);
  g_hash_table_replace (depot->authors, g_strdup (replica), g_strdupv (author));
  g_mutex_unlock (&depot->lock);
  return author;
}

static gboolean
tx_device_of (TnWardTx *base, const char *replica, char **name, char **user, GError **error)
{
  PgWardTx *tx = (PgWardTx *) base;
  g_auto (GStrv) author = find_author (tx->lease->depot, replica);
  *name = *user = NULL;
  if (!author) {
    g_auto (TnPgArgs) args = { 0 };
    tn_pg_text (&args, replica);
    g_autoptr (PGresult) row = tn_pg_query (tx->lease->pg, "SELECT d.name, d.\"user\" FROM replica r JOIN device d ON d.device=r.device WHERE r.replica=$1", &args, error);
    if (!row || PQntuples (row) == 0) return row != NULL;
    author = keep_author (tx->lease->depot, replica, row);
  }
  *name = g_strdup (author[0]);
  *user = g_strdup (author[1]);
  return TRUE;
}

static gboolean
tx_get_meta (TnWardTx *base, const char *key, char **value, GError **error)
{
  *value = g_strdup (g_hash_table_lookup (((PgWardTx *) base)->meta, key));
  return TRUE;
}

void
pg_fill_tx_driver (TnDepotDriver *driver)
{
  driver->tx_begin = tx_begin;
  driver->tx_begin_for = tx_begin_for;
  driver->tx_get = tx_get;
  driver->tx_get_place = tx_get_place;
  driver->tx_children = tx_children;
  driver->tx_is_erased = tx_is_erased;
  driver->tx_is_held = tx_is_held;
  driver->tx_displaced = tx_displaced;
  driver->tx_device_of = tx_device_of;
  driver->tx_get_meta = tx_get_meta;
  driver->tx_abort = tx_abort;
  pg_fill_write_driver (driver);
}
