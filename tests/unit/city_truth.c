/*
 * The demo city read by the product's own reader and profile, without a database: the rows that
 * fail to type are exactly those that truth.csv names, for the reason it gives. Pairs of
 * duplicates need the comparison with what stands and are left to tests/db/truth.sh.
 */
#include "tidu/input.h"
#include "tidu/profile.h"

#include <criterion/criterion.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

static char *
read_all(const char *path)
{
    FILE *file = fopen(path, "rb");
    char *text = NULL;
    long size;

    cr_assert_not_null(file, "%s", path);
    fseek(file, 0, SEEK_END);
    size = ftell(file);
    rewind(file);
    text = calloc((size_t)size + 1, 1);
    cr_assert_eq(fread(text, 1, (size_t)size, file), (size_t)size);
    fclose(file);
    return text;
}

struct run {
    struct td_profile profile;
    struct td_buf found; /* "file,line,reason\n" */
    uint64_t rows;
};

static bool
read_gz(void *source, char *out, size_t cap, size_t *got, struct td_error *err)
{
    return td_gz_read(source, out, cap, got, err);
}

static void
read_file(struct run *run, const struct td_delivery *d, const char *folder, const char *name,
          const struct td_file_match *match)
{
    struct td_error err = {0};
    struct td_gz *gz = NULL;
    struct td_csv *csv = NULL;
    struct td_record record;
    struct td_layout layout = {0};
    struct td_typed row = {0};
    char path[512];

    snprintf(path, sizeof path, "%s/%s", folder, name);
    cr_assert(td_gz_open(&gz, path, NULL, &err), "%s: %s", name, err.text);
    struct td_csv_format format = {.encoding = d->encoding,
                                   .delimiter = d->delimiter,
                                   .quote = d->quote,
                                   .read = read_gz,
                                   .source = gz};
    cr_assert(td_csv_open(&csv, &format, &err), "%s", err.text);
    cr_assert(td_csv_next(csv, &record, &err), "%s", err.text);
    cr_assert(td_layout_bind(&layout, &run->profile, d, &record, match, &err), "%s: %s\n%s\n%s",
              name, err.text, err.detail, err.hint);
    cr_expect_eq(layout.unknown_headers.len, 0, "%s: not in the profile: %s", name,
                 layout.unknown_headers.at);
    cr_expect_eq(layout.missing_headers.len, 0, "%s: not in the file: %s", name,
                 layout.missing_headers.at);
    td_csv_expect(csv, layout.columns_expected);
    while (td_csv_next(csv, &record, &err) && (record.cells || record.raw.at)) {
        enum td_fault fault = record.fault;

        if (td_type_skipped(&layout, &record))
            continue;
        if (fault == TD_FAULT_NONE) {
            td_type_row(&layout, &record, &row);
            fault = row.fault;
        }
        run->rows++;
        if (fault != TD_FAULT_NONE)
            td_buf_printf(&run->found, "%s,%llu,%s\n", name, (unsigned long long)record.line,
                          td_fault_code(fault));
    }
    cr_expect_eq(err.code, 0, "%s: %s", name, err.text);
    td_typed_free(&row);
    td_layout_free(&layout);
    td_csv_close(csv);
    td_gz_close(gz);
}

static int
by_text(const void *a, const void *b)
{
    return strcmp(*(char *const *)a, *(char *const *)b);
}

static size_t
split_lines(char *text, char ***lines)
{
    size_t n = 0;

    *lines = NULL;
    for (char *at = strtok(text, "\n"); at; at = strtok(NULL, "\n")) {
        *lines = realloc(*lines, (n + 1) * sizeof **lines);
        (*lines)[n++] = at;
    }
    qsort(*lines, n, sizeof **lines, by_text);
    return n;
}

/* truth.csv as lines "file,line,reason" of what must be rejected while a row is read. */
static struct td_buf
wanted(const char *folder)
{
    struct td_buf out = {0};
    char path[512], file[128], kind[64], reason[64], outcome[64];
    unsigned long long line;
    char *text, *save = NULL;

    snprintf(path, sizeof path, "%s/truth.csv", folder);
    text = read_all(path);
    for (char *at = strtok_r(text, "\n", &save); at; at = strtok_r(NULL, "\n", &save))
        if (sscanf(at, "%127[^,],%llu,%63[^,],%63[^,],%63s", file, &line, kind, reason,
                   outcome) == 5)
            td_buf_printf(&out, "%s,%llu,%s\n", file, line, reason);
    free(text);
    return out;
}

static void
compare(struct td_buf *want, struct td_buf *found)
{
    char **w, **f;
    size_t nw = split_lines(want->at, &w), nf = split_lines(found->at, &f), i = 0, k = 0,
           shown = 0;

    cr_expect_gt(nw, 200);
    while ((i < nw || k < nf) && shown < 40) {
        int order = i == nw ? 1 : k == nf ? -1 : strcmp(w[i], f[k]);

        if (order != 0)
            shown++;
        cr_expect_eq(order, 0, "%s: %s", order < 0 ? "missing" : "extra",
                     order < 0 ? w[i] : f[k]);
        i += order <= 0;
        k += order >= 0;
    }
    free(w);
    free(f);
}

static void
read_city(struct run *run, const char *folder, const char *list)
{
    char *names = read_all(list), *save = NULL;

    for (char *name = strtok_r(names, "\n", &save); name; name = strtok_r(NULL, "\n", &save)) {
        bool fits = false;

        for (size_t d = 0; d < run->profile.delivery_count; d++) {
            struct td_file_match match;

            if (!td_pattern_match(run->profile.deliveries[d].files, td_str(name), &match))
                continue;
            cr_expect(!fits, "%s fits two deliveries", name);
            fits = true;
            read_file(run, &run->profile.deliveries[d], folder, name, &match);
        }
        cr_expect(fits, "%s fits no delivery", name);
    }
    free(names);
}

Test(city, every_fault_is_found_and_nothing_else)
{
    char folder[] = "/tmp/tidu-city-XXXXXX", command[1024], list[256];
    struct run run = {0};
    struct td_error err = {0};
    struct td_buf want;
    char *profile = read_all(TIDU_SOURCE "/profiles/demo.yaml");
    char *vocabulary = read_all(TIDU_SOURCE "/criteria/vocabulary.yaml");
    const char *bin = getenv("TIDU_BIN");

    cr_assert_not_null(bin, "TIDU_BIN is not set");
    cr_assert_not_null(mkdtemp(folder));
    snprintf(list, sizeof list, "%s/list", folder);
    snprintf(command, sizeof command,
             "'%s'/tidu-city --out %s --firms 20000 --faults 3%% && cd %s && ls *.gz > list",
             bin, folder, folder);
    cr_assert_eq(system(command), 0);
    cr_assert(td_profile_parse(&run.profile, td_str(profile), "demo.yaml", td_str(vocabulary),
                               "vocabulary.yaml", &err),
              "%s:%zu:%zu %s\n%s %s", err.file, err.line, err.column, err.text, err.hint,
              err.detail);
    read_city(&run, folder, list);
    want = wanted(folder);
    compare(&want, &run.found);
    cr_expect_gt(run.rows, 80000);
    td_profile_free(&run.profile);
    td_buf_free(&run.found);
    td_buf_free(&want);
    free(profile);
    free(vocabulary);
    snprintf(command, sizeof command, "rm -rf %s", folder);
    cr_assert_eq(system(command), 0);
}
