/*
 * Moves between two rankings, and the cause of each.
 *
 * Between last night and tonight the city is led through worlds in which one kind of thing after another is as it is
 * tonight: W0 last night, W1 the data, W2 also the links, W3 also the day, W4 also the rules and seats, W5 also what
 * people ordered: tonight. In each world all candidates are seated. A firm's move belongs to the step at which what
 * moved took its final value; so the causes of all moves add up to the moves. The order is that in which a night can be
 * led back: the day, the links and the rules of before are known, the data of before only by what was judged of them.
 *
 * Pure: no libpq, no FILE. Thread rule: one thread.
 */
#ifndef TIDU_MOVES_H
#define TIDU_MOVES_H

#include "tidu/error.h"
#include "tidu/pool.h"

enum td_cause { TD_BY_DATA, TD_BY_LINK, TD_BY_CLOCK, TD_BY_RULE, TD_BY_OVERRIDE, TD_CAUSES };
enum { TD_WORLDS = TD_CAUSES + 1 };
const char *td_cause_word(enum td_cause cause); /* "data": as stored */
/* In the reader's language. */
const char *td_cause_title(enum td_cause cause);

struct td_own { /* what a firm is by itself, whatever the others do */
    int16_t slot;     /* tier and kind of application; -1 = no candidate */
    int16_t county;
    int16_t group[2]; /* industry, by the seats' rules of before and of tonight; -1 = in none */
    uint8_t verdict;  /* enum td_verdict, of its slot */
    uint8_t will;     /* enum td_pool_will */
    int32_t held_place;
    uint8_t key[TD_POOL_KEY_BYTES];
};

struct td_standing {
    int16_t slot;    /* -1 = on no list */
    int16_t county;
    uint8_t verdict;
    bool seated;
    int32_t place, county_place;
};
extern const struct td_standing TD_NOWHERE;

struct td_moves_firm {
    char uscc[24];
    uint32_t beside; /* the caller's */
    const struct td_own *own[TD_WORLDS]; /* NULL = no candidate */
    struct td_standing was, is;          /* as they stood and stand */
    struct td_standing at[TD_WORLDS];    /* as td_moves_seat finds them; at[0] may differ from was when what ranked was another program */
};

struct td_moves {
    struct td_moves_firm *firms;
    size_t count;
    size_t slots;
    const struct td_pool_rules *rules[2]; /* by slot: of before (worlds 0 to 3), of tonight */
};

/* Fills at[] of all firms, and puts them into the order of their codes. A world in which nothing differs from the one before costs nothing. */
void td_moves_seat(struct td_moves *m);

enum td_aspect { TD_MOVE_TIER, TD_MOVE_SEAT, TD_MOVE_VERDICT, TD_MOVE_COUNTY, TD_MOVE_PLACE, TD_ASPECTS };
const char *td_aspect_word(enum td_aspect aspect);

struct td_move {
    bool moved;
    enum td_cause cause;
    bool direct; /* the firm itself changed at that step; else it was displaced, let in, or seats changed */
};
/*
 * Did the aspect move, and why? tier and seat: the slot of the list, of the seats (-1 = none). verdict, county and
 * place: of firms that stand on one list on both nights.
 */
struct td_move td_moves_of(const struct td_moves_firm *firm, enum td_aspect aspect);

/* ---- how many moves are too many: criteria/moves.yaml ----------------------------------------------------- */
struct td_moves_gate { /* held when firms > least, and more than percent of those that were seated */
    bool on;
    int64_t tier_percent, tier_least;
    int64_t county_percent, county_least;
};
bool td_moves_gate_read(struct td_moves_gate *gate, struct td_str text, struct td_error *err) TD_MUST_USE;
bool td_moves_gate_holds(int64_t moved, int64_t of, int64_t percent, int64_t least);

/* The ladder of ranking.yaml, lowest first, parted by blanks. */
bool td_ladder_read(struct td_str ranking, struct td_buf *out, struct td_error *err) TD_MUST_USE;

#endif
