/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once
#include <cjson/cJSON.h>
#include "tn-edit.h"
G_BEGIN_DECLS

/* bench-ward, in parts. Its workload is a folder of NDJSON, one object a line:
 *   ward.ndjson   {"kind","id","fields":{…}}: households, persons, visits, deliveries
 *   bulk.ndjson   {"kind","id","field","value",…}: 10,000 edits of one laptop
 *   week.ndjson   the same with "device" (A, B) and "class": solo, diff (both laptops, one record, two fields), same (both, one field) */
#define WARD_FILE "ward.ndjson"
#define BULK_FILE "bulk.ndjson"
#define WEEK_FILE "week.ndjson"
#define WARD_CODE "27154"

typedef void (*WardEachLine) (TnSlice line, gpointer user_data);
void ward_each_line (const char *dir, const char *file, WardEachLine each, gpointer user_data);   /* ends the program on a broken file */

/* bench-ward-gen.c: an invented ward of the same counts and line sizes, for who has no workload. Households, persons, … to each other as
 * 4 : 14 : 6 : 1; `records` in all. */
void ward_generate (const char *dir, guint records, guint edits);

/* bench-ward-map.c: their records as ours. A delivery becomes a category membership; what we have no field for stands in the notes, so that a
 * line is as long as theirs. Each of their fields that is edited is a merge unit of its own here. */
typedef struct { TnSlice device, kind, field, value, cls; TnId id; gboolean to_note; } WardEdit;
typedef struct _WardMap WardMap;
WardMap *ward_map_new (const char *dir);
void ward_map_free (WardMap *map);
void ward_map_record (WardMap *map, TnEdit *edit, TnSlice line);
gboolean ward_map_read_edit (WardMap *map, TnSlice line, WardEdit *edit);
/* Which of our fields the edit sets, and to what (JSON; NULL = cleared; owned). */
const char *ward_map_edit (const WardEdit *edit, char **token);

/* bench-ward-raw.c: what this machine can do, measured in this run. */
typedef struct { double insert_s, insert_fts_s, updates_s, fsync_ms, trip_ms; guint records, edits; guint64 bytes; } WardRaw;
void ward_raw (const char *workload, const char *dir, WardRaw *raw);
/* On plain SQLite; both end the program when they fail. */
void ward_sql_run (sqlite3 *db, const char *sql);
sqlite3_stmt *ward_sql_prepare (sqlite3 *db, const char *sql);

/* bench-ward-bound.c: seconds that SQLite alone takes for the rows in which the file `after` differs from `before`, in one durable transaction, into `before`,
 * which is changed. indexes_last = they are made from the rows, as in a first copy. */
double ward_bound (const char *before, const char *after, gboolean indexes_last);

/* bench-ward-wire.c: a proxy on loopback that counts bytes, TLS included. */
typedef struct _WardWire WardWire;
WardWire *ward_wire_new (guint16 target);
guint16 ward_wire_port (WardWire *wire);
void ward_wire_read (WardWire *wire, guint64 *up, guint64 *down);

/* bench-ward-laptop.c: this program again, as the laptop's program without a window. Commands on stdin, answers (JSON) on stdout. */
int ward_laptop_main (void);
/* bench-ward-desk.c: with store, model and reconciler as the window has them; reads "edit" commands until the end. */
int ward_desk_main (const char *path, const TnId *household);
/* "phone" of the n-th small edit. */
char *ward_phone (guint n);
G_END_DECLS
