/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once
/* Limits of sync.md 2.6. Both sides check them while reading, before memory is spent. */
#define TN_LIMIT_BODY (2u * 1024 * 1024)            /* compressed body, bytes */
#define TN_LIMIT_INFLATED (16u * 1024 * 1024)       /* the same inflated */
#define TN_LIMIT_CHANGES 10000u                     /* entries in one push batch; a server may have a lower one and says so with its 413 */
#define TN_LIMIT_CHANGES_LEAST 1000u                /* what every server takes */
#define TN_LIMIT_LINE (64u * 1024)
#define TN_LIMIT_VALUE (16u * 1024)
#define TN_LIMIT_PAGE_LINES 5000u
#define TN_LIMIT_PAGE_BYTES (4u * 1024 * 1024)
#define TN_LIMIT_OVER 16u                           /* newest stamps named in `over` */
#define TN_LIMIT_REQUESTS_PER_MINUTE 30u            /* a device; page and batch follow-ups of one session are not counted */
#define TN_LIMIT_FETCH_IDS 2000u
#define TN_MEDIA_NDJSON_ZSTD "application/x-ndjson+zstd"
#define TN_MEDIA_JSON "application/json"
#define TN_MEDIA_PROBLEM "application/problem+json"
