/*
 * td_criteria_check: the criteria are compiled once while this file looks on. Every program
 * that is compiled (each file and kind, each overlay over its tier, in force or not) is asked
 * as a formula; when all are right, the files are asked as wholes. Reasoning: logic.h. Findings
 * are collected, sorted and each said once, however many programs share the text.
 */
#include "check.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

struct check {
    struct checker k;
    td_date as_of;
    bool given; /* as_of was asked for */
};

/* ---- findings
 * ----------------------------------------------------------------------------------- */
void
found(struct checker *k, enum td_finding_grade grade, const char *code,
      const struct td_yaml *node, const char *format, ...)
{
    struct td_findings *out = k->out;
    struct td_finding f = {
        .grade = grade, .code = code, .line = node->line, .column = node->column};
    struct td_str file = td_str(node->file->name);
    char text[1024];
    va_list args;

    for (size_t i = 0; i < out->count; i++)
        if (out->list[i].line == f.line && out->list[i].column == f.column &&
            out->list[i].code == code && td_str_equal(out->list[i].file, file))
            return;
    va_start(args, format);
    vsnprintf(text, sizeof(text), format, args);
    va_end(args);
    f.file = td_arena_str(&out->arena, file);
    f.text = td_arena_str(&out->arena, td_str(text));
    GROW(out->list, out->count, out->cap)[out->count] = f;
    out->count++;
    out->faults += grade == TD_FINDING_FAULT;
}

static int
by_place(const void *a, const void *b)
{
    const struct td_finding *x = a, *y = b;
    int file = td_str_order(x->file, y->file);

    if (file != 0)
        return file;
    if (x->line != y->line)
        return x->line < y->line ? -1 : 1;
    if (x->column != y->column)
        return x->column < y->column ? -1 : 1;
    return strcmp(x->code, y->code);
}

void
td_findings_free(struct td_findings *findings)
{
    free(findings->list);
    td_arena_free(&findings->arena);
    *findings = (struct td_findings){0};
}

/* ---- one program
 * -------------------------------------------------------------------------------- */
static bool
add_list(struct checker *k, const struct td_yaml *list, struct formula *whole)
{
    for (size_t i = 0; list && i < list->count; i++) {
        const struct formula *f;

        if (!check_condition(k, list->items[i], "?", &f))
            return false;
        if (f->kind != F_TRUE)
            whole->parts[whole->count++] = f;
    }
    return true;
}

/* Who has the title already is not judged (new), nor whom no review concerns. */
static bool
add_concern(struct checker *k, const struct td_yaml *map, struct literal *context)
{
    const struct td_yaml *node = td_yaml_get(map, k->review ? "concerns" : "holds");

    context->no = !k->review;
    return check_when(k, node, &context->formula);
}

/* A condition that none of the file's kinds asks. */
static void
check_asked(struct checker *k, const struct td_yaml *map, const struct td_yaml *list)
{
    const struct td_yaml *applies = td_yaml_get(map, "applies");
    bool kinds[2] = {false, false};

    for (size_t i = 0; i < applies->count; i++)
        kinds[td_yaml_is(td_yaml_get(applies->items[i], "kind"), "review")] = true;
    for (size_t i = 0; list && i < list->count; i++) {
        const struct td_yaml *unless = td_yaml_get(list->items[i], "unless"),
                             *entry = list->items[i];

        if (unless && ((td_yaml_is(unless, "new") && !kinds[1]) ||
                       (td_yaml_is(unless, "review") && !kinds[0])))
            found(k, TD_FINDING_FAULT, "not_asked", unless,
                  TD_T("“%s”没有一种申报会用到：本文件只适用于%s",
                       "\"%s\" is never asked: the file is for %s only"),
                  td_yaml_get(entry, "id") ? td_yaml_get(entry, "id")->text.at : "?",
                  kinds[1] ? TD_T("复核", "reviews") : TD_T("新申报", "new applications"));
        check_asked(k, map, td_yaml_get(entry, "all"));
        check_asked(k, map, td_yaml_get(entry, "any"));
    }
}

static bool
has_mark(const struct td_yaml *node)
{
    if (node->kind == TD_YAML_MAP && td_yaml_get(node, "score") &&
        !td_yaml_get(node, "require"))
        return true;
    for (size_t i = 0; i < node->count; i++)
        if (node->items[i]->kind != TD_YAML_SCALAR && has_mark(node->items[i]))
            return true;
    return false;
}

static bool
ask_program(struct checker *k, const struct td_yaml *map)
{
    const struct td_yaml *subject = td_yaml_get(map, "subject"),
                         *require = td_yaml_get(map, "require");
    const struct td_yaml *score = td_yaml_get(map, "score");
    struct formula *whole = formula_new(&k->logic, F_ALL, map,
                                        (int)((subject ? subject->count : 0) + require->count));
    struct literal context;

    if (!add_list(k, subject, whole) || !add_list(k, require, whole) ||
        !add_concern(k, map, &context))
        return false;
    if (score && !check_score(k, score))
        return false;
    if (score && !has_mark(require))
        found(k, TD_FINDING_FAULT, "no_mark", td_yaml_key(map, "score"), "%s",
              TD_T("有评分而没有条件用到分数线",
                   "points are counted and no condition has a mark"));
    check_orders(k);
    check_tree(k, whole, &context, 1);
    return check_titles(k, map, whole);
}

static bool
on_program(void *user, struct compiler *c, const struct td_yaml *map, const struct program *p)
{
    struct checker *k = &((struct check *)user)->k;
    struct mark mark = mark_now(c->rules);
    bool unconfirmed = c->unconfirmed, ok;

    k->c = c;
    k->review = p->public.kind == TD_REVIEW;
    k->score = p->score >= 0 ? &c->rules->scores[p->score] : NULL;
    if (!k->facts_used) {
        k->facts_used = td_alloc((size_t)c->rules->fact_count + 1, sizeof(*k->facts_used));
        k->metrics_used =
            td_alloc((size_t)c->rules->metric_count + 1, sizeof(*k->metrics_used));
    }
    ok = ask_program(k, map);
    check_asked(k, map, td_yaml_get(map, "subject"));
    check_asked(k, map, td_yaml_get(map, "require"));
    check_figures(k, map);
    logic_free(&k->logic);
    take_back(c->rules, &mark);
    c->unconfirmed = unconfirmed;
    return ok;
}

/* ---- the files
 * ---------------------------------------------------------------------------------- */
static bool
on_files(void *user, struct compiler *c)
{
    struct check *check = user;
    struct checker *k = &check->k;
    bool ok = true;

    k->c = c;
    k->score = NULL;
    for (size_t i = 0; ok && i < c->doc_count; i++) {
        const struct td_yaml *root = c->docs[i].root;
        struct mark mark = mark_now(c->rules);

        if (strcmp(root->file->name, "tags.yaml") == 0)
            ok = check_tags(k, root);
        else if (strcmp(root->file->name, "size.yaml") == 0)
            check_size(k, root);
        logic_free(&k->logic);
        take_back(c->rules, &mark);
        check_unconfirmed(k, root);
    }
    if (ok)
        check_periods(k, check->given ? check->as_of : TD_DATE_NONE);
    if (ok)
        check_unused(k);
    return ok;
}

bool
td_criteria_check(struct td_findings *out, const struct td_file_text *files, size_t count,
                  td_date as_of, struct td_error *err)
{
    struct check check = {.k = {.out = out}, .as_of = as_of, .given = as_of != TD_DATE_NONE};
    struct rules_watch watch = {&check, on_program, on_files};
    struct td_rules_options options = {.as_of = as_of};
    struct td_rules *rules;
    bool ok;

    if (!check.given) /* long before all of them: what is in force is asked of the texts, not of
                         a night */
        options.as_of = td_date_from((struct td_civil){1990, 1, 1});
    ok = rules_compile_watched(&rules, files, count, &options, &watch, err);
    td_rules_free(rules);
    if (out->count > 0)
        qsort(out->list, out->count, sizeof(*out->list), by_place);
    free(check.k.facts_used);
    free(check.k.metrics_used);
    return ok;
}
