/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once
#include "tn-id.h"
G_BEGIN_DECLS

/* What a laptop shows with every call after its session: who it is and until when, with a seal that only the district's signing key gives. So
 * nothing is kept for a session: a token is good at every server process of the district, and after a restart of any. A laptop that is
 * revoked is known by its row, which every call reads; a token of its own could not be withdrawn sooner. */
typedef struct {
  TnId device;
  gint64 expires;           /* ms; kept to the second, rounded down */
  gboolean pull_refused;    /* its program may push but not pull */
} TnTicket;

#define TN_TOKEN_TEXT 51    /* 50 characters of URL-safe base64, and the zero */
#define TN_TOKEN_KEY 32
void tn_token_derive_key (const guint8 sign_secret[64], guint8 key[TN_TOKEN_KEY]);
void tn_token_write (const TnTicket *ticket, const guint8 key[TN_TOKEN_KEY], char out[TN_TOKEN_TEXT]);
/* FALSE for a token that is none, not ours, or over; NULL is none. */
gboolean tn_token_read (const char *token, const guint8 key[TN_TOKEN_KEY], gint64 now, TnTicket *ticket);
G_END_DECLS
