/* Columns: a header against the last good delivery's and against the profile. */
#include "tidu/contract.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { NAME_MAX_CHARACTERS = 64 };

/* ---- how alike two names are ------------------------------------------------------------------ */
struct letters {
    uint32_t at[NAME_MAX_CHARACTERS];
    size_t count;
};

/* As headers are compared: folded, blanks out; what stands in brackets (a unit) counts like the rest. */
static void
letters_of(struct td_str name, struct letters *out)
{
    struct td_buf fold = {0};
    struct td_str s;

    td_name_key(name, &fold);
    s = td_buf_view(&fold);
    out->count = 0;
    while (s.len > 0 && out->count < NAME_MAX_CHARACTERS) {
        uint32_t c = td_char_fold(&s);
        if (c != TD_CHAR_NONE)
            out->at[out->count++] = c;
    }
    td_buf_free(&fold);
}

/* The longest common subsequence, as a share of the longer name, in millionths. 企业名称 / 单位名称: one half;
 * 统一社会信用代码 / 社会信用代码: three quarters. */
static int
likeness(struct td_str a, struct td_str b)
{
    struct letters x, y;
    size_t row[NAME_MAX_CHARACTERS + 1] = {0};

    letters_of(a, &x);
    letters_of(b, &y);
    for (size_t i = 0; i < x.count; i++) {
        size_t corner = 0;
        for (size_t j = 0; j < y.count; j++) {
            size_t above = row[j + 1];
            if (x.at[i] == y.at[j])
                row[j + 1] = corner + 1;
            else if (row[j] > above)
                row[j + 1] = row[j];
            corner = above;
        }
    }
    size_t longer = x.count > y.count ? x.count : y.count;
    return longer ? (int)(row[y.count] * 1000000 / longer) : 0;
}

static bool
same_name(struct td_str a, struct td_str b)
{
    struct td_buf x = {0}, y = {0};

    td_name_key(a, &x);
    td_name_key(b, &y);
    bool same = td_str_equal(td_buf_view(&x), td_buf_view(&y));
    td_buf_free(&x);
    td_buf_free(&y);
    return same;
}

/* ---- two headers -------------------------------------------------------------------------------- */
struct compared {
    const struct td_header_names *then, *now;
    bool *met_then, *met_now; /* a column of the same name, or taken for the same */
};

/* Columns without a name are an export's trailing delimiters. */
static bool
is_named(struct td_str name)
{
    return name.len > 0;
}

static void
pair_same(struct compared *c, bool *moved)
{
    size_t last = 0;

    for (size_t i = 0; i < c->then->count; i++)
        for (size_t j = 0; j < c->now->count && !c->met_then[i]; j++) {
            if (c->met_now[j] || !same_name(c->then->names[i], c->now->names[j]))
                continue;
            c->met_then[i] = c->met_now[j] = true;
            *moved = *moved || j < last;
            last = j;
        }
}

/* Of the lost and the new columns the most alike pair first; at the same place a little likeness is enough. */
static void
pair_renamed(struct compared *c, bool broken, int wanted, struct td_contract_findings *f)
{
    for (;;) {
        size_t from = 0, to = 0;
        int best = -1;

        for (size_t i = 0; i < c->then->count; i++)
            for (size_t j = 0; j < c->now->count; j++) {
                if (c->met_then[i] || c->met_now[j] || !is_named(c->then->names[i]) || !is_named(c->now->names[j]))
                    continue;
                int alike = likeness(c->then->names[i], c->now->names[j]);
                bool enough = alike >= wanted || (i == j && alike * 2 >= wanted);
                if (enough && alike > best) {
                    best = alike;
                    from = i;
                    to = j;
                }
            }
        if (best < 0)
            return;
        c->met_then[from] = c->met_now[to] = true;
        td_contract_finding_add(f, broken, TD_RULE_COLUMN_RENAMED, c->then->names[from].at, c->then->names[from].at,
                       c->now->names[to].at);
    }
}

/* Is it the same table at all? A file whose header is missing has a firm's record in its place: that is not told. */
static bool
is_alike(const struct compared *c, bool broken, struct td_contract_findings *f)
{
    size_t same = 0, named = 0;
    char expected[24], found[24];

    for (size_t i = 0; i < c->then->count; i++) {
        same += c->met_then[i] && is_named(c->then->names[i]);
        named += is_named(c->then->names[i]);
    }
    if (same * 3 >= named)
        return true;
    snprintf(expected, sizeof expected, "%zu", named);
    snprintf(found, sizeof found, "%zu", same);
    td_contract_finding_add(f, broken, TD_RULE_HEADER, "", expected, found);
    return false;
}

static void
tell_difference(struct compared *c, bool broken, int wanted, struct td_contract_findings *f)
{
    bool moved = false;

    pair_same(c, &moved);
    if (!is_alike(c, broken, f))
        return;
    pair_renamed(c, broken, wanted, f);
    for (size_t i = 0; i < c->then->count; i++)
        if (!c->met_then[i] && is_named(c->then->names[i]))
            td_contract_finding_add(f, broken, TD_RULE_COLUMN_LOST, c->then->names[i].at, c->then->names[i].at, "");
    for (size_t j = 0; j < c->now->count; j++)
        if (!c->met_now[j] && is_named(c->now->names[j]))
            td_contract_finding_add(f, broken, TD_RULE_COLUMN_NEW, c->now->names[j].at, "", c->now->names[j].at);
    if (moved)
        td_contract_finding_add(f, broken, TD_RULE_COLUMN_MOVED, "", "", "");
}

static bool
same_header(const struct td_header_names *a, const struct td_header_names *b)
{
    if (a->count != b->count)
        return false;
    for (size_t i = 0; i < a->count; i++)
        if (!same_name(a->names[i], b->names[i]))
            return false;
    return true;
}

void
td_contract_check_header(const struct td_expects *e, const struct td_contract_limits *limits,
                         const struct td_header_names *now, size_t part, const struct td_delivered *last,
                         struct td_contract_findings *f)
{
    if (last->header_count == 0)
        return;
    for (size_t i = 0; i < last->header_count; i++)
        if (same_header(&last->headers[i], now))
            return;
    const struct td_header_names *then = &last->headers[part < last->header_count ? part : last->header_count - 1];
    struct compared c = {then, now, td_alloc(then->count + 1, sizeof(bool)), td_alloc(now->count + 1, sizeof(bool))};
    tell_difference(&c, e->columns == TD_COLUMNS_EXACT, limits->likeness_ppm, f);
    free(c.met_then);
    free(c.met_now);
}

/* ---- against the profile ------------------------------------------------------------------------ */
/* Half of a renaming that has been noted: the renaming is the breach. */
static bool
is_renamed(const char *name, enum td_contract_rule rule, struct td_contract_findings *f)
{
    for (size_t i = 0; i < f->count; i++) {
        struct td_contract_finding *one = &f->list[i];
        struct td_str half = rule == TD_RULE_COLUMN_NEW ? one->found : one->expected;

        if (one->rule != TD_RULE_COLUMN_RENAMED || !same_name(half, td_str(name)))
            continue;
        f->broken += !one->broken;
        one->broken = true;
        return true;
    }
    return false;
}

static void
add_each(struct td_str list, enum td_contract_rule rule, struct td_contract_findings *f)
{
    while (list.len > 0) {
        size_t len = 0;
        struct td_buf name = {0};

        while (len < list.len && !(list.at[len] == ';' && len + 1 < list.len && list.at[len + 1] == ' '))
            len++;
        td_buf_add(&name, list.at, len);
        if (is_renamed(name.at, rule, f))
            ;
        else if (rule == TD_RULE_COLUMN_NEW)
            td_contract_finding_add(f, true, rule, name.at, "", name.at);
        else
            td_contract_finding_add(f, true, rule, name.at, name.at, "");
        td_buf_free(&name);
        list.at += len + (len < list.len ? 2 : 0);
        list.len -= len + (len < list.len ? 2 : 0);
    }
}

void
td_contract_check_known(const struct td_expects *e, struct td_str unknown, struct td_str missing,
                        struct td_contract_findings *f)
{
    if (e->columns == TD_COLUMNS_ANY)
        return;
    add_each(unknown, TD_RULE_COLUMN_NEW, f);
    add_each(missing, TD_RULE_COLUMN_LOST, f);
}
