/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The table of subcommands and the way from the command line to one of them. */
#include "tn-ctl-commands.h"
#include <glib/gi18n.h>
#include <locale.h>
#include <stdio.h>
#include <string.h>
#include "tn-config.h"

static const TnCtlCommand commands[] = {
  { "answer", "answer [find [TEXT…]] [--valid | --expired] | answer show ID | answer new KEY=VALUE… | answer set ID KEY=VALUE… | answer replace ID KEY=VALUE…",
    N_("Official answers: find, show, write and replace them"), tn_ctl_answer },
  { "backup", "backup FILE", N_("Write a checked copy of the database, also while it is in use"), tn_ctl_backup },
  { "bulk", "bulk --where KEY=VALUE… --set FIELD=VALUE|--give|--end|--team|--round|--propose|--export", N_("Do one thing to many households, with a look beforehand and one undo"), tn_ctl_bulk },
  { "bundle", "bundle write|read FILE|FOLDER, bundle enrol FILE|FOLDER CODE [--url URL] [--name NAME]", N_("Reconcile by USB stick: hand in, take over, or ask for enrolment"), tn_ctl_bundle },
  { "business", "business [list] [--search TEXT] | business show ID | business needs [--all] | business new KEY=VALUE… | business need ID KEY=VALUE… | business met|dropped NEED ANSWER",
    N_("List businesses and what they need; add them, close a need"), tn_ctl_business },
  { "campaign", "campaign [list] [--search TEXT] | campaign new KEY=VALUE… | campaign set ID KEY=VALUE… | campaign reach ID [--missing]", N_("Campaigns, and how many households they reached"), tn_ctl_campaign },
  { "case", "case open|list|show|respond|kit|close|reopen …", N_("Patients at home: watch, list, show, answer an alert, give a medicine bag, close"), tn_ctl_case },
  { "check", "check CASE|CHECK KEY=VALUE…", N_("Write a check of a patient at home, or correct one; says at once what is a danger"), tn_ctl_check },
  { "commendation", "commendation [list] [--from DATE] [--to DATE] [--search TEXT] | commendation new KEY=VALUE… | commendation export FILE [--from DATE] [--to DATE]",
    N_("List, give and export commendations"), tn_ctl_commendation },
  { "conflicts", "conflicts [--reveal]", N_("Show what two people changed at once; card numbers in full with --reveal, which is logged"), tn_ctl_conflicts },
  { "contact", "contact list [--due] | add CASE KEY=VALUE… | household CASE | call CONTACT RESULT [NOTE] | case CONTACT [rapid|pcr] | end | chain CASE | unknown [--reveal]",
    N_("Contacts of patients: who is to be called, calls, who caught it from whom; names with --reveal, which is logged"), tn_ctl_contact },
  { "count", "count", N_("Count the records by kind"), tn_ctl_count },
  { "delete", "delete ID", N_("Delete a record"), tn_ctl_delete },
  { "doctor", "doctor [--rebuild]", N_("Examine the copy; make lists and search anew"), tn_ctl_doctor },
  { "donor", "donor [list [--search TEXT]] | donor show ID | donor new KEY=VALUE…", N_("List donors, show what one gave, add one"), tn_ctl_donor },
  { "duplicates", "duplicates [merge|part|different KEPT OTHER] [gather]", N_("Find people and households that stand in the register twice, merge them or take them apart"), tn_ctl_duplicates },
  { "enrol", "enrol URL CODE [--ca FILE] [--name NAME]", N_("Enrol this laptop at a district (CODE - reads it from standard input)"), tn_ctl_enrol },
  { "export", "export KIND FILE [--reveal]", N_("Write a list to a CSV or XLSX file; card numbers in full with --reveal, which is logged"), tn_ctl_export },
  { "find", "find TEXT", N_("Find households, people and official answers"), tn_ctl_find },
  { "gift", "gift [list [--search TEXT]] | gift show ID | gift new DONOR [KEY=VALUE…] [came=ITEM/PLACE/QUANTITY…] | gift add GIFT ITEM PLACE QUANTITY | gift thank GIFT [DATE]", N_("List gifts; take one down with what came, add to it, thank for it"), tn_ctl_gift },
  { "history", "history ID", N_("Show what was changed in a record, when and by whom"), tn_ctl_history },
  { "hub", "hub [--listen ADDRESS:PORT] | hub status | hub off", N_("Serve the team leaders where there is no network to the district"), tn_ctl_hub },
  { "import", "import households|units FILE [--dry-run] [--update] [--map A=person.name,…]", N_("Read a spreadsheet into the copy, all or nothing"), tn_ctl_import },
  { "job", "job [list [looking|placed|stopped|all] [--search TEXT]] | job without | job match NEED | job new PERSON KEY=VALUE… | job place ID BUSINESS|- [NOTE] [--on DATE] | job stop ID [NOTE]",
    N_("List who looks for work; note a wish, close it, see who asks for what a business needs"), tn_ctl_job },
  { "key", "key CODE RESULT [TICKS] [--round ID] [--next DATE] [--replace]", N_("Key in one home of a round sheet"), tn_ctl_key },
  { "list", "list KIND [--limit N]", N_("List the records of a kind"), tn_ctl_list },
  { "movement", "movement [list [registered|recognised|ended] [--search TEXT]] | movement new KEY=VALUE… | movement recognise ID DOCUMENT | movement end ID [RESULT]",
    N_("List movements and models; register, recognise, end"), tn_ctl_movement },
  { "new", "new KIND KEY=VALUE…", N_("Make a record"), tn_ctl_new },
  { "opened", "opened [--limit N]", N_("Show who was shown a protected value on this laptop, and when"), tn_ctl_opened },
  { "pair", "pair [list|waiting|running|ended [--search TEXT]] | pair new HOUSEHOLD KEY=VALUE… | pair set ID KEY=VALUE… | pair end ID [DATE]", N_("List pairs who help and who waits for one; make, change, end one"), tn_ctl_pair },
  { "petition", "petition [list [open|answered|all|reports] [--search TEXT]] | petition new KEY=VALUE… | petition report KEY=VALUE… | petition show ID [--reveal] | petition answer ID ANSWER [--passed-on] | petition satisfied ID yes|no|unknown", N_("List petitions and reports of wrongdoing; take one down, show it, answer it"), tn_ctl_petition },
  { "practice", "practice DIR [--households N] [--story]", N_("Make a practice district and two practice laptops"), tn_ctl_practice },
  { "professional", "professional [for GROUP] | professional new KEY=VALUE…", N_("List professionals with their cases, or add one"), tn_ctl_professional },
  { "programme", "programme [list [open|draft|closed]] | programme new KEY=VALUE… | programme change ID KEY=VALUE… | programme show ID | programme rule ID [CONDITION…|-] | programme open|close ID | programme facts",
    N_("List programmes of support; make one, say who is entitled, open it, show its sums"), tn_ctl_programme },
  { "reduction", "reduction [list [--search TEXT]] | reduction show ID | reduction new KEY=VALUE… [whole-building] | reduction building ID | reduction home ID HOUSEHOLD… | reduction remove HOME", N_("List reductions of rent, electricity and water with the households that they reach; add one, a whole building, households"), tn_ctl_reduction },
  { "referral", "referral [open|taken|closed] | referral new PERSON KEY=VALUE… | referral take ID PROFESSIONAL | referral back ID | referral close ID OUTCOME [NOTE]", N_("List referrals; take one down, give it to somebody, close it"), tn_ctl_referral },
  { "resolve", "resolve ID --keep mine|theirs|value=TEXT | resolve --batch BATCH", N_("Settle a conflict, or all of a restore as they stand"), tn_ctl_resolve },
  { "restore", "restore FILE", N_("Put a backup in the place of the copy"), tn_ctl_restore },
  { "round", "round plan|list|show|share|again|move|close|open|delete|coverage …", N_("Plan rounds from door to door, share them out, see how far they have come"), tn_ctl_round },
  { "round-print", "round-print FILE --round ID [--volunteer ID]", N_("Write a round as PDF, to be printed and taken along"), tn_ctl_round_print },
  { "server", "server [URL]", N_("Show or set the address of the district’s server; its certificate authority stays"), tn_ctl_server },
  { "set", "set ID KEY=VALUE…", N_("Change a record"), tn_ctl_set },
  { "show", "show ID [--reveal]", N_("Show a record and what hangs on it; card numbers in full with --reveal, which is logged"), tn_ctl_show },
  { "situation", "situation [--topic KEY] [--quarter ID]", N_("Count what people ask for and need, by week and quarter"), tn_ctl_situation },
  { "sponsor", "sponsor [list|ended|waiting [--search TEXT]] | sponsor show ID | sponsor new PERSON KEY=VALUE… | sponsor came ID KEY=VALUE… | sponsor cancel GIFT [NOTE] | sponsor end ID [DATE]", N_("List sponsors of orphans and who waits for one; promise, receive, put right, end"), tn_ctl_sponsor },
  { "status", "status", N_("Show what has not been sent and the last reconciliations"), tn_ctl_status },
  { "stock", "stock [list [--search TEXT]] | stock show ITEM|PLACE | stock item KEY=VALUE… | stock place KEY=VALUE… | stock in ITEM PLACE QUANTITY why=… [KEY=VALUE…] | stock out ITEM PLACE QUANTITY why=… [KEY=VALUE…] | stock transfer ITEM FROM TO QUANTITY [KEY=VALUE…] | stock count ITEM PLACE COUNTED [KEY=VALUE…] | stock reverse ENTRY [NOTE]", N_("Show what is in stock and its ledger; put in, take out, transfer, count, put right"), tn_ctl_stock },
  { "support", "support eligible|judge|list|propose|approve|refuse|decline|withdraw|deliver|of|receipts|doubles|settle …",
    N_("Say who is entitled and why; propose, decide, hand over; find those who got it twice and settle it"), tn_ctl_support },
  { "support-print", "support-print FILE --programme ID [--list proposed|approved|delivered] [--posting [--whole]]",
    N_("Write the list on which people sign, or the one for public posting, as PDF or XLSX"), tn_ctl_support_print },
  { "survey", "survey [list] [--search TEXT] | survey new|set|show|ask|open|close|delete|fill|count|export …", N_("Surveys without names: define them, fill them in, count them"), tn_ctl_survey },
  { "sync", "sync [--hub URL | --district] [--allow-removal] [--progress]", N_("Reconcile with the district, or through the ward’s laptop"), tn_ctl_sync },
  { "team", "team [show ID] | team gaps | team places | team add KEY=VALUE… | team join TEAM|- KEY=VALUE… | team move VOLUNTEER TEAM|- | team area TEAM UNIT [ALLEY] | team core PLACE VOLUNTEER|KEY=VALUE… | team dissolve TEAM", N_("Show teams and what is missing; make a team, add and move members, give areas, name core members"), tn_ctl_team },
  { "test", "test list | plan NAME DATE [--area ID] [--category KEY] [--method M] | show ROUND [--reveal] | key ROUND PERSON RESULT [--replace] | add|drop ROUND PERSON | close ROUND",
    N_("Test rounds: plan, type results, count"), tn_ctl_test },
  { "today", "today [--limit N]", N_("Show what must be done now"), tn_ctl_today },
  { "undo", "undo [ACTION]", N_("Undo the last action, or the one of that number"), tn_ctl_undo },
  { "user", "user [NAME]", N_("Show or set who types at this laptop"), tn_ctl_user },
  { "visit", "visit HOUSEHOLD RESULT [TICKS] [--stop ID] [--volunteer ID] [--met TEXT] [--food TEXT] [--need TEXT] [--next DATE] [--note TEXT]"
    " [--noticed CATEGORY[=PERSON]]… [--vaccinated PERSON=STATUS[/REASON]]… [--gone]", N_("Write down a visit at the door"), tn_ctl_visit },
  { "zone", "zone [list] [--on DATE] | zone set KEY=VALUE… | zone weeks QUARTER | zone past QUARTER | zone safe [list] [--search TEXT] | zone safe set HOUSEHOLD [KEY=VALUE…] | zone safe end HOUSEHOLD [DATE]",
    N_("Show and set the levels of zones, and safe families"), tn_ctl_zone },
  { NULL, NULL, NULL, NULL },
};

static const TnCtlCommand *
find_command (const char *name)
{
  for (const TnCtlCommand *c = commands; c->name; c++)
    if (strcmp (c->name, name) == 0)
      return c;
  return NULL;
}

static void
print_help (void)
{
  g_print ("%s\n  tungnha-ctl [--copy FILE] [--json] COMMAND …\n\n", _("Usage:"));
  for (const TnCtlCommand *c = commands; c->name; c++)
    g_print ("  %s\n      %s\n", c->usage, _(c->help));
  g_print ("\n  --copy FILE   %s\n  --json        %s\n  --version     %s\n",
           _("the laptop’s database (or TUNGNHA_COPY in the environment)"),
           _("print one JSON document on standard output"), _("print the version"));
}

/* Global options may stand before or after the command, but `--` and what follows belong to the command. */
static gboolean
take_globals (TnCtl *ctl, int *argc, char **argv, gboolean *help, gboolean *version, GError **error)
{
  int n = 1;
  for (int i = 1; i < *argc; i++) {
    if (strcmp (argv[i], "--json") == 0)
      ctl->json = TRUE;
    else if (strcmp (argv[i], "--copy") == 0 && i + 1 < *argc)
      ctl->copy_path = argv[++i];
    else if (g_str_has_prefix (argv[i], "--copy="))
      ctl->copy_path = argv[i] + strlen ("--copy=");
    else if (strcmp (argv[i], "--help") == 0 || strcmp (argv[i], "-h") == 0)
      *help = TRUE;
    else if (strcmp (argv[i], "--version") == 0)
      *version = TRUE;
    else if (strcmp (argv[i], "--") == 0) {
      while (i < *argc)
        argv[n++] = argv[i++];
      break;
    } else
      argv[n++] = argv[i];
  }
  *argc = n;
  argv[n] = NULL;
  if (ctl->copy_path && !*ctl->copy_path) {
    g_set_error_literal (error, TN_ERROR, TN_ERROR_INVALID, _("--copy needs the name of a file."));
    return FALSE;
  }
  return TRUE;
}

static int
finish (TnCtl *ctl, const GError *error)
{
  if (error) {
    g_printerr ("tungnha-ctl: %s\n", error->message);
    cJSON *e = cJSON_AddObjectToObject (ctl->out, "error");
    cJSON_AddStringToObject (e, "domain", g_quark_to_string (error->domain));
    cJSON_AddNumberToObject (e, "code", error->code);
    cJSON_AddStringToObject (e, "message", error->message);
  }
  if (ctl->json) {
    char *text = cJSON_Print (ctl->out);
    puts (text);
    cJSON_free (text);
  }
  gboolean written = fflush (stdout) == 0 && !ferror (stdout);
  return error || !written ? 1 : 0;
}

static gboolean
run_command (TnCtl *ctl, int argc, char **argv, GError **error)
{
  const TnCtlCommand *command = argc > 1 ? find_command (argv[1]) : NULL;
  if (!command) {
    g_set_error (error, TN_ERROR, TN_ERROR_INVALID, _("There is no command “%s”. tungnha-ctl --help lists them."), argc > 1 ? argv[1] : "");
    return FALSE;
  }
  return command->run (ctl, argc - 1, argv + 1, error);
}

int
tn_ctl_main (int argc, char **argv)
{
  g_autofree char **words = g_new0 (char *, argc + 1);
  memcpy (words, argv, sizeof (char *) * argc);
  gboolean help = FALSE, version = FALSE;
  g_autoptr (GError) error = NULL;
  TnCtl ctl = { .copy_path = g_getenv ("TUNGNHA_COPY"), .out = cJSON_CreateObject (), .program = argv[0] };

  gboolean ok = take_globals (&ctl, &argc, words, &help, &version, &error);
  if (ok && version)
    g_print ("tungnha-ctl %s\n", TN_VERSION);
  else if (ok && (help || argc < 2))
    print_help ();
  else if (ok)
    run_command (&ctl, argc, words, &error);
  int code = version || help ? 0 : argc < 2 && !error ? 2 : finish (&ctl, error);
  cJSON_Delete (ctl.out);
  return code;
}
