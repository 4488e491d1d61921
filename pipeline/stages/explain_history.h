/* What explain says of a firm over time. */
#ifndef TIDU_STAGES_EXPLAIN_HISTORY_H
#define TIDU_STAGES_EXPLAIN_HISTORY_H

#include "runner.h"

/* The firm that the operand means, as one row of explain/find: uscc, name, county, industry, status, 't' if it is
 * registered no longer. Fails with what to do when none or several fit. */
bool explain_find_firm(struct td_run *run, struct td_rows *hits, struct td_error *err) TD_MUST_USE;

/* Where the firm stands: stage, seat and its reason, exclusions, orders, by tier; lines of a text or the member "pool". */
bool explain_pool(struct td_run *run, const char *uscc, struct td_buf *out, struct td_error *err) TD_MUST_USE;

/* Former names and codes, and events, of this firm: lines of a text, or the member "history" of a JSON object
 * (with its comma in front). Of a unit that is registered no longer also its titles. Nothing of a firm to which
 * nothing happened, but the empty member. */
bool explain_history(struct td_run *run, const char *uscc, bool gone, struct td_buf *out, struct td_error *err)
    TD_MUST_USE;

/* Records that came under other codes or names, with method, score and evidence (explain_links.c). */
bool
explain_links(struct td_run *run, const char *uscc, struct td_buf *out, struct td_error *err) TD_MUST_USE;

#endif
