/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once
#include "tn-import.h"
#include "tn-import-header.h"
G_BEGIN_DECLS

/* A row on its way: cells → values in stored form (tn-import-read.c) → households with members (tn-import-group.c) → matched with what is here
 * (tn-import-known.c) → one TnEdit (tn-import-build.c). */
enum { P_NAME, P_SEX, P_BIRTH, P_RELATION, P_PHONE, P_RESIDENCE, P_OCCUPATION, P_WORKPLACE, P_NOTE, P_N };
enum { I_NUMBER, I_OLD_NUMBER, I_ISSUED, I_INSURANCE, I_REGISTERED, I_N };
enum { H_CODE, H_HOUSE_NO, H_ALLEY, H_STREET, H_ROOM, H_PHONE, H_HOUSING, H_RESIDENCE, H_NOTE, H_N };
extern const char *const tn_import_person_keys[P_N];
extern const char *const tn_import_card_keys[I_N];
extern const char *const tn_import_household_keys[H_N];

typedef struct {
  guint row;
  char *v[P_N], *card[I_N];    /* stored form, NULL = nothing given */
  GPtrArray *categories;       /* const char *, of the person */
} TnImportPerson;

typedef struct {
  guint row;
  char *v[H_N];
  char *head_name;             /* from its own column */
  char *quarter, *group;       /* as named in the list: "Khu phố 1", "Tổ 28" */
  GPtrArray *categories;       /* const char *, of the household */
  GPtrArray *people;           /* TnImportPerson */
  guint head;                  /* index in people */
} TnImportHousehold;

/* Doubts gather here while rows are read. */
typedef struct { GArray *doubts; guint errors, warnings; } TnDoubts;
void tn_doubts_add (TnDoubts *doubts, guint row, int column, TnDoubtLevel level, const char *value, const char *why);

TnImportHousehold *tn_import_household_new (guint row);
void tn_import_household_free (TnImportHousehold *household);
TnImportPerson *tn_import_person_new (guint row);
void tn_import_person_free (TnImportPerson *person);
/* Appends to *note, after a "; " if there is something. */
void tn_import_note (char **note, const char *text);
/* Takes text: frees it when the slot is taken or it is empty. */
void tn_import_take (char **slot, char *text);

/* ---- reading one row ---- */
typedef struct _TnImportReader TnImportReader;
TnImportReader *tn_import_reader_new (TnImportMap *map, TnDoubts *doubts);
void tn_import_reader_free (TnImportReader *reader);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (TnImportReader, tn_import_reader_free)
/* Text of the first column mapped to a target, tidied; "" if none. Owned. */
char *tn_import_reader_text (TnImportReader *reader, const TnTableRow *row, const char *target);
gboolean tn_import_reader_has (TnImportReader *reader, const char *target);
/* Everything of the row into both; what stands in the person's columns goes to the person. */
void tn_import_reader_read (TnImportReader *reader, const TnTableRow *row, TnImportHousehold *household, TnImportPerson *person);

/* ---- values ---- */
typedef struct { TnDoubts *doubts; guint row; int column; char **note; } TnValueContext;   /* where to complain, and where text is kept */
char *tn_import_sex (const char *text, TnValueContext *context);
char *tn_import_relation (const char *text, TnValueContext *context);
char *tn_import_residence (const char *text, TnValueContext *context);
char *tn_import_housing (const char *text, TnValueContext *context);
char *tn_import_phone (const char *text, gboolean number, TnValueContext *context);
char *tn_import_birth (const TnTable *table, const TnCell *cell, TnValueContext *context);
char *tn_import_date (const TnTable *table, const TnCell *cell, TnValueContext *context);
/* "12 digits"; old 9-digit numbers go to *old. */
char *tn_import_card (const char *text, gboolean number, char **old, TnValueContext *context);
gboolean tn_import_is_mark (const char *text);   /* x, có, 1 … : anything but a no */

/* ---- addresses ("45/12/3A Hẻm 45, Nguyễn Thông, KP1, Tổ 28") ---- */
typedef struct { char *house_no, *alley, *street, *room, *quarter, *group, *rest; } TnImportAddress;
void tn_import_address_parse (const char *text, TnImportAddress *out);
void tn_import_address_clear (TnImportAddress *address);
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (TnImportAddress, tn_import_address_clear)
/* "KP1", "1", "Khu phố 01" → "Khu phố 1"; "Ấp 3" stays. Owned; NULL for nothing. */
char *tn_import_quarter_name (const char *text);
char *tn_import_group_name (const char *text);

/* ---- rows into households ---- */
/* GPtrArray of TnImportHousehold. */
GPtrArray *tn_import_group (TnImportMap *map, TnDoubts *doubts, guint *n_rows, TnImportProgress progress, gpointer user_data, GCancellable *cancellable,
                            GError **error);

/* ---- what is here already ---- */
typedef struct { TnId id, parent; char *body; gboolean taken; } TnKnown;   /* a live record; body as in table record */
typedef struct _TnKnownIndex TnKnownIndex;
TnKnownIndex *tn_known_index_new (TnCopy *copy, GCancellable *cancellable, GError **error);
void tn_known_index_free (TnKnownIndex *index);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (TnKnownIndex, tn_known_index_free)
/* The household that the list means, marked as taken; NULL = new. */
TnKnown *tn_known_index_household (TnKnownIndex *index, const TnImportHousehold *household);
/* A person of that household, marked as taken; NULL = new. */
TnKnown *tn_known_index_person (TnKnownIndex *index, const TnId *household, const TnImportPerson *person);
/* Who holds this card number, wherever; NULL = nobody. */
TnKnown *tn_known_index_card_holder (TnKnownIndex *index, const char *number);
TnKnown *tn_known_index_card (TnKnownIndex *index, const TnId *person);
gboolean tn_known_index_is_member (TnKnownIndex *index, const TnId *subject, const char *category);
/* Live units, TnKnown. */
GPtrArray *tn_known_index_units (TnKnownIndex *index);
/* The text of a field in a known record, NULL when empty. Owned. */
char *tn_known_text (const TnKnown *known, const char *field);

/* ---- quarters and groups ---- */
typedef struct _TnImportAreas TnImportAreas;
TnImportAreas *tn_import_areas_new (TnKnownIndex *index, const char *ward, TnEdit *edit);
void tn_import_areas_free (TnImportAreas *areas);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (TnImportAreas, tn_import_areas_free)
/* Finds or makes the unit for these names; FALSE when both are NULL. */
gboolean tn_import_areas_find (TnImportAreas *areas, const char *quarter, const char *group, TnId *out);
guint tn_import_areas_n_new (const TnImportAreas *areas);

/* ---- the plan ---- */
typedef struct { guint row, n_people, n_new; TnImportState state; char *head, *code, *address, *area; } TnPreviewRow;
struct _TnImportPlan {
  TnImportMap *map;
  TnImportOptions options;
  TnId area;
  gboolean has_area;
  TnImportCounts counts;
  TnDoubts doubts;
  GArray *preview;     /* TnPreviewRow */
  TnEdit *edit;
  char *fingerprint;   /* of the copy when it was read */
};
/* Fills counts, preview and edit from the households. */
gboolean tn_import_build (TnImportPlan *plan, GPtrArray *households, TnKnownIndex *index, TnCopy *copy, TnImportProgress progress, gpointer user_data,
                          GCancellable *cancellable, GError **error);
G_END_DECLS
