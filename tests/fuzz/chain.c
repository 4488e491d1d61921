/*
 * A delivery from any bytes, the whole way: what it is by its first bytes (text, gz, workbook), decoding, records,
 * the header bound to a profile, typing. First byte: which delivery of a small profile, and whether the rest is
 * compressed here first; second: the size of pieces. Whatever the bytes: every record is a row, a fault or passed
 * over, each where it says it is; the same in pieces as in one.
 */
#define _GNU_SOURCE /* memfd_create: a file that no disk sees */
#include <stdlib.h>
#include <sys/mman.h>
#include <unistd.h>
#include <zlib.h>

#include "records.h"
#include "tidu/profile.h"

LIBFYAML_LEAKS

/* Together they have each encoding, quoting, skips, filters, sums, file parts and columns by number. */
static const char profile_text[] =
    "profile: f\n"
    "city: {code: \"371500\", name: 聊城市}\n"
    "inputs: .\n"
    "counties: {\"371502\": 东昌府区}\n"
    "sources: {a: A, b: B, c: C, d: D}\n"
    "deliveries:\n"
    "  - {id: r, dataset: registry, source: a, files: r.csv, mode: snapshot, skip: [合计*],\n"
    "     columns: {uscc: 代码, name: 名称, status: 状态, established: 日期, capital: 资本(万元), county: 区县}}\n"
    "  - {id: g, dataset: finance, source: b, files: \"g_{year}.csv\", mode: year, encoding: gb18030, delimiter: tab, quote: none,\n"
    "     columns: {holder_name: 名称, year: {file: year}, revenue: 收入(元), assets: {sum: [流动(元), 其他(元)]}}}\n"
    "  - {id: u, dataset: staff, source: c, files: u.csv, mode: increment, encoding: utf-16, delimiter: \";\", nulls: [\"-1\"],\n"
    "     where: {类: [企*]}, columns: {uscc: 代码, year: 年度, employees: 人数}}\n"
    "  - {id: n, dataset: need, source: d, files: n.csv, mode: increment, encoding: gb18030, header_row: 0, width: 4,\n"
    "     columns: {uscc: 1, raised_on: {header: 2, dates: [iso, excel]}, kind: 3, text: 4}}\n";

static void
read_vocabulary(struct td_buf *b)
{
    FILE *f = fopen(TIDU_SOURCE "/criteria/vocabulary.yaml", "rb");
    char block[4096];
    size_t n;

    REQUIRE(f);
    while ((n = fread(block, 1, sizeof block, f)) > 0)
        td_buf_add(b, block, n);
    fclose(f);
}

/* ---- bytes to text -------------------------------------------------------------------------- */
/* All text of a file; the error's code, 0 for none. */
static int
read_text(const char *path, enum td_encoding encoding, size_t piece, struct td_buf *out, bool *sheet)
{
    struct td_error err = {0};
    struct td_input *in = NULL;
    size_t got = 1;
    bool ok;

    td_buf_reset(out);
    td_buf_add(out, "", 0);
    if (!td_input_open(&in, path, NULL, encoding, &err)) {
        REQUIRE(in == NULL && err.code != 0 && err.text[0]);
        return err.code;
    }
    *sheet = td_input_sheet_count(in) > 0;
    ok = !*sheet || td_input_sheet_choose(in, 0, &err);
    while (ok && got > 0 && out->len < 1 << 20) {
        td_buf_reserve(out, piece);
        ok = td_input_read(in, out->at + out->len, piece, &got, &err);
        REQUIRE(!ok || got <= piece);
        out->len += ok ? got : 0;
    }
    REQUIRE(ok == (err.code == 0));
    td_input_close(in);
    return err.code;
}

static void
compress_text(struct td_str text, struct td_buf *out)
{
    z_stream z = {0};

    REQUIRE(deflateInit2(&z, 1, Z_DEFLATED, 15 + 16, 8, Z_DEFAULT_STRATEGY) == Z_OK);
    td_buf_reserve(out, deflateBound(&z, text.len));
    z.next_in = (unsigned char *)(uintptr_t)text.at;
    z.avail_in = (uInt)text.len;
    z.next_out = (unsigned char *)out->at;
    z.avail_out = (uInt)out->cap;
    REQUIRE(deflate(&z, Z_FINISH) == Z_STREAM_END);
    out->len = out->cap - z.avail_out;
    deflateEnd(&z);
}

/* ---- text to rows ---------------------------------------------------------------------------- */
struct chain {
    struct td_profile profile;
    struct td_typed typed;
    const struct td_delivery *delivery;
    uint64_t rows, faults, skipped, hash;
};

static void
take_row(struct chain *c, const struct td_layout *layout, const struct td_record *r)
{
    const struct td_dataset *dataset = c->delivery->dataset;

    if (td_type_skipped(layout, r)) {
        c->skipped++;
        return;
    }
    if (r->fault != TD_FAULT_NONE) {
        c->faults++;
        return;
    }
    td_type_row(layout, r, &c->typed);
    REQUIRE(c->typed.fault >= TD_FAULT_NONE && c->typed.fault < TD_FAULT_COUNT);
    c->hash = td_hash64(&c->typed.fault, sizeof c->typed.fault, c->hash);
    c->faults += c->typed.fault != TD_FAULT_NONE;
    c->rows += c->typed.fault == TD_FAULT_NONE;
    for (size_t i = 0; c->typed.fault == TD_FAULT_NONE && i < dataset->field_count; i++) {
        const struct td_value *v = &c->typed.values[i];

        REQUIRE(v->known || !(dataset->fields[i].flags & TD_NEEDED));
        if (v->known && dataset->fields[i].type <= TD_INDUSTRY) {
            REQUIRE(v->text.len > 0 && utf8_span(v->text.at, v->text.len) == v->text.len);
            c->hash = td_hash64(v->text.at, v->text.len, c->hash);
        } else if (v->known) {
            c->hash = td_hash64(&v->number, sizeof v->number, c->hash);
        }
    }
}

/* The header bound; false: it does not fit, or there is none. */
static bool
bind(struct chain *c, struct td_layout *layout, struct td_csv *csv)
{
    struct td_file_match match = {2025, 20000};
    struct td_record header = {0};
    struct td_error err = {0};
    bool by_number = c->delivery->header_row == 0;

    if (!by_number)
        REQUIRE(td_csv_next(csv, &header, &err));
    if (!by_number && (header.raw.at == NULL || header.fault != TD_FAULT_NONE))
        return false;
    if (!td_layout_bind(layout, &c->profile, c->delivery, by_number ? NULL : &header, &match, &err)) {
        REQUIRE(err.code == TD_E_LAYOUT && err.text[0]);
        return false;
    }
    if (layout->columns_expected > 0)
        td_csv_expect(csv, layout->columns_expected);
    return true;
}

static uint64_t
read_rows(struct chain *c, struct td_str text, size_t piece, bool sheet)
{
    struct source source = {text, piece};
    struct td_csv_format format = {.encoding = c->delivery->encoding == TD_GB18030 && !sheet ? TD_GB18030 : TD_UTF8,
                                   .delimiter = sheet ? ',' : c->delivery->delimiter,
                                   .quote = sheet ? '"' : c->delivery->quote,
                                   .rows = sheet,
                                   .max_record = 4096,
                                   .max_columns = 64,
                                   .read = read_source,
                                   .source = &source};
    struct td_error err = {0};
    struct td_layout layout = {0};
    struct td_csv *csv;
    struct td_record r;
    uint64_t line = 0, end = 0, first;

    c->rows = c->faults = c->skipped = c->hash = 0;
    format.lone_cr = mostly_cr(text);
    REQUIRE(td_csv_open(&csv, &format, &err));
    if (bind(c, &layout, csv)) {
        first = td_csv_notes(csv).records;
        for (;;) {
            REQUIRE(td_csv_next(csv, &r, &err));
            if (r.raw.at == NULL)
                break;
            check_record(&r, text, &format);
            REQUIRE(r.line > line && r.offset >= end);
            line = r.line;
            end = r.offset + r.raw.len;
            c->hash = td_hash64(&(uint64_t[3]){r.line, r.offset, r.fault}, 24, c->hash);
            take_row(c, &layout, &r);
        }
        REQUIRE(td_csv_notes(csv).records - first == c->rows + c->faults + c->skipped);
    }
    td_layout_free(&layout);
    td_csv_close(csv);
    return c->hash;
}

/* ---- the target ------------------------------------------------------------------------------- */
static void
run(struct chain *c, const char *path, size_t piece)
{
    struct td_buf one = {0}, other = {0};
    bool sheet = false;
    int code = read_text(path, c->delivery->encoding, 65536, &one, &sheet);

    REQUIRE(read_text(path, c->delivery->encoding, piece, &other, &sheet) == code);
    if (code == 0) {
        REQUIRE(td_str_equal(td_buf_view(&one), td_buf_view(&other)));
        REQUIRE(read_rows(c, td_buf_view(&one), 0, sheet) == read_rows(c, td_buf_view(&one), piece, sheet));
    }
    td_buf_free(&one);
    td_buf_free(&other);
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    static struct chain chain;
    struct td_str bytes;
    struct td_buf gz = {0};
    char path[32];
    int fd;

    if (chain.profile.delivery_count == 0) {
        static struct td_buf vocabulary; /* the profile holds on to it */
        struct td_error err = {0};

        read_vocabulary(&vocabulary);
        if (!td_profile_parse(&chain.profile, td_str(profile_text), "p", td_buf_view(&vocabulary), "v", &err))
            fprintf(stderr, "%zu:%zu: %s\n", err.line, err.column, err.text);
        REQUIRE(chain.profile.delivery_count == 4);
    }
    if (size < 3)
        return 0;
    chain.delivery = &chain.profile.deliveries[data[0] % 4];
    bytes = (struct td_str){(const char *)data + 2, size - 2};
    if (data[0] & 4) {
        compress_text(bytes, &gz);
        bytes = td_buf_view(&gz);
    }
    fd = memfd_create("fuzz", 0);
    REQUIRE(fd >= 0 && write(fd, bytes.at, bytes.len) == (ssize_t)bytes.len);
    snprintf(path, sizeof path, "/proc/self/fd/%d", fd);
    run(&chain, path, 1 + data[1] % 61);
    close(fd);
    td_buf_free(&gz);
    return 0;
}
