/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once
#include "tn-merge.h"
G_BEGIN_DECLS

/* One record, one root, several laptops: people edit, delete and undelete, answers get lost, batches arrive twice, disks are copied, clocks are
 * wrong. All merging, stamping and reading is the program's own code. An oracle outside of it knows who had seen what. */
typedef enum {
  MODEL_SOUND,
  /* mutants: each breaks one rule, and the oracle must notice */
  MODEL_IGNORES_OVER,          /* every change counts as having seen what stands */
  MODEL_DEVICE_EXEMPTION,      /* a device's own older value counts as seen, and copied disks keep their replica id */
  MODEL_ACK_BY_UNIT,           /* an answer closes whatever is open for the unit, also what was typed meanwhile */
  MODEL_PULL_OVERWRITES,       /* a pull replaces the row and closes what lost */
  MODEL_DELETE_BY_STAMP,       /* a delete needs not have seen the state that it deletes */
} ModelRule;

typedef struct { guint edits, flags, false_flags, deletes, woken, lost_acks, repeats, clones; } ModelCounts;
/* Runs one seed to the quiet end. NULL, or what went wrong (owned). */
char *model_run (guint32 seed, ModelRule rule, ModelCounts *counts);
G_END_DECLS
