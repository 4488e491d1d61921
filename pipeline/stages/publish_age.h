/* Of publish: what holds it, and how old its sources are. */
#ifndef TIDU_STAGES_PUBLISH_AGE_H
#define TIDU_STAGES_PUBLISH_AGE_H

#include "runner.h"

/* The deliveries by dataset and id: delivery, dataset, department, date, age, rows, rejects, since, for (a
 * code, and its Chinese word), how its files were written (JSON). */
bool publish_ages_read(struct td_run *run, const char *as_of, struct td_rows *ages, struct td_error *err) TD_MUST_USE;
/* One of them as a sentence. */
void publish_age_text(const struct td_rows *ages, int row, struct td_buf *out);
bool publish_age_never(const struct td_rows *ages, int row); /* nothing has ever been delivered */
void publish_ages_json(const struct td_rows *ages, struct td_buf *out);

/*
 * May this night be published? Fails TD_E_HELD when a delivery whose contract says hold has broken it, and nobody has
 * let that go: with --release, now, in the ledger. `why` is what was said then, empty when nothing is held.
 */
bool publish_gate(struct td_run *run, const char *as_of, struct td_buf *why, struct td_error *err) TD_MUST_USE;

#endif
