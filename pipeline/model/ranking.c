/* ranking.yaml (ladder, coverage, order of lists) and tags.yaml. */
#include "rules.h"

#include <string.h>

enum { LADDER_MAX = 40, KEY_BYTES = 24 };

static const char *const ranking_keys_known[] = {
    "ladder", "same_level", "second_track", "coverage", "order", "apportion", "note"};
static const char *const tag_keys[] = {"id",  "title", "kind", "source", "confirmed", "when",
                                       "all", "any",   "not",  "manual", "text",      "note",
                                       "hint"};

#define KEYS(words) (words), sizeof(words) / sizeof(*(words))

static bool
read_names(struct compiler *c, const struct td_yaml *list, const char *what,
           struct td_str **out, int *count)
{
    if (!td_yaml_expect(list, TD_YAML_LIST, what, c->err))
        return false;
    if (list->count > LADDER_MAX)
        return td_yaml_fail(list, c->err, "%s", TD_T("层级过多", "too many tiers"));
    *out = td_arena_alloc(&c->rules->arena, list->count + 1, sizeof(**out));
    for (size_t i = 0; i < list->count; i++) {
        if (!td_yaml_text(list->items[i], what, &(*out)[i], c->err))
            return false;
        (*out)[i] = td_arena_str(&c->rules->arena, (*out)[i]);
        ++*count;
    }
    return true;
}

/* Tiers of one level share the place of the first of them; the places stay without gaps. */
static bool
read_levels(struct compiler *c, const struct td_yaml *same)
{
    struct td_rules *r = c->rules;
    int level = 0, group[LADDER_MAX + 1];

    for (int i = 0; i < r->ladder_count; i++)
        group[i] = -1;
    if (same && !td_yaml_expect(same, TD_YAML_LIST, "same_level", c->err))
        return false;
    for (size_t g = 0; same && g < same->count; g++) {
        struct td_str *names = NULL;
        int count = 0;

        if (!read_names(c, same->items[g], "same_level", &names, &count))
            return false;
        for (int k = 0; k < count; k++) {
            int at = 0;

            while (at < r->ladder_count && !td_str_equal(r->ladder[at], names[k]))
                at++;
            if (at == r->ladder_count)
                return td_yaml_fail(
                    same->items[g]->items[k], c->err, "%s",
                    TD_T("ladder 中没有这个层级", "the ladder has no such tier"));
            group[at] = (int)g;
        }
    }
    r->levels = td_arena_alloc(&r->arena, (size_t)r->ladder_count + 1, sizeof(int));
    for (int i = 0; i < r->ladder_count; i++) {
        if (i > 0 && (group[i] < 0 || group[i] != group[i - 1]))
            level++;
        r->levels[i] = level;
    }
    return true;
}

bool
ranking_read(struct compiler *c, const struct td_yaml *root)
{
    struct td_rules *r = c->rules;
    const struct td_yaml *ladder, *coverage, *second = td_yaml_get(root, "second_track");
    const struct td_yaml *apportion = td_yaml_get(root, "apportion");
    static const char *const ways[] = {"largest_remainder"};
    struct td_str text;
    struct expr *e;
    size_t way;

    if (!td_yaml_expect(root, TD_YAML_MAP, "ranking.yaml", c->err) ||
        !td_yaml_known(root, KEYS(ranking_keys_known), c->err) ||
        !td_yaml_need(root, "ladder", &ladder, c->err) ||
        !read_names(c, ladder, "ladder", &r->ladder, &r->ladder_count) ||
        (second && !read_names(c, second, "second_track", &r->second, &r->second_count)) ||
        !read_levels(c, td_yaml_get(root, "same_level")) ||
        (apportion && !td_yaml_choice(apportion, "apportion", ways, 1, &way, c->err)) ||
        !td_yaml_need(root, "coverage", &coverage, c->err) ||
        !td_yaml_text(coverage, "coverage", &text, c->err) ||
        !expr_constant(&r->arena, text, yaml_place(coverage), &e, c->err))
        return false;
    if (e->measure != MEASURE_SHARE || e->num < 0 || e->num > e->den)
        return td_yaml_fail(coverage, c->err, "%s",
                            TD_T("coverage 是 0% 到 100%", "coverage is from 0% to 100%"));
    r->coverage_num = e->num;
    r->coverage_den = e->den;
    return true;
}

/* ---- order
 * -------------------------------------------------------------------------------------------
 */
static bool
value_key(struct compiler *c, const struct td_yaml *map, struct key *key)
{
    static const char *const words[] = {"value", "order"};
    static const char *const orders[] = {"descending", "ascending"};
    const struct td_yaml *value, *order;
    struct td_str text;
    struct value v;
    struct expr *e;
    size_t word;

    if (!td_yaml_expect(map, TD_YAML_MAP, "order", c->err) ||
        !td_yaml_known(map, KEYS(words), c->err) ||
        !td_yaml_need(map, "value", &value, c->err) ||
        !td_yaml_text(value, "value", &text, c->err) ||
        !td_yaml_need(map, "order", &order, c->err) ||
        !td_yaml_choice(order, "order", orders, 2, &word, c->err) ||
        !expr_parse(&c->rules->arena, text, yaml_place(value), &e, c->err))
        return false;
    c->node = value;
    if (!value_of(c, e, 0, &v))
        return false;
    key->descending = word == 0;
    key->a = -1;
    if (v.kind == V_LINEAR) {
        key->kind = KEY_SUM;
        key->a = column_of(c->rules, &v.a);
        return true;
    }
    if (v.kind != V_RATIO || v.a.divisor != 1 || v.b.divisor != 1)
        return compile_fail(c, e, "%s",
                            TD_T("排序用的值须是按年事实之和或其比值",
                                 "a key is a sum of facts by year or a ratio of such sums"));
    key->kind = KEY_RATIO;
    key->minus = v.num != 0;
    key->a = column_of(c->rules, &v.a);
    key->b = positive_column(c->rules, column_of(c->rules, &v.b));
    return true;
}

bool
ranking_keys(struct compiler *c, const struct td_yaml *root)
{
    static const char *const words[] = {"verdict",  "unmet",    "unknown",   "score_low",
                                        "priority", "gap_cost", "gap_months", "margin"};
    static const int bytes[] = {1, 1, 1, 2, 1, 1, 1, 1, 8, 4};
    struct td_rules *r = c->rules;
    const struct td_yaml *order;
    int used = 0;

    if (!td_yaml_need(root, "order", &order, c->err) ||
        !td_yaml_expect(order, TD_YAML_LIST, "order", c->err))
        return false;
    r->keys = td_arena_alloc(&r->arena, order->count + 1, sizeof(*r->keys));
    for (size_t i = 0; i < order->count; i++) {
        struct key *key = &r->keys[r->key_count++];
        size_t word;

        if (order->items[i]->kind == TD_YAML_MAP) {
            if (!value_key(c, order->items[i], key))
                return false;
        } else {
            if (!td_yaml_choice(order->items[i], "order", words, 8, &word, c->err))
                return false;
            key->kind = (enum key_kind)word;
            if (key->kind == KEY_PRIORITY && !local_priority(c, &key->a))
                return false;
        }
        used += bytes[key->kind];
        if (used > KEY_BYTES)
            return td_yaml_fail(
                order->items[i], c->err, "%s",
                TD_T("排序键合计超过24字节", "the keys take more than 24 bytes"));
    }
    return true;
}

/* ---- tags
 * ----------------------------------------------------------------------------------------------
 */
static bool
read_tag(struct compiler *c, const struct td_yaml *map, struct tag *tag)
{
    const struct td_yaml *id, *title;
    struct td_str confirmed;

    if (!td_yaml_expect(map, TD_YAML_MAP, "tag", c->err) ||
        !td_yaml_known(map, KEYS(tag_keys), c->err) || !td_yaml_need(map, "id", &id, c->err) ||
        !td_yaml_text(id, "id", &tag->id, c->err) ||
        !td_yaml_need(map, "title", &title, c->err) ||
        !td_yaml_text(title, "title", &tag->title, c->err) ||
        !confirmed_read(c, map, &confirmed))
        return false;
    for (int i = 0; i < c->rules->tag_count; i++)
        if (td_str_equal(c->rules->tags[i].id, tag->id))
            return td_yaml_fail(id, c->err,
                                TD_T("标签 id“%.*s”重复", "tag id \"%.*s\" is given twice"),
                                (int)tag->id.len, tag->id.at);
    tag->id = td_arena_str(&c->rules->arena, tag->id);
    tag->title = td_arena_str(&c->rules->arena, tag->title);
    return td_yaml_get(map, "hint") ? hint_tag(c, map, &tag->op) : condition_tree(c, map, &tag->op);
}

bool
tags_read(struct compiler *c, const struct td_yaml *root)
{
    static const char *const words[] = {"tags", "base", "examples", "note"};
    struct td_rules *r = c->rules;
    const struct td_yaml *list;

    c->score = -1;
    if (!td_yaml_expect(root, TD_YAML_MAP, "tags.yaml", c->err) ||
        !td_yaml_known(root, KEYS(words), c->err) ||
        !td_yaml_need(root, "tags", &list, c->err) ||
        !td_yaml_expect(list, TD_YAML_LIST, "tags", c->err))
        return false;
    if (list->count > TAGS_MAX)
        return td_yaml_fail(list, c->err, "%s", TD_T("标签多于64个", "more than 64 tags"));
    r->tags = td_arena_alloc(&r->arena, list->count + 1, sizeof(*r->tags));
    for (size_t i = 0; i < list->count; i++) {
        if (!read_tag(c, list->items[i], &r->tags[r->tag_count]))
            return false;
        r->tag_count++;
    }
    return true;
}
