/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "tn-support-item-private.h"

struct _TnSupportItem
{
  GObject parent_instance;

  TnSupportLine line;
  char *name, *address, *why;   /* NULL until it was read */
  gboolean ticked;
};

G_DEFINE_FINAL_TYPE (TnSupportItem, tn_support_item, G_TYPE_OBJECT)

static guint changed_signal;

TnSupportItem *
tn_support_item_new (const TnSupportLine *line, gboolean ticked)
{
  TnSupportItem *self = g_object_new (TN_TYPE_SUPPORT_ITEM, NULL);

  self->line = *line;
  self->ticked = ticked;
  return self;
}

void
tn_support_item_fill (TnSupportItem *self, TnSupportWords *words)
{
  g_free (self->name);
  g_free (self->address);
  g_free (self->why);
  self->name = g_steal_pointer (&words->name);
  self->address = g_steal_pointer (&words->address);
  self->why = g_steal_pointer (&words->why);
  g_signal_emit (self, changed_signal, 0);
}

void
tn_support_item_set_ticked (TnSupportItem *self, gboolean ticked)
{
  if (self->ticked == ticked)
    return;
  self->ticked = ticked;
  g_signal_emit (self, changed_signal, 0);
}

const TnSupportLine *
tn_support_item_get_line (TnSupportItem *self)
{
  return &self->line;
}

const char *
tn_support_item_get_name (TnSupportItem *self)
{
  return self->name ? self->name : "";
}

const char *
tn_support_item_get_address (TnSupportItem *self)
{
  return self->address ? self->address : "";
}

const char *
tn_support_item_get_why (TnSupportItem *self)
{
  return self->why ? self->why : "";
}

gboolean
tn_support_item_is_ticked (TnSupportItem *self)
{
  return self->ticked;
}

static void
tn_support_item_finalize (GObject *object)
{
  TnSupportItem *self = TN_SUPPORT_ITEM (object);

  g_free (self->name);
  g_free (self->address);
  g_free (self->why);
  G_OBJECT_CLASS (tn_support_item_parent_class)->finalize (object);
}

static void
tn_support_item_class_init (TnSupportItemClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = tn_support_item_finalize;
  changed_signal = g_signal_new ("changed", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);
}

static void
tn_support_item_init (TnSupportItem *self)
{
}
