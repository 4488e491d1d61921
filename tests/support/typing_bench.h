/* One delivery bound to a header, rows typed one by one. */
#ifndef TIDU_TESTS_TYPING_BENCH_H
#define TIDU_TESTS_TYPING_BENCH_H

#include "../unit/profile_case.h"

struct bench { /* one delivery bound to a header, rows typed one by one */
    struct td_profile profile;
    struct td_layout layout;
    struct td_typed row;
    char text[2000];
    struct td_str cells[64];
};

static void
open_bench(struct bench *b, const char *delivery, const char *header, int year)
{
    struct td_error err = {0};
    struct td_file_match match = {year, TD_DATE_NONE};
    struct td_record record;
    bool ok;

    memset(b, 0, sizeof *b);
    make_profile(&b->profile, delivery);
    snprintf(b->text, sizeof b->text, "%s", header);
    record = split_record(b->text, b->cells, 64);
    ok = td_layout_bind(&b->layout, &b->profile, b->profile.deliveries, &record, &match, &err);
    cr_assert(ok, "%s", err.text);
}

static const struct td_typed *
type_row(struct bench *b, const char *row)
{
    struct td_record record;

    snprintf(b->text, sizeof b->text, "%s", row);
    record = split_record(b->text, b->cells, 64);
    td_type_row(&b->layout, &record, &b->row);
    return &b->row;
}

static void
close_bench(struct bench *b)
{
    td_typed_free(&b->row);
    td_layout_free(&b->layout);
    td_profile_free(&b->profile);
}

/* A value as text: "?" not known, the number, or the text. */
static const char *
show(const struct bench *b, const char *field, char out[300])
{
    int i = td_field_find(b->layout.delivery->dataset, td_str(field));
    const struct td_value *v = &b->row.values[i];

    switch (b->layout.delivery->dataset->fields[i].type) {
    case TD_USCC:
    case TD_HOLDER:
    case TD_NAME:
    case TD_TEXT:
    case TD_CODE:
    case TD_WORD:
    case TD_COUNTY:
    case TD_INDUSTRY:
        snprintf(out, 300, "%.*s", (int)v->text.len, v->text.at ? v->text.at : "");
        break;
    case TD_DATE:
        td_date_text((td_date)v->number, out);
        break;
    default:
        snprintf(out, 300, "%lld", (long long)v->number);
    }
    return v->known ? out : "?";
}

struct case_ {
    const char *cell;
    enum td_fault fault;
    const char *value;
};

#define GOOD "914403001922038216"
#define PILOT "91350211M0000XUF46" /* fails GB 32100, its organisation part passes GB 11714 */

/* Each cell goes into the last column of "uscc|year|<x>" or the like. */
static void
check_cells(const char *delivery, const char *header, const char *before, const char *field,
            const struct case_ *cases, size_t count)
{
    struct bench b;
    char row[400], out[300];

    open_bench(&b, delivery, header, 0);
    for (size_t i = 0; i < count; i++) {
        snprintf(row, sizeof row, "%s%s", before, cases[i].cell);
        type_row(&b, row);
        cr_expect_eq(b.row.fault, cases[i].fault, "%s “%s”: %s", field, cases[i].cell,
                     b.row.fault ? td_fault_code(b.row.fault) : "none");
        if (cases[i].fault != TD_FAULT_NONE) {
            cr_expect(td_str_equal(b.row.fault_cell, td_str(cases[i].cell)), "%s",
                      cases[i].cell);
            cr_expect_eq(b.row.fault_field,
                         td_field_find(b.layout.delivery->dataset, td_str(field)));
            cr_expect(b.row.fault_header.len > 0);
            continue;
        }
        cr_expect_str_eq(show(&b, field, out), cases[i].value, "%s “%s”", field, cases[i].cell);
    }
    close_bench(&b);
}

#define CHECK(delivery, header, before, field, ...)                                            \
    check_cells(delivery, header, before, field, (const struct case_[]){__VA_ARGS__},          \
                sizeof((const struct case_[]){__VA_ARGS__}) / sizeof(struct case_))

#define FINANCE "id: a\ndataset: finance\nsource: tax\nfiles: x_{year}.csv\nmode: snapshot\n"
#define STAFF "id: a\ndataset: staff\nsource: tax\nfiles: x.csv\nmode: snapshot\n"
#define PRODUCT "id: a\ndataset: product\nsource: tax\nfiles: x.csv\nmode: snapshot\n"
#define REGISTRY "id: a\ndataset: registry\nsource: samr\nfiles: x.csv\nmode: snapshot\n"
#define TITLE "id: a\ndataset: title\nsource: tax\nfiles: x.csv\nmode: snapshot\n"
#define NONE TD_FAULT_NONE

#endif
