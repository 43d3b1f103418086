/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once
#include <gio/gio.h>
#include "tn-watch.h"
G_BEGIN_DECLS

/* All that a patient's page shows, read in one go on a thread of the store. */
typedef struct { TnRow *row; TnCheck check; TnVerdict *verdict; gboolean answered; } TnPatientCheck;

typedef struct {
  TnId asked;                   /* what was asked for: the patient's case, or one that was joined into it */
  TnThresholds *thresholds;
  TnPatient *patient;
  TnRow *person;                /* NULL = not on this laptop */
  TnId household;               /* null = none */
  char *address;                /* NULL = none */
  char *watcher, *watcher_phone;
  TnAgeSpan age;                /* today */
  GPtrArray *checks;            /* TnPatientCheck, newest first */
  GPtrArray *responses, *kits;  /* TnRow, newest first */
  GPtrArray *joined;            /* TnRow: cases that were joined into this one; what hangs on them stands in the lists */
  GPtrArray *essentials;        /* TnRow, of the household, newest first */
  TnIsolation isolation;
  gint64 isolation_day, now;
} TnPatientDetail;

/* A TnStoreFunc: data is the home case's TnId. Result: TnPatientDetail. */
gpointer tn_patient_detail_read (TnCopy *copy, gpointer data, GCancellable *cancellable, GError **error);
/* The same when a person opens the page: who opens whose is written down first (tn-opened.h), and nothing is read when that fails. To be run as a write. */
gpointer tn_patient_detail_open (TnCopy *copy, gpointer data, GCancellable *cancellable, GError **error);
void tn_patient_detail_free (gpointer detail);
const TnPatientCheck *tn_patient_detail_find_check (const TnPatientDetail *detail, const TnId *id);   /* NULL = not among them */
G_END_DECLS
