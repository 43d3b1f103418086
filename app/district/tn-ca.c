/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "tn-ca.h"
#include <arpa/inet.h>
#include <gio/gio.h>
#include <glib/gi18n.h>
#include <gnutls/crypto.h>
#include <gnutls/gnutls.h>
#include <gnutls/abstract.h>
#include <gnutls/x509.h>
#include <time.h>
#include "tn-hub-name.h"

#define TEN_YEARS (3652 * 24 * 3600)
#define NAME_MAX_BYTES 64      /* of a name within a certificate (RFC 5280) */
#define CLOCK_SLACK 86400    /* a laptop whose clock is a little behind must not refuse the district */

typedef struct { gnutls_x509_privkey_t key; gnutls_x509_crt_t crt; } Pair;

static void
clear_pair (Pair *pair)
{
  if (pair->crt) gnutls_x509_crt_deinit (pair->crt);
  if (pair->key) gnutls_x509_privkey_deinit (pair->key);
}
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Pair, clear_pair)

gboolean
tn_ca_check (int code, GError **error)
{
  if (code >= 0) return TRUE;
  g_set_error (error, TN_ERROR, TN_ERROR_FAILED, _("The certificate could not be made (%s). Nothing was changed. Try again."), gnutls_strerror (code));
  return FALSE;
}

static gboolean
init_pair (Pair *pair, GError **error)
{
  return tn_ca_check (gnutls_x509_privkey_init (&pair->key), error) && tn_ca_check (gnutls_x509_crt_init (&pair->crt), error);
}

static gboolean
write_key (const char *path, gnutls_x509_privkey_t key, GError **error)
{
  gnutls_datum_t pem = { NULL, 0 };
  if (!tn_ca_check (gnutls_x509_privkey_export2 (key, GNUTLS_X509_FMT_PEM, &pem), error)) return FALSE;
  gboolean done = g_file_set_contents_full (path, (const char *) pem.data, (gssize) pem.size, G_FILE_SET_CONTENTS_CONSISTENT | G_FILE_SET_CONTENTS_DURABLE, 0600, error);
  gnutls_memset (pem.data, 0, pem.size);
  gnutls_free (pem.data);
  return done;
}

static gboolean
write_certificate (const char *path, gnutls_x509_crt_t crt, GError **error)
{
  gnutls_datum_t pem = { NULL, 0 };
  if (!tn_ca_check (gnutls_x509_crt_export2 (crt, GNUTLS_X509_FMT_PEM, &pem), error)) return FALSE;
  gboolean done = g_file_set_contents_full (path, (const char *) pem.data, (gssize) pem.size, G_FILE_SET_CONTENTS_CONSISTENT | G_FILE_SET_CONTENTS_DURABLE, 0644, error);
  gnutls_free (pem.data);
  return done;
}

static gboolean
read_key (const char *path, Pair *pair, GError **error)
{
  g_autofree char *text = NULL;
  gsize len;
  if (!g_file_get_contents (path, &text, &len, error)) return FALSE;
  gnutls_datum_t pem = { (unsigned char *) text, (unsigned) len };
  gboolean done = tn_ca_check (gnutls_x509_privkey_import (pair->key, &pem, GNUTLS_X509_FMT_PEM), error);
  gnutls_memset (text, 0, len);
  return done;
}

static gboolean
read_certificate (const char *text, gsize len, gnutls_x509_crt_t crt, GError **error)
{
  gnutls_datum_t pem = { (unsigned char *) (gpointer) text, (unsigned) len };
  if (gnutls_x509_crt_import (crt, &pem, GNUTLS_X509_FMT_PEM) >= 0) return TRUE;
  g_set_error_literal (error, TN_ERROR, TN_ERROR_CORRUPT, _("This is not a certificate, or it is damaged. Nothing was changed."));
  return FALSE;
}

static gboolean
set_name (gnutls_x509_crt_t crt, const char *oid, const char *name, GError **error)
{
  const char *end = name + MIN (strlen (name), NAME_MAX_BYTES);
  if (*end) end = g_utf8_find_prev_char (name, end + 1);
  return end == name || tn_ca_check (gnutls_x509_crt_set_dn_by_oid (crt, oid, 0, name, (unsigned) (end - name)), error);
}

/* What both certificates have in common. `role` keeps their names apart: one that is issued by its own name counts as self-signed. */
static gboolean
fill_certificate (Pair *pair, const char *role, const char *name, GError **error)
{
  guint8 serial[16];
  time_t now = time (NULL);
  if (!tn_ca_check (gnutls_rnd (GNUTLS_RND_NONCE, serial, sizeof serial), error)) return FALSE;
  serial[0] &= 0x7f;   /* a positive number */
  return tn_ca_check (gnutls_x509_crt_set_version (pair->crt, 3), error)
         && tn_ca_check (gnutls_x509_crt_set_serial (pair->crt, serial, sizeof serial), error)
         && tn_ca_check (gnutls_x509_crt_set_activation_time (pair->crt, now - CLOCK_SLACK), error)
         && tn_ca_check (gnutls_x509_crt_set_expiration_time (pair->crt, now + TEN_YEARS), error)
         && set_name (pair->crt, GNUTLS_OID_X520_COMMON_NAME, role, error)
         && set_name (pair->crt, GNUTLS_OID_X520_ORGANIZATION_NAME, name, error)
         && tn_ca_check (gnutls_x509_crt_set_key (pair->crt, pair->key), error);
}

static gboolean
set_key_id (gnutls_x509_crt_t crt, GError **error)
{
  guint8 id[64];
  size_t len = sizeof id;
  return tn_ca_check (gnutls_x509_crt_get_key_id (crt, 0, id, &len), error) && tn_ca_check (gnutls_x509_crt_set_subject_key_id (crt, id, len), error);
}

static gboolean
set_issuer_id (gnutls_x509_crt_t crt, gnutls_x509_crt_t ca, GError **error)
{
  guint8 id[64];
  size_t len = sizeof id;
  return tn_ca_check (gnutls_x509_crt_get_subject_key_id (ca, id, &len, NULL), error) && tn_ca_check (gnutls_x509_crt_set_authority_key_id (crt, id, len), error);
}

static gboolean
make_key (Pair *pair, GError **error)
{
  return tn_ca_check (gnutls_x509_privkey_generate (pair->key, GNUTLS_PK_ECDSA, GNUTLS_CURVE_TO_BITS (GNUTLS_ECC_CURVE_SECP256R1), 0), error);
}

static gboolean
make_ca (Pair *ca, const char *name, GError **error)
{
  return fill_certificate (ca, "Từng Nhà district CA", name, error)
         && tn_ca_check (gnutls_x509_crt_set_basic_constraints (ca->crt, 1, 0), error)
         && tn_ca_check (gnutls_x509_crt_set_key_usage (ca->crt, GNUTLS_KEY_KEY_CERT_SIGN | GNUTLS_KEY_CRL_SIGN), error)
         && set_key_id (ca->crt, error)
         && tn_ca_check (gnutls_x509_crt_sign2 (ca->crt, ca->crt, ca->key, GNUTLS_DIG_SHA256, 0), error);
}

static gboolean
add_host (gnutls_x509_crt_t crt, const char *host, GError **error)
{
  guint8 address[16];
  if (inet_pton (AF_INET, host, address) == 1)
    return tn_ca_check (gnutls_x509_crt_set_subject_alt_name (crt, GNUTLS_SAN_IPADDRESS, address, 4, GNUTLS_FSAN_APPEND), error);
  if (inet_pton (AF_INET6, host, address) == 1)
    return tn_ca_check (gnutls_x509_crt_set_subject_alt_name (crt, GNUTLS_SAN_IPADDRESS, address, 16, GNUTLS_FSAN_APPEND), error);
  return tn_ca_check (gnutls_x509_crt_set_subject_alt_name (crt, GNUTLS_SAN_DNSNAME, host, (unsigned) strlen (host), GNUTLS_FSAN_APPEND), error);
}

static gboolean
add_hosts (gnutls_x509_crt_t crt, const char *const *hosts, GError **error)
{
  static const char *const always[] = { "localhost", "127.0.0.1", "::1" };
  for (guint i = 0; i < G_N_ELEMENTS (always); i++)
    if (!add_host (crt, always[i], error)) return FALSE;
  for (guint i = 0; hosts && hosts[i]; i++)
    if (!add_host (crt, hosts[i], error)) return FALSE;
  return TRUE;
}

static gboolean
make_server (Pair *server, const Pair *ca, const char *name, const char *const *hosts, GError **error)
{
  return fill_certificate (server, "Từng Nhà district server", name, error) && add_hosts (server->crt, hosts, error)
         && tn_ca_check (gnutls_x509_crt_set_basic_constraints (server->crt, 0, -1), error)
         && tn_ca_check (gnutls_x509_crt_set_key_usage (server->crt, GNUTLS_KEY_DIGITAL_SIGNATURE), error)
         && tn_ca_check (gnutls_x509_crt_set_key_purpose_oid (server->crt, GNUTLS_KP_TLS_WWW_SERVER, 0), error)
         && set_key_id (server->crt, error) && set_issuer_id (server->crt, ca->crt, error)
         && tn_ca_check (gnutls_x509_crt_sign2 (server->crt, ca->crt, ca->key, GNUTLS_DIG_SHA256, 0), error);
}

/* The key is written before the certificate: a certificate that is there has its key. */
static gboolean
need_ca (const char *dir, const char *name, Pair *ca, GError **error)
{
  g_autofree char *key = g_build_filename (dir, TN_CA_KEY, NULL), *crt = g_build_filename (dir, TN_CA_CERTIFICATE, NULL), *text = NULL;
  gsize len;
  if (!init_pair (ca, error)) return FALSE;
  if (g_file_test (crt, G_FILE_TEST_EXISTS))
    return read_key (key, ca, error) && g_file_get_contents (crt, &text, &len, error) && read_certificate (text, len, ca->crt, error);
  return make_key (ca, error) && write_key (key, ca->key, error) && make_ca (ca, name, error) && write_certificate (crt, ca->crt, error);
}

static gboolean
issue (const char *dir, const char *name, const char *const *hosts, gboolean anew, GError **error)
{
  g_auto (Pair) ca = { 0 };
  g_auto (Pair) server = { 0 };
  g_autofree char *key = g_build_filename (dir, TN_TLS_KEY, NULL), *crt = g_build_filename (dir, TN_TLS_CERTIFICATE, NULL);
  if (!need_ca (dir, name, &ca, error) || !init_pair (&server, error)) return FALSE;
  gboolean have = g_file_test (crt, G_FILE_TEST_EXISTS);
  if (have && !anew) return TRUE;
  /* The same key again, so that key and certificate fit at every moment of a renewal. */
  if (!(have ? read_key (key, &server, error) : make_key (&server, error) && write_key (key, server.key, error))) return FALSE;
  return make_server (&server, &ca, name, hosts, error) && write_certificate (crt, server.crt, error);
}

/* ---- hubs ---- */

static gboolean
take_key_of_request (gnutls_x509_crt_t crt, const char *csr, GError **error)
{
  gnutls_x509_crq_t request = NULL;
  gnutls_datum_t pem = { (unsigned char *) (gpointer) csr, (unsigned) strlen (csr) };
  gboolean good = gnutls_x509_crq_init (&request) >= 0 && gnutls_x509_crq_import (request, &pem, GNUTLS_X509_FMT_PEM) >= 0
                  && gnutls_x509_crq_verify (request, 0) >= 0;
  gnutls_pubkey_t key = NULL;
  good = good && gnutls_pubkey_init (&key) >= 0 && gnutls_pubkey_import_x509_crq (key, request, 0) >= 0 && gnutls_x509_crt_set_pubkey (crt, key) >= 0;
  if (key) gnutls_pubkey_deinit (key);
  if (request) gnutls_x509_crq_deinit (request);
  if (!good) g_set_error_literal (error, TN_ERROR, TN_ERROR_INVALID, _("The request for a hub’s certificate cannot be read. Nothing was signed."));
  return good;
}

static gboolean
fill_hub (gnutls_x509_crt_t crt, const TnHubCertificate *wanted, GError **error)
{
  guint8 serial[16];
  g_autofree char *identity = g_strdup_printf (TN_HUB_IDENTITY, wanted->ward);
  if (!tn_ca_check (gnutls_rnd (GNUTLS_RND_NONCE, serial, sizeof serial), error)) return FALSE;
  serial[0] &= 0x7f;
  return tn_ca_check (gnutls_x509_crt_set_version (crt, 3), error) && tn_ca_check (gnutls_x509_crt_set_serial (crt, serial, sizeof serial), error)
         && tn_ca_check (gnutls_x509_crt_set_activation_time (crt, time (NULL) - CLOCK_SLACK), error)
         && tn_ca_check (gnutls_x509_crt_set_expiration_time (crt, (time_t) wanted->expires), error)
         && set_name (crt, GNUTLS_OID_X520_COMMON_NAME, wanted->device, error)
         && set_name (crt, GNUTLS_OID_X520_ORGANIZATIONAL_UNIT_NAME, wanted->ward, error)
         && tn_ca_check (gnutls_x509_crt_set_subject_alt_name (crt, GNUTLS_SAN_DNSNAME, identity, (unsigned) strlen (identity), GNUTLS_FSAN_APPEND), error)
         && tn_ca_check (gnutls_x509_crt_set_basic_constraints (crt, 0, -1), error)
         && tn_ca_check (gnutls_x509_crt_set_key_usage (crt, GNUTLS_KEY_DIGITAL_SIGNATURE), error)
         && tn_ca_check (gnutls_x509_crt_set_key_purpose_oid (crt, GNUTLS_KP_TLS_WWW_SERVER, 0), error);
}

gboolean
tn_ca_sign_hub (const char *dir, const TnHubCertificate *wanted, char **pem, GError **error)
{
  g_auto (Pair) ca = { 0 };
  g_auto (Pair) hub = { 0 };
  gnutls_datum_t out = { NULL, 0 };
  if (!init_pair (&hub, error) || !take_key_of_request (hub.crt, wanted->csr, error) || !need_ca (dir, "", &ca, error)) return FALSE;
  if (!fill_hub (hub.crt, wanted, error) || !set_key_id (hub.crt, error)
      || !set_issuer_id (hub.crt, ca.crt, error) || !tn_ca_check (gnutls_x509_crt_sign2 (hub.crt, ca.crt, ca.key, GNUTLS_DIG_SHA256, 0), error)
      || !tn_ca_check (gnutls_x509_crt_export2 (hub.crt, GNUTLS_X509_FMT_PEM, &out), error)) return FALSE;
  *pem = g_strndup ((const char *) out.data, out.size);
  gnutls_free (out.data);
  return TRUE;
}

gboolean
tn_ca_create (const char *dir, const char *name, const char *const *hosts, GError **error)
{
  return issue (dir, name, hosts, FALSE, error);
}

gboolean
tn_ca_renew (const char *dir, const char *name, const char *const *hosts, GError **error)
{
  return issue (dir, name, hosts, TRUE, error);
}

GBytes *
tn_ca_der (const char *pem, gsize len, GError **error)
{
  g_auto (Pair) pair = { 0 };
  gnutls_datum_t der = { NULL, 0 };
  if (!init_pair (&pair, error) || !read_certificate (pem, len, pair.crt, error)) return NULL;
  if (!tn_ca_check (gnutls_x509_crt_export2 (pair.crt, GNUTLS_X509_FMT_DER, &der), error)) return NULL;
  GBytes *bytes = g_bytes_new (der.data, der.size);
  gnutls_free (der.data);
  return bytes;
}

gint64
tn_ca_expires (const char *path, GError **error)
{
  g_auto (Pair) pair = { 0 };
  g_autofree char *text = NULL;
  gsize len;
  if (!g_file_get_contents (path, &text, &len, error) || !init_pair (&pair, error) || !read_certificate (text, len, pair.crt, error)) return -1;
  return (gint64) gnutls_x509_crt_get_expiration_time (pair.crt);
}
