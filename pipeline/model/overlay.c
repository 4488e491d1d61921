/* Overlays (overlay.h): reading them, and a tier's tree with them laid over it. */
#include "overlay.h"

#include <stdlib.h>
#include <string.h>

enum { NAMES_MAX = 200 };

static const char *const overlay_keys[] = {"overlay", "version", "region",   "title",
                                           "source",  "applies", "remove",   "replace",
                                           "add",     "base",    "examples", "note"};
static const char *const period_keys[] = {"kind", "from", "to", "confirmed", "note"};
static const char *const replace_keys[] = {"id", "by", "note"};
static const char *const add_keys[] = {"after", "by", "note"};
static const char *const remove_keys[] = {"id", "clause", "text", "note"};

#define KEYS(words) (words), sizeof(words) / sizeof(*(words))

enum edit_kind { EDIT_REMOVE, EDIT_REPLACE, EDIT_ADD };
static const char *const edit_names[] = {"remove", "replace", "add"};

struct edit { /* one entry of remove, replace or add */
    enum edit_kind kind;
    const struct td_yaml *target, *by;
    const struct overlay *overlay;
    int found;
};

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

/* ---- one overlay over a tree
 * ----------------------------------------------------------------- */
static struct td_yaml *
copy_node(struct td_arena *arena, const struct td_yaml *node, size_t room)
{
    struct td_yaml *out = td_arena_alloc(arena, 1, sizeof(*out));

    *out = *node;
    out->items = td_arena_alloc(arena, node->count + room + 1, sizeof(*out->items));
    out->keys = td_arena_alloc(arena, node->count + room + 1, sizeof(*out->keys));
    for (size_t i = 0; i < node->count; i++) {
        out->items[i] = node->items[i];
        if (node->kind == TD_YAML_MAP)
            out->keys[i] = node->keys[i];
    }
    return out;
}

/* An entry of an overlay is as well confirmed as the overlay, unless it says otherwise. */
static const struct td_yaml *
graded(struct td_arena *arena, const struct td_yaml *entry, const struct overlay *o)
{
    const struct td_yaml *source = td_yaml_get(o->root, "source");
    struct td_yaml *out;

    if (entry->kind != TD_YAML_MAP || td_yaml_get(entry, "confirmed") ||
        !td_yaml_get(source, "confirmed"))
        return entry;
    out = copy_node(arena, entry, 1);
    out->keys[out->count] = td_yaml_key(source, "confirmed");
    out->items[out->count++] = td_yaml_get(source, "confirmed");
    return out;
}

static struct edit *
edit_of(struct edit *edits, size_t count, const struct td_yaml *entry)
{
    const struct td_yaml *id = td_yaml_get(entry, "id");

    for (size_t i = 0; id && id->kind == TD_YAML_SCALAR && i < count; i++)
        if (td_str_equal(edits[i].target->text, id->text))
            return &edits[i];
    return NULL;
}

static const struct td_yaml *
edit_entry(struct td_arena *arena, const struct td_yaml *entry, struct edit *edits,
           size_t count);

static void
put_entries(struct td_arena *arena, struct td_yaml *list, const struct edit *edit)
{
    for (size_t i = 0; i < edit->by->count; i++)
        list->items[list->count++] = graded(arena, edit->by->items[i], edit->overlay);
}

static const struct td_yaml *
edit_list(struct td_arena *arena, const struct td_yaml *list, struct edit *edits, size_t count)
{
    struct td_yaml *out;
    size_t more = 0;

    if (!list || list->kind != TD_YAML_LIST)
        return list;
    for (size_t i = 0; i < count; i++)
        more += edits[i].by ? edits[i].by->count : 0;
    out = copy_node(arena, list, more);
    out->count = 0;
    for (size_t i = 0; i < list->count; i++) {
        struct edit *edit = edit_of(edits, count, list->items[i]);

        if (!edit || edit->kind == EDIT_ADD)
            out->items[out->count++] = edit_entry(arena, list->items[i], edits, count);
        if (edit && edit->kind != EDIT_REMOVE && edit->found == 0)
            put_entries(arena, out, edit);
        if (edit)
            edit->found++;
    }
    return out;
}

/* A map with the lists below those of its keys that hold conditions or indicators. */
static const struct td_yaml *
edit_entry(struct td_arena *arena, const struct td_yaml *entry, struct edit *edits,
           size_t count)
{
    static const char *const below[] = {"subject", "require", "score", "indicators",
                                        "all",     "any",     "not"};
    struct td_yaml *out;

    if (entry->kind != TD_YAML_MAP)
        return entry;
    out = copy_node(arena, entry, 0);
    for (size_t i = 0; i < out->count; i++)
        for (size_t k = 0; k < sizeof(below) / sizeof(*below); k++)
            if (td_yaml_is(out->keys[i], below[k]))
                out->items[i] = out->items[i]->kind == TD_YAML_LIST
                                    ? edit_list(arena, out->items[i], edits, count)
                                    : edit_entry(arena, out->items[i], edits, count);
    return out;
}

static void
list_ids(const struct td_yaml *node, const char **ids, size_t *count)
{
    const struct td_yaml *id = td_yaml_get(node, "id");

    if (node->kind == TD_YAML_SCALAR)
        return;
    if (id && id->kind == TD_YAML_SCALAR && *count < NAMES_MAX)
        ids[(*count)++] = id->text.at;
    for (size_t i = 0; i < node->count; i++)
        if (node->kind == TD_YAML_LIST ||
            !(td_yaml_is(node->keys[i], "groups") || td_yaml_is(node->keys[i], "examples")))
            list_ids(node->items[i], ids, count);
}

static bool
read_edit(struct compiler *c, const struct overlay *o, enum edit_kind kind,
          const struct td_yaml *entry, struct edit *edit)
{
    const struct td_yaml *clause, *text;

    *edit = (struct edit){.kind = kind, .overlay = o};
    if (!td_yaml_expect(entry, TD_YAML_MAP, edit_names[kind], c->err))
        return false;
    if (kind == EDIT_REMOVE) {
        if (!td_yaml_known(entry, KEYS(remove_keys), c->err) ||
            !td_yaml_need(entry, "clause", &clause, c->err) || /* what allows it, and why */
            !td_yaml_need(entry, "text", &text, c->err))
            return false;
    } else if (!(kind == EDIT_ADD ? td_yaml_known(entry, KEYS(add_keys), c->err)
                                  : td_yaml_known(entry, KEYS(replace_keys), c->err)) ||
               !td_yaml_need(entry, "by", &edit->by, c->err) ||
               !td_yaml_expect(edit->by, TD_YAML_LIST, "by", c->err)) {
        return false;
    }
    return td_yaml_need(entry, kind == EDIT_ADD ? "after" : "id", &edit->target, c->err) &&
           td_yaml_expect(edit->target, TD_YAML_SCALAR, "id", c->err);
}

static bool
read_edits(struct compiler *c, const struct overlay *o, struct edit *edits, size_t *count)
{
    for (int kind = EDIT_REMOVE; kind <= EDIT_ADD; kind++) {
        const struct td_yaml *list = td_yaml_get(o->root, edit_names[kind]);

        if (list && !td_yaml_expect(list, TD_YAML_LIST, edit_names[kind], c->err))
            return false;
        for (size_t i = 0; list && i < list->count; i++) {
            struct edit *edit = &edits[*count];

            if (!read_edit(c, o, (enum edit_kind)kind, list->items[i], edit))
                return false;
            for (size_t k = 0; k < *count; k++)
                if (td_str_equal(edits[k].target->text, edit->target->text))
                    return td_yaml_fail(
                        edit->target, c->err,
                        TD_T("“%s”在本文件第 %zu 行已经改过",
                             "\"%s\" is already changed at line %zu of this file"),
                        edit->target->text.at, edits[k].target->line);
            ++*count;
        }
    }
    return *count > 0 || td_yaml_fail(o->root, c->err, "%s",
                                      TD_T("remove、replace、add 一项也没有",
                                           "neither remove, replace nor add"));
}

static size_t
edit_room(const struct overlay *o)
{
    size_t room = 1;

    for (int kind = EDIT_REMOVE; kind <= EDIT_ADD; kind++) {
        const struct td_yaml *list = td_yaml_get(o->root, edit_names[kind]);

        room += list ? list->count : 0;
    }
    return room;
}

static bool
lay_over(struct compiler *c, struct overlays *all, const struct overlay *o,
         const struct td_yaml **tree)
{
    struct edit *edits = td_arena_alloc(&all->arena, edit_room(o), sizeof(*edits));
    const struct td_yaml *below = *tree;
    size_t count = 0;

    if (!read_edits(c, o, edits, &count))
        return false;
    *tree = edit_entry(&all->arena, below, edits, count);
    for (size_t i = 0; i < count; i++) {
        const char *ids[NAMES_MAX];
        size_t id_count = 0;

        if (edits[i].found == 1)
            continue;
        if (edits[i].found > 1)
            return td_yaml_fail(
                edits[i].target, c->err,
                TD_T("“%s”既是条件又是指标", "\"%s\" is both a condition and an indicator"),
                edits[i].target->text.at);
        td_yaml_fail(edits[i].target, c->err,
                     TD_T("“%s”中没有 id 为“%s”的条件或指标",
                          "\"%s\" has no condition or indicator \"%s\""),
                     o->tier->file->name, edits[i].target->text.at);
        list_ids(below, ids, &id_count);
        return td_yaml_suggest(edits[i].target->text, ids, id_count, c->err);
    }
    return true;
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
