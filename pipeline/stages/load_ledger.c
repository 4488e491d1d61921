/* The load's rows of meta.*: departments, ranks, counties, batches. */
#include "load.h"

#include "tidu/industry.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static void
put_member(struct td_buf *b, const char *name, struct td_str text)
{
    td_buf_printf(b, "%s\"%s\":", b->at[b->len - 1] == '{' ? "" : ",", name);
    td_json_str(b, text);
}

static void
begin_object(struct td_buf *b)
{
    td_buf_text(b, b->len && b->at[b->len - 1] == '}' ? ",{" : "{");
}

static bool
send_sources(struct td_run *run, struct load_plan *plan, struct td_error *err)
{
    const struct td_profile *p = &run->profile;
    struct td_buf json = {0};
    struct td_rows rows = {0};

    td_buf_text(&json, "[");
    for (size_t i = 0; i < p->source_count; i++) {
        begin_object(&json);
        put_member(&json, "id", p->sources[i].id);
        put_member(&json, "title", p->sources[i].title);
        td_buf_text(&json, "}");
    }
    td_buf_text(&json, "]");
    const char *params[] = {json.at};
    bool ok = td_db_query(run->db, "load/sources", NULL, params, 1, &rows, err);
    if (ok && (size_t)rows.count != p->source_count)
        ok = td_fail(err, TD_E_INTERNAL, "meta.source gave %d rows", rows.count);
    plan->sources = td_alloc(p->source_count, sizeof *plan->sources);
    for (int i = 0; ok && i < rows.count; i++)
        plan->sources[i] = (int)td_rows_int(&rows, i, 0);
    td_rows_free(&rows);
    td_buf_free(&json);
    return ok;
}

static void
put_rank(struct td_buf *b, const struct td_run *run, const struct load_plan *plan,
         const struct td_dataset *dataset, int field, int source)
{
    int rank = td_profile_rank(&run->profile, dataset, field, source);

    begin_object(b);
    put_member(b, "dataset", td_str(dataset->name));
    put_member(b, "field", field < 0 ? TD_STR("*") : td_str(dataset->fields[field].name));
    td_buf_printf(b, ",\"source\":%d,\"rank\":%d}", plan->sources[source],
                  rank < 0 ? 0 : rank > 6 ? 6 : rank);
}

static bool
delivers(const struct td_profile *p, const struct td_dataset *dataset, int source)
{
    for (size_t i = 0; i < p->delivery_count; i++)
        if (p->deliveries[i].dataset == dataset && p->deliveries[i].source_index == source)
            return true;
    return false;
}

static void
put_ranks(struct td_buf *b, const struct td_run *run, const struct load_plan *plan,
          const struct td_dataset *dataset, int source)
{
    const struct td_profile *p = &run->profile;

    put_rank(b, run, plan, dataset, -1, source);
    for (size_t i = 0; i < p->priority_count; i++) {
        bool again = false;
        for (size_t k = 0; k < i; k++)
            again = again || (p->priorities[k].dataset == dataset &&
                              p->priorities[k].field == p->priorities[i].field);
        if (p->priorities[i].dataset == dataset && p->priorities[i].field >= 0 && !again)
            put_rank(b, run, plan, dataset, p->priorities[i].field, source);
    }
}

static bool
send_ranks(struct td_run *run, struct load_plan *plan, struct td_error *err)
{
    struct td_buf json = {0};

    td_buf_text(&json, "[");
    for (size_t d = 0; d < td_dataset_count; d++)
        for (size_t s = 0; s < run->profile.source_count; s++)
            if (delivers(&run->profile, &td_datasets[d], (int)s))
                put_ranks(&json, run, plan, &td_datasets[d], (int)s);
    td_buf_text(&json, "]");
    const char *params[] = {json.at};
    bool ok = td_db_run(run->db, "load/ranks", NULL, params, 1, NULL, err);
    td_buf_free(&json);
    return ok;
}

static bool
send_counties(struct td_run *run, struct td_error *err)
{
    struct td_buf json = {0};

    td_buf_text(&json, "[");
    for (size_t i = 0; i < run->profile.county_count; i++) {
        begin_object(&json);
        put_member(&json, "county", run->profile.counties[i].code);
        put_member(&json, "name", run->profile.counties[i].name);
        td_buf_text(&json, "}");
    }
    td_buf_text(&json, "]");
    const char *params[] = {json.at};
    bool ok = td_db_run(run->db, "load/counties", NULL, params, 1, NULL, err);
    td_buf_free(&json);
    return ok;
}

/* 1,500 rows: read each night and compared, written when the program's list is another. */
static bool
send_industries(struct td_run *run, struct td_error *err)
{
    struct td_buf text = {0}, json = {0};
    struct td_rows rows = {0};
    bool ok = td_db_query(run->db, "load/industries_text", NULL, NULL, 0, &rows, err);

    td_buf_text(&json, "[");
    for (size_t i = 0; ok && i < td_industry_count; i++) {
        td_buf_printf(&text, "%s %s\n", td_industries[i].code, td_industries[i].name);
        begin_object(&json);
        put_member(&json, "industry", td_str(td_industries[i].code));
        put_member(&json, "name", td_str(td_industries[i].name));
        td_buf_text(&json, "}");
    }
    td_buf_text(&json, "]");
    if (ok && !td_str_equal(td_buf_view(&text), td_str(td_rows_text(&rows, 0, 0)))) {
        const char *params[] = {json.at};
        ok = td_db_run(run->db, "load/industries", NULL, params, 1, NULL, err);
    }
    td_rows_free(&rows);
    td_buf_free(&text);
    td_buf_free(&json);
    return ok;
}

bool
load_ledger_sources(struct td_run *run, struct load_plan *plan, struct td_error *err)
{
    bool ok = td_db_begin(run->db, err) && send_sources(run, plan, err) &&
              send_ranks(run, plan, err) && send_counties(run, err) &&
              send_industries(run, err) && td_db_commit(run->db, err);

    if (!ok)
        td_db_rollback(run->db);
    return ok || td_in(err, "%s", TD_T("登记部门、优先级和区县",
                                       "recording departments, priorities and counties"));
}

/* ---- batches -------------------------------------------------------------------------------- */
static void
files_json(const struct load_job *job, struct td_buf *b)
{
    td_buf_text(b, "[");
    for (size_t i = 0; i < job->part_count; i++) {
        begin_object(b);
        put_member(b, "name", job->parts[i].name);
        td_buf_printf(b, ",\"bytes\":%" PRIu64 ",\"hash\":\"%016" PRIx64 "\"}", job->parts[i].bytes,
                      job->parts[i].hash);
    }
    td_buf_text(b, "]");
}

static void
kinds_json(const struct td_delivery *d, struct td_buf *b)
{
    td_buf_text(b, "[");
    for (size_t i = 0; i < d->complete_kind_count; i++) {
        td_buf_text(b, i ? "," : "");
        td_json_str(b, d->complete_kinds[i]);
    }
    td_buf_text(b, "]");
}

static const char *
mode_name(enum td_mode mode)
{
    return mode == TD_SNAPSHOT ? "snapshot" : mode == TD_INCREMENT ? "increment" : "year";
}

static const char *
status_name(enum load_status status)
{
    return status == LOAD_DONE ? "done" : status == LOAD_SAME ? "same" : "failed";
}

/* What was found of its contract. */
static bool
send_findings(struct td_run *run, struct td_db *db, const struct load_job *job, struct td_error *err)
{
    struct td_buf json = {0}, delivery = {0};
    char batch[24], run_text[24], source[16];

    if (job->findings.count == 0)
        return true;
    td_buf_text(&json, "[");
    for (size_t i = 0; i < job->findings.count; i++) {
        const struct td_contract_finding *f = &job->findings.list[i];
        begin_object(&json);
        put_member(&json, "rule", td_str(td_contract_code(f->rule)));
        put_member(&json, "subject", f->subject);
        put_member(&json, "expected", f->expected);
        put_member(&json, "found", f->found);
        td_buf_printf(&json, ",\"broken\":%s}", f->broken ? "true" : "false");
    }
    td_buf_text(&json, "]");
    snprintf(batch, sizeof batch, "%" PRId64, job->batch);
    snprintf(run_text, sizeof run_text, "%" PRId64, run->run);
    snprintf(source, sizeof source, "%d", job->source);
    td_buf_str(&delivery, job->delivery->id);
    const char *params[] = {batch, run_text, delivery.at, source, load_policy_name(job->delivery->on_failure), json.at};
    bool ok = td_db_run(db, "load/contract_add", NULL, params, 6, NULL, err);
    td_buf_free(&json);
    td_buf_free(&delivery);
    return ok;
}

bool
load_ledger_batch(struct td_run *run, struct td_db *db, struct load_job *job,
                  struct td_error *err)
{
    const struct load_counts *c = &job->counts;
    const uint64_t counts[] = {c->read, c->added, c->changed, c->same,
                               c->gone, c->rejected, c->skipped};
    struct td_buf text[6] = {0}; /* delivery, files, kinds, notes, error, hint's place */
    char batch[24], run_text[24], source[16], numbers[7][24], seconds[32], delivered[11];

    snprintf(batch, sizeof batch, "%" PRId64, job->batch);
    snprintf(run_text, sizeof run_text, "%" PRId64, run->run);
    snprintf(source, sizeof source, "%d", job->source);
    for (size_t i = 0; i < 7; i++)
        snprintf(numbers[i], sizeof numbers[i], "%" PRIu64, counts[i]);
    snprintf(seconds, sizeof seconds, "%.3f", job->seconds);
    td_date_text(job->delivered, delivered);
    if (job->status == LOAD_FAILED)
        load_contract_failed(job);
    td_buf_str(&text[0], job->delivery->id);
    files_json(job, &text[1]);
    kinds_json(job->delivery, &text[2]);
    td_buf_printf(&text[3], "{%s}", job->notes.len ? job->notes.at : "");
    if (job->error.code)
        td_buf_printf(&text[4], "TD-%d: %s", job->error.code, job->error.text);
    const char *params[] = {batch, run_text, text[0].at, job->delivery->dataset->name, source,
                            text[1].at, job->hash, job->mended ? "mended" : mode_name(job->delivery->mode),
                            job->delivery->complete ? "true" : "false", text[2].at,
                            status_name(job->status), numbers[0], numbers[1], numbers[2],
                            numbers[3], numbers[4], numbers[5], numbers[6], text[3].at, seconds,
                            text[4].at, job->content, delivered[0] ? delivered : NULL};
    bool ok = td_db_run(db, "load/batch_add", NULL, params, sizeof params / sizeof params[0], NULL,
                        err) &&
              send_findings(run, db, job, err);
    for (size_t i = 0; i < 6; i++)
        td_buf_free(&text[i]);
    return ok;
}
