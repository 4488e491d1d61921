/* The features of some units once more, as they would be under another day, other links or other ranks. */
#ifndef TIDU_STAGES_FEATURES_AGAIN_H
#define TIDU_STAGES_FEATURES_AGAIN_H

#include "tidu/db.h"

/*
 * Inside a transaction that will be rolled back, which has set feature.clock and made feature.work_scope: the parts
 * that count from the day, or all, of the units of that scope, one after the other.
 */
bool features_again(struct td_db *db, bool all, struct td_error *err) TD_MUST_USE;

/* From here on feature.work_scope has the units touched by these datasets; names end with NULL. */
bool features_of_datasets(struct td_db *db, const char *const names[], struct td_error *err) TD_MUST_USE;

#endif
