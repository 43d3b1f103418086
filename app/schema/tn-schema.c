/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Looking things up in the tables of kind-*.c. A kind has at most twenty fields and its keys seldom share a first
 * letter, so comparing first letters in a row is quicker than any hash, and there is no state to set up. */
#include "tn-kinds.h"
#include "tn-schema.h"

#include <glib/gi18n.h>
#include <string.h>

static const TnKind *const kinds[] = {
  &tn_kind_unit, &tn_kind_building, &tn_kind_household, &tn_kind_person, &tn_kind_identity, &tn_kind_category,
  &tn_kind_membership, &tn_kind_team, &tn_kind_volunteer, &tn_kind_team_area, &tn_kind_visit, &tn_kind_conflict,
  &tn_kind_round, &tn_kind_stop, &tn_kind_vaccination, &tn_kind_home_case, &tn_kind_health_check, &tn_kind_response, &tn_kind_kit, &tn_kind_essentials,
  &tn_kind_threshold, &tn_kind_contact, &tn_kind_call, &tn_kind_test_round, &tn_kind_test, &tn_kind_referral, &tn_kind_professional,
  &tn_kind_duplicate, &tn_kind_merged_item, &tn_kind_petition, &tn_kind_complaint,
  &tn_kind_programme, &tn_kind_entitlement, &tn_kind_delivery, &tn_kind_settlement, &tn_kind_donor, &tn_kind_gift, &tn_kind_stock_item,
  &tn_kind_stock_place, &tn_kind_stock_entry, &tn_kind_reduction, &tn_kind_reduction_home, &tn_kind_sponsorship, &tn_kind_sponsorship_gift,
  &tn_kind_helping_pair, &tn_kind_campaign, &tn_kind_official_answer, &tn_kind_zone, &tn_kind_safe_family, &tn_kind_movement,
  &tn_kind_commendation, &tn_kind_job_wish, &tn_kind_business, &tn_kind_business_need, &tn_kind_survey, &tn_kind_survey_question,
  &tn_kind_survey_sheet,
};

const char *
tn_class_name (TnClass cls)
{
  static const char *const names[] = { "open", "identity", "health", "confidential", "auth", "inherit" };

  g_return_val_if_fail ((guint) cls < G_N_ELEMENTS (names), "open");
  return names[cls];
}

const char *
tn_class_suffix (TnClass cls)
{
  static const char *const suffixes[] = { "", "+identity", "+health", "+confidential", "+auth", "" };

  g_return_val_if_fail ((guint) cls < G_N_ELEMENTS (suffixes), "");
  return suffixes[cls];
}

const TnKind *const *
tn_schema_kinds (guint *n)
{
  *n = G_N_ELEMENTS (kinds);
  return kinds;
}

static inline gboolean
is_key (const char *key, TnSlice s)
{
  return key[0] == s.p[0] && strncmp (key, s.p, s.len) == 0 && key[s.len] == 0;
}

const TnKind *
tn_schema_kind_slice (TnSlice key)
{
  for (guint i = 0; key.len && i < G_N_ELEMENTS (kinds); i++)
    if (is_key (kinds[i]->key, key))
      return kinds[i];
  return NULL;
}

const TnKind *
tn_schema_kind (const char *key)
{
  return tn_schema_kind_slice (tn_slice (key, -1));
}

const TnField *
tn_kind_field_slice (const TnKind *kind, TnSlice key)
{
  const TnField *end = kind->fields + kind->n_fields;

  for (const TnField *field = kind->fields; key.len && field < end; field++)
    if (is_key (field->key, key))
      return field;
  return NULL;
}

const TnField *
tn_kind_field (const TnKind *kind, const char *key)
{
  return tn_kind_field_slice (kind, tn_slice (key, -1));
}

const char *
tn_field_unit (const TnField *field)
{
  return field->unit ? field->unit : field->key;
}

/* The next field of this unit after `field` (NULL = the first). */
static const TnField *
next_of_unit (const TnKind *kind, const char *unit, const TnField *field)
{
  const TnField *end = kind->fields + kind->n_fields;

  for (field = field ? field + 1 : kind->fields; field < end; field++)
    if (strcmp (tn_field_unit (field), unit) == 0)
      return field;
  return NULL;
}

gboolean
tn_kind_has_unit (const TnKind *kind, const char *unit)
{
  return next_of_unit (kind, unit, NULL) != NULL;
}

gboolean
tn_kind_unit_is_single (const TnKind *kind, const char *unit)
{
  const TnField *field = next_of_unit (kind, unit, NULL);

  return field && strcmp (field->key, unit) == 0 && !next_of_unit (kind, unit, field);
}

gboolean
tn_kind_unit_is_quiet (const TnKind *kind, const char *unit)
{
  const TnField *field = next_of_unit (kind, unit, NULL);

  if (!field)
    return FALSE;
  /* One loud field makes the whole unit loud: better a conflict too many than a value nobody saw go. */
  for (; field; field = next_of_unit (kind, unit, field))
    if (!(field->flags & TN_FIELD_QUIET))
      return FALSE;
  return TRUE;
}

const char *
tn_choice_label (const TnField *field, const char *key)
{
  for (const TnChoice *choice = field->choices; choice && choice->key; choice++)
    if (strcmp (choice->key, key) == 0)
      return _(choice->label);
  return key;
}

char *
tn_stream_for_area (const TnKind *kind, const TnId *area)
{
  TnIdStr id;

  if (!area)
    return g_strconcat ("0", tn_class_suffix (kind->cls), NULL);
  tn_id_format (area, id);
  return g_strconcat ("g", id + TN_ID_STR_LEN - 12, tn_class_suffix (kind->cls), NULL);
}

char *
tn_stream_for_child (const TnKind *kind, const char *parent_stream)
{
  if (kind->cls == TN_CLASS_INHERIT)
    return g_strdup (parent_stream);
  return g_strdup_printf ("%.*s%s", (int) strcspn (parent_stream, "+"), parent_stream, tn_class_suffix (kind->cls));
}
