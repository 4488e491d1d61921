/* Titles in force and, of those that end within the horizons, what the judge says of their review: pool.review. */
#include "follow.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { /* columns of follow/titles.sql */
    Q_USCC, Q_TITLE, Q_GRANTED, Q_FROM, Q_TO, Q_LEVEL, Q_BATCH, Q_HOLDER, Q_COUNTY, Q_REGISTERED, Q_RENEWED
};

struct reviews {
    struct following *f;
    struct td_rows rows;
    struct td_versions *versions;
    struct follow_items items;
    struct follow_item **of_row; /* NULL: not judged */
    const char **why_not;
};

static bool
yes(const struct td_rows *rows, int r, int c)
{
    return td_rows_text(rows, r, c)[0] == 't';
}

static bool
read_day(const struct td_rows *rows, int r, int c, td_date *out)
{
    *out = 0;
    return !td_rows_null(rows, r, c) && td_date_parse(td_str(td_rows_text(rows, r, c)), TD_DATE_ISO, out) == TD_FAULT_NONE;
}

/* Why a title is not judged tonight; NULL: it is, as *item says. */
static const char *
plan_title(const struct reviews *v, int r, struct follow_item *item)
{
    const struct td_follow *rules = &v->f->rules;
    td_date ends;

    if (!read_day(&v->rows, r, Q_TO, &ends))
        return "ended_unknown";
    if (yes(&v->rows, r, Q_RENEWED))
        return "renewed";
    if (ends - v->f->run->options->as_of > rules->horizons[rules->horizon_count - 1].days)
        return "far";
    if (!yes(&v->rows, r, Q_REGISTERED))
        return "no_facts";
    *item = (struct follow_item){.row = r,
                                 .uscc = td_str(td_rows_text(&v->rows, r, Q_USCC)),
                                 .title = td_str(td_rows_text(&v->rows, r, Q_TITLE))};
    item->version = td_version_on(v->versions, item->title, v->f->run->profile.city_code, ends, &item->kind);
    return item->version.len ? NULL : "no_rule";
}

static void
plan_titles(struct reviews *v)
{
    size_t count = (size_t)v->rows.count;

    v->items.at = td_alloc(count + 1, sizeof *v->items.at);
    v->of_row = td_alloc(count + 1, sizeof(struct follow_item *));
    v->why_not = td_alloc(count + 1, sizeof(const char *));
    for (int r = 0; r < v->rows.count; r++) {
        struct follow_item *item = &v->items.at[v->items.count];
        v->why_not[r] = plan_title(v, r, item);
        if (v->why_not[r])
            continue;
        v->of_row[r] = item;
        v->items.count++;
    }
}

static void
put_day(struct td_buf *out, const struct td_rows *rows, int r, int c)
{
    td_date day;

    if (read_day(rows, r, c, &day))
        td_put_int4(out, day);
    else
        td_put_null(out);
}

static void
put_text(struct td_buf *out, const struct td_rows *rows, int r, int c)
{
    if (td_rows_null(rows, r, c))
        td_put_null(out);
    else
        td_put_text(out, td_str(td_rows_text(rows, r, c)));
}

enum { JUDGED_COLUMNS = 10 }; /* kind to gap */

static void
put_judged(struct td_buf *out, const struct follow_item *item)
{
    td_put_text(out, td_str(item->kind == TD_REVIEW ? "review" : "new"));
    td_put_text(out, item->version);
    td_put_text(out, item->source);
    td_put_int2(out, item->verdict);
    td_put_int4(out, item->met);
    td_put_int4(out, item->unmet);
    td_put_int4(out, item->unknown);
    td_put_int4(out, item->hard_total);
    td_put_text(out, item->open);
    td_put_text(out, item->gap);
}

/* The columns behind row_hash, which is of them. */
static void
put_rest(const struct reviews *v, int r, struct td_buf *out)
{
    const struct follow_item *item = v->of_row[r];
    bool judged = item && item->version.len > 0;
    const char *why = item && !judged ? "no_facts" : v->why_not[r];

    put_day(out, &v->rows, r, Q_FROM);
    put_day(out, &v->rows, r, Q_TO);
    put_text(out, &v->rows, r, Q_LEVEL);
    put_text(out, &v->rows, r, Q_BATCH);
    put_text(out, &v->rows, r, Q_HOLDER);
    put_text(out, &v->rows, r, Q_COUNTY);
    td_put_bool(out, yes(&v->rows, r, Q_RENEWED));
    td_put_bool(out, judged);
    if (judged) {
        td_put_null(out);
        put_judged(out, item);
        return;
    }
    td_put_text(out, td_str(why));
    for (int i = 0; i < JUDGED_COLUMNS; i++)
        td_put_null(out);
}

static bool
send_titles(const struct reviews *v, struct td_error *err)
{
    enum { COLUMNS = 25 };
    struct td_copy_in copy = {0};
    struct td_buf rest = {0};
    bool ok = td_copy_in_open(&copy, v->f->run->db, "follow/review_in", NULL, err);

    for (int r = 0; ok && r < v->rows.count; r++) {
        td_buf_reset(&rest);
        put_rest(v, r, &rest);
        td_put_row(&copy.buffer, COLUMNS);
        put_text(&copy.buffer, &v->rows, r, Q_USCC);
        put_text(&copy.buffer, &v->rows, r, Q_TITLE);
        put_day(&copy.buffer, &v->rows, r, Q_GRANTED);
        td_put_int8(&copy.buffer, v->f->run->run);
        td_put_int8(&copy.buffer, INT64_MAX);
        td_put_int8(&copy.buffer, (int64_t)td_hash64(rest.at, rest.len, 0));
        td_buf_add(&copy.buffer, rest.at, rest.len);
        ok = td_copy_in_flush(&copy, err);
    }
    ok = ok && td_copy_in_finish(&copy, err);
    td_copy_in_close(&copy);
    td_buf_free(&rest);
    return ok;
}

bool
follow_reviews(struct following *f, struct td_error *err)
{
    struct reviews v = {.f = f};
    const char *params[] = {f->as_of};
    bool ok = td_versions_read(&v.versions, f->run->criteria->files, f->run->criteria->count, err) &&
              td_db_query(f->run->db, "follow/titles", NULL, params, 1, &v.rows, err);

    if (ok) {
        plan_titles(&v);
        f->titles = (uint64_t)v.rows.count;
        ok = (v.items.count == 0 || follow_judge(f->run, &v.items, err)) && send_titles(&v, err) &&
             td_db_script(f->run->db, "follow/review_keep", NULL, err);
    }
    td_versions_free(v.versions);
    td_rows_free(&v.rows);
    td_arena_free(&v.items.arena);
    free(v.items.at);
    free(v.of_row);
    free((void *)v.why_not);
    return ok || td_in(err, TD_T("到期复核", "reviews of titles"));
}
