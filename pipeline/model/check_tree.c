/*
 * Contradictions and redundancy in a condition tree. Wherever a part is asked, its brothers in
 * an `all` (and those of all `all` above it) hold as well: that is its context. A part is never
 * / always      met whatever the firm is; contradiction       impossible beside its context;
 *   redundant           implied by one other condition (repeated: each implies the other, the
 * later one is named) or by several together; unreachable         an alternative that its
 * context excludes; covered             an alternative that another one implies.
 */
#include "check.h"

#include <stdlib.h>

enum { CONTEXT_MAX = 300 };

struct context {
    struct literal at[CONTEXT_MAX];
    int count;
};

static bool
can(struct checker *k, const struct literal *context, int count, const struct formula *f,
    bool no)
{
    struct literal all[CONTEXT_MAX + 1];

    for (int i = 0; i < count; i++)
        all[i] = context[i];
    all[count] = (struct literal){f, no};
    return logic_can(&k->logic, all, count + 1);
}

static bool
can_both(struct checker *k, struct literal a, struct literal b)
{
    struct literal both[] = {a, b};

    return logic_can(&k->logic, both, 2);
}

bool
check_never(struct checker *k, const struct formula *f)
{
    return !can(k, NULL, 0, f, false);
}

bool
check_always(struct checker *k, const struct formula *f)
{
    return f->kind != F_TRUE && !can(k, NULL, 0, f, true);
}

/* ---- messages
 * ----------------------------------------------------------------------------------- */
static bool
is_before(const struct td_yaml *a, const struct td_yaml *b)
{
    int file = td_str_order(td_str(a->file->name), td_str(b->file->name));

    if (file != 0)
        return file < 0;
    return a->line < b->line || (a->line == b->line && a->column < b->column);
}

/* "line 12", or with the file's name where it is another. */
static void
put_place(const struct td_yaml *from, const struct td_yaml *at, struct td_buf *out)
{
    if (!td_str_equal(td_str(from->file->name), td_str(at->file->name)))
        td_buf_printf(out, "%s ", at->file->name);
    td_buf_printf(out, TD_T("第 %zu 行", "line %zu"), at->line);
}

/* `f` and the one other condition that it collides with, or that makes it needless. */
static void
found_pair(struct checker *k, const char *code, const struct formula *f,
           const struct formula *other, const char *zh, const char *en)
{
    struct td_buf mine = {0}, theirs = {0}, place = {0};

    check_label(f, &mine);
    if (other && other->node != f->node) {
        check_label(other, &theirs);
        put_place(f->node, other->node, &place);
        found(k, TD_FINDING_FAULT, code, f->node,
              TD_T("“%s”%s“%s”（%s）", "\"%s\" %s \"%s\" (%s)"), mine.at, TD_T(zh, en),
              theirs.at, place.at);
    } else {
        found(k, TD_FINDING_FAULT, code, f->node,
              TD_T("“%s”%s其他条件合起来", "\"%s\" %s the other conditions together"), mine.at,
              TD_T(zh, en));
    }
    td_buf_free(&mine);
    td_buf_free(&theirs);
    td_buf_free(&place);
}

/* A leaf under `f` that alone does it, so that the message names a line and not a chapter. */
static const struct formula *
leaf_that(struct checker *k, const struct formula *f, struct literal x)
{
    const struct formula *found_in = NULL;

    if (can_both(k, (struct literal){f, false}, x))
        return NULL;
    for (int i = 0; f->kind == F_ALL && i < f->count && !found_in; i++)
        found_in = leaf_that(k, f->parts[i], x);
    return found_in ? found_in : f;
}

static const struct formula *
partner(struct checker *k, const struct context *context, struct literal x)
{
    for (int i = 0; i < context->count; i++) {
        const struct formula *f =
            context->at[i].no ? NULL : leaf_that(k, context->at[i].formula, x);

        if (f)
            return f;
    }
    return NULL;
}

/* ---- all
 * ---------------------------------------------------------------------------------------- */
static void
tree(struct checker *k, const struct formula *f, const struct context *context);

static void
add(struct context *c, const struct formula *f, bool no)
{
    if (c->count < CONTEXT_MAX)
        c->at[c->count++] = (struct literal){f, no};
}

/* The first part that cannot hold beside what stands before it; true if there is one. */
static bool
contradicts(struct checker *k, const struct formula *f, const struct context *context)
{
    struct context before = *context;

    for (int i = 0; i < f->count; i++) {
        const struct formula *part = f->parts[i];

        if (check_never(k, part))
            return false; /* said of the part itself */
        if (!can(k, before.at, before.count, part, false)) {
            const struct formula *inner = part;

            /* down to the leaf that collides */
            for (int n = 0; inner->kind == F_ALL && n < inner->count; n++) {
                if (can(k, before.at, before.count, inner->parts[n], false))
                    continue;
                inner = inner->parts[n];
                n = -1;
            }
            found_pair(k, "contradiction", inner,
                       partner(k, &before, (struct literal){inner, false}), "不可能同时满足：",
                       "can never be met together with");
            return true;
        }
        add(&before, part, false);
    }
    return false;
}

/* Is a part implied by one that is asked beside it? */
static bool
implied_by_one(struct checker *k, const struct formula *part, const struct context *rest)
{
    for (int i = 0; i < rest->count; i++) {
        struct literal no = {part, true};
        const struct formula *by;
        bool same;

        if (rest->at[i].no || !(by = leaf_that(k, rest->at[i].formula, no)))
            continue;
        same = !can_both(k, (struct literal){part, false}, (struct literal){by, true});
        if (same && is_before(part->node, by->node))
            continue; /* the later one is named */
        found_pair(k, same ? "repeated" : "redundant", part, by,
                   same ? "重复了" : "已由更严的条件包含：",
                   same ? "repeats" : "follows from the stricter");
        return true;
    }
    return false;
}

static bool
implied_by_all(struct checker *k, const struct formula *part, const struct context *rest)
{
    for (int i = 0; i < rest->count; i++)
        if (!rest->at[i].no && leaf_that(k, rest->at[i].formula, (struct literal){part, true}))
            return false; /* by one: said, or to be said of the other */
    if (can(k, rest->at, rest->count, part, true))
        return false;
    found_pair(k, "redundant", part, NULL, "已由包含它的", "follows from");
    return true;
}

static void
tree_all(struct checker *k, const struct formula *f, const struct context *context)
{
    bool *dropped = td_alloc((size_t)f->count + 1, sizeof(*dropped));

    if (!contradicts(k, f, context))
        for (int i = 0; i < f->count; i++) {
            struct context rest = *context;

            for (int n = 0; n < f->count; n++)
                if (n != i && !dropped[n])
                    add(&rest, f->parts[n], false);
            if (!check_always(k, f->parts[i]) && !check_never(k, f->parts[i]))
                dropped[i] = implied_by_one(k, f->parts[i], &rest) ||
                             implied_by_all(k, f->parts[i], &rest);
            if (!dropped[i])
                tree(k, f->parts[i], &rest);
        }
    free(dropped);
}

/* ---- any
 * ---------------------------------------------------------------------------------------- */
static bool
is_covered(struct checker *k, const struct formula *f, int at, const struct context *context)
{
    const struct formula *part = f->parts[at];
    struct context with = *context;

    add(&with, part, false);
    for (int n = 0; n < f->count; n++) {
        struct context back = *context;
        bool same;

        if (n == at || check_never(k, f->parts[n]) ||
            can(k, with.at, with.count, f->parts[n], true))
            continue;
        add(&back, f->parts[n], false);
        same = !can(k, back.at, back.count, part, true);
        if (same && n > at)
            continue;
        found_pair(k, same ? "repeated" : "covered", part, f->parts[n],
                   same ? "重复了" : "不起作用，更宽的一项已包含它：",
                   same ? "repeats" : "adds nothing to the wider");
        return true;
    }
    return false;
}

static void
tree_any(struct checker *k, const struct formula *f, const struct context *context)
{
    for (int i = 0; i < f->count; i++) {
        const struct formula *part = f->parts[i];

        if (check_never(k, part)) {
            tree(k, part, &(struct context){0});
            continue;
        }
        if (!can(k, context->at, context->count, part, false)) {
            found_pair(k, "unreachable", part,
                       partner(k, context, (struct literal){part, false}),
                       "这一选项永远轮不到，排除它的是", "can never be chosen because of");
            continue;
        }
        if (!is_covered(k, f, i, context))
            tree(k, part, context);
    }
}

static void
tree(struct checker *k, const struct formula *f, const struct context *context)
{
    struct td_buf label = {0};
    bool never = check_never(k, f), always = check_always(k, f);

    check_label(f, &label);
    if (always && f->kind != F_TRUE)
        found(k, TD_FINDING_FAULT, "always", f->node,
              TD_T("“%s”总是满足", "\"%s\" is always met"), label.at);
    else if (never && f->kind == F_ATOM)
        found(k, TD_FINDING_FAULT, "never", f->node,
              TD_T("“%s”永远不满足", "\"%s\" can never be met"), label.at);
    else if (f->kind == F_ALL)
        tree_all(k, f, never ? &(struct context){0} : context);
    else if (f->kind == F_ANY)
        tree_any(k, f, context);
    else if (f->kind == F_NOT)
        tree(k, f->parts[0], &(struct context){0});
    td_buf_free(&label);
}

void
check_tree(struct checker *k, const struct formula *f, const struct literal *context, int count)
{
    struct context c = {0};

    for (int i = 0; i < count; i++)
        add(&c, context[i].formula, context[i].no);
    tree(k, f, &c);
}
