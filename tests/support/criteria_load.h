/* For tests: the texts of the criteria folder, compiled for a date. */
#ifndef TIDU_TESTS_CRITERIA_LOAD_H
#define TIDU_TESTS_CRITERIA_LOAD_H

#include "tidu/judge.h"

#include <dirent.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { CRITERIA_FILES_MAX = 100, CRITERIA_LISTS_MAX = 200 };

struct criteria {
    struct td_arena arena;
    struct td_file_text files[CRITERIA_FILES_MAX];
    size_t count;
};

static inline void
criteria_add(struct criteria *c, const char *path, const char *name)
{
    FILE *file = fopen(path, "rb");
    struct td_buf text = {0};
    char part[4096];
    size_t n;

    if (!file || c->count == CRITERIA_FILES_MAX)
        abort();
    while ((n = fread(part, 1, sizeof(part), file)) > 0)
        td_buf_add(&text, part, n);
    fclose(file);
    c->files[c->count++] = (struct td_file_text){td_arena_str(&c->arena, td_str(name)),
                                                 td_arena_str(&c->arena, td_buf_view(&text))};
    td_buf_free(&text);
}

static inline void
criteria_read(struct criteria *c, const char *folder)
{
    static const char *const below[] = {"", "tiers/", "overlays/", "catalogues/", "quality/"};

    for (int i = 0; i < 5; i++) {
        char path[1024], name[300];
        DIR *dir;

        snprintf(path, sizeof(path), "%s/%s", folder, below[i]);
        dir = opendir(path);
        for (struct dirent *e; dir && (e = readdir(dir));) {
            if (!td_str_ends(td_str(e->d_name), TD_STR(".yaml")))
                continue;
            snprintf(name, sizeof(name), "%s%s", below[i], e->d_name);
            snprintf(path, sizeof(path), "%s/%s", folder, name);
            criteria_add(c, path, name);
        }
        if (dir)
            closedir(dir);
    }
}

static inline struct td_str
criteria_text(const struct criteria *c, const char *name)
{
    for (size_t i = 0; i < c->count; i++)
        if (td_str_equal(c->files[i].name, td_str(name)))
            return c->files[i].text;
    return (struct td_str){0};
}

/* Replace a file's text, or add a file. */
static inline void
criteria_replace(struct criteria *c, const char *name, struct td_str text)
{
    for (size_t i = 0; i < c->count; i++) {
        if (td_str_equal(c->files[i].name, td_str(name))) {
            c->files[i].text = text;
            return;
        }
    }
    c->files[c->count++] = (struct td_file_text){td_str(name), text};
}

static inline void
criteria_free(struct criteria *c)
{
    td_arena_free(&c->arena);
    c->count = 0;
}

/* Columns of random firms: values near the borders of the rules, with holes. */
struct firms {
    size_t rows, slots;
    int64_t **values;
    uint64_t **known;
    struct td_columns columns;
};

static inline uint64_t
firms_random(uint64_t *state)
{
    uint64_t z = (*state += 0x9E3779B97F4A7C15u);

    z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9u;
    z = (z ^ (z >> 27)) * 0x94D049BB133111EBu;
    return z ^ (z >> 31);
}

/* `coarse`: few different values, so that many firms stand exactly on a border. */
static inline int64_t
firms_value(struct td_slot slot, bool coarse, uint64_t *state)
{
    static const int64_t money[] = {0,    100,  500,   1000,  1500,  2000,  5000,
                                    6000, 8000, 10000, 20000, 40000, 150000};
    static const int64_t years[] = {0, 1, 2, 3, 5, 10, 999};
    uint64_t r = firms_random(state);
    struct td_str name = slot.column;
    int64_t value;

    if (slot.type == TD_SLOT_BOOL)
        return (int64_t)(r % 2);
    if (slot.type == TD_SLOT_DATE)
        return (int64_t)(r % 9600);
    if (slot.type == TD_SLOT_INDUSTRY) {
        static const char *const codes[] = {"C3484", "I6513", "C34", "F5171", "348", "K7010", "C"};
        td_industry_value(td_str(codes[r % 7]), &value);
        return value;
    }
    if (td_str_has(name, TD_STR("_age")))
        return years[r % 7];
    if (td_str_has(name, TD_STR("award")) || td_str_has(name, TD_STR("ip")) ||
        td_str_has(name, TD_STR("holds")) || td_str_has(name, TD_STR("review")))
        return r / 6 % 16 ? 0 : (int64_t)(r % 6);
    if (td_str_has(name, TD_STR("platform")))
        return (int64_t)(4800 + r % 1400);
    if (td_str_has(name, TD_STR("share_")))
        return (int64_t)(r % 4 * 50000);
    if (td_str_has(name, TD_STR("staff")) || td_str_has(name, TD_STR("employees")) ||
        td_str_has(name, TD_STR("insured")))
        return (int64_t)(r % 8 * 100 + r / 8 % 3);
    if (td_str_has(name, TD_STR("rank")) || td_str_has(name, TD_STR("niche")) || name.len < 11 ||
        td_str_has(name, TD_STR("institution")) || td_str_has(name, TD_STR("level")))
        if (!td_str_has(name, TD_STR("revenue")) && !td_str_has(name, TD_STR("cost")) &&
            !td_str_has(name, TD_STR("assets")) && !td_str_has(name, TD_STR("equity")))
            return (int64_t)(r % 7);
    value = money[r % 13] * 1000000;
    if (td_str_starts(name, TD_STR("rd_")))
        value = value * (int64_t)(r / 13 % 12) / 100;
    if (!coarse)
        value += (int64_t)(r >> 20) % (value / 2 + 100000);
    else if (r / 256 % 2)
        value = value * (int64_t)(90 + r / 512 % 21) / 100;
    return r / 8192 % 50 == 0 ? -value : value;
}

static inline void
firms_new(struct firms *f, const struct td_rules *rules, size_t rows, uint64_t seed, unsigned holes,
          bool coarse)
{
    *f = (struct firms){.rows = rows, .slots = td_rules_slot_count(rules)};
    f->values = td_alloc(f->slots + 1, sizeof(*f->values));
    f->known = td_alloc(f->slots + 1, sizeof(*f->known));
    for (size_t s = 0; s < f->slots; s++) {
        struct td_slot slot = td_rules_slot(rules, s);

        f->values[s] = td_alloc(rows + 64, sizeof(int64_t));
        f->known[s] = td_alloc(rows / 64 + 1, sizeof(uint64_t));
        for (size_t i = 0; i < rows; i++) {
            f->values[s][i] = firms_value(slot, coarse, &seed);
            if (firms_random(&seed) % 100 >= holes)
                f->known[s][i / 64] |= (uint64_t)1 << (i % 64);
        }
    }
    f->columns = (struct td_columns){rows, (const int64_t *const *)f->values,
                                     (const uint64_t *const *)f->known};
}

/* Numbers far out of the ordinary among those of firms_new. */
static inline void
firms_make_wild(struct firms *f, const struct td_rules *rules, uint64_t seed)
{
    static const int64_t values[] = {-1,    253,        254,    255,         256,         257,
                                     65535, 2147483648, -65536, -4294967296, 1ll << 53, -(1ll << 53)};

    for (size_t s = 0; s < f->slots; s++)
        for (size_t i = 0; i < f->rows && td_rules_slot(rules, s).type == TD_SLOT_INT; i++)
            if (firms_random(&seed) % 32 == 0)
                f->values[s][i] = values[firms_random(&seed) % 12];
}

static inline void
firms_free(struct firms *f)
{
    for (size_t s = 0; s < f->slots; s++) {
        free(f->values[s]);
        free(f->known[s]);
    }
    free(f->values);
    free(f->known);
}

#endif
