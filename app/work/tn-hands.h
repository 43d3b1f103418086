/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once
#include "tn-listed.h"
#include "tn-promise.h"
#include "tn-query.h"
#include "tn-values.h"
G_BEGIN_DECLS

/* Helping hands (product.md S3): orphans of the epidemic and their sponsors (đỡ đầu), what was promised and what came; pairs who help, and who waits for
 * one. What came is a receipt that is never changed: a mistake is put right by one that names it in `cancels`, and neither counts then. */

/* ---- sponsorships (tn-sponsorship.c, tn-sponsorship-read.c) ---- */

/* sponsor and a promise (an amount over 0, or goods) are needed. The first day is today unless given. Refused: a person who died, moved away or was merged;
 * an end before the beginning; the same sponsor's same rhythm for the same child while that runs (by these two laptops write one). id may be NULL. */
TnEdit *tn_sponsorship_add (TnCopy *copy, const TnId *person, const TnValues *values, TnId *id, GError **error);
/* The same of a sponsor who may not be in the list of donors yet: name and type, as for tn_donor_add(). */
TnEdit *tn_sponsorship_add_with (TnCopy *copy, const TnId *person, const TnValues *values, const TnValues *donor, TnId *id, GError **error);
TnEdit *tn_sponsorship_change (TnCopy *copy, const TnId *sponsorship, const TnValues *values, GError **error);
/* date: stored form, NULL = today. */
TnEdit *tn_sponsorship_end (TnCopy *copy, const TnId *sponsorship, const char *date, GError **error);
/* What came: an amount over 0, or goods; at = today unless given, never to come. */
TnEdit *tn_sponsorship_receive (TnCopy *copy, const TnId *sponsorship, const TnValues *values, GError **error);
/* A receipt was written in error. Refused when it has been put right, or puts right another one. */
TnEdit *tn_sponsorship_cancel (TnCopy *copy, const TnId *gift, const char *note, GError **error);

typedef struct {
  TnId id, person, sponsor, household;           /* household: of the one that was read alone; null in lists */
  char *person_name, *sponsor_name, *goods;      /* "" = none */
  const char *every, *state;                     /* keys; interned. state "" is running */
  gint64 amount, from, to;                       /* 0 = not given */
  gboolean running;                              /* by state, and the last day has not passed */
  guint n_came;
  gint64 amount_came;                            /* đồng, of the receipts that count */
  TnPromiseState promise;                        /* all 0 once it has ended */
} TnSponsorship;
void tn_sponsorship_free (gpointer sponsorship);
/* running: those that are, with what is longest overdue first; else those that have ended, newest first. search: part of a name, folded. limit of
 * those ended, 0 = all; n_more: how many there are behind it; NULL = nobody asks. TnSponsorship*. Owned. */
GPtrArray *tn_sponsorship_list (TnCopy *copy, gboolean running, const char *search, guint limit, gint64 today, guint *n_more, GError **error);
/* What is overdue, for longest first: `n` there are, of which the first `limit` are given. TnSponsorship*. Owned. */
GPtrArray *tn_sponsorship_overdue (TnCopy *copy, gint64 today, guint limit, guint *n, GError **error);
/* "1,000,000 đồng every month and school books". Owned. */
char *tn_sponsorship_say (const TnSponsorship *sponsorship);

typedef struct { TnId id; gint64 at, amount; char *goods, *by, *note; gboolean counts, cancels; /* cancels: puts another one right */ } TnSponsorGift;
typedef struct { TnSponsorship *sponsorship; char *phone, *address, *note; GPtrArray *gifts; /* TnSponsorGift*, newest first */ } TnSponsorshipView;
void tn_sponsorship_view_free (gpointer view);
TnSponsorshipView *tn_sponsorship_read (TnCopy *copy, const TnId *sponsorship, gint64 today, GError **error);

/* ---- pairs (tn-pair.c) ---- */

/* Without a helper the household waits for one. With one the type is needed, and the pair runs from today unless given. Refused: who waits already, or was
 * joined to another household; a household that would help itself. id may be NULL. */
TnEdit *tn_pair_add (TnCopy *copy, const TnId *household, const TnValues *values, TnId *id, GError **error);
/* As typed; who is given a helper waits no more. */
TnEdit *tn_pair_change (TnCopy *copy, const TnId *pair, const TnValues *values, GError **error);
TnEdit *tn_pair_end (TnCopy *copy, const TnId *pair, const char *date, GError **error);

typedef struct {
  TnId id, household, helper_household;
  char *title, *head, *helper, *phone, *what, *note;   /* address and head of who is helped; "" = none */
  const char *type, *state;                      /* keys; interned */
  gint64 from, to;
} TnPair;
void tn_pair_free (gpointer pair);
/* state: "waiting", "running", "ended"; NULL = all, in this order. search: part of address, head or helper, folded. limit of those ended, unless it is searched. n_more: how many
 * there are behind it; NULL = nobody asks. TnPair*. Owned. */
GPtrArray *tn_pair_list (TnCopy *copy, const char *state, const char *search, guint limit, guint *n_more, GError **error);
TnPair *tn_pair_read (TnCopy *copy, const TnId *pair, GError **error);

/* ---- who waits (tn-hands-read.c) ---- */

typedef struct { TnId person, household; char *name, *address; gint64 birth /* yyyymmdd, 0 = not known */; gboolean unconfirmed; } TnOrphan;
void tn_orphan_free (gpointer orphan);
/* Those in category orphan_covid today who live here and have no sponsor whose promise runs; in order of address. TnOrphan*. Owned. */
GPtrArray *tn_orphan_list (TnCopy *copy, const char *search, gint64 today, GError **error);
/* One person: what stands in the list of who waits; sponsorships of before and now, newest first. */
typedef struct { TnOrphan *orphan; gboolean is_orphan, lives; GPtrArray *sponsorships; /* TnSponsorship* */ } TnOrphanView;
void tn_orphan_view_free (gpointer view);
TnOrphanView *tn_orphan_read (TnCopy *copy, const TnId *person, gint64 today, GError **error);

typedef struct { guint n_orphans, n_sponsored, n_overdue, n_pairs, n_waiting; gint64 amount_came; } TnHandsSums;
gboolean tn_hands_sum (TnCopy *copy, gint64 today, TnHandsSums *sums, GError **error);
G_END_DECLS
