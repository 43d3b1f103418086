/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once
#include <libsoup/soup.h>
G_BEGIN_DECLS

/* An HTTPS server that misbehaves on request, in a thread of its own, under a CA of its own. */
typedef struct {
  char *ca_pem, *url;            /* url with the host that the certificate names */
  guint requests;
  char *last_authorization, *last_signature;
  GBytes *last_body;
  GMainContext *context;
  GMainLoop *loop;
  GThread *thread;
  SoupServer *server;
  guint16 port;
} HttpsStub;
HttpsStub *https_stub_new (const char *host_in_certificate, int valid_days);
void https_stub_free (HttpsStub *s);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (HttpsStub, https_stub_free)
/* Paths: /ok (echoes the body), /busy (503, Retry-After: 9), /silent (never answers), /cut (announces more than it sends), /big (1 MiB), /away (302),
 * /drip (10 bytes, one every 250 ms). */
G_END_DECLS
