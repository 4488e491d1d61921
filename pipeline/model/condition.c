/* Condition trees: all, any, not over when, manual, unknown and score. */
#include "rules.h"

#include <stdlib.h>
#include <string.h>

enum { CHILDREN_MAX = 100, TREE_DEPTH_MAX = 12 };

static const char *const condition_keys[] = {
    "id",  "clause", "text",  "confirmed", "when",     "all",    "any",
    "not", "manual", "unknown", "score", "unless", "external", "source", "note", "hint"};
static const char *const forms[] = {"when", "all", "any", "not", "manual", "unknown", "score"};

/* Where a condition stands: inherited by its parts. */
struct context {
    struct td_str clause;
    struct td_str id;
    int parent, number;
    bool subject, na;
    int depth;
};

/* ---- facts that an explanation shows
 * ----------------------------------------------------------------- */
static void
show(struct td_rules *r, int first, int fact, int index)
{
    for (int i = first; i < r->shown_count; i++)
        if (r->shown[i].fact == fact && r->shown[i].index == index)
            return;
    GROW(r->shown, r->shown_count, r->shown_cap)[r->shown_count] = (struct shown){fact, index};
    r->shown_count++;
}

static void
shown_name(struct compiler *c, const struct expr *e, int shift, int first)
{
    struct td_rules *r = c->rules;
    const struct fact *f;
    int fact;

    if (td_str_equal(e->name, TD_STR("size"))) {
        show(r, first, -1, 0);
        return;
    }
    shift += e->index == INDEX_YEAR ? e->from : 0;
    f = fact_find(r, e->name, &fact);
    if (f && f->ages) {
        for (int i = e->from; i <= e->to && i < f->ages; i++)
            show(r, first, fact, i);
    } else if (f) {
        show(r, first, fact, f->years ? shift : 0);
        if (f->range)
            show(r, first, fact, 1);
    }
    for (int i = 0; i < r->metric_count; i++) {
        struct metric *m = &r->metrics[i];

        if (td_str_equal(m->name, e->name) && !m->open) {
            m->open = true;
            shown_of(c, m->value ? m->value : m->when, shift);
            m->open = false;
        }
    }
}

static void
shown_walk(struct compiler *c, const struct expr *e, int shift, int first)
{
    int years = 1, step = 1;

    if (e->kind == EX_NAME) {
        shown_name(c, e, shift, first);
        return;
    }
    if (e->kind == EX_CALL) {
        if (td_str_equal(e->name, TD_STR("growth")))
            years = 2;
        else if (td_str_equal(e->name, TD_STR("mean_growth")) ||
                 td_str_equal(e->name, TD_STR("cagr")))
            years = 3;
        else if (e->arg_count == 2)
            years = (int)e->args[1]->num;
        if (td_str_equal(e->name, TD_STR("cagr")))
            step = 2;
        for (int i = 0; i < years; i += step)
            shown_walk(c, e->args[0], shift + i, first);
        return;
    }
    for (int i = 0; i < e->arg_count; i++)
        shown_walk(c, e->args[i], shift, first);
}

void
shown_of(struct compiler *c, const struct expr *e, int shift)
{
    if (c->shown_depth > TREE_DEPTH_MAX)
        return;
    if (c->shown_depth++ == 0)
        c->shown_first = c->rules->shown_count;
    shown_walk(c, e, shift, c->shown_first);
    c->shown_depth--;
}

/* ---- trees
 * ---------------------------------------------------------------------------------------------
 */
static bool
tree(struct compiler *c, const struct td_yaml *map, struct context context,
     struct condition_list *list, int *op, bool *data);

static int
list_add(struct condition_list *l)
{
    if (l->count == l->cap) {
        l->cap = l->cap ? 2 * l->cap : 32;
        l->at = td_realloc(l->at, (size_t)l->cap, sizeof(*l->at));
        l->ops = td_realloc(l->ops, (size_t)l->cap, sizeof(*l->ops));
        l->expressions = td_realloc(l->expressions, (size_t)l->cap, sizeof(*l->expressions));
        l->confirmed = td_realloc(l->confirmed, (size_t)l->cap, sizeof(*l->confirmed));
        l->shown = td_realloc(l->shown, (size_t)l->cap, sizeof(*l->shown));
    }
    memset(&l->at[l->count], 0, sizeof(*l->at));
    l->ops[l->count] = -1;
    l->expressions[l->count] = l->confirmed[l->count] = (struct td_str){0};
    l->shown[l->count][0] = l->shown[l->count][1] = 0;
    return l->count++;
}

void
condition_list_free(struct condition_list *l)
{
    free(l->at);
    free(l->ops);
    free(l->expressions);
    free(l->confirmed);
    free(l->shown);
    *l = (struct condition_list){0};
}

static bool
read_id(struct compiler *c, const struct td_yaml *map, const struct context *context,
        const struct condition_list *list, struct td_str *out)
{
    const struct td_yaml *node = td_yaml_get(map, "id");
    struct td_buf name = {0};

    if (!node) {
        td_buf_str(&name, context->id);
        td_buf_printf(&name, ".%d", context->number);
        *out = td_arena_str(&c->rules->arena, td_buf_view(&name));
        td_buf_free(&name);
        return true;
    }
    if (!td_yaml_text(node, "id", out, c->err))
        return false;
    for (size_t i = 0; i < out->len; i++) {
        char ch = out->at[i];

        if (!((ch >= 'a' && ch <= 'z') || (ch >= '0' && ch <= '9') || ch == '_'))
            return td_yaml_fail(node, c->err, "%s",
                                TD_T("id 只用小写字母、数字和下划线",
                                     "an id has small letters, digits and _ only"));
    }
    for (int i = 0; list && i < list->count; i++) {
        if (!td_str_equal(list->at[i].id, *out))
            continue;
        td_yaml_fail(node, c->err, TD_T("id“%.*s”重复", "id \"%.*s\" is given twice"),
                     (int)out->len, out->at);
        return td_hint(c->err, TD_T("前一个是“%.*s %.*s”", "the first is \"%.*s %.*s\""),
                       (int)list->at[i].clause.len, list->at[i].clause.at,
                       (int)list->at[i].text.len, list->at[i].text.at);
    }
    *out = td_arena_str(&c->rules->arena, *out);
    return true;
}

bool
clause_hint(const char *key, struct td_error *err)
{
    if (strcmp(key, "clause") == 0)
        td_hint(err, "%s",
                TD_T("写明出自哪一条，如 clause: 附件2 三",
                     "say which clause it is from, such as clause: 附件2 三"));
    else if (strcmp(key, "text") == 0)
        td_hint(
            err, "%s",
            TD_T("抄下原文，如 text: 研发费用占比不低于3%", "copy the official text: text: …"));
    return false;
}

static bool
read_text(struct compiler *c, const struct td_yaml *map, const char *key, bool needed,
          struct td_str *out)
{
    const struct td_yaml *node = td_yaml_get(map, key);

    if (!node && !needed)
        return true;
    if (!td_yaml_need(map, key, &node, c->err) || !td_yaml_text(node, key, out, c->err))
        return clause_hint(key, c->err);
    *out = td_arena_str(&c->rules->arena, *out);
    return true;
}

/* `unless: review`: na for that kind of application; `unless: always`: for all, the condition
 * is dropped. */
static bool
read_unless(struct compiler *c, const struct td_yaml *map, bool *na)
{
    static const char *const kinds[] = {"new", "review", "always"};
    const struct td_yaml *node = td_yaml_get(map, "unless");
    size_t kind;

    if (!node)
        return true;
    if (!td_yaml_choice(node, "unless", kinds, 3, &kind, c->err))
        return false;
    *na = *na || kind == 2 || (kind == 1) == c->review;
    return true;
}

static bool
read_mark(struct compiler *c, const struct td_yaml *node, int *op)
{
    struct td_rules *r = c->rules;
    const struct score *score = c->score >= 0 ? &r->scores[c->score] : NULL;
    struct td_str text;
    struct expr *e;
    int group = -1, most;

    if (!td_yaml_text(node, "score", &text, c->err) ||
        !expr_parse(&r->arena, text, yaml_place(node), &e, c->err))
        return false;
    c->node = node;
    if (!score)
        return compile_fail(c, e, "%s", TD_T("这个文件没有 score", "this file has no score"));
    c->unconfirmed = c->unconfirmed || score->unconfirmed;
    if (e->kind != EX_CMP || e->args[0]->kind != EX_NAME || e->args[1]->kind != EX_CONST ||
        e->args[1]->den != 1 ||
        (e->args[1]->measure != MEASURE_NONE && e->args[1]->measure != MEASURE_SCORE) ||
        (e->cmp != CMP_GE && e->cmp != CMP_GT))
        return compile_fail(c, e, "%s",
                            TD_T("应写成 total >= 60 这样", "write it like total >= 60"));
    if (!td_str_equal(e->args[0]->name, TD_STR("total"))) {
        while (++group < score->group_count &&
               !td_str_equal(score->groups[group].id, e->args[0]->name))
            ;
        if (group == score->group_count)
            return compile_fail(c, e, TD_T("没有“%.*s”这个分组", "there is no group \"%.*s\""),
                                (int)e->args[0]->name.len, e->args[0]->name.at);
    }
    e->args[1]->num /= e->args[1]->measure == MEASURE_SCORE ? 100 : 1;
    most = group < 0 ? score->max : score->groups[group].max;
    if (e->args[1]->num > most || (e->cmp == CMP_GT && e->args[1]->num == most)) {
        compile_fail(c, e->args[1], "%s",
                     TD_T("分数线高于满分", "the mark is above the maximum"));
        return td_hint(c->err, TD_T("满分是 %d 分", "the maximum is %d"), most);
    }
    *op = op_add(r, (struct op){.kind = OP_MARK,
                                .a = c->score,
                                .b = group,
                                .p = e->args[1]->num + (e->cmp == CMP_GT)});
    return true;
}

static bool
read_children(struct compiler *c, const struct td_yaml *children, enum op_kind kind,
              struct context context, struct condition_list *list, int *op, bool *data)
{
    int ops[CHILDREN_MAX];

    if (!td_yaml_expect(children, TD_YAML_LIST, kind == OP_ALL ? "all" : "any", c->err))
        return false;
    if (children->count == 0 || children->count > CHILDREN_MAX)
        return td_yaml_fail(children, c->err, "%s",
                            TD_T("组合条件要有1到100项", "a composite has 1 to 100 parts"));
    for (size_t i = 0; i < children->count; i++) {
        bool part = false;

        context.number = (int)i + 1;
        if (!tree(c, children->items[i], context, list, &ops[i], &part))
            return false;
        *data = *data || part;
    }
    *op = op_group(c->rules, kind, ops, (int)children->count);
    return true;
}

static bool
read_external(struct compiler *c, const struct td_yaml *map, int *op, bool *data)
{
    const struct td_yaml *node = td_yaml_get(map, "external");
    bool external = false;

    if (node && !td_yaml_bool(node, "external", &external, c->err))
        return false;
    *data = !external;
    if (external)
        *op = op_add(c->rules, (struct op){.kind = OP_EXTERNAL, .a = *op});
    return true;
}

/* The one of when, all, any, not, manual, score that the condition has. */
static bool
read_form(struct compiler *c, const struct td_yaml *map, const char **form)
{
    *form = NULL;
    for (size_t i = 0; i < sizeof(forms) / sizeof(*forms); i++) {
        if (!td_yaml_get(map, forms[i]))
            continue;
        if (*form)
            return td_yaml_fail(td_yaml_key(map, forms[i]), c->err,
                                TD_T("条件既有 %s 又有 %s", "a condition has both %s and %s"),
                                *form, forms[i]);
        *form = forms[i];
    }
    return *form ||
           td_yaml_fail(map, c->err, "%s",
                        TD_T("条件要有 when、all、any、not、manual、unknown、score 之一",
                             "a condition has one of when, all, any, not, manual, unknown, score"));
}

static bool
read_body(struct compiler *c, const struct td_yaml *map, const char *form,
          struct context context, struct condition_list *list, int *op, bool *data)
{
    const struct td_yaml *body = td_yaml_get(map, form);
    struct td_str text;

    if (strcmp(form, "all") == 0 || strcmp(form, "any") == 0)
        return read_children(c, body, form[1] == 'l' ? OP_ALL : OP_ANY, context, list, op,
                             data);
    if (strcmp(form, "not") == 0) {
        context.number = 1;
        if (!tree(c, body, context, list, op, data))
            return false;
        *op = op_add(c->rules, (struct op){.kind = OP_NOT, .a = *op});
        return true;
    }
    if (strcmp(form, "manual") == 0) {
        *op = op_state(c->rules, S_MANUAL);
        return td_yaml_text(body, "manual", &text, c->err);
    }
    if (strcmp(form, "unknown") == 0) { /* data could decide it; none that are delivered do */
        *data = true;
        *op = op_state(c->rules, S_UNKNOWN);
        return td_yaml_text(body, "unknown", &text, c->err);
    }
    if (strcmp(form, "score") == 0) {
        *data = true;
        return read_mark(c, body, op);
    }
    return when_op(c, body, op) && read_external(c, map, op, data);
}

static bool
tree(struct compiler *c, const struct td_yaml *map, struct context context,
     struct condition_list *list, int *op, bool *data)
{
    struct td_rules *r = c->rules;
    bool top = context.depth == 0, outer = c->unconfirmed;
    int at = 0, shown = r->shown_count;
    struct td_condition condition = {.parent = context.parent,
                                     .subject = context.subject,
                                     .clause = context.clause,
                                     .line = map->line,
                                     .column = map->column};
    struct td_str confirmed, expression = {0};
    const char *form;

    if (context.depth > TREE_DEPTH_MAX)
        return td_yaml_fail(map, c->err, "%s", TD_T("嵌套过深", "nested too deeply"));
    if (!td_yaml_expect(map, TD_YAML_MAP, "condition", c->err) ||
        !td_yaml_known(map, condition_keys, sizeof(condition_keys) / sizeof(*condition_keys),
                       c->err) ||
        (top && list && !td_yaml_need(map, "id", &(const struct td_yaml *){NULL}, c->err)) ||
        !read_id(c, map, &context, list, &condition.id) ||
        !read_text(c, map, "clause", top && list, &condition.clause) ||
        !read_text(c, map, "text", top && list, &condition.text) ||
        !confirmed_read(c, map, &confirmed) || !hint_read(c, map, &condition.hint) ||
        !read_unless(c, map, &context.na) ||
        !read_form(c, map, &form))
        return false;
    if (list) {
        at = list_add(list);
        list->at[at] = condition; /* the place and the id are taken before those of the parts */
    }
    c->unconfirmed = td_str_equal(confirmed, TD_STR("M"));
    context.id = condition.id;
    context.clause = condition.clause;
    context.parent = at;
    context.depth++;
    if (!read_body(c, map, form, context, list, op, data))
        return false;
    if (context.na)
        *op = op_state(r, S_NA);
    if (td_yaml_get(map, form)->kind == TD_YAML_SCALAR)
        expression = td_arena_str(&r->arena, td_yaml_get(map, form)->text);
    if (list) {
        condition.file = td_arena_str(&r->arena, td_str(map->file->name));
        condition.any = strcmp(form, "any") == 0;
        condition.data = *data;
        condition.unconfirmed = c->unconfirmed;
        list->at[at] = condition;
        list->ops[at] = *op;
        list->expressions[at] = expression;
        list->confirmed[at] = confirmed;
        list->shown[at][0] = shown;
        list->shown[at][1] = strcmp(form, "when") == 0 ? r->shown_count - shown : 0;
    }
    c->unconfirmed = c->unconfirmed || outer;
    return true;
}

bool
conditions_read(struct compiler *c, const struct td_yaml *entries, bool subject,
                struct condition_list *list)
{
    if (!td_yaml_expect(entries, TD_YAML_LIST, subject ? "subject" : "require", c->err))
        return false;
    for (size_t i = 0; i < entries->count; i++) {
        struct context context = {.parent = -1, .subject = subject};
        bool data = false;
        int op;

        if (!tree(c, entries->items[i], context, list, &op, &data))
            return false;
    }
    return true;
}

/* A tag's own keys stand beside the form: only the form is read here. */
bool
condition_tree(struct compiler *c, const struct td_yaml *map, int *op)
{
    const char *form;
    bool data = false;

    return read_form(c, map, &form) &&
           read_body(c, map, form, (struct context){.parent = -1, .depth = 1}, NULL, op, &data);
}
