/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A visit as text and back, half typed or whole. */
#include "tn-visit.h"

static void
append_name (GString *out, const char *name)
{
  g_string_append_printf (out, "%s\"%s\":", out->str[out->len - 1] == '{' ? "" : ",", name);
}

static void
append_text (GString *out, const char *name, const char *text)
{
  if (!text || !*text)
    return;
  append_name (out, name);
  tn_json_append_string (out, text, -1);
}

static void
append_id (GString *out, const char *name, const TnId *id)
{
  TnIdStr text;

  if (tn_id_is_null (id))
    return;
  tn_id_format (id, text);
  append_text (out, name, text);
}

static void
append_int (GString *out, const char *name, gint64 value)
{
  append_name (out, name);
  g_string_append_printf (out, "%" G_GINT64_FORMAT, value);
}

static void
append_lists (GString *out, const TnVisit *self)
{
  append_name (out, "noticed");
  g_string_append_c (out, '[');
  for (guint i = 0; i < self->noticed->len; i++)
    {
      const TnNoticed *noticed = &g_array_index (self->noticed, TnNoticed, i);
      g_string_append (out, i ? ",{" : "{");
      append_id (out, "subject", &noticed->subject);
      append_text (out, "category", noticed->category);
      g_string_append_c (out, '}');
    }
  g_string_append_c (out, ']');
  append_name (out, "vaccinated");
  g_string_append_c (out, '[');
  for (guint i = 0; i < self->vaccinated->len; i++)
    {
      const TnVaccinated *vaccinated = &g_array_index (self->vaccinated, TnVaccinated, i);
      g_string_append (out, i ? ",{" : "{");
      append_id (out, "person", &vaccinated->person);
      append_text (out, "status", vaccinated->status);
      append_text (out, "reason", vaccinated->reason);
      g_string_append_c (out, '}');
    }
  g_string_append_c (out, ']');
}

char *
tn_visit_to_draft (const TnVisit *self)
{
  GString *out = g_string_new ("{");

  append_id (out, "id", &self->id);
  append_id (out, "household", &self->household);
  append_id (out, "stop", &self->stop);
  append_id (out, "volunteer", &self->volunteer);
  append_id (out, "person", &self->person);
  append_int (out, "at", self->at);
  append_int (out, "result", self->result);
  append_int (out, "ticks", self->ticks);
  append_int (out, "flags", (self->all_vaccinated ? 1 : 0) | (self->gone ? 2 : 0));
  append_text (out, "met", self->met);
  append_text (out, "need_other", self->need_other);
  append_text (out, "food", self->food);
  append_text (out, "note", self->note);
  append_text (out, "next", self->next);
  append_lists (out, self);
  g_string_append_c (out, '}');
  return g_string_free (out, FALSE);
}

/* --- and back --- */

static void
read_id (TnSlice object, const char *name, TnId *id)
{
  g_autofree char *text = tn_json_get_string (tn_json_member (object, name));

  if (text)
    tn_id_parse (text, -1, id);
}

static char *
read_text (TnSlice object, const char *name)
{
  return tn_json_get_string (tn_json_member (object, name));
}

static gint64
read_int (TnSlice object, const char *name)
{
  gint64 value = 0;

  tn_json_get_int (tn_json_member (object, name), &value);
  return value;
}

static void
read_lists (TnSlice object, TnVisit *self)
{
  TnJsonIter it;
  TnSlice key, item;
  TnId id;

  tn_json_iter_init (&it, tn_json_member (object, "noticed"));
  while (tn_json_iter_next (&it, &key, &item))
    {
      g_autofree char *category = read_text (item, "category");
      read_id (item, "subject", &id);
      if (category)
        tn_visit_notice (self, &id, category);
    }
  tn_json_iter_init (&it, tn_json_member (object, "vaccinated"));
  while (tn_json_iter_next (&it, &key, &item))
    {
      g_autofree char *status = read_text (item, "status"), *reason = read_text (item, "reason");
      read_id (item, "person", &id);
      tn_visit_vaccinate (self, &id, status, reason);
    }
}

TnVisit *
tn_visit_from_draft (const char *draft)
{
  TnSlice object = tn_slice (draft, -1);
  TnId household = { { 0 } };
  gint64 result, flags;
  TnVisit *self;

  if (tn_json_check (object) != TN_JSON_OBJECT)
    return NULL;
  read_id (object, "household", &household);
  self = tn_visit_new (&household);
  read_id (object, "id", &self->id);
  read_id (object, "stop", &self->stop);
  read_id (object, "volunteer", &self->volunteer);
  read_id (object, "person", &self->person);
  self->at = read_int (object, "at");
  result = read_int (object, "result");
  self->result = result >= 0 && result < TN_VISIT_RESULTS ? (int) result : -1;
  self->ticks = (guint) read_int (object, "ticks") & ((1u << TN_VISIT_TICKS) - 1);
  flags = read_int (object, "flags");
  self->all_vaccinated = (flags & 1) != 0;
  self->gone = (flags & 2) != 0;
  self->met = read_text (object, "met");
  self->need_other = read_text (object, "need_other");
  self->food = read_text (object, "food");
  self->note = read_text (object, "note");
  self->next = read_text (object, "next");
  read_lists (object, self);
  return self;
}
