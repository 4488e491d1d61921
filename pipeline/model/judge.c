/* From states to verdicts, tiers, tags and keys; and over all firms. */
#include "gap.h"
#include "kernels.h"

#include <stdlib.h>
#include <string.h>

#include <omp.h>


/* ---- verdicts
 * -------------------------------------------------------------------------------------- */
struct tops { /* a program's top-level conditions put together, per row */
    uint8_t subject[BLOCK], require[BLOCK], decided[BLOCK];
};

static void
count_tops(const struct program *p, const struct td_scratch *s, size_t rows, struct tops *t,
           uint8_t *restrict met, uint8_t *restrict unmet, uint8_t *restrict unknown)
{
    memset(t->subject, S_NA, rows);
    memset(t->require, S_NA, rows);
    memset(t->decided, 0, rows);
    memset(met, 0, rows);
    memset(unmet, 0, rows);
    memset(unknown, 0, rows);
    for (size_t k = 0; k < p->public.condition_count; k++) {
        const struct td_condition *c = &p->conditions[k];
        const uint8_t *restrict in = s->states + (size_t)p->ops[k] * BLOCK;

        if (c->parent >= 0)
            continue;
        if (c->subject) {
            worst_of(in, rows, t->subject);
            continue;
        }
        count_top(in, rows, t->require, met, unmet, unknown);
        if (c->data) /* manual: what data say of it is known, only a person's part is open */
            count_not_state(in, S_UNKNOWN, rows, t->decided);
    }
}

static void
conclude_program(const struct td_rules *r, const struct program *p, const struct td_scratch *s,
                 size_t rows, uint8_t *restrict out, uint8_t *met, uint8_t *unmet,
                 uint8_t *unknown)
{
    const uint8_t *restrict holds = s->states + (size_t)p->holds * BLOCK;
    uint8_t least = (uint8_t)p->coverage_least;
    uint8_t near = r->gap && p->public.kind == TD_NEW ? TD_NEAR : TD_NO; /* until it is settled */
    struct tops t;

    count_tops(p, s, rows, &t, met, unmet, unknown);
    if (p->mark >= 0) {
        size_t total = (size_t)score_register(&r->scores[p->score], -1) * BLOCK;

        undecide_open(s->states + (size_t)p->mark * BLOCK, s->low + total, s->high + total,
                      p->open_most, rows, t.decided);
    }
    first_verdicts(t.subject, t.require, t.decided, least, near, rows, out);
    if (near == TD_NEAR)
        near_if_known(r, p, t.decided, unmet, rows, out);
    if (p->public.kind == TD_NEW)
        verdict_where(holds, S_MET, true, TD_HOLDS, rows, out);
    verdict_where(t.subject, S_UNMET, true, TD_EXCLUDED, rows, out);
    if (p->public.kind == TD_REVIEW)
        verdict_where(holds, S_MET, false, TD_NOT_CONCERNED, rows, out);
}

/* Programs stand from the lowest tier to the highest, so the last one that fits is the highest.
 */
static void
conclude_tiers(const struct td_rules *r, struct td_scratch *s, size_t rows)
{
    int8_t *restrict certain = s->tiers, *restrict possible = s->tiers + BLOCK;
    int8_t *restrict target = s->tiers + 2 * (size_t)BLOCK;
    int8_t held[BLOCK];

    memset(s->tiers, -1, 3 * (size_t)BLOCK);
    memset(held, -1, sizeof(held));
    for (int p = 0; p < r->program_count; p++) {
        const struct td_program *program = &r->programs[p].public;
        const uint8_t *restrict v = s->verdicts + (size_t)p * BLOCK;
        int8_t at = (int8_t)p, level = (int8_t)program->ladder;

        if (program->ladder < 0)
            continue;
        raise_tiers(v, at, rows, certain, possible);
        if (program->kind == TD_NEW)
            raise_held(v, level, rows, held);
    }
    for (int p = 0; p < r->program_count; p++) {
        const struct td_program *program = &r->programs[p].public;
        const uint8_t *restrict v = s->verdicts + (size_t)p * BLOCK;
        int8_t at = (int8_t)p, level = (int8_t)program->ladder;

        if (program->ladder < 0 || program->kind == TD_REVIEW)
            continue;
        raise_target(v, held, level, at, rows, target);
    }
    if (r->gap)
        near_targets(r, s, held, rows, target);
}

static void
conclude_tags(const struct td_rules *r, struct td_scratch *s, size_t rows)
{
    memset(s->tags, 0, 2 * (size_t)BLOCK * sizeof(*s->tags));
    for (int first = 0; first < r->tag_count; first += 8) {
        uint8_t sure[BLOCK] = {0}, could[BLOCK] = {0};

        for (int k = first; k < r->tag_count && k < first + 8; k++)
            set_bit(s->states + (size_t)r->tags[k].op * BLOCK, (uint8_t)(1u << (k - first)),
                    rows, sure, could);
        spread_bits(sure, first, rows, s->tags);
        spread_bits(could, first, rows, s->tags + BLOCK);
    }
}

void
conclude_block(const struct td_rules *r, struct td_scratch *s, size_t rows)
{
    for (int p = 0; p < r->program_count; p++) {
        size_t at = (size_t)p * BLOCK;

        conclude_program(r, &r->programs[p], s, rows, s->verdicts + at, s->met + at,
                         s->unmet + at, s->unknown + at);
    }
    if (r->gap)
        settle_near(r, s, rows);
    conclude_tiers(r, s, rows);
    conclude_tags(r, s, rows);
}

/* ---- keys
 * -------------------------------------------------------------------------------------------
 */
static size_t
put_bytes(uint8_t *to, size_t at, uint64_t value, int bytes)
{
    for (int i = bytes - 1; i >= 0; i--)
        to[at++] = (uint8_t)(value >> (8 * i));
    return at;
}

/* Smaller bytes first; unknown is all ones, last in either direction. */
static uint64_t
key_value(const struct td_rules *r, const struct td_columns *in, const struct td_scratch *s,
          const struct key *key, size_t row, size_t i)
{
    uint64_t most = key->kind == KEY_RATIO ? UINT32_MAX : UINT64_MAX, value;
    double a = column_value(r, s, key->a, i);
    double b = key->kind == KEY_RATIO ? column_value(r, s, key->b, i) : 1;
    int128 n;

    if (a != a || b != b)
        return most;
    n = exact_linear(r, in, key->a, row);
    if (key->kind == KEY_RATIO) {
        int128 den = exact_linear(r, in, key->b, row), scaled = (n - (key->minus ? den : 0)) * 1000000;

        n = scaled / den - (scaled % den < 0) + ((int128)1 << 31);
    } else {
        n += (int128)1 << 63;
    }
    n = n < 0 ? 0 : n > (int128)most - 1 ? (int128)most - 1 : n;
    value = (uint64_t)n;
    return key->descending ? most - 1 - value : value;
}

/* Local industries first, then those that may be. */
static uint64_t
priority_of(uint8_t state)
{
    return state == S_MET ? 0 : state == S_UNMET ? 2 : 1;
}

static uint64_t
gap_byte(int16_t n)
{
    return n < 0 || n > 255 ? 255 : (uint64_t)n;
}

static void
write_key(const struct td_rules *r, const struct td_columns *in, const struct td_scratch *s,
          size_t row, size_t i, const struct target_gap *g, uint8_t out[24])
{
    int target = s->tiers[2 * (size_t)BLOCK + i];
    const struct program *p;
    size_t at = 0, cell;

    memset(out, target < 0 ? 0xFF : 0, 24);
    if (target < 0)
        return;
    p = &r->programs[target];
    cell = (size_t)target * BLOCK + i;
    for (int k = 0; k < r->key_count; k++) {
        const struct key *key = &r->keys[k];
        const struct score *score = p->score >= 0 ? &r->scores[p->score] : NULL;

        switch (key->kind) {
        case KEY_VERDICT:
            at = put_bytes(out, at, s->verdicts[cell], 1);
            break;
        case KEY_UNMET:
            at = put_bytes(out, at, s->unmet[cell], 1);
            break;
        case KEY_UNKNOWN:
            at = put_bytes(out, at, s->unknown[cell], 1);
            break;
        case KEY_GAP_COST:
            at = put_bytes(out, at, gap_byte(g->cost), 1);
            break;
        case KEY_GAP_MONTHS:
            at = put_bytes(out, at, gap_byte(g->months), 1);
            break;
        case KEY_MARGIN:
            at = put_bytes(out, at, target_margin(r, s, target, i), 1);
            break;
        case KEY_SCORE_LOW:
            at = put_bytes(
                out, at,
                score ? 0xFFFFu - s->low[(size_t)score_register(score, -1) * BLOCK + i] : 0, 2);
            break;
        case KEY_PRIORITY:
            at = put_bytes(out, at, priority_of(s->states[(size_t)key->a * BLOCK + i]), 1);
            break;
        default:
            at = put_bytes(out, at, key_value(r, in, s, key, row, i),
                           key->kind == KEY_RATIO ? 4 : 8);
        }
    }
}

/* ---- results
 * ------------------------------------------------------------------------------------------ */
/*
 * Columns of bytes, column k at columns + places[k] · BLOCK (NULL: at k · BLOCK), as rows side
 * by side: eight columns at a time, the last eight together with some of those before. `out` is
 * the first row's place, `width` at least 8.
 */
static void
turn_rows(const uint8_t *columns, const int *places, uint8_t mask, size_t width, size_t row,
          uint8_t *out)
{
    for (size_t k = 0; k < width; k += 8) {
        size_t first = k + 8 <= width ? k : width - 8;
        uint8_t *to = out + first;
        const uint8_t *in[8];
        uint64_t words[8][8];

        for (size_t j = 0; j < 8; j++) {
            size_t column = first + j;

            in[j] = columns + (places ? (size_t)places[column] : column) * BLOCK + row;
        }
        turn_tile(in, mask, words);
        for (size_t q = 0; q < 8; q++)
            for (size_t j = 0; j < 8; j++, to += width)
                memcpy(to, &words[j][q], 8);
        for (size_t i = 0; i < 8;
             i++) /* the next tile's part of memory: as long as this one's */
            __builtin_prefetch(out + (TILE * width) + (k + i) * TILE, 1, 2);
    }
}

/* Rows [from, to) of the block; whole tiles directly, what is cut off by way of `s->tile`. */
static void
turn_columns(const uint8_t *columns, const int *places, uint8_t mask, size_t width, size_t from,
             size_t to, const struct td_scratch *s, uint8_t *rows)
{
    for (size_t tile = from - from % TILE; tile < to; tile += TILE) {
        size_t first = tile < from ? from : tile, end = tile + TILE < to ? tile + TILE : to;

        if (width >= 8 && end - first == TILE) {
            turn_rows(columns, places, mask, width, tile, rows + tile * width);
        } else if (width >= 8) {
            turn_rows(columns, places, mask, width, tile, s->tile);
            memcpy(rows + first * width, s->tile + (first - tile) * width,
                   (end - first) * width);
        } else {
            for (size_t k = 0; k < width; k++)
                for (size_t i = first; i < end; i++)
                    rows[i * width + k] =
                        columns[(places ? (size_t)places[k] : k) * BLOCK + i] & mask;
        }
    }
}

static void
write_programs(const struct td_rules *r, const struct td_scratch *s, size_t place, size_t from,
               size_t to, struct td_results *out)
{
    size_t width = (size_t)r->program_count, cells = place * width;

    turn_columns(s->verdicts, NULL, UINT8_MAX, width, from, to, s, out->verdicts + cells);
    turn_columns(s->met, NULL, UINT8_MAX, width, from, to, s, out->met + cells);
    turn_columns(s->unmet, NULL, UINT8_MAX, width, from, to, s, out->unmet + cells);
    turn_columns(s->unknown, NULL, UINT8_MAX, width, from, to, s, out->unknown + cells);
    memset(out->points_lo + cells + from * width, 0xFF, (to - from) * width * 2);
    memset(out->points_hi + cells + from * width, 0xFF, (to - from) * width * 2);
    for (size_t p = 0; p < width; p++) {
        const struct program *program = &r->programs[p];
        int16_t *lo = out->points_lo + cells + from * width + p;
        int16_t *hi = out->points_hi + cells + from * width + p;
        size_t total;

        if (program->score < 0)
            continue; /* -1 */
        total = (size_t)score_register(&r->scores[program->score], -1) * BLOCK;
        for (size_t i = from; i < to; i++, lo += width, hi += width) {
            *lo = s->low[total + i];
            *hi = s->high[total + i];
        }
    }
}

static void
write_results(const struct td_rules *r, const struct td_columns *in, struct td_scratch *s,
              size_t base, size_t from, size_t to, struct td_results *out)
{
    size_t n = to - from, place = base - out->first, at = place + from, states = (size_t)r->state_count;

    turn_columns(s->states, r->state_ops, S_PUBLIC, states, from, to, s,
                 out->states + place * states);
    write_programs(r, s, place, from, to, out);
    memcpy(out->size_lo + at, s->size_lo + from, n);
    memcpy(out->size_hi + at, s->size_hi + from, n);
    memcpy(out->certain_tier + at, s->tiers + from, n);
    memcpy(out->possible_tier + at, s->tiers + BLOCK + from, n);
    memcpy(out->target + at, s->tiers + 2 * (size_t)BLOCK + from, n);
    memcpy(out->tags + at, s->tags + from, n * sizeof(*out->tags));
    memcpy(out->tags_possible + at, s->tags + BLOCK + from, n * sizeof(*out->tags));
    for (size_t i = from; i < to; i++) {
        struct target_gap g = target_gap(r, s, i);

        out->gap_cost[place + i] = g.cost;
        out->gap_months[place + i] = g.months;
        out->gap_changes[place + i] = g.changes;
        write_key(r, in, s, base + i, i, &g, out->rank_key[place + i]);
    }
}

/* ---- over firms
 * ------------------------------------------------------------------------------------------ */
/* Room for `count` times `size` bytes in whole cache lines; the first pass only adds them up.
 */
static void *
carve(uint8_t *memory, size_t *at, size_t count, size_t size)
{
    void *room = memory ? memory + *at : NULL;

    *at += (count * size + LINE - 1) / LINE * LINE;
    return room;
}

static size_t
carve_all(const struct td_rules *r, struct td_scratch *s, uint8_t *memory)
{
    size_t programs = (size_t)r->program_count + 1, registers = (size_t)r->point_registers + 1;
    size_t width =
        (size_t)(r->state_count > r->program_count ? r->state_count : r->program_count);
    size_t at = 0;

    s->wide = carve(memory, &at, (size_t)r->wide_count + 1, BLOCK * sizeof(*s->wide));
    s->narrow = carve(memory, &at, (size_t)r->narrow_count + 1, BLOCK);
    s->states = carve(memory, &at, (size_t)r->op_count + 1, BLOCK);
    s->low = carve(memory, &at, registers, BLOCK);
    s->high = carve(memory, &at, registers, BLOCK);
    s->open = carve(memory, &at, registers, BLOCK);
    s->ranges = carve(memory, &at, (size_t)1 << RANGES_BITS, sizeof(*s->ranges));
    s->some = carve(memory, &at, BLOCK, sizeof(*s->some));
    s->all = carve(memory, &at, BLOCK, sizeof(*s->all));
    s->size_rows = carve(memory, &at, BLOCK, sizeof(*s->size_rows));
    s->size_lo = carve(memory, &at, 1, BLOCK);
    s->size_hi = carve(memory, &at, 1, BLOCK);
    s->verdicts = carve(memory, &at, programs, BLOCK);
    s->met = carve(memory, &at, programs, BLOCK);
    s->unmet = carve(memory, &at, programs, BLOCK);
    s->unknown = carve(memory, &at, programs, BLOCK);
    s->tiers = carve(memory, &at, 3, BLOCK);
    s->tags = carve(memory, &at, 2, BLOCK * sizeof(*s->tags));
    s->tile = carve(memory, &at, width + 1, TILE);
    s->gap = carve(memory, &at, gap_registers(r) + 1, BLOCK * sizeof(*s->gap));
    return at;
}

struct td_scratch *
td_scratch_new(const struct td_rules *r)
{
    struct td_scratch *s = td_alloc(1, sizeof(*s));

    s->memory = td_alloc(carve_all(r, s, NULL) + LINE, 1);
    carve_all(r, s, (uint8_t *)s->memory + (LINE - (uintptr_t)s->memory % LINE));
    evaluate_constants(r, s);
    gap_constants(r, s);
    return s;
}

void
td_scratch_free(struct td_scratch *s)
{
    if (!s)
        return;
    free(s->memory);
    free(s);
}

void
td_judge(const struct td_rules *r, const struct td_columns *in, size_t from, size_t to,
         struct td_scratch *s, struct td_results *out)
{
    to = to < in->rows ? to : in->rows;
    for (size_t base = from - from % 64; base < to; base += BLOCK) {
        size_t rows = to - base < BLOCK ? to - base : BLOCK;
        size_t first = from > base ? from - base : 0;

        evaluate_block(r, in, base, rows, s);
        conclude_block(r, s, rows);
        write_results(r, in, s, base, first, rows, out);
    }
}

void
td_judge_all(const struct td_rules *r, const struct td_columns *in, int threads,
             struct td_results *out)
{
    long blocks = (long)((in->rows + BLOCK - 1) / BLOCK);

    if (threads <= 0)
        threads = omp_get_max_threads();
#pragma omp parallel num_threads(threads)
    {
        struct td_scratch *s = td_scratch_new(r);

#pragma omp for schedule(static)
        for (long b = 0; b < blocks; b++)
            td_judge(r, in, (size_t)b * BLOCK, (size_t)(b + 1) * BLOCK, s, out);
        td_scratch_free(s);
    }
}
