/*
 * Which registered unit does a record mean, when it does not give a registered code? Pure.
 *
 * Use: add all holders (ids of source.*) and what people judged of them, then every unit of the registry once,
 * then td_match_finish, then ask for each holder. The keys of the holders are the hash table and the registry
 * streams past it: a unit that nothing points to costs its name (some 90 bytes), and only while there are holders
 * with names.
 *
 * Keys of a holder, in the order in which they are tried:
 *   judged        a person said "the same": stands before all else
 *   old code      of "#…", or a code of 18 characters: in the unit's old_codes
 *   org code      characters 9 to 17 of a code, or "#…" of 9: the same in the unit's code
 *   name          td_name_key of the name: the unit's name
 *   former name   … or one of its former names
 *   fuzzy         the one name that is alike beyond doubt: criteria/linkage.yaml says how alike that is
 * The first that any admissible unit fits decides. Several units: the one that is active if all others
 * are known not to be; else the holder is ambiguous. Alike, but not beyond doubt: near, with its candidates.
 *
 * What is never taken: for a name, an individual business or co-operative where a company has the same
 * name; for a code of one class of unit (company, 92, 93), a unit of another class; for a branch's name
 * anything but a branch of exactly that name, least of all its parent; what a person said is not the same.
 */
#ifndef TIDU_MATCH_H
#define TIDU_MATCH_H

#include "tidu/error.h"
#include "tidu/name.h"

enum { TD_SCORE_MAX = 1000000, TD_CANDIDATES = 5 };

/* ---- how alike is alike: criteria/linkage.yaml ------------------------------------------------------ */
struct td_linkage;
bool td_linkage_read(struct td_linkage **out, struct td_str text, struct td_error *err) TD_MUST_USE;
void td_linkage_free(struct td_linkage *linkage); /* NULL is legal */

/* ---- matching ------------------------------------------------------------------------------------ */
enum td_match_method {
    TD_MATCH_OLD_CODE,
    TD_MATCH_ORG_CODE,
    TD_MATCH_NAME,
    TD_MATCH_FORMER_NAME,
    TD_MATCH_EXACT,
    TD_MATCH_FUZZY = TD_MATCH_EXACT,
    TD_MATCH_JUDGED,
    TD_MATCH_METHODS, /* those that find a unit */
    TD_MATCH_UNMATCHED = TD_MATCH_METHODS,
    TD_MATCH_AMBIGUOUS,
    TD_MATCH_BRANCH, /* a branch's name that is not in the registry */
    TD_MATCH_NEAR,   /* candidates, none of them beyond doubt */
    TD_MATCH_RESULTS
};
/* The word of link.alias, link.queue, link.summary. */
const char *td_match_word(enum td_match_method m);

enum td_match_active { TD_MATCH_ACTIVE, TD_MATCH_ENDED, TD_MATCH_STATUS_UNKNOWN };
/* What a person said of a holder and a unit; unsure: it stays a candidate and is never linked by itself. */
enum td_match_say { TD_MATCH_SAME, TD_MATCH_NOT, TD_MATCH_UNSURE };

struct td_match_unit { /* a row of the registry; views */
    struct td_str uscc, name, former_names, old_codes, org_kind, status, county;
};

struct td_match_candidate { /* best first; ambiguous: in the order of their codes */
    struct td_str uscc;
    int32_t score; /* 0 .. TD_SCORE_MAX */
    struct td_str evidence; /* in Chinese: it is kept as data */
};

struct td_match_result {
    enum td_match_method method;
    struct td_str uscc;     /* of the unit that was found */
    int32_t score;          /* fuzzy only, else -1 */
    struct td_str evidence; /* fuzzy only, else empty */
    const struct td_match_candidate *candidates; /* near, ambiguous (all of them), fuzzy (itself and the next) */
    size_t candidate_count;
};

struct td_match;
struct td_match *td_match_new(void);
void td_match_free(struct td_match *m); /* NULL is legal */
/* A holder id and, where it is no name itself, the name delivered with it (may be empty). Once per id. */
size_t td_match_holder(struct td_match *m, struct td_str id, struct td_str name);
/* What a person said, before any unit; of several "same" for one holder the last one given counts. */
void td_match_judge(struct td_match *m, size_t holder, struct td_str uscc, enum td_match_say say);
/* A unit; all holders must be there. Two rows of one unit are one unit. */
void td_match_unit(struct td_match *m, const struct td_match_unit *unit);
/* All units were given: look for what is alike, for the holders that nothing exact fits. linkage NULL: nothing is
 * alike. threads 0: all. The answer does not depend on threads or on the order of the units. */
void td_match_finish(struct td_match *m, const struct td_linkage *linkage, int threads);
/* Views until the next call. */
struct td_match_result td_match_find(struct td_match *m, size_t holder);
/* No link by name or likeness: only candidates from now on (two names of one year may not be one firm; a person
 * named a firm that is not registered tonight). */
void td_match_doubt(struct td_match *m, size_t holder);
/* Pairs of names that were compared, for the bench. */
uint64_t td_match_pairs(const struct td_match *m);

#endif
