/*
 * A load that writes nothing: the same plan, reading, typing, comparison and contract, on a transaction that may only
 * read (or on no database at all), and a report in place of a ledger. Every line is typed, so that its reasons are
 * known. Deliveries that fill one table follow each other: what an earlier one would have written is laid over what
 * stands before the next is compared, so that the counts are those of a load.
 */
#include "load.h"

#include "rules_command.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

struct load_dry { /* what one job would have written */
    struct load_dry *next;
    const struct td_dataset *dataset;
    const struct td_delivery *delivery;
    int source;
    struct load_slot *slots; /* SEEN or gone */
    size_t count;
};

/* ---- comparison --------------------------------------------------------------------------------- */
static bool
same_place(const struct load_dry *d, const struct load *load)
{
    return d->dataset == load->dataset && d->delivery->source_index == load->delivery->source_index;
}

static void
lay_over(struct load *load, const struct load_dry *d)
{
    uint8_t foreign = d->delivery != load->delivery && load->delivery->mode != TD_INCREMENT ? LOAD_FOREIGN : 0;

    for (size_t i = 0; i < d->count; i++) {
        struct load_slot *s = load_table_find(&load->now, d->slots[i].key);
        if (!s) {
            s = load_table_add(&load->now, d->slots[i].key);
            load->job->standing++;
        }
        s->row = d->slots[i].row;
        s->flags = d->slots[i].flags & LOAD_SEEN ? LOAD_STANDING | foreign : LOAD_STANDING | LOAD_WAS_GONE;
    }
}

static bool
begin(struct load *load, struct td_error *err)
{
    load_table_init(&load->now, 0);
    if (load->db && load->job->source >= 0 && !load_read_standing(load, LOAD_READ_ALL, err))
        return false;
    pthread_mutex_lock(&load->shared->lock);
    for (const struct load_dry *d = load->shared->dry_places; d; d = d->next)
        if (same_place(d, load))
            lay_over(load, d);
    pthread_mutex_unlock(&load->shared->lock);
    return true;
}

static uint64_t
row_of(const struct load *load, const struct load_slot *s)
{
    if (!(s->flags & LOAD_CONFLICT))
        return s->row;
    return load->conflicts.items[load->conflicts.items[s->row].winner_at].row;
}

/* In the order of the jobs, as each is laid over in turn. */
static void
remember(struct load *load)
{
    struct load_dry *d = td_alloc(1, sizeof *d), **end = &load->shared->dry_places;

    *d = (struct load_dry){.dataset = load->dataset, .delivery = load->delivery, .source = load->job->source};
    d->slots = td_alloc(load->now.count + 1, sizeof *d->slots);
    for (size_t i = 0; i < load->now.count; i++) {
        const struct load_slot *s = &load->now.slots[i];
        bool gone = load_is_gone(load, s);
        if (!(s->flags & LOAD_SEEN) && !gone)
            continue;
        d->slots[d->count] = *s;
        d->slots[d->count++].row = row_of(load, s);
    }
    pthread_mutex_lock(&load->shared->lock);
    while (*end)
        end = &(*end)->next;
    *end = d;
    pthread_mutex_unlock(&load->shared->lock);
}

/* ---- what is counted ------------------------------------------------------------------------------- */
void
load_dry_reject(struct load *load, const struct load_reject *r)
{
    struct load_job *job = load->job;
    struct td_arena *arena = &job->findings.arena;
    size_t k = 0;

    while (k < job->kind_count &&
           !(job->kinds[k].fault == r->fault && td_str_equal(job->kinds[k].column, r->column)))
        k++;
    if (k == job->kind_count) {
        /* reasons times columns: a few dozen; old arrays stay in the arena */
        struct load_reject_kind *kinds = td_arena_alloc(arena, k + 1, sizeof *kinds);
        if (k)
            memcpy(kinds, job->kinds, k * sizeof *kinds);
        kinds[k].fault = r->fault;
        kinds[k].column = td_arena_str(arena, r->column);
        job->kinds = kinds;
        job->kind_count++;
    }
    struct load_reject_kind *kind = &job->kinds[k];
    if (kind->count < LOAD_PLACES) {
        kind->places[kind->count].file = r->file;
        kind->places[kind->count].line = r->line;
    }
    kind->count++;
}

/* The county of a row that would be loaded: its own, else the area in its code. */
void
load_dry_county(struct load *load)
{
    struct load_contract *c = &load->contract;
    const struct td_value *values = load->typed.values;
    int field = td_field_find(load->dataset, TD_STR("county"));
    struct td_str county = {0};
    size_t at = 0;

    if (load->delivery->expects.county_drop_ppm < 0)
        return;
    if (field >= 0 && values[field].known)
        county = values[field].text;
    else if (field < 0 && values[0].text.len == 18)
        county = (struct td_str){values[0].text.at + 2, 6};
    while (at < c->county_count && !td_str_equal(c->counties[at].county, county))
        at++;
    if (at == c->county_count) {
        struct td_county_rows *counties = td_arena_alloc(&c->arena, at + 1, sizeof *counties);
        if (at)
            memcpy(counties, c->counties, at * sizeof *counties);
        counties[at] = (struct td_county_rows){td_arena_str(&c->arena, county), 0};
        c->counties = counties;
        c->county_count++;
    }
    c->counties[at].rows++;
}

static bool
finish(struct load *load, struct td_error *err)
{
    bool ok = load_check_empty(load, err) && load_conflict_settle(load, err) && load_reject_limit(load, err) &&
              load_contract_check(load, err) && load_contract_check_counties(load, err);

    for (size_t i = 0; ok && load->delivery->mode != TD_INCREMENT && i < load->now.count; i++)
        load->job->counts.gone += load_is_gone(load, &load->now.slots[i]);
    return ok;
}

bool
load_dry_job(struct load_shared *shared, struct td_db *db, struct load_job *job)
{
    struct load load = {.shared = shared, .db = db, .job = job, .delivery = job->delivery,
                        .dataset = job->delivery->dataset};
    struct td_error *err = &job->error;

    load_describe(&load);
    load_contract_begin(&load);
    bool ok = begin(&load, err) && load_mended_read(&load.mended, db, load.delivery, false, err);
    for (size_t i = 0; ok && i < job->part_count; i++)
        ok = load_file_read(&load, i, load_record, false, err);
    ok = ok && finish(&load, err);
    job->status = ok ? LOAD_DONE : LOAD_FAILED;
    td_buf_str(&job->unknown_headers, td_buf_view(&load.unknown_headers));
    td_buf_str(&job->missing_headers, td_buf_view(&load.missing_headers));
    if (ok)
        remember(&load);
    load_close(&load);
    return ok || load_error_survivable(err);
}

/* ---- the report -------------------------------------------------------------------------------------- */
static const char *
outcome(const struct load_job *job)
{
    return job->status == LOAD_DONE ? "load" : job->status == LOAD_SAME ? "same" : "refused";
}

static void
text_counts(const struct load_job *job, struct td_buf *out)
{
    const struct load_counts *c = &job->counts;

    td_buf_printf(out,
                  TD_T("  读 %" PRIu64 "，新增 %" PRIu64 "，变化 %" PRIu64 "，未变 %" PRIu64 "，消失 %" PRIu64
                       "，退回 %" PRIu64 "，重复 %" PRIu64 "，跳过 %" PRIu64 "\n",
                       "  %" PRIu64 " read, %" PRIu64 " new, %" PRIu64 " changed, %" PRIu64 " same, %" PRIu64
                       " gone, %" PRIu64 " rejected, %" PRIu64 " duplicates, %" PRIu64 " passed over\n"),
                  c->read, c->added, c->changed, c->same, c->gone, c->rejected, c->duplicates, c->skipped);
}

static void
text_kind(const struct load_reject_kind *k, struct td_buf *out)
{
    td_buf_printf(out, TD_T("  退回 %" PRIu64 " 行：%s（%s）", "  %" PRIu64 " rejected: %s (%s)"), k->count,
                  td_fault_text(k->fault), td_fault_code(k->fault));
    if (k->column.len)
        td_buf_printf(out, TD_T("，列“%s”", ", column \"%s\""), k->column.at);
    for (size_t i = 0; i < LOAD_PLACES && i < k->count; i++)
        td_buf_printf(out, "%s%.*s:%" PRIu64, i ? ", " : TD_T("：", ": "), (int)k->places[i].file.len,
                      k->places[i].file.at, k->places[i].line);
    td_buf_text(out, k->count > LOAD_PLACES ? " …\n" : "\n");
}

static void
text_findings(const struct load_job *job, struct td_buf *out)
{
    for (size_t i = 0; i < job->findings.count; i++) {
        const struct td_contract_finding *f = &job->findings.list[i];
        td_buf_printf(out, "  %s%s%s%s", f->broken ? TD_T("不合合同：", "breaks its contract: ") : TD_T("提示：", "note: "),
                      td_contract_word(f->rule), f->subject.len ? " " : "", f->subject.at);
        if (f->expected.len)
            td_buf_printf(out, TD_T("，应为 %s", ", expected %s"), f->expected.at);
        if (f->found.len)
            td_buf_printf(out, TD_T("，实为 %s", ", found %s"), f->found.at);
        td_buf_text(out, "\n");
    }
}

static void
text_job(const struct load_job *job, struct td_buf *out)
{
    td_buf_printf(out, "%.*s", (int)job->delivery->id.len, job->delivery->id.at);
    for (size_t i = 0; i < job->part_count && i < 3; i++)
        td_buf_printf(out, "%s%.*s", i ? ", " : " ", (int)job->parts[i].name.len, job->parts[i].name.at);
    td_buf_printf(out, "%s: %s\n", job->part_count > 3 ? " …" : "",
                  job->status == LOAD_DONE   ? TD_T("可载入", "would be loaded")
                  : job->status == LOAD_SAME ? TD_T("与上次相同", "the same as the last time")
                                             : TD_T("不能载入", "would be refused"));
    if (job->status == LOAD_FAILED) {
        td_buf_printf(out, "  TD-%d: %s", job->error.code, job->error.text);
        if (job->error.line)
            td_buf_printf(out, TD_T("（第 %zu 行）", " (line %zu)"), job->error.line);
        td_buf_printf(out, TD_T("\n  处理: %s\n", "\n  hint: %s\n"), job->error.hint);
    }
    if (job->status == LOAD_DONE || job->counts.read > 0)
        text_counts(job, out);
    for (size_t k = 0; k < job->kind_count; k++)
        text_kind(&job->kinds[k], out);
    if (job->unknown_headers.len)
        td_buf_printf(out, TD_T("  配置文件中没有的列：%s\n", "  columns that the profile does not name: %s\n"), job->unknown_headers.at);
    if (job->missing_headers.len)
        td_buf_printf(out, TD_T("  文件中没有的列：%s\n", "  columns that are not there: %s\n"), job->missing_headers.at);
    text_findings(job, out);
}

static void
json_text(const char *name, struct td_str text, struct td_buf *out)
{
    td_buf_printf(out, ", \"%s\": ", name);
    td_json_str(out, text);
}

static void
json_kind(const struct load_reject_kind *k, bool first, struct td_buf *out)
{
    td_buf_printf(out, "%s{\"reason\": \"%s\"", first ? "" : ", ", td_fault_code(k->fault));
    json_text("column", k->column, out);
    td_buf_printf(out, ", \"rows\": %" PRIu64 ", \"first\": [", k->count);
    for (size_t i = 0; i < LOAD_PLACES && i < k->count; i++) {
        td_buf_text(out, i ? ", {\"file\": " : "{\"file\": ");
        td_json_str(out, k->places[i].file);
        td_buf_printf(out, ", \"line\": %" PRIu64 "}", k->places[i].line);
    }
    td_buf_text(out, "]}");
}

static void
json_job(const struct load_job *job, bool first, struct td_buf *out)
{
    const struct load_counts *c = &job->counts;

    td_buf_text(out, first ? "\n  {\"delivery\": " : ",\n  {\"delivery\": ");
    td_json_str(out, job->delivery->id);
    json_text("dataset", td_str(job->delivery->dataset->name), out);
    json_text("outcome", td_str(outcome(job)), out);
    td_buf_text(out, ", \"files\": [");
    for (size_t i = 0; i < job->part_count; i++) {
        td_buf_text(out, i ? ", " : "");
        td_json_str(out, job->parts[i].name);
    }
    td_buf_printf(out,
                  "], \"read\": %" PRIu64 ", \"new\": %" PRIu64 ", \"changed\": %" PRIu64 ", \"same\": %" PRIu64
                  ", \"gone\": %" PRIu64 ", \"rejected\": %" PRIu64 ", \"duplicates\": %" PRIu64 ", \"skipped\": %" PRIu64,
                  c->read, c->added, c->changed, c->same, c->gone, c->rejected, c->duplicates, c->skipped);
    td_buf_text(out, ", \"rejects\": [");
    for (size_t k = 0; k < job->kind_count; k++)
        json_kind(&job->kinds[k], k == 0, out);
    td_buf_text(out, "]");
    json_text("unknown_headers", td_buf_view(&job->unknown_headers), out);
    json_text("missing_headers", td_buf_view(&job->missing_headers), out);
    td_buf_text(out, ", \"contract\": [");
    for (size_t i = 0; i < job->findings.count; i++) {
        const struct td_contract_finding *f = &job->findings.list[i];
        td_buf_printf(out, "%s{\"rule\": \"%s\", \"broken\": %s", i ? ", " : "", td_contract_code(f->rule),
                      f->broken ? "true" : "false");
        json_text("subject", f->subject, out);
        json_text("expected", f->expected, out);
        json_text("found", f->found, out);
        td_buf_text(out, "}");
    }
    td_buf_text(out, "]");
    if (job->status == LOAD_FAILED) {
        td_buf_printf(out, ", \"code\": \"TD-%d\"", job->error.code);
        json_text("error", td_str(job->error.text), out);
        json_text("hint", td_str(job->error.hint), out);
    }
    td_buf_text(out, "}");
}

static bool
report(struct td_run *run, const struct load_plan *plan, struct td_error *err)
{
    struct td_buf out = {0};
    bool json = run->options->form && run->options->form[0] == 'j';

    td_buf_text(&out, json ? "[" : "");
    for (size_t i = 0; i < plan->job_count; i++)
        if (json)
            json_job(&plan->jobs[i], i == 0, &out);
        else
            text_job(&plan->jobs[i], &out);
    if (!json)
        load_plan_unclaimed(plan, &out);
    td_buf_text(&out, plan->unclaimed_count && !json ? "\n" : "");
    td_buf_text(&out, json ? "\n]\n" : "");
    bool ok = rules_print(run, &out, err);
    td_buf_free(&out);
    return ok;
}

/* As a load's: what stops the night has its own code, else 65. */
static int
exit_of(const struct load_plan *plan)
{
    int status = 0;

    for (size_t i = 0; i < plan->job_count; i++) {
        const struct load_job *job = &plan->jobs[i];
        if (job->status == LOAD_FAILED && job->delivery->on_failure == TD_STOP)
            return td_code_exit((enum td_code)job->error.code);
        if (job->status == LOAD_FAILED || job->findings.broken > 0)
            status = td_code_exit(TD_E_REJECTS);
    }
    return status;
}

/* Numbers of the departments; -1: not met yet. */
static bool
find_sources(struct td_run *run, struct load_plan *plan, struct td_error *err)
{
    const struct td_profile *p = &run->profile;
    struct td_rows rows = {0};

    plan->sources = td_alloc(p->source_count + 1, sizeof *plan->sources);
    for (size_t s = 0; s < p->source_count; s++)
        plan->sources[s] = -1;
    if (!run->db)
        return true;
    if (!td_db_query(run->db, "load/source_numbers", NULL, NULL, 0, &rows, err))
        return false;
    for (int r = 0; r < rows.count; r++)
        for (size_t s = 0; s < p->source_count; s++)
            if (td_str_equal(p->sources[s].id, td_str(td_rows_text(&rows, r, 1))))
                plan->sources[s] = (int)td_rows_int(&rows, r, 0);
    td_rows_free(&rows);
    return true;
}

static void
settle(struct load_plan *plan)
{
    for (size_t i = 0; i < plan->job_count; i++) {
        struct load_job *job = &plan->jobs[i];
        if (job->waits)
            td_fail(&job->error, TD_E_NO_INPUT, "%s",
                    TD_T("前一份增量不能载入，本份等待", "waits, as the increment before it would be refused"));
        if (job->status == LOAD_FAILED) {
            load_error_hint(&job->error);
            load_contract_failed(job);
        }
    }
}

bool
load_dry_run(struct td_run *run, struct td_error *err)
{
    struct load_plan plan = {0};
    struct load_shared shared = {.run = run, .plan = &plan, .dry = true};

    pthread_mutex_init(&shared.lock, NULL);
    bool ok = find_sources(run, &plan, err) && load_plan_make(&plan, run, err) && load_run_workers(&shared, err);
    if (ok) {
        settle(&plan);
        ok = report(run, &plan, err);
        run->exit = exit_of(&plan);
    }
    while (shared.dry_places) {
        struct load_dry *next = shared.dry_places->next;
        free(shared.dry_places->slots);
        free(shared.dry_places);
        shared.dry_places = next;
    }
    pthread_mutex_destroy(&shared.lock);
    load_plan_free(&plan);
    return ok;
}
