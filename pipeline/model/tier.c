/* A tier's file: which applications it judges tonight, and the program of each. */
#include "overlay.h"
#include "rules.h"

#include <stdlib.h>
#include <string.h>

static const char *const tier_keys[] = {"tier",  "title",    "version", "source",  "applies",
                                        "holds", "concerns", "subject", "require", "score",
                                        "base",  "examples", "note"};
static const char *const source_keys[] = {"name", "number", "annex", "confirmed", "note"};
static const char *const apply_keys[] = {"kind", "from", "to", "region", "confirmed", "note"};

#define KEYS(words) (words), sizeof(words) / sizeof(*(words))

enum forced { FORCED_NONE, FORCED_THIS, FORCED_OTHER }; /* td_rules_options.force */

struct application {
    enum td_kind kind;
    bool tonight;
    size_t region; /* length of the region that fits */
    td_date
        day; /* whose overlays count: tonight; for a forced version the nearest of its days */
};

static bool
read_date(struct compiler *c, const struct td_yaml *map, const char *key, td_date otherwise,
          td_date *out)
{
    const struct td_yaml *node = td_yaml_get(map, key);

    *out = otherwise;
    if (!node)
        return true;
    if (node->kind != TD_YAML_SCALAR || node->text.len != 10 ||
        td_date_parse(node->text, TD_DATE_ISO, out) != TD_FAULT_NONE)
        return td_yaml_fail(
            node, c->err, TD_T("%s 应是日期，如 2026-04-01", "%s is a date such as 2026-04-01"),
            key);
    return true;
}

/* "srdi@2022" forces the tier's version 2022, whatever the date, and keeps all others out. */
static enum forced
forced_version(const struct compiler *c, const struct td_yaml *map)
{
    const struct td_yaml *tier = td_yaml_get(map, "tier"),
                         *version = td_yaml_get(map, "version");
    enum forced forced = FORCED_NONE;

    for (size_t i = 0; tier && version && i < c->options->force_count; i++) {
        struct td_str f = c->options->force[i];
        size_t len = tier->text.len;

        if (!td_str_starts(f, tier->text) || f.len <= len || f.at[len] != '@')
            continue;
        if (td_str_equal((struct td_str){f.at + len + 1, f.len - len - 1}, version->text))
            return FORCED_THIS;
        forced = FORCED_OTHER;
    }
    return forced;
}

bool
read_span(struct compiler *c, const struct td_yaml *map, td_date *from, td_date *to)
{
    if (!read_date(c, map, "from", INT32_MIN, from) || !read_date(c, map, "to", INT32_MAX, to))
        return false;
    return *to >= *from || td_yaml_fail(td_yaml_get(map, "to"), c->err, "%s",
                                        TD_T("to 早于 from", "to is before from"));
}

static bool
read_application(struct compiler *c, const struct td_yaml *map, enum forced forced,
                 struct application *a)
{
    static const char *const kinds[] = {"new", "review"};
    const struct td_yaml *kind, *region = td_yaml_get(map, "region");
    struct td_str text = {0}, confirmed;
    td_date from, to;
    size_t word;

    if (!td_yaml_expect(map, TD_YAML_MAP, "applies", c->err) ||
        !td_yaml_known(map, KEYS(apply_keys), c->err) ||
        !td_yaml_need(map, "kind", &kind, c->err) ||
        !td_yaml_choice(kind, "kind", kinds, 2, &word, c->err) ||
        !confirmed_read(c, map, &confirmed) || !read_span(c, map, &from, &to) ||
        (region && !td_yaml_text(region, "region", &text, c->err)))
        return false;
    if (!td_yaml_get(map, "from"))
        return td_yaml_fail(map, c->err, "%s", TD_T("缺少 from", "from is missing"));
    a->kind = word == 1 ? TD_REVIEW : TD_NEW;
    a->region = text.len;
    a->day = c->rules->as_of < from ? from : c->rules->as_of > to ? to : c->rules->as_of;
    a->tonight = (forced == FORCED_THIS || (forced == FORCED_NONE && from <= c->rules->as_of &&
                                            c->rules->as_of <= to)) &&
                 td_str_starts(c->options->region, text);
    return true;
}

bool
read_source(struct compiler *c, const struct td_yaml *map, struct td_str *out,
            bool *unconfirmed)
{
    const struct td_yaml *source, *number, *annex;
    struct td_str text, confirmed;
    struct td_buf b = {0};

    if (!td_yaml_need(map, "source", &source, c->err) ||
        !td_yaml_expect(source, TD_YAML_MAP, "source", c->err) ||
        !td_yaml_known(source, KEYS(source_keys), c->err) ||
        !td_yaml_need(source, "number", &number, c->err) ||
        !td_yaml_text(number, "number", &text, c->err) ||
        !confirmed_read(c, source, &confirmed))
        return false;
    td_buf_str(&b, text);
    annex = td_yaml_get(source, "annex");
    if (annex && annex->kind == TD_YAML_SCALAR) {
        td_buf_text(&b, " ");
        td_buf_str(&b, annex->text);
    }
    *out = td_arena_str(&c->rules->arena, td_buf_view(&b));
    *unconfirmed = td_str_equal(confirmed, TD_STR("M"));
    td_buf_free(&b);
    return true;
}

static bool
read_word(struct compiler *c, const struct td_yaml *map, const char *key, struct td_str *out)
{
    const struct td_yaml *node;

    if (!td_yaml_need(map, key, &node, c->err) || !td_yaml_text(node, key, out, c->err))
        return false;
    *out = td_arena_str(&c->rules->arena, *out);
    return true;
}

/* holds (kind new) or concerns (kind review). */
static bool
read_holds(struct compiler *c, const struct td_yaml *map, int *op)
{
    const struct td_yaml *node = td_yaml_get(map, c->review ? "concerns" : "holds");

    if (!node)
        return td_yaml_fail(map, c->err, "%s",
                            c->review ? TD_T("适用于复核的文件缺少 concerns",
                                             "a file for reviews needs concerns")
                                      : TD_T("适用于新申报的文件缺少 holds",
                                             "a file for new applications needs holds"));
    return when_op(c, node, op);
}

/* A score is one condition and most of a scored file: points count for its coverage. */
static void
find_mark(const struct td_rules *r, struct program *p)
{
    p->mark = -1;
    for (size_t i = 0; p->score >= 0 && i < p->public.condition_count; i++) {
        int top = (int)i;

        if (r->ops[p->ops[i]].kind != OP_MARK)
            continue;
        while (p->conditions[top].parent >= 0)
            top = p->conditions[top].parent;
        p->mark = p->ops[top];
        p->open_most =
            (int)(p->public.points_max * (r->coverage_den - r->coverage_num) / r->coverage_den);
        return;
    }
}

static void
count_conditions(struct compiler *c, struct program *p)
{
    const struct td_rules *r = c->rules;

    for (size_t i = 0; i < p->public.condition_count; i++) {
        const struct td_condition *at = &p->conditions[i];

        if (at->parent >= 0 || at->subject)
            continue;
        p->public.hard_total++;
        p->data_total += at->data;
    }
    p->coverage_least =
        (int)((p->data_total * r->coverage_num + r->coverage_den - 1) / r->coverage_den);
    find_mark(r, p);
}

static void
keep_conditions(struct td_rules *r, struct program *p, const struct condition_list *list)
{
    size_t n = (size_t)list->count;

    p->conditions = td_arena_alloc(&r->arena, n, sizeof(*p->conditions));
    p->ops = td_arena_alloc(&r->arena, n, sizeof(*p->ops));
    p->expressions = td_arena_alloc(&r->arena, n, sizeof(*p->expressions));
    p->confirmed = td_arena_alloc(&r->arena, n, sizeof(*p->confirmed));
    p->shown = td_arena_alloc(&r->arena, n, sizeof(*p->shown));
    if (n > 0) {
        memcpy(p->conditions, list->at, n * sizeof(*p->conditions));
        memcpy(p->ops, list->ops, n * sizeof(*p->ops));
        memcpy(p->expressions, list->expressions, n * sizeof(*p->expressions));
        memcpy(p->confirmed, list->confirmed, n * sizeof(*p->confirmed));
        memcpy(p->shown, list->shown, n * sizeof(*p->shown));
    }
    p->public.conditions = p->conditions;
    p->public.condition_count = n;
}

static bool
read_program(struct compiler *c, const struct td_yaml *map, struct program *p,
             struct condition_list *list)
{
    const struct td_yaml *subject = td_yaml_get(map, "subject"), *require, *score;

    c->score = -1;
    score = td_yaml_get(map, "score");
    if (score && !score_read(c, score, &c->score))
        return false;
    p->score = c->score;
    p->public.points_max = p->score >= 0 ? c->rules->scores[p->score].max : -1;
    return read_holds(c, map, &p->holds) && td_yaml_need(map, "require", &require, c->err) &&
           (!subject || conditions_read(c, subject, true, list)) &&
           conditions_read(c, require, false, list);
}

static bool
read_kind(struct compiler *c, const struct td_yaml *map, enum td_kind kind, struct program *p)
{
    struct condition_list list = {0};
    bool ok, source_unconfirmed = false;

    memset(p, 0, sizeof(*p));
    c->review = kind == TD_REVIEW;
    c->unconfirmed = false;
    p->public.kind = kind;
    ok = read_word(c, map, "tier", &p->public.tier) &&
         read_word(c, map, "title", &p->public.title) &&
         read_word(c, map, "version", &p->public.version) &&
         read_source(c, map, &p->public.source, &source_unconfirmed) &&
         read_program(c, map, p, &list);
    p->public.unconfirmed = c->unconfirmed || source_unconfirmed;
    if (ok) {
        keep_conditions(c->rules, p, &list);
        count_conditions(c, p);
    }
    condition_list_free(&list);
    return ok && (!c->watch || c->watch->program(c->watch->user, c, map, p));
}

/* Place on the ladder or the second track; an unknown tier is a mistake. */
static bool
place_program(struct compiler *c, const struct td_yaml *map, struct program *p)
{
    const struct td_rules *r = c->rules;

    p->public.ladder = -1;
    for (int i = 0; i < r->ladder_count; i++) {
        if (!td_str_equal(r->ladder[i], p->public.tier))
            continue;
        p->public.ladder = r->levels[i];
        p->order = i;
        return true;
    }
    for (int i = 0; i < r->second_count; i++) {
        p->order = 1000 + i;
        if (td_str_equal(r->second[i], p->public.tier))
            return true;
    }
    return td_yaml_fail(
        td_yaml_get(map, "tier"), c->err,
        TD_T("ranking.yaml 的 ladder 和 second_track 中没有“%.*s”",
             "\"%.*s\" stands neither in ladder nor in second_track of ranking.yaml"),
        (int)p->public.tier.len, p->public.tier.at);
}

static bool
keep_program(struct compiler *c, const struct td_yaml *map, const struct program *p, bool *kept)
{
    struct td_rules *r = c->rules;

    *kept = true;
    for (int i = 0; i < r->program_count; i++) {
        struct program *other = &r->programs[i];

        if (!td_str_equal(other->public.tier, p->public.tier) ||
            other->public.kind != p->public.kind)
            continue;
        if (other->region == p->region)
            return td_yaml_fail(
                td_yaml_get(map, "applies"), c->err,
                TD_T("“%.*s”今晚有两个文件适用（版本 %.*s 与 %.*s）",
                     "two files of \"%.*s\" apply tonight (versions %.*s and %.*s)"),
                (int)p->public.tier.len, p->public.tier.at, (int)p->public.version.len,
                p->public.version.at, (int)other->public.version.len, other->public.version.at);
        *kept = other->region < p->region;
        if (*kept)
            *other = *p;
        return true;
    }
    GROW(r->programs, r->program_count, r->program_cap)[r->program_count] = *p;
    r->program_count++;
    return true;
}

/* The program of one application, with what is laid over the file where it counts. */
static bool
read_application_program(struct compiler *c, struct overlays *overlays,
                         const struct td_yaml *map, const struct application *a,
                         struct program *p)
{
    struct td_rules *r = c->rules;
    struct td_buf source = {0};
    const struct td_yaml *tree = map;
    bool unconfirmed = false, ok;

    ok = (!a->tonight || overlays_apply(c, overlays, map, a->kind, a->day, c->options->region,
                                        &tree, &source, &unconfirmed)) &&
         read_kind(c, tree, a->kind, p) && place_program(c, map, p);
    if (ok && source.len > 0) {
        struct td_buf whole = {0};

        td_buf_str(&whole, p->public.source);
        td_buf_str(&whole, td_buf_view(&source));
        p->public.source = td_arena_str(&r->arena, td_buf_view(&whole));
        p->public.unconfirmed = p->public.unconfirmed || unconfirmed;
        td_buf_free(&whole);
    }
    td_buf_free(&source);
    p->region = (int)a->region;
    return ok;
}

static bool
read_tier(struct compiler *c, const struct td_yaml *map, struct overlays *overlays)
{
    const struct td_yaml *applies;
    enum forced forced = forced_version(c, map);
    bool taken[2] = {
        false, false}; /* a forced version judges each kind once, however often it applied */

    if (!td_yaml_expect(map, TD_YAML_MAP, "tier", c->err) ||
        !td_yaml_known(map, KEYS(tier_keys), c->err) ||
        !td_yaml_need(map, "applies", &applies, c->err) ||
        !td_yaml_expect(applies, TD_YAML_LIST, "applies", c->err))
        return false;
    if (applies->count == 0)
        return td_yaml_fail(applies, c->err, "%s", TD_T("applies 是空的", "applies is empty"));
    for (size_t i = 0; i < applies->count; i++) {
        struct mark mark = mark_now(c->rules);
        struct application a = {0};
        struct program p;
        bool kept = false;

        if (!read_application(c, applies->items[i], forced, &a))
            return false;
        a.tonight = a.tonight && !(forced == FORCED_THIS && taken[a.kind]);
        taken[a.kind] = taken[a.kind] || a.tonight;
        if (!read_application_program(c, overlays, map, &a, &p) ||
            (a.tonight && !keep_program(c, map, &p, &kept)))
            return false;
        if (!kept)
            take_back(c->rules, &mark);
    }
    return true;
}

/* Also an overlay that does not count tonight must fit: each is compiled over its tier once for
 * every application that it changes, with what the wider regions lay under it. */
static bool
try_overlay(struct compiler *c, struct overlays *overlays, const struct overlay *o)
{
    const struct td_yaml *applies = td_yaml_get(o->tier, "applies"), *tree;

    for (size_t i = 0; i < o->period_count; i++)
        for (size_t k = 0; k < applies->count; k++) {
            struct mark mark = mark_now(c->rules);
            struct application a = {0};
            struct program p;
            td_date from, to;
            bool unconfirmed;

            if (!read_application(c, applies->items[k], FORCED_NONE, &a) ||
                !read_span(c, applies->items[k], &from, &to))
                return false;
            from = from < o->periods[i].from ? o->periods[i].from : from;
            if (!o->periods[i].kinds[a.kind] || from > to || from > o->periods[i].to)
                continue;
            if (!overlays_apply(c, overlays, o->tier, a.kind, from, o->region, &tree, NULL,
                                &unconfirmed) ||
                !read_kind(c, tree, a.kind, &p))
                return false;
            take_back(c->rules, &mark);
        }
    return true;
}

static int
program_order(const void *a, const void *b)
{
    const struct program *p = a, *q = b;

    if (p->order != q->order)
        return p->order < q->order ? -1 : 1;
    return (int)p->public.kind - (int)q->public.kind;
}

bool
tiers_read(struct compiler *c, const struct td_yaml *const *roots, size_t count,
           struct overlays *overlays)
{
    struct td_rules *r = c->rules;

    for (size_t i = 0; i < count; i++)
        if (!read_tier(c, roots[i], overlays))
            return false;
    for (size_t i = 0; i < overlays->count; i++)
        if (!try_overlay(c, overlays, &overlays->at[i]))
            return false;
    if (r->program_count > 0)
        qsort(r->programs, (size_t)r->program_count, sizeof(*r->programs), program_order);
    for (int i = 0; i < r->program_count; i++) {
        r->programs[i].public.state_offset = (size_t)r->state_count;
        r->state_count += (int)r->programs[i].public.condition_count;
    }
    r->state_ops = td_arena_alloc(&r->arena, (size_t)r->state_count + 1, sizeof(int));
    for (int i = 0, at = 0; i < r->program_count; i++)
        for (size_t k = 0; k < r->programs[i].public.condition_count; k++)
            r->state_ops[at++] = r->programs[i].ops[k];
    return true;
}
