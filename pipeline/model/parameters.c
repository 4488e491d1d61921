#include "tidu/parameters.h"

#include "yaml.h"

static bool
parse_one(struct td_parameters *p, const struct td_yaml *map, size_t i, struct td_error *err)
{
    static const char *const keys[] = {"value", "unit", "source", "text", "confirmed"};
    const struct td_yaml *entry = map->items[i], *value = NULL;
    struct td_parameter *one = &p->list[i];

    if (!td_yaml_expect(entry, TD_YAML_MAP, map->keys[i]->text.at, err) ||
        !td_yaml_known(entry, keys, sizeof keys / sizeof *keys, err) ||
        !td_yaml_need(entry, "value", &value, err))
        return false;
    one->name = td_arena_str(&p->arena, map->keys[i]->text);
    return td_yaml_int(value, "value", 0, 1000000000000, &one->value, err);
}

bool
td_parameters_parse(struct td_parameters *p, struct td_str text, const char *file, struct td_error *err)
{
    static const char *const keys[] = {"parameters"};
    struct td_yaml_doc doc = {0};
    const struct td_yaml *map = NULL;
    bool ok = td_yaml_parse(&doc, text, file, TD_E_CRITERIA, err);

    ok = ok && td_yaml_expect(doc.root, TD_YAML_MAP, "parameters.yaml", err);
    ok = ok && td_yaml_known(doc.root, keys, 1, err);
    ok = ok && td_yaml_need(doc.root, "parameters", &map, err);
    ok = ok && td_yaml_expect(map, TD_YAML_MAP, "parameters", err);
    if (ok) {
        p->list = td_arena_alloc(&p->arena, map->count, sizeof *p->list);
        p->count = map->count;
    }
    for (size_t i = 0; ok && i < map->count; i++)
        ok = parse_one(p, map, i, err);
    td_yaml_free(&doc);
    return ok;
}

void
td_parameters_free(struct td_parameters *p)
{
    td_arena_free(&p->arena);
    *p = (struct td_parameters){0};
}
