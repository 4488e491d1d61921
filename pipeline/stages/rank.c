/*
 * rank: the candidates of the standing results in one total order per program, seated by the city's rules
 * (tidu/pool.h), without those whom criteria/pool.yaml excludes, with what people ordered; then the cultivation pool,
 * written where a stage changed. One transaction.
 *
 * The order is the judge's key (ranking.yaml, packed so that memcmp is the order), then the credit
 * code; it depends neither on threads nor on the order of rows. A unit whose county is not known is
 * apportioned like a county of its own ('' in the tables): it is not dropped.
 */
#include "moves.h"
#include "rank.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static int16_t
county_index(const struct td_profile *profile, struct td_cell cell)
{
    struct td_str code = {cell.at, cell.len > 0 ? (size_t)cell.len : 0};

    for (size_t i = 0; i < profile->county_count; i++)
        if (td_str_equal(profile->counties[i].code, code))
            return (int16_t)i;
    return (int16_t)profile->county_count;
}

/* uscc, county, program, key, tier, industry, will, held place */
static bool
take_row(struct ranking *r, const struct td_cell *cells, struct td_error *err)
{
    int16_t program = td_cell_int2(cells[2]);

    if (cells[0].len <= 0 || cells[0].len >= 24 || cells[3].len != TD_POOL_KEY_BYTES || program < 0 ||
        program >= RANK_PROGRAMS_MAX || cells[4].len >= 40 || cells[5].len < 0)
        return td_fail(err, TD_E_INTERNAL, TD_T("result.firm 中有不合规格的行", "a row of result.firm is out of shape"));
    if (r->count == r->capacity) {
        r->capacity = r->capacity ? r->capacity * 2 : 4096;
        r->rows = td_realloc(r->rows, r->capacity, sizeof *r->rows);
    }
    if (!r->present[program]) {
        r->present[program] = true;
        memcpy(r->tiers[program], cells[4].at, (size_t)cells[4].len);
    }
    struct td_pool_candidate *c = &r->rows[r->count++];
    const struct td_seats *own = td_profile_seats(&r->run->profile, td_str(r->tiers[program]));
    *c = (struct td_pool_candidate){.program = program,
                                    .county = county_index(&r->run->profile, cells[1]),
                                    .group = td_seats_group(own, (struct td_str){cells[5].at, (size_t)cells[5].len}),
                                    .will = (uint8_t)td_cell_int2(cells[6]),
                                    .held_place = td_cell_int4(cells[7])};
    memcpy(c->uscc, cells[0].at, (size_t)cells[0].len);
    memcpy(c->key, cells[3].at, TD_POOL_KEY_BYTES);
    return true;
}

static bool
read_candidates(struct ranking *r, struct td_error *err)
{
    struct td_copy_out copy = {0};
    bool got = true, ok = td_copy_out_open(&copy, r->run->db, "rank/candidates", NULL, err);

    while (ok && got) {
        ok = td_copy_out_next(&copy, &got, err);
        if (ok && got)
            ok = take_row(r, copy.cells, err);
    }
    td_copy_out_close(&copy);
    return ok;
}

static int
by_program(const void *pa, const void *pb)
{
    const struct td_pool_candidate *a = pa, *b = pb;

    return a->program - b->program;
}

/* rows: all candidates of one program. */
static void
seat_program(struct ranking *r, struct td_pool_candidate *rows, size_t count)
{
    int16_t program = rows[0].program;
    const struct td_seats *own = td_profile_seats(&r->run->profile, td_str(r->tiers[program]));
    struct td_pool_rules open = {.seats = TD_POOL_NO_LIMIT, .counties = r->counties}; /* no number, no cut */
    struct td_pool_seating seating = {0};

    td_pool_seat(own ? &own->rules : &open, rows, count, &seating);
    rank_put_seating(r, program, own, &seating);
    td_pool_seating_free(&seating);
}

static void
seat_all(struct ranking *r)
{
    if (r->count)
        qsort(r->rows, r->count, sizeof *r->rows, by_program);
    for (size_t from = 0, to; from < r->count; from = to) {
        for (to = from; to < r->count && r->rows[to].program == r->rows[from].program; to++)
            ;
        seat_program(r, r->rows + from, to - from);
    }
}

/* Nobody who meets a tier, for certain or perhaps, is neither in its pool nor excluded. */
static bool
check_left_out(struct td_run *run, const char *id, struct td_error *err)
{
    const char *params[] = {id};
    struct td_rows rows = {0};

    if (!td_db_query(run->db, "rank/left_out", NULL, params, 1, &rows, err))
        return false;
    if (rows.count)
        td_fail(err, TD_E_CHECK, TD_T("有符合条件的企业既不在培育库也未被排除，如 %s（%s）", "firms that meet a tier are neither in its pool nor excluded, such as %s (%s)"),
                td_rows_text(&rows, 0, 0), td_rows_text(&rows, 0, 1));
    if (rows.count)
        td_hint(err, "%s", TD_T("criteria/pool.yaml 的 stages 应容纳每一种判定", "the stages of criteria/pool.yaml must have a place for every verdict"));
    bool ok = rows.count == 0;
    td_rows_free(&rows);
    return ok;
}

static bool
rank_all(struct ranking *r, struct td_stage_counts *counts, struct td_error *err)
{
    char id[24], as_of[11], rules[80];

    snprintf(id, sizeof id, "%" PRId64, r->run->run);
    snprintf(rules, sizeof rules, "%s " MOVES_PROGRAM, r->run->criteria_hash);
    td_date_text(r->run->options->as_of, as_of);
    if (!td_db_setting(r->run->db, "tidu.run", id, err) || !td_db_setting(r->run->db, "tidu.as_of", as_of, err) ||
        !td_db_setting(r->run->db, "tidu.rules", rules, err) || !rank_rules(r->run, err) || !td_db_script(r->run->db, "rank/pool_begin", NULL, err) || !read_candidates(r, err))
        return false;
    seat_all(r);
    struct moves_tonight tonight = {r->rows, r->count};
    return rank_write(r, err) && check_left_out(r->run, id, err) && moves_write(r->run, &tonight, counts, err);
}

/* What rank depends on: the judgements (with their date and criteria), the profile, people's orders of that day. */
static bool
digest_inputs(struct td_run *run, struct td_buf *out, struct td_error *err)
{
    char scored[65], as_of[11];
    const char *params[] = {as_of};
    struct td_rows rows = {0};

    td_date_text(run->options->as_of, as_of);
    if (!td_stage_last(run, "score", scored, err) || !td_db_query(run->db, "rank/override_digest", NULL, params, 1, &rows, err))
        return false;
    td_buf_printf(out, "%.20s-%s-%.8s-%.12s", scored, run->profile_hash, run->criteria_hash, td_rows_text(&rows, 0, 0));
    td_rows_free(&rows);
    return true;
}

bool
td_stage_rank(struct td_run *run, struct td_stage_counts *counts, struct td_error *err)
{
    struct ranking r = {.run = run, .counties = run->profile.county_count + 1};
    char last[65];

    if (!digest_inputs(run, &counts->inputs, err) || !td_stage_last(run, "rank", last, err))
        return false;
    if (strcmp(last, counts->inputs.at) == 0) {
        counts->same = true;
        return true;
    }
    bool ok = td_db_begin(run->db, err) && rank_all(&r, counts, err) && td_db_commit(run->db, err);
    counts->rows_in = counts->rows_out = r.count;
    td_buf_free(&r.seats);
    td_buf_free(&r.totals);
    td_buf_free(&r.ways);
    free(r.rows);
    return ok;
}
