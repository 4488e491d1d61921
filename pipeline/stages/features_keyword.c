/*
 * What the business scope of a unit and the names of its products hint at. Scopes are the longest texts of the
 * registry: they are searched as the server sends them, once, and again only when the unit or a catalogue
 * changes. What is found is written as sets, because many firms word their scopes alike.
 */
#include "features_again.h"
#include "features_keyword.h"

#include "tidu/keyword.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* Raised when texts are read in another way. */
#define KEYWORD_VERSION "1"

struct keyword_search {
    struct td_run *run;
    struct td_db *db;
    struct td_keywords *keywords;
    struct td_keyword_scratch *scratch;
    char basis[17];
    bool full, changed; /* changed: the basis is not that of what stands */
    struct td_buf units, found; /* COPY rows */
    struct td_buf rows;         /* the set of the text in hand, without the set's id */
    uint64_t *sets; /* ids that are in `found`, open hashing, 0 = free */
    size_t set_count, set_room;
};

void
features_keyword_basis(const struct td_run *run, char basis[17])
{
    uint64_t h = td_hash64(KEYWORD_VERSION, sizeof KEYWORD_VERSION, 0);

    for (size_t i = 0; i < run->criteria->count; i++) {
        const struct td_file_text *f = &run->criteria->files[i];
        if (!td_str_starts(f->name, TD_STR("catalogues/")) && !td_str_equal(f->name, TD_STR("keywords.yaml")))
            continue;
        h = td_hash64(f->name.at, f->name.len, h);
        h = td_hash64(f->text.at, f->text.len, h);
    }
    h = td_hash64(run->profile.city_code.at, run->profile.city_code.len, h);
    snprintf(basis, 17, "%016" PRIx64, h);
}

/* ---- one text ---------------------------------------------------------------------------------------- */
/* Is the set new? Then it is remembered. */
static bool
set_add(struct keyword_search *s, uint64_t id)
{
    if (2 * s->set_count >= s->set_room) {
        uint64_t *old = s->sets;
        size_t room = s->set_room;
        s->set_room = room ? 2 * room : 4096;
        s->sets = td_alloc(s->set_room, sizeof *s->sets);
        s->set_count = 0;
        for (size_t i = 0; i < room; i++)
            if (old[i])
                (void)set_add(s, old[i]);
        free(old);
    }
    size_t at = (size_t)id & (s->set_room - 1);
    for (; s->sets[at]; at = (at + 1) & (s->set_room - 1))
        if (s->sets[at] == id)
            return false;
    s->sets[at] = id;
    s->set_count++;
    return true;
}

/* The rows of a set have the set's id in front, which is only known when all of them are. */
static void
put_set(struct keyword_search *s, uint64_t id)
{
    const char *at = s->rows.at, *end = at + s->rows.len;

    while (at < end) {
        const char *from = at;
        for (int column = 0; column < 4; column++) {
            uint32_t len = 0;
            for (int i = 0; i < 4; i++)
                len = len << 8 | (unsigned char)*at++;
            at += len;
        }
        td_put_row(&s->found, 5);
        td_put_int8(&s->found, (int64_t)id);
        td_buf_add(&s->found, from, (size_t)(at - from));
    }
}

/* cells: unit, source, text. */
static void
search_text(struct keyword_search *s, const struct td_cell *cells, enum td_keyword_origin origin)
{
    struct td_str text = {cells[2].at, cells[2].len > 0 ? (size_t)cells[2].len : 0};
    const struct td_keyword_found *found;
    uint64_t makes = 0;
    size_t n = td_keywords_search(s->keywords, s->scratch, text, origin, &found);

    if (n == 0)
        return;
    td_buf_reset(&s->rows);
    for (size_t i = 0; i < n; i++) {
        const struct td_catalogue *c = td_keywords_catalogue(s->keywords, (size_t)found[i].catalogue);
        td_put_text(&s->rows, c->id);
        td_put_text(&s->rows, c->entries[found[i].entry].id);
        td_put_int2(&s->rows, (int16_t)found[i].grade);
        td_put_text(&s->rows, found[i].words);
        makes |= (uint64_t)(found[i].grade == TD_KEYWORD_MAKES) << found[i].catalogue;
    }
    uint64_t id = td_hash64(s->rows.at, s->rows.len, 0) | 1; /* 0 marks a free place */
    td_put_row(&s->units, 5);
    td_put_text(&s->units, (struct td_str){cells[0].at, (size_t)cells[0].len});
    td_put_int2(&s->units, (int16_t)origin);
    td_put_int4(&s->units, td_cell_int4(cells[1]));
    td_put_int8(&s->units, (int64_t)id);
    td_put_int8(&s->units, (int64_t)makes);
    if (set_add(s, id))
        put_set(s, id);
}

/* ---- all of them --------------------------------------------------------------------------------------- */
static bool
read_texts(struct keyword_search *s, const char *sql, enum td_keyword_origin origin, struct td_error *err)
{
    struct td_copy_out copy = {0};
    bool got = true, ok = td_copy_out_open(&copy, s->db, sql, NULL, err);

    while (ok && got) {
        ok = td_copy_out_next(&copy, &got, err);
        if (ok && got)
            search_text(s, copy.cells, origin);
        if (ok && got && copy.rows % 65536 == 0)
            ok = !td_stopping(err);
    }
    td_copy_out_close(&copy);
    return ok;
}

static bool
read_all(struct keyword_search *s, struct td_error *err)
{
    if (!s->full)
        return read_texts(s, "features/keyword_scopes_touched", TD_KEYWORD_SCOPE, err) &&
               read_texts(s, "features/keyword_products_touched", TD_KEYWORD_PRODUCT, err);
    return td_db_script(s->db, "features/keyword_session", NULL, err) &&
           read_texts(s, "features/keyword_scopes", TD_KEYWORD_SCOPE, err) &&
           read_texts(s, "features/keyword_products", TD_KEYWORD_PRODUCT, err);
}

static bool
send_rows(struct keyword_search *s, const char *sql, const struct td_ident *idents, const struct td_buf *rows, struct td_error *err)
{
    struct td_copy_in copy = {0};

    if (rows->len == 0)
        return true;
    bool ok = td_copy_in_open(&copy, s->db, sql, idents, err) && td_copy_in_send(&copy, td_buf_view(rows), err) &&
              td_copy_in_finish(&copy, err);
    td_copy_in_close(&copy);
    return ok;
}

static void
put_member(struct td_buf *out, const char *name, struct td_str value)
{
    td_buf_printf(out, "\"%s\":", name);
    td_json_str(out, value);
    td_buf_text(out, ",");
}

static bool
write_entries(struct keyword_search *s, struct td_error *err)
{
    struct td_buf json = {0};

    td_buf_text(&json, "[");
    for (size_t c = 0; c < td_keywords_catalogue_count(s->keywords); c++) {
        const struct td_catalogue *catalogue = td_keywords_catalogue(s->keywords, c);
        for (size_t e = 0; e < catalogue->entry_count; e++) {
            td_buf_text(&json, json.len > 1 ? ",{" : "{");
            put_member(&json, "catalogue", catalogue->id);
            put_member(&json, "entry", catalogue->entries[e].id);
            put_member(&json, "catalogue_title", catalogue->title);
            put_member(&json, "title", catalogue->entries[e].title);
            put_member(&json, "confirmed", catalogue->confirmed);
            td_buf_printf(&json, "\"position\":%zu,\"place\":%zu}", c, e);
        }
    }
    td_buf_text(&json, "]");
    const char *params[] = {json.at};
    bool ok = td_db_run(s->db, "features/keyword_entries", NULL, params, 1, NULL, err);
    td_buf_free(&json);
    return ok;
}

static bool
write_all(struct keyword_search *s, struct td_error *err)
{
    const char *params[] = {s->basis};
    struct td_ident table[] = {{"found", s->full ? "feature.keyword_found" : "feature.work_keyword"}, {0}};

    return td_db_setting(s->db, "tidu.full", s->full ? "on" : "off", err) &&
           td_db_script(s->db, "features/keyword_begin", NULL, err) &&
           send_rows(s, "features/keyword_unit_in", NULL, &s->units, err) &&
           send_rows(s, "features/keyword_found_in", table, &s->found, err) &&
           td_db_script(s->db, "features/keyword_end", NULL, err) &&
           (!s->changed || (write_entries(s, err) &&
                            td_db_run(s->db, "features/keyword_basis_set", NULL, params, 1, NULL, err)));
}

/* ---- as a whole ---------------------------------------------------------------------------------------- */
static bool
compare_basis(struct keyword_search *s, struct td_error *err)
{
    struct td_rows rows = {0};

    features_keyword_basis(s->run, s->basis);
    if (!td_db_query(s->db, "features/keyword_basis", NULL, NULL, 0, &rows, err))
        return false;
    s->changed = strcmp(td_rows_text(&rows, 0, 0), s->basis) != 0;
    td_rows_free(&rows);
    return true;
}

bool
features_keyword(struct td_run *run, struct td_db *db, bool full, struct td_error *err)
{
    struct keyword_search s = {.run = run, .db = db};
    bool ok = compare_basis(&s, err) && td_keywords_compile(&s.keywords, run->criteria->files, run->criteria->count,
                                                            run->profile.city_code, err);

    if (ok) {
        s.full = full || s.changed;
        s.scratch = td_keyword_scratch_new(s.keywords);
        ok = features_of_datasets(db, (const char *[]){"registry", "product", NULL}, err) && read_all(&s, err) && write_all(&s, err);
    }
    td_keyword_scratch_free(s.scratch);
    td_keywords_free(s.keywords);
    td_buf_free(&s.units);
    td_buf_free(&s.found);
    td_buf_free(&s.rows);
    free(s.sets);
    return ok || td_in(err, TD_T("查找关键词", "looking for keywords"));
}
