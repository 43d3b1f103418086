/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A row and its canonical text (sync.md 2.3). "t" is the stamp that most units carry, "x" names the exceptions, and a unit
 * that leaves no trace in the body; so parsing gives back every stamp, and writing again gives the same bytes. */
#include "tn-row.h"
#include "tn-entry.h"
#include "tn-wire-private.h"

#define T_LEN (TN_STAMP_LEN + 2)        /* with its quotes */
#define X_KEY ",\"x\":"
#define D_KEY ",\"d\":"

static gboolean
read_stamp (TnSlice token, TnStamp *out)
{
  return token.len == T_LEN && token.p[0] == '"' && token.p[T_LEN - 1] == '"'
         && tn_stamp_parse ((TnSlice) { token.p + 1, TN_STAMP_LEN }, out);
}

/* Splits `"<t>","x":{…},"d":0`. */
static gboolean
split_stamps (TnSlice stamps, TnStamp *t, TnSlice *x, gboolean *deleted)
{
  gsize head = T_LEN + strlen (X_KEY), tail = strlen (D_KEY) + 1;
  if (stamps.len < head + 2 + tail || !read_stamp ((TnSlice) { stamps.p, T_LEN }, t)) return FALSE;
  const char *d = stamps.p + stamps.len - tail;
  if (memcmp (stamps.p + T_LEN, X_KEY, strlen (X_KEY)) || memcmp (d, D_KEY, strlen (D_KEY))) return FALSE;
  char flag = d[strlen (D_KEY)];
  *deleted = flag == '1';
  *x = (TnSlice) { stamps.p + head, stamps.len - head - tail };
  return flag == '0' || flag == '1';
}

static gboolean
add_exceptions (TnRow *row, TnSlice x)
{
  g_autoptr (GArray) members = tn_wire_members (x);
  for (guint i = 0; members && i < members->len; i++) {
    const TnMember *member = &g_array_index (members, TnMember, i);
    TnStamp stamp;
    if (!read_stamp (member->value, &stamp)) return FALSE;
    if (tn_slice_is (member->key, TN_UNIT_DEL)) row->del_stamp = stamp;
    else tn_row_add_unit (row, member->key, &stamp);
  }
  return members != NULL;
}

TnRow *
tn_row_from_parts (TnSlice kind_key, const TnId *id, TnSlice stream, TnSlice stamps, TnSlice body, GError **error)
{
  TnStamp t;
  TnSlice x;
  gboolean deleted;
  if (!split_stamps (stamps, &t, &x, &deleted)) {
    tn_wire_corrupt (error, "t");
    return NULL;
  }
  g_autofree char *key = tn_slice_dup (kind_key);
  g_autoptr (TnRow) row = tn_row_new (key, id);
  g_free (row->stream);
  row->stream = tn_slice_dup (stream);
  row->deleted = deleted;
  if (!add_exceptions (row, x)) {
    tn_wire_corrupt (error, "x");
    return NULL;
  }
  return tn_row_add_body (row, body, &t, error) ? g_steal_pointer (&row) : NULL;
}

static int
compare_stamps (gconstpointer a, gconstpointer b)
{
  return tn_stamp_cmp (a, b);
}

static TnStamp
most_frequent (const TnRow *row)
{
  const TnUnit *units = (const TnUnit *) (gpointer) row->units->data;
  guint n = row->units->len, same = 0;
  if (n == 0) return tn_stamp_is_set (&row->del_stamp) ? row->del_stamp : tn_stamp_make (0, 0, "000000000000");
  while (same < n && tn_stamp_cmp (&units[same].stamp, &units[0].stamp) == 0) same++;
  if (same == n) return units[0].stamp;
  g_autofree TnStamp *sorted = g_new (TnStamp, n);
  for (guint i = 0; i < n; i++) sorted[i] = units[i].stamp;
  qsort (sorted, n, sizeof *sorted, compare_stamps);
  guint best = 0, best_run = 0, run = 0;
  for (guint i = 0; i < n; i++) {
    run = i && tn_stamp_cmp (&sorted[i], &sorted[i - 1]) == 0 ? run + 1 : 1;
    if (run >= best_run) best = i, best_run = run;     /* ascending, so a tie goes to the greater stamp */
  }
  return sorted[best];
}

static void
append_stamp_member (GString *out, gboolean *first, const char *key, const TnStamp *stamp)
{
  if (!*first) g_string_append_c (out, ',');
  *first = FALSE;
  g_string_append_c (out, '"');
  g_string_append (out, key);
  g_string_append_len (out, "\":\"", 3);
  g_string_append_len (out, stamp->s, TN_STAMP_LEN);
  g_string_append_c (out, '"');
}

static void
append_stamps (const TnRow *row, GString *out)
{
  TnStamp t = most_frequent (row);
  gboolean first = TRUE, del_due = tn_stamp_is_set (&row->del_stamp);
  g_string_append_c (out, '"');
  g_string_append_len (out, t.s, TN_STAMP_LEN);
  g_string_append (out, "\"" X_KEY "{");
  for (guint i = 0; i < row->units->len; i++) {
    const TnUnit *unit = &g_array_index (row->units, TnUnit, i);
    if (del_due && strcmp (unit->unit, TN_UNIT_DEL) > 0) {
      append_stamp_member (out, &first, TN_UNIT_DEL, &row->del_stamp);
      del_due = FALSE;
    }
    if (!unit->value || tn_stamp_cmp (&unit->stamp, &t) != 0) append_stamp_member (out, &first, unit->unit, &unit->stamp);
  }
  if (del_due) append_stamp_member (out, &first, TN_UNIT_DEL, &row->del_stamp);
  g_string_append (out, row->deleted ? "}" D_KEY "1" : "}" D_KEY "0");
}

/* Units come sorted, so only the fields of a group are ever out of place, and not far. */
static void
put_in_place (GArray *members, const TnMember *member)
{
  guint place = members->len;
  while (place && tn_slice_compare (g_array_index (members, TnMember, place - 1).key, member->key) > 0) place--;
  g_array_insert_vals (members, place, member, 1);
}

static void
collect_unit (const TnRow *row, const TnUnit *unit, GArray *members)
{
  TnSlice value = tn_slice (unit->value, -1);
  TnMember member = { .key = tn_slice (unit->unit, -1), .value = value };
  g_autoptr (GArray) fields = tn_wire_is_group (row->kind, unit->unit) ? tn_wire_members (value) : NULL;
  if (!fields) put_in_place (members, &member);
  for (guint i = 0; fields && i < fields->len; i++) put_in_place (members, &g_array_index (fields, TnMember, i));
}

static void
append_body (const TnRow *row, GString *out)
{
  g_autoptr (GArray) members = g_array_sized_new (FALSE, FALSE, sizeof (TnMember), 32);
  for (guint i = 0; i < row->units->len; i++) {
    const TnUnit *unit = &g_array_index (row->units, TnUnit, i);
    if (unit->value) collect_unit (row, unit, members);
  }
  g_string_append_c (out, '{');
  for (guint i = 0; i < members->len; i++) {
    const TnMember *member = &g_array_index (members, TnMember, i);
    if (i) g_string_append_c (out, ',');
    g_string_append_c (out, '"');
    g_string_append_len (out, member->key.p, (gssize) member->key.len);
    g_string_append_len (out, "\":", 2);
    g_string_append_len (out, member->value.p, (gssize) member->value.len);
  }
  g_string_append_c (out, '}');
}

void
tn_row_to_parts (const TnRow *row, GString *stamps, GString *body)
{
  if (stamps) append_stamps (row, stamps);
  if (body) append_body (row, body);
}

static void
append_head (GString *line, TnSlice kind_key, const TnId *id, TnSlice stream)
{
  TnIdStr text;
  tn_id_format (id, text);
  g_string_append_len (line, "{\"k\":\"", 6);
  g_string_append_len (line, kind_key.p, (gssize) kind_key.len);
  g_string_append_len (line, "\",\"i\":\"", 7);
  g_string_append_len (line, text, TN_ID_STR_LEN);
  g_string_append_len (line, "\",\"g\":\"", 7);
  g_string_append_len (line, stream.p, (gssize) stream.len);
  g_string_append_len (line, "\",\"t\":", 6);
}

void
tn_line_from_parts (GString *line, TnSlice kind_key, const TnId *id, TnSlice stream, TnSlice stamps, TnSlice body)
{
  append_head (line, kind_key, id, stream);
  g_string_append_len (line, stamps.p, (gssize) stamps.len);
  g_string_append_len (line, ",\"b\":", 5);
  g_string_append_len (line, body.p, (gssize) body.len);
  g_string_append_c (line, '}');
}

static void
append_line (const TnRow *row, TnSlice stream, GString *line)
{
  append_head (line, tn_slice (row->kind_key, -1), &row->id, stream);
  append_stamps (row, line);
  g_string_append_len (line, ",\"b\":", 5);
  append_body (row, line);
  g_string_append_c (line, '}');
}

void
tn_row_to_line (const TnRow *row, GString *line)
{
  append_line (row, tn_slice (row->stream, -1), line);
}

TnHash
tn_row_state_hash (const TnRow *row)
{
  g_autoptr (GString) line = g_string_sized_new (512);
  append_line (row, tn_slice ("", 0), line);
  return tn_hash (line->str, line->len);
}
