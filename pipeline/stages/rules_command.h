/* What the commands of `tidu rules` share. */
#ifndef TIDU_STAGES_RULES_COMMAND_H
#define TIDU_STAGES_RULES_COMMAND_H

#include "runner.h"
#include "tidu/criteria.h"

#include <stdlib.h>

/* --region, or none: then only what applies everywhere. */
struct td_str
rules_region(const struct td_run *run);
/* To stdout, or to the file of --output (replaced as a whole). */
bool
rules_print(const struct td_run *run, const struct td_buf *text,
            struct td_error *err) TD_MUST_USE;

#endif
