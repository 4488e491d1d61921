/*
 * rank: the candidates of the standing results in one total order per program, seats of the city
 * apportioned over the counties by largest remainder, the cut and its ties marked.
 *
 * The order is the judge's key (ranking.yaml, packed so that memcmp is the order), then the credit
 * code; it depends neither on threads nor on the order of rows. A unit whose county is not known is
 * apportioned like a county of its own ('' in the tables): it is not dropped.
 */
#include "runner.h"

#include "tidu/pool.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { PROGRAMS_MAX = 64 };

struct ranking {
    struct td_run *run;
    struct td_pool_candidate *rows;
    size_t count, capacity;
    char tiers[PROGRAMS_MAX][40];
    bool present[PROGRAMS_MAX];
    size_t counties; /* with the unknown one */
};

static int16_t
county_index(const struct td_profile *profile, struct td_cell cell)
{
    struct td_str code = {cell.at, cell.len > 0 ? (size_t)cell.len : 0};

    for (size_t i = 0; i < profile->county_count; i++)
        if (td_str_equal(profile->counties[i].code, code))
            return (int16_t)i;
    return (int16_t)profile->county_count;
}

static bool
take_row(struct ranking *r, const struct td_cell *cells, struct td_error *err)
{
    int16_t program = td_cell_int2(cells[2]);

    if (cells[0].len <= 0 || cells[0].len >= 24 || cells[3].len != TD_POOL_KEY_BYTES || program < 0 ||
        program >= PROGRAMS_MAX || cells[4].len >= 40)
        return td_fail(err, TD_E_INTERNAL, TD_T("result.firm 中有不合规格的行", "a row of result.firm is out of shape"));
    if (r->count == r->capacity) {
        r->capacity = r->capacity ? r->capacity * 2 : 4096;
        r->rows = td_realloc(r->rows, r->capacity, sizeof *r->rows);
    }
    struct td_pool_candidate *c = &r->rows[r->count++];
    *c = (struct td_pool_candidate){.program = program, .group = -1};
    memcpy(c->uscc, cells[0].at, (size_t)cells[0].len);
    memcpy(c->key, cells[3].at, TD_POOL_KEY_BYTES);
    c->county = county_index(&r->run->profile, cells[1]);
    if (!r->present[program]) {
        r->present[program] = true;
        memcpy(r->tiers[program], cells[4].at, (size_t)cells[4].len);
    }
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

static struct td_str
county_code(const struct ranking *r, size_t county)
{
    return county < r->run->profile.county_count ? r->run->profile.counties[county].code : TD_STR("");
}

static void
put_seat(struct td_buf *out, const struct ranking *r, int16_t program, size_t county, const struct td_pool_county_seats *seats)
{
    char fraction[48];
    int len = snprintf(fraction, sizeof fraction, "%" PRId64 "/%" PRId64, seats->given.remainder, seats->given.of);

    td_put_row(out, 6);
    td_put_int8(out, r->run->run);
    td_put_int4(out, program);
    td_put_text(out, county_code(r, county));
    td_put_int8(out, seats->eligible);
    td_put_int8(out, seats->seated);
    td_put_text(out, (struct td_str){fraction, (size_t)len});
}

/* rows: all candidates of one program. */
static void
seat_program(struct ranking *r, struct td_pool_candidate *rows, size_t count, struct td_buf *seats_out)
{
    int16_t program = rows[0].program;
    const struct td_seats *own = td_profile_seats(&r->run->profile, td_str(r->tiers[program]));
    struct td_pool_rules rules = {.seats = TD_POOL_NO_LIMIT, .counties = r->counties}; /* no number, no cut */
    struct td_pool_seating seating = {0};

    td_pool_seat(own ? &own->rules : &rules, rows, count, &seating);
    for (size_t c = 0; c < r->counties; c++)
        if (seating.counties[c].eligible)
            put_seat(seats_out, r, program, c, &seating.counties[c]);
    td_pool_seating_free(&seating);
}

static bool
send_seats(struct td_db *db, const struct td_buf *seats, struct td_error *err)
{
    struct td_copy_in copy = {0};
    bool ok = td_copy_in_open(&copy, db, "rank/seat_in", NULL, err);

    ok = ok && td_copy_in_send(&copy, td_buf_view(seats), err) && td_copy_in_finish(&copy, err);
    td_copy_in_close(&copy);
    return ok;
}

static bool
send_shortlist(const struct ranking *r, struct td_error *err)
{
    struct td_copy_in copy = {0};
    bool ok = td_copy_in_open(&copy, r->run->db, "rank/shortlist_in", NULL, err);

    for (size_t i = 0; ok && i < r->count; i++) {
        const struct td_pool_candidate *c = &r->rows[i];
        td_put_row(&copy.buffer, 8);
        td_put_text(&copy.buffer, td_str(c->uscc));
        td_put_int8(&copy.buffer, r->run->run);
        td_put_int4(&copy.buffer, c->program);
        td_put_text(&copy.buffer, county_code(r, (size_t)c->county));
        td_put_int4(&copy.buffer, c->place);
        td_put_int4(&copy.buffer, c->county_place);
        td_put_bool(&copy.buffer, c->seated);
        td_put_bool(&copy.buffer, c->tie);
        ok = td_copy_in_flush(&copy, err);
    }
    ok = ok && td_copy_in_finish(&copy, err);
    td_copy_in_close(&copy);
    return ok;
}

static bool
rank_all(struct ranking *r, struct td_error *err)
{
    struct td_buf seats = {0};
    char id[24];

    snprintf(id, sizeof id, "%" PRId64, r->run->run);
    if (!td_db_setting(r->run->db, "tidu.run", id, err) || !read_candidates(r, err))
        return false;
    if (r->count)
        qsort(r->rows, r->count, sizeof *r->rows, by_program);
    for (size_t from = 0, to; from < r->count; from = to) {
        for (to = from; to < r->count && r->rows[to].program == r->rows[from].program; to++)
            ;
        seat_program(r, r->rows + from, to - from, &seats);
    }
    bool ok = seats.len == 0 || send_seats(r->run->db, &seats, err);
    td_buf_free(&seats);
    return ok && send_shortlist(r, err) && td_db_script(r->run->db, "rank/analyze", NULL, err);
}

bool
td_stage_rank(struct td_run *run, struct td_stage_counts *counts, struct td_error *err)
{
    struct ranking r = {.run = run, .counties = run->profile.county_count + 1};
    char scored[65], last[65];

    if (!td_stage_last(run, "score", scored, err) || !td_stage_last(run, "rank", last, err))
        return false;
    td_buf_printf(&counts->inputs, "%.31s-%s", scored, run->profile_hash);
    if (strcmp(last, counts->inputs.at) == 0) {
        counts->same = true;
        return true;
    }
    bool ok = td_db_begin(run->db, err) && rank_all(&r, err) && td_db_commit(run->db, err);
    counts->rows_in = counts->rows_out = r.count;
    free(r.rows);
    return ok;
}
