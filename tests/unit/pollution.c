/*
 * Several hundred spoilt files, each from gz through CSV to typed rows: every record is loaded, rejected or passed over,
 * no row is loaded that is not one of the clean ones, value by value, and those that can be loaded are.
 */
#include "../../pipeline/stages/load_header.h"
#include "../support/pollute.h"
#include "profile_case.h"

#include <inttypes.h>
#include <unistd.h>
#include <zlib.h>

#define COLUMNS                                                                                \
    "must: {所在省份: [\"*省\", \"*自治区\"], 地区: [\"*市\", \"*州\"]}\n"                          \
    "columns: {uscc: 统一社会信用代码, name: 企业名称, established: 注册日期, org_kind: 企业类型, " \
    "legal_rep: 法人代表, capital: {header: 注册资金, unit: cell}, scope: 经营范围, address: 注册地址}"

struct trial {
    struct td_profile profile;
    struct td_gz *gz;
    struct td_csv *csv;
    struct td_layout layout;
    struct td_typed row;
    struct td_error err;
    uint64_t read, loaded, rejected, skipped, wrong;
    bool seen[CLEAN_ROWS];
};

struct all {
    char path[64];
    char clean[CLEAN_ROWS][TD_FIELDS_MAX][140]; /* typed values as text, "?" not known */
    bool has_clean;
    size_t files, rows;
};

static bool
read_gz(void *source, char *out, size_t cap, size_t *got, struct td_error *err)
{
    return td_gz_read(source, out, cap, got, err);
}

static void
declare(struct trial *t, const struct polluted *p)
{
    struct td_buf b = {0};
    char delimiter = p->declared ? p->declared : p->dialect.delimiter;

    td_buf_printf(&b, "id: a\ndataset: registry\nsource: samr\nfiles: x.csv\nmode: snapshot\ndelimiter: \"\\x%02x\"\n", delimiter);
    if (p->dialect.quote == '\'')
        td_buf_text(&b, "quote: \"'\"\n");
    if (p->dialect.backslash)
        td_buf_text(&b, "escape: backslash\n");
    td_buf_text(&b, COLUMNS);
    make_profile(&t->profile, b.at);
    td_buf_free(&b);
}

static void
value_text(const struct td_typed *row, size_t field, char out[140])
{
    const struct td_value *v = &row->values[field];

    if (!v->known)
        strcpy(out, "?");
    else if (v->text.at)
        snprintf(out, 140, "%.*s", (int)v->text.len, v->text.at);
    else
        snprintf(out, 140, "%" PRId64, v->number);
}

/* The clean row with this row's code; -1 = none. */
static int
clean_row(const struct td_typed *row)
{
    for (int r = 0; r < CLEAN_ROWS; r++) {
        char code[19];

        clean_code(r, code);
        if (td_str_equal(row->values[0].text, td_str(code)))
            return r;
    }
    return -1;
}

static void
check_row(struct trial *t, struct all *all, const struct polluted *p)
{
    int r = clean_row(&t->row);

    if (r < 0 || (t->seen[r] && all->has_clean)) {
        cr_expect(false, "%s: a row that nobody wrote", p->name);
        return;
    }
    t->seen[r] = true;
    for (size_t f = 0; f < t->layout.delivery->dataset->field_count; f++) {
        char text[140];

        value_text(&t->row, f, text);
        if (!all->has_clean)
            strcpy(all->clean[r][f], text);
        else if (!(p->lost_column >= 0 && strcmp(text, "?") == 0))
            cr_expect_str_eq(text, all->clean[r][f], "%s: row %d, %s: “%s”, not “%s”", p->name, r + 1,
                             t->layout.delivery->dataset->fields[f].name, text, all->clean[r][f]);
    }
}

/* As the load does it. */
static bool
read_rows(struct trial *t, struct all *all, const struct polluted *p)
{
    struct td_record record;

    while (td_csv_next(t->csv, &record, &t->err) && record.raw.at) {
        enum td_skip skip = td_type_skipped(&t->layout, &record);

        t->read++;
        if (skip == TD_OTHER_HEADER)
            return td_fail(&t->err, TD_E_LAYOUT, "another header");
        if (skip != TD_TAKEN) {
            t->skipped++;
            continue;
        }
        td_type_row(&t->layout, &record, &t->row);
        if (t->row.fault != TD_FAULT_NONE) {
            t->rejected++;
            continue;
        }
        t->loaded++;
        check_row(t, all, p);
    }
    return !t->err.code;
}

static bool
load(struct trial *t, struct all *all, const struct polluted *p)
{
    struct td_csv_format format = {.delimiter = t->profile.deliveries[0].delimiter,
                                   .quote = t->profile.deliveries[0].quote,
                                   .backslash = t->profile.deliveries[0].backslash,
                                   .read = read_gz};
    struct td_file_match match = {0, TD_DATE_NONE};
    struct load_head head = {.profile = &t->profile, .delivery = t->profile.deliveries, .match = &match,
                             .format = &format, .layout = &t->layout};
    bool ok = td_gz_open(&t->gz, all->path, NULL, &t->err);

    format.source = t->gz;
    ok = ok && td_csv_open(&t->csv, &format, &t->err);
    ok = ok && load_head_read(&head, t->csv, &t->err);
    ok = ok && (!head.found || read_rows(t, all, p));
    load_head_free(&head);
    return ok;
}

static void
write_gz(const char *path, struct td_str bytes)
{
    gzFile gz = gzopen(path, "wb1");

    cr_assert_not_null(gz);
    if (bytes.len > 0)
        cr_assert_eq(gzwrite(gz, bytes.at, (unsigned)bytes.len), (int)bytes.len);
    cr_assert_eq(gzclose(gz), Z_OK);
}

static void
judge(struct trial *t, const struct polluted *p, bool ok)
{
    const char *text = t->err.text;

    if (p->hope == REFUSED) {
        cr_expect_not(ok, "%s: should be refused", p->name);
        cr_expect_eq(t->err.code, TD_E_LAYOUT, "%s: %s", p->name, text);
        return;
    }
    cr_expect(ok, "%s: %s (%s)", p->name, text, t->err.hint);
    cr_expect_eq(t->read, t->loaded + t->rejected + t->skipped, "%s: every record is accounted for", p->name);
    cr_expect_geq(t->loaded + t->rejected, CLEAN_ROWS, "%s: %" PRIu64 " rows loaded, %" PRIu64 " rejected", p->name, t->loaded,
                  t->rejected);
    if (p->hope == ALL_ROWS)
        cr_expect_eq(t->loaded, CLEAN_ROWS, "%s: %" PRIu64 " rows loaded, %" PRIu64 " rejected, %" PRIu64 " passed over",
                     p->name, t->loaded, t->rejected, t->skipped);
    if (p->hope == MOST_ROWS)
        cr_expect_geq(t->loaded, CLEAN_ROWS - 2, "%s: %" PRIu64 " rows loaded", p->name, t->loaded);
}

static void
try_file(const struct polluted *p, void *who)
{
    struct all *all = who;
    struct trial t = {0};
    bool ok;

    declare(&t, p);
    write_gz(all->path, td_buf_view(&p->bytes));
    ok = load(&t, all, p);
    judge(&t, p, ok);
    all->has_clean = true;
    all->files++;
    all->rows += t.loaded;
    td_csv_close(t.csv);
    td_gz_close(t.gz);
    td_typed_free(&t.row);
    td_layout_free(&t.layout);
    td_profile_free(&t.profile);
}

Test(pollution, fault_21_fault_22_fault_23_fault_24_fault_25_no_spoilt_file_is_loaded_wrong, .timeout = 120)
{
    struct all all = {.path = "/tmp/tidu-pollution-XXXXXX"};
    struct clean clean;
    struct polluted first = begin(ALL_ROWS, "clean");
    int fd = mkstemp(all.path);

    cr_assert_geq(fd, 0);
    close(fd);
    make_clean(&clean);
    put_rows(&first.bytes, &first.dialect, &clean.sheet, 0);
    try_file(&first, &all);
    td_buf_free(&first.bytes);
    pollute(try_file, &all);
    unlink(all.path);
    cr_expect_geq(all.files, 300, "%zu files", all.files);
    fprintf(stderr, "%zu polluted files, %zu rows loaded from them\n", all.files, all.rows);
}
