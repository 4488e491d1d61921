/*
 * Lookup tables for cells: words (what a delivery writes -> the canonical word) and nulls
 * (cells that mean "not given"). Built once in an arena, immutable and shared by threads
 * afterwards.
 *
 * A word is looked for as it stands, then folded (td_name_key: half width, upper case, no
 * blanks, one kind of brackets), then against the globs in the order in which they were given.
 */
#ifndef TIDU_MODEL_WORDS_H
#define TIDU_MODEL_WORDS_H

#include "tidu/text.h"

struct td_word {
    struct td_str from, to; /* to.at NULL: "not known" */
};

struct td_word_list { /* for building; all-zero is empty */
    struct td_word *at;
    size_t count, cap;
};

/* Texts must live as long as the arena of td_words_build. */
void
td_word_list_add(struct td_word_list *list, struct td_str from, struct td_str to);
void
td_word_list_free(struct td_word_list *list);
/* The index of an entry whose `from` (folded) stands earlier in the list with another `to`, or
 * SIZE_MAX. */
size_t
td_word_list_clash(const struct td_word_list *list);
/* Take out every entry whose `from` (folded) has different `to`s. */
void
td_word_list_drop_clashes(struct td_word_list *list);

const struct td_words *
td_words_build(struct td_arena *arena, const struct td_word_list *list);

enum td_match {
    TD_MATCH_NONE,
    TD_MATCH_WORD,
    TD_MATCH_UNKNOWN
}; /* UNKNOWN: a word for "not known" */
/* `fold` is scratch that is overwritten. words may be NULL. */
enum td_match
td_words_exact(const struct td_words *words, struct td_str cell, struct td_buf *fold,
               struct td_str *to);
enum td_match
td_words_glob(const struct td_words *words, struct td_str cell, struct td_buf *fold,
              struct td_str *to);

const struct td_nulls *
td_nulls_build(struct td_arena *arena, const struct td_str *cells, size_t count);
/* cell is trimmed. nulls may be NULL. */
bool
td_nulls_has(const struct td_nulls *nulls, struct td_str cell);

/* Blanks and invisible characters at both ends removed: ASCII, NBSP, ideographic, zero-width,
 * BOM. */
struct td_str
td_cell_trim(struct td_str cell);

#endif
