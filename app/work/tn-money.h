/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once
#include <glib.h>
G_BEGIN_DECLS

/* Đồng as they are written in Vietnam, whatever the locale: "1.500.000", "-50.000". Owned. */
char *tn_money_digits (gint64 dong);
/* The same with its sign: "1.500.000 đ" (a space that does not break). Owned. */
char *tn_money_show (gint64 dong);
G_END_DECLS
