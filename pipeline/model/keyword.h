/* The compiled keywords and what one search works on. Internal to model/. */
#ifndef TIDU_MODEL_KEYWORD_H
#define TIDU_MODEL_KEYWORD_H

#include "catalogue.h"

#include <hs/hs.h>

struct use { /* a word in one of its roles */
    struct td_str text;
    enum word_role role;
    int entry;
};
struct pattern {           /* a different text of a word */
    uint32_t first, count; /* uses */
    uint32_t len;
    bool bound_left,
        bound_right; /* a Latin letter or digit stands at this end: no other may adjoin */
};

struct td_keywords {
    struct td_arena arena;
    struct catalogue_list list;
    struct use *uses; /* by pattern; within an entry's words by place */
    int use_count;
    int *place_order; /* per use: its rank among all words as they stand in the files */
    struct pattern *patterns;
    uint32_t pattern_count;
    /*
     * Two, because 制造, 销售, 除 stand in every clause of every scope and most scopes speak of
     * no entry: the keywords are looked for in all of the text, the rest only in the clauses
     * that have one. NULL: none.
     */
    hs_database_t *keys, *all;
};

struct event {         /* a word in the text */
    uint32_t from, to; /* bytes of the folded text */
    int use;
};
struct run { /* verbs one after the other: 研发、生产和销售 */
    bool makes, trades, serves;
};
struct hit { /* a keyword that waits for its verbs */
    int use;
    int before, after; /* runs, -1 = none */
    int next;          /* the hit before it in the same clause, -1 = none */
};
struct part { /* a clause outside all brackets, those inside it included, with a keyword in it
               */
    uint32_t from, to;
    size_t bound, bound_end; /* its boundaries, without the stop that ends it */
};
enum { CLAUSE_DEPTH = 8 };
struct clause { /* text between stops, at one depth of brackets */
    int head;   /* latest hit, -1 = none */
    int mark;   /* head when 除 stood there */
    int run;    /* latest run, -1 = none */
    uint32_t run_end, from;
    bool denied;  /* from here on */
    bool open;    /* 除, and no 外 so far */
    bool leading; /* 除 was the first word of a bracket */
};

struct td_keyword_scratch {
    hs_scratch_t *hs;
    struct folded folded;
    struct event *events;
    size_t event_count, event_cap;
    size_t base; /* of what is scanned, in the folded text */
    struct part *parts;
    size_t part_count, part_cap;
    struct run *runs;
    size_t run_count, run_cap;
    struct hit *hits;
    size_t hit_count, hit_cap;
    struct clause clauses[CLAUSE_DEPTH];
    int depth, ignored;    /* ignored: brackets deeper than that, open */
    uint32_t *entry_until; /* per entry: a word of it reaches to here */
    uint8_t *grades;       /* per use: best so far, 0 = not found */
    int *found_uses;
    size_t found_use_count;
    struct td_keyword_found *found;
    size_t found_count;
    struct td_buf words;
    const struct td_keywords *keywords;
};

/* keyword_sense.c */
/* The parts of the folded text that have events -> parts. The events come in the order of their
 * ends. */
void
keyword_parts(struct td_keyword_scratch *s);
/* The events of one part -> grades of uses. */
void
keyword_sense(const struct td_keywords *k, struct td_keyword_scratch *s,
              const struct part *part, enum td_keyword_origin origin);

#endif
