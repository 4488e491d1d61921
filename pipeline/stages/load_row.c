/* One record: typed, hashed, compared with what stands. The hot path of the load: nothing here
 * allocates once the buffers have grown to the longest row. */
#include "load.h"

#include <inttypes.h>
#include <string.h>

/* The row as COPY BINARY: column count, four int8, gone NULL, source; then code_flag and fields. */
enum { HASH_AT = 2 + 12 + 4, FIELDS_AT = 2 + 4 * 12 + 4 + 8 };
/* An index entry holds 2,704 bytes: two key texts of this length and the rest of a key still fit. */
enum { KEY_TEXT_MAX = 1000 };

uint8_t
load_year_byte(int64_t year)
{
    return year > 1900 && year < 2156 ? (uint8_t)(year - 1900) : 0;
}

static void
put_big_endian(char out[8], uint64_t v)
{
    for (int i = 0; i < 8; i++)
        out[i] = (char)(v >> (56 - 8 * i));
}

bool
load_is_text(enum td_type type)
{
    switch (type) {
    case TD_MONEY:
    case TD_COUNT:
    case TD_NUMBER:
    case TD_SHARE:
    case TD_SCORE:
    case TD_YEAR:
    case TD_DATE:
    case TD_BOOL:
        return false;
    default:
        return true;
    }
}

uint64_t
load_row_key(struct load *load)
{
    const struct td_value *values = load->typed.values;
    uint64_t h = td_hash64(values[0].text.at, values[0].text.len, 0);

    for (size_t i = 1; i < load->dataset->field_count; i++) {
        const struct td_field *f = &load->dataset->fields[i];
        if (!(f->flags & TD_KEY))
            continue;
        if (load_is_text(f->type)) {
            h = td_hash64(values[i].text.at, values[i].text.len, h);
        } else {
            char bytes[8];
            put_big_endian(bytes, (uint64_t)values[i].number);
            h = td_hash64(bytes, sizeof bytes, h);
        }
    }
    return h;
}

static void
put_value(struct td_buf *b, enum td_type type, const struct td_value *v)
{
    if (!v->known) {
        td_put_null(b);
        return;
    }
    switch (type) {
    case TD_MONEY:
        td_put_int8(b, v->number);
        break;
    case TD_COUNT:
    case TD_NUMBER:
    case TD_SHARE:
    case TD_SCORE:
    case TD_YEAR:
    case TD_DATE:
        td_put_int4(b, (int32_t)v->number);
        break;
    case TD_BOOL:
        td_put_bool(b, v->number != 0);
        break;
    default:
        td_put_text(b, v->text);
    }
}

static void
build_personal(struct load *load, bool *any)
{
    struct td_buf *b = &load->row.personal;

    td_buf_reset(b);
    *any = false;
    td_put_row(b, 3 + load->personal_count);
    td_put_text(b, load->typed.values[0].text);
    td_put_int4(b, load->job->source);
    td_put_int8(b, (int64_t)load->row.key);
    size_t from = b->len;
    for (size_t i = 0; i < load->dataset->field_count; i++)
        if (load->dataset->fields[i].flags & TD_PERSONAL) {
            put_value(b, load->dataset->fields[i].type, &load->typed.values[i]);
            *any = *any || load->typed.values[i].known;
            load->row.known = (uint8_t)(load->row.known + load->typed.values[i].known);
        }
    load->row.hash = td_hash64(b->at + from, b->len - from, load->row.hash);
}

void
load_row_build(struct load *load, uint64_t line)
{
    struct load_row *row = &load->row;
    struct td_buf *b = &row->main;
    bool any = false;

    row->key = load_row_key(load);
    row->known = 0;
    td_buf_reset(b);
    td_put_row(b, load->main_columns);
    td_put_int8(b, (int64_t)row->key);
    td_put_int8(b, 0); /* row_hash: known below */
    td_put_int8(b, load->job->batch);
    /* which file of the delivery stands above the line: api.figure takes the two apart */
    td_put_int8(b, (int64_t)((uint64_t)load->part << 40 | line));
    td_put_null(b);
    td_put_int4(b, load->job->source);
    if (load->dataset->fields[0].type == TD_USCC)
        td_put_bool(b, load->typed.check_flag);
    for (size_t i = 0; i < load->dataset->field_count; i++)
        if (!(load->dataset->fields[i].flags & TD_PERSONAL)) {
            put_value(b, load->dataset->fields[i].type, &load->typed.values[i]);
            row->known = (uint8_t)(row->known + load->typed.values[i].known);
        }
    row->hash = td_hash64(b->at + FIELDS_AT, b->len - FIELDS_AT, 0);
    if (load->personal_count > 0)
        build_personal(load, &any);
    if (!any)
        td_buf_reset(&row->personal);
    put_big_endian(b->at + HASH_AT, row->hash);
}

struct td_str
load_row_uscc(const struct load *load, struct td_str main)
{
    size_t at = FIELDS_AT + (load->dataset->fields[0].type == TD_USCC ? 5 : 0);
    const unsigned char *p = (const unsigned char *)main.at + at;
    size_t len = (size_t)p[0] << 24 | (size_t)p[1] << 16 | (size_t)p[2] << 8 | p[3];
    return (struct td_str){main.at + at + 4, len};
}

void
load_change_head(struct td_str bytes, struct load_change *head)
{
    memcpy(head, bytes.at, sizeof *head);
}

/* ---- rows that are not loaded ------------------------------------------------------------------ */
static bool
is_of_code(char c)
{
    return (c >= '0' && c <= '9') || (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z');
}

/* A record that could not be taken apart (columns, quotes, bytes) still names its firm, which is not gone for that. Of the registry,
 * where the code is all of the key: which of a firm's several records elsewhere it was, nobody can tell. */
static void
hold_by_code(struct load *load, struct td_str raw)
{
    for (size_t i = 0, n; load->registry && i < raw.len; i += n + 1) {
        char code[19];
        enum td_uscc_kind kind = TD_USCC_LENGTH;

        for (n = 0; i + n < raw.len && is_of_code(raw.at[i + n]);)
            n++;
        if (n == 18)
            kind = td_uscc((struct td_str){raw.at + i, n}, code);
        if (kind != TD_USCC_GOOD && kind != TD_USCC_BAD_CHECK)
            continue;
        struct load_slot *slot = load_table_find(&load->now, td_hash64(code, 18, 0));
        if (slot && (slot->flags & LOAD_STANDING) && !(slot->flags & LOAD_WAS_GONE)) {
            slot->flags |= LOAD_HELD;
            return;
        }
    }
}

static bool
reject_record(struct load *load, const struct td_record *record, struct td_error *err)
{
    struct load_reject r = {.raw = record->raw, .line = record->line, .offset = record->offset};

    r.file = load->job->parts[load->part].name;
    r.fault = record->fault;
    r.tail = record->detail;
    hold_by_code(load, record->raw);
    return load_reject_add(load, &r, err);
}

static bool
reject_typed(struct load *load, const struct td_record *record, struct td_error *err)
{
    const struct td_typed *typed = &load->typed;
    char tail[LOAD_CODE_TAIL];
    struct load_reject r = {.raw = record->raw, .line = record->line, .offset = record->offset};

    r.file = load->job->parts[load->part].name;
    r.fault = typed->fault;
    r.column = typed->fault_header;
    r.tail = load_reject_code(typed->fault, typed->fault_cell, tail);
    if (typed->values[0].known)
        r.uscc = typed->values[0].text;
    if (typed->key_known) {
        /* The record is there, if unreadable tonight: what stands of it stays. */
        struct load_slot *slot = load_table_find(&load->now, load_row_key(load));
        if (slot)
            slot->flags |= LOAD_HELD;
    }
    return load_reject_add(load, &r, err);
}

/* A text too long for an index would fail the whole COPY; one row is enough. */
static bool
key_too_long(struct load *load)
{
    struct td_typed *typed = &load->typed;

    for (size_t i = 0; i < load->dataset->field_count; i++) {
        const struct td_field *f = &load->dataset->fields[i];
        if ((f->flags & TD_KEY) && load_is_text(f->type) && typed->values[i].text.len > KEY_TEXT_MAX) {
            typed->fault = TD_FAULT_TOO_LONG;
            typed->fault_field = (int)i;
            typed->fault_header = td_str(f->title);
            typed->key_known = false;
            typed->values[0].known = false;
            return true;
        }
    }
    return false;
}

/* ---- rows that are ------------------------------------------------------------------------------ */
static bool
add_new(struct load *load, uint64_t line, struct td_error *err)
{
    const struct load_row *row = &load->row;

    *load_table_add(&load->now, row->key) =
        (struct load_slot){row->key, row->hash, (uint32_t)line, (uint16_t)load->part, row->known,
                           LOAD_SEEN};
    load->job->counts.added++;
    if (load->shared->dry)
        return true;
    if (!load_sort_add(load, err))
        return false;
    if (!load->touch_rows)
        return true;
    td_put_row(&load->touched.buf, 1);
    td_put_text(&load->touched.buf, load->typed.values[0].text);
    return load_spool_flush(&load->touched, err);
}

static bool
add_changed(struct load *load, uint64_t old_row, struct td_error *err)
{
    const struct load_row *row = &load->row;
    struct load_change head = {(uint32_t)row->main.len, (uint32_t)row->personal.len, row->key,
                               old_row};

    load->job->counts.changed++;
    td_buf_add(&load->changed.buf, &head, sizeof head);
    td_buf_add(&load->changed.buf, row->main.at, row->main.len);
    td_buf_add(&load->changed.buf, row->personal.at, row->personal.len);
    return load_spool_flush(&load->changed, err);
}

/* The first row of this delivery for a key that stands (or stood). What another delivery wrote is taken
 * over, or it would be gone as soon as that one no longer has it. */
static bool
add_known(struct load *load, struct load_slot *slot, uint64_t line, struct td_error *err)
{
    uint64_t old_row = slot->row;
    bool same = old_row == load->row.hash && !(slot->flags & (LOAD_WAS_GONE | LOAD_FOREIGN));

    slot->flags |= LOAD_SEEN | (same ? 0 : LOAD_CHANGED);
    slot->row = load->row.hash;
    slot->line = (uint32_t)line;
    slot->part = (uint16_t)load->part;
    slot->known = load->row.known;
    if (same) {
        load->job->counts.same++;
        return true;
    }
    return add_changed(load, old_row, err);
}

/* A line of the last time whose row still stands. */
static bool
add_same(struct load *load, uint64_t line, struct td_error *err)
{
    struct load_slot *slot = load->lines.slot;

    if (load->year_field >= 0)
        load->years[slot->known] = 1;
    slot->flags |= LOAD_SEEN;
    slot->line = (uint32_t)line;
    slot->part = (uint16_t)load->part;
    slot->known = load->lines.line.known;
    load->job->counts.same++;
    return load_lines_keep(load, &load->lines.line, err);
}

/* ---- records that are none ------------------------------------------------------------------------- */
enum { PASSED_SHOWN = 20 };

static bool
fail_joined(const struct load *load, const struct td_record *record, struct td_error *err)
{
    td_fail(err, TD_E_LAYOUT, "%s",
            TD_T("文件中间又有一个表头，列的次序与前面不同", "another header further down, with its columns in another order"));
    td_hint(err, "%s", TD_T("该文件由不同的文件拼接而成，请分开交付", "different files were joined to one: have them delivered apart"));
    return td_at(err, load->job->parts[load->part].path, (size_t)record->line, 0);
}

/* A line of a report that is no record. False: it shows that the file is not one. */
static bool
pass_over(struct load *load, const struct td_record *record, enum td_skip why, struct td_error *err)
{
    struct load_passed *p = &load->passed;

    if (why == TD_OTHER_HEADER)
        return fail_joined(load, record, err);
    load->job->counts.skipped++;
    if (why == TD_SKIPPED)
        return true;
    p->empty += why == TD_EMPTY;
    p->totals += why == TD_TOTALS;
    p->headers_again += why == TD_HEADER_AGAIN;
    if (p->line_count++ < PASSED_SHOWN)
        td_buf_printf(&p->lines, "%s%" PRIu64, p->lines.len ? "; " : "", record->line);
    return true;
}

bool
load_take_typed(struct load *load, const struct td_record *record, struct td_error *err)
{
    load_row_build(load, record->line);
    /* a mended line is looked up by its bytes each night: it must not be taken for one of the file's own */
    if (!load->mending && !load_lines_keep_row(load, record, err))
        return false;
    if (load->year_field >= 0)
        load->years[load_year_byte(load->typed.values[load->year_field].number)] = 1;
    struct load_slot *slot = load_table_find(&load->now, load->row.key);
    if (slot && (slot->flags & LOAD_SEEN))
        return load_conflict_add(load, slot, record, err);
    if (slot ? !add_known(load, slot, record->line, err) : !add_new(load, record->line, err))
        return false;
    if (load->mending)
        load_table_find(&load->now, load->row.key)->flags |= LOAD_MENDED;
    return true;
}

bool
load_record(struct load *load, const struct td_record *record, struct td_error *err)
{
    struct load_counts *counts = &load->job->counts;

    counts->read++;
    if (record->known)
        return add_same(load, record->line, err);
    if (load_contract_record(load, record)) { /* totals that the delivery is held against */
        counts->skipped++;
        return true;
    }
    enum td_skip why = td_type_skipped(&load->layout, record); /* a totals line often has too few columns */
    if (why != TD_TAKEN)
        return pass_over(load, record, why, err);
    struct td_record mended;
    load->mending = load->mended.count > 0 && load_mended_take(load, record, &mended);
    if (load->mending) {
        counts->mended++;
        record = &mended;
    }
    if (record->fault != TD_FAULT_NONE)
        return reject_record(load, record, err);
    td_type_row(&load->layout, record, &load->typed);
    if (load->typed.fault != TD_FAULT_NONE || key_too_long(load))
        return reject_typed(load, record, err);

    if (load->shared->dry)
        load_dry_county(load);
    return load_take_typed(load, record, err);
}
