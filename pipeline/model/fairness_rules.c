/* fairness.yaml: read and checked. */
#include "tidu/fairness.h"

#include "yaml.h"

static const char *const keys[] = {"note", "significance", "least", "ages"};
enum { FIRMS_MAX = 1000000000, YEARS_MAX = 1000 };

static bool
read_ages(struct td_fair_rules *rules, const struct td_yaml *list, struct td_error *err)
{
    if (!td_yaml_expect(list, TD_YAML_LIST, "ages", err))
        return false;
    if (list->count > TD_FAIR_AGES_MAX)
        return td_yaml_fail(list, err, TD_T("ages 最多 %d 段", "ages has at most %d bands"), TD_FAIR_AGES_MAX);
    for (size_t i = 0; i < list->count; i++) {
        int64_t least = i ? rules->ages[i - 1] + 1 : 1;
        if (!td_yaml_int(list->items[i], "ages", least, YEARS_MAX, &rules->ages[i], err))
            return false;
    }
    rules->age_count = list->count;
    return true;
}

bool
td_fair_read(struct td_fair_rules *rules, struct td_str text, struct td_error *err)
{
    struct td_yaml_doc doc = {0};
    const struct td_yaml *node;

    *rules = (struct td_fair_rules){0};
    bool ok = td_yaml_parse(&doc, text, "fairness.yaml", TD_E_CRITERIA, err) &&
              td_yaml_expect(doc.root, TD_YAML_MAP, "fairness.yaml", err) &&
              td_yaml_known(doc.root, keys, sizeof keys / sizeof *keys, err) &&
              td_yaml_need(doc.root, "significance", &node, err) &&
              td_yaml_int(node, "significance", 1, 50, &rules->significance, err) &&
              td_yaml_need(doc.root, "least", &node, err) && td_yaml_int(node, "least", 1, FIRMS_MAX, &rules->least, err) &&
              td_yaml_need(doc.root, "ages", &node, err) && read_ages(rules, node, err);
    td_yaml_free(&doc);
    return ok;
}
