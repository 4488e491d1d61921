/*
 * What people said of records and firms (link.judgement), as it goes into the matching: "the same" links before
 * anything else, "not" takes a candidate away for ever, "unsure" keeps it in the queue.
 *
 * A judgement is found again by the holder's id, or by the key of its name where the id has taken another form (a
 * name last year, an old code this year); never by name from one credit code to another. Of several "the same" for one
 * holder the last one counts. What does not apply tonight is said in link.applied, and waits.
 */
#ifndef TIDU_STAGES_LINK_JUDGED_H
#define TIDU_STAGES_LINK_JUDGED_H

#include "runner.h"
#include "tidu/match.h"

struct judged;
struct link_judged {
    struct td_rows rows; /* link/judged, in the order in which it was said */
    struct judged *items;
    int *by_id, *by_key; /* places of items, sorted */
    int *found;          /* scratch: what concerns one holder */
    size_t count, named; /* all; those with a name key */
    struct td_buf key, applied; /* applied: COPY rows of link.applied */
    uint64_t without_firm, without_holder;
};

bool link_judged_read(struct link_judged *j, struct td_run *run, struct td_error *err) TD_MUST_USE;
/* Hand over what was said of this holder, which has just been added to the matching. */
void link_judged_holder(struct link_judged *j, struct td_match *match, size_t holder, struct td_str id, struct td_str name);
/* link.applied; after the last holder. */
bool link_judged_write(struct link_judged *j, struct td_run *run, struct td_error *err) TD_MUST_USE;
void link_judged_free(struct link_judged *j);

#endif
