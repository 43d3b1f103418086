/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once
#include "tn-hub.h"
#include "tn-reconciler.h"
G_BEGIN_DECLS

/* The hub for a program with a main loop: asking the district for the certificate, opening and closing happen in a thread, the server has threads of its own;
 * properties change on the main context. What the team sends is handed on through `reconciler`.
 * Properties (notify): "serving" (boolean), "working" (boolean: being turned on or off), "url" (string or NULL), "message" (what went wrong, or NULL). */
#define TN_TYPE_HUB_SERVICE (tn_hub_service_get_type ())
G_DECLARE_FINAL_TYPE (TnHubService, tn_hub_service, TN, HUB_SERVICE, GObject)
TnHubService *tn_hub_service_new (TnStore *store, TnReconciler *reconciler);
/* From now on, also after the next start of the program. Answers through the properties. */
void tn_hub_service_turn_on (TnHubService *self);
void tn_hub_service_turn_off (TnHubService *self);
/* Serves if this copy was turned on before. */
void tn_hub_service_resume (TnHubService *self);
G_END_DECLS
