#include "publish_funnel.h"

#include <stdlib.h>
#include <string.h>

/* So many of each condition: a list that an office can work through. All: tidu near --format csv. */
#define NEAR_CITY "50"
#define NEAR_COUNTY "30"

enum { STEP_COLUMNS = 14, STEP_FIRST = 1, NEAR_COLUMNS = 11 };

static const struct td_column step_columns[STEP_COLUMNS] = {
    {"区县", TD_CELL_TEXT, 22},   {"层级", TD_CELL_TEXT, 26},     {"规则版本", TD_CELL_TEXT, 9},
    {"步", TD_CELL_INT, 5},       {"条款", TD_CELL_TEXT, 16},     {"条件", TD_CELL_TEXT, 60},
    {"满足", TD_CELL_INT, 9},     {"不满足", TD_CELL_INT, 9},     {"未知", TD_CELL_INT, 9},
    {"待人工", TD_CELL_INT, 9},   {"不适用", TD_CELL_INT, 9},     {"至此可能", TD_CELL_INT, 10},
    {"至此确定", TD_CELL_INT, 10}, {"其中已获", TD_CELL_INT, 10},
};
static const struct td_column near_columns[NEAR_COLUMNS] = {
    {"序号", TD_CELL_INT, 6},      {"层级", TD_CELL_TEXT, 26},     {"只差的条件", TD_CELL_TEXT, 40},
    {"差的是", TD_CELL_TEXT, 40},  {"其余未知项数", TD_CELL_INT, 8}, {"企业名称", TD_CELL_TEXT, 36},
    {"统一社会信用代码", TD_CELL_TEXT, 21}, {"区县", TD_CELL_TEXT, 14}, {"行业", TD_CELL_TEXT, 24},
    {"判定", TD_CELL_TEXT, 10},    {"补齐（测算）", TD_CELL_TEXT, 50},
};
enum { N_COUNTY, N_COUNTY_NAME, N_OF_CITY, N_OF_COUNTY, N_TITLE, N_CLAUSE, N_TEXT, N_LACKING, N_UNKNOWN, N_NAME, N_USCC,
       N_INDUSTRY, N_VERDICT, N_GAP };

bool
publish_funnel_read(struct publish_funnel *f, struct td_run *run, const char *shortlist_run, struct td_error *err)
{
    const char *params[] = {shortlist_run, NEAR_CITY, NEAR_COUNTY};
    struct td_db *db = NULL;
    bool ok = td_run_connect(run, "publish", &db, err) &&
              td_db_query(db, "publish/funnel", NULL, params, 1, &f->steps, err) &&
              td_db_query(db, "publish/near", NULL, params, 3, &f->near, err);

    td_db_close(db);
    return ok;
}

void
publish_funnel_free(struct publish_funnel *f)
{
    td_rows_free(&f->steps);
    td_rows_free(&f->near);
}

static struct td_value_cell
cell_of(const struct td_rows *q, int r, int c, enum td_cell_kind kind)
{
    bool known = !td_rows_null(q, r, c);

    return kind == TD_CELL_INT ? (struct td_value_cell){known, td_rows_int(q, r, c), {0}}
                               : (struct td_value_cell){known, 0, td_str(td_rows_text(q, r, c))};
}

/* The city's workbook has all counties behind the city. */
static size_t
step_cells(const struct td_rows *q, const char *county, struct td_value_cell *cells)
{
    size_t n = 0;

    for (int r = 0; r < q->count; r++) {
        if (county && (td_rows_null(q, r, 0) || strcmp(td_rows_text(q, r, 0), county) != 0))
            continue;
        for (int c = 0; c < STEP_COLUMNS; c++)
            cells[n * STEP_COLUMNS + (size_t)c] = cell_of(q, r, STEP_FIRST + c, step_columns[c].kind);
        n++;
    }
    return n;
}

static bool
is_listed(const struct td_rows *q, int r, const char *county)
{
    if (!county)
        return td_rows_text(q, r, N_OF_CITY)[0] == 't';
    return td_rows_text(q, r, N_OF_COUNTY)[0] == 't' && strcmp(td_rows_text(q, r, N_COUNTY), county) == 0;
}

static size_t
near_cells(const struct td_rows *q, const char *county, struct td_value_cell *cells)
{
    static const int sources[NEAR_COLUMNS] = {-1,     N_TITLE, N_TEXT,        N_LACKING,  N_UNKNOWN,
                                              N_NAME, N_USCC,  N_COUNTY_NAME, N_INDUSTRY, N_VERDICT,
                                              N_GAP};
    size_t n = 0;

    for (int r = 0; r < q->count; r++) {
        if (!is_listed(q, r, county))
            continue;
        cells[n * NEAR_COLUMNS] = (struct td_value_cell){true, (int64_t)n + 1, {0}};
        for (int c = 1; c < NEAR_COLUMNS; c++)
            cells[n * NEAR_COLUMNS + (size_t)c] = cell_of(q, r, sources[c], near_columns[c].kind);
        n++;
    }
    return n;
}

void
publish_sheets_make(struct publish_sheets *s, const struct publish_funnel *f, const char *county, const char *name,
                    const char *as_of)
{
    *s = (struct publish_sheets){0};
    s->cells[0] = td_alloc((size_t)f->steps.count * STEP_COLUMNS + 1, sizeof *s->cells[0]);
    s->cells[1] = td_alloc((size_t)f->near.count * NEAR_COLUMNS + 1, sizeof *s->cells[1]);
    td_buf_printf(&s->heading[0],
                  "%s漏斗（截止 %s）：按条款顺序，本条件各状态的企业数；至此可能＝到本条为止没有不满足的，至此确定＝全部满足或待人工",
                  name, as_of);
    td_buf_printf(&s->heading[1], "%s只差一个条件的企业（截止 %s，每个条件前 %s 家，其余条件都已知的在先）", name, as_of,
                  county ? NEAR_COUNTY : NEAR_CITY);
    s->funnel = (struct td_sheet){"漏斗", s->heading[0].at, step_columns, STEP_COLUMNS, s->cells[0],
                                  step_cells(&f->steps, county, s->cells[0])};
    s->near = (struct td_sheet){"近门槛企业", s->heading[1].at, near_columns, NEAR_COLUMNS, s->cells[1],
                                near_cells(&f->near, county, s->cells[1])};
}

void
publish_sheets_free(struct publish_sheets *s)
{
    for (int i = 0; i < 2; i++) {
        free(s->cells[i]);
        td_buf_free(&s->heading[i]);
    }
}
