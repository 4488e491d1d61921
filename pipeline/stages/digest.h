/*
 * What the later stages depend on: a digest of the data that stand in source.* and of the reference
 * tables, so that a stage whose inputs are those of its last done row has nothing to do.
 */
#ifndef TIDU_STAGES_DIGEST_H
#define TIDU_STAGES_DIGEST_H

#include "tidu/stage.h"

/*
 * Appends 16 hex digits to out: XXH3 over (dataset, source, delivery, last batch that changed a row,
 * completeness of the last done batch), the sources' ranks and the counties. Reads committed rows only.
 */
bool td_inputs_digest(struct td_db *db, struct td_buf *out, struct td_error *err) TD_MUST_USE;

/* Appends "-" and the number of the last file of answers that was taken: what people said of records and firms. */
bool td_judged_basis(struct td_db *db, struct td_buf *out, struct td_error *err) TD_MUST_USE;

#endif
