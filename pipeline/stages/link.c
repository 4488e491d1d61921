/*
 * link: records -> registered units. Most records give a registered code and need nothing; for the
 * others (codes that are not in the registry, old codes, names) the unit is looked for by model/match and
 * kept in link.alias, or the reason why none was found in link.queue. All in one transaction.
 */
#include "digest.h"
#include "link.h"

#include "tidu/name.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* Raised when the matching itself changes, so that the same data are linked again. */
#define LINK_VERSION "3"

#define LINKAGE_FILE "linkage.yaml"

static const char *const datasets[LINK_DATASETS] = {"finance", "staff",    "ip",      "title", "product",
                                                    "equity",  "platform", "conduct", "need"};

/* ---- reading --------------------------------------------------------------------------------- */
static struct td_str
cell_text(struct td_cell c)
{
    return (struct td_str){c.at, c.len > 0 ? (size_t)c.len : 0};
}

struct tally *
link_tally(struct link *l, int16_t dataset, int32_t source)
{
    for (size_t i = 0; i < l->tally_count; i++)
        if (l->tallies[i].dataset == dataset && l->tallies[i].source == source)
            return &l->tallies[i];
    l->tallies = td_realloc(l->tallies, l->tally_count + 1, sizeof *l->tallies);
    l->tallies[l->tally_count] = (struct tally){.dataset = dataset, .source = source};
    return &l->tallies[l->tally_count++];
}

/* A row of link/records: all records count as registered, and take_entry takes away what is not. */
static void
take_records(struct link *l, const struct td_cell *cells)
{
    uint64_t records = (uint64_t)td_cell_int8(cells[2]);

    link_tally(l, td_cell_int2(cells[0]), td_cell_int4(cells[1]))->records[BY_CODE] += records;
    l->records += records;
}

void
link_take_away(struct link *l, int16_t dataset, int32_t source, uint64_t records)
{
    uint64_t *by_code = &link_tally(l, dataset, source)->records[BY_CODE];

    *by_code -= *by_code < records ? *by_code : records; /* fewer: rows that no delivery brought */
}

/* A row of link/holders. */
static void
take_entry(struct link *l, const struct td_cell *cells)
{
    struct entry e = {.dataset = td_cell_int2(cells[0]),
                      .source = td_cell_int4(cells[1]),
                      .records = (uint64_t)td_cell_int8(cells[2]),
                      .holder = td_arena_str(&l->arena, cell_text(cells[3]))};

    link_take_away(l, e.dataset, e.source, e.records);
    if (cells[4].len > 0)
        e.name = td_arena_str(&l->arena, cell_text(cells[4]));
    if (l->entry_count == l->entry_cap) {
        l->entry_cap = l->entry_cap ? l->entry_cap * 2 : 1024;
        l->entries = td_realloc(l->entries, l->entry_cap, sizeof *l->entries);
    }
    l->entries[l->entry_count++] = e;
}

/* Rows come in any order (parallel workers): whatever depends on the order is sorted first. */
static int
by_holder(const void *a, const void *b)
{
    const struct entry *x = a, *y = b;
    int order = td_str_order(x->holder, y->holder);

    if (order == 0)
        order = td_str_order(x->name, y->name);
    return order;
}

static bool
read_rows(struct link *l, const char *script, void (*take)(struct link *, const struct td_cell *),
          struct td_error *err)
{
    struct td_copy_out copy = {0};
    bool got = true, ok = td_copy_out_open(&copy, l->run->db, script, NULL, err);

    while (ok && got) {
        ok = td_copy_out_next(&copy, &got, err);
        if (ok && got && copy.cells[0].len == 2 && td_cell_int2(copy.cells[0]) < LINK_DATASETS)
            take(l, copy.cells);
    }
    td_copy_out_close(&copy);
    return ok;
}

static bool
read_holders(struct link *l, bool known, struct td_error *err)
{
    bool ok = read_rows(l, known ? "link/holders_known" : "link/holders", take_entry, err);

    if (ok && l->entry_count)
        qsort(l->entries, l->entry_count, sizeof *l->entries, by_holder);
    return ok;
}

/* Entries of one holder are neighbours; the first name that is not empty speaks for all. */
static size_t
same_holder(const struct link *l, size_t from, struct td_str *name)
{
    size_t to = from;

    *name = (struct td_str){0};
    for (; to < l->entry_count && td_str_equal(l->entries[to].holder, l->entries[from].holder); to++)
        if (name->len == 0)
            *name = l->entries[to].name;
    return to;
}

static bool
read_registry(struct link *l, struct td_error *err)
{
    struct td_copy_out copy = {0};
    struct td_str name;
    bool got = true;

    for (size_t i = 0; i < l->entry_count;) {
        size_t next = same_holder(l, i, &name);
        size_t holder = td_match_holder(l->match, l->entries[i].holder, name);
        link_judged_holder(&l->judged, l->match, holder, l->entries[i].holder, name);
        l->holders++;
        i = next;
    }
    if (l->holders == 0)
        return true;
    bool ok = td_copy_out_open(&copy, l->run->db, "link/registry", NULL, err);
    while (ok && got) {
        ok = td_copy_out_next(&copy, &got, err) && !(copy.rows % 65536 == 0 && td_stopping(err));
        if (!ok || !got)
            break;
        const struct td_cell *c = copy.cells;
        struct td_match_unit unit = {cell_text(c[0]), cell_text(c[1]), cell_text(c[2]),
                                     cell_text(c[3]), cell_text(c[4]), cell_text(c[5]),
                                     cell_text(c[6])};
        td_match_unit(l->match, &unit);
    }
    td_copy_out_close(&copy);
    if (ok)
        td_match_finish(l->match, l->linkage, l->run->options->threads);
    return ok;
}

/* ---- writing --------------------------------------------------------------------------------- */
static void
put_found(struct td_buf *out, struct td_str holder, const struct td_match_result *r, struct td_buf *list)
{
    td_buf_reset(list);
    for (size_t i = 0; r->uscc.len == 0 && i < r->candidate_count; i++) {
        td_buf_text(list, i ? "," : "");
        td_buf_str(list, r->candidates[i].uscc);
    }
    td_put_row(out, 6);
    td_put_text(out, holder);
    if (r->uscc.len)
        td_put_text(out, r->uscc);
    else
        td_put_null(out);
    td_put_text(out, td_str(td_match_word(r->method)));
    td_put_text(out, td_buf_view(list));
    if (r->score >= 0) {
        td_put_int4(out, r->score);
        td_put_text(out, r->evidence);
    } else {
        td_put_null(out);
        td_put_null(out);
    }
}

static bool
write_found(struct link *l, struct td_error *err)
{
    struct td_copy_in copy = {0};
    struct td_buf list = {0};
    struct td_str name;
    bool ok = td_copy_in_open(&copy, l->run->db, "link/found_in", NULL, err);

    for (size_t i = 0, holder = 0; ok && i < l->entry_count; holder++) {
        struct td_match_result r = td_match_find(l->match, holder);
        put_found(&copy.buffer, l->entries[i].holder, &r, &list);
        l->fuzzy += r.method == TD_MATCH_FUZZY;
        i = same_holder(l, i, &name);
        ok = td_copy_in_flush(&copy, err);
    }
    ok = ok && td_copy_in_finish(&copy, err);
    td_copy_in_close(&copy);
    td_buf_free(&list);
    return ok;
}

/* Two names with a record of one source and year are two firms: what the server found goes back to the queue. */
static bool
doubt_double(struct link *l, struct td_error *err)
{
    struct td_rows rows = {0};
    struct td_str name;
    int row = 0;

    if (l->fuzzy == 0)
        return true;
    if (!td_db_query(l->run->db, "link/one_to_one", NULL, NULL, 0, &rows, err))
        return false;
    for (size_t i = 0, holder = 0; i < l->entry_count && row < rows.count; holder++) {
        if (td_str_equal(l->entries[i].holder, td_str(td_rows_text(&rows, row, 0)))) {
            td_match_doubt(l->match, holder);
            row++;
        }
        i = same_holder(l, i, &name);
    }
    td_rows_free(&rows);
    return true;
}

static void
put_candidates(struct td_copy_in *copy, struct td_str holder, const struct td_match_result *r)
{
    size_t count = r->uscc.len ? 0 : r->candidate_count;

    for (size_t i = 0; i < count && i < TD_CANDIDATES; i++) {
        td_put_row(&copy->buffer, 5);
        td_put_text(&copy->buffer, holder);
        td_put_text(&copy->buffer, r->candidates[i].uscc);
        td_put_int2(&copy->buffer, (int16_t)(i + 1));
        td_put_int4(&copy->buffer, r->candidates[i].score);
        td_put_text(&copy->buffer, r->candidates[i].evidence);
    }
}

/* The candidates of those that stay in the queue, and the count of records by method. */
static bool
write_candidates(struct link *l, struct td_error *err)
{
    struct td_copy_in copy = {0};
    struct td_str name;
    bool ok = td_copy_in_open(&copy, l->run->db, "link/candidate_in", NULL, err);

    for (size_t i = 0, holder = 0; ok && i < l->entry_count; holder++) {
        size_t next = same_holder(l, i, &name);
        struct td_match_result r = td_match_find(l->match, holder);
        put_candidates(&copy, l->entries[i].holder, &r);
        for (; i < next; i++)
            link_tally(l, l->entries[i].dataset, l->entries[i].source)->records[r.method] +=
                l->entries[i].records;
        ok = td_copy_in_flush(&copy, err);
    }
    ok = ok && td_copy_in_finish(&copy, err);
    td_copy_in_close(&copy);
    return ok;
}

static bool
write_summary(struct link *l, struct td_error *err)
{
    struct td_copy_in copy = {0};
    bool ok = td_copy_in_open(&copy, l->run->db, "link/summary_in", NULL, err);

    for (size_t i = 0; i < l->tally_count; i++)
        for (int m = 0; m < METHODS; m++) {
            const struct tally *t = &l->tallies[i];
            if (t->records[m] == 0)
                continue;
            l->by_method[m] += t->records[m];
            td_put_row(&copy.buffer, 4);
            td_put_text(&copy.buffer, td_str(datasets[t->dataset]));
            td_put_int4(&copy.buffer, t->source);
            td_put_text(&copy.buffer, td_str(m == BY_CODE ? "code" : td_match_word((enum td_match_method)m)));
            td_put_int8(&copy.buffer, (int64_t)t->records[m]);
        }
    ok = ok && td_copy_in_flush(&copy, err) && td_copy_in_finish(&copy, err);
    td_copy_in_close(&copy);
    return ok;
}

static void
report(const struct link *l, enum link_known known, struct td_stage_counts *counts)
{
    static const char *const read[] = {"all", "touched", "counts"};

    counts->rows_in = l->records;
    for (int m = 0; m < METHODS; m++) {
        const char *word = m == BY_CODE ? "code" : td_match_word((enum td_match_method)m);
        if (m < TD_MATCH_METHODS || m == BY_CODE)
            counts->rows_out += l->by_method[m];
        td_buf_printf(&counts->json, "%s\"%s\":%llu", m ? "," : "", word, (unsigned long long)l->by_method[m]);
    }
    td_buf_printf(&counts->json, ",\"holders\":%llu,\"read\":\"%s\"", (unsigned long long)l->holders, read[known]);
    if (l->judged.count)
        td_buf_printf(&counts->json, ",\"judgements\":%zu,\"judged_without_firm\":%llu", l->judged.count,
                      (unsigned long long)l->judged.without_firm);
}

/* All holders against the registry. */
static bool
match_all(struct link *l, bool known, struct td_error *err)
{
    bool ok = link_judged_read(&l->judged, l->run, err) && read_holders(l, known, err);

    ok = ok && (known || link_known_keep(l, err));
    ok = ok && read_registry(l, err);
    ok = ok && write_found(l, err);
    ok = ok && doubt_double(l, err);
    ok = ok && write_candidates(l, err);
    ok = ok && link_judged_write(&l->judged, l->run, err);
    return ok && td_db_script(l->run->db, "link/keep", NULL, err);
}

static bool
link_all(struct td_run *run, const char *basis, struct td_stage_counts *counts, struct td_error *err)
{
    struct link l = {.run = run, .match = td_match_new(), .basis = basis};
    enum link_known known = LINK_NEW;
    bool ok = td_linkage_read(&l.linkage, td_criteria_text(run->criteria, LINKAGE_FILE), err) &&
              td_db_begin(run->db, err) && td_db_script(run->db, "link/begin", NULL, err);

    ok = ok && link_known_refresh(&l, &known, err);
    ok = ok && read_rows(&l, "link/records", take_records, err);
    ok = ok && (known == LINK_ALL ? link_known_count(&l, err) : match_all(&l, known == LINK_HOLDERS, err));
    ok = ok && write_summary(&l, err);
    ok = ok && td_db_script(run->db, "link/keep_night", NULL, err);
    ok = ok && link_known_done(&l, err);
    ok = ok && td_db_commit(run->db, err);
    if (ok)
        report(&l, known, counts);
    td_match_free(l.match);
    link_judged_free(&l.judged);
    td_linkage_free(l.linkage);
    td_arena_free(&l.arena);
    free(l.entries);
    free(l.tallies);
    return ok;
}

bool
td_stage_link(struct td_run *run, struct td_stage_counts *counts, struct td_error *err)
{
    struct td_str linkage = td_criteria_text(run->criteria, LINKAGE_FILE);
    struct td_buf basis = {0};
    char last[65];

    td_buf_printf(&basis, LINK_VERSION "-%08x-%s-", (unsigned)td_hash64(linkage.at, linkage.len, 0), td_name_lists_hash());
    td_buf_text(&counts->inputs, basis.at);
    bool ok = td_inputs_digest(run->db, &counts->inputs, err) && td_judged_basis(run->db, &counts->inputs, err) &&
              td_judged_basis(run->db, &basis, err) && td_stage_last(run, "link", last, err);
    counts->same = ok && strcmp(last, counts->inputs.at) == 0;
    ok = ok && (counts->same || link_all(run, basis.at, counts, err));
    td_buf_free(&basis);
    return ok || td_in(err, TD_T("对应登记企业", "linking records to registered units"));
}
