/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "tn-tracing-detail.h"
#include "tn-case-join.h"
#include <glib/gi18n.h>

void
tn_tracing_detail_free (gpointer data)
{
  TnTracingDetail *detail = data;

  if (!detail)
    return;
  g_clear_pointer (&detail->row, tn_row_free);
  g_clear_pointer (&detail->contact, tn_tracing_contact_free);
  g_clear_pointer (&detail->calls, g_ptr_array_unref);
  g_clear_pointer (&detail->chain, g_ptr_array_unref);
  g_clear_pointer (&detail->contacts, g_ptr_array_unref);
  g_clear_pointer (&detail->sheet, tn_test_sheet_free);
  g_free (detail);
}

static gint64
now_of (TnCopy *copy)
{
  return tn_env_now_ms (tn_copy_env (copy));
}

static gboolean
read_contact (TnCopy *copy, TnTracingDetail *detail, GError **error)
{
  detail->contact = tn_tracing_contact (copy, &detail->id, now_of (copy), error);
  if (detail->contact)
    detail->calls = tn_tracing_calls (copy, detail->contact, error);
  return detail->calls != NULL;
}

/* Somebody whom two cases name, which were joined since, is one contact. */
static gboolean
is_listed (GPtrArray *contacts, const TnId *id)
{
  for (guint i = 0; i < contacts->len; i++)
    {
      const GArray *of_one = ((TnTracingContact *) contacts->pdata[i])->contacts;

      for (guint k = 0; k < of_one->len; k++)
        if (tn_id_equal (&g_array_index (of_one, TnId, k), id))
          return TRUE;
    }
  return FALSE;
}

static gboolean
read_case (TnCopy *copy, TnTracingDetail *detail, GError **error)
{
  g_autoptr (TnRow) root = tn_case_get_root (copy, &detail->id, error);
  g_autoptr (GPtrArray) rows = root ? tn_case_children (copy, "contact", &root->id, error) : NULL;

  if (root)
    detail->home_case = root->id;
  detail->contacts = g_ptr_array_new_with_free_func ((GDestroyNotify) tn_tracing_contact_free);
  for (guint i = 0; rows && i < rows->len; i++)
    {
      const TnId *id = &((TnRow *) rows->pdata[i])->id;
      TnTracingContact *contact;

      if (is_listed (detail->contacts, id))
        continue;
      if (!(contact = tn_tracing_contact (copy, id, now_of (copy), error)))
        return FALSE;
      g_ptr_array_add (detail->contacts, contact);
    }
  if (rows)
    detail->chain = tn_tracing_chain (copy, &detail->home_case, error);
  return detail->chain != NULL;
}

static gboolean
read_round (TnCopy *copy, TnTracingDetail *detail, GError **error)
{
  detail->sheet = tn_testing_read (copy, &detail->id, error);
  return detail->sheet != NULL;
}

static const struct
{
  const char *kind, *filter;
  gboolean (*read) (TnCopy *copy, TnTracingDetail *detail, GError **error);
} kinds[] = {
  { "contact", "contacts", read_contact },
  { "home_case", "unknown", read_case },
  { "test_round", "rounds", read_round },
};

const char *
tn_tracing_filter_of (const char *kind)
{
  for (gsize i = 0; kind && i < G_N_ELEMENTS (kinds); i++)
    if (g_str_equal (kinds[i].kind, kind))
      return kinds[i].filter;
  return NULL;
}

gpointer
tn_tracing_detail_read (TnCopy *copy, gpointer data, GCancellable *cancellable, GError **error)
{
  g_autoptr (TnTracingDetail) detail = g_new0 (TnTracingDetail, 1);

  detail->id = *(const TnId *) data;
  detail->row = tn_copy_get (copy, &detail->id, error);
  if (!detail->row)
    return NULL;
  for (gsize i = 0; i < G_N_ELEMENTS (kinds) && !detail->row->deleted; i++)
    if (g_str_equal (kinds[i].kind, detail->row->kind_key))
      {
        detail->kind = kinds[i].kind;
        return kinds[i].read (copy, detail, error) ? g_steal_pointer (&detail) : NULL;
      }
  g_set_error (error, TN_ERROR, TN_ERROR_NOT_FOUND, _("This record is no longer here. Choose another one in the list."));
  return NULL;
}
