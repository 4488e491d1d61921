/* Both nights' lists as firms: how each stood and stands, what it was and is by itself, what touched it. */
#include "moves.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

int
moves_slot(struct moves *v, const char *tier, size_t tier_len, bool review)
{
    size_t i = 0;

    while (i < v->m.slots && (strlen(v->slots[i].tier) != tier_len || memcmp(v->slots[i].tier, tier, tier_len) != 0 ||
                              v->slots[i].review != review))
        i++;
    if (i < v->m.slots)
        return (int)i;
    if (i == MOVES_SLOTS || tier_len >= sizeof v->slots[i].tier)
        return -1;
    v->slots[i] = (struct moves_slot){.review = review, .position = -1};
    memcpy(v->slots[i].tier, tier, tier_len);
    for (int side = 0; side < 2; side++)
        v->rules[side][i] = (struct td_pool_rules){.seats = TD_POOL_NO_LIMIT, .counties = v->run->profile.county_count + 1};
    return (int)v->m.slots++;
}

int
moves_county(const struct moves *v, struct td_str code)
{
    const struct td_profile *profile = &v->run->profile;
    size_t i = 0;

    while (i < profile->county_count && !td_str_equal(profile->counties[i].code, code))
        i++;
    return (int)i;
}

static struct td_str
text_of(struct td_cell c)
{
    return (struct td_str){c.at, c.len > 0 ? (size_t)c.len : 0};
}

static bool
out_of_shape(struct td_error *err)
{
    return td_fail(err, TD_E_INTERNAL, "%s", TD_T("名单中有不合规格的行", "a row of the lists is out of shape"));
}

static bool
each_row(struct moves *v, const char *sql, bool (*take)(struct moves *, const struct td_cell *), struct td_error *err)
{
    struct td_copy_out copy = {0};
    bool got = true, ok = td_copy_out_open(&copy, v->run->db, sql, NULL, err);

    while (ok && got) {
        ok = td_copy_out_next(&copy, &got, err);
        if (ok && got && !take(v, copy.cells))
            ok = out_of_shape(err);
    }
    td_copy_out_close(&copy);
    return ok;
}

/* ---- tonight ------------------------------------------------------------------------------------------- */
static size_t
add_firm(struct moves *v, struct td_str code)
{
    if (v->m.count == v->capacity) {
        v->capacity = v->capacity ? 2 * v->capacity : 4096;
        v->m.firms = td_realloc(v->m.firms, v->capacity, sizeof *v->m.firms);
        v->beside = td_realloc(v->beside, v->capacity, sizeof *v->beside);
    }
    struct td_moves_firm *f = &v->m.firms[v->m.count];
    *f = (struct td_moves_firm){.was = TD_NOWHERE, .is = TD_NOWHERE, .beside = (uint32_t)v->m.count};
    memcpy(f->uscc, code.at, code.len);
    v->beside[v->m.count] = (struct moves_firm){0};
    memcpy(v->beside[v->m.count].before, code.at, code.len);
    return v->m.count++;
}

static int
slot_of_position(const struct moves *v, int position)
{
    for (size_t i = 0; i < v->m.slots; i++)
        if (v->slots[i].position == position)
            return (int)i;
    return -1;
}

/* Whom a person put on a list that is another than its target's stands behind all by this key (rank/candidates). */
static const uint8_t last_key[TD_POOL_KEY_BYTES] = {255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255,
                                                    255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255};

/* Such a firm is one more beside the firm itself: its code, '+' and the list. */
static bool
code_of(struct td_str uscc, int slot, char code[24])
{
    int len = slot < 0 ? snprintf(code, 24, "%.*s", (int)uscc.len, uscc.at) : snprintf(code, 24, "%.*s+%d", (int)uscc.len, uscc.at, slot);

    return len > 0 && len < 24;
}

static bool
take_tonight(struct moves *v, const struct td_pool_candidate *c)
{
    int slot = slot_of_position(v, c->program);
    struct td_own *own = td_arena_alloc(&v->arena, 1, sizeof *own);
    char code[24];

    if (slot < 0)
        return false;
    *own = (struct td_own){.slot = (int16_t)slot, .county = c->county, .group = {c->group, c->group}, .will = c->will,
                           .held_place = c->held_place};
    memcpy(own->key, c->key, sizeof own->key);
    bool beside = memcmp(c->key, last_key, sizeof last_key) == 0;
    if (!code_of(td_str(c->uscc), beside ? slot : -1, code))
        return false;
    size_t firm = add_firm(v, td_str(code)); /* may move them */
    struct td_moves_firm *f = &v->m.firms[firm];
    v->beside[firm].beside = beside;
    f->own[TD_WORLDS - 1] = own;
    if (c->place > 0)
        f->is = (struct td_standing){.slot = (int16_t)slot, .county = c->county, .seated = c->seated, .place = c->place,
                                     .county_place = c->county_place};
    return true;
}

static bool
take_program(struct moves *v, const struct td_cell *cells)
{
    int slot = moves_slot(v, cells[1].at, text_of(cells[1]).len, text_of(cells[2]).len == 6);

    if (slot >= 0)
        v->slots[slot].position = td_cell_int4(cells[0]);
    return slot >= 0;
}

/* ---- finding a firm: by code, in the order of the codes ----------------------------------------------- */
static int
by_code(const void *a, const void *b)
{
    return strcmp(((const struct td_moves_firm *)a)->uscc, ((const struct td_moves_firm *)b)->uscc);
}

/* Only tonight's are sorted while others are added behind them; -1: none of these. */
static long
find_firm(const struct moves *v, size_t sorted, struct td_str code)
{
    struct td_moves_firm wanted = {0};

    if (code.len >= sizeof wanted.uscc)
        return -1;
    memcpy(wanted.uscc, code.at, code.len);
    const struct td_moves_firm *f = sorted ? bsearch(&wanted, v->m.firms, sorted, sizeof *v->m.firms, by_code) : NULL;
    return f ? (long)(f - v->m.firms) : -1;
}

/* ---- the list of before --------------------------------------------------------------------------------- */
struct listed { /* a row of moves/before */
    char code[24], before[24];
    struct td_standing was;
    uint8_t will;
    bool beside;
};

struct before {
    struct moves *v;
    struct listed *rows;
    size_t count, capacity;
};

/* The reason of a place tells what people had ordered. */
static uint8_t
will_of(int reason)
{
    switch (reason) {
    case TD_POOL_BY_ADD:
        return TD_POOL_ADDED;
    case TD_POOL_BY_BESIDE:
        return TD_POOL_ADDED_BESIDE;
    case TD_POOL_BY_HOLD:
        return TD_POOL_HELD_SEATED;
    case TD_POOL_NO_HOLD:
        return TD_POOL_HELD_OUT;
    default:
        return TD_POOL_PLAIN;
    }
}

static bool
take_listed(struct before *b, const struct td_cell *cells)
{
    struct td_str code = text_of(cells[0]), before = text_of(cells[1]), tier = text_of(cells[2]);
    int slot = moves_slot(b->v, tier.at, tier.len, text_of(cells[3]).len == 6);

    if (slot < 0 || code.len == 0 || code.len >= 24 || before.len >= 24)
        return false;
    if (b->count == b->capacity) {
        b->capacity = b->capacity ? 2 * b->capacity : 4096;
        b->rows = td_realloc(b->rows, b->capacity, sizeof *b->rows);
    }
    struct listed *row = &b->rows[b->count++];
    bool beside = cells[9].at[0] != 0;
    *row = (struct listed){.was = {.slot = (int16_t)slot, .county = (int16_t)moves_county(b->v, text_of(cells[4])),
                                   .place = td_cell_int4(cells[5]), .county_place = td_cell_int4(cells[6]),
                                   .seated = cells[7].at[0] != 0},
                           .will = will_of(td_cell_int2(cells[8])), .beside = beside};
    return code_of(code, beside ? slot : -1, row->code) && code_of(before, beside ? slot : -1, row->before);
}

/* Of two that are one firm now, the one whose code it has; else the first by its old code. */
static int
listed_order(const void *pa, const void *pb)
{
    const struct listed *a = pa, *b = pb;
    int order = strcmp(a->code, b->code);

    if (order == 0)
        order = (strcmp(a->code, a->before) != 0) - (strcmp(b->code, b->before) != 0);
    return order ? order : strcmp(a->before, b->before);
}

/* By itself it is nothing but that order. */
static void
set_beside(struct moves *v, size_t firm, const struct listed *row)
{
    struct td_own *own = td_arena_alloc(&v->arena, 1, sizeof *own);

    *own = (struct td_own){.slot = row->was.slot, .county = row->was.county, .group = {-1, -1}, .will = row->will};
    memcpy(own->key, last_key, sizeof own->key);
    v->m.firms[firm].own[0] = own;
    v->beside[v->m.firms[firm].beside].beside = true;
}

static bool
read_before(struct moves *v, struct td_error *err)
{
    struct before b = {.v = v};
    struct td_copy_out copy = {0};
    size_t tonight = v->m.count;
    bool got = true, ok = td_copy_out_open(&copy, v->run->db, "moves/before", NULL, err);

    while (ok && got) {
        ok = td_copy_out_next(&copy, &got, err);
        if (ok && got && !take_listed(&b, copy.cells))
            ok = out_of_shape(err);
    }
    td_copy_out_close(&copy);
    if (ok && b.count)
        qsort(b.rows, b.count, sizeof *b.rows, listed_order);
    for (size_t i = 0; ok && i < b.count; i++) {
        const struct listed *row = &b.rows[i];
        bool second = i > 0 && strcmp(row->code, b.rows[i - 1].code) == 0; /* it stands under a code of its own, and leaves */
        struct td_str code = td_str(second ? row->before : row->code);
        long at = second ? -1 : find_firm(v, tonight, code);
        size_t firm = at >= 0 ? (size_t)at : add_firm(v, code);
        v->m.firms[firm].was = row->was;
        v->beside[v->m.firms[firm].beside].will = row->will;
        if (row->beside)
            set_beside(v, firm, row);
        memcpy(v->beside[v->m.firms[firm].beside].before, row->before, sizeof row->before);
    }
    free(b.rows);
    if (v->m.count)
        qsort(v->m.firms, v->m.count, sizeof *v->m.firms, by_code);
    return ok;
}

/* ---- who was judged otherwise --------------------------------------------------------------------------- */
static bool
take_now(struct moves *v, const struct td_cell *cells)
{
    long at = find_firm(v, v->m.count, text_of(cells[0]));

    if (at < 0)
        return true;
    struct td_moves_firm *f = &v->m.firms[at];
    v->beside[f->beside].changed = true;
    if (!f->own[TD_WORLDS - 1])
        return true;
    struct td_own *own = td_arena_alloc(&v->arena, 1, sizeof *own);
    *own = *f->own[TD_WORLDS - 1];
    own->verdict = f->is.verdict = (uint8_t)td_cell_int2(cells[1]);
    f->own[TD_WORLDS - 1] = own;
    return true;
}

struct td_own *
moves_own(struct moves *v, int slot, uint8_t verdict, const void *key, struct td_str county, struct td_str industry)
{
    struct td_own *own = td_arena_alloc(&v->arena, 1, sizeof *own);

    *own = (struct td_own){.slot = (int16_t)slot, .county = (int16_t)moves_county(v, county), .verdict = verdict};
    memcpy(own->key, key, sizeof own->key);
    for (int side = 0; side < 2; side++)
        own->group[side] = moves_group(v, side, slot, industry);
    return own;
}

static bool
take_judged_before(struct moves *v, const struct td_cell *cells)
{
    struct td_str tier = text_of(cells[1]);
    size_t firm = (size_t)td_cell_int4(cells[0]);
    int slot = moves_slot(v, tier.at, tier.len, text_of(cells[2]).len == 6);

    if (slot < 0 || cells[4].len != TD_POOL_KEY_BYTES || firm >= v->m.count)
        return false;
    struct td_own *own = moves_own(v, slot, (uint8_t)td_cell_int2(cells[3]), cells[4].at, text_of(cells[5]), text_of(cells[6]));
    v->m.firms[firm].own[0] = own;
    v->m.firms[firm].was.verdict = own->verdict;
    return true;
}

/* The firms whose judgement of before is asked for. */
static bool
send_moved(struct moves *v, struct td_error *err)
{
    struct td_copy_in copy = {0};
    bool ok = td_db_script(v->run->db, "moves/begin", NULL, err) &&
              td_copy_in_open(&copy, v->run->db, "moves/moved_in", NULL, err);

    for (size_t i = 0; ok && i < v->m.count; i++) {
        const struct moves_firm *b = &v->beside[v->m.firms[i].beside];
        if (!b->changed)
            continue;
        td_put_row(&copy.buffer, 2);
        td_put_text(&copy.buffer, td_str(b->before));
        td_put_int4(&copy.buffer, (int32_t)i);
        ok = td_copy_in_flush(&copy, err);
    }
    ok = ok && td_copy_in_finish(&copy, err);
    td_copy_in_close(&copy);
    return ok && td_db_script(v->run->db, "moves/moved_end", NULL, err);
}

/* Who stands on one list only, or under another code than before, is judged otherwise as well. */
static void
mark_changed(struct moves *v)
{
    for (size_t i = 0; i < v->m.count; i++) {
        const struct td_moves_firm *f = &v->m.firms[i];
        struct moves_firm *b = &v->beside[f->beside];
        if (!b->beside && (!f->own[TD_WORLDS - 1] || strcmp(f->uscc, b->before) != 0))
            b->changed = true;
    }
}

/* Candidates that no list had: excluded by rules or removed by people. */
static bool
take_excluded(struct moves *v, const struct td_cell *cells)
{
    long at = find_firm(v, v->m.count, text_of(cells[0]));

    if (at < 0)
        return true;
    const struct td_moves_firm *f = &v->m.firms[at];
    const struct td_own *own = f->own[0] ? f->own[0] : f->own[TD_WORLDS - 1], *now = f->own[TD_WORLDS - 1];
    if (now && own->slot != now->slot && td_str_equal(text_of(cells[2]), td_str(v->slots[now->slot].tier)))
        v->beside[f->beside].will_there = (uint8_t)td_cell_int2(cells[1]);
    if (f->was.slot < 0 && own && td_str_equal(text_of(cells[2]), td_str(v->slots[own->slot].tier)))
        v->beside[f->beside].will = (uint8_t)td_cell_int2(cells[1]);
    return true;
}

/* ---- what touched them ------------------------------------------------------------------------------------ */
static bool
take_touched(struct moves *v, const struct td_cell *cells)
{
    struct td_str code = text_of(cells[0]);
    uint8_t kinds = (uint8_t)td_cell_int2(cells[1]);
    long at = find_firm(v, v->m.count, code);

    if (td_str_equal(code, TD_STR("*")))
        v->all |= kinds;
    else if (at >= 0)
        v->beside[v->m.firms[at].beside].steps |= kinds;
    return true;
}

bool
moves_read(struct moves *v, const struct moves_tonight *tonight, struct td_error *err)
{
    bool ok = each_row(v, "moves/programs", take_program, err);

    for (size_t i = 0; ok && i < tonight->count; i++)
        ok = take_tonight(v, &tonight->rows[i]) || out_of_shape(err);
    if (ok && v->m.count)
        qsort(v->m.firms, v->m.count, sizeof *v->m.firms, by_code);
    ok = ok && read_before(v, err) && each_row(v, "moves/now", take_now, err);
    if (!ok)
        return false;
    mark_changed(v);
    return send_moved(v, err) && each_row(v, "moves/judged_before", take_judged_before, err) &&
           each_row(v, "moves/excluded", take_excluded, err) &&
           each_row(v, "moves/touched", take_touched, err);
}
