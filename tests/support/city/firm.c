#include "city.h"

#include <string.h>

static const char alphabet31[] = "0123456789ABCDEFGHJKLMNPQRTUWXY";

/* GB 11714-1997: letters count from 10 in an alphabet of 36; weights 3 7 9 10 5 8 4 2. */
static char
org_check(const char body[8])
{
    static const int weights[8] = {3, 7, 9, 10, 5, 8, 4, 2};
    int sum = 0, check;

    for (int i = 0; i < 8; i++)
        sum += weights[i] * (body[i] <= '9' ? body[i] - '0' : body[i] - 'A' + 10);
    check = 11 - sum % 11;
    return check == 10 ? 'X' : check == 11 ? '0' : (char)('0' + check);
}

/* GB 32100-2015: powers of 3 mod 31 over the alphabet without I O S V Z. */
static char
code_check(const char code[17])
{
    int sum = 0, weight = 1;

    for (int i = 0; i < 17; i++) {
        sum += weight * (int)(strchr(alphabet31, code[i]) - alphabet31);
        weight = weight * 3 % 31;
    }
    return alphabet31[(31 - sum % 31) % 31];
}

/* Eight characters that no other firm has: digits for old units, "MA" and six of 31 since 2015.
 */
static void
org_body(const struct city *city, const struct firm *f, char out[8])
{
    bool old = f->established.year < 2015;
    uint64_t space = old ? 100000000u : 887503681u;
    uint64_t n = permute(f->id, space, city->o.seed ^ 0x6F7267);

    if (!old)
        memcpy(out, "MA", 2);
    for (int i = 7; i >= (old ? 0 : 2); i--) {
        out[i] = old ? (char)('0' + n % 10) : alphabet31[n % 31];
        n /= old ? 10 : 31;
    }
}

void
firm_code(const struct city *city, struct firm *f)
{
    struct rnd r = rnd_of(city->o.seed, f->id, 2);
    static const char *const classes[] = {"91", "91", "92", "93"};
    const char *office = f->place->code;
    bool numeric = true;

    /* the office of the first registration stays in the code when the map changes */
    if (f->established.year < 2019 && strcmp(office, "371503") == 0)
        office = "371523";
    else if (strncmp(office, "37157", 5) == 0 || rnd_chance(&r, 100000))
        office = "371500";
    memcpy(f->uscc, classes[f->kind], 2);
    memcpy(f->uscc + 2, office, 6);
    org_body(city, f, f->uscc + 8);
    f->uscc[16] = org_check(f->uscc + 8);
    f->uscc[17] = code_check(f->uscc);
    f->pilot = f->role == ORDINARY && f->established.year == 2015 && rnd_chance(&r, 12000);
    if (f->pilot)
        f->uscc[17] = f->uscc[17] == 'Y'
                          ? '0'
                          : alphabet31[strchr(alphabet31, f->uscc[17]) - alphabet31 + 1];
    f->uscc[18] = 0;
    for (int i = 8; i < 17; i++)
        numeric = numeric && f->uscc[i] <= '9';
    f->old_code[0] = 0;
    if (numeric && f->role == ORDINARY && rnd_chance(&r, 100000)) {
        memcpy(f->old_code, f->uscc + 2, 15);
        f->old_code[15] = 0;
    }
}

/* ---- names --------------------------------------------------------------------------------
 */
static void
add(char *name, const char *text, size_t len)
{
    size_t at = strlen(name);

    if (at + len < NAME_BYTES) {
        memcpy(name + at, text, len);
        name[at + len] = 0;
    }
}

/* A trade name of two or three characters that belongs to one number only. */
static void
add_brand(const struct city *city, uint64_t number, char *name)
{
    uint64_t two = (uint64_t)brand_chars * brand_chars;
    uint64_t n = permute(number, 2 * city->o.firms, city->o.seed ^ 0x6E616D65);

    if (n >= two) {
        n -= two;
        add(name, brand_char((uint32_t)(n / two % brand_chars)), 3);
        add(name, brand_char((uint32_t)(n % brand_chars)), 3);
        add(name, brand_char((uint32_t)(n / brand_chars % brand_chars)), 3);
    } else {
        add(name, brand_char((uint32_t)(n % brand_chars)), 3);
        add(name, brand_char((uint32_t)(n / brand_chars)), 3);
    }
}

static void
add_text(char *name, const char *text)
{
    add(name, text, strlen(text));
}

static void
make_name(const struct city *city, const struct firm *f, uint64_t number, struct rnd *r,
          char *name)
{
    static const char *const before[] = {"聊城", "聊城市", "山东"};
    uint32_t head = rnd_below(r, 10);
    bool city_in_brackets = head == 0 && f->kind == COMPANY;

    name[0] = 0;
    if (head > 4)
        add_text(name, f->place->brief);
    else if (!city_in_brackets)
        add_text(name, before[rnd_below(r, 3)]);
    add_brand(city, number, name);
    add_text(name, f->industry->product);
    if (city_in_brackets)
        add_text(name, "（聊城）");
    switch (f->kind) {
    case INDIVIDUAL:
        add_text(name, "经营部");
        break;
    case COOPERATIVE:
        add_text(name, "农民专业合作社");
        break;
    case COMPANY:
        if (f->tier >= SRDI && rnd_chance(r, 80000))
            add_text(name, "（集团）");
        add_text(name, rnd_chance(r, 50000) ? "股份有限公司" : "有限公司");
        break;
    case BRANCH:
        add_text(name, "有限公司");
        add_text(name, f->place->brief);
        add_text(name, "分公司");
        break;
    }
}

void
firm_names(const struct city *city, struct firm *f)
{
    struct rnd r = rnd_of(city->o.seed, f->id, 3);

    make_name(city, f, f->id, &r, f->name);
    f->former[0] = 0;
    if (f->kind == COMPANY && rnd_chance(&r, 60000))
        make_name(city, f, f->id + city->o.firms, &r, f->former);
}

/* ---- the whole firm
 * --------------------------------------------------------------------------- */
static const struct section *
section_of(const struct city *city, const struct firm *f, struct rnd *r)
{
    uint32_t total = 0, pick;

    if (f->place_no < city->in_c)
        return &sections[0];
    if (f->place_no < city->in_c + city->in_i)
        return &sections[1];
    for (size_t i = 2; i < section_count; i++)
        total += sections[i].weight;
    pick = rnd_below(r, total);
    for (size_t i = 2; i < section_count; i++) {
        if (pick < sections[i].weight)
            return &sections[i];
        pick -= sections[i].weight;
    }
    return &sections[2];
}

static const struct place *
place_of(struct rnd *r)
{
    uint32_t pick = rnd_below(r, 1000);

    for (size_t i = 0; i < place_count; i++) {
        if (pick < places[i].weight)
            return &places[i];
        pick -= places[i].weight;
    }
    return &places[0];
}

static void
make_kind(const struct city *city, struct firm *f, struct rnd *r)
{
    uint32_t pick = rnd_below(r, 1000), state = rnd_below(r, 1000);
    int age = (int)rnd_below(r, 26);

    if (age > 8)
        age = (int)rnd_below(r, 26); /* most are young */
    f->established = (struct date){city->last_year - age, (int)rnd_below(r, 12) + 1,
                                   (int)rnd_below(r, 28) + 1};
    f->kind = COMPANY;
    f->status = ACTIVE;
    if (f->role != ORDINARY) {
        if (f->established.year > city->last_year - 13)
            f->established.year = city->last_year - 13 - (int)rnd_below(r, 8);
        return;
    }
    f->kind = pick < 40 ? BRANCH : pick < 70 ? INDIVIDUAL : COMPANY;
    if (f->section == 'A' && pick >= 70 && pick < 450)
        f->kind = COOPERATIVE;
    f->status = state < 820   ? ACTIVE
                : state < 910 ? CANCELLED
                : state < 965 ? REVOKED
                : state < 980 ? MOVED
                              : SUSPENDED;
}

void
firm_make(const struct city *city, uint64_t id, struct firm *f)
{
    struct rnd r = rnd_of(city->o.seed, id, 1);
    const struct section *section;

    memset(f, 0, sizeof *f);
    f->id = id;
    f->place_no = permute(id, city->o.firms, city->o.seed);
    section = section_of(city, f, &r);
    f->section = section->letter;
    f->industry = &section->industries[rnd_below(&r, (uint32_t)section->count)];
    f->place = place_of(&r);
    firm_role(city, f);
    make_kind(city, f, &r);
    firm_code(city, f);
    firm_names(city, f);
    firm_figures(city, f);
}
