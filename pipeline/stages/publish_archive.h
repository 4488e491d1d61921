/* Every published list is kept in the database, byte for byte: pool.issue. */
#ifndef TIDU_STAGES_PUBLISH_ARCHIVE_H
#define TIDU_STAGES_PUBLISH_ARCHIVE_H

#include "runner.h"

struct archive_issue {
    const char *folder, *as_of, *manifest_hash;
    const char *ranked;   /* the run whose ranking it shows */
    const char *released; /* why it was let go; NULL = it was not held */
};

/*
 * Keep all files of the folder, inside the caller's transaction: the one that flips the pointer, so that what is
 * published is kept and nothing else. The same list once more (as-of date and manifest) adds nothing.
 */
bool
archive_keep(struct td_run *run, const struct archive_issue *issue, struct td_error *err) TD_MUST_USE;

#endif
