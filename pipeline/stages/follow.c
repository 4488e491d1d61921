/*
 * follow: what comes after a shortlist. Titles in force, when they end and whether they would pass their review; who
 * has how many of them beside what was aimed at; a service specialist for every firm of the pool. One transaction; tables
 * are kept by intervals of runs, so that a night on which nothing happened writes next to nothing.
 */
#include "follow.h"
#include "digest.h"

#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#define FOLLOW_VERSION "1" /* raised when the same data would be told otherwise */
#define FOLLOW_FILE "follow.yaml"

static void
put_member(struct td_buf *out, const char *name, struct td_str text)
{
    td_buf_printf(out, "\"%s\":", name);
    td_json_str(out, text);
}

static void
put_tracks(const struct td_follow *rules, struct td_buf *out)
{
    td_buf_text(out, "{\"tracks\":[");
    for (size_t i = 0; i < rules->title_count; i++) {
        td_buf_printf(out, "%s{\"place\":%zu,\"track\":\"%s\",", i ? "," : "", i + 1, rules->titles[i].second ? "second" : "ladder");
        put_member(out, "title", rules->titles[i].title);
        td_buf_text(out, ",");
        put_member(out, "name", rules->titles[i].name);
        td_buf_text(out, "}");
    }
    td_buf_text(out, "],\"horizons\":[");
    for (size_t i = 0; i < rules->horizon_count; i++) {
        td_buf_printf(out, "%s{\"days\":%" PRId64 ",", i ? "," : "", rules->horizons[i].days);
        put_member(out, "name", rules->horizons[i].name);
        td_buf_text(out, "}");
    }
    td_buf_text(out, "],\"fields\":[");
}

static bool
write_references(struct following *f, struct td_error *err)
{
    struct td_buf json = {0};
    bool first = true;

    put_tracks(&f->rules, &json);
    for (size_t i = 0; i < f->rules.field_count; i++)
        for (size_t k = 0; k < f->rules.fields[i].count || k == 0; k++) {
            td_buf_text(&json, first ? "{" : ",{");
            first = false;
            put_member(&json, "word", f->rules.fields[i].word);
            td_buf_text(&json, ",");
            put_member(&json, "industry", f->rules.fields[i].count ? f->rules.fields[i].industries[k] : (struct td_str){"", 0});
            td_buf_text(&json, "}");
        }
    td_buf_text(&json, "]}");
    const char *params[] = {json.at};
    bool ok = td_db_run(f->run->db, "follow/references", NULL, params, 1, NULL, err);
    td_buf_free(&json);
    return ok;
}

static bool
write_targets(struct following *f, struct td_error *err)
{
    static const char *const measures[] = {"held", "new", "pool"};
    const struct td_profile *p = &f->run->profile;
    struct td_buf json = {0};
    char due[11];

    td_buf_text(&json, "[");
    for (size_t i = 0; i < p->target_count; i++) {
        const struct td_target *t = &p->targets[i];
        td_date_text(t->due, due);
        td_buf_printf(&json, "%s{\"n\":%zu,\"measure\":\"%s\",\"target\":%" PRId64 ",\"due\":\"%s\",", i ? "," : "", i + 1,
                      measures[t->measure], t->number, due);
        put_member(&json, "title", t->title);
        td_buf_text(&json, ",");
        put_member(&json, "county", t->county);
        td_buf_text(&json, ",");
        put_member(&json, "note", t->note);
        td_buf_text(&json, "}");
    }
    td_buf_text(&json, "]");
    const char *counted[] = {f->run_text, f->as_of}, *params[] = {f->run_text, f->as_of, json.at};
    bool ok = td_db_run(f->run->db, "follow/counts", NULL, counted, 2, NULL, err) &&
              td_db_run(f->run->db, "follow/targets", NULL, params, 3, NULL, err);
    td_buf_free(&json);
    return ok;
}

static bool
report(struct following *f, struct td_stage_counts *counts, struct td_error *err)
{
    struct td_rows rows = {0};
    const char *params[] = {f->run_text, f->as_of};

    if (!td_db_query(f->run->db, "follow/report", NULL, params, 2, &rows, err))
        return false;
    td_buf_printf(&counts->json,
                  "\"titles\":%s,\"judged\":%s,\"due\":%s,\"assigned\":%s,\"specialists\":%s", td_rows_text(&rows, 0, 0),
                  td_rows_text(&rows, 0, 1), td_rows_text(&rows, 0, 2), td_rows_text(&rows, 0, 3), td_rows_text(&rows, 0, 4));
    counts->rows_in = f->titles;
    counts->rows_out = (uint64_t)td_rows_int(&rows, 0, 5);
    td_rows_free(&rows);
    return true;
}

/* The data, what was judged and ranked, the city's own plan, the rules, the day, what counties wrote. */
static bool
inputs(struct following *f, struct td_buf *out, struct td_error *err)
{
    struct td_rows rows = {0};
    struct td_buf text = {0};
    char ranked[65];
    bool ok = td_inputs_digest(f->run->db, &text, err) && td_stage_last(f->run, "rank", ranked, err) &&
              td_db_query(f->run->db, "follow/basis", NULL, NULL, 0, &rows, err);

    if (ok) {
        td_buf_printf(&text, " %s %s %s %s", ranked, f->run->profile_hash, f->run->criteria_hash, td_rows_text(&rows, 0, 0));
        td_buf_printf(out, FOLLOW_VERSION "-%016" PRIx64 "-%s", td_hash64(text.at, text.len, 0), f->as_of);
    }
    td_rows_free(&rows);
    td_buf_free(&text);
    return ok;
}

static bool
follow_all(struct following *f, struct td_stage_counts *counts, struct td_error *err)
{
    struct td_db *db = f->run->db;

    return td_db_begin(db, err) && td_db_setting(db, "tidu.run", f->run_text, err) &&
           td_db_script(db, "follow/begin", NULL, err) && write_references(f, err) && follow_reviews(f, err) &&
           follow_specialists(f, err) && write_targets(f, err) && report(f, counts, err) && td_db_commit(db, err);
}

bool
td_stage_follow(struct td_run *run, struct td_stage_counts *counts, struct td_error *err)
{
    struct following f = {.run = run};
    char last[65];

    if (run->options->as_of == TD_DATE_NONE)
        return td_fail(err, TD_E_USAGE, TD_T("缺少 --as-of", "--as-of is missing"));
    snprintf(f.run_text, sizeof f.run_text, "%" PRId64, run->run);
    td_date_text(run->options->as_of, f.as_of);
    bool ok = td_follow_parse(&f.rules, td_criteria_text(run->criteria, FOLLOW_FILE), FOLLOW_FILE, err) &&
              inputs(&f, &counts->inputs, err) && td_stage_last(run, "follow", last, err);
    counts->same = ok && strcmp(last, counts->inputs.at) == 0;
    ok = ok && (counts->same || follow_all(&f, counts, err));
    td_follow_free(&f.rules);
    return ok;
}
