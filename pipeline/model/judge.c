/* From states to verdicts, tiers, tags and keys; and over all firms. */
#include "kernels.h"

#include <stdlib.h>
#include <string.h>

#include <omp.h>

__extension__ typedef __int128 int128;

/* ---- verdicts
 * -------------------------------------------------------------------------------------- */
struct tops { /* a program's top-level conditions put together, per row */
    uint8_t subject[BLOCK], require[BLOCK], decided[BLOCK];
};

static void
count_tops(const struct program *p, const struct td_scratch *s, size_t rows, struct tops *t,
           uint8_t *restrict met, uint8_t *restrict unmet, uint8_t *restrict unknown)
{
    memset(t, 0, sizeof(*t));
    memset(met, 0, rows);
    memset(unmet, 0, rows);
    memset(unknown, 0, rows);
    for (size_t k = 0; k < p->public.condition_count; k++) {
        const struct td_condition *c = &p->conditions[k];
        const uint8_t *restrict in = s->states + (size_t)p->ops[k] * BLOCK;
        uint8_t *restrict whole = c->subject ? t->subject : t->require;

        if (c->parent >= 0)
            continue;
        worst_of(in, rows, whole);
        if (c->subject)
            continue;
        count_state(in, S_MET, rows, met);
        count_state(in, S_UNMET, rows, unmet);
        count_state(in, S_UNKNOWN, rows, unknown);
        if (c->data) /* manual: what data say of it is known, only a person's part is open */
            count_not_state(in, S_UNKNOWN, rows, t->decided);
    }
}

/* A pass mark that is unknown while most of the points are open says too little. */
static void
open_points(const struct td_rules *r, const struct program *p, const struct td_scratch *s,
            size_t rows, uint8_t *restrict decided)
{
    size_t total = (size_t)score_register(&r->scores[p->score], -1) * BLOCK;
    const uint8_t *restrict low = s->low + total, *restrict high = s->high + total;
    const uint8_t *restrict mark = s->states + (size_t)p->mark * BLOCK;

    for (size_t i = 0; i < rows; i++) {
        uint8_t kept = high[i] - low[i] > p->open_most ? 0 : decided[i];

        decided[i] = mark[i] == S_UNKNOWN ? kept : decided[i];
    }
}

static void
conclude_program(const struct td_rules *r, const struct program *p, const struct td_scratch *s,
                 size_t rows, uint8_t *restrict out, uint8_t *met, uint8_t *unmet,
                 uint8_t *unknown)
{
    const uint8_t *restrict holds = s->states + (size_t)p->holds * BLOCK;
    uint8_t least = (uint8_t)p->coverage_least;
    struct tops t;

    count_tops(p, s, rows, &t, met, unmet, unknown);
    if (p->mark >= 0)
        open_points(r, p, s, rows, t.decided);
    for (size_t i = 0; i < rows; i++) {
        uint8_t worst = t.subject[i] > t.require[i] ? t.subject[i] : t.require[i];
        uint8_t v = worst == S_UNKNOWN  ? (t.decided[i] < least ? TD_INSUFFICIENT : TD_POSSIBLE)
                    : worst == S_MANUAL ? TD_READY
                                        : TD_CONFIRMED;

        out[i] = t.require[i] == S_UNMET ? TD_NO : v;
    }
    if (p->public.kind == TD_NEW)
        for (size_t i = 0; i < rows; i++)
            out[i] = holds[i] == S_MET ? TD_HOLDS : out[i];
    for (size_t i = 0; i < rows; i++)
        out[i] = t.subject[i] == S_UNMET ? TD_EXCLUDED : out[i];
    if (p->public.kind == TD_REVIEW)
        for (size_t i = 0; i < rows; i++)
            out[i] = holds[i] == S_MET ? out[i] : TD_NOT_CONCERNED;
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
        for (size_t i = 0; i < rows; i++) {
            bool sure = v[i] == TD_CONFIRMED || v[i] == TD_READY || v[i] == TD_HOLDS;
            bool could = v[i] == TD_POSSIBLE;

            certain[i] = sure ? at : certain[i];
            possible[i] = sure || could ? at : possible[i];
        }
        if (program->kind == TD_REVIEW)
            continue;
        for (size_t i = 0; i < rows; i++)
            held[i] = v[i] == TD_HOLDS ? level : held[i];
    }
    for (int p = 0; p < r->program_count; p++) {
        const struct td_program *program = &r->programs[p].public;
        const uint8_t *restrict v = s->verdicts + (size_t)p * BLOCK;
        int8_t at = (int8_t)p, level = (int8_t)program->ladder;

        if (program->ladder < 0 || program->kind == TD_REVIEW)
            continue;
        for (size_t i = 0; i < rows; i++)
            target[i] = v[i] <= TD_POSSIBLE && level > held[i] ? at : target[i];
    }
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

static int128
exact(const struct td_rules *r, const struct td_columns *in, int column, size_t row)
{
    const struct column *c = &r->columns[column];
    int128 sum = 0;

    if (c->kind == COL_POSITIVE)
        c = &r->columns[c->arg];
    for (int t = 0; t < c->lin.count; t++)
        sum += (int128)c->lin.terms[t].coef * in->values[c->lin.terms[t].lo][row];
    return sum;
}

/* Smaller bytes first; unknown is all ones, last in either direction. */
static uint64_t
key_value(const struct td_rules *r, const struct td_columns *in, const struct td_scratch *s,
          const struct key *key, size_t row, size_t i)
{
    uint64_t most = key->kind == KEY_RATIO ? UINT32_MAX : UINT64_MAX, value;
    double a = s->columns[(size_t)key->a * BLOCK + i];
    double b = key->kind == KEY_RATIO ? s->columns[(size_t)key->b * BLOCK + i] : 1;
    int128 n;

    if (a != a || b != b)
        return most;
    n = exact(r, in, key->a, row);
    if (key->kind == KEY_RATIO) {
        int128 den = exact(r, in, key->b, row), scaled = (n - (key->minus ? den : 0)) * 1000000;

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

static void
write_key(const struct td_rules *r, const struct td_columns *in, const struct td_scratch *s,
          size_t row, size_t i, uint8_t out[24])
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
/* Columns of bytes as rows side by side: eight columns at a time, as one word a row. */
static void
turn_columns(const uint8_t *columns, size_t width, size_t base, size_t from, size_t to,
             uint8_t *rows)
{
    size_t whole = width - width % 8;
    uint64_t words[BLOCK];

    for (size_t k = 0; k < whole; k += 8) {
        uint8_t *out = rows + (base + from) * width + k;
        const uint8_t *in[8];

        for (size_t j = 0; j < 8; j++)
            in[j] = columns + (k + j) * BLOCK;
        join_columns(in, to, words);
        for (size_t i = from; i < to; i++, out += width)
            memcpy(out, &words[i], 8);
    }
    for (size_t k = whole; k < width; k++)
        for (size_t i = from; i < to; i++)
            rows[(base + i) * width + k] = columns[k * BLOCK + i];
}

static void
write_states(const struct td_rules *r, struct td_scratch *s, size_t base, size_t from,
             size_t to, uint8_t *states)
{
    size_t width = (size_t)r->state_count;

    for (size_t k = 0; k < width; k++)
        public_states(s->states + (size_t)r->state_ops[k] * BLOCK, to, s->public + k * BLOCK);
    turn_columns(s->public, width, base, from, to, states);
}

static void
write_programs(const struct td_rules *r, const struct td_scratch *s, size_t base, size_t from,
               size_t to, struct td_results *out)
{
    size_t width = (size_t)r->program_count;

    turn_columns(s->verdicts, width, base, from, to, out->verdicts);
    turn_columns(s->met, width, base, from, to, out->met);
    turn_columns(s->unmet, width, base, from, to, out->unmet);
    turn_columns(s->unknown, width, base, from, to, out->unknown);
    for (size_t p = 0; p < width; p++) {
        const struct program *program = &r->programs[p];
        bool scored = program->score >= 0;
        size_t total =
            scored ? (size_t)score_register(&r->scores[program->score], -1) * BLOCK : 0;
        int16_t *lo = out->points_lo + (base + from) * width + p;
        int16_t *hi = out->points_hi + (base + from) * width + p;

        for (size_t i = from; i < to; i++, lo += width, hi += width) {
            *lo = scored ? (int16_t)s->low[total + i] : (int16_t)-1;
            *hi = scored ? (int16_t)s->high[total + i] : (int16_t)-1;
        }
    }
}

static void
write_results(const struct td_rules *r, const struct td_columns *in, struct td_scratch *s,
              size_t base, size_t from, size_t to, struct td_results *out)
{
    size_t n = to - from, at = base + from;

    write_states(r, s, base, from, to, out->states);
    write_programs(r, s, base, from, to, out);
    memcpy(out->size_lo + at, s->size_lo + from, n);
    memcpy(out->size_hi + at, s->size_hi + from, n);
    memcpy(out->certain_tier + at, s->tiers + from, n);
    memcpy(out->possible_tier + at, s->tiers + BLOCK + from, n);
    memcpy(out->target + at, s->tiers + 2 * (size_t)BLOCK + from, n);
    memcpy(out->tags + at, s->tags + from, n * sizeof(*out->tags));
    memcpy(out->tags_possible + at, s->tags + BLOCK + from, n * sizeof(*out->tags));
    for (size_t i = from; i < to; i++)
        write_key(r, in, s, base + i, i, out->rank_key[base + i]);
}

/* ---- over firms
 * ------------------------------------------------------------------------------------------ */
struct td_scratch *
td_scratch_new(const struct td_rules *r)
{
    struct td_scratch *s = td_alloc(1, sizeof(*s));
    size_t programs = (size_t)r->program_count + 1, registers = (size_t)r->point_registers + 1;

    s->columns = td_alloc((size_t)r->column_count + 1, BLOCK * sizeof(double));
    s->states = td_alloc((size_t)r->op_count + 1, BLOCK);
    s->public = td_alloc((size_t)r->state_count + 1, BLOCK);
    s->low = td_alloc(registers, BLOCK);
    s->high = td_alloc(registers, BLOCK);
    s->open = td_alloc(registers, BLOCK);
    s->codes = td_alloc(BLOCK, sizeof(*s->codes));
    s->some = td_alloc(BLOCK, sizeof(*s->some));
    s->all = td_alloc(BLOCK, sizeof(*s->all));
    s->size_lo = td_alloc(1, BLOCK);
    s->size_hi = td_alloc(1, BLOCK);
    s->verdicts = td_alloc(programs, BLOCK);
    s->met = td_alloc(programs, BLOCK);
    s->unmet = td_alloc(programs, BLOCK);
    s->unknown = td_alloc(programs, BLOCK);
    s->tiers = td_alloc(3, BLOCK);
    s->tags = td_alloc(2, BLOCK * sizeof(uint64_t));
    return s;
}

void
td_scratch_free(struct td_scratch *s)
{
    if (!s)
        return;
    free(s->columns);
    free(s->states);
    free(s->public);
    free(s->low);
    free(s->high);
    free(s->open);
    free(s->codes);
    free(s->some);
    free(s->all);
    free(s->size_lo);
    free(s->size_hi);
    free(s->verdicts);
    free(s->met);
    free(s->unmet);
    free(s->unknown);
    free(s->tiers);
    free(s->tags);
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
