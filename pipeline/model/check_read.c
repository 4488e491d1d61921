/* Condition trees of the criteria as formulas over quantities. */
#include "check.h"

#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static struct formula *
atom(struct checker *k, const struct td_yaml *node, int quantity, struct set set)
{
    struct formula *f = formula_new(&k->logic, F_ATOM, node, 0);
    const struct quantity *q = &k->logic.quantities[quantity];

    f->quantity = quantity;
    if (q->whole)
        set_make_whole(&set);
    f->set = set_meet(&k->logic, &q->domain, &set);
    return f;
}

/* What cannot be said exactly, and what a person tells, is a free choice of its own. */
static struct formula *
free_choice(struct checker *k, const struct td_yaml *node)
{
    struct quantity q = {.register_ = INT_MIN, .whole = true};
    char name[400];

    snprintf(name, sizeof(name), "%s:%zu:%zu:%d", node->file->name, node->line, node->column,
             k->logic.quantity_count);
    q.name = td_arena_str(&k->logic.arena, td_str(name));
    q.domain = set_between((struct fraction){0, 1}, false, (struct fraction){1, 1}, false);
    return atom(k, node, quantity_add(&k->logic, &q),
                set_compared(CMP_GE, (struct fraction){1, 1}));
}

static bool
compared(struct checker *k, const struct td_yaml *node, const struct expr *e, struct value *v,
         const struct value *constant, enum cmp cmp, const struct formula **out)
{
    struct fraction limit;
    int quantity;

    if (!units_agree(k->c, e, v, constant, &limit.num, &limit.den))
        return false;
    if (check_canonical(k, v, &cmp, &limit, &quantity))
        *out = atom(k, node, quantity, set_compared(cmp, limit));
    else
        *out = free_choice(k, node);
    return true;
}

static bool
comparison(struct checker *k, const struct td_yaml *node, const struct expr *e, int shift,
           const struct formula **out);

/* Two values of one unit: their difference against 0. */
static bool
compared_values(struct checker *k, const struct td_yaml *node, const struct expr *e, int shift,
                const struct formula **out)
{
    struct expr minus = {.kind = EX_SUB, .offset = e->offset, .args = {e->args[0], e->args[1]}};
    struct fraction limit = {0, 1};
    enum cmp cmp = e->cmp;
    struct value v;
    int quantity;

    if (!value_of(k->c, &minus, shift, &v))
        return false;
    if (check_canonical(k, &v, &cmp, &limit, &quantity))
        *out = atom(k, node, quantity, set_compared(cmp, limit));
    else
        *out = free_choice(k, node);
    return true;
}

static bool
in_list(struct checker *k, const struct td_yaml *node, const struct expr *e,
        const struct formula **out)
{
    struct logic *l = &k->logic;
    uint64_t *all = td_arena_alloc(&l->arena, CODE_WORDS, sizeof(*all));
    uint64_t *in = td_arena_alloc(&l->arena, CODE_WORDS, sizeof(*in));
    struct quantity q = {.register_ = INT_MIN, .value = {.kind = V_INDUSTRY}};

    for (int i = 0; i < INDUSTRY_CODES; i++)
        all[i / 64] |= (uint64_t)1 << (i % 64);
    for (size_t i = 0; i < e->range_count; i++)
        for (int code = e->ranges[i][0]; code <= e->ranges[i][1]; code++)
            in[code / 64] |= (uint64_t)1 << (code % 64);
    if (e->name.len >
        0) { /* a catalogue's codes are the region's: only the same one is known to be alike */
        q = (struct quantity){.register_ = INT_MIN, .whole = true, .name = e->name};
        q.domain = set_between((struct fraction){0, 1}, false, (struct fraction){1, 1}, false);
        *out =
            atom(k, node, quantity_add(l, &q), set_compared(CMP_GE, (struct fraction){1, 1}));
        return true;
    }
    q.domain = (struct set){.codes = all};
    *out = atom(k, node, quantity_add(l, &q), (struct set){.codes = in});
    return true;
}

static bool
each(struct checker *k, const struct td_yaml *node, const struct expr *e, int shift,
     const struct formula **out)
{
    int n = (int)e->args[1]->num;
    struct formula *f = formula_new(&k->logic, F_ALL, node, n);

    for (int i = 0; i < n; i++)
        if (!comparison(k, node, e->args[0], shift + i, &f->parts[f->count++]))
            return false;
    *out = f;
    return true;
}

static bool
yes_or_no(struct checker *k, const struct td_yaml *node, const struct expr *e, int shift,
          const struct formula **out)
{
    struct fraction one = {1, 1};
    enum cmp cmp = CMP_GE;
    struct value v;
    int quantity;

    if (!value_of(k->c, e, shift, &v))
        return false;
    if (v.kind == V_BOOL)
        return comparison(k, node, v.metric->when, v.shift, out);
    if (!check_canonical(k, &v, &cmp, &one, &quantity))
        return false;
    *out = atom(k, node, quantity, set_compared(cmp, one));
    return true;
}

static bool
comparison(struct checker *k, const struct td_yaml *node, const struct expr *e, int shift,
           const struct formula **out)
{
    struct value v, w;

    if (e->kind == EX_IN)
        return in_list(k, node, e, out);
    if (e->kind == EX_CALL && td_str_equal(e->name, TD_STR("each")))
        return each(k, node, e, shift, out);
    if (e->kind != EX_CMP)
        return yes_or_no(k, node, e, shift, out);
    if (!value_of(k->c, e->args[0], shift, &v) || !value_of(k->c, e->args[1], shift, &w))
        return false;
    if (w.kind == V_CONST)
        return compared(k, node, e->args[1], &v, &w, e->cmp, out);
    if (v.kind == V_CONST)
        return compared(k, node, e->args[0], &w, &v, cmp_turned(e->cmp), out);
    return compared_values(k, node, e, shift, out);
}

/* ---- what is used ---------------------------------------------------------------------------
 */
static void
mark_used(struct checker *k, const struct expr *e, int depth)
{
    const struct td_rules *r = k->c->rules;
    int fact;

    for (int i = 0; i < e->arg_count; i++)
        mark_used(k, e->args[i], depth);
    if (e->kind != EX_NAME || depth > 20)
        return;
    if (fact_find(r, e->name, &fact))
        k->facts_used[fact] = true;
    for (int i = 0; i < r->metric_count; i++) {
        if (!td_str_equal(r->metrics[i].name, e->name))
            continue;
        k->metrics_used[i] = true;
        mark_used(k, r->metrics[i].value ? r->metrics[i].value : r->metrics[i].when, depth + 1);
    }
}

void
check_used(struct checker *k, const struct td_yaml *scalar)
{
    struct td_error ignored = {0};
    struct expr *e;

    if (scalar && scalar->kind == TD_YAML_SCALAR &&
        expr_parse(&k->c->rules->arena, scalar->text, yaml_place(scalar), &e, &ignored))
        mark_used(k, e, 0);
}

/* ---- conditions
 * ------------------------------------------------------------------------------- */
bool
check_when(struct checker *k, const struct td_yaml *scalar, const struct formula **out)
{
    struct expr *e;

    k->c->node = scalar;
    if (!expr_parse(&k->c->rules->arena, scalar->text, yaml_place(scalar), &e, k->c->err))
        return false;
    mark_used(k, e, 0);
    return comparison(k, scalar, e, 0, out);
}

bool
check_band(struct checker *k, const struct td_yaml *value, const struct td_yaml *limit,
           bool above, const struct formula **out)
{
    struct value v, constant = {.kind = V_CONST};
    struct expr *e, *at;

    k->c->node = value;
    if (!expr_parse(&k->c->rules->arena, value->text, yaml_place(value), &e, k->c->err) ||
        !expr_constant(&k->c->rules->arena, limit->text, yaml_place(limit), &at, k->c->err) ||
        !value_of(k->c, e, 0, &v))
        return false;
    constant.num = at->num;
    constant.den = at->den;
    constant.measure = at->measure;
    return compared(k, limit, at, &v, &constant, above ? CMP_GT : CMP_GE, out);
}

static bool
mark(struct checker *k, const struct td_yaml *scalar, const struct formula **out)
{
    struct expr *e;
    int group = -1;

    if (!expr_parse(&k->c->rules->arena, scalar->text, yaml_place(scalar), &e, k->c->err))
        return false;
    for (int i = 0; k->score && i < k->score->group_count; i++)
        if (td_str_equal(k->score->groups[i].id, e->args[0]->name))
            group = i;
    if (!k->score) {
        *out = free_choice(k, scalar);
        return true;
    }
    *out = atom(k, scalar, check_points_quantity(k, group),
                set_compared(e->cmp, (struct fraction){
                                         e->args[1]->num /
                                             (e->args[1]->measure == MEASURE_SCORE ? 100 : 1),
                                         e->args[1]->den}));
    return true;
}

/* Not for this kind of application: neither asked nor in the way. */
static bool
is_dropped(const struct checker *k, const struct td_yaml *map)
{
    const struct td_yaml *unless = td_yaml_get(map, "unless");

    return unless &&
           (td_yaml_is(unless, "always") || td_yaml_is(unless, k->review ? "review" : "new"));
}

static bool
parts(struct checker *k, const struct td_yaml *map, const struct td_yaml *list,
      enum formula_kind kind, const char *id, const struct formula **out)
{
    struct formula *f = formula_new(&k->logic, kind, map, (int)list->count);

    for (size_t i = 0; i < list->count; i++) {
        const struct formula *part;
        char name[200];

        snprintf(name, sizeof(name), "%.150s.%zu", id, i + 1);
        if (!check_condition(k, list->items[i], name, &part))
            return false;
        if (part->kind != F_TRUE)
            f->parts[f->count++] = part;
    }
    if (f->count == 0)
        f->kind = F_TRUE;
    *out = f;
    return true;
}

static bool
body(struct checker *k, const struct td_yaml *map, const char *id, const struct formula **out)
{
    const struct td_yaml *all = td_yaml_get(map, "all"), *any = td_yaml_get(map, "any"),
                         *not = td_yaml_get(map, "not");
    const struct td_yaml *when = td_yaml_get(map, "when"), *score = td_yaml_get(map, "score");
    struct formula *f;

    if (all || any)
        return parts(k, map, all ? all : any, all ? F_ALL : F_ANY, id, out);
    if (when)
        return check_when(k, when, out);
    if (score)
        return mark(k, score, out);
    if (!not ) {
        *out = free_choice(k, map);
        return true;
    }
    f = formula_new(&k->logic, F_NOT, map, 1);
    f->count = 1;
    *out = f;
    return check_condition(k, not, id, &f->parts[0]);
}

bool
check_condition(struct checker *k, const struct td_yaml *map, const char *id,
                const struct formula **out)
{
    const struct td_yaml *own = td_yaml_get(map, "id"), *text = td_yaml_get(map, "text");
    const struct formula *f;
    struct formula *named;

    if (is_dropped(k, map)) {
        *out = formula_new(&k->logic, F_TRUE, map, 0);
        return true;
    }
    if (!body(k, map, own && own->kind == TD_YAML_SCALAR ? own->text.at : id, &f))
        return false;
    named = td_arena_alloc(&k->logic.arena, 1, sizeof(*named));
    *named = *f;
    if (f->kind != F_ATOM)
        named->node = map;
    named->id = td_arena_str(&k->logic.arena,
                             own && own->kind == TD_YAML_SCALAR ? own->text : td_str(id));
    named->text = text && text->kind == TD_YAML_SCALAR ? text->text : (struct td_str){0};
    *out = named;
    return true;
}

void
check_label(const struct formula *f, struct td_buf *out)
{
    if (f->node && f->node->kind == TD_YAML_SCALAR) {
        td_buf_str(out, f->node->text);
        return;
    }
    td_buf_str(out, f->id);
    if (f->text.len > 0) {
        td_buf_text(out, f->id.len ? " " : "");
        td_buf_str(out, f->text);
    }
}
