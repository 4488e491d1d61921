/*
 * All that a publication says: the sheets' rows and the report's. Read on two connections, and in a night before publish
 * begins: what the judgements say while rank goes on, what the shortlist says while follow does, on the core that
 * those two, one statement after the other, leave free.
 */
#ifndef TIDU_STAGES_PUBLISH_READ_H
#define TIDU_STAGES_PUBLISH_READ_H

#include "publish_notes.h"
#include "report.h"

struct publish_reading; /* td_run.reading */

/* Begins to read on a connection of its own what can be read after that stage. shortlist_run: the run that ranks or has ranked. */
struct publish_reading *publish_reading_begin(const struct td_run *run, const char *shortlist_run, enum publish_after reached);
/* That stage has committed, too. */
void publish_reading_reached(struct publish_reading *reading, enum publish_after reached);
bool publish_reading_is_of(const struct publish_reading *reading, const char *shortlist_run); /* false for NULL */
/* The rest, on this connection as well, and waits for the other. What was read lives as long as `reading`. */
bool publish_reading_finish(struct publish_reading *reading, struct td_db *db, struct td_error *err) TD_MUST_USE;
const struct publish_data *publish_reading_data(const struct publish_reading *reading);
/* Its ages and why it was released are the caller's to set. */
struct publish_context *publish_reading_context(struct publish_reading *reading);
const struct report *publish_reading_report(const struct publish_reading *reading);
/* Begins nothing more and waits for what is being read. NULL is none. */
void publish_reading_free(struct publish_reading *reading);

#endif
