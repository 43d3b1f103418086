/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The lists of a programme, read out of the copy. */
#include "tn-support-sheet.h"
#include <glib/gi18n.h>
#include <string.h>
#include "tn-date.h"
#include "tn-listed.h"
#include "tn-opened.h"
#include "tn-query.h"

/* "Tổ 28, Khu phố 1" for each unit of the ward: TnId* to char*. */
static GHashTable *
read_areas (TnCopy *copy, char **ward, GError **error)
{
  g_autoptr (GPtrArray) areas = tn_query_areas (copy, error);
  g_autoptr (GHashTable) titles = g_hash_table_new_full (tn_id_hash, tn_id_equal, g_free, g_free), names = g_hash_table_new (tn_id_hash, tn_id_equal);
  if (areas == NULL)
    return NULL;
  g_ptr_array_set_free_func (areas, (GDestroyNotify) tn_area_item_free);
  for (guint i = 0; i < areas->len; i++)
    {
      TnAreaItem *area = areas->pdata[i];
      const char *above = g_hash_table_lookup (names, &area->parent);
      g_hash_table_insert (names, &area->id, area->name);
      g_hash_table_insert (titles, tn_id_copy (&area->id), above ? g_strdup_printf ("%s, %s", area->name, above) : g_strdup (area->name));
      if (*ward == NULL && above == NULL && !tn_id_is_null (&area->parent))
        *ward = tn_query_title (copy, &area->parent);
    }
  return g_steal_pointer (&titles);
}

static char *
dup_period (const TnProgramme *programme)
{
  g_autofree char *from = tn_listed_date_show (programme->from), *to = tn_listed_date_show (programme->to);
  if (*from && *to)
    /* Translators: two dates */
    return g_strdup_printf (_("From %s to %s"), from, to);
  if (*from)
    /* Translators: a date */
    return g_strdup_printf (_("From %s"), from);
  /* Translators: a date */
  return *to ? g_strdup_printf (_("Until %s"), to) : NULL;
}

/* The head's year of birth for a household. */
static char *
dup_birth (TnCopy *copy, const TnProgramme *programme, const TnRow *household, const TnId *whom)
{
  TnId id = *whom;
  if (programme->per_household && (household == NULL || !tn_row_ref (household, "head", &id)))
    return NULL;
  g_autoptr (TnRow) person = tn_copy_get (copy, &id, NULL);   /* not here: the year stays empty */
  return person ? tn_row_dup_text (person, "birth") : NULL;
}

static void
add_entry (TnCopy *copy, TnSupportSheet *sheet, const TnProgramme *programme, GHashTable *areas, const TnSupportEntry *entry, const char *goods)
{
  TnId area;
  g_autoptr (TnRow) household = tn_id_is_null (&entry->household) ? NULL : tn_copy_get (copy, &entry->household, NULL);
  const char *title = household && tn_row_ref (household, "area", &area) ? g_hash_table_lookup (areas, &area) : NULL;
  g_autofree char *birth = dup_birth (copy, programme, household, &entry->whom);
  tn_support_sheet_add (sheet, entry->name, birth, entry->address, title ? title : "", sheet->goods ? 0 : entry->amount, goods);
}

/* A number that receipts can name: the day and the time, which no other sheet of this laptop has. */
static char *
make_number (gint64 now_ms)
{
  g_autoptr (GDateTime) now = g_date_time_new_from_unix_local (now_ms / 1000);
  return g_date_time_format (now, "%Y%m%d-%H%M%S");
}

static TnSupportSheet *
make_sheet (TnCopy *copy, const TnProgramme *programme, TnSupportSheetUse use, gboolean whole)
{
  gint64 now = tn_env_now_ms (tn_copy_env (copy));
  g_autofree char *day = tn_date_today (now);
  TnSupportSheet *sheet = tn_support_sheet_new (use, programme->name ? programme->name : "", day);
  sheet->whole = whole;
  sheet->per_household = programme->per_household;
  sheet->goods = strcmp (programme->gives, "goods") == 0;
  sheet->basis = g_strdup (programme->basis);
  sheet->period = dup_period (programme);
  sheet->number = use == TN_SUPPORT_SHEET_SIGNATURES ? make_number (now) : NULL;
  return sheet;
}

static gboolean
log_opened (TnCopy *copy, GPtrArray *entries, GError **error)
{
  g_autoptr (GArray) ids = g_array_sized_new (FALSE, FALSE, sizeof (TnId), entries->len);
  for (guint i = 0; i < entries->len; i++)
    g_array_append_val (ids, ((TnSupportEntry *) entries->pdata[i])->whom);
  return tn_opened_add (copy, (const TnId *) (gpointer) ids->data, ids->len, TN_OPENED_WHOLE, error);
}

TnSupportSheet *
tn_support_sheet_read (TnCopy *copy, const TnId *id, TnSupportList which, TnSupportSheetUse use, gboolean whole, GCancellable *cancellable, GError **error)
{
  g_autoptr (TnProgramme) programme = tn_programme_read (copy, id, error);
  g_autoptr (GPtrArray) entries = programme ? tn_support_list (copy, id, which, "", 0, error) : NULL;
  g_autofree char *ward = NULL, *goods = programme ? tn_programme_dup_goods (copy, programme) : NULL;
  if (entries != NULL && entries->len == 0)
    g_set_error_literal (error, TN_ERROR, TN_ERROR_NOT_FOUND, _("There is nobody on this list. Nothing was written."));
  if (entries == NULL || entries->len == 0)
    return NULL;
  g_autoptr (GHashTable) areas = read_areas (copy, &ward, error);
  if (areas == NULL || (whole && use == TN_SUPPORT_SHEET_POSTING && !log_opened (copy, entries, error)))
    return NULL;
  g_autoptr (TnSupportSheet) sheet = make_sheet (copy, programme, use, whole);
  g_free (sheet->ward);
  sheet->ward = ward ? g_steal_pointer (&ward) : g_strdup ("");
  for (guint i = 0; i < entries->len; i++)
    {
      if (g_cancellable_set_error_if_cancelled (cancellable, error))
        return NULL;
      add_entry (copy, sheet, programme, areas, entries->pdata[i], goods);
    }
  return g_steal_pointer (&sheet);
}
