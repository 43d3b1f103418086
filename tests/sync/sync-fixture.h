/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once
#include "tn-district.h"
#include "tn-edit.h"
#include "tn-outbox.h"
#include "tn-sync.h"
G_BEGIN_DECLS

/* A real district behind real HTTPS on a free loopback port, and laptops that were enrolled at it with invitations. */
#define WARD "27154"
typedef struct {
  char *dir, *district_dir;
  TnDistrict *district;
  TnDistrictServer *server;
  char *listen;                  /* once it served: always the same port */
} World;
void world_init (World *w);
void world_clear (World *w);
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (World, world_clear)

/* No district to be reached, as without a network; and the same one again, at the same port. */
void world_stop (World *w);
void world_start (World *w);

/* The district's database as it is now, aside under a name; and put back, as an administrator would who knows of nothing. */
void world_save (World *w, const char *name);
void world_put_back (World *w, const char *name);
/* Another district: an empty database under the same keys and CA. The ward is there again. */
void world_set_up_anew (World *w);

typedef struct {
  World *world;
  char *path, *name;
  TnCopy *copy;
  TnTransport *line;             /* kept by laptop_sync_kept() */
} Laptop;
void laptop_init (Laptop *l, World *w, const char *name);      /* whole ward, enrolled, opened */
void laptop_init_bare (Laptop *l, World *w, const char *name); /* opened, not enrolled */
void laptop_clear (Laptop *l);
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Laptop, laptop_clear)
char *world_invite (World *w);
void laptop_enrol (Laptop *l);
void laptop_sync (Laptop *l);                                   /* must succeed, and leave nothing unsent */
void laptop_sync_kept (Laptop *l);                              /* the same over one kept line and session, as while online */
TnTransport *laptop_connect (Laptop *l);
void laptop_sync_over (Laptop *l, TnTransport *t);
guint64 laptop_waiting (Laptop *l);

/* Edits, as a person makes them. */
TnId laptop_add_household (Laptop *l, const char *house_no);
TnId laptop_add_person (Laptop *l, const TnId *household, const char *name);
void laptop_set (Laptop *l, const TnId *id, const char *field, const char *text);
void laptop_delete (Laptop *l, const TnId *id);
char *laptop_get (Laptop *l, const TnId *id, const char *field);   /* NULL = empty, no such record, or deleted */
gboolean laptop_holds (Laptop *l, const TnId *id);                 /* and not deleted */

/* Open conflicts about a record, NULL = any; `first` (or NULL) gets the id of one. */
guint laptop_conflicts (Laptop *l, const TnId *record, TnId *first);

/* Both copies and the district hold the same, record by record; nothing is unsent. */
void assert_reconciled (World *w, Laptop *const *laptops, guint n);
/* The oracle of sync.md I1: this value of this field, once typed, is current, in the district's history, in a conflict or in quarantine. */
void assert_not_lost (World *w, const char *text);
sqlite3 *world_open_depot (World *w);
G_END_DECLS
