/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "tn-sync.h"
#include "tn-client-private.h"

void
tn_ticket_free (TnTicket *ticket)
{
  g_free (ticket->token);
  g_free (ticket->replica);
  g_free (ticket->hub);
  g_free (ticket);
}

void
tn_response_clear (TnResponse *r)
{
  g_clear_pointer (&r->content_type, g_free);
  g_clear_pointer (&r->body, g_bytes_unref);
  r->status = r->retry_after_s = 0;
  r->bytes_up = r->bytes_down = 0;
}

void
tn_transport_free (TnTransport *t)
{
  if (t == NULL)
    return;
  g_clear_pointer (&t->ticket, tn_ticket_free);
  t->free (t);
}
