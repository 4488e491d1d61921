/*
 * The seats' rules of both nights, and what rules and people said of firms then and say now: exclusions, additions,
 * removals, holds. Tonight's are rank's, those of before come from the profile that is kept and from the list of before.
 */
#include "moves.h"

#include <stdlib.h>
#include <string.h>

static const struct td_seats *
seats_of(const struct moves *v, int side, int slot)
{
    const struct td_profile *profile = side || !v->profile_kept ? &v->run->profile : &v->before;

    return td_profile_seats(profile, td_str(v->slots[slot].tier));
}

int16_t
moves_group(const struct moves *v, int side, int slot, struct td_str industry)
{
    return td_seats_group(seats_of(v, side, slot), industry);
}

/* A profile of before that is not kept, that this program does not read, or that has other counties: tonight's serves. */
bool
moves_profile(struct moves *v, struct td_error *err)
{
    const struct td_file_text_list *criteria = v->criteria.count ? &v->criteria : v->run->criteria;
    struct td_file_text_list *texts = &v->profile_texts;
    struct td_error unread = {0};

    if (v->last.run == 0 || strcmp(v->last.profile, v->now.profile) == 0)
        return true;
    if (!moves_texts(v->run, v->last.profile, texts, err))
        return false;
    v->profile_kept = texts->count == 1 &&
                      td_profile_parse(&v->before, texts->files[0].text, MOVES_PROFILE, td_criteria_text(criteria, "vocabulary.yaml"),
                                       "vocabulary.yaml", &unread) &&
                      v->before.county_count == v->run->profile.county_count;
    return true;
}

/* ---- what rules and people say ------------------------------------------------------------------------- */
static bool
by_people(uint8_t will)
{
    return will != TD_POOL_PLAIN && will != TD_POOL_EXCLUDED;
}

/* An exclusion moves with what touched the firm last, people's orders at the last step; `before`: what was said of this
 * list, of another one nothing was said. */
static uint8_t
will_in(uint8_t before, uint8_t now, int world, int step)
{
    bool excluded = (world > step ? now : before) == TD_POOL_EXCLUDED;
    uint8_t people = world == TD_WORLDS - 1 ? now : before;

    return excluded ? TD_POOL_EXCLUDED : by_people(people) ? people : TD_POOL_PLAIN;
}

static void
set_wills(struct moves *v, struct td_moves_firm *f)
{
    const struct moves_firm *b = &v->beside[f->beside];
    uint8_t steps = (uint8_t)(b->steps | v->all), now = f->own[TD_WORLDS - 1] ? f->own[TD_WORLDS - 1]->will : b->will;
    int32_t held = f->own[TD_WORLDS - 1] ? f->own[TD_WORLDS - 1]->held_place : 0;
    int step = steps ? moves_last_step(steps) : TD_BY_RULE;

    if (now == b->will && !by_people(now))
        return;
    for (int world = 0; world < TD_WORLDS; world++) {
        if (!f->own[world])
            continue;
        struct td_own *own = td_arena_alloc(&v->arena, 1, sizeof *own);
        *own = *f->own[world];
        bool same_list = !f->own[0] || f->own[0]->slot == own->slot;
        own->will = will_in(same_list ? b->will : b->will_there, now, world, step);
        own->held_place = world == TD_WORLDS - 1 ? held : b->will == now ? held : f->was.place;
        f->own[world] = own;
    }
}

bool
moves_seats(struct moves *v)
{
    for (size_t i = 0; i < v->m.slots; i++)
        for (int side = 0; side < 2; side++) {
            const struct td_seats *own = seats_of(v, side, (int)i);
            v->rules[side][i] = own ? own->rules
                                    : (struct td_pool_rules){.seats = TD_POOL_NO_LIMIT, .counties = v->run->profile.county_count + 1};
        }
    for (size_t i = 0; i < v->m.count; i++)
        set_wills(v, &v->m.firms[i]);
    return true;
}
