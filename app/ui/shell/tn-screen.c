/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "tn-screen.h"

typedef struct
{
  TnWorkspace *workspace;
  guint badge;
  gboolean ready;
} TnScreenPrivate;

G_DEFINE_ABSTRACT_TYPE_WITH_PRIVATE (TnScreen, tn_screen, ADW_TYPE_BIN)

enum { PROP_0, PROP_BADGE, PROP_READY, N_PROPS };
static GParamSpec *props[N_PROPS];

static void
tn_screen_get_property (GObject *object, guint id, GValue *value, GParamSpec *pspec)
{
  if (id == PROP_BADGE)
    g_value_set_uint (value, tn_screen_get_badge (TN_SCREEN (object)));
  else if (id == PROP_READY)
    g_value_set_boolean (value, tn_screen_is_ready (TN_SCREEN (object)));
  else
    G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
}

static void
tn_screen_set_property (GObject *object, guint id, const GValue *value, GParamSpec *pspec)
{
  if (id == PROP_BADGE)
    tn_screen_set_badge (TN_SCREEN (object), g_value_get_uint (value));
  else
    G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
}

static void
tn_screen_dispose (GObject *object)
{
  TnScreenPrivate *priv = tn_screen_get_instance_private (TN_SCREEN (object));

  g_clear_object (&priv->workspace);
  G_OBJECT_CLASS (tn_screen_parent_class)->dispose (object);
}

static void
tn_screen_class_init (TnScreenClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->get_property = tn_screen_get_property;
  object_class->set_property = tn_screen_set_property;
  object_class->dispose = tn_screen_dispose;
  props[PROP_BADGE] = g_param_spec_uint ("badge", NULL, NULL, 0, G_MAXUINT, 0,
                                         G_PARAM_READWRITE | G_PARAM_STATIC_STRINGS | G_PARAM_EXPLICIT_NOTIFY);
  props[PROP_READY] = g_param_spec_boolean ("ready", NULL, NULL, FALSE, G_PARAM_READABLE | G_PARAM_STATIC_STRINGS | G_PARAM_EXPLICIT_NOTIFY);
  g_object_class_install_properties (object_class, N_PROPS, props);
}

static void
tn_screen_init (TnScreen *self)
{
}

void
tn_screen_attach (TnScreen *self, TnWorkspace *workspace)
{
  TnScreenPrivate *priv = tn_screen_get_instance_private (self);

  g_return_if_fail (TN_IS_SCREEN (self));
  g_return_if_fail (priv->workspace == NULL);
  priv->workspace = g_object_ref (workspace);
  if (TN_SCREEN_GET_CLASS (self)->attach)
    TN_SCREEN_GET_CLASS (self)->attach (self, workspace);
}

void
tn_screen_shown (TnScreen *self)
{
  if (TN_SCREEN_GET_CLASS (self)->shown)
    TN_SCREEN_GET_CLASS (self)->shown (self);
}

void
tn_screen_find (TnScreen *self)
{
  if (TN_SCREEN_GET_CLASS (self)->find)
    TN_SCREEN_GET_CLASS (self)->find (self);
}

void
tn_screen_show_record (TnScreen *self, const TnId *id)
{
  g_return_if_fail (TN_IS_SCREEN (self));
  if (TN_SCREEN_GET_CLASS (self)->show_record)
    TN_SCREEN_GET_CLASS (self)->show_record (self, id);
}

TnWorkspace *
tn_screen_get_workspace (TnScreen *self)
{
  TnScreenPrivate *priv = tn_screen_get_instance_private (self);

  return priv->workspace;
}

guint
tn_screen_get_badge (TnScreen *self)
{
  TnScreenPrivate *priv = tn_screen_get_instance_private (self);

  return priv->badge;
}

void
tn_screen_set_badge (TnScreen *self, guint badge)
{
  TnScreenPrivate *priv = tn_screen_get_instance_private (self);

  if (priv->badge == badge)
    return;
  priv->badge = badge;
  g_object_notify_by_pspec (G_OBJECT (self), props[PROP_BADGE]);
}

gboolean
tn_screen_is_ready (TnScreen *self)
{
  TnScreenPrivate *priv = tn_screen_get_instance_private (self);

  return priv->ready;
}

void
tn_screen_set_ready (TnScreen *self)
{
  TnScreenPrivate *priv = tn_screen_get_instance_private (self);

  if (priv->ready)
    return;
  priv->ready = TRUE;
  g_object_notify_by_pspec (G_OBJECT (self), props[PROP_READY]);
}
