/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once
#include <adwaita.h>
G_BEGIN_DECLS

#define TN_TYPE_APPLICATION (tn_application_get_type ())
G_DECLARE_FINAL_TYPE (TnApplication, tn_application, TN, APPLICATION, AdwApplication)

/* `--copy FILE` opens that copy in a program of its own, so that two wards (or two practice laptops) can stand side by side; without it
 * the copy of the last time is opened, or the welcome is shown. */
TnApplication *tn_application_new (void);
G_END_DECLS
