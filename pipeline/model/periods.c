/*
 * The files of tiers/ side by side: which version of a tier is in force when. Two files that
 * would judge the same application on the same day are a mistake on every night, not only on
 * that day; so is a night after all of them have run out. Entries that are no dates or maps are
 * left to tier.c.
 */
#include "rules.h"

#include <stdlib.h>
#include <string.h>

static bool
is_date(const struct td_yaml *node, td_date *out)
{
    return node && node->kind == TD_YAML_SCALAR && node->text.len == 10 &&
           td_date_parse(node->text, TD_DATE_ISO, out) == TD_FAULT_NONE;
}

static struct td_str
word(const struct td_yaml *map, const char *key)
{
    const struct td_yaml *node = td_yaml_get(map, key);

    return node && node->kind == TD_YAML_SCALAR ? node->text : (struct td_str){0};
}

static void
read_root(const struct td_yaml *root, struct periods *p)
{
    const struct td_yaml *applies = td_yaml_get(root, "applies");

    for (size_t i = 0; applies && applies->kind == TD_YAML_LIST && i < applies->count; i++) {
        const struct td_yaml *entry = applies->items[i], *to = td_yaml_get(entry, "to");
        struct period one = {.tier = word(root, "tier"),
                             .version = word(root, "version"),
                             .region = word(entry, "region"),
                             .review = td_yaml_is(td_yaml_get(entry, "kind"), "review"),
                             .to = INT32_MAX,
                             .node = entry,
                             .root = root};

        if (!is_date(td_yaml_get(entry, "from"), &one.from) || (to && !is_date(to, &one.to)))
            continue;
        GROW(p->at, p->count, p->cap)[p->count] = one;
        p->count++;
    }
}

void
periods_read(const struct td_yaml *const *roots, size_t count, struct periods *p)
{
    *p = (struct periods){0};
    for (size_t i = 0; i < count; i++)
        read_root(roots[i], p);
}

void
periods_free(struct periods *p)
{
    free(p->at);
    *p = (struct periods){0};
}

bool
period_same(const struct period *a, const struct period *b)
{
    return td_str_equal(a->tier, b->tier) && a->review == b->review &&
           td_str_equal(a->region, b->region);
}

/* ---- mistakes -----------------------------------------------------------------------------
 */
static bool
check_order(struct compiler *c, const struct period *p)
{
    if (p->to >= p->from)
        return true;
    td_yaml_fail(td_yaml_get(p->node, "to"), c->err, "%s",
                 TD_T("to 早于 from", "to is before from"));
    return td_hint(
        c->err, "%s",
        TD_T("to 是最后一天，from 是第一天", "to is the last day, from is the first"));
}

static bool
fail_overlap(struct compiler *c, const struct period *a, const struct period *b)
{
    char day[11], before[11];

    td_date_text(b->from, day);
    td_date_text(b->from - 1, before);
    td_yaml_fail(
        b->node, c->err,
        TD_T("“%.*s”有两个文件从 %s 起同时适用：版本 %.*s（%s 第 %zu 行）与 %.*s",
             "two files of \"%.*s\" apply from %s: versions %.*s (%s line %zu) and %.*s"),
        (int)b->tier.len, b->tier.at, day, (int)a->version.len, a->version.at,
        a->node->file->name, a->node->line, (int)b->version.len, b->version.at);
    return td_hint(c->err, TD_T("给版本 %.*s 写 to: %s", "give version %.*s a to: %s"),
                   (int)a->version.len, a->version.at, before);
}

static bool
check_pairs(struct compiler *c, const struct periods *p)
{
    for (size_t i = 0; i < p->count; i++)
        for (size_t k = 0; k < i; k++) {
            const struct period *a = &p->at[k], *b = &p->at[i];

            if (!period_same(a, b) || a->from > b->to || b->from > a->to)
                continue;
            return a->from <= b->from ? fail_overlap(c, a, b) : fail_overlap(c, b, a);
        }
    return true;
}

/* tier@version names a file: `tidu rules diff` and the reports speak so. */
static bool
check_versions(struct compiler *c, const struct td_yaml *const *roots, size_t count)
{
    for (size_t i = 0; i < count; i++)
        for (size_t k = 0; k < i; k++) {
            struct td_str tier = word(roots[i], "tier"), version = word(roots[i], "version");

            if (tier.len == 0 || version.len == 0 ||
                !td_str_equal(tier, word(roots[k], "tier")) ||
                !td_str_equal(version, word(roots[k], "version")))
                continue;
            td_yaml_fail(
                td_yaml_get(roots[i], "version"), c->err,
                TD_T("版本“%.*s”在 %s 中已有", "version \"%.*s\" stands in %s already"),
                (int)version.len, version.at, roots[k]->file->name);
            return td_hint(c->err, "%s",
                           TD_T("同一层级的每个文件有自己的 version",
                                "each file of a tier has a version of its own"));
        }
    return true;
}

/* Rules that have all run out must not judge a later night; before the first begins there is
 * none. */
static bool
check_expired(struct compiler *c, const struct periods *p)
{
    const struct period *last = NULL;
    char asked[11], day[11];

    for (size_t i = 0; i < p->count; i++) {
        if (p->at[i].to >= c->rules->as_of)
            return true;
        if (!last || p->at[i].to > last->to)
            last = &p->at[i];
    }
    if (!last)
        return true;
    td_date_text(c->rules->as_of, asked);
    td_date_text(last->to, day);
    td_yaml_fail(td_yaml_get(last->node, "to"), c->err,
                 TD_T("截止日 %s 没有规则有效：最后一个版本到 %s 为止",
                      "nothing is in force on %s: the last version ended on %s"),
                 asked, day);
    return td_hint(c->err, "%s",
                   TD_T("换一个 --as-of，或加入当日有效的版本",
                        "choose another --as-of, or add the version in force then"));
}

bool
periods_check(struct compiler *c, const struct td_yaml *const *roots, size_t count)
{
    struct periods p;
    bool ok;

    periods_read(roots, count, &p);
    ok = check_versions(c, roots, count);
    for (size_t i = 0; ok && i < p.count; i++)
        ok = check_order(c, &p.at[i]);
    ok = ok && check_pairs(c, &p);
    periods_free(&p);
    return ok;
}

bool
periods_expired(struct compiler *c, const struct td_yaml *const *roots, size_t count)
{
    struct periods p;
    bool ok;

    periods_read(roots, count, &p);
    ok = check_expired(c, &p);
    periods_free(&p);
    return ok;
}
