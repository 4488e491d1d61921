/* Records by hand, looked at by the rules of criteria/quality as they are shipped. */
#ifndef TIDU_TESTS_QUALITY_WORLD_H
#define TIDU_TESTS_QUALITY_WORLD_H

#include "criteria_load.h"
#include "tidu/quality.h"

#include <criterion/criterion.h>
#include <stdlib.h>
#include <string.h>

struct world {
    struct td_quality *rules;
    struct td_quality_data data;
    struct td_quality_unit units[64];
    struct td_quality_result result;
};

static void
world_open(struct world *w, size_t units)
{
    struct td_error err = {0};
    struct criteria c = {0};

    memset(w, 0, sizeof *w);
    criteria_read(&c, TIDU_SOURCE "/criteria");
    cr_assert(td_quality_compile(&w->rules, c.files, c.count, &err), "%s:%zu:%zu: %s", err.file, err.line, err.column, err.text);
    criteria_free(&c);
    w->data.units = w->units;
    w->data.unit_count = units;
    for (size_t i = 0; i < units; i++)
        w->units[i] = (struct td_quality_unit){.uscc = TD_STR("91371500000000000X")};
}

static int
fact(enum td_quality_kind kind, const char *name)
{
    for (size_t i = 0; i < td_quality_facts(kind); i++)
        if (strcmp(td_quality_fact(kind, i), name) == 0)
            return (int)i;
    cr_assert_fail("no fact %s", name);
    return -1;
}

/* "revenue=100万 cost=90" — money in 元 unless 万 follows, all else as it is. */
static void
put(struct world *w, enum td_quality_kind kind, uint32_t unit, int32_t source, int32_t year, const char *text)
{
    struct td_quality_records *r = &w->data.records[kind];
    size_t own = td_quality_own(kind);

    r->at = td_realloc(r->at, r->count + 1, sizeof *r->at);
    r->values = td_realloc(r->values, (r->count + 1) * own, sizeof *r->values);
    r->at[r->count] = (struct td_quality_record){.unit = unit, .source = source, .year = year, .batch = source, .line = year};
    memset(r->values + r->count * own, 0, own * sizeof *r->values);
    while (*text) {
        char name[40], *end;
        size_t len = strcspn(text, "=");

        memcpy(name, text, len);
        name[len] = '\0';
        int f = fact(kind, name);
        int64_t value = strtoll(text + len + 1, &end, 10);
        if (td_quality_fact_type(kind, (size_t)f) == TD_MONEY)
            value *= 100;
        if (strncmp(end, "万", 3) == 0) {
            value *= 10000;
            end += 3;
        }
        r->values[r->count * own + (size_t)f] = value;
        r->at[r->count].known |= (uint32_t)1 << f;
        text = *end == ' ' ? end + 1 : end;
    }
    if (year && kind != TD_Q_REGISTRY && (kind == TD_Q_FINANCE || kind == TD_Q_STAFF)) {
        r->values[r->count * own] = year;
        r->at[r->count].known |= 1;
    }
    r->count++;
}

static void
check_world(struct world *w, int threads)
{
    for (int k = 0; k < TD_Q_KINDS; k++)
        td_quality_sort(&w->data, (enum td_quality_kind)k);
    td_quality_result_free(&w->result);
    td_quality_check(w->rules, &w->data, threads, &w->result);
}

static void
world_close(struct world *w)
{
    for (int k = 0; k < TD_Q_KINDS; k++)
        td_quality_records_free(&w->data.records[k]);
    td_quality_result_free(&w->result);
    td_quality_free(w->rules);
}

#endif
