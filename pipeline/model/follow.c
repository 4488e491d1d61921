/* follow.yaml: read and checked. */
#include "tidu/follow.h"

#include "yaml.h"

#include <stdlib.h>
#include <string.h>

#define KEYS(words) (words), sizeof(words) / sizeof(*(words))
enum { TITLES_MAX = 64, DAYS_MAX = 3660 };

static struct td_str
keep(struct td_follow *f, struct td_str text)
{
    return td_arena_str(&f->arena, text);
}

static bool
need_map(const struct td_yaml *root, const char *key, const struct td_yaml **map, struct td_error *err)
{
    return td_yaml_need(root, key, map, err) && td_yaml_expect(*map, TD_YAML_MAP, key, err);
}

static bool
read_track(struct td_follow *f, const struct td_yaml *tracks, const char *key, struct td_error *err)
{
    const struct td_yaml *map;

    if (!need_map(tracks, key, &map, err))
        return false;
    for (size_t i = 0; i < map->count; i++) {
        struct td_track_title *t = &f->titles[f->title_count];

        for (size_t k = 0; k < f->title_count; k++)
            if (td_str_equal(f->titles[k].title, map->keys[i]->text))
                return td_yaml_fail(map->keys[i], err, TD_T("“%s”已在另一条轨道", "\"%s\" stands on the other track"),
                                    map->keys[i]->text.at);
        if (f->title_count == TITLES_MAX)
            return td_yaml_fail(map, err, TD_T("称号多于 %d 个", "more than %d titles"), TITLES_MAX);
        if (!td_yaml_text(map->items[i], key, &t->name, err))
            return false;
        *t = (struct td_track_title){keep(f, map->keys[i]->text), keep(f, t->name), key[0] == 's'};
        f->title_count++;
    }
    return true;
}

static bool
read_horizons(struct td_follow *f, const struct td_yaml *root, struct td_error *err)
{
    const struct td_yaml *map;

    if (!need_map(root, "horizons", &map, err))
        return false;
    f->horizons = td_arena_alloc(&f->arena, map->count + 1, sizeof *f->horizons);
    for (size_t i = 0; i < map->count; i++) {
        struct td_horizon *h = &f->horizons[f->horizon_count++];

        if (!td_yaml_int(map->keys[i], "horizons", 1, DAYS_MAX, &h->days, err) ||
            !td_yaml_text(map->items[i], "horizons", &h->name, err))
            return false;
        h->name = keep(f, h->name);
        if (i && h->days <= h[-1].days)
            return td_yaml_fail(map->keys[i], err, "%s", TD_T("天数须从小到大", "days stand from few to many"));
    }
    return f->horizon_count > 0 || td_yaml_fail(map, err, TD_T("“%s”为空", "\"%s\" is empty"), "horizons");
}

/* "C34": a letter, then digits; at most "C3451". */
static bool
is_industry(struct td_str code)
{
    bool ok = code.len >= 1 && code.len <= 5 && code.at[0] >= 'A' && code.at[0] <= 'T';

    for (size_t i = 1; ok && i < code.len; i++)
        ok = code.at[i] >= '0' && code.at[i] <= '9';
    return ok;
}

static bool
read_field(struct td_follow *f, const struct td_yaml *key, const struct td_yaml *list, struct td_error *err)
{
    struct td_field_word *word = &f->fields[f->field_count++];

    if (!td_yaml_expect(list, TD_YAML_LIST, "fields", err))
        return false;
    *word = (struct td_field_word){keep(f, key->text), td_arena_alloc(&f->arena, list->count + 1, sizeof(struct td_str)), 0};
    for (size_t i = 0; i < list->count; i++) {
        struct td_str code;

        if (!td_yaml_text(list->items[i], "fields", &code, err))
            return false;
        if (!is_industry(code))
            return td_yaml_fail(list->items[i], err,
                                TD_T("“%s”不是行业代码的开头，如 C34", "\"%s\" is no beginning of an industry code such as C34"),
                                code.at);
        word->industries[word->count++] = keep(f, code);
    }
    return true;
}

static bool
read_specialists(struct td_follow *f, const struct td_yaml *root, struct td_error *err)
{
    static const char *const keys[] = {"role_unknown", "spread", "fields"};
    static const char *const roles[] = {"serves", "none"};
    const struct td_yaml *map, *role, *spread, *fields;
    size_t at = 0;

    if (!need_map(root, "specialists", &map, err) || !td_yaml_known(map, KEYS(keys), err) ||
        !td_yaml_need(map, "role_unknown", &role, err) || !td_yaml_choice(role, "role_unknown", KEYS(roles), &at, err) ||
        !td_yaml_need(map, "spread", &spread, err) || !td_yaml_int(spread, "spread", 1, 1000000, &f->spread, err) ||
        !need_map(map, "fields", &fields, err))
        return false;
    f->role_unknown_serves = at == 0;
    f->fields = td_arena_alloc(&f->arena, fields->count + 1, sizeof *f->fields);
    for (size_t i = 0; i < fields->count; i++)
        if (!read_field(f, fields->keys[i], fields->items[i], err))
            return false;
    return true;
}

static bool
read_root(struct td_follow *f, const struct td_yaml *root, struct td_error *err)
{
    static const char *const keys[] = {"note", "tracks", "horizons", "specialists"};
    static const char *const tracks[] = {"ladder", "second"};
    const struct td_yaml *map;

    f->titles = td_arena_alloc(&f->arena, TITLES_MAX + 1, sizeof *f->titles);
    return td_yaml_expect(root, TD_YAML_MAP, "follow.yaml", err) && td_yaml_known(root, KEYS(keys), err) &&
           need_map(root, "tracks", &map, err) && td_yaml_known(map, KEYS(tracks), err) &&
           read_track(f, map, "ladder", err) && read_track(f, map, "second", err) && read_horizons(f, root, err) &&
           read_specialists(f, root, err);
}

bool
td_follow_parse(struct td_follow *follow, struct td_str text, const char *file, struct td_error *err)
{
    struct td_yaml_doc doc = {0};

    *follow = (struct td_follow){0};
    bool ok = td_yaml_parse(&doc, text, file, TD_E_CRITERIA, err) && read_root(follow, doc.root, err);
    td_yaml_free(&doc);
    return ok;
}

void
td_follow_free(struct td_follow *follow)
{
    td_arena_free(&follow->arena);
    *follow = (struct td_follow){0};
}

bool
td_follow_fits(const struct td_follow *follow, struct td_str field, struct td_str industry)
{
    for (size_t i = 0; industry.len > 0 && i < follow->field_count; i++) {
        const struct td_field_word *w = &follow->fields[i];

        for (size_t k = 0; k < w->count; k++)
            if (td_str_starts(industry, w->industries[k]) && td_str_has(field, w->word))
                return true;
    }
    return false;
}
