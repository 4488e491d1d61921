/* linkage.yaml: read and checked. */
#include "linkage.h"

#include "yaml.h"

#include <stdlib.h>

static const char *const root_keys[] = {"note", "auto", "near", "margin", "brand_slip", "differences"};
static const char *const difference_keys[] = {"cost", "never", "namesakes", "note"};
static const char *const difference_words[DIFFERENCES] = {
    "brackets",        "wording",      "form",          "form_missing",   "kind",              "group",
    "group_stock",     "group_reform", "group_form",    "region_wording", "region_registered", "region_missing",
    "region_doubtful", "region_finer", "region_nested", "region_differs", "number",            "alike",
    "slip",            "trade",        "brand",         "former",         "unit_kind",         "coded"};

#define KEYS(words) (words), sizeof(words) / sizeof(*(words))
enum { NAMESAKES_MAX = 1000000 };

static bool
read_number(const struct td_yaml *map, const char *key, int64_t most, int32_t *out, struct td_error *err)
{
    const struct td_yaml *node;
    int64_t n = 0;

    if (!td_yaml_need(map, key, &node, err) || !td_yaml_int(node, key, 0, most, &n, err))
        return false;
    *out = (int32_t)n;
    return true;
}

static bool
read_difference(const struct td_yaml *map, int i, struct td_linkage *out, struct td_error *err)
{
    const struct td_yaml *never;
    bool not_alone = false;

    if (!td_yaml_expect(map, TD_YAML_MAP, difference_words[i], err) ||
        !td_yaml_known(map, KEYS(difference_keys), err) ||
        !read_number(map, "cost", TD_SCORE_MAX, &out->cost[i], err))
        return false;
    out->namesakes[i] = INT32_MAX;
    if (td_yaml_get(map, "namesakes") && !read_number(map, "namesakes", NAMESAKES_MAX, &out->namesakes[i], err))
        return false;
    never = td_yaml_get(map, "never");
    if (never && !td_yaml_bool(never, "never", &not_alone, err))
        return false;
    if (not_alone)
        out->never |= 1u << i;
    return true;
}

static bool
read_root(const struct td_yaml *root, struct td_linkage *out, struct td_error *err)
{
    const struct td_yaml *list, *node;

    if (!td_yaml_expect(root, TD_YAML_MAP, "linkage.yaml", err) || !td_yaml_known(root, KEYS(root_keys), err) ||
        !read_number(root, "auto", TD_SCORE_MAX, &out->certain, err) ||
        !read_number(root, "near", TD_SCORE_MAX, &out->near, err) ||
        !read_number(root, "margin", TD_SCORE_MAX, &out->margin, err) ||
        !read_number(root, "brand_slip", TD_NAME_CHARS, &out->brand_slip, err) ||
        !td_yaml_need(root, "differences", &list, err) ||
        !td_yaml_expect(list, TD_YAML_MAP, "differences", err) ||
        !td_yaml_known(list, KEYS(difference_words), err))
        return false;
    if (out->near > out->certain)
        return td_yaml_fail(td_yaml_get(root, "near"), err, "%s",
                            TD_T("near 不能高于 auto", "near is not above auto"));
    for (int i = 0; i < DIFFERENCES; i++)
        if (!td_yaml_need(list, difference_words[i], &node, err) || !read_difference(node, i, out, err))
            return false;
    return true;
}

bool
td_linkage_read(struct td_linkage **out, struct td_str text, struct td_error *err)
{
    struct td_yaml_doc doc = {0};

    *out = td_alloc(1, sizeof **out);
    bool ok = td_yaml_parse(&doc, text, "linkage.yaml", TD_E_CRITERIA, err) && read_root(doc.root, *out, err);
    td_yaml_free(&doc);
    if (!ok) {
        free(*out);
        *out = NULL;
    }
    return ok;
}

void
td_linkage_free(struct td_linkage *linkage)
{
    free(linkage);
}
