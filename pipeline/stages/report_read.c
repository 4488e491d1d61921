/* What the report shows, read from what stands; the values of the candidates with the reader of the judge. */
#include "report.h"

#include "tidu/spread.h"

#include <string.h>

const enum publish_after report_part_after[REPORT_PARTS] = {AFTER_SCORE, AFTER_RANK, AFTER_FOLLOW};

const struct report_query report_more[REPORT_MORE] = {
    {"moves", "report/flow", 1u << 0 | 1u << 2, 1, REPORT_RANKED},
    {"causes", "report/causes", 7, 1, REPORT_RANKED},
    {"targets", "report/targets", 1u << 0 | 1u << 1 | 1u << 2 | 1u << 7 | 1u << 9 | 1u << 10, 2, REPORT_FOLLOWED},
    {"reviews", "report/reviews", 7, 2, REPORT_FOLLOWED},
    {"reasons", "report/reasons", 1u << 1 | 1u << 2, 0, REPORT_RANKED},
};

static bool
read_more(struct report *r, enum report_part part, struct td_run *run, struct td_db *db, const char *shortlist_run,
          struct td_error *err)
{
    char as_of[11];
    const char *params[] = {shortlist_run, as_of};
    bool ok = true;

    td_date_text(run->options->as_of, as_of);
    for (size_t i = 0; ok && i < REPORT_MORE; i++)
        ok = report_more[i].part != part || td_db_query(db, report_more[i].sql, NULL, params, report_more[i].params, &r->more[i], err);
    return ok;
}

static bool
read_judged(struct report *r, struct td_db *db, const char *shortlist_run, struct td_error *err)
{
    const char *run_only[] = {shortlist_run};
    struct td_buf metrics = {0};

    for (int i = 0; i < TD_SPREADS; i++)
        td_buf_printf(&metrics, "%s%s", i ? "," : "{", td_spread_metrics[i]);
    td_buf_text(&metrics, "}");
    const char *histogram[] = {shortlist_run, metrics.at};
    bool ok = td_db_query(db, "report/funnel", NULL, run_only, 1, &r->funnel, err) &&
           td_db_query(db, "report/tally", NULL, run_only, 1, &r->tally, err) &&
           td_db_query(db, "report/histogram", NULL, histogram, 2, &r->histogram, err) &&
           td_db_query(db, "report/quality", NULL, NULL, 0, &r->quality, err);
    td_buf_free(&metrics);
    return ok;
}

/* Somebody may have changed the criteria since score: then what they say is not said of these judgements. */
static bool
criteria_same(struct report *r, struct td_db *db, struct td_error *err)
{
    struct td_rows night = {0};

    if (!td_db_query(db, "explain/night", NULL, NULL, 0, &night, err))
        return false;
    r->same = night.count == 1 && strcmp(td_rows_text(&night, 0, 2), r->score.run->criteria_hash) == 0;
    td_rows_free(&night);
    return true;
}

/* On the connection that has read the rest: another would first have to get to know the tables. */
static bool
read_values(struct report *r, const char *shortlist_run, struct td_error *err)
{
    struct score *s = &r->score;

    s->first = s->listed = s->alone = true;
    for (int i = 0; i < READERS; i++)
        s->readers[i] = s->run->db;
    bool ok = score_complete(s, err) && score_compile(s, err) && score_columns(s, err) &&
              td_db_setting(s->run->db, "tidu.run", shortlist_run, err) && score_read_range(s, NULL, NULL, err) &&
              td_thresholds_read(&r->thresholds, s->rules, s->run->criteria->files, s->run->criteria->count, err);
    for (int i = 0; i < READERS; i++)
        s->readers[i] = NULL; /* the caller's */
    return ok;
}

/* The run's own connection belongs to another thread: `mine` stands for it. */
static bool
read_ranked(struct report *r, struct td_run *run, struct td_db *db, const char *shortlist_run, struct td_error *err)
{
    const char *run_only[] = {shortlist_run};
    struct td_run mine = *run;

    mine.db = db;
    r->score.run = &mine;
    bool ok = criteria_same(r, db, err) && td_db_query(db, "report/programs", NULL, run_only, 1, &r->programs, err) &&
              (!r->same || read_values(r, shortlist_run, err));
    r->score.run = run;
    return ok;
}

bool
report_read(struct report *r, enum report_part part, struct td_run *run, struct td_db *db, const char *shortlist_run,
            struct td_error *err)
{
    return (part != REPORT_JUDGED || read_judged(r, db, shortlist_run, err)) &&
           (part != REPORT_RANKED || read_ranked(r, run, db, shortlist_run, err)) &&
           read_more(r, part, run, db, shortlist_run, err);
}

void
report_free(struct report *r)
{
    score_free(&r->score);
    td_thresholds_free(&r->thresholds);
    td_rows_free(&r->programs);
    td_rows_free(&r->funnel);
    td_rows_free(&r->tally);
    td_rows_free(&r->histogram);
    td_rows_free(&r->quality);
    for (size_t i = 0; i < REPORT_MORE; i++)
        td_rows_free(&r->more[i]);
}
