/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "tn-household.h"

struct _TnHousehold
{
  GObject parent_instance;

  gint64 row;
  guint revision;
  TnHouseholdItem *item;   /* NULL until filled */
};

G_DEFINE_FINAL_TYPE (TnHousehold, tn_household, G_TYPE_OBJECT)

enum { PROP_0, PROP_REVISION, N_PROPS };
static GParamSpec *props[N_PROPS];

static gboolean
is_same (const TnHouseholdItem *a, const TnHouseholdItem *b)
{
  return tn_id_equal (&a->id, &b->id) && a->n_people == b->n_people && a->waiting == b->waiting && a->conflict == b->conflict &&
         !g_strcmp0 (a->code, b->code) && !g_strcmp0 (a->head, b->head) && !g_strcmp0 (a->address, b->address) &&
         !g_strcmp0 (a->alley, b->alley) && !g_strcmp0 (a->street, b->street) && !g_strcmp0 (a->area, b->area) &&
         !g_strcmp0 (a->phone, b->phone) && !g_strcmp0 (a->status, b->status);
}

static void
tn_household_get_property (GObject *object, guint id, GValue *value, GParamSpec *pspec)
{
  if (id == PROP_REVISION)
    g_value_set_uint (value, TN_HOUSEHOLD (object)->revision);
  else
    G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
}

static void
tn_household_finalize (GObject *object)
{
  g_clear_pointer (&TN_HOUSEHOLD (object)->item, tn_household_item_free);
  G_OBJECT_CLASS (tn_household_parent_class)->finalize (object);
}

static void
tn_household_class_init (TnHouseholdClass *klass)
{
  G_OBJECT_CLASS (klass)->get_property = tn_household_get_property;
  G_OBJECT_CLASS (klass)->finalize = tn_household_finalize;
  props[PROP_REVISION] = g_param_spec_uint ("revision", NULL, NULL, 0, G_MAXUINT, 0, G_PARAM_READABLE | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (G_OBJECT_CLASS (klass), N_PROPS, props);
}

static void
tn_household_init (TnHousehold *self)
{
}

TnHousehold *
tn_household_new (gint64 row)
{
  TnHousehold *self = g_object_new (TN_TYPE_HOUSEHOLD, NULL);

  self->row = row;
  return self;
}

gint64
tn_household_get_row (TnHousehold *self)
{
  return self->row;
}

gboolean
tn_household_is_filled (TnHousehold *self)
{
  return self->item != NULL;
}

void
tn_household_fill (TnHousehold *self, TnHouseholdItem *item)
{
  g_autoptr (TnHouseholdItem) old = self->item;

  self->item = item;
  if (old && is_same (old, item))
    return;
  self->revision++;
  g_object_notify_by_pspec (G_OBJECT (self), props[PROP_REVISION]);
}

const TnHouseholdItem *
tn_household_get_item (TnHousehold *self)
{
  return self->item;
}
