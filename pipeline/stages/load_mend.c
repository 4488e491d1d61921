/*
 * load --rejects FILE: rows that tidu rejects gave and somebody mended. Each is found again by batch, file and line,
 * typed by the delivery's own rules, and loaded if it is good: in one transaction, as a batch of its own that names the
 * first one. What was written is kept beside the hash of the original bytes, so that the nights to come read it in
 * place of the same line (load_mended.c). A row that was not changed stays rejected and says nothing new; one that is
 * changed and still no good is kept as it is for the next try. Where a later load of the whole delivery no longer has
 * the line, the department has had its own word since, and the row is passed over.
 */
#include "reject_list.h"

#include "digest.h"
#include "runner.h"
#include "tidu/sheet.h"

#include <inttypes.h>
#include <pwd.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

struct mend {
    struct td_run *run;
    struct load_grid sheet;
    struct reject_list list, later; /* later: of the last good load, if that is another */
    uint64_t outdated;              /* rows that it no longer has */
    const struct td_delivery *delivery;
    struct td_delivery own; /* adds rows, takes none away, expects nothing */
    struct load_plan plan;
    struct load_shared shared;
    struct load_job job;
    struct load_part part;
    struct load load;
    struct td_delivered last;
    struct td_str bound; /* the file whose name the layout is bound to */
    struct td_str *names; /* of the sheet's own columns */
    size_t name_count, surplus;
    struct td_buf put; /* json of what was mended */
    bool again;        /* this very file was taken in before */
};

static bool
wrong_row(const struct mend *m, const struct load_grid_row *row, struct td_error *err, const char *text)
{
    td_fail(err, TD_E_LAYOUT, "%s", text);
    td_at(err, m->part.path, (size_t)row->line, 0);
    return td_hint(err, "%s", TD_T("文件须是 tidu rejects 导出的，前三列（批次、文件、行号）不能改",
                                   "it has to be a file of tidu rejects; its first three columns must not be changed"));
}

/* ---- the file ---------------------------------------------------------------------------------------------- */
static bool
read_header(struct mend *m, struct td_error *err)
{
    const struct load_grid_row *header = &m->sheet.rows[0];
    bool known = false;

    if (m->sheet.count == 0 || header->count <= REJECT_HEAD)
        return td_fail(err, TD_E_LAYOUT, "%s", TD_T("不是 tidu rejects 导出的文件", "this is no file of tidu rejects"));
    for (int lang = 0; lang < 2; lang++) {
        bool all = true;
        for (size_t c = 0; c < 3; c++)
            all = all && td_str_equal(td_str_trim(header->cells[c]), td_str(reject_head_columns[lang][c].title));
        known = known || all;
    }
    if (!known)
        return wrong_row(m, header, err, TD_T("不是 tidu rejects 导出的文件", "this is no file of tidu rejects"));
    m->names = header->cells + REJECT_HEAD;
    m->name_count = header->count - REJECT_HEAD;
    while (m->name_count > 0 && (m->names[m->name_count - 1].len == 0 ||
                                 td_str_starts(m->names[m->name_count - 1], TD_STR(REJECT_SURPLUS)))) {
        m->name_count--;
        m->surplus++;
    }
    for (size_t c = 0; c < m->name_count; c++)
        m->names[c] = load_grid_plain(&m->list.arena, m->names[c]);
    return true;
}

/* All rows are of one batch. */
static bool
find_batch(struct mend *m, struct td_error *err)
{
    for (size_t i = 1; i < m->sheet.count; i++) {
        const struct load_grid_row *row = &m->sheet.rows[i];
        int64_t batch = 0;
        if (td_number(row->cells[0], 0, &batch) != TD_FAULT_NONE || batch <= 0)
            return wrong_row(m, row, err, TD_T("批次不是数", "the batch is no number"));
        if (m->list.batch != 0 && m->list.batch != batch)
            return wrong_row(m, row, err, TD_T("一个文件只能有一个批次的行", "rows of one batch only"));
        m->list.batch = batch;
    }
    return m->list.batch != 0 || td_fail(err, TD_E_EMPTY, "%s", TD_T("文件中没有数据行", "the file has no rows"));
}

static bool
find_delivery(struct mend *m, struct td_error *err)
{
    const struct td_profile *p = &m->run->profile;
    struct td_rows rows = {0};
    char batch[24];
    const char *params[] = {batch};

    snprintf(batch, sizeof batch, "%" PRId64, m->list.batch);
    if (!td_db_query(m->run->db, "rejects/one_batch", NULL, params, 1, &rows, err))
        return false;
    for (size_t i = 0; rows.count && i < p->delivery_count; i++)
        if (td_str_equal(p->deliveries[i].id, td_str(td_rows_text(&rows, 0, 0))))
            m->delivery = &p->deliveries[i];
    m->list.failed = rows.count && strcmp(td_rows_text(&rows, 0, 1), "failed") == 0;
    if (rows.count && m->delivery && m->delivery->mode != TD_INCREMENT && td_rows_int(&rows, 0, 2) > m->list.batch)
        m->later.batch = td_rows_int(&rows, 0, 2);
    td_rows_free(&rows);
    return m->delivery != NULL ||
           td_fail(err, TD_E_NOT_FOUND, TD_T("没有批次 %s，或它的交付已不在配置文件中", "there is no batch %s, or its delivery is no longer in the profile"), batch);
}

static bool
make_job(struct mend *m, struct td_error *err)
{
    struct td_rows rows = {0};
    const char *slash = strrchr(m->part.path, '/'), *one[] = {"1"};

    m->part.name = td_str(slash ? slash + 1 : m->part.path);
    m->own = *m->delivery;
    m->own.mode = TD_INCREMENT;
    m->own.allow_empty = true;
    m->own.max_rejects = UINT64_MAX;
    m->own.max_reject_ppm = 1000000;
    m->own.expects = (struct td_expects){.drop_ppm = -1, .grow_ppm = -1, .county_drop_ppm = -1};
    m->job = (struct load_job){.delivery = &m->own, .source = m->plan.sources[m->own.source_index], .parts = &m->part,
                               .part_count = 1, .date = TD_DATE_NONE, .delivered = TD_DATE_NONE, .last = &m->last,
                               .mended = true};
    uint64_t seed[] = {LOAD_ROWS_VERSION, m->delivery->hash, m->part.hash};
    snprintf(m->job.hash, sizeof m->job.hash, "%016" PRIx64, td_hash64(seed, sizeof seed, 0));
    if (!td_db_query(m->run->db, "load/next_batches", NULL, one, 1, &rows, err))
        return false;
    m->job.batch = td_rows_int(&rows, 0, 0);
    td_rows_free(&rows);
    return true;
}

static bool
taken_before(struct mend *m, struct td_error *err)
{
    struct td_rows rows = {0};
    const char *params[] = {m->own.id.at, m->job.hash};

    if (!td_db_query(m->run->db, "load/mended_known", NULL, params, 2, &rows, err))
        return false;
    m->again = td_rows_int(&rows, 0, 0) > 0;
    td_rows_free(&rows);
    return true;
}

/* ---- rows ---------------------------------------------------------------------------------------------------- */
static int
order_item(const void *key, const void *member)
{
    const struct reject_item *a = key, *b = member;
    int by_file = td_str_order(a->file, b->file);

    return by_file ? by_file : (a->line > b->line) - (a->line < b->line);
}

static struct reject_item *
find_item(struct mend *m, const struct load_grid_row *row)
{
    struct reject_item wanted = {.file = row->cells[1]};
    int64_t line = 0;

    if (row->count < 3 || td_number(row->cells[2], 0, &line) != TD_FAULT_NONE || line < 0 || m->list.count == 0)
        return NULL;
    wanted.line = (uint64_t)line;
    return bsearch(&wanted, m->list.items, m->list.count, sizeof *m->list.items, order_item);
}

/* The row's cells under the sheet's own columns, surplus ones behind them (empty ones at the end are none). */
static size_t
own_cells(struct mend *m, const struct load_grid_row *row, struct td_str *out)
{
    size_t count = m->name_count;

    for (size_t c = 0; c < m->name_count + m->surplus; c++) {
        out[c] = REJECT_HEAD + c < row->count ? load_grid_plain(&m->list.arena, row->cells[REJECT_HEAD + c]) : (struct td_str){"", 0};
        if (c >= m->name_count && out[c].len > 0)
            count = c + 1;
    }
    return count;
}

static bool
is_unchanged(struct mend *m, const struct reject_item *item, const struct td_str *given)
{
    struct td_str *shown = td_arena_alloc(&m->list.arena, m->list.column_count + m->list.surplus + 1, sizeof *shown);

    reject_item_cells(&m->list, item, shown);
    for (size_t c = 0; c < m->name_count + m->surplus; c++) {
        struct td_str then = {"", 0};
        if (c >= m->name_count && c - m->name_count < m->list.surplus)
            then = shown[m->list.column_count + c - m->name_count];
        for (size_t k = 0; c < m->name_count && k < m->list.column_count; k++)
            if (td_str_equal(m->list.columns[k], m->names[c]))
                then = shown[k];
        if (!td_str_equal(load_grid_plain(&m->list.arena, then), given[c]))
            return false;
    }
    return true;
}

static bool
same_cells(const struct mend *m, const struct td_str *a, const struct td_str *b)
{
    for (size_t c = 0; c < m->name_count + m->surplus; c++)
        if (!td_str_equal(a[c], b[c]))
            return false;
    return true;
}

/* A column that somebody took out would be read as one without values. */
static bool
check_columns(struct mend *m, struct td_error *err)
{
    for (size_t k = 0; k < m->list.column_count; k++) {
        bool there = false;
        for (size_t c = 0; c < m->name_count && !there; c++) {
            there = td_str_equal(load_grid_plain(&m->list.arena, m->list.columns[k]), m->names[c]);
            m->names[c] = there ? m->list.columns[k] : m->names[c];
        }
        if (!there) {
            (void)wrong_row(m, &m->sheet.rows[0], err, TD_T("少了部门的列", "a column of the department is missing"));
            return td_in(err, "\"%.*s\"", (int)m->list.columns[k].len, m->list.columns[k].at);
        }
    }
    return true;
}

/* The layout depends on the name of the row's own file: {year}, {date}. */
static bool
bind(struct mend *m, struct td_str file, struct td_error *err)
{
    struct td_record header = {.cells = m->names, .count = m->name_count, .line = 1};

    if (m->bound.at && td_str_equal(m->bound, file))
        return true;
    m->bound = file;
    load_match_name(m->delivery, file, &m->part.match);
    td_layout_free(&m->load.layout);
    m->load.layout = (struct td_layout){0};
    return td_layout_bind(&m->load.layout, &m->run->profile, &m->own, m->own.header_row ? &header : NULL, &m->part.match, err);
}

static bool
refuse_row(struct mend *m, const struct td_record *record, enum td_fault fault, struct td_str column, struct td_error *err)
{
    struct load_reject r = {.file = m->part.name, .raw = record->raw, .line = record->line, .fault = fault, .column = column};
    char tail[LOAD_CODE_TAIL];

    if (column.len > 0)
        r.tail = load_reject_code(fault, m->load.typed.fault_cell, tail);
    return load_reject_add(&m->load, &r, err);
}

/* Typed and taken, or rejected anew; *fault says which. Rows of a batch that was refused are only kept. */
static bool
take_row(struct mend *m, const struct td_record *record, enum td_fault *fault, struct td_str *column, struct td_error *err)
{
    struct load *load = &m->load;

    *fault = TD_FAULT_NONE;
    *column = (struct td_str){0};
    if (td_type_skipped(&load->layout, record)) {
        load->job->counts.skipped++;
        return true;
    }
    if (m->own.header_row && record->count > m->name_count)
        *fault = TD_FAULT_COLUMN_COUNT;
    else
        td_type_row(&load->layout, record, &load->typed);
    if (*fault == TD_FAULT_NONE && load->typed.fault != TD_FAULT_NONE) {
        *fault = load->typed.fault;
        *column = load->typed.fault_header;
    }
    if (*fault == TD_FAULT_NONE) {
        const struct load_slot *met = load_table_find(&load->now, load_row_key(load));
        if (met && (met->flags & LOAD_SEEN))
            *fault = TD_FAULT_DUPLICATE;
    }
    if (*fault != TD_FAULT_NONE)
        return refuse_row(m, record, *fault, *column, err);
    if (m->list.failed) {
        load->job->counts.skipped++;
        return true;
    }
    return load_take_typed(load, record, err);
}

static void
keep(struct mend *m, const struct reject_item *item, const struct td_str *cells, size_t count, enum td_fault fault,
     struct td_str column)
{
    struct td_buf *b = &m->put;

    td_buf_printf(b, "%s{\"raw\":%" PRId64 ",\"names\":[", b->len ? "," : "[", (int64_t)item->raw);
    for (size_t c = 0; c < count; c++) {
        td_buf_text(b, c ? "," : "");
        td_json_str(b, c < m->name_count ? m->names[c] : (struct td_str){"", 0});
    }
    td_buf_text(b, "],\"cells\":[");
    for (size_t c = 0; c < count; c++) {
        td_buf_text(b, c ? "," : "");
        td_json_str(b, cells[c]);
    }
    td_buf_printf(b, "],\"good\":%s", fault == TD_FAULT_NONE ? "true" : "false");
    if (fault != TD_FAULT_NONE) {
        td_buf_printf(b, ",\"reason\":\"%s\",\"column\":", td_fault_code(fault));
        td_json_str(b, column);
        td_buf_text(b, ",\"message\":");
        td_json_str(b, td_buf_view(&m->load.message));
    }
    td_buf_text(b, "}");
}

static bool
mend_row(struct mend *m, const struct load_grid_row *row, struct td_error *err)
{
    struct td_str *cells = td_arena_alloc(&m->list.arena, m->name_count + m->surplus + 1, sizeof *cells), column;
    struct reject_item *item = find_item(m, row);
    enum td_fault fault;
    struct td_buf raw = {0};

    if (!item)
        return wrong_row(m, row, err, TD_T("没有这一条退回行", "there is no such rejected row"));
    struct td_record record = {.line = row->line, .cells = cells, .count = own_cells(m, row, cells)};
    m->job.counts.read++;
    if (item->good || is_unchanged(m, item, cells)) {
        m->job.counts.skipped++;
        return true;
    }
    if (m->later.batch && !reject_list_has(&m->later, item->raw)) {
        m->job.counts.skipped++;
        m->outdated++;
        return true;
    }
    const struct reject_item *twin = reject_list_given(&m->list, item->raw);
    if (twin && same_cells(m, twin->given, cells)) {
        m->job.counts.duplicates++;
        return true;
    }
    load_grid_raw(cells, record.count, &raw);
    record.raw = td_buf_view(&raw);
    bool ok = twin ? refuse_row(m, &record, TD_FAULT_DUPLICATE, (struct td_str){0}, err)
                   : bind(m, item->file, err) && take_row(m, &record, &fault, &column, err);
    if (ok && !twin) {
        keep(m, item, cells, record.count, fault, column);
        item->given = cells;
    }
    td_buf_free(&raw);
    return ok;
}

static int
order_rows(const void *a, const void *b)
{
    const struct load_grid_row *x = a, *y = b;
    int64_t i = 0, k = 0;
    int by_file = td_str_order(x->cells[1], y->cells[1]);

    if (by_file)
        return by_file;
    (void)td_number(x->cells[2], 0, &i);
    (void)td_number(y->cells[2], 0, &k);
    return i != k ? (i > k) - (i < k) : (x->line > y->line) - (x->line < y->line);
}

static bool
mend_rows(struct mend *m, struct td_error *err)
{
    for (size_t i = 1; i < m->sheet.count; i++) {
        struct load_grid_row *row = &m->sheet.rows[i];
        if (row->count < 3)
            return wrong_row(m, row, err, TD_T("这一行不完整", "this row is not whole"));
        row->cells[1] = load_grid_plain(&m->list.arena, row->cells[1]);
    }
    /* in the order of the department's file, whatever order the clerk left them in */
    qsort(m->sheet.rows + 1, m->sheet.count - 1, sizeof *m->sheet.rows, order_rows);
    for (size_t i = 1; i < m->sheet.count; i++)
        if (!mend_row(m, &m->sheet.rows[i], err))
            return false;
    return true;
}

/* ---- the transaction ---------------------------------------------------------------------------------------- */
static void
note_origin(struct mend *m)
{
    const struct passwd *login = getpwuid(geteuid());
    struct td_buf *b = &m->job.notes;

    td_buf_printf(b, "%s\"mended_of\":%" PRId64 ",\"who\":", b->len ? "," : "", m->list.batch);
    td_json_str(b, td_str(login ? login->pw_name : "?"));
}

static bool
put_mended(struct mend *m, struct td_error *err)
{
    char batch[24];
    const char *params[] = {m->own.id.at, batch, m->put.at};

    if (m->put.len == 0)
        return true;
    td_buf_text(&m->put, "]");
    params[2] = m->put.at;
    snprintf(batch, sizeof batch, "%" PRId64, m->job.batch);
    return td_db_run(m->run->db, "load/mended_put", NULL, params, 3, NULL, err);
}

static bool
load_rows(struct mend *m, struct td_error *err)
{
    struct load *load = &m->load;
    double start = td_seconds();

    m->shared = (struct load_shared){.run = m->run, .plan = &m->plan};
    *load = (struct load){.shared = &m->shared, .db = m->run->db, .job = &m->job, .delivery = &m->own,
                          .dataset = m->own.dataset, .mending = true};
    pthread_mutex_init(&m->shared.lock, NULL);
    load_describe(load);
    load_contract_begin(load);
    bool ok = td_db_script(m->run->db, "load/session", NULL, err) && load_begin(load, err) &&
              reject_list_read(&m->list, m->run->db, m->delivery, err) && check_columns(m, err) &&
              (!m->later.batch || reject_list_read(&m->later, m->run->db, m->delivery, err)) && mend_rows(m, err) &&
              load_finish(load, err) &&
              put_mended(m, err);
    load_write_notes(load);
    note_origin(m);
    m->job.seconds = td_seconds() - start;
    m->job.status = LOAD_DONE;
    ok = ok && load_ledger_batch(m->run, m->run->db, &m->job, err) && td_db_commit(m->run->db, err);
    td_copy_in_close(&load->copy);
    if (!ok)
        td_db_rollback(m->run->db);
    load_close(load);
    pthread_mutex_destroy(&m->shared.lock);
    return ok;
}

static void
sum_up(const struct mend *m, struct td_stage_counts *counts)
{
    const struct load_counts *c = &m->job.counts;

    counts->same = m->again;
    counts->rows_in = c->read;
    counts->rows_out = c->added + c->changed;
    counts->incomplete = c->rejected > 0;
    td_buf_printf(&counts->json,
                  "\"mended_of\":%" PRId64 ",\"new\":%" PRIu64 ",\"changed\":%" PRIu64 ",\"same\":%" PRIu64
                  ",\"rejected\":%" PRIu64 ",\"skipped\":%" PRIu64 ",\"outdated\":%" PRIu64,
                  m->list.batch, c->added, c->changed, c->same, c->rejected, c->skipped, m->outdated);
    td_log_note(m->run->log,
                TD_T("%.*s：读 %llu，新增 %llu，变化 %llu，未变 %llu，仍退回 %llu，未更正 %llu",
                     "%.*s: %llu read, %llu new, %llu changed, %llu same, %llu still rejected, %llu not mended"),
                (int)m->own.id.len, m->own.id.at, (unsigned long long)c->read, (unsigned long long)c->added,
                (unsigned long long)c->changed, (unsigned long long)c->same, (unsigned long long)c->rejected,
                (unsigned long long)c->skipped);
    if (m->outdated > 0)
        td_log_note(m->run->log,
                    TD_T("其中 %llu 行在此后的交付中已没有原来的一行，以部门的为准",
                         "%llu of them are no longer in the delivery as they were: the department's own word counts"),
                    (unsigned long long)m->outdated);
}

bool
load_mend(struct td_run *run, struct td_stage_counts *counts, struct td_error *err)
{
    struct mend m = {.run = run, .part = {.path = run->options->rejects}};
    bool ok = td_file_hash(m.part.path, &m.part.hash, &m.part.bytes, err) &&
              load_grid_read(&m.sheet, m.part.path, err) && read_header(&m, err) && find_batch(&m, err) &&
              find_delivery(&m, err) && load_ledger_sources(run, &m.plan, err) && make_job(&m, err) &&
              taken_before(&m, err) && (m.again || load_rows(&m, err)) && td_inputs_digest(run->db, &counts->inputs, err);

    if (ok)
        sum_up(&m, counts);
    td_buf_free(&m.put);
    td_buf_free(&m.job.notes);
    td_contract_findings_free(&m.job.findings);
    load_grid_free(&m.sheet);
    reject_list_free(&m.list);
    reject_list_free(&m.later);
    load_plan_free(&m.plan);
    return ok;
}
