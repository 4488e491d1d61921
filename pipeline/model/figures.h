/*
 * The figures of one program: every constant of its conditions and indicators that a what-if may
 * change, with its name and its place in the text. Internal to model/.
 */
#ifndef TIDU_MODEL_FIGURES_H
#define TIDU_MODEL_FIGURES_H

#include "rules.h"

struct figure {
    struct td_str name;  /* "rd_share", "rd_money.2", "rd_money.2.points" */
    struct td_str text;  /* as it stands: "3%" */
    int condition;       /* that it belongs to, -1 = an indicator */
    int indicator;       /* -1 = a condition */
    bool whole;          /* points: a whole number */
    enum measure measure;
    const struct expr *about; /* the expression that it is compared with, for its names; may be NULL */
    const struct td_yaml *scalar;
    size_t byte, bytes; /* in the scalar's text */
};

struct figures { /* of one program; the trees live as long */
    struct td_arena arena;
    struct td_yaml_doc *docs;
    size_t doc_count;
    struct figure *list;
    int count, cap;
};

/* `files` are those that the rules were compiled of. */
bool
figures_read(struct figures *figures, const struct td_rules *rules, const struct program *program,
             const struct td_file_text *files, size_t count, struct td_error *err) TD_MUST_USE;
void
figures_free(struct figures *figures);
/* The keys that begin at a place of a file. */
const struct td_yaml *
figures_map(struct figures *figures, struct td_str file, size_t line, size_t column,
            const struct td_file_text *files, size_t count, struct td_error *err) TD_MUST_USE;

#endif
