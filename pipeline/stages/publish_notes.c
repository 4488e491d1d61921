#include "publish_notes.h"

#include "publish_age.h"

#include <stdlib.h>
#include <string.h>

enum { NOTE_COLUMNS = 2 };
static const struct td_column note_columns[NOTE_COLUMNS] = {{"项目", TD_CELL_STATE, 24}, {"内容", TD_CELL_TEXT, 110}};

static const char *const manner[][2] = {
    {"口径", "按截止日有效的评价标准逐条判定全部登记企业；上年度为截止日前最后一个完整自然年"},
    {"确定", "全部数据条件满足，只剩人工判断或平台评价（或全部满足）"},
    {"可能", "没有不满足的条件，但有数据缺失而无法判定的条件（未知）；缺失不按 0，也不按不满足"},
    {"近门槛", "有不满足的条件，但都能在期限内改变（criteria/efforts.yaml，本市测算口径）；没有其他可申报层级的企业才列入"},
    {"得分区间", "测算值，下限为已知部分，上限为未知部分取最好情形；不是平台评价得分"},
    {"主要短板", "最多四条：先是须改变的及其差距（代价大的在前，本市测算口径），再是待核实的，最后是待人工的；没有可行途径的按条款列出不满足、未知、待人工"},
    {"数据疑点", "按 criteria/quality 的数据规则发现的错误和疑问的条数，逐条见“数据疑点”表；交付的数据未作改动，疑似用错单位的数值判定时按未知处理，请先核实"},
    {"未证实数值", "规则版本标有“含未证实数值”的，个别标准值未经官方文本核对，须以原文为准"},
    {"金额", "万元，显示两位小数，单元格内是准确值；百分数同样"},
};
/* The words are what counts: colours are for whoever sees them, and differ in grey as well. */
static const char *const states[][2] = {
    {"满足", "现有数据足以判定：达到。绿底"},
    {"不满足", "现有数据足以判定：未达到。橙底粗体"},
    {"未知", "数据可以判定，但缺失、互相矛盾或无法计算；补交数据后重新判定。浅灰底斜体"},
    {"待人工", "没有数据可以判定，由人判断。蓝底"},
    {"不适用", "与该企业或该类申报无关。白底灰字"},
};

static void
add(struct publish_notes *n, const char *item, const char *text)
{
    if (n->count == n->capacity) {
        n->capacity = n->capacity ? 2 * n->capacity : 64;
        n->cells = td_realloc(n->cells, n->capacity * NOTE_COLUMNS, sizeof *n->cells);
    }
    n->cells[NOTE_COLUMNS * n->count] = (struct td_value_cell){true, 0, td_str(item)};
    n->cells[NOTE_COLUMNS * n->count + 1] = (struct td_value_cell){true, 0, td_arena_str(&n->arena, td_str(text))};
    n->count++;
}

/* The same, from a buffer, which is empty again afterwards. */
static void
add_line(struct publish_notes *n, const char *item, struct td_buf *line)
{
    add(n, item, line->at);
    td_buf_reset(line);
}

static bool
is_of(const struct td_rows *rows, int r, const char *county)
{
    return county ? !td_rows_null(rows, r, 0) && strcmp(td_rows_text(rows, r, 0), county) == 0 : td_rows_null(rows, r, 0);
}

static void
add_programs(struct publish_notes *n, const struct publish_context *c, struct td_buf *line)
{
    for (int r = 0; r < c->programs.count; r++) {
        td_buf_printf(line, "%s（%s）：%s版，%s %s", td_rows_text(&c->programs, r, 0), td_rows_text(&c->programs, r, 3),
                      td_rows_text(&c->programs, r, 1), td_rows_text(&c->programs, r, 2), td_rows_text(&c->programs, r, 4));
        add_line(n, "规则版本", line);
    }
}

/* When each tier takes applications, or does next. */
static void
add_filing(struct publish_notes *n, const struct publish_context *c, struct td_buf *line)
{
    for (int r = 0; r < c->filing.count; r++) {
        td_buf_printf(line, "%s：%s%s 至 %s（%s）", td_rows_text(&c->filing, r, 0), td_rows_text(&c->filing, r, 4), td_rows_text(&c->filing, r, 1),
                      td_rows_text(&c->filing, r, 2), td_rows_text(&c->filing, r, 3));
        add_line(n, "申报期", line);
    }
}

/* How old each source is, and which have never come. */
static void
add_sources(struct publish_notes *n, const struct publish_context *c, struct td_buf *line)
{
    if (c->released[0])
        add(n, "放行", c->released);
    for (int r = 0; r < c->ages->count; r++) {
        publish_age_text(c->ages, r, line);
        add_line(n, publish_age_never(c->ages, r) ? "缺数据来源" : td_rows_text(c->ages, r, 7)[0] ? "数据来源（沿用）" : "数据来源",
                 line);
    }
}

/* Conditions that most firms cannot be judged by: county, tier, clause, text, unknown, of. */
static void
add_unknowns(struct publish_notes *n, const struct publish_context *c, const char *county, struct td_buf *line)
{
    for (int r = 0; r < c->unknowns.count; r++)
        if (is_of(&c->unknowns, r, county)) {
            td_buf_printf(line, "%s %s“%s”：%s 家中 %s 家未知", td_rows_text(&c->unknowns, r, 1), td_rows_text(&c->unknowns, r, 2),
                          td_rows_text(&c->unknowns, r, 3), td_rows_text(&c->unknowns, r, 5), td_rows_text(&c->unknowns, r, 4));
            add_line(n, "未知最多的条件", line);
        }
}

/* County, tier, candidates, seats. */
static void
add_seats(struct publish_notes *n, const struct publish_context *c, const char *county, struct td_buf *line)
{
    add(n, "名额", "各区县名额按候选企业数以最大余数法分配，上下限和调剂见配置文件，每家的理由见“名额理由”；按规则排除和人工移出的见“排除企业”；名额外的候选企业在“候补”表；切线两侧无法区分先后的企业标为“切线并列”，列入名单");
    for (int r = 0; r < c->seats.count; r++)
        if (is_of(&c->seats, r, county)) {
            td_buf_printf(line, "%s：候选 %s 家，名额 %s 个", td_rows_text(&c->seats, r, 1), td_rows_text(&c->seats, r, 2),
                          td_rows_text(&c->seats, r, 3));
            add_line(n, "名额", line);
        }
}

void
publish_notes_make(struct publish_notes *n, const struct publish_context *c, const struct publish_data *data,
                   const struct td_sheet *sheets, size_t sheet_count, const char *county, const char *name)
{
    struct td_buf line = {0};

    *n = (struct publish_notes){0};
    td_buf_printf(&line, "%s，截止 %s", name, data->as_of);
    add_line(n, "范围", &line);
    for (size_t i = 0; i < sheet_count; i++) {
        td_buf_printf(&line, "%s，%zu 行", sheets[i].name, sheets[i].row_count);
        add_line(n, "工作表", &line);
    }
    for (size_t i = 0; i < sizeof manner / sizeof *manner; i++)
        add(n, manner[i][0], manner[i][1]);
    for (size_t i = 0; i < sizeof states / sizeof *states; i++)
        add(n, states[i][0], states[i][1]);
    add_seats(n, c, county, &line);
    add_programs(n, c, &line);
    add_filing(n, c, &line);
    add_sources(n, c, &line);
    add_unknowns(n, c, county, &line);
    td_buf_free(&line);
    n->sheet = (struct td_sheet){.name = "说明", .heading = "名单说明", .columns = note_columns, .column_count = NOTE_COLUMNS,
                                 .cells = n->cells, .row_count = n->count};
}

void
publish_notes_free(struct publish_notes *n)
{
    free(n->cells);
    td_arena_free(&n->arena);
    *n = (struct publish_notes){0};
}

bool
publish_context_read(struct publish_context *c, struct td_db *db, const char *shortlist_run, const char *as_of,
                     struct td_error *err)
{
    const char *params[] = {shortlist_run, as_of};

    return td_db_query(db, "publish/programs", NULL, params, 1, &c->programs, err) &&
           td_db_query(db, "publish/seats", NULL, params, 1, &c->seats, err) &&
           td_db_query(db, "publish/unknowns", NULL, params, 1, &c->unknowns, err) &&
           td_db_query(db, "publish/filing", NULL, params, 2, &c->filing, err);
}

void
publish_context_free(struct publish_context *c)
{
    td_rows_free(&c->programs);
    td_rows_free(&c->seats);
    td_rows_free(&c->unknowns);
    td_rows_free(&c->filing);
}
