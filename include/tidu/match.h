/*
 * Which registered unit does a record mean, when it does not give a registered code? Pure.
 *
 * Use: add all holders (ids of source.*), then every unit of the registry once, then ask for each
 * holder. The keys of the holders are the hash table and the registry streams past it: memory goes with
 * the few that are to be found, not with the units (a unit that nothing points to costs nothing).
 *
 * Keys of a holder, in the order in which they are tried:
 *   old code      of "#…", or a code of 18 characters: in the unit's old_codes
 *   org code      characters 9 to 17 of a code, or "#…" of 9: the same in the unit's code
 *   name          td_name_key of the name: the unit's name
 *   former name   … or one of its former names
 * The first that any admissible unit fits decides. Several units: the one that is active if all others
 * are known not to be; else the holder is ambiguous.
 *
 * What is never taken: for a name, an individual business or co-operative where a company has the same
 * name; for a code of one class of unit (company, 92, 93), a unit of another class; for a branch's name
 * anything but a branch of exactly that name, least of all its parent.
 */
#ifndef TIDU_MATCH_H
#define TIDU_MATCH_H

#include "tidu/scalar.h"

enum td_match_method {
    TD_MATCH_OLD_CODE,
    TD_MATCH_ORG_CODE,
    TD_MATCH_NAME,
    TD_MATCH_FORMER_NAME,
    TD_MATCH_METHODS,
    TD_MATCH_UNMATCHED = TD_MATCH_METHODS,
    TD_MATCH_AMBIGUOUS,
    TD_MATCH_BRANCH, /* a branch's name that is not in the registry */
    TD_MATCH_RESULTS
};
/* The word of link.alias, link.queue, link.summary. */
const char *td_match_word(enum td_match_method m);

enum td_match_active { TD_MATCH_ACTIVE, TD_MATCH_ENDED, TD_MATCH_STATUS_UNKNOWN };

struct td_match_unit { /* a row of the registry; views */
    struct td_str uscc, name, former_names, old_codes, org_kind, status;
};

struct td_match_result {
    enum td_match_method method;
    struct td_str uscc;        /* of the unit that was found */
    struct td_str *candidates; /* ambiguous: their codes in order; until the next call */
    size_t candidate_count;
};

struct td_match;
struct td_match *td_match_new(void);
void td_match_free(struct td_match *m); /* NULL is legal */
/* A holder id and, where it is no name itself, the name delivered with it (may be empty). Once per id. */
size_t td_match_holder(struct td_match *m, struct td_str id, struct td_str name);
/* A unit; all holders must be there. Two rows of one unit are one unit. */
void td_match_unit(struct td_match *m, const struct td_match_unit *unit);
struct td_match_result td_match_find(struct td_match *m, size_t holder);

#endif
