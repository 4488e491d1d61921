/*
 * check: the delivered records by the rules of criteria/quality. All firms, or only those whose records
 * changed (quality.pending, written by features from what load and link touched), when nothing else did.
 * What a firm's figures are compared with may lie outside the firm: the usual sizes of its industry. They
 * are coarse (two octaves) and seldom move; on a night when one does, all firms are checked, so that what
 * stands is always what a check of all would give. Found is written, nothing is changed.
 */
#include "check.h"
#include "digest.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* Raised when the same records and rules give other results. */
#define CHECK_VERSION "2"

static void
basis(struct check *c)
{
    uint64_t h = td_hash64(CHECK_VERSION, strlen(CHECK_VERSION), 0);

    for (size_t i = 0; i < c->run->criteria->count; i++) {
        const struct td_file_text *f = &c->run->criteria->files[i];

        if (!td_str_starts(f->name, TD_STR("quality/")))
            continue;
        h = td_hash64(f->name.at, f->name.len, h);
        h = td_hash64(f->text.at, f->text.len, h);
    }
    snprintf(c->basis, sizeof c->basis, "%016" PRIx64, h);
}

/* Firms at a time, of some 2 KB each; a city's are read once. */
enum { RANGE_UNITS = 300000 };

/* pending: how many; 0 and the same rules: only the night's scores. */
static bool
plan(struct check *c, int64_t *pending, struct td_error *err)
{
    struct td_rows rows = {0};

    if (!td_db_query(c->run->db, "quality/plan", NULL, NULL, 0, &rows, err))
        return false;
    *pending = td_rows_int(&rows, 0, 0);
    c->other_rules = strcmp(td_rows_text(&rows, 0, 2), c->basis) != 0;
    c->full = td_rows_int(&rows, 0, 1) != 0 || c->other_rules || td_rows_int(&rows, 0, 3) == 0 || *pending > RANGE_UNITS;
    td_rows_free(&rows);
    return true;
}

/* ---- ranges of firms, where there are too many for the memory ------------------------------------------------ */
static bool
read_range(struct check *c, int range, struct td_error *err)
{
    const char *from = range ? td_rows_text(&c->bounds, range - 1, 0) : "";
    const char *until = range < c->bounds.count ? td_rows_text(&c->bounds, range, 0) : LAST_CODE;

    td_quality_result_free(&c->result);
    return check_read(c, from, until, NULL, err);
}

/* The usual sizes by all firms: more than a range of them are read for this alone, and once more to be checked. */
static bool
size_all(struct check *c, struct td_error *err)
{
    char units[24];
    const char *params[] = {units};

    snprintf(units, sizeof units, "%d", RANGE_UNITS);
    bool ok = td_db_query(c->run->db, "score/ranges", NULL, params, 1, &c->bounds, err) && check_sizes_begin(c, err);
    c->sizing = c->bounds.count > 0;
    for (int i = 0; ok && i <= c->bounds.count; i++) {
        ok = read_range(c, i, err);
        if (ok)
            check_sizes_add(c);
    }
    c->sizing = false;
    if (ok)
        check_sizes_end(c);
    return ok;
}

static bool
begin_pending(struct check *c, struct td_error *err)
{
    return check_sizes_begin(c, err) && check_counts_begin(c, err);
}

static bool
size_pending(struct check *c, struct td_error *err)
{
    if (!check_read(c, "", "", begin_pending, err))
        return false;
    check_sizes_add(c);
    check_sizes_end(c);
    c->full = !td_quality_sizes_equal(c->before, c->sizes);
    if (c->full) {
        check_counts_clear(c);
        td_log_note(c->run->log, "%s", TD_T("某些行业的常见规模有变动，核对全部企业", "the usual size of an industry has moved: all firms are checked"));
    }
    return true;
}

static void
add_up(struct check *c)
{
    for (int kind = 0; kind < TD_Q_KINDS; kind++)
        c->records += c->data.records[kind].count;
    c->units += c->data.unit_count;
    c->findings += c->result.finding_count;
    for (size_t i = 0; i < c->result.finding_count; i++) {
        const struct td_quality_rule *rule = td_quality_rule_at(c->rules, (size_t)c->result.findings[i].rule);

        c->failed[rule->severity]++;
        c->swaps += rule->form == TD_Q_UNIT;
        c->pairs += rule->form == TD_Q_PAIR;
    }
    check_counts_add(c);
}

static bool
check_range(struct check *c, struct td_error *err)
{
    td_quality_check(c->rules, &c->data, c->run->options->threads, &c->result);
    add_up(c);
    return check_write_range(c, err);
}

static bool
check_all(struct check *c, struct td_error *err)
{
    bool ok = check_open_readers(c, err) && (c->full ? check_counts_begin(c, err) : size_pending(c, err)) &&
              (!c->full || size_all(c, err)) && td_db_begin(c->run->db, err) && check_write_begin(c, err);

    for (int i = 0; ok && i <= c->bounds.count; i++) /* the only range is there already */
        ok = (c->bounds.count == 0 || read_range(c, i, err)) && check_range(c, err);
    return ok && check_write_end(c, err) && td_db_commit(c->run->db, err);
}

/* Nothing is pending: the counts stand, and only the age of the deliveries has moved. */
static bool
check_none(struct check *c, struct td_error *err)
{
    const char *params[] = {c->basis, c->run_text};

    return td_db_begin(c->run->db, err) && check_counts_begin(c, err) && check_write_night(c, err) &&
           td_db_run(c->run->db, "quality/basis_set", NULL, params, 2, NULL, err) && td_db_commit(c->run->db, err);
}

static void
report(const struct check *c, struct td_stage_counts *counts)
{
    counts->rows_in = c->records;
    counts->rows_out = c->findings;
    td_buf_printf(&counts->json,
                  "\"firms\":%" PRIu64 ",\"rules\":%zu,\"full\":%s,\"error\":%" PRIu64 ",\"warn\":%" PRIu64 ",\"note\":%" PRIu64
                  ",\"differ\":%" PRIu64 ",\"unit\":%" PRIu64,
                  c->units, td_quality_rule_count(c->rules), c->full ? "true" : "false", c->failed[0], c->failed[1], c->failed[2],
                  c->pairs, c->swaps);
}

static void
check_free(struct check *c)
{
    check_read_free(c);
    td_quality_sizes_free(c->before);
    td_quality_sizes_free(c->sizes);
    td_quality_result_free(&c->result);
    td_rows_free(&c->bounds);
    td_buf_free(&c->patterns);
    free(c->seen.at);
    td_quality_free(c->rules);
    for (int i = 0; i < CHECK_LANES; i++)
        td_run_disconnect(c->run, c->readers[i]);
    free(c->counties);
    free(c->counts);
    td_arena_free(&c->arena);
}

bool
td_stage_check(struct td_run *run, struct td_stage_counts *counts, struct td_error *err)
{
    struct check c = {.run = run};
    char last[65];
    int64_t pending = 0;

    basis(&c);
    td_date_text(run->options->as_of, c.as_of);
    snprintf(c.run_text, sizeof c.run_text, "%" PRId64, run->run);
    td_buf_printf(&counts->inputs, "%s-%s-", c.basis, c.as_of);
    bool ok = td_inputs_digest(run->db, &counts->inputs, err) && td_stage_last(run, "check", last, err) && plan(&c, &pending, err);
    counts->same = ok && pending == 0 && !c.full && strcmp(last, counts->inputs.at) == 0;
    if (ok && !counts->same) {
        ok = td_quality_compile(&c.rules, run->criteria->files, run->criteria->count, err) &&
             (pending == 0 && !c.full ? check_none(&c, err) : check_all(&c, err));
        if (ok)
            report(&c, counts);
    }
    check_free(&c);
    return ok || td_in(err, TD_T("核对数据质量", "checking the quality of the data"));
}
