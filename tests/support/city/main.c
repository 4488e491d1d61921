/*
 * tidu-city: write a demo city, the extracts of its departments as .csv.gz, with truth.csv
 * (which rows are faulty and what must become of them), expect.csv (firms whose place on the
 * ladder is known by construction) and swaps.csv (which figures are in a wrong unit).
 */
#include "city.h"

#include <errno.h>
#include <omp.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

static const char usage[] =
    "usage: tidu-city --out DIR [--firms 207455] [--seed 1] [--as-of 2026-11-20]\n"
    "                 [--faults 0.5%] [--shuffle SEED] [--change 1%]\n"
    "                 [--swaps 1%] [--swap-column HEADER]\n";

struct output {
    struct city city;
    struct gz_file *files[FILES];
    char names[FILES][64];
    uint64_t lines[FILES]; /* written so far */
    struct bytes tails[FILES];
    uint64_t tail_lines[FILES];
    struct truths truths[FILES];
    FILE *expect;
};

static _Noreturn void
fail(const char *what)
{
    fprintf(stderr, "tidu-city: %s\n%s", what, usage);
    exit(64);
}

static unsigned
read_share(const char *text)
{
    char *end;
    double share = strtod(text, &end);

    if (strcmp(end, "%") == 0)
        share /= 100;
    else if (*end != 0)
        fail("a share is written 0.5% or 0.005");
    if (share < 0 || share > 0.5)
        fail("a share lies between 0 and 50%");
    return (unsigned)(share * 1000000 + 0.5);
}

static uint64_t
read_count(const char *text)
{
    char *end;
    unsigned long long n = strtoull(text, &end, 10);

    if (*text == 0 || *text == '-' || *end != 0)
        fail("not a whole number");
    return n;
}

static void
read_option(struct options *o, const char *name, const char *value)
{
    char rest;

    if (strcmp(name, "--out") == 0)
        o->out = value;
    else if (strcmp(name, "--firms") == 0)
        o->firms = read_count(value);
    else if (strcmp(name, "--seed") == 0)
        o->seed = read_count(value);
    else if (strcmp(name, "--shuffle") == 0)
        o->shuffle = read_count(value);
    else if (strcmp(name, "--faults") == 0)
        o->fault_ppm = read_share(value);
    else if (strcmp(name, "--change") == 0)
        o->change_ppm = read_share(value);
    else if (strcmp(name, "--swaps") == 0)
        o->swap_ppm = read_share(value);
    else if (strcmp(name, "--swap-column") == 0)
        o->swap_column = value;
    else if (strcmp(name, "--as-of") == 0) {
        if (sscanf(value, "%4d-%2d-%2d%c", &o->as_of_year, &o->as_of_month, &o->as_of_day,
                   &rest) != 3)
            fail("--as-of is written 2026-11-20");
    } else
        fail("an option that does not exist");
}

static struct options
read_options(int argc, char **argv)
{
    struct options o = {.firms = 207455,
                        .seed = 1,
                        .as_of_year = 2026,
                        .as_of_month = 11,
                        .as_of_day = 20,
                        .fault_ppm = 5000};

    for (int i = 1; i < argc; i += 2) {
        if (strcmp(argv[i], "--help") == 0 || strcmp(argv[i], "-h") == 0) {
            fputs(usage, stdout);
            exit(0);
        }
        if (i + 1 == argc)
            fail("an option without its value");
        read_option(&o, argv[i], argv[i + 1]);
    }
    if (o.out == NULL)
        fail("--out is missing");
    if (o.firms < 2000 || o.firms > 5000000)
        fail("--firms lies between 2000 and 5000000");
    return o;
}

/* ---- one block
 * ---------------------------------------------------------------------------------- */
static void
write_block(struct writer *w, uint64_t block)
{
    const struct options *o = &w->city->o;
    uint64_t end = (block + 1) * BLOCK < o->firms ? (block + 1) * BLOCK : o->firms;
    struct firm f;

    for (int i = 0; i < FILES; i++) {
        struct part *p = &w->parts[i];
        p->text.len = p->tail.len = p->truths.len = 0;
        p->lines = p->tail_lines = 0;
    }
    w->expect.len = 0;
    for (uint64_t at = block * BLOCK; at < end; at++) {
        firm_make(w->city, o->shuffle != 0 ? permute(at, o->firms, o->shuffle) : at, &f);
        emit_registry(w, &f);
        emit_finance(w, &f);
        emit_rights(w, &f);
        emit_titles(w, &f);
        emit_products(w, &f);
        emit_conduct(w, &f);
        emit_expect(w, &f);
    }
    if (block == 0)
        emit_experts(w);
}

/* In the order of the blocks, one thread at a time. */
static void
collect(struct output *out, struct writer *w)
{
    for (int i = 0; i < FILES; i++) {
        struct part *p = &w->parts[i];

        for (size_t k = 0; k < p->truths.len; k++) {
            struct truth t = p->truths.at[k];
            t.line += t.in_tail ? out->tail_lines[i] : out->lines[i] + 1;
            t.other += out->tail_lines[i];
            truths_add(&out->truths[i], t);
        }
        gz_append(out->files[i], &p->packed, p->crc, p->text.len);
        out->lines[i] += p->lines;
        bytes_add(&out->tails[i], p->tail.at, p->tail.len);
        out->tail_lines[i] += p->tail_lines;
    }
    fwrite(w->expect.at, 1, w->expect.len, out->expect);
}

static void
write_blocks(struct output *out, const uint16_t *gb)
{
    int64_t blocks = (int64_t)((out->city.o.firms + BLOCK - 1) / BLOCK);

#pragma omp parallel
    {
        struct writer *w = calloc(1, sizeof *w);
        struct packer *packer = packer_new();

        if (w == NULL)
            abort();
        w->city = &out->city;
        w->gb = gb;
#pragma omp for ordered schedule(static, 1)
        for (int64_t block = 0; block < blocks; block++) {
            write_block(w, (uint64_t)block);
            for (int i = 0; i < FILES; i++)
                pack_part(packer, &w->parts[i]);
#pragma omp ordered
            collect(out, w);
        }
        for (int i = 0; i < FILES; i++) {
            bytes_free(&w->parts[i].text);
            bytes_free(&w->parts[i].tail);
            bytes_free(&w->parts[i].packed);
            free(w->parts[i].truths.at);
        }
        bytes_free(&w->expect);
        packer_free(packer);
        free(w);
    }
}

/* ---- beginning and end of each file
 * ---------------------------------------------------------------- */
static FILE *
open_text(const struct options *o, const char *name, const char *header)
{
    char path[4096];
    FILE *file;

    snprintf(path, sizeof path, "%s/%s", o->out, name);
    file = fopen(path, "w");
    if (file == NULL) {
        perror(path);
        exit(1);
    }
    fputs(header, file);
    return file;
}

static void
append_raw(struct gz_file *file, struct packer *packer, struct bytes *text)
{
    struct part part = {.text = *text};

    pack_part(packer, &part);
    gz_append(file, &part.packed, part.crc, part.text.len);
    bytes_free(&part.packed);
}

static void
open_files(struct output *out, struct packer *packer, const uint16_t *gb)
{
    const struct options *o = &out->city.o;
    struct writer w = {.gb = gb};
    char path[4096 + 80];

    for (int i = 0; i < FILES; i++) {
        struct bytes text = {0};

        if (i >= F_TAX_0 && i <= F_TAX_2)
            snprintf(out->names[i], sizeof out->names[i], "%s_%d.csv.gz", layouts[i].file,
                     out->city.last_year - (i - F_TAX_0));
        else
            snprintf(out->names[i], sizeof out->names[i], "%s_%04d%02d%02d.csv.gz",
                     layouts[i].file, o->as_of_year, o->as_of_month, o->as_of_day);
        snprintf(path, sizeof path, "%s/%s", o->out, out->names[i]);
        out->files[i] = gz_create(path);
        header_encode(&w, &layouts[i], &text);
        append_raw(out->files[i], packer, &text);
        bytes_free(&text);
        out->lines[i] = 1;
        if (layouts[i].bom && o->fault_ppm > 0)
            truths_add(&out->truths[i], (struct truth){.line = 1, .kind = "bom", .reason = ""});
    }
}

/* The second rows of the pairs, then the totals line that some offices leave in. */
static bool
close_file(struct output *out, int i, struct packer *packer, const uint16_t *gb)
{
    struct writer w = {.gb = gb};
    uint32_t where[COLUMNS_MAX];
    bool ok;

    for (size_t k = 0; k < out->truths[i].len; k++) {
        struct truth *t = &out->truths[i].at[k];
        if (t->in_tail)
            t->line += out->lines[i] + 1;
        t->other += out->lines[i] + 1;
    }
    if (layouts[i].footer) {
        cell_text(&w.row, "合计");
        while (w.row.count < layouts[i].column_count)
            cell_empty(&w.row);
        row_encode(&w, &layouts[i], &w.row, &out->tails[i], where);
        bytes_text(&out->tails[i], layouts[i].crlf ? "\r\n" : "\n");
    }
    append_raw(out->files[i], packer, &out->tails[i]);
    ok = gz_finish(out->files[i]);
    bytes_free(&out->tails[i]);
    return ok;
}

static int
by_line(const void *a, const void *b)
{
    uint64_t x = ((const struct truth *)a)->line, y = ((const struct truth *)b)->line;

    return x < y ? -1 : x > y;
}

static bool
write_truth(struct output *out)
{
    FILE *file = open_text(&out->city.o, "truth.csv", "file,line,kind,reason,outcome\n");
    FILE *swaps = open_text(&out->city.o, "swaps.csv", "file,line,kind,column,power\n");

    for (int i = 0; i < FILES; i++) {
        struct truths *t = &out->truths[i];

        if (t->len > 0)
            qsort(t->at, t->len, sizeof *t->at, by_line);
        for (size_t k = 0; k < t->len; k++) {
            bool pair = strcmp(t->at[k].reason, "duplicate") == 0;

            if (t->at[k].power != 0) {
                fprintf(swaps, "%s,%llu,%s,%s,%d\n", out->names[i], (unsigned long long)t->at[k].line, t->at[k].kind,
                        layouts[i].columns[t->at[k].column].header, t->at[k].power);
                continue;
            }
            fprintf(file, "%s,%llu", out->names[i], (unsigned long long)t->at[k].line);
            if (pair)
                fprintf(file, "|%llu", (unsigned long long)t->at[k].other);
            fprintf(file, ",%s,%s,%s\n", t->at[k].kind, t->at[k].reason,
                    pair                      ? "one_rejected"
                    : t->at[k].reason[0] != 0 ? "rejected"
                                              : "loaded");
        }
        free(t->at);
    }
    bool written = fclose(file) == 0;
    return fclose(swaps) == 0 && written;
}

int
main(int argc, char **argv)
{
    static struct output out; /* static for its size only */
    const uint16_t *gb = gb_table();
    struct packer *packer = packer_new();
    bool ok = true;

    out.city.o = read_options(argc, argv);
    out.city.last_year = out.city.o.as_of_year - 1;
    out.city.in_c = out.city.o.firms * 34600 / 207455;
    out.city.in_i = out.city.o.firms * 8302 / 207455;
    if (mkdir(out.city.o.out, 0777) != 0 && errno != EEXIST) {
        perror(out.city.o.out);
        return 73;
    }
    out.expect = open_text(&out.city.o, "expect.csv", "uscc,tier,expectation\n");
    open_files(&out, packer, gb);
    write_blocks(&out, gb);
    for (int i = 0; i < FILES; i++)
        ok = close_file(&out, i, packer, gb) && ok;
    ok = write_truth(&out) && ok;
    ok = fclose(out.expect) == 0 && ok;
    packer_free(packer);
    free((void *)(uintptr_t)gb);
    if (!ok)
        fprintf(stderr, "tidu-city: writing failed\n");
    return ok ? 0 : 74;
}
