/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "tn-values.h"

typedef struct
{
  char *field;
  char *token;
} Value;

typedef struct
{
  char *unit;
  TnStamp stamp;
} Expect;

struct _TnValues
{
  GArray *values;    /* Value, in the order they were first set */
  GArray *expects;   /* Expect */
};

static void
clear_value (gpointer data)
{
  Value *value = data;

  g_free (value->field);
  g_free (value->token);
}

static void
clear_expect (gpointer data)
{
  g_free (((Expect *) data)->unit);
}

TnValues *
tn_values_new (void)
{
  TnValues *self = g_new (TnValues, 1);

  self->values = g_array_new (FALSE, FALSE, sizeof (Value));
  self->expects = g_array_new (FALSE, FALSE, sizeof (Expect));
  g_array_set_clear_func (self->values, clear_value);
  g_array_set_clear_func (self->expects, clear_expect);
  return self;
}

void
tn_values_free (TnValues *self)
{
  g_array_unref (self->values);
  g_array_unref (self->expects);
  g_free (self);
}

static Value *
find_value (const TnValues *self, const char *field)
{
  for (guint i = 0; i < self->values->len; i++)
    if (g_str_equal (g_array_index (self->values, Value, i).field, field))
      return &g_array_index (self->values, Value, i);
  return NULL;
}

void
tn_values_set (TnValues *self, const char *field, const char *token)
{
  Value *old = find_value (self, field);

  if (old)
    {
      g_free (old->token);
      old->token = g_strdup (token ? token : "null");
      return;
    }
  Value value = { g_strdup (field), g_strdup (token ? token : "null") };
  g_array_append_val (self->values, value);
}

void
tn_values_set_text (TnValues *self, const char *field, const char *text)
{
  g_autofree char *token = text && *text ? tn_json_string (text) : NULL;

  tn_values_set (self, field, token);
}

void
tn_values_set_ref (TnValues *self, const char *field, const TnId *id)
{
  TnIdStr text;

  if (id)
    tn_id_format (id, text);
  tn_values_set_text (self, field, id ? text : NULL);
}

const char *
tn_values_get (const TnValues *self, const char *field)
{
  const Value *value = find_value (self, field);

  return value ? value->token : NULL;
}

char *
tn_values_dup_text (const TnValues *self, const char *field)
{
  const char *token = tn_values_get (self, field);

  return token ? tn_json_get_string (tn_slice (token, -1)) : NULL;
}

gboolean
tn_values_has_text (const TnValues *self, const char *field)
{
  g_autofree char *text = tn_values_dup_text (self, field);

  return text && *text;
}

gboolean
tn_values_ref (const TnValues *self, const char *field, TnId *id)
{
  g_autofree char *text = tn_values_dup_text (self, field);

  return text && tn_id_parse (text, -1, id);
}

TnValues *
tn_values_pick (const TnValues *self, const char *const *fields)
{
  TnValues *picked = tn_values_new ();

  for (; *fields; fields++)
    if (tn_values_get (self, *fields))
      tn_values_set (picked, *fields, tn_values_get (self, *fields));
  return picked;
}

void
tn_values_expect (TnValues *self, const char *unit, const TnStamp *stamp)
{
  Expect expect = { g_strdup (unit), *stamp };

  g_array_append_val (self->expects, expect);
}

void
tn_values_merge (TnValues *self, const TnValues *other)
{
  for (guint i = 0; i < other->values->len; i++)
    {
      const Value *value = &g_array_index (other->values, Value, i);
      tn_values_set (self, value->field, value->token);
    }
  for (guint i = 0; i < other->expects->len; i++)
    {
      const Expect *expect = &g_array_index (other->expects, Expect, i);
      tn_values_expect (self, expect->unit, &expect->stamp);
    }
}

gboolean
tn_values_is_empty (const TnValues *self)
{
  return self->values->len == 0;
}

gboolean
tn_values_is_blank (const TnValues *self)
{
  for (guint i = 0; i < self->values->len; i++)
    if (!g_str_equal (g_array_index (self->values, Value, i).token, "null"))
      return FALSE;
  return TRUE;
}

void
tn_values_apply (const TnValues *self, TnEdit *edit, const TnId *id)
{
  for (guint i = 0; i < self->expects->len; i++)
    {
      const Expect *expect = &g_array_index (self->expects, Expect, i);
      tn_edit_expect (edit, id, expect->unit, &expect->stamp);
    }
  for (guint i = 0; i < self->values->len; i++)
    {
      const Value *value = &g_array_index (self->values, Value, i);
      tn_edit_set (edit, id, value->field, value->token);
    }
}
