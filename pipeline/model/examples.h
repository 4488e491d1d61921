/* What examples.c (expectations) and examples_firm.c (the example's firm) share. */
#ifndef TIDU_MODEL_EXAMPLES_H
#define TIDU_MODEL_EXAMPLES_H

#include "rules.h"
#include "tidu/criteria.h"

/* Rules by date, region and list of what is incomplete: most examples share them. */
struct example_rules {
    td_date as_of;
    struct td_str region;
    const struct td_yaml *incomplete;
    struct td_rules *rules;
};

struct example_run { /* one file's examples */
    struct td_examples *out;
    const struct td_file_text *files;
    size_t file_count;
    struct td_str region;
    const char *name;
    struct td_yaml_doc doc, facts; /* the file and facts.yaml */
    struct example_rules *rules;   /* made once */
    size_t rules_count;
    struct td_error *err;
};

/* One firm as columns of a single row; `slots` of them. */
struct example_firm {
    int64_t *values;
    uint64_t *known;
    const int64_t **value_at;
    const uint64_t **known_at;
    struct td_columns columns;
};

/* A key of the example, else of its base. */
const struct td_yaml *
example_get(const struct td_yaml *example, const struct td_yaml *base, const char *key);
/* The rules that the example asks for; NULL with err filled. They belong to the run. */
const struct td_rules *
example_rules(struct example_run *run, const struct td_yaml *example,
              const struct td_yaml *base);
bool
example_firm_fill(struct example_run *run, const struct td_rules *rules,
                  const struct td_yaml *example, const struct td_yaml *base,
                  struct example_firm *firm) TD_MUST_USE;
void
example_firm_free(struct example_firm *firm);

#endif
