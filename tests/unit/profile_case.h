/* A small profile around one delivery, with the real vocabulary. */
#ifndef TIDU_TESTS_PROFILE_CASE_H
#define TIDU_TESTS_PROFILE_CASE_H

#include "tidu/profile.h"

#include <criterion/criterion.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define PROFILE_HEAD                                                                           \
    "profile: test\n"                                                                          \
    "city: {code: \"371500\", name: 聊城市}\n"                                              \
    "inputs: in\n"                                                                             \
    "counties: {\"371502\": 东昌府区, \"371521\": 阳谷县, \"371522\": 莘县}\n"        \
    "sources: {samr: 市场监管, tax: 税务, stats: 统计}\n"

static inline struct td_buf
read_vocabulary(void)
{
    struct td_buf b = {0};
    FILE *f = fopen(TIDU_SOURCE "/criteria/vocabulary.yaml", "rb");
    char block[4096];
    size_t n;

    cr_assert_not_null(f);
    while ((n = fread(block, 1, sizeof block, f)) > 0)
        td_buf_add(&b, block, n);
    fclose(f);
    return b;
}

static inline bool
parse_profile(struct td_profile *p, const char *text, struct td_error *err)
{
    struct td_buf vocabulary = read_vocabulary();
    bool ok;

    td_lang_set(TD_EN);
    td_error_reset(err);
    ok = td_profile_parse(p, td_str(text), "p.yaml", td_buf_view(&vocabulary), "v.yaml", err);
    td_buf_free(&vocabulary);
    return ok;
}

/* PROFILE_HEAD and one delivery whose lines are given without their indent. */
static inline char *
profile_text(const char *delivery)
{
    struct td_buf b = {0};
    bool first = true;

    td_buf_text(&b, PROFILE_HEAD "deliveries:\n");
    for (const char *at = delivery; *at; first = false) {
        size_t len = strcspn(at, "\n");

        td_buf_text(&b, first ? "  - " : "    ");
        td_buf_add(&b, at, len);
        td_buf_text(&b, "\n");
        at += len + (at[len] == '\n');
    }
    return b.at;
}

static inline void
make_profile(struct td_profile *p, const char *delivery)
{
    struct td_error err = {0};
    char *text = profile_text(delivery);
    bool ok = parse_profile(p, text, &err);

    cr_assert(ok, "%zu:%zu %s (%s)\n%s", err.line, err.column, err.text, err.hint, text);
    free(text);
}

/* "a|b|c" as a record; the cells point into text, which is changed. */
static inline struct td_record
split_record(char *text, struct td_str *cells, size_t most)
{
    struct td_record r = {.raw = td_str(text), .line = 1, .cells = cells};

    for (char *at = text;; at++) {
        size_t len = strcspn(at, "|");
        bool last = at[len] == 0;

        cr_assert(r.count < most);
        cells[r.count++] = (struct td_str){at, len};
        at += len;
        if (last)
            return r;
    }
}

#endif
