/*
 * Profiles, YAML and typing. The first byte chooses: a YAML tree; a profile (with the real
 * vocabulary); a vocabulary; rows for one of the deliveries of the demo city's profile, cells
 * parted by '|', records by line feeds.
 */
#include "../../pipeline/model/yaml.h"
#include "require.h"

#include "tidu/profile.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

LIBFYAML_LEAKS

static struct td_str
read_file(const char *path)
{
    struct td_buf b = {0};
    FILE *f = fopen(path, "rb");
    char block[4096];
    size_t n;

    REQUIRE(f);
    while ((n = fread(block, 1, sizeof block, f)) > 0)
        td_buf_add(&b, block, n);
    fclose(f);
    return td_buf_view(&b);
}

static void
walk(const struct td_yaml *node, size_t depth)
{
    REQUIRE(depth <= 64 && node->line > 0 && node->column > 0);
    for (size_t i = 0; i < node->count; i++)
        walk(node->items[i], depth + 1);
}

static void
fuzz_yaml(struct td_str text)
{
    struct td_yaml_doc doc;
    struct td_error err = {0};

    if (td_yaml_parse(&doc, text, "fuzz.yaml", TD_E_PROFILE, &err)) {
        REQUIRE(doc.root && doc.root->weight <= 300000);
        if (doc.root->weight < 10000)
            walk(doc.root, 0);
    } else {
        REQUIRE(err.code == TD_E_PROFILE && err.text[0] && !doc.root);
    }
    td_yaml_free(&doc);
}

static void
fuzz_profile(struct td_str text, struct td_str vocabulary)
{
    struct td_profile p;
    struct td_error err = {0};

    if (!td_profile_parse(&p, text, "p", vocabulary, "v", &err))
        REQUIRE(err.code != 0 && err.text[0] && err.line > 0);
    td_profile_free(&p);
}

/* ---- rows -------------------------------------------------------------------------------- */
struct rows {
    struct td_profile profile;
    struct td_typed typed;
};

/* A header that has every first alias of the delivery's columns. */
static struct td_record
make_header(const struct td_delivery *d, struct td_str *cells)
{
    struct td_record record = {.raw = TD_STR("header"), .line = 1, .cells = cells};

    for (size_t c = 0; c < d->column_count; c++)
        for (size_t h = 0; h < (d->columns[c].sum ? d->columns[c].header_count
                                                  : d->columns[c].header_count > 0);
             h++)
            cells[record.count++] = d->columns[c].headers[h];
    return record;
}

static void
check_row(const struct td_layout *layout, const struct td_typed *row)
{
    const struct td_dataset *dataset = layout->delivery->dataset;

    REQUIRE(row->fault >= TD_FAULT_NONE && row->fault < TD_FAULT_COUNT);
    for (size_t i = 0; row->fault == TD_FAULT_NONE && i < dataset->field_count; i++) {
        const struct td_value *v = &row->values[i];

        if (dataset->fields[i].flags & TD_NEEDED)
            REQUIRE(v->known);
        if (v->known && dataset->fields[i].type <= TD_INDUSTRY)
            REQUIRE(v->text.len > 0 && memchr(v->text.at, 0, v->text.len) == NULL);
        if (v->known && dataset->fields[i].type == TD_SHARE)
            REQUIRE(v->number >= 0 && v->number <= 1000000);
    }
}

static void
type_lines(struct rows *rows, const struct td_layout *layout, struct td_str text)
{
    struct td_str cells[64];
    struct td_record record = {.cells = cells};
    size_t start = 0;

    for (size_t i = 0; i <= text.len; i++) {
        bool end = i == text.len || text.at[i] == '\n';

        if (!end && text.at[i] != '|')
            continue;
        if (record.count < 64)
            cells[record.count++] = (struct td_str){text.at + start, i - start};
        start = i + 1;
        if (!end)
            continue;
        (void)td_type_skipped(layout, &record);
        td_type_row(layout, &record, &rows->typed);
        check_row(layout, &rows->typed);
        record.count = 0;
    }
}

static void
fuzz_rows(struct rows *rows, struct td_str text)
{
    const struct td_delivery *d;
    struct td_str cells[64];
    struct td_record header;
    struct td_layout layout;
    struct td_file_match match = {2025, td_date_from((struct td_civil){2025, 6, 1})};
    struct td_error err = {0};

    if (text.len == 0 || memchr(text.at, 0, text.len))
        return;
    d = &rows->profile.deliveries[(unsigned char)text.at[0] % rows->profile.delivery_count];
    header = make_header(d, cells);
    REQUIRE(td_layout_bind(&layout, &rows->profile, d, &header, &match, &err));
    type_lines(rows, &layout, (struct td_str){text.at + 1, text.len - 1});
    td_layout_free(&layout);
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    static struct td_str vocabulary;
    static struct rows rows;
    struct td_str text;

    if (size == 0)
        return 0;
    text = (struct td_str){(const char *)data + 1, size - 1};
    if (!vocabulary.at) {
        struct td_error err = {0};
        struct td_str demo = read_file(TIDU_SOURCE "/profiles/demo.yaml");

        vocabulary = read_file(TIDU_SOURCE "/criteria/vocabulary.yaml");
        REQUIRE(td_profile_parse(&rows.profile, demo, "p", vocabulary, "v", &err));
        free((void *)(uintptr_t)demo.at);
    }
    switch (data[0] % 8) {
    case 0:
        fuzz_yaml(text);
        break;
    case 1:
    case 2:
        fuzz_profile(text, vocabulary);
        break;
    case 3:
        fuzz_profile(TD_STR("profile: a\n"), text);
        break;
    default:
        fuzz_rows(&rows, text);
    }
    return 0;
}
