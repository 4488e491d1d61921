/* facts.yaml and metrics.yaml: what may be named in an expression. */
#include "rules.h"

#include <string.h>

static const char *const fact_keys[] = {"title", "unit",  "from", "years",
                                        "ages",  "range", "list", "more"};
static const char *const unit_words[] = {"money", "count", "number", "share", "score",
                                         "years", "days",  "bool",   "code",  "date"};
static const char *const metric_keys[] = {"title",  "value",     "when",
                                          "source", "confirmed", "note"};

struct place
yaml_place(const struct td_yaml *scalar)
{
    return (struct place){scalar->file->name, scalar->line,
                          scalar->column + (scalar->quoted ? 1 : 0)};
}

static bool
word_complete(const struct td_rules_options *options, struct td_str dataset, struct td_str word)
{
    for (size_t i = 0; i < options->complete_count; i++) {
        const struct td_complete_list *l = &options->complete[i];

        if (td_str_equal(l->dataset, dataset) &&
            (l->word.len == 0 || (word.len > 0 && td_str_equal(l->word, word))))
            return true;
    }
    return false;
}

/* Is every list that the fact is counted from declared complete? */
static bool
fact_complete(const struct td_rules_options *options, const struct fact *f)
{
    struct td_str rest = f->words;

    if (rest.len == 0)
        return word_complete(options, f->dataset, rest);
    while (rest.len > 0) {
        const char *comma = memchr(rest.at, ',', rest.len);
        size_t len = comma ? (size_t)(comma - rest.at) : rest.len;

        if (!word_complete(options, f->dataset, (struct td_str){rest.at, len}))
            return false;
        len += comma ? 1 : 0;
        rest.at += len;
        rest.len -= len;
    }
    return true;
}

static bool
read_list(struct compiler *c, const struct td_yaml *node, struct fact *f)
{
    static const char *const ways[] = {"raises", "lowers"};
    const struct td_yaml *list = td_yaml_get(node, "list"), *more = td_yaml_get(node, "more");
    const char *slash;
    struct td_str text;
    size_t way;

    if (!list)
        return !more || td_yaml_fail(more, c->err, "%s",
                                     TD_T("没有 list 的事实不能有 more",
                                          "more is for facts with a list"));
    if (!more)
        return td_yaml_fail(list, c->err, "%s",
                            TD_T("有 list 的事实必须写 more", "a fact with a list needs more"));
    if (!td_yaml_text(list, "list", &text, c->err) ||
        !td_yaml_choice(more, "more", ways, 2, &way, c->err))
        return false;
    f->list = true;
    f->lowers = way == 1;
    slash = memchr(text.at, '/', text.len);
    f->dataset = (struct td_str){text.at, slash ? (size_t)(slash - text.at) : text.len};
    if (slash)
        f->words = (struct td_str){slash + 1, text.len - f->dataset.len - 1};
    f->complete = fact_complete(c->options, f);
    f->dataset = td_arena_str(&c->rules->arena, f->dataset);
    f->words = td_arena_str(&c->rules->arena, f->words);
    return true;
}

static bool
read_fact(struct compiler *c, const struct td_yaml *key, const struct td_yaml *node,
          struct fact *f)
{
    const struct td_yaml *years = td_yaml_get(node, "years"), *ages = td_yaml_get(node, "ages");
    const struct td_yaml *range = td_yaml_get(node, "range"), *title = NULL, *unit = NULL;
    int64_t n = 0;
    size_t word;

    if (!td_yaml_expect(node, TD_YAML_MAP, "fact", c->err) ||
        !td_yaml_known(node, fact_keys, sizeof(fact_keys) / sizeof(*fact_keys), c->err) ||
        !td_yaml_need(node, "title", &title, c->err) ||
        !td_yaml_text(title, "title", &f->title, c->err) ||
        !td_yaml_need(node, "unit", &unit, c->err) ||
        !td_yaml_choice(unit, "unit", unit_words, sizeof(unit_words) / sizeof(*unit_words),
                        &word, c->err))
        return false;
    if (td_yaml_get(node, "from"))
        f->from = td_yaml_get(node, "from")->text;
    for (size_t i = 0; i < f->from.len; i++)
        if (f->from.at[i] == '.')
            f->from.len = i;
    f->name = td_arena_str(&c->rules->arena, key->text);
    f->title = td_arena_str(&c->rules->arena, f->title);
    f->unit = (enum unit)word;
    if (years && !td_yaml_int(years, "years", 1, AGES_MAX, &n, c->err))
        return false;
    f->years = (int)n;
    n = 0;
    if (ages && !td_yaml_int(ages, "ages", 1, AGES_MAX, &n, c->err))
        return false;
    f->ages = (int)n;
    if (range && !td_yaml_bool(range, "range", &f->range, c->err))
        return false;
    if ((f->years > 0) + (f->ages > 0) + (int)f->range > 1)
        return td_yaml_fail(node, c->err, "%s",
                            TD_T("years、ages、range 只能有一个",
                                 "only one of years, ages and range can be given"));
    f->slot_count = f->years ? f->years : f->ages ? f->ages : f->range ? 2 : 1;
    f->slots = td_arena_alloc(&c->rules->arena, (size_t)f->slot_count, sizeof(int));
    for (int i = 0; i < f->slot_count; i++)
        f->slots[i] = -1;
    if (!read_list(c, node, f))
        return false;
    f->from = f->list ? f->dataset : td_arena_str(&c->rules->arena, f->from);
    return true;
}

bool
facts_read(struct compiler *c, const struct td_yaml *root)
{
    const struct td_yaml *map;

    if (!td_yaml_expect(root, TD_YAML_MAP, "facts.yaml", c->err) ||
        !td_yaml_need(root, "facts", &map, c->err) ||
        !td_yaml_expect(map, TD_YAML_MAP, "facts", c->err))
        return false;
    c->rules->facts = td_arena_alloc(&c->rules->arena, map->count + 1, sizeof(struct fact));
    for (size_t i = 0; i < map->count; i++) {
        if (!read_fact(c, map->keys[i], map->items[i], &c->rules->facts[i]))
            return false;
        c->rules->fact_count++;
    }
    return true;
}

const struct fact *
fact_find(const struct td_rules *rules, struct td_str name, int *index)
{
    for (int i = 0; i < rules->fact_count; i++) {
        if (td_str_equal(rules->facts[i].name, name)) {
            *index = i;
            return &rules->facts[i];
        }
    }
    return NULL;
}

/* The slot of a fact's column; made when it is first asked for, so that only what the criteria
 * speak of is read from the database. */
int
slot_of(struct td_rules *rules, int fact, int index)
{
    struct fact *f = &rules->facts[fact];
    struct td_buf name = {0};
    struct td_slot slot = {.type = f->unit == UNIT_BOOL   ? TD_SLOT_BOOL
                                   : f->unit == UNIT_DATE ? TD_SLOT_DATE
                                   : f->unit == UNIT_CODE ? TD_SLOT_INDUSTRY
                                                          : TD_SLOT_INT,
                           .list = f->list,
                           .nothing = f->lowers ? 999 : 0};

    if (f->slots[index] >= 0)
        return f->slots[index];
    td_buf_str(&name, f->name);
    if (f->range)
        td_buf_text(&name, index ? "_hi" : "_lo");
    else if (f->slot_count > 1 || f->years || f->ages)
        td_buf_printf(&name, "_%d", index);
    slot.column = td_arena_str(&rules->arena, td_buf_view(&name));
    td_buf_free(&name);
    GROW(rules->slots, rules->slot_count, rules->slot_cap)[rules->slot_count] = slot;
    f->slots[index] = rules->slot_count++;
    return f->slots[index];
}

static bool
read_metric(struct compiler *c, const struct td_yaml *key, const struct td_yaml *node,
            struct metric *m)
{
    const struct td_yaml *title, *value = td_yaml_get(node, "value"),
                                 *when = td_yaml_get(node, "when");
    struct td_str text;
    int fact;

    if (!td_yaml_expect(node, TD_YAML_MAP, "metric", c->err) ||
        !td_yaml_known(node, metric_keys, sizeof(metric_keys) / sizeof(*metric_keys), c->err) ||
        !td_yaml_need(node, "title", &title, c->err) ||
        !td_yaml_text(title, "title", &m->title, c->err))
        return false;
    if (!value == !when)
        return td_yaml_fail(
            node, c->err, "%s",
            TD_T("指标要有 value 或 when 之一", "a metric has either value or when"));
    if (fact_find(c->rules, key->text, &fact))
        return td_yaml_fail(key, c->err,
                            TD_T("指标“%.*s”与事实同名", "metric \"%.*s\" has a fact's name"),
                            (int)key->text.len, key->text.at);
    m->name = td_arena_str(&c->rules->arena, key->text);
    m->title = td_arena_str(&c->rules->arena, m->title);
    m->node = value ? value : when;
    return confirmed_read(c, node, &m->confirmed) &&
           td_yaml_text(m->node, value ? "value" : "when", &text, c->err) &&
           expr_parse(&c->rules->arena, text, yaml_place(m->node),
                      (struct expr **)(value ? &m->value : &m->when), c->err);
}

/* Read all, then try each, so that a mistake in a metric that no tier uses is found as well. */
bool
metrics_read(struct compiler *c, const struct td_yaml *root)
{
    struct td_rules *r = c->rules;
    const struct td_yaml *map;
    struct mark mark;
    struct value value;
    int op;

    if (!td_yaml_expect(root, TD_YAML_MAP, "metrics.yaml", c->err) ||
        !td_yaml_need(root, "metrics", &map, c->err) ||
        !td_yaml_expect(map, TD_YAML_MAP, "metrics", c->err))
        return false;
    r->metrics = td_arena_alloc(&r->arena, map->count + 1, sizeof(struct metric));
    for (size_t i = 0; i < map->count; i++) {
        if (!read_metric(c, map->keys[i], map->items[i], &r->metrics[i]))
            return false;
        r->metric_count++;
    }
    mark = mark_now(r);
    for (int i = 0; i < r->metric_count; i++) {
        struct metric *m = &r->metrics[i];

        c->node = m->node;
        m->open = true;
        if (!(m->value ? value_of(c, m->value, 0, &value) : comparison_op(c, m->when, 0, &op)))
            return false;
        m->open = false;
    }
    take_back(r, &mark);
    return true;
}

bool
confirmed_read(struct compiler *c, const struct td_yaml *map, struct td_str *out)
{
    static const char *const grades[] = {"A", "B", "B2", "M"};
    const struct td_yaml *node = td_yaml_get(map, "confirmed");
    size_t grade;

    *out = (struct td_str){0};
    if (!node)
        return true;
    if (!td_yaml_choice(node, "confirmed", grades, 4, &grade, c->err))
        return false;
    *out = td_str(grades[grade]);
    return true;
}
