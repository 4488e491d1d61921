/*
 * A criteria file as a flat list, for people: every condition, group, indicator and definition
 * with its clause, text and expression, in the order of the file. Made from the tree alone;
 * what it says is right only of files that compile.
 */
#ifndef TIDU_MODEL_OUTLINE_H
#define TIDU_MODEL_OUTLINE_H

#include "yaml.h"

enum outline_part {
    OUTLINE_FILE,    /* title, source */
    OUTLINE_APPLIES, /* a period */
    OUTLINE_HOLDS,   /* holds, concerns */
    OUTLINE_SUBJECT, /* a condition of subject */
    OUTLINE_REQUIRE,
    OUTLINE_GROUP, /* of the score; id "" is the whole */
    OUTLINE_INDICATOR,
    OUTLINE_ENTRY /* metric, fact, parameter, tag, row of size.yaml */
};

struct outline_item {
    enum outline_part part;
    struct td_str id;         /* as explain says it: market.1 for a part without one */
    struct td_str clause;     /* its own or the one above it */
    struct td_str text;       /* the official text, or a title */
    struct td_str expression; /* "" for a composite */
    struct td_str form;       /* when, all, any, not, manual, score, bands, choices … */
    struct td_str confirmed, unless;
    int depth;
    const struct td_yaml *node;
};

struct outline { /* all-zero is empty; the tree must outlive it */
    struct td_arena arena;
    struct outline_item *at;
    size_t count, cap;
};

/* A tier's tree (with what is laid over it), or metrics, parameters, tags, size. */
void
outline_read(struct outline *o, const struct td_yaml *root);
void
outline_free(struct outline *o);
/* Bands, choices and the like on one line: "rd_ratio: >= 5% 20分; >= 3% 15分; 0分". */
void
outline_points(const struct td_yaml *indicator, struct td_buf *out);

/* ---- readable.c: an expression in Chinese words
 * ------------------------------------------------ */
struct readable {
    const struct td_yaml *facts, *metrics; /* their maps */
};
/* "上年度营业收入 不低于 5000万", "研发费用占营业收入比重"; the text itself if it cannot be
 * read. */
void
readable_expr(const struct readable *r, struct td_str text, struct td_buf *out);

#endif
