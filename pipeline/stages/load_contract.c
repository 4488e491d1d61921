/*
 * The contract of a delivery while it is loaded. Headers and amounts are taken as they pass; when the last record
 * has been read and nothing is committed, they are held against what the profile expects and against the last good
 * delivery (its batch's notes). What breaks the contract rolls the delivery back like a damaged file: what was good
 * stands. Differences that nothing was said about are notes, and the delivery is loaded.
 */
#include "load.h"

#include "runner.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

const char *
load_policy_name(enum td_on_failure policy)
{
    return policy == TD_HOLD ? "hold" : policy == TD_STOP ? "fail" : "last_good";
}

/* ---- the last good deliveries --------------------------------------------------------------------- */
static struct td_delivered *
find_last(struct load_plan *plan, const struct td_profile *p, const char *id)
{
    for (size_t i = 0; i < p->delivery_count; i++)
        if (td_str_equal(p->deliveries[i].id, td_str(id)))
            return &plan->last[i];
    return NULL;
}

/* Rows of one delivery and kind stand together: so many with this one's number n. */
static int
count_alike(const struct td_rows *rows, int at, bool same_n)
{
    int end = at;

    while (end < rows->count && strcmp(td_rows_text(rows, end, 0), td_rows_text(rows, at, 0)) == 0 &&
           td_rows_int(rows, end, 1) == td_rows_int(rows, at, 1) &&
           (!same_n || td_rows_int(rows, end, 2) == td_rows_int(rows, at, 2)))
        end++;
    return end - at;
}

static void
take_headers(struct td_arena *arena, const struct td_rows *rows, int at, int count, struct td_delivered *last)
{
    struct td_header_names *headers =
        td_arena_alloc(arena, (size_t)td_rows_int(rows, at + count - 1, 2), sizeof *headers);

    last->headers = headers;
    for (int end = at + count; at < end;) {
        int names = count_alike(rows, at, true);
        struct td_header_names *h = &headers[last->header_count++];
        h->names = td_arena_alloc(arena, (size_t)names, sizeof *h->names);
        for (int i = 0; i < names; i++)
            h->names[h->count++] = td_arena_str(arena, td_str(td_rows_text(rows, at + i, 4)));
        at += names;
    }
}

static void
take_counties(struct td_arena *arena, const struct td_rows *rows, int at, int count, struct td_delivered *last)
{
    struct td_county_rows *counties = td_arena_alloc(arena, (size_t)count, sizeof *counties);

    for (int i = 0; i < count; i++)
        counties[i] = (struct td_county_rows){td_arena_str(arena, td_str(td_rows_text(rows, at + i, 4))),
                                              (uint64_t)td_rows_int(rows, at + i, 5)};
    last->counties = counties;
    last->county_count = (size_t)count;
}

static void
take_files(struct td_arena *arena, const struct td_rows *rows, int at, int count, struct td_delivered *last)
{
    struct td_str *files = td_arena_alloc(arena, (size_t)count, sizeof *files);

    for (int i = 0; i < count; i++)
        files[i] = td_arena_str(arena, td_str(td_rows_text(rows, at + i, 4)));
    last->files = files;
    last->file_count = (size_t)count;
}

static void
take_last(struct load_plan *plan, const struct td_profile *p, const struct td_rows *rows)
{
    for (int at = 0, count; at < rows->count; at += count) {
        struct td_delivered *last = find_last(plan, p, td_rows_text(rows, at, 0));
        int kind = (int)td_rows_int(rows, at, 1);

        count = count_alike(rows, at, false);
        if (!last)
            continue;
        if (kind == 0) {
            last->there = true;
            last->rows = (uint64_t)td_rows_int(rows, at, 5);
            if (td_date_parse(td_str(td_rows_text(rows, at, 4)), TD_DATE_ISO, &last->delivered) != TD_FAULT_NONE)
                last->delivered = TD_DATE_NONE;
        } else if (kind == 1) {
            take_headers(&plan->arena, rows, at, count, last);
        } else if (kind == 2) {
            take_counties(&plan->arena, rows, at, count, last);
        } else {
            take_files(&plan->arena, rows, at, count, last);
        }
    }
}

bool
load_contract_plan(struct load_plan *plan, struct td_run *run, struct td_error *err)
{
    struct td_parameters parameters = {0};
    struct td_rows rows = {0};

    plan->last = td_arena_alloc(&plan->arena, run->profile.delivery_count + 1, sizeof *plan->last);
    bool ok = td_parameters_parse(&parameters, td_criteria_text(run->criteria, "contract.yaml"), "contract.yaml", err) &&
              td_contract_limits_read(&plan->limits, &parameters, err) &&
              (!run->db || td_db_query(run->db, "load/last_good", NULL, NULL, 0, &rows, err));
    if (ok && run->db)
        take_last(plan, &run->profile, &rows);
    td_rows_free(&rows);
    td_parameters_free(&parameters);
    return ok;
}

/* ---- while it is read ------------------------------------------------------------------------------ */
void
load_contract_begin(struct load *load)
{
    struct load_contract *c = &load->contract;
    const struct td_control *control = &load->delivery->expects.control;

    c->header_of = td_arena_alloc(&c->arena, load->job->part_count + 1, sizeof *c->header_of);
    c->headers = td_arena_alloc(&c->arena, load->job->part_count + 1, sizeof *c->headers);
    c->totals = td_arena_alloc(&c->arena, control->sum_count + 1, sizeof *c->totals);
    c->expected.sums = td_arena_alloc(&c->arena, control->sum_count + 1, sizeof *c->expected.sums);
    c->counts = control->sum_count > 0;
}

static bool
equal_names(const struct td_header_names *a, const struct td_header_names *b)
{
    bool same = a->count == b->count;

    for (size_t i = 0; same && i < a->count; i++)
        same = td_str_equal(a->names[i], b->names[i]);
    return same;
}

void
load_contract_header(struct load *load, const struct td_record *header)
{
    struct load_contract *c = &load->contract;
    struct td_header_names names = {0};

    if (!header || !header->cells || header->fault != TD_FAULT_NONE)
        return;
    names.names = td_arena_alloc(&c->arena, header->count + 1, sizeof *names.names);
    for (size_t i = 0; i < header->count; i++)
        names.names[names.count++] = td_arena_str(&c->arena, td_str_trim(header->cells[i]));
    size_t at = 0;
    while (at < c->header_count && !equal_names(&c->headers[at], &names))
        at++;
    c->header_of[load->part] = at;
    if (at < c->header_count)
        return;
    c->headers[c->header_count++] = names;
    td_contract_check_header(&load->delivery->expects, &load->shared->plan->limits, &names, load->part,
                             load->job->last, &load->job->findings);
}

bool
load_contract_record(struct load *load, const struct td_record *record)
{
    struct load_contract *c = &load->contract;
    const struct td_control *control = &load->delivery->expects.control;

    if (!c->counts)
        return false;
    if (control->totals.at && td_control_is_totals(&load->layout, record)) {
        struct td_control_total *row = td_alloc(control->sum_count, sizeof *row);
        uint64_t unread = 0;
        td_control_add(&load->layout, record, &c->scratch, row, &unread);
        for (size_t i = 0; i < control->sum_count; i++)
            unread += __builtin_add_overflow(c->expected.sums[i], row[i].sum, &c->expected.sums[i]);
        c->expected.there = c->expected.there || unread == 0;
        free(row);
        return true;
    }
    if (!td_type_skipped(&load->layout, record))
        td_control_add(&load->layout, record, &c->scratch, c->totals, &c->unread);
    return false;
}

/* ---- when it has been read -------------------------------------------------------------------------- */
/* The first thing that is broken is the message; the rest stands in the ledger. */
static bool
fail_broken(const struct load_job *job, struct td_error *err)
{
    const struct td_contract_findings *f = &job->findings;
    const struct td_contract_finding *first = NULL;

    for (size_t i = 0; i < f->count && !first; i++)
        if (f->list[i].broken && f->list[i].rule != TD_RULE_LATE)
            first = &f->list[i];
    if (!first)
        return true;
    td_fail(err, TD_E_CONTRACT, TD_T("%s%s%s：应为 %s，实为 %s", "%s%s%s: expected %s, found %s"),
            td_contract_word(first->rule), first->subject.len ? " " : "", first->subject.at,
            first->expected.len ? first->expected.at : "-", first->found.len ? first->found.at : "-");
    return td_hint(err, "%s",
                   TD_T("整份未载入，原有数据保留；tidu status 列出全部不符之处；向部门核实，确属正常的修改配置文件中的 expects",
                        "nothing of it is loaded, what stands is kept; tidu status lists all that differs; ask the "
                        "department, and change expects in the profile if it is as it should be"));
}

static bool
check_control(struct load *load, uint64_t rows, struct td_error *err)
{
    const struct td_control *control = &load->delivery->expects.control;
    struct load_contract *c = &load->contract;

    if (!control->file.at && !control->totals.at && !control->rows_given && control->sum_count == 0)
        return true;
    if (control->file.at && !load_control_read(load, &c->expected, err))
        return false;
    if (control->rows_given) {
        c->expected.has_rows = true;
        c->expected.rows = control->row_count;
    }
    for (size_t i = 0; i < control->sum_count; i++)
        if (control->sums[i].given)
            c->expected.sums[i] = control->sums[i].figure;
    td_contract_check_control(load->delivery, &c->expected, rows, c->totals, c->unread, &load->job->findings);
    return true;
}

static void
check_files(struct load *load)
{
    struct load_job *job = load->job;
    struct td_str *names;
    bool dated = load->delivery->mode != TD_SNAPSHOT || !job->last;

    for (size_t i = 0; i < job->part_count; i++)
        dated = dated || job->parts[i].match.date != TD_DATE_NONE || job->parts[i].match.year != 0;
    if (dated)
        return;
    names = td_arena_alloc(&load->contract.arena, job->part_count + 1, sizeof *names);
    for (size_t i = 0; i < job->part_count; i++)
        names[i] = job->parts[i].name;
    td_contract_check_files(names, job->part_count, job->last, &job->findings);
}

bool
load_contract_check(struct load *load, struct td_error *err)
{
    struct load_job *job = load->job;
    uint64_t rows = job->counts.read - job->counts.skipped;

    td_contract_check_known(&load->delivery->expects, td_buf_view(&load->unknown_headers),
                            td_buf_view(&load->missing_headers), &job->findings);
    check_files(load);
    td_contract_check_rows(load->delivery, &load->shared->plan->limits, rows, job->last, &job->findings);
    return check_control(load, rows, err) && fail_broken(job, err);
}

static bool
count_counties(struct load *load, struct td_error *err)
{
    struct load_contract *c = &load->contract;
    const struct td_ident idents[] = {{"table", load->table}, {"county", "county"}, {0}};
    struct td_rows rows = {0};
    char source[16];
    const char *params[] = {source};

    snprintf(source, sizeof source, "%d", load->job->source);
    bool own = td_field_find(load->dataset, TD_STR("county")) >= 0;
    if (!td_db_query(load->db, own ? "load/by_county" : "load/by_area", idents, params, 1, &rows, err))
        return false;
    c->counties = td_arena_alloc(&c->arena, (size_t)rows.count + 1, sizeof *c->counties);
    for (int i = 0; i < rows.count; i++)
        c->counties[c->county_count++] = (struct td_county_rows){
            td_arena_str(&c->arena, td_str(td_rows_text(&rows, i, 0))), (uint64_t)td_rows_int(&rows, i, 1)};
    td_rows_free(&rows);
    return true;
}

bool
load_contract_check_counties(struct load *load, struct td_error *err)
{
    const struct td_expects *e = &load->delivery->expects;
    struct load_contract *c = &load->contract;

    /* a dry run has counted the rows of a snapshot as it read them; of other modes it cannot know what would stand */
    if (e->county_drop_ppm < 0 || (load->shared->dry && load->delivery->mode != TD_SNAPSHOT))
        return true;
    if (!load->shared->dry && !count_counties(load, err))
        return false;
    td_contract_check_counties(e, &load->shared->plan->limits, c->counties, c->county_count, load->job->last,
                               &load->job->findings);
    return fail_broken(load->job, err);
}

/* ---- for the ledger ----------------------------------------------------------------------------------- */
static void
put_names(const struct td_header_names *h, struct td_buf *b)
{
    td_buf_text(b, "[");
    for (size_t i = 0; i < h->count; i++) {
        td_buf_text(b, i ? "," : "");
        td_json_str(b, h->names[i]);
    }
    td_buf_text(b, "]");
}

void
load_contract_notes(struct load *load, struct td_buf *b)
{
    const struct load_contract *c = &load->contract;

    /* of a file that was refused for its header, what stands there may be a firm's record: it is not kept */
    bool kept = load->job->error.code != TD_E_LAYOUT;

    for (size_t i = 0; kept && i < c->header_count; i++) {
        td_buf_text(b, i ? "," : b->len ? ",\"headers\":[" : "\"headers\":[");
        put_names(&c->headers[i], b);
    }
    td_buf_text(b, kept && c->header_count ? "]" : "");
    for (size_t i = 0; kept && c->header_count > 1 && i < load->job->part_count; i++)
        td_buf_printf(b, "%s%zu%s", i ? "," : ",\"header_of\":[", c->header_of[i],
                      i + 1 == load->job->part_count ? "]" : "");
    for (size_t i = 0; i < c->county_count; i++) {
        td_buf_text(b, i ? "," : b->len ? ",\"counties\":{" : "\"counties\":{");
        td_json_str(b, c->counties[i].county);
        td_buf_printf(b, ":%" PRIu64, c->counties[i].rows);
    }
    td_buf_text(b, c->county_count ? "}" : "");
}

static enum td_contract_rule
rule_of(const struct load_job *job)
{
    if (job->waits)
        return TD_RULE_WAITS;
    switch (job->error.code) {
    case TD_E_NO_INPUT:
        return TD_RULE_MISSING;
    case TD_E_EMPTY:
        return TD_RULE_EMPTY;
    case TD_E_REJECTS:
        return TD_RULE_REJECTS;
    default:
        return TD_RULE_UNREADABLE;
    }
}

void
load_contract_failed(struct load_job *job)
{
    if (job->error.code == TD_E_CONTRACT)
        return;
    td_contract_finding_add(&job->findings, true, rule_of(job), "", "", job->error.text);
}

void
load_contract_free(struct load *load)
{
    td_typed_free(&load->contract.scratch);
    td_arena_free(&load->contract.arena);
    load->contract = (struct load_contract){0};
}
