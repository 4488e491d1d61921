/* Units of figures: 万元, %, 人 …, given or taken from the header's brackets. */
#include "profile_read.h"
#include "typing.h"

#include <string.h>

struct unit {
    const char *name;
    enum td_type type;
    int scale;
};

/* Stored units: 分 for money, millionths for shares, hundredths for scores, one for counts. */
static const struct unit units[] = {
    {"元", TD_MONEY, 2},     {"千元", TD_MONEY, 5},     {"万元", TD_MONEY, 6},
    {"百万元", TD_MONEY, 8}, {"千万元", TD_MONEY, 9},   {"亿元", TD_MONEY, 10},
    {"分", TD_MONEY, 0},     {"人民币元", TD_MONEY, 2}, {"人民币万元", TD_MONEY, 6},
    {"%", TD_SHARE, 4},      {"‰", TD_SHARE, 3},        {"小数", TD_SHARE, 6},
    {"ratio", TD_SHARE, 6},  {"百分比", TD_SHARE, 4},   {"分", TD_SCORE, 2},
    {"points", TD_SCORE, 2}, {"人", TD_COUNT, 0},       {"千人", TD_COUNT, 3},
    {"万人", TD_COUNT, 4},   {"个", TD_COUNT, 0},       {"项", TD_COUNT, 0},
    {"件", TD_COUNT, 0},     {"家", TD_COUNT, 0},       {"名", TD_COUNT, 0},
    {"年", TD_NUMBER, 0},    {"名", TD_NUMBER, 0},      {"位", TD_NUMBER, 0},
    {"级", TD_NUMBER, 0},    {"个", TD_NUMBER, 0},
};

enum { UNIT_COUNT = sizeof units / sizeof units[0] };

static const struct unit *
find_unit(enum td_type type, struct td_str name)
{
    for (size_t i = 0; i < UNIT_COUNT; i++)
        if (units[i].type == type && td_str_equal(td_str(units[i].name), name))
            return &units[i];
    return NULL;
}

/* "营业收入（万元）", "营业收入(单位:万元)" -> 万元; NULL: no unit of this type at the end. */
static const struct unit *
header_unit(enum td_type type, struct td_str header)
{
    struct td_buf fold = {0};
    struct td_str s;
    const struct unit *unit = NULL;
    size_t open;

    td_name_key(header, &fold);
    s = td_buf_view(&fold);
    if (td_str_ends(s, TD_STR(")"))) {
        for (open = s.len - 1; open > 0 && s.at[open] != '('; open--)
            ;
        s = (struct td_str){s.at + open + 1, s.len - open - 2};
        if (td_str_starts(s, TD_STR("单位:")))
            s = (struct td_str){s.at + strlen("单位:"), s.len - strlen("单位:")};
        unit = find_unit(type, s);
    }
    td_buf_free(&fold);
    return unit;
}

static bool
choose_unit(enum td_type type, const struct td_yaml *node, const struct unit **unit,
            struct td_error *err)
{
    const char *names[UNIT_COUNT];
    size_t count = 0;

    if (!td_yaml_expect(node, TD_YAML_SCALAR, "unit", err))
        return false;
    *unit = find_unit(type, node->text);
    if (*unit)
        return true;
    for (size_t i = 0; i < UNIT_COUNT; i++)
        if (units[i].type == type)
            names[count++] = units[i].name;
    td_yaml_fail(node, err,
                 TD_T("“%.40s”不是这一列的单位", "\"%.40s\" is no unit of this column"),
                 node->text.at);
    return count ? td_yaml_suggest(node->text, names, count, err)
                 : td_hint(
                       err, "%s",
                       TD_T("这一列没有单位，删去 unit", "this column has no unit: remove it"));
}

bool
profile_money_scale(struct td_str name, int *scale)
{
    const struct unit *unit = find_unit(TD_MONEY, name);

    if (unit)
        *scale = unit->scale;
    return unit != NULL;
}

bool
profile_read_unit(struct td_input_column *column, enum td_type type, const struct td_yaml *unit,
                  const struct td_yaml *place, struct td_error *err)
{
    const struct unit *chosen = NULL;
    int *scale = &column->scale;

    *scale = type == TD_SCORE ? 2 : 0;
    if (unit && type == TD_MONEY && td_yaml_is(unit, "cell")) {
        column->unit_in_cell = true;
        *scale = 2;
        unit = NULL;
        chosen = find_unit(TD_MONEY, TD_STR("元"));
    }
    if (unit && !choose_unit(type, unit, &chosen, err))
        return false;
    for (size_t i = 0; i < column->header_count; i++) {
        const struct unit *own = header_unit(type, column->headers[i]);

        column->unit_of_header = column->unit_of_header || own;
        if (own && chosen && own->scale != chosen->scale)
            return td_yaml_fail(
                place, err,
                TD_T("列名“%.80s”写的是%s，不是%s", "the header \"%.80s\" says %s, not %s"),
                column->headers[i].at, own->name, chosen->name);
        if (own && !chosen)
            chosen = own;
    }
    if (!chosen && (type == TD_MONEY || type == TD_SHARE)) {
        td_yaml_fail(place, err, "%s", TD_T("缺少单位", "the unit is missing"));
        return td_hint(err, "%s",
                       type == TD_MONEY ? "unit: 元 | 千元 | 万元 | 百万元 | 亿元 | cell"
                                        : "unit: \"%\" | ‰ | 小数");
    }
    if (chosen)
        *scale = chosen->scale;
    return true;
}
