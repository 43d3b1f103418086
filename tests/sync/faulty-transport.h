/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once
#include "tn-sync.h"
G_BEGIN_DECLS

/* A transport that goes wrong at a seeded random, round one that works: what a network does and no test server can be told to do. */
typedef enum { FAULT_NONE, FAULT_REQUEST_LOST, FAULT_REPLY_LOST, FAULT_SENT_TWICE, FAULT_TRUNCATED, FAULT_SERVER_ERROR, FAULT_EXPIRED, N_FAULTS } Fault;
typedef struct {
  TnTransport base;
  TnTransport *inner;          /* owned */
  GRand *rand;
  double rate;                 /* of calls that go wrong */
  Fault only;                  /* FAULT_NONE = any */
  guint after;                 /* so many calls go well first */
  guint most;                  /* so many go wrong at most; 0 = no bound */
  void (*before) (guint call, gpointer user_data);   /* what happens elsewhere before each call; NULL = nothing */
  gpointer user_data;
  guint calls, n_fired, fired[N_FAULTS];
  char *expired;               /* a token that has run out: not taken until there is a new session, whose token may be the same when it is opened in the same second */
} FaultyTransport;
FaultyTransport *faulty_transport_new (TnTransport *inner /* taken */, guint32 seed, double rate);
G_END_DECLS
