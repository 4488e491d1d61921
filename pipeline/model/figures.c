/* The figures of a program, read from the places that its conditions and indicators remember. */
#include "figures.h"

#include <stdlib.h>
#include <string.h>

struct owner { /* whose figures are being read */
    int condition, indicator;
    struct td_str name;
};

/* ---- trees -------------------------------------------------------------------------------------- */
static const struct td_yaml *
document(struct figures *f, struct td_str file, const struct td_file_text *files, size_t count,
         struct td_error *err)
{
    struct td_str name = td_arena_str(&f->arena, file);

    for (size_t i = 0; i < f->doc_count; i++)
        if (td_str_equal(td_str(f->docs[i].root->file->name), file))
            return f->docs[i].root;
    for (size_t i = 0; i < count; i++) {
        struct td_yaml_doc doc = {0};

        if (!td_str_equal(files[i].name, file))
            continue;
        if (!td_yaml_parse(&doc, files[i].text, name.at, TD_E_CRITERIA, err)) {
            td_yaml_free(&doc);
            return NULL;
        }
        f->docs = td_realloc(f->docs, f->doc_count + 1, sizeof(*f->docs));
        f->docs[f->doc_count++] = doc;
        return doc.root;
    }
    td_fail(err, TD_E_INTERNAL, TD_T("没有规则文件“%s”", "there is no criteria file \"%s\""), name.at);
    return NULL;
}

static const struct td_yaml *
map_at(const struct td_yaml *node, size_t line, size_t column)
{
    const struct td_yaml *found = NULL;

    if (node->kind == TD_YAML_MAP && node->line == line && node->column == column)
        return node;
    for (size_t i = 0; !found && node->kind != TD_YAML_SCALAR && i < node->count; i++)
        found = map_at(node->items[i], line, column);
    return found;
}

const struct td_yaml *
figures_map(struct figures *f, struct td_str file, size_t line, size_t column,
            const struct td_file_text *files, size_t count, struct td_error *err)
{
    const struct td_yaml *root = document(f, file, files, count, err);
    const struct td_yaml *map = root ? map_at(root, line, column) : NULL;

    if (root && !map)
        td_fail(err, TD_E_INTERNAL, TD_T("%.*s 第 %zu 行没有条件", "%.*s:%zu is no condition"),
                (int)file.len, file.at, line);
    return map;
}

/* ---- one figure ------------------------------------------------------------------------------------ */
static struct td_str
name_part(struct figures *f, struct td_str name, const char *part)
{
    struct td_buf b = {0};

    td_buf_str(&b, name);
    td_buf_printf(&b, ".%s", part);
    struct td_str out = td_arena_str(&f->arena, td_buf_view(&b));
    td_buf_free(&b);
    return out;
}

static struct td_str
name_number(struct figures *f, struct td_str name, size_t number)
{
    struct td_buf b = {0};

    td_buf_printf(&b, "%zu", number);
    struct td_str out = name_part(f, name, b.at);
    td_buf_free(&b);
    return out;
}

static void
add(struct figures *f, const struct owner *owner, struct td_str name, const struct td_yaml *scalar,
    const struct expr *constant, const struct expr *about)
{
    struct figure *at = &GROW(f->list, f->count, f->cap)[f->count];

    f->count++;
    *at = (struct figure){.name = name,
                          .condition = owner->condition,
                          .indicator = owner->indicator,
                          .whole = !constant,
                          .about = about,
                          .scalar = scalar,
                          .bytes = scalar->text.len};
    if (constant) {
        at->measure = constant->measure;
        at->byte = constant->byte;
        at->bytes = constant->bytes;
    }
    at->text = (struct td_str){scalar->text.at + at->byte, at->bytes};
}

/* Points, caps: a key with a whole number. */
static void
add_whole(struct figures *f, const struct owner *owner, const struct td_yaml *map, const char *key)
{
    const struct td_yaml *scalar = td_yaml_get(map, key);

    if (scalar && scalar->kind == TD_YAML_SCALAR)
        add(f, owner, name_part(f, owner->name, key), scalar, NULL, NULL);
}

/* The constants that an expression compares with; the last argument of each() and mean() is none. */
static int
compared(const struct expr *e, const struct expr **constants, const struct expr **about, int most)
{
    int count = 0;

    if (e->kind == EX_CMP)
        for (int i = 0; i < e->arg_count; i++)
            if (e->args[i]->kind == EX_CONST && count < most) {
                about[count] = e->args[1 - i];
                constants[count++] = e->args[i];
            }
    for (int i = 0; i < e->arg_count; i++)
        if (e->args[i]->kind != EX_CONST)
            count += compared(e->args[i], constants + count, about + count, most - count);
    return count;
}

static bool
read_expression(struct figures *f, const struct owner *owner, const struct td_yaml *scalar,
                struct td_error *err)
{
    enum { MOST = 16 };
    const struct expr *constants[MOST], *about[MOST];
    struct expr *e;

    if (scalar->kind != TD_YAML_SCALAR)
        return true;
    if (!expr_parse(&f->arena, scalar->text, yaml_place(scalar), &e, err))
        return false;
    int count = compared(e, constants, about, MOST);
    for (int i = 0; i < count; i++)
        add(f, owner, count == 1 ? owner->name : name_number(f, owner->name, (size_t)i + 1), scalar,
            constants[i], about[i]);
    return true;
}

/* A constant that stands alone: a band's limit, `per`. */
static bool
read_constant(struct figures *f, const struct owner *owner, const struct td_yaml *scalar,
              const struct expr *about, struct td_error *err)
{
    struct expr *e;

    if (scalar->kind != TD_YAML_SCALAR)
        return true;
    if (!expr_constant(&f->arena, scalar->text, yaml_place(scalar), &e, err))
        return false;
    add(f, owner, owner->name, scalar, e, about);
    return true;
}

/* ---- indicators -------------------------------------------------------------------------------------- */
static bool
read_value(struct figures *f, const struct td_yaml *map, struct expr **value, struct td_error *err)
{
    const struct td_yaml *scalar = td_yaml_get(map, "value");

    *value = NULL;
    return !scalar || scalar->kind != TD_YAML_SCALAR ||
           expr_parse(&f->arena, scalar->text, yaml_place(scalar), value, err);
}

static bool
read_bands(struct figures *f, const struct owner *owner, const struct td_yaml *map, struct td_error *err)
{
    const struct td_yaml *bands = td_yaml_get(map, "bands");
    struct expr *value;

    if (!read_value(f, map, &value, err))
        return false;
    for (size_t i = 0; bands && bands->kind == TD_YAML_LIST && i < bands->count; i++) {
        const struct td_yaml *band = bands->items[i], *limit = td_yaml_get(band, "from");
        struct owner part = {owner->condition, owner->indicator, name_number(f, owner->name, i + 1)};

        limit = limit ? limit : td_yaml_get(band, "above");
        if (limit && !read_constant(f, &part, limit, value, err))
            return false;
        add_whole(f, &part, band, "points");
    }
    return true;
}

/* A choice's own tree: its parts are numbered, as those of a condition without ids are. */
static bool
read_tree(struct figures *f, const struct owner *owner, const struct td_yaml *map, struct td_error *err)
{
    static const char *const groups[] = {"all", "any"};
    const struct td_yaml *when = td_yaml_get(map, "when"), *not = td_yaml_get(map, "not");
    bool ok = !when || read_expression(f, owner, when, err);

    if (ok && not)
        ok = read_tree(f, owner, not, err);
    for (int k = 0; k < 2; k++) {
        const struct td_yaml *list = td_yaml_get(map, groups[k]);

        for (size_t i = 0; ok && list && list->kind == TD_YAML_LIST && i < list->count; i++) {
            struct owner part = {owner->condition, owner->indicator, name_number(f, owner->name, i + 1)};
            ok = read_tree(f, &part, list->items[i], err);
        }
    }
    return ok;
}

static bool
read_choices(struct figures *f, const struct owner *owner, const struct td_yaml *list, struct td_error *err)
{
    for (size_t i = 0; list && list->kind == TD_YAML_LIST && i < list->count; i++) {
        struct owner part = {owner->condition, owner->indicator, name_number(f, owner->name, i + 1)};

        if (!read_tree(f, &part, list->items[i], err))
            return false;
        add_whole(f, &part, list->items[i], "points");
    }
    return true;
}

static bool
read_indicator(struct figures *f, const struct owner *owner, const struct td_yaml *map, struct td_error *err)
{
    const struct td_yaml *best = td_yaml_get(map, "best_of"), *per = td_yaml_get(map, "per");
    struct owner part = {owner->condition, owner->indicator, name_part(f, owner->name, "per")};
    struct expr *value;

    if (!read_bands(f, owner, map, err) || !read_choices(f, owner, td_yaml_get(map, "choices"), err) ||
        !read_choices(f, owner, td_yaml_get(map, "sum_of"), err))
        return false;
    add_whole(f, owner, map, "cap");
    if (per) {
        add_whole(f, owner, map, "points");
        if (!read_value(f, map, &value, err) || !read_constant(f, &part, per, NULL, err))
            return false;
    }
    for (size_t i = 0; best && best->kind == TD_YAML_LIST && i < best->count; i++) {
        part.name = name_number(f, owner->name, i + 1);
        if (!read_bands(f, &part, best->items[i], err) ||
            !read_choices(f, &part, td_yaml_get(best->items[i], "choices"), err))
            return false;
    }
    return true;
}

/* ---- a program ------------------------------------------------------------------------------------------ */
bool
figures_read(struct figures *f, const struct td_rules *r, const struct program *p,
             const struct td_file_text *files, size_t count, struct td_error *err)
{
    const struct score *score = p->score >= 0 ? &r->scores[p->score] : NULL;

    for (size_t k = 0; k < p->public.condition_count; k++) {
        const struct td_condition *c = &p->conditions[k];
        const struct td_yaml *map = figures_map(f, c->file, c->line, c->column, files, count, err);
        const struct td_yaml *form = map ? td_yaml_get(map, "when") : NULL;
        struct owner owner = {(int)k, -1, c->id};

        form = map && !form ? td_yaml_get(map, "score") : form;
        if (!map || (form && !read_expression(f, &owner, form, err)))
            return false;
    }
    for (int i = 0; score && i < score->indicator_count; i++) {
        const struct indicator *in = &score->indicators[i];
        const struct td_yaml *map = figures_map(f, in->file, in->line, in->column, files, count, err);

        if (!map || !read_indicator(f, &(struct owner){-1, i, in->id}, map, err))
            return false;
    }
    return true;
}

void
figures_free(struct figures *f)
{
    for (size_t i = 0; i < f->doc_count; i++)
        td_yaml_free(&f->docs[i]);
    free(f->docs);
    free(f->list);
    td_arena_free(&f->arena);
    *f = (struct figures){0};
}
