/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "tn-hub-certificate.h"
#include "tn-ca.h"
#include <glib/gi18n.h>
#include <gnutls/gnutls.h>
#include <gnutls/x509.h>

#define RENEW_MS (G_GINT64_CONSTANT (30) * 24 * 3600 * 1000)

char *
tn_hub_certificate_path (const char *copy_path)
{
  return g_strconcat (copy_path, ".hub.pem", NULL);
}

char *
tn_hub_key_path (const char *copy_path)
{
  return g_strconcat (copy_path, ".hub.key", NULL);
}

gint64
tn_hub_certificate_ends (const char *copy_path)
{
  g_autofree char *crt = tn_hub_certificate_path (copy_path), *key = tn_hub_key_path (copy_path);
  if (!g_file_test (crt, G_FILE_TEST_EXISTS) || !g_file_test (key, G_FILE_TEST_EXISTS)) return 0;
  gint64 ends = tn_ca_expires (crt, NULL);   /* one that cannot be read is none: it is made anew */
  return ends > 0 ? ends * 1000 : 0;
}

typedef struct { gnutls_x509_privkey_t key; gnutls_x509_crq_t crq; } Request;

static void
clear_request (Request *r)
{
  if (r->crq) gnutls_x509_crq_deinit (r->crq);
  if (r->key) gnutls_x509_privkey_deinit (r->key);
}
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Request, clear_request)

static gboolean
make_key (const char *path, gnutls_x509_privkey_t key, GError **error)
{
  gnutls_datum_t pem = { NULL, 0 };
  if (!tn_ca_check (gnutls_x509_privkey_generate (key, GNUTLS_PK_ECDSA, GNUTLS_CURVE_TO_BITS (GNUTLS_ECC_CURVE_SECP256R1), 0), error)
      || !tn_ca_check (gnutls_x509_privkey_export2 (key, GNUTLS_X509_FMT_PEM, &pem), error)) return FALSE;
  gboolean done = g_file_set_contents_full (path, (const char *) pem.data, (gssize) pem.size, G_FILE_SET_CONTENTS_CONSISTENT | G_FILE_SET_CONTENTS_DURABLE, 0600, error);
  gnutls_memset (pem.data, 0, pem.size);
  gnutls_free (pem.data);
  return done;
}

static gboolean
read_key (const char *path, gnutls_x509_privkey_t key, GError **error)
{
  g_autofree char *text = NULL;
  gsize len;
  if (!g_file_get_contents (path, &text, &len, error)) return FALSE;
  gnutls_datum_t pem = { (unsigned char *) text, (unsigned) len };
  gboolean done = tn_ca_check (gnutls_x509_privkey_import (key, &pem, GNUTLS_X509_FMT_PEM), error);
  gnutls_memset (text, 0, len);
  return done;
}

/* The same key again, so that key and certificate fit at every moment of a renewal. Owned PEM; NULL on error. */
static char *
make_request (const char *key_path, GError **error)
{
  g_auto (Request) r = { 0 };
  gnutls_datum_t pem = { NULL, 0 };
  if (!tn_ca_check (gnutls_x509_privkey_init (&r.key), error) || !tn_ca_check (gnutls_x509_crq_init (&r.crq), error)) return NULL;
  gboolean have = g_file_test (key_path, G_FILE_TEST_EXISTS);
  if (!(have ? read_key (key_path, r.key, error) : make_key (key_path, r.key, error))) return NULL;
  if (!tn_ca_check (gnutls_x509_crq_set_version (r.crq, 1), error) || !tn_ca_check (gnutls_x509_crq_set_key (r.crq, r.key), error)
      || !tn_ca_check (gnutls_x509_crq_sign2 (r.crq, r.key, GNUTLS_DIG_SHA256, 0), error)
      || !tn_ca_check (gnutls_x509_crq_export2 (r.crq, GNUTLS_X509_FMT_PEM, &pem), error)) return NULL;
  char *text = g_strndup ((const char *) pem.data, pem.size);
  gnutls_free (pem.data);
  return text;
}

static gboolean
ask (TnCopy *copy, TnTransport *transport, const char *csr, char **pem, GCancellable *cancellable, GError **error)
{
  gboolean through_hub = FALSE;
  g_autoptr (TnTransport) own = NULL;
  if (!transport && !(transport = own = tn_sync_connect (copy, NULL, &through_hub, error))) return FALSE;
  return tn_sync_hub_certificate (copy, transport, csr, pem, cancellable, error);
}

gboolean
tn_hub_need_certificate (TnCopy *copy, TnTransport *transport, GCancellable *cancellable, GError **error)
{
  g_autoptr (GError) local = NULL;
  g_autofree char *crt = tn_hub_certificate_path (tn_copy_path (copy)), *key = tn_hub_key_path (tn_copy_path (copy)), *pem = NULL;
  gint64 ends = tn_hub_certificate_ends (tn_copy_path (copy)), now = tn_env_now_ms (tn_copy_env (copy));
  if (ends > now + RENEW_MS) return TRUE;
  g_autofree char *csr = make_request (key, error);
  if (!csr) return FALSE;
  if (ask (copy, transport, csr, &pem, cancellable, &local))
    return g_file_set_contents_full (crt, pem, -1, G_FILE_SET_CONTENTS_CONSISTENT | G_FILE_SET_CONTENTS_DURABLE, 0644, error);
  /* It holds for some days yet, and the district cannot be reached: that is what a hub is for. */
  if (ends > now && g_error_matches (local, TN_ERROR, TN_ERROR_NETWORK)) return TRUE;
  g_propagate_error (error, g_steal_pointer (&local));
  return FALSE;
}
