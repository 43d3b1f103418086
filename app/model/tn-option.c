/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "tn-option.h"

struct _TnOption
{
  GObject parent_instance;

  char *key;
  char *label;
  guint depth;
};

G_DEFINE_FINAL_TYPE (TnOption, tn_option, G_TYPE_OBJECT)

enum { PROP_0, PROP_KEY, PROP_LABEL, PROP_DEPTH, N_PROPS };
static GParamSpec *props[N_PROPS];

static void
tn_option_get_property (GObject *object, guint id, GValue *value, GParamSpec *pspec)
{
  TnOption *self = TN_OPTION (object);

  switch (id)
    {
    case PROP_KEY:
      g_value_set_string (value, self->key);
      break;
    case PROP_LABEL:
      g_value_set_string (value, self->label);
      break;
    case PROP_DEPTH:
      g_value_set_uint (value, self->depth);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
    }
}

static void
tn_option_finalize (GObject *object)
{
  TnOption *self = TN_OPTION (object);

  g_free (self->key);
  g_free (self->label);
  G_OBJECT_CLASS (tn_option_parent_class)->finalize (object);
}

static void
tn_option_class_init (TnOptionClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->get_property = tn_option_get_property;
  object_class->finalize = tn_option_finalize;
  props[PROP_KEY] = g_param_spec_string ("key", NULL, NULL, NULL, G_PARAM_READABLE | G_PARAM_STATIC_STRINGS);
  props[PROP_LABEL] = g_param_spec_string ("label", NULL, NULL, NULL, G_PARAM_READABLE | G_PARAM_STATIC_STRINGS);
  props[PROP_DEPTH] = g_param_spec_uint ("depth", NULL, NULL, 0, G_MAXUINT, 0, G_PARAM_READABLE | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, N_PROPS, props);
}

static void
tn_option_init (TnOption *self)
{
}

TnOption *
tn_option_new (const char *key, const char *label, guint depth)
{
  TnOption *self = g_object_new (TN_TYPE_OPTION, NULL);

  self->key = g_strdup (key);
  self->label = g_strdup (label);
  self->depth = depth;
  return self;
}

const char *
tn_option_get_key (TnOption *self)
{
  return self->key;
}

const char *
tn_option_get_label (TnOption *self)
{
  return self->label;
}

guint
tn_option_get_depth (TnOption *self)
{
  return self->depth;
}

guint
tn_option_find (GListModel *options, const char *key)
{
  guint n = g_list_model_get_n_items (options);

  for (guint i = 0; i < n; i++)
    {
      g_autoptr (TnOption) option = g_list_model_get_item (options, i);

      if (g_strcmp0 (option->key, key) == 0)
        return i;
    }
  return G_MAXUINT;
}
