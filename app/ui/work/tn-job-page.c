/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "tn-job-page.h"
#include <glib/gi18n.h>
#include "tn-listed.h"
#include "tn-record-fields.h"

static gboolean
is_kind (const TnRow *row, const char *kind)
{
  return g_str_equal (row->kind_key, kind);
}

/* --- pieces --- */

static void
add_household (AdwPreferencesGroup *group, const TnJobView *view)
{
  if (!tn_id_is_null (&view->household))
    tn_record_page_row_action (tn_record_page_row (group, view->address, _("Household")), "work.household", &view->household);
}

/* "may, vắt sổ · 12/1 Hẻm 12" */
static char *
dup_line_detail (const TnJobLine *line)
{
  g_autoptr (GString) text = g_string_new (line->wants);
  const char *parts[] = { line->skills, line->address };

  for (gsize i = 0; i < G_N_ELEMENTS (parts); i++)
    if (*parts[i])
      g_string_append_printf (text, "%s%s", text->len ? " · " : "", parts[i]);
  return g_string_free (g_steal_pointer (&text), FALSE);
}

static char *
dup_need_detail (const TnNeedLine *line)
{
  const TnKind *kind = tn_schema_kind ("business_need");
  g_autofree char *since = tn_listed_date_show (line->since), *due = tn_listed_date_show (line->due);
  const char *state = tn_choice_label (tn_kind_field (kind, "state"), line->state);

  if (!line->due)
    return g_strdup_printf ("%s · %s", since, state);
  /* Translators: the day a need was said, and the day by which something should have been done */
  return g_strdup_printf (_("Said on %s · to be met by %s"), since, due);
}

static char *
dup_need_title (const TnNeedLine *line, gboolean with_name)
{
  const char *what = tn_choice_label (tn_kind_field (tn_schema_kind ("business_need"), "what"), line->what);
  const char *text = *line->text ? line->text : what;

  if (with_name)
    return g_strdup_printf ("%s: %s", line->name, text);
  return *line->text ? g_strdup_printf ("%s: %s", what, line->text) : g_strdup (what);
}

static void
add_place_button (GtkWidget *row, const char *action, const TnId *target, const char *name)
{
  GtkWidget *button = tn_record_page_button (NULL, _("Has work here"), action, target);
  /* Translators: %s is a person or a business */
  g_autofree char *spoken = g_strdup_printf (_("Has work here: %s"), name);

  gtk_accessible_update_property (GTK_ACCESSIBLE (button), GTK_ACCESSIBLE_PROPERTY_LABEL, spoken, -1);
  adw_action_row_add_suffix (ADW_ACTION_ROW (row), button);
}

/* --- who looks --- */

static void
write_offers (TnRecordPage *page, const TnJobView *view)
{
  AdwPreferencesGroup *group;

  if (!view->needs)
    return;
  group = tn_record_page_add_group (page, _("Businesses that need workers"),
                                    view->needs->len ? _("Those whose words are like these stand first. It is only a suggestion.") : _("None has said that it needs workers now."));
  for (guint i = 0; i < tn_record_page_count (page, "offers", view->needs->len); i++)
    {
      const TnNeedLine *line = view->needs->pdata[i];
      g_autofree char *title = dup_need_title (line, TRUE), *detail = dup_need_detail (line);
      GtkWidget *row = tn_record_page_row (group, title, detail);

      if (g_array_index (view->points, guint, i))
        tn_record_page_row_end (row, _("suggested"), "success");
      add_place_button (row, "work.place-at", &line->business, line->name);
      tn_record_page_row_action (row, "work.open", &line->id);
    }
  tn_record_page_add_more (page, group, "offers", view->needs->len);
}

static void
write_wish (TnRecordPage *page, const TnJobView *view)
{
  static const char *const facts[] = { "wants", "skills", "since", "note", NULL }, *const closed[] = { "placed", NULL };
  g_autofree char *state = tn_row_show (view->row, "state"), *key = tn_row_dup_text (view->row, "state");
  gboolean looking = !key || g_str_equal (key, "looking");
  AdwPreferencesGroup *group;

  tn_record_page_begin (page, view->title, state);
  if (looking)
    {
      tn_record_page_add_main_button (page, _("Has _Work…"), _("Has work (F8)"), "work.next", NULL);
      tn_record_page_add_button (page, tn_record_page_button (NULL, _("Does _Not Look…"), "work.stop", NULL));
    }
  tn_record_page_add_button (page, tn_record_page_button ("document-edit-symbolic", _("Edit (F2)"), "work.edit", NULL));
  group = tn_record_page_add_group (page, NULL, NULL);
  tn_record_fields_add (group, view->row, facts);
  if (!tn_id_is_null (&view->business))
    tn_record_page_row_action (tn_record_page_row (group, view->area, _("Has work at")), "work.open", &view->business);
  if (!looking)
    tn_record_fields_add (group, view->row, closed);
  add_household (group, view);
  write_offers (page, view);
}

static void
write_person (TnRecordPage *page, const TnJobView *view)
{
  static const char *const facts[] = { "birth", "phone", "occupation", NULL };
  AdwPreferencesGroup *group;

  tn_record_page_begin (page, view->title, _("Lost the work by the register; what they look for is not noted yet"));
  tn_record_page_add_main_button (page, _("_Looks for Work…"), _("Note what work they look for (F8)"), "work.next", NULL);
  group = tn_record_page_add_group (page, NULL, NULL);
  tn_record_fields_add (group, view->row, facts);
  add_household (group, view);
}

/* --- businesses --- */

static void
write_lodging (AdwPreferencesGroup *group, const TnJobView *view)
{
  const TnLodging *lodging = &view->lodging;
  g_autofree char *rooms = NULL, *homes = NULL, *detail = NULL;

  if (!view->lodged)
    return;
  homes = g_strdup_printf (ngettext ("%u household", "%u households", lodging->households), lodging->households);
  if (lodging->rooms)
    /* Translators: rooms that are lived in, of all rooms of a building */
    rooms = g_strdup_printf (ngettext ("%u of %u room lived in", "%u of %u rooms lived in", lodging->rooms), lodging->lived_in, lodging->rooms);
  detail = rooms ? g_strdup_printf ("%s · %s", rooms, homes) : g_strdup (homes);
  tn_record_page_row_end (tn_record_page_row (group, lodging->title, _("Lodging of its workers")), detail, NULL);
}

static void
write_needs (TnRecordPage *page, const TnJobView *view)
{
  AdwPreferencesGroup *group = tn_record_page_add_group (page, _("Needs"), view->needs->len ? NULL : _("None is written down."));

  for (guint i = 0; i < tn_record_page_count (page, "needs", view->needs->len); i++)
    {
      const TnNeedLine *line = view->needs->pdata[i];
      g_autofree char *title = dup_need_title (line, FALSE), *detail = dup_need_detail (line);
      GtkWidget *row = tn_record_page_row (group, title, detail);

      if (line->late)
        tn_record_page_row_end (row, _("overdue"), "error");
      tn_record_page_row_action (row, "work.open", &line->id);
    }
  tn_record_page_add_more (page, group, "needs", view->needs->len);
}

static void
write_workers (TnRecordPage *page, const TnJobView *view)
{
  AdwPreferencesGroup *group = view->people->len ? tn_record_page_add_group (page, _("Found work here"), NULL) : NULL;

  for (guint i = 0; i < tn_record_page_count (page, "workers", view->people->len); i++)
    {
      const TnJobLine *line = view->people->pdata[i];
      g_autofree char *detail = dup_line_detail (line);

      tn_record_page_row_action (tn_record_page_row (group, line->name, detail), "work.open", &line->id);
    }
  if (group)
    tn_record_page_add_more (page, group, "workers", view->people->len);
}

static void
write_business (TnRecordPage *page, const TnJobView *view)
{
  static const char *const facts[] = { "trade", "address", NULL }, *const more[] = { "contact", "phone", "workers", "note", NULL };
  g_autofree char *state = tn_row_show (view->row, "state");
  AdwPreferencesGroup *group;

  tn_record_page_begin (page, view->title, state);
  tn_record_page_add_main_button (page, _("_New Need…"), _("Write down what it needs (F8)"), "work.next", NULL);
  tn_record_page_add_button (page, tn_record_page_button ("document-edit-symbolic", _("Edit (F2)"), "work.edit", NULL));
  group = tn_record_page_add_group (page, NULL, NULL);
  tn_record_fields_add (group, view->row, facts);
  tn_record_page_fact (group, _("Quarter or group"), view->area);
  tn_record_fields_add (group, view->row, more);
  write_lodging (group, view);
  write_needs (page, view);
  write_workers (page, view);
}

/* --- a need, and who looks for such work --- */

static void
write_suggested (TnRecordPage *page, const TnJobView *view)
{
  AdwPreferencesGroup *group;

  if (!view->people)
    return;
  group = tn_record_page_add_group (page, _("Who looks for work"),
                                    view->people->len ? _("Those whose words are like these stand first, and then who has waited longest. It is only a suggestion: nobody is left out.")
                                                      : _("Nobody’s wish for work is noted."));
  for (guint i = 0; i < tn_record_page_count (page, "suggested", view->people->len); i++)
    {
      const TnJobLine *line = view->people->pdata[i];
      g_autofree char *detail = dup_line_detail (line);
      GtkWidget *row = tn_record_page_row (group, line->name, detail);

      if (line->points)
        tn_record_page_row_end (row, _("suggested"), "success");
      add_place_button (row, "work.place", &line->id, line->name);
      tn_record_page_row_action (row, "work.open", &line->id);
    }
  tn_record_page_add_more (page, group, "suggested", view->people->len);
}

static void
write_need (TnRecordPage *page, const TnJobView *view, gint64 today)
{
  static const char *const facts[] = { "what", "text", "number", NULL }, *const more[] = { "since", "answer", "note", NULL };
  g_autofree char *found = view->wanted ? g_strdup_printf (_("%u of %u"), view->found, view->wanted) : NULL;
  g_autofree char *state = tn_row_show (view->row, "state"), *key = tn_row_dup_text (view->row, "state");
  AdwPreferencesGroup *group;

  tn_record_page_begin (page, view->title, state);
  if (!key || g_str_equal (key, "open"))
    tn_record_page_add_main_button (page, _("_Close…"), _("Met, or not needed any more (F8)"), "work.next", NULL);
  tn_record_page_add_button (page, tn_record_page_button ("document-edit-symbolic", _("Edit (F2)"), "work.edit", NULL));
  group = tn_record_page_add_group (page, NULL, NULL);
  tn_record_fields_add (group, view->row, facts);
  tn_record_page_fact (group, _("Found so far"), found);
  tn_record_fields_add (group, view->row, more);
  if (!tn_id_is_null (&view->business))
    tn_record_page_row_action (tn_record_page_row (group, view->title, _("Business")), "work.open", &view->business);
  write_suggested (page, view);
}

void
tn_job_page_write (TnRecordPage *page, const TnJobView *view, gint64 today)
{
  if (is_kind (view->row, "job_wish"))
    write_wish (page, view);
  else if (is_kind (view->row, "person"))
    write_person (page, view);
  else if (is_kind (view->row, "business"))
    write_business (page, view);
  else if (is_kind (view->row, "business_need"))
    write_need (page, view, today);
  else
    {
      tn_record_page_show_message (page, _("This is not shown"), _("It is shown on another page."));
      return;
    }
  tn_record_page_end (page);
}
