#include "profile_read.h"

#include <string.h>

enum {
    SOURCES_A_DATASET_MAX = 7
}; /* ranks 0..6: meta.source_rank and the views keep three bits */

#define COUNT(array) (sizeof(array) / sizeof((array)[0]))

/* ---- small readers ----------------------------------------------------------------------- */
/* "" among the patterns of a filter: the cell may be empty. */
static bool
is_filter(const char *what)
{
    return strcmp(what, "where") == 0 || strcmp(what, "unless") == 0 || strcmp(what, "must") == 0;
}

bool
profile_read_texts(struct profile_reader *r, const struct td_yaml *node, const char *what,
                   struct td_str **texts, size_t *count, struct td_error *err)
{
    *texts = NULL;
    *count = 0;
    if (!node)
        return true;
    if (node->kind == TD_YAML_LIST && node->count == 0)
        return td_yaml_fail(node, err, TD_T("“%s”为空", "\"%s\" is empty"), what);
    *texts =
        td_arena_alloc(r->arena, node->kind == TD_YAML_LIST ? node->count : 1, sizeof **texts);
    for (size_t i = 0; i < (node->kind == TD_YAML_LIST ? node->count : 1); i++) {
        const struct td_yaml *item = node->kind == TD_YAML_LIST ? node->items[i] : node;
        bool empty = item->kind == TD_YAML_SCALAR && item->quoted && is_filter(what);
        struct td_str text = {"", 0};

        if (!(empty && item->text.len == 0) && !td_yaml_text(item, what, &text, err))
            return false;
        (*texts)[(*count)++] = td_arena_str(r->arena, text);
    }
    return true;
}

uint64_t
profile_hash_tree(const struct td_yaml *node, uint64_t seed)
{
    uint64_t own[3] = {(uint64_t)node->kind, node->count, seed};

    seed = td_hash64(own, sizeof own, 0);
    if (node->kind == TD_YAML_SCALAR)
        return td_hash64(node->text.at, node->text.len, seed + node->quoted);
    for (size_t i = 0; i < node->count; i++) {
        if (node->keys)
            seed = profile_hash_tree(node->keys[i], seed);
        seed = profile_hash_tree(node->items[i], seed);
    }
    return seed;
}

bool
profile_read_percent(const struct td_yaml *node, const char *what, int most, int *ppm, struct td_error *err)
{
    int64_t value = 0;

    if (node->kind != TD_YAML_SCALAR ||
        td_number(node->text, td_str_has(node->text, TD_STR("%")) ? 6 : 4, &value) != TD_FAULT_NONE || value < 0 ||
        value > (int64_t)most * 10000)
        return td_yaml_fail(node, err, TD_T("%s 是 0 到 %d 的数", "%s is a number from 0 to %d"), what, most);
    *ppm = (int)value;
    return true;
}

bool
profile_read_failure(const struct td_yaml *map, enum td_on_failure *out, struct td_error *err)
{
    static const char *const words[] = {"last_good", "fail", "hold", "continue", "stop"};
    static const enum td_on_failure means[] = {TD_GO_ON, TD_STOP, TD_HOLD, TD_GO_ON, TD_STOP};
    const struct td_yaml *node = td_yaml_get(map, "on_failure");
    size_t at = 0;

    if (!node)
        return true;
    if (!td_yaml_choice(node, "on_failure", words, COUNT(words), &at, err))
        return false;
    *out = means[at];
    return true;
}

static bool
read_text(struct profile_reader *r, const struct td_yaml *map, const char *key,
          struct td_str *out, struct td_error *err)
{
    const struct td_yaml *node;

    if (!td_yaml_need(map, key, &node, err) || !td_yaml_text(node, key, out, err))
        return false;
    *out = td_arena_str(r->arena, *out);
    return true;
}

static bool
read_area(struct profile_reader *r, const struct td_yaml *node, struct td_str *out,
          struct td_error *err)
{
    bool ok = node->kind == TD_YAML_SCALAR && node->text.len == 6;

    for (size_t i = 0; ok && i < 6; i++)
        ok = node->text.at[i] >= '0' && node->text.at[i] <= '9';
    if (!ok)
        return td_yaml_fail(node, err, "%s",
                            TD_T("区划代码是六位数字，如 \"371502\"",
                                 "an area code has six digits, e.g. \"371502\""));
    *out = td_arena_str(r->arena, node->text);
    return true;
}

/* ---- city, counties, sources ------------------------------------------------------------- */
static bool
read_city(struct profile_reader *r, const struct td_yaml *root, struct td_error *err)
{
    static const char *const keys[] = {"code", "name"};
    struct td_profile *p = r->profile;
    const struct td_yaml *city, *code;
    char province[6];
    bool ok = td_yaml_need(root, "city", &city, err) &&
              td_yaml_expect(city, TD_YAML_MAP, "city", err) &&
              td_yaml_known(city, keys, 2, err);

    ok = ok && td_yaml_need(city, "code", &code, err) && read_area(r, code, &p->city_code, err);
    ok = ok && read_text(r, city, "name", &p->city_name, err);
    if (!ok)
        return false;
    memcpy(province, p->city_code.at, 2);
    memcpy(province + 2, "0000", 4);
    p->province_code = td_arena_str(r->arena, (struct td_str){province, 6});
    r->hash = profile_hash_tree(city, r->hash);
    return true;
}

/* 东昌府区 -> 东昌府; empty when nothing would be left to know it by. */
static struct td_str
short_name(struct td_str name)
{
    static const char *const ends[] = {"自治区", "自治县", "自治旗", "特别行政区", "林区",
                                       "省",     "市",     "区",     "县",         "旗"};

    for (size_t i = 0; i < COUNT(ends); i++) {
        struct td_str end = td_str(ends[i]);

        if (td_str_ends(name, end) && name.len >= end.len + 6) /* two characters at least */
            return (struct td_str){name.at, name.len - end.len};
    }
    return (struct td_str){0};
}

static void
add_name(struct profile_reader *r, struct td_word_list *list, struct td_str before,
         struct td_str name, struct td_str code)
{
    struct td_buf b = {0};

    td_buf_str(&b, before);
    td_buf_str(&b, name);
    td_word_list_add(list, td_arena_str(r->arena, td_buf_view(&b)), code);
    td_buf_free(&b);
}

static void
index_counties(struct profile_reader *r)
{
    struct td_profile *p = r->profile;
    struct td_word_list list = {0};
    struct td_str none = {0};

    for (size_t i = 0; i < p->county_count; i++) {
        struct td_county c = p->counties[i];
        struct td_str stem = short_name(c.name);

        td_word_list_add(&list, c.code, c.code);
        add_name(r, &list, none, c.name, c.code);
        add_name(r, &list, p->city_name, c.name, c.code);
        if (stem.len) {
            add_name(r, &list, none, stem, c.code);
            add_name(r, &list, p->city_name, stem, c.code);
        }
    }
    td_word_list_drop_clashes(&list); /* a name that fits two counties is for neither */
    p->county_words = td_words_build(r->arena, &list);
    td_word_list_free(&list);
}

static bool
read_counties(struct profile_reader *r, const struct td_yaml *root, struct td_error *err)
{
    struct td_profile *p = r->profile;
    const struct td_yaml *map;

    if (!td_yaml_need(root, "counties", &map, err) ||
        !td_yaml_expect(map, TD_YAML_MAP, "counties", err))
        return false;
    if (map->count == 0)
        return td_yaml_fail(map, err, TD_T("“%s”为空", "\"%s\" is empty"), "counties");
    p->counties = td_arena_alloc(r->arena, map->count, sizeof *p->counties);
    for (size_t i = 0; i < map->count; i++) {
        struct td_county *c = &p->counties[p->county_count++];

        if (!read_area(r, map->keys[i], &c->code, err) ||
            !td_yaml_text(map->items[i], "counties", &c->name, err))
            return false;
        c->name = td_arena_str(r->arena, c->name);
    }
    index_counties(r);
    r->hash = profile_hash_tree(map, r->hash);
    return true;
}

/* A title, or {title, on_failure}. */
static bool
read_source(const struct td_yaml *node, struct td_source *s, struct td_error *err)
{
    static const char *const keys[] = {"title", "on_failure"};
    const struct td_yaml *title = node;

    if (node->kind != TD_YAML_MAP)
        return td_yaml_text(node, "sources", &s->title, err);
    return td_yaml_known(node, keys, COUNT(keys), err) && td_yaml_need(node, "title", &title, err) &&
           td_yaml_text(title, "title", &s->title, err) && profile_read_failure(node, &s->on_failure, err);
}

static bool
read_sources(struct profile_reader *r, const struct td_yaml *root, struct td_error *err)
{
    struct td_profile *p = r->profile;
    const struct td_yaml *map;

    if (!td_yaml_need(root, "sources", &map, err) ||
        !td_yaml_expect(map, TD_YAML_MAP, "sources", err))
        return false;
    if (map->count == 0)
        return td_yaml_fail(map, err, TD_T("“%s”为空", "\"%s\" is empty"), "sources");
    p->sources = td_arena_alloc(r->arena, map->count, sizeof *p->sources);
    for (size_t i = 0; i < map->count; i++) {
        struct td_source *s = &p->sources[p->source_count++];

        if (!read_source(map->items[i], s, err))
            return false;
        s->id = td_arena_str(r->arena, map->keys[i]->text);
        s->title = td_arena_str(r->arena, s->title);
    }
    return true;
}

/* ---- priorities ------------------------------------------------------------------- */
static bool
find_priority_field(struct td_priority *priority, const struct td_yaml *key,
                    struct td_error *err)
{
    const char *dot = memchr(key->text.at, '.', key->text.len);
    size_t before = dot ? (size_t)(dot - key->text.at) : key->text.len;

    priority->field = -1;
    priority->dataset = td_dataset_find((struct td_str){key->text.at, before});
    if (priority->dataset && dot)
        priority->field = td_field_find(priority->dataset,
                                        (struct td_str){dot + 1, key->text.len - before - 1});
    if (priority->dataset && (!dot || priority->field >= 0))
        return true;
    td_yaml_fail(
        key, err,
        TD_T("“%.80s”不是数据集或数据集.字段", "\"%.80s\" is no dataset and no dataset.field"),
        key->text.at);
    return td_hint(err, "finance | finance.revenue");
}

static bool
read_priority(struct profile_reader *r, const struct td_yaml *list,
              struct td_priority *priority, const char *const *names, struct td_error *err)
{
    if (!td_yaml_expect(list, TD_YAML_LIST, "priority", err))
        return false;
    priority->sources = td_arena_alloc(r->arena, list->count, sizeof *priority->sources);
    for (size_t i = 0; i < list->count; i++) {
        size_t source;

        if (!td_yaml_choice(list->items[i], "priority", names, r->profile->source_count,
                            &source, err))
            return false;
        for (size_t k = 0; k < priority->source_count; k++)
            if (priority->sources[k] == (int)source)
                return td_yaml_fail(list->items[i], err,
                                    TD_T("“%s”重复", "\"%s\" is given twice"), names[source]);
        priority->sources[priority->source_count++] = (int)source;
    }
    return true;
}

static bool
read_priorities(struct profile_reader *r, const struct td_yaml *map, struct td_error *err)
{
    struct td_profile *p = r->profile;
    const char **names = td_arena_alloc(r->arena, p->source_count, sizeof *names);

    if (!map)
        return true;
    if (!td_yaml_expect(map, TD_YAML_MAP, "priority", err))
        return false;
    for (size_t i = 0; i < p->source_count; i++)
        names[i] = p->sources[i].id.at;
    p->priorities = td_arena_alloc(r->arena, map->count, sizeof *p->priorities);
    for (size_t i = 0; i < map->count; i++) {
        struct td_priority *priority = &p->priorities[p->priority_count++];

        if (!find_priority_field(priority, map->keys[i], err) ||
            !read_priority(r, map->items[i], priority, names, err))
            return false;
    }
    return true;
}

/* ---- the whole --------------------------------------------------------------------------- */
/* How the CSV that are published look. */
static bool
read_csv(struct profile_reader *r, const struct td_yaml *map, struct td_error *err)
{
    static const char *const keys[] = {"bom"};
    const struct td_yaml *bom = map ? td_yaml_get(map, "bom") : NULL;
    bool with = true;

    if (map && (!td_yaml_expect(map, TD_YAML_MAP, "csv", err) || !td_yaml_known(map, keys, COUNT(keys), err)))
        return false;
    if (bom && !td_yaml_bool(bom, "bom", &with, err))
        return false;
    r->profile->csv_without_bom = !with;
    return true;
}

static bool
delivers(const struct td_profile *p, const struct td_dataset *dataset, int source)
{
    for (size_t i = 0; i < p->delivery_count; i++)
        if (p->deliveries[i].dataset == dataset && p->deliveries[i].source_index == source)
            return true;
    return false;
}

static bool
check_source_count(const struct td_profile *p, const struct td_yaml *sources,
                   struct td_error *err)
{
    for (size_t d = 0; d < td_dataset_count; d++) {
        int count = 0;

        for (size_t s = 0; s < p->source_count; s++)
            count += delivers(p, &td_datasets[d], (int)s);
        if (count > SOURCES_A_DATASET_MAX)
            return td_yaml_fail(
                sources, err,
                TD_T("数据集 %s 的来源超过 %d 个", "the dataset %s has more than %d sources"),
                td_datasets[d].name, SOURCES_A_DATASET_MAX);
    }
    return true;
}

static bool
read_root(struct profile_reader *r, const struct td_yaml *root, struct td_error *err)
{
    static const char *const keys[] = {"profile", "city",     "inputs", "counties",
                                       "sources", "priority", "seats",  "targets",  "deliveries", "csv"};
    const struct td_yaml *deliveries;
    bool ok = td_yaml_expect(root, TD_YAML_MAP, "profile", err);

    ok = ok && td_yaml_known(root, keys, COUNT(keys), err);
    ok = ok && read_text(r, root, "profile", &r->profile->name, err);
    ok = ok && read_city(r, root, err);
    ok = ok && read_text(r, root, "inputs", &r->profile->inputs, err);
    ok = ok && read_counties(r, root, err);
    ok = ok && read_sources(r, root, err);
    ok = ok && read_priorities(r, td_yaml_get(root, "priority"), err);
    ok = ok && profile_read_seats(r, td_yaml_get(root, "seats"), err) && read_csv(r, td_yaml_get(root, "csv"), err);
    ok = ok && profile_read_targets(r, td_yaml_get(root, "targets"), err);
    ok = ok && td_yaml_need(root, "deliveries", &deliveries, err);
    ok = ok && profile_read_deliveries(r, deliveries, err);
    return ok && check_source_count(r->profile, td_yaml_get(root, "sources"), err);
}

bool
td_profile_parse(struct td_profile *profile, struct td_str text, const char *file,
                 struct td_str vocabulary, const char *vocabulary_file, struct td_error *err)
{
    struct profile_reader r = {.profile = profile, .arena = &profile->arena};
    struct td_yaml_doc doc = {0};
    bool ok;

    *profile = (struct td_profile){0};
    profile->file = td_arena_str(r.arena, td_str(file));
    ok = vocabulary_parse(&r.vocabulary, r.arena, vocabulary, vocabulary_file, err);
    ok = ok && td_yaml_parse(&doc, text, file, TD_E_PROFILE, err);
    r.hash = r.vocabulary.hash;
    profile->totals = r.vocabulary.totals;
    profile->total_count = r.vocabulary.total_count;
    profile->hash = td_hash64(text.at, text.len, r.vocabulary.hash);
    ok = ok && read_root(&r, doc.root, err);
    td_yaml_free(&doc);
    if (!ok)
        td_profile_free(profile);
    return ok;
}

void
td_profile_free(struct td_profile *profile)
{
    td_arena_free(&profile->arena);
    *profile = (struct td_profile){0};
}

static const struct td_priority *
find_priority(const struct td_profile *p, const struct td_dataset *dataset, int field)
{
    const struct td_priority *general = NULL;

    for (size_t i = 0; i < p->priority_count; i++) {
        if (p->priorities[i].dataset != dataset)
            continue;
        if (p->priorities[i].field == field)
            return &p->priorities[i];
        if (p->priorities[i].field < 0)
            general = &p->priorities[i];
    }
    return general;
}

static bool
is_named(const struct td_priority *priority, int source)
{
    for (size_t i = 0; priority && i < priority->source_count; i++)
        if (priority->sources[i] == source)
            return true;
    return false;
}

int
td_profile_rank(const struct td_profile *profile, const struct td_dataset *dataset, int field,
                int source)
{
    const struct td_priority *priority = find_priority(profile, dataset, field);
    int rank = 0;

    if (!delivers(profile, dataset, source))
        return SOURCES_A_DATASET_MAX - 1;
    for (size_t i = 0; priority && i < priority->source_count; i++) {
        if (priority->sources[i] == source)
            return rank;
        rank += delivers(profile, dataset, priority->sources[i]);
    }
    for (int s = 0; s < source; s++)
        rank += !is_named(priority, s) && delivers(profile, dataset, s);
    return rank;
}
