/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once
#include "tn-hub.h"
G_BEGIN_DECLS

/* Makes sure that key and certificate lie beside the copy and hold for a while. The key is made here and never leaves: the district signs a request. */
gboolean tn_hub_need_certificate (TnCopy *copy, TnTransport *transport, GCancellable *cancellable, GError **error);
G_END_DECLS
