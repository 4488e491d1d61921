/*
 * What was judged, once for all units that were judged alike. Each thread collects what it meets, then they
 * are brought together; a first night writes into the emptied tables, any other beside them, as some stand.
 */
#include "score.h"

#include <stdlib.h>
#include <string.h>

/* Place of the hash: its item's, or the free one where it belongs. */
static size_t
find_place(const struct score_patterns *p, int64_t hash)
{
    size_t at = (size_t)hash & p->mask;

    while (p->places[at] && p->items[p->places[at] - 1].hash != hash)
        at = (at + 1) & p->mask;
    return at;
}

static void
grow(struct score_patterns *p)
{
    p->capacity = p->capacity ? 2 * p->capacity : 1024;
    p->items = td_realloc(p->items, p->capacity, sizeof *p->items);
    free(p->places);
    p->places = td_alloc(2 * p->capacity, sizeof *p->places);
    p->mask = 2 * p->capacity - 1;
    for (size_t i = 0; i < p->count; i++)
        p->places[find_place(p, p->items[i].hash)] = (uint32_t)i + 1;
}

bool
score_pattern_is_new(struct score_patterns *p, int64_t hash)
{
    return p->count == 0 || p->places[find_place(p, hash)] == 0;
}

void
score_pattern_done(struct score_patterns *p, int64_t hash)
{
    if (p->count == p->capacity)
        grow(p);
    p->items[p->count] = (struct score_pattern){hash, p->rows.len, p->near.len};
    p->places[find_place(p, hash)] = (uint32_t)++p->count;
}

/* Rows of result.pattern, and near misses (near). */
static struct td_str
bytes_of(const struct score_patterns *p, size_t i, bool near)
{
    const struct td_buf *b = near ? &p->near : &p->rows;
    const struct score_pattern *item = &p->items[i];
    size_t from = i == 0 ? 0 : near ? item[-1].near_end : item[-1].rows_end;

    return (struct td_str){b->at + from, (near ? item->near_end : item->rows_end) - from};
}

bool
score_patterns_take(struct score_patterns *p, const struct score_patterns *from, struct td_error *err)
{
    for (size_t i = 0; i < from->count; i++) {
        int64_t hash = from->items[i].hash;
        if (score_pattern_is_new(p, hash)) {
            td_buf_str(&p->rows, bytes_of(from, i, false));
            td_buf_str(&p->near, bytes_of(from, i, true));
            score_pattern_done(p, hash);
        } else if (!td_str_equal(bytes_of(from, i, false), bytes_of(p, p->places[find_place(p, hash)] - 1, false))) {
            return td_fail(err, TD_E_INTERNAL,
                           TD_T("两种判定内容的校验值相同", "two judgements have the same hash"));
        }
    }
    return true;
}

void
score_patterns_free(struct score_patterns *p)
{
    td_buf_free(&p->rows);
    td_buf_free(&p->near);
    free(p->items);
    free(p->places);
    *p = (struct score_patterns){0};
}

/* ---- writing them -------------------------------------------------------------------------------------- */
static bool
copy_rows(struct td_db *db, const char *sql, const struct td_ident *idents, const struct td_buf *rows,
          struct td_error *err)
{
    struct td_copy_in copy = {0};
    bool ok = td_copy_in_open(&copy, db, sql, idents, err) && td_copy_in_send(&copy, td_buf_view(rows), err) &&
              td_copy_in_finish(&copy, err);

    td_copy_in_close(&copy);
    return ok;
}

static bool
copy_first(struct td_db *db, const char *table, const struct td_buf *rows, struct td_error *err)
{
    const struct td_ident idents[] = {{"table", table}, {0}};

    return rows->len == 0 || copy_rows(db, "load/copy_in_freeze", idents, rows, err);
}

static bool
add_patterns(struct score *s, struct td_error *err)
{
    struct td_db *db = s->run->db;
    struct td_rows clash = {0};
    bool ok = td_db_script(db, "score/pattern_begin", NULL, err) &&
              copy_rows(db, "score/pattern_in", NULL, &s->patterns.rows, err) &&
              td_db_run(db, "score/pattern_end", NULL, NULL, 0, NULL, err) &&
              td_db_query(db, "score/pattern_check", NULL, NULL, 0, &clash, err);

    if (ok && td_rows_int(&clash, 0, 0) != 0)
        ok = td_fail(err, TD_E_INTERNAL, TD_T("两种判定内容的校验值相同", "two judgements have the same hash"));
    td_rows_free(&clash);
    return ok;
}

static bool
add_near(struct score *s, struct td_error *err)
{
    struct td_db *db = s->run->db;

    return td_db_script(db, "score/near_begin", NULL, err) &&
           copy_rows(db, "score/near_in", NULL, &s->patterns.near, err) &&
           td_db_run(db, "score/near_end", NULL, NULL, 0, NULL, err);
}

/* The contents of the judgements, beside the rows that name them. */
bool
score_patterns_write(struct score *s, struct td_error *err)
{
    const struct score_patterns *p = &s->patterns;

    if (s->first)
        return copy_first(s->run->db, "result.pattern", &p->rows, err) &&
               copy_first(s->run->db, "result.near", &p->near, err);
    return (p->rows.len == 0 || add_patterns(s, err)) && (p->near.len == 0 || add_near(s, err));
}
