/* The moves of a night into pool.move, pool.move_count and pool.place_cause. */
#include "moves.h"

#include <stdlib.h>
#include <string.h>

struct counted { /* a row of pool.move_count; compared as bytes, so filled from zero */
    int16_t slot, county;
    uint8_t aspect, direction, cause, direct;
};

struct storing {
    struct moves *v;
    struct td_copy_in moves;
    struct counted *counted;
    size_t count, capacity;
    struct td_buf places[MOVES_SLOTS]; /* a byte per place */
};

enum { ENTERED, LEFT, UP, DOWN, CHANGED };
static const char *const directions[] = {"entered", "left", "up", "down", "changed"};

static const char *const verdicts[] = {"confirmed", "ready", "possible", "near", "no", "holds", "excluded", "insufficient",
                                       "not_concerned"};

/* ---- words ---------------------------------------------------------------------------------------------- */
static void
put_slot(struct td_buf *out, const struct moves *v, int slot)
{
    char text[64];

    if (slot < 0) {
        td_put_null(out);
        return;
    }
    size_t len = strlen(v->slots[slot].tier);
    memcpy(text, v->slots[slot].tier, len);
    if (v->slots[slot].review)
        memcpy(text + len, "/review", 7);
    td_put_text(out, (struct td_str){text, len + (v->slots[slot].review ? 7 : 0)});
}

static struct td_str
county_text(const struct moves *v, int county)
{
    const struct td_profile *p = &v->run->profile;

    return county >= 0 && (size_t)county < p->county_count ? p->counties[county].code : TD_STR("");
}

static void
put_value(struct td_buf *out, const struct moves *v, const struct td_standing *s, enum td_aspect aspect)
{
    switch (aspect) {
    case TD_MOVE_SEAT:
        put_slot(out, v, s->seated ? s->slot : -1);
        break;
    case TD_MOVE_VERDICT:
        td_put_text(out, td_str(s->verdict <= TD_NOT_CONCERNED ? verdicts[s->verdict] : ""));
        break;
    case TD_MOVE_COUNTY:
        td_put_text(out, county_text(v, s->county));
        break;
    default:
        put_slot(out, v, s->slot);
    }
}

/* Place on the ladder; -1: the second track. */
static int
ladder_of(const struct moves *v, int slot)
{
    struct td_str rest = td_buf_view(&v->ladder), tier = td_str(v->slots[slot].tier);

    for (int at = 0; rest.len; at++) {
        const char *end = memchr(rest.at, ' ', rest.len);
        size_t len = end ? (size_t)(end - rest.at) : rest.len;
        if (td_str_equal((struct td_str){rest.at, len}, tier))
            return at;
        rest = (struct td_str){rest.at + len + (end ? 1 : 0), rest.len - len - (end ? 1 : 0)};
    }
    return -1;
}

static int
by_slots(const struct moves *v, int was, int is)
{
    if (was < 0)
        return ENTERED;
    if (is < 0)
        return LEFT;
    int a = ladder_of(v, was), b = ladder_of(v, is);
    return a < 0 || b < 0 || a == b ? CHANGED : b > a ? UP : DOWN;
}

static int
direction_of(const struct moves *v, const struct td_moves_firm *f, enum td_aspect aspect)
{
    switch (aspect) {
    case TD_MOVE_TIER:
        return by_slots(v, f->was.slot, f->is.slot);
    case TD_MOVE_SEAT:
        return by_slots(v, f->was.seated ? f->was.slot : -1, f->is.seated ? f->is.slot : -1);
    case TD_MOVE_VERDICT:
        return f->is.verdict < f->was.verdict ? UP : DOWN;
    case TD_MOVE_PLACE:
        return f->is.place < f->was.place ? UP : DOWN;
    default:
        return CHANGED;
    }
}

/* ---- rows --------------------------------------------------------------------------------------------- */
static void
count_move(struct storing *s, const struct td_moves_firm *f, enum td_aspect aspect, struct td_move move)
{
    const struct td_standing *at = f->is.slot >= 0 ? &f->is : &f->was;

    if (s->count == s->capacity) {
        s->capacity = s->capacity ? 2 * s->capacity : 4096;
        s->counted = td_realloc(s->counted, s->capacity, sizeof *s->counted);
    }
    s->counted[s->count++] = (struct counted){at->slot, at->county, (uint8_t)aspect, (uint8_t)direction_of(s->v, f, aspect),
                                              (uint8_t)move.cause, move.direct};
}

static void
note_place(struct storing *s, const struct td_moves_firm *f, struct td_move move)
{
    struct td_buf *b = &s->places[f->is.slot];
    size_t at = (size_t)f->is.place - 1;

    while (b->len <= at)
        td_buf_add(b, "", 1);
    b->at[at] = (char)((int)move.cause + 1 + (move.direct ? 16 : 0));
}

static bool
store_move(struct storing *s, const struct td_moves_firm *f, enum td_aspect aspect, struct td_move move, struct td_error *err)
{
    struct td_buf *out = &s->moves.buffer;
    const struct td_standing *at = f->is.slot >= 0 ? &f->is : &f->was;

    td_put_row(out, 11);
    td_put_text(out, (struct td_str){f->uscc, strcspn(f->uscc, "+")});
    td_put_int8(out, s->v->run->run);
    td_put_text(out, td_str(td_aspect_word(aspect)));
    put_value(out, s->v, &f->was, aspect);
    put_value(out, s->v, &f->is, aspect);
    td_put_text(out, td_str(directions[direction_of(s->v, f, aspect)]));
    td_put_text(out, td_str(s->v->slots[at->slot].tier));
    td_put_text(out, county_text(s->v, at->county));
    td_put_text(out, td_str(td_cause_word(move.cause)));
    td_put_bool(out, move.direct);
    put_slot(out, s->v, at->slot);
    s->v->moved++;
    return td_copy_in_flush(&s->moves, err);
}

static bool
store_firm(struct storing *s, const struct td_moves_firm *f, struct td_error *err)
{
    bool ok = true;

    for (int a = 0; ok && a < TD_ASPECTS; a++) {
        struct td_move move = td_moves_of(f, (enum td_aspect)a);
        if (!move.moved)
            continue;
        count_move(s, f, (enum td_aspect)a, move);
        if (a == TD_MOVE_PLACE)
            note_place(s, f, move);
        else
            ok = store_move(s, f, (enum td_aspect)a, move, err);
    }
    return ok;
}

static bool
store_places(struct storing *s, struct td_error *err)
{
    struct td_copy_in copy = {0};
    bool ok = td_copy_in_open(&copy, s->v->run->db, "moves/place_in", NULL, err);

    for (size_t i = 0; ok && i < s->v->m.slots; i++) {
        if (s->places[i].len == 0 || s->v->slots[i].position < 0)
            continue;
        td_put_row(&copy.buffer, 3);
        td_put_int8(&copy.buffer, s->v->run->run);
        td_put_int4(&copy.buffer, s->v->slots[i].position);
        td_put_text(&copy.buffer, td_buf_view(&s->places[i]));
        ok = td_copy_in_flush(&copy, err);
    }
    ok = ok && td_copy_in_finish(&copy, err);
    td_copy_in_close(&copy);
    return ok;
}

/* ---- counts: a tier's new and review applications together ------------------------------------------- */
static int
counted_order(const void *a, const void *b)
{
    return memcmp(a, b, sizeof(struct counted));
}

static bool
put_count(struct storing *s, struct td_copy_in *copy, const struct counted *c, size_t firms, struct td_error *err)
{
    td_put_row(&copy->buffer, 8);
    td_put_int8(&copy->buffer, s->v->run->run);
    td_put_text(&copy->buffer, td_str(s->v->slots[c->slot].tier));
    td_put_text(&copy->buffer, county_text(s->v, c->county));
    td_put_text(&copy->buffer, td_str(td_aspect_word((enum td_aspect)c->aspect)));
    td_put_text(&copy->buffer, td_str(directions[c->direction]));
    td_put_text(&copy->buffer, td_str(td_cause_word((enum td_cause)c->cause)));
    td_put_bool(&copy->buffer, c->direct);
    td_put_int8(&copy->buffer, (int64_t)firms);
    return td_copy_in_flush(copy, err);
}

static bool
store_counts(struct storing *s, struct td_error *err)
{
    struct td_copy_in copy = {0};
    bool ok = td_copy_in_open(&copy, s->v->run->db, "moves/count_in", NULL, err);

    for (size_t i = 0; i < s->count; i++) /* one slot for both kinds of application of a tier */
        for (size_t k = 0; k < (size_t)s->counted[i].slot; k++)
            if (strcmp(s->v->slots[k].tier, s->v->slots[s->counted[i].slot].tier) == 0)
                s->counted[i].slot = (int16_t)k;
    if (s->count)
        qsort(s->counted, s->count, sizeof *s->counted, counted_order);
    for (size_t from = 0, to; ok && from < s->count; from = to) {
        for (to = from; to < s->count && memcmp(&s->counted[from], &s->counted[to], sizeof *s->counted) == 0; to++)
            ;
        ok = put_count(s, &copy, &s->counted[from], to - from, err);
    }
    ok = ok && td_copy_in_finish(&copy, err);
    td_copy_in_close(&copy);
    return ok;
}

bool
moves_store(struct moves *v, struct td_error *err)
{
    struct storing s = {.v = v};
    bool ok = td_db_script(v->run->db, "moves/clear", NULL, err) &&
              td_copy_in_open(&s.moves, v->run->db, "moves/move_in", NULL, err);

    for (size_t i = 0; ok && i < v->m.count; i++)
        ok = store_firm(&s, &v->m.firms[i], err);
    ok = ok && td_copy_in_finish(&s.moves, err);
    td_copy_in_close(&s.moves);
    ok = ok && store_places(&s, err) && store_counts(&s, err);
    for (size_t i = 0; i < MOVES_SLOTS; i++)
        td_buf_free(&s.places[i]);
    free(s.counted);
    return ok;
}
