/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once
#include "tn-edit.h"
#include "tn-rule.h"
#include "tn-values.h"
G_BEGIN_DECLS

/* Support (gói hỗ trợ; product.md S1): who is entitled, what was decided, what was handed over, and that nobody gets the same twice.
 *
 * `entitlement` has an id made of programme and whom: two laptops that propose the same person make one record. Without a state it is proposed: so what
 * one laptop decides is not at odds with another that only proposed. `delivery` is a receipt with an id of its own, written once: two laptops that handed
 * over the same have two receipts, both stay, and a person says in a `settlement` (id made of the delivery) what the second one was. Sums are counted from
 * receipts less those that a settlement takes away; nothing that is merged is ever added up.
 *
 * Whom a receipt is for is looked up as the register stands: a person who was merged into another is that one, and a household that joined another is that
 * one. Where a function takes whom, in a programme for households a person stands for the household lived in. Any thread that owns the copy, all of it. */

TnId tn_entitlement_id (const TnId *programme, const TnId *whom);
TnId tn_settlement_id (const TnId *delivery);

/* ---- a programme ---- */

typedef struct {
  TnId id;
  char *name, *basis, *goods;   /* NULL = not given */
  const char *state, *gives;    /* keys, interned; state "" is draft, gives "" is money */
  gboolean per_household;
  gint64 from, to;              /* yyyymmdd, 0 = open */
  gint64 amount;                /* đồng for each; 0 = none */
  TnId item;                    /* in stock; null = none */
  char *quantity;               /* of the item for each, as a JSON number; NULL = none */
  guint quota;                  /* 0 = no bound */
  TnRule *rule;
} TnProgramme;
void tn_programme_free (TnProgramme *programme);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (TnProgramme, tn_programme_free)
TnProgramme *tn_programme_read (TnCopy *copy, const TnId *id, GError **error);
/* What each gets in kind, in words: "10 kg Gạo" of an item in stock, else the goods as they were written; "" when money is given. Owned. */
char *tn_programme_dup_goods (TnCopy *copy, const TnProgramme *programme);
/* New (id NULL) or as typed in a form: a name, money or goods, a period that ends after it begins, a rule that holds (tn_rule_check). What is given to whom
 * (per) cannot change once something was handed over. "rule" may be among the values, as text. NULL with a message. */
TnEdit *tn_programme_save (TnCopy *copy, const TnId *id, const TnValues *values, GError **error);
/* A new one, whose id *id gets (may be NULL). In preparation unless the values say otherwise. */
TnEdit *tn_programme_add (TnCopy *copy, const TnValues *values, TnId *id, GError **error);
TnEdit *tn_programme_set_rule (TnCopy *copy, const TnId *id, const TnRule *rule, GError **error);
/* "draft", "open", "closed". Opening one that gives nothing or whose rule is not understood is refused. */
TnEdit *tn_programme_set_state (TnCopy *copy, const TnId *id, const char *state, GError **error);

/* For the list of programmes: open ones first, then in preparation, then closed; newest first. search: part of name or basis, "" = all. */
typedef struct { TnId id; char *name, *basis; const char *state; gint64 from, to; guint n_waiting /* approved, nothing handed over */, n_doubles; } TnProgrammeLine;
void tn_programme_line_free (gpointer line);
/* state NULL = all. TnProgrammeLine*. Owned. */
GPtrArray *tn_programme_list (TnCopy *copy, const char *state, const char *search, GError **error);

/* Counted from receipts. A double that nobody settled counts as often as there are receipts, and stands in n_to_settle. */
typedef struct {
  guint n_proposed, n_approved, n_refused, n_declined, n_withdrawn;   /* entitlements as they stand; approved includes those that were delivered */
  guint n_waiting;              /* approved, nothing handed over */
  guint n_receipts;             /* all that were written */
  guint n_counted;              /* of these, that no settlement takes away */
  guint n_subjects;             /* people, or households: each once */
  guint n_to_settle;            /* doubles */
  guint n_returned;
  gint64 amount;                /* đồng, of those that count */
  char *quantity;               /* of goods, added up; a JSON number; "0" = none. Owned */
  guint quota;                  /* 0 = no bound */
} TnProgrammeSums;
void tn_programme_sums_clear (TnProgrammeSums *sums);
gboolean tn_programme_sums (TnCopy *copy, const TnId *programme, TnProgrammeSums *sums, GError **error);

/* ---- who is entitled: the whole ward, read once (tn-support-find.c) ---- */

/* Where somebody stands in a programme. */
typedef enum {
  TN_STANDS_NOTHING,    /* never proposed, or withdrawn */
  TN_STANDS_PROPOSED, TN_STANDS_APPROVED, TN_STANDS_DELIVERED, TN_STANDS_REFUSED, TN_STANDS_DECLINED,
  TN_STANDS_N
} TnStanding;
const char *tn_standing_name (TnStanding standing);   /* translated */
/* "nothing", "proposed", …: for programs, whatever the language. */
const char *tn_standing_key (TnStanding standing);

/* Why somebody is not entitled: the first that holds. */
typedef enum {
  TN_OUT_NOT,           /* is entitled */
  TN_OUT_MERGED,        /* stands for nobody any more: only tn_support_judge() says so, lists leave them out */
  TN_OUT_GONE,          /* died, moved away, household no longer there */
  TN_OUT_EMPTY,         /* a household in which nobody lives */
  TN_OUT_RULE,          /* the rule is not understood: nobody is entitled */
  TN_OUT_CONDITION,     /* this condition does not hold */
  TN_OUT_NOT_KNOWN,     /* the register does not say it: a date of birth is missing */
  TN_OUT_UNCONFIRMED,   /* the category was noticed at the door and not confirmed yet */
  TN_OUT_N
} TnOut;

/* One person, or one household; there are 220,000 of them. */
typedef struct {
  TnId whom, household;     /* the same for households; household null = lives in none that is here */
  TnId entitlement;         /* null = never proposed */
  guint8 out;               /* TnOut */
  guint8 standing;          /* TnStanding */
  guint16 condition;        /* which: index in rule->conditions */
  guint n_receipts;         /* of this programme, that count */
} TnSupportLine;

typedef struct {
  TnProgramme *programme;
  char *day;                /* the facts are taken as of: today, or the nearest day of the programme's period. Stored form */
  GArray *lines;            /* TnSupportLine, all, in walking order */
  guint n_entitled, n_nothing /* of these with TN_STANDS_NOTHING (H3) */;
  guint out[TN_OUT_N];
  guint *out_condition;     /* for each condition of the rule how many it left out (not known and unconfirmed included) */
} TnSupportFound;
void tn_support_found_free (TnSupportFound *found);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (TnSupportFound, tn_support_found_free)
/* Judges everybody of the ward in a few queries (under 1 s for 220,000 people). cancellable may be NULL. Owned. */
TnSupportFound *tn_support_find (TnCopy *copy, const TnId *programme, GCancellable *cancellable, GError **error);
/* The same for one that is being thought of and need not be stored: while its rule is edited. id may be null. Takes the programme. */
TnSupportFound *tn_support_find_for (TnCopy *copy, TnProgramme *programme, GCancellable *cancellable, GError **error);
/* The same of one, who need not be entitled; for a person of a programme for households the household is judged. */
gboolean tn_support_judge (TnCopy *copy, const TnId *programme, const TnId *whom, TnSupportLine *line, GError **error);
/* Why, in words: of somebody entitled what fits ("34 years old; Worker who lost the job since 05/07/2021"), else the first reason against it
 * ("Age 18 to 59: 61 years old"). Reads that one. Translated. Owned; NULL with error. */
char *tn_support_why (TnCopy *copy, const TnProgramme *programme, const TnSupportLine *line, GError **error);
/* The same of many, one after the other: the rule, and who was merged into whom, is read once. programme must outlive it. NULL with error. */
typedef struct _TnSupportWhy TnSupportWhy;
TnSupportWhy *tn_support_why_new (TnCopy *copy, const TnProgramme *programme, GError **error);
char *tn_support_why_of (TnSupportWhy *self, const TnSupportLine *line, GError **error);
void tn_support_why_free (TnSupportWhy *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (TnSupportWhy, tn_support_why_free)

/* ---- lists of what was proposed and done (tn-support-read.c, tn-support-receipts.c, tn-support-doubles.c) ---- */

typedef enum {
  TN_SUPPORT_PROPOSED, TN_SUPPORT_APPROVED /* and nothing handed over yet */, TN_SUPPORT_DELIVERED, TN_SUPPORT_REFUSED, TN_SUPPORT_DECLINED,
  TN_SUPPORT_WITHDRAWN, TN_SUPPORT_ALL
} TnSupportList;

typedef struct {
  TnId entitlement, whom, household;   /* whom and household as the register stands now; household may be null */
  char *name, *address;                /* of the person, or of the head; never NULL */
  TnStanding standing;                 /* withdrawn: NOTHING */
  gint64 amount;                       /* đồng: what was handed over; before that what was approved, else the programme's */
  gint64 proposed, decided;            /* yyyymmdd, 0 = not given */
  char *why, *reason;                  /* why entitled when it was proposed; why refused. NULL = none */
  char *own;                           /* "500.000 đ instead of 1.000.000 đ: shares a room"; NULL = what everybody gets */
  gboolean amount_changed;             /* the amount that stands there is not the one that was approved */
  gint64 delivered;                    /* ms, the newest receipt that counts; 0 = none */
  guint n_receipts;                    /* that count */
  gboolean to_settle;                  /* a double */
} TnSupportEntry;
void tn_support_entry_free (gpointer entry);
/* In walking order. search: part of name or address, folded; "" = all. limit 0 = all. TnSupportEntry*. Owned. */
GPtrArray *tn_support_list (TnCopy *copy, const TnId *programme, TnSupportList which, const char *search, guint limit, GError **error);

/* What a receipt says. */
typedef struct {
  TnId id, entitlement, programme, whom, item, place;   /* whom as written; null ids = none */
  TnId subject;             /* as the register stands now */
  gint64 at;                /* ms */
  gint64 amount;            /* đồng; 0 = none */
  char *goods, *quantity;   /* NULL = none */
  char *receiver, *by, *sheet, *note;   /* NULL = not given */
  const char *settled;      /* "same", "error", "returned", "stands"; "" = nobody settled it. Interned */
  TnId settlement, kept;    /* null = none */
  char *settled_by, *reason;   /* NULL = not given */
  gboolean counts;
} TnReceipt;
void tn_receipt_free (gpointer receipt);
/* All of a programme (whom NULL), of one subject in a programme, or (programme NULL) all that a person or household ever got from all programmes: of a
 * person also what came to the household lived in, of a household also what came to those who live there. Oldest first. TnReceipt*. Owned. */
GPtrArray *tn_support_receipts (TnCopy *copy, const TnId *programme, const TnId *whom, GError **error);

/* Of one subject in a programme, with those of the household that it was split off from, from when its people lived there: what a double is settled by. */
GPtrArray *tn_support_receipts_beside (TnCopy *copy, const TnId *programme, const TnId *whom, GError **error);

/* Those who got the same more than once and nobody said why: two or more receipts that count and are not settled; or one, and one of the household that they
 * were split off from. */
typedef struct { TnId programme, subject; char *programme_name, *name, *address; GPtrArray *receipts; /* TnReceipt*, all of the subject, oldest first */ } TnDouble;
void tn_double_free (gpointer pair);
/* programme NULL = of all. TnDouble*. Owned. */
GPtrArray *tn_support_doubles (TnCopy *copy, const TnId *programme, GError **error);
/* Of everything, for Today: without names. FALSE on error. */
gboolean tn_support_count_doubles (TnCopy *copy, guint *n, GError **error);

/* Where a person or household stands in every programme: TnSupportOf*, open programmes first. Only those in which something was proposed or given. */
typedef struct { TnId programme, entitlement; char *programme_name; const char *state; TnStanding standing; gint64 at; /* yyyymmdd of the last step */ guint n_receipts; gint64 amount; } TnSupportOf;
void tn_support_of_free (gpointer of);
GPtrArray *tn_support_of (TnCopy *copy, const TnId *whom, GError **error);

/* ---- doing it: each builds one undoable edit, or NULL with a message for the person ---- */

/* Bulk actions take what they can and say what they left: one reason for each that was left, so that nobody is passed over in silence. */
typedef struct { TnId id; char *why; } TnSupportLeft;
void tn_support_left_free (gpointer left);

/* whom: `n` people or households (a person of a programme for households stands for the household). A household that was split off after the old one got it
 * may be proposed: that its people lived there then stands in the reason, and when it gets something the two receipts are a double to be settled. Refused: closed programmes, who is not entitled, who
 * was proposed already or got it, whom the rule shuts out because of another programme. With n = 1 the refusal is the error; of many those that cannot be
 * proposed go to *left (TnSupportLeft*, may be NULL) and the edit may be empty. */
TnEdit *tn_support_propose (TnCopy *copy, const TnId *programme, const TnId *whom, guint n, GPtrArray **left, GError **error);

typedef enum { TN_DECIDE_APPROVE, TN_DECIDE_REFUSE /* reason required */, TN_DECIDE_DECLINE /* by choice, also after it was approved */, TN_DECIDE_WITHDRAW /* proposed in error */ } TnDecide;
/* ids: entitlements. Approving is refused beyond the quota (all or nothing) and for whom is no longer entitled; nothing is decided about what has been
 * delivered. reason: NULL = none. left as above. */
TnEdit *tn_support_decide (TnCopy *copy, const TnId *ids, guint n, TnDecide what, const char *reason, GPtrArray **left, GError **error);

/* Gives these an amount of their own, in đồng, with the reason; 0 = what the programme gives. Before it is decided alone: refused once it was approved, and
 * for a programme of goods. What is approved is the amount that stood there: when two laptops set and approve it at once, nothing is handed over before it is
 * approved as it stands. left as above. */
TnEdit *tn_support_set_amount (TnCopy *copy, const TnId *entitlements, guint n, gint64 amount, const char *reason, GPtrArray **left, GError **error);
/* Takes those out that were approved and whose amount has not changed since: "approve" has nothing to do with them. FALSE on error. */
gboolean tn_support_drop_approved (TnCopy *copy, GArray *entitlements, GError **error);
/* What these get together, and how many of them an amount of their own. Of a programme of money. FALSE on error. */
gboolean tn_support_amounts (TnCopy *copy, const TnProgramme *programme, const TnId *entitlements, guint n, gint64 *total, guint *n_own, GError **error);

/* What is written beside the programme's amount or goods. All may be NULL; place: where goods are taken from (required where the programme gives an item
 * in stock; NULL else). at: ms, 0 = now. */
typedef struct { const TnId *place; const char *receiver, *sheet, *note; gint64 at; } TnDeliver;
/* Writes a receipt for each and, of an item in stock, the entry that draws it. Refused: not approved, or approved and refused by two who did not know of each other
 * (an open conflict); programme not open, day out of the period or in the future; got it already, under whatever name or number; shut out by the rule because another programme gave meanwhile. left as above. */
TnEdit *tn_support_deliver (TnCopy *copy, const TnId *entitlements, guint n, const TnDeliver *how, GPtrArray **left, GError **error);

/* what: "same" (kept must be another receipt of the same subject and programme), "error", "returned", "stands"; reason required but for "same". Goods that
 * had been drawn from a place go back there, once. Settling anew replaces what was settled. */
TnEdit *tn_support_settle (TnCopy *copy, const TnId *delivery, const char *what, const TnId *kept, const char *reason, GError **error);
G_END_DECLS
