/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once
#include "tn-query.h"
#include "tn-values.h"
G_BEGIN_DECLS

/* Teams and core members (product.md T1, T2): who they are, what they look after, what is missing. */

/* ---- what a team can look after ---- */

/* What provinces asked of a community COVID team (facts.md); the ward's own rule, when it has one, is a row more. */
typedef struct {
  const char *where;       /* the province: a name */
  const char *since;       /* stored form of a date */
  guint members_min, members_max, households_min, households_max;   /* of one team */
} TnTeamNorm;
const TnTeamNorm *tn_team_norms (guint *n);

typedef enum {
  TN_LOAD_NONE,        /* no households, or of a kind that does not go from door to door */
  TN_LOAD_GOOD,        /* no more per member than the strictest norm lets its smallest team have */
  TN_LOAD_HIGH,        /* only the widest norm allows it */
  TN_LOAD_TOO_MANY,    /* beyond all norms; or households and nobody to go */
} TnTeamLoad;
TnTeamLoad tn_team_load (guint households, guint members);
/* Households of one member, rounded up, that are just still TN_LOAD_GOOD (or HIGH). */
guint tn_team_limit (TnTeamLoad load);
/* A mobile station is called to a home, and has no homes of its own. type: choice key, NULL = not said. */
gboolean tn_team_goes_to_doors (const char *type);

/* ---- people ---- */

#define TN_TEAM_OLD 60   /* years; who is older is in more danger at the door than most whom they visit */

/* "3 biết": what a member is to know. */
typedef enum { TN_KNOWS_POLICY = 1, TN_KNOWS_TECHNOLOGY = 2, TN_KNOWS_COMMUNICATION = 4, TN_KNOWS_ALL = 7 } TnKnows;
/* "policy, technology"; "" for none. Translated, owned. */
char *tn_knows_text (guint knows);

typedef struct {
  TnId id, team, area;     /* null when there is none */
  char *name, *role /* choice key, "" = member */, *phone, *skills, *hours, *birth, *note;   /* never NULL */
  char *team_name, *area_name;   /* "" = none, or not on this laptop */
  int age;                 /* whole years; -1 = not known */
  guint knows;             /* TnKnows */
  gboolean leader;         /* the team names them, or their role does */
  gboolean core;           /* of the area, or of a building */
} TnMemberInfo;
void tn_member_info_free (TnMemberInfo *info);

typedef struct {
  TnId id, area;           /* id: of the team_area record */
  char *alley;             /* "" = the whole area */
  char *title;             /* "Tổ 3", "Hẻm 45, Khu phố 1" */
  guint n_households;
} TnTeamArea;

typedef struct {
  TnId id, leader;
  char *name, *type /* choice key or "" */, *phone, *note;
  gboolean has_leader;
  GPtrArray *members;      /* TnMemberInfo*, leader first, then in the order of names; owned by TnTeams */
  GPtrArray *areas;        /* TnTeamArea* */
  guint n_households;      /* of its areas, each counted once */
  guint n_old, n_age_known;
  guint knows;             /* what at least one of them knows */
  TnTeamLoad load;
} TnTeamInfo;

/* ---- places that need a core member ---- */

#define TN_CORE_ROOMS 20   /* a boarding house or dormitory with more rooms needs one (product.md T2) */
/* type: of a building. Every apartment block does, whatever its size. rooms 0 = not known: then only a block does. */
gboolean tn_building_needs_core (const char *type, gint64 rooms);

typedef struct {
  TnId id, area, core;     /* area: of a building; core null = nobody */
  gboolean building;
  char *title, *detail;    /* "Nhà trọ Hoa Sứ", "Boarding house · 32 rooms · Tổ 2" */
  char *core_name;         /* "" = nobody */
  guint n_households;      /* of a group or quarter; 0 for buildings */
} TnPlace;

/* ---- what is missing ---- */

/* In order of urgency. */
typedef enum {
  TN_GAP_NO_TEAM,      /* households that no team looks after */
  TN_GAP_NO_LEADER,
  TN_GAP_TOO_MANY,     /* households for each member */
  TN_GAP_NO_CORE,
  TN_GAP_NOT_TRAINED,  /* nobody in the team knows one of the three */
} TnGapType;
const char *tn_gap_name (TnGapType type);   /* "Nobody looks after these". Translated, borrowed */

typedef struct {
  TnGapType type;
  TnId record;             /* the team, unit or building */
  char *title, *detail;    /* "Tổ 12", "31 households". Never NULL */
  guint weight;            /* of one type the greater is the worse */
} TnGap;
/* What is missing of one team, appended to `gaps` (TnGap*). Pure. */
void tn_team_add_gaps (const TnTeamInfo *team, GPtrArray *gaps);
void tn_gap_free (TnGap *gap);

/* ---- reading ---- */

typedef struct {
  GPtrArray *teams;        /* TnTeamInfo*, in list order */
  GPtrArray *members;      /* TnMemberInfo*: all volunteers, in list order, in a team or not */
  GPtrArray *places;       /* TnPlace*: all that need a core member, units in tree order, then buildings */
  GPtrArray *gaps;         /* TnGap*, most urgent first */
  guint n_households, n_without_team;   /* of the ward; of them, those that no team looks after */
  guint n_places, n_core;               /* places, and those that have a core member */
} TnTeams;
void tn_teams_free (TnTeams *teams);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (TnTeams, tn_teams_free)
/* today: stored form, for ages. Any thread that owns the copy. Costs the teams, volunteers and buildings of the ward, and the households only of
 * areas that are divided by alley. */
TnTeams *tn_teams_read (TnCopy *copy, const char *today, GError **error);
/* Borrowed; NULL = none of this id. */
TnTeamInfo *tn_teams_find (const TnTeams *teams, const TnId *id);
TnMemberInfo *tn_teams_find_member (const TnTeams *teams, const TnId *id);
TnPlace *tn_teams_find_place (const TnTeams *teams, const TnId *id);

/* ---- doing: each reads what the copy holds, and gives one edit; NULL with a message when it makes no sense ---- */

TnEdit *tn_team_add (TnCopy *copy, const TnValues *values, GError **error);
/* team NULL = of no team. A leader is written as the team's leader too, and who led before becomes a member. */
TnEdit *tn_team_add_member (TnCopy *copy, const TnId *team, const TnValues *values, GError **error);
/* As typed in a form; the role and the team's leader stay in step. */
TnEdit *tn_team_change_member (TnCopy *copy, const TnId *member, const TnValues *values, GError **error);
/* to NULL = leaves. Who led the old team leads neither. */
TnEdit *tn_team_move_member (TnCopy *copy, const TnId *member, const TnId *to, GError **error);
/* alley "" or NULL = the whole area; else one that households there have. Refused when the team has it already. */
TnEdit *tn_team_add_area (TnCopy *copy, const TnId *team, const TnId *area, const char *alley, GError **error);
TnEdit *tn_team_remove_area (TnCopy *copy, const TnId *team_area, GError **error);
/* The team ends: its members stay as volunteers of no team, its areas are of no team. */
TnEdit *tn_team_dissolve (TnCopy *copy, const TnId *team, GError **error);
/* A volunteer for a group, quarter or building; volunteer NULL = a new one of these values. Refused for who is core member of another area. */
TnEdit *tn_team_name_core (TnCopy *copy, const TnId *place, const TnId *volunteer, const TnValues *values, GError **error);
G_END_DECLS
