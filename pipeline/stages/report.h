/*
 * report.html: the city's night on one page for leaders and analysts. Read beside the lists (report_read.c), written as one
 * JSON object (report_json.c the city's part, report_firms.c the candidates'), packed into the page that web/ builds
 * (report_write.c). What each figure means: docs/report.md.
 */
#ifndef TIDU_STAGES_REPORT_H
#define TIDU_STAGES_REPORT_H

#include "publish_sheet.h"
#include "score.h"
#include "tidu/show.h"

/* Of what is read: what the judgements, the shortlist and what follows it say. */
enum report_part { REPORT_JUDGED, REPORT_RANKED, REPORT_FOLLOWED, REPORT_PARTS };
extern const enum publish_after report_part_after[REPORT_PARTS];

enum { REPORT_MORE = 5 };
/* Members that are one query's rows: $1 the run, $2 the as-of date where `params` is 2; `texts`: columns of words, by bits. */
struct report_query {
    const char *name, *sql;
    unsigned texts;
    size_t params;
    enum report_part part;
};
extern const struct report_query report_more[REPORT_MORE];

struct report {
    struct score score; /* the criteria, and the values of the candidates; without rules: see `same` */
    struct td_thresholds thresholds;
    struct td_rows programs, funnel, tally, histogram, quality;
    const struct td_rows *candidates; /* of publish/list (publish_list.h), the caller's: to be set before the report is written */
    struct td_rows more[REPORT_MORE];
    bool same; /* the criteria at hand are those that judged: their values and thresholds can be shown */
};

struct report_about { /* what publish knows */
    const char *as_of, *released;
    const struct td_rows *ages; /* publish_age.h */
};

/* One part, on a connection that is this thread's; of different parts any number of threads at once. */
bool report_read(struct report *r, enum report_part part, struct td_run *run, struct td_db *db, const char *shortlist_run,
                 struct td_error *err) TD_MUST_USE;
void report_free(struct report *r);
/* On any thread. */
bool report_write(const struct report *r, const struct report_about *about, const char *path, struct td_error *err) TD_MUST_USE;
/* Of the page that the data are put into, so that another page is another report. */
uint64_t report_page_hash(void);

/* ---- report_json.c ---- */
void report_json(const struct report *r, const struct report_about *about, struct td_buf *out);
/* Rows of numbers and, by bits, of words. */
void report_rows(struct td_buf *out, const char *name, const struct td_rows *rows, unsigned texts);
/* A member of an object: its name and what comes before it. */
void report_member(struct td_buf *out, const char *name);
/* ---- report_firms.c ---- */
void report_slots(const struct report *r, struct td_buf *out);
void report_firms(const struct report *r, struct td_buf *out);

/* ---- the page, made from web/ when tidu is built ---- */
extern const unsigned char report_page[];
extern const size_t report_page_bytes;

#endif
