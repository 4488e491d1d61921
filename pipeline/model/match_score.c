/*
 * Two names side by side. Whether they may be one firm is not a matter of degrees: a core (brand and trade) that is
 * the same, or the same but for a slip of one character, is the base; each further difference costs, and some
 * can never be bridged. Where cores differ the score says how alike they are, by pairs of characters weighed with
 * their rarity in the registry, and only puts candidates in order.
 *
 * Expected namesakes: firms with this brand x firms with this trade / all firms. Where a name says no region,
 * that is what tells a rare name from 鑫源商贸.
 */
#include "match_alike.h"

/* ---- how rare ----------------------------------------------------------------------------------- */
uint32_t
alike_brand_count(const struct alike_counts *c, const struct name_sign *s)
{
    return c->brands[s->brand_hash & c->word_mask];
}

uint32_t
alike_trade_count(const struct alike_counts *c, const struct name_sign *s)
{
    return c->trades[s->trade_hash & c->word_mask];
}

static uint32_t
pair_count(const struct alike_counts *c, uint32_t a, uint32_t b)
{
    return c->pairs[alike_pair(a, b) & c->pair_mask];
}

/* Binary logarithm in sixteenths. */
static uint32_t
log_of(uint64_t x)
{
    uint32_t whole = 0;

    while (x >> (whole + 1))
        whole++;
    return whole * 16 + (uint32_t)((whole >= 4 ? x >> (whole - 4) : x << (4 - whole)) & 15);
}

static uint32_t
pair_weight(const struct alike_counts *c, uint32_t a, uint32_t b)
{
    return 16 + log_of(c->names + 1) - log_of((uint64_t)pair_count(c, a, b) + 1);
}

/* The i-th pair of a core of n characters; its ends count as characters, so that short cores have pairs too. */
static uint32_t
left_of(const struct name_sign *s, int i)
{
    return i == 0 ? 1 : s->chars[i - 1];
}

static uint32_t
right_of(const struct name_sign *s, int i)
{
    return i == s->count ? 2 : s->chars[i];
}

uint32_t
alike_weight(const struct alike_counts *c, const struct name_sign *s, uint16_t *each)
{
    uint32_t sum = 0;

    for (int i = 0; i <= s->count; i++) {
        uint32_t weight = pair_weight(c, left_of(s, i), right_of(s, i));
        if (each)
            each[i] = (uint16_t)weight;
        sum += weight;
    }
    return sum;
}

static int32_t
likeness(const struct alike_side *h, const struct alike_side *u)
{
    const struct name_sign *a = h->sign, *b = u->sign;
    uint64_t used = 0, common = 0;

    for (int i = 0; i <= a->count; i++)
        for (int k = 0; k <= b->count; k++)
            if (left_of(a, i) == left_of(b, k) && right_of(a, i) == right_of(b, k) && !(used >> k & 1)) {
                used |= (uint64_t)1 << k;
                common += h->weights[i];
                break;
            }
    return (int32_t)(2 * common * TD_SCORE_MAX / (h->weight + u->weight));
}

/* ---- a slip -------------------------------------------------------------------------------------- */
struct slip {
    int at;         /* first character that differs */
    int held, unit; /* how many differ in the holder's and the unit's core: 1 1, 2 2 (swapped), 0 1, 1 0 */
};

static bool
find_slip(const struct name_sign *h, const struct name_sign *u, struct slip *out)
{
    int left = 0, right = 0, most = h->count < u->count ? h->count : u->count;

    while (left < most && h->chars[left] == u->chars[left])
        left++;
    while (right < most - left && h->chars[h->count - 1 - right] == u->chars[u->count - 1 - right])
        right++;
    *out = (struct slip){left, h->count - left - right, u->count - left - right};
    if (out->held == 2 && out->unit == 2)
        return h->chars[left] == u->chars[left + 1] && h->chars[left + 1] == u->chars[left];
    return out->held <= 1 && out->unit <= 1 && out->held + out->unit > 0;
}

/*
 * Is what the holder wrote no word of the registry, so that it can only be a slip? All pairs of characters that
 * the slip touches, within the brand or within the trade, are unknown, and there is one. The seam between brand and
 * trade proves nothing: 阳轴 is unknown until the first 华阳轴承.
 */
static bool
is_unheard(const struct alike_counts *c, const struct name_sign *h, const struct slip *s, int from, int to)
{
    int first = s->at, last = s->at + s->held, tried = 0;

    for (int i = first; i <= last; i++) { /* the pair (i - 1, i) */
        if (i - 1 < from || i >= to)
            continue;
        tried++;
        if (pair_count(c, h->chars[i - 1], h->chars[i]) > 0)
            return false;
    }
    return tried > 0;
}

static bool
is_slip(const struct alike_scoring *s, const struct name_sign *h, const struct name_sign *u)
{
    struct slip slip;

    if (h->count >= CORE_CHARS || u->count >= CORE_CHARS || !find_slip(h, u, &slip))
        return false;
    if (slip.at + (slip.unit > slip.held ? slip.unit : slip.held) > u->brand && slip.at < u->brand)
        return false; /* across the seam */
    /* a long brand may be a short one and a trade that is in no list */
    if (slip.at < u->brand)
        return slip.at + 1 >= s->linkage->brand_slip && alike_brand_count(s->counts, h) == 0 &&
               is_unheard(s->counts, h, &slip, 0, u->brand + slip.held - slip.unit);
    if (h->brand == u->brand)
        return false; /* what it wrote are trades: another one */
    return !(slip.at == u->brand && slip.held != slip.unit) &&
           is_unheard(s->counts, h, &slip, u->brand, h->count);
}

/* Characters that are taken for each other: a brand that the registry knows is meant. */
static bool
is_alike(const struct alike_scoring *s, const struct name_sign *h, const struct name_sign *u, int *count)
{
    bool in_brand = false;

    *count = 0;
    if (h->alike != u->alike || h->count != u->count || h->count >= CORE_CHARS)
        return false;
    for (int i = 0; i < h->count; i++)
        if (h->chars[i] != u->chars[i]) {
            ++*count;
            in_brand = in_brand || i < u->brand;
        }
    return *count == 1 && (!in_brand || alike_brand_count(s->counts, h) == 0);
}

/* ---- differences ---------------------------------------------------------------------------------- */
static bool
is_company(uint8_t form)
{
    return form == TD_FORM_LIMITED || form == TD_FORM_STOCK || form == TD_FORM_COMPANY;
}

/*
 * 集团 in one of them only: a member and its mother or, mostly where both are 股份有限公司, a firm that became one.
 * In both: a 集团有限公司 that became a 集团股份有限公司 is one firm; between another group and a 集团股份有限公司 none
 * can be told, for the record means a listed member and the registry has its mother.
 */
static uint32_t
group_differences(const struct name_sign *h, const struct name_sign *u)
{
    bool stock = h->form_kind == TD_FORM_STOCK, unit_stock = u->form_kind == TD_FORM_STOCK;

    if (h->group != u->group)
        return 1u << (stock && unit_stock ? DIFF_GROUP_STOCK : DIFF_GROUP);
    if (!h->group || stock == unit_stock)
        return 0;
    return 1u << (h->form_kind == TD_FORM_LIMITED ? DIFF_GROUP_REFORM : DIFF_GROUP_FORM);
}

static uint32_t
form_differences(const struct name_sign *h, const struct name_sign *u)
{
    uint32_t out = group_differences(h, u);

    if (h->form == u->form)
        return out;
    if (h->form_kind == u->form_kind)
        return out | 1u << (is_company(h->form_kind) || h->form_kind == TD_FORM_COOPERATIVE ? DIFF_WORDING : DIFF_KIND);
    if (is_company(h->form_kind) && is_company(u->form_kind))
        return out | 1u << DIFF_FORM;
    if ((h->form_kind == TD_FORM_NONE && is_company(u->form_kind)) ||
        (u->form_kind == TD_FORM_NONE && is_company(h->form_kind)))
        return out | 1u << DIFF_FORM_MISSING;
    return out | 1u << DIFF_KIND;
}

static bool
all_have(const struct alike_scoring *s, const struct name_sign *sign, uint32_t county)
{
    for (int i = 0; i < sign->region_count; i++)
        if (!td_region_has(s->names, sign->regions[i], county))
            return false;
    return true;
}

/* One of the two says a region. */
static enum difference
region_of_one(const struct alike_scoring *s, const struct name_sign *h, const struct name_sign *u, uint32_t county)
{
    const struct name_sign *says = h->region_count ? h : u;

    if (county != 0 && all_have(s, says, county))
        return DIFF_REGION_REGISTERED;
    if (says->doubtful)
        return DIFF_REGION_DOUBTFUL;
    /* the unit may have moved away from what its name says, but not lie where the holder's name says it is not */
    return county != 0 && says == h ? DIFF_REGION_DIFFERS : DIFF_REGION_MISSING;
}

/* The place that lies in all others of the name. */
static int
finest(const struct alike_scoring *s, const struct name_sign *sign)
{
    int best = sign->regions[0];

    for (int i = 1; i < sign->region_count; i++)
        if (td_region_level(s->names, sign->regions[i]) > td_region_level(s->names, best))
            best = sign->regions[i];
    return best;
}

static uint32_t
region_differences(const struct alike_scoring *s, const struct name_sign *h, const struct name_sign *u,
                   uint32_t county)
{
    bool shared = false;

    if (h->region_count == 0 && u->region_count == 0)
        return 0;
    if (h->region_count == 0 || u->region_count == 0)
        return 1u << region_of_one(s, h, u, county);
    for (int i = 0; i < h->region_count; i++)
        for (int k = 0; k < u->region_count; k++) {
            enum td_region_relation lies = td_region_relation(s->names, h->regions[i], u->regions[k]);
            if (lies == TD_REGION_DIFFERS)
                return 1u << DIFF_REGION_DIFFERS;
            shared = shared || lies == TD_REGION_SAME;
        }
    if (td_region_relation(s->names, finest(s, h), finest(s, u)) == TD_REGION_SAME)
        return h->place == u->place && h->in_front == u->in_front ? 0 : 1u << DIFF_REGION_WORDING;
    /* 聊城东昌府华阳 may be 聊城华阳; 聊城华阳 and 阳谷华阳 may both be registered */
    return 1u << (shared && county != 0 && all_have(s, h, county) && all_have(s, u, county) ? DIFF_REGION_FINER
                                                                                          : DIFF_REGION_NESTED);
}

/* What the cores have in common, and how they differ. */
static int32_t
compare_cores(const struct alike_scoring *s, const struct alike_side *h, const struct alike_side *u,
              uint32_t *differences)
{
    const struct name_sign *a = h->sign, *b = u->sign;
    int alike;

    if (a->core == b->core)
        return TD_SCORE_MAX;
    if (a->whole == b->whole) {
        *differences |= 1u << DIFF_BRACKETS;
        return TD_SCORE_MAX;
    }
    bool slips = a->numbers == b->numbers && !a->as_brand && !b->as_brand;
    if (slips && is_alike(s, a, b, &alike)) {
        *differences |= 1u << DIFF_ALIKE;
        return TD_SCORE_MAX;
    }
    if (slips && is_slip(s, a, b)) {
        *differences |= 1u << DIFF_SLIP;
        return TD_SCORE_MAX;
    }
    *differences |= 1u << (a->numbers != b->numbers         ? DIFF_NUMBER
                           : a->brand_hash == b->brand_hash ? DIFF_TRADE
                                                            : DIFF_BRAND);
    return likeness(h, u);
}

static int32_t
expected_namesakes(const struct alike_scoring *s, const struct name_sign *u)
{
    uint64_t n = (uint64_t)alike_brand_count(s->counts, u) * alike_trade_count(s->counts, u) * 1000 /
                 (s->counts->names ? s->counts->names : 1);

    return (int32_t)(n < 1000000 ? n : 1000000);
}

bool
alike_compare(const struct alike_scoring *s, const struct alike_side *h, const struct alike_side *u,
              const struct alike_unit *unit, bool former, struct alike_hit *hit)
{
    const struct td_linkage *l = s->linkage;
    const struct name_sign *a = h->sign, *b = u->sign;
    uint32_t differences = former ? 1u << DIFF_FORMER : 0;

    /* a branch is only ever that branch, and never its parent */
    if (a->branch != b->branch || a->is_branch != (b->is_branch || unit->branch))
        return false;
    int32_t score = compare_cores(s, h, u, &differences);
    if (score < l->near)
        return false;
    differences |= form_differences(a, b);
    if (!(differences & 1u << DIFF_BRACKETS))
        differences |= region_differences(s, a, b, unit->county);
    if (a->marks != b->marks)
        differences |= 1u << DIFF_BRACKETS;
    if (!unit->legal && !unit->branch && (a->form_kind != b->form_kind || is_company(a->form_kind)))
        differences |= 1u << DIFF_UNIT_KIND;
    hit->namesakes = 0;
    for (int i = 0; i < DIFFERENCES; i++)
        if (differences >> i & 1) {
            score -= l->cost[i];
            if (l->namesakes[i] != INT32_MAX && hit->namesakes == 0)
                hit->namesakes = expected_namesakes(s, b);
        }
    hit->score = score;
    hit->differences = differences;
    return score >= l->near;
}
