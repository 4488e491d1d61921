/*
 * Lines that were loaded the last time. Of each delivery the hashes of its lines are kept, in the order of
 * the file, with the key and the hash of the row that each became. When tonight's file has a line that is the
 * same byte for byte, under the same layout, it would become the same row again: if that row still stands, it
 * is counted as the same, and is neither decoded nor split nor typed. All else goes the long way, and so does
 * whatever depends on more than the line: the first record, records of several lines, rejected and skipped
 * ones, a key's second row. What is kept is only ever a short cut to what the long way finds.
 *
 * A file mostly keeps its order: a line is looked for a little behind the one found last, in no index.
 *
 * Where each row that stands came of one of these lines, they also say what stands: then the server only adds up
 * its rows' hashes (sql/load/standing_sum.sql) and need not send them. When the sums differ by a row, whatever
 * the reason (a line was rejected or repeated; somebody wrote to the table), all are sent. A table is added up once
 * for all departments: for each anew, it was passed over as often as it has departments.
 */
#include "load.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* LOAD_LINE_BYTES as they are kept. PIECE_LINES make a value of 400 kB. A city's night has one changed line in a
 * hundred: after 32 that are not found, a file is in another order, or of another year. */
enum { PIECE_LINES = 16384, WINDOW = 32 };

/* Seed of the hash of a record that must be read in full each night (of several lines, or with bytes replaced): no
 * line's hash is like it, and that its row stands is still told by it. */
enum { NEVER_ASKED = 1 };

/* Increments bring what is new. */
static bool
keeps(const struct load *load)
{
    return load->delivery->mode != TD_INCREMENT;
}

/* ---- of the last time ---------------------------------------------------------------------------- */
static void
take_piece(struct load_before *b, struct td_str bytes)
{
    size_t count = bytes.len / LOAD_LINE_BYTES;

    if (b->count + count > b->capacity) {
        b->capacity = (b->count + count) * 2;
        b->lines = td_realloc(b->lines, b->capacity, sizeof *b->lines);
    }
    for (const char *at = bytes.at; count-- > 0; at += LOAD_LINE_BYTES) {
        struct load_line *line = &b->lines[b->count++];
        memcpy(&line->raw, at, 8);
        memcpy(&line->key, at + 8, 8);
        memcpy(&line->row, at + 16, 8);
        line->known = (uint8_t)at[24];
        line->year = (uint8_t)at[25];
    }
}

bool
load_lines_read(struct load *load, struct td_error *err)
{
    struct td_copy_out copy = {0};
    char delivery[256];
    bool got = true;

    if (!keeps(load))
        return true;
    snprintf(delivery, sizeof delivery, "%.*s", (int)load->delivery->id.len, load->delivery->id.at);
    load->lines.before = td_alloc(load->job->part_count, sizeof *load->lines.before);
    bool ok = td_db_setting(load->db, "tidu.delivery", delivery, err) &&
              td_copy_out_open(&copy, load->db, "load/lines", NULL, err);
    while (ok && got) {
        ok = td_copy_out_next(&copy, &got, err);
        size_t part = ok && got ? (size_t)td_cell_int4(copy.cells[0]) : 0;
        if (!ok || !got || part >= load->job->part_count)
            continue;
        load->lines.before[part].layout = (uint64_t)td_cell_int8(copy.cells[1]);
        take_piece(&load->lines.before[part], (struct td_str){copy.cells[2].at, (size_t)copy.cells[2].len});
    }
    td_copy_out_close(&copy);
    return ok;
}

static struct load_sums
sum_lines(const struct load *load)
{
    struct load_sums sum = {0};

    for (size_t p = 0; p < load->job->part_count; p++) {
        const struct load_before *b = &load->lines.before[p];
        for (size_t i = 0; i < b->count; i++) {
            sum.hashes ^= b->lines[i].row;
            sum.both ^= b->lines[i].key & b->lines[i].row;
        }
        sum.rows += b->count;
    }
    return sum;
}

static bool
sum_table(struct load *load, struct load_summed *all, struct td_error *err)
{
    const struct td_ident idents[] = {{"table", load->table}, {0}};
    struct td_rows rows = {0};

    if (!td_db_script(load->db, "load/sum_begin", NULL, err) ||
        !td_db_query(load->db, "load/standing_sum", idents, NULL, 0, &rows, err))
        return false;
    all->count = (size_t)rows.count;
    all->at = td_alloc(all->count + 1, sizeof *all->at);
    for (int i = 0; i < rows.count; i++)
        all->at[i] = (struct load_sums_of){(int)td_rows_int(&rows, i, 0), (uint64_t)td_rows_int(&rows, i, 1),
                                           {(uint64_t)td_rows_int(&rows, i, 2), (uint64_t)td_rows_int(&rows, i, 3),
                                            (uint64_t)td_rows_int(&rows, i, 4)}};
    all->done = true;
    td_rows_free(&rows);
    return true;
}

/* Those of the job's department. They are not as they were once a delivery of it has been loaded. */
static struct load_sums
take_sums(const struct load_summed *all, int source, uint64_t *gone)
{
    for (size_t i = 0; i < all->count; i++)
        if (all->at[i].source == source) {
            *gone = all->at[i].gone;
            return all->at[i].sums;
        }
    return (struct load_sums){0};
}

static bool
loaded_before(const struct load *load)
{
    const struct load_plan *plan = load->shared->plan;

    for (const struct load_job *job = plan->jobs; job < load->job; job++)
        if (job->status == LOAD_DONE && job->source == load->job->source && job->delivery->dataset == load->dataset)
            return true;
    return false;
}

/* As it is read from the table: the year stands where later the known values do. */
static void
stand_lines(struct load *load)
{
    for (size_t p = 0; p < load->job->part_count; p++) {
        const struct load_before *b = &load->lines.before[p];
        for (size_t i = 0; i < b->count; i++) {
            struct load_slot *s = load_table_add(&load->now, b->lines[i].key);
            s->row = b->lines[i].row;
            s->flags = LOAD_STANDING;
            s->known = b->lines[i].year;
        }
        load->job->standing += b->count;
    }
}

bool
load_lines_stand(struct load *load, enum load_to_read *rest, struct td_error *err)
{
    struct load_summed own = {0}, *all = load->summed && !loaded_before(load) ? load->summed : &own;
    uint64_t gone = 0;

    *rest = LOAD_READ_ALL;
    if (!load->lines.before || load->job->foreign_count > 0)
        return true;
    struct load_sums lines = sum_lines(load);
    if (lines.rows == 0)
        return true;
    if (!all->done && !sum_table(load, all, err))
        return false;
    struct load_sums table = take_sums(all, load->job->source, &gone);
    free(own.at);
    if (memcmp(&lines, &table, sizeof lines) != 0)
        return true;
    stand_lines(load);
    *rest = gone > 0 ? LOAD_READ_GONE : LOAD_READ_NONE;
    return true;
}

/* What a line's row depends on beside the line. */
static uint64_t
layout_hash(const struct load *load, const struct td_record *header)
{
    const struct td_delivery *d = load->delivery;
    const struct td_file_match *match = &load->job->parts[load->part].match;
    uint64_t seed[] = {LOAD_ROWS_VERSION + (LOAD_LINE_BYTES << 16), d->hash, (uint64_t)match->year, 0};

    for (size_t i = 0; i < d->column_count; i++)
        if (d->columns[i].from_file_name && load->dataset->fields[d->columns[i].field].type != TD_YEAR)
            seed[3] = (uint64_t)match->date;
    uint64_t hash = td_hash64(seed, sizeof seed, 0);
    if (header)
        hash = td_hash64(header->raw.at, header->raw.len, hash);
    return hash;
}

void
load_lines_begin(struct load *load, const struct td_record *header)
{
    struct load_lines *l = &load->lines;

    l->layout = layout_hash(load, header);
    l->pieces = 0;
    /* without a header, the first record decides how many columns there are; sums need every line's cells */
    l->at = header && !load->contract.counts && l->before && l->before[load->part].layout == l->layout ? &l->before[load->part] : NULL;
}

bool
load_lines_ask(void *who, struct td_str raw)
{
    struct load *load = who;
    struct load_before *b = load->lines.at;
    uint64_t hash = td_hash64(raw.at, raw.len, 0);

    for (size_t i = b->next; i < b->count && i < b->next + WINDOW; i++) {
        if (b->lines[i].raw != hash)
            continue;
        b->next = i + 1;
        load->lines.line = b->lines[i];
        load->lines.slot = load_table_find(&load->now, b->lines[i].key);
        const struct load_slot *s = load->lines.slot;
        return s &&
               (s->flags & (LOAD_STANDING | LOAD_WAS_GONE | LOAD_SEEN | LOAD_FOREIGN)) == LOAD_STANDING &&
               s->row == b->lines[i].row;
    }
    return false;
}

/* ---- of tonight ------------------------------------------------------------------------------------- */
static bool
end_piece(struct load *load, struct td_error *err)
{
    struct load_lines *l = &load->lines;
    struct td_buf *b = &l->spool.buf;

    if (l->piece.len == 0)
        return true;
    td_put_row(b, 5);
    td_put_text(b, load->delivery->id);
    td_put_int4(b, (int32_t)load->part);
    td_put_int4(b, l->pieces++);
    td_put_int8(b, (int64_t)l->layout);
    td_put_text(b, td_buf_view(&l->piece));
    td_buf_reset(&l->piece);
    return load_spool_flush(&l->spool, err);
}

bool
load_lines_keep(struct load *load, const struct load_line *line, struct td_error *err)
{
    char bytes[LOAD_LINE_BYTES];

    memcpy(bytes, &line->raw, 8);
    memcpy(bytes + 8, &line->key, 8);
    memcpy(bytes + 16, &line->row, 8);
    bytes[24] = (char)line->known;
    bytes[25] = (char)line->year;
    td_buf_add(&load->lines.piece, bytes, sizeof bytes);
    return load->lines.piece.len < (size_t)PIECE_LINES * LOAD_LINE_BYTES || end_piece(load, err);
}

bool
load_lines_keep_row(struct load *load, const struct td_record *record, struct td_error *err)
{
    struct load_line line = {.key = load->row.key, .row = load->row.hash, .known = load->row.known};

    if (!keeps(load))
        return true;
    bool asked = load->plain && !memchr(record->raw.at, '\n', record->raw.len) && !memchr(record->raw.at, '\r', record->raw.len);
    line.raw = td_hash64(record->raw.at, record->raw.len, asked ? 0 : NEVER_ASKED);
    if (load->year_field >= 0)
        line.year = load_year_byte(load->typed.values[load->year_field].number);
    return load_lines_keep(load, &line, err);
}

bool
load_lines_end(struct load *load, struct td_error *err)
{
    return end_piece(load, err);
}

bool
load_lines_write(struct load *load, struct td_error *err)
{
    const struct td_ident idents[] = {{"table", "personal.line"}, {0}};
    struct td_copy_in copy = {0};
    char delivery[256];
    const char *params[] = {delivery};

    if (!keeps(load))
        return true;
    snprintf(delivery, sizeof delivery, "%.*s", (int)load->delivery->id.len, load->delivery->id.at);
    bool ok = td_db_run(load->db, "load/lines_clear", NULL, params, 1, NULL, err) &&
              td_copy_in_open(&copy, load->db, "load/copy_in", idents, err) &&
              load_spool_send(&load->lines.spool, load_spool_size(&load->lines.spool), &copy, err) &&
              td_copy_in_finish(&copy, err);
    td_copy_in_close(&copy);
    return ok;
}

void
load_lines_free(struct load *load)
{
    for (size_t i = 0; load->lines.before && i < load->job->part_count; i++)
        free(load->lines.before[i].lines);
    free(load->lines.before);
    td_buf_free(&load->lines.piece);
    load_spool_free(&load->lines.spool);
}
