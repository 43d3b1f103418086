/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once
#include <glib.h>
G_BEGIN_DECLS

/* One domain for every room: the codes are what a caller acts on, the message is what a person reads.
 * A message is translated and says what happened, what is safe and what to do next. */
#define TN_ERROR (tn_error_quark ())
GQuark tn_error_quark (void);

typedef enum {
  TN_ERROR_FAILED,      /* nothing better is known */
  TN_ERROR_INVALID,     /* what a person or file gave does not fit the schema */
  TN_ERROR_NOT_FOUND,   /* no such record, file or ward */
  TN_ERROR_CONFLICT,    /* the thing changed under the caller; read again */
  TN_ERROR_CORRUPT,     /* a damaged database, page or file */
  TN_ERROR_BUSY,        /* locked by another window or program; try again */
  TN_ERROR_READ_ONLY,   /* the disk or file may not be written */
  TN_ERROR_FULL,        /* the disk is full */
  TN_ERROR_TOO_NEW,     /* written by a newer program than this */
  TN_ERROR_TOO_LARGE,   /* over a limit of wire/tn-limits.h or of an import */
  TN_ERROR_UNSUPPORTED, /* a format that we do not read (encrypted, not a spreadsheet) */
  TN_ERROR_NETWORK,     /* the other side was not reached: done or not is unknown, resending is safe */
  TN_ERROR_TLS,         /* the other side is not the district that this laptop was enrolled at */
  TN_ERROR_REFUSED,     /* the other side answered and said no (revoked, scope, used code) */
  TN_ERROR_FORKED,      /* the server has seen another copy of this database file */
  TN_ERROR_REWOUND,     /* the server's log does not hold our cursor: it was restored */
  TN_ERROR_UPGRADE,     /* this program is too old to pull */
} TnErrorCode;
G_END_DECLS
