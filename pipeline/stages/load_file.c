/* One file of a delivery: what it is, encoding check, header, records. */
#include "load.h"

#include "load_header.h"

#include <string.h>

/* So much of a file is looked at to see whether it is in the declared encoding. */
enum { SAMPLE_BYTES = 64 * 1024 };
/* Signals and progress are looked at every so many records. */
enum { GLANCE = 4096 };

/* Gives the csv reader the sample first, then the rest. */
struct file {
    struct td_input *in;
    struct td_buf sample;
    size_t sample_at;
    struct load_dialect dialect;
};

static bool
read_file(void *source, char *out, size_t cap, size_t *got, struct td_error *err)
{
    struct file *f = source;
    size_t left = f->sample.len - f->sample_at;

    if (left == 0)
        return td_input_read(f->in, out, cap, got, err);
    *got = left < cap ? left : cap;
    memcpy(out, f->sample.at + f->sample_at, *got);
    f->sample_at += *got;
    return true;
}

static bool
read_sample(struct file *f, const struct td_delivery *d, bool check, struct td_error *err)
{
    td_buf_reserve(&f->sample, SAMPLE_BYTES);
    while (f->sample.len < SAMPLE_BYTES) {
        size_t got = 0;
        if (!td_input_read(f->in, f->sample.at + f->sample.len, SAMPLE_BYTES - f->sample.len, &got,
                        err))
            return false;
        if (got == 0)
            break;
        f->sample.len += got;
    }
    return !check || f->sample.len == 0 || d->encoding == TD_UTF16 ||
           td_encoding_check(td_buf_view(&f->sample), d->encoding, err);
}

/* Parts of one delivery mostly have the same headers: those are said once. */
static void
note_headers(struct td_buf *all, const struct td_buf *of_file)
{
    if (of_file->len == 0 || td_str_has(td_buf_view(all), td_buf_view(of_file)))
        return;
    if (all->len > 0)
        td_buf_text(all, "; ");
    td_buf_str(all, td_buf_view(of_file));
}

/* *got false when the file ends above its header. */
bool
load_file_header(struct load *load, struct td_csv *csv, const struct td_csv_format *format, bool *got,
                 struct td_error *err)
{
    struct load_head head = {.profile = &load->shared->run->profile,
                             .delivery = load->delivery,
                             .match = &load->job->parts[load->part].match,
                             .format = format,
                             .layout = &load->layout};

    td_layout_free(&load->layout);
    load->layout = (struct td_layout){0};
    bool ok = load_head_read(&head, csv, err);
    *got = head.found;
    if (head.names.cells && !load->trying)
        load_contract_header(load, &head.names);
    if (ok && head.found && !load->trying) {
        note_headers(&load->unknown_headers, &load->layout.unknown_headers);
        note_headers(&load->missing_headers, &load->layout.missing_headers);
        load->passed.above_this = head.above;
        load->passed.header_line = head.line;
        load_lines_begin(load, head.line ? &(struct td_record){.raw = td_buf_view(&head.raw)} : NULL);
    }
    load_head_free(&head);
    return ok;
}

static bool
glance(struct load *load, uint64_t bytes, uint64_t *told, struct td_error *err)
{
    struct load_shared *shared = load->shared;

    if (td_stopping(err))
        return false;
    pthread_mutex_lock(&shared->lock);
    shared->bytes_done += bytes - *told;
    *told = bytes;
    bool stop = shared->stop;
    td_log_progress(shared->run->log, TD_T("装载", "load"), shared->bytes_done,
                    shared->bytes_total);
    pthread_mutex_unlock(&shared->lock);
    return !stop || td_fail(err, TD_E_STOPPED, TD_T("另一份交付失败，停止装载",
                                                    "stopped because another delivery failed"));
}

static bool
read_records(struct load *load, struct file *f, struct td_csv *csv, load_record_fn *each,
             bool again, struct td_error *err)
{
    uint64_t told = 0;

    if (load->lines.at && !again)
        td_csv_known(csv, load_lines_ask, load);
    for (uint64_t n = 1;; n++) {
        struct td_record record;
        if (!td_csv_next(csv, &record, err))
            return false;
        load->plain = !record.altered;
        if (!record.raw.at)
            return again || glance(load, td_input_place(f->in), &told, err);
        if (n % GLANCE == 0 && !again && !glance(load, td_input_place(f->in), &told, err))
            return false;
        if (n == 1 && load->layout.columns_expected == 0 && record.fault == TD_FAULT_NONE)
            td_csv_expect(csv, record.count);
        if (!each(load, &record, err))
            return false;
        if (again && load->wanted_done == load->wanted_count)
            return true;
    }
}

static bool
open_file(struct load *load, struct file *f, bool again, struct td_csv_format *format, struct td_error *err)
{
    const struct td_delivery *d = load->delivery;
    const struct load_part *p = &load->job->parts[load->part];
    size_t sheet = 0;

    if (!td_input_open(&f->in, p->path, p->member, d->encoding, err))
        return false;
    f->dialect.container = td_input_container(f->in);
    *format = (struct td_csv_format){.encoding = d->encoding == TD_UTF16 ? TD_UTF8 : d->encoding,
                                     .delimiter = d->delimiter,
                                     .quote = d->quote,
                                     .backslash = d->backslash};
    if (d->allow_tail)
        td_input_allow_tail(f->in);
    if (td_input_sheet_count(f->in) > 0) {
        if (!load_sheet_find(load, f->in, &sheet, err) || !td_input_sheet_choose(f->in, sheet, err))
            return false;
        f->dialect.sheet = td_input_sheet_name(f->in, sheet);
        *format = load_sheet_format(f->in);
    } else if (!read_sample(f, d, !again, err)) {
        return false;
    }
    format->read = read_file;
    format->source = f;
    return true;
}

bool
load_file_read(struct load *load, size_t part, load_record_fn *each, bool again,
               struct td_error *err)
{
    const struct load_part *p = &load->job->parts[part];
    struct td_csv_format format;
    struct file f = {0};
    struct td_csv *csv = NULL;
    bool got = false;

    load->part = part;
    load->plain = true;
    bool ok = open_file(load, &f, again, &format, err);
    ok = ok && td_csv_open(&csv, &format, err);
    ok = ok && load_file_header(load, csv, &format, &got, err);
    ok = ok && (!got || read_records(load, &f, csv, each, again, err));
    ok = ok && (again || td_input_check_hash(f.in, p->hash, err));
    if (csv && !again) {
        load->passed.above += load->passed.above_this;
        load_dialect_add(load, &f.dialect, td_csv_notes(csv));
        load->no_value += td_input_formulas_without_value(f.in);
        load->merged += td_input_merged_cells(f.in);
        load->job->tail += td_input_tail(f.in);
    }
    td_csv_close(csv);
    td_input_close(f.in);
    td_buf_free(&f.sample);
    if (!ok && err->code == TD_E_EMPTY && load->delivery->allow_empty) {
        td_error_reset(err);
        return true;
    }
    return ok || td_at(err, p->path, err->line, err->column);
}
