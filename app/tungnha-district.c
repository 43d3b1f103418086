/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <glib/gi18n.h>
#include <locale.h>
#include <malloc.h>
#include "tn-config.h"
#include "tn-district-cli.h"

int
main (int argc, char **argv)
{
  mallopt (M_ARENA_MAX, 2);   /* workers come and go: with an arena each, what one batch took stays with all of them */
  setlocale (LC_ALL, "");
  bindtextdomain (TN_GETTEXT_DOMAIN, g_getenv ("TUNGNHA_LOCALE_DIR") ? g_getenv ("TUNGNHA_LOCALE_DIR") : TN_LOCALE_DIR);
  bind_textdomain_codeset (TN_GETTEXT_DOMAIN, "UTF-8");
  textdomain (TN_GETTEXT_DOMAIN);
  return tn_district_main (argc, argv);
}
