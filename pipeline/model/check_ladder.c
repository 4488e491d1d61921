/* The ladder as a whole: when versions are in force, and titles that one tier asks of another.
 */
#include "check.h"

#include <stdlib.h>
#include <string.h>

enum { TIERS_MAX = 80 };

/* ---- tiers
 * -------------------------------------------------------------------------------------- */
/* Place of a tier on the ladder: -1 second track, -2 no tier of ranking.yaml. */
static int
level_of(const struct td_rules *r, struct td_str tier)
{
    for (int i = 0; i < r->ladder_count; i++)
        if (td_str_equal(r->ladder[i], tier))
            return r->levels[i];
    for (int i = 0; i < r->second_count; i++)
        if (td_str_equal(r->second[i], tier))
            return -1;
    return -2;
}

static void
all_periods(const struct checker *k, struct periods *p)
{
    const struct td_yaml **roots = td_alloc(k->c->doc_count + 1, sizeof(*roots));
    size_t count = 0;

    for (size_t i = 0; i < k->c->doc_count; i++)
        if (td_str_starts(td_str(k->c->docs[i].root->file->name), TD_STR("tiers/")))
            roots[count++] = k->c->docs[i].root;
    periods_read(roots, count, p);
    free(roots);
}

/* The tier whose title a fact tells: list title/<tier>. */
static struct td_str
title_of(const struct td_rules *r, int fact)
{
    const struct fact *f = &r->facts[fact];

    if (!td_str_equal(f->dataset, TD_STR("title")) || f->unit != UNIT_NUMBER ||
        level_of(r, f->words) == -2)
        return (struct td_str){0};
    return f->words;
}

/* ---- titles that are asked
 * ------------------------------------------------------------------------ */
static const struct formula *
leaf_of(const struct formula *f, int quantity)
{
    const struct formula *leaf = NULL;

    if (f->kind == F_ATOM)
        return f->quantity == quantity ? f : NULL;
    for (int i = 0; i < f->count && !leaf; i++)
        leaf = leaf_of(f->parts[i], quantity);
    return leaf;
}

struct asked { /* titles that a program speaks of */
    struct td_str tier;
    struct formula held; /* it is in force */
    const struct formula *leaf;
};

static int
asked_titles(struct checker *k, const struct formula *whole, struct asked *out)
{
    int count = 0;

    for (int q = 0; q < k->logic.quantity_count && count < TIERS_MAX; q++) {
        const struct value *v = &k->logic.quantities[q].value;
        struct td_str tier;
        const struct formula *leaf;

        if ((v->kind != V_INTERVAL && v->kind != V_LINEAR) || v->a.count != 1)
            continue;
        tier = title_of(k->c->rules, v->a.terms[0].fact);
        leaf = tier.len ? leaf_of(whole, q) : NULL;
        if (!leaf)
            continue;
        out[count++] = (struct asked){tier,
                                      {.kind = F_ATOM,
                                       .quantity = q,
                                       .set = set_compared(CMP_GE, (struct fraction){1, 1}),
                                       .node = leaf->node},
                                      leaf};
    }
    return count;
}

static bool
granted(const struct periods *p, struct td_str tier, const struct period *during)
{
    for (size_t i = 0; i < p->count; i++)
        if (!p->at[i].review && td_str_equal(p->at[i].tier, tier) &&
            p->at[i].from <= during->to && p->at[i].to >= during->from)
            return true;
    return false;
}

/* Without the titles that nobody grants while this file is in force, can it still be met? */
static void
check_granted(struct checker *k, const struct td_yaml *map, const struct formula *whole,
              const struct asked *asked, int count, const struct periods *periods)
{
    struct td_str tier = td_yaml_get(map, "tier")->text,
                  version = td_yaml_get(map, "version")->text;

    for (size_t i = 0; i < periods->count; i++) {
        const struct period *p = &periods->at[i];
        struct literal all[TIERS_MAX + 1] = {{whole, false}};
        const struct asked *missing = NULL;
        int n = 1;

        if (p->review || !td_str_equal(p->tier, tier) || !td_str_equal(p->version, version))
            continue;
        for (int a = 0; a < count; a++)
            if (!granted(periods, asked[a].tier, p)) {
                all[n++] = (struct literal){&asked[a].held, true};
                missing = missing ? missing : &asked[a];
            }
        if (!missing || !logic_can(&k->logic, &all[0], 1) || logic_can(&k->logic, all, n))
            continue;
        found(k, TD_FINDING_FAULT, "no_title", missing->leaf->node,
              TD_T("没有企业能满足：本文件有效期内没有规则授予“%.*s”称号",
                   "nobody can meet this: no rules grant the title \"%.*s\" while this file is "
                   "in force"),
              (int)missing->tier.len, missing->tier.at);
        return;
    }
}

/* Does any fact tell of this tier's title? A local tier may go by a national one. */
static bool
has_title(const struct td_rules *r, struct td_str tier)
{
    for (int f = 0; f < r->fact_count; f++)
        if (td_str_equal(title_of(r, f), tier))
            return true;
    return false;
}

/* `holds` and `concerns` speak of the tier's own title. */
static void
check_own_title(struct checker *k, const struct td_yaml *map, const char *key)
{
    const struct td_yaml *node = td_yaml_get(map, key), *tier = td_yaml_get(map, "tier");
    const struct td_rules *r = k->c->rules;
    struct td_error ignored = {0};
    struct expr *e;
    int fact;

    if (!node || !expr_parse(&k->c->rules->arena, node->text, yaml_place(node), &e, &ignored))
        return;
    if (e->kind == EX_CMP)
        e = e->args[0];
    if (e->kind != EX_NAME || !fact_find(r, e->name, &fact) || title_of(r, fact).len == 0 ||
        !has_title(r, tier->text) || td_str_equal(title_of(r, fact), tier->text))
        return;
    found(k, TD_FINDING_FAULT, "wrong_title", node,
          TD_T("%s 说的是“%.*s”的称号，本文件是“%s”",
               "%s speaks of the title \"%.*s\", the file is of \"%s\""),
          key, (int)title_of(r, fact).len, title_of(r, fact).at, tier->text.at);
}

bool
check_titles(struct checker *k, const struct td_yaml *map, const struct formula *whole)
{
    struct td_str tier = td_yaml_get(map, "tier")->text;
    int own = level_of(k->c->rules, tier), count;
    struct asked asked[TIERS_MAX];
    struct periods periods;

    check_own_title(k, map, "holds");
    check_own_title(k, map, "concerns");
    if (k->review)
        return true;
    count = asked_titles(k, whole, asked);
    for (int a = 0; a < count; a++) {
        struct literal both[] = {{whole, false}, {&asked[a].held, true}};
        int level = level_of(k->c->rules, asked[a].tier);

        if (own < 0 || level < own || td_str_equal(asked[a].tier, tier) ||
            logic_can(&k->logic, both, 2) || !logic_can(&k->logic, both, 1))
            continue;
        found(k, TD_FINDING_FAULT, "ladder", asked[a].leaf->node,
              TD_T("必须先有“%.*s”称号，而它在梯度上不低于本层级",
                   "asks for the title \"%.*s\", which is no lower on the ladder"),
              (int)asked[a].tier.len, asked[a].tier.at);
    }
    all_periods(k, &periods);
    check_granted(k, map, whole, asked, count, &periods);
    periods_free(&periods);
    return true;
}

/* ---- periods
 * -------------------------------------------------------------------------------------- */
static bool
covers(const struct period *p, const struct period *like, td_date day)
{
    return td_str_equal(p->tier, like->tier) && p->review == like->review &&
           td_str_starts(like->region, p->region) && p->from <= day && day <= p->to;
}

/* Days between two versions on which neither is in force. */
static void
check_gaps(struct checker *k, const struct periods *p)
{
    for (size_t i = 0; i < p->count; i++) {
        const struct period *a = &p->at[i], *next = NULL;
        bool covered = a->to == INT32_MAX;
        char first[11], last[11];

        for (size_t n = 0; n < p->count && !covered; n++) {
            covered = covers(&p->at[n], a, a->to + 1);
            if (period_same(&p->at[n], a) && p->at[n].from > a->to &&
                (!next || p->at[n].from < next->from))
                next = &p->at[n];
        }
        if (covered || !next)
            continue;
        td_date_text(a->to + 1, first);
        td_date_text(next->from - 1, last);
        found(k, TD_FINDING_FAULT, "gap", td_yaml_get(next->node, "from"),
              TD_T("“%.*s”从 %s 到 %s 没有版本有效",
                   "no version of \"%.*s\" is in force from %s to %s"),
              (int)a->tier.len, a->tier.at, first, last);
    }
}

/* A tier of which nothing is in force that day: has run out, or has not begun. */
static void
check_day(struct checker *k, const struct periods *p, struct td_str tier, bool review,
          td_date day)
{
    const struct period *last = NULL;
    char text[11];

    for (size_t i = 0; i < p->count; i++) {
        const struct period *at = &p->at[i];

        if (!td_str_equal(at->tier, tier) || at->review != review)
            continue;
        if (at->from <= day && day <= at->to)
            return;
        if (!last || at->to > last->to)
            last = at;
    }
    if (!last)
        return;
    td_date_text(day, text);
    if (last->to < day)
        found(k, TD_FINDING_FAULT, "expired", td_yaml_get(last->node, "to"),
              TD_T("“%.*s”（%s）在 %s 没有版本有效：最后一个版本已到期",
                   "no version of \"%.*s\" (%s) is in force on %s: the last one has run out"),
              (int)tier.len, tier.at, review ? TD_T("复核", "review") : TD_T("新申报", "new"),
              text);
    else
        found(k, TD_FINDING_NOTE, "not_yet", td_yaml_get(last->node, "from"),
              TD_T("“%.*s”（%s）在 %s 还没有版本有效",
                   "no version of \"%.*s\" (%s) is in force on %s yet"),
              (int)tier.len, tier.at, review ? TD_T("复核", "review") : TD_T("新申报", "new"),
              text);
}

static void
check_names(struct checker *k, const struct periods *p, const struct td_yaml *list, td_date day)
{
    for (size_t i = 0; list && i < list->count; i++) {
        bool file = false;

        for (size_t n = 0; n < p->count && !file; n++)
            file = td_str_equal(p->at[n].tier, list->items[i]->text);
        if (!file)
            found(k, TD_FINDING_FAULT, "no_file", list->items[i],
                  TD_T("层级“%s”没有文件", "tier \"%s\" has no file"), list->items[i]->text.at);
        for (int review = 0; review < 2; review++)
            check_day(k, p, list->items[i]->text, review, day);
    }
}

void
check_periods(struct checker *k, td_date as_of)
{
    struct periods p;
    td_date day = as_of;

    all_periods(k, &p);
    check_gaps(k, &p);
    for (size_t i = 0; as_of == TD_DATE_NONE && i < p.count; i++) /* none asked for: that of the newest rules */
        day = i == 0 || p.at[i].from > day ? p.at[i].from : day;
    for (size_t i = 0; i < k->c->doc_count; i++) {
        const struct td_yaml *root = k->c->docs[i].root;

        if (strcmp(root->file->name, "ranking.yaml") != 0)
            continue;
        check_names(k, &p, td_yaml_get(root, "ladder"), day);
        check_names(k, &p, td_yaml_get(root, "second_track"), day);
    }
    periods_free(&p);
}
