/*
 * criteria/vocabulary.yaml: the default nulls and the words of the datasets' fields.
 *   nulls: ["", 无, …]
 *   no_end: [长期, …]
 *   totals: [合计, "制表人*", …]
 *   bool: {"true": [是, …], "false": [否, …]}
 *   words:
 *     registry.status: {active: [存续, "*在业*"], …}
 * The canonical words themselves always count. Mistakes are TD_E_CRITERIA.
 */
#ifndef TIDU_MODEL_VOCABULARY_H
#define TIDU_MODEL_VOCABULARY_H

#include "words.h"
#include "yaml.h"

#include "tidu/dataset.h"

struct vocabulary_field {
    const struct td_dataset *dataset;
    int field;
    const struct td_words *words;
    const char **canonical; /* for suggestions */
    size_t canonical_count;
};

struct vocabulary {
    struct vocabulary_field *fields;
    size_t field_count;
    struct vocabulary_field boolean; /* "true" and "false"; dataset NULL */
    const struct td_nulls *nulls, *end_nulls; /* end_nulls: those of no_end too */
    const struct td_words *currencies;        /* of registry.currency */
    const struct td_str *totals;              /* patterns, folded */
    size_t total_count;
    uint64_t hash;
};

/* Tables go to the arena, which must outlive them. */
bool
vocabulary_parse(struct vocabulary *v, struct td_arena *arena, struct td_str text,
                 const char *file, struct td_error *err) TD_MUST_USE;
/* The words of a TD_WORD or TD_BOOL field; NULL for all others. */
const struct vocabulary_field *
vocabulary_find(const struct vocabulary *v, const struct td_dataset *dataset, int field);
/* A list of nulls as texts in the arena, each at most 32 bytes. node NULL: none. */
bool
vocabulary_nulls(const struct td_yaml *node, struct td_arena *arena, struct td_str **cells,
                 size_t *count, struct td_error *err) TD_MUST_USE;

#endif
