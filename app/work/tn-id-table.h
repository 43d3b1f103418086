/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once
#include <string.h>
#include "tn-id.h"
G_BEGIN_DECLS

/* What stands under an id, for a hundred thousand of them that are put in once and asked for once: a third of what a GHashTable takes. Keys and values are
 * borrowed; nothing is taken out. Zeroed memory is an empty one. Any thread that owns it. */
typedef struct { struct { const TnId *key; gpointer value; } *slots; guint n, size /* 0, or a power of two */; } TnIdTable;

static inline guint
tn_id_table_slot (const TnIdTable *self, const TnId *id)
{
  guint64 half[2];
  guint at;

  memcpy (half, id, sizeof half);   /* the head of some is the clock, the tail random; of others both are */
  at = (guint) (((half[0] ^ half[1] * 31) * G_GUINT64_CONSTANT (0x9e3779b97f4a7c15)) >> 32) & (self->size - 1);
  while (self->slots[at].key && memcmp (self->slots[at].key, id, sizeof *id) != 0)
    at = (at + 1) & (self->size - 1);
  return at;
}

static inline gpointer
tn_id_table_get (const TnIdTable *self, const TnId *id)
{
  return self->size ? self->slots[tn_id_table_slot (self, id)].value : NULL;
}

static inline void
tn_id_table_grow (TnIdTable *self)
{
  TnIdTable larger = { .n = self->n, .size = self->size ? self->size * 4 : 64 };

  larger.slots = g_malloc0_n (larger.size, sizeof *larger.slots);
  for (guint i = 0; i < self->size; i++)
    if (self->slots[i].key)
      larger.slots[tn_id_table_slot (&larger, self->slots[i].key)] = self->slots[i];
  g_free (self->slots);
  *self = larger;
}

/* Of one id the last value stays, under its first key. */
static inline void
tn_id_table_put (TnIdTable *self, const TnId *key, gpointer value)
{
  guint at;

  if (self->n * 2 >= self->size)
    tn_id_table_grow (self);
  at = tn_id_table_slot (self, key);
  if (!self->slots[at].key)
    {
      self->slots[at].key = key;
      self->n++;
    }
  self->slots[at].value = value;
}

static inline void
tn_id_table_clear (TnIdTable *self)
{
  g_clear_pointer (&self->slots, g_free);
  self->n = self->size = 0;
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (TnIdTable, tn_id_table_clear)
G_END_DECLS
