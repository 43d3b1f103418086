/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once
#include "tn-screen.h"
#include "tn-window.h"
G_BEGIN_DECLS

/* Tracing and tests: calls that are due, all contacts, cases of unknown source, test rounds. Shows contacts, home cases (as chains) and test rounds. */
#define TN_TYPE_TRACING_SCREEN (tn_tracing_screen_get_type ())
G_DECLARE_FINAL_TYPE (TnTracingScreen, tn_tracing_screen, TN, TRACING_SCREEN, TnScreen)

/* "win.new-contact" (s: case id), "win.new-test-round", "win.end-watches". */
void tn_tracing_screen_install_actions (TnWindow *window);
G_END_DECLS
