/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "tn-import-private.h"
#include "tn-text.h"
#include <glib/gi18n.h>
#include <string.h>

typedef struct {
  TnImportPlan *plan;
  TnEdit *edit;
  TnKnownIndex *index;
  TnImportAreas *areas;
  const TnEnv *env;
  TnId base;          /* all ids of one import begin with this moment … */
  guint32 n_ids;      /* … and count on, so that people stand as listed and new rows go to the tables' ends */
} Build;

/* RFC 9562 6.2, method 1, with a counter of 26 bits; the other 48 stay random. */
static TnId
create (Build *b, const char *kind)
{
  TnId id = tn_id_new (b->env);
  guint32 n = b->n_ids++;
  memcpy (id.b, b->base.b, 6);
  id.b[6] = (guint8) (0x70 | (n >> 22 & 0x0f));
  id.b[7] = (guint8) (n >> 14);
  id.b[8] = (guint8) (0x80 | (n >> 8 & 0x3f));
  id.b[9] = (guint8) n;
  return tn_edit_create (b->edit, kind, &id);
}

/* A field of a record that is here: FALSE when it has this value already, or must not be overwritten by what is not better. */
static gboolean
differs (const TnKnown *known, const char *field, const char *value)
{
  g_autofree char *here = tn_known_text (known, field);
  if (here == NULL)
    return TRUE;
  if (strcmp (field, "birth") == 0 && strncmp (here, value, strlen (value)) == 0)
    return FALSE;   /* 1960 says nothing against 1960-12-24 */
  return !tn_text_same (here, value);
}

/* Sets all values of a new record, or of a known one those that differ (only with the person's consent). TRUE when a known one differs. */
static gboolean
set_values (Build *b, const TnKnown *known, const TnId *id, const char *const *keys, char *const *values, guint n)
{
  gboolean changed = FALSE;
  for (guint i = 0; i < n; i++)
    {
      /* Notes grow on both sides: a list never replaces what somebody wrote. */
      if (values[i] == NULL || (known != NULL && (strcmp (keys[i], "note") == 0 || !differs (known, keys[i], values[i]))))
        continue;
      changed |= known != NULL;
      if (known == NULL || b->plan->options.update)
        tn_edit_set_text (b->edit, id, keys[i], values[i]);
    }
  return changed;
}

static void
add_categories (Build *b, const TnId *subject, const GPtrArray *categories)
{
  for (guint i = 0; i < categories->len; i++)
    {
      if (tn_known_index_is_member (b->index, subject, categories->pdata[i]))
        continue;
      TnId id = create (b, "membership");
      tn_edit_set_ref (b->edit, &id, "subject", subject);
      tn_edit_set_text (b->edit, &id, "category", categories->pdata[i]);
      b->plan->counts.memberships++;
    }
}

static gboolean
add_card (Build *b, const TnId *person, char *const *card)
{
  gboolean any = FALSE;
  for (guint i = 0; i < I_N; i++)
    any |= card[i] != NULL;
  if (!any)
    return FALSE;
  TnKnown *known = tn_known_index_card (b->index, person);
  if (known != NULL)
    return set_values (b, known, &known->id, tn_import_card_keys, card, I_N);
  TnId id = create (b, "identity");
  tn_edit_set_ref (b->edit, &id, "person", person);
  set_values (b, NULL, &id, tn_import_card_keys, card, I_N);
  b->plan->counts.cards++;
  return FALSE;
}

typedef struct { TnId id; gboolean new, changed, skipped; } Placed;

/* The card's number is somebody's in another household: the same person would stand here twice. */
static gboolean
lives_elsewhere (Build *b, const TnImportPerson *person, const TnId *household)
{
  TnKnown *holder = tn_known_index_card_holder (b->index, person->card[I_NUMBER]);
  if (holder == NULL || tn_id_equal (&holder->parent, household))
    return FALSE;
  g_autofree char *name = tn_known_text (holder, "name");
  if (name == NULL || !tn_text_same (name, person->v[P_NAME]))
    return FALSE;   /* the number is wrong on one side; that is for the duplicates to find */
  tn_doubts_add (&b->plan->doubts, person->row, tn_import_map_column (b->plan->map, "person.name"), TN_DOUBT_WARNING, person->v[P_NAME],
                 _("This person is here already, in another household, and was not added again. Move them there if they have moved."));
  return TRUE;
}

static Placed
place_person (Build *b, const TnImportPerson *person, const TnId *household)
{
  Placed placed = { 0 };
  TnKnown *known = tn_known_index_person (b->index, household, person);
  if (known == NULL && lives_elsewhere (b, person, household))
    return (Placed) { .skipped = TRUE };
  placed.new = known == NULL;
  placed.id = known ? known->id : create (b, "person");
  if (known == NULL)
    tn_edit_set_ref (b->edit, &placed.id, "household", household);
  placed.changed = set_values (b, known, &placed.id, tn_import_person_keys, person->v, P_N);
  placed.changed |= add_card (b, &placed.id, person->card);
  add_categories (b, &placed.id, person->categories);
  return placed;
}

static char *
show_address (const TnImportHousehold *household)
{
  static const int parts[] = { H_ROOM, H_HOUSE_NO, H_ALLEY, H_STREET };
  GString *out = g_string_new (NULL);
  for (gsize i = 0; i < G_N_ELEMENTS (parts); i++)
    if (household->v[parts[i]] != NULL)
      g_string_append_printf (out, "%s%s", out->len ? ", " : "", household->v[parts[i]]);
  return g_string_free (out, FALSE);
}

static char *
show_area (const TnImportHousehold *household)
{
  if (household->group != NULL && household->quarter != NULL)
    return g_strdup_printf ("%s, %s", household->group, household->quarter);
  return g_strdup (household->group ? household->group : household->quarter ? household->quarter : "");
}

static gboolean
set_area (Build *b, const TnImportHousehold *household, const TnKnown *known, const TnId *id)
{
  TnId area;
  if (!tn_import_areas_find (b->areas, household->quarter, household->group, &area))
    {
      if (!b->plan->has_area)
        return FALSE;
      area = b->plan->area;
    }
  TnIdStr text;
  tn_id_format (&area, text);
  g_autofree char *here = known ? tn_known_text (known, "area") : NULL;
  if (g_strcmp0 (here, text) == 0)
    return FALSE;
  if (known == NULL || b->plan->options.update)
    tn_edit_set_ref (b->edit, id, "area", &area);
  return known != NULL;
}

static void
count_person (TnImportCounts *counts, TnPreviewRow *preview, const Placed *placed)
{
  counts->people += placed->new;
  counts->people_present += !placed->new;
  counts->changed += placed->changed;
  preview->n_new += placed->new;
  if (placed->new || placed->changed)
    preview->state = preview->state == TN_IMPORT_PRESENT ? TN_IMPORT_CHANGED : preview->state;
}

static void
place_people (Build *b, const TnImportHousehold *household, const TnId *id, gboolean is_new, TnPreviewRow *preview)
{
  for (guint i = 0; i < household->people->len; i++)
    {
      Placed placed = place_person (b, household->people->pdata[i], id);
      count_person (&b->plan->counts, preview, &placed);
      if (is_new && i == household->head && !placed.skipped)
        tn_edit_set_ref (b->edit, id, "head", &placed.id);
    }
}

static gboolean
all_live_elsewhere (Build *b, const TnImportHousehold *household)
{
  static const TnId nowhere;
  for (guint i = 0; i < household->people->len; i++)
    {
      const TnImportPerson *person = household->people->pdata[i];
      TnKnown *holder = tn_known_index_card_holder (b->index, person->card[I_NUMBER]);
      g_autofree char *name = holder ? tn_known_text (holder, "name") : NULL;
      if (name == NULL || !tn_text_same (name, person->v[P_NAME]))
        return FALSE;
    }
  for (guint i = 0; i < household->people->len; i++)
    lives_elsewhere (b, household->people->pdata[i], &nowhere);
  b->plan->counts.people_present += household->people->len;
  return TRUE;
}

static void
place_household (Build *b, const TnImportHousehold *household)
{
  const TnImportPerson *head = household->people->pdata[household->head];
  TnKnown *known = tn_known_index_household (b->index, household);
  TnPreviewRow preview = { .row = household->row, .n_people = household->people->len, .head = g_strdup (head->v[P_NAME]),
                           .code = g_strdup (household->v[H_CODE]), .address = show_address (household), .area = show_area (household),
                           .state = known ? TN_IMPORT_PRESENT : TN_IMPORT_NEW };
  if (known == NULL && all_live_elsewhere (b, household))
    preview.state = TN_IMPORT_PRESENT;   /* an empty household would be left over */
  else
    {
      TnId id = known ? known->id : create (b, "household");
      gboolean changed = set_values (b, known, &id, tn_import_household_keys, household->v, H_N);
      changed |= set_area (b, household, known, &id);
      b->plan->counts.changed += changed;
      if (changed)
        preview.state = TN_IMPORT_CHANGED;
      place_people (b, household, &id, known == NULL, &preview);
      add_categories (b, &id, household->categories);
      b->plan->counts.households += known == NULL;
    }
  b->plan->counts.households_present += preview.state != TN_IMPORT_NEW;
  g_array_append_val (b->plan->preview, preview);
}

gboolean
tn_import_build (TnImportPlan *plan, GPtrArray *households, TnKnownIndex *index, TnCopy *copy, TnImportProgress progress, gpointer user_data,
                 GCancellable *cancellable, GError **error)
{
  g_autoptr (TnImportAreas) areas = tn_import_areas_new (index, tn_copy_ward (copy), plan->edit);
  Build build = { .plan = plan, .edit = plan->edit, .index = index, .areas = areas, .env = tn_copy_env (copy), .base = tn_id_new (tn_copy_env (copy)) };
  for (guint i = 0; i < households->len; i++)
    {
      if (g_cancellable_set_error_if_cancelled (cancellable, error))
        return FALSE;
      place_household (&build, households->pdata[i]);
      if (progress != NULL && (i & 0xff) == 0)
        progress (i, households->len, user_data);
    }
  plan->counts.units = tn_import_areas_n_new (areas);
  return TRUE;
}
