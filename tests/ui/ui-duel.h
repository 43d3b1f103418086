/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once
#include "sync-fixture.h"
#include "ui-fixture.h"
G_BEGIN_DECLS

/* Two laptops of one ward at a real district behind HTTPS: Lan's, over which the window stands, and Minh's, which the test drives. Both
 * hold the household "12/1" with the telephone 02800000001. */
typedef struct { World world; Laptop lan, minh; TnId household; TnWindow *window; } Duel;
void duel_init (Duel *duel);
void duel_clear (Duel *duel);                                       /* closes the window; proves that nothing keeps it alive */
void duel_open (Duel *duel);                                        /* Lan's laptop opens its window, which reconciles by itself */
/* A window over a laptop's copy, which the test lets go of; it reconciles by itself. Closing it proves that nothing keeps it alive. */
TnWindow *duel_open_window (Laptop *laptop);
void duel_close_window (TnWindow *window);
/* Both give this field another value; Minh's reaches the district first, Lan's window is opened and meets it. Waits until the conflict shows. */
void duel_fight (Duel *duel, const char *field, const char *lan, const char *minh);
char *duel_text (Duel *duel, const char *field);                    /* on Lan's laptop. Owned */
guint duel_badge (Duel *duel, const char *screen);
GtkWidget *duel_screen (Duel *duel, const char *screen);            /* goes there */
/* Waits until Lan's laptop has sent all it has. */
void duel_wait_sent (Duel *duel);
G_END_DECLS
