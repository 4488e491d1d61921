/* The seats' rules of both nights: tonight's as rank has them, those of before from the profile that is kept. */
#include "moves.h"

#include <string.h>

int16_t
moves_group(const struct moves *v, int side, int slot, struct td_str industry)
{
    (void)v;
    (void)side;
    (void)slot;
    (void)industry;
    return -1;
}

static int64_t
seats_of(const struct td_profile *profile, const char *tier)
{
    for (size_t i = 0; i < profile->seat_count; i++)
        if (td_str_equal(profile->seats[i].tier, td_str(tier)))
            return profile->seats[i].seats;
    return TD_POOL_NO_LIMIT;
}

/* *kept false: the profile of before is not kept, or is none that this program reads. */
static bool
profile_before(struct moves *v, struct td_profile *profile, struct td_file_text_list *texts, bool *kept, struct td_error *err)
{
    const struct td_file_text_list *criteria = v->criteria.count ? &v->criteria : v->run->criteria;
    struct td_error unread = {0};

    if (!moves_texts(v->run, v->last.profile, texts, err))
        return false;
    *kept = texts->count == 1 &&
            td_profile_parse(profile, texts->files[0].text, MOVES_PROFILE, td_criteria_text(criteria, "vocabulary.yaml"),
                             "vocabulary.yaml", &unread);
    return true;
}

bool
moves_seats(struct moves *v, const struct moves_tonight *tonight, struct td_error *err)
{
    struct td_profile before = {0};
    struct td_file_text_list texts = {0};
    bool same = strcmp(v->last.profile, v->now.profile) == 0, kept = false;
    bool ok = same || profile_before(v, &before, &texts, &kept, err);

    for (size_t i = 0; ok && i < v->m.slots; i++) {
        const struct moves_slot *s = &v->slots[i];
        if (s->position >= 0 && tonight->rules[s->position].counties)
            v->rules[1][i] = tonight->rules[s->position];
        else /* nobody is a candidate tonight */
            v->rules[1][i].seats = seats_of(&v->run->profile, s->tier);
        v->rules[0][i] = v->rules[1][i];
        if (!same && kept)
            v->rules[0][i].seats = seats_of(&before, s->tier);
    }
    td_profile_free(&before);
    td_criteria_free(&texts);
    return ok;
}
