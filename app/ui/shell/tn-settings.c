/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "tn-settings.h"
#include "tn-config.h"

GSettings *
tn_settings_get (void)
{
  static GSettings *settings;
  static gsize once;

  if (g_once_init_enter (&once))
    {
      /* g_settings_new() ends the program when the schema is missing; a person without it should still get a window. */
      GSettingsSchemaSource *source = g_settings_schema_source_get_default ();
      g_autoptr (GSettingsSchema) schema = source ? g_settings_schema_source_lookup (source, TN_APP_ID, TRUE) : NULL;

      if (schema)
        settings = g_settings_new_full (schema, NULL, NULL);
      else
        g_message ("The settings schema %s is not installed; nothing will be remembered between two starts.", TN_APP_ID);
      g_once_init_leave (&once, 1);
    }
  return settings;
}
