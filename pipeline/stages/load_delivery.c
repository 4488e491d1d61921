/* One delivery: one transaction, one row of meta.batch. */
#include "load.h"
#include "runner.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

void
load_describe(struct load *load)
{
    const struct td_dataset *d = load->dataset;

    snprintf(load->table, sizeof load->table, "source.%s", d->name);
    snprintf(load->personal_table, sizeof load->personal_table, "personal.%s", d->name);
    load->year_field = load->delivery->mode == TD_BY_YEAR ? td_field_find(d, TD_STR("year")) : -1;
    for (size_t i = 0; i < d->field_count; i++)
        load->personal_count += (d->fields[i].flags & TD_PERSONAL) != 0;
    load->registry = strcmp(d->name, "registry") == 0;
    load->is_holder = d->fields[0].type == TD_USCC || d->fields[0].type == TD_HOLDER;
    load->main_columns =
        6 + (d->fields[0].type == TD_USCC) + (int)d->field_count - load->personal_count;
}

static int
order_batches(const void *a, const void *b)
{
    int64_t x = *(const int64_t *)a, y = *(const int64_t *)b;
    return (x > y) - (x < y);
}

/* One standing row: key_hash, row_hash, gone; and where they are needed: batch, year (or line). */
static void
add_standing(struct load *load, const struct td_cell *cells, bool more)
{
    const struct load_job *job = load->job;
    struct load_slot *s = load_table_add(&load->now, (uint64_t)td_cell_int8(cells[0]));

    s->row = (uint64_t)td_cell_int8(cells[1]);
    s->flags = LOAD_STANDING;
    if (cells[2].len >= 0)
        s->flags |= LOAD_WAS_GONE;
    load->job->standing++;
    if (!more)
        return;
    int64_t batch = td_cell_int8(cells[3]);
    if (load->year_field >= 0)
        s->known = load_year_byte(td_cell_int4(cells[4]));
    if (job->foreign_count > 0 &&
        bsearch(&batch, job->foreign, job->foreign_count, sizeof batch, order_batches))
        s->flags |= LOAD_FOREIGN;
}

bool
load_read_standing(struct load *load, enum load_to_read rest, struct td_error *err)
{
    const struct td_ident idents[] = {{"table", load->table},
                                      {"year", load->year_field >= 0 ? "year" : "line"},
                                      {0}};
    struct td_copy_out copy = {0};
    char source[16];
    bool got = true, gone = rest == LOAD_READ_GONE;
    bool more = gone || load->year_field >= 0 || load->job->foreign_count > 0;
    const char *sql = gone ? "load/standing_gone" : more ? "load/standing_more" : "load/standing";

    if (rest == LOAD_READ_NONE)
        return true;
    snprintf(source, sizeof source, "%d", load->job->source);
    bool ok = td_db_setting(load->db, "tidu.source", source, err) &&
              td_copy_out_open(&copy, load->db, sql, idents, err);
    while (ok && got) {
        ok = td_copy_out_next(&copy, &got, err);
        if (ok && got)
            add_standing(load, copy.cells, more);
    }
    td_copy_out_close(&copy);
    return ok;
}

/* An empty table is loaded without its key and frozen: wal_level minimal then writes no WAL for it,
 * and sorting once is cheaper than a key kept row by row. */
bool
load_begin(struct load *load, struct td_error *err)
{
    const struct td_ident idents[] = {{"table", load->table}, {0}};
    const char *params[] = {load->table};
    struct td_rows rows = {0};

    if (!td_db_begin(load->db, err) ||
        !td_db_query(load->db, "load/table_state", idents, params, 1, &rows, err))
        return false;
    load->first_load = td_rows_int(&rows, 0, 0) != 0;
    int64_t expected = td_rows_int(&rows, 0, 1);
    load->touch_rows = load->is_holder && !load->first_load && (load->registry || td_rows_int(&rows, 0, 2) == 0);
    td_rows_free(&rows);
    load_table_init(&load->now, expected > 0 ? (uint64_t)expected : 0);
    if (!load->first_load) {
        enum load_to_read rest;
        return load_lines_read(load, err) && load_lines_stand(load, &rest, err) && load_read_standing(load, rest, err);
    }
    char tables[sizeof load->table + sizeof load->personal_table + 1];
    snprintf(tables, sizeof tables, "%s%s%s", load->table, load->personal_count > 0 ? "," : "",
             load->personal_count > 0 ? load->personal_table : "");
    return td_db_setting(load->db, "tidu.first", tables, err) &&
           td_db_script(load->db, "load/first_begin", NULL, err);
}

void
load_close(struct load *load)
{
    td_copy_in_close(&load->copy);
    load_table_free(&load->now);
    td_buf_free(&load->row.main);
    td_buf_free(&load->row.personal);
    td_typed_free(&load->typed);
    load_spool_free(&load->changed);
    load_spool_free(&load->personal);
    load_spool_free(&load->rejects);
    load_spool_free(&load->touched);
    load_spool_free(&load->conflicts.bytes);
    load_lines_free(load);
    load_sort_free(&load->sort);
    free(load->conflicts.items);
    td_layout_free(&load->layout);
    td_buf_free(&load->unknown_headers);
    td_buf_free(&load->dialects);
    td_buf_free(&load->missing_headers);
    td_buf_free(&load->message);
    load_contract_free(load);
    load_mended_free(&load->mended);
    td_buf_free(&load->passed.lines);
}

static void
note_text(struct td_buf *b, const char *name, const struct td_buf *text)
{
    if (text->len == 0)
        return;
    td_buf_printf(b, "%s\"%s\":", b->len ? "," : "", name);
    td_json_str(b, td_buf_view(text));
}

void
load_write_notes(struct load *load)
{
    struct td_buf *b = &load->job->notes;
    const struct {
        const char *name;
        uint64_t count;
    } counts[] = {{"duplicate_same", load->job->counts.duplicates}, {"mended", load->job->counts.mended},
                  {"boms", load->boms},
                  {"crlf", load->crlf}, {"lone_cr", load->lone_cr},
                  {"gb18030_variants", load->variants}, {"private_use", load->private_use},
                  {"formulas_without_value", load->no_value}, {"merged_cells", load->merged}, {"kept_of_rejected", load->kept},
                  {"bytes_behind_gz", load->job->tail},
                  {"header_line", load->passed.header_line}, {"above_header", load->passed.above},
                  {"totals", load->passed.totals}, {"headers_again", load->passed.headers_again},
                  {"empty_records", load->passed.empty},
                  {"compare_bytes", load_table_bytes(&load->now)}};

    for (size_t i = 0; i < sizeof counts / sizeof counts[0]; i++)
        if (counts[i].count > 0)
            td_buf_printf(b, "%s\"%s\":%" PRIu64, b->len ? "," : "", counts[i].name,
                          counts[i].count);
    for (int i = 0; i < TD_NOTES; i++)
        if (load->typed.notes[i] > 0)
            td_buf_printf(b, "%s\"%s\":%" PRIu64, b->len ? "," : "", td_note_word((enum td_note)i),
                          load->typed.notes[i]);
    td_buf_printf(b, "%s\"stands\":%" PRIu64, b->len ? "," : "", load->job->stands);
    if (load->dialects.len > 0)
        td_buf_printf(b, ",\"files\":[%s]", load->dialects.at);
    note_text(b, "passed_lines", &load->passed.lines);
    note_text(b, "unknown_headers", &load->unknown_headers);
    note_text(b, "missing_headers", &load->missing_headers);
    load_contract_notes(load, b);
}

/* The failed delivery's ledger row, and the first of its rejects when it was they that made it fail. */
static bool
record_failure(struct load *load, struct td_error *err)
{
    struct load_job *job = load->job;
    struct td_copy_in copy = {0};
    const struct td_ident idents[] = {{"table", "reject.row"}, {0}};
    bool ok = td_db_begin(load->db, err);

    if (job->error.code == TD_E_REJECTS) {
        ok = ok && td_copy_in_open(&copy, load->db, "load/copy_in", idents, err) &&
             load_spool_send(&load->rejects, load->rejects_shown, &copy, err) &&
             td_copy_in_finish(&copy, err);
        td_copy_in_close(&copy);
    }
    ok = ok && load_ledger_batch(load->shared->run, load->db, job, err) &&
         td_db_commit(load->db, err);
    if (!ok)
        td_db_rollback(load->db);
    return ok;
}

static bool
load_parts(struct load *load, struct td_error *err)
{
    bool ok = load_begin(load, err) && load_mended_read(&load->mended, load->db, load->delivery, false, err);

    for (size_t i = 0; ok && i < load->job->part_count; i++)
        ok = load_file_read(load, i, load_record, false, err) && load_lines_end(load, err);
    return ok && load_finish(load, err);
}

bool
load_job_run(struct load_shared *shared, struct load_worker *worker, struct load_job *job, bool *fatal)
{
    struct td_db *db = worker->db;
    struct load load = {.shared = shared, .db = db, .job = job, .delivery = job->delivery,
                        .dataset = job->delivery->dataset, .summed = &worker->summed};
    struct td_error *err = &job->error;
    double start = td_seconds();

    load_describe(&load);
    load_contract_begin(&load);
    bool ok = load_parts(&load, err);
    load_write_notes(&load);
    job->seconds = td_seconds() - start;
    job->status = ok ? LOAD_DONE : LOAD_FAILED;
    ok = ok && load_ledger_batch(shared->run, db, job, err) && td_db_commit(db, err);
    if (!ok) {
        td_copy_in_close(&load.copy);
        td_db_rollback(db);
        job->status = LOAD_FAILED;
        td_in(err, TD_T("装载交付“%.*s”", "loading delivery \"%.*s\""), (int)job->delivery->id.len,
              job->delivery->id.at);
        struct td_error second = {0};
        *fatal = !load_error_survivable(err) || job->delivery->on_failure == TD_STOP;
        if (!record_failure(&load, &second))
            *fatal = true;
    }
    load_close(&load);
    return ok;
}
