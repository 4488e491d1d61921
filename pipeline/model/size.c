/*
 * SME classes: 1 微型, 2 小型, 3 中型, 4 大型. A class needs all of its lower limits, so a
 * firm's class is the least of what its indicators allow; where an indicator or the industry is
 * not known, an interval.
 */
#include "rules.h"

static const char *const size_keys[] = {"source", "indicators", "rows",
                                        "base",   "examples",   "note"};
static const char *const row_keys[] = {"title",  "industry", "other",     "large",
                                       "medium", "small",    "confirmed", "note"};
static const char *const classes[] = {"small", "medium", "large"};

#define KEYS(words) (words), sizeof(words) / sizeof(*(words))

struct indicator_column {
    struct td_str name;
    struct value value;
    int column;
};

static bool
read_indicators(struct compiler *c, const struct td_yaml *map, struct indicator_column *out)
{
    if (!td_yaml_expect(map, TD_YAML_MAP, "indicators", c->err))
        return false;
    if (map->count == 0 || map->count > INDICATORS_MAX)
        return td_yaml_fail(map, c->err, "%s",
                            TD_T("要有1到3个指标", "1 to 3 indicators are needed"));
    for (size_t i = 0; i < map->count; i++) {
        struct td_str text;
        struct expr *e;

        c->node = map->items[i];
        if (!td_yaml_text(c->node, "indicator", &text, c->err) ||
            !expr_parse(&c->rules->arena, text, yaml_place(c->node), &e, c->err) ||
            !value_of(c, e, 0, &out[i].value))
            return false;
        if (out[i].value.kind != V_LINEAR)
            return compile_fail(
                c, e, "%s", TD_T("划型指标应是按年的事实", "an indicator is a fact by year"));
        out[i].name = map->keys[i]->text;
        out[i].column = column_of(c->rules, &out[i].value.a);
    }
    return true;
}

static bool
read_limits(struct compiler *c, const struct td_yaml *map, const struct td_yaml *indicators,
            const struct indicator_column *columns, int class, struct size_row *row)
{
    if (!td_yaml_expect(map, TD_YAML_MAP, classes[class], c->err))
        return false;
    if (class > 0 && map->count != (size_t)row->count)
        return td_yaml_fail(
            map, c->err, "%s",
            TD_T("大中小型的指标须相同", "all classes have the same indicators"));
    for (size_t i = 0; i < map->count; i++) {
        struct value constant = {.kind = V_CONST};
        struct td_str text;
        struct expr *e;
        size_t at = 0;
        int64_t num, den;
        int k = 0;

        while (at < indicators->count && !td_str_equal(columns[at].name, map->keys[i]->text))
            at++;
        if (at == indicators->count)
            return td_yaml_fail(map->keys[i], c->err,
                                TD_T("没有指标“%.*s”", "there is no indicator \"%.*s\""),
                                (int)map->keys[i]->text.len, map->keys[i]->text.at);
        c->node = map->items[i];
        if (!td_yaml_text(c->node, "limit", &text, c->err) ||
            !expr_constant(&c->rules->arena, text, yaml_place(c->node), &e, c->err))
            return false;
        constant.num = e->num;
        constant.den = e->den;
        constant.measure = e->measure;
        if (!units_agree(c, e, &columns[at].value, &constant, &num, &den))
            return false;
        if (class == 0)
            row->columns[row->count++] = columns[at].column;
        while (k < row->count && row->columns[k] != columns[at].column)
            k++;
        if (k == row->count || den != 1 ||
            (class > 0 && (double)num < row->limits[k][class - 1]))
            return td_yaml_fail(map->items[i], c->err, "%s",
                                TD_T("大中小型的下限须为整数且由大到小",
                                     "the limits are whole and go down from large to small"));
        row->limits[k][class] = (double)num;
    }
    return true;
}

static bool
read_industries(struct compiler *c, const struct td_yaml *node, int row)
{
    const struct td_yaml *list = td_yaml_get(node, "industry"),
                         *other = td_yaml_get(node, "other");
    bool all = false;

    if (!list == !other)
        return td_yaml_fail(
            node, c->err, "%s",
            TD_T("要有 industry 或 other 之一", "either industry or other is needed"));
    if (other)
        return td_yaml_bool(other, "other", &all, c->err) &&
               (all || td_yaml_fail(other, c->err, "%s",
                                    TD_T("other 只能是 true", "other can only be true"))) &&
               size_fill(c->rules, (uint16_t[2]){0, INDUSTRY_CODES - 1}, row);
    if (!td_yaml_expect(list, TD_YAML_LIST, "industry", c->err))
        return false;
    for (size_t i = 0; i < list->count; i++) {
        uint16_t range[2];

        if (list->items[i]->kind != TD_YAML_SCALAR ||
            !industry_range(list->items[i]->text, range))
            return td_yaml_fail(
                list->items[i], c->err, "%s",
                TD_T("这里应是门类字母、2至4位行业代码或等长代码的范围",
                     "a letter, a code of 2 to 4 digits or a range of such codes is expected"));
        size_fill(c->rules, range, row);
    }
    return true;
}

/* The first row whose industry fits: codes that have a row keep it. */
bool
size_fill(struct td_rules *r, const uint16_t range[2], int row)
{
    for (unsigned code = range[0]; code <= range[1]; code++)
        if (r->size_by_code[code] == 0)
            r->size_by_code[code] = (uint32_t)1 << row;
    return true;
}

static bool
read_row(struct compiler *c, const struct td_yaml *node, const struct td_yaml *indicators,
         const struct indicator_column *columns)
{
    struct size_row *row = &c->rules->size_rows[c->rules->size_row_count];
    struct td_str confirmed;

    if (!td_yaml_expect(node, TD_YAML_MAP, "row", c->err) ||
        !td_yaml_known(node, KEYS(row_keys), c->err) ||
        !td_yaml_text(td_yaml_get(node, "title"), "title", &row->title, c->err) ||
        !confirmed_read(c, node, &confirmed) ||
        !read_industries(c, node, c->rules->size_row_count))
        return false;
    row->title = td_arena_str(&c->rules->arena, row->title);
    for (int class = 0; class < 3; class ++) {
        const struct td_yaml *limits;

        if (!td_yaml_need(node, classes[class], &limits, c->err) ||
            !read_limits(c, limits, indicators, columns, class, row))
            return false;
    }
    for (int k = row->count; k < INDICATORS_MAX; k++) {
        row->columns[k] = row->columns[0];
        for (int class = 0; class < 3; class ++)
            row->limits[k][class] = row->limits[0][class];
    }
    c->rules->size_row_count++;
    return true;
}

bool
size_read(struct compiler *c, const struct td_yaml *root)
{
    struct td_rules *r = c->rules;
    struct indicator_column columns[INDICATORS_MAX] = {0};
    const struct td_yaml *indicators, *rows;
    int fact;

    if (!td_yaml_expect(root, TD_YAML_MAP, "size.yaml", c->err) ||
        !td_yaml_known(root, KEYS(size_keys), c->err) ||
        !td_yaml_need(root, "indicators", &indicators, c->err) ||
        !read_indicators(c, indicators, columns) ||
        !td_yaml_need(root, "rows", &rows, c->err) ||
        !td_yaml_expect(rows, TD_YAML_LIST, "rows", c->err))
        return false;
    if (rows->count == 0 || rows->count > SIZE_ROWS_MAX)
        return td_yaml_fail(rows, c->err, "%s", TD_T("要有1到32行", "1 to 32 rows are needed"));
    if (!fact_find(r, TD_STR("industry"), &fact))
        return td_yaml_fail(root, c->err, "%s",
                            TD_T("facts.yaml 中没有 industry", "facts.yaml has no industry"));
    r->industry_slot = slot_of(r, fact, 0);
    r->size_by_code = td_arena_alloc(&r->arena, INDUSTRY_CODES, sizeof(*r->size_by_code));
    r->size_rows = td_arena_alloc(&r->arena, rows->count, sizeof(*r->size_rows));
    for (size_t i = 0; i < rows->count; i++)
        if (!read_row(c, rows->items[i], indicators, columns))
            return false;
    r->size_by_division =
        td_arena_alloc(&r->arena, INDUSTRY_CODES / 100, sizeof(*r->size_by_division));
    for (int code = 0; code < INDUSTRY_CODES; code++)
        r->size_by_division[code / 100] |= r->size_by_code[code];
    return true;
}
