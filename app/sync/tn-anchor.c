/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <glib/gi18n.h>
#include "tn-anchor.h"
#include "tn-error.h"

struct _TnAnchor {
  GTlsDatabase parent_instance;
  GTlsCertificate *ca;          /* NULL: nobody is trusted */
};
G_DEFINE_FINAL_TYPE (TnAnchor, tn_anchor, G_TYPE_TLS_DATABASE)

/* Signature up to the CA, host name or address, and dates. */
static GTlsCertificateFlags
tn_anchor_verify_chain (GTlsDatabase *database, GTlsCertificate *chain, const char *purpose, GSocketConnectable *identity, GTlsInteraction *interaction,
                        GTlsDatabaseVerifyFlags flags, GCancellable *cancellable, GError **error)
{
  if (identity == NULL)
    return G_TLS_CERTIFICATE_BAD_IDENTITY;
  if (TN_ANCHOR (database)->ca == NULL)
    return G_TLS_CERTIFICATE_UNKNOWN_CA;
  return g_tls_certificate_verify (chain, identity, TN_ANCHOR (database)->ca);
}

static void
tn_anchor_finalize (GObject *object)
{
  g_clear_object (&TN_ANCHOR (object)->ca);
  G_OBJECT_CLASS (tn_anchor_parent_class)->finalize (object);
}

static void
tn_anchor_class_init (TnAnchorClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = tn_anchor_finalize;
  G_TLS_DATABASE_CLASS (klass)->verify_chain = tn_anchor_verify_chain;
}

static void
tn_anchor_init (TnAnchor *self)
{
}

GTlsDatabase *
tn_anchor_new (const char *ca_pem, GError **error)
{
  g_autoptr (GError) local = NULL;
  GTlsCertificate *ca = g_tls_certificate_new_from_pem (ca_pem, -1, &local);
  if (ca == NULL) {
    g_set_error (error, TN_ERROR, TN_ERROR_TLS, _("The district’s certificate kept here can’t be read (%s). Nothing was changed. Ask the district for a new invitation."), local->message);
    return NULL;
  }
  TnAnchor *self = g_object_new (TN_TYPE_ANCHOR, NULL);
  self->ca = ca;
  return G_TLS_DATABASE (self);
}

void
tn_anchor_trust_no_other (void)
{
  static gsize done;
  if (!g_once_init_enter (&done))
    return;
  g_autoptr (GTlsDatabase) nobody = g_object_new (TN_TYPE_ANCHOR, NULL);
  g_tls_backend_set_default_database (g_tls_backend_get_default (), nobody);
  g_once_init_leave (&done, 1);
}
