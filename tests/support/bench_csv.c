/*
 * How fast is the CSV reader, beside libcsv? Both take the same records from memory: registry
 * rows in Chinese (UTF-8), one field in forty quoted. libcsv 3.0.3 neither checks encodings nor
 * keeps places; the reader's figure includes both. And how fast are the same rows in GB18030?
 * bench_csv [MiB] [rounds]
 */
#include <csv.h>
#include <iconv.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "tidu/input.h"
#include "tidu/scalar.h"

enum { BLOCK_BYTES = 256 * 1024 };

struct memory {
    const char *at;
    size_t left;
};

static bool
read_memory(void *source, char *out, size_t cap, size_t *got, struct td_error *err)
{
    struct memory *m = source;

    (void)err;
    *got = m->left < cap ? m->left : cap;
    memcpy(out, m->at, *got);
    m->at += *got;
    m->left -= *got;
    return true;
}

static void
make_rows(struct td_buf *text, size_t bytes)
{
    for (unsigned i = 0; text->len < bytes; i++) {
        bool quoted = i % 4 == 0;

        td_buf_printf(
            text,
            "91371500MA%08uX,聊城市第%u精密机械制造有限公司,有限责任公司,存续,2011-%02u-%02u,"
            "%u.%02u,3%03u,3715%02u,%s聊城市东昌府区振兴西路%u号%s,张某,%u\n",
            i % 100000000, i, i % 12 + 1, i % 28 + 1, i % 9000 + 100, i % 100, i % 700 + 100,
            i % 11 + 2, quoted ? "\"" : "", i % 999, quoted ? ", \"\"甲\"\"座\"" : "",
            i * 7919 % 1000000);
    }
}

/* Of the processor, so that a busy machine spoils no ratio. */
static double
now(void)
{
    struct timespec t;

    clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &t);
    return (double)t.tv_sec + (double)t.tv_nsec / 1e9;
}

static void
convert_rows(struct td_str text, struct td_buf *gb)
{
    iconv_t cd = iconv_open("GB18030", "UTF-8");
    char *in = (char *)(uintptr_t)text.at, *out;
    size_t in_left = text.len, room = text.len * 2;

    td_buf_reserve(gb, room);
    out = gb->at;
    if (cd == (iconv_t)-1 || iconv(cd, &in, &in_left, &out, &room) == (size_t)-1)
        exit(1);
    gb->len = (size_t)(out - gb->at);
    (void)iconv_close(cd);
}

static double
run_ours(struct td_str text, enum td_encoding encoding, size_t *cells)
{
    struct memory m = {text.at, text.len};
    struct td_csv_format format = {
        .encoding = encoding, .quote = '"', .read = read_memory, .source = &m};
    struct td_error err = {0};
    struct td_csv *csv;
    struct td_record record;
    double start = now();

    *cells = 0;
    if (!td_csv_open(&csv, &format, &err))
        exit(1);
    td_csv_expect(csv, 11);
    do {
        if (!td_csv_next(csv, &record, &err) || record.fault != TD_FAULT_NONE)
            exit(1);
        *cells += record.count;
    } while (record.raw.at != NULL);
    td_csv_close(csv);
    return now() - start;
}

static void
count_cell(void *at, size_t len, void *cells)
{
    (void)at;
    (void)len;
    ++*(size_t *)cells;
}

static double
run_libcsv(struct td_str text, size_t *cells)
{
    struct csv_parser parser;
    double start = now();

    *cells = 0;
    csv_init(&parser, CSV_STRICT);
    for (size_t at = 0; at < text.len; at += BLOCK_BYTES) {
        size_t n = text.len - at < BLOCK_BYTES ? text.len - at : BLOCK_BYTES;

        if (csv_parse(&parser, text.at + at, n, count_cell, NULL, cells) != n)
            exit(1);
    }
    csv_fini(&parser, count_cell, NULL, cells);
    csv_free(&parser);
    return now() - start;
}

static int
order(const void *a, const void *b)
{
    double x = *(const double *)a, y = *(const double *)b;

    return (x > y) - (x < y);
}

int
main(int argc, char **argv)
{
    size_t mib = argc > 1 ? strtoul(argv[1], NULL, 10) : 64;
    size_t rounds = argc > 2 ? strtoul(argv[2], NULL, 10) : 5;
    double ours[64], theirs[64], gb18030[64];
    struct td_buf text = {0}, gb = {0};
    size_t cells, cells2, cells3;

    rounds = rounds < 1 ? 1 : rounds > 64 ? 64 : rounds;
    make_rows(&text, mib << 20);
    convert_rows(td_buf_view(&text), &gb);
    for (size_t i = 0; i < rounds; i++) {
        ours[i] = run_ours(td_buf_view(&text), TD_UTF8, &cells);
        gb18030[i] = run_ours(td_buf_view(&gb), TD_GB18030, &cells3);
        theirs[i] = run_libcsv(td_buf_view(&text), &cells2);
        if (cells != cells2 || cells != cells3) {
            fprintf(stderr, "%zu cells against %zu of libcsv\n", cells, cells2);
            return 1;
        }
    }
    qsort(ours, rounds, sizeof *ours, order);
    qsort(theirs, rounds, sizeof *theirs, order);
    qsort(gb18030, rounds, sizeof *gb18030, order);
    printf("reader %.0f MB/s of CPU time, libcsv %.0f MB/s, ratio %.1f (medians of %zu, %zu "
           "cells)\n",
           (double)text.len / ours[rounds / 2] / 1e6,
           (double)text.len / theirs[rounds / 2] / 1e6, theirs[rounds / 2] / ours[rounds / 2],
           rounds, cells);
    printf("the same rows in GB18030: %.0f %% of the speed of UTF-8\n",
           ours[rounds / 2] / gb18030[rounds / 2] * 100);
    td_buf_free(&text);
    td_buf_free(&gb);
    return 0;
}
