/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once
#include <glib.h>

/* Wrong rules, each of which some draft or some other program had (sync.md, its table and its faults). In everything that is built and shipped
 * TN_MUTANT() is the constant FALSE and leaves nothing behind. tests/sim compiles the few files that name it once more, with TN_MUTANTS defined, and fails
 * when it does not notice one of them. */
#ifdef TN_MUTANTS
typedef enum {
  TN_MUTANT_NONE,
  TN_MUTANT_SINGLE_BASE,          /* an edit names only the stamp that it replaces, not what that had seen */
  TN_MUTANT_IGNORES_OVER,         /* every change counts as having seen what stands */
  TN_MUTANT_DEVICE_EXEMPTION,     /* a device never conflicts with itself, and a copied disk is the same device */
  TN_MUTANT_CLAMPS,               /* the server puts stamps of the future down to now */
  TN_MUTANT_DELETE_BY_STAMP,      /* a delete needs not have seen what it deletes */
  TN_MUTANT_NEXTVAL,              /* the number is taken before the commit: the later one may be seen first */
  TN_MUTANT_CUT_IN_NUMBER,        /* a page may end between two lines of one number */
  TN_MUTANT_CHILDREN_STAY,        /* what hangs on a household that moves keeps its stream */
  TN_MUTANT_ACK_BY_UNIT,          /* a receipt closes whatever is open for the field */
  TN_MUTANT_PULL_OVERWRITES,      /* what comes down replaces what waits to go up */
  TN_MUTANT_CURSOR_FIRST,         /* the cursor is stored before the rows that it stands for */
  TN_MUTANT_NO_FLUSH,             /* what is said to be saved is not on the disk yet */
  TN_MUTANT_NO_REPAIR,            /* a server that was put back is pulled from as if nothing had happened */
  TN_MUTANT_REPUSH_STATE,         /* after that, only what stands here is handed in, and not the edits that were sent */
  TN_MUTANT_MIRRORS_HUB,          /* what a hub says replaces what stands, also when it lags */
  TN_MUTANT_HUB_ACKS,             /* what a hub took is done with */
  TN_MUTANT_ACK_BY_WATERMARK,     /* an answer by stick closes everything up to the newest number that was ever on one */
  TN_MUTANT_TELLS_TIME,           /* an anonymous petition is stamped like any other edit */
  TN_MUTANT_TELLS_USER,           /* and names its user */
  TN_MUTANT_TELLS_OWNER,          /* the district says whose laptop it came from, in histories and conflicts */
  TN_N_MUTANTS
} TnMutant;
extern TnMutant tn_mutant;
#define TN_MUTANT(name) (tn_mutant == TN_MUTANT_ ## name)
#else
#define TN_MUTANT(name) FALSE
#endif
