/*
 * Judging a range and writing it: threads take blocks of units, judge them, hash each judgement and
 * encode those that differ from what stands; the blocks are sent in their order.
 */
#include "score.h"

#include "tidu/near.h"
#include "tidu/spread.h"

#include <stdlib.h>
#include <string.h>

#include <omp.h>

enum { COLUMNS = 15, REASONS = 4, PATTERN_COLUMNS = 14, NEAR_COLUMNS = 8 };
enum { BATCH_BLOCKS = 32, BATCH_UNITS = BATCH_BLOCKS * BLOCK_UNITS }; /* judged before they are sent: 8 MB of results */

struct worker { /* one thread's */
    struct td_scratch *scratch;
    struct td_buf cell; /* an array or the hashed text of a unit */
    struct td_buf gap;  /* what the unit's target lacks, in words */
    struct td_buf lines; /* … and by condition */
    uint8_t spread[TD_SPREADS];
    struct score_patterns patterns;
    uint64_t changed;
};

struct batch {
    struct td_results results; /* of its rows */
    int64_t *patterns;         /* hash of each one's */
    struct td_buf rows[BATCH_BLOCKS];
};

/* ---- encoding ---------------------------------------------------------------------------------------- */
static void
add_int4(struct td_buf *b, uint32_t v)
{
    char bytes[4] = {(char)(v >> 24), (char)(v >> 16), (char)(v >> 8), (char)v};

    td_buf_add(b, bytes, sizeof bytes);
}

/* int2[] as the server's binary form: dimensions, flags, element type, length, lower bound, elements. */
static void
put_int2_array(struct td_buf *out, struct td_buf *cell, const int16_t *values, size_t count)
{
    enum { INT2OID = 21 };

    td_buf_reset(cell);
    add_int4(cell, count ? 1 : 0);
    add_int4(cell, 0);
    add_int4(cell, INT2OID);
    if (count) {
        add_int4(cell, (uint32_t)count);
        add_int4(cell, 1);
    }
    for (size_t i = 0; i < count; i++) {
        char bytes[2] = {(char)((uint16_t)values[i] >> 8), (char)values[i]};
        add_int4(cell, 2);
        td_buf_add(cell, bytes, 2);
    }
    td_put_text(out, td_buf_view(cell));
}

static void
put_optional(struct td_buf *out, struct td_str s)
{
    if (s.at)
        td_put_text(out, s);
    else
        td_put_null(out);
}

static struct td_str
bytes(const void *at, size_t len)
{
    return (struct td_str){at, len};
}

static void
put_pattern(const struct score *s, const struct td_results *r, size_t at, int64_t pattern,
            struct td_buf *cell, struct td_buf *out)
{
    size_t p = td_rules_program_count(s->rules), st = td_rules_state_count(s->rules);

    td_put_row(out, PATTERN_COLUMNS);
    td_put_int8(out, pattern);
    td_put_int2(out, r->size_lo[at]);
    td_put_int2(out, r->size_hi[at]);
    td_put_int8(out, (int64_t)r->tags[at]);
    td_put_int8(out, (int64_t)r->tags_possible[at]);
    td_put_int2(out, r->certain_tier[at]);
    td_put_int2(out, r->possible_tier[at]);
    td_put_int2(out, r->target[at]);
    td_put_text(out, bytes(r->verdicts + at * p, p));
    td_put_text(out, bytes(r->states + at * st, st));
    td_put_text(out, bytes(r->met + at * p, p));
    td_put_text(out, bytes(r->unknown + at * p, p));
    put_int2_array(out, cell, r->points_lo + at * p, p);
    put_int2_array(out, cell, r->points_hi + at * p, p);
}

/* The programs of which the pattern is a near miss. cell: scratch. */
static void
put_near(const struct score *s, const struct td_results *r, size_t place, int64_t pattern, struct td_buf *cell,
         struct td_buf *out)
{
    size_t programs = td_rules_program_count(s->rules), states = td_rules_state_count(s->rules);

    for (size_t p = 0; p < programs; p++) {
        const struct td_program *t = td_rules_program(s->rules, p);
        const uint8_t *at = r->states + place * states + t->state_offset;
        struct td_near near;
        if (!td_near_find(t, r->verdicts[place * programs + p], at, &near))
            continue;
        td_put_row(out, NEAR_COLUMNS);
        td_put_int8(out, s->rules_run);
        td_put_int8(out, pattern);
        td_put_int4(out, (int32_t)p);
        td_put_int4(out, (int32_t)near.condition);
        td_put_int4(out, near.unknown);
        td_put_int2(out, r->verdicts[place * programs + p]);
        td_buf_reset(cell);
        td_near_lacking(t, at, near.condition, cell);
        if (td_str_equal(td_buf_view(cell), t->conditions[near.condition].text))
            td_put_null(out); /* most of them: not written out again for each */
        else
            td_put_text(out, td_buf_view(cell));
        td_buf_reset(cell);
        td_near_leaves(t, at, near.condition, cell);
        td_put_text(out, td_buf_view(cell));
    }
}

static void
put_gap(const struct td_results *r, size_t at, const struct td_buf *gap, struct td_buf *out)
{
    const int16_t numbers[] = {r->gap_cost[at], r->gap_months[at], r->gap_changes[at]};

    for (size_t i = 0; i < sizeof numbers / sizeof numbers[0]; i++) {
        if (numbers[i] < 0)
            td_put_null(out);
        else
            td_put_int2(out, numbers[i]);
    }
    put_optional(out, gap->len ? td_buf_view(gap) : (struct td_str){0});
}

/* NULL: nothing of it is known. */
static void
put_spread(const uint8_t spread[TD_SPREADS], struct td_buf *out)
{
    static const uint8_t unknown[TD_SPREADS] = {TD_SPREAD_UNKNOWN};

    put_optional(out, memcmp(spread, unknown, TD_SPREADS) != 0 ? bytes(spread, TD_SPREADS) : (struct td_str){0});
}

static void
put_judgement(const struct score *s, const struct td_results *r, size_t row, int64_t hash, int64_t pattern,
              const struct worker *w, struct td_buf *out)
{
    size_t at = row - r->first;

    td_put_row(out, COLUMNS);
    td_put_text(out, score_code(&s->range, row));
    td_put_int8(out, s->run->run);
    td_put_int8(out, INT64_MAX);
    td_put_int8(out, s->rules_run);
    td_put_int8(out, hash);
    td_put_int8(out, pattern);
    put_optional(out, score_county(&s->range, row));
    put_optional(out, score_industry(&s->range, row));
    if (r->target[at] >= 0)
        td_put_text(out, bytes(r->rank_key[at], sizeof r->rank_key[at]));
    else
        td_put_null(out);
    put_gap(r, at, &w->gap, out);
    put_optional(out, w->lines.len ? td_buf_view(&w->lines) : (struct td_str){0});
    put_spread(w->spread, out);
}

/* The hash of what was judged; cell keeps the hashed bytes. */
static int64_t
hash_pattern(const struct score *s, const struct td_results *r, size_t at, struct td_buf *cell)
{
    size_t p = td_rules_program_count(s->rules), st = td_rules_state_count(s->rules);

    td_buf_reset(cell);
    td_buf_add(cell, &r->size_lo[at], 1);
    td_buf_add(cell, &r->size_hi[at], 1);
    td_buf_add(cell, &r->tags[at], 8);
    td_buf_add(cell, &r->tags_possible[at], 8);
    td_buf_add(cell, &r->certain_tier[at], 1);
    td_buf_add(cell, &r->possible_tier[at], 1);
    td_buf_add(cell, &r->target[at], 1);
    td_buf_add(cell, r->verdicts + at * p, p);
    td_buf_add(cell, r->states + at * st, st);
    td_buf_add(cell, r->met + at * p, p);
    td_buf_add(cell, r->unknown + at * p, p);
    td_buf_add(cell, r->points_lo + at * p, p * sizeof(int16_t));
    td_buf_add(cell, r->points_hi + at * p, p * sizeof(int16_t));
    return (int64_t)td_hash64(cell->at, cell->len, 0);
}

/* Over all that is written but the runs; cell holds the pattern's bytes. */
static int64_t
hash_judgement(const struct score *s, const struct td_results *r, size_t row, struct worker *w)
{
    size_t at = row - r->first;
    struct td_buf *cell = &w->cell;
    struct td_str county = score_county(&s->range, row), industry = score_industry(&s->range, row);

    td_buf_add(cell, county.at ? "1" : "0", 1);
    td_buf_str(cell, county);
    td_buf_add(cell, industry.at ? "\0001" : "\0000", 2);
    td_buf_str(cell, industry);
    td_buf_add(cell, r->rank_key[at], sizeof r->rank_key[at]);
    td_buf_add(cell, &r->gap_cost[at], sizeof r->gap_cost[at]);
    td_buf_add(cell, &r->gap_months[at], sizeof r->gap_months[at]);
    td_buf_add(cell, &r->gap_changes[at], sizeof r->gap_changes[at]);
    td_buf_add(cell, w->spread, sizeof w->spread);
    td_buf_str(cell, td_buf_view(&w->gap));
    td_buf_str(cell, td_buf_view(&w->lines));
    return (int64_t)td_hash64(cell->at, cell->len, s->rules_hash);
}

/* ---- a block ------------------------------------------------------------------------------------------ */
static void
work_block(const struct score *s, const struct td_columns *columns, size_t from, size_t to,
           struct worker *w, struct batch *batch, struct td_buf *out)
{
    struct td_results *r = &batch->results;

    td_judge(s->rules, columns, from, to, w->scratch, r);
    for (size_t row = from; row < to && row < columns->rows; row++) {
        size_t at = row - r->first;
        int64_t pattern = hash_pattern(s, r, at, &w->cell);
        batch->patterns[at] = pattern;
        td_buf_reset(&w->gap);
        td_gap_reasons(s->rules, columns, row, w->scratch, REASONS, &w->gap);
        td_buf_reset(&w->lines);
        td_gap_lines(s->rules, columns, row, w->scratch, &w->lines);
        td_spread_row(s->rules, columns, row, w->spread);
        int64_t hash = hash_judgement(s, r, row, w);
        if (s->range.stands[row] && s->range.standing[row] == hash)
            continue;
        put_judgement(s, r, row, hash, pattern, w, out);
        if (score_pattern_is_new(&w->patterns, pattern)) {
            put_pattern(s, r, at, pattern, &w->cell, &w->patterns.rows);
            put_near(s, r, at, pattern, &w->cell, &w->patterns.near);
            score_pattern_done(&w->patterns, pattern);
        }
        w->changed++;
    }
}

static struct worker *
workers_new(const struct score *s, int count)
{
    struct worker *w = td_alloc((size_t)count, sizeof *w);

    for (int i = 0; i < count; i++)
        w[i].scratch = td_scratch_new(s->rules);
    return w;
}

static bool
workers_end(struct score *s, struct worker *w, int count, struct td_error *err)
{
    bool ok = err->code == 0;

    for (int i = 0; i < count; i++) {
        s->changed += w[i].changed;
        ok = ok && score_patterns_take(&s->patterns, &w[i].patterns, err);
        score_patterns_free(&w[i].patterns);
        td_scratch_free(w[i].scratch);
        td_buf_free(&w[i].cell);
        td_buf_free(&w[i].gap);
        td_buf_free(&w[i].lines);
    }
    free(w);
    return ok;
}

static bool
send_batch(struct batch *batch, struct td_copy_in *copy, struct td_error *err)
{
    bool ok = true;

    for (int i = 0; i < BATCH_BLOCKS; i++) {
        ok = ok && (batch->rows[i].len == 0 || td_copy_in_send(copy, td_buf_view(&batch->rows[i]), err));
        td_buf_reset(&batch->rows[i]);
    }
    return ok;
}

bool
score_judge_range(struct score *s, struct td_copy_in *copy, struct td_error *err)
{
    struct td_columns columns = {s->range.rows, (const int64_t *const *)s->range.values,
                                 (const uint64_t *const *)s->range.known};
    int threads = s->run->options->threads > 0 ? s->run->options->threads : omp_get_max_threads();
    struct worker *workers = workers_new(s, threads);
    struct batch batch = {0};
    enum td_lang lang = td_lang_get();
    bool ok = true;

    td_lang_set(TD_ZH); /* what is stored is for the lists, whoever starts the night */
    td_results_init(&batch.results, s->rules, BATCH_UNITS);
    batch.patterns = td_alloc(BATCH_UNITS, sizeof *batch.patterns);
    for (size_t from = 0; ok && from < columns.rows; from += BATCH_UNITS) {
        batch.results.first = from;
#pragma omp parallel for schedule(dynamic, 1) num_threads(threads)
        for (int b = 0; b < BATCH_BLOCKS; b++) {
            size_t at = from + (size_t)b * BLOCK_UNITS;
            if (at < columns.rows)
                work_block(s, &columns, at, at + BLOCK_UNITS, &workers[omp_get_thread_num()],
                           &batch, &batch.rows[b]);
        }
        if (s->first) /* all that stands is what was judged just now: no need to ask for it */
            score_count_rows(s, &batch.results, batch.patterns, columns.rows - from < BATCH_UNITS ? columns.rows - from : BATCH_UNITS);
        ok = send_batch(&batch, copy, err) && !td_stopping(err);
    }
    td_lang_set(lang);
    s->units += columns.rows;
    ok = workers_end(s, workers, threads, err) && ok;
    td_results_free(&batch.results);
    free(batch.patterns);
    for (int i = 0; i < BATCH_BLOCKS; i++)
        td_buf_free(&batch.rows[i]);
    return ok;
}
