/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once
#include <adwaita.h>
G_BEGIN_DECLS

/* Shows `text` (up to some 500 bytes) as a QR code in `picture`, black on white whatever the theme, with its quiet zone; NULL clears it. The alternative text is the
 * text itself. */
void tn_qr_picture_set (GtkPicture *picture, const char *text);
G_END_DECLS
