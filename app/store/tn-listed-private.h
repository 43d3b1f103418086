/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once
#include "tn-fields.h"
#include "tn-listed.h"
G_BEGIN_DECLS

/* What the lists of this record's kind are read by; parent stays null: who calls knows it. state NULL and at 0 where the kind names no field. */
void tn_listed_read (const TnFields *fields, TnListed *listed);

/* What is counted and added up of them: columns marks, amount and quantity of table item; 0 where the kind names no field, and stored as NULL. */
typedef struct { gint64 marks, amount, quantity; } TnListedSums;
void tn_listed_read_sums (const TnFields *fields, TnListedSums *sums);
G_END_DECLS
