#include "outline.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

struct walk {
    struct outline *o;
    enum outline_part part;
};

static struct td_str
word(const struct td_yaml *map, const char *key)
{
    const struct td_yaml *node = td_yaml_get(map, key);

    return node && node->kind == TD_YAML_SCALAR ? node->text : (struct td_str){0};
}

static struct outline_item *
add(struct outline *o, enum outline_part part, const struct td_yaml *node, int depth)
{
    struct outline_item *item;

    if (o->count == o->cap) {
        o->cap = o->cap ? 2 * o->cap : 64;
        o->at = td_realloc(o->at, o->cap, sizeof(*o->at));
    }
    item = &o->at[o->count++];
    *item = (struct outline_item){
        .part = part, .node = node, .depth = depth, .confirmed = word(node, "confirmed")};
    return item;
}

static struct td_str
kept(struct outline *o, struct td_buf *text)
{
    struct td_str s = td_arena_str(&o->arena, td_buf_view(text));

    td_buf_free(text);
    return s;
}

/* ---- conditions
 * --------------------------------------------------------------------------------- */
static void
condition(struct outline *o, enum outline_part part, const struct td_yaml *map,
          struct td_str clause, struct td_str outer, size_t number, int depth)
{
    static const char *const forms[] = {"when", "all", "any", "not", "manual", "score"};
    struct td_str own = word(map, "id"), id = own;
    struct td_buf name = {0};
    struct outline_item *item;
    const struct td_yaml *body = NULL;
    const char *form = "";

    if (map->kind != TD_YAML_MAP)
        return;
    if (own.len == 0) {
        td_buf_printf(&name, "%.*s.%zu", (int)outer.len, outer.at, number);
        id = kept(o, &name);
    }
    for (size_t i = 0; i < sizeof(forms) / sizeof(*forms) && !body; i++) {
        body = td_yaml_get(map, forms[i]);
        form = forms[i];
    }
    clause = word(map, "clause").len ? word(map, "clause") : clause;
    item = add(o, part, map, depth);
    item->id = id;
    item->clause = clause;
    item->text = word(map, "text");
    item->form = td_str(form);
    item->unless = word(map, "unless");
    item->expression = body && body->kind == TD_YAML_SCALAR ? body->text : (struct td_str){0};
    if (body && body->kind == TD_YAML_MAP)
        condition(o, part, body, clause, id, 1, depth + 1);
    for (size_t i = 0; body && body->kind == TD_YAML_LIST && i < body->count; i++)
        condition(o, part, body->items[i], clause, id, i + 1, depth + 1);
}

static void
conditions(struct outline *o, enum outline_part part, const struct td_yaml *list)
{
    for (size_t i = 0; list && list->kind == TD_YAML_LIST && i < list->count; i++)
        condition(o, part, list->items[i], (struct td_str){0}, TD_STR(""), i + 1, 0);
}

/* ---- points
 * ------------------------------------------------------------------------------------- */
/* A choice's condition on one line: a and b; (a or b). */
static void
put_tree(const struct td_yaml *map, struct td_buf *out)
{
    const struct td_yaml *all = td_yaml_get(map, "all"), *any = td_yaml_get(map, "any"),
                         *list = all ? all : any;

    if (td_yaml_get(map, "not")) {
        td_buf_text(out, TD_T("并非 ", "not "));
        put_tree(td_yaml_get(map, "not"), out);
        return;
    }
    if (!list) {
        td_buf_str(out, word(map, "when").len ? word(map, "when") : word(map, "manual"));
        return;
    }
    for (size_t i = 0; i < list->count; i++) {
        td_buf_text(out, i == 0 ? "(" : all ? TD_T(" 且 ", " and ") : TD_T(" 或 ", " or "));
        put_tree(list->items[i], out);
    }
    td_buf_text(out, ")");
}

static void
put_table(const struct td_yaml *list, struct td_buf *out)
{
    for (size_t i = 0; i < list->count; i++) {
        const struct td_yaml *entry = list->items[i];

        td_buf_text(out, i ? "; " : "");
        if (word(entry, "from").len)
            td_buf_printf(out, ">= %s ", word(entry, "from").at);
        else if (word(entry, "above").len)
            td_buf_printf(out, "> %s ", word(entry, "above").at);
        else if (entry->count > 1) {
            put_tree(entry, out);
            td_buf_text(out, " ");
        }
        td_buf_printf(out, TD_T("%s分", "%s points"),
                      word(entry, "points").len ? word(entry, "points").at : "?");
    }
}

void
outline_points(const struct td_yaml *map, struct td_buf *out)
{
    static const char *const tables[] = {"bands", "choices", "sum_of"};
    const struct td_yaml *best = td_yaml_get(map, "best_of");

    if (word(map, "value").len)
        td_buf_printf(out, "%s: ", word(map, "value").at);
    for (size_t i = 0; i < sizeof(tables) / sizeof(*tables); i++)
        if (td_yaml_get(map, tables[i]))
            put_table(td_yaml_get(map, tables[i]), out);
    for (size_t i = 0; best && i < best->count; i++) {
        td_buf_text(out, i ? " | " : "");
        outline_points(best->items[i], out);
    }
    if (word(map, "per").len)
        td_buf_printf(out, TD_T("每 %s 得 %s分", "%s: %s points each"), word(map, "per").at,
                      word(map, "points").at);
    if (word(map, "cap").len)
        td_buf_printf(out, TD_T("，最高 %s分", ", at most %s points"), word(map, "cap").at);
    if (word(map, "manual").len)
        td_buf_printf(out, TD_T("人工：%s", "by a person: %s"), word(map, "manual").at);
    if (word(map, "unknown").len)
        td_buf_text(out, TD_T("未定", "not defined"));
}

static void
score(struct outline *o, const struct td_yaml *map)
{
    const struct td_yaml *groups = td_yaml_get(map, "groups"),
                         *list = td_yaml_get(map, "indicators");
    struct outline_item *item = add(o, OUTLINE_GROUP, map, 0);

    item->id = TD_STR("total");
    item->text = TD_STR("总分");
    item->expression = word(map, "max");
    for (size_t i = 0; groups && i < groups->count; i++) {
        item = add(o, OUTLINE_GROUP, groups->items[i], 0);
        item->id = word(groups->items[i], "id");
        item->text = word(groups->items[i], "title");
        item->expression = word(groups->items[i], "max");
    }
    for (size_t i = 0; list && i < list->count; i++) {
        struct td_buf points = {0};

        outline_points(list->items[i], &points);
        td_buf_printf(&points, TD_T("（满分 %s）", " (of %s)"), word(list->items[i], "max").at);
        item = add(o, OUTLINE_INDICATOR, list->items[i], 1);
        item->id = word(list->items[i], "id");
        item->clause = word(list->items[i], "clause");
        item->text = word(list->items[i], "text");
        item->expression = kept(o, &points);
    }
}

/* ---- files
 * -------------------------------------------------------------------------------------- */
static void
head(struct outline *o, const struct td_yaml *root)
{
    const struct td_yaml *source = td_yaml_get(root, "source"),
                         *applies = td_yaml_get(root, "applies");
    struct td_buf b = {0};
    struct outline_item *item = add(o, OUTLINE_FILE, root, 0);

    item->id = TD_STR("source");
    item->confirmed = word(source, "confirmed");
    td_buf_printf(&b, "%s %s %s", word(source, "name").len ? word(source, "name").at : "",
                  word(source, "number").len ? word(source, "number").at : "",
                  word(source, "annex").len ? word(source, "annex").at : "");
    item->text = td_str_trim(kept(o, &b));
    for (size_t i = 0; applies && i < applies->count; i++) {
        const struct td_yaml *entry = applies->items[i];

        item = add(o, OUTLINE_APPLIES, entry, 0);
        b = (struct td_buf){0};
        td_buf_printf(&b, "applies.%s%s%s",
                      word(entry, "kind").len ? word(entry, "kind").at : "new",
                      word(entry, "region").len ? "." : "",
                      word(entry, "region").len ? word(entry, "region").at : "");
        item->id = kept(o, &b);
        item->text = td_yaml_is(td_yaml_get(entry, "kind"), "review") ? TD_STR("复核")
                                                                      : TD_STR("新申报");
        td_buf_printf(&b, "%s..%s", word(entry, "from").len ? word(entry, "from").at : "",
                      word(entry, "to").len ? word(entry, "to").at : "");
        item->expression = kept(o, &b);
    }
}

static void
holds(struct outline *o, const struct td_yaml *root, const char *key, struct td_str text)
{
    struct outline_item *item;

    if (word(root, key).len == 0)
        return;
    item = add(o, OUTLINE_HOLDS, td_yaml_get(root, key), 0);
    item->id = td_str(key);
    item->text = text;
    item->expression = word(root, key);
}

/* A node on one line: {unit: money, years: 3}. */
static void
put_flat(const struct td_yaml *node, struct td_buf *out)
{
    bool map = node->kind == TD_YAML_MAP;

    if (node->kind == TD_YAML_SCALAR) {
        td_buf_str(out, node->text);
        return;
    }
    td_buf_text(out, map ? "{" : "[");
    for (size_t i = 0; i < node->count; i++) {
        td_buf_printf(out, "%s%s%s", i ? ", " : "", map ? node->keys[i]->text.at : "",
                      map ? ": " : "");
        put_flat(node->items[i], out);
    }
    td_buf_text(out, map ? "}" : "]");
}

/* Facts, levers of efforts.yaml, keys of ranking.yaml: each entry as it is written. */
static void
flat_entries(struct outline *o, const struct td_yaml *map)
{
    for (size_t i = 0; map->kind == TD_YAML_MAP && i < map->count; i++) {
        struct outline_item *item;
        struct td_buf b = {0};

        if (td_yaml_is(map->keys[i], "levers") || td_yaml_is(map->keys[i], "examples") ||
            td_yaml_is(map->keys[i], "base"))
            continue;
        item = add(o, OUTLINE_ENTRY, map->items[i], 0);
        put_flat(map->items[i], &b);
        item->id = map->keys[i]->text;
        item->text = word(map->items[i], "title");
        item->expression = kept(o, &b);
    }
}

/* Metrics and parameters: a map of maps. */
static void
entries(struct outline *o, const struct td_yaml *map)
{
    for (size_t i = 0; map && map->kind == TD_YAML_MAP && i < map->count; i++) {
        const struct td_yaml *entry = map->items[i];
        struct outline_item *item = add(o, OUTLINE_ENTRY, entry, 0);

        item->id = map->keys[i]->text;
        item->clause = word(entry, "source");
        item->text = word(entry, "title").len ? word(entry, "title") : word(entry, "text");
        item->expression =
            word(entry, "value").len ? word(entry, "value") : word(entry, "when");
    }
}

static void
rows(struct outline *o, const struct td_yaml *list)
{
    static const char *const classes[] = {"large", "medium", "small"};

    for (size_t i = 0; list && i < list->count; i++) {
        const struct td_yaml *row = list->items[i];
        struct outline_item *item = add(o, OUTLINE_ENTRY, row, 0);
        struct td_buf b = {0};

        item->id = item->text = word(row, "title");
        for (int c = 0; c < 3; c++) {
            const struct td_yaml *limits = td_yaml_get(row, classes[c]);

            td_buf_printf(&b, "%s%s", c ? "; " : "", classes[c]);
            for (size_t k = 0; limits && k < limits->count; k++)
                td_buf_printf(
                    &b, " %s >= %s", limits->keys[k]->text.at,
                    limits->items[k]->kind == TD_YAML_SCALAR ? limits->items[k]->text.at : "?");
        }
        item->expression = kept(o, &b);
    }
}

static void
tags(struct outline *o, const struct td_yaml *list)
{
    for (size_t i = 0; list && i < list->count; i++) {
        struct outline_item *item = add(o, OUTLINE_ENTRY, list->items[i], 0);
        struct td_buf b = {0};

        put_tree(list->items[i], &b);
        item->id = word(list->items[i], "id");
        item->text = word(list->items[i], "title");
        item->clause = word(list->items[i], "source");
        item->expression = kept(o, &b);
    }
}

void
outline_read(struct outline *o, const struct td_yaml *root)
{
    if (td_yaml_get(root, "metrics") || td_yaml_get(root, "parameters")) {
        entries(o, td_yaml_get(root, "metrics") ? td_yaml_get(root, "metrics")
                                                : td_yaml_get(root, "parameters"));
        return;
    }
    if (td_yaml_get(root, "rows") || td_yaml_get(root, "tags")) {
        rows(o, td_yaml_get(root, "rows"));
        tags(o, td_yaml_get(root, "tags"));
        return;
    }
    if (td_yaml_get(root, "facts") || td_yaml_get(root, "levers") ||
        td_yaml_get(root, "ladder")) {
        flat_entries(o, td_yaml_get(root, "facts") ? td_yaml_get(root, "facts") : root);
        if (td_yaml_get(root, "levers"))
            flat_entries(o, td_yaml_get(root, "levers"));
        return;
    }
    head(o, root);
    holds(o, root, "holds", TD_STR("已有称号"));
    holds(o, root, "concerns", TD_STR("复核对象"));
    conditions(o, OUTLINE_SUBJECT, td_yaml_get(root, "subject"));
    conditions(o, OUTLINE_REQUIRE, td_yaml_get(root, "require"));
    if (td_yaml_get(root, "score"))
        score(o, td_yaml_get(root, "score"));
}

void
outline_free(struct outline *o)
{
    free(o->at);
    td_arena_free(&o->arena);
    *o = (struct outline){0};
}
