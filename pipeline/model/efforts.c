/* efforts.yaml: what it takes to change a value. A local judgement, no document. */
#include "gap.h"

#include <string.h>

enum { COST_MAX = 200, MONTHS_MAX = 600 };

static const char *const root_keys[] = {"note", "source", "confirmed", "horizon", "manual",
                                        "find_out", "otherwise", "levers", "batches"};
static const char *const lever_keys[] = {"change", "time", "counts", "raise", "lower", "by",
                                         "find_out", "note", "source", "confirmed"};
static const char *const step_keys[] = {"within", "cost", "months", "note"};
static const char *const batch_keys[] = {"tier", "from", "to", "source", "confirmed", "note"};

#define KEYS(words) (words), sizeof(words) / sizeof(*(words))

static bool
read_cost(struct compiler *c, const struct td_yaml *map, const char *key, int otherwise,
          int *out)
{
    const struct td_yaml *node = td_yaml_get(map, key);
    int64_t n = otherwise;

    if (node && !td_yaml_int(node, key, 0, COST_MAX, &n, c->err))
        return false;
    *out = (int)n;
    return true;
}

/* "24个月" */
static bool
read_horizon(struct compiler *c, const struct td_yaml *root, int *out)
{
    const struct td_yaml *node;
    struct td_str text;
    int months = 0;
    size_t i = 0;

    if (!td_yaml_need(root, "horizon", &node, c->err) ||
        !td_yaml_text(node, "horizon", &text, c->err))
        return false;
    for (; i < text.len && text.at[i] >= '0' && text.at[i] <= '9' && months <= MONTHS_MAX; i++)
        months = months * 10 + text.at[i] - '0';
    if (i == 0 || months > MONTHS_MAX ||
        !td_str_equal((struct td_str){text.at + i, text.len - i}, TD_STR("个月")))
        return td_yaml_fail(node, c->err, "%s",
                            TD_T("应写成“24个月”这样", "write it like 24个月"));
    *out = months;
    return true;
}

/* 10% of the threshold, or a distance in the value's own unit. */
static bool
read_within(struct compiler *c, const struct td_yaml *node, const struct value *v,
            struct effort_step *step)
{
    struct td_str text;
    struct expr *e;
    int64_t num, den;

    if (!td_yaml_text(node, "within", &text, c->err) ||
        !expr_constant(&c->rules->arena, text, yaml_place(node), &e, c->err))
        return false;
    c->node = node;
    if (e->num < 0)
        return td_yaml_fail(node, c->err, "%s",
                            TD_T("距离不能为负", "a distance is not negative"));
    step->relative = e->measure == MEASURE_SHARE;
    if (step->relative) {
        step->within = (double)e->num / (double)e->den;
        return true;
    }
    if (v->unit == UNIT_RATIO)
        return td_yaml_fail(node, c->err, "%s",
                            TD_T("比值的距离按门槛的百分之几写，如 10%",
                                 "the distance of a ratio is a part of its threshold, such as 10%"));
    if (!units_agree(c, e, v,
                     &(struct value){.num = e->num, .den = e->den, .measure = e->measure}, &num,
                     &den))
        return false;
    step->within = (double)num / (double)den;
    return true;
}

static bool
read_way(struct compiler *c, const struct td_yaml *list, const char *what,
         const struct value *v, struct effort_way *way)
{
    if (!list)
        return true;
    if (!td_yaml_expect(list, TD_YAML_LIST, what, c->err))
        return false;
    if (list->count == 0 || list->count > GAP_STEPS)
        return td_yaml_fail(list, c->err, TD_T("%s 要有1到%d档", "%s has 1 to %d steps"), what,
                            GAP_STEPS);
    for (size_t i = 0; i < list->count; i++) {
        const struct td_yaml *map = list->items[i], *node, *within = td_yaml_get(map, "within");
        struct effort_step *s = &way->steps[way->count++], *last = i ? s - 1 : NULL;
        int64_t cost, months;

        if (!td_yaml_expect(map, TD_YAML_MAP, what, c->err) ||
            !td_yaml_known(map, KEYS(step_keys), c->err) ||
            !td_yaml_need(map, "cost", &node, c->err) ||
            !td_yaml_int(node, "cost", 0, COST_MAX, &cost, c->err) ||
            !td_yaml_need(map, "months", &node, c->err) ||
            !td_yaml_int(node, "months", 0, MONTHS_MAX, &months, c->err) ||
            (within && !read_within(c, within, v, s)))
            return false;
        s->any = !within;
        s->cost = (int)cost;
        s->months = (int)months;
        if (last && (last->any || s->cost < last->cost ||
                     (!s->any && (s->relative != last->relative || s->within <= last->within))))
            return td_yaml_fail(map, c->err, "%s",
                                TD_T("各档须由近到远，代价不减，同用百分比或同用数量",
                                     "steps go from near to far, no step costs less than a "
                                     "nearer one, all are parts or all are amounts"));
    }
    return true;
}

/* By which columns a metric's comparisons are known, for this year and those before. */
static void
metric_keys_of(struct compiler *c, const struct metric *m, struct effort *effort)
{
    struct td_rules *r = c->rules;
    struct td_error none = {0}, *err = c->err;

    c->err = &none;
    for (int shift = 0; shift < 3; shift++) {
        struct mark mark = mark_now(r);
        struct value v;
        int op;

        c->node = m->node;
        if (value_of(c, m->value, shift, &v) &&
            threshold_op(c, m->value, &v, CMP_GE, 1, 1, &op)) {
            const struct op *o = &r->ops[op];
            bool used = o->a < mark.columns && o->b < mark.columns && o->c < mark.columns;

            if (used) {
                effort->keys[effort->key_count].kind = o->kind;
                effort->keys[effort->key_count].a = o->a;
                effort->keys[effort->key_count].b = o->b;
                effort->keys[effort->key_count++].c = o->c;
            }
        }
        take_back(r, &mark);
        td_error_reset(&none);
    }
    c->err = err;
}

static bool
lever_value(struct compiler *c, const struct td_yaml *key, struct effort *effort,
            struct value *v)
{
    struct td_rules *r = c->rules;
    const struct fact *f = fact_find(r, key->text, &effort->fact);

    effort->name = td_arena_str(&r->arena, key->text);
    effort->divisor = 1;
    *v = (struct value){.kind = V_LINEAR};
    if (f) {
        v->unit = f->unit;
        effort->title = f->title;
        return true;
    }
    effort->fact = -1;
    effort->title = TD_STR("企业划型");
    if (td_str_equal(key->text, TD_STR("size"))) {
        v->unit = UNIT_NUMBER;
        return true;
    }
    for (int i = 0; i < r->metric_count; i++) {
        struct mark mark = mark_now(r);
        const struct metric *m = &r->metrics[i];

        if (!td_str_equal(m->name, key->text))
            continue;
        if (!m->value)
            break;
        c->node = m->node;
        if (!value_of(c, m->value, 0, v))
            return false;
        take_back(r, &mark);
        effort->title = m->title;
        effort->shape = v->kind;
        effort->minus = v->num != 0;
        effort->divisor = v->a.divisor > 0 ? v->a.divisor : 1;
        metric_keys_of(c, m, effort);
        return true;
    }
    td_yaml_fail(key, c->err, TD_T("不认识的事实或指标“%.*s”", "unknown fact or metric \"%.*s\""),
                 (int)key->text.len, key->text.at);
    return td_hint(c->err, "%s",
                   TD_T("事实见 facts.yaml，有 value 的指标见 metrics.yaml，还有 size",
                        "facts stand in facts.yaml, metrics with a value in metrics.yaml; or size"));
}

static bool
read_by(struct compiler *c, const struct td_yaml *map, struct effort *effort)
{
    const struct td_yaml *node = td_yaml_get(map, "by");
    struct td_str text;

    effort->by = -1;
    if (!node)
        return true;
    if (!td_yaml_text(node, "by", &text, c->err))
        return false;
    if (effort->fact >= 0)
        return td_yaml_fail(node, c->err, "%s",
                            TD_T("by 只用于指标", "by is for metrics only"));
    return fact_find(c->rules, text, &effort->by) ||
           td_yaml_fail(node, c->err, TD_T("没有事实“%.*s”", "there is no fact \"%.*s\""),
                        (int)text.len, text.at);
}

static bool
read_lever(struct compiler *c, const struct td_yaml *key, const struct td_yaml *map,
           struct effort *effort)
{
    static const char *const changes[] = {"never"}, *const counts[] = {"day", "year_end"};
    const struct td_yaml *change = td_yaml_get(map, "change"), *time = td_yaml_get(map, "time"),
                         *counted = td_yaml_get(map, "counts");
    const struct td_yaml *raise = td_yaml_get(map, "raise"), *lower = td_yaml_get(map, "lower");
    const struct td_yaml *note;
    struct td_str confirmed;
    struct value v;
    size_t word = 0;

    if (!td_yaml_expect(map, TD_YAML_MAP, "levers", c->err) ||
        !td_yaml_known(map, KEYS(lever_keys), c->err) || !lever_value(c, key, effort, &v) ||
        (change && !td_yaml_choice(change, "change", changes, 1, &word, c->err)) ||
        (time && !td_yaml_bool(time, "time", &effort->time, c->err)) ||
        (counted && !td_yaml_choice(counted, "counts", counts, 2, &word, c->err)) ||
        !confirmed_read(c, map, &confirmed) || !td_yaml_need(map, "note", &note, c->err) ||
        !td_yaml_text(note, "note", &effort->note, c->err) || !read_by(c, map, effort) ||
        !read_cost(c, map, "find_out", -1, &effort->find_out))
        return false;
    effort->note = td_arena_str(&c->rules->arena, effort->note);
    effort->year_end = counted && word == 1;
    if ((change != NULL) + effort->time + (raise || lower) != 1)
        return td_yaml_fail(key, c->err, "%s",
                            TD_T("要有且只有一种：change: never、time: true、raise 或 lower",
                                 "exactly one of change: never, time: true, raise or lower"));
    if (effort->time && v.unit != UNIT_YEARS && v.unit != UNIT_DATE)
        return td_yaml_fail(time, c->err, "%s",
                            TD_T("time 只用于年数和日期", "time is for years and dates only"));
    return read_way(c, raise, "raise", &v, &effort->raise) &&
           read_way(c, lower, "lower", &v, &effort->lower);
}

static bool
read_levers(struct compiler *c, const struct td_yaml *root, struct gap *g)
{
    const struct td_yaml *map;

    if (!td_yaml_need(root, "levers", &map, c->err) ||
        !td_yaml_expect(map, TD_YAML_MAP, "levers", c->err))
        return false;
    g->efforts = td_arena_alloc(&c->rules->arena, map->count + 1, sizeof(*g->efforts));
    for (size_t i = 0; i < map->count; i++) {
        if (!read_lever(c, map->keys[i], map->items[i], &g->efforts[i]))
            return false;
        g->effort_count++;
    }
    return true;
}

/* What it takes to clear up an unknown: by dataset, and otherwise. */
static bool
read_find_out(struct compiler *c, const struct td_yaml *root, struct gap *g)
{
    const struct td_yaml *map = td_yaml_get(root, "find_out");

    if (!read_cost(c, root, "otherwise", 1, &g->find_out) ||
        !read_cost(c, root, "manual", 0, &g->manual))
        return false;
    if (!map)
        return true;
    if (!td_yaml_expect(map, TD_YAML_MAP, "find_out", c->err))
        return false;
    g->datasets = td_arena_alloc(&c->rules->arena, map->count + 1, sizeof(*g->datasets));
    for (size_t i = 0; i < map->count; i++) {
        int64_t cost;
        bool there = false;

        for (int f = 0; f < c->rules->fact_count; f++)
            there = there || td_str_equal(c->rules->facts[f].from, map->keys[i]->text);
        if (!there)
            return td_yaml_fail(map->keys[i], c->err,
                                TD_T("没有事实来自“%.*s”", "no fact comes from \"%.*s\""),
                                (int)map->keys[i]->text.len, map->keys[i]->text.at);
        if (!td_yaml_int(map->items[i], "find_out", 0, COST_MAX, &cost, c->err))
            return false;
        g->datasets[g->dataset_count].name = td_arena_str(&c->rules->arena, map->keys[i]->text);
        g->datasets[g->dataset_count++].find_out = (int)cost;
    }
    return true;
}

/* ---- batches
 * ------------------------------------------------------------------------------------------- */
/* 04-25 */
static bool
read_day(struct compiler *c, const struct td_yaml *map, const char *key, int *out)
{
    const struct td_yaml *node;
    struct td_str text;
    char day[11] = "2024-"; /* a leap year: 02-29 may stand */
    td_date date;

    if (!td_yaml_need(map, key, &node, c->err) || !td_yaml_text(node, key, &text, c->err))
        return false;
    if (text.len == 5) {
        memcpy(day + 5, text.at, 5);
        if (td_date_parse((struct td_str){day, 10}, TD_DATE_ISO, &date) == TD_FAULT_NONE) {
            struct td_civil civil = td_date_civil(date);

            *out = civil.month * 100 + civil.day;
            return true;
        }
    }
    return td_yaml_fail(node, c->err, "%s",
                        TD_T("应是月和日，如 04-25", "a month and a day such as 04-25"));
}

static bool
read_batch(struct compiler *c, const struct td_yaml *map, struct batch *b)
{
    const struct td_yaml *tier, *source;
    const struct td_rules *r = c->rules;
    struct td_str confirmed;
    bool known = false;

    if (!td_yaml_expect(map, TD_YAML_MAP, "batches", c->err) ||
        !td_yaml_known(map, KEYS(batch_keys), c->err) ||
        !td_yaml_need(map, "tier", &tier, c->err) ||
        !td_yaml_text(tier, "tier", &b->tier, c->err) || !read_day(c, map, "from", &b->from) ||
        !read_day(c, map, "to", &b->to) || !confirmed_read(c, map, &confirmed) ||
        !td_yaml_need(map, "source", &source, c->err) ||
        !td_yaml_text(source, "source", &b->source, c->err))
        return false;
    for (int i = 0; i < r->ladder_count; i++)
        known = known || td_str_equal(r->ladder[i], b->tier);
    for (int i = 0; i < r->second_count; i++)
        known = known || td_str_equal(r->second[i], b->tier);
    if (!known)
        return td_yaml_fail(tier, c->err, TD_T("没有层级“%.*s”", "there is no tier \"%.*s\""),
                            (int)b->tier.len, b->tier.at);
    if (b->to < b->from)
        return td_yaml_fail(map, c->err, "%s", TD_T("to 早于 from", "to is before from"));
    b->unconfirmed = td_str_equal(confirmed, TD_STR("M"));
    b->tier = td_arena_str(&c->rules->arena, b->tier);
    b->source = td_arena_str(&c->rules->arena, b->source);
    return true;
}

bool
td_rules_filing(const struct td_rules *rules, size_t program, size_t n, struct td_filing *filing)
{
    const struct td_program *p = td_rules_program(rules, program);

    for (int i = 0; p->kind == TD_NEW && rules->gap && i < rules->gap->batch_count; i++) {
        const struct batch *b = &rules->gap->batches[i];
        if (!td_str_equal(b->tier, p->tier) || n-- > 0)
            continue;
        *filing = (struct td_filing){b->source, b->from, b->to, b->unconfirmed};
        return true;
    }
    return false;
}

bool
efforts_read(struct compiler *c, const struct td_yaml *root)
{
    struct gap *g = td_arena_alloc(&c->rules->arena, 1, sizeof(*g));
    const struct td_yaml *list = td_yaml_get(root, "batches");

    if (!td_yaml_expect(root, TD_YAML_MAP, "efforts.yaml", c->err) ||
        !td_yaml_known(root, KEYS(root_keys), c->err) || !read_horizon(c, root, &g->horizon) ||
        !read_find_out(c, root, g) || !read_levers(c, root, g) ||
        (list && !td_yaml_expect(list, TD_YAML_LIST, "batches", c->err)))
        return false;
    g->batches = td_arena_alloc(&c->rules->arena, list ? list->count + 1 : 1, sizeof(*g->batches));
    for (size_t i = 0; list && i < list->count; i++) {
        if (!read_batch(c, list->items[i], &g->batches[i]))
            return false;
        g->batch_count++;
    }
    c->rules->gap = g;
    return true;
}
