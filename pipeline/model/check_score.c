/*
 * Bands and choices of the indicators: each must be the best that some firm gets. A band or
 * choice is out of reach if its condition cannot be met, or if whoever meets it gets as much
 * from another.
 */
#include "check.h"

#include <stdlib.h>

enum { CHOICES_MAX = 64 };

struct choices { /* of one table */
    const struct formula *when[CHOICES_MAX];
    int points[CHOICES_MAX];
    const struct td_yaml *node[CHOICES_MAX];
    int count;
    int floor;                        /* points of the last one, without a condition */
    const struct td_yaml *floor_node; /* NULL = none */
};

static int
points_of(const struct td_yaml *map)
{
    const struct td_yaml *node = td_yaml_get(map, "points");

    return node && node->kind == TD_YAML_SCALAR ? atoi(node->text.at) : 0;
}

/* ---- reading
 * ------------------------------------------------------------------------------------ */
static bool
read_bands(struct checker *k, const struct td_yaml *map, struct choices *t)
{
    const struct td_yaml *bands = td_yaml_get(map, "bands");

    *t = (struct choices){0};
    for (size_t i = 0; i < bands->count && i < CHOICES_MAX; i++) {
        const struct td_yaml *from = td_yaml_get(bands->items[i], "from"),
                             *above = td_yaml_get(bands->items[i], "above");

        if (!from && !above) {
            t->floor = points_of(bands->items[i]);
            t->floor_node = bands->items[i];
            continue;
        }
        if (!check_band(k, td_yaml_get(map, "value"), from ? from : above, above != NULL,
                        &t->when[t->count]))
            return false;
        t->points[t->count] = points_of(bands->items[i]);
        t->node[t->count++] = bands->items[i];
    }
    return true;
}

static bool
read_choices(struct checker *k, const struct td_yaml *list, const char *id, struct choices *t)
{
    *t = (struct choices){0};
    for (size_t i = 0; i < list->count && i < CHOICES_MAX; i++) {
        const struct td_yaml *entry = list->items[i];

        if (entry->count == 1 && td_yaml_get(entry, "points")) {
            t->floor = points_of(entry);
            t->floor_node = entry;
            continue;
        }
        if (!check_condition(k, entry, id, &t->when[t->count]))
            return false;
        t->points[t->count] = points_of(entry);
        t->node[t->count++] = entry;
    }
    return true;
}

/* ---- asking
 * ------------------------------------------------------------------------------------- */
/* Nobody gets these points: who meets it gets as much or more from the others. */
static bool
is_behind(struct checker *k, const struct choices *t, int at)
{
    struct literal all[CHOICES_MAX];
    int count = 0;

    all[count++] = (struct literal){t->when[at], false};
    for (int n = 0; n < t->count; n++)
        if (n != at &&
            (t->points[n] > t->points[at] || (t->points[n] == t->points[at] && n < at)))
            all[count++] = (struct literal){t->when[n], true};
    return !logic_can(&k->logic, all, count);
}

static void
ask(struct checker *k, const struct choices *t, const char *what)
{
    struct literal none[CHOICES_MAX];
    struct td_buf label = {0};

    for (int i = 0; i < t->count; i++) {
        none[i] = (struct literal){t->when[i], true};
        td_buf_reset(&label);
        check_label(t->when[i], &label);
        check_tree(k, t->when[i], NULL, 0);
        if (check_never(k, t->when[i]) || check_always(k, t->when[i]))
            continue;
        if (t->points[i] <= t->floor && t->floor_node)
            found(k, TD_FINDING_FAULT, "unreachable_points", t->node[i],
                  TD_T("%s“%s”得 %d 分，不比保底的 %d 分多",
                       "%s \"%s\" gives %d points, no more than the floor's %d"),
                  what, label.at, t->points[i], t->floor);
        else if (is_behind(k, t, i))
            found(k, TD_FINDING_FAULT, "unreachable_points", t->node[i],
                  TD_T("%s“%s”的 %d 分没有企业能得到：满足它的都从别的档得到同样多或更多",
                       "%s \"%s\": nobody gets its %d points, who meets it gets as much from "
                       "another"),
                  what, label.at, t->points[i]);
    }
    if (t->floor_node && t->count > 0 && !logic_can(&k->logic, none, t->count))
        found(k, TD_FINDING_FAULT, "unreachable_points", t->floor_node,
              TD_T("保底的 %d 分没有企业能得到：前面的档总有一个满足",
                   "nobody gets the floor's %d points: one of the others is always met"),
              t->floor);
    td_buf_free(&label);
}

/* A sum: two entries of the same condition count twice. */
static void
ask_sum(struct checker *k, const struct choices *t)
{
    for (int i = 0; i < t->count; i++) {
        struct td_buf label = {0};

        check_tree(k, t->when[i], NULL, 0);
        check_label(t->when[i], &label);
        for (int n = 0; n < i; n++) {
            struct literal there[] = {{t->when[i], false}, {t->when[n], true}};
            struct literal back[] = {{t->when[n], false}, {t->when[i], true}};

            if (logic_can(&k->logic, there, 2) || logic_can(&k->logic, back, 2))
                continue;
            found(k, TD_FINDING_FAULT, "repeated", t->node[i],
                  TD_T("“%s”在同一指标里计了两次（前一次在第 %zu 行）",
                       "\"%s\" counts twice in one indicator (first in line %zu)"),
                  label.at, t->node[n]->line);
        }
        td_buf_free(&label);
    }
}

static bool
ask_table(struct checker *k, const struct td_yaml *map, const char *id)
{
    const struct td_yaml *choices = td_yaml_get(map, "choices");
    struct choices t;

    if (choices ? !read_choices(k, choices, id, &t) : !read_bands(k, map, &t))
        return false;
    ask(k, &t, choices ? TD_T("选项", "choice") : TD_T("分档", "band"));
    return true;
}

static bool
ask_indicator(struct checker *k, const struct td_yaml *map)
{
    const struct td_yaml *best = td_yaml_get(map, "best_of"), *sum = td_yaml_get(map, "sum_of");
    const char *id = td_yaml_get(map, "id")->text.at;
    struct choices t;

    check_used(k, td_yaml_get(map, "value"));
    if (td_yaml_get(map, "bands") || td_yaml_get(map, "choices"))
        return ask_table(k, map, id);
    for (size_t i = 0; best && i < best->count; i++) {
        check_used(k, td_yaml_get(best->items[i], "value"));
        if (!ask_table(k, best->items[i], id))
            return false;
    }
    if (!sum)
        return true;
    if (!read_choices(k, sum, id, &t))
        return false;
    ask_sum(k, &t);
    return true;
}

bool
check_score(struct checker *k, const struct td_yaml *score)
{
    const struct td_yaml *list = td_yaml_get(score, "indicators");

    for (size_t i = 0; i < list->count; i++)
        if (!ask_indicator(k, list->items[i]))
            return false;
    return true;
}
