/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The desktop program. */
#include <glib/gi18n.h>
#include <locale.h>
#include "tn-application.h"
#include "tn-config.h"

int
main (int argc, char **argv)
{
  const char *locale_dir = g_getenv ("TUNGNHA_LOCALE_DIR");   /* for a build folder that is not installed */
  g_autoptr (TnApplication) app = NULL;

  setlocale (LC_ALL, "");
  bindtextdomain (TN_GETTEXT_DOMAIN, locale_dir ? locale_dir : TN_LOCALE_DIR);
  bind_textdomain_codeset (TN_GETTEXT_DOMAIN, "UTF-8");
  textdomain (TN_GETTEXT_DOMAIN);
  g_set_application_name (_("Từng Nhà"));
  app = tn_application_new ();
  return g_application_run (G_APPLICATION (app), argc, argv);
}
