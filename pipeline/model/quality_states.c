/*
 * The record rules over all records of a kind: blocks of BLOCK records become columns (as of rules.h), the
 * program of the kind runs over them, and each rule's state is that of its check where it concerns the
 * record: concerns unmet is "not applicable", concerns unknown cannot be checked.
 */
#include "kernels.h"
#include "quality.h"

#include <stdlib.h>
#include <string.h>

#include <omp.h>

struct block { /* of one thread */
    struct td_scratch *scratch;
    int64_t *values;       /* slots × BLOCK */
    uint64_t *known;       /* slots × BLOCK / 64 */
    const int64_t **value_at;
    const uint64_t **known_at;
};

static void
block_init(struct block *b, const struct td_rules *r)
{
    size_t slots = (size_t)r->slot_count + 1;

    b->scratch = td_scratch_new(r);
    b->values = td_alloc(slots * BLOCK, sizeof *b->values);
    b->known = td_alloc(slots * BLOCK / 64, sizeof *b->known);
    b->value_at = td_alloc(slots, sizeof *b->value_at);
    b->known_at = td_alloc(slots, sizeof *b->known_at);
    for (size_t i = 0; i < slots; i++) {
        b->value_at[i] = b->values + i * BLOCK;
        b->known_at[i] = b->known + i * BLOCK / 64;
    }
}

static void
block_free(struct block *b)
{
    td_scratch_free(b->scratch);
    free(b->values);
    free(b->known);
    free(b->value_at);
    free(b->known_at);
}

static void
fill_block(struct block *b, const struct td_quality_data *data, enum td_quality_kind kind, const struct quality_kind_rules *k,
           size_t from, size_t rows)
{
    const struct td_quality_records *records = &data->records[kind];
    struct quality_place places[TD_Q_FACTS];
    size_t own = quality_places(kind, places);

    memset(b->known, 0, (size_t)k->rules->slot_count * BLOCK / 64 * sizeof *b->known);
    for (int slot = 0; slot < k->rules->slot_count; slot++) {
        size_t fact = (size_t)k->slot_fact[slot];
        int64_t *values = b->values + (size_t)slot * BLOCK;
        uint64_t *known = b->known + (size_t)slot * BLOCK / 64;

        for (size_t i = 0; i < rows; i++) {
            const struct td_quality_record *r = &records->at[from + i];
            bool has = fact < own ? r->known >> fact & 1 : quality_context_value(data, r, &places[fact], &values[i]);

            if (fact < own)
                values[i] = records->values[(from + i) * own + fact];
            known[i / 64] |= (uint64_t)has << (i % 64);
        }
    }
}

static uint8_t
state_of(uint8_t concerns, uint8_t check)
{
    switch (concerns & S_PUBLIC) {
    case TD_MET:
        return check & S_PUBLIC;
    case TD_UNMET:
    case TD_NA:
        return TD_NA;
    default:
        return TD_UNKNOWN;
    }
}

static void
take_states(const struct block *b, const struct quality_kind_rules *k, size_t rows, uint8_t *out)
{
    for (int rule = 0; rule < k->rule_count; rule++) {
        const uint8_t *check = b->scratch->states + (size_t)k->check[rule] * BLOCK;
        const uint8_t *concerns = k->concerns[rule] < 0 ? NULL : b->scratch->states + (size_t)k->concerns[rule] * BLOCK;

        for (size_t i = 0; i < rows; i++)
            out[i * (size_t)k->rule_count + (size_t)rule] = state_of(concerns ? concerns[i] : S_MET, check[i]);
    }
}

uint8_t *
quality_states(const struct td_quality *q, const struct td_quality_data *data, enum td_quality_kind kind, int threads)
{
    const struct quality_kind_rules *k = &q->kinds[kind];
    size_t count = data->records[kind].count, rules = (size_t)k->rule_count;
    uint8_t *out = td_alloc(count * rules + 1, 1);
    long blocks = rules ? (long)((count + BLOCK - 1) / BLOCK) : 0;

    if (blocks == 0)
        return out;
#pragma omp parallel num_threads(threads)
    {
        struct block b;

        block_init(&b, k->rules);
#pragma omp for schedule(static)
        for (long n = 0; n < blocks; n++) {
            size_t from = (size_t)n * BLOCK, rows = count - from < BLOCK ? count - from : BLOCK;
            struct td_columns columns = {rows, b.value_at, b.known_at};

            fill_block(&b, data, kind, k, from, rows);
            evaluate_block(k->rules, &columns, 0, rows, b.scratch);
            take_states(&b, k, rows, out + from * rules);
        }
        block_free(&b);
    }
    return out;
}
