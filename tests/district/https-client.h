/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once
#include "fake-laptop.h"
G_BEGIN_DECLS

/* A client that trusts the CA of one district folder and nothing else. Of one thread. */
typedef struct _Client Client;
Client *client_new (const char *dir, const char *url);
void client_free (Client *client);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (Client, client_free)
/* TRUE = an answer of any status came. */
gboolean client_send (Client *client, const TnCall *call, TnAnswer *answer);
const GError *client_error (const Client *client);
/* For Laptop.send; Laptop.user_data is the Client. */
void laptop_send_over_https (Laptop *laptop, const TnCall *call, TnAnswer *answer);
G_END_DECLS
