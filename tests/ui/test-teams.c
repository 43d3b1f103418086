/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Teams as a leader of the ward makes them: a team, its people and areas, what is missing, core members. */
#include "ui-fixture.h"
#include "tn-dialog.h"
#include "tn-team.h"
#include "tn-teams-screen.h"

#define SCREEN "teams"

/* FALSE = there is none of this name yet. */
static gboolean
find_id (Ui *ui, const char *kind, const char *name, TnId *id)
{
  g_autoptr (TnCopy) copy = practice_ward_open (&ui->ward);
  g_autoptr (GArray) ids = tn_query_ids (copy, kind, NULL);

  for (guint i = 0; i < ids->len; i++)
    {
      g_autofree char *title = tn_query_title (copy, &g_array_index (ids, TnId, i));

      *id = g_array_index (ids, TnId, i);
      if (g_str_equal (title, name))
        return TRUE;
    }
  return FALSE;
}

static TnId
make_team (Ui *ui, const char *name)
{
  GtkWidget *dialog;
  TnId id;

  ui_act_on (ui, SCREEN, "win.new-team", NULL);
  dialog = ui_wait_dialog ();
  ui_type (dialog, "name", name);
  ui_save_dialog ();
  g_assert_true (find_id (ui, "team", name, &id));
  WAIT (ui_find_text (ui_screen (ui, SCREEN), name));
  return id;
}

static void
show (Ui *ui, const TnId *id, const char *title)
{
  tn_window_go (ui->window, "teams", id);
  WAIT (ui_find (ui_record (ui, SCREEN), "title") && g_str_equal (gtk_label_get_text (GTK_LABEL (ui_get (ui_record (ui, SCREEN), "title"))), title));
}

static TnId
add_member (Ui *ui, const char *name, const char *role)
{
  GtkWidget *dialog;
  TnId id;

  ui_act_on (ui, SCREEN, "team.add-member", NULL);
  dialog = ui_wait_dialog ();
  ui_type (dialog, "name", name);
  ui_wait_choose (dialog, "role", role);
  gtk_switch_set_active (GTK_SWITCH (ui_get (dialog, "knows_policy")), TRUE);
  ui_save_dialog ();
  WAIT (ui_find_text (ui_record (ui, SCREEN), name));
  g_assert_true (find_id (ui, "volunteer", name, &id));
  return id;
}

static void
test_a_team_is_made (Ui *ui, gconstpointer data)
{
  GtkWidget *dialog;
  TnId team;

  WAIT (ui_find_text (ui_screen (ui, SCREEN), "No Teams Yet"));
  ui_shot (ui->window, "teams-empty");
  ui_act_on (ui, SCREEN, "win.new-team", NULL);
  dialog = ui_wait_dialog ();
  ui_try_save (dialog);
  WAIT (ui_find_containing (dialog, "This is needed"));
  gtk_window_destroy (GTK_WINDOW (dialog));
  WAIT (!ui_dialog (TN_TYPE_DIALOG));
  team = make_team (ui, "Tổ COVID <1> & bạn");
  show (ui, &team, "Tổ COVID <1> & bạn");
  WAIT (ui_find_text (ui_record (ui, SCREEN), "Team without a leader"));
  ui_act_on (ui, SCREEN, "team.add-area", NULL);
  dialog = ui_wait_dialog ();
  ui_try_save (dialog);
  WAIT (ui_find_containing (dialog, "This is needed"));
  ui_choose_record (dialog, "area", &ui->ward.quarters[0]);
  ui_save_dialog ();
  WAIT (ui_find_text (ui_record (ui, SCREEN), "10 households"));
  WAIT (ui_find_text (ui_record (ui, SCREEN), "Too many households for each member"));   /* nobody is there to go */
  add_member (ui, "Võ Thị An", "leader");
  WAIT (!ui_find_text (ui_record (ui, SCREEN), "Team without a leader"));
  WAIT (ui_find_text (ui_record (ui, SCREEN), "Nobody was trained in: technology, communication"));
  ui_shot (ui->window, "team");
  ui_act (ui, "win.undo", NULL);
  WAIT (ui_find_text (ui_record (ui, SCREEN), "Nobody yet."));
}

static void
test_an_alley_that_is_not_there_is_refused (Ui *ui, gconstpointer data)
{
  TnId team = make_team (ui, "Tổ A");
  GtkWidget *dialog;

  show (ui, &team, "Tổ A");
  ui_act_on (ui, SCREEN, "team.add-area", NULL);
  dialog = ui_wait_dialog ();
  ui_choose_record (dialog, "area", &ui->ward.quarters[1]);
  ui_type (dialog, "alley", "Hẻm 999");
  ui_try_save (dialog);
  WAIT (ui_find_containing (dialog, "has the alley"));
  ui_type (dialog, "alley", "hẻm 10");                       /* as people write it */
  ui_save_dialog ();
  WAIT (ui_find_text (ui_record (ui, SCREEN), "Hẻm 10, Khu phố 2"));
}

static void
test_members_move_lead_and_leave (Ui *ui, gconstpointer data)
{
  TnId a = make_team (ui, "Tổ A"), b = make_team (ui, "Tổ B"), an, binh;
  g_autofree char *b_text = tn_id_dup_string (&b);
  GtkWidget *dialog;

  show (ui, &a, "Tổ A");
  an = add_member (ui, "Võ Thị An", "leader");
  binh = add_member (ui, "Lê Văn Bình", "member");
  ui_act_on (ui, SCREEN, "team.lead", &binh);
  ui_wait_text (ui, &an, "role", "member");
  ui_wait_text (ui, &binh, "role", "leader");
  ui_act_on (ui, SCREEN, "team.move-member", &binh);
  dialog = ui_wait_dialog ();
  ui_wait_choose (dialog, "team", b_text);
  ui_save_dialog ();
  WAIT (!ui_find_text (ui_record (ui, SCREEN), "Lê Văn Bình"));
  ui_wait_text (ui, &binh, "team", b_text);
  ui_wait_text (ui, &a, "leader", NULL);
  ui_act_on (ui, SCREEN, "team.leave", &an);
  ui_wait_text (ui, &an, "team", NULL);
  WAIT (ui_find_text (ui_record (ui, SCREEN), "Nobody yet."));
  /* what is done to a member is in a menu that the keyboard reaches */
  show (ui, &binh, "Lê Văn Bình");
  WAIT (ui_find_text (ui_record (ui, SCREEN), "Tổ B"));
  ui_act_on (ui, SCREEN, "team.edit", NULL);
  dialog = ui_wait_dialog ();
  g_assert_cmpstr (gtk_editable_get_text (GTK_EDITABLE (ui_get (dialog, "name"))), ==, "Lê Văn Bình");
  ui_type (dialog, "skills", "Lái xe");
  ui_save_dialog ();
  WAIT (ui_find_text (ui_record (ui, SCREEN), "Lái xe"));
  show (ui, &b, "Tổ B");
  ui_act_on (ui, SCREEN, "team.dissolve", NULL);
  WAIT (ui_find_text (ui_screen (ui, SCREEN), "This is not here any more"));
  ui_wait_text (ui, &binh, "team", NULL);
  ui_act (ui, "win.undo", NULL);
  ui_wait_text (ui, &binh, "team", b_text);
}

static TnId
get_group (Ui *ui)
{
  g_autoptr (TnCopy) copy = practice_ward_open (&ui->ward);
  g_autoptr (GPtrArray) areas = tn_query_areas (copy, NULL);
  const TnAreaItem *area = areas->pdata[1];

  g_assert_cmpuint (area->depth, ==, 1);
  return area->id;
}

static void
test_gaps_are_listed_and_a_core_member_is_named (Ui *ui, gconstpointer data)
{
  TnId group = get_group (ui), team = make_team (ui, "Tổ A"), an;
  GtkWidget *dialog, *button;

  ui_filter (ui, SCREEN, "gaps");
  WAIT (ui_find_text (ui_screen (ui, SCREEN), "No team looks after these"));
  ui_shot (ui->window, "teams-gaps");
  show (ui, &group, "Tổ 1, Khu phố 1");
  button = ui_find_text (ui_record (ui, SCREEN), "Name a Core Member…");
  g_assert_true (gtk_widget_activate (gtk_widget_get_ancestor (button, GTK_TYPE_BUTTON)));
  dialog = ui_wait_dialog ();
  ui_try_save (dialog);
  WAIT (ui_find_containing (dialog, "Choose a volunteer"));     /* neither chosen nor written */
  ui_shot (dialog, "core-member");
  ui_type (dialog, "name", "Đỗ Thị Ánh");
  ui_save_dialog ();
  WAIT (ui_find_text (ui_record (ui, SCREEN), "Đỗ Thị Ánh"));
  g_assert_true (find_id (ui, "volunteer", "Đỗ Thị Ánh", &an));
  ui_filter (ui, SCREEN, "places");
  WAIT (ui_find_text (ui_screen (ui, SCREEN), "1 of 20 have a core member"));
  /* a quarter that nobody has goes to a team in one step */
  show (ui, &ui->ward.quarters[2], "Khu phố 3");
  ui_act_on (ui, SCREEN, "team.give", &ui->ward.quarters[2]);
  dialog = ui_wait_dialog ();
  ui_choose_record (dialog, "team", &team);
  ui_save_dialog ();
  WAIT (ui_find_text (ui_screen (ui, SCREEN), "This is not here any more"));
  show (ui, &team, "Tổ A");
  WAIT (ui_find_text (ui_record (ui, SCREEN), "Khu phố 3"));
}

static void
test_lists_are_searched (Ui *ui, gconstpointer data)
{
  TnId team = make_team (ui, "Tổ Áo Xanh");

  make_team (ui, "Đội Lá Chắn");
  show (ui, &team, "Tổ Áo Xanh");
  add_member (ui, "Võ Thị An", "leader");
  ui_type (ui_screen (ui, SCREEN), "search", "la chan");
  WAIT (ui_find_text (ui_get (ui_screen (ui, SCREEN), "view"), "Đội Lá Chắn") && !ui_find_text (ui_get (ui_screen (ui, SCREEN), "view"), "Tổ Áo Xanh"));
  ui_filter (ui, SCREEN, "members");
  ui_type (ui_screen (ui, SCREEN), "search", "ao xanh vo");          /* the team is the heading over its members */
  WAIT (ui_find_text (ui_get (ui_screen (ui, SCREEN), "view"), "Võ Thị An"));
}

int
main (int argc, char **argv)
{
  ui_init (&argc, &argv);
#define ADD(name, test) g_test_add ("/ui/teams/" name, Ui, GINT_TO_POINTER (40), ui_set_up, test, ui_tear_down)
  ADD ("a team is made", test_a_team_is_made);
  ADD ("an alley that is not there is refused", test_an_alley_that_is_not_there_is_refused);
  ADD ("members move, lead and leave", test_members_move_lead_and_leave);
  ADD ("gaps are listed and a core member is named", test_gaps_are_listed_and_a_core_member_is_named);
  ADD ("lists are searched", test_lists_are_searched);
  return g_test_run ();
}
