/*
 * The gap against brute force: random small rule sets, random firms, and every combination of places that
 * their values could be brought to. The cheapest combination that the judge itself calls confirmed or ready
 * must cost what the gap says.
 */
#include "../support/gap_rules.h"

#include <criterion/criterion.h>

enum { COMBINATIONS_MAX = 3000, FIRMS_EACH = 24, HORIZON = 24 };

struct random_fact {
    int raise[2], lower[2]; /* costs of the near and the far step; 0 = there is none */
    int find_out;
    int thresholds[12], count;
};
struct random_rules {
    uint64_t seed;
    struct td_buf facts, efforts, tier;
    struct random_fact fact[RANDOM_FACTS];
    int leaves;
    bool words; /* a person's word may stand among alternatives: no unknowns then */
};

static unsigned
pick(struct random_rules *g, unsigned n)
{
    return (unsigned)(firms_random(&g->seed) % n);
}

static void
note_threshold(struct random_fact *f, int t)
{
    for (int i = 0; i < f->count; i++)
        if (f->thresholds[i] == t)
            return;
    if (f->count < 12)
        f->thresholds[f->count++] = t;
}

static void
put_leaf(struct random_rules *g, struct td_buf *out)
{
    unsigned fact = pick(g, RANDOM_FACTS), t = 1 + pick(g, 8);
    bool down = pick(g, 5) == 0;

    note_threshold(&g->fact[fact], (int)t);
    td_buf_printf(out, "when: x%u %s %u", fact, down ? "<" : ">=", t);
    g->leaves++;
}

static void
put_tree(struct random_rules *g, struct td_buf *out, int depth)
{
    unsigned kind = pick(g, depth > 2 || g->leaves > 8 ? 5 : 10);
    unsigned parts = 2 + pick(g, 2);

    td_buf_text(out, "{");
    if (kind < 5) {
        if (g->words && pick(g, 6) == 0)
            td_buf_text(out, "manual: word");
        else
            put_leaf(g, out);
    } else if (kind == 9) {
        td_buf_text(out, "not: ");
        put_tree(g, out, depth + 1);
    } else {
        td_buf_text(out, kind == 5 || kind == 6 ? "all: [" : "any: [");
        for (unsigned i = 0; i < parts; i++) {
            td_buf_text(out, i ? ", " : "");
            put_tree(g, out, depth + 1);
        }
        td_buf_text(out, "]");
    }
    td_buf_text(out, "}");
}

/* Bands of one fact, alternatives of several, or a sum with a cap. */
static void
put_indicator(struct random_rules *g, struct td_buf *out, int number, int max)
{
    unsigned kind = pick(g, 3);

    td_buf_printf(out, "    - {id: i%d, group: g%d, max: %d, clause: c, text: t, ", number, number % 2, max);
    if (kind == 0) {
        unsigned fact = pick(g, RANDOM_FACTS), low = 1 + pick(g, 4), high = low + 1 + pick(g, 3);

        note_threshold(&g->fact[fact], (int)low);
        note_threshold(&g->fact[fact], (int)high);
        td_buf_printf(out, "value: x%u, bands: [{from: %u, points: %d}, {from: %u, points: %d}, {points: 0}]}\n",
                      fact, high, max, low, max / 2);
        g->leaves += 2;
        return;
    }
    td_buf_text(out, kind == 1 ? "choices: [{" : "cap: ");
    if (kind == 2)
        td_buf_printf(out, "%d, sum_of: [{", max);
    put_leaf(g, out);
    td_buf_printf(out, ", points: %d}, {", kind == 1 ? max : max - 1);
    put_leaf(g, out);
    td_buf_printf(out, ", points: %d}%s]}\n", max / 2, kind == 1 ? ", {points: 0}" : "");
}

static void
put_score(struct random_rules *g)
{
    int max[4], total = 0, count = 2 + (int)pick(g, 3);

    for (int i = 0; i < count; i++)
        total += max[i] = 2 + 2 * (int)pick(g, 4);
    td_buf_printf(&g->tier, "  - {id: pass, clause: c, text: t, all: [{score: total >= %d}, {score: g0 >= %d}]}\n",
                  total * (4 + (int)pick(g, 4)) / 8, max[0] / 2);
    td_buf_printf(&g->tier, "score:\n  max: %d\n  groups: [{id: g0, title: a, max: %d}, {id: g1, title: b, max: %d}]\n"
                            "  indicators:\n",
                  total, max[0] + (count > 2 ? max[2] : 0), max[1] + (count > 3 ? max[3] : 0));
    for (int i = 0; i < count; i++)
        put_indicator(g, &g->tier, i, max[i]);
}

static void
put_facts(struct random_rules *g)
{
    td_buf_text(&g->facts, RANDOM_FACTS_HEAD);
    td_buf_text(&g->efforts, "horizon: 24个月\nlevers:\n");
    for (int i = 0; i < RANDOM_FACTS; i++) {
        struct random_fact *f = &g->fact[i];
        bool late = pick(g, 6) == 0, raise = pick(g, 8) > 0;

        f->raise[0] = raise ? 1 + (int)pick(g, 4) : 0;
        f->raise[1] = raise && !late ? f->raise[0] + (int)pick(g, 4) : 0;
        f->lower[0] = pick(g, 3) == 0 ? 1 + (int)pick(g, 4) : 0;
        f->find_out = (int)pick(g, 3);
        td_buf_printf(&g->facts, "  x%d: {title: x, unit: number, from: staff.x}\n", i);
        td_buf_printf(&g->efforts, "  x%d: {note: n, find_out: %d", i, f->find_out);
        if (raise)
            td_buf_printf(&g->efforts, ", raise: [{within: 2, cost: %d, months: 6}, {within: 5, cost: %d, months: %d}]",
                          f->raise[0], late ? f->raise[0] : f->raise[1], late ? HORIZON + 1 : HORIZON);
        if (f->lower[0])
            td_buf_printf(&g->efforts, ", lower: [{within: 3, cost: %d, months: 3}]", f->lower[0]);
        td_buf_text(&g->efforts, raise || f->lower[0] ? "}\n" : ", change: never}\n");
    }
}

static void
random_rules(struct random_rules *g)
{
    unsigned tops = 1 + pick(g, 3);

    put_facts(g);
    td_buf_text(&g->tier, RANDOM_TIER_HEAD);
    for (unsigned i = 0; i < tops; i++) {
        td_buf_printf(&g->tier, "  - {id: c%u, clause: c, text: t, all: [", i);
        put_tree(g, &g->tier, 0);
        td_buf_text(&g->tier, "]}\n");
    }
    if (pick(g, 2) && !g->words)
        put_score(g);
}

/* ---- brute force */
struct choice_of_place {
    int64_t value;
    int weight;
};

/* Where a value may be brought to, the present place first; -1: it stays as it is. */
static int
places(const struct random_fact *f, bool known, int64_t value, struct choice_of_place *out)
{
    int count = 0;

    out[count++] = (struct choice_of_place){-1, 0};
    for (int i = 0; i < f->count; i++) {
        int up = f->thresholds[i], down = up - 1;

        if (!known) {
            out[count++] = (struct choice_of_place){up, f->find_out * 64 + 1};
            out[count++] = (struct choice_of_place){down, f->find_out * 64 + 1};
            continue;
        }
        if (up > value && up - value <= 2 && f->raise[0])
            out[count++] = (struct choice_of_place){up, f->raise[0] * 64 + 1};
        else if (up > value && up - value <= 5 && f->raise[1])
            out[count++] = (struct choice_of_place){up, f->raise[1] * 64 + 1};
        if (down < value && value - down <= 3 && f->lower[0])
            out[count++] = (struct choice_of_place){down, f->lower[0] * 64 + 1};
    }
    return count;
}

static bool
is_good(uint8_t verdict)
{
    return verdict == TD_CONFIRMED || verdict == TD_READY;
}

/* The least weight of all combinations, INT_MAX = none; -1 = too many of them to try. */
static int
cheapest(const struct td_rules *rules, const struct random_rules *g, const int *slot, const struct firms *firm,
         size_t row)
{
    struct choice_of_place at[RANDOM_FACTS][32];
    int count[RANDOM_FACTS], least = INT32_MAX;
    size_t all = 1;
    struct firms tries;
    struct td_results results;
    int *weights;

    for (int f = 0; f < RANDOM_FACTS; f++) {
        bool known = slot[f] >= 0 && firm->known[slot[f]][row / 64] >> (row % 64) & 1;

        count[f] = slot[f] < 0 ? 1 : places(&g->fact[f], known, firm->values[slot[f]][row], at[f]);
        all *= (size_t)count[f];
        if (all > COMBINATIONS_MAX)
            return -1;
    }
    firms_new(&tries, rules, all, 1, 0, false);
    weights = td_alloc(all, sizeof(*weights));
    for (size_t s = 0; s < firm->slots; s++)
        for (size_t i = 0; i < all; i++) {
            uint64_t bit = (uint64_t)1 << (i % 64);

            tries.values[s][i] = firm->values[s][row];
            tries.known[s][i / 64] &= ~bit;
            tries.known[s][i / 64] |= firm->known[s][row / 64] >> (row % 64) & 1 ? bit : 0;
        }
    for (size_t i = 0; i < all; i++) {
        size_t rest = i;

        for (int f = 0; f < RANDOM_FACTS; f++) {
            const struct choice_of_place *to = slot[f] < 0 ? NULL : &at[f][rest % (size_t)count[f]];

            rest /= (size_t)count[f];
            if (!to || to->value < 0)
                continue;
            tries.values[slot[f]][i] = to->value;
            tries.known[slot[f]][i / 64] |= (uint64_t)1 << (i % 64);
            weights[i] += to->weight;
        }
    }
    td_results_init(&results, rules, all);
    td_judge_all(rules, &tries.columns, 1, &results);
    for (size_t i = 0; i < all; i++)
        if (is_good(results.verdicts[i]) && weights[i] < least)
            least = weights[i];
    td_results_free(&results);
    firms_free(&tries);
    free(weights);
    return least;
}

static void
random_firms(struct firms *firms, const struct td_rules *rules, struct random_rules *g)
{
    firms_new(firms, rules, FIRMS_EACH, 1, 0, false);
    for (size_t s = 0; s < firms->slots; s++) {
        bool fact = td_str_starts(td_rules_slot(rules, s).column, TD_STR("x"));

        firms->known[s][0] = ~(uint64_t)0;
        for (size_t i = 0; i < firms->rows; i++) {
            firms->values[s][i] = fact ? (int64_t)pick(g, 10) : 0;
            if (fact && !g->words && pick(g, 5) == 0)
                firms->known[s][0] &= ~((uint64_t)1 << i);
        }
    }
}

static void
try_rules(uint64_t seed, bool words, int *compared, int *found, int *tangled)
{
    struct random_rules g = {.seed = seed, .words = words};
    struct td_results results;
    struct td_rules *rules;
    struct firms firms;
    int slot[RANDOM_FACTS];

    random_rules(&g);
    rules = compile_texts(td_buf_view(&g.facts), td_buf_view(&g.efforts), td_buf_view(&g.tier));
    if (!rules) {
        ++*tangled;
        goto end;
    }
    for (int f = 0; f < RANDOM_FACTS; f++) {
        char name[16];

        snprintf(name, sizeof(name), "x%d", f);
        slot[f] = slot_named(rules, name);
    }
    random_firms(&firms, rules, &g);
    td_results_init(&results, rules, firms.rows);
    td_judge_all(rules, &firms.columns, 1, &results);
    for (size_t i = 0; i < firms.rows; i++) {
        int least = cheapest(rules, &g, slot, &firms, i), weight = results.gap_cost[i] * 64 + results.gap_changes[i];

        if (least < 0)
            continue;
        if (results.gap_cost[i] < 0)
            weight = INT32_MAX;
        if (weight != least)
            fprintf(stderr, "%s\n%s\n%s\n", g.facts.at, g.efforts.at, g.tier.at);
        cr_assert_eq(weight, least, "seed %llu firm %zu: by brute force %d:%d, gap %d:%d, verdict %d",
                     (unsigned long long)seed, i, least / 64, least % 64, weight / 64, weight % 64,
                     results.verdicts[i]);
        ++*compared;
        *found += least > 0 && least < INT32_MAX;
    }
    td_results_free(&results);
    firms_free(&firms);
    td_rules_free(rules);
end:
    td_buf_free(&g.facts);
    td_buf_free(&g.efforts);
    td_buf_free(&g.tier);
}

Test(gap_brute, no_cheaper_set_of_changes_exists)
{
    int compared = 0, found = 0, tangled = 0, sets = getenv("TIDU_LONG") ? atoi(getenv("TIDU_LONG")) : 150;

    for (int i = 0; i < sets; i++)
        try_rules((uint64_t)i * 77 + 5, false, &compared, &found, &tangled);
    fprintf(stderr, "%d firms compared, %d with a way, %d rule sets too tangled\n", compared, found, tangled);
    cr_assert(compared > sets * 10 && found > sets * 3 && tangled < sets / 20, "%d compared, %d found", compared, found);
}

Test(gap_brute, nor_where_a_persons_word_is_among_the_alternatives)
{
    int compared = 0, found = 0, tangled = 0;

    for (int i = 0; i < 100; i++)
        try_rules((uint64_t)i * 91 + 3, true, &compared, &found, &tangled);
    cr_assert(compared > 500 && found > 50 && tangled == 0, "%d compared, %d found", compared, found);
}
