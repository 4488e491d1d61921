/*
 * Catalogues of keywords as they stand in their files: read and checked, not yet made a
 * matcher. Internal to model/.
 */
#ifndef TIDU_MODEL_CATALOGUE_H
#define TIDU_MODEL_CATALOGUE_H

#include "tidu/keyword.h"
#include "yaml.h"

enum word_role {
    WORD_KEY,   /* of an entry */
    WORD_NOT,   /* of an entry: a longer word that is something else */
    WORD_MAKES, /* the rest: keywords.yaml */
    WORD_TRADES,
    WORD_SERVES,
    WORD_DENY,   /* 不含: what follows does not count */
    WORD_FROM,   /* 除 … */
    WORD_TO,     /* … 外: what stands between does not count */
    WORD_BEFORE, /* 除外: what stands before does not count */
    WORD_PLAIN,  /* 除尘, 红外: holds a shorter word of the above */
    WORD_ROLES
};

struct catalogue_word {
    struct td_str text; /* folded */
    enum word_role role;
    int entry; /* WORD_KEY, WORD_NOT: index among all entries */
    int place; /* among the words of the entry */
};

struct catalogue_list { /* all-zero is empty; texts live in the arena */
    struct td_catalogue *catalogues;
    size_t catalogue_count;
    struct entry_place {
        int catalogue, entry;
        bool services; /* to serve is to make: 数据处理服务 */
    } * entries;       /* all entries, one after the other */
    int entry_count;
    struct catalogue_word *words;
    size_t word_count, word_cap;
};

/* Read what td_keywords_compile describes. */
bool
catalogues_read(struct catalogue_list *list, struct td_arena *arena,
                const struct td_file_text *files, size_t count, struct td_str region,
                struct td_error *err) TD_MUST_USE;
void
catalogues_free(struct catalogue_list *list); /* not the arena */

/* ---- how texts and words are seen ----------------------------------------------------------
 */
enum bound { BOUND_NONE, BOUND_OPEN, BOUND_CLOSE, BOUND_END, BOUND_RESET };
struct boundary { /* a bracket or the end of a clause, at a byte of the folded text */
    uint32_t at;
    enum bound kind;
};
struct folded { /* all-zero is empty; memory is kept from text to text */
    struct td_buf text;
    struct boundary *bounds;
    size_t bound_count, bound_cap;
};
/*
 * Half width, Latin letters small, brackets ( and ), one blank for each blank and for each byte
 * that is not UTF-8, invisible characters gone; ，；。！ and line ends are boundaries. The
 * result is UTF-8 and no longer than the text.
 */
void
fold_scope(struct td_str text, struct folded *out);
void
folded_free(struct folded *folded);

#endif
