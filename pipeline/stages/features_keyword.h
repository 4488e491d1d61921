/*
 * Inside the features stage: the keywords of business scopes and products (feature.keyword_*). They ask only for
 * what load and link have committed, so that they go on a connection and a thread of their own beside the other
 * parts.
 */
#ifndef TIDU_STAGES_FEATURES_KEYWORD_H
#define TIDU_STAGES_FEATURES_KEYWORD_H

#include "runner.h"

/* What the keywords depend on beside the data, 16 hex digits: catalogues, words of scopes, city. */
void features_keyword_basis(const struct td_run *run, char basis[17]);

/*
 * All units if `full` or if the basis is not that of the standing keywords, else those of feature.work_scope; in
 * the transaction that is open on db, which is left open. Sets tidu.full for that connection.
 */
bool features_keyword(struct td_run *run, struct td_db *db, bool full, struct td_error *err) TD_MUST_USE;

#endif
