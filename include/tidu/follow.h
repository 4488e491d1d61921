/*
 * What follows a shortlist through the year (criteria/follow.yaml): the tracks of titles, the horizons of reviews,
 * the versions that will apply on the day a title ends, and service specialists (服务专员) for the firms of the pool.
 * Pure. Thread rule: a parsed td_follow and td_versions are immutable.
 */
#ifndef TIDU_FOLLOW_H
#define TIDU_FOLLOW_H

#include "tidu/judge.h"

struct td_track_title {
    struct td_str title, name; /* word of the dataset title; in words */
    bool second;               /* of the second track */
};
struct td_horizon {
    int64_t days;
    struct td_str name;
};
struct td_field_word { /* part of an expert's field, and beginnings of industry codes; none: fits no firm in particular */
    struct td_str word;
    struct td_str *industries;
    size_t count;
};

struct td_follow { /* all-zero is empty */
    struct td_arena arena;
    struct td_track_title *titles; /* ladder first, lowest first */
    size_t title_count;
    struct td_horizon *horizons; /* nearest first */
    size_t horizon_count;
    bool role_unknown_serves;
    int64_t spread; /* difference of loads in a county that is let be */
    struct td_field_word *fields;
    size_t field_count;
};
/* Mistakes are TD_E_CRITERIA with file:line:column. */
bool td_follow_parse(struct td_follow *follow, struct td_str text, const char *file, struct td_error *err) TD_MUST_USE;
void td_follow_free(struct td_follow *follow);
/* Does an expert of this field fit a firm of this industry ("C3451")? */
bool td_follow_fits(const struct td_follow *follow, struct td_str field, struct td_str industry);

/* ---- which version judges on a day -------------------------------------------------------------------- */
struct td_versions; /* the periods of all files of tiers/ */
/* Files as for td_rules_compile, which has found their mistakes. */
bool td_versions_read(struct td_versions **versions, const struct td_file_text *files, size_t count,
                      struct td_error *err) TD_MUST_USE;
void td_versions_free(struct td_versions *versions); /* NULL is legal */
/*
 * The version of a tier that judges on a day in a region, {0} if none does: for a review where the tier has reviews
 * at all, else for a new application; *kind says which. A version for a region goes before one for all.
 */
struct td_str td_version_on(const struct td_versions *versions, struct td_str tier, struct td_str region, td_date day,
                            enum td_kind *kind);

/* ---- specialists ---------------------------------------------------------------------------------------- */
struct td_specialist {
    struct td_str id, county, field;
    int64_t firms; /* out: how many it has */
};
struct td_tended { /* a firm of the pool */
    struct td_str uscc, county, industry;
    int before;     /* index of the specialist that it had last night, -1 = none that is still there */
    int64_t since;  /* the run from which it has had that one: the latest are moved first */
    int now;        /* out: index, -1 = its county has none */
    bool fits;      /* out */
};
/*
 * Each firm one specialist of its own county. A firm keeps the one that it had, as long as that one serves its county; the
 * others go to those with the fewest firms, among these to one whose field fits, then by id. Where loads differ by
 * more than `spread`, firms move from the fullest to the emptiest until they do not: firms without a fit first, then the
 * latest, then the last by code. The result depends neither on the order of the firms nor on that of the specialists.
 */
void td_assign(const struct td_follow *follow, struct td_specialist *specialists, size_t specialist_count,
               struct td_tended *firms, size_t firm_count);

#endif
