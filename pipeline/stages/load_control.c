/*
 * Companion files of control totals: a small file of the department beside its delivery, with the number of rows and
 * the sums of some columns. Read whole (a megabyte at most), in UTF-8 or GB18030, whichever it is.
 */
#include "load.h"

#include <inttypes.h>
#include <stdio.h>
#include <string.h>

enum { COMPANION_BYTES_MAX = 1 << 20 };

struct companion {
    struct load *load;
    const struct load_part *file;
    struct td_buf bytes;
    size_t at;
    int name, rows, *sums; /* columns, -1 = none */
    struct td_control_expected *out;
};

static bool
read_bytes(struct companion *c, struct td_error *err)
{
    struct td_gz *gz = NULL;
    size_t got = 1;
    bool ok = td_gz_open(&gz, c->file->path, NULL, err);

    td_buf_reserve(&c->bytes, COMPANION_BYTES_MAX + 1);
    while (ok && got > 0 && c->bytes.len <= COMPANION_BYTES_MAX) {
        ok = td_gz_read(gz, c->bytes.at + c->bytes.len, COMPANION_BYTES_MAX + 1 - c->bytes.len, &got, err);
        c->bytes.len += ok ? got : 0;
    }
    if (ok && c->bytes.len > COMPANION_BYTES_MAX)
        ok = td_fail(err, TD_E_LIMIT, "%s", TD_T("控制文件超过 1 MiB", "a control file is larger than 1 MiB"));
    td_gz_close(gz);
    return ok;
}

static bool
give_bytes(void *source, char *out, size_t cap, size_t *got, struct td_error *err)
{
    struct companion *c = source;
    size_t left = c->bytes.len - c->at;

    (void)err;
    *got = left < cap ? left : cap;
    if (*got)
        memcpy(out, c->bytes.at + c->at, *got);
    c->at += *got;
    return true;
}

/* Column of a header; -1 when none is wanted, -2 when it is not there. */
static int
find_column(const struct td_record *header, struct td_str wanted)
{
    struct td_buf want = {0}, name = {0};
    int found = wanted.at ? -2 : -1;

    td_name_key(wanted, &want);
    for (size_t i = 0; wanted.at && i < header->count && found < 0; i++) {
        td_buf_reset(&name);
        td_name_key(header->cells[i], &name);
        if (td_str_equal(td_buf_view(&want), td_buf_view(&name)))
            found = (int)i;
    }
    td_buf_free(&want);
    td_buf_free(&name);
    return found;
}

static bool
bind(struct companion *c, const struct td_record *header, struct td_error *err)
{
    const struct td_control *control = &c->load->delivery->expects.control;
    struct td_str lacking = {0};

    c->name = find_column(header, control->name);
    c->rows = find_column(header, control->rows);
    lacking = c->name == -2 ? control->name : c->rows == -2 ? control->rows : lacking;
    for (size_t i = 0; i < control->sum_count; i++) {
        c->sums[i] = find_column(header, control->sums[i].header);
        if (c->sums[i] == -2)
            lacking = control->sums[i].header;
    }
    return !lacking.at || td_fail(err, TD_E_LAYOUT, TD_T("控制文件缺少“%s”列", "the control file has no column \"%s\""),
                                  lacking.at);
}

static bool
is_of_delivery(const struct companion *c, const struct td_record *record)
{
    const struct load_job *job = c->load->job;

    if (c->name < 0)
        return true;
    if ((size_t)c->name >= record->count)
        return false;
    struct td_str name = td_str_trim(record->cells[c->name]);
    for (size_t i = 0; i < job->part_count; i++)
        if (td_str_equal(job->parts[i].name, name))
            return true;
    return false;
}

static bool
bad_figure(const struct td_record *record, struct td_error *err)
{
    td_fail(err, TD_E_LAYOUT, "%s", TD_T("控制数不是数值", "a control total is not a figure"));
    return td_at(err, NULL, (size_t)record->line, 0);
}

static bool
add_record(struct companion *c, const struct td_record *record, struct td_error *err)
{
    const struct td_control *control = &c->load->delivery->expects.control;
    int64_t figure = 0;

    if (record->fault != TD_FAULT_NONE)
        return bad_figure(record, err);
    if (!is_of_delivery(c, record))
        return true;
    c->out->there = true;
    if (c->rows >= 0) {
        if ((size_t)c->rows >= record->count ||
            td_number(record->cells[c->rows], 0, &figure) != TD_FAULT_NONE || figure < 0)
            return bad_figure(record, err);
        c->out->has_rows = true;
        c->out->rows += (uint64_t)figure;
    }
    for (size_t i = 0; i < control->sum_count; i++) {
        if (c->sums[i] < 0 || (size_t)c->sums[i] >= record->count ||
            td_control_figure(&control->sums[i], record->cells[c->sums[i]], &figure) != TD_FAULT_NONE ||
            __builtin_add_overflow(c->out->sums[i], figure, &c->out->sums[i]))
            return bad_figure(record, err);
    }
    return true;
}

static bool
read_records(struct companion *c, enum td_encoding encoding, struct td_error *err)
{
    const struct td_delivery *d = c->load->delivery;
    struct td_csv_format format = {.encoding = encoding, .delimiter = d->delimiter, .quote = d->quote,
                                   .read = give_bytes, .source = c};
    struct td_csv *csv = NULL;
    struct td_record record = {0};
    bool ok = td_csv_open(&csv, &format, err) && td_csv_next(csv, &record, err);

    if (ok && record.raw.at)
        ok = record.fault == TD_FAULT_NONE ? bind(c, &record, err) : bad_figure(&record, err);
    while (ok && record.raw.at) {
        ok = td_csv_next(csv, &record, err);
        if (ok && record.raw.at)
            ok = add_record(c, &record, err);
    }
    td_csv_close(csv);
    return ok;
}

static bool
read_one(struct load *load, const struct load_part *file, int *sums, struct td_control_expected *out,
         struct td_error *err)
{
    struct companion c = {.load = load, .file = file, .sums = sums, .out = out};
    struct td_error other = {0};
    bool ok = read_bytes(&c, err);

    if (ok) {
        enum td_encoding encoding =
            td_encoding_check(td_buf_view(&c.bytes), TD_UTF8, &other) ? TD_UTF8 : TD_GB18030;
        ok = read_records(&c, encoding, err);
    }
    td_buf_free(&c.bytes);
    return ok || td_at(err, file->path, err->line, err->column);
}

bool
load_control_read(struct load *load, struct td_control_expected *out, struct td_error *err)
{
    const struct load_job *job = load->job;
    int *sums = td_arena_alloc(&load->contract.arena, load->delivery->expects.control.sum_count + 1, sizeof *sums);

    for (size_t i = 0; i < job->control_count; i++)
        if (!read_one(load, &job->controls[i], sums, out, err))
            return false;
    return true;
}
