/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once
#include "tn-json.h"
#include "tn-error.h"
#include "tn-id.h"
G_BEGIN_DECLS

/* The schema is data: one file per kind (kind-*.c), one row per field. Keys are never renamed and never reused.
 * Text marked N_() is an English msgid; show it with _(). */
/* 2: rounds, stops, home cases, checks, contacts, tests, referrals, professionals; 3: support, stock, helping hands, information, movements, work, surveys */
#define TN_SCHEMA_VERSION 4
#define TN_SCHEMA_MIN 1        /* older programs may push and not pull */

typedef enum { TN_CLASS_OPEN, TN_CLASS_IDENTITY, TN_CLASS_HEALTH, TN_CLASS_CONFIDENTIAL,
               TN_CLASS_AUTH /* laptops and their rights, for hubs alone: no kind of the schema is of it */,
               TN_CLASS_INHERIT /* conflict: the stream of the record that it is about, whole */ } TnClass;
const char *tn_class_name (TnClass cls);       /* "open", "identity", … */
const char *tn_class_suffix (TnClass cls);     /* "", "+identity", "+health", "+confidential", "+auth" */

typedef enum {
  TN_TYPE_TEXT,     /* JSON string, one line */
  TN_TYPE_NOTE,     /* JSON string, many lines */
  TN_TYPE_PHONE,    /* JSON string, digits as tn_text_phone() gives, or as written when doubtful */
  TN_TYPE_DATE,     /* JSON string: YYYY, YYYY-MM or YYYY-MM-DD */
  TN_TYPE_TIME,     /* JSON number: ms since 1970 UTC */
  TN_TYPE_INT,      /* JSON number without fraction */
  TN_TYPE_DECIMAL,  /* JSON number */
  TN_TYPE_BOOL,     /* true or false */
  TN_TYPE_CHOICE,   /* JSON string: a key of `choices`, or an unknown one from a newer program, shown raw and read-only */
  TN_TYPE_REF,      /* JSON string: the id of a record */
} TnType;

typedef enum {
  TN_FIELD_REQUIRED   = 1 << 0,  /* asked for in forms; on the server only a work-list matter (sync.md 2.12) */
  TN_FIELD_DEPRECATED = 1 << 1,
  TN_FIELD_QUIET      = 1 << 2,  /* two writers at once make no conflict: the later one stands */
  TN_FIELD_SEARCH     = 1 << 3,  /* found by the search */
  TN_FIELD_SYSTEM     = 1 << 4,  /* written by the programs, not shown in forms */
  TN_FIELD_MORE       = 1 << 5,  /* of a choice: districts add their own as records (kind `category`), and any code of one is accepted */
} TnFieldFlags;

typedef struct { const char *key; const char *label; } TnChoice;   /* arrays end with {NULL, NULL} */

typedef struct {
  const char *key;
  TnType type;
  const char *unit;         /* the fields that change together carry one unit name; NULL = the field's own key */
  guint flags;
  const TnChoice *choices;
  const char *ref_kind;     /* for REF: kind key, or NULL = any */
  const char *label;        /* N_() */
} TnField;

typedef enum {
  TN_KIND_IMMUTABLE   = 1 << 0,  /* ledger rows: second content is quarantined */
  TN_KIND_SERVER_MADE = 1 << 1,  /* created by the root only (conflict); devices may edit */
  TN_KIND_UNTIMED     = 1 << 2,  /* nothing may tell who made it or when but the day: a random id, the stamp of the day's beginning, no user's name, and an
                                    edit of its own (store/tn-edit.h) */
} TnKindFlags;

typedef struct {
  const char *key;
  TnClass cls;
  guint flags;
  const char *parent_field; /* REF whose record decides the stream; NULL = ward-common or by area_field */
  const char *area_field;   /* REF to a unit (quarter or group): the record is in that unit's stream */
  /* What lists of this kind are read by without opening each record (store/tn-listed.h): a REF, a CHOICE and a TIME or DATE; NULL = none. */
  const char *list_ref, *list_state, *list_time;
  /* And what is counted and added up from such lists: a unit of BOOL fields, one INT and one DECIMAL; NULL = none. */
  const char *list_marks, *list_amount, *list_quantity;
  const char *label;        /* N_() singular */
  const char *label_plural; /* N_() */
  const TnField *fields;
  guint n_fields;
} TnKind;

const TnKind *const *tn_schema_kinds (guint *n);
const TnKind *tn_schema_kind (const char *key);                  /* NULL = unknown to this program */
const TnKind *tn_schema_kind_slice (TnSlice key);
const TnField *tn_kind_field (const TnKind *kind, const char *key);
const TnField *tn_kind_field_slice (const TnKind *kind, TnSlice key);
const char *tn_field_unit (const TnField *field);                /* its merge unit's name */
/* TRUE when some field of `kind` carries this merge unit. */
gboolean tn_kind_has_unit (const TnKind *kind, const char *unit);
/* A unit of exactly one field of the same name: its value travels as the bare token, else as an object of its fields. */
gboolean tn_kind_unit_is_single (const TnKind *kind, const char *unit);
gboolean tn_kind_unit_is_quiet (const TnKind *kind, const char *unit);
const char *tn_choice_label (const TnField *field, const char *key); /* translated; the raw key when unknown */

/* Soft check, both sides: is the token of the field's JSON type? null always is. */
gboolean tn_field_accepts (const TnField *field, TnSlice token);
/* A unit's whole value: bare token or object of known fields, each accepted. */
gboolean tn_kind_unit_accepts (const TnKind *kind, const char *unit, TnSlice value);
/* Hard check for forms and imports: type, choice known, date possible, text length. FALSE with a message for the person. */
gboolean tn_field_validate (const TnField *field, TnSlice token, GError **error);
/* Turns what a person wrote (UTF-8) into a token of the field: dates, phones, choices by key or label, ids. "" gives "null". Owned. */
char *tn_field_parse (const TnField *field, const char *written, GError **error);
/* And back: for showing. Refs come out as ids. Owned, never NULL. */
char *tn_field_show (const TnField *field, TnSlice token);
/* Identity, health, confidential: values that are masked until somebody asks for them, which is logged (product.md; store/tn-opened.h).
 * A kind of a newer program (NULL) is not known to be. */
gboolean tn_kind_is_protected (const TnKind *kind);
/* What tn_field_show() gave, as it may stand where nobody asked for it: a number as "•••••••• 1234", anything else as "••••", "" as "".
 * Of a kind that is not protected it is the text itself. Owned. */
char *tn_kind_mask (const TnKind *kind, const char *shown);

/* The stream of a record that hangs on nothing else (sync.md, "class in the stream"): "0" or "g" + last 12 hex of the area's id, + suffix.
 * Children take tn_stream_for_child() of their parent's. */
char *tn_stream_for_area (const TnKind *kind, const TnId *area /* NULL = ward-common */);
char *tn_stream_for_child (const TnKind *kind, const char *parent_stream);
#define TN_STREAM_AUTH "0+auth"   /* records of kind `auth`, from the district to its hubs (district/tn-auth.h) */
#define TN_STREAM_ORPHAN "o"   /* its parent has not arrived: only those who hold the whole ward get it */
G_END_DECLS
