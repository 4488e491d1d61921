/*
 * `hint: <catalogue>`: what the keywords of business scopes and products say (feature.keyword).
 * A hint shows beside a condition and decides nothing; a tag that is made of one is possible at
 * most. There is no way from keywords into an expression.
 */
#include "rules.h"

#include "catalogue.h"

enum { NAMES_MAX = 64 };

/* A catalogue of this or of another region. */
static bool
check_name(struct compiler *c, const struct td_yaml *node, struct td_str id)
{
    const char *names[NAMES_MAX];
    size_t count = 0;

    if (local_known(c, id))
        return true;
    td_yaml_fail(node, c->err,
                 TD_T("没有关键词目录“%.*s”", "there is no catalogue of keywords \"%.*s\""),
                 (int)id.len, id.at);
    for (size_t i = 0; i < c->catalogues->catalogue_count && count < NAMES_MAX; i++)
        names[count++] = c->catalogues->catalogues[i].id.at;
    return count > 0 && td_yaml_suggest(id, names, count, c->err);
}

bool
hint_read(struct compiler *c, const struct td_yaml *map, struct td_str *catalogue)
{
    const struct td_yaml *node = td_yaml_get(map, "hint");

    *catalogue = (struct td_str){0};
    if (!node)
        return true;
    if (!td_yaml_text(node, "hint", catalogue, c->err) || !check_name(c, node, *catalogue))
        return false;
    *catalogue = td_arena_str(&c->rules->arena, *catalogue);
    return true;
}

static int
hint_slot(struct td_rules *r, struct td_str catalogue)
{
    struct td_slot slot = {.type = TD_SLOT_BOOL, .list = true};
    struct td_buf name = {0};

    td_buf_text(&name, TD_HINT_COLUMN);
    td_buf_str(&name, catalogue);
    for (int i = 0; i < r->slot_count; i++) {
        if (!td_str_equal(r->slots[i].column, td_buf_view(&name)))
            continue;
        td_buf_free(&name);
        return i;
    }
    slot.column = td_arena_str(&r->arena, td_buf_view(&name));
    td_buf_free(&name);
    GROW(r->slots, r->slot_count, r->slot_cap)[r->slot_count] = slot;
    return r->slot_count++;
}

/* Unknown where there are keywords, unmet where there are none: `all` of unknown and the
 * column. */
bool
hint_tag(struct compiler *c, const struct td_yaml *map, int *op)
{
    struct td_rules *r = c->rules;
    struct linear lin = {.count = 1, .divisor = 1};
    struct td_str catalogue;
    int ops[2];

    if (!hint_read(c, map, &catalogue))
        return false;
    lin.terms[0] = (struct term){.fact = -1, .coef = 1};
    lin.terms[0].lo = lin.terms[0].hi = hint_slot(r, catalogue);
    ops[0] = op_state(r, S_UNKNOWN);
    ops[1] = op_add(r, (struct op){.kind = OP_GE, .a = column_of(r, &lin), .p = 1});
    *op = op_group(r, OP_ALL, ops, 2);
    return true;
}
