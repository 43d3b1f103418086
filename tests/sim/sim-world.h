/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once
#include "tn-district.h"
#include "tn-edit.h"
#include "tn-hub.h"
#include "tn-sync.h"
#include "sim-disk.h"
#include "sim-oracle.h"
#include "sim-plan.h"
G_BEGIN_DECLS

typedef struct _SimWorld SimWorld;

/* A computer: a disk and a clock that may be wrong. */
typedef struct {
  SimWorld *world;
  char *name;
  SimDisk *disk;
  TnEnv env;
  gint64 offset;                 /* ms that its clock is wrong by */
  gint64 drift_ppm, drift_since;
  guint inode, board;            /* of the file; of the machine */
} SimMachine;

/* What its author had on the screen when he edited. */
typedef struct { GHashTable *before; /* TnId → TnRow */ GArray *also; /* guint: edits that were shown besides */ } SimSeen;
SimSeen *sim_seen_new (void);
void sim_seen_free (SimSeen *seen);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (SimSeen, sim_seen_free)

typedef struct _SimLaptop SimLaptop;
struct _SimLaptop {
  SimMachine m;
  char *path;                    /* of the copy */
  guint slot, key;               /* its folder; whose device key it holds */
  const char *role;
  GStrv streams;                 /* of its invitation; NULL = the role's */
  char *code;                    /* the invitation it was enrolled with */
  TnCopy *reconciler, *window;   /* two connections, as in the program; NULL = not running */
  TnTransport *line;
  gboolean busy;                 /* a session is under way further up */
  gboolean enrolled, revoked;
  gboolean named;                /* its copy has a replica id of its own */
  char *last_error;              /* of the quiet phase's last session; NULL = done */
  SimSeen *unsettled;            /* of an edit during which the machine died */
  SimSet undoing;                /* what was in the outbox before an undo during which it died */
  gint64 last_n;                 /* newest row of the outbox that the oracle knows */
  GPtrArray *images;             /* of its disk: GHashTable */
  GPtrArray *images_n;           /* last_n of each */
  gboolean serves;               /* it is a hub */
  TnHub *hub;                    /* its desk; NULL = not open now */
  TnTransport *hub_line;         /* to the hub that it went to last */
  SimLaptop *at_hub;             /* which that is */
  gboolean gone;                 /* lost for good, with its disk */
};

/* A file on a stick, somewhere in a pocket. */
typedef struct {
  SimLaptop *of;                 /* who wrote it, or whom it is for */
  GBytes *file;
  gboolean down;                 /* the district's answer */
  gint64 made;
  guint times;                   /* it was read */
} SimStick;

/* An edit that may tell nobody who made it or when (sim-untimed.c). */
typedef struct {
  TnId id;
  const SimLaptop *of;
  gint64 times[3];               /* when it was made: by its clock, by the clock set right, in truth */
  char **words;                  /* the same as text */
  char day[13];                  /* how its stamp begins */
  char moment[17];               /* the same with the counter, once it was saved: an edit that saw it, made by a clock that is years behind, is a step above it */
} SimUntimed;

typedef struct { TnCall call; char *words[7]; GBytes *body; const SimLaptop *from; SimLaptop *hub; } SimLate;

typedef struct { GHashTable *files; gint64 at; } SimImage;

struct _SimWorld {
  const SimPlan *plan;
  gint64 now;                    /* true time, ms since 1970 */
  gint64 began;
  SimRand *rand;                 /* of the event at hand */
  const SimEvent *event;
  guint next_event, depth;
  guint requests, chances[SIM_AIMS];     /* requests so far; chances that a fault aimed at the one at hand has had */
  gboolean asking;               /* a request is under way, and nothing else */
  gboolean quiet;                /* the end phase: nothing goes wrong any more */

  SimMachine root;
  TnDistrict *district;
  TnDepot *depot;                /* the district's */
  GPtrArray *laptops;            /* SimLaptop* */
  GPtrArray *areas;              /* TnId* of quarters */
  GPtrArray *late;               /* SimLate*: requests that will come once more */
  GPtrArray *sticks;             /* SimStick*, oldest first */
  GPtrArray *untimed;            /* SimUntimed* */
  TnId survey;                   /* that sheets are filled in for */
  GPtrArray *root_images;        /* of the server's disk, SimImage */
  gboolean root_wanted;          /* images of the server are wanted in this run */
  SimImage *aimed[SIM_AIMS];     /* of the server's disk, for those that aim */
  guint rewinds;                 /* how often it was put back */
  GHashTable *tops;              /* "id unit" → newest stamp at the root (I4) */
  gint64 seen_seq;               /* of the root, for I4 and I5 */

  SimOracle oracle;
  guint64 fired[SIM_N_FAULTS];
  guint64 visits, sticks_read;   /* sessions through a hub; sticks that the district or a laptop took */
  guint64 sessions, edits, repairs, flags, false_flags, concurrent;
  GString *trace;                /* NULL = nobody reads it */
  GString *wrong;                /* violations, a line each */
};

#define SIM_WARD "26734"

SimWorld *sim_world_new (const SimPlan *plan, gboolean trace);
void sim_world_free (SimWorld *w);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (SimWorld, sim_world_free)
void sim_say (SimWorld *w, const char *who, const char *format, ...) G_GNUC_PRINTF (3, 4);
void sim_wrong (SimWorld *w, const char *format, ...) G_GNUC_PRINTF (2, 3);
/* The simulator itself cannot go on: a database that cannot be read any more. Noted as a violation; ends the run. */
G_NORETURN void sim_fatal (const char *format, ...) G_GNUC_PRINTF (1, 2);
/* Does this fault happen now? Says and counts nothing. */
gboolean sim_strikes (SimWorld *w, SimFault fault);
void sim_fire (SimWorld *w, SimFault fault);
void sim_machine_init (SimMachine *m, SimWorld *w, const char *name, SimDisk *disk);

/* The server's process. */
void sim_root_start (SimWorld *w);
void sim_root_stop (SimWorld *w);
/* After anything that may have moved the ward: stamps only rise, numbers only grow (I4, I5). */
void sim_root_look (SimWorld *w);

/* A fault at one request (sim-aim.c): before it is sent; after its answer is here. */
void sim_aim_before (SimWorld *w);
void sim_aim_after (SimWorld *w, SimLaptop *l);
gboolean sim_aim_strikes (SimWorld *w, SimFault fault);
guint sim_aim_operations (const SimWorld *w, SimFault fault, guint drawn);   /* of the server's disk, until it strikes: as aimed, or as drawn */
void sim_aim_clear (SimWorld *w);

/* An image of the server's disk, as it is now; and the server put back to it. */
SimImage *sim_image_root (SimWorld *w);
void sim_image_free (SimImage *image);
void sim_restore_root (SimWorld *w, const SimImage *image, SimFault fault);

/* Laptops (sim-laptop.c). */
SimLaptop *sim_laptop_add (SimWorld *w, const char *name, guint key, const char *role, GHashTable *image);
void sim_laptop_free (SimLaptop *l);
void sim_laptop_set_role (SimLaptop *l, const char *role, GStrv streams);      /* invites and enrols it */
TnCopy *sim_laptop_window (SimLaptop *l);        /* opens when need be; NULL = it cannot now */
TnCopy *sim_laptop_reconciler (SimLaptop *l);
TnHub *sim_laptop_hub (SimLaptop *l);            /* the desk of a hub; NULL = it cannot now */
gboolean sim_laptop_is_off (const SimLaptop *l); /* dead or gone */
void sim_laptop_stop (SimLaptop *l);             /* its programs end */
/* If the disk died: what a restart finds. TRUE when it had. */
gboolean sim_laptop_settle (SimLaptop *l);
gint64 sim_laptop_outbox_top (SimLaptop *l);
gboolean sim_laptop_enrol (SimLaptop *l);
void sim_laptop_ask (SimLaptop *l);              /* does the district still know it? */
/* Tells the oracle of edits that are in the outbox and that it does not know. */
void sim_laptop_adopt (SimLaptop *l, const SimSeen *seen);
void sim_laptop_image (SimLaptop *l);            /* keeps an image of its disk */

/* The line between a laptop and the district, or a hub (sim-line.c). */
TnTransport *sim_line_new (SimLaptop *l, SimLaptop *hub /* NULL = the district */);
/* Around what the district's process does: something may befall it. FALSE = it died of it, and was started again. */
void sim_root_trouble (SimWorld *w);
gboolean sim_root_settle (SimWorld *w);
GBytes *sim_flip (GBytes *bytes, SimRand *r);
GBytes *sim_cut (GBytes *bytes, SimRand *r);
void sim_late_free (SimLate *late);
void sim_deliver_late (SimWorld *w);

/* Events (sim-event.c, sim-edit.c). */
void sim_run_event (SimWorld *w, const SimEvent *event);
void sim_run_next (SimWorld *w);
void sim_edit (SimLaptop *l);
/* Who takes back what he never sent has taken it back: what was in l->undoing and is not in the outbox now. */
void sim_excuse_withdrawn (SimLaptop *l);
gboolean sim_sync (SimLaptop *l, TnSessionLog *log, GError **error);
void sim_happen (SimWorld *w, SimLaptop *l, SimFault fault);
void sim_first_list (SimWorld *w, SimLaptop *l);
/* For who edits: a record of this kind, some more often than others; the record as it is shown, noted as seen (NULL = gone). */
gboolean sim_pick_record (SimWorld *w, TnCopy *copy, const char *kind, TnId *id);
const TnRow *sim_look_at (SimSeen *seen, TnCopy *copy, const TnId *id);

/* Petitions without a name and survey sheets (sim-untimed.c). */
void sim_untimed_free (SimUntimed *u);
void sim_untimed_survey (SimLaptop *l, TnEdit *edit);                            /* into the first list */
TnEdit *sim_untimed_edit (SimLaptop *l, TnCopy *copy, SimSeen *seen);            /* a new one, or one that goes on with one; NULL = there is nothing to do */
void sim_untimed_saved (SimLaptop *l);                                           /* what was just written does not tell the moment */
void sim_untimed_wire (SimWorld *w, const char *path, GBytes *body, const char *media);   /* nor does what travels */

/* Something may befall it: at this operation of its disk, or within so many. */
void sim_laptop_trouble (SimLaptop *l, guint operations, gboolean exactly);

/* Sticks (sim-stick.c) and hubs (sim-hub.c). */
void sim_stick_free (SimStick *stick);
void sim_carry (SimWorld *w, SimLaptop *l);
void sim_go_to_hub (SimWorld *w, SimLaptop *l);  /* one of them, if there is any */
void sim_make_hub (SimWorld *w, SimLaptop *l);
void sim_end_hub (SimWorld *w);
void sim_lose_hub (SimWorld *w);
SimLaptop *sim_pick_hub (SimWorld *w, const SimLaptop *other_than);   /* NULL = there is none */
gboolean sim_visit (SimLaptop *l, SimLaptop *hub, TnSessionLog *log, GError **error);
/* What a hub has yet to hand on, or did; and what stands here that only hubs have said. */
void sim_relay_set (SimLaptop *l, SimSet *set);
void sim_ahead_set (SimLaptop *l, SimSet *set);

/* The end (sim-verdict.c). */
void sim_verdict (SimWorld *w);
/* What the root has. Sets are of uids. */
typedef struct {
  GHashTable *rows;              /* TnId → TnRow */
  GHashTable *erased;            /* TnId */
  SimSet held;                   /* in a row, its history, a conflict, quarantine or custody */
  SimSet flagged, aside;         /* in a conflict; in quarantine or custody */
} SimRootView;
void sim_untimed_verdict (SimWorld *w, TnDb *root, const SimRootView *view);
void sim_root_view (SimWorld *w, SimRootView *view);
void sim_root_view_clear (SimRootView *view);
void sim_watch (SimWorld *w);   /* says where sim_watched is, if that has changed */
void sim_watch_exchange (SimLaptop *l, const TnRequest *request, const TnResponse *response);   /* says what was asked and answered, while one is watched */

/* A disk was put back: of the edits in `before` (its outbox until then) those that are nowhere else are excused, with what only they had seen. */
void sim_excuse_lost (SimWorld *w, SimSet *before);
/* The server was put back: of what it held in `before`, what no laptop has any more, neither in its outbox nor on its screen. */
void sim_excuse_at_root (SimWorld *w, const SimSet *before);
void sim_outbox_set (SimLaptop *l, SimSet *set);
G_END_DECLS
