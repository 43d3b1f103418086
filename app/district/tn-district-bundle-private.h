/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once
#include "tn-district-bundle.h"
#include "tn-district-private.h"
G_BEGIN_DECLS

/* What this district knows of a laptop and ward by stick; kept as JSON in the depot's settings, so that every driver has it:
 *   made     ms by the laptop's clock, of the newest up-bundle
 *   cur      [{"s","cur"}] how far it has read, as that one (or an older one that said less) states
 *   known    the newest commit that it was told of, as stated
 *   log      cursors that it may stand at: stated ones, those of receipts, and where earlier down-bundles led
 *   acks     [{"b","cur","res":[[n,code,why]]}] receipts of the newest up-bundles
 *   waiting  true = its last stick has had no answer
 *   schema   of its program; enrol: code hash (hex) of an enrolment that is still to be answered */
cJSON *bundle_state_read (TnDistrict *d, const char *device, const char *ward, GError **error);    /* an object, maybe empty; NULL on error */
gboolean bundle_state_write (TnDistrict *d, const char *device, const char *ward, const cJSON *state, GError **error);
/* Adds to a list member, newest last, and keeps the last `max`. */
void bundle_state_add (cJSON *state, const char *member, cJSON *item, int max);
void bundle_state_add_log (cJSON *state, const char *cursor);
void bundle_state_set (cJSON *state, const char *member, cJSON *value);

/* The invitation's public half, by which an enrolment on a stick is found again. */
gboolean bundle_note_invite (TnDistrict *d, const TnInvite *invite, GError **error);
gboolean bundle_find_invite (TnDistrict *d, const char *stick_key_hex, guint8 code_hash[32], GError **error);
/* The district's key: signs and opens. */
TnBundleSigner bundle_signer (TnDistrict *d);
TnBundleOpener bundle_opener (TnDistrict *d);
gboolean bundle_enrol (TnDistrict *d, TnBundleReader *r, TnStickRead *read, GError **error);
const char *bundle_text (const cJSON *json, const char *key);    /* "" when there is no such text */
G_END_DECLS
