/*
 * Seats (名额): a city's number for a tier, apportioned over its counties by largest remainder within floors and
 * ceilings, filled in the order of the list within floors and ceilings of industries, unfilled seats handed over;
 * what people ordered (add, remove, hold) and who is excluded. Pure: no libpq, no FILE, exact integers; the same
 * set of candidates gives the same answer in whatever order they come. Explained in pool_seat.c.
 *
 * Thread rule: nothing is shared; rules are only read.
 */
#ifndef TIDU_POOL_H
#define TIDU_POOL_H

#include "tidu/text.h"

enum { TD_POOL_KEY_BYTES = 24, TD_POOL_NO_LIMIT = -1, TD_POOL_GROUPS_MAX = 32 };

/* ---- apportioning ------------------------------------------------------------------------- */
struct td_pool_claim { /* one county's */
    int64_t weight;    /* its candidates */
    int64_t floor;     /* never less (0) … */
    int64_t ceiling;   /* … nor more; TD_POOL_NO_LIMIT = as many as it likes */
};
enum td_pool_bound { TD_POOL_FREE, TD_POOL_AT_FLOOR, TD_POOL_AT_CEILING };
struct td_pool_given {
    int64_t seats;
    int64_t whole;                     /* of the plain quota seats·weight / total, rounded down */
    int64_t remainder, of;             /* what the quota has beyond its whole part: remainder / of */
    enum td_pool_bound bound;
    bool up;                           /* one of the seats is for the remainder */
};
/*
 * The multiplier at which floors, ceilings and quotas together give `seats` (weights that reach below a floor stand
 * at it, above a ceiling at that); whole parts first, then the largest remainders; equal ones go to the larger
 * weight, then to the smaller index. Without floors and ceilings: the plain method of largest remainders. Fewer
 * than `seats` are given when all are at their ceilings. The floors add up to `seats` at most.
 */
void td_pool_apportion(int64_t seats, const struct td_pool_claim *claims, size_t count, struct td_pool_given *given);

/* A city's share of a larger number: of / among, rounded. */
enum td_pool_round { TD_POOL_DOWN, TD_POOL_NEAREST, TD_POOL_UP };
int64_t td_pool_share(int64_t of, int64_t among, enum td_pool_round round);
/* "187.5", "125", "333.333…": a share as people read it, exact or with three places and a mark. */
void td_pool_share_text(int64_t of, int64_t among, struct td_buf *out);

/* ---- seating ------------------------------------------------------------------------------ */
/* What people or rules say of a candidate. An exclusion is above an override: nobody who is excluded is seated. */
enum td_pool_will {
    TD_POOL_PLAIN,
    TD_POOL_EXCLUDED,     /* by a rule: no place, no seat */
    TD_POOL_REMOVED,      /* override remove: the same */
    TD_POOL_ADDED,        /* override add: a seat of its county's */
    TD_POOL_ADDED_BESIDE, /* … beside the seats */
    TD_POOL_HELD_SEATED,  /* override hold: keeps its place and its seat */
    TD_POOL_HELD_OUT      /* … keeps its place without a seat */
};

/* Why, or why not. Stored in pool.shortlist.reason and pool.excluded: append, never renumber. */
enum td_pool_reason {
    TD_POOL_OPEN = 0,       /* the tier has no number of seats: everyone is on the list */
    TD_POOL_QUOTA = 1,      /* the county's quota */
    TD_POOL_REMAINDER = 2,  /* the seat its remainder got */
    TD_POOL_FLOOR = 3,      /* the county's floor */
    TD_POOL_INDUSTRY = 4,   /* the industry's floor */
    TD_POOL_HANDED = 5,     /* a seat that others did not fill */
    TD_POOL_BY_ADD = 6,     /* override, within the seats */
    TD_POOL_BY_BESIDE = 7,  /* override, beside the seats */
    TD_POOL_BY_HOLD = 8,    /* override: as it stood */
    TD_POOL_NO_CUT = 16,    /* behind the cut */
    TD_POOL_NO_COUNTY = 17, /* the county's ceiling: its quota alone would have reached so far */
    TD_POOL_NO_SECTOR = 18, /* the industry's ceiling */
    TD_POOL_NO_GAVE_WAY = 19, /* before the cut, but another sits by an industry's floor or an override */
    TD_POOL_NO_HOLD = 20,   /* override: as it stood, without a seat */
    TD_POOL_NO_REMOVED = 21,
    TD_POOL_NO_EXCLUDED = 22
};
const char *td_pool_reason_word(int reason);  /* "quota" */
const char *td_pool_reason_title(int reason); /* in the reader's language; for files always Chinese: _zh */
const char *td_pool_reason_zh(int reason);

struct td_pool_bounds {
    int64_t floor;   /* 0 = none */
    int64_t ceiling; /* TD_POOL_NO_LIMIT = none */
};
struct td_pool_rules { /* of one tier; all-zero with seats NO_LIMIT: everyone is seated */
    int64_t seats;     /* TD_POOL_NO_LIMIT = no number */
    bool keep;         /* unfilled seats are not handed over */
    size_t counties;   /* candidates' counties are below; the last one may stand for "not known" */
    const struct td_pool_bounds *of_county; /* counties of them; NULL = none */
    size_t groups;     /* industries with bounds, at most TD_POOL_GROUPS_MAX */
    const struct td_pool_bounds *of_group;
};

struct td_pool_candidate {
    char uscc[24];
    uint8_t key[TD_POOL_KEY_BYTES]; /* the judge's: memcmp is the order */
    int16_t program;                /* the caller's */
    int16_t county, group;          /* group -1 = in none */
    uint8_t will;                   /* enum td_pool_will */
    int32_t held_place;             /* HELD_*: its place as it stood, from 1 */
    /* what td_pool_seat says */
    int32_t place, county_place; /* from 1; 0 = none (excluded, removed) */
    bool seated, tie; /* tie: equal in key to one of its county across the cut */
    uint8_t reason;   /* enum td_pool_reason */
};

struct td_pool_county_seats {
    int64_t eligible;             /* with a place, those beside the seats apart */
    struct td_pool_given given;   /* floors and ceilings counted in */
    int64_t seated, handed;       /* handed: of the seated, on seats of others; beside the seats not counted */
    int64_t beside;
};
struct td_pool_group_seats {
    int64_t eligible, seated;
    int64_t missing; /* seats that its floor asked for and that were not to be had */
};
/* A rule that gave way: said in the ledger of seats and in the log. */
enum td_pool_way {
    TD_POOL_WAY_FLOORS,    /* the counties' floors, to overrides that take more */
    TD_POOL_WAY_CEILING,   /* a county's ceiling, to overrides */
    TD_POOL_WAY_SECTOR,    /* an industry's ceiling, to overrides */
    TD_POOL_WAY_SEATS,     /* the city's number, to overrides */
    TD_POOL_WAY_MINIMUM,   /* an industry's floor, to the counties' seats or for want of candidates */
    TD_POOL_WAY_UNFILLED   /* a county's floor, for want of candidates */
};
struct td_pool_gave_way {
    enum td_pool_way way;
    int32_t index; /* county or group; -1 = the city */
    int64_t asked, got;
};
struct td_pool_seating { /* all-zero is empty */
    struct td_pool_county_seats *counties;
    struct td_pool_group_seats *groups;
    struct td_pool_gave_way *ways;
    size_t way_count;
    int64_t seats, seated, unfilled; /* seats: as ruled, or more where overrides took more */
};

/*
 * Seat the candidates of one program. rows is left in the order of the list (those without a place behind).
 * 15,000 candidates take some milliseconds. result (may be NULL) is freed by td_pool_seating_free.
 */
void td_pool_seat(const struct td_pool_rules *rules, struct td_pool_candidate *rows, size_t count,
                  struct td_pool_seating *result);
void td_pool_seating_free(struct td_pool_seating *result);

#endif
