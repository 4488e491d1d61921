/* Which firm is meant, and which night is explained. */
#ifndef TIDU_STAGES_EXPLAIN_FIND_H
#define TIDU_STAGES_EXPLAIN_FIND_H

#include "runner.h"

/* The firm that is meant, as one row of explain/find. */
bool
explain_find(struct td_run *run, const char *wanted, struct td_rows *hits, struct td_error *err) TD_MUST_USE;
/* The vocabulary's word for people; what is not in it as it is. */
const char *
explain_status(const char *status);
/* A run as score sees it, with the night's date and city (a row of explain/night) in place of options that nobody
 * gave. Warns when the criteria at hand are not those of the night. */
bool
explain_set_night(struct td_run *run, const struct td_rows *night, struct td_options *options,
                  struct td_error *err) TD_MUST_USE;

#endif
