/*
 * The pool of the registry's names and how the holders meet them.
 *
 *   1. holders are read (name_sign); their blocks (pairs of their first three characters) are the wanted keys
 *   2. all names of the pool are read, in parallel: brands, trades and pairs of characters are counted, and a name
 *      that stands in a wanted block is kept with its sign; the others cost nothing more
 *   3. the names that were kept are sorted into their blocks
 *   4. each holder is compared with the names of its blocks, in parallel; the five best units stay
 *
 * Sums and a total order of the hits: neither the number of threads nor the order of the registry is seen in the
 * answer. A block costs 16 bytes an entry and a mask of characters decides most pairs (2 ns); what is left is
 * compared in full.
 */
#include "match_alike.h"

#include <omp.h>
#include <stdlib.h>
#include <string.h>

struct pool_name {
    uint64_t at;
    uint32_t unit;
    uint16_t len;
    bool former;
};

struct kept { /* one reading of a name that stands in a wanted block */
    struct name_sign sign;
    uint32_t name, weight;
};

struct entry {
    uint64_t mask;
    uint32_t kept;
    uint32_t bits; /* of the mask */
};

struct reading {
    struct name_sign signs[SIGN_READINGS];
    int count;
};

struct found { /* by one thread of step 2 */
    struct kept *kept;
    size_t count, cap;
};

struct alike {
    struct td_buf text;
    struct pool_name *pool;
    struct alike_unit *units;
    size_t pool_count, pool_cap, unit_count, unit_cap;
    struct td_names *names;
    struct alike_counts counts;
    /* wanted keys: open addressing; slot 0 is none */
    uint32_t *keys, *slots;
    uint32_t key_mask, slot_count;
    struct kept *kept;
    size_t kept_count;
    uint32_t *starts; /* of the blocks in entries */
    struct entry *entries;
    struct reading *readings; /* of the holders */
    struct alike_answer *answers;
    uint64_t pairs;
};

struct alike *
alike_new(void)
{
    return td_alloc(1, sizeof(struct alike));
}

static void
free_work(struct alike *a)
{
    free(a->counts.brands);
    free(a->counts.trades);
    free(a->counts.pairs);
    free(a->keys);
    free(a->slots);
    free(a->kept);
    free(a->starts);
    free(a->entries);
    free(a->readings);
}

void
alike_free(struct alike *a)
{
    if (!a)
        return;
    free_work(a);
    td_buf_free(&a->text);
    td_names_free(a->names);
    free(a->pool);
    free(a->units);
    free(a->answers);
    free(a);
}

/* ---- the pool ------------------------------------------------------------------------------------ */
static void
add_name(struct alike *a, struct td_str key, bool former)
{
    if (key.len == 0 || key.len > UINT16_MAX)
        return;
    if (a->pool_count == a->pool_cap) {
        a->pool_cap = a->pool_cap ? a->pool_cap * 2 : 4096;
        a->pool = td_realloc(a->pool, a->pool_cap, sizeof *a->pool);
    }
    a->pool[a->pool_count++] = (struct pool_name){.at = a->text.len,
                                                  .unit = (uint32_t)a->unit_count - 1,
                                                  .len = (uint16_t)key.len,
                                                  .former = former};
    td_buf_str(&a->text, key);
}

void
alike_unit(struct alike *a, const struct alike_unit *unit, struct td_str key)
{
    if (a->unit_count == a->unit_cap) {
        a->unit_cap = a->unit_cap ? a->unit_cap * 2 : 4096;
        a->units = td_realloc(a->units, a->unit_cap, sizeof *a->units);
    }
    a->units[a->unit_count++] = *unit;
    add_name(a, key, false);
}

void
alike_former(struct alike *a, struct td_str key)
{
    add_name(a, key, true);
}

const struct alike_unit *
alike_unit_at(const struct alike *a, uint32_t unit)
{
    return &a->units[unit];
}

static struct td_str
name_text(const struct alike *a, uint32_t name)
{
    return (struct td_str){a->text.at + a->pool[name].at, a->pool[name].len};
}

static struct td_str
unit_code(const struct alike *a, uint32_t unit)
{
    return (struct td_str){a->units[unit].uscc, a->units[unit].len};
}

/* ---- 1: holders ----------------------------------------------------------------------------------- */
static uint32_t
slot_of(const struct alike *a, uint32_t key)
{
    for (uint32_t i = key * 2654435761u & a->key_mask;; i = (i + 1) & a->key_mask)
        if (a->keys[i] == key || a->keys[i] == 0)
            return a->keys[i] ? a->slots[i] : 0;
}

static void
want(struct alike *a, uint32_t key)
{
    uint32_t i = key * 2654435761u & a->key_mask;

    while (a->keys[i] != 0 && a->keys[i] != key)
        i = (i + 1) & a->key_mask;
    if (a->keys[i] == 0) {
        a->keys[i] = key;
        a->slots[i] = ++a->slot_count;
    }
}

static void
read_holders(struct alike *a, const struct alike_holder *holders, size_t count)
{
    size_t size = 64;

    while (size < count * SIGN_READINGS * SIGN_KEYS * 2)
        size *= 2;
    a->keys = td_alloc(size, sizeof *a->keys);
    a->slots = td_alloc(size, sizeof *a->slots);
    a->key_mask = (uint32_t)size - 1;
    a->readings = td_alloc(count + 1, sizeof *a->readings);
    for (size_t i = 0; i < count; i++) {
        struct td_name name;
        struct reading *r = &a->readings[i];

        name_parse_key(a->names, holders[i].key, &name);
        r->count = name_sign(a->names, &name, r->signs);
        for (int k = 0; k < r->count; k++)
            for (int b = 0; b < SIGN_KEYS; b++)
                if (r->signs[k].keys[b])
                    want(a, r->signs[k].keys[b]);
    }
}

/* ---- 2: the registry's names ---------------------------------------------------------------------- */
static uint32_t *
counters(size_t least, uint32_t *mask)
{
    size_t size = 1024;

    while (size < least)
        size *= 2;
    *mask = (uint32_t)size - 1;
    return td_alloc(size, sizeof(uint32_t));
}

static void
count_up(uint32_t *counter)
{
#pragma omp atomic
    ++*counter;
}

static void
count_name(struct alike_counts *c, const struct name_sign *s)
{
    count_up(&c->brands[s->brand_hash & c->word_mask]);
    count_up(&c->trades[s->trade_hash & c->word_mask]);
    for (int i = 0; i <= s->count; i++)
        count_up(&c->pairs[alike_pair(i == 0 ? 1 : s->chars[i - 1], i == s->count ? 2 : s->chars[i]) & c->pair_mask]);
}

static void
keep_name(const struct alike *a, struct found *f, uint32_t name)
{
    struct name_sign signs[SIGN_READINGS];
    struct td_name parsed;

    name_parse_key(a->names, name_text(a, name), &parsed);
    int n = name_sign(a->names, &parsed, signs);
    if (n > 0 && !a->pool[name].former)
        count_name((struct alike_counts *)&a->counts, &signs[0]);
    for (int k = 0; k < n; k++) {
        bool wanted = false;
        for (int b = 0; b < SIGN_KEYS; b++)
            wanted = wanted || (signs[k].keys[b] && slot_of(a, signs[k].keys[b]));
        if (!wanted)
            continue;
        if (f->count == f->cap) {
            f->cap = f->cap ? f->cap + f->cap / 4 : 256;
            f->kept = td_realloc(f->kept, f->cap, sizeof *f->kept);
        }
        f->kept[f->count++] = (struct kept){.sign = signs[k], .name = name};
    }
}

static void
read_pool(struct alike *a, int threads)
{
    struct found *found = td_alloc((size_t)threads, sizeof *found);

    a->counts.names = a->unit_count;
    a->counts.brands = counters(2 * a->unit_count, &a->counts.word_mask);
    a->counts.trades = counters(2 * a->unit_count, &a->counts.word_mask);
    a->counts.pairs = counters(4 * a->unit_count, &a->counts.pair_mask);
#pragma omp parallel for schedule(static) num_threads(threads)
    for (size_t i = 0; i < a->pool_count; i++)
        keep_name(a, &found[omp_get_thread_num()], (uint32_t)i);
    for (int t = 0; t < threads; t++)
        a->kept_count += found[t].count;
    /* the first thread's list grows into the whole: two copies would be half of the memory */
    a->kept = td_realloc(found[0].kept, a->kept_count + 1, sizeof *a->kept);
    for (size_t t = 1, at = found[0].count; t < (size_t)threads; at += found[t++].count) {
        if (found[t].count)
            memcpy(a->kept + at, found[t].kept, found[t].count * sizeof *a->kept);
        free(found[t].kept);
    }
    free(found);
#pragma omp parallel for schedule(static) num_threads(threads)
    for (size_t i = 0; i < a->kept_count; i++)
        a->kept[i].weight = alike_weight(&a->counts, &a->kept[i].sign, NULL);
}

/* ---- 3: blocks ------------------------------------------------------------------------------------- */
/* The wanted blocks of a sign, each once. */
static int
blocks_of(const struct alike *a, const struct name_sign *s, uint32_t slots[SIGN_KEYS])
{
    int n = 0;

    for (int b = 0; b < SIGN_KEYS; b++) {
        uint32_t slot = s->keys[b] ? slot_of(a, s->keys[b]) : 0;
        bool there = slot == 0;

        for (int i = 0; i < n; i++)
            there = there || slots[i] == slot;
        if (!there)
            slots[n++] = slot;
    }
    return n;
}

static uint32_t
bits(uint64_t x)
{
    x = x - (x >> 1 & 0x5555555555555555u);
    x = (x & 0x3333333333333333u) + (x >> 2 & 0x3333333333333333u);
    x = (x + (x >> 4)) & 0x0F0F0F0F0F0F0F0Fu;
    return (uint32_t)(x * 0x0101010101010101u >> 56);
}

static void
fill_blocks(struct alike *a)
{
    uint32_t slots[SIGN_KEYS];

    a->starts = td_alloc((size_t)a->slot_count + 2, sizeof *a->starts);
    for (size_t i = 0; i < a->kept_count; i++)
        for (int n = blocks_of(a, &a->kept[i].sign, slots); n-- > 0;)
            a->starts[slots[n] + 1]++;
    for (uint32_t s = 1; s <= a->slot_count + 1; s++)
        a->starts[s] += a->starts[s - 1];
    a->entries = td_alloc((size_t)a->starts[a->slot_count + 1] + 1, sizeof *a->entries);
    uint32_t *next = td_alloc((size_t)a->slot_count + 2, sizeof *next);
    memcpy(next, a->starts, ((size_t)a->slot_count + 2) * sizeof *next);
    for (size_t i = 0; i < a->kept_count; i++)
        for (int n = blocks_of(a, &a->kept[i].sign, slots); n-- > 0;)
            a->entries[next[slots[n]]++] = (struct entry){
                a->kept[i].sign.mask, (uint32_t)i, bits(a->kept[i].sign.mask)};
    free(next);
}

/* ---- 4: holders and names --------------------------------------------------------------------------- */
/* The better hit first: by score, then by the unit's code, then by what speaks for it. A total order. */
static int
hit_order(const struct alike *a, const struct alike_hit *x, const struct alike_hit *y)
{
    if (x->score != y->score)
        return x->score > y->score ? -1 : 1;
    int order = td_str_order(unit_code(a, x->unit), unit_code(a, y->unit));
    if (order == 0)
        order = (x->differences > y->differences) - (x->differences < y->differences);
    if (order == 0)
        order = (x->namesakes > y->namesakes) - (x->namesakes < y->namesakes);
    return order ? order : td_str_order(name_text(a, x->name), name_text(a, y->name));
}

/* A unit stands once, with the best of its names. */
static void
add_hit(const struct alike *a, struct alike_answer *answer, const struct alike_hit *hit)
{
    int at = answer->count;

    for (int i = 0; i < answer->count; i++)
        if (td_str_equal(unit_code(a, answer->hits[i].unit), unit_code(a, hit->unit))) {
            if (hit_order(a, hit, &answer->hits[i]) >= 0)
                return;
            memmove(&answer->hits[i], &answer->hits[i + 1], (size_t)(--answer->count - i) * sizeof *hit);
            break;
        }
    for (at = answer->count; at > 0 && hit_order(a, hit, &answer->hits[at - 1]) < 0; at--)
        ;
    if (at == TD_CANDIDATES)
        return;
    int move = answer->count < TD_CANDIDATES ? answer->count : TD_CANDIDATES - 1;
    memmove(&answer->hits[at + 1], &answer->hits[at], (size_t)(move - at) * sizeof *hit);
    answer->hits[at] = *hit;
    answer->count = (uint8_t)(move + 1);
}

struct comparing {
    const struct alike *a;
    struct alike_scoring scoring;
    struct alike_say say;
};

static void
compare_block(const struct comparing *c, const struct alike_holder *holder, const struct alike_side *h, uint32_t slot,
              struct alike_answer *answer)
{
    const struct alike *a = c->a;
    uint64_t mask = h->sign->mask;
    uint32_t own = bits(mask);

    for (uint32_t i = a->starts[slot]; i < a->starts[slot + 1]; i++) {
        /* cores that share less than two thirds of their characters are never near */
        if (3 * bits(a->entries[i].mask & mask) < own + a->entries[i].bits)
            continue;
        const struct kept *k = &a->kept[a->entries[i].kept];
        const struct pool_name *name = &a->pool[k->name];
        struct alike_side u = {&k->sign, k->weight, NULL};
        struct alike_hit hit = {.unit = name->unit, .name = k->name};
        if (!alike_compare(&c->scoring, h, &u, &a->units[name->unit], name->former, &hit))
            continue;
        if (holder->coded) {
            hit.differences |= 1u << DIFF_CODED;
            hit.score -= c->scoring.linkage->cost[DIFF_CODED];
        }
        if (hit.score >= c->scoring.linkage->near &&
            !c->say.refused(c->say.context, holder->id, unit_code(a, hit.unit), false))
            add_hit(a, answer, &hit);
    }
}

static bool
beyond_doubt(const struct comparing *c, const struct alike_holder *holder, const struct alike_answer *answer)
{
    const struct td_linkage *l = c->scoring.linkage;
    const struct alike_hit *best = answer->hits;

    if (answer->count == 0 || best->score < l->certain || (best->differences & l->never) ||
        (answer->count > 1 && best[0].score - best[1].score < l->margin))
        return false;
    for (int i = 0; i < DIFFERENCES; i++)
        if ((best->differences >> i & 1) && best->namesakes > l->namesakes[i])
            return false;
    return !c->say.refused(c->say.context, holder->id, unit_code(c->a, best->unit), true);
}

static uint64_t
compare_holder(const struct comparing *c, const struct alike_holder *holder, struct reading *r,
               struct alike_answer *answer)
{
    uint32_t slots[SIGN_KEYS];
    uint16_t weights[CORE_CHARS + 1];
    uint64_t pairs = 0;

    for (int k = 0; k < r->count; k++) {
        struct alike_side side = {&r->signs[k], alike_weight(&c->a->counts, &r->signs[k], weights), weights};
        for (int n = blocks_of(c->a, side.sign, slots); n-- > 0;) {
            compare_block(c, holder, &side, slots[n], answer);
            pairs += c->a->starts[slots[n] + 1] - c->a->starts[slots[n]];
        }
    }
    answer->sure = beyond_doubt(c, holder, answer);
    return pairs;
}

const struct alike_answer *
alike_run(struct alike *a, const struct td_linkage *linkage, const struct alike_holder *holders, size_t count,
          struct alike_say say, int threads)
{
    uint64_t pairs = 0;

    if (threads <= 0)
        threads = omp_get_max_threads();
    a->answers = td_alloc(count + 1, sizeof *a->answers);
    if (count == 0 || a->pool_count == 0)
        return a->answers;
    a->names = td_names_new();
    read_holders(a, holders, count);
    read_pool(a, threads);
    fill_blocks(a);
    struct comparing c = {a, {a->names, linkage, &a->counts}, say};
#pragma omp parallel for schedule(dynamic, 16) num_threads(threads) reduction(+ : pairs)
    for (size_t i = 0; i < count; i++)
        pairs += compare_holder(&c, &holders[i], &a->readings[i], &a->answers[i]);
    a->pairs = pairs;
    return a->answers;
}

void
alike_evidence(const struct alike *a, struct td_str holder, const struct alike_hit *hit, struct td_buf *out)
{
    struct td_name h, u;

    name_parse_key(a->names, holder, &h);
    name_parse_key(a->names, name_text(a, hit->name), &u);
    alike_words(&h, &u, hit, out);
}

uint64_t
alike_pairs(const struct alike *a)
{
    return a->pairs;
}
