/* The contract of a delivery: `expects`. The grammar is docs/profile.md's. */
#include "profile_read.h"

#include <string.h>

#define COUNT(array) (sizeof(array) / sizeof((array)[0]))

/* ---- when it is due ------------------------------------------------------------------------ */
struct period {
    int months;    /* 0: the period has no months to name */
    int days_most; /* of the period, counted from 1 */
};

static const struct period periods[] = {
    [TD_NEVER_DUE] = {0, 0}, [TD_NIGHTLY] = {0, 0},    [TD_WEEKLY] = {0, 7},
    [TD_MONTHLY] = {0, 31},  [TD_QUARTERLY] = {3, 92}, [TD_YEARLY] = {12, 366},
};

static int
digits(const char **at)
{
    int value = 0, count = 0;

    for (; **at >= '0' && **at <= '9' && count < 4; (*at)++, count++)
        value = value * 10 + (**at - '0');
    return count > 0 && count < 4 ? value : -1;
}

/* "5", or "3-31": day 31 of the period's third month. */
static bool
read_day(const struct td_yaml *node, struct td_expects *e, struct td_error *err)
{
    const struct period *p = &periods[e->every];
    const char *at = node->kind == TD_YAML_SCALAR ? node->text.at : "";
    int first = digits(&at), most = p->days_most;

    e->due_day = first;
    if (*at == '-' && p->months > 0) {
        at++;
        e->due_month = first;
        e->due_day = digits(&at);
        most = 31;
    }
    bool ok = *at == '\0' && e->due_day >= 1 && e->due_day <= most && e->due_month >= 0 &&
              (e->due_month == 0 ? first == e->due_day : e->due_month <= p->months);
    if (ok)
        return true;
    td_yaml_fail(node, err, "%s", TD_T("day 不是该周期内的一天", "day is no day of the period"));
    return td_hint(err, "every: week, day: 1..7 | month: 1..31 | quarter: 2-15 | year: 3-31");
}

static bool
read_after(const struct td_yaml *node, struct td_expects *e, struct td_error *err)
{
    const char *at = node->kind == TD_YAML_SCALAR ? node->text.at : "";

    e->after_days = digits(&at);
    if (*at == 'd')
        at++;
    else if (strcmp(at, "天") == 0 || strcmp(at, "日") == 0)
        at += strlen(at);
    if (*at == '\0' && e->after_days >= 0 && e->after_days <= 800)
        return true;
    td_yaml_fail(node, err, "%s", TD_T("after 是天数，如 10d", "after is a number of days: 10d"));
    return false;
}

static bool
read_due(const struct td_yaml *map, struct td_expects *e, struct td_error *err)
{
    static const char *const words[] = {"night", "week", "month", "quarter", "year"};
    const struct td_yaml *every = td_yaml_get(map, "every"), *day = td_yaml_get(map, "day"),
                         *after = td_yaml_get(map, "after");
    size_t at = 0;

    if (!every && (day || after))
        return td_yaml_fail(day ? day : after, err, "%s",
                            TD_T("day 和 after 须与 every 一起给出", "day and after go with every"));
    if (!every)
        return true;
    if (!td_yaml_choice(every, "every", words, COUNT(words), &at, err))
        return false;
    e->every = (enum td_every)(at + 1);
    if (day && after)
        return td_yaml_fail(after, err, "%s",
                            TD_T("day（周期内的一天）和 after（周期结束后的天数）只能给一个",
                                 "either day (of the period) or after (days behind its end)"));
    return (!day || read_day(day, e, err)) && (!after || read_after(after, e, err));
}

/* ---- rows ------------------------------------------------------------------------------------ */
static bool
read_bound(const struct td_yaml *map, const char *key, bool *has, uint64_t *out, struct td_error *err)
{
    const struct td_yaml *node = td_yaml_get(map, key);
    int64_t value = 0;

    if (!node)
        return true;
    *has = true;
    if (!td_yaml_int(node, key, 0, INT64_MAX / 1000, &value, err))
        return false;
    *out = (uint64_t)value;
    return true;
}

static bool
read_rows(const struct td_yaml *map, struct td_expects *e, struct td_error *err)
{
    static const char *const keys[] = {"min", "max", "drop", "grow"};
    const struct td_yaml *rows = td_yaml_get(map, "rows"), *drop = td_yaml_get(rows, "drop"),
                         *grow = td_yaml_get(rows, "grow");

    if (!rows)
        return true;
    bool ok = td_yaml_expect(rows, TD_YAML_MAP, "rows", err) && td_yaml_known(rows, keys, COUNT(keys), err) &&
              read_bound(rows, "min", &e->has_least, &e->rows_least, err) &&
              read_bound(rows, "max", &e->has_most, &e->rows_most, err);
    e->any_drop = drop && td_yaml_is(drop, "none");
    ok = ok && (!drop || e->any_drop || profile_read_percent(drop, "drop", 100, &e->drop_ppm, err));
    ok = ok && (!grow || profile_read_percent(grow, "grow", 100000, &e->grow_ppm, err));
    if (ok && e->has_least && e->has_most && e->rows_least > e->rows_most)
        ok = td_yaml_fail(td_yaml_get(rows, "max"), err, "%s", TD_T("max 小于 min", "max is less than min"));
    return ok;
}

static bool
read_county(const struct td_yaml *map, const struct td_delivery *d, struct td_expects *e, struct td_error *err)
{
    static const char *const keys[] = {"drop"};
    const struct td_yaml *node = td_yaml_get(map, "county"), *drop = NULL;

    if (!node)
        return true;
    if (d->mode == TD_INCREMENT)
        return td_yaml_fail(node, err, "%s",
                            TD_T("增量不会使记录消失，county 无从检查", "an increment takes nothing away: nothing to look at"));
    if (td_yaml_is(node, "keep")) {
        e->county_drop_ppm = 0;
        return true;
    }
    if (node->kind != TD_YAML_MAP) {
        td_yaml_fail(node, err, "%s", TD_T("county 是 keep 或 {drop: 50%}", "county is keep or {drop: 50%}"));
        return false;
    }
    return td_yaml_known(node, keys, COUNT(keys), err) && td_yaml_need(node, "drop", &drop, err) &&
           profile_read_percent(drop, "drop", 100, &e->county_drop_ppm, err);
}

static bool
read_columns(const struct td_yaml *map, const struct td_delivery *d, struct td_expects *e, struct td_error *err)
{
    static const char *const words[] = {"known", "exact"};
    const struct td_yaml *node = td_yaml_get(map, "columns");
    size_t at = 0;

    if (!node)
        return true;
    if (d->header_row == 0)
        return td_yaml_fail(node, err, "%s", TD_T("没有表头的文件没有列名可比", "a file without a header has no columns to name"));
    if (!td_yaml_choice(node, "columns", words, COUNT(words), &at, err))
        return false;
    e->columns = at == 0 ? TD_COLUMNS_KNOWN : TD_COLUMNS_EXACT;
    return true;
}

/* ---- control totals ------------------------------------------------------------------------- */
static bool
text_of(struct profile_reader *r, const struct td_yaml *map, const char *key, struct td_str *out, struct td_error *err)
{
    const struct td_yaml *node = td_yaml_get(map, key);

    if (!node)
        return true;
    if (!td_yaml_text(node, key, out, err))
        return false;
    *out = td_arena_str(r->arena, *out);
    return true;
}

/* A field of figures that the delivery gives. */
static bool
find_figure(const struct td_delivery *d, const struct td_yaml *name, const struct td_input_column **column,
            struct td_error *err)
{
    int field = name->kind == TD_YAML_SCALAR ? td_field_find(d->dataset, name->text) : -1;

    *column = NULL;
    for (size_t i = 0; field >= 0 && i < d->column_count; i++)
        if (d->columns[i].field == field && !d->columns[i].is_name)
            *column = &d->columns[i];
    if (*column && (d->dataset->fields[field].type == TD_MONEY || d->dataset->fields[field].type == TD_COUNT))
        return true;
    td_yaml_fail(name, err, TD_T("“%.80s”不是这份交付中可以合计的列", "\"%.80s\" is no column of this delivery that adds up"),
                 name->kind == TD_YAML_SCALAR ? name->text.at : "?");
    return td_hint(err, "%s", TD_T("写规范字段名，如 revenue；金额或人数", "a field's name, e.g. revenue: money or a count"));
}

/* The companion's column: a header, or {header, unit}; the delivery's own unit where it says none. */
static bool
read_sum_column(struct profile_reader *r, const struct td_delivery *d, const struct td_yaml *node,
                const struct td_input_column *column, struct td_control_sum *sum, struct td_error *err)
{
    static const char *const keys[] = {"header", "unit"};
    const struct td_yaml *header = node, *unit = NULL;
    struct td_error none = {0};

    if (node->kind == TD_YAML_MAP) {
        if (!td_yaml_known(node, keys, COUNT(keys), err) || !td_yaml_need(node, "header", &header, err))
            return false;
        unit = td_yaml_get(node, "unit");
    }
    if (!td_yaml_text(header, "sum", &sum->header, err))
        return false;
    sum->header = td_arena_str(r->arena, sum->header);
    struct td_input_column own = {.headers = &sum->header, .header_count = 1};
    enum td_type type = d->dataset->fields[sum->field].type;
    if (unit) {
        bool ok = profile_read_unit(&own, type, unit, unit, err);
        sum->scale = own.scale;
        return ok;
    }
    bool says = profile_read_unit(&own, type, NULL, header, &none) && own.unit_of_header;
    sum->scale = says ? own.scale : column->scale;
    return true;
}

static bool
read_sum(struct profile_reader *r, const struct td_delivery *d, const struct td_yaml *name, const struct td_yaml *node,
         struct td_control *c, struct td_error *err)
{
    struct td_control_sum *sum = &c->sums[c->sum_count++];
    const struct td_input_column *column;

    if (!find_figure(d, name, &column, err))
        return false;
    sum->field = column->field;
    sum->scale = column->scale;
    if (!node) /* of the totals row: the column's own cell */
        return true;
    if (c->file.at)
        return read_sum_column(r, d, node, column, sum, err);
    sum->given = true;
    /* a figure with its unit (1,234.5万元), or in the column's own */
    bool plain = node->kind == TD_YAML_SCALAR && node->text.len > 0 &&
                 ((node->text.at[node->text.len - 1] >= '0' && node->text.at[node->text.len - 1] <= '9') ||
                  node->text.at[node->text.len - 1] == ')');
    int scale = plain || d->dataset->fields[sum->field].type == TD_COUNT ? sum->scale : 2;
    if (node->kind == TD_YAML_SCALAR && td_number(node->text, scale, &sum->figure) == TD_FAULT_NONE)
        return true;
    return td_yaml_fail(node, err, "%s", TD_T("不是数值", "not a figure"));
}

static bool
read_sums(struct profile_reader *r, const struct td_delivery *d, const struct td_yaml *map, struct td_control *c,
          struct td_error *err)
{
    const struct td_yaml *sum = td_yaml_get(map, "sum");
    bool list = c->totals.at != NULL;

    if (!sum)
        return true;
    if (!td_yaml_expect(sum, list ? TD_YAML_LIST : TD_YAML_MAP, "sum", err))
        return false;
    c->sums = td_arena_alloc(r->arena, sum->count, sizeof *c->sums);
    for (size_t i = 0; i < sum->count; i++)
        if (!read_sum(r, d, list ? sum->items[i] : sum->keys[i], list ? NULL : sum->items[i], c, err))
            return false;
    return true;
}

static bool
check_control(const struct td_yaml *map, const struct td_delivery *d, const struct td_control *c, struct td_error *err)
{
    if (c->file.at && c->totals.at)
        return td_yaml_fail(td_yaml_get(map, "totals"), err, "%s",
                            TD_T("file（单独的控制文件）和 totals（文件中的合计行）只能给一个",
                                 "either file (a companion) or totals (a row of the file itself)"));
    if (d->filter_count > 0)
        return td_yaml_fail(map, err, "%s",
                            TD_T("有 where 或 unless 的交付只取文件的一部分，不能核对整份文件的控制数",
                                 "with where or unless only a part of the file is taken: its totals cannot be checked"));
    if (c->sum_count == 0 && !c->rows.at && !c->rows_given)
        return td_yaml_fail(map, err, "%s", TD_T("control 没有 rows 也没有 sum", "control has neither rows nor sum"));
    return true;
}

static bool
read_control_rows(struct profile_reader *r, const struct td_yaml *map, struct td_control *c, struct td_error *err)
{
    const struct td_yaml *rows = td_yaml_get(map, "rows");

    if (rows && c->totals.at)
        return td_yaml_fail(rows, err, "%s", TD_T("合计行只核对 sum", "a totals row is checked by its sums only"));
    if (c->file.at)
        return text_of(r, map, "rows", &c->rows, err);
    return read_bound(map, "rows", &c->rows_given, &c->row_count, err);
}

static bool
read_control(struct profile_reader *r, const struct td_yaml *expects, const struct td_delivery *d, struct td_expects *e,
             struct td_error *err)
{
    static const char *const keys[] = {"file", "name", "totals", "rows", "sum"};
    const struct td_yaml *map = td_yaml_get(expects, "control");
    struct td_control *c = &e->control;

    if (!map)
        return true;
    bool ok = td_yaml_expect(map, TD_YAML_MAP, "control", err) && td_yaml_known(map, keys, COUNT(keys), err) &&
              text_of(r, map, "file", &c->file, err) && text_of(r, map, "totals", &c->totals, err) &&
              text_of(r, map, "name", &c->name, err) && read_control_rows(r, map, c, err) &&
              read_sums(r, d, map, c, err);
    if (ok && c->file.at && memchr(c->file.at, '/', c->file.len))
        ok = td_yaml_fail(td_yaml_get(map, "file"), err, "%s",
                          TD_T("file 是文件名的样式，不含文件夹", "file is a pattern of file names, without folders"));
    if (ok && c->name.at && !c->file.at)
        ok = td_yaml_fail(td_yaml_get(map, "name"), err, "%s", TD_T("name 与 file 一起用", "name goes with file"));
    return ok && check_control(map, d, c, err);
}

bool
profile_read_expects(struct profile_reader *r, const struct td_yaml *map, struct td_delivery *d, struct td_error *err)
{
    static const char *const keys[] = {"every", "day", "after", "rows", "county", "columns", "control"};
    const struct td_yaml *node = td_yaml_get(map, "expects");
    struct td_expects *e = &d->expects;

    *e = (struct td_expects){.drop_ppm = -1, .grow_ppm = -1, .county_drop_ppm = -1};
    if (!node)
        return true;
    e->given = true;
    e->hash = profile_hash_tree(node, 1);
    return td_yaml_expect(node, TD_YAML_MAP, "expects", err) && td_yaml_known(node, keys, COUNT(keys), err) &&
           read_due(node, e, err) && read_rows(node, e, err) && read_county(node, d, e, err) &&
           read_columns(node, d, e, err) && read_control(r, node, d, e, err);
}
