#include "name_sign.h"

#include <string.h>

struct core {
    uint16_t chars[TD_NAME_CHARS];
    int count, brand;
};

/* Characters beyond the BMP are folded into it: two rare ones may meet, no common one does. */
static uint16_t
narrow(uint32_t c)
{
    return (uint16_t)(c < 65536 ? c : (c >> 16) * 0x9E37u + c);
}

static bool
is_numeral(uint16_t c)
{
    return (c >= '0' && c <= '9') || c == 0x5341; /* 十 */
}

static uint64_t
hash_of(const uint16_t *chars, int count)
{
    uint64_t h = 0x9E3779B97F4A7C15u;

    for (int i = 0; i < count; i++) {
        h = (h ^ chars[i]) * 0xD6E8FEB86659FD93u;
        h ^= h >> 32;
    }
    return h;
}

static void
add_core(const struct td_names *w, const struct td_name *n, const struct td_name_part *p, struct core *core)
{
    for (int i = p->at; i < p->at + p->len; i++) {
        uint16_t c = narrow(n->chars[i]);
        uint16_t next = i + 1 < n->count ? w->numeral[narrow(n->chars[i + 1])] : 0;

        if (c == 0x7B2C && is_numeral(next)) /* 第二 is 二 */
            continue;
        core->chars[core->count++] = w->numeral[c];
    }
}

/* A place that is the brand: as its short name, so that 阳谷县 and 阳谷 meet. */
static void
add_place(const struct td_names *w, const struct td_name *n, const struct td_name_part *p, struct core *core)
{
    const struct name_place *place = &w->places[p->word];
    static const uint16_t ends[] = {0x5E02, 0x53BF, 0x533A, 0x7701}; /* 市 县 区 省 */
    int len = p->len;

    for (size_t i = 0; i < 4 && !place->brief && p->len > 2; i++)
        if (n->chars[p->at + p->len - 1] == ends[i])
            len = p->len - 1;
    for (int i = p->at; i < p->at + len; i++)
        core->chars[core->count++] = narrow(n->chars[i]);
}

static void
finish(const struct td_names *w, const struct core *core, struct name_sign *s)
{
    uint16_t alike[TD_NAME_CHARS], numbers[TD_NAME_CHARS];
    int number_count = 0;

    for (int i = 0; i < core->count; i++) {
        alike[i] = w->alike[core->chars[i]];
        if (is_numeral(core->chars[i]))
            numbers[number_count++] = core->chars[i];
        s->mask |= (uint64_t)1 << ((alike[i] * 2654435761u) >> 26);
    }
    s->core = hash_of(core->chars, core->count);
    s->alike = hash_of(alike, core->count);
    s->numbers = number_count ? (uint32_t)hash_of(numbers, number_count) | 1u : 0;
    s->count = (uint8_t)(core->count < CORE_CHARS ? core->count : CORE_CHARS);
    s->brand = (uint8_t)(core->brand < s->count ? core->brand : s->count);
    memcpy(s->chars, core->chars, s->count * sizeof *s->chars);
    s->brand_hash = hash_of(core->chars, core->brand);
    s->trade_hash = hash_of(core->chars + core->brand, core->count - core->brand);
    if (core->count >= 2)
        s->keys[0] = name_pair(alike[0], alike[1]);
    if (core->count >= 3) {
        s->keys[1] = name_pair(alike[1], alike[2]);
        s->keys[2] = name_pair(alike[0], alike[2]);
    }
}

/* All parts into one sign; with `as_brand` the places are part of the core. */
static void
read_parts(const struct td_names *w, const struct td_name *n, bool as_brand, struct name_sign *s, struct core *core)
{
    uint16_t whole[TD_NAME_CHARS] = {0}, form[TD_NAME_CHARS], branch[TD_NAME_CHARS], place[TD_NAME_CHARS];
    int whole_count = 0, form_count = 0, branch_count = 0, place_count = 0;

    for (int i = 0; i < n->part_count; i++) {
        const struct td_name_part *p = &n->parts[i];
        bool core_part = p->kind == TD_NAME_BRAND || p->kind == TD_NAME_TRADE ||
                         (p->kind == TD_NAME_REGION && as_brand);

        if (core_part && p->word >= 0 && p->kind == TD_NAME_BRAND)
            add_place(w, n, p, core);
        else if (core_part)
            add_core(w, n, p, core);
        if (p->kind != TD_NAME_TRADE && core_part)
            core->brand = core->count;
        if (p->kind == TD_NAME_REGION && s->region_count == 0)
            s->in_front = core->count == 0;
        if (p->kind == TD_NAME_REGION && !as_brand && s->region_count < SIGN_REGIONS)
            s->regions[s->region_count++] = p->word;
        s->marks = (uint8_t)(s->marks + (p->kind == TD_NAME_MARK));
        for (int k = p->at; k < p->at + p->len; k++) {
            uint16_t c = w->numeral[narrow(n->chars[k])];
            if (p->kind == TD_NAME_REGION)
                place[place_count++] = c;
            if (p->kind == TD_NAME_FORM)
                form[form_count++] = c;
            else if (p->kind == TD_NAME_BRANCH && c != '(' && c != ')')
                branch[branch_count++] = c;
            else if (p->kind != TD_NAME_MARK && p->kind != TD_NAME_REMARK && p->kind != TD_NAME_BRANCH)
                whole[whole_count++] = c;
        }
    }
    s->whole = hash_of(whole, whole_count);
    s->form = hash_of(form, form_count);
    s->place = hash_of(place, place_count);
    s->branch = branch_count ? hash_of(branch, branch_count) | 1u : 0;
}

static void
sign_of(const struct td_names *w, const struct td_name *n, bool as_brand, struct name_sign *s)
{
    struct core core = {.count = 0};

    memset(s, 0, sizeof *s);
    s->form_kind = n->form;
    s->group = n->group;
    s->is_branch = n->branch;
    s->as_brand = as_brand;
    read_parts(w, n, as_brand, s, &core);
    finish(w, &core, s);
    s->doubtful = !as_brand && s->region_count == 1 && n->parts[0].kind == TD_NAME_REGION &&
                  td_region_weak(w, s->regions[0]);
}

int
name_sign(const struct td_names *names, const struct td_name *name, struct name_sign out[SIGN_READINGS])
{
    if (name->cut)
        return 0;
    sign_of(names, name, false, &out[0]);
    if (out[0].count < 2)
        return 0;
    if (!out[0].doubtful)
        return 1;
    sign_of(names, name, true, &out[1]);
    return 2;
}
