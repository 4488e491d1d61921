/* moves.yaml (how many moves are too many), and the ladder of ranking.yaml as one text. */
#include "tidu/moves.h"

#include "yaml.h"

static const char *const root_keys[] = {"note", "gate"};
static const char *const gate_keys[] = {"tier", "county", "note"};
static const char *const limit_keys[] = {"percent", "least", "note"};

#define KEYS(words) (words), sizeof(words) / sizeof(*(words))
enum { PERCENT_MAX = 100000, FIRMS_MAX = 1000000000 };

static bool
read_limit(const struct td_yaml *gate, const char *key, int64_t *percent, int64_t *least, struct td_error *err)
{
    const struct td_yaml *limit, *node;

    return td_yaml_need(gate, key, &limit, err) && td_yaml_expect(limit, TD_YAML_MAP, key, err) &&
           td_yaml_known(limit, KEYS(limit_keys), err) && td_yaml_need(limit, "percent", &node, err) &&
           td_yaml_int(node, "percent", 0, PERCENT_MAX, percent, err) && td_yaml_need(limit, "least", &node, err) &&
           td_yaml_int(node, "least", 0, FIRMS_MAX, least, err);
}

static bool
read_root(const struct td_yaml *root, struct td_moves_gate *gate, struct td_error *err)
{
    const struct td_yaml *node;

    if (!td_yaml_expect(root, TD_YAML_MAP, "moves.yaml", err) || !td_yaml_known(root, KEYS(root_keys), err) ||
        !td_yaml_need(root, "gate", &node, err))
        return false;
    if (td_yaml_is(node, "off"))
        return true;
    gate->on = true;
    return td_yaml_expect(node, TD_YAML_MAP, "gate", err) && td_yaml_known(node, KEYS(gate_keys), err) &&
           read_limit(node, "tier", &gate->tier_percent, &gate->tier_least, err) &&
           read_limit(node, "county", &gate->county_percent, &gate->county_least, err);
}

/* A folder of criteria without the file has no gate. */
bool
td_moves_gate_read(struct td_moves_gate *gate, struct td_str text, struct td_error *err)
{
    struct td_yaml_doc doc = {0};

    *gate = (struct td_moves_gate){0};
    if (text.len == 0)
        return true;
    bool ok = td_yaml_parse(&doc, text, "moves.yaml", TD_E_CRITERIA, err) && read_root(doc.root, gate, err);
    td_yaml_free(&doc);
    return ok;
}

bool
td_moves_gate_holds(int64_t moved, int64_t of, int64_t percent, int64_t least)
{
    return moved > least && moved * 100 > of * percent;
}

bool
td_ladder_read(struct td_str ranking, struct td_buf *out, struct td_error *err)
{
    struct td_yaml_doc doc = {0};
    const struct td_yaml *list;
    struct td_str word;
    bool ok = td_yaml_parse(&doc, ranking, "ranking.yaml", TD_E_CRITERIA, err) &&
              td_yaml_need(doc.root, "ladder", &list, err) && td_yaml_expect(list, TD_YAML_LIST, "ladder", err);

    for (size_t i = 0; ok && i < list->count; i++) {
        ok = td_yaml_text(list->items[i], "ladder", &word, err);
        td_buf_text(out, i ? " " : "");
        if (ok)
            td_buf_str(out, word);
    }
    td_yaml_free(&doc);
    return ok;
}
