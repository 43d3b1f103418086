/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once
#include "tn-feed.h"
#include "tn-fields.h"
G_BEGIN_DECLS

/* What the projections say of a household and of a person, made from their records; the same code for one that changed and for all at
 * once. Of this room alone. */

/* A row of table household. */
typedef struct {
  gint64 row;            /* 0 = not given yet */
  TnId id, head, area, building;
  gboolean live, gone;
  char *code, *head_name, *house_no, *alley, *street, *room, *building_name, *phone, *status;
  guint n_people;
  GBytes *address_key, *head_key, *code_key;
  char *words;
} TnHome;
void tn_home_clear (TnHome *home);
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (TnHome, tn_home_clear)

/* A row of table person. */
typedef struct {
  gint64 home;
  guint slot;
  TnId id, household;    /* household = the person's own id when the record names none */
  gboolean other, gone;  /* other = not head by relation */
  char *name, *words;
} TnMember;
void tn_member_clear (TnMember *member);
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (TnMember, tn_member_clear)

/* Where the tables are and what was looked up on the way: names of areas, buildings, sort keys by their text. Lives as long as one change
 * or one rebuild, inside one transaction. schema is "main", or "temp" when a check makes everything beside. */
typedef struct _TnMaker TnMaker;
TnMaker *tn_maker_new (TnDb *db, const char *schema);
void tn_maker_free (TnMaker *maker);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (TnMaker, tn_maker_free)
TnDb *tn_maker_db (TnMaker *maker);
/* tn_db_prepare() of SQL that names its tables "main.…". */
TnStmt *tn_maker_prepare (TnMaker *maker, const char *sql, GError **error);

/* Looks up all areas and buildings. From here on the maker's tables are complete: tn_maker_read_home() and tn_maker_set_head() touch no
 * database and may run on another thread than the one that writes, one at a time. */
gboolean tn_maker_preload (TnMaker *maker, GError **error);

/* Fills everything but row, head_name, head_key, n_people. fields = of the record; home must be empty. */
gboolean tn_maker_read_home (TnMaker *maker, const TnFields *fields, TnHome *home, GError **error);
/* NULL name = no head. */
void tn_maker_set_head (TnMaker *maker, TnHome *home, const char *name);
/* Fills everything but home and slot; household = what the record names, null = none; card_words = of the person's cards, NULL = none. */
void tn_maker_read_member (const TnFields *fields, const TnId *household, const char *card_words, TnMember *member);

/* A row's columns in the order of these names; the values borrow from it. Of a household all but `row`. */
#define TN_HOME_COLUMNS "id, live, gone, code, head, head_name, area, house_no, alley, street, room, building, building_name, phone, status," \
  " n_people, address_key, head_key, code_key, words"
#define TN_HOME_N_COLUMNS 20
void tn_home_values (const TnHome *home, TnFeedValue values[TN_HOME_N_COLUMNS]);
#define TN_MEMBER_COLUMNS "home, slot, id, ord, gone, name, words"
#define TN_MEMBER_N_COLUMNS 7
void tn_member_values (const TnMember *member, TnFeedValue values[TN_MEMBER_N_COLUMNS]);

/* Writes the record's row in item and, for the kinds that have one, in their own table. */
gboolean tn_maker_put_item (TnMaker *maker, const TnFields *fields, GError **error);
/* The second half of it alone: a build writes the rows of item that hang on others by itself. */
gboolean tn_maker_put_typed (TnMaker *maker, const TnFields *fields, GError **error);
gboolean tn_maker_remove_item (TnMaker *maker, const char *kind, const TnId *id, GError **error);
gboolean tn_maker_count (TnMaker *maker, const char *kind, gint64 change, GError **error);
G_END_DECLS
