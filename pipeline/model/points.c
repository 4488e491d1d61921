/* The score of a tier: groups, indicators and their maxima. What gives points: points_parts.c.
 */
#include "points.h"

#include <string.h>

enum { GROUPS_NAMED = 20 }; /* in a suggestion */

static const char *const score_keys[] = {"max", "groups", "indicators"};
static const char *const group_keys[] = {"id", "title", "max"};
static const char *const indicator_keys[] = {
    "id",      "group",  "max", "clause", "text",   "confirmed", "value",   "bands",  "choices",
    "best_of", "sum_of", "cap", "per",    "points", "manual",    "unknown", "source", "note"};

#define KEYS(words) (words), sizeof(words) / sizeof(*(words))

/* ---- indicators
 * ----------------------------------------------------------------------------------------- */
static bool
read_name(struct compiler *c, const struct td_yaml *map, const char *key, struct td_str *out)
{
    const struct td_yaml *node;

    if (!td_yaml_need(map, key, &node, c->err) || !td_yaml_text(node, key, out, c->err))
        return clause_hint(key, c->err);
    *out = td_arena_str(&c->rules->arena, *out);
    return true;
}

static bool
find_group(struct compiler *c, const struct td_yaml *map, const struct score *score, int *out)
{
    const struct td_yaml *node;
    const char *words[GROUPS_NAMED];

    if (!td_yaml_need(map, "group", &node, c->err))
        return false;
    for (*out = 0; *out < score->group_count; ++*out)
        if (td_yaml_is(node, score->groups[*out].id.at))
            return true;
    for (int i = 0; i < score->group_count && i < GROUPS_NAMED; i++)
        words[i] = score->groups[i].id.at;
    td_yaml_fail(node, c->err, TD_T("没有“%.*s”这个分组", "there is no group \"%.*s\""),
                 (int)node->text.len, node->text.at);
    return td_yaml_suggest(
        node->text, words,
        (size_t)(score->group_count < GROUPS_NAMED ? score->group_count : GROUPS_NAMED),
        c->err);
}

/* The most that the indicator's parts give: if that is less, its maximum is a slip. */
static bool
check_reached(struct compiler *c, const struct td_yaml *map, const struct indicator *in)
{
    int best = 0;

    for (int k = in->first; k < in->first + in->count; k++) {
        const struct part *part = &c->rules->parts[k];
        int got = part->kind == PART_OPEN ? part->cap : part->floor;

        for (int i = part->first; i < part->first + part->count; i++) {
            int points = c->rules->choices[i].points;

            got = part->kind == PART_SUM ? got + points : points > got ? points : got;
        }
        got = got > part->cap ? part->cap : got;
        best = got > best ? got : best;
    }
    if (best == in->max)
        return true;
    td_yaml_fail(td_yaml_get(map, "max"), c->err,
                 TD_T("满分 %d，最好的一档只有 %d 分",
                      "the maximum is %d, the best that can be had is %d"),
                 in->max, best);
    return td_hint(
        c->err,
        TD_T("改 max 为 %d，或补上缺的一档", "make max %d, or add the band that is missing"),
        best);
}

static bool
fail_twice(struct compiler *c, const struct td_yaml *map, struct td_str id, struct td_str first)
{
    td_yaml_fail(td_yaml_get(map, "id"), c->err,
                 TD_T("id“%.*s”重复", "id \"%.*s\" is given twice"), (int)id.len, id.at);
    return td_hint(c->err, TD_T("前一个是“%.*s”", "the first is \"%.*s\""), (int)first.len,
                   first.at);
}

static bool
read_indicator(struct compiler *c, const struct td_yaml *map, struct score *score)
{
    struct indicator *in = &score->indicators[score->indicator_count];
    const struct td_yaml *value;

    in->node = map;
    in->file = td_arena_str(&c->rules->arena, td_str(map->file->name));
    in->line = map->line;
    in->column = map->column;
    in->group = -1;
    if (!td_yaml_expect(map, TD_YAML_MAP, "indicator", c->err) ||
        !td_yaml_known(map, KEYS(indicator_keys), c->err) ||
        !read_name(c, map, "id", &in->id) || !read_name(c, map, "clause", &in->clause) ||
        !read_name(c, map, "text", &in->text) || !confirmed_read(c, map, &in->confirmed) ||
        !points_read(c, map, "max", score->max, &in->max) ||
        (score->group_count > 0 && !find_group(c, map, score, &in->group)))
        return false;
    for (int i = 0; i < score->indicator_count; i++)
        if (td_str_equal(score->indicators[i].id, in->id))
            return fail_twice(c, map, in->id, score->indicators[i].text);
    c->unconfirmed = c->unconfirmed || td_str_equal(in->confirmed, TD_STR("M"));
    in->value_first = c->rules->shown_count;
    if (!parts_read(c, map, in) || !check_reached(c, map, in))
        return false;
    in->value_count = c->rules->shown_count - in->value_first;
    value = td_yaml_get(map, "value");
    if (value)
        in->expression = td_arena_str(&c->rules->arena, value->text);
    in->node = NULL;
    score->indicator_count++;
    return true;
}

static bool
read_groups(struct compiler *c, const struct td_yaml *list, struct score *score)
{
    if (!list)
        return true;
    if (!td_yaml_expect(list, TD_YAML_LIST, "groups", c->err))
        return false;
    if (list->count > POINTS_MAX) /* more cannot have a point each; their marks are arrays of this size */
        return td_yaml_fail(list, c->err, TD_T("分组不超过 %d 个", "at most %d groups"), POINTS_MAX);
    score->groups = td_arena_alloc(&c->rules->arena, list->count + 1, sizeof(*score->groups));
    for (size_t i = 0; i < list->count; i++) {
        struct group *g = &score->groups[i];

        if (!td_yaml_expect(list->items[i], TD_YAML_MAP, "group", c->err) ||
            !td_yaml_known(list->items[i], KEYS(group_keys), c->err) ||
            !read_name(c, list->items[i], "id", &g->id) ||
            !read_name(c, list->items[i], "title", &g->title) ||
            !points_read(c, list->items[i], "max", score->max, &g->max))
            return false;
        for (int k = 0; k < score->group_count; k++)
            if (td_str_equal(score->groups[k].id, g->id))
                return fail_twice(c, list->items[i], g->id, score->groups[k].title);
        score->group_count++;
    }
    return true;
}

/* The indicators' maxima make up the groups', and these the whole. */
static bool
check_maxima(struct compiler *c, const struct td_yaml *map, const struct score *score)
{
    int total = 0;

    for (int g = 0; g < score->group_count; g++) {
        int sum = 0;

        for (int i = 0; i < score->indicator_count; i++)
            sum += score->indicators[i].group == g ? score->indicators[i].max : 0;
        if (sum != score->groups[g].max) {
            td_yaml_fail(td_yaml_get(td_yaml_get(map, "groups")->items[g], "max"), c->err,
                         TD_T("分组“%.*s”满分 %d，其指标之和为 %d",
                              "group \"%.*s\" has a maximum of %d, its indicators %d"),
                         (int)score->groups[g].id.len, score->groups[g].id.at,
                         score->groups[g].max, sum);
            return td_hint(c->err, "%s",
                           TD_T("对照原文核对各指标的 max",
                                "compare each indicator's max with the official text"));
        }
        total += sum;
    }
    for (int i = 0; score->group_count == 0 && i < score->indicator_count; i++)
        total += score->indicators[i].max;
    if (total == score->max)
        return true;
    td_yaml_fail(td_yaml_get(map, "max"), c->err,
                 TD_T("满分 %d，指标之和为 %d", "the maximum is %d, the indicators make %d"),
                 score->max, total);
    return td_hint(c->err, "%s",
                   TD_T("对照原文核对各指标的 max",
                        "compare each indicator's max with the official text"));
}

bool
score_read(struct compiler *c, const struct td_yaml *map, int *out)
{
    struct td_rules *r = c->rules;
    const struct td_yaml *list;
    struct score score = {.first_register = r->point_registers};
    bool outer = c->unconfirmed;

    c->unconfirmed = false;
    if (!td_yaml_expect(map, TD_YAML_MAP, "score", c->err) ||
        !td_yaml_known(map, KEYS(score_keys), c->err) ||
        !points_read(c, map, "max", POINTS_MAX, &score.max) ||
        !read_groups(c, td_yaml_get(map, "groups"), &score) ||
        !td_yaml_need(map, "indicators", &list, c->err) ||
        !td_yaml_expect(list, TD_YAML_LIST, "indicators", c->err))
        return false;
    score.indicators = td_arena_alloc(&r->arena, list->count + 1, sizeof(*score.indicators));
    for (size_t i = 0; i < list->count; i++)
        if (!read_indicator(c, list->items[i], &score))
            return false;
    if (!check_maxima(c, map, &score))
        return false;
    score.unconfirmed = c->unconfirmed;
    c->unconfirmed = c->unconfirmed || outer;
    r->point_registers += score.indicator_count + score.group_count + 1;
    GROW(r->scores, r->score_count, r->score_cap)[r->score_count] = score;
    *out = r->score_count++;
    op_add(r, (struct op){.kind = OP_SCORE, .a = *out});
    return true;
}
