/*
 * Would the holder of a title pass its review today? Each title is judged by the version that will apply on the day it
 * ends, on tonight's facts: the year is not turned forward, so that what is said is what the data say. A tier without
 * reviews is judged as applied for anew, as if the firm did not hold it yet.
 *
 * The criteria are compiled once for each set of versions (mostly one or two), the features of the firms concerned are
 * read as the score stage reads them, and each title is judged with the one fact that says "reviewed this year" or "has
 * it" set for its holders.
 */
#include "follow.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { LAYERS_MAX = 16, TIERS_MAX = 64, REASONS = 6 };

struct layer { /* one set of versions */
    struct td_str force[TIERS_MAX], tiers[TIERS_MAX], versions[TIERS_MAX];
    size_t count;
    struct score score;
    struct td_scratch *scratch;
    struct td_results results;
};

static bool
in_layer(const struct layer *l, const struct follow_item *item)
{
    for (size_t i = 0; i < l->count; i++)
        if (td_str_equal(l->tiers[i], item->title))
            return td_str_equal(l->versions[i], item->version);
    return false;
}

/* Of each tier one version that is still to judge. */
static void
choose_versions(struct layer *l, struct follow_items *items)
{
    for (size_t k = 0; k < items->count; k++) {
        const struct follow_item *item = &items->at[k];
        size_t i = 0;

        while (i < l->count && !td_str_equal(l->tiers[i], item->title))
            i++;
        if (item->done || i < l->count || l->count == TIERS_MAX)
            continue;
        struct td_buf name = {0};
        td_buf_str(&name, item->title);
        td_buf_text(&name, "@");
        td_buf_str(&name, item->version);
        l->force[i] = td_arena_str(&items->arena, td_buf_view(&name));
        l->tiers[i] = item->title;
        l->versions[i] = item->version;
        l->count++;
        td_buf_free(&name);
    }
}

static bool
compile(struct layer *l, struct td_error *err)
{
    struct score *s = &l->score;
    struct td_rules_options options = {.as_of = s->run->options->as_of,
                                       .region = s->run->profile.city_code,
                                       .complete = s->complete,
                                       .complete_count = s->complete_count,
                                       .force = l->force,
                                       .force_count = l->count};

    return score_compile_for(s, &options, err);
}

/* The firms of the layer's titles, as the score stage would read them. */
static bool
read_firms(struct layer *l, const struct follow_items *items, struct td_error *err)
{
    struct score *s = &l->score;
    struct td_buf named = {0};

    for (size_t k = 0; k < items->count; k++)
        if (!items->at[k].done && in_layer(l, &items->at[k])) {
            td_buf_text(&named, named.len ? "\x1f" : "");
            td_buf_str(&named, items->at[k].uscc);
        }
    td_buf_text(&named, "");
    s->first = s->named = s->pending = true; /* judgements are not asked for, and no table is read whole */
    bool ok = score_open_readers(s, err) && score_columns(s, err);
    for (int i = 0; ok && i < READERS; i++)
        ok = td_db_setting(s->readers[i], "tidu.named", named.at, err);
    td_buf_free(&named);
    return ok && score_read_range(s, NULL, NULL, err);
}

static int
program_of(const struct td_rules *rules, const struct follow_item *item)
{
    for (size_t p = 0; p < td_rules_program_count(rules); p++) {
        const struct td_program *t = td_rules_program(rules, p);
        if (td_str_equal(t->tier, item->title) && t->kind == item->kind)
            return (int)p;
    }
    return -1;
}

static int
slot_of(const struct score *s, const char *prefix, struct td_str tier)
{
    struct td_str start = td_str(prefix);

    for (size_t i = 0; i < s->slot_count; i++) {
        struct td_str name = s->slots[i].column;
        if (name.len == start.len + tier.len && td_str_starts(name, start) && td_str_ends(name, tier))
            return (int)i;
    }
    return -1;
}

static void
tell_item(const struct layer *l, struct follow_items *items, struct follow_item *item, size_t row, size_t p)
{
    static const char *const words[] = {"", "不满足：", "未知：", "待人工："};
    const struct td_rules *rules = l->score.rules;
    const struct td_program *t = td_rules_program(rules, p);
    const uint8_t *states = l->results.states + row * td_rules_state_count(rules) + t->state_offset;
    size_t at = row * td_rules_program_count(rules) + p;
    struct td_columns columns = {l->score.range.rows, (const int64_t *const *)l->score.range.values,
                                 (const uint64_t *const *)l->score.range.known};
    struct td_buf text = {0};

    item->done = true;
    item->verdict = l->results.verdicts[at];
    item->met = l->results.met[at];
    item->unmet = l->results.unmet[at];
    item->unknown = l->results.unknown[at];
    item->hard_total = t->hard_total;
    td_buf_str(&text, t->source);
    td_buf_text(&text, t->unconfirmed ? "（含未证实数值）" : "");
    item->source = td_arena_str(&items->arena, td_buf_view(&text));
    td_buf_reset(&text);
    for (size_t k = 0; k < t->condition_count; k++)
        if (t->conditions[k].parent < 0 && states[k] >= TD_UNMET && states[k] <= TD_MANUAL) {
            td_buf_printf(&text, "%s%s", text.len ? "；" : "", words[states[k]]);
            td_buf_str(&text, t->conditions[k].text);
        }
    item->open = td_arena_str(&items->arena, td_buf_view(&text));
    td_buf_reset(&text);
    td_gap_reasons_for(rules, &columns, (struct td_gap_of){row, p}, l->scratch, REASONS, &text);
    item->gap = td_arena_str(&items->arena, td_buf_view(&text));
    td_buf_free(&text);
}

struct fact { /* what is set for a while, and how it was */
    int slot;
    int64_t *values;
    uint64_t *known;
};

static void
set_fact(struct score *s, struct fact *f, struct follow_item *const *of_row, int64_t value)
{
    size_t rows = s->range.rows, words = rows / 64 + 1;

    if (f->slot < 0)
        return;
    f->values = td_alloc(rows + 1, sizeof *f->values);
    f->known = td_alloc(words, sizeof *f->known);
    memcpy(f->values, s->range.values[f->slot], rows * sizeof *f->values);
    memcpy(f->known, s->range.known[f->slot], words * sizeof *f->known);
    for (size_t row = 0; row < rows; row++)
        if (of_row[row]) {
            s->range.values[f->slot][row] = value;
            s->range.known[f->slot][row / 64] |= (uint64_t)1 << (row % 64);
        }
}

static void
put_back(struct score *s, struct fact *f)
{
    size_t rows = s->range.rows, words = rows / 64 + 1;

    if (f->slot >= 0) {
        memcpy(s->range.values[f->slot], f->values, rows * sizeof *f->values);
        memcpy(s->range.known[f->slot], f->known, words * sizeof *f->known);
    }
    free(f->values);
    free(f->known);
}

/* All holders of one title: `of_row` has their items by row. */
static void
judge_title(struct layer *l, struct follow_items *items, struct follow_item **of_row, const struct follow_item *first)
{
    struct score *s = &l->score;
    int p = program_of(s->rules, first);
    bool review = first->kind == TD_REVIEW;
    struct fact fact = {.slot = slot_of(s, review ? "review_" : "holds_", first->title)};
    struct td_columns columns = {s->range.rows, (const int64_t *const *)s->range.values,
                                 (const uint64_t *const *)s->range.known};

    if (p < 0)
        return;
    set_fact(s, &fact, of_row, review);
    for (size_t from = 0; from < s->range.rows; from += BLOCK_UNITS) {
        size_t to = from + BLOCK_UNITS < s->range.rows ? from + BLOCK_UNITS : s->range.rows;
        td_judge(s->rules, &columns, from, to, l->scratch, &l->results);
        for (size_t row = from; row < to; row++)
            for (struct follow_item *item = of_row[row]; item; item = item->next)
                tell_item(l, items, item, row, (size_t)p);
    }
    put_back(s, &fact);
}

static void
judge_layer(struct layer *l, struct follow_items *items)
{
    const struct range *r = &l->score.range;
    struct follow_item **of_row = td_alloc(r->rows + 1, sizeof(struct follow_item *));

    l->scratch = td_scratch_new(l->score.rules);
    td_results_init(&l->results, l->score.rules, r->rows + BLOCK_UNITS);
    for (size_t i = 0; i < l->count; i++) {
        const struct follow_item *first = NULL;
        memset(of_row, 0, (r->rows + 1) * sizeof(struct follow_item *));
        for (size_t k = 0; k < items->count; k++) {
            struct follow_item *item = &items->at[k];
            struct td_cell code = {item->uscc.at, (int32_t)item->uscc.len};
            size_t row;
            if (item->done || !td_str_equal(item->title, l->tiers[i]) || !in_layer(l, item) ||
                !score_find_row(r, code, &row))
                continue;
            item->next = of_row[row];
            of_row[row] = item;
            first = first ? first : item;
        }
        if (first)
            judge_title(l, items, of_row, first);
    }
    free(of_row);
}

static bool
one_layer(struct td_run *run, struct follow_items *items, size_t *left, struct td_error *err)
{
    struct layer l = {.score = {.run = run}};
    size_t before = *left;

    choose_versions(&l, items);
    bool ok = score_complete(&l.score, err) && compile(&l, err) && read_firms(&l, items, err);
    if (ok) {
        judge_layer(&l, items);
        *left = 0;
        for (size_t k = 0; k < items->count; k++) {
            *left += !items->at[k].done;
            /* of a version that was judged just now, and yet not judged: its firm has no features */
            if (!items->at[k].done && in_layer(&l, &items->at[k])) {
                items->at[k].version = (struct td_str){0};
                items->at[k].done = true;
                --*left;
            }
        }
    }
    td_results_free(&l.results);
    td_scratch_free(l.scratch);
    score_free(&l.score);
    return ok && (*left < before || td_fail(err, TD_E_INTERNAL, "%s", TD_T("有复核没有判定", "a review was not judged")));
}

bool
follow_judge(struct td_run *run, struct follow_items *items, struct td_error *err)
{
    enum td_lang lang = td_lang_get();
    size_t left = items->count;
    bool ok = true;

    td_lang_set(TD_ZH); /* what is stored is for the lists, whoever starts the night */
    while (ok && left > 0)
        ok = one_layer(run, items, &left, err) && !td_stopping(err);
    td_lang_set(lang);
    return ok;
}
