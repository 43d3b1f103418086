/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once
#include "tn-error.h"
G_BEGIN_DECLS

/* The text in the QR code of a citizen card (CCCD): id|old id|name|ddmmyyyy|sex|address|ddmmyyyy, more fields since 2024-07-01 (facts.md). */
typedef struct {
  char *number, *old_number;   /* old_number "" when the card names none */
  char *name;
  char *birth, *issued;        /* stored dates */
  char *sex;                   /* "male", "female" */
  char *address;
  char *tail;                  /* whatever follows the seventh field, raw; "" = nothing */
} TnCccdQr;
/* Accepts what a scanner types, blanks and line ends round it included. NULL with TN_ERROR_UNSUPPORTED for another QR code (health declaration,
 * web address), TN_ERROR_INVALID for a card's text that is cut or garbled. */
TnCccdQr *tn_cccd_qr_parse (const char *text, GError **error);
void tn_cccd_qr_free (TnCccdQr *qr);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (TnCccdQr, tn_cccd_qr_free)
G_END_DECLS
