/* Overlays (overlay.h): reading them, and which of them count. */
#include "overlay.h"

#include <stdlib.h>
#include <string.h>

enum { NAMES_MAX = 200 };

static const char *const overlay_keys[] = {"overlay", "version", "region",   "title",
                                           "source",  "applies", "remove",   "replace",
                                           "add",     "base",    "examples", "note"};
static const char *const period_keys[] = {"kind", "from", "to", "confirmed", "note"};

#define KEYS(words) (words), sizeof(words) / sizeof(*(words))

/* ---- reading ------------------------------------------------------------------------------
 */
static bool
read_period(struct compiler *c, const struct td_yaml *map, struct overlay_period *p)
{
    static const char *const kinds[] = {"new", "review"};
    const struct td_yaml *kind = td_yaml_get(map, "kind"), *from;
    struct td_str confirmed;
    size_t word;

    if (!td_yaml_expect(map, TD_YAML_MAP, "applies", c->err) ||
        !td_yaml_known(map, KEYS(period_keys), c->err) ||
        !td_yaml_need(map, "from", &from, c->err) ||
        (kind && !td_yaml_choice(kind, "kind", kinds, 2, &word, c->err)) ||
        !confirmed_read(c, map, &confirmed) || !read_span(c, map, &p->from, &p->to))
        return false;
    p->kinds[TD_NEW] = !kind || word == 0;
    p->kinds[TD_REVIEW] = !kind || word == 1;
    p->node = map;
    return true;
}

/* A period in which no application is judged by the tier's file is a mistake. */
static bool
period_counts(struct compiler *c, const struct overlay *o, const struct overlay_period *p)
{
    const struct td_yaml *applies = td_yaml_get(o->tier, "applies");

    for (size_t i = 0; applies && applies->kind == TD_YAML_LIST && i < applies->count; i++) {
        bool review = td_yaml_is(td_yaml_get(applies->items[i], "kind"), "review");
        td_date from, to;

        if (!read_span(c, applies->items[i], &from, &to))
            return false;
        if (p->kinds[review ? TD_REVIEW : TD_NEW] && p->from <= to && from <= p->to)
            return true;
    }
    td_yaml_fail(
        p->node, c->err,
        TD_T("“%s”在这段时间不评价这类申请", "\"%s\" judges no such application in that time"),
        o->tier->file->name);
    return td_hint(c->err, "%s",
                   TD_T("核对 applies 的 kind、from、to 与该文件的 applies",
                        "compare kind, from, to with the applies of that file"));
}

static bool
read_periods(struct compiler *c, struct overlays *all, struct overlay *o)
{
    const struct td_yaml *applies;

    if (!td_yaml_need(o->root, "applies", &applies, c->err) ||
        !td_yaml_expect(applies, TD_YAML_LIST, "applies", c->err))
        return false;
    if (applies->count == 0)
        return td_yaml_fail(applies, c->err, "%s", TD_T("applies 是空的", "applies is empty"));
    o->periods = td_arena_alloc(&all->arena, applies->count, sizeof(*o->periods));
    for (size_t i = 0; i < applies->count; i++)
        if (!read_period(c, applies->items[i], &o->periods[o->period_count++]) ||
            !period_counts(c, o, &o->periods[i]))
            return false;
    return true;
}

/* The tier's file by tier and version; a tier that is there in other versions only names them.
 */
static bool
find_tier(struct compiler *c, struct overlay *o, const struct td_yaml *const *tiers,
          size_t count)
{
    const struct td_yaml *tier, *version;
    const char *names[NAMES_MAX], *versions[NAMES_MAX];
    size_t name_count = 0, version_count = 0;

    if (!td_yaml_need(o->root, "overlay", &tier, c->err) ||
        !td_yaml_need(o->root, "version", &version, c->err) ||
        !td_yaml_expect(tier, TD_YAML_SCALAR, "overlay", c->err) ||
        !td_yaml_expect(version, TD_YAML_SCALAR, "version", c->err))
        return false;
    for (size_t i = 0; i < count && i < NAMES_MAX; i++) {
        const struct td_yaml *name = td_yaml_get(tiers[i], "tier");
        const struct td_yaml *other = td_yaml_get(tiers[i], "version");

        if (!name || !other || name->kind != TD_YAML_SCALAR || other->kind != TD_YAML_SCALAR)
            continue; /* named when that file is read */
        names[name_count++] = name->text.at;
        if (!td_str_equal(name->text, tier->text))
            continue;
        versions[version_count++] = other->text.at;
        if (td_str_equal(other->text, version->text))
            o->tier = tiers[i];
    }
    if (o->tier)
        return true;
    if (version_count > 0) {
        td_yaml_fail(version, c->err,
                     TD_T("层级“%s”没有版本“%s”", "tier \"%s\" has no version \"%s\""),
                     tier->text.at, version->text.at);
        return td_yaml_suggest(version->text, versions, version_count, c->err);
    }
    td_yaml_fail(tier, c->err, TD_T("没有层级“%s”的文件", "there is no file of a tier \"%s\""),
                 tier->text.at);
    return td_yaml_suggest(tier->text, names, name_count, c->err);
}

static bool
read_region(struct compiler *c, struct overlay *o)
{
    const struct td_yaml *node;

    if (!td_yaml_need(o->root, "region", &node, c->err) ||
        !td_yaml_text(node, "region", &o->region, c->err))
        return false;
    for (size_t i = 0; i < o->region.len; i++)
        if (o->region.at[i] < '0' || o->region.at[i] > '9' || o->region.len > 6)
            return td_yaml_fail(
                node, c->err, "%s",
                TD_T("region 是行政区划代码的前几位，如 \"37\"",
                     "region is the first digits of an area code, such as \"37\""));
    return true;
}

static bool
read_overlay(struct compiler *c, struct overlays *all, struct overlay *o,
             const struct td_yaml *const *tiers, size_t tier_count)
{
    const struct td_yaml *title;
    struct td_str source;

    return td_yaml_expect(o->root, TD_YAML_MAP, "overlay", c->err) &&
           td_yaml_known(o->root, KEYS(overlay_keys), c->err) &&
           find_tier(c, o, tiers, tier_count) && read_region(c, o) &&
           td_yaml_need(o->root, "title", &title, c->err) &&
           td_yaml_text(title, "title", &o->title, c->err) &&
           read_source(c, o->root, &source, &o->unconfirmed) && read_periods(c, all, o);
}

static int
by_region(const void *a, const void *b)
{
    const struct overlay *p = a, *q = b;

    if (p->region.len != q->region.len)
        return p->region.len < q->region.len ? -1 : 1;
    return strcmp(p->root->file->name, q->root->file->name);
}

/* ---- which ones count
 * -------------------------------------------------------------------------- */
static bool
counts(const struct overlay *o, const struct td_yaml *tier, enum td_kind kind, td_date day,
       struct td_str region)
{
    if (o->tier != tier || !td_str_starts(region, o->region))
        return false;
    for (size_t i = 0; i < o->period_count; i++)
        if (o->periods[i].kinds[kind] && o->periods[i].from <= day && day <= o->periods[i].to)
            return true;
    return false;
}

bool
overlays_apply(struct compiler *c, struct overlays *all, const struct td_yaml *tier,
               enum td_kind kind, td_date day, struct td_str region, const struct td_yaml **out,
               struct td_buf *titles, bool *unconfirmed)
{
    *out = tier;
    *unconfirmed = false;
    for (size_t i = 0; i < all->count; i++) {
        if (!counts(&all->at[i], tier, kind, day, region))
            continue;
        if (!lay_over(c, all, &all->at[i], out))
            return false;
        *unconfirmed = *unconfirmed || all->at[i].unconfirmed;
        if (titles) {
            td_buf_text(titles, "；");
            td_buf_str(titles, all->at[i].title);
        }
    }
    return true;
}

static bool
overlap(const struct overlay *a, const struct overlay *b)
{
    for (size_t i = 0; i < a->period_count; i++)
        for (size_t k = 0; k < b->period_count; k++)
            if (((a->periods[i].kinds[TD_NEW] && b->periods[k].kinds[TD_NEW]) ||
                 (a->periods[i].kinds[TD_REVIEW] && b->periods[k].kinds[TD_REVIEW])) &&
                a->periods[i].from <= b->periods[k].to &&
                b->periods[k].from <= a->periods[i].to)
                return true;
    return false;
}

/* Nothing says which of two overlays of one region has the last word on an id. */
static bool
no_rival(struct compiler *c, struct overlays *all, const struct overlay *a,
         const struct overlay *b)
{
    struct edit *first = td_arena_alloc(&all->arena, edit_room(a), sizeof(*first));
    struct edit *second = td_arena_alloc(&all->arena, edit_room(b), sizeof(*second));
    size_t n = 0, m = 0;

    if (a->tier != b->tier || !td_str_equal(a->region, b->region) || !overlap(a, b))
        return true;
    if (!read_edits(c, a, first, &n) || !read_edits(c, b, second, &m))
        return false;
    for (size_t i = 0; i < n; i++)
        for (size_t k = 0; k < m; k++)
            if (td_str_equal(first[i].target->text, second[k].target->text)) {
                td_yaml_fail(second[k].target, c->err,
                             TD_T("“%s”在同一地区的 %s:%zu 也改了",
                                  "\"%s\" is changed at %s:%zu too, for the same region"),
                             second[k].target->text.at, a->root->file->name,
                             first[i].target->line);
                return td_hint(c->err, "%s",
                               TD_T("并为一个文件，或分开 applies 的时间",
                                    "make it one file, or part the times of applies"));
            }
    return true;
}

bool
overlays_read(struct compiler *c, struct overlays *all, const struct td_yaml *const *roots,
              size_t count, const struct td_yaml *const *tiers, size_t tier_count)
{
    all->at = td_arena_alloc(&all->arena, count + 1, sizeof(*all->at));
    for (size_t i = 0; i < count; i++) {
        all->at[i].root = roots[i];
        if (!read_overlay(c, all, &all->at[i], tiers, tier_count))
            return false;
        all->count++;
    }
    if (all->count > 1)
        qsort(all->at, all->count, sizeof(*all->at), by_region);
    for (size_t i = 0; i < all->count; i++)
        for (size_t k = i + 1; k < all->count; k++)
            if (!no_rival(c, all, &all->at[i], &all->at[k]))
                return false;
    return true;
}

void
overlays_free(struct overlays *all)
{
    td_arena_free(&all->arena);
    *all = (struct overlays){0};
}
