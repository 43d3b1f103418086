/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once
#include "tn-lines.h"
G_BEGIN_DECLS

/* Takes connections for a SoupServer and shakes hands with them. libsoup's own listener is not for strangers: it ends for good at the first
 * connection that it cannot take (no file descriptor left, an error of the network), and each handshake holds one of GLib's few task threads until
 * the other side has said its part, so that some forty lines that say nothing keep everybody out. Here a line gets a thread only when its first
 * record is here whole, few do at a time, and those that take long make room when others wait. Of the thread whose context was the
 * default when it was made. */
typedef struct _TnListener TnListener;
/* What has shaken hands is added to `lines`, which is borrowed. */
TnListener *tn_listener_new (SoupServer *soup, TnLines *lines, GSocketAddress *address, GTlsCertificate *certificate, GError **error);
/* "https://HOST:PORT" where it really listens. Owned by the listener. */
const char *tn_listener_url (TnListener *listener);
/* Takes no more, and lets those go that have not shaken hands; those that were handed to libsoup stay. NULL is fine. The context must run once more. */
void tn_listener_free (TnListener *listener);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (TnListener, tn_listener_free)
G_END_DECLS
