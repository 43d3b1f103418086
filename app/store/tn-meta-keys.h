/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once
/* Keys of table meta. */
#define TN_META_WARD "ward"
#define TN_META_USER "user"
#define TN_META_REPLICA "replica"
#define TN_META_LAST_MS "last_ms"             /* last stamp given out */
#define TN_META_LAST_COUNTER "last_counter"
#define TN_META_FILE_IDENTITY "file_identity" /* inode:device:machine-id this file was last used under */
#define TN_META_CLOCK_OFFSET "clock_offset"   /* server time - ours, ms */
#define TN_META_BULK "bulk"                   /* projections are being built in bulk */
#define TN_META_BUILDER "builder"             /* who makes a first copy's lists: another who finds its own name gone stops */
#define TN_META_SERVER_URL "server_url"
#define TN_META_SERVER_CA "server_ca"         /* PEM of the district's CA: the only trust anchor */
#define TN_META_SERVER_PUB "server_pub"       /* the district’s Ed25519 key, 64 hex: who signs what comes on a stick */
#define TN_META_ENROL_WAIT "enrol_wait"       /* JSON: an enrolment by stick that waits for its answer */
#define TN_META_DEVICE "device"               /* id the district gave */
#define TN_META_DEVICE_NAME "device_name"
#define TN_META_KEY_REF "key_ref"             /* where the private key is: "keyring:<id>" or "file" */
#define TN_META_SESSION_NO "session_no"
#define TN_META_SESSION_NONCE "session_nonce"
#define TN_META_PACE_UP "pace_up"             /* entries of the first batch, after the line broke in one that was larger */
#define TN_META_PACE_DOWN "pace_down"         /* lines of the first page, likewise */
#define TN_META_RESENT "resent"               /* "<n> <cursor>": how far a repair's sending came, and the commit that took the last of it; unset = none is under way */
#define TN_META_SCOPE "scope"                 /* JSON as the district sent it */
#define TN_META_SCOPE_AT "bundle_made"        /* ms by the district’s clock: when it said so, in a session or on a stick (which alone was noted at first) */
#define TN_META_ROLE "role"
#define TN_META_DEVICES "devices"             /* JSON {replica: {device, name, user}} as the district last sent, to say on which laptop */
#define TN_META_HUBS_ENDED "hubs_ended"       /* JSON [device, …]: laptops whose certificate as a hub does not hold any more, as the district last said */
#define TN_META_DIGEST_AT "digest_at"         /* ms: when the set hashes were last added up from the rows */
#define TN_META_HUB_URL "hub_url"             /* reconcile through the ward laptop at this address; unset = with the district */
#define TN_META_TOLD_BY_HUB "told_by_hub"     /* a hub has told what the root erased or moved away, and the root itself has not been compared with since: a stick from before lacks nothing */
#define TN_META_HUB_VERSION "hub_version"     /* this copy has the tables of a hub, of this version */
#define TN_META_HUB_ON "hub_on"               /* it serves its team */
#define TN_META_DRAFT "draft/"                /* in front of a draft's own key (tn-draft.h) */
