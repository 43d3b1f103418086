/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "tn-qr-picture.h"
#include <qrencode.h>

#define MODULE 5     /* pixels a side */
#define QUIET 4      /* modules of white around, as the standard asks */

static GdkTexture *
draw (const QRcode *code)
{
  gsize side = ((gsize) code->width + 2 * QUIET) * MODULE;
  guint8 *pixels = g_malloc (side * side * 3);

  memset (pixels, 0xff, side * side * 3);
  for (gsize y = 0; y < (gsize) code->width * MODULE; y++)
    for (gsize x = 0; x < (gsize) code->width * MODULE; x++)
      if (code->data[(y / MODULE) * (gsize) code->width + x / MODULE] & 1)
        memset (pixels + ((y + QUIET * MODULE) * side + x + QUIET * MODULE) * 3, 0, 3);
  g_autoptr (GBytes) bytes = g_bytes_new_take (pixels, side * side * 3);
  return gdk_memory_texture_new ((int) side, (int) side, GDK_MEMORY_R8G8B8, bytes, side * 3);
}

void
tn_qr_picture_set (GtkPicture *picture, const char *text)
{
  QRcode *code = text ? QRcode_encodeString8bit (text, 0, QR_ECLEVEL_M) : NULL;
  g_autoptr (GdkTexture) texture = code ? draw (code) : NULL;

  gtk_picture_set_paintable (picture, GDK_PAINTABLE (texture));
  gtk_picture_set_alternative_text (picture, text);
  gtk_widget_set_visible (GTK_WIDGET (picture), texture != NULL);
  if (code)
    QRcode_free (code);
}
