/* What the parts of td_criteria_doc share: the page under work. */
#ifndef TIDU_MODEL_DOC_H
#define TIDU_MODEL_DOC_H

#include "outline.h"
#include "rules.h"

struct page {
    struct readable names;
    struct td_buf toc, open, body; /* open: the list of what is not confirmed */
    size_t open_count;
    const struct td_rules *rules; /* in force: programs, size, year */
    const struct td_yaml *ranking;
    bool all;     /* every version, not those of one day */
    char day[11]; /* as_of */
    struct td_str region;
};

/* ---- text
 * ------------------------------------------------------------------------------------- */
void
doc_escape(struct td_buf *out, struct td_str text);
/* An expression: facts and metrics link to their definitions. */
void
doc_code(struct page *p, struct td_buf *out, struct td_str expression);
/* A condition tree in one line of words, of a choice or a tag. */
void
doc_tree(struct page *p, const struct td_yaml *map);
/* Is a metric that the expression uses defined by an unconfirmed text? */
bool
doc_leans(const struct page *p, struct td_str expression);
/* 已证实 A …, or the visible mark of an unconfirmed figure. */
void
doc_grade(struct td_buf *out, struct td_str grade);
/* Adds to the list at the top. */
void
doc_open(struct page *p, const char *anchor, struct td_str where, struct td_str clause,
         struct td_str text);
struct td_str
doc_word(const struct td_yaml *map, const char *key);

/* doc_tier.c: one tier's file, `kinds` as a bit set of enum td_kind (0 = all that its applies
 * say). */
void
doc_tier(struct page *p, const struct td_yaml *root, unsigned kinds, struct td_str source);
void
doc_overlay(struct page *p, const struct td_yaml *root);

/* doc_tables.c */
void
doc_metrics(struct page *p);
void
doc_facts(struct page *p);
void
doc_parameters(struct page *p, const struct td_yaml *map);
void
doc_sizes(struct page *p, const struct td_yaml *root);
void
doc_tags(struct page *p, const struct td_yaml *root);

#endif
