/* What `tidu rules diff` compares: a criteria folder, or one version of a tier in --criteria.
 */
#ifndef TIDU_STAGES_RULES_SIDE_H
#define TIDU_STAGES_RULES_SIDE_H

#include "runner.h"

struct rules_side {
    const char *label;
    const struct td_file_text *files;
    size_t count;
    struct td_str version;           /* "srdi@2022"; {0} = a whole folder */
    struct td_file_text_list folder; /* its own texts */
};

/* Both operands; fails if they are versions of different tiers. */
bool
rules_sides_read(const struct td_run *run, struct rules_side sides[2],
                 struct td_error *err) TD_MUST_USE;
void
rules_sides_free(struct rules_side sides[2]);

#endif
