/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once
#include <string.h>
#include "practice-ward.h"
#include "tn-support.h"

/* A ward on 15 September 2021, and ways to say shortly what a test does there. */
typedef struct { PracticeWard ward; TnEnv env; gint64 now; TnCopy *copy; } Fixture;

static inline gint64
read_clock (gpointer user_data)
{
  return ((Fixture *) user_data)->now;
}

static inline void
set_up (Fixture *f, gconstpointer data)
{
  g_autoptr (GError) error = NULL;

  practice_ward_make (&f->ward, 12);
  f->now = G_GINT64_CONSTANT (1631674800000);   /* 10:00 in Hồ Chí Minh City */
  f->env = *tn_env_system ();
  f->env.now_ms = read_clock;
  f->env.user_data = f;
  f->copy = tn_copy_open (f->ward.path, 0, &f->env, &error);
  g_assert_no_error (error);
}

static inline void
tear_down (Fixture *f, gconstpointer data)
{
  g_clear_pointer (&f->copy, tn_copy_close);
  practice_ward_clear (&f->ward);
}

static inline void
write_edit (Fixture *f, TnEdit *made, const GError *built)
{
  g_autoptr (TnEdit) edit = made;
  g_autoptr (GError) error = NULL;

  g_assert_no_error (built);
  tn_copy_edit (f->copy, edit, NULL, &error);
  g_assert_no_error (error);
}

static inline void
set_field (Fixture *f, const TnId *id, const char *field, const char *token)
{
  TnEdit *edit = tn_edit_new ("Set");

  tn_edit_set (edit, id, field, token);
  write_edit (f, edit, NULL);
}

static inline TnId
add_record (Fixture *f, const char *kind, const char *const *fields /* key, token, … NULL */)
{
  TnEdit *edit = tn_edit_new ("Add");
  TnId id = tn_edit_create (edit, kind, NULL);

  for (; *fields; fields += 2)
    tn_edit_set (edit, &id, fields[0], fields[1]);
  write_edit (f, edit, NULL);
  return id;
}
#define ADD_RECORD(f, kind, ...) add_record (f, kind, (const char *const[]) { __VA_ARGS__, NULL })

static inline char *
ref_token (const TnId *id)
{
  TnIdStr text;

  tn_id_format (id, text);
  return g_strdup_printf ("\"%s\"", text);
}

/* An open programme of a million đồng from August to December. */
static inline TnId
add_programme (Fixture *f, const char *per, const char *rule)
{
  g_autofree char *per_token = g_strdup_printf ("\"%s\"", per), *rule_token = tn_json_string (rule);

  return ADD_RECORD (f, "programme", "name", "\"Gói đợt 3\"", "per", per_token, "gives", "\"money\"", "amount", "1000000", "from", "\"2021-08-01\"", "to", "\"2021-12-31\"", "state", "\"open\"",
                     "rule", *rule ? rule_token : "null");
}

static inline TnId
propose (Fixture *f, const TnId *programme, const TnId *whom)
{
  g_autoptr (GError) error = NULL;
  TnSupportLine line;
  TnEdit *edit = tn_support_propose (f->copy, programme, whom, 1, NULL, &error);

  write_edit (f, edit, error);
  g_assert_true (tn_support_judge (f->copy, programme, whom, &line, NULL));
  g_assert_cmpint (line.standing, ==, TN_STANDS_PROPOSED);
  return line.entitlement;
}

static inline void
decide (Fixture *f, const TnId *entitlement, TnDecide what, const char *reason)
{
  g_autoptr (GError) error = NULL;
  TnEdit *edit = tn_support_decide (f->copy, entitlement, 1, what, reason, NULL, &error);

  write_edit (f, edit, error);
}

static inline void
deliver (Fixture *f, const TnId *entitlement)
{
  g_autoptr (GError) error = NULL;
  TnDeliver how = { .receiver = "Á" };
  TnEdit *edit = tn_support_deliver (f->copy, entitlement, 1, &how, NULL, &error);

  write_edit (f, edit, error);
}

/* Proposed, approved and handed over. Returns the entitlement. */
static inline TnId
give (Fixture *f, const TnId *programme, const TnId *whom)
{
  TnId id = propose (f, programme, whom);

  decide (f, &id, TN_DECIDE_APPROVE, NULL);
  deliver (f, &id);
  return id;
}

/* As another laptop wrote it, which did not know of the first. */
static inline TnId
deliver_elsewhere (Fixture *f, const TnId *programme, const TnId *entitlement, const TnId *whom)
{
  g_autofree char *p = ref_token (programme), *e = ref_token (entitlement), *w = ref_token (whom), *at = g_strdup_printf ("%" G_GINT64_FORMAT, f->now - 3600000);

  return ADD_RECORD (f, "delivery", "entitlement", e, "programme", p, "whom", w, "at", at, "amount", "1000000", "by", "\"Hoa\"");
}

/* As an undo does to what others may have already. */
static inline void
take_back (Fixture *f, const TnId *id)
{
  TnEdit *edit = tn_edit_new ("Taken back");

  tn_edit_delete (edit, id);
  write_edit (f, edit, NULL);
}

/* Refused with a message that says `part`. */
static inline void
assert_refused (TnEdit *edit, GError **error, const char *part)
{
  g_assert_null (edit);
  g_assert_error (*error, TN_ERROR, TN_ERROR_INVALID);
  if (!strstr ((*error)->message, part))
    g_error ("“%s” does not say “%s”", (*error)->message, part);
  g_clear_error (error);
}
