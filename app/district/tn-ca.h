/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once
#include "tn-error.h"
G_BEGIN_DECLS

/* The district's own certificate authority: ECDSA P-256, ten years. Its certificate is the only thing that laptops trust, so its key never
 * leaves the district's folder and signs nothing but the certificates of the server and of the ward's hubs. */
#define TN_CA_CERTIFICATE "ca.pem"
#define TN_CA_KEY "ca.key"
#define TN_TLS_CERTIFICATE "tls.pem"
#define TN_TLS_KEY "tls.key"

/* Makes what is missing in `dir`: key and certificate of the CA, key and certificate of the server for `hosts` (names or addresses; localhost,
 * 127.0.0.1 and ::1 always). What is there stays. Key files are 0600. */
gboolean tn_ca_create (const char *dir, const char *name, const char *const *hosts, GError **error);
/* A new certificate for the server, under the same CA, over the old one. */
gboolean tn_ca_renew (const char *dir, const char *name, const char *const *hosts, GError **error);
/* The certificate of a hub: its request (PEM, PKCS #10) says the key and proves that the asker has it; all else is the district's to say. It names
 * tn-hub-name.h's identity of the ward and ends at `expires` (s since 1970). The PEM is owned. TN_ERROR_INVALID for a request that is none. */
typedef struct { const char *csr, *ward, *device; gint64 expires; } TnHubCertificate;
gboolean tn_ca_sign_hub (const char *dir, const TnHubCertificate *wanted, char **pem, GError **error);
/* The DER of a PEM certificate. NULL with TN_ERROR_CORRUPT. */
GBytes *tn_ca_der (const char *pem, gsize len, GError **error);
/* When the certificate in this file ends, s since 1970; -1 on error. */
gint64 tn_ca_expires (const char *path, GError **error);
/* FALSE for what GnuTLS calls an error (a negative code) while a certificate is made: TN_ERROR_FAILED. */
gboolean tn_ca_check (int code, GError **error);
G_END_DECLS
